"""The grammar of time expressions: patterns over word tags, each with the function that says what the words mean.

A rule is a name, a pattern over the tags of ``onrecord.claims.timewords`` and a function that makes a meaning of the words
matched (or None: not a time here). Patterns are regular and bounded, so that matching is linear in the sentence. Of
overlapping matches the longest stays. Nothing here knows the date of publication: that is ``onrecord.claims.timeanchor``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.claims import timecalendar as said
from onrecord.claims import timerelative as relative
from onrecord.claims import timestretch as stretch
from onrecord.claims.timemeaning import Builder, Context, Meaning
from onrecord.claims.timewords import Word, lex


class Rule(NamedTuple):
    """A pattern and its meaning. ``needs``: tags of which the sentence must have one for the rule to be tried at all."""

    name: str
    needs: str
    pattern: str
    build: Builder


class Match(NamedTuple):
    """A rule's match: words ``first`` to ``last`` (exclusive) of the sentence."""

    rule: str
    first: int
    last: int
    meaning: Meaning


_MACROS = {
    "n": "(NUM|DD|YEAR|one)",
    "unit": "(UNIT|year|QUARTER|second)",
    "fuzzy": "(a few|few|several|some|many|a? couple of?)",
    "about": "(about|around|nearly|almost|roughly|approximately|over|under|barely|more than|less than|fewer than|at least"
    "|at most|just over|just under|well over|up to|near)",
    "mod": "((early|late|mid|earlier|later) -? ((in|on) the?|the)?|sometime"
    "|the? (beginning|start|middle|end|close|early hours) of)",
    "which": "(last|next|(this|the) (past|coming|last|next|current)|this|coming|past)",
    "relyear": "(,? (of|in)? (this|last|next|the (same|previous|following)) year)",
    "amount": "({n} ((to|or|-) {n})?|{fuzzy})",
    "kind": "(more|additional|full|straight|consecutive|trading|working|business|successive|long)",
    "stretch": "(last|past|next|first|coming|following|previous|final)",
    "one": "(a|an|one|another|an additional|a full|half an|half a|a half)",
    "known": "(the|latest|corresponding|comparable|current|year - (ago|earlier)|YEAR)",
    "period": "(QUARTER|period) (last year|a year (ago|earlier))?",
    "clock": "(CLOCK AMPM?|(DD|NUM) (AMPM|o'clock)|NOON)",
    "pointed": "(that same?|the (next|following|previous|preceding|same))",
    "recurring": "(UNIT|UNITS|year|QUARTER|WEEKDAY|MONTH|SEASON|PART)",
    "zone": "(local time)? ZONE?",
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


_RULES: tuple[Rule, ...] = (
    # Ages are no times.
    Rule("age", "old olds", "{n} -? (year|UNIT|UNITS) -? (old|olds)", stretch.block),
    Rule("aged", "aged age", "(aged|age) {n}", stretch.block),
    # The calendar.
    Rule("iso", "ISO SLASH", "(ISO|SLASH)", said.iso),
    Rule("month-day-year", "MONTH", "{mod}? ({which}? WEEKDAY ,?)? MONTH {day} {yeartail} PART?", said.date),
    Rule("month-day", "MONTH", "{mod}? ({which}? WEEKDAY ,?)? {which}? MONTH {day} {relyear}?", said.date),
    Rule("day-month-year", "MONTH", "{mod}? (WEEKDAY ,? the?)? {day} of? MONTH {yeartail}", said.date),
    Rule("day-month", "MONTH", "{mod}? (WEEKDAY ,? the?)? (the? ORD|DD) of? MONTH {relyear}?", said.date),
    Rule("first-of-month", "MONTH", "{mod}? the {day} of MONTH {yeartail}?", said.date),
    Rule("month-year", "MONTH", "{mod}? MONTH (of|,)? (YEAR|SHORTYEAR)", said.date),
    Rule("month", "MONTH", "{mod}? {which}? MONTH {relyear}?", said.date),
    Rule("weekday", "WEEKDAY", "{mod}? WEEKDAY PART?", said.date),
    Rule("which-weekday", "WEEKDAY", "{mod}? {which} WEEKDAY PART?", said.date),
    Rule("part-of-weekday", "PART", "{mod}? the? PART (of|on) (WEEKDAY ,?)? (WEEKDAY|MONTH {day} {yeartail}?)", said.date),
    Rule("end-of-day", "WEEKDAY", "{mod} the? UNIT WEEKDAY", said.date),
    Rule("weekdays", "WEEKDAYS", "WEEKDAYS", said.weekdays),
    Rule("weekday-parts", "WEEKDAY", "WEEKDAY PARTS", said.weekdays),
    Rule("year", "YEAR", "YEAR", said.year),
    Rule("the-year", "YEAR", "{mod}? (the? year|(the)? fiscal -? year?) YEAR", said.year),
    Rule("mod-year", "YEAR", "{mod} YEAR", said.year),
    Rule("decade", "DECADE DECADES", "{mod}? the? {mod}? (DECADE|DECADES)", said.decade),
    Rule("century", "UNIT", "{mod}? the? (first|second|ORD) -? UNIT", said.century),
    Rule("quarter", "QUARTER", "{mod}? the? (fiscal)? {ordinal} QUARTER (of (YEAR|(last|this|next) year))?", said.quarter),
    Rule("quarter-adjective", "QUARTER", "(fiscal -?)? {ordinal} - QUARTER", said.quarter),
    Rule("year-quarter", "QUARTER", "the? (YEAR|(last|this|next|the current) year) 's? {ordinal} -? QUARTER", said.quarter),
    Rule("year-ago-quarter-n", "QUARTER", "the? (year - (ago|earlier)) {ordinal} QUARTER", said.quarter),
    Rule("half-year", "half", "the? (first|second|last) half of (YEAR|(last|this|next) year)", said.quarter),
    Rule("season", "SEASON", "{mod}? ({which}|the)? SEASON (of? YEAR|of last year)?", said.season),
    Rule("named-day", "NAMED", "{which}? NAMED (,? YEAR)?", said.named),
    Rule("interval", "MONTH", "(MONTH DD|DD) (to|-|--|through|until) (MONTH DD|DD MONTH|DD) {yeartail}?", said.interval),
    Rule("year-interval", "YEAR", "YEAR (-|--) (YEAR|DD|NUM)", said.interval),
    # Relative to publication or to the time last spoken of.
    Rule("day", "DAY", "{mod}? DAY PART?", relative.day),
    Rule("day-before", "DAY", "the UNIT (before|after) DAY", relative.day),
    Rule("tonight", "TONIGHT", "{mod}? TONIGHT", relative.day),
    Rule("part", "PART", "{mod}? (this|last|that|the (next|following|previous|same)) PART", relative.part),
    Rule("relative", "UNIT year QUARTER", "{mod}? {which} (fiscal|calendar|full|whole)? {unit}", relative.relative),
    Rule("anaphor", "UNIT year QUARTER", "{mod}? {pointed} {unit}", relative.anaphor),
    Rule("before", "UNIT year QUARTER", "the {unit} (before|after)", relative.anaphor),
    Rule("units-ago", "ago", "UNITS ago", relative.ago),
    Rule("ago", "ago", "{about}? ({n} {n}?|{fuzzy}) UNITS (and a half)? (or so)? ago", relative.ago),
    Rule("a-ago", "ago", "{about}? (a|an|one|half an|half a) {unit} (and a half)? (or so)? ago", relative.ago),
    Rule("earlier", "earlier later", "{about}? ({n}|{fuzzy}) UNITS (earlier|later)", relative.ago),
    Rule("a-earlier", "earlier later", "{about}? (a|an|one) {unit} (earlier|later)", relative.ago),
    Rule("from-now", "from", "{about}? ({n}|{fuzzy}|a|an) (UNITS|{unit}) from now", relative.ago),
    Rule("year-ago", "year", "year - (ago|earlier)", relative.period),
    Rule("year-end", "year", "(the? year (-|'s) end|the? year - end(ing)?)", relative.year_end),
    Rule("weekend", "UNIT", "{mod}? the UNIT", relative.weekend),
    Rule("of-unit", "UNIT year", "{mod} the? (UNIT|year)", relative.of_unit),
    Rule("the-year-bare", "year", "the (full|fiscal|calendar)? year", relative.whole_year),
    Rule("period", "QUARTER period", "the? {known} (corresponding|comparable|latest)? {period}", relative.period),
    Rule("last-year-quarter", "QUARTER", "(last year) 's QUARTER", relative.period),
    # Stretches of time.
    Rule("duration", "UNITS", "{about}? (the|a)? {amount} {kind}? UNITS (and a half)? (or so)?", stretch.duration),
    Rule("plain-duration", "UNITS", "{amount} {kind}? UNITS (and a half)?", stretch.duration),
    Rule("single", "UNIT year QUARTER", "{about}? {one} -? {unit} (and a half)?", stretch.single),
    Rule("unit-and-half", "and", "{about}? (one|{n}) and a half (UNITS|{unit})", stretch.duration),
    Rule("compound", "-", "({n}|several|half) - (UNIT|year|QUARTER|second) (- long)?", stretch.compound),
    Rule("compound-open", "UNIT year", "(NUM|DD) (UNIT|year)", stretch.compound),
    Rule("which-duration", "UNITS", "((at least) the?|(each of)? the)? {stretch} {amount} UNITS (or so)?", stretch.duration),
    Rule("recent", "UNITS", "(recent|coming|past) UNITS", stretch.recent),
    Rule("bare-units", "UNITS", "UNITS", stretch.bare_units),
    Rule("long", "long", "(UNITS|UNIT|year) - long", stretch.long),
    # Sets.
    Rule("every", "every each", "(every|each) (other|second|few|{n})? {recurring}", stretch.every),
    Rule("regular", "REGULAR", "REGULAR", stretch.regular),
    Rule("regular-long", "REGULAR", "REGULAR", stretch.regular_long),
    Rule("rate", "UNIT year", "per (UNIT|year)", stretch.rate),
    # Clocks.
    Rule("clock", "CLOCK AMPM o'clock NOON", "{clock} (in the PART)? {zone} (,? (on|of)? {date})? PART?", said.clock),
    Rule("clock-zone", "ZONE", "(YEAR|NUM|DD|CLOCK) (hours)? (local time)? ZONE (,? (on|of)? {date})?", said.clock),
    Rule("clock-day", "PART", "(DD|NUM) in the PART", said.clock),
    # Vague: no date can be given.
    Rule("now", "now", "right? now", stretch.vague("PRESENT_REF")),
    Rule("currently", "currently presently nowadays", "(currently|presently|nowadays)", stretch.vague("PRESENT_REF")),
    Rule("these-days", "these", "these UNITS", stretch.vague("PRESENT_REF")),
    Rule("current", "current", "current", stretch.vague("PRESENT_REF")),
    Rule("recently", "recently", "(more|most)? recently", stretch.vague("PAST_REF")),
    Rule("recent-adj", "recent", "recent", stretch.vague("PAST_REF")),
    Rule("previously", "previously", "previously", stretch.vague("PAST_REF")),
    Rule("the-past", "past", "the past", stretch.vague("PAST_REF")),
    Rule("soon", "soon", "soon", stretch.vague("FUTURE_REF")),
    Rule("as-soon", "soon", "as soon as", stretch.block),
    Rule("as-soon-as-possible", "soon", "as soon as possible", stretch.vague("FUTURE_REF")),
    Rule("the-future", "future term", "the (near|immediate)? (future|near term)", stretch.vague("FUTURE_REF")),
    Rule("future-adj", "future", "future", stretch.vague("FUTURE_REF")),
    Rule("once", "once", "(once)", stretch.vague("PAST_REF")),
    Rule("already", "already", "already", stretch.vague("PRESENT_REF")),
    # Too often no time at all: for marked words only.
    Rule("units-alone", "UNITS", "the? UNITS", stretch.units_alone),
    Rule("unit-alone", "UNIT year QUARTER", "(a|an|the|that) {unit}", relative.unit_alone),
    Rule("month-alone", "MONTH", "MONTH", said.month_alone),
    Rule("year-alone", "YEAR", "YEAR", said.year_alone),
    Rule("overnight", "OVERNIGHT", "OVERNIGHT", relative.overnight),
    Rule("season-alone", "SEASON", "(the)? SEASON", said.month_alone),
)  # fmt: skip
_COMPILED = tuple((rule, frozenset(rule.needs.split()), _compile(rule.pattern)) for rule in _RULES)
_ORDER = {rule.name: i for i, rule in enumerate(_RULES)}


def parse(
    text: str, start: int, end: int, quiet: frozenset[str] = frozenset(), marked: frozenset[tuple[int, int]] = frozenset()
) -> tuple[list[Word], list[Match]]:
    """The words of ``text[start:end]`` (one sentence) and the time expressions among them, in order, none overlapping.

    ``quiet`` rules speak only where their words are exactly a ``marked`` span (offsets into the text).
    """
    words = lex(text, start, end)
    matches = _matches(words)
    heard = [m for m in matches if m.rule not in quiet or (words[m.first].start, words[m.last - 1].end) in marked]
    return words, _longest(heard)


def _matches(words: Sequence[Word]) -> list[Match]:
    tags = "".join(f"<{w.tag}>" for w in words)
    index: dict[int, int] = {}
    position = 0
    for i, word in enumerate(words):
        index[position] = i
        position += len(word.tag) + 2
    index[position] = len(words)
    present = {w.tag for w in words}
    found: list[Match] = []
    for rule, needs, pattern in _COMPILED:
        if needs.isdisjoint(present):
            continue
        for match in pattern.finditer(tags):
            first, last = index[match.start()], index[match.end()]
            if words[first].tag in ("earlier", "later") and first and words[first - 1].tag in ("UNITS", "UNIT", "year"):
                continue
            meaning = rule.build(Context(words, first, last))
            if meaning is not None:
                found.append(Match(rule.name, first, last, meaning))
    return found


def _longest(matches: list[Match]) -> list[Match]:
    """The longest matches first, earlier rules before later ones; what overlaps a taken match is left."""
    taken: list[Match] = []
    used: set[int] = set()
    for match in sorted(matches, key=lambda m: (m.first - m.last, _ORDER[m.rule], m.first)):
        span = range(match.first, match.last)
        if used.isdisjoint(span):
            used.update(span)
            taken.append(match)
    return sorted((m for m in taken if m.meaning.kind != "block"), key=lambda m: m.first)
