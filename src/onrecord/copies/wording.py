"""What a text is about, as a bag of features that can be compared: words, pairs of neighbouring words, and how rare they are.

A feature is a number below ``SIZE`` (a stable hash), so that the counts of a year stand in one array. Each feature counts once
a text. Pairs are of content words at most two content words apart, in any order. Measured on ECB+ and AllSides: counting a word
once, and pairs beside words, each gain one to three points of BCubed F1, and put the best threshold of both sets at the same
place; more weight for capitalised words and numbers gains nothing (docs/copies.md).
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from onrecord import vocab
from onrecord.copies.fingerprint import I64

SIZE = 1 << 22
WORDS = 200
"""Words of a text that are looked at: news tells what happened first."""
BACKGROUND = 500
"""Texts that the background counts for: as many own ones weigh as much."""
_ALONE = 30
_MOST = 0.45
_REACH = 3
_PAIR = np.float32(0.7)

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_LONGEST = 40
_STOP = frozenset(
    """a about after all also an and any are as at be been before but by can could did do does each for from had has have he her
    here him his how i if in into is it its just like may me might more most mr mrs ms my new no nor not now of on one only or
    other our out over own said same say says she should so some such than that the their them then there these they this those
    through to told too two under until up upon us very was we were what when where which while who whom whose why will with
    would you your""".split()
)
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", ""))


def features(title: str | None, text: str, words: int = WORDS) -> tuple[I64, NDArray[np.float32]]:
    """The features of a text, sorted, and the weight of each: 1 for a word, less for a pair of words."""
    single: set[int] = set()
    double: set[int] = set()
    for part in (title or "", text):
        before: list[str] = []
        for word in stem_words(part, words):
            single.add(zlib.crc32(word.encode()) % SIZE)
            double.update(zlib.crc32("\t".join(sorted((word, other))).encode()) % SIZE for other in before)
            before = [*before, word][-_REACH:]
    ids = np.fromiter(sorted(single | double), dtype=np.int64, count=len(single | double))
    weights = np.where(np.isin(ids, np.fromiter(single, dtype=np.int64, count=len(single))), np.float32(1), _PAIR)
    return ids, weights.astype(np.float32)


def pack(ids: I64, weights: NDArray[np.float32]) -> bytes:
    """Features as they are kept: four bytes each, the lowest bit set for a pair of words."""
    return (ids * 2 + (weights < 1)).astype("<i4").tobytes()


def unpack(packed: bytes) -> tuple[I64, NDArray[np.float32]]:
    """What `pack` packed."""
    both = np.frombuffer(packed, dtype="<i4").astype(np.int64)
    return both >> 1, np.where(both & 1, _PAIR, np.float32(1)).astype(np.float32)


def stem_words(text: str, limit: int) -> Iterator[str]:
    """The first words of a text but for function words, each without its ending."""
    for count, match in enumerate(_WORD.finditer(text)):
        if count >= limit:
            return
        word = match.group()[:_LONGEST].lower().replace("’", "'").removesuffix("'s")
        if word and word not in _STOP:
            yield stem(word)


def stem(word: str) -> str:
    """The word without a plural or verbal ending, where three letters stay; not a linguist's stem, but the same every time."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + instead
    return word


@cache
def background() -> NDArray[np.float32]:
    """How many of ``BACKGROUND`` news texts have each feature, from ``vocab/story_words.csv``; not to be written to."""
    counts = np.zeros(SIZE, dtype=np.float32)
    for row in vocab.rows("story_words.csv"):
        counts[zlib.crc32(row["stem"].encode()) % SIZE] = float(row["per_thousand"]) * BACKGROUND / 1000
    counts.flags.writeable = False
    return counts


class Rarity:
    """How many texts so far have had each feature: those that were added, upon a background of ordinary news."""

    def __init__(self) -> None:
        self.counts = np.zeros(SIZE, dtype=np.int32)
        self.texts = 0

    def add(self, ids: I64) -> None:
        """Count a text."""
        self.counts[ids] += 1
        self.texts += 1

    def forget(self, ids: I64) -> None:
        """Count a text no longer."""
        self.counts[ids] -= 1
        self.texts -= 1

    def weigh(self, ids: I64, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """The weights times the inverse document frequency, scaled to length 1.

        What no other text has counts in the length only, at most ``_MOST``, and ever less the more texts there are: among a
        thousand it measures no more than how long they are.
        """
        found = self.counts[ids]
        scaled = weights * np.log((BACKGROUND + self.texts + 1) / (background()[ids] + found + 0.5))
        scaled[found < 2] *= min(_MOST, math.sqrt(_ALONE / (_ALONE + self.texts)))
        length = float(np.sqrt(scaled @ scaled))
        return (scaled / length if length else scaled).astype(np.float32)
