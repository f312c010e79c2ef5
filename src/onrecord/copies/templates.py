"""Recurring forms: the same words with other facts are another report, never a copy.

The weekly price table, the central bank's daily notice and the earthquake bulletin keep their wording and change their
numbers, dates and names. A correction or an update changes a fact too, but few of many and soon after. What tells them apart:
the share of facts in aligned sentences that disagree, the time between the two, and whether anything but facts was changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction

from onrecord.copies.align import Alignment, Passage, replaced

_SMALL = """zero one two three four five six seven eight nine ten eleven
    twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {word: Fraction(value) for value, word in enumerate(_SMALL.split())}
_VALUES |= {word: Fraction(20 + 10 * place) for place, word in enumerate(_TENS.split())} | {"nil": Fraction(0)}
_MONTHS = """january february march april june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec"""
_DAYS = "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun"
_CALENDAR = frozenset((*_MONTHS.split(), *_DAYS.split()))
_NUMBER = re.compile(r"(\d+(?:[.,:]\d+)*)(?:-(\d+/\d+)|/(\d+))?")
_CORRECTION = re.compile(
    r"\W*(?:correct(?:ed|s|ion|ing)|rpt|repeat(?:ing|s)?|refil(?:ed|es|ing)|update[ds]?|clarif\w+)\b", re.IGNORECASE
)

_SAME_NAME = 0.7  # likeness of letters above which a name is the same one spelled otherwise
_NOISE = 1.2  # facts must be changed so many times as often as other words; else the text was rewritten or garbled

