"""Streams over streams: one that ends in an error at a bound, one that gives again what was taken to look at it."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import BinaryIO

from onrecord.errors import InputError


class BoundedStream(io.RawIOBase):
    """A stream that raises ``InputError`` once more than ``limit`` bytes have come out of it, or its compression is damaged."""

    def __init__(self, stream: BinaryIO, limit: int, name: str) -> None:
        super().__init__()
        self._stream = stream
        self._left = limit
        self._name = name

    def readable(self) -> bool:
        """True: this is a stream to read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """The number of bytes read into ``buffer``; raises ``InputError`` past the limit."""
        try:
            data = self._stream.read(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            # Said here, since a reader of records would take an EOFError for the end of the last record.
            raise InputError(f"cut off or damaged: {error}"[:150], "fetch it again; what came before was read") from error
        self._left -= len(data)
        if self._left < 0:
            raise InputError(
                f"{self._name} unpacks to more than it may", "unpack it yourself and read the parts, or raise expanded_bytes"
            )
        buffer[: len(data)] = data
        return len(data)


class Again(io.RawIOBase):
    """The bytes already taken from a stream, then the rest of it."""

    def __init__(self, taken: bytes, stream: BinaryIO) -> None:
        super().__init__()
        self._taken = taken
        self._stream = stream

    def readable(self) -> bool:
        """True: this is a stream to read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """The number of bytes read into ``buffer``."""
        size = len(buffer)
        data, self._taken = (self._taken[:size], self._taken[size:]) if self._taken else (self._stream.read(size), b"")
        buffer[: len(data)] = data
        return len(data)
