"""The word lists: well formed, and looked up as the docstrings say."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import vocab

MINE = (
    "countries.csv",
    "organisations.csv",
    "media.csv",
    "roles.csv",
    "titles.csv",
    "given_names.csv",
    "modifiers.csv",
    "divisions.csv",
    "regions.csv",
    "leaders.csv",
)
SECTORS = vocab.wordset("GOV MIL COP JUD LEG PTY OPP REB SPY PRM UAF CVL BUS MED JRN EDU LAB SOC REL REF CRM ELI AGR")
BODIES = {"IGO", "NGO", "UNO", "EUR"}


@pytest.mark.parametrize("name", MINE)
def test_every_row_has_a_source(name: str) -> None:
    assert vocab.rows(name)
    assert all(row["source"].strip() for row in vocab.rows(name))


@pytest.mark.parametrize("name", ("organisations.csv", "media.csv", "roles.csv", "titles.csv", "modifiers.csv", "leaders.csv"))
def test_codes_are_of_the_vocabulary(name: str) -> None:
    known = set(vocab.countries()) | BODIES | {""}
    for row in vocab.rows(name):
        assert row.get("country", "") in known, row
        assert row.get("sector", "") in SECTORS | {""}, row


def test_countries_have_codes_and_places() -> None:
    for code, land in vocab.countries().items():
        assert re.fullmatch(r"[A-Z]{3}", code)
        assert -90 <= land.lat <= 90 and -180 <= land.lon <= 180
        assert vocab.alpha3(land.alpha2) == code


def test_no_country_is_lost_to_a_double_name() -> None:
    for code, land in vocab.countries().items():
        assert vocab.country_of(land.name) == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("the United States", "USA"),
        ("U.S.", "USA"),
        ("Zaire", "COD"),
        ("Soviet Union", "RUS"),
        ("Ivory Coast", "CIV"),
        ("Kosovo", "KOS"),
        ("DPRK", "PRK"),
        ("us", None),
        ("Atlantis", None),
    ],
)
def test_country_of(words: str, code: str | None) -> None:
    assert vocab.country_of(words) == code


@pytest.mark.parametrize(
    ("word", "code"), [("Turkish", "TUR"), ("Afghans", "AFG"), ("North Korean", "PRK"), ("Frenchmen", "FRA")]
)
def test_adjective_country(word: str, code: str) -> None:
    assert vocab.adjective_country(word) == code


def test_seats_of_power() -> None:
    assert vocab.metonym("the Kremlin") == ("RUS", "GOV")
    assert vocab.metonym("Pentagon") == ("USA", "MIL")
    assert vocab.capital_country("Pyongyang") == "PRK"
    assert vocab.capital_country("Liverpool") is None


def test_media_and_bodies() -> None:
    agency = vocab.media("KCNA")
    assert agency is not None and (agency.name, agency.country, agency.kind) == ("Korean Central News Agency", "PRK", "agency")
    council = vocab.organisation("the UN Security Council")
    assert council is not None and council.country == "UNO"
    assert vocab.organisation("RSF") is None, "two bodies have this short form"


def test_roles_in_singular_and_plural() -> None:
    assert vocab.sector_of("gunmen") == "UAF"
    assert vocab.sector_of("foreign minister") == "GOV"
    assert vocab.sector_of("police") == "COP"
    assert vocab.sector_of("teapot") is None
    leader = vocab.role("leaders")
    assert leader is not None and leader.sector is None and leader.kind == "person"


def test_titles() -> None:
    general, lady = vocab.title("Gen."), vocab.title("Mrs")
    assert general is not None and general.sector == "MIL"
    assert lady is not None and lady.gender == "f"


def test_unknown_list_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        vocab.rows("no-such-list.csv")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_look_ups_take_any_text(words: str) -> None:
    assert vocab.country_of(words) is None or vocab.country_of(words) in vocab.countries()
    vocab.named(words), vocab.media(words), vocab.organisation(words), vocab.role(words), vocab.longest_name(words)
    assert vocab.key(vocab.key(words)) == vocab.key(words) or vocab.key(words).startswith(("the ", "The "))


def test_lists_are_files_beside_the_module() -> None:
    names = {entry.name for entry in resources.files("onrecord.vocab").iterdir()}
    assert {*MINE, "gazetteer.tsv.gz"} <= names
