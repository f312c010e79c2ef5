"""The ledger for the pages: opened for one request, every question bounded in time, and the counter that tells of news."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from onrecord.errors import OnRecordError
from onrecord.ledger import Filter, Ledger
from onrecord.ledger.fuse import Fused, fuse
from onrecord.ledger.load import load_claims
from onrecord.ledger.overlay import apart_claims
from onrecord.ledger.select import claims_query, numbers
from onrecord.ledger.stages import Stages
from onrecord.model import Annotations, Claim, Report

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


def reports_after(ledger: Ledger, number: int, story: str | None = None) -> int:
    """How many reports came in (into one story, by its id) after the one of this number, ``MOST_NEW`` at most."""
    told = "families f JOIN reports r ON r.family = f.n WHERE f.story = (SELECT n FROM stories WHERE id = ?) AND"
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {told if story else 'reports r WHERE'} r.n > ? LIMIT ?)"
    return int(ledger.connection.execute(sql, (*((story,) if story else ()), number, MOST_NEW)).fetchone()[0])


def changed(ledger: Ledger, story: str) -> str:
    """When the record of a story changed last (UTC); '' where there is no such story."""
    found = ledger.connection.execute("SELECT changed FROM stories WHERE id = ?", (story,)).fetchone()
    return str(found[0]) if found else ""


def window(ledger: Ledger, wanted: Filter, most: int) -> tuple[Filter, int]:
    """The claims of a story that a page can show, and how many there are: all, or those of its newest days, ``most`` at most.

    Where there are more, ``since`` is moved up to the first of these days; claims of no known day are left out then.
    """
    sql, values = claims_query(replace(wanted, limit=None, offset=0), "c.day")
    days = [day for (day,) in ledger.connection.execute(sql, values)]
    if len(days) <= most:
        return replace(wanted, limit=most, offset=0), len(days)
    dated = sorted((day for day in days if day), reverse=True)
    fits = [day for day, after in pairwise(dated[: most + 1]) if day != after]
    since = fits[-1] if fits else dated[0] if dated else wanted.since
    return replace(wanted, since=since, limit=most, offset=0), len(days)


def alike(ledger: Ledger, claim: str, most: int = 500) -> Fused:
    """A claim, by its id, put together with those of its story that are about the same thing, and those that deny it.

    Nothing where it has no story.
    """
    sql = (
        "SELECT d.other FROM claims x JOIN denials d ON d.claim = x.n WHERE x.id = ?1 UNION "
        "SELECT c.n FROM claims x JOIN claims c ON c.story = x.story AND c.key = x.key "
        "WHERE x.id = ?1 AND c.review IS NOT 'rejected' LIMIT ?2"
    )
    claims = load_claims(ledger.connection, numbers(ledger.connection, sql, [claim, most]))
    return fuse(claims, ledger.published(r for c in claims for r in c.reports), apart_claims(ledger.connection))


def report_lines(ledger: Ledger, story: str | None = None, family: str | None = None, limit: int = 500) -> list[ReportLine]:
    """The reports of a story or of a family, oldest first, those of no date last."""
    column, value = ("s.id", story) if story else ("f.id", family)
    sql = (
        f"SELECT r.id, coalesce(r.title, ''), coalesce(r.outlet, {_FILE}, {_BY_HAND}, ''), "
        "r.agency, r.published, r.words, f.id, coalesce(s.id, '') FROM families f JOIN reports r ON r.family = f.n "
        f"LEFT JOIN stories s ON s.n = f.story WHERE {column} = ? ORDER BY r.published IS NULL, r.published, r.n LIMIT ?"
    )
    return [ReportLine(*row) for row in ledger.connection.execute(sql, (value, limit))]


_FILE = "(SELECT path FROM inputs WHERE report = r.n LIMIT 1)"
_BY_HAND = "CASE WHEN r.by_hand THEN 'put in by hand' END"


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest change of a story's record. ``what``: came, moved, or a decision's action, with the ``person`` who decided.

    ``lines`` is how many lines came then; ``before`` the figure that the same thing had until then, where it was another.
    """

    when: str
    what: str
    claim: Claim | None
    before: Claim | None
    lines: int
    person: str


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """Beside a story in the list: reports by day, what kinds of claims it has, and its newest change."""

    days: dict[str, int]
    kinds: dict[str, int]
    newest: Newest | None


def story_facts(ledger: Ledger, stories: Sequence[str]) -> dict[str, StoryFacts]:
    """Facts for a page of stories, by id."""
    days: dict[str, dict[str, int]] = {identity: {} for identity in stories}
    kinds: dict[str, dict[str, int]] = {identity: {} for identity in stories}
    came: dict[str, dict[str, list[tuple[str, int, int]]]] = {identity: {} for identity in stories}
    wanted = json.dumps(list(stories))
    by_day = (
        "SELECT s.id, substr(r.published, 1, 10), count(*) FROM stories s JOIN families f ON f.story = s.n "
        "JOIN reports r ON r.family = f.n WHERE r.published IS NOT NULL "
        f"AND s.id IN ({LISTED}) GROUP BY 1, 2"
    )
    for identity, day, count in ledger.connection.execute(by_day, (wanted,)):
        days[identity][day] = count
    # SQLite takes c.n from the row that has the maximum: the line that says most of what came in one minute.
    by_kind = (
        "SELECT s.id, c.kind, substr(c.added, 1, 16), count(*), max((coalesce(c.low, c.high) IS NOT NULL AND "
        "c.metric <> 'count_other' AND c.qualifier <> 'vague') || c.main || (c.kind = 'event') || coalesce(c.day, '')), c.n "
        f"FROM stories s JOIN claims c ON c.story = s.n WHERE s.id IN ({LISTED}) AND c.review IS NOT 'rejected' "
        "GROUP BY 1, 2, 3"
    )
    for identity, kind, minute, count, weight, n in ledger.connection.execute(by_kind, (wanted,)):
        kinds[identity][kind] = kinds[identity].get(kind, 0) + count
        came[identity].setdefault(minute, []).append((weight, n, count))
    newest = _newest(ledger, stories, came)
    return {identity: StoryFacts(days[identity], kinds[identity], newest.get(identity)) for identity in stories}


