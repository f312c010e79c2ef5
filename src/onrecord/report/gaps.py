"""What a situation report says of its own gaps: where sources differ, what is not known, what changed, how it was made."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.ledger.fuse import Contradiction, FusedClaim
from onrecord.model import Claim, EventClaim, FigureClaim, UnknownClaim
from onrecord.report.acts import passage_line, unanswered, weight
from onrecord.report.document import Line, Lines
from onrecord.report.figures import key_series
from onrecord.report.material import Telling, all_claims, origins_note
from onrecord.report.wording import (
    aid_words,
    amount,
    clean,
    count,
    day_words,
    figure,
    label,
    place,
    quoted,
    short,
)

CHANGES = 12
_NO_LAST = " No day of an earlier situation report was given, so the latest day is held against all before it."


# ------------------------------------------------------------------------------------------------------------------ differ


def differ_lines(telling: Telling) -> Lines | None:
    """Pairs of sides that cannot both be so as told."""
    lines = [_contradiction(telling, found) for found in telling.material.fused.contradictions]
    return Lines(tuple(lines)) if lines else None


def _contradiction(telling: Telling, found: Contradiction) -> Line:
    pieces = tuple(telling.piece(_side(telling, claims), claims) for claims in (found.one, found.other))
    about = clean(found.about).replace("_", " ")
    head, colon, rest = about.partition(":")
    lead = f"{label('event', head).capitalize()}{colon}{rest}" if found.kind == "event" else about[:1].upper() + about[1:]
    return Line(pieces, lead, found.reason)


def _side(telling: Telling, claims: Sequence[Claim]) -> str:
    first = claims[0]
    if isinstance(first, FigureClaim):
        return f"{figure(first)}{place(first)}, according to {telling.voices(claims)}"
    denied = "denied: " if isinstance(first, EventClaim) and first.polarity == "negated" else ""
    return f"{denied}{quoted(telling.sentence(first), 240)} ({telling.voices(claims)})"


# --------------------------------------------------------------------------------------------------------------- not known


def unknown_lines(telling: Telling) -> Lines | None:
    """What somebody says is not known, figures said to be unknown, and offers that have no reply on record."""
    fused = telling.material.fused
    lines = [_unknown(telling, unknown) for unknown in fused.unknowns]
    for series in fused.figures:
        for row in series.rows:
            if row.claims[0].qualifier == "unknown":
                words = f"{quoted(telling.sentence(row.claims[0]))} ({telling.voices(row.claims)})"
                lines.append(telling.line(words, row.claims, lead=label("metric", series.metric).capitalize()))
    for line, claims in unanswered(fused.aid):
        step = line.steps[-1]
        said = aid_words(line.donor, line.recipient, step.status, step.claims)
        lines.append(telling.line(f"no reply on record. {said}", claims, lead="Reply"))
    return Lines(tuple(lines)) if lines else None


def _unknown(telling: Telling, unknown: FusedClaim) -> Line:
    first = unknown.claims[0]
    about = clean(first.about) if isinstance(first, UnknownClaim) else ""
    words = f"{quoted(telling.sentence(first))} ({telling.voices(unknown.claims)})"
    return telling.line(
        words, unknown.claims, lead=short(about[:1].upper() + about[1:], 90), note=origins_note(unknown.origins)
    )


# ----------------------------------------------------------------------------------------------------------------- changed


def last_day(telling: Telling) -> str | None:
    """The day of publication before the latest, where the reports have two: what stands in for a report before this one."""
    days = sorted({published[:10] for published in telling.sources.published.values()})
    return days[-2] if len(days) > 1 else None


def changed_lines(telling: Telling, last: str | None) -> tuple[Lines, ...]:
    """What was first told after ``last`` (an ISO day): revised figures, new figures, aid, events.

    Without ``last``, after the day of publication before the latest.
    """
    since = last or last_day(telling)
    if since is None:
        return (Lines((Line.of("No earlier report is named, and the reports are not of two days."),), bullets=False),)
    intro = Line.of(f"First told after {day_words(since)}." + ("" if last else _NO_LAST))
    found = _revised(telling, since) + _new_figures(telling, since) + _new_aid(telling, since) + _new_events(telling, since)
    shown = found[:CHANGES]
    if len(found) > len(shown):
        shown.append(Line.of(f"{count(len(found) - len(shown), 'more change')}: onrecord show --since {since}"))
    return (Lines((intro,), bullets=False), Lines(tuple(shown or [Line.of("Nothing new on record.")])))


def _after(telling: Telling, claims: Sequence[Claim], since: str) -> bool:
    told = telling.told(claims)
    return told is not None and told[:10] > since


def _revised(telling: Telling, since: str) -> list[Line]:
    return [
        telling.line(
            f"{r.source}: {figure(r.after)}{place(r.after)}, before that {amount(r.before)}",
            (r.before, r.after),
            lead=f"Revised {r.direction}",
        )
        for series in telling.material.fused.figures
        for r in series.revisions
        if _after(telling, (r.after,), since)
    ]


def _new_figures(telling: Telling, since: str) -> list[Line]:
    return [
        telling.line(
            f"{figure(row.claims[0])}{place(row.claims[0])}, according to {telling.voices(row.claims)}",
            row.claims,
            lead="New figure",
        )
        for series in key_series(telling.material.fused.figures)
        for row in series.rows
        if _after(telling, row.claims, since) and not any(r.after in row.claims for r in series.revisions)
    ]


def _new_aid(telling: Telling, since: str) -> list[Line]:
    lines = []
    for line in telling.material.fused.aid:
        for step in line.steps:
            if _after(telling, step.claims, since):
                reply = f" (reply: {label('aid reply', step.reply)})" if step.reply else ""
                said = aid_words(line.donor, line.recipient, step.status, step.claims)
                lines.append(telling.line(said + reply, step.claims, lead="Aid"))
    return lines


def _new_events(telling: Telling, since: str) -> list[Line]:
    events = [e for e in telling.material.fused.events if _after(telling, e.claims, since) and any(c.main for c in e.claims)]
    body = [e for e in events if any(c.segment != "headline" for c in e.claims)]
    passages = sorted(telling.passages(body or events), key=weight, reverse=True)
    return [passage_line(telling, passage) for passage in passages]


# ------------------------------------------------------------------------------------------------------------------ method


def method_lines(telling: Telling, made_by: str) -> Lines:
    """How the report was made, what a person looked at, and what it cannot say; with the counts that bear it out."""
    material = telling.material
    claims = all_claims(material.fused)
    alone = sum(event.origins == 1 for event in material.fused.events)
    undated = len(material.reports) - len(telling.sources.published)
    reviewed = [state for claim in claims if (state := material.reviewed.get(claim.id))]
    states = ", ".join(f"{reviewed.count(s)} {s}" for s in dict.fromkeys(sorted(reviewed))) or "none"
    lines = [
        f"Made by {made_by} from {count(len(material.reports), 'report')} of {count(len(material.families), 'origin')}; "
        "copies of one text count as one origin.",
        f"{count(len(claims), 'claim')} were read by machine; looked at by a person: {states}. "
        "A machine reads wrongly at times: follow the citation before you rely on a line.",
        "Words in quotation marks are verbatim from the cited report. All other wording is a fixed template around the record.",
        "Figures of different sources stand side by side; none is added to another, none averaged. "
        "A range is the least and the most that was told, not an estimate.",
        "“According to” names who says so, as far as the text tells; where it tells something in its own voice, the outlet. "
        "That something is said here does not mean that it is so.",
        f"{alone} of {count(len(material.fused.events), 'event')} are told by one origin alone.",
    ]
    if undated:
        lines.append(f"{count(undated, 'report')} without a publication date: what they say of days is given in their words.")
    if material.narrowed:
        lines.append(f"Not the whole record: narrowed to {material.narrowed}.")
    return Lines(tuple(Line.of(text) for text in lines))
