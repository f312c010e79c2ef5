"""Reading as a Daft data frame (extra ``batch``): on the cores of one machine, or on a Ray cluster, by windows of days.

    import daft
    from onrecord.batch import read_frame

    daft.set_runner_ray("ray://head:10001")          # left out: the native runner
    read_frame(daft.read_parquet("reports/*.parquet"), "year.db")

Reading is what costs, and what a report says does not depend on its company: it is spread over the workers, each with a reader
of its own. Copies come within days of each other, so that reports go in by windows of days, oldest first, undated ones last;
families and stories are then found by the ledger itself, as if the reports had come one by one. One process writes the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from onrecord.contract import claim_line, claim_record, dumps
from onrecord.errors import OnRecordError
from onrecord.model import Claim, Refusal, Report

COLUMNS = ("text", "id", "title", "published", "outlet", "url", "language", "agency")
"""Columns of a frame of reports, as the contract has them; only ``text`` must be there."""
_UNDATED = 10**9

Read = Callable[[Iterable[Report]], Iterable[tuple[Report, Sequence[Claim]]]]


@dataclass(frozen=True, slots=True)
class Counts:
    """What went in: reports, how many of them were new, what was refused, and in how many windows."""

    reports: int
    new: int
    refused: int
    windows: int


def read_frame(frame: Any, ledger: str | Path, *, days: int = 4, published: str | None = None) -> Counts:
    """Put a Daft frame of reports on record in ``ledger``, in windows of ``days`` days.

    ``published`` stands in for missing dates. OnRecordError where Daft is not installed or the frame has no column ``text``;
    a row that cannot be read is refused and counted.
    """
    from onrecord import pipeline
    from onrecord.ledger import Ledger
    from onrecord.ledger.intake import take_in
    from onrecord.ledger.stages import default_stages
    from onrecord.ledger.write import was_read

    reports = new = refused = windows = 0
    with Ledger.open(ledger, write=True) as opened:
        for rows in _windows(frame, days):
            items = [_item(row, published) for row in rows]
            unread = [
                (row, item)
                for row, item in zip(rows, items, strict=True)
                if isinstance(item, Report) and not was_read(opened.connection, item.id, pipeline.READER)
            ]
            claims = dict(zip((item.id for _, item in unread), _claims([row for row, _ in unread], published), strict=True))
            intake = take_in(opened, items, _known(claims), default_stages(), reader=pipeline.READER)
            reports += len(items) - intake.refused
            new, refused, windows = new + intake.new, refused + intake.refused, windows + 1
    return Counts(reports, new, refused, windows)


def _daft() -> Any:
    try:
        import daft
    except ImportError as error:
        raise OnRecordError("frames of reports need Daft", 'pip install "onrecord[batch]"') from error
    return daft


def window(published: str | None, days: int) -> int:
    """The number of the window of days that a publication date falls into; undated reports have the last."""
    try:
        return date.fromisoformat((published or "")[:10]).toordinal() // days
    except ValueError:
        return _UNDATED


def _windows(frame: Any, days: int) -> Iterator[list[dict[str, Any]]]:
    """The rows of each window, oldest first; within a window in the frame's order."""
    daft = _daft()
    if "text" not in frame.column_names:
        raise OnRecordError("a frame of reports without a column 'text'", f"its columns are: {', '.join(COLUMNS)}")
    there = [name for name in COLUMNS if name in frame.column_names]
    dated = "published" in there
    numbered = (
        frame.select(*there)
        .with_column(
            "window",
            _applied(
                daft, lambda value: window(str(value) if value else None, days), daft.DataType.int64(), daft.col("published")
            )
            if dated
            else daft.lit(_UNDATED),
        )
        .collect()
    )
    numbers = sorted(set(numbered.select("window").distinct().to_pydict()["window"]))
    for number in numbers:
        yield numbered.where(daft.col("window") == number).exclude("window").to_pylist()


def _applied(daft: Any, function: Callable[[Any], Any], kind: Any, column: Any) -> Any:
    return daft.func(function, return_dtype=kind)(column)


def _item(row: Mapping[str, Any], published: str | None) -> Report | Refusal:
    from onrecord.sources.limits import Limits
    from onrecord.sources.make import from_row

    told = {name: str(value) for name, value in row.items() if value is not None}
    return from_row(told, told.get("id", "row"), published, Limits())


def _claims(rows: list[dict[str, Any]], published: str | None) -> list[tuple[Claim, ...]]:
    """The claims of each row's report, in order, read by the workers of Daft's runner."""
    import json

    if not rows:
        return []
    daft = _daft()

    @daft.func.batch(return_dtype=daft.DataType.string())  # type: ignore[misc, untyped-decorator, unused-ignore]
    def read(packed: Any) -> list[str]:
        return _read_packed(packed.to_pylist(), published)

    frame = daft.from_pydict({"n": list(range(len(rows))), "row": [json.dumps(row, default=str) for row in rows]})
    found = frame.with_column("claims", read(daft.col("row"))).select("n", "claims").sort("n").to_pydict()["claims"]
    return [tuple(claim_record(json.loads(line)) for line in text.splitlines()) for text in found]


def _read_packed(packed: list[str], published: str | None) -> list[str]:
    """On a worker: rows as JSON in, the lines of each report's claims out. The worker keeps its reader."""
    import json

    from onrecord import pipeline

    items = [_item(json.loads(text), published) for text in packed]
    reports = [item for item in items if isinstance(item, Report)]
    return ["\n".join(dumps(claim_line(claim)) for claim in claims) for _, claims in pipeline.claims_of_reports(reports)]


def _known(claims: Mapping[str, Sequence[Claim]]) -> Read:
    """A way of reading for what was read before."""
    return lambda reports: ((report, claims[report.id]) for report in reports)


__all__ = ["COLUMNS", "Counts", "read_frame", "window"]
