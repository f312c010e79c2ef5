"""Names within one report: which mentions are one entity, its fullest name, its country and sector.

``link_entities`` is pure and looks only at the report. A person's short forms ("Mr Kim", "Putin") join the full name that
bears the word; a body's short forms join by acronym ("KCNA"), by the bracket that explains it, by the vocabulary, or by
leaving words off; places join by name and by country. Country and sector come from the vocabulary and from the words that
stand around a mention (``describe``); the first that tells is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord import vocab
from onrecord.claims.describe import text_of
from onrecord.claims.mentions import Mention, find_mentions
from onrecord.claims.standing import Standing
from onrecord.model import Entity, Reading

_PARTICLES = vocab.wordset("al el ul bin ibn van von de da der den di du la le dos das")
_SMALL = vocab.wordset("of and the for in on to de la du des et y und")
# Names that stand under a state's code and yet are another land: part of it, or one that it took over from.
_PARTS = {
    name: name
    for name in (
        "england|scotland|wales|northern ireland|ulster|soviet union|yugoslavia|czechoslovakia|east germany|west germany"
        "|north vietnam|south vietnam|north yemen|south yemen"
    ).split("|")
} | {"ussr": "soviet union", "ulster": "northern ireland", "gdr": "east germany"}
_REGNAL = vocab.wordset("King Queen Prince Princess Emperor Emir Sultan Pope")
_CORPORATE = vocab.wordset("inc corp corporation co company ltd limited plc llc group ag sa gmbh holdings international")


def link_entities(reading: Reading) -> tuple[Entity, ...]:
    """The reading's entities, in order, with cluster, fullest name, country and sector; types put right where words are sure.

    "the North" and "the South" of a report that names a Korea are added as mentions of it. Offsets of model mentions are kept.
    """
    mentions = find_mentions(reading)
    groups = _clusters(mentions, reading)
    numbered: list[Entity | None] = [None] * len(mentions)
    described = Standing(reading, mentions, groups)
    for cluster, members in enumerate(groups):
        name = _fullest([mentions[i] for i in members])
        country, sector = described.of(cluster)
        for i in members:
            numbered[i] = replace(mentions[i].entity, name=name, country=country, sector=sector, cluster=cluster)
    return tuple(entity for entity in numbered if entity is not None)


# ------------------------------------------------------------------------------------------------------------- clusters


def _clusters(mentions: Sequence[Mention], reading: Reading) -> list[list[int]]:
    """Mentions that are one entity, as lists of positions, in the order of their first mention."""
    persons = [i for i, m in enumerate(mentions) if m.entity.type == "PER"]
    others = [i for i, m in enumerate(mentions) if m.entity.type != "PER"]
    groups = _person_clusters(mentions, persons) + _other_clusters(mentions, others, reading)
    return sorted(groups)


def name_words(words: Sequence[str]) -> tuple[str, ...]:
    """A person's name for comparison: lower case, hyphens apart, particles and full stops left out."""
    parts = [part.strip(".").lower() for word in words for part in re.split(r"[-‑]", word)]
    kept = tuple(part for part in parts if part and part not in _PARTICLES)
    return kept or tuple(parts)


def _person_clusters(mentions: Sequence[Mention], persons: list[int]) -> list[list[int]]:
    groups: list[list[int]] = []
    names: list[tuple[str, ...]] = []
    full = [i for i in persons if len(name_words(mentions[i].words)) > 1]
    for i in full:
        words = name_words(mentions[i].words)
        home = next((g for g, name in enumerate(names) if _same_person(name, words)), None)
        if home is None:
            groups.append([i])
            names.append(words)
        else:
            groups[home].append(i)
            names[home] = max(names[home], words, key=len)
    known = len(groups)
    for i in persons:
        words = name_words(mentions[i].words)
        if len(words) > 1:
            continue
        home = _bearer(words, mentions, i, groups[:known], names)
        if home is None:
            home = next((g for g in range(known, len(groups)) if names[g] == words), None)
        if home is None:
            groups.append([i])
            names.append(words)
        else:
            groups[home].append(i)
    return [sorted(group) for group in groups]


