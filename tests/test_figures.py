"""Figures: metric, bounds, evidence, and what is told twice. The sentences and their trees are ours and fictional."""

from __future__ import annotations

import pytest

from onrecord.claims.figures import Figure, find_figures
from onrecord.claims.quantities import find_quantities
from onrecord.model import Entity, Reading, Segment, Sentence, Token

LEMMAS = {
    "killed": "kill", "people": "person", "injured": "injure", "houses": "house", "flooded": "flood", "left": "leave",
    "families": "family", "roads": "road", "railways": "railway", "rescuers": "rescuer", "sent": "send", "washed": "wash",
    "damaged": "damage", "gave": "give", "rose": "rise", "soldiers": "soldier", "arrested": "arrest", "bodies": "body",
    "found": "find", "fell": "fall", "inches": "inch", "fields": "field", "marched": "march", "fled": "flee",
    "homes": "home", "evacuated": "evacuate", "children": "child", "bridges": "bridge", "injuries": "injury", "hurt": "hurt",
    "destroyed": "destroy", "acres": "acre", "losses": "loss", "caused": "cause", "workers": "worker",
    "lives": "life", "claimed": "claim", "saved": "save", "cases": "case",
    "donated": "donate", "taken": "take", "numbered": "number", "came": "come",
    "gives": "give", "freed": "free", "held": "hold", "said": "say", "buses": "bus", "aftershocks": "aftershock",
    "engineers": "engineer", "shares": "share", "polls": "poll", "stopped": "stop", "dollars": "dollar",
    "men": "man", "drowned": "drown", "students": "student",
}  # fmt: skip


def planted(*sentences: str, segments: tuple[Segment, ...] = ()) -> Reading:
    """A reading from words as "word/UPOS/XPOS/head/relation", heads counted from 1 within the sentence, 0 for the root."""
    text = ""
    tokens: list[Token] = []
    spans: list[Sentence] = []
    for number, sentence in enumerate(sentences):
        base, start = len(tokens), len(text) + (2 if text else 0)
        text += "\n\n" if text else ""
        for word in sentence.split():
            form, upos, xpos, head, relation = word.rsplit("/", 4)
            text += "" if text.endswith("\n\n") or len(text) == start else " "
            at = len(text)
            text += form
            up = base + int(head) - 1 if head != "0" else -1
            lemma = LEMMAS.get(form.lower(), form.lower())
            tokens.append(Token(at, len(text), form, lemma, upos, xpos, up, relation, number))
        segment: Segment = segments[number] if segments else "body"
        spans.append(Sentence(start, len(text), segment, number, base, len(tokens)))
    return Reading(text, tuple(spans), tuple(tokens))


def figures(*sentences: str, segments: tuple[Segment, ...] = ()) -> list[Figure]:
    reading = planted(*sentences, segments=segments)
    return list(find_figures(reading, find_quantities(reading)))


KILLED = (
    "At/ADP/IN/2/case least/ADJ/JJS/3/advmod 30/NUM/CD/4/nummod people/NOUN/NNS/6/nsubj:pass were/AUX/VBD/6/aux:pass "
    "killed/VERB/VBN/0/root and/CCONJ/CC/10/cc 60/NUM/CD/9/nummod others/NOUN/NNS/10/nsubj:pass injured/VERB/VBN/6/conj"
)


def test_toll_with_an_elliptic_second_clause() -> None:
    found = figures(KILLED)
    assert [(one.metric, one.low, one.high, one.qualifier) for one in found] == [
        ("deaths", 30, None, "at_least"),
        ("injured", 60, 60, "exactly"),
    ]
    assert found[0].text == "At least 30 people"


