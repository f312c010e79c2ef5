"""One act, one event: the same act told again is entered once, with the clause that tells it best; and which acts are the
news.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.claims.frames import EventFrame
from onrecord.claims.lexicon import lexicon
from onrecord.claims.tree import Tree
from onrecord.model import Actor

_COMMON = frozenset(
    {"the", "a", "an", "of", "and", "in", "for", "to", "s", "its", "his", "her", "their", "mr", "mrs", "ms", "dr"}
)
_CONVEYING = frozenset({"convey", "express", "voice", "reaffirm", "repeat", "reiterate", "renew", "confirm"})
_FALLING = frozenset({"crash", "fall", "hit", "land", "rain", "slam"})
_SHOOTING = frozenset({None, "aerial", "explosives", "firearms", "heavy-weapons"})
_ROUND = 8
"""Sentences within which a shell that falls is of the fire that the report tells."""
_HARM = frozenset({"hurt", "injure", "kill", "maim", "wound"})
_PHYSICAL = frozenset({"COERCE", "ASSAULT", "RETREAT", "SANCTION", "MOBILIZE"})
_SPEECH = frozenset({"ACCUSE", "AGREE", "REJECT", "REQUEST", "THREATEN"})
_TITLES = frozenset({"president", "minister", "prime", "government", "leader"})


def merged(tree: Tree, frames: tuple[EventFrame, ...]) -> tuple[EventFrame, ...]:
    """The frames without repetitions, in order of their triggers, with ``main`` set.

    Of the clauses that tell one act the best stays (in the body, with more parties, earlier); a party that it leaves out is
    taken from the others.
    """
    order = sorted(range(len(frames)), key=lambda k: (-_quality(tree, frames[k]), k))
    kept: dict[int, EventFrame] = {}
    for k in order:
        twin = next((j for j, frame in kept.items() if _same(tree, frames[k], frame)), None)
        if twin is None:
            kept[k] = frames[k]
        else:
            kept[twin] = _completed(kept[twin], frames[k])
    return tuple(replace(kept[k], main=_is_main(tree, kept[k])) for k in sorted(kept))


def _completed(frame: EventFrame, other: EventFrame) -> EventFrame:
    event = frame.event
    actor, recipient = event.actor or other.event.actor, event.recipient or other.event.recipient
    if _compare(actor, recipient) > 0:
        return frame
    return replace(frame, event=replace(event, actor=actor, recipient=recipient, mode=event.mode or other.event.mode))


def _quality(tree: Tree, frame: EventFrame) -> float:
    event = frame.event
    verb = tree.tokens[frame.trigger[0]].upos == "VERB"
    asserted = event.modality == "asserted"
    aside = any(tree.tokens[each].deprel == "acl:relcl" for each in frame.trigger)
    body = 3.5 * (not _in_headline(tree, frame))
    aside = aside or frame.lemma in _CONVEYING
    return 2.0 * bool(event.actor) + 2.0 * bool(event.recipient) + verb + body + asserted - 2.5 * aside + event.confidence


def _in_headline(tree: Tree, frame: EventFrame) -> bool:
    """Whether a frame stands in the headline, an unmarked first line without a full stop, or a repetition of that line."""
    reading = tree.reading
    own = reading.sentences[frame.sentence]
    if own.segment == "headline":
        return True
    first = reading.text[reading.sentences[0].start : reading.sentences[0].end].rstrip()
    if frame.sentence == 0:
        return not first.endswith((".", "!", "?", '"', "”"))
    return frame.sentence == 1 and reading.text[own.start : own.end].rstrip(".").rstrip() == first.rstrip(".").rstrip()


def _same(tree: Tree, one: EventFrame, other: EventFrame) -> bool:
    """Whether two frames tell one act: of one type, no party against the other's, and near enough in words or place."""
    a, b = one.event, other.event
    if a.type != b.type or a.polarity != b.polarity:
        return False
    if set(one.trigger) & set(other.trigger) or _is_means(tree, one, other) or _is_means(tree, other, one):
        return True
    if _crossed(a.actor, b.recipient) or _crossed(b.actor, a.recipient):
        return False
    fire = a.type == "ASSAULT" and {a.mode, b.mode} <= _SHOOTING and abs(one.sentence - other.sentence) <= _ROUND
    if fire and (_came_down(one) or _came_down(other)):
        # "fired at the post ... nine shells fell near it": the same fire, seen from where it fell
        return True
    actors, recipients = _compare(a.actor, b.actor), _compare(a.recipient, b.recipient)
    if _coordinated(tree, one, other) and (recipients >= 0 or {one.lemma, other.lemma} <= _HARM):
        return True
    later = max(one, other, key=lambda each: each.sentence)
    near = 0 < abs(one.sentence - other.sentence) <= (8 if actors > 0 else 2)
    if near and a.type in _SPEECH and a.mode == b.mode and _refers_back(tree, later):
        return True
    if actors < 0 or recipients < 0:
        return False
    shared = actors + recipients
    if _in_headline(tree, one) != _in_headline(tree, other):
        return shared > 0 or not (a.actor or a.recipient) or not (b.actor or b.recipient)
    if one.lemma == other.lemma:
        return shared > 0 or not (a.actor or a.recipient) or not (b.actor or b.recipient)
    if a.mode is not None and a.mode == b.mode and a.type in _PHYSICAL:
        return shared > 0 and abs(one.sentence - other.sentence) <= 4
    nominal = any(
        tree.tokens[each.trigger[-1]].upos == "NOUN" or (a.type == "AGREE" and each.lemma in _CONVEYING)
        for each in (one, other)
    )
    return nominal and (shared > 1 or (shared > 0 and abs(one.sentence - other.sentence) <= 2))


