"""The pages. Each asks the ledger, hands records to ``views``, and fills a template; none knows SQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.copies.lineage import diff
from onrecord.ledger import Filter, Ledger
from onrecord.ledger.query import Correction
from onrecord.ledger.review import REASONS
from onrecord.model import Claim, Report
from onrecord.web import draw, marks, views, words
from onrecord.web.ask import LARGEST_PAGE, Ask, BadRequestError, number, read_ask
from onrecord.web.forms import fields_to_correct
from onrecord.web.render import page, partly, store_of
from onrecord.web.store import (
    alike,
    changed,
    counts,
    report_lines,
    reports_after,
    state,
    story_facts,
    story_titles,
    titles,
    window,
)

MOST_CLAIMS = 1500
"""Claims of a report, or between two parties, at most."""
MOST_IN_STORY = 600
"""A story's page is made from at most so many of its claims, those of the newest days; it says so where there are more."""
MOST_REPORTS = 200
LISTED_REPORTS = 100
"""So many reports stand on a story's page; the rest is in its twin."""


def home(request: Request) -> Response:
    """The list of stories is the first page."""
    return RedirectResponse("/stories", 303)


def stories(request: Request) -> Response:
    """The stories asked for, newest change first."""
    asked = read_ask(request.query_params)
    with store_of(request).reading() as ledger:
        found, more = stories_page(ledger, asked)
        facts = story_facts(ledger, [story.id for story in found])
        lines = {identity: draw.bars(fact.days) for identity, fact in facts.items()}
        totals = counts(ledger)
        watch = f"since={state(ledger)}"
    context: dict[str, Any] = {
        "found": found, "more": more, "facts": facts, "lines": lines, "asked": asked, "counts": totals, "watch": watch,
    }  # fmt: skip
    return page(request, "stories.html", **context)


def stories_page(ledger: Ledger, asked: Ask) -> tuple[tuple[Any, ...], bool]:
    """A page of stories, and whether there are more."""
    limit = asked.wanted.limit or 1
    found = ledger.stories(replace(asked.wanted, limit=limit + 1))
    return found[:limit], len(found) > limit


def story(request: Request) -> Response:
    """One story: everything on record, put together."""
    asked = story_ask(request)
    opened = request.query_params.get("claim")
    with store_of(request).reading() as ledger:
        found = ledger.story(request.path_params["id"])
        wanted, total = window(ledger, replace(asked.wanted, story=found.id), MOST_IN_STORY)
        fused = ledger.fused(found.id, wanted)
        view = views.story_view(fused)
        claims = list(views.every_claim(fused))
        lines = report_lines(ledger, story=found.id, limit=LISTED_REPORTS)
        facts = story_facts(ledger, [found.id])[found.id]
        states = ledger.review_states(c.id for c in claims)
        named = titles(ledger, (c.evidence[0].report for c in claims if c.evidence))
        panel = _panel(request, ledger, opened) if opened else None
        watch = f"since={state(ledger)}&story={found.id}&changed={changed(ledger, found.id)}"
    context: dict[str, Any] = {
        "story": found, "view": view, "lines": lines, "facts": facts, "states": states, "named": named, "panel": panel,
        "asked": asked, "watch": watch, "total": total, "taken": len(claims), "since": wanted.since,
        "all": request.query_params.get("all", ""), "most": views.MOST,
    }  # fmt: skip
    return page(request, "story.html", bars=draw.bars(facts.days, 240, 34, 48), **context)


def story_ask(request: Request) -> Ask:
    """What a story's address asks for: its filters, without pages."""
    return read_ask({k: v for k, v in request.query_params.items() if k not in ("limit", "offset", "order")})


def claim(request: Request) -> Response:
    """One claim with its evidence: the panel beside a line, or a page of its own."""
    with store_of(request).reading() as ledger:
        panel = _panel(request, ledger, request.path_params["id"])
    return page(request, "_panel.html" if partly(request) else "claim.html", panel=panel)


