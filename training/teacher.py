"""A larger network that only teaches: ``python -m training.teacher --data FOLDER --encoder FOLDER --out FOLDER``.

MPNet (Song et al., 2020; 12 layers, 768 wide, 110 million parameters), started from all-mpnet-base-v2 (Apache-2.0), learns the
tasks in which size pays most, entities and attributions. It is far too slow to read news with: what it knows goes into the
small network by ``training/lessons.py`` and ``training/train.py --lessons``. Writes ``OUT/teacher.pt`` every ``--save`` steps
and goes on from there if it exists. With ``--start`` it is taught on from another's weights, at another rate, with other names
in a part of the newswire (``training/renamed.py``).
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from onrecord.reader.features import SHAPES
from training import batches, course, data, renamed, shipped
from training.network import Crf

WIDTH, LAYERS, HEADS, INNER = 768, 12, 12, 3072
BUCKETS, FARTHEST = 32, 128
TAUGHT = ("ner", "source", "cue", "content")
"""The heads that it has, each with a first-order CRF."""
SHARES = {"polnear": 0.62, "worldwide": 0.26, "conll03": 0.12}
"""Share of the steps that each collection gets."""
TAUGHT_ON = {"polnear": 0.5, "worldwide": 0.2, "renamed": 0.18, "conll03": 0.12}
"""The same where a teacher is taught on."""


class Layer(nn.Module):
    """One post-norm transformer layer; the bias of positions is added to the attention's scores."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-5)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-5)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(batch, length, WIDTH))))
        out: Tensor = self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))
        return out


class Teacher(nn.Module):
    """``sizes`` gives the number of tags of every head of ``TAUGHT``."""

    def __init__(self, vocabulary: int, sizes: Mapping[str, int]) -> None:
        super().__init__()
        self.pieces = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(514, WIDTH)
        self.near = nn.Embedding(BUCKETS, HEADS)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-5)
        self.drop = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.tags = nn.ModuleDict({name: nn.Linear(WIDTH, sizes[name]) for name in TAUGHT})
        self.crf = nn.ModuleDict({name: Crf(sizes[name]) for name in TAUGHT})
        for frozen in (self.pieces, self.positions, self.near):
            frozen.weight.requires_grad_(False)

    def encode(self, pieces: Tensor, shapes: Tensor, firsts: Tensor) -> Tensor:
        """pieces, shapes [B, L], firsts [B, N] -> words [B, N, WIDTH]. Piece 0 begins a sentence, and anywhere else pads."""
        at = torch.arange(pieces.shape[1])
        pad = (pieces == 0) & (at > 0)
        bias = self.near(_buckets(len(at))).permute(2, 0, 1) + pad[:, None, None, :] * -10000.0
        x = self.drop(self.norm(self.pieces(pieces) + self.positions(at + 2) + self.shapes(shapes)))
        for layer in self.layers:
            x = layer(x, bias)
        out: Tensor = x.gather(1, firsts.unsqueeze(-1).expand(-1, -1, WIDTH))
        return out


def _buckets(length: int) -> Tensor:
    """[L, L] the bucket of each distance: half of them for what stands before, within each the far ones logarithmic."""
    at = torch.arange(length)
    apart = at[None, :] - at[:, None]
    half, exact = BUCKETS // 2, BUCKETS // 4
    far = apart.abs().clamp(min=1)
    far_bucket = exact + (torch.log(far / exact) / math.log(FARTHEST / exact) * (half - exact)).long()
    near = torch.where(apart.abs() < exact, apart.abs(), far_bucket.clamp(max=half - 1))
    return near + half * (apart > 0)


def load_encoder(teacher: Teacher, folder: Path) -> None:
    """Start the encoder from the weights of all-mpnet-base-v2 in ``folder`` (model.safetensors)."""
    from safetensors.torch import load_file

    old = load_file(str(folder / "model.safetensors"))
    new = {
        "pieces.weight": old["embeddings.word_embeddings.weight"],
        "positions.weight": old["embeddings.position_embeddings.weight"],
        "near.weight": old["encoder.relative_attention_bias.weight"],
        "norm.weight": old["embeddings.LayerNorm.weight"],
        "norm.bias": old["embeddings.LayerNorm.bias"],
    }
    for i in range(LAYERS):
        before, after = f"encoder.layer.{i}.", f"layers.{i}."
        for kind in ("weight", "bias"):
            new[f"{after}qkv.{kind}"] = torch.cat([old[f"{before}attention.attn.{p}.{kind}"] for p in "qkv"])
            for ours, theirs in (
                ("out", "attention.attn.o"),
                ("norm1", "attention.LayerNorm"),
                ("up", "intermediate.dense"),
                ("down", "output.dense"),
                ("norm2", "output.LayerNorm"),
            ):
                new[f"{after}{ours}.{kind}"] = old[f"{before}{theirs}.{kind}"]
    missing, unexpected = teacher.load_state_dict(new, strict=False)
    assert not unexpected and not any(name.startswith("layers.") for name in missing)
    nn.init.zeros_(teacher.shapes.weight)


def losses(teacher: Teacher, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """The loss of every head that the batch has labels for."""
    words = teacher.encode(batch["ids"], batch["shapes"], batch["firsts"])
    return {
        name: teacher.crf[name].loss(teacher.tags[name](words), batch[name].clamp(min=0), batch["mask"])
        for name in TAUGHT
        if name in batch
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--encoder", type=Path, required=True, help="folder with all-mpnet-base-v2")
    parser.add_argument(
        "--labels", type=Path, required=True, help="a model.pt, or a folder of weights, with the labels to teach"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="a teacher.pt to begin with")
    parser.add_argument("--rate", type=float, default=1.0, help="times the usual learning rates")
    parser.add_argument("--steps", type=int, default=1900)
    parser.add_argument("--pieces", type=int, default=900, help="word pieces a batch")
    parser.add_argument("--save", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()

    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    labels = shipped.labels(args.labels)
    (args.out / "labels.json").write_text(json.dumps(labels, indent=0), encoding="utf-8")
    tokenizer = batches.tokenizer(args.encoder)
    sets = data.training_sets(args.data)
    shares = SHARES if args.start is None else TAUGHT_ON
    if "renamed" in shares:
        sets["renamed"] = list(renamed.renamed(sets["worldwide"], renamed.towns(), renamed.people(sets["worldwide"]), rng))
    streams = {
        name: batches.batches(batches.encode(sets[name], tokenizer, labels, batches.LONGEST, marks=True), args.pieces, rng)
        for name in shares
    }
    teacher = Teacher(tokenizer.get_vocab_size(), {name: len(labels[name]) for name in TAUGHT})
    if args.start is None:
        load_encoder(teacher, args.encoder)
    else:
        teacher.load_state_dict(torch.load(args.start, weights_only=True)["network"])
    groups = course.groups(teacher, ("norm", "layers"), 5e-5 * args.rate, 1e-3 * args.rate)

    def draw() -> course.Batch:
        return batches.collate(next(streams[rng.choices(list(shares), list(shares.values()))[0]]))

    course.run(
        teacher, groups, draw, lambda batch: losses(teacher, batch), checkpoint=args.out / "teacher.pt", steps=args.steps,
        warm=100, save=args.save, bf16=True, rng=rng,
    )  # fmt: skip


if __name__ == "__main__":
    main()
