"""Places: the gazetteer, resolution within a report, precision, and what is no place."""

from __future__ import annotations

import gzip
from importlib import resources

import pytest
from hand import flat, tree
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.claims import gazetteer, placehints
from onrecord.claims.entities import link_entities
from onrecord.claims.places import find_places
from onrecord.model import EntityType, Place


def places(text: str, *names: tuple[str, EntityType], outlet: str | None = None) -> list[Place]:
    reading = flat(text, *names)
    return list(find_places(reading, link_entities(reading), outlet))


def table() -> list[str]:
    packed = resources.files("onrecord.vocab").joinpath("gazetteer.tsv.gz").read_bytes()
    return gzip.decompress(packed).decode().strip("\n").split("\n")


def test_the_table_is_sorted_and_every_name_is_found() -> None:
    lines = table()
    keys = [line.split("\t", 1)[0] for line in lines]
    assert keys == sorted(keys, key=str.encode)
    for key in [keys[0], keys[-1], *keys[::4001]]:
        assert gazetteer.candidates(key), key


def test_look_ups() -> None:
    kayseri = [c for c in gazetteer.candidates("Kayseri") if c.kind == "city"]
    assert (kayseri[0].geonameid, kayseri[0].country, kayseri[0].admin1) == (308464, "TUR", "TR-38")
    assert gazetteer.candidates("Fla.")[0].admin1 == "US-FL"
    assert {c.kind for c in gazetteer.candidates("Georgia")} >= {"country", "admin1"}
    assert gazetteer.candidates("No Such Place At All") == ()
    assert gazetteer.candidates("") == ()


def test_distance() -> None:
    assert gazetteer.distance(0, 0, 0, 1) == pytest.approx(111.2, abs=0.1)
    assert gazetteer.distance(52, 13, 52, 13) == 0


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_name_can_be_looked_up(name: str) -> None:
    for found in gazetteer.candidates(name):
        assert -90 <= found.lat <= 90 and -180 <= found.lon <= 180


def test_a_qualifier_beside_the_name_decides() -> None:
    found = places("He lives in Paris, Texas, and likes Paris.", ("Paris", "LOC"), ("Texas", "LOC"))
    assert [(p.country, p.admin1) for p in found if p.name == "Paris"] == [("USA", "US-TX")] * 2


def test_the_other_places_decide() -> None:
    near = places(
        "Crews from Kingston, Belleville and Ottawa met.", ("Kingston", "LOC"), ("Belleville", "LOC"), ("Ottawa", "LOC")
    )
    assert {p.country for p in near} == {"CAN"}
    island = places(
        "Crews from Kingston and Montego Bay met in Jamaica.", ("Kingston", "LOC"), ("Montego Bay", "LOC"), ("Jamaica", "LOC")
    )
    assert {p.country for p in island} == {"JAM"}


def test_the_outlet_decides() -> None:
    plain = places("A shop in Perth burned.", ("Perth", "LOC"))
    scottish = places("A shop in Perth burned.", ("Perth", "LOC"), outlet="Dundee Lantern, lantern.co.uk")
    assert (plain[0].country, scottish[0].country) == ("AUS", "GBR")


def test_counties_directions_and_generic_words() -> None:
    found = places(
        "Rapides Parish and northern Iraq and Kayseri province.",
        ("Rapides Parish", "LOC"),
        ("northern Iraq", "LOC"),
        ("Kayseri province", "LOC"),
    )
    assert [p.precision for p in found] == ["admin2", "country", "admin1"] or found[2].country == "TUR"
    assert found[1].country == "IRQ"


def test_precision_is_honest() -> None:
    found = places(
        "A camp 20 miles west of Ankara, near Konya, in Bursa.", ("Ankara", "LOC"), ("Konya", "LOC"), ("Bursa", "LOC")
    )
    assert [p.precision for p in found] == ["near", "near", "exact"]


def test_what_is_not_known_is_said() -> None:
    found = places("They met in Qwghlmville.", ("Qwghlmville", "LOC"))
    assert [(p.name, p.geonameid, p.lat, p.precision) for p in found] == [("Qwghlmville", None, None, None)]


