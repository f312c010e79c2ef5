"""How well the shipped weights read: tags, trees, entities, attributions, factuality, on development data.

    python -m evals.reader --data FOLDER [--only trees,entities,attribution,factuality] [--weights FOLDER [--against FOLDER]]

With ``--against``, each score as a pair, first of ``--weights``, and the difference: what 8 bits lose against 32-bit floats.
Trees and entities are scored on the collections' own words (gold tokenisation), as the field does; attributions on raw text,
end to end. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from training import data
from training.data import Example

from onrecord.claims.entities import link_entities
from onrecord.reader import Reader, decode, lemmas
from onrecord.reader.network import Network, Words

CHUNK = 512


def read(network: Network, examples: Sequence[Example]) -> Iterator[tuple[Example, Words]]:
    """Every example with what the network says of its words."""
    for at in range(0, len(examples), CHUNK):
        part = examples[at : at + CHUNK]
        yield from zip(part, network.read([(tuple(e.words), e.inside) for e in part]), strict=True)


def trees(network: Network, path: Path) -> dict[str, float]:
    """UPOS, XPOS, lemma accuracy, UAS and LAS (universal relations, punctuation counted, as in CoNLL 2018), in percent."""
    hit: Counter[str] = Counter()
    for gold, said in read(network, list(data.treebank(path))):
        labels = gold.labels
        for i in range(len(gold.words)):
            hit["words"] += 1
            hit["upos"] += labels["upos"][i] == said.upos[i]
            hit["xpos"] += labels["xpos"][i] == said.xpos[i]
            hit["lemma"] += lemmas.apply(labels["lemma"][i], gold.words[i]) == said.lemmas[i]
            head = labels["heads"][i] == said.heads[i]
            hit["uas"] += head
            hit["las"] += head and labels["rel"][i].split(":")[0] == said.rels[i].split(":")[0]
    return {name: round(100 * hit[name] / hit["words"], 2) for name in ("upos", "xpos", "lemma", "uas", "las")}


def f1(right: int, gold: int, said: int) -> float:
    """F1 in percent."""
    return round(200 * right / (gold + said), 2) if gold + said else 0.0


Names = set[tuple[str, int, int]]


def entities(network: Network, examples: Iterable[Example], kinds: Sequence[str] = ("PER", "ORG", "LOC", "MISC")) -> float:
    """Exact-span, exact-type F1 (conlleval) in percent over the entities of these types."""
    pairs: list[tuple[Names, Names]] = []
    for gold, said in read(network, list(examples)):
        told = {(label, first, last) for kind, label, first, last, _ in said.spans if kind == "ner"}
        pairs.append((set(decode.spans(gold.labels["ner"])), told))
    return names_f1(pairs, kinds)


def names_f1(pairs: Iterable[tuple[Names, Names]], kinds: Sequence[str] = ("PER", "ORG", "LOC", "MISC")) -> float:
    """F1 in percent of (gold, said) pairs of entities, those of other types left out on both sides."""
    right = golds = saids = 0
    for gold, said in pairs:
        a, b = ({name for name in names if name[0] in kinds} for names in (gold, said))
        right, golds, saids = right + len(a & b), golds + len(a), saids + len(b)
    return f1(right, golds, saids)


def documents(path: Path) -> Iterator[tuple[str, Names]]:
    """CoNLL-2003 articles as text, a sentence a paragraph, words parted by a space, with their entities' offsets."""
    for article in path.read_text(encoding="utf-8").split("-DOCSTART-")[1:]:
        text, gold = "", set()
        for block in article.split("\n\n"):
            rows = [line.split() for line in block.split("\n") if len(line.split()) > 1 and not line.startswith(" -X-")]
            if not rows:
                continue
            starts = []
            for row in rows:
                starts.append(len(text))
                text += row[0] + " "
            for label, first, last in decode.spans(data.bio([row[-1] for row in rows])):
                gold.add((label, starts[first], starts[last - 1] + len(rows[last - 1][0])))
            text = text[:-1] + "\n\n"
        yield text, gold


def entities_in_text(reader: Reader, articles: Iterable[tuple[str, Names]]) -> float:
    """Exact-span, exact-type F1 of what ``annotate`` gives for whole articles: names linked, types settled over the text."""
    return names_f1((gold, {(e.type, e.start, e.end) for e in link_entities(reader.read(text))}) for text, gold in articles)


def worldwide(network: Network, reader: Reader, folder: Path) -> dict[str, float]:
    """The regions held apart: as the files have their words, in four classes and in the three that published figures go by;
    and as running text, with what ``annotate`` gives.
    """
    stored = list(data.worldwide_stored(folder, held=True))
    articles = ((article.text, set(article.entities)) for article in data.worldwide_articles(folder, held=True))
    return {
        "worldwide": entities(network, stored),
        "worldwide_three": entities(network, stored, ("PER", "ORG", "LOC")),
        "worldwide_annotate": entities_in_text(reader, articles),
    }


Span = tuple[int, int]


def _trim(text: str, span: Span) -> Span:
    a, b = span
    while a < b and not text[a].isalnum():
        a += 1
    while b > a and not text[b - 1].isalnum():
        b -= 1
    return a, b


