"""Putting reports on record: one transaction a report.

``put`` writes a report, its own claims, the family and the story that it belongs to, and the merged claims of every family that
it touches, all in one transaction: whoever reads the ledger at any moment, also after a kill, sees whole reports with their
families, stories and claims, or nothing of them. A report that is there already is not touched.

What a family or a story is, is decided by the stages that ``Stages`` names, never here; this module only finds which earlier
reports a new one must be held against, so that a new report costs the same in a ledger of a hundred and of a hundred thousand.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import Any

from onrecord.ledger import rows
from onrecord.ledger.fuse import key, support
from onrecord.ledger.load import load_claims
from onrecord.ledger.overlay import apart_claims, apart_reports, contents, overlaid
from onrecord.ledger.schema import now, transaction
from onrecord.model import Claim, Family, Refusal, Report, Story

_CLOSEST = 64
"""Reports at most that a new one is held against; the ones that share most come first."""
_STORIES = 12
"""Stories at most that a new family is held against."""
_MEMBERS = 6
"""Families at most that stand for one story there."""
_DAYS = 21
"""A report joins stories that were told within so many days before or after it."""


@dataclass(frozen=True, slots=True)
class Stages:
    """The pure functions that decide.

    ``sketch`` gives the sampled shingle hashes of a report; ``families`` the families of some reports; ``stories`` the stories
    of some families, given their reports; ``merge`` the claims of families from their reports' own claims.
    """

    sketch: Callable[[Report], Sequence[int]]
    families: Callable[[Sequence[Report]], tuple[Family, ...]]
    stories: Callable[[Sequence[Family], Sequence[Report]], tuple[Story, ...]]
    merge: Callable[[Mapping[str, Sequence[Claim]], Sequence[Family], Sequence[Story]], tuple[Claim, ...]]


def known(connection: sqlite3.Connection, report: Report, reader: str) -> bool:
    """Whether ``put`` of this report would change nothing: it is there, from this path, read by this reader."""
    return bool(
        connection.execute(
            "SELECT 1 FROM reports r JOIN readings g ON g.report = r.n JOIN inputs i ON i.report = r.n "
            "WHERE r.id = ? AND g.reader = ? AND i.path = ? AND i.input_id = ?",
            (report.id, reader, report.path or "", report.input_id or ""),
        ).fetchone()
    )


def was_read(connection: sqlite3.Connection, report_id: str, reader: str) -> bool:
    """Whether the claims of this content, as this reader gives them, are there: it need not be read again."""
    found = connection.execute(
        "SELECT g.reader FROM reports r JOIN readings g ON g.report = r.n WHERE r.id = ?", (report_id,)
    ).fetchone()
    return found is not None and found[0] == reader


def put(
    connection: sqlite3.Connection,
    report: Report,
    claims: Sequence[Claim],
    stages: Stages,
    *,
    reader: str,
    by_hand: bool = False,
) -> bool:
    """Put a report on record and give whether it was new. ``claims`` are its own, of no interest where this reader read it.

    A report read before by another ``reader`` gets its claims anew; the corrections that people made stay over them.
    """
    if known(connection, report, reader):
        return False
    with transaction(connection):
        fresh = None if was_read(connection, report.id, reader) else claims
        n = _number(connection, report.id)
        new = n is None
        if n is None:
            n = _insert_report(connection, report, by_hand)
        connection.execute(
            "INSERT OR IGNORE INTO inputs(path, input_id, report) VALUES (?, ?, ?)",
            (report.path or "", report.input_id or "", n),
        )
        connection.execute("DELETE FROM refusals WHERE path = ? AND input_id = ?", (report.path or "", report.input_id or ""))
        if fresh is not None:
            connection.execute("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", (n, reader, rows.pack_claims(fresh)))
        if new:
            hashes = sorted({_signed(h) for h in stages.sketch(report)})
            touched = _family_candidates(connection, hashes)
            connection.executemany("INSERT OR IGNORE INTO shingles VALUES (?, ?)", ((h, n) for h in hashes))
            _index_words(connection, n, report)
            _regroup(connection, n, touched, stages)
        elif fresh is not None:
            (family,) = connection.execute("SELECT family FROM reports WHERE n = ?", (n,)).fetchone()
            write_claims(connection, (family,), stages)
    return new


def put_by_hand(connection: sqlite3.Connection, report: Report, claim: Claim, story: str | None, stages: Stages) -> None:
    """Put a claim and the words it rests on into a family of their own; to be called inside a transaction.

    Such words are nobody's copy: they are in no index of copies. ``story`` is the id of the story they belong to, if known.
    """
    n = _number(connection, report.id)
    if n is not None:
        (packed,) = connection.execute("SELECT claims FROM readings WHERE report = ?", (n,)).fetchone()
        claims = {c.id: c for c in (*rows.unpack_claims(packed), claim)}
        connection.execute("UPDATE readings SET claims = ? WHERE report = ?", (rows.pack_claims(claims.values()), n))
        (family_n,) = connection.execute("SELECT family FROM reports WHERE n = ?", (n,)).fetchone()
    else:
        n = _insert_report(connection, report, by_hand=True)
        connection.execute("INSERT INTO readings VALUES (?, 'by hand', ?)", (n, rows.pack_claims((claim,))))
        (family,) = stages.families([report])
        family_n = _write_family(connection, family, {report.id: n}, None, set())
    if story is not None:
        family_id = connection.execute("SELECT id FROM families WHERE n = ?", (family_n,)).fetchone()[0]
        move_family(connection, family_id, story)
    elif connection.execute("SELECT story FROM families WHERE n = ?", (family_n,)).fetchone()[0] is None:
        _find_story(connection, family_n, stages)
    write_claims(connection, (family_n,), stages)


def move_family(connection: sqlite3.Connection, family: str, story: str) -> None:
    """Put a family and its claims into a story, by ids; to be called inside a transaction."""
    target = connection.execute("SELECT n FROM stories WHERE id = ?", (story,)).fetchone()[0]
    n, before = connection.execute("SELECT n, story FROM families WHERE id = ?", (family,)).fetchone()
    if before == target:
        return
    keys = {about for (about,) in connection.execute("SELECT DISTINCT key FROM claims WHERE family = ?", (n,))}
    place = "(SELECT coalesce(max(place_in_story), -1) + 1 FROM families WHERE story = ?1)"
    connection.execute(f"UPDATE families SET story = ?1, place_in_story = {place} WHERE n = ?2", (target, n))
    connection.execute("UPDATE claims SET story = ? WHERE family = ?", (target, n))
    for story_n in (before, target):
        if story_n is not None:
            count_support(connection, story_n, keys)
            refresh_story(connection, story_n)


def regroup(connection: sqlite3.Connection, reports: Sequence[str], stages: Stages) -> None:
    """Find the families of these reports anew; to be called inside a transaction."""
    numbers = [n for n in (_number(connection, report) for report in reports) if n is not None]
    touched = sorted({family for (family,) in _in(connection, "SELECT family FROM reports WHERE n IN", numbers)})
    _regroup(connection, numbers[0], touched, stages)


def put_refusal(connection: sqlite3.Connection, refusal: Refusal) -> None:
    """Remember that an input was not read, and why. The same refusal again changes nothing."""
    with transaction(connection):
        connection.execute(
            "INSERT INTO refusals VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET reason = excluded.reason, "
            "remedy = excluded.remedy, added = excluded.added WHERE reason <> excluded.reason OR remedy <> excluded.remedy",
            (refusal.path, refusal.input_id or "", refusal.reason, refusal.remedy, now()),
        )


def log_change(connection: sqlite3.Connection, what: str, subject: str, other: str | None, reason: str) -> None:
    """One line in ``changes``; to be called inside a transaction."""
    connection.execute("INSERT INTO changes(added, what, subject, other, reason) VALUES (?, ?, ?, ?, ?)",
                       (now(), what, subject, other, reason))  # fmt: skip


# ---------------------------------------------------------------------------------------------------------------- reports


def _number(connection: sqlite3.Connection, report_id: str) -> int | None:
    found = connection.execute("SELECT n FROM reports WHERE id = ?", (report_id,)).fetchone()
    return found[0] if found else None


def _insert_report(connection: sqlite3.Connection, report: Report, by_hand: bool) -> int:
    marks = ", ".join("?" * 13)
    cursor = connection.execute(
        f"INSERT INTO reports({rows.REPORT_COLUMNS}, words, by_hand, added) VALUES ({marks})",
        (*rows.report_values(report), len(report.text.split()), by_hand, now()),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _signed(value: int) -> int:
    """An unsigned 64-bit hash as SQLite's signed integer."""
    value = int(value)
    return value - (1 << 64) if value >= 1 << 63 else value


