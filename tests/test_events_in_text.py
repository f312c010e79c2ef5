"""Acts of sentences as the model reads them: who did what to whom. The sentences are ours and fictional."""

from __future__ import annotations

from onrecord.model import EventClaim, Report, UnknownClaim
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


def names(text: str) -> list[tuple[str, list[str], list[str]]]:
    claims = claims_of_report(Report("sha256:events", text, published="2020-01-02"))
    found = [claim for claim in claims if isinstance(claim, EventClaim)]
    return [(one.type, [a.name for a in one.actor], [a.name for a in one.recipient]) for one in found]


def test_an_adjective_of_a_continent_is_of_no_country() -> None:
    ((kind, who, whom),) = acts("A North American trade group criticised Kenya.")
    assert (kind, who, whom) == ("ACCUSE", [None], [("Kenya", "KEN")])


def test_a_plan_by_somebody_is_carried_out_by_him() -> None:
    (told,) = names("Fishermen are angry over a plan by the European Commission to restrict their right to fish.")
    assert told == ("COERCE", ["European Commission"], ["Fishermen"])


def test_soldiers_who_march_protest_against_nobody() -> None:
    assert [kind for kind, _, _ in names("Kenyan troops marched into the valley at dawn.")] == ["MOBILIZE"]
    assert [kind for kind, _, _ in names("Miners marched through the capital against the closures.")] == ["PROTEST"]


def test_words_that_only_look_like_acts() -> None:
    for text in (
        "The guard kept on shooting down the stairs.",
        "The nurse held out her hands to the child.",
        "The ministry began its yearly wage review.",
        "The guests evacuated within minutes.",
        "The girl left the party with her cousins.",
    ):
        assert names(text) == [], text


def test_who_died_is_not_accused_by_an_investigation() -> None:
    (told,) = names("Inspectors are investigating the death of a young diver.")
    assert told == ("ACCUSE", ["Inspectors"], [])


def test_help_of_a_kind_is_nobodys_but_the_givers() -> None:
    told = names("The senate set aside 12 million dollars in military assistance for Fiji.")
    assert all("military" not in name for _, who, _ in told for name in who)


def test_a_welcomed_failure_supports_nobody() -> None:
    told = names("Officials welcomed the failure of talks between Norway and Kenya.")
    assert ("SUPPORT", ["Officials"], []) in told


def test_a_couple_is_people_and_a_capital_speaks_for_its_land() -> None:
    ((_, _, whom), *_) = names("A Maine couple accused of selling false tickets was charged.")
    assert whom == ["Maine couple"]
    told = acts("Iran reported a raid. Baghdad said its guards had beaten back the raid, killing dozens of Iranians.")
    assert ("ASSAULT", ["IRQ"]) in [(kind, who) for kind, who, _ in told]


def test_who_is_ordered_and_where_something_is_done() -> None:
    assert names("Teachers were offering to quit in all of the county's larger schools.") == [("AGREE", ["Teachers"], [])]
    told = names("Cooks walked out in protest against being ordered to wash clothes for the guards.")
    assert all("guards" not in name for _, _, whom in told for name in whom)


def test_whom_a_participle_describes_does_not_do_it() -> None:
    told = names("The envoy met a swimmer hailed as a saviour of the crew.")
    assert [(kind, who) for kind, who, _ in told] == [("CONSULT", ["envoy"])]


def test_the_residents_are_not_the_speaker_named_behind_them() -> None:
    told = names("The Red Cross provided blankets for the tenants of the block, Sutter said.")
    assert [whom for kind, _, whom in told if kind == "AID"] == [["tenants of the block"]]


def test_an_administration_is_of_its_leaders_country() -> None:
    ((kind, who, whom),) = acts("The Bush administration criticised Kenya.")
    assert (kind, who, whom) == ("ACCUSE", ["USA"], [("Kenya", "KEN")])


def test_georgia_is_a_state_where_the_report_is_of_america() -> None:
    assert acts("Police in Atlanta said a Georgia woman was arrested.")[0][2] == [("Georgia woman", "USA")]
    assert acts("Russia said a Georgia woman was arrested.")[0][2] == [("Georgia woman", "GEO")]


def test_games_interviews_elections_and_lifts_are_no_acts() -> None:
    for text in (
        "Norway began its game with Kenya in bright sunshine.",
        "Harbour Post reporters spoke to donors of the museum.",
        "Ana Rey unseated the mayor in the vote.",
        "A friend picked him up at the station.",
        "The baker got two years, most of the term suspended.",
        "Captain Ivo Brandt, commander of police investigations, nodded.",
    ):
        assert names(text) == [], text
    assert [kind for kind, *_ in names("Kenyan and Norwegian warships launched joint war games.")] == ["COOPERATE"]
    assert [kind for kind, *_ in names("Police put the man in a cell.")] == ["COERCE"]


def test_whose_sentence_it_is_was_not_the_judge() -> None:
    assert ("SANCTION", [], ["smuggler"]) in names("The smuggler's recent sentencing angered the mayor.")


