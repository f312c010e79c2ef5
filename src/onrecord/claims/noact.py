"""What looks like an act and is none: reticence, opinions, trade between firms, talk to the press, a candidate's rally.

Each function says whether a trigger that met a row of the lexicon is such a thing. They err on the side of leaving out, as the
record does.
"""

from __future__ import annotations

from onrecord import vocab
from onrecord.claims.arguments import Cast, undergoer
from onrecord.claims.tree import Tree, is_infinitive
from onrecord.model import Actor

_DECIDED = frozenset({"will", "would", "should", "must", "shall", "'ll", "’ll", "wo"})
_PRESS = frozenset({"news", "press"})
_CALLED_OUT = frozenset({"COP", "MED"})
_FRIENDLY = frozenset({"AGREE", "AID", "CONCEDE", "CONSULT", "COOPERATE", "REJECT", "REQUEST", "RETREAT", "SUPPORT"})
_ARMED = frozenset({"MIL", "COP", "REB", "UAF", "PRM", "SPY", "CRM"})
_BODIES = vocab.wordset(
    "countries nations states sides leaders governments neighbours neighbors parties delegations negotiators"
)
_KEEPING = frozenset({"betray", "break", "forget", "fulfil", "fulfill", "honor", "honour", "keep"})
_PERSONAL = frozenset({"BUS", "CVL", "EDU", "JRN", "MED", "CRM", "AGR"})
_BLAMING = frozenset({"assault", "attack", "target"})
# Those who attack, and are attacked, in words.
_POLITIC = frozenset({"PTY", "LEG", "OPP", "ELI", "BUS", "JRN", "EDU", "GOV"})
# Who may trade without acting in public: firms, families, and those of whom the report tells nothing.
_PRIVATE = frozenset({"BUS", "CVL", None})


def is_reticence(cast: Cast, index: int) -> bool:
    """Whether what is declined is only to speak: "declined to comment", "refused to give details"."""
    tree = cast.tree
    for clause in tree.deps(index, "xcomp", "ccomp"):
        if cast.is_a(clause, "reticent"):
            return True
        thing = undergoer(tree, clause)
        if thing is not None and cast.is_a(thing, "wordy"):
            return True
    return False


def is_opinion(cast: Cast, index: int) -> bool:
    """Whether to agree is only to think so too: "agreed that it was late", "I agree with them"; not a deal or a decision."""
    tree = cast.tree
    clauses = tree.deps(index, "xcomp", "ccomp")
    if any(is_infinitive(tree, each) for each in (*clauses, *tree.deps(index, "advcl"))):
        return False
    if tree.deps(index, "obj") or tree.is_passive(index) or tree.obliques(index, "on", "upon", "to"):
        return False
    if clauses:
        return not any(_is_decision(tree, each) for each in clauses)
    subject = tree.subject(index)
    several = subject is not None and tree.tokens[subject].xpos in {"NNS", "NNPS"}
    together = several or (subject is not None and len(tree.conjuncts(subject)) > 1)
    return not together or bool(tree.obliques(index, "with")) or bool(tree.deps(index, "aux") and _conditional(tree, index))


def _is_decision(tree: Tree, clause: int) -> bool:
    words = {tree.tokens[each].text.lower() for each in tree.deps(clause, "aux")}
    return bool(words & _DECIDED) or (tree.tokens[clause].xpos == "VB" and not words)


def _conditional(tree: Tree, index: int) -> bool:
    return any(tree.tokens[each].text.lower() in {"would", "could", "might", "may"} for each in tree.deps(index, "aux"))


def is_trade(cast: Cast, place: int, kind: str, actor: tuple[Actor, ...], recipient: tuple[Actor, ...]) -> bool:
    """Whether firms deal with each other ("agreed to buy the shares"), with no state, union or party among them."""
    if kind not in _FRIENDLY or any(_is_public(each) for each in (*actor, *recipient)):
        return False
    if kind == "RETREAT" and actor and all(each.sector == "BUS" for each in actor):
        return True  # who leaves a firm
    tree = cast.tree
    around = {*tree.subtree(place)}
    head = tree.tokens[place].head
    if head >= 0 and tree.tokens[place].upos != "VERB":
        around |= {*tree.subtree(head)}
    return any(cast.is_a(each, "commerce") for each in around)


def _is_public(actor: Actor) -> bool:
    return actor.sector not in _PRIVATE or (actor.country is not None and actor.sector is None)


def is_advertised(cast: Cast, trigger: int, actor: tuple[Actor, ...]) -> bool:
    """Whether an offer is what a firm or a private person sells or does as a rule: "the lawyer offers free advice"."""
    token = cast.tree.tokens[trigger]
    usual = cast.tree.lemma(trigger) == "offer" and token.xpos in {"VBZ", "VBP"}
    body = cast.tree.reading.sentences[token.sentence].segment == "body"
    return usual and body and not any(_speaks_for_others(each) for each in actor)


