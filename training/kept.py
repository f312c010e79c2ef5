"""What weights said before the teacher came, kept: ``python -m training.kept --lessons FOLDER --weights FOLDER --out FOLDER``.

A stage under a teacher forgets what the teacher does not teach: tags, trees, lemmas, times, event classes, factuality. So what
the weights before it say of the same sentences is put beside what the teacher says ("learning without forgetting", Li and
Hoiem, 2016), as labels. Takes a share of the sentences of the annotated collections, and all of the others.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from onrecord.reader.network import Network, Words

SHARES = {"polnear": 0.4, "worldwide": 0.4, "leads": 1.0, "wikinews": 1.0}
"""Share of each collection of ``training.lessons`` that is taken."""
_TOGETHER = 512


class Rules(Network):
    """A network that gives the rules of lemmas instead of the lemmas."""

    def _base_forms(self, rules: Sequence[str], words: Sequence[str], upos: Sequence[str]) -> list[str]:
        return list(rules)


def labels(words: Words) -> dict[str, list[Any]]:
    """What was read as labels of ``training.data.Example``."""
    time = ["O"] * len(words.upos)
    for kind, label, first, last, _ in words.spans:
        if kind == "time":
            time[first:last] = [f"B-{label}", *[f"I-{label}"] * (last - first - 1)]
    return {
        "upos": list(words.upos), "xpos": list(words.xpos), "lemma": list(words.lemmas), "heads": list(words.heads),
        "rel": list(words.rels), "event": list(words.events), "fact": list(words.fact), "time": time,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lessons", type=Path, required=True, help="folder that training.lessons wrote")
    parser.add_argument("--weights", type=Path, required=True, help="folder of the exported weights to keep to")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=9)
    args = parser.parse_args()
    network = Network.load(folder=args.weights)
    network.__class__ = Rules
    chance = random.Random(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    for name, share in SHARES.items():
        rows = [row for row in torch.load(args.lessons / f"{name}.pt", weights_only=True) if chance.random() < share]
        for at in range(0, len(rows), _TOGETHER):
            part = rows[at : at + _TOGETHER]
            for row, words in zip(part, network.read([(tuple(row["words"]), row["inside"]) for row in part]), strict=True):
                row["labels"] = labels(words)
        torch.save(rows, args.out / f"{name}.tmp")
        (args.out / f"{name}.tmp").replace(args.out / f"{name}.pt")
        print(f"{name}: {len(rows)} sentences", flush=True)


if __name__ == "__main__":
    main()
