"""Acts in sentences of our own: how many are found, with their parties, and how many sentences without an act stay silent.

    python -m evals.acts [--batch NAME] [--errors]

``act_sentences.txt`` has made-up sentences in batches, each with the act that a careful reader puts on record. They were
written from the categories of CAMEO and the definitions of PLOVER, and each batch was read before a rule was written for it:
what the rules of that day found is the only score here that says how unseen sentences fare (``docs/method.md``). Now they tell
what still works. A party agrees by country or by a word of its name; in acts that two do together either may stand on either
side.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from onrecord.claims.entities import link_entities
from onrecord.claims.events import find_events
from onrecord.model import Actor, Event
from onrecord.reader import Reader

SENTENCES = Path(__file__).with_name("act_sentences.txt")
_TOGETHER = frozenset({"AGREE", "ASSAULT", "CONSULT", "COOPERATE", "REJECT", "SUPPORT"})


class Told(NamedTuple):
    """A sentence with its act: types that will do (none where it tells no act), parties ("-" where none is asked for)."""

    batch: str
    types: tuple[str, ...]
    actor: str
    recipient: str
    text: str


def sentences(path: Path = SENTENCES) -> Iterator[Told]:
    """The sentences of the file, in order."""
    batch = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# batch "):
            batch = line.removeprefix("# batch ")
        if not line or line.startswith("#"):
            continue
        head, _, text = line.partition(" | ")
        kind, _, parties = head.partition(" ")
        actor, _, recipient = parties.partition(" > ")
        yield Told(batch, () if kind == "NONE" else tuple(kind.split("/")), actor, recipient, text)


def score(batch: str = "", *, errors: bool = False) -> dict[str, float]:
    """Percent of the acts found, found with both parties, and of the sentences without an act that stay silent; how many."""
    reader = Reader.load()
    tally: Counter[str] = Counter()
    for told in sentences():
        if batch and told.batch != batch:
            continue
        reading = reader.read(told.text)
        events = [frame.event for frame in find_events(reading, link_entities(reading))]
        own = [event for event in events if event.type in told.types]
        both = any(_agrees(told, event) for event in own)
        if told.types:
            tally.update({"acts": 1, "type": bool(own), "both": both, "others": len(events) - len(own)})
        else:
            tally.update({"none": 1, "silent": not events})
        if errors and not (both or (not told.types and not events)):
            print(told, [(e.type, [a.text for a in e.actor], [a.text for a in e.recipient], e.modality) for e in events])
    acts, none = max(tally["acts"], 1), max(tally["none"], 1)
    return {
        "acts": tally["acts"],
        "type": round(100 * tally["type"] / acts, 1),
        "both": round(100 * tally["both"] / acts, 1),
        "others": tally["others"],
        "none": tally["none"],
        "silent": round(100 * tally["silent"] / none, 1),
    }


def _agrees(told: Told, event: Event) -> bool:
    if _named(told.actor, event.actor) and _named(told.recipient, event.recipient):
        return True
    either = (*event.actor, *event.recipient)
    together = bool(_TOGETHER & set(told.types)) and told.recipient != "-"
    return together and _named(told.actor, either) and _named(told.recipient, either)


def _named(label: str, actors: tuple[Actor, ...]) -> bool:
    """Whether a party is as labelled: by its country, or by one of the label's words."""
    if label == "-":
        return True
    words = label.lower().split()
    named = (f"{actor.text} {actor.name}".lower() for actor in actors)
    return any(actor.country == label for actor in actors) or any(word in name for name in named for word in words)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--batch", default="")
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    print(json.dumps(score(arguments.batch, errors=arguments.errors)))
