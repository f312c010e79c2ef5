"""Events from hand-written trees: types, parties, what is no event, and what is told only once."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from trees import Name, reading_of

from onrecord.claims.events import find_events
from onrecord.claims.frames import EventFrame
from onrecord.claims.lexicon import lexicon, rows
from onrecord.model import Reading, Sentence, Token

PLOVER = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip
NAMES: tuple[Name, ...] = (("Velgard", "LOC", "NOR", None), ("Ostmark", "LOC", "DNK", None))


def acts(reading: Reading) -> tuple[EventFrame, ...]:
    return find_events(reading, reading.entities)


def words(frame: EventFrame, side: str) -> list[str]:
    return [actor.text for actor in getattr(frame.event, side)]


ARREST = (
    "Police/police/NOUN/NNS/2/nsubj arrested/arrest/VERB/VBD/0/root three/three/NUM/CD/4/nummod "
    "activists/activist/NOUN/NNS/2/obj in/in/ADP/IN/6/case Velgard/Velgard/PROPN/NNP/2/obl ././PUNCT/./2/punct"
)
PASSIVE = (
    "Two/two/NUM/CD/2/nummod miners/miner/NOUN/NNS/4/nsubj:pass were/be/AUX/VBD/4/aux:pass kidnapped/kidnap/VERB/VBN/0/root "
    "by/by/ADP/IN/6/case rebels/rebel/NOUN/NNS/4/obl:agent ././PUNCT/./4/punct"
)
STORM = (
    "A/a/DET/DT/2/det storm/storm/NOUN/NN/3/nsubj killed/kill/VERB/VBD/0/root nine/nine/NUM/CD/5/nummod "
    "villagers/villager/NOUN/NNS/3/obj ././PUNCT/./3/punct"
)
CRASH = (
    "Four/four/NUM/CD/2/nummod pupils/pupil/NOUN/NNS/4/nsubj:pass were/be/AUX/VBD/4/aux:pass killed/kill/VERB/VBN/0/root "
    "in/in/ADP/IN/8/case a/a/DET/DT/8/det bus/bus/NOUN/NN/8/compound crash/crash/NOUN/NN/4/obl ././PUNCT/./4/punct"
)
TALKS = (
    "Velgard/Velgard/PROPN/NNP/2/nsubj held/hold/VERB/VBD/0/root talks/talk/NOUN/NNS/2/obj with/with/ADP/IN/5/case "
    "Ostmark/Ostmark/PROPN/NNP/3/nmod ././PUNCT/./2/punct"
)
OFFER = (
    "Velgard/Velgard/PROPN/NNP/2/nsubj offered/offer/VERB/VBD/0/root to/to/PART/TO/4/mark send/send/VERB/VB/2/xcomp "
    "blankets/blanket/NOUN/NNS/4/obj to/to/ADP/IN/7/case Ostmark/Ostmark/PROPN/NNP/4/obl ././PUNCT/./2/punct"
)
ACCUSED = (
    "Velgard/Velgard/PROPN/NNP/2/nsubj accused/accuse/VERB/VBD/0/root Ostmark/Ostmark/PROPN/NNP/2/obj of/of/SCONJ/IN/5/mark "
    "shelling/shell/VERB/VBG/2/advcl two/two/NUM/CD/7/nummod villages/village/NOUN/NNS/5/obj ././PUNCT/./2/punct"
)
CALLED_IN = (
    "Soldiers/soldier/NOUN/NNS/3/nsubj:pass were/be/AUX/VBD/3/aux:pass called/call/VERB/VBN/0/root in/in/ADP/RP/3/compound:prt "
    "to/to/PART/TO/6/mark rescue/rescue/VERB/VB/3/advcl hikers/hiker/NOUN/NNS/6/obj ././PUNCT/./3/punct"
)
SAID = (
    "The/the/DET/DT/2/det minister/minister/NOUN/NN/3/nsubj said/say/VERB/VBD/0/root roads/road/NOUN/NNS/6/nsubj "
    "were/be/AUX/VBD/6/cop open/open/ADJ/JJ/3/ccomp ././PUNCT/./3/punct"
)


def test_a_plain_act_has_its_parties_and_its_clause() -> None:
    reading = reading_of(ARREST, names=NAMES)
    (frame,) = acts(reading)
    assert (frame.event.type, frame.event.mode) == ("COERCE", "arrest")
    assert words(frame, "actor") == ["Police"]
    assert "activists" in words(frame, "recipient")[0]
    start, end = frame.event.evidence
    assert reading.text[start:end] == "Police arrested three activists in Velgard"
    assert frame.event.evidence.start <= frame.event.anchor.start < frame.event.anchor.end <= frame.event.evidence.end


def test_the_agent_of_a_passive_is_the_actor() -> None:
    (frame,) = acts(reading_of(PASSIVE))
    assert (frame.event.type, frame.event.mode) == ("ASSAULT", "abduct")
    assert words(frame, "actor") == ["rebels"]
    assert "miners" in words(frame, "recipient")[0]


def test_weather_and_accidents_are_no_events() -> None:
    assert acts(reading_of(STORM)) == ()
    assert acts(reading_of(CRASH)) == ()


def test_a_statement_is_no_event() -> None:
    assert acts(reading_of(SAID)) == ()


def test_a_light_verb_gives_its_noun_the_actor() -> None:
    (frame,) = acts(reading_of(TALKS, names=NAMES))
    assert frame.event.type == "CONSULT"
    assert (words(frame, "actor"), words(frame, "recipient")) == (["Velgard"], ["Ostmark"])


def test_what_is_offered_is_not_told_twice() -> None:
    (frame,) = acts(reading_of(OFFER, names=NAMES))
    assert frame.event.type == "AGREE"
    assert (words(frame, "actor"), words(frame, "recipient")) == (["Velgard"], ["Ostmark"])
    assert (frame.event.polarity, frame.event.modality) == ("affirmed", "asserted")


def test_an_accusation_also_tells_what_is_alleged_and_of_whom() -> None:
    accusation, alleged = acts(reading_of(ACCUSED, names=NAMES))
    assert (accusation.event.type, accusation.event.modality) == ("ACCUSE", "asserted")
    assert (alleged.event.type, alleged.event.modality) == ("ASSAULT", "alleged")
    assert words(alleged, "actor") == ["Ostmark"]


def test_forces_sent_to_help_are_aid() -> None:
    (frame,) = acts(reading_of(CALLED_IN))
    assert frame.event.type == "AID"
    assert words(frame, "actor") == ["Soldiers"]
    assert words(frame, "recipient") == ["hikers"]


def test_what_another_must_do_is_a_demand() -> None:
    (frame,) = acts(
        reading_of(
            "Velgard/Velgard/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root Ostmark/Ostmark/PROPN/NNP/5/nsubj "
            "must/must/AUX/MD/5/aux reopen/reopen/VERB/VB/2/ccomp the/the/DET/DT/7/det canal/canal/NOUN/NN/5/obj",
            names=NAMES,
        )
    )
    assert frame.event.type == "REQUEST"
    assert (words(frame, "actor"), words(frame, "recipient")) == (["Velgard"], ["Ostmark"])


def test_what_somebody_will_not_do_is_a_refusal() -> None:
    (frame,) = acts(
        reading_of(
            "Velgard/Velgard/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root it/it/PRON/PRP/6/nsubj would/would/AUX/MD/6/aux "
            "not/not/PART/RB/6/advmod attend/attend/VERB/VB/2/ccomp the/the/DET/DT/8/det fair/fair/NOUN/NN/6/obj",
            names=NAMES,
        )
    )
    assert (frame.event.type, frame.event.polarity, frame.event.modality) == ("REJECT", "affirmed", "asserted")


def test_a_phrase_tells_which_act_a_common_verb_names() -> None:
    to_task = (
        "Velgard/Velgard/PROPN/NNP/2/nsubj took/take/VERB/VBD/0/root Ostmark/Ostmark/PROPN/NNP/2/obj to/to/ADP/IN/5/case "
        "{0}/{0}/NOUN/NN/2/obl over/over/ADP/IN/8/case the/the/DET/DT/8/det weir/weir/NOUN/NN/2/obl"
    )
    (frame,) = acts(reading_of(to_task.format("task"), names=NAMES))
    assert (frame.event.type, frame.event.mode) == ("ACCUSE", "disapprove")
    assert (words(frame, "actor"), words(frame, "recipient")) == (["Velgard"], ["Ostmark"])
    (court,) = acts(reading_of(to_task.format("court"), names=NAMES))
    assert (court.event.type, court.event.mode) == ("ACCUSE", "allege")
    assert acts(reading_of(to_task.format("lunch"), names=NAMES)) == ()


def test_officers_of_two_countries_are_two_parties() -> None:
    (frame,) = acts(
        reading_of(
            "Velgarder/velgarder/ADJ/JJ/4/amod and/and/CCONJ/CC/3/cc Ostmarker/ostmarker/ADJ/JJ/1/conj "
            "troops/troop/NOUN/NNS/5/nsubj exchanged/exchange/VERB/VBD/0/root fire/fire/NOUN/NN/5/obj",
            names=(("Velgarder", "MISC", "NOR", None), ("Ostmarker", "MISC", "DNK", None)),
        )
    )
    assert frame.event.type == "ASSAULT"
    assert [(actor.name, actor.country) for actor in frame.event.actor] == [
        ("Velgarder troops", "NOR"),
        ("Ostmarker troops", "DNK"),
    ]


def test_forces_at_a_border_stand_against_whom_it_parts_off() -> None:
    (frame,) = acts(
        reading_of(
            "Velgard/Velgard/PROPN/NNP/2/nsubj massed/mass/VERB/VBD/0/root troops/troop/NOUN/NNS/2/obj "
            "along/along/ADP/IN/6/case its/its/PRON/PRP$/6/nmod:poss border/border/NOUN/NN/2/obl with/with/ADP/IN/8/case "
            "Ostmark/Ostmark/PROPN/NNP/6/nmod",
            names=NAMES,
        )
    )
    assert frame.event.type == "MOBILIZE"
    assert (words(frame, "actor"), words(frame, "recipient")) == (["Velgard"], ["Ostmark"])


def test_a_protest_is_against_whose_doing_it_is_about() -> None:
    (frame,) = acts(
        reading_of(
            "Miners/miner/NOUN/NNS/2/nsubj went/go/VERB/VBD/0/root on/on/ADP/IN/4/case strike/strike/NOUN/NN/2/obl "
            "in/in/ADP/IN/6/case protest/protest/NOUN/NN/2/obl at/at/ADP/IN/10/case Ostmark/Ostmark/PROPN/NNP/10/nmod:poss "
            "'s/'s/PART/POS/8/case tariff/tariff/NOUN/NN/6/nmod",
            names=NAMES,
        )
    )
    assert (frame.event.type, frame.event.mode) == ("PROTEST", "strike")
    assert (words(frame, "actor"), words(frame, "recipient")) == (["Miners"], ["Ostmark"])


def test_a_noun_that_happens_has_its_parties_where_its_verb_has_them() -> None:
    (frame,) = acts(
        reading_of(
            "Fighting/fighting/NOUN/NN/2/nsubj erupted/erupt/VERB/VBD/0/root between/between/ADP/IN/4/case "
            "Velgard/Velgard/PROPN/NNP/2/obl and/and/CCONJ/CC/6/cc Ostmark/Ostmark/PROPN/NNP/4/conj",
            names=NAMES,
        )
    )
    assert frame.event.type == "ASSAULT"
    assert words(frame, "actor") == ["Velgard", "Ostmark"]


def test_who_is_told_to_do_something_by_nobody_gives_no_demand() -> None:
    told = (
        "The/the/DET/DT/2/det crew/crew/NOUN/NN/4/nsubj:pass was/be/AUX/VBD/4/aux:pass told/tell/VERB/VBN/0/root "
        "to/to/PART/TO/6/mark wait/wait/VERB/VB/4/xcomp"
    )
    assert acts(reading_of(told)) == ()


def test_the_same_act_told_twice_is_one_event_with_the_body_s_clause() -> None:
    headline = "Police/police/NOUN/NNS/2/nsubj arrest/arrest/VERB/VBP/0/root activists/activist/NOUN/NNS/2/obj"
    (frame,) = acts(reading_of(headline, ARREST, names=NAMES, first="headline"))
    assert frame.sentence == 1


def test_every_row_is_of_a_known_type_and_says_where_it_comes_from() -> None:
    files = ("events_verbs.csv", "events_nouns.csv", "events_adjectives.csv", "events_states.csv")
    found = [row for name in files for row in rows(name)]
    assert len(found) >= 3900
    assert {row["type"] for row in found} == PLOVER | {""}  # a row without a type says that its words name no act
    assert all(row["source"] for row in found)


def test_every_class_that_a_row_names_exists() -> None:
    known = set(lexicon().classes) | {"agent", "plural", "country", "org"}
    named = {
        kind[1:]
        for entries in lexicon().verbs.values()
        for entry in entries
        for kind in (*entry.objects, *entry.subjects, *(head for _, heads in entry.phrases for head in heads))
        if kind.startswith("#")
    }
    assert named <= known


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["attack", "police", "offer", "talk", "not", "aid", "."]), st.integers(-1, 9)), max_size=10
    )
)
def test_no_tree_however_damaged_breaks_the_search(shape: list[tuple[str, int]]) -> None:
    tokens = [
        Token(3 * i, 3 * i + 2, word, word, "VERB" if i % 2 else "NOUN", "VBD", head if head < len(shape) else -1, "conj", 0)
        for i, (word, head) in enumerate(shape)
    ]
    text = "xx " * len(shape)
    reading = Reading(text, (Sentence(0, len(text), "body", 0, 0, len(tokens)),) if tokens else (), tuple(tokens))
    for frame in find_events(reading):
        assert 0 <= frame.event.evidence.start < frame.event.evidence.end <= len(text)


FREED = (
    "Six/six/NUM/CD/7/nsubj of/of/ADP/IN/3/case miners/miner/NOUN/NNS/1/nmod kidnapped/kidnap/VERB/VBN/7/acl "
    "Monday/Monday/PROPN/NNP/4/obl had/have/AUX/VBD/7/aux guards/guard/NOUN/NNS/0/root ././PUNCT/./7/punct"
)


def test_a_participle_describes_what_stands_before_it() -> None:
    (kidnapping,) = acts(reading_of(FREED))
    assert (kidnapping.event.type, words(kidnapping, "recipient")) == ("ASSAULT", ["miners"])


NAMED = (
    "He/he/PRON/PRP/2/nsubj derided/deride/VERB/VBD/0/root what/what/PRON/WP/2/obj Velgard/Velgard/PROPN/NNP/5/nsubj "
    "called/call/VERB/VBD/3/acl:relcl a/a/DET/DT/7/det plot/plot/NOUN/NN/2/dep for/for/SCONJ/IN/9/mark "
    "raising/raise/VERB/VBG/5/advcl taxes/tax/NOUN/NNS/9/obj ././PUNCT/./2/punct"
)


def test_what_somebody_calls_a_thing_is_no_request() -> None:
    assert "REQUEST" not in {each.event.type for each in acts(reading_of(NAMED, names=NAMES))}


PROPOSED = (
    "Velgard/Velgard/PROPN/NNP/2/nsubj proposed/propose/VERB/VBD/0/root to/to/PART/TO/4/mark send/send/VERB/VB/2/xcomp "
    "military/military/ADJ/JJ/6/amod tents/tent/NOUN/NNS/4/obj to/to/ADP/IN/8/case Ostmark/Ostmark/PROPN/NNP/4/obl "
    "././PUNCT/./2/punct"
)
GEAR = (
    "Velgard/Velgard/PROPN/NNP/2/nsubj offered/offer/VERB/VBD/0/root military/military/ADJ/JJ/4/amod "
    "helicopters/helicopter/NOUN/NNS/2/obj ././PUNCT/./2/punct"
)


def test_to_propose_a_kindness_is_an_offer() -> None:
    assert {each.event.type for each in acts(reading_of(PROPOSED, names=NAMES))} == {"AGREE"}


def test_what_kind_of_thing_is_offered_is_no_party() -> None:
    (offer,) = acts(reading_of(GEAR, names=NAMES))
    assert (words(offer, "actor"), words(offer, "recipient")) == (["Velgard"], [])
