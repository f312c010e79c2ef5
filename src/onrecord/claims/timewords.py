"""The words of time expressions, and a lexer that gives each word of a sentence its tags.

The grammar (``onrecord.claims.timegrammar``) is written over tags, not letters: ``<WEEKDAY><PART>`` for "Friday morning". A
word that the grammar has no use for is ``<_>``; function words are their own tags (``<the>``). Numbers written as words or with
fractions become one word with a value ("twenty-four", "2 1/2", "nineteen ninety-seven").
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

# Tags of words that are what they are only with a capital, and of words that are numbers.
_CAPITALISED = frozenset({"MONTH", "WEEKDAY", "WEEKDAYS", "ABBR", "DAYABBR"})
_NUMERIC = frozenset({"NUM", "one", "ORD", "first", "SCALE"})

# Function words that the grammar names; every other word is "_".
_FUNCTION = frozenset(
    """a able about account additional after afterward ago ahead all almost an and another any approximately around as
    at barely before beginning between beyond business by calendar calendar-year close closing come coming
    consecutive corresponding couple comparable current currently day-long due during each earlier early end ended
    ending ends every few fewer final first fiscal following for former from full future half i in into it its just
    last late later latest least less local long many mere mid middle month moment more most near nearly next now
    o'clock of off old on once one only opening or other over past per period point possible post preceding present
    presently previous previously prior quarter recent recently right roughly same season several shortly short
    since so some sometime soon start starting straight subsequent successive term than that the their then these
    this those three through throughout time times to trading twice under until up upcoming well whole will with
    within working year-ago year-earlier yet already nowadays clock immediate distant mid second night christmas
    alone so-called 's age aged olds to-date date longer nearby""".split()
)

