"""Events: the acts that a report tells, in PLOVER's terms, each with its parties, its certainty and the clause that states it.

Detection is by lexicon and tree: a verb, a noun with a light verb or with parties of its own, an adjective or a state
("under arrest") that meets the conditions of a row. Weather, accidents and diseases act on nobody; a verb of saying is a
source and no event. What an offer, a demand or a refusal is about is not told a second time. A positive act that its own
actor announces is an agreement, one that it announces not to do a refusal (rulings 3 to 5 and 13 of the annotation guide).
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.claims.actors import Resolver
from onrecord.claims.arguments import Cast, Parties, cast_of, is_own, parties_at, undergoer
from onrecord.claims.candidates import NOT_LET, WILL_NOT, Candidate, find_candidates
from onrecord.claims.certainty import Certainty, certainty_of, governors
from onrecord.claims.contexts import contexts_of, hazard_of
from onrecord.claims.counterparts import on_terms, opponent, parties_with_context
from onrecord.claims.frames import EventFrame
from onrecord.claims.genre import is_of_public_life, is_special
from onrecord.claims.kinds import of_kind
from onrecord.claims.lemmas import planted
from onrecord.claims.lexicon import lexicon
from onrecord.claims.merging import merged
from onrecord.claims.noact import (
    is_advertised,
    is_campaigning,
    is_kept_word,
    is_press_talk,
    is_private_talk,
    is_sport,
    is_trade,
    war_of_words,
)
from onrecord.claims.resolving import others, resolved
from onrecord.claims.scorer import features, probability
from onrecord.claims.settings import evidence_span, place_of, time_of
from onrecord.claims.tree import Tree
from onrecord.model import Actor, Attribution, Entity, Event, Place, Reading, Span, Time

# Acts whose announcement by the actor is already an agreement, or a refusal if negated (ruling 13).
_POSITIVE = frozenset({"AGREE", "AID", "CONSULT", "COOPERATE", "SUPPORT", "CONCEDE"})
_HOSTILE = {"SANCTION": "relations", "COERCE": "restrict", "RETREAT": None, "PROTEST": None, "MOBILIZE": "violence"}
_WITHHELD = frozenset({"accept", "recognise", "recognize", "allow", "permit", "approve", "endorse", "agree", "let"})
_PRONOUNS = frozenset("he him his she her hers it its they them their we us our i me my you who whom whose".split())
_ANYBODY = frozenset({"anyone", "anybody", "whoever", "nobody", "everybody"})
_CHARGING = frozenset({"accuse", "acquit", "arrest", "charge", "convict", "face", "indict", "seek", "suspect", "try", "want"})
_ELECTED = frozenset({"PTY", "ELI", "LEG"})
_UNNAMED = frozenset({"ASSAULT", "COERCE", "PROTEST"})
"""Acts that are told though nobody is named who does or undergoes them."""
_SPOKEN = frozenset({"REJECT", "ACCUSE", "THREATEN"})


def find_events(
    reading: Reading,
    entities: tuple[Entity, ...] = (),
    attributions: tuple[Attribution, ...] = (),
    times: tuple[Time, ...] = (),
    places: tuple[Place, ...] = (),
    resolver: Resolver | None = None,
) -> tuple[EventFrame, ...]:
    """The events of a report in order of their triggers, the same act told twice only once.

    ``entities`` are the linked names of the report, ``attributions`` what it passes on from others; ``Event.when`` and
    ``Event.where`` index into ``times`` and ``places``.
    """
    cast = cast_of(planted(reading) if resolver is None else resolver.tree, lexicon(), entities, resolver)
    frames = [
        frame
        for candidate in find_candidates(cast)
        if (frame := _frame(cast, candidate, attributions, times, places)) is not None
    ]
    if is_special(reading, cast.lexicon):
        frames = [frame for frame in frames if is_of_public_life(frame.event)]
    return merged(cast.tree, tuple(frames))


def _frame(
    cast: Cast,
    candidate: Candidate,
    attributions: tuple[Attribution, ...],
    times: tuple[Time, ...],
    places: tuple[Place, ...],
) -> EventFrame | None:
    tree = cast.tree
    certainty = certainty_of(tree, candidate.trigger, attributions, candidate.light)
    if candidate.entry is WILL_NOT:
        certainty = Certainty("affirmed", "asserted")
    elif candidate.entry is NOT_LET:
        certainty = replace(certainty, polarity="affirmed")
    if not certainty.real:
        return None
    parties = parties_with_context(cast, candidate)
    if not _worth_telling(cast, candidate, parties, certainty):
        return None
    kind, mode, certainty = _settled(cast, candidate, parties, certainty)
    if kind == "THREATEN" and not parties.recipient:
        parties = on_terms(cast, candidate, parties)
    trigger = _trigger_tokens(tree, candidate)
    evidence = evidence_span(tree, candidate.trigger, candidate.light, candidate.extra)
    taken = (*parties.actor, *parties.recipient)
    if any(tree.tokens[each].text.lower() in _ANYBODY for each in parties.actor):
        return None
    if not parties.actor and {tree.tokens[each].text.lower() for each in parties.recipient} & _ANYBODY:
        # "Anyone with information is asked to call the police."
        return None
    actor = _known(resolved(cast, parties.actor))
    recipient = _known(others(cast, parties.recipient, actor))
    if _is_no_act(cast, candidate, (kind, mode), actor, recipient):
        return None
    if kind == "COERCE" and cast.tree.lemma(candidate.trigger) in {"raid", "storm"} and _is_outlawed(actor):
        # What is a search by the police is an attack by gunmen.
        kind, mode = "ASSAULT", None
    if kind == "ASSAULT" or (kind, mode) == ("THREATEN", "violence"):
        words = war_of_words(cast, candidate.trigger, actor, recipient)
        if words == "nothing" or (words == "blame" and kind == "THREATEN"):
            return None
        kind, mode = ("ACCUSE", "disapprove") if words == "blame" else (kind, mode)
    joining = cast.tree.lemma(candidate.place) in {"join", "participate", "take"}
    if not recipient and kind in {"ASSAULT", "THREATEN"} and not joining:
        recipient = opponent(cast, candidate.trigger, actor)
    event = Event(
        anchor=Span(min(tree.tokens[each].start for each in trigger), max(tree.tokens[each].end for each in trigger)),
        type=kind,
        mode=mode,
        actor=actor,
        recipient=recipient,
        polarity=certainty.polarity,
        modality=certainty.modality,
        when=time_of(tree, candidate.place, times),
        where=place_of(tree, candidate.place, places, taken),
        evidence=evidence,
        confidence=probability(features(tree, candidate, kind, actor, recipient, certainty)),
    )
    sentence = tree.tokens[candidate.trigger].sentence
    return EventFrame(
        event=event,
        trigger=trigger,
        sentence=sentence,
        lemma=tree.lemma(candidate.trigger),
        contexts=contexts_of(tree, sentence, evidence),
        hazard=hazard_of(tree, sentence),
        confidence=event.confidence,
    )


def _known(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The actors but for pronouns of which the report does not tell whom they mean: "her" is nobody's name."""
    return tuple(each for each in actors if each.country or each.sector or each.name.lower() not in _PRONOUNS)


