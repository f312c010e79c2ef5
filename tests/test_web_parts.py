"""The pure parts of the pages: marks in a text, maps, charts, words, and the command that serves."""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("starlette", reason="the pages need the extra: web")
from web_world import ARICA, COUNTRY, NEAR, NOWHERE, PORT, SOFIA, agency, build, drafts

from onrecord.cli.serving import _refuse_open_door, _this_machine
from onrecord.errors import OnRecordError
from onrecord.ledger.fuse import fuse
from onrecord.model import Claim, FigureClaim, Where
from onrecord.web import draw, words
from onrecord.web.geo import HEIGHT, WIDTH, outlines, story_map
from onrecord.web.marks import Mark, evidence_marks, paragraphs, pieces

TOKEN = "long-enough-to-be-a-token"
TEXT = "One. Two three.\n\nFour five six."
MARKS = st.lists(
    st.builds(
        lambda a, b, layer: Mark(min(a, b), max(a, b), layer), *[st.integers(-3, 40)] * 2, st.sampled_from(["who", "evidence"])
    ),
    max_size=8,
)


@given(MARKS)
def test_pieces_are_the_text(marks: list[Mark]) -> None:
    cut = pieces(TEXT, marks, 0, len(TEXT))
    assert "".join(piece.text for piece in cut) == TEXT
    at = 0
    for piece in cut:
        over = {m.layer for m in marks if m.start < m.end and m.start <= at and m.end >= at + len(piece.text)}
        assert set(piece.layers) == over
        at += len(piece.text)


@given(MARKS)
def test_paragraphs_lose_only_the_gaps(marks: list[Mark]) -> None:
    found = paragraphs(TEXT, marks)
    assert ["".join(piece.text for piece in one) for one in found] == ["One. Two three.", "Four five six."]
    assert sum(piece.first for one in found for piece in one) <= 1


def test_the_source_is_marked_where_it_stands_beside_the_evidence() -> None:
    draft = agency("A title", "An outlet", "2031-02-04")
    report = draft.report()
    claim = next(c for c in draft.claims() if isinstance(c, FigureClaim) and c.metric == "deaths")
    words_alone = replace(claim.evidence[0], end=claim.evidence[0].start + len(claim.text), text=claim.text)
    marks = evidence_marks(replace(claim, evidence=(words_alone,)), report.id, None, report.text)
    (source,) = [m for m in marks if m.layer == "source"]
    assert report.text[source.start : source.end] == "the disaster office" and source.start > words_alone.end


# ------------------------------------------------------------------------------------------------------------------ maps


def at(*places: Where) -> list[Claim]:
    claim = agency("A title", "An outlet", "2031-02-04").claims()[0]
    return [replace(claim, id=str(i), where=place) for i, place in enumerate(places)]


def test_only_what_is_known_exactly_gets_a_pin() -> None:
    found = story_map(at(PORT, NEAR, SOFIA, COUNTRY, NOWHERE))
    assert found is not None
    drawn = {spot.name: spot.drawn for spot in found.spots}
    assert drawn == {"Mahajanga": "pin", "Boriziny": "ring", "Sofia": "disc", "Madagascar": "land", "the lower quarter": ""}
    assert [spot.name for spot in found.unplaced] == ["the lower quarter"]
    assert [land.name for land in found.lands if land.shaded] == ["Madagascar"]


@pytest.mark.parametrize(
    "places", [(PORT,), (ARICA, PORT), (PORT, COUNTRY), (Where("Suva", "Suva", "FJI", None, -18.1, 178.4, "exact"),)]
)
def test_spots_lie_on_the_map_and_the_map_is_small(places: tuple[Where, ...]) -> None:
    found = story_map(at(*places))
    assert found is not None and found.lands
    for spot in found.spots:
        assert 0 <= spot.x <= WIDTH and 0 <= spot.y <= HEIGHT
    assert sum(len(land.path) for land in found.lands) < 100_000


def test_nothing_placed_is_no_map() -> None:
    assert story_map(at()) is None
    found = story_map(at(NOWHERE))
    assert found is not None and not found.lands and len(found.unplaced) == 1


def test_outlines_have_codes_and_stay_on_the_globe() -> None:
    for detail in ("110m", "50m"):
        assert len({land["code"] for land in outlines(detail) if land["code"]}) > 170
        assert all(box[1] >= -90 and box[3] <= 90 for box in (land["box"] for land in outlines(detail)))


# ---------------------------------------------------------------------------------------------------------------- charts


