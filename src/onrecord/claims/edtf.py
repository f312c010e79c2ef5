"""Calendar values: arithmetic on them, and their spelling in EDTF (ISO 8601-2) and in TIMEX3.

A :class:`Calendar` holds as much of a date as is known, at one granularity: a day, a week, a month, a quarter, a season, a
year, a decade. What is unknown is None. EDTF writes unknown digits as X (level 1); seasons are 21 to 24, quarters 33 to 36,
halves 40 and 41 (level 2). TIMEX3 follows the TimeML 1.2.1 guidelines: ``1998-Q3``, ``1998-SU``, ``1998-W08``, ``199``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Granularity = Literal["century", "decade", "year", "half", "season", "quarter", "month", "week", "weekend", "day"]

_SEASON_CODE = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
_QUARTER_CODE = {1: 33, 2: 34, 3: 35, 4: 36}
_HALF_CODE = {1: 40, 2: 41}
_DURATION_LETTER = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y",
    "decade": "E", "century": "C", "weekend": "WE",
}  # fmt: skip
UNITS = frozenset(_DURATION_LETTER)
"""The units that :func:`duration` can spell."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A date as far as it is known. ``weekday`` is ISO, 1 for Monday; ``week`` is ISO and ``year`` then the ISO year.

    ``decade`` is the year without its last digit, ``century`` without its last two. ``part`` is the TIMEX3 code of a part of
    the day (MO, AF, EV, NI, MI), ``clock`` is ``HH`` or ``HH:MM``, ``zone`` is "Z" or empty.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    week: int | None = None
    weekday: int | None = None
    weekend: bool = False
    season: str | None = None
    quarter: int | None = None
    half: int | None = None
    decade: int | None = None
    century: int | None = None
    part: str | None = None
    clock: str | None = None
    zone: str = ""

    @property
    def granularity(self) -> Granularity:
        """The smallest calendar unit that the value names (the clock aside)."""
        if self.day is not None or self.weekday is not None:
            return "day"
        if self.weekend:
            return "weekend"
        names: tuple[Granularity, ...] = ("week", "month", "quarter", "season", "half")
        for name in names:
            if getattr(self, name) is not None:
                return name
        if self.decade is not None:
            return "decade"
        if self.century is not None:
            return "century"
        return "year" if self.year is not None else "day"


def of_date(day: date) -> Calendar:
    """The calendar day."""
    return Calendar(year=day.year, month=day.month, day=day.day)


