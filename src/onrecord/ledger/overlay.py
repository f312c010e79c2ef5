"""The corrections that people made, laid over what was read. The originals stay in ``readings``."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from onrecord.contract import claim_line, claim_record
from onrecord.model import Claim

REVIEW_STATE = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "add": "by hand"}
"""What a claim's ``review`` says after each action."""


def overlaid(connection: sqlite3.Connection, claims: Sequence[Claim]) -> list[tuple[Claim, str | None]]:
    """Each claim as people left it, with the state of its review (None where nobody looked at it).

    Corrections are found by the claim's id, which is made from the words of its evidence: they hold for the same words in
    every copy, and after the reports are read again. Corrections of one claim are laid over one another in their order.
    """
    corrections = _active(connection, [claim.id for claim in claims])
    return [_corrected(claim, corrections.get(claim.id, [])) for claim in claims]


def apart_pairs(connection: sqlite3.Connection) -> frozenset[frozenset[str]]:
    """Pairs of ids (claims or reports) that a person has set apart."""
    found = connection.execute("SELECT subject, other FROM corrections WHERE action = 'apart' AND undone IS NULL")
    return frozenset(frozenset(pair) for pair in found)


def _active(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, list[tuple[str, str | None]]]:
    """What stands about these claims, in order. A claim put on record by hand and taken back counts as rejected."""
    if not connection.execute("SELECT 1 FROM corrections LIMIT 1").fetchone():
        return {}
    found: dict[str, list[tuple[str, str | None]]] = {}
    for begin in range(0, len(ids), 500):
        block = ids[begin : begin + 500]
        for subject, action, after in connection.execute(
            "SELECT subject, CASE WHEN undone IS NULL THEN action ELSE 'reject' END, after FROM corrections "
            f"WHERE subject IN ({', '.join('?' * len(block))}) AND (action = 'add' OR (undone IS NULL "
            "AND action IN ('accept', 'correct', 'reject'))) ORDER BY n",
            tuple(block),
        ):
            found.setdefault(subject, []).append((action, after))
    return found


def _corrected(claim: Claim, corrections: Sequence[tuple[str, str | None]]) -> tuple[Claim, str | None]:
    state = None
    for action, after in corrections:
        state = REVIEW_STATE[action]
        if action == "correct" and after:
            claim = claim_record(claim_line(claim) | json.loads(after))
    return claim, state
