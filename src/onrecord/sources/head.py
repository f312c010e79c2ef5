"""What the first lines of a text tell of it: title, publication date, news agency."""

from __future__ import annotations

import re

from onrecord.sources.dates import normalise_date

_LONGEST_TITLE = 200
_TITLE_WORDS = 22
_TITLE_WORDS_WITH_PERIOD = 16
_NOT_FIRST = frozenset(("the", "a", "an", "it", "he", "she", "they", "we", "i", "there", "by", "photo", "advertisement"))
_NOT_IN = re.compile(r"\b(?:was|were|has|have|had|said|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b|\w\w+ed (?:an?|the)\b")
_TOP_LINES = 4
_STAMP = re.compile(
    r"(?:(?:first )?(?:published|posted|date|last updated|updated)(?: on| at)?:? )?(.{8,50}?)[.]?", re.IGNORECASE
)
_PLACE_AND_DATE = re.compile(r"[A-Z][A-Z .,'’/-]{1,40}[ ,](\d{4}-\d\d-\d\d)[ -]{0,3}")
_LEADING_DATE = re.compile(r"((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, [A-Z][a-z]{2,8} \d{1,2}, \d{4}) [A-Z]")
_CREDITED = re.compile(r"([A-Z][^()\n]{0,70})\((?![RDI]-)([A-Z][\w .&’'/-]{1,40})\) ?[-–—―_]")


def title_of(text: str) -> str | None:
    """The first line where it looks like a headline over a longer paragraph: short, and no full sentence of the story."""
    line, _, rest = text.lstrip().partition("\n")
    line = line.strip()
    following = max(_top(rest), key=len, default="")
    words = line.split()
    if not words or len(line) > _LONGEST_TITLE or len(words) > _TITLE_WORDS or len(following) <= len(line):
        return None
    if line.endswith((",", ":", "-", "—", "_")) or not any(character.isalpha() for character in line):
        return None
    if not line.rstrip("\"”’')").endswith((".", "!", "?", "…")):
        return line
    if len(words) > _TITLE_WORDS_WITH_PERIOD or words[0].lower() in _NOT_FIRST or line[0] in "\"“‘'" or _NOT_IN.search(line):
        return None
    return line.removesuffix(".")


def date_of(text: str) -> str | None:
    """The full date that stands by itself near the top ("Monday, May 18, 2015", "KIGALI 1996-08-24"), or None."""
    for line in _top(text):
        if found := _PLACE_AND_DATE.fullmatch(line) or _LEADING_DATE.match(line) or _STAMP.fullmatch(line):
            when = normalise_date(found.group(1))
            if when:
                return when
    return None


def agency_of(text: str) -> str | None:
    """The agency that a dateline near the top credits: "GENEVA, May 3 (Reuters) -"; None where there is none."""
    for line in _top(text):
        found = _CREDITED.match(line)
        if found and (found.group(1)[:3].isupper() or any(character.isdigit() for character in found.group(1))):
            return found.group(2)
    return None


def _top(text: str) -> list[str]:
    """The first few lines that are not blank, without their margins."""
    return [line.strip() for line in text[:4000].split("\n") if line.strip()][:_TOP_LINES]
