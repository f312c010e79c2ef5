"""Quotations with their speakers.

Quotation marks are paired within a paragraph; a paragraph that opens a quotation and does not close it runs to its end (the
newswire way of quoting over several paragraphs). Words in marks are a quotation when somebody is told to have said them: the
marks stand in the content of an attribution, or hang on a verb whose subject is a person or body. Names and titles set in marks
("Guernica"), and words that nobody is told to have said, are not quotations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord import vocab
from onrecord.claims.actors import Resolver
from onrecord.claims.attribution import Said, attribution_words
from onrecord.claims.tree import SUBJECTS
from onrecord.model import Actor, Reading, Span, Token

_OPEN, _CLOSE, _EITHER = "“«", "”»", '"'
_LONG = 5
"""Words from which on a quotation without a speaker in its own sentence is still one."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words inside the marks (``span``), who said them, whether they are part of a sentence, and how sure that is."""

    span: Span
    speaker: Actor | None
    partial: bool
    sentence: int
    confidence: float


def quoted_spans(text: str, start: int, end: int, opened: int | None = None) -> tuple[list[Span], int | None]:
    """What stands in double quotation marks in ``text[start:end]``, marks left out, and where a quotation still open began.

    ``opened`` is where a quotation began that was open before ``start``.
    """
    out: list[Span] = []
    at = start
    while at < end:
        mark, pair = text[at], text[at : at + 2]
        width = 2 if pair in ("``", "''") else 1
        is_open, is_close = mark in _OPEN or pair == "``", mark in _CLOSE or pair == "''"
        if mark == _EITHER and not _is_inches(text, at):
            is_open, is_close = opened is None, opened is not None
        if is_open:
            opened = at + width
        elif is_close and opened is not None:
            out.append(Span(opened, at))
            opened = None
        at += width if is_open or is_close else 1
    return [_stripped(text, span) for span in out if text[span.start : span.end].strip()], opened


def quotations(text: str, parts: Sequence[Span]) -> list[tuple[int, Span]]:
    """The quotations of consecutive paragraphs, each with the index of the paragraph in which it begins.

    One that a paragraph leaves open ends with the paragraph where the next begins with a mark of its own (the newswire way) or
    holds no mark that could close it, and else runs on to that mark.
    """
    out: list[tuple[int, Span]] = []
    opened: int | None = None
    began = 0
    for number, (start, end) in enumerate(parts):
        found, opened = quoted_spans(text, start, end, opened)
        out += [(began if k == 0 and span.start < start else number, span) for k, span in enumerate(found)]
        if opened is None:
            continue
        following = parts[number + 1] if number + 1 < len(parts) else None
        if following is None or not _closes(text, following):
            if end - opened > 1:
                out.append((number if opened >= start else began, _stripped(text, Span(opened, end))))
            opened = None
        else:
            began = number if opened >= start else began
    return out


def _closes(text: str, part: Span) -> bool:
    words = text[part.start : part.end]
    if words[:1] in (*_OPEN, _EITHER) or words[:2] == "``":
        return False
    first = next((c for c in words if c in _OPEN + _CLOSE + _EITHER), "")
    return first in tuple(_CLOSE) or (first == _EITHER and words.count(_EITHER) % 2 == 1)


def find_quotes(reading: Reading, resolver: Resolver, said: Sequence[Said]) -> tuple[Quotation, ...]:
    """The quotations of a report in order."""
    text = reading.text
    out: list[Quotation] = []
    before: tuple[int, Actor | None] = (-9, None)
    for number, span in quotations(text, _paragraphs(reading)):
        first, last = _token_range(reading, span)
        words = [t for t in reading.tokens[first:last] if t.text[:1].isalnum()] if first >= 0 else []
        if not words:
            continue
        partial = _is_partial(reading, span, first, last)
        speaker, sure = _speaker(reading, resolver, said, span, first, last)
        if speaker is None:
            if len(words) < _LONG or _is_title(words):
                continue
            near = before[1] is not None and number - before[0] <= 1
            speaker, sure = (before[1], 0.6) if near and not partial else (None, 0.5)
            if speaker is None and partial:
                continue
        elif _is_title(words) and sure < 0.8 and len(words) < 4:
            continue
        before = (number, speaker)
        out.append(Quotation(span, speaker, partial, reading.tokens[first].sentence, sure))
    return tuple(out)


def _paragraphs(reading: Reading) -> list[Span]:
    """The paragraphs that are read for claims."""
    out: list[Span] = []
    last = (-1, "")
    for sentence in reading.sentences:
        if sentence.segment not in ("body", "headline", "caption"):
            continue
        key = (sentence.paragraph, sentence.segment)
        if key == last:
            out[-1] = Span(out[-1].start, sentence.end)
        else:
            out.append(Span(sentence.start, sentence.end))
        last = key
    return out


def _is_inches(text: str, at: int) -> bool:
    return bool(re.match(r"\d[\d/. ]{0,3}$", text[max(0, at - 4) : at].strip()[-2:])) and text[at + 1 : at + 2] in (" ", ")")


def _stripped(text: str, span: Span) -> Span:
    a, b = span
    while a < b and text[a].isspace():
        a += 1
    while b > a and (text[b - 1].isspace() or text[b - 1] == ","):
        b -= 1
    return Span(a, b)


