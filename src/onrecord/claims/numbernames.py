"""Numbers that measure nothing: names ("Flight 370", "Article 5"), dates, ages, scores, telephones, the pronoun "one"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import cast

from onrecord.claims.measured import HYPHENS, NOMINAL, Measured, governing_verb, word, words
from onrecord.claims.numerals import Numeral
from onrecord.model import Token


def counts(tokens: Sequence[Token], measured: Measured, first: int, last: int, blocked: tuple[list[int], list[int]]) -> bool:
    """Whether the number measures something, rather than naming, dating, ranking or telling an age or a score."""
    number, unit = measured.numeral, measured.unit
    if _is_age(tokens, measured, first, last):
        return False
    if unit is not None and unit.dimension == "money":
        return True
    if _is_clock_or_date(tokens, measured, first, last) or _is_number_chain(tokens, number, first, last):
        return False
    alone = (
        number.first == number.last - 1
        and tokens[number.first].text.lower() == "one"
        and (unit is None or unit.name == "point")
    )
    if alone and not _is_counting_one(tokens, measured, first, last):
        return False
    if word(tokens, number.first - 1, first, last) == "or" and word(tokens, number.first - 2, first, last) in words("period"):
        return False
    if unit is not None and unit.dimension == "time":
        return word(tokens, number.first - 1, first, last) not in words("label") or not number.bare
    starts, ends = blocked
    index = bisect_right(starts, tokens[number.first].start) - 1
    if index >= 0 and tokens[number.last - 1].end <= ends[index]:
        return False
    if unit is not None:
        return True
    if number.kind == "several":
        return measured.noun is not None
    if number.kind == "fraction" and number.digits is False:
        return measured.noun is not None
    return not (
        _is_label(tokens, measured, first, last)
        or _is_year(tokens, measured, first, last)
        or _is_score(tokens, measured, first, last)
    )


def _is_age(tokens: Sequence[Token], measured: Measured, first: int, last: int) -> bool:
    number, after = measured.numeral, measured.last
    before = word(tokens, number.first - 1, first, last)
    if before in {"aged", "age", "ages"} or (before == "of" and word(tokens, number.first - 2, first, last) in {"age", "ages"}):
        return True
    following = [word(tokens, index, first, last) for index in range(after, after + 3)]
    if (
        measured.unit
        and measured.unit.dimension == "time"
        and (
            following[0] in {"old", "olds"}
            or (following[0] in HYPHENS and following[1] in {"old", "olds"})
            or following[:2] == ["of", "age"]
        )
    ):
        return True
    if number.value is None or not 0 < number.value <= 120 or number.last - number.first > 1 or measured.unit is not None:
        return False
    if before in {"under", "over", "below", "above", "younger", "older"} and _are_young_or_old(tokens, measured, first):
        return True
    next_ = word(tokens, number.last, first, last)
    closed = (before == "," and next_ in {",", ".", ";", ")", ""}) or (before == "(" and next_ == ")")
    if not closed or number.first - 2 < first:
        return False
    named = tokens[number.first - 2]
    return (
        number.bare
        and (named.upos == "PROPN" or named.text[:1].isupper() or named.upos == "NOUN")
        and (named.text.lower() not in words("month"))
    )


def _are_young_or_old(tokens: Sequence[Token], measured: Measured, first: int) -> bool:
    """ "Children under five", "women over 65", "the under-fives": people beside a bare number that bounds their age."""
    if measured.noun is not None and tokens[measured.noun].upos in {"NOUN", "PROPN"}:
        return False
    return any(
        tokens[index].lemma.lower() in words("aged")
        for index in range(max(first, measured.numeral.first - 4), measured.numeral.first)
    )


def _is_clock_or_date(tokens: Sequence[Token], measured: Measured, first: int, last: int) -> bool:
    number, measured_noun = measured.numeral, measured.noun
    if not number.bare and tokens[number.first].upos != "NUM":
        return False
    before, after = word(tokens, number.first - 1, first, last), word(tokens, number.last, first, last)
    if after in words("clock") and cast(float, number.value or 0) <= 24:
        return True
    if before in words("month") and (number.bare and tokens[number.first - 1].text[0].isupper()):
        return True
    earlier = word(tokens, number.first - 2, first, last)
    if (
        before in {"and", "or", "to", "-", "–", ","}
        and earlier.isdecimal()
        and word(tokens, number.first - 3, first, last) in words("month")
    ):
        return number.bare and measured_noun is None
    if after in words("era") and number.bare:
        return True
    return number.bare and after in words("month") and tokens[number.last].text[0].isupper() and cast(float, number.value) <= 31


def _is_number_chain(tokens: Sequence[Token], number: Numeral, first: int, last: int) -> bool:
    """Telephone numbers, serial numbers, dates in figures: digits tied to digits by hyphens, slashes or dots."""
    if not number.digits or not (number.bare or "," not in tokens[number.first].text):
        return False
    left = number.first - 1
    if left - 1 >= first and tokens[left].text in {"-", "/", ".", "–"} and tokens[left].end == tokens[number.first].start:
        if tokens[left].start == tokens[left - 1].end and any(char.isdecimal() for char in tokens[left - 1].text):
            return True
        if tokens[left].text in {"-", "/"} and tokens[left].start == tokens[left - 1].end and tokens[left - 1].upos == "PROPN":
            return True
    right = number.last
    if right + 1 < last and tokens[right].text == "/" and tokens[right + 1].text[:1].isdecimal():
        return True
    if right + 1 < last and tokens[right].text in {"-", "–"} and tokens[right].start == tokens[right - 1].end:
        return (
            tokens[right + 1].text[:1].isdecimal()
            and tokens[right].end == tokens[right + 1].start
            and _long_chain(tokens, right, last)
        )
    return left >= first and tokens[left].text == "#"


def _long_chain(tokens: Sequence[Token], at: int, last: int) -> bool:
    return at + 3 < last and tokens[at + 2].text in {"-", "–"} and tokens[at + 3].text[:1].isdecimal()


def _is_label(tokens: Sequence[Token], measured: Measured, first: int, last: int) -> bool:
    """ "Flight 370", "Article 5", "posts 250 and 251": the number names the noun that it follows."""
    number = measured.numeral
    if tokens[number.first].upos == "PROPN" and number.digits and measured.noun is None:
        return True
    if number.bare and (_is_address(tokens, number, last) or _is_glued(tokens, number, last)):
        return True
    if number.first == first and measured.noun == number.first + 1 and tokens[measured.noun].xpos == "NNP" and number.bare:
        return not tokens[measured.noun].text.endswith("s")
    if number.kind != "plain" or number.first == first:
        return (
            number.bare
            and number.first == first
            and word(tokens, number.last, first, last) in {".", ")", ":"}
            and number.first + 2 < last
        )
    before = tokens[number.first - 1]
    label = before.text.lower()
    if re.fullmatch(r"0\d+", tokens[number.first].text) or (
        before.upos == "PROPN" and re.fullmatch(r"\d+\.\d+", tokens[number.first].text)
    ):
        return True
    if not number.bare and number.last - number.first > 1:
        return False
    if before.text.endswith("-") or (
        label in HYPHENS and before.start > first and tokens[number.first - 2].end == before.start
    ):
        attached = number.first - 2 >= first and tokens[number.first - 2].upos == "PROPN"
        return number.bare and attached
    if (
        label in words("label")
        and (label in {"no", "no.", "nos", "nos.", "number"} or before.upos in NOMINAL)
        and measured.unit is None
    ):
        if label == "no" and not (before.text[0] == "N" or number.bare):
            return False
        return number.bare or not number.digits or bool(re.fullmatch(r"\d+\.\d+", tokens[number.first].text))
    if (
        measured.noun is not None
        and number.bare
        and tokens[measured.noun].xpos == "NNP"
        and not tokens[measured.noun].text.endswith("s")
    ):
        return (
            tokens[number.first].deprel not in {"nummod"}
            or tokens[number.first].head != measured.noun
            or cast(float, number.value) < 4
        )
    right_noun = measured.noun is not None and measured.noun >= number.last
    if number.bare and (_names_one_thing(tokens, measured, last) or _is_index(tokens, measured, first, last)):
        return True
    if before.upos == "PROPN" and number.bare and not (right_noun and _plural(tokens[cast(int, measured.noun)])):
        return True
    if before.upos == "NOUN" and number.bare and not right_noun and tokens[number.first].head == number.first - 1:
        return tokens[number.first].deprel in {"nummod", "flat", "appos", "compound", "dep", "nmod:unmarked"}
    top = tokens[number.first].head
    if (
        tokens[number.first].deprel == "conj"
        and number.bare
        and not right_noun
        and 0 <= top < number.first
        and tokens[top].upos == "NUM"
    ):
        above = tokens[top].head
        return 0 <= above < top and tokens[above].upos in NOMINAL and tokens[top].deprel in {"nummod", "flat"}
    return False


def _is_address(tokens: Sequence[Token], number: Numeral, last: int) -> bool:
    """ "345 S. Main St.", "19 Mill Lane": a number before names that end in a word for a street."""
    for index in range(number.last, min(number.last + 5, last)):
        if not tokens[index].text[:1].isupper():
            return False
        if index > number.last and tokens[index].text.lower() in words("street"):
            return True
    return False


def _is_glued(tokens: Sequence[Token], number: Numeral, last: int) -> bool:
    """ "4x4", "7B": figures run into letters that are no unit."""
    at = number.last
    return at < last and tokens[at].start == tokens[at - 1].end and tokens[at].text[0].isalpha()


def _names_one_thing(tokens: Sequence[Token], measured: Measured, last: int) -> bool:
    """ "A 747 crash", "the 500 index": a number of two and more does not count a noun in the singular."""
    if measured.noun is None or measured.noun < measured.numeral.last or cast(float, measured.numeral.value) < 2:
        return False
    noun = tokens[measured.noun]
    hyphen = word(tokens, measured.numeral.last, 0, last) in HYPHENS
    return (
        noun.xpos == "NN"
        and not hyphen
        and not noun.text.lower().endswith("s")
        and noun.lemma.lower() not in words("collective")
    )


def _is_index(tokens: Sequence[Token], measured: Measured, first: int, last: int) -> bool:
    """ "The 787", "Standard & Poor's 500": a bare number after an article or a name in the genitive, with nothing to count."""
    if measured.noun is not None:
        return False
    at = measured.numeral.first
    before, after = word(tokens, at - 1, first, last), word(tokens, measured.numeral.last, first, last)
    if before in {"'s", "’s"} and at - 2 >= first and tokens[at - 2].upos == "PROPN":
        return True
    return before == "the" and cast(float, measured.numeral.value) >= 13 and after in words("after_index") | {""}


def _plural(token: Token) -> bool:
    return token.xpos in {"NNS", "NNPS"} or token.lemma.lower() in {"people", "person"}


def _is_year(tokens: Sequence[Token], measured: Measured, first: int, last: int) -> bool:
    number = measured.numeral
    if not number.bare or not re.fullmatch(r"1[1-9]\d\d|20\d\d", tokens[number.first].text):
        return False
    if measured.noun is None or measured.noun < number.last:
        return True
    adjacent = measured.noun - number.last <= 2 and _plural(tokens[measured.noun])
    if adjacent and cast(float, number.value) < 1900:
        return False
    before = word(tokens, number.first - 1, first, last)
    dated = before in words("before_year")
    return not adjacent or dated or tokens[number.first].deprel not in {"nummod", "dep"}


def _is_score(tokens: Sequence[Token], measured: Measured, first: int, last: int) -> bool:
    """ "3-2", "won 3 to 1", "a 51-49 vote": two small numbers side by side."""
    number = measured.numeral
    if not number.bare or cast(float, number.value) > 200 or measured.high is not None:
        return False
    for link, other in ((number.last, number.last + 1), (number.first - 1, number.first - 2)):
        mark = word(tokens, link, first, last)
        beside = word(tokens, other, first, last)
        if (
            beside.isdecimal()
            and int(beside) <= 200
            and (
                mark in {"-", "–", "—"}
                or (mark in {"to", "all"} and measured.noun is None and governing_verb(tokens, number.first) in words("match"))
            )
        ):
            return True
    return False


def _is_counting_one(tokens: Sequence[Token], measured: Measured, first: int, last: int) -> bool:
    """Whether "one" is a number: "one man was killed"; not "one of", "one day", "the one", "one source said"."""
    at = measured.numeral.first
    following = word(tokens, at + 1, first, last)
    before = word(tokens, at - 1, first, last)
    if following in words("after_one") | words("one_idiom") or before in words("before_one"):
        return False
    qualified = before in {"least", "only", "just", "than", "about"}
    if measured.noun is None:
        return tokens[at].deprel == "nsubj:pass" or following in words("stand_in") | {"killed", "person"} or qualified
    noun = tokens[measured.noun]
    if noun.lemma.lower() in words("one_idiom") or measured.noun > at + 4:
        return False
    saying = noun.deprel == "nsubj" and 0 <= noun.head < len(tokens) and tokens[noun.head].lemma.lower() in words("saying")
    return not saying
