"""The whole record against the annotated reports, by their own scorer.

    python -m evals.record --shared FOLDER [--half odd|even] [--errors ID]

FOLDER holds gold/reports, gold/score.py. Prints one line a measure. Predictions are made in this process by the same functions
that the command line calls, and written as the contract has them.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from onrecord import contract, pipeline
from onrecord.model import Report
from onrecord.sources import read_paths


def predict(gold: Sequence[Path], docs: Path, out: Path) -> None:
    """Write ID.claims.jsonl and ID.annotations.jsonl for every gold record."""
    for path in gold:
        published = json.loads(path.read_text(encoding="utf-8")).get("published")
        text = docs / f"{path.stem}.txt"
        reports = [r for r in read_paths([str(text)], published=published) if isinstance(r, Report)]
        record = pipeline.read_reports(reports)
        claims = [contract.dumps(contract.claim_line(claim)) for claim in record.claims]
        notes = [contract.dumps(contract.annotations_line(seen)) for seen in pipeline.annotate_reports(reports)]
        (out / f"{path.stem}.claims.jsonl").write_text("\n".join(claims) + "\n", encoding="utf-8")
        (out / f"{path.stem}.annotations.jsonl").write_text("\n".join(notes) + "\n", encoding="utf-8")


def score(shared: Path, half: str = "", errors: str = "") -> dict[str, dict[str, float]]:
    """Every measure of the scorer. ``half``: "odd" takes the 1st, 3rd, ... report by name, "even" the others."""
    gold = sorted((shared / "gold/reports").glob("*.json"))
    if half:
        gold = gold[0 if half == "odd" else 1 :: 2]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "gold").mkdir()
        for path in gold:
            shutil.copy(path, place / "gold" / path.name)
        (place / "out").mkdir()
        predict([g for g in gold if not errors or g.stem == errors], shared / "gold/reports", place / "out")
        folders = [place / "gold", shared / "gold/reports", place / "out"]
        command = [sys.executable, str(shared / "gold/score.py"), *map(str, folders)]
        command += ["--errors", errors] if errors else ["--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    if errors:
        print(done.stdout)
        return {}
    result: dict[str, dict[str, float]] = json.loads(done.stdout)
    return result


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--half", default="", choices=["", "odd", "even"])
    parser.add_argument("--errors", default="")
    args = parser.parse_args()
    for name, row in score(args.shared, args.half, args.errors).items():
        print(f"{name:15s}", "  ".join(f"{key} {value}" for key, value in row.items()))
