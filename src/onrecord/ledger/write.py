"""Putting reports on record: one transaction a report.

``put`` writes a report, its own claims, the family and the story that it belongs to, and the merged claims of every family that
it touches, all in one transaction: whoever reads the ledger at any moment, also after a kill, sees whole reports with their
families, stories and claims, or nothing of them. A report that is there already is not touched.

Which families there are, which stories, and what their claims say together is found in ``grouping``, ``telling`` and
``merged``, by the pure functions that ``Stages`` names.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from onrecord.ledger import rows
from onrecord.ledger.grouping import index_report, regroup, write_family
from onrecord.ledger.merged import write_claims
from onrecord.ledger.schema import now, transaction
from onrecord.ledger.stages import Stages
from onrecord.ledger.telling import move_family, own_story
from onrecord.model import Claim, Refusal, Report


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
            regroup(connection, n, index_report(connection, n, report, stages), stages)
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
        family_n = write_family(connection, family, {report.id: n}, None, set())
        connection.execute("UPDATE families SET settled = 1 WHERE n = ?", (family_n,))
    if story is not None:
        family_id = connection.execute("SELECT id FROM families WHERE n = ?", (family_n,)).fetchone()[0]
        move_family(connection, family_id, story)
    elif connection.execute("SELECT story FROM families WHERE n = ?", (family_n,)).fetchone()[0] is None:
        own_story(connection, family_n)
    write_claims(connection, (family_n,), stages)


def put_refusal(connection: sqlite3.Connection, refusal: Refusal) -> None:
    """Remember that an input was not read, and why. The same refusal again changes nothing."""
    with transaction(connection):
        connection.execute(
            "INSERT INTO refusals VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET reason = excluded.reason, "
            "remedy = excluded.remedy, added = excluded.added WHERE reason <> excluded.reason OR remedy <> excluded.remedy",
            (refusal.path, refusal.input_id or "", refusal.reason, refusal.remedy, now()),
        )


def _number(connection: sqlite3.Connection, report_id: str) -> int | None:
    found = connection.execute("SELECT n FROM reports WHERE id = ?", (report_id,)).fetchone()
    return found[0] if found else None


def _insert_report(connection: sqlite3.Connection, report: Report, by_hand: bool) -> int:
    marks = ", ".join("?" * 14)
    cursor = connection.execute(
        f"INSERT INTO reports({rows.REPORT_COLUMNS}, words, chars, by_hand, added) VALUES ({marks})",
        (*rows.report_values(report), len(report.text.split()), len(report.text), by_hand, now()),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid
