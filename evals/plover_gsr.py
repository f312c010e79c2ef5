"""PLOVER's gold records: share of the labelled events that are found, and found with both their parties.

    python -m evals.plover_gsr RECORDS [--half even|odd|all] [--errors]

``RECORDS`` is plover-gsr.json: 322 sentences, one event labelled in each. Old types are mapped (INVESTIGATE and DISAPPROVE to
ACCUSE, DEMAND to REQUEST, FIGHT to ASSAULT; CRIME is dropped), COW-like and mistyped country codes to ISO 3166. A sentence is
found if any event read in it has the labelled type; with parties if also an actor and a recipient agree by country or by a word
of the name (a side that is not labelled agrees with anything). Records with even index served development.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.claims.entities import link_entities
from onrecord.claims.events import find_events
from onrecord.model import Actor, Event
from onrecord.reader import Reader

TYPES = {"INVESTIGATE": "ACCUSE", "DISAPPROVE": "ACCUSE", "DEMAND": "REQUEST", "FIGHT": "ASSAULT"}
BODIES = frozenset({"IGO", "NGO", "UNO", "EUR", "IMG"})
CODES = {"ITL": "ITA", "JAP": "JPN", "VTN": "VNM", "ROM": "ROU", "GER": "DEU"}
SMALL = frozenset({"the", "of", "in", "a", "an", "and", "president", "minister", "prime", "leader", "government", "former"})


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one record."""

    type: bool
    actor: bool
    recipient: bool
    both: bool


def words(text: str) -> set[str]:
    return {word.strip(".,'’()").lower().removesuffix("'s").removesuffix("’s") for word in text.split()} - SMALL


def agrees(label: dict[str, Any], actor: Actor) -> bool:
    """Whether an actor is the labelled one: a shared name word, the same country, or both bodies of no country."""
    code = CODES.get(label.get("code", ""), label.get("code"))
    if words(label["actorText"]) & (words(actor.text) | words(actor.name)):
        return True
    return actor.country is not None and (actor.country == code or (code in BODIES and actor.country in BODIES))


def side(labels: list[dict[str, Any]] | dict[str, Any] | None, actors: tuple[Actor, ...]) -> bool:
    # A few records are not lists of objects: a single object, or stray strings.
    labels = [labels] if isinstance(labels, dict) else [each for each in labels or [] if isinstance(each, dict)]
    return not labels or any(agrees(label, actor) for label in labels for actor in actors)


def judge(record: dict[str, Any], events: list[Event]) -> Found:
    """How much of a labelled record a sentence's events hold."""
    kind = TYPES.get(record["event"], record["event"])
    own = [event for event in events if event.type == kind]
    actor = any(side(record.get("source"), event.actor) for event in own)
    recipient = any(side(record.get("target"), event.recipient) for event in own)
    both = any(
        (side(record.get("source"), event.actor) and side(record.get("target"), event.recipient))
        or (not record.get("target") and side(record.get("source"), event.recipient))
        for event in own
    )
    return Found(bool(own), actor, recipient, both)


def measure(records: Path, half: str = "all", errors: bool = False) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Counts over all records and by type: "of", "type", "actor", "both"; "events" found in all."""
    everything = json.loads(records.read_text(encoding="utf-8"))[1:]
    reader = Reader.load()
    tally: Counter[str] = Counter()
    by_type: dict[str, Counter[str]] = {}
    for number, record in enumerate(everything):
        if record["event"] == "CRIME" or half not in {"all", ("even", "odd")[number % 2]}:
            continue
        reading = reader.read(record["text"].strip(" {}"))
        frames = find_events(reading, link_entities(reading))
        found = judge(record, [frame.event for frame in frames])
        counts = by_type.setdefault(TYPES.get(record["event"], record["event"]), Counter())
        for name, value in (("of", True), ("type", found.type), ("actor", found.actor), ("both", found.both)):
            tally[name] += value
            counts[name] += value
        tally["events"] += len(frames)
        if errors and not found.both:
            told = [(f.event.type, [a.text for a in f.event.actor], [a.text for a in f.event.recipient]) for f in frames]
            print(number, record["event"], found, record["text"][:300], told)
    return tally, by_type


def score(records: Path, half: str = "all") -> dict[str, float]:
    """Shares, in percent, of records whose labelled event type is found, and found with both parties."""
    tally, _ = measure(records, half)
    return {name: round(100 * tally[name] / tally["of"], 2) for name in ("type", "actor", "both")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("records", type=Path)
    parser.add_argument("--half", choices=("even", "odd", "all"), default="all")
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    tally, by_type = measure(args.records, args.half, args.errors)
    for kind, counts in sorted(by_type.items()):
        found_type, found_both = counts["type"] / counts["of"], counts["both"] / counts["of"]
        print(f"{kind:10s} of {counts['of']:3d}  type {found_type:.2f}  both {found_both:.2f}")
    total = tally["of"]
    print(
        f"{args.half}: {total} records  type found {tally['type'] / total:.3f}  with actor {tally['actor'] / total:.3f}  "
        f"with both {tally['both'] / total:.3f}  events per record {tally['events'] / total:.2f}"
    )


if __name__ == "__main__":
    main()
