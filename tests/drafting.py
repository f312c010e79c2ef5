"""Reports written by hand for the invented worlds of the tests, and stages that go by the names in them.

A report is a ``Draft``: sentences in order, and beside each the claims that it carries, so that no offset is counted. It names
its family and its story, which is all that the stages of ``by_name`` look at; lineage comes from the real comparison.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.claims.merge import merge_claims
from onrecord.copies.dates import day_number
from onrecord.copies.lineage import diff, edge
from onrecord.copies.stories import Grown, Piece, Standing
from onrecord.ledger.stages import Stages
from onrecord.model import Actor, AidClaim, Claim, EventClaim, Evidence, Family, FigureClaim, QuoteClaim, Report, UnknownClaim

Said = tuple[type[Claim], dict[str, Any]]


@dataclass
class Draft:
    """A report being written: its text so far, and its claims."""

    title: str
    published: str | None
    outlet: str
    story: str
    family: str
    agency: str | None = None
    text: str = ""
    found: list[tuple[type[Claim], int, int, dict[str, Any]]] = field(default_factory=list)
    confidences: tuple[float, ...] = (0.9,)

    def say(self, sentence: str, *said: Said, paragraph: bool = False) -> Draft:
        """One more sentence, with its claims."""
        self.text += ("\n\n" if paragraph and self.text else " " if self.text else "") + sentence
        end = len(self.text)
        self.found += [(kind, end - len(sentence), end, values) for kind, values in said]
        return self

    def report(self) -> Report:
        """The report as received."""
        digest = hashlib.sha256(f"{self.title}|{self.text}|{self.outlet}|{self.published}".encode()).hexdigest()
        return Report(
            f"sha256:{digest}", self.text, title=self.title, published=self.published, outlet=self.outlet, agency=self.agency,
            language="en", path=f"{self.outlet}.txt", metadata={"story": self.story, "family": self.family},
        )  # fmt: skip

    def claims(self) -> tuple[Claim, ...]:
        """Its own claims."""
        one = self.report()
        made = []
        for i, (kind, start, end, values) in enumerate(self.found):
            evidence = Evidence(one.id, start, end, self.text[start:end])
            identity = hashlib.sha256(f"{evidence.text}|{kind.__name__}|{values}".encode()).hexdigest()[:24]
            shared = {"id": identity, "evidence": (evidence,), "reports": (one.id,)}
            made.append(kind(**{**shared, "confidence": self.confidences[i % len(self.confidences)], **values}))
        return tuple(made)


def event(kind: str, trigger: str, actor: Sequence[Actor] = (), recipient: Sequence[Actor] = (), **more: Any) -> Said:
    shared = {"mode": None, "contexts": (), "polarity": "affirmed", "modality": "asserted"}
    parties = {"actor": tuple(actor), "recipient": tuple(recipient)}
    return EventClaim, {**shared, "type": kind, "trigger": trigger, **parties, **more}


def figure(metric: str, text: str, low: float | None, high: float | None, qualifier: str | None = None, **more: Any) -> Said:
    """A figure of people; without a qualifier, the one that the bounds suggest."""
    bounds = "exactly" if low is not None and low == high else "at_least" if high is None and low is not None else "about"
    shared = {"value": low if low == high else None, "unit": "person", "item": "people", "qualifier": qualifier or bounds}
    return FigureClaim, {**shared, "metric": metric, "text": text, "low": low, "high": high, **more}


def quote(text: str, speaker: Actor | None, **more: Any) -> Said:
    return QuoteClaim, {"text": text, "speaker": speaker, **more}


def aid(donor: Actor | None, recipient: Actor | None, status: str, **more: Any) -> Said:
    shared = {"item": None, "amount": None, "currency": None, "reply": None}
    return AidClaim, {**shared, "donor": donor, "recipient": recipient, "status": status, **more}


def unknown(about: str, **more: Any) -> Said:
    return UnknownClaim, {"about": about, **more}


# ----------------------------------------------------------------------------------------------------------------- stages


def hashed(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def joined_by_name(
    new: Sequence[Piece], standing: Sequence[Standing], earlier: Sequence[Piece], apart: Iterable[tuple[str, str]]
) -> tuple[Grown, ...]:
    """New families join the story that has their name first, or found it; stories never merge."""
    homes = {one.pieces[0].features: one for one in reversed(standing)}
    groups: dict[bytes, list[Piece]] = {}
    for one in new:
        groups.setdefault(one.features, []).append(one)
    grown = []
    for name, group in groups.items():
        home = homes.get(name)
        families = ((*home.families,) if home else ()) + tuple(one.family for one in group)
        grown.append(Grown(home.id if home else f"story:{name.decode()}", (), families, families))
    return tuple(grown)


def told_of(report: Report, name: str) -> str:
    """What a report's metadata name; a line put in by hand names nothing and is of its own."""
    return str(report.metadata.get(name, report.id))


def by_name(named: Callable[[str], str] = str, summaries: Mapping[str, str] | None = None) -> Stages:
    """Stages that put together what names the same family or story; ``named`` makes ids from names."""

    def sketch(report: Report) -> list[int]:
        parts = (told_of(report, name) for name in ("story", "family"))
        return [int.from_bytes(hashlib.sha256(str(part).encode()).digest()[:8], "big") for part in parts]

    def families(reports: Sequence[Report]) -> tuple[Family, ...]:
        groups: dict[str, list[Report]] = {}
        for one in reports:
            groups.setdefault(f"{told_of(one, 'story')}/{told_of(one, 'family')}", []).append(one)
        made = []
        for name, group in groups.items():
            members = sorted(group, key=lambda r: (r.published or "", r.outlet != r.agency, r.id))
            edges = tuple(edge(diff(members[0], child)) for child in members[1:])
            made.append(Family(f"family:{named(name)}", members[0].id, tuple(r.id for r in members), edges))
        return tuple(made)

    def piece(family: Family, reports: Mapping[str, Report]) -> Piece:
        root = reports[family.root]
        return Piece(family.id, day_number(root.published), 0.0, named(told_of(root, "story")).encode())

    def headline(roots: Sequence[Report]) -> tuple[str, str]:
        return roots[0].title or "", (summaries or {}).get(told_of(roots[0], "story"), "")

    return Stages(sketch, families, piece, joined_by_name, headline, merge_claims)
