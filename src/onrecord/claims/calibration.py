"""Confidence as a probability: what the program thinks of its own finding, mapped to how often such findings are right.

The reading model's probabilities, the rules' priors and the scorer's are measured against development data by
``python -m training.calibrate``, which writes a monotone map a kind to ``vocab/confidence.json``: a few knots (own confidence,
share right) joined by straight lines, by isotonic regression (Barlow et al. 1972; Zadrozny and Elkan 2002). The file names the
weights that it was measured with; with other weights the maps are still applied, as the nearest thing there is.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any, Protocol, TypeVar

from onrecord.errors import ModelError

Knots = tuple[tuple[float, float], ...]
"""Points of a map, own confidence ascending, share right never falling."""

FILE = "confidence.json"


class Sure(Protocol):
    """Anything found with a confidence."""

    @property
    def confidence(self) -> float: ...


_S = TypeVar("_S", bound=Sure)


def calibrated(kind: str, found: Iterable[_S]) -> tuple[_S, ...]:
    """The findings of one kind with their own confidence (0 to 1) replaced by the probability that they are right."""
    knots = maps().get(kind, ())
    return tuple(replace(one, confidence=along(knots, one.confidence)) for one in found)  # type: ignore[type-var]


def probability(kind: str, own: float) -> float:
    """The share of findings of a kind that are right, of those with this confidence of their own; ``own`` if not measured."""
    return along(maps().get(kind, ()), own)


def along(knots: Sequence[tuple[float, float]], own: float) -> float:
    """A map's value at ``own``: straight between knots, level beyond the outermost; without knots ``own`` itself."""
    if not knots:
        return round(own, 4)
    at = bisect_right(knots, (own, 2.0))
    if at == 0:
        return knots[0][1]
    if at == len(knots):
        return knots[-1][1]
    (x0, y0), (x1, y1) = knots[at - 1], knots[at]
    return round(y0 + (y1 - y0) * (own - x0) / (x1 - x0), 4)


def measured_with() -> str:
    """The digest of the weights that the maps were measured with."""
    return str(_file().get("weights", "none"))


@cache
def _file() -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads((resources.files("onrecord.vocab") / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"the maps of confidence cannot be read: {error}", "install the package again") from error
    return told


@cache
def maps() -> dict[str, Knots]:
    """The packaged maps by kind. Raises ``ModelError`` where the file is not as it must be."""
    try:
        found = {str(kind): tuple((float(x), float(y)) for x, y in knots) for kind, knots in _file()["maps"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"the maps of confidence cannot be read: {error}", "install the package again") from error
    for kind, knots in found.items():
        if any(b[0] <= a[0] or b[1] < a[1] for a, b in pairwise(knots)):
            raise ModelError(f"the map of confidence for {kind} does not rise", "install the package again")
    return found


__all__ = ["FILE", "Knots", "along", "calibrated", "maps", "measured_with", "probability"]
