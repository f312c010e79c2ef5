"""Who the subject of a verb is where the parser hung somebody on the wrong one: from hand-written trees."""

from __future__ import annotations

from trees import reading_of

from onrecord.claims.tree import plant

URGED = (
    "Two/two/NUM/CD/2/nsubj fell/fall/VERB/VBD/5/ccomp ,/,/PUNCT/,/5/punct envoys/envoy/NOUN/NNS/5/nsubj "
    "said/say/VERB/VBD/0/root as/as/SCONJ/IN/8/mark Selva/Selva/PROPN/NNP/5/nsubj urged/urge/VERB/VBD/5/advcl "
    "the/the/DET/DT/10/det Council/Council/PROPN/NNP/8/iobj (/(/PUNCT/-LRB-/12/punct KC/KC/PROPN/NNP/8/nsubj "
    ")/)/PUNCT/-RRB-/12/punct to/to/PART/TO/15/mark act/act/VERB/VB/8/xcomp ././PUNCT/./5/punct"
)


def test_a_second_subject_is_that_of_the_verb_behind_it_and_a_short_form_in_brackets_is_none() -> None:
    reading = reading_of(URGED)
    tree = plant(reading)
    words = [token.text for token in reading.tokens]
    subjects = {verb: tree.subject(words.index(verb)) for verb in ("fell", "said", "urged")}
    assert {verb: words[at] if at is not None else None for verb, at in subjects.items()} == {
        "fell": "Two", "said": "envoys", "urged": "Selva",
    }  # fmt: skip
