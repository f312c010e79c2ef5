"""Meanings of expressions that hang on another time: "yesterday", "last week", "two days earlier", "the year-ago quarter".

Each function takes a match in its sentence and gives its meaning, or None where the words are no time there.
"""

from __future__ import annotations

from onrecord.claims import edtf
from onrecord.claims.edtf import Calendar
from onrecord.claims.timemeaning import Context, Kind, Meaning, amount_of, direction_of

_ERA = frozenset(
    """world society generation standards terms market markets technology youth economy computers age times climate""".split()
)
_PRESENT = frozenset("""is are has have do does remains remain lives live isn aren""".split())
_PASTS = frozenset("""was were had did said announced""".split())


def _nowadays(context: Context) -> bool:
    """Whether "today" means these days: "in today's world"; "Today, most of them are abroad" at the head of a sentence."""
    rest = [w.text.lower() for w in context.words[context.last : context.last + 14]]
    if context.after() == "'s":
        return any(w in _ERA for w in rest[1:4])
    if context.first > 0:
        return False
    telling = next((w for w in rest if w in _PRESENT or w in _PASTS or (w.endswith("ed") and len(w) > 4)), "")
    return telling in _PRESENT


def day(context: Context) -> Meaning | None:
    words = context.words[context.first : context.last]
    word = next(w for w in words if w.tag in ("DAY", "TONIGHT"))
    part = "NI" if word.tag == "TONIGHT" else next((w.value for w in words if w.tag == "PART"), None)
    if word.text.lower() == "today" and _nowadays(context):
        return Meaning("vague", "DATE", code="PRESENT_REF")
    offset = int(word.value)
    if any(w.tag in ("before", "after") for w in words):
        offset += 1 if any(w.tag == "after" for w in words) else -1
    return Meaning("shift", "TIME" if part else "DATE", Calendar(part=part), count=offset, unit="day")


def part(context: Context) -> Meaning | None:
    """Of "this morning", "last night", "that evening", "the next morning"."""
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


def relative(context: Context) -> Meaning | None:
    """Of "last week", "this year", "the next month", "the current fiscal year"."""
    words = context.words[context.first : context.last]
    unit = words[-1].value
    if unit in ("second", "minute", "hour") or (unit == "day" and "this" not in {w.tag for w in words}):
        return None
    direction = direction_of(words)
    if direction is None or unit not in edtf.UNITS:
        return None
    if words[-1].text.istitle() and words[-1].text[0].isupper() and context.first > 0:
        return None
    if any(w.tag in ("past", "coming") for w in words) and words[0].tag != "this":
        if unit in ("decade", "century", "year"):
            return Meaning("duration", "DURATION", code=edtf.duration(1, unit))
        return Meaning("duration", "DURATION", code=edtf.duration(1, unit)) if words[-2].tag == "past" else None
    return Meaning("shift", "DATE", count=direction, unit=unit)


def anaphor(context: Context) -> Meaning | None:
    """Of "the next day", "the following year", "that week", "the year before", "the same month"."""
    words = context.words[context.first : context.last]
    unit = next((w.value for w in words if w.tag in ("UNIT", "year", "QUARTER")), "")
    if unit in ("", "second", "minute", "hour") or unit not in edtf.UNITS:
        return None
    tags = {w.tag for w in words}
    count = 1 if tags & {"next", "following", "after"} else -1 if tags & {"previous", "preceding", "before", "earlier"} else 0
    if (tags & {"before", "after"} and context.after() not in ("", ".", ",", "_", "(", "and")) or "--" in context.after():
        return None
    if tags & {"before", "after"} and context.after() == "_" and context.text_after()[:1].isalpha():
        return None
    return Meaning("anaphor", "DATE", count=count, unit=unit)


def ago(context: Context) -> Meaning | None:
    words = context.words[context.first : context.last]
    amount = amount_of(words)
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


def year_end(context: Context) -> Meaning:
    return Meaning("shift", "DATE", Calendar(), count=0, unit="year")


def weekend(context: Context) -> Meaning | None:
    words = context.words[context.first : context.last]
    return Meaning("shift", "DATE", count=0, unit="weekend", code="past") if words[-1].value == "weekend" else None


def of_unit(context: Context) -> Meaning | None:
    """Of "the end of the year", "later in the day"."""
    words = context.words[context.first : context.last]
    unit = words[-1].value
    if unit not in ("day", "week", "month", "year") or "the" not in {w.tag for w in words[:-1]} or context.after() == "of":
        return None
    if words[-2].tag != "the":
        return None
    return Meaning("anaphor" if unit == "day" else "shift", "DATE", count=0, unit=unit)


def whole_year(context: Context) -> Meaning | None:
    """Of "the year" as a stretch if it "ended" on some day; "for the year", "the full year" are the year of publication."""
    if context.after() in ("ended", "ending", "end", "through") or context.text_after() in ("that",):
        return Meaning("duration", "DURATION", code="P1Y") if context.after() in ("ended", "ending") else None
    if context.last - context.first > 2 or context.text_before() == "for":
        return Meaning("shift", "DATE", count=0, unit="year")
    return None


def period(context: Context) -> Meaning | None:
    """Of "the quarter", "the latest period", "the year-ago quarter": the business period that the text is about."""
    words = context.words[context.first : context.last]
    tags = {w.tag for w in words}
    if words[-1].tag == "period" and not tags & {"latest", "ago", "earlier", "corresponding", "comparable", "YEAR"}:
        return None
    year = next((int(w.value) for w in words if w.tag == "YEAR"), None)
    back = tags & {"ago", "earlier"} or "last" in tags
    return Meaning("period", "DATE", Calendar(year=year), count=-1 if back else 0)


def unit_alone(context: Context) -> Meaning | None:
    words = context.words[context.first : context.last]
    amount = amount_of(words)
    if amount is None:
        return None
    if words[0].tag in ("a", "an"):
        return Meaning("duration", "DURATION", code=edtf.duration(1, amount[1]))
    return Meaning("shift", "DATE", count=0, unit=amount[1])


def overnight(context: Context) -> Meaning:
    return Meaning("shift", "TIME", Calendar(part="NI"), count=0, unit="day")
