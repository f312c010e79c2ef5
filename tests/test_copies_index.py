"""Shingle hashes, candidates and the index."""

from __future__ import annotations

import random

import numpy as np
import pytest
from copies_world import archives, report, sentence
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.copies import Index, find_families, fingerprint, sketch, sketches
from onrecord.copies.candidates import LEAST_WORDS, counted, needed, pairs, verified
from onrecord.copies.fingerprint import shingles
from onrecord.model import Report

texts = st.lists(st.text(alphabet="abc ABC,.-'“”’–é1\n", max_size=60), max_size=8)


def slow_sets(items: list[str]) -> list[set[tuple[str, ...]]]:
    """Shingles as tuples of words, by the definition."""
    out = []
    for text in items:
        for mark in "“”’–":
            text = text.replace(mark, " ")
        words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
        out.append({tuple(words[i : i + 5]) for i in range(len(words) - 4)})
    return out


def test_hashes_are_the_same_on_every_machine() -> None:
    batch = shingles(["The ferry to Linden left at noon and came back empty, its captain said."], sample=1)
    assert len(batch.hashes) == 10
    assert [f"{h:016x}" for h in np.sort(batch.hashes)[:2].tolist()] == ["05eeed7182ee17dd", "270935645b4da3c9"]
    assert f"{int(batch.whole[0]):016x}" == "cd8ac81be082a057"


def test_marks_case_and_spaces_make_no_difference() -> None:
    a = shingles(["“The ferry’s captain” said – at noon – that it was empty"], sample=1)
    b = shingles(['"the FERRY\'s  captain" said - at noon - that\nit was empty'], sample=1)
    assert sorted(a.hashes.tolist()) == sorted(b.hashes.tolist())
    assert a.whole.tolist() == b.whole.tolist()


@given(texts)
def test_shingles_follow_the_definition(items: list[str]) -> None:
    batch = shingles(items, sample=1)
    expected = slow_sets(items)
    assert len(batch) == len(items)
    assert [len(batch.of(i)) for i in range(len(items))] == [len(s) for s in expected]
    for i in range(len(items)):
        for j in range(i):
            assert len(np.intersect1d(batch.of(i), batch.of(j))) == len(expected[i] & expected[j])


@given(texts, st.integers(1, 40))
def test_chunks_make_no_difference(items: list[str], size: int) -> None:
    whole = shingles(items, sample=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fingerprint, "_CHUNK", size)
        split = shingles(items, sample=2)
    for i in range(len(items)):
        assert np.array_equal(np.sort(whole.of(i)), np.sort(split.of(i)))
    assert np.array_equal(whole.whole, split.whole)


def test_sample_keeps_the_hashes_that_divide() -> None:
    items = [" ".join(sentence(k) for k in range(20))]
    every, some = shingles(items, sample=1).of(0), shingles(items).of(0)
    assert sorted(h for h in every.tolist() if h % fingerprint.SAMPLE == 0) == sorted(some.tolist())


def test_no_words_and_long_words() -> None:
    batch = shingles(["", "!!!", "x" * 5000 + " a b c d", "x" * 4999 + "y a b c d"], sample=1)
    assert batch.words.tolist() == [0, 0, 5, 5]
    assert batch.whole.tolist()[:2] == [0, 0]
    assert len(shingles([])) == 0


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=6), min_size=1, max_size=12))
def test_pairs_are_exactly_those_of_the_rule(recipes: list[list[int]]) -> None:
    items = [" ".join(sentence(k) for k in recipe) for recipe in recipes]
    batch = shingles(items)
    expected = []
    for a in range(len(items)):
        for b in range(a + 1, len(items)):
            shared = len(np.intersect1d(batch.of(a), batch.of(b)))
            least = min(len(batch.of(a)), len(batch.of(b)))
            if least and shared >= needed(np.array([least]))[0] and min(batch.words[a], batch.words[b]) >= LEAST_WORDS:
                expected.append((a, b, shared))
    found = pairs(batch)
    assert list(zip(found.first.tolist(), found.second.tolist(), found.shared.tolist(), strict=True)) == expected
    full = [set(shingles([item], sample=1).hashes.tolist()) for item in items]
    for a, b, share in zip(*verified(items, found), strict=True):
        assert share == pytest.approx(len(full[a] & full[b]) / min(len(full[a]), len(full[b])))


