"""Lemmas put right for the lexicons: the reading model's lemma is kept where a lexicon or the list of irregular verbs knows it.

A model that makes lemmas by suffix rules errs on rare verbs, and a lexicon then misses them. Where the lemma is unknown here
and another regular base form of the word is known, that one is taken. Nouns that it took for something else are nouns again:
"Police" as a pronoun, "Pirates" as a name only because it opens its sentence, the end of "sit-in" as a preposition.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache

from onrecord import vocab
from onrecord.claims.lexicon import lexicon, rows
from onrecord.claims.rehung import rehung
from onrecord.claims.tree import Tree, plant
from onrecord.model import Reading, Token

_PRONOUNS = vocab.wordset(
    "i me my mine myself we us our ours ourselves you your yours yourself yourselves ye thou thee he him his himself she "
    "her hers herself it its itself they them their theirs themselves themself oneself one ones who whom whose whoever "
    "whomever what whatever which whichever that this these those there here someone somebody something anyone anybody "
    "anything everyone everybody everything nobody nothing none each other others another all both either neither any some "
    "such many few several more most less much enough half same so as"
)
_PARTS = frozenset({"in", "ins", "off", "offs", "out", "outs", "up", "ups", "down", "downs", "over", "overs", "ahead"})
"""What a noun made of a verb may end in: "sit-in", "stand-offs", "walk-out"."""
_NOMINAL = frozenset({"obj", "iobj", "nsubj", "nsubj:pass", "obl", "nmod"})
_MANY = frozenset({"people", "police"})


def planted(reading: Reading) -> Tree:
    """The tree of a reading, its lemmas put right and its impossible clauses hung anew."""
    tokens = list(reading.tokens)
    for index in _misread_nouns(reading):
        plural = tokens[index].text.lower().endswith(("s", "men")) or tokens[index].text.lower() in _MANY
        tokens[index] = replace(tokens[index], upos="NOUN", xpos="NNS" if plural else "NN")
    for index, token in enumerate(tokens):
        if (whole := _parted_noun(tokens, index)) is not None:
            tokens[index] = replace(token, upos="NOUN", xpos="NN", lemma=whole)
            continue
        lemma = _righted(token.lemma, token.text, token.upos, token.xpos)
        if lemma != token.lemma:
            tokens[index] = replace(token, lemma=lemma)
    return plant(replace(reading, tokens=rehung(tokens)))


def _misread_nouns(reading: Reading) -> list[int]:
    """The nouns that the model took for pronouns, or for names because they open a sentence: they stand in the lexicon."""
    tokens, people = reading.tokens, lexicon().classes["people"]
    found = [
        index
        for index, token in enumerate(tokens)
        if token.upos == "PRON"
        and token.text.lower() not in _PRONOUNS
        and any(form in _known()["NOUN"] for form in (token.text.lower(), *base_forms(token.text.lower())))
    ]
    named = {entity.start for entity in reading.entities}
    for sentence in reading.sentences:
        if sentence.last - sentence.first < 3:
            continue
        token, following = tokens[sentence.first], tokens[sentence.first + 1]
        alone = token.upos == "PROPN" and token.text.istitle() and following.upos != "PROPN" and token.start not in named
        if alone and any(form in people for form in base_forms(token.text.lower())):
            found.append(sentence.first)
    return found


def _parted_noun(tokens: list[Token], index: int) -> str | None:
    """The noun whose last part a word is that stands where only a noun can ("a sit - in"), or None."""
    token = tokens[index]
    if index < 2 or token.text.lower() not in _PARTS or token.deprel not in _NOMINAL or tokens[index - 1].text != "-":
        return None
    if tokens[index - 1].end != token.start or tokens[index - 2].end != tokens[index - 1].start:
        return None
    return f"{tokens[index - 2].text.lower()}-{token.text.lower().removesuffix('s')}"


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
