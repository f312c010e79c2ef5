"""The words of a situation report: numbers, days, figures, voices, quotations. Templates of our own around words of the record.

Nothing here computes with a figure or chooses a word by chance: the same claim always reads the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord import vocab
from onrecord.ledger.fuse import counted_thing
from onrecord.model import Actor, AidClaim, Claim, EventClaim, FigureClaim, Source

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]")
_BLANK = re.compile(r"\s+")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MARKS = '“”"'
_MARK = re.compile('[“”"]')
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def clean(text: str | None) -> str:
    """Text on one line, without characters that act on a page or turn its direction."""
    return _CONTROL.sub("", _BLANK.sub(" ", text or "")).strip()


def short(text: str, width: int) -> str:
    """The beginning of a text of at most ``width`` characters, cut at a word, with … where something is left out."""
    text = clean(text)
    if len(text) <= width:
        return text
    head = text[: max(1, width - 1)]
    return (head.rsplit(" ", 1)[0].rstrip(" ,;:-–—") or head) + "…"


def quoted(text: str, width: int = 10_000) -> str:
    """Verbatim words in quotation marks; double marks within become single ones."""
    inner = short(text, width)
    if inner[:1] in _MARKS and inner[-1:] in _MARKS and not _MARK.search(inner[1:-1]):
        inner = inner[1:-1]
    return "“" + inner.replace("“", "‘").replace("”", "’").replace('"', "'") + "”"


def number(value: float | None) -> str:
    """A number as people write it: thousands parted, no decimals that say nothing."""
    if value is None:
        return "?"
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def count(n: int, noun: str, many: str = "") -> str:
    """A count of things in words: 1 report, 2 reports."""
    return f"{n:,} {noun if n == 1 else many or noun + 's'}"


def day_words(day: str | None) -> str:
    """An ISO day as 12 March 2024; anything else as it stands."""
    found = _DAY.match(day or "")
    if not found:
        return day or ""
    year, month, date = found.groups()
    return f"{int(date)} {_MONTHS[int(month) - 1]} {year}" if 1 <= int(month) <= 12 else day or ""


def listed(words: Sequence[str]) -> str:
    """Words in a row: a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


# ------------------------------------------------------------------------------------------------------------------ codes


@cache
def _labels() -> Mapping[tuple[str, str], str]:
    return {(row["list"], row["code"]): row["label"] for row in vocab.rows("codes.csv")}


def label(which: str, code: str | None) -> str:
    """The label of a code of one of the lists in ``vocab/codes.csv``; the code in plain letters where it has none."""
    return _labels().get((which, code or ""), (code or "").replace("_", " "))


@dataclass(frozen=True, slots=True)
class Phrase:
    """How figures of a metric are worded, in which section they stand, and how near to the top (1 first)."""

    one: str
    many: str
    state: str
    section: str
    rank: int


@cache
def _phrases() -> Mapping[str, Phrase]:
    found = {}
    for row in vocab.rows("metric_phrases.csv"):
        found[row["metric"]] = Phrase(row["one"], row["many"], row["state"], row["section"], int(row["rank"]))
    return found


def phrase(metric: str) -> Phrase:
    """How a metric is worded. A metric without a row is worded as a count of its item."""
    return _phrases().get(metric) or Phrase("", "", label("metric", metric), "other", 99)


def act(event: EventClaim) -> str:
    """What kind of act it is, in words: "accuse (allege)"; with "not:", "planned:" and so on before it."""
    mode = label(f"mode {event.type}", event.mode) if event.mode else ""
    said = label("event", event.type) + (f" ({mode})" if mode and mode != label("event", event.type) else "")
    return f"{standing(event)}: {said}" if standing(event) else said


def standing(event: EventClaim) -> str:
    """How an event is told where it is not simply told as done: denied, planned, expected, alleged, hypothetical."""
    moods = ["denied"] if event.polarity == "negated" else []
    if event.modality != "asserted":
        moods.append(label("modality", event.modality))
    return ", ".join(moods)


# ---------------------------------------------------------------------------------------------------------------- figures

_BEFORE = {
    "at_least": "at least ",
    "more_than": "more than ",
    "at_most": "at most ",
    "fewer_than": "fewer than ",
    "up_to": "up to ",
    "about": "about ",
}


def bounds(claim: FigureClaim) -> str:
    """The number as told: at least 38, about 300, between 12 and 30, no; the words themselves where they are vague."""
    if claim.qualifier == "none":
        return "no"
    if claim.qualifier == "unknown" or (claim.low is None and claim.high is None):
        return quoted(claim.text) if claim.text and claim.qualifier != "unknown" else "an unknown number of"
    if claim.qualifier == "vague":
        return quoted(claim.text)
    if claim.low is not None and claim.high is not None and claim.low != claim.high:
        return f"between {number(claim.low)} and {number(claim.high)}"
    return _BEFORE.get(claim.qualifier, "") + number(claim.low if claim.low is not None else claim.high)


def amount(claim: FigureClaim) -> str:
    """The number with its unit where that says more than what is counted: at least 38, 20,000,000 ZAR, 11,000 hectares."""
    said = bounds(claim)
    return said if said.startswith("“") or not _measured(claim) else f"{said} {unit_words(claim.unit, claim.low)}"