def test_a_pronoun_that_nobody_explains_is_nobody() -> None:
    assert all(not who and whom != ["me"] for _, who, whom in names('"They are accusing me of treason," he said.'))


def test_countries_in_a_headlines_capitals() -> None:
    told = acts("CHAD THREATENS NEW RAIDS\n\nLIMA, March 5 - A spokesman said Chad would bomb camps in Libya on Friday.")
    assert ("THREATEN", ["TCD"]) in [(kind, who) for kind, who, _ in told]


def test_who_repels_an_attack_fights_those_who_attacked() -> None:
    told = acts("Chad said its troops repelled a Libyan attack on posts of its second brigade.")
    assert ("ASSAULT", ["TCD"], ["LBY"]) in [(kind, who, [code for _, code in whom]) for kind, who, whom in told]
    others = names("The island, whose guards fought off the pirates, asked for ships.")
    assert ("ASSAULT", ["whose guards"], ["pirates"]) in others


def test_who_is_left_killed_or_wounded_did_not_do_it() -> None:
    assert ("ASSAULT", [], ["31 guards"]) in names("The raid left 31 guards killed.")
    told = names("In the clash four guards were killed and nine wounded.")
    assert all(not who for _, who, _ in told)


def test_custody_is_no_shelter_and_a_driver_seizes_nothing() -> None:
    assert [kind for kind, *_ in names("The skipper was taken in custody.")] == ["COERCE"]
    assert names("A driver stopped the car.") == []
    assert names("Ferry services will be suspended until noon.") == []


def test_a_partys_common_name_is_of_no_land_that_the_report_does_not_name() -> None:
    assert acts("Labour leaders in Peru shut down the mills.")[0][1] == ["PER"]
    assert acts("British Prime Minister Brown met Labour leaders of the north.")[0][2][0][1] == "GBR"


def test_a_ceasefire_declared_is_one_and_a_majority_is_nobodys_captive() -> None:
    assert [kind for kind, *_ in names("The rebels declared a cease-fire.")] == ["RETREAT"]
    assert names("The party, holding a clear majority, will stay in office.") == []
    assert names("The bishop declined to answer questions.") == []


def test_who_is_denied_a_thing_is_whom_the_denial_befalls() -> None:
    ((_, _, whom),) = names("The Kenyan players had been denied permits to enter Norway.")
    assert whom == ["Kenyan players"]


def test_neither_belongs_to_the_words_that_carry_an_unknown() -> None:
    text = "Neither the institute nor the Red Cross could say how many people are missing."
    (claim,) = (one for one in claims_of_report(Report("sha256:events", text)) if isinstance(one, UnknownClaim))
    assert claim.evidence[0].text.startswith("Neither the institute")


def test_with_whom_the_fallen_fought_did_it() -> None:
    ((kind, who, whom),) = names("Four smugglers were killed in a skirmish with Kenyan troops.")
    assert (kind, who, whom) == ("ASSAULT", ["Kenyan troops"], ["Four smugglers"])
    ((kind, who, whom),) = names("Two rebels died in a gunfight with the army.")
    assert (kind, who, whom) == ("ASSAULT", ["army"], ["Two rebels"])


def test_what_somebody_is_accused_of_is_no_part_of_a_name() -> None:
    ((_, who, whom),) = names("Farmers accused the Peruvian council of slow repairs.")
    assert (who, whom) == (["Farmers"], ["Peruvian council"])


def test_an_article_begins_another_phrase() -> None:
    told = names("Teachers told Harbour Radio the Kenyan army has arrested nine nurses.")
    assert told == [("COERCE", ["Kenyan army"], ["nine nurses"])]


def test_what_is_joined_by_a_place_is_where_it_is() -> None:
    ((kind, _, whom),) = acts("The army's attacks on farmers and traders, and mostly in Kenya, went on.")
    assert (kind, [name for name, _ in whom]) == ("ASSAULT", ["farmers", "traders"])


def test_people_kept_from_what_they_would_do() -> None:
    assert names("Miners were not allowed to vote.") == [("COERCE", [], ["Miners"])]
    assert names("Miners were allowed to vote.") == []
    assert names("The nurse was blocked from leaving Alda.") == [("COERCE", [], ["nurse"])]


def test_an_appeal_for_help_and_one_for_leave() -> None:
    found = claims_of_report(Report("sha256:events", "The mayor appealed to Norway to fund the clinics."))
    assert [one.mode for one in found if isinstance(one, EventClaim)] == ["assist"]
    found = claims_of_report(Report("sha256:events", "The union asked permission to march in Alda."))
    assert [(one.kind, getattr(one, "mode", None)) for one in found] == [("event", "change")]


def test_fears_prayers_and_being_fed_up_are_no_acts() -> None:
    assert names("Journalists voiced fears that the mill may close.") == []
    assert names("The nuns offered prayers for the miners.") == []
    assert names("Villagers were fed up with the noise.") == []
    assert names("The two ministers hail from the hills.") == []
    assert names("Some 40 farmers were displaced.") == []
    assert names("Anyone considering engaging in talks is welcome.") == []


