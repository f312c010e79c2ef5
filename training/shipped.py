"""The shipped weights as a start for more training: ``model.onnx`` and ``labels.json`` back into a ``Network``.

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
from training.network import CRF_HEADS, Network


def load(network: Network, folder: Path) -> None:
    """Fill ``network`` from the weights in ``folder``. Raises ``ValueError`` where a part of the network is not there."""
    try:
        found = parameters(onnx.load(str(folder / "model.onnx")))
    except KeyError as error:
        raise ValueError(f"these weights do not fit the network: {error} is missing") from error
    meta = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    for name in CRF_HEADS:
        for part in ("step", "first"):
            found[f"crf.{name}.{part}"] = np.asarray(meta["crf"][name][part], np.float32)
    missing, unexpected = network.load_state_dict(
        {name: torch.from_numpy(value) for name, value in found.items()}, strict=False
    )
    if missing or unexpected:
        raise ValueError(f"these weights do not fit the network: missing {missing}, unexpected {unexpected}")


def labels(start: Path) -> dict[str, list[str]]:
    """The labels of every head in the order of the parameters that a stage goes on from, which need not be that of today's
    data. ``start`` is a folder of exported weights, or a checkpoint with its ``labels.json`` beside it.
    """
    exported = start.is_dir()
    told = json.loads(((start if exported else start.parent) / "labels.json").read_text(encoding="utf-8"))
    out: dict[str, list[str]] = told["labels"] if exported else told
    return out


__all__ = ["labels", "load"]
