"""What the words of a time expression say by themselves, and the look at a sentence that finds it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from onrecord.claims import edtf
from onrecord.claims.edtf import Calendar
from onrecord.claims.timewords import Word
from onrecord.model import TimeType

Kind = Literal["calendar", "interval", "shift", "anaphor", "duration", "set", "vague", "period", "block"]


NOTHING = Calendar()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the words of a time expression say by themselves.

    ``calendar``: fields that are named, with ``direction`` -1 last, 0 this, 1 next. ``shift``: ``count`` ``unit``s from the
    publication date; ``anaphor``: from the time last spoken of. ``period``: the business quarter under discussion, moved by
    ``count`` years. ``duration``, ``set``, ``vague``: ``code`` is the value. ``year_shift``: the year relative to publication
    ("of last year"). ``timex`` overrules the TIMEX3 value ("recent years" is PAST_REF there). ``compares``: a figure is held
    against the year before. ``block``: the words are no time and must not be read as one.
    """

    kind: Kind
    type: TimeType = "DATE"
    calendar: Calendar = NOTHING
    other: Calendar | None = None
    direction: int | None = None
    count: int = 0
    unit: str = ""
    code: str = ""
    timex: str = ""
    compares: bool = False
    named: str = ""
    year_shift: int | None = None


class Context(NamedTuple):
    """The sentence's words and where in them the match stands."""

    words: Sequence[Word]
    first: int
    last: int

    def before(self, back: int = 1) -> str:
        """The tag of the word ``back`` places before the match, or an empty string."""
        return self.words[self.first - back].tag if self.first - back >= 0 else ""

    def after(self, on: int = 1) -> str:
        """The tag of the word ``on`` places after the match, or an empty string."""
        return self.words[self.last + on - 1].tag if self.last + on - 1 < len(self.words) else ""

    def text_before(self) -> str:
        return self.words[self.first - 1].text.lower() if self.first > 0 else ""

    def text_after(self) -> str:
        return self.words[self.last].text if self.last < len(self.words) else ""


Builder = Callable[[Context], Meaning | None]


def calendar_of(words: Sequence[Word]) -> Calendar:
    """The calendar fields that the words name."""
    found: dict[str, int | str] = {}
    has_month = any(w.tag == "MONTH" for w in words)
    for word in words:
        if word.tag == "MONTH" and "month" not in found:
            found["month"] = int(word.value)
        elif word.tag == "YEAR" or word.tag == "SHORTYEAR":
            found["year"] = int(word.value)
        elif has_month and word.tag in ("DD", "ORD", "first", "second") and "day" not in found:
            found["day"] = int(word.number or 2)
        elif word.tag == "WEEKDAY":
            found["weekday"] = int(word.value)
        elif word.tag in ("SEASON", "PART"):
            found[word.tag.lower()] = word.value
    return Calendar(**found)  # type: ignore[arg-type]


def direction_of(words: Sequence[Word]) -> int | None:
    for word in words:
        if word.tag in ("last", "past", "previous"):
            return -1
        if word.tag in ("next", "coming", "following"):
            return 1
        if word.tag in ("this", "current", "same"):
            return 0
    return None


def amount_of(words: Sequence[Word]) -> tuple[float | None, str] | None:
    """Count (None if vague) and unit of "two and a half years", "several days", "an hour"."""
    unit = next((w.value for w in words if w.tag in ("UNITS", "UNIT", "year", "QUARTER", "second")), "")
    if any(w.tag == "second" for w in words) and not unit.strip("2"):
        unit = "second"
    factor = 1.0
    if unit == "fortnight":
        unit, factor = "week", 2.0
    if unit not in edtf.UNITS:
        return None
    numbers = [w.number for w in words if w.number is not None and w.tag in ("NUM", "DD", "YEAR", "one")]
    tags = [w.tag for w in words]
    count: float | None = None
    if numbers:
        count = float(numbers[0] or 0)
        if "half" in tags and "and" in tags:
            count += 0.5
    elif "half" in tags and "and" not in tags:
        count = 0.5
    elif "half" in tags:
        count = 1.5
    elif "couple" in tags:
        count = 2.0
    elif "few" in tags or "several" in tags or "many" in tags or "some" in tags:
        count = None
    elif any(t in ("a", "an", "another") for t in tags) or any(w.tag in ("UNIT", "year", "QUARTER") for w in words):
        count = 1.0
    if len(numbers) > 1 and "and" not in tags:
        return None if numbers[0] is None else (float(numbers[0]) * factor, unit)
    return (count * factor if count is not None else None, unit)
