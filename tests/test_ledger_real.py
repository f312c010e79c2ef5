"""The ledger with the stages that the program ships, on reports as they come from files."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from ledger_world import claims_of, report

from onrecord.claims.merge import merge_claims
from onrecord.copies.families import find_families
from onrecord.copies.stories import find_stories
from onrecord.ledger import Filter, Ledger
from onrecord.ledger.intake import take_in
from onrecord.ledger.stages import default_stages
from onrecord.model import Claim, Report

LINES = (
    "figure: The agency counted {n} damaged houses in Norland on Friday after the river Aar left its bed near the old town",
    "event: Norland asked Sudria for pumps and for boats on Friday because the water works of three towns stood still",
    "quote: We have never seen water like this and nobody in the valley remembers a summer with so much rain",
    "unknown: the number of missing people in the villages above the dam that broke during the night",
    "Soldiers carried sandbags through the market street while shopkeepers brought their goods to the upper floors.",
    "The railway line along the lake stays closed until engineers have looked at every one of its nine bridges.",
)
STRIKE = (
    "Tram drivers in Westmark stopped work at dawn and asked for shorter shifts before the winter timetable starts.",
    "figure: {n} drivers stayed away from the depot, a union delegate told reporters who waited in the cold",
    "The city council called the walkout a surprise and promised talks with both unions before the end of the week.",
    "Schools opened late since many teachers reach them by tram and the replacement buses were full by seven.",
)


def texts() -> list[Report]:
    """Originals and cut copies of two happenings, with dates."""
    floods = [line.format(n=41) for line in LINES]
    strike = [line.format(n=300) for line in STRIKE]
    made = [
        report("\n\n".join(floods), title="Floods in Norland", outlet="Daily A", published="2031-05-02"),
        report("\n\n".join(floods[:-1]), title="Norland under water", outlet="Evening B", published="2031-05-03"),
        report("\n\n".join(strike), title="Trams stand still", outlet="Daily A", published="2031-05-02"),
        report("\n\n".join(strike), title="Trams stand still", outlet="Morning C", published="2031-05-02"),
    ]
    return made


def fill(path: Path, reports: Sequence[Report]) -> None:
    def read(some: Sequence[Report]) -> list[tuple[Report, tuple[Claim, ...]]]:
        return [(one, claims_of(one)) for one in some]

    with Ledger.open(path, write=True) as ledger:
        take_in(ledger, reports, read, default_stages(), reader="1")  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(4))
def test_a_ledger_ends_with_what_the_stages_find_in_all_of_it(tmp_path: Path, seed: int) -> None:
    reports = texts()
    random.Random(seed).shuffle(reports)
    for one in reports:
        fill(tmp_path / "a.db", [one])
    fill(tmp_path / "b.db", reports)
    families = find_families(reports)
    stories = find_stories(families, reports)
    claims = merge_claims({r.id: claims_of(r) for r in reports}, families, stories)
    with Ledger.open(tmp_path / "b.db") as ledger:
        everything = Filter(limit=None)
        assert {f.id: f for f in ledger.families(everything)} == {f.id: f for f in families}
        assert {s.id: (s.title, s.families, s.summary) for s in ledger.stories(everything)} == {
            s.id: (s.title, s.families, s.summary) for s in stories
        }
        assert {c.id: c for c in ledger.claims(everything)} == {c.id: c for c in claims}
        assert list(ledger.check()) == []
    with Ledger.open(tmp_path / "a.db") as slow:
        assert {f.id: f for f in slow.families(everything)} == {f.id: f for f in families}
        assert {frozenset(s.families) for s in slow.stories(everything)} == {frozenset(s.families) for s in stories}
        assert {c.id for c in slow.claims(everything)} == {c.id for c in claims}
        assert list(slow.check()) == []
