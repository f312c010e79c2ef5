"""The pages. Each asks the ledger, hands records to ``views``, and fills a template; none knows SQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.copies.lineage import diff
from onrecord.ledger import Filter, Ledger
from onrecord.ledger.fuse import Fused
from onrecord.ledger.review import REASONS
from onrecord.ledger.select import CERTAINTIES, KINDS
from onrecord.model import Claim, Report
from onrecord.vocab import countries, rows
from onrecord.web import draw, marks, views, words
from onrecord.web.ask import Ask, BadRequestError, number, read_ask
from onrecord.web.render import page, partly, store_of
from onrecord.web.store import claim_numbers, counts, report_lines, reports_after, state, story_facts, titles

MOST_CLAIMS = 1500
"""A story's page is made from at most so many of its claims, in order of time; it says so where there are more."""
MOST_REPORTS = 200
LISTED_REPORTS = 100
"""So many reports stand on a story's page; the rest is in its twin."""


def _choices() -> dict[str, Any]:
    metrics = sorted({row["metric"] for row in rows("metrics.csv") if row["metric"]})
    return {
        "types": sorted(words.TYPES),
        "metrics": metrics,
        "statuses": words.AID_STATES,
        "certainties": CERTAINTIES,
        "kinds": KINDS,
        "countries": [(land.code, land.name) for land in sorted(countries().values(), key=lambda c: c.name)],
    }


def home(request: Request) -> Response:
    """The list of stories is the first page."""
    return RedirectResponse("/stories", 303)


def stories(request: Request) -> Response:
    """The stories asked for, the ones told last first."""
    asked = read_ask(request.query_params)
    with store_of(request).reading() as ledger:
        found, more = stories_page(ledger, asked)
        facts = story_facts(ledger, [story.id for story in found])
        lines = {identity: draw.bars(fact.days) for identity, fact in facts.items()}
        totals = counts(ledger)
        now = state(ledger)
    context: dict[str, Any] = {
        "found": found,
        "more": more,
        "facts": facts,
        "lines": lines,
        "asked": asked,
        "counts": totals,
        "state": now,
    }
    return page(request, "stories.html", **context, **_choices())


def stories_page(ledger: Ledger, asked: Ask) -> tuple[tuple[Any, ...], bool]:
    """A page of stories, and whether there are more."""
    limit = asked.wanted.limit or 1
    found = ledger.stories(replace(asked.wanted, limit=limit + 1))
    return found[:limit], len(found) > limit


def story(request: Request) -> Response:
    """One story: everything on record, put together."""
    asked = read_ask({k: v for k, v in request.query_params.items() if k not in ("limit", "offset")})
    opened = request.query_params.get("claim")
    with store_of(request).reading() as ledger:
        found = ledger.story(request.path_params["id"])
        fused = story_fused(ledger, found.id, asked)
        total = claim_numbers(ledger, found.id)
        view = views.story_view(fused)
        claims = list(views.every_claim(fused))
        lines = report_lines(ledger, story=found.id, limit=LISTED_REPORTS)
        facts = story_facts(ledger, [found.id])[found.id]
        states = ledger.review_states(c.id for c in claims)
        named = titles(ledger, (c.evidence[0].report for c in claims if c.evidence))
        panel = _panel(request, ledger, opened) if opened else None
        now = state(ledger)
    shown = request.query_params.get("all", "")
    context: dict[str, Any] = {
        "story": found,
        "view": view,
        "lines": lines,
        "facts": facts,
        "states": states,
        "named": named,
        "panel": panel,
    }
    context |= {"asked": asked, "state": now, "total": total, "taken": len(claims), "all": shown, "most": views.MOST}
    return page(request, "story.html", bars=draw.bars(facts.days, 240, 34, 48), **context, **_choices())


def story_fused(ledger: Ledger, story: str, asked: Ask) -> Fused:
    """A story put together from the claims asked for, within bounds."""
    return ledger.fused(story, replace(asked.wanted, limit=MOST_CLAIMS, offset=0))


def claim(request: Request) -> Response:
    """One claim with its evidence: the panel beside a line, or a page of its own."""
    with store_of(request).reading() as ledger:
        panel = _panel(request, ledger, request.path_params["id"])
        now = state(ledger)
    return page(request, "_panel.html" if partly(request) else "claim.html", panel=panel, state=now)


def _panel(request: Request, ledger: Ledger, identity: str) -> dict[str, Any]:
    """All that stands beside a line: the words in their place, who else carries them, why it is read so, what was decided."""
    found = ledger.claim(identity)
    first = found.evidence[0]
    report = ledger.report(first.report)
    seen = store_of(request).annotate(report) if found.source else None
    fused = ledger.fused(found.story, Filter(kind=found.kind, limit=MOST_CLAIMS)) if found.story else None
    group, reason = views.together(fused, found.id) if fused else ((), "")
    others = tuple(c for c in group if c.id != found.id)
    carriers = list(dict.fromkeys(e.report for e in found.evidence))
    start, end = marks.sentence_of(first, report.text)
    return {
        "claim": found,
        "report": report,
        "text": marks.paragraphs(report.text, marks.evidence_marks(found, report.id, seen, report.text), start, end),
        "cue": seen is not None,
        "carriers": carriers[:50],
        "carried": len(carriers),
        "named": titles(ledger, [*carriers[:50], *(c.evidence[0].report for c in others)]),
        "dates": ledger.published([*carriers[:50], *(c.evidence[0].report for c in others)]),
        "others": others[:20],
        "reason": reason,
        "rests": views.rests_on(found),
        "review": ledger.review_states([found.id]).get(found.id),
        "decisions": ledger.corrections(ledger.content_of(found.id)),
        "reasons": REASONS,
        "fields": fields_to_correct(found),
    }


