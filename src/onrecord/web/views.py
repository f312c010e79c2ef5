"""What each page shows, made from the ledger's records: small pure functions between the query and the template."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.copies.lineage import Change, Diff, Part
from onrecord.ledger.alike import counted_thing
from onrecord.ledger.fuse import FigureRow, FigureSeries, Fused, FusedEvent
from onrecord.ledger.query import Correction
from onrecord.model import AidClaim, Claim, EventClaim, FigureClaim, QuoteClaim, UnknownClaim
from onrecord.web import draw, words
from onrecord.web.geo import StoryMap, story_map

MOST = {"events": 60, "figures": 12, "aid": 30, "quotes": 20, "unknowns": 20, "sources": 20}
"""So many entries of a section stand on the page at first; the rest is a click away."""


@dataclass(frozen=True, slots=True)
class Board:
    """One card of the board of figures: what is said last in numbers (else in words), all of it over time, who says it.

    ``differ``: sources give bounds for one day that exclude each other. ``item``: what is counted, where the metric does not
    say it.
    """

    series: FigureSeries
    latest: FigureRow
    item: str
    chart: draw.Chart | None
    shapes: Mapping[str, str]
    differ: bool


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who says something in a story, with what they say; ``total`` may be more than the claims kept."""

    name: str
    kind: str
    country: str | None
    sector: str | None
    claims: tuple[Claim, ...]
    total: int


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story's record as its page shows it."""

    fused: Fused
    boards: tuple[Board, ...]
    voices: tuple[Voice, ...]
    matrix: draw.Matrix
    map: StoryMap | None


def story_view(fused: Fused) -> StoryView:
    """Everything of a story's page that is made from its claims."""
    claims = list(every_claim(fused))
    differing = {c.id for clash in fused.contradictions if clash.kind == "figure" for c in (*clash.one, *clash.other)}
    boards = tuple(_board(series, differing) for series in sorted(fused.figures, key=_weight))
    return StoryView(fused, boards, voices(claims), draw.matrix(fused.events), story_map(claims))


def _board(series: FigureSeries, differing: Collection[str]) -> Board:
    told = [row for row in series.rows if row.claims[0].qualifier not in ("vague", "unknown")]
    differ = any(c.id in differing for row in series.rows for c in row.claims)
    item = (series.item or "") if counted_thing(series.item) not in ("", words.human(series.metric).rstrip("s")) else ""
    return Board(series, told[-1] if told else series.latest, item, draw.chart(series), draw.voices(series), differ)


_FIRST = ("deaths", "missing", "injured", "displaced", "evacuated", "affected", "homes_destroyed", "homes_damaged")


def _weight(series: FigureSeries) -> tuple[bool, bool, int, int]:
    """What has a metric of its own first; of that what makes up the news, what people look for, what most origins tell."""
    main = any(c.main for row in series.rows for c in row.claims)
    rank = _FIRST.index(series.metric) if series.metric in _FIRST else len(_FIRST)
    return (series.metric.endswith("_other"), not main, rank, -series.origins)


def every_claim(fused: Fused) -> Iterable[Claim]:
    """All claims of a fused record, each once."""
    for event in fused.events:
        yield from event.claims
    for series in fused.figures:
        for row in series.rows:
            yield from row.claims
    for line in fused.aid:
        for step in line.steps:
            yield from step.claims
    for same in (*fused.quotes, *fused.unknowns):
        yield from same.claims


def voices(claims: Sequence[Claim], most: int = 5) -> tuple[Voice, ...]:
    """Who says what: claims by the innermost source (a quotation's by its speaker), the most heard first."""
    found: dict[str, list[Claim]] = {}
    who: dict[str, tuple[str, str | None, str | None]] = {}
    for claim in claims:
        if isinstance(claim, QuoteClaim) and claim.speaker:
            name, rest = words.party(claim.speaker), ("statement", claim.speaker.country, claim.speaker.sector)
        elif claim.source:
            source = claim.source[0]
            name, rest = words.party(source), (source.kind, source.country, source.sector)
        else:
            continue
        who.setdefault(name, rest)
        found.setdefault(name, []).append(claim)
    listed = [Voice(name, *who[name], tuple(told[:most]), len(told)) for name, told in found.items()]
    return tuple(sorted(listed, key=lambda v: (-v.total, v.name)))


