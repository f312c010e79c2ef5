"""Publication dates: what is a full date becomes ISO 8601, everything else None."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.sources.dates import normalise_date


@pytest.mark.parametrize(
    ("given_date", "expected"),
    [
        ("2016-08-24", "2016-08-24"),
        ("20160824", "2016-08-24"),
        (" 2016-08-24T10:30 ", "2016-08-24T10:30:00"),
        ("2016-08-24T10:30:15.123Z", "2016-08-24T10:30:15+00:00"),
        ("2016-08-24 10:30:15+02:00", "2016-08-24T10:30:15+02:00"),
        ("2016-08-24 12:24:52.002364-05", "2016-08-24T12:24:52-05:00"),
        ("Wed, 24 Aug 2016 10:30:00 GMT", "2016-08-24T10:30:00+00:00"),
        ("24 Aug 2016 10:30:00 -0300", "2016-08-24T10:30:00-03:00"),
        ("August 24, 2016", "2016-08-24"),
        ("Aug. 24, 2016", "2016-08-24"),
        ("Wednesday, August 24, 2016", "2016-08-24"),
        ("24 August 2016", "2016-08-24"),
        ("24th August 2016", "2016-08-24"),
        ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01"),
        ("August 24, 2016 at 4:05 p.m.", "2016-08-24T16:05:00"),
        ("Aug 24, 2016 12:05 AM EST", "2016-08-24T00:05:00"),
        ("2016/08/24", "2016-08-24"),
        ("24/08/2016", "2016-08-24"),
        ("08/24/2016", "2016-08-24"),
        ("04.04.2016", "2016-04-04"),
        (date(2016, 8, 24), "2016-08-24"),
        (datetime(2016, 8, 24, 10, 30, tzinfo=UTC), "2016-08-24T10:30:00+00:00"),
        ("03/04/2016", None),
        ("2016", None),
        ("2016-08", None),
        ("August 2016", None),
        ("Wednesday", None),
        ("yesterday", None),
        ("2016-13-01", None),
        ("February 30, 2016", None),
        ("24 August 2016 25:00", None),
        ("0001-01-01", None),
        ("", None),
        (None, None),
        (20160824, None),
    ],
)
def test_dates(given_date: object, expected: str | None) -> None:
    assert normalise_date(given_date) == expected


@given(st.dates(date(1600, 1, 1), date(2199, 12, 31)))
def test_every_day_comes_back(day: date) -> None:
    for words in (day.isoformat(), day.strftime("%B %d, %Y"), day.strftime("%a, %d %b %Y 00:00:00 +0000")):
        assert (normalise_date(words) or "")[:10] == day.isoformat()


@given(st.text(max_size=70))
def test_no_words_raise(words: str) -> None:
    normalise_date(words)
