"""Aid rows: parties, item, status that is never inferred upward, and the reply from elsewhere in the report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from trees import Name, reading_of

from onrecord.claims.aid import find_aid
from onrecord.claims.aidrows import AidFrame
from onrecord.claims.events import find_events
from onrecord.model import AidClaim, Quantity, Reading, Report
from onrecord.pipeline import claims_of_report

NAMES: tuple[Name, ...] = (("Velgard", "LOC", "NOR", None), ("Ostmark", "LOC", "DNK", None))
OFFER = (
    "Velgard/Velgard/PROPN/NNP/2/nsubj offered/offer/VERB/VBD/0/root humanitarian/humanitarian/ADJ/JJ/4/amod "
    "assistance/assistance/NOUN/NN/2/obj to/to/ADP/IN/6/case Ostmark/Ostmark/PROPN/NNP/2/obl ././PUNCT/./2/punct"
)
DECLINED = (
    "Ostmark/Ostmark/PROPN/NNP/2/nsubj declined/decline/VERB/VBD/0/root the/the/DET/DT/4/det offer/offer/NOUN/NN/2/obj "
    "././PUNCT/./2/punct"
)
LATER = (
    "Ostmark/Ostmark/PROPN/NNP/3/nsubj may/may/AUX/MD/3/aux seek/seek/VERB/VB/0/root help/help/NOUN/NN/3/obj "
    "next/next/ADJ/JJ/6/amod month/month/NOUN/NN/3/obl:unmarked ././PUNCT/./3/punct"
)
SENT = (
    "Velgard/Velgard/PROPN/NNP/2/nsubj sent/send/VERB/VBD/0/root 400/400/NUM/CD/4/nummod tents/tent/NOUN/NNS/2/obj "
    "to/to/ADP/IN/6/case Ostmark/Ostmark/PROPN/NNP/2/obl ././PUNCT/./2/punct"
)
WILL_SEND = (
    "Velgard/Velgard/PROPN/NNP/3/nsubj will/will/AUX/MD/3/aux send/send/VERB/VB/0/root 400/400/NUM/CD/5/nummod "
    "tents/tent/NOUN/NNS/3/obj to/to/ADP/IN/7/case Ostmark/Ostmark/PROPN/NNP/3/obl ././PUNCT/./3/punct"
)
HOME = (
    "Firefighters/firefighter/NOUN/NNS/2/nsubj rescued/rescue/VERB/VBD/0/root six/six/NUM/CD/4/nummod "
    "residents/resident/NOUN/NNS/2/obj ././PUNCT/./2/punct"
)


def rows(reading: Reading, figures: tuple[Quantity, ...] = ()) -> tuple[AidFrame, ...]:
    return find_aid(reading, find_events(reading, reading.entities), (), figures)


def test_an_offer_has_its_parties_and_is_no_more_than_an_offer() -> None:
    (row,) = rows(reading_of(OFFER, names=NAMES))
    assert (row.donor.name, row.recipient.name, row.status, row.reply) == ("Velgard", "Ostmark", "offered", None)
    assert row.item == "humanitarian assistance"


def test_a_reply_from_another_sentence_is_joined_to_the_offer() -> None:
    (row,) = rows(reading_of(OFFER, DECLINED, names=NAMES))
    assert (row.status, row.reply) == ("offered", "declined")
    (row,) = rows(reading_of(OFFER, LATER, names=NAMES))
    assert (row.status, row.reply) == ("offered", "under_consideration")


def test_sent_is_dispatched_and_will_send_is_a_pledge() -> None:
    reading = reading_of(SENT, names=NAMES)
    at = reading.text.index("400")
    tents = Quantity(at, at + 9, 400.0, 400.0, 400.0, "tent", "tents", "exactly")
    (row,) = rows(reading, (tents,))
    assert (row.status, row.amount, row.currency) == ("dispatched", 400.0, None)
    reading = reading_of(WILL_SEND, names=NAMES)
    at = reading.text.index("400")
    (row,) = rows(reading, (Quantity(at, at + 9, 400.0, 400.0, 400.0, "tent", "tents", "exactly"),))
    assert row.status == "pledged"


def test_relief_at_home_is_no_aid_row() -> None:
    assert rows(reading_of(HOME)) == ()


THANKED = (
    "Ostmark/Ostmark/PROPN/NNP/2/nsubj thanked/thank/VERB/VBD/0/root Velgard/Velgard/PROPN/NNP/2/obj for/for/ADP/IN/6/case "
    "its/its/PRON/PRP$/6/nmod:poss help/help/NOUN/NN/2/obl ././PUNCT/./2/punct"
)
NOMINAL = (
    "Ostmark/Ostmark/PROPN/NNP/2/nsubj accepted/accept/VERB/VBD/0/root an/a/DET/DT/4/det offer/offer/NOUN/NN/2/obj "
    "of/of/ADP/IN/6/case help/help/NOUN/NN/4/nmod from/from/ADP/IN/8/case Velgard/Velgard/PROPN/NNP/4/nmod ././PUNCT/./2/punct"
)
READY = (
    "Velgard/Velgard/PROPN/NNP/3/nsubj is/be/AUX/VBZ/3/cop ready/ready/ADJ/JJ/0/root to/to/PART/TO/5/mark "
    "send/send/VERB/VB/3/xcomp tents/tent/NOUN/NNS/5/obj "
    "to/to/ADP/IN/8/case Ostmark/Ostmark/PROPN/NNP/5/obl ././PUNCT/./3/punct"
)
AGREED = (
    "Velgard/Velgard/PROPN/NNP/2/nsubj agreed/agree/VERB/VBD/0/root to/to/PART/TO/4/mark send/send/VERB/VB/2/xcomp "
    "tents/tent/NOUN/NNS/4/obj to/to/ADP/IN/7/case Ostmark/Ostmark/PROPN/NNP/4/obl ././PUNCT/./2/punct"
)
ASKED = (
    "Ostmark/Ostmark/PROPN/NNP/2/nsubj asked/ask/VERB/VBD/0/root Velgard/Velgard/PROPN/NNP/2/obj for/for/ADP/IN/5/case "
    "pumps/pump/NOUN/NNS/2/obl ././PUNCT/./2/punct"
)
FLOODED = (
    "The/the/DET/DT/2/det flood/flood/NOUN/NN/5/nsubj in/in/ADP/IN/4/case Ostmark/Ostmark/PROPN/NNP/2/nmod "
    "spread/spread/VERB/VBD/0/root ././PUNCT/./5/punct"
)
SENT_THERE = "Velgard/Velgard/PROPN/NNP/2/nsubj sent/send/VERB/VBD/0/root doctors/doctor/NOUN/NNS/2/obj ././PUNCT/./2/punct"
PRAISED = (
    "Velgard/Velgard/PROPN/NNP/2/nsubj offered/offer/VERB/VBD/0/root Ostmark/Ostmark/PROPN/NNP/2/iobj "
    "its/its/PRON/PRP$/6/nmod:poss deep/deep/ADJ/JJ/6/amod support/support/NOUN/NN/2/obj ././PUNCT/./2/punct"
)
HOME_BODY = (
    "The/the/DET/DT/2/det government/government/NOUN/NN/3/nsubj gave/give/VERB/VBD/0/root blankets/blanket/NOUN/NNS/3/obj "
    "to/to/ADP/IN/7/case flood/flood/NOUN/NN/7/compound victims/victim/NOUN/NNS/3/obl ././PUNCT/./3/punct"
)


@pytest.mark.parametrize(
    ("sentence", "status", "reply"),
    [
        (THANKED, "delivered", None),
        (NOMINAL, "offered", "accepted"),
        (READY, "offered", None),
        (AGREED, "committed", None),
        (ASKED, "requested", None),
    ],
)
def test_the_words_around_the_verb_set_donor_recipient_and_stage(sentence: str, status: str, reply: str | None) -> None:
    (row,) = rows(reading_of(sentence, names=NAMES))
    assert (row.donor.name, row.recipient.name, row.status, row.reply) == ("Velgard", "Ostmark", status, reply)


def test_a_recipient_left_out_is_where_the_disaster_is() -> None:
    (row,) = rows(reading_of(FLOODED, SENT_THERE, names=NAMES))
    assert (row.donor.name, row.recipient.name, row.status) == ("Velgard", "Denmark", "dispatched")
    assert row.confidence < 0.6
    assert rows(reading_of(SENT_THERE, names=NAMES)) == ()


def test_support_as_praise_is_no_aid() -> None:
    assert rows(reading_of(PRAISED, names=NAMES)) == ()


def test_a_body_that_gives_to_people_in_need_at_home_is_a_row() -> None:
    (row,) = rows(reading_of(HOME_BODY))
    assert (row.donor.text, row.recipient.text, row.item, row.status) == (
        "The government",
        "flood victims",
        "blankets",
        "delivered",
    )


def test_a_headline_raises_no_status_and_gives_way_to_the_text() -> None:
    headline = (
        "Velgard/Velgard/PROPN/NNP/2/nsubj gives/give/VERB/VBZ/0/root aid/aid/NOUN/NN/2/obj to/to/ADP/IN/6/case "
        "Caribbean/Caribbean/ADJ/JJ/6/amod island/island/NOUN/NN/2/obl"
    )
    names: tuple[Name, ...] = (*NAMES, ("Caribbean", "LOC", None, None))
    reading = reading_of(headline, WILL_SEND, names=names)
    told = replace(reading, sentences=(replace(reading.sentences[0], segment="headline"), reading.sentences[1]))
    (row,) = rows(told)
    assert (row.recipient.name, row.status) == ("Ostmark", "offered")


def test_a_later_sentence_tells_whom_the_money_goes_to() -> None:
    approved = (
        "Velgard/Velgard/PROPN/NNP/2/nsubj approved/approve/VERB/VBD/0/root 20/20/NUM/CD/4/nummod euros/euro/NOUN/NNS/2/obj "
        "in/in/ADP/IN/6/case aid/aid/NOUN/NN/4/nmod ././PUNCT/./2/punct"
    )
    funds = (
        "The/the/DET/DT/2/det funds/fund/NOUN/NNS/4/nsubj will/will/AUX/MD/4/aux go/go/VERB/VB/0/root to/to/ADP/IN/6/case "
        "Ostmark/Ostmark/PROPN/NNP/4/obl ././PUNCT/./4/punct"
    )
    (row,) = rows(reading_of(approved, funds, names=NAMES))
    assert (row.donor.name, row.recipient.name, row.status) == ("Velgard", "Ostmark", "committed")
    assert rows(reading_of(approved, names=NAMES)) == ()


def test_what_nobody_plans_to_give_is_no_row() -> None:
    assert (
        rows(
            reading_of(
                "Velgard/Velgard/PROPN/NNP/2/nsubj has/have/VERB/VBZ/0/root no/no/DET/DT/4/det plans/plan/NOUN/NNS/2/obj "
                "to/to/PART/TO/6/mark send/send/VERB/VB/4/acl aid/aid/NOUN/NN/6/obj to/to/ADP/IN/9/case "
                "Ostmark/Ostmark/PROPN/NNP/6/obl ././PUNCT/./2/punct",
                names=NAMES,
            )
        )
        == ()
    )


def test_an_answer_that_names_nobody_is_to_the_last_offer() -> None:
    names: tuple[Name, ...] = (*NAMES, ("Sarland", "LOC", "SWE", None))
    other = OFFER.replace("Velgard/Velgard", "Sarland/Sarland")
    first, second = rows(reading_of(OFFER, other, DECLINED, names=names))
    assert (first.donor.name, first.reply) == ("Velgard", None)
    assert (second.donor.name, second.reply) == ("Sarland", "declined")


def test_who_asks_for_others_does_not_receive() -> None:
    names: tuple[Name, ...] = (*NAMES, ("Sarland", "LOC", "SWE", None))
    (row,) = rows(
        reading_of(
            "Sarland/Sarland/PROPN/NNP/2/nsubj requested/request/VERB/VBD/0/root 3/3/NUM/CD/4/nummod euros/euro/NOUN/NNS/2/obj "
            "in/in/ADP/IN/6/case aid/aid/NOUN/NN/4/nmod from/from/ADP/IN/8/case Velgard/Velgard/PROPN/NNP/6/nmod "
            "for/for/ADP/IN/10/case Ostmark/Ostmark/PROPN/NNP/6/nmod ././PUNCT/./2/punct",
            names=names,
        )
    )
    assert (row.donor.name, row.recipient.name, row.status) == ("Velgard", "Ostmark", "requested")


def test_an_adjective_of_no_country_gives_nothing() -> None:
    refused = (
        "Ostmark/Ostmark/PROPN/NNP/2/nsubj rejected/reject/VERB/VBD/0/root offers/offer/NOUN/NNS/2/obj of/of/ADP/IN/6/case "
        "{whose}/{whose}/ADJ/JJ/6/amod aid/aid/NOUN/NN/3/nmod ././PUNCT/./2/punct"
    )
    assert rows(reading_of(refused.format(whose="foreign"), names=NAMES)) == ()
    (row,) = rows(reading_of(refused.format(whose="international"), names=NAMES))
    assert (row.donor.name, row.recipient.name, row.reply) == ("international", "Ostmark", "declined")


def test_of_two_stricken_countries_neither_is_taken_for_the_one_that_is_helped() -> None:
    grant = (
        "Velgard/Velgard/PROPN/NNP/2/nsubj approved/approve/VERB/VBD/0/root a/a/DET/DT/5/det relief/relief/NOUN/NN/5/compound "
        "grant/grant/NOUN/NN/2/obj ././PUNCT/./2/punct"
    )
    floods = (
        "Floods/flood/NOUN/NNS/2/nsubj spread/spread/VERB/VBD/0/root in/in/ADP/IN/4/case Ostmark/Ostmark/PROPN/NNP/2/obl {more}"
    )
    both = "and/and/CCONJ/CC/6/cc Sudria/Sudria/PROPN/NNP/4/conj ././PUNCT/./2/punct"
    names = (*NAMES, ("Sudria", "LOC", "SWE", None))
    one = rows(reading_of(grant, floods.format(more="././PUNCT/./2/punct"), names=names))
    assert [row.recipient.name for row in one] == ["Denmark"]
    assert rows(reading_of(grant, floods.format(more=both), names=names)) == ()


def test_what_a_state_offers_to_nobody_in_particular_is_for_where_the_disaster_is() -> None:
    floods = (
        "Floods/flood/NOUN/NNS/2/nsubj spread/spread/VERB/VBD/0/root in/in/ADP/IN/4/case Ostmark/Ostmark/PROPN/NNP/2/obl "
        "././PUNCT/./2/punct"
    )
    offer = (
        "Norway/Norway/PROPN/NNP/2/nsubj offered/offer/VERB/VBD/0/root military/military/ADJ/JJ/4/amod "
        "helicopters/helicopter/NOUN/NNS/2/obj and/and/CCONJ/CC/6/cc money/money/NOUN/NN/4/conj ././PUNCT/./2/punct"
    )
    names = (*NAMES, ("Norway", "LOC", "NOR", None))
    (row,) = rows(reading_of(floods, offer, names=names))
    assert (row.donor.name, row.recipient.name, row.status) == ("Norway", "Denmark", "offered") and row.confidence <= 0.5
    assert rows(reading_of(offer, names=names)) == ()


def test_help_goes_to_the_country_and_not_to_its_town_that_came_first() -> None:
    floods = (
        "Floods/flood/NOUN/NNS/2/nsubj spread/spread/VERB/VBD/0/root in/in/ADP/IN/4/case Ostmark/Ostmark/PROPN/NNP/2/obl "
        "././PUNCT/./2/punct"
    )
    country = "Denmark/Denmark/PROPN/NNP/2/nsubj mourned/mourn/VERB/VBD/0/root ././PUNCT/./2/punct"
    offer = (
        "Norway/Norway/PROPN/NNP/2/nsubj offered/offer/VERB/VBD/0/root military/military/ADJ/JJ/4/amod "
        "helicopters/helicopter/NOUN/NNS/2/obj and/and/CCONJ/CC/6/cc money/money/NOUN/NN/4/conj ././PUNCT/./2/punct"
    )
    names = (*NAMES, ("Norway", "LOC", "NOR", None), ("Denmark", "LOC", "DNK", None))
    (row,) = rows(reading_of(floods, country, offer, names=names))
    assert row.recipient.name == "Denmark"


def test_a_refused_offer_is_not_the_gift_to_somebody_else() -> None:
    text = (
        "Mozambique has declined Portugal's offer of a field hospital, its foreign minister said on Wednesday.\n\n"
        "Portugal said that it would instead give 3 million euros to the Mozambique Red Cross."
    )
    rows = [claim for claim in claims_of_report(Report("sha256:aid", text, published="2024-03-20")) if claim.kind == "aid"]
    told = [(row.item, row.status, row.reply) for row in rows if isinstance(row, AidClaim)]
    assert told == [("a field hospital", "offered", "declined"), ("3 million euros", "pledged", None)]
