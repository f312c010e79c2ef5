"""Places: the gazetteer, resolution within a report, precision, and what is no place."""

from __future__ import annotations

import gzip
from importlib import resources

import pytest
from hand import flat, tree
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.claims import gazetteer
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
