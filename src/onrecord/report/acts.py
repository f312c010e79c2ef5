"""What was done and said: sentences of events, aid with its replies, positions and relations, quotations."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.ledger.fuse import AidLine, AidStep, FusedClaim, FusedEvent, score
from onrecord.model import Claim, QuoteClaim
from onrecord.report.document import Line, Lines, Saying, Table, VoiceChart
from onrecord.report.material import Passage, Telling, all_claims, origins_note
from onrecord.report.sources import THE_REPORT
from onrecord.report.wording import act, clean, count, goods, label, parties, party, quoted, short, voice

OVERVIEW = 8
RELATIONS = 40
QUOTES = 20
VOICES = 10


def weight(passage: Passage) -> tuple[bool, int, bool, float]:
    """What makes a sentence come first: it is the news, many origins tell it, it is told as done, it stands high up."""
    done = any("asserted" in event.modalities and event.polarity == "affirmed" for event in passage.events)
    return passage.main, passage.origins, done, -passage.position


def leading(telling: Telling, limit: int) -> list[Passage]:
    """The sentences that say most, first things first. Headlines only where nothing else tells it."""
    body = [e for e in telling.material.fused.events if any(c.segment != "headline" for c in e.claims)]
    passages = telling.passages(body or telling.material.fused.events)
    return sorted(passages, key=weight, reverse=True)[:limit]


def passage_line(telling: Telling, passage: Passage) -> Line:
    """A sentence, verbatim, with its day, what it was read as, and how many origins tell it."""
    acts = "; ".join(dict.fromkeys(act(event.best) for event in passage.events))
    voices = "; ".join(dict.fromkeys(voice(claim, telling.sources.outlet(claim)) for claim in passage.claims))
    lead = telling.when(passage.day, passage.claims)
    return telling.line(
        quoted(passage.text) + (f" ({voices})" if voices != THE_REPORT else ""),
        passage.claims,
        lead=lead,
        note=f"{acts}; {origins_note(passage.origins)}",
    )


def is_response(event: FusedEvent) -> bool:
    """Whether an event is help given, asked for or refused, or people brought to safety."""
    return (
        event.type in ("AID", "COOPERATE")
        or event.mode == "assist"
        or (event.type == "RETREAT" and event.best.hazard is not None)
    )


def hazard_events(events: Sequence[FusedEvent]) -> list[FusedEvent]:
    """Events of a hazard that nobody did to anybody."""
    return [e for e in events if e.best.hazard is not None and not is_response(e)]


# -------------------------------------------------------------------------------------------------------------------- aid


def aid_table(telling: Telling, aid: Sequence[AidLine]) -> Table | None:
    """Aid step by step: from whom to whom, what, status, reply, when, who says so."""
    rows = []
    for line in aid:
        for step in line.steps:
            claims = list(step.claims)
            rows.append(
                (
                    Line.of(party(line.donor)),
                    Line.of(party(line.recipient)),
                    telling.line(goods(step.claims), claims),
                    Line.of(label("aid status", step.status)),
                    _reply(telling, line, step),
                    Line.of(telling.when(step.day, claims)),
                    Line.of(telling.voices(claims)),
                    Line.of(str(step.origins)),
                )
            )
    head = ("From", "To", "What", "Status", "Reply", "When", "Who says so", "Origins")
    return Table(head, tuple(rows), frozenset({7})) if rows else None


def _reply(telling: Telling, line: AidLine, step: AidStep) -> Line:
    """The reply to a step of aid; where a later step tells it, with that step's day and reports."""
    answer = line.answer_to(step)
    if answer is None or answer.reply is None:
        return Line.of("none on record")
    said = label("aid reply", answer.reply)
    if answer is step:
        return Line.of(said)
    claims = list(answer.claims)
    return telling.line(f"{said} ({telling.when(answer.day, claims)})", claims)


# -------------------------------------------------------------------------------------------------- positions and relations


