"""Which numbers measure a happening and which only stand in its report.

A toll, damage, help or force is always worth a line. A count of other things is where it tells the scale of what happened: not
those who speak or only look on, not the people that a town has, not a share of things, a price of shares or a rate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice

from onrecord.claims.figureframes import Figure
from onrecord.claims.lexicon import rows
from onrecord.claims.predicates import is_whole, predicates
from onrecord.claims.tolls import metric_by
from onrecord.claims.tollwords import base_forms, lexicon, thing
from onrecord.claims.tree import Tree
from onrecord.model import Quantity

_DEFINITE = frozenset({"the", "these", "those", "both", "last", "first", "past", "next", "other"})
_SPEAK = frozenset({"say", "tell", "testify", "forecast", "predict", "argue", "agree", "believe", "think", "expect"})
_DWELL = frozenset({"live", "reside", "dwell"})
_NO_SCENE = frozenset({"count_other", "money_other", "aid_value", "economic_loss", "personnel", "troops"})
_SENT = frozenset({"personnel", "troops", "weapons", "aid_goods"})
_FEW = 10
"""Of fewer things than these the number alone tells no scale."""
_SHARE_PRICE = 1000
"""A share, a bond or a day's rise of one costs less than this in any currency."""
_ALWAYS_ZERO = frozenset({"deaths", "injured", "missing", "ill"})


def is_worth(tree: Tree, quantity: Quantity, head: int, metric: str, named: set[int], before: Sequence[Figure]) -> bool:
    """Whether a number with its metric measures the happening. ``named`` are the tokens of names, ``before`` what was found.

    Pure; looks at the sentence and the two before it.
    """
    first = next(index for index in range(head, -1, -1) if tree.tokens[index].start <= quantity.start or index == 0)
    if first > 1 and [tree.tokens[index].text.lower() for index in (first - 2, first - 1)] == ["all", "but"]:
        return False
    if metric in _SENT and quantity.qualifier == "vague" and quantity.low is None:
        return False
    if metric != "count_other":
        return (quantity.value != 0 or (quantity.qualifier == "none" and metric in _ALWAYS_ZERO)) and not (
            metric == "money_other" and _is_share_price(tree, quantity, head)
        )
    if quantity.value == 0 or (quantity.qualifier == "vague" and quantity.low is None):
        # "Several" and "a number of" are figures where they tell harm, not where they only mean more than one.
        return False
    if _is_speaking(tree, head) or _is_population(tree, head) or is_whole(tree, head):
        return False
    if quantity.unit == "percent":
        return _is_share(tree, quantity, head) or _goes_on(tree, head, before)
    if quantity.unit is None and quantity.value is not None and 0 < quantity.value < 1:
        return _is_share(tree, quantity, head)
    token = tree.tokens[head]
    words = tree.reading.text[quantity.start : quantity.end] if quantity.item else ""
    if token.xpos == "NN" and re.search(r"\d ?[-‑] ?\w|^\w+-[a-z]", words):
        return False
    small = quantity.value is not None and quantity.value <= 1
    definite = any(
        tree.tokens[child].text.lower() in _DEFINITE or tree.tokens[child].deprel == "nmod:poss"
        for child in tree.children[head]
        if child < head
    )
    few = (quantity.value or 9) < _FEW
    again = definite and any(one.value == quantity.value and one.value is not None for one in before)
    passing = definite and few and not _is_happening(tree, head)
    return not (small or again or passing or token.deprel == "compound" or first in named)


def telling(tree: Tree, figures: Sequence[Figure]) -> list[Figure]:
    """The figures without the few things that tell nothing: kept beside a toll, or where they are themselves happenings.

    "Three aftershocks" and "six bankruptcies" are happenings; "two polls" are none.
    """
    scene = any(figure.metric not in _NO_SCENE for figure in figures)
    return [
        figure
        for figure in figures
        if scene
        or figure.metric != "count_other"
        or figure.value is None
        or figure.value >= _FEW
        or figure.unit == "percent"
        or _is_happening(tree, figure.head)
    ]


