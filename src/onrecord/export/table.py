"""Rows of claims as CSV, with or without a row of HXL tags, and back."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from onrecord.errors import OnRecordError
from onrecord.export.columns import COLUMNS, NAMES, TYPES, Cell, Row

_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
"""The beginning of a text that a spreadsheet would run, or of one that was made safe before."""


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before = + - @, tab, line break and their wide forms."""
    return "'" + text if _FORMULA.match(text) else text


def unsafe(text: str) -> str:
    """What ``safe`` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def write_csv(rows: Iterable[Row], out: TextIO, *, hxl: bool = False) -> int:
    """Write rows under the column names, as RFC 4180 has it; how many there were. Cells of numbers are plain numbers."""
    writer = csv.writer(out)
    writer.writerow(NAMES)
    if hxl:
        writer.writerow([column.hxl for column in COLUMNS])
    written = 0
    for row in rows:
        writer.writerow([_cell(row[name]) for name in NAMES])
        written += 1
    return written


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return safe(value) if isinstance(value, str) else repr(value)


def read_csv(file: TextIO) -> Iterator[Row]:
    """The rows of a table that ``write_csv`` wrote, with their types. OnRecordError where its columns are others."""
    reader = csv.reader(file)
    head = tuple(next(reader, ()))
    if head != NAMES:
        raise OnRecordError("not a table of claims: its columns are others", "give a file that onrecord export wrote")
    for number, cells in enumerate(reader):
        if number == 0 and cells[0].startswith("#"):
            continue
        yield {name: _value(name, cell) for name, cell in zip(NAMES, cells, strict=True)}


def _value(name: str, cell: str) -> Cell:
    if cell == "":
        return None
    kind = TYPES[name]
    if kind == "number":
        return float(cell)
    if kind == "integer":
        return int(cell)
    return cell == "1" if kind == "flag" else unsafe(cell)