def test_counted_of_nothing() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    assert counted(shingles([]), nothing, nothing).tolist() == []
    assert len(pairs(shingles([]))) == 0 and len(pairs(shingles(["one"]))) == 0


# ------------------------------------------------------------------------------------------------------------------ index


def answers(index: Index, asked: list[Report]) -> list[object]:
    return [index.query(r) for r in asked]


@settings(max_examples=40, deadline=None)
@given(archives(), st.randoms(use_true_random=False), st.integers(1, 5))
def test_portions_and_order_make_no_difference(archive: list[Report], chance: random.Random, portion: int) -> None:
    whole = Index()
    whole.add(archive)
    shuffled = list(archive)
    chance.shuffle(shuffled)
    split = Index()
    for k in range(0, len(shuffled), portion):
        split.add(shuffled[k : k + portion])
        split.add(shuffled[k : k + portion])
    assert len(split) == len(whole) == len({r.id for r in archive})
    assert answers(split, archive) == answers(whole, archive)
    stored = zip((r.id for r in shuffled), (r.published for r in shuffled), sketches(shuffled), strict=True)
    assert answers(Index.from_sketches(stored), archive) == answers(whole, archive)


@settings(max_examples=40, deadline=None)
@given(archives())
def test_forgetting_is_the_same_as_never_having_known(archive: list[Report]) -> None:
    index = Index()
    index.add(archive)
    dropped = index.expire("2031-05-06")
    old = {r.id for r in archive if r.published and r.published < "2031-05-06"}
    assert dropped == len(old)
    rebuilt = Index()
    rebuilt.add([r for r in archive if r.id not in old])
    assert answers(index, archive) == answers(rebuilt, archive)
    for r in {r.id for r in archive} - old:
        index.remove(r)
        assert r not in index
    assert len(index) == 0 and all(not index.query(r) for r in archive)


@settings(max_examples=40, deadline=None)
@given(archives())
def test_families_of_what_is_connected_are_those_of_the_whole(archive: list[Report]) -> None:
    """A stream finds the families that a single run over everything finds."""
    index = Index()
    index.add(archive)
    by_id = {r.id: r for r in archive}
    whole = {name: family for family in find_families(archive) for name in family.reports}
    for r in archive:
        near = find_families(by_id[name] for name in index.connected([r.id]))
        assert next(family for family in near if r.id in family.reports) == whole[r.id]


def test_query_within_days_and_by_sketch() -> None:
    lines = [sentence(k) for k in range(6)]
    may, june = report(*lines, published="2031-05-05"), report(*lines[:5], published="2031-06-20")
    undated = report(*lines[1:])
    index = Index()
    index.add([may, june, undated])
    asked = report(*lines, published="2031-05-06")
    assert [m.report for m in index.query(asked, within=4)] == [may.id, undated.id]
    assert {m.report for m in index.query(sketch(asked))} == {may.id, june.id, undated.id}
    assert index.query(asked)[0].estimate == 1.0


def test_rows_are_signed_and_sorted() -> None:
    one = report(*(sentence(k) for k in range(10)), published="2031-05-05")
    rows = Index.rows(one)
    assert rows == sorted(rows) and all(-(1 << 63) <= value < 1 << 63 for value, _, _ in rows)
    assert {(name, day) for _, name, day in rows} == {(one.id, 22404)}


def test_errors_say_what_to_do() -> None:
    index = Index()
    with pytest.raises(ValueError, match="2016-12-31"):
        index.expire("yesterday")
    with pytest.raises(ValueError, match="sketch"):
        Index.from_sketches([("a", None, b"nonsense")])
    with pytest.raises(KeyError):
        index.remove("a")
