"""The country that a report plays in, from its dateline and the countries that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onrecord import vocab
from onrecord.claims.describe import marks_in
from onrecord.claims.gazetteer import candidates
from onrecord.model import Reading, Token

_AFTER_DATELINE = frozenset({",", "(", "-", "–", "—", "--", ":", "_"})
_GREAT_TOWN = 250_000
NO_LAND = frozenset({"IGO", "NGO", "UNO", "EUR"})
SEATS = frozenset({"AUT", "BEL", "CHE"})
"""In their capitals or great towns sit bodies of many states, where anybody's minister may be met."""
_WITHIN = frozenset({"amod", "compound", "nmod:poss", "nmod:desc", "nmod:unmarked", "flat", "nmod"})
_WHERE = vocab.wordset("in at across throughout near inside")
_TOWARDS = vocab.wordset("to with from against for toward towards into by")
_ARRIVING = vocab.wordset("arrive land")
_SENDING = vocab.wordset("send deploy dispatch bring return come")


def home_country(reading: Reading, sure: bool = False) -> str | None:
    """The country that a report plays in: the only one it names, or the one that seven in ten of its country words name.

    The town of a dateline counts too. A country to which somebody only goes or turns ("visited France") is not where it plays.
    Where many countries are named it is the dateline's, if no other is named twice as often, or the only one that headline and
    lead name, if no other is named more often; but no seat of bodies of many states. ``sure`` leaves these two out.
    """
    tokens = reading.tokens
    named = (mark for mark in marks_in(tokens, 0, len(tokens)) if mark.country and mark.sector != "JRN")
    marks = [mark for mark in named if not _tells_origin(tokens, mark.first, mark.last)]
    counts = Counter(mark.country for mark in marks if mark.country and mark.country not in NO_LAND)
    at = dateline_country(reading)
    seats = sum(tokens[mark.first].text == "Brussels" for mark in marks)
    if seats == counts["BEL"]:
        # The town where the Union and others sit is not by itself the land of a report.
        del counts["BEL"]
    if at is not None:
        counts[at] += 1
    if not counts:
        return None
    met = {m.country for m in marks if m.last < len(tokens) and tokens[m.last].text.lower() in {"counterpart", "counterparts"}}
    best = max(counts, key=lambda code: (counts[code], code))
    if counts[best] < 0.7 * counts.total() or (best in met and best != at):
        if sure:
            return None
        if at is not None and at not in SEATS and 2 * counts[at] >= counts[best]:
            return at
        lead = [mark for mark in marks if mark.first < _end_of_lead(reading) and mark.country in counts]
        led = {mark.country for mark in lead if not _abroad(tokens, mark.first)}
        only = led.pop() if len(led) == 1 and not met else None
        if only is None or only in SEATS or counts[only] < counts[best]:
            return None
        best = only
    return best if best == at or any(mark.country == best and not _abroad(tokens, mark.first) for mark in marks) else None


def _tells_origin(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a country is named only to say where somebody is from: "a native of Peru", "a Peruvian national"."""
    before = [token.text.lower() for token in tokens[max(0, first - 2) : first]]
    after = tokens[last].text.lower() if last < len(tokens) else ""
    return bool({"born", "native", "citizen", "national"} & set(before[:1])) or after in {"national", "nationals", "native"}


def _end_of_lead(reading: Reading) -> int:
    """The token after the first sentence of the body that is long enough for one."""
    long = (each.last for each in reading.sentences if each.segment == "body" and each.last - each.first > 8)
    return next(long, len(reading.tokens))


def dateline_country(reading: Reading) -> str | None:
    """The country of the capital, country or great town in capitals that a report opens with: "LIMA (Reuters) -", "BEIRA,
    Mozambique, March 12", "MIAMI (AP)".
    """
    for sentence in reading.sentences[:3]:
        words = []
        for token in reading.tokens[sentence.first : sentence.first + 3]:
            if not (token.text.isupper() and len(token.text) > 2):
                break
            words.append(token.text.capitalize())
        after = reading.tokens[sentence.first + len(words) :][:1]
        if words and after and (after[0].text in _AFTER_DATELINE or after[0].text[0].isdigit()):
            name = " ".join(words)
            at = sentence.first + len(words) + 1
            # "BEIRA, Mozambique, March 12".
            behind = (" ".join(token.text for token in reading.tokens[at : at + n]) for n in (3, 2, 1))
            land = next(filter(None, map(vocab.country_of, behind)), None) if after[0].text == "," else None
            return land or vocab.capital_country(name) or vocab.country_of(name) or _country_of_town(name)
    return None


def _country_of_town(name: str) -> str | None:
    """The country of the greatest town of a name, where it is so great that agencies let it stand alone: "MIAMI (AP)"."""
    towns = sorted((each for each in candidates(name) if each.kind == "city"), key=lambda each: -each.population)
    return towns[0].country if towns and towns[0].population >= _GREAT_TOWN else None


def _abroad(tokens: Sequence[Token], index: int) -> bool:
    """Whether the phrase that a country is named in is where somebody goes, or at whom something is aimed."""
    at = index
    for _ in range(8):
        above = tokens[at].head
        if tokens[at].deprel not in _WITHIN or not 0 <= above < len(tokens) or _cases(tokens, at) & _WHERE:
            break
        at = above
    relation, verb = tokens[at].deprel.partition(":")[0], tokens[at].head
    if relation in {"obj", "iobj"}:
        return True
    if _cases(tokens, at) & _WHERE and {"cop"} <= {token.deprel for token in tokens[max(0, at - 8) : at] if token.head == at}:
        # "is in Peru to discuss oil prices"; not "Peru's decision to close schools"
        return any(
            token.head == at and token.deprel in {"acl", "advcl"} and token.xpos == "VB" for token in tokens[at + 1 : at + 8]
        )
    if relation != "obl" or not 0 <= verb < len(tokens):
        return False
    lemma, cases = tokens[verb].lemma.lower(), _cases(tokens, at)
    return bool(cases & _TOWARDS and lemma not in _SENDING) or (lemma in _ARRIVING and bool(cases & _WHERE))


def _cases(tokens: Sequence[Token], index: int) -> set[str]:
    return {token.text.lower() for token in tokens[max(0, index - 8) : index] if token.head == index and token.deprel == "case"}
