"""What claims say when they are put together (`fuse`): events, figures, aid, quotations, contradictions."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.ledger.alike import counted_thing
from onrecord.model import Actor, AidClaim, Claim, EventClaim, FigureClaim, Source


@dataclass(frozen=True, slots=True)
class FusedEvent:
    """One event with every claim that tells it. ``day`` is the earliest day known; ``modalities`` all that its claims have."""

    type: str
    mode: str | None
    actor: tuple[Actor, ...]
    recipient: tuple[Actor, ...]
    polarity: str
    modalities: tuple[str, ...]
    day: str | None
    claims: tuple[EventClaim, ...]
    sources: tuple[Source, ...]
    origins: int
    reason: str

    @property
    def best(self) -> EventClaim:
        """The claim that tells it most surely; the first of equals."""
        return max(self.claims, key=lambda c: (c.main, c.modality == "asserted", c.confidence))


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Claims that give the same bounds for the same day (``as_of``, None where no day is told)."""

    as_of: str | None
    published: str | None
    low: float | None
    high: float | None
    claims: tuple[FigureClaim, ...]
    sources: tuple[Source, ...]
    origins: int


@dataclass(frozen=True, slots=True)
class Revision:
    """The same source giving another figure later. ``direction``: up, down, withdrawn."""

    source: str
    before: FigureClaim
    after: FigureClaim
    direction: str


@dataclass(frozen=True, slots=True)
class FigureSeries:
    """All figures of one metric, place and item, oldest first. ``low`` to ``high`` is the range said, not an estimate.

    ``open`` is True where a figure has no upper or no lower bound ("at least 20"); ``latest`` is the row told last. Vague words
    ("dozens") are rows, but count for range and ``latest`` only where no number was told.
    """

    metric: str
    place: str | None
    item: str | None
    unit: str | None
    rows: tuple[FigureRow, ...]
    low: float | None
    high: float | None
    open: bool
    latest: FigureRow
    revisions: tuple[Revision, ...]
    origins: int
    reason: str


@dataclass(frozen=True, slots=True)
class AidStep:
    """Claims that give an aid line the same status and reply."""

    day: str | None
    status: str
    reply: str | None
    item: str | None
    amount: float | None
    currency: str | None
    claims: tuple[AidClaim, ...]
    origins: int


def _one_thing(one: str | None, other: str | None) -> bool:
    """Whether two namings of aid may be of one thing: the words of one are among the other's."""
    first, second = set(counted_thing(one).split()), set(counted_thing(other).split())
    return first <= second or second <= first


@dataclass(frozen=True, slots=True)
class AidLine:
    """Aid from one party to another, step by step in order of time, with the status told last and the reply told last."""

    donor: Actor | None
    recipient: Actor | None
    steps: tuple[AidStep, ...]
    status: str
    reply: str | None
    origins: int
    reason: str

    def answer_to(self, step: AidStep) -> AidStep | None:
        """The step that tells the reply to one: itself, else the next later one about the same thing ("a field hospital",
        "Portuguese field hospital", or where either names none); None where none is told.
        """
        if step.reply is not None:
            return step
        later = self.steps[self.steps.index(step) + 1 :]
        return next((each for each in later if each.reply is not None and _one_thing(step.item, each.item)), None)


@dataclass(frozen=True, slots=True)
class FusedClaim:
    """The same quotation, or the same thing said to be unknown, with every claim that has it."""

    claims: tuple[Claim, ...]
    origins: int
    reason: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two sides that cannot both be so as told. ``about`` says in words what they differ on."""

    kind: str
    about: str
    one: tuple[Claim, ...]
    other: tuple[Claim, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Fused:
    """A story's record put together. Events, figures and aid stand in order of time, undated ones last."""

    events: tuple[FusedEvent, ...]
    figures: tuple[FigureSeries, ...]
    aid: tuple[AidLine, ...]
    quotes: tuple[FusedClaim, ...]
    unknowns: tuple[FusedClaim, ...]
    contradictions: tuple[Contradiction, ...]


@dataclass(frozen=True, slots=True)
class RelationStep:
    """One act between two parties. ``score`` is PLOVER's, -10 (hostile) to 10; None for what is denied or has not happened."""

    event: FusedEvent
    day: str | None
    score: float | None
