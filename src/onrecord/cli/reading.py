"""``read`` and ``annotate``: reports in, the record out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.options import DEFAULT_LEDGER, JsonOption
from onrecord.cli.output import clean, complain, console, count, print_json, table
from onrecord.contract import annotations_line, claim_line, family_line, refusal_line, report_line, story_line
from onrecord.errors import InputError
from onrecord.ledger.query import EVERYTHING, Ledger
from onrecord.ledger.select import Filter
from onrecord.model import Annotations, Claim, Family, Refusal, Report, Story

if TYPE_CHECKING:
    from onrecord.ledger.intake import Intake
    from onrecord.ledger.stages import Stages

PathsArgument = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Files and folders: .txt .html .jsonl .csv .parquet .warc; - is standard input."),
]
PublishedOption = Annotated[
    str | None, typer.Option("--published", metavar="DATE", help="Publication date of reports that carry none, as 2031-05-02.")
]
Item = Report | Refusal
_SHOWN = 2
"""So many stories are shown whole after reading; more are listed."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What reads: annotations of a report, reports' claims, the ledger's stages; ``name`` says which program and weights."""

    annotate: Callable[[Report], Annotations]
    read: Callable[[Iterable[Report]], Iterable[tuple[Report, Sequence[Claim]]]]
    stages: Stages
    name: str


def engine() -> Engine:
    """The engine that the program ships. The reading model is loaded when something is first read."""
    from onrecord import pipeline
    from onrecord.ledger.stages import default_stages

    return Engine(pipeline.annotate_report, pipeline.claims_of_reports, default_stages(), pipeline.READER)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("read", rich_help_panel="Read")(read)
    app.command("annotate", rich_help_panel="Read")(annotate)


def read(
    paths: PathsArgument,
    output: Annotated[
        Path, typer.Option("--output", "-o", envvar="ONRECORD_LEDGER", help="The ledger to write.", show_default="onrecord.db")
    ] = DEFAULT_LEDGER,
    no_ledger: Annotated[bool, typer.Option("--no-ledger", help="Keep none: read, print, forget.")] = False,
    published: PublishedOption = None,
    json: JsonOption = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no tables.")] = False,
) -> None:
    """Read reports and put what they say on record.

    Reading the same files again changes nothing. What cannot be read is refused with one line that says why and what to do; the
    rest goes on, and the exit status is then 1.

    Examples:

      onrecord read reports/ -o floods.db

      onrecord read today.jsonl --published 2031-05-02 --json > record.jsonl

      curl -s https://example.org/a.html | onrecord read - --no-ledger
    """
    items = _items(paths, published)
    if no_ledger:
        refused = _read_without(items, json, quiet)
    else:
        with Ledger.open(output, write=True) as ledger:
            refused = _read_into(ledger, items, json, quiet)
    if refused:
        raise typer.Exit(1)


def _items(paths: list[str], published: str | None) -> Iterator[Item]:
    from onrecord.sources import read_paths

    try:
        return iter(read_paths(paths, published=published))
    except InputError as error:
        raise typer.BadParameter(f"{error}; {error.remedy}", param_hint="--published") from error


def _read_into(ledger: Ledger, items: Iterable[Item], json: bool, quiet: bool) -> int:
    from onrecord.ledger.intake import take_in

    reads = engine()
    with _progress(quiet) as advance:

        def seen(item: Item) -> None:
            advance(item)
            if json:
                print_json([_item_line(item)])

        intake = take_in(ledger, items, reads.read, reads.stages, reader=reads.name, seen=seen)
    families = _families_of(ledger, intake)
    if json:
        print_json(_record_lines(ledger, families))
    elif not quiet:
        _print_record(ledger, intake, families)
    return intake.refused


def _item_line(item: Item) -> dict[str, object]:
    return refusal_line(item) if isinstance(item, Refusal) else report_line(item)


def _families_of(ledger: Ledger, intake: Intake) -> list[Family]:
    found = {}
    for item in intake.items:
        if isinstance(item, Report):
            family = ledger.family_of(item.id)
            found[family.id] = family
    return list(found.values())


def _record_lines(ledger: Ledger, families: Sequence[Family]) -> Iterator[dict[str, object]]:
    """The lines of these families, of their stories, and of their claims."""
    yield from (family_line(family) for family in families)
    yield from (story_line(story) for story in _stories_of(ledger, families))
    for family in families:
        yield from (claim_line(claim) for claim in ledger.claims(Filter(family=family.id, limit=None)))


def _stories_of(ledger: Ledger, families: Sequence[Family]) -> list[Story]:
    ids = dict.fromkeys(story for family in families if (story := ledger.story_of(family.id)))
    return [ledger.story(story) for story in ids]


