"""The grammar of time expressions: patterns over word tags, and what each one means.

A rule is a name, a pattern over the tags of ``onrecord.claims.timewords`` and a function that makes a :class:`Meaning` of the
words matched (or None: not a time here). Patterns are regular and bounded, so that matching is linear in the sentence. Of
overlapping matches the longest stays. Nothing here knows the date of publication: that is ``onrecord.claims.timeanchor``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from onrecord.claims import edtf
from onrecord.claims.edtf import Calendar
from onrecord.claims.timewords import Word, lex
from onrecord.model import TimeType

Kind = Literal["calendar", "interval", "shift", "anaphor", "duration", "set", "vague", "period", "block"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the words of a time expression say by themselves.

    ``calendar``: fields that are named, with ``direction`` -1 last, 0 this, 1 next. ``shift``: ``count`` ``unit``s from the
    publication date; ``anaphor``: from the time last spoken of. ``period``: the business quarter under discussion, moved by
    ``count`` years. ``duration``, ``set``, ``vague``: ``code`` is the value. ``year_shift``: the year relative to publication
    ("of last year"). ``vague`` overrules the TIMEX3 value ("recent years" is PAST_REF there). ``compares``: a figure is held against the year before. ``block``: the words are no time and must not be read as one.
    """

    kind: Kind
    type: TimeType = "DATE"
    calendar: Calendar = Calendar()
    other: Calendar | None = None
    direction: int | None = None
    count: int = 0
    unit: str = ""
    code: str = ""
    vague: str = ""
    compares: bool = False
    named: str = ""
    year_shift: int | None = None


class Match(NamedTuple):
    """A rule's match: words ``first`` to ``last`` (exclusive) of the sentence."""

    rule: str
    first: int
    last: int
    meaning: Meaning


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

_MACROS = {
    "n": "(NUM|DD|YEAR|one)",
    "unit": "(UNIT|year|QUARTER|second)",
    "fuzzy": "(a few|few|several|some|many|a? couple of?)",
    "about": "(about|around|nearly|almost|roughly|approximately|over|under|barely|more than|less than|fewer than|at least"
    "|at most|just over|just under|well over|up to|near)",
    "mod": "((early|late|mid|earlier|later) -? ((in|on) the?|the)?|sometime|the? (beginning|start|middle|end|close) of)",
    "which": "(last|next|(this|the) (past|coming|last|next|current)|this|coming|past)",
    "relyear": "(,? (of|in)? (this|last|next|the (same|previous|following)) year)",
    "day": "(DD|ORD|first|second)",
    "ordinal": "(first|second|ORD|final|last|latest)",
    "yeartail": "(,? (YEAR|SHORTYEAR))",
    "date": "((WEEKDAY ,?)? (MONTH {day} {yeartail}?|DD MONTH {yeartail}?)|WEEKDAY|DAY)",
}


def _compile(pattern: str) -> re.Pattern[str]:
    """A pattern over tags to a regular expression over ``<tag><tag>...``; macros stand in braces."""
    while "{" in pattern:
        pattern = re.sub(r"\{(\w+)\}", lambda m: _MACROS[m.group(1)], pattern)
    pattern = re.sub(r"[A-Za-z0-9_',/%$-]+", lambda m: f"(?:<{re.escape(m.group())}>)", pattern)
    return re.compile(pattern.replace(" ", "").replace("(?:", "(").replace("(", "(?:"))


# ------------------------------------------------------------------------------------------------------------ what words say


def _calendar_of(words: Sequence[Word]) -> Calendar:
    """The calendar fields that the words name."""
    found: dict[str, int | str] = {}
    has_month = any(w.tag == "MONTH" for w in words)
    for word in words:
        if word.tag == "MONTH" and "month" not in found:
            found["month"] = int(word.value)
        elif word.tag == "YEAR":
            found["year"] = int(word.value)
        elif word.tag == "SHORTYEAR":
            found["year"] = int(word.value)
        elif has_month and word.tag in ("DD", "ORD", "first", "second") and "day" not in found:
            found["day"] = int(word.number or 2)
        elif word.tag == "WEEKDAY":
            found["weekday"] = int(word.value)
        elif word.tag in ("SEASON", "PART"):
            found[word.tag.lower()] = word.value
    return Calendar(**found)  # type: ignore[arg-type]


def _direction(words: Sequence[Word]) -> int | None:
    for word in words:
        if word.tag in ("last", "past", "previous"):
            return -1
        if word.tag in ("next", "coming", "following"):
            return 1
        if word.tag in ("this", "current", "same"):
            return 0
    return None


