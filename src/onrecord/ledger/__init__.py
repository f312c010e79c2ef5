"""The ledger: one SQLite file that holds reports, families, stories and claims, and what people decided about them."""

from onrecord.ledger.query import Change, Correction, Hit, Ledger, Problem
from onrecord.ledger.select import Filter

__all__ = ["Change", "Correction", "Filter", "Hit", "Ledger", "Problem"]
