"""An act and its denial in one text: each claim names the other in the ledger, in what is put together, and in every table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from ledger_world import OTHER, OTHER_TEXT, STAGES, claims_of, report

from onrecord.claims.merge import merge_claims
from onrecord.cli.render import Told, events_table
from onrecord.contract import claim_line, claim_record
from onrecord.export.columns import Carrier, row
from onrecord.export.columns import Told as Exported
from onrecord.ledger import Filter, Ledger, review
from onrecord.ledger.fuse import fuse
from onrecord.ledger.write import put
from onrecord.model import Claim, EventClaim, Report

SHIPPED = replace(STAGES, merge=merge_claims)


def opposed(claims: Sequence[Claim]) -> list[Claim]:
    """Claims of one text, each act set against its denial, as the reader gives them."""
    events = [c for c in claims if isinstance(c, EventClaim)]

    def against(claim: EventClaim) -> tuple[str, ...]:
        return tuple(other.id for other in events if other.polarity != claim.polarity)

    return [replace(c, contradicts=against(c)) if isinstance(c, EventClaim) else c for c in claims]


def fill(ledger: Ledger, *reports: Report) -> None:
    for each in reports:
        put(ledger.connection, each, opposed(claims_of(each)), SHIPPED, reader="1")


def acts(ledger: Ledger) -> tuple[EventClaim, EventClaim]:
    """The one that is told as done, and its denial."""
    events = [c for c in ledger.claims(Filter(kind="event", rejected=True)) if isinstance(c, EventClaim)]
    done, denied = sorted(events, key=lambda c: c.polarity)
    return done, denied


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "a.db", write=True) as opened:
        fill(opened, OTHER)
        yield opened


def test_each_names_the_other(ledger: Ledger) -> None:
    done, denied = acts(ledger)
    assert done.contradicts == (denied.id,) and denied.contradicts == (done.id,)
    assert claim_line(done)["contradicts"] == [denied.id] and claim_record(claim_line(done)) == done
    assert row(Exported(done, Carrier()))["contradicts"] == denied.id
    view = dict(ledger.connection.execute("SELECT claim, contradicts FROM events").fetchall())
    assert view == {done.id: denied.id, denied.id: done.id}
    assert list(ledger.check()) == []


def test_a_copy_that_left_the_denial_out_takes_it_from_nobody(tmp_path: Path) -> None:
    cut = report(
        "\n".join(line for line in OTHER_TEXT.split("\n") if "denial" not in line), outlet="Cut", published="2031-05-01"
    )
    with Ledger.open(tmp_path / "a.db", write=True) as ledger:
        fill(ledger, cut, OTHER)
        done, denied = acts(ledger)
        assert done.evidence[0].report == cut.id and len(done.evidence) == 2 and len(denied.evidence) == 1
        assert done.contradicts == (denied.id,) and denied.contradicts == (done.id,)


def test_a_rejected_denial_denies_nothing_until_it_is_taken_back(ledger: Ledger) -> None:
    done, denied = acts(ledger)
    review.reject(ledger, denied.id, "wrong reading", SHIPPED)
    assert [c.contradicts for c in acts(ledger)] == [(), ()] and list(ledger.check()) == []
    review.undo(ledger, ledger.corrections()[0].number, SHIPPED)
    assert [c.contradicts for c in acts(ledger)] == [(denied.id,), (done.id,)]


def test_what_a_person_made_a_denial_of_nothing_stands_against_nothing(ledger: Ledger) -> None:
    _, denied = acts(ledger)
    review.correct(ledger, denied.id, {"polarity": "affirmed"}, "wrong reading", SHIPPED)
    events = [c for c in ledger.claims(Filter(kind="event")) if isinstance(c, EventClaim)]
    assert [c.contradicts for c in events] == [(), ()] and list(ledger.check()) == []


def test_check_finds_an_end_that_is_missing(ledger: Ledger) -> None:
    done, denied = acts(ledger)
    ledger.connection.execute("DELETE FROM denials WHERE claim = (SELECT n FROM claims WHERE id = ?)", (done.id,))
    (one_way,) = ledger.check()
    assert done.id in one_way.what and denied.id in one_way.where
    ledger.connection.execute("PRAGMA foreign_keys = OFF")
    ledger.connection.execute("UPDATE denials SET other = 999")
    assert any("not there" in problem.what for problem in ledger.check())


def test_a_denial_with_other_parties_is_put_beside_what_it_denies(ledger: Ledger) -> None:
    done, denied = acts(ledger)
    wider = replace(denied, recipient=())
    (clash,) = fuse([done, wider]).contradictions
    assert (clash.one, clash.other) == ((done,), (wider,))
    assert fuse([replace(done, contradicts=()), replace(wider, contradicts=())]).contradictions == ()


def test_show_says_who_denies_it(ledger: Ledger) -> None:
    done, denied = acts(ledger)
    told = Told({}, {})
    made = events_table(fuse([done, denied]).events, told, {done.id: (denied,)})
    assert made is not None
    says = list(made.columns[3].cells)
    assert [said for said in says if "denied by Ida Vik" in str(said)] and len(says) == 2


def test_the_page_of_a_claim_leads_to_what_denies_it_and_back(ledger: Ledger) -> None:
    pytest.importorskip("starlette", reason="the pages need the extra: web")
    from starlette.testclient import TestClient

    from onrecord.web import create_app

    app = create_app(ledger.path, token="t", stages=lambda: SHIPPED, annotate=lambda report: None)
    client = TestClient(app, base_url="http://127.0.0.1:8765", headers={"Authorization": "Bearer t"})
    done, denied = acts(ledger)
    page, back = (client.get(f"/claims/{claim.id}").text for claim in (done, denied))
    assert f'href="/claims/{denied.id}"' in page and "denied by Ida Vik" in page
    assert f'href="/claims/{done.id}"' in back and "<h3>Denies</h3>" in back
    assert client.get(f"/claims/{done.id}.json").json()["data"]["claim"]["contradicts"] == [denied.id]
