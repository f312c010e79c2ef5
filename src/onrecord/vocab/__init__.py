"""The word lists that the program looks things up in, and the look-ups.

Every list is a CSV file beside this module with a ``source`` column that says where each row comes from. Files are read once
and kept; the look-ups are pure. Names are compared without a leading "the", with any apostrophe, and without regard to case,
except that short forms in capitals ("US", "WHO", "AP") must stand in capitals.

Historic states stand under the state that took over their seat of government: the Soviet Union under RUS, Yugoslavia under SRB,
Czechoslovakia under CZE, Zaire under COD, the two Germanies under DEU, the two Vietnams under VNM.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, TypeVar

T = TypeVar("T")
RoleKind = Literal["person", "group", "body"]


@dataclass(frozen=True, slots=True)
class Country:
    """A country: ISO 3166 codes, names, adjectives and inhabitants, capital, seats of power, the middle of its land."""

    code: str
    alpha2: str
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    capital: str
    metonyms: tuple[tuple[str, str], ...]
    geonameid: int
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that news names without explaining it. ``country`` is ISO 3166 alpha-3, IGO, NGO, UNO, EUR or None."""

    name: str
    aliases: tuple[str, ...]
    country: str | None
    sector: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Medium:
    """A news agency or outlet."""

    name: str
    aliases: tuple[str, ...]
    country: str | None
    kind: Literal["agency", "outlet"]


@dataclass(frozen=True, slots=True)
class Role:
    """A common noun for people or bodies. ``sector`` is None where the word alone does not tell ("leader", "spokesman")."""

    lemma: str
    sector: str | None
    kind: RoleKind
    gender: str | None


@dataclass(frozen=True, slots=True)
class Title:
    """A word before a person's name. ``gender`` is "m", "f" or None; ``sector`` None where the title does not tell."""

    title: str
    gender: str | None
    sector: str | None


@cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of one list (file name with ``.csv``), as they stand in the file. FileNotFoundError if there is no such list."""
    text = (resources.files(__name__) / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def wordset(text: str) -> frozenset[str]:
    """The words of a text, for short lists that stand in code."""
    return frozenset(text.split())


@lru_cache(20_000)
def key(words: str) -> str:
    """The form under which a name is looked up."""
    plain = " ".join(words.replace("’", "'").split())
    if plain[:4] in ("the ", "The "):
        plain = plain[4:]
    letters = plain.replace(".", "").replace("-", "")
    return plain if letters.isupper() and len(letters) <= 8 else plain.casefold()


def _found(table: Mapping[str, T], words: str) -> T | None:
    """What a look-up has for a name; a word of four letters or more that stands in a headline's capitals is no acronym."""
    name = key(words)
    if name not in table and name.isupper() and sum(map(str.isalpha, name)) > 3:
        name = name.casefold()
    return table.get(name)


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _indexed(pairs: list[tuple[str, T]]) -> dict[str, T]:
    """A look-up by key; a name that two things bear equally is left out, since the words alone cannot tell."""
    found: dict[str, T] = {}
    doubtful: set[str] = set()
    for words, thing in pairs:
        name = key(words)
        if name in found and found[name] != thing:
            doubtful.add(name)
        found[name] = thing
    return {name: thing for name, thing in found.items() if name not in doubtful}


# ------------------------------------------------------------------------------------------------------------ countries


@cache
def countries() -> Mapping[str, Country]:
    """All countries by ISO 3166 alpha-3 code (and KOS)."""
    return {
        row["code"]: Country(
            row["code"],
            row["alpha2"],
            row["name"],
            _several(row["names"]),
            _several(row["adjectives"]),
            row["capital"],
            tuple((name, sector or "GOV") for name, _, sector in (part.partition(":") for part in _several(row["metonyms"]))),
            int(row["geonameid"]),
            float(row["lat"]),
            float(row["lon"]),
        )
        for row in rows("countries.csv")
    }


@cache
def _country_names() -> Mapping[str, str]:
    return _indexed([(name, land.code) for land in countries().values() for name in (land.name, *land.names)])


@cache
def _adjectives() -> Mapping[str, str]:
    return _indexed([(form, land.code) for land in countries().values() for word in land.adjectives for form in _forms(word)])


@cache
def _alpha2() -> Mapping[str, str]:
    return {land.alpha2: land.code for land in countries().values()}