@pytest.mark.parametrize(
    ("sentence", "metric", "low"),
    [
        ("It/PRON/PRP/2/nsubj flooded/VERB/VBD/0/root 4,100/NUM/CD/4/nummod houses/NOUN/NNS/2/obj", "homes_damaged", 4100),
        ("It/PRON/PRP/2/nsubj destroyed/VERB/VBD/0/root 41/NUM/CD/4/nummod homes/NOUN/NNS/2/obj", "homes_destroyed", 41),
        ("It/PRON/PRP/2/nsubj damaged/VERB/VBD/0/root 12/NUM/CD/4/nummod bridges/NOUN/NNS/2/obj", "infrastructure_damaged", 12),
        ("It/PRON/PRP/2/nsubj left/VERB/VBD/0/root 300/NUM/CD/2/obj homeless/ADJ/JJ/2/xcomp", "homeless", 300),
        ("Marvo/PROPN/NNP/2/nsubj sent/VERB/VBD/0/root 60/NUM/CD/4/nummod rescuers/NOUN/NNS/2/obj", "personnel", 60),
        ("They/PRON/PRP/2/nsubj found/VERB/VBD/0/root 30/NUM/CD/4/nummod bodies/NOUN/NNS/2/obj", "deaths", 30),
        ("They/PRON/PRP/2/nsubj arrested/VERB/VBD/0/root 12/NUM/CD/4/nummod soldiers/NOUN/NNS/2/obj", "detained", 12),
        ("Some/DET/DT/2/advmod 5,000/NUM/CD/3/nummod people/NOUN/NNS/4/nsubj marched/VERB/VBD/0/root", "protesters", 5000),
        ("About/ADV/RB/2/advmod 700/NUM/CD/3/nummod families/NOUN/NNS/4/nsubj fled/VERB/VBD/0/root", "displaced", 700),
        (
            "The/DET/DT/3/det death/NOUN/NN/3/compound toll/NOUN/NN/4/nsubj rose/VERB/VBD/0/root "
            "to/ADP/IN/6/case 44/NUM/CD/4/obl",
            "deaths",
            44,
        ),
        (
            "The/DET/DT/2/det storm/NOUN/NN/3/nsubj caused/VERB/VBD/0/root losses/NOUN/NNS/3/obj of/ADP/IN/6/case "
            "$/SYM/$/4/nmod 7/NUM/CD/8/compound million/NUM/CD/6/nummod",
            "economic_loss",
            7e6,
        ),
    ],
)
def test_metric(sentence: str, metric: str, low: float) -> None:
    found = figures(sentence)
    assert [(one.metric, one.low) for one in found] == [(metric, low)]


def test_damage_without_a_number_is_vague() -> None:
    found = figures(
        "It/PRON/PRP/2/nsubj washed/VERB/VBD/0/root away/ADP/RP/2/compound:prt houses/NOUN/NNS/2/obj ,/PUNCT/,/6/punct "
        "roads/NOUN/NNS/4/conj and/CCONJ/CC/8/cc railways/NOUN/NNS/4/conj"
    )
    assert [(one.metric, one.value, one.low, one.high, one.qualifier) for one in found] == [
        ("homes_destroyed", None, None, None, "vague"),
        ("infrastructure_damaged", None, None, None, "vague"),
    ]


def test_a_converted_amount_is_one_figure() -> None:
    found = figures(
        "18/NUM/CD/2/nummod inches/NOUN/NNS/8/nsubj (/PUNCT/-LRB-/5/punct 461/NUM/CD/5/nummod mm/NOUN/NN/2/appos "
        ")/PUNCT/-RRB-/5/punct "
        "of/ADP/IN/9/case fell/VERB/VBD/0/root rain/NOUN/NN/2/nmod"
    )
    assert [(one.metric, one.low) for one in found] == [("rainfall", 18)]


def test_headline_and_body_tell_one_figure() -> None:
    headline = "Storm/NOUN/NN/2/nsubj killed/VERB/VBD/0/root 30/NUM/CD/4/nummod people/NOUN/NNS/2/obj"
    found = figures(headline, KILLED, segments=("headline", "body"))
    assert [(one.metric, one.low, one.sentence) for one in found] == [("deaths", 30, 1), ("injured", 60, 1)]


def test_a_headline_that_only_says_roughly_is_the_count_of_the_text() -> None:
    dozens = "Dozens/NOUN/NNS/2/nsubj:pass killed/VERB/VBN/0/root in/ADP/IN/4/case storm/NOUN/NN/2/obl"
    assert [one.low for one in figures(dozens, KILLED, segments=("headline", "body"))] == [30, 60]
    hundreds = dozens.replace("Dozens", "Hundreds")
    assert [one.low for one in figures(hundreds, KILLED, segments=("headline", "body"))] == [200, 30, 60]


def test_a_part_knows_its_total() -> None:
    found = figures(
        "It/PRON/PRP/2/nsubj killed/VERB/VBD/0/root 30/NUM/CD/4/nummod people/NOUN/NNS/2/obj ,/PUNCT/,/8/punct "
        "including/VERB/VBG/8/case five/NUM/CD/8/nummod children/NOUN/NNS/4/nmod"
    )
    assert [(one.metric, one.low, one.part_of) for one in found] == [("deaths", 30, None), ("deaths", 5, 0)]


