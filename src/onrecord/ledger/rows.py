"""Between frozen records and the ledger's rows. Knows the columns; decides nothing."""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from onrecord.contract import claim_line, claim_record
from onrecord.model import (
    Actor,
    AidClaim,
    Claim,
    Edge,
    EventClaim,
    Evidence,
    Family,
    FigureClaim,
    QuoteClaim,
    Report,
    Source,
    Span,
    Story,
    UnknownClaim,
    When,
    Where,
)

# ------------------------------------------------------------------------------------------------------------------- days

_DAY = re.compile(r"(?P<year>\d{4})(?:-(?:W(?P<week>\d\d)(?:-(?P<weekday>\d))?|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?")
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}
"""EDTF level 1 seasons (ISO 8601-2, 4.8) and the month in which each begins in the north."""


def first_day(edtf: str | None) -> str | None:
    """The earliest day that an EDTF value may mean, as ``YYYY-MM-DD``; None where the year is not known or it is a duration.

    >>> first_day("2031-05"), first_day("2031-W02-3"), first_day("XXXX-05-02"), first_day("P3D")
    ('2031-05-01', '2031-01-08', None, None)
    """
    found = _DAY.match(edtf or "")
    if not found:
        return None
    year, week, weekday, month, day = (
        int(part) if part else None for part in found.group("year", "week", "weekday", "month", "day")
    )
    try:
        if week:
            return date.fromisocalendar(year or 1, week, weekday or 1).isoformat()
        month = _SEASONS.get(month or 1, month or 1)
        return date(year or 1, month, day or 1).isoformat()
    except ValueError:
        return None


# ---------------------------------------------------------------------------------------------------------------- reports

REPORT_COLUMNS = "id, title, published, outlet, agency, url, language, text, captions, metadata"


def report_values(report: Report) -> tuple[Any, ...]:
    """The values for ``REPORT_COLUMNS``."""
    captions = json.dumps([list(span) for span in report.captions])
    metadata = json.dumps(dict(report.metadata), ensure_ascii=False, sort_keys=True, default=str)
    head = (report.id, report.title, report.published, report.outlet, report.agency, report.url, report.language)
    return (*head, report.text, captions, metadata)


def report_record(row: Sequence[Any], path: str | None = None, input_id: str | None = None) -> Report:
    """The report of a row of ``REPORT_COLUMNS``."""
    identity, title, published, outlet, agency, url, language, text, captions, metadata = row
    return Report(
        id=identity,
        text=text,
        title=title,
        published=published,
        outlet=outlet,
        agency=agency,
        url=url,
        language=language,
        path=path,
        input_id=input_id,
        captions=tuple(Span(a, b) for a, b in json.loads(captions)),
        metadata=json.loads(metadata),
    )


def pack_claims(claims: Iterable[Claim]) -> bytes:
    """One report's own claims, before merging, as the ledger keeps them."""
    return zlib.compress(json.dumps([claim_line(c) for c in claims], ensure_ascii=False, separators=(",", ":")).encode())


def unpack_claims(packed: bytes) -> tuple[Claim, ...]:
    """What ``pack_claims`` packed."""
    return tuple(claim_record(data) for data in json.loads(zlib.decompress(packed)))


# ----------------------------------------------------------------------------------------------------------------- claims

CLAIM_COLUMNS = (
    "id", "kind", "code", "main", "confidence", "segment", "origins", "key", "reports", "review", "day", "published", "added",
    "sentence",
    "when_text", "when_value", "when_resolved", "when_anchor",
    "where_text", "where_name", "where_country", "where_admin1", "where_lat", "where_lon", "where_precision",
    "type", "mode", "contexts", "trigger_text", "polarity", "modality", "hazard",
    "metric", "value", "low", "high", "unit", "item", "qualifier", "text", "direct", "partial",
    "amount", "currency", "status", "reply", "about",
)  # fmt: skip
"""Every column of ``claims`` but its numbers (n, family, story)."""


