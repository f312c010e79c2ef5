"""A figure told twice is one, and a part knows its total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.claims.figureframes import Figure
from onrecord.claims.tree import Tree

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


def _rank(tree: Tree, figure: Figure) -> tuple[int, int]:
    return int(tree.reading.sentences[figure.sentence].segment == "body"), int(figure.qualifier != "exactly")


def _same(tree: Tree, one: Figure, other: Figure) -> bool:
    if one.metric != other.metric or one.value != other.value:
        return False
    # Thirty prisoners and thirty refugees are the same thirty; three of each need not be.
    alike = one.unit == other.unit or None in {one.unit, other.unit}
    if not alike and ((one.value or 0) < 13 or one.metric in {"count_other", "money_other", "aid_value", "economic_loss"}):
        return False
    if one.value is None:
        return (one.low, one.high) == (other.low, other.high) and tree.lemma(one.head) == tree.lemma(other.head)
    headline = "headline" in {tree.reading.sentences[each.sentence].segment for each in (one, other)}
    if (one.low, one.high) != (other.low, other.high):
        return headline
    return headline or one.sentence != other.sentence or tree.lemma(one.head) == tree.lemma(other.head)


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
