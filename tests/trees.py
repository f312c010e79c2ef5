"""Small trees written by hand, so that the claims can be tested without the reading model.

A sentence is a list of words ``form/lemma/UPOS/XPOS/head/deprel`` parted by white space; ``head`` counts from 1 within the
sentence, 0 is the root. Sentences are joined by a space; each is its own paragraph.
"""

from __future__ import annotations

from onrecord.model import Entity, EntityType, Reading, Segment, Sentence, Token

Name = tuple[str, EntityType, str | None, str | None]
"""The words of a name, its type, country and sector."""


def reading_of(*sentences: str, names: tuple[Name, ...] = (), first: Segment = "body") -> Reading:
    """A reading of hand-written trees; ``names`` are (words, type, country, sector), marked wherever the words stand."""
    text = ""
    tokens: list[Token] = []
    spans: list[Sentence] = []
    for number, sentence in enumerate(sentences):
        base, start = len(tokens), len(text) + (1 if text else 0)
        for word in sentence.split():
            form, lemma, upos, xpos, head, deprel = word.rsplit("/", 5)
            text += (" " if text and form not in {".", ",", "'s", "n't"} else "") + form
            place = base + int(head) - 1 if int(head) else -1
            tokens.append(Token(len(text) - len(form), len(text), form, lemma, upos, xpos, place, deprel, number))
        segment = first if number == 0 else "body"
        spans.append(Sentence(start, len(text), segment, number, base, len(tokens)))
    found = [
        Entity(at, at + len(words), kind, words, country, sector, cluster)
        for cluster, (words, kind, country, sector) in enumerate(names)
        for at in range(len(text))
        if text.startswith(words, at)
    ]
    return Reading(text, tuple(spans), tuple(tokens), tuple(sorted(found, key=lambda each: each.start)))
