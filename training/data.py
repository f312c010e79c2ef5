"""The collections in the data folder, as examples for the reading model.

Every loader gives ``Example``s: the words of one sentence and whatever labels its collection has. What is held apart for
development is said at each loader; nothing that the field calls test is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.reader import decode, features, lemmas
from onrecord.text import tokenise

WORLDWIDE_HELD = ("bangladesh", "kw", "mex", "et", "th", "nz", "afs", "peru")
"""Regions of the worldwide newswire kept for development: no file of theirs is trained on."""


@dataclass(slots=True)
class Example:
    """One sentence. Labels are lists as long as ``words``; a key that is absent is not trained on.

    ``heads`` are indices of words, -1 for the root. ``links`` are (word, cue word) pairs. ``inside`` says whether the sentence
    begins inside a quotation.
    """

    words: list[str]
    labels: dict[str, list[Any]] = field(default_factory=dict)
    links: list[tuple[int, int]] = field(default_factory=list)
    inside: bool = False
    taught: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """What a teacher says, by head: probabilities of tags and of neighbouring tags."""


def treebank(path: Path) -> Iterator[Example]:
    """UD: tags, lemma rules, heads, relations. Words of multi-word tokens are the syntactic words."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if line and line[0] != "#"]
        rows = [r for r in rows if r[0].isdigit()]
        if not rows:
            continue
        yield Example(
            [r[1] for r in rows],
            {
                "upos": [r[3] for r in rows],
                "xpos": [r[4] for r in rows],
                "lemma": [lemmas.rule(r[1], r[2]) for r in rows],
                "heads": [int(r[6]) - 1 for r in rows],
                "rel": [r[7] for r in rows],
            },
        )


def _resplit(words: list[str], tags: list[str]) -> tuple[list[str], list[str]]:
    """Words of another tokenisation, split as ours; a B- tag stays on the first piece only."""
    out_words: list[str] = []
    out_tags: list[str] = []
    for word, tag in zip(words, tags, strict=True):
        for i, (a, b) in enumerate(tokenise.words(word)):
            out_words.append(word[a:b])
            out_tags.append("I" + tag[1:] if i and tag != "O" else tag)
    return out_words, out_tags


def bio(tags: list[str]) -> list[str]:
    """IOB1 to IOB2."""
    out: list[str] = []
    for i, tag in enumerate(tags):
        before = tags[i - 1] if i else "O"
        begins = tag[0] == "I" and (before == "O" or before[2:] != tag[2:])
        out.append("B" + tag[1:] if begins else tag)
    return out


