"""Marked sources, cues and contents to attributions: which belong together, also over the sentences of a paragraph.

Within a sentence the model links each source and content to a cue. Over sentences two things are common in news: a quotation
that runs on before or after its cue ("A. B," he said. "C."), and a source that is understood. Rules join those:

- content without a cue that stands in a quotation still open from the sentence before goes with that sentence's content;
- content whose quotation is still open at the end of its sentence goes with the next sentence's first attribution;
- other content without a cue goes with the last attribution of the same paragraph, if it is a quotation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.model import AttributionSpans, Sentence, Span, Token
from onrecord.reader.network import Words


@dataclass(frozen=True, slots=True)
class Marks:
    """One sentence with what the model marked in it, and whether it begins and ends inside a quotation."""

    sentence: Sentence
    spans: tuple[Span, ...]
    words: Words
    inside: bool
    ends_inside: bool


@dataclass(slots=True)
class _Group:
    """An attribution being put together."""

    cue: list[Span] = field(default_factory=list)
    source: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)
    sure: list[float] = field(default_factory=list)
    paragraph: int = -1


def join(text: str, tokens: Sequence[Token], marks: Sequence[Marks]) -> tuple[AttributionSpans, ...]:
    """The attributions of a text, in order of their first span."""
    done: list[_Group] = []
    waiting: list[tuple[Span, float]] = []
    last: _Group | None = None
    paragraph = -1
    for mark in marks:
        if last is not None and last.paragraph != mark.sentence.paragraph:
            last = None
        if waiting and paragraph != mark.sentence.paragraph:
            done.extend(_loose(waiting))
            waiting = []
        groups, loose = _within(mark)
        for span, probability in loose:
            quoted = _is_quoted(text, span)
            if mark.inside and last is not None and span.start <= mark.sentence.start + 1:
                last.content.append(span)
                last.sure.append(probability)
            elif (mark.ends_inside and span.end >= mark.sentence.end - 1) or (mark.inside and waiting):
                waiting.append((span, probability))
            elif last is not None and quoted and not groups:
                last.content.append(span)
                last.sure.append(probability)
            elif groups and quoted:
                groups[0].content.append(span)
                groups[0].sure.append(probability)
            else:
                done.append(_Group(content=[span], sure=[probability], paragraph=mark.sentence.paragraph))
        if waiting and groups:
            groups[0].content[:0] = [span for span, _ in waiting]
            groups[0].sure.extend(p for _, p in waiting)
            waiting = []
        paragraph = mark.sentence.paragraph
        done.extend(groups)
        if groups:
            last = groups[-1]
    done.extend(_loose(waiting))
    out = [_finished(text, group) for group in done]
    return tuple(sorted((a for a in out if a is not None), key=lambda a: min(a.source + a.cue + a.content)))


def _loose(waiting: Sequence[tuple[Span, float]]) -> list[_Group]:
    """Quoted sentences for which no cue came: one attribution without a source."""
    return [_Group(content=[s for s, _ in waiting], sure=[p for _, p in waiting])] if waiting else []


def _within(mark: Marks) -> tuple[list[_Group], list[tuple[Span, float]]]:
    """The attributions of one sentence by the model's links, and the contents that have no cue in it."""
    words = mark.words
    cues = [(first, last, p) for kind, _, first, last, p in words.spans if kind == "cue"]
    groups = {first: _Group([_span(mark, first, last)], sure=[p], paragraph=mark.sentence.paragraph) for first, last, p in cues}
    loose: list[tuple[Span, float]] = []
    for kind, _, first, last, p in words.spans:
        if kind not in ("source", "content"):
            continue
        span = _span(mark, first, last)
        cue = _cue_of(words, first, last, cues)
        if cue is None:
            if kind == "content":
                loose.append((span, p))
            continue
        getattr(groups[cue], kind).append(span)
        groups[cue].sure.append(p)
    return list(groups.values()), loose


def _cue_of(words: Words, first: int, last: int, cues: Sequence[tuple[int, int, float]]) -> int | None:
    """The first word of the cue that a span belongs to: the linked one, else the one nearest to the link, else the nearest."""
    if not cues:
        return None
    linked = words.links[first]
    for begin, end, _ in cues:
        if begin <= linked < end:
            return begin
    free = [c for c in cues if not (first <= c[0] < last)] or list(cues)
    nearest = min(free, key=lambda c: min(abs(c[0] - last), abs(first - c[1])))
    return nearest[0]


def _span(mark: Marks, first: int, last: int) -> Span:
    return Span(mark.spans[first].start, mark.spans[last - 1].end)


def _is_quoted(text: str, span: Span) -> bool:
    words = text[span.start : span.end]
    before = text[max(0, span.start - 1) : span.start]
    return any(mark in words or mark in before for mark in '"“”') or words.startswith("''") or words.startswith("``")


def _finished(text: str, group: _Group) -> AttributionSpans | None:
    if not group.cue and not group.content:
        return None
    if not group.content and not group.source:
        return None
    confidence = sum(group.sure) / len(group.sure)
    return AttributionSpans(
        tuple(sorted(group.source)), tuple(sorted(group.cue)), tuple(_merged(text, sorted(group.content))), round(confidence, 4)
    )


def _merged(text: str, spans: Sequence[Span]) -> list[Span]:
    """Contents that only white space parts are one span."""
    out: list[Span] = []
    for span in spans:
        if out and not text[out[-1].end : span.start].strip():
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out