def test_nobody_is_none() -> None:
    found = figures("No/DET/DT/2/det one/NOUN/NN/4/nsubj:pass was/AUX/VBD/4/aux:pass hurt/VERB/VBN/0/root")
    assert [(one.metric, one.low, one.high, one.qualifier) for one in found] == [("injured", 0, 0, "none")]


def metrics(*sentences: str) -> list[tuple[str, float | None, float | None]]:
    return [(one.metric, one.low, one.high) for one in figures(*sentences)]


def test_a_bare_number_goes_on_counting_what_was_counted_before() -> None:
    assert metrics(
        "It/PRON/PRP/2/nsubj damaged/VERB/VBD/0/root 350/NUM/CD/4/nummod houses/NOUN/NNS/2/obj and/CCONJ/CC/6/cc "
        "destroyed/VERB/VBD/2/conj 40/NUM/CD/6/obj"
    ) == [("homes_damaged", 350, 350), ("homes_destroyed", 40, 40)]


def test_a_part_has_the_metric_of_its_whole() -> None:
    assert metrics(
        "He/PRON/PRP/2/nsubj said/VERB/VBD/0/root 17/NUM/CD/9/nsubj of/ADP/IN/7/case the/DET/DT/7/det 28/NUM/CD/7/nummod "
        "people/NOUN/NNS/3/nmod arrested/VERB/VBN/7/acl students/NOUN/NNS/2/ccomp"
    ) == [("detained", 17, 17), ("detained", 28, 28)]


@pytest.mark.parametrize(("cause", "metric"), [("cholera/NOUN/NN/3/nmod", "ill"), ("corruption/NOUN/NN/3/nmod", "count_other")])
def test_cases_are_of_illness_only_where_a_disease_is_named(cause: str, metric: str) -> None:
    sentence = f"It/PRON/PRP/5/nsubj 32/NUM/CD/3/nummod cases/NOUN/NNS/5/obj of/ADP/IN/6/case found/VERB/VBD/0/root {cause}"
    assert metrics(sentence) == [(metric, 32, 32)]


def test_lives_are_lost_or_saved() -> None:
    lives = "It/PRON/PRP/2/nsubj {}/VERB/VBD/0/root 16/NUM/CD/4/nummod lives/NOUN/NNS/2/obj"
    assert metrics(lives.format("claimed")) == [("deaths", 16, 16)]
    assert metrics(lives.format("saved")) == [("rescued", 16, 16)]


def test_a_state_after_a_preposition_tells_the_metric() -> None:
    assert metrics(
        "Some/DET/DT/2/advmod 700/NUM/CD/3/nummod people/NOUN/NNS/6/nsubj are/AUX/VBP/6/cop in/ADP/IN/6/case "
        "need/NOUN/NN/0/root"
    ) == [("in_need", 700, 700)]


def test_one_person_beside_those_counted_is_counted_too() -> None:
    assert metrics(
        "Three/NUM/CD/2/nummod men/NOUN/NNS/6/nsubj and/CCONJ/CC/5/cc a/DET/DT/5/det child/NOUN/NN/2/conj "
        "drowned/VERB/VBD/0/root"
    ) == [("deaths", 3, 3), ("deaths", 1, 1)]


def test_a_toll_knows_the_hazard_it_is_told_of() -> None:
    storm = "A/DET/DT/2/det cyclone/NOUN/NN/3/nsubj came/VERB/VBD/0/root"
    refugees = "A/DET/DT/2/det flood/NOUN/NN/5/nsubj of/ADP/IN/4/case letters/NOUN/NNS/2/nmod came/VERB/VBD/0/root"
    (told,) = figures(storm, "It/PRON/PRP/2/nsubj killed/VERB/VBD/0/root 30/NUM/CD/4/nummod people/NOUN/NNS/2/obj")
    assert told.hazard == "TC"
    (told,) = figures(refugees, "It/PRON/PRP/2/nsubj killed/VERB/VBD/0/root 30/NUM/CD/4/nummod people/NOUN/NNS/2/obj")
    assert told.hazard is None


