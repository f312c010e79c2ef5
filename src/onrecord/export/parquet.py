"""Rows of claims as a Parquet file, by pyarrow (extra ``parquet``), and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from onrecord.errors import OnRecordError
from onrecord.export.columns import COLUMNS, NAMES, Row

_GROUP = 20_000
"""Rows that are written together: a bound on memory."""


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise OnRecordError("Parquet needs pyarrow", 'pip install "onrecord[parquet]", or export CSV') from error
    return pyarrow, pyarrow.parquet


def write_parquet(rows: Iterable[Row], path: Path) -> int:
    """Write rows with typed columns, each with its meaning as metadata; how many there were."""
    arrow, parquet = _arrow()
    types = {"text": arrow.string(), "number": arrow.float64(), "integer": arrow.int64(), "flag": arrow.bool_()}
    schema = arrow.schema([arrow.field(c.name, types[c.type], metadata={"meaning": c.meaning}) for c in COLUMNS])
    waiting = iter(rows)
    written = 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while group := list(islice(waiting, _GROUP)):
            writer.write_table(arrow.Table.from_pylist(group, schema=schema))
            written += len(group)
    return written


def read_parquet(path: Path) -> Iterator[Row]:
    """The rows of a file that ``write_parquet`` wrote. OnRecordError where its columns are others."""
    _, parquet = _arrow()
    file = parquet.ParquetFile(path)
    if tuple(file.schema_arrow.names) != NAMES:
        raise OnRecordError(f"{path} is no table of claims: its columns are others", "give a file that onrecord export wrote")
    for batch in file.iter_batches():
        yield from batch.to_pylist()
