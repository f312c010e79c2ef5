"""Parts of a page: headlines, datelines and bylines of Reuters-21578, and all kinds on judged articles.

    python -m evals.segments --data FOLDER [--errors]

``wire``: the items of Reuters-21578's training part that have title, dateline and body, put together as an agency sends them.
A headline, dateline or byline is right where the same characters are found to be one and no other such stands in the item;
``body`` is the share of the body's characters that are read as body.

``pages``: the 84 articles of PolNeAR's development part, each paragraph judged by hand before the rules were changed for any
(``segments_judged.jsonl``: offsets and kinds; what is not listed is body). A second headline (deck) counts as headline. Where
two kinds would do, as for the line that presents a columnist, either is right; lines that no kind fits (subheadings, the
hours of a live report, the names under readers' letters) are left out, marked "any". Precision and recall by kind, spans exact.
"""

from __future__ import annotations

import argparse
import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from onrecord.model import Span
from onrecord.text.segments import segment

JUDGED = Path(__file__).with_name("segments_judged.jsonl")
KINDS = ("headline", "dateline", "byline", "caption", "furniture")


class Item(NamedTuple):
    """A page whose parts are known: its text, and the gold spans of each kind that is not body."""

    text: str
    spans: dict[str, Span]


class Miss(NamedTuple):
    """What was found otherwise than judged: the kind that it is, the kind that was found, and the words."""

    gold: str
    found: str
    words: str


def wire(folder: Path) -> Iterator[Item]:
    """The items of the training part with title, dateline and body, in the order of the files."""
    for path in sorted(folder.glob("*.sgm")):
        for item in path.read_text(encoding="latin-1").split("</REUTERS>"):
            title, author, dateline = (_line(item, tag) for tag in ("TITLE", "AUTHOR", "DATELINE"))
            body = _inside(item, "BODY")
            if 'LEWISSPLIT="TRAIN"' not in item or not (title and dateline and body):
                continue
            paragraphs = [" ".join(part.split()) for part in re.split(r"\n {2,}", body)]
            text, spans = title, {"headline": Span(0, len(title))}
            for kind, words in (("byline", author), ("dateline", dateline)):
                if words:
                    start = len(text) + 2
                    text, spans[kind] = f"{text}\n\n{words}", Span(start, start + len(words))
            yield Item(f"{text} " + "\n\n".join(part for part in paragraphs if part), spans)


def _inside(item: str, tag: str) -> str:
    found = re.search(rf"<{tag}>(.*?)</{tag}>", item, re.DOTALL)
    return re.sub(r"[\x00-\x08\x0e-\x1f]", "", html.unescape(found[1])) if found else ""


def _line(item: str, tag: str) -> str:
    return " ".join(_inside(item, tag).split())


def wire_score(items: Iterator[Item], misses: list[Miss]) -> dict[str, float]:
    """Shares of items whose headline, dateline and byline are found, and of the body that is read, in percent."""
    gold: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for text, spans in items:
        parts = segment(text)
        began = spans["dateline"].end
        for kind, span in spans.items():
            found = [Span(part.start, part.end) for part in parts if part.segment == kind]
            gold[kind] += 1
            right[kind] += found == [span]
            if found != [span]:
                misses.append(Miss(kind, ", ".join(text[slice(*each)] for each in found), text[slice(*span)]))
        gold["body"] += sum(part.end - part.start for part in parts if part.start >= began)
        right["body"] += sum(part.end - part.start for part in parts if part.start >= began and part.segment == "body")
    return {"items": gold["headline"], **{kind: round(100 * right[kind] / gold[kind], 2) for kind in gold}}


def page_score(folder: Path, misses: list[Miss]) -> dict[str, dict[str, float]]:
    """Precision and recall by kind over the judged articles, in percent, with how many are gold."""
    gold: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for line in JUDGED.read_text(encoding="utf-8").splitlines():
        judged = json.loads(line)
        text = (folder / judged["report"]).read_text(encoding="utf-8")
        kinds = {Span(start, end): kind.split("|") for start, end, kind in judged["parts"]}
        parts = {Span(part.start, part.end): part.segment for part in segment(text)}
        for span, wanted in kinds.items():
            if wanted == ["any"]:
                continue
            is_right = parts.get(span) in wanted
            gold[wanted[0]] += 1
            right[wanted[0]] += is_right
            if not is_right:
                misses.append(Miss("|".join(wanted), parts.get(span, "other words"), text[slice(*span)]))
        for span, kind in parts.items():
            wanted = kinds.get(span, ["body"])
            if kind == "body" or wanted == ["any"]:
                continue
            found[wanted[0] if kind in wanted else kind] += 1
            if wanted == ["body"]:
                misses.append(Miss("body", kind, text[slice(*span)]))
    return {
        kind: {
            "gold": gold[kind],
            "precision": round(100 * right[kind] / found[kind], 1) if found[kind] else 0.0,
            "recall": round(100 * right[kind] / gold[kind], 1),
        }
        for kind in KINDS
        if gold[kind]
    }


def score(data: Path, misses: list[Miss] | None = None) -> dict[str, dict[str, float] | dict[str, dict[str, float]]]:
    """Both, as they are printed; what was not right is added to ``misses``."""
    missed: list[Miss] = [] if misses is None else misses
    return {
        "wire": wire_score(wire(data / "copies/reuters21578"), missed),
        "pages": page_score(data / "attribution/polnear/dev/text", missed),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--errors", action="store_true", help="print what was not right")
    args = parser.parse_args()
    misses: list[Miss] = []
    print(json.dumps(score(args.data, misses), indent=1))
    if args.errors:
        for miss in misses:
            print(f"{miss.gold} | {miss.found[:60]} | {miss.words[:110]}")


if __name__ == "__main__":
    main()
