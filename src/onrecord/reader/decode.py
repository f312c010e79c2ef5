"""Scores to labels: best paths, trees, spans. Pure numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def softmax(scores: Floats) -> Floats:
    """Along the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    total: Floats = raised / raised.sum(-1, keepdims=True)
    return total


def viterbi(scores: Floats, step: Floats, first: Floats, lengths: Ints) -> list[list[int]]:
    """The best tag path of each sentence under a first-order CRF. scores [B, N, T]; paths as long as ``lengths`` say."""
    batch, longest, tags = scores.shape
    best = first + scores[:, 0]
    back = np.zeros((longest, batch, tags), np.int64)
    for i in range(1, longest):
        total = best[:, :, None] + step
        back[i] = total.argmax(1)
        going = np.take_along_axis(total, back[i][:, None, :], 1)[:, 0] + scores[:, i]
        best = np.where((i < lengths)[:, None], going, best)
    at = best.argmax(1)
    paths = np.zeros((batch, longest), np.int64)
    for i in range(longest - 1, -1, -1):
        at = np.where(i == lengths - 1, best.argmax(1), at)
        paths[:, i] = at
        if i:
            at = np.where(i < lengths, back[i][np.arange(batch), at], at)
    return [row[:length].tolist() for row, length in zip(paths, lengths, strict=True)]


def spans(tags: Sequence[str]) -> list[tuple[str, int, int]]:
    """Spans of B-x/I-x (or bare B/I) tags: (label, first, last + 1). An I without a B before it begins a span."""
    out: list[tuple[str, int, int]] = []
    label, start = "", -1
    for i, tag in enumerate([*tags, "O"]):
        kind = tag[2:]
        if start >= 0 and (tag[0] != "I" or kind != label):
            out.append((label, start, i))
            start = -1
        if tag[0] != "O" and start < 0:
            label, start = kind, i
    return out


def trees(heads: npt.NDArray[np.int32], arcs: Floats, lengths: Ints) -> list[list[int]]:
    """A tree with one root for each sentence: the best heads where they are one, else the maximum spanning tree.

    heads [B, N] with 0 for the root and i + 1 for word i; arcs [B, N, N + 1]. Gives -1 for the root and indices of words.
    """
    out = []
    for row, length in enumerate(lengths):
        n = int(length)
        greedy = [int(h) for h in heads[row, :n]]
        good = is_tree(greedy)
        chosen = greedy if good else spanning(arcs[row, :n, : n + 1].astype(np.float64))
        out.append([h - 1 for h in chosen])
    return out


def is_tree(heads: Sequence[int]) -> bool:
    """Whether heads (0 the root, i + 1 word i) make one tree with exactly one root."""
    if sum(head == 0 for head in heads) != 1:
        return False
    state = [0] * (len(heads) + 1)
    for i in range(1, len(heads) + 1):
        path = []
        at = i
        while at and not state[at]:
            state[at] = 1
            path.append(at)
            at = heads[at - 1]
            if at and state[at] == 1:
                return False
        for node in path:
            state[node] = 2
    return True


def spanning(arcs: npt.NDArray[np.float64]) -> list[int]:
    """The maximum spanning tree with one root (Chu and Liu, 1965; Edmonds, 1967).

    arcs [N, N + 1]: score of each word's head, column 0 the root. One root is had by trying the best few candidates.
    """
    n = arcs.shape[0]
    if n == 1:
        return [0]
    scores = np.full((n + 1, n + 1), -np.inf)
    scores[1:, :] = arcs
    np.fill_diagonal(scores, -np.inf)
    best: tuple[float, list[int]] | None = None
    for root in np.argsort(-arcs[:, 0])[:3]:
        trial = scores.copy()
        trial[1:, 0] = -np.inf
        trial[root + 1, 0] = scores[root + 1, 0]
        trial[root + 1, 1:] = -np.inf
        tree = _edmonds(trial)
        total = float(sum(scores[i, tree[i]] for i in range(1, n + 1)))
        if best is None or total > best[0]:
            best = (total, tree[1:])
    assert best is not None
    return best[1]


def _edmonds(scores: npt.NDArray[np.float64]) -> list[int]:
    """Chu-Liu-Edmonds on a dense matrix: scores[child, head], node 0 the root. Gives each node's head (0 for node 0)."""
    size = scores.shape[0]
    heads = [0, *(int(h) for h in scores[1:].argmax(1))]
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = set(cycle)
    outside = [i for i in range(size) if i not in inside]
    weight = sum(scores[i, heads[i]] for i in cycle)
    new = len(outside)
    smaller = np.full((new + 1, new + 1), -np.inf)
    enter: dict[int, int] = {}
    leave: dict[int, int] = {}
    for a, i in enumerate(outside):
        for b, j in enumerate(outside):
            smaller[a, b] = scores[i, j]
        into = [(scores[k, i] - scores[k, heads[k]] + weight, k) for k in cycle]
        smaller[new, a], enter[a] = max(into)
        if i:
            out = [(scores[i, k], k) for k in cycle]
            smaller[a, new], leave[a] = max(out)
    np.fill_diagonal(smaller, -np.inf)
    small = _edmonds(smaller)
    result = heads[:]
    for a, i in enumerate(outside):
        if i:
            result[i] = leave[a] if small[a] == new else outside[small[a]]
    broken = enter[small[new]]
    result[broken] = outside[small[new]]
    return result


def _cycle(heads: Sequence[int]) -> list[int]:
    seen: dict[int, int] = {}
    for start in range(1, len(heads)):
        path: list[int] = []
        at = start
        while at and at not in seen:
            seen[at] = start
            path.append(at)
            at = heads[at]
        if at and seen[at] == start:
            return path[path.index(at) :]
    return []
