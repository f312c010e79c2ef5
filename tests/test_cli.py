"""The command line: exit codes, JSON lines, tables that fit, pipes, refusals; read by a small invented engine."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ledger_world import AGENCY_TEXT, CUT_TEXT, OTHER_TEXT, STAGES, claims_of
from typer.testing import CliRunner, Result

from onrecord import cli
from onrecord.cli import output, reading
from onrecord.contract_schema import validate
from onrecord.errors import OnRecordError
from onrecord.ledger import Ledger
from onrecord.model import Annotations, Claim, Reading, Report

RUN = CliRunner()


def seen(report: Report) -> Annotations:
    return Annotations(report, Reading(report.text, (), ()), (), (), (), (), (), ())


def read(reports: Iterable[Report]) -> Iterator[tuple[Report, tuple[Claim, ...]]]:
    return ((report, claims_of(report)) for report in reports)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three reports, an engine that reads them by plain rules, and no ledger yet."""
    from onrecord.ledger import stages

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_LEDGER", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(reading, "engine", lambda: reading.Engine(seen, read, STAGES, "test"))
    monkeypatch.setattr(stages, "default_stages", lambda: STAGES)
    texts = {"Daily A": AGENCY_TEXT, "Evening B": CUT_TEXT, "Sudria Post": OTHER_TEXT}
    rows = [
        {"id": str(i), "text": text, "title": "Floods in Norland", "outlet": outlet, "published": f"2031-05-0{i + 2}"}
        for i, (outlet, text) in enumerate(texts.items())
    ]
    (tmp_path / "reports.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return tmp_path


def run(*arguments: str, code: int = 0) -> Result:
    try:
        result = RUN.invoke(cli.build(), list(arguments))
    except SystemExit as stop:  # pragma: no cover - the runner catches it
        raise AssertionError(stop) from stop
    if isinstance(result.exception, OnRecordError):
        assert code == 1, result.exception
        return result
    assert result.exit_code == code, result.output + result.stderr
    return result


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def filled(folder: Path) -> Path:
    run("read", "reports.jsonl", "--quiet")
    return folder


def test_reading_prints_the_record(folder: Path) -> None:
    found = lines(run("read", "reports.jsonl", "--json"))
    for line in found:
        validate(line)
    records = [line["record"] for line in found]
    assert records[:3] == ["report"] * 3 and [line["input_id"] for line in found[:3]] == ["0", "1", "2"]
    assert {kind: records.count(kind) for kind in set(records)} == {"report": 3, "family": 2, "story": 1, "claim": 9}
    again = lines(run("read", "reports.jsonl", "--json"))
    assert again == found


def test_what_is_refused_is_told_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "empty.txt").write_text("")
    result = run("read", "empty.txt", "reports.jsonl", "nowhere.txt", "--json", code=1)
    refused = [line for line in lines(result) if line["record"] == "report" and line["refused"]]
    assert [line["path"] for line in refused] == ["empty.txt", "nowhere.txt"]
    assert len(lines(result)) == 3 + 2 + 2 + 1 + 9
    assert len(result.stderr.splitlines()) == 2 and "refused" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [("read",), ("read", "x", "--published", "yesterday"), ("show", "--since", "soon"), ("figures", "--certainty", "sure"),
     ("figures", "--type", "colours"), ("figures", "--country", "Atlantis"), ("nonsense",), ("stories", "--limit", "0"),
     ("figures", "--min-origins", "many")],
)  # fmt: skip
def test_wrong_usage_is_two(filled: Path, arguments: tuple[str, ...]) -> None:
    assert run(*arguments, code=2).stdout == ""


