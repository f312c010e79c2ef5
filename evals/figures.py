"""Figures held against what careful readers found: displacement excerpts, sentences of our own, annotated reports.

    python -m evals.figures DATA_FOLDER             displacement excerpts (``figures/idmc-labelled.xlsx`` of the data folder)
    python -m evals.figures --sentences [--errors]  precision and recall a metric on ``figure_sentences.txt``
    python -m evals.figures --gold FOLDER           the same on the annotated reports of FOLDER (``gold/reports``)

An excerpt has one figure and a reporting term ("Displaced", "Destroyed Housing"). Counted are the excerpts whose figure is
found with the right value, and those where its metric also fits the term. Some excerpts are not English and some labels add up
several numbers, which no reader of single figures can find: hold a score against earlier scores, not against 100.

In sentences and reports a figure is right where metric, low and high are (in reports its evidence must also overlap).
"""

from __future__ import annotations

import argparse
import json
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from onrecord.claims.figures import Figure, find_figures
from onrecord.claims.lemmas import planted
from onrecord.claims.quantities import find_quantities
from onrecord.claims.times import find_times
from onrecord.model import Reading

SENTENCES = Path(__file__).with_name("figure_sentences.txt")
FITTING = {
    "Displaced": {"displaced", "evacuated", "sheltered", "homeless"},
    "Evacuated": {"evacuated", "displaced"},
    "Forced to Flee": {"displaced", "evacuated"},
    "Homeless": {"homeless", "displaced"},
    "In Relief Camp": {"sheltered", "displaced"},
    "Sheltered": {"sheltered", "displaced", "in_need"},
    "Relocated": {"evacuated", "displaced"},
    "Destroyed Housing": {"homes_destroyed"},
    "Partially Destroyed Housing": {"homes_damaged", "homes_destroyed"},
    "Uninhabitable Housing": {"homes_damaged", "homes_destroyed"},
}

Told = tuple[str, float | None, float | None]
"""Metric, low, high."""


def score(data: Path, read: Callable[[str], Reading]) -> dict[str, float]:
    """Excerpts, and the share (0 to 100) whose value is found and whose metric fits as well."""
    import openpyxl  # type: ignore[import-untyped]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(data / "figures" / "idmc-labelled.xlsx", read_only=True)
        rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)][1:]
    total = valued = fitting = 0
    for row in rows:
        excerpt, wanted, term = row[3], row[5], str(row[6]).strip()
        if not excerpt or not isinstance(wanted, int | float) or term not in FITTING:
            continue
        reading = planted(read(excerpt)).reading
        figures = find_figures(reading, find_quantities(reading), (), reading.entities)
        found = [one for one in figures if one.value == wanted or (one.value is None and one.low == wanted)]
        total, valued = total + 1, valued + bool(found)
        fitting += any(one.metric in FITTING[term] for one in found)
    return {"excerpts": total, "value": round(100 * valued / total, 1), "metric": round(100 * fitting / total, 1)}


def by_metric(pairs: Iterable[tuple[list[Told], list[Told]]]) -> dict[str, dict[str, float]]:
    """Precision and recall (0 to 1) a metric and for all, from what was told and what was found in each text."""
    gold: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for wanted, got in pairs:
        hits = (Counter(wanted) & Counter(got)).elements()
        for tally, figures in ((gold, wanted), (found, got), (right, hits)):
            tally.update(metric for metric, _, _ in figures)
    for tally in (gold, found, right):
        tally["all"] = tally.total()
    return {
        metric: {
            "precision": round(right[metric] / found[metric], 3) if found[metric] else 0.0,
            "recall": round(right[metric] / gold[metric], 3) if gold[metric] else 0.0,
            "gold": gold[metric],
            "found": found[metric],
        }
        for metric in sorted({*gold, *found})
    }


def sentences(path: Path = SENTENCES) -> Iterator[tuple[list[Told], str]]:
    """The figures and the words of each sentence of our own."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            left, _, text = line.partition("|")
            yield [_told(part) for part in left.split(";") if part.strip()], text.strip()


def _told(part: str) -> Told:
    metric, low, high = part.split()
    return metric, None if low == "-" else float(low), None if high == "-" else float(high)


def figures_in(reading: Reading) -> tuple[Figure, ...]:
    """The figures of a text by itself, as the program finds them."""
    reading = planted(reading).reading
    times = find_times(reading, None)
    return find_figures(reading, find_quantities(reading, times), times, reading.entities)


def score_sentences(read: Callable[[str], Reading], *, errors: bool = False) -> dict[str, dict[str, float]]:
    """Precision and recall a metric on the sentences of our own."""
    pairs = []
    for wanted, text in sentences():
        got: list[Told] = [(one.metric, one.low, one.high) for one in figures_in(read(text))]
        pairs.append((wanted, got))
        missed, extra = Counter(wanted) - Counter(got), Counter(got) - Counter(wanted)
        if errors and (missed or extra):
            print(f"{text}\n    missed {list(missed)}\n    extra  {list(extra)}")
    return by_metric(pairs)


def score_gold(folder: Path, read: Callable[[str], Reading]) -> dict[str, dict[str, float]]:
    """Precision and recall a metric on annotated reports: ID.txt with the figures of ID.json."""
    pairs = []
    for path in sorted(folder.glob("*.json")):
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        figures = figures_in(read(text))
        wanted: list[Told] = []
        got: list[Told] = []
        left = list(figures)
        for gold in json.loads(path.read_text(encoding="utf-8"))["figures"]:
            told = gold["metric"], gold["low"], gold["high"]
            wanted.append(told)
            start = text.find(gold["evidence"])
            spans = []
            while start >= 0:
                spans.append((start, start + len(gold["evidence"])))
                start = text.find(gold["evidence"], start + 1)
            hit = next((one for one in left if _fits(one, told, spans)), None)
            if hit is not None:
                left.remove(hit)
                got.append(told)
        pairs.append((wanted, got))
        pairs.append(([], [(one.metric, one.low, one.high) for one in left]))
    return by_metric(pairs)


def _fits(figure: Figure, told: Told, spans: list[tuple[int, int]]) -> bool:
    overlaps = any(start < figure.end and figure.start < end for start, end in spans)
    return overlaps and (figure.metric, figure.low, figure.high) == told


def _table(rows: Mapping[str, Mapping[str, float]]) -> str:
    return "\n".join(f"{name:24s}" + "  ".join(f"{key} {value:g}" for key, value in row.items()) for name, row in rows.items())


if __name__ == "__main__":
    from onrecord.reader import Reader

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--sentences", action="store_true")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    reader = Reader.load()
    if args.data:
        print(json.dumps(score(args.data, reader.read)))
    if args.sentences:
        print(_table(score_sentences(reader.read, errors=args.errors)))
    if args.gold:
        print(_table(score_gold(args.gold, reader.read)))
