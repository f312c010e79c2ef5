"""From a trained checkpoint to the weights that ship: ``python -m training.export --run FOLDER --encoder FOLDER --out FOLDER``.

Writes ``model.onnx`` (weight products of the encoder in 8 bits, embeddings in 8 bits with a scale a row, heads in 32-bit
floats), ``tokenizer.json`` and ``labels.json`` with the CRF's transitions.

Why activations are quantised row by row (a word piece at a time) and not with ONNX Runtime's dynamic scheme: that
takes one scale over the whole batch, so that what a sentence gets would depend on the sentences read beside it. Here
a sentence gets the same whatever its company, and a row's own scale loses less. ``MatMulNBits`` would do the same and
is a third slower on this model.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from onrecord.reader.features import SHAPES
from training.network import CRF_HEADS, LINEAR_HEADS, WIDTH, Network

OUTPUTS = (*LINEAR_HEADS, *CRF_HEADS, "heads", "arcs", "rel", "links", "fact")


class Export(nn.Module):
    """The network as the reader runs it: best labels for the linear heads, scores for the rest."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        table = network.pieces.weight.detach()
        scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("table", (table / scale).round().clamp(-127, 127).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, pieces: Tensor, shapes: Tensor, firsts: Tensor, lengths: Tensor) -> tuple[Tensor, ...]:
        """pieces, shapes [B, L]; firsts [B, N]; lengths [B], the number of words of each sentence."""
        net = self.network
        mask = (pieces == 0).to(torch.float32)[:, None, None, :] * -10000.0
        at = torch.arange(pieces.shape[1])
        embedded = self.table[pieces].to(torch.float32) * self.scale[pieces].squeeze(-1).unsqueeze(-1)
        x = net.norm(embedded + net.positions(at) + net.shapes(shapes))
        for layer in net.layers:
            x = layer(x, mask)
        words = x.gather(1, firsts.unsqueeze(-1).expand(-1, -1, WIDTH))
        out = [net.tags[name](words).argmax(-1).to(torch.int32) for name in LINEAR_HEADS]
        out += [net.tags[name](words) for name in CRF_HEADS]
        arcs = net.arc_scores(words)
        columns = torch.arange(arcs.shape[-1])
        arcs = arcs.masked_fill((columns[None, :] > lengths[:, None])[:, None, :], -1e4)
        rows = torch.arange(arcs.shape[1])
        arcs = arcs.masked_fill((columns[None, :] == rows[:, None] + 1)[None], -1e4)
        heads = arcs.argmax(-1)
        out += [heads.to(torch.int32), arcs, net.rel_scores(words, heads).argmax(-1).to(torch.int32)]
        out += [net.link_scores(words), net.fact(words).squeeze(-1)]
        return tuple(out)


def export(network: Network, path: Path) -> None:
    """Write the network to ``path`` with encoder products and embeddings in 8 bits."""
    network.eval()
    module = Export(network)
    batch, length, words = 3, 17, 11
    example = (
        torch.randint(1, 1000, (batch, length)),
        torch.randint(0, SHAPES, (batch, length)),
        torch.randint(0, length, (batch, words)),
        torch.tensor([words, 5, 7]),
    )
    axes = {name: {0: "batch", 1: "words"} for name in OUTPUTS}
    axes |= {"pieces": {0: "batch", 1: "pieces"}, "shapes": {0: "batch", 1: "pieces"}}
    axes |= {"firsts": {0: "batch", 1: "words"}, "lengths": {0: "batch"}}
    axes["arcs"] = axes["links"] = {0: "batch", 1: "words", 2: "columns"}
    raw = path.with_suffix(".fp32.onnx")
    torch.onnx.export(
        module, example, str(raw), input_names=["pieces", "shapes", "firsts", "lengths"], output_names=list(OUTPUTS),
        dynamic_axes=axes, opset_version=17, dynamo=False, do_constant_folding=True,
    )  # fmt: skip
    onnx.save(in_bytes(onnx.load(str(raw))), str(path))


def in_bytes(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with the encoder's weight products in 8 bits: weights by column, activations by row, both symmetric."""
    graph = model.graph
    constants = {one.name: one for one in graph.initializer}
    nodes: list[onnx.NodeProto] = []
    replaced: set[str] = set()
    rows: dict[str, str] = {}

    def constant(name: str, value: np.ndarray) -> str:
        graph.initializer.append(numpy_helper.from_array(value, name))
        return name

    zero = constant("q_zero", np.array(128, np.uint8))
    one = constant("q_one", np.array(1.0, np.float32))
    shift = constant("q_shift", np.array(128.5, np.float32))  # the cast cuts off, so half is added to round
    step = constant("q_step", np.array(1 / 127, np.float32))
    least = constant("q_least", np.array(1e-8, np.float32))
    for node in graph.node:
        if node.op_type != "MatMul" or "/layers" not in node.name or node.input[1] not in constants:
            nodes.append(node)
            continue
        x, weight, y = node.input[0], node.input[1], node.output[0]
        table = numpy_helper.to_array(constants[weight])
        scale = np.maximum(np.abs(table).max(0) / 127, 1e-8).astype(np.float32)
        replaced.add(weight)
        if x not in rows:
            rows[x] = f"{x}_row"
            nodes += [
                helper.make_node("Abs", [x], [f"{x}_abs"]),
                helper.make_node("ReduceMax", [f"{x}_abs"], [f"{x}_max"], axes=[-1], keepdims=1),
                helper.make_node("Mul", [f"{x}_max", step], [f"{x}_part"]),
                helper.make_node("Add", [f"{x}_part", least], [f"{x}_scale"]),
                helper.make_node("Div", [x, f"{x}_scale"], [f"{x}_unit"]),
                helper.make_node("Add", [f"{x}_unit", shift], [f"{x}_shifted"]),
                helper.make_node("Cast", [f"{x}_shifted"], [rows[x]], to=TensorProto.UINT8),
            ]
        small = constant(f"{y}_weight", np.clip(np.round(table / scale), -127, 127).astype(np.int8))
        by_column = constant(f"{y}_scale", scale)
        inputs = [rows[x], small, one, by_column, zero]
        nodes += [
            helper.make_node("MatMulIntegerToFloat", inputs, [f"{y}_raw"], domain="com.microsoft"),
            helper.make_node("Mul", [f"{y}_raw", f"{x}_scale"], [y]),
        ]
    kept = [one for one in graph.initializer if one.name not in replaced]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend(kept)
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder with model.pt and labels.json")
    parser.add_argument("--encoder", type=Path, required=True, help="folder with all-MiniLM-L6-v2's tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    labels = json.loads((args.run / "labels.json").read_text(encoding="utf-8"))
    state = torch.load(args.run / "model.pt", weights_only=True)["network"]
    network = Network(state["pieces.weight"].shape[0], {name: len(values) for name, values in labels.items()})
    network.load_state_dict(state)
    args.out.mkdir(parents=True, exist_ok=True)
    export(network, args.out / "model.onnx")
    crf = {
        name: {
            "step": [[round(v, 4) for v in row] for row in network.crf[name].step.tolist()],
            "first": [round(v, 4) for v in network.crf[name].first.tolist()],
        }
        for name in CRF_HEADS
    }
    # Names the weights, so that a ledger knows which of them read a report.
    digest = hashlib.sha256((args.out / "model.onnx").read_bytes()).hexdigest()[:12]
    meta = {"digest": digest, "labels": labels, "crf": crf}
    (args.out / "labels.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
    shutil.copy(args.encoder / "tokenizer.json", args.out / "tokenizer.json")
    for path in sorted(args.out.iterdir()):
        print(f"{path.name} {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
