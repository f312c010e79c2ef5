"""Weights as a start for more training: a checkpoint, or ``model.onnx`` and ``labels.json``, back into a ``Network``.

What was rounded to 8 bits stays rounded; everything else comes back as it was. A stage that starts here needs no
checkpoint of the stages before, so anybody can go on from the released weights with their own reports.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import torch

from training.graph import parameters
from training.network import CRF_HEADS, Network, of_state


def load(start: Path) -> Network:
    """The network of ``start``: a folder of exported weights, or a checkpoint with its ``labels.json`` beside it.

    Raises ``ValueError`` where a part of the network is not there.
    """
    if not start.is_dir():
        return of_state(torch.load(start, weights_only=True)["network"], labels(start))
    try:
        found = parameters(onnx.load(str(start / "model.onnx")))
    except KeyError as error:
        raise ValueError(f"these weights do not fit the network: {error} is missing") from error
    meta = json.loads((start / "labels.json").read_text(encoding="utf-8"))
    for name in CRF_HEADS:
        for part in ("step", "first"):
            found[f"crf.{name}.{part}"] = np.asarray(meta["crf"][name][part], np.float32)
    try:
        return of_state({name: torch.tensor(value) for name, value in found.items()}, meta["labels"])
    except RuntimeError as error:
        raise ValueError(f"these weights do not fit the network: {error}") from error


def labels(start: Path) -> dict[str, list[str]]:
    """The labels of every head in the order of the parameters that a stage goes on from, which need not be that of today's
    data. ``start`` is a folder of exported weights, or a checkpoint with its ``labels.json`` beside it.
    """
    exported = start.is_dir()
    told = json.loads(((start if exported else start.parent) / "labels.json").read_text(encoding="utf-8"))
    out: dict[str, list[str]] = told["labels"] if exported else told
    return out


__all__ = ["labels", "load"]