def test_adjectives_and_palaces_are_no_places() -> None:
    assert places("Turkish troops left the Kremlin.", ("Turkish", "MISC"), ("Kremlin", "LOC")) == []


def test_a_capital_that_speaks_is_no_place() -> None:
    speaks = tree("Moscow/PROPN/2/nsubj said/VERB/0/root nothing/PRON/2/obj", names=(("Moscow", "LOC"),))
    hit = tree("Rain/NOUN/2/nsubj reached/VERB/0/root Moscow/PROPN/2/obj", names=(("Moscow", "LOC"),))
    assert find_places(speaks, link_entities(speaks)) == ()
    assert [p.country for p in find_places(hit, link_entities(hit))] == ["RUS"]


def test_a_town_inside_a_longer_name_or_taken_for_a_person() -> None:
    text = "The Dayton Police Department in Ohio spoke. A Dayton man and Rep. Ann Lee, D-Toledo, listened."
    found = places(
        text, ("Dayton Police Department", "ORG"), ("Ohio", "LOC"), ("Dayton", "PER"), ("Ann Lee", "PER"), ("D-Toledo", "PER")
    )
    assert [(text[p.start : p.end], p.admin1) for p in found] == [
        ("Dayton", "US-OH"),
        ("Ohio", "US-OH"),
        ("Dayton", "US-OH"),
        ("Toledo", "US-OH"),
    ]


def test_spans_are_the_words_and_confidence_is_a_share() -> None:
    text = "From Lima to Cusco and Paris."
    for place in places(text, ("Lima", "LOC"), ("Cusco", "LOC"), ("Paris", "LOC")):
        assert text[place.start : place.end] in {"Lima", "Cusco", "Paris"}
        assert 0 <= place.confidence <= 1


def test_followers_of_a_party_and_nationalities_stay_no_bodies() -> None:
    text = "Two Republicans and an Australian met the Supreme Court."
    reading = flat(text, ("Republicans", "MISC"), ("Australian", "MISC"), ("Supreme Court", "ORG"))
    assert [(e.type, text[e.start : e.end]) for e in link_entities(reading)] == [
        ("MISC", "Republicans"),
        ("MISC", "Australian"),
        ("ORG", "Supreme Court"),
    ]


def test_the_words_before_and_after_a_name_place_it() -> None:
    found = places("They left Tripoli in northern Lebanon.", ("Tripoli", "LOC"), ("Lebanon", "LOC"))
    assert found[0].country == "LBN"
    found = places("Shells hit the Syrian town of Hama.", ("Syrian", "MISC"), ("Hama", "LOC"))
    assert [p.country for p in found] == ["SYR"]
    found = places("The village of Qwghl, Kebbi State, was burned.", ("Qwghl,", "LOC"), ("Kebbi State", "LOC"))
    assert next((p.name, p.country, p.admin1, p.lat is None) for p in found) == ("Qwghl", "NGA", "NG-KE", True)


def test_a_list_of_countries_or_states_qualifies_nothing() -> None:
    found = places("Rain fell in China, Japan and Chad.", ("China", "LOC"), ("Japan", "LOC"), ("Chad", "LOC"))
    assert [(p.country, p.precision) for p in found] == [("CHN", "country"), ("JPN", "country"), ("TCD", "country")]


def test_what_the_report_leaves_open_stays_open() -> None:
    text = "Springfield selectmen met at the high school. A sheriff's deputy of the Springfield police department spoke."
    found = places(text, ("Springfield", "LOC"))
    assert {(p.country, p.lat, p.precision) for p in found} == {("USA", None, None)}


def test_words_of_one_country_tell_where_a_report_plays() -> None:
    told = places("The panchayat in Salem paid 4 lakh rupees.", ("Salem", "LOC"))
    assert told[0].country == "IND"


def test_streets_and_generic_words_are_no_towns() -> None:
    text = "A bus hit a wall at the corner of Paris and Berlin streets, by the Court."
    found = places(text, ("Paris", "LOC"), ("Berlin", "LOC"), ("Court", "LOC"))
    assert [p.lat for p in found] == [None, None, None]


