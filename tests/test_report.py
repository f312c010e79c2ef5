"""The situation report: what it must hold, that every line is cited, that nothing is made up, and that text cannot act."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import drafting
import pytest
import report_world as world
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.ledger import Filter, Ledger
from onrecord.ledger.fuse import fuse
from onrecord.model import Actor, FigureClaim, Report, Source, Story, When
from onrecord.report import FORMATS, Document, Material, compose, gather, render
from onrecord.report.charts import figure_chart, voice_chart
from onrecord.report.document import Dot, FigureChart, Line, Lines, Saying, Table, VoiceChart
from onrecord.report.highlights import LONGEST, plain
from onrecord.report.markdown import escape
from onrecord.report.material import Telling
from onrecord.report.wording import (
    bounds,
    clean,
    count,
    day_words,
    figure,
    label,
    name_of,
    number,
    phrase,
    place,
    quoted,
    short,
)

KEYS = [
    "highlights", "key-figures", "overview", "damage-and-people", "needs-and-response", "aid", "positions", "differences",
    "not-known", "changes", "method",
]  # fmt: skip
EVIL = "<script>alert('x')</script> | [link](javascript:x) & \u202ereversed\x07 =1+1"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "a.db", write=True) as opened:
        world.fill(opened)
        yield opened


@pytest.fixture
def slide(ledger: Ledger) -> Document:
    return compose(gather(ledger, ledger.find_story("Landslide")), date="2031-06-12")


def texts(document: Document, key: str) -> list[str]:
    lines: list[str] = []
    for block in document.section(key).blocks:
        if isinstance(block, Lines):
            lines += [plain(line) for line in block.lines]
        elif isinstance(block, Table):
            lines += [" | ".join(plain(cell) for cell in row) for row in block.rows]
    return lines


def test_every_section_stands_in_every_report(ledger: Ledger) -> None:
    for story in ledger.stories():
        document = compose(gather(ledger, story))
        assert [section.key for section in document.sections] == KEYS
        assert all(section.blocks for section in document.sections)


def test_highlights_are_two_to_five_short_and_cited(ledger: Ledger) -> None:
    for story in ledger.stories():
        (block,) = compose(gather(ledger, story)).section("highlights").blocks
        assert isinstance(block, Lines)
        assert 2 <= len(block.lines) <= 5
        for line in block.lines:
            assert len(plain(line)) <= LONGEST < 180
            assert line.cites, line


def test_key_figures_say_latest_range_who_when_and_how_many_origins(slide: Document) -> None:
    deaths = texts(slide, "key-figures")[0].split(" | ")
    assert deaths[0] == "Deaths, Puno"
    assert deaths[1] == "23 [5]"
    assert deaths[2] == "12 to 23, some without an upper or lower bound [1, 3, 5]"
    assert deaths[3:] == ["Rescue Service", "2031-06-09", "3"]


def test_no_figure_is_computed(ledger: Ledger) -> None:
    """Every number of the figures' sections stands in a claim of the story; sums and means would not."""
    story = ledger.find_story("Landslide")
    document = compose(gather(ledger, story))
    claims = [c for c in ledger.claims(Filter(story=story.id, limit=None)) if isinstance(c, FigureClaim)]
    known = {number(x) for claim in claims for x in (claim.value, claim.low, claim.high) if x is not None}
    cells = [row.split(" | ")[1:3] for row in texts(document, "key-figures")]
    told = {n for row in cells for cell in row for n in re.findall(r"\d[\d,]*\d|\d", re.sub(r"\[[\d, ]+\]", "", cell))}
    assert told and told <= known


def test_every_sentence_of_the_record_is_cited(slide: Document) -> None:
    for key in ("overview", "damage-and-people", "needs-and-response", "differences", "not-known"):
        for block in slide.section(key).blocks:
            if isinstance(block, Lines):
                assert all(line.cites or line.text == "Nothing on record." for line in block.lines), (key, block.lines)
    for key in ("key-figures", "aid", "positions"):
        for block in slide.section(key).blocks:
            if isinstance(block, Table):
                assert all(any(cell.cites for cell in row) for row in block.rows), key


def test_quoted_words_stand_in_the_cited_reports(ledger: Ledger, slide: Document) -> None:
    stored = [clean(report.text) for report in ledger.reports(Filter(limit=None))]
    bare = [re.sub("[“”‘’]", "", text) for text in stored]
    own = {line.text for line in slide.section("method").blocks[0].lines}  # type: ignore[union-attr]
    for line in (line for line in slide.lines() if line.text not in own):
        for words in re.findall("“([^”]+)”", line.text):
            pieces = [re.sub("[‘’]", "", part).strip() for part in words.split("…")]
            assert any(all(piece in text for piece in pieces) for text in bare), words


