"""Segments: every piece of a page goes to the right part, and nothing is lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import Span
from onrecord.text.segments import Part, segment

LEAD = (
    "At least 14 people drowned and 2,300 were left homeless when the river Tarn burst its banks near the market town of "
    "Ostrel on Tuesday, the regional governor said."
)
MORE = "Soldiers were clearing the coast road on Wednesday, and two bridges were still closed, a spokesman told reporters."


def kinds(text: str, captions: tuple[Span, ...] = ()) -> list[tuple[str, str]]:
    return [(part.segment, text[part.start : part.end]) for part in segment(text, captions)]


def page(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


@pytest.mark.parametrize(
    "headline",
    [
        "Floods kill 14 in river town",
        "Floods kill 14 in river town.",
        "FLOODS KILL 14 IN RIVER TOWN",
        "Governor Says Flood Toll Could Rise As Rain Returns.",
        "Who will pay for the broken dyke?",
        "Ostrel floods: governor asks for boats",
        "Video: Flood tears station from its rails",
    ],
)
def test_headline(headline: str) -> None:
    assert kinds(page(headline, LEAD, MORE))[0] == ("headline", headline)


@pytest.mark.parametrize(
    "first",
    [
        LEAD,
        "The river rose by two metres on Monday.",
        "Soldiers were sent to the town.",
        "Northbank Mills Ltd. reported a loss of two million crowns for the third quarter.",
        "“We lost everything.”",
    ],
)
def test_a_first_sentence_is_no_headline(first: str) -> None:
    assert "headline" not in dict(kinds(page(first, LEAD, MORE)))


def test_one_paragraph_alone_is_body() -> None:
    assert kinds("Rebels seize border post") == [("body", "Rebels seize border post")]


@pytest.mark.parametrize(
    "dateline",
    [
        "OSTREL, Aug 24 (Reuters) -",
        "OSTREL, Aug. 24, 2016 (NAB) --",
        "OSTREL (AP) —",
        "OSTREL, Veland (AP) _",
        "PORT OSTREL, Vt. -",
        "OSTREL ---",
        "Ostrel, 3 May 2016 –",
        "Ostrel, Veland —",
        "Ostrel (NAB) –",
        "Ostrel —",
        "[OSTREL]",
        "OSTREL:",
        "(Reuters) -",
    ],
)
def test_dateline_before_the_lead(dateline: str) -> None:
    text = page("Floods kill 14 in river town", f"{dateline} {LEAD}", MORE)
    assert kinds(text)[1:3] == [("dateline", dateline), ("body", LEAD)]


@pytest.mark.parametrize("dateline", ["OSTREL 1996-08-24", "OSTREL, Veland (AP) _", "OSTREL, Aug 24 (NAB)"])
def test_dateline_on_its_own_line(dateline: str) -> None:
    assert kinds(page("Floods kill 14 in river town.", dateline, LEAD))[:2] == [
        ("headline", "Floods kill 14 in river town."),
        ("dateline", dateline),
    ]


def test_dateline_after_the_headline_repeated_in_the_body() -> None:
    text = page("Floods kill 14 in river town", f"Floods kill 14 in river town. OSTREL --- {LEAD} {MORE}")
    assert kinds(text) == [
        ("headline", "Floods kill 14 in river town"),
        ("body", "Floods kill 14 in river town."),
        ("dateline", "OSTREL ---"),
        ("body", f"{LEAD} {MORE}"),
    ]
    assert {part.paragraph for part in segment(text)[1:]} == {1}


@pytest.mark.parametrize(
    "start",
    [
        "Peter Orlan — a farmer, 61 — lost both barns and most of his herd when the water came over the dyke.",
        "DRIVE-A-CAR Inc. of Ostrel closed its garage after the water came over the dyke on Monday morning.",
        "UN troops - some 40 of them - arrived by boat with blankets for the people of the lower town.",
        "Sen. Mara Quill (R-Ostrel) — one of four who voted against the new dyke — called for an inquiry on Monday.",
    ],
)
def test_not_a_dateline(start: str) -> None:
    assert "dateline" not in dict(kinds(page("Floods kill 14 in river town", MORE, start, LEAD)))


def test_the_speakers_of_a_transcript_are_no_datelines() -> None:
    text = page("Governor speaks on the floods", "QUILL: How many are dead?", "ORLAN: Fourteen, as far as we know today.", LEAD)
    assert "dateline" not in dict(kinds(text))


@pytest.mark.parametrize(
    "byline",
    [
        "By Jane Dorrit",
        "By JANE DORRIT, Northern Press Writer",
        "By Jane Dorrit and Omar Tell in Ostrel",
        "By Jane Dorrit | May 3, 2016 at 4:05 p.m.",
        "Jane Dorrit in Ostrel",
        "Jane Dorrit",
        "Jane Dorrit, Foreign Correspondent",
        "Our Correspondent",
        "(Reporting by Jane Dorrit; Editing by Omar Tell)",
        "Reporting by Jane Dorrit; editing by Omar Tell",
    ],
)
def test_byline(byline: str) -> None:
    assert ("byline", byline) in kinds(page("Floods kill 14 in river town", byline, LEAD, MORE))


@pytest.mark.parametrize("line", ["By Tuesday the water had fallen.", "By Monday evening, Northern Command counted the dead."])
def test_by_a_day_is_no_byline(line: str) -> None:
    assert ("body", line) in kinds(page("Floods kill 14 in river town", LEAD, line, MORE))


def test_credit_at_the_end_of_the_last_paragraph() -> None:
    text = page("Floods kill 14 in river town", LEAD, f"{MORE} (Reporting by Jane Dorrit; Editing by Omar Tell)")
    assert kinds(text)[-2:] == [("body", MORE), ("byline", "(Reporting by Jane Dorrit; Editing by Omar Tell)")]


@pytest.mark.parametrize(
    "caption",
    [
        "Most of the lower town stood under water on Wednesday (Northern Press/Omar Tell/AP)",
        "A family waits on a roof in Ostrel. Photo: Omar Tell",
        "A family waits on a roof in Ostrel. Image: Veland Navy.",
        "A family waits on a roof in Ostrel (AP Photo/Omar Tell)",
        "A family on a roof in Ostrel. File photo",
        "FILE - Boats on the river Tarn",
        "In this Aug. 12, 2015 file photo, Governor Mara Quill speaks in Ostrel.",
        "Mara Quill pictured at the dyke on Tuesday",
        "Mara Quill (left) and Omar Tell at the dyke in Ostrel",
    ],
)
def test_caption(caption: str) -> None:
    assert ("caption", caption) in kinds(page("Floods kill 14 in river town", LEAD, caption, MORE))


def test_scene_between_stamp_and_lead() -> None:
    text = page("Floods kill 14 in river town", "Monday, May 18, 2015", "Boats at the old bridge of Ostrel", LEAD)
    assert [kind for kind, _ in kinds(text)] == ["headline", "furniture", "caption", "body"]


def test_caption_run_into_a_paragraph_with_its_credit() -> None:
    scene = "A family waits on a roof in Ostrel. Photo: AP"
    text = page("Floods kill 14 in river town", f"{LEAD} {scene} {MORE}")
    assert kinds(text)[1:] == [("body", LEAD), ("caption", scene), ("body", MORE)]


@pytest.mark.parametrize(
    "line",
    [
        "The governor said the dead included six children (all from one school).",
        "Officials had pointed to the image by the time the dam broke.",
        "The motion was opposed by Mara Quill (R) and nine others of her party.",
        "The bill was sponsored by a group of senators (Labour/Green).",
        "“They were seen in the car,” the officer said.",
    ],
)
def test_not_a_caption(line: str) -> None:
    assert ("body", line) in kinds(page("Floods kill 14 in river town", LEAD, line, MORE))


@pytest.mark.parametrize(
    "line",
    [
        "Monday, May 18, 2015",
        "18 May 2015, 10:30 GMT",
        "Last updated: May 18, 2015 at 4:05 p.m.",
        "Read more: Dyke repairs to cost 4 million",
        "READ MORE",
        "Read also: Dyke repairs to cost 4 million",
        "Follow us on Twitter",
        "Follow @northpress on Twitter",
        "Share this article",
        "Facebook Twitter WhatsApp Email",
        "Share",
        "Related articles",
        "Advertisement",
        "Story continues below",
        "Click here for the full list of shelters",
        "Sign up for our daily newsletter",
        "Subscribe now",
        "Copyright 2015 Northern Press. All rights reserved.",
        "© Northern Press",
        "12 comments",
        "Leave a comment",
        "Email: newsroom@northpress.example",
        "Tags: floods, Ostrel",
        "* * *",
        "https://northpress.example/floods",
    ],
)
def test_furniture(line: str) -> None:
    assert ("furniture", line) in kinds(page("Floods kill 14 in river town", LEAD, line, MORE))


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell on Monday.",
        "Follow-up visits found 40 more families in the hills.",
        "No comment was available from the governor.",
        "Updated figures show 30 dead.",
        "Copyright law was changed last year, the minister said.",
        "Sources said the toll would rise.",
        "Click, went the lock, and the dam keeper knew.",
        "Related floods in Veland killed nine.",
        "Subscribers were told of the cut in advance.",
        "“Read more,” the teacher told them.",
        "Recommended doses were cut by half.",
        "Register offices in both towns were closed.",
    ],
)
def test_not_furniture(line: str) -> None:
    assert ("body", line) in kinds(page("Floods kill 14 in river town", LEAD, line, MORE))


def test_prompt_at_the_end_of_the_last_paragraph() -> None:
    assert kinds(page(LEAD, f"{MORE} Follow us on Twitter.")) == [
        ("body", LEAD),
        ("body", MORE),
        ("furniture", "Follow us on Twitter."),
    ]


def test_date_stamp_run_into_the_lead() -> None:
    text = page("Floods kill 14 in river town", f"Thursday, May 7, 2015 {LEAD}", MORE)
    assert kinds(text)[1:3] == [("furniture", "Thursday, May 7, 2015"), ("body", LEAD)]


def test_captions_of_the_markup_cut_a_paragraph() -> None:
    text = f"{LEAD} A boat at the old bridge. {MORE}"
    start = text.index("A boat")
    span = Span(start, start + len("A boat at the old bridge."))
    assert kinds(text, (span,)) == [("body", LEAD), ("caption", "A boat at the old bridge."), ("body", MORE)]


def test_empty() -> None:
    assert segment("") == ()
    assert segment(" \n\n ") == ()


def assert_partition(text: str, parts: tuple[Part, ...]) -> None:
    at = 0
    for part in parts:
        assert at <= part.start < part.end <= len(text)
        assert text[at : part.start].strip() == ""
        assert not text[part.start].isspace() and not text[part.end - 1].isspace()
        at = part.end
    assert text[at:].strip() == ""


SHORT = (
    "OSTREL (AP) —|OSTREL ---|OSTREL:|Photo: AP|Read more:|By Jane Dorrit|Monday, May 18, 2015 Then|Floods kill 14|(Reuters)|"
    "A family on a roof. Photo: AP|(Reporting by A; Editing by B)|Follow us on Twitter.|.|—| "
)
LINES = st.sampled_from([LEAD, MORE, "\n", "\n\n", "\r\n", "\u2028", *SHORT.split("|")])


@given(st.lists(LINES, max_size=14).map("".join), st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=3))
@settings(max_examples=150, deadline=None)
def test_parts_are_a_partition(text: str, edges: list[tuple[int, int]]) -> None:
    captions = tuple(Span(a, b) for a, b in edges if a < b <= len(text))
    assert_partition(text, segment(text, captions))


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_is_partitioned(text: str) -> None:
    assert_partition(text, segment(text))


@pytest.mark.parametrize(
    "hostile",
    [
        "A " * 50_000,
        "A, " * 50_000,
        "AA-" * 50_000,
        "(A/" * 50_000,
        "Photo: " * 30_000,
        "Share | " * 30_000,
        "By A and " * 20_000,
        "Jan 1, " * 30_000,
        "\n\nBy A and B in C" * 5_000,
        "x. Photo: AP " * 10_000,
        "\n\nA (B/C) -- " * 10_000,
        "." * 100_000,
    ],
)
def test_hostile_input_is_linear(hostile: str) -> None:
    began = time.process_time()
    segment(hostile)
    assert time.process_time() - began < 3


def test_in_a_digest_every_paragraph_has_its_dateline() -> None:
    told = (
        "LIMA - Miners blocked a road.",
        "FREETOWN, Sierra Leone - A minister was sacked.",
        "MANILA - A ferry sank in a storm.",
    )
    text = page("World news at noon", "Rescue workers searched the ruins of Port Selby on Monday, witnesses said.", *told)
    assert [words for kind, words in kinds(text) if kind == "dateline"] == ["LIMA -", "FREETOWN, Sierra Leone -", "MANILA -"]
    # A line of its own between dashes is no digest.
    assert not [words for kind, words in kinds(page("Port Selby floods", LEAD, MORE, told[0])) if kind == "dateline"]


@pytest.mark.parametrize(
    "line",
    [
        "Correction: An earlier version of this story gave the wrong day for the flood in Ostrel.",
        "Correction appended.",
        "CLARIFICATION: The second paragraph now says that the governor, and not the mayor, asked for boats.",
        "Editor’s note: The mayor of Ostrel regularly calls this newspaper a liar, and threw its reporters out.",
        "This story has been updated with comments from the governor’s office.",
        "An earlier version of this article misspelled the name of the river.",
        "This article first appeared in the Ostrel Herald.",
        "As published in the Ostrel Herald.",
        "Read the rest here.",
        "Read it all here.",
        "Watch the governor’s speech below.",
        "(h/t Ostrel Herald)",
        "Twitter: @ostrelherald",
        "Enter your email address:",
        "ABSTRACT",
        "Letters.",
        "Handout/Reuters",
        "Source: Ministry of Water",
        '<tweet id="771"></tweet>',
    ],
)
def test_what_the_outlet_says_of_its_own_text_is_furniture(line: str) -> None:
    assert kinds(page("Floods kill 14 in river town", LEAD, line, MORE))[2] == ("furniture", line)
    assert kinds(page("Floods kill 14 in river town", LEAD, MORE, line))[3] == ("furniture", line)


@pytest.mark.parametrize(
    "line",
    [
        "Corrections officers took the town hall back on Monday.",
        "This report was published by the ministry of water in May.",
        "This report has been sent to the governor.",
        "Letters to the governor went unanswered, she said.",
        "Watch towers stood above the river until the spring.",
        "Sources in the ministry: the dyke was never mended.",
        "An earlier version of the law let mills draw water at night.",
        "This picture has not changed since the dyke was built.",
    ],
)
def test_sentences_that_only_begin_like_a_note_are_body(line: str) -> None:
    assert kinds(page("Floods kill 14 in river town", LEAD, line, MORE))[2] == ("body", line)


@pytest.mark.parametrize(
    "line",
    [
        "Contributing: Ana Belk and Jon Rademaker, The Ostrel Herald",
        "--additional reporting from Ana Belk.",
        "Ana Belk and Jon Rademaker contributed reporting.",
        "Ana Belk contributed from Marn.",
        "Belk reported from Ostrel; Rademaker, from Marn.",
        "Ana Belk reported from Ostrel, and Jon Rademaker from Marn.",
        "Podcast produced by Ana Belk",
        "By Ted d'Orville, Northbank News",
        "NNA Coast Bureau Report",
        "Ana Belk is a professor of river engineering at Marn University.",
        "Ana Belk, who grew up in Ostrel, is the author of three books on dykes. Her opinions are her own.",
    ],
)
def test_closing_lines_that_name_who_wrote_are_bylines(line: str) -> None:
    assert kinds(page("Floods kill 14 in river town", LEAD, MORE, line))[3] == ("byline", line)


@pytest.mark.parametrize(
    "line",
    [
        "Ana Belk is expected to be questioned by the author of the report.",
        "Ana Belk is being held at the house of a professor.",
        "Ana Belk, a farmer, lost two sons.",
        "Ana Belk is a professor, her brother said.",
    ],
)
def test_a_person_of_the_story_at_its_end_is_body(line: str) -> None:
    assert kinds(page("Floods kill 14 in river town", LEAD, MORE, line))[3] == ("body", line)


def test_a_person_who_is_presented_and_was_named_before_is_body() -> None:
    more = "“Nobody listened,” said Ana Belk, who had warned the town."
    last = "Ana Belk is a professor of river engineering at Marn University."
    assert kinds(page("Floods kill 14 in river town", LEAD, more, last))[3] == ("body", last)


def test_short_lines_under_the_headline_are_second_headlines_and_the_dateline_below_is_found() -> None:
    text = page("Floods kill 14 in river town", "Governor asks for boats as rain returns", f"OSTREL (NNA) - {LEAD}", MORE)
    assert [kind for kind, _ in kinds(text)] == ["headline", "headline", "dateline", "body", "body"]
    text = page("Floods kill 14 in river town.", "The governor has asked for boats.", f"OSTREL - {LEAD}", MORE)
    assert [kind for kind, _ in kinds(text)] == ["headline", "headline", "dateline", "body", "body"]


def test_a_first_short_sentence_under_the_headline_is_body() -> None:
    assert kinds(page("Floods kill 14 in river town", "The river rose at night.", LEAD, MORE))[1][0] == "body"


def test_a_headline_above_a_dateline_may_be_longer_than_what_follows() -> None:
    headline = "TARN MILLS LIMITED THIRD QUARTER RESULTS"
    text = page(headline, "OSTREL, aug 24 - Loss nil.", "Sales 2.1 mln.")
    assert [kind for kind, _ in kinds(text)] == ["headline", "dateline", "body", "body"]


def test_a_line_between_a_label_and_the_lead_is_no_caption() -> None:
    line = "A look at boats on the river near the old bridge in Ostrel"
    assert ("caption", line) not in kinds(page("Floods kill 14 in river town", "ABSTRACT", line, LEAD, MORE))


def test_a_headline_that_was_run_into_the_lead_is_parted_from_it() -> None:
    text = f"Floods kill 14 in river town. OSTREL, Vt. -- {LEAD} {MORE}"
    assert [kind for kind, _ in kinds(text)] == ["headline", "dateline", "body"]
    text = f"Floods kill 14 in river town. OSTREL: {LEAD} {MORE}"
    assert [kind for kind, _ in kinds(text)] == ["headline", "dateline", "body"]


def test_a_first_sentence_without_a_dateline_behind_it_is_no_headline() -> None:
    assert [kind for kind, _ in kinds(f"The river rose. {LEAD} {MORE}")] == ["body"]
    assert [kind for kind, _ in kinds(f"The river rose. NOTICE: {LEAD} {MORE}")] == ["body"]
