"""The parts of a report's page: headline, dateline, byline, caption, body, furniture.

Rules over paragraphs, from newswire practice (style books, photo credit lines, the shapes of news pages); no model. In doubt
a paragraph is body: what is wrongly called furniture, byline or dateline is never read for claims, while a caption or a
headline still is. Not seen: lines that an outlet repeats on every page but that look like prose, a caption without credit in
the middle of the body, and a second headline (deck) that ends in a period and has no dateline below it; they stay body.

Pure, linear in the text; offsets are code points, ends exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onrecord.model import Segment, Span
from onrecord.text import furniture
from onrecord.text.tokenise import paragraphs, sentences

# A Reuters headline ran to 64 characters, a web headline to some 110; a lead sentence averages 25 to 35 words.
_HEADLINE_WORDS = 22
_HEADLINE_WORDS_WITH_PERIOD = 16
_CAPTION_WORDS = 60
_SCENE_WORDS = 20

_MONTH = (
    r"(?i:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:(?:{_WEEKDAY},? )?(?:{_MONTH} {_DAY}(?:,? \d{{4}})?|{_DAY} {_MONTH}(?:,? \d{{4}})?)"
    r"|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4})"
)
_CLOCK = r"(?:,?(?: at| -| \||)? ?\d{1,2}[:.]\d\d ?(?:[AaPp]\.?[Mm]\.?)?(?: ?[A-Z]{2,4}\b)?)?"
_FULL_DATE = rf"{_WEEKDAY},? (?:{_MONTH} {_DAY},? \d{{4}}|{_DAY} {_MONTH},? \d{{4}})"
_STAMP = re.compile(
    rf"(?:(?:(?:first )?published|(?:last )?(?:updated|modified)|posted|created|date)(?: on| at|:)* )?{_DATE}{_CLOCK}[.]?", re.I
)
_STAMP_AHEAD = re.compile(rf"{_FULL_DATE}(?= [A-Z])")

_CAPS = r"[A-Z\u00C0-\u00DE][A-Z\u00C0-\u00DE.'’/-]+"
_CAPS_PLACE = rf"(?:[A-Z]\.[A-Z]\.|{_CAPS})(?: (?:[A-Z]\.[A-Z]\.|{_CAPS}|[A-Z]{{2,}}|de|of|al|el|d[aeiou]s?)){{0,4}}"
_NAME = r"[^\W\d_a-z][\w.'’-]+"
_TITLE_PLACE = rf"{_NAME}(?: (?:{_NAME}|de|of|al|el|and)){{0,3}}"
_REGION = rf"(?:, ?(?!{_MONTH} \d)(?:[A-Z]\.[A-Z]\.|{_NAME})(?: {_NAME}){{0,2}}){{0,2}}"
_AGENCY = r"[(\[](?![RDI]-)(?:[^\W\d_][\w&.'’-]*)(?:[ /,-]{1,2}[^\W\d_][\w&.'’-]*){0,5}[)\]]"
# A single hyphen needs white space on one side: "RENT-A-CAR" is a name.
_DASH = r"(?:\s{0,2}(?:-{2,3}|[–—―]{1,2}|_|-(?=\s|\Z))|\s{1,2}-)(?=\s|\Z|[A-Z\"“'‘(])\s*"
_DATELINES = (
    # ISLAMABAD, Aug 24 (Reuters) - | FLINT, Mich., Oct. 4 (UPI) — | WASHINGTON (AP) — | Geneva, 3 May 2016 –
    re.compile(rf"(?:{_CAPS_PLACE}|{_TITLE_PLACE}){_REGION}(?:,? {_DATE},?)? ?{_AGENCY}{_DASH}"),
    re.compile(rf"(?:{_CAPS_PLACE}|{_TITLE_PLACE}){_REGION},? {_DATE},?{_DASH}"),
    re.compile(rf"\((?:{_CAPS}|{_NAME})(?: {_NAME})?\){_DASH}"),
)
_LEAD_DATELINES = (
    # COLUMBIA --- | NEWPORT NEWS, Va. - | Taipei, Taiwan — | Nairobi — The (but not "Peter — a man — ...") | [ACCRA] The
    re.compile(rf"{_CAPS_PLACE}{_REGION}{_DASH}"),
    re.compile(rf"(?:{_TITLE_PLACE}, ?{_NAME}(?: {_NAME})?|{_NAME})\s?(?:--|[–—―])\s?(?=[A-Z\"“])(?![^–—―.\n]*[–—―])"),
    re.compile(rf"{_CAPS_PLACE}{_REGION}(?:,? {_DATE})? {_AGENCY}\s+(?=[A-Z\"“])"),
    re.compile(rf"\[{_CAPS_PLACE}\]\s+(?=[A-Z\"“])"),
)
_DATELINE_ALONE = (*_DATELINES, _LEAD_DATELINES[0])
_COLON_DATELINE = re.compile(rf"{_CAPS_PLACE}(?:,? {_DATE})?(?: {_AGENCY})?: ?(?=[A-Z\"“])")
_DATELINE_LINE = re.compile(rf"{_CAPS_PLACE}{_REGION},? {_DATE}(?: ?{_AGENCY})?{_CLOCK}\s{{0,2}}[-–—]{{0,3}}[.]?")
_NOT_A_PLACE = re.compile(
    rf"(?:(?:{_WEEKDAY}|{_MONTH})(?= )|(?:UPDATED?|PUBLISHED|POSTED|NOT(?:E|ICE)|CORRECTED|BREAKING|EXCLUSIVE|EXPLAINER"
    r"|ANALYSIS|VIDEO|PHOTOS?|Q|A)\b)",
    re.I,
)

_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*$")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


class Part(NamedTuple):
    """A piece of the page. ``paragraph`` is the index of its paragraph in ``tokenise.paragraphs``; several may share one."""

    start: int
    end: int
    segment: Segment
    paragraph: int


def segment(text: str, captions: Sequence[Span] = ()) -> tuple[Part, ...]:
    """Partition of all that is not white space in ``text``, in order; no two parts overlap.

    ``captions`` are spans that the source's markup says are captions; a paragraph is cut where one begins or ends. A
    repeated headline at the start of the body stays body. The parts are not yet sentences.
    """
    spans = paragraphs(text)
    marked = sorted(captions)
    kinds = _kinds(text, spans)
    lead = next((i for i, kind in enumerate(kinds) if kind == "body"), len(spans))
    title = next((text[a:b] for (a, b), kind in zip(spans, kinds, strict=True) if kind == "headline"), "")
    # "NEW DELHI: ..." once is a dateline; several such are the speakers of a transcript.
    colon = sum(1 for span in spans if _COLON_DATELINE.match(text, *span)) == 1
    # "World news highlights": each paragraph is a report of its own, with its dateline.
    digest = sum(1 for span in spans if _LEAD_DATELINES[0].match(text, *span) and not _NOT_A_PLACE.match(text, *span)) > 2
    parts: list[Part] = []
    for i, (span, kind) in enumerate(zip(spans, kinds, strict=True)):
        for piece, is_caption in _cut(span, marked):
            piece = _trim(text, piece)
            if piece.start == piece.end:
                continue
            if is_caption:
                parts.append(Part(*piece, "caption", i))
            elif kind != "body":
                parts.append(Part(*piece, kind, i))
            else:
                near_end = i >= len(spans) - 3
                parts += (Part(*s, k, i) for s, k in _inside(text, piece, title, i == lead, colon, digest, near_end))
    return tuple(parts)


def is_headline(line: str, following: str, wired: bool = False) -> bool:
    """Whether ``line``, the first of a text, is a headline above the paragraph ``following``.

    ``wired`` says that what follows a headline only does follow: a dateline, a date stamp, or the same words once more.
    """
    count = len(_WORD.findall(line))
    if not count or not following or "\n" in line.strip():
        return False
    letters = [c for c in line if c.isalpha()]
    if not letters or line.rstrip().endswith((",", ":", "-")) or _dateline_end(line, Span(0, len(line)), False):
        return False
    ends = _SENTENCE_END.search(line) is not None
    if all(c.isupper() for c in letters):
        return count <= _HEADLINE_WORDS and (wired or len(following) > len(line))
    if not ends or line.rstrip().endswith("?"):
        return count <= _HEADLINE_WORDS and (wired or len(following) > len(line) // 2)
    # "..., experts say." and "Talks resume. Rebels stay away." end in a period in some archives, but are short and have no
    # marks of a sentence that tells the story in full: no article or pronoun first, no auxiliary of the past, no weekday.
    if count > _HEADLINE_WORDS_WITH_PERIOD or len(following) < 1.3 * len(line):
        return False
    return wired or furniture.is_title_case(line) or not furniture.is_telling(line)


def _kinds(text: str, spans: list[Span]) -> list[Segment]:
    """One kind for each paragraph; body where nothing else is certain."""
    kinds: list[Segment] = [_fixed(text, span) or "body" for span in spans]
    if kinds and kinds[0] == "furniture" and furniture.is_labelled_news(text[slice(*spans[0])]):
        kinds[0] = "body"
    first = next((i for i, kind in enumerate(kinds[:4]) if kind not in ("furniture", "caption")), None)
    if first is None:
        return kinds
    body = [i for i in range(first + 1, len(spans)) if kinds[i] == "body"]
    if kinds[first] == "body" and body:
        # A deck may stand between headline and lead; the longer of the two is what the headline is held against.
        following = max((text[slice(*spans[i])] for i in body[:2]), key=len)
        wired = any(kind in ("furniture", "dateline") for kind in kinds[first + 1 : body[0]]) or bool(
            _dateline_end(text, spans[body[0]], True)
        )
        line = text[slice(*spans[first])]
        repeated = text.startswith(line.rstrip(" ."), spans[body[0]].start)
        if is_headline(line, following, wired or repeated):
            kinds[first] = "headline"
            _mark_scenes(text, spans, kinds, body)
    _mark_bylines(text, spans, kinds)
    _mark_decks(text, spans, kinds)
    _mark_authors(text, spans, kinds)
    return kinds


def _fixed(text: str, span: Span) -> Segment | None:
    """The kind of a paragraph that its own words tell, whatever stands around it."""
    words = text[slice(*span)]
    if len(words) > 1200:
        return None
    if _STAMP.fullmatch(words) or furniture.is_furniture(words):
        return "furniture"
    if not _NOT_A_PLACE.match(words) and (_DATELINE_LINE.fullmatch(words) or any(p.fullmatch(words) for p in _DATELINE_ALONE)):
        return "dateline"
    if furniture.is_byline(words):
        return "byline"
    if furniture.is_caption(words) and len(_WORD.findall(words)) <= _CAPTION_WORDS:
        return "caption"
    return None


def _mark_scenes(text: str, spans: list[Span], kinds: list[Segment], body: list[int]) -> None:
    """Between stamp or byline and lead a short line without a finite verb is a picture's; under a headline it is a deck."""
    above = text[slice(*spans[body[0] - 1])]
    if len(body) < 2 or not (kinds[body[0] - 1] in ("byline", "dateline", "caption") or _STAMP.fullmatch(above)):
        return
    line, following = text[slice(*spans[body[0]])], text[slice(*spans[body[1]])]
    count = len(_WORD.findall(line))
    if 4 <= count <= _SCENE_WORDS and len(following) > 1.5 * len(line) and furniture.is_scene(line):
        kinds[body[0]] = "caption"


