"""Lemmas put right for the lexicons: the reading model's lemma is kept where a lexicon or the list of irregular verbs knows it.

A model that makes lemmas by suffix rules errs on rare verbs, and a lexicon then misses them. Where the lemma is unknown here
and another regular base form of the word is known, that one is taken.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache

from onrecord.claims.lexicon import lexicon, rows
from onrecord.claims.rehung import rehung
from onrecord.claims.tree import Tree, plant
from onrecord.model import Reading


def planted(reading: Reading) -> Tree:
    """The tree of a reading, its lemmas put right and its impossible clauses hung anew."""
    tokens = list(reading.tokens)
    for index, token in enumerate(tokens):
        lemma = _righted(token.lemma, token.text, token.upos, token.xpos)
        if lemma != token.lemma:
            tokens[index] = replace(token, lemma=lemma)
    return plant(replace(reading, tokens=rehung(tokens)))


@cache
def _irregular() -> dict[str, str]:
    return {row["form"]: row["lemma"] for row in rows("irregular_verbs.csv")}


@cache
def _known() -> dict[str, frozenset[str]]:
    """The lemmas that the lexicons know, by part of speech."""
    words = lexicon()
    governing = {row["lemma"] for row in rows("certainty_words.csv")}
    unknowns = {row["lemma"] for row in rows("unknown_words.csv")}
    verbs = frozenset({*words.verbs, *governing, *unknowns, *words.classes["light"], *words.classes["idle"]})
    nouns = frozenset({*words.nouns, *words.states, *(each for members in words.classes.values() for each in members)})
    return {"VERB": verbs, "NOUN": nouns}


@lru_cache(20_000)
def _righted(given: str, text: str, upos: str, xpos: str) -> str:
    """The lemma of a word for which the model gives another, or that one."""
    known = _known().get(upos)
    if known is None:
        return given
    lemma, word = given.lower(), text.lower()
    if upos == "VERB" and word in _irregular():
        right = _irregular()[word]
        return given if right == lemma else right
    if lemma in known and lemma in {word, *base_forms(word)}:
        return given
    for base in (word, *base_forms(word)):
        if base in known and (upos == "NOUN" or base != word or xpos in {"VB", "VBP"}):
            return base
    return given


def base_forms(word: str) -> tuple[str, ...]:
    """The base forms of which a word may be a regular inflection, likelier first: "denied" of "deny", "planned" of "plan"."""
    found: list[str] = [word[:-2] + "an"] if word.endswith("men") else []
    for ending in ("ing", "ed", "es", "s"):
        if not word.endswith(ending) or len(word) < len(ending) + 2:
            continue
        stem = word[: -len(ending)]
        if ending in {"ed", "es"} and stem.endswith("i"):
            found.append(stem[:-1] + "y")
        if ending != "s" and len(stem) > 2 and stem[-1] == stem[-2]:
            found.append(stem[:-1])
        found.append(stem)
        if ending != "s":
            found.append(stem + "e")
    return tuple(dict.fromkeys(found))
