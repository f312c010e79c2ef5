"""From a trained checkpoint to the weights that ship.

    python -m training.export --run FOLDER --encoder FOLDER --texts FOLDER --out FOLDER

Writes ``model.onnx`` (see ``training.graph``: products and embeddings in 8 bits, or with ``--float`` all in 32-bit floats),
``tokenizer.json`` and ``labels.json`` with the CRF's transitions. ``--texts`` names a folder of reports as ``.txt``, training
data, on which the scales of the 8-bit inputs are taken.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
from pathlib import Path

import onnx
import torch
from tokenizers import Tokenizer

from onrecord.reader.pieces import Cutter
from onrecord.reader.reading import Draft
from training.graph import build
from training.network import CRF_HEADS, Network, of_state
from training.scales import Sentence, scales

SENTENCES = 1200
"""Sentences on which scales are taken."""


def sentences(folder: Path, tokenizer: Path, count: int = SENTENCES) -> list[Sentence]:
    """Some sentences of the reports in ``folder``, the same every time, as the reader would give them to the network."""
    chance = random.Random(7)
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise ValueError(f"no reports in {folder}: expected .txt files")
    chosen = chance.sample(paths, min(len(paths), count // 4))
    keys = [key for path in chosen for key in Draft(path.read_text(encoding="utf-8"), ()).keys]
    parts = Cutter(Tokenizer.from_file(str(tokenizer))).cut(chance.sample(keys, min(len(keys), count)))
    return [(part.ids, part.shapes, part.at) for part in parts]


def export(network: Network, path: Path, calibration: list[Sentence]) -> None:
    """Write the network to ``path``, in 8 bits by the scales of ``calibration``, in 32-bit floats where that is empty."""
    network.eval()
    parameters = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    found, parameters = scales(network, parameters, calibration) if calibration else ({}, parameters)
    onnx.save(build(parameters, found), str(path))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder with model.pt and labels.json")
    parser.add_argument("--encoder", type=Path, required=True, help="folder with all-MiniLM-L6-v2's tokenizer.json")
    parser.add_argument("--texts", type=Path, help="folder of reports (.txt) on which scales are taken; not for --float")
    parser.add_argument("--float", action="store_true", help="32-bit floats throughout, to see what 8 bits lose")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if not args.float and args.texts is None:
        parser.error("--texts is needed for weights in 8 bits")
    labels = json.loads((args.run / "labels.json").read_text(encoding="utf-8"))
    state = torch.load(args.run / "model.pt", weights_only=True)["network"]
    network = of_state(state, labels)
    args.out.mkdir(parents=True, exist_ok=True)
    export(network, args.out / "model.onnx", [] if args.float else sentences(args.texts, args.encoder / "tokenizer.json"))
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
