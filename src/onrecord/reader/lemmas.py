"""Lemmas by rule: the model chooses, for each word, how many letters to take off its end and what to put there.

The idea is the edit-script lemmatiser of UDPipe (Straka, 2018), with suffix rules only, which is enough for English.
"""

from __future__ import annotations


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
    """The lemma that ``rule_`` makes of ``word``, in lower case; the word itself where the rule takes off more than there is."""
    word = word.lower()
    cut, _, ending = rule_.partition("|")
    length = int(cut)
    if length > len(word):
        return word
    return (word[: len(word) - length] + ending) or word
