"""Exports: what goes out comes back, spreadsheets run nothing, events look as the field's do, bundles prove themselves."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import report_world as world
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import vocab
from onrecord.contract import claim_record
from onrecord.errors import OnRecordError
from onrecord.export import (
    COLUMNS,
    FORMATS,
    Row,
    bundle_files,
    check_bundle,
    read_csv,
    read_geojson,
    read_parquet,
    read_plover,
    rows,
    write_bundle,
    write_csv,
    write_file,
    write_geojson,
    write_text,
)  # fmt: skip
from onrecord.export.table import safe, unsafe
from onrecord.ledger import Filter, Ledger
from onrecord.report import gather

EVERYTHING = Filter(limit=None)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "a.db", write=True) as opened:
        world.fill(opened)
        yield opened


def text(ledger: Ledger, format: str, wanted: Filter = EVERYTHING) -> str:
    out = io.StringIO(newline="")
    write_text(ledger, wanted, format, out)
    return out.getvalue()


def test_every_claim_is_a_row_with_every_column(ledger: Ledger) -> None:
    found = list(rows(ledger, EVERYTHING))
    assert len(found) == len(ledger.claims(EVERYTHING))
    assert all(tuple(row) == tuple(column.name for column in COLUMNS) for row in found)
    death = next(row for row in found if row["code"] == "deaths" and row["low"] == 12.0)
    assert death["high"] is None
    assert (death["day"], death["place"], death["source"]) == ("2031-06-02", "Puno", "Rescue Service")
    assert (death["reports"], death["origins"], death["outlet"]) == (2, 1, "Altiplano News")
    offer = next(row for row in found if row["code"] == "offered")
    assert (offer["actor"], offer["recipient"], offer["reply"]) == ("Japan", "Peru", "accepted")


def test_filters_narrow_what_goes_out(ledger: Ledger) -> None:
    assert {row["kind"] for row in rows(ledger, Filter(type="figure"))} == {"figure"}
    march = ledger.find_story("Teachers")
    assert {row["story"] for row in rows(ledger, Filter(story=march.id, limit=1))} == {march.id}, "pages do not cut exports"


def test_csv_comes_back(ledger: Ledger) -> None:
    found = list(rows(ledger, EVERYTHING))
    for form in ("csv", "hxl"):
        assert list(read_csv(io.StringIO(text(ledger, form), newline=""))) == found


def test_hxl_has_a_row_of_tags(ledger: Ledger) -> None:
    head, tags, first, *_ = csv.reader(io.StringIO(text(ledger, "hxl"), newline=""))
    assert len(head) == len(tags) == len(first) == len(COLUMNS)
    assert all(tag.startswith("#") for tag in tags)
    assert len(set(tags)) == len(tags)


def test_parquet_comes_back(ledger: Ledger, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    path = tmp_path / "claims.parquet"
    assert write_file(ledger, EVERYTHING, "parquet", path) == len(list(read_parquet(path)))
    assert list(read_parquet(path)) == list(rows(ledger, EVERYTHING))


def test_other_tables_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OnRecordError, match="not a table of claims"):
        list(read_csv(io.StringIO("a,b\n1,2\n")))
    arrow = pytest.importorskip("pyarrow.parquet")
    import pyarrow

    arrow.write_table(pyarrow.table({"a": [1]}), tmp_path / "b.parquet")
    with pytest.raises(OnRecordError, match="is no table of claims"):
        list(read_parquet(tmp_path / "b.parquet"))


def test_geojson_comes_back(ledger: Ledger) -> None:
    told = text(ledger, "geojson")
    placed = [row for row in rows(ledger, EVERYTHING) if row["lat"] is not None]
    assert placed
    assert list(read_geojson(io.StringIO(told))) == placed
    collection = json.loads(told)
    assert collection["type"] == "FeatureCollection"
    assert collection["features"][0]["geometry"] == {"type": "Point", "coordinates": [-70.02, -15.84]}
    empty = io.StringIO()
    assert write_geojson([], empty) == 0
    assert json.loads(empty.getvalue())["features"] == []


def test_jsonl_is_the_contract_and_comes_back(ledger: Ledger) -> None:
    lines = [json.loads(line) for line in text(ledger, "jsonl").splitlines()]
    assert {line["record"] for line in lines} == {"report", "family", "story", "claim"}
    claims = [claim_record(line) for line in lines if line["record"] == "claim"]
    assert claims == [claim_record(json.loads(json.dumps(line))) for line in lines if line["record"] == "claim"]
    assert {claim.id for claim in claims} == {claim.id for claim in ledger.claims(EVERYTHING)}
    named = {report for claim in claims for report in claim.reports}
    assert {line["id"] for line in lines if line["record"] == "report"} == named


# ------------------------------------------------------------------------------------------------------------- spreadsheets


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "'=", "''@"])
def test_no_cell_is_a_formula(start: str) -> None:
    words = start + "cmd|'/C calc'!A0"
    assert safe(words) == "'" + words
    assert unsafe(safe(words)) == words


@settings(deadline=None)
@given(st.text(max_size=20))
def test_safe_words_come_back(words: str) -> None:
    assert unsafe(safe(words)) == words
    assert not safe(words).startswith(("=", "+", "-", "@", "\t", "\r"))


@settings(deadline=None)
@given(
    st.lists(
        st.builds(
            lambda words, number, whole, flag: {"text": words or None, "value": number, "start": whole, "main": flag},
            st.text(st.characters(codec="utf-8"), max_size=20),
            st.none() | st.floats(allow_nan=False, allow_infinity=False),
            st.none() | st.integers(0, 10**12),
            st.none() | st.booleans(),
        ),
        max_size=5,
    )
)
def test_any_row_comes_back_from_csv(found: list[Row]) -> None:
    whole: list[Row] = [{column.name: row.get(column.name) for column in COLUMNS} for row in found]
    out = io.StringIO(newline="")
    assert write_csv(whole, out) == len(whole)
    assert list(read_csv(io.StringIO(out.getvalue(), newline=""))) == whole


# ------------------------------------------------------------------------------------------------------------------ PLOVER


def test_plover_records_have_the_fields_of_the_gold_records(ledger: Ledger) -> None:
    records = list(read_plover(io.StringIO(text(ledger, "plover"))))
    assert [record["event"] for record in records if record["event"] == "ACCUSE"] == ["ACCUSE"], "two reports, one event"
    (accuse,) = (record for record in records if record["event"] == "ACCUSE")
    assert accuse["source"] == [{"actorText": "villagers of Huayra", "code": "PER", "sector": "CVL"}]
    assert accuse["target"] == [{"actorText": "Minera Cobalto", "code": "PER", "sector": "BUS"}]
    assert (accuse["mode"], accuse["eventText"], accuse["date"]) == ("allege", "accuse", "2031-06-03")
    assert accuse["onrecord"]["score"] == -3.5
    assert accuse["onrecord"]["sources"][0]["kind"] == "anonymous"
    (arrest,) = (record for record in records if record["event"] == "COERCE")
    assert arrest["eventLoc"] == {"name": "Puno", "country code": "PE", "lat": -15.84, "lon": -70.02}
    types = {row["code"] for row in vocab.rows("codes.csv") if row["list"] == "event"}
    assert {record["event"] for record in records} <= types


def test_plover_has_only_what_is_told_as_done_unless_asked(ledger: Ledger) -> None:
    for record in json.loads(text(ledger, "plover")):
        assert record["onrecord"]["polarity"] == "affirmed"
        assert "asserted" in record["onrecord"]["modalities"]
    planned = json.loads(text(ledger, "plover", replace(EVERYTHING, certainty="planned")))
    assert {record["event"] for record in planned} == {"AGREE"}
    assert {record["onrecord"]["score"] for record in planned} == {None}


# ------------------------------------------------------------------------------------------------------------------ bundles


def test_a_bundle_proves_itself(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "slide.zip"
    written = write_file(ledger, replace(EVERYTHING, story=ledger.find_story("Landslide").id), "bundle", path)
    with zipfile.ZipFile(path) as bundle:
        names = bundle.namelist()
        assert len(names) == written
        assert sum(name.startswith("texts/") for name in names) == 5
        assert "stories/slide/report.html" in names
    assert list(check_bundle(path)) == []
    again = tmp_path / "again.zip"
    write_file(ledger, replace(EVERYTHING, story=ledger.find_story("Landslide").id), "bundle", again)
    assert again.read_bytes() == path.read_bytes()


def test_a_bundle_that_was_touched_is_found(ledger: Ledger, tmp_path: Path) -> None:
    files = bundle_files([gather(ledger, ledger.find_story("Landslide"))])
    text = next(name for name in files if name.startswith("texts/"))
    changed = dict(files) | {text: b"other words", "extra.txt": b"?"}
    del changed["stories/slide/report.md"]
    write_bundle(changed, tmp_path / "b.zip")
    said = list(check_bundle(tmp_path / "b.zip"))
    assert f"{text} was changed" in said
    assert "extra.txt is not in the manifest" in said
    assert "stories/slide/report.md is missing" in said
    assert any("does not stand at" in line for line in said)
    write_bundle({name: content for name, content in files.items() if "MANIFEST" not in name}, tmp_path / "c.zip")
    assert "MANIFEST.sha256 is missing" in list(check_bundle(tmp_path / "c.zip"))


def test_every_format_writes_something(ledger: Ledger, tmp_path: Path) -> None:
    for form in FORMATS:
        if form in ("parquet", "bundle"):
            if form == "parquet":
                pytest.importorskip("pyarrow")
            assert write_file(ledger, EVERYTHING, form, tmp_path / form) > 0
        else:
            assert text(ledger, form)
