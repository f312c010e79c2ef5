"""Marked sources, cues and contents to attributions, on sentences whose marks and heads are given by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from trees import reading_of

from onrecord.claims.actors import Resolver
from onrecord.claims.attribution import find_attributions, sources_of
from onrecord.model import AttributionSpans, Sentence, Span
from onrecord.reader.attributions import Marks, join
from onrecord.reader.network import Words
from onrecord.text import tokenise

Mark = tuple[str, int, int, float]


def joined(
    text: str, heads: str, links: dict[int, int], *marks: Mark, tags: dict[int, str] | None = None
) -> tuple[AttributionSpans, ...]:
    """The attributions of one sentence. ``heads`` has ``head=relation`` for each word, -1 for the root; tags are "X" else."""
    spans = tuple(tokenise.words(text, 0, len(text)))
    pairs = [each.split("=") for each in heads.split()]
    assert len(pairs) == len(spans)
    n = len(spans)
    words = Words(
        upos=("X",) * n,
        xpos=tuple((tags or {}).get(i, "X") for i in range(n)),
        lemmas=("x",) * n,
        heads=tuple(int(head) for head, _ in pairs),
        rels=tuple(relation for _, relation in pairs),
        events=("",) * n,
        fact=(0.0,) * n,
        links=tuple(links.get(i, 0) for i in range(n)),
        spans=tuple((kind, "", first, last, p) for kind, first, last, p in marks),
    )
    return join(text, [Marks(Sentence(0, len(text), "body", 0, 0, n), spans, words)])


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


def test_who_is_asked_is_not_who_asks() -> None:
    text = "Asked about rain , Ann said it froze"
    heads = "5=advcl 2=case 0=obl 0=punct 5=nsubj -1=root 7=nsubj 5=ccomp"
    said = (("source", 4, 5, 0.9), ("cue", 5, 6, 0.9), ("content", 6, 8, 0.9))
    asked, said_it = joined(text, heads, {4: 5, 6: 5}, ("cue", 0, 2, 0.9), ("content", 2, 3, 0.9), *said, tags={0: "VBN"})
    assert asked.source == () and words_of(text, said_it.source) == ["Ann"]
    asked, _ = joined(text, heads, {4: 5, 6: 5}, ("cue", 0, 2, 0.9), ("content", 2, 3, 0.9), *said, tags={0: "VBG"})
    assert words_of(text, asked.source) == ["Ann"]


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
    assert words_of(text, added.source) == ["Bob"]


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


def test_of_several_contents_the_surest_is_kept_and_what_else_is_likely_or_quoted() -> None:
    text = "Ann fears it rained all day"
    heads = "1=obl -1=root 3=nsubj 1=ccomp 5=det 3=obl"
    said = (("source", 0, 1, 0.9), ("cue", 1, 2, 0.9))
    for sure, kept in ((0.6, ["it rained"]), (0.7, ["Ann", "it rained"])):
        (only,) = joined(text, heads, {0: 1, 2: 1}, ("content", 0, 1, sure), *said, ("content", 2, 4, 0.8))
        assert words_of(text, only.content) == kept
    (only,) = joined(text, heads, {0: 1, 2: 1}, *said, ("content", 2, 4, 0.5))
    assert words_of(text, only.content) == ["it rained"]
    text, heads = '"Ann" fears it rained', "1=punct 3=obl 1=punct -1=root 5=nsubj 3=ccomp"
    marks = (("content", 0, 3, 0.6), ("cue", 3, 4, 0.9), ("content", 4, 6, 0.8))
    assert words_of(text, joined(text, heads, {0: 3, 4: 3}, *marks)[0].content) == ['"Ann"', "it rained"]


def test_a_clause_that_its_cue_parts_is_kept_whole() -> None:
    text = "The blast appeared to be a warning"
    heads = "1=det 2=nsubj -1=root 6=mark 6=cop 6=det 2=xcomp"
    pieces = (("content", 0, 2, 0.9), ("cue", 2, 3, 0.9), ("content", 3, 7, 0.5))
    (only,) = joined(text, heads, {0: 2, 3: 2}, *pieces)
    assert words_of(text, only.content) == ["The blast", "to be a warning"]
    (only,) = joined(text, heads.replace("nsubj", "obl"), {0: 2, 3: 2}, *pieces)
    assert words_of(text, only.content) == ["The blast"]


def test_what_one_source_says_ends_before_its_next_cue() -> None:
    text = "Ann says it rained all day and denies she lied"
    heads = "1=nsubj -1=root 3=nsubj 1=ccomp 5=det 3=obl 7=cc 1=conj 9=nsubj 7=ccomp"
    says, denies = joined(
        text,
        heads,
        {0: 1, 2: 1},
        ("source", 0, 1, 0.9),
        ("cue", 1, 2, 0.9),
        ("content", 2, 10, 0.9),
        ("cue", 7, 8, 0.9),
        ("content", 8, 10, 0.9),
    )
    assert words_of(text, says.content) == ["it rained all day"]
    assert words_of(text, denies.content) == ["she lied"] and words_of(text, denies.source) == ["Ann"]


def test_content_without_a_cue_is_kept_only_as_a_sure_quotation() -> None:
    text, heads = "It froze hard", "1=nsubj -1=root 1=advmod"
    assert joined(text, heads, {}, ("content", 0, 3, 0.99)) == ()
    text, heads = '"It froze hard"', "2=punct 2=nsubj -1=root 2=advmod 2=punct"
    assert joined(text, heads, {}, ("content", 0, 5, 0.5)) == ()
    (only,) = joined(text, heads, {}, ("content", 0, 5, 0.95))
    assert words_of(text, only.content) == ['"It froze hard"']


Said = tuple[str, tuple[Mark, ...]]


def over_sentences(*paragraphs: tuple[Said, ...]) -> tuple[str, tuple[AttributionSpans, ...]]:
    """Paragraphs of sentences with their marks; all links are to a sentence's first cue."""
    text, marks, first = "", [], 0
    for number, sentences in enumerate(paragraphs):
        for sentence, found in sentences:
            start = len(text)
            text += sentence + " "
            spans = tuple(tokenise.words(text, start, start + len(sentence)))
            n = len(spans)
            cue = next((a for kind, a, _, _ in found if kind == "cue"), 0)
            words = Words(
                upos=("X",) * n,
                xpos=("X",) * n,
                lemmas=("x",) * n,
                heads=(-1, *range(n - 1)),
                rels=("dep",) * n,
                events=("",) * n,
                fact=(0.0,) * n,
                links=(cue,) * n,
                spans=tuple((kind, "", a, b, p) for kind, a, b, p in found),
            )
            marks.append(Marks(Sentence(start, start + len(sentence), "body", number, first, first + n), spans, words))
            first += n
        text = text[:-1] + "\n\n"
    return text, join(text, marks)


