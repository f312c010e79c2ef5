"""A situation report as a Word file, by python-docx (extra ``docx``). The same document gives the same bytes.

Charts stand in the HTML only; their figures are in the tables here too.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from onrecord.errors import OnRecordError
from onrecord.report.document import Block, Document, Line, Lines, NumberedSource, Table
from onrecord.report.wording import day_words

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.text.paragraph import Paragraph

_WHEN = datetime(1980, 1, 1, tzinfo=UTC)
"""Time stamp of everything in the file, the earliest that a zip can say: the same record must give the same bytes."""


def to_docx(document: Document) -> bytes:
    """The bytes of the Word file. OnRecordError where python-docx is not installed."""
    try:
        import docx
    except ImportError as error:
        raise OnRecordError("Word files need python-docx", 'pip install "onrecord[docx]"') from error
    word = docx.Document()
    word.core_properties.title = document.title
    word.core_properties.author = document.made_by
    word.core_properties.created = word.core_properties.modified = _WHEN.replace(tzinfo=None)
    dated = f" of {day_words(document.date)}" if document.date else ""
    word.add_heading(document.title, level=0)
    word.add_paragraph(f"Situation report{dated}. {document.subtitle}.")
    for section in document.sections:
        word.add_heading(section.title, level=1)
        for block in section.blocks:
            _block(word, block)
    word.add_heading("Sources", level=1)
    for source in document.sources:
        word.add_paragraph(_source(source))
    return _settled(word)


def _block(word: Word, block: Block) -> None:
    if isinstance(block, Lines):
        for line in block.lines:
            _write(word.add_paragraph(style="List Bullet" if block.bullets else None), line)
    elif isinstance(block, Table):
        _table(word, block)


def _table(word: Word, table: Table) -> None:
    made: Any = word.add_table(rows=1, cols=len(table.head))
    made.style = "Light Grid Accent 1"
    for cell, name in zip(made.rows[0].cells, table.head, strict=True):
        cell.text = name
    for row in table.rows:
        for cell, line in zip(made.add_row().cells, row, strict=True):
            _write(cell.paragraphs[0], line)


def _write(paragraph: Paragraph, line: Line) -> None:
    if line.lead:
        paragraph.add_run(f"{line.lead}: ").bold = True
    cited = (piece.text + (f" [{', '.join(map(str, piece.cites))}]" if piece.cites else "") for piece in line.pieces)
    paragraph.add_run("; ".join(cited))
    if line.note:
        paragraph.add_run(f" ({line.note})").italic = True


def _source(source: NumberedSource) -> str:
    agency = f" ({source.agency})" if source.agency and source.agency != source.outlet else ""
    date = day_words(source.published[:10]) if source.published else "no date"
    tail = "; ".join(part for part in (f"origin {source.origin}", source.copy) if part)
    url = f" {source.url}" if source.url else ""
    return f"[{source.number}] {source.outlet}{agency}, {date}: {source.title}.{url} ({tail}; {source.report[:19]})"


def _settled(word: Word) -> bytes:
    """The file with its parts in order and without the time of writing."""
    written, settled = io.BytesIO(), io.BytesIO()
    word.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as out:
        for name in parts.namelist():
            out.writestr(zipfile.ZipInfo(name, _WHEN.timetuple()[:6]), parts.read(name), zipfile.ZIP_DEFLATED)
    return settled.getvalue()