def day_before(day: str) -> str:
    """The day before an ISO day."""
    return (date.fromisoformat(day[:10]) - timedelta(days=1)).isoformat()


def event_certainty(event: FusedEvent) -> str:
    """The surest way in which one of its claims tells an event."""
    ways = [words.certainty(m, event.polarity) for m in event.modalities]
    return min(ways, key=tuple(words.CERTAINTY).index)


# -------------------------------------------------------------------------------------------------------------- one claim


@dataclass(frozen=True, slots=True)
class Rests:
    """A field of a claim and the words that it rests on."""

    field: str
    value: str
    words: str = ""


def rests_on(claim: Claim) -> tuple[Rests, ...]:
    """Why a claim reads as it does, field by field."""
    out = list(_own_fields(claim))
    for i, s in enumerate(claim.source):
        role = "Who says so" if i == 0 else "told through"
        of = ", ".join(
            part for part in (words.SOURCE_KINDS.get(s.kind, s.kind), words.country(s.country), s.sector or "") if part
        )
        out.append(Rests(role, f"{s.name} ({of})", s.text))
    if not claim.source:
        out.append(Rests("Who says so", "the report itself"))
    if claim.when:
        anchor = {"published": "from the day of publication", "text": "from another time in the text"}.get(
            claim.when.anchor, ""
        )
        said = claim.when.resolved or claim.when.value or "not resolved"
        out.append(Rests("When", f"{words.day(said)}{f', {anchor}' if anchor else ''}", claim.when.text))
    if claim.where:
        w = claim.where
        place = ", ".join(p for p in (w.name, w.admin1 or "", words.country(w.country)) if p)
        out.append(Rests("Where", f"{place} ({words.PRECISION.get(w.precision or '', 'not placed')})", w.text))
    if claim.segment != "body":
        out.append(Rests("Stands in", claim.segment))
    out.append(Rests("Part of the news", "yes" if claim.main else "no, background"))
    out.append(Rests("Confidence of the reading", f"{claim.confidence:.0%}"))
    return tuple(out)


def _own_fields(claim: Claim) -> Iterable[Rests]:
    if isinstance(claim, EventClaim):
        mode = f", {words.human(claim.mode)}" if claim.mode else ""
        yield Rests("Event", f"{claim.type} ({words.TYPES.get(claim.type, '')}{mode})", claim.trigger)
        for role, actors in (("By", claim.actor), ("To", claim.recipient)):
            for a in actors:
                yield Rests(role, ", ".join(p for p in (a.name, words.country(a.country), a.sector or "") if p), a.text)
        yield Rests(
            "Certainty",
            f"{words.CERTAINTY[words.certainty(claim.modality, claim.polarity)]} ({claim.polarity}, {claim.modality})",
        )
        if claim.contexts:
            yield Rests("Context", ", ".join(words.human(c) for c in claim.contexts))
    elif isinstance(claim, FigureClaim):
        value = " ".join(p for p in (words.figure(claim), words.unit(claim)) if p)
        yield Rests(words.human(claim.metric).capitalize(), f"{value} ({words.human(claim.qualifier)})", claim.text)
        if claim.item:
            yield Rests("Of what", claim.item)
    elif isinstance(claim, QuoteClaim):
        yield Rests("Speaker", words.party(claim.speaker), claim.speaker.text if claim.speaker else "")
        yield Rests("Quotation", "part of a sentence" if claim.partial else "whole", claim.text)
    elif isinstance(claim, AidClaim):
        yield Rests("From", words.party(claim.donor), claim.donor.text if claim.donor else "")
        yield Rests("To", words.party(claim.recipient), claim.recipient.text if claim.recipient else "")
        yield Rests("What", words.aid(claim.item, claim.amount, claim.currency))
        yield Rests("Status", claim.status)
        yield Rests("Reply", words.REPLIES.get(claim.reply or "", "none told"))
    elif isinstance(claim, UnknownClaim):
        yield Rests("Not known", claim.about)


