"""Copies on Reuters-21578 and on near-copies planted in it.

    python -m evals.copies ../shared/data/copies/reuters21578 [--cache FOLDER] [--planted N] [--json FILE]

Truth: two items are copies when they share at least .8 of the shorter one's five-word shingles and both have at least 20
(words: runs of letters and digits, lower case). It is counted here over all shingles, apart from the package, and kept in the
cache.
Reported: recall and precision of the candidates, of the verified pairs and of the families; recall on cut versions (Jaccard
below .5); how many pairs were refused as recurring forms; whether a recurring form was put together; direction of lineage.

``--planted N``: N items get one near-copy of each kind of edit, and the share of near-copies found in the family of their
original is told kind by kind.
"""

from __future__ import annotations

import argparse
import html
import json
import pickle
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import combinations
from pathlib import Path

from onrecord.copies import Families, group, links
from onrecord.copies.candidates import pairs, verified
from onrecord.copies.dates import earlier
from onrecord.copies.fingerprint import shingles
from onrecord.model import Report

LEAST = 20
SHARE = 0.8
CUT = 0.5
FORMS = re.compile(r"FED ADDS RESERVES VIA CUSTOMER REPURCHASES|FED SETS \w+|U\.S\. FEEDER STEER PRICE|USDA ESTIMATES")

Pair = tuple[str, str]


def load(folder: Path) -> list[Report]:
    """The items with a body; id is the five-digit NEWID."""
    reports = []
    for path in sorted(folder.glob("*.sgm")):
        for head, item in re.findall(r"<REUTERS(.*?)>(.*?)</REUTERS>", path.read_text(encoding="latin-1"), re.DOTALL):
            body = re.search(r"<BODY>(.*?)</BODY>", item, re.DOTALL)
            if body:
                title = re.search(r"<TITLE>(.*?)</TITLE>", item, re.DOTALL)
                number = int(re.search(r'NEWID="(\d+)"', head)[1])  # type: ignore[index]
                name = html.unescape(title[1]).strip() if title else None
                reports.append(Report(f"{number:05}", html.unescape(body[1]), title=name, published=_date(item)))
    return reports


def _date(item: str) -> str | None:
    found = re.search(r"(\d+)-([A-Z]{3})-(\d{4})\s+\d*?(\d\d):(\d\d):(\d\d?)", item)
    if not found:
        return None
    day, month, year, *clock = found.groups()
    return datetime.strptime(f"{day} {month} {year} {':'.join(clock)}", "%d %b %Y %H:%M:%S").isoformat()


def truth(reports: Sequence[Report], cache: Path) -> tuple[dict[str, int], dict[Pair, float], set[Pair]]:
    """Shingles an item (of those with enough), containment of every pair of copies, and the pairs that are cut versions."""
    kept = cache / "reuters-truth.pickle"
    if kept.exists():
        return pickle.loads(kept.read_bytes())  # type: ignore[no-any-return]
    places: dict[int, list[str]] = defaultdict(list)
    sizes: dict[str, int] = {}
    for report in reports:
        words = re.findall(r"\w+", report.text.lower())
        found = {hash(tuple(words[i : i + 5])) for i in range(len(words) - 4)}
        if len(found) >= LEAST:
            sizes[report.id] = len(found)
            for shingle in found:
                places[shingle].append(report.id)
    shared: Counter[Pair] = Counter()
    for owners in places.values():
        shared.update((min(pair), max(pair)) for pair in combinations(owners, 2))
    copies = {p: n / min(sizes[p[0]], sizes[p[1]]) for p, n in shared.items() if n >= SHARE * min(sizes[p[0]], sizes[p[1]])}
    cut = {(a, b) for a, b in copies if shared[a, b] < CUT * (sizes[a] + sizes[b] - shared[a, b])}
    cache.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(pickle.dumps((sizes, copies, cut)))
    return sizes, copies, cut


