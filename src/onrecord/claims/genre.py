"""What sort of report this is, where that decides what counts as an act: sports pages and market reports.

In either most verbs of force and of agreement are figures of speech or dealings between private parties. What states, parties
and armed groups do there, and whom the police arrest, is told as anywhere.
"""

from __future__ import annotations

from onrecord.claims.lexicon import Lexicon
from onrecord.model import Actor, Event, Reading

_SHARE = 0.012
_KINDS = 3
_STATE = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "REB", "PTY", "OPP", "SPY", "PRM", "UAF", "LAB", "REF", "SOC"})


def is_special(reading: Reading, lexicon: Lexicon) -> bool:
    """Whether a report is of sport or of markets: one word in eighty, and three words at least, are of these."""
    words = [token.lemma.lower() for token in reading.tokens if token.upos in {"NOUN", "PROPN", "VERB", "ADJ"}]
    for name in ("sporting", "market"):
        found = [word for word in words if lexicon.is_a(word, name)]
        if len(set(found)) >= _KINDS and len(found) >= _SHARE * len(reading.tokens):
            return True
    return False


def is_of_public_life(event: Event) -> bool:
    """Whether a state, a party, a union, an armed group or an agency takes part in an act, or whether it is a plain crime."""
    crime = (event.type == "ASSAULT" and event.mode is not None) or event.mode in {"arrest", "riot"}
    return crime or any(_is_public(actor) for actor in (*event.actor, *event.recipient))


def _is_public(actor: Actor) -> bool:
    return actor.sector in _STATE or (actor.country is not None and actor.sector is None)
