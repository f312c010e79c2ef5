"""Pictures of the pages for the README and the docs, light and dark, from the example reports.

    pip install "onrecord[web]" playwright;  apt-get install chromium
    python docs/make_screenshots.py [FOLDER]        # default: docs/images

Reads ``examples/`` into a ledger of its own, serves it, and writes ``stories``, ``story``, ``evidence``, ``versions``,
``report`` and ``phone`` as PNG, each once more with ``-dark``.
"""

from __future__ import annotations

import shutil
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Page, sync_playwright

from onrecord import pipeline
from onrecord.ledger import Filter, Ledger
from onrecord.ledger.intake import take_in
from onrecord.ledger.stages import default_stages
from onrecord.sources import read_paths
from onrecord.web import create_app

HERE = Path(__file__).parent
TOKEN = "only-for-the-pictures"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]


def read_examples(path: Path) -> None:
    """The example reports into a ledger."""
    with Ledger.open(path, write=True) as ledger:
        found = read_paths([str(HERE.parent / "examples")])
        take_in(ledger, found, pipeline.claims_of_reports, default_stages(), reader=pipeline.READER)


def addresses(path: Path) -> dict[str, str]:
    """What is shown: the story with most reports, its first figure with evidence, its largest family."""
    with Ledger.open(path) as ledger:
        story = max(ledger.stories(), key=lambda s: len(s.reports))
        claims = ledger.claims(Filter(story=story.id, kind="figure", main=True))
        shown = max(claims, key=lambda c: (len(c.reports), c.metric == "deaths"))  # type: ignore[attr-defined]
        family = max(ledger.families(Filter(story=story.id)), key=lambda f: len(f.reports))
    root, copy = (r.removeprefix("sha256:") for r in (family.root, family.reports[-1]))
    return {
        "stories": "/stories",
        "story": f"/stories/{story.id}",
        "evidence": f"/stories/{story.id}?claim={shown.id}",
        "versions": f"/compare?before={root}&after={copy}",
        "report": f"/reports/{root}?layers=who,when,where,how-many,says,what&deep=1",
        "phone": f"/stories/{story.id}",
    }


def shoot(page: Page, base: str, pages: dict[str, str], folder: Path, ending: str) -> None:
    """One picture of each page."""
    for name, address in pages.items():
        page.set_viewport_size({"width": 360, "height": 740} if name == "phone" else {"width": 1360, "height": 860})
        page.goto(base + address)
        page.wait_for_load_state("networkidle", timeout=60_000)
        page.screenshot(path=folder / f"{name}{ending}.png")


def serve(path: Path) -> tuple[uvicorn.Server, str]:
    """The pages of a ledger in a thread of this process."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(path, token=TOKEN, port=port), log_level="error", ws="none"))
    threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return server, f"http://127.0.0.1:{port}"


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as kept, sync_playwright() as running:
        path = Path(kept) / "examples.db"
        read_examples(path)
        pages = addresses(path)
        server, base = serve(path)
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        schemes: dict[str, Any] = {"": "light", "-dark": "dark"}
        for ending, scheme in schemes.items():
            page = browser.new_context(color_scheme=scheme).new_page()
            page.goto(f"{base}/?token={TOKEN}")
            shoot(page, base, pages, folder, ending)
        browser.close()
        server.should_exit = True


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "images")
