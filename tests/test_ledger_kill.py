"""Killed at any moment, nothing that was committed is lost and nothing is half there."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from ledger_world import STAGES

from onrecord.ledger import Ledger
from onrecord.ledger.settling import settle

ROUNDS = int(os.environ.get("ONRECORD_KILLS", "6"))
"""Kills in one run of the test; set it higher to look longer."""


def test_kill_at_any_moment(tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    chance = random.Random(5)
    committed: set[str] = set()
    for turn in range(ROUNDS):
        committed |= _write_and_kill(path, 10_000 * turn, chance.uniform(0.05, 0.4))
        with Ledger.open(path) as ledger:
            there = {identity for (identity,) in ledger.connection.execute("SELECT id FROM reports")}
            assert committed <= there
            assert len(there - committed) <= turn + 1, "more than the one report of each round that was not told of"
            assert list(ledger.check()) == []
            _whole(ledger)
        committed = there
    assert len(committed) > ROUNDS
    with Ledger.open(path, write=True) as ledger:
        settle(ledger.connection, STAGES)
        _whole(ledger)


def _write_and_kill(path: Path, seed: int, seconds: float) -> set[str]:
    """Let a process write, kill it so long after its first commit, and give the ids that it said were committed."""
    here = Path(__file__).parent
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(here), str(here.parent / "src")))}
    command = [sys.executable, str(here / "ledger_writer.py"), str(path), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=env, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(seconds)
        process.kill()
        said = [first, *process.stdout.readlines()]
    return {line.strip() for line in said if line.endswith("\n")}


def _whole(ledger: Ledger) -> None:
    """Every report has its reading, its family, its claims; every family its story; every count is right."""

    def count(sql: str) -> int:
        return int(ledger.connection.execute(sql).fetchone()[0])

    assert not count("SELECT count(*) FROM reports WHERE n NOT IN (SELECT report FROM readings) OR family IS NULL")
    assert not count("SELECT count(*) FROM reports WHERE n NOT IN (SELECT report FROM shingles)")
    assert not count("SELECT count(*) FROM families WHERE story IS NULL")
    assert not count("SELECT count(*) FROM families f WHERE reports <> (SELECT count(*) FROM reports WHERE family = f.n)")
    assert not count("SELECT count(*) FROM stories s WHERE origins <> (SELECT count(*) FROM families WHERE story = s.n)")
    assert not count("SELECT count(*) FROM claims c JOIN families f ON f.n = c.family WHERE c.story IS NOT f.story")
    assert not count(
        "SELECT count(*) FROM claims c WHERE reports <> (SELECT count(DISTINCT report) FROM evidence WHERE claim = c.n)"
    )
    assert count("SELECT count(*) FROM reports_fts WHERE reports_fts MATCH 'valley OR worry'") == count(
        "SELECT count(*) FROM reports"
    )