def relations_table(telling: Telling, events: Sequence[FusedEvent]) -> tuple[Table | None, str]:
    """Acts between parties in order of time, with PLOVER's score for what is told as done, and a remark on what is left out.

    What a party did to nobody is left out.
    """
    told = [e for e in events if (e.actor or e.recipient) and not is_response(e)]
    own = [e for e in told if e.actor and e.recipient]
    first = sorted(own, key=lambda e: (not any(c.main for c in e.claims), -e.origins))[:RELATIONS]
    shown = sorted(first, key=lambda e: (e.day or telling.told(e.claims) or "9999", telling.position(e.best)))
    rows = []
    for event in shown:
        claims = list(event.claims)
        rows.append(
            (
                Line.of(telling.when(event.day, claims)),
                Line.of(clean(parties(event.best))),
                Line.of(act(event.best)),
                telling.line(quoted(event.best.evidence[0].text if event.best.evidence else "", 200), claims),
                Line.of(telling.voices(claims)),
                Line.of(_score(event)),
                Line.of(str(event.origins)),
            )
        )
    left = len(told) - len(shown)
    remark = f"{count(left, 'more act')} in the ledger: onrecord show" if left else ""
    head = ("When", "Who → whom", "Act", "Words", "Who says so", "Score", "Origins")
    return (Table(head, tuple(rows), frozenset({5, 6})) if rows else None), remark


def _score(event: FusedEvent) -> str:
    done = event.polarity == "affirmed" and "asserted" in event.modalities
    value = score(event.type, event.mode) if done else None
    return "" if value is None else f"{value:+g}" if value else "0"


def quote_lines(telling: Telling, quotes: Sequence[FusedClaim]) -> tuple[Lines | None, str]:
    """Direct quotations with their speakers, those of most origins first, and a remark on what is left out."""
    ranked = sorted(quotes, key=lambda q: (-q.origins, not any(c.main for c in q.claims), telling.position(q.claims[0])))
    lines = []
    for quote in ranked[:QUOTES]:
        first = quote.claims[0]
        if isinstance(first, QuoteClaim):
            speaker = clean(first.speaker.name or first.speaker.text) if first.speaker else "Speaker not named"
            chain = " via ".join(clean(s.name) for s in first.source[1:])
            note = "; ".join(part for part in (f"via {chain}" if chain else "", origins_note(quote.origins)) if part)
            lines.append(telling.line(quoted(first.text), quote.claims, lead=speaker, note=note))
    left = len(ranked) - len(lines)
    return (Lines(tuple(lines)) if lines else None), f"{count(left, 'more quotation')}: onrecord quotes" if left else ""


def voice_chart(telling: Telling) -> VoiceChart | None:
    """Who said what when: the voices that are heard most, on the days their words were published or are for."""
    rows: dict[str, list[Saying]] = {}
    for claim in all_claims(telling.material.fused):
        day = telling.told((claim,))
        if day and claim.source and claim.source[0].kind != "belief":
            words = claim.evidence[0].text if claim.evidence else ""
            rows.setdefault(voice(claim, ""), []).append(Saying(day, claim.kind, short(words, 160), telling.cite((claim,))))
    heard = sorted(rows.items(), key=lambda item: (-len(item[1]), item[0]))[:VOICES]
    if len(heard) < 2:
        return None
    return VoiceChart("Who said what when", tuple((name, tuple(sorted(said, key=_order))) for name, said in heard))


def _order(saying: Saying) -> tuple[str, str, str]:
    return saying.day, saying.kind, saying.words


def unanswered(aid: Sequence[AidLine]) -> list[tuple[AidLine, list[Claim]]]:
    """Aid asked for, offered or pledged that has no reply on record, with the claims of its last step."""
    given_to = {party(line.recipient) for line in aid if line.status != "requested"}
    return [
        (line, list(line.steps[-1].claims))
        for line in aid
        if line.reply is None
        and (line.status in ("offered", "pledged") or (line.status == "requested" and party(line.recipient) not in given_to))
    ]
