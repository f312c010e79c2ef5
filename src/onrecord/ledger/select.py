"""Filters as SQL: which claims, stories and reports are asked for, in pages, newest first."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from typing import Any

from onrecord.errors import OnRecordError

MODALITIES = ("asserted", "planned", "forecast", "alleged", "hypothetical")
POLARITIES = ("affirmed", "negated")
SOURCE_KINDS = ("statement", "report", "belief", "anonymous")
CERTAINTIES = (*MODALITIES, *POLARITIES, *SOURCE_KINDS)
KINDS = ("event", "figure", "quote", "aid", "unknown")


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for. Every field narrows; the default asks for everything but what a person rejected.

    ``story``, ``family``, ``report``: ids. ``since`` and ``until`` are ISO days, both included, held against the day that the
    claim is for, else the day it was published; claims of no known day are left out then. ``country``: ISO 3166 alpha-3, of the
    place or of anybody involved. ``type``: event type, metric, or aid status, or a kind. ``source``: part of the name of who
    says so (a quotation's speaker too). ``certainty``: one of ``CERTAINTIES``. ``min_origins``: families that tell the same.
    ``words``: full-text search. ``limit`` and ``offset`` page; ``limit`` None gives all. ``by_change``: stories of which the
    record changed last come first (a claim, a revision, a decision), those of one minute in order of the news.
    """

    story: str | None = None
    family: str | None = None
    report: str | None = None
    kind: str | None = None
    since: str | None = None
    until: str | None = None
    country: str | None = None
    type: str | None = None
    source: str | None = None
    certainty: str | None = None
    min_origins: int = 1
    words: str | None = None
    main: bool | None = None
    review: str | None = None
    rejected: bool = False
    limit: int | None = 100
    offset: int = 0
    by_change: bool = False


@dataclass(slots=True)
class _Query:
    """The pieces of one SELECT."""

    tables: list[str]
    where: list[str]
    values: list[Any]

    def add(self, condition: str, *values: Any) -> None:
        self.where.append(condition)
        self.values += values


def match_words(words: str) -> str:
    """A person's search words as an FTS5 expression: all of them, "quoted words" as a phrase, word* as a beginning.

    Where nothing in them can be searched for (marks alone), an expression that finds nothing.
    """
    terms = []
    for phrase, word in re.findall(r'"([^"]+)"|([^\s"]+)', words):
        text = (phrase or word.rstrip("*")).replace('"', '""')
        if re.search(r"\w", text):
            terms.append(f'"{text}"' + ("*" if word.endswith("*") else ""))
    return " ".join(terms) or NOTHING


NOTHING = '""'
"""An FTS5 expression that matches nothing."""


def claims_query(wanted: Filter, select: str = "c.n") -> tuple[str, list[Any]]:
    """SQL that gives the numbers of the claims asked for (or what else ``select`` names), and its values.

    Newest first, those of no day last; of one story in order of time; for words, those put on record last first. Every order is
    that of an index, so that a page costs the same however many claims there are.
    """
    query = _Query(["claims c"], [], [])
    day, order = "c.day", "ORDER BY c.day DESC, c.n DESC"
    if wanted.words:
        query.tables, order = ["claims_fts x CROSS JOIN claims c ON c.n = x.rowid"], "ORDER BY x.rowid DESC"
        query.add("claims_fts MATCH ?", match_words(wanted.words))
        if wanted.country:
            query.add("EXISTS (SELECT 1 FROM claim_countries WHERE claim = c.n AND country = ?)", wanted.country)
    elif wanted.story:
        order = "ORDER BY c.day IS NULL, c.day, c.n"
        if wanted.country:
            query.add("EXISTS (SELECT 1 FROM claim_countries WHERE claim = c.n AND country = ?)", wanted.country)
    elif wanted.country:
        query.tables = ["claim_countries cc CROSS JOIN claims c ON c.n = cc.claim"]
        query.add("cc.country = ?", wanted.country)
        day, order = "cc.day", "ORDER BY cc.day DESC, cc.claim DESC"
    _narrow_claims(query, wanted, day)
    return _sql(select, query, order, wanted)


