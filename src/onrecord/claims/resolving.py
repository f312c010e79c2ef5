"""The parties of an act as actors: each once, with its words, fullest name, country and sector."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from onrecord import vocab
from onrecord.claims.actors import OF_OTHERS
from onrecord.claims.cast import Cast, is_mere_place
from onrecord.claims.tree import Tree
from onrecord.model import Actor


def resolved(cast: Cast, heads: Iterable[int]) -> tuple[Actor, ...]:
    """The parties as actors, each once, with its verbatim words, fullest name, country and sector."""
    found: dict[tuple[str, str | None], Actor] = {}
    for head in heads:
        listed = bool(cast.tree.deps(head, "conj"))
        for actor in (cast.resolver.resolve(head),) if listed else cast.resolver.resolve_all(head):
            for each in _by_country(cast, head, _placed(cast, head, actor)):
                found.setdefault((each.name, each.country), each)
    return tuple(found.values())


def once(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """Actors without those of the same name and country: "the Workers' Party, or WP"."""
    return tuple({(actor.name, actor.country): actor for actor in reversed(tuple(actors))}.values())[::-1]


def _by_country(cast: Cast, head: int, actor: Actor) -> tuple[Actor, ...]:
    """An actor of two adjectives, or of two lands, is two: "Ruritanian and Bohemian officers", "the leaders of both lands"."""
    tree = cast.tree
    if tree.tokens[head].xpos == "NNS" and cast.is_a(head, "people"):
        for first in tree.obliques(head, "of", "from"):
            lands = [entity for each in tree.conjuncts(first) if (entity := cast.entity(each)) is not None and entity.country]
            if len({land.country for land in lands}) > 1 and all(land.type == "LOC" for land in lands):
                mark = tree.cases(first)[0]
                words = actor.name.partition(f" {mark} ")[0]
                return tuple(replace(actor, name=f"{words} {mark} {land.name}", country=land.country) for land in lands)
    for first in tree.deps(head, "amod", "compound"):
        listed = [each for each in tree.conjuncts(first) if each == first or tree.tokens[each].deprel == "conj"]
        told = [(each, entity) for each in listed if (entity := cast.entity(each)) is not None and entity.country is not None]
        if len({entity.country for _, entity in told}) > 1:
            rest = tree.reading.text[tree.tokens[listed[-1]].end : tree.tokens[head].end]
            return tuple(replace(actor, name=tree.tokens[each].text + rest, country=entity.country) for each, entity in told)
    return (actor,)


def _is_means(tree: Tree, noun: int) -> bool:
    """Whether "force" stands for the use of it and for no body of men: "threatened to use force", "appealed for force"."""
    return tree.tokens[noun].text == "force" and not tree.deps(noun, "det", "amod", "compound", "nmod:poss", "nummod")


def others(cast: Cast, heads: Iterable[int], actor: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The recipients as actors, without those who act: a pronoun cannot mean its own clause's actor, a mere "its" is nobody."""
    found: list[Actor] = []
    for head in heads:
        for each in () if _is_means(cast.tree, head) else resolved(cast, (head,)):
            if is_mere_place(cast, head) and vocab.capital_country(each.name) is None and vocab.metonym(each.name) is None:
                # A town that something is done to is no government.
                each = replace(each, sector=None)
            if all(_bare(each.name) != _bare(other.name) for other in actor):
                found.append(each)
            elif each.text.lower() in {"him", "her", "them", "his"}:
                other = _other_than(cast, head, each, actor)
                if other is not None:
                    found.append(other)
    return once(found)


def _bare(name: str) -> str:
    return re.sub(r"^(?:the|a|an) ", "", name.lower())


def _other_than(cast: Cast, head: int, pronoun: Actor, actor: tuple[Actor, ...]) -> Actor | None:
    """Whom an object's pronoun means when it cannot mean the actor: the nearest other person, or people, before it."""
    sentences = cast.tree.reading.sentences
    sentence = cast.tree.tokens[head].sentence
    taken = {_bare(each.name) for each in actor}
    plural = pronoun.text.lower() == "them"
    for index in range(head - 1, sentences[max(0, sentence - plural)].first - 1, -1):
        entity = cast.entity(index)
        person = entity is not None and entity.type == "PER" and not plural
        people = plural and cast.tree.tokens[index].xpos == "NNS" and cast.is_a(index, "people")
        if person or people:
            other = cast.resolver.resolve(index)
            if _bare(other.name) not in taken:
                return replace(other, text=pronoun.text, start=pronoun.start, end=pronoun.end)
    return None if pronoun.text.lower() == "his" else Actor(pronoun.text, pronoun.text, None, None, pronoun.start, pronoun.end)


def _placed(cast: Cast, head: int, actor: Actor) -> Actor:
    """An actor of unknown country takes that of its possessor: "the island's coast guard"."""
    if actor.country is not None or cast.tree.lemma(head) in OF_OTHERS:
        return actor
    for owner in cast.tree.deps(head, "nmod:poss"):
        country = cast.resolver.resolve(owner).country
        if country is not None:
            return replace(actor, country=country)
    return actor


def is_known(cast: Cast, head: int) -> bool:
    """Whether a pronoun such as "it" stands for somebody in the report."""
    actor = cast.resolver.resolve(head)
    return actor.country is not None or actor.sector is not None or actor.name != actor.text