def load_reports(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, Report]:
    """Reports by their number in this ledger, in the order asked for."""
    wanted = list(numbers)
    found = _in(connection, f"SELECT n, {rows.REPORT_COLUMNS} FROM reports WHERE n IN", wanted)
    records = {row[0]: rows.report_record(row[1:]) for row in found}
    return {n: records[n] for n in wanted}


def _in(connection: sqlite3.Connection, select: str, values: Sequence[int], tail: str = "") -> list[tuple[Any, ...]]:
    """All rows of a query that ends in ``IN``, in blocks that stay under SQLite's limit on variables."""
    out: list[tuple[Any, ...]] = []
    for begin in range(0, len(values), 500):
        block = values[begin : begin + 500]
        out += connection.execute(f"{select} ({', '.join('?' * len(block))}) {tail}", tuple(block)).fetchall()
    return out


# --------------------------------------------------------------------------------------------------------------- families


def _family_candidates(connection: sqlite3.Connection, hashes: Sequence[int]) -> list[int]:
    """Families of which a member shares sampled shingles with a new report: those that share most first."""
    shared: dict[int, int] = {}
    for (report,) in _in(connection, "SELECT report FROM shingles WHERE hash IN", hashes):
        shared[report] = shared.get(report, 0) + 1
    closest = sorted(shared, key=lambda report: (-shared[report], report))[:_CLOSEST]
    families = dict(_in(connection, "SELECT n, family FROM reports WHERE n IN", closest))
    return list(dict.fromkeys(families[report] for report in closest if families[report]))


