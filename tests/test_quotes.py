"""Quotations and who speaks in them: marks, passages of many manners, and the rules one by one on trees written by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from hand import tree
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.claims.actors import Resolver
from onrecord.claims.attribution import find_attributions, find_beliefs, voice_of
from onrecord.claims.entities import link_entities
from onrecord.claims.lemmas import planted
from onrecord.claims.quotes import Quotation, find_quotes
from onrecord.model import AttributionSpans, EntityType, Reading, Span
from onrecord.reader import Reader
from onrecord.text.quotation_marks import quotations

PASSAGES = Path(__file__).with_name("quote_passages.txt")


def marked(*paragraphs: str) -> list[str]:
    """The words in marks of some paragraphs."""
    text, parts = "", []
    for paragraph in paragraphs:
        parts.append(Span(len(text), len(text) + len(paragraph)))
        text += paragraph + "\n\n"
    return [text[each.span.start : each.span.end] for each in quotations(text, parts)]


def test_marks_of_both_kinds() -> None:
    assert marked('"It rained," she said. "Then it froze."') == ["It rained", "Then it froze."]
    assert marked("“It rained,” she said. A “so-called” drought.") == ["It rained", "so-called"]
    assert marked("``It rained,'' she said.") == ["It rained"]
    assert marked("”Rain,” she wrote.") == ["Rain"]


def test_inches_are_no_quotation() -> None:
    assert marked('A 6" pipe burst. "Water everywhere," he said.') == ["Water everywhere"]


def test_quotations_in_quotations_stay_whole() -> None:
    assert marked("“She told us ‘run’ and then “never mind” again,” he said.") == [
        "She told us ‘run’ and then “never mind” again"
    ]


def test_each_paragraph_of_a_long_quotation_opens_anew() -> None:
    assert marked('"One day it rained.', '"The next it froze," she said.') == ["One day it rained.", "The next it froze"]
    # The same with the paragraphs run into one line.
    assert marked('"One day it rained. "The next it froze," she said. "Then sun."') == [
        "One day it rained.",
        "The next it froze",
        "Then sun.",
    ]


def test_a_quotation_runs_on_to_the_mark_that_closes_it() -> None:
    assert marked('He said: "One day it rained.', 'The next it froze." She left.') == [
        "One day it rained.\n\nThe next it froze."
    ]
    assert marked('He said. "', "One day it rained.", 'The next it froze, "he added.') == [
        "One day it rained.\n\nThe next it froze"
    ]
    assert marked('"Open to the end', "No mark here.") == ["Open to the end"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet="\"“”`'ab .,\n", max_size=30), max_size=4))
def test_marks_in_any_text_give_ordered_spans_inside_it(paragraphs: list[str]) -> None:
    text, parts = "", []
    for paragraph in paragraphs:
        parts.append(Span(len(text), len(text) + len(paragraph)))
        text += paragraph + "\n\n"
    found = quotations(text, parts)
    for one, next_one in pairwise(found):
        assert one.span.end <= next_one.span.start
    for each in found:
        assert 0 <= each.span.start < each.span.end <= len(text)
        assert 0 <= each.paragraph < len(parts)


# --------------------------------------------------------------------------------------------------------- whole reports


def read(reading: Reading) -> tuple[Quotation, ...]:
    """The quotations of a reading, as the record has them."""
    reading = planted(reading).reading
    resolver = Resolver(reading, link_entities(reading))
    return find_quotes(reading, resolver, (*find_attributions(reading, resolver), *find_beliefs(reading, resolver)))


def passages() -> list[tuple[str, list[str]]]:
    """The passages with the speakers of their quotations in order; "-" where the report does not tell."""
    out = []
    for block in PASSAGES.read_text(encoding="utf-8").split("\n=====\n"):
        head, _, text = block.partition("\n\n")
        out.append((text, head.removeprefix("speakers: ").split("; ")))
    return out


def test_who_speaks_in_reports_of_many_manners() -> None:
    told = passages()
    right = wanted = found = 0
    missed = []
    for (text, speakers), reading in zip(told, Reader.load().read_many([(text, ()) for text, _ in told]), strict=True):
        quotes = read(reading)
        wanted, found = wanted + len(speakers), found + len(quotes)
        for speaker, quote in zip(speakers, quotes, strict=False):
            words = "" if quote.speaker is None else f"{quote.speaker.name} {quote.speaker.text}"
            same = quote.speaker is None if speaker == "-" else speaker.split()[-1].lower() in re.findall(r"\w+", words.lower())
            right += same
            if not same:
                missed.append((speaker, words, text[quote.span.start : quote.span.end]))
    assert abs(found - wanted) <= 3
    assert right / wanted >= 0.95, missed


# ------------------------------------------------------------------------------------------------------------ by hand


def spans(text: str, **roles: str) -> AttributionSpans:
    """An attribution whose source, cue and content are these words of a text."""
    at = {role: (Span(text.index(words), text.index(words) + len(words)),) for role, words in roles.items() if words}
    return AttributionSpans(at.get("source", ()), at.get("cue", ()), at.get("content", ()), 0.9)


def quoted(reading: Reading, *attributions: AttributionSpans) -> tuple[Quotation, ...]:
    """The quotations of a reading with these attributions."""
    reading = replace(reading, attributions=attributions)
    resolver = Resolver(reading, link_entities(reading))
    return find_quotes(reading, resolver, find_attributions(reading, resolver))


QUOTED = (
    '"/PUNCT/3/punct Ruritania/PROPN/3/nsubj lied/VERB/7/ccomp ,/PUNCT/3/punct "/PUNCT/3/punct '
    "it/PRON/7/nsubj said/VERB/0/root ./PUNCT/7/punct"
)


def test_it_said_is_nobody_named_in_the_quotation() -> None:
    first = "The/DET/3/det news/NOUN/3/compound agency/NOUN/5/nsubj Velpa/PROPN/3/appos spoke/VERB/0/root ./PUNCT/5/punct"
    names: tuple[tuple[str, EntityType], ...] = (("Velpa", "ORG"), ("Ruritania", "LOC"))
    reading = tree(first, QUOTED, names=names)
    (found,) = quoted(reading)
    assert found.speaker is not None
    assert (found.speaker.text, found.speaker.name) == ("it", "Velpa")


def test_a_cue_in_the_quoted_words_does_not_speak_them() -> None:
    reading = tree(
        '"/PUNCT/3/punct Smith/PROPN/3/nsubj said/VERB/8/ccomp no/INTJ/3/obj ,/PUNCT/3/punct "/PUNCT/3/punct '
        "Jane/PROPN/8/nsubj recalled/VERB/0/root ./PUNCT/8/punct",
        names=(("Smith", "PER"), ("Jane", "PER")),
    )
    (found,) = quoted(reading, spans(reading.text, source="Smith", cue="said", content="Smith said no"))
    assert found.speaker is not None and found.speaker.name == "Jane"


def test_accused_of_being_without_by_whom_has_no_speaker() -> None:
    reading = tree(
        "Peru/PROPN/2/nsubj said/VERB/0/root men/NOUNS/5/nsubj:pass were/AUX/5/aux:pass accused/VERB/2/ccomp "
        'of/ADP/9/case being/AUX/9/cop "/PUNCT/9/punct rats/NOUNS/5/advcl "/PUNCT/9/punct ./PUNCT/2/punct',
        names=(("Peru", "LOC"),),
    )
    text = reading.text
    content = text[text.index("men") : text.rindex(".")]
    (found,) = quoted(reading, spans(text, source="Peru", cue="said", content=content))
    assert text[found.span.start : found.span.end] == "rats"
    assert found.speaker is None


def test_the_statement_speaks_for_whoever_issued_it() -> None:
    first = (
        "The/DET/2/det ministry/NOUN/3/nsubj issued/VERB/0/root a/DET/5/det statement/NOUN/3/obj on/ADP/7/case "
        "Peru/PROPN/5/nmod ./PUNCT/3/punct"
    )
    second = "The/DET/2/det statement/NOUN/3/nsubj said/VERB/0/root nothing/NOUN/3/obj ./PUNCT/3/punct"
    reading = tree(first, second)
    resolver = Resolver(reading, link_entities(reading))
    found = voice_of(reading, resolver, 9)
    assert (found.text, found.name) == ("The statement", "ministry")


def test_a_report_seen_by_a_paper_is_not_the_papers() -> None:
    reading = tree(
        "A/DET/2/det letter/NOUN/6/nsubj seen/VERB/2/acl by/ADP/5/case Velpa/PROPN/3/obl says/VERB/0/root no/INTJ/6/obj",
        names=(("Velpa", "ORG"),),
    )
    resolver = Resolver(reading, link_entities(reading))
    assert voice_of(reading, resolver, 1).name == "letter"


def test_a_pronoun_that_means_nobody_near_is_the_last_speaker_who_suits_or_nobody() -> None:
    lone = (
        '"/PUNCT/3/punct It/PRON/3/nsubj rained/VERB/7/ccomp ,/PUNCT/3/punct "/PUNCT/3/punct she/PRON/7/nsubj said/VERB/0/root'
    )
    (found,) = quoted(tree(lone))
    assert found.speaker is None
    named = (
        '"/PUNCT/3/punct It/PRON/3/nsubj froze/VERB/7/ccomp ,/PUNCT/3/punct "/PUNCT/3/punct Ann/PROPN/7/nsubj said/VERB/0/root'
    )
    gap = ("Snow/NOUN/2/nsubj fell/VERB/0/root ./PUNCT/2/punct",) * 8
    _, later = quoted(tree(named, *gap, lone, names=(("Ann", "PER"),)))
    assert later.speaker is not None and (later.speaker.text, later.speaker.name) == ("she", "Ann")
