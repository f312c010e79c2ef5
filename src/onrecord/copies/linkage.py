"""Average-linkage grouping above a threshold, by chains of nearest neighbours.

Murtagh's algorithm (The Computer Journal, 1983): a chain of nearest neighbours ends in two items that are each other's
nearest; these are joined. For average linkage this gives the same groups as joining the closest two of all each time, in n
squared steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
_BLOCK_COUNT = 16


class Join(NamedTuple):
    """Two groups, each named by its least item, and their average likeness when they were joined (or were not)."""

    first: int
    second: int
    score: float


class Grouping(NamedTuple):
    """``group[i]`` is the least item of the group of item ``i``; ``joins`` in the order made; ``missed``: just below."""

    group: list[int]
    joins: list[Join]
    missed: list[Join]


def grouped(likeness: F32, sizes: NDArray[np.float64], least: float, margin: float) -> Grouping:
    """Join groups while their average likeness is at least ``least``.

    ``likeness`` is symmetric; ``sizes`` says how much each item counts in an average. Groups that end within ``margin`` below
    ``least`` of one another are told in ``missed``. Ties go to the lower item.
    """
    count = len(sizes)
    matrix = likeness.astype(np.float64)
    np.round(matrix, 5, out=matrix)
    np.fill_diagonal(matrix, -1.0)
    weight = sizes.astype(np.float64).copy()
    group = list(range(count))
    joins: list[Join] = []
    open_ = np.ones(count, dtype=bool)
    chain: list[int] = []
    for start in range(count):
        if not open_[start]:
            continue
        chain = [start]
        while chain:
            here = chain[-1]
            row = np.where(open_, matrix[here], -1.0)
            row[here] = -1.0
            nearest = int(np.argmax(row))
            if len(chain) > 1 and row[chain[-2]] >= row[nearest]:
                nearest = chain[-2]
            score = float(row[nearest])
            if score < least:
                chain.pop()
                open_[here] = False  # an average never exceeds its parts: this group will find no other
            elif len(chain) > 1 and nearest == chain[-2]:
                chain = chain[:-2]
                first, second = min(here, nearest), max(here, nearest)
                total = weight[first] + weight[second]
                merged = (weight[first] * matrix[first] + weight[second] * matrix[second]) / total
                matrix[first], matrix[:, first] = merged, merged
                matrix[first, first] = -1.0
                weight[first] = total
                open_[second] = False
                group = [first if g == second else g for g in group]
                joins.append(Join(first, second, round(score, 4)))
                if not chain:
                    chain = [first]
            else:
                chain.append(nearest)
    return Grouping(group, joins, _missed(matrix, sorted(set(group)), least, margin))


def _missed(matrix: NDArray[np.float64], leaders: list[int], least: float, margin: float) -> list[Join]:
    final = np.triu(matrix[np.ix_(leaders, leaders)], 1)
    rows, columns = np.nonzero((final >= least - margin) & (final < least))
    return [
        Join(leaders[a], leaders[b], round(float(final[a, b]), 4)) for a, b in zip(rows.tolist(), columns.tolist(), strict=True)
    ]


def likenesses(ids: list[NDArray[np.int64]], weights: list[F32]) -> F32:
    """The product of every two sparse rows: features that many rows share in one dense product, the others pair by pair."""
    count = len(ids)
    out = np.zeros((count, count), dtype=np.float32)
    if not count:
        return out
    feature = np.concatenate(ids)
    value = np.concatenate(weights)
    row = np.repeat(np.arange(count), [len(i) for i in ids])
    used = value != 0
    order = np.flatnonzero(used)[np.argsort(feature[used], kind="stable")]
    feature, value, row = feature[order], value[order], row[order]
    heads = np.flatnonzero(np.concatenate(([True], feature[1:] != feature[:-1]))) if len(feature) else np.zeros(0, np.int64)
    number = np.cumsum(np.concatenate(([0], (feature[1:] != feature[:-1]).astype(np.int64)))) if len(feature) else heads
    shared = np.diff(np.append(heads, len(feature)))
    often = shared >= _BLOCK_COUNT
    column = np.cumsum(often) - 1
    for begin in range(0, int(often.sum()), 4096):
        part = often[number] & (column[number] >= begin) & (column[number] < begin + 4096)
        dense = np.zeros((count, min(4096, int(often.sum()) - begin)), dtype=np.float32)
        dense[row[part], column[number[part]] - begin] = value[part]
        out += dense @ dense.T
    rare = np.flatnonzero(~often[number]) if len(number) else np.zeros(0, np.int64)
    feature, value, row = feature[rare], value[rare], row[rare]
    flat = out.reshape(-1)
    for step in range(1, _BLOCK_COUNT):
        hit = np.flatnonzero(feature[step:] == feature[:-step])
        if not len(hit):
            break
        product = value[hit] * value[hit + step]
        np.add.at(flat, row[hit] * count + row[hit + step], product)
        np.add.at(flat, row[hit + step] * count + row[hit], product)
    return out


def likeness_between(some: Sequence[tuple[NDArray[np.int64], F32]], others: Sequence[tuple[NDArray[np.int64], F32]]) -> F32:
    """The product of every sparse row of ``some`` with every one of ``others``; what two rows give depends on the two alone."""
    out = np.zeros((len(some), len(others)), dtype=np.float32)
    if not some or not others:
        return out
    feature = np.concatenate([ids for ids, _ in some])
    order = np.argsort(feature, kind="stable")
    feature = feature[order]
    value = np.concatenate([values for _, values in some])[order]
    row = np.repeat(np.arange(len(some)), [len(ids) for ids, _ in some])[order]
    for column, (ids, values) in enumerate(others):
        begin, end = np.searchsorted(feature, ids, "left"), np.searchsorted(feature, ids, "right")
        counts = end - begin
        hit = np.repeat(begin - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        out[:, column] = np.bincount(row[hit], weights=value[hit] * np.repeat(values, counts), minlength=len(some))
    return out