@cache
def _metonyms() -> Mapping[str, tuple[str, str]]:
    return _indexed([(name, (land.code, sector)) for land in countries().values() for name, sector in land.metonyms])


# Capitals whose name means a greater town elsewhere, or a person, far more often.
_OUTSHONE = frozenset({"Hamilton", "Plymouth", "Victoria", "Jamestown", "Stanley", "Douglas", "Saint-Pierre", "George Town"})


@cache
def _capitals() -> Mapping[str, str]:
    other = {"Kyiv": "UKR", "Kiev": "UKR", "Washington": "USA", "Peking": "CHN", "Rangoon": "MMR", "Yangon": "MMR"}
    other |= {"Naypyidaw": "MMR", "Tel Aviv": "ISR", "Pretoria": "ZAF", "The Hague": "NLD", "La Paz": "BOL", "Bern": "CHE"}
    other |= {"Delhi": "IND", "Ramallah": "PSE", "Gaza City": "PSE", "Pristina": "KOS", "Priština": "KOS", "Abidjan": "CIV"}
    other |= {"Nur-Sultan": "KAZ", "Ulan Bator": "MNG", "Sanaa": "YEM", "Sana'a": "YEM", "Beijing": "CHN", "Islamabad": "PAK"}
    own = [(land.capital, land.code) for land in countries().values() if land.capital and land.capital not in _OUTSHONE]
    return _indexed(own + list(other.items()))


def _forms(word: str) -> tuple[str, ...]:
    """An adjective or inhabitant's name with its plural."""
    if word.endswith("man"):
        return (word, word[:-3] + "men")
    if word.endswith(("ese", "ish", "ch", "s", "S", ".")):
        return (word,)
    return (word, word[:-1] + "ies" if word.endswith("ary") else word + "s")


def country_of(words: str) -> str | None:
    """The code of the country of this name (official, short, historic or foreign form), or None."""
    return _found(_country_names(), words)


def adjective_country(words: str) -> str | None:
    """The country of an adjective or of an inhabitant's name, singular or plural ("Turkish", "Afghans", "U.S."), or None."""
    return _found(_adjectives(), words)


def alpha3(alpha2: str) -> str | None:
    """The three-letter code that goes with a two-letter one, or None ("XK" is KOS)."""
    return _alpha2().get(alpha2)


def metonym(words: str) -> tuple[str, str] | None:
    """The country and sector of a palace, street or house that stands for those who govern in it ("Kremlin"), or None."""
    return _found(_metonyms(), words)


def capital_country(words: str) -> str | None:
    """The country whose government sits in the city of this name, or None."""
    return _found(_capitals(), words)


# -------------------------------------------------------------------------------------------------- bodies, media, roles


@cache
def _organisations() -> Mapping[str, Organisation]:
    bodies = [
        Organisation(row["name"], _several(row["aliases"]), row["country"] or None, row["sector"] or None, row["kind"])
        for row in rows("organisations.csv")
    ]
    return _indexed([(name, body) for body in bodies for name in (body.name, *body.aliases)])


@cache
def _media() -> Mapping[str, Medium]:
    found = [
        Medium(row["name"], _several(row["aliases"]), row["country"] or None, "agency" if row["kind"] == "agency" else "outlet")
        for row in rows("media.csv")
    ]
    return _indexed([(name, medium) for medium in found for name in (medium.name, *medium.aliases)])


@cache
def _roles() -> Mapping[str, Role]:
    kinds: dict[str, RoleKind] = {"person": "person", "group": "group", "body": "body"}
    return {
        row["lemma"]: Role(row["lemma"], row["sector"] or None, kinds[row["kind"]], row["gender"] or None)
        for row in rows("roles.csv")
    }


@cache
def _titles() -> Mapping[str, Title]:
    return {row["title"]: Title(row["title"], row["gender"] or None, row["sector"] or None) for row in rows("titles.csv")}


@cache
def _given_names() -> Mapping[str, str]:
    return {row["name"]: row["gender"] for row in rows("given_names.csv")}


def organisation(words: str) -> Organisation | None:
    """The body of this name or short form, or None; None too where two bodies bear it."""
    return _organisations().get(key(words))


def media(words: str) -> Medium | None:
    """The news agency or outlet of this name or short form, or None."""
    return _media().get(key(words))


