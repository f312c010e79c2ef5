"""Codes, dates and numbers as words for people. Pure; everything here is text, and the templates escape it."""

from __future__ import annotations

from datetime import date
from functools import cache

from onrecord.model import Actor, AidClaim, Claim, EventClaim, FigureClaim, QuoteClaim, Source, UnknownClaim, When
from onrecord.vocab import countries, rows

TYPES = {
    "AGREE": "agrees or offers", "CONSULT": "meets or talks", "SUPPORT": "supports", "CONCEDE": "concedes",
    "COOPERATE": "cooperates", "AID": "gives help", "RETREAT": "withdraws or releases", "REQUEST": "asks or demands",
    "ACCUSE": "accuses", "REJECT": "refuses", "THREATEN": "threatens", "PROTEST": "protests", "SANCTION": "sanctions",
    "MOBILIZE": "mobilises", "COERCE": "coerces", "ASSAULT": "attacks",
}  # fmt: skip
"""PLOVER's event types as verbs."""
CERTAINTY = {
    "asserted": "told as fact", "alleged": "alleged", "planned": "planned", "forecast": "expected",
    "hypothetical": "only if", "denied": "told as not so",
}  # fmt: skip
SOURCE_KINDS = {"statement": "says", "report": "reports", "belief": "believes", "anonymous": "unnamed"}
REPLIES = {
    "accepted": "accepted", "accepted_in_part": "accepted in part", "accepted_with_conditions": "accepted with conditions",
    "declined": "declined", "no_need_stated": "no need stated", "under_consideration": "under consideration",
    "ignored_expected": "expected to be ignored", "no_reply_reported": "no reply reported",
}  # fmt: skip
AID_STATES = ("requested", "offered", "pledged", "committed", "paid", "dispatched", "delivered", "deployed", "completed")
DECISIONS = {
    "accept": "accepted", "reject": "rejected", "correct": "corrected", "add": "put on record by hand", "apart": "set apart",
    "move": "put into another story", "undone": "taken back",
}  # fmt: skip
KIND_NAMES = {"event": "Event", "figure": "Figure", "quote": "Quote", "aid": "Aid", "unknown": "Not known"}
PRECISION = {
    "exact": "exact place", "near": "near a place", "admin2": "only the district is known",
    "admin1": "only the region is known", "country": "only the country is known",
}  # fmt: skip
BODIES = {
    "IGO": "intergovernmental",
    "NGO": "non-governmental",
    "UNO": "United Nations",
    "EUR": "European Union",
    "KOS": "Kosovo",
}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SIGNS = {
    "at_least": "≥\u00a0",
    "more_than": ">\u00a0",
    "at_most": "≤\u00a0",
    "fewer_than": "<\u00a0",
    "up_to": "≤\u00a0",
    "about": "about\u00a0",
}
"""With spaces that do not break."""


@cache
def metrics() -> tuple[str, ...]:
    """What figures count, by name."""
    return tuple(sorted({row["metric"] for row in rows("metrics.csv") if row["metric"]}))


@cache
def lands() -> tuple[tuple[str, str], ...]:
    """Codes and names of the countries, by name."""
    return tuple((land.code, land.name) for land in sorted(countries().values(), key=lambda c: c.name))


def human(code: str | None) -> str:
    """A code of a vocabulary as words: homes_destroyed, homes destroyed."""
    return (code or "").replace("_", " ").replace("-", " ")


def day(text: str | None, *, year: bool = True) -> str:
    """An ISO date or date-time as 4 February 2031, its time of day left out; other text comes back as it is."""
    if not text:
        return "no date"
    parts = text[:10].split("-")
    try:
        if len(parts) == 3:
            found = date.fromisoformat(text[:10])
            return f"{found.day} {_MONTHS[found.month - 1]}" + (f" {found.year}" if year else "")
        if len(parts) == 2 and 1 <= int(parts[1]) <= 12:
            return f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    except ValueError:
        return text
    return text


def brief(text: str | None) -> str:
    """An ISO date as 4 Feb 2031, other text as ``day`` gives it, with spaces that do not break."""
    said = day(text)
    for month in _MONTHS:
        said = said.replace(month, month[:3] if len(month) > 4 else month)
    return said.replace(" ", "\u00a0")


def moment(text: str) -> str:
    """A time of the ledger's clock, 2031-02-04T06:07:08Z, as 4 Feb 2031, 06:07 UTC."""
    return f"{brief(text)}, {text[11:16]}\u00a0UTC" if len(text) >= 16 else text


