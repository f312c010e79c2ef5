"""The ``.json`` twin of every page, and the OpenAPI description of them all.

One shape for data: ``{"data": ..., "page": {"limit", "offset", "more"} or null, "self": address}``. One shape for errors:
``{"error": {"status", "message", "remedy"}}``. Records stand in the contract's shapes (``onrecord.contract``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from onrecord import __version__
from onrecord.contract import claim_line, family_line, report_line, story_line
from onrecord.copies.lineage import Diff, Part, diff
from onrecord.ledger import Filter
from onrecord.ledger.lines import fused_line, relation_line
from onrecord.ledger.select import CERTAINTIES, KINDS
from onrecord.vocab import countries
from onrecord.web import pages, views
from onrecord.web.ask import LARGEST_OFFSET, LARGEST_PAGE, PAGE, Ask, BadRequestError, read_ask
from onrecord.web.render import store_of, to_json
from onrecord.web.store import counts, report_lines, state

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One address that answers with JSON: its path, what answers, what it gives, and its parameters."""

    path: str
    answer: Callable[[Request], Response]
    gives: str
    query: tuple[str, ...] = ()


def data(request: Request, found: Any, page: Json | None = None) -> Response:
    """The one shape of data."""
    query = f"?{request.url.query}" if request.url.query else ""
    return to_json({"data": found, "page": page, "self": request.url.path + query})


def _page(asked: Ask, more: bool) -> Json:
    return {"limit": asked.wanted.limit, "offset": asked.wanted.offset, "more": more}


def stories(request: Request) -> Response:
    asked = read_ask(request.query_params)
    with store_of(request).reading() as ledger:
        found, more = pages.stories_page(ledger, asked)
    return data(request, [story_line(story) for story in found], _page(asked, more))


def story(request: Request) -> Response:
    asked = read_ask({k: v for k, v in request.query_params.items() if k not in ("limit", "offset")})
    with store_of(request).reading() as ledger:
        found = ledger.story(request.path_params["id"])
        fused = pages.story_fused(ledger, found.id, asked)
        families = ledger.families(Filter(story=found.id, limit=pages.MOST_REPORTS))
        reports = report_lines(ledger, story=found.id, limit=pages.MOST_REPORTS)
    claims = [claim_line(c) for c in views.every_claim(fused)]
    body = {"story": story_line(found), "fused": fused_line(found.id, fused), "claims": claims}
    body |= {"families": [family_line(f) for f in families], "reports": [asdict(r) for r in reports]}
    return data(request, body)


def claims(request: Request) -> Response:
    asked = read_ask(request.query_params)
    limit = asked.wanted.limit or PAGE
    with store_of(request).reading() as ledger:
        found = ledger.claims(replace(asked.wanted, limit=limit + 1))
    return data(request, [claim_line(c) for c in found[:limit]], _page(asked, len(found) > limit))


def claim(request: Request) -> Response:
    with store_of(request).reading() as ledger:
        found = ledger.claim(request.path_params["id"])
        review = ledger.review_states([found.id]).get(found.id)
        decisions = [asdict(d) for d in ledger.corrections(ledger.content_of(found.id))]
    rests = [asdict(r) for r in views.rests_on(found)]
    return data(request, {"claim": claim_line(found), "review": review, "decisions": decisions, "rests_on": rests})


def report(request: Request) -> Response:
    with store_of(request).reading() as ledger:
        found = ledger.report(pages.report_id(request.path_params["id"]))
        family_id = ledger.family_of(found.id).id
        carried = ledger.claims(Filter(report=found.id, limit=pages.MOST_CLAIMS))
        body = {**report_line(found), "family": family_id, "story": ledger.story_of(family_id), "text": found.text}
    return data(request, {"report": body, "claims": [claim_line(c) for c in carried]})


def family(request: Request) -> Response:
    with store_of(request).reading() as ledger:
        found = ledger.family(request.path_params["id"])
        reports = report_lines(ledger, family=found.id, limit=pages.MOST_REPORTS)
    return data(request, {"family": family_line(found), "reports": [asdict(r) for r in reports]})


def compare(request: Request) -> Response:
    ids = [request.query_params.get(name) for name in ("before", "after")]
    if not all(ids):
        raise BadRequestError("name two reports", "compare.json?before=ID&after=ID")
    with store_of(request).reading() as ledger:
        one, other = (ledger.report(pages.report_id(identity or "")) for identity in ids)
        found = diff(one, other)
        carried = [ledger.claims(Filter(report=r, limit=pages.MOST_CLAIMS)) for r in (found.before, found.after)]
    lost, gained = views.claims_apart(*carried)
    body = _diff(found) | {"claims_dropped": [claim_line(c) for c in lost], "claims_added": [claim_line(c) for c in gained]}
    return data(request, body)


