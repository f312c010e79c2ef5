"""Meanings of calendar expressions: dates, weekdays, months, years, quarters, seasons, named days, clock times, intervals.

Each function takes a match in its sentence and gives its meaning, or None where the words are no time there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.claims import edtf
from onrecord.claims.edtf import Calendar
from onrecord.claims.timemeaning import Context, Meaning, calendar_of, direction_of
from onrecord.claims.timewords import Word
from onrecord.model import TimeType


def date(context: Context) -> Meaning | None:
    """A calendar expression; "of last year" at its end goes into ``year_shift``."""
    words = list(context.words[context.first : context.last])
    year_shift = None
    if len(words) > 2 and words[-1].tag == "year":
        year_shift = direction_of(words[-2:-1])
        words = words[:-2]
    value = calendar_of(words)
    if value.day is not None and value.month is not None and not 1 <= value.day <= 31:
        return None
    direction = direction_of(words)
    if year_shift is None and direction is None and value.month is not None and value.day is None and value.year is None:
        return _bare_month(context, words, value)
    kind: TimeType = "TIME" if value.part else "DATE"
    return Meaning("calendar", kind, value, direction=direction, year_shift=year_shift)


_MONTH_LEADS = frozenset(
    """in of since by until till from through during last next this early late mid end and or to between for before
    after throughout 's than late- - , at on into around the""".split()
)


def _bare_month(context: Context, words: Sequence[Word], value: Calendar) -> Meaning | None:
    """A month alone. "May" and "March" begin sentences and name people, so they need a word that leads a month in."""
    ambiguous = words[-1].text.lower() in ("may", "march", "april", "june", "august") and len(words) == 1
    leads = context.text_before()
    verbal = ambiguous and words[-1].text.lower() in ("may", "march")
    if verbal and (leads not in _MONTH_LEADS or leads in (",", "the", "and", "or")):
        return None
    if ambiguous and context.text_after()[:1].isupper() and leads not in ("in", "since", "last", "by", "of"):
        return None
    return Meaning("calendar", "DATE", value)


_PREPOSITIONS = frozenset(
    """in since by of from until till to through during before after between around about circa throughout for and or
    the this early late mid year back than as on till post pre election""".split()
)


_LABELS = frozenset("""no number nos page room at flight channel highway route # £ €""".split())
_NOT_PLURAL = frozenset("""was as is has this its""".split())
_YEAR_LEADS = frozenset("""in since by during circa early late""".split())
_OLD_YEAR_LEADS = frozenset("""from until of to between""".split())
_AMOUNT_LEADS = frozenset("""than some about over with nearly to for are were""".split())


def year(context: Context) -> Meaning | None:
    """A number that is a year: 1900 to 2050 anywhere but before a thing counted; 1000 and up after a preposition."""
    word = context.words[context.last - 1]
    number = int(word.value)
    lead, after = context.text_before(), context.text_after()
    if not word.text[0].isdigit():
        return _plain_year(number) if lead in _PREPOSITIONS or word.text.lower().startswith("nineteen") else None
    if _is_label(context) or _is_amount(context):
        return None
    counted = after[:1].islower() and after.endswith("s") and len(after) > 3 and after not in _NOT_PLURAL
    if lead in _YEAR_LEADS:
        return None if counted and number % 50 == 0 else _plain_year(number)
    if not 1900 <= number <= 2050:
        return _plain_year(number) if lead in _OLD_YEAR_LEADS and number > 1400 and not counted else None
    if counted and (number % 100 == 0 or lead in _AMOUNT_LEADS):
        return None
    return _plain_year(number)


def _is_label(context: Context) -> bool:
    """Whether the number names a room, a page, a sum, a part of a code."""
    if context.before() in ("$", "CLOCK", "/") or context.text_before() in _LABELS:
        return True
    previous = context.words[context.first - 1] if context.first else None
    hyphened = previous is not None and previous.tag == "-" and context.before(2) in ("_", "DD", "NUM")
    return hyphened and previous is not None and previous.start == context.words[context.first - 2].end


def _is_amount(context: Context) -> bool:
    """Whether a unit follows the number."""
    if context.text_after() in ("%", "$"):
        return True
    after = context.after()
    return after in ("%", "UNITS", "SCALE", "AMPM", "ZONE", "/") or (after == "-" and context.after(2) in ("UNIT", "year"))


def _plain_year(number: int) -> Meaning:
    return Meaning("calendar", "DATE", Calendar(year=number))


