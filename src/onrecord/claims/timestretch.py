"""Meanings of stretches of time ("36 hours", "the past three months"), of sets ("every Tuesday") and of vague words ("now").

Each function takes a match in its sentence and gives its meaning, or None where the words are no time there.
"""

from __future__ import annotations

from onrecord.claims import edtf
from onrecord.claims.edtf import Calendar
from onrecord.claims.timemeaning import Builder, Context, Meaning, amount_of


def duration(context: Context) -> Meaning | None:
    words = context.words[context.first : context.last]
    amount = amount_of(words)
    if amount is None:
        return None
    if words[0].tag == "over" and context.text_before() not in _OVER_LEADS:
        return None
    if words[-1].tag == "year" and len(words) == 2 and words[0].tag == "YEAR":
        return None
    return Meaning("duration", "DURATION", code=edtf.duration(*amount))


# "over" means more than after these; elsewhere it is the preposition ("over three years") and no part of the expression.
_OVER_LEADS = frozenset(
    """for of in last lasted lasting after than just well within took take takes spent and , a the by to""".split()
)


def compound(context: Context) -> Meaning | None:
    """Of "five-year", "two day": a count before a singular unit, in front of a noun."""
    words = context.words[context.first : context.last]
    if (words[0].tag == "YEAR" and not words[0].text[0].isdigit()) or (
        "-" not in {w.tag for w in words} and words[0].tag == "one"
    ):
        return None
    if "-" not in {w.tag for w in words} and words[-1].tag in ("QUARTER", "second"):
        return None
    return duration(context)


_DURATION_LEADS = frozenset(
    """in for of within after before about nearly than over only just take takes took lasting last lasted lasts spend
    spent until barely almost every less under during around through and or to took approximately roughly by exactly
    be is was wait""".split()
)


def single(context: Context) -> Meaning | None:
    """Of "a year": a duration after a preposition or before "after"; after a thing counted it is a rate ("$5 a year")."""
    words = context.words[context.first : context.last]
    amount = amount_of(words)
    if amount is None or amount[1] == "quarter" or (amount[1] == "second" and words[0].tag in ("a", "another")):
        return None
    lead, after = context.text_before(), context.text_after().lower()
    alone = len(words) == 2 and words[0].tag in ("a", "an")
    if alone and lead not in _DURATION_LEADS and after not in _AFTER_STRETCH:
        return _rate_of(context, amount[1])
    return Meaning("duration", "DURATION", code=edtf.duration(*amount))


_NO_RATE_LEADS = frozenset("""such what as has had have quite that it not with at from like on 's s""".split())


_AFTER_STRETCH = frozenset("""after before from or later earlier""".split())


def _rate_of(context: Context, unit: str) -> Meaning | None:
    """Of "$5 a year", "twice a week": a set, if something was counted shortly before."""
    lead = context.text_before()
    if context.first == 0 or unit in ("second", "weekend", "century") or not (lead.isalpha() or lead in ("%", "$")):
        return None
    if lead in _NO_RATE_LEADS:
        return None
    near = context.words[max(0, context.first - 6) : context.first]
    if any(w.number is not None or w.tag in ("$", "%", "once", "twice", "UNITS", "times") for w in near):
        return Meaning("set", "SET", code=edtf.duration(1, unit))
    return None


_STRETCH_LEADS = frozenset("""for in over within of after took take takes last than spent and""".split())


def bare_units(context: Context) -> Meaning | None:
    """Of "for years", "weeks" after a preposition that takes a stretch of time."""
    word = context.words[context.last - 1]
    if context.text_before() not in _STRETCH_LEADS:
        return None
    if context.text_before() in ("of", "and", "in", "than", "over", "last") and context.after() not in ("", ".", ",", "of"):
        return None
    return Meaning("duration", "DURATION", code=edtf.duration(None, word.value)) if word.value in edtf.UNITS else None


def recent(context: Context) -> Meaning | None:
    word = context.words[context.last - 1]
    coming = context.words[context.first].tag == "coming"
    timex = "FUTURE_REF" if coming else "PAST_REF" if word.value == "year" else ""
    return (
        Meaning("duration", "DURATION", code=edtf.duration(None, word.value), timex=timex) if word.value in edtf.UNITS else None
    )


def long(context: Context) -> Meaning | None:
    word = context.words[context.first]
    count = None if word.tag == "UNITS" else 1
    return Meaning("duration", "DURATION", code=edtf.duration(count, word.value)) if word.value in edtf.UNITS else None


def every(context: Context) -> Meaning | None:
    words = context.words[context.first : context.last]
    last = words[-1]
    if last.tag == "WEEKDAY":
        return Meaning("set", "SET", code=f"XXXX-WXX-{last.value}")
    if last.tag == "MONTH":
        return Meaning("set", "SET", code=f"XXXX-{int(last.value):02d}")
    if last.tag == "SEASON":
        return Meaning("set", "SET", code=edtf.edtf(Calendar(season=last.value)) or "", timex=f"XXXX-{last.value}")
    if last.tag == "PART":
        return Meaning("set", "SET", code="P1D", timex=f"XXXX-XX-XXT{last.value}")
    if any(w.tag == "ORD" for w in words):
        return None
    amount = amount_of([w for w in words if w.tag != "few"])
    if amount is None:
        return None
    count = 2.0 if any(w.tag in ("other", "second") for w in words) else amount[0]
    return Meaning("set", "SET", code=edtf.duration(None if any(w.tag == "few" for w in words) else count, amount[1]))


def regular_long(context: Context) -> Meaning | None:
    """Of "quarterly", "annually": mostly of sums and reports, seldom of a time."""
    unit = context.words[context.last - 1].value
    return Meaning("set", "SET", code=edtf.duration(1, unit)) if unit in ("quarter", "year") else None


def regular(context: Context) -> Meaning | None:
    unit = context.words[context.last - 1].value
    if unit in ("quarter", "year"):
        return None
    if context.text_after()[:1].isupper() or (context.words[context.first].text[0].isupper() and _name_before(context)):
        return None
    return Meaning("set", "SET", code=edtf.duration(1, unit))


def _name_before(context: Context) -> bool:
    return context.first > 0 and context.words[context.first - 1].text[0].isupper()


def rate(context: Context) -> Meaning | None:
    unit = context.words[context.last - 1].value
    return Meaning("set", "SET", code=edtf.duration(1, unit)) if unit in edtf.UNITS else None


def vague(code: str) -> Builder:
    def build(context: Context) -> Meaning | None:
        return Meaning("vague", "DATE", code=code)

    return build


def units_alone(context: Context) -> Meaning | None:
    unit = context.words[context.last - 1].value
    return Meaning("duration", "DURATION", code=edtf.duration(None, unit)) if unit in edtf.UNITS else None


def block(context: Context) -> Meaning | None:
    return Meaning("block")