def is_kept_word(cast: Cast, trigger: int) -> bool:
    """Whether a promise is only named as one that was kept or broken: "had not kept its promises", "compliance
    with its commitments".
    """
    token = cast.tree.tokens[trigger]
    if token.head >= 0 and cast.tree.lemma(token.head) in {"adherence", "compliance"}:
        return True
    kept = token.upos == "NOUN" and token.deprel in {"obj", "nsubj:pass"} and token.head >= 0
    return kept and cast.tree.lemma(token.head) in _KEEPING


def is_private_talk(kind: str, mode: str | None, actor: tuple[Actor, ...], recipient: tuple[Actor, ...]) -> bool:
    """Whether a meeting, call or journey is one of private people, with nobody who acts for others on either side, or only of
    police or medics who come to somebody's home.
    """
    if kind != "CONSULT":
        return False
    at_home = bool(recipient) and all(each.sector in {"CVL", "CRM"} for each in recipient)
    if mode == "visit" and actor and at_home and all(each.sector in _CALLED_OUT for each in actor):
        return True
    if mode == "visit" and actor and all(each.sector == "CVL" for each in actor):
        return True
    return not any(_speaks_for_others(each) for each in (*actor, *recipient))


def _speaks_for_others(actor: Actor) -> bool:
    # A country, its leader, or people who are told by their country: "Russian negotiators".
    told = vocab.country_of(actor.name) is not None or actor.name.split()[-1][:1].islower()
    state = actor.sector is None and actor.country is not None and told
    state = state or not _BODIES.isdisjoint(actor.name.lower().split())
    leader = actor.sector is None and vocab.leader_country(actor.name) is not None
    return state or leader or actor.country in {"IGO", "NGO", "UNO", "EUR"} or (actor.sector or "CVL") not in _PERSONAL


def war_of_words(cast: Cast, trigger: int, actor: tuple[Actor, ...], recipient: tuple[Actor, ...]) -> str | None:
    """What an attack that is none comes to: "blame" where somebody is attacked in words, "nothing" where there is only a figure
    of speech ("waged a charm offensive"); None where it may be meant.

    It is meant where a party is armed, or a country or place, or where the sentence names harm, weapons or fighters.
    """
    tree = cast.tree
    verbal = cast.is_a(trigger, "verbal")
    if not (verbal or cast.is_a(trigger, "figurative") or cast.is_a(trigger, "struggle")):
        return None
    parties = (*actor, *recipient)
    if any(each.sector in _ARMED or (each.country is not None and each.sector is None) for each in parties):
        return None
    sentence = tree.reading.sentences[tree.tokens[trigger].sentence]
    subject = tree.subject(trigger) if tree.tokens[trigger].upos == "VERB" else None
    if any(cast.is_a(each, "sporting") for each in range(sentence.first, sentence.last)):
        return "nothing"
    if subject is not None and tree.lemma(subject) == "fan":
        return "nothing"
    if any(cast.is_a(each, "bodily") for each in range(sentence.first, sentence.last) if each != trigger):
        return None
    politic = any(each.sector in _POLITIC for each in parties)
    if tree.tokens[trigger].upos != "VERB":
        return "nothing" if politic or cast.is_a(trigger, "struggle") else None
    if verbal or politic:
        return "blame" if recipient and (verbal or tree.lemma(trigger) in _BLAMING) else "nothing"
    return None


def is_press_talk(cast: Cast, trigger: int, actor: tuple[Actor, ...], recipient: tuple[Actor, ...]) -> bool:
    """Whether a meeting is one with the press: "spoke to reporters", "a reporter met donors", "ended a news conference"."""
    if any(side and all(each.sector == "JRN" for each in side) for side in (actor, recipient)):
        return True
    tree = cast.tree
    thing = undergoer(tree, trigger) if tree.tokens[trigger].upos == "VERB" else trigger
    return thing is not None and any(tree.lemma(each) in _PRESS for each in tree.deps(thing, "compound", "amod"))


def is_sport(cast: Cast, trigger: int) -> bool:
    """Whether what is held or begun is a game that is none of war: "began its game in bright sunshine"."""
    tree = cast.tree
    thing = undergoer(tree, trigger)
    words = {tree.lemma(each) for each in tree.subtree(thing)} if thing is not None else set()
    return "game" in words and words.isdisjoint({"war", "military", "naval"})


def is_campaigning(cast: Cast, trigger: int, actor: tuple[Actor, ...]) -> bool:
    """Whether a rally or march is one person's own: "a Lind rally", "his march to the nomination"; nobody protests alone."""
    tree = cast.tree
    if tree.tokens[trigger].upos not in {"NOUN", "PROPN"} or not actor:
        return False
    owners = tree.deps(trigger, "nmod:poss", "compound", "amod", "nmod:unmarked", "nmod:desc")
    singles = [each for each in owners if _is_single(cast, each)]
    return bool(singles) and len(actor) == 1


def _is_single(cast: Cast, index: int) -> bool:
    token = cast.tree.tokens[index]
    entity = cast.entity(index)
    return (entity is not None and entity.type == "PER") or token.text.lower() in {"his", "her", "my"}
