"""Reports side by side: ``copies`` and ``diff``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli import render
from onrecord.cli.options import DEFAULT_LEDGER, JsonOption, LedgerOption, filtered
from onrecord.cli.output import clean, console, print_json, table
from onrecord.contract import edge_json, evidence_json, family_line
from onrecord.errors import InputError, NotFoundError
from onrecord.ledger.query import Ledger
from onrecord.ledger.select import Filter
from onrecord.model import Evidence, Refusal, Report

if TYPE_CHECKING:
    from onrecord.copies import Diff


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("copies", rich_help_panel="Compare")(filtered(copies))
    app.command("diff", rich_help_panel="Compare")(diff)


def copies(
    ledger: Ledger,
    wanted: Filter,
    sentences: Annotated[bool, typer.Option("--sentences", help="Show the sentences in which they differ.")] = False,
    json: JsonOption = False,
) -> None:
    """List families: reports that are copies of one text, how each came from which, and what it left out.

    A family is one origin however many outlets print it. Examples:

      onrecord copies --story floods --sentences

      onrecord copies --json
    """
    found = ledger.families(Filter(story=wanted.story, min_origins=2, limit=wanted.limit, offset=wanted.offset))
    if json:
        print_json(family_line(family) for family in found)
        return
    reports = dict.fromkeys(report for family in found for report in family.reports)
    told = render.Told(ledger.outlets(reports), ledger.published(reports))
    made = render.reports_table(found, told)
    console().print(made or "no copies")
    if sentences:
        for edge in (edge for family in found for edge in family.edges):
            console().print(f"{told.outlets[edge.parent]} → {told.outlets[edge.child]}: {edge.reason}", style="bold")
            for line in _lines(edge.dropped, edge.added, edge.changed):
                console().print(line)


def _lines(dropped: Sequence[Evidence], added: Sequence[Evidence], changed: Sequence[tuple[Evidence, Evidence]]) -> list[str]:
    return [
        *(f"  - {clean(e.text)}" for e in dropped),
        *(f"  + {clean(e.text)}" for e in added),
        *(f"  ~ {clean(a.text)}\n  → {clean(b.text)}" for a, b in changed),
    ]


def diff(
    one: Annotated[str, typer.Argument(metavar="A", help="A report, by id or path, or a file on disk.")],
    other: Annotated[str, typer.Argument(metavar="B", help="The report to hold against it.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    json: JsonOption = False,
) -> None:
    """Lay two reports side by side: sentences dropped (-), added (+) and changed (~), in their own words.

    Examples:

      onrecord diff agency.txt daily.html

      onrecord diff 3f2a81 90bc44 --ledger floods.db
    """
    from onrecord.copies import diff as compare

    before, after = _find(one, ledger), _find(other, ledger)
    found = compare(before, after)
    if found.before != before.id:
        before, after = after, before
    if json:
        print_json([_diff_line(found)])
        return
    told = render.Told.of((before, after))
    out = console()
    out.print(
        f"{told.outlets[before.id]} → {told.outlets[after.id]}: {found.relation or 'no sentence in common'}", style="bold"
    )
    out.print(clean(found.reason))
    changed = [(change.before.evidence, change.after.evidence) for change in found.changed]
    for line in _lines([p.evidence for p in found.dropped], [p.evidence for p in found.added], changed):
        out.print(line)
    rows = [(f"{w.before} → {w.after}",) for change in found.changed for w in change.words]
    if rows:
        out.print(table(("Words replaced",), rows))


def _find(name: str, path: Path) -> Report:
    """A report by what a person calls it: in the ledger, else on disk. NotFoundError, or InputError where it is refused."""
    if path.exists():
        with Ledger.open(path) as ledger:
            try:
                return ledger.report(name)
            except NotFoundError:
                if not Path(name).exists():
                    raise
    from onrecord.sources import read_paths

    for item in read_paths([name]):
        if isinstance(item, Refusal):
            raise InputError(f"{item.path} refused: {item.reason}", item.remedy)
        return item
    raise NotFoundError(f"no report in {name}", "name a file with one")


def _diff_line(found: Diff) -> dict[str, Any]:
    from onrecord.copies.lineage import edge

    shared = {"record": "diff", "parent": found.before, "child": found.after, "relation": found.relation}
    if found.relation is None:
        return {**shared, "containment": found.containment, "reason": found.reason}
    kept = [[evidence_json(a.evidence), evidence_json(b.evidence)] for a, b in found.kept]
    return {**shared, **edge_json(edge(found)), "kept": kept, "moved": found.moved}
