"""The time and place that an act is told with, from hand-written trees."""

from __future__ import annotations

from trees import reading_of

from onrecord.claims.settings import place_of, time_of, told_place, told_time
from onrecord.claims.tree import plant
from onrecord.model import Place, Reading, Span, Time, TimeType

CANCELLED = (
    "Minister/minister/NOUN/NN/9/nsubj Orrin/Orrin/PROPN/NNP/1/flat ,/,/PUNCT/,/5/punct who/who/PRON/WP/5/nsubj "
    "retires/retire/VERB/VBZ/1/acl:relcl in/in/ADP/IN/7/case May/May/PROPN/NNP/5/obl ,/,/PUNCT/,/5/punct "
    "cancelled/cancel/VERB/VBD/0/root a/a/DET/DT/11/det visit/visit/NOUN/NN/9/obj on/on/ADP/IN/13/case "
    "Friday/Friday/PROPN/NNP/9/obl ././PUNCT/./9/punct"
)
REJECT = (
    "She/she/PRON/PRP/2/nsubj said/say/VERB/VBD/0/root on/on/ADP/IN/4/case Monday/Monday/PROPN/NNP/2/obl "
    "she/she/PRON/PRP/7/nsubj {aux} {verb}/2/ccomp the/the/DET/DT/9/det 1994/1994/NUM/CD/10/nummod "
    "treaty/treaty/NOUN/NN/7/obj ././PUNCT/./2/punct"
)


def times(reading: Reading, *words: str, kind: TimeType = "DATE") -> tuple[Time, ...]:
    starts = [reading.text.index(word) for word in words]
    return tuple(Time(at, at + len(word), kind, word) for at, word in zip(starts, words, strict=True))


def told(reading: Reading, verb: str, found: tuple[Time, ...]) -> str | None:
    at = next(i for i, token in enumerate(reading.tokens) if token.text == verb)
    index = time_of(plant(reading), at, found)
    return None if index is None else reading.text[found[index].start : found[index].end]


def test_a_time_in_a_clause_of_its_own_dates_only_that() -> None:
    reading = reading_of(CANCELLED)
    assert told(reading, "cancelled", times(reading, "May", "Friday")) == "Friday"
    assert told(reading, "cancelled", times(reading, "May")) is None
    assert told(reading, "retires", times(reading, "May", "Friday")) == "May"


def test_what_is_intended_is_dated_by_the_saying_and_what_is_told_is_not() -> None:
    will = reading_of(REJECT.format(aux="would/would/AUX/MD/7/aux", verb="reject/reject/VERB/VB"))
    did = reading_of(REJECT.format(aux="had/have/AUX/VBD/7/aux", verb="rejected/reject/VERB/VBN"))
    assert told(will, "reject", times(will, "Monday", "1994")) == "Monday"
    assert told(did, "rejected", times(did, "Monday", "1994")) is None


def test_a_duration_dates_nothing() -> None:
    reading = reading_of(CANCELLED)
    assert told(reading, "cancelled", times(reading, "Friday", kind="DURATION")) is None


def test_a_party_is_not_the_scene() -> None:
    reading = reading_of(
        "Velgard/Velgard/PROPN/NNP/2/nsubj offered/offer/VERB/VBD/0/root tents/tent/NOUN/NNS/2/obj to/to/ADP/IN/6/case "
        "Upper/Upper/PROPN/NNP/6/compound Ostmark/Ostmark/PROPN/NNP/2/obl ././PUNCT/./2/punct"
    )
    at = reading.text.index("Upper Ostmark")
    ostmark = (Place(at, at + len("Upper Ostmark"), "Upper Ostmark"),)
    assert place_of(plant(reading), 1, ostmark, (5,)) is None
    assert place_of(plant(reading), 1, ostmark, ()) == 0


FLOOD = (
    "Japan/Japan/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root on/on/ADP/IN/4/case Friday/Friday/PROPN/NNP/2/obl "
    "floods/flood/NOUN/NNS/6/nsubj killed/kill/VERB/VBD/2/ccomp nine/nine/NUM/CD/8/nummod people/people/NOUN/NNS/6/obj "
    "and/and/CCONJ/CC/10/cc destroyed/destroy/VERB/VBD/6/conj homes/home/NOUN/NNS/10/obj in/in/ADP/IN/13/case "
    "Ostmark/Ostmark/PROPN/NNP/10/obl ,/,/PUNCT/,/16/punct which/which/PRON/WDT/16/nsubj joined/join/VERB/VBD/13/acl:relcl "
    "Sweden/Sweden/PROPN/NNP/16/obj in/in/ADP/IN/19/case May/May/PROPN/NNP/16/obl ././PUNCT/./2/punct"
)


def span(reading: Reading, words: str) -> Span:
    return Span(reading.text.index(words), reading.text.index(words) + len(words))


def lands(reading: Reading, *names: str) -> tuple[Place, ...]:
    return tuple(Place(*span(reading, name), name, country=name[:3].upper()) for name in names)


