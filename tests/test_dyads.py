"""Who does it and to whom, where a phrase names more people than act: from hand-written trees."""

from __future__ import annotations

from dataclasses import replace

import pytest
from trees import Name, reading_of

from onrecord.claims.events import find_events

NAMES: tuple[Name, ...] = (
    ("Selva", "LOC", None, None),
    ("Ostmark", "LOC", "DNK", None),
    ("Velgard", "LOC", "NOR", None),
    ("Turkish", "MISC", "TUR", None),
    ("South Korean", "MISC", "KOR", None),
    ("Grom", "ORG", None, None),
    ("Lena Orm", "PER", None, None),
    ("Jan Beck", "PER", None, None),
)
DYADS = {
    "the head of a phrase is the party, and no name inside it": (
        "Farmers/farmer/NOUN/NNS/2/nsubj accused/accuse/VERB/VBD/0/root the/the/DET/DT/4/det "
        "operator/operator/NOUN/NN/2/obj of/of/ADP/IN/8/case the/the/DET/DT/8/det Selva/Selva/PROPN/NNP/8/compound "
        "dam/dam/NOUN/NN/4/nmod of/of/SCONJ/IN/10/mark lying/lie/VERB/VBG/2/advcl ././PUNCT/./2/punct",
        ("ACCUSE", ["Farmers"], ["operator of the Selva dam"]),
    ),
    "who condemns a bombing blames the bombers": (
        "Envoys/envoy/NOUN/NNS/2/nsubj condemned/condemn/VERB/VBD/0/root the/the/DET/DT/4/det bombing/bombing/NOUN/NN/2/obj "
        "of/of/ADP/IN/7/case a/a/DET/DT/7/det school/school/NOUN/NN/4/nmod by/by/ADP/IN/9/case rebels/rebel/NOUN/NNS/4/nmod "
        "././PUNCT/./2/punct",
        ("ACCUSE", ["Envoys"], ["rebels"]),
    ),
    "and nobody where none is named": (
        "Envoys/envoy/NOUN/NNS/2/nsubj condemned/condemn/VERB/VBD/0/root the/the/DET/DT/4/det bombing/bombing/NOUN/NN/2/obj "
        "of/of/ADP/IN/7/case a/a/DET/DT/7/det school/school/NOUN/NN/4/nmod in/in/ADP/IN/9/case "
        "Ostmark/Ostmark/PROPN/NNP/7/nmod ././PUNCT/./2/punct",
        ("ACCUSE", ["Envoys"], []),
    ),
    "where an attack was done did not do it": (
        "A/a/DET/DT/3/det bomb/bomb/NOUN/NN/3/compound attack/attack/NOUN/NN/9/nsubj at/at/ADP/IN/6/case the/the/DET/DT/6/det "
        "embassy/embassy/NOUN/NN/3/nmod in/in/ADP/IN/8/case Ostmark/Ostmark/PROPN/NNP/6/nmod killed/kill/VERB/VBD/0/root "
        "two/two/NUM/CD/11/nummod guards/guard/NOUN/NNS/9/obj ././PUNCT/./9/punct",
        ("ASSAULT", [], ["two guards"]),
    ),
    "an army's post is the army's": (
        "Militants/militant/NOUN/NNS/2/nsubj attacked/attack/VERB/VBD/0/root an/a/DET/DT/5/det army/army/NOUN/NN/5/compound "
        "post/post/NOUN/NN/2/obj ././PUNCT/./2/punct",
        ("ASSAULT", ["Militants"], ["army"]),
    ),
    "an adjective stands for its country": (
        "Militants/militant/NOUN/NNS/2/nsubj shelled/shell/VERB/VBD/0/root Turkish/turkish/ADJ/JJ/4/amod "
        "positions/position/NOUN/NNS/2/obj ././PUNCT/./2/punct",
        ("ASSAULT", ["Militants"], ["Turkey"]),
    ),
    "a participle before its clause is passive": (
        "Rescued/rescue/VERB/VBN/7/advcl by/by/ADP/IN/3/case divers/diver/NOUN/NNS/1/obl:agent ,/,/PUNCT/,/1/punct "
        "the/the/DET/DT/6/det boy/boy/NOUN/NN/7/nsubj slept/sleep/VERB/VBD/0/root ././PUNCT/./7/punct",
        ("AID", ["divers"], ["boy"]),
    ),
    "its own promise was made to others": (
        "Velgard/Velgard/PROPN/NNP/2/nsubj reneged/renege/VERB/VBD/0/root on/on/ADP/IN/5/case its/its/PRON/PRP$/5/nmod:poss "
        "promise/promise/NOUN/NN/2/obl to/to/ADP/IN/8/case the/the/DET/DT/8/det islanders/islander/NOUN/NNS/5/nmod "
        "././PUNCT/./2/punct",
        ("REJECT", ["Velgard"], ["islanders"]),
    ),
    "nobody puts a demand to himself": (
        "The/the/DET/DT/2/det mayor/mayor/NOUN/NN/3/nsubj renewed/renew/VERB/VBD/0/root his/his/PRON/PRP$/5/nmod:poss "
        "demand/demand/NOUN/NN/3/obj ././PUNCT/./3/punct",
        ("REQUEST", ["mayor"], []),
    ),
    "who answers a request is whom it was put to": (
        "The/the/DET/DT/2/det mayor/mayor/NOUN/NN/3/nsubj ignored/ignore/VERB/VBD/0/root the/the/DET/DT/5/det "
        "union/union/NOUN/NN/7/nmod:poss 's/'s/PART/POS/5/case request/request/NOUN/NN/3/obj ././PUNCT/./3/punct",
        ("REQUEST", ["union"], ["mayor"]),
    ),
    "a town where soldiers stand is no target": (
        "The/the/DET/DT/2/det army/army/NOUN/NN/3/nsubj deployed/deploy/VERB/VBD/0/root soldiers/soldier/NOUN/NNS/3/obj "
        "in/in/ADP/IN/6/case Selva/Selva/PROPN/NNP/3/obl ././PUNCT/./3/punct",
        ("MOBILIZE", ["army"], []),
    ),
    "what follows the last verb belongs to it": (
        "Soldiers/soldier/NOUN/NNS/2/nsubj crossed/cross/VERB/VBD/0/root the/the/DET/DT/4/det river/river/NOUN/NN/2/obj "
        "and/and/CCONJ/CC/6/cc fired/fire/VERB/VBD/2/conj shots/shot/NOUN/NNS/6/obj at/at/ADP/IN/11/case "
        "South/South/ADJ/JJ/10/compound Korean/Korean/ADJ/JJ/11/amod positions/position/NOUN/NNS/2/obl ././PUNCT/./2/punct",
        ("ASSAULT", ["Soldiers"], ["South Korea"]),
    ),
    "an object that was hung on the clause after it": (
        "Velgard/Velgard/PROPN/NNP/2/nsubj accused/accuse/VERB/VBD/0/root neighbouring/neighbour/VERB/VBG/2/advcl "
        "Ostmark/Ostmark/PROPN/NNP/6/obj of/of/SCONJ/IN/6/mark letting/let/VERB/VBG/2/advcl rebels/rebel/NOUN/NNS/6/obj "
        "pass/pass/VERB/VB/6/xcomp ././PUNCT/./2/punct",
        ("ACCUSE", ["Velgard"], ["Ostmark"]),
    ),
    "a strike to force the mayor is against him": (
        "Nurses/nurse/NOUN/NNS/2/nsubj marched/march/VERB/VBD/0/root to/to/PART/TO/4/mark force/force/VERB/VB/2/advcl "
        "the/the/DET/DT/6/det mayor/mayor/NOUN/NN/4/obj to/to/PART/TO/8/mark resign/resign/VERB/VB/4/xcomp ././PUNCT/./2/punct",
        ("PROTEST", ["Nurses"], ["mayor"]),
    ),
    "some of the thefts are nobody": (
        "Prosecutors/prosecutor/NOUN/NNS/2/nsubj investigated/investigate/VERB/VBD/0/root some/some/DET/DT/2/obj "
        "of/of/ADP/IN/6/case the/the/DET/DT/6/det breaches/breach/NOUN/NNS/3/nmod ././PUNCT/./2/punct",
        ("ACCUSE", ["Prosecutors"], []),
    ),
    "whose resignation is demanded is asked": (
        "The/the/DET/DT/2/det minister/minister/NOUN/NN/4/nmod:poss 's/'s/PART/POS/2/case "
        "resignation/resignation/NOUN/NN/6/nsubj:pass was/be/AUX/VBD/6/aux:pass demanded/demand/VERB/VBN/0/root "
        "by/by/ADP/IN/9/case the/the/DET/DT/9/det union/union/NOUN/NN/6/obl:agent ././PUNCT/./6/punct",
        ("REQUEST", ["union"], ["minister"]),
    ),
    "who brokers talks is not whom one agrees with": (
        "Velgard/Velgard/PROPN/NNP/2/nsubj agreed/agree/VERB/VBD/0/root to/to/PART/TO/4/mark resume/resume/VERB/VB/2/xcomp "
        "talks/talk/NOUN/NNS/4/obj brokered/broker/VERB/VBN/5/acl by/by/ADP/IN/8/case Ostmark/Ostmark/PROPN/NNP/6/obl:agent "
        "././PUNCT/./2/punct",
        ("AGREE", ["Velgard"], []),
    ),
    "an offer of doctors is made by whoever stands behind it": (
        "Velgard/Velgard/PROPN/NNP/2/nsubj accepted/accept/VERB/VBD/0/root an/a/DET/DT/4/det offer/offer/NOUN/NN/2/obj "
        "of/of/ADP/IN/6/case doctors/doctor/NOUN/NNS/4/nmod from/from/ADP/IN/8/case Ostmark/Ostmark/PROPN/NNP/6/nmod "
        "././PUNCT/./2/punct",
        ("AGREE", ["Velgard"], ["Ostmark"]),
    ),
    "a state of emergency is nobody": (
        "The/the/DET/DT/2/det premier/premier/NOUN/NN/3/nsubj declared/declare/VERB/VBD/0/root a/a/DET/DT/5/det "
        "state/state/NOUN/NN/3/obj of/of/ADP/IN/7/case emergency/emergency/NOUN/NN/5/nmod ././PUNCT/./3/punct",
        ("COERCE", ["premier"], []),
    ),
    "a deal tells of others": (
        "Velgard/Velgard/PROPN/NNP/2/nsubj struck/strike/VERB/VBD/0/root a/a/DET/DT/4/det deal/deal/NOUN/NN/2/obj "
        "to/to/PART/TO/6/mark withdraw/withdraw/VERB/VB/4/acl militias/militia/NOUN/NNS/6/obj ././PUNCT/./2/punct",
        ("AGREE", ["Velgard"], []),
    ),
    "a finite verb is not coordinated with a gerund": (
        "Velgard/Velgard/PROPN/NNP/2/nsubj accused/accuse/VERB/VBD/0/root Ostmark/Ostmark/PROPN/NNP/2/obj "
        "of/of/SCONJ/IN/5/mark backing/back/VERB/VBG/2/advcl the/the/DET/DT/7/det rebels/rebel/NOUN/NNS/5/obj "
        "and/and/CCONJ/CC/9/cc cut/cut/VERB/VBD/5/conj ties/tie/NOUN/NNS/9/obj ././PUNCT/./2/punct",
        ("SANCTION", ["Velgard"], []),
    ),
    "those who are ordered to do something are asked": (
        "The/the/DET/DT/2/det mayor/mayor/NOUN/NN/3/nsubj ordered/order/VERB/VBD/0/root the/the/DET/DT/6/det "
        "two/two/NUM/CD/6/nummod parties/party/NOUN/NNS/3/obj to/to/PART/TO/8/mark disarm/disarm/VERB/VB/6/acl "
        "././PUNCT/./3/punct",
        ("REQUEST", ["mayor"], ["two parties"]),
    ),
    "whose arrest it is was arrested": (
        "A/a/DET/DT/2/det tip/tip/NOUN/NN/3/nsubj led/lead/VERB/VBD/0/root to/to/ADP/IN/8/case the/the/DET/DT/6/det "
        "rebel/rebel/NOUN/NN/8/nmod:poss 's/'s/PART/POS/6/case arrest/arrest/NOUN/NN/3/obl ././PUNCT/./3/punct",
        ("COERCE", [], ["rebel"]),
    ),
    "who arrests may stand behind those arrested": (
        "The/the/DET/DT/2/det arrest/arrest/NOUN/NN/9/nsubj of/of/ADP/IN/5/case two/two/NUM/CD/5/nummod "
        "men/man/NOUN/NNS/2/nmod by/by/ADP/IN/8/case harbour/harbour/NOUN/NN/8/compound police/police/NOUN/NNS/5/nmod "
        "angered/anger/VERB/VBD/0/root Ostmark/Ostmark/PROPN/NNP/9/obj ././PUNCT/./9/punct",
        ("COERCE", ["harbour police"], ["two men"]),
    ),
    "a truck that hits a mine is attacked": (
        "An/a/DET/DT/3/det army/army/NOUN/NN/3/compound truck/truck/NOUN/NN/4/nsubj hit/hit/VERB/VBD/0/root a/a/DET/DT/6/det "
        "mine/mine/NOUN/NN/4/obj ././PUNCT/./4/punct",
        ("ASSAULT", [], ["army"]),
    ),
    "troops massed behind a closed road": (
        "Velgard/Velgard/PROPN/NNP/2/nsubj closed/close/VERB/VBD/0/root the/the/DET/DT/4/det road/road/NOUN/NN/2/obj "
        "and/and/CCONJ/CC/7/cc massed/mass/VERB/VBD/2/conj troops/troop/NOUN/NNS/2/obj ././PUNCT/./2/punct",
        ("MOBILIZE", ["Velgard"], []),
    ),
    "an attack in words blames": (
        "Senator/senator/NOUN/NN/2/nmod:desc Lind/Lind/PROPN/NNP/3/nsubj attacked/attack/VERB/VBD/0/root the/the/DET/DT/5/det "
        "mayor/mayor/NOUN/NN/3/obj over/over/ADP/IN/7/case taxes/tax/NOUN/NNS/3/obl ././PUNCT/./3/punct",
        ("ACCUSE", ["Senator Lind"], ["mayor"]),
    ),
    "gunmen who storm a place attack it": (
        "Gunmen/gunman/NOUN/NNS/2/nsubj stormed/storm/VERB/VBD/0/root a/a/DET/DT/4/det hotel/hotel/NOUN/NN/2/obj "
        "in/in/ADP/IN/6/case Velgard/Velgard/PROPN/NNP/4/nmod ././PUNCT/./2/punct",
        ("ASSAULT", ["Gunmen"], ["Velgard"]),
    ),
    "a headline leaves out that somebody was caught": (
        "Escaped/escape/VERB/VBN/2/amod prisoner/prisoner/NOUN/NN/3/nsubj recaptured/recapture/VERB/VBD/0/root",
        ("COERCE", [], ["Escaped prisoner"]),
    ),
    "a threat on a condition told by word order": (
        "Velgard/Velgard/PROPN/NNP/2/nsubj warned/warn/VERB/VBD/0/root it/it/PRON/PRP/5/nsubj would/would/AUX/MD/5/aux "
        "impose/impose/VERB/VB/2/ccomp sanctions/sanction/NOUN/NNS/9/nsubj should/should/AUX/MD/9/aux "
        "Ostmark/Ostmark/PROPN/NNP/9/nsubj cheat/cheat/VERB/VB/5/advcl ././PUNCT/./2/punct",
        ("THREATEN", ["Velgard"], ["Ostmark"]),
    ),
    "tanks of a make are nobody": (
        "Velgard/Velgard/PROPN/NNP/2/nsubj pledged/pledge/VERB/VBD/0/root nine/nine/NUM/CD/5/nummod "
        "Grom/Grom/PROPN/NNP/5/compound tanks/tank/NOUN/NNS/2/obj ././PUNCT/./2/punct",
        ("AGREE", ["Velgard"], []),
    ),
    "who is blamed for what somebody calls it": (
        "Velgard/Velgard/PROPN/NNP/2/nsubj condemned/condemn/VERB/VBD/0/root what/what/PRON/WP/2/obj it/it/PRON/PRP/5/nsubj "
        "called/call/VERB/VBD/3/acl:relcl a/a/DET/DT/7/det raid/raid/NOUN/NN/5/xcomp by/by/ADP/IN/9/case "
        "Ostmark/Ostmark/PROPN/NNP/7/nmod ././PUNCT/./2/punct",
        ("ACCUSE", ["Velgard"], ["Ostmark"]),
    ),
}


