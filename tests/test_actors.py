"""Who a phrase or pronoun means."""

from __future__ import annotations

import pytest
from hand import tree
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.claims.actors import Resolver, np_span, resolve, split_coordination
from onrecord.claims.entities import link_entities
from onrecord.model import Actor, EntityType, Reading, Sentence, Span, Token


def actor(reading: Reading, head: int) -> Actor:
    return resolve(reading, link_entities(reading), head)


MINISTER = (
    "Kenyan/ADJ/2/amod Minister/PROPN/3/nmod:desc Jane/PROPN/5/nsubj "
    "Wairimu/PROPN/3/flat met/VERB/0/root reporters/NOUNS/5/obj ./PUNCT/5/punct"
)


def test_a_named_person_takes_country_and_sector_from_the_title() -> None:
    reading = tree(MINISTER, names=(("Jane Wairimu", "PER"),))
    found = actor(reading, 2)
    assert (found.text, found.name, found.country, found.sector) == (
        "Kenyan Minister Jane Wairimu",
        "Jane Wairimu",
        "KEN",
        "GOV",
    )
    assert reading.text[found.start : found.end] == found.text


def test_pronouns_take_the_nearest_that_agrees() -> None:
    later = "She/PRON/2/nsubj praised/VERB/0/root him/PRON/2/obj ./PUNCT/2/punct"
    names: tuple[tuple[str, EntityType], ...] = (("Jane Wairimu", "PER"), ("Peter Mbugua", "PER"))
    other = "Peter/PROPN/3/nsubj Mbugua/PROPN/1/flat agreed/VERB/0/root ./PUNCT/3/punct"
    reading = tree(MINISTER, other, later, names=names)
    start = len(reading.tokens) - 4
    assert actor(reading, start).name == "Jane Wairimu"
    assert actor(reading, start + 2).name == "Peter Mbugua"
    assert actor(reading, start).text == "She"


def test_it_is_a_body_and_not_a_person() -> None:
    first = (
        "The/DET/3/det Turkish/ADJ/3/amod army/NOUN/4/nsubj hailed/VERB/0/root "
        "Deniz/PROPN/4/obj Kaya/PROPN/5/flat ./PUNCT/4/punct"
    )
    reading = tree(first, "It/PRON/2/nsubj withdrew/VERB/0/root ./PUNCT/2/punct", names=(("Deniz Kaya", "PER"),))
    found = actor(reading, 7)
    assert (found.name, found.country, found.sector) == ("Turkish army", "TUR", "MIL")


def test_a_pronoun_without_antecedent_stays_itself() -> None:
    reading = tree("They/PRON/2/nsubj slept/VERB/0/root ./PUNCT/2/punct")
    found = actor(reading, 0)
    assert (found.name, found.country, found.sector) == ("They", None, None)


def test_the_army_takes_up_the_army_named_before() -> None:
    first = (
        "The/DET/3/det Turkish/ADJ/3/amod army/NOUN/4/nsubj met/VERB/0/root "
        "Syrian/ADJ/6/amod rebels/NOUNS/4/obj ./PUNCT/4/punct"
    )
    reading = tree(first, "The/DET/2/det army/NOUN/3/nsubj fired/VERB/0/root ./PUNCT/3/punct")
    found = actor(reading, 8)
    assert (found.text, found.country, found.sector) == ("The army", "TUR", "MIL")


