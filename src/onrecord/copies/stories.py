"""Stories: families about one happening, found day by day.

Every family is represented by the first words of its root. Each day, the families of that day and the stories told shortly
before are grouped by average likeness (`linkage`), where likeness is the cosine of words and word pairs (`wording`), weighed by
their rarity in all that came until that day, times a Gaussian of the days since a story was last told. What lies in a band
below the threshold is not joined, and is logged as a near miss.

The day is the smallest step: a day is grouped as a whole, so that the order of arrival within it makes no difference, and
nothing is learned from later days. Families without a date come last, compared with everything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from onrecord.copies.credits import agency_of
from onrecord.copies.dates import day_number
from onrecord.copies.families import reading_order
from onrecord.copies.fingerprint import I64
from onrecord.copies.headline import headline
from onrecord.copies.linkage import F32, Grouping, grouped, likenesses
from onrecord.copies.wording import Rarity, features
from onrecord.model import Family, Report, Story

_PORTION = 2000  # families grouped at once; a larger day is taken in such portions, in order of reading
_RECENT = 50  # members of a story that make its likeness
_FOUNDER = 0.25  # share of the founder beside them, against drift
_NEVER = -1e3


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
    settings = settings or Settings()
    by_id = {report.id: report for report in reports}
    pieces = sorted((_piece(family, by_id) for family in families), key=lambda piece: piece.order)
    state = _State(settings, frozenset(frozenset(pair) for pair in apart))
    for day, group in groupby(pieces, key=lambda piece: piece.day):
        today = list(group)
        for begin in range(0, len(today), _PORTION):
            state.take(today[begin : begin + _PORTION], day)
    stories = [_story(story, state.rarity, by_id) for story in state.stories]
    return Told(tuple(sorted(stories, key=lambda story: story.id)), tuple(state.changes))


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


@dataclass(frozen=True, slots=True)
class _Piece:
    """A family as it takes part: its root's features and day."""

    family: Family
    root: Report
    day: int | None
    order: tuple[float, int, str]
    ids: I64
    weights: F32


@dataclass(slots=True)
class _Open:
    """A story under way: its pieces in order of joining, the founder first."""

    pieces: list[_Piece]

    @property
    def last(self) -> int | None:
        days = [piece.day for piece in self.pieces if piece.day is not None]
        return max(days) if days else None


def _piece(family: Family, by_id: Mapping[str, Report]) -> _Piece:
    root = by_id[family.root]
    first = min((by_id[name] for name in family.reports), key=reading_order)
    ids, weights = features(root.title, root.text)
    return _Piece(family, root, day_number(first.published), (reading_order(first)[0], 0, family.id), ids, weights)


