"""The door of the pages: who may ask, and what every answer carries.

The ledger may hold what must not leave the machine, and any web page that is open in the same browser can send requests to
127.0.0.1. So every request, for whatever address, must

1. name a host that this server is known by (a foreign name that was made to point here, DNS rebinding, is turned away),
2. not come from another site's page (``Sec-Fetch-Site``, ``Origin``); a plain link from elsewhere may be followed,
3. show the token: once in the address, from then on in a cookie that scripts cannot read and other sites cannot send, or, for
   programs, as ``Authorization: Bearer``.

Every answer forbids scripts, styles, frames and connections other than the server's own files.
"""

from __future__ import annotations

import html
import ipaddress
import json
from dataclasses import dataclass
from secrets import compare_digest
from urllib.parse import urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # "no-referrer" would make browsers send "Origin: null" with the page's own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LARGEST_BODY = 64 * 1024
"""Bytes of a request's body; the pages' own forms stay far below."""
_LONGEST_ADDRESS = 4096


@dataclass(frozen=True, slots=True)
class Door:
    """Whom the server lets in: the token, the values of ``Host`` it answers to, and the name of its cookie.

    The name holds the port: cookies do not tell ports apart, and two ledgers may be open side by side.
    """

    token: str
    hosts: frozenset[str]
    cookie: str = "onrecord"
    any_address: int | None = None
    """The port under which every IP address is answered to as well. DNS rebinding needs a name: an address cannot be made to
    point elsewhere."""

    def answers_to(self, host: str) -> bool:
        """Whether a value of ``Host`` names this server."""
        if host in self.hosts:
            return True
        address, _, port = host.rpartition(":")
        if self.any_address is None or port != str(self.any_address):
            return False
        try:
            ipaddress.ip_address(address.removeprefix("[").removesuffix("]"))
        except ValueError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a request was turned away, and what to do."""

    status: int
    message: str
    remedy: str


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app = app
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        request = Request(scope)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                kept = "private, max-age=86400" if request.url.path.startswith("/static/") else "no-store"
                for name, value in {**HEADERS, "Cache-Control": kept}.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refused(request)
        if refused is not None:
            await answer(request, refused)(scope, receive, guarded)
        elif self._brings_token(request):
            await self._let_in(request)(scope, receive, guarded)
        else:
            await self.app(scope, _limited(receive), guarded)

    def _refused(self, request: Request) -> Refused | None:
        if not self.door.answers_to(request.headers.get("host", "").lower()):
            return Refused(421, "this server does not answer to that host name", "open the address that onrecord serve printed")
        if len(str(request.url)) > _LONGEST_ADDRESS:
            return Refused(414, "the address is too long", "narrow the question")
        if self._foreign(request):
            return Refused(403, "the request comes from another site", "open the page itself and do it there")
        length = request.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            return Refused(413, f"the body is larger than {LARGEST_BODY} bytes", "send less")
        if not self._brings_token(request) and not self._known(request):
            return Refused(401, "the token is missing or wrong", "open the address with ?token= that onrecord serve printed")
        return None

    def _foreign(self, request: Request) -> bool:
        site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
        reads = request.method in ("GET", "HEAD")
        if origin is not None and not self._own(origin, request.headers.get("host", "").lower()):
            return True
        if site in ("cross-site", "same-site"):
            return not (reads and request.headers.get("sec-fetch-mode") == "navigate")
        # A browser says where a writing request comes from; a program shows the token in a header that no form can send.
        return not reads and site is None and origin is None and not self._bearer(request)

    def _own(self, origin: str, host: str) -> bool:
        """Whether an origin is this server's: one of its names, or, on any address, the one that is asked."""
        named = origin.removeprefix("http://").removeprefix("https://")
        return named in self.door.hosts or (self.door.any_address is not None and named == host)

    def _brings_token(self, request: Request) -> bool:
        given = request.query_params.get("token") if request.method == "GET" else None
        return given is not None and self._same(given)

    def _known(self, request: Request) -> bool:
        return self._bearer(request) or self._same(request.cookies.get(self.door.cookie, ""))

    def _bearer(self, request: Request) -> bool:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and self._same(given.strip())

    def _same(self, given: str) -> bool:
        return compare_digest(given.encode(), self.door.token.encode())

    def _let_in(self, request: Request) -> Response:
        """To the same address without the token, so that it stays in no history that is shown and in no bookmark."""
        rest = [(name, value) for name, value in request.query_params.multi_items() if name != "token"]
        # One slash only: "//elsewhere" would be another host's address.
        path = "/" + request.url.path.lstrip("/\\")
        response = RedirectResponse(path + (f"?{urlencode(rest)}" if rest else ""), 303)
        response.set_cookie(self.door.cookie, self.door.token, httponly=True, samesite="strict", path="/")
        return response


def _limited(receive: Receive) -> Receive:
    """The body as it comes, cut where it grows over the limit without having said so."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_BODY:
            return {"type": "http.disconnect"}
        return message

    return limited


def wants_json(request: Request) -> bool:
    """Whether an answer should be JSON: a ``.json`` address, or a program that asks for it. htmx takes anything: HTML."""
    accept = request.headers.get("accept", "")
    return request.url.path.endswith(".json") or ("application/json" in accept and "text/html" not in accept)


def error_body(status: int, message: str, remedy: str) -> dict[str, object]:
    """The one shape of every error."""
    return {"error": {"status": status, "message": message, "remedy": remedy}}


def answer(request: Request, refused: Refused) -> Response:
    """A refusal as JSON or as a bare page: whoever was not let in gets no file of ours."""
    if wants_json(request):
        body = json.dumps(error_body(refused.status, refused.message, refused.remedy))
        return Response(body, refused.status, media_type="application/json")
    said = f"{html.escape(refused.message[:1].upper() + refused.message[1:])}: {html.escape(refused.remedy)}."
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>On Record</title><h1>On Record</h1><p>{said}</p></html>'
    )
    return Response(page, refused.status, media_type="text/html")
