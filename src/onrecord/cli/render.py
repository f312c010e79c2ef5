"""Tables of the record for people: a story as a whole, and lists of claims. Takes records, gives what Rich can print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from onrecord.cli.output import bounds, clean, console, count, number, short, table, words
from onrecord.ledger.fuse import (
    AidLine,
    AidStep,
    Contradiction,
    FigureRow,
    FigureSeries,
    Fused,
    FusedClaim,
    FusedEvent,
    RelationStep,
)
from onrecord.model import (
    Actor,
    AidClaim,
    Claim,
    EventClaim,
    Family,
    FigureClaim,
    QuoteClaim,
    Report,
    Source,
    Story,
    UnknownClaim,
)

if TYPE_CHECKING:
    from rich.table import Table

NARROW: dict[str, Any] = {"no_wrap": True}
RIGHT: dict[str, Any] = {"justify": "right", "no_wrap": True}


@dataclass(frozen=True, slots=True)
class Told:
    """What rendering needs to know of reports: who printed each, and when, by report id."""

    outlets: Mapping[str, str]
    dates: Mapping[str, str]

    @classmethod
    def of(cls, reports: Iterable[Report]) -> Told:
        listed = list(reports)
        outlets = {r.id: r.agency or r.outlet or _file(r) for r in listed}
        return cls(outlets, {r.id: r.published for r in listed if r.published})

    def outlet(self, claim: Claim) -> str:
        """Who printed a claim first."""
        return next((self.outlets[report] for report in claim.reports if report in self.outlets), "a report")


def brief(identity: str) -> str:
    """The beginning of an id, enough to name it in a command."""
    return identity.rsplit(":", 1)[-1][:10]


def _file(report: Report) -> str:
    return (report.path or "").rsplit("/", 1)[-1] or report.id[7:15]


def who(sources: Sequence[Source], own: str) -> str:
    """Who says so, innermost first; the outlet where the report tells it in its own voice."""
    return " via ".join(s.name + (" (belief)" if s.kind == "belief" else "") for s in sources) or own


def voices(claims: Sequence[Claim], told: Told) -> str:
    """Everybody who says so, each once."""
    return "; ".join(dict.fromkeys(who(c.source, told.outlet(c)) for c in claims))


def names(actors: Sequence[Actor]) -> str:
    return ", ".join(a.name for a in actors)


# ------------------------------------------------------------------------------------------------------------- the story


def print_story(story: Story, fused: Fused, families: Sequence[Family], told: Told, *, evidence: bool = False) -> None:
    """A story's record on standard output, section by section; a section that has nothing is left out."""
    out = console()
    out.print(clean(story.title) or "(no title)", style="bold underline")
    out.print(_story_head(story))
    if story.summary:
        out.print(clean(story.summary))
    left: dict[str, int] = {}
    events = _foremost(fused.events, "events", left)
    figures = _foremost(fused.figures, "figures", left)
    aid = _foremost(fused.aid, "lines of aid", left)
    quotes = _foremost(fused.quotes, "quotations", left)
    unknowns = _foremost(fused.unknowns, "things not known", left)
    differing = _foremost(fused.contradictions, "places where sources differ", left)
    listed = _foremost(families, "families of reports", left)
    main = [e for e in events if any(c.main for c in e.claims)]
    background = [e for e in events if not any(c.main for c in e.claims)]
    denied = {one.id: found.other for found in fused.contradictions if found.kind == "event" for one in found.one}
    sections: list[tuple[str, Table | None, Iterable[Claim]]] = [
        ("Events", events_table(main, told, denied), (c for e in main for c in e.claims)),
        ("Background", events_table(background, told, denied), (c for e in background for c in e.claims)),
        ("Figures", figures_table(figures, told), (c for f in figures for r in f.rows for c in r.claims)),
        ("Aid", aid_table(aid, told), (c for a in aid for s in a.steps for c in s.claims)),
        ("Quotes", quotes_table(quotes, told), (c for q in quotes for c in q.claims)),
        ("Not known", unknowns_table(unknowns, told), (c for u in unknowns for c in u.claims)),
        ("Sources differ", contradictions_table(differing, told), ()),
        ("Reports", reports_table(listed, told), ()),
    ]
    for title, made, claims in sections:
        if made is not None:
            out.print()
            out.print(title, style="bold")
            out.print(made)
            if evidence:
                for line in evidence_lines(claims, told):
                    out.print(line, style="dim")
    if left:
        out.print(f"{', '.join(f'{n} more {what}' for what, n in left.items())}: onrecord show {story.id} --json", style="dim")


