"""An event of one text with what a claim needs besides."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import Event, Span


@dataclass(frozen=True, slots=True)
class EventFrame:
    """An event with what a claim needs besides: its trigger tokens, sentence, contexts, hazard, and whether it is the news."""

    event: Event
    trigger: tuple[int, ...]
    sentence: int
    lemma: str
    contexts: tuple[str, ...] = ()
    hazard: str | None = None
    main: bool = True
    confidence: float = 1.0

    @property
    def clause(self) -> Span:
        """The span of the clause that states the event."""
        return self.event.evidence
