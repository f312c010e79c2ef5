"""Stories: families about one happening, found day by day.

Every family is represented by the first words of its root. Each day, the families of that day and the stories told shortly
before are grouped by average likeness (`linkage`), where likeness is the cosine of words and word pairs (`wording`), weighed by
their rarity in the ``LEARNED`` families told last, times a Gaussian of the days between a story and the day. What lies in a
band below the threshold is not joined, and is logged as a near miss.

The day is the smallest step: a day is grouped as a whole, so that the order of arrival within it makes no difference, and
nothing is learned from later days. Families without a date come last, compared with everything.

`tell` groups everything. `grow` adds new families to stories that stand, which are never taken apart, and needs of these only
what lies within ``reach`` days: with more it gives the same. Told on some days, then grown by the days after, stories are what
`tell` makes of all of it at once.
"""

from __future__ import annotations

import hashlib
import math
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import numpy as np

from onrecord.copies.credits import agency_of
from onrecord.copies.dates import day_number
from onrecord.copies.families import reading_order
from onrecord.copies.fingerprint import I64
from onrecord.copies.headline import headline
from onrecord.copies.linkage import F32, Grouping, grouped, likeness_between, likenesses
from onrecord.copies.wording import Rarity, features, pack, unpack
from onrecord.model import Family, Report, Story

_PORTION = 2000  # families grouped at once; a larger day is taken in such portions, in order of reading
_RECENT = 50  # members of a story that make its likeness
_FOUNDER = 0.25  # share of the founder beside them, against drift
_NEVER = -1e3
LEARNED = 6000
"""Families by which rarity is measured: those told last."""
KEPT = _RECENT
"""So many of a story's families, those that joined last, and the founder make its likeness."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How alike families must be. The defaults were chosen on AllSides and on ECB+ and are the same for both.

    ``threshold``: average likeness from which on families are one story. ``margin``: the band below it that is logged.
    ``spread``: standard deviation, in days, of the Gaussian by which likeness fades when nothing is told of a story.
    """

    threshold: float = 0.09
    margin: float = 0.02
    spread: float = 1.5


