"""Questions to the ledger: ``stories``, ``show``, ``search``, ``figures``, ``aid``, ``quotes``, ``who``, ``between``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any

import typer

from onrecord.cli import render
from onrecord.cli.options import DEFAULT_LEDGER, JsonOption, LedgerOption, filtered, party
from onrecord.cli.output import clean, console, print_json, table
from onrecord.contract import claim_line, family_line, story_line
from onrecord.errors import NotFoundError, OnRecordError
from onrecord.ledger.query import Ledger
from onrecord.ledger.select import NOTHING, Filter, match_words
from onrecord.model import Claim, Story

PANEL = "Ask"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for name, command in (
        ("stories", stories), ("show", show), ("search", search), ("figures", figures), ("aid", aid), ("quotes", quotes),
        ("who", who), ("between", between),
    ):  # fmt: skip
        app.command(name, rich_help_panel=PANEL)(filtered(command))
    app.command("info", rich_help_panel=PANEL)(info)


def stories(ledger: Ledger, wanted: Filter, json: JsonOption = False) -> None:
    """List the stories, the ones told last first.

    Examples:

      onrecord stories --since 2031-05-01 --min-origins 3

      onrecord stories --country NOR --type deaths
    """
    found = ledger.stories(wanted)
    if json:
        print_json(story_line(story) for story in found)
        return
    if found:
        console().print(render.stories_table(found))
    _more(found, wanted)


def show(
    ledger: Ledger,
    wanted: Filter,
    name: Annotated[
        str,
        typer.Argument(metavar="[STORY]", help="Its id, the beginning of it, or words of its title; left out: the only one."),
    ] = "",
    evidence: Annotated[bool, typer.Option("--evidence", "-e", help="The verbatim words under each section.")] = False,
    json: JsonOption = False,
) -> None:
    """Show one story: events in order of time, figures with who says so, aid and replies, quotes, what is not known.

    Told by several origins counts as one event with all its sources; figures stand side by side, never added or averaged. "Or."
    is the number of origins, copies counted once. Examples:

      onrecord show "floods in" --evidence

      onrecord show 3f2a --source "Red Cross" --since 2031-05-02
    """
    story = _story(ledger, name, wanted)
    if json:
        print_json(_story_lines(ledger, story, wanted))
    else:
        print_story_of(ledger, story, replace(wanted, limit=None, offset=0), evidence=evidence)


def _story(ledger: Ledger, name: str, wanted: Filter) -> Story:
    if name or wanted.story:
        return ledger.find_story(name or wanted.story or "")
    found = ledger.stories(Filter(limit=2))
    if len(found) != 1:
        raise NotFoundError(
            "which story?" if found else "no stories yet", "onrecord stories lists them" if found else "onrecord read PATH"
        )
    return found[0]


def print_story_of(ledger: Ledger, story: Story, wanted: Filter, *, evidence: bool) -> None:
    """A story of the ledger on standard output."""
    own = replace(wanted, story=story.id)
    families = ledger.families(Filter(story=story.id, limit=None))
    told = render.Told.of(ledger.reports(Filter(story=story.id, limit=None)))
    render.print_story(story, ledger.fused(story.id, own), families, told, evidence=evidence)


def _story_lines(ledger: Ledger, story: Story, wanted: Filter) -> Iterator[dict[str, Any]]:
    from onrecord.ledger.lines import fused_line

    yield story_line(story)
    yield from (family_line(family) for family in ledger.families(Filter(story=story.id, limit=None)))
    own = replace(wanted, story=story.id, limit=None, offset=0)
    yield from (claim_line(claim) for claim in ledger.claims(own))
    yield fused_line(story.id, ledger.fused(story.id, own))


def search(
    ledger: Ledger,
    wanted: Filter,
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help='All of them; "quoted" words as a phrase, word* as a beginning.')
    ],
    json: JsonOption = False,
) -> None:
    """Find claims, and then reports, that hold all of the words.

    Examples:

      onrecord search drinking water

      onrecord search '"field hospital"' evacuat* --country PHL
    """
    asked = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    if match_words(asked) == NOTHING:
        raise OnRecordError(f"nothing to search for in {asked!r}", "give at least one word")
    hits = ledger.search(asked, wanted)
    if json:
        names = ("kind", "id", "story", "title", "day", "snippet")
        print_json({"record": "hit", **{name: getattr(hit, name) for name in names}} for hit in hits)
        return
    if hits:
        rows = [(h.kind, render.brief(h.id), (h.day or "")[:10], h.snippet, h.title or "") for h in hits]
        console().print(table((("", render.NARROW), ("Id", render.NARROW), ("Day", render.NARROW), "Words", "Story"), rows))
    _more(hits, wanted)


def figures(ledger: Ledger, wanted: Filter, json: JsonOption = False) -> None:
    """List figures, newest first: what is counted, the bounds of the words, who says so, how many origins.

    Examples:

      onrecord figures --story floods --type deaths

      onrecord figures --source "Interior Ministry" --json
    """
    _list(ledger, replace(wanted, kind="figure"), json)


def aid(ledger: Ledger, wanted: Filter, json: JsonOption = False) -> None:
    """List aid requested, offered, pledged, sent or refused, with the reply.

    Examples:

      onrecord aid --country PRK

      onrecord aid --type delivered --since 2031-05-01
    """
    _list(ledger, replace(wanted, kind="aid"), json)


def quotes(ledger: Ledger, wanted: Filter, json: JsonOption = False) -> None:
    """List direct quotations with their speakers.

    Examples:

      onrecord quotes --story floods

      onrecord quotes --source "Vik" --min-origins 2
    """
    _list(ledger, replace(wanted, kind="quote"), json)


def who(
    ledger: Ledger,
    wanted: Filter,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Part of the name of a person, body, agency.")],
    json: JsonOption = False,
) -> None:
    """Everything that a source has said, or was quoted as saying.

    Examples:

      onrecord who "Red Cross"

      onrecord who Vik --type deaths --json
    """
    _list(ledger, replace(wanted, source=name), json)


def between(
    ledger: Ledger,
    wanted: Filter,
    one: Annotated[str, typer.Argument(metavar="A", help="A country (code or name) or part of a name.")],
    other: Annotated[str, typer.Argument(metavar="B", help="The other.")],
    json: JsonOption = False,
) -> None:
    """What two parties did to one another, either way, in order of time.

    The score is PLOVER's: -10 (hostile) to +10 (friendly); none for what is denied, planned or only said to be. Examples:

      onrecord between Russia PRK

      onrecord between "Red Cross" NOR --since 2031-01-01
    """
    from onrecord.ledger.lines import relation_line

    steps = ledger.relations(party(one), party(other), wanted)
    if json:
        print_json(relation_line(step) for step in steps)
        return
    told = told_of(ledger, [claim for step in steps for claim in step.event.claims])
    if steps:
        console().print(render.relations_table(steps, told))
    _more(steps, wanted)


def _list(ledger: Ledger, wanted: Filter, json: bool) -> None:
    found = ledger.claims(wanted)
    if json:
        print_json(claim_line(claim) for claim in found)
        return
    if found:
        console().print(render.claims_table(found, told_of(ledger, found), ledger.origins(found)))
    _more(found, wanted)


def told_of(ledger: Ledger, claims: Sequence[Claim]) -> render.Told:
    """Outlets and dates of the reports that carry these claims."""
    reports = dict.fromkeys(report for claim in claims for report in claim.reports)
    return render.Told(ledger.outlets(reports), ledger.published(reports))


def _more(found: Sequence[object], wanted: Filter) -> None:
    """Say that there was nothing, or that there may be more."""
    if not found:
        console().print("nothing on record for this")
    if wanted.limit is not None and len(found) >= wanted.limit:
        console().print(f"… and perhaps more: --offset {wanted.offset + wanted.limit}, or --limit")


def info(ledger: LedgerOption = DEFAULT_LEDGER, json: JsonOption = False) -> None:
    """Say what this program is, and what is in the ledger."""
    import platform
    import sqlite3

    from onrecord import __version__
    from onrecord.ledger.schema import MIGRATIONS

    about: dict[str, Any] = {
        "onrecord": __version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "migrations": len(MIGRATIONS),
        "ledger": str(ledger) if ledger.exists() else None,
    }
    if ledger.exists():
        with Ledger.open(ledger) as opened:
            about |= {"bytes": ledger.stat().st_size, **opened.counts()}
            about["readers"] = [
                reader for (reader,) in opened.connection.execute("SELECT DISTINCT reader FROM readings ORDER BY 1")
            ]
    if json:
        print_json([about])
        return
    rows = [
        (name, ", ".join(value) if isinstance(value, list) else "none" if value is None else str(value))
        for name, value in about.items()
    ]
    console().print(table(("", ""), [(clean(name), value) for name, value in rows]))
