"""A text file: one report, its first line perhaps a headline."""

from __future__ import annotations

from onrecord.model import Refusal, Report
from onrecord.sources.encoding import decode
from onrecord.sources.head import title_of
from onrecord.sources.limits import Limits
from onrecord.sources.make import make_report


def read_text(data: bytes, where: str, published: str | None, limits: Limits) -> Report | Refusal:
    """The report of a text file; ``text`` is the whole file, headline included. Raises ``InputError`` where it is no text."""
    text = decode(data)
    return make_report(text, where, limits, title=title_of(text), default_published=published)
