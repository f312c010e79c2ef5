"""Acts told in many ways: the sentences of ``evals/act_sentences.txt``, and what was mended for them; all are ours."""

from __future__ import annotations

import pytest
from evals import acts as sentences
from trees import reading_of

from onrecord.claims.entities import link_entities
from onrecord.claims.events import find_events
from onrecord.claims.lemmas import planted
from onrecord.model import Event
from onrecord.reader import Reader


def events(text: str) -> list[Event]:
    reading = Reader.load().read(text)
    return [frame.event for frame in find_events(reading, link_entities(reading))]


def told(text: str) -> list[tuple[str, list[str | None], list[str]]]:
    return [(one.type, [a.country or a.sector for a in one.actor], [a.text for a in one.recipient]) for one in events(text)]


def test_the_sentences_are_read_as_well_as_when_this_was_written() -> None:
    """Floors a little below what was measured: 95.2 found, 94.8 with both parties, 96 of 100 silent."""
    scores = sentences.score()
    assert (scores["acts"], scores["none"]) == (945, 100)
    assert scores["type"] >= 94.5 and scores["both"] >= 93.5 and scores["silent"] >= 96
    assert scores["others"] <= 75


def test_a_label_names_a_party_by_country_or_word() -> None:
    told = next(one for one in sentences.sentences() if one.text.startswith("Japan will lend"))
    assert (told.batch, told.types, told.actor, told.recipient) == ("first", ("AGREE",), "JPN", "PHL")
    assert next(one for one in sentences.sentences() if one.batch == "nothing").types == ()


# ------------------------------------------------------------------------------------------------------------------ trees


def lemmas(sentence: str) -> list[tuple[str, str, str]]:
    tree = planted(reading_of(sentence))
    return [(token.lemma, token.upos, token.deprel) for token in tree.tokens]


def test_nouns_taken_for_pronouns_or_names_are_nouns() -> None:
    first = lemmas("Police/police/PRON/PRP/2/nsubj fled/flee/VERB/VBD/0/root ././PUNCT/./2/punct")[0]
    assert first[:2] == ("police", "NOUN")
    opening = (
        "Smugglers/smugglers/PROPN/NNP/2/nsubj sank/sink/VERB/VBD/0/root two/two/NUM/CD/4/nummod boats/boat/NOUN/NNS/2/obj"
    )
    assert lemmas(opening)[0][:2] == ("smuggler", "NOUN")
    kept = "They/they/PRON/PRP/2/nsubj fled/flee/VERB/VBD/0/root ././PUNCT/./2/punct"
    assert lemmas(kept)[0][:2] == ("they", "PRON")


def test_the_end_of_a_parted_noun_is_the_noun() -> None:
    reading = Reader.load().read("Nurses held a sit-in at the town hall.")
    assert "sit-in" in [token.lemma for token in planted(reading).tokens]


def test_an_object_with_a_preposition_is_none() -> None:
    warned = (
        "He/he/PRON/PRP/2/nsubj warned/warn/VERB/VBD/0/root of/of/ADP/IN/4/case floods/flood/NOUN/NNS/2/obj ././PUNCT/./2/punct"
    )
    assert lemmas(warned)[3][2] == "obl"


def test_the_first_of_two_objects_is_the_indirect_one() -> None:
    lent = (
        "Ana/ana/PROPN/NNP/2/nsubj lent/lend/VERB/VBD/0/root Rudi/rudi/PROPN/NNP/2/obj two/two/NUM/CD/5/nummod "
        "carts/cart/NOUN/NNS/2/obj"
    )
    assert [deprel for _, _, deprel in lemmas(lent)][2] == "iobj"
    both = (
        "Ana/ana/PROPN/NNP/2/nsubj opposes/oppose/VERB/VBZ/0/root Rudi/rudi/PROPN/NNP/2/obj and/and/CCONJ/CC/5/cc "
        "Ida/ida/PROPN/NNP/2/obj"
    )
    assert [deprel for _, _, deprel in lemmas(both)][2] == "obj"


