"""Names within one report: which mentions are one entity, its fullest name, its country and sector.

``link_entities`` is pure and looks only at the report. A person's short forms ("Mr Kim", "Putin") join the full name that bears the
word; a body's short forms join by acronym ("KCNA"), by the bracket that explains it, by the vocabulary, or by leaving words
off; places join by name and by country. Country and sector come from the vocabulary and from the words that stand around a
mention (``describe``); the first that tells is kept.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord import vocab
from onrecord.claims.describe import Description, describe, marks_in, roles_in, text_of
from onrecord.claims.gazetteer import candidates
from onrecord.model import Entity, EntityType, Reading, Token

_PARTICLES = frozenset("al el ul bin ibn van von de da der den di du la le dos das".split())
_SMALL = frozenset("of and the for in on to de la du des et y und".split())
_CORPORATE = frozenset("inc corp corporation co company ltd limited plc llc group ag sa gmbh holdings international".split())
_SHORTENED = frozenset("inc corp co ltd jr sr st bros gen col lt sgt sen rep gov dr mr mrs ms".split())
_STATES = frozenset("D R I Dem Rep".split())
_PUBLIC = frozenset({"GOV", "MIL", "COP", "JUD", "LEG"})
_BE = frozenset("is was are were became becomes remains".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A raw mention with its token range ``[first, last)``, its words for comparison and its title, if one stands before it."""

    entity: Entity
    first: int
    last: int
    words: tuple[str, ...]
    title: str | None


def link_entities(reading: Reading) -> tuple[Entity, ...]:
    """The reading's entities, in order, with cluster, fullest name, country and sector; types put right where words are sure.

    "the North" and "the South" of a report that names a Korea are added as mentions of it. Offsets of model mentions are kept.
    """
    mentions = find_mentions(reading)
    groups = _clusters(mentions, reading)
    numbered: list[Entity | None] = [None] * len(mentions)
    described = _Described(reading, mentions, groups)
    for cluster, members in enumerate(groups):
        name = _fullest([mentions[i] for i in members])
        country, sector = described.of(cluster)
        for i in members:
            numbered[i] = replace(mentions[i].entity, name=name, country=country, sector=sector, cluster=cluster)
    return tuple(entity for entity in numbered if entity is not None)


def find_mentions(reading: Reading) -> list[Mention]:
    """The model's mentions and the added ones, in order, located among the tokens."""
    tokens = reading.tokens
    starts = [token.start for token in tokens]
    ends = [token.end for token in tokens]
    korean = "Korea" in reading.text
    raw = [*reading.entities, *(_halves(reading) if korean else ())]
    found: list[Mention] = []
    for entity in sorted(raw, key=lambda e: (e.start, e.end)):
        first, last = bisect_right(ends, entity.start), bisect_left(starts, entity.end)
        if first >= last:
            continue
        longer = _known_from(reading, first, last) if entity.type in {"ORG", "MISC"} else first
        if longer < first:
            first, entity = longer, replace(entity, start=tokens[longer].start)
            found = [mention for mention in found if mention.entity.start < entity.start]
        title = tokens[first - 1].text if first and vocab.title(tokens[first - 1].text) else None
        words = _words(reading.text[entity.start : entity.end])
        while entity.type == "PER" and len(words) > 1 and vocab.title(words[0]):
            title, words = words[0], words[1:]
        half = words in (("North",), ("South",)) and korean and first > 0 and tokens[first - 1].text.lower() == "the"
        kept = replace(entity, type="LOC") if half else _retyped(entity, words, title)
        found.append(Mention(kept, first, last, words, title))
    return found


def _known_from(reading: Reading, first: int, last: int) -> int:
    """Where a body's name begins that the model cut short ("Central News Agency" of "Korean Central News Agency")."""
    tokens = reading.tokens
    for begin in (first - 2, first - 1):
        if begin >= 0 and tokens[begin].sentence == tokens[first].sentence and tokens[begin].text[:1].isupper():
            words = reading.text[tokens[begin].start : tokens[last - 1].end]
            if vocab.media(words) is not None or vocab.organisation(words) is not None:
                return begin
    return first


