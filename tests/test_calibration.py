"""Confidence: the maps that make it a probability, the scorer of events, and how both are measured and fitted."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trees import Name, reading_of

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from evals import calibration as measured
from evals import events_by_type, steps
from evals.calibration import Judged
from training import scorer as training

from onrecord.claims import calibration, events, extract, scorer
from onrecord.claims.annotate import see
from onrecord.claims.events import find_events
from onrecord.errors import ModelError
from onrecord.model import Entity, Report

NAMES: tuple[Name, ...] = (("Velgard", "LOC", "NOR", None), ("Ostmark", "LOC", "DNK", None), ("Brask", "ORG", None, "BUS"))
KINDS = {"entities", "times", "quantities", "places", "attributions", "quotes", "figures"}

unit = st.floats(0, 1, allow_nan=False)
findings = st.lists(st.tuples(unit, st.booleans()).map(lambda pair: Judged(*pair)), min_size=1, max_size=300)


def arrest(who: str, whom: str, verb: str = "arrested/arrest/VERB/VBD") -> str:
    return f"{who}/{who}/PROPN/NNP/2/nsubj {verb}/0/root {whom}/{whom}/PROPN/NNP/2/obj ././PUNCT/./2/punct"


# ------------------------------------------------------------------------------------------------------------------- maps


def test_every_kind_of_annotation_has_a_map() -> None:
    assert set(calibration.maps()) == KINDS


@given(st.sampled_from(sorted(KINDS)), unit, unit)
def test_more_sure_by_itself_is_never_less_probable(kind: str, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= calibration.probability(kind, low) <= calibration.probability(kind, high) <= 1


def test_a_map_is_straight_between_knots_and_level_outside() -> None:
    knots = ((0.5, 0.2), (0.7, 0.6))
    assert [calibration.along(knots, own) for own in (0.1, 0.5, 0.6, 0.7, 1.0)] == [0.2, 0.2, 0.4, 0.6, 0.6]
    assert calibration.along((), 0.8) == 0.8


def test_findings_keep_all_but_their_confidence() -> None:
    names = (Entity(0, 7, "LOC", "Velgard", "NOR", confidence=0.55), Entity(9, 16, "LOC", "Ostmark", "DNK", confidence=0.99))
    mapped = calibration.calibrated("entities", names)
    assert [replace(b, confidence=a.confidence) for a, b in zip(names, mapped, strict=True)] == list(names)
    assert mapped[0].confidence < 0.55 < mapped[1].confidence


def test_maps_of_other_weights_are_still_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibration, "_file", lambda: {"weights": "of another day", "maps": {"times": [[0.5, 0.25]]}})
    calibration.maps.cache_clear()
    try:
        assert calibration.measured_with() == "of another day"
        assert calibration.probability("times", 0.9) == 0.25
        assert calibration.probability("places", 0.9) == 0.9
    finally:
        calibration.maps.cache_clear()


@pytest.mark.parametrize("bad", [{}, {"maps": {"times": [[0.5, 0.4], [0.7, 0.3]]}}, {"maps": {"times": [["a", 1]]}}])
def test_a_broken_file_is_an_error_with_a_remedy(bad: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibration, "_file", lambda: bad)
    calibration.maps.cache_clear()
    try:
        with pytest.raises(ModelError, match="confidence"):
            calibration.maps()
    finally:
        calibration.maps.cache_clear()


# ----------------------------------------------------------------------------------------------------- fitting, measuring


@given(findings)
def test_fitted_maps_rise_and_promise_nothing_for_certain(judged: list[Judged]) -> None:
    knots = measured.fit(judged, least=10)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(knots))
    assert all(0 < share < 1 for _, share in knots)


@given(findings)
def test_the_error_is_a_share_and_none_where_confidence_is_right(judged: list[Judged]) -> None:
    assert 0 <= measured.error(judged) <= 1
    assert measured.error([Judged(float(one.right), one.right) for one in judged]) == 0


def test_the_error_by_hand() -> None:
    judged = [Judged(0.95, True)] * 9 + [Judged(0.95, False)] + [Judged(0.45, False)] * 10
    assert measured.error(judged) == pytest.approx((10 * 0.05 + 10 * 0.45) / 20)


def test_fitting_mends_what_is_too_sure() -> None:
    documents = [[Judged(0.9, number % 2 == 0), Judged(0.3, number % 4 == 0)] for number in range(200)]
    judged = measured.together(documents)
    assert measured.error(judged) > 0.2
    assert measured.error(measured.held_apart(documents)) < 0.05


def test_a_document_is_mapped_by_the_others() -> None:
    documents = [[Judged(0.6, fold == 0)] * 50 for fold in range(5)]
    first, *rest = measured.held_apart(documents)[::50]
    assert first.own < 0.05 and all(0.2 < one.own < 0.3 for one in rest)


# ------------------------------------------------------------------------------------------------------------------ events


def test_states_are_believed_before_firms() -> None:
    readings = [reading_of(arrest(who, "Ostmark"), names=NAMES) for who in ("Velgard", "Brask")]
    state, firm = (find_events(reading, reading.entities)[0] for reading in readings)
    assert 0 < firm.confidence < state.confidence < 1
    assert state.event.confidence == state.confidence


def test_what_did_not_happen_by_the_model_is_believed_less() -> None:
    reading = reading_of(arrest("Velgard", "Ostmark"), names=NAMES)
    doubted = replace(reading, tokens=tuple(replace(t, factuality=-2.5) if t.lemma == "arrest" else t for t in reading.tokens))
    assert find_events(doubted, doubted.entities)[0].confidence < find_events(reading, reading.entities)[0].confidence


def test_every_feature_has_a_weight_and_no_weight_is_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, float]] = []

    def noted(found: dict[str, float]) -> float:
        seen.append(found)
        return 0.5

    monkeypatch.setattr(events, "probability", noted)
    reading = reading_of(arrest("Velgard", "Ostmark"), names=NAMES)
    find_events(reading, reading.entities)
    assert set(seen[0]) == set(scorer.weights())
    assert all(-1 <= value <= 1 for value in seen[0].values())


def test_improbable_events_are_annotated_and_stay_off_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = reading_of(arrest("Velgard", "Ostmark"), names=NAMES)
    report = Report("r", reading.text)
    assert [claim.kind for claim in extract(see(report, reading))] == ["event"]
    monkeypatch.setattr(events, "probability", lambda _: scorer.BAR - 0.01)
    doubted = see(report, reading)
    assert len(doubted.annotations.events) == 1
    assert extract(doubted) == ()


def test_judgements_say_where_and_what_and_hold_no_text() -> None:
    for name, keys in (("events", {"type"}), ("figures", {"metric", "low", "high"})):
        path = Path(measured.__file__).with_name(f"{name}_judged.jsonl")
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert len(rows) > 100
        assert all(set(row) == {"text", "start", "end", "sha256", "right", *keys} for row in rows)
        assert all(0 <= row["start"] < row["end"] and isinstance(row["right"], bool) for row in rows)


def test_the_table_by_type_counts_precision_and_recall() -> None:
    counts = {"AID": Counter(gold=4, said=2, right=1), "PROTEST": Counter(said=1)}
    lines = events_by_type.table(counts).splitlines()
    assert lines[2:] == ["| AID | 4 | 2 | 0.50 | 0.25 |", "| PROTEST | 0 | 1 | 0.00 | - |", "| all | 4 | 3 | 0.33 | 0.25 |"]


def test_levels_of_two_sources_are_parted_from_what_a_feature_says() -> None:
    rng = np.random.default_rng(7)
    gold = (rng.random(4000) < 0.5).astype(float)
    public = (rng.random(4000) < 0.5).astype(float)
    share = 1 / (1 + np.exp(-(-1.0 + 1.5 * public + 2.0 * gold)))
    right = (rng.random(4000) < share).astype(float)
    weights = training.fit(np.column_stack([np.ones(4000), public]), right, gold, 0.1)
    assert abs(weights[1] - 1.5) < 0.3
    assert abs(weights[0]) < 0.25  # midway between -1 and +1


def test_the_area_under_the_curve_by_hand() -> None:
    assert training.area(np.array([0.9, 0.4, 0.4, 0.1]), np.array([1.0, 1.0, 0.0, 0.0])) == 0.875


def test_the_gate_asks_for_what_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    told = measured.measure("times", [[Judged(0.9, True), Judged(0.6, False)]] * 60)
    monkeypatch.setattr(measured, "score", lambda _: {"times": told})
    step = next(step for step in steps.STEPS if step.name == "calibration")
    assert step.run(Path("anywhere")) == {"times.minus_held": -told["held"], "times.minus_shipped": -told["shipped"]}
    assert told["of"] == 120 and told["right"] == 50.0 and told["own"] == 35.0
