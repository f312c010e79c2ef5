"""Settling against what is near gives what settling against the whole ledger gives, and what telling all at once gives."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from copies_world import report
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.copies import find_families, find_stories
from onrecord.copies import stories as telling
from onrecord.copies.linkage import likeness_between, likenesses
from onrecord.copies.wording import features, pack, unpack
from onrecord.ledger import Ledger, review, settling
from onrecord.ledger.settling import settle
from onrecord.ledger.stages import default_stages
from onrecord.ledger.write import put
from onrecord.model import Report

STAGES = default_stages()
TOPICS = {
    "ferry": "ferry harbour captain Selmer passengers lifeboat fog island crossing rudder anchor crew Brandvik inquiry wreck",
    "mine": "miners shaft Corrin gas explosion rescue lamp tunnel pit widow company ventilation Aldous collapse lift",
    "vote": "ballot Norland election turnout recount parties observers coalition seat polling candidate Ravn margin court",
    "fire": "blaze Belmont warehouse flames sprinkler hoses smoke paint roof insurer brigade Teller evacuation alarm",
    "strike": "drivers depot union shifts tram Westmark walkout wages timetable picket Olsson council buses mediation",
}
FILLING = "people said that after more than when they were about their other which town official week most early part work"


def account(topic: str, seed: int, day: str | None) -> Report:
    """A short text of a topic: always some of its words, seldom the same ones."""
    chance = random.Random(f"{topic}{seed}")
    lines = []
    for _ in range(3):
        picked = [*chance.sample(TOPICS[topic].split(), 6), *chance.sample(FILLING.split(), 6)]
        chance.shuffle(picked)
        lines.append(" ".join(picked).capitalize() + f" {chance.randint(2, 900)}.")
    return report(*lines, published=day, title=None, outlet=f"Outlet {seed % 3}")


def archive(seed: int, count: int, *, undated: float = 0.1) -> list[Report]:
    """Topics that come and go over three weeks, with copies, cut copies, late arrivals of others' days and no days at all."""
    chance = random.Random(seed)
    made: list[Report] = []
    for number in range(count):
        day = None if chance.random() < undated else f"2031-05-{1 + int(number / count * 18) + chance.randrange(4):02d}"
        if made and chance.random() < 0.2:
            lines = chance.choice(made).text.split("\n\n")
            made.append(report(*lines[: chance.choice((3, 3, 2))], published=day, outlet=f"Copier {number}"))
        else:
            made.append(account(chance.choice(list(TOPICS)), number, day))
    return made


def fill(path: Path, batches: Sequence[Sequence[Report]], *, against_all: bool = False) -> None:
    with Ledger.open(path, write=True) as ledger:
        for batch in batches:
            for one in batch:
                put(ledger.connection, one, (), STAGES, reader="1")
            settle(ledger.connection, STAGES, against_all=against_all)


def stories(path: Path) -> list[tuple[object, ...]]:
    """Everything about the stories of a ledger, and what was merged."""
    with Ledger.open(path) as ledger:
        assert list(ledger.check()) == []
        columns = "id, title, summary, first, last, origins, reports, outlets, settled"
        families = (
            "(SELECT group_concat(id, ' ') FROM (SELECT id FROM families WHERE story = stories.n ORDER BY place_in_story, n))"
        )
        told = ledger.connection.execute(f"SELECT {columns}, {families} FROM stories ORDER BY id").fetchall()
        return told + ledger.connection.execute("SELECT what, subject, other FROM changes ORDER BY n").fetchall()


def test_a_mixed_set_comes_out_as_if_settled_against_everything(tmp_path: Path) -> None:
    reports = archive(4, 90)
    batches = [reports[:40], reports[70:], *([one] for one in reports[40:60]), reports[60:70]]
    fill(tmp_path / "near.db", batches)
    fill(tmp_path / "all.db", batches, against_all=True)
    near = stories(tmp_path / "near.db")
    assert near == stories(tmp_path / "all.db")
    sizes = sorted(len(str(row[-1]).split()) for row in near if len(row) > 3)
    assert sizes[-1] > 5 and sizes[0] == 1, "some stories grew and some families stayed alone"


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.integers(1, 8), min_size=2, max_size=5), st.booleans())
def test_near_and_all_are_the_same_in_every_order(seed: int, sizes: list[int], shuffled: bool) -> None:
    reports = archive(seed, sum(sizes), undated=0.25)
    if shuffled:
        random.Random(seed).shuffle(reports)
    ends = [sum(sizes[:k]) for k in range(len(sizes) + 1)]
    batches = [reports[a:b] for a, b in pairwise(ends)]
    with TemporaryDirectory() as folder:
        fill(Path(folder) / "near.db", batches)
        fill(Path(folder) / "all.db", batches, against_all=True)
        assert stories(Path(folder) / "near.db") == stories(Path(folder) / "all.db")