def _date(context: Context) -> Meaning | None:
    """A calendar expression; "of last year" at its end goes into ``year_shift``."""
    words = list(context.words[context.first : context.last])
    year_shift = None
    if len(words) > 2 and words[-1].tag == "year":
        year_shift = _direction(words[-2:-1])
        words = words[:-2]
    value = _calendar_of(words)
    if value.day is not None and value.month is not None and not 1 <= value.day <= 31:
        return None
    direction = _direction(words)
    if year_shift is None and direction is None and value.month is not None and value.day is None and value.year is None:
        return _bare_month(context, words, value)
    kind: TimeType = "TIME" if value.part else "DATE"
    return Meaning("calendar", kind, value, direction=direction, year_shift=year_shift)


_MONTH_LEADS = frozenset(
    """in of since by until till from through during last next this early late mid end and or to between for before after throughout
    's than late- - , at on into around the""".split()
)


def _bare_month(context: Context, words: Sequence[Word], value: Calendar) -> Meaning | None:
    """A month alone. "May" and "March" begin sentences and name people, so they need a word that leads a month in."""
    ambiguous = words[-1].text.lower() in ("may", "march", "april", "june", "august") and len(words) == 1
    leads = context.text_before()
    if ambiguous and words[-1].text.lower() in ("may", "march") and (leads not in _MONTH_LEADS or leads in (",", "the", "and", "or")):
        return None
    if ambiguous and context.text_after()[:1].isupper() and leads not in ("in", "since", "last", "by", "of"):
        return None
    return Meaning("calendar", "DATE", value)


_PREPOSITIONS = frozenset(
    """in since by of from until till to through during before after between around about circa throughout for and or the this early
    late mid year back than as on till post pre election""".split()
)


def _year(context: Context) -> Meaning | None:
    """A number that is a year: 1900 to 2050 anywhere but before a thing counted; 1000 and up after a preposition."""
    word = context.words[context.last - 1]
    number = int(word.value)
    lead, after = context.text_before(), context.text_after()
    if context.before() in ("$", "CLOCK", "/") or lead in ("no", "number", "page", "room", "#", "£", "€", "nos", "at") or after in ("%", "$"):
        return None
    if context.after() in ("%", "UNITS", "SCALE", "AMPM", "ZONE", "/") or (context.after() == "-" and context.after(2) in ("UNIT", "year")):
        return None
    if context.before() in ("-", "--") and context.before(2) in ("_", "DD", "NUM"):
        return None if context.words[context.first - 1].start == context.words[context.first - 2].end and lead == "-" else _plain_year(number)
    counted = after[:1].islower() and after.endswith("s") and len(after) > 3 and after not in ("was", "as", "is", "has", "this", "its")
    if not word.text[0].isdigit():
        return _plain_year(number) if lead in _PREPOSITIONS or word.text.lower().startswith("nineteen") else None
    if lead in ("in", "since", "by", "during", "circa", "early", "late") and 1000 <= number <= 2100 and not (counted and number % 50 == 0):
        return _plain_year(number)
    if not 1900 <= number <= 2050:
        return _plain_year(number) if lead in ("from", "until", "of", "to", "between") and 1400 < number and not counted else None
    if counted and (number % 100 == 0 or lead in ("than", "some", "about", "over", "with", "nearly", "to", "for", "are", "were")):
        return None
    return _plain_year(number)


def _plain_year(number: int) -> Meaning:
    return Meaning("calendar", "DATE", Calendar(year=number))


def _iso(context: Context) -> Meaning | None:
    text = context.words[context.first].text
    if "/" in text:
        month, day, year = (int(p) for p in text.split("/"))
        value = Calendar(year=year, month=month, day=day) if month <= 12 else Calendar(year=year, month=day, day=month)
    else:
        clock = text[11:16] or None
        value = Calendar(int(text[:4]), int(text[5:7]), int(text[8:10]), clock=clock, zone="Z" if text.endswith("Z") else "")
    return Meaning("calendar", "TIME" if value.clock else "DATE", value) if edtf.as_date(value) else None


def _decade(context: Context) -> Meaning | None:
    word = next(w for w in context.words[context.first : context.last] if w.tag in ("DECADE", "DECADES"))
    if word.tag == "DECADES" and word.text[0] not in "'’`" and context.words[context.first].tag == word.tag:
        return None
    if context.before() in ("his", "her", "their", "my") or context.text_before() in ("his", "her", "their", "my", "your"):
        return None
    return Meaning("calendar", "DATE", Calendar(decade=int(word.value)))


def _century(context: Context) -> Meaning | None:
    words = context.words[context.first : context.last]
    if words[-1].value != "century":
        return None
    number = next((int(w.number or 2) for w in words if w.tag in ("ORD", "first", "second")), None)
    return Meaning("calendar", "DATE", Calendar(century=number - 1)) if number and number < 31 else None


