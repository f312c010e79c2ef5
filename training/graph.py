"""The reading network as an ONNX graph, made from its parameters: what ships and what ONNX Runtime runs quickest.

How it differs from ``training.network`` run as it stands, beside numbers in 8 bits:

- sentences of one length are read together, so there is nothing to mask, and all rows stand one after another;
- each half of a projection is made only for the rows that use it, the last layer only for first pieces of words;
- all tagging heads are one product, and so are all inputs of the three bilinear heads.

In 8 bits, an input of a product is put on one fixed scale (``training.scales``) after each of its columns was brought to about
the same size; the weights have a scale a column. Fixed scales keep what a sentence gets free of the sentences read beside it,
as scales taken from a batch would not, and cost one pass over the input where a scale a row costs five.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from training.network import ARC, CRF_HEADS, HEADS, LAYERS, LINEAR_HEADS, LINK, WIDTH

Array = npt.NDArray[Any]
Parameters = Mapping[str, Array]

OUTPUTS = (*LINEAR_HEADS, *CRF_HEADS, "heads", "arcs", "rel", "links", "fact")
_MICROSOFT = "com.microsoft"


@dataclass(frozen=True, slots=True)
class Scale:
    """How the input of a product is put in 8 bits: divided by ``smooth`` column by column, then by ``step``, plus ``zero``."""

    step: float
    zero: int
    smooth: Array | None = None


@dataclass
class _Graph:
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: dict[str, Array] = field(default_factory=dict)

    def constant(self, name: str, value: Any) -> str:
        self.constants[name] = np.array(value)
        return name

    def ints(self, *values: int) -> str:
        return self.constant("ints:" + ",".join(map(str, values)), np.array(values, np.int64))

    def number(self, value: int) -> str:
        return self.constant(f"int:{value}", np.array(value, np.int64))

    def op(self, kind: str, *inputs: str, name: str = "", domain: str = "", **attributes: Any) -> str:
        return self.ops(kind, *inputs, names=[name or f"{kind}:{len(self.nodes)}"], domain=domain, **attributes)[0]

    def ops(self, kind: str, *inputs: str, names: list[str], domain: str = "", **attributes: Any) -> list[str]:
        self.nodes.append(helper.make_node(kind, list(inputs), names, name=names[0], domain=domain, **attributes))
        return names


class _Products:
    """Weight products, in 8 bits where there is a scale for their input, else in 32-bit floats."""

    def __init__(self, graph: _Graph, scales: Mapping[str, Scale]) -> None:
        self.graph, self.scales = graph, scales

    def given(self, x: str, site: str, *, even: bool = False) -> tuple[str, Scale | None]:
        """The input ``x`` of the products at ``site``, made ready; ``even`` where its columns already are of one size."""
        graph, scale = self.graph, self.scales.get(site)
        if scale is None:
            return x, None
        if scale.smooth is not None and not even:
            x = graph.op("Mul", x, graph.constant(f"{site}.inverse", (1 / scale.smooth).astype(np.float32)))
        return graph.op("QuantizeLinear", x, self._step(scale), self._zero(scale)), scale

    def product(self, given: tuple[str, Scale | None], name: str, weight: Array, bias: Array) -> str:
        """``given`` times ``weight`` [inputs, outputs] plus ``bias``."""
        graph, (x, scale) = self.graph, given
        offset = graph.constant(f"{name}.bias", bias.astype(np.float32))
        if scale is None:
            whole = graph.op("MatMul", x, graph.constant(f"{name}.weight", weight.astype(np.float32)))
            return graph.op("Add", whole, offset)
        if scale.smooth is not None:
            weight = weight * scale.smooth[:, None]
        small, by_column = in_bytes(weight, 0)
        inputs = [x, graph.constant(f"{name}.weight", small), self._step(scale), graph.constant(f"{name}.scale", by_column[0])]
        return graph.op("MatMulIntegerToFloat", *inputs, self._zero(scale), "", offset, domain=_MICROSOFT)

    def _step(self, scale: Scale) -> str:
        return self.graph.constant(f"step:{scale.step:.9g}", np.array(scale.step, np.float32))

    def _zero(self, scale: Scale) -> str:
        return self.graph.constant(f"zero:{scale.zero}", np.array(scale.zero, np.uint8))


def in_bytes(table: Array, axis: int) -> tuple[Array, Array]:
    """A table in signed bytes and the scales (largest absolute value along ``axis`` over 127) that give it back."""
    scale = np.maximum(np.abs(table).max(axis, keepdims=True) / 127, 1e-8).astype(np.float32)
    return np.clip(np.round(table / scale), -127, 127).astype(np.int8), scale


def build(p: Parameters, scales: Mapping[str, Scale]) -> onnx.ModelProto:
    """The graph of the network with parameters ``p`` (names as in its state); without scales all in 32-bit floats.

    Inputs: pieces, shapes [B, L], nothing padded; firsts [B, N], places of first pieces; lengths [B], true words. Outputs:
    best labels of linear heads, scores of those with a CRF, best heads (0 the root), arcs [B, N, N + 1], relations, scores of
    links [B, N, N], factuality.
    """
    graph = _Graph()
    products = _Products(graph, scales)
    op, ints = graph.op, graph.ints
    length = op("Gather", op("Shape", "pieces"), graph.number(1))
    x = _embedded(graph, p, length, small=bool(scales))
    rows = op("Range", graph.number(0), op("Squeeze", op("Shape", "lengths")), graph.number(1))
    row = op("Unsqueeze", op("Mul", rows, length), ints(1))
    words = op("Reshape", op("Add", "firsts", row), ints(-1))
    by_row = op("Concat", op("Shape", "pieces"), ints(WIDTH), axis=0)
    for layer in range(LAYERS):
        x = _layer(products, p, f"layers.{layer}", x, by_row, words if layer == LAYERS - 1 else None)
    _heads(products, p, x, rows)
    kinds = dict.fromkeys((*LINEAR_HEADS, "heads", "rel"), TensorProto.INT32)
    whole = helper.make_graph(
        graph.nodes,
        "reader",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, shape)
            for name, shape in (("pieces", "BL"), ("shapes", "BL"), ("firsts", "BN"), ("lengths", "B"))
        ],
        [helper.make_tensor_value_info(name, kinds.get(name, TensorProto.FLOAT), None) for name in OUTPUTS],
        [numpy_helper.from_array(value, name) for name, value in graph.constants.items()],
    )
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(_MICROSOFT, 1)])
    model.ir_version = 8
    return model


def _embedded(graph: _Graph, p: Parameters, length: str, small: bool) -> str:
    op = graph.op
    flat = op("Reshape", "pieces", graph.ints(-1))
    if small:
        table, scale = in_bytes(p["pieces.weight"], 1)
        found = op("Cast", op("Gather", graph.constant("pieces.weight", table), flat), to=TensorProto.FLOAT)
        pieces = op("Mul", found, op("Gather", graph.constant("pieces.scale", scale), flat))
    else:
        pieces = op("Gather", graph.constant("pieces.weight", p["pieces.weight"]), flat)
    at = op("Range", graph.number(0), length, graph.number(1))
    place = op("Gather", graph.constant("positions.weight", p["positions.weight"]), at)
    shape = op("Gather", graph.constant("shapes.weight", p["shapes.weight"]), "shapes")
    both = op("Reshape", op("Add", shape, place), graph.ints(-1, WIDTH))
    return _norm(graph, p, op("Add", pieces, both), "norm")


def _norm(graph: _Graph, p: Parameters, x: str, name: str) -> str:
    weight, bias = (graph.constant(f"{name}.{part}", p[f"{name}.{part}"]) for part in ("weight", "bias"))
    return graph.op("LayerNormalization", x, weight, bias, axis=-1, epsilon=1e-12)


def _layer(products: _Products, p: Parameters, name: str, x: str, by_row: str, words: str | None) -> str:
    """One layer of the encoder; where ``words`` are given, only those rows come out of it."""
    graph, op = products.graph, products.graph.op
    weight, bias = p[f"{name}.qkv.weight"].T, p[f"{name}.qkv.bias"]
    root = math.sqrt(WIDTH // HEADS)
    mixing = products.scales.get(f"{name}.out")
    # What evens out the columns of the mixed values is put into the values' own weights, where it costs nothing.
    even = mixing.smooth if mixing is not None and mixing.smooth is not None else np.ones(WIDTH, np.float32)
    given = products.given(x, f"{name}.qkv")
    parts = []
    for i, (part, by) in enumerate((("q", root), ("k", 1.0), ("v", even))):
        own = slice(i * WIDTH, (i + 1) * WIDTH)
        made = products.product(given, f"{name}.{part}", weight[:, own] / by, bias[own] / by)
        parts.append(op("Reshape", made, by_row))
    mixed = op("MultiHeadAttention", *parts, domain=_MICROSOFT, num_heads=HEADS, scale=1.0)
    mixed = op("Reshape", mixed, graph.ints(-1, WIDTH))
    if words is not None:
        x, mixed = op("Gather", x, words), op("Gather", mixed, words)
    out = products.product(
        products.given(mixed, f"{name}.out", even=True), f"{name}.out", p[f"{name}.out.weight"].T, p[f"{name}.out.bias"]
    )
    x = _norm(graph, p, op("Add", x, out), f"{name}.norm1")
    up = products.product(products.given(x, f"{name}.up"), f"{name}.up", p[f"{name}.up.weight"].T, p[f"{name}.up.bias"])
    inner = products.given(op("Gelu", up, domain=_MICROSOFT), f"{name}.down")
    down = products.product(inner, f"{name}.down", p[f"{name}.down.weight"].T, p[f"{name}.down.bias"])
    return _norm(graph, p, op("Add", x, down), f"{name}.norm2")


def _heads(products: _Products, p: Parameters, x: str, rows: str) -> None:
    """All outputs, from the words' rows ``x``."""
    graph, op, ints = products.graph, products.graph.op, products.graph.ints
    given = products.given(x, "words")
    shape = op("Shape", "firsts")

    def by_sentence(flat: str, width: int, name: str = "") -> str:
        return op("Reshape", flat, op("Concat", shape, ints(width), axis=0) if width else shape, name=name)

    names, weight, bias = tagging(p)
    sizes = [len(p[f"tags.{name}.bias"]) if name != "fact" else 1 for name in names]
    scores = products.product(given, "tags", weight, bias)
    split = graph.ops("Split", scores, ints(*sizes), names=[f"{name}:all" for name in names], axis=1)
    for name, size, part in zip(names, sizes, split, strict=True):
        if name in LINEAR_HEADS:
            by_sentence(op("Cast", op("ArgMax", part, axis=1, keepdims=0), to=TensorProto.INT32), 0, name)
        else:
            by_sentence(part, 0 if name == "fact" else size, name)

    weight, bias = bilinear(p)
    made = op("Relu", products.product(given, "sides", weight, bias))
    count, side, _ = p["rel"].shape  # of each relation's matrix the last row and column are for a constant 1
    halves = [ARC, ARC, side - 1, side, LINK, LINK]
    labels = ["arc:dep", "arc:head", "rel:dep", "rel:head", "link:span", "link:cue"]
    arc_dep, arc_head, rel_dep, rel_head, span, cue = graph.ops("Split", made, ints(*halves), names=labels, axis=1)
    # The graph needs only what the root gives; the parameter itself is kept for ``parameters``.
    root = np.maximum(graph.constants[graph.constant("root", p["root"])] @ weight + bias, 0).astype(np.float32)
    arc_root, rel_root = root[ARC : 2 * ARC], root[2 * ARC + side - 1 : 2 * ARC + 2 * side - 1]

    batch = op("Shape", "lengths")
    turned = products.product(products.given(arc_dep, "arc"), "arc", p["arc"][:ARC], p["arc"][ARC])
    first = op("Expand", graph.constant("arc.root", arc_root[None, None]), op("Concat", batch, ints(1, ARC), axis=0))
    heads = op("Concat", first, by_sentence(arc_head, ARC), axis=1)
    arcs = op("FusedMatMul", by_sentence(turned, ARC), heads, transB=1, domain=_MICROSOFT)
    words = op("Gather", shape, graph.number(1))
    columns = op("Range", graph.number(0), op("Add", words, graph.number(1)), graph.number(1))
    own = op("Unsqueeze", op("Slice", columns, ints(1), op("Shape", columns)), ints(1))
    beyond = op("Unsqueeze", op("Greater", columns, op("Unsqueeze", "lengths", ints(1))), ints(1))
    never = graph.constant("never", np.array(-1e4, np.float32))
    op("Where", op("Or", beyond, op("Equal", columns, own)), never, arcs, name="arcs")
    best = op("ArgMax", "arcs", axis=2, keepdims=0)
    op("Cast", best, to=TensorProto.INT32, name="heads")

    # Rows of heads: the root, then every word of the batch.
    begin = op("Unsqueeze", op("Mul", rows, words), ints(1))
    row = op("Where", op("Equal", best, graph.number(0)), graph.number(0), op("Add", best, begin))
    table = op("Concat", graph.constant("rel.root", rel_root[None]), rel_head, axis=0)
    head = op("Unsqueeze", op("Gather", table, op("Reshape", row, ints(-1))), ints(2))
    flat = p["rel"].transpose(1, 0, 2).reshape(side, -1)
    dep = products.product(products.given(rel_dep, "rel"), "rel", flat[:-1], flat[-1])
    rel = op("Squeeze", op("MatMul", op("Reshape", dep, ints(-1, count, side)), head), ints(2))
    by_sentence(op("Cast", op("ArgMax", rel, axis=1, keepdims=0), to=TensorProto.INT32), 0, "rel")

    turned = products.product(products.given(span, "link"), "link", p["link"][:LINK], p["link"][LINK])
    op("FusedMatMul", by_sentence(turned, LINK), by_sentence(cue, LINK), transB=1, domain=_MICROSOFT, name="links")