_Entry = TypeVar("_Entry")
_SHOWN = 40
"""So many of each section of a story are shown, those of most origins; the rest is counted."""


def _foremost(found: Sequence[_Entry], what: str, left: dict[str, int]) -> list[_Entry]:
    """Those that most origins tell, in their order; how many are left out is put down in ``left``."""
    first = sorted(range(len(found)), key=lambda i: -getattr(found[i], "origins", 1))[:_SHOWN]
    if len(found) > len(first):
        left[what] = len(found) - len(first)
    return [found[i] for i in sorted(first)]


def _story_head(story: Story) -> str:
    when = " to ".join(dict.fromkeys(d[:10] for d in (story.first, story.last) if d)) or "no date known"
    counts = f"{count(len(story.reports), 'report')}, {count(story.origins, 'origin')}"
    return f"{counts}; {when}; {', '.join(story.outlets) or 'no outlet known'}   [{story.id}]"


def _maybe(columns: Sequence[str | tuple[str, dict[str, Any]]], rows: Sequence[Sequence[str]]) -> Table | None:
    return table(columns, rows) if rows else None


def events_table(events: Sequence[FusedEvent], told: Told, denied: Mapping[str, Sequence[Claim]] | None = None) -> Table | None:
    """Events in order of time: when, what, the words that tell it best, who says so, how many origins.

    ``denied``: by claim id, the claims that deny it.
    """
    rows = [
        (
            e.day or (e.best.when.text if e.best.when else ""),
            _act(e),
            _told(e.best),
            _who(e, told, denied or {}),
            str(e.origins),
        )
        for e in events
    ]
    return _maybe((("When", {"max_width": 10}), "Act", "Told", "Who says so", ("Or.", RIGHT)), rows)


def _who(event: FusedEvent, told: Told, denied: Mapping[str, Sequence[Claim]]) -> str:
    """Who says so, and who denies it."""
    against = voices([c for claim in event.claims for c in denied.get(claim.id, ())], told)
    return voices(event.claims, told) + (f"; denied by {against}" if against else "")


def _act(event: FusedEvent) -> str:
    parties = " → ".join(part for part in (names(event.actor), names(event.recipient)) if part)
    mood = [m for m in event.modalities if m != "asserted"] + (["denied"] if event.polarity == "negated" else [])
    mode = f"/{event.mode}" if event.mode else ""
    return f"{event.type}{mode}{' (' + ', '.join(mood) + ')' if mood else ''} {parties}"


def _told(claim: Claim, width: int = 160) -> str:
    return short(claim.evidence[0].text, width) if claim.evidence else ""


def figures_table(figures: Sequence[FigureSeries], told: Told) -> Table | None:
    """Figures by what they count: each value with who says so; the range where values differ."""
    rows: list[tuple[str, ...]] = []
    for series in figures:
        name = " ".join(part for part in (words(series.metric), f"({series.item})" if series.item else "") if part)
        where = series.place or ""
        said = {(row.low, row.high) for row in series.rows}
        for i, row in enumerate(series.rows):
            latest = " (latest)" if len(said) > 1 and row is series.latest else ""
            rows.append(
                (name if not i else "", where if not i else "", figure(row) + latest, row.as_of or (row.published or "")[:10],
                 voices(row.claims, told), str(row.origins))
            )  # fmt: skip
        if len(said) > 1 and series.low is not None:
            rows.append(
                ("", "", f"range {number(series.low)} to {number(series.high)}{' and more' if series.open else ''}", "", "", "")
            )
        rows += [
            ("", "", f"{r.direction}: {figure_of(r.before)} → {figure_of(r.after)}", "", r.source, "") for r in series.revisions
        ]
    return _maybe(("Metric", "Where", "Figure", ("As of", NARROW), "Who says so", ("Or.", RIGHT)), rows)


