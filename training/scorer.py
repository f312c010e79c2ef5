"""Fits the weights that give events their probability: ``python -m training.scorer --data FOLDER [--cache FOLDER] [--write]``.

Judged events: those of ``evals/events_judged.jsonl`` (found in development articles of PolNeAR and TimeBank and judged by hand:
where each trigger stands, its type, and whether it is right; no text), and those found in the gold reports that served
development, right where the gold scorer matches them. Strongly regularised logistic regression by Newton's method; the figures
printed are of predictions for reports left out of the fit. Writes ``src/onrecord/vocab/event_weights.json`` with ``--write``.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from evals.calibration import SHOWN, Read, golden_texts, judged_texts, reading

from onrecord.claims import events, scorer
from onrecord.claims.annotate import see
from onrecord.claims.candidates import Candidate
from onrecord.claims.tree import Tree
from onrecord.model import Report, Span

PLACE = Path(__file__).parents[1] / "src" / "onrecord" / "vocab" / scorer.FILE
JUDGED = Path(__file__).parents[1] / "evals" / "events_judged.jsonl"
PENALTY = 4.0

Row = tuple[str, dict[str, float], bool]
"""Report, features, right."""


def found_in(text: str, published: str | None, read: Read) -> list[tuple[Any, dict[str, float]]]:
    """The event frames of a text, each with its features."""
    seen_features: dict[tuple[int, str], dict[str, float]] = {}

    def noted(tree: Tree, candidate: Candidate, kind: str, *rest: Any) -> dict[str, float]:
        found = scorer.features(tree, candidate, kind, *rest)
        seen_features[candidate.trigger, kind] = found
        return found

    with patch.object(events, "features", noted):
        seen = see(Report("x", text, published=published), read(text))
    out = []
    for frame in seen.frames:
        own = [seen_features[each, frame.event.type] for each in frame.trigger if (each, frame.event.type) in seen_features]
        if own and seen.annotations.reading.sentences[frame.sentence].segment in ("body", "headline", "caption"):
            out.append((frame, own[0]))
    return out


def judged(folder: Path, read: Read) -> Iterator[Row]:
    """The events judged by hand that are still found."""
    for name, text, published, rows in judged_texts(folder, JUDGED):
        verdicts = {(row["start"], row["end"], row["type"]): row["right"] for row in rows}
        for frame, own in found_in(text, published, read):
            right = verdicts.get((*frame.event.anchor, frame.event.type))
            if right is not None:
                yield name, own, right


def golden(folder: Path, read: Read) -> Iterator[Row]:
    """The events of the gold reports that served development, right where gold has one of that type at that trigger."""
    for name, text, gold in golden_texts(folder):
        left = list(gold["events"])
        for frame, own in found_in(text, gold.get("published"), read):
            hit = next((g for g in left if g["type"] == frame.event.type and _covers(text, g, frame.event.evidence)), None)
            if hit is not None:
                left.remove(hit)
            yield name, own, hit is not None


def _covers(text: str, gold: dict[str, Any], evidence: Span) -> bool:
    at = text.find(gold["evidence"])
    inside = [m.start() for m in re.finditer(re.escape(gold["trigger"]), text) if at <= m.start() < at + len(gold["evidence"])]
    return any(evidence.start < start + len(gold["trigger"]) and start < evidence.end for start in inside or [at])


def fit(x: np.ndarray, y: np.ndarray, gold: np.ndarray, penalty: float = PENALTY) -> np.ndarray:
    """Weights of a logistic regression with a squared penalty on all but the first (the bias), by Newton's method.

    The two sources of judgements differ in how much is right; each has a level of its own in the fit, and the bias that comes
    back lies midway between them.
    """
    x = np.column_stack([x, gold - 0.5])
    w = np.zeros(x.shape[1])
    ridge = np.diag([1e-3] + [penalty] * (x.shape[1] - 2) + [1e-3])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + ridge, x.T @ (y - p) - ridge @ w)
        w = w + step
        if np.abs(step).max() < 1e-9:
            break
    return w[:-1]


def left_out(x: np.ndarray, y: np.ndarray, gold: np.ndarray, reports: Sequence[str], penalty: float = PENALTY) -> np.ndarray:
    """For each event the probability by weights fitted without its report."""
    names = np.array(reports)
    out = np.zeros(len(y))
    for name in sorted(set(reports)):
        rest = names != name
        out[~rest] = 1 / (1 + np.exp(-x[~rest] @ fit(x[rest], y[rest], gold[rest], penalty)))
    return out


def area(p: np.ndarray, y: np.ndarray) -> float:
    """Area under the receiver's curve: how often a right event has more than a wrong one (ties count half)."""
    right, wrong = p[y == 1], p[y == 0]
    more = (right[:, None] > wrong[None, :]).mean() + (right[:, None] == wrong[None, :]).mean() / 2
    return float(more)


def ece(p: np.ndarray, y: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Expected calibration error in ten bins of equal width, events weighted."""
    weights = np.ones(len(p)) if weights is None else weights
    bins = np.minimum((p * 10).astype(int), 9)
    off = [abs(float((weights * (p - y))[bins == one].sum())) for one in range(10)]
    return sum(off) / float(weights.sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds data and gold")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    read = reading(args.cache)
    rows = [*judged(args.data / "data", read), *golden(args.data / "data", read)]
    names = list(rows[0][1])
    x = np.array([[row[1][name] for name in names] for row in rows])
    y = np.array([float(row[2]) for row in rows])
    reports = [row[0] for row in rows]
    gold = np.array([name in SHOWN for name in reports])
    print(f"{len(y)} events of {len(set(reports))} reports, {y.mean():.3f} right; {gold.sum()} in gold, {y[gold].mean():.3f}")
    even = np.where(gold, 0.5 / gold.mean(), 0.5 / (1 - gold.mean()))  # both sources weigh alike
    for penalty in (1.0, 2.0, 4.0, 8.0):
        p = left_out(x, y, gold, reports, penalty)
        loss = -float(np.mean(even * (y * np.log(p) + (1 - y) * np.log(1 - p))))
        parts = "  ".join(f"{what} ECE {ece(p[mask], y[mask]):.3f} AUC {area(p[mask], y[mask]):.3f}"
                          for what, mask in (("judged", ~gold), ("gold", gold)))  # fmt: skip
        print(
            f"penalty {penalty:3.1f}, left out: log loss {loss:.4f}  AUC {area(p, y):.3f}  ECE {ece(p, y, even):.3f}  {parts}"
        )
    p = left_out(x, y, gold, reports)
    for bar in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        for what, mask in (("judged", ~gold), ("gold", gold)):
            kept = (p >= bar) & mask
            print(f"  kept from {bar:.2f} ({what}): {kept.sum()} of {mask.sum()}, right {y[kept].mean():.3f}, "
                  f"of the right ones {y[kept].sum() / y[mask].sum():.3f}")  # fmt: skip
    w = fit(x, y, gold)
    for name, value in sorted(zip(names, w, strict=True), key=lambda pair: -abs(pair[1])):
        print(f"  {name:12s} {value:+.3f}")
    if args.write:
        told = {"judged": len(y), "weights": {name: round(float(v), 4) for name, v in zip(names, w, strict=True)}}
        PLACE.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