def _panel(request: Request, ledger: Ledger, identity: str) -> dict[str, Any]:
    """All that stands beside a line: the words in their place, who else carries them, why it is read so, what was decided."""
    found = ledger.claim(identity)
    first = found.evidence[0]
    report = ledger.report(first.report)
    seen = store_of(request).annotate(report) if found.source else None
    about = alike(ledger, found.id)
    group, reason = views.together(about, found.id)
    against = views.against(about, found.id)[:20]
    others = tuple(c for c in group if c.id != found.id)
    carriers = list(dict.fromkeys(e.report for e in found.evidence))
    telling = [*carriers[:50], *(c.evidence[0].report for c in (*others, *against))]
    start, end = marks.sentence_of(first, report.text)
    return {
        "claim": found,
        "report": report,
        "text": marks.paragraphs(report.text, marks.evidence_marks(found, report.id, seen, report.text), start, end),
        "cue": seen is not None,
        "carriers": carriers[:50],
        "carried": len(carriers),
        "named": titles(ledger, telling),
        "dates": ledger.published(telling),
        "others": others[:20],
        "against": against,
        "reason": reason,
        "rests": views.rests_on(found),
        "review": ledger.review_states([found.id]).get(found.id),
        "decisions": decisions_about(ledger, found.id),
        "reasons": REASONS,
        "fields": fields_to_correct(found),
    }


def decisions_about(ledger: Ledger, claim: str) -> list[Correction]:
    """What stands decided about a claim, oldest first; that it is not of one event with another holds for both of them."""
    content = ledger.content_of(claim)
    return [d for d in ledger.corrections() if content == d.subject or (content == d.other and d.action == "apart")]


def report(request: Request) -> Response:
    """The whole text of a report, with layers to switch on."""
    opened = request.query_params.get("claim")
    store = store_of(request)
    with store.reading() as ledger:
        found = ledger.report(report_id(request.path_params["id"]))
        family = ledger.family_of(found.id)
        story_id = ledger.story_of(family.id)
        told = ledger.story(story_id) if story_id else None
        claims = _in_order(ledger.claims(Filter(report=found.id, limit=MOST_CLAIMS)), found.id)
        lit = ledger.claim(opened) if opened else None
        panel = _panel(request, ledger, opened) if opened else None
    deep = request.query_params.get("deep") == "1"
    seen = store.annotate(found) if deep else None
    layers = marks.seen_marks(seen) if seen else marks.claim_marks(claims, found.id, found.text)
    over = [*layers, *(marks.evidence_marks(lit, found.id, None, found.text)[:1] if lit else [])]
    shown = [name for name in request.query_params.get("layers", "").split(",") if name in marks.LAYERS]
    context: dict[str, Any] = {
        "report": found,
        "family": family,
        "story": told,
        "claims": claims,
        "layers": layers,
        "shown": shown,
    }
    text = marks.paragraphs(found.text, over)
    context |= {"deep": deep, "read": seen is not None, "lit": lit, "panel": panel}
    return page(request, "report.html", text=text, own=_not_in_text(found), **context)


def _in_order(claims: Iterable[Claim], report: str) -> list[Claim]:
    """Claims in the order of their words in a report."""
    return sorted(claims, key=lambda c: min((e.start for e in c.evidence if e.report == report), default=0))


def _not_in_text(found: Report) -> list[tuple[str, str]]:
    """What is known of a report beside its text."""
    listed = (
        ("Outlet", found.outlet),
        ("Agency", found.agency),
        ("Published", words.day(found.published)),
        ("Address", found.url),
    )
    return [
        (name, value) for name, value in (*listed, ("File", (found.path or "").replace("\\", "/").rsplit("/", 1)[-1])) if value
    ]


def report_id(text: str) -> str:
    """A report's id as an address gives it, whole or its beginning. BadRequestError where it is too short to mean one."""
    if not 6 <= len(words.hexed(text)) <= 64:
        raise BadRequestError("invalid id of a report", "give at least six of its digits")
    return text


def family(request: Request) -> Response:
    """The versions of one text: lineage as a picture and as a table."""
    with store_of(request).reading() as ledger:
        found = ledger.family(request.path_params["id"])
        lines = report_lines(ledger, family=found.id, limit=MOST_REPORTS)
        story_id = ledger.story_of(found.id)
        told_in = ledger.story(story_id) if story_id else None
    context: dict[str, Any] = {"family": found, "lines": lines, "picture": draw.lineage(found, lines), "story": told_in}
    return page(request, "family.html", by_id={line.id: line for line in lines}, **context)


def compare(request: Request) -> Response:
    """Two reports side by side, sentence by sentence, and the claims that only one of them carries."""
    ids = [request.query_params.get(name) for name in ("before", "after")]
    if not all(ids):
        raise BadRequestError("name two reports", "compare?before=ID&after=ID")
    with store_of(request).reading() as ledger:
        one, other = (ledger.report(report_id(identity or "")) for identity in ids)
        found = diff(one, other)
        before, after = (one, other) if found.before == one.id else (other, one)
        claims = [ledger.claims(Filter(report=r.id, limit=MOST_CLAIMS)) for r in (before, after)]
        family_id = ledger.family_of(before.id)
    lost, gained = views.claims_apart(*claims)
    context: dict[str, Any] = {
        "before": before,
        "after": after,
        "diff": found,
        "lost": lost,
        "gained": gained,
        "family": family_id,
    }
    return page(request, "compare.html", rows=views.side_by_side(found), **context)


