"""A situation report as Markdown: for terminals, mail, version control. Text of the record cannot act as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.report.document import Block, Document, FigureChart, Line, Lines, NumberedSource, Table
from onrecord.report.wording import day_words

_ACTIVE = re.compile(r"([\\`*_\[\]<>|#~&])")
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto|www)([:.])")


def escape(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return _ADDRESS.sub(r"\1\\\2", _ACTIVE.sub(r"\\\1", text))


def to_markdown(document: Document) -> str:
    """The whole report. Charts stand in the HTML only; their figures are in the tables here too."""
    return "\n".join(_parts(document)).rstrip("\n") + "\n"


def _parts(document: Document) -> Iterator[str]:
    yield f"# {escape(document.title)}\n"
    dated = f"Situation report of {day_words(document.date)}. " if document.date else "Situation report. "
    yield f"{dated}{escape(document.subtitle[:1].upper() + document.subtitle[1:])}. Story `{document.story}`.\n"
    for section in document.sections:
        yield f"## {section.title}\n"
        for block in section.blocks:
            yield from _block(block)
    yield "## Sources\n"
    for source in document.sources:
        yield _source(source)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Lines):
        for line in block.lines:
            yield f"- {_line(line)}" if block.bullets else f"{_line(line)}\n"
        if block.bullets:
            yield ""
    elif isinstance(block, Table):
        yield f"| {' | '.join(block.head)} |"
        yield "|" + "|".join("---:" if i in block.numeric else "---" for i in range(len(block.head))) + "|"
        for row in block.rows:
            yield f"| {' | '.join(_line(cell) for cell in row)} |"
        yield ""
    elif isinstance(block, FigureChart):
        shown = "; ".join(f"{dot.day} {escape(dot.label)}{_cites(dot.cites)}" for dot in block.dots)
        yield f"*{escape(block.title)} over time*: {shown}\n"


def _line(line: Line) -> str:
    lead = f"**{escape(line.lead)}**: " if line.lead else ""
    body = "; ".join(escape(piece.text) + _cites(piece.cites) for piece in line.pieces)
    return lead + body + (f" *({escape(line.note)})*" if line.note else "")


def _cites(numbers: tuple[int, ...]) -> str:
    return f" [{', '.join(map(str, numbers))}]" if numbers else ""


def _source(source: NumberedSource) -> str:
    """One numbered source with outlet, agency, date, origin and where it came from."""
    agency = f" ({escape(source.agency)})" if source.agency and source.agency != source.outlet else ""
    date = day_words(source.published[:10]) if source.published else "no date"
    copy = f"; {escape(source.copy)}" if source.copy else ""
    url = f" <{source.url}>" if source.url and not re.search(r"[\s<>]", source.url) else ""
    head = f"{source.number}. {escape(source.outlet)}{agency}, {date}: {escape(source.title)}."
    return f"{head}{url} Origin {source.origin}{copy}. `{source.report[:19]}`"
