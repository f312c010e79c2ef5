"""How quick and how large the pages are over a large ledger.

    python -m benchmarks.ledger_size fill --reports 2000 --ledger /tmp/seed.db
    python benchmarks/web_pages.py /tmp/seed.db --grow 50 --into /tmp/big.db
    python benchmarks/web_pages.py /tmp/big.db --requests 500 --results benchmarks/results/web_pages.json

``--grow`` makes a ledger of so many copies of another, each under ids of its own and a week later than the one before: rows as
reading would write them, but for the indexes by which copies and stories are found, which no page asks. Then three runs of
neighbouring stories (80, 160 and 300 of them) are put together, so that a few stories are very large, as a war's is.

Asks the application in this process, without a socket and without a browser, for pages of a fixed random choice of stories,
reports, claims and families, and for lists and searches. Prints for each kind of page median and 95th percentile of the wall
clock and of processor time (all threads; what a page costs on a machine that is busy with other things), and the largest page
as sent (gzip) and as it is; ``--results`` keeps them with every single time. A claim is asked for as the panel beside a line.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sqlite3
import statistics
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from starlette.testclient import TestClient

from onrecord.ledger import Ledger
from onrecord.ledger.schema import transaction
from onrecord.ledger.telling import refresh_story
from onrecord.web import create_app

TOKEN = "for-the-benchmark-only"
WORDS = 40


def picked(path: Path, count: int) -> Iterator[tuple[str, str]]:
    """Kind of page and address, the same for the same ledger."""
    chance = random.Random(7)
    with Ledger.open(path) as ledger:
        ask = ledger.connection.execute
        ids = {
            table: [row[0] for row in ask(f"SELECT id FROM {table} ORDER BY n LIMIT 200000")]
            for table in ("stories", "reports", "families", "claims")
        }
        text = str(ask("SELECT text FROM reports LIMIT 1").fetchone()[0]).split()[:WORDS]
        largest = [row[0] for row in ask("SELECT id FROM stories ORDER BY reports DESC LIMIT 13")]
        very, largest = largest[: len(TOGETHER)], largest[len(TOGETHER) :]
        inside = [row[0] for row in ask("SELECT c.id FROM claims c JOIN stories s ON s.n = c.story WHERE s.id = ?", (very[0],))]
    for i in range(count):
        yield "story", f"/stories/{chance.choice(ids['stories'])}"
        yield "report", f"/reports/{chance.choice(ids['reports'])[7:]}"
        yield "claim", f"/claims/{chance.choice(ids['claims'])}"
        yield "versions", f"/families/{chance.choice(ids['families'])}"
        yield "stories", f"/stories?offset={chance.randrange(0, max(1, len(ids['stories']) - 40))}"
        yield "stories, narrowed", ("/stories?country=NOR&type=deaths", "/stories?country=KEN", "/stories?origins=2")[i % 3]
        yield "search", f"/search?q={chance.choice(text)}"
        yield "news", "/changes?since=1.1.1"
        yield "largest stories", f"/stories/{largest[i % len(largest)]}"
        yield "very large", f"/stories/{very[i % len(very)]}"
        yield "claim of a very large", f"/claims/{chance.choice(inside)}"


GROWN = {
    "reports": ("n", "family"),
    "families": ("n", "root", "story"),
    "stories": ("n",),
    "edges": ("n", "family", "parent", "child"),
    "edge_sentences": ("edge",),
    "claims": ("n", "family", "story"),
    "claim_parties": ("claim",),
    "claim_countries": ("claim",),
    "evidence": ("claim", "report"),
}
"""Tables that grow, and their columns that number rows of growing tables."""
DAYS = ("published", "day", "first", "last")


def grow(seed: Path, into: Path, times: int) -> None:
    """A ledger of ``times`` copies of ``seed``."""
    with sqlite3.connect(seed) as small, sqlite3.connect(into) as large:
        small.backup(large)
    connection = sqlite3.connect(into, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -400000")
    sizes = {table: connection.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] for table in ("reports", "claims")}
    step = 10 ** len(str(max(sizes.values())))
    connection.execute("BEGIN")
    for i in range(1, times):
        for table, numbered in GROWN.items():
            columns = [f'"{row[1]}"' for row in connection.execute(f"PRAGMA table_info({table})")]
            values = [_grown(column.strip('"'), numbered, i, step) for column in columns]
            where = f"WHERE {numbered[0]} < {step}"
            connection.execute(f"INSERT INTO {table}({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} {where}")
    connection.execute("COMMIT")
    connection.close()
    with Ledger.open(into, write=True) as ledger:
        _put_together(ledger.connection)


TOGETHER = (300, 160, 80)
"""So many neighbouring stories become one, thrice."""


def _put_together(connection: sqlite3.Connection) -> None:
    listed = iter([n for (n,) in connection.execute("SELECT n FROM stories WHERE origins > 0 ORDER BY first, n")])
    with transaction(connection):
        for size in TOGETHER:
            one, *others = islice(listed, size)
            for other in others:
                for table in ("claims", "families"):
                    connection.execute(f"UPDATE {table} SET story = ? WHERE story = ?", (one, other))
                refresh_story(connection, other)
            refresh_story(connection, one)


def _grown(column: str, numbered: tuple[str, ...], i: int, step: int) -> str:
    if column in numbered:
        return f'"{column}" + {i * step}'
    if column == "id":
        return f"substr(id, 1, instr(id, ':')) || 'z{i:02d}' || substr(id, instr(id, ':') + 4)"
    if column in DAYS:
        return f'CASE WHEN "{column}" LIKE \'____-__-__%\' THEN date("{column}", \'+{7 * i} days\') ELSE "{column}" END'
    return f'"{column}"'


KINDS = 11
"""Kinds of pages that ``picked`` gives in turn."""


def main(path: Path, requests: int, results: Path | None) -> None:
    load = os.getloadavg()[0]
    client = TestClient(create_app(path, token=TOKEN, annotate=lambda report: None), base_url="http://127.0.0.1:8765")
    client.headers.update({"Authorization": f"Bearer {TOKEN}", "Accept": "text/html"})
    wall: dict[str, list[float]] = {}
    spent: dict[str, list[float]] = {}
    sent: dict[str, tuple[int, int]] = {}
    for number, (kind, address) in enumerate(picked(path, requests // KINDS)):
        part = {"HX-Request": "true"} if kind.startswith("claim") else {}
        began, cpu = time.perf_counter(), time.process_time()
        answer = client.get(address, headers=part)
        took, cost = time.perf_counter() - began, time.process_time() - cpu
        if answer.status_code not in (200, 204):
            print(f"{answer.status_code} {address}")
        if number < KINDS:
            continue  # the first of each kind compiles templates
        wall.setdefault(kind, []).append(round(took * 1000, 2))
        spent.setdefault(kind, []).append(round(cost * 1000, 2))
        size = (int(answer.headers.get("content-length", 0)), len(answer.content))
        sent[kind] = max(sent.get(kind, (0, 0)), size)
    found = {}
    print(
        f"{'page':24}{'n':>5}{'wall ms p50':>13}{'p95':>8}{'cpu ms p50':>13}{'p95':>8}{'largest KB sent':>17}{'unpacked':>10}"
    )
    for kind in [*wall, "all"]:
        w = wall[kind] if kind in wall else [x for xs in wall.values() for x in xs]
        c = spent[kind] if kind in spent else [x for xs in spent.values() for x in xs]
        size = sent[kind] if kind in sent else max(sent.values(), key=lambda s: s[1])
        print(
            f"{kind:24}{len(w):>5}{statistics.median(w):>13.1f}{_p95(w):>8.1f}{statistics.median(c):>13.1f}{_p95(c):>8.1f}"
            f"{size[0] / 1024:>17.1f}{size[1] / 1024:>10.1f}"
        )
        found[kind] = {
            "n": len(w), "wall_ms": {"p50": statistics.median(w), "p95": _p95(w)},
            "cpu_ms": {"p50": statistics.median(c), "p95": _p95(c)}, "largest_bytes": {"sent": size[0], "unpacked": size[1]},
        }  # fmt: skip
    if results:
        with Ledger.open(path) as ledger:
            counts = {table: ledger.counts()[table] for table in ("reports", "families", "stories", "claims")}
        machine = {"machine": platform.machine(), "python": platform.python_version(), "cores": os.cpu_count()}
        kept = {
            **machine,
            "load_before": round(load, 2),
            "ledger": counts,
            "pages": found,
            "every_wall_ms": wall,
            "every_cpu_ms": spent,
        }
        results.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def _p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--requests", type=int, default=500)
    parser.add_argument("--grow", type=int, help="make a ledger of so many copies of this one instead")
    parser.add_argument("--into", type=Path)
    parser.add_argument("--results", type=Path, help="keep every single time here, as JSON")
    given = parser.parse_args()
    if given.grow:
        grow(given.ledger, given.into, given.grow)
    else:
        main(given.ledger, given.requests, given.results)
