"""Who does it, and to whom: the parties of an act, found in the tree (``resolving`` tells who they are).

An act's lexicon row says where its parties stand (subject, object, after which preposition, as possessor ...); ``cast`` tells
whom the phrase that stands there names. What others ask of a cast can be taken from here as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.claims.cast import (
    Cast,
    cast_of,
    harm,
    is_mere_place,
    is_own,
    is_party,
    is_scene,
    named_besides,
    nationalities,
    parties_at,
)
from onrecord.claims.lexicon import Entry
from onrecord.claims.tree import Tree
from onrecord.claims.undergone import has_misnamed_particle, undergoer

__all__ = [
    "Cast",
    "Parties",
    "at_role",
    "cast_of",
    "has_misnamed_particle",
    "is_own",
    "is_party",
    "nationalities",
    "parties_at",
    "parties_of",
    "undergoer",
]

# Acts of words: what they are about is an act of those whom they are aimed at.
_WORDS = frozenset({"ACCUSE", "SUPPORT", "REJECT", "REQUEST", "CONCEDE"})
_TAKING = frozenset({"apprehend", "arrest", "capture", "deport", "detain", "expel", "jail", "nab", "recapture", "seize"})
_POWERLESS = frozenset({None, "CVL", "CRM", "ELI", "EDU", "REF"})
_SENDING = frozenset({"contribute", "deliver", "deploy", "dispatch", "donate", "fly", "give", "lend", "send", "ship"})
_FAILING = frozenset(
    {"absence", "breakdown", "cancellation", "collapse", "defeat", "delay", "downfall", "end", "failure", "fall"}
)
_BEFELL = frozenset({"accident", "collapse", "crash", "death", "disappearance", "drowning", "explosion", "fire", "suicide"})
_GIFTS = frozenset({"AID", "AGREE", "COOPERATE", "MOBILIZE", "THREATEN", "REQUEST"})
_THERE = frozenset({"at", "in", "near", "outside", "over", "to"})
_POSTS = frozenset({"chair", "command", "directorship", "leadership", "management", "presidency", "seat"})
_AFTER = frozenset({"after", "during", "following"})
_SUFFERING = frozenset({"against", "toward", "towards"})
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves", "ourselves", "myself"})


def at_role(cast: Cast, trigger: int, role: str, light: int | None = None) -> tuple[int, ...]:
    """Heads of the phrases that stand in a role of the trigger (before asking whether they are parties)."""
    tree = cast.tree
    if role == "subj":
        return _doer(cast, trigger)
    if role == "obj":
        found = undergoer(tree, trigger)
        if found is not None and tree.is_passive(trigger) and tree.tokens[found].deprel == "obj":
            # "the choir was denied permits": denied is the choir.
            subject = tree.subject(trigger)
            return (found,) if subject is None else (subject, found)
        if found is not None and cast.is_a(found, "money") and (given := tree.deps(trigger, "iobj")):
            # "fined the broadcaster two million pesos"
            return given
        return (found,) if found is not None else ()
    if role == "light":
        if light is None and tree.deps(trigger, "cop") and {"on", "in"} & set(tree.cases(trigger)):
            # "is on a visit to the islands", "is in the islands to discuss"
            return tree.deps(trigger, "nsubj")
        place = tree.tokens[trigger].head
        there = place >= 0 and tree.deps(place, "cop") and "in" in tree.cases(place)
        if light is None and there and "for" in tree.cases(trigger):
            # "is in the capital for talks with the islands"
            return tree.deps(place, "nsubj")
        return tuple(each for each in _doer(cast, light) if each != trigger) if light is not None else ()
    if role == "self":
        return (trigger,)
    if role == "iobj":
        return tree.deps(trigger if light is None else light, "iobj")
    if role == "poss":
        return tree.deps(trigger, "nmod:poss")
    if role == "mod":
        return nationalities(cast, trigger)
    if role == "on" and _is_blamed(tree, trigger):
        return ()
    if role == "clause":
        return tuple(subject for clause in tree.deps(trigger, "ccomp", "xcomp") for subject in tree.deps(clause, "nsubj"))
    places = [trigger] if light is None else [trigger, light]
    carried = undergoer(tree, trigger) if light is None else None
    if carried is not None:
        # "tons of grain to the islands": what is marked may hang on the measure, or on what it measures.
        things = (carried, *(each for each in tree.deps(trigger, "obj") if each != carried))
        places.extend(place for thing in things for place in (thing, *tree.obliques(thing, "of", "in", "worth")))
    # "walked out of talks with the islands": what is marked may hang on a thing that the act is done in.
    if role in {"with", "against", "between"}:
        places.extend(each for each in tree.deps(trigger if light is None else light, "obl") if not is_party(cast, each))
    if role == "by" and tree.tokens[trigger].upos == "NOUN":
        # "the arrest of two men by the police"
        places.extend(tree.obliques(trigger, "of"))
    if role in {"against", "on", "over"} and tree.tokens[trigger].upos == "NOUN":
        # "a strike by nurses against the council": what is marked last may hang on what is marked first.
        places.extend(tree.obliques(trigger, "by"))
    heads = dict.fromkeys(head for place in places for head in _marked(tree, place, role))
    if role == "between" and len(heads) == 1:
        # "fighting between the army and the rebels", whose second side the parser may set beside the noun
        first = next(iter(heads))
        heads.update(
            dict.fromkeys(each for each in tree.deps(trigger, "conj") if each > first and not tree.deps(first, "conj"))
        )
    top = tree.top_of_coordination(trigger)
    if not heads and light is None and top != trigger and tree.tokens[trigger].upos == "VERB":
        # "crossed the river and fired at the post": what follows the last verb was hung on the first.
        heads = dict.fromkeys(each for each in _marked(tree, top, role) if each > trigger)
    return tuple(heads)


def _is_blamed(tree: Tree, noun: int) -> bool:
    """Whether somebody is blamed for what a noun names, so that the words after "on" say who did it: "blamed the raid on"."""
    token = tree.tokens[noun]
    blamed = token.upos == "NOUN" and token.head >= 0 and tree.lemma(token.head) in {"blame", "pin"}
    return blamed and token.deprel in {"obj", "nsubj:pass"}


def _marked(tree: Tree, place: int, preposition: str) -> tuple[int, ...]:
    words = {
        "against": ("against", "toward", "towards"),
        "with": ("with", "alongside"),
        "to": ("to", "unto"),
        "on": ("on", "upon"),
        "into": ("into", "inside"),
        "in": ("in", "inside", "within", "across", "throughout"),
    }.get(preposition, (preposition,))
    nominal = {"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"}
    heads = (_whole(tree, each) for each in tree.obliques(place, *words))
    return tuple(each for each in heads if tree.tokens[each].upos in nominal)


def _whole(tree: Tree, marked: int) -> int:
    """The head of a compound that the parser parted: in "to flood victims" the victims, though it marked the flood."""
    if tree.tokens[marked].upos == "VERB" and tree.tokens[marked].xpos.startswith("NN"):
        parted_object = tree.first(marked, "obj")
        return parted_object if parted_object is not None else marked
    following = marked + 1
    if following >= len(tree.tokens) or tree.tokens[following].head != tree.tokens[marked].head:
        return marked
    parted = tree.tokens[following].upos == "NOUN" and not tree.deps(following, "case", "det", "cop")
    return following if parted and tree.tokens[following].sentence == tree.tokens[marked].sentence else marked


def _doer(cast: Cast, verb: int) -> tuple[int, ...]:
    tree = cast.tree
    if tree.is_passive(verb):
        agents = (*tree.deps(verb, "obl:agent"), *tree.obliques(verb, "by"))
        return tuple(
            dict.fromkeys(each for each in agents if tree.tokens[each].upos != "VERB" and set(tree.cases(each)) <= {"by"})
        )
    subject = tree.subject(verb)
    if subject is None:
        return ()
    head = tree.tokens[subject].head
    if tree.tokens[subject].text.lower() in _REFLEXIVE and tree.tokens[subject].deprel == "obj" and head not in {-1, verb}:
        # "declared itself willing to mediate"
        return _doer(cast, head)
    if cast.is_a(subject, "speech") and tree.tokens[subject].deprel == "obj" and head >= 0 and head != verb:
        # "issued a statement demanding": who issued it demands.
        return _doer(cast, head)
    return (subject,)


@dataclass(frozen=True, slots=True)
class Parties:
    """The heads of an act's two sides, and the tokens of the roles that filled them."""

    actor: tuple[int, ...]
    recipient: tuple[int, ...]


