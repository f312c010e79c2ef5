"""Who speaks in a transcript: paragraphs that begin with a name in capitals and a colon.

Only where three paragraphs do and one name comes back. In the training and development parts of PolNeAR four articles have such
a transcript; in three each of the 21 turns is annotated as an attribution, in one the whole transcript is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from onrecord.model import Span

_TURN = re.compile(r"[\"“]?((?:[A-Z][A-Z.'’-]+ ){0,2}[A-Z][A-Z'’-]+)(:)\s+(?=\S)")
_TURNS = 3
"""Paragraphs at least that make a transcript."""


def turns(text: str, paragraphs: Sequence[Span]) -> dict[int, tuple[Span, Span, Span]]:
    """Speaker, colon and words of every paragraph that is a turn in a transcript, by the paragraph's number."""
    found = {n: turn for n, part in enumerate(paragraphs) if (turn := _TURN.match(text, part.start, part.end))}
    names = Counter(turn[1].split()[-1] for turn in found.values())
    if len(found) < _TURNS or max(names.values()) < 2:
        return {}
    return {n: (Span(*turn.span(1)), Span(*turn.span(2)), Span(turn.end(), paragraphs[n].end)) for n, turn in found.items()}
