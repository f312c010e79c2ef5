"""Who the subject of a verb is where the parser hung somebody on the wrong one: from hand-written trees."""

from __future__ import annotations

from trees import reading_of

from onrecord.claims.rehung import rehung
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


SACKED = (
    "Miners/miner/NOUN/NNS/3/nsubj:pass ,/,/PUNCT/,/3/punct sacked/sack/VERB/VBN/8/advcl after/after/ADP/IN/5/case "
    "floods/flood/NOUN/NNS/3/obl ,/,/PUNCT/,/3/punct were/be/AUX/VBD/8/aux:pass detained/detain/VERB/VBN/0/root "
    "././PUNCT/./8/punct"
)
WOUNDED = (
    "Boats/boat/NOUN/NNS/2/nsubj helped/help/VERB/VBD/0/root evacuate/evacuate/VERB/VB/2/xcomp "
    "wounded/wound/VERB/VBN/3/xcomp guards/guard/NOUN/NNS/2/obj hailed/hail/VERB/VBD/5/acl ././PUNCT/./2/punct"
)


def test_a_subject_on_the_participle_behind_it_goes_to_the_verb() -> None:
    tokens = rehung(reading_of(SACKED).tokens)
    assert (tokens[0].head, tokens[0].deprel) == (7, "nsubj:pass")
    assert (tokens[2].head, tokens[2].deprel) == (0, "acl")


def test_participles_are_told_from_people_and_from_finite_verbs() -> None:
    tokens = rehung(reading_of(WOUNDED).tokens)
    assert (tokens[3].upos, tokens[3].lemma, tokens[3].deprel) == ("NOUN", "wounded", "obj")
    assert tokens[5].xpos == "VBN"


def test_a_decision_is_carried_out_by_those_who_take_it() -> None:
    reading = reading_of(
        "A/a/DET/DT/2/det decision/decision/NOUN/NN/7/nsubj by/by/ADP/IN/4/case Alda/Alda/PROPN/NNP/2/nmod "
        "to/to/PART/TO/6/mark withdraw/withdraw/VERB/VB/2/acl angered/anger/VERB/VBD/0/root miners/miner/NOUN/NNS/7/obj"
    )
    assert plant(reading).subject(5) == 3


def test_who_stands_after_by_did_what_the_participle_before_it_tells() -> None:
    tokens = rehung(
        reading_of(
            "Rebels/rebel/NOUN/NNS/2/nsubj repelled/repel/VERB/VBD/0/root attacks/attack/NOUN/NNS/2/obj on/on/ADP/IN/5/case "
            "posts/post/NOUN/NNS/3/nmod held/hold/VERB/VBN/5/acl by/by/ADP/IN/9/case its/its/PRON/PRP$/9/nmod:poss "
            "corps/corps/NOUN/NN/3/nmod"
        ).tokens
    )
    assert (tokens[8].head, tokens[8].deprel) == (5, "obl:agent")


def test_a_noun_between_two_prepositions_belongs_to_the_first() -> None:
    tokens = rehung(
        reading_of(
            "Guards/guard/NOUN/NNS/2/nsubj shared/share/VERB/VBD/0/root maps/map/NOUN/NNS/2/obj with/with/ADP/IN/7/case "
            "Alda/Alda/PROPN/NNP/7/nmod about/about/ADP/IN/7/case mines/mine/NOUN/NNS/2/obl ././PUNCT/./2/punct"
        ).tokens
    )
    assert [(tokens[at].head, tokens[at].deprel) for at in (3, 4, 5, 6)] == [
        (4, "case"), (1, "obl"), (6, "case"), (1, "obl")
    ]  # fmt: skip


def test_a_bare_past_form_behind_a_noun_is_no_second_clause_of_what_is_said() -> None:
    tokens = rehung(
        reading_of(
            "Alda/Alda/PROPN/NNP/2/nsubj admitted/admit/VERB/VBD/10/ccomp miners/miner/NOUN/NNS/2/obj "
            "ordered/order/VERB/VBD/10/ccomp out/out/ADV/RB/4/advmod but/but/CCONJ/CC/8/cc was/be/AUX/VBD/8/aux "
            "refusing/refuse/VERB/VBG/4/conj police/police/NOUN/NNS/10/nsubj said/say/VERB/VBD/0/root ././PUNCT/./10/punct"
        ).tokens
    )
    assert (tokens[3].head, tokens[3].deprel, tokens[3].xpos) == (2, "acl", "VBN")
    assert (tokens[7].head, tokens[7].deprel) == (1, "conj")