@pytest.mark.parametrize("case", DYADS)
def test_who_acts_and_at_whom(case: str) -> None:
    line, (kind, actor, recipient) = DYADS[case]
    reading = reading_of(line, names=NAMES)
    events = [frame.event for frame in find_events(reading, reading.entities) if frame.event.type == kind]
    found = [([a.name for a in each.actor], [r.name for r in each.recipient]) for each in events]
    assert (actor, recipient) in found


def test_who_denies_his_request_denies_another_and_the_two_acts_stay_apart() -> None:
    asked = (
        "Jan/Jan/PROPN/NNP/3/nsubj Beck/Beck/PROPN/NNP/1/flat met/meet/VERB/VBD/0/root villagers/villager/NOUN/NNS/3/obj "
        "././PUNCT/./3/punct"
    )
    denied = (
        "Lena/Lena/PROPN/NNP/3/nsubj Orm/Orm/PROPN/NNP/1/flat denied/deny/VERB/VBD/0/root his/his/PRON/PRP$/5/nmod:poss "
        "request/request/NOUN/NN/3/obj ././PUNCT/./3/punct"
    )
    urged = (
        "Villagers/villager/NOUN/NNS/2/nsubj urged/urge/VERB/VBD/0/root Jan/Jan/PROPN/NNP/2/obj Beck/Beck/PROPN/NNP/3/flat "
        "to/to/PART/TO/6/mark resign/resign/VERB/VB/2/xcomp ././PUNCT/./2/punct"
    )
    reading = reading_of(asked, denied, urged, names=NAMES)
    found = [
        (frame.event.type, [a.name for a in frame.event.actor], [r.name for r in frame.event.recipient])
        for frame in find_events(reading, reading.entities)
    ]
    assert ("REJECT", ["Lena Orm"], ["Jan Beck"]) in found
    assert ("REQUEST", ["Jan Beck"], ["Lena Orm"]) in found
    assert ("REQUEST", ["Villagers"], ["Jan Beck"]) in found


