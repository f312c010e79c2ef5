"""A text file: one report, its first line perhaps a headline."""

from __future__ import annotations

import re

from onrecord.model import Refusal, Report
from onrecord.sources.encoding import decode
from onrecord.sources.limits import Limits
from onrecord.sources.make import make_report

_LONGEST_TITLE = 200
_TITLE_WORDS = 22
_TITLE_WORDS_WITH_PERIOD = 16
_NOT_FIRST = frozenset(("the", "a", "an", "it", "he", "she", "they", "we", "i", "there", "by", "photo", "advertisement"))
_NOT_IN = re.compile(r"\b(?:was|were|has|have|had|said|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b|\w\w+ed (?:an?|the)\b")


def read_text(data: bytes, where: str, published: str | None, limits: Limits) -> Report | Refusal:
    """The report of a text file; ``text`` is the whole file, headline included. Raises ``InputError`` where it is no text."""
    text = decode(data)
    return make_report(text, where, limits, title=title_of(text), default_published=published)


def title_of(text: str) -> str | None:
    """The first line where it looks like a headline over a longer paragraph: short, and no full sentence of the story."""
    line, _, rest = text.lstrip().partition("\n")
    line = line.strip()
    following = max((part.strip() for part in rest.strip().split("\n", 4)[:4]), key=len, default="")
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
