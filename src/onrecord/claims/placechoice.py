"""Which of its candidates each name of a report means: scores, and how sure they are.

A candidate's score is what it has of its own (size, kind) plus how well it goes with the report's other places (near them, in
the same division or country, in the outlet's country); names are settled in rounds, since each helps the others. The weights
were set on the even articles of LGL and on GeoVirus; see ``evals/places.py``.

What is not sure stays open: a place is given where most of the scores' weight lies within a day's drive of it, else the
division or the country that most of the weight lies in, else nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord import vocab
from onrecord.claims.gazetteer import Candidate, distance

_SIZE = 0.8
_BEST_WEIGHT = 3.0
_MEAN_WEIGHT = 4.0
_INSIDE = 6.0
_OTHER_NAME = -2.0
_COUNTRY, _REGION, _KNOWN_DIVISION, _CAPITAL = 8.5, 7.0, 7.5, 1.5
_NAMESAKE = -2.0
_OUTLET_WEIGHT = 6.0
_ROUNDS = 4
_TEMPERATURE = 1.5
_OPTIONS = 32
_ABROAD = 0.2
_SHARPNESS = 1.2
_SURE, _SURE_COUNTRY, _SURE_AREA = 0.5, 0.6, 0.8
_STRANGER, _BACKED, _COMPANY, _FAMOUS, _CITY = 3.5, 0.25, 2, 500_000, 100_000
_ROUND = 100
_HOME_SIZE, _HOME_COUNTRY = 3.2, 3.5
_ANOTHER = 1.5


@dataclass(frozen=True, slots=True)
class Name:
    """One name of the report with what it may mean.

    ``inside`` are the divisions or countries that a qualifier gives; ``home`` says that the outlet's own address bears the
    name: then its size tells nothing, for papers of small towns are named after them too. A ``dateline`` may lie anywhere.
    """

    key: str
    options: tuple[Candidate, ...]
    inside: tuple[Candidate, ...] = ()
    weight: int = 1
    home: bool = False
    dateline: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What a name means: a place with the share of the scores that lies round it; or, with no place, what is sure of it."""

    place: Candidate | None = None
    share: float = 0.0
    country: str | None = None
    admin1: str | None = None


def settle(names: Sequence[Name], outlet: Sequence[Candidate]) -> list[Choice]:
    """What each name means, in order.

    Every candidate is held against every candidate of every other name; one speaks for another as far as it is itself likely.
    """
    spans: list[tuple[int, int]] = []
    options: list[Candidate] = []
    own: list[float] = []
    for name in names:
        ranked = sorted(((_alone(name, o), -i) for i, o in enumerate(name.options)), reverse=True)[:_OPTIONS]
        spans.append((len(options), len(options) + len(ranked)))
        options += [name.options[-i] for _, i in ranked]
        own += [score for score, _ in ranked]
    if not options:
        return [_from_qualifier(name) for name in names]
    scores, backing = _scores(names, spans, options, np.array(own), outlet)
    return [
        _chosen(name, options[start:end], scores[start:end], backing[start:end]) if end > start else _from_qualifier(name)
        for name, (start, end) in zip(names, spans, strict=True)
    ]


