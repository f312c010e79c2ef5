"""Sources: every format gives the same report; what cannot be read is refused with a reason and the rest goes on."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.model import Refusal, Report
from onrecord.sources import Limits, read_paths
from onrecord.sources.make import report_id

TITLE = "Floods kill 14 in river town"
BODY = (
    "At least 14 people drowned and 2,300 were left homeless when the river Tarn burst its banks near the market town of "
    "Ostrel on Tuesday, the regional governor said.\n\nSoldiers were clearing the coast road on Wednesday, and two bridges "
    "were still closed, a spokesman told reporters. “We have food for two days,” he said."
)
LEAD, MORE = BODY.split("\n\n")
TEXT = f"{TITLE}\n\n{BODY}\n"


def one(path: Path | str, **options: str) -> Report:
    (found,) = read_paths([path], **options)  # type: ignore[arg-type]
    assert isinstance(found, Report), found
    return found


def refused(path: Path | str, limits: Limits | None = None) -> Refusal:
    (found,) = read_paths([path], limits=limits)
    assert isinstance(found, Refusal), found
    assert found.reason and found.remedy and "\n" not in found.reason + found.remedy
    return found


def names(found: Iterable[Report | Refusal]) -> list[str]:
    return [Path(item.path or "").name for item in found]


# ------------------------------------------------------------------------------------------------------------------ text


def test_text_is_kept_and_its_headline_is_the_title(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    report = one(file)
    assert (report.text, report.title, report.language, report.outlet) == (TEXT, TITLE, "en", None)
    assert report.path == str(file)


def test_a_lead_is_no_title(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    assert one(tmp_path / "a.txt").title is None


def test_line_ends_become_lf_and_nothing_else_changes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("One  two\r\n\r\n\tThree \u00a0four\rfive\n".encode())
    assert one(tmp_path / "a.txt").text == "One  two\n\n\tThree \u00a0four\nfive\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(tmp_path: Path, codec: str) -> None:
    text = TEXT + "The mayor, José Núñez, blamed the dyke’s builders.\n"
    (tmp_path / "a.txt").write_bytes(text.encode(codec))
    assert one(tmp_path / "a.txt").text == text


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1, max_size=80))
def test_any_utf8_comes_back_as_it_is(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.mktemp("any") / "a.jsonl"
    file.write_text(json.dumps({"text": text}) + "\n", encoding="utf-8")
    (found,) = read_paths([file])
    if isinstance(found, Report):
        assert found.text == text
    else:
        assert not text.strip() or "English" in found.reason


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Monday, May 18, 2015", "2015-05-18"),
        ("Published: 18 May 2015 10:30", "2015-05-18T10:30:00"),
        ("OSTREL 1996-08-24", "1996-08-24"),
        (f"Thursday, May 7, 2015 {LEAD}", "2015-05-07"),
        ("The war began on May 18, 2015.", None),
        ("OSTREL, Aug 24 (Northern Press) -", None),
        ("Monday", None),
    ],
)
def test_a_date_that_stands_at_the_top_is_the_publication_date(tmp_path: Path, line: str, published: str | None) -> None:
    (tmp_path / "a.txt").write_text(f"{TITLE}\n\n{line}\n\n{BODY}")
    assert one(tmp_path / "a.txt").published == published
    assert one(tmp_path / "a.txt", published="2020-01-01").published == (published or "2020-01-01")


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        (f"OSTREL, Aug 24 (Northern Press) - {LEAD}", "Northern Press"),
        (f"OSTREL (AP) — {LEAD}", "AP"),
        (f"Ostrel, 24 August (Northern Press) – {LEAD}", "Northern Press"),
        (f"Sen. Mara Quill (R-Ostrel) — one of four — said {LEAD}", None),
        (f"The mayor (Quill) - {LEAD}", None),
        (LEAD, None),
    ],
)
def test_the_agency_of_the_dateline(tmp_path: Path, line: str, agency: str | None) -> None:
    (tmp_path / "a.txt").write_text(f"{TITLE}\n\n{line}\n\n{BODY}")
    assert one(tmp_path / "a.txt").agency == agency


# -------------------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4, "binary"),
        (b"some words\0and more words", "binary"),
        (b"\xff\xfe\x00\xd8\x41\x00", "not valid utf-16"),
        ("Правительство сообщило во вторник, что при наводнении погибли люди. ".encode() * 5, "not English"),
        (b"word " * 300_000, "too long"),
    ],
)
def test_refusals_say_why(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    assert why in refused(tmp_path / "a.txt").reason


def test_over_the_size_limit(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert "size limit of 100 bytes" in refused(tmp_path / "a.txt", Limits(file_bytes=100)).reason


def test_missing_file_and_empty_folder(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "none.txt").reason
    assert "folder without reports" in refused(tmp_path).reason


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the owner of everything may read everything")
def test_unreadable_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.txt").chmod(0)
    assert "cannot be read" in refused(tmp_path / "a.txt").reason


def test_the_rest_goes_on_after_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(TEXT)
    assert [type(item) for item in read_paths([tmp_path])] == [Refusal, Report]


# --------------------------------------------------------------------------------------------------------------- folders


def test_folders_are_read_in_order_and_know_their_endings(tmp_path: Path) -> None:
    for name in ["b.txt", "a.TXT", "c.md", "z/d.txt", "m/e.txt", ".hidden.txt", ".git/f.txt", "g.xml"]:
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("<settings/>" if name == "g.xml" else TEXT)
    assert names(read_paths([tmp_path])) == ["a.TXT", "b.txt", "e.txt", "d.txt"]


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "secret.txt").write_text(TEXT)
    (tmp_path / "in" / "own.txt").write_text(TEXT)
    (tmp_path / "in" / "file.txt").symlink_to(tmp_path / "out" / "secret.txt")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "same.txt").symlink_to(tmp_path / "in" / "own.txt")
    (tmp_path / "in" / "dead.txt").symlink_to(tmp_path / "nowhere")
    assert names(read_paths([tmp_path / "in"])) == ["own.txt", "same.txt"]


def test_reading_is_lazy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    found = read_paths([tmp_path / "a.txt", tmp_path / "b.txt"])
    assert isinstance(next(found), Report)
    (tmp_path / "b.txt").write_text(BODY)
    assert isinstance(next(found), Report)


def test_an_unknown_ending_named_by_hand_is_looked_into(tmp_path: Path) -> None:
    (tmp_path / "wire.nws").write_text(TEXT)
    (tmp_path / "lines.log").write_text(json.dumps({"text": BODY}) + "\n")
    (tmp_path / "page").write_text(PAGE)
    (tmp_path / "photo.raw").write_bytes(bytes(range(256)) * 10)
    found = list(read_paths([tmp_path / name for name in ("wire.nws", "lines.log", "page", "photo.raw")]))
    assert [getattr(item, "title", "refused") for item in found] == [TITLE, None, TITLE, "refused"]


# ------------------------------------------------------------------------------------------------------------------ rows

ROW = {
    "id": 7,
    "text": BODY,
    "title": "Floods kill 14",
    "published": "2016-08-24T10:30:00Z",
    "outlet": "Harbour Gazette",
    "agency": "Northern Press",
    "url": "https://gazette.example/7",
    "language": "en",
    "desk": "world",
}


def assert_row(report: Report) -> None:
    assert report.text == BODY
    assert (report.title, report.outlet, report.agency) == ("Floods kill 14", "Harbour Gazette", "Northern Press")
    assert (report.published, report.url) == ("2016-08-24T10:30:00+00:00", "https://gazette.example/7")
    assert (report.input_id, report.language, dict(report.metadata)) == ("7", "en", {"desk": "world"})


def test_json_lines(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(ROW) + "\n\n", encoding="utf-8-sig")
    assert_row(one(tmp_path / "a.jsonl"))


def test_json_lines_in_utf16(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes((json.dumps(ROW) + "\n" + json.dumps(ROW)).encode("utf-16"))
    for report in read_paths([tmp_path / "a.jsonl"]):
        assert isinstance(report, Report)
        assert_row(report)


def test_a_json_list_and_object(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([ROW], indent=1))
    (tmp_path / "b.json").write_text(json.dumps(ROW, indent=1))
    for name in ("a.json", "b.json"):
        assert_row(one(tmp_path / name))


def test_bad_lines_are_refused_by_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [
        json.dumps(ROW),
        "{not json",
        '["a list"]',
        '{"title": "no text"}',
        '{"text": 5, "id": "x"}',
        '{"text": "  "}',
        json.dumps({"text": "a" * 5000}),
        "[" * 100_000,
        json.dumps({"text": "ends in \ud800 half a pair"}),
        json.dumps(ROW),
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    found = list(read_paths([tmp_path / "a.jsonl"], limits=Limits(file_bytes=4000)))
    assert [isinstance(item, Report) for item in found] == [True] + [False] * 7 + [True, True]
    refusals = [item for item in found if isinstance(item, Refusal)]
    assert [re.search(r"line (\d+)$", item.path).group(1) for item in refusals] == list("2345678")  # type: ignore[union-attr]
    assert refusals[3].input_id == "x"
    assert isinstance(found[8], Report) and found[8].text == "ends in \ufffd half a pair"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv(tmp_path: Path, separator: str, codec: str) -> None:
    cells = [str(value).replace('"', '""') for value in ROW.values()]
    header = separator.join(name.title() for name in ROW)
    table = header + "\r\n" + separator.join(f'"{cell}"' for cell in cells) + "\r\n" + separator * 8 + "\r\n"
    (tmp_path / "a.csv").write_bytes(table.encode(codec))
    assert_row(one(tmp_path / "a.csv"))


def test_csv_rows_that_are_bad_and_a_field_over_the_old_limit(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'id,text\n1,\n2,"{BODY}"\n3,"{"word " * 50_000}"\n')
    found = list(read_paths([tmp_path / "a.csv"]))
    assert [type(item) for item in found] == [Refusal, Report, Report]
    assert "row 1" in str(found[0].path)


def test_csv_without_the_column(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,body\n1,x\n")
    assert refused(tmp_path / "a.csv").reason == "no column 'text'; its columns are: id, body"


def test_parquet(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq  # type: ignore[import-untyped,import-not-found,unused-ignore]

    row = {**ROW, "id": "7"}
    pq.write_table(pa.Table.from_pylist([row, {**row, "text": ""}]), tmp_path / "a.parquet")
    found = list(read_paths([tmp_path / "a.parquet"]))
    assert isinstance(found[0], Report)
    assert_row(found[0])
    assert isinstance(found[1], Refusal) and found[1].input_id == "7"
    (tmp_path / "b.parquet").write_bytes(b"PAR1 and nothing more")
    assert "not a Parquet file" in refused(tmp_path / "b.parquet").reason


def test_parquet_without_pyarrow_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    assert "onrecord[parquet]" in refused(tmp_path / "a.parquet").remedy


# ------------------------------------------------------------------------------------------------------------------ html

PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{TITLE} | Harbour Gazette</title>
<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="Harbour Gazette">
<meta property="article:published_time" content="2016-08-24T10:30:00+02:00"><meta name="author" content="Jane Dorrit">
<link rel="canonical" href="https://gazette.example/7"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article><h1>{TITLE}</h1><p class="byline">By Jane Dorrit in Ostrel</p><time datetime="2016-08-23">yesterday</time>
<div class="share-buttons"><a href="#">Share on Facebook</a> <a href="#">Tweet</a></div>
<p>OSTREL, Aug 24 (Northern Press) - At least 14 people drowned and 2,300 were left homeless when the river Tarn burst its banks
 near the market town of Ostrel on Tuesday, the regional governor said.</p>
<figure><img src="b.jpg" alt="boat">
<figcaption>A family is brought ashore in Ostrel <b>(Omar Tell/Northern Press)</b></figcaption></figure>
<p>Soldiers were clearing the coast road on Wednesday &amp; two bridges were still closed, a spokesman told reporters.</p>
<div class="related"><h3>Related articles</h3><ul><li><a href="/a">Dyke repairs to cost 4 million</a></li></ul></div>
<p>“We have food for two days and no road,” the mayor said in a call with the ministry on Wednesday night.</p></article>
<aside><p>Subscribe to our newsletter and never miss a story again, whatever the weather may bring.</p></aside>
<footer><p>© 2016 Harbour Gazette. All rights reserved.</p></footer></body></html>"""


