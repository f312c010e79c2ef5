"""Copies, lineage and stories: every origin counted once.

>>> from onrecord.copies import diff, find_families, find_stories, Index

`find_families` finds the copies in a set of reports and how each came from which, `diff` lays two reports side by side, `Index`
keeps sketches by day and answers which reports a text may be a copy of, `find_stories` groups families about one happening.
All of it is pure and independent of the order in which reports come (docs/copies.md has the method and its limits).
"""

from onrecord.copies.align import WordChange
from onrecord.copies.credits import agency_of
from onrecord.copies.families import Families, Link, explain, find_families, group, links, reading_order
from onrecord.copies.index import Index, Match, sketch, sketches
from onrecord.copies.lineage import Change, Diff, Part, diff
from onrecord.copies.stories import Grown, Origin, Piece, Settings, Standing, Told, find_stories, grow, origins, reach, tell

__all__ = [
    "Change",
    "Diff",
    "Families",
    "Grown",
    "Index",
    "Link",
    "Match",
    "Origin",
    "Part",
    "Piece",
    "Settings",
    "Standing",
    "Told",
    "WordChange",
    "agency_of",
    "diff",
    "explain",
    "find_families",
    "find_stories",
    "group",
    "grow",
    "links",
    "origins",
    "reach",
    "reading_order",
    "sketch",
    "sketches",
    "tell",
]
