"""Marked sources, cues and contents to attributions: which belong together, within a sentence and over several.

Within a sentence the model links each source and content to a cue. Links are put right by what an attribution is: it has one
source (so have all but 9 of 18,361 annotated ones), the subject of its verb or else the nearest; a cue without a source takes
that of the verb it is coordinated with or hangs on ("X said A and added B"), else the subject, the doer ("praised by X") or
the possessor ("X's claim") that the tree has for it, marked or not; a cue with a source but without content takes the clause
that completes it. Of several contents the model must hold each for likely, and on either side of the cue the nearest is kept,
and quotations; a content ends before the next cue of the same source. What has no content says nothing and is left out, and
so is content without a cue, unless it is a quotation and the model is sure. Over sentences, ``onrecord.reader.quoted`` tells
whose the quotations are, and ``onrecord.reader.turns`` who speaks in a transcript.

On the development part of PolNeAR, read by earlier weights, the F1 of whole attributions, all three
spans right, is 44.7 by the model's links alone and 57.6 with these rules, that of contents 66.0 and 70.7; from annotated
spans they give 96.6 and 99.0 there (pieces of a content that only a space parts taken as one).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from onrecord.model import AttributionSpans, Sentence, Span
from onrecord.reader.network import Words
from onrecord.reader.quoted import Group, Page
from onrecord.reader.turns import turns

_CLIMB = 5
"""Verbs above a cue that are asked for its subject."""
_HANGING = frozenset({"conj", "xcomp", "advcl", "acl", "parataxis", "ccomp", "appos", "obl", "nmod", "obj", "csubj"})
_SURE = 0.9
"""How sure the model must be of a quotation for which no cue is found."""
_AND = frozenset({"and", "but", "or"})
_LIKELY = 0.65
"""How sure the model must be of one of several contents of a cue, unless it is a quotation or a piece of a clause."""
_TURN = 0.84
"""How often a turn in a transcript is right: 21 of 25."""
_ROLES = frozenset({"source", "cue", "content"})

_Marked = tuple[int, int, float]
"""A marked span: first word, last word + 1, probability."""


@dataclass(frozen=True, slots=True)
class Marks:
    """One sentence with what the model marked in it."""

    sentence: Sentence
    spans: tuple[Span, ...]
    words: Words


def join(text: str, marks: Sequence[Marks]) -> tuple[AttributionSpans, ...]:
    """The attributions of a text, in order of their first span."""
    groups: list[list[Group]] = []
    loose: list[tuple[int, Span, float]] = []
    for number, mark in enumerate(marks):
        own, without = _within(text, number, mark)
        groups.append(own)
        loose.extend((number, span, probability) for span, probability in without)
    page = Page(text, [mark.sentence for mark in marks])
    inside = _take_turns(text, page, groups, loose)
    if not loose and not any(groups):
        return ()
    alone = page.settle(groups, loose)
    for mark, own in zip(marks, groups, strict=True):
        _complete(mark, own)
    out = [_finished(text, page, group) for group in (*(group for own in groups for group in own), *alone, *inside)]
    return tuple(sorted((a for a in out if a is not None), key=lambda a: min(a.source + a.cue + a.content)))


def _take_turns(text: str, page: Page, groups: list[list[Group]], loose: list[tuple[int, Span, float]]) -> list[Group]:
    """Make every turn of a transcript one attribution, in place; comes back what the speakers tell of others."""
    spoken = turns(text, page.paragraphs)
    loose[:] = [one for one in loose if page.paragraph[one[0]] not in spoken]
    inside: list[Group] = []
    for number in range(len(groups)):
        if page.paragraph[number] in spoken:
            speaker, colon, words = spoken[page.paragraph[number]]
            first = number == 0 or page.paragraph[number - 1] != page.paragraph[number]
            inside.extend(group for group in groups[number] if all(span.start >= words.start for span in _spans([group])))
            groups[number] = [Group(number, [colon], [speaker], [words], [_TURN])] if first else []
    return inside


def _within(text: str, number: int, mark: Marks) -> tuple[list[Group], list[tuple[Span, float]]]:
    """The attributions of one sentence by the model's links, put right, and the contents that have no cue in it."""
    words = mark.words
    marked: dict[str, list[_Marked]] = {role: [] for role in _ROLES}
    for kind, _, first, last, probability in words.spans:
        if kind in _ROLES:
            marked[kind].append((first, last, probability))
    cues, sources = marked["cue"], marked["source"]
    if not cues:
        return [], [(_span(mark, first, last), probability) for first, last, probability in marked["content"]]
    linked: dict[int, list[_Marked]] = {}
    for source in sources:
        linked.setdefault(_cue_of(words, source, cues), []).append(source)
    groups = {cue[0]: Group(number, [_span(mark, cue[0], cue[1])], sure=[cue[2]]) for cue in cues}
    said: dict[int, list[_Marked]] = {}
    for content in marked["content"]:
        said.setdefault(_cue_of(words, content, cues), []).append(content)
    for cue in cues:
        group = groups[cue[0]]
        contents = said.get(cue[0], ())
        needed = 0.0 if _is_parted(words, cue, contents) else _LIKELY
        surest = max((content[2] for content in contents), default=0.0)
        for first, last, probability in contents:
            span = _span(mark, first, last)
            if probability >= min(surest, needed) or _is_quoted(text, span):
                group.content.append(span)
                group.sure.append(probability)
        chosen = _source(words, cue, linked.get(cue[0], ()), sources if group.content else ())
        if chosen is not None:
            group.source.append(_span(mark, chosen[0], chosen[1]))
            group.sure.append(chosen[2])
        elif group.content:
            held = _holder(mark, cue)
            if held is not None and not any(_overlap(held, other) for other in (*group.cue, *group.content)):
                group.source.append(held)
        if len(group.content) > 1:
            group.content = _nearest(text, group.content, group.cue[0])
    _part(text, list(groups.values()))
    return list(groups.values()), []


