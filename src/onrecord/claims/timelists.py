"""Days that share one month: "April 24 and 25", "3, 4 and 5 May", "July 1 and 2, 2015". Each is a time of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from onrecord.claims.timegrammar import Match
from onrecord.claims.timewords import Word

_AND = frozenset({"and", "or"})
_LEADS_IN = frozenset({"on", "of", "for", "the", "between", "from", "until", "by", "since", "to", "both"})


def with_listed_days(words: Sequence[Word], matches: Sequence[Match], counts: Callable[[int], bool]) -> list[Match]:
    """The matches with the further days that a list names before or after a date, in order.

    ``counts`` says of a word's index whether it is a noun, which a number before it would count: "on April 24 and 25 men".
    """
    out: list[Match] = []
    for match in matches:
        if out and match.first < out[-1].last:
            continue
        if match.rule.startswith("month-day"):
            out.extend(_after(words, match, counts))
        elif match.rule.startswith("day-month"):
            out.extend(_before(words, match, out[-1].last if out else 0))
        else:
            out.append(match)
    return out


def _tag(words: Sequence[Word], index: int) -> str:
    return words[index].tag if 0 <= index < len(words) else ""


def _after(words: Sequence[Word], match: Match, counts: Callable[[int], bool]) -> list[Match]:
    days: list[int] = []
    place = match.last
    while _tag(words, place) == "," and _tag(words, place + 1) == "DD":
        days.append(place + 1)
        place += 2
    place += _tag(words, place) == ","
    if match.meaning.calendar.year is not None or _tag(words, place) not in _AND or _tag(words, place + 1) != "DD":
        return [match]
    days.append(place + 1)
    end = place + 2
    year = None
    if _tag(words, end) == "YEAR" or (_tag(words, end) == "," and _tag(words, end + 1) == "YEAR"):
        end += 1 + (_tag(words, end) == ",")
        year = int(words[end - 1].value)
    elif counts(end):
        return [match]
    return _named(words, [match, *(Match(match.rule, day, day + 1, match.meaning) for day in days)], year, end)


def _before(words: Sequence[Word], match: Match, start: int) -> list[Match]:
    days: list[int] = []
    place = match.first - 1
    if _tag(words, place) in _AND and _tag(words, place - 1) == "DD":
        days.append(place - 1)
        place -= 2
        while _tag(words, place) == "," and _tag(words, place - 1) == "DD":
            days.append(place - 1)
            place -= 2
    if not days or days[-1] < start or _tag(words, place) not in _LEADS_IN:
        return [match]
    listed = [Match(match.rule, day, day + 1, match.meaning) for day in reversed(days)]
    return _named(words, [*listed, match], match.meaning.calendar.year, match.last)


def _named(words: Sequence[Word], listed: list[Match], year: int | None, end: int) -> list[Match]:
    """The members of a list with their own days and the common year; the list's own date alone if the days do not rise."""
    own = next(match for match in listed if match.last - match.first > 1)
    days = [own.meaning.calendar.day if match is own else int(words[match.first].number or 0) for match in listed]
    if any(day is None or not 0 < day < 32 for day in days) or sorted({day or 0 for day in days}) != days:
        return [own]
    out = []
    for match, day in zip(listed, days, strict=True):
        calendar = replace(
            match.meaning.calendar, day=day, year=year, weekday=None if match is not own else own.meaning.calendar.weekday
        )
        last = end if match is listed[-1] else match.last
        out.append(match._replace(last=last, meaning=replace(match.meaning, calendar=calendar)))
    return out
