"""Charts as inline SVG: figures over time with their ranges, and who said what when. No script, no external resource.

Colours come from the page's style sheet by class, so that the same drawing serves light, dark and paper. Every mark has a title
that says in words what it shows; every chart repeats what stands in the report's tables.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from onrecord.report.document import Dot, FigureChart, VoiceChart
from onrecord.report.wording import day_words, number, short

_WIDTH = 680
_LEFT = 78
_RIGHT = 24
_TOP = 18
_HEIGHT = 190
_ROW = 24
_NAMES = 190


def figure_chart(chart: FigureChart) -> str:
    """A figure over time: a mark a telling, a bar from the least to the most it says, an arrow where a bound is open."""
    days = [date.fromisoformat(dot.day).toordinal() for dot in chart.dots]
    top = _ceiling(max(x for dot in chart.dots for x in (dot.low, dot.high) if x is not None))
    bottom = _TOP + _HEIGHT
    parts = [_open(chart.title, _WIDTH, bottom + 30)]
    for i in range(5):
        value = top * i / 4
        y = bottom - _HEIGHT * i / 4
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_tick(value)}</text>')
    places = _places(days, _LEFT + 30, _WIDTH - _RIGHT - 40)
    for ordinal in sorted(set(days)):
        day = escape(day_words(date.fromordinal(ordinal).isoformat()))
        parts.append(f'<text class="day" x="{places[ordinal]:.1f}" y="{bottom + 20}" text-anchor="middle">{day}</text>')
    seen: dict[int, int] = {}
    for dot, ordinal in zip(chart.dots, days, strict=True):
        offset = seen.get(ordinal, 0)
        seen[ordinal] = offset + 1
        parts += _dot(dot, places[ordinal] + 26 * offset, top, bottom)
    return "".join(parts) + "</svg>"


def _open(title: str, width: int, height: int) -> str:
    name = escape(title)
    return f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{name}"><title>{name}</title>'


def _ceiling(value: float) -> float:
    """The next round number at or above a value."""
    if value <= 0:
        return 1.0
    unit = 10 ** math.floor(math.log10(value))
    return float(next((step * unit for step in (1, 2, 4, 5, 8, 10) if step * unit >= value), value))


def _tick(value: float) -> str:
    for size, letter in ((1e9, "bn"), (1e6, "m")):
        if value >= size:
            return f"{value / size:g} {letter}"
    return number(value)


def _places(days: Sequence[int], left: float, right: float) -> dict[int, float]:
    first, last = min(days), max(days)
    span = max(1, last - first)
    return {day: left + (right - left) * (day - first) / span for day in days}


def _dot(dot: Dot, x: float, top: float, bottom: float) -> Iterator[str]:
    def height(value: float) -> float:
        return bottom - _HEIGHT * min(value, top) / top

    low, high = dot.low, dot.high
    cites = f" [{', '.join(map(str, dot.cites))}]" if dot.cites else ""
    yield f'<g class="dot"><title>{escape(f"{day_words(dot.day)}: {dot.label}{cites}")}</title>'
    if low is not None and high is not None and low != high:
        yield f'<line class="range" x1="{x:.1f}" x2="{x:.1f}" y1="{height(low):.1f}" y2="{height(high):.1f}"/>'
        yield f'<circle cx="{x:.1f}" cy="{height(high):.1f}" r="4"/>'
    base = low if low is not None else high
    y = height(base if base is not None else 0)
    if low is None or high is None:
        tip = y - 16 if high is None else y + 16
        side = tip + (5 if high is None else -5)
        arrow = f"M{x - 4:.1f} {side:.1f}L{x:.1f} {tip:.1f}L{x + 4:.1f} {side:.1f}"
        yield f'<path class="range" d="M{x:.1f} {y:.1f}V{tip:.1f}{arrow}"/>'
    yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    yield f'<text class="label" x="{x + 8:.1f}" y="{y + 4:.1f}">{escape(short(dot.label, 22))}</text></g>'


# ---------------------------------------------------------------------------------------------------- who said what when


def voice_chart(chart: VoiceChart) -> str:
    """A row a voice, a column a day, a mark for everything it said then, of a shape for each kind."""
    days = sorted({saying.day for _, said in chart.voices for saying in said})
    numbers = {day: i for i, day in enumerate(days)}
    column = (_WIDTH - _NAMES - _RIGHT) / len(days)
    bottom = _TOP + _ROW * len(chart.voices)
    parts = [_open(chart.title, _WIDTH, bottom + 30)]
    parts += [
        f'<text class="day" x="{_NAMES + 6 + column * i:.1f}" y="{bottom + 20}">{escape(day_words(day))}</text>'
        for day, i in numbers.items()
        if _spaced(i, len(days))
    ]
    for row, (name, said) in enumerate(chart.voices):
        y = _TOP + _ROW * row + _ROW / 2
        parts.append(f'<line class="grid" x1="{_NAMES}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{_NAMES - 8}" y="{y + 4:.1f}" text-anchor="end">{escape(short(name, 27))}</text>')
        at: dict[str, int] = {}
        for saying in said:
            n = at[saying.day] = at.get(saying.day, -1) + 1
            x = _NAMES + column * numbers[saying.day] + 10 + min(n * 12, max(0.0, column - 20))
            cites = f" [{', '.join(map(str, saying.cites))}]" if saying.cites else ""
            told = escape(f"{name}, {day_words(saying.day)}, {saying.kind}: {saying.words}{cites}")
            parts.append(f'<g class="k-{saying.kind}"><title>{told}</title>{_mark(saying.kind, x, y)}</g>')
    return "".join(parts) + "</svg>"


def _spaced(i: int, days: int) -> bool:
    return i % max(1, math.ceil(days / 5)) == 0


def _mark(kind: str, x: float, y: float) -> str:
    if kind == "aid":
        return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"/>'
    if kind == "unknown":
        return f'<path d="M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8"/>'
    if kind == "event":
        return f'<path d="M{x:.1f} {y - 5:.1f}l5 9h-10z"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
