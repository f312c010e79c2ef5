"""Agreement of polarity and modality with the factuality sets: UDS-IH2, UW and CommitmentBank.

    python -m evals.factuality DATA [--reader] [--part dev|train] [--limit N]

``DATA`` is the shared data folder. UDS-IH2 annotates sentences of UD EWT and is read with the gold trees; with ``--reader`` all
three sets are read with the shipped model. The sets give a number from -3 (certainly did not happen) to 3 (certainly did); ours
are classes, so a gold label counts as *happened* from 1.0, *did not* to -1.0 and *open* between. Shown: the share of targets on
which the class agrees, the same with "did not" and "open" as one (UDS-IH2 labels what is only planned or supposed as not
happened), the same by class, and the correlation of our class (3, 0, -3) with the label.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from onrecord.claims.certainty import certainty_of
from onrecord.claims.tree import Tree, plant
from onrecord.model import Reading, Sentence, Token

SETS = ("uds-ih2", "uw", "commitmentbank")


def bin_of(label: float) -> str:
    """The class of a gold label."""
    return "happened" if label >= 1.0 else "did not" if label <= -1.0 else "open"


def ours(tree: Tree, index: int) -> str:
    """The class that polarity and modality amount to."""
    found = certainty_of(tree, index)
    if not found.real or found.modality != "asserted":
        return "open"
    return "did not" if found.polarity == "negated" else "happened"


def gold_trees(path: Path) -> dict[tuple[str, ...], Reading]:
    """Readings of the sentences of a UD file, by their words."""
    found: dict[tuple[str, ...], Reading] = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        cells = [line.split("\t") for line in block.splitlines() if line and line[0] != "#"]
        cells = [each for each in cells if each[0].isdigit()]
        tokens: list[Token] = []
        at = 0
        for cell in cells:
            lemma = cell[2].lower()
            tokens.append(Token(at, at + len(cell[1]), cell[1], lemma, cell[3], cell[4], int(cell[6]) - 1, cell[7], 0))
            at += len(cell[1]) + 1
        text = " ".join(cell[1] for cell in cells)
        words = tuple(cell[1] for cell in cells)
        found[words] = Reading(text, (Sentence(0, len(text), "body", 0, 0, len(tokens)),), tuple(tokens))
    return found


def targets(path: Path) -> Iterator[tuple[list[str], int, float]]:
    """The words of each item, the index of the target word, and its label."""
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        words = item["text"].split()
        for target in item["targets"]:
            first, last = target["span1"]
            if last - first == 1 and first < len(words):
                yield words, first, float(target["label"])


def read_with(reader: object, words: list[str], index: int) -> tuple[Reading, int] | None:
    """The reading of a tokenised text and the token at a word's offset."""
    text = " ".join(words)
    reading: Reading = reader.read(text)  # type: ignore[attr-defined]
    start = sum(len(word) + 1 for word in words[:index])
    for place, token in enumerate(reading.tokens):
        if token.start == start:
            return reading, place
    return None


def score(pairs: list[tuple[str, float]]) -> dict[str, float]:
    """Agreement by class, balanced over classes, and Pearson's r of class and label."""
    by = Counter(bin_of(label) for _, label in pairs)
    hit = Counter(bin_of(label) for mine, label in pairs if mine == bin_of(label))
    value = {"happened": 3.0, "open": 0.0, "did not": -3.0}
    xs, ys = [value[mine] for mine, _ in pairs], [label for _, label in pairs]
    mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
    cov = sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True))
    spread = math.sqrt(sum((x - mx) ** 2 for x in xs) * sum((y - my) ** 2 for y in ys))
    both = sum((mine == "happened") == (bin_of(label) == "happened") for mine, label in pairs)
    result = {"targets": float(len(pairs)), "agree": sum(hit.values()) / len(pairs), "happened or not": both / len(pairs)}
    result["r"] = cov / spread if spread else 0.0
    return result | {f"{name} ({by[name]})": hit[name] / by[name] for name in sorted(by)}


def pairs_of(data: Path, name: str, part: str, reader: object | None, limit: int) -> list[tuple[str, float]]:
    """Our class and the gold label of every target of a set that could be placed in a tree."""
    trees = gold_trees(data / "syntax" / f"ewt-{part}.conllu") if reader is None else {}
    pairs: list[tuple[str, float]] = []
    cache: dict[tuple[str, ...], Tree] = {}
    for words, index, label in targets(data / "factuality" / name / f"{part}.jsonl"):
        if len(pairs) >= limit:
            break
        if reader is None:
            reading = trees.get(tuple(words))
            if reading is None:
                continue
            tree = cache.setdefault(tuple(words), plant(reading))
            pairs.append((ours(tree, index), label))
            continue
        found = read_with(reader, words, index)
        if found is not None:
            pairs.append((ours(plant(found[0]), found[1]), label))
    return pairs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    parser.add_argument("--reader", action="store_true")
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    parser.add_argument("--limit", type=int, default=1_000_000)
    args = parser.parse_args()
    reader = None
    if args.reader:
        from onrecord.reader import Reader

        reader = Reader.load()
    for name in SETS if args.reader else SETS[:1]:
        result = score(pairs_of(args.data, name, args.part, reader, args.limit))
        print(name, "  ".join(f"{key} {value:.3f}" for key, value in result.items()))


if __name__ == "__main__":
    main()
