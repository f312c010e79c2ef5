"""The other side of an act where its own words name none: in its content, with the letter that carries it, in its condition.

Each step only adds a party that is missing; what the lexicon row found stays as it is.
"""

from __future__ import annotations

from onrecord import vocab
from onrecord.claims.arguments import Cast, Parties, at_role, is_own, is_party, parties_at, parties_of, receiving, undergoer
from onrecord.claims.candidates import MUST, Candidate
from onrecord.claims.certainty import is_inverted
from onrecord.claims.matching import matching_verb
from onrecord.claims.nominals import is_in_protest
from onrecord.model import Actor, Entity

_DEMANDING = frozenset(
    {
        "demand",
        "call",
        "urge",
        "press",
        "seek",
        "protest",
        "ask",
        "oppose",
        "denounce",
        "condemn",
        "want",
        "force",
        "pressure",
        "persuade",
        "compel",
        "push",
        "topple",
        "oust",
    }
)
_ANSWERS = frozenset(
    {"accept", "answer", "comply", "consider", "grant", "heed", "ignore", "receive", "respond", "study", "weigh"}
)
_INNER_ROLES = ("iobj", "to", "with", "obj", "for", "against", "from", "on", "in")


def parties_with_context(cast: Cast, candidate: Candidate) -> Parties:
    """The parties of a candidate by its row, then by what stands around it."""
    parties = parties_of(cast, candidate.trigger, candidate.entry, candidate.light)
    for helper in candidate.extra if candidate.entry is not MUST else ():
        parties = Parties(parties.actor, parties_of(cast, helper, candidate.entry).recipient or parties.recipient)
    parties = _with_inner(cast, candidate, _with_host(cast, candidate, parties))
    return _with_border(cast, candidate, _with_receiver(cast, candidate, _with_medium(cast, candidate, parties)))


def _besides(cast: Cast, parties: Parties, head: int) -> tuple[int, ...]:
    """Those whom a phrase names besides the actor and what is his own ("their demands")."""
    return tuple(each for each in parties_at(cast, head) if each not in parties.actor and not is_own(cast, each))


def _with_border(cast: Cast, candidate: Candidate, parties: Parties) -> Parties:
    """Against whom forces stand at a border: "along its border with the islands", "close to the islands' border"."""
    own = all(cast.tree.tokens[each].upos == "PRON" for each in parties.recipient)
    if not own or candidate.entry.type != "MOBILIZE" or not parties.actor:
        return parties
    leave = frozenset({"conj", "parataxis", "advcl", "ccomp"})
    for index in cast.tree.subtree(candidate.trigger, leave):
        if cast.tree.lemma(index) in {"border", "frontier", "boundary"}:
            for head in (*cast.tree.obliques(index, "with"), *parties_at(cast, index)):
                other = _besides(cast, parties, head)
                if other and cast.tree.tokens[other[0]].upos != "PRON":
                    return Parties(parties.actor, other)
    return parties


def _protested(cast: Cast, candidate: Candidate, parties: Parties) -> Parties:
    """Whom a protest is against by what it says: "in protest at the mayor's plan", "to demand that the mayor resign"."""
    tree = cast.tree
    for index in tree.subtree(candidate.place, frozenset({"conj", "parataxis", "ccomp"})):
        if index != candidate.trigger and tree.lemma(index) in {"protest", *_DEMANDING}:
            for role in ("at", "against", "over", "to", "of", "obj", "for"):
                for head in at_role(cast, index, role):
                    found = _besides(cast, parties, head)
                    if found and tree.tokens[found[0]].upos != "PRON":
                        return Parties(parties.actor, found)
    return parties


