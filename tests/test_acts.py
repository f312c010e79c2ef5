"""Acts that plain sentences of the wire tell: which are found, with which parties, how sure; hand-written trees."""

from __future__ import annotations

import pytest
from trees import Name, reading_of

from onrecord.claims.events import find_events

NAMES: tuple[Name, ...] = (("Velgard", "LOC", "NOR", None), ("Ostmark", "LOC", "DNK", None))
Act = tuple[str, str | None, list[str], list[str], str, str]


def acts(sentence: str) -> list[Act]:
    reading = reading_of(sentence, names=NAMES)
    events = [frame.event for frame in find_events(reading, reading.entities)]
    return [(e.type, e.mode, [a.text for a in e.actor], [a.text for a in e.recipient], e.polarity, e.modality) for e in events]


RECEIVED = (
    "Velgard/velgard/PROPN/NNP/3/nsubj will/will/AUX/MD/3/aux receive/receive/VERB/VB/0/root "
    "20,000/20000/NUM/CD/5/nummod blankets/blanket/NOUN/NNS/3/obj from/from/ADP/IN/7/case "
    "Ostmark/ostmark/PROPN/NNP/3/obl ././PUNCT/./3/punct"
)
BLAMED = (
    "Velgard/velgard/PROPN/NNP/2/nsubj blamed/blame/VERB/VBD/0/root the/the/DET/DT/4/det raid/raid/NOUN/NN/2/obj "
    "on/on/ADP/IN/6/case Ostmark/ostmark/PROPN/NNP/4/nmod ././PUNCT/./2/punct"
)
PINNED = (
    "The/the/DET/DT/2/det raid/raid/NOUN/NN/4/nsubj:pass was/be/AUX/VBD/4/aux:pass blamed/blame/VERB/VBN/0/root "
    "on/on/ADP/IN/7/case separatist/separatist/ADJ/JJ/7/amod rebels/rebel/NOUN/NNS/4/obl:agent ././PUNCT/./4/punct"
)
RECALL = (
    "Velgard/velgard/PROPN/NNP/3/nsubj would/would/AUX/MD/3/aux recall/recall/VERB/VB/12/ccomp "
    "its/its/PRON/PRP$/5/nmod:poss ambassador/ambassador/NOUN/NN/3/obj and/and/CCONJ/CC/7/cc "
    "suspend/suspend/VERB/VBG/3/conj talks/talk/NOUN/NNS/3/conj ,/,/PUNCT/,/3/punct the/the/DET/DT/11/det "
    "ministry/ministry/NOUN/NN/12/nsubj said/say/VERB/VBD/0/root ././PUNCT/./12/punct"
)
ACCUSING = (
    "Velgard/velgard/PROPN/NNP/2/nsubj recalled/recall/VERB/VBD/0/root its/its/PRON/PRP$/4/nmod:poss "
    "ambassador/ambassador/NOUN/NN/2/obj ,/,/PUNCT/,/6/punct accusing/accuse/VERB/VBG/2/advcl "
    "Ostmark/ostmark/PROPN/NNP/6/iobj of/of/SCONJ/IN/9/mark arming/arm/VERB/VBG/6/ccomp rebels/rebel/NOUN/NNS/9/obj "
    "././PUNCT/./2/punct"
)
SHELLING = (
    "Velgard/velgard/PROPN/NNP/2/nsubj shut/shut/VERB/VBD/0/root its/its/PRON/PRP$/4/nmod:poss "
    "border/border/NOUN/NN/2/obj ,/,/PUNCT/,/6/punct accusing/accuse/VERB/VBG/2/advcl "
    "Ostmark/ostmark/PROPN/NNP/8/compound troops/troop/NOUN/NNS/6/obj of/of/SCONJ/IN/10/mark "
    "shelling/shell/VERB/VBG/8/acl the/the/DET/DT/12/det harbour/harbour/NOUN/NN/10/obj ././PUNCT/./2/punct"
)
ANSWERED = (
    "Velgard/velgard/PROPN/NNP/2/nsubj warned/warn/VERB/VBD/0/root that/that/SCONJ/IN/10/mark any/any/DET/DT/5/det "
    "attack/attack/NOUN/NN/10/nsubj:pass by/by/ADP/IN/7/case Ostmark/ostmark/PROPN/NNP/5/nmod "
    "would/would/AUX/MD/10/aux be/be/AUX/VB/10/aux:pass answered/answer/VERB/VBN/2/ccomp with/with/ADP/IN/12/case "
    "missiles/missile/NOUN/NNS/10/obl ././PUNCT/./2/punct"
)
TRUCE = (
    "A/a/DET/DT/2/det ceasefire/ceasefire/NOUN/NN/7/nsubj between/between/ADP/IN/4/case "
    "Velgard/velgard/PROPN/NNP/2/nmod and/and/CCONJ/CC/6/cc Ostmark/ostmark/PROPN/NNP/4/conj "
    "took/take/VERB/VBD/0/root effect/effect/NOUN/NN/7/obj at/at/ADP/IN/10/case midnight/midnight/NOUN/NN/7/obl "
    "././PUNCT/./7/punct"
)
NURSES = (
    "A/a/DET/DT/2/det strike/strike/NOUN/NN/8/nsubj by/by/ADP/IN/4/case nurses/nurse/NOUN/NNS/2/nmod "
    "against/against/ADP/IN/7/case the/the/DET/DT/7/det council/council/NOUN/NN/4/nmod entered/enter/VERB/VBD/0/root "
    "its/its/PRON/PRP$/11/nmod:poss third/third/ADJ/JJ/11/amod day/day/NOUN/NN/8/obl:unmarked ././PUNCT/./8/punct"
)
STAGED = (
    "Drivers/driver/NOUN/NNS/2/nsubj staged/stage/VERB/VBD/0/root a/a/DET/DT/4/det strike/strike/NOUN/NN/2/obj "
    "in/in/ADP/IN/6/case Velgard/velgard/PROPN/NNP/2/obl ././PUNCT/./2/punct"
)
DEPLOYED = (
    "Troops/troop/NOUN/NNS/3/nsubj:pass were/be/AUX/VBD/3/aux:pass deployed/deploy/VERB/VBN/0/root "
    "in/in/ADP/IN/6/case the/the/DET/DT/6/det capital/capital/NOUN/NN/3/obl on/on/ADP/IN/8/case "
    "Sunday/sunday/PROPN/NNP/3/obl ././PUNCT/./3/punct"
)
CALLED = (
    "The/the/DET/DT/2/det union/union/NOUN/NN/3/nsubj called/call/VERB/VBD/0/root on/on/ADP/IN/5/case "
    "Ostmark/ostmark/PROPN/NNP/3/obl to/to/PART/TO/7/mark investigate/investigate/VERB/VB/3/advcl "
    "the/the/DET/DT/9/det fire/fire/NOUN/NN/7/obj ././PUNCT/./3/punct"
)
LIFTED = (
    "Sanctions/sanction/NOUN/NNS/5/nsubj:pass on/on/ADP/IN/3/case Ostmark/ostmark/PROPN/NNP/1/nmod "
    "were/be/AUX/VBD/5/aux:pass lifted/lift/VERB/VBN/0/root by/by/ADP/IN/7/case "
    "Velgard/velgard/PROPN/NNP/5/obl:agent ././PUNCT/./5/punct"
)
RELEASE = (
    "Velgard/velgard/PROPN/NNP/2/nsubj welcomed/welcome/VERB/VBD/0/root the/the/DET/DT/4/det "
    "release/release/NOUN/NN/2/obj of/of/ADP/IN/7/case the/the/DET/DT/7/det pilots/pilot/NOUN/NNS/4/nmod "
    "by/by/ADP/IN/9/case Ostmark/ostmark/PROPN/NNP/7/nmod ././PUNCT/./2/punct"
)
BORDER = (
    "Velgard/velgard/PROPN/NNP/3/nsubj will/will/AUX/MD/3/aux close/close/VERB/VB/14/ccomp "
    "its/its/PRON/PRP$/5/nmod:poss border/border/NOUN/NN/3/obj unless/unless/SCONJ/IN/8/mark "
    "Ostmark/ostmark/PROPN/NNP/8/nsubj withdraws/withdraw/VERB/VBZ/3/advcl its/its/PRON/PRP$/10/nmod:poss "
    "troops/troop/NOUN/NNS/8/obj ,/,/PUNCT/,/3/punct its/its/PRON/PRP$/13/nmod:poss "
    "minister/minister/NOUN/NN/14/nsubj said/say/VERB/VBD/0/root ././PUNCT/./14/punct"
)
DISCUSS = (
    "Velgard/velgard/PROPN/NNP/4/nsubj and/and/CCONJ/CC/3/cc Ostmark/ostmark/PROPN/NNP/1/conj "
    "met/meet/VERB/VBD/0/root on/on/ADP/IN/6/case Monday/monday/PROPN/NNP/4/obl to/to/PART/TO/8/mark "
    "discuss/discuss/VERB/VB/4/advcl the/the/DET/DT/10/det quota/quota/NOUN/NN/8/obj ././PUNCT/./4/punct"
)
FRANCS = (
    "Velgard/velgard/PROPN/NNP/2/nsubj launched/launch/VERB/VBD/0/root an/a/DET/DT/4/det appeal/appeal/NOUN/NN/2/obj "
    "for/for/ADP/IN/9/case 3/3/NUM/CD/7/compound million/million/NUM/CD/9/nummod Swiss/swiss/ADJ/JJ/9/amod "
    "francs/franc/NOUN/NNS/4/nmod ././PUNCT/./2/punct"
)
SHOTS = (
    "The/the/DET/DT/2/det army/army/NOUN/NN/3/nsubj denied/deny/VERB/VBD/0/root that/that/SCONJ/IN/8/mark "
    "its/its/PRON/PRP$/6/nmod:poss forces/force/NOUN/NNS/8/nsubj:pass had/have/AUX/VBD/8/aux "
    "fired/fire/VERB/VBN/3/ccomp first/first/ADV/RB/8/advmod ././PUNCT/./3/punct"
)
MET = (
    "Demands/demand/NOUN/NNS/5/nsubj:pass from/from/ADP/IN/3/case Velgard/velgard/PROPN/NNP/1/nmod "
    "were/be/AUX/VBD/5/aux:pass met/meet/VERB/VBN/0/root with/with/ADP/IN/7/case silence/silence/NOUN/NN/5/obl "
    "from/from/ADP/IN/9/case Ostmark/ostmark/PROPN/NNP/7/nmod ././PUNCT/./5/punct"
)
GOT = (
    "Velgard/velgard/PROPN/NNP/2/nsubj got/get/VERB/VBD/0/root 300/300/NUM/CD/4/nummod tonnes/tonne/NOUN/NNS/2/obj "
    "of/of/ADP/IN/6/case maize/maize/NOUN/NN/4/nmod from/from/ADP/IN/8/case Ostmark/ostmark/PROPN/NNP/2/obl "
    "././PUNCT/./2/punct"
)
WARSHIPS = (
    "Velgard/velgard/PROPN/NNP/2/nsubj sent/send/VERB/VBD/0/root warships/warship/NOUN/NNS/2/obj to/to/ADP/IN/5/case "
    "waters/water/NOUN/NNS/2/obl off/off/ADP/IN/7/case Ostmark/ostmark/PROPN/NNP/5/nmod ././PUNCT/./2/punct"
)
DRONES = (
    "Velgard/velgard/PROPN/NNP/2/compound drones/drone/NOUN/NNS/3/nsubj hit/hit/VERB/VBD/0/root a/a/DET/DT/5/det "
    "refinery/refinery/NOUN/NN/3/obj in/in/ADP/IN/7/case Ostmark/ostmark/PROPN/NNP/3/obl ././PUNCT/./3/punct"
)
FIGHTING = (
    "Fighting/fight/VERB/VBG/8/advcl between/between/ADP/IN/4/case the/the/DET/DT/4/det army/army/NOUN/NN/1/obl "
    "and/and/CCONJ/CC/7/cc the/the/DET/DT/7/det rebels/rebel/NOUN/NNS/4/conj erupted/erupte/VERB/VBD/0/root "
    "on/on/ADP/IN/10/case Monday/monday/PROPN/NNP/8/obl ././PUNCT/./8/punct"
)
CRISIS = (
    "The/the/DET/DT/2/det mayor/mayor/NOUN/NN/3/nsubj blamed/blame/VERB/VBD/0/root the/the/DET/DT/5/det "
    "delay/delay/NOUN/NN/3/obj on/on/ADP/IN/9/case the/the/DET/DT/9/det migrant/migrant/NOUN/NN/9/compound "
    "crisis/crisis/NOUN/NN/5/nmod ././PUNCT/./3/punct"
)
STREETS = (
    "Residents/resident/NOUN/NNS/2/nsubj took/take/VERB/VBD/0/root to/to/ADP/IN/5/case the/the/DET/DT/5/det "
    "streets/street/NOUN/NNS/2/obl to/to/PART/TO/7/mark protest/protest/VERB/VB/2/advcl "
    "against/against/ADP/IN/9/case Ostmark/ostmark/PROPN/NNP/7/obl ././PUNCT/./2/punct"
)
AERIAL = (
    "Aerial/aerial/ADJ/JJ/2/amod strikes/strike/NOUN/NNS/7/nsubj by/by/ADP/IN/4/case "
    "Velgard/velgard/PROPN/NNP/2/nmod on/on/ADP/IN/6/case Ostmark/ostmark/PROPN/NNP/2/nmod "
    "continued/continue/VERB/VBD/0/root on/on/ADP/IN/9/case Friday/friday/PROPN/NNP/7/obl ././PUNCT/./7/punct"
)
NOBODY = (
    "The/the/DET/DT/2/det mayor/mayor/NOUN/NN/3/nsubj apologised/apologise/VERB/VBD/0/root to/to/ADP/IN/5/case "
    "nobody/nobody/PRON/NN/3/obl ././PUNCT/./3/punct"
)
SOUGHT = (
    "The/the/DET/DT/2/det men/man/NOUN/NNS/4/nsubj:pass are/be/AUX/VBP/4/aux:pass sought/seek/VERB/VBN/0/root "
    "for/for/ADP/IN/6/mark questioning/question/VERB/VBG/4/advcl in/in/ADP/IN/8/case "
    "connection/connection/NOUN/NN/6/obl with/with/ADP/IN/11/case the/the/DET/DT/11/det "
    "killing/killing/NOUN/NN/8/nmod of/of/ADP/IN/14/case a/a/DET/DT/14/det doctor/doctor/NOUN/NN/11/nmod "
    "././PUNCT/./4/punct"
)
DECISION = (
    "The/the/DET/DT/2/det decision/decision/NOUN/NN/3/nsubj threatens/threaten/VERB/VBZ/0/root to/to/PART/TO/5/mark "
    "split/split/VERB/VB/3/xcomp the/the/DET/DT/7/det union/union/NOUN/NN/5/obj ././PUNCT/./3/punct"
)
REPORTS = (
    "The/the/DET/DT/2/det ministry/ministry/NOUN/NN/3/nsubj denied/deny/VERB/VBD/0/root "
    "reports/report/VERB/NNS/3/obj that/that/SCONJ/IN/8/mark troops/troop/NOUN/NNS/8/nsubj had/have/AUX/VBD/8/aux "
    "opened/open/VERB/VBN/4/acl fire/fire/NOUN/NN/8/obj on/on/ADP/IN/11/case protesters/protester/NOUN/NNS/8/obl "
    "././PUNCT/./3/punct"
)
SAID_TO = (
    "Velgard/velgard/PROPN/NNP/3/nsubj:pass is/be/AUX/VBZ/3/aux:pass said/say/VERB/VBN/0/root to/to/PART/TO/6/mark "
    "have/have/AUX/VB/6/aux arrested/arrest/VERB/VBN/3/csubj:pass two/two/NUM/CD/9/nummod "
    "Ostmark/ostmark/PROPN/NNP/9/compound spies/spy/NOUN/NNS/6/obj ././PUNCT/./3/punct"
)
HAD = (
    "Had/have/AUX/VBD/4/aux the/the/DET/DT/3/det rebels/rebel/NOUN/NNS/4/nsubj attacked/attack/VERB/VBN/11/advcl "
    "Ostmark/ostmark/PROPN/NNP/4/obj ,/,/PUNCT/,/4/punct the/the/DET/DT/8/det army/army/NOUN/NN/11/nsubj "
    "would/would/AUX/MD/11/aux have/have/AUX/VB/11/aux left/leave/VERB/VBN/0/root ././PUNCT/./11/punct"
)
VOTED = (
    "Parliament/parliament/NOUN/NN/2/nsubj voted/vote/VERB/VBD/0/root to/to/PART/TO/4/mark ban/ban/VERB/VB/2/advcl "
    "the/the/DET/DT/6/det party/party/NOUN/NN/4/obj ././PUNCT/./2/punct"
)

