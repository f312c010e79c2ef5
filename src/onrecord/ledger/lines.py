"""Fused records as JSON: an extension of the contract, for ``show --json`` and ``between --json``. Claims by id."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from onrecord.contract import actor_json
from onrecord.ledger.fuse import AidLine, FigureSeries, Fused, FusedClaim, FusedEvent, RelationStep
from onrecord.model import Claim

Json = dict[str, Any]


def _ids(claims: Iterable[Claim]) -> list[str]:
    return [claim.id for claim in claims]


def fused_line(story: str, fused: Fused) -> Json:
    """A story's record put together; every entry with the ids of its claims, the number of origins and the reason."""
    return {
        "record": "fused",
        "story": story,
        "events": [event_json(event) for event in fused.events],
        "figures": [_figures(series) for series in fused.figures],
        "aid": [_aid(line) for line in fused.aid],
        "quotes": [_same(quote) for quote in fused.quotes],
        "unknowns": [_same(unknown) for unknown in fused.unknowns],
        "contradictions": [
            {"kind": c.kind, "about": c.about, "one": _ids(c.one), "other": _ids(c.other), "reason": c.reason}
            for c in fused.contradictions
        ],
    }


def event_json(event: FusedEvent) -> Json:
    """One fused event."""
    return {
        "type": event.type,
        "mode": event.mode,
        "actor": [actor_json(a) for a in event.actor],
        "recipient": [actor_json(a) for a in event.recipient],
        "polarity": event.polarity,
        "modalities": list(event.modalities),
        "day": event.day,
        "sources": [{"name": s.name, "kind": s.kind, "country": s.country, "sector": s.sector} for s in event.sources],
        "origins": event.origins,
        "claims": _ids(event.claims),
        "reason": event.reason,
    }


def relation_line(step: RelationStep) -> Json:
    """One act between two parties, with PLOVER's score."""
    return {"record": "relation", "day": step.day, "score": step.score, **event_json(step.event)}


def _figures(series: FigureSeries) -> Json:
    rows = [
        {
            "as_of": r.as_of,
            "published": r.published,
            "low": r.low,
            "high": r.high,
            "origins": r.origins,
            "claims": _ids(r.claims),
        }
        for r in series.rows
    ]
    revisions = [
        {"source": r.source, "direction": r.direction, "before": r.before.id, "after": r.after.id} for r in series.revisions
    ]
    return {
        "metric": series.metric,
        "place": series.place,
        "item": series.item,
        "unit": series.unit,
        "low": series.low,
        "high": series.high,
        "open": series.open,
        "latest": _ids(series.latest.claims),
        "rows": rows,
        "revisions": revisions,
        "origins": series.origins,
        "reason": series.reason,
    }


def _aid(line: AidLine) -> Json:
    steps = [
        {"day": s.day, "status": s.status, "reply": s.reply, "item": s.item, "amount": s.amount, "currency": s.currency,
         "origins": s.origins, "claims": _ids(s.claims)}
        for s in line.steps
    ]  # fmt: skip
    return {
        "donor": actor_json(line.donor),
        "recipient": actor_json(line.recipient),
        "status": line.status,
        "reply": line.reply,
        "steps": steps,
        "origins": line.origins,
        "reason": line.reason,
    }


def _same(fused: FusedClaim) -> Json:
    return {"claims": _ids(fused.claims), "origins": fused.origins, "reason": fused.reason}