SAID = ('"It rained," Ann said.', (("content", 0, 5, 0.9), ("source", 5, 6, 0.9), ("cue", 6, 7, 0.9)))
FIRST = ('"The roof leaks.', (("content", 0, 5, 0.9),))
CRITICS = ("Critics say he lies.", (("source", 0, 1, 0.9), ("cue", 1, 2, 0.9), ("content", 2, 4, 0.9)))


def test_a_quotation_that_ends_with_a_full_stop_goes_with_the_cue_before_it() -> None:
    last = ('Nobody came."', (("content", 0, 4, 0.9),))
    text, (ann, others) = over_sentences((SAID, FIRST, last, CRITICS))
    assert words_of(text, ann.content) == ['"It rained,"', '"The roof leaks. Nobody came."']
    assert words_of(text, others.content) == ["he lies"]
    asked = ('Who came?"', (("content", 0, 4, 0.9),))
    text, (ann, others) = over_sentences((SAID, FIRST, asked, CRITICS))
    assert words_of(text, ann.content)[-1] == '"The roof leaks. Who came?"'
    assert words_of(text, others.source) == ["Critics"]


def test_a_quotation_that_a_cue_closes_goes_with_that_cue() -> None:
    last = ('Nobody came," Bo said.', (("content", 0, 4, 0.9), ("source", 4, 5, 0.9), ("cue", 5, 6, 0.9)))
    text, (ann, bo) = over_sentences((SAID, FIRST, last))
    assert words_of(text, ann.content) == ['"It rained,"']
    assert words_of(text, bo.content) == ['"The roof leaks. Nobody came,"']