def _newest(
    ledger: Ledger, stories: Sequence[str], came: Mapping[str, Mapping[str, Sequence[tuple[str, int, int]]]]
) -> dict[str, Newest]:
    """The newest change of each story: what came last, or what a person decided after it."""
    wanted = json.dumps(list(stories))
    changes = dict(ledger.connection.execute(f"SELECT id, changed FROM stories WHERE id IN ({LISTED})", (wanted,)))
    decided = _decided(ledger, wanted)
    told: dict[str, tuple[str, int | None, int, str]] = {}
    for identity, minutes in came.items():
        minute = max(minutes, default="")
        when, action, n, person = decided.get(identity, ("", "", None, ""))
        if when[:16] > minute:
            told[identity] = (action, n, 0, person)
        elif minute:
            told[identity] = ("came", max(minutes[minute])[1], sum(count for _, _, count in minutes[minute]), "")
    listed = [n for _, n, _, _ in told.values() if n is not None]
    before = _figures_before(ledger, [n for what, n, _, _ in told.values() if what == "came" and n is not None])
    needed = list(dict.fromkeys((*listed, *before.values())))
    claims = dict(zip(needed, load_claims(ledger.connection, needed), strict=True))
    return {
        identity: Newest(changes[identity], what, claims.get(n or 0), claims.get(before.get(n or 0, 0)), lines, person)
        for identity, (what, n, lines, person) in told.items()
    }


def _decided(ledger: Ledger, stories: str) -> dict[str, tuple[str, str, int | None, str]]:
    """The last decision about each of some stories: when, what (``undone`` where one was taken back), claim, person."""
    latest = "(SELECT *, coalesce(undone, added) AS at FROM corrections ORDER BY n DESC LIMIT 300)"
    what = "CASE WHEN x.undone IS NULL THEN x.action ELSE 'undone' END"
    found = ledger.connection.execute(
        f"SELECT s.id, x.at, {what}, c.n, x.person, x.n FROM {latest} x JOIN claims c ON c.content = x.subject "
        f"JOIN stories s ON s.n = c.story WHERE s.id IN ({LISTED}) UNION ALL "
        f"SELECT s.id, x.at, {what}, NULL, x.person, x.n FROM {latest} x JOIN families f ON f.id = x.subject "
        f"JOIN stories s ON s.n = f.story WHERE s.id IN ({LISTED}) ORDER BY 2, 6",
        (stories, stories),
    )
    return {identity: (when, action, n, person) for identity, when, action, n, person, _ in found}


def _figures_before(ledger: Ledger, claims: Sequence[int]) -> dict[int, int]:
    """The figure told last before each of these, of the same thing in the same story, where it gave other bounds; by number."""
    sql = (
        "SELECT x.n, (SELECT c.n FROM claims c WHERE c.story = x.story AND c.key = x.key AND c.day <= x.day "
        "AND (c.added < x.added OR c.day < x.day) AND c.review IS NOT 'rejected' "
        "AND (c.low IS NOT x.low OR c.high IS NOT x.high) ORDER BY c.day DESC, c.added DESC "
        f"LIMIT 1) FROM claims x WHERE x.n IN ({LISTED}) AND x.kind = 'figure'"
    )
    return {n: earlier for n, earlier in ledger.connection.execute(sql, (json.dumps(list(claims)),)) if earlier}


LISTED = "SELECT value FROM json_each(?)"
"""The values of a JSON array, as many as there are in one question."""


def titles(ledger: Ledger, reports: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Who printed reports (outlet, else agency, else the file's name) and their titles, by id."""
    ids = list(dict.fromkeys(reports))
    outlet = f"coalesce(outlet, agency, {_FILE}, {_BY_HAND}, '')"
    sql = f"SELECT id, {outlet}, coalesce(title, '') FROM reports r WHERE id IN ({LISTED})"
    found = ledger.connection.execute(sql, (json.dumps(ids),))
    named = {one: (outlet.rsplit("/", 1)[-1] or one[7:15], title) for one, outlet, title in found}
    return {one: named.get(one, (one[7:15], "")) for one in ids}


def story_titles(ledger: Ledger, stories: Iterable[str]) -> dict[str, str]:
    """The titles of stories, by id; those that are empty or gone are left out."""
    sql = f"SELECT id, title FROM stories WHERE origins > 0 AND id IN ({LISTED})"
    return dict(ledger.connection.execute(sql, (json.dumps(list(set(stories))),)))