def test_charts_stay_inside_and_say_what_they_show() -> None:
    reports = {d.report().id: d.published for d in drafts() if d.published}
    fused = fuse([replace(c, family=c.reports[0]) for d in drafts() for c in d.claims()], reports)
    charts = [(series, found) for series in fused.figures if (found := draw.chart(series))]
    assert charts
    for series, chart in charts:
        assert len(chart.points) <= len(series.rows)
        for point in chart.points:
            assert 0 <= point.x <= chart.width and 0 <= point.top <= point.bottom <= chart.height
            assert point.said and point.claim


@given(st.dictionaries(st.dates().map(str), st.integers(1, 50), max_size=30))
def test_bars_stay_inside(days: dict[str, int]) -> None:
    found = draw.bars(days)
    assert (found is None) == (len(days) < 2)
    for x, height, width in found.bars if found else ():
        assert x >= 0 and x + width <= 120.1 and 0 < height <= 22 and width > 0


@pytest.mark.parametrize(
    ("text", "said"),
    [("2031-02-04", "4 February 2031"), ("2031-02-04T10:00:00Z", "4 February 2031"), ("2031-02", "February 2031"),
     ("2031", "2031"), ("XXXX-07-27", "XXXX-07-27"), ("2031-02-30", "2031-02-30"), ("", "no date"), (None, "no date")],
)  # fmt: skip
def test_days_as_words(text: str | None, said: str) -> None:
    assert words.day(text) == said


def test_gists_say_how_surely() -> None:
    gists = [words.gist(claim) for d in drafts() for claim in d.claims()]
    assert any("(told as not so)" in gist for gist in gists) and any("(alleged)" in gist for gist in gists)
    assert any(gist == "Norway → Madagascar: 20,000,000 NOK, offered, accepted" for gist in gists)


# ----------------------------------------------------------------------------------------------------------------- serve


@pytest.mark.parametrize(
    ("host", "here"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.5", False), ("a.example", False)]
)
def test_only_this_machine_needs_no_token(host: str, here: bool) -> None:
    assert _this_machine(host) is here
    if here:
        _refuse_open_door(host, None)
    else:
        with pytest.raises(OnRecordError, match="other machines") as refused:
            _refuse_open_door(host, None)
        assert "--token" in refused.value.remedy
        _refuse_open_door(host, "long-enough-to-be-a-token")


@pytest.mark.parametrize(("host", "token"), [("127.0.0.1", "short"), ("0.0.0.0", None), ("::", None), ("10.0.0.5", "short")])
def test_doors_that_stay_shut(host: str, token: str | None) -> None:
    with pytest.raises(OnRecordError):
        _refuse_open_door(host, token)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """``onrecord serve`` in a process of its own, on all addresses of this machine: its port."""
    ledger = build(tmp_path_factory.mktemp("serve") / "a.db")
    options = ["--host", "0.0.0.0", "--port", "0", "--no-browser", "--token", TOKEN]
    command = [sys.executable, "-m", "onrecord.cli", "serve", str(ledger), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = next(line for line in process.stdout if "http://" in line)
        found = re.search(r"http://127\.0\.0\.1:(\d+)/\?token=" + TOKEN, said)
        assert found, said
        yield int(found.group(1))
        process.terminate()


def asked(port: int, host: str, *, token: str = TOKEN, path: str = "/stories.json", **headers: str) -> tuple[int, str]:
    """Status and body; as soon as the server answers."""
    end = time.monotonic() + 60
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", path, headers={"Host": host, "Authorization": f"Bearer {token}", **headers})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except ConnectionError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        finally:
            connection.close()


def test_on_all_addresses_it_answers_to_addresses_and_not_to_names(served: int) -> None:
    assert asked(served, f"127.0.0.1:{served}")[0] == 200
    assert asked(served, f"10.1.2.3:{served}")[0] == 200
    assert asked(served, f"10.1.2.3:{served}", Origin=f"http://10.1.2.3:{served}")[0] == 200
    assert asked(served, f"10.1.2.3:{served}", Origin=f"http://10.9.9.9:{served}")[0] == 403
    assert asked(served, f"rebound.example:{served}")[0] == 421
    assert asked(served, "10.1.2.3")[0] == 421


def test_on_all_addresses_nobody_comes_in_without_the_token(served: int) -> None:
    status, body = asked(served, f"127.0.0.1:{served}", token="some-other-token-that-is-long")
    assert status == 401 and "loods" not in body


def test_serve_says_why_it_does_not_listen_elsewhere(tmp_path: Path) -> None:
    ledger = build(tmp_path / "a.db")
    done = subprocess.run(
        [sys.executable, "-m", "onrecord.cli", "serve", str(ledger), "--host", "0.0.0.0", "--port", "0", "--no-browser"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert "other machines" in done.stderr and "--token" in done.stderr