def test_a_question_goes_with_the_cue_right_behind_it() -> None:
    asked = ('"Who came?"', (("content", 0, 5, 0.9),))
    bo = ("Bo asked.", (("source", 0, 1, 0.9), ("cue", 1, 2, 0.9)))
    text, (ann, who) = over_sentences((SAID, asked, bo))
    assert words_of(text, ann.content) == ['"It rained,"']
    assert words_of(text, who.content) == ['"Who came?"'] and words_of(text, who.source) == ["Bo"]


def test_a_quotation_is_content_wholly_or_not_at_all() -> None:
    middle = ("Nobody came.", ())
    last = ('We left."', (("content", 1, 3, 0.9),))
    text, (ann,) = over_sentences((SAID, FIRST, middle, last))
    assert words_of(text, ann.content) == ['"It rained,"', '"The roof leaks. Nobody came. We left."']


def test_what_a_colon_leads_in_is_the_last_speakers_in_a_paragraph_of_its_own() -> None:
    bo = ("Bo wrote of the storm:", (("source", 0, 1, 0.9), ("cue", 1, 2, 0.9), ("content", 2, 5, 0.9)))
    last = ('Nobody came."', (("content", 0, 4, 0.9),))
    text, (written,) = over_sentences((bo,), (FIRST, last))
    assert words_of(text, written.content) == ["of the storm", '"The roof leaks. Nobody came."']


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    left_open = ('"Nobody came.', (("content", 0, 4, 0.9),))
    text, (ann,) = over_sentences((SAID, left_open), (('"We left."', (("content", 0, 5, 0.9),)),))
    assert words_of(text, ann.content) == ['"It rained,"', '"Nobody came.', '"We left."']
    # A quotation behind the report's own words is nobody's, one that begins the paragraph the speaker's before.
    text, found = over_sentences((SAID,), (("Nobody came.", (("content", 0, 3, 0.99),)), FIRST))
    assert [words_of(text, one.content) for one in found] == [['"It rained,"'], ['"The roof leaks.']]
    text, (ann,) = over_sentences((SAID,), (('"We left."', (("content", 0, 5, 0.9),)),))
    assert words_of(text, ann.content) == ['"It rained,"', '"We left."']


def test_in_a_transcript_each_turn_is_its_speakers() -> None:
    ask = ("MARA VELT: Did it flood?", ())
    answer = ("KORTA: It did.", (("content", 0, 4, 0.99),))
    more = ("The mayor said so.", (("source", 0, 2, 0.9), ("cue", 2, 3, 0.9), ("content", 3, 4, 0.9)))
    again = ("VELT: And now?", (("content", 2, 4, 0.9), ("cue", 1, 2, 0.9)))
    text, (first, second, mayor, third) = over_sentences((ask,), (answer, more), (again,))
    assert [words_of(text, one.source + one.content) for one in (first, second, mayor, third)] == [
        ["MARA VELT", "Did it flood?"],
        ["KORTA", "It did. The mayor said so."],
        ["The mayor", "so"],
        ["VELT", "And now?"],
    ]
    assert all(words_of(text, one.cue) == [":"] for one in (first, second, third))
    # Two paragraphs are no transcript, nor is a list in which nobody speaks twice.
    text, found = over_sentences((ask,), (again,))
    assert [words_of(text, one.content) for one in found] == [["And now"]]
    text, found = over_sentences((ask,), (answer,), (("NOTE: See below.", ()),))
    assert found == ()