def figure(row: FigureRow) -> str:
    return figure_of(row.claims[0])


def figure_of(claim: FigureClaim) -> str:
    """A figure in short, with its unit where that is not the thing counted."""
    said = bounds(claim.low, claim.high, claim.qualifier, claim.text)
    unit = claim.unit or ""
    told = unit == "person" or unit in (claim.item or "") or unit in said
    return said if told else f"{said} {unit.replace('_', ' ')}"


def _reply(line: AidLine, step: AidStep) -> str:
    answer = line.answer_to(step)
    if answer is None:
        return "none told"
    return (words(answer.reply) or "") + (f" ({answer.day})" if answer is not step and answer.day else "")


def aid_table(aid: Sequence[AidLine], told: Told) -> Table | None:
    """Offers of aid: from whom to whom, each step with status and reply."""
    rows = [
        (
            f"{line.donor.name if line.donor else '?'} → {line.recipient.name if line.recipient else '?'}" if not i else "",
            _goods(step.claims[0]),
            step.status,
            _reply(line, step),
            step.day or "",
            voices(step.claims, told),
            str(step.origins),
        )
        for line in aid
        for i, step in enumerate(line.steps)
    ]
    return _maybe(("From → to", "What", "Status", "Reply", ("When", NARROW), "Who says so", ("Or.", RIGHT)), rows)


def _goods(claim: AidClaim) -> str:
    item = claim.item or ""
    if claim.amount is None or (not claim.currency and any(c.isdigit() for c in item)):
        return item
    amount = f"{number(claim.amount)} {claim.currency or ''}".strip()
    return f"{amount} ({item})" if item and claim.currency else f"{amount} {item}".strip()


def quotes_table(quotes: Sequence[FusedClaim], told: Told) -> Table | None:
    rows = []
    for quote in quotes:
        first = quote.claims[0]
        assert isinstance(first, QuoteClaim)
        speaker = first.speaker.name if first.speaker else "(not told)"
        rows.append((speaker, f"“{clean(first.text)}”", _outlets(quote.claims, told), str(quote.origins)))
    return _maybe(("Who", "Words", "In", ("Or.", RIGHT)), rows)


def _outlets(claims: Sequence[Claim], told: Told) -> str:
    return "; ".join(dict.fromkeys(told.outlets[r] for c in claims for r in c.reports if r in told.outlets))


def unknowns_table(unknowns: Sequence[FusedClaim], told: Told) -> Table | None:
    rows = []
    for unknown in unknowns:
        first = unknown.claims[0]
        assert isinstance(first, UnknownClaim)
        rows.append((first.about, _told(first), voices(unknown.claims, told), str(unknown.origins)))
    return _maybe(("What", "Told", "Who says so", ("Or.", RIGHT)), rows)


def contradictions_table(found: Sequence[Contradiction], told: Told) -> Table | None:
    rows = [(words(c.about), _side(c.one, told), _side(c.other, told), c.reason) for c in found]
    return _maybe(("About", "One side", "Other side", "Why"), rows)


def _side(claims: Sequence[Claim], told: Told) -> str:
    first = claims[0]
    said = figure_of(first) if isinstance(first, FigureClaim) else _told(first, 100)
    return f"{said} - {voices(claims, told)}"


def reports_table(families: Sequence[Family], told: Told) -> Table | None:
    """Every report of the story under its origin, with how it came from the one above."""
    rows = []
    for family in families:
        edges = {edge.child: edge for edge in family.edges}
        for report in family.reports:
            edge = edges.get(report)
            how = f"  {edge.relation} copy of {told.outlets.get(edge.parent, '?')}" if edge else "origin"
            what = _lost(edge.dropped, edge.added, edge.changed) if edge else ""
            rows.append((told.outlets.get(report, "?"), (told.dates.get(report) or "")[:10], how, what, brief(report)))
    return _maybe(("Outlet", ("Date", NARROW), "", "Sentences", ("Report", NARROW)), rows)


