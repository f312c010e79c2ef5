"""Named places of a report, resolved against the gazetteer.

Each name is taken once (one sense a report) unless a qualifier beside it says otherwise ("Paris, Texas", "the Syrian town of
Tal"). Its candidates are weighed against one another by ``placechoice``, with what else the report tells of where it plays:
countries and divisions named in other words, its outlet, and words that only one country's reports use ("selectmen").

What is not in the gazetteer stays a place without coordinates, and so does what is not sure. Adjectives, streets and capitals
that act ("Moscow said") are no places that could be resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from onrecord import vocab
from onrecord.claims.gazetteer import Candidate, candidates, country, place_key, well_known
from onrecord.claims.mentions import Mention
from onrecord.claims.placechoice import Choice, Name, settle, within
from onrecord.claims.placehints import at_home, of_outlet, of_words
from onrecord.claims.placenames import CIVIC, generic, on_street, place_mentions
from onrecord.model import Entity, Place, Precision, Reading, Token

_DIRECTION = re.compile(
    r"^(?:(?:(?:north|south|east|west)(?:ern|[ -]?east(?:ern)?|[ -]?west(?:ern)?)?|central|upper|lower|downtown|greater|"
    r"mainland|inner|outer|rural|occupied|upstate|coastal|metro|metropolitan|mid|historic|suburban)[ -]|"
    r"(?:[nsew]\.|[ns]\.[ew]\.) ?)",
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
_SHORT_FORM = re.compile(r"(?:[A-Z]\.){2,}")
_PARTS = vocab.wordset(
    "northern southern eastern western northeastern northwestern southeastern southwestern north-eastern north-western "
    "south-eastern south-western central rural nearby coastal the old ancient small remote besieged main largest second"
)
_SETTLEMENTS = vocab.wordset(
    "city town village hamlet port province district region capital suburb settlement camp neighbourhood neighborhood island "
    "municipality county state area outskirts"
)
_VILLAGE, _BIG_TOWN = 100_000, 10_000
_COUNTY = frozenset({"county", "counties", "parish", "parishes"})
_UNITS = vocab.wordset("mile miles km kilometre kilometres kilometer kilometers kms metres meters yards")
_OPENING = 4
_NEAR = frozenset({"near", "outside", "off", "around", "beyond"})


def find_places(reading: Reading, entities: Sequence[Entity], outlet: str | None = None) -> tuple[Place, ...]:
    """The places named in a report, in order, one for each mention.

    ``precision`` says what the coordinates stand for: ``exact`` the town itself, ``near`` a town that the words only give as a
    landmark, ``admin2``, ``admin1`` and ``country`` the middle of the area. A region that no code names counts as ``admin1`` in
    one country, and has no precision where it spans several. Names that are unknown, or that the report leaves open, have
    neither id nor coordinates nor precision; country and division are given as far as they are sure.
    """
    mentions = place_mentions(reading, entities)
    names: dict[tuple[str, str], Name] = {}
    marks: list[tuple[str, str]] = []
    for mention in mentions:
        name = _name(reading, mention)
        inside = "|".join(f"{each.country}{each.admin1}" for each in name.inside)
        mark = (name.key, f"{inside} {len(name.options)} {name.options[0].kind if name.options else ''}")
        old = names.get(mark)
        names[mark] = replace(
            name,
            weight=(old.weight if old else 0) + 1,
            home=at_home(name.key, outlet),
            dateline=name.dateline or (old is not None and old.dateline),
        )
        marks.append(mark)
    names = _with_counties(_share_qualifiers(names))
    told = of_words(reading.tokens)
    for name in (*_named_besides(reading, mentions), *told):
        names.setdefault((name.key, "besides"), name)
    home = of_outlet(outlet) or tuple(option for name in told for option in name.options)
    at = dict(zip(names, settle(list(names.values()), home), strict=True))
    for mark, choice in at.items():
        if choice.place is None and choice.country and _told_otherwise(names[mark], choice, at):
            at[mark] = Choice()
    return tuple(_place(reading, mention, at[mark]) for mention, mark in zip(mentions, marks, strict=True))


def _told_otherwise(name: Name, choice: Choice, at: Mapping[tuple[str, str], Choice]) -> bool:
    """Whether what stands beside an unknown name turned out to lie in another country: "a village in Trujillo"."""
    keys = {place_key(area.name) for area in name.inside}
    return any(key in keys and other.place and other.country != choice.country for (key, _), other in at.items())


# ----------------------------------------------------------------------------------------------------------------- names


def _name(reading: Reading, mention: Mention) -> Name:
    """The name of a mention with its candidates, and the qualifier beside it."""
    words = " ".join(mention.words).rstrip("-–—")
    entity_name = mention.entity.name
    if words in {"North", "South"}:
        words = entity_name
    tokens = reading.tokens
    following = [token.text for token in tokens[mention.last : mention.last + 2]]
    options: tuple[Candidate, ...] = ()
    if county := _county_after(tokens, mention):
        options = candidates(f"{words} {county}")
        words = f"{words} {county}" if options else words
    raw = reading.text[mention.entity.start : mention.entity.end]
    bare = _DIRECTION.sub("", raw)
    for short in (raw, f"{raw}."):
        if not options and "." in short and (known := well_known(short)):
            options, words = known, short
    inside = _qualifier(reading, mention)
    if not options:
        found, options = _options(words)
        if _area_word(words, found) or (following and following[0].lower() in _AREAS):
            options = tuple(option for option in options if option.kind in {"admin1", "admin2", "region"}) or options
        vague = (
            (generic(found) and not inside and not _town(found, options))
            or _SHORT_FORM.fullmatch(raw)
            or on_street(tokens, mention)
        )
        kept = {"country", "region", "admin1"} if well_known(found) and _on_highway(tokens, mention) else {"country", "region"}
        options = tuple(option for option in options if option.kind in kept or (not vague and _written(option, bare)))
        words = found
    if not (mention.last + 1 < len(tokens) and tokens[mention.last + 1].text.endswith(".")):
        inside = tuple(area for area in inside if not any(_peers(option, area) for option in options))
    if inside and not any(within(option, area) for option in options for area in inside):
        lands = {area.country for area in inside}
        if _village(options) or not any(option.kind not in {"city", "admin2"} or option.country in lands for option in options):
            options = ()
    if any(option.kind == "country" for option in options) and not well_known(words) and _across_border(tokens, mention.first):
        options = tuple(option for option in options if option.kind == "country")
    return Name(place_key(words) or words, options, inside, dateline=_in_dateline(reading, mention))


def _across_border(tokens: Sequence[Token], first: int) -> bool:
    """Whether a name can only be a country's: "the border with Niger", "neighbouring Chad"."""
    before = [token.text.lower() for token in tokens[max(0, first - 2) : first]]
    return before[-1:] in (["neighbouring"], ["neighboring"]) or before in (["border", "with"], ["borders", "with"])