def as_date(value: Calendar) -> date | None:
    """The day that ``value`` names, or its first day (1 January for a year); None where the year is unknown."""
    if value.year is None:
        if value.decade is not None:
            return date(value.decade * 10, 1, 1)
        return None
    try:
        if value.week is not None:
            return date.fromisocalendar(value.year, value.week, value.weekday or (6 if value.weekend else 1))
        if value.quarter is not None:
            return date(value.year, 3 * value.quarter - 2, 1)
        if value.season is not None:
            return date(value.year, {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[value.season], 1)
        if value.half is not None:
            return date(value.year, 6 * value.half - 5, 1)
        return date(value.year, value.month or 1, value.day or 1)
    except ValueError:
        return None


def at(day: date, unit: Granularity) -> Calendar:
    """The ``unit`` that holds ``day``."""
    if unit == "day":
        return of_date(day)
    if unit in ("week", "weekend"):
        year, week, _ = day.isocalendar()
        return Calendar(year=year, week=week, weekend=unit == "weekend")
    if unit == "month":
        return Calendar(year=day.year, month=day.month)
    if unit == "quarter":
        return Calendar(year=day.year, quarter=(day.month + 2) // 3)
    if unit == "half":
        return Calendar(year=day.year, half=1 if day.month < 7 else 2)
    if unit == "season":
        return season_at(day)
    if unit == "decade":
        return Calendar(decade=day.year // 10)
    if unit == "century":
        return Calendar(century=day.year // 100)
    return Calendar(year=day.year)


def season_at(day: date) -> Calendar:
    """The meteorological season of the northern hemisphere; winter counts to the year in which it begins."""
    name = ("WI", "SP", "SU", "FA")[day.month % 12 // 3]
    return Calendar(year=day.year - (day.month < 3), season=name)


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day. ValueError outside the years 1 to 9999."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            if last == 28:
                raise
    raise AssertionError("unreachable")


def shift(day: date, count: int, unit: str) -> Calendar | None:
    """``count`` units after ``day`` (before, if negative), at the granularity of ``unit``; None outside the calendar.

    Hours and minutes give a day, since a publication date has no clock.
    """
    try:
        if unit in ("second", "minute"):
            return of_date(day)
        if unit == "hour":
            return of_date(day + timedelta(days=int(count / 24)))
        if unit == "day":
            return of_date(day + timedelta(days=count))
        if unit in ("week", "weekend"):
            return at(day + timedelta(weeks=count), "weekend" if unit == "weekend" else "week")
        if unit == "month":
            return at(add_months(day, count), "month")
        if unit == "quarter":
            return at(add_months(day, 3 * count), "quarter")
        years = {"year": 1, "decade": 10, "century": 100, "season": 1, "half": 1}[unit] * count
        moved = add_months(day, 12 * years)
    except (ValueError, OverflowError):
        return None
    return at(moved, "year" if unit in ("season", "half") else unit)  # type: ignore[arg-type]


def move(value: Calendar, count: int, unit: str) -> Calendar | None:
    """``value`` moved by ``count`` units: a coarser unit keeps the granularity (a quarter, a year earlier, is a quarter)."""
    if unit in ("year", "decade", "century") and value.year is not None and value.week is None:
        years = {"year": 1, "decade": 10, "century": 100}[unit] * count
        moved = replace(value, year=value.year + years, weekday=None, part=None, clock=None)
        return moved if 0 < value.year + years < 10000 and as_date(moved) is not None else None
    day = as_date(value)
    return shift(day, count, unit) if day is not None else None


def edtf(value: Calendar) -> str | None:
    """EDTF, with X for the digits that are not known; None where nothing is known."""
    date_part = _edtf_date(value)
    if value.clock is None:
        return date_part
    clock = f"T{value.clock}{value.zone}" if ":" in value.clock else f"T{value.clock}:00{value.zone}"
    return (date_part or "") + clock


def _edtf_date(value: Calendar) -> str | None:
    year = f"{value.year:04d}" if value.year is not None else "XXXX"
    if value.day is not None and value.month is not None:
        return f"{year}-{value.month:02d}-{value.day:02d}"
    if value.weekend:
        first = as_date(value)
        return f"{first.isoformat()}/{(first + timedelta(days=1)).isoformat()}" if first else None
    if value.week is not None and value.year is not None:
        return f"{year}-W{value.week:02d}"
    if value.weekday is not None:
        return f"XXXX-WXX-{value.weekday}"
    if value.month is not None:
        return f"{year}-{value.month:02d}"
    for code in (
        _SEASON_CODE.get(value.season or ""),
        _QUARTER_CODE.get(value.quarter or 0),
        _HALF_CODE.get(value.half or 0),
    ):
        if code is not None:
            return f"{year}-{code}"
    if value.decade is not None:
        return f"{value.decade:03d}X"
    if value.century is not None:
        return f"{value.century:02d}XX"
    return year if value.year is not None else None


def timex(value: Calendar) -> str | None:
    """The TIMEX3 value, None where nothing is known."""
    day = _timex_date(value)
    if value.clock is not None:
        return f"{day or 'XXXX-XX-XX'}T{value.clock}{value.zone}"
    if value.part is not None and day is not None:
        return f"{day}T{value.part}"
    return day


def _timex_date(value: Calendar) -> str | None:
    year = f"{value.year:04d}" if value.year is not None else "XXXX"
    if value.week is not None:
        return f"{year}-W{value.week:02d}" + ("-WE" if value.weekend else "")
    if value.season is not None:
        return f"{year}-{value.season}"
    if value.quarter is not None:
        return f"{year}-Q{value.quarter}"
    if value.half is not None:
        return f"{year}-H{value.half}"
    if value.decade is not None:
        return f"{value.decade:03d}"
    if value.century is not None:
        return f"{value.century:02d}"
    return _edtf_date(value)


def duration(count: float | None, unit: str) -> str:
    """An ISO 8601 duration: ``P2Y``, ``PT36H``, ``P2Y6M``; ``PXY`` where the count is not known. Decades count as years."""
    if unit in ("decade", "century") and count is not None:
        return f"P{_plain(count * (10 if unit == 'decade' else 100))}Y"
    letter = "Y" if unit == "decade" else _DURATION_LETTER[unit]
    time, letter = ("T", letter[1:]) if letter[0] == "T" else ("", letter)
    if count is None:
        return f"P{time}X{letter}"
    whole, rest = int(count), count - int(count)
    smaller = {"year": (12, "M"), "hour": (60, "M"), "minute": (60, "S")}.get(unit)
    if rest and smaller and whole:
        return f"P{time}{whole}{letter}{round(rest * smaller[0])}{smaller[1]}"
    if rest and smaller:
        return f"P{time}{round(rest * smaller[0])}{smaller[1]}"
    return f"P{time}{_plain(count)}{letter}"


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:g}"