def score(found: set[Pair], wanted: set[Pair], cut: set[Pair]) -> dict[str, float | int]:
    """Recall, recall on cut versions, precision, and the counts behind them."""
    hit = found & wanted
    return {
        "recall": round(len(hit) / max(1, len(wanted)), 4),
        "recall_cut": round(len(hit & cut) / max(1, len(wanted & cut)), 4),
        "precision": round(len(hit) / max(1, len(found)), 4),
        "found": len(found),
        "wanted": len(wanted),
    }


def in_families(families: Families) -> set[Pair]:
    """All pairs of reports in one family."""
    return {(min(p), max(p)) for family in families.families for p in combinations(family.reports, 2)}


def measure(reports: Sequence[Report], cache: Path) -> dict[str, object]:
    """All numbers on Reuters-21578."""
    sizes, copies, cut = truth(reports, cache)
    wanted = set(copies)
    long_enough = set(sizes)
    candidates = pairs(shingles([r.text for r in reports]))
    names = [r.id for r in reports]
    exact = verified([r.text for r in reports], candidates, SHARE)
    sure = {(min(p), max(p)) for p in ((names[a], names[b]) for a, b in zip(exact[0], exact[1], strict=True))}
    raw = {(min(p), max(p)) for p in ((names[a], names[b]) for a, b in zip(candidates.first, candidates.second, strict=True))}
    begun = time.perf_counter()
    families = group(reports)
    seconds = time.perf_counter() - begun
    verdicts = links(reports)
    forms = {(link.first, link.second) for link in verdicts if link.template}
    together = in_families(families)
    by_id = {r.id: r for r in reports}
    edges = [edge for family in families.families for edge in family.edges]

    def of_truth(found: Iterable[Pair]) -> set[Pair]:
        return {pair for pair in found if pair[0] in long_enough and pair[1] in long_enough}

    merged = [p for p in together if all(FORMS.match(by_id[n].title or "") for n in p) and _days_apart(*p, by_id)]
    return {
        "items": len(reports),
        "copies": len(wanted),
        "cut_versions": len(cut),
        "candidates": score(of_truth(raw), wanted, cut),
        "verified_pairs_before_veto": score(of_truth(sure), wanted, cut),
        "families_all_copies": score(of_truth(together), wanted, cut),
        "refused_as_recurring_forms": len(forms & wanted),
        "families_without_recurring_forms": score(of_truth(together), wanted - _forms(forms, wanted, by_id), cut),
        "recurring_forms_put_together": sorted(merged),
        "edges": len(edges),
        "edges_parent_earlier": sum(earlier(by_id[e.parent].published, by_id[e.child].published) for e in edges),
        "edges_undirected": sum(not e.directed for e in edges),
        "relations": dict(Counter(edge.relation for edge in edges)),
        "families_seconds": round(seconds, 2),
    }


def _forms(refused: set[Pair], wanted: set[Pair], by_id: dict[str, Report]) -> set[Pair]:
    """The refused pairs, and pairs whose texts are the same as those of a refused pair (only one of each was looked at)."""
    words = {name: " ".join(by_id[name].text.split()) for pair in wanted for name in pair}
    texts = {frozenset((words[a], words[b])) for a, b in refused & wanted}
    return {pair for pair in wanted if frozenset(words[n] for n in pair) in texts and _days_apart(*pair, by_id)}


def _days_apart(one: str, other: str, by_id: dict[str, Report]) -> bool:
    a, b = by_id[one].published, by_id[other].published
    return a is None or b is None or a[:10] != b[:10]


# ---------------------------------------------------------------------------------------------------------------- planted


