"""Polarity and modality from hand-written trees."""

from __future__ import annotations

from dataclasses import replace

import pytest
from trees import Name, reading_of

from onrecord.claims.certainty import certainty_of, governors
from onrecord.claims.events import find_events
from onrecord.claims.merging import opposed
from onrecord.claims.tree import plant
from onrecord.model import Attribution, Span

NAMES: tuple[Name, ...] = (("Velgard", "LOC", "NOR", None), ("Ostmark", "LOC", "DNK", None))
S = "Velgard/Velgard/PROPN/NNP/{}/nsubj"

PLAIN = f"{S.format(2)} attacked/attack/VERB/VBD/0/root Ostmark/Ostmark/PROPN/NNP/2/obj ././PUNCT/./2/punct"
NOT = (
    f"{S.format(4)} did/do/AUX/VBD/4/aux not/not/PART/RB/4/advmod attack/attack/VERB/VB/0/root "
    "Ostmark/Ostmark/PROPN/NNP/4/obj ././PUNCT/./4/punct"
)
REPORTEDLY = (
    f"{S.format(3)} reportedly/reportedly/ADV/RB/3/advmod attacked/attack/VERB/VBD/0/root "
    "Ostmark/Ostmark/PROPN/NNP/3/obj ././PUNCT/./3/punct"
)
DENIED = f"{S.format(2)} denied/deny/VERB/VBD/0/root attacking/attack/VERB/VBG/2/xcomp Ostmark/Ostmark/PROPN/NNP/3/obj"
BELIEVED = (
    f"{S.format(3)} is/be/AUX/VBZ/3/aux:pass believed/believe/VERB/VBN/0/root to/to/PART/TO/6/mark have/have/AUX/VB/6/aux "
    "attacked/attack/VERB/VBN/3/xcomp Ostmark/Ostmark/PROPN/NNP/6/obj ././PUNCT/./3/punct"
).replace("/3/nsubj", "/3/nsubj:pass")
EXPECTED = (
    "Observers/observer/NOUN/NNS/2/nsubj expect/expect/VERB/VBP/0/root Velgard/Velgard/PROPN/NNP/2/obj to/to/PART/TO/5/mark "
    "attack/attack/VERB/VB/2/xcomp Ostmark/Ostmark/PROPN/NNP/5/obj ././PUNCT/./2/punct"
)
CONDITION = (
    "If/if/SCONJ/IN/3/mark Velgard/Velgard/PROPN/NNP/3/nsubj attacks/attack/VERB/VBZ/7/advcl Ostmark/Ostmark/PROPN/NNP/3/obj "
    ",/,/PUNCT/,/7/punct markets/market/NOUN/NNS/7/nsubj fall/fall/VERB/VBP/0/root ././PUNCT/./7/punct"
)
EXPEL = (
    f"{S.format(3)} will/will/AUX/MD/3/aux expel/expel/VERB/VB/0/root two/two/NUM/CD/5/nummod "
    "diplomats/diplomat/NOUN/NNS/3/obj ././PUNCT/./3/punct"
)
HELP = (
    f"{S.format(3)} will/will/AUX/MD/3/aux send/send/VERB/VB/0/root blankets/blanket/NOUN/NNS/3/obj to/to/ADP/IN/6/case "
    "Ostmark/Ostmark/PROPN/NNP/3/obl ././PUNCT/./3/punct"
)
NO_HELP = (
    f"{S.format(4)} will/will/AUX/MD/4/aux not/not/PART/RB/4/advmod send/send/VERB/VB/0/root blankets/blanket/NOUN/NNS/4/obj "
    "to/to/ADP/IN/7/case Ostmark/Ostmark/PROPN/NNP/4/obl ././PUNCT/./4/punct"
)

