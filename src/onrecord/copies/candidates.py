"""Which reports of a batch may be copies of one another, from their sampled shingles alone.

Two reports are *candidates* when they share at least ``needed(n)`` sampled shingles, ``n`` being the number of the one that has
fewer. The rule looks at the two reports and nothing else, so the same two are candidates
whatever else is in the batch, in the index or in the stream: this is what makes one run, many runs and replays agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.copies.fingerprint import I64, U64, Shingles, shingles

LEAST_WORDS = 8
"""Texts with fewer words are nobody's copies: a short headline or label comes back without being copied."""
SHARE = 0.35
_BLOCK = 1 << 14  # pairs counted at a time
_ODD = np.uint64(0xFF51AFD7ED558CCD)


def needed(sampled: I64) -> I64:
    """How many sampled shingles must be shared, given the smaller sketch's size (elementwise).

    A share of .35: a copy that keeps .8 of the shorter text's shingles falls below it about once in 150 times at 5 sampled
    shingles (binomial) and never at 40, and one with a tenth of its words garbled (.59 kept) mostly passes.
    """
    least: I64 = np.maximum(1, np.ceil(sampled * SHARE).astype(np.int64))
    return least


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs by position in the batch, ``first[i] < second[i]``, sorted; ``shared``: sampled shingles in common."""

    first: I64
    second: I64
    shared: I64

    def __len__(self) -> int:
        return len(self.first)


def pairs(batch: Shingles) -> Pairs:
    """All candidate pairs of a batch, exactly by the rule above.

    A pair can only pass if the smaller sketch shares one of any ``n - needed(n) + 1`` of its hashes. So only its rarest so many
    are looked up (the prefix filter of Bayardo, Ma and Srikant, WWW 2007): stock phrases cost nothing unless a text has
    little else. The hashes shared are then counted for the pairs found.
    """
    sizes = np.diff(batch.starts)
    owner = np.repeat(np.arange(len(batch)), sizes)
    order = np.argsort(batch.hashes)
    hashes, owners = batch.hashes[order], owner[order]
    heads = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1]))) if len(hashes) else np.zeros(0, np.int64)
    counts = np.diff(np.append(heads, len(hashes)))
    many = np.flatnonzero(counts > 1)
    group = np.repeat(np.arange(len(many)), counts[many])
    at = np.repeat(heads[many] - np.concatenate(([0], np.cumsum(counts[many])[:-1])), counts[many]) + np.arange(len(group))
    found = _joined(owners[at], group, counts[many], sizes, needed(sizes))
    key = np.unique(found[0] * len(batch) + found[1])
    first, second = key // max(len(batch), 1), key % max(len(batch), 1)
    shared = counted(batch, first, second)
    long_enough = np.minimum(batch.words[first], batch.words[second]) >= LEAST_WORDS
    passed = long_enough & (shared >= needed(np.minimum(sizes[first], sizes[second])))
    return Pairs(first[passed], second[passed], shared[passed])


def _joined(owners: I64, group: I64, counts: I64, sizes: I64, need: I64) -> tuple[I64, I64]:
    """Pairs of which the smaller sketch has one of its rarest hashes in the other; ``owners`` lie group by group."""
    unshared = sizes - np.bincount(owners, minlength=len(sizes))  # hashes that no other text has come first as the rarest
    room = np.maximum(0, sizes - need + 1 - unshared)
    by_rarity = np.lexsort((group, counts[group], owners))
    ranked = owners[by_rarity]
    begins = np.searchsorted(ranked, np.arange(len(sizes)))
    rank = np.empty(len(owners), dtype=np.int64)
    rank[by_rarity] = np.arange(len(owners)) - begins[ranked]
    probe = np.flatnonzero(rank < room[owners])
    ends = np.cumsum(counts)
    reach = counts[group[probe]]
    left = np.repeat(probe, reach)
    right = np.arange(len(left)) - np.repeat(np.cumsum(reach) - reach, reach) + np.repeat((ends - counts)[group[probe]], reach)
    a, b = owners[left], owners[right]
    smaller = (a != b) & (sizes[a] <= sizes[b])
    a, b = a[smaller], b[smaller]
    return np.minimum(a, b), np.maximum(a, b)


def counted(batch: Shingles, first: I64, second: I64) -> I64:
    """How many hashes the texts ``first[i]`` and ``second[i]`` of a batch share, exactly (but for collisions of 64 bits)."""
    sizes = np.diff(batch.starts)
    swap = sizes[first] > sizes[second]
    small, large = np.where(swap, second, first), np.where(swap, first, second)
    wanted = np.unique(large)
    rows = _rows(batch.starts, wanted)
    keys = np.sort(batch.hashes[rows] ^ _salt(np.repeat(wanted, sizes[wanted])))
    out = np.zeros(len(first), dtype=np.int64)
    if not len(keys):
        return out
    for begin in range(0, len(first), _BLOCK):
        s, t = small[begin : begin + _BLOCK], large[begin : begin + _BLOCK]
        pair = np.repeat(np.arange(len(s)), sizes[s])
        key = batch.hashes[_rows(batch.starts, s)] ^ _salt(t[pair])
        place = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
        out[begin : begin + _BLOCK] = np.bincount(pair[keys[place] == key], minlength=len(s))
    return out


def _rows(starts: I64, texts: I64) -> I64:
    """Positions of all hashes of the texts given, text after text."""
    sizes = starts[texts + 1] - starts[texts]
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    rows: I64 = np.arange(total) + np.repeat(starts[texts] - (ends - sizes), sizes)
    return rows


def _salt(owner: I64) -> U64:
    return (owner.astype(np.uint64) + np.uint64(1)) * _ODD


def verified(texts: Sequence[str], found: Pairs, least: float = 0.0) -> tuple[I64, I64, NDArray[np.float64]]:
    """Of the candidate pairs those with at least this containment, and it: counted over all shingles of the two texts."""
    involved = np.unique(np.concatenate((found.first, found.second)))
    full = shingles([texts[i] for i in involved], sample=1)
    a, b = np.searchsorted(involved, found.first), np.searchsorted(involved, found.second)
    sizes = np.diff(full.starts)
    share = counted(full, a, b) / np.maximum(1, np.minimum(sizes[a], sizes[b]))
    good = share >= least
    return found.first[good], found.second[good], share[good]


def containment(a: U64, b: U64) -> float:
    """Share of the smaller set's hashes that the other has, 0 to 1 (0 where one is empty). Each hash once in each."""
    if not len(a) or not len(b):
        return 0.0
    shared = len(np.intersect1d(a, b, assume_unique=True))
    return float(shared / min(len(a), len(b)))
