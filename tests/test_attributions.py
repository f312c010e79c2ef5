"""Marked sources, cues and contents to attributions, on sentences whose marks and heads are given by hand."""

from __future__ import annotations

from onrecord.model import AttributionSpans, Sentence, Span
from onrecord.reader.attributions import Marks, join
from onrecord.reader.network import Words
from onrecord.text import tokenise

Mark = tuple[str, int, int, float]


def joined(text: str, heads: str, links: dict[int, int], *marks: Mark) -> tuple[AttributionSpans, ...]:
    """The attributions of one sentence. ``heads`` has ``head=relation`` for each word, -1 for the root."""
    spans = tuple(tokenise.words(text, 0, len(text)))
    pairs = [each.split("=") for each in heads.split()]
    assert len(pairs) == len(spans)
    n = len(spans)
    words = Words(
        upos=("X",) * n,
        xpos=("X",) * n,
        lemmas=("x",) * n,
        heads=tuple(int(head) for head, _ in pairs),
        rels=tuple(relation for _, relation in pairs),
        events=("",) * n,
        fact=(0.0,) * n,
        links=tuple(links.get(i, 0) for i in range(n)),
        spans=tuple((kind, "", first, last, p) for kind, first, last, p in marks),
    )
    return join(text, (), [Marks(Sentence(0, len(text), "body", 0, 0, n), spans, words, False, False)])


def words_of(text: str, spans: tuple[Span, ...]) -> list[str]:
    """The words of some spans."""
    return [text[span.start : span.end] for span in spans]


def test_a_coordinated_cue_has_the_source_of_the_first() -> None:
    text = "Ann said it rained and added it froze"
    heads = "1=nsubj -1=root 3=nsubj 1=ccomp 5=cc 1=conj 7=nsubj 5=ccomp"
    said, added = joined(
        text,
        heads,
        {0: 1, 2: 1, 6: 5},
        ("source", 0, 1, 0.9),
        ("cue", 1, 2, 0.9),
        ("content", 2, 4, 0.9),
        ("cue", 5, 6, 0.9),
        ("content", 6, 8, 0.9),
    )
    assert words_of(text, said.source) == words_of(text, added.source) == ["Ann"]
    assert words_of(text, added.content) == ["it froze"]


def test_a_cue_with_a_subject_of_its_own_takes_no_other_source() -> None:
    text = "Ann said it rained and Bob added it froze"
    heads = "1=nsubj -1=root 3=nsubj 1=ccomp 6=cc 6=nsubj 1=conj 8=nsubj 6=ccomp"
    _, added = joined(
        text,
        heads,
        {0: 1, 2: 1, 7: 6},
        ("source", 0, 1, 0.9),
        ("cue", 1, 2, 0.9),
        ("content", 2, 4, 0.9),
        ("cue", 6, 7, 0.9),
        ("content", 7, 9, 0.9),
    )
    assert added.source == ()


def test_of_contents_on_one_side_the_nearest_is_kept_and_quotations_are() -> None:
    text = 'Ann said it rained , the town , "all of it"'
    heads = "1=nsubj -1=root 3=nsubj 1=ccomp 3=punct 6=det 3=obj 6=punct 9=punct 6=appos 9=case 9=nmod 9=punct"
    (only,) = joined(
        text,
        heads,
        {0: 1, 2: 1, 5: 1, 8: 1},
        ("source", 0, 1, 0.9),
        ("cue", 1, 2, 0.9),
        ("content", 2, 4, 0.9),
        ("content", 5, 7, 0.9),
        ("content", 8, 13, 0.9),
    )
    assert words_of(text, only.content) == ["it rained", '"all of it"']


def test_content_without_a_cue_is_kept_only_as_a_sure_quotation() -> None:
    text, heads = "It froze hard", "1=nsubj -1=root 1=advmod"
    assert joined(text, heads, {}, ("content", 0, 3, 0.99)) == ()
    text, heads = '"It froze hard"', "2=punct 2=nsubj -1=root 2=advmod 2=punct"
    assert joined(text, heads, {}, ("content", 0, 5, 0.5)) == ()
    (only,) = joined(text, heads, {}, ("content", 0, 5, 0.95))
    assert words_of(text, only.content) == ['"It froze hard"']