def _quarter(context: Context) -> Meaning | None:
    """A quarter or half of a year by its number; its year may be named, relative, or open."""
    words = list(context.words[context.first : context.last])
    year_shift = year = None
    for i, word in enumerate(words):
        if word.tag == "YEAR":
            year = int(word.value)
        if word.tag == "year" and i and words[i - 1].tag in ("last", "this", "next", "current"):
            year_shift = _direction(words[i - 1 : i])
            words[i - 1] = replace(words[i - 1], tag="_", number=None)
        if word.tag == "year" and i + 2 < len(words) and words[i + 1].tag == "-":
            year_shift = -1
    ordinal = next((w for w in words if w.tag in ("first", "second", "ORD", "last", "final", "NUM", "DD")), None)
    unit = next((w.tag for w in words if w.tag in ("QUARTER", "half")), "QUARTER")
    if ordinal is None:
        return None
    number = int(ordinal.number or {"second": 2, "last": 4, "final": 4}.get(ordinal.tag, 0))
    if ordinal.tag in ("last", "final") and unit == "half":
        number = 2
    if not 1 <= number <= (4 if unit == "QUARTER" else 2) or (unit == "half" and year is None and year_shift is None):
        return None
    value = Calendar(year=year, quarter=number) if unit == "QUARTER" else Calendar(year=year, half=number)
    return Meaning("calendar", "DATE", value, year_shift=year_shift)


def _season(context: Context) -> Meaning | None:
    words = context.words[context.first : context.last]
    value = _calendar_of(words)
    if words[-1].tag == "SEASON" and len(words) == 1 and (context.before() != "in" or words[-1].text.lower() in ("fall", "spring")):
        return None
    direction = _direction(words[:-1] if words[-1].tag == "year" else words)
    year_shift = _direction(words[-2:-1]) if words[-1].tag == "year" else None
    if words[0].tag == "the" and value.year is None and direction is None and words[-1].text.lower() == "fall" and context.after() == "of":
        return None
    return Meaning("calendar", "DATE", value, direction=direction if year_shift is None else None, year_shift=year_shift)


def _named(context: Context) -> Meaning | None:
    words = context.words[context.first : context.last]
    name = next(w for w in words if w.tag == "NAMED").value
    year = next((int(w.value) for w in words if w.tag == "YEAR"), None)
    if context.after() == "_" and context.text_after()[:1].isupper() and context.before() != "on":
        return None
    return Meaning("calendar", "DATE", Calendar(year=year), named=name, direction=_direction(words))


def _weekdays(context: Context) -> Meaning:
    words = context.words[context.first : context.last]
    day = int(next(w for w in words if w.tag in ("WEEKDAYS", "WEEKDAY")).value)
    part = next((w.value for w in words if w.tag in ("PARTS", "PART")), None)
    return Meaning("set", "SET", Calendar(weekday=day, part=part), code=f"XXXX-WXX-{day}" + (f"T{part}" if part else ""))


# ------------------------------------------------------------------------------------------------- relative to another time


_ERA = frozenset("world society generation standards terms market markets technology youth economy computers age times climate".split())
_PRESENT = frozenset("is are has have do does remains remain lives live isn aren".split())
_PASTS = frozenset("was were had did said announced".split())


def _nowadays(context: Context) -> bool:
    """Whether "today" means these days: "in today's world"; "Today, most of them are abroad" at the head of a sentence."""
    rest = [w.text.lower() for w in context.words[context.last : context.last + 14]]
    if context.after() == "'s":
        return any(w in _ERA for w in rest[1:4])
    if context.first > 0:
        return False
    telling = next((w for w in rest if w in _PRESENT or w in _PASTS or (w.endswith("ed") and len(w) > 4)), "")
    return telling in _PRESENT


def _day(context: Context) -> Meaning | None:
    words = context.words[context.first : context.last]
    word = next(w for w in words if w.tag in ("DAY", "TONIGHT"))
    part = "NI" if word.tag == "TONIGHT" else next((w.value for w in words if w.tag == "PART"), None)
    if word.text.lower() == "today" and _nowadays(context):
        return Meaning("vague", "DATE", code="PRESENT_REF")
    offset = int(word.value)
    if any(w.tag in ("before", "after") for w in words):
        offset += 1 if any(w.tag == "after" for w in words) else -1
    return Meaning("shift", "TIME" if part else "DATE", Calendar(part=part), count=offset, unit="day")


def _part(context: Context) -> Meaning | None:
    """"this morning", "last night", "that evening", "the next morning"."""
    words = context.words[context.first : context.last]
    part = words[-1].value
    tags = {w.tag for w in words}
    value = Calendar(part=part)
    if tags & {"that", "same"}:
        return Meaning("anaphor", "TIME", value, count=0, unit="day")
    if tags & {"next", "following"}:
        return Meaning("anaphor", "TIME", value, count=1, unit="day")
    if "previous" in tags:
        return Meaning("anaphor", "TIME", value, count=-1, unit="day")
    return Meaning("shift", "TIME", value, count=-1 if tags & {"last", "past"} else 0, unit="day")


