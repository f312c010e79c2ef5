"""``report``: a situation report of one story, or of each."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.options import day, filtered
from onrecord.cli.output import complain
from onrecord.errors import NotFoundError
from onrecord.ledger.query import Ledger
from onrecord.ledger.select import Filter
from onrecord.model import Story

if TYPE_CHECKING:
    from onrecord.report import Format

FORMATS: tuple[Format, ...] = ("md", "html", "docx", "json")
"""Those of ``onrecord.report``, which is imported only where a report is written: most commands need nothing of it."""
_PAGING = ("limit", "offset")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("report", rich_help_panel="Take out")(whole(report))


def whole(command: Callable[..., None]) -> Callable[..., None]:
    """A command with the filters as options but without pages: it is about all that the filters leave."""
    run = filtered(command)
    signature = inspect.signature(run)

    def unpaged(**options: Any) -> None:
        run(limit=None, offset=0, **options)

    kept = [p for p in signature.parameters.values() if p.name not in _PAGING]
    unpaged.__name__ = command.__name__
    unpaged.__doc__ = command.__doc__
    unpaged.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
    unpaged.__annotations__ = {p.name: p.annotation for p in kept}
    return unpaged


def report(
    ledger: Ledger,
    wanted: Filter,
    name: Annotated[
        str,
        typer.Argument(metavar="[STORY]", help="Its id, the beginning of it, or words of its title; left out: the only one."),
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="One report a story, into the folder that -o names.")] = False,
    format: Annotated[
        list[str],
        typer.Option("--format", "-f", help=f"One of: {', '.join(FORMATS)}; several with --all. Left out: by the file's name."),
    ] = [],  # noqa: B006
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File, or folder with --all; left out: print it.")
    ] = None,
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="The report's date, as 2031-05-06.")] = "",
    last: Annotated[str, typer.Option("--last", metavar="DATE", help="Day of the last report, for what changed.")] = "",
) -> None:
    """Write a situation report: highlights, key figures, what happened, aid and replies, who says what, what is not known.

    Every line is made from the record and cites its sources; figures are never added or averaged. HTML stands alone, prints
    well, and carries charts. Examples:

      onrecord report floods > floods.md

      onrecord report floods -o floods.html --date 2031-05-06 --last 2031-05-02

      onrecord report --all -o reports -f html -f md --min-origins 2
    """
    formats = _formats(format, output, everything)
    dates = {"date": day(date) if date else None, "last": day(last) if last else None}
    if not everything:
        _write(ledger, _story(ledger, name, wanted), wanted, formats[0], output, dates)
        return
    if name:
        raise typer.BadParameter(f"{name!r} and --all: name a story, or ask for all", param_hint="STORY")
    if output is None:
        raise typer.BadParameter("--all writes a file a story: name a folder", param_hint="--output")
    output.mkdir(parents=True, exist_ok=True)
    for story in ledger.stories(wanted):
        for form in formats:
            path = output / f"{slug(story)}.{form}"
            _write(ledger, story, wanted, form, path, dates)
            typer.echo(str(path))


def _formats(given: list[str], output: Path | None, several: bool) -> list[Format]:
    """The formats asked for; BadParameter where one is none, or one cannot be printed."""
    wrong = [f for f in given if f not in FORMATS]
    if wrong:
        raise typer.BadParameter(f"invalid format {wrong[0]!r}, valid are: {', '.join(FORMATS)}", param_hint="--format")
    if len(given) > 1 and not several:
        raise typer.BadParameter("one format a file; several go with --all", param_hint="--format")
    ending = output.suffix[1:].lower() if output and not several else ""
    found = [f for f in FORMATS if f in given] or [f for f in FORMATS if f == ending] or [FORMATS[0]]
    if "docx" in found and output is None and sys.stdout.isatty():
        raise typer.BadParameter("a Word file is nothing to print: name it with -o", param_hint="--format")
    return found


def _story(ledger: Ledger, name: str, wanted: Filter) -> Story:
    if name or wanted.story:
        return ledger.find_story(name or wanted.story or "")
    found = ledger.stories(Filter(limit=2))
    if len(found) != 1:
        remedy = "onrecord stories lists them; --all writes one report for each" if found else "onrecord read PATH"
        raise NotFoundError("which story?" if found else "no stories yet", remedy)
    return found[0]


def _write(
    ledger: Ledger, story: Story, wanted: Filter, form: Format, output: Path | None, dates: dict[str, str | None]
) -> None:
    from onrecord.report import compose, gather, render

    narrowed = in_words(wanted)
    made = render(compose(gather(ledger, story, wanted, narrowed), **dates), form)
    if output is None:
        sys.stdout.buffer.write(made)
        return
    try:
        output.write_bytes(made)
    except OSError as error:
        complain(f"cannot write {output}: {error.strerror}", "name another file with -o")
        raise typer.Exit(1) from error


def in_words(wanted: Filter) -> str:
    """What a filter narrows, in words; '' where it narrows nothing. A story is not a narrowing."""
    bare = replace(wanted, story=None, limit=None, offset=0)
    default = Filter(limit=None)
    told = [(f.name, getattr(bare, f.name)) for f in fields(Filter) if getattr(bare, f.name) != getattr(default, f.name)]
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in told)


def slug(story: Story) -> str:
    """A file name for a story: words of its title and the beginning of its id."""
    words = re.findall(r"[a-z0-9]+", story.title.lower())
    return "-".join([*words[:6], story.id.removeprefix("story:")[:6]])
