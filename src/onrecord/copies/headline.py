"""A story's title and one-line summary, both in words of its own reports."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from onrecord.copies.wording import stem
from onrecord.model import Report
from onrecord.text.segments import segment
from onrecord.text.tokenise import sentences

_TITLE = 120  # characters
_WORDS = (8, 45)  # a summary's
_LOOKED_AT = 10  # reports
_LEADS = 2  # first body sentences of each
_WORD = re.compile(r"[^\W_]+")


def headline(reports: Sequence[Report]) -> tuple[str, str]:
    """(title, summary) of a story from its reports, the most central first.

    The title is the first report's own, else its headline, else its first sentence, shortened. The summary is, of the first
    sentences of all, the one whose words the others share most; not the title again; "" where no sentence will do.
    """
    title = next((found for found in map(_title, reports) if found), "")
    leads = [lead for report in reports[:_LOOKED_AT] for lead in _leads(report)]
    common = Counter(word for lead in leads for word in set(_stems(lead)))
    best, top = "", 0.0
    for lead in leads:
        words = set(_stems(lead))
        if not _WORDS[0] <= len(lead.split()) <= _WORDS[1] or _same(lead, title):
            continue
        score = sum(common[word] for word in words) / (len(words) + 5)
        if score > top:
            best, top = lead, score
    return title, best


def _title(report: Report) -> str:
    if report.title and report.title.strip():
        return " ".join(report.title.split())
    parts = segment(report.text, report.captions)
    own = [part for part in parts if part.segment == "headline"] or [part for part in parts if part.segment == "body"]
    if not own:
        return ""
    first = sentences(report.text, own[0].start, own[0].end)
    words = " ".join(report.text[first[0].start : first[0].end].split()) if first else ""
    return words if len(words) <= _TITLE else words[: _TITLE - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _leads(report: Report) -> list[str]:
    out: list[str] = []
    for part in segment(report.text, report.captions):
        if part.segment == "body":
            for start, end in sentences(report.text, part.start, part.end):
                out.append(" ".join(report.text[start:end].split()))
                if len(out) == _LEADS:
                    return out
    return out


def _stems(sentence: str) -> list[str]:
    return [stem(word.lower()) for word in _WORD.findall(sentence) if len(word) > 3]


def _same(one: str, other: str) -> bool:
    a, b = set(_stems(one)), set(_stems(other.rstrip("…")))
    return bool(b) and len(a & b) >= 0.9 * max(len(a), 1)
