"""A process that puts invented reports on record for as long as it lives; the kill test ends it at any moment.

``python ledger_writer.py LEDGER SEED``: prints each report's id once it is committed.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from ledger_world import AGENCY_TEXT, OTHER_TEXT, STAGES, claims_of, report

from onrecord.ledger import Ledger
from onrecord.ledger.settling import settle
from onrecord.ledger.write import put
from onrecord.model import Report


def endless(seed: int) -> Report:
    """The report of a number: new texts, copies that lack a line, and other texts of the same story."""
    chance = random.Random(seed)
    base = chance.choice((AGENCY_TEXT, OTHER_TEXT))
    lines = base.split("\n")
    first = f"{lines[0]} Day {chance.randrange(200)}."
    kept = [line for line in lines[1:] if chance.random() < 0.8]
    outlet = f"Daily {chance.randrange(30)}"
    title = f"Story{chance.randrange(20)} told"
    return report("\n".join([first, *kept]), title=title, outlet=outlet, published=f"2031-05-{1 + chance.randrange(28):02}")


def write(path: Path, seed: int) -> None:
    with Ledger.open(path, write=True) as ledger:
        for number in range(seed, seed + 100_000):
            one = endless(number)
            put(ledger.connection, one, claims_of(one), STAGES, reader="1")
            sys.stdout.write(one.id + "\n")
            sys.stdout.flush()
            if number % 7 == 0:
                settle(ledger.connection, STAGES)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
