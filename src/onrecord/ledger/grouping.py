"""Which family a report belongs to: the earlier reports that it must be held against, and what the families become.

What counts as a copy is decided by the stage ``families``, never here. A new report is held against the families that share
sampled shingles with it, at most ``_CLOSEST`` reports, so that it costs the same in a large ledger as in a small one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from onrecord.ledger import rows
from onrecord.ledger.load import load_reports, select_in
from onrecord.ledger.log import log_change
from onrecord.ledger.merged import write_claims
from onrecord.ledger.overlay import apart_reports
from onrecord.ledger.schema import now
from onrecord.ledger.settling import keep_piece
from onrecord.ledger.stages import Stages
from onrecord.ledger.telling import own_story, refresh_story
from onrecord.model import Family, Report

_CLOSEST = 64
"""Reports at most that a new one is held against; those that share most come first."""


def index_report(connection: sqlite3.Connection, n: int, report: Report, stages: Stages) -> list[int]:
    """Put a report's sketch into the index and give the families it may belong to, the likeliest first."""
    hashes = sorted({_signed(h) for h in stages.sketch(report)})
    touched = _family_candidates(connection, hashes, stages.shared)
    connection.execute("UPDATE reports SET sketch = ? WHERE n = ?", (len(hashes), n))
    connection.executemany("INSERT OR IGNORE INTO shingles VALUES (?, ?)", ((h, n) for h in hashes))
    return touched


def _signed(value: int) -> int:
    """An unsigned 64-bit hash as SQLite's signed integer."""
    value = int(value)
    return value - (1 << 64) if value >= 1 << 63 else value


def _family_candidates(connection: sqlite3.Connection, hashes: Sequence[int], least: float) -> list[int]:
    """Families of which a member shares enough sampled shingles with a new report to be a copy: those that share most first.

    One shingle less than the part ``least`` is enough, since sketches here hold a hash more than those that it was made for.
    """
    shared: dict[int, int] = {}
    for (report,) in select_in(connection, "SELECT report FROM shingles WHERE hash IN", hashes):
        shared[report] = shared.get(report, 0) + 1
    size = dict(select_in(connection, "SELECT n, sketch FROM reports WHERE n IN", sorted(shared)))
    enough = (r for r, count in shared.items() if count + 1 >= least * min(len(hashes), size[r]))
    closest = sorted(enough, key=lambda report: (-shared[report], report))[:_CLOSEST]
    families = dict(select_in(connection, "SELECT n, family FROM reports WHERE n IN", closest))
    return list(dict.fromkeys(families[report] for report in closest if families[report]))


def regroup(connection: sqlite3.Connection, n: int, touched: Sequence[int], stages: Stages) -> None:
    """Find the family of a new report among the families it may belong to, then its story, then write their claims."""
    members = [m for (m,) in select_in(connection, "SELECT n FROM reports WHERE family IN", touched)]
    reports = load_reports(connection, sorted({*members, n}))
    numbers = {report.id: number for number, report in reports.items()}
    by_id = {report.id: report for report in reports.values()}
    before = dict(select_in(connection, "SELECT n, family FROM reports WHERE n IN", list(reports)))
    apart = [tuple(sorted(pair)) for pair in apart_reports(connection) if all(report in numbers for report in pair)]
    found = _kept_apart(stages, list(reports.values()), apart)
    written: list[int] = []
    for family in found:
        old = _old_family(connection, family)
        ours = [numbers[report] for report in family.reports]
        if old is not None and {before[m] for m in ours} == {old} and _written(connection, old) == len(ours):
            continue
        written.append(write_family(connection, family, numbers, old, {before[m] for m in ours if before[m]}))
        keep_piece(connection, written[-1], family, by_id, stages)
    _drop_empty_families(connection, touched)
    for family_n in written:
        if connection.execute("SELECT story FROM families WHERE n = ?", (family_n,)).fetchone()[0] is None:
            own_story(connection, family_n)
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


def _written(connection: sqlite3.Connection, family: int) -> int:
    """How many reports a family had when it was last written."""
    return int(connection.execute("SELECT reports FROM families WHERE n = ?", (family,)).fetchone()[0])


def _size(connection: sqlite3.Connection, family: int) -> int:
    return int(connection.execute("SELECT count(*) FROM reports WHERE family = ?", (family,)).fetchone()[0])


def write_family(
    connection: sqlite3.Connection, family: Family, numbers: Mapping[str, int], old: int | None, merged: set[int]
) -> int:
    """Write a family and its lineage; it takes the story over from the families that it takes the place of."""
    root = numbers[family.root]
    if old is None:
        stories = select_in(
            connection, "SELECT story, n FROM families WHERE n IN", sorted(merged), "AND story IS NOT NULL ORDER BY n"
        )
        settled = any(s for (s,) in select_in(connection, "SELECT settled FROM families WHERE n IN", sorted(merged)))
        cursor = connection.execute(
            "INSERT INTO families(id, root, story, settled, reports, added) VALUES (?, ?, ?, ?, ?, ?)",
            (family.id, root, stories[0][0] if stories else None, settled, len(family.reports), now()),
        )
        old = cursor.lastrowid
        assert old is not None
    connection.execute("UPDATE families SET root = ?, reports = ? WHERE n = ?", (root, len(family.reports), old))
    connection.executemany(
        "UPDATE reports SET family = ?, place_in_family = ? WHERE n = ?",
        [(old, place, numbers[report]) for place, report in enumerate(family.reports)],
    )
    for gone, was in select_in(connection, "SELECT n, n FROM families WHERE n IN", sorted(merged - {old})):
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


def regroup_reports(connection: sqlite3.Connection, reports: Sequence[str], stages: Stages) -> None:
    """Find the families of these reports, by id, anew; to be called inside a transaction."""
    numbers = [n for r in reports for (n,) in connection.execute("SELECT n FROM reports WHERE id = ?", (r,))]
    touched = sorted({family for (family,) in select_in(connection, "SELECT family FROM reports WHERE n IN", numbers)})
    regroup(connection, numbers[0], touched, stages)
