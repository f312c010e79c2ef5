"""The log: what was merged, decided and taken back, when and why."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from onrecord.ledger.schema import now


def log_change(connection: sqlite3.Connection, what: str, subject: str, other: str | None, reason: str) -> None:
    """One line in ``changes``; to be called inside a transaction."""
    connection.execute("INSERT INTO changes(added, what, subject, other, reason) VALUES (?, ?, ?, ?, ?)",
                       (now(), what, subject, other, reason))  # fmt: skip


def mark_changed(connection: sqlite3.Connection, stories: Iterable[int]) -> None:
    """Remember that the record of these stories, by number, changed now; to be called inside a transaction."""
    connection.executemany("UPDATE stories SET changed = ? WHERE n = ?", [(now(), story) for story in stories])
