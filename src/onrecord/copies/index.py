"""An index of sketches by day: add, ask, remove, forget. No texts are kept, and memory is bounded by the days kept.

A *sketch* is what the index knows of a report: its sampled shingle hashes, one hash over all its words, and their number. It
is a function of the text alone, so that it can be stored beside the report (the ledger does) and the index built from what was
stored.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from onrecord.copies.candidates import LEAST_WORDS, needed
from onrecord.copies.dates import day_number
from onrecord.copies.fingerprint import U64, Shingles, shingles
from onrecord.model import Report

_HEAD = struct.Struct("<BQI")
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Match:
    """A report that may be a copy: how many sampled shingles are shared, and the share of the smaller sketch's, 0 to 1."""

    report: str
    shared: int
    estimate: float


@dataclass(frozen=True, slots=True)
class _Sketch:
    whole: int
    words: int
    hashes: U64


def sketch(report: Report) -> bytes:
    """What an index keeps of a report, as bytes: the same on every machine. About two bytes a word."""
    return sketches([report])[0]


def sketches(reports: Sequence[Report]) -> list[bytes]:
    """`sketch` for many reports at once, which is many times faster."""
    batch = shingles([report.text for report in reports])
    return [_packed(_of(batch, i)) for i in range(len(batch))]


def _of(batch: Shingles, i: int) -> _Sketch:
    return _Sketch(int(batch.whole[i]), int(batch.words[i]), np.sort(batch.of(i)))


def _packed(one: _Sketch) -> bytes:
    return _HEAD.pack(_VERSION, one.whole, one.words) + one.hashes.astype("<u8").tobytes()


def _unpacked(data: bytes) -> _Sketch:
    if len(data) < _HEAD.size or (len(data) - _HEAD.size) % 8 or data[0] != _VERSION:
        raise ValueError(f"not a sketch of version {_VERSION} ({len(data)} bytes): make it anew with copies.sketch(report)")
    _, whole, words = _HEAD.unpack_from(data)
    return _Sketch(whole, words, np.frombuffer(data, dtype="<u8", offset=_HEAD.size).astype(np.uint64))


@dataclass(slots=True)
class _Day:
    """The reports of one day. ``runs`` are sorted (hash, row) arrays, each at least twice as long as the next."""

    ids: list[str] = field(default_factory=list)
    kept: list[_Sketch] = field(default_factory=list)
    alive: list[bool] = field(default_factory=list)
    runs: list[tuple[U64, NDArray[np.int32]]] = field(default_factory=list)
    by_words: dict[tuple[int, int], list[int]] = field(default_factory=dict)

    def add(self, ids: Sequence[str], found: Sequence[_Sketch]) -> None:
        first = len(self.ids)
        self.ids += ids
        self.kept += found
        self.alive += [True] * len(found)
        rows = np.repeat(np.arange(first, len(self.ids), dtype=np.int32), [len(one.hashes) for one in found])
        for row, one in enumerate(found, first):
            self.by_words.setdefault((one.whole, one.words), []).append(row)
        self._push(np.concatenate([one.hashes for one in found]), rows)

    def _push(self, hashes: U64, rows: NDArray[np.int32]) -> None:
        order = np.argsort(hashes)
        run = hashes[order], rows[order]
        while self.runs and 2 * len(run[0]) >= len(self.runs[-1][0]):
            other = self.runs.pop()
            joined = np.concatenate((other[0], run[0]))
            order = np.argsort(joined, kind="stable")
            run = joined[order], np.concatenate((other[1], run[1]))[order]
        self.runs.append(run)

    def rebuilt(self) -> _Day:
        """The same day without what was removed."""
        fresh = _Day()
        rows = [row for row, alive in enumerate(self.alive) if alive]
        if rows:
            fresh.add([self.ids[row] for row in rows], [self.kept[row] for row in rows])
        return fresh

    def matches(self, asked: _Sketch) -> Iterator[Match]:
        """The candidates among the day's reports (`candidates`), in no order."""
        shared = np.zeros(len(self.ids), dtype=np.int64)
        for hashes, rows in self.runs:
            low = np.searchsorted(hashes, asked.hashes, side="left")
            high = np.searchsorted(hashes, asked.hashes, side="right")
            reach = high - low
            at = np.arange(int(reach.sum())) - np.repeat(np.cumsum(reach) - reach, reach) + np.repeat(low, reach)
            shared += np.bincount(rows[at], minlength=len(shared))
        same = set(self.by_words.get((asked.whole, asked.words), ()))
        for row in set(np.flatnonzero(shared).tolist()) | same:
            other = self.kept[row]
            smaller = min(len(other.hashes), len(asked.hashes))
            enough = smaller and int(shared[row]) >= int(needed(np.array([smaller]))[0])
            if self.alive[row] and (row in same or enough) and min(other.words, asked.words) >= LEAST_WORDS:
                yield Match(self.ids[row], int(shared[row]), 1.0 if row in same else float(shared[row] / smaller))