@cache
def _happenings() -> frozenset[str]:
    """Nouns of acts and hazards, and others that name what happens."""
    named = {row["lemma"] for name in ("events_nouns.csv", "hazards.csv") for row in rows(name)}
    return frozenset({*named, *lexicon()["happening"], *lexicon()["case_noun"]})


def _is_happening(tree: Tree, head: int) -> bool:
    return not _happenings().isdisjoint(base_forms(tree, head))


def _is_speaking(tree: Tree, head: int) -> bool:
    """ "Two diplomats said": who says so, or whose view it is, is a source."""
    token = tree.tokens[head]
    if token.deprel == "nmod" and token.head >= 0 and tree.tokens[token.head].deprel == "nsubj":
        # "Analysts at three banks".
        token = tree.tokens[token.head]
    return token.deprel == "nsubj" and token.head >= 0 and tree.lemma(token.head) in _SPEAK


def _is_population(tree: Tree, head: int) -> bool:
    """ "A city of 180,000", "the island's 11,000 people", "where 600 people live": how many are there, whatever happens."""
    token = tree.tokens[head]
    above = token.head
    if token.deprel == "nmod" and above >= 0 and "of" in tree.cases(head) and thing(tree, above) == "place":
        return True
    if token.deprel == "nsubj" and above >= 0 and not _DWELL.isdisjoint(base_forms(tree, above)):
        return True
    people = (
        thing(tree, head) == "person"
        and bool(base_forms(tree, head))
        and tree.lemma(head) in {"people", "person", "inhabitant"}
    )
    return people and any(thing(tree, owner) == "place" for owner in tree.deps(head, "nmod:poss"))


def _is_share(tree: Tree, quantity: Quantity, head: int) -> bool:
    """Whether a share is one of people, votes or seats, or of things harmed: no rate, no price, no share of a firm."""
    words = (quantity.item or "").lower().split()
    forms = {form for word in words for form in (word, word.removesuffix("s"), word.removesuffix("es"))}
    counted = any(
        lexicon()["class"].get(form) in {"person", "household"} or form in lexicon()["counted_share"] for form in forms
    )
    rate = any(tree.lemma(above) in lexicon()["rate"] for above in (*islice(tree.ancestors(head), 2), *tree.children[head]))
    turnout = any(tree.lemma(child) == "turnout" for child in tree.deps(head, "nsubj"))
    harmed = any(metric_by(tree, predicate, "home") for predicate in predicates(tree, head))
    those = re.match(r"\W*of (those|them|us|these)\b", tree.reading.text[quantity.end : quantity.end + 10].lower()) is not None
    return (
        turnout
        or harmed
        or those
        or (counted and (bool(quantity.item) or not rate))
        or (tree.tokens[head].deprel == "nsubj:pass" and not rate)
    )


def _goes_on(tree: Tree, head: int, before: Sequence[Figure]) -> bool:
    """Whether a percentage takes up the share told just before: "the year before it was forty percent"."""
    last = before[-1] if before else None
    pronoun = any(tree.tokens[child].text.lower() in {"it", "this", "that"} for child in tree.deps(head, "nsubj"))
    return last is not None and last.unit == "percent" and pronoun and 0 <= tree.tokens[head].sentence - last.sentence <= 1


def _is_share_price(tree: Tree, quantity: Quantity, head: int) -> bool:
    """ "Closed at $45.75", "rose five pence", "a dividend of 1.20 euros a share"."""
    if quantity.value is None or quantity.value >= _SHARE_PRICE:
        return False
    sentence = tree.reading.sentences[tree.tokens[head].sentence]
    text = tree.reading.text[quantity.end : quantity.end + 12].lower()
    told = {form for index in range(sentence.first, sentence.last) for form in base_forms(tree, index)}
    return re.match(r"\W*(a|per) (share|unit)", text) is not None or not told.isdisjoint(
        {"share", "stock", "exchange", "trading"}
    )