def _chosen(
    name: Name, options: Sequence[Candidate], scores: npt.NDArray[np.float64], backing: npt.NDArray[np.float64]
) -> Choice:
    """The best candidate if enough of the scores' weight lies round it, else the division or country that is sure.

    Part of the weight is a place's that the gazetteer does not have: the only known namesake need not be the one meant, the
    less so where the report plays in other countries.
    """
    at = int(np.argmax(scores))
    best = options[at]
    known = best.population >= (_CITY if name.dateline else _FAMOUS) or vocab.capital_country(best.name) == best.country
    stranger = backing[at] < _BACKED and best.kind in {"city", "admin2", "admin1"} and not known
    another = _ANOTHER + (_STRANGER if stranger else 0.0)
    shares = np.exp(_SHARPNESS * (scores - scores.max()))
    shares /= shares.sum() + np.exp(_SHARPNESS * (another - scores.max()))
    far = _distances([best], options)[0]
    round_it = [
        float(share)
        for o, share, km in zip(options, shares, far, strict=True)
        if o is best or (km <= _ROUND and o.country == best.country and "country" not in (o.kind, best.kind))
    ]
    in_country = sum(float(share) for o, share in zip(options, shares, strict=True) if o.country == best.country)
    if sum(round_it) >= _SURE and in_country >= _SURE_COUNTRY:
        return Choice(best, sum(round_it), best.country, best.admin1)
    in_division = sum(float(share) for o, share in zip(options, shares, strict=True) if o.admin1 == best.admin1)
    if best.country is None or best.kind == "country" or in_country < _SURE_AREA:
        return Choice(share=max(round_it))
    sure = best.admin1 is not None and in_division >= _SURE_AREA
    return Choice(None, in_division if sure else in_country, best.country, best.admin1 if sure else None)


def _from_qualifier(name: Name) -> Choice:
    """What the qualifier beside an unknown name tells: "Qwghl, Nebraska" lies in Nebraska, wherever that may be."""
    countries = {area.country for area in name.inside}
    divisions = {area.admin1 for area in name.inside}
    if len(countries) != 1:
        return Choice()
    return Choice(None, 0.5, countries.pop(), divisions.pop() if len(divisions) == 1 else None)


