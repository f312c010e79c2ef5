"""The noun phrases of a report that may be antecedents, and what its words tell of the people it names.

``roles_of`` and ``genders_of`` look at all mentions of a person together: the nouns set beside the name, the titles, the given
name. ``agrees`` and ``takes_up`` say whether a pronoun or "the ministry" can mean an earlier party.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord import vocab
from onrecord.claims.describe import describe
from onrecord.claims.entities import person_gender
from onrecord.claims.mentions import Mention
from onrecord.model import Actor, Reading, Token

Kind = Literal["person", "group", "body", "place"]
KINDS: dict[str, Kind] = {"PER": "person", "ORG": "body", "LOC": "place"}
_PARTS: dict[str, set[str | None]] = {
    "company": {"BUS"},
    "firm": {"BUS"},
    "airline": {"BUS"},
    "bank": {"BUS", "GOV"},
    "agency": {"GOV", "JRN", "SPY", None},
    "party": {"PTY", "OPP"},
    "rebels": {"REB"},
    "militants": {"REB"},
    "newspaper": {"JRN"},
}
_SHORT_TITLES = {"Gov": "governor", "Sen": "senator", "Rep": "representative", "Gen": "general"}
_LANDS = vocab.wordset("country nation state island kingdom republic province region territory capital area district")
_REACH = 8
"""Words on either side of a name within which a noun may say what its bearer is."""
_AGE = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class Party:
    """A noun phrase that may be an antecedent: its head, its kind, gender, number and what is known of it."""

    head: int
    kind: Kind
    gender: str | None
    plural: bool
    actor: Actor
    cluster: int


def agrees(party: Party, pronoun: str) -> bool:
    """Whether a pronoun ("he", "she", "it", "they") can mean a party; "one" stands for any single person."""
    if pronoun in {"he", "she"}:
        other = "f" if pronoun == "he" else "m"
        known_body = party.cluster >= 0 and vocab.organisation(party.actor.name) is not None
        return party.kind == "person" and not party.plural and party.gender != other and not known_body
    if pronoun == "one":
        return party.kind == "person" and not party.plural
    if pronoun == "it":
        return party.kind in {"body", "place", "group"} and not party.plural
    if party.kind == "group" and not party.plural:
        return party.actor.text.rpartition(" ")[2].lower() not in _LANDS
    return party.plural or (party.kind == "body" and party.actor.sector in {"REB", "COP", "MIL"})


def names(noun: str, party: Party) -> bool:
    """Whether the words of a party hold the noun ("the state agency Tass" is an agency)."""
    words = f"{party.actor.text} {party.actor.name}".lower().replace("’", "'").split()
    return noun in words


def takes_up(noun: str, party: Party) -> bool:
    """Whether "the <noun>" can mean the earlier party by what sort of body or place it is."""
    if noun in _PARTS:
        return party.kind == "body" and party.actor.sector in _PARTS[noun]
    if noun in {"country", "nation", "state", "republic", "kingdom"}:
        return party.kind == "place" and vocab.country_of(party.actor.name) is not None
    if noun in {"group", "organisation", "organization", "movement", "body"}:
        # A "brigade" that is no state's is a group too.
        sectors = {"REB", "SOC", "PRM", None} if party.actor.country else {"REB", "SOC", "PRM", "MIL", None}
        return party.kind == "body" and party.actor.sector in sectors
    return False


def roles_of(reading: Reading, mentions: Sequence[Mention]) -> dict[int, set[str]]:
    """The nouns that the report sets beside each person's name, last words only ("prime minister" is a minister)."""
    tokens = reading.tokens
    found: dict[int, set[str]] = {}
    for mention in mentions:
        if mention.entity.type != "PER":
            continue
        nouns = found.setdefault(mention.entity.cluster, set())
        for t in (*_before(tokens, mention), *_after(tokens, mention)):
            role = vocab.role(tokens[t].lemma)
            if role is not None and role.kind == "person":
                nouns.add(tokens[t].lemma.lower())
        title = (mention.title or "").rstrip(".")
        nouns.add(_SHORT_TITLES.get(title, title.lower()))
    return found


def _before(tokens: Sequence[Token], mention: Mention) -> Iterator[int]:
    """The words of the phrase that runs up to a name, or that a comma parts from a name which stands in apposition."""
    at, across = mention.first - 1, False
    here = tokens[mention.first].sentence
    if at >= 0 and tokens[at].text == "," and _ends_apposition(tokens, mention.last):
        at, across = at - 1, True
    while at >= 0 and mention.first - at <= _REACH and tokens[at].sentence == here and _joins(tokens[at], across):
        yield at
        at -= 1


def _after(tokens: Sequence[Token], mention: Mention) -> Iterator[int]:
    """The words of the apposition or predicate that follows a name (", the mayor of", "is the mayor of")."""
    at, here = mention.last, tokens[mention.first].sentence
    if at >= len(tokens) or tokens[at].sentence != here or tokens[at].text not in {",", "is", "was", "(", "–", "—"}:
        return
    for t in range(at + 1, min(len(tokens), at + _REACH)):
        if tokens[t].sentence != here or not _joins(tokens[t], True):
            return
        yield t


def _joins(token: Token, across: bool) -> bool:
    if token.text in {"'s", "’s", "'", "’", "-", "‑"} or token.upos in {"ADJ", "NOUN", "PROPN", "DET", "NUM", "X"}:
        return True
    if token.upos == "PRON":
        return token.xpos == "PRP$"
    return across and token.text.lower() in {"of", "for", "and", "to", "in", "at"}


def _ends_apposition(tokens: Sequence[Token], at: int) -> bool:
    return at >= len(tokens) or tokens[at].text in {",", ".", ")", ";", "–", "—"} or tokens[at].upos in {"VERB", "AUX"}


def genders_of(reading: Reading, mentions: Sequence[Mention]) -> dict[int, str | None]:
    """ "m", "f" or None for each person: by title, by given name, else by the words set before the name."""
    members: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.entity.type == "PER":
            members.setdefault(mention.entity.cluster, []).append(mention)
    genders = {cluster: person_gender(each) for cluster, each in members.items()}
    for cluster, each in members.items():
        if genders[cluster] is None:
            before = (describe(reading.tokens, max(0, m.first - 3), m.first).gender for m in each if m.first)
            genders[cluster] = next((gender for gender in before if gender), None)
    return genders


def ages_of(reading: Reading, mentions: Sequence[Mention]) -> dict[str, int]:
    """The cluster of the person of each age that the report tells (", 34,", "34-year-old Ann Lee"), but one that two share."""
    tokens = reading.tokens
    found: dict[str, set[int]] = {}
    for mention in mentions:
        if mention.entity.type != "PER":
            continue
        after = tokens[mention.last : mention.last + 2]
        if len(after) == 2 and after[0].text in {",", "("} and _AGE.fullmatch(after[1].text):
            found.setdefault(after[1].text, set()).add(mention.entity.cluster)
        before = reading.text[max(0, tokens[mention.first].start - 40) : tokens[mention.first].start]
        for age in re.findall(r"(\d{1,3})\s?-\s?year\s?-\s?old\b", before)[-1:]:
            found.setdefault(age, set()).add(mention.entity.cluster)
    return {age: clusters.pop() for age, clusters in found.items() if len(clusters) == 1}