def conll03(path: Path) -> Iterator[Example]:
    """CoNLL-2003 entities."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split() for line in block.split("\n") if line and not line.startswith("-DOCSTART-")]
        if rows:
            words, tags = _resplit([r[0] for r in rows], bio([r[-1] for r in rows]))
            yield Example(words, {"ner": tags})


_WORLDWIDE = {
    "Person": "PER", "Organization": "ORG", "Location": "LOC", "Facility": "LOC", "NORP": "MISC", "Misc": "MISC",
    "Product": "MISC",
}  # fmt: skip
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_CLITIC = re.compile(r"n?['’](?:s|t|re|ve|m|ll|d)", re.IGNORECASE)
_OPENING, _CLOSING = frozenset("([{“‘«$₡₹£€#"), frozenset(",.;:?!)]}”»%…")


@dataclass(slots=True)
class Newswire:
    """One article of the worldwide newswire as it may have been printed: its text, and its entities as (type, start, end)."""

    name: str
    text: str
    entities: list[tuple[str, int, int]]


def worldwide_files(folder: Path, held: bool) -> Iterator[tuple[str, list[tuple[list[str], list[str]]]]]:
    """Every file's name and its blocks (a paragraph each) as words and B/I/O tags of four classes, as the files have them.

    A word inside two entities has a column for each, the outer one first: that one is taken. The block with the address that
    a file begins with is left out. Dates and money are no entities; nationalities and religions (NORP) and products are MISC
    as in CoNLL-2003, facilities LOC. ``held`` picks the regions kept apart.
    """
    for path in sorted(folder.glob("*.tsv")):
        if (path.name.split("_")[0] in WORLDWIDE_HELD) is not held:
            continue
        blocks = []
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            words: list[str] = []
            tags: list[str] = []
            for line in block.split("\n"):
                word, _, tag = line.partition("\t")
                prefix, _, kind = tag.partition("\t")[0].strip().partition("-")
                if not tag or not word.strip():
                    continue
                kind = _WORLDWIDE.get(kind, "")
                words.append(word.strip())
                tags.append(f"{prefix}-{kind}" if kind else "O")
            if words and not words[0].startswith("http"):
                blocks.append((words, bio(tags)))
        yield path.name, blocks


def worldwide_stored(folder: Path, held: bool) -> Iterator[Example]:
    """Newswire from outside the West, block by block and word by word as the files have it: what published figures go by."""
    for _, blocks in worldwide_files(folder, held):
        for words, tags in blocks:
            resplit, split_tags = _resplit(words, tags)
            yield Example(resplit, {"ner": split_tags})


def worldwide_articles(folder: Path, held: bool) -> Iterator[Newswire]:
    """The same as running text, a block a paragraph.

    What is put right, because no report reads so: "’ s", "Dr ." and "U . S ." are written together again (else a reader would
    learn, or be judged by, words that it never meets), and a weekday is no MISC (the files have nine in ten as dates).
    """
    for name, blocks in worldwide_files(folder, held):
        text = ""
        entities: list[tuple[str, int, int]] = []
        for words, tags in blocks:
            spans, text = _written(words, text)
            for kind, first, last in decode.spans(tags):
                if not (kind == "MISC" and last == first + 1 and words[first].lower() in _WEEKDAYS):
                    entities.append((kind, spans[first][0], spans[last - 1][1]))
            text += "\n\n"
        yield Newswire(name, text, entities)


def worldwide(folder: Path, held: bool) -> Iterator[Example]:
    """The running text by sentences and words as the reader cuts them: what it learns from."""
    for article in worldwide_articles(folder, held):
        for paragraph in tokenise.paragraphs(article.text):
            for sentence in tokenise.sentences(article.text, *paragraph):
                spans = tokenise.words(article.text, *sentence)
                tags = ["O"] * len(spans)
                for kind, start, end in article.entities:
                    if sentence.start <= start < sentence.end:
                        for piece in _cover(spans, [(start, end)]):
                            for k, i in enumerate(piece):
                                tags[i] = ("I-" if k else "B-") + kind
                if spans:
                    yield Example([article.text[a:b] for a, b in spans], {"ner": tags})


def _written(words: Sequence[str], text: str) -> tuple[list[tuple[int, int]], str]:
    """Where each word stands once they are written after ``text`` with white space as in print, and the text with them."""
    spans: list[tuple[int, int]] = []
    joined, quoted = True, False
    for i, word in enumerate(words):
        before, after = words[i - 1] if i else "", words[i + 1] if i + 1 < len(words) else ""
        split = word in "’'" and before[-1:].isalpha() and _CLITIC.fullmatch(word + after) is not None
        closes = word[0] in _CLOSING or (word == '"' and quoted) or (word in "’'" and before not in _OPENING)
        if not (joined or split or closes or word[0] in "-/" or _CLITIC.fullmatch(word)):
            text += " "
        spans.append((len(text), len(text) + len(word)))
        text += word
        initials = word == "." and len(before) == len(after) == 1 and (before + after).isalpha() and after != "I"
        joined = split or initials or word in _OPENING or word in "-/" or (word == '"' and not quoted)
        quoted ^= word == '"'
    return spans, text


@dataclass(slots=True)
class Brat:
    """One article of PolNeAR: its text and its attributions, each a dict of role to spans."""

    name: str
    text: str
    attributions: list[dict[str, list[tuple[int, int]]]]


def brat(folder: Path) -> Iterator[Brat]:
    """PolNeAR articles; of an article with several annotators, the annotation file that comes first by name."""
    done: set[str] = set()
    for path in sorted((folder / "attributions").glob("*.ann")):
        name = path.stem.rsplit("_", 1)[0]
        source = folder / "text" / f"{name}.txt"
        if name in done or not source.exists():
            continue
        done.add(name)
        spans: dict[str, tuple[str, list[tuple[int, int]]]] = {}
        links: list[list[str]] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            parts = line.split("\t")
            if len(parts) >= 2 and parts[0].startswith("T"):
                match = re.match(r"(\w+) ([\d ;]+)$", parts[1])
                if match:
                    pieces = [tuple(map(int, p.split())) for p in match.group(2).split(";") if len(p.split()) == 2]
                    spans[parts[0]] = (match.group(1), pieces)  # type: ignore[assignment]
            elif len(parts) >= 2 and parts[0].startswith("E"):
                links.append(parts[1].split())
        found = []
        for link in links:
            roles: dict[str, list[tuple[int, int]]] = {}
            for item in link:
                _, _, target = item.partition(":")
                if target in spans and spans[target][0] in ("Source", "Cue", "Content"):
                    roles.setdefault(spans[target][0].lower(), []).extend(spans[target][1])
            if "cue" in roles or "content" in roles:
                found.append(roles)
        yield Brat(name, source.read_text(encoding="utf-8"), found)


def attribution(folder: Path) -> Iterator[Example]:
    """PolNeAR by sentences: B/I/O of source, cue and content, and each span's link to its cue."""
    for article in brat(folder):
        yield from _attribution_sentences(article)


