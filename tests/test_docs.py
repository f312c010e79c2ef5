"""The documentation says what the code does: the reference is current, commands parse, links lead somewhere, Python runs."""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest
import report_world as world

from onrecord import model, vocab
from onrecord.ledger import select

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
WEIGHTS = ROOT / "src/onrecord/reader/weights/model.onnx"
PAGES = sorted([*DOCS.glob("*.md"), *DOCS.glob("reference/*.md"), *ROOT.glob("README.md")])
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_reference", DOCS / "make_reference.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def blocks(language: str) -> Iterator[tuple[str, str]]:
    """The fenced blocks of a language in all pages, with the name of the page."""
    for page in PAGES:
        for found, code in FENCE.findall(page.read_text(encoding="utf-8")):
            if found == language:
                yield page.name, code


def test_the_reference_is_what_the_code_says() -> None:
    for name, text in maker().pages().items():
        assert (DOCS / "reference" / name).read_text(encoding="utf-8") == text, "run python docs/make_reference.py"


def test_every_command_and_option_stands_in_the_reference() -> None:
    text = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    for name, command in maker().program().items():
        assert f"## {name}\n" in text
        for parameter in command.params:
            if parameter.param_type_name == "option" and not parameter.hidden:
                assert all(f"`{option}`" in text for option in parameter.opts), (name, parameter.opts)


def commands() -> list[tuple[str, str]]:
    """Every line of a console block that calls the program."""
    lines = [(page, line) for page, code in blocks("console") for line in code.splitlines()]
    return [(page, line) for page, line in lines if re.match(r"\$ (\S+/)?onrecord ", line)]


def test_every_command_line_in_the_pages_can_be_typed() -> None:
    known = maker().program()
    assert len(commands()) > 30
    for page, line in commands():
        words = shlex.split(line.split(" > ")[0].split(" | ")[0])[2:]
        if words[0].startswith("-"):
            continue
        name = words[0]
        assert name in known, f"{page}: {line}"
        options = {option for p in known[name].params for option in (*p.opts, *p.secondary_opts)}
        inner = getattr(known[name], "commands", {})
        for one in inner.values():
            options |= {option for p in one.params for option in p.opts}
        for word in words[1:]:
            if re.match(r"--?[a-z]", word):
                assert word.split("=")[0] in options | {"--help", "-h"}, f"{page}: {word} in {line}"


def test_links_lead_somewhere() -> None:
    for page in PAGES:
        text = FENCE.sub("", page.read_text(encoding="utf-8"))
        for target in re.findall(r"\]\(([^)\s#]+)(?:#[^)\s]*)?\)", text):
            if not target.startswith(("http:", "https:", "mailto:")):
                assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_python_in_the_pages_compiles() -> None:
    found = list(blocks("python"))
    assert found
    for page, code in found:
        if not code.lstrip().startswith(("read(", "annotate(", "make_report(", "to_pandas(")):
            compile(code, page, "exec")


@pytest.mark.skipif(not WEIGHTS.exists(), reason="the reading model's weights are not there")
def test_the_python_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text("At least 12 people died in a landslide near Puno, the rescue service said.")
    world.build(tmp_path / "onrecord.db")
    names: dict[str, Any] = {}
    for page, code in blocks("python"):
        if (page == "python.md" and "import onrecord\n" in code) or (names and page == "python.md" and "(" in code):
            if code.lstrip().startswith(("annotate(", "make_report(", "read(", "to_pandas(")):
                continue
            exec(compile(code, page, "exec"), names)
    assert names["record"].claims is not None


@pytest.mark.skipif(not WEIGHTS.exists(), reason="the reading model's weights are not there")
def test_the_example_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    examples = [code for page, code in blocks("python") if page == "README.md"]
    for code in examples:
        exec(compile(code, "README.md", "exec"), {})
    assert not examples or capsys.readouterr().out


def test_code_lists_are_the_codes_of_the_records() -> None:
    codes: dict[str, set[str]] = {}
    for row in vocab.rows("codes.csv"):
        assert row["label"] and row["definition"] and row["source"], row
        assert row["code"] not in codes.setdefault(row["list"], set()), row
        codes[row["list"]].add(row["code"])
    assert codes["qualifier"] == set(get_args(model.Qualifier))
    assert codes["modality"] == set(select.MODALITIES) == set(get_args(model.Modality))
    assert codes["polarity"] == set(get_args(model.Polarity))
    assert codes["source kind"] == set(get_args(model.SourceKind))
    assert codes["segment"] == set(get_args(model.Segment))
    assert codes["relation"] == set(get_args(model.Relation))
    scored = {row["type"] for row in vocab.rows("plover_scores.csv")}
    assert scored == codes["event"]
    used = {row["code"] for row in vocab.rows("hazards.csv")}
    assert used <= codes["hazard"]
    assert {row["code"] for row in vocab.rows("contexts.csv")} <= codes["context"]
    for name in ("events_verbs.csv", "events_nouns.csv"):
        for row in vocab.rows(name):
            if row["type"] in codes["event"] and row["mode"]:
                assert row["mode"] in codes[f"mode {row['type']}"], (name, row)
