"""Families, lineage and comparison."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from copies_world import archives, report
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.copies import diff, explain, find_families, group, links, reading_order
from onrecord.model import Report

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"

LEAD = "Harbour workers in Port Selmer walked out on Monday after talks with the Calder Line broke down, their union said."
WHY = "The union wants a shorter night shift and says that four of its members were hurt at the east quay since spring."
LINE = "The Calder Line said that it had offered to shorten the shift by one hour and would not go further this year."
SHIPS = "Nine ships were waiting in the bay on Monday evening and two more were sent on to Grand Tessaly by their owners."
MAYOR = "Mayor Ida Brandt called on both sides to meet again before the weekend and offered a room in the town hall."
CAPTION = "Cranes stand still at the east quay of Port Selmer on Monday (Tom Aldous/AP)"
STORY = (LEAD, WHY, LINE, SHIPS, MAYOR)


def only_edge(*reports: Report):  # type: ignore[no-untyped-def]
    (family,) = find_families(reports)
    (edge,) = family.edges
    return edge


def test_dropped_caption_is_a_cut_and_said_to_be_a_caption() -> None:
    whole = report(LEAD, WHY, CAPTION, LINE, SHIPS, MAYOR)
    short = report(*STORY)
    edge = only_edge(short, whole)
    assert (edge.parent, edge.child, edge.relation) == (whole.id, short.id, "cut")
    assert [evidence.text for evidence in edge.dropped] == [CAPTION]
    assert not edge.added and not edge.changed and not edge.directed
    assert "1 dropped (1 caption)" in edge.reason and "no date" in edge.reason
    assert all(whole.text[e.start : e.end] == e.text for e in edge.dropped)


@pytest.mark.skipif(not SEEDS.exists(), reason="needs the seed reports")
def test_seeds_are_one_report_with_one_line_dropped() -> None:
    seeds = [report(path.read_text(encoding="utf-8")) for path in sorted(SEEDS.glob("*.txt"))]
    edge = only_edge(*seeds)
    assert edge.relation == "cut"
    assert len(edge.dropped) == 1 and not edge.added and not edge.changed
    assert "1 dropped (1 caption)" in edge.reason


def test_relations() -> None:
    early, late = "2031-05-05T08:00:00", "2031-05-05T12:00:00"
    first = report(*STORY, published=early)
    assert only_edge(first, report(*STORY, published=late, outlet="Bay News")).relation == "identical"
    assert only_edge(first, report(*STORY, "Talks will go on.", published=late)).relation == "extended"
    assert only_edge(first, report(LEAD, published=late)).relation == "excerpt"
    assert only_edge(first, report(LEAD, WHY, LINE, SHIPS, published=late)).relation == "cut"
    assert only_edge(first, report(LEAD, WHY, LINE, SHIPS, "A ferry ran aground too.", published=late)).relation == "revised"
    edited = only_edge(first, report(*STORY[:4], MAYOR.replace("called on", "urged"), published=late))
    assert edited.relation == "edited"
    assert [(a.text, b.text) for a, b in edited.changed] == [(MAYOR, MAYOR.replace("called on", "urged"))]


def test_typography_and_case_are_no_edit() -> None:
    plain = report(*STORY, '"We can\'t go on," she said - and left the room at once, to loud applause.')
    typeset = report(*STORY, "“We can’t go on,” she said – and left  the room at once, to loud applause.")
    assert only_edge(plain, typeset).relation == "identical"


def test_parent_is_the_earlier_that_shares_most_whatever_the_order_of_arrival() -> None:
    first = report(*STORY, published="2031-05-05T08:00:00")
    cut = report(LEAD, WHY, LINE, SHIPS, published="2031-05-05T09:00:00")
    copied = report(LEAD, WHY, LINE, SHIPS, published="2031-05-05T10:00:00")
    again = report(*STORY, published="2031-05-06T08:00:00")
    (family,) = find_families([again, copied, first, cut])
    assert {(e.parent, e.child) for e in family.edges} == {(first.id, cut.id), (cut.id, copied.id), (first.id, again.id)}
    assert all(e.directed for e in family.edges)
    assert family.reports[0] == first.id


def test_same_day_without_time_has_no_direction() -> None:
    edge = only_edge(report(*STORY, published="2031-05-05"), report(*STORY[:4], published="2031-05-05"))
    assert not edge.directed


def test_members_are_verified_against_the_root() -> None:
    """A, B and C overlap like tiles: B holds most of A and of C, A and C have little in common."""
    sentence = (
        "Observer {0} in ward {0} of the old town counted ballots until {0} past midnight and signed form {0} without remark."
    )
    lines = [
        sentence.format(word)
        for word in ["ash", "birch", "cedar", "elm", "fir", "hazel", "larch", "maple", "oak", "pine", "rowan", "willow", "yew"]
    ]
    a, b, c = report(*lines[:5]), report(*lines[:10]), report(*lines[5:10], *lines[10:12])
    d = report(*lines[6:13])
    for family in find_families([a, b, c, d]):
        near = {(x, y) for link in links([a, b, c, d]) for x, y in ((link.first, link.second), (link.second, link.first))}
        assert all(member == family.root or (family.root, member) in near for member in family.reports)


def notice(number: str, rate: str, day: str) -> Report:
    text = (
        f"The Bank of Orlend bought {number} million marks of bills from the market, it said in its daily notice. "
        f"Overnight money stood at {rate} percent when the bank entered the market. "
        "Dealers had expected the bank to add reserves through a purchase of bills to meet seasonal needs at this time of year."
    )
    return report(text, published=day, title="Bank of Orlend buys bills")


def test_recurring_form_is_never_a_copy() -> None:
    days = [
        notice(number, rate, f"2031-05-{day:02}T11:00:00")
        for day, (number, rate) in enumerate([("120", "6.1"), ("95", "6.3"), ("140", "6.2"), ("120", "6.4")], 5)
    ]
    found = group(days)
    assert all(len(family.reports) == 1 for family in found.families)
    assert found.vetoes and all(link.template and "template" in link.reason for link in found.vetoes)


def test_same_notice_weeks_later_is_issued_anew() -> None:
    assert len(find_families([notice("120", "6.1", "2031-05-05"), notice("120", "6.1", "2031-06-20")])) == 2
    assert len(find_families([notice("120", "6.1", "2031-05-05"), notice("120", "6.1", "2031-05-06")])) == 1


def test_correction_of_one_figure_is_a_copy() -> None:
    wrong = report(*STORY, published="2031-05-05T08:00:00", title="Harbour strike")
    right = report(
        *STORY[:3], SHIPS.replace("Nine", "Eleven"), MAYOR, published="2031-05-05T09:00:00", title="CORRECTED: Harbour strike"
    )
    edge = only_edge(wrong, right)
    assert edge.relation == "edited" and edge.directed
    comparison = diff(wrong, right)
    assert [(w.before, w.after) for w in comparison.changed[0].words] == [("Nine", "Eleven")]


def test_short_notices_under_different_headlines_are_apart() -> None:
    text = "Quarterly dividend 20 cents against 20 cents before, payable April 15 to holders of record on March 23."
    one, two = report(text, title="Alder Mills sets payout"), report(text, title="Zenobia Freight declares dividend")
    assert len(find_families([one, two])) == 2
    assert len(find_families([one, replace(two, title="Alder Mills sets payout, twice")])) == 1


def test_furniture_alone_makes_no_copy() -> None:
    page = "\n\n".join(
        ["Sign up for our newsletter to get the best of our stories in your inbox every morning, free of charge."]
        + ["All rights reserved. This material may not be published, broadcast, rewritten or redistributed."] * 2
    )
    families = find_families(
        [report("Rain fell on Tuesday in Arvo.", page), report("The dam at Ilse held, said Mrs Orr.", page)]
    )
    assert len(families) == 2


def test_misspelled_copy_is_found() -> None:
    shuffled = random.Random(7)
    words = " ".join(STORY).split()
    noisy = [w[:-2] + w[-1] + w[-2] if len(w) > 4 and w.isalpha() and shuffled.random() < 0.15 else w for w in words]
    (family,) = find_families([report(" ".join(words)), report(" ".join(noisy))])
    assert len(family.reports) == 2


def test_diff_puts_the_earlier_first_and_says_what_changed_in_credit() -> None:
    late = report("PORT SELMER (Reuters) - " + LEAD, *STORY[1:], published="2031-05-06")
    early = report(*STORY, published="2031-05-05")
    found = diff(late, early)
    assert (found.before, found.after) == (early.id, late.id)
    assert "agency credit Reuters added" in found.reason
    assert diff(early, report("Snow fell on the Ilse pass overnight.")).relation is None


def test_explain_gives_the_weakest_first() -> None:
    first = report(*STORY, published="2031-05-05T08:00:00")
    weak = report(*STORY[:3], SHIPS.replace("sent on", "ordered away"), MAYOR, published="2031-05-05T09:00:00")
    found = group([first, weak, report(*STORY, published="2031-05-05T10:00:00")])
    (family,) = found.families
    rows = explain(found, family)
    assert rows[0][0] == weak.id and rows[0][1] < rows[-1][1]
    assert found.weakest()[0].child == weak.id


def test_empty_and_tiny_texts() -> None:
    assert find_families([]) == ()
    families = find_families([report(""), report("Yes.", title="a"), report("Yes.", title="b"), report("Read more")])
    assert [len(f.reports) for f in families] == [1, 1, 1, 1]


# ------------------------------------------------------------------------------------------------------------- properties


@settings(max_examples=60, deadline=None)
@given(archives(), st.randoms(use_true_random=False))
def test_order_of_arrival_makes_no_difference(archive: list[Report], chance: random.Random) -> None:
    shuffled = [*archive, *archive[:2]]
    chance.shuffle(shuffled)
    assert group(shuffled) == group(archive)


@settings(max_examples=60, deadline=None)
@given(archives())
def test_families_partition_and_edges_are_trees_in_order(archive: list[Report]) -> None:
    families = find_families(archive)
    by_id = {r.id: r for r in archive}
    assert sorted(name for family in families for name in family.reports) == sorted(by_id)
    for family in families:
        place = {name: k for k, name in enumerate(family.reports)}
        assert list(family.reports) == sorted(family.reports, key=lambda name: reading_order(by_id[name]))
        assert sorted(e.child for e in family.edges) == sorted(family.reports[1:])
        parent = {e.child: e.parent for e in family.edges}
        for e in family.edges:
            # Only an excerpt that shares nothing with those before it comes from a later text: from the root.
            assert place[e.parent] < place[e.child] or e.parent == family.root
            name, steps = e.child, 0
            while name != family.reports[0]:
                name, steps = parent[name], steps + 1
                assert steps < len(family.reports)
            for evidence in (*e.dropped, *e.added, *(x for pair in e.changed for x in pair)):
                assert by_id[evidence.report].text[evidence.start : evidence.end] == evidence.text


def test_two_excerpts_of_one_text_share_nothing_and_come_from_it() -> None:
    """The whole text bears no date or a later one, so that both excerpts stand before it."""
    first = "The pilots of Arvo praised the market near Jarrow while the farmers guarded a market in Hollis."
    last = "The tower of Norby sold the mine near Orlend while the nurses sold a ferry in Linden."
    for date, told in ((None, "no date says which came first"), ("2031-05-09", "the latter bears the earlier date")):
        whole = report(f"{first}\n\nThe river of Norby opened the tower near Esk.\n\n{last}", published=date)
        one, two = report(first, published="2031-05-05"), report(last, published="2031-05-06")
        (family,) = find_families([whole, one, two])
        edges = {(edge.parent, edge.child): edge for edge in family.edges}
        assert set(edges) == {(one.id, whole.id), (whole.id, two.id)}
        assert edges[whole.id, two.id].reason.startswith("100%") and told in edges[whole.id, two.id].reason
