"""Clauses that the parser hung where English grammar has no room for them, hung where they belong.

Only what is almost never so in the English treebanks is mended: a finite past verb coordinated with an infinitive or a gerund
("accused Alda of backing the rebels and cut ties": four in nine hundred there), and an infinitive that describes whom somebody
orders or asks ("ordered the two parties to disarm").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord import vocab
from onrecord.model import Token

_DIRECTING = vocab.wordset("ask beg command direct force instruct invite order persuade press pressure tell urge warn compel")
_FINITE = frozenset({"VBD", "VBP", "VBZ"})


def rehung(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens with such clauses hung anew; the same objects where nothing is wrong."""
    out = list(tokens)
    supported = {token.head for token in tokens if token.deprel.partition(":")[0] in {"aux", "cop"}}
    subjects = {token.head for token in tokens if token.deprel.startswith(("nsubj", "csubj"))}
    marked = {token.head for token in tokens if token.deprel == "mark" and token.lemma == "to"}
    for index, token in enumerate(tokens):
        head = token.head
        if head < 0 or token.upos != "VERB":
            continue
        if token.deprel == "conj" and token.xpos == "VBD" and index not in subjects and index not in supported:
            above = _finite_above(tokens, head, supported)
            if tokens[head].xpos in {"VB", "VBG"} and head not in supported and above is not None:
                out[index] = replace(token, head=above)
        elif token.deprel == "acl" and token.xpos == "VB" and index in marked and tokens[head].deprel == "obj":
            verb = tokens[head].head
            if verb >= 0 and tokens[verb].lemma in _DIRECTING:
                out[index] = replace(token, head=verb, deprel="xcomp")
    return tuple(out)


def _finite_above(tokens: Sequence[Token], start: int, supported: set[int]) -> int | None:
    """The nearest finite verb above a token, through coordinations and clauses without a subject."""
    at = tokens[start].head
    for _ in range(6):
        if at < 0:
            return None
        if tokens[at].upos == "VERB" and (tokens[at].xpos in _FINITE or at in supported):
            return at
        at = tokens[at].head
    return None