def parties_of(cast: Cast, trigger: int, entry: Entry, light: int | None = None) -> Parties:
    """The parties of an act whose trigger matched a lexicon row (``light``: the verb that carries a nominal trigger)."""
    actor = _actors(cast, trigger, entry, light)
    if not actor and light is None and _moves_itself(entry) and cast.tree.is_passive(trigger):
        actor = parties_at(cast, head) if (head := undergoer(cast.tree, trigger)) is not None else ()
    if not actor and light is None and entry.type == "ASSAULT":
        fought = _fallen_in_fight(cast, trigger)
        if fought is not None:
            return fought
    if light is None and entry.type == "CONSULT" and (talking := _after_talks(cast, trigger)):
        others = {each for side in cast.tree.obliques(trigger, "with") for each in parties_at(cast, side)}
        actor = actor if set(actor) - others else talking
    if _is_headline_passive(cast, trigger, entry, actor):
        # "Escaped prisoner recaptured"
        return Parties((), actor)
    recipient = _recipients(cast, trigger, entry, light, actor)
    if entry.type == "MOBILIZE":
        recipient = tuple(each for each in recipient if not (cast.is_a(each, "force") or is_mere_place(cast, each)))
    if "between" in entry.actor and recipient == () and len(actor) == 1:
        partner = at_role(cast, trigger, "between", light)
        recipient = tuple(each for head in partner for each in parties_at(cast, head) if each not in actor)
    return Parties(actor, recipient)


