"""What the teacher says of sentences, for the small network to learn from: ``python -m training.lessons --data FOLDER ...``.

For each sentence and each head of ``training.teacher.TAUGHT`` the marginals of the teacher's CRF are kept, of each word's tag
and of each pair of neighbours' tags: with them the small network's CRF can be held against the teacher's whole distribution
over tag paths, exactly (``training.network.Crf.taught``), and not against its best path alone. Writes ``OUT/NAME.pt`` for
each collection; one that is there already is kept.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import torch
from tokenizers import Tokenizer
from torch import Tensor

from onrecord.reader.reading import Draft
from training import batches, data
from training.data import Example
from training.network import Crf
from training.teacher import TAUGHT, Teacher

_LONGEST = 256

Lesson = dict[str, Any]
"""A sentence's words, whether it begins ``inside`` a quotation, and by head the marginals of tags and of pairs of tags."""


def marginals(crf: Crf, scores: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Probabilities of tags [B, N, T] and of neighbouring tags [B, N, T, T] (word i - 1's tag, word i's; the first all 0)."""
    scores, step, first = scores.float(), crf.step.float(), crf.first.float()
    batch, length, tags = scores.shape
    alpha, beta = torch.empty_like(scores), torch.zeros_like(scores)
    alpha[:, 0] = first + scores[:, 0]
    for i in range(1, length):
        alpha[:, i] = torch.logsumexp(alpha[:, i - 1].unsqueeze(2) + step, 1) + scores[:, i]
    lengths = mask.sum(1)
    total = torch.logsumexp(alpha[torch.arange(batch), lengths - 1], 1)
    for i in range(length - 2, -1, -1):
        on = (i + 1 < lengths).unsqueeze(1)
        back = torch.logsumexp(step + (scores[:, i + 1] + beta[:, i + 1]).unsqueeze(1), 2)
        beta[:, i] = torch.where(on, back, torch.zeros_like(back))
    each = (alpha + beta - total[:, None, None]).exp().masked_fill(~mask.unsqueeze(2), 0)
    pairs = torch.zeros(batch, length, tags, tags)
    met = alpha[:, :-1].unsqueeze(3) + step + (scores[:, 1:] + beta[:, 1:]).unsqueeze(2) - total[:, None, None, None]
    pairs[:, 1:] = met.exp().masked_fill(~mask[:, 1:, None, None], 0)
    return each, pairs


def sentences(texts: Iterator[str]) -> Iterator[Example]:
    """The sentences of reports as the reader cuts them."""
    for text in texts:
        for words, inside in Draft(text, ()).keys:
            yield Example(list(words), inside=inside)


def collections(folder: Path, reuters: int) -> dict[str, list[Example]]:
    """What is taught on: the texts of the training data, and news without annotations."""
    sets = data.training_sets(folder)
    out = {name: sets[name] for name in ("polnear", "worldwide")}
    out["wikinews"] = list(sentences(_wikinews(folder / "places/geovirus.xml")))
    out["leads"] = list(sentences(_leads(folder / "stories/allsides.jsonl")))
    out["reuters"] = list(sentences(_reuters(folder / "copies/reuters21578", reuters)))
    return out


def _wikinews(path: Path) -> Iterator[str]:
    """The articles of GeoVirus."""
    for article in ElementTree.parse(path).iter("article"):
        yield article.findtext("text") or ""


def _leads(path: Path) -> Iterator[str]:
    """How the reports of AllSides begin, without the sentence that breaks off."""
    for line in path.read_text(encoding="utf-8").splitlines():
        for report in json.loads(line)["news"].values():
            paragraphs = [text.replace("\xa0", " ") for text in report["newBody"]]
            yield "\n\n".join(text for text in paragraphs if not text.endswith(("...", "…")))


def _reuters(folder: Path, count: int) -> Iterator[str]:
    """The bodies of some items of Reuters-21578, training part."""
    found = []
    for path in sorted(folder.glob("*.sgm")):
        for item in path.read_text(encoding="latin-1").split("</REUTERS>"):
            body = re.search(r"<BODY>(.*?)</BODY>", item, re.DOTALL)
            if body and 'LEWISSPLIT="TRAIN"' in item:
                found.append(re.sub(r"\n {0,3}(?=\S)", " ", body.group(1).replace("&lt;", "<").replace("&amp;", "&")))
    yield from random.Random(5).sample(found, min(count, len(found)))


def taught(teacher: Teacher, examples: Sequence[Example], tokenizer: Tokenizer, labels: dict[str, list[str]]) -> list[Lesson]:
    """One lesson a sentence, marginals in 16 bits."""
    bare = [Example(e.words, inside=e.inside) for e in examples if e.words]
    encoded = sorted(batches.encode(bare, tokenizer, labels, _LONGEST, marks=True), key=lambda e: e.size)
    out, at, began, words = [], 0, time.time(), 0
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        while at < len(encoded):
            group = encoded[at : at + max(1, 1500 // encoded[min(at + 30, len(encoded) - 1)].size)]
            at += len(group)
            batch = batches.collate(group)
            seen = teacher.encode(batch["ids"], batch["shapes"], batch["firsts"])
            found = {name: marginals(teacher.crf[name], teacher.tags[name](seen), batch["mask"]) for name in TAUGHT}
            for row, one in enumerate(group):
                n = len(one.firsts)
                words += n
                kept = {k: (each[row, :n].half().clone(), pairs[row, :n].half().clone()) for k, (each, pairs) in found.items()}
                out.append({"words": one.example.words, "inside": one.example.inside, **kept})
            if at % 50 < len(group):
                print(f"{at}/{len(encoded)} {words / (time.time() - began):.0f} words/s", flush=True)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="folder with all-mpnet-base-v2's tokenizer.json")
    parser.add_argument("--teacher", type=Path, required=True, help="folder with teacher.pt and labels.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--reuters", type=int, default=1200, help="items of Reuters-21578")
    args = parser.parse_args()
    labels = json.loads((args.teacher / "labels.json").read_text(encoding="utf-8"))
    tokenizer = batches.tokenizer(args.encoder)
    teacher = Teacher(tokenizer.get_vocab_size(), {name: len(labels[name]) for name in TAUGHT})
    teacher.load_state_dict(torch.load(args.teacher / "teacher.pt", weights_only=True)["network"])
    teacher.eval()
    args.out.mkdir(parents=True, exist_ok=True)
    for name, examples in collections(args.data, args.reuters).items():
        path = args.out / f"{name}.pt"
        if not path.exists():
            print(name, len(examples), flush=True)
            torch.save(taught(teacher, examples, tokenizer, labels), path.with_suffix(".tmp"))
            path.with_suffix(".tmp").replace(path)


if __name__ == "__main__":
    main()