def test_two_leaders_are_those_called_so_and_two_men_are_new() -> None:
    first = (
        "President/President/PROPN/NNP/2/nmod:desc Jan/Jan/PROPN/NNP/9/nsubj Beck/Beck/PROPN/NNP/2/flat and/and/CCONJ/CC/6/cc "
        "President/President/PROPN/NNP/6/nmod:desc Lena/Lena/PROPN/NNP/2/conj Orm/Orm/PROPN/NNP/6/flat "
        "both/both/DET/DT/9/advmod left/leave/VERB/VBD/0/root ././PUNCT/./9/punct"
    )
    leaders = (
        "The/the/DET/DT/3/det two/two/NUM/CD/3/nummod leaders/leader/NOUN/NNS/4/nsubj condemned/condemn/VERB/VBD/0/root "
        "Ostmark/Ostmark/PROPN/NNP/4/obj ././PUNCT/./4/punct"
    )
    men = (
        "Police/police/NOUN/NNS/2/nsubj arrested/arrest/VERB/VBD/0/root two/two/NUM/CD/4/nummod "
        "men/man/NOUN/NNS/2/obj ././PUNCT/./2/punct"
    )
    reading = reading_of(first, leaders, men, names=NAMES)
    events = {frame.event.type: frame.event for frame in find_events(reading, reading.entities)}
    assert [each.name for each in events["ACCUSE"].actor] == ["Jan Beck", "Lena Orm"]
    assert [each.text for each in events["COERCE"].recipient] == ["two men"]


