"""The records that travel through the program.

Everything here is frozen and holds no behaviour beyond a useful ``repr``. A stage takes records and gives new ones; none is
ever changed. Offsets count Unicode code points of the report's ``text``; the end is exclusive; ``text[start:end]`` is always
the words.

The glossary stands in ``docs/design.md``; the JSON that these records become is the contract in ``docs/contract.md``, which
``onrecord.contract`` writes and reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Segment = Literal["headline", "dateline", "byline", "caption", "body", "furniture"]
EntityType = Literal["PER", "ORG", "LOC", "MISC"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Anchor = Literal["published", "text", "none"]
Precision = Literal["exact", "near", "admin2", "admin1", "country"]
SourceKind = Literal["statement", "report", "belief", "anonymous"]
Polarity = Literal["affirmed", "negated"]
Modality = Literal["asserted", "planned", "forecast", "alleged", "hypothetical"]
Qualifier = Literal[
    "exactly", "at_least", "more_than", "at_most", "fewer_than", "up_to", "about", "between", "vague", "none", "unknown"
]
Relation = Literal["identical", "edited", "cut", "extended", "revised", "excerpt"]


class Span(NamedTuple):
    """A piece of a text: ``text[start:end]``."""

    start: int
    end: int


# ---------------------------------------------------------------------------------------------------------------- reports


@dataclass(frozen=True, slots=True)
class Report:
    """One published text as received.

    ``id`` is ``sha256:`` and the hex digest of what was published (title, text, outlet, date, address): the same content gives
    the same id on every machine. ``published`` is an ISO date or date-time, or None. ``captions`` are the spans of ``text``
    that the source's own markup says are captions (HTML figures); other segments are found by the reader.
    """

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    agency: str | None = None
    url: str | None = None
    language: str | None = None
    path: str | None = None
    input_id: str | None = None
    captions: tuple[Span, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that was not read: where it stands, why, and what the person can do about it."""

    path: str
    reason: str
    remedy: str
    input_id: str | None = None


# ---------------------------------------------------------------------------------------------------------- what is read


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: ``tokens[first:last]`` of the reading are its words. A sentence never crosses a segment."""

    start: int
    end: int
    segment: Segment
    paragraph: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Token:
    """A word. ``head`` is an index into the reading's tokens (the whole text, not the sentence), -1 for a root.

    ``upos`` and ``deprel`` are Universal Dependencies v2, ``xpos`` is the Penn Treebank tag, ``sentence`` the index of the
    sentence. ``factuality`` is how sure the text is that what the word names happened, -3 (certainly not) to 3 (certainly).
    """

    start: int
    end: int
    text: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str
    sentence: int
    factuality: float = 0.0
    event: str = "O"
    """TimeML class where the word names an event (OCCURRENCE, REPORTING, I_ACTION, I_STATE, STATE ...), else "O"."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in the text. ``name`` is the fullest form the report gives it; mentions with one ``cluster`` are one entity."""

    start: int
    end: int
    type: EntityType
    name: str
    country: str | None = None
    sector: str | None = None
    cluster: int = -1
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class AttributionSpans:
    """What the reading model marks of one attribution before anything is resolved. Spans may be several or none."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the reading model sees in one text. Pure function of the text: no clock, no context beyond it."""

    text: str
    sentences: tuple[Sentence, ...]
    tokens: tuple[Token, ...]
    entities: tuple[Entity, ...] = ()
    attributions: tuple[AttributionSpans, ...] = ()
    time_spans: tuple[tuple[Span, float], ...] = ()