@cache
def _measures() -> frozenset[str]:
    return frozenset(row["unit"] for row in vocab.rows("units.csv") if row["dimension"] != "count")


def _measured(claim: FigureClaim) -> bool:
    """Whether a figure's unit is a measure or a currency, not the thing that is counted."""
    unit = claim.unit or ""
    if unit in _measures() or (len(unit) == 3 and unit.isupper()):
        return True
    return bool(unit) and not phrase(claim.metric).one and claim.metric != "count_other"


def unit_words(unit: str | None, value: float | None) -> str:
    """A unit in words: metric tons, hectares, USD."""
    words = (unit or "").replace("_", " ")
    if words.isupper() or len(words) < 4 or value == 1 or words.endswith("s") or "/" in words:
        return words
    return words + "s"


def thing(claim: FigureClaim) -> str:
    """What is counted, in words: people dead, houses destroyed, hectares of maize damaged."""
    found = phrase(claim.metric)
    single = claim.low == claim.high == 1
    noun = found.one if single else found.many
    if claim.metric == "count_other":
        noun = clean(claim.item) or noun
    elif counted_thing(claim.item) and (found.one or claim.metric in ("distance_area", "money_other", "aid_value")):
        noun = clean(claim.item)
    state = found.state
    if noun and state and noun.casefold() in (state, f"{state} people"):
        noun = found.many
    return " ".join(part for part in ("of" if noun and _measured(claim) else "", noun, state) if part)


def figure(claim: FigureClaim) -> str:
    """A figure as a phrase, for example: at least 38 people dead. Vague words stand as they are, with what they count."""
    said = amount(claim)
    if said.startswith("“"):
        return f"{said} ({label('metric', claim.metric)})"
    rest = thing(claim)
    words = f"{said} {rest}" if phrase(claim.metric).one or not rest or rest.startswith("of ") else f"{said} ({rest})"
    return clean(words)


def place(claim: Claim) -> str:
    """in Place, or nothing; the place of aid may be where it comes from, so it only stands in brackets."""
    if claim.where is None:
        return ""
    name = clean(claim.where.name)
    return f" ({name})" if isinstance(claim, FigureClaim) and claim.metric.startswith("aid_") else f" in {name}"


# ----------------------------------------------------------------------------------------------------------------- voices


def name_of(source: Source) -> str:
    """A source's name, with what kind of voice it is where that matters."""
    kind = {"belief": " (belief)", "anonymous": " (unnamed)"}.get(source.kind, "")
    return _with_article(clean(source.name or source.text), clean(source.text)) + kind


_OWNED = re.compile(r"(?:its|his|her|their) (?=\w)", re.IGNORECASE)


def _with_article(name: str, text: str) -> str:
    """A description with its article; "its ministry" stands in marks, as words of the text that need the text."""
    if _OWNED.match(name):
        return quoted(name)
    if not name[:1].islower():
        return name
    article = next((a for a in ("the", "a", "an") if text.casefold().startswith(f"{a} {name.casefold()}")), None)
    if article:
        return f"{article} {name}"
    return f"the {name}" if name in _INSTITUTIONS else name


_INSTITUTIONS = frozenset({"government", "army", "police", "military", "opposition", "ministry", "president", "mayor", "court"})
"""Descriptions that stand with "the" where the text has a pronoun."""


def voice(claim: Claim, own: str) -> str:
    """Who says so, innermost first; ``own``, the outlet, where the report tells it in its own voice."""
    return " via ".join(name for source in claim.source if (name := name_of(source))) or own


def party(actor: Actor | None) -> str:
    """A party's name, or "not named"."""
    return clean(actor.name or actor.text) if actor else "not named"


def parties(event: EventClaim) -> str:
    """Who does it to whom: A → B."""
    sides = (", ".join(map(party, event.actor)), ", ".join(map(party, event.recipient)))
    return " → ".join(side for side in sides if side)


def aid_words(donor: Actor | None, recipient: Actor | None, status: str, claims: Sequence[AidClaim]) -> str:
    """A step of aid as a sentence: Norway pledged 40 tonnes of maize to Madagascar."""
    what, done = goods(claims), label("aid status", status)
    if status == "requested":
        asked = f"{party(recipient)} requested" if recipient else "Requested"
        return f"{asked}{f' of {party(donor)}' if donor else ''}: {what}"
    whom = f" to {party(recipient)}" if recipient else ""
    return f"{party(donor)} {done}{whom}: {what}" if donor else f"{done.capitalize()}{whom}, giver not named: {what}"


def goods(claims: Iterable[AidClaim]) -> str:
    """What is offered: the fullest wording among claims of one step, with the amount where the words do not say it."""
    fullest = max(claims, key=lambda c: (c.amount is not None, len(c.item or "")))
    item = clean(fullest.item)
    if fullest.amount is None or any(mark.isdigit() for mark in item):
        return item or "not told"
    money = f"{number(fullest.amount)} {fullest.currency or ''}".strip()
    return money if item in ("", "money") else f"{money} {item}"