def _mark_bylines(text: str, spans: list[Span], kinds: list[Segment]) -> None:
    """Bare names ("Jane Doe in Cairo", "Jane Doe") are bylines only next to the headline, dateline or another byline."""
    for i in range(1, min(5, len(spans) - 1)):
        if kinds[i] == "body":
            if kinds[i - 1] == "body" or not furniture.is_bare_byline(text[slice(*spans[i])]):
                return
            kinds[i] = "byline"


def _mark_decks(text: str, spans: list[Span], kinds: list[Segment]) -> None:
    """One or two short lines straight under the headline are second headlines: without a period, or above a dateline."""
    above = next((i for i, kind in enumerate(kinds[:4]) if kind == "headline"), None)
    if above is None:
        return
    lead = next((i for i in range(above + 1, min(above + 4, len(spans))) if _dateline_end(text, spans[i], True)), None)
    for i in range(above + 1, min(above + 3, len(spans) - 1)):
        line, following = text[slice(*spans[i])], text[slice(*spans[i + 1])]
        if kinds[i] != "body" or i == lead or len(_WORD.findall(line)) > _HEADLINE_WORDS or len(following) <= len(line):
            return
        ended = _SENTENCE_END.search(line) is not None or line.rstrip().endswith((",", ":"))
        if kinds[i + 1] not in ("body", "byline", "dateline") or (ended and (lead is None or lead <= i)):
            return
        kinds[i] = "headline"