def _after_talks(cast: Cast, noun: int) -> tuple[int, ...]:
    """Who talked, where a meeting is only the time of a clause: "she told reporters after two days of talks with the mayor"."""
    tree, top = cast.tree, noun
    if tree.tokens[noun].upos != "NOUN" or not tree.obliques(noun, "with"):
        return ()
    while tree.tokens[top].deprel == "nmod" and "of" in tree.cases(top):
        top = tree.tokens[top].head
    verb = tree.tokens[top].head
    if tree.tokens[top].deprel != "obl" or verb < 0 or tree.is_passive(verb):
        return ()
    # The parser may hang "talks" on the verb too: the days that they took then stand right before it.
    timed = any(
        each <= noun and noun - each < 4 for each in (top, *tree.obliques(verb, *_AFTER)) if _AFTER & set(tree.cases(each))
    )
    subject = tree.subject(verb) if timed else None
    return parties_at(cast, subject, doer=True) if subject is not None and is_party(cast, subject) else ()


def _fallen_in_fight(cast: Cast, trigger: int) -> Parties | None:
    """Who fell in a fight, and with whom they fought: "a rebel was killed in a clash with troops", "died in a gunfight with
    them".
    """
    tree = cast.tree
    if tree.tokens[trigger].upos == "NOUN":
        verb = tree.tokens[trigger].head
        fell = verb >= 0 and tree.lemma(verb) in {"die", "perish", "fall"} and tree.tokens[trigger].deprel == "obl"
        fights: tuple[int, ...] = (trigger,)
        victim = tree.subject(verb) if fell else None
    else:
        fights = tree.obliques(trigger, "in", "during") if tree.is_passive(trigger) else ()
        victim = tree.subject(trigger)
    if victim is None:
        return None
    for fight in fights:
        rows = cast.lexicon.nouns.get(tree.lemma(fight), ())
        # In an encounter nobody need be hurt, so that by itself it names no act.
        known = tree.lemma(fight) == "encounter" or any(row.type == "ASSAULT" and "with" in row.recipient for row in rows)
        sides = tree.obliques(fight, "with") if known else ()
        other = next((each for side in sides for each in parties_at(cast, side)), None)
        if other is not None:
            return Parties((other,), parties_at(cast, victim))
    return None


def _is_headline_passive(cast: Cast, trigger: int, entry: Entry, actor: tuple[int, ...]) -> bool:
    """Whether a bare past form has as its subject those whom it befell: a taking without an object, by people with no power."""
    tree = cast.tree
    bare = tree.tokens[trigger].xpos in {"VBD", "VBN"} and tree.tokens[trigger].upos == "VERB" and not tree.is_passive(trigger)
    taking = entry.type == "COERCE" and entry.mode in {"seize", "arrest", "deport"}
    if not bare or not taking or not actor or undergoer(tree, trigger) is not None or tree.deps(trigger, "aux"):
        return False
    return tree.lemma(trigger) in _TAKING and all(cast.resolver.resolve(each).sector in _POWERLESS for each in actor)


def _moves_itself(entry: Entry) -> bool:
    """Acts in which those who are moved are the actor's own: troops that are deployed, withdrawn or put on alert."""
    return entry.type == "MOBILIZE" or (entry.type == "RETREAT" and entry.mode == "withdraw")


