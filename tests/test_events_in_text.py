"""Acts of sentences as the model reads them: who did what to whom. The sentences are ours and fictional."""

from __future__ import annotations

from onrecord.model import EventClaim, Report
from onrecord.pipeline import claims_of_report


def acts(text: str) -> list[tuple[str, list[str | None], list[tuple[str, str | None]]]]:
    claims = claims_of_report(Report("sha256:events", text, published="2020-01-02"))
    found = [claim for claim in claims if isinstance(claim, EventClaim)]
    return [(one.type, [a.country for a in one.actor], [(a.name, a.country) for a in one.recipient]) for one in found]


def test_the_nearest_coordinated_clause_gives_the_subject() -> None:
    told = acts("The U.S. embassy halted operations, and the Dominican Republic closed its border and ruled out refugee camps.")
    assert [(kind, who) for kind, who, _ in told][1:] == [("COERCE", ["DOM"]), ("REJECT", ["DOM"])]


def test_a_party_with_its_short_name_is_one() -> None:
    ((kind, _, whom),) = acts("Turkey blamed the outlawed Kurdistan Workers' Party, or PKK, for the attack.")
    assert (kind, len(whom)) == ("ACCUSE", 1)


def test_foreign_diplomats_are_not_of_the_land_that_the_report_is_of() -> None:
    ((kind, who, whom),) = acts("Pakistan invited foreign diplomats to visit the area.")
    assert (kind, who, whom) == ("AGREE", ["PAK"], [("foreign diplomats", None)])


def test_force_is_a_means_and_no_party() -> None:
    ((kind, who, whom),) = acts("ECOWAS threatened to use force against Niger.")
    assert (kind, who, [country for _, country in whom]) == ("THREATEN", ["IGO"], ["NER"])
    assert [whom for _, _, whom in acts("ECOWAS has threatened to use force.")] == [[]]


def test_an_accord_that_is_revoked_is_no_agreement() -> None:
    ((kind, who, whom),) = acts("The junta in Niger revoked military accords with France.")
    assert (kind, who, whom) == ("REJECT", ["NER"], [("France", "FRA")])


def test_somebody_of_an_age_is_a_party() -> None:
    ((kind, who, whom),) = acts("Israeli troops shot dead a 17-year-old during a raid in Jenin.")
    assert (kind, who, [name for name, _ in whom]) == ("ASSAULT", ["ISR"], ["17-year-old"])


def test_officials_of_a_short_form_are_of_no_news_agency() -> None:
    text = "The Palestinian Authority rules Ramallah.\n\nPA officials arrested eleven men in Nablus on Monday."
    assert acts(text)[-1][:2] == ("COERCE", ["PSE"])


def test_a_state_does_not_abduct_its_prisoners() -> None:
    ((kind, who, _),) = acts("The prisoners are held by Israel.")
    assert (kind, who) == ("COERCE", ["ISR"])
    ((kind, _, _),) = acts("Rebels are holding 12 aid workers in the hills.")
    assert kind == "ASSAULT"


def test_talks_that_are_asked_for_are_no_help() -> None:
    claims = claims_of_report(Report("sha256:events", "Malawi asked for talks with Mozambique.", published="2020-01-02"))
    (one,) = [claim for claim in claims if isinstance(claim, EventClaim)]
    assert (one.type, one.mode) == ("REQUEST", "meet")


def test_a_union_is_a_side_only_where_somebody_is_set_against_it() -> None:
    text = (
        "Police fired tear gas at marchers who tried to reach Congress. The teachers' union Sutep rejected an offer. "
        "The ombudsman urged both sides to return to talks."
    )
    *_, (kind, _, whom) = acts(text)
    assert kind == "REQUEST" and not {"Congress", "Sutep"} & {name for name, _ in whom}
