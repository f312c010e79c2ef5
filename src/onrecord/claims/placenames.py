"""Which words of a report name places: the reader's, and those that it took for something else or that stand inside a longer
name.

A local report says "Springfield police", "a Springfield man", "R-Springfield", "Springfield Fire Department": the town is named
each time, but as part of something else, and a reader of names often takes it for a body or a person. Such a name is added
where the gazetteer knows it and the words around it are those of a place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from onrecord import vocab
from onrecord.claims.gazetteer import Candidate, candidates, place_key, well_known
from onrecord.claims.mentions import Mention, find_mentions
from onrecord.model import Entity, Reading, Token

_ACTS = vocab.wordset(
    """
    say accuse announce deny agree want warn insist reject urge ask call demand offer condemn refuse propose impose
    recall expel claim believe hope argue respond retaliate vow pledge threaten suspect blame welcome criticise
    criticize recognise recognize sign negotiate decide maintain fear consider support oppose send supply regard see
    view seek summon withdraw tell promise
    """
)
_TIES = vocab.wordset("tie relation relationship talk negotiation tension pressure dialogue rift rapprochement alliance treaty")
_IN = vocab.wordset("in at from near outside around of to throughout across via toward towards")
CIVIC = vocab.wordset(
    """
    police fire city county town council board school schools public department hospital university college airport
    mayor sheriff municipal volunteer state community regional district central house senate supreme legislature
    health highway high commission chamber court general area parks library superior circuit township village
    jail courthouse regional medical memorial detention correctional international elementary middle junior branch sheriff's
    federal municipal independent metropolitan rescue center centre fairgrounds museum
    """
)
_GENERIC = vocab.wordset(
    """
    north south east west central northern southern eastern western northeast northwest southeast southwest upper lower middle
    old new mid metro street road avenue lane drive court loop lot hall bridge port earth jupiter mars moon college airport
    parkway harbor harbour village center centre bay island islands lake river mountain mountains valley hill hills park beach
    coast gulf sea ocean capital union federation republic kingdom state province district region county city town square house
    church school hospital library station terminal tower plaza mall market highway interstate route crossing plains falls field
    fields forest garden gardens junction landing mill mills mount point prairie ridge rock shore summit view woods academy
    university office base camp fort pass dam reservoir jail courthouse area headquarters parliament assembly branch department
    """
)
_STREETS = vocab.wordset(
    "street streets st st. road roads rd rd. avenue avenues ave ave. lane lanes drive boulevard blvd blvd. parkway highway "
    "turnpike expressway intersection terrace crescent"
)
_CORNERS = vocab.wordset("corner intersection block junction")
_JOINS = frozenset({",", "and", "&"})
_NO_END = frozenset({",", ";", ":", "and", "&"})
_POSSESSIVE = frozenset({"'s", "’s"})
_MEMBER = re.compile(r"^(?:D|R|I|DFL|Dem|Rep)$")
_DASHES = frozenset({"-", "–", "—", "--", "---", "‑"})


def place_mentions(reading: Reading, entities: Sequence[Entity]) -> list[Mention]:
    """The mentions of places of a report, in order: names of places that act for a government are left out."""
    found = [mention for mention in _marked(reading, entities) if not acts(reading.tokens, mention)]
    taken = {t for mention in found for t in range(mention.first, mention.last)}
    known = {place_key(" ".join(mention.words)) for mention in found}
    for mention in _mistaken(reading, entities, known):
        if not taken.intersection(range(mention.first, mention.last)) and not acts(reading.tokens, mention):
            found.append(mention)
            taken.update(range(mention.first, mention.last))
    return sorted(found, key=lambda mention: mention.first)


def generic(words: str) -> bool:
    """Whether a name is made of words that say what kind of place is meant, and not which: "Street", "North Central"."""
    return all(word.lower().strip(".") in _GENERIC for word in words.split())


def on_street(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether a name is a street's: "Darby Street", "Lakeview and Harrison streets", "the corner of Pine and Elm"."""
    if tokens[mention.last - 1].text.lower() in _STREETS and mention.last - mention.first > 1:
        return True
    for token in tokens[mention.last : mention.last + 6]:
        if token.text.lower() in _STREETS:
            plural = token.text.lower().endswith(("streets", "roads", "avenues", "lanes"))
            return plural or token is tokens[mention.last]
        if not (token.text[:1].isupper() or token.text in _JOINS):
            break
    before = [token.text.lower() for token in tokens[max(0, mention.first - 4) : mention.first]]
    return any(one in _CORNERS and two == "of" for one, two in pairwise(before))


