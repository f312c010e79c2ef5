"""What a party answered to help that it was offered, from anywhere in the report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.claims.arguments import Cast, parties_at, undergoer
from onrecord.claims.certainty import certainty_of, is_negated
from onrecord.claims.resolving import resolved
from onrecord.claims.settings import evidence_span
from onrecord.model import Actor, Span

if TYPE_CHECKING:
    from onrecord.claims.frames import EventFrame

_ACCEPT = frozenset({"accept", "welcome", "receive"})
_PONDER = frozenset({"consider", "study", "review", "weigh", "examine", "discuss", "mull", "assess"})
_DECLINE = frozenset({"decline", "reject", "refuse", "spurn", "rebuff", "snub", "turn", "ignore", "dismiss"})
_RESPOND = frozenset({"respond", "reply", "answer", "react", "comment"})
_HELP = frozenset({"offer", "aid", "assistance", "help", "support", "proposal", "relief", "donation", "supply"})


def reply_to(
    cast: Cast, donor: Actor, recipient: Actor, offer: Span, frames: Sequence[EventFrame]
) -> tuple[str, Span, bool] | None:
    """The code of the recipient's answer to the donor's help, the clause that gives it, whether it names the donor; or None.

    An answer must be the recipient's and speak of help or an offer; one that names another donor is not taken.
    """
    found: list[tuple[int, str, Span, bool]] = []
    for index, token in enumerate(cast.tree.tokens):
        if token.upos not in {"VERB", "NOUN", "ADJ"}:
            continue
        answer = _answer(cast, index)
        if answer is None or not _is_by(cast, index, recipient):
            continue
        named = _named(cast, index)
        if named and not any(same_party(actor, donor) for actor in named):
            continue
        evidence = evidence_span(cast.tree, index)
        if evidence != offer or answer not in {"accepted"}:
            found.append((_RANK[answer], answer, evidence, bool(named)))
    return min(found)[1:] if found else None


_RANK = {
    "declined": 0,
    "accepted_in_part": 1,
    "accepted_with_conditions": 2,
    "accepted": 3,
    "no_need_stated": 4,
    "under_consideration": 5,
    "ignored_expected": 6,
    "no_reply_reported": 7,
}


def _answer(cast: Cast, index: int) -> str | None:
    tree = cast.tree
    lemma = tree.lemma(index)
    if lemma in _DECLINE and _of_help(cast, index):
        certainty = certainty_of(tree, index)
        if certainty.polarity == "negated":
            return None
        return (
            "ignored_expected"
            if certainty.modality == "forecast"
            else "declined"
            if certainty.real and certainty.modality != "hypothetical"
            else None
        )
    if lemma in _ACCEPT and _of_help(cast, index):
        certainty = certainty_of(tree, index)
        if certainty.polarity == "negated":
            return "declined"
        if certainty.modality in {"forecast", "hypothetical"} or any(
            tree.tokens[child].text.lower() in {"would", "may", "might"} for child in tree.deps(index, "aux")
        ):
            return None
        condition = any(set(tree.cases(child)) & {"if", "provided", "unless", "once"} for child in tree.deps(index, "advcl"))
        return "accepted_with_conditions" if condition else "accepted"
    if lemma in _PONDER and _of_help(cast, index):
        return "under_consideration"
    if lemma in {"ask", "request", "seek", "need"} and _of_help(cast, index):
        return _if_needed(cast, index)
    if (lemma in _RESPOND and is_negated(tree, index)) or (lemma in _RESPOND and _yet_to(cast, index)):
        return "no_reply_reported"
    if lemma == "cope" and any(tree.lemma(child) in {"alone", "own"} for child in tree.subtree(index)):
        return "no_need_stated"
    return None


def _if_needed(cast: Cast, index: int) -> str | None:
    tree = cast.tree
    lemma = tree.lemma(index)
    if lemma == "need":
        none = any(
            tree.tokens[each].text.lower() == "no"
            for noun in tree.deps(index, "nsubj", "obj")
            for each in tree.deps(noun, "det")
        )
        return "no_need_stated" if none or is_negated(tree, index) else None
    auxiliaries = {tree.tokens[child].text.lower() for child in tree.deps(index, "aux")}
    conditional = any(set(tree.cases(child)) & {"if", "when", "should"} for child in tree.deps(index, "advcl"))
    return "under_consideration" if auxiliaries & {"will", "would", "may", "could", "might"} or conditional else None


def _yet_to(cast: Cast, index: int) -> bool:
    head = cast.tree.tokens[index].head
    return head >= 0 and any(cast.tree.tokens[child].text.lower() == "yet" for child in cast.tree.children[head])


def _of_help(cast: Cast, index: int) -> bool:
    tree = cast.tree
    nouns = [*tree.obliques(index, "for", "to", "of", "on"), *tree.deps(index, "obj", "nsubj:pass")]
    thing = undergoer(tree, index) if tree.tokens[index].upos == "VERB" else None
    if thing is not None:
        nouns.append(thing)
    for sibling in tree.deps(index, "conj"):
        nouns.extend(tree.deps(sibling, "obj"))
    return any(tree.lemma(each) in _HELP for noun in nouns for each in tree.conjuncts(noun))


def _is_by(cast: Cast, index: int, recipient: Actor) -> bool:
    subject = cast.tree.subject(index)
    if cast.tree.is_passive(index):
        agents = cast.tree.obliques(index, "by")
        subject = agents[0] if agents else None
    if subject is None or cast.tree.lemma(subject) in _HELP:
        # "Prague said no help was needed": who says so answers.
        subject = next(
            (
                cast.tree.subject(above)
                for above in cast.tree.ancestors(index)
                if cast.tree.tokens[above].upos == "VERB" and not cast.tree.is_passive(above)
            ),
            None,
        )
    if subject is None:
        return False
    return any(same_party(actor, recipient) for actor in resolved(cast, parties_at(cast, subject)))


def _named(cast: Cast, index: int) -> list[Actor]:
    """The parties that an answer names as those who offered."""
    tree = cast.tree
    named: list[Actor] = []
    thing = undergoer(tree, index) if tree.tokens[index].upos == "VERB" else None
    nouns = [*tree.obliques(index, "for", "to", "of", "on", "from"), *([] if thing is None else [thing])]
    for sibling in tree.deps(index, "conj"):
        nouns.extend(tree.deps(sibling, "obj"))
    for noun in nouns:
        for each in tree.subtree(noun):
            entity = cast.entity(each)
            if entity is not None and (entity.country is not None or entity.type in {"ORG", "PER", "LOC"}):
                named.extend(resolved(cast, (each,)))
    return named


def same_party(one: Actor, other: Actor) -> bool:
    """Whether two actors are one side: one name, or one country."""
    return one.name == other.name or (one.country is not None and one.country == other.country)
