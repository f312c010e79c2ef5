"""A reading with its names: which phrases name somebody who can act or be acted on, and who stands inside the others.

A place in the tree becomes a party when its head is somebody who can act or be acted on: a name, a pronoun, a word for people,
a body or a country. Otherwise the parties named inside the phrase are taken ("the minister's decision", "Ruritanian barns").
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import day_name, month_name
from dataclasses import dataclass

from onrecord import vocab
from onrecord.claims import actors
from onrecord.claims.lexicon import Entry, Lexicon
from onrecord.claims.tree import Tree
from onrecord.model import Entity

_POSSESSIVE = frozenset({"his", "her", "their", "its", "our", "my", "whose"})
_INSIDE = ("of", "by", "from", "against", "for", "to", "with", "between", "over", "toward", "towards", "among")
_OTHERS = tuple(each for each in _INSIDE if each != "of")
_CALENDAR = frozenset({*day_name, *month_name})
_BEHIND = ("by", "from", "between", "among")
_AROUND = ("in", "on", "at", "near", "across")
_HARM = frozenset({"ASSAULT", "COERCE", "SANCTION"})
_TENDERED = frozenset({"delivery", "donation", "gift", "grant", "offer", "pledge", "promise", "proposal", "shipment", "supply"})
_BROKERING = frozenset({"broker", "mediate", "sponsor", "host", "lead", "chair", "arrange", "facilitate", "back", "supervise"})


@dataclass(frozen=True, slots=True)
class Cast:
    """A reading's tree with what is known of its names: everything that the search for parties needs."""

    tree: Tree
    lexicon: Lexicon
    entities: tuple[Entity, ...]
    named: tuple[int, ...]
    """For every token the index of the entity that covers it, or -1."""
    resolver: actors.Resolver

    def entity(self, index: int) -> Entity | None:
        found = self.named[index]
        return self.entities[found] if found >= 0 else None

    def is_a(self, index: int, name: str) -> bool:
        return self.lexicon.is_a(self.tree.lemma(index), name)


def cast_of(tree: Tree, lexicon: Lexicon, entities: tuple[Entity, ...], resolver: actors.Resolver | None = None) -> Cast:
    """The cast of a reading whose names have been linked; ``resolver`` is the report's, if there is one already."""
    named = [-1] * len(tree.tokens)
    for k in sorted(range(len(entities)), key=lambda k: entities[k].start):
        for index in range(bisect_left(tree.starts, entities[k].start), bisect_left(tree.starts, entities[k].end)):
            if named[index] < 0:
                named[index] = k
    return Cast(tree, lexicon, entities, tuple(named), resolver or actors.Resolver(tree.reading, entities))


def is_party(cast: Cast, index: int) -> bool:
    """Whether a token heads a phrase for somebody who can act or be acted on."""
    token = cast.tree.tokens[index]
    word = token.text.lower()
    if token.upos == "PRON":
        return cast.lexicon.is_a(word, "personal")
    entity = cast.entity(index)
    if entity is not None:
        return entity.type != "MISC" or entity.country is not None or token.xpos in {"NNS", "NNPS"}
    if token.upos in {"NUM", "DET"} or (
        token.upos == "ADJ" and word in {"many", "several", "others", "some", "few", "most", "more"}
    ):
        if token.upos == "NUM" and token.deprel not in {"obj", "nsubj", "nsubj:pass", "conj", "obl:agent", "iobj"}:
            return False
        return word in {"many", "several", "others", "some", "most", "all", "both", "more"} or token.upos == "NUM"
    if token.upos not in {"NOUN", "PROPN", "ADJ"}:
        return False
    if token.upos == "PROPN" and not cast.entities:
        return token.text not in _CALENDAR
    lemma = cast.tree.lemma(index)
    if lemma == "old" and index >= 3 and cast.tree.tokens[index - 2].text.lower() == "year":
        # "a 17-year-old"
        return token.deprel in {"obj", "nsubj", "nsubj:pass", "conj", "obl:agent"}
    if lemma == "state" and any(not cast.entity(each) for each in cast.tree.obliques(index, "of")):
        # "a state of emergency"
        return False
    if cast.lexicon.is_a(lemma, "numbers"):
        return not cast.tree.obliques(index, "of")
    return any(cast.lexicon.is_a(lemma, name) for name in ("collective", "people", "force", "official", "police", "labour"))


def parties_at(cast: Cast, index: int, *, doer: bool = False, around: bool = True, depth: int = 0) -> tuple[int, ...]:
    """The heads of the parties that a phrase names: itself and its conjuncts, or those inside it; empty if nobody.

    With ``doer`` only those inside a phrase that can be behind it: "the attack on the embassy in Alda" is nobody's doing.
    Without ``around`` those are left out who only say where it is.
    """
    tree = cast.tree
    index = tree.antecedent(index)
    if cast.is_a(index, "partitive") and cast.entity(index) is None:
        inner = tree.obliques(index, "of")
        for each in sorted(inner, key=lambda k: cast.is_a(k, "numbers")):
            found = parties_at(cast, each, doer=doer, around=around, depth=depth + 1)
            if found:
                return found
        if inner and tree.tokens[index].upos in {"DET", "ADJ", "NUM", "PRON"}:
            return ()
    if not is_party(cast, index):
        for child in tree.deps(index, "appos"):
            if is_party(cast, child):
                return (child,)
    if is_party(cast, index):
        listed = (each for each in tree.conjuncts(index) if is_party(cast, each) and not _is_elsewhere(tree, index, each))
        return tuple(dict.fromkeys(listed))
    if depth > 2:
        return ()
    prepositions = _INSIDE if not doer else _BEHIND if harm(cast, index) is not None else ("of", *_BEHIND)
    found = _inside(cast, index, depth, prepositions)
    return found if found or doer or not around else _marked_inside(cast, index, depth, _AROUND)