def test_what_follows_a_passive_is_undergone_too() -> None:
    events_told = told("The miller was abducted from Paphos in May, held hostage for a year and tortured.")
    assert all(not who for _, who, _ in events_told) and events_told
    passive = (
        "He/he/PRON/PRP/3/nsubj:pass was/be/AUX/VBD/3/aux:pass seized/seize/VERB/VBN/0/root and/and/CCONJ/CC/5/cc "
        "tortured/torture/VERB/VBD/3/conj"
    )
    assert planted(reading_of(passive)).is_passive(4)


def test_a_phrase_behind_an_adverb_is_of_the_verb() -> None:
    kept = (
        "They/they/PRON/PRP/2/nsubj kept/keep/VERB/VBD/0/root away/away/ADV/RB/2/advmod from/from/ADP/IN/5/case "
        "talks/talk/NOUN/NNS/3/obl"
    )
    assert planted(reading_of(kept)).tokens[4].head == 1


def test_whom_something_is_shared_with_is_of_the_sharing() -> None:
    shared = (
        "They/they/PRON/PRP/2/nsubj shared/share/VERB/VBD/0/root evidence/evidence/NOUN/NN/2/obj on/on/ADP/IN/5/case "
        "thefts/theft/NOUN/NNS/3/nmod with/with/ADP/IN/7/case Ida/ida/PROPN/NNP/5/nmod"
    )
    assert (planted(reading_of(shared)).tokens[6].head, planted(reading_of(shared)).tokens[6].deprel) == (1, "obl")


def test_the_subject_of_a_verb_with_a_hyphen_is_the_verbs() -> None:
    fired = (
        "Ida/ida/PROPN/NNP/2/nsubj test/test/NOUN/NN/4/compound -/-/PUNCT/HYPH/2/punct fired/fire/VERB/VBD/0/root "
        "rockets/rocket/NOUN/NNS/4/obj"
    )
    assert planted(reading_of(fired)).tokens[0].head == 3


# ----------------------------------------------------------------------------------------------------------------- parties


def test_a_reflexive_stands_for_its_subject_and_receives_nothing() -> None:
    assert told("Latvia declared itself willing to mediate between the two islands.")[0][:2] == ("AGREE", ["LVA"])
    ((kind, who, whom),) = told("Latvia has committed itself to a ceasefire watch.")
    assert (kind, who) == ("AGREE", ["LVA"]) and "itself" not in whom


def test_who_is_on_a_visit_or_somewhere_for_talks_visits_and_talks() -> None:
    assert told("Gabon's defence minister is on a visit to Malta.") == [("CONSULT", ["GAB"], ["Malta"])]
    ((kind, who, whom),) = told("Gabon's chief diplomat is in Valletta for talks with Maltese officials.")
    assert (kind, who, whom) == ("CONSULT", ["GAB"], ["Maltese officials"])


def test_what_is_done_in_protest_is_its_doers_protest() -> None:
    ((kind, who, whom),) = told("Dockers parked their lorries across the quay in protest at their wages.")
    assert (kind, who, whom) == ("PROTEST", ["LAB"], [])
    assert not any(kind == "PROTEST" for kind, *_ in told("The mayor collected more tax in March than in April."))


def test_protests_whose_people_nobody_names() -> None:
    assert [kind for kind, *_ in told("Protests erupted in Antwerp after the tram fares doubled.")] == ["PROTEST"]
    assert [kind for kind, *_ in told("A general strike paralysed Antwerp.")] == ["PROTEST"]
    assert told("Shops close when a protest breaks out.") == []


def test_a_town_is_where_a_march_is_and_not_against_whom() -> None:
    assert told("Hundreds rallied in Antwerp on Sunday.")[0][2] == []
    assert told("Hundreds marched on Sunday against the mayor of Antwerp.")[0][2] == ["the mayor of Antwerp"]


def test_a_refugee_camp_is_no_refugee() -> None:
    assert told("The foreign minister of Malta visited a refugee camp near Paphos.") == [("CONSULT", ["MLT"], [])]


def test_people_from_two_lands_are_of_both() -> None:
    (one,) = events("Sailors from Malta and Cyprus carried out joint patrols.")
    assert {actor.country for actor in one.actor} == {"MLT", "CYP"}


def test_one_is_fined_and_not_the_fine() -> None:
    ((_, _, whom),) = told("The regulator fined the brewery 2 million euros.")
    assert whom == ["the brewery"]


