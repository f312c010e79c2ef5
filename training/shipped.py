"""The shipped weights as a start for more training: ``model.onnx`` and ``labels.json`` back into a ``Network``.

What was rounded to 8 bits stays rounded; everything else comes back as it was. A stage that starts here needs no
checkpoint of the stages before, so anybody can go on from the released weights with their own reports.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper

from training.network import CRF_HEADS, REL, Network

_BILINEAR = ("arc", "rel", "link")
"""Products without a module of their own, in the order in which the network makes them."""


def load(network: Network, folder: Path) -> None:
    """Fill ``network`` from the weights in ``folder``. Raises ``ValueError`` where a part of the network is not there."""
    model = onnx.load(str(folder / "model.onnx"))
    tables = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    found: dict[str, npt.NDArray[np.generic]] = {
        name.removeprefix("network."): value for name, value in tables.items() if name.startswith("network.")
    }
    found["pieces.weight"] = tables["table"].astype(np.float32) * tables["scale"]
    bilinear = iter(_BILINEAR)
    for node in model.graph.node:
        if node.op_type == "MatMulIntegerToFloat":
            output = node.output[0].removesuffix("_raw")
            weight = tables[f"{output}_weight"].astype(np.float32) * tables[f"{output}_scale"]
        elif node.op_type == "MatMul" and node.input[1] in tables:
            output, weight = node.output[0], tables[node.input[1]]
        else:
            continue
        module = output.removesuffix("/MatMul_output_0").strip("/").replace("/", ".")
        module = f"tags.{module}" if f"tags.{module}.bias" in found else module
        if f"{module}.bias" in found:
            found[f"{module}.weight"] = weight.T
        else:
            name = next(bilinear)
            found[name] = weight.reshape(REL + 1, -1, REL + 1).transpose(1, 0, 2) if name == "rel" else weight
    meta = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    for name in CRF_HEADS:
        for part in ("step", "first"):
            found[f"crf.{name}.{part}"] = np.asarray(meta["crf"][name][part], np.float32)
    state = {name: torch.from_numpy(np.array(value, np.float32)) for name, value in found.items()}
    missing, unexpected = network.load_state_dict(state, strict=False)
    if missing or unexpected:
        raise ValueError(f"these weights do not fit the network: missing {missing}, unexpected {unexpected}")


def labels(folder: Path) -> dict[str, list[str]]:
    """The labels of every head, in the order in which the weights have them."""
    out: dict[str, list[str]] = json.loads((folder / "labels.json").read_text(encoding="utf-8"))["labels"]
    return out


__all__ = ["labels", "load"]
