"""The reading model at work: sentences of words in, labels and scores out, by onnxruntime.

What a sentence gets does not depend on its company: sentences are padded to lengths that are a function of the sentence
alone, and activations are quantised row by row (see ``training/export.py``).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.errors import ModelError
from onrecord.reader import decode, features, lemmas

LONGEST = 160
"""Word pieces read at once. A longer sentence is read in parts (see ``_parts``)."""
_BATCH = 1024
"""Word pieces a batch, padding included: what the processor's caches hold reads quickest."""
_STEP = 8
"""Sentences are padded to a multiple of this."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Words:
    """What the model sees of one sentence: one entry a word, indices within the sentence.

    ``heads`` is -1 for the root. ``spans`` are (kind, label, first word, last word + 1, probability); kinds are "ner", "time",
    "source", "cue", "content". ``links`` gives for each word the word where the cue it belongs to would begin.
    """

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    lemmas: tuple[str, ...]
    heads: tuple[int, ...]
    rels: tuple[str, ...]
    events: tuple[str, ...]
    fact: tuple[float, ...]
    links: tuple[int, ...]
    spans: tuple[tuple[str, str, int, int, float], ...]


@cache
def weights_digest() -> str:
    """The digest that names the packaged weights; "none" where there are none."""
    place = resources.files("onrecord.reader") / "weights" / "labels.json"
    return str(json.loads(place.read_text(encoding="utf-8")).get("digest", "none")) if place.is_file() else "none"


class Network:
    """The loaded weights. ``Network.load()`` gives the one of the package, loaded once a process."""

    def __init__(self, session: Any, tokenizer: Any, meta: dict[str, Any]) -> None:
        self._session, self._tokenizer = session, tokenizer
        self._labels: dict[str, list[str]] = meta["labels"]
        self._crf = {
            name: (np.array(crf["step"], np.float32), np.array(crf["first"], np.float32)) for name, crf in meta["crf"].items()
        }
        self._outputs = [output.name for output in session.get_outputs()]

    @staticmethod
    @cache
    def load(threads: int = 0) -> Network:
        """The packaged model. ``threads`` 0 takes ``ONRECORD_THREADS`` or one a core. Raises ``ModelError``."""
        import onnxruntime
        from tokenizers import Tokenizer

        folder = resources.files("onrecord.reader") / "weights"
        try:
            weights = (folder / "model.onnx").read_bytes()
            tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
            meta = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        except OSError as error:
            raise ModelError(f"the reading model's weights are missing: {error}", "install the package again") from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or int(os.environ.get("ONRECORD_THREADS", "0"))
        options.log_severity_level = 3
        # The arena would grow to the largest batch ever seen and keep it.
        options.enable_cpu_mem_arena = False
        session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        return Network(session, tokenizer, meta)

    def read(self, sentences: Sequence[tuple[Sequence[str], bool]]) -> list[Words]:
        """Read sentences, each its words and whether it begins inside a quotation; results in the same order."""
        out: list[Words | None] = [None] * len(sentences)
        plain = [[features.plain(word) for word in words] for words, _ in sentences]
        encoded = self._tokenizer.encode_batch(plain, is_pretokenized=True) if plain else []
        pieces: list[tuple[int, int, int, Ints, Ints, Ints]] = []
        for index, (encoding, (words, inside)) in enumerate(zip(encoded, sentences, strict=True)):
            shapes = features.shapes(words, inside)
            for first, last, ids, shape, firsts in _parts(encoding.ids, encoding.word_ids, shapes, len(words)):
                pieces.append((index, first, last, ids, shape, firsts))
        found: dict[int, list[tuple[int, Words]]] = {}
        for batch in _batches(pieces):
            for (index, first, _, *_), words_ in zip(batch, self._run(batch, sentences), strict=True):
                found.setdefault(index, []).append((first, words_))
        for index, (words, _) in enumerate(sentences):
            parts = sorted(found.get(index, []), key=lambda part: part[0])
            out[index] = parts[0][1] if len(parts) == 1 else _join([p for _, p in parts]) if parts else _blank(len(words))
        return [words for words in out if words is not None]

    def _run(
        self, batch: Sequence[tuple[int, int, int, Ints, Ints, Ints]], sentences: Sequence[tuple[Sequence[str], bool]]
    ) -> Iterator[Words]:
        length = max(_padded(len(ids)) for _, _, _, ids, _, _ in batch)
        width = max(len(firsts) for *_, firsts in batch)
        pieces = np.zeros((len(batch), length), np.int64)
        shapes = np.zeros((len(batch), length), np.int64)
        firsts = np.zeros((len(batch), width), np.int64)
        lengths = np.zeros(len(batch), np.int64)
        for row, (_, _, _, ids, shape, first) in enumerate(batch):
            pieces[row, : len(ids)] = ids
            shapes[row, : len(shape)] = shape
            firsts[row, : len(first)] = first
            lengths[row] = len(first)
        feed = {"pieces": pieces, "shapes": shapes, "firsts": firsts, "lengths": lengths}
        raw = dict(zip(self._outputs, self._session.run(None, feed), strict=True))
        paths = {name: decode.viterbi(raw[name], *self._crf[name], lengths) for name in self._crf}
        sure = {name: decode.softmax(raw[name]) for name in self._crf}
        links = raw["links"].argmax(-1)
        heads = decode.trees(raw["heads"], raw["arcs"], lengths)
        labels = self._labels
        for row, (index, begin, end, *_) in enumerate(batch):
            words = sentences[index][0][begin:end]
            n = len(words)
            rels = [labels["rel"][i] for i in raw["rel"][row, :n]]
            head = heads[row]
            spans = []
            for name in self._crf:
                path = paths[name][row]
                for label, a, b in decode.spans([labels[name][t] for t in path[:n]]):
                    probability = float(np.mean([sure[name][row, i, path[i]] for i in range(a, b)]))
                    spans.append((name, label, a, b, round(probability, 4)))
            yield Words(
                upos=tuple(labels["upos"][i] for i in raw["upos"][row, :n]),
                xpos=tuple(labels["xpos"][i] for i in raw["xpos"][row, :n]),
                lemmas=tuple(
                    lemmas.settled(lemmas.apply(labels["lemma"][rule], word), word, labels["upos"][tag])
                    for rule, tag, word in zip(raw["lemma"][row, :n], raw["upos"][row, :n], words, strict=True)
                ),
                heads=tuple(head),
                rels=tuple(_fitting(rel, h) for rel, h in zip(rels, head, strict=True)),
                events=tuple(labels["event"][i] for i in raw["event"][row, :n]),
                fact=tuple(round(float(v), 3) for v in raw["fact"][row, :n]),
                links=tuple(int(v) for v in links[row, :n]),
                spans=tuple(spans),
            )


def _fitting(rel: str, head: int) -> str:
    """The root relation for the root and for no other word (where the tree was mended, the two can disagree)."""
    if head < 0:
        return "root"
    return "parataxis" if rel == "root" else rel


def _padded(length: int) -> int:
    return -(-length // _STEP) * _STEP


def _parts(
    ids: list[int], word_ids: list[int | None], shapes: list[int], words: int
) -> Iterator[tuple[int, int, Ints, Ints, Ints]]:
    """Parts of at most ``LONGEST`` pieces, cut between words: (first word, last word + 1, ids, shapes, firsts)."""
    cls, sep = ids[0], ids[-1]
    starts: list[int] = []
    for at, word in enumerate(word_ids):
        if word is not None and word == len(starts):
            starts.append(at)
        elif word is not None and word > len(starts):
            # A word that the tokenizer drops (control characters only) stands for the piece that follows.
            starts.extend([at] * (word + 1 - len(starts)))
    starts.extend([max(len(ids) - 2, 0)] * (words - len(starts)))
    ends = [*starts[1:], len(ids) - 1]
    first = 0
    while first < words:
        last = first + 1
        while last < words and ends[last] - starts[first] <= LONGEST - 2:
            last += 1
        begin, end = starts[first], max(min(ends[last - 1], starts[first] + LONGEST - 2), starts[first] + 1)
        part = [cls, *ids[begin:end], sep]
        shape = [0, *(0 if w is None else shapes[w] for w in word_ids[begin:end]), 0]
        firsts = [min(s - begin + 1, len(part) - 1) for s in starts[first:last]]
        yield first, last, np.array(part, np.int64), np.array(shape, np.int64), np.array(firsts, np.int64)
        first = last


def _batches(pieces: list[tuple[int, int, int, Ints, Ints, Ints]]) -> Iterator[list[tuple[int, int, int, Ints, Ints, Ints]]]:
    """Parts of one padded length together, at most ``_BATCH`` pieces a batch."""
    groups: dict[int, list[tuple[int, int, int, Ints, Ints, Ints]]] = {}
    for part in pieces:
        groups.setdefault(_padded(len(part[3])), []).append(part)
    for length, group in sorted(groups.items()):
        size = max(1, _BATCH // length)
        for at in range(0, len(group), size):
            yield group[at : at + size]


def _join(parts: Sequence[Words]) -> Words:
    """Parts of a long sentence as one: the roots of later parts hang on the root of the first."""
    root = parts[0].heads.index(-1)
    heads: list[int] = []
    rels: list[str] = []
    links: list[int] = []
    spans: list[tuple[str, str, int, int, float]] = []
    for part in parts:
        base = len(heads)
        for head, rel in zip(part.heads, part.rels, strict=True):
            later = head < 0 and base > 0
            heads.append(root if later else head if head < 0 else head + base)
            rels.append("parataxis" if later else rel)
        links.extend(link + base for link in part.links)
        spans.extend((kind, label, a + base, b + base, p) for kind, label, a, b, p in part.spans)
    return Words(
        upos=tuple(v for part in parts for v in part.upos),
        xpos=tuple(v for part in parts for v in part.xpos),
        lemmas=tuple(v for part in parts for v in part.lemmas),
        heads=tuple(heads),
        rels=tuple(rels),
        events=tuple(v for part in parts for v in part.events),
        fact=tuple(v for part in parts for v in part.fact),
        links=tuple(links),
        spans=tuple(spans),
    )


def _blank(words: int) -> Words:
    """A sentence without a readable piece: everything unknown, hung on its first word."""
    return Words(
        ("X",) * words, ("FW",) * words, ("_",) * words, tuple(-1 if i == 0 else 0 for i in range(words)),
        tuple("root" if i == 0 else "dep" for i in range(words)), ("O",) * words, (0.0,) * words, tuple(range(words)), (),
    )  # fmt: skip
