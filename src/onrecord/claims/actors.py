"""Who a noun phrase or pronoun means: the workhorse behind parties, speakers, donors.

``Resolver`` is built once for a report; ``resolver.resolve(head)`` gives the actor that the phrase headed by a token names, and
``resolver.resolve_all(head)`` several where the phrase is a list, "the two countries" or a plural pronoun for a list. The plain
functions ``resolve``, ``np_span`` and ``split_coordination`` build what they need for one question.

Pronouns and "the ministry" take the nearest suitable antecedent: agreement in number, gender and kind, then nearness by
sentence, then subjects before others (the order of Lappin and Leass, 1994, without its weights). An antecedent that does not
suit is not taken: the actor then has the words as its name and neither country nor sector.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from onrecord import vocab
from onrecord.claims.describe import Description, describe
from onrecord.claims.entities import person_gender
from onrecord.claims.mentions import Mention, find_mentions, home_country
from onrecord.claims.phrases import TIGHT, conjuncts, np_span, phrase, split_coordination
from onrecord.claims.tree import SUBJECTS, plant
from onrecord.model import Actor, Entity, Reading, Span

__all__ = ["Resolver", "np_span", "resolve", "split_coordination"]

Kind = Literal["person", "group", "body", "place"]

_HE, _SHE = vocab.wordset("he him his himself"), vocab.wordset("she her hers herself")
_IT, _THEY = vocab.wordset("it its itself"), vocab.wordset("they them their theirs themselves")
_I, _WE = vocab.wordset("i me my mine myself"), vocab.wordset("we us our ours ourselves")
_WINDOW = 5
_BOTH = frozenset({"two", "both", "three", "four"})
_SAME = vocab.wordset(
    "side country nation neighbour neighbor state leader president minister government party ally rival man woman"
)
_DEFINITE = frozenset({"the", "that", "this", "these", "those", "its", "his", "her", "their"})
# Whoever is of these sectors may well be from elsewhere than where the report plays.
_ROOTLESS = frozenset({None, "REF", "REB", "UAF", "CRM", "JRN", "ELI"})
_SPEECH = vocab.wordset("say tell add state announce declare report warn claim insist note explain ask write")


@dataclass(frozen=True, slots=True)
class Party:
    """A noun phrase that may be an antecedent: its head, its kind, gender, number and what is known of it."""

    head: int
    kind: Kind
    gender: str | None
    plural: bool
    actor: Actor
    cluster: int


def resolve(reading: Reading, entities: tuple[Entity, ...], at: int | Span) -> Actor:
    """The actor that the phrase headed by token ``at`` (or covering the span ``at``) names. Build ``Resolver`` for many."""
    resolver = Resolver(reading, entities)
    return resolver.resolve(at if isinstance(at, int) else resolver.head_of(at))


class Resolver:
    """Answers who is meant, for one report. Nothing in it changes after it is built."""

    def __init__(self, reading: Reading, entities: tuple[Entity, ...]) -> None:
        self.reading = reading
        self.entities = entities
        self.tree = plant(reading)
        self._mentions = _located(reading, entities)
        self._at = {t: i for i, m in enumerate(self._mentions) for t in range(m.first, m.last)}
        self._genders = self._cluster_genders()
        self._roles = self._cluster_roles()
        self._home = home_country(reading)
        self._parties: list[Party] = []
        self._find_parties()

    def head_of(self, span: Span) -> int:
        """The token that heads the words of a span: a noun or pronoun whose own head lies outside; -1 if the span
        covers none.
        """
        tokens = self.reading.tokens
        inside = [i for i, token in enumerate(tokens) if token.start < span.end and span.start < token.end]
        tops = [i for i in inside if tokens[i].head not in inside] or inside
        nouns = [i for i in tops if tokens[i].upos in {"NOUN", "PROPN", "PRON"}] or tops
        return max(nouns, key=lambda i: (len(self.tree.children[i]), -i)) if nouns else -1

    def resolve(self, head: int) -> Actor:
        """The actor that the phrase headed by a token names; its words as they stand, with offsets, and what is known of it."""
        head = self._named_by(self.tree.antecedent(head))
        pronoun = self._pronoun(head)
        if pronoun is None:
            return self._nominal(head)
        found = self._antecedent(head, pronoun)
        token = self.reading.tokens[head]
        if found is None:
            return Actor(token.text, token.text, None, None, token.start, token.end)
        return replace(found.actor, text=token.text, start=token.start, end=token.end)

    def resolve_all(self, head: int) -> tuple[Actor, ...]:
        """As ``resolve``, one actor for each member of a list, of "the two leaders" or of a plural pronoun's list."""
        heads = conjuncts(self.tree, self.tree.antecedent(head))
        if len(heads) > 1:
            return tuple(self.resolve(each) for each in heads)
        pair = self._pair(heads[0])
        if pair:
            first, last = phrase(self.tree, heads[0])
            tokens = self.reading.tokens
            start, end = tokens[first].start, tokens[last - 1].end
            return tuple(replace(party.actor, text=self.reading.text[start:end], start=start, end=end) for party in pair)
        return (self.resolve(heads[0]),)

    # ------------------------------------------------------------------------------------------------------ nominals

    def _named_by(self, head: int) -> int:
        """A title's or bare role's person ("Gov.

        Smith", "spokesman Smith") where the tree left the name apart; else the head.
        """
        tokens = self.reading.tokens
        i = self._at.get(head + 1)
        if (
            i is None
            or self._mentions[i].entity.type != "PER"
            or head in self._at
            or tokens[head + 1].sentence != tokens[head].sentence
        ):
            return head
        role = vocab.role(tokens[head].lemma)
        titled = vocab.title(tokens[head].text) is not None or (
            role is not None and role.kind == "person" and role.lemma != "people"
        )
        return head + 1 if titled and tokens[head].xpos not in {"NNS", "NNPS"} else head

    def _nominal(self, head: int) -> Actor:
        first, last = phrase(self.tree, head)
        tokens = self.reading.tokens
        text = self.reading.text[tokens[first].start : tokens[last - 1].end]
        told = describe(tokens, first, last, head)
        mention = self._naming(head, first, last, told)
        if mention is not None:
            entity = mention.entity
            country, sector = self._of_entity(entity, told)
            return Actor(text, entity.name, country, sector, tokens[first].start, tokens[last - 1].end)
        half = self._half(head, first)
        if half is not None:
            return replace(half, text=text, start=tokens[first].start, end=tokens[last - 1].end)
        told = self._with_names(told, first, last, head)
        found = self._earlier(head, first, told) if told.country is None else None
        name = _bare(text)
        if found is not None:
            name, told = found.actor.name, replace(told, country=found.actor.country, sector=found.actor.sector or told.sector)
        country = told.country
        if country is None and told.role and told.sector not in _ROOTLESS:
            country = self._home
        return Actor(text, name, country, told.sector, tokens[first].start, tokens[last - 1].end)

    def _half(self, head: int, first: int) -> Actor | None:
        """ "the north", "the south" as somebody who acts, in a report that names a Korea."""
        token = self.reading.tokens[head]
        if token.text.lower() not in {"north", "south"} or first != head - 1 or "Korea" not in self.reading.text:
            return None
        if token.deprel.partition(":")[0] not in {"nsubj", "obj", "iobj"}:
            return None
        code = "PRK" if token.text.lower() == "north" else "KOR"
        name = next((m.entity.name for m in self._mentions if m.entity.type == "LOC" and m.entity.country == code), None)
        return Actor("", name or vocab.countries()[code].name, code)

    def _naming(self, head: int, first: int, last: int, told: Description) -> Mention | None:
        """The name that the phrase is: at its head, or set beside a head that says what it is ("leader Kim", "agency Tass")."""
        inside = self._at.get(head)
        if inside is not None and self._mentions[inside].entity.type != "MISC":
            mention = self._mentions[inside]
            role = vocab.role(self.reading.tokens[head].lemma)
            covers = mention.last == head + 1 or not (role and mention.last <= head)
            return mention if covers else None
        tokens = self.reading.tokens
        beside = [
            self._mentions[i]
            for t in range(first, last)
            if (i := self._at.get(t)) is not None and tokens[t].head == head and tokens[t].deprel in _BESIDE
        ]
        wanted = "PER" if told.kind == "person" else "ORG"
        # "the governor of the province, Ines Korta," is Ines Korta.
        for child in self.tree.deps(head, "appos"):
            i = self._at.get(child)
            if i is not None and child > head and self._mentions[i].entity.type == wanted and told.role:
                return self._mentions[i]
        after = [m for m in beside if m.first > head and m.entity.type in {wanted, "PER"}]
        if not after and told.role and (i := self._at.get(told.at + 1)) is not None and told.at + 1 < last:
            after = [m for m in (self._mentions[i],) if m.entity.type == wanted]
        return after[0] if after else None

    def _of_entity(self, entity: Entity, told: Description) -> tuple[str | None, str | None]:
        country, sector = entity.country, entity.sector
        if entity.type == "LOC":
            seat = vocab.metonym(entity.name)
            if seat is not None:
                return country or seat[0], sector or seat[1]
            if vocab.country_of(entity.name) is None and vocab.capital_country(entity.name):
                return country, "GOV"
            return country, sector or (None if vocab.country_of(entity.name) else "GOV")
        if entity.type == "PER":
            return country or told.country, sector or (told.sector if told.role else None)
        return country or told.country, sector or told.sector

    def _with_names(self, told: Description, first: int, last: int, head: int) -> Description:
        """The description with what the names inside the phrase add: "Acme workers", "Ruritanian Front fighters"."""
        for t in range(first, last):
            i = self._at.get(t)
            if i is None:
                continue
            entity = self._mentions[i].entity
            before = t < head or (t > head and self.reading.tokens[head + 1].text.lower() in TIGHT)
            if not before or (entity.type == "PER" and not self._possesses(t, head)):
                continue
            told = replace(told, country=told.country or entity.country)
            if told.role and (found := vocab.role(told.role)) and found.sector is None and entity.sector:
                told = replace(told, sector=told.sector if told.sector not in {None, "GOV"} else entity.sector)
            if told.role is None and entity.type == "ORG" and t == head:
                told = replace(told, sector=told.sector or entity.sector)
        possessor = self.tree.first(head, "nmod:poss")
        # "our spokesman said": who "our" means is the spokesman's side, and asking it would go round in a circle.
        if told.country is None and possessor is not None and self._pronoun(possessor) not in {None, "I", "we"}:
            owner = self.resolve(possessor)
            told = replace(told, country=owner.country)
        return told

    def _possesses(self, index: int, head: int) -> bool:
        token = self.reading.tokens[index]
        return token.deprel == "nmod:poss" and token.head == head

    def _earlier(self, head: int, first: int, told: Description) -> Party | None:
        """What "the ministry", "the president", "the group" takes up again: the last earlier phrase of that noun, or a name."""
        tokens = self.reading.tokens
        if tokens[first].text.lower() not in {"the", "that", "this"} or first == head:
            return None
        noun = self.tree.lemma(head)
        plain = vocab.role(noun)
        if plain is None or head - first > 2:
            return None
        for party in reversed(self._before(head)):
            if self.reading.tokens[head].sentence - tokens[party.head].sentence > 12:
                break
            if party.actor.country is None and party.cluster < 0:
                continue
            if party.plural != told.plural and party.kind != "body":
                continue
            if _takes_up(noun, plain, party) or noun in self._roles.get(party.cluster, ()):
                return party
        return None

    # ------------------------------------------------------------------------------------------------------ pronouns

    def _pronoun(self, index: int) -> str | None:
        token = self.reading.tokens[index]
        if token.upos not in {"PRON", "DET", "X"} and not token.xpos.startswith("PRP"):
            return None
        word = token.text.lower()
        for name, words in (("he", _HE), ("she", _SHE), ("it", _IT), ("they", _THEY), ("I", _I), ("we", _WE)):
            if word in words and token.text not in {"US", "IT"}:
                return name
        return None

    def _antecedent(self, index: int, pronoun: str) -> Party | None:
        """The party that a pronoun means, or None."""
        if pronoun in {"I", "we"}:
            return self._speaker(index)
        tokens = self.reading.tokens
        here = tokens[index].sentence
        clause = self._clause(index)
        best: tuple[int, ...] | None = None
        chosen: Party | None = None
        for party in self._before(index):
            far = here - tokens[party.head].sentence
            if not 0 <= far <= _WINDOW or not _agrees(party, pronoun):
                continue
            possessive = tokens[index].deprel == "nmod:poss"
            if not possessive and far == 0 and self._clause(party.head) == clause:
                continue
            if self._inside(index, party.head):
                continue
            subject = self._is_subject(party.head)
            rank = (
                far if subject else far + 1,
                not subject,
                not party.actor.country and not party.cluster >= 0,
                index - party.head,
            )
            if best is None or rank < best:
                best, chosen = rank, party
        return chosen

    def _inside(self, index: int, head: int) -> bool:
        first, last = phrase(self.tree, head)
        return first <= index < last

    def _speaker(self, index: int) -> Party | None:
        """Whoever says the words in which "I" or "we" stands: the subject of the nearest verb of saying above, if it is
        a party.
        """
        for verb in (*self.tree.ancestors(index), *self.tree.children[self._root(index)]):
            if self.tree.lemma(verb) not in _SPEECH:
                continue
            subject = self.tree.first(verb, "nsubj")
            # "I told you", "we say": the speaker is not told by another first person, least of all by the same word.
            if subject is not None and self._pronoun(subject) not in {"I", "we"}:
                return self._party(subject)
        return None

    def _root(self, index: int) -> int:
        return next(reversed([index, *self.tree.ancestors(index)]))

    def _clause(self, index: int) -> int:
        """The verb (or predicate) whose clause a token stands in."""
        tokens = self.reading.tokens
        at = index
        for above in self.tree.ancestors(index):
            if tokens[at].deprel.partition(":")[0] not in {"nmod", "conj", "compound", "flat", "appos", "amod", "det"}:
                return above
            at = above
        return at

    def _is_subject(self, index: int) -> bool:
        return self.reading.tokens[self.tree.top_of_coordination(index)].deprel in SUBJECTS

    def _pair(self, head: int) -> tuple[Party, ...]:
        """The members that "the two countries", "both leaders" or "they" take together: the last two such parties named."""
        tokens = self.reading.tokens
        first, last = phrase(self.tree, head)
        words = [token.text.lower() for token in tokens[first:last]]
        noun = self.tree.lemma(head)
        if self._pronoun(head) == "they":
            listed = self._listed(head)
            single = self._antecedent(head, "they")
            return listed if single is None or (listed and listed[0].head > single.head) else ()
        if not (noun in _SAME and _BOTH.intersection(words) and tokens[first].text.lower() in {*_DEFINITE, *_BOTH}):
            return ()
        person = noun in {"leader", "president", "minister", "man", "woman"}
        found: list[Party] = []
        for party in reversed(self._before(head)):
            suits = party.kind == "person" if person else party.kind in {"place", "body", "group"}
            if suits and party.cluster >= 0 and not party.plural and all(p.actor.name != party.actor.name for p in found):
                found.append(party)
            if len(found) == 2:
                return tuple(reversed(found))
        return ()

    def _listed(self, head: int) -> tuple[Party, ...]:
        """The members of the last list of parties before a plural pronoun, within two sentences."""
        by_head = {party.head: party for party in self._before(head)}
        here = self.reading.tokens[head].sentence
        for party in reversed(list(by_head.values())):
            if here - self.reading.tokens[party.head].sentence > 2:
                break
            members = [by_head[each] for each in conjuncts(self.tree, party.head) if each in by_head]
            if len(members) > 1:
                return tuple(members)
        return ()

    # ------------------------------------------------------------------------------------------------------- parties

    def _find_parties(self) -> None:
        """Every noun phrase that could be an antecedent, in order. Earlier ones serve to resolve the later ones."""
        for index, token in enumerate(self.reading.tokens):
            if token.upos not in {"NOUN", "PROPN", "ADJ"} or token.deprel in _INNER:
                continue
            party = self._party(index)
            if party is not None:
                self._parties.append(party)

    def _before(self, head: int) -> list[Party]:
        """The parties before a token, the last ones only: an antecedent is never far."""
        end = bisect_left(self._parties, head, key=lambda party: party.head)
        return self._parties[max(0, end - 120) : end]

    def _party(self, head: int) -> Party | None:
        actor = self._nominal(head)
        first, last = phrase(self.tree, head)
        told = describe(self.reading.tokens, first, last, head)
        mention = self._naming(head, first, last, told)
        plural = self.reading.tokens[head].xpos in {"NNS", "NNPS"} or told.plural
        if mention is not None:
            kind = _KINDS.get(mention.entity.type)
            cluster = mention.entity.cluster
            gender = self._genders.get(cluster) or told.gender
            return Party(head, kind, gender, plural and kind == "body", actor, cluster) if kind else None
        if told.role is None or told.kind is None:
            return None
        return Party(head, told.kind, told.gender if not plural else None, plural, actor, -1)

    def _cluster_roles(self) -> dict[int, set[str]]:
        """The nouns that the report sets beside each person's name, last words only ("prime minister" is a minister)."""
        tokens = self.reading.tokens
        found: dict[int, set[str]] = {}
        for mention in self._mentions:
            if mention.entity.type != "PER":
                continue
            nouns = found.setdefault(mention.entity.cluster, set())
            here = tokens[mention.first].sentence
            beside = [
                *range(max(0, mention.first - 5), mention.first),
                *range(mention.last, min(len(tokens), mention.last + 7)),
            ]
            for t in beside:
                apposed = t < mention.first or tokens[mention.last].text == ","
                role = vocab.role(tokens[t].lemma) if tokens[t].sentence == here and apposed else None
                if role is not None and role.kind == "person":
                    nouns.add(tokens[t].lemma.lower())
            title = (mention.title or "").rstrip(".")
            nouns.add(
                {"Gov": "governor", "Sen": "senator", "Rep": "representative", "Gen": "general"}.get(title, title.lower())
            )
        return found

    def _cluster_genders(self) -> dict[int, str | None]:
        members: dict[int, list[Mention]] = {}
        for mention in self._mentions:
            if mention.entity.type == "PER":
                members.setdefault(mention.entity.cluster, []).append(mention)
        genders = {cluster: person_gender(each) for cluster, each in members.items()}
        for cluster, each in members.items():
            if genders[cluster] is None:
                before = (describe(self.reading.tokens, max(0, m.first - 3), m.first).gender for m in each if m.first)
                genders[cluster] = next((gender for gender in before if gender), None)
        return genders