def fields_to_correct(found: Claim) -> list[tuple[str, str, tuple[str, ...]]]:
    """The fields of a claim that a person corrects on the page: name, value as text, and what is valid (nothing: any text)."""
    modalities, polarities = CERTAINTIES[:5], CERTAINTIES[5:7]
    qualifiers = (
        "exactly",
        "at_least",
        "more_than",
        "at_most",
        "fewer_than",
        "up_to",
        "about",
        "between",
        "vague",
        "none",
        "unknown",
    )
    by_kind: dict[str, list[tuple[str, tuple[str, ...]]]] = {
        "event": [("type", tuple(sorted(words.TYPES))), ("mode", ()), ("polarity", polarities), ("modality", modalities)],
        "figure": [("metric", ()), ("value", ()), ("low", ()), ("high", ()), ("qualifier", qualifiers), ("item", ())],
        "aid": [("status", words.AID_STATES), ("reply", ("", *words.REPLIES)), ("item", ()), ("amount", ()), ("currency", ())],
        "quote": [("text", ())],
        "unknown": [("about", ())],
    }
    return [(name, _as_text(getattr(found, name)), valid) for name, valid in by_kind[found.kind]]


def _as_text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


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
        now = state(ledger)
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
    context |= {"state": now, "deep": deep, "read": seen is not None, "lit": lit, "panel": panel}
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
        told = ledger.story(story_id) if story_id else None
        now = state(ledger)
    context: dict[str, Any] = {
        "family": found,
        "lines": lines,
        "picture": draw.lineage(found, lines),
        "story": told,
        "state": now,
    }
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
        now = state(ledger)
    lost, gained = views.claims_apart(*claims)
    context: dict[str, Any] = {
        "before": before,
        "after": after,
        "diff": found,
        "lost": lost,
        "gained": gained,
        "family": family_id,
    }
    return page(request, "compare.html", rows=views.side_by_side(found), state=now, **context)


def search(request: Request) -> Response:
    """Claims and reports that hold the words."""
    asked = read_ask(request.query_params)
    with store_of(request).reading() as ledger:
        hits = ledger.search(asked.wanted.words, asked.wanted) if asked.wanted.words else ()
        now = state(ledger)
    return page(request, "search.html", hits=hits, asked=asked, state=now, **_choices())


def said(request: Request) -> Response:
    """Everything that a source has said, in one story or in all."""
    asked = read_ask(request.query_params)
    story_id = request.query_params.get("story")
    with store_of(request).reading() as ledger:
        told = ledger.story(story_id) if story_id else None
        wanted = replace(asked.wanted, story=told.id if told else None)
        claims = ledger.claims(wanted) if wanted.source else ()
        named = titles(ledger, (c.evidence[0].report for c in claims))
        now = state(ledger)
    return page(request, "said.html", claims=claims, asked=asked, named=named, story=told, state=now)


def relations(request: Request) -> Response:
    """What two parties did to one another, either way, in order of time."""
    a, b = (request.query_params.get(name, "").strip() for name in ("a", "b"))
    if not a or not b or len(a) > 120 or len(b) > 120 or "\x00" in a + b:
        raise BadRequestError("name two parties", "relations?a=PER&b=CHL; a country's code or part of a name")
    asked = read_ask(request.query_params)
    with store_of(request).reading() as ledger:
        steps = ledger.relations(a, b, asked.wanted)[:MOST_CLAIMS]
        named = titles(ledger, (c.evidence[0].report for step in steps for c in step.event.claims))
        now = state(ledger)
    names = [words.country(x) if len(x) == 3 and x.isupper() else x for x in (a, b)]
    return page(request, "relations.html", steps=steps, a=names[0], b=names[1], query=(a, b), named=named, state=now)


def log(request: Request) -> Response:
    """What people decided, with a way back, and what was merged, split and corrected."""
    limit = number(request.query_params.get("limit"), "limit", 100, 1, 500)
    with store_of(request).reading() as ledger:
        decisions = ledger.corrections()[-limit:][::-1]
        changes = ledger.changes(limit=limit)
        refusals = ledger.refusals()[:limit]
        about = {d.subject: found[0] for d in decisions if (found := ledger.claims_of_content(d.subject))}
        now = state(ledger)
    return page(request, "log.html", decisions=decisions, changes=changes, refusals=refusals, about=about, state=now)


def changes_since(request: Request) -> Response:
    """Whether something is new since the page was made: nothing (204), or a line that says what. Asked every few seconds.

    ``seen`` is the state that the page has told of already.
    """
    since = _state(request.query_params.get("since", ""))
    seen = request.query_params.get("seen", since)
    with store_of(request).reading() as ledger:
        now = str(state(ledger))
        if now in (since, seen):
            return Response(status_code=204)
        new = reports_after(ledger, int(since.split(".")[0]))
    return page(request, "_news.html", new=new, since=since, state=now)


def _state(text: str) -> str:
    parts = text.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 12 for part in parts):
        raise BadRequestError("invalid state", "since=REPORTS.CHANGES.DECISIONS, as the page carries it")
    return text


def help_page(request: Request) -> Response:
    """Keys, marks and addresses."""
    with store_of(request).reading() as ledger:
        now = state(ledger)
    return page(request, "help.html", state=now)


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
