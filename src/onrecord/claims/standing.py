"""Country and sector of a report's names, from the vocabulary and from the words that stand around their mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord import vocab
from onrecord.claims.describe import POSTS, SHARED_PARTIES, Description, describe, is_the_state, marks_in, names_land, roles_in
from onrecord.claims.gazetteer import candidates
from onrecord.claims.homeland import NO_LAND, SEATS, dateline_country, home_country
from onrecord.claims.mentions import Mention
from onrecord.model import Reading, Token

_STATES = vocab.wordset("D R I Dem Rep")
_PUBLIC = frozenset({"GOV", "MIL", "COP", "JUD", "LEG"})
# "the Gulf", "the West" in a report are no province or village of that name.
_COMMON = vocab.wordset("gulf sea bay strait coast delta ocean river lake valley north south east west centre center capital")
# Words of offices whose holder is known by the surname alone.
_OFFICES = vocab.wordset("president premier minister chancellor king leader secretary emperor prince ayatollah")
_TOWN, _CITY = 10_000, 300_000
_SPEAKS_IN = 4
"""Words behind a name within which "said in Addis Ababa" tells where."""
_ELSEWHERE = vocab.wordset("in at to from for with by on before under into over against")
_BE = vocab.wordset("is was are were became becomes remains")


def _lands_of_towns(mentions: Sequence[Mention]) -> frozenset[str]:
    """The countries of the towns that are found in one country only: they tell where towns of many countries are meant."""
    names = {" ".join(mention.words) for mention in mentions if mention.entity.type == "LOC"}
    found = ({place.country for place in candidates(name)} for name in names if name.lower() not in _COMMON)
    return frozenset(country for each in found if len(each) == 1 for country in each if country is not None)


class Standing:
    """Country and sector of each cluster. Bodies first: persons take theirs from the bodies that describe them."""

    def __init__(self, reading: Reading, mentions: Sequence[Mention], groups: Sequence[Sequence[int]]) -> None:
        self._tokens = reading.tokens
        self._sentences = [token.sentence for token in reading.tokens]
        self._mentions = mentions
        self._cluster = {i: c for c, group in enumerate(groups) for i in group}
        self._at = {t: i for i, m in enumerate(mentions) for t in range(m.first, m.last)}
        self._home = home_country(reading)
        self._only = home_country(reading, sure=True)
        dateline = dateline_country(reading)
        self._dateline = None if dateline in SEATS else dateline
        marks = [mark for mark in marks_in(reading.tokens, 0, len(reading.tokens)) if mark.sector != "JRN"]
        self._lands = {mark.country for mark in marks}
        self._towns = _lands_of_towns(mentions)
        self._marked = [(mark.first, mark.country) for mark in marks if mark.country is not None]
        self._paragraphs = [reading.sentences[token.sentence].paragraph for token in reading.tokens]
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
            if known[1] == "PTY" and mention.words[0] in SHARED_PARTIES and not names_land(self._tokens, known[0] or ""):
                known = None, "PTY"
            country, sector = country or known[0], sector or known[1]
            if known[0] is not None:
                # What the vocabulary knows by name is not described by it: the European Union is no trade union.
                continue
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
            return "USA" if name == "Georgia" and is_the_state(self._tokens) else told
        if name.lower() in _COMMON:
            return None
        # Of a name that the report's own countries do not explain, a village is not likelier than a part of the world.
        options = [place for place in candidates(name) if place.country is not None]
        lands = (self._lands, self._towns if self._only is None else frozenset())
        near = next((place.country for known in lands for place in options if place.country in known), None)
        if near or self._only is None:
            return near or next((place.country for place in options if place.kind != "city" or place.population >= _TOWN), None)
        # In a report of one country a small town elsewhere is not meant, and "Western" is a province of many.
        great = {place.country for place in options if place.population >= _CITY}
        return great.pop() if len(great) == 1 else None

    def _person(self, members: Sequence[Mention]) -> tuple[str | None, str | None]:
        country: str | None = None
        sector: str | None = None
        for mention in members:
            post = False
            for told in (self._before(mention, False), self._after(mention), self._party(mention)):
                if told is not None:
                    country, sector = country or told.country, sector or told.sector
                    post = post or told.role in POSTS
            country = country or self._of_land(mention)
            title = vocab.title(mention.title) if mention.title else None
            if title is not None and title.sector is not None:
                # "Club president": of what body has been asked already.
                sector = sector or (None if post else title.sector)
                country = country or self._land_before(mention.first - 1)
                if title.sector == "MIL" and sector == "COP":
                    # "Gen. Lind, the officer who runs the harbour"
                    sector = "MIL"
        country = country or self._of_leader(members, sector)
        if country is None and sector is not None and sector not in {"ELI", "JRN", "BUS", "EDU"}:
            country = self._only or (self._of_office(members) if sector == "GOV" else self._home)
        return country, sector

    def _of_land(self, mention: Mention) -> str | None:
        """The country of the place behind a name: "King Olav of Norway", "Foreign Minister Ana Rey of Peru"."""
        tokens, at = self._tokens, mention.last
        if at + 1 >= len(tokens) or tokens[at].text != "of" or self._sentences[at + 1] != self._sentences[mention.first]:
            return None
        place = self._at.get(at + 1, self._at.get(at + 2) if tokens[at + 1].text == "the" else None)
        return self._told[self._cluster[place]][0] if place is not None and self._cluster[place] in self._told else None

    def _of_leader(self, members: Sequence[Mention], sector: str | None) -> str | None:
        """The country of one whom the vocabulary knows as a state's leader, by full name, or by surname with the office.

        Others bear some of these names too: a full name alone counts where the report names the country, or the office.
        """
        near = {token.text.lower() for m in members for token in self._tokens[max(0, m.first - 3) : m.first]}
        in_office = bool(near & _OFFICES) and all(len(m.words) == 1 for m in members)
        found = (vocab.leader_country(" ".join(m.words), in_office) for m in sorted(members, key=lambda m: -len(m.words)))
        return next((code for code in found if code and (in_office or sector in _PUBLIC or code in self._lands)), None)

    def _of_office(self, members: Sequence[Mention]) -> str | None:
        """The land of the dateline or of the report for somebody in office without one: a foreigner would have been given
        theirs. A president may be of another country that the paragraph has just named.
        """
        first = members[0].first
        words = {token.text.lower() for m in members for token in self._tokens[max(0, m.first - 3) : m.first]}
        if words & {"minister", "premier", "secretary"}:
            home = self._dateline or self._home
            return self._abroad(members[0], home) if home is not None else None
        near = [land for at, land in self._marked if at < first and self._paragraphs[at] == self._paragraphs[first]]
        near = [land for land in near if land not in NO_LAND]
        other = "president" in words and bool(near) and near[-1] not in {self._dateline, self._home}
        return None if other else self._home or self._dateline

    def _abroad(self, mention: Mention, home: str) -> str | None:
        """``home``, but for one who speaks in another country: that country if it is the only one that the paragraph names and
        was named before, else none. Ministers travel, and those of another country speak at home too.
        """
        tokens, sentence = self._tokens, self._sentences[mention.first]
        behind = range(mention.last, min(mention.last + _SPEAKS_IN, len(tokens) - 1))
        place = next((k + 1 for k in behind if tokens[k].text == "in" and self._sentences[k + 1] == sentence), None)
        land = next((land for at, land in self._marked if at == place), None) if place is not None else None
        land = land or (vocab.capital_country(self._name_at(place)) if place is not None else None)
        if land is None or land == home:
            return home
        here = self._paragraphs[mention.first]
        named = {each for at, each in self._marked if self._paragraphs[at] == here and each not in NO_LAND}
        before = any(each == land and at < mention.first and self._paragraphs[at] == here for at, each in self._marked)
        return land if before and named == {land} else None

    def _name_at(self, index: int) -> str:
        found = self._at.get(index)
        return " ".join(self._mentions[found].words) if found is not None else self._tokens[index].text

    def _its(self, start: int) -> str | None:
        """The country that "its" or "their" before an office means: the only one named in the sentence so far and in the one
        before, or the one that stood as a subject.
        """
        tokens = self._tokens
        start = next((at for at in (start, start - 1) if at >= 0 and tokens[at].text.lower() in {"its", "their"}), -1)
        if start < 0:
            return None
        near = [(at, land) for at, land in self._marked if at < start and self._sentences[start] - self._sentences[at] <= 1]
        near = [(at, land) for at, land in near if land not in NO_LAND and self._paragraphs[at] == self._paragraphs[start]]
        subjects = [land for at, land in near if tokens[at].deprel.startswith("nsubj")]
        lands = {land for _, land in near}
        return lands.pop() if len(lands) == 1 else subjects[-1] if subjects else None

    def _before(self, mention: Mention, body: bool) -> Description | None:
        """What the words just before a mention tell: "Russia's foreign minister", "the president of Rwanda,"."""
        tokens = self._tokens
        end = mention.first
        start = self._walk_left(end)
        told = self._describe(start, end, None)
        bare = told is None or (told.role is None and not body)
        if bare and end and tokens[end - 1].text == "," and self._apposed(mention):
            begin = self._walk_left(end - 1, across=True)
            apposed = self._leading(begin, end - 1)
            if apposed is not None:
                return apposed if apposed.country or body else replace(apposed, country=self._its(begin))
        if told is None or (told.role is None and not (body and told.country and self._touches(end))):
            return None
        if told.kind == "person" and body:
            return None
        if told.country is None and not body:
            told = replace(told, country=self._possessor(start) or (self._its(start) if start < end else None))
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
            if (tokens[end].text in ",;.()-–—" and not self._hyphen(end)) or tokens[end].upos in {"VERB", "AUX", "SCONJ"}:
                break
            end += 1
        subject = any(tokens[t].deprel.startswith("nsubj") for t in range(begin, end))
        goes_on = tokens[at].text == "," and end < len(tokens) and tokens[end].upos in {"VERB", "AUX"}
        if subject and (goes_on or self._opens_sentence(mention)):
            # "According to Vance, a clerk was given the papers", "with Vance, guards said": the clerk, the guards are others.
            return None
        return self._leading(begin, end)

    def _opens_sentence(self, mention: Mention) -> bool:
        """Whether a mention ends "According to ..." at the beginning of its sentence."""
        first = self._tokens[mention.first - 2 : mention.first] if mention.first > 1 else ()
        return [token.text for token in first] == ["According", "to"]

    def _hyphen(self, index: int) -> bool:
        return self._tokens[index].text in "-‑" and self._tokens[index - 1].end == self._tokens[index].start

    def _leading(self, begin: int, end: int) -> Description | None:
        """What a run tells whose head is its first role, unless that role is a title of the name that follows it."""
        roles = roles_in(self._tokens, begin, end)
        if not roles:
            return None
        first = roles[0]
        if any(token.text.lower() in _ELSEWHERE for token in self._tokens[begin : first[0]]):
            # "is due back in court"
            return None
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
        if told.role in POSTS and told.sector == "GOV":
            own = self._owned(start) or (self._owned(start - 1) if start else None)
            told = replace(told, sector=own or told.sector)
        for t in range(start, end):
            i = self._at.get(t)
            if i is None or self._mentions[i].entity.type != "ORG" or self._cluster[i] not in self._told:
                continue
            if self._accredited(t, start):
                continue
            country, sector = self._told[self._cluster[i]]
            plain = vocab.role(told.role or "")
            told = replace(told, country=told.country or country)
            if plain is not None and plain.sector is None and told.sector in {None, "GOV"} and sector:
                told = replace(told, sector=sector)
            if told.role in POSTS and told.sector == "GOV" and not vocab.country_of(" ".join(self._mentions[i].words)):
                told = replace(told, sector=sector)
        return told

    def _owned(self, start: int) -> str | None:
        """The sector of the body that "its" or "their" at a token means where a word just before tells one: "the union ... its
        president". None if the word is no such possessive.
        """
        if self._tokens[start].text.lower() not in {"its", "their"}:
            return None
        bodies = [role for _, _, role in roles_in(self._tokens, max(0, start - 30), start) if role.kind != "person"]
        return bodies[-1].sector if bodies else None

    def _accredited(self, index: int, start: int) -> bool:
        """Whether a body is where somebody is sent ("ambassador to the United Nations"), not whom they serve."""
        before = [token.text.lower() for token in self._tokens[max(start, index - 2) : index]]
        return "to" in before

    def _party(self, mention: Mention) -> Description | None:
        """ "(D-Ohio)" after the name of a United States legislator."""
        after = self._tokens[mention.last : mention.last + 4]
        if len(after) > 2 and after[0].text == "(" and after[1].text in _STATES and after[2].text in {"-", "–", ",", ")"}:
            return Description("legislator", mention.last + 1, "LEG", "USA", "person")
        return None

    def _apposed(self, mention: Mention) -> bool:
        """Whether a name after a comma closes an apposition: a mark follows, or a verb whose subject the phrase before
        begins.
        """
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
            if not (_in_phrase(token) or (across and token.text.lower() in {"of", "for", "and", "to", "at"})):
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