@pytest.mark.parametrize(
    ("phrase", "head", "country", "sector"),
    [
        ("Turkish/ADJ/2/amod forces/NOUNS/3/nsubj fired/VERB/0/root", 1, "TUR", "MIL"),
        ("Masked/ADJ/2/amod gunmen/NOUNS/3/nsubj fired/VERB/0/root", 1, None, "UAF"),
        ("officials/NOUNS/4/nsubj of/ADP/3/case Peru/PROPN/1/nmod spoke/VERB/0/root", 0, "PER", "GOV"),
        ("Moscow/PROPN/2/nsubj said/VERB/0/root", 0, "RUS", "GOV"),
        ("Peru/PROPN/2/nsubj agreed/VERB/0/root", 0, "PER", None),
        ("Peru/PROPN/3/nmod:poss 's/PART/1/case police/NOUN/4/nsubj spoke/VERB/0/root", 2, "PER", "COP"),
    ],
)
def test_phrases_without_a_persons_name(phrase: str, head: int, country: str | None, sector: str | None) -> None:
    reading = tree(phrase, names=(("Peru", "LOC"), ("Moscow", "LOC")))
    found = actor(reading, head)
    assert (found.country, found.sector) == (country, sector)


def test_lists_and_pairs() -> None:
    first = "France/PROPN/4/nsubj and/CCONJ/3/cc Spain/PROPN/1/conj met/VERB/0/root ./PUNCT/4/punct"
    second = "The/DET/3/det two/NUM/3/nummod countries/NOUNS/4/nsubj agreed/VERB/0/root ./PUNCT/4/punct"
    reading = tree(first, second, names=(("France", "LOC"), ("Spain", "LOC")))
    assert split_coordination(reading, 0) == [0, 2]
    resolver = Resolver(reading, link_entities(reading))
    assert [a.name for a in resolver.resolve_all(0)] == ["France", "Spain"]
    assert [a.name for a in resolver.resolve_all(7)] == ["France", "Spain"]
    assert resolver.resolve_all(7)[0].text == "The two countries"


def test_np_span_leaves_clauses_and_appositions_out() -> None:
    reading = tree(
        "the/DET/2/det mayor/NOUN/9/nsubj of/ADP/4/case Lima/PROPN/2/nmod ,/PUNCT/8/punct who/PRON/8/nsubj had/AUX/8/aux "
        "slept/VERB/2/acl:relcl spoke/VERB/0/root"
    )
    span = np_span(reading, 1)
    assert reading.text[span.start : span.end] == "the mayor of Lima"


def test_head_of_a_span() -> None:
    reading = tree(MINISTER, names=(("Jane Wairimu", "PER"),))
    resolver = Resolver(reading, link_entities(reading))
    assert resolver.head_of(Span(0, 27)) == 2
    assert resolver.head_of(Span(1000, 1001)) == -1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Peru", "he", "police", "the", "two", "countries", "and", "General", "’s"]),
            st.integers(-1, 12),
            st.sampled_from(["nsubj", "conj", "appos", "nmod", "compound", "root", "obj"]),
            st.sampled_from(["NOUN", "PROPN", "PRON", "DET", "VERB"]),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_damaged_trees_never_hang(items: list[tuple[str, int, str, str]]) -> None:
    text, tokens = "", []
    for word, head, relation, upos in items:
        text += " " if text else ""
        tokens.append(Token(len(text), len(text) + len(word), word, word.lower(), upos, "NN", head, relation, 0))
        text += word
    reading = Reading(text, (Sentence(0, len(text), "body", 0, 0, len(tokens)),), tuple(tokens))
    resolver = Resolver(reading, link_entities(reading))
    for head in range(len(tokens)):
        for found in resolver.resolve_all(head):
            assert found.name and reading.text[found.start : found.end] == found.text


def test_first_persons_in_a_speakers_own_phrase_do_not_go_round_in_a_circle() -> None:
    reading = tree(
        "We/PRON/2/nsubj go/VERB/5/ccomp our/PRON/4/nmod:poss spokesman/NOUN/5/nsubj said/VERB/0/root ./PUNCT/5/punct",
        "I/PRON/2/nsubj say/VERB/0/root so/ADV/2/advmod ./PUNCT/2/punct",
    )
    resolver = Resolver(reading, ())
    assert resolver.resolve(0).name == "our spokesman"
    assert resolver.resolve(6).name == "I"