def test_a_pronoun_is_of_the_kind_of_whom_it_means() -> None:
    told_twice = told("The prime minister of Malta met the millers. He will scrap the flour tax.")
    assert ("AGREE", ["MLT"]) in [(kind, who) for kind, who, _ in told_twice]


def test_a_land_is_no_person() -> None:
    assert told("Peru said it would expel the firm if the spills went on.")[0][:2] == ("THREATEN", ["PER"])


def test_the_attorney_general_is_no_soldier() -> None:
    (one,) = events("The mayor criticized U.S. Attorney General Ada Finch.")
    assert [actor.sector for actor in one.recipient] == ["GOV"]


def test_the_first_to_do_it_has_done_it() -> None:
    assert told("Malta was the first country to congratulate Cyprus.") == [("SUPPORT", ["MLT"], ["Cyprus"])]
    assert told("The first step is to recognise Malta.") == []


def test_missiles_fired_at_nothing_show_strength() -> None:
    assert [kind for kind, *_ in told("North Korea on Monday fired two missiles into the sea.")] == ["MOBILIZE"]
    assert [kind for kind, *_ in told("North Korea fired two missiles at a village.")] == ["ASSAULT"]


# ---------------------------------------------------------------------------------------------------------------- certainty


def test_who_is_to_give_has_promised() -> None:
    assert told("Malta is to give Cyprus 12 ambulances.") == [("AGREE", ["MLT"], ["Cyprus"])]


def test_what_the_millers_were_told_that_he_would_do_is_announced() -> None:
    ((kind, who, _),) = told("President Ada Finch told the millers she would scrap the flour tax.")
    assert (kind, who) == ("AGREE", ["GOV"])


def test_alda_will_not_says_its_minister() -> None:
    assert told("Malta will not leave the reef, its foreign minister said.")[0][:2] == ("REJECT", ["MLT"])


# ------------------------------------------------------------------------------------------------------------------- no act


@pytest.mark.parametrize(
    "text",
    [
        "A heart attack killed the miller at the age of 70.",
        "The dollar came under attack in late trading.",
        "She arrested the fall with a rope.",
        "The patient was released from hospital on Monday.",
        "He fought a long battle with cancer.",
        "The crew withdrew from the race after a collision.",
        "The driver was forced to stop for an hour by fog.",
        "The mayor flew back to Valletta on Sunday.",
        "The senator captured three counties on Tuesday.",
        "The miller pulled a knife out of a drawer.",
        "Not a single guard has been prosecuted.",
        "The society felt threatened by the letter.",
        "The decision excludes all federal officials.",
        "The children read about terrorist attacks.",
        "They were compelled to go to Rome.",
    ],
)
def test_no_act(text: str) -> None:
    assert told(text) == []


def test_what_one_is_kept_from_or_let_do_is_not_done() -> None:
    assert [kind for kind, *_ in told("Malta barred a Cypriot team from visiting the wreck.")] == ["COERCE"]
    assert [kind for kind, *_ in told("Malta said it would let monitors visit the wreck.")] == ["AGREE"]


def test_what_was_foiled_was_not_done() -> None:
    for clause in ("they could blow up the bridge", "they were able to blow up the bridge"):
        assert [kind for kind, *_ in told(f"Police arrested four rebels before {clause}.")] == ["COERCE"]


def test_what_a_refused_paper_says_is_nobodys_act() -> None:
    assert [kind for kind, *_ in told("Malta vetoed a resolution condemning the raid.")] == ["REJECT"]


def test_where_a_shell_fell_is_no_second_attack() -> None:
    text = "The army of Malta shelled a Cypriot harbour on Monday.\n\nAt least one shell landed near the customs house."
    assert [kind for kind, *_ in told(text)] == ["ASSAULT"]
    assert [kind for kind, *_ in told("A rocket landed near the customs house in Valletta.")] == ["ASSAULT"]


def test_weapons_sent_to_nobody_are_no_help() -> None:
    assert [kind for kind, *_ in told("The army of Malta sent tanks onto the streets of Valletta.")] == ["MOBILIZE"]


def test_troops_that_are_pulled_out_are_not_rescued() -> None:
    assert told("Malta pulled its troops out of the Cypriot port of Paphos.")[0][:2] == ("RETREAT", ["MLT"])
