"""Named places of a report, resolved against the gazetteer.

Each name is taken once (one sense a report) unless a qualifier beside it says otherwise ("Paris, Texas"). A candidate's score
is what it has of its own (size, kind) plus how well it goes with the report's other places (near them, in the same division or
country, named by the outlet); names are settled in rounds, since each helps the others. The weights were set on the even
articles of LGL; see ``evals/places.py``.

What is not in the gazetteer stays a place without coordinates. Adjectives and capitals that act ("Moscow said") are no places.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from onrecord import vocab
from onrecord.claims.gazetteer import Candidate, candidates, country, distance, place_key, well_known
from onrecord.claims.mentions import Mention
from onrecord.claims.placenames import CIVIC, place_mentions
from onrecord.model import Entity, Place, Precision, Reading, Token

_BEST_WEIGHT = 3.0
_MEAN_WEIGHT = 4.0
_INSIDE = 6.0
_OTHER_NAME = -2.0
_COUNTRY, _REGION, _KNOWN_DIVISION, _CAPITAL = 9.0, 7.0, 6.5, 1.5
_OUTLET_WEIGHT = 2.5
_OUTLET_TOWN = 20_000
_ROUNDS = 4
_TEMPERATURE = 2.5
_OPTIONS = 16
_ABROAD = 0.3

_DIRECTION = re.compile(
    r"^(?:(?:north|south|east|west)(?:ern|east(?:ern)?|west(?:ern)?)?|central|upper|lower|downtown|greater|mainland|inner|outer|rural|"
    r"occupied|upstate|coastal|metro|metropolitan|mid)[ -]",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    r" (?:city|town|village|province|state|region|district|county|governorate|prefecture|oblast|department|municipality|area|"
    r"metro area|township|borough|suburb|territory|peninsula|parish)$",
    re.IGNORECASE,
)
_AREA = re.compile(r" (?:province|region|governorate|prefecture|oblast|department|state|district)$", re.IGNORECASE)
_AREAS = frozenset({"province", "region", "governorate", "prefecture", "oblast", "state"})
_PREFIX = re.compile(
    r"^(?:city|town|village|province|state|county|district|region|municipality|port|republic|kingdom) of ", re.IGNORECASE
)
_COUNTY = frozenset({"county", "counties", "parish", "parishes"})
_UNITS = vocab.wordset("mile miles km kilometre kilometres kilometer kilometers kms metres meters yards")
_NEAR = frozenset({"near", "outside", "off", "around", "beyond"})


@dataclass(frozen=True, slots=True)
class _Name:
    """One name of the report with what it may mean. ``inside`` are the divisions or countries that a qualifier gives."""

    key: str
    options: tuple[Candidate, ...]
    inside: tuple[Candidate, ...]
    weight: int


def find_places(reading: Reading, entities: Sequence[Entity], outlet: str | None = None) -> tuple[Place, ...]:
    """The places named in a report, in order, one for each mention.

    ``precision`` says what the coordinates stand for: ``exact`` the town itself, ``near`` a town that the words only give as a
    landmark, ``admin2``, ``admin1`` and ``country`` the middle of the area. A region that no code names counts as ``admin1`` in
    one country, and has no precision where it spans several. Unknown names have neither id nor coordinates.
    """
    mentions = place_mentions(reading, entities)
    names: dict[tuple[str, str], _Name] = {}
    marks: list[tuple[str, str]] = []
    for mention in mentions:
        name = _name(reading, mention)
        mark = (name.key, "|".join(f"{each.country}{each.admin1}" for each in name.inside))
        old = names.get(mark)
        names[mark] = _Name(name.key, name.options, name.inside, (old.weight if old else 0) + 1)
        marks.append(mark)
    names = _with_counties(_share_qualifiers(names))
    for name in _named_besides(reading, mentions):
        names.setdefault((name.key, "besides"), name)
    chosen = _settle(list(names.values()), _of_outlet(outlet))
    at = {mark: chosen[i] for i, mark in enumerate(names)}
    return tuple(_place(reading, mention, *at[mark]) for mention, mark in zip(mentions, marks, strict=True))


# ----------------------------------------------------------------------------------------------------------------- names


def _name(reading: Reading, mention: Mention) -> _Name:
    """The name of a mention with its candidates, and the qualifier beside it."""
    words = " ".join(mention.words)
    entity_name = mention.entity.name
    if words in {"North", "South"}:
        words = entity_name
    tokens = reading.tokens
    following = [token.text for token in tokens[mention.last : mention.last + 2]]
    options: tuple[Candidate, ...] = ()
    if following and following[0].lower() in _COUNTY:
        options = candidates(f"{words} {'Parish' if following[0].lower().startswith('par') else 'County'}")
        words = f"{words} {following[0]}" if options else words
    raw = reading.text[mention.entity.start : mention.entity.end]
    for short in (raw, f"{raw}."):
        if not options and "." in short and (known := well_known(short)):
            options, words = known, short
    options = options or _options(words)
    if _AREA.search(words) or (following and following[0].lower() in _AREAS):
        options = tuple(option for option in options if option.kind in {"admin1", "admin2", "region"}) or options
    return _Name(place_key(words) or words, options, _qualifier(reading, mention), 1)


def _options(words: str) -> tuple[Candidate, ...]:
    """The candidates of a name as it stands, else with directions and generic words left off."""
    found = candidates(words)
    if found:
        return found
    if words.lower().startswith("county "):
        return candidates(words[7:] + " County") or candidates(words[7:])
    if words.lower().endswith(" county") and (found := candidates(f"County {words[:-7]}")):
        return found
    shorter = words
    for pattern in (_PREFIX, _SUFFIX, _DIRECTION):
        shorter = pattern.sub("", shorter).strip()
        if shorter != words and (found := candidates(shorter)):
            return found
    parts = words.split()
    for cut in range(len(parts) - 1, 0, -1):
        if parts[cut].lower() in CIVIC and (found := candidates(" ".join(parts[:cut]))):
            return found
    return ()


def _qualifier(reading: Reading, mention: Mention) -> tuple[Candidate, ...]:
    """The division or country named right after a comma (or in brackets): "Paris, Texas", "Tripoli (Lebanon)"."""
    tokens = reading.tokens
    at = mention.last
    if at + 1 >= len(tokens) or tokens[at].text not in {",", "("} or tokens[at].sentence != tokens[mention.first].sentence:
        return ()
    for length in (4, 3, 2, 1):
        end = at + 1 + length
        if end > len(tokens) or tokens[end - 1].sentence != tokens[at].sentence:
            continue
        words = reading.text[tokens[at + 1].start : tokens[end - 1].end]
        if not words[:1].isupper():
            break
        found = tuple(c for c in candidates(words) if c.kind in {"country", "admin1"})
        if not found and length >= 2 and tokens[end - 1].text in {"County", "Parish"}:
            found = tuple(c for c in candidates(words) if c.kind == "admin2")
        if found:
            return found
    return ()


def _with_counties(names: dict[tuple[str, str], _Name]) -> dict[tuple[str, str], _Name]:
    """A bare name may be short for the county of that name that the report also gives in full."""
    full = {name.key: name for name in names.values()}
    revised = dict(names)
    for mark, name in names.items():
        longer = full.get(f"{name.key} county") or full.get(f"{name.key} parish")
        if longer is not None:
            revised[mark] = replace(name, options=tuple(dict.fromkeys((*name.options, *longer.options))))
    return revised


def _named_besides(reading: Reading, mentions: Sequence[Mention]) -> list[_Name]:
    """Countries and well-known divisions named outside the places ("Georgia State Patrol", "Turkish"): they help to choose."""
    taken = {t for mention in mentions for t in range(mention.first, mention.last)}
    known = {place_key(" ".join(mention.words)) for mention in mentions}
    tokens = reading.tokens
    found: dict[str, _Name] = {}
    for i, token in enumerate(tokens):
        if i in taken or not token.text[:1].isupper():
            continue
        code = vocab.adjective_country(token.text)
        if code is not None:
            found.setdefault(code, _Name(f"adjective {code}", (country(code),), (), 1))
        for end in (i + 2, i + 1):
            words = reading.text[token.start : tokens[min(end, len(tokens)) - 1].end]
            own = well_known(words)
            if own and place_key(words) not in known:
                found.setdefault(words, _Name(place_key(words), own, (), 1))
                break
    return list(found.values())


def _share_qualifiers(names: dict[tuple[str, str], _Name]) -> dict[tuple[str, str], _Name]:
    """A name qualified once is qualified wherever it stands bare, if all its qualifiers agree."""
    told: dict[str, list[_Name]] = {}
    for name in names.values():
        if name.inside:
            told.setdefault(name.key, []).append(name)
    return {
        mark: _Name(name.key, name.options, told[name.key][0].inside, name.weight)
        if not name.inside and len(told.get(name.key, ())) == 1
        else name
        for mark, name in names.items()
    }


# ---------------------------------------------------------------------------------------------------------------- choice


def _settle(names: list[_Name], outlet: tuple[Candidate, ...]) -> list[tuple[Candidate | None, float]]:
    """The chosen candidate of each name with its share of the scores, 0 to 1.

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
        return [(None, 0.0)] * len(names)
    scores = _scores(names, spans, options, np.array(own), outlet)
    settled: list[tuple[Candidate | None, float]] = []
    for start, end in spans:
        if start == end:
            settled.append((None, 0.0))
            continue
        best = start + int(np.argmax(scores[start:end]))
        settled.append((options[best], float(1 / np.exp(scores[start:end] - scores[best]).sum())))
    return settled


