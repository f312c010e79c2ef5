"""What a story's claims say together: the same event told by several families as one, figures side by side, contradictions.

Pure: claims in, fused records out. Nothing is added up or averaged, no claim is dropped; each fused record holds its claims,
says how many *origins* (families) tell it, and carries the reason why its claims stand together. Two claims that a person has
set apart (``apart``, pairs of claim ids) never stand together.

Claims are first put into buckets by ``key``, which compares what they are about and nothing else; inside a bucket the events of
different families are matched one to one, so that two acts which one report tells apart stay apart.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from itertools import pairwise

from onrecord.ledger.rows import first_day
from onrecord.model import Actor, AidClaim, Claim, EventClaim, FigureClaim, QuoteClaim, Source, UnknownClaim

Apart = Collection[frozenset[str]]

# ---------------------------------------------------------------------------------------------------------------- records


@dataclass(frozen=True, slots=True)
class FusedEvent:
    """One event with every claim that tells it. ``day`` is the earliest day known; ``modalities`` all that its claims have."""

    type: str
    mode: str | None
    actor: tuple[Actor, ...]
    recipient: tuple[Actor, ...]
    polarity: str
    modalities: tuple[str, ...]
    day: str | None
    claims: tuple[EventClaim, ...]
    sources: tuple[Source, ...]
    origins: int
    reason: str

    @property
    def best(self) -> EventClaim:
        """The claim that tells it most surely; the first of equals."""
        return max(self.claims, key=lambda c: (c.main, c.modality == "asserted", c.confidence))


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Claims that give the same bounds for the same day (``as_of``, None where no day is told)."""

    as_of: str | None
    published: str | None
    low: float | None
    high: float | None
    claims: tuple[FigureClaim, ...]
    sources: tuple[Source, ...]
    origins: int


@dataclass(frozen=True, slots=True)
class Revision:
    """The same source giving another figure later. ``direction``: up, down, withdrawn."""

    source: str
    before: FigureClaim
    after: FigureClaim
    direction: str


@dataclass(frozen=True, slots=True)
class FigureSeries:
    """All figures of one metric, place and item, oldest first. ``low`` to ``high`` is the range said, not an estimate.

    ``open`` is True where a figure has no upper or no lower bound ("at least 20"); ``latest`` is the row told last.
    """

    metric: str
    place: str | None
    item: str | None
    unit: str | None
    rows: tuple[FigureRow, ...]
    low: float | None
    high: float | None
    open: bool
    latest: FigureRow
    revisions: tuple[Revision, ...]
    origins: int
    reason: str


@dataclass(frozen=True, slots=True)
class AidStep:
    """Claims that give an aid line the same status and reply."""

    day: str | None
    status: str
    reply: str | None
    item: str | None
    amount: float | None
    currency: str | None
    claims: tuple[AidClaim, ...]
    origins: int


@dataclass(frozen=True, slots=True)
class AidLine:
    """Aid from one party to another, step by step in order of time, with the status told last and the reply told last."""

    donor: Actor | None
    recipient: Actor | None
    steps: tuple[AidStep, ...]
    status: str
    reply: str | None
    origins: int
    reason: str


@dataclass(frozen=True, slots=True)
class FusedClaim:
    """The same quotation, or the same thing said to be unknown, with every claim that has it."""

    claims: tuple[Claim, ...]
    origins: int
    reason: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two sides that cannot both be so as told. ``about`` says in words what they differ on."""

    kind: str
    about: str
    one: tuple[Claim, ...]
    other: tuple[Claim, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Fused:
    """A story's record put together. Events, figures and aid stand in order of time, undated ones last."""

    events: tuple[FusedEvent, ...]
    figures: tuple[FigureSeries, ...]
    aid: tuple[AidLine, ...]
    quotes: tuple[FusedClaim, ...]
    unknowns: tuple[FusedClaim, ...]
    contradictions: tuple[Contradiction, ...]


@dataclass(frozen=True, slots=True)
class RelationStep:
    """One act between two parties. ``score`` is PLOVER's, -10 (hostile) to 10; None for what is denied or has not happened."""

    event: FusedEvent
    day: str | None
    score: float | None


# ------------------------------------------------------------------------------------------------------------- identities

