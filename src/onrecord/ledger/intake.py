"""From reports as they come in to the ledger: what is known is passed over, what is new is read and put on record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from onrecord.ledger.query import Ledger
from onrecord.ledger.settling import PORTION, settle
from onrecord.ledger.stages import Stages
from onrecord.ledger.write import put, put_refusal, was_read
from onrecord.model import Claim, Refusal, Report

Read = Callable[[Iterable[Report]], Iterable[tuple[Report, Sequence[Claim]]]]
"""Reads reports, some at a time: each with its own claims, in order."""

_TOGETHER = 128
"""Inputs that are read together and then put on record one by one."""


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
    read: Read,
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
    for item, claims in _with_claims(ledger, items, read, reader):
        if isinstance(item, Refusal):
            put_refusal(ledger.connection, item)
        else:
            new += put(ledger.connection, item, claims, stages, reader=reader)
            if new and new % PORTION == 0:
                settle(ledger.connection, stages)
        kept.append(item)
        if seen:
            seen(item)
    settle(ledger.connection, stages)
    return Intake(tuple(kept), new)


def _with_claims(
    ledger: Ledger, items: Iterable[Report | Refusal], read: Read, reader: str
) -> Iterator[tuple[Report | Refusal, Sequence[Claim]]]:
    """Each input with its claims; without any where the ledger has them."""
    waiting = iter(items)
    while batch := list(islice(waiting, _TOGETHER)):
        reports = {item.id: item for item in batch if isinstance(item, Report)}
        unread = [report for report in reports.values() if not was_read(ledger.connection, report.id, reader)]
        claims = {report.id: found for report, found in read(unread)} if unread else {}
        for item in batch:
            yield item, claims.get(item.id, ()) if isinstance(item, Report) else ()
