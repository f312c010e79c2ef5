"""Aid rows on texts of our own: precision and recall of donor, recipient, status and reply together.

    python -m evals.aid [--errors]

``aid_sentences.txt`` has made-up texts with the rows that a careful reader puts on record. A row is right where donor and
recipient share a word with the reader's, and status and reply are the same. The rules were written with these texts in view:
they tell what still works, not how well unseen text is read.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from onrecord.api import make_report
from onrecord.model import Actor, AidClaim
from onrecord.pipeline import claims_of_report

TEXTS = Path(__file__).with_name("aid_sentences.txt")
_ROW = re.compile(r"\s*(.+?) > (.+?) : (\w+) (\S+)\s*")

Row = tuple[str, str, str, str]
"""Donor, recipient, status, reply ("-" for none)."""


def texts(path: Path = TEXTS) -> list[tuple[list[Row], str]]:
    """The rows and the words of each text."""
    found: list[tuple[list[Row], str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            left, _, text = line.partition("|")
            rows = [match.groups() for part in left.split(";") if (match := _ROW.fullmatch(part))]
            found.append(([(a, b, c, d) for a, b, c, d in rows], text.strip()))
    return found


def score(*, errors: bool = False) -> dict[str, float]:
    """Precision, recall and F1 (0 to 100) over all texts."""
    right = gold = found = 0
    for wanted, text in texts():
        left = [claim for claim in claims_of_report(make_report(text)) if isinstance(claim, AidClaim)]
        gold, found = gold + len(wanted), found + len(left)
        missed = []
        for row in wanted:
            hit = next((claim for claim in left if _agrees(row, claim)), None)
            if hit is None:
                missed.append(row)
            else:
                left.remove(hit)
                right += 1
        if errors and (missed or left):
            extra = [(_words(one.donor), _words(one.recipient), one.status, one.reply) for one in left]
            print(f"{text}\n    missed {missed}\n    extra  {extra}")
    precision, recall = right / max(found, 1), right / max(gold, 1)
    return {
        "gold": gold,
        "found": found,
        "precision": round(100 * precision, 1),
        "recall": round(100 * recall, 1),
        "f1": round(200 * precision * recall / max(precision + recall, 1e-9), 1),
    }


def _agrees(row: Row, claim: AidClaim) -> bool:
    donor, recipient, status, reply = row
    names = _set(donor) & _set(_words(claim.donor)) and _set(recipient) & _set(_words(claim.recipient))
    return bool(names) and (status, reply) == (claim.status, claim.reply or "-")


def _words(actor: Actor | None) -> str:
    return "" if actor is None else f"{actor.text} {actor.name}"


def _set(words: str) -> set[str]:
    return set(re.findall(r"\w+", words.lower())) - {"the", "of", "a"}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true")
    print(json.dumps(score(errors=parser.parse_args().errors)))
