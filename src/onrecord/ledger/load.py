"""Claims out of the ledger, whole, by their numbers: four queries however many there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from onrecord.ledger import rows
from onrecord.model import Claim, Evidence

_BLOCK = 500


def load_claims(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[Claim]:
    """The claims of these numbers, in the order of the numbers."""
    found: dict[int, Claim] = {}
    for begin in range(0, len(numbers), _BLOCK):
        block = tuple(numbers[begin : begin + _BLOCK])
        marks = ", ".join("?" * len(block))
        parties = _parties(connection, marks, block)
        evidence = _evidence(connection, marks, block)
        cursor = connection.execute(
            "SELECT c.*, s.id AS story_id, f.id AS family_id FROM claims c JOIN families f ON f.n = c.family "
            f"LEFT JOIN stories s ON s.n = c.story WHERE c.n IN ({marks})",
            block,
        )
        cursor.row_factory = sqlite3.Row
        for row in cursor:
            found[row["n"]] = rows.claim_from_row(row, parties.get(row["n"], {}), tuple(evidence.get(row["n"], ())))
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