def _actors(cast: Cast, trigger: int, entry: Entry, light: int | None) -> tuple[int, ...]:
    """Who does it, by the first of the row's roles that somebody fills."""
    for role in entry.actor:
        if role == "poss" and _is_undergone(cast, trigger, entry):
            continue
        heads = at_role(cast, trigger, role, light)
        for head in heads:
            if is_own(cast, head) and role == "poss":
                return (head,)
            if role == "mod":
                # "military assistance": what kind it is, not whose.
                kind = entry.type in _GIFTS and cast.tree.tokens[head].upos == "ADJ" and cast.entity(head) is None
                found: tuple[int, ...] = () if is_scene(cast, head) or kind else (head,)
            else:
                found = parties_at(cast, head, doer=True)
            if found and role == "between":
                return tuple(dict.fromkeys(each for side in heads for each in parties_at(cast, side, doer=True)))
            if found:
                return found
    return ()


def _is_undergone(cast: Cast, trigger: int, entry: Entry) -> bool:
    """Whether whose an arrest, deportation, release or sentence is tells whom it befell: "their arrest", not "its arrest of
    them".
    """
    noun = cast.tree.tokens[trigger].upos == "NOUN" and entry.mode in {"arrest", "deport", "release", "convict"}
    return noun and not cast.tree.obliques(trigger, "of")


def _recipients(cast: Cast, trigger: int, entry: Entry, light: int | None, taken: tuple[int, ...]) -> tuple[int, ...]:
    """At whom it is directed, by the first of the row's roles that somebody fills who does not act himself."""
    spare: tuple[int, ...] = ()
    roles = (*entry.recipient, "poss") if _is_undergone(cast, trigger, entry) else entry.recipient
    for role in receiving(cast.tree, trigger, roles):
        for head in at_role(cast, trigger, role, light):
            if cast.tree.tokens[head].text.lower() in _REFLEXIVE:
                continue
            if role == "clause" and entry.type == "REQUEST" and cast.tree.tokens[head].deprel == "nsubj:pass":
                # "demanded that the hostages be freed": not of them.
                continue
            if role == "clause" and entry.type == "THREATEN" and cast.tree.tokens[head].upos == "PRON":
                # "warned that it would impose": most often the actor's own doing.
                continue
            if role == "for" and is_own(cast, head):
                # "for its war": what it is for is no one's to receive.
                continue
            found = (head,) if role == "mod" else _aimed_at(cast, head, role, entry)
            found = tuple(each for each in found if each not in taken)
            if entry.type == "PROTEST" and role in _THERE:
                # "rallied in Valletta": a town is where, not against whom.
                found = tuple(each for each in found if not is_mere_place(cast, each))
            if found and taken and role != "poss" and all(is_own(cast, each) for each in found):
                # "its border with the islands": most often the actor's own; whom another phrase names goes before.
                whose, found = found, tuple(each for each in named_besides(cast, head) if each not in taken)
                others_own = role == "obj" and entry.type in {"ACCUSE", "REJECT", "SUPPORT"}
                if not spare and (others_own or not any(cast.resolver.may_mean(whose[0], each) for each in taken)):
                    spare = whose
            if found:
                return found
    telling = entry.type in _WORDS and light is None and entry.recipient != ("on",)
    thing = undergoer(cast.tree, trigger) if telling and not spare else None
    if thing is not None:
        # "the minister's resignation was demanded"
        return tuple(each for each in cast.tree.deps(thing, "nmod:poss") if each not in taken and is_party(cast, each))
    return spare


def receiving(tree: Tree, trigger: int, roles: Sequence[str]) -> list[str]:
    """The roles in which somebody may receive: in "sent a hospital with 60 doctors" what is sent, and what goes with it, does
    not.
    """
    jailed = any(tree.lemma(each) in {"custody", "detention", "jail", "prison"} for each in tree.obliques(trigger, "to"))
    sent = tree.lemma(trigger) in _SENDING and not jailed
    return [role for role in roles if not (sent and role in {"obj", "with"})]