def test_a_cue_has_one_source_and_says_something() -> None:
    text = "As Ann and the town feared it rained"
    heads = "5=mark 5=nsubj 4=cc 4=det 1=conj -1=root 7=nsubj 5=ccomp"
    (only,) = joined(
        text,
        heads,
        {1: 5, 3: 5, 6: 5},
        ("source", 1, 2, 0.8),
        ("source", 3, 5, 0.9),
        ("cue", 5, 6, 0.9),
        ("content", 6, 8, 0.9),
    )
    assert words_of(text, only.source) == ["Ann"]
    assert joined("Ann sang loudly", "1=nsubj -1=root 1=advmod", {0: 1}, ("source", 0, 1, 0.9), ("cue", 1, 2, 0.9)) == ()


@pytest.mark.parametrize(
    ("text", "heads", "cue", "source"),
    [
        ("The old mayor fears it rained", "2=det 2=amod 3=nsubj -1=root 5=nsubj 3=ccomp", 3, "The old mayor"),
        ("It rained feared by the mayor", "1=nsubj -1=root 1=parataxis 5=case 5=det 2=obl:agent", 2, "the mayor"),
        ("The mayor's fear it rained", "1=det 3=nmod:poss 1=case -1=root 5=nsubj 3=acl", 3, "The mayor's"),
        ("Rain is expected", "2=nsubj:pass 2=aux:pass -1=root", 2, None),
    ],
)
def test_who_is_not_marked_is_seen_in_the_tree(text: str, heads: str, cue: int, source: str | None) -> None:
    content = (0, 2) if cue == 2 else (cue + 1, len(heads.split()))
    (only,) = joined(text, heads, {content[0]: cue}, ("cue", cue, cue + 1, 0.9), ("content", *content, 0.9))
    assert words_of(text, only.source) == ([source] if source else [])


def test_a_cue_without_content_takes_the_clause_that_completes_it() -> None:
    text = "Ann refuses to leave the town today"
    heads = "1=nsubj -1=root 3=mark 1=xcomp 5=det 3=obj 3=obl"
    (only,) = joined(text, heads, {0: 1}, ("source", 0, 1, 0.9), ("cue", 1, 2, 0.9))
    assert words_of(text, only.content) == ["to leave the town today"]
    assert joined(text, heads.replace("xcomp", "advcl"), {0: 1}, ("source", 0, 1, 0.9), ("cue", 1, 2, 0.9)) == ()


LEAVE = "guards/guard/NOUN/NNS/2/obj to/to/PART/TO/5/mark leave/leave/VERB/VB/2/xcomp"
LEFT = "guards/guard/NOUN/NNS/4/nsubj left/leave/VERB/VBD/2/ccomp"


@pytest.mark.parametrize(
    ("verb", "content", "told"), [("order", LEAVE, False), ("agree", LEFT, True), ("promise", LEAVE, True)]
)
def test_what_somebody_is_set_on_says_nothing_of_the_facts(verb: str, content: str, told: bool) -> None:
    reading = reading_of(f"Lena/Lena/PROPN/NNP/2/nsubj {verb}ed/{verb}/VERB/VBD/0/root {content}")
    at = [(token.start, token.end) for token in reading.tokens]
    spans = AttributionSpans((Span(*at[0]),), (Span(*at[1]),), (Span(at[2][0], at[-1][1]),), 0.9)
    reading = replace(reading, attributions=(spans,))
    (said,) = find_attributions(reading, Resolver(reading, reading.entities))
    assert said.tells is told
    assert bool(sources_of((said,), Span(*at[-1]))) is told
