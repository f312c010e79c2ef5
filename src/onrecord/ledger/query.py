"""Reading the ledger: the ``Ledger`` and its questions.

    with Ledger.open("onrecord.db") as ledger:
        for story in ledger.stories(Filter(since="2031-05-01", min_origins=2)):
            fused = ledger.fused(story.id)

==================================  =========================================================================================
``Ledger.open(path, write=False)``  the ledger; a context manager; LedgerError where the file is no ledger
``stories(filter)``                 tuple[Story], the ones told last first
``story(id)``                       Story; ``find_story(words)`` takes an id, the beginning of one, or words of its title
``reports(filter)``, ``report(id)`` Report, with text
``families(filter)``, ``family(id)`` Family, with its edges; ``family_of(report_id)``
``claims(filter)``, ``claim(id)``   Claim of any kind, with its evidence and sources
``fused(story_id)``                 Fused: events, figures, aid, quotes, unknowns, contradictions (``onrecord.ledger.fuse``)
``relations(a, b, filter)``         RelationStep in order of time between two countries or names
``said_by(name, filter)``           claims whose source or speaker has that name
``search(words, filter)``           Hit: claims and reports that hold the words
``published(report_ids)``           publication dates by report id
``review_states(claim_ids)``        state of review by claim id
``corrections()``, ``changes()``    what people decided; what was merged and when
``check()``                         Problem: broken file, or evidence that is not found again in the stored text
``counts()``                        how many of everything
==================================  =========================================================================================

Every question takes a ``Filter``; the default page is 100, ``Filter(limit=None)`` gives everything. All answers are frozen
records of ``onrecord.model`` or ``onrecord.ledger.fuse``.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Literal

from onrecord.errors import NotFoundError
from onrecord.ledger import rows
from onrecord.ledger.fuse import Fused, RelationStep, fuse, fuse_events, key, timeline
from onrecord.ledger.load import load_claims
from onrecord.ledger.overlay import apart_claims
from onrecord.ledger.schema import connect
from onrecord.ledger.select import (
    NOTHING,
    Filter,
    claims_query,
    dyad_query,
    like,
    match_words,
    numbers,
    reports_query,
    stories_query,
)
from onrecord.model import Claim, Edge, EventClaim, Family, Refusal, Report, Story

EVERYTHING = Filter(limit=None)
_PAGE = Filter()
_MANY = 5000
"""Claims from which on a story with one is found sooner by trying stories than by gathering claims."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that holds the words looked for. ``snippet`` marks them with « and »."""

    kind: Literal["claim", "report"]
    id: str
    story: str | None
    title: str | None
    day: str | None
    snippet: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person decided. ``before`` and ``after`` are JSON of the fields; ``undone`` says when it was taken back."""

    number: int
    action: str
    subject: str
    other: str | None
    reason: str
    note: str
    before: str | None
    after: str | None
    person: str
    added: str
    undone: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the log: what was merged, split, corrected or taken back, when and why."""

    number: int
    added: str
    what: str
    subject: str
    other: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that ``check`` found wrong, and where."""

    where: str
    what: str


class Ledger:
    """One ledger, open. Reading never blocks writing, nor the other way round."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection

    @classmethod
    def open(cls, path: str | Path = "onrecord.db", *, write: bool = False) -> Ledger:
        """The ledger at ``path``; with ``write`` it is made where there is none. LedgerError where it cannot be used."""
        return cls(Path(path), connect(Path(path), write=write))

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Ledger({str(self.path)!r})"

    # ------------------------------------------------------------------------------------------------------------ stories

    def stories(self, wanted: Filter = _PAGE) -> tuple[Story, ...]:
        """The stories asked for, the ones told last first."""
        sql, values = stories_query(wanted, common=self._common(wanted))
        return tuple(self._story(n) for n in numbers(self.connection, sql, values))

    def _common(self, wanted: Filter) -> bool:
        """Whether so many claims match that the newest stories will have some."""
        if wanted.source:
            return False
        for table, column, value in (("claim_countries", "country", wanted.country), ("claims", "code", wanted.type)):
            if value:
                sql = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {column} = ? LIMIT {_MANY + 1})"
                if self.connection.execute(sql, (value,)).fetchone()[0] <= _MANY:
                    return False
        return True

    def story(self, identity: str) -> Story:
        """The story of this id, or of this beginning of one. NotFoundError where there is none, or more than one."""
        return self._story(self._named("stories", "story:", identity, "story")[0])

    def find_story(self, words: str) -> Story:
        """The one story that an id, the beginning of one, or words of a title name; NotFoundError for none or several."""
        with suppress(NotFoundError):
            return self.story(words)
        sql = "SELECT n, id, title FROM stories WHERE origins > 0 AND title LIKE ? ESCAPE '\\' LIMIT 6"
        found = self.connection.execute(sql, (like(words),)).fetchall()
        if not found:
            remedy = "onrecord stories lists them, onrecord search WORDS looks inside"
            raise NotFoundError(f"no story {words!r} in {self.path}", remedy)
        if len(found) > 1:
            several = "; ".join(f"{identity[:14]} {title}" for _, identity, title in found[:5])
            raise NotFoundError(f"{words!r} names {len(found)} stories or more: {several}", "give more of the title, or an id")
        return self._story(found[0][0])

    def _story(self, n: int) -> Story:
        cursor = self.connection.execute("SELECT * FROM stories WHERE n = ?", (n,))
        cursor.row_factory = sqlite3.Row
        families = self.connection.execute(
            "SELECT id FROM families WHERE story = ? ORDER BY place_in_story, n", (n,)
        ).fetchall()
        reports = self.connection.execute(
            "SELECT r.id FROM families f JOIN reports r ON r.family = f.n WHERE f.story = ? "
            "ORDER BY r.published IS NULL, r.published, -r.chars, r.id",
            (n,),
        ).fetchall()
        return rows.story_record(cursor.fetchone(), (f for (f,) in families), (r for (r,) in reports))

    # ------------------------------------------------------------------------------------------------- reports and families

    def reports(self, wanted: Filter = _PAGE) -> tuple[Report, ...]:
        """The reports asked for, newest first, with their text."""
        return tuple(self._report(n) for n in numbers(self.connection, *reports_query(wanted)))

    def report(self, identity: str) -> Report:
        """The report of this id, this beginning of one, or this path. NotFoundError where there is none, or more than one."""
        by_path = self.connection.execute("SELECT DISTINCT report FROM inputs WHERE path = ? LIMIT 2", (identity,)).fetchall()
        return self._report(by_path[0][0] if len(by_path) == 1 else self._named("reports", "sha256:", identity, "report")[0])

    def _report(self, n: int) -> Report:
        row = self.connection.execute(f"SELECT {rows.REPORT_COLUMNS} FROM reports WHERE n = ?", (n,)).fetchone()
        from_ = self.connection.execute("SELECT path, input_id FROM inputs WHERE report = ? LIMIT 1", (n,)).fetchone() or (
            "",
            "",
        )
        return rows.report_record(row, from_[0] or None, from_[1] or None)

    def published(self, reports: Iterable[str]) -> dict[str, str]:
        """Publication dates by report id, of those that have one."""
        sql = f"SELECT id, published FROM reports WHERE id IN ({_LISTED}) AND published IS NOT NULL AND published <> ''"
        return dict(self.connection.execute(sql, (json.dumps(list(set(reports))),)))

    def outlets(self, reports: Iterable[str]) -> dict[str, str]:
        """Who wrote or printed each report, by its id: agency, else outlet, else the name of its file."""
        found = {}
        file = "(SELECT path FROM inputs WHERE report = n LIMIT 1)"
        for identity in reports:
            sql = f"SELECT coalesce(agency, outlet, {file}, '') FROM reports WHERE id = ?"
            row = self.connection.execute(sql, (identity,)).fetchone()
            if row:
                found[identity] = str(row[0]).rsplit("/", 1)[-1] or identity[7:15]
        return found

    def story_of(self, family: str) -> str | None:
        """The id of the story of a family, by the family's id."""
        sql = "SELECT s.id FROM families f JOIN stories s ON s.n = f.story WHERE f.id = ?"
        found = self.connection.execute(sql, (family,)).fetchone()
        return found[0] if found else None

    def families(self, wanted: Filter = _PAGE) -> tuple[Family, ...]:
        """The families asked for: by story, family, report, or minimum number of *reports* (``min_origins``)."""
        where, values = ["f.reports >= ?"], [str(wanted.min_origins)]
        if wanted.story:
            where.append("f.story = (SELECT n FROM stories WHERE id = ?)")
            values.append(wanted.story)
        if wanted.family:
            where.append("f.id = ?")
            values.append(wanted.family)
        if wanted.report:
            where.append("f.n = (SELECT family FROM reports WHERE id = ?)")
            values.append(wanted.report)
        limit = f"LIMIT {wanted.limit} OFFSET {wanted.offset}" if wanted.limit is not None else ""
        sql = f"SELECT f.n FROM families f WHERE {' AND '.join(where)} ORDER BY f.story, f.place_in_story, f.n {limit}"
        return tuple(self._family(n) for n in numbers(self.connection, sql, list(values)))

    def family(self, identity: str) -> Family:
        """The family of this id. NotFoundError where there is none."""
        return self._family(self._named("families", "family:", identity, "family")[0])

    def family_of(self, report: str) -> Family:
        """The family of a report, by the report's id."""
        return self.families(Filter(report=self.report(report).id))[0]

    def _family(self, n: int) -> Family:
        sql = "SELECT f.id, r.id FROM families f JOIN reports r ON r.n = f.root WHERE f.n = ?"
        identity, root = self.connection.execute(sql, (n,)).fetchone()
        reports = self.connection.execute("SELECT id FROM reports WHERE family = ? ORDER BY place_in_family", (n,)).fetchall()
        return rows.family_record(identity, root, (r for (r,) in reports), self._edges(n))

    def _edges(self, family: int) -> list[Edge]:
        found = self.connection.execute(
            "SELECT e.n, p.id, c.id, e.relation, e.containment, e.directed, e.reason FROM edges e "
            "JOIN reports p ON p.n = e.parent JOIN reports c ON c.n = e.child WHERE e.family = ? ORDER BY e.n",
            (family,),
        ).fetchall()
        columns = "what, parent_start, parent_end, parent_text, child_start, child_end, child_text"
        sentences = f"SELECT {columns} FROM edge_sentences WHERE edge = ? ORDER BY ordinal"
        return [rows.edge_record(row, self.connection.execute(sentences, (n,))) for n, *row in found]

    # ------------------------------------------------------------------------------------------------------------- claims

    def claims(self, wanted: Filter = _PAGE) -> tuple[Claim, ...]:
        """The claims asked for: newest first; of one story, in order of time."""
        return tuple(load_claims(self.connection, numbers(self.connection, *claims_query(wanted))))

    def claim(self, identity: str) -> Claim:
        """The claim of this id, or of this beginning of one. NotFoundError where there is none, or more than one."""
        return load_claims(self.connection, self._named("claims", "claim:", identity, "claim"))[0]

    def content_of(self, claim: str) -> str:
        """The content id of a claim: the same for the same words in every copy, and after reading again."""
        (n,) = self._named("claims", "claim:", claim, "claim")
        return str(self.connection.execute("SELECT content FROM claims WHERE n = ?", (n,)).fetchone()[0])

    def claims_of_content(self, content: str) -> tuple[Claim, ...]:
        """The claims that have this content: one in each family that carries it."""
        found = numbers(self.connection, "SELECT n FROM claims WHERE content = ? ORDER BY n", [content])
        return tuple(load_claims(self.connection, found))

    def _named(self, table: str, prefix: str, identity: str, noun: str) -> list[int]:
        """The number of the one row of this id, or of this beginning of one, with or without its prefix."""
        rest = prefix + identity.removeprefix(prefix)
        for name in (identity, rest):
            exact = self.connection.execute(f"SELECT n FROM {table} WHERE id = ?", (name,)).fetchone()
            if exact:
                return [exact[0]]
        found = {
            n: None
            for name in (identity, rest)
            for (n,) in self.connection.execute(f"SELECT n FROM {table} WHERE id > ? AND id < ? LIMIT 2", (name, name + _LAST))
        }
        if len(found) != 1:
            many = "more than one" if found else "no"
            raise NotFoundError(f"{many} {noun} {identity!r} in {self.path}", "give its whole id" if found else "")
        return list(found)

    def said_by(self, name: str, wanted: Filter = _PAGE) -> tuple[Claim, ...]:
        """Everything that a source of this name has said, or was quoted as saying."""
        return self.claims(replace(wanted, source=name))

    def review_states(self, claims: Iterable[str]) -> dict[str, str]:
        """State of review (accepted, corrected, rejected, by hand) by claim id, of the claims that somebody looked at."""
        sql = f"SELECT id, review FROM claims WHERE id IN ({_LISTED}) AND review IS NOT NULL"
        return dict(self.connection.execute(sql, (json.dumps(list(set(claims))),)))

    def origins(self, claims: Sequence[Claim]) -> dict[str, int]:
        """How many origins of its story tell the same as each of these claims, by claim id."""
        out: dict[str, int] = {}
        for claim in claims:
            sql = "SELECT max(support) FROM claims WHERE id = ?"
            out[claim.id] = int(self.connection.execute(sql, (claim.id,)).fetchone()[0] or claim.origins)
        return out

    # ------------------------------------------------------------------------------------------------------------- fusion

    def fused(self, story: str, wanted: Filter = EVERYTHING) -> Fused:
        """A story's claims put together; ``wanted`` may narrow which claims take part."""
        claims = self.claims(replace(wanted, story=story))
        return fuse(claims, self.published(r for c in claims for r in c.reports), apart_claims(self.connection))

    def relations(self, one: str, other: str, wanted: Filter = EVERYTHING) -> tuple[RelationStep, ...]:
        """What two parties did to one another, either way, in order of time; with a limit, the newest each way.

        A party is a country's code or part of a name.
        """
        found = set()
        for actor, recipient in ((one, other), (other, one)):
            found.update(numbers(self.connection, *dyad_query(actor, recipient, wanted)))
        claims = [c for c in load_claims(self.connection, sorted(found)) if isinstance(c, EventClaim)]
        dates = self.published(r for c in claims for r in c.reports)
        buckets: dict[tuple[str | None, str], list[EventClaim]] = {}
        for claim in claims:
            buckets.setdefault((claim.story, key(claim)), []).append(claim)
        apart = apart_claims(self.connection)
        return timeline(event for bucket in buckets.values() for event in fuse_events(bucket, dates, apart))

    # ------------------------------------------------------------------------------------------------------------- search

    def search(self, words: str, wanted: Filter = _PAGE) -> tuple[Hit, ...]:
        """Claims that hold all of the words, then reports that do; "quoted words" as a phrase, word* as a beginning.

        Marks alone find nothing.
        """
        if match_words(words) == NOTHING:
            return ()
        asked = replace(wanted, words=words)
        snippet = "snippet({}_fts, {}, '«', '»', '…', 40)"
        story = "(SELECT id FROM stories WHERE n = {0}), (SELECT title FROM stories WHERE n = {0})"
        select = f"c.id, {story.format('c.story')}, c.day, {snippet.format('claims', 0)}"
        hits = [Hit("claim", *row) for row in self.connection.execute(*claims_query(asked, select))]
        if not any((wanted.type, wanted.certainty, wanted.kind, wanted.country)):
            story_n = "(SELECT story FROM families WHERE n = r.family)"
            select = f"r.id, (SELECT id FROM stories WHERE n = {story_n}), r.title, r.published, {snippet.format('reports', 1)}"
            hits += [Hit("report", *row) for row in self.connection.execute(*reports_query(asked, select))]
        return tuple(hits)

    # ------------------------------------------------------------------------------------------------- log, check, counts

    def corrections(self, subject: str | None = None, *, undone: bool = False) -> tuple[Correction, ...]:
        """What people decided, oldest first; with ``undone`` also what was taken back."""
        sql = (
            "SELECT n, action, subject, other, reason, note, before, after, person, added, undone FROM corrections "
            "WHERE (? IS NULL OR subject = ?) AND (? OR undone IS NULL) ORDER BY n"
        )
        return tuple(Correction(*row) for row in self.connection.execute(sql, (subject, subject, undone)))

    def changes(self, since: str | None = None, limit: int = 100) -> tuple[Change, ...]:
        """The log, newest first."""
        sql = "SELECT n, added, what, subject, other, reason FROM changes WHERE added >= ? ORDER BY n DESC LIMIT ?"
        return tuple(Change(*row) for row in self.connection.execute(sql, (since or "", limit)))

    def refusals(self) -> tuple[Refusal, ...]:
        """Inputs that were not read, and why."""
        found = self.connection.execute("SELECT path, reason, remedy, input_id FROM refusals ORDER BY path, input_id")
        return tuple(Refusal(path, reason, remedy, input_id or None) for path, reason, remedy, input_id in found)

    def counts(self) -> dict[str, int]:
        """How many of everything there are."""
        tables = ("reports", "families", "stories", "corrections", "refusals")
        kinds = dict(self.connection.execute("SELECT kind, count(*) FROM claims GROUP BY kind").fetchall())
        found = {table: int(self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in tables}
        by_kind = {f"claims: {kind}": int(kinds[kind]) for kind in sorted(kinds)}
        return found | {"claims": sum(by_kind.values())} | by_kind

    def check(self) -> Iterator[Problem]:
        """Everything wrong with the file: broken pages, rows that point nowhere, evidence that is not in the stored text."""
        for (said,) in self.connection.execute("PRAGMA integrity_check"):
            if said != "ok":
                yield Problem("file", said)
        for table, n, parent, _ in self.connection.execute("PRAGMA foreign_key_check"):
            yield Problem(f"{table} row {n}", f"points to a row of {parent} that is not there")
        yield from self._check_evidence()
        for (identity,) in self.connection.execute("SELECT id FROM reports WHERE family IS NULL"):
            yield Problem(f"report {identity}", "belongs to no family")
        for (identity,) in self.connection.execute(
            "SELECT id FROM claims WHERE NOT EXISTS (SELECT 1 FROM evidence WHERE claim = claims.n)"
        ):
            yield Problem(f"claim {identity}", "has no evidence")
        for one, other in self.connection.execute(
            "SELECT a.id, b.id FROM denials d JOIN claims a ON a.n = d.claim JOIN claims b ON b.n = d.other "
            "WHERE a.family <> b.family OR a.polarity IS b.polarity "
            "OR NOT EXISTS (SELECT 1 FROM denials WHERE claim = d.other AND other = d.claim)"
        ):
            yield Problem(f"claim {one}", f"is held against {other}, which does not deny it")

    def _check_evidence(self) -> Iterator[Problem]:
        for n, identity, text in self.connection.execute("SELECT n, id, text FROM reports ORDER BY n"):
            standing = self.connection.execute(
                'SELECT c.id, e.start, e."end", e.text FROM evidence e JOIN claims c ON c.n = e.claim WHERE e.report = ?', (n,)
            )
            for claim, start, end, words in standing:
                if text[start:end] != words:
                    yield Problem(
                        f"claim {claim}", f"its evidence at {start}:{end} does not stand so in report {identity}: {words!r}"
                    )
            changed = self.connection.execute(
                "SELECT s.parent_start, s.parent_end, s.parent_text FROM edges e JOIN edge_sentences s ON s.edge = e.n "
                "WHERE e.parent = ?1 AND s.parent_text IS NOT NULL UNION ALL SELECT s.child_start, s.child_end, s.child_text "
                "FROM edges e JOIN edge_sentences s ON s.edge = e.n WHERE e.child = ?1 AND s.child_text IS NOT NULL",
                (n,),
            )
            for start, end, words in changed:
                if text[start:end] != words:
                    yield Problem(
                        f"report {identity}", f"a sentence of its lineage at {start}:{end} does not stand so: {words!r}"
                    )


_LISTED = "SELECT value FROM json_each(?)"
"""The texts of a JSON array, as many as there are in one question."""
_LAST = "\U0010ffff"
"""Sorts behind whatever may follow in an id."""