def test_they_are_no_country() -> None:
    assert all(
        "country" not in name
        for _, who, whom in names("The sailors reached a troubled country. They would not leave, the captain said.")
        for name in (*who, *whom)
    )


def test_whoever_is_named_with_a_land_is_of_it() -> None:
    assert acts("King Olav of Norway visited Mali.")[0][1] == ["NOR"]
    ((_, who, whom),) = acts("Foreign Minister Ana Kovac of Norway met her counterpart.")
    assert (who, [country for _, country in whom]) == (["NOR"], [None])


def test_the_minister_is_not_the_one_whom_he_meets() -> None:
    (told,) = names("The minister received Foreign Minister Ana Kovac.")
    assert told[1] != ["Ana Kovac"]


def test_where_a_sentence_opens_is_where_its_police_are() -> None:
    home = "Nurses marched in Kenya. The Kenyan government said Kenya would not yield. Police arrested three people."
    told = acts(home + "\n\nIn Peru, the police beat students. Security forces shot at a crowd.")
    assert [who for _, who, _ in told][-3:] == [["KEN"], ["PER"], ["PER"]]


def test_whoever_storms_a_residence_or_leads_protesters_protests() -> None:
    assert [kind for kind, *_ in names("Students stormed the mayor's residence.")] == ["PROTEST"]
    assert [kind for kind, *_ in names("Three teachers are leading hundreds of marchers in Lima.")] == ["PROTEST"]


def test_a_number_belongs_to_the_name_of_a_crowd() -> None:
    assert names("Several hundred people protested in Lima.")[0][1] == ["Several hundred people"]


def test_leaders_of_two_lands_are_two() -> None:
    assert acts("The leaders of Japan and Ireland agreed to cooperate.")[0][1] == ["JPN", "IRL"]


def test_the_two_countries_of_a_report_that_names_no_third() -> None:
    told = acts("Prince Salim of Oman landed in Greece. The two countries signed an accord on fishing.")
    assert sorted(filter(None, told[-1][1])) == ["GRC", "OMN"]


def test_leaving_an_office_and_leaving_offices() -> None:
    assert names("He left the council's offices.") == []
    assert names("The skipper left the meeting early.") == []
    assert [(kind, whom) for kind, _, whom in names("Minister Orlo Tarn left office.")] == [("RETREAT", [])]


def test_a_raid_on_a_home_is_a_search() -> None:
    assert [kind for kind, *_ in names("Police announced raids on the homes of two ministers.")] == ["COERCE"]
    assert [kind for kind, *_ in names("Rebels announced raids on two villages.")] == ["ASSAULT"]


def test_help_by_nobody_to_nobody_is_not_told() -> None:
    assert names("Clerks were sent to assist in the count.") == []


def test_who_is_the_last_one_named() -> None:
    text = "Bassi had called Ana Rey on Monday, who told reporters that soldiers beat him."
    claims = claims_of_report(Report("sha256:events", text))
    beaten = [one for one in claims if isinstance(one, EventClaim) and one.type == "ASSAULT"]
    assert [[source.name for source in one.source] for one in beaten] == [["Ana Rey"]]


def test_whoever_is_named_is_not_unknown() -> None:
    claims = claims_of_report(Report("sha256:events", "Without naming Mali, the envoy warned of war."))
    assert not [one for one in claims if isinstance(one, UnknownClaim)]


def test_a_war_of_words_a_call_to_act_and_going_into_exile() -> None:
    assert names("The war of words between Tarn and Bassi is over.") == []
    assert "CONSULT" not in [kind for kind, *_ in names("The mayor made the call to close the bridge.")]
    assert all(not who for _, who, _ in names("The rulers exiled to Norway."))
    assert [kind for kind, *_ in names("The junta exiled two editors to Peru.")] == ["COERCE"]


def test_who_is_warned_for_his_words_is_blamed_and_rebels_target_a_school() -> None:
    assert names("The party warned Orlo Tarn for his remarks.") == [("ACCUSE", ["party"], ["Orlo Tarn"])]
    assert [kind for kind, *_ in names("Rebels targeted a school in Mali.")] == ["ASSAULT"]
    assert [kind for kind, *_ in names("Tarn bashed Bassi during a rally.")] == ["ACCUSE"]


def test_a_title_in_the_plural_is_everybodys_in_the_list() -> None:
    text = "Presidents Orlo Tarn of Mali and Ivan Dale of Peru praised the miners. The two leaders condemned the raid."
    told = claims_of_report(Report("sha256:events", text))
    acting = [one.actor for one in told if isinstance(one, EventClaim)]
    assert {(a.country, a.sector) for a in acting[0]} == {("MLI", "GOV"), ("PER", "GOV")}
    assert {a.name for a in acting[-1]} == {"Orlo Tarn", "Ivan Dale"}


def test_a_private_group_is_no_soldiers() -> None:
    claims = claims_of_report(Report("sha256:events", "The private group condemned the plan."))
    assert [a.sector for one in claims if isinstance(one, EventClaim) for a in one.actor] == [None]