def claim_values(claim: Claim, key: str, review: str | None, published: str | None, added: str) -> tuple[Any, ...]:
    """The values for ``CLAIM_COLUMNS``. ``key``: what it is about (``fuse.key``); ``published``: its earliest date."""
    when, where = claim.when, claim.where
    own = _own_columns(claim)
    values: dict[str, Any] = {
        "id": claim.id,
        "kind": claim.kind,
        "code": own.get("type") or own.get("metric") or own.get("status"),
        "main": claim.main,
        "confidence": claim.confidence,
        "segment": claim.segment,
        "origins": claim.origins,
        "key": key,
        "reports": len(claim.reports),
        "review": review,
        "day": first_day(when.resolved if when else None) or first_day(published),
        "published": published,
        "added": added,
        "sentence": claim.evidence[0].text if claim.evidence else "",
    }
    if when:
        values |= {f"when_{name}": getattr(when, name) for name in ("text", "value", "resolved", "anchor")}
    if where:
        values |= {f"where_{name}": getattr(where, name) for name in _WHERE}
    values |= own
    return tuple(values.get(column) for column in CLAIM_COLUMNS)


_EVENT = ("type", "mode", "polarity", "modality", "hazard")
_FIGURE = ("metric", "value", "low", "high", "unit", "item", "qualifier", "text", "hazard")
_AID = ("item", "amount", "currency", "status", "reply")
_WHERE = ("text", "name", "country", "admin1", "lat", "lon", "precision")


def _own_columns(claim: Claim) -> dict[str, Any]:
    if isinstance(claim, EventClaim):
        contexts = json.dumps(claim.contexts)
        return {name: getattr(claim, name) for name in _EVENT} | {"contexts": contexts, "trigger_text": claim.trigger}
    if isinstance(claim, FigureClaim):
        return {name: getattr(claim, name) for name in _FIGURE}
    if isinstance(claim, QuoteClaim):
        return {"text": claim.text, "direct": claim.direct, "partial": claim.partial}
    if isinstance(claim, AidClaim):
        return {name: getattr(claim, name) for name in _AID}
    if isinstance(claim, UnknownClaim):
        return {"about": claim.about}
    raise TypeError(f"a claim of no known kind: {claim!r}")


def claim_parties(claim: Claim) -> list[tuple[str, int, str, str, str, str, str | None]]:
    """Role, place, name, country, sector, words, kind of source: one row a party of the claim. Missing codes are ''."""
    rows: list[tuple[str, int, str, str, str, str, str | None]] = [
        ("source", i, s.name, s.country or "", s.sector or "", s.text, s.kind) for i, s in enumerate(claim.source)
    ]
    roles: list[tuple[str, Sequence[Actor | None]]] = []
    if isinstance(claim, EventClaim):
        roles = [("actor", claim.actor), ("recipient", claim.recipient)]
    elif isinstance(claim, QuoteClaim):
        roles = [("speaker", (claim.speaker,))]
    elif isinstance(claim, AidClaim):
        roles = [("donor", (claim.donor,)), ("recipient", (claim.recipient,))]
    for role, actors in roles:
        rows += [(role, i, a.name, a.country or "", a.sector or "", a.text, None) for i, a in enumerate(actors) if a]
    return rows


Parties = Mapping[str, Sequence[tuple[str, str, str, str, str | None]]]
"""By role: text, name, country, sector, kind of source."""


