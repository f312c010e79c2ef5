"""What commands print: JSON lines, tables for people, complaints. Nothing else in the program prints.

Text from reports is never trusted: control characters and direction marks are taken out before it reaches a terminal, and it is
never read as markup.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.contract import dumps

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BLANK = re.compile(r"\s+")
PIPE_WIDTH = 120
"""Columns of a table that goes into a pipe or a file."""


def clean(text: str | None) -> str:
    """Text on one line that does nothing to a terminal."""
    return _CONTROL.sub("", _BLANK.sub(" ", text or "")).strip()


def print_json(records: Iterable[Mapping[str, Any]]) -> None:
    """One line each on standard output."""
    for record in records:
        sys.stdout.write(dumps(record) + "\n")


def complain(what: str, remedy: str = "") -> None:
    """One line on standard error."""
    sys.stderr.write(f"onrecord: {clean(what)}" + (f" ({clean(remedy)})" if remedy else "") + "\n")


def console() -> Console:
    """Standard output for people: colours on a terminal, plain text of a fixed width elsewhere."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else shutil.get_terminal_size((PIPE_WIDTH, 24)).columns
    return Console(width=width, highlight=False, markup=False, emoji=False)


def table(
    columns: Sequence[str | tuple[str, dict[str, Any]]], rows: Iterable[Sequence[str]], title: str | None = None
) -> Table:
    """A plain table: one line a row where it fits, folded where it does not. A column may bring options of Rich's."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    made = Table(box=SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", header_style="bold", pad_edge=False)
    for column in columns:
        name, options = column if isinstance(column, tuple) else (column, {})
        made.add_column(name, overflow="fold", **options)
    for row in rows:
        made.add_row(*(Text(clean(cell)) for cell in row))
    return made


def short(text: str, width: int) -> str:
    """The beginning of a text, cut at a word, with … where something is left out."""
    text = clean(text)
    if len(text) <= width:
        return text
    return text[: width - 1].rsplit(" ", 1)[0] + "…"


def number(value: float | None) -> str:
    """A number as people write it: thousands parted, no decimals that say nothing."""
    if value is None:
        return "?"
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def count(n: int, noun: str, nouns: str = "") -> str:
    """So many of something: "1 family", "2 families"; ``nouns`` where the plural is not the noun with an s."""
    return f"{n:,} {noun if n == 1 else nouns or noun + 's'}"


def bounds(low: float | None, high: float | None, qualifier: str, text: str = "") -> str:
    """What a figure's words say, in short: 4,100 · ≥ 20 · > 20 · ≤ 9 · about 300 · 12-30 · the words where they are vague."""
    if qualifier == "none":
        return "none"
    if (low is None and high is None) or qualifier in ("vague", "unknown"):
        return clean(text) or "not told"
    one = number(low if low is not None else high)
    if low is not None and high is not None and low != high:
        return f"{number(low)}-{number(high)}"
    sign = {"at_least": "≥ ", "more_than": "> ", "at_most": "≤ ", "fewer_than": "< ", "up_to": "≤ ", "about": "about "}
    return sign.get(qualifier, "") + one


def words(code: str | None) -> str:
    """A code of a vocabulary as words."""
    return (code or "").replace("_", " ")
