"""What people do with the record: ``check`` it, ``review`` it."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.options import DEFAULT_LEDGER, JsonOption, LedgerOption, fields
from onrecord.cli.output import console, print_json, short, table
from onrecord.contract import claim_line
from onrecord.ledger.query import Ledger

if TYPE_CHECKING:
    from onrecord.ledger.stages import Stages
    from onrecord.model import Claim

ClaimArgument = Annotated[str, typer.Argument(metavar="CLAIM", help="Its id, or the beginning of it.")]
ReasonOption = Annotated[
    str, typer.Option("--reason", "-r", help="redundant, too old, anecdotal, outlier, wrong reading, other.")
]
NoteOption = Annotated[str, typer.Option("--note", help="In your own words.")]
PersonOption = Annotated[str, typer.Option("--person", envvar="ONRECORD_PERSON", help="Who decides; else your login name.")]
SetOption = Annotated[
    list[str],
    typer.Option("--set", metavar="FIELD=VALUE", help="A field of the contract and its value, if need be as JSON."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("check", rich_help_panel="Keep")(check)
    review = typer.Typer(
        no_args_is_help=True,
        help="Accept, correct or reject claims, or add one by hand. Originals stay; every decision can be undone.",
    )
    for name, command in (
        ("accept", accept), ("correct", correct), ("reject", reject), ("add", add), ("apart", apart), ("move", move),
        ("undo", undo), ("log", log), ("gold", gold),
    ):  # fmt: skip
        review.command(name)(command)
    app.add_typer(review, name="review", rich_help_panel="Keep")


def check(
    ledger: Annotated[
        Path, typer.Argument(metavar="[LEDGER]", envvar="ONRECORD_LEDGER", show_default="onrecord.db")
    ] = DEFAULT_LEDGER,
    json: JsonOption = False,
) -> None:
    """Prove the ledger: the file is whole, and every piece of evidence stands in the stored text as it is quoted.

    The exit status is 1 where anything is wrong. Example:

      onrecord check floods.db
    """
    wrong = 0
    with Ledger.open(ledger) as opened:
        for problem in opened.check():
            wrong += 1
            if json:
                print_json([{"record": "problem", "where": problem.where, "what": problem.what}])
            else:
                console().print(f"{problem.where}: {problem.what}")
        pieces = opened.connection.execute("SELECT count(*) FROM evidence").fetchone()[0]
        counts = opened.counts()
    said = f"{counts['reports']} reports, {counts['claims']} claims, {pieces} pieces of evidence looked at: "
    if json:
        print_json(
            [
                {
                    "record": "checked",
                    "reports": counts["reports"],
                    "claims": counts["claims"],
                    "evidence": pieces,
                    "wrong": wrong,
                }
            ]
        )
    else:
        console().print(said + (f"{wrong} wrong" if wrong else "all is as it should be"))
    if wrong:
        raise typer.Exit(1)


def _stages() -> Stages:
    from onrecord.ledger.stages import default_stages

    return default_stages()


def _person(given: str) -> str:
    return given or getpass.getuser()


def _say(claim: Claim, json: bool, what: str) -> None:
    if json:
        print_json([claim_line(claim)])
    else:
        console().print(f"{what}: {claim.id}")


def accept(claim: ClaimArgument, note: NoteOption = "", person: PersonOption = "", ledger: LedgerOption = DEFAULT_LEDGER,
           json: JsonOption = False) -> None:  # fmt: skip
    """Put on record that you agree with a claim.

    Example:

      onrecord review accept 3f2a81
    """
    from onrecord.ledger import review

    with Ledger.open(ledger, write=True) as opened:
        _say(review.accept(opened, claim, _stages(), note=note, person=_person(person)), json, "accepted")


def reject(claim: ClaimArgument, reason: ReasonOption, note: NoteOption = "", person: PersonOption = "",
           ledger: LedgerOption = DEFAULT_LEDGER, json: JsonOption = False) -> None:  # fmt: skip
    """Take a claim out of what is shown and counted; it stays in the ledger, marked.

    Example:

      onrecord review reject 3f2a81 --reason outlier --note "a zero too many"
    """
    from onrecord.ledger import review

    with Ledger.open(ledger, write=True) as opened:
        _say(review.reject(opened, claim, reason, _stages(), note=note, person=_person(person)), json, "rejected")


def correct(claim: ClaimArgument, set_: SetOption, reason: ReasonOption = "wrong reading", note: NoteOption = "",
            person: PersonOption = "", ledger: LedgerOption = DEFAULT_LEDGER, json: JsonOption = False) -> None:  # fmt: skip
    """Put other values over fields of a claim; they hold in every copy and after reading again.

    A figure's value sets its bounds too. Examples:

      onrecord review correct 3f2a81 --set value=44 --set metric=injured

      onrecord review correct 9bc0 --set modality=alleged --note "the report says 'reportedly'"
    """
    from onrecord.ledger import review

    with Ledger.open(ledger, write=True) as opened:
        changed = review.correct(opened, claim, fields(set_), reason, _stages(), note=note, person=_person(person))
        _say(changed, json, "corrected")


def add(
    kind: Annotated[str, typer.Argument(help="event, figure, quote, aid or unknown.")],
    said: Annotated[str, typer.Argument(help="The words that the claim rests on.")],
    set_: SetOption = [],  # noqa: B006 - Typer reads the default, and nothing changes it
    story: Annotated[str, typer.Option("--story", "-s", help="The story it belongs to.")] = "",
    published: Annotated[str, typer.Option("--published", metavar="DATE", help="When it was said.")] = "",
    source: Annotated[str, typer.Option("--source", help="The name of who said so.")] = "",
    note: NoteOption = "",
    person: PersonOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
    json: JsonOption = False,
) -> None:
    """Put a claim on record that no report carries, with its source.

    Example:

      onrecord review add figure "The clinic says by telephone that it treats 12 people" --story floods
      --source "Aar clinic" --set metric=hospital_treated --set value=12
    """
    from onrecord.cli.options import day
    from onrecord.ledger import review

    given = fields(set_)
    if source and "source" not in given:
        given["source"] = [{"text": source, "name": source, "kind": "statement", "country": None, "sector": None}]
    when = day(published) if published else None
    with Ledger.open(ledger, write=True) as opened:
        made = review.add(
            opened, kind, said, given, _stages(), story=story or None, published=when, note=note, person=_person(person)
        )
        _say(made, json, "added")


def apart(
    one: Annotated[str, typer.Argument(metavar="A", help="A claim or a report.")],
    other: Annotated[str, typer.Argument(metavar="B", help="The one it is not to be put together with.")],
    note: NoteOption = "",
    person: PersonOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Say that two claims are not of one event, or two reports no copies: undo a merge.

    Examples:

      onrecord review apart 3f2a81 77ab02

      onrecord review apart sha256:3f2a81 sha256:77ab02
    """
    from onrecord.ledger import review

    with Ledger.open(ledger, write=True) as opened:
        review.set_apart(opened, one, other, _stages(), note=note, person=_person(person))
    console().print("set apart")


