"""Pictures as numbers: figures on a time line, reports by day, a family's lineage, who did what to whom. Pure geometry.

Units are those of the picture's own view box. Each picture has a text twin on the page, made from the same records.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.ledger.fuse import FigureRow, FigureSeries, FusedEvent, score
from onrecord.model import Actor, Claim, Family
from onrecord.web import words
from onrecord.web.store import ReportLine

SHAPES = ("circle", "square", "triangle", "diamond", "cross")
"""One for each voice, in the order in which they first speak; a sixth voice and on share the last."""


def ordinal(day: str | None) -> int | None:
    """The number of a day since year 1; None where the text is no exact day (months and years count from their first)."""
    parts = (day or "")[:10].split("-")
    try:
        return date(*(int(p) for p in (*parts, "1", "1")[:3])).toordinal()
    except (ValueError, TypeError):
        return None


# ----------------------------------------------------------------------------------------------------------------- figures


@dataclass(frozen=True, slots=True)
class Point:
    """One row of a series: its interval from ``bottom`` to ``top``, open ends as arrows; ``said`` is its text twin."""

    x: float
    bottom: float
    top: float
    open_above: bool
    open_below: bool
    shape: str
    said: str
    claim: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures of one metric over time."""

    width: int
    height: int
    points: tuple[Point, ...]
    levels: tuple[tuple[float, str], ...]
    first: str
    last: str
    title: str


def voice(claim: Claim) -> str:
    """Whose figure or words these are: the innermost source, else the report's own voice."""
    return claim.source[0].name if claim.source else "the report itself"


def voices(series: FigureSeries) -> dict[str, str]:
    """The shape of each voice of a series."""
    names = dict.fromkeys(voice(row.claims[0]) for row in series.rows)
    return {name: SHAPES[min(i, len(SHAPES) - 1)] for i, name in enumerate(names)}


def chart(series: FigureSeries, width: int = 360, height: int = 120) -> Chart | None:
    """The picture of a series; None where fewer than two of its rows have both a day and a number."""
    rows = [(day, row) for row in series.rows if (day := ordinal(row.as_of or row.published)) and _middle(row) is not None]
    if len(rows) < 2:
        return None
    days = [day for day, _ in rows]
    values = [v for _, row in rows for v in (row.low, row.high) if v is not None]
    x, y = _scale(min(days), max(days), 46, width - 14), _scale(min(values), max(values), height - 26, 14)
    shapes = voices(series)
    points = []
    for day, row in rows:
        low, high = row.low if row.low is not None else row.high, row.high if row.high is not None else row.low
        said = f"{words.day(row.as_of or row.published)}: {words.figure(row.claims[0])}, {voice(row.claims[0])}"
        points.append(
            Point(
                x(day), y(low or 0), y(high or 0), row.high is None, row.low is None,
                shapes[voice(row.claims[0])], said, row.claims[0].id,
            )
        )  # fmt: skip
    levels = tuple((y(v), words.number(v)) for v in dict.fromkeys((min(values), max(values))))
    first, last = (words.day(date.fromordinal(d).isoformat(), year=False) for d in (min(days), max(days)))
    return Chart(width, height, tuple(points), levels, first, last if last != first else "", words.human(series.metric))


def _middle(row: FigureRow) -> float | None:
    return row.low if row.low is not None else row.high


class _Scale:
    """A straight line from values to the picture; one value alone stands in the middle."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self.low, self.span, self.start, self.length = low, high - low, start, end - start

    def __call__(self, value: float) -> float:
        share = (value - self.low) / self.span if self.span else 0.5
        return round(self.start + share * self.length, 1)


_scale = _Scale


# -------------------------------------------------------------------------------------------------------- reports by day


@dataclass(frozen=True, slots=True)
class Bars:
    """Reports by day as bars over a fixed width."""

    width: int
    height: int
    bars: tuple[tuple[float, float, float], ...]
    """x, height, width."""
    said: str


def bars(days: Mapping[str, int], width: int = 120, height: int = 22, slots: int = 24) -> Bars | None:
    """When the reports of a story came: one bar a day, or a few days together where the story is longer.

    None where fewer than two days are known: there is nothing to see.
    """
    dated = sorted((n, count) for day, count in days.items() if (n := ordinal(day)))
    if len(dated) < 2:
        return None
    first, last = dated[0][0], dated[-1][0]
    step = max(1, -(-(last - first + 1) // slots))
    counts: dict[int, int] = {}
    for n, count in dated:
        counts[(n - first) // step] = counts.get((n - first) // step, 0) + count
    used = (last - first) // step + 1
    wide = min(width / used, 12)
    most = max(counts.values())
    drawn = tuple(
        (round(slot * wide, 1), max(3.0, round(height * count / most, 1)), round(wide - 1.5, 1))
        for slot, count in sorted(counts.items())
    )
    span = words.day(date.fromordinal(first).isoformat())
    until = "" if first == last else f" to {words.day(date.fromordinal(last).isoformat())}"
    return Bars(width, height, drawn, f"{words.many(sum(counts.values()), 'dated report')}, {span}{until}")


# ----------------------------------------------------------------------------------------------------------------- lineage


@dataclass(frozen=True, slots=True)
class Node:
    """A report in the picture of a family."""

    x: float
    y: float
    id: str
    outlet: str
    day: str
    root: bool


@dataclass(frozen=True, slots=True)
class Link:
    """An edge: from parent to child; ``dashed`` where no date tells which came first."""

    x1: float
    y1: float
    x2: float
    y2: float
    relation: str
    dashed: bool
    parent: str
    child: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """A family's lineage as a tree: one line a report, indented by descent."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    left_out: int


