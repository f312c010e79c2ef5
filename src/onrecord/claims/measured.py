"""A number with what it measures: its range, its unit, the noun that it counts.

The first of three steps to a quantity: ``read`` here, then ``onrecord.claims.numbernames.counts`` (does it measure anything?),
then the record with its bounds in ``onrecord.claims.quantities``. Trees are used where they stand; a flat or damaged tree falls
back on the noun phrase read from left to right.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import cast

from onrecord.claims.numerals import Numeral, numeral
from onrecord.claims.units import Unit, currencies, currency_after, currency_before, unit_after, unit_names
from onrecord.model import Token

HYPHENS = frozenset("-‑–—")
NOMINAL = frozenset({"NOUN", "PROPN"})
_QUAKES = frozenset({"quake", "earthquake", "aftershock", "temblor", "tremor", "foreshock"})
_MODIFIERS = frozenset({"ADJ", "ADV", "NUM", "NOUN", "PROPN", "VERB", "X", "SYM", "PUNCT", "CCONJ", "DET", "PART"})


@lru_cache(maxsize=1)
def _word_lists() -> Mapping[str, frozenset[str]]:
    lists: dict[str, set[str]] = {}
    for row in csv.DictReader((files("onrecord.vocab") / "number_context.csv").read_text(encoding="utf-8").splitlines()):
        lists.setdefault(row["role"], set()).add(row["word"])
    return {role: frozenset(members) for role, members in lists.items()}


def words(role: str) -> frozenset[str]:
    """The words of ``vocab/number_context.csv`` that play a role beside a number (month, label, stand_in, ...)."""
    return _word_lists()[role]


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with its unit: tokens ``first`` to ``last`` (end exclusive); ``noun`` is the counted noun's token."""

    numeral: Numeral
    first: int
    last: int
    unit: Unit | None
    noun: int | None
    high: float | None = None


def word(tokens: Sequence[Token], index: int, first: int, last: int) -> str:
    """The token in lower case, or the empty string outside ``first`` to ``last``."""
    return tokens[index].text.lower() if first <= index < last else ""


def read(tokens: Sequence[Token], at: int, first: int, last: int) -> Measured | None:
    """The number at a token with what follows it: a range's second number, the unit, the noun."""
    number = numeral(tokens, at, last)
    if number is None:
        return None
    start, stop = number.first, number.last
    money = currency_before(tokens, start, first)
    second, high = _range(tokens, number, first, last)
    if second is not None:
        stop = second.last
    end_number = second or number
    unit = money or currency_after(tokens, stop, last, number.value, governing_verb(tokens, at))
    if unit is None:
        unit = unit_after(tokens, stop, last, digits=end_number.digits) or _magnitude(tokens, start, stop, first, last)
    if unit is not None:
        stop = max(stop, unit.last)
        if money and word(tokens, stop, first, last).upper() == money.name:
            stop += 1
        return Measured(number, min(start, unit.first), stop, unit, None, high)
    noun = _counted(tokens, end_number, last) or _counted_by_next(tokens, end_number, last)
    if noun is not None:
        coin = currencies()["noun"].get(tokens[noun].text.lower()) if number.kind == "vague" else None
        if coin is not None:
            # "Millions of dollars".
            return Measured(number, start, noun + 1, Unit(coin, "money", noun, noun + 1), None, high)
        table = unit_names().get(tokens[noun].text.lower()) or unit_names().get(tokens[noun].lemma.lower())
        if table and not table[1].endswith("!") and len(tokens[noun].text) > 3:
            # "11 and seven months": the unit stands at the second number only.
            return Measured(number, start, stop, Unit(table[0], table[1], noun, noun + 1), None, high)
        begin = stop + 1 if stop < last and tokens[stop].text.lower() == "of" else stop
        gap = noun >= stop and _between(tokens, begin, noun) and not _has_number(tokens, stop, noun)
        return Measured(number, start, noun + 1 if gap else stop, None, noun, high)
    return Measured(number, start, stop, None, None, high)