def test_a_figure_is_of_its_own_clause_and_told_with_the_saying() -> None:
    reading = reading_of(FLOOD)
    tree, nine, homes = plant(reading), span(reading, "nine"), span(reading, "homes")
    days = times(reading, "Friday", "May")
    assert [told_time(tree, each, days) for each in (nine, homes)] == [0, 0]
    assert told_time(tree, nine, times(reading, "May")) is None


def test_the_scene_of_a_figure_is_no_speaker_and_may_stand_with_the_next_verb() -> None:
    reading = reading_of(FLOOD)
    tree, nine, homes = plant(reading), span(reading, "nine"), span(reading, "homes")
    places = lands(reading, "Japan", "Ostmark", "Sweden")
    assert [told_place(tree, each, places) for each in (nine, homes)] == [1, 1]
    assert told_place(tree, nine, lands(reading, "Japan")) is None
    assert told_place(tree, homes, (Place(*span(reading, "Ostmark"), "Ostmark"),)) is None


def test_a_place_in_the_phrase_of_what_is_counted_is_its_scene_and_a_giver_is_not() -> None:
    reading = reading_of(
        "Norway/Norway/PROPN/NNP/2/nsubj fed/feed/VERB/VBD/0/root ninety/ninety/NUM/CD/4/nummod "
        "residents/resident/NOUN/NNS/2/obj of/of/ADP/IN/6/case Ostmark/Ostmark/PROPN/NNP/4/nmod ././PUNCT/./2/punct"
    )
    assert told_place(plant(reading), span(reading, "ninety residents"), lands(reading, "Norway", "Ostmark")) == 1
    assert told_place(plant(reading), span(reading, "ninety residents"), lands(reading, "Norway")) is None


def test_a_coordinated_clause_with_its_own_subject_has_its_own_scene() -> None:
    reading = reading_of(
        "Norway/Norway/PROPN/NNP/2/nsubj pledged/pledge/VERB/VBD/0/root millions/million/NOUN/NNS/2/obj "
        "and/and/CCONJ/CC/6/cc planes/plane/NOUN/NNS/6/nsubj landed/land/VERB/VBD/2/conj in/in/ADP/IN/8/case "
        "Ostmark/Ostmark/PROPN/NNP/6/obl ././PUNCT/./2/punct"
    )
    assert told_place(plant(reading), span(reading, "millions"), lands(reading, "Ostmark")) is None
    assert told_place(plant(reading), span(reading, "planes"), lands(reading, "Ostmark")) == 0


def test_a_country_that_only_owns_an_embassy_is_not_the_scene() -> None:
    reading = reading_of(
        "A/a/DET/DT/2/det bomb/bomb/NOUN/NN/3/nsubj killed/kill/VERB/VBD/0/root six/six/NUM/CD/5/nummod "
        "people/people/NOUN/NNS/3/obj outside/outside/ADP/IN/9/case the/the/DET/DT/9/det Danish/Denmark/PROPN/NNP/9/compound "
        "embassy/embassy/NOUN/NN/3/obl in/in/ADP/IN/11/case Velgard/Velgard/PROPN/NNP/9/nmod ././PUNCT/./3/punct"
    )
    at = [reading.text.index(name) for name in ("Danish", "Velgard")]
    places = (
        Place(at[0], at[0] + 6, "Denmark", country="DNK"),
        Place(at[1], at[1] + 7, "Velgard", country="NOR", geonameid=1),
    )
    people = Span(reading.text.index("six"), reading.text.index(" outside"))
    tree = plant(reading)
    assert told_place(tree, people, places) == 1
    assert place_of(tree, 2, places, ()) == 1
    assert told_place(tree, people, places[:1]) is None


def test_an_end_dates_only_its_own_clause() -> None:
    reading = reading_of(
        "Schools/school/NOUN/NNS/2/nsubj close/close/VERB/VBP/0/root until/until/ADP/IN/4/case May/May/PROPN/NNP/2/obl "
        "and/and/CCONJ/CC/7/cc troops/troop/NOUN/NNS/7/nsubj deployed/deploy/VERB/VBD/2/conj ././PUNCT/./2/punct"
    )
    assert told(reading, "close", times(reading, "May")) == "May"
    assert told(reading, "deployed", times(reading, "May")) is None


def test_what_one_is_accused_of_has_its_own_time() -> None:
    reading = reading_of(
        "Residents/resident/NOUN/NNS/2/nsubj accused/accuse/VERB/VBD/0/root Karna/Karna/PROPN/NNP/2/obj of/of/SCONJ/IN/6/mark "
        "having/have/AUX/VBG/6/aux opened/open/VERB/VBN/2/xcomp gates/gate/NOUN/NNS/6/obj on/on/ADP/IN/9/case "
        "Saturday/Saturday/PROPN/NNP/6/obl ././PUNCT/./2/punct"
    )
    found = times(reading, "Saturday")
    assert told(reading, "accused", found) is None
    assert told(reading, "opened", found) == "Saturday"
