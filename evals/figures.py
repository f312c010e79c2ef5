"""Metrics of figures on the labelled displacement excerpts (``figures/idmc-labelled.xlsx`` of the data folder).

Each excerpt has one figure and a reporting term ("Displaced", "Destroyed Housing"). Counted are the excerpts whose figure is
found with the right value, and those where its metric also fits the term. Some excerpts are not English and some labels add up
several numbers, which no reader of single figures can find: hold a score against earlier scores, not against 100.

    python evals/figures.py DATA_FOLDER
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

from onrecord.claims.figures import find_figures
from onrecord.claims.quantities import find_quantities
from onrecord.model import Reading

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
        reading = read(excerpt)
        figures = find_figures(reading, find_quantities(reading), (), reading.entities)
        found = [one for one in figures if one.value == wanted or (one.value is None and one.low == wanted)]
        total, valued = total + 1, valued + bool(found)
        fitting += any(one.metric in FITTING[term] for one in found)
    return {"excerpts": total, "value": round(100 * valued / total, 1), "metric": round(100 * fitting / total, 1)}


if __name__ == "__main__":
    from onrecord.reader import Reader

    reader = Reader.load()
    print(json.dumps(score(Path(sys.argv[1]), lambda text: reader.read(text))))
