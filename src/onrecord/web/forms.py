"""The forms of the reviews: the fields that a kind of claim has on the page, and what they say in the contract's shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.contract import claim_line
from onrecord.ledger.select import CERTAINTIES, KINDS, SOURCE_KINDS
from onrecord.model import Claim
from onrecord.web import words
from onrecord.web.ask import BadRequestError, read_country, read_day

MODALITIES, POLARITIES = CERTAINTIES[:5], CERTAINTIES[5:7]
QUALIFIERS = (
    "exactly", "about", "at_least", "more_than", "at_most", "fewer_than", "up_to", "between", "vague", "none", "unknown",
)  # fmt: skip
_NUMBERS = ("value", "low", "high", "amount")
_LONGEST = {"note": 2000, "person": 120, "reason": 40, "said": 4000, "source": 200}
_LONGEST_FIELD = 400


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: its name, its value as text, what is valid (nothing: any text), and whether it must be filled."""

    name: str
    value: str = ""
    valid: tuple[str, ...] = ()
    needed: bool = False


def said(form: Mapping[str, str], name: str, needed: bool = False) -> str:
    """A text of a form, within its bounds."""
    text = form.get(name, "").strip()
    if len(text) > _LONGEST.get(name, _LONGEST_FIELD) or "\x00" in text:
        raise BadRequestError(f"the {name} is too long", f"give at most {_LONGEST.get(name, _LONGEST_FIELD)} letters")
    if needed and not text:
        raise BadRequestError(f"the {name} is missing", "fill it in")
    return text


# ---------------------------------------------------------------------------------------------------------------- correct

_CORRECTED: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "event": (("type", tuple(sorted(words.TYPES))), ("mode", ()), ("polarity", POLARITIES), ("modality", MODALITIES)),
    "figure": (("metric", ()), ("value", ()), ("low", ()), ("high", ()), ("qualifier", QUALIFIERS), ("item", ())),
    "aid": (("status", words.AID_STATES), ("reply", ("", *words.REPLIES)), ("item", ()), ("amount", ()), ("currency", ())),
    "quote": (("text", ()),),
    "unknown": (("about", ()),),
}


def fields_to_correct(found: Claim) -> list[Field]:
    """The fields of a claim that a person corrects on the page, as they are."""
    return [Field(name, _as_text(getattr(found, name)), valid) for name, valid in _CORRECTED[found.kind]]


def _as_text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def changed(claim: Claim, form: Mapping[str, str]) -> dict[str, Any]:
    """The fields that a form gives another value than the claim has. BadRequestError where none, or a number is none."""
    line, out = claim_line(claim), {}
    for field in fields_to_correct(claim):
        if f"field.{field.name}" not in form:
            continue
        text = said(form, f"field.{field.name}")
        if text == field.value:
            continue
        if field.valid:
            _among(field.name, text, field.valid)
        empty = None if line[field.name] is None or field.valid else ""
        out[field.name] = _number(field.name, text) if field.name in _NUMBERS else text or empty
    if not out:
        raise BadRequestError("nothing was corrected", "change a field, or accept the claim")
    return {
        name: None if value == "" and name in ("mode", "item", "currency", "reply") else value for name, value in out.items()
    }


def _among(name: str, text: str, valid: tuple[str, ...]) -> str:
    if text not in valid:
        raise BadRequestError(f"invalid {words.human(name)}", f"valid are: {', '.join(filter(None, valid))}")
    return text


def _number(name: str, text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text.replace(",", ""))
    except ValueError as error:
        raise BadRequestError(f"invalid {name}", "give a number, as 4100 or 12.5, or nothing") from error
    if value != value or abs(value) > 1e15:
        raise BadRequestError(f"invalid {name}", "give a number below a thousand million million")
    return value


# -------------------------------------------------------------------------------------------------------------------- add