class Index:
    """Sketches of reports by day of publication, in memory.

    >>> index = Index()
    >>> index.add(reports)                      # or Index.from_sketches(rows) from what was stored
    >>> index.query(report)                     # who may be a copy: a tuple of Match, best first
    >>> index.expire("2016-12-01")              # forget the days before

    Answers depend only on what is in the index, not on the order or the portions in which it came. Reports without a date
    stand in a partition of their own, which never expires.
    """

    def __init__(self) -> None:
        self._days: dict[int | None, _Day] = {}
        self._where: dict[str, tuple[int | None, int]] = {}

    @classmethod
    def from_sketches(cls, rows: Iterable[tuple[str, str | None, bytes]]) -> Index:
        """An index of (report id, published, sketch) as stored. ValueError for bytes that are no sketch."""
        index = cls()
        index._add((name, day_number(published), _unpacked(data)) for name, published, data in rows)
        return index

    @staticmethod
    def rows(report: Report) -> list[tuple[int, str, int | None]]:
        """(hash, report id, day since 1970) for a table in a database; hashes as signed 64-bit integers, sorted."""
        hashes = np.sort(shingles([report.text]).hashes.view(np.int64))
        return [(value, report.id, day_number(report.published)) for value in hashes.tolist()]

    def __len__(self) -> int:
        return len(self._where)

    def __contains__(self, report: str) -> bool:
        return report in self._where

    def add(self, reports: Iterable[Report]) -> None:
        """Add reports; one whose id is there already is left as it is."""
        listed = list(reports)
        batch = shingles([report.text for report in listed])
        self._add((report.id, day_number(report.published), _of(batch, i)) for i, report in enumerate(listed))

    def _add(self, rows: Iterable[tuple[str, int | None, _Sketch]]) -> None:
        by_day: dict[int | None, tuple[list[str], list[_Sketch]]] = {}
        for name, day, found in rows:
            if name in self._where:
                continue
            ids, kept = by_day.setdefault(day, ([], []))
            begun = self._days.get(day)
            self._where[name] = day, len(ids) + (len(begun.ids) if begun else 0)
            ids.append(name)
            kept.append(found)
        for day, (ids, kept) in by_day.items():
            self._days.setdefault(day, _Day()).add(ids, kept)

    def remove(self, report: str) -> None:
        """Forget one report. KeyError if it is not there."""
        day, row = self._where.pop(report)
        part = self._days[day]
        part.alive[row] = False
        if 2 * sum(part.alive) < len(part.alive):
            part = self._days[day] = part.rebuilt()
            self._where.update({name: (day, row) for row, name in enumerate(part.ids)})
            if not part.ids:
                del self._days[day]

    def expire(self, before: str) -> int:
        """Forget all reports published on days before this ISO date; how many there were. ValueError if it is no date."""
        limit = day_number(before)
        if limit is None:
            raise ValueError(f"not an ISO date: {before!r} (write it as 2016-12-31)")
        old = [day for day in self._days if day is not None and day < limit]
        names = [name for day in old for name, alive in zip(self._days[day].ids, self._days[day].alive, strict=True) if alive]
        for day in old:
            del self._days[day]
        for name in names:
            del self._where[name]
        return len(names)

    def query(self, report: Report | bytes, within: int | None = None) -> tuple[Match, ...]:
        """The reports that may be copies of this one (a report or its sketch), the likeliest first.

        ``within``: only those published so many days before or after it, and those without a date; needs a report with a
        date. A report that is in the index itself is among the answers. Copies are yet to be verified (`group`).
        """
        asked = _unpacked(report) if isinstance(report, bytes) else _of(shingles([report.text]), 0)
        day = day_number(report.published) if isinstance(report, Report) else None
        found = [
            match
            for at, part in self._days.items()
            if within is None or day is None or at is None or abs(at - day) <= within
            for match in part.matches(asked)
        ]
        return tuple(sorted(found, key=lambda match: (-match.estimate, -match.shared, match.report)))

    def connected(self, reports: Iterable[str]) -> frozenset[str]:
        """These reports, all that may be copies of them, of those in turn, and so on: `group` over the answer gives each of
        them the family that it has among all reports of the index. KeyError for a report that is not there."""
        seen = set(reports)
        stack = sorted(seen)
        while stack:
            day, row = self._where[stack.pop()]
            asked = self._days[day].kept[row]
            fresh = {match.report for part in self._days.values() for match in part.matches(asked)} - seen
            seen |= fresh
            stack += sorted(fresh)
        return frozenset(seen)
