"""What a situation report is made from, and the questions that all of its parts ask of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.ledger.fuse import Fused, FusedEvent, told
from onrecord.ledger.query import EVERYTHING, Ledger
from onrecord.ledger.select import Filter
from onrecord.model import Claim, Evidence, Family, Report, Span, Story, When
from onrecord.report.document import Line, Piece
from onrecord.report.sources import Sources, number_sources
from onrecord.report.wording import clean, count, day_words, quoted, voice
from onrecord.text.segments import segment
from onrecord.text.tokenise import sentences

SENTENCE = 330
"""Characters: a longer sentence gives way to the part of it that is the evidence."""


@dataclass(frozen=True, slots=True)
class Material:
    """A story's record. ``reviewed`` is the state of review by claim id; ``narrowed`` says in words what was left out."""

    story: Story
    fused: Fused
    reports: tuple[Report, ...]
    families: tuple[Family, ...]
    reviewed: Mapping[str, str] = field(default_factory=dict)
    narrowed: str = ""


def gather(ledger: Ledger, story: Story, wanted: Filter = EVERYTHING, narrowed: str = "") -> Material:
    """A story's record from the ledger; ``wanted`` may narrow which claims take part."""
    own = Filter(story=story.id, limit=None)
    fused = ledger.fused(story.id, wanted)
    reviewed = ledger.review_states(claim.id for claim in all_claims(fused))
    return Material(story, fused, ledger.reports(own), ledger.families(own), reviewed, narrowed)


def all_claims(fused: Fused) -> list[Claim]:
    """Every claim that takes part, each once."""
    found: list[Claim] = [c for event in fused.events for c in event.claims]
    found += [c for series in fused.figures for row in series.rows for c in row.claims]
    found += [c for line in fused.aid for step in line.steps for c in step.claims]
    found += [c for same in (*fused.quotes, *fused.unknowns) for c in same.claims]
    return list({claim.id + (claim.family or ""): claim for claim in found}.values())


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a report and the events that it tells, with the claims that carry them in all reports."""

    text: str
    events: tuple[FusedEvent, ...]
    claims: tuple[Claim, ...]
    day: str | None
    told: str
    """The day, else that of its first publication, else a day behind all others: to put passages in order."""
    main: bool
    origins: int
    position: float
    """How far down its report it stands, 0 to 1."""


class Telling:
    """Material with its sources numbered: citations, voices and sentences of claims."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.sources: Sources = number_sources(material.reports, material.families)
        self._reports = {report.id: report for report in material.reports}
        self._sentences: dict[str, list[Span]] = {}

    def cite(self, claims: Iterable[Claim]) -> tuple[int, ...]:
        """The numbers of the sources that carry some claims."""
        return self.sources.cite(claims)

    def voices(self, claims: Sequence[Claim]) -> str:
        """Everybody who says so, each once; the outlet where a report tells it in its own voice."""
        return "; ".join(dict.fromkeys(voice(claim, self.sources.outlet(claim)) for claim in claims))

    def piece(self, text: str, claims: Sequence[Claim]) -> Piece:
        """Words cited by the claims that carry them."""
        evidence = next((e.text for claim in claims for e in claim.evidence), "")
        return Piece(text, self.cite(claims), clean(evidence))

    def line(self, text: str, claims: Sequence[Claim], *, lead: str = "", note: str = "") -> Line:
        """A line of one cited piece."""
        return Line((self.piece(text, claims),), lead, note)

    def told(self, claims: Iterable[Claim]) -> str | None:
        """The day on which the first of some claims was published, where that is known."""
        return min((day for claim in claims if (day := told(claim, self.sources.published))), default=None)

    def sentence(self, claim: Claim) -> str:
        """The sentence around a claim's evidence as the report has it; the evidence alone where the sentence is long."""
        if not claim.evidence:
            return ""
        evidence = claim.evidence[0]
        whole = self._sentence_text(evidence)
        return clean(whole if len(whole) <= max(SENTENCE, len(evidence.text)) else evidence.text)

    def _sentence_text(self, evidence: Evidence) -> str:
        report = self._reports.get(evidence.report)
        if report is None:
            return evidence.text
        if evidence.report not in self._sentences:
            self._sentences[evidence.report] = list(_sentences(report))
        spans = self._sentences[evidence.report]
        around = [i for i, s in enumerate(spans) if s.start < evidence.end and s.end > evidence.start]
        if not around:
            return evidence.text
        first, last = around[0], around[-1]
        whole = report.text[spans[first].start : spans[last].end]
        if first and whole.count("“") < whole.count("”"):
            before = report.text[spans[first - 1].start : spans[last].end]
            whole = before if before.count("“") == before.count("”") else whole
        return whole

    def position(self, claim: Claim) -> float:
        """How far down its report a claim stands, 0 to 1."""
        evidence = claim.evidence[0] if claim.evidence else None
        report = self._reports.get(evidence.report) if evidence else None
        return evidence.start / len(report.text) if evidence and report and report.text else 1.0

    def passages(self, events: Iterable[FusedEvent]) -> list[Passage]:
        """The sentences that tell some events, each sentence once, in order of time, undated ones last."""
        by_sentence: dict[str, list[FusedEvent]] = {}
        for event in events:
            by_sentence.setdefault(self.sentence(event.best), []).append(event)
        found = [self._passage(text, told) for text, told in by_sentence.items() if text]
        return sorted(found, key=lambda p: (p.told, p.position, p.text))

    def _passage(self, text: str, events: Sequence[FusedEvent]) -> Passage:
        claims = tuple(claim for event in events for claim in event.claims)
        day = min((event.day for event in events if event.day), default=None)
        return Passage(
            text=text,
            events=tuple(events),
            claims=claims,
            day=day,
            told=day or self.told(claims) or "9999",
            main=any(claim.main for claim in claims),
            origins=max(event.origins for event in events),
            position=min(self.position(event.best) for event in events),
        )

    def when(self, day: str | None, claims: Sequence[Claim]) -> str:
        """When something is or was told, in words: the day, else the words of the text, else the day of publication."""
        if day:
            return day_words(day)
        words = next((claim.when.text for claim in claims if claim.when and claim.when.text and is_point(claim.when)), "")
        if words:
            return quoted(words)
        published = self.told(claims)
        return f"reported {day_words(published)}" if published else ""


def is_point(when: When) -> bool:
    """Whether a time says when, and not for how long."""
    return not (when.value or "").startswith("P")


def _sentences(report: Report) -> Iterator[Span]:
    """The sentences of what a report tells: without dateline, byline and furniture."""
    for part in segment(report.text, report.captions):
        if part.segment not in ("dateline", "byline", "furniture"):
            yield from sentences(report.text, part.start, part.end)


def origins_note(origins: int) -> str:
    """How many origins tell it."""
    return count(origins, "origin")
