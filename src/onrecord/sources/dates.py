"""Publication dates as they stand in files, to ISO 8601."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: i + 1 for i, name in enumerate(_MONTH_NAMES)}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_CLOCK = r"(?:[ ,]{1,3}(?:at )?(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?: ?(?P<half>[ap])\.?m\.?)?)?"
_WORDED = (
    re.compile(rf"(?:[a-z]{{3,9}}\.?,? )?{_MONTH} {_DAY},? (?P<year>\d{{4}}){_CLOCK}(?: ?[a-z]{{1,5}})?"),
    re.compile(rf"(?:[a-z]{{3,9}}\.?,? )?{_DAY}[ -]{_MONTH}[ ,-]{{1,2}}(?P<year>\d{{4}}){_CLOCK}(?: ?[a-z]{{1,5}})?"),
    re.compile(rf"(?P<year>\d{{4}})[/.](?P<month>\d{{1,2}})[/.](?P<day>\d{{1,2}}){_CLOCK}"),
)
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_FIRST_YEAR, _LAST_YEAR = 1600, 2200


def normalise_date(value: object) -> str | None:
    """``value`` as ``YYYY-MM-DD`` or ``YYYY-MM-DDTHH:MM:SS[+HH:MM]``; None where it is no full date or could be two dates.

    "03/04/2016" is None (March or April?), "24/04/2016" is not. A clock time without a stated offset stays without one.
    """
    found = _parse(value)
    if found is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        return None
    if isinstance(found, datetime):
        return found.isoformat(timespec="seconds")
    return found.isoformat()


def _parse(value: object) -> date | None:
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    words = " ".join(value.split())
    if not 8 <= len(words) <= 60:
        return None
    return _iso(words) or _mail(words) or _worded(words.lower()) or _slashed(words)


def _iso(words: str) -> date | None:
    if not re.match(r"\d{4}-?\d\d-?\d\d", words):
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        return None


def _mail(words: str) -> date | None:
    """The date of an RFC 2822 header, as feeds have it."""
    if not re.match(r"(?:[A-Za-z]{3},? )?\d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d", words):
        return None
    try:
        return parsedate_to_datetime(words)
    except ValueError:
        return None


def _worded(words: str) -> date | None:
    for pattern in _WORDED:
        match = pattern.fullmatch(words)
        if match is None:
            continue
        part = match.groupdict()
        month = _MONTHS.get(part["month"]) or int(part["month"])
        try:
            day = date(int(part["year"]), month, int(part["day"]))
            if part["hour"] is None:
                return day
            hour = int(part["hour"])
            if part["half"]:
                hour = hour % 12 + (12 if part["half"] == "p" else 0)
            return datetime(day.year, day.month, day.day, hour, int(part["minute"]), int(part["second"] or 0))
        except ValueError:
            return None
    return None


def _slashed(words: str) -> date | None:
    match = _SLASHED.fullmatch(words)
    if match is None:
        return None
    first, second, year = (int(group) for group in match.groups())
    if first > 12 or first == second:
        first, second = second, first
    elif second <= 12:
        return None
    try:
        return date(year, first, second)
    except ValueError:
        return None