def test_html(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    report = one(tmp_path / "a.html")
    assert (report.title, report.outlet, report.language) == (TITLE, "Harbour Gazette", "en-GB")
    assert (report.published, report.url) == ("2016-08-24T10:30:00+02:00", "https://gazette.example/7")
    assert report.metadata["author"] == "Jane Dorrit"
    assert report.text.startswith(f"{TITLE}\n\nOSTREL, Aug 24 (Northern Press) - At least 14 people")
    assert [report.text[a:b] for a, b in report.captions] == ["A family is brought ashore in Ostrel (Omar Tell/Northern Press)"]
    assert report.text.endswith("on Wednesday night.")
    for other in ("Home", "Share", "Tweet", "Related", "repairs", "newsletter", "rights", "Jane", "yesterday"):
        assert other not in report.text


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta name="date" content="August 24, 2016">', "2016-08-24"),
        ('<script type="application/ld+json">{"@graph": [{"datePublished": "2016-08-24"}]}</script>', "2016-08-24"),
        ('<script type="application/ld+json">{broken</script>', None),
        ('<meta name="date" content="last week">', None),
        ("", None),
    ],
)
def test_the_date_of_a_page_is_what_it_says(tmp_path: Path, head: str, published: str | None) -> None:
    paragraphs = "".join(f"<p>{part}</p>" for part in BODY.split("\n\n"))
    (tmp_path / "a.html").write_text(f"<html><head>{head}</head><body><h1>{TITLE}</h1>{paragraphs}</body></html>")
    report = one(tmp_path / "a.html")
    assert report.published == published
    assert report.metadata.get("published") == ("last week" if "last week" in head else None)