def _regroup(connection: sqlite3.Connection, n: int, touched: Sequence[int], stages: Stages) -> None:
    """Find the family of a new report among the families it may belong to, then its story, then write their claims."""
    members = [m for (m,) in _in(connection, "SELECT n FROM reports WHERE family IN", touched)]
    reports = load_reports(connection, sorted({*members, n}))
    numbers = {report.id: number for number, report in reports.items()}
    before = dict(_in(connection, "SELECT n, family FROM reports WHERE n IN", list(reports)))
    apart = [tuple(sorted(pair)) for pair in apart_reports(connection) if all(report in numbers for report in pair)]
    found = _kept_apart(stages, list(reports.values()), apart)
    written: list[int] = []
    for family in found:
        old = _old_family(connection, family)
        ours = [numbers[report] for report in family.reports]
        if old is not None and {before[m] for m in ours} == {old} and _size(connection, old) == len(ours):
            continue
        written.append(_write_family(connection, family, numbers, old, {before[m] for m in ours if before[m]}))
    _drop_empty_families(connection, touched)
    for family_n in written:
        if connection.execute("SELECT story FROM families WHERE n = ?", (family_n,)).fetchone()[0] is None:
            _find_story(connection, family_n, stages)
        else:
            refresh_story(connection, connection.execute("SELECT story FROM families WHERE n = ?", (family_n,)).fetchone()[0])
    write_claims(connection, written, stages)


def _kept_apart(stages: Stages, reports: list[Report], apart: Sequence[tuple[str, ...]]) -> tuple[Family, ...]:
    """The families of the reports; where a person said that two are no copies, the second one is looked at by itself."""
    found = stages.families(reports)
    for first, second in apart:
        if any(first in family.reports and second in family.reports for family in found):
            alone = [report for report in reports if report.id == second]
            rest = [report for report in reports if report.id != second]
            return (*_kept_apart(stages, rest, [p for p in apart if second not in p]), *stages.families(alone))
    return found


def _old_family(connection: sqlite3.Connection, family: Family) -> int | None:
    found = connection.execute("SELECT n FROM families WHERE id = ?", (family.id,)).fetchone()
    return found[0] if found else None


def _size(connection: sqlite3.Connection, family: int) -> int:
    return int(connection.execute("SELECT count(*) FROM reports WHERE family = ?", (family,)).fetchone()[0])


