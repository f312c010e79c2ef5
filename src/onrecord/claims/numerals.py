"""Numbers as words and digits: a small grammar over tokens.

``numeral`` reads the longest number that begins at a token ("4,100", "two and a half million", "14-1/2", "tens of thousands",
"one in three", "half a dozen") and says what it is worth. It does not ask what the number measures, nor whether it measures
anything: that is ``onrecord.claims.quantities``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from onrecord.model import Token

Kind = Literal["plain", "vague", "several", "fraction", "ratio"]

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_HYPHENS = frozenset("-‑–")
_DENOMINATORS = frozenset({2, 3, 4, 5, 6, 8, 10, 16, 32, 64})


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number that stands at ``tokens[first:last]``.

    ``value`` is None for a vague count ("hundreds"), whose ``low`` is then the least it can be held to, None for "several".
    ``digits`` tells that it is written in figures; ``bare`` that it is nothing but a short run of digits, as in names, dates
    and scores ("737", "2016", "3").
    """

    first: int
    last: int
    value: float | None
    low: float | None
    kind: Kind = "plain"
    digits: bool = False
    bare: bool = False


@lru_cache(maxsize=1)
def number_words() -> Mapping[str, tuple[str, float]]:
    """Number words with their kind (cardinal, tens, magnitude, letter, vague, several, part, parts, glyph) and worth."""
    path = files("onrecord.vocab") / "number_words.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row["word"]: (row["kind"], float(row["value"] or 0)) for row in rows}


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """The words with which a number that is not written in figures can begin."""
    return frozenset(number_words()) | {"a", "an", "half", "quarter"}


def numeral(tokens: Sequence[Token], start: int, end: int) -> Numeral | None:
    """The longest number that begins with ``tokens[start]`` and ends before ``tokens[end]``, or None."""
    word = _word(tokens, start, end)
    if not word[:1].isdecimal() and word not in _beginnings():
        return None
    kind, _ = _kind(word)
    found: Numeral | None = None
    if word[:1].isdecimal() or kind == "glyph":
        found = _in_digits(tokens, start, end)
    elif kind in {"cardinal", "tens"}:
        found = _in_words(tokens, start, end)
    elif word in {"a", "an", "half", "quarter"}:
        found = _with_article(tokens, start, end)
    elif kind == "vague":
        found = _vague(tokens, start, end)
    elif kind == "several":
        found = _several(tokens, start, end)
    return _as_ratio(tokens, found, end) if found else None


def _word(tokens: Sequence[Token], index: int, end: int) -> str:
    return tokens[index].text.lower() if index < end else ""


def _kind(word: str) -> tuple[str, float]:
    return number_words().get(word, ("", 0.0))


def _glued(tokens: Sequence[Token], index: int) -> bool:
    """Whether nothing stands between this token and the one before."""
    return tokens[index].start == tokens[index - 1].end


def _skip_hyphen(tokens: Sequence[Token], index: int, end: int) -> int:
    """Past a hyphen that joins two words, else the same index."""
    if index + 1 < end and tokens[index].text in _HYPHENS and _glued(tokens, index) and _glued(tokens, index + 1):
        return index + 1
    return index


def _in_digits(tokens: Sequence[Token], start: int, end: int) -> Numeral | None:
    text = tokens[start].text
    if text in number_words():
        return Numeral(start, start + 1, _kind(text)[1], _kind(text)[1], "fraction", True)
    if not (_DIGITS.fullmatch(text) or _INDIAN.fullmatch(text)) or len(text) > 24:
        return None
    value = float(text.replace(",", ""))
    at = start + 1
    bare = text.isdecimal()
    # The thousands of many languages, and of the United Nations' style, are parted by a space: "25 000".
    while (
        text.isdecimal()
        and len(text) <= 3
        and text[0] != "0"
        and at < min(end, start + 5)
        and re.fullmatch(r"\d{3}", tokens[at].text)
        and tokens[at].start == tokens[at - 1].end + 1
    ):
        value = value * 1000 + int(tokens[at].text)
        at, bare = at + 1, False
    simple = _simple_fraction(tokens, at, end) if bare else None
    if simple:
        value, at, bare = value + simple[1], simple[0], False
    elif bare and _word(tokens, at, end) == "/" and at + 1 < end:
        return _slashed(tokens, start, end, int(text)) if len(text) <= 2 else None
    elif at < end and _kind(tokens[at].text)[0] == "glyph":
        value, at, bare = value + _kind(tokens[at].text)[1], at + 1, False
    at, factor = _magnitude(tokens, at, end, True)
    # Products such as 2.3 × 10⁶ are brought to the decimal that the words say.
    value = round(value * factor, 6)
    return Numeral(start, at, value, value, "plain", True, bare and factor == 1)