def test_a_page_that_states_its_encoding(tmp_path: Path) -> None:
    page = f'<html><head><meta charset="windows-1252"></head><body><p>{BODY} José’s house stands.</p></body></html>'
    (tmp_path / "a.html").write_bytes(page.encode("cp1252"))
    assert "José’s house" in one(tmp_path / "a.html").text


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("<html><body></body></html>", "no main text"),
        ("<html><body>" + "<div>" * 300 + BODY, "deep"),
        ("<html><body>" + "<b></b>" * 30_000 + BODY, "elements"),
        ("<html><body>" + "x" * 6_000_000, "limit"),
        ("<!-- nothing -->", "not HTML"),
    ],
)
def test_pages_without_bounds_or_text_are_refused(tmp_path: Path, page: str, why: str) -> None:
    (tmp_path / "a.html").write_text(page)
    assert why in refused(tmp_path / "a.html").reason


# ----------------------------------------------------------------------------------------------------- archives and feeds


def record(url: str, page: str, status: str = "200 OK", kind: str = "text/html") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(page.encode())}\r\n\r\n{page}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{len(url) % 10}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


RECORDS = [
    record("https://gazette.example/1", PAGE),
    record("https://gazette.example/22", PAGE, status="404 Not Found"),
    record("https://gazette.example/333", "{}", kind="application/json"),
    record("https://gazette.example/4444", "<html><body></body></html>"),
]