def _scores(
    names: Sequence[_Name],
    spans: Sequence[tuple[int, int]],
    options: Sequence[Candidate],
    own: npt.NDArray[np.float64],
    outlet: Sequence[Candidate],
) -> npt.NDArray[np.float64]:
    """The score of every candidate: its own, and the support of the other names' candidates and of the outlet."""
    full = [i for i, (start, end) in enumerate(spans) if end > start]
    starts = [spans[i][0] for i in full]
    sizes = [spans[i][1] - spans[i][0] for i in full]
    bonds = _bonds(options, options)
    given = own + (_OUTLET_WEIGHT * _bonds(options, outlet).max(axis=1) if outlet else 0.0)
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
    return scores


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


def _alone(name: _Name, option: Candidate) -> float:
    """What a candidate has of its own: its kind, its size, whether this is its main name, and whether a qualifier holds it."""
    size = math.log10(option.population + 10)
    own = {
        "country": _COUNTRY,
        "region": _REGION,
        "city": size,
        "admin1": min(_KNOWN_DIVISION, size - 1.0),
        "admin2": size - 1.0,
    }[option.kind]
    if option.kind == "admin1" and not option.population:
        own = _KNOWN_DIVISION
    if option.kind == "city" and option.main and vocab.capital_country(option.name) == option.country:
        own += _CAPITAL
    own += 0.0 if option.main else _OTHER_NAME
    if name.inside:
        own += _INSIDE if any(_within(option, area) for area in name.inside) else 0.0
    return own


