"""Best paths and trees, held against brute force on small cases."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reader import decode, lemmas


def is_tree(heads: Sequence[int]) -> bool:
    return bool(decode.are_trees(np.array(heads), np.array([len(heads)]))[0])


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_viterbi_is_the_best_path_of_every_sentence(seed: int, lengths: list[int]) -> None:
    rng = np.random.default_rng(seed)
    tags = {"one": 3, "two": 3, "three": 2}
    words = sum(lengths)
    scores = {name: rng.normal(size=(words, n)).astype(np.float32) for name, n in tags.items()}
    crf = {
        name: (rng.normal(size=(n, n)).astype(np.float32), rng.normal(size=n).astype(np.float32)) for name, n in tags.items()
    }
    paths = decode.viterbi(scores, crf, np.array(lengths))
    for name, n in tags.items():
        step, first = crf[name]
        begin = 0
        for length in lengths:
            own = scores[name][begin : begin + length]

            def total(path: Sequence[int], own: npt.NDArray[np.float32] = own, first: Any = first, step: Any = step) -> float:
                value = first[path[0]] + sum(own[i, t] for i, t in enumerate(path))
                return float(value + sum(step[a, b] for a, b in itertools.pairwise(path)))

            best = max(itertools.product(range(n), repeat=length), key=total)
            assert total(paths[name][begin : begin + length].tolist()) == pytest.approx(total(best), abs=1e-4)
            begin += length


@given(st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=8), min_size=1, max_size=4))
def test_spans_of_all_sentences_are_those_of_each(sentences: list[list[int]]) -> None:
    tags = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]
    begins, kinds = np.array([tag[0] == "B" for tag in tags]), np.array([0, 1, 1, 2, 2])
    lengths = np.array([len(one) for one in sentences])
    first = np.zeros(lengths.sum(), np.bool_)
    first[decode.starts(lengths)] = True
    found = decode.runs(np.concatenate([np.array(one) for one in sentences]), begins, kinds, first)
    expected = [
        (["", "PER", "LOC"].index(label), a + int(begin), b + int(begin))
        for one, begin in zip(sentences, decode.starts(lengths), strict=True)
        for label, a, b in decode.spans([tags[tag] for tag in one])
    ]
    assert list(zip(*(values.tolist() for values in found), strict=True)) == expected


@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_spanning_is_the_best_tree_with_one_root(seed: int, n: int) -> None:
    arcs = np.random.default_rng(seed).normal(size=(n, n + 1))
    arcs[np.arange(n), np.arange(n) + 1] = -1e4

    def total(heads: tuple[int, ...]) -> float:
        return float(sum(arcs[i, h] for i, h in enumerate(heads)))

    trees = [heads for heads in itertools.product(range(n + 1), repeat=n) if is_tree(heads)]
    found = decode.spanning(arcs)
    assert is_tree(found)
    # One root is had by trying the best three candidates, which for up to three words is exact.
    if n <= 3:
        assert total(tuple(found)) == pytest.approx(max(map(total, trees)))


@pytest.mark.parametrize(
    ("heads", "expected"),
    [([0], True), ([0, 1], True), ([2, 1], False), ([0, 0], False), ([2, 3, 0], True), ([0, 3, 2], False)],
)
def test_is_tree(heads: list[int], expected: bool) -> None:
    assert is_tree(heads) is expected


def test_each_sentence_is_its_own_tree() -> None:
    heads = np.array([0, 1, 2, 1, 2, 3, 1, 0])
    assert decode.are_trees(heads, np.array([2, 2, 3, 1])).tolist() == [True, False, False, True]


@given(st.integers(0, 2**32 - 1), st.integers(5, 30))
def test_spanning_large_is_one_tree_and_no_worse_than_any_greedy_one(seed: int, n: int) -> None:
    arcs = np.random.default_rng(seed).normal(size=(n, n + 1))
    arcs[np.arange(n), np.arange(n) + 1] = -1e4
    found = decode.spanning(arcs)
    assert is_tree(found)
    chain = [0, *range(1, n)]
    best = np.argsort(-arcs[:, 0])[:3]
    if 0 in best:
        assert arcs[np.arange(n), found].sum() >= arcs[np.arange(n), chain].sum() - 1e-9


def test_spans() -> None:
    assert decode.spans(["B-PER", "I-PER", "O", "I-LOC", "B-LOC"]) == [("PER", 0, 2), ("LOC", 3, 4), ("LOC", 4, 5)]
    assert decode.spans(["B", "I", "B", "O"]) == [("", 0, 2), ("", 2, 3)]


@given(st.text(max_size=12), st.text(max_size=12))
def test_a_lemma_rule_gives_back_its_lemma(word: str, lemma: str) -> None:
    if lemma and len(word.lower()) >= len(lemmas.rule(word, lemma).partition("|")[0]):
        assert lemmas.apply(lemmas.rule(word, lemma), word) == lemma.lower()


@pytest.mark.parametrize(
    ("lemma", "word", "upos", "expected"),
    [
        ("carrie", "carried", "VERB", "carry"),
        ("carri", "carried", "VERB", "carry"),
        ("countrie", "countries", "NOUN", "country"),
        ("movie", "movies", "NOUN", "movie"),
        ("quot", "quoting", "VERB", "quote"),
        ("announc", "announced", "VERB", "announce"),
        ("bring", "bringing", "VERB", "bring"),
        ("focus", "focused", "VERB", "focus"),
        ("deny", "denied", "VERB", "deny"),
        ("miss", "missed", "VERB", "miss"),
    ],
)
def test_spelling_of_lemmas_is_put_right(lemma: str, word: str, upos: str, expected: str) -> None:
    assert lemmas.settled(lemma, word, upos) == expected