def _is_parted(words: Words, cue: _Marked, contents: Sequence[_Marked]) -> bool:
    """Whether the cue stands inside the clause that is said ("The blast / appeared / to be a warning")."""
    if len(contents) < 2:
        return False
    verb = _top(words, cue)
    subjects = [i for i, head in enumerate(words.heads) if head == verb and words.rels[i].startswith("nsubj")]
    return any(first <= i < last for i in subjects for first, last, _ in contents)


def _part(text: str, groups: Sequence[Group]) -> None:
    """Where one source has two cues ("says A and denies B"), end the content of the first before the second, in place."""
    for one, other in permutations(groups, 2):
        cue = other.cue[0]
        for number, span in enumerate(one.content):
            if one.source and one.source == other.source and one.cue[0].end <= span.start < cue.start and cue.end <= span.end:
                first, rest = text[span.start : cue.start].rstrip(" ,;"), text[cue.end : span.end].lstrip(" ,")
                before, _, last = first.rpartition(" ")
                if last in _AND:
                    first = before.rstrip(" ,;")
                if first:
                    one.content[number] = Span(span.start, span.start + len(first))
                if first and rest and not other.content:
                    other.content.append(Span(span.end - len(rest), span.end))


def _source(words: Words, cue: _Marked, linked: Sequence[_Marked], others: Sequence[_Marked]) -> _Marked | None:
    """The one source of a cue: of several linked to it the subject or else the nearest; of ``others`` one that it shares."""
    if len(linked) == 1:
        return linked[0]
    shared = _shared_source(words, cue, linked or others)
    if linked and shared is None:
        return min(linked, key=lambda source: min(abs(source[0] - cue[1]), abs(cue[0] - source[1])))
    return shared


def _shared_source(words: Words, cue: _Marked, sources: Sequence[_Marked]) -> _Marked | None:
    """The marked source that is the subject of a cue's verb, or of the verbs that it is coordinated with or hangs on."""
    verb = _top(words, cue)
    if not sources or _is_suffered(words, verb):
        return None
    for _ in range(_CLIMB):
        subjects = [i for i, head in enumerate(words.heads) if head == verb and words.rels[i].startswith("nsubj")]
        if subjects:
            return next((s for s in sources if any(s[0] <= i < s[1] for i in subjects)), None)
        if words.rels[verb].partition(":")[0] not in _HANGING or words.heads[verb] < 0:
            return None
        verb = words.heads[verb]
        owner = next((s for s in sources if s[0] <= verb < s[1]), None)
        if owner is not None:
            return owner
    return None


