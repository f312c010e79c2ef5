"""Web archives (ISO 28500): each HTML response is a report."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]

from onrecord.errors import InputError
from onrecord.model import Refusal, Report
from onrecord.sources.html import read_html
from onrecord.sources.limits import Limits
from onrecord.sources.streams import BoundedStream


def read_warc(stream: BinaryIO, where: str, published: str | None, limits: Limits) -> Iterator[Report | Refusal]:
    """One report for each HTML response with status 200. Raises ``InputError`` where the archive is damaged or a bomb.

    The date of the crawl is no publication date: it goes to ``metadata["crawled"]``.
    """
    start = stream.read(2)
    stream.seek(0)
    plain = cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if start == b"\x1f\x8b" else stream
    bounded = io.BufferedReader(BoundedStream(plain, limits.expanded_bytes, where))
    try:
        for record in ArchiveIterator(bounded, no_record_parse=False):
            kind = record.http_headers.get_header("Content-Type", "") if record.http_headers else ""
            if record.rec_type != "response" or "html" not in kind.lower() or record.http_headers.get_statuscode() != "200":
                continue
            url = record.rec_headers.get_header("WARC-Target-URI")
            place = f"{where}, {url}"
            data = record.content_stream().read(limits.html_bytes + 1)
            if len(data) <= limits.html_bytes and getattr(record.raw_stream, "limit", 0) > 0:
                raise InputError("cut off in the middle of a record", "fetch it again; what came before was read")
            extra = {"crawled": record.rec_headers.get_header("WARC-Date")}
            try:
                yield read_html(data, place, published, limits, url=url, extra=extra)
            except InputError as error:
                yield Refusal(place, str(error), error.remedy)
    except ArchiveLoadFailed as error:
        raise InputError(f"not a web archive: {str(error)[:150]}", "give a WARC file; what came before was read") from error
