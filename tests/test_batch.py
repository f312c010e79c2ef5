"""Reading as a data frame gives what reading one by one gives. Runs on Daft's native runner, where Daft is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.batch import read_frame, window
from onrecord.errors import OnRecordError
from onrecord.ledger import Filter, Ledger
from onrecord.model import Report

WEIGHTS = Path(__file__).parent.parent / "src/onrecord/reader/weights/model.onnx"
ROWS: dict[str, list[str | None]] = {
    "id": ["a", "b", "c", "d"],
    "text": [
        "At least 12 people died in a landslide near Puno on Monday, the rescue service said.",
        "Norway offered boats to the flooded towns on Friday, and the towns accepted them.",
        "At least 12 people died in a landslide near Puno on Monday, the rescue service said.",
        "",
    ],
    "published": ["2031-06-03", "2031-05-02", "2031-06-04", None],
    "outlet": ["Altiplano News", "Daily A", "Coast Daily", None],
}


def test_windows_are_days_together() -> None:
    assert window("2031-06-03", 4) == window("2031-06-03T10:00:00Z", 4)
    assert window("2031-06-03", 4) < window("2031-06-09", 4) < window(None, 4) == window("soon", 4)


@pytest.mark.skipif(not WEIGHTS.exists(), reason="the reading model's weights are not there")
def test_a_frame_is_read_as_one_by_one(tmp_path: Path) -> None:
    daft = pytest.importorskip("daft")
    from onrecord.api import read
    from onrecord.sources.limits import Limits
    from onrecord.sources.make import from_row

    counts = read_frame(daft.from_pydict(ROWS), tmp_path / "frame.db")
    assert (counts.reports, counts.new, counts.refused, counts.windows) == (3, 3, 1, 3)
    rows = [{name: values[i] for name, values in ROWS.items() if values[i]} for i in range(3)]
    reports = [made for row in rows if isinstance(made := from_row(row, "row", None, Limits()), Report)]
    read(reports, ledger=tmp_path / "one.db")
    told = []
    for name in ("frame.db", "one.db"):
        with Ledger.open(tmp_path / name) as ledger:
            told.append(sorted(claim.id for claim in ledger.claims(Filter(limit=None))))
    assert told[0] == told[1] != []
    assert read_frame(daft.from_pydict(ROWS), tmp_path / "frame.db").new == 0


def test_a_frame_without_text_is_refused(tmp_path: Path) -> None:
    daft = pytest.importorskip("daft")
    with pytest.raises(OnRecordError, match="without a column 'text'"):
        read_frame(daft.from_pydict({"title": ["x"]}), tmp_path / "a.db")
