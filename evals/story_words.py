"""How common words are in news: makes ``src/onrecord/vocab/story_words.csv``, where stories start when little has been read.

    python -m evals.story_words ../shared/data > src/onrecord/vocab/story_words.csv

Counts, for every stem of `onrecord.copies.wording`, in how many documents of PolNeAR (train), the worldwide English NER set,
LGL, GeoVirus, CoNLL-2003 (train) and one in twenty of Reuters-21578 it stands among the first words. No story set (ECB+,
AllSides) is among them. Only counts are kept, of words that at least ``LEAST`` of a thousand documents have.
"""

from __future__ import annotations

import csv
import html
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from onrecord.copies.wording import WORDS, stem_words

LEAST = 2.0


def documents(data: Path) -> Iterator[str]:
    """The texts, one a document."""
    for path in sorted((data / "attribution/polnear/train").rglob("*.txt")):
        yield path.read_text(encoding="utf-8", errors="replace")
    for path in sorted((data / "ner/worldwide").glob("*.tsv")):
        yield " ".join(line.split("\t")[0] for line in path.read_text(encoding="utf-8").splitlines())
    for name in ("lgl.xml", "geovirus.xml"):
        for text in re.findall(r"<text>(.*?)</text>", (data / "places" / name).read_text(encoding="utf-8"), re.DOTALL):
            yield html.unescape(text.removeprefix("<![CDATA["))
    for block in (data / "ner/conll03-train.iob1").read_text(encoding="utf-8").split("-DOCSTART-"):
        yield " ".join(line.split(" ")[0] for line in block.splitlines()[1:])
    for path in sorted((data / "copies/reuters21578").glob("*.sgm")):
        bodies = re.findall(r"<BODY>(.*?)</BODY>", path.read_text(encoding="latin-1"), re.DOTALL)
        yield from map(html.unescape, bodies[::20])


def main() -> None:
    """Write the table to standard output."""
    counts: Counter[str] = Counter()
    total = 0
    for text in documents(Path(sys.argv[1])):
        words = set(stem_words(text, WORDS))
        if len(words) >= 20:
            total += 1
            counts.update(words)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["stem", "per_thousand", "source"])
    source = "counted by evals/story_words.py"
    for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        share = 1000 * count / total
        if share >= LEAST and len(word) > 1 and word != "http" and not any(c.isdigit() for c in word):
            out.writerow([word, f"{share:.1f}", source])


if __name__ == "__main__":
    main()
