"""Review in place: accept, correct, reject with a reason, take back, all through ``onrecord.ledger.review``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.contract import claim_line
from onrecord.ledger import review
from onrecord.model import Claim
from onrecord.web import pages
from onrecord.web.ask import BadRequestError
from onrecord.web.guard import wants_json
from onrecord.web.render import partly, store_of, to_json

ACTIONS = ("accept", "correct", "reject")
_NUMBERS = ("value", "low", "high", "amount")
_LONGEST = {"note": 2000, "person": 120, "reason": 40}


async def decide(request: Request) -> Response:
    """Accept, correct or reject one claim."""
    form = await _form(request)
    return await run_in_threadpool(_decide, request, form)


async def undo(request: Request) -> Response:
    """Take a decision back."""
    form = await _form(request)
    return await run_in_threadpool(_undo, request, form)


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form, or of a JSON object with texts; every one a text."""
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind == "application/json":
        try:
            body = await request.json()
        except ValueError as error:
            raise BadRequestError("the body is no JSON", "send an object of texts") from error
        if not isinstance(body, dict) or not all(isinstance(value, str) for value in body.values()):
            raise BadRequestError("the body is not an object of texts", "send an object of texts")
        return dict(body)
    if kind not in ("application/x-www-form-urlencoded", ""):
        raise BadRequestError("the body is no form", "send application/x-www-form-urlencoded or application/json")
    async with request.form(max_fields=40) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


def _said(form: Mapping[str, str], name: str) -> str:
    text = form.get(name, "").strip()
    if len(text) > _LONGEST[name] or "\x00" in text:
        raise BadRequestError(f"the {name} is too long", f"give at most {_LONGEST[name]} letters")
    return text


def _decide(request: Request, form: Mapping[str, str]) -> Response:
    action, identity = form.get("action", ""), request.path_params["id"]
    if action not in ACTIONS:
        raise BadRequestError("invalid action", f"valid are: {', '.join(ACTIONS)}")
    store = store_of(request)
    about = {"note": _said(form, "note"), "person": _said(form, "person")}
    reason = _said(form, "reason") or ("wrong reading" if action == "correct" else "")
    with store.writing() as ledger:
        if action == "accept":
            found = review.accept(ledger, identity, store.stages(), **about)
        elif action == "reject":
            found = review.reject(ledger, identity, reason, store.stages(), **about)
        else:
            fields = changed(ledger.claim(identity), form)
            found = review.correct(ledger, identity, fields, reason, store.stages(), **about)
    return _done(request, found)


def changed(claim: Claim, form: Mapping[str, str]) -> dict[str, Any]:
    """The fields that a form gives another value than the claim has. BadRequestError where none, or a number is none."""
    line, out = claim_line(claim), {}
    for name, before, valid in pages.fields_to_correct(claim):
        text = form.get(f"field.{name}")
        if text is None or text.strip() == before:
            continue
        if valid and text.strip() not in valid:
            raise BadRequestError(f"invalid {name}", f"valid are: {', '.join(filter(None, valid))}")
        out[name] = (
            _number(name, text.strip()) if name in _NUMBERS else text.strip() or (None if line[name] is None or valid else "")
        )
    if not out:
        raise BadRequestError("nothing was corrected", "change a field, or accept the claim")
    return {
        name: None if value == "" and name in ("mode", "item", "currency", "reply") else value for name, value in out.items()
    }


def _number(name: str, text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text.replace(",", ""))
    except ValueError as error:
        raise BadRequestError(f"invalid {name}", "give a number, as 4100 or 12.5, or nothing") from error
    if value != value or abs(value) > 1e15:
        raise BadRequestError(f"invalid {name}", "give a number below a thousand million million")
    return value


def _undo(request: Request, form: Mapping[str, str]) -> Response:
    store = store_of(request)
    with store.writing() as ledger:
        decision = review.undo(ledger, request.path_params["number"], store.stages())
        found = ledger.claims_of_content(decision.subject)
    shown = next((c for c in found if c.id == form.get("claim")), found[0] if found else None)
    return _done(request, shown, form.get("back", ""))


def _done(request: Request, claim: Claim | None, back: str = "") -> Response:
    """The panel anew for htmx, the record for a program, the claim's page (or the log) for a plain form."""
    if wants_json(request):
        return to_json({"data": claim_line(claim) if claim else None, "self": request.url.path})
    if claim is None or back == "log":
        return RedirectResponse("/log", 303)
    if partly(request):
        request.path_params["id"] = claim.id
        answer = pages.claim(request)
        answer.headers["HX-Trigger"] = "reviewed"
        return answer
    return RedirectResponse(f"/claims/{claim.id}", 303)


WRITES = (("/claims/{id}/review", decide), ("/decisions/{number:int}/undo", undo))
