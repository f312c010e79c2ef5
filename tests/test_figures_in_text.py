"""Figures of sentences as the model reads them: which metric, which numbers. The sentences are ours and fictional."""

from __future__ import annotations

import pytest

from onrecord.model import FigureClaim, Report
from onrecord.pipeline import claims_of_report


def figures(text: str) -> list[tuple[str, float | None]]:
    report = Report("sha256:figures", f"A landslide hit the valley on Monday. {text}", published="2020-01-02")
    return [(claim.metric, claim.low) for claim in claims_of_report(report) if isinstance(claim, FigureClaim)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # The number of those counted stands elsewhere.
        ("Police put the number of displaced at 1,900.", [("displaced", 1900)]),
        ("The number of wounded has reached 210.", [("injured", 210)]),
        ("That brings the number of Congolese refugees there to 518,000.", [("displaced", 518000)]),
        ("The dead included three nurses.", [("deaths", 3)]),
        # Nouns of harm are counted as such.
        ("The agency recorded 74 killings and 32 abductions last month.", [("deaths", 74), ("abducted", 32)]),
        ("The agency recorded 32 abductions and 115 cases of fraud.", [("abducted", 32), ("count_other", 115)]),
        ("Police made 40 arrests.", [("detained", 40)]),
        # An army's soldiers fall, a mill's workers go; what is about to happen has not.
        ("The army lost 25 soldiers in the ambush.", [("deaths", 25)]),
        ("The mill lost 30 workers when the order was cancelled.", [("count_other", 30)]),
        ("The club, which claims 900 members, was searched.", [("count_other", 900)]),
        ("That pushed open asylum claims over 8,000.", []),
        ("The vote had a turnout of some 40,000 voters.", [("count_other", 40000)]),
        ("The flood claimed 48 lives.", [("deaths", 48)]),
        # Of several tolls joined by "or" none is told; a loss of troops is one of lives.
        ("The raid killed or wounded over 400 people.", [("count_other", 400)]),
        ("The wave left 260 people dead or missing.", [("count_other", 260)]),
        ("The fort fell with the loss of 90 troops.", [("deaths", 90)]),
        ("The mill closed with the loss of 300 jobs.", [("count_other", 300)]),
        # Neither rain nor a river's level is told in kilometres, nor rain in whole metres.
        ("The weir lies 12 kilometres above the village on the river.", []),
        ("The river rose three metres above its usual level after heavy rain.", [("water_level", 3)]),
        # Firms that strike a deal, or strike, are no people in the street; a budget is not missing.
        ("Three ferry companies struck an accord with their crews.", []),
        ("Some 2,000 seamen struck for better pay.", [("protesters", 2000)]),
        ("School meals swallow two thirds of the fund.", []),
        ("A third of the passengers drowned.", [("deaths", 33.3333)]),
        # What happened to a part did not happen to the whole, nor to the group.
        ("The boat carried 60 migrants, 22 of whom drowned.", [("count_other", 60), ("deaths", 22)]),
        ("Half of the 40 schools in the district were damaged.", []),
        ("The fever has killed 9 of 34 patients.", [("deaths", 9)]),
        ("Five members of one family drowned in their jeep.", [("deaths", 5)]),
        # How fast is not how many.
        ('"We are burying two people a day here," the priest said.', []),
        ("Two children die every day for lack of water.", []),
        ("The ministry put the death toll at 85, up from 60 a day earlier.", [("deaths", 85), ("deaths", 60)]),
        ("Villagers buried 12 people on Sunday.", [("deaths", 12)]),
        ("The mud buried 12 hikers.", [("trapped", 12)]),
        ("About 3,400 volunteers were moving 8,000 of them to schools.", [("personnel", 3400), ("evacuated", 8000)]),
        ("Among the dead were seven women and two infants.", [("deaths", 7), ("deaths", 2)]),
        ("In 2011 a quarter of a million people died.", [("deaths", 250000)]),
        # What did not happen is no toll; estimates and announcements are.
        ("The rebels threatened to kill 40 hostages.", []),
        ("A bomb that could have killed hundreds was defused.", []),
        ("If the dam breaks, 12,000 people will drown.", []),
        ("The dam could displace 70,000 people.", []),
        ("The court refused to free 12 prisoners.", []),
        ("The agency delivered medicines, enough to treat 20,000 people.", []),
        ("Up to 70,000 people may have been displaced.", [("displaced", None)]),
        ("Officials feared 30 people were buried.", [("trapped", 30)]),
        ("The amnesty will free 1,200 inmates.", [("released", 1200)]),
        ("The army managed to evacuate 300 tourists.", [("evacuated", 300)]),
        # Idioms harm nobody, and birds are no people.
        ("The dam will lift millions out of poverty.", []),
        ("Boats lifted 300 people out of the flooded town.", [("evacuated", 300)]),
        ("Some 3,000 people lost their jobs.", [("count_other", 3000)]),
        ("Hundreds of dead seabirds washed up.", [("count_other", 200)]),
        # Particles are no bounds; captives; a turnout; gifts by weight; cases of what the report is about.
        ("Rebels freed and handed over six captives they had held for 11 days.", [("released", 6)]),
        ("Police killed over 30 people.", [("deaths", 30)]),
        ("The group is thought to hold 26 other captives.", [("abducted", 26)]),
        ("The interior ministry put the turnout at 1.08 million.", [("protesters", 1080000)]),
        ("Japan donated 20 tonnes of chlorine.", [("aid_goods", 20)]),
        ("Cholera broke out. He spoke. She left. They ate. Zambia reported five cases.", [("ill", 5)]),
        ("Cholera broke out. He spoke. She left. They ate. The court heard five cases.", [("count_other", 5)]),
        # Ages are no counts.
        ("Around 1.5 million children under five are malnourished.", [("in_need", 1500000)]),
        ("More than 40 people over 60 were killed.", [("deaths", 40)]),
        # Supplies, shelters, animals, quakes.
        ("The drought has killed 3 million animals.", [("livestock_lost", 3000000)]),
        ("Half a million homes lost power.", [("households_affected", 500000)]),
        ("Nearly 15,600 people remained in evacuation centers.", [("sheltered", 15600)]),
        ("In 2018 a 7.5 quake near the town set off a tsunami.", [("magnitude", 7.5)]),
    ],
)
def test_the_metric_is_that_of_those_counted(text: str, found: list[tuple[str, float | None]]) -> None:
    assert figures(text) == found
