"""Examples to tensors: word pieces, shapes, labels, in batches of about one size."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from onrecord.reader import features
from training.data import Example
from training.network import CRF_HEADS, LINEAR_HEADS

LONGEST = 192
"""Word pieces; longer sentences are not trained on."""
IGNORE = -100


def tokenizer(folder: Path) -> Tokenizer:
    """The encoder's tokenizer (``tokenizer.json`` of its folder), which neither pads nor cuts off."""
    found = Tokenizer.from_file(str(folder / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


def label_lists(sets: Mapping[str, Sequence[Example]]) -> dict[str, list[str]]:
    """For every head its labels, most frequent first (O first for the tagging heads); rare lemma rules are left out."""
    counts: dict[str, Counter[str]] = {}
    for examples in sets.values():
        for example in examples:
            for name, values in example.labels.items():
                if name not in ("heads", "fact"):
                    counts.setdefault(name, Counter()).update(values)
    out = {}
    for name, counter in counts.items():
        floor = 3 if name in ("lemma", "rel", "xpos") else 1
        labels = [label for label, n in sorted(counter.items(), key=lambda x: (-x[1], x[0])) if n >= floor]
        if "O" in labels:
            labels = ["O", *(label for label in labels if label != "O")]
        out[name] = labels
    return out


class Encoded:
    """One example as numbers. ``size`` is its length in word pieces."""

    __slots__ = ("example", "firsts", "ids", "shapes", "size", "targets")

    def __init__(
        self, example: Example, ids: list[int], firsts: list[int], shapes: list[int], targets: dict[str, list]
    ) -> None:
        self.example, self.ids, self.firsts, self.shapes, self.targets = example, ids, firsts, shapes, targets
        self.size = len(ids)


def encode(
    examples: Sequence[Example], tokenizer: Tokenizer, labels: Mapping[str, list[str]], longest: int, *, marks: bool = False
) -> list[Encoded]:
    """Examples as numbers; those longer than ``longest`` word pieces, or with a word that has no piece, left out.

    ``marks`` puts the tokenizer's marks at both ends of a sentence; the reader reads without.
    """
    index = {name: {label: i for i, label in enumerate(values)} for name, values in labels.items()}
    out = []
    bare = [[features.plain(word) for word in example.words] for example in examples]
    batches = tokenizer.encode_batch(bare, is_pretokenized=True, add_special_tokens=marks)
    for example, pieces in zip(examples, batches, strict=True):
        if len(pieces.ids) > longest:
            continue
        firsts: list[int] = []
        for at, word in enumerate(pieces.word_ids):
            if word is not None and word == len(firsts):
                firsts.append(at)
        if len(firsts) != len(example.words):
            continue
        shape = features.shapes(example.words, example.inside)
        shapes = [0 if word is None else shape[word] for word in pieces.word_ids]
        targets: dict[str, list] = {}
        for name, values in example.labels.items():
            if name == "heads":
                targets[name] = [h + 1 for h in values]
            elif name == "fact":
                targets[name] = [float("nan") if v is None else v for v in values]
            else:
                targets[name] = [index[name].get(v, IGNORE) for v in values]
        out.append(Encoded(example, pieces.ids, firsts, shapes, targets))
    return out


def batches(encoded: Sequence[Encoded], pieces: int, rng: random.Random) -> Iterator[list[Encoded]]:
    """For ever: batches of about ``pieces`` word pieces, of sentences of about one length, in random order."""
    while True:
        order = sorted(encoded, key=lambda e: (e.size + rng.random() * 4, rng.random()))
        groups: list[list[Encoded]] = []
        group: list[Encoded] = []
        for item in order:
            if group and (len(group) + 1) * max(item.size, group[-1].size) > pieces:
                groups.append(group)
                group = []
            group.append(item)
        groups.append(group)
        rng.shuffle(groups)
        yield from groups


def collate(group: Sequence[Encoded]) -> dict[str, Tensor]:
    """Padded tensors: ids, shapes [B, L]; firsts, mask [B, N]; and every label that all of the group have."""
    length, words = max(e.size for e in group), max(len(e.firsts) for e in group)
    out = {
        "ids": torch.zeros(len(group), length, dtype=torch.long),
        "shapes": torch.zeros(len(group), length, dtype=torch.long),
        "firsts": torch.zeros(len(group), words, dtype=torch.long),
        "mask": torch.zeros(len(group), words, dtype=torch.bool),
    }
    names = set().union(*(e.targets for e in group))
    for name in names:
        fill = float("nan") if name == "fact" else IGNORE
        out[name] = torch.full((len(group), words), fill, dtype=torch.float if name == "fact" else torch.long)
    if "source" in names:
        out["link"] = torch.full((len(group), words), IGNORE, dtype=torch.long)
    for name in group[0].example.taught:
        tags = group[0].example.taught[name][0].shape[1]
        out[f"each:{name}"] = torch.zeros(len(group), words, tags)
        out[f"pairs:{name}"] = torch.zeros(len(group), words, tags, tags)
        for row, e in enumerate(group):
            each, pairs = e.example.taught[name]
            out[f"each:{name}"][row, : len(each)] = each.float()
            out[f"pairs:{name}"][row, : len(pairs)] = pairs.float()
    for row, e in enumerate(group):
        out["ids"][row, : e.size] = torch.tensor(e.ids)
        out["shapes"][row, : e.size] = torch.tensor(e.shapes)
        out["firsts"][row, : len(e.firsts)] = torch.tensor(e.firsts)
        out["mask"][row, : len(e.firsts)] = True
        for name, values in e.targets.items():
            out[name][row, : len(values)] = torch.tensor(values)
        for word, cue in e.example.links:
            out["link"][row, word] = cue
    return out


__all__ = [
    "CRF_HEADS",
    "IGNORE",
    "LINEAR_HEADS",
    "LONGEST",
    "Encoded",
    "batches",
    "collate",
    "encode",
    "label_lists",
    "tokenizer",
]
