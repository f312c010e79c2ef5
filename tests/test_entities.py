"""Names within a report: clusters, fullest names, country and sector, from the words around them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand import flat, tree
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord import vocab
from onrecord.claims.entities import acronyms, link_entities
from onrecord.claims.homeland import home_country
from onrecord.model import Entity, EntityType


def linked(text: str, *names: tuple[str, EntityType]) -> dict[str, Entity]:
    """The first linked mention of each surface form."""
    found: dict[str, Entity] = {}
    for entity in link_entities(flat(text, *names)):
        found.setdefault(text[entity.start : entity.end], entity)
    return found


def test_surname_joins_the_full_name_before_or_after() -> None:
    names = linked(
        "Hale resigns. Prime Minister Edith Hale resigned. Mrs Hale thanked Tom Orr.",
        ("Edith Hale", "PER"),
        ("Hale", "PER"),
        ("Tom Orr", "PER"),
    )
    assert names["Hale"].name == "Edith Hale"
    assert names["Hale"].cluster == names["Edith Hale"].cluster != names["Tom Orr"].cluster
    assert names["Hale"].sector == "GOV"


def test_surname_first_names() -> None:
    names = linked("North Korean leader Pak Chol Su spoke. Mr Pak smiled.", ("Pak Chol Su", "PER"), ("Pak", "PER"))
    assert (names["Pak"].name, names["Pak"].country, names["Pak"].sector) == ("Pak Chol Su", "PRK", "GOV")


def test_a_title_tells_two_bearers_apart() -> None:
    text = "Maria Lund met Peter Lund. Mrs Lund left. Mr Lund stayed."
    entities = link_entities(flat(text, ("Maria Lund", "PER"), ("Peter Lund", "PER"), ("Lund", "PER")))
    assert [e.name for e in entities] == ["Maria Lund", "Peter Lund", "Maria Lund", "Peter Lund"]


def test_a_surname_means_whom_the_report_is_about() -> None:
    text = "Ada Lund spoke. Ada Lund sat beside her widower father, Otto Lund. Lund left."
    entities = link_entities(flat(text, ("Ada Lund", "PER"), ("Otto Lund", "PER"), ("Lund", "PER")))
    assert [e.name for e in entities] == ["Ada Lund", "Ada Lund", "Otto Lund", "Ada Lund"]


def test_acronym_and_bracket() -> None:
    text = "The Harbour Rescue Fund (HRF) wrote. HRF and the Union of Lamp Makers agreed; ULM too."
    names = linked(text, ("Harbour Rescue Fund", "ORG"), ("HRF", "ORG"), ("Union of Lamp Makers", "ORG"), ("ULM", "ORG"))
    assert names["HRF"].name == "Harbour Rescue Fund"
    assert names["ULM"].name == "Union of Lamp Makers"
    assert "KCNA" in acronyms(("Korean", "Central", "News", "Agency"))


def test_a_report_says_itself_what_its_short_forms_mean() -> None:
    text = "Officials of the Palestinian Authority spoke. The PA is poor."
    names = linked(text, ("Palestinian Authority", "ORG"), ("PA", "ORG"))
    assert (names["PA"].name, names["PA"].country, names["PA"].sector) == ("Palestinian Authority", "PSE", "GOV")
    alone = linked("The PA news agency wrote of it.", ("PA", "ORG"))
    assert (alone["PA"].country, alone["PA"].sector) == ("GBR", "JRN")
    both = linked(
        "The Palestinian Authority told the Press Association. PA wrote.",
        ("Palestinian Authority", "ORG"), ("Press Association", "ORG"), ("PA", "ORG"),
    )  # fmt: skip
    assert both["PA"].sector == "JRN"


def test_apposition_possessive_and_copula() -> None:
    text = (
        "Anna Berg, a spokeswoman for the Swedish Foreign Ministry, spoke. Rwanda's health minister, Paul Gasana, agreed. "
        "Ivo Petrov is the mayor of a Bulgarian town."
    )
    names = linked(
        text,
        ("Anna Berg", "PER"),
        ("Swedish Foreign Ministry", "ORG"),
        ("Rwanda", "LOC"),
        ("Paul Gasana", "PER"),
        ("Ivo Petrov", "PER"),
        ("Bulgarian", "MISC"),
    )
    assert (names["Anna Berg"].country, names["Anna Berg"].sector) == ("SWE", "GOV")
    assert (names["Paul Gasana"].country, names["Paul Gasana"].sector) == ("RWA", "GOV")
    assert names["Ivo Petrov"].sector == "GOV"


def test_military_spokesman_former_official_and_rebel() -> None:
    text = "Rwandan army spokesman Jean Bosco spoke. Former President Karl Voss wept. Rebel leader Omar Idris fled."
    names = linked(text, ("Jean Bosco", "PER"), ("Karl Voss", "PER"), ("Omar Idris", "PER"))
    assert (names["Jean Bosco"].country, names["Jean Bosco"].sector) == ("RWA", "MIL")
    assert names["Karl Voss"].sector == "ELI"
    assert names["Omar Idris"].sector == "REB"


def test_backed_by_a_country_is_not_of_it() -> None:
    names = linked("The Russian-backed commander Oleg Bondar spoke in Ukraine.", ("Oleg Bondar", "PER"), ("Ukraine", "LOC"))
    assert names["Oleg Bondar"].country != "RUS"


def test_a_hyphen_parts_a_country_from_what_it_stands_before() -> None:
    for words in ("US-trained", "London-based", "Russian-speaking", "pro-Iranian", "Panama-flagged"):
        assert home_country(flat(f"A {words} battalion fled.")) is None
    names = linked("Indian-American lawmaker Raj Sethi spoke.", ("Raj Sethi", "PER"))
    assert names["Raj Sethi"].country == "USA"


def test_a_president_is_of_the_body_named_with_the_post() -> None:
    told = {
        "Union president Josep Vidal spoke.": "LAB",
        "The president of the university, Josep Vidal, spoke.": "EDU",
        "Company president Josep Vidal spoke.": "BUS",
        "Party chairman Josep Vidal spoke.": "PTY",
        "Club president Josep Vidal spoke.": None,
        "President Josep Vidal spoke.": "GOV",
        "The president of the republic, Josep Vidal, spoke.": "GOV",
        "Labour Minister Josep Vidal spoke.": "GOV",
        "Church minister Josep Vidal prayed.": "REL",
        "U.S. Attorney Josep Vidal spoke.": "JUD",
    }
    for text, sector in told.items():
        assert linked(text, ("Josep Vidal", "PER"))["Josep Vidal"].sector == sector, text
    assert linked("Labour Minister Josep Vidal spoke.", ("Josep Vidal", "PER"))["Josep Vidal"].country is None
    owned = "The teachers' union called a strike. Its president, Josep Vidal, spoke."
    assert linked(owned, ("Josep Vidal", "PER"))["Josep Vidal"].sector == "LAB"


def test_ministers_without_a_country_are_of_the_dateline() -> None:
    text = "BEIRUT (AP) - Israel fired on Syria. Prime Minister Samir Haddo and Iranian Foreign Minister Reza Jam met."
    names = linked(text, ("Samir Haddo", "PER"), ("Reza Jam", "PER"))
    assert (names["Samir Haddo"].country, names["Reza Jam"].country) == ("LBN", "IRN")
    american = "BEIRUT (AP) - Israel fired on Syria with US help. President Tom Gray spoke."
    assert linked(american, ("Tom Gray", "PER"))["Tom Gray"].country is None
    known = american.replace("Tom Gray", "Ronald Reagan")
    assert linked(known, ("Ronald Reagan", "PER"))["Ronald Reagan"].country == "USA"
    surname = american.replace("Tom Gray", "Reagan")
    assert linked(surname, ("Reagan", "PER"))["Reagan"].country == "USA"
    ours = "BEIRA, Mozambique, March 12 (AP) - Israel and Chad spoke. President Ana Cossa wrote.\n\nPresident Jon Mul spoke."
    names = linked(ours, ("Ana Cossa", "PER"), ("Jon Mul", "PER"))
    assert (names["Ana Cossa"].country, names["Jon Mul"].country) == (None, "MOZ")


def test_parts_of_a_kingdom_are_not_the_kingdom() -> None:
    names = linked("Britain said Scotland and the U.K. agreed.", ("Britain", "LOC"), ("Scotland", "LOC"), ("U.K.", "LOC"))
    assert (names["Scotland"].name, names["Scotland"].country) == ("Scotland", "GBR")
    assert names["Britain"].cluster == names["U.K."].cluster != names["Scotland"].cluster


def test_a_kings_name_is_no_surname() -> None:
    names = linked("King Tarek of Jordan met Omar Tarek.", ("Omar Tarek", "PER"), ("Tarek", "PER"))
    assert names["Tarek"].cluster != names["Omar Tarek"].cluster
    joined = linked("Prince Tarek bin Said flew out. King Tarek stayed.", ("Tarek bin Said", "PER"), ("Tarek", "PER"))
    assert joined["Tarek"].cluster == joined["Tarek bin Said"].cluster


def test_a_common_word_is_no_far_place() -> None:
    assert linked("Ships left the Gulf on Monday.", ("Gulf", "LOC"))["Gulf"].country is None


def test_in_a_report_of_one_country_a_small_namesake_elsewhere_is_not_meant() -> None:
    text = "Kenya shut schools in Nyanza and in the Western region, Kenyan officials said. Kenya also shut markets in Basra."
    found = linked(text, ("Kenya", "LOC"), ("Nyanza", "LOC"), ("Western", "LOC"), ("Basra", "LOC"))
    assert {name: found[name].country for name in ("Nyanza", "Western", "Basra")} == {
        "Nyanza": None, "Western": None, "Basra": "IRQ",
    }  # fmt: skip


def test_a_capital_taken_for_a_person_is_a_place() -> None:
    assert linked("Baghdad said so.", ("Baghdad", "PER"))["Baghdad"].type == "LOC"
    assert linked("Sofia said so.", ("Sofia", "PER"))["Sofia"].type == "PER"


def doubted(text: str, name: str, kind: EntityType, confidence: float, *others: tuple[str, EntityType]) -> str:
    """The type that a name ends with which the model gave as ``kind`` with this confidence."""
    reading = flat(text, *others, (name, kind))
    entities = tuple(replace(e, confidence=confidence) if e.name == name else e for e in reading.entities)
    return next(e.type for e in link_entities(replace(reading, entities=entities)) if text[e.start : e.end] == name)


def test_a_town_of_a_named_land_is_no_person_and_no_body() -> None:
    # The model doubts it.
    assert doubted("In Ethiopia buses from Bonga stopped.", "Bonga", "PER", 0.6) == "LOC"
    assert doubted("Bangladesh closed the bridge at Tangail.", "Tangail", "ORG", 0.5) == "LOC"
    # No such land is named, or towns of that land are named for people, and clubs for towns.
    assert doubted("In Norway buses from Bonga stopped.", "Bonga", "PER", 0.6) == "PER"
    assert doubted("In Mexico buses from Morelos stopped.", "Morelos", "PER", 0.6) == "PER"
    assert doubted("In Britain Burnley lost again.", "Burnley", "ORG", 0.5) == "ORG"


def test_a_great_town_is_no_person_unless_somebody_bears_its_name() -> None:
    assert doubted("In Bangladesh trains left Khulna late.", "Khulna", "PER", 0.95) == "LOC"
    assert doubted("In Ethiopia buses from Bonga stopped.", "Bonga", "PER", 0.95) == "PER"
    text = "In Bangladesh Anwar Khulna spoke. Khulna wept."
    assert doubted(text, "Khulna", "PER", 0.95, ("Anwar Khulna", "PER")) == "PER"


def test_addresses_and_currencies_are_no_names() -> None:
    text = "HH the Amir spoke. The Amir left. It cost Tk 40 or US $2. Amir laughed."
    names = [("HH", "ORG"), ("Amir", "PER"), ("Tk", "ORG"), ("US", "LOC")]
    found = link_entities(flat(text, *names))  # type: ignore[arg-type]
    assert [(e.name, e.start) for e in found] == [("Amir", text.rindex("Amir"))]


def test_the_north_is_added_where_a_korea_is_named() -> None:
    text = "North Korea fired a rocket. The North said nothing; the northern wind blew."
    entities = link_entities(flat(text, ("North Korea", "LOC")))
    assert [(text[e.start : e.end], e.name) for e in entities] == [("North Korea", "North Korea"), ("North", "North Korea")]
    assert len(link_entities(flat("In Peru the North voted.", ("Peru", "LOC")))) == 1


def test_types_put_right_by_the_vocabulary() -> None:
    names = linked("Yonhap wrote that Tass was wrong.", ("Yonhap", "PER"), ("Tass", "LOC"))
    assert {e.type for e in names.values()} == {"ORG"}
    assert {e.sector for e in names.values()} == {"JRN"}


def test_home_country() -> None:
    assert home_country(flat("Kenyan police met Kenyan teachers in Kenya.")) == "KEN"
    assert home_country(flat("France met Spain.")) is None
    assert home_country(flat("KARACHI (Reuters) - The quay burned.")) == "PAK"
    many = "The army closed roads in northern Kenya on Monday after rain. Uganda and Sudan sent rice. Chad sent tents."
    assert home_country(flat(many)) == "KEN"
    assert home_country(flat("GENEVA (Reuters) - " + many)) == "KEN"
    assert home_country(flat("NAIROBI (Reuters) - Uganda and Sudan sent rice to Kenya. Uganda sent tents.")) == "KEN"
    assert home_country(flat("Nobody came.")) is None
    assert home_country(flat("LISBON (Reuters) - The quay burned.")) == "PRT"
    assert home_country(flat("The EU met in Brussels and left Brussels.")) is None
    assert home_country(flat("The minister met his Turkish counterpart. Turkish papers rejoiced.")) is None


def test_where_somebody_goes_is_not_at_home() -> None:
    visit = "The/DET/2/det ministers/NOUNS/3/nsubj {}/VERB/0/root {} ./PUNCT/3/punct"
    assert home_country(tree(visit.format("visit", "Peru/PROPN/3/obj"))) is None
    assert home_country(tree(visit.format("arrive", "in/ADP/5/case Peru/PROPN/3/obl"))) is None
    assert home_country(tree(visit.format("sleep", "in/ADP/5/case Peru/PROPN/3/obl"))) == "PER"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Kim", "Mr", "Anna Berg", "Berg", "UN", "(", ")", ",", "the", "North", "Korea", "'s", "."]),
        max_size=25,
    )
)
def test_any_mixture_keeps_spans_and_clusters(words: list[str]) -> None:
    text = " ".join(words)
    reading = flat(text, ("Anna Berg", "PER"), ("Kim", "PER"), ("Berg", "PER"), ("UN", "ORG"), ("Korea", "LOC"))
    entities = link_entities(reading)
    assert link_entities(reading) == entities
    assert [e.start for e in entities] == sorted(e.start for e in entities)
    assert {(e.start, e.end) for e in reading.entities} <= {(e.start, e.end) for e in entities}
    for entity in entities:
        assert entity.name and entity.cluster >= 0


def test_a_word_inside_a_known_name_tells_no_sector() -> None:
    names = linked("African Union chairman Musa Dia spoke to the two parties.", ("Musa Dia", "PER"))
    assert (names["Musa Dia"].country, names["Musa Dia"].sector) == ("IGO", None)


def test_a_storm_is_no_person_and_no_place() -> None:
    names = linked(
        "Typhoon Marlo hit the coast. Marlo weakened. The Hurricane Center warned Oslo.",
        ("Marlo", "LOC"),
        ("Center", "ORG"),
        ("Oslo", "LOC"),
    )
    assert {name: entity.type for name, entity in names.items()} == {"Marlo": "MISC", "Center": "ORG", "Oslo": "LOC"}


def test_a_place_and_its_country_are_two_names() -> None:
    names = linked("Floods hit Kassala State, Sudan, on Monday.", ("Kassala State, Sudan", "LOC"))
    assert {name: entity.name for name, entity in names.items()} == {"Kassala State": "Kassala State", "Sudan": "Sudan"}
    assert names["Sudan"].country == "SDN"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("KHARTOUM, June 21 - Egypt has threatened to go to court. Its foreign minister, Sami Lotfi, met envoys.", "EGY"),
        ("LIMA - Peru and Chile quarrelled. Chile recalled its ambassador, Ana Rojas, on Monday.", "CHL"),
        ("TEHRAN, June 21 - The United States must lift its sanctions, Foreign Minister Dara Shirvan said. Iran waits.", "IRN"),
        ("TEHRAN - Iran waits. The United States must lift sanctions, Foreign Minister Dara Shirvan said in Moscow.", None),
        (
            "KHARTOUM - Sudan met Ethiopia.\n\nEthiopia plans to fill the dam. Deputy Prime Minister Ayele Worku said in Addis "
            "Ababa that nobody would stop it.",
            "ETH",
        ),
    ],
)
def test_an_office_may_be_of_the_country_just_named(text: str, country: str | None) -> None:
    (person,) = {(one.name, one.country) for one in onrecord.annotate(text).entities if one.type == "PER"}
    assert person[1] == country


def test_a_leaders_namesake_gives_no_country() -> None:
    local = "The school board thanked Gordon Brown, a retired plumber from Millford, for the new roof."
    abroad = "Britain sent food. Gordon Brown spoke to the press on Friday."
    found = [next(one.country for one in onrecord.annotate(text).entities if one.type == "PER") for text in (local, abroad)]
    assert found == [None, "GBR"]


def test_sectors_of_officers_chiefs_and_presidents() -> None:
    text = (
        "Gen. Otto Lind, the Norwegian officer who runs the harbour, spoke. Ivo Brandt, commander of police patrols, spoke. "
        "Kenyan captain Juma Otieno spoke. Commonwealth's Attorney Ana Rey spoke. "
        "Tom Vance, president of Harbour Rescue, spoke."
    )
    people = ("Otto Lind", "Ivo Brandt", "Juma Otieno", "Ana Rey", "Tom Vance")
    found = linked(text, *((name, "PER") for name in people), ("Harbour Rescue", "ORG"))
    assert [found[name].sector for name in people] == ["MIL", "COP", None, "JUD", None]


def test_a_word_for_several_people_is_no_name() -> None:
    assert [e.name for e in link_entities(flat("Officers met Ana Rey.", ("Officers", "PER"), ("Ana Rey", "PER")))] == [
        "Ana Rey"
    ]


def test_names_in_capitals_are_those_of_the_vocabulary() -> None:
    assert (vocab.country_of("IRAQ"), vocab.adjective_country("LIBYANS"), vocab.capital_country("LIMA")) == (
        "IRQ",
        "LBY",
        "PER",
    )
    assert vocab.country_of("ACT") is None


def test_a_ministry_of_something_is_a_ministry() -> None:
    names = linked(
        "The Ministry of Community Development and the Ministry of Defence met the Union of Farmers.",
        ("Ministry of Community Development", "ORG"),
        ("Ministry of Defence", "ORG"),
        ("Union of Farmers", "ORG"),
    )
    assert [one.sector for one in names.values()] == ["GOV", "MIL", "LAB"]
