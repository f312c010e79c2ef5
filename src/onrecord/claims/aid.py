"""Help between parties: who offers, asks for, grants or delivers what to whom, how far it has come, and what the answer was.

A row needs a donor and a recipient that are two bodies (a country, an organisation, a government and another's people):
relief by a country's own services is an event and no aid row. The status is what the words say and never inferred upward:
"will send" is an offer, or a pledge where an amount or goods are counted. The answer may stand anywhere in the report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord import vocab
from onrecord.claims.actors import Resolver
from onrecord.claims.arguments import Cast, at_role, cast_of, parties_at, resolved, undergoer
from onrecord.claims.certainty import is_negated
from onrecord.claims.frames import EventFrame
from onrecord.claims.lemmas import planted
from onrecord.claims.lexicon import lexicon
from onrecord.claims.matching import matching_verb
from onrecord.claims.replies import reply_to
from onrecord.claims.tree import Tree, span_of
from onrecord.model import Actor, Attribution, Entity, Quantity, Reading, Span

_SENT = frozenset({"send", "dispatch", "ship", "rush", "fly", "airlift", "despatch"})
_PLACED = frozenset({"deploy", "station"})
_DECIDED = frozenset(
    {"agree", "approve", "allocate", "commit", "authorise", "authorize", "earmark", "decide", "grant", "award"}
)
_PROMISED = frozenset({"pledge", "promise", "vow", "undertake"})
_LOCAL = frozenset(
    {"rescue", "evacuate", "save", "treat", "free", "recover", "retrieve", "pull", "restore", "repair", "fight", "tackle"}
)
_UNTOLD = frozenset({"alleged", "hypothetical", "forecast"})


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


def find_aid(
    reading: Reading,
    frames: Sequence[EventFrame],
    attributions: Sequence[Attribution] = (),
    figures: Sequence[Quantity] = (),
    entities: tuple[Entity, ...] = (),
    resolver: Resolver | None = None,
) -> tuple[AidFrame, ...]:
    """The aid rows of a report, one for each pair of parties and stage, in order of the text.

    ``frames`` are the events, ``figures`` the quantities that give amounts, ``entities`` the linked names (by default the
    reading's). The reply is None where the text tells none.
    """
    cast = cast_of(planted(reading), lexicon(), entities or reading.entities, resolver)
    rows: list[AidFrame] = []
    for frame in frames:
        row = _row(cast, frame, figures)
        if row is not None:
            rows.append(row)
    rows = _joined(rows)
    return tuple(_answered(cast, row, frames) for row in rows)


def _answered(cast: Cast, row: AidFrame, frames: Sequence[EventFrame]) -> AidFrame:
    if row.reply is not None or row.status in {"delivered", "paid", "completed"}:
        return row
    found = reply_to(cast, row.donor, row.recipient, row.evidence, frames)
    return row if found is None else replace(row, reply=found[0], reply_evidence=found[1])


def _row(cast: Cast, frame: EventFrame, figures: Sequence[Quantity]) -> AidFrame | None:
    event = frame.event
    if event.modality in _UNTOLD or event.polarity == "negated":
        return None
    verb = next((k for k in frame.trigger if cast.tree.tokens[k].upos == "VERB"), frame.trigger[0])
    item = _item(cast, frame)
    if item is None and not _is_help(cast, verb, frame):
        return None
    donor, recipient, reply = _sides(cast, frame, item)
    if donor is None or recipient is None or not _two_bodies(donor, recipient):
        return None
    if donor.country != recipient.country:
        donor, recipient = _state_of(donor), _state_of(recipient)
    counted = _amount(cast.tree, item, figures)
    status = _status(cast, frame, counted is not None)
    if status is None:
        return None
    text = None
    if item is not None:
        span = span_of(cast.tree, _noun_phrase(cast.tree, item))
        text = cast.tree.reading.text[span.start : span.end]
    amount = counted.value if counted is not None else None
    unit = counted.unit if counted is not None else None
    currency = unit if unit is not None and len(unit) == 3 and unit.isupper() else None
    return AidFrame(
        donor,
        recipient,
        text,
        amount,
        currency,
        status,
        reply,
        event.evidence,
        frame.sentence,
        None,
        frame.main,
        event.confidence,
    )


def _item(cast: Cast, frame: EventFrame) -> int | None:
    """The thing given: the object of the trigger, of the verb that it governs, or what the nominal trigger is of."""
    tree = cast.tree
    for trigger in frame.trigger:
        places = [trigger, *tree.deps(trigger, "xcomp", "ccomp", "acl", "advcl"), *tree.deps(trigger, "conj")]
        for place in places:
            thing = undergoer(tree, place) if tree.tokens[place].upos == "VERB" else None
            if thing is not None and _is_aid(cast, thing):
                return thing
            for role in ("of", "for", "with", "in"):
                for noun in tree.obliques(place, role):
                    if _is_aid(cast, noun):
                        return noun
            if thing is not None:
                inner = [*tree.deps(thing, "acl"), *tree.obliques(thing, "of", "for", "in")]
                for noun in inner:
                    deeper = undergoer(tree, noun) if tree.tokens[noun].upos == "VERB" else noun
                    if deeper is not None and _is_aid(cast, deeper):
                        return deeper
        if tree.lemma(trigger) in {"offer", "pledge", "promise", "request"} and tree.tokens[trigger].upos == "NOUN":
            for noun in (*tree.obliques(trigger, "of", "for"), *tree.deps(trigger, "compound")):
                if _is_aid(cast, noun):
                    return noun
    return None


def _is_aid(cast: Cast, noun: int) -> bool:
    tree = cast.tree
    for each in tree.conjuncts(noun):
        if cast.entity(each) is not None:
            continue
        if cast.is_a(each, "aid") or cast.is_a(each, "money") or tree.tokens[each].text in {"$", "£", "€"}:
            return True
        if any(cast.is_a(inner, "aid") for inner in tree.obliques(each, "of", "in")):
            return True
    return False


def _is_help(cast: Cast, verb: int, frame: EventFrame) -> bool:
    """Acts that are help by their own word: "helped the islands rebuild", "refused the offer", "appealed for help"."""
    if frame.event.type == "AID":
        return cast.tree.lemma(verb) not in _LOCAL and cast.tree.tokens[verb].upos == "VERB"
    if frame.event.type == "REQUEST" and _help_below(cast, verb) is not None:
        return True
    return frame.event.type in {"REJECT", "REQUEST"} and frame.event.mode == "assist"


def _help_below(cast: Cast, verb: int) -> int | None:
    """The verb of help in what is asked for: "urged the islands to take in the survivors"."""
    for clause in cast.tree.deps(verb, "xcomp", "ccomp", "advcl"):
        for place in (clause, *cast.tree.deps(clause, "xcomp", "advcl", "conj")):
            entry = matching_verb(cast, place) if cast.tree.tokens[place].upos == "VERB" else None
            if entry is not None and entry.type == "AID" and not is_negated(cast.tree, place):
                return place
    return None


def _sides(cast: Cast, frame: EventFrame, item: int | None) -> tuple[Actor | None, Actor | None, str | None]:
    """Donor, recipient and, for a refusal, the reply that it is."""
    event = frame.event
    first = event.actor[0] if event.actor else None
    second = event.recipient[0] if event.recipient else None
    if event.type in {"AID", "AGREE", "COOPERATE"}:
        return first, second, None
    source = _source_of(cast, item)
    if event.type == "REQUEST":
        beneficiary = _beneficiary(cast, frame)
        return second or source, beneficiary or first, None
    if event.type == "REJECT" and event.mode in {"assist", None} and item is not None:
        donor = second or source
        return donor, first, "accepted_in_part" if _in_part(cast.tree, item) else "declined"
    return None, None, None


def _state_of(actor: Actor) -> Actor:
    """A head of state or government gives and receives for the state: its name stands beside the words that name the person."""
    if actor.country is None or actor.sector != "GOV" or actor.text == actor.name:
        return actor
    country = vocab.countries().get(actor.country)
    return actor if country is None else replace(actor, name=country.name)


def _source_of(cast: Cast, item: int | None) -> Actor | None:
    """Whose help it is: "federal money", "Norwegian aid", "assistance from the union"."""
    if item is None:
        return None
    tree = cast.tree
    for place in (item, *tree.obliques(item, "in", "of")):
        for noun in (*tree.obliques(place, "from", "by"), *tree.deps(place, "nmod:poss")):
            found = resolved(cast, parties_at(cast, noun)[:1])
            if found:
                return found[0]
        for child in tree.deps(place, "amod", "compound"):
            entity = cast.entity(child)
            if (entity is not None and entity.country is not None) or tree.lemma(child) in {
                "federal",
                "state",
                "international",
            }:
                return resolved(cast, (child,))[0]
    return None


def _beneficiary(cast: Cast, frame: EventFrame) -> Actor | None:
    """Those for whom help is asked, where the one who asks is not among them."""
    for trigger in frame.trigger:
        helping = _help_below(cast, trigger)
        for clause in () if helping is None else (helping,):
            for role in ("obj", "to", "for"):
                for head in at_role(cast, clause, role):
                    found = resolved(cast, parties_at(cast, head)[:1])
                    if found:
                        return found[0]
    return None


def _in_part(tree: Tree, item: int) -> bool:
    words = {tree.lemma(each) for each in (item, *tree.children[item])}
    return bool(words & {"part", "some", "third", "half", "quarter", "portion", "most"})


def _two_bodies(donor: Actor, recipient: Actor) -> bool:
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


def _amount(tree: Tree, item: int | None, figures: Sequence[Quantity]) -> Quantity | None:
    if item is None:
        return None
    members = _noun_phrase(tree, item)
    start, end = tree.tokens[members[0]].start, tree.tokens[members[-1]].end
    inside = [figure for figure in figures if start <= figure.start < end and figure.value is not None]
    return inside[0] if inside else None


def _noun_phrase(tree: Tree, noun: int) -> list[int]:
    return tree.subtree(noun, frozenset({"acl:relcl", "appos", "case", "parataxis", "advcl", "acl"}))


def _status(cast: Cast, frame: EventFrame, counted: bool) -> str | None:
    event, lemma = frame.event, frame.lemma
    lemmas = {cast.tree.lemma(each) for each in frame.trigger}
    if event.type == "REQUEST":
        return "requested" if event.modality == "asserted" else None
    if event.type == "REJECT":
        return "offered"
    if event.type == "AGREE":
        if lemmas & _DECIDED:
            return "committed"
        if lemmas & _PROMISED or counted:
            return "pledged"
        return "offered"
    if event.modality == "planned":
        return "pledged" if counted else "offered"
    if lemmas & _SENT:
        return "dispatched"
    if lemmas & _PLACED:
        return "deployed"
    if lemmas & {"approve", "allocate", "commit"}:
        return "committed"
    if lemma in {"donate", "contribute", "grant", "lend", "fund", "finance", "bankroll"}:
        return "paid" if counted else "delivered"
    return "delivered"


def _joined(rows: list[AidFrame]) -> list[AidFrame]:
    """One row for a pair of parties and stage; an offer that is told again as a pledge keeps the pledge."""
    kept: list[AidFrame] = []
    for row in rows:
        twin = next((k for k, other in enumerate(kept) if _same_pair(row, other) and _same_stage(row, other)), None)
        if twin is None:
            kept.append(row)
            continue
        best = (
            row
            if (row.amount is not None, row.reply is not None) > (kept[twin].amount is not None, kept[twin].reply is not None)
            else kept[twin]
        )
        kept[twin] = replace(best, item=best.item or row.item, reply=best.reply or row.reply)
    return kept


def _same_pair(one: AidFrame, other: AidFrame) -> bool:
    return _same(one.donor, other.donor) and _same(one.recipient, other.recipient)


def _same(one: Actor, other: Actor) -> bool:
    return one.name == other.name or (one.country is not None and one.country == other.country)


def _same_stage(one: AidFrame, other: AidFrame) -> bool:
    early = {"offered", "pledged", "committed"}
    return one.status == other.status or (
        one.status in early and other.status in early and one.reply is None and other.reply is None
    )