def _came_down(frame: EventFrame) -> bool:
    """Whether a frame tells only where a projectile fell, and not who fired it."""
    return frame.lemma in _FALLING and not frame.event.actor and frame.event.mode == "heavy-weapons"


def _refers_back(tree: Tree, frame: EventFrame) -> bool:
    """Whether an act is named as one that the reader knows: "made the allegations in a letter", "repeated that demand"."""
    carried = [noun for each in frame.trigger if lexicon().is_a(tree.lemma(each), "light") for noun in tree.deps(each, "obj")]
    nouns = [each for each in (*frame.trigger, *carried) if tree.tokens[each].upos == "NOUN"]
    words = {tree.tokens[child].text.lower() for noun in nouns for child in tree.deps(noun, "det")}
    told = any(tree.deps(noun, "acl", "ccomp") or tree.obliques(noun, "of", "against") for noun in nouns)
    return bool(words & {"the", "this", "that", "these", "those"}) and not told


def opposed(one: EventFrame, other: EventFrame) -> bool:
    """Whether one frame tells an act as done and the other tells the same act as not done; they stay two."""
    a, b = one.event, other.event
    if a.type != b.type or a.polarity == b.polarity or not {a.modality, b.modality} <= {"asserted", "alleged"}:
        return False
    actors, recipients = _compare(a.actor, b.actor), _compare(a.recipient, b.recipient)
    if min(actors, recipients) < 0 or actors + recipients == 0:
        return False
    return one.lemma == other.lemma or actors + recipients == 2 or (a.mode is not None and a.mode == b.mode)


def _is_means(tree: Tree, one: EventFrame, other: EventFrame) -> bool:
    """Whether one act is how the other is done: "struck back by shelling", "hurt in the raid"."""
    place = min(one.trigger, key=lambda k: len(tuple(tree.ancestors(k))))
    token = tree.tokens[place]
    if token.head not in other.trigger:
        return False
    relation = token.deprel.partition(":")[0]
    gerund = relation == "advcl" and token.xpos == "VBG" and set(tree.cases(place)) <= {"by"}
    purpose = relation in {"advcl", "xcomp"} and token.xpos == "VB" and one.event.type == other.event.type
    # "met to discuss the quota", "took to the streets to protest"
    purpose = purpose and one.event.type in {"CONSULT", "PROTEST"}
    return (
        gerund
        or purpose
        or (relation in {"obl", "obj", "nsubj"} and token.upos == "NOUN" and one.event.type == other.event.type)
    )


def _coordinated(tree: Tree, one: EventFrame, other: EventFrame) -> bool:
    """Whether two verbs stand side by side for one act: "shelved or scrapped the tender"."""
    first, second = sorted((one.trigger[0], other.trigger[0]))
    side_by_side = tree.tokens[second].deprel == "conj" and tree.tokens[second].head == first and second - first <= 4
    own_object = any(each < second for each in tree.deps(first, "obj"))
    if {one.lemma, other.lemma} <= _HARM and tree.tokens[second].head in (*one.trigger, *other.trigger):
        # "killed two guards and wounded a clerk": one attack, whose toll is told in parts.
        return tree.tokens[second].deprel == "conj" and not tree.deps(second, "nsubj", "nsubj:pass")
    return side_by_side and not own_object and not tree.deps(second, "nsubj", "nsubj:pass")


def _compare(ones: tuple[Actor, ...], others: tuple[Actor, ...]) -> int:
    """1 if a party is shared, 0 if one side names none, -1 if they name others."""
    if not ones or not others:
        return 0
    return 1 if any(_same_party(one, other) for one in ones for other in others) else -1


def _same_party(one: Actor, other: Actor) -> bool:
    if _words(one) & _words(other):
        return True
    same_country = one.country is not None and one.country == other.country
    return same_country and (one.sector is None or other.sector is None or one.sector == other.sector)


def _crossed(actors: tuple[Actor, ...], recipients: tuple[Actor, ...]) -> bool:
    """Whether somebody by name does in one frame what is done to him in the other: those are two acts."""
    return any(one.name == other.name for one in actors for other in recipients)


def _words(actor: Actor) -> set[str]:
    words = {word.strip(".,'’\"").lower() for text in (actor.name, actor.text) for word in text.split()}
    return words - _COMMON - _TITLES


def _is_main(tree: Tree, frame: EventFrame) -> bool:
    """Whether the act belongs to the news: told in the headline or the first third, and not as what had happened before."""
    sentence = tree.reading.sentences[frame.sentence]
    if sentence.segment == "headline":
        return True
    body = [k for k, each in enumerate(tree.reading.sentences) if each.segment == "body"]
    rank = body.index(frame.sentence) if frame.sentence in body else len(body)
    had = any(tree.tokens[child].text.lower() in {"had", "'d"} for child in tree.deps(frame.trigger[0], "aux"))
    return rank < max(3, len(body) // 2) and not (had and rank > 1)