@pytest.mark.parametrize(
    ("arguments", "holds"),
    [
        (("stories",), ["Floods in Norland", "2031-05-02"]),
        (("stories", "--min-origins", "3"), ["nothing on record"]),
        (("show",), ["Events", "Figures", "41", "60", "range 41 to 60", "Sources differ", "Not known", "cut copy of Daily A"]),
        (("show", "norland", "--evidence"), ["“figure: The agency counted 41", "Evening B"]),
        (("search", "pumps"), ["«pumps»"]),
        (("search", "pumps and boats"), ["«pumps and boats»"]),
        (("figures",), ["homes damaged", "Norland Press Agency"]),
        (("figures", "--source", "vik", "--country", "Norway"), ["60"]),
        (("aid", "--type", "offered"), ["Sudria → Norland 12 pumps"]),
        (("quotes", "--min-origins", "2"), ["We have never seen"]),
        (("who", "Vik"), ["Ida Vik", "not REQUEST"]),
        (("between", "NOR", "Sweden"), ["REQUEST/assist", "denied"]),
        (("between", "FRA", "DEU"), ["nothing on record"]),
        (("copies", "--sentences"), ["cut copy of Daily A", "- A photograph shows the bridge."]),
        (("check",), ["all is as it should be"]),
        (("info",), ["migrations", "onrecord.db"]),
        (("review", "log"), ["No."]),
    ],
)
def test_tables_for_people(filled: Path, arguments: tuple[str, ...], holds: list[str]) -> None:
    said = run(*arguments).stdout
    flat = re.sub(r"\s+", " ", said)
    for words in holds:
        assert words in flat, said
    assert max(len(line) for line in said.splitlines()) <= 100


@pytest.mark.parametrize(
    ("arguments", "record"),
    [(("stories",), "story"), (("figures",), "claim"), (("aid",), "claim"), (("quotes",), "claim"), (("who", "Vik"), "claim"),
     (("copies",), "family")],
)  # fmt: skip
def test_json_is_the_contract(filled: Path, arguments: tuple[str, ...], record: str) -> None:
    found = lines(run(*arguments, "--json"))
    assert found
    for line in found:
        assert line["record"] == record
        validate(line)


def test_more_json(filled: Path) -> None:
    shown = lines(run("show", "--json"))
    assert [line["record"] for line in shown] == ["story", "family", "family", *["claim"] * 9, "fused"]
    assert {len(e["claims"]) for e in shown[-1]["events"]} == {1, 2} and shown[-1]["figures"][0]["high"] == 60
    assert [line["score"] for line in lines(run("between", "NOR", "SWE", "--json"))] == [0.0, None]
    assert lines(run("search", "pumps", "--json"))[0]["record"] == "hit"
    assert lines(run("info", "--json"))[0]["reports"] == 3
    assert lines(run("check", "--json"))[0]["wrong"] == 0


def test_annotate(folder: Path) -> None:
    found = lines(run("annotate", "reports.jsonl", "--json"))
    assert [line["input_id"] for line in found] == ["0", "1", "2"]
    for line in found:
        validate(line)
    assert "Floods in Norland" in run("annotate", "reports.jsonl").stdout
    run("annotate", "nowhere.txt", code=1)


def test_review_from_the_command_line(filled: Path) -> None:
    claim = lines(run("figures", "--source", "vik", "--json"))[0]
    short = claim["id"].removeprefix("claim:")[:12]
    assert lines(run("review", "correct", short, "--set", "value=61", "--json"))[0]["low"] == 61
    run("review", "reject", short, "--reason", "outlier", "--note", "a typing error", "--person", "Ann")
    assert len(lines(run("figures", "--json"))) == 1
    assert "a typing error" in run("review", "log", "--merges").stdout
    run("review", "undo", "2")
    run("review", "accept", short)
    assert len(lines(run("review", "gold"))) == 1
    added = ("figure", "The clinic says it treats 12", "--story", "norland", "--source", "Aar clinic", "--set", "value=12")
    made = lines(run("review", "add", *added, "--published", "2031-05-04", "--json"))[0]
    assert made["source"][0]["name"] == "Aar clinic" and made["low"] == 12
    run("review", "reject", short, "--reason", "silly", code=1)
    run("review", "correct", short, "--set", "nothing", code=1)
    run("review", "undo", "99", code=1)
    family = lines(run("copies", "--json"))[0]
    run("review", "apart", *family["reports"])
    assert lines(run("copies", "--json")) == []
    assert lines(run("review", "log", "--json"))[-1]["action"] == "apart"


