"""Acts told by nouns, adjectives and states: "held talks", "their withdrawal from", "critical of", "under arrest"."""

from __future__ import annotations

from dataclasses import replace

from onrecord import vocab
from onrecord.claims.arguments import Cast, is_party, parties_of
from onrecord.claims.kinds import of_kind
from onrecord.claims.lexicon import Entry
from onrecord.claims.matching import has_phrase, is_kind, matching_verb
from onrecord.claims.tree import Tree, is_infinitive

# Harm that somebody is ready to do or promises, and the kind of threat that this is.
THREATS = {"ASSAULT": "violence", "COERCE": "restrict", "SANCTION": "relations", "PROTEST": None}
# Acts that those at the other end may be the subject of: "received a promise", "came under criticism".
_TAKEN = frozenset({"ACCUSE", "AGREE", "CONCEDE", "COOPERATE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
_PROSPECT = frozenset({"amenable", "closed", "eager", "open", "prepared", "ready", "willing"})
# A part of what goes on: "a second day of a strike", "a new round of talks".
_STRETCHES = frozenset({"bout", "day", "hour", "month", "phase", "round", "series", "session", "stage", "wave", "week", "year"})
_COMING_FOR = frozenset({"attend", "confer", "discuss", "mediate", "negotiate"})
THERE = Entry(
    "there", "CONSULT", "visit", ("light",), ("self",), frozenset(), (), frozenset(), frozenset(), frozenset(), frozenset(), 1
)  # fmt: skip
# Places in which a noun only sorts another noun or is itself a topic, and tells of no act.
_TOPICAL = frozenset({"about", "regarding", "concerning", "over", "like", "than", "as", "against", "without"})


def matching_noun(cast: Cast, index: int) -> tuple[Entry, int | None] | None:
    """The row that a noun meets and the light verb that carries it, if one does; None if it tells of no act."""
    tree = cast.tree
    token = tree.tokens[index]
    relation = token.deprel.partition(":")[0]
    entries = cast.lexicon.nouns.get(tree.lemma(index), ())
    if not entries or relation in {"compound", "flat", "amod", "appos", "list", "vocative"} or cast.entity(index) is not None:
        return None
    light = light_verb(cast, index)
    taker = _taking_verb(cast, index) if light is None else None
    modifiers = {tree.lemma(child) for child in tree.deps(index, "compound", "amod", "nmod")}
    modifiers |= {tree.lemma(inner) for child in tree.deps(index, "compound", "amod") for inner in tree.deps(child, "compound")}
    for entry in entries:
        if entry.modifiers and not modifiers & entry.modifiers:
            continue
        if not all(has_phrase(cast, index, *each) for each in entry.phrases):
            continue
        if entry.objects and not _is_owned(cast, index, entry.objects):
            continue
        if not entry.type:
            return None
        if "content" in entry.tests and not (tree.deps(index, "acl", "ccomp") or tree.obliques(index, "for", "on")):
            continue
        if taker is not None and entry.type in _TAKEN and (taken := _as_taken(cast, index, entry, taker)) is not None:
            return taken, taker
        if light is None and entry.type == "PROTEST" and _grips(cast, index):
            light = token.head
        if "light" in entry.tests and light is None:
            continue
        if light is None and not _told(cast, index, entry):
            continue
        return entry, light
    return None


def _is_owned(cast: Cast, index: int, kinds: frozenset[str]) -> bool:
    """Whether an act is of one of these kinds: the release of whom, whose withdrawal, the troop withdrawal."""
    tree = cast.tree
    owners = tree.obliques(index, "of", "by") or tree.deps(index, "nmod:poss", "compound", "amod", "nmod:unmarked")
    if "#country" in kinds and any((name := cast.entity(each)) is not None and name.country for each in owners):
        return True
    return any(tree.tokens[each].upos == "PRON" or of_kind(cast, each, kinds) for each in owners)


def light_verb(cast: Cast, index: int) -> int | None:
    """The verb that only carries a noun's act ("held" in "held talks"), or None."""
    tree = cast.tree
    token = tree.tokens[index]
    head = token.head
    relation = token.deprel
    if head >= 0 and relation == "nmod" and tree.lemma(head) in _STRETCHES and "of" in tree.cases(index):
        relation = "obj" if tree.tokens[head].deprel == "obl:unmarked" else tree.tokens[head].deprel
        head = tree.tokens[head].head
    if head < 0 or tree.tokens[head].upos != "VERB":
        return None
    if relation == "nsubj" and cast.is_a(head, "happening") and tree.first(head, "obj") is None:
        return head
    if relation == "nsubj" and _takes_effect(tree, head):
        return head
    if relation in {"obj", "nsubj:pass"} or (relation == "nsubj" and tree.is_passive(head)):
        return head if cast.is_a(head, "light") else None
    if (
        relation == "obl"
        and tree.lemma(head) in {"engage", "participate", "join", "take"}
        and set(tree.cases(index)) & {"in", "with"}
    ):
        return head
    return None


def _taking_verb(cast: Cast, index: int) -> int | None:
    """The verb whose subject is at the other end of a noun's act ("received" in "received an apology from"), or None."""
    tree = cast.tree
    token = tree.tokens[index]
    if token.head < 0 or tree.tokens[token.head].upos != "VERB" or tree.is_passive(token.head):
        return None
    with_case = set(tree.cases(index))
    if tree.lemma(token.head) in {"meet", "come"} and token.deprel == "obl" and with_case & {"with", "under"}:
        return token.head
    return token.head if token.deprel == "obj" and cast.is_a(token.head, "taking") else None


def _as_taken(cast: Cast, index: int, entry: Entry, verb: int) -> Entry | None:
    """The row turned round, for a verb whose subject is whom the act is aimed at: "drew criticism from", "won a promise from".

    None where nobody is told to have done it, unless somebody plainly received it: "faces threats" may come from the weather.
    """
    if cast.tree.obliques(index, "against"):
        # "won an order against the mill"
        return None
    owned = any(is_party(cast, each) for each in cast.tree.obliques(index, "of"))
    turned = replace(entry, actor=("from", "by", "of") if owned else ("from", "by"), recipient=("light",))
    parties = parties_of(cast, index, turned, verb)
    if parties.actor or (cast.tree.lemma(verb) in {"receive", "get"} and parties.recipient):
        return turned
    return None


def _grips(cast: Cast, index: int) -> bool:
    """Whether what a noun names takes hold of a place or of many: "a strike paralysed the port", "the march drew thousands"."""
    token = cast.tree.tokens[index]
    return token.deprel == "nsubj" and token.head >= 0 and cast.is_a(token.head, "gripping")


def _takes_effect(tree: Tree, verb: int) -> bool:
    """Whether something begins to hold: "took effect", "came into force", "went into effect"."""
    things = {"take": tree.deps(verb, "obj"), "come": tree.obliques(verb, "into"), "go": tree.obliques(verb, "into")}
    return any(tree.lemma(each) in {"effect", "force", "hold", "place"} for each in things.get(tree.lemma(verb), ()))


def _is_charge_of(tree: Tree, index: int) -> bool:
    """Whether a noun only says what somebody heads: "the commander of police investigations"."""
    token = tree.tokens[index]
    role = vocab.role(tree.lemma(token.head)) if token.deprel.startswith("nmod") and token.head >= 0 else None
    return role is not None and role.kind == "person" and "of" in tree.cases(index)


def _told(cast: Cast, index: int, entry: Entry) -> bool:
    """Whether a noun without a light verb tells of a particular act: it has parties, and is no mere topic or plural genre."""
    tree = cast.tree
    if set(tree.cases(index)) & _TOPICAL and entry.type != "ASSAULT":
        return False
    head = tree.tokens[index].head
    if head >= 0 and tree.lemma(head) in _PROSPECT and set(tree.cases(index)) & {"to", "for"}:
        # "left the door open to talks"
        return False
    if set(tree.cases(index)) & {"about", "like", "than"} and tree.tokens[index].xpos == "NNS":
        # "read about raids" tells of none in particular
        return False
    if entry.type != "ASSAULT" and _is_charge_of(tree, index):
        return False
    parties = parties_of(cast, index, entry)
    if "both" in entry.tests:
        return bool(parties.actor) and bool(parties.recipient)
    if "any" in entry.tests:
        single = tree.tokens[index].xpos not in {"NNS", "NNPS"} and tree.tokens[index].deprel == "obl"
        return bool(parties.actor or parties.recipient) or (single and _scene(tree, index))
    if entry.mode == "visit":
        return bool(parties.recipient)
    if entry.type == "CONSULT" and not parties.actor and _hosted(cast, index):
        return True
    if is_in_protest(tree, index) and not parties.actor:
        # "blocked the road in protest"
        doer = tree.subject(tree.tokens[index].head)
        return doer is not None and is_party(cast, doer)
    if entry.type in {"CONSULT", "AGREE"}:
        return bool(parties.actor) and (bool(parties.recipient) or len(parties.actor) > 1 or _scene(tree, index))
    return bool(parties.actor) or (bool(parties.recipient) and _scene(tree, index))


def is_in_protest(tree: Tree, index: int) -> bool:
    """Whether a noun tells in what spirit something is done: "blocked the road in protest"."""
    return tree.lemma(index) == "protest" and "in" in tree.cases(index) and tree.tokens[index].deprel == "obl"


def _hosted(cast: Cast, index: int) -> bool:
    """Whether a meeting sets the scene for several who act: "at a meeting in March the two ministers signed"."""
    tree = cast.tree
    token = tree.tokens[index]
    if token.deprel != "obl" or not set(tree.cases(index)) & {"during", "at", "after", "in", "following"} or token.head < 0:
        return False
    subject = tree.subject(token.head)
    return subject is not None and is_party(cast, subject) and len(tree.conjuncts(subject)) > 1


def _scene(tree: Tree, index: int) -> bool:
    """Whether the noun sets the scene of a clause: "after the raid on", "during a visit to", "killed in a bombing"."""
    return tree.tokens[index].deprel.partition(":")[0] in {"obl", "nsubj", "obj", "root"} and not set(tree.cases(index)) & {
        "for",
        "of",
    }


def matching_adjective(cast: Cast, index: int) -> Entry | None:
    """The row that an adjective meets as a predicate ("is critical of the plan"), or None."""
    tree = cast.tree
    token = tree.tokens[index]
    if token.deprel.partition(":")[0] in {"amod", "compound", "advmod"}:
        return None
    key = token.text.lower() if token.upos == "VERB" else tree.lemma(index)
    for entry in cast.lexicon.adjectives.get(key, ()):
        if "args" in entry.tests and not any(tree.obliques(index, role) for role in entry.recipient):
            continue
        if ">" in entry.tests:
            willing = _willing(cast, index, entry)
            if willing is None:
                continue
            entry = willing
        subject = tree.subject(index)
        if all(tree.obliques(index, *each) for each in entry.prepositions) and subject is not None and is_party(cast, subject):
            return entry if token.upos == "ADJ" else _of_participle(entry)
    return None


def _willing(cast: Cast, index: int, entry: Entry) -> Entry | None:
    """The row for who is ready to do something: to help or to talk as it stands, to do harm a threat; None for other things."""
    for clause in cast.tree.deps(index, "xcomp", "ccomp", "advcl"):
        if entry.type != "AGREE" or is_kind(cast, clause):
            return entry
        other = matching_verb(cast, clause)
        if other is not None and other.type in THREATS:
            return replace(entry, type="THREATEN", mode=THREATS[other.type], recipient=("against",))
    return None


def _of_participle(entry: Entry) -> Entry:
    """The row for a participle read as an adjective ("is prepared to"): its passive subject is who feels or is ready."""
    return replace(entry, actor=("obj",), recipient=tuple(role for role in entry.recipient if role != "obj"))


def _is_there_for_talks(cast: Cast, index: int) -> bool:
    """Whether a country or town is where somebody is for talks: "is in Peru to discuss oil prices", "in Lima to attend"."""
    tree, entity = cast.tree, cast.entity(index)
    if entity is None or entity.type != "LOC" or "in" not in tree.cases(index) or not tree.deps(index, "cop"):
        return False
    purposes = tree.deps(index, "acl", "advcl")
    return any(tree.lemma(each) in _COMING_FOR and is_infinitive(tree, each) for each in purposes)


def matching_state(cast: Cast, index: int) -> Entry | None:
    """The row for a prepositional state that is said of a subject ("are under arrest", "put on standby"), or None."""
    tree = cast.tree
    token = tree.tokens[index]
    cases = set(tree.cases(index))
    subject = tree.subject(token.head) if token.head >= 0 and not tree.deps(index, "nsubj") else tree.first(index, "nsubj")
    if subject is not None and (cast.is_a(subject, "market") or cast.is_a(subject, "tender")):
        # "the dollar is under attack"
        return None
    if _is_there_for_talks(cast, index):
        return THERE
    for entry in cast.lexicon.states.get(tree.lemma(index), ()):
        if not any(cases & each for each in entry.prepositions):
            continue
        if token.deprel.partition(":")[0] in {"root", "ccomp", "conj", "acl", "xcomp", "parataxis"} and tree.deps(
            index, "nsubj", "cop"
        ):
            return entry
        head = token.head
        if head >= 0 and tree.lemma(head) in {"be", "remain", "put", "place", "keep", "hold", "stay", "go", "come", "live"}:
            return entry
    return None
