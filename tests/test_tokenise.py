"""Paragraphs, sentences, words: offsets exact, newswire's traps avoided."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text import tokenise


def words(text: str) -> list[str]:
    return [text[a:b] for a, b in tokenise.words(text)]


def sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in tokenise.sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They didn't say.", ["They", "did", "n't", "say", "."]),
        ("Kim’s men cannot go", ["Kim", "’s", "men", "can", "not", "go"]),
        ("north-western pre-war", ["north", "-", "western", "pre-war"]),
        ("£7.6bn in 4,100 houses", ["£", "7.6", "bn", "in", "4,100", "houses"]),
        ("the U.S. at 10:55 a.m.", ["the", "U.S.", "at", "10:55", "a.m."]),
        ("Mr. O'Brien of AT&T", ["Mr.", "O'Brien", "of", "AT&T"]),
        ("in the 1990s, on the 20th", ["in", "the", "1990s", ",", "on", "the", "20th"]),
        ("see https://example.org/a.html.", ["see", "https://example.org/a.html", "."]),
        ("``No,'' he said", ["``", "No", ",", "''", "he", "said"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Gen. J. K. Aldo met Sen. Brun on Jan. 5. He left.", 2),
        ("The U.S. Army came. It went to the U.S. The army stayed.", 3),
        ('"We stay." The mayor sat down.', 2),
        ("“Why?” she asked. “Because.”", 2),
        ("It rose 7.5 percent. Then it fell.", 2),
        ("Acme Inc. said so. Others did not.", 2),
        ("They waited ... and then left.", 1),
        ("He is No. 3 on the list of St. Anna.", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_a_closing_mark_belongs_to_its_sentence() -> None:
    assert sentences("He said: “We stay.” Nobody moved.") == ["He said: “We stay.”", "Nobody moved."]


def test_paragraphs_by_blank_lines_and_by_lines() -> None:
    assert len(tokenise.paragraphs("One here.\n\nTwo here.")) == 2
    assert len(tokenise.paragraphs("A first paragraph of the report that ends.\nA second one that ends as well.")) == 2


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    lines = [
        "The water rose through the night and the people of the",
        "lower town had to leave their houses and go up to the",
        "school on the hill.",
    ]
    wrapped = "\n".join(lines)
    assert len(tokenise.paragraphs(wrapped)) == 1


@given(st.text(max_size=300))
def test_nothing_but_white_space_is_lost(text: str) -> None:
    spans = tokenise.words(text)
    assert all(a < b for a, b in spans)
    assert all(x.end <= y.start for x, y in itertools.pairwise(spans))
    covered = "".join(text[a:b] for a, b in spans)
    assert covered == "".join(text.split())


@given(st.text(alphabet="ab.!?\"” \nA'", max_size=200))
def test_sentences_part_the_text(text: str) -> None:
    for start, end in tokenise.paragraphs(text):
        spans = tokenise.sentences(text, start, end)
        assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text[start:end].split())


def test_a_currency_with_its_country_is_one_word() -> None:
    text = "It gave US$ 1.5 million, then A$300, and left the US."
    assert [text[a:b] for a, b in tokenise.words(text)] == [
        "It", "gave", "US$", "1.5", "million", ",", "then", "A$", "300", ",", "and", "left", "the", "US", ".",
    ]  # fmt: skip
