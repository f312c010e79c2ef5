"""Who a figure is of where no verb of saying tells it: "the government raised the toll to 67", "its figure of 38 dead", "the
Red Cross has recorded 61 deaths". Whoever sets, holds or records a count says so.
"""

from __future__ import annotations

from onrecord import vocab
from onrecord.claims.actors import Resolver
from onrecord.claims.settings import head_of
from onrecord.model import Source, Span

_SETTING = vocab.wordset("raise put revise lower place set increase cut update adjust amend bring up fix")
_TALLY = vocab.wordset("toll number figure count estimate tally total damage loss cost bill death casualty assessment")
_HELD = vocab.wordset("figure estimate toll count tally total assessment number")
_RECORDING = vocab.wordset("record register document confirm tally count log estimate verify")


def counted_by(resolver: Resolver, span: Span) -> Source | None:
    """The party whose count the words of a figure are; None where the words do not tell."""
    tree, at = resolver.tree, head_of(resolver.tree, span)
    for level in (at, *tree.ancestors(at)):
        if tree.lemma(level) in _HELD and level != at and (holder := tree.first(level, "nmod:poss")) is not None:
            return _source(resolver, holder)
        if tree.tokens[level].upos == "VERB":
            return _setter(resolver, level)
    return None


def _setter(resolver: Resolver, verb: int) -> Source | None:
    tree = resolver.tree
    told = tree.lemma(verb)
    thing = tree.first(verb, "obj")
    sets = told in _SETTING and thing is not None and tree.lemma(thing) in _TALLY
    if not (sets or (told in _RECORDING and thing is not None)) or tree.is_passive(verb):
        return None
    counter = tree.subject(verb)
    # What is itself counted counts nothing: "it said nine people were missing and put the damage at ...".
    return _source(resolver, counter) if counter is not None and not tree.deps(counter, "nummod") else None


def _source(resolver: Resolver, head: int) -> Source | None:
    """A party that counts: one whose sector is known. A place that "recorded ten deaths" is where they were."""
    actor, named = resolver.resolve(head), resolver.at.get(head)
    if actor.sector is None or (named is not None and resolver.mentions[named].entity.type == "LOC"):
        return None
    return Source(actor.text, actor.name, "statement", actor.country, actor.sector)
