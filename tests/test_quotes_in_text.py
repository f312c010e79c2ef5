"""Quotations of sentences as the model reads them. The sentences are ours and fictional."""

from __future__ import annotations

from onrecord.model import QuoteClaim, Report
from onrecord.pipeline import claims_of_report


def quotes(text: str) -> list[tuple[str, str | None]]:
    claims = claims_of_report(Report("sha256:quotes", text, published="2020-01-02"))
    found = [claim for claim in claims if isinstance(claim, QuoteClaim)]
    return [(claim.text, claim.speaker.name if claim.speaker else None) for claim in found]


def test_a_nickname_is_no_quotation() -> None:
    text = 'Gang leader Lucio "the Barber" Sane threatened to topple the government. "We are ready," he said.'
    assert quotes(text) == [("We are ready", "Lucio")]


def test_words_may_be_somebodys_behind_the_marks() -> None:
    text = 'The plan is "a gift to smugglers", in the words of Mayor Ines Roth, who was re-elected.'
    assert quotes(text) == [("a gift to smugglers", "Ines Roth")]


def test_an_officer_speaks_and_not_the_body_before_the_name() -> None:
    assert quotes('"They are in good health," said Red Cross delegate Paula Orla.') == [
        ("They are in good health", "Paula Orla")
    ]
