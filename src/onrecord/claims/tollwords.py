"""The words of tolls: what verbs, states and nouns say about those counted, and what kind of thing a noun names.

``vocab/metrics.csv`` gives, for each role that a word can play beside a count, the metric, the class or the harm that it tells.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from onrecord.claims.tree import Tree

_ENDINGS = (
    ("ies", "y"),
    ("ves", "fe"),
    ("es", ""),
    ("s", ""),
    ("ied", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
)


@lru_cache(maxsize=1)
def lexicon() -> Mapping[str, Mapping[str, str]]:
    """Role to word to metric (or class, or kind of harm), from ``vocab/metrics.csv``."""
    table: dict[str, dict[str, str]] = {}
    for row in csv.DictReader((files("onrecord.vocab") / "metrics.csv").read_text(encoding="utf-8").splitlines()):
        table.setdefault(row["role"], {}).setdefault(row["word"], row["metric"])
    return table


def thing(tree: Tree, index: int) -> str | None:
    """The class of a counted noun: home, building, infrastructure, crop, livestock, household, vehicle, life, place, object
    (weapons), person; or None.

    Services, lines and networks are infrastructure only where they are of power, water, telephones and the like.
    """
    table = lexicon()
    forms = base_forms(tree, index)
    if any(form in table["utility_noun"] for form in forms):
        near = {tree.tokens[at].text.lower() for at in range(max(0, index - 6), index)}
        return "infrastructure" if near & table["utility"].keys() else None
    herd = tree.obliques(index, "of") if "head" in forms else ()
    if herd:
        return thing(tree, herd[0])
    if any(table["default"].get(form) == "weapons" for form in forms):
        return "object"
    return next((table["class"][form] for form in forms if form in table["class"]), None)


def names(tree: Tree, index: int) -> tuple[str, ...]:
    """The forms under which a word may stand in the lexicon: with its particle or preposition, its lemma, itself."""
    plain = base_forms(tree, index)
    particles = [tree.tokens[child].text.lower() for child in (*tree.deps(index, "compound:prt"), *tree.deps(index, "advmod"))]
    if index + 1 < len(tree.tokens) and tree.tokens[index + 1].text.lower() in {"away", "out", "off", "down", "up", "back"}:
        particles.append(tree.tokens[index + 1].text.lower())
    with_particle = [f"{form} {particle}" for particle in particles for form in plain]
    return (*[f"{case} {form}" for case in tree.cases(index) for form in plain], *with_particle, *plain)


def base_forms(tree: Tree, index: int) -> tuple[str, ...]:
    """A word's lemma and itself, with the regular endings taken off in case the lemma is wrong."""
    return _forms(tree.lemma(index), tree.tokens[index].text.lower())


@lru_cache(20_000)
def _forms(lemma: str, text: str) -> tuple[str, ...]:
    forms = [lemma, text]
    for ending, instead in _ENDINGS:
        if text.endswith(ending) and len(text) > len(ending) + 1:
            stem = text.removesuffix(ending) + instead
            forms += [stem, stem[:-1]] if stem[-1] == stem[-2] else [stem]
    return tuple(dict.fromkeys(forms))
