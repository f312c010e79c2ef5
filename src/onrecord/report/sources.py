"""Numbered sources: which report is [1], who printed it, and which numbers a claim is cited by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.model import Claim, Edge, Family, Report
from onrecord.report.document import NumberedSource
from onrecord.report.wording import clean, count

THE_REPORT = "the report"
"""Whose voice it is where a report tells something itself and neither agency nor outlet is known; its citation says which."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The reports of a story in the order of their numbers, and what is needed to cite them."""

    listed: tuple[NumberedSource, ...]
    numbers: Mapping[str, int]
    published: Mapping[str, str]
    printers: Mapping[int, str]
    """Who printed each: the agency, else the outlet; a number without either is not there."""

    def cite(self, claims: Iterable[Claim]) -> tuple[int, ...]:
        """The numbers that carry some claims: of each origin the first report that has the words."""
        found = set()
        for claim in claims:
            carriers = [self.numbers[report] for report in claim.reports if report in self.numbers]
            if carriers:
                found.add(min(carriers))
        return tuple(sorted(found))

    def outlet(self, claim: Claim) -> str:
        """Who printed a claim first: the agency, else the outlet, else ``THE_REPORT``."""
        cited = self.cite((claim,))
        return self.printers.get(cited[0], THE_REPORT) if cited else THE_REPORT


def number_sources(reports: Sequence[Report], families: Sequence[Family]) -> Sources:
    """Number reports by origin: origins by earliest date (undated last), in each the report that others come from first."""
    by_id = {report.id: report for report in reports}
    known = [f for f in families if any(r in by_id for r in f.reports)]
    order = sorted(known, key=lambda f: (min(by_id[r].published or "9999" for r in f.reports if r in by_id), f.id))
    listed: list[NumberedSource] = []
    numbers: dict[str, int] = {}
    for origin, family in enumerate(order, 1):
        edges = {edge.child: edge for edge in family.edges}
        members = sorted((r for r in family.reports if r in by_id), key=lambda r: r != family.root)
        for identity in members:
            numbers[identity] = len(numbers) + 1
        for identity in members:
            listed.append(_source(by_id[identity], numbers, origin, edges.get(identity)))
    published = {report.id: report.published for report in reports if report.published}
    named = {numbers[r.id]: clean(r.agency or r.outlet) for r in reports if r.id in numbers and (r.agency or r.outlet)}
    return Sources(tuple(listed), numbers, published, named)


def _source(report: Report, numbers: Mapping[str, int], origin: int, edge: Edge | None) -> NumberedSource:
    file = (report.path or "").rsplit("/", 1)[-1]
    return NumberedSource(
        number=numbers[report.id],
        title=clean(report.title) or "(no title)",
        outlet=clean(report.outlet) or file or report.id[7:15],
        agency=clean(report.agency) or None,
        published=report.published,
        url=report.url if report.url and report.url.startswith(("http://", "https://")) else None,
        report=report.id,
        origin=origin,
        copy=_copy(edge, numbers) if edge else "",
    )


def _copy(edge: Edge, numbers: Mapping[str, int]) -> str:
    differs = ((len(edge.dropped), "dropped"), (len(edge.added), "added"), (len(edge.changed), "changed"))
    told = ", ".join(f"{count(n, 'sentence')} {what}" for n, what in differs if n)
    return f"{edge.relation} copy of [{numbers.get(edge.parent, '?')}]" + (f": {told}" if told else "")
