"""Acts told from the other end ("drew criticism from"), and what else reports of agencies and local papers taught."""

from __future__ import annotations

import pytest
from trees import reading_of

from onrecord.claims.entities import link_entities
from onrecord.claims.events import find_events
from onrecord.claims.lemmas import planted
from onrecord.model import Event, FigureClaim, Report
from onrecord.pipeline import claims_of_report
from onrecord.reader import Reader


def events(text: str) -> list[Event]:
    reading = Reader.load().read(text)
    return [frame.event for frame in find_events(reading, link_entities(reading))]


def told(text: str) -> list[tuple[str, list[str], list[str]]]:
    return [(one.type, [a.text for a in one.actor], [a.text for a in one.recipient]) for one in events(text)]


@pytest.mark.parametrize(
    ("text", "kind", "actor", "recipient"),
    [
        ("The minister has received death threats from the militia.", "THREATEN", "the militia", "The minister"),
        ("The family received an apology from the army.", "CONCEDE", "the army", "The family"),
        ("The minister faced criticism from the unions over the law.", "ACCUSE", "the unions", "The minister"),
        ("The rebels secured a promise from the government to free prisoners.", "AGREE", "the government", "The rebels"),
        ("The government came under criticism from aid groups.", "ACCUSE", "aid groups", "The government"),
        ("The envoy's plan met with a flat refusal from the rebels.", "REJECT", "the rebels", "The envoy"),
        ("The council got a pledge from the bank to lend more.", "AGREE", "the bank", "The council"),
        ("The law drew sharp criticism from the unions.", "ACCUSE", "the unions", None),
        ("The draft won the backing of the lagoon pilots.", "SUPPORT", "the lagoon pilots", None),
    ],
)
def test_who_receives_is_at_the_other_end(text: str, kind: str, actor: str, recipient: str | None) -> None:
    assert (kind, [actor], [recipient] if recipient else []) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "The island faces threats from rising seas.",
        "The guild won an order against the brewery.",
        "The team received a warning from the referee.",
    ],
)
def test_what_nobody_did_to_somebody_is_not_turned_round(text: str) -> None:
    assert told(text) == []


def test_what_is_refused_is_refused_to_the_receiver() -> None:
    assert ("REJECT", [], ["The abbot"]) in told("The abbot has received two refusals of his pleas for a bridge.")


def test_schools_and_banks_can_be_asked() -> None:
    assert told("Two towns have asked the schools to stay open at night.") == [("REQUEST", ["Two towns"], ["the schools"])]


def test_quoted_words_that_go_on_are_no_request() -> None:
    assert told('"We will sail on," Ana Belk told the press, "to find out who sold the mill."') == []
    assert [kind for kind, *_ in told('The mayor told the drivers to "go home at once".')] == ["REQUEST"]


def test_who_is_called_by_phone_is_asked_for_nothing() -> None:
    assert told("The miller called the police to report a fire.") == []
    assert told("He called the ferry by phone to ask about the fog.") == []
    assert [kind for kind, *_ in told("The president called members to vote against the bill.")] == ["REQUEST"]


def test_they_are_not_those_named_in_passing() -> None:
    text = "The family fled across land held by the rebels. They were arrested at the border."
    assert told(text)[-1] == ("COERCE", [], ["They"])
    assert events(text)[-1].recipient[0].sector == "CVL"


def test_who_suffers_from_what_is_criticised_is_not_criticised() -> None:
    assert told("The president criticised the mood of hostility toward refugees.") == [("ACCUSE", ["The president"], [])]


def test_a_clause_that_adds_something_names_no_recipient() -> None:
    assert told("The ministry ruled out a toll, which had been brought in and dropped by the last governor.") == [
        ("REJECT", ["The ministry"], [])
    ]


def test_who_is_quoted_says_it() -> None:
    text = "The paper quoted the minister as saying that NATO should share its maps."
    assert told(text) == [("REQUEST", ["the minister"], ["NATO"])]


def test_a_price_that_should_rise_is_asked_of_nobody() -> None:
    assert told("If salt grows dear, he said, Peru's should climb to 40 crowns.") == []


@pytest.mark.parametrize(
    "text",
    [
        "The clerk was in charge of the execution of the harbour plan.",
        "Guards blocked the drainage channels.",
        "The pilot was treated at the island hospital.",
        "Constables arrived at the widow's cottage.",
        "The family is in Peru to attend a wedding.",
        "The guild kept the gate open to talks with the council.",
        "Auditors doubt Peru's compliance with its pledges to the council.",
    ],
)
def test_what_is_no_act(text: str) -> None:
    assert told(text) == []


def test_people_sent_to_look_into_something_bring_no_help() -> None:
    assert [kind for kind, *_ in told("The navy dispatched divers to investigate the wreck.")] == ["ACCUSE"]
    assert [kind for kind, *_ in told("The army dispatched doctors to the island.")] == ["AID"]


def test_who_met_with_whom() -> None:
    assert told("The bishops met with the premier on Friday.") == [("CONSULT", ["The bishops"], ["the premier"])]


def test_talks_that_a_clause_comes_after_were_its_subjects() -> None:
    text = "The envoy sailed home at dusk after three days of talks with the rebels."
    assert told(text) == [("CONSULT", ["The envoy"], ["the rebels"])]


def test_who_is_somewhere_for_talks_talks() -> None:
    assert told("The envoy was in Cairo to hold talks with the rebels.") == [("CONSULT", ["The envoy"], ["the rebels"])]
    one = events("The minister is in Peru to discuss the ferry.")[0]
    assert (one.type, one.mode, one.recipient[0].country) == ("CONSULT", "visit", "PER")
    assert one.actor[0].country is None


