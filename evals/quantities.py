"""Quantities on our own development set: 195 sentences of the shared texts, annotated by hand before the rules were tuned.

``quantities_dev.jsonl`` holds no text, only where each sentence stands: ``text`` (a path below the data folder; ``#id`` picks
one item of a collection), ``start`` and ``end`` in that item's text, the SHA-256 of the sentence, and the quantities: start,
end, value, low, high, unit. Values are null for ranges and vague counts, which are then held to their bounds.

    python evals/quantities.py DATA_FOLDER [--errors]
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import sys
import warnings
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from onrecord.claims.quantities import find_quantities
from onrecord.model import Quantity, Reading

DEVELOPMENT_SET = Path(__file__).with_name("quantities_dev.jsonl")


def item_text(data: Path, reference: str) -> str:
    """The text of one item of the shared data, as the development set counts its offsets."""
    path, _, key = reference.partition("#")
    if path.endswith(".sgm"):
        return _reuters(data / path)[key]
    if path.endswith(".conllu"):
        return _conllu(data / path)[key]
    if path.endswith(".xlsx"):
        return _sheet(data / path)[int(key) - 1]
    if path.endswith(".xml"):
        return _meantime(data / path)
    return (data / path).read_text(encoding="utf-8")


@lru_cache(maxsize=4)
def _reuters(path: Path) -> Mapping[str, str]:
    """Item number to body; the indented lines begin paragraphs."""
    items = {}
    for item in re.finditer(r'<REUTERS[^>]*NEWID="(\d+)">(.*?)</REUTERS>', path.read_text(encoding="latin-1"), re.DOTALL):
        body = re.search(r"<BODY>(.*?)</BODY>", item.group(2), re.DOTALL)
        if body:
            text = html.unescape(body.group(1)).replace("\x03", "").strip()
            items[item.group(1)] = "\n\n".join(" ".join(part.split()) for part in re.split(r"\n {4}", text))
    return items


@lru_cache(maxsize=2)
def _conllu(path: Path) -> Mapping[str, str]:
    """Document to text, rebuilt from the tokens; sentences joined by a space, paragraphs by a blank line."""
    texts: dict[str, str] = {}
    name = ""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.split("\n")
        opening = [line for line in lines if line.startswith("# newdoc")]
        if opening:
            name = opening[0].split("=")[-1].strip()
        words = _words([line.split("\t") for line in lines if line and line[0] != "#"])
        if words:
            joint = "\n\n" if any(line.startswith("# newpar") for line in lines) else " "
            texts[name] = texts[name] + joint + words if texts.get(name) else words
    return texts


def _words(rows: list[list[str]]) -> str:
    text, joined_until, joined_space = "", 0, True
    for row in rows:
        if "." in row[0]:
            continue
        if "-" in row[0]:
            joined_until, joined_space = int(row[0].split("-")[1]), "SpaceAfter=No" not in row[9]
            continue
        number = int(row[0])
        space = joined_space if number == joined_until else number > joined_until and "SpaceAfter=No" not in row[9]
        text += row[1] + (" " if space else "")
    return text.rstrip(" ")


@lru_cache(maxsize=1)
def _sheet(path: Path) -> list[str]:
    import openpyxl  # type: ignore[import-untyped]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, read_only=True)
        return [str(row[3]) for sheet in book for row in sheet.iter_rows(values_only=True)]


def _meantime(path: Path) -> str:
    text, sentence = "", None
    for token in ElementTree.parse(path).getroot().findall("token"):
        if text:
            text += " " if token.get("sentence") == sentence else "\n\n"
        sentence = token.get("sentence")
        text += token.text or ""
    return text


def agrees(gold: list[Any], found: Quantity, *, unit: bool) -> bool:
    """Overlapping spans, the same value (the same bounds where there is no value) and, if asked, the same unit."""
    start, end, value, low, high, name = gold
    if not (found.start < end and start < found.end):
        return False
    same = _close(value, found.value) if value is not None else _close(low, found.low) and _close(high, found.high)
    return same and (not unit or name == found.unit)


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-5 * max(1.0, abs(one))


def score(data: Path, read: Callable[[str], Reading], *, errors: bool = False) -> dict[str, float]:
    """Precision, recall and F1 (0 to 100) for value and for value with unit.

    ``data`` is the folder of the shared data, ``read`` makes a reading of a text (each sentence is read by itself). Raises
    ValueError where a sentence is not the one that was annotated.
    """
    tally = {"value": 0, "value_unit": 0}
    gold_count = found_count = 0
    for line in DEVELOPMENT_SET.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sentence = item_text(data, row["text"])[row["start"] : row["end"]]
        if hashlib.sha256(sentence.encode()).hexdigest() != row["sha256"]:
            raise ValueError(f"{row['text']}: the text is not the one annotated; get the data that the development set names")
        gold = [[q[0] - row["start"], q[1] - row["start"], *q[2:]] for q in row["quantities"]]
        found = find_quantities(read(sentence))
        gold_count, found_count = gold_count + len(gold), found_count + len(found)
        for name, with_unit in (("value", False), ("value_unit", True)):
            left = list(found)
            for item in gold:
                hit = next((one for one in left if agrees(item, one, unit=with_unit)), None)
                if hit is not None:
                    left.remove(hit)
                    tally[name] += 1
                elif errors and with_unit:
                    print("missed", item[2:], "|", sentence[item[0] : item[1]], "|", sentence[:100])
            if errors and with_unit:
                for one in left:
                    print(
                        "extra ",
                        one.value,
                        one.low,
                        one.high,
                        one.unit,
                        "|",
                        sentence[one.start : one.end],
                        "|",
                        sentence[:100],
                    )
    result: dict[str, float] = {"gold": gold_count, "found": found_count}
    for name, hits in tally.items():
        precision, recall = hits / max(found_count, 1), hits / max(gold_count, 1)
        result[f"{name}_precision"], result[f"{name}_recall"] = round(100 * precision, 1), round(100 * recall, 1)
        result[f"{name}_f1"] = round(200 * precision * recall / max(precision + recall, 1e-9), 1)
    return result


if __name__ == "__main__":
    from onrecord.reader import Reader

    reader = Reader.load()
    print(json.dumps(score(Path(sys.argv[1]), lambda text: reader.read(text), errors="--errors" in sys.argv), indent=1))
