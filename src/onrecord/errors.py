"""Everything that On Record raises on purpose.

OnRecordError
├── InputError        a report cannot be read (also carries what to do)
├── LedgerError       the ledger file cannot be opened, is of another program, or is newer than this program
├── NotFoundError     a story, report or claim of that name is not in the ledger
└── ModelError        the reading model's weights are missing or damaged
"""

from __future__ import annotations


class OnRecordError(Exception):
    """Root of the tree. ``str(error)`` says what is wrong and where; ``remedy`` says what to do about it."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


class InputError(OnRecordError):
    """A report cannot be read."""


class LedgerError(OnRecordError):
    """The ledger file cannot be used."""


class NotFoundError(OnRecordError):
    """Nothing of that name is in the ledger."""


class ModelError(OnRecordError):
    """The reading model cannot be loaded."""
