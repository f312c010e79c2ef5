"""Times against TimeBank, AQUAINT and the gold reports.

    python evals/times.py                     scores on the TimeBank files kept apart (every fifth) and on the gold reports
    python evals/times.py --train             the same on the files that rules may be tuned on
    python evals/times.py --errors            misses, extras and wrong values (of the tuning files only)
    python evals/times.py --calibrate         writes src/onrecord/vocab/times_rules.csv from the tuning files

Spans and values are counted as TempEval-3 does: strict (same span), relaxed (some overlap), value F1 (relaxed match and the
same TIMEX3 value). Publication date: the document creation time.
"""

from __future__ import annotations

import argparse
import collections
import csv
import html
import json
import re
import sys
from pathlib import Path
from typing import NamedTuple

from onrecord.claims.times import Found, find, is_vague
from onrecord.model import Reading, Sentence, Token
from onrecord.text import tokenise

SHARED = Path(__file__).resolve().parents[2] / "shared"
RULES = Path(__file__).resolve().parents[1] / "src" / "onrecord" / "vocab" / "times_rules.csv"


class Gold(NamedTuple):
    start: int
    end: int
    type: str
    value: str


class Document(NamedTuple):
    name: str
    text: str
    published: str
    times: tuple[Gold, ...]


def documents(part: str, shared: Path = SHARED) -> list[Document]:
    """``held``: every fifth TimeBank file; ``timebank``: the other TimeBank files; ``train``: those and AQUAINT."""
    folder = shared / "data" / "time"
    timebank = sorted((folder / "timebank").glob("*.tml"))
    held = timebank[4::5]
    train = [p for p in timebank if p not in held]
    chosen = {"held": held, "timebank": train, "train": train + sorted((folder / "aquaint").glob("*.tml"))}[part]
    return [read_tml(path) for path in chosen]


def read_tml(path: Path) -> Document:
    """Text, creation time and TIMEX3 of a TimeML file."""
    raw = path.read_text(encoding="utf-8")
    created = re.search(r'<DCT>\s*<TIMEX3[^>]*?value="([^"]*)"', raw)
    body = re.search(r"<TEXT>(.*)</TEXT>", raw, re.DOTALL)
    if created is None or body is None:
        raise ValueError(f"{path}: no DCT or TEXT element; is it TimeML 1.2?")
    pieces: list[str] = []
    times: list[Gold] = []
    stack: list[tuple[int, dict[str, str]]] = []
    position = 0
    for part in re.split(r"(<[^>]+>)", body.group(1)):
        if part.startswith("<TIMEX3"):
            stack.append((position, dict(re.findall(r'(\w+)="([^"]*)"', part))))
        elif part.startswith("</TIMEX3"):
            start, attributes = stack.pop()
            times.append(Gold(start, position, attributes["type"], attributes["value"]))
        elif not part.startswith("<"):
            piece = html.unescape(part)
            pieces.append(piece)
            position += len(piece)
    return Document(path.stem, "".join(pieces), created.group(1)[:10], tuple(times))


def plain_reading(text: str) -> Reading:
    """Tokens and sentences only: what the rules can do without the reading model."""
    sentences: list[Sentence] = []
    tokens: list[Token] = []
    for number, paragraph in enumerate(tokenise.paragraphs(text)):
        for span in tokenise.sentences(text, *paragraph):
            first = len(tokens)
            for start, end in tokenise.words(text, *span):
                word = text[start:end]
                tokens.append(Token(start, end, word, word.lower(), "X", "X", -1, "dep", len(sentences)))
            sentences.append(Sentence(span.start, span.end, "body", number, first, len(tokens)))
    return Reading(text, tuple(sentences), tuple(tokens))


def reader(model: bool):  # type: ignore[no-untyped-def]
    """The function from text to reading: the reading model's, or tokens only."""
    if not model:
        return plain_reading
    from onrecord.reader import Reader

    return Reader.load().read


def f1(right: int, predicted: int, gold: int) -> float:
    return 200 * right / (predicted + gold) if predicted + gold else 0.0


def align(document: Document, found: tuple[Found, ...]) -> tuple[list[tuple[Gold, Found]], list[Gold], list[Found]]:
    """Pairs that overlap (same span first), gold missed, finds too many; one to one."""
    pairs: list[tuple[Gold, Found]] = []
    left = list(found)
    missed: list[Gold] = []
    for exact in (True, False):
        rest = document.times if exact else tuple(missed)
        missed = []
        for gold in rest:
            hit = next(
                (
                    f
                    for f in left
                    if (
                        (f.time.start, f.time.end) == (gold.start, gold.end)
                        if exact
                        else f.time.start < gold.end and gold.start < f.time.end
                    )
                ),
                None,
            )
            if hit is None:
                missed.append(gold)
            else:
                pairs.append((gold, hit))
                left.remove(hit)
    return pairs, missed, left


