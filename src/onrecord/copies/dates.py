"""Publication dates as stretches of time, so that "the same day" is not mistaken for "earlier"."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

HOUR = 3600.0
DAY = 24 * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Stretch(NamedTuple):
    """Seconds since 1970, UTC: a time lies at one point (``start == end``), a date fills its day."""

    start: float
    end: float


def stretch(published: str | None) -> Stretch | None:
    """The time that an ISO 8601 date or date-time names; None for none, or for what is not one. Without zone: UTC."""
    if not published:
        return None
    try:
        if len(published) == 10:
            day = datetime.combine(date.fromisoformat(published), datetime.min.time(), tzinfo=UTC)
            return Stretch((day - _EPOCH).total_seconds(), (day + timedelta(days=1) - _EPOCH).total_seconds())
        moment = datetime.fromisoformat(published)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        at = (moment - _EPOCH).total_seconds()
    except (ValueError, OverflowError):
        return None
    return Stretch(at, at)


def day_number(published: str | None) -> int | None:
    """Days from 1970-01-01 to the day of publication (UTC), None without a date."""
    when = stretch(published)
    return None if when is None else int(when.start // DAY)


def earlier(a: str | None, b: str | None) -> bool:
    """Whether ``a`` certainly lies before ``b``: False for equal times, for times within a bare date, and without a date."""
    first, second = stretch(a), stretch(b)
    return first is not None and second is not None and first.start < second.start and first.end <= second.start


def hours_between(a: str | None, b: str | None) -> float | None:
    """Hours from one to the other, whichever is first, at the least that the two allow; None where one has no date."""
    first, second = stretch(a), stretch(b)
    if first is None or second is None:
        return None
    return max(0.0, first.start - second.end, second.start - first.end) / HOUR
