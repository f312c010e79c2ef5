"""``onrecord report`` and ``onrecord export`` as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import report_world as world
from typer.testing import CliRunner, Result

from onrecord import cli
from onrecord.cli.exporting import _FORMATS
from onrecord.cli.reporting import FORMATS as REPORT_COMMAND_FORMATS
from onrecord.errors import NotFoundError
from onrecord.export import FORMATS as EXPORT_FORMATS
from onrecord.report import FORMATS as REPORT_FORMATS

RUN = CliRunner()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_LEDGER", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    world.build(tmp_path / "onrecord.db")
    return tmp_path


def run(*arguments: str, code: int = 0) -> Result:
    result = RUN.invoke(cli.build(), list(arguments))
    assert result.exit_code == code, result.output + result.stderr
    return result


def test_a_report_is_printed_as_markdown(here: Path) -> None:
    said = run("report", "landslide", "--date", "2031-06-11").stdout
    assert said.startswith("# Landslide buries village near Puno\n")
    assert "Situation report of 11 June 2031" in said


def test_a_file_name_says_the_format(here: Path) -> None:
    for name, start in (("a.html", b"<!DOCTYPE html>"), ("a.md", b"# "), ("a.json", b"{")):
        run("report", "landslide", "-o", name)
        assert (here / name).read_bytes().startswith(start)


def test_one_report_a_story(here: Path) -> None:
    said = run("report", "--all", "-f", "html", "-f", "md", "-o", "out").stdout.splitlines()
    assert sorted(said) == sorted(str(path.relative_to(here)) for path in (here / "out").iterdir())
    assert len(said) == 4
    assert run("report", "--all", "-o", "few", "--min-origins", "2").stdout.count("\n") == 1


def test_filters_narrow_a_report_and_it_says_so(here: Path) -> None:
    said = run("report", "landslide", "--since", "2031-06-05").stdout
    assert "narrowed to since 2031-06-05" in said
    assert "breakfast" not in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("report", "landslide", "-f", "pdf"), "invalid format 'pdf'"),
        (("report", "landslide", "-f", "md", "-f", "html"), "one format a file"),
        (("report", "--all"), "name a folder"),
        (("report", "landslide", "--all", "-o", "x"), "name a story, or ask for all"),
        (("report", "landslide", "--date", "soon"), "no date"),
        (("export", "-f", "xls"), "invalid format 'xls'"),
        (("export", "-o", "claims.xls"), "does not say which format"),
        (("export", "-f", "bundle"), "nothing to print"),
    ],
)
def test_wrong_usage_says_what_is_right(here: Path, arguments: tuple[str, ...], said: str) -> None:
    assert said in " ".join(run(*arguments, code=2).stderr.replace("│", "").split())


def test_which_story(here: Path) -> None:
    result = RUN.invoke(cli.build(), ["report"])
    assert isinstance(result.exception, NotFoundError)
    assert "--all" in result.exception.remedy


def test_what_cannot_be_written_is_said(here: Path) -> None:
    for command in (("report", "landslide"), ("export",)):
        assert (
            "cannot write" in run(*command, "-o", "nowhere/a.md" if command[0] == "report" else "nowhere/a.csv", code=1).stderr
        )


def test_export_prints_or_writes(here: Path) -> None:
    printed = run("export").stdout
    said = run("export", "-o", "claims.csv").stderr
    assert (here / "claims.csv").read_text(encoding="utf-8") == printed
    assert f"{printed.count('claim:')}" and "records in claims.csv" in said
    events = json.loads(run("export", "-f", "plover", "--country", "JPN", "--certainty", "planned").stdout)
    assert [event["event"] for event in events] == ["AGREE"]
    run("export", "-o", "a.zip", "-s", "landslide")
    assert (here / "a.zip").exists()


def test_the_commands_know_every_format() -> None:
    assert set(_FORMATS) == set(EXPORT_FORMATS)
    assert REPORT_COMMAND_FORMATS == REPORT_FORMATS