def dyad_query(one: str, other: str, wanted: Filter) -> tuple[str, list[Any]]:
    """SQL that gives the numbers of the events by which one party acts on another, newest first, and its values.

    A party is a country's code (three capitals) or part of a name.
    """
    if is_code(one) and is_code(other):
        query = _Query(["claim_dyads d CROSS JOIN claims c ON c.n = d.claim"], [], [])
        query.add("d.actor = ? AND d.recipient = ?", one, other)
        _narrow_claims(query, wanted, "d.day")
        return _sql("c.n", query, "ORDER BY d.day DESC, d.claim DESC", wanted)
    query = _Query(["claims c"], [], [])
    query.add("c.kind = 'event'")
    # The end that is a name is rarer than a country: its claims are gathered, the other end is looked up for each.
    roles = sorted((("actor", one), ("recipient", other)), key=lambda end: is_code(end[1]))
    for gather, (role, name) in zip((True, False), roles, strict=True):
        condition, value = ("p.country = ?", name) if is_code(name) else ("p.name LIKE ? ESCAPE '\\'", like(name))
        if gather:
            inner = f"FROM parties p CROSS JOIN claim_parties cp ON cp.party = p.n WHERE cp.role = '{role}' AND {condition}"
            query.add(f"c.n IN (SELECT cp.claim {inner})", value)
        else:
            inner = f"FROM claim_parties cp JOIN parties p ON p.n = cp.party WHERE cp.role = '{role}' AND {condition}"
            query.add(f"EXISTS (SELECT 1 {inner} AND cp.claim = c.n)", value)
    _narrow_claims(query, wanted, "c.day")
    return _sql("c.n", query, "ORDER BY c.day DESC, c.n DESC", wanted)


def is_code(party: str) -> bool:
    """Whether a party is given as a country's code."""
    return len(party) == 3 and party.isalpha() and party.isupper()


def _narrow_claims(query: _Query, wanted: Filter, day: str) -> None:
    for column, table, value in (("story", "stories", wanted.story), ("family", "families", wanted.family)):
        if value:
            query.add(f"c.{column} = (SELECT n FROM {table} WHERE id = ?)", value)
    if wanted.report:
        query.add("c.n IN (SELECT claim FROM evidence WHERE report = (SELECT n FROM reports WHERE id = ?))", wanted.report)
    if wanted.kind:
        query.add("c.kind = ?", wanted.kind)
    if wanted.type:
        column = "kind" if wanted.type in KINDS and wanted.type != "aid" else "code"
        query.add(f"c.{column} = ?", wanted.type)
    if wanted.since:
        query.add(f"{day} >= ?", wanted.since[:10])
    if wanted.until:
        query.add(f"{day} <= ? AND {day} <> ''", wanted.until[:10])
    if wanted.source:
        query.add(
            "c.n IN (SELECT cp.claim FROM parties p CROSS JOIN claim_parties cp ON cp.party = p.n "
            "WHERE cp.role IN ('source', 'speaker') AND p.name LIKE ? ESCAPE '\\')",
            like(wanted.source),
        )
    if wanted.certainty:
        _narrow_certainty(query, wanted.certainty)
    if wanted.min_origins > 1:
        query.add("c.support > 1 AND c.support >= ?", wanted.min_origins)
    if wanted.main is not None:
        query.add("c.main = ?", wanted.main)
    if wanted.review:
        query.add("c.review = ?", wanted.review)
    elif not wanted.rejected:
        query.add("c.review IS NOT 'rejected'")


def _narrow_certainty(query: _Query, certainty: str) -> None:
    if certainty in MODALITIES:
        query.add("c.modality = ?", certainty)
    elif certainty in POLARITIES:
        query.add("c.polarity = ?", certainty)
    elif certainty in SOURCE_KINDS:
        query.add("EXISTS (SELECT 1 FROM claim_parties WHERE claim = c.n AND role = 'source' AND kind = ?)", certainty)
    else:
        raise OnRecordError(f"invalid certainty {certainty!r}", f"valid are: {', '.join(CERTAINTIES)}")


def like(words: str) -> str:
    """A LIKE pattern (escape: backslash) for text that holds the words."""
    escaped = re.sub(r"([\\%_])", r"\\\1", words)
    return f"%{escaped}%"