def _simple_fraction(tokens: Sequence[Token], at: int, end: int) -> tuple[int, float] | None:
    """A fraction after a whole number, "14-1/2" or "14 1/2": where it ends and what it is worth."""
    first = _skip_hyphen(tokens, at, end)
    if (
        first + 2 < end
        and tokens[first + 1].text == "/"
        and tokens[first].text.isdecimal()
        and tokens[first + 2].text.isdecimal()
    ):
        over, under = tokens[first].text, tokens[first + 2].text
        if len(over) <= 2 and len(under) <= 2 and int(under) in _DENOMINATORS and 0 < int(over) < int(under):
            return first + 3, int(over) / int(under)
    return None


def _slashed(tokens: Sequence[Token], start: int, end: int, over: int) -> Numeral | None:
    """ "3/4 of", "1/2 mile"; not the dates 5/12 and 9/11, which no unit follows."""
    under = _word(tokens, start + 2, end)
    follows = _word(tokens, start + 3, end)
    if not under.isdecimal() or len(under) > 2 or int(under) not in _DENOMINATORS or not 0 < over < int(under):
        return None
    if follows in {"", "/"} or not follows[0].isalpha() or follows in {"and", "in", "at", "on", "to"}:
        return None
    return Numeral(start, start + 3, over / int(under), over / int(under), "fraction", True)


def _magnitude(tokens: Sequence[Token], at: int, end: int, digits: bool) -> tuple[int, float]:
    """Past "million", "-million", "bn", "hundred thousand": where it ends and the factor."""
    factor = 1.0
    while at < end:
        step = _skip_hyphen(tokens, at, end)
        word = _word(tokens, step, end)
        # "70 lakhs", "2 millions"
        kind, worth = _kind(word.removesuffix("s") if digits and _kind(word)[0] == "vague" and factor == 1 else word)
        if kind == "letter" and digits and step == at and _glued(tokens, at) and _is_magnitude_letter(tokens, at, end):
            return at + 1, factor * worth
        if kind != "magnitude" or factor * worth > 1e15:
            break
        factor, at = factor * worth, step + 1
    return at, factor


