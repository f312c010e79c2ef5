"""Scales for the inputs of products in 8 bits, taken from what the network makes of real sentences.

Evening out the columns of an input, and putting the difference into the weights, is SmoothQuant's (Xiao et al., 2023). How far
to even out and where to cut off is chosen for each input by what the product comes to, on a sample of rows. The weights of
the layers are then rounded one input after the other, each making good what those before it lost (GPTQ: Frantar et al.,
2023).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.graph import Array, Parameters, Scale, bilinear, in_bytes, tagging
from training.network import ARC, LAYERS, LINK, Network

_ROWS = 1500
_CUTS = (1.0, 0.8, 0.6, 0.45, 0.3, 0.2)
_BLOCK = 128
_DAMPED = 0.01
_POWERS = (None, 0.5, 0.75, 0.9, 1.0)

Sentence = tuple[Sequence[int], Sequence[int], Sequence[int]]
"""Pieces, shapes, places of first pieces."""


def scales(network: Network, p: Parameters, sentences: Sequence[Sentence]) -> tuple[dict[str, Scale], Parameters]:
    """The scale of every input of ``training.graph.build``, measured on ``sentences``, and ``p`` made ready for 8 bits.

    The layers' weights are on the grid that ``build`` rounds to. What rounding still adds to an output of a layer's product
    on average is taken off its bias (Nagel et al., 2019, "Data-free quantization through weight equalization and bias
    correction").
    """
    seen = _inputs(network, sentences)
    chance = np.random.default_rng(1)
    out: dict[str, Scale] = {}
    evened = dict(p)
    for site, weight in _weights(p):
        rows = np.concatenate(seen[site])
        low, high = rows.min(0), rows.max(0)
        sample = rows[chance.choice(len(rows), min(_ROWS, len(rows)), replace=False)]
        # The inputs of the bilinear heads come out of a Relu, and have no outlying columns.
        out[site] = _best(sample, low, high, weight, _POWERS if "." in site or site == "words" else (None,))
        if site.startswith("layers."):
            rounded = _settled(rows, weight, out[site])
            evened[f"{site}.weight"] = np.ascontiguousarray(rounded.T)
            added = _told(rows, rounded, out[site]).mean(0) - (rows @ weight).mean(0)
            evened[f"{site}.bias"] = (p[f"{site}.bias"] - added).astype(np.float32)
    return out, evened


def _told(rows: Array, weight: Array, scale: Scale) -> Array:
    """What the product of ``rows`` and ``weight`` comes to in 8 bits."""
    smooth = _smooth(scale, weight)
    small, by_column = in_bytes(weight * smooth[:, None], 0)
    out: Array = _put(rows / smooth, scale) @ (small * by_column)
    return out


def _smooth(scale: Scale, weight: Array) -> Array:
    return np.ones(len(weight), np.float32) if scale.smooth is None else scale.smooth


def _put(even: Array, scale: Scale) -> Array:
    """Evened rows as they are after their 8 bits."""
    out: Array = (np.clip(np.round(even / scale.step) + scale.zero, 0, 255) - scale.zero) * scale.step
    return out


def _settled(rows: Array, weight: Array, scale: Scale) -> Array:
    """``weight`` moved onto the grid of its columns' 8 bits, so that what comes of ``rows``, in 8 bits too, changes least.

    First the weights that would undo best what the rows' own rounding does (least squares, damped towards ``weight``); then
    inputs are rounded from the largest to the smallest, and what each loses is made good in those that follow (GPTQ). The
    largest weight of a column keeps its value: it sets the column's grid.
    """
    smooth = _smooth(scale, weight)
    even = rows / smooth
    put = _put(even, scale)
    wide = (weight * smooth[:, None]).astype(np.float64)
    met = (put.T @ put).astype(np.float64) / len(rows)
    met += _DAMPED * np.diag(met).mean() * np.eye(len(met))
    wanted = wide + np.linalg.solve(met, (put.T @ (even - put)).astype(np.float64) / len(rows) @ wide)
    order = np.argsort(-np.diag(met))
    follow = np.linalg.cholesky(np.linalg.inv(met[np.ix_(order, order)])).T
    step = np.maximum(np.abs(wide).max(0) / 127, 1e-8)
    largest, limit = np.abs(wide).argmax(0), 127 * np.sign(wide)
    left, done = wanted[order], np.zeros_like(wide)
    for first in range(0, len(left), _BLOCK):
        last = min(first + _BLOCK, len(left))
        lost = np.zeros((last - first, left.shape[1]))
        for i in range(first, last):
            whole = np.where(largest == order[i], limit[order[i]], np.clip(np.round(left[i] / step), -127, 127))
            done[order[i]] = whole * step
            lost[i - first] = (left[i] - done[order[i]]) / follow[i, i]
            left[i + 1 : last] -= np.outer(follow[i, i + 1 : last], lost[i - first])
        left[last:] -= follow[first:last, last:].T @ lost
    out: Array = (done / smooth[:, None]).astype(np.float32)
    return out


def _weights(p: Parameters) -> Iterator[tuple[str, Array]]:
    for layer in range(LAYERS):
        for part in ("qkv", "out", "up", "down"):
            yield f"layers.{layer}.{part}", p[f"layers.{layer}.{part}.weight"].T
    yield "words", np.concatenate([tagging(p)[1], bilinear(p)[0]], 1)
    yield "arc", p["arc"][:ARC]
    yield "rel", p["rel"].transpose(1, 0, 2).reshape(p["rel"].shape[1], -1)[:-1]
    yield "link", p["link"][:LINK]


def _inputs(network: Network, sentences: Sequence[Sentence]) -> dict[str, list[Array]]:
    """The rows that come to each product."""
    seen: dict[str, list[Array]] = {}

    def keep(site: str) -> Callable[[nn.Module, tuple[Any, ...]], None]:
        return lambda _, given: seen.setdefault(site, []).append(given[0].reshape(-1, given[0].shape[-1]).numpy())

    hooks = [
        module.register_forward_pre_hook(keep(name))
        for name, module in network.named_modules()
        if name.startswith("layers.") and name.rpartition(".")[2] in ("qkv", "out", "up", "down")
    ]
    sides: tuple[tuple[str, nn.Linear, int], ...] = (
        ("arc", network.arcs, ARC), ("rel", network.rels, network.rels.out_features // 2), ("link", network.links, LINK)
    )  # fmt: skip
    with torch.no_grad():
        for sentence in sentences:
            words: Tensor = network.encode(*(torch.tensor([values]) for values in sentence))[0]
            seen.setdefault("words", []).append(words.numpy())
            for site, module, width in sides:
                seen.setdefault(site, []).append(F.relu(module(words))[:, :width].numpy())
    for hook in hooks:
        hook.remove()
    return seen


def _best(rows: Array, low: Array, high: Array, weight: Array, powers: Sequence[float | None]) -> Scale:
    """The scale under which ``rows`` times ``weight`` comes out nearest to what it is."""
    true = rows @ weight
    size = np.mean(true**2, 0) + 1e-12
    columns = np.maximum(np.maximum(np.abs(low), np.abs(high)), 1e-3)
    best: tuple[float, Scale] | None = None
    for power in powers:
        smooth = np.ones(len(columns)) if power is None else columns**power / (np.abs(weight).max(1) + 1e-6) ** (1 - power)
        smooth = (smooth / np.exp(np.log(smooth).mean())).astype(np.float32)
        small, by_column = in_bytes(weight * smooth[:, None], 0)
        even, rounded = rows / smooth, small * by_column
        for cut in _CUTS:
            # What Gelu and Relu give is small on the one side: only what is large is cut.
            bottom, top = float((low / smooth).min()), float((high / smooth).max()) * cut
            bottom = min(max(bottom, -top) if bottom > -0.2 else bottom * cut, 0.0)
            step = max((top - bottom) / 255, 1e-6)
            zero = round(-bottom / step)
            told = ((np.clip(np.round(even / step) + zero, 0, 255) - zero) * step) @ rounded
            loss = float(np.mean(np.mean((told - true) ** 2, 0) / size))
            if best is None or loss < best[0]:
                best = (loss, Scale(float(np.float32(step)), zero, None if power is None else smooth))
    assert best is not None
    return best[1]


__all__ = ["Sentence", "scales"]
