"""Review in place: accept, correct, reject with a reason, add by hand, set apart, put together, take back.

All of it goes through ``onrecord.ledger.review``; every decision stands in the log and can be taken back.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.contract import claim_line
from onrecord.errors import OnRecordError
from onrecord.ledger import Ledger, review
from onrecord.model import Claim
from onrecord.web import pages
from onrecord.web.ask import BadRequestError, read_day
from onrecord.web.forms import by_hand, changed, said
from onrecord.web.guard import wants_json
from onrecord.web.render import partly, store_of, to_json

ACTIONS = ("accept", "correct", "reject")
MOST_MOVED = 200
"""Origins that one press moves from a story into another."""
Form = Mapping[str, str]


def _write(does: Callable[[Request, Form], Response]) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that reads the form and does the rest in a thread."""

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(does, request, await _form(request))

    return endpoint


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


def _about(form: Form) -> dict[str, str]:
    return {"note": said(form, "note"), "person": said(form, "person")}


# ------------------------------------------------------------------------------------------------------------- one claim


def decide(request: Request, form: Form) -> Response:
    """Accept, correct or reject one claim."""
    action, identity = form.get("action", ""), request.path_params["id"]
    if action not in ACTIONS:
        raise BadRequestError("invalid action", f"valid are: {', '.join(ACTIONS)}")
    store, about = store_of(request), _about(form)
    reason = said(form, "reason") or ("wrong reading" if action == "correct" else "")
    with store.writing() as ledger:
        if action == "accept":
            found = review.accept(ledger, identity, store.stages(), **about)
        elif action == "reject":
            found = review.reject(ledger, identity, reason, store.stages(), **about)
        else:
            fields = changed(ledger.claim(identity), form)
            found = review.correct(ledger, identity, fields, reason, store.stages(), **about)
    return _done(request, found)


def add(request: Request, form: Form) -> Response:
    """Put a claim on record that no report carries, with its source."""
    kind, quoted, fields = by_hand(form)
    published = read_day(said(form, "published") or None, "published") or date.today().isoformat()
    store, about, story = store_of(request), _about(form), said(form, "story")
    with store.writing() as ledger:
        home = ledger.story(story).id if story else None
        found = review.add(ledger, kind, quoted, fields, store.stages(), story=home, published=published, **about)
    return _done(request, found, in_story=True)


def apart_claims(request: Request, form: Form) -> Response:
    """Say that two claims are not of one event."""
    store, about, identity = store_of(request), _about(form), request.path_params["id"]
    with store.writing() as ledger:
        review.set_apart(ledger, identity, said(form, "other", needed=True), store.stages(), **about)
        found = ledger.claim(identity)
    return _done(request, found)


# --------------------------------------------------------------------------------------------- reports, families, stories


def apart_reports(request: Request, form: Form) -> Response:
    """Say that two reports are no copies of one text."""
    store, about = store_of(request), _about(form)
    ids = (pages.report_id(request.path_params["id"]), pages.report_id(said(form, "other", needed=True)))
    with store.writing() as ledger:
        child, parent = (ledger.report(identity).id for identity in ids)
        review.set_apart(ledger, parent, child, store.stages(), **about)
        family = ledger.family_of(child).id
    return _moved(request, f"/families/{family}", {"family": family})


def place(request: Request, form: Form) -> Response:
    """Put a family into another story, or into one of its own."""
    wanted, about = said(form, "story", needed=True), _about(form)
    with store_of(request).writing() as ledger:
        family = ledger.family(request.path_params["id"]).id
        told = review.move(ledger, family, None if wanted == "own" else ledger.story(wanted).id, **about)
    return _moved(request, f"/stories/{told}", {"story": told, "families": 1})


def together(request: Request, form: Form) -> Response:
    """Put a whole story together with another, which keeps its name."""
    wanted, about = said(form, "story", needed=True), _about(form)
    with store_of(request).writing() as ledger:
        one, other = ledger.story(request.path_params["id"]), ledger.story(wanted)
        if len(one.families) > MOST_MOVED:
            raise OnRecordError(f"the story has {len(one.families)} origins", f"move at most {MOST_MOVED} of them")
        for family in one.families:
            review.move(ledger, family, other.id, **about)
    return _moved(request, f"/stories/{other.id}", {"story": other.id, "families": len(one.families)})


# ------------------------------------------------------------------------------------------------------------------- undo


def undo(request: Request, form: Form) -> Response:
    """Take a decision back; with ``all``, also those that were made with it when two stories were put together."""
    store, number = store_of(request), request.path_params["number"]
    with store.writing() as ledger:
        for further in _with(ledger, number) if form.get("all") else ():
            review.undo(ledger, further, store.stages())
        decision = review.undo(ledger, number, store.stages())
        about = (decision.subject, decision.other) if decision.action == "apart" and decision.other else (decision.subject,)
        found = [claim for content in about for claim in ledger.claims_of_content(content)]
    shown = next((c for c in found if c.id == form.get("claim")), found[0] if found else None)
    return _done(request, shown, form.get("back", ""))


def _with(ledger: Ledger, number: int) -> list[int]:
    """The further moves between the same two stories, the last one first."""
    decisions = ledger.corrections()
    one = next((d for d in decisions if d.number == number and d.action == "move"), None)
    same = [d.number for d in decisions if one and (d.action, d.other, d.before) == (one.action, one.other, one.before)]
    return [n for n in reversed(same) if n != number]


# ---------------------------------------------------------------------------------------------------------------- answers


def _done(request: Request, claim: Claim | None, back: str = "", *, in_story: bool = False) -> Response:
    """The panel anew for htmx, the record for a program, the claim's page (or the log) for a plain form."""
    if wants_json(request):
        return to_json({"data": claim_line(claim) if claim else None, "self": request.url.path})
    if claim is None or back == "log":
        return RedirectResponse("/log", 303)
    shown = f"/stories/{claim.story}?claim={claim.id}" if in_story and claim.story else f"/claims/{claim.id}"
    if partly(request):
        request.path_params["id"] = claim.id
        answer = pages.claim(request)
        answer.headers["HX-Trigger"] = "reviewed"
        if in_story and claim.story:
            answer.headers["HX-Push-Url"] = shown
        return answer
    return RedirectResponse(shown + ("#panel" if in_story else ""), 303)


def _moved(request: Request, address: str, data: dict[str, object]) -> Response:
    if wants_json(request):
        return to_json({"data": data, "self": request.url.path})
    return RedirectResponse(address, 303)


WRITES = tuple(
    (path, _write(does))
    for path, does in (
        ("/claims/{id}/review", decide),
        ("/claims", add),
        ("/claims/{id}/apart", apart_claims),
        ("/reports/{id}/apart", apart_reports),
        ("/families/{id}/story", place),
        ("/stories/{id}/together", together),
        ("/decisions/{number:int}/undo", undo),
    )
)