def when(found: When | None) -> str:
    """The words of a time, and what they come to where that is known: "Tuesday (4 February 2031)"."""
    if found is None:
        return ""
    if found.resolved:
        return f"{found.text} ({day(found.resolved)})" if found.text != found.resolved else day(found.resolved)
    return found.text


def number(value: float | None) -> str:
    """A number as people write it: thousands parted, no decimals that say nothing."""
    if value is None:
        return "?"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.10g}"


def figure(claim: FigureClaim) -> str:
    """What a figure's words say, in short: 4,100 · ≥ 20 · about 300 · 12 to 30 · the words themselves where they are vague."""
    if claim.qualifier == "none":
        return "none"
    if (claim.low is None and claim.high is None) or claim.qualifier in ("vague", "unknown"):
        return claim.text or "not told"
    if claim.low is not None and claim.high is not None and claim.low != claim.high:
        return f"{number(claim.low)} to {number(claim.high)}"
    return _SIGNS.get(claim.qualifier, "") + number(claim.low if claim.low is not None else claim.high)


def unit(claim: FigureClaim) -> str:
    """The unit behind a number, where neither the metric nor what is counted says it already."""
    if claim.unit in (None, "person", "man", "woman", "child", "people", "house", "building", "count"):
        return ""
    name = human(claim.unit)
    if claim.item and name in claim.item:
        return ""
    return (
        f"{name}s"
        if name.endswith(("metre", "tonne", "litre", "hectare", "mile", "acre", "kilogram")) and claim.low != 1
        else name
    )


def country(code: str | None) -> str:
    """The name of a country by its code; '' for none."""
    if not code:
        return ""
    found = countries().get(code)
    return found.name if found else BODIES.get(code, code)


def party(actor: Actor | Source | None) -> str:
    """A party by its fullest name."""
    return "somebody not named" if actor is None else actor.name or actor.text or "somebody not named"


def parties(actors: tuple[Actor, ...]) -> str:
    """Parties by name, joined as in a sentence."""
    names = list(dict.fromkeys(party(a) for a in actors))
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def certainty(modality: str, polarity: str) -> str:
    """One of the six ways in which an event is told: its modality, or "denied"."""
    return "denied" if polarity == "negated" and modality in ("asserted", "alleged") else modality


def gist(claim: Claim) -> str:
    """A claim in one line."""
    if isinstance(claim, EventClaim):
        whom = f" → {parties(claim.recipient)}" if claim.recipient else ""
        mode = f" ({human(claim.mode)})" if claim.mode else ""
        act = f"{parties(claim.actor) or 'Somebody'} {TYPES.get(claim.type, claim.type.lower())}{mode}{whom}: “{claim.trigger}”"
        sure = certainty(claim.modality, claim.polarity)
        return act if sure == "asserted" else f"{act} ({CERTAINTY[sure]})"
    if isinstance(claim, FigureClaim):
        return f"{human(claim.metric).capitalize()}: {figure(claim)} {unit(claim)}".strip()
    if isinstance(claim, QuoteClaim):
        return f"{party(claim.speaker)}: “{claim.text}”"
    if isinstance(claim, AidClaim):
        reply = f", {REPLIES.get(claim.reply, human(claim.reply))}" if claim.reply else ""
        given = aid(claim.item, claim.amount, claim.currency)
        return f"{party(claim.donor)} → {party(claim.recipient)}: {given}, {claim.status}{reply}"
    if isinstance(claim, UnknownClaim):
        return f"Not known: {claim.about}"
    raise TypeError(f"a claim of no known kind: {claim!r}")


def aid(item: str | None, amount: float | None, currency: str | None) -> str:
    """What is given: 20,000,000 NOK (money); 40 tonnes of maize."""
    said = item or ""
    if amount is None or (not currency and any(c.isdigit() for c in said)):
        return said or "help"
    sum_ = f"{number(amount)} {currency}" if currency else number(amount)
    if not said or said == "money":
        return sum_
    return f"{sum_} ({said})" if currency else f"{sum_} {said}"


def many(count: int, one: str, more: str | None = None) -> str:
    """A count with its noun: 1 origin, 2 origins."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def short(text: str, width: int = 90) -> str:
    """The beginning of a text, cut at a word, with … where something is left out."""
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1].rsplit(" ", 1)[0] + "…"


def hexed(identity: str) -> str:
    """A report's id as it stands in addresses: without its ``sha256:``."""
    return identity.removeprefix("sha256:")