def _relative(context: Context) -> Meaning | None:
    """"last week", "this year", "the next month", "the current fiscal year"."""
    words = context.words[context.first : context.last]
    unit = words[-1].value
    if unit in ("second", "minute", "hour") or (unit == "day" and "this" not in {w.tag for w in words}):
        return None
    direction = _direction(words)
    if direction is None or unit not in edtf._DURATION_LETTER:
        return None
    if words[-1].text.istitle() and words[-1].text[0].isupper() and context.first > 0:
        return None
    if any(w.tag in ("past", "coming") for w in words) and words[0].tag != "this":
        if unit in ("decade", "century", "year"):
            return Meaning("duration", "DURATION", code=edtf.duration(1, unit))
        return Meaning("duration", "DURATION", code=edtf.duration(1, unit)) if words[-2].tag == "past" else None
    return Meaning("shift", "DATE", count=direction, unit=unit)


def _anaphor(context: Context) -> Meaning | None:
    """"the next day", "the following year", "that week", "the year before", "the same month"."""
    words = context.words[context.first : context.last]
    unit = next((w.value for w in words if w.tag in ("UNIT", "year", "QUARTER")), "")
    if unit in ("", "second", "minute", "hour") or unit not in edtf._DURATION_LETTER:
        return None
    tags = {w.tag for w in words}
    count = 1 if tags & {"next", "following", "after"} else -1 if tags & {"previous", "preceding", "before", "earlier"} else 0
    if tags & {"before", "after"} and context.after() not in ("", ".", ",", "_", "(", "and") or "--" in context.after():
        return None
    if tags & {"before", "after"} and context.after() == "_" and context.text_after()[:1].isalpha():
        return None
    return Meaning("anaphor", "DATE", count=count, unit=unit)


def _amount(words: Sequence[Word]) -> tuple[float | None, str] | None:
    """Count (None if vague) and unit of "two and a half years", "several days", "an hour"."""
    unit = next((w.value for w in words if w.tag in ("UNITS", "UNIT", "year", "QUARTER", "second")), "")
    if any(w.tag == "second" for w in words) and not unit.strip("2"):
        unit = "second"
    factor = 1.0
    if unit == "fortnight":
        unit, factor = "week", 2.0
    if unit not in edtf._DURATION_LETTER:
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


def _ago(context: Context) -> Meaning | None:
    words = context.words[context.first : context.last]
    amount = _amount(words)
    if amount is None:
        return None
    count, unit = amount
    tags = {w.tag for w in words}
    if count is None:
        return Meaning("vague", "DATE", code="PAST_REF" if tags & {"ago", "earlier"} else "FUTURE_REF")
    if unit in ("year", "month", "week", "decade") and count % 1:
        smaller = {"year": ("month", 12), "month": ("day", 30), "week": ("day", 7), "decade": ("year", 10)}[unit]
        count, unit = round(count * smaller[1]), smaller[0]
    sign = 1 if "later" in tags or "now" in tags or "time" in tags else -1
    if unit in ("second", "minute", "hour") and "ago" not in tags:
        return None
    kind: Kind = "anaphor" if tags & {"earlier", "later", "before"} else "shift"
    compares = unit == "year" and words[0].tag == "a" and any(w.tag in ("$", "%") or w.number for w in context.words)
    return Meaning(kind, "DATE", count=sign * int(count), unit=unit, compares=compares)


def _year_end(context: Context) -> Meaning:
    return Meaning("shift", "DATE", Calendar(), count=0, unit="year")


def _weekend(context: Context) -> Meaning | None:
    words = context.words[context.first : context.last]
    return Meaning("shift", "DATE", count=0, unit="weekend", code="past") if words[-1].value == "weekend" else None


def _of_unit(context: Context) -> Meaning | None:
    """"the end of the year", "later in the day"."""
    words = context.words[context.first : context.last]
    unit = words[-1].value
    if unit not in ("day", "week", "month", "year") or "the" not in {w.tag for w in words[:-1]} or context.after() == "of":
        return None
    if words[-2].tag != "the":
        return None
    return Meaning("anaphor" if unit == "day" else "shift", "DATE", count=0, unit=unit)


def _whole_year(context: Context) -> Meaning | None:
    """"the year" as a stretch if it "ended" on some day; "for the year", "the full year" are the year of publication."""
    if context.after() in ("ended", "ending", "end", "through") or context.text_after() in ("that",):
        return Meaning("duration", "DURATION", code="P1Y") if context.after() in ("ended", "ending") else None
    if context.last - context.first > 2 or context.text_before() == "for":
        return Meaning("shift", "DATE", count=0, unit="year")
    return None


