"""What an anaphor takes up: pronouns, "the ministry", "the two leaders", "the 61-year-old", among the parties named before.

Pronouns and "the ministry" take the nearest suitable antecedent: agreement in number, gender and kind, then nearness by
sentence, then subjects before others (the order of Lappin and Leass, 1994, without its weights). An antecedent that does not
suit is not taken. Words in quotation marks introduce nobody to the report's own words: "it said" after a quotation does not
mean a body named in it.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from bisect import bisect_left
from dataclasses import replace

from onrecord import vocab
from onrecord.claims.describe import Description, is_foreign
from onrecord.claims.homeland import NO_LAND
from onrecord.claims.parties import Party, ages_of, agrees, genders_of, names, roles_of, takes_up
from onrecord.claims.phrases import conjuncts, phrase
from onrecord.claims.scene import SPEECH, Scene
from onrecord.claims.tree import Tree
from onrecord.model import Actor, Entity, Reading

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
_SIDES = vocab.wordset("side party rival")
_COUNTRIES = vocab.wordset("country nation state neighbour neighbor")
_FIGHTING = vocab.wordset("MIL COP REB PRM OPP UAF LAB")
_PARTNERS = vocab.wordset("with against between by to")
_AGAINST = vocab.wordset("against with")
AROUND = vocab.wordset("in at near on outside inside across around along off throughout")
# "His lawyer said he had been charged": they speak of another.
_SPEAKING_FOR = vocab.wordset(
    """
    lawyer attorney solicitor barrister counsel advocate defender spokesman spokeswoman spokesperson aide doctor physician
    surgeon wife husband widow widower mother father parent brother sister son daughter uncle aunt cousin nephew niece relative
    family girlfriend boyfriend fiancee
    """
)
_KIN = {
    "he": vocab.wordset("husband widower father brother son uncle nephew grandfather boyfriend"),
    "she": vocab.wordset("wife widow mother sister daughter aunt niece grandmother girlfriend"),
}
_AGED = re.compile(r"(?:the|this|that) (\d{1,3})\s?-\s?year\s?-\s?old\b", re.IGNORECASE)


class Anaphora(Scene, ABC):
    """A report's parties in order of their place, and which of them a later phrase means."""

    def __init__(self, reading: Reading, entities: tuple[Entity, ...], tree: Tree | None = None) -> None:
        super().__init__(reading, entities, tree)
        self._genders = genders_of(reading, self.mentions)
        self._roles = roles_of(reading, self.mentions)
        self._ages = ages_of(reading, self.mentions)
        self._parties: list[Party] = []

    @abstractmethod
    def _party(self, head: int) -> Party | None:
        """The phrase headed by a token as a party, or None if nobody can be meant by it."""

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

    def _named_by(self, head: int) -> int:
        """A title's or bare role's person ("Governor Smith", "spokesman Smith") where the tree left the name apart; else the
        head.
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

    def _earlier(self, head: int, first: int, told: Description) -> Party | None:
        """What "the ministry", "the president", "the group" takes up: the last earlier phrase of that noun, or a name; where
        there is none, the one person whom the report later calls so.
        """
        tokens = self.reading.tokens
        headline = self.reading.sentences[tokens[head].sentence].segment == "headline"
        definite = tokens[first].text.lower() in {"the", "that", "this"} and first != head
        if not (headline or definite or self._is_bare_office(first, head)):
            return None
        noun = self.tree.lemma(head)
        plain = vocab.role(noun)
        between, backers = self._said_of(first, head)
        if plain is None or len(between) > 1:
            return None
        # "the governor of Kivu" takes up no governor of elsewhere.
        owners = {tokens[child].text.lower() for child in self.tree.obliques(head, "of") if self._is_of(child, {"LOC", "ORG"})}
        near = [
            party
            for party in reversed(self._before(head))
            if tokens[head].sentence - tokens[party.head].sentence <= 12
            and (party.actor.country is not None or party.cluster >= 0 or names(noun, party))
            and (party.plural == told.plural or party.kind == "body")
            and (plain.kind == "person" or party.kind != "person")
            and _tells(between | owners, party)
            and (not backers or "-" not in party.actor.text or backers in party.actor.text.lower())
            and not self.hidden(party.head, head)
        ]
        for party in near:
            if names(noun, party) or noun in self._roles.get(party.cluster, ()):
                return party
        for party in near:
            if takes_up(noun, party):
                return party
        called = [cluster for cluster, nouns in self._roles.items() if noun in nouns]
        alone = len(called) == 1 and plain.kind == "person" and not told.plural and not owners
        alone = alone and not self._named_beside(called[0], head)
        return self._of_cluster(called[0], head) if alone else None

    def _is_bare_office(self, first: int, head: int) -> bool:
        """Whether an office opens a sentence without an article, as some papers print it: "Crown Prince said"."""
        tokens, role = self.reading.tokens, vocab.role(self.tree.lemma(head))
        opens = first == self.reading.sentences[tokens[first].sentence].first or tokens[first - 1].text in {"”", '"', "''"}
        if not opens or not tokens[first].text[:1].isupper() or tokens[head].xpos not in {"NN", "NNP"}:
            return False
        return role is not None and role.kind == "person" and role.sector == "GOV" and self.is_subject(head)

    def _named_beside(self, cluster: int, head: int) -> bool:
        """Whether somebody is named later in the clause of a token: "the minister received Minister Dale" tells of two."""
        later = (m.last - 1 for m in self.mentions if m.entity.cluster == cluster and m.first > head)
        return any(self.clause(at) == self.clause(head) and not self.inside(at, head) for at in later)

    def _is_of(self, index: int, types: set[str]) -> bool:
        """Whether a token stands in a name of one of these types."""
        i = self.at.get(index)
        return i is not None and self.mentions[i].entity.type in types

    def _said_of(self, first: int, head: int) -> tuple[set[str], str]:
        """The words between "the" and its noun, and apart from them whoever backs or leads it ("Iran-backed")."""
        tokens, backers = self.reading.tokens, ""
        found: set[str] = set()
        at = first + 1
        while at < head:
            if is_foreign(tokens, at, at + 1) and at + 2 < head:
                backers = tokens[at].text.lower()
                at += 3
                continue
            found.add(tokens[at].text.lower())
            at += 1
        return found, backers

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

    def _antecedent(self, index: int, pronoun: str, aside: bool = False) -> Party | None:
        """The party that a pronoun means, or None; ``aside`` leaves out whom the speaker of the words speaks for."""
        if pronoun in {"I", "we"}:
            return self._speaker(index)
        client = self._client(index) if pronoun in {"he", "she"} and not aside else None
        if client is not None and agrees(client, pronoun):
            return client
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
                pronoun == "they" and not speaks and (2 if self._is_aside(party.head) else int(not party.plural)),
                speaks and party.head not in self.sources,
                not subject,
                not party.actor.country and not party.cluster >= 0,
                index - party.head,
            )
            if best is None or rank < best:
                best, chosen = rank, party
        return chosen

    def _is_aside(self, head: int) -> bool:
        """Whether a party only tells which thing is meant: "land held by the rebels"."""
        tokens = self.reading.tokens
        told = tokens[head].head
        if told < 0 or tokens[told].deprel != "acl" or tokens[told].xpos != "VBN" or "by" not in self.tree.cases(head):
            return False
        thing = self._party(tokens[told].head)
        return thing is None or thing.kind != "person"

    def _client(self, index: int) -> Party | None:
        """For whom somebody speaks in whose words a token stands: "his lawyer said he would appeal", "a spokesman for her"."""
        tokens = self.reading.tokens
        at, thing = tokens[index].start, tokens[index].head
        if tokens[index].deprel == "nmod:poss" and thing >= 0 and self.tree.lemma(thing) in {"client", "patient", "boss"}:
            return None
        if tokens[index].text.lower().endswith("self"):
            return None
        holding = [
            (content.end - content.start, self.head_of(spans.source[0]))
            for spans in self.reading.attributions
            for content in spans.content
            if spans.source and content.start <= at < content.end
        ]
        if not holding:
            return None
        speaker = min(holding)[1]
        for noun in (speaker, *self.tree.deps(speaker, "appos", "nmod:desc"), tokens[speaker].head):
            if noun < 0 or self.tree.lemma(noun) not in _SPEAKING_FOR:
                continue
            if self.tree.lemma(noun) in _KIN.get(self.pronoun(index) or "", frozenset()) and self.quote_at(index) is None:
                # "Her father said he was glad", "his father said he was glad": the latter may be either.
                return None
            for other in (*self.tree.deps(noun, "nmod:poss"), *self.tree.obliques(noun, "for", "of")):
                pronoun = self.pronoun(other)
                if pronoun in {"he", "she"}:
                    return self._antecedent(other, pronoun, aside=True)
                return self._party(other) if pronoun is None else None
        return None

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
        if noun == "side" and self.tree.obliques(head, "of"):
            # "on both sides of the border"
            return ()
        if noun not in _SAME or not (words[0] == "both" or (words[0] in _DEFINITE and _NUMBERS.intersection(words[1:3]))):
            return ()
        listed = self._listed(head)
        if len(listed) == 2 and all(self._suits(party, noun) for party in listed):
            return listed
        opposed = self._opposed(head, noun) if noun in _SIDES else ()
        return opposed or self._last_two(head, noun) or (self._both_lands(head) if noun in _COUNTRIES else ())

    def _last_two(self, head: int, noun: str) -> tuple[Party, ...]:
        found: list[Party] = []
        for party in reversed(self._before(head)):
            suits = party.cluster >= 0 and not party.plural and self._suits(party, noun) and self._takes_part(party)
            suits = suits and (noun not in _SIDES or _may_be_a_side(party))
            land = party.actor.country if party.kind == "place" else None
            if suits and all(p.actor.name != party.actor.name and (not land or p.actor.country != land) for p in found):
                found.append(party)
            if len(found) == 2:
                return tuple(reversed(found))
        return ()

    def _both_lands(self, head: int) -> tuple[Party, ...]:
        """The two countries of a report that tells of no third, by names, adjectives or people of theirs."""
        lands = dict.fromkeys(land for m in self.mentions if (land := m.entity.country) and land not in NO_LAND)
        if len(lands) != 2:
            return ()
        places = [m.entity for m in self.mentions if m.entity.type == "LOC" and vocab.country_of(m.entity.name)]
        known = {place.country: place.name for place in places}
        told = [(code, known.get(code) or vocab.countries()[code].name) for code in lands if code in vocab.countries()]
        return tuple(Party(head, "place", None, False, Actor("", name, code, None), -1) for code, name in told)

    def _opposed(self, head: int, noun: str) -> tuple[Party, ...]:
        """Who acted and who was acted on in the last clause that tells of two such, named or not: "the army shelled rebels"."""
        later: dict[int, Party] = {}
        for party in reversed(self._before(head)):
            if not 0 <= self.distance(party.head, head) <= 2 or not self._suits(party, noun):
                continue
            relation = self.reading.tokens[party.head].deprel
            if relation in {"obj", "obl:agent"} or set(self.tree.cases(party.head)) & _AGAINST:
                later.setdefault(self.clause(party.head), party)
            elif self.is_subject(party.head):
                other = later.get(self.clause(party.head))
                if other is not None and other.actor.name != party.actor.name:
                    return (party, other)
        return ()

    def _takes_part(self, party: Party) -> bool:
        """Whether a party acted or was acted on: "in Peru", "the village near Alda", "Peru's premier" are nobody's side."""
        top = self.tree.top_of_coordination(party.head)
        acts = self.is_subject(party.head) or self.reading.tokens[top].deprel in {"obj", "iobj", "obl:agent"}
        return acts or bool(_PARTNERS.intersection(self.tree.cases(top)))

    def _suits(self, party: Party, noun: str) -> bool:
        """Whether a party may be one of "the two <noun>s": leaders are so called by the report, a place is a country or its
        capital.
        """
        if noun in _PEOPLE:
            called = self._roles.get(party.cluster, set())
            nouns = {"man": called, "woman": called, "leader": _RULERS | {"minister"}}.get(noun, {noun})
            return party.kind == "person" and (noun in {"man", "woman"} or bool(nouns & called))
        if party.kind == "place":
            seat = noun not in _COUNTRIES and vocab.capital_country(party.actor.name)
            return bool(vocab.country_of(party.actor.name) or seat)
        if party.kind == "person":
            return party.plural and noun in _SIDES and party.actor.sector in _FIGHTING
        if party.actor.country in {"IGO", "UNO", "NGO"} or (party.cluster < 0 and party.actor.sector in {None, "CVL"}):
            # Bodies of many states go between the sides.
            return False
        return party.actor.sector != "JRN" and (noun not in _COUNTRIES or vocab.country_of(party.actor.name) is not None)

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


def _may_be_a_side(party: Party) -> bool:
    """Whether a party that nobody is set against is likely one of "both sides": a state, or who rules, fights or stands for
    election; a union, a court or a parliament is only where the report sets somebody against it.
    """
    return party.kind == "place" or party.actor.sector in {None, "GOV", "PTY"} | (_FIGHTING - {"LAB", "COP"})


def _tells(between: set[str], party: Party) -> bool:
    """Whether what stands between "the" and its noun is said of a party: "the rebel group" is no ministry."""
    words = set(f"{party.actor.text} {party.actor.name}".lower().split())
    return all(word in words or vocab.modifier_sector(word) in {party.actor.sector} - {None} for word in between)