def _same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if set(short) <= set(long) and (short[-1] == long[-1] or short[0] == long[0]):
        return True
    first, second = one[0], other[0]
    return one[-1] == other[-1] and (first == second or (first[0] == second[0] and min(len(first), len(second)) == 1))


def _bearer(
    words: tuple[str, ...], mentions: Sequence[Mention], i: int, groups: list[list[int]], names: list[tuple[str, ...]]
) -> int | None:
    """The full-named person that a single name means: by surname first, then any part; of those named before, whom the
    report names in full most often, or first: of a family it has one in mind, and tells the others apart. A king's name is
    no surname: "King Hussein" is no other Hussein.
    """
    word = words[0] if words else ""
    gender = _title_gender(mentions[i].title)
    best: tuple[int, ...] | None = None
    chosen: int | None = None
    regnal = mentions[i].title in _REGNAL
    for g, group in enumerate(groups):
        if word not in names[g] or (regnal and not any(mentions[j].title in _REGNAL for j in group)):
            continue
        known = person_gender([mentions[j] for j in group])
        if gender and known and gender != known:
            continue
        earlier = [j for j in group if j < i]
        rank = (
            0 if word in (names[g][-1], names[g][0]) else 1,
            0 if earlier else 1,
            -sum(len(mentions[j].words) > 1 for j in group) if earlier else 0,
            group[0],
        )
        if best is None or rank < best:
            best, chosen = rank, g
    return chosen


def _title_gender(title: str | None) -> str | None:
    known = vocab.title(title) if title else None
    return known.gender if known else None


def person_gender(mentions: Sequence[Mention]) -> str | None:
    """ "m" or "f" by the titles before a person's mentions, else by the given name; None where neither tells."""
    for mention in mentions:
        if gender := _title_gender(mention.title):
            return gender
    for mention in mentions:
        if len(mention.words) > 1 and (gender := vocab.gender_of_given_name(mention.words[0])):
            return gender
    return None


def _other_clusters(mentions: Sequence[Mention], others: list[int], reading: Reading) -> list[list[int]]:
    groups: dict[str, list[int]] = {}
    spelled = _spelled_out([mentions[i] for i in others if mentions[i].entity.type == "ORG"])
    for i in others:
        groups.setdefault(_key(spelled.get(" ".join(mentions[i].words), mentions[i])), []).append(i)
    longest = {key: max((mentions[i].words for i in group), key=len) for key, group in groups.items()}
    into: dict[str, str] = {}
    for key in groups:
        target = _explained(mentions, groups[key], others, reading) or _longer(key, longest)
        if target is not None and target != key and into.get(target) != key:
            into[key] = target
    merged: dict[str, list[int]] = {}
    for key, group in groups.items():
        merged.setdefault(_end(into, key), []).extend(group)
    return [sorted(group) for group in merged.values()]


def _end(into: dict[str, str], key: str) -> str:
    seen: set[str] = set()
    while key in into and key not in seen:
        seen.add(key)
        key = into[key]
    return key


def _key(mention: Mention) -> str:
    name = " ".join(mention.words)
    kind = mention.entity.type
    if kind == "MISC":
        code = vocab.adjective_country(name)
        return f"adjective:{code}" if code else f"misc:{vocab.key(name)}"
    if name in {"North", "South"} and kind == "LOC":
        return "country:PRK" if name == "North" else "country:KOR"
    if kind in {"LOC", "ORG"} and (code := vocab.country_of(name)):
        part = vocab.key(name).casefold().replace(".", "")
        return f"country:{_PARTS.get(part, code)}"
    if kind == "ORG":
        medium = vocab.media(name)
        body = medium or vocab.organisation(name)
        if body is not None and body.country != "":
            return f"body:{vocab.key(body.name)}"
    return f"{kind.lower()}:{vocab.key(name)}"


