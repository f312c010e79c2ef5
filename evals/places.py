"""Places against LGL and GeoVirus: ``python evals/places.py [--reader] [--all] [--data DIR] [--limit N]``.

Given the gold names (default) or end to end with the reading model's (``--reader``). LGL's odd articles are reported; its even
ones (``--even``) and GeoVirus were for tuning. A gold name is found if a predicted place overlaps it, and right if that stands
within 161 km of it. LGL also marks adjectives ("Georgian") and rivers; adjectives are no places here, so figures stand with
and without them. GeoVirus puts large countries and continents elsewhere than GeoNames: most of what is wrong there is that.
"""

from __future__ import annotations

import argparse
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from onrecord import vocab
from onrecord.claims.entities import link_entities
from onrecord.claims.gazetteer import distance
from onrecord.claims.places import find_places
from onrecord.model import Entity, Place, Reading, Sentence, Token
from onrecord.text import tokenise


@dataclass(frozen=True)
class Gold:
    start: int
    end: int
    phrase: str
    lat: float
    lon: float
    country: str | None


def lgl(path: Path, parity: int) -> Iterator[tuple[str, str, list[Gold]]]:
    """Text, outlet's domain and gold places of the LGL articles of one parity; names without coordinates are left out."""
    for number, article in enumerate(ET.parse(path).getroot()):
        if number % 2 != parity:
            continue
        gold = []
        for toponym in article.iter("toponym"):
            tag = toponym.find("gaztag")
            if tag is None:
                continue
            start, end = int(toponym.findtext("start", "")), int(toponym.findtext("end", ""))
            country = vocab.country_of(tag.findtext("country", ""))
            at = float(tag.findtext("lat", "nan")), float(tag.findtext("lon", "nan"))
            gold.append(Gold(start, end, toponym.findtext("phrase", ""), *at, country))
        yield article.findtext("text", ""), article.findtext("domain", ""), gold


def geovirus(path: Path) -> Iterator[tuple[str, str, list[Gold]]]:
    """The same for all of GeoVirus, which has no countries."""
    for article in ET.parse(path).getroot():
        gold = []
        for place in article.iter("location"):
            start = int(place.findtext("start", "")) - 1
            phrase = place.findtext("name", "")
            gold.append(
                Gold(
                    start, start + len(phrase), phrase, float(place.findtext("lat", "")), float(place.findtext("lon", "")), None
                )
            )
        yield article.findtext("text", ""), "Wikinews", gold


def plain(text: str) -> Reading:
    """A reading with words and sentences only."""
    sentences: list[Sentence] = []
    tokens: list[Token] = []
    for number, paragraph in enumerate(tokenise.paragraphs(text)):
        for span in tokenise.sentences(text, *paragraph):
            first = len(tokens)
            for start, end in tokenise.words(text, *span):
                word = text[start:end]
                tokens.append(Token(start, end, word, word.lower(), "X", "X", -1, "dep", len(sentences)))
            sentences.append(Sentence(span.start, span.end, "body", number, first, len(tokens)))
    return Reading(text, tuple(sentences), tuple(tokens))


def given(text: str, gold: list[Gold]) -> Reading:
    """A reading whose entities are the gold names."""
    return replace(plain(text), entities=tuple(Entity(g.start, g.end, "LOC", g.phrase) for g in gold))


@dataclass
class Tally:
    gold: int = 0
    found: int = 0
    right: int = 0
    predicted: int = 0
    predicted_right: int = 0
    resolved: int = 0
    country: int = 0

    def lines(self) -> str:
        recall, precision = self.right / max(1, self.gold), self.predicted_right / max(1, self.predicted)
        f1 = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
        line = f"gold {self.gold}  found {self.found / max(1, self.gold):.3f}  found and within 161 km {recall:.3f}  "
        line += f"precision {precision:.3f}  F1 {f1:.3f}"
        if self.resolved:
            line += f"  country right, of resolved {self.country / self.resolved:.3f} ({self.resolved})"
        return line


def score(gold: list[Gold], places: tuple[Place, ...], tally: Tally, errors: list[str]) -> None:
    """Count one article. A place without coordinates is not counted as predicted: it says that it was not resolved."""
    used = set()
    for item in gold:
        tally.gold += 1
        hit = next((i for i, p in enumerate(places) if p.start < item.end and item.start < p.end), None)
        if hit is None:
            errors.append(f"missed {item.phrase}")
            continue
        used.add(hit)
        place = places[hit]
        tally.found += 1
        near = place.lat is not None and place.lon is not None and distance(item.lat, item.lon, place.lat, place.lon) <= 161
        tally.right += near
        tally.predicted += place.lat is not None
        tally.predicted_right += near
        if place.country and item.country:
            tally.resolved += 1
            tally.country += place.country == item.country
        if not near:
            errors.append(
                f"wrong {item.phrase} ({item.lat:.1f}, {item.lon:.1f}, {item.country}) -> {place.name} "
                f"{place.country} {place.admin1} {place.lat} {place.lon}"
            )
    tally.predicted += sum(1 for i in range(len(places)) if i not in used and places[i].lat is not None)
    errors.extend(f"extra {places[i].name}" for i in range(len(places)) if i not in used and places[i].lat is not None)


def end_to_end(folder: Path, limit: int = 10**6) -> dict[str, float]:
    """LGL's odd articles read by the model: share of gold found within 161 km, F1, country right of resolved, in percent."""
    from onrecord.reader import Reader

    reader = Reader.load()
    tally = Tally()
    for number, (text, outlet, gold) in enumerate(lgl(folder / "lgl.xml", 1)):
        if number >= limit:
            break
        reading = reader.read(text)
        score(gold, find_places(reading, link_entities(reading), outlet), tally, [])
    recall, precision = tally.right / max(1, tally.gold), tally.predicted_right / max(1, tally.predicted)
    return {
        "within_161km": round(100 * recall, 2),
        "f1": round(200 * recall * precision / max(1e-9, recall + precision), 2),
        "country": round(100 * tally.country / max(1, tally.resolved), 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/places"))
    parser.add_argument("--reader", action="store_true", help="find the names with the reading model")
    parser.add_argument("--even", action="store_true", help="LGL's even articles, the ones for tuning")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--limit", type=int, default=10**6)
    options = parser.parse_args()
    read: Callable[[str], Reading] | None = None
    if options.reader:
        from onrecord.reader import Reader

        read = Reader.load().read
    sets = {"LGL " + ("even" if options.even else "odd"): lgl(options.data / "lgl.xml", 0 if options.even else 1)}
    if not options.even:
        sets["GeoVirus"] = geovirus(options.data / "geovirus.xml")
    for name, articles in sets.items():
        everything, places_only = Tally(), Tally()
        errors: list[str] = []
        for number, (text, outlet, gold) in enumerate(articles):
            if number >= options.limit:
                break
            reading = read(text) if read else given(text, gold)
            places = find_places(reading, link_entities(reading), outlet)
            score(gold, places, everything, [])
            kept = [g for g in gold if not vocab.adjective_country(g.phrase) or vocab.country_of(g.phrase)]
            score(kept, places, places_only, errors)
        print(f"{name}, {'end to end' if read else 'names given'}, all: {everything.lines()}")
        print(f"{name}, {'end to end' if read else 'names given'}, without adjectives: {places_only.lines()}")
        if options.errors:
            sys.stdout.write("\n".join(errors) + "\n")


if __name__ == "__main__":
    main()