def _attribution_sentences(article: Brat) -> Iterator[Example]:
    text = article.text
    inside = False
    for paragraph in tokenise.paragraphs(text):
        inside = False
        for sentence in tokenise.sentences(text, *paragraph):
            spans = tokenise.words(text, *sentence)
            words = [text[a:b] for a, b in spans]
            labels = {role: ["O"] * len(words) for role in ("source", "cue", "content")}
            links: list[tuple[int, int]] = []
            for roles in article.attributions:
                if not any(a < sentence.end and b > sentence.start for pieces in roles.values() for a, b in pieces):
                    continue
                cue = _cover(spans, roles.get("cue", []))
                for role in labels:
                    covered = _cover(spans, roles.get(role, []))
                    for piece in covered:
                        for k, i in enumerate(piece):
                            labels[role][i] = "I" if k else "B"
                        if cue and piece and role != "cue":
                            links.append((piece[0], cue[0][0]))
            yield Example(words, dict(labels), links, inside)
            _, inside = features.quote_states(words, inside)


def _cover(words: Sequence[tuple[int, int]], spans: list[tuple[int, int]]) -> list[list[int]]:
    """For each span the words that lie in it (a word counts when more than half of it does); empty ones left out."""
    out = []
    for start, end in sorted(spans):
        inside = [i for i, (a, b) in enumerate(words) if min(b, end) - max(a, start) > (b - a) / 2]
        if inside:
            out.append(inside)
    return out


_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
_EVENT_CLASSES = ("OCCURRENCE", "REPORTING", "I_ACTION", "I_STATE", "STATE", "ASPECTUAL", "PERCEPTION")


@dataclass(slots=True)
class TimeMl:
    """One TimeML article: its text, publication date, times (start, end, type, value) and events (start, end, class)."""

    name: str
    text: str
    published: str
    times: list[tuple[int, int, str, str]]
    events: list[tuple[int, int, str]]


