"""Records out of the ledger by their numbers in it: claims whole, reports with their text, families with their lineage."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from onrecord.ledger import rows
from onrecord.model import Claim, Evidence, Family, Report

_BLOCK = 500


def load_claims(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[Claim]:
    """The claims of these numbers, in the order of the numbers."""
    found: dict[int, Claim] = {}
    for begin in range(0, len(numbers), _BLOCK):
        block = tuple(numbers[begin : begin + _BLOCK])
        marks = ", ".join("?" * len(block))
        parties = _parties(connection, marks, block)
        evidence = _evidence(connection, marks, block)
        denials = _denials(connection, marks, block)
        cursor = connection.execute(
            "SELECT c.*, s.id AS story_id, f.id AS family_id FROM claims c JOIN families f ON f.n = c.family "
            f"LEFT JOIN stories s ON s.n = c.story WHERE c.n IN ({marks})",
            block,
        )
        cursor.row_factory = sqlite3.Row
        for row in cursor:
            n = row["n"]
            found[n] = rows.claim_from_row(row, parties.get(n, {}), tuple(evidence.get(n, ())), tuple(denials.get(n, ())))
    return [found[n] for n in numbers]


def _parties(connection: sqlite3.Connection, marks: str, block: tuple[int, ...]) -> dict[int, dict[str, list[Any]]]:
    out: dict[int, dict[str, list[Any]]] = {}
    for claim, role, *party in connection.execute(
        "SELECT cp.claim, cp.role, cp.text, p.name, p.country, p.sector, cp.kind FROM claim_parties cp "
        f"JOIN parties p ON p.n = cp.party WHERE cp.claim IN ({marks}) ORDER BY cp.claim, cp.role, cp.ordinal",
        block,
    ):
        out.setdefault(claim, {}).setdefault(role, []).append(tuple(party))
    return out


def _evidence(connection: sqlite3.Connection, marks: str, block: tuple[int, ...]) -> dict[int, list[Evidence]]:
    out: dict[int, list[Evidence]] = {}
    for claim, report, start, end, text in connection.execute(
        'SELECT e.claim, r.id, e.start, e."end", e.text FROM evidence e JOIN reports r ON r.n = e.report '
        f"WHERE e.claim IN ({marks}) ORDER BY e.claim, e.ordinal",
        block,
    ):
        out.setdefault(claim, []).append(Evidence(report, start, end, text))
    return out


def _denials(connection: sqlite3.Connection, marks: str, block: tuple[int, ...]) -> dict[int, list[str]]:
    out: dict[int, list[str]] = {}
    for claim, other in connection.execute(
        f"SELECT d.claim, c.id FROM denials d JOIN claims c ON c.n = d.other WHERE d.claim IN ({marks}) "
        "ORDER BY d.claim, d.other",
        block,
    ):
        out.setdefault(claim, []).append(other)
    return out


def select_in(connection: sqlite3.Connection, select: str, values: Sequence[int], tail: str = "") -> list[tuple[Any, ...]]:
    """All rows of a query that ends in ``IN``, in blocks that stay under SQLite's limit on variables."""
    out: list[tuple[Any, ...]] = []
    for begin in range(0, len(values), 500):
        block = values[begin : begin + 500]
        out += connection.execute(f"{select} ({', '.join('?' * len(block))}) {tail}", tuple(block)).fetchall()
    return out


def load_reports(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, Report]:
    """Reports by their number in this ledger, in the order asked for."""
    wanted = list(numbers)
    found = select_in(connection, f"SELECT n, {rows.REPORT_COLUMNS} FROM reports WHERE n IN", wanted)
    records = {row[0]: rows.report_record(row[1:]) for row in found}
    return {n: records[n] for n in wanted}


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