@pytest.mark.parametrize(
    "sentence",
    [
        "It/PRON/PRP/2/nsubj lasted/VERB/VBD/0/root 36/NUM/CD/4/nummod hours/NOUN/NNS/2/obj",
        "Marvo/PROPN/NNP/2/nsubj lies/VERB/VBZ/0/root 150/NUM/CD/4/nummod km/NOUN/NN/5/obl:unmarked west/ADV/RB/2/advmod",
    ],
)
def test_durations_and_distances_of_travel_are_no_figures(sentence: str) -> None:
    assert figures(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        # Who says so is a source.
        "Two/NUM/CD/2/nummod envoys/NOUN/NNS/3/nsubj said/VERB/VBD/0/root talks/NOUN/NNS/6/nsubj:pass be/AUX/VB/6/aux:pass "
        "held/VERB/VBN/3/ccomp",
        # How many live in a place, whatever happens.
        "A/DET/DT/2/det city/NOUN/NN/6/nsubj of/ADP/IN/5/case 180,000/NUM/CD/5/nummod people/NOUN/NNS/2/nmod "
        "shook/VERB/VBD/0/root",
        "Fire/NOUN/NN/2/nsubj reached/VERB/VBD/0/root Velgard/PROPN/NNP/2/obj where/ADV/WRB/7/advmod 600/NUM/CD/6/nummod "
        "people/NOUN/NNS/7/nsubj lived/VERB/VBD/3/acl:relcl",
        # Those that an exception leaves out.
        "Rebels/NOUN/NNS/2/nsubj freed/VERB/VBD/0/root all/DET/DT/6/det:predet but/CCONJ/CC/5/cc three/NUM/CD/3/nmod "
        "passengers/NOUN/NNS/2/obj",
        # The price of a share.
        "Shares/NOUN/NNS/2/nsubj fell/VERB/VBD/0/root to/ADP/IN/5/case 38/NUM/CD/5/nummod dollars/NOUN/NNS/2/obl",
        # A few things where no toll is told.
        "Two/NUM/CD/2/nummod polls/NOUN/NNS/3/nsubj agree/VERB/VBP/0/root",
    ],
)
def test_what_only_stands_in_the_report_is_no_figure(sentence: str) -> None:
    assert figures(sentence) == []


def test_a_few_things_are_figures_beside_a_toll_or_where_they_are_happenings() -> None:
    buses = "Men/NOUN/NNS/2/nsubj stopped/VERB/VBD/0/root two/NUM/CD/4/nummod buses/NOUN/NNS/2/obj"
    assert [one.metric for one in figures(KILLED, buses)] == ["deaths", "injured", "count_other"]
    (shocks,) = figures("Three/NUM/CD/2/nummod aftershocks/NOUN/NNS/3/nsubj followed/VERB/VBD/0/root")
    assert (shocks.metric, shocks.value) == ("count_other", 3)


def test_what_befell_a_part_did_not_befall_its_whole() -> None:
    (part,) = figures(
        "Eight/NUM/CD/7/nsubj:pass of/ADP/IN/5/case the/DET/DT/5/det 12/NUM/CD/5/nummod rebels/NOUN/NNS/1/nmod "
        "were/AUX/VBD/7/aux:pass killed/VERB/VBN/0/root"
    )
    assert (part.metric, part.value, part.item) == ("deaths", 8, "rebels")


def test_a_list_of_what_was_sent_sends_nobody_to_hospital() -> None:
    (sent,) = figures(
        "They/PRON/PRP/2/nsubj sent/VERB/VBD/0/root a/DET/DT/4/det hospital/NOUN/NN/2/obj and/CCONJ/CC/7/cc "
        "85/NUM/CD/7/nummod engineers/NOUN/NNS/4/conj"
    )
    assert sent.metric == "personnel"


def test_those_held_by_captors_are_abducted() -> None:
    (held,) = figures(
        "Gunmen/NOUN/NNS/2/nsubj held/VERB/VBD/0/root 24/NUM/CD/4/nummod people/NOUN/NNS/2/obj for/ADP/IN/6/case "
        "ransom/NOUN/NN/2/obl"
    )
    assert (held.metric, held.value) == ("abducted", 24)


def test_what_a_state_gives_is_aid_and_millions_of_dollars_are_money() -> None:
    reading = planted(
        "Velgard/PROPN/NNP/2/nsubj gave/VERB/VBD/0/root millions/NOUN/NNS/2/obj of/ADP/IN/5/case dollars/NOUN/NNS/3/nmod"
    )
    quantities = find_quantities(reading)
    assert [(one.metric, one.unit) for one in find_figures(reading, quantities)] == [("money_other", "USD")]
    state = Entity(0, 7, "LOC", "Velgard", "NOR")
    (given,) = find_figures(reading, quantities, (), (state,))
    assert (given.metric, given.low, given.high) == ("aid_value", 2_000_000, None)