def _mark_authors(text: str, spans: list[Span], kinds: list[Segment]) -> None:
    """What presents the author at the end of a column: a full name that the report has nowhere else, and a profession."""
    for i in range(len(spans) - 1, max(0, len(spans) - 4), -1):
        if kinds[i] != "body":
            continue
        name = furniture.presented(text[slice(*spans[i])])
        written = next((text[slice(*spans[j])] for j, kind in enumerate(kinds) if kind == "byline"), "")
        if not name or (name in text[: spans[i].start].replace(written, "")):
            return
        kinds[i] = "byline"


def _cut(span: Span, marked: Sequence[Span]) -> Iterator[tuple[Span, bool]]:
    """``span`` cut at the edges of the marked captions, with whether each piece is one."""
    at = span.start
    for start, end in marked:
        start, end = max(start, at), min(end, span.end)
        if start >= end:
            continue
        if start > at:
            yield Span(at, start), False
        yield Span(start, end), True
        at = end
    if at < span.end:
        yield Span(at, span.end), False


def _inside(
    text: str, span: Span, title: str, lead: bool, colon: bool, digest: bool, near_end: bool
) -> Iterator[tuple[Span, Segment]]:
    """What stands within one body paragraph: stamp and dateline before it, credits in and after it."""
    start = span.start
    repeated = lead and bool(title) and text.startswith(title.rstrip(" ."), start)
    if lead and (stamp := _STAMP_AHEAD.match(text, start, span.end)):
        yield _trim(text, Span(start, stamp.end())), "furniture"
        start = _trim(text, Span(stamp.end(), span.end)).start
    elif repeated:
        after = start + len(title.rstrip(" ."))
        after = _trim(text, Span(after + (text[after : after + 1] in (".", "?", "!")), span.end)).start
        if _dateline_end(text, Span(after, span.end), True):
            yield _trim(text, Span(start, after)), "body"
            start = after
    elif lead and not title and (after := _run_in(text, Span(start, span.end))):
        yield _trim(text, Span(start, after)), "headline"
        start, colon = after, True
    end = _dateline_end(text, Span(start, span.end), lead or digest, colon)
    if end:
        yield _trim(text, Span(start, end)), "dateline"
        start = end
    rest = _trim(text, Span(start, span.end))
    tail = _tail(text, rest, near_end)
    yield from _credits(text, Span(rest.start, tail[0].start) if tail else rest)
    if tail:
        yield tail


