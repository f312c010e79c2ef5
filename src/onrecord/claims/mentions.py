"""The mentions of names in a reading: located among its tokens, with title and words, types put right where words are sure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from onrecord import vocab
from onrecord.claims.describe import marks_in
from onrecord.claims.gazetteer import Candidate, candidates
from onrecord.claims.units import currencies
from onrecord.model import Entity, EntityType, Reading, Token

_ADDRESSES = vocab.wordset("HH HRH HM HE Amir Emir Highness Excellency Majesty")
_SHORTENED = vocab.wordset("inc corp co ltd jr sr st bros gen col lt sgt sen rep gov dr mr mrs ms")

_CIVIL = vocab.wordset(
    "secretary attorney director governor consul inspector solicitor surgeon auditor postmaster comptroller prosecutor"
)

_TOWN = 10_000
_LARGE_TOWN = 100_000
_SURE = 0.83
_NAMED_FOR_PEOPLE = frozenset(
    "USA GBR IRL CAN AUS NZL ESP PRT BRA MEX GTM SLV HND NIC CRI PAN CUB DOM COL VEN ECU PER BOL CHL ARG URY PRY PHL".split()
)
"""Lands where towns bear the names of people, and people those of towns: a town's name alone may well be somebody's there."""
_CLUBS = frozenset("USA GBR CAN AUS NZL ITA FRA DEU ESP NLD".split())
"""Lands whose clubs reports call by the town."""
_STORMS = frozenset({"Hurricane", "Typhoon", "Cyclone", "Superstorm", "HURRICANE", "TYPHOON", "CYCLONE"})
_OF_STORMS = vocab.wordset("center centre season warning watch island street preparedness relief alley hunters")


@dataclass(frozen=True, slots=True)
class Mention:
    """A raw mention with its token range ``[first, last)``, its words for comparison and its title, if one stands before it."""

    entity: Entity
    first: int
    last: int
    words: tuple[str, ...]
    title: str | None


def find_mentions(reading: Reading) -> list[Mention]:
    """The model's mentions and the added ones, in order, located among the tokens."""
    tokens = reading.tokens
    starts = [token.start for token in tokens]
    ends = [token.end for token in tokens]
    korean = "Korea" in reading.text
    storms = _storms(tokens)
    marked = [part for entity in reading.entities for part in _parted(reading.text, entity)]
    raw = [*marked, *(_halves(reading) if korean else ()), *_surnames(reading)]
    found: list[Mention] = []
    for entity in sorted(raw, key=lambda e: (e.start, e.end)):
        first, last = bisect_right(ends, entity.start), bisect_left(starts, entity.end)
        if first >= last:
            continue
        longer = _known_from(reading, first, last) if entity.type in {"ORG", "MISC"} else first
        if longer < first:
            first, entity = longer, replace(entity, start=tokens[longer].start)
            found = [mention for mention in found if mention.entity.start < entity.start]
        if entity.type == "PER" and last == first + 1 and _is_plural_role(tokens[first].text):
            # "Officers caught up with him"
            continue
        if _is_no_name(reading, first, last):
            continue
        title = tokens[first - 1].text if first and vocab.title(tokens[first - 1].text) else None
        if title is not None and title.lower() == "general" and _civil(reading, first - 1):
            title = None
        words = _words(reading.text[entity.start : entity.end])
        while entity.type == "PER" and len(words) > 1 and vocab.title(words[0]):
            title, words = words[0], words[1:]
        half = words in (("North",), ("South",)) and korean and first > 0 and tokens[first - 1].text.lower() == "the"
        if len(words) == 1 and words[0] in storms and title is None:
            kept = replace(entity, type="MISC")
        else:
            known = half or (title is None and (_is_land(reading, entity, words) or _is_town(reading, entity, words)))
            kept = replace(entity, type="LOC") if known else _retyped(entity, words, title)
        found.append(Mention(kept, first, last, words, title))
    return _titled_together(tokens, found)


def _titled_together(tokens: Sequence[Token], mentions: list[Mention]) -> list[Mention]:
    """The mentions, a title in the plural given to each person of its list: "Presidents Juma Otieno of Kenya and Ana Rey"."""
    out = list(mentions)
    for k, mention in enumerate(mentions):
        word = tokens[mention.first - 1].text if mention.first else ""
        if mention.entity.type != "PER" or mention.title is not None or not word.endswith("s") or not vocab.title(word[:-1]):
            continue
        listed = {*range(mention.first, mention.last)}
        out[k] = replace(mention, title=word[:-1])
        for n, other in enumerate(mentions[k + 1 :], k + 1):
            joined = any(tokens[t].deprel == "conj" and tokens[t].head in listed for t in range(other.first, other.last))
            if joined and other.entity.type == "PER" and other.title is None:
                out[n] = replace(other, title=word[:-1])
                listed.update(range(other.first, other.last))
    return out


