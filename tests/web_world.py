"""A small invented record for the tests and the pictures of the pages: three stories, copies, denials, revised figures, aid.

Everything in it is fiction; reports are written, and put together, as in ``drafting``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import drafting
from drafting import aid, by_name, event, hashed, quote, unknown

from onrecord.ledger import Ledger
from onrecord.ledger.intake import take_in
from onrecord.ledger.write import put_refusal
from onrecord.model import Actor, Refusal, Source, When, Where

MADAGASCAR = Actor("the government", "Madagascar", "MDG", "GOV")
NORWAY = Actor("Norway", "Norway", "NOR", "GOV")
KENYA = Actor("Kenya", "Kenya", "KEN", "GOV")
COMPANY = Actor("the dam company", "Sofia Hydro", "MDG", "BUS")
RESIDENTS = Actor("residents", "residents of Antsampana", "MDG", "CVL")
CHILE = Actor("Chile", "Chile", "CHL", "GOV")
PERU = Actor("Peru", "Peru", "PER", "GOV")
OFFICE = Source("the disaster office", "National Disaster Office", "statement", "MDG", "GOV")
CROSS = Source("the Red Cross", "Red Cross", "statement", "NGO", "SOC")
AGENCY = Source("the Indian Ocean Press", "Indian Ocean Press", "report", "MDG", "JRN")
WITNESS = Source("residents", "residents", "anonymous", "MDG", "CVL")
MINISTER = Source("Minister Hanta Rabe", "Hanta Rabe", "statement", "MDG", "GOV")
ANALYST = Source("analysts", "analysts", "belief", None, None)

SOFIA = Where("the Sofia region", "Sofia", "MDG", "MG-M", -15.4, 47.9, "admin1")
TOWN = Where("Antsohihy", "Antsohihy", "MDG", "MG-M", -14.88, 47.99, "exact")
PORT = Where("Mahajanga", "Mahajanga", "MDG", "MG-M", -15.72, 46.32, "exact")
NEAR = Where("near Port Bergé", "Boriziny", "MDG", "MG-M", -15.57, 47.62, "near")
NOWHERE = Where("the lower quarter", "the lower quarter")
COUNTRY = Where("Madagascar", "Madagascar", "MDG", None, -18.9, 46.7, "country")
ARICA = Where("off Arica", "Arica", "CHL", "CL-AP", -18.48, -70.31, "near")


def day(text: str, resolved: str | None, value: str | None = None) -> When:
    return When(text, value or resolved, resolved, "published" if resolved else "none")


@dataclass
class Draft(drafting.Draft):
    """A report of which the claims are less and less sure."""

    confidences: tuple[float, ...] = tuple(0.93 - i / 20 for i in range(4))


def figure(metric: str, text: str, low: float | None, high: float | None, **more: Any) -> drafting.Said:
    return drafting.figure(metric, text, low, high, **{"hazard": "FL", **more})


HANTA = Actor("Minister Hanta Rabe", "Hanta Rabe", "MDG", "GOV")


def agency(title: str, outlet: str, published: str, *, cut: bool = False, edited: bool = False) -> Draft:
    """The agency's report; cut by one outlet, edited by another."""
    d = Draft(title, published, outlet, "floods", "agency", agency="Indian Ocean Press")
    toll = "At least 41 people have died" if not edited else "At least 43 people have died"
    low = 41 if not edited else 43
    d.say(
        f"{toll} in floods in the Sofia region of northern Madagascar, the disaster office said on Tuesday.",
        figure(
            "deaths",
            "At least 41 people" if not edited else "At least 43 people",
            low,
            None,
            source=(OFFICE,),
            where=SOFIA,
            when=day("Tuesday", "2031-02-04"),
        ),
    )
    d.say(
        "The Sofia river rose nine metres in two days and broke through the embankment near Port Bergé.",
        figure("water_level", "nine metres", 9, 9, unit="metre", item="river", where=NEAR),
    )
    d.say(
        "Madagascar asked its partners for boats and drinking water, according to the Indian Ocean Press.",
        event(
            "REQUEST",
            "asked",
            [MADAGASCAR],
            [],
            mode="assist",
            source=(AGENCY,),
            when=day("Tuesday", "2031-02-04"),
            hazard="FL",
            contexts=("disasters",),
        ),
        aid(None, MADAGASCAR, "requested", item="boats and drinking water", source=(AGENCY,)),
        paragraph=True,
    )
    if not cut:
        d.say(
            "Residents accuse the dam company of having opened the gates at night without a warning.",
            event("ACCUSE", "accuse", [RESIDENTS], [COMPANY], mode="allege", source=(WITNESS,), modality="asserted"),
            event("ASSAULT", "opened the gates", [COMPANY], [RESIDENTS], modality="alleged", source=(WITNESS,), mode="destroy"),
            paragraph=True,
        )
    d.say(
        "“We have never seen water like this, and we are still counting,” Minister Hanta Rabe told reporters in Antsohihy.",
        quote("We have never seen water like this, and we are still counting", HANTA, source=(MINISTER,), where=TOWN),
        paragraph=True,
    )
    if not cut:
        d.say(
            "How many people are missing in the lower quarter is not known.",
            unknown("how many people are missing", where=NOWHERE),
        )
    d.say(
        "More than 12,000 people were moved to schools, the disaster office said.",
        figure(
            "evacuated",
            "More than 12,000 people",
            12000,
            None,
            qualifier="more_than",
            source=(OFFICE,),
            where=SOFIA,
            when=day("by Tuesday", "2031-02-04"),
        ),
        event("AID", "moved", [MADAGASCAR], [], source=(OFFICE,), hazard="FL"),
    )
    if not cut:
        d.say("A photograph shows the bridge at Port Bergé under water.")
    return d