def _run_in(text: str, span: Span) -> int:
    """Where the dateline begins behind a headline that extraction ran into the lead ("Mill burns. OSTREL --"), with what stands
    between them; 0 where there is none.
    """
    for sentence in sentences(text, span.start, min(span.end, span.start + 400))[:3]:
        if len(_WORD.findall(text[slice(*sentence)])) > _HEADLINE_WORDS_WITH_PERIOD:
            return 0
        rest = _trim(text, Span(sentence.end, span.end))
        end = _dateline_end(text, rest, True, True)
        if end and len(text[end : span.end].split()) > _HEADLINE_WORDS:
            return rest.start
    return 0


def _dateline_end(text: str, span: Span, lead: bool, colon: bool = False) -> int:
    """Where the body begins after a dateline at the start of ``span``; 0 where there is none."""
    if _NOT_A_PLACE.match(text, span.start, span.end):
        return 0
    limit = min(span.end, span.start + 120)
    patterns = _DATELINES + _LEAD_DATELINES if lead else _DATELINES
    for pattern in (*patterns, _COLON_DATELINE) if colon and lead else patterns:
        match = pattern.match(text, span.start, limit)
        if match and match.end() < span.end:
            return int(match.end())
    return 0


def _tail(text: str, span: Span, near_end: bool) -> tuple[Span, Segment] | None:
    """A closing credit or prompt that shares the last paragraph's line with body: "(Reporting by ...)", "Follow us ..."."""
    window = max(span.start, span.end - 400)
    closing = furniture.CLOSING_CREDIT.search(text, window, span.end)
    if closing and closing.start() > span.start:
        return _trim(text, Span(closing.start(), span.end)), "byline"
    if not near_end or not furniture.may_prompt(text[window : span.end]):
        return None
    last = sentences(text, *span)[-1:]
    if last and last[0].start > span.start and furniture.is_prompt(text[slice(*last[0])]):
        return last[0], "furniture"
    return None


def _credits(text: str, span: Span) -> Iterator[tuple[Span, Segment]]:
    """Body, with each "... sentence. Photo: Agency" that extraction ran into it as a caption of its own."""
    at = span.start
    for match in furniture.INLINE_CREDIT.finditer(text, span.start, span.end):
        before = sentences(text, max(at, match.start() - 400), match.start())
        if not before or match.start() < at:
            continue
        start = before[-1].start
        if start > at:
            yield _trim(text, Span(at, start)), "body"
        yield Span(start, match.end()), "caption"
        at = _trim(text, Span(match.end(), span.end)).start
    if at < span.end:
        rest = _trim(text, Span(at, span.end))
        if rest.end > rest.start:
            yield rest, "body"


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
