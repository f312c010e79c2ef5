"""A situation report as one HTML page: no script, no external resource, light and dark, ready to print. All text is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from onrecord.report.charts import figure_chart, voice_chart
from onrecord.report.document import Block, Document, FigureChart, Line, Lines, NumberedSource, Piece, Section, Table
from onrecord.report.wording import day_words

_STYLE = """
:root{color-scheme:light dark;--ink:#1c2024;--soft:#5b636b;--line:#d5d9dd;--page:#fff;--tint:#f3f5f7;--accent:#0b5cad;
--figure:#0b5cad;--event:#b3420f;--aid:#1a7a3c;--quote:#6b3fa0;--unknown:#8a6d00}
@media (prefers-color-scheme:dark){:root{--ink:#e6e8ea;--soft:#a0a8b0;--line:#3a4046;--page:#15181b;--tint:#1e2327;
--accent:#7db8f5;--figure:#7db8f5;--event:#f0935f;--aid:#6fcf8e;--quote:#c0a0ee;--unknown:#dcc04f}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,"Segoe UI",Roboto,Arial,sans-serif}
main{max-width:54rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.7rem;line-height:1.25;margin:0 0 .3rem;text-wrap:balance}
h2{font-size:1.15rem;margin:2.2rem 0 .6rem;padding-bottom:.2rem;border-bottom:1px solid var(--line)}
.sub{color:var(--soft);margin:0 0 .2rem}
nav{margin:1rem 0 0;font-size:.9rem}nav a{margin-right:.9rem;white-space:nowrap}
a{color:var(--accent);text-decoration:none}a:hover,a:focus{text-decoration:underline}
#highlights ul{background:var(--tint);padding:1rem 1.25rem 1rem 2.25rem;border-left:4px solid var(--accent);margin:0}
ul{padding-left:1.25rem}li{margin:.45rem 0;overflow-wrap:anywhere}
.note{color:var(--soft);font-size:.85em}
.c{font-size:.85em;white-space:nowrap}
.scroll{overflow-x:auto;margin:.6rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line)}
th{font-weight:600;color:var(--soft);white-space:nowrap}
td{min-width:4.5rem;overflow-wrap:break-word}
.n{text-align:right;font-variant-numeric:tabular-nums}
figure{margin:1.2rem 0}figcaption{font-size:.9rem;color:var(--soft);margin-bottom:.3rem}
svg{width:100%;height:auto;display:block;font:12px system-ui,sans-serif}
svg text{fill:var(--soft)}svg .label{fill:var(--ink)}svg .grid{stroke:var(--line)}
.dot circle{fill:var(--figure)}.range{stroke:var(--figure);stroke-width:2;fill:none}
.k-figure circle{fill:var(--figure)}.k-event path{fill:var(--event)}.k-aid rect{fill:var(--aid)}
.k-quote circle{fill:none;stroke:var(--quote);stroke-width:2}.k-unknown path{stroke:var(--unknown);stroke-width:2;fill:none}
.key{font-size:.85rem;color:var(--soft)}.key b{font-weight:600}
#sources ol{padding-left:2rem}#sources li:target{background:var(--tint);outline:2px solid var(--accent);outline-offset:3px}
code{font-size:.85em;color:var(--soft)}
footer{margin-top:3rem;color:var(--soft);font-size:.85rem;border-top:1px solid var(--line);padding-top:.6rem}
@media print{@page{margin:18mm 16mm}:root{--ink:#000;--soft:#444;--line:#bbb;--page:#fff;--tint:#fff;--accent:#000;
--figure:#000;--event:#444;--aid:#000;--quote:#000;--unknown:#444}body{font-size:10.5pt}main{max-width:none;padding:0}nav{display:none}
h2{break-after:avoid}li,tr,figure{break-inside:avoid}.scroll{overflow:visible}thead{display:table-header-group}}
"""

_KEY = (
    ("figure", "● figure", "--figure"), ("event", "▲ event", "--event"), ("quote", "○ quotation", "--quote"),
    ("aid", "■ aid", "--aid"), ("unknown", "× not known", "--unknown"),
)  # fmt: skip


def to_html(document: Document) -> str:
    """The whole page. The same document gives the same bytes."""
    title = escape(document.title)
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}: situation report</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(_parts(document))
        + "\n</main>\n</body>\n</html>\n"
    )


def _parts(document: Document) -> Iterator[str]:
    dated = f" of {escape(day_words(document.date))}" if document.date else ""
    yield f"<header><p class=sub>Situation report{dated}</p>\n<h1>{escape(document.title)}</h1>"
    yield f"<p class=sub>{escape(document.subtitle)}</p>"
    links = [f'<a href="#{section.key}">{escape(section.title)}</a>' for section in document.sections]
    yield f'<nav>{" ".join(links)} <a href="#sources">Sources</a></nav></header>'
    for section in document.sections:
        yield from _section(section)
    yield '<section id="sources"><h2>Sources</h2>\n<ol>'
    yield from (_source(source) for source in document.sources)
    yield "</ol></section>"
    yield f"<footer>{escape(document.made_by)} · <code>{escape(document.story)}</code></footer>"


def _section(section: Section) -> Iterator[str]:
    yield f'<section id="{escape(section.key)}"><h2>{escape(section.title)}</h2>'
    for block in section.blocks:
        yield _block(block)
    yield "</section>"


def _block(block: Block) -> str:
    if isinstance(block, Lines):
        if block.bullets:
            return "<ul>\n" + "\n".join(f"<li>{_line(line)}</li>" for line in block.lines) + "\n</ul>"
        return "\n".join(f"<p>{_line(line)}</p>" for line in block.lines)
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, FigureChart):
        caption = f"{escape(block.title)}: as told, each mark with its range; an arrow where a bound is open"
        return f"<figure><figcaption>{caption}</figcaption>{figure_chart(block)}</figure>"
    key = " ".join(f'<span style="color:var({colour})">{escape(words)}</span>' for _, words, colour in _KEY)
    caption = f"{escape(block.title)} (day of publication). <span class=key>{key}</span>"
    return f"<figure><figcaption>{caption}</figcaption>{voice_chart(block)}</figure>"


def _table(table: Table) -> str:
    def mark(column: int) -> str:
        return ' class="n"' if column in table.numeric else ""

    head = "".join(f'<th scope="col"{mark(i)}>{escape(name)}</th>' for i, name in enumerate(table.head))
    rows = ["".join(f"<td{mark(i)}>{_line(cell)}</td>" for i, cell in enumerate(row)) for row in table.rows]
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>'


def _line(line: Line) -> str:
    lead = f"<strong>{escape(line.lead)}</strong>: " if line.lead else ""
    note = f' <span class="note">({escape(line.note)})</span>' if line.note else ""
    return lead + "; ".join(_piece(piece) for piece in line.pieces) + note


def _piece(piece: Piece) -> str:
    if not piece.cites:
        return escape(piece.text)
    title = f' title="{escape(piece.words)}"' if piece.words else ""
    links = ", ".join(f'<a href="#s{n}"{title}>{n}</a>' for n in piece.cites)
    return f'{escape(piece.text)} <span class="c">[{links}]</span>'


def _source(source: NumberedSource) -> str:
    agency = f" ({escape(source.agency)})" if source.agency and source.agency != source.outlet else ""
    date = escape(day_words(source.published[:10])) if source.published else "no date"
    title = escape(source.title)
    linked = f'<a href="{escape(source.url)}" rel="noreferrer">{title}</a>' if source.url else title
    copy = f"; {escape(source.copy)}" if source.copy else ""
    head = f"<strong>{escape(source.outlet)}</strong>{agency}, {date}: {linked}"
    note = f'<span class="note">origin {source.origin}{copy}</span> <code>{escape(source.report[:19])}</code>'
    return f'<li id="s{source.number}">{head} {note}</li>'
