"""The network made narrower: ``python -m training.narrow --run FOLDER --inner N --rel N --out FOLDER ...``.

Of each layer's inner columns, and of the columns on either side of the relations, those stay that move what comes out most on
real sentences: by the spread of a column's values times the length of what it is multiplied by. What the others give on
average goes into the bias. (Pruning of whole columns, as in Li et al., 2017, "Pruning filters for efficient ConvNets", who go
by the lengths alone.) A stage of training has to follow.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.export import sentences
from training.network import LAYERS, Network, of_state
from training.scales import Sentence


def narrowed(network: Network, inner: int, rel: int, texts: Sequence[Sentence]) -> dict[str, Tensor]:
    """The parameters of ``network`` with ``inner`` inner columns a layer and ``rel`` columns on either side of a relation,
    those that do most on ``texts``.
    """
    state = dict(network.state_dict())
    seen = _seen(network, texts)
    for name in (f"layers.{at}" for at in range(LAYERS)):
        rows, down = seen[name], state[f"{name}.down.weight"]
        stay, go = _chosen(rows, down.norm(dim=0), inner)
        state[f"{name}.down.bias"] = state[f"{name}.down.bias"] + down[:, go] @ rows.mean(0)[go]
        state[f"{name}.down.weight"] = down[:, stay].contiguous()
        for part in ("weight", "bias"):
            state[f"{name}.up.{part}"] = state[f"{name}.up.{part}"][stay].contiguous()
    wide = network.rels.out_features // 2
    table = state["rel"]
    sides = []
    for side, rows in enumerate(seen["rels"].split(wide, dim=1)):
        turned = table if side == 0 else table.transpose(1, 2)
        stay, go = _chosen(rows, turned[:, :-1].norm(dim=(0, 2)), rel)
        turned = torch.cat(
            [turned[:, stay], turned[:, -1:] + torch.einsum("d,rdh->rh", rows.mean(0)[go], turned[:, go])[:, None]], 1
        )
        table = turned if side == 0 else turned.transpose(1, 2)
        sides.append(stay + side * wide)
    state["rel"] = table.contiguous()
    for part in ("weight", "bias"):
        state[f"rels.{part}"] = state[f"rels.{part}"][torch.cat(sides)].contiguous()
    return state


def _chosen(rows: Tensor, length: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """The columns of ``rows`` that stay, and those that go."""
    order = (rows.std(0) * length).argsort(descending=True)
    return order[:count].sort().values, order[count:]


def _seen(network: Network, texts: Sequence[Sentence]) -> dict[str, Tensor]:
    """What comes out of the inner columns of each layer, and of the relations' sides."""
    seen: dict[str, list[Tensor]] = {}

    def hook(name: str) -> Callable[[nn.Module, object, Tensor], None]:
        return lambda _module, _given, out: seen.setdefault(name, []).append(F.gelu(out)[0])

    hooks = [layer.up.register_forward_hook(hook(f"layers.{at}")) for at, layer in enumerate(network.layers)]
    network.eval()
    with torch.no_grad():
        for sentence in texts:
            words = network.encode(*(torch.tensor([values]) for values in sentence))
            seen.setdefault("rels", []).append(F.relu(network.rels(words))[0])
    for one in hooks:
        one.remove()
    return {name: torch.cat(rows) for name, rows in seen.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder with model.pt and labels.json")
    parser.add_argument("--encoder", type=Path, required=True, help="folder with all-MiniLM-L6-v2's tokenizer.json")
    parser.add_argument("--texts", type=Path, required=True, help="folder of reports (.txt), training data")
    parser.add_argument("--inner", type=int, required=True, help="inner columns that stay of each layer")
    parser.add_argument("--rel", type=int, required=True, help="columns that stay of each side of the relations")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    labels = json.loads((args.run / "labels.json").read_text(encoding="utf-8"))
    network = of_state(torch.load(args.run / "model.pt", weights_only=True)["network"], labels)
    args.out.mkdir(parents=True, exist_ok=True)
    texts = sentences(args.texts, args.encoder / "tokenizer.json")
    torch.save({"network": narrowed(network, args.inner, args.rel, texts)}, args.out / "model.pt")
    shutil.copy(args.run / "labels.json", args.out / "labels.json")


if __name__ == "__main__":
    main()
