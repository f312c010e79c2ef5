"""Options that commands share: the ledger, the filters, ``--json``."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from onrecord.errors import OnRecordError
from onrecord.ledger.query import Ledger
from onrecord.ledger.select import CERTAINTIES, KINDS, Filter

DEFAULT_LEDGER = Path("onrecord.db")

LedgerOption = Annotated[
    Path, typer.Option("--ledger", "-l", envvar="ONRECORD_LEDGER", help="The ledger to ask.", show_default="onrecord.db")
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines, as docs/contract.md describes them.")]


def _option(kind: type, *names: str, help: str, **more: Any) -> Any:
    return Annotated[kind, typer.Option(*names, help=help, **more)]


_FILTERS: dict[str, tuple[Any, Any]] = {
    "story": (_option(str, "--story", "-s", help="Only this story: its id, the beginning of it, or words of its title."), ""),
    "since": (_option(str, "--since", metavar="DATE", help="From this day on, as 2031-05-01."), ""),
    "until": (_option(str, "--until", metavar="DATE", help="Up to this day."), ""),
    "country": (_option(str, "--country", "-c", help="Where it is or who is involved: NOR, or Norway."), ""),
    "type": (_option(str, "--type", "-t", help="Event type, metric or aid status: ASSAULT, deaths, pledged."), ""),
    "source": (_option(str, "--source", help="Part of the name of who says so."), ""),
    "certainty": (_option(str, "--certainty", help=f"One of: {', '.join(CERTAINTIES)}."), ""),
    "min_origins": (_option(int, "--min-origins", min=1, help="Told by so many origins; copies count once."), 1),
    "limit": (_option(int, "--limit", "-n", min=1, help="At most so many."), 100),
    "offset": (_option(int, "--offset", min=0, help="Pass over so many first."), 0),
}


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """A command with the filters as options. It is called with an open ledger and a ``Filter`` as its first two arguments."""

    @wraps(command)
    def run(*, ledger: Path, **options: Any) -> None:
        given = {name: options.pop(name) for name in _FILTERS}
        with Ledger.open(ledger) as opened:
            command(opened, make_filter(opened, given), **options)

    own = list(inspect.signature(command, eval_str=True).parameters.values())[2:]
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
        for name, (annotation, default) in {"ledger": (LedgerOption, DEFAULT_LEDGER), **_FILTERS}.items()
        if name not in {parameter.name for parameter in own}
    ]
    keyword = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
    run.__signature__ = inspect.Signature([*keyword, *shared])  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in (*keyword, *shared)}
    del run.__wrapped__
    return run


def make_filter(ledger: Ledger, given: dict[str, Any]) -> Filter:
    """A filter from options as a person gives them: a story by its title, a country by its name."""
    for name in ("since", "until"):
        if given[name]:
            given[name] = day(given[name])
    if given["story"]:
        given["story"] = ledger.find_story(given["story"]).id
    if given["country"]:
        given["country"] = country(given["country"])
    if given["certainty"] and given["certainty"] not in CERTAINTIES:
        raise typer.BadParameter(f"invalid certainty {given['certainty']!r}, valid are: {', '.join(CERTAINTIES)}")
    if given["type"]:
        _check_type(ledger, given["type"])
    return Filter(
        story=given["story"] or None,
        since=given["since"] or None,
        until=given["until"] or None,
        country=given["country"] or None,
        type=given["type"] or None,
        source=given["source"] or None,
        certainty=given["certainty"] or None,
        min_origins=given["min_origins"],
        limit=given["limit"],
        offset=given["offset"],
    )


def _check_type(ledger: Ledger, code: str) -> None:
    """BadParameter, with what there is, where no claim of the ledger has this type."""
    if code in KINDS or ledger.connection.execute("SELECT 1 FROM claims WHERE code = ? LIMIT 1", (code,)).fetchone():
        return
    there = [c for (c,) in ledger.connection.execute("SELECT DISTINCT code FROM claims WHERE code IS NOT NULL ORDER BY code")]
    raise typer.BadParameter(f"no claim of type {code!r} here; there are: {', '.join(there) or 'no claims at all'}")


def day(text: str) -> str:
    """An ISO day, from a day, a month or a year."""
    from onrecord.ledger.rows import first_day

    found = first_day(text)
    if not found:
        raise typer.BadParameter(f"no date: {text!r}; write it as 2031-05-01")
    return found


def country(text: str) -> str:
    """The ISO 3166 alpha-3 code of a country by code or name; BadParameter where it is not known."""
    if len(text) == 3 and text.isupper():
        return text
    from onrecord import vocab

    found = vocab.country_of(text)
    if not found:
        raise typer.BadParameter(f"no country {text!r}; give its ISO 3166 code, as NOR")
    return found


def party(text: str) -> str:
    """A country's code where the words name a country, else the words."""
    from onrecord import vocab

    return vocab.country_of(text) or text


def fields(pairs: list[str]) -> dict[str, Any]:
    """``name=value`` pairs as fields; a value may be JSON. OnRecordError where one is no pair."""
    import json

    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise OnRecordError(f"{pair!r} sets nothing", "write it as name=value, for example value=44")
        try:
            found[name.strip()] = json.loads(value)
        except ValueError:
            found[name.strip()] = value
    return found
