"""The highlights: two to five lines, each short enough for a message, each from the record with its citation."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.ledger.fuse import FigureSeries
from onrecord.model import EventClaim, UnknownClaim
from onrecord.report.acts import leading
from onrecord.report.document import Line
from onrecord.report.figures import claims_of, key_series
from onrecord.report.material import Passage, Telling
from onrecord.report.sources import THE_REPORT
from onrecord.report.wording import (
    aid_words,
    clean,
    day_words,
    figure,
    label,
    number,
    parties,
    party,
    phrase,
    place,
    quoted,
    short,
    voice,
)  # fmt: skip

LONGEST = 179
"""Characters of a highlight, its citations counted."""
MOST = 5


def highlights(telling: Telling) -> tuple[Line, ...]:
    """An event, a figure, aid, and what is not known, before a second of any; up to five.

    In the order of the report, but where people died, were hurt or had to leave, their figures come first. Fewer than five only
    where the record has no more that fit.
    """
    kinds = [list(found(telling)) for found in (_events, _figures, _aid, _gaps)]
    turn = ((0, 0), (1, 0), (2, 0), (3, 0), (1, 1), (0, 1), (0, 2), (2, 1), (3, 1))
    chosen = [(kind, n) for kind, n in turn if n < len(kinds[kind])][:MOST]
    first = key_series(telling.material.fused.figures)[:1]
    people = bool(first) and phrase(first[0].metric).section == "people"
    return tuple(kinds[kind][n] for kind, n in sorted(chosen, key=lambda c: (not (people and c[0] == 1), c)))


def fits(line: Line) -> bool:
    """Whether a line with its citations is short enough."""
    return len(plain(line)) <= LONGEST


def plain(line: Line) -> str:
    """A line as a reader counts it: words and citations."""
    cites = f" [{', '.join(map(str, line.cites))}]" if line.cites else ""
    return (f"{line.lead}: " if line.lead else "") + line.text + cites


def _events(telling: Telling) -> Iterator[Line]:
    for passage in leading(telling, 8):
        line = _event(telling, passage)
        if fits(line):
            yield line


def _event(telling: Telling, passage: Passage) -> Line:
    best = max((event.best for event in passage.events), key=lambda c: len(c.actor) + len(c.recipient))
    said_by = voice(best, telling.sources.outlet(best))
    day = day_words(passage.day)
    where_from = ", ".join(part for part in ("" if said_by == THE_REPORT else short(said_by, 60), day) if part)
    tail = f" ({where_from})" if where_from else ""
    cites = telling.cite(passage.claims)
    room = LONGEST - len(tail) - len(f" [{', '.join(map(str, cites))}]") - 2
    return telling.line(quoted(_cut(passage.text, best, room)) + tail, passage.claims)


def _cut(sentence: str, claim: EventClaim, room: int) -> str:
    """A sentence that fits: whole, or up to a comma or word behind the claim's trigger, or else the claim's words alone."""
    if len(sentence) <= room:
        return sentence
    head = short(sentence, room)
    comma = head.rfind(", ", room // 2)
    for cut in (head[:comma] + " …" if comma > 0 else "", head):
        if clean(claim.trigger) in cut:
            return cut
    named = parties(claim) if claim.actor and party(claim.actor[0]) not in claim.evidence[0].text else ""
    return short((f"{named}: " if named else "") + claim.evidence[0].text, room)


def _figures(telling: Telling) -> Iterator[Line]:
    metrics = set()
    key = key_series(telling.material.fused.figures)
    for series in sorted(key, key=lambda s: s.latest.claims[0].qualifier == "vague"):
        line = _figure(telling, series)
        if series.metric not in metrics and fits(line):
            metrics.add(series.metric)
            yield line


def _figure(telling: Telling, series: FigureSeries) -> Line:
    latest = series.latest.claims
    first = latest[0]
    said = f"{figure(first)}{place(first)}, according to {short(telling.voices(latest), 70)}"
    if len(series.rows) > 1 and series.low is not None and series.low != series.high:
        said += f"; told so far: {number(series.low)} to {number(series.high)}"
        return telling.line(said[:1].upper() + said[1:], claims_of(series))
    return telling.line(said[:1].upper() + said[1:], latest)


def _aid(telling: Telling) -> Iterator[Line]:
    steps = [(line, step) for line in telling.material.fused.aid for step in line.steps]
    for line, step in sorted(steps, key=lambda pair: (-pair[1].origins, pair[1].reply is None, pair[0].donor is None)):
        reply = f"; reply: {label('aid reply', step.reply)}" if step.reply else ""
        text = short(aid_words(line.donor, line.recipient, step.status, step.claims), 120)
        made = telling.line(text + reply, step.claims)
        if fits(made):
            yield made


def _gaps(telling: Telling) -> Iterator[Line]:
    for unknown in telling.material.fused.unknowns:
        first = unknown.claims[0]
        if isinstance(first, UnknownClaim):
            line = telling.line(f"Not known: {quoted(telling.sentence(first))}", unknown.claims)
            if fits(line):
                yield line
