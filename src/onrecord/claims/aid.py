"""Help between parties: who offers, asks for, grants or delivers what to whom, how far it has come, and what the answer was.

A row needs a donor and a recipient that are two bodies (a country, an organisation, a government and another's people):
relief by a country's own services is an event and no aid row. The status is what the words say and never inferred upward:
"will send" is an offer, or a pledge where an amount or goods are counted. The answer may stand anywhere in the report.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from onrecord import vocab
from onrecord.claims.actors import Resolver
from onrecord.claims.aidrows import AidFrame, at_home, body_of, is_state, is_wide, joined, state_of, two_bodies
from onrecord.claims.aidthings import is_praise
from onrecord.claims.arguments import Cast, at_role, cast_of, parties_at, undergoer
from onrecord.claims.certainty import is_negated
from onrecord.claims.contexts import hazard_at
from onrecord.claims.frames import EventFrame
from onrecord.claims.lemmas import planted
from onrecord.claims.lexicon import lexicon
from onrecord.claims.matching import matching_verb
from onrecord.claims.replies import reply_to
from onrecord.claims.resolving import resolved
from onrecord.claims.transfers import Transfer, find_transfers, is_ruled_out, told_later
from onrecord.claims.tree import Tree, span_of
from onrecord.model import Actor, Attribution, Entity, Quantity, Reading

_SENT = frozenset({"send", "dispatch", "ship", "rush", "fly", "airlift", "despatch"})
_PLACED = frozenset({"deploy", "station"})
_DECIDED = frozenset(
    {"agree", "approve", "allocate", "commit", "authorise", "authorize", "earmark", "decide", "grant", "award"}
)
_PROMISED = frozenset({"pledge", "promise", "vow", "undertake"})
_LOCAL = frozenset(
    {"rescue", "evacuate", "save", "treat", "free", "recover", "retrieve", "pull", "restore", "repair", "fight", "tackle"}
)
_WHOSE = frozenset({"federal", "state", "international"})
_MOST = 8
"""Of a longer list of donors only these are rows of one telling."""
_ANSWERED = frozenset({"requested", "offered", "pledged", "committed", "dispatched", "deployed"})
_OWED = frozenset({"pay", "repay", "refund", "return", "compensate", "reimburse", "surrender"})
_TOLD_OF = frozenset({"announce", "unveil", "declare", "promise", "pledge", "offer", "propose"})
_UNTOLD = frozenset({"alleged", "hypothetical", "forecast"})


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
    tree = planted(reading) if resolver is None else resolver.tree
    cast = cast_of(tree, lexicon(), entities or reading.entities, resolver)
    rows: list[AidFrame] = []
    told: set[int] = set()
    transfers = find_transfers(cast, attributions)
    donors = frozenset(
        actor.country for transfer in transfers for actor in transfer.donor if actor.country and is_state(state_of(actor))
    )
    stricken = _stricken(cast, donors) or _only_recipient(transfers, donors)
    for transfer in transfers:
        frame = next((each for each in frames if transfer.verb in each.trigger), None)
        if transfer.reply is not None and not transfer.donor and rows:
            # An answer that names no donor is to the help told of last.
            transfer = replace(transfer, donor=(rows[-1].donor,))
        found = _rows_of(cast, transfer, frame, figures, stricken)
        rows += found
        if found:
            told.update((transfer.verb, cast.tree.tokens[transfer.verb].head))
    for frame in frames:
        row = _row(cast, frame, figures, stricken) if told.isdisjoint(frame.trigger) else None
        if row is not None:
            rows.append(row)
    headlines = {number for number, each in enumerate(reading.sentences) if each.segment == "headline"}
    named = [row for row in rows if _is_body(cast, row.donor) and _is_body(cast, row.recipient)]
    rows = joined(sorted(named, key=lambda row: row.evidence), headlines)
    return tuple(_answered(cast, row, rows, frames) for row in rows)


def _is_body(cast: Cast, actor: Actor) -> bool:
    """Whether the words for a party name or describe somebody: "foreign" in "foreign troops" does not."""
    tokens = cast.tree.tokens
    at = bisect_left(cast.tree.starts, actor.start)
    alone = at < len(tokens) and (tokens[at].start, tokens[at].end) == (actor.start, actor.end)
    return not alone or tokens[at].upos != "ADJ" or actor.country is not None or actor.text.lower() in _WHOSE


def _rows_of(
    cast: Cast, transfer: Transfer, frame: EventFrame | None, figures: Sequence[Quantity], stricken: Actor | None
) -> list[AidFrame]:
    """The rows of one transfer, one for each donor; a recipient that the words leave out is where the disaster is."""
    recipient = transfer.recipient
    donors = transfer.donor or (frame.event.actor if frame is not None else ())
    named = recipient is not None
    if recipient is None:
        recipient = told_later(cast, transfer.verb)
        named = recipient is not None
    if recipient is None:
        recipient = frame.event.recipient[0] if frame is not None and frame.event.recipient else None
    if recipient is None:
        # Only who bears a name gives to those that another sentence names.
        recipient = stricken
        donors = tuple(donor for donor in donors if donor.name[:1].isupper() or is_wide(donor))
    if recipient is None:
        return []
    counted = _amount(cast.tree, transfer.item, figures)
    status = transfer.stage
    if status == "promised":
        status = "pledged" if counted is not None else "offered"
    unit = counted.unit if counted is not None else None
    made = []
    for donor in donors[:_MOST]:
        if not (two_bodies(donor, recipient) or at_home(donor, recipient, transfer.item)):
            continue
        abroad = donor.country != recipient.country and not is_wide(donor)
        giver, taker = (state_of(donor), state_of(recipient)) if abroad else (body_of(cast, donor), body_of(cast, recipient))
        made.append(
            AidFrame(
                giver, taker, _words(cast.tree, transfer.item), counted.value if counted is not None else None,
                unit if unit is not None and len(unit) == 3 and unit.isupper() else None, status, transfer.reply,
                transfer.evidence, cast.tree.tokens[transfer.verb].sentence, None,
                frame.main if frame is not None else True, 0.8 if named else 0.5,
            )
        )  # fmt: skip
    return made


def _words(tree: Tree, item: int | None) -> str | None:
    if item is None:
        return None
    if tree.lemma(item) in {"offer", "proposal"}:
        # "Its offer of a field hospital": the hospital is what is given.
        item = next(iter(tree.obliques(item, "of")), item)
    span = span_of(tree, _noun_phrase(tree, item))
    return tree.reading.text[span.start : span.end]


def _only_recipient(transfers: Sequence[Transfer], donors: frozenset[str]) -> Actor | None:
    """The one country that all the other help of the report goes to, or None."""
    found = [each.recipient for each in transfers if each.recipient is not None and each.recipient.country in vocab.countries()]
    countries = {actor.country for actor in found} - donors
    return next((actor for actor in found if actor.country in countries), None) if len(countries) == 1 else None


def _stricken(cast: Cast, donors: frozenset[str]) -> Actor | None:
    """The country that the report's disaster has hit, or None where the report leaves a choice.

    It is the only one named in a place beside the name of a hazard, or else the only one named with a hazard in one sentence
    that gives no help itself.
    """
    tree = cast.tree
    beside: dict[str, Actor] = {}
    along: dict[str, Actor] = {}
    for index, token in enumerate(tree.tokens):
        if hazard_at(tree, index) is None:
            continue
        near = [*tree.obliques(index, "in", "on", "across", "of", "near"), *tree.deps(index, "nmod:poss")]
        near += [each for above in (token.head,) if above >= 0 for each in tree.obliques(above, "in", "across")]
        sentence = tree.reading.sentences[token.sentence]
        for found, places in ((beside, near), (along, range(sentence.first, sentence.last))):
            for each in (one for place in places for one in (tree.conjuncts(place) if found is beside else (place,))):
                entity = cast.entity(each)
                if entity is not None and entity.type == "LOC" and entity.country not in {None, *donors}:
                    found.setdefault(str(entity.country), resolved(cast, (each,))[0])
    struck = next((next(iter(found.items())) for found in (beside, along) if len(found) == 1), None)
    if struck is None:
        return None
    # What is given goes to the country, not to the town that came first; in the report's own words where it names the country.
    country, town = struck
    if country not in vocab.countries():
        return town
    itself = vocab.countries()[country].name
    named = (one for one in cast.entities if one.type == "LOC" and one.country == country and one.name == itself)
    first = next((bisect_left(tree.tokens, one.start, key=lambda token: token.start) for one in named), None)
    return replace(town, name=itself, sector=None) if first is None else resolved(cast, (first,))[0]


def _answered(cast: Cast, row: AidFrame, rows: Sequence[AidFrame], frames: Sequence[EventFrame]) -> AidFrame:
    """The row with its answer; an answer that names no giver is to what was offered last before it."""
    if row.reply is not None or row.status not in _ANSWERED:
        return row
    found = reply_to(cast, row.donor, row.recipient, row.evidence, frames)
    if found is None:
        return row
    reply, evidence, by_name = found
    if any(each.reply is not None and each.evidence.start <= evidence.start < each.evidence.end for each in rows):
        # The clause tells itself which help it answers.
        return row
    others = [each for each in rows if each is not row and each.status in _ANSWERED and row.evidence < each.evidence]
    if not by_name and any(each.evidence.start <= evidence.start for each in others):
        return row
    return replace(row, reply=reply, reply_evidence=evidence)


def _row(cast: Cast, frame: EventFrame, figures: Sequence[Quantity], stricken: Actor | None) -> AidFrame | None:
    """The row of an event that is help; what a state offers to nobody in particular is for where the disaster is."""
    event = frame.event
    if event.modality in _UNTOLD or event.polarity == "negated":
        return None
    verb = next((k for k in frame.trigger if cast.tree.tokens[k].upos == "VERB"), frame.trigger[0])
    if is_ruled_out(cast.tree, verb):
        return None
    item = _item(cast, frame)
    if item is None and not _is_help(cast, verb, frame):
        return None
    donor, recipient, reply = _sides(cast, frame, item)
    implied = recipient is None and item is not None and event.type in {"AGREE", "AID"}
    if implied and donor is not None and is_state(state_of(donor)) and donor.name[:1].isupper():
        recipient = stricken
    if donor is None or recipient is None or not two_bodies(donor, recipient):
        return None
    if donor.country != recipient.country:
        donor, recipient = state_of(donor), state_of(recipient)
    counted = _amount(cast.tree, item, figures)
    status = _status(cast, frame, counted is not None)
    if status is None:
        return None
    text = _words(cast.tree, item)
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
        min(event.confidence, 0.5) if implied else event.confidence,
    )


def _item(cast: Cast, frame: EventFrame) -> int | None:
    """The thing given: the object of the trigger, of the verb that it governs, or what the nominal trigger is of."""
    tree = cast.tree
    for trigger in frame.trigger:
        places = [trigger, *tree.deps(trigger, "xcomp", "ccomp", "acl", "advcl"), *tree.deps(trigger, "conj")]
        for place in places:
            if frame.event.type == "REQUEST" and tree.lemma(place) in _OWED:
                continue
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
        if cast.entity(each) is not None or is_praise(tree, each):
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
            if (entity is not None and entity.country is not None) or tree.lemma(child) in _WHOSE:
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


def _amount(tree: Tree, item: int | None, figures: Sequence[Quantity]) -> Quantity | None:
    if item is None:
        return None
    members = _noun_phrase(tree, item)
    start, end = tree.tokens[members[0]].start, tree.tokens[members[-1]].end
    inside = [figure for figure in figures if start <= figure.start < end and figure.value is not None]
    return inside[0] if inside else None


def _noun_phrase(tree: Tree, noun: int) -> list[int]:
    whole = tree.subtree(noun, frozenset({"acl:relcl", "appos", "case", "parataxis", "advcl", "acl"}))
    # "Medicines, enough to treat ...": what is set off behind the noun only describes it.
    late = [child for child in tree.deps(noun, "amod") if child > noun + 1 and tree.tokens[child - 1].text == ","]
    return [index for index in whole if not any(child - 1 <= index for child in late)]


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
        if lemmas & _PROMISED or (counted and "offer" not in lemmas):
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
    if any(
        cast.tree.lemma(cast.tree.tokens[each].head) in _TOLD_OF for each in frame.trigger if cast.tree.tokens[each].head >= 0
    ):
        return "pledged" if counted else "offered"
    if lemma in {"donate", "contribute", "grant", "lend", "fund", "finance", "bankroll"}:
        return "paid" if counted else "delivered"
    return "delivered"
