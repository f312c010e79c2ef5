"""Whether a noun is of a kind that a row of the event lexicon asks for: a word, a word class, somebody, several, money."""

from __future__ import annotations

from onrecord.claims.arguments import Cast, is_party
from onrecord.claims.tree import Tree

_FALLBACK = {
    "people": frozenset({"PER"}),
    "official": frozenset({"PER", "ORG", "LOC"}),
    "country": frozenset({"LOC"}),
    "org": frozenset({"ORG"}),
    "place": frozenset({"LOC"}),
    "territory": frozenset({"LOC"}),
    "labour": frozenset({"ORG"}),
    "group": frozenset({"ORG"}),
}


def of_kind(cast: Cast, index: int, kinds: frozenset[str]) -> bool:
    """Whether a noun, one of its conjuncts, or what it measures ("tonnes of rice") is one of the words or classes."""
    tree = cast.tree
    for noun in tree.conjuncts(index):
        thing = measured(cast, noun)
        if is_one(cast, thing, kinds) or (thing != noun and "#money" in kinds and is_one(cast, noun, frozenset({"#money"}))):
            return True
    return False


def measured(cast: Cast, noun: int) -> int:
    """What a noun of measure counts: the rice in "tonnes of rice", the tents in "scores of lorryloads of tents"."""
    tree = cast.tree
    for _ in range(3):
        if not cast.is_a(noun, "measure") and tree.tokens[noun].upos not in {"NUM", "SYM"}:
            break
        inner = tree.obliques(noun, "of", "in")
        if not inner:
            break
        noun = inner[0]
    return noun


def is_one(cast: Cast, noun: int, kinds: frozenset[str]) -> bool:
    """Whether a noun by itself is one of the words, or of one of the classes (``#police``)."""
    tree = cast.tree
    token = tree.tokens[noun]
    lemma = tree.lemma(noun)
    entity = cast.entity(noun)
    for kind in kinds:
        if not kind.startswith("#"):
            if kind in {lemma, token.text.lower()} or (token.upos == "PROPN" and kind in _titles(tree, noun)):
                return True
            continue
        name = kind[1:]
        if name == "agent":
            if is_party(cast, noun):
                return True
        elif name == "plural":
            if token.xpos in {"NNS", "NNPS"} or len(tree.conjuncts(noun)) > 1 or token.text.lower() in {"they", "we", "both"}:
                return True
        elif (
            (name == "money" and (token.upos == "SYM" or token.text in {"$", "£", "€"}))
            or (entity is None and cast.lexicon.is_a(lemma, name))
            or (entity is not None and (entity.type in _FALLBACK.get(name, frozenset()) or _named_kind(cast, noun, name)))
            or (name == "people" and (_is_person_word(cast, noun) or _is_a_people(cast, noun)))
        ):
            return True
    return False


def _is_a_people(cast: Cast, noun: int) -> bool:
    """The members of a people or faith: "Kurds", "the Catholics"."""
    entity = cast.entity(noun)
    return entity is not None and entity.type == "MISC" and cast.tree.tokens[noun].xpos in {"NNS", "NNPS"}


def _titles(tree: Tree, noun: int) -> set[str]:
    """The words of rank that stand with a name: "ambassador" in "the islands' ambassador Ruth Okoro"."""
    return {tree.lemma(child) for child in tree.deps(noun, "nmod:desc", "compound", "appos", "nmod:unmarked")}


def _is_person_word(cast: Cast, noun: int) -> bool:
    """Pronouns for people, and numbers that stand for people ("freed forty more", "hurt two")."""
    token = cast.tree.tokens[noun]
    if token.upos == "PRON":
        return is_party(cast, noun) and token.text.lower() not in {"it", "itself", "himself", "herself", "themselves"}
    counted = token.upos == "NUM" or token.text.lower() in {"more", "others"} or cast.is_a(noun, "numbers")
    return counted and token.deprel in {"obj", "nsubj:pass", "nsubj"}


def _named_kind(cast: Cast, noun: int, name: str) -> bool:
    """A name that contains a word of the class: "Macedonian Army", "Treaty of Rome"."""
    entity = cast.entity(noun)
    if entity is None or name not in {"force", "police", "treaty", "vehicle", "property", "place", "group"}:
        return False
    words = entity.name.lower().split()
    return any(cast.lexicon.is_a(word, name) or cast.lexicon.is_a(word.rstrip("s"), name) for word in words)