def test_names_taken_for_one_are_parted() -> None:
    text = "He moved from Norman, Okla., to Perth and Hobart in Australia."
    found = places(text, ("Norman, Okla.", "LOC"), ("Perth and Hobart", "LOC"), ("Australia", "LOC"))
    assert [(text[p.start : p.end], p.country) for p in found] == [
        ("Norman", "USA"),
        ("Okla.", "USA"),
        ("Perth", "AUS"),
        ("Hobart", "AUS"),
        ("Australia", "AUS"),
    ]


def test_counties_in_a_list() -> None:
    text = "Schools in Barrow, Jackson and Clarke counties in Georgia and at Barrow County Jail closed."
    found = places(
        text, ("Barrow", "LOC"), ("Jackson", "LOC"), ("Clarke", "LOC"), ("Georgia", "LOC"), ("Barrow County Jail", "LOC")
    )
    assert [p.precision for p in found] == ["admin2", "admin2", "admin2", "admin1", "admin2"]
    assert {p.admin1 for p in found} == {"US-GA"}


def test_seas_and_regions_lie_where_they_lie() -> None:
    found = places("A ship sank in the Red Sea off Egypt.", ("Red Sea", "LOC"), ("Egypt", "LOC"))
    assert (found[0].country, found[0].precision) == (None, None)
    found = places("Fighting spread in Darfur and the Sahel.", ("Darfur", "LOC"), ("Sahel", "LOC"))
    assert [(p.country, p.precision) for p in found] == [("SDN", "admin1"), (None, None)]


def test_a_paper_named_after_a_small_town() -> None:
    text = "A Paris man was held after a fire at the high school, said the sheriff's deputies of Lamar County, Texas."
    named = places(text, ("Paris", "LOC"), ("Lamar County", "LOC"), ("Texas", "LOC"), outlet="thelamarlantern.com")
    assert named[0].admin1 == "US-TX"
    assert placehints.at_home("paris", "theparislantern.com") and not placehints.at_home("paris", "lantern.com")


def test_an_address_tells_the_town_that_its_paper_is_of() -> None:
    text = "The Dublin school board hired four teachers."
    assert places(text, ("Dublin", "LOC"))[0].country == "IRL"
    (dublin,) = places(text, ("Dublin", "LOC"), outlet="columbuslocalnews.com")
    assert dublin.country == "USA"
    assert not placehints.of_outlet("thedailynews.com")


def test_washington_is_the_capital_and_georgia_waits_for_more() -> None:
    found = places("Talks in Washington ended.", ("Washington", "LOC"))
    assert found[0].admin1 == "US-DC"
    found = places("A storm hit Atlanta and Macon in Georgia.", ("Atlanta", "LOC"), ("Macon", "LOC"), ("Georgia", "LOC"))
    assert [p.admin1 for p in found] == ["US-GA"] * 3
    found = places("Georgia and Armenia signed, in Tbilisi.", ("Georgia", "LOC"), ("Armenia", "LOC"), ("Tbilisi", "LOC"))
    assert [p.country for p in found] == ["GEO", "ARM", "GEO"]


def test_a_small_namesake_abroad_is_not_taken_where_the_report_plays_elsewhere() -> None:
    words: tuple[tuple[str, EntityType], ...] = (("Kisumu", "LOC"), ("Kenya", "LOC"), ("Nairobi", "LOC"), ("Huye", "LOC"))
    text = "Doctors left Kisumu in Kenya and drove by Nairobi to the ward of Huye."
    stray = places(text, *words)[-1]
    assert (stray.country, stray.lat) == (None, None)
    text = "Doctors left Kisumu in Kenya and flew by Nairobi to Rwanda and the town of Huye."
    assert places(text, *words, ("Rwanda", "LOC"))[-1].country == "RWA"
    text = "Doctors left Kisumu in Kenya and flew by Nairobi to Hamburg."
    assert places(text, *words[:3], ("Hamburg", "LOC"))[-1].country == "DEU"


def test_a_list_of_towns_that_are_divisions_too_qualifies_nothing() -> None:
    text = "Clashes closed roads in Siaya, Kisumu, Kisii and Wajir in Kenya."
    found = places(
        text, ("Siaya", "LOC"), ("Kisumu", "LOC"), ("Kisii", "LOC"), ("Wajir", "LOC"), ("Kenya", "LOC"), outlet="lantern.co.ke"
    )
    assert {p.country for p in found} == {"KEN"}
    assert found[0].admin1 != found[1].admin1


