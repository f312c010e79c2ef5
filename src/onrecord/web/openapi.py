"""The OpenAPI description of all that the pages answer to programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from onrecord import __version__
from onrecord.ledger.select import CERTAINTIES, KINDS, SOURCE_KINDS
from onrecord.vocab import countries
from onrecord.web.api import ENTRIES
from onrecord.web.ask import LARGEST_OFFSET, LARGEST_PAGE, LONGEST_WORDS, ORDERS, PAGE
from onrecord.web.render import to_json
from onrecord.web.reviews import ACTIONS

Json = dict[str, Any]

_ID = "^([a-z0-9]{1,8}:)?[0-9a-f]{6,64}$"
"""An id or the beginning of one; the ledger takes more, an address of the pages needs no more."""
_WORDS = r"^[^\x00]*[^\s\x00][^\x00]*$"
_DAY = {"type": "string", "pattern": r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"}
_DAY_OR_NONE = {"type": "string", "pattern": f"^$|{_DAY['pattern']}"}
_NO_COUNTRY = ("EUR", "IGO", "NGO", "UNO")
_PARAMETERS: dict[str, tuple[Json, str]] = {
    "q": (
        {"type": "string", "pattern": _WORDS, "maxLength": LONGEST_WORDS},
        'words; "quoted" as a phrase, word* as a beginning; marks alone find nothing',
    ),
    "country": ({"type": "string", "enum": [*sorted(countries()), *_NO_COUNTRY]}, "ISO 3166 alpha-3 code; names do as well"),
    "type": ({"type": "string", "pattern": "^[A-Za-z_]{1,40}$"}, "event type, metric or state of aid"),
    "kind": ({"type": "string", "enum": list(KINDS)}, "kind of claim"),
    "since": (_DAY, "first day"),
    "until": (_DAY, "last day"),
    "source": ({"type": "string", "pattern": _WORDS, "maxLength": LONGEST_WORDS}, "part of the name of who says so"),
    "certainty": ({"type": "string", "enum": list(CERTAINTIES)}, "how it is told"),
    "origins": ({"type": "integer", "minimum": 1, "maximum": 1000}, "told by at least so many origins"),
    "order": ({"type": "string", "enum": list(ORDERS)}, "newest change first, or those told last"),
    "limit": ({"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE}, "size of the page"),
    "offset": ({"type": "integer", "minimum": 0, "maximum": LARGEST_OFFSET, "default": 0}, "where the page begins"),
    "before": ({"type": "string", "pattern": _ID}, "id of a report"),
    "after": ({"type": "string", "pattern": _ID}, "id of a report"),
    "story": ({"type": "string", "pattern": _ID}, "id of a story"),
    "a": ({"type": "string", "pattern": _WORDS, "maxLength": 120}, "a country's code or part of a name"),
    "b": ({"type": "string", "pattern": _WORDS, "maxLength": 120}, "a country's code or part of a name"),
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
    paths |= {path: {"post": _write(path, summary, fields, needed)} for path, summary, fields, needed in WRITES}
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


def _responses(write: bool = False) -> Json:
    """What comes back; of an address that writes also as a page, to whoever does not ask for JSON."""

    def body(name: str, said: str) -> Json:
        content: Json = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        return {"description": said, "content": content | ({"text/html": {}, "text/plain": {}} if write else {})}

    errors = {
        "400": "a value cannot be",
        "401": "no token",
        "403": "not from this machine or these pages",
        "404": "not in the ledger",
        "405": "cannot be asked so",
        "414": "the address is too long",
        "421": "asked under a name that the server does not have",
        "422": "refused by the record",
        "503": "too slow, or no ledger",
    }
    if write:
        errors |= {"413": "the body is too long"}
    return {"200": body("Data", "what was asked for"), **{code: body("Error", said) for code, said in errors.items()}}


def _write(path: str, summary: str, fields: Json, needed: Sequence[str]) -> Json:
    """An address that writes: texts in a form or a JSON object, further ones (``field.NAME``) allowed."""
    body: Json = {"type": "object", "properties": fields | _ABOUT, "additionalProperties": {"type": "string"}}
    name = "number" if "{number}" in path else "id"
    schema = {"type": "integer", "minimum": 1, "maximum": 2**31} if name == "number" else {"type": "string", "pattern": _ID}
    content = {kind: {"schema": body | ({"required": list(needed)} if needed else {})} for kind in _BODIES}
    return {
        "summary": summary,
        "operationId": "add"
        if path == "/claims"
        else path.strip("/").replace("/", "_").replace("{id}_", "").replace("{number}_", ""),
        "parameters": [{"name": name, "in": "path", "required": True, "schema": schema}] if "{" in path else [],
        "requestBody": {"required": bool(needed), "content": content},
        "responses": _responses(write=True),
    }


def _text(longest: int, **more: Any) -> Json:
    return {"type": "string", "maxLength": longest, **more}


_BODIES = ("application/json", "application/x-www-form-urlencoded")
_ABOUT = {"note": _text(2000), "person": _text(120)}
_OTHER = {"other": _text(80, pattern=_ID)}
_STORY = {"story": _text(80, pattern=f"^own$|{_ID}")}
_REVIEW = {"action": {"type": "string", "enum": list(ACTIONS)}, "reason": _text(40)}
_ADD = {
    "kind": {"type": "string", "enum": list(KINDS)}, "said": _text(4000, pattern=_WORDS), "source": _text(200, pattern=_WORDS),
    "source_kind": {"type": "string", "enum": list(SOURCE_KINDS)}, "source_country": _text(60), "published": _DAY_OR_NONE,
    "story": _text(80), "when": _DAY_OR_NONE, "where": _text(400), "where_country": _text(60),
}  # fmt: skip
WRITES: tuple[tuple[str, str, Json, tuple[str, ...]], ...] = (
    ("/claims/{id}/review", "accept, correct (field.NAME for each field) or reject a claim", _REVIEW, ("action",)),
    (
        "/claims",
        "put a claim on record by hand (field.NAME for what it says)",
        _ADD,
        ("kind", "said", "source"),
    ),
    ("/claims/{id}/apart", "set apart two claims: they are not of one event", _OTHER, ("other",)),
    ("/reports/{id}/apart", "set apart two reports: they are no copies", _OTHER, ("other",)),
    ("/families/{id}/story", "put a text into another story; own: into one of its own", _STORY, ("story",)),
    ("/stories/{id}/together", "put a story together with another", _STORY, ("story",)),
    (
        "/decisions/{number}/undo",
        "take a decision back; all: with those made with it",
        {"all": _text(5)},
        (),
    ),
)
"""Path, what it does, its own fields, and those that must be there."""

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
