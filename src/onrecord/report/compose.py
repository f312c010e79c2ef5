"""A story's record as a situation report: which sections there are, and what stands in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onrecord import __version__
from onrecord.report.acts import (
    OVERVIEW,
    aid_table,
    hazard_events,
    is_response,
    leading,
    passage_line,
    quote_lines,
    relations_table,
    voice_chart,
)  # fmt: skip
from onrecord.report.document import Block, Document, Line, Lines, Section, Table
from onrecord.report.figures import by_rank, charts, figure_line, figures_table, key_series, other_figures
from onrecord.report.gaps import changed_lines, differ_lines, method_lines, unknown_lines
from onrecord.report.highlights import highlights
from onrecord.report.material import Material, Telling
from onrecord.report.wording import clean, count, day_words, label, listed, phrase

NOTHING = "Nothing on record."
LONGEST_BLOCK = 40
"""Lines or rows that stand together; a story of a thousand reports must still be a page."""


def compose(material: Material, *, date: str | None = None, last: str | None = None) -> Document:
    """The situation report of a story. ``date`` (ISO day) is printed as its date; ``last`` is the day of the report before.

    The same material gives the same document; nothing else goes into it.
    """
    telling = Telling(material)
    made_by = f"On Record {__version__}"
    return Document(
        title=clean(material.story.title) or "(no title)",
        story=material.story.id,
        subtitle=_subtitle(telling),
        date=date,
        made_by=made_by,
        sections=_sections(telling, made_by, last),
        sources=telling.sources.listed,
    )


def _subtitle(telling: Telling) -> str:
    days = sorted(published[:10] for published in telling.sources.published.values())
    when = f"published {_span(days[0], days[-1])}" if days else "no publication date known"
    origins = len({source.origin for source in telling.sources.listed})
    return f"{count(len(telling.sources.listed), 'report')} of {count(origins, 'origin')}, {when}"


def _span(first: str, last: str) -> str:
    return f"on {day_words(first)}" if first == last else f"from {day_words(first)} to {day_words(last)}"


def _sections(telling: Telling, made_by: str, last: str | None) -> tuple[Section, ...]:
    made: list[tuple[str, str, list[Block | None]]] = [
        ("highlights", "Highlights", [_some(highlights(telling))]),
        ("key-figures", "Key figures", _key_figures(telling)),
        ("overview", "Overview", _overview(telling)),
        ("damage-and-people", "Damage and people", _damage(telling)),
        ("needs-and-response", "Needs and response", _response(telling)),
        ("aid", "Aid offered and replies", [aid_table(telling, telling.material.fused.aid)]),
        ("positions", "Positions and relations", _positions(telling)),
        ("differences", "Where sources differ", [differ_lines(telling)]),
        ("not-known", "What is not known", [unknown_lines(telling)]),
        ("changes", "What changed since the last report", list(changed_lines(telling, last))),
        ("method", "Method and limits", [method_lines(telling, made_by)]),
    ]
    nothing = Lines((Line.of(NOTHING),), bullets=False)
    return tuple(
        Section(key, title, tuple(part for block in blocks if block is not None for part in _capped(block)) or (nothing,))
        for key, title, blocks in made
    )


def _capped(block: Block) -> Iterator[Block]:
    """A block of at most ``LONGEST_BLOCK`` lines or rows, and a remark that says how many are left out."""
    entries = block.lines if isinstance(block, Lines) else block.rows if isinstance(block, Table) else ()
    left = len(entries) - LONGEST_BLOCK
    if left <= 0:
        yield block
        return
    if isinstance(block, Lines):
        yield replace(block, lines=block.lines[:LONGEST_BLOCK])
    elif isinstance(block, Table):
        yield replace(block, rows=block.rows[:LONGEST_BLOCK])
    yield Lines((Line.of(f"{left:,} more in the ledger: onrecord show"),), bullets=False)


def _some(lines: tuple[Line, ...] | list[Line], bullets: bool = True) -> Lines | None:
    return Lines(tuple(lines), bullets) if lines else None


def _remark(text: str) -> Lines | None:
    return Lines((Line.of(text),), bullets=False) if text else None


def _key_figures(telling: Telling) -> list[Block | None]:
    figures = telling.material.fused.figures
    key = key_series(figures)
    return [figures_table(telling, key) if key else None, *charts(telling, figures)]


def _overview(telling: Telling) -> list[Block | None]:
    sources = telling.sources.listed
    outlets = list(dict.fromkeys(source.agency or source.outlet for source in sources))
    copies = sum(1 for source in sources if source.copy)
    shown = [*outlets[:8], f"{len(outlets) - 8} more"] if len(outlets) > 9 else outlets
    text = f"Put together from {_subtitle(telling)}: {listed(shown)}."
    if copies:
        text += (
            f" {count(copies, 'report is a copy of another and does', 'reports are copies of others and do')} not count again."
        )
    hazards = sorted({code for e in telling.material.fused.events for c in e.claims if (code := c.hazard)})
    if hazards:
        named = [f"{label('hazard', code)} ({code})" for code in hazards]
        text += f" Hazards named, with GLIDE codes: {listed(named)}."
    cites = tuple(source.number for source in sources)
    chosen = leading(telling, OVERVIEW)
    ordered = sorted(chosen, key=lambda p: (p.told, p.position))
    intro = Lines((Line.of(text, cites if len(cites) <= 12 else ()),), bullets=False)
    return [intro, _some([passage_line(telling, passage) for passage in ordered]), voice_chart(telling)]


def _damage(telling: Telling) -> list[Block | None]:
    fused = telling.material.fused
    lines = [figure_line(telling, s) for s in by_rank(fused.figures) if phrase(s.metric).section in ("people", "damage")]
    lines += [passage_line(telling, passage) for passage in telling.passages(hazard_events(fused.events))]
    table, remark = other_figures(telling, fused.figures)
    return [_some(lines), _remark("Other figures:") if table else None, table, _remark(remark)]


def _response(telling: Telling) -> list[Block | None]:
    fused = telling.material.fused
    lines = [figure_line(telling, s) for s in by_rank(fused.figures) if phrase(s.metric).section == "needs"]
    lines += [passage_line(telling, passage) for passage in telling.passages(e for e in fused.events if is_response(e))]
    return [_some(lines)]


def _positions(telling: Telling) -> list[Block | None]:
    fused = telling.material.fused
    table, more = relations_table(telling, fused.events)
    quotes, still_more = quote_lines(telling, fused.quotes)
    said = _remark("In their own words:") if quotes else None
    return [table, _remark(more), said, quotes, _remark(still_more)]