def search(request: Request) -> Response:
    """Claims and reports that hold the words."""
    asked = read_ask(request.query_params)
    with store_of(request).reading() as ledger:
        hits = ledger.search(asked.wanted.words, asked.wanted) if asked.wanted.words else ()
        watch = f"since={state(ledger)}"
    return page(request, "search.html", hits=hits, asked=asked, watch=watch)


def said(request: Request) -> Response:
    """Everything that a source has said, in one story or in all."""
    asked = read_ask(request.query_params)
    story_id = request.query_params.get("story")
    with store_of(request).reading() as ledger:
        within = ledger.story(story_id) if story_id else None
        wanted = replace(asked.wanted, story=within.id if within else None)
        claims = ledger.claims(wanted) if wanted.source else ()
        named = titles(ledger, (c.evidence[0].report for c in claims))
        watch = f"since={state(ledger)}"
    return page(request, "said.html", claims=claims, asked=asked, named=named, story=within, watch=watch)


def relations(request: Request) -> Response:
    """What two parties did to one another, either way, in order of time."""
    a, b = (request.query_params.get(name, "").strip() for name in ("a", "b"))
    if not a or not b or len(a) > 120 or len(b) > 120 or "\x00" in a + b:
        raise BadRequestError("name two parties", "relations?a=PER&b=CHL; a country's code or part of a name")
    asked = read_ask(request.query_params)
    with store_of(request).reading() as ledger:
        steps = ledger.relations(a, b, asked.wanted)[:MOST_CLAIMS]
        named = titles(ledger, (c.evidence[0].report for step in steps for c in step.event.claims))
    names = [words.country(x) if len(x) == 3 and x.isupper() else x for x in (a, b)]
    return page(request, "relations.html", steps=steps, a=names[0], b=names[1], query=(a, b), named=named)


def log(request: Request) -> Response:
    """What people decided, with a way back, and what was merged, split and corrected."""
    limit = number(request.query_params.get("limit"), "limit", 100, 1, LARGEST_PAGE)
    with store_of(request).reading() as ledger:
        entries = views.entries(ledger.corrections()[-limit:])
        changes = ledger.changes(limit=limit)
        refusals = ledger.refusals()[:limit]
        about = {d.subject: found[0] for d, _ in entries if (found := ledger.claims_of_content(d.subject))}
        named = story_titles(ledger, (d.other for d, _ in entries if d.other))
        now = state(ledger)
    context: dict[str, Any] = {"entries": entries, "changes": changes, "refusals": refusals, "about": about, "named": named}
    return page(request, "log.html", watch=f"since={now}", **context)


def changes_since(request: Request) -> Response:
    """Whether something is new since the page was made: nothing (204), or a line that says what. Asked every few seconds.

    ``seen`` is the state that the page has told of already. With ``story`` only what is new in it counts; ``changed`` says
    when the record was last changed that the page shows.
    """
    given = request.query_params
    since = _state(given.get("since", ""))
    seen, story = given.get("seen", since), given.get("story")
    with store_of(request).reading() as ledger:
        now = str(state(ledger))
        if now in (since, seen):
            return Response(status_code=204)
        new = reports_after(ledger, int(since.split(".")[0]), story)
        if story and not new and changed(ledger, story) == given.get("changed", ""):
            return Response(status_code=204)
    kept = {"since": since, "seen": now} | ({"story": story, "changed": given.get("changed", "")} if story else {})
    return page(request, "_news.html", new=new, within=bool(story), watch=urlencode(kept))


def _state(text: str) -> str:
    parts = text.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 12 for part in parts):
        raise BadRequestError("invalid state", "since=REPORTS.CHANGES.DECISIONS, as the page carries it")
    return text


def help_page(request: Request) -> Response:
    """Keys, marks and addresses."""
    return page(request, "help.html")


PAGES = (
    ("/", home),
    ("/stories", stories),
    ("/stories/{id}", story),
    ("/claims/{id}", claim),
    ("/reports/{id}", report),
    ("/families/{id}", family),
    ("/compare", compare),
    ("/search", search),
    ("/said", said),
    ("/relations", relations),
    ("/log", log),
    ("/changes", changes_since),
    ("/help", help_page),
)