_WORD = re.compile(r"[^\W_]+")
_SAYS_NOTHING = frozenset(
    {"people", "person", "man", "men", "resident", "victim", "live", "life", "human", "individual", "house", "home", "dwelling",
     "residence", "building", "structure", "unit", "dead", "killed", "death", "wounded", "injured", "missing", "other", "more",
     "the", "a", "an", "some", "another", "of"}
)  # fmt: skip
"""Words that name only what a metric says already; any other ("children", "school") makes a figure of its own."""
_PREPOSITIONS = frozenset({"of", "in", "from", "at", "on", "who", "that", "with", "by", "for"})


def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case."""
    return tuple(_WORD.findall(text.casefold()))


def identity(actor: Actor | Source | None) -> str:
    """Who a party is, for comparison: country and sector where the country is known (a government stands for its country)."""
    if actor is None:
        return ""
    if actor.country and actor.country not in ("IGO", "NGO", "EUR", "UNO"):
        return actor.country + ("" if actor.sector in (None, "GOV") else f".{actor.sector}")
    said = [word for word in words(actor.name) if word not in ("the", "a", "an")]
    return " ".join(said)


def _identities(actors: Iterable[Actor]) -> str:
    return "+".join(sorted({identity(a) for a in actors}))


def counted_thing(item: str | None) -> str:
    """What is counted, in the singular, '' where the words say no more than the metric; not what follows a preposition."""
    found = words(item or "")
    until = next((i for i, word in enumerate(found) if i and word in _PREPOSITIONS), len(found))
    singles = [_singular(word) for word in found[:until] if not word.isdigit()]
    return " ".join(word for word in singles if word not in _SAYS_NOTHING)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def place_key(claim: Claim) -> str:
    """Where it is said to be: the place's country and name in lower case, '' where no place is told."""
    return f"{claim.where.country or ''}/{claim.where.name.casefold()}" if claim.where else ""


def key(claim: Claim) -> str:
    """What a claim is about. Claims of a story that are about the same thing have the same key; other kinds never do."""
    if isinstance(claim, EventClaim):
        actors, recipients = _identities(claim.actor), _identities(claim.recipient)
        named = "" if actors and recipients else " ".join(words(claim.trigger))
        return f"event|{claim.type}|{actors}|{recipients}|{named}"
    if isinstance(claim, FigureClaim):
        return f"figure|{claim.metric}|{place_key(claim)}|{counted_thing(claim.item)}|{claim.unit or ''}"
    if isinstance(claim, QuoteClaim):
        return f"quote|{identity(claim.speaker)}|{' '.join(words(claim.text))}"
    if isinstance(claim, AidClaim):
        return f"aid|{identity(claim.donor)}|{identity(claim.recipient)}"
    if isinstance(claim, UnknownClaim):
        return f"unknown|{' '.join(words(claim.about))}"
    raise TypeError(f"a claim of no known kind: {claim!r}")


# -------------------------------------------------------------------------------------------------------------- the story


def fuse(claims: Sequence[Claim], published: Mapping[str, str] | None = None, apart: Apart = ()) -> Fused:
    """A story's claims put together. ``published`` gives the publication date of reports by id, where it is known."""
    dates = published or {}
    buckets: dict[str, list[Claim]] = {}
    for claim in claims:
        buckets.setdefault(key(claim), []).append(claim)
    events: list[FusedEvent] = []
    figures: list[FigureSeries] = []
    aid: list[AidLine] = []
    same: dict[str, list[FusedClaim]] = {"quote": [], "unknown": []}
    against: list[Contradiction] = []
    for bucket in buckets.values():
        kind = bucket[0].kind
        if kind == "event":
            found = fuse_events([c for c in bucket if isinstance(c, EventClaim)], dates, apart)
            events += found
            against += _denials(found)
        elif kind == "figure":
            series = _series([c for c in bucket if isinstance(c, FigureClaim)], dates)
            figures.append(series)
            against += _differing(series)
        elif kind == "aid":
            aid.append(_aid([c for c in bucket if isinstance(c, AidClaim)], dates))
        else:
            same[kind].append(_same(bucket))
    return Fused(
        tuple(sorted(events, key=lambda e: (e.day or "9999", -e.origins))),
        tuple(sorted(figures, key=lambda f: (-f.origins, f.metric))),
        tuple(sorted(aid, key=lambda a: a.steps[0].day or "9999")),
        tuple(same["quote"]),
        tuple(same["unknown"]),
        tuple(against),
    )


def _families(claims: Iterable[Claim]) -> int:
    return len({claim.family for claim in claims})


def _sources(claims: Iterable[Claim]) -> tuple[Source, ...]:
    """Who says so, each once, in the order of the claims."""
    seen = {(identity(s), s.kind, s.name): s for claim in claims for s in claim.source}
    return tuple(seen.values())