def _diff(found: Diff) -> Json:
    def part(p: Part) -> Json:
        return {
            "report": p.evidence.report,
            "start": p.evidence.start,
            "end": p.evidence.end,
            "text": p.evidence.text,
            "segment": p.segment,
        }

    changed = [
        {"before": part(c.before), "after": part(c.after), "words": [{"before": x.before, "after": x.after} for x in c.words]}
        for c in found.changed
    ]
    return {
        "before": found.before,
        "after": found.after,
        "relation": found.relation,
        "containment": found.containment,
        "directed": found.directed,
        "moved": found.moved,
        "reason": found.reason,
        "kept": [[part(a), part(b)] for a, b in found.kept],
        "changed": changed,
        "dropped": [part(p) for p in found.dropped],
        "added": [part(p) for p in found.added],
    }


def search(request: Request) -> Response:
    asked = read_ask(request.query_params)
    if not asked.wanted.words:
        raise BadRequestError("nothing to search for", "search.json?q=WORDS")
    with store_of(request).reading() as ledger:
        hits = ledger.search(asked.wanted.words, asked.wanted)
    return data(request, [asdict(hit) for hit in hits], _page(asked, len(hits) >= (asked.wanted.limit or 0)))


def said(request: Request) -> Response:
    asked = read_ask(request.query_params)
    if not asked.wanted.source:
        raise BadRequestError("whose words?", "said.json?source=NAME")
    limit = asked.wanted.limit or PAGE
    with store_of(request).reading() as ledger:
        told = request.query_params.get("story")
        found = ledger.claims(replace(asked.wanted, story=ledger.story(told).id if told else None, limit=limit + 1))
    return data(request, [claim_line(c) for c in found[:limit]], _page(asked, len(found) > limit))


def relations(request: Request) -> Response:
    a, b = (request.query_params.get(name, "").strip() for name in ("a", "b"))
    if not a or not b or len(a) > 120 or len(b) > 120 or "\x00" in a + b:
        raise BadRequestError("name two parties", "relations.json?a=PER&b=CHL; a country's code or part of a name")
    asked = read_ask(request.query_params)
    with store_of(request).reading() as ledger:
        steps = ledger.relations(a, b, asked.wanted)[: pages.MOST_CLAIMS]
    return data(request, [relation_line(step) for step in steps])


def log(request: Request) -> Response:
    with store_of(request).reading() as ledger:
        body = {
            "decisions": [asdict(d) for d in ledger.corrections(undone=True)][-500:],
            "changes": [asdict(c) for c in ledger.changes(limit=500)],
            "refusals": [asdict(r) for r in ledger.refusals()[:500]],
        }
    return data(request, body)


def changes(request: Request) -> Response:
    with store_of(request).reading() as ledger:
        return data(request, {"state": str(state(ledger)), "counts": counts(ledger)})


_FILTERS = ("q", "country", "type", "kind", "since", "until", "source", "certainty", "origins")
_PAGED = (*_FILTERS, "limit", "offset")

ENTRIES: tuple[Entry, ...] = (
    Entry("/stories.json", stories, "stories, the ones told last first", _PAGED),
    Entry("/stories/{id}.json", story, "one story: fused record, claims, families, reports", _FILTERS),
    Entry("/claims.json", claims, "claims, newest first", _PAGED),
    Entry("/claims/{id}.json", claim, "one claim, its review, and what each field rests on"),
    Entry("/reports/{id}.json", report, "one report with its text and the claims that it carries"),
    Entry("/families/{id}.json", family, "one family with its lineage"),
    Entry("/compare.json", compare, "two reports compared, sentence by sentence", ("before", "after")),
    Entry("/search.json", search, "claims and reports that hold the words", _PAGED),
    Entry("/said.json", said, "claims of one source", (*_PAGED, "story")),
    Entry("/relations.json", relations, "what two parties did to one another", ("a", "b", *_FILTERS)),
    Entry("/log.json", log, "decisions, changes and refusals"),
    Entry("/changes.json", changes, "how far the ledger has come"),
)


# ---------------------------------------------------------------------------------------------------------------- OpenAPI