def _aimed_at(cast: Cast, head: int, role: str, entry: Entry) -> tuple[int, ...]:
    """Those at whom an act is directed by a phrase in a role of its trigger."""
    if role == "poss" and is_own(cast, head):
        return (head,)
    above = cast.tree.tokens[head].head
    if entry.mode == "investigate" and _BEFELL & {cast.tree.lemma(head), cast.tree.lemma(above) if above >= 0 else ""}:
        # "are investigating the death of a diver": nobody is accused by that.
        return ()
    if entry.mode == "resign" and cast.tree.lemma(head) in _POSTS:
        # "resigned from his leadership of the party"
        return parties_at(cast, inner[0]) if (inner := cast.tree.obliques(head, "of", "in")) else ()
    if entry.type == "SUPPORT" and _FAILING & {cast.tree.lemma(head), cast.tree.lemma(above) if above >= 0 else ""}:
        # "welcomed the failure of the talks": none of those who talked is supported.
        return ()
    if role in {"obj", "of"} and entry.type in {"AGREE", "AID", "COOPERATE"} and cast.is_a(head, "weaponsys"):
        # "pledged nine tanks"
        return ()
    if entry.type == "ASSAULT" and role == "obj" and (struck := harm(cast, head)) is not None and struck.type == "ASSAULT":
        # "repelled an Alda attack on its posts": fought is who attacked.
        attackers = _actors(cast, head, struck, None)
        if attackers:
            return attackers
    if entry.type in _WORDS:
        # "condemned the bombing of the school by rebels": blamed is who bombed, not who was bombed.
        act, above = harm(cast, head), cast.tree.tokens[head].head
        if act is not None and (entry.type != "REQUEST" or act.type == "ASSAULT"):
            return _actors(cast, head, act, None)
        lifted = entry.type == "CONCEDE" and above >= 0 and cast.is_a(above, "curb")
        lifted = lifted or (role == "on" and above >= 0 and _is_blamed(cast.tree, above))
        judged = entry.type != "REQUEST" and role in {"of", "on", "against", "in"} and not lifted
        if judged and above >= 0 and harm(cast, above) is not None:
            return ()
    found = _behind(cast, head) if role == "obj" and entry.type in _WORDS and not is_party(cast, head) else ()
    found = found or parties_at(cast, head, around=entry.type not in _WORDS)
    if entry.type in {"ACCUSE", "REJECT"}:
        # "criticised the hostility toward refugees": not them.
        found = tuple(each for each in found if each == head or not _SUFFERING & set(cast.tree.cases(each)))
    if not found and role == "obj" and cast.is_a(head, "ship"):
        aboard = (each for clause in cast.tree.deps(head, "acl") for each in cast.tree.deps(clause, "obj"))
        found = next((people for each in aboard if (people := parties_at(cast, each))), (head,))
    if role == "for":
        found = tuple(each for each in found if not is_own(cast, each))
    if role in {"obj", "of"} and (entry.type in _GIFTS or entry.mode == "visit" or cast.tree.lemma(head) in cast.lexicon.nouns):
        found = tuple(each for each in found if not _is_kind_of_thing(cast, each, head))
    return found or (_owner(cast, head) if role == "obj" else ())


def _behind(cast: Cast, deed: int) -> tuple[int, ...]:
    """Who did what somebody judges: "condemned the missile test by the islands"; the words may hang on the verb instead."""
    tree, verb = cast.tree, cast.tree.tokens[deed].head
    doers = tuple(each for place in (deed, *tree.obliques(deed, "of")) for each in tree.obliques(place, "by"))
    if not doers and verb >= 0 and not tree.is_passive(verb):
        doers = tuple(each for each in tree.obliques(verb, "by") if each > deed)
    return tuple(each for doer in doers for each in parties_at(cast, doer))


def _is_kind_of_thing(cast: Cast, word: int, thing: int) -> bool:
    """Whether a word only says what kind of thing another is: "military" in "offered military helicopters"."""
    token = cast.tree.tokens[word]
    if word == thing or token.head != thing or cast.entity(word) is not None:
        return False
    body = token.upos == "NOUN" and (cast.is_a(word, "collective") or cast.is_a(word, "official"))
    return token.deprel == "amod" or (token.deprel == "compound" and not body)


def _owner(cast: Cast, thing: int) -> tuple[int, ...]:
    """Whose a thing is by the verb that it hangs on: in "the mayor kept a policy which the union criticised", the mayor's."""
    token = cast.tree.tokens[thing]
    if token.deprel != "obj" or token.head < 0 or not cast.tree.deps(thing, "acl:relcl"):
        return ()
    return tuple(each for subject in _doer(cast, token.head) for each in parties_at(cast, subject))
