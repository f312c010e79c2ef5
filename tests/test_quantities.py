"""Quantities: numerals, bounds, units, and what is not a quantity. The sentences are ours and fictional."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.claims.numerals import numeral
from onrecord.claims.quantities import find_quantities
from onrecord.claims.units import convert, dimension, unit_names
from onrecord.model import Quantity, Reading, Sentence, Time, Token
from onrecord.text.tokenise import words

NOUNS = {
    "houses": "house",
    "people": "person",
    "soldiers": "soldier",
    "deal": "deal",
    "nation": "nation",
    "rain": "rain",
    "pound": "pound",
    "pounds": "pound",
    "dollars": "dollar",
    "euros": "euro",
    "percent": "percent",
    "years": "year",
    "year": "year",
    "hours": "hour",
    "fields": "field",
    "children": "child",
    "boy": "boy",
    "crew": "crew",
    "songs": "song",
    "injuries": "injury",
    "trucks": "truck",
    "homes": "home",
    "yen": "yen",
    "article": "article",
    "flight": "flight",
    "rice": "rice",
}
VERBS = {"killed", "said", "flooded", "rose", "won", "fell", "pledged", "reached", "lost", "sent", "is", "were", "was"}
OTHER = {
    "to": "ADP",
    "of": "ADP",
    "in": "ADP",
    "and": "CCONJ",
    "or": "CCONJ",
    "the": "DET",
    "a": "DET",
    "no": "DET",
    "by": "ADP",
    "about": "ADV",
    "more": "ADJ",
    "than": "ADP",
    "at": "ADP",
    "least": "ADJ",
    "from": "ADP",
    "on": "ADP",
    "agricultural": "ADJ",
    "several": "ADJ",
    "between": "ADP",
    "up": "ADP",
    "he": "PRON",
    "it": "PRON",
    "old": "ADJ",
    "dead": "ADJ",
}


def tagged(text: str) -> Reading:
    """A reading with flat trees: enough for the number grammar and for noun phrases read from left to right."""
    tokens = []
    for start, end in words(text):
        word = text[start:end]
        low = word.lower()
        upos, xpos, lemma = "X", "FW", low
        if low in NOUNS:
            upos, xpos, lemma = "NOUN", "NNS" if low.endswith("s") or low in {"people", "children"} else "NN", NOUNS[low]
        elif low in VERBS:
            upos, xpos = "VERB", "VBD"
        elif low in OTHER:
            upos, xpos = OTHER[low], "JJ" if OTHER[low] == "ADJ" else "XX"
        elif numeral([Token(start, end, word, low, "NUM", "CD", -1, "nummod", 0)], 0, 1) and low not in {"several", "numerous"}:
            upos, xpos = "NUM", "CD"
        elif not word[0].isalnum():
            upos, xpos = "PUNCT", "."
        elif word[0].isupper():
            upos, xpos = "PROPN", "NNP"
        tokens.append(Token(start, end, word, lemma, upos, xpos, -1, "nummod" if upos == "NUM" else "dep", 0))
    return Reading(text, (Sentence(0, len(text), "body", 0, 0, len(tokens)),), tuple(tokens))


def only(text: str) -> Quantity:
    found = find_quantities(tagged(text))
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "unit", "qualifier"),
    [
        ("The river flooded 4,100 houses .", 4100, 4100, 4100, "house", "exactly"),
        ("It flooded more than 300 houses .", 300, 300, None, "house", "more_than"),
        ("It flooded at least 25 000 houses .", 25000, 25000, None, "house", "at_least"),
        ("It killed up to 50 people .", 50, None, 50, "person", "up_to"),
        ("It killed about 50 people .", 50, 50, 50, "person", "about"),
        ("It killed 10 to 12 people .", None, 10, 12, "person", "between"),
        ("It killed between 10 and 12 people .", None, 10, 12, "person", "between"),
        ("It killed seven or eight people .", None, 7, 8, "person", "between"),
        ("It killed dozens of people .", None, 24, None, "person", "vague"),
        ("It killed hundreds of people .", None, 200, None, "person", "vague"),
        ("It flooded tens of thousands of homes .", None, 20000, None, "home", "vague"),
        ("It flooded several homes .", None, None, None, "home", "vague"),
        ("He lost half a million dollars .", 500000, 500000, 500000, "USD", "exactly"),
        ("He pledged two and a half million euros .", 2.5e6, 2.5e6, 2.5e6, "EUR", "exactly"),
        ("He pledged £7.6bn .", 7.6e9, 7.6e9, 7.6e9, "GBP", "exactly"),
        ("It is a one point six billion dollar plan .", 1.6e9, 1.6e9, 1.6e9, "USD", "exactly"),
        ("They seized more than ₹70 lakhs .", 7e6, 7e6, None, "INR", "more_than"),
        ("He pledged NZ$5 million .", 5e6, 5e6, 5e6, "NZD", "exactly"),
        ("He pledged $2 to $3 million .", None, 2e6, 3e6, "USD", "between"),
        ("He pledged 40 mln Australian dollars .", 4e7, 4e7, 4e7, "AUD", "exactly"),
        ("It was 461 mm of rain .", 461, 461, 461, "millimeter", "exactly"),
        ("It was 90 km per hour .", 90, 90, 90, "kilometer_per_hour", "exactly"),
        ("It rose 14-1/2 pct .", 14.5, 14.5, 14.5, "percent", "exactly"),
        ("It is twenty-five percent .", 25, 25, 25, "percent", "exactly"),
        ("He sent 600 pounds of rice .", 600, 600, 600, "pound", "exactly"),
        ("It is a 12-nation deal .", 12, 12, 12, "nation", "exactly"),
        ("It killed 40 people or more .", 40, 40, None, "person", "at_least"),
        ("It killed one in three children .", 1 / 3, 1 / 3, 1 / 3, None, "exactly"),
        ("He sent a dozen trucks .", 12, 12, 12, "truck", "exactly"),
        ("No injuries were reported .", 0, 0, 0, "injury", "none"),
    ],
)
def test_value_bounds_unit(
    text: str, value: float | None, low: float | None, high: float | None, unit: str | None, qualifier: str
) -> None:
    found = only(text)
    assert (found.value, found.low, found.high, found.unit) == (
        pytest.approx(value) if value is not None else None,
        pytest.approx(low) if low is not None else None,
        pytest.approx(high) if high is not None else None,
        unit,
    )
    assert found.qualifier == qualifier


@pytest.mark.parametrize(
    "text",
    [
        "The 10-year-old boy said it .",
        "Ana Ruel , 34 , said it .",
        "He was 34 years old .",
        "It was on July 27 .",
        "It was in 2016 .",
        "It was at 10:55 .",
        "It was at 5 p.m. .",
        "Flight 370 was lost .",
        "No. 2 was lost .",
        "Article 5 was lost .",
        "Marvo won 3-2 .",
        "He said it on 555-0134-77 .",
        "It was the 21st .",
        "He flew a Boeing 737 .",
        "One of the people said it .",
    ],
)
def test_names_dates_ages_and_scores_measure_nothing(text: str) -> None:
    assert find_quantities(tagged(text)) == ()


def test_change_gives_two_quantities() -> None:
    found = find_quantities(tagged("It rose by 3 percent to 12 trucks ."))
    assert [(one.value, one.unit) for one in found] == [(3, "percent"), (12, "truck")]
    found = find_quantities(tagged("It fell from 75 to 12 trucks ."))
    assert [one.value for one in found] == [75, 12]


def test_a_converted_amount_is_seen_beside_the_first() -> None:
    found = find_quantities(tagged("It was 18 inches ( 461 mm ) of rain ."))
    assert [(one.value, one.unit) for one in found] == [(18, "inch"), (461, "millimeter")]


def test_span_covers_qualifier_number_and_noun() -> None:
    text = "It flooded about 7,410 agricultural fields ."
    found = only(text)
    assert text[found.start : found.end] == "about 7,410 agricultural fields"
    assert found.item == "agricultural fields"


def test_numbers_inside_dates_are_left_out() -> None:
    reading = tagged("It was the 30 people .")
    assert find_quantities(reading, [Time(7, 14, "DATE", None)]) == ()
    assert len(find_quantities(reading, [Time(7, 14, "DURATION", None)])) == 1


def test_conversion() -> None:
    pytest.importorskip("pint")
    inches = Quantity(0, 1, 18.0, 18.0, None, "inch", None, "at_least")
    moved = convert(inches, "millimeter")
    assert moved.value == pytest.approx(457.2)
    assert (moved.high, moved.unit) == (None, "millimeter")
    with pytest.raises(ValueError, match="dimension"):
        convert(inches, "hour")
    with pytest.raises(ValueError, match="no unit of measure"):
        convert(Quantity(0, 1, 3.0, 3.0, 3.0, "house", "houses", "exactly"), "inch")


def test_every_unit_is_known_to_pint_or_is_of_the_field() -> None:
    pint = pytest.importorskip("pint")
    registry = pint.UnitRegistry()
    own = {
        "percentage_point",
        "basis_point",
        "quarter",
        "parts_per_million",
        "megabit_per_second",
        "megapixel",
        "kiloton",
        "magnitude",
        "megaton",
        "gigaton",
    }
    for name in {unit for unit, _ in unit_names().values()} - own:
        registry.Quantity(1, name)


@pytest.mark.parametrize(("unit", "expected"), [("USD", "money"), ("meter", "length"), ("house", None), (None, None)])
def test_dimension(unit: str | None, expected: str | None) -> None:
    assert dimension(unit) == expected


@given(st.integers(min_value=0, max_value=10**12))
def test_written_integers_are_read_back(number: int) -> None:
    text = f"{number:,}"
    token = Token(0, len(text), text, text, "NUM", "CD", -1, "nummod", 0)
    found = numeral([token], 0, 1)
    assert found is not None
    assert found.value == number


@given(st.one_of(st.text(alphabet="0123456789,./- $%abone milthousand()²½", max_size=60), st.text(max_size=40)))
def test_any_text_gives_quantities_inside_it(text: str) -> None:
    for one in find_quantities(tagged(text)):
        assert 0 <= one.start < one.end <= len(text)
        assert one.low is None or one.high is None or one.low <= one.high
