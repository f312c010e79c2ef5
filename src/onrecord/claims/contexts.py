"""The policy contexts (PLOVER) and the hazard (GLIDE) that an act is told with, by the words of its sentence."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from onrecord.claims.lexicon import rows
from onrecord.claims.tree import Tree
from onrecord.model import Span

_TOLD = frozenset({"body", "headline", "caption"})
_REACH = 4
"""Sentences back in which the hazard of a toll is looked for."""
_VIOLENT = frozenset({"military", "terrorism", "crime"})
_MATTER = frozenset(
    {"water", "rain", "mud", "snow", "ice", "rock", "ash", "disease", "cholera", "measles", "dengue", "fever", "malaria", "flu"}
    | {"influenza", "virus", "polio", "typhoid", "plague", "meningitis", "magnitude", "river", "year", "decade", "century"}
    | {"month", "week", "volcano", "category", "bus", "train", "plane", "aircraft", "ferry", "boat", "truck", "helicopter"}
)


@cache
def _vocabulary(name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in rows(name):
        found.setdefault(row["lemma"], []).append(row["code"])
    return {lemma: tuple(codes) for lemma, codes in found.items()}


@cache
def _hazard_words() -> frozenset[str]:
    """The last word of each name of a hazard."""
    return frozenset(name.rpartition(" ")[2] for name in _vocabulary("hazards.csv"))


def contexts_of(tree: Tree, sentence: int, clause: Span) -> tuple[str, ...]:
    """The contexts whose words stand in the clause, in the order in which they appear, each once."""
    place = tree.reading.sentences[sentence]
    lemmas = [
        tree.lemma(index) for index in range(place.first, place.last) if clause.start <= tree.tokens[index].start < clause.end
    ]
    return tuple(dict.fromkeys(code for lemma in _with_pairs(lemmas) for code in _vocabulary("contexts.csv").get(lemma, ())))


def hazard_at(tree: Tree, index: int) -> str | None:
    """The GLIDE code of the hazard that a token names, by itself or with the word before it, or None."""
    lemma = tree.lemma(index)
    if lemma not in _hazard_words():
        return None
    table = _vocabulary("hazards.csv")
    pair = (
        f"{tree.lemma(index - 1)} {lemma}" if index and tree.tokens[index - 1].sentence == tree.tokens[index].sentence else ""
    )
    codes = table.get(pair) or (table.get(lemma) if tree.tokens[index].upos in {"NOUN", "PROPN"} else None)
    return codes[0] if codes and not _is_figurative(tree, index) else None


def _is_figurative(tree: Tree, index: int) -> bool:
    """ "A flood of refugees", "an outbreak of fighting": a hazard of something that is no water, no disease and no name."""
    of = tree.obliques(index, "of")
    return any(tree.tokens[each].upos == "NOUN" and tree.lemma(each) not in _MATTER for each in of)


def hazard_behind(tree: Tree, sentence: int) -> str | None:
    """The GLIDE code of the hazard that a toll in a sentence is told of, or None.

    It is the one that the sentence names, else the last one named in the sentences just before, else the headline's. A sentence
    of fighting, crime or terror that names no hazard takes none from elsewhere.
    """
    sentences = tree.reading.sentences
    own = _first_hazard(tree, sentence)
    if own is not None:
        return own
    place = sentences[sentence]
    if not _VIOLENT.isdisjoint(contexts_of(tree, sentence, Span(place.start, place.end))):
        return None
    before = [each for each in range(sentence - 1, max(-1, sentence - 1 - _REACH), -1) if sentences[each].segment in _TOLD]
    headlines = [each for each in range(len(sentences)) if sentences[each].segment == "headline"]
    return next((code for each in (*before, *headlines) if (code := _first_hazard(tree, each)) is not None), None)


def _first_hazard(tree: Tree, sentence: int) -> str | None:
    place = tree.reading.sentences[sentence]
    return next((code for index in range(place.first, place.last) if (code := hazard_at(tree, index)) is not None), None)


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