_ID = "^([a-z0-9]{1,8}:)?[0-9a-f]{6,64}$"
"""An id or the beginning of one; the ledger takes more, an address of the pages needs no more."""
_NO_COUNTRY = ("EUR", "IGO", "NGO", "UNO")
_PARAMETERS: dict[str, tuple[Json, str]] = {
    "q": (
        {"type": "string", "pattern": "[A-Za-z0-9]", "maxLength": 200},
        'words; "quoted" as a phrase, word* as a beginning',
    ),
    "country": ({"type": "string", "enum": [*sorted(countries()), *_NO_COUNTRY]}, "ISO 3166 alpha-3 code; names do as well"),
    "type": ({"type": "string", "pattern": "^[A-Za-z_]{1,40}$"}, "event type, metric or state of aid"),
    "kind": ({"type": "string", "enum": list(KINDS)}, "kind of claim"),
    "since": ({"type": "string", "pattern": r"^(\d{4}(-\d\d(-\d\d)?)?)?$"}, "first day"),
    "until": ({"type": "string", "pattern": r"^(\d{4}(-\d\d(-\d\d)?)?)?$"}, "last day"),
    "source": ({"type": "string", "pattern": "[A-Za-z0-9]", "maxLength": 200}, "part of the name of who says so"),
    "certainty": ({"type": "string", "enum": list(CERTAINTIES)}, "how it is told"),
    "origins": ({"type": "integer", "minimum": 1, "maximum": 1000}, "told by at least so many origins"),
    "limit": ({"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE}, "size of the page"),
    "offset": ({"type": "integer", "minimum": 0, "maximum": LARGEST_OFFSET, "default": 0}, "where the page begins"),
    "before": ({"type": "string", "pattern": _ID}, "id of a report"),
    "after": ({"type": "string", "pattern": _ID}, "id of a report"),
    "story": ({"type": "string"}, "id of a story"),
    "a": ({"type": "string", "minLength": 1, "maxLength": 120}, "a country's code or part of a name"),
    "b": ({"type": "string", "minLength": 1, "maxLength": 120}, "a country's code or part of a name"),
}
_REQUIRED = {
    "/compare.json": ("before", "after"),
    "/search.json": ("q",),
    "/said.json": ("source",),
    "/relations.json": ("a", "b"),
}


def openapi() -> Json:
    """The description of every entry, as OpenAPI 3.1."""
    paths: Json = {}
    for entry in ENTRIES:
        parameters = [_parameter(name, name in _REQUIRED.get(entry.path, ())) for name in entry.query]
        if "{id}" in entry.path:
            parameters.append({"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": _ID}})
        paths[entry.path] = {
            "get": {
                "summary": entry.gives,
                "operationId": _name(entry.path),
                "parameters": parameters,
                "responses": _responses(),
            }
        }
    paths["/claims/{id}/review"] = {"post": _review()}
    paths["/decisions/{number}/undo"] = {"post": _undo()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "On Record", "version": __version__, "description": "One ledger, read over HTTP on this machine."},
        "paths": paths,
        "components": {
            "schemas": {"Data": _DATA, "Error": _ERROR},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _name(path: str) -> str:
    return "one_" + path.split("/")[1] if "{" in path else path.strip("/").removesuffix(".json")


def _parameter(name: str, required: bool) -> Json:
    schema, said = _PARAMETERS[name]
    return {"name": name, "in": "query", "required": required, "description": said, "schema": schema}


def _responses(page: bool = False) -> Json:
    """What comes back; ``page``: also as a page, to whoever does not ask for JSON."""

    def body(name: str, said: str) -> Json:
        content: Json = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        return {"description": said, "content": content | ({"text/html": {}} if page else {})}

    errors = {
        "400": "a value cannot be",
        "401": "no token",
        "403": "not from this machine or these pages",
        "404": "not in the ledger",
        "422": "refused by the record",
        "503": "too slow, or no ledger",
    }
    return {"200": body("Data", "what was asked for"), **{code: body("Error", said) for code, said in errors.items()}}


def _review() -> Json:
    fields = {
        "action": {"type": "string", "enum": ["accept", "correct", "reject"]},
        "reason": {"type": "string", "maxLength": 40},
    }
    texts = {"note": {"type": "string", "maxLength": 2000}, "person": {"type": "string", "maxLength": 120}}
    schema = {
        "type": "object",
        "required": ["action"],
        "properties": {**fields, **texts},
        "additionalProperties": {"type": "string"},
    }
    identity = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": _ID}}
    return {
        "summary": "accept, correct (field.NAME for each field) or reject a claim",
        "operationId": "review",
        "parameters": [identity],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": _responses(page=True),
    }


def _undo() -> Json:
    number = {"name": "number", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
    return {
        "summary": "take a decision back",
        "operationId": "undo",
        "parameters": [number],
        "responses": _responses(page=True),
    }


_DATA: Json = {
    "type": "object",
    "required": ["data", "self"],
    "properties": {
        "data": {},
        "page": {
            "type": ["object", "null"],
            "properties": {"limit": {"type": "integer"}, "offset": {"type": "integer"}, "more": {"type": "boolean"}},
        },
        "self": {"type": "string"},
    },
}
_ERROR: Json = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["status", "message", "remedy"],
            "properties": {"status": {"type": "integer"}, "message": {"type": "string"}, "remedy": {"type": "string"}},
        }
    },
}


def described(request: Request) -> Response:
    """The description itself: OpenAPI's own shape, not the data's."""
    return to_json(openapi())
