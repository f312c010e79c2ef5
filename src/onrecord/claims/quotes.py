"""Quotations with their speakers.

Quotation marks are paired within a paragraph; a paragraph that opens a quotation and does not close it runs to its end (the
newswire way of quoting over several paragraphs). Words in marks are a quotation when somebody is told to have said them: the
marks stand in the content of an attribution, or hang on a verb whose subject is a person or body. Names and titles set in marks
("Guernica"), and words that nobody is told to have said, are not quotations.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.claims.actors import Resolver
from onrecord.claims.attribution import Said, is_carrier
from onrecord.claims.speakers import Words, led_in, speaker_of, told_behind, verbs_of_saying
from onrecord.model import Actor, Reading, Span
from onrecord.text.quotation_marks import paragraphs, quotations

_NAMING = frozenset({"name", "dub", "title", "entitle", "christen", "nickname", "rename", "call"})
_LISTED = frozenset({"label", "list", "register", "know", "bill", "brand", "style"})
"""Participles that set a name beside its bearer: "a user labelled 'Anonymous'"."""
_PRONOUNS = frozenset({"he", "she", "it", "they", "i", "we"})
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


def find_quotes(reading: Reading, resolver: Resolver, said: Sequence[Said]) -> tuple[Quotation, ...]:
    """The quotations of a report in order."""
    out: list[Quotation] = []
    chains: list[bool] = []
    chained = False
    paragraph = -9
    for quoted in quotations(reading.text, paragraphs(reading)):
        words = _located(reading, quoted.span)
        count = sum(t.text[:1].isalnum() for t in reading.tokens[words.first : words.last])
        if words.first < 0 or not count or _is_label(reading, resolver, words, count) or _is_cited(reading, words, out):
            chained = False
            continue
        speaker, sure = speaker_of(reading, resolver, said, words)
        if speaker is not None and speaker.name.lower() in _PRONOUNS:
            speaker, sure = _taken_up(resolver, speaker, out), 0.5
        untold = speaker is None and sure > 0
        if speaker is None and not words.partial and not untold:
            speaker, sure = _from_before(reading, resolver, words, out, quoted.paragraph - paragraph, chained)
        if speaker is None and not untold and (words.partial or (count < _LONG and not _stands_alone(reading, words))):
            chained = False
            continue
        if speaker is not None and is_carrier(reading, resolver, resolver.head_of(Span(speaker.start, speaker.end))):
            speaker = speaker if speaker.name != speaker.text and speaker.country else None
        out.append(Quotation(quoted.span, speaker, words.partial, reading.tokens[words.first].sentence, sure))
        chains.append(chained)
        chained, paragraph = quoted.goes_on, quoted.paragraph
    return _told_again(reading, resolver, _shared(out, chains))


def _taken_up(resolver: Resolver, pronoun: Actor, out: Sequence[Quotation]) -> Actor | None:
    """Whom a pronoun without an antecedent near by means: the last speaker who suits it; None where there is none."""
    word = pronoun.name.lower()
    people = {entity.name for entity in resolver.entities if entity.type == "PER"}
    for quote in reversed(out):
        if quote.speaker is None or word in {"i", "we", "they"}:
            continue
        if (quote.speaker.name in people) == (word in {"he", "she"}):
            return replace(quote.speaker, text=pronoun.text, start=pronoun.start, end=pronoun.end)
    return None


def _from_before(
    reading: Reading, resolver: Resolver, words: Words, out: Sequence[Quotation], paragraphs_on: int, chained: bool
) -> tuple[Actor | None, float]:
    """Who speaks where no cue tells: whoever was speaking when a quotation goes on, the person whom the sentence before is
    about, or the speaker of the last quotation of this paragraph or the one before.
    """
    last = out[-1].speaker if out and paragraphs_on <= 1 else None
    if chained and last is not None:
        return last, 0.8
    led = led_in(reading, resolver, words)
    if led is not None:
        return led, 0.6
    return (last, 0.6) if last is not None else (None, 0.5)


def _shared(quotes: Sequence[Quotation], chains: Sequence[bool]) -> list[Quotation]:
    """Quotations with one speaker wherever one goes on from another: the surest of the chain."""
    out: list[Quotation] = []
    for place, quote in enumerate(quotes):
        if not chains[place] or not out:
            out.append(quote)
            continue
        begin = place
        while begin > 0 and chains[begin]:
            begin -= 1
        before = out[begin]
        if quote.speaker is None or (before.speaker is not None and before.confidence >= quote.confidence):
            out.append(replace(quote, speaker=before.speaker))
        else:
            out[begin:] = [replace(each, speaker=quote.speaker) for each in out[begin:]]
            out.append(quote)
    return out


def _told_again(reading: Reading, resolver: Resolver, quotes: Sequence[Quotation]) -> tuple[Quotation, ...]:
    """Words that a report quotes twice (in its headline and below, beside a picture and in the story) have one speaker: the
    one it names, else the one it describes more fully.
    """
    named = {entity.name for entity in resolver.entities}
    words = [" " + " ".join(re.findall(r"\w+", reading.text[q.span.start : q.span.end].lower())) + " " for q in quotes]

    def told(speaker: Actor | None) -> tuple[bool, int]:
        return (False, 0) if speaker is None else (speaker.name in named, len(speaker.name.split()))

    out = []
    for place, quote in enumerate(quotes):
        again = [
            other
            for k, other in enumerate(quotes)
            if k != place and words[place] in words[k] and told(other.speaker) > told(quote.speaker)
        ]
        if again and words[place].count(" ") > _LONG and not told(quote.speaker)[0]:
            best = max(again, key=lambda each: told(each.speaker))
            quote = replace(quote, speaker=best.speaker)
        out.append(quote)
    return tuple(out)


def _located(reading: Reading, span: Span) -> Words:
    """The quotation among the tokens; ``first`` is -1 where it holds none."""
    first = bisect_right(reading.tokens, span.start, key=lambda token: token.end)
    last = bisect_left(reading.tokens, span.end, key=lambda token: token.start)
    if first >= last:
        return Words(span, -1, -1, True)
    return Words(span, first, last, _is_partial(reading, span, first, last))


def _is_partial(reading: Reading, span: Span, first: int, last: int) -> bool:
    """Whether the quotation is only part of its sentence: it begins amid the sentence, or no end mark or comma closes it."""
    begins = reading.text[span.start : span.start + 1].isupper() or not reading.text[span.start : span.start + 1].isalpha()
    inside = reading.text[span.end - 1 : span.end] in ".!?…" or reading.text[span.end : span.end + 1] == ","
    verbs = any(reading.tokens[i].upos in ("VERB", "AUX") for i in range(first, last))
    opens = not any(reading.tokens[i].text[:1].isalnum() for i in _before_in_sentence(reading, first))
    opens = opens or reading.text[: span.start].rstrip("\"“«`' ").endswith(":")
    comma = reading.text[span.end : span.end + 1] == "," or reading.text[span.end + 1 : span.end + 2] == ","
    if opens and begins and (comma or (inside and verbs)):
        return False
    return not (begins and verbs and (inside or last - first > 6))


def _before_in_sentence(reading: Reading, first: int) -> range:
    return range(reading.sentences[reading.tokens[first].sentence].first, first)


def _stands_alone(reading: Reading, words: Words) -> bool:
    """Whether the quotation is all that its paragraph holds."""
    here = reading.tokens[words.first].sentence
    paragraph = reading.sentences[here].paragraph
    near = reading.sentences[max(0, here - 1) : reading.tokens[words.last - 1].sentence + 2]
    same = [s for s in near if s.paragraph == paragraph]
    outside = (i for s in same for i in range(s.first, s.last) if not words.first <= i < words.last)
    return not any(reading.tokens[i].text[:1].isalnum() for i in outside)


def _is_label(reading: Reading, resolver: Resolver, words: Words, count: int) -> bool:
    """Whether words in marks are a name or a title ("Guernica") rather than something said."""
    if _is_nickname(reading, words, count):
        return True
    spoken = [t for t in reading.tokens[words.first : words.last] if t.text[:1].isalnum()]
    if not all(t.text[:1].isupper() or t.text[:1].isdigit() or (len(t.text) <= 3 and k) for k, t in enumerate(spoken)):
        return False
    end = words.span.end
    tree, tokens = resolver.tree, reading.tokens
    if reading.text[end - 1 : end] in "!?":
        return False
    head = next((i for i in range(words.first, words.last) if not words.first <= tokens[i].head < words.last), words.first)
    above = tokens[head].head
    if above >= 0 and (
        tree.lemma(above) in _NAMING
        or (tree.lemma(above) in _LISTED and (tokens[above].xpos == "VBN" or tokens[above].deprel == "acl"))
    ):
        return True
    if told_behind(reading, resolver, words):
        return False
    said = above >= 0 and tree.lemma(above) in verbs_of_saying() and not _is_placed(reading, words)
    titled = words.partial or reading.text[end : end + 1] == ","
    return count > 1 and titled and not said


def _is_nickname(reading: Reading, words: Words, count: int) -> bool:
    """Whether the words stand inside a person's name: Lucio "the Barber" Sane."""
    before, after = reading.text[: words.span.start].rstrip("\"“«`'‘ "), reading.text[words.span.end :].lstrip("\"”»'’ ")
    near = len(reading.text) - len(after) - words.span.end <= 3 and words.span.start - len(before) <= 3
    names = [before.rsplit(None, 1)[-1] if before.strip() else "", after.split(None, 1)[0] if after.strip() else ""]
    people = [entity for entity in reading.entities if entity.type == "PER"]
    person = any(entity.end >= len(before) - 1 and entity.start < words.span.start for entity in people)
    return near and person and count <= 3 and all(name[:1].isupper() and name.strip(".,").isalpha() for name in names)


