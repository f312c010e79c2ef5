"""Bytes to reports: text, HTML, JSON lines, tables, web archives, feeds, folders, standard input.

What cannot be read becomes a ``Refusal`` that says which, why and what to do; reading goes on with the rest. Described in
``docs/sources.md``.
"""

from onrecord.sources.limits import Limits
from onrecord.sources.paths import read_paths

__all__ = ["Limits", "read_paths"]
