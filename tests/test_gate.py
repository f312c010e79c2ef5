"""The gate itself: it fails below a floor, forgives noise, never lowers silently."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from evals import gate

FLOORS: gate.Floors = {"trees.las": {"step": "trees", "floor": 90.0, "data": "d1"}}


def test_below_the_floor_fails_and_noise_is_forgiven() -> None:
    assert gate.compare({"trees.las": 89.8}, FLOORS, "trees", 0.3, "d1") == []
    assert len(gate.compare({"trees.las": 89.6}, FLOORS, "trees", 0.3, "d1")) == 1


def test_other_data_or_a_missing_score_fails() -> None:
    assert "pinned on data" in gate.compare({"trees.las": 95.0}, FLOORS, "trees", 0.3, "d2")[0]
    assert "no longer measured" in gate.compare({}, FLOORS, "trees", 0.3, "d1")[0]


def test_other_steps_are_left_alone() -> None:
    assert gate.compare({}, FLOORS, "record", 0.3, "d1") == []


@pytest.mark.parametrize(("lower", "floor"), [([], 90.0), (["trees.las"], 88.0)])
def test_pinning_lowers_only_what_is_named(lower: list[str], floor: float) -> None:
    assert gate.pinned({"trees.las": 88.0}, FLOORS, "trees", "d1", lower)["trees.las"]["floor"] == floor


def test_pinning_raises() -> None:
    assert gate.pinned({"trees.las": 91.0}, FLOORS, "trees", "d1", [])["trees.las"]["floor"] == 91.0


def test_digest_tells_contents_apart(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("one")
    before = gate.digest(tmp_path, ["a"])
    (tmp_path / "a").write_text("two")
    assert gate.digest(tmp_path, ["a"]) != before
