"""The application: routes, errors, and what they share."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import anyio.to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from onrecord.errors import LedgerError, ModelError, NotFoundError, OnRecordError
from onrecord.ledger.stages import Stages
from onrecord.model import Annotations, Report
from onrecord.web import api, hand, openapi, pages, reviews, takeout
from onrecord.web.ask import BadRequestError
from onrecord.web.guard import Door, Guard, error_body, wants_json
from onrecord.web.render import page, partly, to_json
from onrecord.web.store import Store, TooSlowError, state

_AT_ONCE = 8
"""Requests answered at the same time: each holds a connection with its page cache."""

Annotate = Callable[[Report], Annotations | None]


class Pages(Starlette):
    """Starlette with the guard around everything, the answer to an unforeseen error included."""

    def __init__(self, door: Door, **options: Any) -> None:
        super().__init__(**options)
        self.door = door

    def build_middleware_stack(self) -> ASGIApp:
        return Guard(super().build_middleware_stack(), self.door)


def create_app(
    ledger: str | Path,
    *,
    token: str | None = None,
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost"),
    port: int = 8765,
    any_address: bool = False,
    stages: Callable[[], Stages] | None = None,
    annotate: Annotate | None = None,
) -> Starlette:
    """The pages of one ledger as an ASGI application. LedgerError where it cannot be read.

    ``token`` is what a browser must bring once (made at random where none is given; ``app.state.token`` has it), ``hosts`` the
    names under which the server is reached, each with ``port``; with ``any_address`` every IP address is one as well.
    ``stages`` and ``annotate`` are what reviews and the layers of a report call: the program's own unless given.
    """
    store = Store(Path(ledger), stages or _default_stages, _remembering(annotate or _annotate))
    with store.reading() as opened:
        state(opened)
    door = Door(
        token or secrets.token_urlsafe(24), frozenset(_named(hosts, port)), f"onrecord-{port}", port if any_address else None
    )
    app = Pages(
        door,
        routes=[*_routes(), Mount("/static", StaticFiles(packages=[("onrecord.web", "static")]))],
        middleware=[Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)],
        exception_handlers={HTTPException: _http_error, OnRecordError: _own_error, Exception: _unforeseen},
        lifespan=_lifespan,
    )
    app.state.store, app.state.token = store, door.token
    return app


def _named(hosts: tuple[str, ...], port: int) -> list[str]:
    bracketed = [f"[{host}]" if ":" in host and not host.startswith("[") else host for host in hosts]
    return [f"{host.lower()}:{port}" for host in bracketed] + ([host.lower() for host in bracketed] if port == 80 else [])


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = _AT_ONCE
    yield


def _routes() -> list[Route]:
    """JSON first: ``/stories/x.json`` would else be a story of that name."""
    twins = [Route(entry.path, api.strict(entry), methods=["GET"]) for entry in api.ENTRIES]
    views = [Route(path, endpoint, methods=["GET"]) for path, endpoint in (*pages.PAGES, *hand.FORMS, *takeout.FILES)]
    writes = [Route(path, endpoint, methods=["POST"]) for path, endpoint in reviews.WRITES]
    return [Route("/openapi.json", openapi.described), *twins, *writes, *views]


def _default_stages() -> Stages:
    from onrecord.ledger.stages import default_stages

    return default_stages()


def _annotate(report: Report) -> Annotations | None:
    from onrecord.pipeline import annotate_report

    try:
        return annotate_report(report)
    except ModelError:
        return None


def _remembering(annotate: Annotate) -> Annotate:
    """``annotate`` one report at a time, the last ones kept: they are looked at again and again while somebody reviews."""
    lock = Lock()
    by_id: dict[str, Report] = {}

    @lru_cache(maxsize=64)
    def kept(identity: str) -> Annotations | None:
        return annotate(by_id[identity])

    def remembering(report: Report) -> Annotations | None:
        with lock:
            by_id[report.id] = report
            try:
                return kept(report.id)
            finally:
                by_id.clear()

    return remembering


# ----------------------------------------------------------------------------------------------------------------- errors


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    said = {
        404: ("there is nothing at this address", "start from the list of stories"),
        405: ("this address cannot be asked so", ""),
    }
    message, remedy = said.get(error.status_code, ("the request cannot be answered", ""))
    answer = _problem(request, error.status_code, message, remedy)
    answer.headers.update(error.headers or {})
    return answer


def _own_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, OnRecordError)
    if isinstance(error, NotFoundError):
        return _problem(
            request, 404, "there is no such story, report, family or claim in the ledger", "start from the list of stories"
        )
    if isinstance(error, TooSlowError):
        return _problem(request, 503, str(error), error.remedy)
    if isinstance(error, LedgerError):
        return _problem(
            request, 503, "the ledger cannot be read at the moment", "look at what onrecord serve printed, then try again"
        )
    status = 400 if isinstance(error, BadRequestError) else 422
    return _problem(request, status, str(error), error.remedy)


def _unforeseen(request: Request, error: Exception) -> Response:
    return _problem(request, 500, "something went wrong in the program", "what went wrong stands where onrecord serve runs")


def _problem(request: Request, status: int, message: str, remedy: str) -> Response:
    if wants_json(request):
        return to_json(error_body(status, message, remedy), status)
    if partly(request):
        said = f"{message[:1].upper()}{message[1:]}" + (f": {remedy}" if remedy else "")
        return Response(f"{said}.", status, media_type="text/plain")
    return page(request, "error.html", status, code=status, message=message, remedy=remedy)