def _period(context: Context) -> Meaning | None:
    """"the quarter", "the latest period", "the year-ago quarter": the business period that the text is about."""
    words = context.words[context.first : context.last]
    tags = {w.tag for w in words}
    if words[-1].tag == "period" and not tags & {"latest", "ago", "earlier", "corresponding", "comparable", "YEAR"}:
        return None
    year = next((int(w.value) for w in words if w.tag == "YEAR"), None)
    back = tags & {"ago", "earlier"} or "last" in tags
    return Meaning("period", "DATE", Calendar(year=year), count=-1 if back else 0)


# ------------------------------------------------------------------------------------------------------ durations, sets, vague


def _duration(context: Context) -> Meaning | None:
    words = context.words[context.first : context.last]
    amount = _amount(words)
    if amount is None:
        return None
    if words[0].tag == "over" and context.text_before() not in _OVER_LEADS:
        return None
    if words[-1].tag == "year" and len(words) == 2 and words[0].tag == "YEAR":
        return None
    return Meaning("duration", "DURATION", code=edtf.duration(*amount))


# "over" means more than after these; elsewhere it is the preposition ("over three years") and no part of the expression.
_OVER_LEADS = frozenset("for of in last lasted lasting after than just well within took take takes spent and , a the by to".split())


def _compound(context: Context) -> Meaning | None:
    """"five-year", "two day": a count before a singular unit, in front of a noun."""
    words = context.words[context.first : context.last]
    if words[0].tag == "YEAR" and not words[0].text[0].isdigit() or "-" not in {w.tag for w in words} and words[0].tag == "one":
        return None
    if "-" not in {w.tag for w in words} and words[-1].tag in ("QUARTER", "second"):
        return None
    return _duration(context)


_DURATION_LEADS = frozenset(
    """in for of within after before about nearly than over only just take takes took lasting last lasted lasts spend spent until barely
    almost every less under during around through and or to took approximately roughly by exactly be is was wait""".split()
)


def _single(context: Context) -> Meaning | None:
    """"a year": a duration after a preposition or before "after"; after a thing counted it is a rate ("$5 a year")."""
    words = context.words[context.first : context.last]
    amount = _amount(words)
    if amount is None or amount[1] == "quarter" or (amount[1] == "second" and words[0].tag in ("a", "another")):
        return None
    lead, after = context.text_before(), context.text_after().lower()
    if len(words) == 2 and words[0].tag in ("a", "an") and lead not in _DURATION_LEADS and after not in ("after", "before", "from", "or"):
        if context.first == 0 or not (lead.isalpha() or lead in ("%", "$", "$")) or words[-1].value in ("second", "weekend", "century"):
            return None
        previous = context.words[context.first - 1]
        if lead in ("such", "what", "as", "has", "had", "have", "quite", "that", "it", "not", "with", "at", "from", "like", "on", "'s", "s"):
            return None
        counted = any(w.number is not None or w.tag in ("$", "%", "once", "twice") for w in context.words[max(0, context.first - 6) : context.first])
        if counted or previous.tag in ("UNITS", "once", "twice", "times"):
            return Meaning("set", "SET", code=edtf.duration(1, amount[1]))
        return None
    return Meaning("duration", "DURATION", code=edtf.duration(*amount))


def _bare_units(context: Context) -> Meaning | None:
    """"for years", "weeks" after a preposition that takes a stretch of time."""
    word = context.words[context.last - 1]
    if context.text_before() not in ("for", "in", "over", "within", "of", "after", "took", "take", "takes", "last", "than", "spent", "and"):
        return None
    if context.text_before() in ("of", "and", "in", "than", "over", "last") and context.after() not in ("", ".", ",", "of"):
        return None
    return Meaning("duration", "DURATION", code=edtf.duration(None, word.value)) if word.value in edtf._DURATION_LETTER else None


def _recent(context: Context) -> Meaning | None:
    word = context.words[context.last - 1]
    coming = context.words[context.first].tag == "coming"
    vague = "FUTURE_REF" if coming else "PAST_REF" if word.value == "year" else ""
    return Meaning("duration", "DURATION", code=edtf.duration(None, word.value), vague=vague) if word.value in edtf._DURATION_LETTER else None


def _long(context: Context) -> Meaning | None:
    word = context.words[context.first]
    count = None if word.tag == "UNITS" else 1
    return Meaning("duration", "DURATION", code=edtf.duration(count, word.value)) if word.value in edtf._DURATION_LETTER else None


def _every(context: Context) -> Meaning | None:
    words = context.words[context.first : context.last]
    last = words[-1]
    if last.tag == "WEEKDAY":
        return Meaning("set", "SET", code=f"XXXX-WXX-{last.value}")
    if last.tag == "MONTH":
        return Meaning("set", "SET", code=f"XXXX-{int(last.value):02d}")
    if last.tag == "SEASON":
        return Meaning("set", "SET", code=f"XXXX-{last.value}")
    if last.tag == "PART":
        return Meaning("set", "SET", code=f"XXXX-XX-XXT{last.value}")
    if any(w.tag == "ORD" for w in words):
        return None
    amount = _amount([w for w in words if w.tag != "few"])
    if amount is None:
        return None
    count = 2.0 if any(w.tag in ("other", "second") for w in words) else amount[0]
    return Meaning("set", "SET", code=edtf.duration(None if any(w.tag == "few" for w in words) else count, amount[1]))


