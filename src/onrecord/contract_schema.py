"""The contract as pydantic models: what a line may hold, as JSON Schema and for validation.

Apart from ``onrecord.contract`` because pydantic takes a while to import and no command needs it to write lines. Every model
forbids other keys: what is printed is what is described.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from onrecord.model import Anchor, EntityType, Modality, Polarity, Precision, Qualifier, Relation, Segment, SourceKind, TimeType

Offset = Annotated[int, Field(ge=0, description="Unicode code points from the start of the text; an end is exclusive")]
Pair = Annotated[list[Offset], Field(min_length=2, max_length=2, description="start and end")]
Country = Annotated[
    str | None,
    Field(pattern="^[A-Z]{3}$", description="ISO 3166 alpha-3, KOS, PSE; IGO, NGO, UNO, EUR for bodies of no country"),
]
Sector = Annotated[str | None, Field(pattern="^[A-Z]{3}$", description="PLOVER sector code, null for a country as such")]
Confidence = Annotated[float, Field(ge=0, le=1)]


class Strict(BaseModel):
    """No key but those described."""

    model_config = ConfigDict(extra="forbid")


class Report(Strict):
    """One published text, or an input that was refused (then only path, input_id and refused say something)."""

    record: Literal["report"]
    id: str | None = Field(description="sha256: and the hash of the content; null when refused")
    input_id: str | None
    path: str | None
    title: str | None
    published: str | None = Field(description="ISO date or date-time")
    outlet: str | None
    agency: str | None
    language: str | None
    url: str | None
    words: int = Field(ge=0)
    refused: str | None = Field(description="why, and what to do; null when it was read")


class Sentence(Strict):
    start: Offset
    end: Offset
    segment: Segment


class Token(Strict):
    start: Offset
    end: Offset
    lemma: str
    upos: str
    xpos: str
    head: int = Field(ge=-1, description="index of the head in the sentence, -1 for the root")
    deprel: str
    sentence: int = Field(ge=0)


class Entity(Strict):
    start: Offset
    end: Offset
    type: EntityType
    name: str
    country: Country
    sector: Sector
    confidence: Confidence


class Time(Strict):
    start: Offset
    end: Offset
    type: TimeType
    value: str | None = Field(description="EDTF, as far as the words alone tell")
    resolved: str | None = Field(description="EDTF with the anchor applied")
    anchor: Anchor
    timex: str | None = Field(description="TIMEX3 value")
    confidence: Confidence


class Place(Strict):
    start: Offset
    end: Offset
    name: str
    geonameid: int | None
    country: Country
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: Precision | None
    confidence: Confidence


class Quantity(Strict):
    start: Offset
    end: Offset
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    item: str | None
    qualifier: Qualifier
    confidence: Confidence


class Attribution(Strict):
    source: list[Pair]
    cue: list[Pair]
    content: list[Pair]
    kind: SourceKind
    direct: bool
    name: str | None
    confidence: Confidence


class Event(Strict):
    anchor: Pair
    type: str
    mode: str | None
    actor: list[Pair]
    recipient: list[Pair]
    polarity: Polarity
    modality: Modality
    when: Pair | None
    where: Pair | None
    confidence: Confidence


class Annotations(Strict):
    """What is seen in one text."""

    report: str
    input_id: str | None
    path: str | None
    title: str | None
    published: str | None
    text: str
    sentences: list[Sentence]
    tokens: list[Token]
    entities: list[Entity]
    times: list[Time]
    places: list[Place]
    quantities: list[Quantity]
    attributions: list[Attribution]
    events: list[Event]


class Evidence(Strict):
    """The report, the offsets, and the words that stand there."""

    report: str
    start: Offset
    end: Offset
    text: str


class Actor(Strict):
    text: str
    name: str
    country: Country
    sector: Sector


class Source(Strict):
    text: str
    name: str
    kind: SourceKind
    country: Country
    sector: Sector


class When(Strict):
    text: str
    value: str | None
    resolved: str | None
    anchor: Anchor


class Where(Strict):
    text: str
    name: str
    country: Country
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: Precision | None


class _Claim(Strict):
    """A line of the record."""

    record: Literal["claim"]
    id: str
    story: str | None
    family: str | None
    reports: list[str]
    origins: int = Field(ge=0)
    evidence: list[Evidence]
    source: list[Source] = Field(description="who says so, innermost first; empty when the report tells it in its own voice")
    when: When | None
    where: Where | None
    main: bool
    confidence: Confidence
    segment: Segment


class EventClaim(_Claim):
    kind: Literal["event"]
    type: str = Field(description="PLOVER event type")
    mode: str | None
    contexts: list[str]
    trigger: str
    actor: list[Actor]
    recipient: list[Actor]
    polarity: Polarity
    modality: Modality
    hazard: str | None = Field(description="GLIDE two-letter code")
    contradicts: list[str] = Field(
        default=[], description="ids of claims by which another says the opposite; left out where there are none"
    )


class FigureClaim(_Claim):
    kind: Literal["figure"]
    metric: str
    value: float | None = Field(description="null when the words are vague")
    low: float | None
    high: float | None
    unit: str | None
    item: str | None
    qualifier: Qualifier
    text: str
    hazard: str | None


class QuoteClaim(_Claim):
    kind: Literal["quote"]
    text: str
    speaker: Actor | None
    direct: bool
    partial: bool


class AidClaim(_Claim):
    kind: Literal["aid"]
    donor: Actor | None
    recipient: Actor | None
    item: str | None
    amount: float | None
    currency: str | None
    status: str
    reply: str | None


class UnknownClaim(_Claim):
    kind: Literal["unknown"]
    about: str


AnyClaim = Annotated[EventClaim | FigureClaim | QuoteClaim | AidClaim | UnknownClaim, Field(discriminator="kind")]


class Edge(Strict):
    parent: str
    child: str
    relation: Relation
    containment: Confidence
    dropped: list[Evidence]
    added: list[Evidence]
    changed: list[Annotated[list[Evidence], Field(min_length=2, max_length=2)]]
    directed: bool = Field(description="false where no date tells which was first")
    reason: str


class Family(Strict):
    """Reports that are copies of one text."""

    record: Literal["family"]
    id: str
    root: str
    reports: list[str]
    edges: list[Edge]


class Story(Strict):
    """Families about the same happening."""

    record: Literal["story"]
    id: str
    title: str
    families: list[str]
    reports: list[str]
    outlets: list[str]
    origins: int = Field(ge=0)
    first: str | None
    last: str | None
    summary: str


_ADAPTERS: dict[str, TypeAdapter[Any]] = {
    "annotations": TypeAdapter(Annotations),
    "claim": TypeAdapter(AnyClaim),
    "family": TypeAdapter(Family),
    "report": TypeAdapter(Report),
    "story": TypeAdapter(Story),
}


def schemas() -> dict[str, dict[str, Any]]:
    """JSON Schema (2020-12) of each kind of line, by name."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {name: dialect | adapter.json_schema() | {"title": f"On Record: {name}"} for name, adapter in _ADAPTERS.items()}


def validate(line: dict[str, Any]) -> None:
    """Nothing when the line is as the contract says; pydantic's ValidationError, which names the field, when not."""
    _ADAPTERS[line.get("record", "annotations")].validate_python(line, strict=True)
