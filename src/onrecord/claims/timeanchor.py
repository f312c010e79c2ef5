"""From what the words of a time expression say to the date they mean, given the date of publication and the text before.

The policy was measured on TimeBank and AQUAINT: 91.6 % of bare weekdays lie 0 to 6 days before publication, the day of
publication's own weekday means that day in 140 of 142; yearless dates fall on both sides and follow the tense
(``onrecord.claims.timetense``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from onrecord.claims import edtf
from onrecord.claims.edtf import Calendar
from onrecord.claims.timemeaning import Meaning
from onrecord.claims.timetense import FUTURE, PAST
from onrecord.claims.timewords import named_days
from onrecord.model import Anchor


@dataclass(frozen=True, slots=True)
class Resolved:
    """The three spellings of a time, and what its date hangs on. ``point`` is the date itself, for what follows in the text."""

    value: str | None
    resolved: str | None
    timex: str | None
    anchor: Anchor
    point: Calendar | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """What was spoken of before: the last date, the last quarter, the last day of the sentence at hand."""

    last: Calendar | None = None
    quarter: Calendar | None = None
    day: Calendar | None = None


def remember(memory: Memory, point: Calendar | None) -> Memory:
    """The memory after ``point`` was spoken of."""
    if point is None:
        return memory
    bare = replace(point, part=None, clock=None, zone="")
    later = memory.quarter is None or (edtf.as_date(bare) or date.min) >= (edtf.as_date(memory.quarter) or date.min)
    quarter = bare if bare.quarter is not None and later else memory.quarter
    day = bare if bare.granularity == "day" and bare.year is not None else memory.day
    return Memory(bare if edtf.as_date(bare) else memory.last, quarter, day)


def resolve(meaning: Meaning, published: date | None, memory: Memory, tense: int) -> Resolved:
    """What the expression means. Without ``published`` only what the words or the text before tell is resolved."""
    if meaning.kind in ("duration", "set"):
        return Resolved(meaning.code, None, meaning.timex or meaning.code, "none")
    if meaning.kind == "vague":
        return Resolved(None, None, meaning.code, "none")
    if meaning.kind == "interval":
        return _interval(meaning, published, tense)
    if meaning.kind == "calendar":
        return _calendar(meaning, published, memory, tense)
    if meaning.kind == "period":
        return _period(meaning, published, memory)
    if meaning.unit == "year" and meaning.count == -1 and memory.quarter is not None and meaning.compares:
        point = edtf.move(memory.quarter, -1, "year")
        return Resolved(None, edtf.edtf(point) if point else None, edtf.timex(point) if point else None, "text")
    if meaning.kind == "anaphor":
        return _anaphor(meaning, published, memory)
    return _shift(meaning, published, memory)


# ---------------------------------------------------------------------------------------------------------------- calendar


def _calendar(meaning: Meaning, published: date | None, memory: Memory, tense: int) -> Resolved:
    said = _with_named(meaning, meaning.calendar)
    words_alone = edtf.edtf(said)
    if said.year is not None or said.decade is not None or said.century is not None:
        known = replace(said, weekday=None)
        return Resolved(words_alone, edtf.edtf(known), edtf.timex(known), "none", known)
    if said.clock is not None and said.granularity == "day" and said.day is None and said.weekday is None:
        return _bare_clock(said, words_alone, published, memory)
    if published is None:
        return Resolved(words_alone, None, edtf.timex(said), "none", None)
    point = locate(said, meaning, published, tense)
    if point is None:
        return Resolved(words_alone, None, edtf.timex(said), "none", None)
    return Resolved(words_alone, edtf.edtf(point), edtf.timex(point), "published", point)


def _with_named(meaning: Meaning, value: Calendar) -> Calendar:
    """The month and day of a named day; a movable one needs its year."""
    if not meaning.named:
        return value
    named = named_days()[tuple(meaning.named.split())]
    if named.month is not None:
        return replace(value, month=named.month, day=named.day)
    return _movable(named.rule, value.year) if value.year is not None else value


def _bare_clock(said: Calendar, words_alone: str | None, published: date | None, memory: Memory) -> Resolved:
    if memory.day is not None:
        point = replace(memory.day, clock=said.clock, zone=said.zone)
        return Resolved(words_alone, edtf.edtf(point), edtf.timex(point), "text", point)
    if published is None:
        return Resolved(words_alone, None, edtf.timex(said), "none", None)
    point = replace(edtf.of_date(published), clock=said.clock, zone=said.zone)
    return Resolved(words_alone, edtf.edtf(point), edtf.timex(point), "published", point)


def locate(said: Calendar, meaning: Meaning, published: date, tense: int) -> Calendar | None:
    """The date that a calendar expression without a year means in a text of that day."""
    direction, shift = meaning.direction, meaning.year_shift
    if meaning.named and said.month is None:
        rule = named_days()[tuple(meaning.named.split())].rule
        days = [day for year in _years(published) if (day := edtf.as_date(_movable(rule, year))) is not None]
        chosen = _choose(days, published, direction, tense, 200)
        return edtf.of_date(chosen) if chosen else None
    if said.weekday is not None and said.day is None:
        return replace(
            edtf.of_date(weekday(said.weekday, published, direction, tense)), part=said.part, clock=said.clock, zone=said.zone
        )
    if shift is not None:
        return replace(said, year=published.year + shift, weekday=None)
    if said.month is not None and said.day is None:
        return replace(said, year=_month_year(said.month, published, direction, tense))
    if said.month is not None:
        days = [day for year in _years(published) if (day := edtf.as_date(replace(said, year=year, weekday=None))) is not None]
        if said.weekday is not None:
            days = [day for day in days if day.isoweekday() == said.weekday] or days
        chosen = _choose(days, published, direction, tense, 120)
        return replace(said, year=chosen.year, weekday=None) if chosen else None
    if said.quarter is not None or said.season is not None or said.half is not None:
        return _part_of_year(said, published, direction, tense)
    return None


def _years(published: date) -> tuple[int, int, int]:
    return published.year - 1, published.year, published.year + 1


def weekday(number: int, published: date, direction: int | None, tense: int) -> date:
    """The day that a weekday's name means: 0 to 6 days back, the day itself included; ahead if the tense or "next" says so."""
    back = (published.isoweekday() - number) % 7
    if direction == -1:
        return published - timedelta(days=back or 7)
    if direction == 1:
        return published + timedelta(days=(7 - back) if back else 7)
    if direction == 0:
        return published - timedelta(days=published.isoweekday() - number)
    if tense == FUTURE and back:
        return published + timedelta(days=7 - back)
    return published - timedelta(days=back)


