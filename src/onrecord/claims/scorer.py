"""How probable it is that an event is one: a logistic model over a dozen features of its trigger, its parties and its standing.

The weights stand in ``vocab/event_weights.json`` and come from ``python -m training.scorer``, which fits them to judged events
(right: an analyst would put an act of that type on record at that trigger). Few judgements carry few features, each of which
says in words why an event is believed or not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from math import exp

from onrecord import vocab
from onrecord.claims.candidates import Candidate
from onrecord.claims.certainty import Certainty, is_denied
from onrecord.claims.tree import Tree
from onrecord.errors import ModelError
from onrecord.model import Actor

FILE = "event_weights.json"

BAR = 0.5
"""Events less probable than this are annotated but not put on record: see the method's page."""

_HAPPENING = frozenset({"OCCURRENCE", "I_ACTION", "REPORTING"})
_STATE = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "REB", "PTY", "OPP", "SPY", "PRM", "UAF"})
_PRONOUNS = frozenset("he she it they we i you who his her their its our my your him them us".split())


def features(
    tree: Tree, candidate: Candidate, kind: str, actor: tuple[Actor, ...], recipient: tuple[Actor, ...], certainty: Certainty
) -> dict[str, float]:
    """What speaks for an event of type ``kind`` or against it, each from -1 to 1."""
    token = tree.tokens[candidate.trigger]
    # "were not allowed to vote", "will not attend": that it did not happen is the act.
    happened = (certainty.polarity == "affirmed") != (candidate.entry.lemma == "not")
    sure = token.factuality if happened else -token.factuality
    return {
        "bias": 1.0,
        # A state, or who acts for one: half for each side.
        "public": (_public(actor) + _public(recipient)) / 2,
        "business": float(any(each.sector == "BUS" for each in (*actor, *recipient))),
        # The reading model's view of whether it happened, where the rules say that the text tells so.
        "factual": max(-1.0, min(1.0, sure / 3)) if certainty.modality == "asserted" else 0.0,
        # What somebody denies having done is told (ruling 3 of the annotation guide), unlike most things that were not done.
        "negated": float(certainty.polarity == "negated" and not is_denied(tree, candidate.place)),
        "recipient": float(bool(recipient)),
        "happening": float(token.event in _HAPPENING),
        "pronoun": float(any(each.text.lower() in _PRONOUNS for each in actor)),
        "named": float(any(each.name[:1].isupper() and each.name.lower() not in _PRONOUNS for each in actor)),
        "clause": float(bool(tree.deps(candidate.place, "xcomp", "ccomp"))),
        "friendly": float(kind in {"AGREE", "CONSULT", "AID", "SUPPORT", "CONCEDE", "COOPERATE"}),
        "critical": float(kind in {"ACCUSE", "REQUEST", "THREATEN"}),
    }


def _public(actors: tuple[Actor, ...]) -> bool:
    """Whether a party is a country, or of the state, a party or an armed group."""
    return any(each.sector in _STATE or (each.sector is None and _is_country(each)) for each in actors)


def _is_country(actor: Actor) -> bool:
    """Whether a party without a sector is a country or a body of countries, and no person or place of one."""
    named = vocab.country_of(actor.name) or vocab.organisation(actor.name) or vocab.capital_country(actor.name)
    return actor.country is not None and named is not None


def probability(found: Mapping[str, float]) -> float:
    """The probability, 0 to 1, that an event with these features is one."""
    total = sum(value * weights().get(name, 0.0) for name, value in found.items())
    return round(1 / (1 + exp(-total)), 3)


@cache
def weights() -> dict[str, float]:
    """The packaged weights by feature. Raises ``ModelError`` where they cannot be read."""
    try:
        told = json.loads((resources.files("onrecord.vocab") / FILE).read_text(encoding="utf-8"))
        return {str(name): float(value) for name, value in told["weights"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"the weights of events cannot be read: {error}", "install the package again") from error
