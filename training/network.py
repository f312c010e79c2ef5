"""The reading network: one small encoder, many heads.

A BERT encoder of MiniLM size (6 layers, 384 wide), started from all-MiniLM-L6-v2 (Apache-2.0), reads the word pieces of one
sentence; a learned embedding of letter case and quotation state is added to its input. A word is its first piece. From there:

- linear heads: UPOS, XPOS, lemma rule, event class, factuality;
- linear heads with a first-order CRF: entities, times, and the source, cue and content of attributions;
- a biaffine parser (Dozat and Manning, 2017): arcs and relations;
- a bilinear head that links the pieces of an attribution to their cue.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from onrecord.reader.features import SHAPES

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
CRF_HEADS = ("ner", "time", "source", "cue", "content")
LINEAR_HEADS = ("upos", "xpos", "lemma", "event")
ARC, REL, LINK = 256, 96, 96


class Layer(nn.Module):
    """One post-norm transformer layer, as BERT has it; ``inner`` is how wide its feed-forward half is."""

    def __init__(self, inner: int) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, inner)
        self.down = nn.Linear(inner, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) * (1 / math.sqrt(WIDTH // HEADS)) + mask.to(q.dtype)
        mixed = (scores.softmax(-1, dtype=q.dtype) @ v).transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(x + self.out(mixed))
        out: Tensor = self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))
        return out


class Crf(nn.Module):
    """First-order CRF scores over tags; index 0 is O."""

    def __init__(self, tags: int) -> None:
        super().__init__()
        self.step = nn.Parameter(torch.zeros(tags, tags))
        self.first = nn.Parameter(torch.zeros(tags))

    def loss(self, scores: Tensor, gold: Tensor, mask: Tensor) -> Tensor:
        """Mean negative log likelihood a word. scores [B, N, T], gold [B, N], mask [B, N] (true words come first)."""
        scores = scores.float()
        length = scores.shape[1]
        alpha = self.first + scores[:, 0]
        path = self.first[gold[:, 0]] + scores[:, 0].gather(1, gold[:, :1]).squeeze(1)
        for i in range(1, length):
            on = mask[:, i]
            new = torch.logsumexp(alpha.unsqueeze(2) + self.step, 1) + scores[:, i]
            alpha = torch.where(on.unsqueeze(1), new, alpha)
            step = self.step[gold[:, i - 1], gold[:, i]] + scores[:, i].gather(1, gold[:, i : i + 1]).squeeze(1)
            path = path + torch.where(on, step, torch.zeros_like(step))
        return (torch.logsumexp(alpha, 1) - path).sum() / mask.sum()

    def taught(self, scores: Tensor, each: Tensor, pairs: Tensor, mask: Tensor) -> Tensor:
        """Mean cross-entropy a word between another CRF, given by its marginals (``training.lessons``), and this one.

        scores [B, N, T], each [B, N, T], pairs [B, N, T, T] (the first all 0), mask [B, N].
        """
        scores = scores.float()
        alpha = self.first + scores[:, 0]
        for i in range(1, scores.shape[1]):
            new = torch.logsumexp(alpha.unsqueeze(2) + self.step, 1) + scores[:, i]
            alpha = torch.where(mask[:, i].unsqueeze(1), new, alpha)
        met = (each * scores).sum((1, 2)) + (pairs * self.step).sum((1, 2, 3)) + (each[:, 0] * self.first).sum(1)
        return (torch.logsumexp(alpha, 1) - met).sum() / mask.sum()


class Network(nn.Module):
    """``sizes`` gives the number of tags of every head of ``LINEAR_HEADS`` and ``CRF_HEADS``, and of "rel".

    ``inner`` is the width of the layers' feed-forward halves, ``rel`` that of the relations' sides.
    """

    def __init__(self, vocabulary: int, sizes: Mapping[str, int], inner: int = INNER, rel: int = REL) -> None:
        super().__init__()
        self.sizes = dict(sizes)
        self.pieces = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer(inner) for _ in range(LAYERS))
        self.tags = nn.ModuleDict({name: nn.Linear(WIDTH, sizes[name]) for name in (*LINEAR_HEADS, *CRF_HEADS)})
        self.crf = nn.ModuleDict({name: Crf(sizes[name]) for name in CRF_HEADS})
        self.fact = nn.Linear(WIDTH, 1)
        self.arcs = nn.Linear(WIDTH, 2 * ARC)
        self.rels = nn.Linear(WIDTH, 2 * rel)
        self.arc = nn.Parameter(torch.randn(ARC + 1, ARC) / ARC)
        self.rel = nn.Parameter(torch.randn(sizes["rel"], rel + 1, rel + 1) / rel)
        self.links = nn.Linear(WIDTH, 2 * LINK)
        self.link = nn.Parameter(torch.randn(LINK + 1, LINK) / LINK)
        self.root = nn.Parameter(torch.randn(WIDTH) * 0.02)

    def encode(self, pieces: Tensor, shapes: Tensor, firsts: Tensor) -> Tensor:
        """pieces, shapes [B, L] (0 pads), firsts [B, N] positions of each word's first piece -> words [B, N, WIDTH]."""
        mask = (pieces == 0).to(torch.float32)[:, None, None, :] * -10000.0
        at = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.drop(self.norm(self.pieces(pieces) + self.positions(at) + self.shapes(shapes)))
        for layer in self.layers:
            x = layer(x, mask)
        out: Tensor = x.gather(1, firsts.unsqueeze(-1).expand(-1, -1, WIDTH))
        return out

    def arc_scores(self, words: Tensor) -> Tensor:
        """[B, N, N + 1]: how well each word's head is the root (column 0) or each word."""
        batch = words.shape[0]
        with_root = torch.cat([self.root.expand(batch, 1, WIDTH).to(words.dtype), words], 1)
        dep, _ = F.relu(self.arcs(words)).chunk(2, -1)
        _, head = F.relu(self.arcs(with_root)).chunk(2, -1)
        one = torch.ones_like(dep[..., :1])
        out: Tensor = torch.cat([dep, one], -1) @ self.arc.to(dep.dtype) @ head.transpose(1, 2)
        return out

    def rel_scores(self, words: Tensor, heads: Tensor) -> Tensor:
        """[B, N, R]: the relation of each word to the head given (0 is the root, i + 1 the word i)."""
        batch = words.shape[0]
        with_root = torch.cat([self.root.expand(batch, 1, WIDTH).to(words.dtype), words], 1)
        dep, _ = F.relu(self.rels(words)).chunk(2, -1)
        _, head = F.relu(self.rels(with_root)).chunk(2, -1)
        head = head.gather(1, heads.unsqueeze(-1).expand(-1, -1, head.shape[-1]))
        one = torch.ones_like(dep[..., :1])
        dep, head = torch.cat([dep, one], -1), torch.cat([head, one], -1)
        rel = self.rel.to(dep.dtype)
        flat = dep @ rel.permute(1, 0, 2).reshape(rel.shape[1], -1)
        out: Tensor = (flat.view(*dep.shape[:2], rel.shape[0], rel.shape[2]) @ head.unsqueeze(-1)).squeeze(-1)
        return out

    def link_scores(self, words: Tensor) -> Tensor:
        """[B, N, N]: how well each word (as the first of a source or content) belongs to the cue that begins at each word."""
        span, cue = F.relu(self.links(words)).chunk(2, -1)
        one = torch.ones_like(span[..., :1])
        out: Tensor = torch.cat([span, one], -1) @ self.link.to(span.dtype) @ cue.transpose(1, 2)
        return out


