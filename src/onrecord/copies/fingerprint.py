"""Texts to stable 64-bit shingle hashes, a whole batch at a time in numpy.

A *shingle* is five neighbouring words. A *word* here is a run of letters and digits, in lower case; quotation marks, dashes,
white space and other marks only part words, so that typography never makes a difference. The hashes depend on nothing but the
words: the same on every machine, in every process and in every batch.

The sampled hashes (those divisible by ``SAMPLE``) are what an index keeps of a report; containment estimated from them and the
choice of one in four were measured on Reuters-21578 (docs/copies.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]

WIDTH = 5
"""Words in a shingle."""
SAMPLE = 4
"""One hash in so many is kept in a sketch."""
_CHUNK = 1 << 20  # characters a batch: the arrays of one chunk stay within the processor's cache and a few MB
_LONGEST = 64  # bytes of a word that are hashed; bounds the work on a text without white space

_KEEP = bytes((b + 32) if 65 <= b <= 90 else b if (48 <= b <= 57 or 97 <= b <= 122 or b >= 128) else 32 for b in range(256))
_ODD = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xFF51AFD7ED558CCD], dtype=np.uint64
)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_WHOLE = np.uint64(0x94D049BB133111EB)
_MASKS = np.array([0] + [(1 << (8 * k)) - 1 for k in range(1, 9)], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Shingles:
    """The shingles of a batch of texts, text by text, each hash once a text.

    ``hashes[starts[i]:starts[i + 1]]`` are those of text ``i``; ``words[i]`` is its number of words and ``whole[i]`` one hash
    over all of them (0 for a text without words).
    """

    hashes: U64
    starts: I64
    words: I64
    whole: U64

    def __len__(self) -> int:
        return len(self.words)

    def of(self, i: int) -> U64:
        """The hashes of text ``i``."""
        return self.hashes[self.starts[i] : self.starts[i + 1]]

    def take(self, texts: I64) -> Shingles:
        """The batch of the texts at these positions, in this order."""
        sizes = np.diff(self.starts)[texts]
        starts = np.zeros(len(texts) + 1, dtype=np.int64)
        np.cumsum(sizes, out=starts[1:])
        rows = np.arange(starts[-1]) + np.repeat(self.starts[texts] - starts[:-1], sizes)
        return Shingles(self.hashes[rows], starts, self.words[texts], self.whole[texts])


def shingles(texts: Sequence[str], sample: int = SAMPLE) -> Shingles:
    """The shingle hashes of every text: all of them (``sample=1``) or one in ``sample``, chosen by the hash itself.

    Time and memory are linear in the text. A text under five words has no shingle.
    """
    parts = [_hash_chunk(chunk, sample) for chunk in _chunks(texts)]
    if not parts:
        nothing = np.zeros(0, dtype=np.uint64)
        return Shingles(nothing, np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int64), nothing)
    counts = np.concatenate([part[1] for part in parts])
    starts = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    return Shingles(
        np.concatenate([part[0] for part in parts]),
        starts,
        np.concatenate([part[2] for part in parts]),
        np.concatenate([part[3] for part in parts]),
    )


def _chunks(texts: Sequence[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    size = 0
    for text in texts:
        chunk.append(text)
        size += len(text)
        if size >= _CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _hash_chunk(texts: list[str], sample: int) -> tuple[U64, I64, I64, U64]:
    """Kept hashes, how many of them each text has, words a text, whole-text hashes."""
    data, ends = _bytes(texts)
    words, starts = _words(data)
    first = np.searchsorted(starts, np.concatenate(([0], ends)))  # the first word of each text
    count = np.diff(first)
    whole = _whole(words, first, count)
    nothing = np.zeros(0, dtype=np.uint64)
    if len(words) < WIDTH:
        return nothing, np.zeros(len(texts), dtype=np.int64), count, whole
    last = len(words) - WIDTH + 1
    mixed = words[:last] * _ODD[0]
    for k in range(1, WIDTH):
        mixed += words[k : k + last] * _ODD[k]
    mixed ^= mixed >> np.uint64(29)
    mixed *= _MIX
    mixed ^= mixed >> np.uint64(32)
    inside = np.ones(last, dtype=bool)
    edges = first[1:-1]
    for k in range(1, WIDTH):  # shingles that would run over the end of a text
        at = edges - k
        inside[at[(at >= 0) & (at < last)]] = False
    if sample > 1:
        inside &= (mixed & np.uint64(sample - 1)) == 0 if sample & (sample - 1) == 0 else mixed % np.uint64(sample) == 0
    at = np.flatnonzero(inside)
    kept = mixed[at]
    owner = np.searchsorted(first, at, side="right") - 1
    alone = _once_each(kept, owner)
    return kept[alone], np.bincount(owner[alone], minlength=len(texts)).astype(np.int64), count, whole


def _bytes(texts: list[str]) -> tuple[NDArray[np.uint8], I64]:
    """The texts as one array of lower-case bytes with blanks (32) for all that is no word; the end of each text in it."""
    encoded = [text.encode() if text.isascii() else text.lower().encode("utf-8", "replace") for text in texts]
    lengths = np.fromiter((len(text) + 1 for text in encoded), dtype=np.int64, count=len(encoded))
    joined = b"\n".join(encoded).translate(_KEEP) + b" " * 9  # a word may be read eight bytes at a time
    data = np.frombuffer(bytearray(joined), dtype=np.uint8)
    if any(not text.isascii() for text in texts):
        lead = np.flatnonzero(data == 0xE2)
        marks = lead[(data[lead + 1] == 0x80) | (data[lead + 1] == 0x81)]  # general punctuation: quotes, dashes, spaces
        for k in range(3):
            data[marks + k] = 32
        marks = np.flatnonzero(data == 0xC2)  # Latin-1 marks: no-break space, guillemets, degree and currency signs
        for k in range(2):
            data[marks + k] = 32
    return data, np.cumsum(lengths)


def _words(data: NDArray[np.uint8]) -> tuple[U64, I64]:
    """A hash for every word, and the byte where it starts."""
    blanks = np.flatnonzero(data == 32)
    starts = np.empty_like(blanks)
    starts[0] = 0
    np.add(blanks[:-1], 1, out=starts[1:])
    lengths = blanks - starts
    full = lengths > 0
    starts, lengths = starts[full], lengths[full]
    eights = np.ndarray((len(data) - 7,), dtype="<u8", buffer=data, strides=(1,))
    values = eights[starts] & _MASKS[np.minimum(lengths, 8)]
    values *= _ODD[1]
    values ^= values >> np.uint64(32)
    longer = np.flatnonzero(lengths > 8)
    for done in range(8, _LONGEST, 8):
        if not len(longer):
            break
        rest = eights[starts[longer] + done] & _MASKS[np.minimum(lengths[longer] - done, 8)]
        value = (values[longer] ^ rest) * _ODD[2]
        values[longer] = value ^ (value >> np.uint64(29))
        longer = longer[lengths[longer] > done + 8]
    values ^= lengths.view(np.uint64)
    return values, starts


def _whole(words: U64, first: I64, count: I64) -> U64:
    """One hash a text over all of its words in order; 0 where it has none."""
    place = np.arange(len(words), dtype=np.uint64) - np.repeat(first[:-1], count).astype(np.uint64)
    value = (words + place * _ODD[3]) * _WHOLE
    value ^= value >> np.uint64(31)
    value *= _MIX
    total = np.zeros(len(words) + 1, dtype=np.uint64)
    np.cumsum(value, out=total[1:])
    result: U64 = total[first[1:]] - total[first[:-1]]
    return result


def _once_each(hashes: U64, owner: I64) -> I64:
    """Positions of one occurrence of every (text, hash), text by text."""
    if not len(hashes):
        return np.zeros(0, dtype=np.int64)
    key = hashes ^ ((owner.astype(np.uint64) + np.uint64(1)) * _ODD[4])
    order = np.argsort(key)
    ordered = key[order]
    keep = np.ones(len(key), dtype=bool)
    keep[order[1:][ordered[1:] == ordered[:-1]]] = False
    return np.flatnonzero(keep)