def iso(context: Context) -> Meaning | None:
    text = context.words[context.first].text
    if "/" in text:
        month, day, year = (int(p) for p in text.split("/"))
        value = Calendar(year=year, month=month, day=day) if month <= 12 else Calendar(year=year, month=day, day=month)
    else:
        clock = text[11:16] or None
        value = Calendar(int(text[:4]), int(text[5:7]), int(text[8:10]), clock=clock, zone="Z" if text.endswith("Z") else "")
    return Meaning("calendar", "TIME" if value.clock else "DATE", value) if edtf.as_date(value) else None


def decade(context: Context) -> Meaning | None:
    word = next(w for w in context.words[context.first : context.last] if w.tag in ("DECADE", "DECADES"))
    if word.tag == "DECADES" and word.text[0] not in "'’`" and context.words[context.first].tag == word.tag:
        return None
    if context.before() in ("his", "her", "their", "my") or context.text_before() in ("his", "her", "their", "my", "your"):
        return None
    if word.value.endswith("0") and word.value < "200":
        return Meaning("calendar", "DATE", Calendar(century=int(word.value) // 10))
    return Meaning("calendar", "DATE", Calendar(decade=int(word.value)))


def century(context: Context) -> Meaning | None:
    words = context.words[context.first : context.last]
    if words[-1].value != "century":
        return None
    number = next((int(w.number or 2) for w in words if w.tag in ("ORD", "first", "second")), None)
    return Meaning("calendar", "DATE", Calendar(century=number - 1)) if number and number < 31 else None


def quarter(context: Context) -> Meaning | None:
    """A quarter or half of a year by its number; its year may be named, relative, or open."""
    words = list(context.words[context.first : context.last])
    year_shift = year = None
    for i, word in enumerate(words):
        if word.tag == "YEAR":
            year = int(word.value)
        if word.tag == "year" and i and words[i - 1].tag in ("last", "this", "next", "current"):
            year_shift = direction_of(words[i - 1 : i])
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


def season(context: Context) -> Meaning | None:
    words = context.words[context.first : context.last]
    value = calendar_of(words)
    verbal = words[-1].text.lower() in ("fall", "spring")
    if words[-1].tag == "SEASON" and len(words) == 1 and (context.before() != "in" or verbal):
        return None
    direction = direction_of(words[:-1] if words[-1].tag == "year" else words)
    year_shift = direction_of(words[-2:-1]) if words[-1].tag == "year" else None
    if words[0].tag == "the" and direction is None and words[-1].text.lower() == "fall" and context.after() == "of":
        return None
    return Meaning("calendar", "DATE", value, direction=direction if year_shift is None else None, year_shift=year_shift)


def named(context: Context) -> Meaning | None:
    words = context.words[context.first : context.last]
    name = next(w for w in words if w.tag == "NAMED").value
    year = next((int(w.value) for w in words if w.tag == "YEAR"), None)
    if context.after() == "_" and context.text_after()[:1].isupper() and context.before() != "on":
        return None
    return Meaning("calendar", "DATE", Calendar(year=year), named=name, direction=direction_of(words))


def weekdays(context: Context) -> Meaning:
    words = context.words[context.first : context.last]
    day = int(next(w for w in words if w.tag in ("WEEKDAYS", "WEEKDAY")).value)
    part = next((w.value for w in words if w.tag in ("PARTS", "PART")), None)
    code = f"XXXX-WXX-{day}"
    return Meaning("set", "SET", Calendar(weekday=day, part=part), code=code, timex=f"{code}T{part}" if part else "")


def month_alone(context: Context) -> Meaning:
    return Meaning("calendar", "DATE", calendar_of(context.words[context.first : context.last]))


def year_alone(context: Context) -> Meaning:
    return _plain_year(int(context.words[context.first].value))


def clock(context: Context) -> Meaning | None:
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
    day = calendar_of([w for w in words if w is not head and w.tag in ("MONTH", "YEAR", "SHORTYEAR", "WEEKDAY", "DD", "ORD")])
    value = replace(day, clock=f"{hour:02d}:{minute:02d}", zone=zone, part=None)
    relative = next((w for w in words if w.tag in ("DAY", "TONIGHT")), None)
    if relative is not None:
        return Meaning("shift", "TIME", value, count=int(relative.value), unit="day")
    return Meaning("calendar", "TIME", value)


def interval(context: Context) -> Meaning | None:
    """Of "March 3 to April 9", "1961-64": one expression; years after "from" are two."""
    words = list(context.words[context.first : context.last])
    cut = next((i for i, w in enumerate(words) if i and w.tag in ("to", "-", "--", "through", "until")), None)
    if cut is None:
        return None
    left, right = calendar_of(words[:cut]), calendar_of(words[cut + 1 :])
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
    falling = left.granularity == "year" and not (left.year or 0) < (right.year or 0) < 2100
    if left.granularity != right.granularity or falling:
        return None
    return Meaning("interval", "DATE", left, right)
