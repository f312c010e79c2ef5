"""The pages in a real browser: main paths, keys alone, dark, a phone's width, no complaint in the console, nothing asked of
another machine, axe-core. Passed over where no chromium is installed.

axe-core is not part of the repository: ``npm pack axe-core`` (or ``npm install axe-core``) and name its ``axe.min.js`` in
``ONRECORD_AXE``; without it only that test is passed over.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from web_world import KENYA, MADAGASCAR, STAGES, build, fill, late

from onrecord.ledger import Filter, Ledger
from onrecord.model import AidClaim

pytest.importorskip("starlette", reason="the pages need the extra: web")
uvicorn = pytest.importorskip("uvicorn", reason="the pages need the extra: web")
playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")

CHROMIUM = os.environ.get("ONRECORD_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(os.environ.get("ONRECORD_AXE") or "node_modules/axe-core/axe.min.js")
TOKEN = "a-token-for-the-browser"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-default-apps",
)  # fmt: skip

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium: apt-get install chromium, or set ONRECORD_CHROMIUM")


class Site:
    """A ledger being served, and what its tests need to know of it."""

    def __init__(self, path: Path, address: str) -> None:
        self.path, self.address = path, address
        with Ledger.open(path) as ledger:
            story = next(s for s in ledger.stories() if s.origins == 4)
            family = next(f for f in ledger.families(Filter(story=story.id)) if len(f.reports) > 1)
        root, copy = (r.removeprefix("sha256:") for r in (family.root, family.reports[1]))
        self.story = f"/stories/{story.id}"
        self.pages = {
            "stories": "/stories", "story": self.story, "report": f"/reports/{root}?layers=who,when,where,how-many,says,what",
            "family": f"/families/{family.id}", "compare": f"/compare?before={root}&after={copy}", "search": "/search?q=dam",
            "said": "/said?source=Red", "relations": "/relations?a=NOR&b=MDG", "log": "/log", "help": "/help",
            "add": f"/add?story={story.id}&kind=event", "place": f"/families/{family.id}/story",
            "together": f"{self.story}/together",
        }  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    from onrecord.web import create_app

    path = build(tmp_path_factory.mktemp("browser") / "a.db")
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    app = create_app(path, token=TOKEN, port=port, stages=lambda: STAGES, annotate=lambda report: None)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield Site(path, f"http://127.0.0.1:{port}")
    server.should_exit = True
    thread.join(10)
    listening.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield opened
        opened.close()


class Watched:
    """A page that remembers complaints and requests to other machines."""

    def __init__(self, browser: Any, site: Site, **options: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda asked: None if asked.url.startswith(site.address) else self.elsewhere.append(asked.url))
        self.page.goto(f"{site.address}/?token={TOKEN}")


@pytest.fixture
def watched(browser: Any, site: Site) -> Iterator[Watched]:
    found = Watched(browser, site)
    yield found
    found.context.close()
    assert not found.complaints and not found.elsewhere


def test_from_the_list_to_the_evidence_and_to_the_words(watched: Watched, site: Site) -> None:
    page = watched.page
    assert "token" not in page.url
    page.get_by_role("link", name="Floods kill at least 41 in northern Madagascar").first.click()
    page.locator(".card .twin .line").first.click()
    page.wait_for_selector("#panel mark")
    assert "claim=" in page.url
    assert "Who carries it" in page.inner_text("#panel")
    page.locator("#panel .from a").click()
    page.wait_for_selector("#words")
    assert page.locator("#words").is_visible()


def test_a_shared_address_opens_with_the_evidence(watched: Watched, site: Site) -> None:
    page = watched.page
    page.goto(site.address + site.story)
    page.locator(".events .line").first.click()
    page.wait_for_selector("#panel mark")
    shared = page.url
    page.goto(site.address + "/stories")
    page.goto(shared)
    assert page.locator("#panel mark").first.is_visible()
    assert page.locator('.line[aria-current="true"]').count() >= 1


def test_keys_alone(watched: Watched, site: Site) -> None:
    page = watched.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.goto(site.address + site.story)
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.matches('.line')")
    first = page.evaluate("document.activeElement.dataset.claim")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.dataset.claim") == first
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel mark")
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("a")
    page.wait_for_selector("#panel .reviewed")
    page.wait_for_selector("#content .reviewed")
    page.keyboard.press("u")
    page.wait_for_selector("#panel .reviewed", state="detached")
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.name") == "reason"
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel .evidence", state="detached")
    page.keyboard.press("/")
    page.keyboard.type("dam")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=dam")


def test_reject_and_undo_in_place(watched: Watched, site: Site) -> None:
    page = watched.page
    page.goto(site.address + site.story)
    page.locator(".unknowns .line").first.click()
    page.wait_for_selector("#panel mark")
    page.keyboard.press("r")
    page.select_option("#panel select[name=reason]", "too old")
    page.get_by_role("button", name="Reject this line").click()
    page.wait_for_selector("#panel .r-rejected")
    playwright.expect(page.locator(".unknowns li")).to_have_count(1, timeout=60_000)
    page.goto(site.address + "/log")
    assert "too old" in page.inner_text("main")
    page.get_by_role("button", name="Undo").first.click()
    page.wait_for_selector("text=Nobody has decided anything yet")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_fits_and_keeps_quiet(browser: Any, site: Site, scheme: str, width: int) -> None:
    found = Watched(browser, site, color_scheme=scheme, viewport={"width": width, "height": 740})
    for name, address in site.pages.items():
        found.page.goto(site.address + address)
        wide = found.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} wide at {width}"
        ground = found.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert (ground == "rgb(21, 24, 27)") == (scheme == "dark")
    found.context.close()
    assert not found.complaints and not found.elsewhere


def test_the_switch_keeps_the_theme(watched: Watched, site: Site) -> None:
    watched.page.locator("#theme").click()
    watched.page.goto(site.address + site.story)
    assert watched.page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert watched.page.locator("#theme").get_attribute("aria-pressed") == "true"


def test_it_works_without_scripts(browser: Any, site: Site) -> None:
    found = Watched(browser, site, java_script_enabled=False)
    page = found.page
    page.goto(site.address + site.story)
    page.locator(".events .line").first.click()
    assert page.locator("#panel mark").first.is_visible()
    page.locator("#panel .decide button").click()
    assert "accepted" in page.inner_text("main")
    page.locator(".decision button").first.click()
    assert "accepted" not in page.inner_text("main")
    found.context.close()


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core: npm install axe-core, or name axe.min.js in ONRECORD_AXE")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Any, site: Site, scheme: str) -> None:
    found = Watched(browser, site, color_scheme=scheme, bypass_csp=True)
    script = AXE.read_text(encoding="utf-8")
    wrong: list[str] = []
    for name, address in site.pages.items():
        found.page.goto(site.address + address)
        if name == "story":
            found.page.locator(".events .line").first.click()
            found.page.wait_for_selector("#panel mark")
        found.page.evaluate(script)
        result = found.page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})"
        )
        wrong += [f"{name}: {v['id']}: {v['nodes'][0]['html'][:140]} ({len(v['nodes'])})" for v in result["violations"]]
    found.context.close()
    assert not wrong, "\n".join(wrong)


def test_a_line_by_hand_with_keys_alone(watched: Watched, site: Site) -> None:
    page = watched.page
    page.goto(site.address + site.story)
    page.keyboard.press("n")
    page.wait_for_selector("#panel .byhand")
    assert page.evaluate("document.activeElement.name") == "said"
    page.keyboard.type("The clinic treats 12 people, it says by telephone.")
    page.keyboard.press("Tab")
    page.keyboard.type("Sofia clinic")
    page.locator("#panel [name='field.metric']").fill("hospital_treated")
    page.locator("#panel [name='source_country']").fill("Atlantis")
    page.locator("#panel [name='field.value']").fill("12")
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#panel .problem")).to_contain_text("Atlantis", timeout=60_000)
    watched.complaints.clear()  # the browser itself notes the refused request
    page.locator("#panel [name='source_country']").fill("Madagascar")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel .evidence .reviewed")
    assert "claim=" in page.url
    playwright.expect(page.locator("#says")).to_contain_text("Sofia clinic", timeout=60_000)
    page.locator("#panel").focus()
    page.keyboard.press("u")
    page.wait_for_selector("#panel .r-rejected")
    playwright.expect(page.locator("#says")).not_to_contain_text("Sofia clinic", timeout=60_000)


def test_a_text_is_put_elsewhere_and_back(watched: Watched, site: Site) -> None:
    page = watched.page
    page.goto(site.address + site.story)
    page.locator("#reports a", has_text="move").last.click()
    page.get_by_role("button", name="It is a story of its own").click()
    page.wait_for_url("**/stories/story:new-*")
    page.goto(site.address + "/log")
    page.get_by_role("button", name="Undo").first.click()
    page.wait_for_selector("text=Nobody has decided anything yet")


def test_news_comes_by_itself_where_it_disturbs_nobody(watched: Watched, site: Site) -> None:
    page = watched.page
    page.goto(site.address + "/stories")
    before = page.locator(".story").count()
    page.evaluate("document.body.dataset.same = 'page'")
    with Ledger.open(site.path, write=True) as ledger:
        fill(ledger, [late()])
    page.wait_for_selector(".story .new", timeout=60_000)
    playwright.expect(page.locator("#news")).to_contain_text("1 new report", timeout=60_000)
    assert page.locator(".story").count() >= before
    assert page.evaluate("document.body.dataset.same") == "page", "put in, not loaded again"


def test_news_waits_for_whoever_is_busy_and_comes_with_one_press(watched: Watched, site: Site) -> None:
    page = watched.page
    page.goto(site.address + site.story)
    page.evaluate("document.body.dataset.same = 'page'")
    line = page.locator(".events .line").first
    line.click()
    page.wait_for_selector("#panel mark")
    shown = line.get_attribute("data-claim")
    more = replace(late(), story="floods", family="more", outlet="Later Post", title="More of the floods", text="")
    sent = {"donor": KENYA, "recipient": MADAGASCAR, "status": "dispatched", "reply": None, "amount": None, "currency": None}
    more.say("A second helicopter has left Nairobi with tents.", (AidClaim, {**sent, "item": "tents"}))
    with Ledger.open(site.path, write=True) as ledger:
        fill(ledger, [more])
    page.wait_for_selector("#news [data-renew]", timeout=60_000)
    assert "1 new report in this story" in page.inner_text("#news")
    assert page.locator("#aid", has_text="tents").count() == 0
    page.keyboard.press(".")
    playwright.expect(page.locator("#aid")).to_contain_text("tents", timeout=60_000)
    playwright.expect(page.locator("#aid .new")).to_have_count(1, timeout=60_000)
    assert page.locator("#panel mark").count() and page.locator("#news [data-renew]").count() == 0
    assert page.locator('.line[aria-current="true"]').first.get_attribute("data-claim") == shown
    assert page.evaluate("document.body.dataset.same") == "page", "put in, not loaded again"
