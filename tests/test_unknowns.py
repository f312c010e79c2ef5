"""What a report says is not known."""

from __future__ import annotations

import pytest
from trees import reading_of

from onrecord.claims.lemmas import planted
from onrecord.claims.unknowns import find_unknowns
from onrecord.reader import Reader

NOT_KNOWN = (
    "The/the/DET/DT/2/det cause/cause/NOUN/NN/5/nsubj:pass is/be/AUX/VBZ/5/aux:pass not/not/PART/RB/5/advmod "
    "known/know/VERB/VBN/0/root ././PUNCT/./5/punct"
)
UNCLEAR = (
    "It/it/PRON/PRP/3/expl was/be/AUX/VBD/3/cop unclear/unclear/ADJ/JJ/0/root how/how/ADV/WRB/5/advmod "
    "many/many/ADJ/JJ/6/amod miners/miner/NOUN/NNS/7/nsubj survived/survive/VERB/VBD/3/csubj ././PUNCT/./3/punct"
)
DECLINED = (
    "Officials/official/NOUN/NNS/2/nsubj declined/decline/VERB/VBD/0/root to/to/PART/TO/4/mark say/say/VERB/VB/2/xcomp "
    "who/who/PRON/WP/6/nsubj paid/pay/VERB/VBD/4/ccomp ././PUNCT/./2/punct"
)
NO_WORD = (
    "There/there/PRON/EX/2/expl was/be/VERB/VBD/0/root no/no/DET/DT/4/det word/word/NOUN/NN/2/nsubj on/on/ADP/IN/6/case "
    "survivors/survivor/NOUN/NNS/4/nmod ././PUNCT/./2/punct"
)
YET = (
    "The/the/DET/DT/2/det toll/toll/NOUN/NN/3/nsubj has/have/VERB/VBZ/0/root yet/yet/ADV/RB/3/advmod to/to/PART/TO/7/mark "
    "be/be/AUX/VB/7/aux:pass confirmed/confirm/VERB/VBN/3/xcomp ././PUNCT/./3/punct"
)
UNAVAILABLE = (
    "Details/detail/NOUN/NNS/4/nsubj were/be/AUX/VBD/4/cop not/not/PART/RB/4/advmod available/available/ADJ/JJ/0/root "
    "././PUNCT/./4/punct"
)
ASSESSED = (
    "The/the/DET/DT/2/det extent/extent/NOUN/NN/6/nsubj:pass is/be/AUX/VBZ/6/aux still/still/ADV/RB/6/advmod "
    "being/be/AUX/VBG/6/aux:pass assessed/assess/VERB/VBN/0/root ././PUNCT/./6/punct"
)
UNCLAIMED = (
    "No/no/DET/DT/2/det group/group/NOUN/NN/4/nsubj has/have/AUX/VBZ/4/aux claimed/claim/VERB/VBN/0/root "
    "responsibility/responsibility/NOUN/NN/4/obj ././PUNCT/./4/punct"
)
LAW = (
    "The/the/DET/DT/2/det law/law/NOUN/NN/5/nsubj was/be/AUX/VBD/5/cop not/not/PART/RB/5/advmod clear/clear/ADJ/JJ/0/root "
    "././PUNCT/./5/punct"
)
KNOWN = "The/the/DET/DT/2/det cause/cause/NOUN/NN/4/nsubj:pass is/be/AUX/VBZ/4/aux:pass known/know/VERB/VBN/0/root"
NONE_HURT = (
    "No/no/DET/DT/2/det injuries/injury/NOUN/NNS/4/nsubj:pass were/be/AUX/VBD/4/aux:pass reported/report/VERB/VBN/0/root "
    "././PUNCT/./4/punct"
)


@pytest.mark.parametrize(
    ("sentence", "about"),
    [
        (NOT_KNOWN, "The cause"),
        (UNCLEAR, "how many miners survived"),
        (DECLINED, "who paid"),
        (NO_WORD, "survivors"),
        (UNAVAILABLE, "Details"),
        (ASSESSED, "The extent"),
        (UNCLAIMED, "responsibility"),
        (YET, "The toll"),
    ],
)
def test_an_unknown_is_found_with_what_it_is_about(sentence: str, about: str) -> None:
    reading = reading_of(sentence)
    (frame,) = find_unknowns(reading)
    assert frame.about == about
    assert about in reading.text[frame.evidence.start : frame.evidence.end]


@pytest.mark.parametrize("sentence", [KNOWN, NONE_HURT, LAW])
def test_what_is_known_or_counted_as_none_is_no_unknown(sentence: str) -> None:
    assert find_unknowns(reading_of(sentence)) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "The rebels said they had taken the bridge. That could not be confirmed.",
            ["The rebels said they had taken the bridge"],
        ),
        ("The company did not disclose its losses.", ["its losses"]),
        ("There was no claim of responsibility for the blast.", ["responsibility for the blast"]),
        ("The accounts of the villagers could not be corroborated.", ["The accounts of the villagers"]),
        ("He was not known for his patience.", []),
        ("The rebels did not release the hostages.", []),
        ("Many voters are uncertain in this election year.", []),
        ("Officials are not certain what caused the fire.", ["what caused the fire"]),
    ],
)
def test_what_a_report_leaves_open(text: str, told: list[str]) -> None:
    assert [frame.about for frame in find_unknowns(planted(Reader.load().read(text)).reading)] == told


def test_what_is_unknown_may_stand_in_a_clause_about_what_happened() -> None:
    (frame,) = find_unknowns(
        planted(
            reading_of(
                "Roofs/roof/NOUN/NNS/2/nsubj fell/fall/VERB/VBD/0/root ,/,/PUNCT/,/9/punct the/the/DET/DT/5/det "
                "cause/cause/NOUN/NN/9/nsubj of/of/ADP/IN/7/case which/which/PRON/WDT/5/nmod is/be/AUX/VBZ/9/cop "
                "unknown/unknown/ADJ/JJ/2/advcl:relcl ././PUNCT/./2/punct"
            )
        ).reading
    )
    assert frame.about == "the cause of which"