def _write_family(
    connection: sqlite3.Connection, family: Family, numbers: Mapping[str, int], old: int | None, merged: set[int]
) -> int:
    """Write a family and its lineage; it takes the story over from the families that it takes the place of."""
    root = numbers[family.root]
    if old is None:
        stories = _in(
            connection, "SELECT story, n FROM families WHERE n IN", sorted(merged), "AND story IS NOT NULL ORDER BY n"
        )
        cursor = connection.execute(
            "INSERT INTO families(id, root, story, reports, added) VALUES (?, ?, ?, ?, ?)",
            (family.id, root, stories[0][0] if stories else None, len(family.reports), now()),
        )
        old = cursor.lastrowid
        assert old is not None
    connection.execute("UPDATE families SET root = ?, reports = ? WHERE n = ?", (root, len(family.reports), old))
    connection.executemany(
        "UPDATE reports SET family = ?, place_in_family = ? WHERE n = ?",
        [(old, place, numbers[report]) for place, report in enumerate(family.reports)],
    )
    for gone, was in _in(connection, "SELECT n, n FROM families WHERE n IN", sorted(merged - {old})):
        identity = connection.execute("SELECT id FROM families WHERE n = ?", (was,)).fetchone()[0]
        if not _size(connection, gone):
            reason = next((e.reason for e in family.edges if e.reason), "found to be copies of one text")
            log_change(connection, "families merged", family.id, identity, reason)
    connection.execute("DELETE FROM edges WHERE family = ?", (old,))
    for edge in family.edges:
        cursor = connection.execute(
            "INSERT INTO edges(family, parent, child, relation, containment, directed, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (old, numbers[edge.parent], numbers[edge.child], edge.relation, edge.containment, edge.directed, edge.reason),
        )
        connection.executemany(
            "INSERT INTO edge_sentences VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(cursor.lastrowid, i, *row) for i, row in enumerate(rows.edge_sentences(edge))],
        )
    return old


def _drop_empty_families(connection: sqlite3.Connection, touched: Sequence[int]) -> None:
    for family in touched:
        if not _size(connection, family):
            story = connection.execute("SELECT story FROM families WHERE n = ?", (family,)).fetchone()[0]
            connection.execute("DELETE FROM families WHERE n = ?", (family,))
            if story is not None:
                refresh_story(connection, story)


def load_families(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, Family]:
    """Families by their number in this ledger, without the sentences in which their members differ."""
    out: dict[int, Family] = {}
    for n in numbers:
        identity, root = connection.execute(
            "SELECT f.id, r.id FROM families f JOIN reports r ON r.n = f.root WHERE f.n = ?", (n,)
        ).fetchone()
        members = connection.execute("SELECT id FROM reports WHERE family = ? ORDER BY place_in_family", (n,)).fetchall()
        edges = connection.execute(
            "SELECT p.id, c.id, e.relation, e.containment, e.directed, e.reason FROM edges e JOIN reports p ON p.n = e.parent "
            "JOIN reports c ON c.n = e.child WHERE e.family = ? ORDER BY e.n",
            (n,),
        ).fetchall()
        out[n] = Family(identity, root, tuple(m for (m,) in members), tuple(rows.edge_record(edge, ()) for edge in edges))
    return out


# ---------------------------------------------------------------------------------------------------------------- stories

_WORD = re.compile(r"\w+")
_HEAD = 160
"""Words from the start of a report that say what it is about."""


def _story_words(report: Report) -> set[int]:
    """Hashes of the capitalised and the long words of a report's headline and first sentences."""
    head = [*_WORD.findall(report.title or ""), *_WORD.findall(report.text[:2000])[:_HEAD]]
    words = {w.lower() for w in head if (w[0].isupper() and len(w) > 2) or len(w) > 6}
    return {int.from_bytes(blake2b(w.encode(), digest_size=7).digest(), "big") for w in words}


def _ordinal(published: str | None) -> int:
    """The day as a number; 0 where it is not known."""
    day = rows.first_day(published)
    return date.fromisoformat(day).toordinal() if day else 0


def _index_words(connection: sqlite3.Connection, n: int, report: Report) -> None:
    day = _ordinal(report.published)
    connection.executemany("INSERT OR IGNORE INTO story_words VALUES (?, ?, ?)", ((w, day, n) for w in _story_words(report)))