def _in_dateline(reading: Reading, mention: Mention) -> bool:
    """Whether a name in capitals opens one of the first sentences: "GENEVA, June 12 -"."""
    token = reading.tokens[mention.first]
    sentence = reading.sentences[token.sentence]
    return token.sentence < _OPENING and mention.first == sentence.first and token.text.isupper() and len(token.text) > 2


def _town(name: str, options: Sequence[Candidate]) -> bool:
    """Whether a name of generic words is a town's ("Rock Hill"): more than one word, and not a small one."""
    return " " in name and any(o.kind == "city" and o.main and o.population >= _BIG_TOWN for o in options)


def _on_highway(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether a road of a state is named after it ("Ohio Turnpike"): then the road lies there."""
    return mention.last < len(tokens) and tokens[mention.last].text.lower() in {"highway", "turnpike", "expressway"}


def _area_word(words: str, found: str) -> bool:
    """Whether the name is the one found with "province", "state" or the like after it."""
    area = _AREA.search(words)
    return area is not None and words == found + area.group()


def _peers(option: Candidate, area: Candidate) -> bool:
    """Whether two places are of one rank, so that a comma between them makes a list: "Kenya, Uganda", "Georgia, Ohio"."""
    if option.kind == "country":
        return area.kind == "country"
    return option.kind == area.kind == "admin1" and option.country == area.country


def _county_after(tokens: Sequence[Token], mention: Mention) -> str | None:
    """ "County" or "Parish" if the word follows the name, or closes a list that it stands in ("Barrow and Hall counties")."""
    for token in tokens[mention.last : mention.last + 12]:
        if token.text.lower() in _COUNTY:
            alone = token is tokens[mention.last] or token.text.lower() in {"counties", "parishes"}
            return ("Parish" if token.text.lower().startswith("par") else "County") if alone else None
        if not (token.text[:1].isupper() or token.text in {",", "and", "&"}):
            return None
    return None


def _written(option: Candidate, raw: str) -> bool:
    """Whether the words may be this name: "garda" is no Garda, and a name with capitals inside has them where it is a name."""
    if raw[:1].islower() and option.kind == "city":
        return raw[:3] in {"al-", "el-", "as-", "ad-", "ar-", "an-", "at-", "ez-", "es-", "de "}
    inner = any(a.islower() and b.isupper() for a, b in pairwise(raw))
    return not inner or option.kind != "city" or any(a.islower() and b.isupper() for a, b in pairwise(option.name))


def _village(options: Sequence[Candidate]) -> bool:
    return all(option.kind in {"city", "admin2"} and option.population < _VILLAGE for option in options)


def _options(words: str) -> tuple[str, tuple[Candidate, ...]]:
    """The candidates of a name as it stands, else with directions and generic words left off, and the name that they bear."""
    shorter = words if vocab.country_of(words) else _PREFIX.sub("", words)
    if shorter != words and (found := candidates(shorter)):
        return shorter, found
    if found := candidates(words):
        return words, found
    if words.lower().startswith("county ") and (found := candidates(words[7:] + " County")):
        return words[7:] + " County", found
    if words.lower().endswith(" county") and (found := candidates(f"County {words[:-7]}")):
        return words, found
    for pattern in (_SUFFIX, _DIRECTION):
        shorter = pattern.sub("", shorter).strip()
        if shorter != words and not generic(shorter) and (found := candidates(shorter)):
            return shorter, found
    parts = words.split()
    for cut in range(len(parts) - 1, 0, -1):
        part = " ".join(parts[:cut])
        known = parts[cut].lower() in CIVIC or parts[cut - 1] in {"County", "Parish"}
        if known and not generic(part) and (found := candidates(part)):
            return part, found
    return words, ()


def _qualifier(reading: Reading, mention: Mention) -> tuple[Candidate, ...]:
    """The division or country that the words beside a name put it in: "Paris, Texas", "Tripoli (Lebanon)", "Hama in northern
    Syria", "the Syrian town of Hama", "Pakistan's Quetta".
    """
    tokens = reading.tokens
    at = mention.last
    sentence = tokens[mention.first].sentence
    if at < len(tokens) and tokens[at].text.lower() in _SETTLEMENTS:
        at += 1
    if at + 1 < len(tokens) and tokens[at].sentence == sentence:
        if tokens[at].text in {",", "("}:
            found, end = _area_at(reading, at + 1)
            return () if tokens[at].text == "," and _in_list(reading, mention.first, at + 1, end) else found
        if tokens[at].text == "in":
            begin = at + 1
            while begin + 1 < len(tokens) and tokens[begin].text.lower() in _PARTS:
                begin += 1
            return _area_at(reading, begin)[0]
    of = mention.first - 1
    if of > 1 and tokens[of].text == "of" and tokens[of - 1].text.lower() in _SETTLEMENTS:
        before = of - 1
        while before > 0 and tokens[before - 1].text.lower() in _PARTS:
            before -= 1
    elif of > 0 and tokens[of].text in {"'s", "’s"}:
        before = of + 1
    else:
        return ()
    for back in range(before - 1, max(-1, before - 5), -1):
        if tokens[back].sentence != sentence or tokens[back].text in {",", "in", "of"}:
            break
        if code := vocab.adjective_country(tokens[back].text):
            return (country(code),)
        if areas := _areas(reading.text[tokens[back].start : tokens[back].end]):
            return areas
    return ()


def _in_list(reading: Reading, first: int, begin: int, end: int) -> bool:
    """Whether ``tokens[begin:end]``, a division that is a town too, stands in a list of towns: "Suba, Migori, Homa Bay"."""
    tokens = reading.tokens
    words = reading.text[tokens[begin].start : tokens[end - 1].end] if end > begin else ""
    if well_known(words) or not any(option.kind == "city" for option in candidates(words)):
        return False
    before = first > 1 and tokens[first - 1].text == "," and tokens[first - 2].text[:1].isupper()
    after = end + 1 < len(tokens) and tokens[end].text in {",", "and"} and tokens[end + 1].text[:1].isupper()
    return before or after


def _area_at(reading: Reading, begin: int) -> tuple[tuple[Candidate, ...], int]:
    """The division or country whose name begins at this token, the longest first, and the token where the name ends; none if
    no name begins there.
    """
    tokens = reading.tokens
    for length in (4, 3, 2, 1):
        end = begin + length
        if end > len(tokens) or tokens[end - 1].sentence != tokens[begin].sentence:
            continue
        words = reading.text[tokens[begin].start : tokens[end - 1].end]
        if not words[:1].isupper():
            break
        if not (words[-1].isalnum() or words[-1] == "."):
            continue
        found = _areas(words)
        if not found and length >= 2 and tokens[end - 1].text in {"County", "Parish"}:
            found = tuple(c for c in candidates(words) if c.kind == "admin2")
        if found:
            return found, end
    return (), begin


def _areas(words: str) -> tuple[Candidate, ...]:
    if not words[:1].isupper():
        return ()
    plain = _SUFFIX.sub("", words)
    found = well_known(words) or candidates(words) or (candidates(plain) if not generic(plain) else ())
    return tuple(c for c in found if c.kind in {"country", "admin1"} and not generic(words))


def _with_counties(names: dict[tuple[str, str], Name]) -> dict[tuple[str, str], Name]:
    """A bare name may be short for the county of that name that the report also gives in full."""
    full = {name.key: name for name in names.values()}
    revised = dict(names)
    for mark, name in names.items():
        longer = full.get(f"{name.key} county") or full.get(f"{name.key} parish")
        if longer is not None:
            revised[mark] = replace(name, options=tuple(dict.fromkeys((*name.options, *longer.options))))
    return revised


def _named_besides(reading: Reading, mentions: Sequence[Mention]) -> list[Name]:
    """Countries and well-known divisions named outside the places ("Georgia State Patrol", "Turkish"): they help to choose."""
    taken = {t for mention in mentions for t in range(mention.first, mention.last)}
    known = {place_key(" ".join(mention.words)) for mention in mentions}
    tokens = reading.tokens
    found: dict[str, Name] = {}
    for i, token in enumerate(tokens):
        if i in taken or not token.text[:1].isupper():
            continue
        code = vocab.adjective_country(token.text)
        if code is not None:
            found.setdefault(code, Name(f"adjective {code}", (country(code),), (), 1))
        for end in (i + 2, i + 1):
            words = reading.text[token.start : tokens[min(end, len(tokens)) - 1].end]
            own = well_known(words)
            if own and place_key(words) not in known:
                found.setdefault(words, Name(place_key(words), own, (), 1))
                break
    return list(found.values())


def _share_qualifiers(names: dict[tuple[str, str], Name]) -> dict[tuple[str, str], Name]:
    """A name qualified once is qualified wherever it stands bare, if all its qualifiers agree."""
    told: dict[str, list[Name]] = {}
    for name in names.values():
        if name.inside:
            told.setdefault(name.key, []).append(name)
    return {
        mark: replace(name, inside=told[name.key][0].inside) if not name.inside and len(told.get(name.key, ())) == 1 else name
        for mark, name in names.items()
    }


# ---------------------------------------------------------------------------------------------------------------- places


def _place(reading: Reading, mention: Mention, choice: Choice) -> Place:
    entity = mention.entity
    confidence = round(max(0.0, min(1.0, choice.share)) * entity.confidence, 4)
    found = choice.place
    if found is None:
        name = " ".join(mention.words)
        return Place(
            entity.start,
            entity.end,
            name,
            country=choice.country,
            admin1=choice.admin1,
            confidence=confidence or entity.confidence * 0.5,
        )
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
