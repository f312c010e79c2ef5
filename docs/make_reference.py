"""Writes the reference from the code: commands and options, columns of exports, codes, errors, the Python API.

python docs/make_reference.py            write docs/reference/*.md
python docs/make_reference.py --check    exit 1 where a committed page is not what the code says
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer

FOLDER = Path(__file__).parent / "reference"
NOTE = "<!-- Written by docs/make_reference.py from the code: change the code, then run it again. -->\n"


def pages() -> dict[str, str]:
    """Every page of the reference by its file name."""
    makers: dict[str, Callable[[], Iterator[str]]] = {
        "commands.md": commands, "columns.md": columns, "codes.md": codes, "errors.md": errors, "python.md": python,
    }  # fmt: skip
    return {name: NOTE + "\n" + "\n".join(maker()).rstrip() + "\n" for name, maker in makers.items()}


def cell(text: str) -> str:
    """Text that fits a cell of a table."""
    return re.sub(r"\s+", " ", text).replace("|", "\\|").replace("<", "&lt;").strip()


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


# --------------------------------------------------------------------------------------------------------------- commands


def program() -> dict[str, Any]:
    """The commands by name, as the command line's library has them."""
    from onrecord.cli import build

    made: Any = typer.main.get_command(build())
    return dict(made.commands)


def plain(help: str) -> str:
    """A help text without Rich's marks."""
    return re.sub(r"\[/?(?:b|i|bold|italic|dim)\]", "", inspect.cleandoc(help or ""))


def commands() -> Iterator[str]:
    yield "# Commands\n"
    yield "`onrecord COMMAND --help` says the same. Exit status: 0 all well; 1 something was refused, not found or found"
    yield "wrong; 2 wrong usage. Answers go to standard output, progress and complaints to standard error.\n"
    for name, command in sorted(program().items()):
        yield from one_command(name, command)


def one_command(name: str, command: Any) -> Iterator[str]:
    yield f"## {name}\n"
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and not p.hidden]
    usage = " ".join(["onrecord", name, "[OPTIONS]", *(argument(a) for a in arguments)])
    yield f"```text\n{usage}\n```\n"
    yield from (paragraph(part) for part in re.split(r"\n\s*\n", plain(command.help)))
    if arguments:
        yield from table(("argument", "meaning"), [(f"`{argument(a)}`", cell(a.help or "")) for a in arguments])
    if options:
        yield from table(("option", "meaning", "default"), [option(o) for o in options])
    if hasattr(command, "commands"):
        for inner, one in sorted(command.commands.items()):
            yield from one_command(f"{name} {inner}", one)


def argument(given: Any) -> str:
    return str(given.metavar or given.name.upper() + ("..." if given.nargs == -1 else ""))


def paragraph(text: str) -> str:
    """A paragraph of help; lines that begin with the program's name are examples."""
    if text.lstrip().startswith(("onrecord ", "curl ")):
        return f"```console\n$ {text.strip()}\n```\n"
    return re.sub(r"\s+", " ", text.replace("<", "&lt;")) + "\n"


def option(given: Any) -> tuple[str, str, str]:
    names = ", ".join(f"`{name}`" for name in (*given.opts, *given.secondary_opts))
    default = given.show_default if isinstance(given.show_default, str) else given.default
    shown = "" if default in (None, "", False, (), []) or callable(default) else f"`{default}`"
    meaning = cell(given.help or "") + (f" (environment: `{given.envvar}`)" if given.envvar else "")
    return names, meaning, shown


# ------------------------------------------------------------------------------------------------------- columns and codes


def columns() -> Iterator[str]:
    from onrecord.export import COLUMNS

    yield "# Columns of the exports\n"
    yield "CSV, HXL, Parquet and data frames have these columns; GeoJSON has them as properties. One row a claim; a cell"
    yield "that a kind of claim does not have is empty; several names in a cell are parted by `; `.\n"
    rows = [(f"`{c.name}`", c.type, f"`{c.hxl}`", cell(c.meaning)) for c in COLUMNS]
    yield from table(("column", "type", "HXL tag", "meaning"), rows)


