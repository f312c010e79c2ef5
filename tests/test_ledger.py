"""The ledger: what goes in comes out, twice is once, other files are refused, and every question has its answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from ledger_world import AGENCY, COPY, ELSEWHERE, EVERYONE, ORIGINAL, OTHER, STAGES, claims_of, report

from onrecord.contract import claim_line
from onrecord.errors import LedgerError, NotFoundError, OnRecordError
from onrecord.ledger import Filter, Ledger, schema
from onrecord.ledger.rows import first_day
from onrecord.ledger.settling import settle
from onrecord.ledger.write import known, put, put_refusal
from onrecord.model import FigureClaim, Refusal, Report


def fill(ledger: Ledger, *reports: Report) -> list[bool]:
    new = [put(ledger.connection, r, claims_of(r), STAGES, reader="1") for r in reports]
    settle(ledger.connection, STAGES)
    return new


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "a.db", write=True) as opened:
        fill(opened, *EVERYONE)
        yield opened


def dump(ledger: Ledger) -> list[str]:
    return list(ledger.connection.iterdump())


def test_what_goes_in_comes_out(ledger: Ledger) -> None:
    assert ledger.report(ORIGINAL.id) == ORIGINAL
    family = ledger.family_of(COPY.id)
    assert family.reports == (ORIGINAL.id, COPY.id)
    (edge,) = family.edges
    assert (edge.relation, edge.reason) == ("cut", "same first line")
    assert [e.text for e in edge.dropped] == ["A photograph shows the bridge."]
    claims = ledger.claims(Filter(family=family.id))
    assert {c.kind for c in claims} == {"event", "figure", "quote", "aid", "unknown"}
    assert all(c.reports == (ORIGINAL.id, COPY.id) and c.origins == 1 and len(c.evidence) == 2 for c in claims)
    fresh = {c.id: c for c in claims_of(ORIGINAL)}
    for claim in claims:
        own = {k: v for k, v in claim_line(claim).items() if k not in ("id", "story", "family", "reports", "evidence")}
        assert own == {k: v for k, v in claim_line(fresh[ledger.content_of(claim.id)]).items() if k in own}


def test_the_same_files_again_change_nothing(ledger: Ledger) -> None:
    before = dump(ledger)
    assert fill(ledger, *EVERYONE) == [False] * 4
    assert dump(ledger) == before


def test_the_order_of_reading_changes_no_claim(tmp_path: Path, ledger: Ledger) -> None:
    with Ledger.open(tmp_path / "b.db", write=True) as other:
        fill(other, *reversed(EVERYONE))
        ours, theirs = ({(c.id, c.family, c.evidence) for c in x.claims(Filter(limit=None))} for x in (ledger, other))
        assert ours == theirs
        assert {s.reports and frozenset(s.reports) for s in ledger.stories()} == {frozenset(s.reports) for s in other.stories()}


def test_stories(ledger: Ledger) -> None:
    strike, floods = ledger.stories()
    assert (strike.title, floods.title) == ("Strike in Westmark", "Floods in Norland")
    assert floods.origins == 2 and len(floods.reports) == 3 and floods.outlets == ("Daily A", "Evening B", "Sudria Post")
    assert (floods.first, floods.last) == ("2031-05-02", "2031-05-03")
    assert ledger.find_story("norland").id == floods.id == ledger.find_story(floods.id[:12]).id
    assert ledger.stories(Filter(min_origins=2)) == (floods,)
    assert ledger.stories(Filter(since="2031-05-20")) == (strike,)
    assert ledger.stories(Filter(words="strike")) == (strike,)
    assert ledger.stories(Filter(country="SWE")) == (floods,)
    with pytest.raises(NotFoundError, match="no story 'nowhere'"):
        ledger.find_story("nowhere")


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Filter(), 10),
        (Filter(kind="figure"), 3),
        (Filter(type="homes_damaged"), 3),
        (Filter(type="REQUEST"), 3),
        (Filter(type="quote"), 2),
        (Filter(since="2031-06-01"), 1),
        (Filter(until="2031-05-31"), 9),
        (Filter(country="SWE"), 4),
        (Filter(country="NOR", kind="figure"), 2),
        (Filter(source="press agency"), 2),
        (Filter(source="vik"), 4),
        (Filter(certainty="negated"), 1),
        (Filter(certainty="report"), 2),
        (Filter(certainty="forecast"), 0),
        (Filter(min_origins=2), 4),
        (Filter(words="pumps"), 3),
        (Filter(words='"pumps and boats"'), 1),
        (Filter(words="dam*", kind="figure"), 2),
        (Filter(limit=4, offset=8), 2),
    ],
)
def test_filters(ledger: Ledger, wanted: Filter, count: int) -> None:
    assert len(ledger.claims(wanted)) == count


def test_a_wrong_certainty_says_which_are_right(ledger: Ledger) -> None:
    with pytest.raises(OnRecordError) as error:
        ledger.claims(Filter(certainty="sure"))
    assert "alleged" in error.value.remedy


def test_search_gives_claims_then_reports(ledger: Ledger) -> None:
    hits = ledger.search("pumps")
    assert [h.kind for h in hits] == ["claim"] * 3 + ["report"] * 3
    assert "«pumps»" in hits[0].snippet


@pytest.mark.parametrize("marks", ["", " ", "?!", '""', "— …", '"¿" *'])
def test_marks_alone_find_nothing(ledger: Ledger, marks: str) -> None:
    assert ledger.search(marks) == ()
    if marks:
        assert not ledger.claims(Filter(words=marks)) and not ledger.stories(Filter(words=marks))


@pytest.mark.parametrize("words", ['"', "a AND", "NEAR(", "x:y", "(*)a", "-b", "é*"])
def test_search_words_are_never_an_expression(ledger: Ledger, words: str) -> None:
    if any(c.isalnum() for c in words):
        ledger.search(words)


def test_fused(ledger: Ledger) -> None:
    fused = ledger.fused(ledger.find_story("norland").id)
    assert [(e.polarity, e.origins) for e in fused.events] == [("affirmed", 2), ("negated", 1)]
    (houses,) = fused.figures
    assert (houses.low, houses.high, houses.origins) == (41, 60, 2)
    assert sorted(c.kind for c in fused.contradictions) == ["event", "figure"]
    assert fused.quotes[0].origins == 2


def test_relations_read_both_ways(ledger: Ledger) -> None:
    steps = ledger.relations("SWE", "NOR")
    assert [(s.event.origins, s.score) for s in steps] == [(2, 0.0), (1, None)]
    assert [s.event.claims for s in ledger.relations("norland", "sudria")] == [s.event.claims for s in steps]
    assert ledger.relations("NOR", "FRA") == ()


def test_another_reader_reads_again(ledger: Ledger) -> None:
    assert known(ledger.connection, ORIGINAL, "1")
    put(ledger.connection, ORIGINAL, claims_of(ORIGINAL)[:1], STAGES, reader="2")
    carried = ledger.claims(Filter(report=ORIGINAL.id))
    assert [c.reports for c in carried] == [(ORIGINAL.id, COPY.id)]


def test_the_same_content_from_another_path_is_one_report(ledger: Ledger) -> None:
    again = replace(ORIGINAL, path="elsewhere.txt", input_id="row-7")
    assert fill(ledger, again) == [False]
    assert ledger.counts()["reports"] == 4
    assert ledger.report("elsewhere.txt").id == ORIGINAL.id


def test_two_families_that_turn_out_to_be_one_are_merged_and_logged(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "m.db", write=True) as ledger:
        fill(ledger, COPY, OTHER)
        old = ledger.family_of(COPY.id).id
        fill(ledger, ORIGINAL)
        assert ledger.family_of(COPY.id).root == ORIGINAL.id
        (change,) = ledger.changes()
        assert (change.what, change.other) == ("families merged", old)
        assert not list(ledger.check())


def test_refusals_are_kept_once(ledger: Ledger) -> None:
    refusal = Refusal("x.bin", "not text", "give a text file")
    put_refusal(ledger.connection, refusal)
    before = dump(ledger)
    put_refusal(ledger.connection, refusal)
    assert ledger.refusals() == (refusal,) and dump(ledger) == before


def test_check_finds_what_is_broken(ledger: Ledger) -> None:
    assert list(ledger.check()) == []
    ledger.connection.execute(
        "UPDATE evidence SET start = start + 1 WHERE report = 1 AND claim = (SELECT min(claim) FROM evidence)"
    )
    (problem,) = ledger.check()
    assert "does not stand so" in problem.what


def test_views(ledger: Ledger) -> None:
    for view in ("events", "figures", "aid", "quotes", "unknowns", "sources"):
        assert ledger.connection.execute(f"SELECT count(*) FROM {view}").fetchone()[0] > 0, view
    row = ledger.connection.execute("SELECT metric, low, source, origins FROM figures WHERE low = 41").fetchone()
    assert row == ("homes_damaged", 41.0, AGENCY.name, 1)
    row = ledger.connection.execute("SELECT type, actor, actor_country, recipient, origins FROM events LIMIT 1").fetchone()
    assert row == ("REQUEST", "Norland", "NOR", "Sudria", 2)


def test_other_files_are_refused(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("a line of text that is long enough")
    with pytest.raises(LedgerError, match="is not a ledger"):
        Ledger.open(text, write=True)
    assert text.read_text().startswith("a line")
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE t(x)")
    connection.close()
    with pytest.raises(LedgerError, match="another program"):
        Ledger.open(foreign, write=True)
    with pytest.raises(LedgerError, match="no ledger"):
        Ledger.open(tmp_path / "none.db")
    with pytest.raises(LedgerError, match="is a folder"):
        Ledger.open(tmp_path, write=True)
    with pytest.raises(LedgerError, match="no folder"):
        Ledger.open(tmp_path / "x" / "y.db", write=True)


def test_a_newer_ledger_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    Ledger.open(path, write=True).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(LedgerError, match="newer"):
        Ledger.open(path)


def test_an_older_ledger_is_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.db"
    everything = schema.MIGRATIONS
    monkeypatch.setattr(schema, "MIGRATIONS", everything[:-1])
    Ledger.open(path, write=True).close()
    monkeypatch.setattr(schema, "MIGRATIONS", everything)
    with Ledger.open(path) as ledger:
        applied = [name for (name,) in ledger.connection.execute("SELECT name FROM migrations ORDER BY name")]
    assert applied == [name for name, _ in everything]


def test_a_reading_ledger_cannot_write(tmp_path: Path, ledger: Ledger) -> None:
    with Ledger.open(ledger.path) as reading, pytest.raises(sqlite3.OperationalError):
        reading.connection.execute("DELETE FROM claims")


def test_readers_see_whole_reports_while_one_writes(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    with Ledger.open(path, write=True) as writer, Ledger.open(path) as reader:
        fill(writer, ORIGINAL)
        with schema.transaction(writer.connection):
            writer.connection.execute("DELETE FROM claims")
            assert len(reader.claims()) == 5
        assert reader.claims() == ()


def test_figures_keep_their_bounds(tmp_path: Path) -> None:
    vague = report("One line.\nfigure: many houses in Norland")
    with Ledger.open(tmp_path / "v.db", write=True) as ledger:
        fill(ledger, vague)
        (claim,) = ledger.claims()
        assert isinstance(claim, FigureClaim) and claim.low is None and claim.value is None


@pytest.mark.parametrize(
    ("edtf", "day"),
    [
        ("2031", "2031-01-01"),
        ("2031-05", "2031-05-01"),
        ("2031-05-02", "2031-05-02"),
        ("2031-05-02T10:00", "2031-05-02"),
        ("2031-05-02/2031-05-09", "2031-05-02"),
        ("2031-W02", "2031-01-06"),
        ("2031-22", "2031-06-01"),
        ("2031-02-30", None),
        ("XXXX-05-02", None),
        ("203X", None),
        ("P3D", None),
        (None, None),
        ("", None),
    ],
)
def test_first_day(edtf: str | None, day: str | None) -> None:
    assert first_day(edtf) == day


def test_elsewhere_is_its_own_story(ledger: Ledger) -> None:
    assert ledger.family_of(ELSEWHERE.id).reports == (ELSEWHERE.id,)
    assert ledger.claims(Filter(story=ledger.find_story("strike").id))[0].reports == (ELSEWHERE.id,)
    assert OTHER.id not in ledger.find_story("strike").reports
