"""Best paths and trees, held against brute force on small cases."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reader import decode, lemmas


@given(st.integers(0, 2**32 - 1), st.integers(1, 5))
def test_viterbi_is_the_best_path(seed: int, length: int) -> None:
    rng = np.random.default_rng(seed)
    tags, padded = 3, 6
    scores = rng.normal(size=(1, padded, tags)).astype(np.float32)
    step = rng.normal(size=(tags, tags)).astype(np.float32)
    first = rng.normal(size=tags).astype(np.float32)

    def total(path: tuple[int, ...]) -> float:
        value = first[path[0]] + sum(scores[0, i, t] for i, t in enumerate(path))
        return float(value + sum(step[a, b] for a, b in itertools.pairwise(path)))

    best = max(itertools.product(range(tags), repeat=length), key=total)
    assert total(tuple(decode.viterbi(scores, step, first, np.array([length]))[0])) == pytest.approx(total(best), abs=1e-4)


@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_spanning_is_the_best_tree_with_one_root(seed: int, n: int) -> None:
    arcs = np.random.default_rng(seed).normal(size=(n, n + 1))
    arcs[np.arange(n), np.arange(n) + 1] = -1e4

    def total(heads: tuple[int, ...]) -> float:
        return float(sum(arcs[i, h] for i, h in enumerate(heads)))

    trees = [heads for heads in itertools.product(range(n + 1), repeat=n) if decode.is_tree(heads)]
    found = decode.spanning(arcs)
    assert decode.is_tree(found)
    # One root is had by trying the best three candidates, which for up to three words is exact.
    if n <= 3:
        assert total(tuple(found)) == pytest.approx(max(map(total, trees)))


@pytest.mark.parametrize(
    ("heads", "expected"),
    [([0], True), ([0, 1], True), ([2, 1], False), ([0, 0], False), ([2, 3, 0], True), ([0, 3, 2], False)],
)
def test_is_tree(heads: list[int], expected: bool) -> None:
    assert decode.is_tree(heads) is expected


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
