"""How quick the ledger stays: reading new and known reports, and every command, in a ledger of a hundred thousand.

    python -m benchmarks.ledger_size fill --reports 5000 --ledger /tmp/era.db
    python -m benchmarks.ledger_size grow --times 20 --ledger /tmp/era.db --into /tmp/big.db
    python -m benchmarks.ledger_size measure --ledger /tmp/big.db --era 5000 --json benchmarks/results/ledger-size.json

``fill`` takes invented reports in through copies, stories, merging and writing, with the claims that the generator knows of
what it wrote (`benchmarks.invented`): no reading model. ``grow`` puts copies of these rows under other ids, hashes and
earlier days into the ledger, as reading would have written them, but for the claims of each report before merging, which are
only copied; the newest stretch is the one that was really taken in. ``measure`` then reads reports that follow upon it with
the shipped model, ``--new`` of them, reads them again, reads two more, and runs every command in this process, the start of
Python left out.

Times are wall clock, and processor time of all threads of this process, which tells more on a machine that is busy.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import platform
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.invented import archive

from onrecord.ledger import Filter, Ledger
from onrecord.ledger.intake import take_in
from onrecord.ledger.stages import default_stages
from onrecord.model import Claim, Report

STRETCH = 40
"""Days between one copy of the rows and the next: more than any story is silent."""
_STEP = 0x1000003
_COPIED = {
    "reports": ("n", "family"), "inputs": ("report",), "readings": ("report",), "families": ("n", "root", "story"),
    "stories": ("n",), "edges": ("n", "family", "parent", "child"), "edge_sentences": ("edge",),
    "claims": ("n", "family", "story"),
    "claim_parties": ("claim",), "claim_countries": ("claim",), "claim_dyads": ("claim",), "evidence": ("claim", "report"),
    "shingles": ("report",), "pieces": ("family",),
}  # fmt: skip
"""Tables of which the rows are copied, and their columns that number rows."""
_DATES = ("published", "first", "last")


def fill(path: Path, count: int) -> dict[str, Any]:
    """Take invented reports in and give how long it took."""
    known: dict[str, tuple[Claim, ...]] = {}

    def made() -> Iterator[Report]:
        for report, claims in archive(count):
            known[report.id] = claims
            yield report

    def read(some: Iterable[Report]) -> list[tuple[Report, Sequence[Claim]]]:
        return [(report, known.pop(report.id)) for report in some]

    clock = Clock()
    with Ledger.open(path, write=True) as ledger:
        intake = take_in(ledger, made(), read, default_stages(), reader="generator")
    return {"reports": intake.new, **clock.per(intake.new)}


# ------------------------------------------------------------------------------------------------------------------- grow


def grow(path: Path, into: Path, times: int) -> None:
    """A ledger of ``times`` the rows of another: the other, and copies of it on earlier days."""
    shutil.copyfile(path, into)
    connection = sqlite3.connect(into, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -1000000")
    most = max(connection.execute(f"SELECT coalesce(max(n), 0) FROM {t}").fetchone()[0] for t in ("reports", "claims", "edges"))
    step = 10 ** len(str(most))
    columns = {t: [(row[1], row[2]) for row in connection.execute(f"PRAGMA table_info({t})")] for t in _COPIED}
    for i in range(1, times):
        connection.execute("BEGIN")
        for table, numbered in _COPIED.items():
            names = ", ".join(f'"{name}"' for name, _ in columns[table])
            values = ", ".join(_copied(table, name, numbered, i, step) for name, _ in columns[table])
            connection.execute(f"INSERT INTO {table}({names}) SELECT {values} FROM {table} WHERE {numbered[0]} < {step}")
        connection.execute("COMMIT")
        print(f"{i} of {times - 1}", flush=True)
    connection.execute("INSERT INTO reports_fts(reports_fts) VALUES ('optimize')")
    connection.execute("INSERT INTO claims_fts(claims_fts) VALUES ('optimize')")
    connection.close()


def _copied(table: str, column: str, numbered: tuple[str, ...], i: int, step: int) -> str:
    """The value of a column in the i-th copy, as SQL."""
    if column in numbered:
        return f'"{column}" + {i * step}'
    name = f'"{column}"'
    if column in ("id", "content"):
        return f"substr({name}, 1, instr({name}, ':') + 2) || 'z{i:02d}' || substr({name}, instr({name}, ':') + 6)"
    if table == "shingles" and column == "hash":
        return f"hash + {i * _STEP}"
    if table == "pieces" and column in ("day", "time"):
        return f"CASE WHEN day = 10000000 THEN {name} ELSE {name} - {STRETCH * i * (86400 if column == 'time' else 1)} END"
    if column in _DATES or (column == "day" and table in ("claims", "claim_countries", "claim_dyads")):
        return f"CASE WHEN length({name}) >= 10 THEN date(substr({name}, 1, 10), '-{STRETCH * i} days') ELSE {name} END"
    return f'"{column}"'


# ---------------------------------------------------------------------------------------------------------------- measure


class Clock:
    """Wall clock and processor time from its making on."""

    def __init__(self) -> None:
        self.begun = (time.perf_counter(), time.process_time())

    def seconds(self) -> tuple[float, float]:
        return time.perf_counter() - self.begun[0], time.process_time() - self.begun[1]

    def per(self, count: int) -> dict[str, float]:
        wall, spent = self.seconds()
        rates = {"reports_per_second": round(count / wall, 1), "reports_per_processor_second": round(count / spent, 1)}
        return {"seconds": round(wall, 2), "processor_seconds": round(spent, 2), **rates}


def read_new(path: Path, era: int, new: int) -> dict[str, Any]:
    """Read reports that follow upon the era with the shipped model, then again, then two more."""
    from onrecord import pipeline

    coming = [report for report, _ in islice(archive(era + new + 2), era, None)]
    pipeline.reader()
    reading = [0.0, 0.0]

    def read(some: Iterable[Report]) -> list[tuple[Report, Sequence[Claim]]]:
        clock = Clock()
        found: list[tuple[Report, Sequence[Claim]]] = list(pipeline.claims_of_reports(some))
        for i, spent in enumerate(clock.seconds()):
            reading[i] += spent
        return found

    def take(path: Path, reports: Sequence[Report]) -> dict[str, Any]:
        reading[:] = [0.0, 0.0]
        with Ledger.open(path, write=True) as ledger:
            clock = Clock()
            intake = take_in(ledger, reports, read, default_stages(), reader=pipeline.READER)
            told = {"reports": len(reports), "new": intake.new, "words": sum(len(r.text.split()) for r in reports)}
            return told | clock.per(len(reports)) | {
                "of_these_seconds_reading": round(reading[0], 2), "of_these_processor_seconds_reading": round(reading[1], 2),
            }  # fmt: skip

    return {
        "new": take(path, coming[:new]),
        "known": take(path, coming[:new]),
        "two_more": take(path, coming[new:]),
    }


def commands(path: Path) -> dict[str, list[str]]:
    """Every command with arguments that name what the ledger holds, by what is told of it."""
    with Ledger.open(path) as ledger:
        ask = ledger.connection.execute
        last = ask("SELECT max(day) FROM claims").fetchone()[0]
        story = ask("SELECT id FROM stories WHERE reports BETWEEN 8 AND 14 ORDER BY last DESC LIMIT 1").fetchone()[0]
        largest, size = ask("SELECT id, reports FROM stories ORDER BY reports DESC LIMIT 1").fetchone()
        old, new = ask(
            "SELECT p.id, c.id FROM edges e JOIN reports p ON p.n = e.parent JOIN reports c ON c.n = e.child LIMIT 1"
        ).fetchone()
        title = str(ask("SELECT title FROM stories WHERE id = ?", (story,)).fetchone()[0])
        who = ask("SELECT name FROM parties WHERE name LIKE '% Red Cross' LIMIT 1").fetchone()[0]
    name = title.split()[-1]
    return {
        "stories": ["stories"],
        "stories --country": ["stories", "--country", "PHL"],
        "stories --since": ["stories", "--since", last],
        "show, 8 to 14 reports": ["show", story],
        f"show, the largest ({size} reports)": ["show", largest],
        "search, two words": ["search", f"{name} river"],
        "search, a common word": ["search", "people"],
        "figures": ["figures"],
        "figures --type --country": ["figures", "--type", "deaths", "--country", "BRA"],
        "figures --story": ["figures", "--story", story],
        "aid": ["aid"],
        "aid --country": ["aid", "--country", "PER"],
        "who": ["who", who],
        "between": ["between", "PHL", "PER"],
        "quotes": ["quotes"],
        "quotes --story": ["quotes", "--story", story],
        "diff": ["diff", old, new],
        "copies": ["copies"],
        "copies --story": ["copies", "--story", story],
        "report": ["report", story],
        "export, csv, of a story": ["export", "-f", "csv", "--story", story, "-o", str(Path(tempfile.mkdtemp()) / "out.csv")],
        "review log": ["review", "log"],
        "info": ["info"],
        "check": ["check"],
    }


def ask(path: Path, arguments: Sequence[str]) -> Callable[[], object]:
    """A call of the command line in this process."""
    from onrecord.cli import build

    def call() -> None:
        out, wrong = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(wrong):
            try:
                where = [str(path)] if arguments[0] == "check" else ["--ledger", str(path)]
                code = build()([*arguments, *where], standalone_mode=False)
            except SystemExit as end:
                code = end.code
        if code:
            raise RuntimeError(f"{arguments} ended with {code}: {wrong.getvalue()}")

    return call


def questions(path: Path) -> dict[str, dict[str, float]]:
    """The ledger's own answers, pages of 40 as the web pages have them, without tables for people."""
    page = Filter(limit=40)
    with Ledger.open(path) as ledger:
        first = ledger.connection.execute
        largest = first("SELECT id FROM stories ORDER BY reports DESC LIMIT 1").fetchone()[0]
        last = first("SELECT max(day) FROM claims").fetchone()[0]
        calls: dict[str, Callable[[], object]] = {
            "stories": lambda: ledger.stories(page),
            "stories, by country": lambda: ledger.stories(replace(page, country="PHL")),
            "stories, by change": lambda: ledger.stories(replace(page, by_change=True)),
            "figures": lambda: ledger.claims(replace(page, kind="figure")),
            "figures, by country and type": lambda: ledger.claims(replace(page, type="deaths", country="BRA")),
            "figures, two origins": lambda: ledger.claims(replace(page, kind="figure", min_origins=2)),
            "figures, page 125": lambda: ledger.claims(replace(page, kind="figure", offset=5000)),
            "events, since the last day": lambda: ledger.claims(replace(page, kind="event", since=last)),
            "who": lambda: ledger.said_by("Red Cross", page),
            "between": lambda: ledger.relations("PHL", "PER", page),
            "search, a common word": lambda: ledger.search("people", page),
            "copies": lambda: ledger.families(replace(page, min_origins=2)),
            "fused, the largest story": lambda: ledger.fused(largest),
            "counts": ledger.counts,
        }
        found = {name: timed(call, 6) for name, call in calls.items()}
    for name, told in found.items():
        print(f"{name:36} {told}", flush=True)
    return found


