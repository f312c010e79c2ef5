"""Times: spans, what the words say, what they mean with a publication date, stamps, and the promises on any input."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.claims import edtf
from onrecord.claims.edtf import Calendar
from onrecord.claims.times import find, find_times, published_day, stamp_date, stamp_spans
from onrecord.model import Reading, Sentence, Span, Time, Token
from onrecord.text import tokenise

SHARED = Path(__file__).resolve().parents[2] / "shared"
TUESDAY = "2016-12-20"


def reading(text: str, marks: tuple[tuple[Span, float], ...] = ()) -> Reading:
    sentences: list[Sentence] = []
    tokens: list[Token] = []
    for number, paragraph in enumerate(tokenise.paragraphs(text)):
        for span in tokenise.sentences(text, *paragraph):
            first = len(tokens)
            for start, end in tokenise.words(text, *span):
                word = text[start:end]
                tokens.append(Token(start, end, word, word.lower(), "X", "X", -1, "dep", len(sentences)))
            sentences.append(Sentence(span.start, span.end, "body", number, first, len(tokens)))
    return Reading(text, tuple(sentences), tuple(tokens), time_spans=marks)


def only(text: str, published: str | None = TUESDAY) -> tuple[str, Time]:
    times = find_times(reading(text), published)
    assert len(times) == 1, [text[t.start : t.end] for t in times]
    return text[times[0].start : times[0].end], times[0]


@pytest.mark.parametrize(
    ("text", "words", "value", "resolved", "timex"),
    [
        ("The bridge fell on Sunday.", "Sunday", "XXXX-WXX-7", "2016-12-18", "2016-12-18"),
        ("The bridge fell on Tuesday.", "Tuesday", "XXXX-WXX-2", "2016-12-20", "2016-12-20"),
        ("The council will meet on Friday.", "Friday", "XXXX-WXX-5", "2016-12-23", "2016-12-23"),
        ("The ferry sank on July 27.", "July 27", "XXXX-07-27", "2016-07-27", "2016-07-27"),
        ("The ferry will sail on January 9.", "January 9", "XXXX-01-09", "2017-01-09", "2017-01-09"),
        ("Rain fell in June.", "June", "XXXX-06", "2016-06", "2016-06"),
        ("It was built in August 2012.", "August 2012", "2012-08", "2012-08", "2012-08"),
        ("It was built on 3 August 2012.", "3 August 2012", "2012-08-03", "2012-08-03", "2012-08-03"),
        ("It was closed last month.", "last month", None, "2016-11", "2016-11"),
        ("It was closed last week.", "last week", None, "2016-W50", "2016-W50"),
        ("It was closed yesterday.", "yesterday", None, "2016-12-19", "2016-12-19"),
        ("It was closed three days ago.", "three days ago", None, "2016-12-17", "2016-12-17"),
        ("It was closed this year.", "this year", None, "2016", "2016"),
        ("The mill burned last April.", "last April", "XXXX-04", "2016-04", "2016-04"),
        ("It was built in the 1990s.", "the 1990s", "199X", "199X", "199"),
        ("It was built in the 18th century.", "the 18th century", "17XX", "17XX", "17"),
        ("They met in the spring of 2016.", "the spring of 2016", "2016-21", "2016-21", "2016-SP"),
        ("Sales fell in the third quarter of 2015.", "the third quarter of 2015", "2015-35", "2015-35", "2015-Q3"),
        ("Sales fell in the third quarter.", "the third quarter", "XXXX-35", "2016-35", "2016-Q3"),
        ("They fought the 1961-64 war.", "1961-64", "1961/1964", "1961/1964", "1961"),
        ("It ran March 3 to May 9.", "March 3 to May 9", "XXXX-03-03/XXXX-05-09", "2016-03-03/2016-05-09", "2016-03-03"),
        ("They waited 36 hours.", "36 hours", "PT36H", None, "PT36H"),
        ("They waited two years.", "two years", "P2Y", None, "P2Y"),
        ("They waited two and a half years.", "two and a half years", "P2Y6M", None, "P2Y6M"),
        ("A ten-year dispute ended.", "ten-year", "P10Y", None, "P10Y"),
        ("It rained over the past 13 months.", "the past 13 months", "P13M", None, "P13M"),
        ("They waited for years.", "years", "PXY", None, "PXY"),
        ("They meet every Tuesday.", "every Tuesday", "XXXX-WXX-2", None, "XXXX-WXX-2"),
        ("It opened on Christmas Eve.", "Christmas Eve", "XXXX-12-24", "2016-12-24", "2016-12-24"),
        ("They left nineteen ninety-seven behind.", "nineteen ninety-seven", "1997", "1997", "1997"),
        ("The siren sounded at 10:55 local time.", "10:55 local time", "T10:55", "2016-12-20T10:55", "2016-12-20T10:55"),
        ("The siren sounded at 9 p.m. Monday.", "9 p.m. Monday", "XXXX-WXX-1T21:00", "2016-12-19T21:00", "2016-12-19T21:00"),
        ("The siren sounded yesterday evening.", "yesterday evening", None, "2016-12-19", "2016-12-19TEV"),
        ("It closes by the end of 2019.", "the end of 2019", "2019", "2019", "2019"),
    ],
)
def test_what_is_said_and_what_is_meant(text: str, words: str, value: str | None, resolved: str | None, timex: str) -> None:
    surface, time = only(text)
    assert (surface, time.value, time.resolved, time.timex) == (words, value, resolved, timex)


@pytest.mark.parametrize(
    ("text", "value", "resolved", "anchor"),
    [
        ("The bridge fell on Sunday.", "XXXX-WXX-7", None, "none"),
        ("The ferry sank on July 27.", "XXXX-07-27", None, "none"),
        ("It was closed last month.", None, None, "none"),
        ("It was built on July 27, 2015.", "2015-07-27", "2015-07-27", "none"),
    ],
)
def test_without_a_publication_date_only_words_count(text: str, value: str | None, resolved: str | None, anchor: str) -> None:
    _, time = only(text, None)
    assert (time.value, time.resolved, time.anchor) == (value, resolved, anchor)


@pytest.mark.parametrize(
    "text",
    [
        "The 10-year-old boy from Orsk waved.",
        "Anna Brodt, aged 27, waved.",
        "He paid $1950 for 2,000 cows in room 1999.",
        "They may march if they must.",
        "A second boat followed the first.",
    ],
)
def test_what_only_looks_like_a_time(text: str) -> None:
    assert find_times(reading(text), TUESDAY) == ()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The ferry sailed on April 24 and 25 in fog.", [("April 24", "2016-04-24"), ("25", "2016-04-25")]),
        ("It sailed on April 24, 25 and 26.", [("April 24", "2016-04-24"), ("25", "2016-04-25"), ("26", "2016-04-26")]),
        ("It sailed on 3 and 4 May.", [("3", "2016-05-03"), ("4 May", "2016-05-04")]),
        ("It sailed on July 1 and 2, 2015.", [("July 1", "2015-07-01"), ("2, 2015", "2015-07-02")]),
        ("It sailed on April 24 and 19.", [("April 24", "2016-04-24")]),
        ("It sank, killing 3 and 4 May never came.", [("4 May", "2016-05-04")]),
    ],
)
def test_days_of_one_month_are_times_of_their_own(text: str, days: list[tuple[str, str]]) -> None:
    assert [(text[t.start : t.end], t.resolved) for t in find_times(reading(text), TUESDAY)] == days


def test_a_number_that_counts_what_follows_is_no_day() -> None:
    text = "On April 24 and 25 sailors were freed."
    plain = reading(text)
    tagged = replace(plain, tokens=tuple(replace(t, upos="NOUN" if t.text == "sailors" else "X") for t in plain.tokens))
    assert [text[t.start : t.end] for t in find_times(tagged, TUESDAY)] == ["April 24"]


def test_a_time_is_told_from_the_one_before() -> None:
    text = "The dam broke on May 4, 2011. Two days earlier it had rained. The following year it was rebuilt."
    times = find_times(reading(text), TUESDAY)
    assert [t.resolved for t in times] == ["2011-05-04", "2011-05-02", "2012"]
    assert [t.anchor for t in times] == ["none", "text", "text"]


def test_a_clock_takes_the_day_of_its_sentence() -> None:
    text = "On August 11, 2012 the ground shook at 10:55 local time."
    assert [t.resolved for t in find_times(reading(text))] == ["2012-08-11", "2012-08-11T10:55"]


def test_vague_words_have_no_value_and_can_be_left_out() -> None:
    text = "They recently said that talks are now closed."
    vague = find_times(reading(text), TUESDAY, vague=True)
    assert [(t.value, t.timex) for t in vague] == [(None, "PAST_REF"), (None, "PRESENT_REF")]
    assert find_times(reading(text), TUESDAY) == ()


def test_a_quiet_rule_speaks_where_the_tagger_marks_its_words() -> None:
    text = "The once proud town waits."
    assert find_times(reading(text), TUESDAY, vague=True) == ()
    marked = reading(text, ((Span(4, 8), 0.9),))
    assert [t.timex for t in find_times(marked, TUESDAY, vague=True)] == ["PAST_REF"]


def test_a_tree_gives_the_tense() -> None:
    text = "Ministers cut Friday."
    words = reading(text).tokens
    for xpos, day in (("VBD", "2016-12-16"), ("VBP", "2016-12-16")):
        tags = [("NOUN", "NNS", 1), ("VERB", xpos, -1), ("PROPN", "NNP", 1), ("PUNCT", ".", 1)]
        assert find_times(parsed(text, words, tags), TUESDAY)[0].resolved == day
    text = "Ministers meet Friday."
    tags = [("NOUN", "NNS", 1), ("VERB", "VBP", -1), ("PROPN", "NNP", 1), ("PUNCT", ".", 1)]
    assert find_times(parsed(text, reading(text).tokens, tags), TUESDAY)[0].resolved == "2016-12-23"


def parsed(text: str, words: tuple[Token, ...], tags: list[tuple[str, str, int]]) -> Reading:
    tokens = tuple(
        Token(w.start, w.end, w.text, w.lemma, upos, xpos, head, "root" if head < 0 else "dep", 0)
        for w, (upos, xpos, head) in zip(words, tags, strict=True)
    )
    return Reading(text, (Sentence(0, len(text), "body", 0, 0, len(tokens)),), tokens)


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("Ferry sinks off Vell\n\nTuesday, March 1, 2011\n\nA ferry sank.", "2011-03-01"),
        ("Ferry sinks off Vell\n\nTuesday, March 1, 2011 A ferry sank.", "2011-03-01"),
        ("VELLMOUTH 2011-03-01\n\nA ferry sank.", "2011-03-01"),
        ("VELLMOUTH, March 1 (Agency) - A ferry sank.", None),
        ("A ferry sank on Tuesday, March 1, 2011 off Vell.", None),
    ],
)
def test_the_stamp_of_the_page(text: str, stamp: str | None) -> None:
    assert stamp_date(text) == stamp
    assert all(not (s <= t.start < e) for t in find_times(reading(text), "2011-03-02") for s, e in stamp_spans(text))


def test_published_day() -> None:
    assert published_day("2016-12-20T08:00:00Z") == date(2016, 12, 20)
    assert published_day("Tuesday") is None
    assert published_day(None) is None


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(1, 7))
def test_a_past_weekday_is_zero_to_six_days_back(day: date, number: int) -> None:
    name = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()[number - 1]
    _, time = only(f"The bridge fell on {name}.", day.isoformat())
    assert time.resolved is not None
    found = date.fromisoformat(time.resolved)
    assert found.isoweekday() == number
    assert timedelta(0) <= day - found <= timedelta(6)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_full_date_resolves_to_itself(day: date) -> None:
    _, time = only(f"It was opened on {day.day} {day:%B} {day.year}.", None)
    assert time.resolved == time.timex == day.isoformat()


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(-30, 30), st.sampled_from(["day", "week", "month", "year"]))
def test_shifts_go_there_and_back(day: date, count: int, unit: str) -> None:
    there = edtf.shift(day, count, unit)
    assert there is not None
    first = edtf.as_date(there)
    assert first is not None
    assert edtf.shift(first, -count, unit) == edtf.shift(day, 0, unit)


@given(st.text(alphabet="abst 0123456789,.:-/’'\nJuneMaywkF$%", max_size=300), st.sampled_from([None, TUESDAY]))
def test_any_text_gives_ordered_spans_with_words_in_them(text: str, published: str | None) -> None:
    times = find_times(reading(text), published)
    assert all(0 <= t.start < t.end <= len(text) for t in times)
    assert all(a.end <= b.start for a, b in pairwise(times))
    assert times == find_times(reading(text), published)


def test_unknown_digits_are_written_as_x() -> None:
    assert edtf.edtf(Calendar(month=6)) == "XXXX-06"
    assert edtf.edtf(Calendar(year=2016, season="SP")) == "2016-21"
    assert edtf.edtf(Calendar()) is None
    assert edtf.duration(None, "year") == "PXY"
    assert edtf.duration(1.5, "hour") == "PT1H30M"


def test_hostile_input_is_read_in_linear_time() -> None:
    for piece in ("more than ", "1 to ", "the end of ", "nineteen ninety-", "12:", "Monday, ", "a couple of "):
        find(reading(piece * 800), TUESDAY)


def scorer() -> ModuleType:
    path = Path(__file__).resolve().parents[1] / "evals" / "times.py"
    spec = importlib.util.spec_from_file_location("evals_times", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["evals_times"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not (SHARED / "data" / "time").is_dir(), reason="TimeBank is not here")
def test_scores_on_held_apart_files() -> None:
    result = scorer().score("held")
    assert result["value"] >= 79.0
    assert result["strict"] >= 88.0
    assert result["relaxed"] >= 91.5
