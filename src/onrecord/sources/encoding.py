"""Bytes to text: the encoding is told by a byte order mark, by being valid UTF-8, or guessed from the bytes."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from onrecord.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# English text has its non-ASCII letters in names and typographic marks only. Above this share of bytes the text is not
# English in an eight-bit encoding, and the guesser is asked.
_FEW = 0.1
_SAMPLE = 100_000
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 27}


def encoding_of(data: bytes) -> str:
    """Name of the codec that ``data`` is written in; raises ``InputError`` where it is binary or cannot be told."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if wide := _utf16_without_mark(data):
        return wide
    if 0 in data[:_SAMPLE] or _binary_share(data[:_SAMPLE]) > 0.02:
        raise InputError("binary, not text", "give a text, HTML, JSON lines, CSV, Parquet, WARC or feed file")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A cut in the middle of a character at the very end of a sample is no fault.
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            return "utf-8"
    else:
        return "utf-8"
    high = sum(byte > 127 for byte in data[:_SAMPLE])
    if high <= _FEW * len(data[:_SAMPLE]):
        # Windows-1252 is what Western news systems wrote; it differs from Latin-1 only where that has control codes.
        return "cp1252" if _decodes(data, "cp1252") else "latin-1"
    best = from_bytes(data[:_SAMPLE]).best()
    if best is not None and _decodes(data, best.encoding):
        return best.encoding
    raise InputError("its encoding cannot be told", "save it as UTF-8")


def decode(data: bytes) -> str:
    """The text of ``data``, line ends turned into LF; nothing else is changed. Raises ``InputError`` where it is no text."""
    name = encoding_of(data)
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise InputError(f"not valid {name} at byte {error.start}", "save it as UTF-8") from error
    if "\0" in text:
        raise InputError("binary, not text (it has null characters)", "give a text file")
    return unify_line_ends(text)


def unify_line_ends(text: str) -> str:
    """CRLF and lone CR become LF: offsets count the text after this, and only this."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _binary_share(data: bytes) -> float:
    return sum(byte in _CONTROLS for byte in data) / max(1, len(data))


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 of mostly Latin text has a null in every second byte."""
    sample = data[:2000]
    if len(sample) < 20 or len(data) % 2:
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and even == 0:
        return "utf-16-le"
    if even > 0.7 * half and odd == 0:
        return "utf-16-be"
    return None