def test_at_least_nine_people_are_nine_people() -> None:
    reading = reading_of(
        "Police/police/NOUN/NNS/2/nsubj arrested/arrest/VERB/VBD/0/root at/at/ADP/IN/4/case least/least/ADJ/JJS/5/nmod "
        "nine/nine/NUM/CD/6/nummod people/people/NOUN/NNS/2/obj ././PUNCT/./2/punct"
    )
    (frame,) = find_events(reading, reading.entities)
    assert [each.name for each in frame.event.recipient] == ["nine people"]


def test_a_town_taken_for_a_person_in_a_headline_acts_no_more_than_elsewhere() -> None:
    headline = (
        "Envoy/envoy/NOUN/NN/2/nsubj condemns/condemn/VERB/VBZ/0/root Selva/Selva/PROPN/NNP/4/compound "
        "attack/attack/NOUN/NN/2/obj ././PUNCT/./2/punct"
    )
    body = "It/it/PRON/PRP/2/nsubj happened/happen/VERB/VBD/0/root near/near/ADP/IN/4/case Selva/Selva/PROPN/NNP/2/obl"
    reading = reading_of(headline, body, names=(("Selva", "LOC", None, None),))
    first, second = reading.entities
    for told, blamed in (((replace(first, type="PER"), second), []), ((replace(first, type="PER"),), ["Selva"])):
        frames = find_events(replace(reading, entities=told), told)
        accused = next(frame for frame in frames if frame.event.type == "ACCUSE")
        assert [each.name for each in accused.event.recipient] == blamed


def test_a_town_in_the_name_of_an_attack_killed_nobody() -> None:
    line = (
        "A/a/DET/DT/3/det Selva/Selva/PROPN/NNP/3/compound attack/attack/NOUN/NN/4/nsubj killed/kill/VERB/VBD/0/root "
        "two/two/NUM/CD/6/nummod guards/guard/NOUN/NNS/4/obj ././PUNCT/./4/punct"
    )
    reading = reading_of(line, names=(("Selva", "LOC", None, None),))
    assert {each.name for frame in find_events(reading, reading.entities) for each in frame.event.actor} == set()