def timeml(path: Path) -> TimeMl:
    """A TimeML file with its inline marks taken out and their offsets kept."""
    raw = path.read_text(encoding="utf-8")
    dct = re.search(r"<DCT>.*?value=\"([^\"]+)\".*?</DCT>", raw, re.DOTALL)
    body = re.search(r"<TEXT>(.*?)</TEXT>", raw, re.DOTALL)
    source = body.group(1) if body else ""
    pieces: list[str] = []
    length = at = 0
    open_tags: list[tuple[str, str, int]] = []
    times: list[tuple[int, int, str, str]] = []
    events: list[tuple[int, int, str]] = []

    def add(piece: str) -> int:
        for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
            piece = piece.replace(entity, char)
        pieces.append(piece)
        return len(piece)

    for match in _TAG.finditer(source):
        length += add(source[at : match.start()])
        at = match.end()
        if not match.group(1) and not match.group(3).endswith("/"):
            open_tags.append((match.group(2), match.group(3), length))
        elif match.group(1) and open_tags:
            name, attributes, start = open_tags.pop()
            values = dict(re.findall(r'(\w+)="([^"]*)"', attributes))
            if name == "TIMEX3":
                times.append((start, length, values.get("type", ""), values.get("value", "")))
            elif name == "EVENT":
                events.append((start, length, values.get("class", "")))
    add(source[at:])
    return TimeMl(path.stem, "".join(pieces), dct.group(1) if dct else "", times, events)


def timeml_split(folder: Path, held: bool) -> Iterator[TimeMl]:
    """TimeBank and AQUAINT; every fifth TimeBank file by name (the first among them) is held apart."""
    timebank = sorted((folder / "timebank").glob("*.tml"))
    chosen = [p for i, p in enumerate(timebank) if (i % 5 == 0) is held]
    if not held:
        chosen += sorted((folder / "aquaint").glob("*.tml"))
    for path in chosen:
        yield timeml(path)


def times(folder: Path, held: bool = False) -> Iterator[Example]:
    """TimeML by sentences: B/I/O of time expressions with their type, and the class of each event word."""
    for article in timeml_split(folder, held):
        for paragraph in tokenise.paragraphs(article.text):
            for sentence in tokenise.sentences(article.text, *paragraph):
                spans = tokenise.words(article.text, *sentence)
                time = ["O"] * len(spans)
                event = ["O"] * len(spans)
                for start, end, kind, _ in article.times:
                    for piece in _cover(spans, [(start, end)]):
                        for k, i in enumerate(piece):
                            time[i] = ("I-" if k else "B-") + kind
                for start, end, kind in article.events:
                    for piece in _cover(spans, [(start, end)]):
                        if kind in _EVENT_CLASSES:
                            event[piece[-1]] = kind
                yield Example([article.text[a:b] for a, b in spans], {"time": time, "event": event})


def factuality(path: Path) -> Iterator[Example]:
    """How certain the text is that a word's happening happened, -3 to 3; None where nobody was asked."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        words = row["text"].split()
        scores: list[float | None] = [None] * len(words)
        for target in row["targets"]:
            at = target["span1"][1] - 1
            if at < len(words):
                scores[at] = float(target["label"])
        yield Example(words, {"fact": scores})


def training_sets(data: Path) -> dict[str, list[Example]]:
    """Everything that the reading model is trained on, by collection."""
    trees = [*treebank(data / "syntax/ewt-train.conllu"), *treebank(data / "syntax/gum-train.conllu")]
    uds = {tuple(e.words): e for e in factuality(data / "factuality/uds-ih2/train.jsonl")}
    for example in trees:
        scored = uds.pop(tuple(example.words), None)
        if scored:
            example.labels["fact"] = scored.labels["fact"]
    facts = [*uds.values(), *factuality(data / "factuality/uw/train.jsonl")]
    facts += factuality(data / "factuality/commitmentbank/train.jsonl")
    return {
        "trees": trees,
        "conll03": list(conll03(data / "ner/conll03-train.iob1")),
        "worldwide": list(worldwide(data / "ner/worldwide", held=False)),
        "polnear": list(attribution(data / "attribution/polnear/train")),
        "times": list(times(data / "time")),
        "facts": facts,
    }


def lessons(folder: Path) -> Iterator[Example]:
    """The sentences of ``training.lessons`` with what the teacher says of them; the collections by name."""
    import torch

    for path in sorted(folder.glob("*.pt")):
        for row in torch.load(path, weights_only=True):
            told = {name: value for name, value in row.items() if name not in ("words", "inside", "labels")}
            yield Example(row["words"], row.get("labels", {}), inside=row["inside"], taught=told)
