"""A text with what is marked in it: overlapping spans become pieces that follow one another, each knowing all its marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.model import Annotations, Claim, EventClaim, Evidence, FigureClaim, QuoteClaim, Span

LAYERS = {
    "who": "Who", "when": "When", "where": "Where", "how-many": "How many", "says": "Who says so", "what": "What",
}  # fmt: skip
"""The layers of a report by their class, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span with what it means. ``layer`` is one of ``LAYERS``, or ``source``, ``cue``, ``evidence``."""

    start: int
    end: int
    layer: str
    means: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words and the layers that lie over them."""

    text: str
    layers: tuple[str, ...]
    means: str = ""
    first: bool = False
    """Whether the evidence begins here: the page scrolls to it."""


_BREAK = re.compile(r"[ \t]*\n\s*")


def paragraphs(text: str, marks: Sequence[Mark], start: int = 0, end: int | None = None) -> list[list[Piece]]:
    """``text[start:end]`` by paragraphs (its lines), cut wherever a mark begins or ends."""
    end = len(text) if end is None else min(end, len(text))
    out, at = [], start
    for gap in [*_BREAK.finditer(text, start, end), None]:
        stop = gap.start() if gap else end
        if stop > at:
            out.append(pieces(text, marks, at, stop))
        at = gap.end() if gap else end
    return out


def pieces(text: str, marks: Sequence[Mark], start: int, end: int) -> list[Piece]:
    """``text[start:end]`` in pieces."""
    inside = [m for m in marks if m.start < end and m.end > start and m.start < m.end]
    cuts = sorted({start, end, *(max(m.start, start) for m in inside), *(min(m.end, end) for m in inside)})
    begins = min((m.start for m in marks if m.layer == "evidence"), default=-1)
    out = []
    for a, b in pairwise(cuts):
        over = [m for m in inside if m.start <= a and m.end >= b]
        layers = tuple(dict.fromkeys(m.layer for m in over))
        means = "; ".join(dict.fromkeys(m.means for m in over if m.means))
        out.append(Piece(text[a:b], layers, means, first=a == max(begins, 0) and "evidence" in layers))
    return out


def sentence_of(evidence: Evidence, text: str) -> tuple[int, int]:
    """Where to begin and end a passage around evidence: its own paragraph, at most some 600 characters before and after."""
    before = text.rfind("\n", max(0, evidence.start - 600), evidence.start)
    after = text.find("\n", evidence.end, evidence.end + 600)
    return (before + 1 if before >= 0 else max(0, evidence.start - 600)), (
        after if after >= 0 else min(len(text), evidence.end + 600)
    )


# ------------------------------------------------------------------------------------------------------ what to be marked


def evidence_marks(claim: Claim, report: str, seen: Annotations | None, text: str) -> list[Mark]:
    """The words of a claim in one report: evidence, source, and, where the reading model's marks are at hand, the cue."""
    marks = []
    for e in claim.evidence:
        if e.report != report or text[e.start : e.end] != e.text:
            continue
        marks.append(Mark(e.start, e.end, "evidence"))
        around = sentence_of(e, text)
        marks += [m for s in claim.source for m in _near(text, s.text, e, around, f"source: {s.name}")]
        marks += [m for layer, words, means in _words(claim) for m in _find(text, words, e, layer, means)]
        if seen is not None:
            marks += [
                Mark(span.start, span.end, "cue", "the words that say so")
                for a in seen.attributions
                if claim.source and any(_meets(s, e) for s in (*a.content, *a.source, *a.cue))
                for span in a.cue
                if around[0] <= span.start < around[1]
            ]
    return marks


def _meets(span: Span, evidence: Evidence) -> bool:
    return span.start < evidence.end and span.end > evidence.start


def _words(claim: Claim) -> list[tuple[str, str, str]]:
    """The words inside the evidence that the fields of a claim rest on: layer, words, meaning."""
    out = []
    if claim.when:
        out.append(("when", claim.when.text, claim.when.resolved or claim.when.value or ""))
    if claim.where:
        out.append(("where", claim.where.text, claim.where.name))
    if isinstance(claim, EventClaim):
        out.append(("what", claim.trigger, claim.type))
        out += [("who", a.text, a.name) for a in (*claim.actor, *claim.recipient)]
    elif isinstance(claim, FigureClaim):
        out.append(("how-many", claim.text, claim.metric))
    elif isinstance(claim, QuoteClaim) and claim.speaker:
        out.append(("who", claim.speaker.text, claim.speaker.name))
    return out


def _find(text: str, words: str, evidence: Evidence, layer: str, means: str) -> list[Mark]:
    at = text.find(words, evidence.start, evidence.end) if words else -1
    return [Mark(at, at + len(words), layer, means)] if at >= 0 else []


def _near(text: str, words: str, evidence: Evidence, around: tuple[int, int], means: str) -> list[Mark]:
    """Where a source is named: inside the evidence, else nearest to it in its paragraph."""
    if not words:
        return []
    found = [m.start() for m in re.finditer(re.escape(words), text[around[0] : around[1]])]
    if not found:
        return []
    at = min((start + around[0] for start in found), key=lambda start: _distance(start, evidence))
    return [Mark(at, at + len(words), "source", means)]


def _distance(start: int, evidence: Evidence) -> int:
    return max(evidence.start - start, start - evidence.end, 0)


def claim_marks(claims: Iterable[Claim], report: str, text: str) -> list[Mark]:
    """The layers of a report as its claims have them: what stands inside their evidence."""
    found: dict[Mark, None] = {}
    for claim in claims:
        for mark in evidence_marks(claim, report, None, text):
            if mark.layer == "source":
                found[Mark(mark.start, mark.end, "says", mark.means)] = None
            elif mark.layer in LAYERS:
                found[mark] = None
    return sorted(found, key=lambda m: (m.start, -m.end))


def seen_marks(seen: Annotations) -> list[Mark]:
    """The layers of a report as the reading model sees them."""
    marks = [
        Mark(e.start, e.end, "who", f"{e.name}{f', {e.country}' if e.country else ''}")
        for e in seen.entities
        if e.type != "LOC"
    ]
    marks += [Mark(t.start, t.end, "when", t.resolved or t.value or "") for t in seen.times]
    marks += [Mark(p.start, p.end, "where", f"{p.name}{f', {p.country}' if p.country else ''}") for p in seen.places]
    marks += [Mark(q.start, q.end, "how-many", q.qualifier.replace("_", " ")) for q in seen.quantities]
    for a in seen.attributions:
        marks += [Mark(s.start, s.end, "says", f"source: {a.name or 'not named'}") for s in a.source]
        marks += [Mark(s.start, s.end, "says", "says so") for s in a.cue]
    marks += [Mark(e.anchor.start, e.anchor.end, "what", f"{e.type}, {e.polarity}, {e.modality}") for e in seen.events]
    return sorted(marks, key=lambda m: (m.start, -m.end))