CLAIMS = (
    "Ostmark/Ostmark/PROPN/NNP/2/nsubj dismissed/dismiss/VERB/VBD/0/root claims/claim/NOUN/NNS/2/obj that/that/SCONJ/IN/6/mark "
    "Velgard/Velgard/PROPN/NNP/6/nsubj attacked/attack/VERB/VBD/3/acl Harn/Harn/PROPN/NNP/6/obj ././PUNCT/./2/punct"
)
THINK = (
    "Ostmark/Ostmark/PROPN/NNP/4/nsubj does/do/AUX/VBZ/4/aux not/not/PART/RB/4/advmod think/think/VERB/VB/0/root "
    "Velgard/Velgard/PROPN/NNP/6/nsubj attacked/attack/VERB/VBD/4/ccomp Harn/Harn/PROPN/NNP/6/obj ././PUNCT/./4/punct"
)
NO_PROOF = (
    "There/there/PRON/EX/2/expl is/be/VERB/VBZ/0/root no/no/DET/DT/4/det evidence/evidence/NOUN/NN/2/nsubj "
    "that/that/SCONJ/IN/7/mark Velgard/Velgard/PROPN/NNP/7/nsubj attacked/attack/VERB/VBD/4/acl Harn/Harn/PROPN/NNP/7/obj"
)
DOUBT = (
    "Ostmark/Ostmark/PROPN/NNP/2/nsubj doubts/doubt/VERB/VBZ/0/root Velgard/Velgard/PROPN/NNP/4/nsubj "
    "attacked/attack/VERB/VBD/2/ccomp Harn/Harn/PROPN/NNP/4/obj ././PUNCT/./2/punct"
)
ALMOST = (
    f"{S.format(3)} almost/almost/ADV/RB/3/advmod attacked/attack/VERB/VBD/0/root Ostmark/Ostmark/PROPN/NNP/3/obj "
    "././PUNCT/./3/punct"
)
NOT_DENIED = (
    f"{S.format(4)} has/have/AUX/VBZ/4/aux not/not/PART/RB/4/advmod denied/deny/VERB/VBN/0/root "
    "attacking/attack/VERB/VBG/4/xcomp Ostmark/Ostmark/PROPN/NNP/5/obj ././PUNCT/./4/punct"
)
SAW = (
    "Ostmark/Ostmark/PROPN/NNP/2/nsubj saw/see/VERB/VBD/0/root Velgard/Velgard/PROPN/NNP/2/obj "
    "attack/attack/VERB/VB/2/ccomp Harn/Harn/PROPN/NNP/4/obj ././PUNCT/./2/punct"
)


@pytest.mark.parametrize(
    ("sentence", "trigger", "polarity", "modality"),
    [
        (PLAIN, 1, "affirmed", "asserted"),
        (NOT, 3, "negated", "asserted"),
        (REPORTEDLY, 2, "affirmed", "alleged"),
        (DENIED, 2, "negated", "asserted"),
        (BELIEVED, 5, "affirmed", "alleged"),
        (EXPECTED, 4, "affirmed", "forecast"),
        (CONDITION, 2, "affirmed", "hypothetical"),
        (EXPEL, 2, "affirmed", "planned"),
        (CLAIMS, 5, "negated", "asserted"),
        (THINK, 5, "negated", "asserted"),
        (NOT_DENIED, 4, "affirmed", "alleged"),
        (SAW, 3, "affirmed", "asserted"),
    ],
)
def test_the_words_around_a_trigger_settle_its_certainty(sentence: str, trigger: int, polarity: str, modality: str) -> None:
    found = certainty_of(plant(reading_of(sentence)), trigger)
    assert (found.polarity, found.modality) == (polarity, modality)


@pytest.mark.parametrize(("sentence", "trigger"), [(NO_PROOF, 6), (DOUBT, 3), (ALMOST, 2)])
def test_what_nobody_proves_or_all_but_happened_is_not_told_however_factual_it_reads(sentence: str, trigger: int) -> None:
    reading = reading_of(sentence, names=NAMES)
    sure = replace(reading, tokens=tuple(replace(token, factuality=2.9) for token in reading.tokens))
    assert not certainty_of(plant(sure), trigger).real
    assert find_events(sure, sure.entities) == ()


def test_a_denial_is_one_event_and_stays_apart_from_what_it_denies() -> None:
    reading = reading_of(PLAIN, DENIED, names=NAMES)
    told, denied = find_events(reading, reading.entities)
    assert (told.event.polarity, denied.event.polarity) == ("affirmed", "negated")
    assert opposed(told, denied)
    assert opposed(denied, told)
    assert not opposed(told, told)


def test_an_infinitive_of_purpose_tells_of_no_act() -> None:
    reading = reading_of(
        "They/they/PRON/PRP/2/nsubj met/meet/VERB/VBD/0/root to/to/PART/TO/4/mark attack/attack/VERB/VB/2/advcl "
        "Ostmark/Ostmark/PROPN/NNP/4/obj ././PUNCT/./2/punct"
    )
    assert not certainty_of(plant(reading), 3).real


def test_what_a_belief_holds_is_alleged() -> None:
    reading = reading_of(PLAIN)
    content = (Span(0, len(reading.text)),)
    belief = Attribution((), (), content, "belief", False)
    statement = Attribution((), (), content, "statement", False)
    assert certainty_of(plant(reading), 1, (belief,)).modality == "alleged"
    assert certainty_of(plant(reading), 1, (statement,)).modality == "asserted"


@pytest.mark.parametrize(
    ("sentence", "kind", "modality"),
    [(HELP, "AGREE", "asserted"), (NO_HELP, "REJECT", "asserted"), (EXPEL, "SANCTION", "planned")],
)
def test_announced_help_is_agreed_and_announced_sanctions_are_planned(sentence: str, kind: str, modality: str) -> None:
    reading = reading_of(sentence, names=NAMES)
    (frame,) = find_events(reading, reading.entities)
    assert (frame.event.type, frame.event.polarity, frame.event.modality) == (kind, "affirmed", modality)


