"""The event lexicon: which verbs, nouns, adjectives and phrases name which PLOVER act, and under what conditions.

The rows stand in ``vocab/events_*.csv`` (lemma, when, type, mode, actor, recipient, source) and the word classes that they
refer to in ``vocab/event_classes.csv``. ``when`` is a list of conditions, all of which must hold:

======== ==================================================================================================
``+x``    a particle or adverb x belongs to the verb ("turn +down")
``@x``    a phrase marked by preposition x depends on it
``&p:x``  a phrase marked by preposition p has the word x, or one of class ``#x``, as its head ("&on:strike")
``=x``    the object (the subject of a passive) is the word x or of class ``#x``
``^#x``   the subject is of class x
``%x``    a modifier of the noun, or of the verb's object, is x ("%air strike")
``>``     a clause depends on it (``>inf``: an infinitive)
word      a named test (see ``onrecord.claims.events``): who, args, both, light, any, violent, joint ...
======== ==================================================================================================

Alternatives within a condition are parted by ``|``. ``actor`` and ``recipient`` list, best first, where the parties stand:
``subj``, ``obj``, ``iobj``, ``clause`` (subject of the dependent clause), ``poss``, ``mod`` (adjective of nationality),
``light`` (subject of the light verb) or a preposition. Of several rows that fit, the one with the most conditions decides,
but a row without a type goes before all: where it fits, the word names no act.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the lexicon, its conditions taken apart."""

    lemma: str
    type: str
    mode: str | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    particles: frozenset[str]
    prepositions: tuple[frozenset[str], ...]
    objects: frozenset[str]
    subjects: frozenset[str]
    modifiers: frozenset[str]
    tests: frozenset[str]
    weight: int
    phrases: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The rows by lemma, the most specific first, and the word classes."""

    verbs: Mapping[str, tuple[Entry, ...]]
    nouns: Mapping[str, tuple[Entry, ...]]
    adjectives: Mapping[str, tuple[Entry, ...]]
    states: Mapping[str, tuple[Entry, ...]]
    classes: Mapping[str, frozenset[str]]

    def is_a(self, lemma: str, name: str) -> bool:
        """Whether a lemma belongs to a word class."""
        return lemma in self.classes.get(name, frozenset())


@cache
def lexicon() -> Lexicon:
    """The lexicon that comes with the package, read once."""
    classes: dict[str, set[str]] = {}
    for row in rows("event_classes.csv"):
        classes.setdefault(row["class"], set()).add(row["lemma"])
    return Lexicon(
        verbs=_entries("events_verbs.csv"),
        nouns=_entries("events_nouns.csv"),
        adjectives=_entries("events_adjectives.csv"),
        states=_entries("events_states.csv"),
        classes=MappingProxyType({name: frozenset(lemmas) for name, lemmas in classes.items()}),
    )


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a vocabulary file of the package."""
    with resources.files("onrecord.vocab").joinpath(name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _entries(name: str) -> Mapping[str, tuple[Entry, ...]]:
    by_lemma: dict[str, list[Entry]] = {}
    for row in rows(name):
        by_lemma.setdefault(row["lemma"], []).append(_entry(row))
    return MappingProxyType({lemma: tuple(sorted(found, key=lambda e: -e.weight)) for lemma, found in by_lemma.items()})


def _entry(row: dict[str, str]) -> Entry:
    particles: set[str] = set()
    prepositions: list[frozenset[str]] = []
    objects: set[str] = set()
    subjects: set[str] = set()
    modifiers: set[str] = set()
    tests: set[str] = set()
    phrases: list[tuple[frozenset[str], frozenset[str]]] = []
    conditions = row["when"].split()
    for condition in conditions:
        alternatives = [each.lstrip("+@=^%") for each in condition.split("|")]
        if condition.startswith("+"):
            particles.update(alternatives)
        elif condition.startswith("&"):
            marks, _, heads = condition[1:].partition(":")
            phrases.append((frozenset(marks.split("|")), frozenset(heads.split("|"))))
        elif condition.startswith("@"):
            prepositions.append(frozenset(alternatives))
        elif condition.startswith("="):
            objects.update(alternatives)
        elif condition.startswith("^"):
            subjects.update(alternatives)
        elif condition.startswith("%"):
            modifiers.update(alternatives)
        else:
            tests.add(condition)
    return Entry(
        lemma=row["lemma"],
        type=row["type"],
        mode=row["mode"] or None,
        actor=tuple(row["actor"].split()),
        recipient=tuple(row["recipient"].split()),
        particles=frozenset(particles),
        prepositions=tuple(prepositions),
        objects=frozenset(objects),
        subjects=frozenset(subjects),
        modifiers=frozenset(modifiers),
        tests=frozenset(tests),
        weight=100 * (not row["type"])
        + len(conditions)
        + 2 * bool(particles)
        + 4 * bool(phrases)
        + bool(objects)
        + any(not each.startswith("#") for each in objects),
        phrases=tuple(phrases),
    )
