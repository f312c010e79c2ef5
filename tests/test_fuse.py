"""Fusion: one event however many tell it, figures side by side, nothing added up, every merge with its reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ledger import fuse as fusing
from onrecord.ledger.fuse import counted_thing, fuse, key, score, support, timeline
from onrecord.model import (
    Actor,
    AidClaim,
    Claim,
    EventClaim,
    Evidence,
    FigureClaim,
    QuoteClaim,
    Source,
    UnknownClaim,
    When,
    Where,
)

ARMY = Actor("the army", "Army of Norland", "NOR", "MIL")
REBELS = Actor("the Aar Front", "Aar Front", None, "REB")
MINISTRY = Source("the ministry", "Interior Ministry", "statement", "NOR", "GOV")
CLINIC = Source("the clinic", "Aar Clinic", "statement", "NOR", "MED")
DATES = {"r1": "2031-05-02", "r2": "2031-05-03", "r3": "2031-05-04"}


def shared(n: int, words: str, source: tuple[Source, ...] = (), day: str | None = None, **more: Any) -> dict[str, Any]:
    when = When(day, day, day, "text") if day else None
    evidence = (Evidence(f"r{n}", 0, len(words), words),)
    return {
        "id": f"{words}/{n}",
        "family": f"f{n}",
        "reports": (f"r{n}",),
        "evidence": evidence,
        "source": source,
        "when": when,
        **more,
    }


def attack(n: int, words: str = "the army shelled the Aar Front", **more: Any) -> EventClaim:
    trigger = more.pop("trigger", "shelled")
    fixed = {"type": "ASSAULT", "mode": None, "contexts": (), "trigger": trigger, "actor": (ARMY,), "recipient": (REBELS,)}
    mood = {"polarity": more.pop("polarity", "affirmed"), "modality": more.pop("modality", "asserted")}
    return EventClaim(**shared(n, words, **more), **fixed, **mood)


def dead(n: int, low: float | None, *, high: float | None = None, item: str = "people", **more: Any) -> FigureClaim:
    qualifier = more.pop("qualifier", "exactly")
    top = low if high is None and qualifier == "exactly" else high
    counted = {
        "metric": "deaths",
        "value": low,
        "low": low,
        "high": top,
        "unit": "person",
        "item": item,
        "qualifier": qualifier,
    }
    return FigureClaim(**shared(n, f"{low} {item} died", **more), **counted, text=f"{low} {item}")


def test_one_event_told_by_three_families_is_one() -> None:
    one, two, three = attack(1), attack(2, "shells of the army hit the Aar Front", trigger="hit"), attack(3, day="2031-05-02")
    (event,) = fuse([one, two, three], DATES).events
    assert event.origins == 3 and len(event.claims) == 3
    assert event.day == "2031-05-02"
    assert "told by 3 origins" in event.reason and "shelled / hit" in event.reason


def test_two_acts_that_one_report_tells_apart_stay_apart() -> None:
    first, second = attack(1, "the army shelled a camp"), attack(1, "the army shelled a bridge")
    again = attack(2, "a bridge was shelled by the army")
    events = fuse([first, second, again], DATES).events
    assert sorted(e.origins for e in events) == [1, 2]
    (both,) = [e for e in events if e.origins == 2]
    assert {c.evidence[0].text for c in both.claims} == {"the army shelled a bridge", "a bridge was shelled by the army"}


@pytest.mark.parametrize(
    "other",
    [
        attack(2, day="2031-05-09"),
        attack(2, day="2031-05-02", modality="planned"),
        attack(2, day="2031-05-02", polarity="negated"),
        replace(attack(2, day="2031-05-02"), recipient=(Actor("Sudria", "Sudria", "SWE"),)),
        replace(attack(2, day="2031-05-02"), type="COERCE"),
    ],
)
def test_what_differs_is_another_event(other: EventClaim) -> None:
    assert len(fuse([attack(1, day="2031-05-02"), other], DATES).events) == 2


def test_a_day_apart_is_one_event_for_time_zones() -> None:
    assert len(fuse([attack(1, day="2031-05-02"), attack(2, day="2031-05-03")], DATES).events) == 1


def test_a_government_stands_for_its_country() -> None:
    state, cabinet = Actor("Norland", "Norland", "NOR"), Actor("the cabinet", "Cabinet of Norland", "NOR", "GOV")
    assert key(replace(attack(1), actor=(state,))) == key(replace(attack(2), actor=(cabinet,)))
    assert key(replace(attack(1), actor=(state,))) != key(attack(2))


def test_a_denial_stands_against_what_it_denies() -> None:
    fused = fuse([attack(1), attack(2, polarity="negated", source=(MINISTRY,))], DATES)
    (against,) = fused.contradictions
    assert against.kind == "event" and against.one[0].family == "f1" and against.other[0].family == "f2"


def test_an_alleged_act_and_a_told_one_are_one_event_with_both_moods() -> None:
    (event,) = fuse([attack(1), attack(2, modality="alleged")], DATES).events
    assert event.modalities == ("asserted", "alleged")


def test_figures_stand_side_by_side_and_are_never_added_or_averaged() -> None:
    fused = fuse([dead(1, 30, source=(MINISTRY,)), dead(2, 12, source=(CLINIC,)), dead(3, 30, source=(MINISTRY,))], DATES)
    (series,) = fused.figures
    assert [(r.low, r.origins) for r in series.rows] == [(30, 2), (12, 1)]
    assert (series.low, series.high, series.origins) == (12, 30, 3)
    assert series.latest.low == 12
    (against,) = fused.contradictions
    assert {c.source[0].name for c in (*against.one, *against.other)} == {"Interior Ministry", "Aar Clinic"}


def test_bounds_that_allow_each_other_are_no_contradiction() -> None:
    claims = [dead(1, 30, source=(MINISTRY,)), dead(2, 20, qualifier="at_least", source=(CLINIC,))]
    fused = fuse(claims, DATES)
    assert fused.contradictions == () and fused.figures[0].open
    about = replace(dead(2, 31, source=(CLINIC,)), qualifier="about")
    assert fuse([claims[0], about], DATES).contradictions == ()


def test_a_later_figure_of_one_source_is_a_revision() -> None:
    up = fuse([dead(1, 12, source=(MINISTRY,)), dead(3, 30, source=(MINISTRY,))], DATES).figures[0]
    assert [(r.direction, r.before.low, r.after.low) for r in up.revisions] == [("up", 12, 30)]
    gone = dead(3, None, source=(MINISTRY,), qualifier="unknown")
    assert [r.direction for r in fuse([dead(1, 12, source=(MINISTRY,)), gone], DATES).figures[0].revisions] == ["withdrawn"]
    assert fuse([dead(1, 12, source=(MINISTRY,)), dead(1, 14, source=(MINISTRY,))], DATES).figures[0].revisions == ()


def test_a_voice_without_a_country_is_that_of_the_only_one_of_its_name() -> None:
    government = Source("the government", "government", "statement", None, "GOV")
    ours, theirs = (replace(government, country=country) for country in ("MOZ", "ZMB"))
    (up,) = fuse([dead(1, 12, source=(ours,)), dead(2, 30, source=(government,))], DATES).figures
    assert [r.direction for r in up.revisions] == ["up"]
    both = fuse([dead(1, 12, source=(ours,)), dead(1, 13, source=(theirs,)), dead(2, 30, source=(government,))], DATES)
    assert [r for one in both.figures for r in one.revisions] == []


def test_a_part_and_another_place_are_series_of_their_own() -> None:
    there = Where("Aar", "Aar", "NOR")
    fused = fuse([dead(1, 30), dead(1, 5, item="children"), dead(1, 4, where=there)], DATES)
    assert sorted(s.low or 0 for s in fused.figures) == [4, 5, 30]


def test_counts_of_nothing_in_particular_are_no_series() -> None:
    counts = [replace(dead(n, value, item="people"), metric="count_other") for n, value in ((1, 600), (2, 90_000), (3, 600))]
    found = fuse(counts, DATES).figures
    assert sorted((series.low, series.high, len(series.rows[0].claims)) for series in found) == [
        (600, 600, 2), (90_000, 90_000, 1),
    ]  # fmt: skip
    gifts = [replace(dead(n, value), metric="aid_value", item=None, unit="USD") for n, value in ((1, 5e6), (2, 9e6))]
    assert len(fuse(gifts, DATES).figures) == 2


TOWN = Where("Aar", "Aar", "NOR", "NO-03", 61.0, 8.0, "exact")
COUNTY = Where("the Aar valley", "Aar valley", "NOR", "NO-03", 61.0, 8.0, "admin1")
COUNTRY = Where("Norland", "Norland", "NOR", None, 62.0, 9.0, "country")
ELSEWHERE = Where("Westmark", "Westmark", "NOR", "NO-11", 59.0, 6.0, "exact")


def places(*claims: FigureClaim, apart: frozenset[frozenset[str]] = frozenset()) -> set[tuple[str | None, frozenset[str]]]:
    """Place of each series, and the ids of its claims."""
    found = fuse(claims, DATES, apart).figures
    return {(s.place, frozenset(c.id for row in s.rows for c in row.claims)) for s in found}


def test_a_figure_without_a_place_stands_with_those_of_the_only_place() -> None:
    here, loose = dead(1, 30, where=TOWN), dead(2, 34)
    assert places(here, loose) == {("Aar", frozenset((here.id, loose.id)))} == places(loose, here)
    (series,) = fuse([here, loose], DATES).figures
    assert (series.low, series.high, series.origins) == (30, 34, 2) and "1 told without a place" in series.reason
    same = dead(3, 30)
    assert sorted(support([here, loose, same]).values()) == [1, 2, 2]


def test_of_nested_places_it_stands_with_the_widest_but_with_the_same_number_first() -> None:
    town, county, country = dead(1, 30, where=TOWN), dead(2, 33, where=COUNTY), dead(3, 40, where=COUNTRY)
    loose = dead(4, 41)
    assert ("Norland", frozenset((country.id, loose.id))) in places(town, county, country, loose)
    as_county = dead(4, 33)
    assert ("Aar valley", frozenset((county.id, as_county.id))) in places(town, county, country, as_county)
    both = dead(4, 40)
    assert ("Norland", frozenset((both.id, country.id))) in places(dead(1, 40, where=TOWN), country, both)


@pytest.mark.parametrize(
    "claims",
    [
        (dead(1, 30, where=TOWN), dead(2, 30, where=ELSEWHERE), dead(3, 31)),  # two places, neither in the other
        (dead(1, 30, where=TOWN), dead(1, 4)),  # one text tells both
        (dead(1, 30, where=TOWN), dead(2, 3)),  # another count, by its size
        (dead(1, 30, where=TOWN, source=(MINISTRY,), day="2031-05-02"), dead(2, 25, source=(MINISTRY,), day="2031-05-02")),
        (dead(1, 30, where=TOWN), dead(2, 30, item="children")),
    ],
)
def test_a_figure_without_a_place_stays_alone_where_the_count_may_be_another(claims: tuple[FigureClaim, ...]) -> None:
    assert (None, frozenset((claims[-1].id,))) in places(*claims)


def test_a_figure_without_a_place_moves_with_the_days() -> None:
    early = dead(1, 30, where=TOWN, source=(MINISTRY,), day="2031-05-02")
    later = dead(2, 45, source=(MINISTRY,), day="2031-05-03")
    assert len(places(early, later)) == 1
    assert len(places(early, replace(later, family="f1"))) == 1, "one text that tells how a toll rose"


def test_one_text_that_tells_two_numbers_far_apart_tells_two_counts() -> None:
    toll, cholera = dead(1, 67), replace(dead(1, 5), id="cholera")
    assert places(toll, cholera) == {(None, frozenset((toll.id,))), (None, frozenset((cholera.id,)))}
    more, fewer = dead(2, 70), dead(3, 6)
    assert places(toll, cholera, more, fewer) == {
        (None, frozenset((toll.id, more.id))), (None, frozenset((cholera.id, fewer.id))),
    }  # fmt: skip
    risen = dead(1, 67, day="2031-05-03")
    assert len(places(replace(dead(1, 5, day="2031-05-02"), id="before"), risen)) == 1, "a toll that rose"


def test_figures_of_a_day_and_of_no_day_are_no_contradiction() -> None:
    one, other = dead(1, 38, source=(MINISTRY,)), dead(2, 67, source=(CLINIC,))
    assert len(fuse([one, other], DATES).contradictions) == 1
    assert fuse([one, other], {"r2": "2031-05-03"}).contradictions == ()
    (undated,) = fuse([one, other]).contradictions
    assert "no day told" in undated.reason and undated.about == "deaths"


def test_vague_words_make_no_range_and_are_not_the_latest() -> None:
    dozens = dead(3, 24, qualifier="vague")
    (series,) = fuse([dead(1, 38), dozens], DATES).figures
    assert (series.low, series.high, series.latest.low, len(series.rows)) == (38, 38, 38, 2)
    (alone,) = fuse([dozens], DATES).figures
    assert alone.latest.claims == (dozens,) and alone.low == 24


def test_units_that_say_no_more_than_the_metric_part_nothing() -> None:
    assert key(replace(dead(1, 38), unit=None, item="dead")) == key(dead(2, 38))
    assert key(replace(dead(1, 38), unit="hectare")) != key(dead(2, 38))


def test_figures_set_apart_stay_apart() -> None:
    here, loose = dead(1, 30, where=TOWN), dead(2, 30)
    pair = frozenset({frozenset((here.id, loose.id))})
    assert places(here, loose, apart=pair) == {("Aar", frozenset((here.id,))), (None, frozenset((loose.id,)))}
    again = dead(3, 30, where=TOWN)
    assert len(places(here, again, apart=frozenset({frozenset((here.id, again.id))}))) == 2
    assert set(support([here, again], frozenset({frozenset((here.id, again.id))})).values()) == {1}


@pytest.mark.parametrize(
    ("item", "noun"),
    [("people", ""), ("houses", ""), ("5-storey houses", "storey"), ("children", "children"), ("school buildings", "school"),
     ("tents", "tent"), ("other residents", ""),
     ("members of parliament", "member"), ("", ""), (None, "")],
)  # fmt: skip
def test_counted_thing(item: str | None, noun: str) -> None:
    assert counted_thing(item) == noun


def aid(n: int, status: str, reply: str | None = None) -> AidClaim:
    goods: dict[str, Any] = {"item": "tents", "amount": None, "currency": None, "status": status, "reply": reply}
    return AidClaim(
        **shared(n, f"tents {status}"), **goods, donor=Actor("Sudria", "Sudria", "SWE"), recipient=Actor("N", "N", "NOR")
    )


def test_a_reply_told_later_answers_the_offer_of_the_same_thing() -> None:
    offers = [replace(aid(1, "offered"), item="a field hospital"), replace(aid(2, "offered"), item="tents", id="claim:tents")]
    told = replace(aid(3, "offered", "declined"), item="Portuguese field hospital")
    (line,) = fuse([*offers, told], DATES).aid
    answers = {step.item: line.answer_to(step) for step in line.steps}
    assert answers["tents"] is None
    declined = answers["a field hospital"]
    assert declined is not None and declined.reply == "declined" and declined is answers["Portuguese field hospital"]


def test_aid_moves_step_by_step() -> None:
    (line,) = fuse([aid(3, "delivered"), aid(1, "offered"), aid(2, "offered", "accepted")], DATES).aid
    assert [(s.status, s.reply, s.day) for s in line.steps] == [
        ("offered", None, "2031-05-02"), ("offered", "accepted", "2031-05-03"), ("delivered", None, "2031-05-04"),
    ]  # fmt: skip
    assert (line.status, line.reply, line.origins) == ("delivered", "accepted", 3)


def test_the_same_words_are_one_quotation() -> None:
    speaker = Actor("Ms Vik", "Ida Vik", "NOR", "GOV")
    said = [
        QuoteClaim(**shared(n, f"q{n}"), text=text, speaker=speaker) for n, text in ((1, "Never, ever."), (2, "never ever"))
    ]
    unknown = [UnknownClaim(**shared(n, f"u{n}"), about="casualties") for n in (1, 2)]
    fused = fuse([*said, *unknown], DATES)
    assert [q.origins for q in fused.quotes] == [2] and [u.origins for u in fused.unknowns] == [2]


def test_set_apart_stays_apart() -> None:
    one, two = attack(1), attack(2)
    assert len(fuse([one, two], DATES, apart={frozenset((one.id, two.id))}).events) == 2


def test_relations_have_scores_only_for_what_is_told_as_done() -> None:
    events = fuse(
        [attack(1, day="2031-05-02"), attack(2, day="2031-05-09", modality="planned"), attack(3, polarity="negated")]
    ).events
    assert [(s.day, s.score) for s in timeline(events)] == [("2031-05-02", -9.0), ("2031-05-09", None), (None, None)]
    assert score("ACCUSE", "allege") == -3.5 and score("ACCUSE", None) == -2 and score("NOTHING", None) is None


@st.composite
def many(draw: st.DrawFn) -> list[Claim]:
    claims: list[Claim] = []
    for i in range(draw(st.integers(1, 12))):
        n = draw(st.integers(1, 4))
        words = f"{i} {draw(st.sampled_from(('a', 'b', 'c')))}"
        day = draw(st.sampled_from((None, "2031-05-01", "2031-05-02", "2031-05-05")))
        mood = draw(st.sampled_from(("asserted", "planned", "alleged")))
        if draw(st.booleans()):
            claims.append(attack(n, words, day=day, modality=mood))
        else:
            where = draw(st.sampled_from((None, None, TOWN, COUNTRY, ELSEWHERE)))
            claims.append(replace(dead(n, draw(st.integers(0, 3)), day=day), id=f"{i}", where=where))
    return claims


@given(many(), st.randoms())
def test_no_claim_is_lost_and_the_order_makes_no_difference(claims: list[Claim], random: Any) -> None:
    fused = fuse(claims, DATES)
    told = [c for e in fused.events for c in e.claims] + [c for s in fused.figures for r in s.rows for c in r.claims]
    assert sorted(c.id for c in told) == sorted(c.id for c in claims)
    for event in fused.events:
        assert len({c.family for c in event.claims}) == len(event.claims) == event.origins
    shuffled = list(claims)
    random.shuffle(shuffled)
    again = fuse(shuffled, DATES)
    assert {frozenset(c.id for c in e.claims) for e in again.events} == {
        frozenset(c.id for c in e.claims) for e in fused.events
    }
    figures = [{(s.place, frozenset(c.id for r in s.rows for c in r.claims)) for s in f.figures} for f in (fused, again)]
    assert figures[0] == figures[1]


def test_support_counts_origins_of_the_same() -> None:
    counted = support([dead(1, 30), dead(2, 30), dead(3, 12)])
    assert sorted(counted.values()) == [1, 2, 2]
    assert sorted(support([attack(1), attack(2), attack(3, polarity="negated")]).values()) == [1, 2, 2]
    assert fusing.support([]) == {}
