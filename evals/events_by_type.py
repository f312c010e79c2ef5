"""Precision and recall of every event type over the gold reports, as a table.

    python -m evals.events_by_type --shared FOLDER [--half odd|even] [--bar SHARE]

FOLDER holds gold/reports and gold/score.py, whose matching is used: same type, evidence that covers the gold trigger, one to
one. Only sums over reports are printed. ``--bar`` leaves out events less probable than that; below, mean confidence and share
right of the events by confidence.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import tempfile
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from evals.calibration import Judged, error
from evals.record import predict


def scorer(shared: Path) -> ModuleType:
    """The gold reports' own scorer."""
    spec = importlib.util.spec_from_file_location("gold_score", shared / "gold/score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def matched(score: ModuleType, text: str, gold: list[dict[str, Any]], said: list[dict[str, Any]]) -> list[tuple[Any, Any]]:
    """Pairs of gold and predicted events of one report."""

    def worth(g: dict[str, Any], p: dict[str, Any]) -> int:
        evidence = score.spans(text, g["evidence"])
        trigger = score.spans(text, g["trigger"], evidence) or evidence
        if g["type"] != p["type"] or not score.overlap(trigger, score.evidence(p)):
            return 0
        near = bool(set(score.words(g["trigger"])) & set(score.words(p["trigger"])))
        sides = 2 * score.same_actors(g["actor"], p["actor"]) + score.same_actors(g["recipient"], p["recipient"])
        return int(1 + 4 * near + sides)

    pairs: list[tuple[Any, Any]] = score.match(gold, said, worth)
    return pairs


def measure(shared: Path, half: str = "", bar: float = 0.0) -> tuple[dict[str, Counter[str]], list[Judged]]:
    """Counts ("gold", "said", "right") by type, and every event's confidence with whether it is right."""
    paths = sorted((shared / "gold/reports").glob("*.json"))
    if half:
        paths = paths[0 if half == "odd" else 1 :: 2]
    score = scorer(shared)
    counts: dict[str, Counter[str]] = {}
    judged: list[Judged] = []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        predict(paths, shared / "gold/reports", out)
        for path in paths:
            gold = json.loads(path.read_text(encoding="utf-8"))["events"]
            text = score.read_jsonl(out / f"{path.stem}.annotations.jsonl")[0]["text"]
            claims = score.read_jsonl(out / f"{path.stem}.claims.jsonl")
            said = [c for c in claims if c.get("kind") == "event" and c["confidence"] >= bar]
            pairs = matched(score, text, gold, said)
            for name, rows in (("gold", gold), ("said", said), ("right", [g for g, _ in pairs])):
                for row in rows:
                    counts.setdefault(row["type"], Counter())[name] += 1
            hits = {id(p) for _, p in pairs}
            judged += [Judged(p["confidence"], id(p) in hits) for p in said]
    return counts, judged


def table(counts: dict[str, Counter[str]]) -> str:
    """The counts as a Markdown table, commonest types first, the sum last."""
    rows = ["| type | in gold | found | precision | recall |", "|---|---|---|---|---|"]
    everything = sum(counts.values(), Counter())
    for name, count in [*sorted(counts.items(), key=lambda item: (-item[1]["gold"], item[0])), ("all", everything)]:
        shares = (f"{count['right'] / count[of]:.2f}" if count[of] else "-" for of in ("said", "gold"))
        rows.append(f"| {name} | {count['gold']} | {count['said']} | {' | '.join(shares)} |")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--half", default="", choices=["", "odd", "even"])
    parser.add_argument("--bar", type=float, default=0.0)
    args = parser.parse_args()
    counts, judged = measure(args.shared, args.half, args.bar)
    print(table(counts))
    print(f"\nECE of the events' confidence {100 * error(judged):.1f}")
    for low, high in ((0.0, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        inside = [one for one in judged if low <= one.own < high]
        if inside:
            mean, share = sum(one.own for one in inside) / len(inside), sum(one.right for one in inside) / len(inside)
            print(f"from {low:.1f}: {len(inside)} events, confidence {mean:.2f}, right {share:.2f}")


if __name__ == "__main__":
    main()
