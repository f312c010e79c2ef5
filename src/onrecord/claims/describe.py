"""What the words of a noun phrase tell about a person or body: role, sector, country, gender, number.

Works on runs of tokens, not on trees: titles and roles stand close to the name they describe, and a run of words survives a
wrong tree. Positions are indices into ``Reading.tokens``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord import vocab
from onrecord.model import Token

_LONGEST_NAME = 7
_LONGEST_ROLE = 4
# "Russian-backed rebels" are not Russian, nor is a "London-based group" British: what follows the hyphen is another's doing, or
# tells where somebody lives. All that ends in "ed" is such a word; these do not.
_NOT_OF = vocab.wordset(
    """
    led held made run built born grown bred bound speaking style like type friendly language only free sponsoring wide
    """
)
_HYPHENS = frozenset({"-", "‑", "–"})
_LEANING = vocab.wordset("pro anti non")
_FORMER = frozenset(["former", "ex", "one-time", "onetime", "late", "then-former", "ousted", "deposed", "retired"])
_BELONGS = frozenset({"of", "from", "in", "for", "at"})
# Roles so general that a word before them ("rebel", "hospital", "police") tells the sector.
_GENERAL = frozenset(
    [
        "official",
        "officer",
        "worker",
        "employee",
        "commander",
        "chief",
        "department",
        "authority",
        "secretary",
        "member",
        "agent",
        "director",
        "head",
        "leader",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "source",
        "group",
        "organisation",
        "organization",
        "service",
        "office",
        "force",
        "team",
        "staff",
        "personnel",
        "candidate",
        "supporter",
        "figure",
        "man",
        "men",
        "youth",
        "men",
        "sympathiser",
        "commission",
        "agency",
        "executive",
        "adviser",
        "advisor",
        "negotiator",
        "expert",
        "analyst",
        "guard",
        "movement",
        "representative",
        "people",
        "station",
        "student",
        "inspector",
        "crew",
        "convoy",
        "faction",
    ]
)
# A president, unlike a minister, may be one of anything: the body that stands with the word tells.
POSTS = vocab.wordset("president vice-president")
# Posts of a government unless a body of another kind is named.
_OF_A_BODY = frozenset({"minister", "secretary", "general secretary"})
# "labour minister" is of the government, "church minister" is not.
_MINISTRY = frozenset({"REL", "OPP", "REB"})
_NEVER_OF_MEDIA = vocab.wordset(
    """
    official officials minister ministers ministry government forces police policeman policemen security militant militants
    militia militias lawmaker lawmakers member members supporter supporters candidate candidates troops soldiers fighters
    """
)
# Parties of many countries: a name that begins so is of the vocabulary's country only in a report that names it.
SHARED_PARTIES = frozenset({"Labour", "Labor", "Conservative", "Conservatives", "Liberal", "Social", "Christian", "National"})
_AMERICAN = frozenset(
    """Atlanta Savannah Macon Ga Ga. Alabama Florida Tennessee Carolina Virginia Ohio Texas California Kentucky Louisiana
    Mississippi U.s. U.S. US American Americans Republican Republicans Democrat Democrats Congress GOP""".split()
)
_CAUCASIAN = frozenset(
    """Georgian Georgians Tbilisi Batumi Gori Abkhazia Abkhaz Ossetia Ossetian Saakashvili Shevardnadze Caucasus Armenia
    Azerbaijan Russia Russian Moscow""".split()
)
_OF_ALL = vocab.wordset("all both warring concerned third two relevant conflicting")
_LANDS = vocab.wordset("country nation state republic kingdom territory government people region")
_GOVERNING = frozenset(
    ["leader", "spokesman", "spokeswoman", "spokesperson", "chief", "head", "negotiator", "representative", "counterpart"]
)


@dataclass(frozen=True, slots=True)
class Description:
    """What a run of words tells. ``role`` is the head noun or phrase in lower case, ``at`` the position of its last word."""

    role: str | None = None
    at: int = -1
    sector: str | None = None
    country: str | None = None
    kind: vocab.RoleKind | None = None
    gender: str | None = None
    plural: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    first: int
    last: int
    country: str | None
    sector: str | None
    is_name: bool


def text_of(tokens: Sequence[Token], first: int, last: int) -> str:
    """The words ``tokens[first:last]`` as they stand, white space between them as one space or none."""
    parts = [tokens[first].text] if first < last else []
    for index in range(first + 1, last):
        if tokens[index].start > tokens[index - 1].end:
            parts.append(" ")
        parts.append(tokens[index].text)
    return "".join(parts)


def roles_in(tokens: Sequence[Token], first: int, last: int) -> list[tuple[int, int, vocab.Role]]:
    """The role nouns in ``tokens[first:last]``, longest match first, as (first, end, role), in order."""
    found: list[tuple[int, int, vocab.Role]] = []
    index = first
    while index < last:
        longest = min(_LONGEST_ROLE, last - index) if vocab.begins_role(tokens[index].text) else 1
        for length in range(longest, 0, -1):
            role = vocab.role(text_of(tokens, index, index + length))
            if role is not None and _is_noun(tokens[index + length - 1]):
                found.append((index, index + length, role))
                index += length - 1
                break
        index += 1
    return found


def _is_noun(token: Token) -> bool:
    if token.upos == "ADJ" and token.text in {"private", "general", "major"}:
        # "a private group" is no soldiers'.
        return False
    return token.upos in {"NOUN", "PROPN", "X", "ADJ"} or token.xpos.startswith("NN")


def marks_in(tokens: Sequence[Token], first: int, last: int) -> list[_Mark]:
    """Countries and known bodies named in ``tokens[first:last]``, in order, longest match first; not those of "-backed"."""
    found: list[_Mark] = []
    index = first
    while index < last:
        word = tokens[index].text
        capital = word[:1].isupper() or word.startswith("al")
        longest = vocab.longest_name(word) if capital else 0
        # One more for an article before it.
        mark = _mark_at(tokens, index, min(last, index + longest + 1)) if longest else None
        if mark is not None:
            joined = bool(found) and found[-1].last == mark.first - 1 and tokens[mark.first - 1].text in _HYPHENS
            if joined and found[-1].country != mark.country:
                # "Indian-American" is of the latter, "the Iran-Iraq war" of neither.
                found.pop()
            if not is_foreign(tokens, mark.first, mark.last) and (
                not joined or tokens[mark.first].text in {"American", "Americans"}
            ):
                if mark.country == "GEO" and word == "Georgia" and is_the_state(tokens):
                    mark = replace(mark, country="USA")
                elif mark.sector == "PTY" and word in SHARED_PARTIES and mark.country and not names_land(tokens, mark.country):
                    mark = replace(mark, country=None)
                found.append(mark)
            index = mark.last
        else:
            index += 1
    return found


def is_the_state(tokens: Sequence[Token]) -> bool:
    """Whether "Georgia" in a report is the American state: other words are of America, and none of the Caucasus."""
    words = {token.text.capitalize() if token.text.isupper() else token.text for token in tokens}
    return bool(words & _AMERICAN) and not words & _CAUCASIAN


def names_land(tokens: Sequence[Token], country: str) -> bool:
    """Whether a report names a country by a word of its own: "Britain", "British", "London"."""
    words = {token.text for token in tokens if token.text[:1].isupper() and token.text not in SHARED_PARTIES}
    look_ups = (vocab.country_of, vocab.adjective_country, vocab.capital_country)
    return any(look_up(word) == country for word in words for look_up in look_ups)


def _mark_at(tokens: Sequence[Token], index: int, last: int) -> _Mark | None:
    for length in range(min(_LONGEST_NAME, last - index), 0, -1):
        told = vocab.named(text_of(tokens, index, index + length))
        if told is not None and not (
            (told[1] == "PTY" and _is_office(tokens, index + length)) or (told[1] == "JRN" and _governs(tokens, index, length))
        ):
            return _Mark(index, index + length, *told)
    return None


def _is_office(tokens: Sequence[Token], index: int) -> bool:
    """Whether "minister" or the like follows: the labour minister is not of the Labour Party."""
    return index < len(tokens) and tokens[index].text.lower() in {"minister", "ministry", "ministers", "department", "court"}


def _governs(tokens: Sequence[Token], index: int, length: int) -> bool:
    """Whether an acronym stands before people that no news agency has: "PA officials" are not of the Press Association."""
    after = tokens[index + length : index + length + 1]
    return bool(after) and tokens[index].text.isupper() and length == 1 and after[0].text.lower() in _NEVER_OF_MEDIA


def describe(tokens: Sequence[Token], first: int, last: int, head: int | None = None, bodies: bool = False) -> Description:
    """What ``tokens[first:last]`` tells. ``head`` is the position of the phrase's head noun, the last role if not given.

    ``bodies`` leaves words for persons out, as inside the name of a body.
    """
    roles = [found for found in roles_in(tokens, first, last) if not (bodies and found[2].kind == "person")]
    marks = marks_in(tokens, first, last)
    # The African Union is no trade union: a word inside a longer known name says nothing.
    named = frozenset(at for m in marks if m.last - m.first > 1 for at in range(m.first, m.last))
    roles = [found for found in roles if found[0] not in named]
    chosen = _head_role(roles, head)
    if bodies and roles and tokens[roles[0][1] : roles[0][1] + 1] and tokens[roles[0][1]].text == "of" and roles[0][1] < last:
        # "Ministry of Community Development" is a ministry.
        chosen = roles[0]
    at = head if head is not None else (chosen[1] - 1 if chosen else last - 1)
    country, body_sector = _country(tokens, marks, at, first)
    if chosen is None:
        sector = next((m for m in (vocab.modifier_sector(t.text) for t in tokens[first:last]) if m), None)
        return Description(None, at, body_sector or (sector if head is None else None), country)
    role = chosen[2]
    sector = _sector(tokens, roles, chosen, first, named, body_sector, country)
    token = tokens[chosen[1] - 1]
    plural = token.xpos in {"NNS", "NNPS"} or (token.xpos == "X" and token.text.lower() != role.lemma.split()[-1])
    plural = plural or role.lemma in {"police", "people", "troops", "authorities"}
    return Description(role.lemma, chosen[1] - 1, sector, country, role.kind, role.gender, plural)


def _head_role(roles: list[tuple[int, int, vocab.Role]], head: int | None) -> tuple[int, int, vocab.Role] | None:
    if head is None:
        return roles[-1] if roles else None
    return next((role for role in roles if role[0] <= head < role[1]), None)


def _country(tokens: Sequence[Token], marks: list[_Mark], at: int, first: int) -> tuple[str | None, str | None]:
    """The country that the phrase belongs to, and the sector of a named body it belongs to."""
    before = [mark for mark in marks if mark.last <= at + 1]
    after = [mark for mark in marks if mark.first > at and _belongs(tokens, mark, at)]
    country: str | None = None
    sector: str | None = None
    for mark in [*before, *after]:
        country = country or mark.country
        sector = sector or mark.sector
    return country, sector


def is_foreign(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a hyphen joins the name ``tokens[first:last]`` to a word that parts it from what it stands before: "Iran-backed",
    "US-led", "Paris-based", "Russian-speaking", "pro-Iranian".
    """
    after, before = tokens[last : last + 2], tokens[max(0, first - 2) : first]
    if len(after) == 2 and after[0].text in _HYPHENS:
        word = after[1].text.lower()
        return word in _NOT_OF or (word.endswith("ed") and len(word) > 3)
    return len(before) == 2 and before[1].text in _HYPHENS and before[0].text.lower() in _LEANING