def _is_elsewhere(tree: Tree, first: int, other: int) -> bool:
    """Whether what is joined to a phrase only says where: "a crackdown on unions and media, particularly in Alda"."""
    own, whole = set(tree.cases(other)), set(tree.cases(first))
    return other != first and bool(own & set(_AROUND)) and not own & whole


def _inside(cast: Cast, index: int, depth: int, prepositions: tuple[str, ...]) -> tuple[int, ...]:
    """The parties named inside a phrase whose head is no party: possessor, complement, adjective of nationality."""
    tree = cast.tree
    for child in tree.deps(index, "nmod:poss"):
        if is_party(cast, child) or tree.tokens[child].text.lower() in _POSSESSIVE:
            return (child,)
        inner = _inside(cast, child, depth + 1, prepositions) if depth < 2 else ()
        if inner:
            return inner
    found = _marked_inside(cast, index, depth, prepositions) or nationalities(cast, index)
    if found:
        return found
    for clause in tree.deps(index, "acl"):
        if _is_told_besides(tree, clause):
            continue
        if tree.tokens[clause].xpos == "VBN" and tree.lemma(clause) not in _BROKERING:
            for child in (*tree.deps(clause, "obl:agent"), *tree.obliques(clause, "by")):
                found = parties_at(cast, child, depth=depth + 1)
                if found:
                    return found
    return ()


def _is_told_besides(tree: Tree, clause: int) -> bool:
    """Whether a relative clause only adds something: "the pact, which was signed by many"; not "the pact that they signed"."""
    if tree.tokens[clause].deprel != "acl:relcl":
        return False
    first = min((clause, *tree.children[clause]))
    return "," in {tree.tokens[first].text, tree.tokens[max(0, first - 1)].text}


def _marked_inside(cast: Cast, index: int, depth: int, prepositions: tuple[str, ...]) -> tuple[int, ...]:
    tree = cast.tree
    around, doer = prepositions == _AROUND, prepositions not in {_INSIDE, _AROUND, _OTHERS}
    given = tree.lemma(index) in _TENDERED and cast.entity(index) is None
    for preposition in prepositions:
        for child in tree.obliques(index, preposition):
            if given and preposition == "of" and cast.entity(child) is None:
                # "an offer of doctors": what is offered is no party to the offer, but whose it is may stand behind it.
                found = next((f for each in tree.conjuncts(child) if (f := _inside(cast, each, 2, ("from", "by")))), ())
                if found:
                    return found
                continue
            if tree.tokens[child].upos in {"NOUN", "PROPN", "PRON"}:
                found = parties_at(cast, child, doer=doer, around=around, depth=depth + 1)
                if found:
                    return found
    return ()


def harm(cast: Cast, index: int) -> Entry | None:
    """The row of a noun that names a hostile act ("the killing", "the arrest"), or None: what it is "of" suffers it."""
    if cast.entity(index) is not None:
        return None
    rows = cast.lexicon.nouns.get(cast.tree.lemma(index), ())
    return next((row for row in rows if row.type in _HARM), None)


def nationalities(cast: Cast, index: int) -> tuple[int, ...]:
    """Those who stand before a noun, names first: "Ruritanian barns", "the harbour police", "rebel bases"."""
    tree = cast.tree
    before = tree.deps(index, "amod", "compound", "nmod:unmarked", "nmod:desc")
    if cast.is_a(index, "money") and tree.deps(index, "nummod"):
        # "3 million Swiss francs"
        return ()
    for child in before:
        entity = cast.entity(child)
        if harm(cast, index) is not None and is_scene(cast, child):
            continue
        if entity is not None and entity.country is None and entity.type != "PER" and cast.is_a(index, "weaponsys"):
            # "Leopard tanks" are a make's, not an owner's.
            continue
        if entity is not None and (entity.country is not None or entity.type in {"ORG", "LOC", "PER"}):
            return (child,)
        if entity is not None and (cast.is_a(index, "place") or cast.is_a(index, "property")):
            # "a Karen camp"
            return (child,)
    return tuple(each for each in before if cast.is_a(each, "owner"))[:1]


def is_own(cast: Cast, index: int) -> bool:
    """Whether a token is a possessive such as "its"."""
    return cast.tree.tokens[index].text.lower() in _POSSESSIVE


def named_besides(cast: Cast, index: int) -> tuple[int, ...]:
    """The parties inside a phrase that neither own it nor are what it is of: "its border with the islands"."""
    return _marked_inside(cast, index, 0, _OTHERS)


def is_scene(cast: Cast, index: int) -> bool:
    """A country's or town's own name before a noun: "the Kuwait invasion" is no act of Kuwait, as "the U.S. invasion" is."""
    entity, token = cast.entity(index), cast.tree.tokens[index]
    if entity is None or token.deprel != "compound":
        return False
    # In a headline's capitals a town is easily taken for a person: the report's other mentions tell.
    own = entity.type == "LOC" or any(other.type == "LOC" and other.name == entity.name for other in cast.entities)
    return own and not token.text.isupper() and vocab.adjective_country(token.text) is None


def is_mere_place(cast: Cast, index: int) -> bool:
    """A place that is no country: forces stand there, and are aimed at nobody by that."""
    entity = cast.entity(index)
    if entity is None:
        return cast.is_a(index, "place") or cast.is_a(index, "territory")
    return entity.type == "LOC" and vocab.country_of(entity.name) is None
