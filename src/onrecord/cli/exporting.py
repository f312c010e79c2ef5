"""``export``: the record as files for other programs."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.options import day
from onrecord.cli.output import complain
from onrecord.cli.reporting import whole
from onrecord.ledger.query import Ledger
from onrecord.ledger.select import Filter

_ENDINGS = {".csv": "csv", ".jsonl": "jsonl", ".parquet": "parquet", ".geojson": "geojson", ".json": "plover", ".zip": "bundle"}
_FORMATS = ("csv", "jsonl", "parquet", "geojson", "plover", "hxl", "bundle")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export", rich_help_panel="Take out")(whole(export))


def export(
    ledger: Ledger,
    wanted: Filter,
    format: Annotated[
        str, typer.Option("--format", "-f", help=f"One of: {', '.join(_FORMATS)}. Left out: by the file's name.")
    ] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write; left out: print it.")] = None,
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="The date of the reports in a bundle.")] = "",
) -> None:
    """Write claims as a table, JSON lines, a map, event records or an evidence bundle. The filters say which.

    The columns stand in the reference. Cells of CSV are safe to open in a spreadsheet; plover writes events told as done, one
    record each, unless --certainty asks for others; a bundle is a zip of reports, texts, evidence and hashes. Examples:

      onrecord export -o claims.csv --story floods

      onrecord export -f plover --since 2031-05-01 > events.json

      onrecord export -o floods.zip --story floods --date 2031-05-06
    """
    chosen = _format(format, output)
    if output is None:
        buffer = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=True)
        _write_text(ledger, wanted, chosen, buffer)
        buffer.detach()
        return
    try:
        written = _write_to(ledger, wanted, chosen, output, day(date) if date else None)
    except OSError as error:
        complain(f"cannot write {output}: {error.strerror}", "name another file with -o")
        raise typer.Exit(1) from error
    complain(f"{written} {'files' if chosen == 'bundle' else 'records'} in {output}")


def _format(given: str, output: Path | None) -> str:
    """The format asked for; BadParameter where it is none, or cannot be printed."""
    chosen = given or (_ENDINGS.get(output.suffix.lower(), "") if output else "csv")
    if chosen not in _FORMATS:
        said = f"invalid format {given!r}" if given else f"{output} does not say which format"
        raise typer.BadParameter(f"{said}, valid are: {', '.join(_FORMATS)}", param_hint="--format")
    if output is None and chosen in ("parquet", "bundle"):
        raise typer.BadParameter(f"{chosen} is nothing to print: name the file with -o", param_hint="--output")
    return chosen


def _write_text(ledger: Ledger, wanted: Filter, format: str, out: io.TextIOWrapper) -> int:
    from onrecord.export import write_text

    return write_text(ledger, wanted, format, out)


def _write_to(ledger: Ledger, wanted: Filter, format: str, output: Path, date: str | None) -> int:
    if format in ("parquet", "bundle"):
        from onrecord.export import write_file

        return write_file(ledger, wanted, format, output, date=date)
    with output.open("w", encoding="utf-8", newline="") as out:
        return _write_text(ledger, wanted, format, out)