def _explained(mentions: Sequence[Mention], group: list[int], others: list[int], reading: Reading) -> str | None:
    """The key of the body whose name stands just before a bracket with this short form: "Fictional News Agency (FNA)"."""
    for i in group:
        mention = mentions[i]
        if i == 0 or mention.first == 0 or reading.tokens[mention.first - 1].text not in "([":
            continue
        before = mentions[i - 1]
        gap = text_of(reading.tokens, before.last, mention.first)
        if i - 1 in others and gap in {"(", "["} and len(before.words) > 1 and before.entity.type in {"ORG", "MISC"}:
            return _key(before)
    return None


def _longer(key: str, longest: dict[str, tuple[str, ...]]) -> str | None:
    """The key of a longer name of the same body: the acronym spelled out, or the name with words that were left off."""
    kind, _, _ = key.partition(":")
    if kind not in {"org", "body", "misc"}:
        return None
    words = longest[key]
    if not words:
        return None
    short = [word.lower().rstrip(".") for word in words]
    letters = "".join(words).replace(".", "")
    for other, long in longest.items():
        if other == key or other.partition(":")[0] not in {"org", "body"} or len(long) <= len(words):
            continue
        if len(words) == 1 and letters.isupper() and 2 <= len(letters) <= 8 and letters in acronyms(long):
            return other
        if kind != "org":
            continue
        lowered = [word.lower().rstrip(".") for word in long]
        if lowered[: len(short)] == short and not vocab.adjective_country(words[0]) and not vocab.country_of(words[0]):
            rest = lowered[len(short) :]
            if set(rest) <= _CORPORATE or vocab.role(" ".join(rest)) or (len(words) > 1 and len(rest) == 1):
                return other
        if (
            lowered[-len(short) :] == short
            and (vocab.adjective_country(long[0]) or vocab.country_of(long[0].removesuffix("'s")))
            and len(long) - len(words) == 1
        ):
            return other
    return None


def _spelled_out(bodies: Sequence[Mention]) -> dict[str, Mention]:
    """The short forms that a report spells out as something else than the vocabulary does, with what it spells them out as.

    "PA" beside "Palestinian Authority" is not the Press Association; where that too is named, it is.
    """
    long = [mention for mention in bodies if len(mention.words) > 1]
    known = {_body(" ".join(mention.words)) for mention in long}
    meant = {form: mention for mention in reversed(long) for form in acronyms(mention.words)}
    short = {mention.words[0] for mention in bodies if len(mention.words) == 1 and len(mention.words[0]) > 1}
    return {form: meant[form] for form in short & meant.keys() if (own := _body(form)) is not None and own not in known}


def _body(name: str) -> str | None:
    known = vocab.media(name) or vocab.organisation(name)
    return known.name if known else None


def acronyms(words: Sequence[str]) -> set[str]:
    """The short forms that a name of several words may have: its initials, small words in or out, hyphened parts too."""
    parts = [part for word in words for part in re.split(r"[-‑]", word) if part]
    capitals = "".join(part[0] for part in parts if part[0].isupper())
    large = "".join(part[0] for part in parts if part.lower() not in _SMALL).upper()
    everything = "".join(part[0] for part in parts).upper()
    whole = "".join(word[0] for word in words if word[0].isupper())
    return {capitals, large, everything, whole} - {""}


def _fullest(members: Sequence[Mention]) -> str:
    """The longest form that the report gives, short forms in capitals only where there is nothing else."""

    def fullness(mention: Mention) -> tuple[bool, bool, int, int]:
        name = " ".join(mention.words)
        spelled = not name.replace(".", "").isupper()
        whole = name not in {"North", "South"}
        return (whole, spelled, len(mention.words), len(name))

    best = max(members, key=fullness)
    return " ".join(best.words)