def _choose(days: list[date], published: date, direction: int | None, tense: int, far: int) -> date | None:
    """Of the same day in several years, the one meant: by "last", "next", tense; else the nearest.

    A tense is overruled where it would send the reader more than ``far`` days away and another year lies much nearer.
    """
    if not days:
        return None
    past = [d for d in days if d <= published]
    future = [d for d in days if d >= published]
    if direction == -1 and past:
        return max(d for d in past if d < published) if any(d < published for d in past) else past[-1]
    if direction == 1 and future:
        return min(future)
    if direction == 0:
        return next((d for d in days if d.year == published.year), None)
    nearest = min(days, key=lambda d: abs((d - published).days))
    side = past if tense == PAST else future if tense == FUTURE else []
    if side:
        candidate = min(side, key=lambda d: abs((d - published).days))
        if abs((candidate - published).days) <= 365 - far or abs((nearest - published).days) > far:
            return candidate
    return nearest


def _month_year(month: int, published: date, direction: int | None, tense: int) -> int:
    """The year of a month named alone."""
    if direction == -1:
        return published.year - (month >= published.month)
    if direction == 1:
        return published.year + (month <= published.month)
    if direction == 0:
        return published.year
    if tense == FUTURE:
        return published.year + (month < published.month)
    if tense == PAST:
        return published.year - (month > published.month)
    ahead = (month - published.month) % 12
    return published.year + (month < published.month) if ahead <= 2 else published.year - (month > published.month)


def _part_of_year(said: Calendar, published: date, direction: int | None, tense: int) -> Calendar:
    """The year of a quarter, half or season: the latest that has begun; the coming one if the tense is future."""
    years = _years(published)
    begun = [replace(said, year=year) for year in years if (edtf.as_date(replace(said, year=year)) or date.max) <= published]
    ahead = [replace(said, year=year) for year in years if (edtf.as_date(replace(said, year=year)) or date.min) > published]
    current = edtf.at(published, said.granularity)
    here = (
        replace(said, year=current.year)
        if (current.quarter, current.season, current.half) == (said.quarter, said.season, said.half)
        else None
    )
    if direction == 0:
        if said.season == "WI" and published.month < 6:
            return replace(said, year=published.year - 1)
        return replace(said, year=published.year)
    if direction == -1:
        return next((b for b in reversed(begun) if b != here), said)
    if direction == 1:
        return ahead[0] if ahead else said
    if tense == FUTURE and here is None and ahead and begun and _nearer(ahead[0], begun[-1], published):
        return ahead[0]
    return begun[-1] if begun else said


def _nearer(ahead: Calendar, begun: Calendar, published: date) -> bool:
    return ((edtf.as_date(ahead) or date.max) - published).days <= (published - (edtf.as_date(begun) or date.min)).days