def _belongs(tokens: Sequence[Token], mark: _Mark, at: int) -> bool:
    """Whether "of" or the like leads from the head to the mark, with no further clause between."""
    between = tokens[at + 1 : mark.first]
    if not between or len(between) > 6:
        return False
    return between[0].text.lower() in _BELONGS and not any(t.upos in {"VERB", "AUX", "SCONJ"} or t.text == "," for t in between)


def _sector(
    tokens: Sequence[Token],
    roles: list[tuple[int, int, vocab.Role]],
    chosen: tuple[int, int, vocab.Role],
    first: int,
    named: frozenset[int],
    body: str | None,
    country: str | None,
) -> str | None:
    start, end, role = chosen
    before = [tokens[at].text.lower() for at in range(first, start) if at not in named]
    own = role.sector
    word = role.lemma.split()[-1]
    if role.kind == "person" and (_FORMER.intersection(before) or before[-2:] == ["ex", "-"]):
        return "ELI" if own in {"GOV", "LEG", "MIL", "COP", "JUD", "PTY", "SPY"} or own is None else own
    if word in POSTS or role.lemma in _OF_A_BODY:
        given, found = _headed(tokens, roles, first, start, end)
        if role.lemma != "minister" and word not in POSTS:
            return given if found else own
        if word in POSTS:
            return given if found else body or (None if _of_a_body(tokens, end) else own)
        return given if given in _MINISTRY else own
    if own is None or word in _GENERAL:
        given = next((s for s in (vocab.modifier_sector(w) for w in reversed(before)) if s), None)
        others = [other.sector for a, b, other in roles if other.sector and (b <= start or _after(tokens, a, end))]
        if own is None:
            return given or (others[0] if others else None) or body or ("GOV" if country and word in _GOVERNING else None)
        if own == "MIL" and "COP" in others:
            # "commander of police investigations"
            return given or "COP"
        if len(role.lemma.split()) == 1:
            return given or body or own
    if role.lemma == "party" and not _OF_ALL.isdisjoint(before):
        # "the warring parties"
        return None
    if own == "CVL" and before and before[-1] in {"armed", "masked"}:
        return "UAF"
    return own


