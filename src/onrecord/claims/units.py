"""Units of measure and currencies: their written forms, and conversion.

Units carry the names of pint's default registry, currencies their ISO 4217 codes. The tables are ``vocab/units.csv`` and
``vocab/currencies.csv``; names that several countries share are settled in ``onrecord.claims.coins``. Conversion itself is
pint's, which is imported only when it is asked for: it takes half a second.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from onrecord.model import Quantity, Token

_HYPHENS = frozenset("-‑–")
# Abbreviations clear enough to follow a number in words ("two kg"); others ("m", "pp", "db") follow figures only.
_SHORT = frozenset(["day", "ton", "pct", "kg", "km", "cm", "mm", "lb", "lbs", "mph", "kph", "oz", "hrs", "yrs"])
# Verbs that make "pounds" a weight.
_WEIGH = frozenset(["weigh", "gain", "lose", "shed", "lift", "carry", "haul", "drop", "tip"])


class Unit(NamedTuple):
    """A unit at ``tokens[first:last]``; ``dimension`` is "money" for currencies."""

    name: str
    dimension: str
    first: int
    last: int


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((files("onrecord.vocab") / name).read_text(encoding="utf-8").splitlines()))


@lru_cache(maxsize=1)
def unit_names() -> Mapping[str, tuple[str, str]]:
    """Written form, lower case, to (unit, dimension). A dimension ending in "!" holds only right after figures."""
    return {row["surface"]: (row["unit"], row["dimension"]) for row in _rows("units.csv")}


@lru_cache(maxsize=1)
def currencies() -> Mapping[str, Mapping[str, str]]:
    """Kind (symbol, prefix, code, abbreviation, noun, adjective, small) to written form, lower case, to code."""
    table: dict[str, dict[str, str]] = {}
    for row in _rows("currencies.csv"):
        table.setdefault(row["kind"], {})[row["surface"]] = row["code"]
    return table


def dimension(unit: str | None) -> str | None:
    """The dimension of a unit name ("length", "time", "money", ...); None for a counted noun."""
    return _dimensions().get(unit) if unit else None


@lru_cache(maxsize=1)
def _dimensions() -> Mapping[str, str]:
    table = {unit: dim.rstrip("!") for unit, dim in unit_names().values()}
    for kind in currencies().values():
        table.update(dict.fromkeys(kind.values(), "money"))
    table.update(dict.fromkeys((row["code"] for row in _rows("currency_namesakes.csv")), "money"))
    return table


def unit_after(tokens: Sequence[Token], at: int, end: int, *, digits: bool) -> Unit | None:
    """The unit that is written right after a number ("km", "-inch", "square feet", "° C"), the longest that fits."""
    table = unit_names()
    best: Unit | None = None
    text, stop = "", at
    for index in range(at, min(at + 6, end)):
        word = tokens[index].text.lower()
        if word in _HYPHENS:
            if index + 1 >= end or tokens[index].start != tokens[index - 1].end or tokens[index + 1].start != tokens[index].end:
                break
            stop = index
            continue
        joined = bool(text) and (word == "/" or text.endswith("/"))
        text = word if not text else text + word if joined else f"{text} {word}"
        stop = index + 1
        if text in table:
            name, dim = table[text]
            short = len(text.rstrip(".")) <= 3 and text.isalpha() and text not in _SHORT
            if (short or dim.endswith("!")) and not digits:
                continue
            if dim.endswith("!") and at > 0 and not (tokens[index].start <= tokens[at - 1].end + 1 and index == at):
                continue
            best = Unit(name, dim.rstrip("!"), at, stop)
    return best


def currency_before(tokens: Sequence[Token], at: int, first: int) -> Unit | None:
    """The currency sign or code that stands before a number: "$", "NZ $", "US$", "EUR", "Rs."."""
    table = currencies()
    index = at - 1
    if index < first:
        return None
    sign = tokens[index].text.lower()
    if sign in table["prefix"]:
        return Unit(table["prefix"][sign], "money", index, at)
    if sign in table["symbol"]:
        letters = tokens[index - 1].text.lower() if index > first else ""
        close = index > first and tokens[index].start - tokens[index - 1].end <= 1
        if (
            sign == "$"
            and close
            and f"{letters}$" in table["prefix"]
            and tokens[index - 1].text[:1].isupper()
            and letters != "a"
        ):
            return Unit(table["prefix"][f"{letters}$"], "money", index - 1, at)
        if sign == "$" and letters == "a" and tokens[index - 1].end == tokens[index].start:
            return Unit("AUD", "money", index - 1, at)
        return Unit(table["symbol"][sign], "money", index, at)
    if sign == "." and index > first and tokens[index - 1].text.lower() == "rs":
        return Unit("INR", "money", index - 1, at)
    for kind in ("code", "abbreviation"):
        if (
            sign in table[kind]
            and (kind == "abbreviation" or tokens[index].text.isupper())
            and tokens[index].text[:1].isupper()
        ):
            return Unit(table[kind][sign], "money", index, at)
    return None


def currency_after(tokens: Sequence[Token], at: int, end: int, value: float | None, verb: str) -> Unit | None:
    """The currency that is named after a number: "dollars", "Australian dlrs", "pence", "-dollar".

    ``verb`` is the lemma of the governing verb; it tells pounds of money from pounds of weight.
    """
    table = currencies()
    if at + 1 < end and tokens[at].text in _HYPHENS and tokens[at].start == tokens[at - 1].end:
        at += 1
    for index in range(at, min(at + 3, end)):
        word = tokens[index].text.lower()
        if word in table["noun"] or word in table["small"] or tokens[index].lemma.lower() in table["noun"]:
            if tokens[index].upos in {"VERB", "AUX", "ADV", "ADP"} or (tokens[index].upos == "ADJ" and word in {"real", "sol"}):
                return None
            name = table["noun"].get(word) or table["small"].get(word) or table["noun"][tokens[index].lemma.lower()]
            before = " ".join(token.text.lower() for token in tokens[at:index])
            name = table["adjective"].get(f"{before} {singular(word)}", name)
            if name == "GBP" and not before and _is_weight(tokens, index, end, value, verb):
                return Unit("pound", "mass", at, index + 1)
            return Unit(name, "money", at, index + 1)
        if tokens[index].text in currencies_upper() and index == at:
            return Unit(table["code"][word], "money", at, index + 1)
        crown = f"{' '.join(token.text.lower() for token in tokens[at : index + 1])}"
        if singular(crown) in table["adjective"]:
            return Unit(table["adjective"][singular(crown)], "money", at, index + 1)
        # Only a name of a country may stand between: "40 million Australian dollars".
        if not tokens[index].text[:1].isupper() and word not in {"u.s.", "us"}:
            return None
    return None


@lru_cache(maxsize=1)
def currencies_upper() -> frozenset[str]:
    """The codes as they stand in text: "249 USD"."""
    return frozenset(code.upper() for code in currencies()["code"])


def singular(word: str) -> str:
    """A currency's name in the singular: "dollar" of "dlrs"."""
    return {"dlrs": "dollar", "dlr": "dollar", "kronor": "krona", "kroner": "krone"}.get(word, word.removesuffix("s"))