ADDED: Mapping[str, tuple[Field, ...]] = {
    "event": (
        Field("type", "AGREE", tuple(sorted(words.TYPES))), Field("actor"), Field("actor_country"), Field("recipient"),
        Field("recipient_country"), Field("modality", "asserted", MODALITIES), Field("polarity", "affirmed", POLARITIES),
    ),
    "figure": (
        Field("metric", "deaths"), Field("value", "", (), True), Field("qualifier", "exactly", QUALIFIERS[:7]),
        Field("item"), Field("unit"),
    ),
    "quote": (Field("text", "", (), True), Field("speaker", "", (), True), Field("speaker_country")),
    "aid": (
        Field("donor"), Field("donor_country"), Field("recipient"), Field("recipient_country"), Field("item"), Field("amount"),
        Field("currency"), Field("status", "offered", words.AID_STATES), Field("reply", "", ("", *words.REPLIES)),
    ),
    "unknown": (Field("about", "", (), True),),
}  # fmt: skip
"""The fields of a claim that is put on record by hand, by kind."""


def by_hand(form: Mapping[str, str]) -> tuple[str, str, dict[str, Any]]:
    """Kind, words, and fields as the contract has them, of a claim that a person puts on record. BadRequestError."""
    kind = form.get("kind", "")
    if kind not in KINDS:
        raise BadRequestError("invalid kind", f"valid are: {', '.join(KINDS)}")
    quoted = said(form, "said", needed=True)
    own = {field.name: said(form, f"field.{field.name}", field.needed) or field.value for field in ADDED[kind]}
    for field in ADDED[kind]:
        if field.valid:
            _among(field.name, own[field.name], field.valid)
    name = said(form, "source", needed=True)
    way = _among("kind of source", form.get("source_kind") or "statement", SOURCE_KINDS)
    fields: dict[str, Any] = {
        "source": [{**_party(name, said(form, "source_country")), "kind": way}],
        **_own(kind, quoted, own),
    }
    if day := read_day(said(form, "when") or None, "when"):
        fields["when"] = {"text": day, "value": day, "resolved": day, "anchor": "text"}
    if place := said(form, "where"):
        land = read_country(said(form, "where_country") or None)
        unplaced = dict.fromkeys(("admin1", "lat", "lon", "precision"))
        fields["where"] = {"text": place, "name": place, "country": land, **unplaced}
    return kind, quoted, fields


def _party(name: str, country: str) -> dict[str, Any]:
    return {"text": name, "name": name, "country": read_country(country or None), "sector": None}


def _own(kind: str, quoted: str, own: Mapping[str, str]) -> dict[str, Any]:
    def party(role: str) -> dict[str, Any] | None:
        return _party(own[role], own[f"{role}_country"]) if own[role] else None

    def parties(role: str) -> list[dict[str, Any]]:
        return [found] if (found := party(role)) else []

    if kind == "event":
        acts = {name: own[name] for name in ("type", "modality", "polarity")}
        return {**acts, "actor": parties("actor"), "recipient": parties("recipient"), "trigger": quoted[:60].strip()}
    if kind == "figure":
        value = _number("value", own["value"])
        low = None if own["qualifier"] in ("at_most", "fewer_than", "up_to") else value
        high = None if own["qualifier"] in ("at_least", "more_than") else value
        qualifier = "none" if value == 0 else own["qualifier"]
        counted = {"value": value, "low": low, "high": high, "qualifier": qualifier}
        return {"metric": own["metric"], **counted, "item": own["item"] or None, "unit": own["unit"] or None}
    if kind == "quote":
        return {"text": own["text"], "speaker": party("speaker")}
    if kind == "aid":
        given = {"item": own["item"] or None, "amount": _number("amount", own["amount"]), "currency": own["currency"] or None}
        states = {"status": own["status"], "reply": own["reply"] or None}
        return {"donor": party("donor"), "recipient": party("recipient"), **given, **states}
    return {"about": own["about"]}
