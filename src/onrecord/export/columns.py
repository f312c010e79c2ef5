"""The columns of a table of claims, each with what it means: the same for CSV, HXL, Parquet, data frames and GeoJSON.

One row a claim. Columns that a kind of claim does not have are empty. Several names in a cell are parted by ``"; "``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.ledger.rows import first_day
from onrecord.model import Actor, AidClaim, Claim, EventClaim, FigureClaim, QuoteClaim, UnknownClaim

Cell = str | float | int | bool | None
Row = dict[str, Cell]
CellType = Literal["text", "number", "integer", "flag"]


@dataclass(frozen=True, slots=True)
class Carrier:
    """What a table says of the report that carries a claim's first evidence."""

    title: str | None = None
    outlet: str | None = None
    agency: str | None = None
    published: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with what the ledger knows about it beyond the claim itself."""

    claim: Claim
    carrier: Carrier
    story_title: str | None = None
    published: str | None = None
    """The first publication date of the reports that carry it."""
    origins: int | None = None
    review: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the type of its cells, its HXL tag, what it means, and how it is taken."""

    name: str
    type: CellType
    hxl: str
    meaning: str
    take: Callable[[Told], Cell]


def _join(values: Iterable[str | None]) -> str | None:
    listed = [value or "" for value in values]
    return "; ".join(listed) if any(listed) else None


def _doers(claim: Claim) -> Sequence[Actor]:
    """Who does it: the actor, the donor of aid, the speaker of a quotation."""
    if isinstance(claim, EventClaim):
        return claim.actor
    one = claim.donor if isinstance(claim, AidClaim) else claim.speaker if isinstance(claim, QuoteClaim) else None
    return (one,) if one else ()


def _recipients(claim: Claim) -> Sequence[Actor]:
    if isinstance(claim, EventClaim):
        return claim.recipient
    return (claim.recipient,) if isinstance(claim, AidClaim) and claim.recipient else ()


def _code(claim: Claim) -> str | None:
    """What kind of event, figure or aid it is."""
    if isinstance(claim, EventClaim):
        return claim.type
    if isinstance(claim, FigureClaim):
        return claim.metric
    return claim.status if isinstance(claim, AidClaim) else None


def _words(claim: Claim) -> str | None:
    if isinstance(claim, FigureClaim | QuoteClaim):
        return claim.text
    if isinstance(claim, EventClaim):
        return claim.trigger
    return claim.about if isinstance(claim, UnknownClaim) else None


def _of(name: str, *kinds: type) -> Callable[[Told], Cell]:
    """A field that only some kinds of claim have."""
    return lambda told: getattr(told.claim, name) if isinstance(told.claim, kinds) else None


def _when(name: str) -> Callable[[Told], Cell]:
    return lambda told: getattr(told.claim.when, name) if told.claim.when else None


def _where(name: str) -> Callable[[Told], Cell]:
    return lambda told: getattr(told.claim.where, name) if told.claim.where else None


def _actors(side: Callable[[Claim], Sequence[Actor]], name: str) -> Callable[[Told], Cell]:
    return lambda told: _join(getattr(actor, name) for actor in side(told.claim))


def _source(name: str) -> Callable[[Told], Cell]:
    return lambda told: _join(getattr(source, name) for source in told.claim.source)


def _first(name: str) -> Callable[[Told], Cell]:
    return lambda told: getattr(told.claim.evidence[0], name) if told.claim.evidence else None


def _contexts(told: Told) -> Cell:
    return _join(told.claim.contexts) if isinstance(told.claim, EventClaim) else None


def _contradicts(told: Told) -> Cell:
    return _join(told.claim.contradicts) if isinstance(told.claim, EventClaim) else None


def _day(told: Told) -> Cell:
    return first_day(told.claim.when.resolved if told.claim.when else None) or first_day(told.published)


def _hazard(told: Told) -> Cell:
    return told.claim.hazard if isinstance(told.claim, EventClaim | FigureClaim) else None