# --------------------------------------------------------------------------------------------------------- what is resolved


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression. ``value`` is EDTF as far as the words alone tell, ``resolved`` with the anchor applied.

    ``timex`` is the TIMEX3 value for the field's scorers.
    """

    start: int
    end: int
    type: TimeType
    value: str | None
    resolved: str | None = None
    anchor: Anchor = "none"
    timex: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """A named place, resolved as far as the words and the gazetteer honestly allow. Degrees WGS 84."""

    start: int
    end: int
    name: str
    geonameid: int | None = None
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: Precision | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured or counted amount. ``low`` and ``high`` are the bounds that the words give, None where they give none."""

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    item: str | None
    qualifier: Qualifier
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says (source), the words that say so (cue), what is said (content). ``name`` is the source's fullest name."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: SourceKind
    direct: bool
    name: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Actor:
    """A party to an event. ``start``/``end`` are -1 where the party is not named at that place (inferred from context)."""

    text: str
    name: str
    country: str | None = None
    sector: str | None = None
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so."""

    text: str
    name: str
    kind: SourceKind
    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    text: str
    value: str | None
    resolved: str | None
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Where:
    text: str
    name: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: Precision | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An event as seen in one text, before it becomes a claim."""

    anchor: Span
    type: str
    mode: str | None
    actor: tuple[Actor, ...]
    recipient: tuple[Actor, ...]
    polarity: Polarity
    modality: Modality
    when: int | None = None
    """Index into the annotations' times."""
    where: int | None = None
    """Index into the annotations' places."""
    evidence: Span = Span(0, 0)  # noqa: RUF009 - a named tuple, immutable
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Annotations:
    """Everything seen in one report, with its offsets: what ``onrecord annotate`` prints."""

    report: Report
    reading: Reading
    entities: tuple[Entity, ...]
    times: tuple[Time, ...]
    places: tuple[Place, ...]
    quantities: tuple[Quantity, ...]
    attributions: tuple[Attribution, ...]
    events: tuple[Event, ...]


# ---------------------------------------------------------------------------------------------------------------- claims


@dataclass(frozen=True, slots=True)
class Evidence:
    """Enough to find the words again after the text moves: the report's id, the offsets, and the words themselves."""

    report: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A line of the record. ``reports`` are the ids of every report whose text carries it; ``origins`` counts families."""

    id: str
    kind: Literal["event", "figure", "quote", "aid", "unknown"]
    evidence: tuple[Evidence, ...]
    source: tuple[Source, ...] = ()
    when: When | None = None
    where: Where | None = None
    main: bool = True
    confidence: float = 1.0
    segment: Segment = "body"
    story: str | None = None
    family: str | None = None
    reports: tuple[str, ...] = ()
    origins: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class EventClaim(Claim):
    kind: Literal["event"] = "event"
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    trigger: str
    actor: tuple[Actor, ...]
    recipient: tuple[Actor, ...]
    polarity: Polarity
    modality: Modality
    hazard: str | None = None
    contradicts: tuple[str, ...] = ()
    """Ids of the report's claims by which another says the opposite of the same act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureClaim(Claim):
    kind: Literal["figure"] = "figure"
    metric: str
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    item: str | None
    qualifier: Qualifier
    text: str
    hazard: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteClaim(Claim):
    kind: Literal["quote"] = "quote"
    text: str
    speaker: Actor | None
    direct: bool = True
    partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AidClaim(Claim):
    kind: Literal["aid"] = "aid"
    donor: Actor | None
    recipient: Actor | None
    item: str | None
    amount: float | None
    currency: str | None
    status: str
    reply: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownClaim(Claim):
    kind: Literal["unknown"] = "unknown"
    about: str


# --------------------------------------------------------------------------------------------------- families and stories


@dataclass(frozen=True, slots=True)
class Edge:
    """How ``child`` came from ``parent``. ``containment``: share of the shorter text's shingles that the other has, 0 to 1.

    ``directed`` is False where no date tells which was first; parent and child are then only an order of reading.
    """

    parent: str
    child: str
    relation: Relation
    containment: float
    dropped: tuple[Evidence, ...] = ()
    added: tuple[Evidence, ...] = ()
    changed: tuple[tuple[Evidence, Evidence], ...] = ()
    directed: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """Reports that are copies of one text: one origin. ``root`` is the report the others are held against."""

    id: str
    root: str
    reports: tuple[str, ...]
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """Families about the same happening. ``first`` and ``last`` are the earliest and latest publication dates, if any."""

    id: str
    title: str
    families: tuple[str, ...]
    reports: tuple[str, ...]
    outlets: tuple[str, ...]
    origins: int
    first: str | None = None
    last: str | None = None
    summary: str = ""
