"""Stories, their titles and origins, and agency credits."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest
from copies_world import archives, report
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.copies import Settings, agency_of, find_families, find_stories, origins, tell
from onrecord.copies.linkage import grouped, likenesses
from onrecord.copies.wording import Rarity, background, features, stem
from onrecord.model import Report, Story

STRIKE = (
    "Harbour workers in Port Selmer walked out on Monday after talks with the Calder Line broke down, their union said.",
    "The dockers' union in Port Selmer began a strike on Monday when its talks with the shipping firm Calder Line failed.",
    "Port Selmer harbour stood idle as a strike of dockers against the Calder Line shipping firm entered its second day.",
)
FLOOD = (
    "The river Ilse flooded the old town of Arvo on Monday and 400 people were brought to schools, the mayor said.",
    "About 400 people left their homes in Arvo after the river Ilse burst its banks, Mayor Ida Brandt told reporters.",
)
OTHER = "A court in Norby fined the Belmont dairy for selling spoiled milk to three schools last winter."


def accounts(*, day: str | None = "2031-05-05") -> list[Report]:
    texts = (*STRIKE, *FLOOD, OTHER)
    return [report(text, published=day, outlet=f"Outlet {k}", title=None) for k, text in enumerate(texts)]


def groups(stories: Sequence[Story]) -> set[frozenset[str]]:
    return {frozenset(story.reports) for story in stories}


def test_accounts_of_one_happening_are_one_story() -> None:
    reports = accounts()
    told = tell(find_families(reports), reports)
    names = [r.id for r in reports]
    assert groups(told.stories) == {frozenset(names[:3]), frozenset(names[3:5]), frozenset(names[5:])}
    strike = next(story for story in told.stories if names[0] in story.reports)
    assert strike.origins == 3 and len(strike.outlets) == 3
    assert (strike.first, strike.last) == ("2031-05-05", "2031-05-05")
    assert strike.title in STRIKE
    assert {change.kind for change in told.changes} >= {"joined"}


def test_title_and_summary_are_words_of_the_reports() -> None:
    reports = [report(text, title=f"Strike shuts Port Selmer ({k})", published="2031-05-05") for k, text in enumerate(STRIKE)]
    (story,) = tell(find_families(reports), reports).stories
    assert story.title in {r.title for r in reports}
    assert story.summary in STRIKE


def test_time_fades_likeness() -> None:
    early = [report(STRIKE[0], published="2031-05-05")]
    late = [report(STRIKE[1], published="2031-05-20")]
    both = early + late
    assert len(tell(find_families(both), both).stories) == 2


def test_story_keeps_its_id_as_it_grows() -> None:
    days = [report(text, published=f"2031-05-0{5 + k}", title=f"t{k}") for k, text in enumerate(STRIKE)]
    seen = []
    for count in (1, 2, 3):
        stories = tell(find_families(days[:count]), days[:count]).stories
        seen.append(next(story.id for story in stories if days[0].id in story.reports))
    assert len(set(seen)) == 1


def test_kept_apart_and_logged() -> None:
    reports = accounts()
    families = find_families(reports)
    before = tell(families, reports)
    join = next(change for change in before.changes if change.kind == "joined")
    after = tell(families, reports, apart=[(join.story, join.other)])
    assert not any({join.story, join.other} <= set(story.families) for story in after.stories)
    assert any(change.kind == "kept apart" for change in after.changes)


def test_near_misses_are_logged_and_left_apart() -> None:
    reports = accounts()
    families = find_families(reports)
    joined = [c for c in tell(families, reports).changes if c.kind == "joined"]
    just_above = min(c.score for c in joined) + 0.001
    told = tell(families, reports, settings=Settings(threshold=just_above, margin=0.05))
    assert any(change.kind == "near miss" and change.score < just_above for change in told.changes)


def test_twelve_outlets_two_origins() -> None:
    agency = [
        report(f"PORT SELMER (Reuters) - {STRIKE[0]}", FLOOD[0], published="2031-05-05", outlet=f"Outlet {k}")
        for k in range(11)
    ]
    own = [report(STRIKE[1], published="2031-05-05", outlet="The Selmer Post")]
    reports = agency + own
    families = find_families(reports)
    (story,) = tell(families, reports, settings=Settings(threshold=0.05)).stories
    assert (len(story.outlets), story.origins) == (12, 2)
    found = origins(story, families, reports)
    assert [(o.agency, len(o.outlets)) for o in found] == [("Reuters", 11), (None, 1)]


@settings(max_examples=15, deadline=None)
@given(archives(), st.randoms(use_true_random=False))
def test_order_makes_no_difference_and_all_have_a_story(archive: list[Report], chance: random.Random) -> None:
    families = find_families(archive)
    shuffled, reports = list(families), list(archive)
    chance.shuffle(shuffled)
    chance.shuffle(reports)
    stories = find_stories(families, archive)
    assert find_stories(shuffled, reports) == stories
    assert sorted(name for story in stories for name in story.families) == sorted(family.id for family in families)


@settings(max_examples=10, deadline=None)
@given(archives())
def test_later_days_change_no_earlier_grouping(archive: list[Report]) -> None:
    """What was told up to a day is the same whether or not more follows, but for merges, which are logged."""
    dated = [r for r in archive if r.published]
    past = [r for r in dated if r.published and r.published < "2031-05-06"]
    families = find_families(past)
    later = [f for f in find_families([r for r in dated if r not in past]) if f.id not in {g.id for g in families}]
    told = tell([*families, *later], dated)
    whole = {name: story.id for story in told.stories for name in story.families}
    for story in find_stories(families, past):
        assert len({whole[name] for name in story.families}) == 1


def test_nothing_gives_nothing() -> None:
    assert find_stories((), ()) == ()
    empty = report("")
    (story,) = find_stories(find_families([empty]), [empty])
    assert (story.title, story.summary, story.first) == ("", "", None)


# ---------------------------------------------------------------------------------------------------------------- parts


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 12), st.integers(0, 10_000), st.floats(0.1, 0.9))
def test_chains_join_what_the_plain_method_joins(count: int, seed: int, least: float) -> None:
    made = np.random.default_rng(seed)
    likeness = made.random((count, count)).astype(np.float32)
    likeness = ((likeness + likeness.T) / 2).astype(np.float32)
    found = grouped(likeness, np.ones(count), least, 0.05).group
    plain = np.round(likeness.astype(np.float64), 5)
    clusters = [[i] for i in range(count)]
    while len(clusters) > 1:
        scores = [(plain[np.ix_(a, b)].mean(), a, b) for x, a in enumerate(clusters) for b in clusters[x + 1 :]]
        score, a, b = max(scores, key=lambda entry: entry[0])
        if score < least - 1e-9:
            break
        clusters = [c for c in clusters if c not in (a, b)] + [a + b]
    assert {frozenset(i for i, g in enumerate(found) if g == leader) for leader in found} == {frozenset(c) for c in clusters}


def test_likenesses_are_the_products_of_rows() -> None:
    made = np.random.default_rng(3)
    dense = np.where(made.random((40, 60)) < 0.4, made.random((40, 60)), 0).astype(np.float32)
    dense[:, 50:] *= made.random((40, 1)) < 0.1
    ids = [np.flatnonzero(row) for row in dense]
    values = [row[i].astype(np.float32) for row, i in zip(dense, ids, strict=True)]
    product = dense @ dense.T
    found = likenesses(ids, values)
    off = ~np.eye(40, dtype=bool)
    assert np.allclose(found[off], product[off], atol=1e-5)
    assert likenesses([], []).shape == (0, 0)


def test_rarity_weighs_common_words_less_and_gives_length_one() -> None:
    rarity = Rarity()
    strike, weights = features(None, STRIKE[0])
    for text in (*STRIKE, *FLOOD):
        rarity.add(features(None, text)[0])
    rows = dict(zip(strike.tolist(), rarity.weigh(strike, weights).tolist(), strict=True))
    assert sum(value**2 for value in rows.values()) == pytest.approx(1.0, abs=1e-5)
    selmer, year = (features(None, word)[0][0] for word in ("Selmer", "year"))
    assert rows[selmer] > 0 and background()[year] > background()[selmer] == 0


def test_stem() -> None:
    assert [stem(w) for w in ("cities", "walked", "sing", "talks", "bus", "passes")] == [
        "city", "walk", "sing", "talk", "bus", "passe",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("GENEVA, May 3 (Reuters) - Talks went on. More tomorrow.", "Reuters"),
        ("Talks resume\n\nBy Ida Orr, Associated Press\n\nTalks went on in Arvo on Monday.", "Associated Press"),
        ("ARVO (AP) — Talks went on.", "Associated Press"),
        ("Talks went on in Arvo on Monday.\n\nSource: Xinhua", "Xinhua News Agency"),
        ("Talks went on in Arvo on Monday.\n\n(AFP)", "Agence France-Presse"),
        ("Talks went on in Arvo on Monday, the Korean Central News Agency reported.", None),
        ("Reuters reported that talks went on. The AP said so too.", None),
        ("Talks went on.\n\nDelegates arrive at the hall in Arvo (Ida Orr/AP)\n\nThey will meet again.", None),
        ("", None),
    ],
)
def test_agency_credits(text: str, agency: str | None) -> None:
    found = agency_of(report(text))
    assert (found is None) == (agency is None)
    if agency and found:
        assert found.split()[0] == agency.split()[0]


def test_agency_of_the_input_comes_first() -> None:
    assert agency_of(report("ARVO (Reuters) - Talks went on.", agency="AFP")) == "Agence France-Presse"
    assert agency_of(report("Talks went on.", agency="Norland Wire")) == "Norland Wire"
