"""A figure told twice is one, and a part knows its total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.claims.figureframes import Figure
from onrecord.claims.tree import Tree

_MONEY = frozenset({"money_other", "aid_value", "economic_loss"})
_LARGE = 1000
_ROUND = 5
"""Dozens are fewer than this many times their least, hundreds and thousands too."""
_ANYBODY = frozenset({None, "person", "life", "death", "fatality", "body", "victim"})
"""Units that name no kind of people: "two lives" and "two deaths" are the same two."""
PARTS = frozenset({"including", "among", "amongst", "of", "included", "include"})


def once(tree: Tree, figures: Sequence[Figure]) -> list[Figure]:
    """One entry for a figure told twice: body before headline, bounds that say more, then the first."""
    kept: list[Figure] = []
    for figure in figures:
        twin = next((index for index, other in enumerate(kept) if _same(tree, figure, other)), None)
        if twin is None:
            kept.append(figure)
        elif _rank(tree, figure) > _rank(tree, kept[twin]):
            kept[twin] = figure
    return sorted(kept, key=lambda figure: (figure.start, figure.end))


def _rank(tree: Tree, figure: Figure) -> tuple[int, int, int]:
    named = int(figure.metric != "money_other")
    return named, int(tree.reading.sentences[figure.sentence].segment == "body"), int(figure.qualifier != "exactly")


def _same(tree: Tree, one: Figure, other: Figure) -> bool:
    if one.metric == other.metric and _is_rounded(tree, one, other):
        return True
    if one.value != other.value:
        return False
    if one.metric != other.metric:
        # An amount told again, with or without what it is for.
        money = {one.metric, other.metric} <= _MONEY and one.unit == other.unit and one.sentence != other.sentence
        vaguer = [each for each in (one, other) if each.metric == "money_other"]
        return money and len(vaguer) == 1 and (one.value or 0) >= _LARGE and _is_known(tree, vaguer[0])
    # Thirty prisoners and thirty refugees are the same thirty; three of each need not be.
    segments = [tree.reading.sentences[each.sentence].segment for each in (one, other)]
    alike = one.unit == other.unit or not _ANYBODY.isdisjoint({one.unit, other.unit})
    # A headline's "one teen" is the text's "one girl".
    alike = alike or (segments.count("headline") == 1 and one.metric not in _MONEY)
    if not alike and ((one.value or 0) < 13 or one.metric in {"count_other", "money_other", "aid_value", "economic_loss"}):
        return False
    if one.value is None:
        return (one.low, one.high) == (other.low, other.high) and tree.lemma(one.head) == tree.lemma(other.head)
    headline = "headline" in segments
    if (one.low, one.high) != (other.low, other.high):
        return headline
    return headline or one.sentence != other.sentence or tree.lemma(one.head) == tree.lemma(other.head)


def _is_rounded(tree: Tree, one: Figure, other: Figure) -> bool:
    """Whether a headline only says roughly what the text counts: "Hundreds dead" over "345 people were killed"."""
    above = [each for each in (one, other) if tree.reading.sentences[each.sentence].segment == "headline"]
    if len(above) != 1 or above[0].value is not None:
        return False
    rough, exact = above[0].low, (other if above[0] is one else one).low
    return rough is not None and exact is not None and rough <= exact < _ROUND * rough


def _is_known(tree: Tree, figure: Figure) -> bool:
    """Whether an amount is spoken of as one already told, or told in a headline: "the 300 million"."""
    lead = tree.reading.text[: figure.start].rsplit(None, 1)[-1:]
    within = tree.reading.sentences[figure.sentence]
    return within.segment == "headline" or (bool(lead) and lead[0].lower() in {"the", "that", "this", "these", "those"})


def linked(tree: Tree, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Parts know their total: "30 dead, among them five children", "17 of the 28"."""
    linked: list[Figure] = []
    for position, figure in enumerate(figures):
        total = next(
            (
                index
                for index in range(position - 1, -1, -1)
                if figures[index].metric == figure.metric and figure.sentence - figures[index].sentence <= 2
            ),
            None,
        )
        lead = tree.reading.text[max(0, figure.start - 40) : figure.start].lower().split()
        is_part = any(word.strip(",;(") in PARTS - {"of"} for word in lead[-4:]) or tree.reading.text[figure.end :].startswith(
            " of the"
        )
        if total is not None and is_part and (figure.value or 0) < (figures[total].value or figures[total].low or 0):
            figure = replace(figure, part_of=total)
        linked.append(figure)
    return tuple(linked)