def test_who_says_that_it_will_give_gives() -> None:
    reading = planted(
        "Velgard/PROPN/NNP/2/nsubj said/VERB/VBD/0/root it/PRON/PRP/5/nsubj would/AUX/MD/5/aux give/VERB/VB/2/ccomp "
        "3/NUM/CD/7/compound million/NUM/CD/8/nummod euros/NOUN/NNS/5/obj"
    )
    (given,) = find_figures(reading, find_quantities(reading), (), (Entity(0, 7, "LOC", "Velgard", "NOR"),))
    assert (given.metric, given.value) == ("aid_value", 3_000_000)


def test_a_toll_that_is_only_said_to_be_large_has_no_bounds() -> None:
    (fled,) = figures("Many/ADJ/JJ/2/nsubj fled/VERB/VBD/0/root")
    assert (fled.metric, fled.low, fled.high, fled.qualifier, fled.text) == ("displaced", None, None, "vague", "Many")
    assert figures("Many/ADJ/JJ/3/nsubj could/AUX/MD/3/aux flee/VERB/VB/0/root") == []


def test_nobody_of_some_kind_is_no_toll_of_none() -> None:
    found = figures(
        "Eleven/NUM/CD/2/nummod people/NOUN/NNS/9/nsubj ,/PUNCT/,/4/punct none/NOUN/NN/9/nsubj of/ADP/IN/6/case "
        "them/PRON/PRP/4/nmod children/NOUN/NNS/4/appos ,/PUNCT/,/4/punct drowned/VERB/VBD/0/root"
    )
    assert [(one.metric, one.value) for one in found] == [("deaths", 11)]


def test_an_amount_told_again_is_one_figure_with_what_it_is_for() -> None:
    (aid,) = figures(
        "They/PRON/PRP/2/nsubj donated/VERB/VBD/0/root 3/NUM/CD/5/compound million/NUM/CD/5/nummod dollars/NOUN/NNS/2/obj",
        "The/DET/DT/4/det 3/NUM/CD/4/compound million/NUM/CD/4/nummod dollars/NOUN/NNS/5/nsubj came/VERB/VBD/0/root",
    )
    assert (aid.metric, aid.value, aid.sentence) == ("aid_value", 3_000_000, 0)


def test_numbering_counts_the_subject() -> None:
    (dead,) = figures("The/DET/DT/2/det dead/NOUN/NNS/3/nsubj numbered/VERB/VBD/0/root 213/NUM/CD/3/obj")
    assert (dead.metric, dead.value) == ("deaths", 213)


def test_what_a_body_is_cut_into_is_no_toll() -> None:
    assert (
        figures(
            "They/PRON/PRP/2/nsubj cut/VERB/VBD/0/root the/DET/DT/4/det body/NOUN/NN/2/obj into/ADP/IN/7/case "
            "several/ADJ/JJ/7/amod pieces/NOUN/NNS/2/obl"
        )
        == []
    )


def test_a_relative_pronoun_before_the_verb_is_no_second_word_of_it() -> None:
    (taken,) = figures(
        "Raids/NOUN/NNS/10/nsubj in/ADP/IN/3/case which/PRON/WDT/7/obl 121/NUM/CD/5/nummod adults/NOUN/NNS/7/nsubj:pass "
        "were/AUX/VBD/7/aux:pass taken/VERB/VBN/1/acl:relcl into/ADP/IN/9/case custody/NOUN/NN/7/obl ended/VERB/VBD/0/root"
    )
    assert (taken.metric, taken.value) == ("detained", 121)


def test_a_headline_may_call_those_counted_otherwise() -> None:
    headline = "One/NUM/CD/2/nummod teen/NOUN/NN/3/nsubj dead/ADJ/JJ/0/root"
    body = "He/PRON/PRP/2/nsubj killed/VERB/VBD/0/root one/NUM/CD/4/nummod girl/NOUN/NN/2/obj"
    (girl,) = figures(headline, body, segments=("headline", "body"))
    assert (girl.metric, girl.item) == ("deaths", "girl")
    assert len(figures(headline, body, segments=("body", "body"))) == 2


def test_those_along_with_whom_others_were_killed_were_killed_too() -> None:
    found = figures(
        "Eleven/NUM/CD/2/nummod guests/NOUN/NNS/4/nsubj:pass were/AUX/VBD/4/aux:pass killed/VERB/VBN/0/root "
        "along/ADP/IN/8/case with/ADP/IN/8/case five/NUM/CD/8/nummod guards/NOUN/NNS/4/obl"
    )
    assert [(one.metric, one.value) for one in found] == [("deaths", 11), ("deaths", 5)]