def _story_candidates(connection: sqlite3.Connection, report: Report) -> list[int]:
    """Families of the stories that a report may belong to: those whose heads share most of its rarer words."""
    day = _ordinal(report.published)
    window = (0, 1 << 30) if not day else (day - _DAYS, day + _DAYS)
    score: dict[int, float] = {}
    for word in sorted(_story_words(report)):
        holders = connection.execute(
            "SELECT report FROM story_words WHERE word = ? AND (day BETWEEN ? AND ? OR day = 0) LIMIT 400", (word, *window)
        ).fetchall()
        for (holder,) in holders:
            score[holder] = score.get(holder, 0.0) + 1.0 / (1 + len(holders))
    closest = sorted(score, key=lambda holder: (-score[holder], holder))[:_CLOSEST]
    found = {
        report: (family, story)
        for report, family, story in _in(
            connection, "SELECT r.n, f.n, f.story FROM reports r JOIN families f ON f.n = r.family WHERE r.n IN", closest
        )
        if story is not None
    }
    stories: dict[int, list[int]] = {}
    for holder in closest:
        if holder in found:
            family, story = found[holder]
            if (story in stories or len(stories) < _STORIES) and family not in stories.setdefault(story, []):
                stories[story].append(family)
    return [family for members in stories.values() for family in members[:_MEMBERS]]


def _find_story(connection: sqlite3.Connection, family: int, stages: Stages) -> None:
    """Put a family without a story into the one it belongs to, or into a new one. A story keeps its id for ever."""
    (root,) = connection.execute("SELECT root FROM families WHERE n = ?", (family,)).fetchone()
    candidates = [c for c in _story_candidates(connection, load_reports(connection, [root])[root]) if c != family]
    families = load_families(connection, [family, *candidates])
    roots = [r for (r,) in _in(connection, "SELECT root FROM families WHERE n IN", list(families))]
    reports = list(load_reports(connection, sorted(roots)).values())
    held = [replace(f, reports=(f.root,), edges=()) for f in families.values()]
    identity = families[family].id
    ours = next(story for story in stages.stories(held, reports) if identity in story.families)
    mates = [n for n, f in families.items() if f.id in ours.families and n != family]
    of_mates = [s for (s,) in _in(connection, "SELECT story FROM families WHERE n IN", mates)]
    if of_mates:
        counted = {story: of_mates.count(story) for story in of_mates}
        story = min(counted, key=lambda s: (-counted[s], s))
    else:
        story = _new_story(connection, ours)
    place = connection.execute(
        "SELECT coalesce(max(place_in_story), -1) + 1 FROM families WHERE story = ?", (story,)
    ).fetchone()[0]
    connection.execute("UPDATE families SET story = ?, place_in_story = ? WHERE n = ?", (story, place, family))
    refresh_story(connection, story)