def test_diff_of_the_ledger_and_of_files(filled: Path) -> None:
    first, end = "The mill burned down on a cold May night.", "The fire brigade came late because the bridge was closed.\n"
    (filled / "one.txt").write_text(f"{first} Nobody was hurt, the owner said. {end}")
    (filled / "other.txt").write_text(f"{first} {end}")
    said = run("diff", "one.txt", "other.txt").stdout
    assert "- Nobody was hurt, the owner said." in said
    assert lines(run("diff", "one.txt", "other.txt", "--json"))[0]["dropped"][0]["text"] == "Nobody was hurt, the owner said."
    run("diff", "one.txt", "nowhere.txt", code=1)


def test_check_fails_where_evidence_is_gone(filled: Path) -> None:
    with Ledger.open("onrecord.db", write=True) as ledger:
        ledger.connection.execute("UPDATE evidence SET start = start + 1")
    assert "does not stand so" in re.sub(r"\s+", " ", run("check", code=1).stdout)


def test_missing_things_are_one(folder: Path) -> None:
    run("stories", code=1)
    run("read", "reports.jsonl", "-q")
    run("show", "elsewhere", code=1)
    run("check", "reports.jsonl", code=1)


def test_help_teaches(folder: Path) -> None:
    for command in ("read", "annotate", "stories", "show", "search", "figures", "aid", "who", "between", "quotes", "diff"):
        assert "xample" in run(command, "--help").stdout, command
    for command in ("copies", "check"):
        assert "xample" in run(command, "--help").stdout, command
    assert "Start here" in run("--help").stdout
    assert run("--version").stdout.startswith("onrecord ")


def test_nothing_in_a_text_reaches_the_terminal() -> None:
    assert output.clean("a\x1b[31mb\u202ec\n d\x07") == "a[31mbc d"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [((4100, 4100, "exactly"), "4,100"), ((20, None, "at_least"), "≥ 20"), ((None, 9, "at_most"), "≤ 9"),
     ((5, 5, "about"), "about 5"),
     ((12, 30, "between"), "12-30"), ((1.5, 1.5, "exactly"), "1.5"), ((0, 0, "none"), "none"), ((None, None, "vague"), "many")],
)  # fmt: skip
def test_bounds(arguments: tuple[float | None, float | None, str], said: str) -> None:
    assert output.bounds(*arguments, "many") == said


def process(*arguments: str, cwd: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    source = str(Path(cli.__file__).parents[2])
    env = {**os.environ, "PYTHONPATH": source, "COLUMNS": "80"}
    command = [sys.executable, "-m", "onrecord.cli", *arguments]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False, **more)


def test_errors_of_the_whole_program(filled: Path) -> None:
    result = process("show", "elsewhere", cwd=filled)
    assert result.returncode == 1 and result.stdout == ""
    assert result.stderr.startswith("onrecord: no story 'elsewhere'") and len(result.stderr.splitlines()) == 1


def test_a_closed_pipe_is_no_error(filled: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[2])}
    many = f"{sys.executable} -m onrecord.cli show --json | head -c 10"
    result = subprocess.run(["sh", "-c", many], cwd=filled, env=env, capture_output=True, check=False)
    assert result.stdout == b'{"record":' and result.stderr == b""


def test_what_was_read_is_told_in_so_many_words(folder: Path) -> None:
    told = re.sub(r"\s+", " ", run("read", "reports.jsonl").stdout)
    assert "3 read, 3 of them new, 0 refused; 2 families, 1 story, in" in told
    assert (output.count(1, "family", "families"), output.count(2000, "report")) == ("1 family", "2,000 reports")


def test_the_package_is_a_program() -> None:
    said = subprocess.run([sys.executable, "-m", "onrecord", "--version"], capture_output=True, text=True, check=True).stdout
    assert said.startswith("onrecord ")
