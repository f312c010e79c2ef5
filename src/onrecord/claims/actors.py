"""Who a noun phrase or pronoun means: the workhorse behind parties, speakers, donors.

``Resolver`` is built once for a report; ``resolver.resolve(head)`` gives the actor that the phrase headed by a token names, and
``resolver.resolve_all(head)`` several where the phrase is a list, "the two countries" or a plural pronoun for a list. The plain
functions ``resolve``, ``np_span`` and ``split_coordination`` build what they need for one question.

Pronouns and "the ministry" take the nearest suitable antecedent: agreement in number, gender and kind, then nearness by
sentence, then subjects before others (the order of Lappin and Leass, 1994, without its weights). An antecedent that does not
suit is not taken: the actor then has the words as its name and neither country nor sector. Words in quotation marks introduce
nobody to the report's own words: "it said" after a quotation does not mean a body named in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from onrecord import vocab
from onrecord.claims.describe import Description, describe
from onrecord.claims.mentions import Mention, home_country
from onrecord.claims.parties import KINDS, Party, ages_of, agrees, genders_of, names, roles_of, takes_up
from onrecord.claims.phrases import TIGHT, conjuncts, np_span, phrase, split_coordination
from onrecord.claims.scene import SPEECH, Scene
from onrecord.model import Actor, Entity, Reading, Span

__all__ = ["Resolver", "np_span", "resolve", "split_coordination"]

_WINDOW = 5
_NUMBERS = frozenset({"two", "three", "four"})
_SAME = vocab.wordset(
    "side country nation neighbour neighbor state leader president minister government party ally rival man woman"
)
_DEFINITE = frozenset({"the", "that", "this", "these", "those", "its", "his", "her", "their"})
_RULERS = vocab.wordset("leader president premier chancellor king emir sultan ruler")
_PEOPLE = vocab.wordset("leader president minister man woman")
_ASKED = vocab.wordset("request appeal plea petition application bid resignation apology offer invitation proposal")
_ANSWERING = vocab.wordset("accept approve consider decline deny dismiss grant ignore refuse reject rebuff spurn welcome")
_AGED = re.compile(r"(?:the|this|that) (\d{1,3})\s?-\s?year\s?-\s?old\b", re.IGNORECASE)
# Whoever is of these sectors may well be from elsewhere than where the report plays.
_ROOTLESS = frozenset({None, "REF", "REB", "UAF", "CRM", "JRN", "ELI"})


def resolve(reading: Reading, entities: tuple[Entity, ...], at: int | Span) -> Actor:
    """The actor that the phrase headed by token ``at`` (or covering the span ``at``) names. Build ``Resolver`` for many."""
    resolver = Resolver(reading, entities)
    return resolver.resolve(at if isinstance(at, int) else resolver.head_of(at))


class Resolver(Scene):
    """Answers who is meant, for one report. Nothing in it changes after it is built."""

    def __init__(self, reading: Reading, entities: tuple[Entity, ...]) -> None:
        super().__init__(reading, entities)
        self._genders = genders_of(reading, self.mentions)
        self._roles = roles_of(reading, self.mentions)
        self._ages = ages_of(reading, self.mentions)
        self._people = {m.entity.name: m.entity.cluster for m in self.mentions if m.entity.type == "PER"}
        self._home = home_country(reading)
        self._parties: list[Party] = []
        self._find_parties()

    def resolve(self, head: int) -> Actor:
        """The actor that the phrase headed by a token names; its words as they stand, with offsets, and what is known of it."""
        head = self._named_by(self.tree.antecedent(head))
        pronoun = self.pronoun(head)
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

    def may_mean(self, index: int, head: int) -> bool:
        """Whether a pronoun may stand for the phrase headed by another token, by kind, gender and number alone."""
        pronoun, other = self.pronoun(index), self.pronoun(head)
        if pronoun is None or other is not None:
            return pronoun is not None and pronoun == other
        several = len(conjuncts(self.tree, head)) > 1 or self.reading.tokens[head].xpos in {"NNS", "NNPS"}
        party = self._party(head)
        if several or party is None:
            return (pronoun == "they") == several
        return agrees(party, pronoun)

    # ------------------------------------------------------------------------------------------------------ nominals

    def _named_by(self, head: int) -> int:
        """A title's or bare role's person ("Gov.

        Smith", "spokesman Smith") where the tree left the name apart; else the head.
        """
        tokens = self.reading.tokens
        i = self.at.get(head + 1)
        if (
            i is None
            or self.mentions[i].entity.type != "PER"
            or head in self.at
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
        state = self._of_adjective(head) if mention is None else None
        if state is not None:
            return state
        if mention is not None:
            entity = mention.entity
            country, sector = self._of_entity(entity, told)
            return Actor(text, entity.name, country, sector, tokens[first].start, tokens[last - 1].end)
        half = self._half(head, first)
        if half is not None:
            return replace(half, text=text, start=tokens[first].start, end=tokens[last - 1].end)
        aged = self._aged(head, text)
        if aged is not None:
            return replace(aged.actor, text=text, start=tokens[first].start, end=tokens[last - 1].end)
        told = self._with_names(told, first, last, head)
        found = self._earlier(head, first, told) if told.country is None else self._of_office(head, first, told)
        name = _bare(text)
        if found is not None:
            name, told = found.actor.name, replace(told, country=found.actor.country, sector=found.actor.sector or told.sector)
        country = told.country
        if country is None and told.role and told.sector not in _ROOTLESS:
            country = self._home
        return Actor(text, name, country, told.sector, tokens[first].start, tokens[last - 1].end)

    def _of_adjective(self, head: int) -> Actor | None:
        """The country that an adjective before a thing names, by the name that the report has for it: "Ruritanian barns"."""
        token, at = self.reading.tokens[head], self.at.get(head)
        first = head if at is None else min(head, self.mentions[at].first)
        start, words = self.reading.tokens[first].start, self.reading.text[self.reading.tokens[first].start : token.end]
        code = vocab.adjective_country(words)
        if code is None or token.deprel not in {"amod", "compound"} or token.xpos == "NNS" or vocab.country_of(words):
            return None
        name = next(
            (m.entity.name for m in self.mentions if m.entity.country == code and vocab.country_of(m.entity.name)), None
        )
        return Actor(words, name or vocab.countries()[code].name, code, None, start, token.end)

    def _half(self, head: int, first: int) -> Actor | None:
        """ "the north", "the south" as somebody who acts, in a report that names a Korea."""
        token = self.reading.tokens[head]
        if token.text.lower() not in {"north", "south"} or first != head - 1 or "Korea" not in self.reading.text:
            return None
        if token.deprel.partition(":")[0] not in {"nsubj", "obj", "iobj"}:
            return None
        code = "PRK" if token.text.lower() == "north" else "KOR"
        name = next((m.entity.name for m in self.mentions if m.entity.type == "LOC" and m.entity.country == code), None)
        return Actor("", name or vocab.countries()[code].name, code)

    def _naming(self, head: int, first: int, last: int, told: Description) -> Mention | None:
        """The name that the phrase is: at its head, or set beside a head that says what it is ("leader Kim", "agency Tass")."""
        inside = self.at.get(head)
        if inside is not None and self.mentions[inside].entity.type != "MISC":
            mention = self.mentions[inside]
            role = vocab.role(self.reading.tokens[head].lemma)
            covers = mention.last == head + 1 or not (role and mention.last <= head)
            return mention if covers else None
        tokens = self.reading.tokens
        beside = [
            self.mentions[i]
            for t in range(first, last)
            if (i := self.at.get(t)) is not None and tokens[t].head == head and tokens[t].deprel in _BESIDE
        ]
        wanted = "PER" if told.kind == "person" else "ORG"
        # "the governor of the province, Ines Korta," is Ines Korta.
        for child in self.tree.deps(head, "appos"):
            i = self.at.get(child)
            if i is not None and child > head and self.mentions[i].entity.type == wanted and told.role:
                return self.mentions[i]
        # "his attorney, Meg Sutter, said", whatever the tree makes of it.
        i = self.at.get(last + 1) if last + 1 < len(tokens) and tokens[last].text == "," else None
        if i is not None and told.role and told.at == head and told.kind == "person" and self._closes_apposition(i, head):
            return self.mentions[i]
        after = [m for m in beside if m.first > head and m.entity.type in {wanted, "PER"}]
        if not after and told.role and (i := self.at.get(told.at + 1)) is not None and told.at + 1 < last:
            after = [m for m in (self.mentions[i],) if m.entity.type == wanted]
        return after[0] if after else None

    def _closes_apposition(self, i: int, head: int) -> bool:
        mention, tokens = self.mentions[i], self.reading.tokens
        if mention.entity.type != "PER" or tokens[mention.first].sentence != tokens[head].sentence:
            return False
        after = tokens[mention.last] if mention.last < len(tokens) else None
        return after is None or after.text in {",", ".", ")", "–", "—"} or after.upos in {"VERB", "AUX"}

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
            i = self.at.get(t)
            if i is None:
                continue
            entity = self.mentions[i].entity
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
        if told.country is None and possessor is not None and self.pronoun(possessor) not in {None, "I", "we"}:
            owner = self.resolve(possessor)
            told = replace(told, country=owner.country)
        return told

    def _possesses(self, index: int, head: int) -> bool:
        token = self.reading.tokens[index]
        return token.deprel == "nmod:poss" and token.head == head

    def _earlier(self, head: int, first: int, told: Description) -> Party | None:
        """What "the ministry", "the president", "the group" takes up: the last earlier phrase of that noun, or a name; where
        there is none, the one person whom the report later calls so.
        """
        tokens = self.reading.tokens
        headline = self.reading.sentences[tokens[head].sentence].segment == "headline"
        if not headline and (tokens[first].text.lower() not in {"the", "that", "this"} or first == head):
            return None
        noun = self.tree.lemma(head)
        plain = vocab.role(noun)
        if plain is None or head - first > 2:
            return None
        between = {token.text.lower() for token in tokens[first + 1 : head]}
        near = [
            party
            for party in reversed(self._before(head))
            if tokens[head].sentence - tokens[party.head].sentence <= 12
            and (party.actor.country is not None or party.cluster >= 0 or names(noun, party))
            and (party.plural == told.plural or party.kind == "body")
            and _tells(between, party)
            and not self.hidden(party.head, head)
        ]
        for party in near:
            if names(noun, party) or noun in self._roles.get(party.cluster, ()):
                return party
        for party in near:
            if takes_up(noun, party):
                return party
        called = [cluster for cluster, nouns in self._roles.items() if noun in nouns]
        return self._of_cluster(called[0], head) if len(called) == 1 and plain.kind == "person" and not told.plural else None

    def _of_office(self, head: int, first: int, told: Description) -> Party | None:
        """ "the Russian leader", "the Norwegian diplomat": the one person of that country whom the report calls so."""
        tokens = self.reading.tokens
        if told.kind != "person" or told.plural or tokens[first].text.lower() != "the" or head - first != 2:
            return None
        noun = self.tree.lemma(head)
        nouns = _RULERS if noun in _RULERS else {noun}
        called = {c for c, each in self._roles.items() if nouns & each}
        of_it = {m.entity.cluster for m in self.mentions if m.entity.cluster in called and m.entity.country == told.country}
        return self._of_cluster(of_it.pop(), head) if len(of_it) == 1 else None

    def _of_cluster(self, cluster: int, head: int) -> Party:
        entity = next(m.entity for m in self.mentions if m.entity.cluster == cluster)
        actor = Actor("", entity.name, entity.country, entity.sector)
        return Party(head, "person", self._genders.get(cluster), False, actor, cluster)

    def _aged(self, head: int, text: str) -> Party | None:
        """ "the 61-year-old": the person of that age, else whoever was spoken of last."""
        age = _AGED.match(text)
        if age is None:
            return None
        cluster = self._ages.get(age[1])
        if cluster is not None:
            return self._of_cluster(cluster, head)
        return self._antecedent(head, "one") if self.reading.tokens[head].text.lower() == "old" else None

    # ------------------------------------------------------------------------------------------------------ pronouns

    def _antecedent(self, index: int, pronoun: str) -> Party | None:
        """The party that a pronoun means, or None."""
        if pronoun in {"I", "we"}:
            return self._speaker(index)
        clause = self.clause(index)
        possessive = self.reading.tokens[index].deprel == "nmod:poss"
        speaks = self.speaks(index)
        answered = possessive and self._is_answered(index)
        own = self.whose_words(index) | self.named_in_words(index) if pronoun in {"he", "she"} else frozenset()
        best: tuple[int, ...] | None = None
        chosen: Party | None = None
        for party in self._before(index):
            far = self.distance(party.head, index)
            if not 0 <= far <= _WINDOW or not agrees(party, pronoun) or self.hidden(party.head, index):
                continue
            same = self.reading.tokens[party.head].sentence == self.reading.tokens[index].sentence
            if (answered or not possessive) and same and self.clause(party.head) == clause:
                continue
            if self.inside(index, party.head) or (party.cluster >= 0 and party.cluster in own):
                continue
            if speaks and party.kind == "place" and party.head not in self.sources:
                continue
            subject = self.is_subject(party.head)
            rank = (
                not (possessive and same and self._is_served(party.head, index)),
                far if subject else far + 1,
                pronoun == "they" and not speaks and not party.plural,
                speaks and party.head not in self.sources,
                not subject,
                not party.actor.country and not party.cluster >= 0,
                index - party.head,
            )
            if best is None or rank < best:
                best, chosen = rank, party
        return chosen

    def _is_answered(self, possessive: int) -> bool:
        """Whether a possessive goes with a request or the like that the subject answers: "he denied his request" is of two."""
        thing = self.reading.tokens[possessive].head
        if thing < 0 or self.reading.tokens[thing].deprel not in {"obj", "nsubj:pass"} or self.tree.lemma(thing) not in _ASKED:
            return False
        verb = self.reading.tokens[thing].head
        return verb >= 0 and self.tree.lemma(verb) in _ANSWERING

    def _is_served(self, receiver: int, pronoun: int) -> bool:
        """Whether a possessive tells what a receiver has a thing for: "sent seed to Alda for its farms" are Alda's farms."""
        purpose = self.reading.tokens[pronoun].head
        return purpose >= 0 and "for" in self.tree.cases(purpose) and "to" in self.tree.cases(receiver)

    def _speaker(self, index: int) -> Party | None:
        """Whoever says the words in which "I" or "we" stands: the subject of the nearest verb of saying above, if it is
        a party.
        """
        for verb in (*self.tree.ancestors(index), *self.tree.children[self.root(index)]):
            if self.tree.lemma(verb) not in SPEECH:
                continue
            subject = self.tree.first(verb, "nsubj")
            # "I told you", "we say": the speaker is not told by another first person, least of all by the same word.
            if subject is not None and self.pronoun(subject) not in {"I", "we"}:
                return self._party(subject)
        at = self.reading.tokens[index].start
        for spans in self.reading.attributions:
            if spans.source and any(content.start <= at < content.end for content in spans.content):
                head = self._named_by(self.head_of(spans.source[0]))
                return self._party(head) if self.pronoun(head) is None else self._pronoun_party(head)
        return None

    def _pronoun_party(self, head: int) -> Party | None:
        """The party that a pronoun stands for, first persons aside."""
        pronoun = self.pronoun(head)
        return self._antecedent(head, pronoun) if pronoun not in {None, "I", "we"} and pronoun is not None else None

    def _pair(self, head: int) -> tuple[Party, ...]:
        """The members that "the two countries", "both leaders" or "they" take together: the last two such parties named."""
        tokens = self.reading.tokens
        first, last = phrase(self.tree, head)
        words = [token.text.lower() for token in tokens[first:last]]
        noun = self.tree.lemma(head)
        if self.pronoun(head) == "they":
            listed = self._listed(head)
            single = self._antecedent(head, "they")
            return listed if single is None or (listed and listed[0].head > single.head) else ()
        if noun not in _SAME or not (words[0] == "both" or (words[0] in _DEFINITE and _NUMBERS.intersection(words[1:3]))):
            return ()
        listed = self._listed(head)
        if len(listed) == 2 and all(self._suits(party, noun) for party in listed):
            return listed
        found: list[Party] = []
        for party in reversed(self._before(head)):
            suits = party.cluster >= 0 and not party.plural and self._suits(party, noun)
            if suits and all(p.actor.name != party.actor.name for p in found):
                found.append(party)
            if len(found) == 2:
                return tuple(reversed(found))
        return ()

    def _suits(self, party: Party, noun: str) -> bool:
        """Whether a party may be one of "the two <noun>s": leaders are those whom the report calls so."""
        if noun not in _PEOPLE:
            return party.kind in {"place", "body", "group"}
        called = self._roles.get(party.cluster, set())
        nouns = {"man": called, "woman": called, "leader": _RULERS | {"minister"}}.get(noun, {noun})
        return party.kind == "person" and (noun in {"man", "woman"} or bool(nouns & called))

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
            pronoun = self.pronoun(index)
            if pronoun in {"he", "she"} and token.deprel.startswith("nsubj") and self.quote_at(index) is None:
                self._take_up(index, pronoun)
                continue
            # A name that the parser made part of a verb stands for itself.
            above = next(self.tree.ancestors(index), None)
            inner = token.deprel in _INNER and (above is None or self.reading.tokens[above].upos != "VERB")
            apposed = token.deprel == "appos" and 0 <= token.head < index and self._is_named(token.head)
            if token.upos not in {"NOUN", "PROPN", "ADJ"} or inner or (apposed and not self._is_named(index)):
                continue
            party = self._party(index)
            if party is not None:
                self._parties.append(party)

    def _is_named(self, index: int) -> bool:
        """Whether a token stands in a person's name."""
        i = self.at.get(index)
        return i is not None and self.mentions[i].entity.type == "PER"

    def _take_up(self, index: int, pronoun: str) -> None:
        """A pronoun keeps its antecedent in mind: it is a party itself, and may tell the gender of the only one it can mean."""
        found = self._antecedent(index, pronoun)
        if found is None:
            return
        gender = "m" if pronoun == "he" else "f"
        near = {p.cluster for p in self._before(index) if agrees(p, pronoun) and self.distance(p.head, index) <= _WINDOW}
        if near == {found.cluster} and found.cluster >= 0 and self._genders.get(found.cluster) is None:
            self._genders[found.cluster] = gender
        self._parties.append(replace(found, head=index, gender=gender))

    def _before(self, head: int) -> list[Party]:
        """The parties before a token, the last ones only: an antecedent is never far."""
        end = bisect_left(self._parties, head, key=lambda party: party.head)
        return self._parties[max(0, end - 120) : end]

    def _party(self, head: int) -> Party | None:
        named = self._named_by(head)
        actor = self._nominal(named)
        first, last = phrase(self.tree, named)
        told = describe(self.reading.tokens, first, last, named)
        mention = self._naming(named, first, last, told)
        plural = self.reading.tokens[named].xpos in {"NNS", "NNPS"} or told.plural
        if mention is not None:
            kind = KINDS.get(mention.entity.type)
            cluster = mention.entity.cluster
            gender = self._genders.get(cluster) or told.gender
            return Party(head, kind, gender, plural and kind == "body", actor, cluster) if kind else None
        if told.role is None or told.kind is None:
            return None
        cluster = self._people.get(actor.name, -1) if told.kind == "person" and not plural else -1
        gender = self._genders.get(cluster) or told.gender
        return Party(head, told.kind, gender if not plural else None, plural, actor, cluster)


_BESIDE = frozenset({"appos", "flat", "nmod:desc", "compound", "nmod:unmarked"})
_INNER = frozenset({"compound", "flat", "fixed", "nmod:desc", "goeswith", "amod"})


_UNNAMED = vocab.wordset("the a an some several many these those this that")


def _tells(between: set[str], party: Party) -> bool:
    """Whether what stands between "the" and its noun is said of a party: "the rebel group" is no ministry."""
    words = set(f"{party.actor.text} {party.actor.name}".lower().split())
    return all(word in words or vocab.modifier_sector(word) in {party.actor.sector} - {None} for word in between)


def _bare(text: str) -> str:
    words = text.split()
    while len(words) > 1 and words[0].lower() in _UNNAMED:
        words = words[1:]
    return " ".join(words)