@pytest.mark.parametrize("zipped", [False, True])
def test_web_archive(tmp_path: Path, zipped: bool) -> None:
    name = "a.warc.gz" if zipped else "a.warc"
    (tmp_path / name).write_bytes(b"".join(gzip.compress(one) if zipped else one for one in RECORDS))
    found = list(read_paths([tmp_path / name]))
    assert [type(item) for item in found] == [Report, Refusal]
    report = found[0]
    assert isinstance(report, Report)
    assert (report.title, report.url) == (TITLE, "https://gazette.example/1")
    assert (report.published, report.metadata["crawled"]) == ("2016-08-24T10:30:00+02:00", "2020-01-01T00:00:00Z")
    assert "https://gazette.example/4444" in str(found[1].path)


def test_web_archives_that_are_bombs_or_cut_off(tmp_path: Path) -> None:
    bomb = record("https://gazette.example/1", "<p>" + "0" * 3_000_000)
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(bomb))
    assert "unpacks to more" in refused(tmp_path / "a.warc.gz", Limits(expanded_bytes=1_000_000)).reason
    assert "limit" in refused(tmp_path / "a.warc.gz", Limits(html_bytes=1_000_000)).reason
    whole = gzip.compress(RECORDS[0])
    (tmp_path / "b.warc.gz").write_bytes(whole[:-400])
    assert "cut off" in refused(tmp_path / "b.warc.gz").reason
    (tmp_path / "c.warc.gz").write_bytes(whole[:200] + b"damage" + whole[206:])
    assert "cut off or damaged" in refused(tmp_path / "c.warc.gz").reason
    (tmp_path / "d.warc").write_bytes(RECORDS[0][:-400])
    assert "cut off" in refused(tmp_path / "d.warc").reason
    (tmp_path / "e.warc.gz").write_bytes(b"no archive at all")
    assert "not a web archive" in refused(tmp_path / "e.warc.gz").reason


RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour Gazette</title>
<item><title>{TITLE}</title><link>https://gazette.example/7</link><guid>7</guid>
<pubDate>Wed, 24 Aug 2016 10:30:00 +0200</pubDate>
<description>Water in the town.</description>
<content:encoded><![CDATA[<p>{LEAD}</p><p>{MORE} Food &amp; boats.</p>]]></content:encoded></item>
<item><title>Teaser</title><description>Only a line.</description></item></channel></rss>"""


@pytest.mark.parametrize("name", ["a.xml", "a.rss"])
def test_feed(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(RSS)
    for path in (tmp_path / name, tmp_path):
        report = one(path)
        assert (report.title, report.outlet, report.input_id) == (TITLE, "Harbour Gazette", "7")
        assert (report.published, report.url) == ("2016-08-24T10:30:00+02:00", "https://gazette.example/7")
        assert report.text == f"{TITLE}\n\n{BODY} Food & boats."


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("<settings/>", "no feed"),
        ("<rss><channel><title>x</title></channel></rss>", "without entries"),
        ("<rss><channel><item><title>x</title><description>short</description></item></channel></rss>", "teasers"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><rss><channel></channel></rss>', "entities"),
    ],
)
def test_feeds_that_are_none(tmp_path: Path, content: str, why: str) -> None:
    (tmp_path / "a.xml").write_text(content)
    assert why in refused(tmp_path / "a.xml").reason


# --------------------------------------------------------------------------------------------------- standard input, dates


@pytest.mark.parametrize(
    ("data", "title"),
    [(TEXT.encode(), TITLE), (json.dumps(ROW).encode() + b"\n", "Floods kill 14"), (PAGE.encode(), TITLE)],
)
def test_standard_input(data: bytes, title: str) -> None:
    (report,) = read_paths(["-"], stdin=io.BytesIO(b"\n" + data))
    assert isinstance(report, Report)
    assert (report.title, report.path) == (title, "standard input, line 1" if data[:1] == b"{" else "standard input")


def test_empty_standard_input() -> None:
    (refusal,) = read_paths(["-"], stdin=io.BytesIO(b""))
    assert isinstance(refusal, Refusal) and "empty" in refusal.reason


def test_a_given_date_stands_in_for_a_missing_one(tmp_path: Path) -> None:
    rows = [{"text": BODY}, {"text": BODY, "published": "2001-02-03"}, {"text": BODY, "published": "some day"}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    found = list(read_paths([tmp_path / "a.jsonl"], published="24 August 2016"))
    assert [item.published for item in found if isinstance(item, Report)] == ["2016-08-24", "2001-02-03", "2016-08-24"]
    assert isinstance(found[2], Report) and found[2].metadata == {"published": "some day"}
    with pytest.raises(InputError, match="not a full date"):
        read_paths([tmp_path], published="soon")


def test_the_id_is_of_the_content_alone(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    first, second = (one(tmp_path / name) for name in ("a.txt", "b.txt"))
    assert first.id == second.id == report_id(TEXT, TITLE, None, None, None)
    assert first.id != one(tmp_path / "a.txt", published="2016-08-24").id
    # The form is fixed for good: ledgers on other machines hold these ids.
    assert (
        report_id("a", None, None, None, None)
        == "sha256:" + hashlib.sha256(b'{"outlet":null,"published":null,"text":"a","title":null,"url":null}').hexdigest()
    )


def test_the_examples_are_read() -> None:
    examples = Path(__file__).parent.parent / "examples"
    found = list(read_paths([examples]))
    reports = [item for item in found if isinstance(item, Report)]
    assert len(reports) == len(found) == 10
    assert all(report.title and report.language for report in reports)
    page = next(report for report in reports if report.outlet == "The Lowell Courier" and report.captions)
    assert [page.text[a:b][:20] for a, b in page.captions] == ["Only the roofs of th"]