def arcs(network: Network, words: Tensor, mask: Tensor) -> Tensor:
    """``Network.arc_scores`` in 32-bit floats, the padding (``mask`` [B, N] is false) made nobody's head."""
    pad = torch.cat([torch.ones_like(mask[:, :1]), mask], 1)
    return network.arc_scores(words).float().masked_fill(~pad[:, None, :], -1e4)


def of_state(state: Mapping[str, Tensor], labels: Mapping[str, Sequence[str]]) -> Network:
    """The network with these parameters and labels, as wide as they are."""
    sizes = {name: len(values) for name, values in labels.items()}
    network = Network(state["pieces.weight"].shape[0], sizes, state["layers.0.up.weight"].shape[0], state["rel"].shape[1] - 1)
    network.load_state_dict(state)
    return network


def load_encoder(network: Network, folder: Path) -> None:
    """Start the encoder from the weights of all-MiniLM-L6-v2 in ``folder`` (model.safetensors)."""
    from safetensors.torch import load_file

    old = load_file(str(folder / "model.safetensors"))
    new = {
        "pieces.weight": old["embeddings.word_embeddings.weight"],
        "positions.weight": old["embeddings.position_embeddings.weight"] + old["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": old["embeddings.LayerNorm.weight"],
        "norm.bias": old["embeddings.LayerNorm.bias"],
    }
    for i in range(LAYERS):
        before, after = f"encoder.layer.{i}.", f"layers.{i}."
        for kind in ("weight", "bias"):
            parts = [old[f"{before}attention.self.{p}.{kind}"] for p in ("query", "key", "value")]
            new[f"{after}qkv.{kind}"] = torch.cat(parts)
            for ours, theirs in (
                ("out", "attention.output.dense"),
                ("norm1", "attention.output.LayerNorm"),
                ("up", "intermediate.dense"),
                ("down", "output.dense"),
                ("norm2", "output.LayerNorm"),
            ):
                new[f"{after}{ours}.{kind}"] = old[f"{before}{theirs}.{kind}"]
    missing, unexpected = network.load_state_dict(new, strict=False)
    assert not unexpected and not any(name.startswith("layers.") for name in missing)
    nn.init.zeros_(network.shapes.weight)


def viterbi(scores: Tensor, step: Tensor, first: Tensor, lengths: Sequence[int]) -> list[list[int]]:
    """Best tag paths. scores [B, N, T]."""
    paths = []
    for row, length in zip(scores.float().cpu(), lengths, strict=True):
        best = first + row[0]
        back = []
        for i in range(1, length):
            total = best.unsqueeze(1) + step
            best, where = total.max(0)
            best = best + row[i]
            back.append(where)
        tag = int(best.argmax())
        path = [tag]
        for where in reversed(back):
            tag = int(where[tag])
            path.append(tag)
        paths.append(path[::-1])
    return paths
