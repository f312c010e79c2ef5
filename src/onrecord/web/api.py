"""The ``.json`` twin of every page; ``openapi`` describes them all.

One shape for data: ``{"data": ..., "page": {"limit", "offset", "more"} or null, "self": address}``. One shape for errors:
``{"error": {"status", "message", "remedy"}}``. Records stand in the contract's shapes (``onrecord.contract``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from onrecord.contract import claim_line, family_line, report_line, story_line
from onrecord.copies.lineage import Diff, Part, diff
from onrecord.ledger import Filter
from onrecord.ledger.lines import fused_line, relation_line
from onrecord.web import pages, views
from onrecord.web.ask import LARGEST_PAGE, PAGE, Ask, BadRequestError, number, read_ask
from onrecord.web.render import store_of, to_json
from onrecord.web.store import changed, counts, report_lines, state, window

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One address that answers with JSON: its path, what answers, what it gives, and its parameters."""

    path: str
    answer: Callable[[Request], Response]
    gives: str
    query: tuple[str, ...] = ()


_PAGE_ONLY = frozenset({"all", "claim", "deep", "layers"})
_NEWS_ONLY = frozenset({"since", "seen", "story", "changed"})
"""Parameters of pages that change nothing in their twins; any other that a twin does not have is refused."""


def strict(entry: Entry) -> Callable[[Request], Response]:
    """What answers, for parameters that it has, each once and not empty: one that is misspelt would else narrow nothing."""

    known = {*entry.query, *(_NEWS_ONLY if entry.path == "/changes.json" else _PAGE_ONLY)}

    def answer(request: Request) -> Response:
        given = request.query_params.multi_items()
        for name, value in given:
            if name in known and (not value.strip() or sum(name == other for other, _ in given) > 1):
                raise BadRequestError(f"{name} is empty, or there twice", "give it once, or leave it out")
            if name not in known:
                raise BadRequestError(f"no parameter {name[:40]!r} here", f"valid are: {', '.join(entry.query) or 'none'}")
        return entry.answer(request)

    return answer


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
        when = {story.id: changed(ledger, story.id) for story in found}
    return data(request, [{**story_line(story), "changed": when[story.id]} for story in found], _page(asked, more))


def story(request: Request) -> Response:
    asked = pages.story_ask(request)
    with store_of(request).reading() as ledger:
        found = ledger.story(request.path_params["id"])
        wanted, total = window(ledger, replace(asked.wanted, story=found.id), pages.MOST_IN_STORY)
        fused = ledger.fused(found.id, wanted)
        when = changed(ledger, found.id)
        families = ledger.families(Filter(story=found.id, limit=pages.MOST_REPORTS))
        reports = report_lines(ledger, story=found.id, limit=pages.MOST_REPORTS)
    claims = [claim_line(c) for c in views.every_claim(fused)]
    body: Json = {"story": {**story_line(found), "changed": when}, "fused": fused_line(found.id, fused), "claims": claims}
    body |= {"total": total, "since": wanted.since, "families": [family_line(f) for f in families]}
    body["reports"] = [asdict(r) for r in reports]
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
        decisions = [asdict(d) for d in pages.decisions_about(ledger, found.id)]
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
    limit = number(request.query_params.get("limit"), "limit", LARGEST_PAGE, 1, LARGEST_PAGE)
    with store_of(request).reading() as ledger:
        body = {
            "decisions": [asdict(d) for d in ledger.corrections(undone=True)][-limit:],
            "changes": [asdict(c) for c in ledger.changes(limit=limit)],
            "refusals": [asdict(r) for r in ledger.refusals()[:limit]],
        }
    return data(request, body)


def changes(request: Request) -> Response:
    with store_of(request).reading() as ledger:
        return data(request, {"state": str(state(ledger)), "counts": counts(ledger)})


_FILTERS = ("q", "country", "type", "kind", "since", "until", "source", "certainty", "origins")
_PAGED = (*_FILTERS, "limit", "offset")

ENTRIES: tuple[Entry, ...] = (
    Entry("/stories.json", stories, "stories, newest change first", (*_PAGED, "order")),
    Entry("/stories/{id}.json", story, "one story: fused record, claims of its newest days, families, reports", _FILTERS),
    Entry("/claims.json", claims, "claims, newest first", _PAGED),
    Entry("/claims/{id}.json", claim, "one claim, its review, and what each field rests on"),
    Entry("/reports/{id}.json", report, "one report with its text and the claims that it carries"),
    Entry("/families/{id}.json", family, "one family with its lineage"),
    Entry("/compare.json", compare, "two reports compared, sentence by sentence", ("before", "after")),
    Entry("/search.json", search, "claims and reports that hold the words", _PAGED),
    Entry("/said.json", said, "claims of one source", (*_PAGED, "story")),
    Entry("/relations.json", relations, "what two parties did to one another", ("a", "b", *_FILTERS)),
    Entry("/log.json", log, "decisions, changes and refusals", ("limit",)),
    Entry("/changes.json", changes, "how far the ledger has come"),
)