def told(claim: Claim, published: Mapping[str, str]) -> str | None:
    """The day on which a claim was first published, where a report that carries it has a date."""
    days = [day for report in claim.reports if (day := first_day(published.get(report)))]
    return min(days, default=None)


def _same(claims: Sequence[Claim]) -> FusedClaim:
    families = _families(claims)
    reason = "the same words" if len(claims) > 1 else "told once"
    return FusedClaim(tuple(claims), families, f"{reason}, {families} origin(s)")


# ----------------------------------------------------------------------------------------------------------------- events


def fuse_events(claims: Sequence[EventClaim], published: Mapping[str, str], apart: Apart = ()) -> list[FusedEvent]:
    """The events that claims of one key tell: claims of different families are matched one to one, closest words first.

    Claims stand together when they agree on polarity, on whether it has happened, and, where both have an exact day, on the
    day within one (time zones). Two claims of one family never do: the report told them apart.
    """
    groups: list[list[EventClaim]] = []
    by_family: dict[str | None, list[EventClaim]] = {}
    for claim in sorted(claims, key=_place):
        by_family.setdefault(claim.family, []).append(claim)
    order = sorted(by_family.values(), key=lambda cs: (min(told(c, published) or "9999" for c in cs), cs[0].family or ""))
    for family in order:
        pairs = [
            (_likeness(claim, group), -g, -i)
            for i, claim in enumerate(family)
            for g, group in enumerate(groups)
            if all(_compatible(claim, other, apart) for other in group)
        ]
        taken: set[int] = set()
        placed: set[int] = set()
        for _, g, i in sorted(pairs, reverse=True):
            if -g not in taken and -i not in placed:
                groups[-g].append(family[-i])
                taken.add(-g)
                placed.add(-i)
        groups += [[claim] for i, claim in enumerate(family) if i not in placed]
    return [_event(group) for group in groups]


def _place(claim: Claim) -> tuple[int, str]:
    """Order of the text, so that what is matched does not depend on the order in which claims come."""
    return (claim.evidence[0].start if claim.evidence else 0, claim.id)


def _likeness(claim: EventClaim, group: Sequence[EventClaim]) -> float:
    """Share of the words of evidence in common, plus one where the trigger is the same word."""
    ours = set(words(claim.evidence[0].text)) if claim.evidence else set()
    best = 0.0
    for other in group:
        theirs = set(words(other.evidence[0].text)) if other.evidence else set()
        shared = len(ours & theirs) / len(ours | theirs) if ours | theirs else 0.0
        best = max(best, shared + (words(claim.trigger) == words(other.trigger)))
    return best


def _compatible(a: EventClaim, b: EventClaim, apart: Apart) -> bool:
    if a.polarity != b.polarity or _happened(a) != _happened(b) or (a.mode and b.mode and a.mode != b.mode):
        return False
    if apart and frozenset((a.id, b.id)) in apart:
        return False
    return _days_agree(exact_day(a), exact_day(b))


def _happened(claim: EventClaim) -> bool:
    return claim.modality in ("asserted", "alleged")


def exact_day(claim: Claim) -> str | None:
    """The day of a claim where its time is resolved to a day."""
    resolved = claim.when.resolved if claim.when else None
    return resolved[:10] if resolved and re.fullmatch(r"\d{4}-\d\d-\d\d", resolved[:10]) else None


def _days_agree(a: str | None, b: str | None) -> bool:
    return a is None or b is None or abs((date.fromisoformat(a) - date.fromisoformat(b)).days) <= 1


def _event(group: Sequence[EventClaim]) -> FusedEvent:
    first = max(group, key=lambda c: (len(c.actor) + len(c.recipient), c.confidence))
    days = [day for c in group if (day := exact_day(c) or first_day(c.when.resolved if c.when else None))]
    return FusedEvent(
        type=first.type,
        mode=next((c.mode for c in group if c.mode), None),
        actor=first.actor,
        recipient=first.recipient,
        polarity=first.polarity,
        modalities=tuple(dict.fromkeys(c.modality for c in group)),
        day=min(days, default=None),
        claims=tuple(group),
        sources=_sources(group),
        origins=_families(group),
        reason="told once" if len(group) == 1 else _why(group, days),
    )


def _why(group: Sequence[EventClaim], days: Sequence[str]) -> str:
    triggers = " / ".join(dict.fromkeys(c.trigger for c in group))
    when = f", {min(days)}" if days else ", no day told"
    return f"same type and parties ({triggers}){when}, told by {_families(group)} origins"


