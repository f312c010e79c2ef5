"""Readings written by hand: a few words a line, each with tag, head and relation."""

from __future__ import annotations

import re

from onrecord.model import Entity, EntityType, Reading, Sentence, Token

_LEMMAS = {
    "countries": "country",
    "said": "say",
    "spoke": "speak",
    "men": "man",
    "accused": "accuse",
    "issued": "issue",
    "recalled": "recall",
}
_TAGS = {
    "NOUN": "NN",
    "NOUNS": "NNS",
    "PROPN": "NNP",
    "VERB": "VBD",
    "PRON": "PRP",
    "ADJ": "JJ",
    "ADP": "IN",
    "DET": "DT",
    "AUX": "VBD",
}


def tree(*sentences: str, names: tuple[tuple[str, EntityType], ...] = ()) -> Reading:
    """A reading from sentences of ``word/TAG/head/relation`` items; head counts from 1 within the sentence, 0 is the root.

    ``NOUNS`` is a plural noun. A word that begins with an apostrophe, a comma or a full stop joins the word before.
    """
    text = ""
    tokens: list[Token] = []
    spans: list[Sentence] = []
    for number, line in enumerate(sentences):
        first = len(tokens)
        start = None
        for item in line.split():
            word, tag, head, relation = item.rsplit("/", 3)
            glue = not text or word[0] in "',.’"
            text += "" if glue else " "
            start = len(text) if start is None else start
            upos = "NOUN" if tag == "NOUNS" else tag
            lemma = _LEMMAS.get(word.lower()) or (word.lower().rstrip("s") if tag == "NOUNS" else word.lower())
            at = first + int(head) - 1 if int(head) else -1
            tokens.append(Token(len(text), len(text) + len(word), word, lemma, upos, _TAGS.get(tag, tag), at, relation, number))
            text += word
        spans.append(Sentence(start or 0, len(text), "body", 0, first, len(tokens)))
    return Reading(text, tuple(spans), tuple(tokens), mentions(text, names))


def mentions(text: str, names: tuple[tuple[str, EntityType], ...]) -> tuple[Entity, ...]:
    """Every place of every name, longer names first, none inside another."""
    found: list[Entity] = []
    for name, kind in names:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if not any(e.start < match.end() and match.start() < e.end for e in found):
                found.append(Entity(match.start(), match.end(), kind, name))
    return tuple(sorted(found, key=lambda e: e.start))


def flat(text: str, *names: tuple[str, EntityType]) -> Reading:
    """A reading with words and sentences only, and these names."""
    from onrecord.text import tokenise

    tokens: list[Token] = []
    spans: list[Sentence] = []
    for number, paragraph in enumerate(tokenise.paragraphs(text)):
        for span in tokenise.sentences(text, *paragraph):
            first = len(tokens)
            for start, end in tokenise.words(text, *span):
                word = text[start:end]
                tokens.append(Token(start, end, word, word.lower(), "X", "X", -1, "dep", len(spans)))
            spans.append(Sentence(span.start, span.end, "body", number, first, len(tokens)))
    return Reading(text, tuple(spans), tuple(tokens), mentions(text, names))