def claim_from_row(
    row: sqlite3.Row, parties: Parties, evidence: tuple[Evidence, ...], contradicts: tuple[str, ...] = ()
) -> Claim:
    """The claim of a row of ``claims`` with ``story_id`` and ``family_id`` joined; ``contradicts``: its denials."""
    sources = parties.get("source", ())
    shared: dict[str, Any] = {
        "id": row["id"],
        "evidence": evidence,
        "source": tuple(Source(t, n, k or "statement", c or None, s or None) for t, n, c, s, k in sources),  # type: ignore[arg-type]
        "when": When(*(row[f"when_{x}"] for x in ("text", "value", "resolved", "anchor"))) if row["when_anchor"] else None,
        "where": Where(*(row[f"where_{x}"] for x in _WHERE)) if row["where_name"] is not None else None,
        "main": bool(row["main"]),
        "confidence": row["confidence"],
        "segment": row["segment"],
        "story": row["story_id"],
        "family": row["family_id"],
        "reports": tuple(dict.fromkeys(e.report for e in evidence)),
        "origins": row["origins"],
    }
    kind = row["kind"]
    if kind == "event":
        own = {name: row[name] for name in _EVENT} | {
            "trigger": row["trigger_text"],
            "contexts": tuple(json.loads(row["contexts"])),
            "contradicts": contradicts,
        }
        return EventClaim(**shared, **own, actor=_party(parties, "actor"), recipient=_party(parties, "recipient"))
    if kind == "figure":
        return FigureClaim(**shared, **{name: row[name] for name in _FIGURE})
    if kind == "quote":
        speaker = next(iter(_party(parties, "speaker")), None)
        return QuoteClaim(**shared, text=row["text"], speaker=speaker, direct=bool(row["direct"]), partial=bool(row["partial"]))
    if kind == "aid":
        donor, recipient = (next(iter(_party(parties, role)), None) for role in ("donor", "recipient"))
        own = {name: row[name] for name in _AID}
        return AidClaim(**shared, **own, donor=donor, recipient=recipient)
    return UnknownClaim(**shared, about=row["about"])


def _party(parties: Parties, role: str) -> tuple[Actor, ...]:
    return tuple(Actor(text, name, country or None, sector or None) for text, name, country, sector, _ in parties.get(role, ()))


# --------------------------------------------------------------------------------------------------- families and stories


def edge_sentences(edge: Edge) -> list[tuple[Any, ...]]:
    """What, then start, end and text at the parent, then at the child: one row a sentence that differs."""
    none = (None, None, None)
    rows: list[tuple[Any, ...]] = [("dropped", *_where_it_stands(e), *none) for e in edge.dropped]
    rows += [("added", *none, *_where_it_stands(e)) for e in edge.added]
    rows += [("changed", *_where_it_stands(a), *_where_it_stands(b)) for a, b in edge.changed]
    return rows


def _where_it_stands(e: Evidence) -> tuple[int, int, str]:
    return (e.start, e.end, e.text)


def edge_record(row: Sequence[Any], sentences: Iterable[Sequence[Any]]) -> Edge:
    """From parent, child, relation, containment, directed, reason, and the rows of ``edge_sentences``."""
    parent, child, relation, containment, directed, reason = row
    parts: dict[str, list[Any]] = {"dropped": [], "added": [], "changed": []}
    for what, a, b, was, c, d, became in sentences:
        before = Evidence(parent, a, b, was) if was is not None else None
        after = Evidence(child, c, d, became) if became is not None else None
        parts[what].append((before, after) if what == "changed" else before or after)
    return Edge(
        parent,
        child,
        relation,
        containment,
        dropped=tuple(parts["dropped"]),
        added=tuple(parts["added"]),
        changed=tuple(parts["changed"]),
        directed=bool(directed),
        reason=reason,
    )


def family_record(identity: str, root: str, reports: Iterable[str], edges: Iterable[Edge]) -> Family:
    return Family(identity, root, tuple(reports), tuple(edges))


def story_record(row: sqlite3.Row, families: Iterable[str], reports: Iterable[str]) -> Story:
    """The story of a row of ``stories`` and the ids of what belongs to it."""
    return Story(
        id=row["id"],
        title=row["title"],
        families=tuple(families),
        reports=tuple(reports),
        outlets=tuple(json.loads(row["outlets"])),
        origins=row["origins"],
        first=row["first"],
        last=row["last"],
        summary=row["summary"],
    )
