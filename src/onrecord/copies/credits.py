"""Which news agency wrote a report, as far as the report itself credits one.

A credit is a name in a dateline ("GENEVA (Reuters) -"), a byline ("By Jane Doe, Associated Press"), or a closing line
("Source: Xinhua", "- AFP", "(PTI)"). That a text quotes an agency ("the agency reported") or prints its photograph is no
credit: neither says who wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord import vocab
from onrecord.model import Report

_HEAD = 400  # characters within which a dateline stands, after a headline and a byline
_LINE = 90  # the longest line that can be a credit
_NAME = r"[A-Z][\w.&'’ -]{0,40}"
_DATELINE = re.compile(rf"[(\[]({_NAME}(?:[/,] ?{_NAME}){{0,3}})[)\]]\s{{0,2}}(?:[-–—_:]|\Z)")
_BYLINE = re.compile(
    r"(?:(?:reporting )?by|from|from our correspondents? and|source|credits?|copyright|©|\(c\))[:\s]+", re.IGNORECASE
)
_ENDING = re.compile(rf"(?:[(\[]({_NAME})[)\]]|[-–—]{{1,3}} ?({_NAME}))\.?$")
_SHARED = re.compile(
    r"(?:with (?:additional )?(?:inputs?|reporting|files|material) (?:from|by)|compiled from|agencies[:,]?) ", re.IGNORECASE
)
_APART = re.compile(r"\s*(?:[,|/;•·]|\band\b|&| [-–—] |\bvia\b|\bfor\b)\s*")
_YEAR = re.compile(r"[©(c)\s]*\b(?:19|20)\d\d\b[.\s]*")


def agency_of(report: Report) -> str | None:
    """The agency that the report says it comes from, by its full name where that is known; None without a credit."""
    if report.agency and report.agency.strip():
        known = vocab.media(report.agency.strip())
        return known.name if known else report.agency.strip()
    lines = [line.strip() for line in report.text[: 4 * _HEAD].splitlines() if line.strip()]
    ends = [line.strip() for line in report.text[-_HEAD:].splitlines() if line.strip()]
    return _dateline(report.text) or _first(_named(line) for line in lines[:4]) or _closing(ends)


def _first(names: Iterable[str | None]) -> str | None:
    return next((name for name in names if name), None)


def _agency(words: str) -> str | None:
    """The full name of an agency, None for anything else."""
    found = vocab.media(words.strip(" .,:;()[]©"))
    return found.name if found and found.kind == "agency" else None


def _dateline(text: str) -> str | None:
    for match in _DATELINE.finditer(text[:_HEAD]):
        found = _first(_agency(part) for part in re.split(r"[/,]", match.group(1)))
        if found:
            return found
    return None


def _named(line: str) -> str | None:
    """The agency of a short line that is nothing but a byline or credit."""
    if len(line) > _LINE or (line.endswith((".", "?", "!", ":")) and not _BYLINE.match(line)):
        return None
    bare = _YEAR.sub(" ", line).strip()
    marked = _BYLINE.match(bare)
    rest = bare[marked.end() :] if marked else bare
    parts = [part for part in _APART.split(rest) if part]
    names = [_agency(part) for part in parts]
    if marked or all(names):
        return _first(names)
    # "Jane Doe, Associated Press": a name of two or three words before the agency, and nothing after it.
    person = len(parts) == 2 and 2 <= len(parts[0].split()) <= 4 and all(word[:1].isupper() for word in parts[0].split())
    return names[-1] if person else None


def _closing(ends: list[str]) -> str | None:
    for line in reversed(ends[-3:]):
        shared = _SHARED.match(line.lstrip("(["))
        if shared:
            return _first(_agency(part) for part in _APART.split(line.lstrip("([")[shared.end() :]))
        found = _named(line)
        if found:
            return found
    last = _ENDING.search(ends[-1][-60:]) if ends else None
    return _agency(last.group(1) or last.group(2)) if last else None
