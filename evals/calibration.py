"""How far confidence is a probability: expected calibration error of every kind of finding, on development data.

    python -m evals.calibration --data FOLDER [--only entities,times] [--cache FOLDER]

A finding is right as the kind's own evaluation counts it: an entity with the gold words and type (CoNLL-2003 development set,
regions of the worldwide newswire held apart), a time with the gold words and value (TimeBank files held apart), a quantity with
the gold value and unit (our development set), a place within 161 km of the gold one (LGL's odd articles), an attribution all of
whose spans are the gold ones but for marks at the edges (PolNeAR development set), a quotation whose speaker is the gold source
(the same; sources that are pronouns are left out), a figure with value, bounds and metric right (``figures_judged.jsonl``:
figures found in articles of TimeBank and PolNeAR and judged by hand; and the gold reports that served development).

ECE: findings in ten bins of equal width by confidence; the differences between mean confidence and share right, weighted by
the bins' sizes (Guo et al. 2017). ``own``: of the confidence that a finding carries by itself. ``held``: of maps like the
packaged ones, each document's findings mapped by a map fitted on the other four fifths of the documents. ``shipped``: of the
packaged maps, which were fitted on all of them. ``--cache`` keeps what the model reads, by the weights' digest.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from training import data

from evals import places, quantities, reader, times
from onrecord.claims import calibration
from onrecord.claims.actors import Resolver
from onrecord.claims.attribution import find_attributions
from onrecord.claims.calibration import Knots
from onrecord.claims.entities import link_entities
from onrecord.claims.figures import Figure, find_figures
from onrecord.claims.gazetteer import distance
from onrecord.claims.lemmas import planted
from onrecord.claims.places import find_places
from onrecord.claims.quantities import find_quantities
from onrecord.claims.quotes import find_quotes
from onrecord.claims.times import find, find_times, is_vague
from onrecord.model import Actor, Place, Reading
from onrecord.reader import Reader, decode
from onrecord.reader.network import weights_digest

Read = Callable[[str], Reading]


class Judged(NamedTuple):
    """One finding: the confidence that it carries by itself, and whether it is right."""

    own: float
    right: bool


Documents = list[list[Judged]]


def reading(cache: Path | None) -> Read:
    """The function from text to reading, with a memory on disk where a folder is given."""
    read = Reader.load().read
    if cache is None:
        return read
    folder = cache / weights_digest()
    folder.mkdir(parents=True, exist_ok=True)

    def remembered(text: str) -> Reading:
        path = folder / hashlib.sha256(text.encode()).hexdigest()[:32]
        if path.exists():
            found: Reading = pickle.loads(path.read_bytes())
            return found
        found = read(text)
        path.write_bytes(pickle.dumps(found))
        return found

    return remembered


PIECES = 90
"""Pieces of the worldwide newswire."""


def entities(folder: Path, read: Read) -> Documents:
    """Every other article of CoNLL-2003's development set, and worldwide newswire in pieces of twenty sentences."""
    articles = islice(reader.documents(folder / "ner/conll03-dev.iob1"), 0, None, 2)
    texts = [*articles, *_worldwide(folder / "ner/worldwide")]
    out = []
    for text, gold in texts:
        found = link_entities(read(text))
        out.append([Judged(e.confidence, (e.type, e.start, e.end) in gold) for e in found])
    return out