def _of_a_body(tokens: Sequence[Token], end: int) -> bool:
    """Whether "of" and a name of several words follow, of which no vocabulary tells that it is a land: "president of Harbour
    Rescue".
    """
    name = [token for token in tokens[end + 1 : end + 3] if token.upos == "PROPN"]
    if len(name) < 2 or tokens[end].text.lower() != "of":
        return False
    return not any(mark.first == end + 1 for mark in marks_in(tokens, end + 1, min(len(tokens), end + 4)))


def _headed(
    tokens: Sequence[Token], roles: list[tuple[int, int, vocab.Role]], first: int, start: int, end: int
) -> tuple[str | None, bool]:
    """The sector of the body that a post heads, and whether the words tell one: "union president", "president of the club"."""
    for a, b, other in reversed(roles):
        of_it = a > start and _after(tokens, a, end) and tokens[end].text.lower() == "of"
        if other.kind != "person" and (b == start or of_it) and other.lemma not in _LANDS:
            # "secretary of the Miners Federation"
            members = (each.sector for x, _, each in roles if end < x < a and each.kind == "person")
            return other.sector or vocab.modifier_sector(other.lemma) or next(filter(None, members), None), True
    given = vocab.modifier_sector(tokens[start - 1].text) if start > first else None
    return given, given is not None


def _after(tokens: Sequence[Token], index: int, end: int) -> bool:
    between = tokens[end:index]
    return bool(between) and len(between) <= 4 and between[0].text.lower() in _BELONGS
