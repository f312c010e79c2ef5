"""Actors against the development gold: ``python evals/actors.py [--part 0|1] [--errors] [--gold DIR]``.

Given the words of each gold party (actor, recipient, source), is it resolved to the same name, country and sector? The reports
are parted by the order of their names: part 0 (first, third, ...) was for reading errors, part 1 is the test. A name is the
same if it shares a word that is no title; where the gold gives no country or sector, giving none is right.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from onrecord.claims.actors import Resolver
from onrecord.claims.entities import link_entities
from onrecord.model import Span
from onrecord.reader import Reader
from onrecord.vocab import wordset

_STOP = wordset("the a an of and in for to s mr mrs ms dr president minister prime foreign leader government")


def words(text: str | None) -> set[str]:
    return set(re.findall(r"\w+", (text or "").lower())) - _STOP


def parties(record: dict[str, object], text: str) -> Iterator[tuple[dict[str, str | None], Span]]:
    """The gold parties of the events with the first place of their words inside the evidence, each once."""
    seen = set()
    events = record["events"]
    assert isinstance(events, list)
    for event in events:
        start = max(0, text.find(event["evidence"]))
        for party in [*event["actor"], *event["recipient"]]:
            at = text.find(party["text"], start)
            at = at if at >= 0 else text.find(party["text"])
            if at >= 0 and (at, party["text"]) not in seen:
                seen.add((at, party["text"]))
                yield party, Span(at, at + len(party["text"]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold/reports"))
    parser.add_argument("--part", type=int, default=1)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    reader = Reader.load()
    tally: Counter[str] = Counter()
    for path in sorted(options.gold.glob("*.txt"))[options.part :: 2]:
        text = path.read_text(encoding="utf-8")
        reading = reader.read(text)
        resolver = Resolver(reading, link_entities(reading))
        for party, span in parties(json.loads(path.with_suffix(".json").read_text(encoding="utf-8")), text):
            tally["parties"] += 1
            actors = resolver.resolve_all(resolver.head_of(span))
            actor = next((a for a in actors if words(party["name"]) & words(a.name)), actors[0])
            checks = {
                "name": bool(words(party["name"]) & words(actor.name)),
                "country": party["country"] == actor.country,
                "sector": party["sector"] == actor.sector,
            }
            tally.update(key for key, right in checks.items() if right)
            tally["all"] += all(checks.values())
            if options.errors and not all(checks.values()):
                wrong = ",".join(key for key, right in checks.items() if not right)
                sys.stdout.write(
                    f"{path.stem}\t{wrong}\t{party['text']}\t{party['name']}/{party['country']}/{party['sector']}\t"
                    f"{actor.text}\t{actor.name}/{actor.country}/{actor.sector}\n"
                )
    total = max(1, tally["parties"])
    shares = "".join(f"  {key} {tally[key] / total:.3f}" for key in ("name", "country", "sector", "all"))
    sys.stdout.write(f"parties {tally['parties']}{shares}\n")


if __name__ == "__main__":
    main()