def score(
    part: str = "held", *, model: bool = False, vague: bool = True, shared: Path = SHARED, errors: bool = False
) -> dict[str, float]:
    """Strict, relaxed and value F1 (percent), and their counts, on a part of TimeBank and AQUAINT."""
    read = reader(model)
    count: collections.Counter[str] = collections.Counter()
    for document in documents(part, shared):
        found = tuple(f for f in find(read(document.text), document.published) if vague or not is_vague(f.time))
        pairs, missed, extra = align(document, found)
        count["gold"] += len(document.times)
        count["found"] += len(found)
        count["relaxed"] += len(pairs)
        count["strict"] += sum((f.time.start, f.time.end) == (g.start, g.end) for g, f in pairs)
        count["value"] += sum(f.time.timex == g.value for g, f in pairs)
        count["type"] += sum(f.time.type == g.type for g, f in pairs)
        if errors:
            show(document, pairs, missed, extra)
    result = {name: round(f1(count[name], count["found"], count["gold"]), 1) for name in ("strict", "relaxed", "value", "type")}
    return result | {name: float(count[name]) for name in ("gold", "found")}


def show(document: Document, pairs: list[tuple[Gold, Found]], missed: list[Gold], extra: list[Found]) -> None:
    text = document.text.replace("\n", " ")

    def around(start: int, end: int) -> str:
        return f"{text[max(0, start - 50) : start]} [[{text[start:end]}]] {text[end : end + 30]}"

    for g in missed:
        print(f"MISSED {g.type:8} {g.value:12} {document.published} | {around(g.start, g.end)}")
    for f in extra:
        print(f"EXTRA  {f.rule:14} {f.time.timex} {document.published} | {around(f.time.start, f.time.end)}")
    for g, f in pairs:
        if f.time.timex != g.value:
            print(f"VALUE  {f.rule:14} {f.time.timex} for {g.value} {document.published} | {around(g.start, g.end)}")
        if (g.start, g.end) != (f.time.start, f.time.end):
            print(f"SPAN   {f.rule:14} {text[f.time.start : f.time.end]!r} {document.published} | {around(g.start, g.end)}")


def score_gold(*, model: bool = False, vague: bool = True, shared: Path = SHARED, errors: bool = False) -> dict[str, float]:
    """F1, precision, recall of times in the gold reports (same words, same value) and the share resolved alike."""
    read = reader(model)
    hits = resolved = gold_count = found_count = 0
    for path in sorted((shared / "gold" / "reports").glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        found = [f for f in find(read(text), record["published"]) if vague or not is_vague(f.time)]
        gold_count, found_count = gold_count + len(record["times"]), found_count + len(found)
        left = list(found)
        for g in record["times"]:
            same = [
                f
                for f in left
                if text[f.time.start : f.time.end].lower() == g["text"].lower()
                and (f.time.value or None) == (g["value"] or None)
            ]
            same.sort(key=lambda f: (f.time.resolved or None) != (g.get("resolved") or None))
            if same:
                hits += 1
                left.remove(same[0])
                resolved += (same[0].time.resolved or None) == (g.get("resolved") or None)
                if errors and (same[0].time.resolved or None) != (g.get("resolved") or None):
                    print("GOLD resolved", path.stem, g, same[0].time.resolved)
            elif errors:
                print("GOLD missed  ", path.stem, g)
        if errors:
            for f in left:
                print("GOLD extra   ", path.stem, f.rule, repr(text[f.time.start : f.time.end]), f.time.value, f.time.resolved)
    precision, recall = hits / found_count if found_count else 0.0, hits / gold_count if gold_count else 0.0
    return {
        "f1": round(f1(hits, found_count, gold_count), 1),
        "precision": round(100 * precision, 1),
        "recall": round(100 * recall, 1),
        "resolved": round(100 * resolved / hits, 1) if hits else 0.0,
    }


def calibrate(*, model: bool = False) -> None:
    """Writes the table of rules: finds, right ones (same span and value), confidence (with one of each kind added)."""
    read = reader(model)
    right: collections.Counter[str] = collections.Counter()
    seen: collections.Counter[str] = collections.Counter()
    for document in documents("train"):
        pairs, _, extra = align(document, find(read(document.text), document.published))
        for gold, hit in pairs:
            seen[hit.rule] += 1
            right[hit.rule] += (gold.start, gold.end) == (hit.time.start, hit.time.end) and gold.value == hit.time.timex
        seen.update(f.rule for f in extra)
    with RULES.open(encoding="utf-8") as file:
        quiet = {row["rule"]: row["quiet"] for row in csv.DictReader(file)}
    with RULES.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["rule", "right", "found", "confidence", "quiet", "source"])
        for rule in sorted(set(seen) | {r for r, q in quiet.items() if q == "1"}):
            share = (right[rule] + 1.6) / (seen[rule] + 2)
            table.writerow(
                [
                    rule,
                    right[rule],
                    seen[rule],
                    round(share, 3),
                    quiet.get(rule, "0") or "0",
                    "own; counted on TimeBank and AQUAINT",
                ]
            )


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for flag in ("train", "errors", "calibrate", "model", "gold-errors"):
        parser.add_argument(f"--{flag}", action="store_true")
    options = parser.parse_args(argv)
    if options.calibrate:
        calibrate(model=options.model)
        return 0
    if options.errors:
        score("timebank", model=options.model, errors=True)
        return 0
    if options.train:
        print("timebank, tuning files", score("timebank", model=options.model))
        print("with aquaint          ", score("train", model=options.model))
        return 0
    for vague in (True, False):
        print(f"timebank held apart, vague={vague}", score("held", model=options.model, vague=vague))
        print(
            f"gold reports, vague={vague}       ",
            score_gold(model=options.model, vague=vague, errors=options.gold_errors and vague),
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
