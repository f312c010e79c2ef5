"""A small invented world for the tests of ledger, contract and command line: reports, and stages that decide by plain rules.

A report's text is sentences, one a line. Claims are read from lines of the form ``kind: ...`` by ``claims_of``; two reports are
copies when they share their first line; families are one story when their roots' titles share their first word.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from drafting import joined_by_name

from onrecord.copies.dates import day_number
from onrecord.copies.stories import Piece
from onrecord.ledger.stages import Stages
from onrecord.model import (
    Actor,
    AidClaim,
    Claim,
    Edge,
    EventClaim,
    Evidence,
    Family,
    FigureClaim,
    QuoteClaim,
    Report,
    Source,
    Story,
    UnknownClaim,
    When,
    Where,
)

RIVER = Actor("the government of Norland", "Norland", "NOR", "GOV")
NEIGHBOUR = Actor("Sudria", "Sudria", "SWE", None)
AGENCY = Source("the Norland Press Agency", "Norland Press Agency", "report", "NOR", "JRN")
MAYOR = Source("Mayor Ida Vik", "Ida Vik", "statement", "NOR", "GOV")
DIGITS = re.compile(r"\d+")


def report(
    text: str, *, title: str = "Floods in Norland", published: str | None = "2031-05-02", outlet: str = "Daily A"
) -> Report:
    digest = hashlib.sha256(f"{title}|{text}|{published}|{outlet}".encode()).hexdigest()
    return Report(
        f"sha256:{digest}", text, title=title, published=published, outlet=outlet, language="en", path=f"{outlet}.txt"
    )


def claims_of(report: Report) -> tuple[Claim, ...]:
    """One claim a line that starts with a kind."""
    claims: list[Claim] = []
    at = 0
    for line in report.text.split("\n"):
        kind = line.split(":")[0]
        if kind in ("event", "denial", "figure", "quote", "aid", "unknown"):
            claims.append(_claim(kind, line, Evidence(report.id, at, at + len(line), line)))
        at += len(line) + 1
    return tuple(claims)


def _claim(kind: str, line: str, evidence: Evidence) -> Claim:
    identity = hashlib.sha256(line.encode()).hexdigest()[:16]
    said = line.split(": ", 1)[1]
    source = (MAYOR,) if "Vik" in said else (AGENCY,) if "agency" in said else ()
    shared = {"id": identity, "evidence": (evidence,), "source": source, "reports": (evidence.report,), "confidence": 0.9}
    number = DIGITS.search(said)
    amount = float(number.group()) if number else None
    when = When("on Friday", "XXXX-WXX-5", "2031-05-02", "published") if "Friday" in said else None
    where = Where("Norland", "Norland", "NOR", None, 61.0, 8.5, "country") if "Norland" in said else None
    if kind in ("event", "denial"):
        polarity = "negated" if kind == "denial" else "affirmed"
        parties = {"actor": (RIVER,), "recipient": (NEIGHBOUR,), "contexts": ("disasters",), "hazard": "FL"}
        act = {"type": "REQUEST", "mode": "assist", "trigger": "asked", "polarity": polarity, "modality": "asserted"}
        return EventClaim(**shared, **parties, **act, when=when, where=where)  # type: ignore[arg-type]
    if kind == "figure":
        counted = {"metric": "homes_damaged", "unit": "house", "item": "houses", "qualifier": "exactly" if amount else "vague"}
        return FigureClaim(**shared, **counted, value=amount, low=amount, high=amount, text=said, when=when, where=where)  # type: ignore[arg-type]
    if kind == "quote":
        return QuoteClaim(**shared, text=said, speaker=Actor("Mayor Ida Vik", "Ida Vik", "NOR", "GOV"))  # type: ignore[arg-type]
    if kind == "aid":
        offer = {"item": "pumps", "amount": amount, "currency": None, "status": "offered", "reply": None}
        return AidClaim(**shared, **offer, donor=NEIGHBOUR, recipient=RIVER)  # type: ignore[arg-type]
    return UnknownClaim(**shared, about=said)  # type: ignore[arg-type]


def sketch(report: Report) -> list[int]:
    """One hash a line, over the whole unsigned range."""
    return [int.from_bytes(hashlib.sha256(line.encode()).digest()[:8], "big") for line in report.text.split("\n")]


def families(reports: Sequence[Report]) -> tuple[Family, ...]:
    groups: dict[str, list[Report]] = {}
    for one in reports:
        groups.setdefault(one.text.split("\n")[0], []).append(one)
    return tuple(_family(sorted(group, key=lambda r: (r.published or "", r.id))) for group in groups.values())


def _family(members: Sequence[Report]) -> Family:
    root = members[0]
    edges = tuple(_edge(root, child) for child in members[1:])
    return Family(f"fam-{root.id[7:19]}", root.id, tuple(r.id for r in members), edges)


def _edge(parent: Report, child: Report) -> Edge:
    def lines(one: Report, other: Report) -> tuple[Evidence, ...]:
        there = set(other.text.split("\n"))
        starts = [(one.text.index(line), line) for line in one.text.split("\n") if line and line not in there]
        return tuple(Evidence(one.id, start, start + len(line), line) for start, line in starts)

    dropped, added = lines(parent, child), lines(child, parent)
    relation = "identical" if not dropped and not added else "cut" if not added else "extended" if not dropped else "revised"
    return Edge(parent.id, child.id, relation, 0.9, dropped=dropped, added=added, reason="same first line")  # type: ignore[arg-type]


def stories(found: Sequence[Family], reports: Sequence[Report]) -> tuple[Story, ...]:
    by_id = {one.id: one for one in reports}
    groups: dict[str, list[Family]] = {}
    for family in found:
        title = by_id[family.root].title or ""
        groups.setdefault(title.split(" ")[0], []).append(family)
    out = []
    for group in groups.values():
        root = by_id[group[0].root]
        members = tuple(r for family in group for r in family.reports)
        out.append(
            Story(f"story-{group[0].id[4:]}", root.title or "", tuple(f.id for f in group), members, (), len(group), summary="")
        )
    return tuple(out)


def merge(by_report: Mapping[str, Sequence[Claim]], found: Sequence[Family], told: Sequence[Story]) -> tuple[Claim, ...]:
    story_of = {family: story.id for story in told for family in story.families}
    merged: list[Claim] = []
    for family in found:
        same: dict[str, list[Claim]] = {}
        for one in family.reports:
            for claim in by_report.get(one, ()):
                same.setdefault(claim.id, []).append(claim)
        for group in same.values():
            evidence = tuple(e for claim in group for e in claim.evidence)
            carriers = tuple(dict.fromkeys(e.report for e in evidence))
            story = story_of.get(family.id)
            identity = "claim:" + hashlib.sha256(f"{family.id}{group[0].id}".encode()).hexdigest()[:24]
            shared = replace(group[0], id=identity, evidence=evidence, reports=carriers)
            merged.append(replace(shared, story=story, family=family.id))
    return tuple(merged)


def piece(family: Family, reports: Mapping[str, Report]) -> Piece:
    root = reports[family.root]
    return Piece(family.id, day_number(root.published), 0.0, (root.title or "").split(" ")[0].encode())


def headline(roots: Sequence[Report]) -> tuple[str, str]:
    return roots[0].title or "", ""


STAGES = Stages(sketch, families, piece, joined_by_name, headline, merge)

AGENCY_TEXT = """Heavy rain hit the valley of the Aar.
figure: The agency counted 41 damaged houses in Norland on Friday
event: Norland asked Sudria for pumps on Friday, the agency reported
quote: We have never seen water like this
aid: Sudria offered 12 pumps
unknown: the number of missing
A photograph shows the bridge."""
CUT_TEXT = AGENCY_TEXT.rsplit("\n", 1)[0]
OTHER_TEXT = """Sudria looks north with worry.
figure: Mayor Vik spoke of 60 damaged houses in Norland on Friday
event: Norland asked Sudria for pumps and boats on Friday
denial: Norland asked nobody for anything, Mayor Vik said
quote: We have never seen water like this"""

ORIGINAL = report(AGENCY_TEXT)
COPY = report(CUT_TEXT, outlet="Evening B", published="2031-05-03")
OTHER = report(OTHER_TEXT, outlet="Sudria Post", title="Floods reach the border")
ELSEWHERE = report(
    "A strike began.\nfigure: 300 people stayed away", title="Strike in Westmark", published="2031-06-01", outlet="Daily A"
)
EVERYONE = (ORIGINAL, COPY, OTHER, ELSEWHERE)