ONE: dict[str, Act] = {
    RECEIVED: ("AID", None, ["Ostmark"], ["Velgard"], "affirmed", "forecast"),
    BLAMED: ("ACCUSE", "allege", ["Velgard"], ["Ostmark"], "affirmed", "asserted"),
    PINNED: ("ACCUSE", "allege", [], ["separatist rebels"], "affirmed", "asserted"),
    ANSWERED: ("THREATEN", None, ["Velgard"], ["Ostmark"], "affirmed", "asserted"),
    BORDER: ("THREATEN", "restrict", ["Velgard"], ["Ostmark"], "affirmed", "asserted"),
    TRUCE: ("RETREAT", "ceasefire", ["Velgard", "Ostmark"], [], "affirmed", "asserted"),
    NURSES: ("PROTEST", "strike", ["nurses"], ["the council"], "affirmed", "asserted"),
    STAGED: ("PROTEST", "strike", ["Drivers"], [], "affirmed", "asserted"),
    DEPLOYED: ("MOBILIZE", "troops", ["Troops"], [], "affirmed", "asserted"),
    CALLED: ("REQUEST", "change", ["The union"], ["Ostmark"], "affirmed", "asserted"),
    LIFTED: ("CONCEDE", None, ["Velgard"], ["Ostmark"], "affirmed", "asserted"),
    RELEASE: ("SUPPORT", None, ["Velgard"], ["Ostmark"], "affirmed", "asserted"),
    DISCUSS: ("CONSULT", None, ["Velgard", "Ostmark"], [], "affirmed", "asserted"),
    FRANCS: ("REQUEST", "assist", ["Velgard"], [], "affirmed", "asserted"),
    GOT: ("AID", None, ["Ostmark"], ["Velgard"], "affirmed", "asserted"),
    WARSHIPS: ("MOBILIZE", "weapons", ["Velgard"], [], "affirmed", "asserted"),
    DRONES: ("ASSAULT", "drone", ["Velgard"], ["Ostmark"], "affirmed", "asserted"),
    FIGHTING: ("ASSAULT", None, ["the army", "the rebels"], [], "affirmed", "asserted"),
    STREETS: ("PROTEST", "demo", ["Residents"], ["Ostmark"], "affirmed", "asserted"),
    AERIAL: ("ASSAULT", "aerial", ["Velgard"], ["Ostmark"], "affirmed", "asserted"),
    NOBODY: ("CONCEDE", None, ["The mayor"], [], "negated", "asserted"),
    SOUGHT: ("ASSAULT", "targeted", [], ["a doctor"], "affirmed", "asserted"),
    REPORTS: ("ASSAULT", "firearms", ["troops"], ["protesters"], "negated", "asserted"),
    SAID_TO: ("COERCE", "arrest", ["Velgard"], ["two Ostmark spies"], "affirmed", "alleged"),
    HAD: ("ASSAULT", None, ["the rebels"], ["Ostmark"], "affirmed", "hypothetical"),
    VOTED: ("COERCE", "restrict", ["Parliament"], ["the party"], "affirmed", "asserted"),
    SHOTS: ("ASSAULT", "firearms", ["its forces"], [], "negated", "asserted"),
}


