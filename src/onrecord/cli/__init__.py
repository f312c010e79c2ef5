"""The command line. Each module beside this one adds a group of commands to the same program with its ``register(app)``.

Commands only ask and show; what they do lives in the stages. Exit status: 0 all well; 1 something was refused, not found, or
found wrong; 2 wrong usage. Answers go to standard output, progress and complaints to standard error.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from importlib.util import find_spec

import typer

from onrecord.cli.output import complain
from onrecord.errors import OnRecordError

GROUPS = ("reading", "asking", "comparing", "reviewing", "reporting", "exporting", "serving")
"""Modules of this package that add commands, in the order of the help page; a module that is not installed is passed over."""

HELP = """Reads news reports and keeps the record: what happened, who did what to whom, and who says so.

Reading goes into a [b]ledger[/b], one file (onrecord.db unless named); every other command asks it. Each line of the record is
tied to the words that carry it, and each copy of a report counts once.

[b]Start here[/b]

  onrecord read reports/           .txt, .html, .jsonl, .csv, .warc, folders
  onrecord stories                 what it is about
  onrecord show floods             one story, by words of its title
  onrecord figures --type deaths   all figures of one kind; --json for programs
  onrecord who "Red Cross"         all that a source has said
  onrecord copies --story floods   who printed whose text, and left out what

Add --help to any command for its options and examples.
"""


def build() -> typer.Typer:
    """The program with all of its commands."""
    app = typer.Typer(
        name="onrecord",
        help=HELP,
        no_args_is_help=True,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback(invoke_without_command=True)
    def _top(version: bool = typer.Option(False, "--version", help="Say which version this is, and stop.")) -> None:
        if version:
            from onrecord import __version__

            typer.echo(f"onrecord {__version__}")
            raise typer.Exit

    for group in GROUPS:
        name = f"{__name__}.{group}"
        if find_spec(name):
            import_module(name).register(app)
    return app


_GARBAGE = 20_000
"""New objects between two looks for garbage: what is loaded at the start is none, and looking for it costs a twentieth."""


def main() -> None:
    """Run the program on the arguments of the process."""
    gc.set_threshold(_GARBAGE, 20, 20)
    try:
        build()()
    except OnRecordError as error:
        complain(str(error), error.remedy)
        sys.exit(1)