def test_copies_are_cited_by_their_first_and_listed_as_copies(slide: Document) -> None:
    assert [source.copy for source in slide.sources] == ["", "cut copy of [1]: 2 sentences dropped", "", "", ""]
    assert [source.origin for source in slide.sources] == [1, 1, 2, 3, 4]
    assert slide.sources[1].outlet == "Coast Daily"
    assert slide.sources[1].agency == "Altiplano News"
    cited = {n for line in slide.section("damage-and-people").blocks[0].lines for n in line.cites}  # type: ignore[union-attr]
    assert 2 not in cited


def test_sides_that_differ_stand_side_by_side(slide: Document) -> None:
    said = texts(slide, "differences")
    assert any("At least 12" in line or "19 people dead" in line for line in said) or len(said) == 1
    denied = next(line for line in said if "denied: " in line)
    assert "villagers (unnamed)" in denied
    assert "Minera Cobalto" in denied


def test_not_known_and_unanswered(slide: Document) -> None:
    said = texts(slide, "not-known")
    assert any("How many people are buried" in line for line in said)
    assert any("no reply on record. Chile pledged to Peru: 2,000,000 CLP tents [3]" in line for line in said)
    assert not any("dogs" in line for line in said), "that offer was accepted"


def test_aid_keeps_its_replies(slide: Document) -> None:
    rows = texts(slide, "aid")
    assert any(row.startswith("Japan | Peru | sniffer dogs [1] | offered | accepted | 2 June 2031") for row in rows)


def test_what_changed_since_a_day(ledger: Ledger) -> None:
    material = gather(ledger, ledger.find_story("Landslide"))
    since = texts(compose(material, last="2031-06-06"), "changes")
    assert since[0] == "First told after 6 June 2031."
    assert "Revised up: Rescue Service: 23 people dead in Puno, before that at least 12 [1, 5]" in since
    assert any("Police arrested two managers" in line for line in since)
    assert texts(compose(material, last="2031-12-31"), "changes")[1] == "Nothing new on record."
    assert "No day of an earlier situation report was given" in texts(compose(material), "changes")[0]


def test_method_counts_what_a_person_looked_at(ledger: Ledger) -> None:
    material = gather(ledger, ledger.find_story("Landslide"))
    some = material.fused.quotes[0].claims[0]
    looked = replace(material, reviewed={some.id: "accepted"}, narrowed="since 2031-06-01")
    said = " ".join(texts(compose(looked), "method"))
    assert "looked at by a person: 1 accepted" in said
    assert "narrowed to since 2031-06-01" in said


def test_an_undated_report_says_so(ledger: Ledger) -> None:
    document = compose(gather(ledger, ledger.find_story("Teachers")))
    assert "“on Friday”" in " ".join(texts(document, "overview"))
    assert any("without a publication date" in line for line in texts(document, "method"))


def test_the_same_record_gives_the_same_bytes(ledger: Ledger) -> None:
    material = gather(ledger, ledger.find_story("Landslide"))
    for form in FORMATS:
        if form != "docx":
            assert render(compose(material), form) == render(compose(material), form)


def test_a_long_story_is_still_a_page(tmp_path: Path) -> None:
    draft = drafting.Draft("Many", "2031-02-04", "Daily A", "many", "many")
    for i in range(90):
        draft.say(
            f"Number {i} is not known.",
            drafting.unknown(f"number {i}"),
            drafting.figure("ill", f"{i}", i, i, item=f"kind {i}s"),
        )
    with Ledger.open(tmp_path / "many.db", write=True) as ledger:
        world.fill(ledger, [draft])
        document = compose(gather(ledger, ledger.find_story("Many")))
    said = texts(document, "not-known")
    assert len(said) == 41
    assert said[-1] == "50 more in the ledger: onrecord show"


def test_an_empty_story() -> None:

    document = compose(Material(Story("story:1", "", (), (), (), 0), fuse([]), (), ()))
    for form in (form for form in FORMATS if form != "docx"):
        assert render(document, form)


# ------------------------------------------------------------------------------------------------------------------- pages


