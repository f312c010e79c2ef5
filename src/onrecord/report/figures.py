"""The figures of a situation report: the table of key figures, each figure with who says so, charts over time.

Figures are put side by side. None is added to another, none averaged, none left out for another.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.ledger.fuse import FigureRow, FigureSeries, counted_thing
from onrecord.model import Claim
from onrecord.report.document import Dot, FigureChart, Line, Piece, Table
from onrecord.report.material import Telling, origins_note
from onrecord.report.wording import amount, clean, count, day_words, figure, label, number, phrase, place, quoted

KEY_FIGURES = 12
OTHER_FIGURES = 40
CHARTS = 4

_HEAD = ("Figure", "Latest", "Range told", "Who says so", "As of", "Origins")


def claims_of(series: FigureSeries) -> list[Claim]:
    """Every claim of a series."""
    return [claim for row in series.rows for claim in row.claims]


def by_rank(figures: Sequence[FigureSeries]) -> list[FigureSeries]:
    """Figures of the news before background, people before damage before money; more origins first."""
    return sorted(figures, key=lambda s: (not _main(s), phrase(s.metric).rank, -s.origins, s.place or "", s.item or ""))


def _main(series: FigureSeries) -> bool:
    return any(claim.main for claim in claims_of(series))


def key_series(figures: Sequence[FigureSeries]) -> list[FigureSeries]:
    """The figures that the table at the top shows, at most ``KEY_FIGURES``."""
    ranked = [s for s in by_rank(figures) if phrase(s.metric).section != "other"]
    main = [s for s in ranked if _main(s)]
    return (main or ranked)[:KEY_FIGURES]


def series_name(series: FigureSeries) -> str:
    """What a series counts, and where: Deaths (children), Norland."""
    name = label("metric", series.metric)
    item = clean(series.item) if counted_thing(series.item) and clean(series.item).casefold() not in name else ""
    head = name[:1].upper() + name[1:] + (f" ({item})" if item else "")
    return head + (f", {clean(series.place)}" if series.place else "")


def figures_table(telling: Telling, figures: Sequence[FigureSeries]) -> Table:
    """One row a series: what was told last, the range of all that was told, who says the last, for when, how many origins."""
    rows = []
    for series in figures:
        latest = list(series.latest.claims)
        rows.append(
            (
                Line.of(series_name(series)),
                telling.line(_capital(amount(series.latest.claims[0])), latest),
                telling.line(range_words(series), claims_of(series)) if len(series.rows) > 1 else Line.of("one told"),
                Line.of(telling.voices(latest)),
                Line.of(as_of(telling, series.latest)),
                Line.of(str(series.origins)),
            )
        )
    return Table(_HEAD, tuple(rows), frozenset({5}))


def range_words(series: FigureSeries) -> str:
    """The least and the most that was told, with a mark where a bound is open."""
    if series.low is None and series.high is None:
        return "words only"
    span = number(series.low) if series.low == series.high else f"{number(series.low)} to {number(series.high)}"
    return f"{span}, some without an upper or lower bound" if series.open else span


def as_of(telling: Telling, row: FigureRow) -> str:
    """The day a figure is for: told, or in the words of the text, or the day it was published."""
    if row.as_of:
        return row.as_of
    words = next((c.when.text for c in row.claims if c.when and c.when.text), "")
    if words:
        return quoted(words)
    return f"reported {row.published[:10]}" if row.published else "not told"


def figure_line(telling: Telling, series: FigureSeries) -> Line:
    """Every figure of a series with who says so, and what was revised."""
    pieces = tuple(_row_piece(telling, row) for row in series.rows)
    notes = [origins_note(series.origins)]
    notes += [f"{r.source} went {r.direction}: {amount(r.before)}, then {amount(r.after)}" for r in series.revisions]
    return Line(pieces, series_name(series), "; ".join(notes))


def _row_piece(telling: Telling, row: FigureRow) -> Piece:
    claims = list(row.claims)
    first = row.claims[0]
    when = _when_words(telling, row)
    text = f"{figure(first)}{place(first)}, according to {telling.voices(claims)}" + (f" ({when})" if when else "")
    return telling.piece(_capital(text), claims)


def _when_words(telling: Telling, row: FigureRow) -> str:
    said = as_of(telling, row)
    if said == "not told":
        return ""
    if said.startswith("reported "):
        return f"reported {day_words(said.removeprefix('reported '))}"
    return f"as of {said if said.startswith('“') else day_words(said)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def other_figures(telling: Telling, figures: Sequence[FigureSeries]) -> tuple[Table | None, str]:
    """The figures that have no section of their own, and a remark where some were left out."""
    other = [s for s in by_rank(figures) if phrase(s.metric).section == "other"]
    shown = other[:OTHER_FIGURES]
    left = len(other) - len(shown)
    remark = f"{count(left, 'more figure')} in the ledger: onrecord figures" if left else ""
    return (figures_table(telling, shown) if shown else None), remark


def charts(telling: Telling, figures: Sequence[FigureSeries]) -> list[FigureChart]:
    """A chart for each key series that has numbers on two days or more."""
    made = []
    for series in key_series(figures):
        dots = [dot for row in series.rows if (dot := _dot(telling, row))]
        if len({dot.day for dot in dots}) > 1:
            made.append(FigureChart(series_name(series), tuple(sorted(dots, key=lambda d: d.day))))
    return made[:CHARTS]


def _dot(telling: Telling, row: FigureRow) -> Dot | None:
    day = (row.as_of or row.published or "")[:10]
    if len(day) != 10 or (row.low is None and row.high is None):
        return None
    return Dot(day, row.low, row.high, amount(row.claims[0]), telling.cite(row.claims))