_ROW, _STEP, _MOST = 46, 44, 60


def lineage(family: Family, reports: Sequence[ReportLine]) -> Lineage:
    """The picture of a family; beyond sixty reports the rest is left to the table."""
    by_id = {r.id: r for r in reports}
    children: dict[str, list[str]] = {}
    edges = {}
    for e in family.edges:
        if e.child not in edges and e.child != family.root:
            edges[e.child] = e
            children.setdefault(e.parent, []).append(e.child)
    order: list[tuple[str, int]] = []
    waiting = [(family.root, 0)]
    seen = {family.root}
    while waiting:
        identity, depth = waiting.pop()
        order.append((identity, depth))
        below = [c for c in children.get(identity, ()) if c not in seen]
        seen |= set(below)
        waiting += [(c, depth + 1) for c in reversed(below)]
    order += [(r, 0) for r in family.reports if r not in seen]
    shown = order[:_MOST]
    at = {identity: (18.0 + depth * _STEP, 24.0 + i * _ROW) for i, (identity, depth) in enumerate(shown)}
    nodes = tuple(_node(identity, at[identity], by_id, family.root) for identity, _ in shown)
    links = tuple(
        Link(*at[e.parent], *at[e.child], e.relation, not e.directed, e.parent, e.child)
        for e in edges.values()
        if e.parent in at and e.child in at
    )
    deepest = max(depth for _, depth in shown)
    return Lineage(420 + deepest * _STEP, 24 + len(shown) * _ROW, nodes, links, len(order) - len(shown))


def _node(identity: str, place: tuple[float, float], by_id: Mapping[str, ReportLine], root: str) -> Node:
    line = by_id.get(identity)
    outlet = line.outlet if line else identity[7:15]
    return Node(*place, identity, words.short(outlet, 36), words.day(line.published if line else None), identity == root)


# --------------------------------------------------------------------------------------------------------------- relations


@dataclass(frozen=True, slots=True)
class Cell:
    """What one party did to another: how many acts, of which types, and PLOVER's mean score of those told as done."""

    count: int
    types: tuple[tuple[str, int], ...]
    score: float | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who did what to whom. ``parties`` are (name, what to ask ``relations`` for); ``left_out`` further parties."""

    actors: tuple[tuple[str, str], ...]
    recipients: tuple[tuple[str, str], ...]
    cells: Mapping[tuple[str, str], Cell]
    left_out: int


def matrix(events: Sequence[FusedEvent], most: int = 9) -> Matrix:
    """Acts between parties, the busiest first. A party is its country where that is known, else its name."""
    acts: dict[tuple[str, str], list[FusedEvent]] = {}
    names: dict[str, str] = {}
    busy: dict[str, int] = {}
    for event in events:
        for actor in event.actor:
            for recipient in event.recipient:
                a, b = _party(actor, names), _party(recipient, names)
                acts.setdefault((a, b), []).append(event)
                busy[a], busy[b] = busy.get(a, 0) + 1, busy.get(b, 0) + 1
    kept = sorted(busy, key=lambda p: (-busy[p], names[p]))[:most]
    cells = {pair: _cell(found) for pair, found in acts.items() if pair[0] in kept and pair[1] in kept}
    rows = tuple((names[p], p) for p in kept if any(a == p for a, _ in cells))
    columns = tuple((names[p], p) for p in kept if any(b == p for _, b in cells))
    return Matrix(rows, columns, cells, len(busy) - len(kept))


def _party(actor: Actor, names: dict[str, str]) -> str:
    if actor.country and actor.sector in (None, "GOV") and len(actor.country) == 3 and actor.country not in words.BODIES:
        names[actor.country] = words.country(actor.country)
        return actor.country
    name = words.party(actor)
    names[name] = name
    return name


def _cell(events: Sequence[FusedEvent]) -> Cell:
    types: dict[str, int] = {}
    for event in events:
        types[event.type] = types.get(event.type, 0) + 1
    done = [
        s
        for e in events
        if e.polarity == "affirmed" and "asserted" in e.modalities and (s := score(e.type, e.mode)) is not None
    ]
    mean = round(sum(done) / len(done), 1) if done else None
    return Cell(len(events), tuple(sorted(types.items(), key=lambda t: -t[1])), mean)