def plant(report: Report, kind: str, chance: random.Random, others: Sequence[str]) -> Report:
    """A near-copy of a report with one kind of edit."""
    lines = [line.strip() for line in re.split(r"\n\s{2,}|\n\n", report.text) if line.strip()]
    text = "\n\n".join(" ".join(line.split()) for line in lines)
    if kind == "caption added":
        text = _insert(text, "Workers stand near the gate of the plant on Tuesday (Jo Brandt/AP)", chance)
    elif kind == "paragraphs dropped" and len(lines) > 3:
        kept = sorted(chance.sample(range(len(lines)), k=max(2, int(0.6 * len(lines)))))
        text = "\n\n".join(" ".join(lines[k].split()) for k in kept)
    elif kind == "paragraphs reordered":
        chance.shuffle(lines)
        text = "\n\n".join(" ".join(line.split()) for line in lines)
    elif kind == "quotes trimmed":
        text = re.sub(r'"[^"]{20,}"', lambda m: m[0][: len(m[0]) // 2].rsplit(" ", 1)[0] + '"', text)
    elif kind == "names re-spelled":
        names = [n for n, c in Counter(re.findall(r"(?<=[a-z] )[A-Z][a-z]{4,}", text)).most_common(3)]
        for name in names:
            text = text.replace(name, name[:-2] + name[-1] + name[-2])
    elif kind == "furniture added":
        text += "\n\nSign up for our newsletter\n\nFollow us on Twitter\n\nAll rights reserved.\n\nRead more: "
        text += " ".join(chance.choice(others).split()[:40])
    elif kind == "ten words in a hundred misread":
        text = " ".join(_misread(w, chance) if chance.random() < 0.1 else w for w in text.split(" "))
    elif kind == "two letters in a hundred misread":
        text = "".join(chance.choice("etaoinsrl") if c.isalpha() and chance.random() < 0.02 else c for c in text)
    elif kind == "ten letters in a hundred misread":
        text = "".join(chance.choice("etaoinsrl") if c.isalpha() and chance.random() < 0.1 else c for c in text)
    elif kind == "retitled and credited":
        text = "CITY (Reuters) - " + text
    elif kind == "first third only":
        text = "\n\n".join(" ".join(line.split()) for line in lines[: max(1, len(lines) // 3)])
    elif kind == "case and marks":
        text = text.replace('"', "''").replace("-", "–").replace("'", "’")
    return replace(report, id=f"{report.id}-{kind}", text=text)


KINDS = (
    "case and marks", "caption added", "furniture added", "retitled and credited", "paragraphs dropped", "paragraphs reordered",
    "first third only", "quotes trimmed", "names re-spelled", "ten words in a hundred misread",
    "two letters in a hundred misread", "ten letters in a hundred misread",
)  # fmt: skip


def _insert(text: str, line: str, chance: random.Random) -> str:
    parts = text.split("\n\n")
    parts.insert(chance.randint(1, len(parts)), line)
    return "\n\n".join(parts)


def _misread(word: str, chance: random.Random) -> str:
    if len(word) < 3:
        return word
    k = chance.randrange(len(word))
    return word[:k] + chance.choice("etaoinsrl") + word[k + 1 :]


def planted(reports: Sequence[Report], count: int, seed: int = 5) -> dict[str, object]:
    """Recall by kind of edit: near-copies in the family of their original; and how many strangers were put together."""
    chance = random.Random(seed)
    long_ones = [r for r in reports if len(r.text.split()) >= 100]
    chosen = chance.sample(long_ones, count)
    others = [r.text for r in chance.sample(long_ones, 50)]
    found: Counter[str] = Counter()
    made: Counter[str] = Counter()
    strangers = 0
    copies = [plant(r, kind, random.Random(f"{seed}{r.id}{kind}"), others) for r in chosen for kind in KINDS]
    at_home = {name: k for k, family in enumerate(group([*chosen, *copies]).families) for name in family.reports}
    for copy in copies:
        original, kind = copy.id.split("-", 1)
        made[kind] += 1
        found[kind] += at_home[copy.id] == at_home[original]
    apart = {r.id for r in chosen}
    shared = Counter(at_home[name] for name in apart)
    strangers = sum(n - 1 for n in shared.values())
    return {"originals": count, "originals_put_together": strangers, "recall": {k: round(found[k] / made[k], 3) for k in KINDS}}


def main() -> int:
    """Measure and print; the exit status is 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "onrecord-evals")
    parser.add_argument("--planted", type=int, default=0)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    reports = load(given.folder)
    result = measure(reports, given.cache)
    if given.planted:
        result["planted"] = planted(reports, given.planted)
    text = json.dumps(result, indent=1)
    print(text)
    if given.json:
        given.json.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
