"""The gate: every score held against its pinned floor.

    python -m evals.gate --data FOLDER                    fails below a floor minus its margin
    python -m evals.gate --data FOLDER --only trees,record
    python -m evals.gate --data FOLDER --pin              raises floors to today's scores, pins new ones; never lowers
    python -m evals.gate --data FOLDER --pin --lower NAME lowers that one, and says so

FOLDER is the folder that holds ``data`` and ``gold``. ``evals/floors.json`` has, for each score, the floor and
the digest of the data it was measured on: a score measured on other data is an error, not a pass.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from evals.steps import STEPS, Scores

FLOORS = Path(__file__).parent / "floors.json"

Floors = Mapping[str, Mapping[str, float | str]]


def digest(root: Path, paths: Iterable[str]) -> str:
    """SHA-256 over names and contents of the files under the paths, in order."""
    total = hashlib.sha256()
    for name in paths:
        place = root / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file():
                total.update(path.relative_to(root).as_posix().encode())
                total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def compare(scores: Scores, floors: Floors, step: str, margin: float, data: str) -> list[str]:
    """What is wrong, a line each: below its floor, measured on other data, or pinned and not measured."""
    wrong = []
    for name, pin in floors.items():
        if pin.get("step") != step:
            continue
        if pin["data"] != data:
            wrong.append(f"{name}: pinned on data {pin['data']}, measured on {data}: pin again on purpose")
        elif name not in scores:
            wrong.append(f"{name}: pinned, but no longer measured")
        elif scores[name] < float(pin["floor"]) - margin:
            wrong.append(f"{name}: {scores[name]:g} is below the floor {float(pin['floor']):g} by more than {margin:g}")
    return wrong


def pinned(
    scores: Scores,
    floors: Floors,
    step: str,
    data: str,
    lower: Sequence[str],
) -> dict[str, Mapping[str, float | str]]:
    """The floors with this step's raised to its scores; one that would fall stays unless ``lower`` names it."""
    out = dict(floors)
    for name, value in scores.items():
        old = floors.get(name)
        if old is not None and old["data"] == data and value < float(old["floor"]) and name not in lower:
            continue
        out[name] = {"step": step, "floor": round(value, 3), "data": data}
    return out


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("--pin", action="store_true")
    parser.add_argument("--lower", action="append", default=[])
    args = parser.parse_args(argv)
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    wrong: list[str] = []
    for step in STEPS:
        if args.only and step.name not in args.only.split(","):
            continue
        data = digest(args.data, step.paths)
        scores = {f"{step.name}.{name}": value for name, value in step.run(args.data).items()}
        for name, value in scores.items():
            floor = floors.get(name, {}).get("floor")
            print(f"{name:45s} {value:10.3f}   floor {floor if floor is not None else '-'}", flush=True)
        if args.pin:
            floors = pinned(scores, floors, step.name, data, args.lower)
        else:
            wrong += compare(scores, floors, step.name, step.margin, data)
    if args.pin:
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for line in wrong:
        print(f"FAILED {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