def _is_outlawed(actor: tuple[Actor, ...]) -> bool:
    return bool(actor) and all(each.sector in {"REB", "UAF", "CRM", "PRM"} for each in actor)


def _is_no_act(
    cast: Cast,
    candidate: Candidate,
    told: tuple[str, str | None],
    actor: tuple[Actor, ...],
    recipient: tuple[Actor, ...],
) -> bool:
    """Whether the parties show that a trigger names no act: firms that trade, talk to the press, a candidate's rally.

    ``told`` are the type and mode that it would have.
    """
    kind, mode = told
    if kind == "AGREE" and (is_advertised(cast, candidate.trigger, actor) or is_kept_word(cast, candidate.trigger)):
        return True
    if kind == "CONSULT" and is_press_talk(cast, candidate.trigger, actor, recipient):
        return True
    if is_private_talk(kind, mode, actor, recipient):
        return True
    of_nobody = candidate.entry.mode == "arrest" and not cast.tree.is_passive(candidate.trigger)
    if not actor and not recipient and (kind not in _UNNAMED or of_nobody):
        # "he arrested the fall", where nobody knows who he is
        return True
    if kind == "AGREE" and not actor and candidate.entry.type == "AGREE" and cast.tree.is_passive(candidate.trigger):
        # "their applications are considered": nobody has agreed to anything.
        return True
    if kind == "SANCTION" and not actor and not any(each.country or each.sector for each in recipient):
        # "ferry services will be suspended"
        return True
    if kind == "COERCE" and mode == "seize" and actor and all(each.sector in _ELECTED for each in actor):
        # "the senator captured two states"
        return True
    if kind == "COOPERATE" and is_sport(cast, candidate.trigger):
        return True
    if kind == "PROTEST" and is_campaigning(cast, candidate.trigger, actor):
        return True
    return is_trade(cast, candidate.place, kind, actor, recipient)