def opponent(cast: Cast, trigger: int, actor: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The other side of violence that names none: the only other country of the sentence and the one before it."""
    if not actor or actor[0].country is None:
        return ()
    sentences = cast.tree.reading.sentences
    number = cast.tree.tokens[trigger].sentence
    start, end = sentences[max(0, number - 1)].start, sentences[number].end
    ours = {each.country for each in actor}
    near = [
        each
        for each in cast.entities
        if start <= each.start < end and each.country is not None and each.country not in ours and not _heads_report(cast, each)
    ]
    lands = [each for each in near if each.type == "LOC" and vocab.country_of(each.name) is not None]
    if len({each.country for each in near}) != 1 or not lands:
        return ()
    return (Actor(lands[0].name, lands[0].name, lands[0].country, None),)


def _heads_report(cast: Cast, entity: Entity) -> bool:
    """Whether a name stands in the dateline."""
    sentences = cast.tree.reading.sentences
    return any(one.segment == "dateline" and one.start <= entity.start < one.end for one in sentences[:6])


def _with_host(cast: Cast, candidate: Candidate, parties: Parties) -> Parties:
    """A visit or meeting that sets the scene is its sentence's subject's own ("during a visit to the camp, she said ...",
    "he said after talks with the envoy"), and so is what is done in protest.
    """
    tree = cast.tree
    token = tree.tokens[candidate.trigger]
    if is_in_protest(tree, candidate.trigger) and not parties.actor:
        doer = tree.subject(token.head)
        if doer is None or tree.is_passive(token.head):
            return parties
        actor = parties_at(cast, doer, doer=True)
        return Parties(actor, tuple(each for each in parties.recipient if not is_own(cast, each)))
    if token.upos == "VERB" or candidate.entry.type != "CONSULT" or token.deprel.partition(":")[0] != "obl":
        return parties
    if not all("with" in tree.cases(each) for each in parties.actor):
        return parties
    if not set(tree.cases(candidate.trigger)) & {"during", "in", "on", "after", "before", "at", "following"}:
        return parties
    subject = tree.subject(token.head)
    if subject is None or tree.is_passive(token.head):
        return parties
    beside = parties.recipient or parties.actor
    actor = tuple(each for each in parties_at(cast, subject) if each not in beside)
    return Parties(actor, beside) if actor else parties


def _aimed_at(cast: Cast, trigger: int, parties: Parties) -> Parties:
    """Whom a weapon is aimed at: "fired shells aimed at the harbour towns of the island"."""
    thing = undergoer(cast.tree, trigger)
    for clause in () if thing is None else cast.tree.deps(thing, "acl"):
        for role in ("at", "against", "obj"):
            for head in at_role(cast, clause, role):
                found = _besides(cast, parties, head)
                if found and cast.tree.lemma(clause) in {"aim", "target", "direct", "point", "train"}:
                    return Parties(parties.actor, found)
    for clause in cast.tree.deps(trigger, "advcl", "xcomp"):
        if (
            cast.tree.lemma(clause) in {"disperse", "repel", "stop", "hit", "target"}
            and undergoer(cast.tree, clause) is not None
        ):
            found = tuple(each for head in at_role(cast, clause, "obj") for each in parties_at(cast, head))
            if found:
                return Parties(parties.actor, found)
    return parties


def _with_inner(cast: Cast, candidate: Candidate, parties: Parties) -> Parties:
    """The other side of an offer, demand or threat often stands only in its content: "offered to help the islanders cope"."""
    if candidate.entry.type == "ASSAULT" and not parties.recipient and candidate.light is None:
        return _aimed_at(cast, candidate.trigger, parties)
    if parties.recipient or candidate.entry.type not in {"AGREE", "REQUEST", "REJECT", "THREATEN", "PROTEST"}:
        return parties
    tree = cast.tree
    places = [each for each in tree.deps(candidate.trigger, "xcomp", "ccomp", "acl") if tree.tokens[each].deprel != "acl:relcl"]
    if candidate.entry.type in {"AGREE", "PROTEST"}:
        places.extend(tree.deps(candidate.place, "advcl"))
    thing = undergoer(tree, candidate.trigger)
    if thing is not None and not _is_settlement(cast, candidate, thing):
        places.extend(each for each in tree.deps(thing, "acl", "ccomp") if tree.tokens[each].deprel != "acl:relcl")
    if candidate.entry.type == "PROTEST":
        places = [each for each in places if tree.lemma(each) in _DEMANDING]
    for clause in places:
        inner = matching_verb(cast, clause)
        if inner is not None and candidate.entry.type != "REQUEST":
            found = tuple(each for each in parties_of(cast, clause, inner).recipient if each not in parties.actor)
            if found:
                return Parties(parties.actor, found)
        if candidate.entry.type == "REQUEST" and (tree.is_passive(clause) or tree.is_passive(candidate.trigger)):
            # "were ordered to wash clothes for the guards": who washes them was ordered to.
            continue
        if tree.deps(clause, "nsubj") and candidate.entry.type == "REQUEST":
            found = parties_at(cast, tree.deps(clause, "nsubj")[0])
            if found:
                return Parties(parties.actor, found)
        if tree.tokens[clause].xpos == "VB" or candidate.entry.type in {"REQUEST", "PROTEST"}:
            for role in receiving(tree, clause, _INNER_ROLES):
                for head in at_role(cast, clause, role):
                    there = not is_party(cast, head) or any(cast.is_a(each, "institution") for each in parties_at(cast, head))
                    if role == "in" and candidate.entry.type == "AGREE" and there:
                        # "offered to quit in all of the county's schools": where it is done is with nobody.
                        continue
                    found = _besides(cast, parties, head)
                    if found:
                        return Parties(parties.actor, found)
    if candidate.entry.type == "PROTEST":
        return _protested(cast, candidate, parties)
    return on_terms(cast, candidate, parties) if candidate.entry.type == "THREATEN" else parties


def _is_settlement(cast: Cast, candidate: Candidate, thing: int) -> bool:
    """Whether what is agreed is a deal, whose content tells of others: "struck a deal to pull the militias out"."""
    return candidate.entry.type == "AGREE" and (cast.is_a(thing, "treaty") or cast.tree.lemma(thing) in {"deal", "compromise"})


def on_terms(cast: Cast, candidate: Candidate, parties: Parties) -> Parties:
    """A threat that hangs on a condition is aimed at who has to meet it: "threatened to leave unless the mill pays"."""
    tree = cast.tree
    for level in (candidate.place, *tree.deps(candidate.trigger, "xcomp", "ccomp")):
        for clause in tree.deps(level, "advcl"):
            subject = tree.first(clause, "nsubj")
            if subject is None or tree.tokens[subject].upos == "PRON":
                continue
            if set(tree.cases(clause)) & {"if", "unless", "until"} or is_inverted(tree, clause):
                found = _besides(cast, parties, subject)
                if found:
                    return Parties(parties.actor, found)
    return parties


def _with_medium(cast: Cast, candidate: Candidate, parties: Parties) -> Parties:
    """Whom words are for may stand with what carries them: "in a letter to the islanders the mayor offered"."""
    if parties.recipient or candidate.entry.type not in {
        "AGREE",
        "REQUEST",
        "REJECT",
        "THREATEN",
        "SUPPORT",
        "ACCUSE",
        "CONCEDE",
    }:
        return parties
    answering = _answering(cast, candidate)
    if answering is not None:
        found = tuple(each for each in at_role(cast, answering, "subj") if each not in parties.actor and is_party(cast, each))
        return Parties(parties.actor, found)
    token = cast.tree.tokens[candidate.place]
    levels = (candidate.place, token.head) if token.deprel == "ccomp" and token.head >= 0 else (candidate.place,)
    for medium in (each for level in levels for each in cast.tree.obliques(level, "in")):
        if cast.is_a(medium, "speech") or cast.tree.lemma(medium) in {"call", "conversation", "telegram", "cable"}:
            for head in cast.tree.deps(medium, "nmod", "flat", "obl"):
                found = _besides(cast, parties, head)
                if found:
                    return Parties(parties.actor, found)
    return parties


def _answering(cast: Cast, candidate: Candidate) -> int | None:
    """The verb by which somebody answers what a noun names: who refused a request, or met it, is whom it was put to."""
    tree, token = cast.tree, cast.tree.tokens[candidate.trigger]
    if token.upos != "NOUN" or token.head < 0 or candidate.light is not None or tree.tokens[token.head].upos != "VERB":
        return None
    asked = token.deprel.partition(":")[0] in {"obj", "nsubj"} or set(tree.cases(candidate.trigger)) & {"with", "to"}
    row = matching_verb(cast, token.head)
    answers = tree.lemma(token.head) in _ANSWERS or (row is not None and row.type == "REJECT")
    return token.head if asked and answers else None


def _with_receiver(cast: Cast, candidate: Candidate, parties: Parties) -> Parties:
    """To whom something is given, wherever in the clause the parser hung the words after "to"."""
    if parties.recipient or candidate.entry.type not in {"AID", "AGREE", "COOPERATE"} or "to" not in candidate.entry.recipient:
        return parties
    for index in cast.tree.subtree(candidate.trigger, frozenset({"conj", "parataxis", "acl:relcl", "advcl", "ccomp"})):
        named = cast.entity(index) is not None and is_party(cast, index) and index not in parties.actor
        if named and "to" in cast.tree.cases(index):
            return Parties(parties.actor, (index,))
    return parties
