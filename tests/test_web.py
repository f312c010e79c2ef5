"""The pages, their JSON twins, the door and the reviews, asked through the application without a socket."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("starlette", reason="the pages need the extra: web")
from starlette.testclient import TestClient
from web_world import STAGES, build, drafts, fill, late

from onrecord.ledger import Filter, Ledger
from onrecord.model import Claim, FigureClaim, Report, Story, When
from onrecord.web import create_app
from onrecord.web.guard import POLICY
from onrecord.web.reviews import WRITES
from onrecord.web.store import Store, TooSlowError

TOKEN = "a-token-for-the-tests"
HERE = "http://127.0.0.1:8765"
LARGEST = 300 * 1024


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("web") / "a.db")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A ledger that the test may write to."""
    return build(tmp_path / "a.db")


def opened(path: Path, **more: Any) -> TestClient:
    app = create_app(path, token=TOKEN, stages=lambda: STAGES, annotate=lambda report: None)
    client = TestClient(app, base_url=HERE, **more)
    client.cookies.set("onrecord-8765", TOKEN)
    return client


@pytest.fixture
def client(kept: Path) -> TestClient:
    return opened(kept)


@pytest.fixture(scope="module")
def floods(kept: Path) -> Story:
    with Ledger.open(kept) as ledger:
        return next(s for s in ledger.stories() if s.origins == 4)


@pytest.fixture(scope="module")
def claims(kept: Path, floods: Story) -> tuple[Claim, ...]:
    with Ledger.open(kept) as ledger:
        return ledger.claims(Filter(story=floods.id, limit=None))


def addresses(story: Story, claims: tuple[Claim, ...], kept: Path) -> list[str]:
    with Ledger.open(kept) as ledger:
        family = next(f for f in ledger.families(Filter(story=story.id)) if len(f.reports) > 1)
    root, copy = (report.removeprefix("sha256:") for report in (family.root, family.reports[1]))
    return [
        "/stories", "/stories?q=dam&country=Madagascar&type=deaths&since=2031-01-01&origins=2", f"/stories/{story.id}",
        f"/stories/{story.id}?certainty=alleged", *(f"/claims/{claim.id}" for claim in claims), f"/reports/{root}",
        f"/reports/{root}?claim={claims[0].id}", f"/families/{family.id}", f"/compare?before={root}&after={copy}",
        "/search?q=dam",
        "/said?source=Red", f"/said?source=Red&story={story.id}", "/relations?a=NOR&b=MDG", "/log", "/changes?since=1.1.0",
    ]  # fmt: skip


