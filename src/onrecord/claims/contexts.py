"""The policy contexts (PLOVER) and the hazard (GLIDE) that an act is told with, by the words of its sentence."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from onrecord.claims.lexicon import rows
from onrecord.claims.tree import Tree
from onrecord.model import Span


@cache
def _vocabulary(name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in rows(name):
        found.setdefault(row["lemma"], []).append(row["code"])
    return {lemma: tuple(codes) for lemma, codes in found.items()}


def contexts_of(tree: Tree, sentence: int, clause: Span) -> tuple[str, ...]:
    """The contexts whose words stand in the clause, in the order in which they appear, each once."""
    place = tree.reading.sentences[sentence]
    lemmas = [
        tree.lemma(index) for index in range(place.first, place.last) if clause.start <= tree.tokens[index].start < clause.end
    ]
    return tuple(dict.fromkeys(code for lemma in _with_pairs(lemmas) for code in _vocabulary("contexts.csv").get(lemma, ())))


def hazard_at(tree: Tree, index: int) -> str | None:
    """The GLIDE code of the hazard that a token names, by itself or with the word before it, or None."""
    table = _vocabulary("hazards.csv")
    lemma = tree.lemma(index)
    pair = (
        f"{tree.lemma(index - 1)} {lemma}" if index and tree.tokens[index - 1].sentence == tree.tokens[index].sentence else ""
    )
    codes = table.get(pair) or (table.get(lemma) if tree.tokens[index].upos in {"NOUN", "PROPN"} else None)
    return codes[0] if codes else None


def hazard_of(tree: Tree, sentence: int) -> str | None:
    """The GLIDE code of the first hazard that the sentence names, or None."""
    place = tree.reading.sentences[sentence]
    lemmas = [tree.lemma(index) for index in range(place.first, place.last)]
    pairs = [f"{a} {b}" for a, b in pairwise(lemmas)]
    for lemma in (*pairs, *lemmas):
        codes = _vocabulary("hazards.csv").get(lemma)
        if codes:
            return codes[0]
    return None


def _with_pairs(lemmas: list[str]) -> list[str]:
    return [*lemmas, *(f"{a} {b}" for a, b in pairwise(lemmas))]
