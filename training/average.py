"""The mean of two checkpoints' parameters: ``python -m training.average --runs FIRST SECOND --out FOLDER``.

A stage that goes on from another stays in its basin, and the mean of both is a little better over all tasks than either
(Wortsman et al., 2022, "Model soups"): what a stage gave up of the tasks that it saw less of comes back.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import torch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=Path, nargs=2, required=True, help="two folders with model.pt, of the same labels")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    labels = [(run / "labels.json").read_text(encoding="utf-8") for run in args.runs]
    if labels[0] != labels[1]:
        parser.error("the two runs have other labels: their parameters do not mean the same")
    first, second = (torch.load(run / "model.pt", weights_only=True)["network"] for run in args.runs)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save({"network": {name: (value + second[name]) / 2 for name, value in first.items()}}, args.out / "model.pt")
    shutil.copy(args.runs[0] / "labels.json", args.out / "labels.json")


if __name__ == "__main__":
    main()