class Checker(HTMLParser):
    """Collects what a page holds: elements, addresses, text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        assert not any(name.startswith("on") for name in given), attrs
        self.links += [value for name in ("href", "src") if (value := given.get(name))]
        self.ids |= {value} if (value := given.get("id")) else set()

    def handle_data(self, data: str) -> None:
        self.said += data


def parsed(page: bytes) -> Checker:
    checker = Checker()
    checker.feed(page.decode())
    return checker


def test_html_stands_alone(slide: Document) -> None:
    page = parsed(render(slide, "html"))
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(page.tags)
    assert "svg" in page.tags
    assert all(link.startswith(("#", "https://")) for link in page.links)
    assert {link[1:] for link in page.links if link.startswith("#")} <= page.ids
    text = render(slide, "html").decode()
    assert "@media print" in text and "prefers-color-scheme:dark" in text
    assert "url(" not in text and "@import" not in text


def hostile(ledger: Ledger) -> Material:
    draft = drafting.Draft(EVIL, "2031-02-04", EVIL, "evil", "evil")
    speaker = Actor(EVIL, EVIL, None, None)
    draft.say(f"{EVIL} said a man.", drafting.quote(EVIL, speaker), drafting.unknown(EVIL))
    draft.say(f"Twelve died. {EVIL}", drafting.figure("deaths", EVIL, 12, 12, item=EVIL))
    draft.say(f"He gave. {EVIL}", drafting.aid(speaker, speaker, "offered", item=EVIL))
    draft.say(f"They met. {EVIL}", drafting.event("CONSULT", EVIL, [speaker], [speaker]))
    world.fill(ledger, [draft])
    return gather(ledger, ledger.stories(Filter(limit=None))[0])


def test_text_from_reports_cannot_act(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "evil.db", write=True) as ledger:
        document = compose(hostile(ledger))
    page = render(document, "html").decode()
    assert "<script" not in page and "\u202e" not in page and "\x07" not in page
    assert "script" not in parsed(page.encode()).tags
    text = render(document, "md").decode()
    assert not re.search(r"(?<!\\)<script", text)
    assert not re.search(r"(?<!\\)\]\(", text)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_markdown_has_no_active_character_left(text: str) -> None:
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>|#~&]", escape(text).replace("\\\\", ""))


def test_word_file(slide: Document) -> None:
    docx = pytest.importorskip("docx")
    made = render(slide, "docx")
    assert made == render(slide, "docx")
    word = docx.Document(BytesIO(made))
    said = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "Situation report of 12 June 2031" in said
    assert all(section.title in said for section in slide.sections)
    assert len(word.tables) == sum(isinstance(b, Table) for s in slide.sections for b in s.blocks)
    assert zipfile.ZipFile(BytesIO(made)).testzip() is None


def test_json_is_the_document(slide: Document) -> None:
    told = json.loads(render(slide, "json"))
    assert told["title"] == slide.title
    assert len(told["sources"]) == 5


# ------------------------------------------------------------------------------------------------------------------ charts


def test_figure_charts_show_ranges_and_open_bounds() -> None:
    dots = (
        Dot("2031-02-04", 41, None, "at least 41", (1,)), Dot("2031-02-04", 58, 58, "58", (5,)),
        Dot("2031-02-06", 60, 70, "between 60 and 70", ()), Dot("2031-02-07", None, 90, "up to 90 <b>", ()),
    )  # fmt: skip
    drawn = figure_chart(FigureChart("Deaths <b>", dots))
    assert drawn.count('<g class="dot">') == 4
    assert drawn.count('<path class="range"') == 2
    assert "<b>" not in drawn
    assert "4 February 2031: at least 41 [1]" in drawn


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("government", "the government", "the government"),
        ("government", "It", "the government"),
        ("fisherman", "a fisherman", "a fisherman"),
        ("nurses", "nurses", "nurses"),
        ("spokeswoman for the charity", "a spokeswoman for the charity", "a spokeswoman for the charity"),
        ("its foreign ministry", "its foreign ministry", "“its foreign ministry”"),
        ("Red Cross", "the Red Cross", "Red Cross"),
    ],
)
def test_sources_keep_their_articles(name: str, text: str, said: str) -> None:
    assert name_of(Source(text, name, "statement")) == said


def test_aid_is_worded_as_aid_and_its_place_stands_in_brackets() -> None:
    money: dict[str, Any] = {"unit": "USD", "item": None, "where": world.PUNO}
    draft = drafting.Draft("Aid", "2031-06-03", "Lake Herald", "aid", "aid")
    draft.say("Japan gave 3 million dollars.", drafting.figure("aid_value", "3 million dollars", 3e6, 3e6, **money))
    draft.say("Japan sent four tents.", drafting.figure("aid_goods", "four tents", 4, 4, unit=None, item="tents"))
    value, goods = draft.claims()
    assert isinstance(value, FigureClaim) and isinstance(goods, FigureClaim)
    assert figure(value) + place(value) == "3,000,000 USD of aid (Puno)" and figure(goods) == "4 tents as aid"


def test_a_stretch_of_time_is_no_day() -> None:
    draft = drafting.Draft("Calm", "2031-06-03", "Lake Herald", "calm", "calm")
    mourning = When("three days", "P3D", "P3D", "none")
    act = drafting.event("AGREE", "declared", [world.PERU], [world.CHILE], when=mourning)
    draft.say("Peru declared three days of mourning.", act)
    (claim,) = draft.claims()
    families = world.STAGES.families([draft.report()])
    story = Story("story:calm", "Calm", (families[0].id,), (draft.report().id,), (), 1)
    telling = Telling(Material(story, fuse([claim]), (draft.report(),), families))
    assert telling.when(None, [claim]) == "reported 3 June 2031"
    assert telling.when(None, [replace(claim, when=world.EARLY)]) == "“on Monday”"


def test_voice_charts() -> None:
    said = (Saying("2031-02-04", "quote", "No <i>", (1,)), Saying("2031-02-04", "aid", "gave", ()))
    drawn = voice_chart(VoiceChart("Who said what when", (("A <i>", said), ("B", (Saying("2031-03-01", "event", "x", ()),)))))
    assert drawn.count("<g class=") == 3
    assert "<i>" not in drawn


@settings(deadline=None)
@given(st.lists(st.tuples(st.dates(), st.floats(0, 1e12), st.floats(0, 1e12)), min_size=1, max_size=6))
def test_any_chart_can_be_drawn(found: list[tuple[object, float, float]]) -> None:
    dots = tuple(Dot(str(day), min(a, b), max(a, b), "x", ()) for day, a, b in sorted(found, key=str))
    assert "nan" not in figure_chart(FigureChart("t", dots)).lower().replace("mean", "")


# ----------------------------------------------------------------------------------------------------------------- wording


def told(metric: str, low: float | None, high: float | None, qualifier: str, **more: object) -> FigureClaim:
    shared = {"id": "1", "evidence": (), "metric": metric, "low": low, "high": high, "qualifier": qualifier}
    rest = {"value": low, "unit": None, "item": None, "text": "dozens", **more}
    return FigureClaim(**shared, **rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (told("deaths", 38, None, "at_least", item="people", unit="person"), "at least 38 people dead"),
        (told("deaths", 1, 1, "exactly"), "1 person dead"),
        (told("deaths", 5, 5, "exactly", item="children"), "5 children dead"),
        (told("injured", 0, 0, "none"), "no people injured"),
        (told("missing", None, None, "unknown"), "an unknown number of people missing"),
        (told("deaths", 24, None, "vague"), "“dozens” (deaths)"),
        (told("displaced", 12000, 30000, "between"), "between 12,000 and 30,000 people displaced"),
        (told("homes_destroyed", 4100, 4100, "exactly", item="houses", unit="house"), "4,100 homes destroyed"),
        (told("economic_loss", 2e8, None, "more_than", unit="USD"), "more than 200,000,000 USD (economic loss)"),
        (told("magnitude", 6.1, 6.1, "exactly"), "6.1 (magnitude)"),
        (told("rainfall", 300, 300, "about", unit="millimeter"), "about 300 millimeters (rainfall)"),
        (told("count_other", 3, 3, "exactly", item="boats"), "3 boats"),
    ],
)  # fmt: skip
def test_figures_in_words(claim: FigureClaim, words: str) -> None:
    assert figure(claim) == words


def test_every_metric_has_a_phrase_and_a_label() -> None:
    from onrecord import vocab

    metrics = [row["code"] for row in vocab.rows("codes.csv") if row["list"] == "metric"]
    assert len(metrics) == len(set(metrics)) == 39
    for metric in metrics:
        assert phrase(metric).section in ("people", "damage", "needs", "other")
        assert phrase(metric).rank < 99, metric
        assert label("metric", metric)


def test_small_words() -> None:
    assert bounds(told("deaths", 300, 300, "about")) == "about 300"
    assert count(1, "report") == "1 report" and count(2, "report") == "2 reports"
    assert day_words("2031-05-02") == "2 May 2031" and day_words(None) == ""
    assert quoted("“We saw it”") == "“We saw it”"
    assert quoted("He said “no”") == "“He said ‘no’”"
    assert quoted("“No,” he said, “never”") == "“‘No,’ he said, ‘never’”"


@settings(deadline=None)
@given(st.text(max_size=80), st.integers(2, 60))
def test_short_is_short(text: str, width: int) -> None:
    assert len(short(text, width)) <= width
    assert not re.search(r"[\x00-\x1f\u202e]", short(text, width))


def test_a_line_joins_its_citations() -> None:
    assert plain(Line.of("a", (2, 1), lead="L")) == "L: a [1, 2]"


def test_reports_without_a_title_are_still_numbered() -> None:
    from onrecord.model import Family

    one = Report("sha256:" + "0" * 64, "words")
    document = compose(Material(Story("s", "t", ("f",), (one.id,), (), 1), fuse([]), (one,), (Family("f", one.id, (one.id,)),)))
    assert document.sources[0].title == "(no title)"
