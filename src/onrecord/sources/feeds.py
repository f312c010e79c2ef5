"""RSS and Atom files: each entry that carries its text is a report. Nothing is fetched."""

from __future__ import annotations

import io
from collections.abc import Iterator

import feedparser  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]

from onrecord.errors import InputError
from onrecord.model import Refusal, Report
from onrecord.sources.html import fragment_text
from onrecord.sources.limits import Limits
from onrecord.sources.make import make_report

# A teaser is a sentence or two; what is longer is read as the report.
_FEWEST_WORDS = 40


def read_feed(data: bytes, where: str, published: str | None, limits: Limits) -> Iterator[Report | Refusal]:
    """One report for each entry with a text of 40 words or more. Raises ``InputError`` where it is no feed."""
    if b"<!ENTITY" in data:
        raise InputError("a feed that declares entities", "take the declarations out: they can grow without bound")
    found = feedparser.parse(io.BytesIO(data))
    if not found.entries:
        why = f": {found.bozo_exception}" if found.get("bozo") else ""
        raise InputError(f"a feed without entries{why}"[:200], "give a feed whose entries carry their text")
    outlet = found.feed.get("title")
    read = 0
    for i, entry in enumerate(found.entries):
        place = f"{where}, entry {i + 1}"
        parts = [part.get("value", "") for part in entry.get("content", [])] + [entry.get("summary", "")]
        try:
            text = max((fragment_text(part) for part in parts if part and part.strip()), key=len, default="")
        except (etree.ParserError, ValueError) as error:
            yield Refusal(place, f"its markup cannot be read: {str(error)[:100]}", "give its text")
            continue
        if len(text.split()) < _FEWEST_WORDS:
            continue
        read += 1
        title = entry.get("title")
        yield make_report(
            f"{title}\n\n{text}" if title and not text.startswith(title) else text,
            place,
            limits,
            title=title,
            published=entry.get("published") or entry.get("updated"),
            default_published=published,
            outlet=entry.get("source", {}).get("title") or outlet,
            url=entry.get("link"),
            language=found.feed.get("language"),
            input_id=entry.get("id"),
        )
    if not read:
        raise InputError("no entry carries its text, only teasers", "fetch the pages that it links to")
