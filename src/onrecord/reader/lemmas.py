"""Lemmas by rule: the model chooses, for each word, how many letters to take off its end and what to put there.

The idea is the edit-script lemmatiser of UDPipe (Straka, 2018), with suffix rules only, which is enough for English.
"""

from __future__ import annotations

import re

_IE = frozenset("""movie cookie calorie zombie pixie rookie selfie genie eerie prairie boogie hippie junkie brownie smoothie
    collie goalie birdie bogie sortie menagerie coterie lingerie reverie belie untie underlie""".split())  # fmt: skip
# Stems that no base form of an English verb ends in: "quot(ing)", "announc(ed)", "manag(ed)", "rais(ed)" want their "e".
_WANTS_E = re.compile(
    r"(?:v|uot|[nruaio]c|dg|[aeiou]g|[^aeiou]g(?<!ng)|[aeiou]is|[^s]is|iz|[aeiou]z|[str]ur|njur|[lr]s|ribut|ecut|itut)$"
)


_CHE = frozenset("""ache headache toothache cache niche avalanche cliche quiche brioche creche moustache mustache psyche tranche
    douche pastiche microfiche axe pickaxe deluxe posse mousse impasse""".split())  # fmt: skip


def rule(word: str, lemma: str) -> str:
    """The rule that makes ``lemma`` of ``word`` (both taken in lower case): "2|y" takes two letters off and adds "y"."""
    word, lemma = word.lower(), lemma.lower()
    shared = 0
    for a, b in zip(word, lemma, strict=False):
        if a != b:
            break
        shared += 1
    return f"{len(word) - shared}|{lemma[shared:]}"


def apply(rule_: str, word: str) -> str:
    """The lemma that ``rule_`` makes of ``word``, in lower case; the word itself where the rule takes off too much."""
    word = word.lower()
    cut, _, ending = rule_.partition("|")
    length = int(cut)
    if length > len(word):
        return word
    return (word[: len(word) - length] + ending) or word


def settled(lemma: str, word: str, upos: str) -> str:
    """The lemma with English spelling put right: "carrie" of "carried" is "carry", "quot" of "quoting" is "quote",
    "beache" of "beaches" is "beach".
    """
    word = word.lower()
    if upos not in ("NOUN", "VERB") or len(lemma) < 4:
        return lemma
    if word.endswith(("ies", "ied")):
        if lemma.endswith("ie") and len(lemma) > 4 and lemma not in _IE:
            return lemma[:-2] + "y"
        if lemma.endswith("i"):
            return lemma[:-1] + "y"
    if upos == "NOUN" and word == f"{lemma}s" and lemma.endswith(("che", "she", "xe", "sse")) and lemma not in _CHE:
        return lemma[:-1]
    if upos == "VERB" and word in (f"{lemma}ing", f"{lemma}ed") and _WANTS_E.search(lemma):
        return lemma + "e"
    return lemma
