"""Scores to labels: best paths, trees, spans. Pure numpy, over all sentences at once: their words stand one after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

Crf = tuple[Floats, Floats]
"""Scores of going from tag to tag [T, T], and of beginning with a tag [T]."""


def starts(lengths: Ints) -> Ints:
    """Where each sentence begins, given the numbers of words."""
    return np.cumsum(lengths) - lengths


def chosen(scores: Floats, path: Ints) -> Floats:
    """The probability, by softmax over each row of scores [W, T], of the tags in ``path`` [W]."""
    best = scores.max(-1)
    total: Floats = np.exp(scores[np.arange(len(path)), path] - best) / np.exp(scores - best[:, None]).sum(-1)
    return total


def viterbi(scores: Mapping[str, Floats], crf: Mapping[str, Crf], lengths: Ints) -> dict[str, Ints]:
    """The best tag path of each sentence under first-order CRFs. scores [W, T] and paths [W] by name; every length 1 at least.

    Sentences are walked side by side, longest first, so that step i meets a block of those that have an i-th word; heads
    with equally many tags share the walk.
    """
    order = np.argsort(-lengths, kind="stable")
    begin, size = starts(lengths)[order], lengths[order]
    longest = int(size[0]) if len(size) else 0
    going = [int(n) for n in np.searchsorted(-size, -np.arange(1, longest + 1), side="right")]
    rows = np.concatenate([begin[:n] + i for i, n in enumerate(going)]) if longest else np.zeros(0, np.int64)
    out: dict[str, Ints] = {}
    for tags in sorted({value.shape[1] for value in scores.values()}):
        names = [name for name, value in scores.items() if value.shape[1] == tags]
        walked = _walk(
            np.stack([scores[name][rows].T for name in names]),
            np.stack([crf[name][0] for name in names]),
            np.stack([crf[name][1] for name in names]),
            going,
        )
        for name, path in zip(names, walked, strict=True):
            out[name] = np.empty(len(rows), np.int64)
            out[name][rows] = path
    return out


def _walk(scores: Floats, step: Floats, first: Floats, going: Sequence[int]) -> Ints:
    """Best paths [H, W] of H heads; scores [H, T, W] step after step, the first ``going[i]`` sentences at step i."""
    heads, _, words = scores.shape
    path = np.zeros((heads, words), np.int64)
    ends = np.cumsum(going)
    best: list[Floats] = []
    for i, n in enumerate(going):
        here = scores[:, :, ends[i] - n : ends[i]]
        best.append(here + ((best[-1][:, :, None, :n] + step[:, :, :, None]).max(1) if i else first[:, :, None]))
    which = np.arange(heads)[:, None]
    into = step.transpose(0, 2, 1)
    tag = np.zeros((heads, 0), np.int64)
    for i in range(len(going) - 1, -1, -1):
        on = tag.shape[1]
        total = best[i].transpose(0, 2, 1).copy()
        total[:, :on] += into[which, tag]
        tag = total.argmax(2)
        path[:, ends[i] - going[i] : ends[i]] = tag
    return path


def runs(path: Ints, begins: Bools, kinds: Ints, first: Bools) -> tuple[Ints, Ints, Ints]:
    """Spans in the paths of all sentences: kind, first word, last word + 1 of each.

    path [W] with 0 for "outside"; for each tag whether it begins a span, and of which kind it is; ``first`` [W] marks the
    first word of each sentence. A tag inside a span without a beginning before it begins one.
    """
    inside = path > 0
    kind = kinds[path]
    goes_on = np.zeros(len(path), np.bool_)
    goes_on[1:] = inside[:-1] & (kind[1:] == kind[:-1])
    goes_on &= inside & ~begins[path] & ~first
    start = np.flatnonzero(inside & ~goes_on)
    after = np.append(goes_on[1:], False)
    return kind[start], start, np.flatnonzero(inside & ~after) + 1


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


def are_trees(heads: Ints, lengths: Ints) -> Bools:
    """For each sentence whether its heads (0 the root, i + 1 its word i) make one tree with exactly one root."""
    begin = starts(lengths)
    if not len(heads):
        return np.zeros(len(lengths), np.bool_)
    end = len(heads)
    above = np.append(np.where(heads == 0, end, np.repeat(begin, lengths) + heads - 1), end)
    # After k rounds a word points at what stands 2 ** k above it; the root of all points at itself.
    for _ in range(int(lengths.max()).bit_length()):
        above = above[above]
    rooted = np.logical_and.reduceat(above[:-1] == end, begin)
    return np.asarray(rooted & (np.add.reduceat(heads == 0, begin, dtype=np.int64) == 1))


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
    best: tuple[float, Ints] | None = None
    for root in np.argsort(-arcs[:, 0])[:3]:
        trial = scores.copy()
        trial[1:, 0] = -np.inf
        trial[root + 1, 0] = scores[root + 1, 0]
        trial[root + 1, 1:] = -np.inf
        tree = _edmonds(trial)
        total = float(scores[np.arange(1, n + 1), tree[1:]].sum())
        if best is None or total > best[0]:
            best = (total, tree[1:])
    assert best is not None
    return [int(head) for head in best[1]]


def _edmonds(scores: npt.NDArray[np.float64]) -> Ints:
    """Chu-Liu-Edmonds on a dense matrix: scores[child, head], node 0 the root. Gives each node's head (0 for node 0)."""
    size = scores.shape[0]
    heads = np.zeros(size, np.int64)
    heads[1:] = scores[1:].argmax(1)
    cycle = np.array(_cycle(heads.tolist()), np.int64)
    if not len(cycle):
        return heads
    free = np.ones(size, np.bool_)
    free[cycle] = False
    outside = np.flatnonzero(free)
    new = len(outside)
    smaller = np.full((new + 1, new + 1), -np.inf)
    smaller[:new, :new] = scores[outside[:, None], outside]
    into = scores[cycle[:, None], outside] - scores[cycle, heads[cycle]][:, None]
    out = scores[outside[:, None], cycle]
    enter, leave = into.argmax(0), out.argmax(1)
    smaller[new, :new] = into.max(0) + scores[cycle, heads[cycle]].sum()
    smaller[1:new, new] = out.max(1)[1:]
    np.fill_diagonal(smaller, -np.inf)
    small = _edmonds(smaller)
    named = np.append(outside, -1)[small[:new]]
    heads[outside] = np.where(small[:new] == new, cycle[leave], named)
    heads[0] = 0
    heads[cycle[enter[small[new]]]] = outside[small[new]]
    return heads


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
