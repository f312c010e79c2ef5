"""What is seen in one report to the claims that it carries, each with its evidence, its sources, its time and its place.

A claim's id here is that of its content: the same sentence in a copy gives the same id, whatever stands around it. Claims of
one family with one id are one claim (``onrecord.claims.merge``).
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import Any

from onrecord.claims.aid import find_aid
from onrecord.claims.annotate import Seen
from onrecord.claims.attribution import sources_of
from onrecord.claims.calibration import probability
from onrecord.claims.counting import counted_by
from onrecord.claims.figures import Figure, find_figures
from onrecord.claims.frames import EventFrame
from onrecord.claims.merging import opposed
from onrecord.claims.quotes import find_quotes
from onrecord.claims.scorer import BAR
from onrecord.claims.settings import told_place, told_time
from onrecord.claims.times import is_vague
from onrecord.claims.unknowns import find_unknowns
from onrecord.model import (
    AidClaim,
    Claim,
    EventClaim,
    Evidence,
    FigureClaim,
    Place,
    QuoteClaim,
    Source,
    Span,
    Time,
    UnknownClaim,
    When,
    Where,
)

_READ = frozenset({"body", "headline", "caption"})
"""Only these segments are read for claims."""


def extract(seen: Seen) -> tuple[Claim, ...]:
    """The claims of one report, in the order of their evidence; every id once."""
    claims = [*_events(seen), *_figures(seen), *_quotes(seen), *_aid(seen), *_unknowns(seen)]
    once: dict[str, Claim] = {}
    for claim in claims:
        if claim.segment in _READ:
            once.setdefault(claim.id, claim)
    return tuple(sorted(once.values(), key=lambda c: (c.evidence[0].start, c.evidence[0].end, c.kind, c.id)))


def _common(seen: Seen, kind: str, span: Span, sentence: int, *parts: Any) -> dict[str, Any]:
    """The fields that every claim has: id, evidence, segment, report."""
    reading, report = seen.annotations.reading, seen.annotations.report
    within = reading.sentences[sentence]
    words = " ".join(reading.text[within.start : within.end].split())
    content = "\x1f".join([kind, words, str(span.start - within.start), str(span.end - within.start), *map(str, parts)])
    return {
        "id": "claim:" + blake2b(content.encode(), digest_size=12).hexdigest(),
        "evidence": (Evidence(report.id, span.start, span.end, reading.text[span.start : span.end]),),
        "segment": within.segment,
        "reports": (report.id,),
    }


def _events(seen: Seen) -> list[EventClaim]:
    notes = seen.annotations
    sure = [frame for frame in seen.frames if frame.confidence >= BAR]
    # The answer to an act on record belongs beside it.
    frames = [frame for frame in seen.frames if frame.confidence >= BAR or any(opposed(frame, each) for each in sure)]
    out: list[EventClaim] = []
    for frame in frames:
        event = frame.event
        trigger = Span(*event.anchor)
        out.append(
            EventClaim(
                **_common(seen, "event", event.evidence, frame.sentence, event.type, trigger.start - event.evidence.start),
                source=sources_of(seen.said, trigger),
                when=_when(seen, notes.times[event.when]) if event.when is not None else None,
                where=_where(seen, notes.places[event.where]) if event.where is not None else None,
                main=frame.main,
                confidence=frame.confidence,
                type=event.type,
                mode=event.mode,
                contexts=frame.contexts,
                trigger=notes.reading.text[trigger.start : trigger.end],
                actor=event.actor,
                recipient=event.recipient,
                polarity=event.polarity,
                modality=event.modality,
                hazard=frame.hazard,
            )
        )
    return [
        replace(claim, contradicts=tuple(b.id for other, b in zip(frames, out, strict=True) if _denies(frame, claim, other, b)))
        for frame, claim in zip(frames, out, strict=True)
    ]


def _denies(frame: EventFrame, claim: EventClaim, other: EventFrame, against: EventClaim) -> bool:
    """Whether two claims tell one act as done and as not done, by different sources and of no two different days."""
    days = {each.when.resolved or each.when.value for each in (claim, against) if each.when is not None}
    return claim.source != against.source and len(days - {None}) < 2 and opposed(frame, other)


def _figures(seen: Seen) -> list[Claim]:
    notes = seen.annotations
    dated = tuple(t for t in notes.times if not is_vague(t))
    figures = find_figures(notes.reading, notes.quantities, dated, notes.entities, seen.resolver.tree)
    return [_figure(seen, figure) for figure in figures]


def _figure(seen: Seen, figure: Figure) -> Claim:
    span = Span(figure.start, figure.end)
    sentence = seen.annotations.reading.sentences[figure.sentence]
    said, counted = sources_of(seen.said, span), counted_by(seen.resolver, span)
    if counted is not None and all(counted.name != source.name for source in said):
        said = (counted, *said)
    return FigureClaim(
        **_common(seen, "figure", span, figure.sentence, figure.metric),
        source=said,
        when=_told_time(seen, span),
        where=_told_place(seen, span),
        main=sentence.paragraph < 6,
        confidence=probability("figures", figure.confidence),
        metric=figure.metric,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        unit=figure.unit,
        item=figure.item,
        qualifier=figure.qualifier,
        text=figure.text,
        hazard=figure.hazard,
    )


def _quotes(seen: Seen) -> list[Claim]:
    out: list[Claim] = []
    reading = seen.annotations.reading
    for quote in find_quotes(reading, seen.resolver, seen.said):
        behind = sources_of(seen.said, quote.span)
        speaker = quote.speaker
        source: tuple[Source, ...] = (
            () if speaker is None else (Source(speaker.text, speaker.name, "statement", speaker.country, speaker.sector),)
        )
        source += tuple(s for s in behind if all(s.name != one.name for one in source))
        out.append(
            QuoteClaim(
                **_common(seen, "quote", quote.span, quote.sentence),
                source=source,
                when=_told_time(seen, quote.span),
                confidence=probability("quotes", quote.confidence),
                text=reading.text[quote.span.start : quote.span.end],
                speaker=speaker,
                partial=quote.partial,
            )
        )
    return out


def _aid(seen: Seen) -> list[Claim]:
    notes = seen.annotations
    rows = find_aid(notes.reading, seen.frames, notes.attributions, notes.quantities, notes.entities, seen.resolver)
    out: list[Claim] = []
    for row in rows:
        fields = _common(seen, "aid", row.evidence, row.sentence, row.status, row.donor.text)
        if row.reply_evidence is not None:
            a, b = row.reply_evidence
            fields["evidence"] += (Evidence(notes.report.id, a, b, notes.reading.text[a:b]),)
        out.append(
            AidClaim(
                **fields,
                source=sources_of(seen.said, row.evidence),
                main=row.main,
                confidence=row.confidence,
                when=_told_time(seen, row.evidence),
                donor=row.donor,
                recipient=row.recipient,
                item=row.item,
                amount=row.amount,
                currency=row.currency,
                status=row.status,
                reply=row.reply,
            )
        )
    return out


def _unknowns(seen: Seen) -> list[Claim]:
    return [
        UnknownClaim(
            **_common(seen, "unknown", frame.evidence, frame.sentence),
            source=sources_of(seen.said, frame.evidence),
            confidence=frame.confidence,
            about=frame.about,
        )
        for frame in find_unknowns(seen.annotations.reading, seen.resolver.tree)
    ]


def _when(seen: Seen, time: Time) -> When:
    return When(seen.annotations.reading.text[time.start : time.end], time.value, time.resolved, time.anchor)


def _where(seen: Seen, place: Place) -> Where:
    words = seen.annotations.reading.text[place.start : place.end]
    return Where(words, place.name, place.country, place.admin1, place.lat, place.lon, place.precision)


def _told_time(seen: Seen, span: Span) -> When | None:
    times = tuple(t for t in seen.annotations.times if not is_vague(t))
    found = told_time(seen.resolver.tree, span, times)
    return _when(seen, times[found]) if found is not None else None


def _told_place(seen: Seen, span: Span) -> Where | None:
    found = told_place(seen.resolver.tree, span, seen.annotations.places)
    return _where(seen, seen.annotations.places[found]) if found is not None else None