def timed(call: Callable[[], object], times: int) -> dict[str, float]:
    """Milliseconds of some calls: the first, and the middle of the others, wall and processor."""
    wall, spent = [], []
    for _ in range(times):
        clock = Clock()
        call()
        one = clock.seconds()
        wall.append(1000 * one[0])
        spent.append(1000 * one[1])
    later = slice(1, None) if times > 1 else slice(None)
    return {
        "first_ms": round(wall[0], 1),
        "median_ms": round(statistics.median(wall[later]), 1),
        "median_processor_ms": round(statistics.median(spent[later]), 1),
    }


def machine() -> dict[str, Any]:
    """What it ran on, without names."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(memory / 1e9),
        "architecture": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "load_average": [round(x, 1) for x in os.getloadavg()],
    }


def measure(path: Path, era: int, new: int, only: Sequence[str] | None) -> dict[str, Any]:
    """Everything, as it is put into the results."""
    result: dict[str, Any] = {"machine": machine()}
    with Ledger.open(path, write=True) as ledger:
        ledger.connection.execute("ANALYZE")
        result["before"] = ledger.counts() | {"megabytes": round(path.stat().st_size / 1e6)}
    if new:
        result["reading"] = read_new(path, era, new)
        print(json.dumps(result, indent=1), flush=True)
    result["load_average_before_the_commands"] = [round(x, 1) for x in os.getloadavg()]
    found = {}
    for name, arguments in commands(path).items():
        if only and name.split()[0].rstrip(",") not in only:
            continue
        found[name] = timed(ask(path, arguments), 1 if name == "check" else 6)
        print(f"{name:36} {found[name]}", flush=True)
    return result | {"commands": found, "questions": questions(path)}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("fill", "grow", "measure"))
    parser.add_argument("--ledger", type=Path, required=True)
    parser.add_argument("--reports", type=int, default=5000)
    parser.add_argument("--into", type=Path)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--era", type=int, default=5000, help="reports that were taken in, not copied")
    parser.add_argument("--new", type=int, default=500, help="reports to read with the model")
    parser.add_argument("--only", nargs="*", help="commands to measure")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    if given.what == "grow":
        grow(given.ledger, given.into or Path(tempfile.mkdtemp()) / "big.db", given.times)
        return
    found = (
        fill(given.ledger, given.reports) if given.what == "fill" else measure(given.ledger, given.era, given.new, given.only)
    )
    text = json.dumps(found, indent=1)
    print(text)
    if given.json:
        given.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