def test_a_town_abroad_is_not_in_the_division_that_stands_beside_its_name() -> None:
    found = places("He was shot in Bradford, Ontario, on Monday.", ("Bradford", "LOC"), ("Ontario", "LOC"))
    assert (found[0].country, found[0].admin1, found[0].lat) == ("CAN", "CA-ON", None)


def test_a_direction_in_lower_case_does_not_hide_a_town() -> None:
    text = "Shells fell on eastern Aleppo and south Idlib in Syria."
    found = places(text, ("eastern Aleppo", "LOC"), ("south Idlib", "LOC"), ("Syria", "LOC"))
    assert [(p.name, p.country) for p in found[:2]] == [("Aleppo", "SYR"), ("Idlib", "SYR")]


def test_official_names_and_a_city_council() -> None:
    found = places("Nine died in the Republic of Congo.", ("Republic of Congo", "LOC"))
    assert found[0].country == "COG"
    text = "The Dublin City Council in Ohio met. A Dublin man spoke in Columbus."
    found = places(text, ("Dublin City Council", "ORG"), ("Ohio", "LOC"), ("Dublin", "LOC"), ("Columbus", "LOC"))
    assert {p.admin1 for p in found} == {"US-OH"}


def test_a_town_and_its_region_taken_for_one() -> None:
    text = "Rain cut off Al-Fashir, Darfur, on Sunday."
    found = places(text, ("Al-Fashir, Darfur", "LOC"))
    assert [(text[p.start : p.end], p.country) for p in found] == [("Al-Fashir", "SDN"), ("Darfur", "SDN")]


def test_a_dateline_may_lie_abroad() -> None:
    text = "BREMERHAVEN, June 12 - Rations were cut in Arua and Gulu in Uganda. Aid from Linz was late."
    found = places(text, ("BREMERHAVEN", "LOC"), ("Arua", "LOC"), ("Gulu", "LOC"), ("Uganda", "LOC"), ("Linz", "LOC"))
    assert [p.country for p in found] == ["DEU", "UGA", "UGA", "UGA", None]


def test_a_state_and_the_country_across_the_border_of_one_name() -> None:
    text = "Raids hit Niger state and Katsina in Nigeria. Markets near the border with Niger were closed."
    found = places(text, ("Niger", "LOC"), ("Katsina", "LOC"), ("Nigeria", "LOC"), ("Niger", "LOC"))
    assert [(p.country, p.precision) for p in found if p.name == "Niger"] == [("NGA", "admin1"), ("NER", "country")]


def test_halves_and_ends_of_names() -> None:
    text = "Boats left Cox's Bazar in Bangladesh for Khulna and Dhaka."
    found = places(text, ("Cox", "LOC"), ("Bazar", "LOC"), ("Bangladesh", "LOC"), ("Khulna and", "LOC"), ("Dhaka", "LOC"))
    assert [text[p.start : p.end] for p in found] == ["Cox's Bazar", "Bangladesh", "Khulna", "Dhaka"]
    assert {p.country for p in found} == {"BGD"}


def test_an_unknown_village_lies_where_the_town_beside_it_lies() -> None:
    text = "The men from the village of Qwghl in Trujillo left Tocoa and La Ceiba in Honduras."
    found = places(text, ("Qwghl", "LOC"), ("Trujillo", "LOC"), ("Tocoa", "LOC"), ("La Ceiba", "LOC"), ("Honduras", "LOC"))
    assert [p.country for p in found] == [None, "HND", "HND", "HND", "HND"]


def test_words_of_one_country_count_as_its_paper_does() -> None:
    text = "A shop in Perth burned, the county council and the magistrates' court heard; the postcode was wrong."
    assert places(text, ("Perth", "LOC"))[0].country == "GBR"


def test_a_town_with_a_name_of_generic_words() -> None:
    text = "A parade in Rock Hill passed Charlotte and Gastonia; the Park Road was closed."
    found = places(text, ("Rock Hill", "LOC"), ("Charlotte", "LOC"), ("Gastonia", "LOC"), ("Park Road", "LOC"))
    assert (found[0].country, found[0].admin1, found[3].lat) == ("USA", "US-SC", None)