SOON = 18.0
"""Hours within which changed facts are a correction or an update, unless most of them changed."""
WHILE = 96.0
"""Hours within which 95 % of copies of Reuters-21578 come; a form that returns later with any other fact is a template."""
NOTICE = 64
"""Words below which a whole text that returns after ``WHILE`` is a notice issued anew, even if every word is the same."""
_MOST, _MANY, _SOME, _ANY = 0.5, 0.34, 0.2, 0.04


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts in the aligned sentences of two reports, and how many of them disagree; ``other`` words likewise.

    ``examples`` are up to three disagreements, (before, after).
    """

    numbers: int
    numbers_disagreeing: int
    names: int
    names_disagreeing: int
    other: int
    other_changed: int
    examples: tuple[tuple[str, str], ...]

    @property
    def total(self) -> int:
        """Numbers, days, months and names."""
        return self.numbers + self.names

    @property
    def disagreeing(self) -> int:
        """Facts of the one that stand against other facts of the other."""
        return self.numbers_disagreeing + self.names_disagreeing


def facts(before: Sequence[Passage], after: Sequence[Passage], laid: Alignment, text_before: str, text_after: str) -> Facts:
    """Count the facts of aligned sentences: numbers (also in words), months and weekdays, and names (capitalised words)."""
    numbers = numbers_disagreeing = names = names_disagreeing = other = changed = 0
    examples: list[tuple[str, str]] = []
    for i, j in laid.kept + laid.changed:
        a, b = before[i], after[j]
        kinds = [
            _is_fact(word, text_before[span.start], k) for k, (word, span) in enumerate(zip(a.words, a.spans, strict=True))
        ]
        figures = sum(1 for word in a.words if _values(word))
        numbers += figures
        names += sum(kinds) - figures
        other += sum(1 for word, kind in zip(a.words, kinds, strict=True) if not kind and word[0].isalnum())
        if a.words == b.words:
            continue
        for w, x, y, z in replaced(a.words, b.words):
            old, new = a.words[w:x], b.words[y:z]
            lost, gained = _differing([v for t in old for v in _values(t)], [v for t in new for v in _values(t)])
            apart = _other_names(a, b, (w, x, y, z), text_before, text_after)
            count = min(lost, gained)
            numbers_disagreeing += count
            names_disagreeing += apart
            if count + apart and len(examples) < 3:
                examples.append((" ".join(old)[:40], " ".join(new)[:40]))
            changed += sum(1 for k in range(w, x) if not kinds[k] and a.words[k][0].isalnum())
    return Facts(numbers, numbers_disagreeing, names, names_disagreeing, other, changed, tuple(examples))


def is_template(found: Facts, hours: float | None, whole: bool, corrected: bool) -> bool:
    """Whether two reports are one form filled in twice.

    ``hours``: at least so long between the two, None if unknown. ``whole``: no sentence was dropped or added. ``corrected``:
    one of the two says that it corrects, repeats or updates.
    """
    if not found.disagreeing:
        return False
    share = found.disagreeing / max(found.total, 1)
    if share < _NOISE * found.other_changed / max(found.other, 1):
        return False
    of_numbers = found.numbers_disagreeing / max(found.numbers, 1)
    most = share >= _MOST or (found.names_disagreeing >= 2 and found.names_disagreeing / found.names >= _MOST)
    if most or (hours is not None and hours < SOON) or (corrected and hours is not None and hours < WHILE):
        return most
    if hours is None:
        return max(share, of_numbers) >= _MANY
    if hours < WHILE:
        only_facts = whole and not found.other_changed and found.disagreeing >= 2
        return max(share, of_numbers) >= (_SOME if whole else _MANY) or only_facts
    return max(share, of_numbers) >= _ANY


def same_headline(one: str | None, other: str | None) -> bool:
    """Whether two headlines share half of the words of the shorter; True where one is missing.

    Notices of a line or two may agree to the letter and be about different companies: then only the headline tells.
    """
    a, b = set(re.findall(r"\w+", (one or "").lower())), set(re.findall(r"\w+", (other or "").lower()))
    return not a or not b or 2 * len(a & b) > min(len(a), len(b))


def says_corrected(title: str | None, text: str) -> bool:
    """Whether a report calls itself a correction, repetition or update in the first words of its title or text."""
    return bool(_CORRECTION.match(title or "") or _CORRECTION.match(text))


def _is_fact(word: str, initial: str, place: int) -> bool:
    return bool(_values(word)) or word in _CALENDAR or (place > 0 and initial.isupper())


def _values(word: str) -> list[Fraction]:
    """The numbers in a word: "4,100", "6-3/16", "40-mln", "six"."""
    if word in _VALUES:
        return [_VALUES[word]]
    if not any(c.isdigit() for c in word):
        return []
    out: list[Fraction] = []
    for match in _NUMBER.finditer(word):
        whole, tail, below = match.groups()
        value = _number(whole)
        if tail:
            above, under = tail.split("/")
            value += Fraction(int(above), int(under) or 1)
        elif below:
            value /= int(below) or 1
        out.append(value)
    return out


def _number(digits: str) -> Fraction:
    digits = digits[:40]
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", digits):
        return Fraction(digits.replace(",", ""))
    return Fraction(re.sub(r"\D", "", digits))


def _differing(old: list[Fraction], new: list[Fraction]) -> tuple[int, int]:
    a, b = Counter(old), Counter(new)
    return sum((a - b).values()), sum((b - a).values())


def _other_names(a: Passage, b: Passage, at: tuple[int, int, int, int], text_before: str, text_after: str) -> int:
    """How many names or days of a replaced stretch stand against other ones, spelling variants aside."""
    w, x, y, z = at
    old = [k for k in range(w, x) if _is_name(a, k, text_before)]
    new = [k for k in range(y, z) if _is_name(b, k, text_after)]
    old_words, new_words = [a.words[k] for k in old], [b.words[k] for k in new]
    lost = [word for word in old_words[:20] if word not in new_words]
    gained = [word for word in new_words[:20] if word not in old_words]
    apart = [word for word in lost if all(SequenceMatcher(None, word, g).ratio() < _SAME_NAME for g in gained)]
    return min(len(apart), len(gained))


def _is_name(passage: Passage, k: int, text: str) -> bool:
    word = passage.words[k]
    return not _values(word) and (word in _CALENDAR or (k > 0 and text[passage.spans[k].start].isupper()))
