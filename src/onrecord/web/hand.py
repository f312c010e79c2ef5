"""The pages of forms: put a line on record by hand, put a text or a story where it belongs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from onrecord.ledger import Filter, Ledger
from onrecord.ledger.rows import first_day
from onrecord.ledger.select import KINDS
from onrecord.model import Story
from onrecord.web.ask import BadRequestError, read_ask
from onrecord.web.forms import ADDED
from onrecord.web.render import page, partly, store_of

_AROUND = timedelta(days=4)
_MOST_FOUND = 20


def add(request: Request) -> Response:
    """The form for a claim that no report carries: for ``story``, of ``kind``."""
    kind = request.query_params.get("kind", "figure")
    if kind not in KINDS:
        raise BadRequestError("invalid kind", f"valid are: {', '.join(KINDS)}")
    wanted = request.query_params.get("story")
    with store_of(request).reading() as ledger:
        story = ledger.story(wanted) if wanted else None
    context: dict[str, Any] = {"story": story, "kind": kind, "fields": ADDED[kind], "today": date.today().isoformat()}
    return page(request, "_add.html" if partly(request) else "add.html", kinds=KINDS, **context)


def place(request: Request) -> Response:
    """Where a text belongs: its story, those told around the same days, those that hold the words ``to``."""
    with store_of(request).reading() as ledger:
        family = ledger.family(request.path_params["id"])
        story_id = ledger.story_of(family.id)
        story = ledger.story(story_id) if story_id else None
        root = ledger.report(family.root)
        found = _candidates(ledger, request, story, root.published)
    return page(request, "place.html", family=family, story=story, root=root, found=found, to=_looked_for(request))


def together(request: Request) -> Response:
    """Which story another is to be put together with."""
    with store_of(request).reading() as ledger:
        story = ledger.story(request.path_params["id"])
        found = _candidates(ledger, request, story, story.last)
    return page(request, "place.html", family=None, story=story, root=None, found=found, to=_looked_for(request))


def _looked_for(request: Request) -> str:
    return request.query_params.get("to", "")


def _candidates(ledger: Ledger, request: Request, story: Story | None, published: str | None) -> list[Story]:
    to = read_ask({"q": _looked_for(request)}).wanted.words
    day = first_day(published)
    if to or day is None:
        wanted = Filter(words=to, limit=_MOST_FOUND + 1)
    else:
        middle = date.fromisoformat(day)
        wanted = Filter(since=(middle - _AROUND).isoformat(), until=(middle + _AROUND).isoformat(), limit=_MOST_FOUND + 1)
    return [one for one in ledger.stories(wanted) if story is None or one.id != story.id][:_MOST_FOUND]


FORMS = (("/add", add), ("/families/{id}/story", place), ("/stories/{id}/together", together))