COLUMNS: tuple[Column, ...] = (
    Column("claim", "text", "#meta+id", "id of the claim", lambda t: t.claim.id),
    Column("kind", "text", "#meta+kind", "event, figure, quote, aid or unknown", lambda t: t.claim.kind),
    Column("code", "text", "#indicator+code", "event type, metric or aid status", lambda t: _code(t.claim)),
    Column("mode", "text", "#event+mode", "mode of the event", _of("mode", EventClaim)),
    Column("contexts", "text", "#event+context", "contexts of the event", _contexts),
    Column("day", "text", "#date", "ISO day it is for, else the day it was first published", _day),
    Column("when_text", "text", "#date+text", "the words that say when", _when("text")),
    Column("when_value", "text", "#date+edtf", "EDTF as far as the words alone tell", _when("value")),
    Column("when_resolved", "text", "#date+resolved", "EDTF with the publication date applied", _when("resolved")),
    Column("actor", "text", "#org+actor", "who does it; donor of aid; speaker of a quotation", _actors(_doers, "name")),
    Column("actor_country", "text", "#country+code+actor", "ISO 3166 alpha-3 of the actor", _actors(_doers, "country")),
    Column("actor_sector", "text", "#org+actor+type", "PLOVER sector of the actor", _actors(_doers, "sector")),
    Column("recipient", "text", "#org+recipient", "to whom; recipient of aid", _actors(_recipients, "name")),
    Column("recipient_country", "text", "#country+code+recipient", "ISO 3166 alpha-3", _actors(_recipients, "country")),
    Column("recipient_sector", "text", "#org+recipient+type", "PLOVER sector", _actors(_recipients, "sector")),
    Column("polarity", "text", "#status+polarity", "affirmed or negated", _of("polarity", EventClaim)),
    Column("modality", "text", "#status+modality", "asserted, planned, forecast, alleged, hypothetical",
           _of("modality", EventClaim)),
    Column("contradicts", "text", "#meta+id+contradicts", "ids of claims of the same text that say the opposite", _contradicts),
    Column("value", "number", "#indicator+value+num", "the figure, where the words give one", _of("value", FigureClaim)),
    Column("low", "number", "#indicator+min+num", "the least that the words allow", _of("low", FigureClaim)),
    Column("high", "number", "#indicator+max+num", "the most that the words allow", _of("high", FigureClaim)),
    Column("qualifier", "text", "#indicator+qualifier", "exactly, at_least, about, vague ...", _of("qualifier", FigureClaim)),
    Column("unit", "text", "#indicator+unit", "unit or currency", _of("unit", FigureClaim)),
    Column("item", "text", "#item+name", "what is counted, or given", _of("item", FigureClaim, AidClaim)),
    Column("amount", "number", "#value", "amount of aid", _of("amount", AidClaim)),
    Column("currency", "text", "#currency", "ISO 4217 currency of aid", _of("currency", AidClaim)),
    Column("reply", "text", "#status+reply", "reply to aid", _of("reply", AidClaim)),
    Column("hazard", "text", "#cause+code", "GLIDE code of the hazard", _hazard),
    Column("text", "text", "#meta+words",
           "trigger of an event, words of a figure, a quotation, what is not known", lambda t: _words(t.claim)),
    Column("partial", "flag", "#meta+partial", "whether a quotation is part of a sentence", _of("partial", QuoteClaim)),
    Column("place", "text", "#loc+name", "where", _where("name")),
    Column("country", "text", "#country+code", "ISO 3166 alpha-3 of the place", _where("country")),
    Column("admin1", "text", "#adm1+code", "ISO 3166-2 of the place", _where("admin1")),
    Column("lat", "number", "#geo+lat", "degrees north, WGS 84", _where("lat")),
    Column("lon", "number", "#geo+lon", "degrees east, WGS 84", _where("lon")),
    Column("precision", "text", "#geo+precision", "exact, near, admin2, admin1 or country", _where("precision")),
    Column("source", "text", "#meta+source+name", "who says so, innermost first; empty: the report itself", _source("name")),
    Column("source_kind", "text", "#meta+source+type", "statement, report, belief or anonymous", _source("kind")),
    Column("source_country", "text", "#meta+source+country", "ISO 3166 alpha-3 of the sources", _source("country")),
    Column("source_sector", "text", "#meta+source+sector", "PLOVER sector of the sources", _source("sector")),
    Column("origins", "integer", "#meta+origins+num", "independent writings of the story that tell the same",
           lambda t: t.claim.origins if t.origins is None else t.origins),
    Column("reports", "integer", "#meta+reports+num", "reports whose text carries it", lambda t: len(t.claim.reports)),
    Column("main", "flag", "#meta+main", "whether it makes up the news, not background", lambda t: t.claim.main),
    Column("confidence", "number", "#meta+confidence", "0 to 1", lambda t: t.claim.confidence),
    Column("segment", "text", "#meta+segment", "where in the report it stands", lambda t: t.claim.segment),
    Column("review", "text", "#meta+review", "accepted, corrected, by hand; empty: nobody looked", lambda t: t.review),
    Column("story", "text", "#meta+story+id", "id of the story", lambda t: t.claim.story),
    Column("story_title", "text", "#meta+story+name", "title of the story", lambda t: t.story_title),
    Column("family", "text", "#meta+family+id", "id of the family", lambda t: t.claim.family),
    Column("report", "text", "#meta+report+id", "id of the report with the first evidence", _first("report")),
    Column("start", "integer", "#meta+start+num", "where the evidence starts in its text, in code points", _first("start")),
    Column("end", "integer", "#meta+end+num", "where it ends, exclusive", _first("end")),
    Column("evidence", "text", "#description", "the words, verbatim", _first("text")),
    Column("title", "text", "#meta+title", "title of that report", lambda t: t.carrier.title),
    Column("outlet", "text", "#meta+outlet", "who printed it", lambda t: t.carrier.outlet),
    Column("agency", "text", "#meta+agency", "the agency that wrote it", lambda t: t.carrier.agency),
    Column("published", "text", "#date+published", "its publication date", lambda t: t.carrier.published),
    Column("url", "text", "#meta+url", "its address", lambda t: t.carrier.url),
)  # fmt: skip

NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)
TYPES: Mapping[str, CellType] = {column.name: column.type for column in COLUMNS}


def row(told: Told) -> Row:
    """A claim as a row: a cell a column, None where there is nothing to say."""
    return {column.name: column.take(told) for column in COLUMNS}
