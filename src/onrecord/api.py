"""The functions of the public API; ``import onrecord`` gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError, OnRecordError
from onrecord.model import Annotations, Claim, Refusal, Report

if TYPE_CHECKING:
    import pandas

    from onrecord.pipeline import Record


Input = str | Path | Report
"""Something to read: a file, a folder, ``-`` for standard input, or a report."""


def make_report(
    text: str,
    *,
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    agency: str | None = None,
    url: str | None = None,
) -> Report:
    """A report from a text and what is known about it. Raises ``InputError`` where ``onrecord read`` would refuse it."""
    from onrecord.sources.limits import Limits
    from onrecord.sources.make import make_report as make

    made = make(text, "text", Limits(), title=title, published=published, outlet=outlet, agency=agency, url=url)
    if isinstance(made, Refusal):
        raise InputError(made.reason, made.remedy)
    return made


def annotate(text: str | Report, *, published: str | None = None) -> Annotations:
    """Everything seen in one text, with its offsets (Unicode code points, end exclusive).

    ``published`` (ISO) resolves the times of a text given as a string. Raises ``InputError`` where the text would be refused,
    ``ModelError`` where the reading model cannot be loaded.
    """
    from onrecord import pipeline

    return pipeline.annotate_report(text if isinstance(text, Report) else make_report(text, published=published))


def read(inputs: Input | Iterable[Input], *, ledger: str | Path | None = None, published: str | None = None) -> Record:
    """The record of some files, folders or reports, one or several.

    With ``ledger`` they are put on record in that file, which is made where there is none, and what comes back is what it now
    says of them, together with the other reports of their families and stories; without, everything stays in memory.
    ``published`` stands in for the date of reports that carry none. What cannot be read is among the ``refusals``, with the
    reason; ``InputError`` only where ``published`` is no date, ``LedgerError`` where the ledger cannot be used.
    """
    from onrecord import pipeline

    several = [inputs] if isinstance(inputs, str | Path | Report) else inputs
    items = _items(several, published)
    return pipeline.read_reports(items) if ledger is None else _read_into(items, Path(ledger))


def _items(inputs: Iterable[Input], published: str | None) -> Iterator[Report | Refusal]:
    from onrecord.sources import read_paths

    for given in inputs:
        if isinstance(given, Report):
            yield given
        else:
            yield from read_paths([given], published=published)


def _read_into(items: Iterable[Report | Refusal], path: Path) -> Record:
    from onrecord import pipeline
    from onrecord.ledger import Filter, Ledger
    from onrecord.ledger.intake import take_in
    from onrecord.ledger.stages import default_stages

    with Ledger.open(path, write=True) as ledger:
        intake = take_in(ledger, items, pipeline.claims_of_reports, default_stages(), reader=pipeline.READER)
        read = [item for item in intake.items if isinstance(item, Report)]
        families = {family.id: family for report in read for family in (ledger.family_of(report.id),)}
        stories = {story: ledger.story(story) for family in families if (story := ledger.story_of(family))}
        return pipeline.Record(
            reports=tuple({report.id: report for report in read}.values()),
            refusals=tuple(item for item in intake.items if isinstance(item, Refusal)),
            families=tuple(families.values()),
            stories=tuple(stories.values()),
            claims=tuple(c for family in families for c in ledger.claims(Filter(family=family, limit=None))),
        )


def to_pandas(claims: Iterable[Claim]) -> pandas.DataFrame:
    """Claims as a data frame: a row each, the columns of the exports (``onrecord.export.COLUMNS``), typed.

    What only a ledger knows (story titles, outlets, origins across families, review) is empty here; ``onrecord export`` has it.
    OnRecordError where pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise OnRecordError("data frames need pandas", 'pip install "onrecord[pandas]"') from error
    from onrecord.export.columns import COLUMNS, Carrier, Told, row

    types: dict[str, Any] = {"text": "string", "number": "Float64", "integer": "Int64", "flag": "boolean"}
    rows = [row(Told(claim, Carrier())) for claim in claims]
    columns = {column.name: pandas.array([row[column.name] for row in rows], dtype=types[column.type]) for column in COLUMNS}
    return pandas.DataFrame(columns)
