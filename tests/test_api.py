"""The public API: exactly these names, quick to import, typed records, and the examples of the documentation run."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
import report_world as world

import onrecord
from onrecord.ledger import Filter, Ledger
from onrecord.model import Annotations, Report

ROOT = Path(__file__).parent.parent
WEIGHTS = ROOT / "src/onrecord/reader/weights/model.onnx"
needs_weights = pytest.mark.skipif(not WEIGHTS.exists(), reason="the reading model's weights are not there")


def test_all_is_exactly_the_public_names() -> None:
    assert onrecord.__all__ == sorted(onrecord.__all__, key=lambda name: (not name[0].isupper(), name))
    for name in onrecord.__all__:
        assert getattr(onrecord, name) is not None
    public = {*onrecord._HOME, "__version__"}
    assert public == set(onrecord.__all__) == set(dir(onrecord))


def test_every_public_thing_is_described() -> None:
    for name in onrecord.__all__:
        thing = getattr(onrecord, name)
        assert name == "__version__" or thing.__doc__, name


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = onrecord.nothing


def test_importing_loads_nothing_heavy() -> None:
    heavy = "'numpy', 'onnxruntime', 'pydantic', 'sqlite3', 'typer', 'trafilatura', 'onrecord.model'"
    code = f"import sys, onrecord; loaded = [m for m in ({heavy}) if m in sys.modules]; sys.exit(str(loaded) if loaded else 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_records_are_frozen_and_say_what_they_are() -> None:
    actor = onrecord.Actor("the government", "Norway", "NOR", "GOV")
    assert "Norway" in repr(actor)
    with pytest.raises(FrozenInstanceError):
        actor.name = "Sweden"  # type: ignore[misc]


def test_a_report_from_a_text() -> None:
    made = onrecord.make_report("Rain fell on the town of Aldby for a week.", published="2031-05-02", outlet="Daily A")
    assert isinstance(made, Report)
    assert made.id.startswith("sha256:")
    with pytest.raises(onrecord.InputError, match="empty"):
        onrecord.make_report("  ")


def test_a_data_frame(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    with Ledger.open(world.build(tmp_path / "a.db")) as ledger:
        claims = ledger.claims(Filter(limit=None))
    frame = onrecord.to_pandas(claims)
    assert len(frame) == len(claims)
    deaths = frame[frame["code"] == "deaths"]
    assert set(deaths["low"]) == {12.0, 19.0, 23.0}
    assert str(frame["start"].dtype) == "Int64" and str(frame["main"].dtype) == "boolean"
    assert pandas.isna(deaths[deaths["low"] == 12.0]["high"]).all()
    assert list(onrecord.to_pandas([]).columns) == list(frame.columns)


@needs_weights
def test_read_in_memory_and_into_a_ledger(tmp_path: Path) -> None:
    text = "At least 12 people died in a landslide near Puno on Monday, the rescue service said."
    report = onrecord.make_report(text, published="2031-06-03", outlet="Altiplano News")
    (tmp_path / "binary.txt").write_bytes(b"\0\0\0")
    record = onrecord.read([report, tmp_path])
    assert [one.id for one in record.reports] == [report.id]
    assert len(record.refusals) == 1
    assert record.families[0].reports == (report.id,)
    path = tmp_path / "new" / "a.db"
    path.parent.mkdir()
    kept = onrecord.read(report, ledger=path)
    assert {claim.id for claim in kept.claims} == {claim.id for claim in record.claims}
    assert kept.stories and path.exists()
    for claim in kept.claims:
        for evidence in claim.evidence:
            assert text[evidence.start : evidence.end] == evidence.text


@needs_weights
def test_annotate_a_text() -> None:
    seen = onrecord.annotate("Norway offered boats on Friday.", published="2031-05-02")
    assert isinstance(seen, Annotations)
    assert seen.reading.tokens[0].text == "Norway"
