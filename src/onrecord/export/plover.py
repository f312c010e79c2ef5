"""Events as PLOVER records: the fields of the Open Event Data Alliance's gold standard records, one JSON object an event.

An event that several origins tell is one record. What PLOVER has no field for stands under ``onrecord``: who says so, how
certain it is told, how many origins tell it, which claims it was made from. A denied, planned, expected or alleged event is no
event to most users of such data, so that only events told as done are written unless others are asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TextIO

from onrecord import __version__, vocab
from onrecord.export.columns import Carrier
from onrecord.ledger.fuse import FusedEvent, score
from onrecord.model import Actor

Json = dict[str, Any]


def is_done(event: FusedEvent) -> bool:
    """Whether an event is told as a fact."""
    return event.polarity == "affirmed" and "asserted" in event.modalities


def plover_record(event: FusedEvent, story: str, carrier: Carrier, published: str | None) -> Json:
    """One event. ``date`` is its earliest day, else the day it was first published, "" where neither is known."""
    best = event.best
    record: Json = {
        "id": f"ONRECORD-{event.type}-{best.id.removeprefix('claim:')}",
        "date": event.day or (published or "")[:10],
        "source": [_actor(actor) for actor in event.actor],
        "target": [_actor(actor) for actor in event.recipient],
        "event": event.type,
        "mode": event.mode or "",
        "eventText": best.trigger,
        "context": ", ".join(best.contexts),
        "text": best.evidence[0].text if best.evidence else "",
        "language": "en",
        "publication": carrier.agency or carrier.outlet or "",
        "coder": "On Record",
        "version": __version__,
    }
    where = best.where
    if where:
        country = vocab.countries().get(where.country or "")
        record["eventLoc"] = {"name": where.name, "country code": country.alpha2 if country else ""}
        if where.lat is not None and where.lon is not None:
            record["eventLoc"] |= {"lat": where.lat, "lon": where.lon}
    record["onrecord"] = {
        "polarity": event.polarity,
        "modalities": list(event.modalities),
        "score": score(event.type, event.mode) if is_done(event) else None,
        "hazard": best.hazard,
        "sources": [{"name": s.name, "kind": s.kind, "country": s.country, "sector": s.sector} for s in event.sources],
        "origins": event.origins,
        "story": story,
        "claims": [claim.id for claim in event.claims],
        "reason": event.reason,
    }
    return record


def _actor(actor: Actor) -> Json:
    told = {"actorText": actor.name or actor.text, "code": actor.country or ""}
    return {**told, "sector": actor.sector} if actor.sector else told


def write_plover(records: Iterable[Json], out: TextIO) -> int:
    """Write a JSON array, one record after another; how many there were."""
    out.write("[")
    written = 0
    for record in records:
        out.write((",\n" if written else "\n") + json.dumps(record, ensure_ascii=False))
        written += 1
    out.write("\n]\n")
    return written


def read_plover(file: TextIO) -> Iterator[Json]:
    """The records of such an array, ours or the field's."""
    yield from json.load(file)


def records_of(
    stories: Iterable[tuple[str, Sequence[FusedEvent]]],
    carrier: Callable[[str], Carrier],
    published: Callable[[FusedEvent], str | None],
    keep: Callable[[FusedEvent], bool] = is_done,
) -> Iterator[Json]:
    """The records of the events of some stories, in order."""
    for story, events in stories:
        for event in events:
            if keep(event):
                first = event.best.evidence[0].report if event.best.evidence else ""
                yield plover_record(event, story, carrier(first), published(event))
