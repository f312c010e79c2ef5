"""Two texts laid side by side, sentence by sentence: kept, changed, dropped, added.

Sentences are the same when their words and marks are, but for letter case, white space and the shapes of quotation marks and
dashes. What is left over on both sides is paired by the words it shares. A sentence that was only moved is kept.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from onrecord.model import Report, Segment, Span
from onrecord.text.segments import segment
from onrecord.text.tokenise import sentences

_WORD = re.compile(r"\w+(?:[.,/'’-]\w+)*|``|''|-{2,}|[^\w\s]")
_SHAPES = str.maketrans(
    {**dict.fromkeys("“”„‟«»〝〞＂", '"'), **dict.fromkeys("‘’‚‛`´ʼ", "'"), **dict.fromkeys("‐‑‒–—―−", "-")}
)
_ALIKE = 0.6  # shared words, of the mean of both lengths (Dice)
_WITHIN = 0.8  # shared words, of the shorter sentence: a sentence cut short, or joined with its neighbour
_WITHIN_WORDS = 5
_LIKE_LETTERS = 0.6  # of the letters of both words, in order (Ratcliff and Obershelp)
_GARBLED = 0.92
_ALL_PAIRS = 10_000
_REACH = 20
_DIFF_WORDS = 400


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a report: its span in the text, its segment, its words in normal form and where each stands."""

    start: int
    end: int
    segment: Segment
    words: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Positions of passages. ``kept`` and ``changed``: (before, after), sorted; ``moved``: kept ones in another order."""

    kept: tuple[tuple[int, int], ...]
    changed: tuple[tuple[int, int], ...]
    dropped: tuple[int, ...]
    added: tuple[int, ...]
    moved: int


@dataclass(frozen=True, slots=True)
class WordChange:
    """Words of a sentence that were replaced: verbatim before and after; one of the two may be empty."""

    before: str
    after: str


def normal(word: str) -> str:
    """The form in which words are compared: lower case, straight quotation marks, plain dashes."""
    word = word.lower().translate(_SHAPES)
    if word in ("''", "--", "---"):
        return '"' if word == "''" else "-"
    return word


def passages(report: Report) -> tuple[Passage, ...]:
    """The sentences of a report in order, each with its segment (`onrecord.text.segments`)."""
    out: list[Passage] = []
    text = report.text
    for part in segment(text, report.captions):
        for start, end in sentences(text, part.start, part.end):
            found = list(_WORD.finditer(text, start, end))
            words = tuple(normal(match.group()) for match in found)
            out.append(Passage(start, end, part.segment, words, tuple(Span(*match.span()) for match in found)))
    return tuple(out)


def align(before: Sequence[Passage], after: Sequence[Passage]) -> Alignment:
    """Lay two reports side by side. Linear in the passages but for those that are on one side only, which are bounded."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j in range(len(after) - 1, -1, -1):
        places[after[j].words].append(j)
    kept: list[tuple[int, int]] = []
    left: list[int] = []
    for i, passage in enumerate(before):
        if places.get(passage.words):
            kept.append((i, places[passage.words].pop()))
        else:
            left.append(i)
    taken = {j for _, j in kept}
    right = [j for j in range(len(after)) if j not in taken]
    changed = _changed(before, after, left, right)
    changed += _joined(before, after, left, right, changed)
    altered = {i for i, _ in changed}
    new = {j for _, j in changed}
    return Alignment(
        kept=tuple(kept),
        changed=tuple(sorted(changed)),
        dropped=tuple(i for i in left if i not in altered),
        added=tuple(j for j in right if j not in new),
        moved=len(kept) - _longest_rising([j for _, j in kept]),
    )


def word_changes(before: Passage, after: Passage, text_before: str, text_after: str) -> tuple[WordChange, ...]:
    """The words that differ between two versions of a sentence, verbatim, in order."""
    out: list[WordChange] = []
    for a, b, c, d in replaced(before.words, after.words):
        out.append(WordChange(_verbatim(before, a, b, text_before), _verbatim(after, c, d, text_after)))
    return tuple(out)


def garbled(before: Sequence[Passage], after: Sequence[Passage], laid: Alignment) -> bool:
    """Whether the two are one text with words misread or misspelled: .92 of the shorter text's words stand in the other, the
    same or spelled much like it, and most of what differs is spelling.

    A misread word spoils five shingles but stays the same word. Another number never counts as the same.
    """
    total = min(sum(len(p.words) for p in before), sum(len(p.words) for p in after))
    found = sum(len(before[i].words) for i, _ in laid.kept)
    respelled = lost = 0
    for i, j in laid.changed:
        a, b = before[i].words, after[j].words
        for w, x, y, z in replaced(a, b):
            alike = sum(map(_respelled, a[w:x], b[y:z])) if x - w == z - y else 0
            respelled += alike
            lost += max(x - w, z - y) - alike
            found -= x - w - alike
        found += len(a)
    return found >= _GARBLED * total and respelled > lost