def _marked(reading: Reading, entities: Sequence[Entity]) -> list[Mention]:
    """The places among the linked entities, without palaces and houses that stand for governments."""
    linked = {(entity.start, entity.end): entity for entity in entities if entity.type == "LOC"}
    bare = Reading(reading.text, reading.sentences, reading.tokens, tuple(linked.values()))
    found: list[Mention] = []
    for mention in _whole(reading, find_mentions(bare)):
        entity = linked.get((mention.entity.start, mention.entity.end), mention.entity)
        name = " ".join(mention.words)
        if mention.entity.type == "LOC" and not (vocab.metonym(name) and not vocab.country_of(name)):
            found += _parts(reading, replace(mention, entity=entity, title=None))
    return found


def _whole(reading: Reading, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, where two that are one name on the map are one: "Cox" and "Bazar" of "Cox's Bazar"."""
    found: list[Mention] = []
    for mention in mentions:
        last = found[-1] if found else None
        between = reading.tokens[last.last : mention.first] if last else ()
        if last and len(between) == 1 and between[0].text in _POSSESSIVE:
            joined = _named(reading, last, last.first, mention.last)
            if candidates(joined.entity.name):
                found[-1] = joined
                continue
        found.append(mention)
    return found


def _parts(reading: Reading, mention: Mention) -> list[Mention]:
    """The names that a reader took for one: "Norman, Okla.", "Sharon and Falls Village", "D-N.J."; else the mention itself.

    One that was cut short ("County Jail" of "Adair County Jail") is given its beginning back.
    """
    tokens = reading.tokens
    first, last = _after_party(tokens, mention.first, mention.last), mention.last
    if tokens[last - 1].text in _DASHES and last < len(tokens) and _adjoins(tokens, last) and tokens[last].text[:1].isupper():
        last += 1
    while last > first + 1 and tokens[last - 1].text in _NO_END:
        last -= 1
    while tokens[first].text.lower() in CIVIC and _runs_on(tokens, first):
        first -= 1
    if (first, last) != (mention.first, mention.last):
        mention = _named(reading, mention, first, last)
    inner = [t for t in range(first + 1, last - 1) if tokens[t].text in _JOINS]
    dashed = not inner
    if dashed:
        inner = [t for t in range(first + 1, last - 1) if tokens[t].text in _DASHES]
    if not inner or candidates(" ".join(mention.words)):
        return [mention]
    edges = [first - 1, *inner, last]
    parts = [(a + 1, b) for a, b in pairwise(edges)]
    known = [
        tokens[a].text[:1].isupper() and _options(reading.text[tokens[a].start : tokens[b - 1].end]) for a, b in parts if b > a
    ]
    if not (all(known) if dashed else any(known)):
        return [mention]
    return [_named(reading, mention, a, b) for a, b in parts if b > a]


def _adjoins(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word is written on to the one before."""
    return tokens[at].start == tokens[at - 1].end


def _runs_on(tokens: Sequence[Token], first: int) -> bool:
    """Whether the word before belongs to the same name: a capital beside it, in the same sentence, and no title."""
    before = tokens[first - 1] if first else None
    return (
        before is not None
        and before.sentence == tokens[first].sentence
        and before.text[:1].isupper()
        and before.text.isalpha()
        and before.upos in {"PROPN", "X"}
        and tokens[first].start == before.end + 1
        and not _common(before.text)
    )


def _named(reading: Reading, mention: Mention, first: int, last: int) -> Mention:
    """The mention with other bounds."""
    start, end = reading.tokens[first].start, reading.tokens[last - 1].end
    words = reading.text[start:end]
    entity = replace(mention.entity, start=start, end=end, name=words)
    return Mention(entity, first, last, tuple(word.strip(",") for word in words.split()), None)


def acts(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether a capital stands for its government: it says or does something, or has ties or talks."""
    name = " ".join(mention.words)
    if vocab.capital_country(name) is None or vocab.country_of(name):
        return False
    head = next(
        (t for t in range(mention.first, mention.last) if not mention.first <= tokens[t].head < mention.last), mention.first
    )
    token = tokens[head]
    for _ in range(10):
        if token.deprel != "conj" or not 0 <= token.head < len(tokens):
            break
        token = tokens[token.head]
    if not 0 <= token.head < len(tokens):
        return False
    above = tokens[token.head]
    if token.deprel == "nsubj":
        return above.lemma.lower() in _ACTS and above.upos == "VERB"
    case = next((t.text.lower() for t in tokens[max(0, head - 3) : head] if t.deprel == "case"), "")
    return token.deprel == "nmod" and above.lemma.lower() in _TIES and case in {"with", "between"}


# ------------------------------------------------------------------------------------------------------ taken for others


def _mistaken(reading: Reading, entities: Sequence[Entity], known: set[str]) -> list[Mention]:
    """Places inside names of other kinds, or taken for them, or overlooked."""
    tokens = reading.tokens
    others = [entity for entity in entities if entity.type != "LOC"]
    bare = Reading(reading.text, reading.sentences, tokens, tuple(others))
    whole_people = {e.cluster for e in others if e.type == "PER" and " " in e.name}
    found: list[Mention] = []
    covered: set[int] = set()
    for mention in find_mentions(bare):
        covered.update(range(mention.first, mention.last))
        if mention.entity.type == "PER" and mention.title is not None:
            continue
        first = _after_party(tokens, mention.first, mention.last)
        for last in range(min(mention.last, first + 3), first, -1):
            if _names_place(reading, mention, first, last, known, whole_people):
                found.append(_mention(reading, first, last))
                break
    for index, token in enumerate(tokens):
        if index in covered or not token.text[:1].isupper():
            continue
        for last in (index + 3, index + 2, index + 1):
            if (
                last <= len(tokens)
                and not covered.intersection(range(index, last))
                and _overlooked(reading, index, last, known)
            ):
                found.append(_mention(reading, index, last))
                covered.update(range(index, last))
                break
    return found


def _names_place(reading: Reading, mention: Mention, first: int, last: int, known: set[str], people: set[int]) -> bool:
    """Whether ``tokens[first:last]``, at the start of a name of another kind, names a place."""
    tokens = reading.tokens
    words = reading.text[tokens[first].start : tokens[last - 1].end]
    options = _options(words)
    following = tokens[last].text.lower() if last < len(tokens) else ""
    if last - first > 1 and tokens[last - 1].text == "City" and following in CIVIC and options and options[0].kind != "city":
        # "Dublin City Council" is the city council of Dublin, wherever a "Dublin City" is on the map.
        return False
    if not options or (vocab.adjective_country(words) and not vocab.country_of(words)) or _common(words):
        return False
    whole = first >= mention.first and last >= mention.last
    sure = place_key(words) in known or bool(well_known(words)) or options[0].kind == "country" or _is_county(words)
    if not whole:
        if mention.entity.type != "ORG" or vocab.media(" ".join(mention.words)):
            return False
        return ((sure or options[0].population > 2000) and following in CIVIC) or (sure and following[:1].isalpha())
    if mention.entity.type == "PER" and mention.entity.cluster in people:
        return False
    if first > mention.first:
        return True
    if mention.entity.type == "ORG" and vocab.organisation(words):
        return False
    return sure or _placed(tokens, first, last)


def _overlooked(reading: Reading, first: int, last: int, known: set[str]) -> bool:
    tokens = reading.tokens
    words = reading.text[tokens[first].start : tokens[last - 1].end]
    if _common(words) or (vocab.adjective_country(words) and not vocab.country_of(words)):
        return False
    if not (place_key(words) in known or well_known(words) or (vocab.country_of(words) and _is_name(tokens[first]))):
        return False
    before = tokens[first - 1].text if first else ""
    return not (before[:1].isupper() and tokens[first - 1].upos == "PROPN" and tokens[first].head == first - 1) and _is_name(
        tokens[first]
    )


def _is_name(token: Token) -> bool:
    return token.upos in {"PROPN", "X"} and len(token.text) > 1


def _after_party(tokens: Sequence[Token], first: int, last: int) -> int:
    """Past "D-" and the like before a legislator's home, and past a dash that the reader took in."""
    if last - first >= 3 and _MEMBER.match(tokens[first].text) and tokens[first + 1].text in _DASHES:
        return first + 2
    if last - first >= 2 and tokens[first].text in _DASHES:
        return first + 1
    return first


def _placed(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words around are those of a place: "in X", "X police", "X, Ohio", "X -" at the start."""
    before = tokens[first - 1] if first and tokens[first - 1].sentence == tokens[first].sentence else None
    after = tokens[last] if last < len(tokens) and tokens[last].sentence == tokens[first].sentence else None
    if before is not None and before.text.lower() in _IN - {"of", "to"}:
        return True
    if after is None:
        return False
    if after.text in _DASHES and (before is None or tokens[first].text.isupper()):
        return True
    if after.text == "," and last + 1 < len(tokens) and well_known(tokens[last + 1].text):
        return True
    role = vocab.role(after.text) if after.text.islower() else None
    return role is not None or after.text.lower() in CIVIC


def _is_county(words: str) -> bool:
    return words.endswith((" County", " Parish"))


def _options(words: str) -> tuple[Candidate, ...]:
    """The places that are written just so: a village whose name only sounds alike is no reason to doubt the reader."""
    if not words[:1].isupper():
        return ()
    plain = place_key(words)
    return tuple(c for c in candidates(words) if c.kind != "city" or (c.main and c.name.lower().replace("-", " ") == plain))


def _common(words: str) -> bool:
    """Whether a name is a role or title that some place happens to bear."""
    return vocab.role(words) is not None or vocab.title(words) is not None or len(words) < 2


def _mention(reading: Reading, first: int, last: int) -> Mention:
    start, end = reading.tokens[first].start, reading.tokens[last - 1].end
    words = tuple(reading.text[start:end].split())
    return Mention(Entity(start, end, "LOC", " ".join(words), confidence=0.7), first, last, words, None)