@dataclass(slots=True)
class _State:
    settings: Settings
    apart: frozenset[frozenset[str]]
    rarity: Rarity = field(default_factory=Rarity)
    stories: list[_Open] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def take(self, pieces: list[_Piece], day: int | None) -> None:
        """Group the families of one day (or a portion of it) among themselves and with the stories under way."""
        for piece in pieces:
            self.rarity.add(piece.ids)
        rows = [self.rarity.weigh(piece.ids, piece.weights) for piece in pieces]
        near = self._relevant(pieces, rows, day)
        old = [story for story, _ in near]
        items = [*old, *(_Open([piece]) for piece in pieces)]
        ids = [vector[0] for _, vector in near]
        values = [vector[1] for _, vector in near]
        likeness = likenesses([*ids, *(piece.ids for piece in pieces)], [*values, *rows])
        fades = np.array([self._fade(story, day) for story in old] + [1.0] * len(pieces), dtype=np.float32)
        likeness *= np.minimum.outer(fades, fades)
        self._keep_apart(items, likeness, day)
        sizes = np.array([min(len(story.pieces), _RECENT) for story in items], dtype=np.float64)
        found = grouped(likeness, sizes, self.settings.threshold, self.settings.margin)
        self._apply(items, len(old), found, day)

    def _fade(self, story: _Open, day: int | None) -> float:
        last = story.last
        if day is None or last is None:
            return 1.0
        return float(np.exp(-((day - last) ** 2) / (2 * self.settings.spread**2)))

    def _relevant(self, pieces: list[_Piece], rows: list[F32], day: int | None) -> list[tuple[_Open, tuple[I64, F32]]]:
        """The stories under way that any of the pieces comes near to, each with its vector."""
        least = self.settings.threshold - self.settings.margin
        alive = [story for story in self.stories if self._fade(story, day) >= least]
        out: list[tuple[_Open, tuple[I64, F32]]] = []
        for begin in range(0, len(alive), _PORTION):
            part = alive[begin : begin + _PORTION]
            vectors = [self._vector(story) for story in part]
            likeness = likenesses([*(v[0] for v in vectors), *(p.ids for p in pieces)], [*(v[1] for v in vectors), *rows])
            best = likeness[: len(part), len(part) :].max(axis=1) * np.array([self._fade(story, day) for story in part])
            near = zip(part, vectors, best.tolist(), strict=True)
            out += [(story, vector) for story, vector, score in near if score >= least]
        return out

    def _vector(self, story: _Open) -> tuple[I64, F32]:
        """The mean of a story's recent members, with a share of its founder."""
        recent = story.pieces[-_RECENT:]
        parts = [(piece, (1 - _FOUNDER) / len(recent)) for piece in recent] + [(story.pieces[0], _FOUNDER)]
        ids = np.concatenate([piece.ids for piece, _ in parts])
        values = np.concatenate([self.rarity.weigh(piece.ids, piece.weights) * np.float32(share) for piece, share in parts])
        unique, place = np.unique(ids, return_inverse=True)
        return unique, np.bincount(place, weights=values, minlength=len(unique)).astype(np.float32)

    def _keep_apart(self, items: list[_Open], likeness: F32, day: int | None) -> None:
        if not self.apart:
            return
        where = {piece.family.id: k for k, item in enumerate(items) for piece in item.pieces}
        for first, second in sorted(tuple(sorted(pair)) for pair in self.apart if len(pair) == 2):
            a, b = where.get(first), where.get(second)
            if a is not None and b is not None and a != b:
                self.changes.append(Change("kept apart", first, second, round(float(likeness[a, b]), 4), day))
                likeness[a, b] = likeness[b, a] = _NEVER

    def _apply(self, items: list[_Open], old: int, found: Grouping, day: int | None) -> None:
        def founder(k: int) -> str:
            return items[k].pieces[0].family.id

        for join in found.joins:
            kind: Literal["merged", "joined"] = "merged" if join.second < old else "joined"
            self.changes.append(Change(kind, founder(join.first), founder(join.second), join.score, day))
        for miss in found.missed:
            self.changes.append(Change("near miss", founder(miss.first), founder(miss.second), miss.score, day))
        gone: set[int] = set()
        for k, leader in enumerate(found.group):
            if k != leader:
                items[leader].pieces += items[k].pieces
                if k < old:
                    gone.add(id(items[k]))
        self.stories = [story for story in self.stories if id(story) not in gone]
        self.stories += [items[k] for k in range(old, len(items)) if found.group[k] == k]


# ------------------------------------------------------------------------------------------------------- what is told


def _story(story: _Open, rarity: Rarity, by_id: Mapping[str, Report]) -> Story:
    members = sorted({name for piece in story.pieces for name in piece.family.reports}, key=lambda n: reading_order(by_id[n]))
    dates = sorted(report.published for report in (by_id[name] for name in members) if report.published)
    title, summary = headline([piece.root for piece in _central(story, rarity)])
    return Story(
        id=story_id(story.pieces[0].family.id),
        title=title,
        families=tuple(piece.family.id for piece in story.pieces),
        reports=tuple(members),
        outlets=tuple(sorted({outlet for outlet in (by_id[name].outlet for name in members) if outlet})),
        origins=len(story.pieces),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        summary=summary,
    )


def _central(story: _Open, rarity: Rarity) -> Iterator[_Piece]:
    """The pieces of a story, the one most like all others first."""
    if len(story.pieces) == 1:
        return iter(story.pieces)
    shown = story.pieces[:_RECENT]
    rows: list[NDArray[np.float32]] = [rarity.weigh(piece.ids, piece.weights) for piece in shown]
    total = likenesses([piece.ids for piece in shown], rows).sum(axis=1)
    ranked = sorted(range(len(shown)), key=lambda k: (-round(float(total[k]), 4), shown[k].order))
    return iter([shown[k] for k in ranked])
