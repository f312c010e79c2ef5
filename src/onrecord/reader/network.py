"""The reading model at work: sentences of words in, labels and scores out, by onnxruntime.

What a sentence gets does not depend on its company: only sentences of one length are read together, none padded, and every
product is either in whole numbers or within one sentence (see ``training/export.py``).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.errors import ModelError
from onrecord.reader import decode, lemmas
from onrecord.reader.pieces import Cutter, Part, batches, feed

_THREADS = 8
"""Batches read at a time at most: each takes some ten megabytes while it is read."""
_KEPT = 50_000
"""Lemmas remembered; bounds the memory."""

_LABELS = ("upos", "xpos", "lemma", "event", "rel")

Array = npt.NDArray[Any]


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
    """The loaded weights. ``Network.load()`` gives the one of the package, loaded once a process. Several threads may read."""

    def __init__(self, session: Any, tokenizer: Any, meta: dict[str, Any], threads: int = 1) -> None:
        self._session = session
        # Shared by all who read at a time, so that never more than so many batches are in the model.
        self._pool = ThreadPoolExecutor(threads, "reader")
        self._cutter = Cutter(tokenizer)
        labels: dict[str, list[str]] = meta["labels"]
        self._labels = {name: np.array(labels[name], object) for name in _LABELS}
        self._root, self._beside = labels["rel"].index("root"), labels["rel"].index("parataxis")
        self._crf = {
            name: (np.array(crf["step"], np.float32), np.array(crf["first"], np.float32)) for name, crf in meta["crf"].items()
        }
        self._tags = {name: _tags(labels[name]) for name in self._crf}
        self._outputs = [output.name for output in session.get_outputs()]
        self._lemmas: dict[tuple[str, str, str], str] = {}

    @staticmethod
    @cache
    def load(threads: int = 0, folder: Path | None = None) -> Network:
        """The packaged model, or the one in ``folder``. Raises ``ModelError``.

        ``threads`` 0 takes ``ONRECORD_THREADS`` or one a core, eight at most.
        """
        import onnxruntime
        from tokenizers import Tokenizer

        place = folder or resources.files("onrecord.reader") / "weights"
        try:
            weights = (place / "model.onnx").read_bytes()
            tokenizer = Tokenizer.from_str((place / "tokenizer.json").read_text(encoding="utf-8"))
            meta = json.loads((place / "labels.json").read_text(encoding="utf-8"))
        except OSError as error:
            raise ModelError(f"the reading model's weights are missing: {error}", "install the package again") from error
        options = onnxruntime.SessionOptions()
        # A batch is read by one thread, several batches at a time: that way no thread waits for another inside a batch.
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        # The arena would grow to the largest batch ever seen and keep it; patterns would be kept for each shape of batch.
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        return Network(
            session, tokenizer, meta, threads or int(os.environ.get("ONRECORD_THREADS", "0")) or min(cores, _THREADS)
        )

    def read(self, sentences: Sequence[tuple[Sequence[str], bool]]) -> list[Words]:
        """Read sentences, each its words and whether it begins inside a quotation; results in the same order."""
        together = batches(self._cutter.cut(sentences))
        parts = [part for batch in together for part in batch]
        found: dict[int, list[tuple[int, Words]]] = {}
        if parts:
            raw = list(self._pool.map(self._run, together))
            for part, words in zip(parts, self._told(parts, raw, sentences), strict=True):
                found.setdefault(part.sentence, []).append((part.first, words))
        out = []
        for number in range(len(sentences)):
            own = sorted(found.get(number, ()), key=lambda one: one[0])
            out.append(own[0][1] if len(own) == 1 else _join([words for _, words in own]) if own else _EMPTY)
        return out

    def _run(self, batch: Sequence[Part]) -> dict[str, Array]:
        """What the model says of the words of one batch, one word after another, trees mended."""
        given = feed(batch)
        raw: dict[str, Array] = dict(zip(self._outputs, self._session.run(None, given), strict=True))
        lengths = given["lengths"]
        arcs, links = raw.pop("arcs"), raw.pop("links")
        true = np.arange(given["firsts"].shape[1]) < lengths[:, None]
        raw["links"] = np.where(true[:, None, :], links, -np.inf).argmax(-1)
        out = {name: value[true] for name, value in raw.items()}
        begin = decode.starts(lengths)
        for row in np.flatnonzero(~decode.are_trees(out["heads"], lengths)):
            n = int(lengths[row])
            out["heads"][begin[row] : begin[row] + n] = decode.spanning(arcs[row, :n, : n + 1].astype(np.float64))
        return out

    def _told(
        self, parts: Sequence[Part], raw: Sequence[dict[str, Array]], sentences: Sequence[tuple[Sequence[str], bool]]
    ) -> Iterator[Words]:
        """Labels for numbers, part by part."""
        said = {name: np.concatenate([one[name] for one in raw]) for name in raw[0]}
        lengths = np.array([len(part.at) for part in parts], np.int64)
        edges = [0, *np.cumsum(lengths).tolist()]
        heads = said["heads"] - 1
        # The root relation is for the root and for no other word (where the tree was mended, the two can disagree).
        said["rel"] = np.where(heads < 0, self._root, np.where(said["rel"] == self._root, self._beside, said["rel"]))
        told = {name: self._labels[name][said[name]].tolist() for name in _LABELS}
        words = [word for part in parts for word in sentences[part.sentence][0][part.first : part.last]]
        base = self._base_forms(told["lemma"], words, told["upos"])
        heads, links = heads.tolist(), said["links"].tolist()
        fact = np.round(said["fact"].astype(np.float64), 3).tolist()
        spans = self._spans(said, lengths)
        for number, (a, b) in enumerate(pairwise(edges)):
            yield Words(
                upos=tuple(told["upos"][a:b]),
                xpos=tuple(told["xpos"][a:b]),
                lemmas=tuple(base[a:b]),
                heads=tuple(heads[a:b]),
                rels=tuple(told["rel"][a:b]),
                events=tuple(told["event"][a:b]),
                fact=tuple(fact[a:b]),
                links=tuple(links[a:b]),
                spans=tuple(spans.get(number, ())),
            )

    def _base_forms(self, rules: Sequence[str], words: Sequence[str], upos: Sequence[str]) -> list[str]:
        known = self._lemmas
        if len(known) > _KEPT:
            known.clear()
        out = []
        for key in zip(rules, words, upos, strict=True):
            lemma = known.get(key)
            if lemma is None:
                rule, word, tag = key
                lemma = known[key] = lemmas.settled(lemmas.apply(rule, word), word, tag)
            out.append(lemma)
        return out

    def _spans(self, said: dict[str, Array], lengths: Array) -> dict[int, list[tuple[str, str, int, int, float]]]:
        """The spans of each part that has any."""
        begin = decode.starts(lengths)
        first = np.zeros(int(lengths.sum()), np.bool_)
        first[begin] = True
        out: dict[int, list[tuple[str, str, int, int, float]]] = {}
        paths = decode.viterbi({name: said[name] for name in self._crf}, self._crf, lengths)
        for name in self._crf:
            path = paths[name]
            labels, begins, kinds = self._tags[name]
            kind, start, end = decode.runs(path, begins, kinds, first)
            marked = np.flatnonzero(path)
            # Each marked word belongs to one span, and spans follow one another: sums over stretches.
            sure = decode.chosen(said[name][marked], path[marked])
            total = np.add.reduceat(sure, decode.starts(end - start)) if len(start) else sure
            probability = np.round(total.astype(np.float64) / (end - start), 4)
            owner = np.searchsorted(begin, start, side="right") - 1
            told = (kind, start - begin[owner], end - begin[owner], probability, owner)
            for k, a, b, p, part in zip(*(values.tolist() for values in told), strict=True):
                out.setdefault(part, []).append((name, labels[k], a, b, p))
        return out


def _tags(labels: Sequence[str]) -> tuple[list[str], Array, Array]:
    """Labels of spans; for each tag whether it begins a span, and the number of its label."""
    kinds = list(dict.fromkeys(tag[2:] for tag in labels))
    return kinds, np.array([tag[0] == "B" for tag in labels]), np.array([kinds.index(tag[2:]) for tag in labels], np.int64)


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


_EMPTY = Words((), (), (), (), (), (), (), (), ())
