"""The worldwide newswire as running text: nested names, words written together again, weekdays that are no entities."""

import random
from pathlib import Path

from training import data, renamed

from onrecord.reader import decode

FILE = """https://example.org/harbour-strike\tO

The\tO
Lagos\tB-Organization\tB-Location
Port\tI-Organization
Union\tI-Organization
did\tO
n\u2019t\tO
meet\tO
Dr\tO
.\tO
Ada\tB-Person
Obi\tI-Person
on\tO
Tuesday\tB-Misc
.\tO
The\tO
U\tB-Location
.\tI-Location
S\tI-Location
.\tI-Location
envoy\tO
backed\tO
Nigeria\tB-Location
\u2019\tO
s\tO
ex\tO
-\tO
minister\tO
.\tO

Dockers\tO
sang\tO
Hausa\tB-NORP
songs\tO
.\tO
"""


def write(folder: Path, name: str = "ng_dockside_1.txt.tsv") -> Path:
    (folder / name).write_text(FILE, encoding="utf-8")
    return folder


def test_articles_read_as_printed_and_keep_their_entities(tmp_path: Path) -> None:
    (article,) = data.worldwide_articles(write(tmp_path), held=False)
    assert article.text.split("\n\n")[0] == (
        "The Lagos Port Union didn\u2019t meet Dr. Ada Obi on Tuesday. The U.S. envoy backed Nigeria\u2019s ex-minister."
    )
    assert [(kind, article.text[start:end]) for kind, start, end in article.entities] == [
        ("ORG", "Lagos Port Union"),
        ("PER", "Ada Obi"),
        ("LOC", "U.S."),
        ("LOC", "Nigeria"),
        ("MISC", "Hausa"),
    ]


def test_sentences_are_cut_as_the_reader_cuts_them(tmp_path: Path) -> None:
    examples = list(data.worldwide(write(tmp_path), held=False))
    assert [example.words[0] for example in examples] == ["The", "The", "Dockers"]
    assert examples[0].words[4:8] == ["did", "n\u2019t", "meet", "Dr."]
    assert decode.spans(examples[0].labels["ner"]) == [("ORG", 1, 4), ("PER", 8, 10)]
    assert examples[1].words[1] == "U.S."
    assert "\u2019s" in examples[1].words and "ex-minister" in examples[1].words


def test_stored_words_keep_the_outer_name_and_every_label(tmp_path: Path) -> None:
    first, second = data.worldwide_stored(write(tmp_path), held=False)
    spans = decode.spans(first.labels["ner"])
    assert ("ORG", 1, 4) in spans and ("LOC", 1, 2) not in spans
    assert [first.words[i] for kind, i, _ in spans if kind == "MISC"] == ["Tuesday"]
    assert decode.spans(second.labels["ner"]) == [("MISC", 2, 3)]


def test_regions_kept_apart_are_not_trained_on(tmp_path: Path) -> None:
    write(tmp_path, "nz_harbour_1.txt.tsv")
    assert not list(data.worldwide(tmp_path, held=False))
    assert len(list(data.worldwide_articles(tmp_path, held=True))) == 1


def test_towns_and_people_are_exchanged_for_others_of_their_kind() -> None:
    words = "Ada Obi left Warri for Norway ; Obi said Warri sleeps .".split()
    tags = ["B-PER", "I-PER", "O", "B-LOC", "O", "B-LOC", "O", "B-PER", "O", "B-LOC", "O", "O"]
    plain = data.Example("It rained .".split(), {"ner": ["O", "O", "O"]})
    given = [data.Example(words, {"ner": tags}), plain]
    (other,) = renamed.renamed(given, [["Puerto", "Alda"]], [["Ines", "Marie", "Korta"]], random.Random(1))
    told = [(kind, " ".join(other.words[first:last])) for kind, first, last in decode.spans(other.labels["ner"])]
    assert told == [
        ("PER", "Ines Marie Korta"), ("LOC", "Puerto Alda"), ("LOC", "Norway"), ("PER", "Korta"), ("LOC", "Puerto Alda")
    ]  # fmt: skip
    assert [word for word, tag in zip(other.words, other.labels["ner"], strict=True) if tag == "O"] == [
        word for word, tag in zip(words, tags, strict=True) if tag == "O"
    ]
    assert renamed.people(given) == [["Ada", "Obi"]]
