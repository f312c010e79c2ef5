"""What bytes look like, where no ending tells it."""

from __future__ import annotations

import re

from onrecord.errors import InputError
from onrecord.sources.encoding import decode

_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)


def looks_like_html(data: bytes) -> bool:
    """Whether the bytes begin as a web page does."""
    start = data[:2000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return (
        re.match(
            rb"(?:<!--.{0,500}?-->\s*)?(?:<\?xml[^>]{0,200}>\s*)?(?:<!doctype\s+html|<html|<head|<body|<article)", start, re.S
        )
        is not None
    )


def looks_like_feed(data: bytes) -> bool:
    """Whether the bytes begin as RSS or Atom does."""
    return _ROOT.search(data[:4096]) is not None


def looks_like_json_lines(data: bytes) -> bool:
    """Whether the first line is all of a JSON object."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"{"):
        return False
    try:
        line = decode(start.split(b"\n", 1)[0])
    except InputError:
        return False
    return line.rstrip().endswith("}")