def _is_plural_role(word: str) -> bool:
    """Whether a capitalised word is only one for several people or bodies: "Officials", "Rescuers"."""
    role = vocab.role(word)
    return role is not None and word.istitle() and word.endswith("s") and word.lower() != role.lemma


def _is_no_name(reading: Reading, first: int, last: int) -> bool:
    """Whether a mention is an address alone ("HH", "the Amir") or a currency before its sum ("Tk 40", "US $20")."""
    tokens = reading.tokens
    words = [token.text for token in tokens[first:last] if token.text.lower() != "the"]
    if len(words) == 1 and last < len(tokens):
        if tokens[last].text == "$" and f"{words[0].lower()}$" in currencies()["prefix"]:
            return True
        if words[0].lower() in currencies()["abbreviation"] and tokens[last].text[:1].isdigit():
            return True
    if not words or not all(word in _ADDRESSES for word in words):
        return False
    before = tokens[first - 1].text if first else ""
    behind = tokens[last].text if last < len(tokens) and tokens[last].sentence == tokens[first].sentence else ""
    return len(words) > 1 or before.lower() == "the" or before in _ADDRESSES or behind == "the" or behind[:1].isupper()


def _parted(text: str, entity: Entity) -> tuple[Entity, ...]:
    """A place marked with its country in one, "Kassala State, Sudan", as the two names that it is."""
    name = text[entity.start : entity.end]
    first, comma, country = name.rpartition(", ")
    if entity.type != "LOC" or not comma or vocab.country_of(country) is None:
        return (entity,)
    at = entity.end - len(country)
    return replace(entity, end=entity.start + len(first), name=first), replace(entity, start=at, name=country)


def _civil(reading: Reading, at: int) -> bool:
    """Whether "General" is the end of a civil office ("Secretary-General", "Attorney General") and no rank."""
    before = [token.text.lower() for token in reading.tokens[max(0, at - 2) : at] if token.text not in "-‑"]
    return bool(before) and before[-1] in _CIVIL


def _known_from(reading: Reading, first: int, last: int) -> int:
    """Where a body's name begins that the model cut short ("Central News Agency" of "Korean Central News Agency")."""
    tokens = reading.tokens
    for begin in (first - 2, first - 1):
        if begin < 0 or tokens[begin].sentence != tokens[first].sentence:
            continue
        if tokens[begin].text[:1].isupper() and tokens[begin].text != "The":
            words = reading.text[tokens[begin].start : tokens[last - 1].end]
            if vocab.media(words) is not None or vocab.organisation(words) is not None:
                return begin
    return first


@lru_cache(20_000)
def _words(text: str) -> tuple[str, ...]:
    plain = re.sub(r"['’]s?$", "", text.replace("’", "'"))
    words = [word.strip(",\"'()“”") for word in plain.split()]
    words = [word if word.count(".") > 1 or word[:-1].lower() in _SHORTENED else word.rstrip(".") for word in words]
    if len(words) > 1 and words[0].lower() == "the":
        words = words[1:]
    return tuple(word for word in words if word)


def _retyped(entity: Entity, words: tuple[str, ...], title: str | None) -> Entity:
    """The type that the vocabulary is sure of, and one that it is not left as the model gave it."""
    name = " ".join(words)
    kind: EntityType = entity.type
    if kind == "MISC" and not vocab.country_of(name) and (vocab.adjective_country(name) or _party(name)):
        return entity
    medium = vocab.media(name)
    if medium is not None and not vocab.country_of(name) and (kind != "PER" or (medium.kind == "agency" and title is None)):
        kind = "ORG"
    elif kind == "PER" and title is None and vocab.capital_country(name) and vocab.gender_of_given_name(name) is None:
        kind = "LOC"
    elif kind != "PER" and vocab.country_of(name):
        kind = "LOC" if kind != "ORG" else kind
    elif kind in {"LOC", "ORG"} and vocab.adjective_country(name):
        kind = "MISC"
    elif kind in {"MISC", "LOC"} and (body := vocab.organisation(name)) and body.kind != "metonym":
        kind = "ORG"
    return entity if kind == entity.type else replace(entity, type=kind)