_LEX = re.compile(
    r"""
    (?P<iso>\d{4}-\d{2}-\d{2}(?!\d)(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?)
  | (?P<slash>\d{1,2}/\d{1,2}/\d{4}(?!\d))
  | (?P<decade>(?:1[0-9]|20)\d0['’]?s(?!\w)|['’`]?[2-9]0['’]?s(?!\w))
  | (?P<short>['’`]\d\d(?![\w,.:]))
  | (?P<fraction>\d{1,4}(?:[ -]\d/\d{1,2})(?![\w/]))
  | (?P<num>\d{1,12}(?:[.,:]\d{1,6})*)(?P<suffix>(?:st|nd|rd|th|ST|ND|RD|TH)(?![^\W_]))?
  | (?P<ampm>[aApP]\.[mM]\b\.?|[aApP][mM]\b)
  | (?P<poss>['’][sS](?![^\W_]))
  | (?P<oclock>[oO]['’][cC]lock)
  | (?P<word>[^\W\d_]+)
  | (?P<hyphen>[-‑–—]+)
  | (?P<other>\S)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence with its tag. ``number`` is its value if it is a number, ``value`` the code of its class.

    ``start`` and ``end`` are offsets into the text of the report.
    """

    start: int
    end: int
    text: str
    tag: str
    value: str = ""
    number: float | None = None


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day with a name: a fixed ``month`` and ``day``, or a rule ("4 thu 11": fourth Thursday of November; "easter+1")."""

    name: str
    month: int | None
    day: int | None
    rule: str


@cache
def _classes() -> dict[str, tuple[str, str]]:
    """Tag and value of the words that have a tag of their own kind, from ``vocab/times_words.csv``."""
    rows = csv.DictReader(resources.files("onrecord.vocab").joinpath("times_words.csv").read_text("utf-8").splitlines())
    return {row["word"]: (row["tag"], row["value"]) for row in rows}


@cache
def named_days() -> dict[tuple[str, ...], NamedDay]:
    """Named days by their lower-case words, from ``vocab/times_days.csv``."""
    rows = csv.DictReader(resources.files("onrecord.vocab").joinpath("times_days.csv").read_text("utf-8").splitlines())
    return {
        tuple(row["words"].split()): NamedDay(
            row["words"], int(row["month"]) if row["month"] else None, int(row["day"]) if row["day"] else None, row["rule"]
        )
        for row in rows
    }


# Words without a tag of their own that a time expression may consist of.
_OTHER_SIGNS = frozenset(
    """now nowadays currently presently recently recent soon future past previously already current term period once
    long old aged""".split()
)


@cache
def _signs() -> frozenset[str]:
    return _OTHER_SIGNS | frozenset(_classes()) | {key[0] for key in named_days()}


def has_signs(words: Iterable[str]) -> bool:
    """Whether any of a sentence's words can be part of a time expression; a quick look, before :func:`lex`."""
    signs = _signs()
    return any(word[0].isdigit() or word.rpartition("-")[2].lower() in signs or word[0] in "'’`" for word in words)


def lex(text: str, start: int, end: int) -> list[Word]:
    """The words of ``text[start:end]`` with tags; linear in its length."""
    raw = [_word(m) for m in _LEX.finditer(text, start, end)]
    return _named(_numbers(_dots(raw, text)))


def _word(match: re.Match[str]) -> Word:
    start, end = match.span()
    text = match.group()
    kind = match.lastgroup
    if kind == "word":
        return _plain_word(start, end, text)
    if match.group("num") is not None:
        return _digits(start, end, match.group("num"), match.group("suffix"))
    if kind == "iso" or kind == "slash":
        return Word(start, end, text, kind.upper(), text)
    if kind == "decade":
        digits = re.sub(r"\D", "", text)
        return Word(
            start, end, text, "DECADE" if len(digits) == 4 else "DECADES", digits[:3] if len(digits) == 4 else "19" + digits[0]
        )
    if kind == "short":
        return Word(start, end, text, "SHORTYEAR", str(_century(int(text[1:]))))
    if kind == "fraction":
        whole, top, bottom = (int(d) for d in re.split(r"[ /-]", text))
        return Word(start, end, text, "NUM", number=whole + (top / bottom if bottom else 0))
    if kind == "ampm":
        return Word(start, end, text, "AMPM", text[0].lower())
    if kind == "poss":
        return Word(start, end, text, "'s")
    if kind == "oclock":
        return Word(start, end, text, "o'clock")
    if kind == "hyphen":
        return Word(start, end, text, "-" if len(text) == 1 else "--")
    if kind == "other":
        return Word(start, end, text, {",": ",", ".": ".", "(": "(", ")": ")", "$": "$", "%": "%", "/": "/"}.get(text, "_"))
    return _plain_word(start, end, text)


def _plain_word(start: int, end: int, text: str) -> Word:
    low = text.lower()
    if low not in _classes():
        return Word(start, end, text, low if low in _FUNCTION else "_")
    tag, value = _classes()[low]
    if (tag in _CAPITALISED and not text[0].isupper()) or (tag == "ZONE" and not text.isupper()):
        return Word(start, end, text, "_")
    number = float(value) if tag in _NUMERIC else None
    return Word(start, end, text, tag, "" if number is not None else value, number)


def _digits(start: int, end: int, digits: str, suffix: str | None) -> Word:
    text = digits + (suffix or "")
    if ":" in digits:
        parts = digits.split(":")
        clock = len(parts) in (2, 3) and all(p.isdigit() and len(p) == 2 for p in parts[1:]) and len(parts[0]) <= 2
        if clock and int(parts[0]) <= 24 and int(parts[1]) < 60:
            return Word(start, end, text, "CLOCK", f"{int(parts[0]):02d}:{parts[1]}")
        return Word(start, end, text, "_")
    if not re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", digits):
        return Word(start, end, text, "_")
    number = float(digits.replace(",", ""))
    if suffix:
        return Word(start, end, text, "ORD", number=number)
    if len(digits) == 4 and digits.isdigit() and 1000 <= number <= 2100:
        return Word(start, end, text, "YEAR", digits, number)
    if digits.isdigit() and len(digits) <= 2 and 1 <= number <= 31:
        return Word(start, end, text, "DD", digits, number)
    dotted = re.fullmatch(r"(\d{1,2})\.(\d\d)", digits)
    clock_value = f"{int(dotted[1]):02d}:{dotted[2]}" if dotted and int(dotted[1]) < 24 and int(dotted[2]) < 60 else ""
    return Word(start, end, text, "NUM", clock_value, number)


def _century(two: int) -> int:
    return 1900 + two if two > 30 else 2000 + two


def _dots(words: list[Word], text: str) -> list[Word]:
    """Months and weekdays cut short take their period in; "Mon", "Sat" and "Sun" without one are no weekdays."""
    out: list[Word] = []
    skip = False
    for i, word in enumerate(words):
        if skip:
            skip = False
            continue
        dotted = i + 1 < len(words) and words[i + 1].tag == "." and words[i + 1].start == word.end
        if word.tag in ("ABBR", "DAYABBR"):
            number_next = i + 1 + dotted < len(words) and words[i + 1 + dotted].tag in ("DD", "YEAR", "ORD", "NUM")
            tag = "MONTH" if word.tag == "ABBR" else "WEEKDAY"
            if dotted and (number_next or i + 2 < len(words)):
                word, skip = replace(word, end=word.end + 1, text=word.text + ".", tag=tag), True
            elif dotted or (tag == "MONTH" and (number_next or (i > 0 and words[i - 1].tag == "DD"))):
                word = replace(word, tag=tag)
            else:
                word = replace(word, tag="_")
        out.append(word)
    return out


def _numbers(words: list[Word]) -> list[Word]:
    """Runs of number words to one word each: "twenty-four", "two thousand", "nineteen ninety-seven", "two and a half"."""
    out: list[Word] = []
    i = 0
    while i < len(words):
        end, number, spelled_year = _run(words, i)
        if end == i:
            out.append(words[i])
            i += 1
            continue
        first, last = words[i], words[end - 1]
        tag = words[i].tag if end == i + 1 else "NUM"
        value = words[i].value if end == i + 1 else ""
        if tag == "SCALE":
            tag = "NUM"
        if spelled_year or (end > i + 1 and number in range(1900, 2100) and not first.text[0].isdigit()):
            tag, value = "YEAR", str(int(number))
        text = " ".join(w.text for w in words[i:end])
        ordinal = last.tag == "ORD" or last.tag == "first"
        out.append(Word(first.start, last.end, text, "ORD" if ordinal and end > i + 1 else tag, value, number))
        i = end
    return out


def _run(words: list[Word], i: int) -> tuple[int, float, bool]:
    """End, value and whether it reads as a year of the run of number words at ``i``; end == i if there is none."""
    first = words[i]
    if first.number is None or first.tag in ("ORD", "first", "CLOCK"):
        return i, 0.0, False
    if first.text[0].isdigit():
        if i + 1 < len(words) and words[i + 1].tag == "SCALE":
            return i + 2, first.number * (words[i + 1].number or 1), False
        return i + 1, first.number, False
    total, part, j = 0.0, 0.0, i
    pair = 0.0
    while j < len(words):
        word = words[j]
        if word.tag == "SCALE":
            scale = word.number or 1
            if scale == 100 or scale == 12:
                part = (part or 1) * scale
            else:
                total, part = total + (part or 1) * scale, 0.0
        elif word.number is not None and not word.text[0].isdigit() and word.tag in ("NUM", "one", "ORD", "first"):
            tens = part % 100
            if part and not (part % 100 == 0 or (tens >= 20 and tens % 10 == 0 and word.number < 10)):
                if j > i and 13 <= part <= 20 and word.number >= 10 and not total and not pair:
                    pair, part = part * 100, 0.0
                else:
                    break
            elif part and 13 <= part <= 20 and word.number >= 10:
                pair, part = part * 100, 0.0
            part += word.number
            if word.tag in ("ORD", "first"):
                j += 1
                break
        elif (
            word.tag == "-"
            and j > i
            and j + 1 < len(words)
            and words[j + 1].number is not None
            and part % 10 == 0
            and part % 100 >= 20
        ):
            if not (words[j + 1].number or 0) < 10 or words[j + 1].text[0].isdigit():
                break
        elif (
            word.tag == "and" and j > i and (total or part >= 100) and j + 1 < len(words) and words[j + 1].tag in ("NUM", "one")
        ):
            pass
        else:
            break
        j += 1
    if pair:
        return j, pair + part, True
    return j, total + part, False


@cache
def _named_heads() -> frozenset[str]:
    return frozenset(key[0] for key in named_days())


def _named(words: list[Word]) -> list[Word]:
    """Named days ("Christmas Eve") to one word tagged NAMED with their words as value."""
    table, heads = named_days(), _named_heads()
    out: list[Word] = []
    i = 0
    while i < len(words):
        if words[i].text[:1].isupper() and words[i].text.lower() in heads:
            for length in (4, 3, 2, 1):
                key = tuple(w.text.lower().replace("’", "'") for w in words[i : i + length])
                if len(key) == length and key in table:
                    last = words[i + length - 1]
                    out.append(Word(words[i].start, last.end, " ".join(key), "NAMED", " ".join(key)))
                    i += length
                    break
            else:
                out.append(words[i])
                i += 1
            continue
        out.append(words[i])
        i += 1
    return out
