"""A story's record as a situation report for people: Markdown, HTML or Word, every line with its citation.

    with Ledger.open("onrecord.db") as ledger:
        document = compose(gather(ledger, ledger.find_story("floods")), date="2031-05-06")
    page = render(document, "html")

``gather`` asks the ledger; everything after it is pure: the same record gives the same bytes.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Literal

from onrecord.report.compose import compose
from onrecord.report.document import Document
from onrecord.report.material import Material, gather

Format = Literal["md", "html", "docx", "json"]
FORMATS: tuple[Format, ...] = ("md", "html", "docx", "json")


def render(document: Document, format: Format) -> bytes:
    """The report in a format, as the bytes of its file. OnRecordError where Word is asked for and python-docx is missing."""
    if format == "docx":
        from onrecord.report.docx import to_docx

        return to_docx(document)
    if format == "html":
        from onrecord.report.html import to_html

        return to_html(document).encode()
    if format == "json":
        import json

        return (json.dumps(asdict(document), ensure_ascii=False, indent=1, default=sorted) + "\n").encode()
    from onrecord.report.markdown import to_markdown

    return to_markdown(document).encode()


__all__ = ["FORMATS", "Document", "Format", "Material", "compose", "gather", "render"]