def _is_magnitude_letter(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "5m" and "3k" are millions and thousands after a currency or before a plural noun; "5m high" is a length."""
    before = tokens[at - 2].text if at >= 2 else ""
    if before and (before[-1] in "$£€¥₹" or (before.isupper() and len(before) == 3)):
        return True
    if tokens[at].text in {"b", "B", "m", "M", "K"} and at + 1 < end and tokens[at + 1].upos == "NOUN":
        return tokens[at + 1].xpos == "NNS" or tokens[at].text == "M"
    return tokens[at].text.lower() == "k"


def _in_words(tokens: Sequence[Token], start: int, end: int) -> Numeral | None:
    """ "three hundred and five", "twenty-five", "two and a half million", "three-quarters"."""
    total, current, at = 0.0, 0.0, start
    room = 0
    while at < end:
        step = _skip_hyphen(tokens, at, end) if at > start else at
        word = _word(tokens, step, end)
        if word == "and" and at > start and room >= 100 and _kind(_word(tokens, step + 1, end))[0] in {"cardinal", "tens"}:
            step, word = step + 1, _word(tokens, step + 1, end)
        kind, worth = _kind(word)
        if kind == "tens" and (at == start or room >= 100):
            current, room = current + worth, 10
        elif kind == "cardinal" and (at == start or (room == 10 and worth < 10) or room >= 100):
            current, room = current + worth, 0
        elif kind == "magnitude" and worth == 100 and 0 < current < 100:
            current, room = current * 100, 100
        elif kind == "magnitude" and worth != 12 and current > 0:
            total, current, room = total + current * worth, 0.0, int(worth)
        elif kind == "magnitude" and current > 0:
            current, room = current * worth, 0
        else:
            break
        at = step + 1
    value = total + current
    parts = _kind(_word(tokens, _skip_hyphen(tokens, at, end), end))
    if parts[0] in {"parts", "part"} and (parts[0] == "parts") == (value != 1) and parts[1] and value < parts[1]:
        stop = _skip_hyphen(tokens, at, end) + 1
        if parts[0] == "parts" or stop - 1 > at or _word(tokens, stop, end) == "of":
            return Numeral(start, stop, value / parts[1], value / parts[1], "fraction")
    at, more = _spoken_decimals(tokens, at, end) if value < 100 else (at, 0.0)
    at, half = _and_a_half(tokens, at, end) if not more else (at, more)
    at, factor = _magnitude(tokens, at, end, False)
    value = round((value + half) * factor, 6)
    return Numeral(start, at, value, value)


def _spoken_decimals(tokens: Sequence[Token], at: int, end: int) -> tuple[int, float]:
    """Past "point six", "point two five": where it ends and what it is worth."""
    if _word(tokens, at, end) != "point":
        return at, 0.0
    digits = ""
    step = at + 1
    while _kind(_word(tokens, step, end))[0] == "cardinal" and _kind(_word(tokens, step, end))[1] < 10 and len(digits) < 4:
        digits += str(int(_kind(_word(tokens, step, end))[1]))
        step += 1
    return (step, float(f"0.{digits}")) if digits else (at, 0.0)


def _and_a_half(tokens: Sequence[Token], at: int, end: int) -> tuple[int, float]:
    """Past "and a half", "and three quarters", "-and-a-half"."""
    step = _skip_hyphen(tokens, at, end)
    if _word(tokens, step, end) != "and":
        return at, 0.0
    step = _skip_hyphen(tokens, step + 1, end)
    many = 3.0 if _word(tokens, step, end) == "three" else 1.0
    if _word(tokens, step, end) not in {"a", "one", "three"}:
        return at, 0.0
    step = _skip_hyphen(tokens, step + 1, end)
    kind, worth = _kind(_word(tokens, step, end))
    if kind in {"part", "parts"} and worth in {2, 4}:
        return step + 1, many / worth
    return at, 0.0


def _with_article(tokens: Sequence[Token], start: int, end: int) -> Numeral | None:
    """ "a million", "half a million", "half a dozen", "a couple of", "a few hundred", "a third of", "half the"."""
    word, after = _word(tokens, start, end), _word(tokens, start + 1, end)
    if word in {"half", "quarter"}:
        if word == "half" and after in {"a", "an"}:
            at, factor = _magnitude(tokens, start + 2, end, False)
            return Numeral(start, at, 0.5 * factor, 0.5 * factor, "plain" if at > start + 2 or after == "an" else "fraction")
        if word == "half" and after == "of" and (whole := _of_magnitude(tokens, start + 2, end)) is not None:
            return Numeral(start, whole[0], 0.5 * whole[1], 0.5 * whole[1])
        if word == "half" and after in {"of", "the", "its", "their", "his", "her", "our", "all"}:
            return Numeral(start, start + 1, 0.5, 0.5, "fraction")
        if word == "half" and _kind(after)[0] == "magnitude":
            return Numeral(start, start + 2, 0.5 * _kind(after)[1], 0.5 * _kind(after)[1])
        return None
    if _kind(after)[0] == "magnitude":
        at, factor = _magnitude(tokens, start + 1, end, False)
        tail = _in_words(tokens, at + 1, end) if _word(tokens, at, end) == "and" and at + 1 < end else None
        if tail and tail.value and _kind(_word(tokens, at + 1, end))[0] in {"cardinal", "tens"} and tail.value < factor:
            return Numeral(start, tail.last, factor + tail.value, factor + tail.value)
        return Numeral(start, at, factor, factor)
    if after == "couple" and _word(tokens, start + 2, end) in {"of", "dozen", "hundred", "thousand"}:
        at, factor = _magnitude(tokens, start + 2, end, False)
        return Numeral(start, at, 2 * factor, 2 * factor)
    if after == "few" and _kind(_word(tokens, start + 2, end))[0] == "magnitude":
        at, factor = _magnitude(tokens, start + 2, end, False)
        return Numeral(start, at, None, 2 * factor, "vague")
    if after == "number" and _word(tokens, start + 2, end) == "of":
        return Numeral(start, start + 2, None, None, "several")
    kind, worth = _kind(after)
    if kind == "part" and worth and _word(tokens, start + 2, end) == "of":
        whole = _of_magnitude(tokens, start + 3, end)
        if whole is not None:
            return Numeral(start, whole[0], whole[1] / worth, whole[1] / worth)
        return Numeral(start, start + 2, 1 / worth, 1 / worth, "fraction")
    return None


def _of_magnitude(tokens: Sequence[Token], at: int, end: int) -> tuple[int, float] | None:
    """Past "a million" in "a quarter of a million", with its worth; None where no bare magnitude stands there."""
    if _word(tokens, at, end) not in {"a", "one"} or _kind(_word(tokens, at + 1, end))[0] != "magnitude":
        return None
    return _magnitude(tokens, at + 1, end, False)


def _vague(tokens: Sequence[Token], start: int, end: int) -> Numeral | None:
    """ "dozens", "hundreds of thousands", "scores of"; "scores" alone is more often a result than a count."""
    _, low = _kind(_word(tokens, start, end))
    at = start + 1
    previous = _word(tokens, start - 1, end) if start else ""
    if previous[:1].isdecimal() or _word(tokens, at, end) in {"-", "'", "’"}:
        return None
    if _word(tokens, start, end) in {"scores", "tens"}:
        plain = _word(tokens, at, end) == "of" and tokens[start].upos != "VERB"
        toll = (
            _word(tokens, start, end) == "scores"
            and tokens[start].deprel in {"nsubj:pass", "nsubj"}
            and previous not in {"test", "the"}
        )
        if not plain and not toll:
            return None
    while at + 1 < end and _word(tokens, at, end) == "of" and _kind(_word(tokens, at + 1, end))[0] == "vague":
        # The first word is a count of the second: at least twenty (two hundred, ...) of thousands.
        low, at = low * _kind(_word(tokens, at + 1, end))[1] / 2, at + 2
    return Numeral(start, at, None, low, "vague")


def _several(tokens: Sequence[Token], start: int, end: int) -> Numeral | None:
    at, factor = _magnitude(tokens, start + 1, end, False)
    if at > start + 1:
        return Numeral(start, at, None, 2 * factor, "vague")
    return Numeral(start, start + 1, None, None, "several")


def _as_ratio(tokens: Sequence[Token], first: Numeral, end: int) -> Numeral:
    """ "one in three", "nine out of 10" as one number; else the first number as it was."""
    at = first.last
    if first.kind != "plain" or first.value is None or not 0 < first.value <= 99:
        return first
    if _word(tokens, at, end) == "in":
        at += 1
    elif _word(tokens, at, end) == "out" and _word(tokens, at + 1, end) == "of":
        at += 2
    else:
        return first
    if not (_word(tokens, at, end)[:1].isdecimal() or _kind(_word(tokens, at, end))[0] in {"cardinal", "tens"}):
        if _word(tokens, at, end) != "every":
            return first
        at += 1
    second = _in_digits(tokens, at, end) if _word(tokens, at, end)[:1].isdecimal() else _in_words(tokens, at, end)
    if second is None or second.value is None or second.kind != "plain" or second.value <= first.value:
        return first
    if second.bare and not (second.value <= 20 or second.value in {25, 50, 100, 500, 1000}):
        return first
    value = first.value / second.value
    return replace(first, last=second.last, value=value, low=value, kind="ratio", bare=False)
