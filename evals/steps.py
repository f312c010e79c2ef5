"""The scorers of the gate, each with the data that it is measured on and its margin.

Margins are about one standard error of the score on data of that size: a third of a point where there are tens of thousands of
decisions, two points on the few hundred of the gold record.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evals import calibration, copies, figures, places, plover_gsr, quantities, reader, record, segments, stories, times
from onrecord.copies.stories import Settings

Scores = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Step:
    """A scorer: its name, the data it is measured on (paths under the data folder), the margin, and what gives the scores.

    ``margin`` is how far a score may lie below its floor: about the noise of a score on data of that size.
    """

    name: str
    paths: tuple[str, ...]
    margin: float
    run: Callable[[Path], Scores]


def flat(scores: Mapping[str, object], prefix: str = "") -> dict[str, float]:
    """Nested scores with their names joined by dots."""
    out: dict[str, float] = {}
    for name, value in scores.items():
        if isinstance(value, Mapping):
            out |= flat(value, f"{prefix}{name}.")
        elif isinstance(value, int | float):
            out[f"{prefix}{name}"] = float(value)
    return out


def _reader(part: str) -> Step:
    paths = {
        "trees": ("data/syntax/ewt-dev.conllu", "data/syntax/gum-dev.conllu"),
        "entities": ("data/ner/conll03-dev.iob1", "data/ner/worldwide"),
        "attribution": ("data/attribution/polnear/dev",),
        "factuality": tuple(f"data/factuality/{name}/dev.jsonl" for name in ("uds-ih2", "uw", "commitmentbank")),
    }

    def run(shared: Path) -> Scores:
        # Errors count down, scores up: a floor under the error's negative.
        scores = flat({part: reader.score(shared / "data", [part])[part]})
        return {
            name.removeprefix(f"{part}.").replace(".mae", ".minus_mae"): -value if name.endswith("mae") else value
            for name, value in scores.items()
        }

    return Step(part, paths[part], 0.05 if part == "factuality" else 0.4, run)


def _segments(shared: Path) -> Scores:
    scores = flat(segments.score(shared / "data"))
    return {name: value for name, value in scores.items() if not name.endswith(("items", "gold"))}


def _times(shared: Path) -> Scores:
    scores = times.score("held", model=True, shared=shared)
    return {name: value for name, value in scores.items() if name in ("strict", "relaxed", "value")}


def _quantities(shared: Path) -> Scores:
    from onrecord.reader import Reader

    read = Reader.load().read
    found = flat({"quantities": quantities.score(shared / "data", read), "figures": figures.score(shared / "data", read)})
    return {name: value for name, value in found.items() if not name.endswith(("gold", "found"))}


def _record(shared: Path) -> Scores:
    rows = record.score(shared)
    return {name.replace(" ", "_"): row.get("f1", row.get("share", 0.0)) * 100 for name, row in rows.items()}


def _places(shared: Path) -> Scores:
    return places.end_to_end(shared / "data/places", limit=150)


def _gsr(shared: Path) -> Scores:
    return plover_gsr.score(shared / "data/events/plover-gsr.json")


def _copies(shared: Path) -> Scores:
    with tempfile.TemporaryDirectory() as cache:
        found = flat(copies.measure(copies.load(shared / "data/copies/reuters21578"), Path(cache)))
    return {name: value for name, value in found.items() if name.rpartition(".")[2] in ("recall", "recall_cut", "precision")}


def _stories(shared: Path) -> Scores:
    folder = shared / "data/stories"
    return {
        "ecbplus": 100 * stories.measure(stories.ecbplus(folder / "ecbplus"), Settings())["f1"],
        "allsides": 100 * stories.measure(stories.allsides(folder / "allsides.jsonl"), Settings())["f1"],
    }


def _calibration(shared: Path) -> Scores:
    # Errors count down, scores up: a floor under the error's negative.
    rows = calibration.score(shared)
    return {f"{kind}.minus_{name}": -row[name] for kind, row in rows.items() for name in ("held", "shipped")}


_CALIBRATED_ON = (
    "data/ner/conll03-dev.iob1",
    "data/ner/worldwide",
    "data/time/timebank",
    "data/places/lgl.xml",
    "data/attribution/polnear/dev",
    "gold/reports",
)

STEPS = (
    Step("segments", ("data/copies/reuters21578", "data/attribution/polnear/dev"), 1.0, _segments),
    _reader("trees"),
    _reader("entities"),
    _reader("attribution"),
    _reader("factuality"),
    Step("times", ("data/time/timebank",), 1.0, _times),
    Step("amounts", ("data/figures", "data/syntax/gum-dev.conllu"), 1.0, _quantities),
    Step("places", ("data/places/lgl.xml",), 1.0, _places),
    Step("gsr", ("data/events/plover-gsr.json",), 1.5, _gsr),
    Step("record", ("gold/reports",), 2.0, _record),
    Step("calibration", _CALIBRATED_ON, 1.5, _calibration),
    Step("copies", ("data/copies/reuters21578",), 0.003, _copies),
    Step("stories", ("data/stories/ecbplus", "data/stories/allsides.jsonl"), 0.5, _stories),
)