@pytest.mark.parametrize("sentence", ONE)
def test_a_plain_sentence_tells_one_act(sentence: str) -> None:
    assert acts(sentence) == [ONE[sentence]]


@pytest.mark.parametrize("sentence", [MET, CRISIS, DECISION])
def test_silence_circumstances_and_decisions_do_nothing_to_anybody(sentence: str) -> None:
    assert acts(sentence) == []


def test_a_coordinated_verb_keeps_its_object_and_its_plan() -> None:
    assert acts(RECALL) == [
        ("SANCTION", "withdraw", ["Velgard"], [], "affirmed", "planned"),
        ("REJECT", "meet", ["Velgard"], [], "affirmed", "asserted"),
    ]


@pytest.mark.parametrize(("sentence", "deed"), [(ACCUSING, "AID"), (SHELLING, "ASSAULT")])
def test_what_somebody_is_accused_of_is_alleged_of_him_and_not_of_the_accuser(sentence: str, deed: str) -> None:
    charge, alleged = acts(sentence)[1:]
    assert (charge[0], charge[2]) == ("ACCUSE", ["Velgard"])
    assert (alleged[0], alleged[2], alleged[5]) == (deed, charge[3], "alleged")


def test_those_counted_as_hurt_were_hurt_elsewhere() -> None:
    line = (
        "Medics/medic/NOUN/NNS/2/nsubj received/receive/VERB/VBD/0/root seven/seven/NUM/CD/4/nummod "
        "wounded/wounded/ADJ/JJ/2/obj ././PUNCT/./2/punct"
    )
    parted = line.replace("4/nummod", "2/obj").replace("wounded/wounded/ADJ/JJ/2/obj", "wounded/wound/VERB/VBN/2/xcomp")
    assert "ASSAULT" not in {act[0] for sentence in (line, parted) for act in acts(sentence)}


def test_what_is_sent_and_what_goes_with_it_receives_nothing() -> None:
    (offer,) = acts(
        "Velgard/Velgard/PROPN/NNP/2/nsubj proposed/propose/VERB/VBD/0/root to/to/PART/TO/4/mark send/send/VERB/VB/2/xcomp "
        "tents/tent/NOUN/NNS/4/obj with/with/ADP/IN/7/case nurses/nurse/NOUN/NNS/4/obl ././PUNCT/./2/punct"
    )
    assert offer[:4] == ("AGREE", None, ["Velgard"], [])


def test_talks_that_set_the_scene_are_the_speakers_with_the_other_side() -> None:
    (met,) = acts(
        "Velgard/Velgard/PROPN/NNP/2/nsubj spoke/speak/VERB/VBD/0/root after/after/ADP/IN/4/case talks/talk/NOUN/NNS/2/obl "
        "with/with/ADP/IN/6/case Ostmark/Ostmark/PROPN/NNP/4/nmod ././PUNCT/./2/punct"
    )
    assert met[:4] == ("CONSULT", None, ["Velgard"], ["Ostmark"])