def home_country(reading: Reading) -> str | None:
    """The country that a report plays in: the only one it names, or the one that seven in ten of its country words name."""
    counts = Counter(
        mark.country for mark in marks_in(reading.tokens, 0, len(reading.tokens)) if mark.country and mark.sector != "JRN"
    )
    states = {code: n for code, n in counts.items() if code not in {"IGO", "NGO", "UNO", "EUR"}}
    if not states:
        return None
    best = max(states, key=lambda code: (states[code], code))
    return best if states[best] >= 0.7 * sum(states.values()) else None


# ------------------------------------------------------------------------------------------------------------- mentions


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
    medium = vocab.media(name)
    if medium is not None and not vocab.country_of(name) and (kind != "PER" or (medium.kind == "agency" and title is None)):
        kind = "ORG"
    elif kind != "PER" and vocab.country_of(name):
        kind = "LOC" if kind != "ORG" else kind
    elif kind in {"LOC", "ORG"} and vocab.adjective_country(name):
        kind = "MISC"
    elif kind in {"MISC", "LOC"} and (body := vocab.organisation(name)) and body.kind != "metonym":
        kind = "ORG"
    return replace(entity, type=kind)


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
        joined = after is not None and (after.text in "-‑" or after.text[:1].isupper() and after.start == token.end + 1)
        if joined and not (after is not None and after.text.startswith(("'", "’"))):
            continue
        if not any(start < token.end and token.start < end for start, end in taken):
            found.append(Entity(token.start, token.end, "LOC", token.text, confidence=0.8))
    return found


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
    """The full-named person that a single name means: by surname first, then any part; the last one named before is preferred."""
    word = words[0] if words else ""
    gender = _title_gender(mentions[i].title)
    best: tuple[int, int, int] | None = None
    chosen: int | None = None
    for g, group in enumerate(groups):
        if word not in names[g]:
            continue
        known = person_gender([mentions[j] for j in group])
        if gender and known and gender != known:
            continue
        earlier = [j for j in group if j < i]
        rank = (
            0 if word in (names[g][-1], names[g][0]) else 1,
            0 if earlier else 1,
            i - earlier[-1] if earlier else group[0] - i,
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
    for i in others:
        groups.setdefault(_key(mentions[i]), []).append(i)
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
        return f"country:{code}"
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
        if lowered[-len(short) :] == short and (
            vocab.adjective_country(long[0]) or vocab.country_of(long[0].removesuffix("'s"))
        ):
            if len(long) - len(words) == 1:
                return other
    return None


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


# --------------------------------------------------------------------------------------------------- country and sector


class _Described:
    """Country and sector of each cluster. Bodies first: persons take theirs from the bodies that describe them."""

    def __init__(self, reading: Reading, mentions: Sequence[Mention], groups: Sequence[Sequence[int]]) -> None:
        self._tokens = reading.tokens
        self._sentences = [token.sentence for token in reading.tokens]
        self._mentions = mentions
        self._cluster = {i: c for c, group in enumerate(groups) for i in group}
        self._at = {t: i for i, m in enumerate(mentions) for t in range(m.first, m.last)}
        self._home = home_country(reading)
        self._lands = {mark.country for mark in marks_in(reading.tokens, 0, len(reading.tokens)) if mark.sector != "JRN"}
        self._told: dict[int, tuple[str | None, str | None]] = {}
        people = [mentions[group[0]].entity.type == "PER" for group in groups]
        for person in (False, True):
            for c, group in enumerate(groups):
                if people[c] == person:
                    tell = self._person if person else self._thing
                    self._told[c] = tell([mentions[i] for i in group])

    def of(self, cluster: int) -> tuple[str | None, str | None]:
        return self._told[cluster]

    def _thing(self, members: Sequence[Mention]) -> tuple[str | None, str | None]:
        first = members[0]
        kind = first.entity.type
        if kind == "LOC":
            return next((code for code in map(self._land, members) if code), None), None
        if kind == "MISC":
            return next((code for m in members if (code := vocab.adjective_country(" ".join(m.words)))), None), None
        country: str | None = None
        sector: str | None = None
        for mention in sorted(members, key=lambda m: -len(m.words)):
            known = _known(mention)
            country, sector = country or known[0], sector or known[1]
            inside = describe(self._tokens, mention.first, mention.last, bodies=True)
            country, sector = country or inside.country, sector or inside.sector
        if country is None or sector is None:
            for mention in members:
                for told in (self._before(mention, True), self._after(mention)):
                    if told is not None:
                        country, sector = country or told.country, sector or told.sector
        return country or (self._home if sector in _PUBLIC else None), sector

    def _land(self, mention: Mention) -> str | None:
        name = " ".join(mention.words)
        if name in {"North", "South"}:
            return "PRK" if name == "North" else "KOR"
        seat = vocab.metonym(name)
        told = vocab.country_of(name) or (seat[0] if seat else None) or vocab.capital_country(name)
        if told is not None:
            return told
        options = [place.country for place in candidates(name) if place.country is not None]
        return next((code for code in options if code in self._lands), options[0] if options else None)

    def _person(self, members: Sequence[Mention]) -> tuple[str | None, str | None]:
        country: str | None = None
        sector: str | None = None
        for mention in members:
            for told in (self._before(mention, False), self._after(mention), self._party(mention)):
                if told is not None:
                    country, sector = country or told.country, sector or told.sector
            title = vocab.title(mention.title) if mention.title else None
            if title is not None and title.sector is not None:
                sector = sector or title.sector
                country = country or self._land_before(mention.first - 1)
        if country is None and sector is not None and sector not in {"ELI", "JRN", "BUS", "EDU"}:
            country = self._home
        return country, sector

    def _before(self, mention: Mention, body: bool) -> Description | None:
        """What the words just before a mention tell: "Russia's foreign minister", "the president of Rwanda,"."""
        tokens = self._tokens
        end = mention.first
        start = self._walk_left(end)
        told = self._describe(start, end, None)
        if told is None or (told.role is None and not body):
            if end and tokens[end - 1].text == "," and self._apposed(mention):
                begin = self._walk_left(end - 1, across=True)
                apposed = self._leading(begin, end - 1)
                if apposed is not None:
                    return apposed
        if told is None or (told.role is None and not (body and told.country and self._touches(end))):
            return None
        if told.kind == "person" and body:
            return None
        if told.country is None and not body:
            told = replace(told, country=self._possessor(start))
        return told

    def _touches(self, end: int) -> bool:
        """Whether the word before is a country's adjective or possessive."""
        word = self._tokens[end - 1]
        return word.text in {"'s", "’s"} or vocab.adjective_country(word.text) is not None

    def _land_before(self, end: int) -> str | None:
        """The country of the name or adjective just before a title: "South Carolina Gov. Smith"."""
        marks = marks_in(self._tokens, self._walk_left(end), end)
        return marks[-1].country if marks else None

    def _possessor(self, start: int) -> str | None:
        tokens = self._tokens
        if start and tokens[start - 1].text in {"'s", "’s"}:
            start -= 1
        owner = self._at.get(start - 1) if start else None
        if owner is not None and self._cluster[owner] in self._told:
            return self._told[self._cluster[owner]][0]
        return None

    def _after(self, mention: Mention) -> Description | None:
        """What an apposition or a copula just after a mention tells: ", a spokesman for the ministry,", "is the mayor of"."""
        tokens = self._tokens
        at = mention.last
        if at + 1 >= len(tokens) or self._sentences[at] != self._sentences[at - 1]:
            return None
        if tokens[at].text in {"'s", "’s"}:
            return None
        begin = at + 1
        if tokens[at].text == ",":
            if tokens[begin].text.lower() in {"who", "which"} and tokens[begin + 1 : begin + 2]:
                begin += 1
                if tokens[begin].text.lower() not in _BE:
                    return None
                begin += 1
        elif tokens[at].text.lower() not in _BE and tokens[at].text not in "-–—":
            return None
        end = begin
        while end < len(tokens) and end - begin < 14 and self._sentences[end] == self._sentences[at]:
            if tokens[end].text in ",;.()-–—" and not self._hyphen(end) or tokens[end].upos in {"VERB", "AUX", "SCONJ"}:
                break
            end += 1
        return self._leading(begin, end)

    def _hyphen(self, index: int) -> bool:
        return self._tokens[index].text in "-‑" and self._tokens[index - 1].end == self._tokens[index].start

    def _leading(self, begin: int, end: int) -> Description | None:
        """What a run tells whose head is its first role, unless that role is a title of the name that follows it."""
        roles = roles_in(self._tokens, begin, end)
        if not roles:
            return None
        first = roles[0]
        follower = self._at.get(first[1])
        if follower is not None and self._mentions[follower].entity.type == "PER":
            return None
        if any(self._mentions[i].entity.type == "PER" for t in range(begin, first[0]) if (i := self._at.get(t)) is not None):
            return None
        while len(roles) > 1 and roles[1][0] == first[1]:
            first = roles.pop(1)
        return self._describe(begin, end, first[1] - 1)

    def _describe(self, start: int, end: int, head: int | None) -> Description | None:
        if start >= end:
            return None
        told = describe(self._tokens, start, end, head)
        for t in range(start, end):
            i = self._at.get(t)
            if i is None or self._mentions[i].entity.type != "ORG" or self._cluster[i] not in self._told:
                continue
            country, sector = self._told[self._cluster[i]]
            plain = vocab.role(told.role or "")
            told = replace(told, country=told.country or country)
            if plain is not None and plain.sector is None and told.sector in {None, "GOV"} and sector:
                told = replace(told, sector=sector)
        return told

    def _party(self, mention: Mention) -> Description | None:
        """ "(D-Ohio)" after the name of a United States legislator."""
        after = self._tokens[mention.last : mention.last + 4]
        if len(after) > 2 and after[0].text == "(" and after[1].text in _STATES and after[2].text in {"-", "–", ",", ")"}:
            return Description("legislator", mention.last + 1, "LEG", "USA", "person")
        return None

    def _apposed(self, mention: Mention) -> bool:
        """Whether a name after a comma closes an apposition: a mark follows, or a verb whose subject the phrase before begins."""
        tokens = self._tokens
        at = mention.last
        if at >= len(tokens) or tokens[at].text in {",", ".", ")", ";", "–", "—"}:
            return True
        start = self._walk_left(mention.first - 1, across=True)
        opens = start == 0 or self._sentences[start - 1] != self._sentences[at] or tokens[start - 1].text in {",", "“", '"'}
        return tokens[at].upos in {"VERB", "AUX"} and opens

    def _walk_left(self, end: int, across: bool = False) -> int:
        """The start of the run of noun-phrase words that ends before ``end``; ``across`` lets "of" and "for" through."""
        tokens = self._tokens
        at = end
        while at > 0 and end - at < 10 and self._sentences[at - 1] == self._sentences[end - 1]:
            token = tokens[at - 1]
            owner = self._at.get(at - 1)
            if owner is not None and self._mentions[owner].entity.type == "PER":
                break
            if not (_in_phrase(token) or (across and token.text.lower() in {"of", "for", "and"})):
                break
            at -= 1
        return at


def _in_phrase(token: Token) -> bool:
    if token.text in {"'s", "’s", "'", "’", "-", "‑"}:
        return True
    if token.upos in {"ADJ", "NOUN", "PROPN", "DET", "NUM", "X"}:
        return token.text not in {",", ".", ";", ":", "(", ")", "“", "”", '"', "--"}
    if token.upos == "VERB":
        return token.xpos in {"VBN", "NNP"} and token.deprel in {"amod", "compound"}
    return token.upos == "ADV" and token.text.lower() in {"then", "former", "ex", "now"}


def _known(mention: Mention) -> tuple[str | None, str | None]:
    name = " ".join(mention.words)
    medium = vocab.media(name)
    if medium is not None:
        return medium.country, "JRN"
    body = vocab.organisation(name)
    if body is not None:
        return body.country, body.sector
    seat = vocab.metonym(name)
    return seat if seat is not None else (vocab.country_of(name), None)