def _is_land(reading: Reading, entity: Entity, words: tuple[str, ...]) -> bool:
    """Whether what the model took for a person is a country: no given name, and nobody in the report bears it."""
    name = " ".join(words)
    if entity.type != "PER" or vocab.country_of(name) is None or vocab.gender_of_given_name(name) is not None:
        return False
    return not any(words[-1] in one and len(one) > len(words) for one in _people(reading))


def _is_town(reading: Reading, entity: Entity, words: tuple[str, ...]) -> bool:
    """Whether what the model took for a person or a body has the name of a town in a land that the report names.

    The model must doubt it, or the town be great and no person of the report bear the name. A single word is left as it is in
    lands where towns are named for people, or bodies for their towns.
    """
    name = " ".join(words)
    known = vocab.organisation(name) or vocab.media(name)
    if entity.type not in {"PER", "ORG"} or name.isupper() or known is not None:
        return False
    if entity.type == "PER" and vocab.gender_of_given_name(words[0]) is not None:
        return False
    least = _TOWN
    if entity.confidence >= _SURE:
        if entity.type != "PER" or any(words[-1] in one and len(one) > len(words) for one in _people(reading)):
            return False
        least = _LARGE_TOWN
    namesakes = _CLUBS if entity.type == "ORG" else _NAMED_FOR_PEOPLE if len(words) == 1 or least > _TOWN else frozenset()
    towns = {each.country for each in candidates(name) if _counts_as_town(each, least)} - namesakes
    return bool(towns) and any(mark.country in towns for mark in marks_in(reading.tokens, 0, len(reading.tokens)))


def _counts_as_town(place: Candidate, least: int) -> bool:
    return place.main and (place.kind == "admin1" or (place.kind == "city" and place.population >= least))


def _people(reading: Reading) -> list[list[str]]:
    """The words of every person's name as the model marked it."""
    return [reading.text[e.start : e.end].split() for e in reading.entities if e.type == "PER"]


def _storms(tokens: Sequence[Token]) -> frozenset[str]:
    """The names of storms that a text tells: "Hurricane Hugo", which may stand as "Hugo" later, is no person and no place."""
    found = set()
    for k, token in enumerate(tokens[1:], 1):
        before = tokens[k - 1].text
        kind = before in _STORMS or (before == "Storm" and k > 1 and tokens[k - 2].text in {"Tropical", "Winter"})
        if kind and token.text[:1].isupper() and token.text.lower() not in _OF_STORMS:
            found.add(token.text)
    return frozenset(found)


def _party(name: str) -> bool:
    """Whether this is a party's name, which its members bear too: "Republicans", "a moderate Democrat"."""
    body = vocab.organisation(name)
    return body is not None and body.sector == "PTY" and " " not in name


def _surnames(reading: Reading) -> list[Entity]:
    """Bare surnames of people whom the report names in full that the model passed over, most of them words too: "King said"."""
    known = {words[-1] for words in _people(reading) if len(words) > 1 and words[-1][1:].islower()}
    if not known:
        return []
    tokens, covered = reading.tokens, {at for e in reading.entities for at in range(e.start, e.end)}
    found: list[Entity] = []
    for k, token in enumerate(tokens):
        if token.text not in known or token.upos != "PROPN" or token.start in covered:
            continue
        around = [t for t in (*tokens[max(0, k - 1) : k], *tokens[k + 1 : k + 2]) if t.sentence == token.sentence]
        if not any(t.text[:1].isupper() or t.text.lower() in {"the", "a", "an", "of"} for t in around):
            found.append(Entity(token.start, token.end, "PER", token.text, confidence=0.8))
    return found


def _halves(reading: Reading) -> list[Entity]:
    """ "the North", "the South" where the report names a Korea: they are mentions of it."""
    named = {
        code
        for code in ("PRK", "KOR")
        if any(mark.country == code for mark in marks_in(reading.tokens, 0, len(reading.tokens)))
    }
    if not named:
        return []
    taken = [(entity.start, entity.end) for entity in reading.entities]
    found: list[Entity] = []
    for before, token, after in zip(reading.tokens, reading.tokens[1:], [*reading.tokens[2:], None], strict=False):
        if token.text not in {"North", "South"} or before.text.lower() != "the":
            continue
        joined = after is not None and (after.text in "-‑" or (after.text[:1].isupper() and after.start == token.end + 1))
        if joined and not (after is not None and after.text.startswith(("'", "’"))):
            continue
        if not any(start < token.end and token.start < end for start, end in taken):
            found.append(Entity(token.start, token.end, "LOC", token.text, confidence=0.8))
    return found