def _movable(rule: str, year: int) -> Calendar:
    """The day of a movable feast: "easter+1", "4 thu 11" (the fourth Thursday of November), "election"."""
    if rule.startswith("easter"):
        return edtf.of_date(_easter(year) + timedelta(days=int(rule[6:] or 0)))
    if rule == "election":
        first = date(year, 11, 1)
        monday = first + timedelta(days=(1 - first.isoweekday()) % 7)
        return edtf.of_date(monday + timedelta(days=1))
    which, name, month = rule.split()
    number = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(name) + 1
    count = int(which)
    if name == "fri" and count == 5:
        return edtf.of_date((edtf.as_date(_movable("4 thu 11", year)) or date(year, 11, 28)) + timedelta(days=1))
    if count > 0:
        first = date(year, int(month), 1)
        return edtf.of_date(first + timedelta(days=(number - first.isoweekday()) % 7 + 7 * (count - 1)))
    last = edtf.add_months(date(year, int(month), 1), 1) - timedelta(days=1)
    return edtf.of_date(last - timedelta(days=(last.isoweekday() - number) % 7))


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (anonymous algorithm, Nature 13, 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


# ------------------------------------------------------------------------------------------------------ relative to something


def _shift(meaning: Meaning, published: date | None, memory: Memory) -> Resolved:
    clock = meaning.calendar.clock
    alone = f"T{clock}{meaning.calendar.zone}" if clock else None
    if published is None:
        return Resolved(alone, None, None, "none", None)
    base = published
    if meaning.code == "past" and published.isoweekday() < 6:
        base = published - timedelta(days=7)
    point = edtf.shift(base, meaning.count, meaning.unit)
    if point is None:
        return Resolved(alone, None, None, "none", None)
    point = replace(point, part=meaning.calendar.part, clock=clock, zone=meaning.calendar.zone)
    return Resolved(alone, edtf.edtf(point), edtf.timex(point), "published", point)


_FINENESS = ("century", "decade", "year", "half", "season", "quarter", "month", "week", "weekend", "day")


def _anaphor(meaning: Meaning, published: date | None, memory: Memory) -> Resolved:
    base, anchor = memory.last, "text"
    fine = meaning.unit in ("day", "week", "month", "quarter") and meaning.count
    if base is not None and fine and _FINENESS.index(base.granularity) < _FINENESS.index(meaning.unit):
        base = None
    if base is None:
        if published is None:
            return Resolved(None, None, None, "none", None)
        base, anchor = edtf.of_date(published), "published"
    day = edtf.as_date(base)
    if day is None:
        return Resolved(None, None, None, "none", None)
    coarse = meaning.unit in ("year", "month", "decade") and base.granularity == "day"
    point = (
        edtf.move(base, meaning.count, meaning.unit)
        if meaning.count and not coarse
        else edtf.shift(day, meaning.count, meaning.unit)
    )
    if point is None:
        return Resolved(None, None, None, "none", None)
    point = replace(point, part=meaning.calendar.part)
    return Resolved(
        None,
        edtf.edtf(point),
        edtf.timex(point),
        "published" if anchor == "published" else "text",
        None if meaning.compares else point,
    )


def _period(meaning: Meaning, published: date | None, memory: Memory) -> Resolved:
    """The business quarter under discussion: the one last named, else the last that was over when the text was published."""
    base, anchor = memory.quarter, "text"
    if base is None and published is not None:
        base, anchor = edtf.shift(published, -1, "quarter"), "published"
    if base is None or base.year is None:
        return Resolved(None, None, None, "none", None)
    current = base
    point: Calendar | None = (
        replace(current, year=meaning.calendar.year) if meaning.calendar.year else edtf.move(current, meaning.count, "year")
    )
    if point is None:
        return Resolved(None, None, None, "none", None)
    kept = None if meaning.count or meaning.calendar.year else point
    return Resolved(None, edtf.edtf(point), edtf.timex(point), "published" if anchor == "published" else "text", kept)


def _interval(meaning: Meaning, published: date | None, tense: int) -> Resolved:
    left, right = meaning.calendar, meaning.other or Calendar()
    value = f"{edtf.edtf(left)}/{edtf.edtf(right)}"
    if left.year is not None and right.year is not None:
        return Resolved(value, value, edtf.timex(left), "none", right)
    if published is None:
        return Resolved(value, None, edtf.timex(left), "none", None)
    end = locate(right, Meaning("calendar", calendar=right), published, tense)
    if end is None or end.year is None:
        return Resolved(value, None, edtf.timex(left), "none", None)
    later = (left.month or 0, left.day or 0) > (right.month or 0, right.day or 0)
    start = replace(left, year=end.year - later, weekday=None)
    return Resolved(value, f"{edtf.edtf(start)}/{edtf.edtf(end)}", edtf.timex(start), "published", end)
