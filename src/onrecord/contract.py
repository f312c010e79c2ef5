"""The contract: records become the JSON that ``onrecord read --json`` and ``onrecord annotate --json`` print, and come back.

Every ``*_line`` function takes a record and gives the ``dict`` that ``dumps`` writes as one line. The shapes are described as
JSON Schema in ``docs/schema/``; ``python -m onrecord.contract docs/schema`` writes those files anew from
``onrecord.contract_schema``, and a test holds the committed files against it. Offsets count Unicode code points, the end is
exclusive.

``claim_record`` reads a claim's line back into the frozen record; what the contract does not have (an actor's offsets) comes
back at its default.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.model import (
    Actor,
    AidClaim,
    Annotations,
    Attribution,
    Claim,
    Edge,
    Entity,
    Event,
    EventClaim,
    Evidence,
    Family,
    FigureClaim,
    Place,
    Quantity,
    QuoteClaim,
    Reading,
    Refusal,
    Report,
    Source,
    Span,
    Story,
    Time,
    UnknownClaim,
    When,
    Where,
)

Json = dict[str, Any]

_EVENT = ("type", "mode", "trigger", "polarity", "modality")
_FIGURE = ("metric", "value", "low", "high", "unit", "item", "qualifier", "text")
_AID = ("item", "amount", "currency", "status", "reply")


def dumps(record: Mapping[str, Any]) -> str:
    """One JSON line, without its newline; non-ASCII letters stay letters, so that the words can be searched."""
    return json.dumps(record, ensure_ascii=False, separators=(", ", ": "))


# ---------------------------------------------------------------------------------------------------------------- reports


def report_line(report: Report, words: int | None = None) -> Json:
    """The line of a report that was read. ``words`` counts the words of its text; counted at white space where not given."""
    return {
        "record": "report",
        "id": report.id,
        "input_id": report.input_id,
        "path": report.path,
        "title": report.title,
        "published": report.published,
        "outlet": report.outlet,
        "agency": report.agency,
        "language": report.language,
        "url": report.url,
        "words": len(report.text.split()) if words is None else words,
        "refused": None,
    }


def refusal_line(refusal: Refusal) -> Json:
    """The line of an input that was not read: ``refused`` says why and what to do."""
    empty = dict.fromkeys(("id", "title", "published", "outlet", "agency", "language", "url"))
    said = f"{refusal.reason}; {refusal.remedy}" if refusal.remedy else refusal.reason
    return {"record": "report", **empty, "input_id": refusal.input_id, "path": refusal.path, "words": 0, "refused": said}


# ------------------------------------------------------------------------------------------------------------ annotations


def annotations_line(seen: Annotations) -> Json:
    """What is seen in one text, with its offsets (the contract's first output)."""
    text = seen.reading.text
    return {
        "report": seen.report.id,
        "input_id": seen.report.input_id,
        "path": seen.report.path,
        "title": seen.report.title,
        "published": seen.report.published,
        "text": text,
        "sentences": [{"start": s.start, "end": s.end, "segment": s.segment} for s in seen.reading.sentences],
        "tokens": _tokens(seen.reading),
        "entities": [_entity(e) for e in seen.entities],
        "times": [_time(t) for t in seen.times],
        "places": [_place(p) for p in seen.places],
        "quantities": [_quantity(q) for q in seen.quantities],
        "attributions": [_attribution(a) for a in seen.attributions],
        "events": [_event(e, seen) for e in seen.events],
    }


def _tokens(reading: Reading) -> list[Json]:
    """The words with sentence-internal heads, as Universal Dependencies has them (-1 for the root)."""
    first = [s.first for s in reading.sentences]
    return [
        {
            "start": t.start,
            "end": t.end,
            "lemma": t.lemma,
            "upos": t.upos,
            "xpos": t.xpos,
            "head": t.head - first[t.sentence] if t.head >= 0 else -1,
            "deprel": t.deprel,
            "sentence": t.sentence,
        }
        for t in reading.tokens
    ]


def _entity(e: Entity) -> Json:
    return {
        "start": e.start,
        "end": e.end,
        "type": e.type,
        "name": e.name,
        "country": e.country,
        "sector": e.sector,
        "confidence": e.confidence,
    }


def _time(t: Time) -> Json:
    return {
        "start": t.start,
        "end": t.end,
        "type": t.type,
        "value": t.value,
        "resolved": t.resolved,
        "anchor": t.anchor,
        "timex": t.timex,
        "confidence": t.confidence,
    }


def _place(p: Place) -> Json:
    return {
        "start": p.start,
        "end": p.end,
        "name": p.name,
        "geonameid": p.geonameid,
        "country": p.country,
        "admin1": p.admin1,
        "lat": p.lat,
        "lon": p.lon,
        "precision": p.precision,
        "confidence": p.confidence,
    }


def _quantity(q: Quantity) -> Json:
    return {
        "start": q.start,
        "end": q.end,
        "value": q.value,
        "low": q.low,
        "high": q.high,
        "unit": q.unit,
        "item": q.item,
        "qualifier": q.qualifier,
        "confidence": q.confidence,
    }


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def _attribution(a: Attribution) -> Json:
    return {
        "source": _spans(a.source),
        "cue": _spans(a.cue),
        "content": _spans(a.content),
        "kind": a.kind,
        "direct": a.direct,
        "name": a.name,
        "confidence": a.confidence,
    }


def _event(e: Event, seen: Annotations) -> Json:
    when = seen.times[e.when] if e.when is not None else None
    where = seen.places[e.where] if e.where is not None else None
    return {
        "anchor": [e.anchor.start, e.anchor.end],
        "type": e.type,
        "mode": e.mode,
        "actor": [[a.start, a.end] for a in e.actor if a.start >= 0],
        "recipient": [[a.start, a.end] for a in e.recipient if a.start >= 0],
        "polarity": e.polarity,
        "modality": e.modality,
        "when": [when.start, when.end] if when else None,
        "where": [where.start, where.end] if where else None,
        "confidence": e.confidence,
    }


# ----------------------------------------------------------------------------------------------------------------- claims


def claim_line(claim: Claim) -> Json:
    """The line of a claim: the fields all claims have, then those of its kind."""
    return {
        "record": "claim",
        "id": claim.id,
        "kind": claim.kind,
        "story": claim.story,
        "family": claim.family,
        "reports": list(claim.reports),
        "origins": claim.origins,
        "evidence": [evidence_json(e) for e in claim.evidence],
        "source": [_source(s) for s in claim.source],
        "when": _when(claim.when),
        "where": _where(claim.where),
        "main": claim.main,
        "confidence": claim.confidence,
        "segment": claim.segment,
        **_fields(claim),
    }


def evidence_json(e: Evidence) -> Json:
    """Where the words stand and the words themselves."""
    return {"report": e.report, "start": e.start, "end": e.end, "text": e.text}


def actor_json(a: Actor | None) -> Json | None:
    """A party: the words of the text, the fullest name, country and sector."""
    return None if a is None else {"text": a.text, "name": a.name, "country": a.country, "sector": a.sector}


def _source(s: Source) -> Json:
    return {"text": s.text, "name": s.name, "kind": s.kind, "country": s.country, "sector": s.sector}


def _when(w: When | None) -> Json | None:
    return None if w is None else {"text": w.text, "value": w.value, "resolved": w.resolved, "anchor": w.anchor}


def _where(w: Where | None) -> Json | None:
    if w is None:
        return None
    place = {"text": w.text, "name": w.name, "country": w.country, "admin1": w.admin1}
    return {**place, "lat": w.lat, "lon": w.lon, "precision": w.precision}


def _fields(claim: Claim) -> Json:
    """The fields that only this kind has."""
    if isinstance(claim, EventClaim):
        return {
            "type": claim.type,
            "mode": claim.mode,
            "contexts": list(claim.contexts),
            "trigger": claim.trigger,
            "actor": [actor_json(a) for a in claim.actor],
            "recipient": [actor_json(a) for a in claim.recipient],
            "polarity": claim.polarity,
            "modality": claim.modality,
            "hazard": claim.hazard,
        } | ({"contradicts": list(claim.contradicts)} if claim.contradicts else {})
    if isinstance(claim, FigureClaim):
        return {name: getattr(claim, name) for name in (*_FIGURE, "hazard")}
    if isinstance(claim, QuoteClaim):
        return {"text": claim.text, "speaker": actor_json(claim.speaker), "direct": claim.direct, "partial": claim.partial}
    if isinstance(claim, AidClaim):
        rest = {name: getattr(claim, name) for name in _AID}
        return {"donor": actor_json(claim.donor), "recipient": actor_json(claim.recipient), **rest}
    if isinstance(claim, UnknownClaim):
        return {"about": claim.about}
    raise TypeError(f"a claim of no known kind: {claim!r}")


def claim_record(data: Mapping[str, Any]) -> Claim:
    """The claim that a line says. KeyError where a field of the contract is missing, ValueError where the kind is unknown."""
    shared = {
        "id": data["id"],
        "evidence": tuple(Evidence(e["report"], e["start"], e["end"], e["text"]) for e in data["evidence"]),
        "source": tuple(Source(s["text"], s["name"], s["kind"], s["country"], s["sector"]) for s in data["source"]),
        "when": When(**data["when"]) if data["when"] else None,
        "where": Where(**data["where"]) if data["where"] else None,
        "main": data["main"],
        "confidence": data["confidence"],
        "segment": data.get("segment", "body"),
        "story": data["story"],
        "family": data["family"],
        "reports": tuple(data["reports"]),
        "origins": data["origins"],
    }
    return _of_kind(data, shared)


def _of_kind(data: Mapping[str, Any], shared: dict[str, Any]) -> Claim:
    kind = data["kind"]
    if kind == "event":
        return EventClaim(
            **shared,
            **{name: data[name] for name in _EVENT},
            contexts=tuple(data["contexts"]),
            actor=_actors(data["actor"]),
            recipient=_actors(data["recipient"]),
            hazard=data.get("hazard"),
            contradicts=tuple(data.get("contradicts", ())),
        )
    if kind == "figure":
        return FigureClaim(**shared, **{name: data[name] for name in _FIGURE}, hazard=data.get("hazard"))
    if kind == "quote":
        speaker = _actor(data["speaker"])
        return QuoteClaim(**shared, text=data["text"], speaker=speaker, direct=data["direct"], partial=data["partial"])
    if kind == "aid":
        fields = {name: data[name] for name in _AID}
        return AidClaim(**shared, donor=_actor(data["donor"]), recipient=_actor(data["recipient"]), **fields)
    if kind == "unknown":
        return UnknownClaim(**shared, about=data["about"])
    raise ValueError(f"unknown kind of claim {kind!r}; the kinds are event, figure, quote, aid, unknown")


def _actor(data: Mapping[str, Any] | None) -> Actor | None:
    return None if data is None else Actor(data["text"], data["name"], data["country"], data["sector"])


def _actors(data: Sequence[Mapping[str, Any]]) -> tuple[Actor, ...]:
    return tuple(Actor(a["text"], a["name"], a["country"], a["sector"]) for a in data)


# --------------------------------------------------------------------------------------------------- families and stories


def family_line(family: Family) -> Json:
    """The line of a family with its lineage."""
    return {"record": "family", "id": family.id, "root": family.root, "reports": list(family.reports),
            "edges": [edge_json(e) for e in family.edges]}  # fmt: skip


def edge_json(e: Edge) -> Json:
    """How one report came from another; ``reason`` says why they count as copies."""
    return {
        "parent": e.parent,
        "child": e.child,
        "relation": e.relation,
        "containment": e.containment,
        "dropped": [evidence_json(x) for x in e.dropped],
        "added": [evidence_json(x) for x in e.added],
        "changed": [[evidence_json(a), evidence_json(b)] for a, b in e.changed],
        "directed": e.directed,
        "reason": e.reason,
    }


def story_line(story: Story) -> Json:
    """The line of a story."""
    return {
        "record": "story",
        "id": story.id,
        "title": story.title,
        "families": list(story.families),
        "reports": list(story.reports),
        "outlets": list(story.outlets),
        "origins": story.origins,
        "first": story.first,
        "last": story.last,
        "summary": story.summary,
    }


# ----------------------------------------------------------------------------------------------------------------- schema


def write_schemas(folder: Path) -> list[Path]:
    """Write one JSON Schema file a record into ``folder`` and give their paths; the same code gives the same bytes."""
    from onrecord.contract_schema import schemas

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas().items():
        path = folder / f"{name}.schema.json"
        path.write_text(json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(path)
    return written


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/schema"))
