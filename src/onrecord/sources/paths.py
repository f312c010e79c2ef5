"""Paths to reports: files, folders and standard input, in a fixed order, one at a time."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import InputError
from onrecord.model import Refusal, Report
from onrecord.sources.limits import Limits
from onrecord.sources.make import default_date
from onrecord.sources.sniff import looks_like_feed, looks_like_html, looks_like_json_lines
from onrecord.sources.streams import Again
from onrecord.sources.tables import read_csv, read_json, read_jsonl, read_parquet
from onrecord.sources.text import read_text

Records = Iterator[Report | Refusal]
_Stream = Callable[[BinaryIO, str, str | None, Limits], Records]


# The parsers of pages, feeds and archives take half a second to import: only a run that meets such a file pays it.
def _read_html(data: bytes, where: str, published: str | None, limits: Limits) -> Report | Refusal:
    from onrecord.sources.html import read_html

    return read_html(data, where, published, limits)


def _read_feed(data: bytes, where: str, published: str | None, limits: Limits) -> Records:
    from onrecord.sources.feeds import read_feed

    return read_feed(data, where, published, limits)


def _read_warc(stream: BinaryIO, where: str, published: str | None, limits: Limits) -> Records:
    from onrecord.sources.warc import read_warc

    return read_warc(stream, where, published, limits)


_STREAMS: dict[str, _Stream] = {
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".warc": _read_warc,
    ".warc.gz": _read_warc,
}
_TEXT = frozenset((".txt", ".text"))
_HTML = frozenset((".html", ".htm", ".xhtml"))
_FEED = frozenset((".xml", ".rss", ".atom"))
_KNOWN = frozenset(_STREAMS) | _TEXT | _HTML | _FEED | {".parquet"}
_STDIN = "-"


def read_paths(
    paths: Sequence[str | Path],
    *,
    published: str | None = None,
    limits: Limits | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Report | Refusal]:
    """The reports in ``paths`` and, in their place, what could not be read.

    Lazy: a file is opened when its turn comes. Order: as given; within a folder sorted by name, folders and files together.
    ``published`` stands in where a report gives no date of its own. ``-`` is standard input (``stdin``, by default the
    process's). Raises ``InputError`` at once where ``published`` is no full date; never for what stands in a file.
    """
    when = default_date(published)
    return _read_all(paths, when, limits or Limits(), stdin)


def _read_all(paths: Sequence[str | Path], published: str | None, limits: Limits, stdin: BinaryIO | None) -> Records:
    for given in paths:
        if str(given) == _STDIN:
            stream = stdin or sys.stdin.buffer
            yield from _guarded(_read_stdin(stream, published, limits), "standard input")
            continue
        path = Path(given)
        if path.is_dir():
            files = list(_walk(path))
            if not files:
                yield Refusal(str(path), "a folder without reports", f"known endings are {', '.join(sorted(_KNOWN))}")
            for file in files:
                yield from _guarded(_read_file(file, published, limits, inside=True), str(file))
        elif path.exists():
            yield from _guarded(_read_file(path, published, limits, inside=False), str(path))
        else:
            yield Refusal(str(path), "no such file or folder", "check the path")


def _guarded(records: Records, where: str) -> Records:
    """The records, and a refusal of the rest where the input itself cannot be read on."""
    try:
        yield from records
    except InputError as error:
        yield Refusal(where, str(error), error.remedy)
    except OSError as error:
        yield Refusal(where, f"cannot be read: {error.strerror or error}", "check the file and its permissions")


def _walk(folder: Path) -> Iterator[Path]:
    """Files with a known ending, sorted; no hidden ones, and no link that leads out of the folder."""
    root = folder.resolve()
    for where, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(where) / name
            if name.startswith(".") or _ending(file) not in _KNOWN or not file.is_file():
                continue
            if file.is_symlink() and not file.resolve().is_relative_to(root):
                continue
            yield file


def _ending(path: Path) -> str:
    name = path.name.lower()
    return ".warc.gz" if name.endswith(".warc.gz") else path.suffix.lower()


def _read_file(path: Path, published: str | None, limits: Limits, *, inside: bool) -> Records:
    ending, where = _ending(path), str(path)
    if ending in _STREAMS:
        with path.open("rb") as stream:
            yield from _STREAMS[ending](stream, where, published, limits)
        return
    if ending == ".parquet":
        yield from read_parquet(path, where, published, limits)
        return
    with path.open("rb") as stream:
        data = stream.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise InputError(
            f"over the size limit of {limits.file_bytes:,} bytes",
            "give one report a file, many as JSON lines; or raise the limit",
        )
    if not data.strip():
        raise InputError("empty: there is no text in it", "give the text of the report")
    if ending in _FEED and inside and not looks_like_feed(data):
        return
    yield from _read_bytes(data, ending, where, published, limits)


def _read_bytes(data: bytes, ending: str, where: str, published: str | None, limits: Limits) -> Records:
    """By the ending; where it tells nothing, by what the bytes look like."""
    if ending in _TEXT:
        yield read_text(data, where, published, limits)
    elif ending in _HTML or looks_like_html(data):
        yield _read_html(data, where, published, limits)
    elif ending in _FEED or looks_like_feed(data):
        if not looks_like_feed(data):
            raise InputError("XML that is no feed", "give RSS or Atom, or the text")
        yield from _read_feed(data, where, published, limits)
    elif looks_like_json_lines(data):
        yield from read_jsonl(io.BytesIO(data), where, published, limits)
    elif ending == ".json":
        yield from read_json(data, where, published, limits)
    else:
        yield read_text(data, where, published, limits)


def _read_stdin(stream: BinaryIO, published: str | None, limits: Limits) -> Records:
    """JSON lines are read line by line, however many; anything else is one report of bounded size."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(Again(b"", stream))
    first = buffered.peek(1)[:1]
    while first.isspace():
        buffered.read(1)
        first = buffered.peek(1)[:1]
    if first == b"{":
        yield from read_jsonl(buffered, "standard input", published, limits)
        return
    data = buffered.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise InputError(f"over the size limit of {limits.file_bytes:,} bytes", "give many reports as JSON lines")
    if not data.strip():
        raise InputError("empty: there is no text in it", "give the text of a report, or JSON lines")
    yield from _read_bytes(data, "", "standard input", published, limits)
