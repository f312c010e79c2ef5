"""A figure as seen in one text, and the clause that tells it."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.claims.tree import Tree
from onrecord.model import Qualifier, Span


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the record as seen in one text.

    ``start`` and ``end`` are the evidence: the number and the thing counted. ``clause`` is the span of the clause that tells
    it, ``sentence`` an index into the reading's sentences, ``head`` the token of the counted noun (or of the number).
    ``low`` and ``high`` are the bounds that the words give, None where they give none. ``part_of`` is the index, in the same
    tuple, of the total that this figure is a part of. ``hazard`` is the GLIDE code of what did the harm, where one is told.
    """

    start: int
    end: int
    clause: Span
    sentence: int
    head: int
    metric: str
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    item: str | None
    qualifier: Qualifier
    text: str
    confidence: float
    part_of: int | None = None
    hazard: str | None = None


def clause_around(tree: Tree, head: int) -> Span:
    """The span of the smallest clause around a token."""
    top = head
    for above in tree.ancestors(head):
        top = above
        if tree.tokens[above].upos in {"VERB", "AUX"}:
            break
    inside = tree.subtree(top, leave=frozenset({"parataxis", "ccomp", "punct"}))
    inside = [index for index in inside if tree.tokens[index].sentence == tree.tokens[head].sentence] or [head]
    return Span(
        min(tree.tokens[index].start for index in (*inside, head)), max(tree.tokens[index].end for index in (*inside, head))
    )