def _lost(dropped: Sequence[object], added: Sequence[object], changed: Sequence[object]) -> str:
    counts = ((len(dropped), "dropped"), (len(added), "added"), (len(changed), "changed"))
    return ", ".join(f"{n} {what}" for n, what in counts if n)


def evidence_lines(claims: Iterable[Claim], told: Told) -> list[str]:
    """One line a piece of evidence: the claim's id, the outlet, the offsets, the words."""
    return [
        f"  [{brief(c.id)}] {clean(told.outlets.get(e.report, '?'))} {e.start}:{e.end} “{clean(e.text)}”"
        for c in claims
        for e in c.evidence
    ]


# ------------------------------------------------------------------------------------------------------------------ lists


def claims_table(claims: Sequence[Claim], told: Told, origins: Mapping[str, int]) -> Table:
    """Claims of any kind, one a row."""
    rows = [
        (brief(c.id), day_of(c, told), _kind(c), _content(c), who(c.source, told.outlet(c)), str(origins.get(c.id, c.origins)))
        for c in claims
    ]
    columns = (("Claim", NARROW), ("Day", NARROW), "Kind", "What", "Who says so", ("Or.", RIGHT))
    return table(columns, rows)


def day_of(claim: Claim, told: Told) -> str:
    """The day a claim is for, else when it was published."""
    if claim.when and claim.when.resolved:
        return claim.when.resolved[:10]
    return min((told.dates[r][:10] for r in claim.reports if r in told.dates), default="")


def _kind(claim: Claim) -> str:
    if isinstance(claim, EventClaim):
        mood = ("not ",) if claim.polarity == "negated" else ()
        return "".join(mood) + claim.type + (f" ({claim.modality})" if claim.modality != "asserted" else "")
    if isinstance(claim, FigureClaim):
        return words(claim.metric)
    return f"aid {claim.status}" if isinstance(claim, AidClaim) else claim.kind


def _content(claim: Claim) -> str:
    if isinstance(claim, FigureClaim):
        where = f", {claim.where.name}" if claim.where else ""
        said, item = figure_of(claim), claim.item or ""
        return (said if item and item in said else f"{said} {item}".strip()) + where
    if isinstance(claim, QuoteClaim):
        return f"{claim.speaker.name if claim.speaker else '?'}: “{clean(claim.text)}”"
    if isinstance(claim, AidClaim):
        parties = f"{claim.donor.name if claim.donor else '?'} → {claim.recipient.name if claim.recipient else '?'}"
        return f"{parties} {_goods(claim)}".strip() + (f" ({words(claim.reply)})" if claim.reply else "")
    if isinstance(claim, UnknownClaim):
        return f"{claim.about}: {_told(claim, 100)}"
    return _told(claim)


def relations_table(steps: Sequence[RelationStep], told: Told) -> Table:
    rows = [
        (
            step.day or day_of(step.event.best, told),
            _act(step.event),
            "" if step.score is None else f"{step.score:+g}",
            _told(step.event.best, 120),
            voices(step.event.claims, told),
            str(step.event.origins),
        )
        for step in steps
    ]
    return table((("Day", NARROW), "Act", ("Score", RIGHT), "Told", "Who says so", ("Or.", RIGHT)), rows)


def stories_table(stories: Sequence[Story]) -> Table:
    rows = [
        (brief(s.id), (s.first or "")[:10], (s.last or "")[:10], short(s.title, 90), str(len(s.reports)), str(s.origins))
        for s in stories
    ]
    columns = (("Story", NARROW), ("First", NARROW), ("Last", NARROW), "Title", ("Reports", RIGHT), ("Origins", RIGHT))
    return table(columns, rows)