def tagging(p: Parameters) -> tuple[list[str], Array, Array]:
    """The tagging heads and factuality as one product: their names, weight [WIDTH, outputs] and bias."""
    names = [*LINEAR_HEADS, *CRF_HEADS, "fact"]
    paths = [f"tags.{name}" if name != "fact" else name for name in names]
    weight = np.concatenate([p[f"{path}.weight"].T for path in paths], 1)
    return names, weight, np.concatenate([p[f"{path}.bias"] for path in paths])


def bilinear(p: Parameters) -> tuple[Array, Array]:
    """All inputs of the bilinear heads as one product; a last column of the relations' heads is always 1 (its weight 0)."""
    weight = [p["arcs.weight"].T, p["rels.weight"].T, np.zeros((WIDTH, 1), np.float32), p["links.weight"].T]
    bias = [p["arcs.bias"], p["rels.bias"], np.ones(1, np.float32), p["links.bias"]]
    return np.concatenate(weight, 1), np.concatenate(bias)


def parameters(model: onnx.ModelProto) -> dict[str, Array]:
    """The parameters in a graph that ``build`` made, up to their rounding: what ``build`` would make the same graph of.

    Raises ``KeyError`` where a part of the network is not there.
    """
    tables = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}

    def weight(name: str, site: str = "") -> Array:
        table = tables[f"{name}.weight"].astype(np.float32)
        if f"{name}.scale" in tables:
            table = table * tables[f"{name}.scale"]
        inverse = tables.get(f"{site or name}.inverse")
        return table if inverse is None else table * inverse[:, None]

    out = {name: tables[name] for name in ("root", "norm.weight", "norm.bias", "positions.weight", "shapes.weight")}
    out["pieces.weight"] = tables["pieces.weight"].astype(np.float32) * tables.get("pieces.scale", np.float32(1))
    for name in (f"layers.{layer}" for layer in range(LAYERS)):
        by = (math.sqrt(WIDTH // HEADS), 1, 1)
        out[f"{name}.qkv.weight"] = np.concatenate(
            [(weight(f"{name}.{n}", f"{name}.qkv") * x).T for n, x in zip("qkv", by, strict=True)]
        )
        out[f"{name}.qkv.bias"] = np.concatenate(
            [tables[f"{name}.{n}.bias"] * np.float32(x) for n, x in zip("qkv", by, strict=True)]
        )
        for part in ("out", "up", "down"):
            out[f"{name}.{part}.weight"] = weight(f"{name}.{part}").T
        for part in ("out.bias", "up.bias", "down.bias", "norm1.weight", "norm1.bias", "norm2.weight", "norm2.bias"):
            out[f"{name}.{part}"] = tables[f"{name}.{part}"]
    names = [*(f"tags.{name}" for name in (*LINEAR_HEADS, *CRF_HEADS)), "fact"]
    split = next(node for node in model.graph.node if node.op_type == "Split" and node.output[0] == f"{LINEAR_HEADS[0]}:all")
    edges = np.cumsum(tables[split.input[1]])[:-1]
    side = len(tables["rel.weight"]) + 1
    halves = np.cumsum([2 * ARC, 2 * side - 2, 1])
    for product, paths, cuts in (("tags", names, edges), ("sides", ["arcs", "rels", "", "links"], halves)):
        weights = np.split(weight(product, "words"), cuts, axis=1)
        for path, table, bias in zip(paths, weights, np.split(tables[f"{product}.bias"], cuts), strict=True):
            if path:
                out[f"{path}.weight"], out[f"{path}.bias"] = table.T, bias
    for name in ("arc", "rel", "link"):
        out[name] = np.concatenate([weight(name), tables[f"{name}.bias"][None]])
    out["rel"] = out["rel"].reshape(side, -1, side).transpose(1, 0, 2)
    return {name: np.ascontiguousarray(value, np.float32) for name, value in out.items()}


__all__ = ["OUTPUTS", "Parameters", "Scale", "bilinear", "build", "in_bytes", "parameters", "tagging"]
