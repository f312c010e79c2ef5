"""What a report tells of where it plays without naming a place: its outlet, and words that only one country's reports use."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from onrecord import vocab
from onrecord.claims.gazetteer import Candidate, candidates, country
from onrecord.claims.placechoice import Name
from onrecord.model import Token

_TOWN = 20_000
_ENOUGH = 2
_NO_COUNTRY = frozenset({"tv", "me", "io", "co", "fm", "ai", "ly", "to", "cc"})
_PAPERS = vocab.wordset(
    """
    the times news post herald star sun mail press journal tribune gazette observer standard independent chronicle guardian
    telegraph express mirror record review register sentinel examiner citizen globe today daily weekly evening morning sunday
    online world radio television tv echo argus argonaut advertiser dispatch enquirer leader mercury monitor republic reporter
    """
)
_IN_ADDRESS = sorted(_PAPERS | {"local", "city", "county", "live"}, key=len, reverse=True)


def of_outlet(outlet: str | None) -> tuple[Candidate, ...]:
    """Places that an outlet's name or address gives away: "Springfield Herald", "example.co.uk"."""
    if not outlet:
        return ()
    found: list[Candidate] = []
    ending = re.search(r"\.([a-z]{2})(?:/|$)", outlet.lower())
    if ending and ending.group(1) not in _NO_COUNTRY:
        code = vocab.alpha3("GB" if ending.group(1) == "uk" else ending.group(1).upper())
        if code:
            found.append(country(code))
    known = vocab.media(outlet)
    if known is not None:
        if known.country in vocab.countries() and known.country is not None:
            found.append(country(known.country))
        return tuple(found)
    words = [word for word in re.findall(r"[A-Z][a-zA-Z.]+", outlet) if word.lower() not in _PAPERS]
    for length in (3, 2, 1):
        for i in range(len(words) - length + 1):
            options = [c for c in candidates(" ".join(words[i : i + length])) if c.main and c.population > _TOWN]
            if options:
                return (*found, options[0])
    return (*found, *_of_address(outlet))


def _of_address(outlet: str) -> tuple[Candidate, ...]:
    """The towns that an address is named after, if they lie in one country: "columbuslocalnews.com" is of a Columbus."""
    label = re.sub(r"[^a-z]", "", outlet.lower().removeprefix("www.").partition(".")[0]) if "." in outlet else ""
    while shorter := next((label.removesuffix(word) for word in _IN_ADDRESS if label.endswith(word) and label != word), None):
        label = shorter
    label = label.removeprefix("the")
    towns = [c for c in candidates(label) if c.main and c.kind == "city" and c.population > _TOWN] if label else []
    return tuple(towns) if len({town.country for town in towns}) == 1 else ()


def at_home(key: str, outlet: str | None) -> bool:
    """Whether an outlet that is not known bears this name: "theparisnews.com" may be of any Paris, and is of one of them."""
    if not outlet or len(key) < 4 or vocab.media(outlet) is not None:
        return False
    name = key.replace(" ", "")
    labels = [re.sub(r"[^a-z]", "", label) for label in re.split(r"[./]", outlet.lower())]
    return any(label.removeprefix("the").startswith(name) or label.endswith(name) for label in labels)


@cache
def _words() -> Mapping[str, str]:
    """Words and pairs of words in lower case -> the country whose reports use them."""
    return {row["words"]: row["country"] for row in vocab.rows("local_words.csv")}


@cache
def _openings() -> frozenset[str]:
    return frozenset(words.split()[0] for words in _words())


def of_words(tokens: Sequence[Token]) -> list[Name]:
    """The countries that the report's own words speak of, each as a name: two different words are needed ("crore", "lakh")."""
    told: dict[str, set[str]] = defaultdict(set)
    lower = [token.text.lower() for token in tokens]
    for i, word in enumerate(lower):
        if word not in _openings():
            continue
        for words in (word, " ".join(lower[i : i + 2])):
            if code := _words().get(words):
                told[code].add(words)
    best = max(told, key=lambda code: (len(told[code]), code), default=None)
    if best is None or len(told[best]) < _ENOUGH:
        return []
    return [Name(f"words {best}", (country(best),))]