class Outline(HTMLParser):
    """What a browser would load from a page, what would run in it, and its ids."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.inline: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and "src" not in given:
            self.inline.append("script")
        if tag == "style":
            self.inline.append("style")
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        self.loaded += [value for name in ("src", "data") if (value := given.get(name))]
        if tag == "link":
            self.loaded.append(given.get("href") or "")
        if tag == "a" and (target := given.get("href")):
            self.links.append(target)
        if identity := given.get("id"):
            self.ids.append(identity)


def outline(html: str) -> Outline:
    parsed = Outline()
    parsed.feed(html)
    return parsed


# ------------------------------------------------------------------------------------------------------------------ pages


def test_every_page_has_a_twin_and_loads_nothing_from_elsewhere(
    client: TestClient, floods: Story, claims: tuple[Claim, ...], kept: Path
) -> None:
    for address in addresses(floods, claims, kept):
        answer = client.get(address, headers={"Accept": "text/html"})
        assert answer.status_code == 200, address
        assert len(answer.content) < LARGEST
        assert answer.headers["content-security-policy"] == POLICY
        page = outline(answer.text)
        assert not page.inline, address
        assert all(found.startswith("/static/") for found in page.loaded), address
        assert len(page.ids) == len(set(page.ids)), address
        path, _, query = address.partition("?")
        twin = client.get(f"{path}.json?{query}")
        assert twin.status_code == 200, address
        assert set(twin.json()) == {"data", "page", "self"}


def test_links_lead_somewhere(client: TestClient, floods: Story) -> None:
    seen: set[str] = set()
    waiting = ["/stories"]
    while waiting and len(seen) < 120:
        address = waiting.pop().partition("#")[0]
        if address in seen or not address.startswith("/"):
            continue
        seen.add(address)
        answer = client.get(address, headers={"Accept": "text/html"})
        assert answer.status_code == 200, address
        if "text/html" in answer.headers["content-type"]:
            waiting += outline(answer.text).links
    assert f"/stories/{floods.id}" in seen and len(seen) > 40


def test_the_story_says_what_is_on_record(client: TestClient, floods: Story) -> None:
    html = client.get(f"/stories/{floods.id}").text
    numbers = ("6 outlets", "4 origins", "20,000,000 NOK", "4 versions of one text")
    marks = ("Where sources differ", "told as not so", "alleged", "declined", "Could not be placed")
    for said in (*numbers, *marks, "the lower quarter", "how many people are missing"):
        assert said in html, said
    shown = re.sub(r"<[^>]+>", "", html)
    assert "≥\u00a041" in shown and "63" in shown


def test_evidence_shows_the_words_their_carriers_and_the_reason(client: TestClient, claims: tuple[Claim, ...]) -> None:
    claim = next(c for c in claims if len(c.reports) > 1 and c.source)
    answer = client.get(f"/claims/{claim.id}", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    marked = "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", answer.text))
    assert re.sub(r"&#39;", "'", marked) == claim.evidence[0].text
    assert "l-source" in answer.text and "a copy" in answer.text and "they count once" in answer.text


def test_a_report_opens_at_the_words(client: TestClient, claims: tuple[Claim, ...]) -> None:
    claim = claims[0]
    html = client.get(f"/reports/{claim.evidence[0].report[7:]}?claim={claim.id}&layers=who,when,nonsense").text
    assert html.count('id="words"') == 1
    assert 'class="body show-who show-when "' in html


def test_filters_narrow(client: TestClient) -> None:
    def found(query: str) -> int:
        return len(client.get(f"/stories.json?{query}").json()["data"])

    assert found("") == 3
    assert found("country=NOR") == 2
    assert found("country=Norway&type=PROTEST") == 1
    assert found("origins=2") == 1
    assert found("certainty=alleged") == 1
    assert found("since=2031-03-01") == 1
    assert found("q=ferry") == 1
    assert found("q=%E2%80%94+%22%22+?!") == 0
    assert found("source=Red+Cross") == 1
    page = client.get("/stories.json?limit=2").json()
    assert page["page"] == {"limit": 2, "offset": 0, "more": True}
    assert client.get("/stories.json?limit=2&offset=2").json()["page"]["more"] is False


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "offset=-1", "offset=99999999999", "country=Atlantis", "kind=opinion", "certainty=sure",
     "since=yesterday", "type=a%20b", "q=%00", f"q={'a' * 201}", "origins=0", "limit=%D9%A3"],
)  # fmt: skip
def test_a_question_that_cannot_be_is_refused_in_one_shape(client: TestClient, query: str) -> None:
    for path in ("/stories.json", "/search.json", "/claims.json"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 400
        assert set(answer.json()["error"]) == {"status", "message", "remedy"}


@pytest.mark.parametrize("path", ["/stories/none", "/claims/none", "/reports/abcdef0", "/families/none", "/nothing/here"])
def test_what_is_not_there_is_a_404_for_people_and_programs(client: TestClient, path: str, kept: Path) -> None:
    html = client.get(path, headers={"Accept": "text/html"})
    assert html.status_code == 404 and "text/html" in html.headers["content-type"]
    twin = client.get(f"{path}.json")
    assert twin.status_code == 404 and twin.json()["error"]["status"] == 404
    assert str(kept) not in html.text + twin.text


def test_an_empty_ledger_says_what_to_do(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "empty.db", write=True):
        pass
    assert "Nothing is on record yet" in opened(tmp_path / "empty.db").get("/stories").text


def test_text_of_reports_is_escaped(tmp_path: Path) -> None:
    draft = drafts()[8]
    draft.title = "<script>alert(1)</script>{{ 7 * 7 }}"
    draft.outlet = '"><img src=x onerror=alert(1)>'
    draft.say("“<b onclick=x>” & «words» was seen.", *[])
    path = tmp_path / "evil.db"
    with Ledger.open(path, write=True) as ledger:
        fill(ledger, [draft])
        story = ledger.stories()[0]
    client = opened(path)
    for address in ("/stories", f"/stories/{story.id}", f"/reports/{story.reports[0][7:]}", "/search?q=seen"):
        html = client.get(address).text
        assert not outline(html).inline
        assert "<script>alert" not in html and "<img" not in html and "<b onclick" not in html
        assert "49" not in html or "{{ 7 * 7 }}" in html


# ------------------------------------------------------------------------------------------------------------------- door


def test_without_the_token_nothing_is_told(kept: Path) -> None:
    bare = TestClient(create_app(kept, token=TOKEN), base_url=HERE)
    for path in ("/", "/stories", "/stories.json", "/static/style.css", "/openapi.json", "/stories?token=wrong"):
        answer = bare.get(path, follow_redirects=False)
        assert answer.status_code == 401
        assert TOKEN not in answer.text and "floods" not in answer.text.lower()
        assert answer.headers["content-security-policy"] == POLICY
    assert bare.post("/claims/x/review", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 401


def test_the_token_comes_once_and_becomes_a_cookie(kept: Path) -> None:
    bare = TestClient(create_app(kept, token=TOKEN), base_url=HERE)
    answer = bare.get(f"/stories?q=dam&token={TOKEN}", follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"] == "/stories?q=dam"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    assert bare.get("/stories").status_code == 200
    assert bare.get(f"//evil.example/?token={TOKEN}", follow_redirects=False).headers.get("location", "/")[:2] != "//"


def test_programs_show_the_token_in_a_header(kept: Path) -> None:
    bare = TestClient(create_app(kept, token=TOKEN), base_url=HERE)
    assert bare.get("/stories.json", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert bare.get("/stories.json", headers={"Authorization": "Bearer other"}).status_code == 401


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:9", "127.0.0.1:8765.evil.example"]
)
def test_other_names_for_this_machine_are_turned_away(client: TestClient, host: str) -> None:
    assert client.get("/stories", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
    ],
)
def test_other_sites_may_link_but_not_ask(client: TestClient, headers: dict[str, str], status: int) -> None:
    assert client.get("/stories", headers=headers).status_code == status


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, {"Origin": "null"}],
)
def test_no_other_site_can_write(client: TestClient, claims: tuple[Claim, ...], headers: dict[str, str]) -> None:
    answer = client.post(f"/claims/{claims[0].id}/review", data={"action": "accept"}, headers=headers)
    assert answer.status_code == 403
    assert client.get("/log.json").json()["data"]["decisions"] == []


def test_large_bodies_and_long_addresses_are_refused(client: TestClient, claims: tuple[Claim, ...]) -> None:
    here = {"Origin": HERE}
    large = client.post(f"/claims/{claims[0].id}/review", content=b"x" * 70_000, headers=here)
    assert large.status_code == 413
    assert client.get("/stories?x=" + "a" * 5000).status_code == 414


def test_what_goes_wrong_inside_stays_inside(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Ledger, *_: Any) -> None:
        raise RuntimeError("a secret in /home/ann")

    client = opened(kept, raise_server_exceptions=False)
    monkeypatch.setattr(Ledger, "stories", broken)
    for path in ("/stories", "/stories.json"):
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 500
        assert "secret" not in answer.text and "Traceback" not in answer.text
        assert answer.headers["content-security-policy"] == POLICY


def test_a_slow_question_is_broken_off(kept: Path) -> None:
    store = Store(kept, lambda: STAGES, lambda report: None)
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(TooSlowError), store.reading(seconds=0.05) as ledger:
        ledger.connection.execute(endless).fetchone()


# ----------------------------------------------------------------------------------------------------------------- review


@pytest.fixture
def reviewer(own: Path) -> Iterator[TestClient]:
    client = opened(own)
    client.headers["Origin"] = HERE
    yield client


def figure(client: TestClient, metric: str = "deaths") -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/claims.json?type={metric}").json()["data"][-1]
    return found


def test_review_in_place_and_the_way_back(reviewer: TestClient) -> None:
    claim = figure(reviewer)
    path = f"/claims/{claim['id']}"
    asked = {"HX-Request": "true"}
    panel = reviewer.post(f"{path}/review", data={"action": "accept"}, headers=asked)
    assert panel.status_code == 200 and panel.headers["HX-Trigger"] == "reviewed" and "accepted" in panel.text
    corrected = reviewer.post(
        f"{path}/review", data={"action": "correct", "field.value": "44", "field.metric": "deaths"}, headers=asked
    )
    assert corrected.status_code == 200
    now = reviewer.get(f"{path}.json").json()["data"]
    assert (now["claim"]["value"], now["claim"]["low"], now["claim"]["high"], now["review"]) == (44, 44, 44, "corrected")
    assert now["decisions"][-1]["after"] == '{"high": 44.0, "low": 44.0, "value": 44.0}'
    rejected = reviewer.post(
        f"{path}/review", data={"action": "reject", "reason": "outlier", "note": "<i>no</i>", "person": "Ann"}, headers=asked
    )
    assert "rejected" in rejected.text and "&lt;i&gt;no&lt;/i&gt;" in rejected.text
    assert claim["id"] not in [c["id"] for c in reviewer.get("/claims.json?type=deaths").json()["data"]]
    decided = reviewer.get(f"{path}.json").json()["data"]["decisions"]
    assert [d["action"] for d in decided] == ["accept", "correct", "reject"]
    for decision in reversed(decided):
        assert reviewer.post(f"/decisions/{decision['number']}/undo", headers=asked).headers["HX-Trigger"] == "reviewed"
    assert reviewer.get(f"{path}.json").json()["data"]["claim"] == claim


def test_review_by_a_plain_form_and_by_a_program(reviewer: TestClient) -> None:
    claim = figure(reviewer)
    plain = reviewer.post(f"/claims/{claim['id']}/review", data={"action": "accept"}, follow_redirects=False)
    assert plain.status_code == 303 and plain.headers["location"] == f"/claims/{claim['id']}"
    token = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/json"}
    program = reviewer.post(f"/claims/{claim['id']}/review", json={"action": "reject", "reason": "too old"}, headers=token)
    assert program.json()["data"]["id"] == claim["id"]
    log = reviewer.get("/log").text
    assert "Undo" in log and "too old" in log
    number = reviewer.get("/log.json").json()["data"]["decisions"][-1]["number"]
    back = reviewer.post(f"/decisions/{number}/undo", data={"back": "log"}, follow_redirects=False)
    assert back.headers["location"] == "/log"


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"action": "praise"}, 400),
        ({}, 400),
        ({"action": "reject", "reason": "because"}, 422),
        ({"action": "correct"}, 400),
        ({"action": "correct", "field.value": "many"}, 400),
        ({"action": "correct", "field.value": "nan"}, 400),
        ({"action": "correct", "field.qualifier": "roughly"}, 400),
        ({"action": "accept", "note": "x" * 2001}, 400),
    ],
)
def test_a_review_that_cannot_be_changes_nothing(reviewer: TestClient, form: dict[str, str], status: int) -> None:
    claim = figure(reviewer)
    answer = reviewer.post(f"/claims/{claim['id']}/review", data=form, headers={"Accept": "application/json"})
    assert answer.status_code == status, answer.text
    assert set(answer.json()["error"]) == {"status", "message", "remedy"}
    assert figure(reviewer) == claim


def test_bodies_that_are_no_forms(reviewer: TestClient) -> None:
    path = f"/claims/{figure(reviewer)['id']}/review"
    for content, kind in (
        (b"[1]", "application/json"),
        (b"{", "application/json"),
        (b"x", "text/plain"),
        (b"\xff", "application/json"),
    ):
        answer = reviewer.post(path, content=content, headers={"Content-Type": kind, "Accept": "application/json"})
        assert answer.status_code == 400
    assert reviewer.post("/decisions/99/undo", headers={"Accept": "application/json"}).status_code == 404


# ---------------------------------------------------------------------------------------------------------------- by hand


HEARD = {
    "kind": "figure", "said": "The clinic treats 12 people, it says by telephone.", "source": "Sofia clinic",
    "source_country": "Madagascar", "published": "2031-02-12", "person": "Ann", "note": "called back",
    "field.metric": "hospital_treated", "field.value": "12", "field.qualifier": "at_least", "field.item": "people",
    "when": "2031-02-12", "where": "Antsohihy", "where_country": "MDG",
}  # fmt: skip


def test_a_line_is_put_on_record_by_hand_and_taken_back(reviewer: TestClient, floods: Story) -> None:
    added = reviewer.post("/claims", data={**HEARD, "story": floods.id}, follow_redirects=False)
    assert added.status_code == 303
    address = added.headers["location"]
    assert address.startswith(f"/stories/{floods.id}?claim=") and address.endswith("#panel")
    html = reviewer.get(address.partition("#")[0]).text
    assert "Sofia clinic" in html and "by hand" in html and "put in by hand" in html
    identity = address.partition("=")[2].removesuffix("#panel")
    told = reviewer.get(f"/claims/{identity}.json").json()["data"]
    claim = told["claim"]
    assert (claim["value"], claim["low"], claim["high"], claim["qualifier"]) == (12, 12, None, "at_least")
    assert claim["source"][0]["name"] == "Sofia clinic" and claim["source"][0]["country"] == "MDG"
    assert claim["when"]["resolved"] == "2031-02-12" and claim["where"]["country"] == "MDG"
    assert claim["evidence"][0]["text"] == HEARD["said"] and told["review"] == "by hand"
    (decision,) = told["decisions"]
    assert (decision["action"], decision["person"], decision["note"]) == ("add", "Ann", "called back")
    assert "Put on record by hand" in reviewer.get("/log").text
    reviewer.post(f"/decisions/{decision['number']}/undo")
    assert identity not in [c["id"] for c in reviewer.get("/claims.json?type=hospital_treated").json()["data"]]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("event", {"field.type": "AID", "field.actor": "Kenya", "field.actor_country": "KEN", "field.recipient": "Sofia"}),
        ("figure", {"field.value": "0"}),
        ("quote", {"field.text": "We wait", "field.speaker": "Ana Rabe", "field.speaker_country": "Madagascar"}),
        ("aid", {"field.donor": "Norway", "field.amount": "12.5", "field.currency": "NOK", "field.status": "paid"}),
        ("unknown", {"field.about": "how the clinic is supplied"}),
    ],
)
def test_every_kind_of_line_has_its_form(reviewer: TestClient, floods: Story, kind: str, fields: dict[str, str]) -> None:
    form = reviewer.get(f"/add?story={floods.id}&kind={kind}").text
    assert all(f'name="{name}"' in form for name in fields)
    words = {"kind": kind, "said": "Heard by telephone.", "source": "a nurse", "source_kind": "anonymous"}
    shown = {"HX-Request": "true"}
    answer = reviewer.post("/claims", data={**words, **fields, "story": floods.id}, headers=shown)
    assert answer.status_code == 200 and answer.headers["HX-Trigger"] == "reviewed" and "by hand" in answer.text
    assert answer.headers["HX-Push-Url"].startswith(f"/stories/{floods.id}?claim=")


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "rumour"}, {"said": " "}, {"source": ""}, {"field.value": "many"}, {"source_country": "Atlantis"},
     {"published": "soon"}, {"source_kind": "shout"}, {"field.qualifier": "roughly"}, {"field.value": ""}],
)  # fmt: skip
def test_a_line_by_hand_that_cannot_be_is_refused_in_words(reviewer: TestClient, wrong: dict[str, str]) -> None:
    answer = reviewer.post("/claims", data={**HEARD, **wrong}, headers={"HX-Request": "true"})
    assert answer.status_code == 400 and answer.headers["content-type"].startswith("text/plain")
    assert ":" in answer.text and "<" not in answer.text
    assert reviewer.get("/log.json").json()["data"]["decisions"] == []


def test_a_line_by_hand_can_start_a_story(reviewer: TestClient) -> None:
    token = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/json"}
    claim = reviewer.post("/claims", json=HEARD, headers=token).json()["data"]
    assert reviewer.get(f"/stories/{claim['story']}.json").json()["data"]["story"]["origins"] == 1


# --------------------------------------------------------------------------------------------------- apart, and together


def test_lines_are_set_apart_and_put_together_again(reviewer: TestClient, own: Path) -> None:
    with Ledger.open(own, write=True) as ledger:
        first = drafts()[7]
        twin = replace(first, outlet="Southern Star", family="twin", text="", found=[])
        twin.say("Two Chilean patrol boats are on their way to Arica.", *((kind, told) for kind, _, _, told in first.found[:2]))
        fill(ledger, [twin])
        story = next(s for s in ledger.stories() if s.origins == 2)
        pair = next(e.claims for e in ledger.fused(story.id).events if len(e.claims) == 2)
    panel = reviewer.get(f"/claims/{pair[0].id}", headers={"HX-Request": "true"}).text
    assert f'value="{pair[1].id}"' in panel and "Set apart" in panel
    form = {"other": pair[1].id, "person": "Ann"}
    after = reviewer.post(f"/claims/{pair[0].id}/apart", data=form, headers={"HX-Request": "true"})
    assert (
        after.headers["HX-Trigger"] == "reviewed" and "from another line" in after.text and "another origin" not in after.text
    )
    other = reviewer.get(f"/claims/{pair[1].id}.json").json()["data"]
    assert [d["action"] for d in other["decisions"]] == ["apart"]
    back = {"claim": pair[1].id}
    again = reviewer.post(f"/decisions/{other['decisions'][0]['number']}/undo", data=back, headers={"HX-Request": "true"})
    assert f'data-claim="{pair[1].id}"' in again.text and "another origin" in again.text


def test_reports_are_no_copies_and_are_again(reviewer: TestClient, floods: Story) -> None:
    told = reviewer.get(f"/stories/{floods.id}.json").json()["data"]
    family = next(f for f in told["families"] if len(f["reports"]) > 1)
    assert "Set apart" in reviewer.get(f"/families/{family['id']}").text
    edge = next(e for e in family["edges"] if e["relation"] != "identical")
    answer = reviewer.post(f"/reports/{edge['child'][7:]}/apart", data={"other": edge["parent"]}, follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"].startswith("/families/")
    (decision,) = reviewer.get("/log.json").json()["data"]["decisions"]
    assert (decision["action"], decision["subject"], decision["other"]) == ("apart", edge["parent"], edge["child"])
    assert "one held for its copy" in reviewer.get("/log").text
    reviewer.post(f"/decisions/{decision['number']}/undo")
    assert "one held for its copy" not in reviewer.get("/log").text


def test_a_text_moves_to_a_story_of_its_own_and_to_another(reviewer: TestClient, floods: Story) -> None:
    page = reviewer.get(f"/families/{floods.families[-1]}/story").text
    assert "It is a story of its own" in page
    place = f"/families/{floods.families[-1]}/story"
    alone = reviewer.post(place, data={"story": "own"}, follow_redirects=False).headers["location"]
    assert alone.startswith("/stories/") and alone != f"/stories/{floods.id}"
    assert "It is a story of its own" not in reviewer.get(place).text
    assert reviewer.post(place, data={"story": "own"}, headers={"Accept": "application/json"}).status_code == 422
    found = reviewer.get(f"{place}?to=ferry").text
    assert "Ferry crews in Bergen stop work" in found
    assert reviewer.get(f"{place}?to=zebra").text.count("Put it there") == 0
    reviewer.post(place, data={"story": floods.id})
    assert reviewer.get(f"/stories/{floods.id}.json").json()["data"]["story"]["origins"] == floods.origins


def test_stories_are_put_together_and_taken_apart_with_one_press(reviewer: TestClient, floods: Story) -> None:
    other = next(s for s in reviewer.get("/stories.json").json()["data"] if s["title"].startswith("Chile"))
    assert f'value="{other["id"]}"' in reviewer.get(f"/stories/{floods.id}/together?to=Chile").text
    done = reviewer.post(f"/stories/{floods.id}/together", data={"story": other["id"]}, follow_redirects=False)
    assert done.headers["location"] == f"/stories/{other['id']}"
    assert reviewer.get(f"/stories/{other['id']}.json").json()["data"]["story"]["origins"] == floods.origins + 1
    log = reviewer.get("/log").text
    assert f"{floods.origins} origins" in log and log.count(">Undo<") == 1
    number = re.search(r'action="/decisions/(\d+)/undo"', log)
    assert number
    reviewer.post(f"/decisions/{number.group(1)}/undo", data={"all": "yes", "back": "log"})
    assert reviewer.get(f"/stories/{other['id']}.json").json()["data"]["story"]["origins"] == 1
    assert reviewer.get(f"/stories/{floods.id}.json").json()["data"]["story"]["origins"] == floods.origins


@pytest.mark.parametrize(
    ("path", "form"),
    [("/claims", HEARD), ("/claims/{claim}/apart", {"other": "x"}), ("/reports/{report}/apart", {"other": "x"}),
     ("/families/{family}/story", {"story": "own"}), ("/stories/{story}/together", {"story": "x"}), ("/decisions/1/undo", {})],
)  # fmt: skip
def test_no_other_site_can_write_anything(
    client: TestClient, claims: tuple[Claim, ...], path: str, form: dict[str, str]
) -> None:
    claim = claims[0]
    named = {"claim": claim.id, "report": claim.reports[0][7:], "family": claim.family, "story": claim.story}
    for headers in ({}, {"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}):
        assert client.post(path.format(**named), data=form, headers=headers).status_code == 403
    assert client.get("/log.json").json()["data"]["decisions"] == []


# ---------------------------------------------------------------------------------------------------------------- changes


def test_the_newest_change_comes_first_and_says_what_it_is(reviewer: TestClient, own: Path, floods: Story) -> None:
    with Ledger.open(own, write=True) as ledger:
        ledger.connection.execute("UPDATE stories SET changed = '2021-01-01T00:00:00Z'")
        ledger.connection.execute("UPDATE claims SET added = '2021-01-01T00:00:00Z'")
        ledger.connection.execute("UPDATE reports SET added = '2021-01-01T00:00:00Z'")
    told = [s["title"] for s in reviewer.get("/stories.json").json()["data"]]
    assert told[0].startswith("Chile"), "changed in one minute: the one told last"
    deaths = figure(reviewer)
    reviewer.post(f"/claims/{deaths['id']}/review", data={"action": "accept", "person": "Ann"})
    found = reviewer.get("/stories.json").json()["data"]
    assert found[0]["id"] == floods.id and found[0]["changed"] > "2021-01-01T00:00:00Z"
    html = reviewer.get("/stories").text
    assert html.index(floods.title) < html.index("Chile sends") and "accepted by Ann" in html
    order = reviewer.get("/stories.json?order=told").json()["data"]
    assert order[0]["title"].startswith("Chile")
    with Ledger.open(own, write=True) as ledger:
        ledger.connection.execute("UPDATE corrections SET added = '2021-01-02T00:00:00Z'")
        more = drafts()[6]
        more.title, more.published, more.family, more.text, more.found = "Toll rises", "2031-02-20", "later", "", []
        low: dict[str, Any] = {**drafts()[6].found[0][3], "low": 71.0, "high": 71.0, "value": 71.0, "text": "71"}
        more.say("The death toll has reached 71.", (FigureClaim, {**low, "when": When("now", None, "2031-02-20", "text")}))
        fill(ledger, [more])
    html = reviewer.get("/stories").text
    assert html.index(floods.title) < html.index("Chile sends")
    assert re.search(r"1 new line</span>\s*<span class=\"what\">Deaths: 71\s*<span class=\"soft\">\(before: 63\)", html)
    copy = drafts()[7]
    copy.outlet = "A Copy"
    with Ledger.open(own, write=True) as ledger:
        fill(ledger, [copy])
    assert reviewer.get("/stories.json").json()["data"][0]["id"] == floods.id, "a copy that says nothing new changes nothing"


def test_a_very_large_story_shows_its_newest_days(client: TestClient, floods: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.web.pages.MOST_IN_STORY", 6)
    told = client.get(f"/stories/{floods.id}.json").json()["data"]
    assert told["since"] == "2031-02-11" and 0 < len(told["claims"]) <= 6 < told["total"]
    html = client.get(f"/stories/{floods.id}").text
    earlier = re.search(r'href="([^"]*until=2031-02-10[^"]*)"', html)
    assert earlier and "Those before" in html
    before = client.get(earlier.group(1).replace("&amp;", "&").replace("?", ".json?", 1)).json()["data"]
    assert before["claims"] and not {c["id"] for c in before["claims"]} & {c["id"] for c in told["claims"]}


# ------------------------------------------------------------------------------------------------------------------- news


def test_what_another_process_reads_is_told(own: Path) -> None:
    client = opened(own)
    state = client.get("/changes.json").json()["data"]["state"]
    assert client.get(f"/changes?since={state}").status_code == 204
    with Ledger.open(own, write=True) as ledger:
        fill(ledger, [late()])
    news = client.get(f"/changes?since={state}")
    assert news.status_code == 200 and "1 new report" in news.text
    now = client.get("/changes.json").json()["data"]["state"]
    assert client.get(f"/changes?since={state}&seen={now}").status_code == 204
    assert client.get("/stories.json?q=recalls").json()["data"] != []


def test_a_story_tells_only_of_what_is_new_in_it(own: Path, floods: Story) -> None:
    client = opened(own)
    html = client.get(f"/stories/{floods.id}").text
    watch = re.search(r'hx-get="(/changes\?[^"]*)"', html)
    assert watch
    address = watch.group(1).replace("&amp;", "&")
    assert client.get(address).status_code == 204
    with Ledger.open(own, write=True) as ledger:
        fill(ledger, [late()])
    assert client.get(address).status_code == 204, "in another story"
    more = drafts()[7]
    more.outlet, more.title, more.story, more.family = "Late Post", "More of the floods", "floods", "more"
    with Ledger.open(own, write=True) as ledger:
        fill(ledger, [more])
    news = client.get(address)
    assert news.status_code == 200 and "1 new report in this story" in news.text
    again = re.search(r'hx-get="(/changes\?[^"]*)"', news.text)
    assert again and client.get(again.group(1).replace("&amp;", "&")).status_code == 204


def test_a_misspelt_filter_is_refused_for_programs(client: TestClient) -> None:
    answer = client.get("/stories.json?contry=NOR")
    assert answer.status_code == 400 and "contry" in answer.json()["error"]["message"]


def test_pages_are_answered_while_a_report_is_being_written(own: Path) -> None:
    client = opened(own)
    with Ledger.open(own, write=True) as ledger:
        ledger.connection.execute("BEGIN IMMEDIATE")
        ledger.connection.execute("UPDATE stories SET title = 'half'")
        assert "half" not in client.get("/stories").text
        ledger.connection.execute("ROLLBACK")


def test_the_layers_of_the_model_are_used_where_it_is(kept: Path, claims: tuple[Claim, ...]) -> None:
    asked: list[Report] = []
    app = create_app(kept, token=TOKEN, stages=lambda: STAGES, annotate=asked.append)
    client = TestClient(app, base_url=HERE, headers={"Authorization": f"Bearer {TOKEN}"})
    address = f"/reports/{claims[0].evidence[0].report[7:]}"
    client.get(address)
    assert asked == []
    assert "is not at hand" in client.get(f"{address}?deep=1").text
    client.get(f"{address}?deep=1")
    assert len(asked) == 1


# --------------------------------------------------------------------------------------------------------------- take out


def test_the_situation_report_is_one_click_away_under_a_policy_that_fits_it(client: TestClient, floods: Story) -> None:
    answer = client.get(f"/stories/{floods.id}/situation")
    policy = answer.headers["content-security-policy"]
    assert answer.status_code == 200 and "sha256-" in policy and "script-src 'self'" in policy
    assert "58 dead" in answer.text and "<script" not in answer.text


def test_the_situation_report_comes_as_a_word_file(client: TestClient, floods: Story) -> None:
    docx = pytest.importorskip("docx", reason="Word files need the extra: docx")
    answer = client.get(f"/stories/{floods.id}/export/docx")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="floods-kill-at-least-41-in-northern-madagascar.docx"'
    )
    opened = docx.Document(io.BytesIO(answer.content))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    said = "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])
    assert "Floods kill at least 41 in northern Madagascar" in said and "58" in said


@pytest.mark.parametrize("format", ["csv", "hxl", "jsonl", "geojson", "plover", "md", "html", "bundle"])
def test_a_story_is_taken_out_as_a_file(client: TestClient, floods: Story, format: str) -> None:
    answer = client.get(f"/stories/{floods.id}/export/{format}")
    assert answer.status_code == 200 and len(answer.content) > 500
    assert answer.headers["content-disposition"].startswith("attachment; filename=")


def test_a_format_that_is_none(client: TestClient, floods: Story) -> None:
    assert client.get(f"/stories/{floods.id}/export/exe").status_code == 404


# -------------------------------------------------------------------------------------------------------- the description


def test_the_description_says_every_address_and_what_comes_back(client: TestClient, floods: Story) -> None:
    described = client.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    routes = {route.path for route in client.app.routes if getattr(route, "path", "").endswith(".json")}  # type: ignore[attr-defined]
    writes = {path.replace(":int", "") for path, _ in WRITES}
    assert set(described["paths"]) == (routes - {"/openapi.json"}) | writes
    names = [found["operationId"] for path in described["paths"].values() for found in path.values()]
    assert len(names) == len(set(names))
    for path in described["paths"].values():
        for found in path.values():
            assert {"200", "400", "401", "404"} <= set(found["responses"])


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
VALUES = TEXT | st.sampled_from(
    ["MDG", "deaths", "alleged", "2031-02", "1", "200", "0", "-1", "*", '"', "«", "sha256:", "a" * 300]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_asked_the_answer_has_one_of_two_shapes(
    client: TestClient, claims: tuple[Claim, ...], data: st.DataObject
) -> None:
    described = client.get("/openapi.json").json()["paths"]
    path = data.draw(st.sampled_from([p for p in described if "get" in described[p]]))
    names = [p["name"] for p in described[path]["get"]["parameters"] if p["in"] == "query"]
    chosen = data.draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    query = {name: data.draw(VALUES, label=name) for name in chosen}
    known = st.sampled_from([claims[0].id, claims[0].story or "", claims[0].family or "", claims[0].reports[0]])
    identity = data.draw(known | TEXT.filter(lambda text: text.strip("./\\")))
    address = path.replace("{id}", quote(identity, safe=":"))
    answer = client.get(address, params=query)
    assert answer.status_code in (200, 400, 404, 414, 503), answer.text
    body = answer.json()
    assert set(body) == ({"data", "page", "self"} if answer.status_code == 200 else {"error"})
    if answer.status_code != 200:
        assert set(body["error"]) == {"status", "message", "remedy"} and body["error"]["status"] == answer.status_code
