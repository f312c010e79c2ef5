"""A reading to what is on record: annotations resolved, and the claims that they carry. Pure."""

from onrecord.claims.annotate import Seen, annotate, see
from onrecord.claims.extract import extract

__all__ = ["Seen", "annotate", "extract", "see"]
