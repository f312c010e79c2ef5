"""What stands in double quotation marks, over one paragraph or several.

Curly marks tell which way they face. A straight mark faces by the white space around it, and by turns where that does not tell.
A quotation that its paragraph leaves open goes on in the next one that begins with a mark of its own (the newswire way of
quoting over several paragraphs), or runs on to a mark that can only close it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.model import Reading, Span

_OPEN, _EITHER = "“«", '"'
_FACING_ON, _FACING_BACK = (*_OPEN, "``"), ("”", "»", "''")
_MARK = re.compile("[“«”»\"]|``|''")
_ENDS = frozenset(".!?…")
_SELF = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Uu]s|[Mm]e|[Yy]ou|[Yy]our)\b")
"""Words of people who speak of themselves or to somebody: what holds one is more likely quoted than told."""
_HANGING = 4
"""Paragraphs over which a mark set at the very end of a paragraph may reach."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in marks: their span without the marks, the paragraph in which they begin, and whether the next quotation goes on
    where these left off, without a mark that closed them.
    """

    span: Span
    paragraph: int
    goes_on: bool


def paragraphs(reading: Reading) -> list[Span]:
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


def quotations(text: str, parts: Sequence[Span]) -> list[Quoted]:
    """The quotations of consecutive paragraphs in order; those without a word are left out."""
    out: list[Quoted] = []
    opened: int | None = None
    began = 0
    for number, part in enumerate(parts):
        for span, closed, number_of in _within(text, part, opened, began, number):
            if text[span.start : span.end].strip(" \n,.") and span.end > span.start:
                out.append(Quoted(_stripped(text, span), number_of, not closed))
        opened, began = _left_open(text, part, opened, began, number)
        if opened is None:
            continue
        following = parts[number + 1] if number + 1 < len(parts) else None
        hangs = not text[opened : part.end].strip()
        if following is None or not (_closes(text, following) or (hangs and _closes_later(text, parts[number + 1 :]))):
            span = _stripped(text, Span(opened, part.end))
            if span.end > span.start:
                goes_on = following is not None and bool(_opening(text, following))
                out.append(Quoted(span, began, goes_on))
            opened = None
    return out


def _within(text: str, part: Span, opened: int | None, began: int, number: int) -> Iterator[tuple[Span, bool, int]]:
    """The quotations that end in a paragraph: span, whether a mark closed it, the paragraph where it began."""
    for at, width, opens in _turns(text, part, opened is not None):
        if opened is not None:
            yield Span(opened, at), not opens, began
            opened = None
        if opens:
            opened, began = at + width, number


def _left_open(text: str, part: Span, opened: int | None, began: int, number: int) -> tuple[int | None, int]:
    """Where the quotation began that a paragraph leaves open, if it leaves one, and in which paragraph."""
    for at, width, opens in _turns(text, part, opened is not None):
        opened, began = (at + width, number) if opens else (None, began)
    return opened, began


def _turns(text: str, part: Span, inside: bool) -> Iterator[tuple[int, int, bool]]:
    """The marks of a paragraph that open or close a quotation: place, width, whether it opens."""
    marks = list(_marks(text, part))
    nested = 0
    for k, (at, width, curly, faces) in enumerate(marks):
        following = marks[k + 1 : k + 3]
        opens = not inside
        if nested and curly < 0:
            nested -= 1
            continue
        if inside and curly > 0 and faces >= 0:
            if [shape for _, _, shape, _ in following] == [-1, -1]:
                nested += 1
                continue
            opens = True
        elif inside and not curly and faces > 0:
            # It opens though the last one is not closed: a new paragraph of one quotation, run into one line; or it closes,
            # set on the wrong side of a lost break.
            ended = text[:at].rstrip()[-1:] in _ENDS
            opens = _goes_on(text, part, at + width, following) if ended else (len(marks) - k - 1) % 2 == 1
        elif not inside and (curly or faces) < 0 and faces <= 0 and (curly or [f for *_, f in following[:1]] != [-1]):
            # It closes though none is open: a stray, but for one that the next can close.
            continue
        yield at, width, opens
        inside = opens


def _goes_on(text: str, part: Span, start: int, following: Sequence[tuple[int, int, int, int]]) -> bool:
    """Whether the words behind a mark are quoted: up to a mark that closes them, or as words of somebody who speaks."""
    if following and following[0][3] < 0:
        return True
    return _SELF.search(text, start, following[0][0] if following else part.end) is not None


def _marks(text: str, part: Span) -> Iterator[tuple[int, int, int, int]]:
    """Every double mark: place, width, which way its shape faces and which way the white space around it says.

    1 is towards the words after it, -1 towards those before, 0 neither.
    """
    for found in _MARK.finditer(text, part.start, part.end):
        at, mark = found.start(), found[0]
        if mark == _EITHER and _is_inches(text, at):
            continue
        before = text[at - 1] if at > part.start else " "
        after = text[found.end()] if found.end() < part.end else " "
        opening = (before.isspace() or before in "([—–-‘'") and not after.isspace() and after not in ".,;:!?)"
        closing = not before.isspace() and before not in "([" and (after.isspace() or after in ".,;:!?)]—–-’'")
        shape = 1 if mark in _FACING_ON else -1 if mark in _FACING_BACK else 0
        yield at, len(mark), shape, int(opening) - int(closing)


def _opening(text: str, part: Span) -> bool:
    words = text[part.start : part.end]
    return words[:1] in (*_OPEN, _EITHER) or words[:2] == "``"


def _closes(text: str, part: Span) -> bool:
    """Whether a paragraph that begins inside a quotation holds the mark that ends it."""
    if _opening(text, part):
        return False
    marks = list(_marks(text, part))
    if not marks:
        return False
    _, _, curly, faces = marks[0]
    return (curly or faces) < 0 or (not curly and len(marks) % 2 == 1)


def _closes_later(text: str, parts: Sequence[Span]) -> bool:
    """Whether the first paragraph with a mark, of the next few, ends a quotation whose mark hung at the end of its own."""
    return next((_closes(text, part) for part in parts[:_HANGING] if any(True for _ in _marks(text, part))), False)


def _is_inches(text: str, at: int) -> bool:
    return bool(re.match(r"\d[\d/. ]{0,3}$", text[max(0, at - 4) : at].strip()[-2:])) and text[at + 1 : at + 2] in (" ", ")")


def _stripped(text: str, span: Span) -> Span:
    a, b = span
    while a < b and text[a].isspace():
        a += 1
    while b > a and (text[b - 1].isspace() or text[b - 1] == ","):
        b -= 1
    return Span(a, b)