@cache
def _role_beginnings() -> frozenset[str]:
    return frozenset(lemma[: mark.start()] for lemma in _roles() for mark in re.finditer(r"\W", lemma))


def begins_role(word: str) -> bool:
    """Whether some role of more than one word begins with this word; a quick first question."""
    return word.replace("’", "'").lower() in _role_beginnings()


@lru_cache(20_000)
def role(lemma: str) -> Role | None:
    """What a common noun (or phrase, "foreign minister") for people or bodies tells, or None. Singular or plural."""
    word = lemma.replace("’", "'").lower()
    found = _roles().get(word)
    if found is None:
        for ending, instead in (("men", "man"), ("ies", "y"), ("es", ""), ("s", "")):
            if found is None and word.endswith(ending):
                found = _roles().get(word[: -len(ending)] + instead)
    return found


def sector_of(lemma: str) -> str | None:
    """The PLOVER sector of a common noun or noun phrase for people or bodies, or None."""
    found = role(lemma)
    return found.sector if found else None


def title(word: str) -> Title | None:
    """What a title before a name tells ("Mrs", "Gen."), or None. Capitalised as it stands in text."""
    return _titles().get(word)


@cache
def _leaders() -> tuple[Mapping[str, str], Mapping[str, str]]:
    told = [(row["name"], row["country"]) for row in rows("leaders.csv")]
    return _indexed(told), _indexed([(name.split()[-1], country) for name, country in told])


def leader_country(name: str, in_office: bool = False) -> str | None:
    """The country (or UNO, EUR) of a head of state or government or a foreign minister by full name, or None.

    ``in_office`` says that a title of theirs stands with the name: then a surname that leaders of one country bear will do.
    """
    full, surnames = _leaders()
    return full.get(key(name)) or (surnames.get(key(name)) if in_office else None)


def gender_of_given_name(word: str) -> str | None:
    """ "m" or "f" where a given name is usually borne by men or by women, or None."""
    return _given_names().get(word)


@cache
def _modifiers() -> Mapping[str, str]:
    return {row["word"]: row["sector"] for row in rows("modifiers.csv")}


def modifier_sector(word: str) -> str | None:
    """The sector that a word gives to the person or body it stands before ("rebel" commander, "health" official), or None."""
    return _modifiers().get(word.lower())


# They end like a country's adjective, and are of none.
_CONTINENTAL = [
    f"{half} {people}"
    for half in ("Latin", "Central", "South", "North", "Pan", "Meso", "All", "Inter")
    for people in ("American", "Americans")
]


@cache
def _names() -> Mapping[str, tuple[str | None, str | None, bool]]:
    """Every name that tells a country or a sector: (country, sector, whether it names the thing itself)."""
    found: dict[str, tuple[str | None, str | None, bool]] = {}
    found.update({name: (code, None, True) for name, code in _capitals().items()})
    divisions = [(name, row["code"][:2]) for row in rows("divisions.csv") for name in (row["name"], *_several(row["names"]))]
    found.update(
        {key(name): (alpha3(code), None, True) for name, code in divisions if len(name) > 3 and not name.endswith(".")}
    )
    found.update({name: (country, sector, True) for name, (country, sector) in _metonyms().items()})
    found.update({name: (body.country, body.sector, True) for name, body in _organisations().items()})
    found.update(
        {
            name: (medium.country, "JRN", True)
            for name, medium in _media().items()
            if " " in name or name.isupper() or medium.kind == "agency"
        }
    )
    found.update({name: (code, None, False) for name, code in _adjectives().items()})
    found.update({key(name): (None, None, False) for name in _CONTINENTAL})
    found.update({name: (code, None, True) for name, code in _country_names().items()})
    return found


@cache
def _first_words() -> Mapping[str, int]:
    found: dict[str, int] = {}
    for name in _names():
        size = len(re.findall(r"\w+|[^\w\s]", name))
        for words in (name, name.replace("-", " ").replace(".", " ")):
            for word in words.casefold().split()[:1]:
                found[word] = max(size, found.get(word, 0))
    return found


def longest_name(word: str) -> int:
    """The most words and marks of a name that ``named`` knows and that begins with this word; 0 if none does."""
    return _first_words().get(word.casefold(), 0)


def named(words: str) -> tuple[str | None, str | None, bool] | None:
    """What a name tells, whatever it is of: country, sector, and False where it is an adjective; None if it is not known."""
    return _found(_names(), words)
