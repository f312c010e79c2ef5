"""From reports as they come in to the ledger: what is known is passed over, what is new is read and put on record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from onrecord.ledger.query import Ledger
from onrecord.ledger.write import Stages, put, put_refusal
from onrecord.model import Claim, Refusal, Report


@dataclass(frozen=True, slots=True)
class Intake:
    """What came in, in its order, and how many reports were new."""

    items: tuple[Report | Refusal, ...]
    new: int

    @property
    def refused(self) -> int:
        """How many inputs were not read."""
        return sum(isinstance(item, Refusal) for item in self.items)


def take_in(
    ledger: Ledger,
    items: Iterable[Report | Refusal],
    read: Callable[[Report], Sequence[Claim]],
    stages: Stages,
    *,
    reader: str,
    seen: Callable[[Report | Refusal], None] | None = None,
) -> Intake:
    """Put reports on record one by one, each in a transaction of its own. ``read`` is asked only for what is new.

    ``reader`` names what reads (program and weights): a report read by another is read again. ``seen`` is called after each.
    """
    kept: list[Report | Refusal] = []
    new = 0
    for item in items:
        if isinstance(item, Refusal):
            put_refusal(ledger.connection, item)
        else:
            new += put(ledger.connection, item, lambda item=item: read(item), stages, reader=reader)  # type: ignore[misc]
        kept.append(item)
        if seen:
            seen(item)
    return Intake(tuple(kept), new)
