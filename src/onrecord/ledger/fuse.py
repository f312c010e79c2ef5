"""What a story's claims say together: the same event told by several families as one, figures side by side, contradictions.

Pure: claims in, fused records out. Nothing is added up or averaged, no claim is dropped; each fused record holds its claims,
says how many *origins* (families) tell it, and carries the reason why its claims stand together. Two claims that a person has
set apart (``apart``, pairs of claim ids) never stand together.

Claims are first put into buckets by ``key``, which compares what they are about and nothing else; inside a bucket the events of
different families are matched one to one, so that two acts which one report tells apart stay apart (`acts`); figures stand side
by side (`series`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.ledger.acts import denials, denied_in_text, fuse_events, score, timeline
from onrecord.ledger.alike import (
    Apart,
    counted_thing,
    exact_day,
    families_of,
    identity,
    kept_apart,
    key,
    kin,
    told,
    words,
)
from onrecord.ledger.fused import (
    AidLine,
    AidStep,
    Contradiction,
    FigureRow,
    FigureSeries,
    Fused,
    FusedClaim,
    FusedEvent,
    RelationStep,
    Revision,
)
from onrecord.ledger.series import differing, of_one_place, side_by_side
from onrecord.model import AidClaim, Claim, EventClaim, FigureClaim

__all__ = [
    "AidLine",
    "AidStep",
    "Contradiction",
    "FigureRow",
    "FigureSeries",
    "Fused",
    "FusedClaim",
    "FusedEvent",
    "RelationStep",
    "Revision",
    "counted_thing",
    "fuse",
    "fuse_events",
    "identity",
    "key",
    "score",
    "support",
    "timeline",
    "told",
    "words",
]


def fuse(claims: Sequence[Claim], published: Mapping[str, str] | None = None, apart: Apart = ()) -> Fused:
    """A story's claims put together. ``published`` gives the publication date of reports by id, where it is known."""
    dates = published or {}
    buckets: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        buckets.setdefault(kin(key(claim)), []).append(claim)
    events: list[FusedEvent] = []
    figures: list[FigureSeries] = []
    aid: list[AidLine] = []
    same: dict[str, list[FusedClaim]] = {"quote": [], "unknown": []}
    against: list[Contradiction] = []
    for bucket in buckets.values():
        kind = bucket[0].kind
        if kind == "event":
            found = fuse_events([c for c in bucket if isinstance(c, EventClaim)], dates, apart)
            events += found
            against += denials(found)
        elif kind == "figure":
            counted = side_by_side([c for c in bucket if isinstance(c, FigureClaim)], dates, apart)
            figures += counted
            against += [pair for series in counted for pair in differing(series)]
        elif kind == "aid":
            aid += [_aid(part, dates) for part in kept_apart([c for c in bucket if isinstance(c, AidClaim)], apart)]
        else:
            same[kind] += [_same(part) for part in kept_apart(bucket, apart)]
    against += [pair for pair in denied_in_text(events) if pair not in against]
    return Fused(
        tuple(sorted(events, key=lambda e: (e.day or "9999", -e.origins))),
        tuple(sorted(figures, key=lambda f: (-f.origins, f.metric.endswith("_other"), f.metric))),
        tuple(sorted(aid, key=lambda a: a.steps[0].day or "9999")),
        tuple(same["quote"]),
        tuple(same["unknown"]),
        tuple(against),
    )


def _same(claims: Sequence[Claim]) -> FusedClaim:
    families = families_of(claims)
    reason = "the same words" if len(claims) > 1 else "told once"
    return FusedClaim(tuple(claims), families, f"{reason}, {families} origin(s)")


def _aid(claims: Sequence[AidClaim], published: Mapping[str, str]) -> AidLine:
    groups: dict[tuple[str, str | None, str], list[AidClaim]] = {}
    for claim in claims:
        groups.setdefault((claim.status, claim.reply, counted_thing(claim.item)), []).append(claim)
    steps = []
    for (status, reply, _), group in groups.items():
        days = [day for c in group if (day := exact_day(c) or told(c, published))]
        fullest = max(group, key=lambda c: (c.amount is not None, c.item is not None, c.confidence))
        claimed = tuple(group)
        steps.append(
            AidStep(
                min(days, default=None),
                status,
                reply,
                fullest.item,
                fullest.amount,
                fullest.currency,
                claimed,
                families_of(group),
            )
        )
    steps.sort(key=lambda step: step.day or "9999")
    return AidLine(
        donor=claims[0].donor,
        recipient=claims[0].recipient,
        steps=tuple(steps),
        status=steps[-1].status,
        reply=next((step.reply for step in reversed(steps) if step.reply), None),
        origins=families_of(claims),
        reason=f"same donor and recipient, {families_of(claims)} origin(s)",
    )


def support(claims: Sequence[Claim], apart: Apart = ()) -> dict[str, int]:
    """How many origins tell the same as each claim of one bucket: one act, or equal bounds. By ``family/id`` of the claim."""
    groups: list[Sequence[Claim]]
    if claims and isinstance(claims[0], EventClaim):
        groups = [event.claims for event in fuse_events([c for c in claims if isinstance(c, EventClaim)], {}, apart)]
    else:
        same: dict[tuple[object, ...], list[Claim]] = {}
        for number, part in enumerate(_parts(claims, apart)):
            for claim in part:
                same.setdefault((number, *_said(claim)), []).append(claim)
        groups = list(same.values())
    return {f"{claim.family}/{claim.id}": families_of(group) for group in groups for claim in group}


def _parts(claims: Sequence[Claim], apart: Apart) -> Sequence[Sequence[Claim]]:
    figures = [claim for claim in claims if isinstance(claim, FigureClaim)]
    return of_one_place(figures, apart) if figures else kept_apart(claims, apart)


def _said(claim: Claim) -> tuple[object, ...]:
    if isinstance(claim, FigureClaim):
        return (claim.low, claim.high, claim.qualifier)
    if isinstance(claim, AidClaim):
        return (claim.status, claim.reply)
    return ()
