"""Quantities: every number or vague count that measures or counts something, with bounds, unit and the thing counted.

A number that only names ("Flight 370", "Article 5", "No. 2"), dates ("2016", "10:55"), tells an age ("a 10-year-old") or a
score ("3-2") measures nothing and is left out; durations are kept, with a unit of time.

``unit`` is a pint unit name ("millimeter"), an ISO 4217 code ("USD"; "cent" and "penny" for small change), or the lemma of the
counted noun ("house"); None where the words name nothing. ``onrecord.claims.units.dimension`` tells the first two from the
third. ``item`` is the thing counted or measured in the words of the text ("agricultural fields"). Value and unit are meant as
in CQE (Almasian, Kazakova, Göldner and Gertz, EMNLP 2023), whose ``NewsQuant`` also takes the noun of a count for its unit.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import cast

from onrecord.claims.measured import Measured, noun_chunk, read, shared_magnitude, word, words
from onrecord.claims.numbernames import counts
from onrecord.claims.numerals import Numeral
from onrecord.model import Qualifier, Quantity, Reading, Time, Token

_FURNITURE = frozenset({"furniture", "byline", "dateline"})
_LEMMAS = {"people": "person", "persons": "person", "lives": "life", "men": "man", "women": "woman", "children": "child"}


@lru_cache(maxsize=1)
def qualifiers() -> Mapping[str, Mapping[tuple[str, ...], Qualifier]]:
    """Position (before, after) to phrase, as lower-case words, to qualifier."""
    table: dict[str, dict[tuple[str, ...], Qualifier]] = {"before": {}, "after": {}}
    for row in csv.DictReader((files("onrecord.vocab") / "qualifiers.csv").read_text(encoding="utf-8").splitlines()):
        table[row["position"]][tuple(row["phrase"].split())] = cast(Qualifier, row["qualifier"])
    return table


def find_quantities(reading: Reading, times: Sequence[Time] = ()) -> tuple[Quantity, ...]:
    """The quantities of a reading in the order of the text.

    ``times`` are the time expressions of the same text: numbers inside dates and clock times are left out. Spans are offsets
    into ``reading.text`` and cover qualifier, number, unit and counted noun. An amount told twice, "18 inches (461 mm)",
    gives two quantities. Pure; linear in the text.
    """
    blocked = _spans(time for time in times if time.type in {"DATE", "TIME", "SET"})
    found: list[Quantity] = []
    for sentence in reading.sentences:
        if sentence.segment in _FURNITURE:
            continue
        at = sentence.first
        while at < sentence.last:
            measured = read(reading.tokens, at, sentence.first, sentence.last)
            if measured is None:
                zero = _none(reading, at, sentence.last)
                found += [zero] if zero else []
                at += 1
                continue
            at = measured.last if measured.noun is None or measured.noun < measured.last else measured.numeral.last
            if counts(reading.tokens, measured, sentence.first, sentence.last, blocked):
                found.append(_quantity(reading, measured, sentence.first, sentence.last))
    return tuple(found)


def _spans(times: Iterable[Time]) -> tuple[list[int], list[int]]:
    ordered = sorted((time.start, time.end) for time in times)
    return [start for start, _ in ordered], [end for _, end in ordered]


def _quantity(reading: Reading, measured: Measured, first: int, last: int) -> Quantity:
    tokens, number = reading.tokens, measured.numeral
    start, qualifier = _qualifier_before(tokens, measured, first)
    stop = measured.last
    if qualifier is None or qualifier == "about":
        stop, qualifier = _qualifier_after(tokens, measured, qualifier, first, last)
    value, low, high, code = _bounds(measured, qualifier, _is_estimated(tokens, number.first, first))
    return Quantity(
        start=tokens[start].start,
        end=tokens[stop - 1].end,
        value=value,
        low=low,
        high=high,
        unit=_unit_name(tokens, measured),
        item=_item(reading, measured, last),
        qualifier=code,
        confidence=0.9 if measured.unit or measured.noun is not None else 0.7,
    )


def _unit_name(tokens: Sequence[Token], measured: Measured) -> str | None:
    if measured.unit is not None:
        return measured.unit.name
    if measured.noun is None or measured.numeral.kind in {"fraction", "ratio"}:
        return None
    noun = tokens[measured.noun]
    if noun.text.lower() in words("stand_in"):
        return None
    if re.fullmatch(r"[A-Z]{2,8}s", noun.text):
        return noun.text[:-1].lower()
    lemma = noun.lemma.lower()
    if noun.text.lower() == f"{lemma}s" and lemma.endswith("ie") and len(lemma) > 5 and lemma not in words("ie_noun"):
        # A lemma made by rule may only have lost its s: "familie".
        lemma = lemma.removesuffix("ie") + "y"
    return _LEMMAS.get(noun.text.lower()) or _LEMMAS.get(lemma) or lemma


def _item(reading: Reading, measured: Measured, last: int) -> str | None:
    tokens = reading.tokens
    if measured.noun is not None:
        begin = measured.numeral.last
        if measured.high is not None or measured.noun < begin or tokens[begin].text.lower() == "of":
            begin = measured.noun if measured.high is not None else begin + 1
        while begin < measured.noun and (
            tokens[begin].upos in {"PUNCT", "DET"} or tokens[begin].text.lower() in {"more", "other"}
        ):
            begin += 1
        return reading.text[tokens[begin].start : tokens[measured.noun].end] if begin <= measured.noun else None
    if measured.unit is not None and measured.last + 1 < last and tokens[measured.last].text.lower() in {"of", "in"}:
        begin = measured.last + 1
        if begin + 1 < last and (tokens[begin].upos == "DET" or tokens[begin].deprel == "nmod:poss"):
            begin += 1
        noun = noun_chunk(tokens, begin, last)
        if noun is not None and (tokens[measured.last].text.lower() == "of" or measured.unit.dimension == "money"):
            return reading.text[tokens[begin].start : tokens[noun].end]
    return None


def _is_particle(tokens: Sequence[Token], index: int, first: int) -> bool:
    """Whether a word belongs to the verb before it, also where the parser took it for a preposition: "handed over six"."""
    before = tokens[index - 1] if index > first else None
    phrasal = before is not None and before.upos == "VERB" and before.lemma.lower() in {"hand", "turn", "run", "knock", "sign"}
    return tokens[index].deprel == "compound:prt" or (phrasal and tokens[index].text.lower() == "over")


def _qualifier_before(tokens: Sequence[Token], measured: Measured, first: int) -> tuple[int, Qualifier | None]:
    """Where the quantity begins, with its qualifier: the longest phrase that ends right before the number."""
    table = qualifiers()["before"]
    at, code = measured.first, None
    if at > first and tokens[at - 1].text.lower() in {"under", "beneath", "below"} and _is_depth(tokens, measured):
        return at, None
    for _ in range(2):
        near = at
        while near > first and tokens[near - 1].text.lower() in words("filler") and near > measured.first - 3:
            near -= 1
        for stop in dict.fromkeys((at, near)):
            size = next(
                (
                    n
                    for n in range(5, 0, -1)
                    if stop - n >= first and tuple(t.text.lower() for t in tokens[stop - n : stop]) in table
                ),
                0,
            )
            if size == 1 and _is_particle(tokens, stop - 1, first):
                # "Handed over 15 guns" says nothing of more.
                size = 0
            if size:
                found = table[tuple(token.text.lower() for token in tokens[stop - size : stop])]
                code = found if code in {None, "about", "exactly"} else code
                at = stop - size
                break
        else:
            break
    if code == "about" and at == measured.first:
        code = None
    if measured.high is not None and at > first and tokens[at - 1].text.lower() == "between":
        at -= 1
    return at, code


def _is_depth(tokens: Sequence[Token], measured: Measured) -> bool:
    """Whether a length is that of what lies above: "under two metres of water" is no bound."""
    unit = measured.unit
    return unit is not None and unit.dimension == "length" and word(tokens, measured.last, 0, len(tokens)) == "of"


def _qualifier_after(
    tokens: Sequence[Token], measured: Measured, code: Qualifier | None, first: int, last: int
) -> tuple[int, Qualifier | None]:
    table = qualifiers()["after"]
    for stop in dict.fromkeys((measured.numeral.last, measured.last)):
        for size in (3, 2, 1):
            phrase = tuple(word(tokens, index, first, last) for index in range(stop, stop + size))
            if phrase in table and not (phrase[0] == "plus" and stop + 1 < last and tokens[stop + 1].text[:1].isdecimal()):
                return max(stop + size, measured.last), table[phrase]
    return measured.last, code


def _is_estimated(tokens: Sequence[Token], at: int, first: int) -> bool:
    """Whether "estimate", "estimated at", "estimates suggest" stands a few words before."""
    window = tokens[max(first, at - 6) : at]
    return any(
        token.lemma.lower() in {"estimate", "estimated"} or token.text.lower() == "estimated" for token in window
    ) and not any(token.text in {",", ";", ":"} for token in window)


def _bounds(
    measured: Measured, qualifier: Qualifier | None, estimated: bool
) -> tuple[float | None, float | None, float | None, Qualifier]:
    """Value, low, high and qualifier as the guide of the figures has them: "more than n" is low n, "up to n" is high n."""
    number = measured.numeral
    if measured.high is not None:
        low, _ = shared_magnitude(number, Numeral(0, 2, measured.high, measured.high))
        return None, low, measured.high, "between"
    if number.kind in {"vague", "several"}:
        if qualifier in {"up_to", "at_most", "fewer_than"}:
            return None, None, None, "vague"
        return None, number.low, None, "vague"
    value = number.value
    if value == 0:
        return 0.0, 0.0, 0.0, "none"
    if qualifier in {"at_least", "more_than"}:
        return value, value, None, qualifier
    if qualifier in {"at_most", "fewer_than", "up_to"}:
        return value, None, value, qualifier
    if qualifier == "about" or (estimated and qualifier is None):
        return value, value, value, "about"
    return value, value, value, "exactly"


def _none(reading: Reading, at: int, last: int) -> Quantity | None:
    """ "no injuries", "no reports of injuries": a count of zero, for the nouns that a toll counts."""
    token = reading.tokens[at]
    if token.text.lower() != "no" or token.upos not in {"DET", "ADV", "X"}:
        return None
    noun = noun_chunk(reading.tokens, at + 1, last)
    if noun is not None and reading.tokens[noun].lemma.lower() == "report" and word(reading.tokens, noun + 1, at, last) == "of":
        noun = noun_chunk(reading.tokens, noun + 2, last)
    if noun is None or words("toll_noun").isdisjoint({reading.tokens[noun].lemma.lower(), reading.tokens[noun].text.lower()}):
        return None
    name = reading.tokens[noun]
    return Quantity(token.start, name.end, 0.0, 0.0, 0.0, name.lemma.lower(), name.text, "none", 0.9)
