"""The map of a story: what can be placed and how surely, drawn from packaged outlines. No tiles, no network.

Only a place known exactly gets a pin. Near a place: a ring. Only the region: a dashed disc around the region's middle. Only the
country: the country is shaded. What has no country is listed, not drawn.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from onrecord.model import Claim, Where

WIDTH, HEIGHT = 720.0, 400.0
_SMALLEST = 8.0
"""Degrees of latitude that a map shows at least: less would promise an exactness that outlines of 1:50 million do not have."""
_CLOSE = 45.0
"""Up to so many degrees of latitude the finer outlines are drawn."""
_MOST_PATH = 90_000
"""Letters of outlines at most; where the finer ones have more (an archipelago, Norway's coast) the coarser are drawn."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with the claims that are there. ``drawn`` is pin, ring, disc, land, or '' where it could not be placed."""

    name: str
    country: str | None
    precision: str | None
    drawn: str
    claims: tuple[str, ...]
    x: float = 0.0
    y: float = 0.0
    label_left: bool = False
    label_y: float = 0.0


@dataclass(frozen=True, slots=True)
class Land:
    """A country's outline; ``shaded`` where only the country is known, ``named`` where something in it is placed."""

    name: str
    path: str
    shaded: bool
    named: bool


@dataclass(frozen=True, slots=True)
class StoryMap:
    """A map: ``transform`` brings degrees (x east, y south) into a picture of 720 by 400."""

    transform: str
    lands: tuple[Land, ...]
    spots: tuple[Spot, ...]

    @property
    def unplaced(self) -> tuple[Spot, ...]:
        return tuple(s for s in self.spots if not s.drawn)


@cache
def outlines(detail: str) -> tuple[dict[str, Any], ...]:
    """The countries of Natural Earth at 1:110 or 1:50 million."""
    text = resources.files("onrecord.web").joinpath(f"world-{detail}.json").read_text(encoding="utf-8")
    return tuple(json.loads(text))


def story_map(claims: Iterable[Claim]) -> StoryMap | None:
    """The map of all places of some claims; None where none of them names a place."""
    found: dict[tuple[str, str | None, str | None], tuple[Where, list[str]]] = {}
    for claim in claims:
        if claim.where:
            w = claim.where
            found.setdefault((w.name, w.country, w.precision), (w, []))[1].append(claim.id)
    if not found:
        return None
    placed = [(w, ids, _drawn(w)) for w, ids in found.values()]
    frame = _frame([(w, drawn) for w, _, drawn in placed])
    if frame is None:
        return StoryMap("", (), tuple(_spot(w, ids, "", None) for w, ids, _ in placed))
    spots = _labelled(sorted((_spot(w, ids, drawn, frame) for w, ids, drawn in placed), key=lambda s: (-len(s.claims), s.name)))
    shaded = {w.country for w, _, drawn in placed if drawn == "land"}
    named = {w.country for w, _, drawn in placed if drawn}
    return StoryMap(frame.transform, frame.lands(shaded, named), spots)


def _drawn(w: Where) -> str:
    if w.lat is not None and w.lon is not None and w.precision in ("exact", "near", "admin1", "admin2"):
        return {"exact": "pin", "near": "ring"}.get(w.precision, "disc")
    return "land" if w.country and _box(w.country) else ""


def _box(code: str) -> tuple[float, float, float, float] | None:
    return next((tuple(land["box"]) for land in outlines("110m") if land["code"] == code), None) or next(
        (tuple(land["box"]) for land in outlines("50m") if land["code"] == code), None
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """The part of the world that is shown: its west and north edge, its height in degrees, and the squeeze at its latitude."""

    west: float
    north: float
    tall: float
    squeeze: float

    @property
    def scale(self) -> float:
        return HEIGHT / self.tall

    @property
    def transform(self) -> str:
        x, y = self.scale * self.squeeze, self.scale
        return f"matrix({x:.4f} 0 0 {y:.4f} {-self.west * x:.2f} {-self.north * y:.2f})"

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        return round((lon - self.west) * self.scale * self.squeeze, 1), round((-lat - self.north) * self.scale, 1)

    def lands(self, shaded: set[str | None], named: set[str | None]) -> tuple[Land, ...]:
        east, south = self.west + WIDTH / (self.scale * self.squeeze), self.north + self.tall
        for detail in ("50m", "110m") if self.tall <= _CLOSE else ("110m",):
            found = self._cut(detail, east, south, shaded, named)
            if sum(len(land.path) for land in found) <= _MOST_PATH:
                break
        return found

    def _cut(self, detail: str, east: float, south: float, shaded: set[str | None], named: set[str | None]) -> tuple[Land, ...]:
        return tuple(
            Land(land["name"], land["path"], land["code"] in shaded and bool(land["code"]), land["code"] in named)
            for land in outlines(detail)
            if land["box"][0] <= east
            and land["box"][2] >= self.west
            and land["box"][1] <= south
            and land["box"][3] >= self.north
        )


def _frame(places: list[tuple[Where, str]]) -> _Frame | None:
    xs, ys = [], []
    for w, drawn in places:
        if drawn in ("pin", "ring", "disc") and w.lat is not None and w.lon is not None:
            xs.append(w.lon)
            ys.append(-w.lat)
        elif drawn == "land" and w.country and (box := _box(w.country)):
            xs += [box[0], box[2]]
            ys += [box[1], box[3]]
    if not xs:
        return None
    middle = (min(ys) + max(ys)) / 2
    squeeze = max(0.3, math.cos(math.radians(middle)))
    tall = max(_SMALLEST, (max(ys) - min(ys)) * 1.35, (max(xs) - min(xs)) * squeeze * 1.25 * HEIGHT / WIDTH)
    tall = min(tall, 150.0)
    wide = tall * WIDTH / HEIGHT / squeeze
    return _Frame((min(xs) + max(xs)) / 2 - wide / 2, middle - tall / 2, tall, squeeze)


_LETTER, _LINE = 7.0, 14.0
"""Width of a letter and height of a line of a label, in the picture's units."""


_LABELS = 14
"""So many spots have their names on the map; the table names them all."""


def _labelled(spots: list[Spot]) -> tuple[Spot, ...]:
    """The spots, the first of them with labels, moved down until they do not lie over one another."""
    taken: list[tuple[float, float, float]] = []
    out = []
    for spot in spots:
        if len(taken) >= _LABELS:
            out.append(spot)
            continue
        wide = len(spot.name[:24]) * _LETTER
        left = spot.x - 12 - wide if spot.label_left else spot.x + 12
        y = spot.y + 4
        while spot.drawn in ("pin", "ring", "disc") and any(
            abs(y - other) < _LINE and left < end and left + wide > start for start, end, other in taken
        ):
            y += _LINE
        if spot.drawn in ("pin", "ring", "disc"):
            taken.append((left, left + wide, y))
        out.append(replace(spot, label_y=round(y, 1)))
    return tuple(out)


def _spot(w: Where, ids: list[str], drawn: str, frame: _Frame | None) -> Spot:
    spot = (w.name, w.country, w.precision, drawn, tuple(ids))
    if frame is None or drawn not in ("pin", "ring", "disc") or w.lon is None or w.lat is None:
        return Spot(*spot)
    x, y = frame.point(w.lon, w.lat)
    return Spot(*spot, x, y, x > WIDTH * 0.7)