def _is_suffered(words: Words, verb: int) -> bool:
    """Whether a verb is a participle of what is done to the subject of its clause ("Asked about the storm, Ann said ...")."""
    with_auxiliary = any(head == verb and words.rels[i] == "aux" for i, head in enumerate(words.heads))
    return words.xpos[verb] == "VBN" and words.rels[verb].partition(":")[0] in ("advcl", "acl") and not with_auxiliary


def _top(words: Words, cue: _Marked) -> int:
    """The word of a cue that the others hang on."""
    return next((i for i in range(cue[0], cue[1]) if not cue[0] <= words.heads[i] < cue[1]), cue[0])


def _holder(mark: Marks, cue: _Marked) -> Span | None:
    """The subject of a cue's verb, its doer where it is passive, the possessor of its noun."""
    words = mark.words
    verb = _top(words, cue)
    for relation in ("nsubj", "obl:agent", "nmod:poss"):
        children = [i for i, head in enumerate(words.heads) if head == verb and words.rels[i] == relation]
        if children:
            first, last = _phrase(words, children[-1])
            while first < children[-1] and (
                words.rels[first] == "punct" or (relation == "obl:agent" and words.rels[first] == "case")
            ):
                first += 1
            return _span(mark, first, last)
    return None


def _phrase(words: Words, top: int) -> tuple[int, int]:
    """First and last word + 1 of what hangs on a word."""
    below: dict[int, list[int]] = {}
    for i, head in enumerate(words.heads):
        below.setdefault(head, []).append(i)
    first = last = top
    waiting = [top]
    while waiting:
        word = waiting.pop()
        first, last = min(first, word), max(last, word)
        waiting.extend(below.get(word, ()))
    return first, last + 1


def _complete(mark: Marks, groups: Sequence[Group]) -> None:
    """Give cues with a source but without content the clause that completes them ("refuses / to leave"), in place."""
    words = mark.words
    for kind, _, begin, end, _ in words.spans:
        lacking = kind == "cue" and next((g for g in groups if g.cue[0] == _span(mark, begin, end)), None)
        if not lacking or lacking.content or not lacking.source:
            continue
        for i in range(end, len(words.heads)):
            if begin <= words.heads[i] < end and words.rels[i].partition(":")[0] in ("ccomp", "xcomp"):
                first, last = _phrase(words, i)
                span = _span(mark, end, last)
                if first <= end and not any(_overlap(span, other) for other in _spans(groups)):
                    lacking.content.append(span)
                    break


def _spans(groups: Sequence[Group]) -> Iterator[Span]:
    return (span for group in groups for span in (*group.cue, *group.source, *group.content))


def _nearest(text: str, contents: Sequence[Span], cue: Span) -> list[Span]:
    """The contents nearest to the cue, one on either side, those that hold it, and quotations."""
    before = [span for span in contents if span.end <= cue.start]
    after = [span for span in contents if span.start >= cue.end]
    dropped = [span for span in (*before[:-1], *after[1:]) if not _is_quoted(text, span)]
    return [span for span in contents if span not in dropped]


def _cue_of(words: Words, span: _Marked, cues: Sequence[_Marked]) -> int:
    """The first word of the cue that a span belongs to: the linked one, else the nearest."""
    first, last, _ = span
    linked = words.links[first]
    for begin, end, _ in cues:
        if begin <= linked < end:
            return begin
    free = [cue for cue in cues if not first <= cue[0] < last] or list(cues)
    return min(free, key=lambda cue: min(abs(cue[0] - last), abs(first - cue[1])))[0]


def _span(mark: Marks, first: int, last: int) -> Span:
    return Span(mark.spans[first].start, mark.spans[last - 1].end)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _is_quoted(text: str, span: Span) -> bool:
    words = text[span.start : span.end]
    before = text[max(0, span.start - 1) : span.start]
    return any(mark in words or mark in before for mark in '"“”') or words.startswith("''") or words.startswith("``")


def _finished(text: str, page: Page, group: Group) -> AttributionSpans | None:
    if not group.content:
        return None
    confidence = sum(group.sure) / len(group.sure)
    if not group.cue and (confidence < _SURE or not any(_is_quoted(text, span) for span in group.content)):
        return None
    return AttributionSpans(tuple(group.source), tuple(group.cue), page.merged(group.content), round(confidence, 4))
