"""The reader: offsets, trees, purity. Runs on the packaged weights."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reader import Reader
from onrecord.reader.network import Network
from onrecord.reader.reading import Draft, _trim

TEXT = (
    "Flood waters cut off the town of Arvela, the mayor said on Monday.\n\n"
    "“We have asked the capital for boats,” Mayor Ines Korta told reporters. “Nobody has answered us.”\n\n"
    "The interior ministry denied that. It said three boats were on their way to Arvela.\n"
)
OTHER = "Workers at the Selm docks walked out on Tuesday. Their union wants 4 percent more."


def test_every_word_is_where_it_says() -> None:
    reading = Reader.load().read(TEXT)
    assert all(TEXT[t.start : t.end] == t.text for t in reading.tokens)
    assert [s.first for s in reading.sentences[1:]] == [s.last for s in reading.sentences[:-1]]


def test_every_sentence_is_one_tree() -> None:
    reading = Reader.load().read(TEXT)
    for number, sentence in enumerate(reading.sentences):
        own = range(sentence.first, sentence.last)
        assert sum(reading.tokens[i].head < 0 for i in own) == 1
        assert all(reading.tokens[i].head < 0 or reading.tokens[i].head in own for i in own)
        assert all((reading.tokens[i].deprel == "root") == (reading.tokens[i].head < 0) for i in own)
        assert all(reading.tokens[i].sentence == number for i in own)


def test_company_changes_nothing() -> None:
    network = Reader.load()._network
    alone = Reader(network).read(TEXT)
    texts = [(OTHER, ()), (TEXT, ()), (TEXT.upper(), ()), (OTHER + " " + TEXT, ())]
    random.Random(3).shuffle(texts)
    together = Reader(network).read_many(texts)
    assert together[[t for t, _ in texts].index(TEXT)] == alone


def test_company_changes_no_number() -> None:
    network = Reader.load()._network
    words = (TEXT + OTHER).split()
    rng = random.Random(5)
    sentences = [(tuple(rng.choices(words, k=rng.randint(1, 40))), rng.random() < 0.3) for _ in range(60)]
    together = network.read(sentences)
    assert [network.read([one])[0] for one in sentences[:12]] == together[:12]


def test_words_without_a_readable_piece_are_read() -> None:
    network = Reader.load()._network
    sentences = [(("\x01",), False), ((), False), (("\x01", "boats", "\x02"), False), (("a" * 400, "b"), True)]
    assert [len(one.heads) for one in network.read(sentences)] == [1, 0, 3, 2]


def test_what_was_read_before_changes_nothing() -> None:
    reader = Reader(Reader.load()._network)
    first = reader.read(TEXT)
    reader.read(OTHER)
    assert reader.read(TEXT) == first


def test_reading_ahead_gives_the_same_in_order() -> None:
    network = Reader.load()._network
    texts = [TEXT if number % 3 else f"{OTHER} The strike is in its week {number}." for number in range(70)]
    ahead = list(Reader(network).read_ahead((text, ()) for text in texts))
    assert [reading.text for reading in ahead] == texts
    reader = Reader(network)
    assert [ahead[number] for number in (0, 1, 33, 69)] == [reader.read(texts[number]) for number in (0, 1, 33, 69)]
    assert list(reader.read_ahead([])) == []


def test_a_quotation_over_two_sentences_has_one_speaker() -> None:
    reading = Reader.load().read(TEXT)
    start = TEXT.index("Nobody has")
    holding = [a for a in reading.attributions if any(c.start <= start < c.end for c in a.content)]
    assert holding
    assert any("Korta" in TEXT[s.start : s.end] for s in holding[0].source)


def test_a_very_long_sentence_is_one_tree() -> None:
    text = "The " + "very " * 900 + "long list ended."
    reading = Reader.load().read(text)
    assert len(reading.sentences) == 1
    assert sum(t.head < 0 for t in reading.tokens) == 1


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    reading = Reader.load().read(text)
    assert all(text[t.start : t.end] == t.text for t in reading.tokens)


def test_words_are_kept_once_however_many_sentences_have_them() -> None:
    one, other = Draft("The mayor of Arvela said no.", ()), Draft("Nobody in Arvela asked.", ())
    (first,), (second,) = ([word for word in draft.keys[0][0] if word == "Arvela"] for draft in (one, other))
    assert first is second


def test_what_batches_took_is_given_back() -> None:
    if (trim := _trim()) is None:
        pytest.skip("the C library has no way to give memory back")
    Reader(Network.load()).read_many([(f"{TEXT}\n\nThe {n} boats came on day {n} of the flood.", ()) for n in range(128)])
    held = resident()
    trim(0)
    assert held - resident() < 12


def resident() -> int:
    """Megabytes that this process holds; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    found = [line for line in status.read_text().splitlines() if line.startswith("VmRSS")] if status.exists() else []
    return int(found[0].split()[1]) // 1024 if found else 0