def _is_weight(tokens: Sequence[Token], index: int, end: int, value: float | None, verb: str) -> bool:
    if value is not None and value >= 1e5:
        return False
    following = tokens[index + 1].text.lower() if index + 1 < end else ""
    material = (
        following == "of" and index + 2 < end and tokens[index + 2].lemma.lower() not in {"aid", "debt", "damage", "spending"}
    )
    hyphen = index >= 1 and tokens[index - 1].text in _HYPHENS
    return material or hyphen or verb in _WEIGH or following in {"overweight", "heavier", "lighter", "heavy"}


@lru_cache(maxsize=1)
def _registry() -> Any:
    import pint

    return pint.UnitRegistry()


def convert(quantity: Quantity, to: str) -> Quantity:
    """The quantity in another unit of the same dimension; value and bounds are converted, the offsets stay.

    Raises ValueError where the quantity has no unit of measure, or one of another dimension, or pint is not installed. Money is
    not converted: a rate is a claim of its own.
    """
    if quantity.unit is None or dimension(quantity.unit) in {None, "money"}:
        raise ValueError(f"cannot convert {quantity.unit!r} to {to!r}: it is no unit of measure; give a quantity with one")
    try:
        registry = _registry()
    except ImportError as error:
        raise ValueError("cannot convert units: pint is not installed; install onrecord again with its dependencies") from error
    import pint

    def moved(number: float | None) -> float | None:
        return None if number is None else float(registry.Quantity(number, quantity.unit).to(to).magnitude)

    try:
        return replace(quantity, value=moved(quantity.value), low=moved(quantity.low), high=moved(quantity.high), unit=to)
    except (pint.DimensionalityError, pint.UndefinedUnitError) as error:
        raise ValueError(f"cannot convert {quantity.unit!r} to {to!r}: {error}; give a unit of the same dimension") from error
