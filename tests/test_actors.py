"""Who a phrase or pronoun means."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand import tree
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.claims.actors import Resolver, np_span, resolve, split_coordination
from onrecord.claims.entities import link_entities
from onrecord.model import Actor, AttributionSpans, EntityType, Reading, Sentence, Span, Token


def actor(reading: Reading, head: int) -> Actor:
    return resolve(reading, link_entities(reading), head)


def unspaced(reading: Reading, words: str) -> Reading:
    """The reading with the spaces inside these words taken out, so that a hyphen joins them."""
    at = reading.text.index(words)
    gaps = [at + k for k, char in enumerate(words) if char == " "]

    def moved(place: int) -> int:
        return place - sum(gap < place for gap in gaps)

    text = "".join(char for k, char in enumerate(reading.text) if k not in gaps)
    tokens = tuple(replace(t, start=moved(t.start), end=moved(t.end)) for t in reading.tokens)
    entities = tuple(replace(e, start=moved(e.start), end=moved(e.end)) for e in reading.entities)
    sentences = tuple(replace(each, start=moved(each.start), end=moved(each.end)) for each in reading.sentences)
    return replace(reading, text=text, tokens=tokens, entities=entities, sentences=sentences)


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


FIRED = "rockets/NOUNS/3/obj ./PUNCT/3/punct"


def test_a_group_is_not_of_those_who_back_it() -> None:
    first = f"Liwa/PROPN/3/nsubj Hadir/PROPN/1/flat fired/VERB/0/root {FIRED}"
    second = (
        "The/DET/5/det Iran/PROPN/4/obl:unmarked -/PUNCT/4/punct backed/VERB/5/amod group/NOUN/6/nsubj "
        "spoke/VERB/0/root ./PUNCT/6/punct"
    )
    reading = tree(first, second, names=(("Liwa Hadir", "ORG"), ("Iran", "LOC")))
    reading = unspaced(reading, "Iran - backed")
    found = actor(reading, 9)
    assert (found.text, found.name, found.country) == ("The Iran-backed group", "Liwa Hadir", None)
    alone = unspaced(tree(second, names=(("Iran", "LOC"),)), "Iran - backed")
    assert actor(alone, 4).country is None


def test_the_union_is_not_its_president() -> None:
    first = (
        "Union/NOUN/2/compound president/NOUN/3/nmod:desc Ana/PROPN/5/nsubj Sole/PROPN/3/flat spoke/VERB/0/root ./PUNCT/5/punct"
    )
    reading = tree(first, "The/DET/2/det union/NOUN/3/nsubj agreed/VERB/0/root ./PUNCT/3/punct", names=(("Ana Sole", "PER"),))
    found = actor(reading, 7)
    assert (found.name, found.sector) == ("union", "LAB")


def test_a_lawyer_speaks_of_the_client() -> None:
    first = "Daniel/PROPN/3/nsubj Otuya/PROPN/1/flat met/VERB/0/root Paul/PROPN/3/obj Maina/PROPN/4/flat ./PUNCT/3/punct"
    second = (
        "Maina/PROPN/3/nmod:poss 's/PART/1/case lawyer/NOUN/4/nsubj said/VERB/0/root he/PRON/6/nsubj lied/VERB/4/ccomp "
        "./PUNCT/4/punct"
    )
    reading = tree(first, second, names=(("Daniel Otuya", "PER"), ("Paul Maina", "PER"), ("Maina", "PER")))
    at = reading.text.index("Maina's")
    he = reading.text.index("he lied")
    said = reading.text.index("said")
    spans = AttributionSpans((Span(at, said - 1),), (Span(said, said + 4),), (Span(he, he + 7),), 1.0)
    reading = replace(reading, attributions=(spans,))
    assert actor(reading, 10).name == "Paul Maina"
    # A father may speak of himself.
    father = tree(
        first, second.replace("lawyer", "father"), names=(("Daniel Otuya", "PER"), ("Paul Maina", "PER"), ("Maina", "PER"))
    )
    assert actor(replace(father, attributions=(spans,)), 10).name != "Paul Maina"


def test_both_sides_are_those_who_took_part() -> None:
    first = (
        "Sudan/PROPN/2/nsubj accused/VERB/0/root Chad/PROPN/2/obj of/ADP/6/case a/DET/6/det raid/NOUN/2/obl near/ADP/8/case "
        "Tine/PROPN/6/nmod ./PUNCT/2/punct"
    )
    both = "Both/DET/2/det sides/NOUNS/3/nsubj fired/VERB/0/root ./PUNCT/3/punct"
    reading = tree(first, both, names=(("Sudan", "LOC"), ("Chad", "LOC"), ("Tine", "LOC")))
    resolver = Resolver(reading, link_entities(reading))
    assert [a.name for a in resolver.resolve_all(10)] == ["Sudan", "Chad"]
    fought = (
        "Government/NOUN/2/compound troops/NOUNS/3/nsubj fought/VERB/0/root rebels/NOUNS/3/obj in/ADP/6/case "
        "Tikrit/PROPN/3/obl ./PUNCT/3/punct"
    )
    reading = tree(fought, both, names=(("Tikrit", "LOC"),))
    resolver = Resolver(reading, link_entities(reading))
    assert [a.name for a in resolver.resolve_all(8)] == ["Government troops", "rebels"]


def test_a_possessor_and_a_second_name_of_one_land_are_no_sides() -> None:
    first = "Sudan/PROPN/2/nsubj accused/VERB/0/root Chad/PROPN/2/obj ./PUNCT/2/punct"
    second = (
        "Khartoum/PROPN/6/nsubj and/CCONJ/5/cc Peru/PROPN/5/nmod:poss 's/PART/3/case envoy/NOUN/1/conj slept/VERB/0/root "
        "./PUNCT/6/punct"
    )
    both = "Both/DET/2/det governments/NOUNS/3/nsubj spoke/VERB/0/root ./PUNCT/3/punct"
    names: tuple[tuple[str, EntityType], ...] = (("Sudan", "LOC"), ("Chad", "LOC"), ("Khartoum", "LOC"), ("Peru", "LOC"))
    reading = tree(first, second, both, names=names)
    resolver = Resolver(reading, link_entities(reading))
    assert [a.country for a in resolver.resolve_all(12)] == ["TCD", "SDN"]


def test_sides_of_a_border_are_nobody() -> None:
    first = "Sudan/PROPN/2/nsubj accused/VERB/0/root Chad/PROPN/2/obj ./PUNCT/2/punct"
    second = (
        "Families/NOUNS/2/nsubj wept/VERB/0/root on/ADP/5/case both/DET/5/det sides/NOUNS/2/obl of/ADP/8/case the/DET/8/det "
        "river/NOUN/5/nmod ./PUNCT/2/punct"
    )
    reading = tree(first, second, names=(("Sudan", "LOC"), ("Chad", "LOC")))
    assert len(Resolver(reading, link_entities(reading)).resolve_all(8)) == 1


def test_brussels_is_the_union_unless_something_is_there() -> None:
    names: tuple[tuple[str, EntityType], ...] = (("European Union", "ORG"), ("Brussels", "LOC"))
    first = "The/DET/3/det European/PROPN/3/compound Union/PROPN/4/nsubj met/VERB/0/root ./PUNCT/4/punct"
    acts = "Brussels/PROPN/2/nsubj agreed/VERB/0/root ./PUNCT/2/punct"
    place = "They/PRON/2/nsubj slept/VERB/0/root in/ADP/4/case Brussels/PROPN/2/obl ./PUNCT/2/punct"
    reading = tree(first, acts, place, names=names)
    union = actor(reading, 5)
    assert (union.text, union.name, union.country, union.sector) == ("Brussels", "European Union", "EUR", None)
    assert actor(reading, 2).sector is None
    assert actor(reading, 11).name == "Brussels"
    assert actor(tree(acts, names=names), 0).country == "BEL"


def test_king_is_a_surname_where_no_name_follows() -> None:
    first = "Martin/PROPN/3/nsubj King/PROPN/1/flat spoke/VERB/0/root ./PUNCT/3/punct"
    second = "King/PROPN/2/nsubj smiled/VERB/0/root ./PUNCT/2/punct"
    given = tree(first, second, names=(("Martin King", "PER"),))
    reading = replace(given, entities=given.entities[:1])
    assert actor(reading, 4).name == "Martin King"
    found = actor(tree("It/PRON/2/nsubj rained/VERB/0/root ./PUNCT/2/punct", second), 3)
    assert (found.name, found.sector) == ("King", None)


def test_an_office_without_article_is_nobody() -> None:
    reading = tree(
        "Ana/PROPN/3/nsubj Sole/PROPN/1/flat spoke/VERB/0/root ./PUNCT/3/punct",
        "Elected/VERB/4/advcl president/NOUN/1/nsubj she/PRON/4/nsubj pays/VERB/0/root ./PUNCT/4/punct",
        names=(("Ana Sole", "PER"),),
    )
    assert actor(reading, 6).name == "Ana Sole"


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


def test_the_62_year_old_is_the_one_of_that_age() -> None:
    first = (
        "Ann/PROPN/7/nsubj Lee/PROPN/1/flat ,/PUNCT/4/punct 62/NUM/1/appos ,/PUNCT/4/punct once/ADV/7/advmod sang/VERB/0/root"
    )
    second = "Bob/PROPN/2/nsubj danced/VERB/0/root ./PUNCT/2/punct"
    third = (
        "The/DET/6/det 62/NUM/4/nummod -/PUNCT/2/punct year/NOUN/6/compound -/PUNCT/2/punct old/NOUN/7/nsubj left/VERB/0/root"
    )
    reading = tree(first, second, third, names=(("Ann Lee", "PER"), ("Bob", "PER")))
    old = next(i for i, token in enumerate(reading.tokens) if token.text == "old")
    assert actor(reading, old).name == "Ann Lee"


def test_the_judge_is_who_is_called_so_and_not_who_is_named_in_the_same_sentence() -> None:
    first = "Judge/PROPN/2/nmod:desc Ann/PROPN/4/nsubj Tolland/PROPN/2/flat spoke/VERB/0/root ./PUNCT/4/punct"
    second = "The/DET/2/det judge/NOUN/3/nsubj said/VERB/0/root Tom/PROPN/6/nsubj Perrin/PROPN/4/flat lied/VERB/3/ccomp"
    reading = tree(first, second, names=(("Ann Tolland", "PER"), ("Tom Perrin", "PER")))
    assert actor(reading, 6).name == "Ann Tolland"


def test_a_role_may_be_named_later() -> None:
    first = "The/DET/2/det senator/NOUN/3/nsubj spoke/VERB/0/root ./PUNCT/3/punct"
    second = "Senator/PROPN/2/nmod:desc Hugh/PROPN/4/nsubj Calloway/PROPN/2/flat left/VERB/0/root ./PUNCT/4/punct"
    assert actor(tree(first, second, names=(("Hugh Calloway", "PER"),)), 1).name == "Hugh Calloway"
    both = "Senator/PROPN/2/nmod:desc Joan/PROPN/4/nsubj Dray/PROPN/2/flat left/VERB/0/root ./PUNCT/4/punct"
    two = tree(first, second, both, names=(("Hugh Calloway", "PER"), ("Joan Dray", "PER")))
    assert actor(two, 1).name == "senator"


def test_an_apposition_that_the_tree_leaves_apart_still_names() -> None:
    reading = tree(
        "His/PRON/2/nmod:poss attorney/NOUN/7/nsubj ,/PUNCT/4/punct Meg/PROPN/7/nsubj Sutter/PROPN/4/flat ,/PUNCT/2/punct "
        "left/VERB/0/root",
        names=(("Meg Sutter", "PER"),),
    )
    assert actor(reading, 1).name == "Meg Sutter"


def test_he_said_takes_up_who_spoke_before_others_of_the_sentence() -> None:
    first = "Matt/PROPN/2/nsubj confirmed/VERB/0/root that/SCONJ/5/mark Dan/PROPN/5/nsubj came/VERB/2/ccomp ./PUNCT/2/punct"
    second = "He/PRON/2/nsubj said/VERB/0/root no/INTJ/2/obj ./PUNCT/2/punct"
    reading = tree(first, second, names=(("Matt", "PER"), ("Dan", "PER")))
    text = reading.text
    said = AttributionSpans((Span(0, 4),), (Span(5, 14),), (Span(text.index("Dan"), text.index("came") + 4),), 0.9)
    assert actor(replace(reading, attributions=(said,)), 6).name == "Matt"


def test_where_an_envoy_is_sent_is_not_whom_the_envoy_serves() -> None:
    words = (
        "Peru/PROPN/3/nmod:poss 's/PART/1/case ambassador/NOUN/11/nsubj to/ADP/7/case the/DET/7/det United/PROPN/7/compound "
        "Nations/PROPN/3/nmod ,/PUNCT/9/punct Ana/PROPN/3/appos Rey/PROPN/9/flat spoke/VERB/0/root"
    )
    found = actor(tree(words, names=(("Ana Rey", "PER"), ("Peru", "LOC"), ("United Nations", "ORG"))), 8)
    assert (found.name, found.country) == ("Ana Rey", "PER")


def test_a_director_general_is_no_general() -> None:
    words = "Director/PROPN/3/compound General/PROPN/3/compound Ana/PROPN/5/nsubj Rey/PROPN/3/flat spoke/VERB/0/root"
    assert actor(tree(words, names=(("Ana Rey", "PER"),)), 2).sector != "MIL"


def test_what_a_receiver_has_a_thing_for_is_the_receivers() -> None:
    reading = tree(
        "Kenya/PROPN/2/nsubj sent/VERB/0/root shells/NOUNS/2/obj to/ADP/5/case Uganda/PROPN/2/obl for/ADP/8/case "
        "its/PRON/8/nmod:poss war/NOUN/2/obl ./PUNCT/2/punct",
        names=(("Kenya", "LOC"), ("Uganda", "LOC")),
    )
    assert actor(reading, 6).name == "Uganda"
