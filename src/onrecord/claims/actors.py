"""Who a noun phrase or pronoun means: the workhorse behind parties, speakers, donors.

``Resolver`` is built once for a report; ``resolver.resolve(head)`` gives the actor that the phrase headed by a token names, and
``resolver.resolve_all(head)`` several where the phrase is a list, "the two countries" or a plural pronoun for a list. The plain
functions ``resolve``, ``np_span`` and ``split_coordination`` build what they need for one question.

A pronoun or "the ministry" for which ``anaphora`` finds nobody has its words as its name, and neither country nor sector.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord import vocab
from onrecord.claims.anaphora import AROUND, Anaphora
from onrecord.claims.describe import Description, describe, is_foreign
from onrecord.claims.homeland import home_country
from onrecord.claims.mentions import Mention
from onrecord.claims.parties import KINDS, Party
from onrecord.claims.phrases import TIGHT, conjuncts, np_span, phrase, split_coordination
from onrecord.claims.tree import Tree
from onrecord.model import Actor, Entity, Reading, Span

__all__ = ["Resolver", "np_span", "resolve", "split_coordination"]

# Whoever is of these sectors may well be from elsewhere than where the report plays.
_OF_STATE = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "PTY", "OPP"})
_ROOTLESS = frozenset({None, "REF", "REB", "UAF", "CRM", "JRN", "ELI"})
_ELSEWHERE = vocab.wordset("foreign overseas expatriate neighbouring neighboring international western")
_ABROAD = vocab.wordset("minister ministry secretary office affair policy department ministerial")


def resolve(reading: Reading, entities: tuple[Entity, ...], at: int | Span) -> Actor:
    """The actor that the phrase headed by token ``at`` (or covering the span ``at``) names. Build ``Resolver`` for many."""
    resolver = Resolver(reading, entities)
    return resolver.resolve(at if isinstance(at, int) else resolver.head_of(at))


class Resolver(Anaphora):
    """Answers who is meant, for one report. Nothing in it changes after it is built but what it remembers of phrases.

    ``tree`` is the reading's, if there is one already.
    """

    def __init__(self, reading: Reading, entities: tuple[Entity, ...], tree: Tree | None = None) -> None:
        super().__init__(reading, entities, tree)
        self._phrases: dict[int, tuple[int, int, Description, Mention | None]] = {}
        self._people = {m.entity.name: m.entity.cluster for m in self.mentions if m.entity.type == "PER"}
        self._home, self._only = home_country(reading), home_country(reading, sure=True)
        self._find_parties()

    def resolve(self, head: int) -> Actor:
        """The actor that the phrase headed by a token names; its words as they stand, with offsets, and what is known of it."""
        head = self._named_by(self._meant(head))
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

    def _meant(self, head: int) -> int:
        """The head of what a relative pronoun takes up, or the token itself; the last person named before a "who" for which the
        tree has nobody.
        """
        tokens, found = self.reading.tokens, self.tree.antecedent(head)
        if tokens[head].text.lower() != "who" or found != head:
            return found
        named = (m.last - 1 for m in reversed(self.mentions) if m.entity.type == "PER" and m.last <= head)
        return next((at for at in named if tokens[at].sentence == tokens[head].sentence), head)

    # ------------------------------------------------------------------------------------------------------ nominals

    def _phrase(self, head: int) -> tuple[int, int, Description, Mention | None]:
        """The phrase of a head: its tokens, first and end, what they tell, and the name that it is."""
        found = self._phrases.get(head)
        if found is None:
            first, last = phrase(self.tree, head)
            told = describe(self.reading.tokens, first, last, head)
            found = self._phrases[head] = first, last, told, self._naming(head, first, last, told)
        return found

    def _nominal(self, head: int) -> Actor:
        first, last, told, mention = self._phrase(head)
        tokens = self.reading.tokens
        text = self.reading.text[tokens[first].start : tokens[last - 1].end]
        if first + 1 == last and self._is_surname(head):
            told = Description()
            mention = self._naming(head, first, last, told)
        state = self._of_adjective(head) if mention is None else None
        if state is not None:
            return state
        if mention is not None:
            entity = self._seated(mention.entity, head)
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
        land = self._opening_land(head) if told.sector not in _ROOTLESS else None
        if land is not None and found is not None and told.sector in _OF_STATE and found.cluster < 0:
            # "In Peru, the police": no other police that the report told of before.
            found = found if found.actor.country == land else None
        if found is not None:
            name, told = found.actor.name, replace(told, country=found.actor.country, sector=found.actor.sector or told.sector)
        country = told.country
        if country is None and told.role and told.sector not in _ROOTLESS and not self._of_elsewhere(first, head):
            country = land or (self._home if told.sector in _OF_STATE else self._only)
        return Actor(text, name, country, told.sector, tokens[first].start, tokens[last - 1].end)

    def _opening_land(self, head: int) -> str | None:
        """The country of a place with which the sentence opens, or one before it in the paragraph: "In Peru, police ..."."""
        reading = self.reading
        here = reading.sentences[reading.tokens[head].sentence]
        for sentence in reversed(reading.sentences[: reading.tokens[head].sentence + 1]):
            if sentence.paragraph != here.paragraph:
                break
            at = sentence.first + 1
            if sentence.last - at < 3 or reading.tokens[sentence.first].text not in {"In", "Across", "Throughout"}:
                continue
            i = self.at.get(at, self.at.get(at + 1))
            place = self.mentions[i] if i is not None and self.mentions[i].entity.type == "LOC" else None
            if place is not None and place.entity.country and at <= reading.tokens[sentence.first].head < place.last:
                return place.entity.country
        return None

    def _of_elsewhere(self, first: int, head: int) -> bool:
        """Whether the phrase says that they are of other countries: "foreign diplomats", but not "the foreign minister"."""
        tokens = self.reading.tokens
        return any(
            tokens[at].text.lower() in _ELSEWHERE and tokens[at + 1].lemma.lower() not in _ABROAD for at in range(first, head)
        )

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

    def _is_surname(self, head: int) -> bool:
        """Whether a word for people that stands alone with a capital is a name: "King said", "a ruling by Baker"."""
        token = self.reading.tokens[head]
        role = vocab.role(token.text)
        if role is None or role.kind != "person" or token.upos != "PROPN" or token.text.lower() != role.lemma:
            return False
        office = vocab.title(token.text) is not None and token.text not in _SURNAMES
        return (
            token.text.istitle()
            and not office
            and token.sentence > 0
            and self.reading.sentences[token.sentence].segment == "body"
        )

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
        if tokens[head].xpos == "NNS":
            # "the tenants, Sutter said"
            return False
        after = tokens[mention.last] if mention.last < len(tokens) else None
        return after is None or after.text in {",", ".", ")", "–", "—"} or after.upos in {"VERB", "AUX"}

    def _of_entity(self, entity: Entity, told: Description) -> tuple[str | None, str | None]:
        country, sector = entity.country, entity.sector
        if entity.type != "PER" and (vocab.country_of(entity.name) or vocab.organisation(entity.name)):
            # A word inside a known name describes nobody: the European Union is no trade union.
            return country, sector
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

    def _seated(self, entity: Entity, head: int) -> Entity:
        """Brussels, where it is no place in which something is, as the European Union of a report that names it."""
        if entity.type != "LOC" or entity.name.capitalize() != "Brussels" or self._cases(head) & AROUND:
            return entity
        union = next((m.entity for m in self.mentions if m.entity.country == "EUR" and _is_union(m.entity)), None)
        return union or entity

    def _cases(self, head: int) -> frozenset[str]:
        return frozenset(self.reading.tokens[i].text.lower() for i in self.tree.deps(head, "case"))

    def _with_names(self, told: Description, first: int, last: int, head: int) -> Description:
        """The description with what the names inside the phrase add: "Acme workers", "Ruritanian Front fighters"."""
        for t in range(first, last):
            i = self.at.get(t)
            if i is None:
                continue
            entity = self.mentions[i].entity
            if entity.type == "PER" and told.country is None and self.tree.lemma(head) in _CABINETS:
                # "the Bush administration"
                told = replace(told, country=vocab.leader_country(entity.name, True) or entity.country)
            before = t < head or (t > head and self.reading.tokens[head + 1].text.lower() in TIGHT)
            if not before or (entity.type == "PER" and not self._possesses(t, head)):
                continue
            if is_foreign(self.reading.tokens, self.mentions[i].first, self.mentions[i].last):
                continue
            told = replace(told, country=told.country or entity.country)
            if told.role and (found := vocab.role(told.role)) and found.sector is None and entity.sector:
                told = replace(told, sector=told.sector if told.sector not in {None, "GOV"} else entity.sector)
            if told.role is None and entity.type == "ORG" and t == head:
                told = replace(told, sector=told.sector or entity.sector)
        possessor = self.tree.first(head, "nmod:poss")
        # "our spokesman said": who "our" means is the spokesman's side, and asking it would go round in a circle.
        others = self.tree.lemma(head) in OF_OTHERS
        if told.country is None and not others and possessor is not None and self.pronoun(possessor) not in {None, "I", "we"}:
            owner = self.resolve(possessor)
            told = replace(told, country=owner.country)
        return told

    def _possesses(self, index: int, head: int) -> bool:
        token = self.reading.tokens[index]
        return token.deprel == "nmod:poss" and token.head == head

    # ------------------------------------------------------------------------------------------------------- parties

    def _find_parties(self) -> None:
        """Every noun phrase that could be an antecedent, in order. Earlier ones serve to resolve the later ones."""
        for index, token in enumerate(self.reading.tokens):
            pronoun = self.pronoun(index)
            if pronoun in {"he", "she"} and token.deprel.startswith("nsubj") and self.quote_at(index) is None:
                self._take_up(index, pronoun)
                continue
            if token.upos not in {"NOUN", "PROPN", "ADJ"}:
                continue
            # A name that the parser made part of a verb stands for itself.
            above = next(self.tree.ancestors(index), None)
            inner = token.deprel in _INNER and (above is None or self.reading.tokens[above].upos != "VERB")
            apposed = token.deprel == "appos" and 0 <= token.head < index and self._is_named(token.head)
            if inner or (apposed and not self._is_named(index)):
                continue
            if token.lemma == "state" and any(each not in self.at for each in self.tree.obliques(index, "of")):
                # "a state of emergency"
                continue
            party = self._party(index)
            if party is not None:
                self._parties.append(party)

    def _is_named(self, index: int) -> bool:
        """Whether a token stands in a person's name."""
        i = self.at.get(index)
        return i is not None and self.mentions[i].entity.type == "PER"

    def _party(self, head: int) -> Party | None:
        named = self._named_by(head)
        actor = self._nominal(named)
        first, last, told, mention = self._phrase(named)
        plural = self.reading.tokens[named].xpos in {"NNS", "NNPS"} or told.plural
        if mention is not None:
            kind = KINDS.get(mention.entity.type)
            cluster = mention.entity.cluster
            gender = self._genders.get(cluster) or told.gender
            return Party(head, kind, gender, plural and kind == "body", actor, cluster) if kind else None
        if told.role is None or told.kind is None:
            return None
        bare = first == named and last == named + 1 and self.reading.tokens[named].text.islower()
        if bare and told.kind == "person" and not plural:
            # "elected president", "ran for mayor": an office, and nobody in it.
            return None
        cluster = self._people.get(actor.name, -1) if told.kind == "person" and not plural else -1
        gender = self._genders.get(cluster) or told.gender
        return Party(head, told.kind, gender if not plural else None, plural, actor, cluster)


OF_OTHERS = frozenset({"adversary", "counterpart", "enemy", "foe", "neighbour", "neighbor", "opponent", "rival"})
"""Whoever is so called by somebody is of another side."""
_CABINETS = frozenset({"administration", "cabinet", "government", "regime"})
_BESIDE = frozenset({"appos", "flat", "nmod:desc", "compound", "nmod:unmarked"})
_INNER = frozenset({"compound", "flat", "fixed", "nmod:desc", "goeswith", "amod"})


def _is_union(entity: Entity) -> bool:
    body = vocab.organisation(entity.name)
    return body is not None and body.name == "European Union"


# Titles that are common surnames too.
_SURNAMES = vocab.wordset("King Prince Pope Bishop Major Marshal Cardinal Constable Judge")
_UNNAMED = vocab.wordset("the a an some several many these those this that")

_SCORES = vocab.wordset("dozen hundred thousand million billion")


def _bare(text: str) -> str:
    words = text.split()
    while len(words) > 1 and words[0].lower() in _UNNAMED and words[1].lower() not in _SCORES:
        words = words[1:]
    return " ".join(words)