@dataclass(frozen=True, slots=True)
class Change:
    """Why a story is as it is: two groups were joined, two stories merged, or a near miss was left apart.

    ``story`` and ``other`` are ids of families, the founders of the two groups; a join is undone by giving them as ``apart``.
    """

    kind: Literal["joined", "merged", "near miss", "kept apart"]
    story: str
    other: str
    score: float
    day: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """The stories of a set of families, and every decision behind them in the order in which it was taken."""

    stories: tuple[Story, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A family as it takes part in stories: when it was first told, and what it is compared by (`wording.pack`)."""

    family: str
    day: int | None
    time: float
    features: bytes

    @property
    def order(self) -> tuple[float, float, str]:
        """Key to sort by: earliest first, undated last."""
        return (math.inf if self.day is None else self.day, self.time, self.family)


@dataclass(frozen=True, slots=True)
class Standing:
    """A story that stands: its families in order of joining, the days they were told, and the pieces of the founder and of the
    ``KEPT`` families that joined last; the founder's first."""

    id: str
    families: tuple[str, ...]
    days: tuple[int, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Grown:
    """A story that is new, or that families or other stories (``merged``, by id) have joined. ``families`` in order of joining;
    ``central``: those of them that speak for it, the one most like all others first."""

    id: str
    merged: tuple[str, ...]
    families: tuple[str, ...]
    central: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """An independent writing in a story: its family, the agency that its reports credit, the outlets that carry it."""

    family: str
    agency: str | None
    outlets: tuple[str, ...]
    reports: tuple[str, ...]


def find_stories(families: Sequence[Family], reports: Iterable[Report]) -> tuple[Story, ...]:
    """Group families into stories, every family in exactly one: `tell` with the default settings and without the log."""
    return tell(families, reports).stories


def tell(
    families: Sequence[Family],
    reports: Iterable[Report],
    apart: Iterable[tuple[str, str]] = (),
    settings: Settings | None = None,
) -> Told:
    """Group families into stories and keep the log. The order of ``families`` and ``reports`` makes no difference.

    ``reports`` must hold every report of the families (KeyError if not). ``apart``: pairs of family ids that a person has put
    asunder, which are never in one story. A story's id comes from the family that founded it, and stays.
    """
    by_id = {report.id: report for report in reports}
    root = {family.id: by_id[family.root] for family in families}
    members = {family.id: family.reports for family in families}
    grown, changes = _grow([piece(family, by_id) for family in families], (), (), apart, settings or Settings())
    stories = [_story(one, root, members, by_id) for one in grown]
    return Told(tuple(sorted(stories, key=lambda story: story.id)), changes)


def piece(family: Family, reports: Mapping[str, Report]) -> Piece:
    """A family as it takes part in stories; ``reports`` must hold its members, by id."""
    first = min((reports[name] for name in family.reports), key=reading_order)
    root = reports[family.root]
    return Piece(family.id, day_number(first.published), reading_order(first)[0], pack(*features(root.title, root.text)))


def grow(
    new: Sequence[Piece],
    standing: Sequence[Standing],
    earlier: Sequence[Piece],
    apart: Iterable[tuple[str, str]] = (),
    settings: Settings | None = None,
) -> tuple[Grown, ...]:
    """The stories that are new or have grown by the new families, every one of which is in exactly one of them.

    ``standing``: the stories that stand, of which only those told within `reach` days of a new family (or without a day) can
    grow. ``earlier``: the families that stand, of which only the ``LEARNED`` until the day of each new one count. ``apart`` as
    for `tell`. Of stories that merge, the one that was founded first stays.
    """
    return _grow(new, standing, earlier, apart, settings or Settings())[0]


def reach(settings: Settings | None = None) -> int:
    """Days after which nothing is joined to a story, however alike."""
    settings = settings or Settings()
    return int(settings.spread * math.sqrt(-2 * math.log(settings.threshold - settings.margin)))


def origins(story: Story, families: Iterable[Family], reports: Iterable[Report]) -> tuple[Origin, ...]:
    """The independent writings of a story, the most printed first, each with the agency that most of its reports credit."""
    by_id = {report.id: report for report in reports}
    out = []
    for family in families:
        if family.id in story.families:
            members = [by_id[name] for name in family.reports]
            credits = [agency for agency in map(agency_of, members) if agency]
            agency = min(credits, key=lambda name: (-credits.count(name), name)) if credits else None
            outlets = tuple(sorted({report.outlet for report in members if report.outlet}))
            out.append(Origin(family.id, agency, outlets, family.reports))
    return tuple(sorted(out, key=lambda origin: (-len(origin.reports), origin.family)))


def story_id(founder: str) -> str:
    """The id of the story that the family ``founder`` founded."""
    return "story:" + hashlib.sha256(founder.encode()).hexdigest()[:16]


# --------------------------------------------------------------------------------------------------------- day by day


class _Open:
    """A story under way. ``pieces``: the founder's, then those of the families that joined last."""

    __slots__ = ("central", "changed", "days", "families", "id", "merged", "pieces")

    def __init__(self, one: Standing | Piece) -> None:
        stands = isinstance(one, Standing)
        self.id: str | None = one.id if isinstance(one, Standing) else None
        self.families = list(one.families) if isinstance(one, Standing) else [one.family]
        days = one.days if isinstance(one, Standing) else (one.day,)
        self.days = {day for day in days if day is not None}
        self.pieces = list(one.pieces) if isinstance(one, Standing) else [one]
        self.merged: list[str] = []
        self.central: tuple[str, ...] = ()
        self.changed = not stands

    def take(self, other: _Open) -> None:
        """Let another story join."""
        self.families += other.families
        self.days |= other.days
        pieces = [*self.pieces, *other.pieces]
        self.pieces = pieces if len(self.families) <= _RECENT else [pieces[0], *pieces[-_RECENT:]]
        self.merged += [*([other.id] if other.id else ()), *other.merged]
        self.changed = True


class _State:
    def __init__(self, settings: Settings, apart: Iterable[tuple[str, str]], standing: Sequence[Standing]) -> None:
        self.settings = settings
        self.apart = sorted({(min(pair), max(pair)) for pair in apart})
        self.learned: deque[I64] = deque()
        self.rarity = Rarity()
        self.stories = sorted((_Open(one) for one in standing if one.pieces), key=_founded)
        self.changes: list[Change] = []
        self.unpacked: dict[bytes, tuple[I64, F32]] = {}

    def learn(self, pieces: Iterable[Piece]) -> None:
        """Count the words of these families, and no longer those of the oldest."""
        for one in pieces:
            ids, _ = unpack(one.features)
            self.learned.append(ids)
            self.rarity.add(ids)
        while len(self.learned) > LEARNED:
            self.rarity.forget(self.learned.popleft())

    def take(self, pieces: list[Piece], day: int | None) -> None:
        """Group the families of one day (or a portion of it) among themselves and with the stories under way."""
        self.learn(pieces)
        rows = [self._row(one) for one in pieces]
        near = self._relevant(rows, day)
        old = [story for story, _ in near]
        items = [*old, *(_Open(one) for one in pieces)]
        vectors = [vector for _, vector in near]
        likeness = likenesses(
            [*(v[0] for v in vectors), *(r[0] for r in rows)], [*(v[1] for v in vectors), *(r[1] for r in rows)]
        )
        fades = np.array([self._fade(story, day) for story in old] + [1.0] * len(pieces), dtype=np.float32)
        likeness *= np.minimum.outer(fades, fades)
        self._keep_apart(items, likeness, day)
        sizes = np.array([min(len(story.families), _RECENT) for story in items], dtype=np.float64)
        found = grouped(likeness, sizes, self.settings.threshold, self.settings.margin)
        self._apply(items, len(old), found, day)

    def _row(self, one: Piece) -> tuple[I64, F32]:
        if one.features not in self.unpacked:
            self.unpacked[one.features] = unpack(one.features)
        ids, weights = self.unpacked[one.features]
        return ids, self.rarity.weigh(ids, weights)

    def _fade(self, story: _Open, day: int | None) -> float:
        if day is None or not story.days:
            return 1.0
        apart = min(abs(day - told) for told in story.days)
        return float(np.exp(-(apart**2) / (2 * self.settings.spread**2)))

    def _relevant(self, rows: list[tuple[I64, F32]], day: int | None) -> list[tuple[_Open, tuple[I64, F32]]]:
        """The stories under way that any of the pieces comes near to, each with its vector."""
        least = self.settings.threshold - self.settings.margin
        fades = ((story, self._fade(story, day)) for story in sorted(self.stories, key=_founded))
        alive = [(story, fade) for story, fade in fades if fade >= least]
        out: list[tuple[_Open, tuple[I64, F32]]] = []
        for begin in range(0, len(alive), _PORTION):
            part = [(story, fade, self._vector(story)) for story, fade in alive[begin : begin + _PORTION]]
            best = likeness_between([vector for _, _, vector in part], rows).max(axis=1).tolist()
            out += [(story, vector) for (story, fade, vector), score in zip(part, best, strict=True) if score * fade >= least]
        return out

    def _vector(self, story: _Open) -> tuple[I64, F32]:
        """The mean of a story's recent members, with a share of its founder."""
        recent = story.pieces[-_RECENT:]
        shares = [(self._row(one), (1 - _FOUNDER) / len(recent)) for one in recent]
        shares.append((self._row(story.pieces[0]), _FOUNDER))
        values = np.concatenate([row[1] * np.float32(share) for row, share in shares])
        unique, place = np.unique(np.concatenate([row[0] for row, _ in shares]), return_inverse=True)
        return unique, np.bincount(place, weights=values, minlength=len(unique)).astype(np.float32)

    def _keep_apart(self, items: list[_Open], likeness: F32, day: int | None) -> None:
        if not self.apart:
            return
        where = {family: k for k, item in enumerate(items) for family in item.families}
        for first, second in self.apart:
            a, b = where.get(first), where.get(second)
            if a is not None and b is not None and a != b:
                self.changes.append(Change("kept apart", first, second, round(float(likeness[a, b]), 4), day))
                likeness[a, b] = likeness[b, a] = _NEVER

    def _apply(self, items: list[_Open], old: int, found: Grouping, day: int | None) -> None:
        def founder(k: int) -> str:
            return items[k].families[0]

        for join in found.joins:
            kind: Literal["merged", "joined"] = "merged" if join.second < old else "joined"
            self.changes.append(Change(kind, founder(join.first), founder(join.second), join.score, day))
        for miss in found.missed:
            self.changes.append(Change("near miss", founder(miss.first), founder(miss.second), miss.score, day))
        gone: set[int] = set()
        for k, leader in enumerate(found.group):
            if k != leader:
                items[leader].take(items[k])
                gone.add(id(items[k]))
        self.stories = [story for story in self.stories if id(story) not in gone]
        self.stories += [items[k] for k in range(old, len(items)) if found.group[k] == k]
        for leader in sorted(set(found.group)):
            if items[leader].changed:
                items[leader].central = self._central(items[leader])

    def _central(self, story: _Open) -> tuple[str, ...]:
        """The families that speak for a story, the one most like all others first."""
        rows = [self._row(one) for one in story.pieces]
        total = likenesses([ids for ids, _ in rows], [values for _, values in rows]).sum(axis=1)
        ranked = sorted(range(len(rows)), key=lambda k: (-round(float(total[k]), 4), story.pieces[k].order))
        return tuple(story.pieces[k].family for k in ranked)


def _founded(story: _Open) -> tuple[float, float, str]:
    return story.pieces[0].order


def _grow(
    new: Sequence[Piece],
    standing: Sequence[Standing],
    earlier: Sequence[Piece],
    apart: Iterable[tuple[str, str]],
    settings: Settings,
) -> tuple[tuple[Grown, ...], tuple[Change, ...]]:
    state = _State(settings, apart, standing)
    before = deque(sorted(earlier, key=lambda one: one.order))
    for day, group in groupby(sorted(new, key=lambda one: one.order), key=lambda one: one.day):
        while before and (day is None or (before[0].day is not None and before[0].day <= day)):
            state.learn((before.popleft(),))
        today = list(group)
        for begin in range(0, len(today), _PORTION):
            state.take(today[begin : begin + _PORTION], day)
    grown = (
        Grown(s.id or story_id(s.families[0]), tuple(s.merged), tuple(s.families), s.central)
        for s in state.stories
        if s.changed
    )
    return tuple(sorted(grown, key=lambda one: one.id)), tuple(state.changes)


# ------------------------------------------------------------------------------------------------------- what is told


def _story(
    one: Grown, root: Mapping[str, Report], families: Mapping[str, tuple[str, ...]], by_id: Mapping[str, Report]
) -> Story:
    members = sorted({name for family in one.families for name in families[family]}, key=lambda n: reading_order(by_id[n]))
    dates = sorted(report.published for report in (by_id[name] for name in members) if report.published)
    title, summary = headline([root[family] for family in one.central])
    return Story(
        id=one.id,
        title=title,
        families=one.families,
        reports=tuple(members),
        outlets=tuple(sorted({outlet for outlet in (by_id[name].outlet for name in members) if outlet})),
        origins=len(one.families),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        summary=summary,
    )
