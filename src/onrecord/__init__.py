"""On Record reads news reports and keeps the record: what happened, who did what to whom, and who says so.

    import onrecord

    record = onrecord.read("reports/")                     # or with ledger="onrecord.db"
    for claim in record.claims:
        print(claim.kind, claim.evidence[0].text, [source.name for source in claim.source])

======================  ======================================================================================================
``read(inputs)``        files, folders or reports -> ``Record``: reports, refusals, families, stories, claims
``annotate(text)``      one text -> ``Annotations``: everything seen in it, with offsets
``make_report(text)``   a text and what is known about it -> ``Report``
``Ledger``, ``Filter``  the ledger and what to ask it
``to_pandas(claims)``   claims -> a data frame with the columns of the exports (extra ``pandas``)
records                 ``Report``, ``Refusal``, ``Annotations``, ``Family``, ``Story``, ``Claim`` and its kinds, ``Actor``,
                        ``Source``, ``Evidence``, ``When``, ``Where``: frozen
errors                  ``OnRecordError`` and below it ``InputError``, ``LedgerError``, ``NotFoundError``, ``ModelError``
======================  ======================================================================================================

Names are imported when they are first used, so that ``import onrecord`` itself takes next to no time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from onrecord.api import annotate, make_report, read, to_pandas
    from onrecord.errors import InputError, LedgerError, ModelError, NotFoundError, OnRecordError
    from onrecord.ledger import Filter, Ledger
    from onrecord.model import (
        Actor,
        AidClaim,
        Annotations,
        Claim,
        EventClaim,
        Evidence,
        Family,
        FigureClaim,
        QuoteClaim,
        Refusal,
        Report,
        Source,
        Story,
        UnknownClaim,
        When,
        Where,
    )  # fmt: skip
    from onrecord.pipeline import Record

_HOMES = {
    "onrecord.api": ("annotate", "make_report", "read", "to_pandas"),
    "onrecord.errors": ("InputError", "LedgerError", "ModelError", "NotFoundError", "OnRecordError"),
    "onrecord.ledger": ("Filter", "Ledger"),
    "onrecord.model": (
        "Actor", "AidClaim", "Annotations", "Claim", "EventClaim", "Evidence", "Family", "FigureClaim", "QuoteClaim", "Refusal",
        "Report", "Source", "Story", "UnknownClaim", "When", "Where",
    ),
    "onrecord.pipeline": ("Record",),
}  # fmt: skip
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Actor",
    "AidClaim",
    "Annotations",
    "Claim",
    "EventClaim",
    "Evidence",
    "Family",
    "FigureClaim",
    "Filter",
    "InputError",
    "Ledger",
    "LedgerError",
    "ModelError",
    "NotFoundError",
    "OnRecordError",
    "QuoteClaim",
    "Record",
    "Refusal",
    "Report",
    "Source",
    "Story",
    "UnknownClaim",
    "When",
    "Where",
    "__version__",
    "annotate",
    "make_report",
    "read",
    "to_pandas",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_HOME[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