def move(
    family: Annotated[str, typer.Argument(help="The family: its id, or the beginning of it.")],
    story: Annotated[str, typer.Argument(help="The story it belongs to.")],
    note: NoteOption = "",
    person: PersonOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Put a family into another story, where it stays.

    Example:

      onrecord review move 5933bf "strike in"
    """
    from onrecord.ledger import review

    with Ledger.open(ledger, write=True) as opened:
        review.move(opened, family, story, note=note, person=_person(person))
    console().print("moved")


def undo(number: Annotated[int, typer.Argument(help="The number of the decision, as the log shows it.")],
         ledger: LedgerOption = DEFAULT_LEDGER) -> None:  # fmt: skip
    """Take a decision back.

    Example:

      onrecord review undo 4
    """
    from onrecord.ledger import review

    with Ledger.open(ledger, write=True) as opened:
        decision = review.undo(opened, number, _stages())
    console().print(f"taken back: {decision.action} {decision.subject}")


def log(ledger: LedgerOption = DEFAULT_LEDGER, merges: Annotated[bool, typer.Option("--merges", help="Also what the program "
        "merged.")] = False, json: JsonOption = False) -> None:  # fmt: skip
    """Show what was decided, by whom and why; with --merges the whole log.

    Example:

      onrecord review log
    """
    with Ledger.open(ledger) as opened:
        decisions, changes = opened.corrections(undone=True), opened.changes() if merges else ()
    names = ("number", "action", "subject", "other", "reason", "note", "before", "after", "person", "added", "undone")
    if json:
        print_json({"record": "decision", **{name: getattr(d, name) for name in names}} for d in decisions)
        print_json({"record": "change", "added": c.added, "what": c.what, "subject": c.subject, "other": c.other,
                    "reason": c.reason} for c in changes)  # fmt: skip
        return
    rows = [
        (str(d.number), d.added[:16], d.person, d.action + (" (undone)" if d.undone else ""), d.subject,
         short(d.after or d.other or "", 60), f"{d.reason}: {d.note}" if d.note else d.reason)
        for d in decisions
    ]  # fmt: skip
    console().print(table(("No.", "When", "Who", "What", "About", "Becomes", "Why"), rows))
    if merges:
        merged = [(c.added[:16], c.what, c.subject, c.other or "", c.reason) for c in changes]
        console().print(table(("When", "What", "About", "With", "Why"), merged))


def gold(ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """Export what was reviewed as JSON lines, one a report, for evaluation and training.

    Example:

      onrecord review gold > gold.jsonl
    """
    from onrecord.ledger import review

    with Ledger.open(ledger) as opened:
        print_json(review.gold(opened))
