"""How much is read of one input before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on size; they bound time too, since every step is linear in its input.

    ``file_bytes``: a file that is one report (text, HTML, feed), and one record of a container (a line of JSON, a page of a
    web archive). ``report_chars``: the text of one report. ``html_bytes``, ``html_elements``, ``html_depth``: a page given to
    the extractor, whose time grows faster than its input. ``expanded_bytes``: all that a compressed archive may unpack to.
    """

    file_bytes: int = 10_000_000
    report_chars: int = 1_000_000
    html_bytes: int = 5_000_000
    html_elements: int = 20_000
    html_depth: int = 200
    expanded_bytes: int = 4_000_000_000
