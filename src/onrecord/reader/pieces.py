"""Sentences of words to the rows that the model takes in, and to batches of rows.

A word's pieces do not depend on the words beside it, so each is cut up once and remembered. The marks that BERT puts at both
ends of a sentence are left out: the network was trained without them, and they are 7 % of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.reader import features

LONGEST = 160
"""Word pieces read at once. A longer sentence is read in parts."""
_BATCH = 512
"""Word pieces a batch, about: from 256 to 2,048 reading is as quick, and small batches take little memory."""
_KEPT = 50_000
"""Words remembered; bounds the memory."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence, or as much of it as is read at once: its words from ``first`` to before ``last``.

    ``ids`` and ``shapes`` have one entry a piece, ``at`` the place of each word's first piece.
    """

    sentence: int
    first: int
    last: int
    ids: list[int]
    shapes: list[int]
    at: list[int]


class Cutter:
    """Cuts words into pieces with the model's own tokenizer."""

    def __init__(self, tokenizer: Any) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self._unread = int(tokenizer.token_to_id("[UNK]"))
        self._known: dict[str, tuple[tuple[int, ...], int]] = {}

    def cut(self, sentences: Sequence[tuple[Sequence[str], bool]]) -> list[Part]:
        """The parts of all sentences, each its words and whether it begins inside a quotation, in order."""
        known = self._learn({word for words, _ in sentences for word in words})
        out: list[Part] = []
        for number, (words, inside) in enumerate(sentences):
            states, _ = features.quote_states(words, inside)
            cut = [known[word] for word in words]
            shapes = [case + 5 if state else case for (_, case), state in zip(cut, states, strict=True)]
            sizes = [len(ids) for ids, _ in cut]
            for first, last in _stretches(sizes):
                ids: list[int] = []
                marks: list[int] = []
                at: list[int] = []
                for (pieces, _), shape in zip(cut[first:last], shapes[first:last], strict=True):
                    at.append(len(ids))
                    ids += pieces
                    marks += [shape] * len(pieces)
                if len(ids) > LONGEST:
                    del ids[LONGEST:], marks[LONGEST:]
                elif not ids:
                    # Not one readable piece: one for what is not read stands for the words.
                    ids.append(self._unread)
                    marks.append(0)
                # A word without pieces (control characters only) stands where the next piece does.
                at = [min(place, len(ids) - 1) for place in at]
                out.append(Part(number, first, last, ids, marks, at))
        return out

    def _learn(self, words: set[str]) -> dict[str, tuple[tuple[int, ...], int]]:
        """What is known of words, these among them. A full memory is left to those who still read in it."""
        known = self._known
        if len(known) > _KEPT:
            known = self._known = {}
        new = [word for word in words if word not in known]
        encoded = self._tokenizer.encode_batch([[features.plain(word)] for word in new], True, add_special_tokens=False)
        for word, encoding in zip(new, encoded, strict=True):
            known[word] = tuple(encoding.ids), features.letter_case(word)
        return known


def _stretches(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Stretches of words of at most ``LONGEST`` pieces; a word longer than that alone."""
    if sum(sizes) <= LONGEST:
        if sizes:
            yield 0, len(sizes)
        return
    first = total = 0
    for i, size in enumerate(sizes):
        if i > first and total + size > LONGEST:
            yield first, i
            first, total = i, 0
        total += size
    yield first, len(sizes)


def batches(parts: Sequence[Part]) -> list[list[Part]]:
    """Parts of one length together, so that none is padded, at most ``_BATCH`` pieces a batch; the largest batches first."""
    groups: dict[int, list[Part]] = {}
    for part in parts:
        groups.setdefault(len(part.ids), []).append(part)
    out: list[list[Part]] = []
    for length, group in groups.items():
        group.sort(key=lambda part: len(part.at))
        count = -(-len(group) * length // _BATCH)
        size = max(1, -(-len(group) // count))
        out += [group[i : i + size] for i in range(0, len(group), size)]
    return sorted(out, key=lambda batch: -len(batch) * len(batch[0].ids))


def feed(batch: Sequence[Part]) -> dict[str, Ints]:
    """What the model takes in for one batch."""
    lengths = np.array([len(part.at) for part in batch], np.int64)
    firsts = np.zeros((len(batch), int(lengths.max())), np.int64)
    firsts[np.arange(firsts.shape[1]) < lengths[:, None]] = list(chain.from_iterable(part.at for part in batch))
    return {
        "pieces": np.array([part.ids for part in batch], np.int64),
        "shapes": np.array([part.shapes for part in batch], np.int64),
        "firsts": firsts,
        "lengths": lengths,
    }