def together(fused: Fused, claim: str) -> tuple[tuple[Claim, ...], str]:
    """The claims that stand together with one, itself among them, and why; empty where it is not in the fused record."""
    groups: list[tuple[Sequence[Claim], str]] = [(e.claims, e.reason) for e in fused.events]
    groups += [(row.claims, series.reason) for series in fused.figures for row in series.rows]
    groups += [(step.claims, line.reason) for line in fused.aid for step in line.steps]
    groups += [(same.claims, same.reason) for same in (*fused.quotes, *fused.unknowns)]
    return next(((tuple(found), reason) for found, reason in groups if any(c.id == claim for c in found)), ((), ""))


def against(fused: Fused, claim: str) -> tuple[Claim, ...]:
    """What others say against a claim: the first of each side that cannot be so if it is."""
    sides = [pair for clash in fused.contradictions for pair in ((clash.one, clash.other), (clash.other, clash.one))]
    return tuple({other[0].id: other[0] for ours, other in sides if any(c.id == claim for c in ours)}.values())


def entries(decisions: Sequence[Correction]) -> list[tuple[Correction, int]]:
    """Decisions as the log shows them, newest first, with their number: the moves between two stories are one entry."""
    moves: dict[tuple[str | None, ...], list[Correction]] = {}
    out: list[list[Correction]] = []
    for decision in reversed(decisions):
        between = (decision.action, decision.other, decision.before)
        if decision.action == "move" and between in moves:
            moves[between].append(decision)
            continue
        out.append(moves.setdefault(between, [decision]) if decision.action == "move" else [decision])
    return [(group[-1], len(group)) for group in out]


# ---------------------------------------------------------------------------------------------------------- two versions


@dataclass(frozen=True, slots=True)
class Row:
    """A line of two reports side by side: ``what`` is kept, changed, dropped or added. A side is (text, replaced?) pieces."""

    what: str
    before: tuple[tuple[str, bool], ...] | None
    after: tuple[tuple[str, bool], ...] | None
    segment: str


def side_by_side(diff: Diff) -> tuple[Row, ...]:
    """The sentences of two reports in rows: in the order of the later one, what it dropped where it stood in the earlier."""
    rows: list[tuple[tuple[int, int], Row]] = []
    for before, after in diff.kept:
        rows.append(((after.evidence.start, 1), Row("kept", _plain(before), _plain(after), after.segment)))
    for change in diff.changed:
        rows.append(((change.after.evidence.start, 1), _changed(change)))
    for part in diff.added:
        rows.append(((part.evidence.start, 1), Row("added", None, _plain(part), part.segment)))
    anchors = sorted(
        [(b.evidence.start, a.evidence.start) for b, a in diff.kept]
        + [(c.before.evidence.start, c.after.evidence.start) for c in diff.changed]
    )
    for part in diff.dropped:
        before_it = [after for start, after in anchors if start < part.evidence.start]
        place = (before_it[-1], 2) if before_it else (-1, 0)
        rows.append((place, Row("dropped", _plain(part), None, part.segment)))
    return tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))


def _plain(part: Part) -> tuple[tuple[str, bool], ...]:
    return ((part.evidence.text, False),)


def _changed(change: Change) -> Row:
    before = _replaced(change.before.evidence.text, [w.before for w in change.words])
    after = _replaced(change.after.evidence.text, [w.after for w in change.words])
    return Row("changed", before, after, change.after.segment)


def _replaced(text: str, found: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """The text cut at the words that were replaced, which come in their order."""
    out: list[tuple[str, bool]] = []
    at = 0
    for piece in found:
        start = text.find(piece, at) if piece else -1
        if start < 0:
            continue
        out += [(text[at:start], False), (piece, True)]
        at = start + len(piece)
    return tuple((piece, mark) for piece, mark in (*out, (text[at:], False)) if piece)


def claims_apart(before: Sequence[Claim], after: Sequence[Claim]) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """The claims that only one of two reports carries."""
    ours, theirs = {c.id for c in before}, {c.id for c in after}
    return tuple(c for c in before if c.id not in theirs), tuple(c for c in after if c.id not in ours)
