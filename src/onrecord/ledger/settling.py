"""Settling: the families that came since the last time join the stories they belong to.

A new family is held against the stories told within a few days of it, never against the whole ledger, which gives the same as
all of it would: what lies further away cannot join (`copies.stories.reach`). So settling two reports costs the same in a ledger
of a hundred thousand as in one of ten thousand. A settled story keeps its id for ever and loses no family; a family
that a person moved stays where it was put, and keeps the stories that it was moved between from being merged.

Each family is kept as a *piece*: its day and the packed words and pairs of words of its root.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from onrecord.copies.stories import KEPT, LEARNED, Grown, Piece, Standing
from onrecord.ledger.load import load_families, load_reports, select_in
from onrecord.ledger.log import log_change
from onrecord.ledger.schema import transaction
from onrecord.ledger.stages import Stages
from onrecord.ledger.telling import join_story
from onrecord.model import Family, Report

PORTION = 1000
"""Reports after which stories are settled while reading goes on."""
_UNDATED = 2000
"""A family without a date is held against so many stories, those put on record last."""
_NO_DAY = 10**7
"""What stands for a day that is not known, so that such families sort last."""


def settle(connection: sqlite3.Connection, stages: Stages, *, against_all: bool = False) -> int:
    """Join the families that came since the last time with the stories they belong to; how many there were.

    One transaction: all of them or none. ``against_all`` holds them against every story, which changes nothing but the time.
    """
    new = [n for (n,) in connection.execute("SELECT n FROM families WHERE settled = 0 ORDER BY n")]
    if not new:
        return 0
    with transaction(connection):
        _complete(connection, stages)
        moves = dict(connection.execute("SELECT subject, before FROM corrections WHERE action = 'move' AND undone IS NULL"))
        free = {n: one for n, one in _pieces(connection, new).items() if one.family not in moves}
        connection.executemany("UPDATE families SET settled = 1 WHERE n = ?", [(n,) for n in new if n not in free])
        coming = list(free.values())
        days = None if against_all or stages.reach is None else {one.day for one in coming}
        standing = _standing(connection, None if days is None else _near(connection, days, stages.reach or 0))
        earlier = _earlier(connection, coming)
        numbers = {one.family: n for n, one in free.items()}
        for grown in stages.stories(coming, standing, earlier, _apart(connection, moves)):
            _write(connection, grown, numbers, stages)
        connection.executemany("UPDATE families SET settled = 1 WHERE n = ?", [(n,) for n in free])
        connection.execute("UPDATE stories SET settled = 1 WHERE settled = 0")
    return len(new)


# ----------------------------------------------------------------------------------------------------------------- pieces


def keep_piece(connection: sqlite3.Connection, n: int, family: Family, reports: Mapping[str, Report], stages: Stages) -> None:
    """Keep a family as it takes part in stories, in place of what was kept of it."""
    one = stages.piece(family, reports)
    row = (n, _NO_DAY if one.day is None else one.day, 0.0 if one.day is None else one.time, one.features)
    connection.execute("INSERT OR REPLACE INTO pieces VALUES (?, ?, ?, ?)", row)


def _complete(connection: sqlite3.Connection, stages: Stages) -> None:
    """Make the pieces that are not there: of new families, and of all in a ledger that was written before there were any."""
    (families,), (pieces,) = (
        connection.execute(f"SELECT count(*) FROM {table}").fetchone() for table in ("families", "pieces")
    )
    if families == pieces:
        return
    missing = connection.execute("SELECT n FROM families WHERE n NOT IN (SELECT family FROM pieces) ORDER BY n").fetchall()
    for n, family in load_families(connection, [n for (n,) in missing]).items():
        members = [m for (m,) in connection.execute("SELECT n FROM reports WHERE family = ?", (n,))]
        reports = load_reports(connection, members)
        keep_piece(connection, n, family, {report.id: report for report in reports.values()}, stages)


def _piece(family: str, day: int, time: float, features: bytes) -> Piece:
    undated = day == _NO_DAY
    return Piece(family, None if undated else day, float("inf") if undated else time, features)


def _pieces(connection: sqlite3.Connection, families: Sequence[int]) -> dict[int, Piece]:
    sql = "SELECT p.family, f.id, p.day, p.time, p.features FROM pieces p JOIN families f ON f.n = p.family WHERE p.family IN"
    return {n: _piece(*row) for n, *row in select_in(connection, sql, families)}


def _earlier(connection: sqlite3.Connection, new: Sequence[Piece]) -> list[Piece]:
    """The settled families by which rarity is measured on the days of the new ones."""
    days = sorted(_NO_DAY if one.day is None else one.day for one in new)
    if not days:
        return []
    select = "SELECT f.id, p.day, p.time, p.features FROM pieces p CROSS JOIN families f ON f.n = p.family WHERE f.settled = 1"
    before = f"{select} AND p.day <= ? ORDER BY p.day DESC, p.time DESC, f.id DESC LIMIT {LEARNED}"
    after = f"{select} AND p.day > ? AND p.day <= ?"
    found = connection.execute(before, days[:1]).fetchall() + connection.execute(after, (days[0], days[-1])).fetchall()
    return [_piece(*row) for row in found]


# ---------------------------------------------------------------------------------------------------------------- stories


def _near(connection: sqlite3.Connection, days: Iterable[int | None], reach: int) -> set[int]:
    """The stories that new families of these days may join."""
    near: set[int] = set()
    told = "SELECT DISTINCT f.story FROM pieces p CROSS JOIN families f ON f.n = p.family WHERE f.settled = 1 AND"
    for day in days:
        if day is None:
            newest = "SELECT n FROM stories WHERE settled = 1 AND origins > 0 ORDER BY n DESC LIMIT ?"
            near.update(n for (n,) in connection.execute(newest, (_UNDATED,)))
        else:
            near.update(n for (n,) in connection.execute(f"{told} p.day BETWEEN ? AND ?", (day - reach, day + reach)))
    if any(day is not None for day in days):
        undated = connection.execute(f"{told} p.day = ? ORDER BY f.story DESC LIMIT ?", (_NO_DAY, _UNDATED))
        near.update(n for (n,) in undated)
    return near


def _standing(connection: sqlite3.Connection, stories: set[int] | None) -> list[Standing]:
    """These stories as the stage wants them, or all."""
    sql = (
        "SELECT s.id, f.n, f.id, p.day FROM families f JOIN stories s ON s.n = f.story JOIN pieces p ON p.family = f.n "
        "WHERE f.settled = 1 AND f.story IN"
    )
    order = "ORDER BY f.story, f.place_in_story, f.n"
    wanted = [n for (n,) in connection.execute("SELECT n FROM stories")] if stories is None else sorted(stories)
    members: dict[str, list[tuple[int, str, int]]] = {}
    for story, *member in select_in(connection, sql, wanted, order):
        members.setdefault(story, []).append((member[0], member[1], member[2]))
    shown = {story: _shown([n for n, _, _ in found]) for story, found in members.items()}
    pieces = _pieces(connection, [n for of_one in shown.values() for n in of_one])
    return [
        Standing(
            story,
            tuple(family for _, family, _ in found),
            tuple(sorted({day for _, _, day in found} - {_NO_DAY})),
            tuple(pieces[n] for n in shown[story]),
        )
        for story, found in members.items()
    ]


def _shown(families: list[int]) -> list[int]:
    """The founder and those that joined last."""
    return families if len(families) <= KEPT else [families[0], *families[-KEPT:]]


def _apart(connection: sqlite3.Connection, moves: Mapping[str, str | None]) -> list[tuple[str, str]]:
    """Pairs of families that are never in one story: one that a person moved, and the founder of the story it was in."""
    founder = (
        "SELECT f.id FROM families f JOIN stories s ON s.n = f.story WHERE s.id = ? ORDER BY f.place_in_story, f.n LIMIT 1"
    )
    pairs = []
    for family, before in moves.items():
        found = connection.execute(founder, (json.loads(before or "{}").get("story"),)).fetchone()
        if found and found[0] != family:
            pairs.append((family, str(found[0])))
    return pairs


def _write(connection: sqlite3.Connection, grown: Grown, numbers: Mapping[str, int], stages: Stages) -> None:
    """Put what joined a story where it belongs, and tell its title anew."""
    target = _target(connection, grown, numbers)
    for gone in grown.merged:
        log_change(connection, "stories merged", grown.id, gone, "found to be about one happening")
    ids = {family: numbers.get(family) or _family(connection, family) for family in grown.families}
    home = dict(select_in(connection, "SELECT n, story FROM families WHERE n IN", list(ids.values())))
    join_story(connection, [n for n in ids.values() if home[n] != target], target)
    roots = [
        connection.execute("SELECT root FROM families WHERE n = ?", (ids[family],)).fetchone()[0] for family in grown.central
    ]
    title, summary = stages.headline(list(load_reports(connection, roots).values()))
    connection.execute("UPDATE stories SET title = ?, summary = ? WHERE n = ?", (title, summary, target))


def _target(connection: sqlite3.Connection, grown: Grown, numbers: Mapping[str, int]) -> int:
    """The story of that id; where there is none, the unsettled one of its founder takes the id."""
    found = connection.execute("SELECT n FROM stories WHERE id = ?", (grown.id,)).fetchone()
    if found:
        return int(found[0])
    (unsettled,) = connection.execute("SELECT story FROM families WHERE n = ?", (numbers[grown.families[0]],)).fetchone()
    connection.execute("UPDATE stories SET id = ? WHERE n = ?", (grown.id, unsettled))
    return int(unsettled)


def _family(connection: sqlite3.Connection, identity: str) -> int:
    return int(connection.execute("SELECT n FROM families WHERE id = ?", (identity,)).fetchone()[0])
