"""Whose pesos: a currency's name that several countries share is read as that of the country that the report speaks of.

Where the words name the country ("Philippine pesos") ``onrecord.claims.units`` has read it already. Else the sentence's own
country counts, if it has one of those that use the name; else the country of the report that is named most, the earlier of two.
Where none is named, the name keeps its most usual meaning. ``vocab/currency_namesakes.csv`` has the shared names (ISO 4217).
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from onrecord.claims.units import currencies, singular
from onrecord.model import Entity, Place, Quantity, Reading


@cache
def namesakes() -> Mapping[str, Mapping[str, str]]:
    """A shared name, lower case, to country (ISO 3166-1 alpha-3) to currency code."""
    table: dict[str, dict[str, str]] = {}
    for row in csv.DictReader((files("onrecord.vocab") / "currency_namesakes.csv").read_text(encoding="utf-8").splitlines()):
        table.setdefault(row["surface"], {})[row["country"]] = row["code"]
    return table


def in_local_money(
    reading: Reading, quantities: Sequence[Quantity], entities: Sequence[Entity], places: Sequence[Place]
) -> tuple[Quantity, ...]:
    """The quantities, those in a shared currency name with the code of the country meant. Pure."""
    shared = [_shared(reading.text, quantity) for quantity in quantities]
    if not any(shared):
        return tuple(quantities)
    told = ((one.start, one.country) for each in (entities, places) for one in each)
    named = sorted({(start, country) for start, country in told if country is not None})
    starts = [sentence.start for sentence in reading.sentences]
    often = Counter(country for _, country in named)
    first = {country: -start for start, country in reversed(named)}
    out = []
    for quantity, codes in zip(quantities, shared, strict=True):
        sentence = reading.sentences[max(bisect_right(starts, quantity.start) - 1, 0)]
        near = {codes[c] for start, c in named if sentence.start <= start < sentence.end and c in codes}
        if len(near) == 1:
            out.append(replace(quantity, unit=near.pop()))
            continue
        meant = max((c for c in often if c in codes), key=lambda c: (often[c], first[c]), default=None)
        out.append(quantity if meant is None else replace(quantity, unit=codes[meant]))
    return tuple(out)


def _shared(text: str, quantity: Quantity) -> Mapping[str, str]:
    """The countries and codes of the shared name that a quantity is counted in; empty where its country is told with it."""
    words = re.findall(r"[^\W\d_]+", text[quantity.start : quantity.end].lower())
    at = next((i for i in range(len(words) - 1, -1, -1) if words[i] in namesakes()), None)
    if at is None:
        return {}
    codes = namesakes()[words[at]]
    told = f"{words[at - 1]} {singular(words[at])}" in currencies()["adjective"] if at else False
    # The most usual meaning is what stands where no country was told; another code was told by the words.
    return {} if told or quantity.unit != next(iter(codes.values())) else codes


__all__ = ["in_local_money", "namesakes"]