_BESIDE = frozenset({"appos", "flat", "nmod:desc", "compound", "nmod:unmarked"})
_INNER = frozenset({"compound", "flat", "fixed", "nmod:desc", "goeswith", "amod"})
_KINDS: dict[str, Kind] = {"PER": "person", "ORG": "body", "LOC": "place"}
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


def _located(reading: Reading, entities: Iterable[Entity]) -> list[Mention]:
    linked = {(entity.start, entity.end): entity for entity in entities}
    bare = replace(reading, entities=tuple(linked.values()))
    found = []
    for mention in find_mentions(bare):
        entity = linked.get((mention.entity.start, mention.entity.end))
        if entity is not None:
            found.append(replace(mention, entity=entity))
    return found


def _agrees(party: Party, pronoun: str) -> bool:
    if pronoun in {"he", "she"}:
        other = "f" if pronoun == "he" else "m"
        return party.kind == "person" and not party.plural and party.gender != other
    if pronoun == "it":
        return party.kind in {"body", "place", "group"} and not party.plural
    return party.plural or party.kind == "group" or (party.kind == "body" and party.actor.sector in {"REB", "COP", "MIL"})


def _takes_up(noun: str, role: vocab.Role, party: Party) -> bool:
    """Whether "the <noun>" can mean the earlier party."""
    words = party.actor.text.lower().replace("’", "'").split()
    names = party.actor.name.lower().split()
    if noun in words or noun in names:
        return True
    if noun in _PARTS:
        return party.kind == "body" and party.actor.sector in _PARTS[noun]
    if noun in {"country", "nation", "state", "republic", "kingdom"}:
        return party.kind == "place" and vocab.country_of(party.actor.name) is not None
    if noun in {"group", "organisation", "organization", "movement", "body"}:
        return party.kind == "body" and party.actor.sector in {"REB", "SOC", "PRM", None}
    return False


def _bare(text: str) -> str:
    words = text.split()
    while len(words) > 1 and words[0].lower() in {
        "the",
        "a",
        "an",
        "some",
        "several",
        "many",
        "these",
        "those",
        "this",
        "that",
    }:
        words = words[1:]
    return " ".join(words)