@pytest.mark.parametrize("seed", range(3))
def test_day_by_day_gives_what_all_at_once_gives(tmp_path: Path, seed: int) -> None:
    reports = [one for one in archive(seed, 60) if one.published]
    families = find_families(reports)
    days = sorted({one.published or "" for one in reports})
    first = {f.id: min(r.published or "" for r in reports if r.id in f.reports) for f in families}
    early = [one for one in reports if any(one.id in f.reports and len(f.reports) == 1 for f in families)]
    fill(tmp_path / "a.db", [[one for one in early if one.published == day] for day in days])
    with Ledger.open(tmp_path / "a.db") as ledger:
        found = {s.id: (s.title, s.summary, s.families) for s in ledger.stories()}
    told = find_stories([f for f in families if len(f.reports) == 1], early)
    assert found == {s.id: (s.title, s.summary, s.families) for s in told}
    assert len(set(first.values())) > 5


def test_words_are_measured_by_the_families_told_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies further back than rarity reaches makes no difference, in a ledger as in one go."""
    for module in (telling, settling):
        monkeypatch.setattr(module, "LEARNED", 12)
    reports = [one for one in archive(7, 50) if one.published]
    fill(tmp_path / "near.db", [reports[:30], reports[30:40], reports[40:]])
    fill(tmp_path / "all.db", [reports[:30], reports[30:40], reports[40:]], against_all=True)
    assert stories(tmp_path / "near.db") == stories(tmp_path / "all.db")


def test_a_moved_family_keeps_two_stories_from_merging(tmp_path: Path) -> None:
    one, other = account("ferry", 1, "2031-05-02"), account("ferry", 2, "2031-05-02")
    fill(tmp_path / "a.db", [[one, other]])
    with Ledger.open(tmp_path / "a.db", write=True) as ledger:
        (story,) = ledger.stories()
        moved = next(family for family in story.families if family != story.families[0])
        own = review.move(ledger, moved, None)
        for seed in range(3, 6):
            more = account("ferry", seed, "2031-05-03")
            put(ledger.connection, more, (), STAGES, reader="1")
            settle(ledger.connection, STAGES)
        assert moved in ledger.story(own).families and moved not in ledger.story(story.id).families
        assert sum(len(s.families) for s in ledger.stories()) == 5


def test_a_ledger_without_pieces_makes_them(tmp_path: Path) -> None:
    """As one that was written before there were any."""
    reports = archive(3, 20)
    fill(tmp_path / "a.db", [reports[:15], reports[15:]])
    fill(tmp_path / "b.db", [reports[:15]])
    with Ledger.open(tmp_path / "b.db", write=True) as ledger:
        ledger.connection.execute("DELETE FROM pieces")
    fill(tmp_path / "b.db", [reports[15:]])
    assert stories(tmp_path / "a.db") == stories(tmp_path / "b.db")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from([*TOPICS]), min_size=1, max_size=6), st.lists(st.sampled_from([*TOPICS]), min_size=1, max_size=6)
)
def test_likeness_between_is_that_of_all(some: list[str], others: list[str]) -> None:
    def rows(topics: list[str], start: int):  # type: ignore[no-untyped-def]
        return [features(None, account(topic, start + k, None).text) for k, topic in enumerate(topics)]

    left, right = rows(some, 0), rows(others, 100)
    both = [*left, *right]
    whole = likenesses([ids for ids, _ in both], [values for _, values in both])[: len(left), len(left) :]
    assert abs(likeness_between(left, right) - whole).max() < 1e-3


def test_packed_features_come_back() -> None:
    ids, weights = features("Ferry sinks", account("ferry", 1, None).text)
    back, same = unpack(pack(ids, weights))
    assert back.tolist() == ids.tolist() and same.tolist() == weights.tolist()
    assert len(set(weights.tolist())) == 2
