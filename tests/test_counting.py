"""Whose count a figure is, from hand-written trees."""

from __future__ import annotations

import pytest
from trees import Name, reading_of

from onrecord.claims.actors import Resolver
from onrecord.claims.counting import counted_by
from onrecord.model import Span

RAISED = (
    "Police/police/NOUN/NNS/2/nsubj raised/raise/VERB/VBD/0/root the/the/DET/DT/4/det toll/toll/NOUN/NN/2/obj "
    "to/to/ADP/IN/6/case nine/nine/NUM/CD/2/obl ././PUNCT/./2/punct"
)
HELD = (
    "Police/police/NOUN/NNS/2/nsubj stood/stand/VERB/VBD/0/root by/by/ADP/IN/5/case their/their/PRON/PRP$/5/nmod:poss "
    "figure/figure/NOUN/NN/2/obl of/of/ADP/IN/7/case nine/nine/NUM/CD/5/nmod ././PUNCT/./2/punct"
)
RECORDED = (
    "{who}/{who}/{pos}/3/nsubj have/have/AUX/VBP/3/aux recorded/record/VERB/VBN/0/root nine/nine/NUM/CD/5/nummod "
    "deaths/death/NOUN/NNS/3/obj ././PUNCT/./3/punct"
)
RAISED_MONEY = (
    "Police/police/NOUN/NNS/2/nsubj raised/raise/VERB/VBD/0/root nine/nine/NUM/CD/4/nummod dollars/dollar/NOUN/NNS/2/obj "
    "././PUNCT/./2/punct"
)


def source(sentence: str, names: tuple[Name, ...] = ()) -> str | None:
    reading = reading_of(sentence, names=names)
    at = reading.text.index("nine")
    found = counted_by(Resolver(reading, reading.entities), Span(at, at + 4))
    return found.name if found else None


@pytest.mark.parametrize("sentence", [RAISED, RECORDED.format(who="Police", pos="NOUN/NNS"), HELD])
def test_who_sets_holds_or_records_a_count_says_so(sentence: str) -> None:
    assert source(sentence) == "Police"


def test_a_country_that_recorded_deaths_is_where_they_were_and_money_raised_is_no_count() -> None:
    assert source(RECORDED.format(who="Velgard", pos="PROPN/NNP"), (("Velgard", "LOC", "NOR", None),)) is None
    assert source(RAISED_MONEY) is None


def test_what_is_counted_counts_nothing() -> None:
    assert (
        source(
            "Two/two/NUM/CD/2/nummod officers/officer/NOUN/NNS/3/nsubj put/put/VERB/VBD/0/root damage/damage/NOUN/NN/3/obj "
            "at/at/ADP/IN/7/case nine/nine/NUM/CD/7/nummod millions/million/NOUN/NNS/3/obl ././PUNCT/./3/punct"
        )
        is None
    )
