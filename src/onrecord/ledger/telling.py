"""Which story a family belongs to.

A new family starts as a story of its own in the transaction that brings its report, so that a ledger is whole at every moment.
Where it belongs is settled when reading ends or a portion is full (`settling`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from onrecord.ledger.load import select_in
from onrecord.ledger.log import mark_changed
from onrecord.ledger.merged import count_support
from onrecord.ledger.schema import now
from onrecord.model import Story


def own_story(connection: sqlite3.Connection, family: int) -> None:
    """Start a story with one family, under a name of its own until it is settled; to be called inside a transaction."""
    n = _story_for(connection, family)
    connection.execute("UPDATE families SET story = ?, place_in_story = 0 WHERE n = ?", (n, family))
    refresh_story(connection, n)


def move_to_own(connection: sqlite3.Connection, family: str) -> str:
    """Take a family, by its id, out of its story into one of its own and give that one's id; inside a transaction."""
    (n,) = connection.execute("SELECT n FROM families WHERE id = ?", (family,)).fetchone()
    story = _story_for(connection, n)
    join_story(connection, [n], story)
    return str(connection.execute("SELECT id FROM stories WHERE n = ?", (story,)).fetchone()[0])


def _story_for(connection: sqlite3.Connection, family: int) -> int:
    identity, title, text = connection.execute(
        "SELECT f.id, r.title, substr(r.text, 1, 80) FROM families f JOIN reports r ON r.n = f.root WHERE f.n = ?", (family,)
    ).fetchone()
    return _new_story(connection, Story(f"story:new-{identity.rsplit(':', 1)[-1]}", title or text, (), (), (), 0))


def _new_story(connection: sqlite3.Connection, story: Story) -> int:
    found = connection.execute("SELECT n FROM stories WHERE id = ?", (story.id,)).fetchone()
    if found:
        return int(found[0])
    cursor = connection.execute(
        "INSERT INTO stories(id, title, summary, first, last, origins, reports, added, changed) "
        "VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, ?6, ?6)",
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


def move_family(connection: sqlite3.Connection, family: str, story: str) -> None:
    """Put a family and its claims into a story, by ids; to be called inside a transaction."""
    target = connection.execute("SELECT n FROM stories WHERE id = ?", (story,)).fetchone()[0]
    n, before = connection.execute("SELECT n, story FROM families WHERE id = ?", (family,)).fetchone()
    if before != target:
        join_story(connection, [n], target)


def join_story(connection: sqlite3.Connection, families: Sequence[int], story: int) -> None:
    """Put families and their claims into a story, by numbers; stories that were never settled and are empty now are forgotten.

    To be called inside a transaction.
    """
    if not families:
        return
    before = {s for (s,) in select_in(connection, "SELECT story FROM families WHERE n IN", families)}
    keys = {about for (about,) in select_in(connection, "SELECT DISTINCT key FROM claims WHERE family IN", families)}
    (place,) = connection.execute(
        "SELECT coalesce(max(place_in_story), -1) + 1 FROM families WHERE story = ?", (story,)
    ).fetchone()
    rows = [(story, place + i, n) for i, n in enumerate(families)]
    connection.executemany("UPDATE families SET story = ?, place_in_story = ? WHERE n = ?", rows)
    connection.executemany("UPDATE claims SET story = ? WHERE family = ?", [(story, n) for n in families])
    for other in sorted(before - {story}):
        refresh_story(connection, other)
        gone = connection.execute("DELETE FROM stories WHERE n = ? AND settled = 0 AND origins = 0", (other,)).rowcount
        if not gone:
            count_support(connection, other, keys)
    count_support(connection, story, keys)
    refresh_story(connection, story)
    mark_changed(connection, before | {story})