def maybe_garbled(one: str, other: str) -> bool:
    """A quick look before `garbled`: whether most words that only one text has look like one that only the other has."""
    a, b = set(one.lower().split()), set(other.lower().split())
    lost, gained = a - b, b - a
    ends = {
        (len(word) + k, part) for word in gained if len(word) > 3 for k in (-1, 0, 1) for part in (word[:2] + "-", word[-2:])
    }
    alike = sum(1 for word in lost if (len(word), word[:2] + "-") in ends or (len(word), word[-2:]) in ends)
    return 2 * alike > min(len(lost), len(gained)) > 0


def _respelled(old: str, new: str) -> bool:
    if old.isdigit() or new.isdigit() or min(len(old), len(new)) < 3:
        return False
    return SequenceMatcher(None, old[:40], new[:40]).ratio() >= _LIKE_LETTERS


def replaced(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Stretches of words that differ: ``before[a:b]`` stands as ``after[c:d]``. Past 400 words only the middle is told."""
    if max(len(before), len(after)) <= _DIFF_WORDS:
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        return [(a, b, c, d) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"]
    shorter = min(len(before), len(after))
    head = next((k for k in range(shorter) if before[k] != after[k]), shorter)
    tail = next((k for k in range(shorter - head) if before[-1 - k] != after[-1 - k]), shorter - head)
    return [(head, len(before) - tail, head, len(after) - tail)]


def _verbatim(passage: Passage, first: int, last: int, text: str) -> str:
    return text[passage.spans[first].start : passage.spans[last - 1].end] if last > first else ""


def _changed(before: Sequence[Passage], after: Sequence[Passage], left: list[int], right: list[int]) -> list[tuple[int, int]]:
    """The leftovers that are versions of one sentence, best pairs first, each used once."""
    bags = {j: Counter(after[j].words) for j in right}
    near = len(left) * len(right) > _ALL_PAIRS
    scored: list[tuple[float, int, int, int]] = []
    for rank, i in enumerate(left):
        bag = Counter(before[i].words)
        middle = rank * len(right) // max(len(left), 1)
        for j in right[max(0, middle - _REACH) : middle + _REACH] if near else right:
            score = _likeness(bag, bags[j], len(before[i].words), len(after[j].words))
            if score:
                scored.append((-score, abs(i - j), i, j))
    pairs: list[tuple[int, int]] = []
    used_left: set[int] = set()
    used_right: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i not in used_left and j not in used_right:
            pairs.append((i, j))
            used_left.add(i)
            used_right.add(j)
    return pairs


def _likeness(a: Counter[str], b: Counter[str], length_a: int, length_b: int) -> float:
    shorter, longer = min(length_a, length_b), max(length_a, length_b)
    if not shorter or (2 * shorter < _ALIKE * longer and shorter < _WITHIN_WORDS):
        return 0.0
    shared = sum((a & b).values())
    dice = 2 * shared / (length_a + length_b)
    if dice >= _ALIKE or (shorter >= _WITHIN_WORDS and shared >= _WITHIN * shorter and dice >= _ALIKE / 2):
        return dice
    return 0.0


def _joined(
    before: Sequence[Passage], after: Sequence[Passage], left: list[int], right: list[int], pairs: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Leftovers that were joined to, or split from, a neighbour which has its pair: their words stand there in one run."""
    partner = dict(pairs)
    origin = {j: i for i, j in pairs}
    out: list[tuple[int, int]] = []
    for i in left:
        if i not in partner:
            out += [(i, partner[k]) for k in (i - 1, i + 1) if k in partner and _stands_in(before[i], after[partner[k]])][:1]
    for j in right:
        if j not in origin:
            out += [(origin[k], j) for k in (j - 1, j + 1) if k in origin and _stands_in(after[j], before[origin[k]])][:1]
    return out


def _stands_in(short: Passage, long: Passage) -> bool:
    """Whether the words of ``short``, its end mark aside, stand in ``long`` one after the other."""
    words = [word for word in short.words if word not in ".!?"]
    if len(words) < _WITHIN_WORDS:
        return False
    return f" {' '.join(words)} " in f" {' '.join(long.words)} "


def _longest_rising(values: list[int]) -> int:
    """Length of the longest rising subsequence (patience sorting)."""
    piles: list[int] = []
    for value in values:
        place = bisect_left(piles, value)
        piles[place : place + 1] = [value]
    return len(piles)