def _denials(events: Sequence[FusedEvent]) -> list[Contradiction]:
    """Pairs of an event and its denial, where they come from different families or different sources."""
    found = []
    for one in (e for e in events if e.polarity == "affirmed" and any(_happened(c) for c in e.claims)):
        for other in (e for e in events if e.polarity == "negated"):
            apart = {c.family for c in one.claims} != {c.family for c in other.claims} or _voices(one.claims) != _voices(
                other.claims
            )
            if apart and _days_agree(one.day, other.day):
                about = f"{one.type}: {_party_names(one.actor)} - {_party_names(one.recipient)}"
                found.append(Contradiction("event", about, one.claims, other.claims, "told as done, and told as not done"))
    return found


def _party_names(actors: Sequence[Actor]) -> str:
    return ", ".join(a.name for a in actors) or "?"


def _voices(claims: Iterable[Claim]) -> set[str]:
    """Whose figures or statements these are: the innermost source, else the family's own voice."""
    return {identity(c.source[0]) if c.source else f"family {c.family}" for c in claims}


# ---------------------------------------------------------------------------------------------------------------- figures


def _series(claims: Sequence[FigureClaim], published: Mapping[str, str]) -> FigureSeries:
    groups: dict[tuple[str | None, float | None, float | None, bool], list[FigureClaim]] = {}
    days: dict[tuple[float | None, float | None, bool], str] = {}
    dated = [(claim, first_day(claim.when.resolved if claim.when else None)) for claim in claims]
    for claim, as_of in sorted(dated, key=lambda pair: pair[1] or "9999"):
        said = (claim.low, claim.high, claim.qualifier == "about")
        as_of = as_of or days.get(said)  # the same bounds without a day are taken for those of the first day told
        if as_of:
            days.setdefault(said, as_of)
        groups.setdefault((as_of, *said), []).append(claim)
    rows = [
        FigureRow(
            as_of=as_of,
            published=min((day for c in group if (day := told(c, published))), default=None),
            low=low,
            high=high,
            claims=tuple(group),
            sources=_sources(group),
            origins=_families(group),
        )
        for (as_of, low, high, _), group in groups.items()
    ]
    rows.sort(key=lambda r: (r.published or r.as_of or "", r.as_of or r.published or ""))
    lows = [row.low for row in rows if row.low is not None]
    highs = [row.high for row in rows if row.high is not None]
    first = claims[0]
    return FigureSeries(
        metric=first.metric,
        place=first.where.name if first.where else None,
        item=first.item,
        unit=first.unit,
        rows=tuple(rows),
        low=min(lows + highs, default=None),
        high=max(lows + highs, default=None),
        open=any(row.low is None or row.high is None for row in rows),
        latest=rows[-1],
        revisions=_revisions(claims, published),
        origins=_families(claims),
        reason=f"same metric, place and item; {_families(claims)} origin(s), {len(rows)} different",
    )


def _revisions(claims: Sequence[FigureClaim], published: Mapping[str, str]) -> tuple[Revision, ...]:
    """What each source said first and then, in order of publication, where the dates tell the order."""
    by_voice: dict[str, list[tuple[str, FigureClaim]]] = {}
    for claim in claims:
        day = told(claim, published)
        if day:
            by_voice.setdefault(next(iter(_voices((claim,)))), []).append((day, claim))
    found = []
    for dated in by_voice.values():
        dated.sort(key=lambda pair: pair[0])
        for (day, before), (later, after) in pairwise(dated):
            direction = _direction(before, after)
            if day < later and direction:
                name = after.source[0].name if after.source else "the report itself"
                found.append(Revision(name, before, after, direction))
    return tuple(found)


def _direction(before: FigureClaim, after: FigureClaim) -> str | None:
    if after.qualifier == "unknown":
        return None if before.qualifier == "unknown" else "withdrawn"
    was, became = _middle(before), _middle(after)
    if was is None or became is None or was == became:
        return None
    return "up" if became > was else "down"


def _middle(claim: FigureClaim) -> float | None:
    """The number that the words give: the value, else a bound. Used to tell up from down, never shown."""
    return next((x for x in (claim.value, claim.low, claim.high) if x is not None), None)


_ABOUT = 0.1
"""A figure given as "about" n differs from another only when it is more than a tenth off."""