def attributions(reader: Reader, folder: Path) -> dict[str, float]:
    """PolNeAR: exact-span F1 of each role, pieces of a discontinuous span counted one by one.

    ``strict``: offsets equal. The main figure disregards marks of punctuation at the edges of a span (annotators differ on
    quotation marks and full stops). ``content_direct`` and so on: recall of contents by kind of quotation.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for article in data.brat(folder):
        reading = reader.read(article.text)
        for role in ("source", "cue", "content"):
            gold = {s for roles in article.attributions for s in roles.get(role, [])}
            said = {tuple(s) for a in reading.attributions for s in getattr(a, role)}
            counts[role, "strict"] += len(gold & said)
            counts[role, "gold"] += len(gold)
            counts[role, "said"] += len(said)
            g, s = {_trim(article.text, x) for x in gold}, {_trim(article.text, x) for x in said}
            counts[role, "right"] += len(g & s)
            if role == "content":
                for span in gold:
                    kind = _kind(article.text, span)
                    counts[kind, "gold"] += 1
                    counts[kind, "right"] += _trim(article.text, span) in s
        full = {_key(article.text, r) for r in article.attributions}
        told = {
            _key(article.text, {"source": list(a.source), "cue": list(a.cue), "content": list(a.content)})
            for a in reading.attributions
        }
        counts["linked", "right"] += len(full & told)
        counts["linked", "gold"] += len(full)
        counts["linked", "said"] += len(told)
    out = {}
    for role in ("source", "cue", "content", "linked"):
        out[role] = f1(counts[role, "right"], counts[role, "gold"], counts[role, "said"])
        if role != "linked":
            out[f"{role}_strict"] = f1(counts[role, "strict"], counts[role, "gold"], counts[role, "said"])
    for kind in ("direct", "indirect", "mixed"):
        out[f"content_{kind}_recall"] = round(100 * counts[kind, "right"] / max(1, counts[kind, "gold"]), 2)
    return out


def attribution_sentences(network: Network, examples: Iterable[Example]) -> dict[str, float]:
    """PolNeAR sentence by sentence, as taggers of the field are scored: a span that runs over sentences counts once in each.

    Exact-span F1 of each role, marks of punctuation at the edges disregarded as in ``attributions``.
    """
    right, both = Counter[str](), Counter[str]()
    for gold, said in read(network, list(examples)):
        for role in ("source", "cue", "content"):
            a = {_trim_words(gold.words, first, last) for _, first, last in decode.spans(gold.labels[role])}
            b = {_trim_words(gold.words, first, last) for kind, _, first, last, _ in said.spans if kind == role}
            right[role] += len(a & b)
            both[role] += len(a) + len(b)
    return {role: round(200 * right[role] / max(1, both[role]), 2) for role in ("source", "cue", "content")}


def _trim_words(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    while first < last and not any(c.isalnum() for c in words[first]):
        first += 1
    while last > first and not any(c.isalnum() for c in words[last - 1]):
        last -= 1
    return first, last


def _key(text: str, roles: dict[str, list[Span]]) -> tuple[frozenset[Span], ...]:
    return tuple(frozenset(_trim(text, s) for s in roles.get(role, [])) for role in ("source", "cue", "content"))


def _kind(text: str, span: Span) -> str:
    words = text[max(0, span[0] - 1) : span[1] + 1]
    marks = [i for i, c in enumerate(words) if c in '"“”']
    if not marks:
        return "indirect"
    return "direct" if marks[0] <= 1 and marks[-1] >= len(words) - 3 else "mixed"


def factuality(network: Network, path: Path) -> dict[str, float]:
    """Mean absolute error and Pearson's r."""
    gold, said = [], []
    for example, words in read(network, list(data.factuality(path))):
        for value, guess in zip(example.labels["fact"], words.fact, strict=True):
            if value is not None:
                gold.append(value)
                said.append(min(3.0, max(-3.0, guess)))
    return {
        "mae": round(float(np.mean(np.abs(np.array(gold) - np.array(said)))), 3),
        "r": round(float(np.corrcoef(gold, said)[0, 1]), 3),
    }


def score(folder: Path, only: Sequence[str] = (), weights: Path | None = None) -> dict[str, object]:
    """All scores, or those named, of the packaged weights or of those in a folder."""
    network = Network.load(folder=weights)
    reader = Reader(network)
    parts: dict[str, Callable[[], object]] = {
        "trees": lambda: {k: trees(network, folder / f"syntax/{k}-dev.conllu") for k in ("ewt", "gum")},
        "entities": lambda: {
            "conll03": entities(network, data.conll03(folder / "ner/conll03-dev.iob1")),
            "conll03_annotate": entities_in_text(reader, documents(folder / "ner/conll03-dev.iob1")),
            **worldwide(network, reader, folder / "ner/worldwide"),
        },
        "attribution": lambda: {
            **attributions(reader, folder / "attribution/polnear/dev"),
            "sentences": attribution_sentences(network, data.attribution(folder / "attribution/polnear/dev")),
        },
        "factuality": lambda: {
            k: factuality(network, folder / f"factuality/{k}/dev.jsonl") for k in ("uds-ih2", "uw", "commitmentbank")
        },
    }
    return {name: part() for name, part in parts.items() if not only or name in only}


def beside(one: object, other: object) -> object:
    """Two results of ``score`` as one: each figure of the first, of the second, and their difference."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {name: beside(value, other[name]) for name, value in one.items()}
    if isinstance(one, float | int) and isinstance(other, float | int):
        return [one, other, round(one - other, 3)]
    return [one, other]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("--weights", type=Path, help="a folder of weights instead of the packaged ones")
    parser.add_argument("--against", type=Path, help="a second folder of weights, to compare")
    args = parser.parse_args()
    only = [n for n in args.only.split(",") if n]
    found: object = score(args.data, only, args.weights)
    if args.against is not None:
        found = beside(found, score(args.data, only, args.against))
    print(json.dumps(found, indent=1))
