"""Whether the sentence speaks of its time as past or as to come.

The tense is the governing verb's where the reading has a tree, the nearest telling word's where it has none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from onrecord.model import Token

PAST, OPEN, FUTURE = -1, 0, 1

_PLANNING = frozenset(
    """schedule expect set plan due slate intend hope want agree prepare aim vow promise pledge need have propose urge
    ask decide vote go resume begin start continue expire ready likely about""".split()
)
_ARRANGED = frozenset("""schedule expect slate plan due set""".split())
# In the present tense these speak of what is to come ("the talks open Monday").
_TIMETABLE = frozenset(
    """meet open begin start arrive leave travel expire run end close return visit face resume take""".split()
)
_FUTURE_WORDS = frozenset(
    """will 'll ’ll would shall wo scheduled due expected expects expect plans planning set slated upcoming until must
    going intends hopes should might may could can ahead deadline expire expires expiring payable""".split()
)
_TAKE_TO = frozenset("""plans plan planned about likely ready is are""".split())
_PAST_WORDS = frozenset(
    """said was were had has have did told came went took made began left got met held led won lost rose fell sent gave
    saw found ran grew kept became broke brought bought built caught chose cut drew drove fought flew hit put quit
    read set shot sold spoke spent stood struck swept thought threw wrote been since reported announced ended""".split()
)
_NOT_PAST = frozenset("""need feed indeed speed seed united red bed hundred expected scheduled planned proposed""".split())


def tense_of(tokens: Sequence[Token], first: int, last: int, start: int, end: int) -> int:
    """PAST, FUTURE or OPEN for the time at ``start`` to ``end`` in the sentence ``tokens[first:last]``."""
    begin = bisect_left(tokens, start, first, last, key=lambda token: token.start)
    inside = range(begin, bisect_left(tokens, end, begin, last, key=lambda token: token.start))
    if not inside:
        return OPEN
    before = tokens[inside[0] - 1].text.lower() if inside[0] > first else ""
    if before == "since":
        return PAST
    if before == "as" and tokens[inside[0] - 2].text.lower() in ("early", "soon", "late"):
        return FUTURE
    parsed = any(tokens[i].head >= 0 and tokens[i].upos != "X" for i in inside)
    found = _tree_tense(tokens, inside) if parsed else OPEN
    if found == OPEN:
        found = _word_tense(tokens, first, last, inside[0], inside[-1])
    if before in ("until", "till", "through") or (before == "by" and found == OPEN):
        near = tokens[max(first, begin - 20) : min(last, begin + 20)]
        return PAST if any(t.text.lower() == "had" for t in near) else FUTURE
    return found


def is_present(tokens: Sequence[Token], first: int, start: int, end: int) -> bool:
    """Whether the verb above the expression stands in the present tense; False where the reading has no tree."""
    begin = bisect_left(tokens, start, first, len(tokens), key=lambda token: token.start)
    node = tokens[begin].head if begin < len(tokens) and tokens[begin].end <= end else -1
    if node < 0:
        return False
    helpers = [t for t in tokens[max(first, node - 6) : node + 6] if t.head == node and t.deprel.startswith(("aux", "cop"))]
    tags = {t.xpos for t in (helpers or [tokens[node]])}
    return bool(tags & {"VBZ", "VBP"}) and not tags & {"VBD", "MD"}


def _tree_tense(tokens: Sequence[Token], inside: Sequence[int]) -> int:
    """The tense of the nearest verb above the expression; an infinitive takes it from what plans it."""
    members = set(inside)
    node = next((i for i in inside if tokens[i].head not in members), inside[0])
    seen: set[int] = set()
    while 0 <= node < len(tokens) and node not in seen:
        seen.add(node)
        token = tokens[node]
        if token.upos in ("VERB", "AUX") and node not in members:
            found = _verb_tense(tokens, node)
            if found is not None:
                return found
        node = token.head
    return OPEN


def _verb_tense(tokens: Sequence[Token], node: int) -> int | None:
    """The tense of a verb with its auxiliaries; None where its head must say."""
    token = tokens[node]
    near = range(max(0, node - 8), min(len(tokens), node + 3))
    helpers = {tokens[i].text.lower() for i in near if tokens[i].head == node and tokens[i].deprel.startswith(("aux", "mark"))}
    if helpers & {"will", "'ll", "’ll", "would", "shall", "wo", "must"}:
        return FUTURE
    if _is_one_of(token, _ARRANGED) and (token.xpos != "VBD" or token.text.lower() in ("planned", "scheduled")):
        return PAST if helpers & {"had"} else FUTURE
    if helpers & {"had", "has", "have", "was", "were", "did", "been", "'d", "’d", "’ve", "'ve"}:
        return PAST
    if token.xpos in ("VBD", "VBN"):
        return PAST
    if token.xpos in ("VB", "VBG"):
        head = token.head
        if head >= 0 and _is_one_of(tokens[head], _PLANNING):
            return FUTURE
        return FUTURE if token.xpos == "VBG" and helpers & {"is", "are", "'re", "’re", "'s", "’s"} else None
    return FUTURE if token.xpos in ("VBZ", "VBP") and _is_one_of(token, _TIMETABLE) else OPEN


def _is_one_of(token: Token, lemmas: frozenset[str]) -> bool:
    """Whether the word is a form of one of ``lemmas``; its endings are tried too, since lemmas are the reader's guess."""
    word = token.text.lower()
    forms = {
        token.lemma.lower(),
        word,
        word.removesuffix("s"),
        word.removesuffix("d"),
        word.removesuffix("ed"),
        word.removesuffix("ing"),
    }
    return not forms.isdisjoint(lemmas)


def _word_tense(tokens: Sequence[Token], first: int, last: int, begin: int, stop: int) -> int:
    """The nearest telling word: before the expression up to a break, then after it."""
    for i in range(begin - 1, max(first, begin - 13) - 1, -1):
        found = _telling(tokens, i)
        if found != OPEN:
            return found
        if tokens[i].text in (";", ":", "--"):
            break
    for i in range(stop + 1, min(last, stop + 8)):
        found = _telling(tokens, i)
        if found != OPEN:
            return found
        if tokens[i].text in (",", ";", ":", "--"):
            break
    return OPEN


def _telling(tokens: Sequence[Token], i: int) -> int:
    word = tokens[i].text.lower()
    if tokens[i].text == "May":
        return OPEN
    if word in _FUTURE_WORDS:
        arranged = word in ("scheduled", "due", "expected", "set", "slated", "expire") and any(
            t.text == "had" for t in tokens[max(0, i - 5) : i]
        )
        return PAST if arranged else FUTURE
    if word == "to" and i + 1 < len(tokens) and tokens[i + 1].text.isalpha() and tokens[i + 1].text.islower() and i > 0:
        return FUTURE if tokens[i - 1].text.lower() in _FUTURE_WORDS | _TAKE_TO else OPEN
    participle = word.endswith("ed") and len(word) > 4 and word not in _NOT_PAST and tokens[i].text.islower()
    if word in _PAST_WORDS or (participle and not (i > 0 and tokens[i - 1].text.lower() == "be")):
        return PAST
    return OPEN
