"""Rows of reports: JSON lines, CSV, Parquet. Read row by row; a bad row is refused and the rest goes on."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from onrecord.errors import InputError
from onrecord.model import Refusal, Report
from onrecord.sources.encoding import decode, encoding_of
from onrecord.sources.limits import Limits
from onrecord.sources.make import from_row
from onrecord.sources.streams import Again

_SAMPLE = 65_536
_BATCH_ROWS = 64
_ROW_GROUP_BYTES = 2_000_000_000


def read_jsonl(stream: BinaryIO, where: str, published: str | None, limits: Limits) -> Iterator[Report | Refusal]:
    """One report for each line that holds a JSON object. Blank lines are passed over; a byte order mark is allowed."""
    for number, line in _lines(stream, limits.file_bytes):
        place = f"{where}, line {number}"
        if line is None:
            yield Refusal(place, f"longer than {limits.file_bytes:,} bytes", "one report a line; or raise the limit")
            continue
        try:
            row = json.loads(decode(line))
        except InputError as error:
            yield Refusal(place, str(error), error.remedy)
        except (json.JSONDecodeError, RecursionError) as error:
            yield Refusal(place, f"not JSON: {_said(error)}", "put one JSON object on each line")
        else:
            yield _of_row(row, place, published, limits)


def read_json(data: bytes, where: str, published: str | None, limits: Limits) -> Iterator[Report | Refusal]:
    """The reports of a file that is one JSON object or a list of them. Raises ``InputError`` where it is not JSON."""
    try:
        found = json.loads(decode(data))
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"not JSON: {_said(error)}", "give a JSON object, a list of them, or JSON lines") from error
    if isinstance(found, list):
        for i, row in enumerate(found):
            yield _of_row(row, f"{where}, item {i + 1}", published, limits)
    else:
        yield _of_row(found, where, published, limits)


def read_csv(stream: BinaryIO, where: str, published: str | None, limits: Limits) -> Iterator[Report | Refusal]:
    """One report for each row. The first row names the columns; comma, semicolon, tab and bar are told apart by it.

    Raises ``InputError`` where there is no column ``text`` or the encoding cannot be told.
    """
    sample = stream.read(_SAMPLE)
    lines = io.TextIOWrapper(io.BufferedReader(Again(sample, stream)), encoding=encoding_of(sample), newline="")
    header = sample.decode(encoding_of(sample), "replace").split("\n", 1)[0]
    separator = max(",;\t|", key=header.count)
    rows = csv.reader(lines, delimiter=separator, strict=False)
    columns = [name.strip().lower().removeprefix("\ufeff") for name in _next_row(rows, limits) or []]
    _check_columns(columns)
    number = 0
    while True:
        number += 1
        place = f"{where}, row {number}"
        try:
            values = _next_row(rows, limits)
        except UnicodeDecodeError as error:
            yield Refusal(place, f"not valid {error.encoding} from here on", "save the file as UTF-8")
            return
        except csv.Error as error:
            yield Refusal(place, f"not CSV: {error}", "put quotation marks around a text with commas or line breaks")
            return
        if values is None:
            return
        if any(values):
            # An empty field means that nothing was given.
            row = {name: value for name, value in zip(columns, values, strict=False) if name and (value or name == "text")}
            yield from_row(row, place, published, limits)


def read_parquet(path: Path, where: str, published: str | None, limits: Limits) -> Iterator[Report | Refusal]:
    """One report for each row; same columns as CSV. Raises ``InputError`` where it is not Parquet or pyarrow is missing."""
    try:
        import pyarrow as pa  # type: ignore[import-untyped,import-not-found,unused-ignore]
        import pyarrow.parquet as pq  # type: ignore[import-untyped,import-not-found,unused-ignore]
    except ImportError as error:
        raise InputError(
            "reading Parquet needs pyarrow", 'pip install "onrecord[parquet]", or give the table as CSV'
        ) from error
    try:
        with pq.ParquetFile(path) as table:
            names = {name: name.strip().lower() for name in table.schema_arrow.names}
            _check_columns(list(names.values()))
            sizes = [table.metadata.row_group(i).total_byte_size for i in range(table.metadata.num_row_groups)]
            if max(sizes, default=0) > _ROW_GROUP_BYTES:
                raise InputError(f"a row group of {max(sizes):,} bytes", "write the table with smaller row groups")
            number = 0
            for batch in table.iter_batches(batch_size=_BATCH_ROWS):
                for values in batch.to_pylist():
                    number += 1
                    row = {names[name]: value for name, value in values.items() if value is not None}
                    yield from_row(row, f"{where}, row {number}", published, limits)
    except pa.ArrowException as error:
        raise InputError(f"not a Parquet file: {_said(error)}", "write it again, or give the table as CSV") from error


def _of_row(row: object, place: str, published: str | None, limits: Limits) -> Report | Refusal:
    if not isinstance(row, Mapping):
        return Refusal(place, f"a JSON {type(row).__name__}, not an object", "put one JSON object on each line")
    known: dict[str, Any] = {str(key): value for key, value in row.items()}
    return from_row(known, place, published, limits)


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines that are not blank, as UTF-8 or what the file has; None for one longer than ``limit`` bytes."""
    first = stream.read(4)
    wide = first[:2] in (b"\xff\xfe", b"\xfe\xff")
    buffered = io.BufferedReader(Again(first, stream))
    source: Any = io.TextIOWrapper(buffered, encoding="utf-16") if wide else buffered
    number = 0
    while got := source.readline(limit + 1):
        number += 1
        line: bytes = got.encode("utf-8", "surrogatepass") if wide else got
        if len(got) > limit and not line.endswith(b"\n"):
            while (rest := source.readline(limit)) and rest[-1:] not in (b"\n", "\n"):
                pass
            yield number, None
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield number, line


def _next_row(rows: Iterator[list[str]], limits: Limits) -> list[str] | None:
    with _field_limit(limits.file_bytes):
        return next(rows, None)


@contextmanager
def _field_limit(size: int) -> Iterator[None]:
    """The csv module's limit is one for the whole process; it is set for one row at a time and put back."""
    before = csv.field_size_limit(size)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _check_columns(columns: list[str]) -> None:
    if "text" not in columns:
        given = ", ".join(name for name in columns if name) or "none"
        raise InputError(f"no column 'text'; its columns are: {given[:200]}", "name the column with the reports 'text'")


def _said(error: Exception) -> str:
    """The first line of what a library said."""
    return (str(error) or type(error).__name__).split("\n", 1)[0][:200]