TITLES = {
    "event": "Event types (PLOVER)", "context": "Contexts (PLOVER)", "sector": "Sectors (PLOVER)",
    "metric": "Metrics of figures", "qualifier": "Qualifiers of figures", "aid status": "Status of aid",
    "aid reply": "Reply to aid", "hazard": "Hazards (GLIDE)", "polarity": "Polarity",
    "modality": "Modality", "source kind": "Kinds of source", "segment": "Segments of a text",
    "relation": "Relations of copies",
}  # fmt: skip


def codes() -> Iterator[str]:
    from onrecord import vocab
    from onrecord.ledger.fuse import score

    yield "# Codes\n"
    yield "Every code of the record, with a definition in our words, from `src/onrecord/vocab/codes.csv`. Scores are PLOVER's, "
    yield "-10 (hostile) to 10 (friendly).\n"
    rows = vocab.rows("codes.csv")
    for name in dict.fromkeys(row["list"] for row in rows):
        own = [row for row in rows if row["list"] == name]
        yield f"## {TITLES.get(name) or 'Modes of ' + name.removeprefix('mode ')}\n"
        if name == "event":
            scored = [(f"`{r['code']}`", r["label"], cell(r["definition"]), f"{score(r['code'], None):+g}") for r in own]
            yield from table(("code", "label", "definition", "score"), scored)
        else:
            yield from table(
                ("code", "label", "definition"), [(f"`{r['code']}`", r["label"], cell(r["definition"])) for r in own]
            )


# ------------------------------------------------------------------------------------------------------- errors and Python


def errors() -> Iterator[str]:
    from onrecord import errors as tree

    yield "# Errors\n"
    yield "Everything that is raised on purpose. `str(error)` says what is wrong and where, `error.remedy` what to do.\n"
    found = [thing for thing in vars(tree).values() if inspect.isclass(thing) and issubclass(thing, tree.OnRecordError)]
    parents = {thing: thing.__mro__[1].__name__ for thing in found}
    rows = [(f"`{t.__name__}`", f"`{parents[t]}`", cell((t.__doc__ or "").split("\n\n")[0]).replace("``", "`")) for t in found]
    yield from table(("error", "is a", "when"), rows)


KINDS = {"Event": "an event", "Figure": "a figure", "Quote": "a quotation", "Aid": "aid", "Unknown": "what is not known"}


def python() -> Iterator[str]:
    import onrecord

    yield "# The Python API\n"
    yield "Names of `import onrecord`; each is imported when it is first used. All records are frozen dataclasses.\n"
    for name in onrecord.__all__:
        thing = getattr(onrecord, name)
        if name == "__version__":
            continue
        yield f"## {name}\n"
        if inspect.isfunction(thing):
            yield f"```python\n{name}{inspect.signature(thing)}\n```\n".replace("'", "")
        yield described(name, thing)
        if hasattr(thing, "__dataclass_fields__"):
            fields = [(f"`{f.name}`", f"`{cell(str(f.type))}`") for f in thing.__dataclass_fields__.values()]
            yield from table(("field", "type"), fields)
        elif name == "Ledger":
            yield from table(("method", "gives"), methods(thing))


def described(name: str, thing: Any) -> str:
    """A docstring as Markdown; a dataclass that has none is named by its kind."""
    text = inspect.getdoc(thing) or ""
    if text.startswith(f"{name}("):
        told = KINDS.get(name.removesuffix("Claim"))
        text = f"The claim that tells {told}." if told else "A record."
    return text.replace("``", "`").replace("<", "&lt;") + "\n"


def methods(thing: type) -> list[tuple[str, ...]]:
    """The public methods of a class with the first sentence of what they give."""
    found = [(name, member) for name, member in inspect.getmembers(thing, callable) if not name.startswith("_")]
    return [(f"`{name}`", cell((inspect.getdoc(member) or "").split("\n")[0]).replace("``", "`")) for name, member in found]


def main() -> int:
    """Write the pages, or say which are old."""
    old = [name for name, text in pages().items() if not (FOLDER / name).exists() or (FOLDER / name).read_text() != text]
    if "--check" in sys.argv:
        sys.stderr.write("".join(f"docs/reference/{name} is old: run python docs/make_reference.py\n" for name in old))
        return 1 if old else 0
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