def stories_query(wanted: Filter, *, common: bool = False) -> tuple[str, list[Any]]:
    """SQL that gives the numbers of stories, the ones told last (or ``by_change``) first, undated ones last.

    ``common`` says that many claims match: then story after story is tried, else the matching claims are gathered first.
    """
    query = _Query(["stories s"], ["s.origins > 0"], [])
    if wanted.story:
        query.add("s.id = ?", wanted.story)
    if wanted.since:
        query.add("s.last >= ?", wanted.since[:10])
    if wanted.until:
        query.add("s.first <= ?", wanted.until[:10] + "T99")
    if wanted.min_origins > 1:
        query.add("s.origins >= ?", wanted.min_origins)
    if wanted.words:
        query.add(
            "s.n IN (SELECT f.story FROM reports_fts x JOIN reports r ON r.n = x.rowid JOIN families f ON f.n = r.family "
            "WHERE reports_fts MATCH ?)",
            match_words(wanted.words),
        )
    if wanted.country or wanted.type or wanted.source or wanted.certainty or wanted.kind:
        query.add(*_stories_with(wanted, common))
    order = "ORDER BY substr(s.changed, 1, 16) DESC, s.last DESC, s.n" if wanted.by_change else "ORDER BY s.last DESC, s.n"
    return _sql("s.n", query, order, wanted)


def _stories_with(wanted: Filter, common: bool) -> tuple[Any, ...]:
    """A condition on ``stories s``: that a claim of theirs is asked for; and its values."""
    claims = _Query(["claims c"], [], [])
    if common:
        claims.add("c.story = s.n")
    if wanted.country and common:
        claims.add("EXISTS (SELECT 1 FROM claim_countries WHERE claim = c.n AND country = ?)", wanted.country)
    elif wanted.country:
        claims.tables = ["claim_countries cc CROSS JOIN claims c ON c.n = cc.claim"]
        claims.add("cc.country = ?", wanted.country)
    _narrow_claims(
        claims, Filter(type=wanted.type, source=wanted.source, certainty=wanted.certainty, kind=wanted.kind), "c.day"
    )
    inner, values = _sql("c.story", claims, "", Filter(limit=None))
    return (f"EXISTS ({inner})" if common else f"s.n IN ({inner})", *values)


def reports_query(wanted: Filter, select: str = "r.n") -> tuple[str, list[Any]]:
    """SQL that gives the numbers of reports (or what else ``select`` names), newest first; for words, last on record first."""
    query = _Query(["reports r"], [], [])
    if wanted.story or wanted.family:
        query.tables = ["families f JOIN reports r ON r.family = f.n"]
    if wanted.story:
        query.add("f.story = (SELECT n FROM stories WHERE id = ?)", wanted.story)
    if wanted.family:
        query.add("f.id = ?", wanted.family)
    if wanted.report:
        query.add("r.id = ?", wanted.report)
    if wanted.since:
        query.add("r.published >= ?", wanted.since[:10])
    if wanted.until:
        query.add("r.published <= ?", wanted.until[:10] + "T99")
    if wanted.source:
        query.add("(r.outlet LIKE ? ESCAPE '\\' OR r.agency LIKE ? ESCAPE '\\')", like(wanted.source), like(wanted.source))
    if not wanted.words:
        return _sql(select, query, "ORDER BY r.published DESC, r.n DESC", wanted)
    story = " LEFT JOIN families f ON f.n = r.family" if wanted.story or wanted.family else ""
    query.tables = [f"reports_fts x CROSS JOIN reports r ON r.n = x.rowid{story}"]
    query.add("reports_fts MATCH ?", match_words(wanted.words))
    return _sql(select, query, "ORDER BY x.rowid DESC", wanted)


def _sql(select: str, query: _Query, order: str, wanted: Filter) -> tuple[str, list[Any]]:
    where = f" WHERE {' AND '.join(query.where)}" if query.where else ""
    limit = f" LIMIT {int(wanted.limit)} OFFSET {int(wanted.offset)}" if wanted.limit is not None else ""
    return f"SELECT {select} FROM {' '.join(query.tables)}{where} {order}{limit}", query.values


def numbers(connection: sqlite3.Connection, sql: str, values: list[Any]) -> list[int]:
    """The first column of what a query gives."""
    return [n for (n,) in connection.execute(sql, values)]
