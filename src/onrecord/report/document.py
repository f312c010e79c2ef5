"""What a situation report is made of, before it is a page: lines with their citations, tables, charts, sections, sources.

Every renderer takes a ``Document`` and nothing else, so that Markdown, HTML and Word say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

ClaimKind = Literal["event", "figure", "quote", "aid", "unknown"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A few words and the numbers of the sources that carry them. ``words`` is the evidence, verbatim."""

    text: str
    cites: tuple[int, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or a cell. ``lead`` stands before it in bold, ``note`` after it in small print."""

    pieces: tuple[Piece, ...]
    lead: str = ""
    note: str = ""

    @classmethod
    def of(cls, text: str, cites: tuple[int, ...] = (), *, words: str = "", lead: str = "", note: str = "") -> Line:
        """A line of one piece."""
        return cls((Piece(text, cites, words),), lead, note)

    @property
    def text(self) -> str:
        """The words without citations."""
        return " ".join(piece.text for piece in self.pieces if piece.text)

    @property
    def cites(self) -> tuple[int, ...]:
        """The sources of all pieces, each once, in order."""
        return tuple(sorted({n for piece in self.pieces for n in piece.cites}))


@dataclass(frozen=True, slots=True)
class Lines:
    """Sentences below one another; as a list where ``bullets``."""

    lines: tuple[Line, ...]
    bullets: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under column names. ``numeric`` are the columns set to the right."""

    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Dot:
    """A figure of one day. ``low`` or ``high`` None: the words set no such bound."""

    day: str
    low: float | None
    high: float | None
    label: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FigureChart:
    """Figures of one kind over time, each with its range; ``dots`` in order of time."""

    title: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """Something said on a day."""

    day: str
    kind: ClaimKind
    words: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class VoiceChart:
    """Who said what when: a row a voice."""

    title: str
    voices: tuple[tuple[str, tuple[Saying, ...]], ...]


Block = Lines | Table | FigureChart | VoiceChart


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part. ``key`` is its name in links."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class NumberedSource:
    """A report as it is cited. ``origin`` numbers the independent writing; ``copy`` says of which it is a copy."""

    number: int
    title: str
    outlet: str
    agency: str | None
    published: str | None
    url: str | None
    report: str
    origin: int
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A situation report. ``date`` is the day a person gave for it, None where none was given."""

    title: str
    story: str
    subtitle: str
    date: str | None
    made_by: str
    sections: tuple[Section, ...]
    sources: tuple[NumberedSource, ...]

    def section(self, key: str) -> Section:
        """The section of this key. KeyError where there is none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    def lines(self) -> Iterator[Line]:
        """Every sentence and cell, in order."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Lines):
                    yield from block.lines
                elif isinstance(block, Table):
                    for row in block.rows:
                        yield from row
