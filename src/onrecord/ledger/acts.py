"""Events that several families tell, matched one to one; what is denied; the acts between two parties in order of time."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources

from onrecord.ledger.alike import Apart, days_agree, exact_day, families_of, place_in_text, sources_of, told, voices, words
from onrecord.ledger.fused import Contradiction, FusedEvent, RelationStep
from onrecord.ledger.rows import first_day
from onrecord.model import Actor, EventClaim


def fuse_events(claims: Sequence[EventClaim], published: Mapping[str, str], apart: Apart = ()) -> list[FusedEvent]:
    """The events that claims of one key tell: claims of different families are matched one to one, closest words first.

    Claims stand together when they agree on polarity, on whether it has happened, and, where both have an exact day, on the
    day within one (time zones). Two claims of one family never do: the report told them apart.
    """
    groups: list[list[EventClaim]] = []
    by_family: dict[str | None, list[EventClaim]] = {}
    for claim in sorted(claims, key=place_in_text):
        by_family.setdefault(claim.family, []).append(claim)
    order = sorted(by_family.values(), key=lambda cs: (min(told(c, published) or "9999" for c in cs), cs[0].family or ""))
    for family in order:
        pairs = [
            (_likeness(claim, group), -g, -i)
            for i, claim in enumerate(family)
            for g, group in enumerate(groups)
            if all(_compatible(claim, other, apart) for other in group)
        ]
        taken: set[int] = set()
        placed: set[int] = set()
        for _, g, i in sorted(pairs, reverse=True):
            if -g not in taken and -i not in placed:
                groups[-g].append(family[-i])
                taken.add(-g)
                placed.add(-i)
        groups += [[claim] for i, claim in enumerate(family) if i not in placed]
    return [_event(group) for group in groups]


def _likeness(claim: EventClaim, group: Sequence[EventClaim]) -> float:
    """Share of the words of evidence in common, plus one where the trigger is the same word."""
    ours = set(words(claim.evidence[0].text)) if claim.evidence else set()
    best = 0.0
    for other in group:
        theirs = set(words(other.evidence[0].text)) if other.evidence else set()
        shared = len(ours & theirs) / len(ours | theirs) if ours | theirs else 0.0
        best = max(best, shared + (words(claim.trigger) == words(other.trigger)))
    return best


def _compatible(a: EventClaim, b: EventClaim, apart: Apart) -> bool:
    if a.polarity != b.polarity or _happened(a) != _happened(b) or (a.mode and b.mode and a.mode != b.mode):
        return False
    if apart and frozenset((a.id, b.id)) in apart:
        return False
    return days_agree(exact_day(a), exact_day(b))


def _happened(claim: EventClaim) -> bool:
    return claim.modality in ("asserted", "alleged")


def _event(group: Sequence[EventClaim]) -> FusedEvent:
    first = max(group, key=lambda c: (len(c.actor) + len(c.recipient), c.confidence))
    days = [day for c in group if (day := exact_day(c) or first_day(c.when.resolved if c.when else None))]
    return FusedEvent(
        type=first.type,
        mode=next((c.mode for c in group if c.mode), None),
        actor=first.actor,
        recipient=first.recipient,
        polarity=first.polarity,
        modalities=tuple(dict.fromkeys(c.modality for c in group)),
        day=min(days, default=None),
        claims=tuple(group),
        sources=sources_of(group),
        origins=families_of(group),
        reason="told once" if len(group) == 1 else _why(group, days),
    )


def _why(group: Sequence[EventClaim], days: Sequence[str]) -> str:
    triggers = " / ".join(dict.fromkeys(c.trigger for c in group))
    when = f", {min(days)}" if days else ", no day told"
    return f"same type and parties ({triggers}){when}, told by {families_of(group)} origins"


def denials(events: Sequence[FusedEvent]) -> list[Contradiction]:
    """Pairs of an event and its denial, where they come from different families or different sources."""
    found = []
    for one in (e for e in events if e.polarity == "affirmed" and any(_happened(c) for c in e.claims)):
        for other in (e for e in events if e.polarity == "negated"):
            apart = {c.family for c in one.claims} != {c.family for c in other.claims} or voices(one.claims) != voices(
                other.claims
            )
            if apart and days_agree(one.day, other.day):
                found.append(_denial(one, other))
    return found


def denied_in_text(events: Sequence[FusedEvent]) -> list[Contradiction]:
    """Pairs of an event and its denial that one text sets against each other (`EventClaim.contradicts`)."""
    by_claim = {claim.id: event for event in events if event.polarity == "negated" for claim in event.claims}
    found = []
    for one in events:
        against = {id(by_claim[i]): by_claim[i] for claim in one.claims for i in claim.contradicts if i in by_claim}
        found += [_denial(one, other) for other in against.values() if one.polarity != other.polarity]
    return found


def _denial(one: FusedEvent, other: FusedEvent) -> Contradiction:
    about = f"{one.type}: {_party_names(one.actor)} - {_party_names(one.recipient)}"
    return Contradiction("event", about, one.claims, other.claims, "told as done, and told as not done")


def _party_names(actors: Sequence[Actor]) -> str:
    return ", ".join(a.name for a in actors) or "?"


@cache
def _scores() -> dict[tuple[str, str], float]:
    with resources.files("onrecord.vocab").joinpath("plover_scores.csv").open(encoding="utf-8") as file:
        return {(row["type"], row["mode"]): float(row["score"]) for row in csv.DictReader(file)}


def score(event_type: str, mode: str | None) -> float | None:
    """PLOVER's score of an event type, -10 (hostile) to 10 (friendly); None for a type that it does not have."""
    scores = _scores()
    return scores.get((event_type, mode or ""), scores.get((event_type, "")))


def timeline(events: Iterable[FusedEvent]) -> tuple[RelationStep, ...]:
    """Events in order of time with their scores; only what is told as done has one."""
    steps = [
        RelationStep(event, event.day, score(event.type, event.mode) if event.polarity == "affirmed" and _done(event) else None)
        for event in events
    ]
    return tuple(sorted(steps, key=lambda step: step.day or "9999"))


def _done(event: FusedEvent) -> bool:
    return "asserted" in event.modalities
