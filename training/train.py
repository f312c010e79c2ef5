"""Train the reading model. One command: ``python -m training.train --data FOLDER --encoder FOLDER --out FOLDER``.

Writes ``OUT/labels.json`` and, every ``--save`` steps and at the end, ``OUT/model.pt``; goes on from there if it exists.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import torch
from torch.nn import functional as F

from training import batches, course, data, kept, renamed, shipped
from training.network import CRF_HEADS, LINEAR_HEADS, Network, arcs, load_encoder

WEIGHTS = {"trees": 0.34, "conll03": 0.13, "worldwide": 0.11, "polnear": 0.33, "times": 0.05, "facts": 0.04}
"""Share of the steps that each collection gets."""


def losses(network: Network, batch: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The loss of every head that the batch has labels for, or what was said of them (``training.kept``)."""
    words = network.encode(batch["ids"], batch["shapes"], batch["firsts"])
    mask = batch["mask"]
    out = {}
    for name in LINEAR_HEADS:
        if name in batch:
            scores = network.tags[name](words)
            out[name] = F.cross_entropy(scores[mask].float(), batch[name][mask], ignore_index=batches.IGNORE)
        elif f"kept:{name}" in batch:
            out[f"kept {name}"] = F.cross_entropy(network.tags[name](words)[mask].float(), batch[f"kept:{name}"][mask])
    for name in CRF_HEADS:
        if f"each:{name}" in batch:
            given = (network.tags[name](words), batch[f"each:{name}"], batch[f"pairs:{name}"], mask)
            out[f"{'kept' if name == 'time' else 'taught'} {name}"] = network.crf[name].taught(*given)
        elif name in batch:
            gold = batch[name].clamp(min=0)
            out[name] = network.crf[name].loss(network.tags[name](words), gold, mask)
    if "heads" in batch:
        scores = arcs(network, words, mask)
        out["arc"] = F.cross_entropy(scores[mask], batch["heads"][mask], ignore_index=batches.IGNORE)
        rels = network.rel_scores(words, batch["heads"].clamp(min=0))
        out["rel"] = F.cross_entropy(rels[mask].float(), batch["rel"][mask], ignore_index=batches.IGNORE)
    elif "kept:arc" in batch:
        out["kept arc"] = F.cross_entropy(arcs(network, words, mask)[mask], batch["kept:arc"][mask])
        rels = network.rel_scores(words, batch["kept:heads"])
        out["kept rel"] = F.cross_entropy(rels[mask].float(), batch["kept:rel"][mask])
    if "link" in batch and bool((batch["link"] >= 0).any()):
        scores = network.link_scores(words).float().masked_fill(~mask[:, None, :], -1e4)
        out["link"] = 0.3 * F.cross_entropy(scores[mask], batch["link"][mask], ignore_index=batches.IGNORE)
    if "fact" in batch:
        known = ~batch["fact"].isnan()
        if bool(known.any()):
            said = network.fact(words).squeeze(-1).float()
            out["fact"] = 0.3 * F.smooth_l1_loss(said[known], batch["fact"][known])
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument(
        "--encoder", type=Path, required=True, help="folder with all-MiniLM-L6-v2 (model.safetensors, tokenizer.json)"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=4800)
    parser.add_argument("--pieces", type=int, default=1800, help="word pieces a batch")
    parser.add_argument("--save", type=int, default=300)
    parser.add_argument(
        "--start", type=Path, help="a model.pt, or the folder of exported weights, to go on from (a further stage)"
    )
    parser.add_argument("--rate", type=float, default=1.0, help="factor on the learning rates")
    parser.add_argument(
        "--shares",
        default="",
        help="shares of the steps other than the usual, as trees=0.3,polnear=0.4; renamed is worldwide with other names",
    )
    parser.add_argument("--lessons", type=Path, help="folder of what a teacher said (training.lessons), share named lessons")
    parser.add_argument(
        "--keep", type=Path, nargs="*", default=[],
        help="weights (as for --start) whose word on what the lessons do not teach is learnt beside them; the mean of several",
    )  # fmt: skip
    parser.add_argument("--bf16", action="store_true", help="bfloat16 autocast: faster only where the processor has AMX")
    parser.add_argument("--seed", type=int, default=20)
    args = parser.parse_args()

    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    sets = data.training_sets(args.data)
    labels = shipped.labels(args.start) if args.start else batches.label_lists(sets)
    (args.out / "labels.json").write_text(json.dumps(labels, indent=0), encoding="utf-8")
    if args.lessons:
        sets["lessons"] = list(data.lessons(args.lessons))
    chosen = {name: float(share) for name, _, share in (item.partition("=") for item in args.shares.split(",") if item)}
    if "renamed" in chosen:
        persons = renamed.people([*sets["worldwide"], *sets["conll03"]])
        sets["renamed"] = list(renamed.renamed(sets["worldwide"], renamed.towns(), persons, rng))
    tokenizer = batches.tokenizer(args.encoder)
    streams = {
        name: batches.batches(batches.encode(examples, tokenizer, labels, batches.LONGEST), args.pieces, rng)
        for name, examples in sets.items()
    }
    if args.start:
        network = shipped.load(args.start)
    else:
        network = Network(tokenizer.get_vocab_size(), {name: len(values) for name, values in labels.items()})
        load_encoder(network, args.encoder)
    groups = course.groups(network, ("pieces", "positions", "norm", "layers"), 1.5e-4 * args.rate, 1e-3 * args.rate)
    names = list(sets)
    weights = [chosen.get(name, WEIGHTS.get(name, 0.5)) for name in names]
    if any(shipped.labels(path) != labels for path in args.keep):
        parser.error("what --keep names has other labels than --start: it would be held to the wrong ones")
    keepers = [shipped.load(path).eval() for path in args.keep]

    def draw() -> course.Batch:
        name = rng.choices(names, weights)[0]
        batch = batches.collate(next(streams[name]))
        return kept.told(keepers, batch) if keepers and name == "lessons" else batch

    course.run(
        network, groups, draw, lambda batch: losses(network, batch), checkpoint=args.out / "model.pt", steps=args.steps,
        warm=150, save=args.save, bf16=args.bf16, rng=rng,
    )  # fmt: skip


if __name__ == "__main__":
    main()
