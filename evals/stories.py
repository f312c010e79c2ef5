"""Stories on ECB+ and AllSides: BCubed, each with the settings chosen on other data.

    python -m evals.stories ../shared/data/stories [--sweep] [--json FILE]

ECB+: a document's story is its topic with the half that the file name tells ("ecb" or "ecbplus"); no dates. AllSides: articles
of one roundup are one story; dated. Without ``--sweep`` the shipped settings are measured on both sets. With it, the threshold
is chosen on ECB+ and told on AllSides and the other way round, and the spread in days is chosen on the first half of AllSides
(by date) and told on the second.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from onrecord.copies import Settings, find_families, tell
from onrecord.model import Family, Report, Story

THRESHOLDS = (0.07, 0.08, 0.09, 0.1, 0.11)
SPREADS = (1.0, 1.5, 2.0, 3.0)


class Set(NamedTuple):
    """Reports, their families, and the true story of each report."""

    reports: list[Report]
    families: Sequence[Family]
    story: Mapping[str, str]


def ecbplus(folder: Path) -> Set:
    """The documents, words joined by blanks, a sentence a line."""
    reports, story = [], {}
    for path in sorted(folder.rglob("*.xml")):
        name = re.fullmatch(r"(\d+)_\d+(ecb(?:plus)?)\.xml", path.name)
        if not name:
            continue
        lines: dict[int, list[str]] = defaultdict(list)
        for token in ET.parse(path).getroot().iter("token"):
            lines[int(token.get("sentence") or 0)].append(token.text or "")
        text = re.sub(r" ([.,])", r"\1", "\n".join(" ".join(words) for _, words in sorted(lines.items())))
        report = Report(_id(path.name, text), text)
        reports.append(report)
        story[report.id] = f"{name[1]} {name[2]}"
    return Set(reports, find_families(reports), story)


def allsides(path: Path) -> Set:
    """The articles with a body."""
    reports, story = [], {}
    for line in path.read_text(encoding="utf-8").splitlines():
        topic = json.loads(line)
        for side, news in sorted(topic["news"].items()):
            if news and news.get("newBody"):
                text = "\n\n".join(news["newBody"])
                report = Report(
                    _id(f"{topic['id']}{side}", text),
                    text,
                    title=news.get("newTitle"),
                    published=topic["date"],
                    outlet=news.get("newsSource"),
                )
                reports.append(report)
                story[report.id] = str(topic["id"])
    return Set(reports, find_families(reports), story)


def _id(*parts: str) -> str:
    return "sha256:" + hashlib.sha256("|".join(parts).encode()).hexdigest()


def bcubed(stories: Sequence[Story], truth: Mapping[str, str]) -> dict[str, float]:
    """BCubed precision, recall and F1 over the reports of ``truth`` (Bagga and Baldwin 1998)."""
    group = {name: story.id for story in stories for name in story.reports if name in truth}
    found = Counter(group.values())
    wanted = Counter(truth.values())
    both = Counter((group[name], truth[name]) for name in truth)
    precision = sum(n * n / found[g] for (g, _), n in both.items()) / len(truth)
    recall = sum(n * n / wanted[t] for (_, t), n in both.items()) / len(truth)
    f1 = 2 * precision * recall / (precision + recall)
    return {"f1": round(f1, 4), "precision": round(precision, 4), "recall": round(recall, 4)}


def measure(data: Set, settings: Settings, only: set[str] | None = None) -> dict[str, float]:
    """BCubed of the stories with these settings, over all reports or some."""
    told = tell(data.families, data.reports, settings=settings)
    return bcubed(told.stories, {k: v for k, v in data.story.items() if only is None or k in only})


def sweep(ecb: Set, sides: Set) -> dict[str, object]:
    """Settings chosen on one set, told on another."""
    days = sorted(r.published or "" for r in sides.reports)
    half = days[len(days) // 2]
    early = {r.id for r in sides.reports if (r.published or "") < half}
    late = {r.id for r in sides.reports} - early
    spreads = {s: measure(sides, Settings(spread=s), early) for s in SPREADS}
    spread = max(SPREADS, key=lambda s: spreads[s]["f1"])
    on_ecb = {t: measure(ecb, Settings(threshold=t, spread=spread)) for t in THRESHOLDS}
    on_sides = {t: measure(sides, Settings(threshold=t, spread=spread)) for t in THRESHOLDS}
    for_sides = max(THRESHOLDS, key=lambda t: on_ecb[t]["f1"])
    for_ecb = max(THRESHOLDS, key=lambda t: on_sides[t]["f1"])
    return {
        "spread_by_early_allsides": {"chosen": spread, "early": spreads, "late": measure(sides, Settings(spread=spread), late)},
        "ecbplus_by_threshold": on_ecb,
        "allsides_by_threshold": on_sides,
        "allsides_with_threshold_of_ecbplus": {"threshold": for_sides, **on_sides[for_sides]},
        "ecbplus_with_threshold_of_allsides": {"threshold": for_ecb, **on_ecb[for_ecb]},
    }


def main() -> int:
    """Measure and print; the exit status is 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sweep", action="store_true")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    begun = time.perf_counter()
    ecb, sides = ecbplus(given.folder / "ecbplus"), allsides(given.folder / "allsides.jsonl")
    result: dict[str, object] = {
        "ecbplus": {"reports": len(ecb.reports), "families": len(ecb.families), **measure(ecb, Settings())},
        "allsides": {"reports": len(sides.reports), "families": len(sides.families), **measure(sides, Settings())},
    }
    if given.sweep:
        result["sweep"] = sweep(ecb, sides)
    result["seconds"] = round(time.perf_counter() - begun, 1)
    text = json.dumps(result, indent=1)
    print(text)
    if given.json:
        given.json.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