@cache
def _worldwide(folder: Path) -> list[tuple[str, set[tuple[str, int, int]]]]:
    """Pieces spread evenly over the regions held apart: text, and gold (type, start, end)."""
    examples = list(data.worldwide(folder, held=True))
    step = max(20, len(examples) // PIECES)
    out = []
    for first in range(0, len(examples) - 19, step):
        text, gold = "", set()
        for example in examples[first : first + 20]:
            starts = []
            for word in example.words:
                starts.append(len(text))
                text += word + " "
            for label, a, b in decode.spans(example.labels["ner"]):
                gold.add((label, starts[a], starts[b - 1] + len(example.words[b - 1])))
            text = text[:-1] + "\n\n"
        out.append((text, gold))
    return out


def times_(folder: Path, read: Read) -> Documents:
    """The TimeBank files held apart."""
    out = []
    for document in times.documents("held", folder.parent):
        pairs, _, extra = times.align(document, find(read(document.text), document.published))
        judged = [
            Judged(f.time.confidence, (g.start, g.end, g.value) == (f.time.start, f.time.end, f.time.timex)) for g, f in pairs
        ]
        out.append(judged + [Judged(f.time.confidence, False) for f in extra])
    return out


def quantities_(folder: Path, read: Read) -> Documents:
    """Our development set, a sentence a document."""
    out = []
    for line in quantities.DEVELOPMENT_SET.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sentence = quantities.item_text(folder, row["text"])[row["start"] : row["end"]]
        left = [[q[0] - row["start"], q[1] - row["start"], *q[2:]] for q in row["quantities"]]
        judged = []
        for one in find_quantities(read(sentence)):
            hit = next((item for item in left if quantities.agrees(item, one, unit=True)), None)
            if hit is not None:
                left.remove(hit)
            judged.append(Judged(one.confidence, hit is not None))
        out.append(judged)
    return out


def places_(folder: Path, read: Read) -> Documents:
    """A hundred of LGL's odd articles; places that were not resolved to a point are not judged."""
    out = []
    for text, outlet, gold in islice(places.lgl(folder / "places/lgl.xml", 1), 100):
        seen = read(text)
        found = find_places(seen, link_entities(seen), outlet)
        out.append([Judged(p.confidence, _at_gold(p, gold)) for p in found if p.lat is not None])
    return out


def _at_gold(place: Place, gold: list[places.Gold]) -> bool:
    near = (g for g in gold if place.start < g.end and g.start < place.end)
    return any(distance(g.lat, g.lon, place.lat or 0.0, place.lon or 0.0) <= 161 for g in near)


def attributions(folder: Path, read: Read) -> Documents:
    """PolNeAR's development articles."""
    out = []
    for article in data.brat(folder / "attribution/polnear/dev"):
        gold = {reader._key(article.text, roles) for roles in article.attributions}
        judged = []
        for a in read(article.text).attributions:
            roles = {role: [(start, end) for start, end in getattr(a, role)] for role in ("source", "cue", "content")}
            judged.append(Judged(a.confidence, reader._key(article.text, roles) in gold))
        out.append(judged)
    return out


_PRONOUNS = frozenset("he she they it him her them we i you who his her their".split())


def quotes(folder: Path, read: Read) -> Documents:
    """Quotations of PolNeAR's development articles whose words lie in a gold content with a source that is no pronoun."""
    out = []
    for article in data.brat(folder / "attribution/polnear/dev"):
        seen = planted(read(article.text)).reading
        resolver = Resolver(seen, link_entities(seen))
        judged = []
        for quote in find_quotes(seen, resolver, find_attributions(seen, resolver)):
            a, b = quote.span
            gold = [
                roles.get("source", [])
                for roles in article.attributions
                if any(min(b, d) - max(a, c) > (b - a) / 2 for c, d in roles.get("content", []))
            ]
            told = [[article.text[c:d] for c, d in spans] for spans in gold if spans]
            if any(_words(part) <= _PRONOUNS for parts in told for part in parts):
                continue
            judged.append(Judged(quote.confidence, _spoken(quote.speaker, told)))
        out.append(judged)
    return out


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


_SMALL = frozenset("the a an of and in for to s mr mrs ms dr president".split())


def _spoken(speaker: Actor | None, sources: list[list[str]]) -> bool:
    if speaker is None:
        return False
    said = (_words(speaker.text) | _words(speaker.name)) - _SMALL
    return any(said & (_words(part) - _SMALL) for parts in sources for part in parts)


FIGURES = Path(__file__).with_name("figures_judged.jsonl")
SHOWN = ("gum-asylum", "gum-flag", "gum-korea", "gum-worship", "lgl-40555978", "rtr-284", "rtr-293", "rtr-306", "rtr-840",
         "seed-000")  # fmt: skip
"""Gold reports that were read while rules were written; nothing is fitted on the others."""


def judged_texts(folder: Path, path: Path) -> Iterator[tuple[str, str, str | None, list[dict[str, Any]]]]:
    """The articles of a file of judgements: name, text, publication date, the judgements.

    Raises ValueError where the words judged are not where they were.
    """
    rows: dict[str, list[dict[str, Any]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows.setdefault(row["text"], []).append(row)
    for name, judgements in rows.items():
        text, published = article(folder, name)
        for row in judgements:
            if hashlib.sha256(text[row["start"] : row["end"]].encode()).hexdigest()[:16] != row["sha256"]:
                raise ValueError(f"{name}: the text is not the one that was judged")
        yield name, text, published, judgements


def article(folder: Path, name: str) -> tuple[str, str | None]:
    """Text and publication date of one article of the data folder: a path, and after ``#`` which article of that file."""
    path, _, number = name.partition("#")
    if path.endswith(".tml"):
        document = times.read_tml(folder / path)
        return document.text, document.published
    if path.endswith(".iob1"):
        return next(islice(reader.documents(folder / path), int(number), None))[0], None
    if path.endswith(".xml"):
        # LGL's odd articles, counted among all.
        return next(islice(places.lgl(folder / path, 1), int(number) // 2, None))[0], None
    if number:
        return _worldwide(folder / path)[int(number)][0], None
    return (folder / path).read_text(encoding="utf-8"), None


def golden_texts(folder: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The gold reports that served development: name, text, gold record."""
    for name in SHOWN:
        place = folder.parent / "gold/reports"
        gold = json.loads((place / f"{name}.json").read_text(encoding="utf-8"))
        yield name, (place / f"{name}.txt").read_text(encoding="utf-8"), gold


def figures_(folder: Path, read: Read) -> Documents:
    """Figures judged by hand (value, bounds and metric right), and those of the gold reports that served development."""
    out = []
    for _, text, published, rows in judged_texts(folder, FIGURES):
        verdicts = {(row["start"], row["end"], row["metric"], row["low"], row["high"]): row["right"] for row in rows}
        found = (
            (f.confidence, verdicts.get((f.start, f.end, f.metric, f.low, f.high))) for f in _figures(read(text), published)
        )
        out.append([Judged(own, right) for own, right in found if right is not None])
    for _, text, gold in golden_texts(folder):
        left = list(gold["figures"])
        judged = []
        for f in _figures(read(text), gold.get("published")):
            at = [(m.start(), m.end()) for g in left for m in re.finditer(re.escape(g["evidence"]), text)]
            hit = next(
                (
                    g
                    for g in left
                    if (g["metric"], g["low"], g["high"]) == (f.metric, f.low, f.high)
                    and any(a < f.end and f.start < b for a, b in at)
                ),
                None,
            )
            if hit is not None:
                left.remove(hit)
            judged.append(Judged(f.confidence, hit is not None))
        out.append(judged)
    return out


def _figures(seen: Reading, published: str | None) -> list[Figure]:
    seen = planted(seen).reading
    dated = tuple(time for time in find_times(seen, published) if not is_vague(time))
    # The figure's own confidence builds on the quantity's as the program tells it.
    told = calibration.calibrated("quantities", find_quantities(seen, dated))
    found = find_figures(seen, told, dated, link_entities(seen))
    return [f for f in found if seen.sentences[f.sentence].segment in ("body", "headline", "caption")]


KINDS: dict[str, Callable[[Path, Read], Documents]] = {
    "entities": entities,
    "times": times_,
    "quantities": quantities_,
    "places": places_,
    "attributions": attributions,
    "quotes": quotes,
    "figures": figures_,
}


def error(judged: Sequence[Judged], bins: int = 10) -> float:
    """Expected calibration error, 0 to 1, in bins of equal width; 0 where there is nothing."""
    inside: list[list[Judged]] = [[] for _ in range(bins)]
    for one in judged:
        inside[min(int(one.own * bins), bins - 1)].append(one)
    off = [abs(sum(one.own for one in each) - sum(one.right for one in each)) for each in inside]
    return sum(off) / len(judged) if judged else 0.0


KNOTS = 6
"""Knots of a map at most; fewer where there are few findings."""
LEAST = 40
"""Findings behind a knot at least."""
FOLDS = 5


def fit(judged: Sequence[Judged], knots: int = KNOTS, least: int = LEAST) -> Knots:
    """A monotone map by isotonic regression on groups of about equal size (pool-adjacent-violators, Barlow et al. 1972).

    A knot is a group's mean confidence and share right, each group with one finding more that is nine tenths right, so that
    nothing is certain.
    """
    ordered = sorted(judged)
    size = max(least, -(-len(ordered) // knots))
    groups: list[list[Judged]] = []
    for one in ordered:
        # Equal confidences are never parted.
        if not groups or (len(groups[-1]) >= size and one.own > groups[-1][-1].own):
            groups.append([])
        groups[-1].append(one)
    if len(groups) > 1 and len(groups[-1]) < least:
        groups[-2].extend(groups.pop())
    pools: list[list[Judged]] = []
    for group in groups:
        pools.append(group)
        while len(pools) > 1 and _share(pools[-2]) >= _share(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    return tuple((round(sum(one.own for one in pool) / len(pool), 4), round(_share(pool), 4)) for pool in pools)


def _share(pool: Sequence[Judged]) -> float:
    return (sum(one.right for one in pool) + 0.9) / (len(pool) + 1)


def together(documents: Documents) -> list[Judged]:
    """The findings of all documents."""
    return [one for each in documents for one in each]


def mapped(knots: Knots, judged: Sequence[Judged]) -> list[Judged]:
    """The same findings with the confidence that a map gives them."""
    return [Judged(calibration.along(knots, own), right) for own, right in judged]


def held_apart(documents: Documents) -> list[Judged]:
    """Every finding mapped by a map fitted without the fifth of the documents that it stands in."""
    out = []
    for fold in range(FOLDS):
        rest = [each for number, each in enumerate(documents) if number % FOLDS != fold]
        out += mapped(fit(together(rest)), together(documents[fold::FOLDS]))
    return out


def measure(kind: str, documents: Documents) -> dict[str, float]:
    """Findings, share right, and the three errors, in percent."""
    judged = together(documents)
    errors = {
        "own": judged,
        "held": held_apart(documents),
        "shipped": mapped(calibration.maps().get(kind, ()), judged),
    }
    share = 100 * sum(one.right for one in judged) / max(1, len(judged))
    told = {"of": float(len(judged)), "right": round(share, 1)}
    return told | {name: round(100 * error(each), 2) for name, each in errors.items()}


def score(shared: Path, only: Sequence[str] = (), cache: Path | None = None) -> dict[str, dict[str, float]]:
    """What ``measure`` says of each kind."""
    read = reading(cache)
    return {kind: measure(kind, collect(shared / "data", read)) for kind, collect in KINDS.items() if not only or kind in only}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds data")
    parser.add_argument("--only", default="")
    parser.add_argument("--cache", type=Path)
    args = parser.parse_args()
    measured = calibration.measured_with()
    if measured != weights_digest():
        print(f"The maps were fitted with weights {measured}, these are {weights_digest()}: python -m training.calibrate")
    for kind, row in score(args.data, [name for name in args.only.split(",") if name], args.cache).items():
        print(f"{kind:14s}", "  ".join(f"{name} {value:g}" for name, value in row.items()), flush=True)


if __name__ == "__main__":
    main()
