"""An invented landslide for the tests of reports, exports and the Python API: an agency's text and its cut copy, a rival count,
a denial, a week after. Reports are written, and put together, as in ``drafting``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from drafting import Draft, aid, by_name, event, figure, quote, unknown

from onrecord.ledger import Ledger
from onrecord.ledger.settling import settle
from onrecord.ledger.write import put
from onrecord.model import Actor, Source, When, Where

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


STAGES = by_name()


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