def _regular_long(context: Context) -> Meaning | None:
    """"quarterly", "annually": mostly of sums and reports, seldom of a time."""
    unit = context.words[context.last - 1].value
    return Meaning("set", "SET", code=edtf.duration(1, unit)) if unit in ("quarter", "year") else None


def _regular(context: Context) -> Meaning | None:
    unit = context.words[context.last - 1].value
    if unit in ("quarter", "year"):
        return None
    if context.words[context.first].text[0].isupper() and context.text_after()[:1].isupper():
        return None
    if context.first and context.text_before()[:1].isalpha() and context.words[context.first - 1].text[0].isupper() and context.words[context.first].text[0].isupper():
        return None
    return Meaning("set", "SET", code=edtf.duration(1, unit))


def _rate(context: Context) -> Meaning | None:
    unit = context.words[context.last - 1].value
    return Meaning("set", "SET", code=edtf.duration(1, unit)) if unit in edtf._DURATION_LETTER else None


def _vague(code: str) -> Builder:
    def build(context: Context) -> Meaning | None:
        return Meaning("vague", "DATE", code=code)

    return build


def _block(context: Context) -> Meaning | None:
    return Meaning("block")


# --------------------------------------------------------------------------------------------------------- clocks, intervals


def _clock(context: Context) -> Meaning | None:
    words = list(context.words[context.first : context.last])
    head = words[0] if words[0].tag not in ("about", "around", "shortly", "just", "nearly") else words[1]
    ampm = next((w.value for w in words if w.tag == "AMPM"), "")
    part = next((w.value for w in words if w.tag == "PART"), "")
    if head.tag == "CLOCK" or head.tag == "NOON":
        clock = head.value
    elif head.tag == "YEAR" or (head.tag == "NUM" and len(head.text) == 4 and head.text.isdigit()):
        clock = f"{head.text[:2]}:{head.text[2:]}"
    elif head.value and ":" in head.value:
        clock = head.value
    elif head.number is not None and head.number == int(head.number) and head.number <= 24:
        clock = f"{int(head.number):02d}:00"
    else:
        return None
    hour, minute = int(clock[:2]), int(clock[3:5])
    if hour > 24 or minute > 59 or (ampm and hour > 12):
        return None
    if (ampm == "p" or part in ("AF", "EV") or (part == "NI" and hour > 5)) and hour < 12:
        hour += 12
    elif ampm == "a" and hour == 12:
        hour = 0
    zone = next((w.value for w in words if w.tag == "ZONE"), "")
    day = _calendar_of([w for w in words if w.tag in ("MONTH", "YEAR", "SHORTYEAR", "WEEKDAY") or (w.tag in ("DD", "ORD") and w is not head)])
    if head.tag == "YEAR" and day.year is not None and day.month is None:
        day = replace(day, year=None)
    value = replace(day, clock=f"{hour:02d}:{minute:02d}", zone=zone, part=None)
    relative = next((w for w in words if w.tag in ("DAY", "TONIGHT")), None)
    if relative is not None:
        return Meaning("shift", "TIME", value, count=int(relative.value), unit="day")
    return Meaning("calendar", "TIME", value)


