"""Measures how often findings of each confidence are right and writes the maps: ``python -m training.calibrate --data FOLDER``.

Reads the development data as ``evals.calibration`` does, fits a monotone map a kind, writes them with the weights' digest to
``src/onrecord/vocab/confidence.json``, and prints expected calibration errors. To be run again when the weights change.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from evals.calibration import KINDS, error, fit, held_apart, reading, together

from onrecord.claims.calibration import FILE, Knots
from onrecord.reader.network import weights_digest

PLACE = Path(__file__).parents[1] / "src" / "onrecord" / "vocab" / FILE


def write(maps: dict[str, Knots], place: Path = PLACE) -> None:
    """The maps as one small JSON file, a kind a line, with the digest of the weights that they were measured with."""
    body = ",\n  ".join(f"{json.dumps(kind)}: {json.dumps(knots)}" for kind, knots in sorted(maps.items()))
    place.write_text(f'{{"weights": {json.dumps(weights_digest())}, "maps": {{\n  {body}\n}}}}\n', encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds data")
    parser.add_argument("--cache", type=Path, help="keep what the model reads here")
    parser.add_argument("--only", default="", help="fit these kinds only, leave the others as they are")
    args = parser.parse_args()
    maps = json.loads(PLACE.read_text(encoding="utf-8"))["maps"] if PLACE.exists() else {}
    read = reading(args.cache)
    for kind in args.only.split(",") if args.only else KINDS:
        documents = KINDS[kind](args.data / "data", read)
        judged = together(documents)
        maps[kind] = fit(judged)
        print(
            f"{kind:14s} {len(judged):5d} in {len(documents):3d} documents  ECE {error(judged):.4f}, "
            f"with maps fitted on other documents {error(held_apart(documents)):.4f}  {maps[kind]}",
            flush=True,
        )
        write(maps)


if __name__ == "__main__":
    main()
