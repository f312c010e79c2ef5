"""An invented landslide for the tests of reports, exports and the Python API: an agency's text and its cut copy, a rival count,
a denial, a week after. Reports are written sentence by sentence with their claims beside them, so that no offset is counted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.claims.merge import merge_claims
from onrecord.ledger import Ledger
from onrecord.ledger.stages import Stages
from onrecord.ledger.telling import settle
from onrecord.ledger.write import put
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
)  # fmt: skip

Said = tuple[type[Claim], dict[str, Any]]

PERU = Actor("Peru", "Peru", "PER", "GOV")
CHILE = Actor("Chile", "Chile", "CHL", "GOV")
JAPAN = Actor("Japan", "Japan", "JPN", "GOV")
MINE = Actor("the mine", "Minera Cobalto", "PER", "BUS")
VILLAGE = Actor("villagers", "villagers of Huayra", "PER", "CVL")
PREFECT = Actor("Prefect Rosa Ticona", "Rosa Ticona", "PER", "GOV")
OFFICE = Source("the rescue service", "Rescue Service", "statement", "PER", "GOV")
CROSS = Source("the Red Cross", "Red Cross", "statement", "NGO", "SOC")
WITNESS = Source("villagers", "villagers", "anonymous", "PER", "CVL")
PUNO = Where("Puno", "Puno", "PER", "PE-PUN", -15.84, -70.02, "exact")
EARLY = When("on Monday", "XXXX-WXX-1", "2031-06-02", "published")
LATE = When("on Monday", "XXXX-WXX-1", "2031-06-09", "published")


@dataclass
class Draft:
    """A report being written."""

    title: str
    published: str | None
    outlet: str
    story: str
    family: str
    agency: str | None = None
    text: str = ""
    found: list[tuple[type[Claim], int, int, dict[str, Any]]] = field(default_factory=list)

    def say(self, sentence: str, *said: Said) -> Draft:
        """One more sentence, with its claims."""
        start = len(self.text) + 1 if self.text else 0
        self.text += (" " if self.text else "") + sentence
        self.found += [(kind, start, len(self.text), values) for kind, values in said]
        return self

    def report(self) -> Report:
        """The report as received."""
        digest = hashlib.sha256(f"{self.title}|{self.text}|{self.outlet}|{self.published}".encode()).hexdigest()
        grouped = {"story": self.story, "family": self.family}
        return Report(
            f"sha256:{digest}", self.text, title=self.title, published=self.published, outlet=self.outlet, agency=self.agency,
            language="en", path=f"{self.outlet}.txt", metadata=grouped,
        )  # fmt: skip

    def claims(self) -> tuple[Claim, ...]:
        """Its own claims."""
        report = self.report()
        made = []
        for kind, start, end, values in self.found:
            evidence = Evidence(report.id, start, end, self.text[start:end])
            identity = hashlib.sha256(f"{evidence.text}|{kind.__name__}|{values}".encode()).hexdigest()[:24]
            shared = {"id": identity, "evidence": (evidence,), "reports": (report.id,), "confidence": 0.9}
            made.append(kind(**{**shared, **values}))
        return tuple(made)


def event(code: str, trigger: str, actor: Sequence[Actor], recipient: Sequence[Actor], **more: Any) -> Said:
    shared = {"mode": None, "contexts": (), "polarity": "affirmed", "modality": "asserted"}
    parties = {"actor": tuple(actor), "recipient": tuple(recipient)}
    return EventClaim, {**shared, "type": code, "trigger": trigger, **parties, **more}


def figure(metric: str, text: str, low: float | None, high: float | None, qualifier: str = "exactly", **more: Any) -> Said:
    shared = {"value": low if low == high else None, "unit": "person", "item": "people", "qualifier": qualifier}
    return FigureClaim, {**shared, "metric": metric, "text": text, "low": low, "high": high, **more}


def quote(text: str, speaker: Actor | None) -> Said:
    return QuoteClaim, {"text": text, "speaker": speaker}


def aid(donor: Actor | None, recipient: Actor | None, status: str, **more: Any) -> Said:
    shared = {"item": None, "amount": None, "currency": None, "reply": None}
    return AidClaim, {**shared, "donor": donor, "recipient": recipient, "status": status, **more}


def unknown(about: str) -> Said:
    return UnknownClaim, {"about": about}


def agency(outlet: str, *, cut: bool = False) -> Draft:
    """The agency's text, or what an outlet left of it."""
    draft = Draft("Landslide buries village near Puno", "2031-06-03", outlet, "slide", "agency", agency="Altiplano News")
    draft.say(
        "At least 12 people died when a landslide hit the village of Huayra on Monday, the rescue service said.",
        figure("deaths", "At least 12 people", 12, None, "at_least", source=(OFFICE,), where=PUNO, when=EARLY),
    )
    if not cut:
        draft.say(
            "Villagers accuse the mine above the village of having ignored cracks in the slope.",
            event("ACCUSE", "accuse", [VILLAGE], [MINE], mode="allege", source=(WITNESS,)),
            event("ASSAULT", "ignored cracks", [MINE], [VILLAGE], modality="alleged", source=(WITNESS,)),
        )
        draft.say("How many people are buried is not known.", unknown("how many people are buried"))
    draft.say("“The hill came down at breakfast,” said Prefect Rosa Ticona.", quote("The hill came down at breakfast", PREFECT))
    return draft.say(
        "Japan offered sniffer dogs, and Peru accepted them.",
        aid(JAPAN, PERU, "offered", item="sniffer dogs", reply="accepted", when=EARLY),
        event("AGREE", "offered", [JAPAN], [PERU], modality="planned", when=EARLY),
    )


