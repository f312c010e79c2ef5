"""Reports side by side: ``copies`` and ``diff``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli import render
from onrecord.cli.options import DEFAULT_LEDGER, JsonOption, LedgerOption
from onrecord.cli.output import clean, complain, console, print_json, table
from onrecord.contract import edge_json, evidence_json, family_line
from onrecord.errors import InputError, NotFoundError
from onrecord.ledger.query import Ledger
from onrecord.ledger.select import Filter
from onrecord.model import Edge, Evidence, Refusal, Report

if TYPE_CHECKING:
    from onrecord.copies import Diff


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("copies", rich_help_panel="Compare")(copies)
    app.command("diff", rich_help_panel="Compare")(diff)


def copies(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Files and folders to compare; without any, the ledger is asked."),
    ] = None,
    story: Annotated[str | None, typer.Option("--story", "-s", help="Of the ledger, only this story: its id or title.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Families of the ledger shown at most.")] = 100,
    sentences: Annotated[bool, typer.Option("--sentences", help="Show the sentences in which they differ.")] = False,
    ledger: LedgerOption = DEFAULT_LEDGER,
    json: JsonOption = False,
) -> None:
    """List families: reports that are copies of one text, how each came from which, and what it left out.

    A family is one origin however many outlets print it. With paths, nothing is read for claims and no ledger is needed;
    decisions come with their share of common words and their reason, the weakest first, and then what was refused. Examples:

      onrecord copies reports/ --sentences

      onrecord copies --story floods

      onrecord copies --json
    """
    if paths:
        _copies_of(paths, sentences, json)
        return
    with Ledger.open(ledger) as opened:
        chosen = opened.find_story(story).id if story else None
        found = opened.families(Filter(story=chosen, min_origins=2, limit=limit))
        reports = dict.fromkeys(report for family in found for report in family.reports)
        told = render.Told(opened.outlets(reports), opened.published(reports))
    if json:
        print_json(family_line(family) for family in found)
        return
    console().print(render.reports_table(found, told) or "no copies")
    if sentences:
        _differences((edge for family in found for edge in family.edges), told)


def _copies_of(paths: list[str], sentences: bool, json: bool) -> None:
    """The families of files on disk, the weakest decisions first, and the refusals."""
    from onrecord.copies import group
    from onrecord.sources import read_paths

    reports: dict[str, Report] = {}
    refused = False
    for item in read_paths(paths):
        if isinstance(item, Refusal):
            complain(f"{item.path}: {item.reason}", item.remedy)
            refused = True
        else:
            reports.setdefault(item.id, item)
    found = group(reports.values())
    families = [family for family in found.families if len(family.reports) > 1]
    if json:
        print_json(family_line(family) for family in families)
    else:
        names = {r.id: r.outlet or Path(r.path or r.id).name for r in reports.values()}
        told = render.Told(names, {r.id: r.published or "" for r in reports.values()})
        console().print(render.reports_table(families, told) or "no copies")
        rows: list[tuple[str, ...]] = [
            (f"{e.containment:.2f}", names[e.parent], names[e.child], e.relation, e.reason) for e in found.weakest()
        ]
        rows += [(f"{v.containment:.2f}", names[v.first], names[v.second], "refused", v.reason) for v in found.vetoes]
        if rows:
            console().print(table(("Shared", "From", "To", "Verdict", "Why"), rows))
        if sentences:
            _differences(found.weakest(), told)
    if refused:
        raise typer.Exit(1)


def _differences(edges: Iterable[Edge], told: render.Told) -> None:
    for edge in edges:
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