def _magnitude(tokens: Sequence[Token], start: int, stop: int, first: int, last: int) -> Unit | None:
    """The magnitude of an earthquake: "magnitude 6.3", "a magnitude of 6.3"."""
    for back in (1, 2):
        if word(tokens, start - back, first, last) == "magnitude" and (
            back == 1 or word(tokens, start - 1, first, last) in {"of", "-", "about"}
        ):
            return Unit("magnitude", "magnitude", start, stop)
    if "." in tokens[start].text and word(tokens, stop, first, last) in _QUAKES:
        # "A 7.5 quake".
        return Unit("magnitude", "magnitude", start, stop)
    # "Measuring 6.1 on the open-ended Richter scale".
    scale = {word(tokens, index, first, last) for index in range(stop, stop + 7)}
    return Unit("magnitude", "magnitude", start, stop) if {"on", "richter"} <= scale else None


def governing_verb(tokens: Sequence[Token], at: int) -> str:
    """The lemma of the nearest verb above a token, or the empty string."""
    index, seen = at, 0
    while 0 <= index < len(tokens) and seen < 8:
        if tokens[index].upos == "VERB":
            return tokens[index].lemma.lower()
        index, seen = tokens[index].head, seen + 1
    return ""


def _range(tokens: Sequence[Token], number: Numeral, first: int, last: int) -> tuple[Numeral | None, float | None]:
    """The second number of "10 to 12", "10-12", "between 10 and 12", "seven or eight" and the upper bound, or None twice."""
    at = number.last
    link = word(tokens, at, first, last)
    before = word(tokens, number.first - 1, first, last)
    if before in {"$", "£", "€"}:
        before = word(tokens, number.first - 2, first, last)
    joins = link in {"to", "or", "-", "–", "—", "and"} and number.kind == "plain"
    if (
        not joins
        or number.value is None
        or (link == "and" and before != "between")
        or (link == "to" and before == "from" and not _ranges(tokens, number.first - 2))
    ):
        return None, None
    at += 1
    while word(tokens, at, first, last) in {"$", "£", "€", "about", "even", "as"}:
        at += 1
    second = numeral(tokens, at, last) if at < last else None
    if second is None or second.value is None or second.kind != "plain":
        return None, None
    low, high = shared_magnitude(number, second)
    unitless = link in HYPHENS and not _has_noun(tokens, second, first, last)
    if not low < high or unitless or (link == "or" and high > 4 * low + 1):
        return None, None
    if link == "to" and before != "between" and number.bare and second.bare and not _has_noun(tokens, second, first, last):
        return None, None
    return second, high


def _ranges(tokens: Sequence[Token], at: int) -> bool:
    """ "Ranging from 3 to 5" is a range, "rose from 3 to 5" a change."""
    return at >= 0 and tokens[at].text.lower() in words("ranging")


def _has_noun(tokens: Sequence[Token], number: Numeral, first: int, last: int) -> bool:
    return (
        currency_before(tokens, number.first, first) is not None
        or unit_after(tokens, number.last, last, digits=number.digits) is not None
        or currency_after(tokens, number.last, last, number.value, "") is not None
        or _counted(tokens, number, last) is not None
    )


def shared_magnitude(number: Numeral, second: Numeral) -> tuple[float, float]:
    """ "2 to 3 million": the first number takes the second's magnitude when it has none of its own."""
    low, high = cast(float, number.value), cast(float, second.value)
    if low < 1000 <= high and second.last - second.first > 1 and number.last - number.first == 1:
        for factor in (1e9, 1e6, 1e3):
            if high >= factor:
                # "850 to 1,000" has no magnitude to share.
                return (low * factor, high) if low * factor <= high else (low, high)
    return low, high