def _interval(context: Context) -> Meaning | None:
    """"March 3 to April 9", "1961-64": one expression; years after "from" are two."""
    words = list(context.words[context.first : context.last])
    cut = next((i for i, w in enumerate(words) if i and w.tag in ("to", "-", "--", "through", "until")), None)
    if cut is None:
        return None
    left, right = _calendar_of(words[:cut]), _calendar_of(words[cut + 1 :])
    if left.year is not None and context.before() in ("from", "between"):
        return None
    if words[cut + 1].tag in ("DD", "NUM") and left.month is None and left.year is not None:
        two = int(words[cut + 1].number or 0)
        if len(words[cut + 1].text) != 2 or two <= left.year % 100:
            return None
        right = Calendar(year=left.year // 100 * 100 + two)
    elif words[cut + 1].tag == "DD" and left.month is not None:
        right = replace(right, month=right.month or left.month, day=int(words[cut + 1].number or 0))
    if left.year is None and right.year is not None:
        left = replace(left, year=right.year)
    if left.month is None and right.month is not None and words[0].tag == "DD":
        left = replace(left, month=right.month, day=int(words[0].number or 0))
    if left.month is None and left.year is None:
        return None
    if left.granularity != right.granularity or (left.granularity == "year" and not (left.year or 0) < (right.year or 0) < 2100):
        return None
    return Meaning("interval", "DATE", left, right)


# -------------------------------------------------------------------------------------------------------------------- rules

_RULES_TEXT: list[tuple[str, str, Builder]] = [
    # Ages are no times.
    ("age", "{n} -? (year|UNIT|UNITS) -? (old|olds)", _block),
    ("aged", "(aged|age) {n}", _block),
    # The calendar.
    ("iso", "(ISO|SLASH)", _iso),
    ("month-day-year", "{mod}? ({which}? WEEKDAY ,?)? MONTH {day} {yeartail} PART?", _date),
    ("month-day", "{mod}? ({which}? WEEKDAY ,?)? {which}? MONTH {day} {relyear}?", _date),
    ("day-month-year", "{mod}? (WEEKDAY ,? the?)? {day} of? MONTH {yeartail}", _date),
    ("day-month", "{mod}? (WEEKDAY ,? the?)? the? (DD|ORD) of? MONTH {relyear}?", _date),
    ("first-of-month", "{mod}? the {day} of MONTH {yeartail}?", _date),
    ("month-year", "{mod}? MONTH (of|,)? (YEAR|SHORTYEAR)", _date),
    ("month", "{mod}? {which}? MONTH {relyear}?", _date),
    ("weekday", "{mod}? WEEKDAY PART?", _date),
    ("which-weekday", "{mod}? {which} WEEKDAY PART?", _date),
    ("part-of-weekday", "{mod}? the? PART (of|on) (WEEKDAY ,?)? (WEEKDAY|MONTH {day} {yeartail}?)", _date),
    ("end-of-day", "{mod} the? UNIT WEEKDAY", _date),
    ("weekdays", "WEEKDAYS", _weekdays),
    ("weekday-parts", "WEEKDAY PARTS", _weekdays),
    ("year", "YEAR", _year),
    ("the-year", "{mod}? (the? year|(the)? fiscal -? year?) YEAR", _year),
    ("mod-year", "{mod} YEAR", _year),
    ("decade", "{mod}? the? {mod}? (DECADE|DECADES)", _decade),
    ("century", "{mod}? the? (first|second|ORD) -? UNIT", _century),
    ("quarter", "{mod}? the? (fiscal)? {ordinal} QUARTER (of (YEAR|(last|this|next) year))?", _quarter),
    ("quarter-adjective", "(fiscal -?)? {ordinal} - QUARTER", _quarter),
    ("year-quarter", "the? (YEAR|(last|this|next|the current) year) 's? {ordinal} -? QUARTER", _quarter),
    ("year-ago-quarter-n", "the? (year - (ago|earlier)) {ordinal} QUARTER", _quarter),
    ("half-year", "the? (first|second|last) half of (YEAR|(last|this|next) year)", _quarter),
    ("season", "{mod}? ({which}|the)? SEASON (of? YEAR|of last year)?", _season),
    ("named-day", "{which}? NAMED (,? YEAR)?", _named),
    ("interval", "(MONTH DD|DD) (to|-|--|through|until) (MONTH DD|DD MONTH|DD) {yeartail}?", _interval),
    ("year-interval", "YEAR (-|--) (YEAR|DD|NUM)", _interval),
    # Relative to publication or to the time last spoken of.
    ("day", "{mod}? DAY PART?", _day),
    ("day-before", "the UNIT (before|after) DAY", _day),
    ("tonight", "{mod}? TONIGHT", _day),
    ("part", "{mod}? (this|last|that|the (next|following|previous|same)) PART", _part),
    ("relative", "{mod}? {which} (fiscal|calendar|full|whole)? {unit}", _relative),
    ("anaphor", "{mod}? (that same?|the (next|following|previous|preceding|same)) {unit}", _anaphor),
    ("before", "the {unit} (before|after)", _anaphor),
    ("units-ago", "UNITS ago", _ago),
    ("ago", "{about}? ({n} {n}?|{fuzzy}) UNITS (and a half)? (or so)? ago", _ago),
    ("a-ago", "{about}? (a|an|one|half an|half a) {unit} (and a half)? (or so)? ago", _ago),
    ("earlier", "{about}? ({n}|{fuzzy}) UNITS (earlier|later)", _ago),
    ("a-earlier", "{about}? (a|an|one) {unit} (earlier|later)", _ago),
    ("from-now", "{about}? ({n}|{fuzzy}|a|an) (UNITS|{unit}) from now", _ago),
    ("year-ago", "year - (ago|earlier)", _period),
    ("year-end", "(the? year (-|'s) end|the? year - end(ing)?)", _year_end),
    ("weekend", "{mod}? the UNIT", _weekend),
    ("of-unit", "{mod} the? (UNIT|year)", _of_unit),
    ("the-year-bare", "the (full|fiscal|calendar)? year", _whole_year),
    ("period", "the? (the|latest|corresponding|comparable|current|year - (ago|earlier)|YEAR) (corresponding|comparable|latest)? (QUARTER|period)"
     "( (last year|a year (ago|earlier)))?", _period),
    ("last-year-quarter", "(last year) 's QUARTER", _period),
    # Stretches of time.
    ("duration", "{about}? (the|a)? ({n} ((to|or|-) {n})?|{fuzzy}) (more|additional|full|straight|consecutive|trading|working|business|successive|long)? UNITS"
     " (and a half)? (or so)?", _duration),
    ("single", "{about}? (a|an|one|another|an additional|a full|half an|half a|a half) -? {unit} (and a half)?", _single),
    ("unit-and-half", "{about}? (one|{n}) and a half (UNITS|{unit})", _duration),
    ("compound", "({n}|several|half) - (UNIT|year|QUARTER|second) (- long)?", _compound),
    ("compound-open", "(NUM|DD) (UNIT|year)", _compound),
    ("which-duration", "((at least) the?|(each of)? the)? (last|past|next|first|coming|following|previous|final|previous) ({n} ((to|or|-) {n})?|{fuzzy}) UNITS (or so)?", _duration),
    ("recent", "(recent|coming|past) UNITS", _recent),
    ("bare-units", "UNITS", _bare_units),
    ("long", "(UNITS|UNIT|year) - long", _long),
    # Sets.
    ("every", "(every|each) (other|second|few|{n})? (UNIT|UNITS|year|QUARTER|WEEKDAY|MONTH|SEASON|PART)", _every),
    ("regular", "REGULAR", _regular),
    ("regular-long", "REGULAR", _regular_long),
    ("rate", "per (UNIT|year)", _rate),
    # Clocks.
    ("clock", "(CLOCK AMPM?|(DD|NUM) (AMPM|o'clock)|NOON) (in the PART)? (local time)? ZONE? (,? (on|of)? {date})? PART?", _clock),
    ("clock-zone", "(YEAR|NUM|DD|CLOCK) (hours)? (local time)? ZONE (,? (on|of)? {date})?", _clock),
    ("clock-day", "(DD|NUM) in the PART", _clock),
    # Vague: no date can be given.
    ("now", "right? now", _vague("PRESENT_REF")),
    ("currently", "(currently|presently|nowadays|these UNITS)", _vague("PRESENT_REF")),
    ("current", "current", _vague("PRESENT_REF")),
    ("recently", "(more|most)? recently", _vague("PAST_REF")),
    ("recent-adj", "recent", _vague("PAST_REF")),
    ("previously", "previously", _vague("PAST_REF")),
    ("the-past", "the past", _vague("PAST_REF")),
    ("soon", "soon", _vague("FUTURE_REF")),
    ("as-soon", "as soon as", _block),
    ("as-soon-as-possible", "as soon as possible", _vague("FUTURE_REF")),
    ("the-future", "the (near|immediate)? (future|near term)", _vague("FUTURE_REF")),
    ("future-adj", "future", _vague("FUTURE_REF")),
    ("once", "(once)", _vague("PAST_REF")),
    ("already", "already", _vague("PRESENT_REF")),
]  # fmt: skip
_RULES = [(name, _compile(pattern), builder) for name, pattern, builder in _RULES_TEXT]
RULE_NAMES = tuple(name for name, _, _ in _RULES_TEXT)


def parse(text: str, start: int, end: int) -> tuple[list[Word], list[Match]]:
    """The words of ``text[start:end]`` (one sentence) and the time expressions among them, in order, none overlapping."""
    words = lex(text, start, end)
    return words, _longest(_matches(words))


def _matches(words: Sequence[Word]) -> list[Match]:
    tags = "".join(f"<{w.tag}>" for w in words)
    index: dict[int, int] = {}
    position = 0
    for i, word in enumerate(words):
        index[position] = i
        position += len(word.tag) + 2
    index[position] = len(words)
    found: list[Match] = []
    for name, pattern, builder in _RULES:
        for match in pattern.finditer(tags):
            first, last = index[match.start()], index[match.end()]
            if last == first or (words[first].tag in ("earlier", "later") and first and words[first - 1].tag in ("UNITS", "UNIT", "year")):
                continue
            meaning = builder(Context(words, first, last))
            if meaning is not None:
                found.append(Match(name, first, last, meaning))
    return found


def _longest(matches: list[Match]) -> list[Match]:
    """The longest matches first, earlier rules before later ones; what overlaps a taken match is left."""
    order = {name: i for i, name in enumerate(RULE_NAMES)}
    taken: list[Match] = []
    used: set[int] = set()
    for match in sorted(matches, key=lambda m: (m.first - m.last, order[m.rule], m.first)):
        span = range(match.first, match.last)
        if used.isdisjoint(span):
            used.update(span)
            taken.append(match)
    return sorted((m for m in taken if m.meaning.kind != "block"), key=lambda m: m.first)