def _print_record(ledger: Ledger, intake: Intake, families: Sequence[Family]) -> None:
    from onrecord.cli.asking import print_story_of
    from onrecord.cli.render import stories_table

    out = console()
    stories = _stories_of(ledger, families)
    if len(stories) <= _SHOWN:
        for story in stories:
            print_story_of(ledger, story, EVERYTHING, evidence=False)
            out.print()
    else:
        out.print(stories_table(stories[:40]))
    read = len(intake.items) - intake.refused
    found = f"{count(len(families), 'family', 'families')}, {count(len(stories), 'story', 'stories')}"
    counts = f"{read} read, {intake.new} of them new, {intake.refused} refused; {found}"
    out.print(f"{counts}, in {clean(str(ledger.path))}. Look at one with: onrecord show STORY -l {clean(str(ledger.path))}")


def _read_without(items: Iterable[Item], json: bool, quiet: bool) -> int:
    from onrecord import pipeline

    listed: list[Item] = []
    with _progress(quiet) as advance:

        def passing() -> Iterator[Item]:
            for item in items:
                listed.append(item)
                advance(item)
                yield item

        record = pipeline.read_reports(passing())
    if json:
        print_json(_item_line(item) for item in listed)
        print_json(family_line(family) for family in record.families)
        print_json(story_line(story) for story in record.stories)
        print_json(claim_line(claim) for claim in record.claims)
    elif not quiet:
        _print_unkept(listed, record.families, record.stories, record.claims)
    return sum(isinstance(item, Refusal) for item in listed)


def _print_unkept(items: Sequence[Item], families: Sequence[Family], stories: Sequence[Story], claims: Sequence[Claim]) -> None:
    from onrecord.cli.render import Told, print_story, stories_table
    from onrecord.ledger.fuse import fuse

    told = Told.of(item for item in items if isinstance(item, Report))
    if len(stories) > _SHOWN:
        console().print(stories_table(stories[:40]))
        return
    for story in stories:
        own = [claim for claim in claims if claim.family in story.families]
        print_story(story, fuse(own, told.dates), [f for f in families if f.id in story.families], told)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[Item], None]]:
    """A count on standard error while reading, where that is a terminal; refusals are told there in any case."""
    if quiet or not sys.stderr.isatty():
        yield _complain
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,} reports"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def advance(item: Item) -> None:
            bar.advance(task)
            _complain(item)

        yield advance


def _complain(item: Item) -> None:
    if isinstance(item, Refusal):
        complain(f"{item.path}{' ' + item.input_id if item.input_id else ''} refused: {item.reason}", item.remedy)


def annotate(paths: PathsArgument, published: PublishedOption = None, json: JsonOption = False) -> None:
    """Show what is seen in each text: entities, times, places, quantities, attributions, events, with their offsets.

    Nothing is merged and nothing is kept. Examples:

      onrecord annotate report.txt

      onrecord annotate reports/ --json > annotations.jsonl
    """
    refused = 0
    reads = engine()
    for item in _items(paths, published):
        if isinstance(item, Refusal):
            refused += 1
            _complain(item)
        elif json:
            print_json([annotations_line(reads.annotate(item))])
        else:
            _print_annotations(reads.annotate(item))
    if refused:
        raise typer.Exit(1)


def _print_annotations(seen: Annotations) -> None:
    text = seen.reading.text
    rows: list[tuple[int, str, str, str]] = []
    rows += [(e.start, f"entity {e.type}", text[e.start : e.end], f"{e.name} {e.country or ''}") for e in seen.entities]
    rows += [(t.start, f"time {t.type}", text[t.start : t.end], t.resolved or t.value or "") for t in seen.times]
    rows += [(p.start, "place", text[p.start : p.end], f"{p.name} {p.country or ''} {p.precision or ''}") for p in seen.places]
    rows += [
        (q.start, "quantity", text[q.start : q.end], f"{q.qualifier} {q.low} {q.high} {q.item or ''}") for q in seen.quantities
    ]
    for a in seen.attributions:
        start = min((s.start for s in (*a.source, *a.cue, *a.content)), default=0)
        rows.append((start, f"said ({a.kind})", " … ".join(text[s.start : s.end] for s in a.content), a.name or ""))
    for e in seen.events:
        parties = f"{', '.join(a.name for a in e.actor)} → {', '.join(a.name for a in e.recipient)}"
        rows.append(
            (e.anchor.start, f"event {e.type}", text[e.anchor.start : e.anchor.end], f"{parties} {e.polarity} {e.modality}")
        )
    out = console()
    out.print(clean(seen.report.title or seen.report.path or seen.report.id), style="bold underline")
    out.print(table(("At", "What", "Words", "Means"), [(str(at), *rest) for at, *rest in sorted(rows)]))
