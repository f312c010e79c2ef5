"""Which story a family belongs to.

A new family starts as a story of its own in the transaction that brings its report. ``settle`` then looks at the new families
together with those told around the same days, and joins what the stage ``stories`` puts together: in one transaction, whenever
reading ends or a portion is full. So a ledger is whole at every moment, and a small one ends with exactly the stories that the
stage finds in all of it. A story keeps its id for ever once it was settled; families are never taken out of a settled story; a
family that a person moved stays where it was put.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from onrecord.ledger.load import load_families, load_reports, select_in
from onrecord.ledger.log import log_change, mark_changed
from onrecord.ledger.merged import count_support
from onrecord.ledger.rows import first_day
from onrecord.ledger.schema import now, transaction
from onrecord.ledger.stages import Stages
from onrecord.model import Story

PORTION = 1000
"""Reports after which stories are settled while reading goes on."""
_CONTEXT = 6000
"""Families at most that new ones are held against: the nearest in time; a smaller ledger is looked at as a whole."""


def own_story(connection: sqlite3.Connection, family: int) -> None:
    """Start a story with one family, under a name of its own until it is settled; to be called inside a transaction."""
    n = _story_for(connection, family)
    connection.execute("UPDATE families SET story = ?, place_in_story = 0 WHERE n = ?", (n, family))
    refresh_story(connection, n)


def move_to_own(connection: sqlite3.Connection, family: str) -> str:
    """Take a family, by its id, out of its story into one of its own and give that one's id; inside a transaction."""
    (n,) = connection.execute("SELECT n FROM families WHERE id = ?", (family,)).fetchone()
    story = _story_for(connection, n)
    _move(connection, [n], story)
    return str(connection.execute("SELECT id FROM stories WHERE n = ?", (story,)).fetchone()[0])


def _story_for(connection: sqlite3.Connection, family: int) -> int:
    identity, title, text = connection.execute(
        "SELECT f.id, r.title, substr(r.text, 1, 80) FROM families f JOIN reports r ON r.n = f.root WHERE f.n = ?", (family,)
    ).fetchone()
    return _new_story(connection, Story(f"story:new-{identity.rsplit(':', 1)[-1]}", title or text, (), (), (), 0))


def _members(connection: sqlite3.Connection, family: int) -> list[int]:
    return [n for (n,) in connection.execute("SELECT n FROM reports WHERE family = ? ORDER BY place_in_family", (family,))]


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
        _move(connection, [n], target)


def settle(connection: sqlite3.Connection, stages: Stages) -> int:
    """Join the families that came since the last time with the stories they belong to; how many there were.

    One transaction: all of them or none.
    """
    new = [n for (n,) in connection.execute("SELECT n FROM families WHERE settled = 0 ORDER BY n")]
    if not new:
        return 0
    with transaction(connection):
        families = load_families(connection, sorted({*new, *_around(connection, new)}))
        reports = load_reports(connection, [n for f in families for n in _members(connection, f)])
        numbers = {family.id: n for n, family in families.items()}
        moved = {m for (m,) in connection.execute("SELECT subject FROM corrections WHERE action = 'move' AND undone IS NULL")}
        free = {n for n in new if families[n].id not in moved}
        for story in stages.stories(list(families.values()), list(reports.values())):
            stay = {numbers[family] for family in story.families if family in moved}
            _join(connection, story, [numbers[family] for family in story.families], free, stay)
        connection.executemany("UPDATE families SET settled = 1 WHERE n = ?", [(n,) for n in new])
        connection.execute("UPDATE stories SET settled = 1 WHERE settled = 0")
    return len(new)


def _around(connection: sqlite3.Connection, new: Sequence[int]) -> list[int]:
    """The families nearest in time to the new ones; all of them where there are not too many."""
    (total,) = connection.execute("SELECT count(*) FROM families").fetchone()
    if total <= _CONTEXT:
        return [n for (n,) in connection.execute("SELECT n FROM families")]
    days = [first_day(p) for (p,) in select_in(connection, "SELECT r.published FROM families f JOIN reports r ON r.n = f.root "
                                               "WHERE f.n IN", new)]  # fmt: skip
    dated = sorted(day for day in days if day)
    middle = dated[len(dated) // 2] if dated else "9999-12-31"
    found = connection.execute(
        "SELECT f.n FROM (SELECT n, published FROM reports INDEXED BY reports_published WHERE published <= ?1 "
        "ORDER BY published DESC LIMIT ?2) r JOIN families f ON f.root = r.n UNION SELECT f.n FROM (SELECT n, published "
        "FROM reports INDEXED BY reports_published WHERE published > ?1 ORDER BY published LIMIT ?2) r JOIN families f "
        "ON f.root = r.n",
        (middle, _CONTEXT // 2),
    )
    return [n for (n,) in found]


def _join(connection: sqlite3.Connection, told: Story, members: Sequence[int], free: set[int], stay: set[int]) -> None:
    """Put the new families of one story that was found where they belong, and merge stories that turn out to be one.

    ``stay``: families that a person has put where they are; a story that holds one is not merged into another.
    """
    now_in = dict(select_in(connection, "SELECT n, story FROM families WHERE n IN", members))
    kept = [now_in[n] for n in members if n not in free | stay] or [now_in[n] for n in members if n in stay]
    most = min(set(kept), key=lambda story: (-kept.count(story), story), default=None)
    target = _founded(connection, told, now_in[members[0]]) if most is None else most
    (target_id,) = connection.execute("SELECT id FROM stories WHERE n = ?", (target,)).fetchone()
    coming = [n for n in members if n in free and now_in[n] != target]
    for other in sorted(set(kept) - {target}):
        theirs = [n for (n,) in connection.execute("SELECT n FROM families WHERE story = ?", (other,))]
        if set(theirs) <= set(members) and stay.isdisjoint(theirs):
            (other_id,) = connection.execute("SELECT id FROM stories WHERE n = ?", (other,)).fetchone()
            log_change(connection, "stories merged", target_id, other_id, "found to be about one happening")
            coming += theirs
    _move(connection, coming, target)
    (size,) = connection.execute("SELECT count(*) FROM families WHERE story = ?", (target,)).fetchone()
    if size == len(members):
        connection.execute("UPDATE stories SET title = ?, summary = ? WHERE n = ?", (told.title, told.summary, target))
        connection.executemany("UPDATE families SET place_in_story = ? WHERE n = ?", list(enumerate(members)))


def _founded(connection: sqlite3.Connection, told: Story, unsettled: int) -> int:
    """The story of that id; where there is none, the unsettled one of its founder takes the id."""
    found = connection.execute("SELECT n FROM stories WHERE id = ?", (told.id,)).fetchone()
    if found:
        return int(found[0])
    connection.execute("UPDATE stories SET id = ? WHERE n = ?", (told.id, unsettled))
    return unsettled


def _move(connection: sqlite3.Connection, families: Sequence[int], story: int) -> None:
    """Put families and their claims into a story; stories that were never settled and are empty now are forgotten."""
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