def drafts() -> list[Draft]:
    out = [
        agency("Floods kill at least 41 in northern Madagascar", "Indian Ocean Press", "2031-02-04"),
        agency("Floods kill dozens in Madagascar", "Harbour Times", "2031-02-04", cut=True),
        agency("Madagascar floods: toll rises", "Evening Courier", "2031-02-05", edited=True),
        agency("Floods kill at least 41 in northern Madagascar", "Island Radio", "2031-02-05"),
    ]
    cross = Draft("Red Cross counts 58 dead in Sofia floods", "2031-02-05", "Northern Observer", "floods", "cross")
    cross.say(
        "Red Cross teams counted 58 dead in the Sofia region by Tuesday night, more than the government has confirmed.",
        figure("deaths", "58 dead", 58, 58, source=(CROSS,), where=SOFIA, when=day("Tuesday night", "2031-02-04")),
    )
    cross.say(
        "About 3,400 houses were destroyed, the Red Cross said.",
        figure(
            "homes_destroyed",
            "About 3,400 houses",
            3400,
            3400,
            qualifier="about",
            unit="house",
            item="houses",
            source=(CROSS,),
            where=SOFIA,
        ),
    )
    cross.say(
        "Norway offered 20 million kroner for the survivors, and Madagascar accepted the offer.",
        aid(
            NORWAY,
            MADAGASCAR,
            "offered",
            amount=20_000_000,
            currency="NOK",
            item="money",
            reply="accepted",
            when=day("Wednesday", "2031-02-05"),
        ),
        event("AGREE", "offered", [NORWAY], [MADAGASCAR], modality="planned", when=day("Wednesday", "2031-02-05")),
        event("AGREE", "accepted", [MADAGASCAR], [NORWAY]),
        paragraph=True,
    )
    cross.say(
        "Analysts believe that the dam will have to be rebuilt.",
        event("COOPERATE", "rebuilt", [MADAGASCAR], [], modality="forecast", source=(ANALYST,)),
    )
    cross.say(
        "A helicopter reached Mahajanga with medicine from Kenya.",
        aid(KENYA, MADAGASCAR, "delivered", item="medicine", where=PORT, when=day("Wednesday", "2031-02-05")),
        event("AID", "reached", [KENYA], [MADAGASCAR], where=PORT, when=day("Wednesday", "2031-02-05")),
    )
    denial = Draft("Dam company denies opening gates", "2031-02-06", "Capital Post", "floods", "denial")
    denial.say(
        "Sofia Hydro did not open the gates of its dam before the flood, the company said on Thursday.",
        event(
            "ASSAULT",
            "open the gates",
            [COMPANY],
            [RESIDENTS],
            polarity="negated",
            mode="destroy",
            source=(Source("the company", "Sofia Hydro", "statement", "MDG", "BUS"),),
            when=day("on Thursday", "2031-02-06"),
        ),
    )
    denial.say(
        "“The gates were shut all night,” said its director, Jao Velo.",
        quote("The gates were shut all night", Actor("Jao Velo", "Jao Velo", "MDG", "BUS")),
    )
    denial.say(
        "The disaster office has registered 1,900 destroyed houses.",
        figure(
            "homes_destroyed", "1,900 destroyed houses", 1900, 1900, unit="house", item="houses", source=(OFFICE,), where=SOFIA
        ),
    )
    denial.say(
        "If the rain goes on, the company would lower the lake.",
        event("RETREAT", "lower the lake", [COMPANY], [], modality="hypothetical"),
    )
    week = Draft("A week after the floods, offers and a new toll", "2031-02-11", "Northern Observer", "floods", "week")
    week.say(
        "The death toll has reached 63, the disaster office said on Tuesday.",
        figure("deaths", "63", 63, 63, source=(OFFICE,), where=SOFIA, when=day("on Tuesday", "2031-02-11")),
    )
    week.say(
        "Kenya pledged 40 tonnes of maize; Madagascar declined a field hospital, saying that it had no need of one.",
        aid(KENYA, MADAGASCAR, "pledged", amount=40, item="tonnes of maize", when=day("on Tuesday", "2031-02-11")),
        aid(KENYA, MADAGASCAR, "offered", item="field hospital", reply="declined"),
        event("REJECT", "declined", [MADAGASCAR], [KENYA], mode="assist"),
        event("AGREE", "pledged", [KENYA], [MADAGASCAR], modality="planned"),
    )
    week.say(
        "What became of the crew of a barge is still unclear.", unknown("what became of the crew of a barge"), paragraph=True
    )
    week.say(
        "12,600 people are living in schools in Sofia, according to the disaster office.",
        figure("evacuated", "12,600 people", 12600, 12600, source=(OFFICE,), where=SOFIA, when=day("on Tuesday", "2031-02-11")),
    )
    fleet = Draft("Chile sends two patrol boats to fishing grounds", "2031-03-02", "Pacific Ledger", "fishing", "fleet")
    fleet.say(
        "Chile sent two patrol boats to waters off Arica on Sunday after Peru accused its fleet of fishing without a licence.",
        event("MOBILIZE", "sent", [CHILE], [PERU], mode="weapons", where=ARICA, when=day("on Sunday", "2031-03-02")),
        event("ACCUSE", "accused", [PERU], [CHILE], mode="disapprove"),
        figure("weapons", "two patrol boats", 2, 2, unit="boat", item="patrol boats", hazard=None),
    )
    fleet.say(
        "The two governments will meet on 9 March.",
        event("CONSULT", "meet", [CHILE, PERU], [], modality="planned", when=day("on 9 March", "2031-03-09")),
    )
    strike = Draft("Ferry crews in Bergen stop work", None, "Fjord Gazette", "strike", "strike")
    strike.say(
        "Some 300 ferry crew in Bergen stopped work on Friday.",
        event(
            "PROTEST",
            "stopped work",
            [Actor("ferry crew", "ferry crew", "NOR", "LAB")],
            [],
            mode="strike",
            when=When("on Friday", "XXXX-WXX-5", None, "none"),
            where=Where("Bergen", "Bergen", "NOR", "NO-46", 60.39, 5.32, "exact"),
        ),
        figure("protesters", "Some 300 ferry crew", 300, 300, qualifier="about", hazard=None),
    )
    return [*out, cross, denial, week, fleet, strike]


# ----------------------------------------------------------------------------------------------------------------- stages

SUMMARIES = {
    "floods": "At least 41 people have died in floods in the Sofia region of northern Madagascar, the disaster office said on "
    "Tuesday. Residents accuse the dam company of having opened the gates at night without a warning."
}
STAGES = by_name(hashed, SUMMARIES)


def fill(ledger: Ledger, drafted: Sequence[Draft] | None = None) -> None:
    """Put everything on record."""
    listed = [(one.report(), one.claims()) for one in (drafts() if drafted is None else drafted)]
    known = {report.id: claims for report, claims in listed}
    take_in(ledger, [report for report, _ in listed], lambda some: [(r, known[r.id]) for r in some], STAGES, reader="test")


def build(path: Path) -> Path:
    """A ledger of this world at ``path``."""
    with Ledger.open(path, write=True) as ledger:
        fill(ledger)
        put_refusal(ledger.connection, Refusal("scan.bin", "not text", "give a text file"))
    return path


def late() -> Draft:
    """A report that comes in while somebody looks at the page."""
    return replace(
        drafts()[7],
        title="Chile recalls its patrol boats",
        published="2031-03-05",
        outlet="Late Post",
        family="recall",
        found=[],
    )