def _counted(tokens: Sequence[Token], number: Numeral, last: int) -> int | None:
    """The noun that a number counts: its head to the right, or the noun after "of"."""
    after = number.last
    if after < last and tokens[after].text.lower() in {"people", "persons"}:
        return after
    if after < last and tokens[after].text.lower() in words("stand_in") and not _goes_on(tokens, after, last):
        return after if tokens[after].text.lower() != "more" else None
    if number.kind == "ratio":
        return noun_chunk(tokens, after, last)
    if number.kind in {"vague", "several", "fraction"} and after < last and tokens[after].text.lower() == "of":
        return noun_chunk(tokens, after + 1, last, determiner=True)
    if after + 1 < last and tokens[after].text == "-" and _is_joint(tokens, after) and tokens[after + 1].xpos == "NN":
        return after + 1
    top = next(
        (index for index in range(number.last - 1, number.first - 1, -1) if not number.first <= tokens[index].head < after),
        None,
    )
    if top is None:
        return noun_chunk(tokens, after, last)
    token = tokens[top]
    seen = 0
    while token.deprel == "conj" and 0 <= token.head < len(tokens) and tokens[token.head].upos == "NUM" and seen < 4:
        token, seen = tokens[token.head], seen + 1
    head = token.head
    clear = not any(each.xpos in {"VBD", "VBZ", "VBP", "MD"} for each in tokens[after:head])
    if token.deprel.partition(":")[0] in {"nummod", "compound", "det", "amod"} and after <= head < last and clear:
        if tokens[head].upos in NOMINAL or (tokens[head].upos == "ADJ" and tokens[head].xpos == "NNS"):
            return head if _between(tokens, after, head) or seen else noun_chunk(tokens, after, last)
        if tokens[head].upos in {"ADJ", "SYM", "X", "PRON", "VERB"}:
            return noun_chunk(tokens, after, last)
    return noun_chunk(tokens, after, last)


def _counted_by_next(tokens: Sequence[Token], number: Numeral, last: int) -> int | None:
    """The noun or unit that "500 and 1,000 songs" leaves out at the first number."""
    if number.last + 1 < last and tokens[number.last].text.lower() in {"and", "or"} and number.kind == "plain":
        second = numeral(tokens, number.last + 1, last)
        if (
            second is not None
            and second.kind == "plain"
            and currency_after(tokens, second.last, last, second.value, "") is None
        ):
            unit = unit_after(tokens, second.last, last, digits=second.digits)
            return unit.first if unit and unit.first == second.last else _counted(tokens, second, last)
    return None


def _between(tokens: Sequence[Token], start: int, noun: int) -> bool:
    """Whether only modifiers stand between a number and its noun, so that the span may run on to it."""
    if noun - start > 9:
        return False
    return all(token.upos in _MODIFIERS and token.text not in {"(", ")", ";", ":"} for token in tokens[start:noun])


def _has_number(tokens: Sequence[Token], start: int, stop: int) -> bool:
    return any(token.upos == "NUM" for token in tokens[start:stop])


def noun_chunk(tokens: Sequence[Token], start: int, last: int, *, determiner: bool = False) -> int | None:
    """The head of the noun phrase that begins at a token, read from left to right (for damaged or flat trees)."""
    found: int | None = None
    for index in range(start, min(start + 10, last)):
        token = tokens[index]
        hyphen = token.text in HYPHENS
        if hyphen and _is_glued(tokens, index, last):
            # "12-nation deal" counts nations; "3-2" and "mud-and-thatch homes" go on to the noun.
            if index == start and index + 1 < last and tokens[index + 1].upos == "NOUN" and tokens[index + 1].xpos != "NNS":
                return index + 1
            found = None
        elif token.text[:1].isdecimal():
            break
        elif token.upos in NOMINAL:
            if found is not None and (found != index - 1 or tokens[found].xpos == "NNS"):
                break
            found = index
        elif found is not None and tokens[found].upos == "PROPN" and token.upos == "ADJ" and _goes_on(tokens, index, last):
            found = None
        elif (
            found is not None
            or (token.text.lower() in {"more", "others", "other"} and not _goes_on(tokens, index, last))
            or not (
                token.upos in {"ADJ", "NUM"}
                or token.xpos in {"VBN", "RB", "JJ", "POS"}
                or (token.upos == "DET" and determiner)
                or (index > start and tokens[index - 1].text in HYPHENS and tokens[index - 1].end == token.start)
            )
        ):
            break
    return found


def _is_glued(tokens: Sequence[Token], index: int, last: int) -> bool:
    return (
        0 < index < last - 1 and tokens[index - 1].end == tokens[index].start and tokens[index].end == tokens[index + 1].start
    )


def _is_joint(tokens: Sequence[Token], index: int) -> bool:
    """Whether a hyphen joins its neighbours: nothing on either side, or (in text set apart word by word) a space on both."""
    return (tokens[index - 1].end == tokens[index].start) == (tokens[index].end == tokens[index + 1].start)


def _goes_on(tokens: Sequence[Token], index: int, last: int) -> bool:
    return index + 1 < last and tokens[index + 1].upos in NOMINAL | {"ADJ"}