def _within(place: Candidate, area: Candidate) -> bool:
    if area.kind == "country":
        return place.country == area.country and place.kind != "country"
    if area.kind == "admin1":
        return area.admin1 is not None and place.admin1 == area.admin1 and place.kind in {"city", "admin2"}
    return place.kind == "city" and distance(place.lat, place.lon, area.lat, area.lon) < 100


def _of_outlet(outlet: str | None) -> tuple[Candidate, ...]:
    """Places that an outlet's name or address gives away: "Springfield Herald", "example.co.uk"."""
    if not outlet:
        return ()
    found: list[Candidate] = []
    ending = re.search(r"\.([a-z]{2})(?:/|$)", outlet.lower())
    if ending:
        code = vocab.alpha3("GB" if ending.group(1) == "uk" else ending.group(1).upper())
        if code and ending.group(1) not in {"tv", "me", "io", "co", "fm"}:
            found.append(country(code))
    known = vocab.media(outlet)
    if known and known.country in vocab.countries() and known.country is not None:
        found.append(country(known.country))
    words = re.findall(r"[A-Z][a-zA-Z.]+", outlet)
    for length in (3, 2, 1):
        for i in range(len(words) - length + 1):
            options = [c for c in candidates(" ".join(words[i : i + length])) if c.main and c.population > _OUTLET_TOWN]
            if options and known is None:
                return (*found, options[0])
    return tuple(found)


# ---------------------------------------------------------------------------------------------------------------- places


def _place(reading: Reading, mention: Mention, found: Candidate | None, share: float) -> Place:
    entity = mention.entity
    if found is None:
        return Place(entity.start, entity.end, " ".join(mention.words), confidence=entity.confidence * 0.5)
    confidence = round(max(0.0, min(1.0, share)) * entity.confidence, 4)
    return Place(
        entity.start,
        entity.end,
        found.name,
        found.geonameid,
        found.country,
        found.admin1,
        round(found.lat, 4),
        round(found.lon, 4),
        _precision(reading.tokens, mention, found),
        confidence,
    )


def _precision(tokens: Sequence[Token], mention: Mention, found: Candidate) -> Precision | None:
    if found.kind == "region":
        return "admin1" if found.country else None
    if found.kind == "admin2":
        return "admin2"
    if found.kind == "admin1":
        return "admin1"
    if found.kind == "country":
        return "country"
    before = [
        token.text.lower()
        for token in tokens[max(0, mention.first - 6) : mention.first]
        if token.sentence == tokens[mention.first].sentence
    ]
    if before and before[-1] in _NEAR:
        return "near"
    if len(before) >= 3 and before[-1] in {"of", "from"} and _UNITS.intersection(before):
        return "near"
    if (
        len(before) >= 2
        and before[-1] == "of"
        and before[-2] in {"outskirts", "north", "south", "east", "west", "northwest", "southwest"}
    ):
        return "near"
    return "exact"


def countries_of(places: Iterable[Place]) -> tuple[str, ...]:
    """The countries of places, each once, in the order of their first mention."""
    return tuple(dict.fromkeys(place.country for place in places if place.country))