def _differing(series: FigureSeries) -> list[Contradiction]:
    """Rows of one day whose bounds exclude each other and whose sources are not the same."""
    found = []
    for i, one in enumerate(series.rows):
        for other in series.rows[i + 1 :]:
            if _same_day(one, other) and _exclude(one, other) and _voices(one.claims).isdisjoint(_voices(other.claims)):
                about = " ".join(part for part in (series.metric, series.item, series.place and f"in {series.place}") if part)
                found.append(
                    Contradiction("figure", about, one.claims, other.claims, "bounds that exclude each other, one day")
                )
    return found


def _same_day(one: FigureRow, other: FigureRow) -> bool:
    """Whether two figures are of one day: the days they are for, else the days they were told; unknown days may be any."""
    if one.as_of and other.as_of:
        return one.as_of == other.as_of
    return _days_agree(one.published, other.published)


def _exclude(one: FigureRow, other: FigureRow) -> bool:
    (low, high), (low2, high2) = _bounds(one), _bounds(other)
    return (high is not None and low2 is not None and high < low2) or (high2 is not None and low is not None and high2 < low)


def _bounds(row: FigureRow) -> tuple[float | None, float | None]:
    slack = _ABOUT if row.claims[0].qualifier == "about" else 0.0
    low = None if row.low is None else row.low - abs(row.low) * slack
    return low, None if row.high is None else row.high + abs(row.high) * slack


# -------------------------------------------------------------------------------------------------------------------- aid


def _aid(claims: Sequence[AidClaim], published: Mapping[str, str]) -> AidLine:
    groups: dict[tuple[str, str | None, str], list[AidClaim]] = {}
    for claim in claims:
        groups.setdefault((claim.status, claim.reply, counted_thing(claim.item)), []).append(claim)
    steps = []
    for (status, reply, _), group in groups.items():
        days = [day for c in group if (day := exact_day(c) or told(c, published))]
        fullest = max(group, key=lambda c: (c.amount is not None, c.item is not None, c.confidence))
        claimed = tuple(group)
        steps.append(
            AidStep(
                min(days, default=None),
                status,
                reply,
                fullest.item,
                fullest.amount,
                fullest.currency,
                claimed,
                _families(group),
            )
        )
    steps.sort(key=lambda step: step.day or "9999")
    return AidLine(
        donor=claims[0].donor,
        recipient=claims[0].recipient,
        steps=tuple(steps),
        status=steps[-1].status,
        reply=next((step.reply for step in reversed(steps) if step.reply), None),
        origins=_families(claims),
        reason=f"same donor and recipient, {_families(claims)} origin(s)",
    )


# -------------------------------------------------------------------------------------------------------------- relations


@cache
def _scores() -> dict[tuple[str, str], float]:
    with resources.files("onrecord.vocab").joinpath("plover_scores.csv").open(encoding="utf-8") as file:
        return {(row["type"], row["mode"]): float(row["score"]) for row in csv.DictReader(file)}


def score(event_type: str, mode: str | None) -> float | None:
    """PLOVER's score of an event type, -10 (hostile) to 10 (friendly); None for a type that it does not have."""
    scores = _scores()
    return scores.get((event_type, mode or ""), scores.get((event_type, "")))


def timeline(events: Iterable[FusedEvent]) -> tuple[RelationStep, ...]:
    """Events in order of time with their scores; only what is told as done has one."""
    steps = [
        RelationStep(event, event.day, score(event.type, event.mode) if event.polarity == "affirmed" and _done(event) else None)
        for event in events
    ]
    return tuple(sorted(steps, key=lambda step: step.day or "9999"))


def _done(event: FusedEvent) -> bool:
    return "asserted" in event.modalities


# ---------------------------------------------------------------------------------------------------------------- support


def support(claims: Sequence[Claim], apart: Apart = ()) -> dict[str, int]:
    """How many origins tell the same as each claim of one key: the same act, the same bounds. By ``family/id`` of the claim."""
    groups: list[Sequence[Claim]]
    if claims and isinstance(claims[0], EventClaim):
        groups = [event.claims for event in fuse_events([c for c in claims if isinstance(c, EventClaim)], {}, apart)]
    else:
        same: dict[tuple[object, ...], list[Claim]] = {}
        for claim in claims:
            same.setdefault(_said(claim), []).append(claim)
        groups = list(same.values())
    return {f"{claim.family}/{claim.id}": _families(group) for group in groups for claim in group}


def _said(claim: Claim) -> tuple[object, ...]:
    if isinstance(claim, FigureClaim):
        return (claim.low, claim.high, claim.qualifier)
    if isinstance(claim, AidClaim):
        return (claim.status, claim.reply)
    return ()
