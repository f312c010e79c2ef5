"""What looks like an act and is none, and its neighbours that are: hand-written trees."""

from __future__ import annotations

import pytest
from trees import Name, reading_of

from onrecord.claims.events import find_events

NAMES: tuple[Name, ...] = (("Velgard", "LOC", "NOR", None), ("Ostmark", "LOC", "DNK", None), ("Lind", "PER", None, None))
COUNCIL = "The/the/DET/DT/2/det council/council/NOUN/NN/3/nsubj"
REFUSED = f"{COUNCIL} refused/refuse/VERB/VBD/0/root to/to/PART/TO/5/mark"
AGREED = "Velgard/Velgard/PROPN/NNP/2/nsubj agreed/agree/VERB/VBD/0/root"
BUY = "buy/buy/VERB/VB/3/xcomp the/the/DET/DT/7/det shares/share/NOUN/NNS/5/obj ././PUNCT/./3/punct"

MINISTER = "The/the/DET/DT/2/det minister/minister/NOUN/NN/3/nsubj"
CASES = [
    (
        "Velgard/Velgard/PROPN/NNP/2/nsubj kept/keep/VERB/VBD/0/root its/its/PRON/PRP$/4/nmod:poss "
        "promise/promise/NOUN/NN/2/obj to/to/ADP/IN/6/case Ostmark/Ostmark/PROPN/NNP/4/nmod ././PUNCT/./2/punct",
        [],
    ),
    (
        "The/the/DET/DT/2/det coach/coach/NOUN/NN/3/nsubj said/say/VERB/VBD/0/root his/his/PRON/PRP$/5/nmod:poss "
        "team/team/NOUN/NN/7/nsubj would/would/AUX/MD/7/aux attack/attack/VERB/VB/3/ccomp ././PUNCT/./3/punct",
        [],
    ),
    (
        "The/the/DET/DT/2/det grocer/grocer/NOUN/NN/3/nsubj offers/offer/VERB/VBZ/0/root free/free/ADJ/JJ/5/amod "
        "help/help/NOUN/NN/3/obj to/to/PART/TO/7/case tenants/tenant/NOUN/NNS/3/obl ././PUNCT/./3/punct",
        [],
    ),
    (
        "The/the/DET/DT/2/det farmer/farmer/NOUN/NN/3/nsubj pleaded/plead/VERB/VBD/0/root guilty/guilty/ADJ/JJ/3/xcomp "
        "././PUNCT/./3/punct",
        [],
    ),
    (
        "The/the/DET/DT/2/det gunman/gunman/NOUN/NN/3/nsubj shot/shoot/VERB/VBD/0/root himself/himself/PRON/PRP/3/obj "
        "././PUNCT/./3/punct",
        [],
    ),
    (
        "The/the/DET/DT/2/det man/man/NOUN/NN/4/nsubj:pass was/be/AUX/VBD/4/aux:pass charged/charge/VERB/VBN/0/root "
        "with/with/ADP/IN/6/case murder/murder/NOUN/NN/4/obl ././PUNCT/./4/punct",
        ["ACCUSE"],
    ),
    (
        "The/the/DET/DT/3/det two/two/NUM/CD/3/nummod sides/side/NOUN/NNS/4/nsubj held/hold/VERB/VBD/0/root "
        "talks/talk/NOUN/NNS/4/obj ././PUNCT/./4/punct",
        ["CONSULT"],
    ),
    (
        "The/the/DET/DT/2/det farmer/farmer/NOUN/NN/3/nsubj met/meet/VERB/VBD/0/root a/a/DET/DT/5/det "
        "grocer/grocer/NOUN/NN/3/obj ././PUNCT/./3/punct",
        [],
    ),
    (
        "The/the/DET/DT/2/det farmer/farmer/NOUN/NN/3/nsubj met/meet/VERB/VBD/0/root the/the/DET/DT/5/det "
        "mayor/mayor/NOUN/NN/3/obj ././PUNCT/./3/punct",
        ["CONSULT"],
    ),
    (
        "They/they/PRON/PRP/2/nsubj took/take/VERB/VBD/0/root a/a/DET/DT/4/det bus/bus/NOUN/NN/2/obj ././PUNCT/./2/punct",
        [],
    ),
    (
        f"{MINISTER} vowed/vow/VERB/VBD/0/root to/to/PART/TO/5/mark appeal/appeal/VERB/VB/3/xcomp to/to/ADP/IN/8/case "
        "the/the/DET/DT/8/det court/court/NOUN/NN/5/obl ././PUNCT/./3/punct",
        [],
    ),
    (
        f"{MINISTER} waged/wage/VERB/VBD/0/root a/a/DET/DT/6/det charm/charm/NOUN/NN/6/compound "
        "offensive/offensive/NOUN/NN/3/obj ././PUNCT/./3/punct",
        [],
    ),
    (
        "The/the/DET/DT/2/det army/army/NOUN/NN/3/nsubj waged/wage/VERB/VBD/0/root an/a/DET/DT/5/det "
        "offensive/offensive/NOUN/NN/3/obj against/against/ADP/IN/8/case the/the/DET/DT/8/det rebels/rebel/NOUN/NNS/5/nmod "
        "././PUNCT/./3/punct",
        ["ASSAULT"],
    ),
    (
        "The/the/DET/DT/2/det pastor/pastor/NOUN/NN/4/nsubj he/he/PRON/PRP/4/nsubj gave/give/VERB/VBD/0/root "
        "in/in/ADP/IN/6/case interviews/interview/NOUN/NNS/4/obl ././PUNCT/./4/punct",
        [],
    ),
    (
        "The/the/DET/DT/2/det mayor/mayor/NOUN/NN/7/nsubj and/and/CCONJ/CC/4/cc visiting/visit/VERB/VBG/7/csubj "
        "Lind/Lind/PROPN/NNP/4/obj ,/,/PUNCT/,/4/punct agreed/agree/VERB/VBD/0/root on/on/ADP/IN/10/case a/a/DET/DT/10/det "
        "truce/truce/NOUN/NN/7/obl ././PUNCT/./7/punct",
        ["AGREE"],
    ),
    (f"{REFUSED} comment/comment/VERB/VB/3/xcomp ././PUNCT/./3/punct", []),
    (f"{REFUSED} give/give/VERB/VB/3/xcomp details/detail/NOUN/NNS/5/obj ././PUNCT/./3/punct", []),
    (
        f"{REFUSED} release/release/VERB/VB/3/xcomp the/the/DET/DT/7/det sailors/sailor/NOUN/NNS/5/obj ././PUNCT/./3/punct",
        ["REJECT"],
    ),
    (f"{AGREED} with/with/ADP/IN/5/case the/the/DET/DT/5/det engineers/engineer/NOUN/NNS/2/obl ././PUNCT/./2/punct", []),
    (
        f"{AGREED} that/that/SCONJ/IN/7/mark the/the/DET/DT/5/det bridge/bridge/NOUN/NN/7/nsubj was/be/AUX/VBD/7/cop "
        "old/old/ADJ/JJ/2/ccomp ././PUNCT/./2/punct",
        [],
    ),
    (
        f"{AGREED} that/that/SCONJ/IN/7/mark the/the/DET/DT/5/det bridge/bridge/NOUN/NN/7/nsubj will/will/AUX/MD/7/aux "
        "reopen/reopen/VERB/VB/2/ccomp ././PUNCT/./2/punct",
        ["AGREE"],
    ),
    (
        "The/the/DET/DT/2/det firm/firm/NOUN/NN/3/nsubj stood/stand/VERB/VBD/0/root by/by/ADP/IN/6/case "
        "its/its/PRON/PRP$/6/nmod:poss estimate/estimate/NOUN/NN/3/obl ././PUNCT/./3/punct",
        [],
    ),
    (
        "The/the/DET/DT/2/det envoy/envoy/NOUN/NN/3/nsubj spoke/speak/VERB/VBD/0/root to/to/ADP/IN/5/case "
        "reporters/reporter/NOUN/NNS/3/obl ././PUNCT/./3/punct",
        [],
    ),
    (
        "A/a/DET/DT/2/det farmer/farmer/NOUN/NN/3/nsubj boarded/board/VERB/VBD/0/root a/a/DET/DT/5/det "
        "bus/bus/NOUN/NN/3/obj ././PUNCT/./3/punct",
        [],
    ),
    (
        "The/the/DET/DT/2/det firm/firm/NOUN/NN/3/nsubj agreed/agree/VERB/VBD/0/root to/to/PART/TO/5/mark " + BUY,
        [],
    ),
    (
        "The/the/DET/DT/2/det government/government/NOUN/NN/3/nsubj agreed/agree/VERB/VBD/0/root to/to/PART/TO/5/mark " + BUY,
        ["AGREE"],
    ),
    (
        "They/they/PRON/PRP/3/nsubj are/be/AUX/VBP/3/aux bombarding/bombard/VERB/VBG/0/root residents/resident/NOUN/NNS/3/obj "
        "with/with/ADP/IN/6/case flyers/flyer/NOUN/NNS/3/obl ././PUNCT/./3/punct",
        [],
    ),
    (
        "The/the/DET/DT/2/det agency/agency/NOUN/NN/3/nsubj warned/warn/VERB/VBD/0/root residents/resident/NOUN/NNS/3/obj "
        "of/of/ADP/IN/6/case rain/rain/NOUN/NN/4/nmod ././PUNCT/./3/punct",
        [],
    ),
    (
        "Thousands/thousand/NOUN/NNS/2/nsubj cheered/cheer/VERB/VBD/0/root at/at/ADP/IN/6/case Lind/Lind/PROPN/NNP/6/nmod:poss "
        "'s/'s/PART/POS/4/case rally/rally/NOUN/NN/2/obl ././PUNCT/./2/punct",
        [],
    ),
    (
        "Ostmark/Ostmark/PROPN/NNP/2/nsubj vowed/vow/VERB/VBD/0/root to/to/PART/TO/4/mark sue/sue/VERB/VB/2/xcomp "
        "Velgard/Velgard/PROPN/NNP/4/obj ././PUNCT/./2/punct",
        ["ACCUSE"],
    ),
    (
        "Ostmark/Ostmark/PROPN/NNP/3/nsubj is/be/AUX/VBZ/3/cop ready/ready/ADJ/JJ/0/root to/to/PART/TO/5/mark "
        "negotiate/negotiate/VERB/VB/3/xcomp ././PUNCT/./3/punct",
        ["AGREE"],
    ),
    (
        "Ostmark/Ostmark/PROPN/NNP/3/nsubj is/be/AUX/VBZ/3/cop ready/ready/ADJ/JJ/0/root to/to/PART/TO/5/mark "
        "invade/invade/VERB/VB/3/xcomp Velgard/Velgard/PROPN/NNP/5/obj ././PUNCT/./3/punct",
        ["THREATEN"],
    ),
    (
        "Ostmark/Ostmark/PROPN/NNP/3/nsubj is/be/AUX/VBZ/3/cop ready/ready/ADJ/JJ/0/root to/to/PART/TO/5/mark "
        "play/play/VERB/VB/3/xcomp Velgard/Velgard/PROPN/NNP/5/obj ././PUNCT/./3/punct",
        [],
    ),
    (
        "Lawmakers/lawmaker/NOUN/NNS/2/nsubj awaited/await/VERB/VBD/0/root the/the/DET/DT/4/det release/release/NOUN/NN/2/obj "
        "of/of/ADP/IN/6/case Ostmark/Ostmark/PROPN/NNP/7/nmod:poss letters/letter/NOUN/NNS/4/nmod ././PUNCT/./2/punct",
        [],
    ),
    (
        "The/the/DET/DT/2/det law/law/NOUN/NN/3/nsubj makes/make/VERB/VBZ/0/root it/it/PRON/PRP/3/expl "
        "easier/easy/ADJ/JJR/3/xcomp for/for/SCONJ/IN/9/mark courts/court/NOUN/NNS/9/nsubj to/to/PART/TO/9/mark "
        "jail/jail/VERB/VB/5/advcl migrants/migrant/NOUN/NNS/9/obj ././PUNCT/./3/punct",
        [],
    ),
    (
        "Rebels/rebel/NOUN/NNS/2/nsubj killed/kill/VERB/VBD/0/root two/two/NUM/CD/4/nummod guards/guard/NOUN/NNS/2/obj "
        "and/and/CCONJ/CC/6/cc wounded/wound/VERB/VBD/2/conj a/a/DET/DT/8/det clerk/clerk/NOUN/NN/6/obj ././PUNCT/./2/punct",
        ["ASSAULT"],
    ),
    (
        "Troops/troop/NOUN/NNS/2/nsubj pulled/pull/VERB/VBD/0/root out/out/ADP/IN/6/case of/of/ADP/IN/3/fixed "
        "the/the/DET/DT/6/det town/town/NOUN/NN/2/obl ././PUNCT/./2/punct",
        ["RETREAT"],
    ),
    (
        "The/the/DET/DT/2/det base/base/NOUN/NN/3/nsubj came/come/VERB/VBD/0/root under/under/ADP/IN/6/case "
        "rocket/rocket/NOUN/NN/6/compound fire/fire/NOUN/NN/3/obl ././PUNCT/./3/punct",
        ["ASSAULT"],
    ),
    (
        "Officials/official/NOUN/NNS/3/nsubj often/often/ADV/RB/3/advmod visit/visit/VERB/VBP/0/root "
        "Ostmark/Ostmark/PROPN/NNP/3/obj ././PUNCT/./3/punct",
        [],
    ),
    (
        "Officials/official/NOUN/NNS/2/nsubj visited/visit/VERB/VBD/0/root Ostmark/Ostmark/PROPN/NNP/2/obj ././PUNCT/./2/punct",
        ["CONSULT"],
    ),
    (
        "Police/police/NOUN/NNS/2/nsubj recovered/recover/VERB/VBD/0/root the/the/DET/DT/4/det body/body/NOUN/NN/2/obj "
        "of/of/ADP/IN/7/case a/a/DET/DT/7/det farmer/farmer/NOUN/NN/4/nmod ././PUNCT/./2/punct",
        [],
    ),
    (
        "The/the/DET/DT/2/det city/city/NOUN/NN/3/nsubj offers/offer/VERB/VBZ/0/root scenery/scenery/NOUN/NN/3/obj "
        "././PUNCT/./3/punct",
        [],
    ),
    (
        "Lind/Lind/PROPN/NNP/2/nsubj hurled/hurl/VERB/VBD/0/root insults/insult/NOUN/NNS/2/obj at/at/ADP/IN/5/case "
        "Ostmark/Ostmark/PROPN/NNP/2/obl ././PUNCT/./2/punct",
        ["ACCUSE"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "types"), CASES)
def test_what_is_no_act_is_not_told_and_its_neighbour_is(sentence: str, types: list[str]) -> None:
    reading = reading_of(sentence, names=NAMES)
    assert [frame.event.type for frame in find_events(reading, reading.entities)] == types


def test_a_rescue_announced_stays_a_rescue_and_a_plot_an_attack() -> None:
    rescue = reading_of(
        "The/the/DET/DT/2/det army/army/NOUN/NN/4/nsubj will/will/AUX/MD/4/aux evacuate/evacuate/VERB/VB/0/root "
        "villagers/villager/NOUN/NNS/4/obj ././PUNCT/./4/punct"
    )
    plot = reading_of(
        "The/the/DET/DT/2/det rebels/rebel/NOUN/NNS/3/nsubj plotted/plot/VERB/VBD/0/root to/to/PART/TO/5/mark "
        "kill/kill/VERB/VB/3/xcomp villagers/villager/NOUN/NNS/5/obj ././PUNCT/./3/punct"
    )
    for reading, kind in ((rescue, "AID"), (plot, "ASSAULT")):
        (frame,) = find_events(reading, reading.entities)
        assert (frame.event.type, frame.event.modality) == (kind, "planned")


def test_an_accusation_named_as_known_is_not_told_again() -> None:
    first = (
        "Velgard/Velgard/PROPN/NNP/2/nsubj accused/accuse/VERB/VBD/0/root Ostmark/Ostmark/PROPN/NNP/2/obj of/of/ADP/IN/5/case "
        "fraud/fraud/NOUN/NN/2/obl ././PUNCT/./2/punct"
    )
    again = (
        "The/the/DET/DT/2/det envoy/envoy/NOUN/NN/3/nsubj made/make/VERB/VBD/0/root {}/{}/DET/DT/5/det "
        "allegations/allegation/NOUN/NNS/3/obj in/in/ADP/IN/8/case a/a/DET/DT/8/det letter/letter/NOUN/NN/3/obl "
        "././PUNCT/./3/punct"
    )
    for article, told in (("the", 1), ("some", 2)):
        reading = reading_of(first, again.format(article, article), names=NAMES)
        assert len(find_events(reading, reading.entities)) == told


def test_in_sport_only_public_life_and_crime_are_told() -> None:
    match = (
        "The/the/DET/DT/2/det coach/coach/NOUN/NN/3/nsubj urged/urge/VERB/VBD/0/root the/the/DET/DT/5/det "
        "goalkeeper/goalkeeper/NOUN/NN/3/obj to/to/PART/TO/7/mark attack/attack/VERB/VB/3/xcomp before/before/ADP/IN/9/case "
        "halftime/halftime/NOUN/NN/3/obl ././PUNCT/./3/punct"
    )
    arrest = (
        "Police/police/NOUN/NNS/2/nsubj arrested/arrest/VERB/VBD/0/root the/the/DET/DT/4/det referee/referee/NOUN/NN/2/obj "
        "././PUNCT/./2/punct"
    )
    assert [frame.event.type for frame in find_events(reading_of(match, arrest))] == ["COERCE"]
