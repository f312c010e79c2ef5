"""Time expressions of a reading: where they stand, what they say, which date that is.

``find_times`` keeps four things apart: the words, what they say alone (``value``, EDTF), the date they mean (``resolved``) and
what that hangs on (``anchor``). The page's own date stamp is no time of the text; ``stamp_date`` reads it for whoever has no
other publication date.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from onrecord.claims import timegrammar
from onrecord.claims.timeanchor import Memory, remember, resolve
from onrecord.claims.timegrammar import Match
from onrecord.claims.timelists import with_listed_days
from onrecord.claims.timemeaning import Meaning
from onrecord.claims.timetense import is_present, tense_of
from onrecord.claims.timewords import Word, has_signs
from onrecord.model import Reading, Sentence, Time

LEARNED_THRESHOLD = 0.5
"""A learned span below this probability does not bring a quiet rule to speak."""

_DEFAULT_CONFIDENCE = 0.8


NOWADAYS = Meaning("vague", code="PRESENT_REF")
"""What "Today" means at the head of a sentence in the present tense."""


@dataclass(frozen=True, slots=True)
class Found:
    """A time with the name of the rule that found it."""

    time: Time
    rule: str


def find_times(reading: Reading, published: str | None = None, *, vague: bool = False) -> tuple[Time, ...]:
    """The times of a text, in order, none overlapping.

    ``published`` is an ISO date or date-time; without it nothing is resolved that the text alone does not tell. ``vague`` keeps
    expressions that name no date ("now", "recently"), which TimeML marks and the gold records do not: their ``value`` is None
    and only ``timex`` says what they are. On TimeBank held apart they are worth 2.8 points of value F1; on the gold records
    they cost 6.2 points of F1 (``evals/times.py``).
    """
    return tuple(f.time for f in find(reading, published) if vague or not is_vague(f.time))


def is_vague(time: Time) -> bool:
    """Whether the expression names no date at all ("now", "recently"): only TIMEX3 has a value for it."""
    return time.value is None and time.timex in ("PRESENT_REF", "PAST_REF", "FUTURE_REF")


UNREAD = frozenset({"dateline", "byline", "furniture"})
"""Segments whose times are not the report's own."""


def find(reading: Reading, published: str | None = None) -> tuple[Found, ...]:
    """The times of a text with the rules that found them."""
    day = published_day(published)
    stamps = stamp_spans(reading.text)
    marked = frozenset((span.start, span.end) for span, p in reading.time_spans if p >= LEARNED_THRESHOLD)
    memory = Memory()
    out: list[Found] = []
    for sentence in reading.sentences:
        if sentence.segment in UNREAD or not has_signs(t.text for t in reading.tokens[sentence.first : sentence.last]):
            continue
        words, matches = timegrammar.parse(reading.text, sentence.start, sentence.end, _quiet(), marked)
        nouns = {token.start for token in reading.tokens[sentence.first : sentence.last] if token.upos in {"NOUN", "ADJ"}}
        matches = with_listed_days(words, matches, lambda k: k < len(words) and words[k].start in nouns)  # noqa: B023 - called now
        memory = Memory(memory.last, memory.quarter, None)
        for match in matches:
            start, end = words[match.first].start, words[match.last - 1].end
            if any(s <= start and end <= e for s, e in stamps):
                continue
            time, memory = _time(match, reading, sentence, (start, end), day, memory, words)
            out.append(Found(time, match.rule))
    return tuple(out)


def _time(
    match: Match,
    reading: Reading,
    sentence: Sentence,
    span: tuple[int, int],
    day: date | None,
    memory: Memory,
    words: list[Word],
) -> tuple[Time, Memory]:
    start, end = span
    meaning = match.meaning
    opens = start == sentence.start and reading.text[start:end] == "Today"
    if opens and is_present(reading.tokens, sentence.first, start, end):
        meaning = NOWADAYS
    tense = tense_of(reading.tokens, sentence.first, sentence.last, start, end)
    found = resolve(meaning, day, memory, tense)
    confidence = _confidence().get(match.rule, _DEFAULT_CONFIDENCE)
    time = Time(start, end, meaning.type, found.value, found.resolved, found.anchor, found.timex, confidence)
    return time, remember(memory, found.point)


@cache
def _rules() -> dict[str, dict[str, str]]:
    rows = csv.DictReader(resources.files("onrecord.vocab").joinpath("times_rules.csv").read_text("utf-8").splitlines())
    return {row["rule"]: row for row in rows}


@cache
def _confidence() -> dict[str, float]:
    """Share of each rule's finds that were right, measured by ``evals/times.py --calibrate``."""
    return {rule: float(row["confidence"]) for rule, row in _rules().items()}


@cache
def _quiet() -> frozenset[str]:
    """Rules that speak only where the learned tagger has marked the same words."""
    return frozenset(rule for rule, row in _rules().items() if row["quiet"] == "1")


def published_day(published: str | None) -> date | None:
    """The day of an ISO date or date-time, None if there is none, it is not one, or no report can be of that year."""
    if not published:
        return None
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return None
    return day if 1583 <= day.year <= 9000 else None


# ------------------------------------------------------------------------------------------------------------------- stamps

_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )"
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember)?\.?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = rf"(?:{_MONTH} \d{{1,2}}(?:,? \d{{4}})?|\d{{1,2}} {_MONTH}(?:,? \d{{4}})?|\d{{4}}-\d\d-\d\d)"
_CLOCK = r"(?: ?[,|-]? ?\d{1,2}:\d\d(?: ?[AaPp]\.?[Mm]\.?)?(?: [A-Z]{2,4})?)"
_PLACE = r"[A-Z][A-Z.'’-]{1,30}(?: [A-Z][A-Z.'’-]{1,20}){0,3}"
# A line that is only a date; a full date in front of a paragraph's first sentence; "PLACE, date (AGENCY) -".
_STAMP_LINE = re.compile(rf"(?:{_PLACE},? )?(?P<date>{_WEEKDAY}?{_DAY}){_CLOCK}?\.?")
_STAMP_START = re.compile(rf"(?P<date>{_WEEKDAY}{_MONTH} \d{{1,2}}, \d{{4}}) (?=[A-Z“\"])")
_DATELINE = re.compile(rf"{_PLACE}(?:, [A-Z][A-Za-z. ]{{1,25}})?,? (?P<date>{_DAY}) ?(?:\([^()\n]{{2,30}}\))? ?(?:-|--|—|–|_)")


def stamp_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where the page's own date stands: a line that is only a date, a date in front of the first sentences, a dateline."""
    found: list[tuple[int, int]] = []
    for number, line in enumerate(re.finditer(r"[^\n]+", text)):
        body = line.group().strip()
        start = line.start() + (len(line.group()) - len(line.group().lstrip()))
        if len(body) <= 80 and (match := _STAMP_LINE.fullmatch(body)):
            found.append((start + match.start(), start + match.end()))
        elif number < 4 and (match := _STAMP_START.match(body) or _DATELINE.match(body)):
            found.append((start + match.start("date"), start + match.end("date")))
    return tuple(found)


def stamp_date(text: str) -> str | None:
    """The ISO date that the page's own date stamp names in full, None if there is none (or only one without a year)."""
    for start, end in stamp_spans(text):
        for match in timegrammar.parse(text, start, end)[1]:
            value = resolve(match.meaning, None, Memory(), 0).resolved
            if value and re.fullmatch(r"\d{4}-\d\d-\d\d(?:T.*)?", value):
                return value[:10]
    return None
