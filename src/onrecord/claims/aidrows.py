"""The parties of help: which two bodies make a row, who stands for whom, and which tellings are of one and the same help."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from onrecord import vocab
from onrecord.claims.aidthings import aid_words
from onrecord.claims.arguments import Cast
from onrecord.model import Actor, Span

_OF_STATES = frozenset({None, "GOV", "MIL", "LEG", "COP", "JUD", "SPY"})
_OPEN = frozenset({"offered", "pledged", "committed", "dispatched", "deployed"})


@dataclass(frozen=True, slots=True)
class AidFrame:
    """One line of help between two parties. ``amount`` is a number of ``currency`` (ISO 4217) or of the item's unit."""

    donor: Actor
    recipient: Actor
    item: str | None
    amount: float | None
    currency: str | None
    status: str
    reply: str | None
    evidence: Span
    sentence: int
    reply_evidence: Span | None = None
    main: bool = True
    confidence: float = 0.7


def state_of(actor: Actor) -> Actor:
    """A government, its head, its capital or the adjective of nationality gives and receives for the state."""
    country = vocab.countries().get(actor.country or "")
    if country is None:
        return actor
    office = actor.text != actor.name or any(word.islower() for word in actor.text.split())
    stands = (
        (actor.sector == "GOV" and office)
        or vocab.adjective_country(actor.text) == actor.country
        or vocab.capital_country(actor.name) == actor.country
    )
    return replace(actor, name=country.name) if stands else actor


def is_state(actor: Actor) -> bool:
    """Whether an actor is a country itself, by its name."""
    country = vocab.countries().get(actor.country or "")
    return country is not None and country.name == actor.name


def body_of(cast: Cast, actor: Actor) -> Actor:
    """An official of a province or town gives and receives for it: "Lower Velm Governor Mara Holt", "the mayor of Sarn"."""
    last = actor.name.split()[-1] if actor.name else ""
    for person in cast.entities:
        if person.type != "PER" or actor.sector != "GOV" or not last or not person.name.endswith(last):
            continue
        for place in cast.entities:
            between = cast.tree.reading.text[place.end : person.start]
            if (
                place.type == "LOC"
                and 0 < person.start - place.end < 24
                and len(between.split()) in {1, 2}
                and "," not in between
            ):
                return replace(actor, name=cast.tree.reading.text[place.start : place.end])
    return actor


def is_wide(donor: Actor) -> bool:
    """Whether those who help are only called international, foreign or federal."""
    return donor.country is None and not aid_words("wide").isdisjoint(donor.text.lower().split())


def two_bodies(donor: Actor, recipient: Actor) -> bool:
    """Whether help between two parties crosses a border or passes between two named bodies."""
    if donor.name == recipient.name:
        return False
    if donor.country is not None and recipient.country is not None and donor.country != recipient.country:
        return True
    named = [actor.text[:1].isupper() or any(word[:1].isupper() for word in actor.text.split()) for actor in (donor, recipient)]
    if all(named):
        return donor.country != recipient.country or donor.country is None or donor.sector != recipient.sector
    if recipient.sector != "REF":
        return False
    return donor.country != recipient.country or (donor.sector == "GOV" and recipient.country is None)


def at_home(donor: Actor, recipient: Actor, item: int | None) -> bool:
    """Help inside one country is a row where a body that gives by its office gives to people in need."""
    if is_wide(donor):
        return recipient.country is not None
    words = {word.lower().removesuffix("s") for word in recipient.text.split()}
    gives = {word.lower() for word in donor.text.split()} & aid_words("giver")
    return item is not None and bool(gives) and bool(words & aid_words("needy")) and donor.name != recipient.name


def joined(rows: Sequence[AidFrame], headlines: Set[int] = frozenset()) -> list[AidFrame]:
    """One row for a pair of parties and stage; an offer that is told again as a pledge keeps the pledge.

    ``headlines`` are the numbers of sentences that are headlines: what the text tells of the same help stands for them.
    """
    kept: list[AidFrame] = []
    for row in rows:
        if row.sentence in headlines and any(_tells_more(other, row) for other in rows if other.sentence not in headlines):
            continue
        twin = next((k for k, other in enumerate(kept) if _same_pair(row, other) and _same_stage(row, other)), None)
        if twin is None:
            twin = next((k for k, other in enumerate(kept) if _is_answer(row, other)), None)
            if twin is not None:
                kept[twin] = replace(kept[twin], reply=row.reply, reply_evidence=row.evidence)
            else:
                kept.append(row)
            continue
        best = (
            row
            if (row.amount is not None, row.reply is not None) > (kept[twin].amount is not None, kept[twin].reply is not None)
            else kept[twin]
        )
        reply = row.reply or kept[twin].reply
        kept[twin] = replace(best, item=best.item or row.item, reply=reply)
    return kept


def _tells_more(body: AidFrame, headline: AidFrame) -> bool:
    """Whether a row of the text is of the help that a headline's row is of: one giver, and one taker or one left unnamed."""
    if headline.reply is not None and body.reply != headline.reply:
        return False
    unnamed = not is_state(headline.recipient) and headline.recipient.country in {None, body.recipient.country}
    return _one_side(body.donor, headline.donor) and (unnamed or _one_side(body.recipient, headline.recipient))


def _one_side(one: Actor, other: Actor) -> bool:
    return _same(one, other) or (one.country is not None and one.country == other.country)


def _is_answer(row: AidFrame, other: AidFrame) -> bool:
    """Whether a row only tells the answer to help that another row tells of."""
    return row.reply is not None and other.reply is None and other.status in _OPEN and _same_pair(row, other)


def _same_pair(one: AidFrame, other: AidFrame) -> bool:
    return _same(one.donor, other.donor) and _same(one.recipient, other.recipient)


def _same(one: Actor, other: Actor) -> bool:
    """Whether two actors are one side: one name, or one speaks for the country that the other is."""
    if one.name == other.name:
        return True
    if {one.sector, other.sector} - _OF_STATES:
        # The Red Cross of a country is not the country.
        return False
    country = vocab.countries().get(one.country or "")
    return country is not None and one.country == other.country and country.name in {one.name, other.name}


def _same_stage(one: AidFrame, other: AidFrame) -> bool:
    if None not in {one.amount, other.amount} and (one.amount, one.currency) != (other.amount, other.currency):
        return False
    if None not in {one.reply, other.reply} and one.reply != other.reply:
        return False
    early = {"offered", "pledged", "committed"}
    return one.status == other.status or (one.status in early and other.status in early and None in {one.reply, other.reply})