def drafts() -> list[Draft]:
    """Everything, in the order of publication; the last has no date."""
    rival = Draft("Red Cross counts 19 dead in Huayra", "2031-06-04", "Lake Herald", "slide", "rival")
    rival.say("The Red Cross counted 19 dead by Monday night.",
              figure("deaths", "19 dead", 19, 19, source=(CROSS,), where=PUNO, when=EARLY))  # fmt: skip
    rival.say("About 140 houses were destroyed.",
              figure("homes_destroyed", "About 140 houses", 140, 140, "about", unit="house", item="houses"))  # fmt: skip
    rival.say("Chile pledged 2 million pesos for tents.",
              aid(CHILE, PERU, "pledged", amount=2e6, currency="CLP", item="tents"),
              event("AGREE", "pledged", [CHILE], [PERU], modality="planned"))  # fmt: skip
    denial = Draft("Mine denies ignoring cracks", "2031-06-05", "Lake Herald", "slide", "denial")
    denial.say("Minera Cobalto said that it had ignored no cracks.",
               event("ASSAULT", "ignored no cracks", [MINE], [VILLAGE], polarity="negated",
                     source=(Source("the mine", "Minera Cobalto", "statement", "PER", "BUS"),)))  # fmt: skip
    week = Draft("A week on, Huayra counts 23 dead", "2031-06-10", "Lake Herald", "slide", "week")
    week.say("The rescue service put the toll at 23 on Monday.",
             figure("deaths", "23", 23, 23, source=(OFFICE,), where=PUNO, when=LATE))  # fmt: skip
    week.say(
        "Police arrested two managers of the mine.", event("COERCE", "arrested", [PERU], [MINE], mode="arrest", where=PUNO)
    )
    march = Draft("Teachers march in Arequipa", None, "Southern Bell", "march", "march")
    march.say("Hundreds of teachers marched on Friday.",
              event("PROTEST", "marched", [Actor("teachers", "teachers", "PER", "EDU")], [], mode="demo",
                    when=When("on Friday", "XXXX-WXX-5", None, "none")),
              figure("protesters", "Hundreds of teachers", 200, None, "vague", item="teachers"))  # fmt: skip
    return [agency("Altiplano News"), agency("Coast Daily", cut=True), rival, denial, week, march]


def _part(report: Report, name: str) -> str:
    return str(report.metadata[name])


def _sketch(report: Report) -> list[int]:
    return [int.from_bytes(hashlib.sha256(_part(report, "family").encode()).digest()[:8], "big")]


def _families(reports: Sequence[Report]) -> tuple[Family, ...]:
    groups: dict[str, list[Report]] = {}
    for report in reports:
        groups.setdefault(_part(report, "family"), []).append(report)
    made = []
    for name, group in groups.items():
        root, *copies = sorted(group, key=lambda r: (r.outlet != r.agency, r.id))
        edges = tuple(Edge(root.id, copy.id, "cut", 0.9, reason="named so") for copy in copies)
        made.append(Family(f"family:{name}", root.id, (root.id, *(copy.id for copy in copies)), edges))
    return tuple(made)


def _stories(families: Sequence[Family], reports: Sequence[Report]) -> tuple[Story, ...]:
    by_id = {report.id: report for report in reports}
    groups: dict[str, list[Family]] = {}
    for family in families:
        groups.setdefault(_part(by_id[family.root], "story"), []).append(family)
    made = []
    for name, group in groups.items():
        members = [by_id[r] for family in group for r in family.reports]
        dates = sorted(r.published for r in members if r.published)
        made.append(
            Story(
                f"story:{name}", by_id[group[0].root].title or name, tuple(f.id for f in group), tuple(r.id for r in members),
                tuple(dict.fromkeys(r.outlet or "" for r in members)), len(group), dates[0] if dates else None,
                dates[-1] if dates else None,
            )
        )  # fmt: skip
    return tuple(made)


STAGES = Stages(sketch=_sketch, families=_families, stories=_stories, merge=merge_claims)


def fill(ledger: Ledger, drafted: Sequence[Draft] | None = None) -> None:
    """Put reports on record."""
    for draft in drafts() if drafted is None else drafted:
        put(ledger.connection, draft.report(), draft.claims(), STAGES, reader="test")
    settle(ledger.connection, STAGES)


def build(path: Path) -> Path:
    """A ledger of this world at ``path``."""
    with Ledger.open(path, write=True) as ledger:
        fill(ledger)
    return path