def _worth_telling(cast: Cast, candidate: Candidate, parties: Parties, certainty: Certainty) -> bool:
    """Whether an act is told of somebody: suppositions and negations need their parties, nouns at least one."""
    told = len(parties.actor) > 0, len(parties.recipient) > 0
    tree = cast.tree
    if not any(told) and _is_charge(tree, candidate.trigger):
        return False
    if tree.tokens[candidate.trigger].upos not in {"VERB", "ADJ"} and "any" not in candidate.entry.tests and not any(told):
        return _breaks_out(tree, candidate, certainty)
    if certainty.polarity == "negated" and certainty.modality != "asserted":
        return certainty.own_plan and any(told)
    if certainty.modality == "hypothetical":
        return all(told) and tree.tokens[candidate.trigger].upos == "VERB"
    if certainty.polarity == "negated":
        return told[0]
    return any(told) or candidate.entry.type in {"ASSAULT", "COERCE"}


def _breaks_out(tree: Tree, candidate: Candidate, certainty: Certainty) -> bool:
    """Whether a protest is told whose people nobody names: "protests erupted in the port", "a strike paralysed the port"."""
    if candidate.entry.type != "PROTEST" or candidate.light is None or certainty != Certainty("affirmed", "asserted"):
        return False
    supposed = any(tree.tokens[each].text.lower() in {"when", "whenever", "if"} for each in tree.children[candidate.light])
    now = tree.tokens[candidate.light].xpos in {"VB", "VBZ", "VBP"}
    return tree.lemma(candidate.trigger) != "rally" and not (supposed and now)


def _is_charge(tree: Tree, trigger: int) -> bool:
    """Whether a noun only names what somebody is charged with: "charged with attempted murder"."""
    token = tree.tokens[trigger]
    return token.upos == "NOUN" and token.head >= 0 and tree.lemma(token.head) in _CHARGING and token.deprel.startswith("obl")


