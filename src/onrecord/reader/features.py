"""Words to what the model takes in. Training and reading both come through here, so that they cannot differ.

The encoder's vocabulary is lower-cased; what the case of a word tells is given back as a small learned embedding, and so is
whether the word stands inside a quotation, which a sentence alone may not show (a quotation can run over sentences).
"""

from __future__ import annotations

from collections.abc import Sequence

CASE_LOWER, CASE_TITLE, CASE_UPPER, CASE_MIXED, CASE_NONE = range(5)
SHAPES = 10
"""Number of distinct shape features: five letter cases, each outside or inside a quotation."""

_PLAIN = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "`": "'", "–": "-", "—": "-", "‑": "-",
        "…": ".", "\u00a0": " ", "\u00ad": "",
    }
)  # fmt: skip

_OPEN, _CLOSE, _EITHER = "“«„", "”»", '"'
_DOUBLE = {"``": 1, "''": -1}
_MARKS = frozenset({*_DOUBLE, *_OPEN, *_CLOSE, _EITHER})


def plain(word: str) -> str:
    """The word with typographic quotation marks and dashes made plain, as most of the training text has them."""
    if word in _DOUBLE:
        return '"'
    return word.translate(_PLAIN) or word


def letter_case(word: str) -> int:
    """One of the CASE_ classes."""
    if word.islower():
        return CASE_LOWER
    if word.isupper():
        return CASE_UPPER if len(word.strip(".")) > 1 else CASE_TITLE
    if word.istitle() or (word[:1].isupper() and word[1:].islower()):
        return CASE_TITLE
    return CASE_MIXED if any(c.isalpha() for c in word) else CASE_NONE


def quote_states(words: Sequence[str], inside: bool = False) -> tuple[list[bool], bool]:
    """For each word whether it stands inside a quotation (its marks count as outside), and the state after the last.

    ``inside`` is the state before the first word.
    """
    if _MARKS.isdisjoint(words):
        return [inside] * len(words), inside
    states: list[bool] = []
    for word in words:
        mark = 0
        if word in _DOUBLE:
            mark = _DOUBLE[word]
        elif len(word) == 1 and word in _OPEN:
            mark = 1
        elif len(word) == 1 and word in _CLOSE:
            mark = -1
        elif word == _EITHER:
            mark = -1 if inside else 1
        if mark:
            inside = mark > 0
            states.append(False)
        else:
            states.append(inside)
    return states, inside


def shapes(words: Sequence[str], inside: bool = False) -> list[int]:
    """The shape feature of each word, 0 to ``SHAPES`` - 1."""
    states, _ = quote_states(words, inside)
    return [letter_case(word) + 5 * state for word, state in zip(words, states, strict=True)]
