"""The contract: committed schemas are current, every line is as they say, and claims come back whole."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_world import EVERYONE, OTHER, claims_of, families, merge, stories
from pydantic import ValidationError

from onrecord.contract import (
    annotations_line,
    claim_line,
    claim_record,
    dumps,
    family_line,
    refusal_line,
    report_line,
    story_line,
    write_schemas,
)
from onrecord.contract_schema import validate
from onrecord.model import (
    Actor,
    Annotations,
    Attribution,
    Entity,
    Event,
    FigureClaim,
    Place,
    Quantity,
    Reading,
    Refusal,
    Sentence,
    Span,
    Time,
    Token,
)

SCHEMAS = Path(__file__).parents[1] / "docs" / "schema"


def test_the_committed_schemas_are_current(tmp_path: Path) -> None:
    for path in write_schemas(tmp_path):
        assert path.read_text(encoding="utf-8") == (SCHEMAS / path.name).read_text(encoding="utf-8"), (
            "run: python -m onrecord.contract docs/schema"
        )
    assert {p.name for p in tmp_path.iterdir()} == {p.name for p in SCHEMAS.iterdir()}


def test_every_line_is_as_the_contract_says() -> None:
    found = families(EVERYONE)
    told = stories(found, EVERYONE)
    claims = merge({r.id: claims_of(r) for r in EVERYONE}, found, told)
    lines = [
        *map(report_line, EVERYONE),
        refusal_line(Refusal("a.bin", "not text", "give text", "7")),
        *map(family_line, found),
        *map(story_line, told),
        *map(claim_line, claims),
    ]
    assert {line["record"] for line in lines} == {"report", "family", "story", "claim"}
    for line in lines:
        assert "\n" not in dumps(line)
        validate(json.loads(dumps(line)))


def test_claims_come_back_whole() -> None:
    for report in EVERYONE:
        for claim in claims_of(report):
            assert claim_record(json.loads(dumps(claim_line(claim)))) == claim


numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False)


@given(st.text(), st.text(), numbers, numbers, st.none() | st.text())
def test_any_figure_comes_back_whole(metric: str, text: str, low: float | None, high: float | None, item: str | None) -> None:
    (figure,) = [c for c in claims_of(OTHER) if isinstance(c, FigureClaim)]
    changed = replace(figure, metric=metric, text=text, low=low, high=high, item=item)
    assert claim_record(json.loads(dumps(claim_line(changed)))) == changed


def test_annotations() -> None:
    text = "Rain fell. Ida Vik left Oslo."
    tokens = tuple(
        Token(text.index(word), text.index(word) + len(word), word, word.lower(), upos, "X", head, rel, sentence)
        for word, upos, head, rel, sentence in (
            ("Rain", "NOUN", 1, "nsubj", 0), ("fell", "VERB", -1, "root", 0), ("Ida", "PROPN", 4, "nsubj", 1),
            ("Vik", "PROPN", 2, "flat", 1), ("left", "VERB", -1, "root", 1), ("Oslo", "PROPN", 4, "obj", 1),
        )
    )  # fmt: skip
    sentences = (Sentence(0, 10, "body", 0, 0, 2), Sentence(11, 29, "body", 0, 2, 6))
    vik = Actor("Ida Vik", "Ida Vik", "NOR", None, 11, 18)
    seen = Annotations(
        EVERYONE[0],
        Reading(text, sentences, tokens),
        entities=(Entity(11, 18, "PER", "Ida Vik", "NOR"),),
        times=(Time(0, 4, "DATE", "2031"),),
        places=(Place(24, 28, "Oslo", 1, "NOR"),),
        quantities=(Quantity(0, 4, 1.0, 1.0, None, "mm", None, "at_least"),),
        attributions=(Attribution((Span(11, 18),), (), (Span(0, 10),), "statement", False, "Ida Vik"),),
        events=(Event(Span(19, 23), "RETREAT", "withdraw", (vik,), (), "affirmed", "asserted", when=None, where=0),),
    )
    line = json.loads(dumps(annotations_line(seen)))
    validate(line)
    assert [t["head"] for t in line["tokens"]] == [1, -1, 2, 0, -1, 2]
    assert line["events"][0]["actor"] == [[11, 18]] and line["events"][0]["where"] == [24, 28]


def test_what_is_not_described_is_refused() -> None:
    line = claim_line(claims_of(OTHER)[0])
    with pytest.raises(ValidationError):
        validate({**line, "colour": "red"})
    with pytest.raises(ValidationError):
        validate({**line, "confidence": 1.5})
    with pytest.raises(ValueError, match="unknown kind"):
        claim_record({**line, "kind": "rumour"})