def _settled(cast: Cast, candidate: Candidate, parties: Parties, certainty: Certainty) -> tuple[str, str | None, Certainty]:
    """Type, mode and certainty after the rulings on speech acts: help announced is agreed, violence announced a threat."""
    kind, mode = candidate.entry.type, candidate.entry.mode
    above = _governor(cast, candidate.place)
    if kind == "AGREE" and certainty.polarity == "negated" and above == "fail":
        return "REJECT", None, replace(certainty, polarity="affirmed")
    if certainty.polarity == "negated" and certainty.modality == "asserted" and cast.tree.lemma(candidate.trigger) in _WITHHELD:
        return "REJECT", None, replace(certainty, polarity="affirmed")
    if certainty.modality == "hypothetical" and kind in _HOSTILE and above == "warn" and _on_condition(cast, candidate.place):
        return "THREATEN", _HOSTILE[kind], replace(certainty, modality="asserted")
    if certainty.modality != "planned":
        return kind, mode, certainty
    if above in {"plot", "conspire", "scheme"}:
        return kind, mode, certainty
    if kind == "ASSAULT" and above in {"prepare", "poise", "gear"}:
        return "MOBILIZE", None, replace(certainty, modality="asserted")
    if not _own_announcement(cast, candidate, parties):
        return kind, mode, replace(certainty, modality="forecast")
    done = replace(certainty, polarity="affirmed", modality="asserted")
    if certainty.polarity == "negated":
        if kind in _POSITIVE or kind == "RETREAT":
            return "REJECT", "assist" if kind == "AID" else None, done
        return kind, mode, certainty
    if kind == "REJECT" and certainty.own_plan and _on_condition(cast, candidate.place):
        return "THREATEN", "relations", done
    if kind == "AID" and cast.is_a(candidate.trigger, "rescue") and _saves_people(cast, candidate.trigger):
        return kind, mode, certainty
    if kind in _POSITIVE:
        if not parties.actor and kind not in {"CONSULT", "AGREE"}:
            # "will be extradited": nobody in the text has agreed to it.
            return kind, mode, certainty
        return "AGREE", None, done
    if kind in _SPOKEN:
        return kind, mode, done
    if kind == "ASSAULT":
        return "THREATEN", "violence", done
    if kind in _HOSTILE and _on_condition(cast, candidate.place):
        return "THREATEN", _HOSTILE[kind], done
    return kind, mode, certainty


def _saves_people(cast: Cast, trigger: int) -> bool:
    thing = undergoer(cast.tree, trigger)
    return thing is not None and of_kind(cast, thing, frozenset({"#people"}))


def _governor(cast: Cast, place: int) -> str:
    token = cast.tree.tokens[place]
    return cast.tree.lemma(token.head) if token.head >= 0 and token.deprel in {"xcomp", "advcl", "ccomp"} else ""


def _on_condition(cast: Cast, place: int) -> bool:
    """Whether an announced act hangs on what another does: "will close the border unless"."""
    return any(set(cast.tree.cases(child)) & {"unless", "if", "until"} for child in cast.tree.deps(place, "advcl"))


def _own_announcement(cast: Cast, candidate: Candidate, parties: Parties) -> bool:
    """Whether the future is the actor's own word: nobody else says it, or who says it is of the actor's side."""
    tree = cast.tree
    speaker: int | None = None
    charged = False
    for above in tree.ancestors(candidate.place):
        if governors().get(tree.lemma(above)) in {"speech", "believe", "fear", "allege"} and tree.tokens[above].upos == "VERB":
            speaker = tree.subject(above)
            if speaker is not None and any(is_own(cast, each) for each in tree.deps(speaker, "nmod:poss")):
                # "will close the strait, its minister said"
                speaker = None
            charged = governors()[tree.lemma(above)] == "allege"
            break
    if "subj" in candidate.entry.recipient and "subj" not in candidate.entry.actor:
        # "will receive blankets from the islands": the giver has not said so.
        return False
    if speaker is None or not parties.actor:
        return True
    actor = parties.actor[0]
    if tree.tokens[actor].upos == "PRON" or tree.deps(actor, "nmod:poss"):
        return True
    ours, theirs = resolved(cast, parties.actor[:1]), resolved(cast, parties_at(cast, speaker)[:1])
    if not theirs:
        return True
    if charged and ours[0].name != theirs[0].name:
        return False
    if ours[0].name == theirs[0].name or (ours[0].country is not None and ours[0].country == theirs[0].country):
        return True
    return theirs[0].country is None and theirs[0].sector in {None, "GOV", "MIL", "COP"}


def _trigger_tokens(tree: Tree, candidate: Candidate) -> tuple[int, ...]:
    particles = tuple(child for child in tree.deps(candidate.trigger, "compound:prt") if abs(child - candidate.trigger) <= 4)
    light = () if candidate.light is None else (candidate.light,)
    tokens = sorted({candidate.trigger, *particles, *light, *candidate.extra})
    return tuple(tokens)