def _token_range(reading: Reading, span: Span) -> tuple[int, int]:
    inside = [i for i, t in enumerate(reading.tokens) if t.start < span.end and span.start < t.end]
    return (inside[0], inside[-1] + 1) if inside else (-1, -1)


def _is_partial(reading: Reading, span: Span, first: int, last: int) -> bool:
    """Whether the quotation is only part of its sentence: no end mark or comma closes it, or it begins amid the sentence."""
    begins = reading.text[span.start : span.start + 1].isupper()
    inside = reading.text[span.end - 1 : span.end] in ".!?" or reading.text[span.end : span.end + 1] == ","
    verbs = any(reading.tokens[i].upos in ("VERB", "AUX") for i in range(first, last))
    return not (begins and verbs and (inside or last - first > 6))


def _is_title(words: Sequence[Token]) -> bool:
    return all(word.text[:1].isupper() or len(word.text) <= 3 for word in words)


def _speaker(
    reading: Reading, resolver: Resolver, said: Sequence[Said], span: Span, first: int, last: int
) -> tuple[Actor | None, float]:
    """Who says the words.

    The speaker of the attribution whose content they are; but where the content also holds the verb that the words hang on
    (an agency reports that a leader "deplored" something), the subject of that verb.
    """
    best: tuple[float, Said, Span] | None = None
    for one in said:
        for content in one.attribution.content:
            shared = min(content.end, span.end) - max(content.start, span.start)
            if shared > 0 and one.speakers:
                score = shared / (content.end - content.start) + shared / (span.end - span.start)
                if best is None or score > best[0]:
                    best = (score, one, content)
    if best is None:
        found = _subject_above(reading, resolver, first, last, None)
        return (found, 0.65) if found is not None else (None, 0.0)
    _, one, content = best
    inner = _subject_above(reading, resolver, first, last, (content, one.attribution.cue))
    if inner is None and reading.tokens[first].sentence == reading.tokens[max(first - 2, 0)].sentence:
        start = min(c.start for c in one.attribution.content)
        inner = _subject_before(reading, resolver, first, Span(max(start, _sentence_start(reading, first)), content.end))
    if inner is not None:
        return inner, 0.75
    return one.speakers[0][0], max(0.6, one.attribution.confidence)


def _subject_above(
    reading: Reading, resolver: Resolver, first: int, last: int, inside: tuple[Span, Sequence[Span]] | None
) -> Actor | None:
    """The person or body that is the subject of the verb on which tokens ``first`` to ``last`` hang.

    ``inside`` gives the content and the cue of an attribution: the verb must then stand in the content, or between it and the
    cue and be one of speech ("saying the mayor told the council: ...").
    """
    tree, tokens = resolver.tree, reading.tokens
    head = next((i for i in range(first, last) if not first <= tokens[i].head < last), first)
    for place in [head, *tree.ancestors(head)][: 4 if inside is None else 3]:
        token = tokens[place]
        if token.upos not in ("VERB", "AUX", "NOUN"):
            continue
        outside = inside is not None and not _covers(inside[0], token)
        if outside and (_is_cue(inside, token) or token.lemma not in attribution_words("speech")):
            return None
        if token.lemma not in attribution_words("speech") | attribution_words("voice"):
            continue
        for child in tree.children[place]:
            if first <= child < last:
                continue
            subject = tokens[child].deprel in SUBJECTS and tokens[child].deprel != "nsubj:pass"
            agent = tokens[child].deprel.startswith("obl") and "by" in tree.cases(child)
            if (subject or agent) and _can_speak(reading, resolver, child):
                return resolver.resolve(child)
    return None


def _is_cue(inside: tuple[Span, Sequence[Span]] | None, token: Token) -> bool:
    return inside is not None and any(_covers(cue, token) for cue in inside[1])


def _subject_before(reading: Reading, resolver: Resolver, first: int, content: Span) -> Actor | None:
    """The subject of the last verb of speech between the beginning of the content and a quotation that a colon opens."""
    tokens = reading.tokens
    if first < 3 or not any(tokens[i].text == ":" for i in (first - 1, first - 2)):
        return None
    for place in range(first - 2, 0, -1):
        if tokens[place].start < content.start:
            return None
        if tokens[place].upos == "VERB" and tokens[place].lemma in attribution_words("speech"):
            subject = resolver.tree.first(place, "nsubj")
            before = place - 1 if subject is None or subject > place else subject
            return resolver.resolve(before) if _can_speak(reading, resolver, before) else None
    return None


def _sentence_start(reading: Reading, index: int) -> int:
    return reading.sentences[reading.tokens[index].sentence].start


def _covers(span: Span, token: Token) -> bool:
    return span.start <= token.start and token.end <= span.end


def _can_speak(reading: Reading, resolver: Resolver, index: int) -> bool:
    token = reading.tokens[index]
    if token.upos == "PRON":
        return token.text.lower() in ("he", "she", "they", "i", "we", "who")
    if any(e.start <= token.start < e.end and e.type != "MISC" for e in resolver.entities):
        return True
    return token.upos in ("NOUN", "PROPN") and vocab.role(token.lemma) is not None
