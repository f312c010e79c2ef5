"""Figures side by side: everything that was said of one count, by whom and when, and where it does not agree.

Figures of one place stand together. One that is told without a place stands with those of the story's only place, or of the
widest of nested ones, unless the values or the days say that it is another count (`of_one_place`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from onrecord.ledger.alike import (
    Apart,
    counted_thing,
    days_agree,
    families_of,
    kept_apart,
    place_in_text,
    place_key,
    sources_of,
    told,
    under_one_name,
    voices,
)
from onrecord.ledger.fused import Contradiction, FigureRow, FigureSeries, Revision
from onrecord.ledger.rows import first_day
from onrecord.model import FigureClaim, Where

_ANOTHER = 2.0
"""A figure without a place that is so many times more or less than any of a place is taken for another count."""


def side_by_side(claims: Sequence[FigureClaim], published: Mapping[str, str], apart: Apart = ()) -> list[FigureSeries]:
    """The series that figures of one metric, thing counted and unit make."""
    return [_series(group, published) for group in of_one_place(claims, apart)]


def of_one_place(claims: Sequence[FigureClaim], apart: Apart = ()) -> list[list[FigureClaim]]:
    """Figures of one metric, thing counted and unit, parted by place; what is told without a place where it belongs.

    That is with the figures of the only place, or of the place that holds all others (a country's codes and those of its first
    division tell), but rather with those of a place inside it that say the same. It stays by itself where a person set it apart
    from one of these, where it is more than twice or less than half of all of them, and where the same family, or the same
    source for the same day, tells one that excludes it.
    """
    groups: dict[str, list[FigureClaim]] = {}
    for claim in claims:
        groups.setdefault(place_key(claim), []).append(claim)
    loose = groups.pop("", [])
    placed = list(groups.values())
    widest = next((group for group in placed if all(_holds(group[0].where, other[0].where) for other in placed)), None)
    joining: dict[int, list[FigureClaim]] = {}
    alone: list[FigureClaim] = []
    for claim in loose:
        target = _home(claim, widest, placed) if widest else None
        if target is None or not _may_join(claim, target, apart):
            alone.append(claim)
        else:
            joining.setdefault(id(target), []).append(claim)
    whole = [[*group, *joining.get(id(group), ())] for group in placed] + ([alone] if alone else [])
    return [part for group in whole for count in _counts(group) for part in kept_apart(count, apart)]


def _counts(claims: list[FigureClaim]) -> list[list[FigureClaim]]:
    """Figures of one place, parted where one text tells two that are far apart as different counts; the others go by size."""
    order = sorted(claims, key=lambda c: (c.family or "", place_in_text(c)))
    parts: list[list[FigureClaim]] = []
    for claim in order:
        against = [other for other in order if other.family == claim.family and _another(claim, other)]
        if against and not any(_fits(claim, part) for part in parts):
            parts.append([claim])
    if len(parts) < 2:
        return [claims]
    seeds = [part[0] for part in parts]
    for claim in order:
        if not any(claim is seed for seed in seeds):
            near = min(range(len(parts)), key=lambda i: (not _fits(claim, parts[i]), _apart(claim, seeds[i]), i))
            parts[near].append(claim)
    return parts


def _fits(claim: FigureClaim, part: Sequence[FigureClaim]) -> bool:
    return (
        not any(_another(claim, other) for other in part if other.family == claim.family) and _apart(claim, part[0]) <= _ANOTHER
    )


def _another(one: FigureClaim, other: FigureClaim) -> bool:
    return _apart(one, other) > _ANOTHER and _denies(one, other)


def _apart(one: FigureClaim, other: FigureClaim) -> float:
    """How many times more the greater of two figures is; 1 where words give no number."""
    a, b = _middle(one), _middle(other)
    if a is None or b is None or a == b:
        return 1.0
    least, most = min(a, b), max(a, b)
    return most / least if least > 0 else float("inf")


def _holds(one: Where | None, other: Where | None) -> bool:
    """Whether a place is another, or one inside it."""
    if one is None or other is None:
        return False
    if (one.country, one.name.casefold()) == (other.country, other.name.casefold()):
        return True
    if one.country is None or one.country != other.country or other.precision == "country":
        return False
    return one.precision == "country" or (
        one.precision == "admin1" and one.admin1 is not None and one.admin1 == other.admin1 and other.precision != "admin1"
    )


def _home(claim: FigureClaim, widest: list[FigureClaim], placed: Sequence[list[FigureClaim]]) -> list[FigureClaim]:
    same = [g for g in placed if any((c.low, c.high) == (claim.low, claim.high) for c in g)]
    return widest if any(g is widest for g in same) or len(same) != 1 else same[0]


def _may_join(claim: FigureClaim, group: Sequence[FigureClaim], apart: Apart) -> bool:
    if any(frozenset((claim.id, other.id)) in apart for other in group) or any(_denies(claim, other) for other in group):
        return False
    return any(_apart(claim, other) <= _ANOTHER for other in group)


def _denies(one: FigureClaim, other: FigureClaim) -> bool:
    """Whether two figures cannot be of one count: exclusive, of one family or one source, and not of different days."""
    days = [first_day(claim.when.resolved if claim.when else None) for claim in (one, other)]
    if None not in days and days[0] != days[1]:
        return False
    if one.family != other.family and (None in days or voices((one,)).isdisjoint(voices((other,)))):
        return False
    return _exclude(_row((one,), None, None), _row((other,), None, None))


def _series(claims: Sequence[FigureClaim], published: Mapping[str, str]) -> FigureSeries:
    groups: dict[tuple[str | None, float | None, float | None, bool], list[FigureClaim]] = {}
    days: dict[tuple[float | None, float | None, bool], str] = {}
    dated = [(claim, first_day(claim.when.resolved if claim.when else None)) for claim in claims]
    for claim, as_of in sorted(dated, key=lambda pair: pair[1] or "9999"):
        said = (claim.low, claim.high, claim.qualifier == "about")
        as_of = as_of or days.get(said)  # the same bounds without a day are taken for those of the first day told
        if as_of:
            days.setdefault(said, as_of)
        groups.setdefault((as_of, *said), []).append(claim)
    rows = [
        _row(group, as_of, min((day for c in group if (day := told(c, published))), default=None))
        for (as_of, _, _, _), group in groups.items()
    ]
    rows.sort(key=lambda r: (r.published or r.as_of or "", r.as_of or r.published or ""))
    numbers = [row for row in rows if row.claims[0].qualifier != "vague"] or rows
    lows = [row.low for row in numbers if row.low is not None]
    highs = [row.high for row in numbers if row.high is not None]
    first = claims[0]
    return FigureSeries(
        metric=first.metric,
        place=next((c.where.name for c in claims if c.where), None),
        item=first.item,
        unit=first.unit,
        rows=tuple(rows),
        low=min(lows + highs, default=None),
        high=max(lows + highs, default=None),
        open=any(row.low is None or row.high is None for row in numbers),
        latest=numbers[-1],
        revisions=_revisions(claims, published),
        origins=families_of(claims),
        reason=f"same metric, place and item; {families_of(claims)} origin(s), {len(rows)} different{_unplaced(claims)}",
    )


def _row(group: Sequence[FigureClaim], as_of: str | None, published: str | None) -> FigureRow:
    first = group[0]
    return FigureRow(as_of, published, first.low, first.high, tuple(group), sources_of(group), families_of(group))


def _unplaced(claims: Sequence[FigureClaim]) -> str:
    """What the reason says of figures that were told without the place."""
    count = sum(claim.where is None for claim in claims)
    return f"; {count} told without a place, taken for this one" if 0 < count < len(claims) else ""


def _revisions(claims: Sequence[FigureClaim], published: Mapping[str, str]) -> tuple[Revision, ...]:
    """What each source said first and then, in order of publication, where the dates tell the order."""
    by_voice: dict[str, list[tuple[str, FigureClaim]]] = {}
    known = under_one_name(claims)
    for claim in claims:
        day = told(claim, published)
        if day:
            voice = next(iter(voices((claim,))))
            by_voice.setdefault(known.get(voice, voice), []).append((day, claim))
    found = []
    for dated in by_voice.values():
        dated.sort(key=lambda pair: pair[0])
        for (day, before), (later, after) in pairwise(dated):
            direction = _direction(before, after)
            if day < later and direction:
                name = after.source[0].name if after.source else "the report itself"
                found.append(Revision(name, before, after, direction))
    return tuple(found)


def _direction(before: FigureClaim, after: FigureClaim) -> str | None:
    if after.qualifier == "unknown":
        return None if before.qualifier == "unknown" else "withdrawn"
    was, became = _middle(before), _middle(after)
    if was is None or became is None or was == became:
        return None
    return "up" if became > was else "down"


def _middle(claim: FigureClaim) -> float | None:
    """The number that the words give: the value, else a bound. Used to tell up from down, never shown."""
    return next((x for x in (claim.value, claim.low, claim.high) if x is not None), None)


_ABOUT = 0.1
"""A figure given as "about" n differs from another only when it is more than a tenth off."""


def differing(series: FigureSeries) -> list[Contradiction]:
    """Rows of one day whose bounds exclude each other and whose sources are not the same."""
    found = []
    for i, one in enumerate(series.rows):
        for other in series.rows[i + 1 :]:
            if _same_day(one, other) and _exclude(one, other) and voices(one.claims).isdisjoint(voices(other.claims)):
                thing = series.item if counted_thing(series.item) else None
                about = " ".join(part for part in (series.metric, thing, series.place and f"in {series.place}") if part)
                day = "one day" if _dated(one) else "no day told"
                found.append(Contradiction("figure", about, one.claims, other.claims, f"bounds that exclude each other, {day}"))
    return found


def _dated(row: FigureRow) -> bool:
    return bool(row.as_of or row.published)


def _same_day(one: FigureRow, other: FigureRow) -> bool:
    """Whether two figures are of one day: the days they are for, else those they were told. No day agrees with none alone."""
    if one.as_of and other.as_of:
        return one.as_of == other.as_of
    if _dated(one) != _dated(other):
        return False
    return days_agree(one.published or one.as_of, other.published or other.as_of)


def _exclude(one: FigureRow, other: FigureRow) -> bool:
    (low, high), (low2, high2) = _bounds(one), _bounds(other)
    return (high is not None and low2 is not None and high < low2) or (high2 is not None and low is not None and high2 < low)


def _bounds(row: FigureRow) -> tuple[float | None, float | None]:
    slack = _ABOUT if row.claims[0].qualifier == "about" else 0.0
    low = None if row.low is None else row.low - abs(row.low) * slack
    return low, None if row.high is None else row.high + abs(row.high) * slack
