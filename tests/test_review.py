"""What people decide lies over what was read, survives reading again, and can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ledger_world import COPY, EVERYONE, ORIGINAL, OTHER, STAGES, claims_of
from ledger_world import report as written

from onrecord.contract_schema import validate
from onrecord.errors import NotFoundError, OnRecordError
from onrecord.ledger import Filter, Ledger, review
from onrecord.ledger.settling import settle
from onrecord.ledger.write import put
from onrecord.model import Claim, FigureClaim


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "a.db", write=True) as opened:
        read(opened)
        yield opened


def read(ledger: Ledger, reader: str = "1") -> None:
    for report in EVERYONE:
        put(ledger.connection, report, claims_of(report), STAGES, reader=reader)
    settle(ledger.connection, STAGES)


def figure(ledger: Ledger, low: float = 41) -> FigureClaim:
    (found,) = [c for c in ledger.claims(Filter(kind="figure", rejected=True)) if isinstance(c, FigureClaim) and c.low == low]
    return found


def contents(ledger: Ledger) -> list[Any]:
    """Everything that is shown; the log and the decisions aside."""
    return [ledger.claims(Filter(limit=None)), ledger.stories(), ledger.families(), ledger.search("houses")]


def test_a_correction_lies_over_the_claim_and_survives_reading_again(ledger: Ledger) -> None:
    claim = figure(ledger)
    corrected = review.correct(
        ledger, claim.id, {"value": 44, "metric": "homes_destroyed"}, "wrong reading", STAGES, person="Ann"
    )
    assert isinstance(corrected, FigureClaim)
    assert (corrected.low, corrected.high, corrected.metric) == (44, 44, "homes_destroyed")
    assert corrected.reports == (ORIGINAL.id, COPY.id) and corrected.evidence == claim.evidence
    read(ledger, reader="2")
    assert ledger.claim(claim.id) == corrected
    assert ledger.review_states([claim.id]) == {claim.id: "corrected"}
    (decision,) = ledger.corrections()
    assert json.loads(decision.before or "") == {"value": 41.0, "low": 41.0, "high": 41.0, "metric": "homes_damaged"}
    review.undo(ledger, decision.number, STAGES)
    assert ledger.claim(claim.id) == claim and ledger.corrections() == ()
    assert [c.what for c in ledger.changes()] == ["undone", "correct"]


def test_corrections_lie_over_one_another(ledger: Ledger) -> None:
    claim = figure(ledger)
    review.correct(ledger, claim.id, {"value": 44}, "wrong reading", STAGES)
    review.correct(ledger, claim.id, {"item": "barns"}, "wrong reading", STAGES)
    both = ledger.claim(claim.id)
    assert isinstance(both, FigureClaim) and (both.low, both.item) == (44, "barns")
    review.undo(ledger, 1, STAGES)
    one = ledger.claim(claim.id)
    assert isinstance(one, FigureClaim) and (one.low, one.item) == (41, "barns")


def test_a_rejected_claim_is_out_of_sight_but_there(ledger: Ledger) -> None:
    claim = figure(ledger)
    review.reject(ledger, claim.id[:10], "outlier", STAGES, note="a typing error")
    assert claim.id not in {c.id for c in ledger.claims()}
    assert ledger.claim(claim.id) == claim
    assert ledger.connection.execute("SELECT count(*) FROM figures WHERE claim = ?", (claim.id,)).fetchone() == (0,)
    assert [c.id for c in ledger.claims(Filter(review="rejected"))] == [claim.id]
    assert ledger.changes()[0].reason == "outlier: a typing error"


def test_accepting_changes_no_field(ledger: Ledger) -> None:
    claim = figure(ledger)
    assert review.accept(ledger, claim.id, STAGES) == claim
    assert ledger.review_states([claim.id]) == {claim.id: "accepted"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"colour": "red"}, "no field 'colour'"), ({"id": "x"}, "no field 'id'"), ({"value": "many"}, "invalid value for value"),
     ({"qualifier": "roughly"}, "invalid value for qualifier")],
)  # fmt: skip
def test_wrong_corrections_are_refused(ledger: Ledger, fields: dict[str, Any], said: str) -> None:
    before = contents(ledger)
    with pytest.raises(OnRecordError, match=said):
        review.correct(ledger, figure(ledger).id, fields, "other", STAGES)
    assert contents(ledger) == before and ledger.corrections() == ()


def test_a_wrong_reason_says_which_are_right(ledger: Ledger) -> None:
    with pytest.raises(OnRecordError) as error:
        review.reject(ledger, figure(ledger).id, "silly", STAGES)
    assert "anecdotal" in error.value.remedy


def heard(ledger: Ledger, story: str | None = "norland") -> Claim:
    person = {"text": "the embassy", "name": "Embassy of Sudria", "country": "SWE", "sector": "GOV"}
    donor = {"text": "Sudria", "name": "Sudria", "country": "SWE", "sector": None}
    fields = {"donor": donor, "item": "boats", "amount": 3, "source": [person | {"kind": "statement"}]}
    said = "The embassy said by telephone that three boats are on offer."
    return review.add(ledger, "aid", said, fields, STAGES, story=story, published="2031-05-04", person="Ann")


def test_a_claim_by_hand(ledger: Ledger) -> None:
    before = contents(ledger)
    claim = heard(ledger)
    story = ledger.find_story("norland")
    assert claim.story == story.id and story.origins == 3
    assert ledger.review_states([claim.id]) == {claim.id: "by hand"}
    assert list(ledger.check()) == []
    read(ledger, reader="2")
    assert ledger.claim(claim.id) == claim
    review.undo(ledger, 1, STAGES)
    assert claim.id not in {c.id for c in ledger.claims()}
    assert ledger.claims(Filter(limit=None)) == before[0]


def test_a_claim_by_hand_can_start_a_story(ledger: Ledger) -> None:
    claim = heard(ledger, story=None)
    assert claim.story and ledger.story(claim.story).families == (claim.family,)


def test_reports_set_apart_stay_apart(ledger: Ledger) -> None:
    before = contents(ledger)
    review.set_apart(ledger, ORIGINAL.id, COPY.id, STAGES, note="two visits")
    assert ledger.family_of(ORIGINAL.id).id != ledger.family_of(COPY.id).id
    assert ledger.find_story("norland").origins == 3
    assert list(ledger.check()) == []
    review.undo(ledger, 1, STAGES)
    assert set(contents(ledger)[0]) == set(before[0])
    assert ledger.family_of(COPY.id).reports == (ORIGINAL.id, COPY.id)


def test_claims_set_apart_are_not_fused(ledger: Ledger) -> None:
    story = ledger.find_story("norland").id
    (asked,) = [e for e in ledger.fused(story).events if e.polarity == "affirmed"]
    one, other = (c.id for c in asked.claims)
    review.set_apart(ledger, one, other, STAGES)
    assert [e.origins for e in ledger.fused(story).events if e.polarity == "affirmed"] == [1, 1]
    assert ledger.claims(Filter(min_origins=2, kind="event")) == ()
    review.undo(ledger, 1, STAGES)
    assert len(ledger.claims(Filter(min_origins=2, kind="event"))) == 2
    with pytest.raises(OnRecordError, match="are the same"):
        review.set_apart(ledger, one, one, STAGES)


def test_a_family_moves_and_comes_back(ledger: Ledger) -> None:
    before = contents(ledger)
    family = ledger.family_of(OTHER.id).id
    review.move(ledger, family, "strike")
    assert ledger.find_story("strike").origins == 2 and ledger.find_story("norland").origins == 1
    assert ledger.claims(Filter(min_origins=2)) == ()
    review.undo(ledger, 1, STAGES)
    assert contents(ledger) == before


def test_a_family_set_apart_from_its_story_stays_apart_while_reading_goes_on(ledger: Ledger) -> None:
    before = contents(ledger)
    norland = ledger.find_story("norland")
    family = ledger.family_of(OTHER.id).id
    own = review.move(ledger, family, None)
    assert ledger.story(own).families == (family,) and ledger.story(norland.id).origins == 1
    more = written("The river falls.\nquote: We are still here", outlet="Daily C")
    put(ledger.connection, more, claims_of(more), STAGES, reader="1")
    settle(ledger.connection, STAGES)
    assert ledger.story(own).families == (family,) and ledger.story(norland.id).origins == 2
    with pytest.raises(OnRecordError, match="only origin"):
        review.move(ledger, family, None)
    with pytest.raises(OnRecordError, match="already"):
        review.move(ledger, family, own)
    review.undo(ledger, 1, STAGES)
    assert ledger.story(norland.id).origins == 3 and set(before[0]) <= set(ledger.claims(Filter(limit=None)))


def test_a_story_changes_with_its_claims_and_with_what_people_decide(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(word: str) -> str:
        found = ledger.find_story(word).id
        return str(ledger.connection.execute("SELECT changed FROM stories WHERE id = ?", (found,)).fetchone()[0])

    def first() -> str:
        return ledger.stories(Filter(by_change=True))[0].title

    strike = ledger.find_story("strike").title
    clock = iter(f"2041-01-01T00:{minute:02d}:00Z" for minute in range(60))
    time = {"now": ""}

    def tick() -> None:
        time["now"] = next(clock)

    monkeypatch.setattr("onrecord.ledger.log.now", lambda: time["now"])
    tick()
    read(ledger, reader="2")
    assert changed("norland") < "2041", "read again, nothing new"
    (away,) = ledger.claims(Filter(story=ledger.find_story("strike").id))
    for decide in (
        lambda: review.accept(ledger, away.id, STAGES),
        lambda: review.correct(ledger, away.id, {"value": 310}, "wrong reading", STAGES),
        lambda: review.correct(ledger, away.id, {"value": 320}, "wrong reading", STAGES),
        lambda: review.undo(ledger, 3, STAGES),
    ):
        tick()
        decide()
        assert changed("strike") == time["now"] and first() == strike
    tick()
    review.reject(ledger, figure(ledger).id, "outlier", STAGES)
    assert first() != strike and changed("norland") == time["now"]


def test_an_emptied_story_is_unlisted_and_can_be_filled_again(ledger: Ledger) -> None:
    strike = ledger.find_story("strike")
    review.move(ledger, strike.families[0], "norland")
    with pytest.raises(NotFoundError):
        ledger.find_story("strike")
    review.undo(ledger, 1, STAGES)
    assert ledger.find_story("strike") == strike


def test_undoing_nothing(ledger: Ledger) -> None:
    with pytest.raises(NotFoundError, match="no decision 7"):
        review.undo(ledger, 7, STAGES)


def test_gold_holds_what_was_reviewed(ledger: Ledger) -> None:
    review.correct(ledger, figure(ledger).id, {"value": 44}, "wrong reading", STAGES)
    review.reject(ledger, figure(ledger, 60).id, "outlier", STAGES)
    lines = {line["doc"]: line for line in review.gold(ledger)}
    assert set(lines) == {ORIGINAL.id, COPY.id, OTHER.id}
    assert [f["low"] for f in lines[ORIGINAL.id]["figures"]] == [44]
    assert [f["low"] for f in lines[OTHER.id]["rejected"]] == [60]
    assert lines[ORIGINAL.id]["figures"][0]["evidence"] in ORIGINAL.text


def test_every_claim_of_the_ledger_is_as_the_contract_says(ledger: Ledger) -> None:
    from onrecord.contract import claim_line

    heard(ledger)
    for claim in ledger.claims(Filter(limit=None)):
        validate(claim_line(claim))