def _is_placed(reading: Reading, words: Words) -> bool:
    """Whether a preposition or a possessor stands right before the marks: on "Morning Call", the paper's "Open House"."""
    at = words.first - 1
    while at > 0 and reading.tokens[at].upos == "PUNCT":
        at -= 1
    before = reading.tokens[at]
    near = at >= 0 and not reading.text[before.end : words.span.start].strip(" \"“«`'")
    return near and (before.xpos == "POS" or (before.upos == "ADP" and before.lemma != "as"))


def _is_cited(reading: Reading, words: Words, out: Sequence[Quotation]) -> bool:
    """Whether words in marks are no speech: what is "so-called", or the work that a quotation without a verb is credited to
    ("(quotation)" Jane Roe, "My Years at Sea").
    """
    opening = reading.text[: words.span.start].rstrip("\"“«`' ")
    if opening.lower().endswith("so-called"):
        return True
    if not out or not opening.endswith(",") or out[-1].partial:
        return False
    between = [t for t in reading.tokens[: words.first] if t.start >= out[-1].span.end]
    same = reading.sentences[out[-1].sentence].paragraph == reading.sentences[reading.tokens[words.first].sentence].paragraph
    credited = same and 0 < len(between) <= 12 and all(t.upos not in {"VERB", "AUX"} for t in between)
    return credited and reading.text[words.span.end :].lstrip("\"”»' .")[:1] in ("", "\n")