def _new_story(connection: sqlite3.Connection, story: Story) -> int:
    found = connection.execute("SELECT n FROM stories WHERE id = ?", (story.id,)).fetchone()
    if found:
        return int(found[0])
    cursor = connection.execute(
        "INSERT INTO stories(id, title, summary, first, last, origins, reports, added) VALUES (?, ?, ?, ?, ?, 0, 0, ?)",
        (story.id, story.title, story.summary, story.first, story.last, now()),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def refresh_story(connection: sqlite3.Connection, story: int) -> None:
    """Count a story's families, reports, outlets and dates anew. One that lost all its families stays, empty and unlisted."""
    connection.execute(
        "UPDATE stories SET (origins, reports, first, last, outlets) = ("
        "SELECT count(DISTINCT f.n), count(*), min(r.published), max(r.published), '[]' "
        "FROM families f JOIN reports r ON r.family = f.n WHERE f.story = stories.n), outlets = coalesce(("
        "SELECT json_group_array(outlet) FROM (SELECT DISTINCT r.outlet FROM families f JOIN reports r ON r.family = f.n "
        "WHERE f.story = stories.n AND r.outlet IS NOT NULL ORDER BY r.outlet)), '[]') WHERE n = ?",
        (story,),
    )


# ----------------------------------------------------------------------------------------------------------------- claims


def write_claims(connection: sqlite3.Connection, families: Sequence[int], stages: Stages) -> None:
    """Merge the claims of these families anew from their reports' own, lay the corrections over them, and write them."""
    for n, family in load_families(connection, families).items():
        members = connection.execute(
            "SELECT r.n, r.id, r.published, r.added, g.claims FROM reports r JOIN readings g ON g.report = r.n "
            "WHERE r.family = ? ORDER BY r.place_in_family",
            (n,),
        ).fetchall()
        by_report = {identity: rows.unpack_claims(packed) for _, identity, _, _, packed in members}
        story_n, story = _story_of(connection, n)
        merged = stages.merge(by_report, (family,), (story,) if story else ())
        before = {key for (key,) in connection.execute("SELECT DISTINCT key FROM claims WHERE family = ?", (n,))}
        members_by_id = {identity: (number, published, added) for number, identity, published, added, _ in members}
        content = contents(merged, by_report)
        laid = [(*pair, c) for pair, c in zip(overlaid(connection, merged, content), content, strict=True)]
        after = _replace_claims(connection, n, story_n, laid, members_by_id)
        if story_n is not None:
            count_support(connection, story_n, before | after)


def _story_of(connection: sqlite3.Connection, family: int) -> tuple[int | None, Story | None]:
    cursor = connection.execute(
        "SELECT s.*, f.id AS family_id FROM families f JOIN stories s ON s.n = f.story WHERE f.n = ?", (family,)
    )
    cursor.row_factory = sqlite3.Row
    row = cursor.fetchone()
    if row is None:
        return None, None
    reports = connection.execute("SELECT id FROM reports WHERE family = ? ORDER BY place_in_family", (family,))
    return row["n"], rows.story_record(row, (row["family_id"],), (r for (r,) in reports))


def _replace_claims(
    connection: sqlite3.Connection,
    family: int,
    story: int | None,
    claims: Sequence[tuple[Claim, str | None, str]],
    members: Mapping[str, tuple[int, str | None, str]],
) -> set[str]:
    """Write a family's claims in place of those it had and give their keys. ``members``: number, published, added by report."""
    connection.execute("DELETE FROM claims WHERE family = ?", (family,))
    first = connection.execute("SELECT coalesce(max(n), 0) + 1 FROM claims").fetchone()[0]
    values, parties, evidence, countries = [], [], [], set()
    keys = set()
    for n, (claim, review, content) in enumerate(claims, first):
        of = [members[report] for report in claim.reports]
        published = min((date for _, date, _ in of if date), default=None)
        about = key(claim)
        keys.add(about)
        row = rows.claim_values(claim, about, review, published, min(added for _, _, added in of))
        values.append((n, family, story, content, *row))
        involved = rows.claim_parties(claim)
        parties += [(n, *party) for party in involved]
        evidence += [(n, i, members[e.report][0], e.start, e.end, e.text) for i, e in enumerate(claim.evidence)]
        named = {country for _, _, _, country, _, _, _ in involved if country}
        day = row[rows.CLAIM_COLUMNS.index("day")] or ""
        countries |= {(c, day, n) for c in named | ({claim.where.country} if claim.where and claim.where.country else set())}
    columns = ", ".join(("n", "family", "story", "content", *rows.CLAIM_COLUMNS))
    marks = ", ".join("?" * (len(rows.CLAIM_COLUMNS) + 4))
    connection.executemany(f"INSERT INTO claims({columns}) VALUES ({marks})", values)
    party = _party_numbers(connection, {(name, country, sector) for _, _, _, name, country, sector, _, _ in parties})
    connection.executemany(
        "INSERT INTO claim_parties(claim, role, ordinal, party, text, kind) VALUES (?, ?, ?, ?, ?, ?)",
        [(n, role, i, party[name, country, sector], text, kind) for n, role, i, name, country, sector, text, kind in parties],
    )
    connection.executemany("INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?)", evidence)
    connection.executemany("INSERT INTO claim_countries VALUES (?, ?, ?)", sorted(countries))
    return keys


def _party_numbers(connection: sqlite3.Connection, parties: set[tuple[str, str, str]]) -> dict[tuple[str, str, str], int]:
    connection.executemany("INSERT OR IGNORE INTO parties(name, country, sector) VALUES (?, ?, ?)", sorted(parties))
    return {
        party: connection.execute("SELECT n FROM parties WHERE (name, country, sector) = (?, ?, ?)", party).fetchone()[0]
        for party in parties
    }


def count_support(connection: sqlite3.Connection, story: int, keys: Iterable[str]) -> None:
    """Count anew how many origins of a story tell the same, for the claims of these keys."""
    for about in keys:
        found = connection.execute(
            "SELECT n, family FROM claims WHERE story = ? AND key = ? AND review IS NOT 'rejected' ORDER BY n", (story, about)
        ).fetchall()
        if len({family for _, family in found}) < 2:
            connection.execute("UPDATE claims SET support = 1 WHERE story = ? AND key = ? AND support <> 1", (story, about))
            continue
        claims = load_claims(connection, [n for n, _ in found])
        counted = support(claims, apart_claims(connection))
        connection.executemany(
            "UPDATE claims SET support = ? WHERE n = ?",
            [(counted[f"{claim.family}/{claim.id}"], n) for (n, _), claim in zip(found, claims, strict=True)],
        )