def test_a_day_of_what_goes_on_is_what_goes_on() -> None:
    one = events("Potters began a second day of a hunger strike.")[0]
    assert (one.type, one.mode) == ("PROTEST", "hunger")
    assert told("The army began a third day of air strikes on the town.") == [("ASSAULT", ["The army"], ["the town"])]


def test_who_resigns_from_a_post_of_his_leaves_those_who_gave_it() -> None:
    assert told("Ana Belk resigned from her leadership of the choir.") == [("RETREAT", ["Ana Belk"], ["the choir"])]


def test_the_secretary_of_a_union_is_no_minister() -> None:
    for post in ("The general secretary of the teachers' union", "The secretary of the Miners Federation"):
        assert events(f"{post}, Ana Belk, accused the police of lying.")[0].actor[0].sector == "LAB"
    assert events("The foreign secretary, Ana Belk, accused the police of lying.")[0].actor[0].sector == "GOV"


def test_a_native_of_a_country_does_not_make_it_the_reports() -> None:
    one = events("Pavel Orn, a native of Mexico, was held by harbour guards. A clerk was told.")[0]
    assert one.actor[0].country is None


def test_shots_that_struck_are_no_strikers() -> None:
    report = Report("sha256:x", "The hunter loosed six arrows, three of which struck the gate.")
    assert "protesters" not in [claim.metric for claim in claims_of_report(report) if isinstance(claim, FigureClaim)]


def test_homes_that_are_broken_into_are_not_damaged() -> None:
    report = Report("sha256:x", "Seven cottages were broken into at Easter. A storm struck 30 villages on Friday.")
    metrics = [claim.metric for claim in claims_of_report(report) if isinstance(claim, FigureClaim)]
    assert "homes_damaged" not in metrics


@pytest.mark.parametrize(
    "text",
    [
        "The abbess declined to detail which bells had cracked.",
        "Boys broke into two boat shops.",
        "The twins stopped at the post office to withdraw money.",
        "Anyone who found the oars is asked to call the harbour police.",
    ],
)
def test_what_local_papers_tell_that_is_no_act(text: str) -> None:
    assert told(text) == []


def test_a_court_that_sends_somebody_to_prison_arrests() -> None:
    assert told("The court sent the baker to jail for a week.") == [("COERCE", ["The court"], ["the baker"])]
    assert ("COERCE", ["Hackers"], ["the ministry"]) in told("Hackers broke into the ministry's computers.")


def sectors(text: str) -> dict[str, str | None]:
    return {entity.name: entity.sector for entity in link_entities(Reader.load().read(text)) if entity.type == "PER"}


def test_a_court_that_somebody_is_due_in_gives_no_sector() -> None:
    assert sectors("Pavel Orn was charged. Pavel Orn is due back in court at harvest.") == {"Pavel Orn": None}
    assert sectors("Ana Belk is a judge in Marn.") == {"Ana Belk": "JUD"}


def test_who_speaks_after_a_comma_is_another() -> None:
    assert sectors("In a choir led by Ken Lind, prosecutors found that nobody could sing.") == {"Ken Lind": None}
    assert sectors("Police questioned Ken Lind, a prosecutor from Marn.") == {"Ken Lind": "JUD"}


def test_towns_of_one_country_tell_where_a_town_of_many_is() -> None:
    text = "A ferry from Manassas sank off Woodbridge with a bell for Alexandria."
    found = {entity.name: entity.country for entity in link_entities(Reader.load().read(text))}
    assert found["Alexandria"] == "USA"


def test_what_an_order_bars_is_the_act_of_who_issued_it() -> None:
    text = "The judge signed an order prohibiting the ferry from leaving the lagoon."
    assert told(text) == [("COERCE", ["The judge"], ["the ferry"])]
    assert [kind for kind, *_ in told("The judge issued an order barring the pilots from the lagoon.")] == ["COERCE"]
    assert [kind for kind, *_ in told("The junta issued an order for the arrest of the editor.")] == ["REQUEST"]


def test_what_people_remain_hangs_on_remaining() -> None:
    words = (
        "Farmers/farmer/NOUN/NNS/2/nsubj remained/remain/VERB/VBD/0/root displaced/displace/VERB/VBN/2/parataxis "
        "inland/inland/ADV/RB/3/advmod ././PUNCT/./2/punct"
    )
    assert planted(reading_of(words)).tokens[2].deprel == "xcomp"


def wheres(text: str) -> list[str | None]:
    figures = [claim for claim in claims_of_report(Report("sha256:x", text)) if isinstance(claim, FigureClaim)]
    return [claim.where.name if claim.where else None for claim in figures]


def test_clauses_that_share_their_auxiliaries_share_their_place() -> None:
    text = (
        "At least 38 people have been killed and 52,000 forced from their homes by floods in central Peru, the government said."
    )
    assert wheres(text) == ["Peru", "Peru"]
    assert wheres("Two men were killed in Lima, and 30 were hurt in Cusco.") == ["Lima", "Cusco"]


def test_what_stands_before_when_is_of_the_clause_before() -> None:
    words = (
        "Cows/cow/NOUN/NNS/2/nsubj fell/fall/VERB/VBD/0/root on/on/ADP/IN/4/case Monday/monday/PROPN/NNP/7/obl "
        "when/when/ADV/WRB/7/advmod hail/hail/NOUN/NN/7/nsubj came/come/VERB/VBD/2/advcl ././PUNCT/./2/punct"
    )
    assert planted(reading_of(words)).tokens[3].head == 1