def test_governing_words_have_one_class_each_and_all_are_used() -> None:
    used = {"plan", "expect", "fear", "allege", "believe", "deny", "fail", "prevent", "wish", "request", "doubt", "speech"}
    assert set(governors().values()) <= used | {"implicative", "truth", "proof", "perceive"}


def test_a_verb_only_supposed_is_told_where_the_model_is_quite_sure_of_it() -> None:
    reading = reading_of(
        "They/they/PRON/PRP/2/nsubj met/meet/VERB/VBD/0/root to/to/PART/TO/4/mark attack/attack/VERB/VB/2/advcl "
        "Ostmark/Ostmark/PROPN/NNP/4/obj ././PUNCT/./2/punct"
    )
    for factuality, real in ((2.2, False), (2.7, True)):
        sure = replace(reading, tokens=tuple(replace(token, factuality=factuality) for token in reading.tokens))
        assert certainty_of(plant(sure), 3).real is real


def test_what_follows_or_is_denied_with_what_goes_before_and_what_follows_and_is_not() -> None:
    line = (
        "They/they/PRON/PRP/4/nsubj had/have/AUX/VBD/4/aux not/not/PART/RB/4/advmod named/name/VERB/VBN/0/root "
        "him/he/PRON/PRP/4/obj {}/{}/CCONJ/CC/7/cc beaten/beat/VERB/VBN/4/conj him/he/PRON/PRP/7/obj ././PUNCT/./4/punct"
    )
    for joint, polarity in (("or", "negated"), ("but", "affirmed")):
        assert certainty_of(plant(reading_of(line.format(joint, joint))), 6).polarity == polarity


def test_what_is_waited_for_has_not_happened() -> None:
    line = (
        "They/they/PRON/PRP/3/nsubj will/will/AUX/MD/3/aux stay/stay/VERB/VB/0/root until/until/SCONJ/IN/6/mark "
        "rebels/rebel/NOUN/NNS/6/nsubj {}/leave/VERB/{}/3/advcl ././PUNCT/./3/punct"
    )
    for word, tag, modality in (("leave", "VBP", "hypothetical"), ("left", "VBD", "asserted")):
        assert certainty_of(plant(reading_of(line.format(word, tag))), 5).modality == modality


def test_concern_at_what_was_looks_back() -> None:
    line = (
        "They/they/PRON/PRP/2/nsubj voiced/voice/VERB/VBD/0/root concern/concern/NOUN/NN/2/obj that/that/SCONJ/IN/7/mark "
        "guards/guard/NOUN/NNS/7/nsubj {}/{}/AUX/{}/7/aux {}/beat/VERB/{}/3/acl ././PUNCT/./2/punct"
    )
    for words, modality in (
        (("had", "have", "VBD", "beaten", "VBN"), "alleged"),
        (("may", "may", "MD", "beat", "VB"), "hypothetical"),
    ):
        assert certainty_of(plant(reading_of(line.format(*words))), 6).modality == modality


def test_who_has_no_plans_plans_nothing() -> None:
    reading = reading_of(
        "Velgard/Velgard/PROPN/NNP/2/nsubj had/have/VERB/VBD/0/root no/no/DET/DT/4/det plans/plan/NOUN/NNS/2/obj "
        "to/to/PART/TO/6/mark expel/expel/VERB/VB/4/acl envoys/envoy/NOUN/NNS/6/obj ././PUNCT/./2/punct"
    )
    assert find_events(reading) == ()


def test_what_is_denied_is_believed_to_have_been_told() -> None:
    denied = (
        "Velgard/Velgard/PROPN/NNP/2/nsubj denied/deny/VERB/VBD/0/root killing/kill/VERB/VBG/2/xcomp "
        "civilians/civilian/NOUN/NNS/3/obj ././PUNCT/./2/punct"
    )
    not_done = (
        "Velgard/Velgard/PROPN/NNP/4/nsubj did/do/AUX/VBD/4/aux not/not/PART/RB/4/advmod kill/kill/VERB/VB/0/root "
        "civilians/civilian/NOUN/NNS/4/obj ././PUNCT/./4/punct"
    )
    ((told,), (untold,)) = (find_events(reading_of(line)) for line in (denied, not_done))
    assert told.event.polarity == untold.event.polarity == "negated"
    assert told.confidence > untold.confidence


def test_what_is_waited_for_in_the_passive_has_not_happened() -> None:
    reading = reading_of(
        "Velgard/Velgard/PROPN/NNP/2/nsubj waited/wait/VERB/VBD/0/root until/until/SCONJ/IN/7/mark the/the/DET/DT/5/det "
        "hostages/hostage/NOUN/NNS/7/nsubj:pass are/be/AUX/VBP/7/aux:pass freed/free/VERB/VBN/2/advcl ././PUNCT/./2/punct"
    )
    assert find_events(reading) == ()