def _scores(
    names: Sequence[Name],
    spans: Sequence[tuple[int, int]],
    options: Sequence[Candidate],
    own: npt.NDArray[np.float64],
    outlet: Sequence[Candidate],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The score of every candidate: its own, and the support of the other names' candidates and of the outlet; and the best
    support that it has, 1 where there is too little else in the report to expect any.
    """
    full = [i for i, (start, end) in enumerate(spans) if end > start]
    starts = [spans[i][0] for i in full]
    sizes = [spans[i][1] - spans[i][0] for i in full]
    bonds = _bonds(options, options)
    home = _bonds(options, outlet).max(axis=1) if outlet else np.zeros(len(options))
    given = own + _OUTLET_WEIGHT * home
    block = np.repeat(np.arange(len(full)), sizes)
    keys = np.array([names[i].key for i in full])
    same = keys[:, None] == keys[None, :]
    others = np.maximum(1, (~same).sum(axis=1))[block]
    scores = given
    for _ in range(_ROUNDS):
        likely = np.exp((scores - np.repeat(np.maximum.reduceat(scores, starts), sizes)) / _TEMPERATURE)
        support = np.maximum.reduceat(bonds * likely, starts, axis=1)
        support[same[block]] = 0.0
        scores = given + _BEST_WEIGHT * support.max(axis=1) + _MEAN_WEIGHT * support.sum(axis=1) / others
    alone = (~same).sum(axis=1)[block] < _COMPANY
    sure = 1 / (1 + np.exp((_ANOTHER + _STRANGER - np.repeat(np.maximum.reduceat(scores, starts), sizes)) / _TEMPERATURE))
    support = np.maximum.reduceat(bonds * likely * sure, starts, axis=1)
    support[same[block]] = 0.0
    return scores, np.where(alone, 1.0, np.maximum(support.max(axis=1), home))


def _bonds(ones: Sequence[Candidate], others: Sequence[Candidate]) -> npt.NDArray[np.float64]:
    """How much two places of one report speak for each other, 0 to 1, for every pair."""
    far = _distances(ones, others)
    same_country = _same([p.country for p in ones], [p.country for p in others])
    same_division = _same([p.admin1 for p in ones], [p.admin1 for p in others])
    whole = _either(ones, others, "country")
    area = _either(ones, others, "admin1")
    bands = [far < 40, far < 100, far < 250]
    inside = np.select(bands, [1.0, 0.9, 0.7], 0.6)
    apart = np.select(bands, [1.0, 0.8, 0.5], 0.3)
    near = np.where(same_division, inside, apart)
    within = np.where(whole, 0.5, np.where(area, np.where(same_division, 0.9, 0.35), near))
    # A report that names one country is likelier to mean another by a name that is a country's.
    abroad = _both(ones, others, "country")
    across = np.where((far < 60) & ~whole & ~area, 0.6, np.where(abroad, _ABROAD, 0.0))
    return np.where(same_country, within, across)


def _same(ones: Sequence[str | None], others: Sequence[str | None]) -> npt.NDArray[np.bool_]:
    """Which pairs have one code; no code is like no other."""
    left, right = np.array([one or "-" for one in ones]), np.array([other or "+" for other in others])
    return np.asarray(left[:, None] == right[None, :])


def _either(ones: Sequence[Candidate], others: Sequence[Candidate], kind: str) -> npt.NDArray[np.bool_]:
    left, right = np.array([p.kind == kind for p in ones]), np.array([p.kind == kind for p in others])
    return np.asarray(left[:, None] | right[None, :])


def _both(ones: Sequence[Candidate], others: Sequence[Candidate], kind: str) -> npt.NDArray[np.bool_]:
    left, right = np.array([p.kind == kind for p in ones]), np.array([p.kind == kind for p in others])
    return np.asarray(left[:, None] & right[None, :])


def _distances(ones: Sequence[Candidate], others: Sequence[Candidate]) -> npt.NDArray[np.float64]:
    """Kilometres between all pairs (haversine)."""
    a, b = np.radians([p.lat for p in ones])[:, None], np.radians([p.lat for p in others])[None, :]
    turn = np.radians([p.lon for p in ones])[:, None] - np.radians([p.lon for p in others])[None, :]
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(turn / 2) ** 2
    found: npt.NDArray[np.float64] = 12742 * np.arcsin(np.sqrt(np.minimum(1.0, half)))
    return found


def _alone(name: Name, option: Candidate) -> float:
    """What a candidate has of its own: its kind, its size, whether this is its main name, and whether a qualifier holds it."""
    size = _SIZE * math.log10(option.population + 10)
    if name.home and option.kind == "city":
        size = min(size, _HOME_SIZE)
    own = {
        "country": _HOME_COUNTRY if name.home else _COUNTRY,
        "region": _REGION,
        "city": size,
        "admin1": min(_KNOWN_DIVISION, size - 1.0),
        "admin2": size - 1.0,
    }[option.kind]
    if option.kind == "admin1" and not option.population:
        own = _KNOWN_DIVISION
    if option.kind == "country" and any(other.kind == "admin1" and not other.population for other in name.options):
        # Georgia: a state of this name is as likely as a country, whatever the report's land.
        own = min(own, _KNOWN_DIVISION)
    if not name.home and option.kind == "city" and option.main and _is_capital(name, option):
        own += _CAPITAL
    if option.kind in {"admin1", "admin2"} and vocab.capital_country(option.name) == option.country:
        own += _NAMESAKE
    own += 0.0 if option.main else _OTHER_NAME
    if name.inside:
        own += _INSIDE if any(within(option, area) for area in name.inside) else 0.0
    return own


def _is_capital(name: Name, option: Candidate) -> bool:
    """Whether this is the city that a country is governed from, and not a small town of that name in the same country."""
    return vocab.capital_country(option.name) == option.country and not any(
        other.kind == "city" and other.country == option.country and other.population > option.population
        for other in name.options
    )


def within(place: Candidate, area: Candidate) -> bool:
    if area.kind == "country":
        return place.country == area.country and place.kind != "country"
    if area.kind == "admin1":
        return area.admin1 is not None and place.admin1 == area.admin1 and place.kind in {"city", "admin2"}
    return place.kind == "city" and distance(place.lat, place.lon, area.lat, area.lon) < 100
