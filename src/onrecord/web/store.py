"""The ledger for the pages: opened for one request, every question bounded in time, and the counter that tells of news."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import OnRecordError
from onrecord.ledger import Ledger
from onrecord.ledger.stages import Stages
from onrecord.model import Annotations, Report

SECONDS = 5.0
"""So long one request may ask the ledger."""
_STEPS = 20_000
"""Steps of SQLite's machine between two looks at the clock: about a millisecond."""


class TooSlowError(OnRecordError):
    """A question took longer than a page may take."""


@dataclass(frozen=True, slots=True)
class State:
    """How far the ledger has come: the number of the last report and of the last line of the log, corrections included."""

    reports: int
    changes: int
    decisions: int

    def __str__(self) -> str:
        return f"{self.reports}.{self.changes}.{self.decisions}"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What a list needs to know of a report, without its text."""

    id: str
    title: str
    outlet: str
    agency: str | None
    published: str | None
    words: int
    family: str
    story: str


@dataclass(frozen=True, slots=True)
class Store:
    """A ledger's path and what the pages need beside it. ``stages`` are called when a review changes the record.

    ``annotate`` gives what the reading model sees in a report; None where it gives nothing (no model).
    """

    path: Path
    stages: Callable[[], Stages]
    annotate: Callable[[Report], Annotations | None]

    @contextmanager
    def reading(self, seconds: float = SECONDS) -> Iterator[Ledger]:
        """The ledger, for reading. TooSlowError where the questions asked inside take longer than ``seconds`` together."""
        with Ledger.open(self.path) as ledger, _bounded(ledger, seconds):
            yield ledger

    @contextmanager
    def writing(self) -> Iterator[Ledger]:
        """The ledger, for writing; of a ledger that is not there none is made."""
        with Ledger.open(self.path), Ledger.open(self.path, write=True) as ledger:
            yield ledger


@contextmanager
def _bounded(ledger: Ledger, seconds: float) -> Iterator[None]:
    end = time.monotonic() + seconds
    ledger.connection.set_progress_handler(lambda: int(time.monotonic() > end), _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if time.monotonic() > end:
            raise TooSlowError("the question took too long", "narrow it: a country, a type, a date, fewer words") from error
        raise
    finally:
        ledger.connection.set_progress_handler(None, 0)


def state(ledger: Ledger) -> State:
    """Three look-ups at the ends of indexes, whatever the size of the ledger."""
    row = ledger.connection.execute(
        "SELECT (SELECT max(n) FROM reports), (SELECT max(n) FROM changes), (SELECT max(n) FROM corrections)"
    ).fetchone()
    return State(*(int(n or 0) for n in row))


def counts(ledger: Ledger) -> dict[str, int]:
    """How many reports, families and stories there are; claims, of which there are ten times more, are not counted."""
    tables = ("reports", "families", "stories")
    return {table: int(ledger.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in tables}


MOST_NEW = 1000
"""New reports are counted up to here."""


def reports_after(ledger: Ledger, number: int) -> int:
    """How many reports came in after the one of this number, ``MOST_NEW`` at most."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM reports WHERE n > ? LIMIT ?)"
    return int(ledger.connection.execute(sql, (number, MOST_NEW)).fetchone()[0])


def report_lines(ledger: Ledger, story: str | None = None, family: str | None = None, limit: int = 500) -> list[ReportLine]:
    """The reports of a story or of a family, oldest first, those of no date last."""
    column, value = ("s.id", story) if story else ("f.id", family)
    sql = (
        "SELECT r.id, coalesce(r.title, ''), coalesce(r.outlet, (SELECT path FROM inputs WHERE report = r.n LIMIT 1), ''), "
        "r.agency, r.published, r.words, f.id, coalesce(s.id, '') FROM families f JOIN reports r ON r.family = f.n "
        f"LEFT JOIN stories s ON s.n = f.story WHERE {column} = ? ORDER BY r.published IS NULL, r.published, r.n LIMIT ?"
    )
    return [ReportLine(*row) for row in ledger.connection.execute(sql, (value, limit))]


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """Beside a story in the list: reports by day, and what kinds of claims it has."""

    days: dict[str, int]
    kinds: dict[str, int]


def story_facts(ledger: Ledger, stories: Sequence[str]) -> dict[str, StoryFacts]:
    """Facts for a page of stories, by id."""
    found = {identity: StoryFacts({}, {}) for identity in stories}
    wanted = json.dumps(list(stories))
    days = (
        "SELECT s.id, substr(r.published, 1, 10), count(*) FROM stories s JOIN families f ON f.story = s.n "
        "JOIN reports r ON r.family = f.n WHERE r.published IS NOT NULL "
        "AND s.id IN (SELECT value FROM json_each(?)) GROUP BY 1, 2"
    )
    for identity, day, count in ledger.connection.execute(days, (wanted,)):
        found[identity].days[day] = count
    kinds = (
        "SELECT s.id, c.kind, count(*) FROM stories s JOIN claims c ON c.story = s.n "
        "WHERE s.id IN (SELECT value FROM json_each(?)) AND c.review IS NOT 'rejected' GROUP BY 1, 2"
    )
    for identity, kind, count in ledger.connection.execute(kinds, (wanted,)):
        found[identity].kinds[kind] = count
    return found


def titles(ledger: Ledger, reports: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Who printed reports (outlet, else agency, else the file's name) and their titles, by id."""
    ids = list(dict.fromkeys(reports))
    file = "(SELECT path FROM inputs WHERE report = n LIMIT 1)"
    sql = (
        f"SELECT id, coalesce(outlet, agency, {file}, ''), coalesce(title, '') FROM reports "
        "WHERE id IN (SELECT value FROM json_each(?))"
    )
    found = ledger.connection.execute(sql, (json.dumps(ids),))
    named = {one: (outlet.rsplit("/", 1)[-1] or one[7:15], title) for one, outlet, title in found}
    return {one: named.get(one, (one[7:15], "")) for one in ids}


def claim_numbers(ledger: Ledger, story: str) -> int:
    """How many claims a story has, rejected ones aside."""
    sql = "SELECT count(*) FROM claims WHERE story = (SELECT n FROM stories WHERE id = ?) AND review IS NOT 'rejected'"
    return int(ledger.connection.execute(sql, (story,)).fetchone()[0])
