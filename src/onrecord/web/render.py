"""Answers: a template filled in, or JSON. Everything in a template is escaped; nothing is ever marked safe."""

from __future__ import annotations

import hashlib
import json
from functools import cache, lru_cache
from importlib import resources
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from onrecord.web import views, words
from onrecord.web.marks import LAYERS
from onrecord.web.store import Store


def store_of(request: Request) -> Store:
    """The store that the application was made with."""
    store: Store = request.app.state.store
    return store


@cache
def environment() -> Environment:
    """The templates. An undefined name is an error, not a gap on the page."""
    made = Environment(
        loader=PackageLoader("onrecord.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.globals.update(w=words, v=views, LAYERS=LAYERS, static=static, fixed=fixed, twin=twin)
    made.filters.update(hex=words.hexed, day=words.day, many=words.many, human=words.human, short=words.short, q=_quoted)
    return made


@cache
def fixed(name: str) -> Markup:
    """The choices that are the same on every page (a macro of ``_fixed.html``, which escapes), made once."""
    made: Markup = getattr(environment().get_template("_fixed.html").module, name)()
    return made


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    """Text as a part of an address."""
    return quote(text, safe=":")


def twin(request: Request) -> str:
    """The address of a page's twin: the same, what asks for nothing left out."""
    query = urlencode({name: value for name, value in request.query_params.items() if value.strip()})
    return f"{request.url.path}.json" + (f"?{query}" if query else "")


@cache
def static(name: str) -> str:
    """The address of a packaged file; it changes with the content, so that browsers may keep the file."""
    content = resources.files("onrecord.web").joinpath("static", name).read_bytes()
    return f"/static/{name}?{hashlib.sha256(content).hexdigest()[:10]}"


def page(request: Request, name: str, status: int = 200, headers: dict[str, str] | None = None, **context: Any) -> Response:
    """A page, or the part of one that htmx asks for."""
    html = environment().get_template(name).render(request=request, path=request.url.path, **context)
    return Response(html, status, headers={"Vary": "HX-Request", **(headers or {})}, media_type="text/html")


def to_json(body: Any, status: int = 200) -> Response:
    """JSON in UTF-8, letters left as letters."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Response(text.encode("utf-8", "replace"), status, media_type="application/json")


def partly(request: Request) -> bool:
    """Whether htmx asks for a part of the page."""
    return request.headers.get("hx-request") == "true"
