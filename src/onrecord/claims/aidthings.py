"""What helps and whom: the words of help, the things that are given, and the bodies and people on either side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from onrecord.claims.arguments import Cast, is_party, parties_at
from onrecord.claims.lexicon import rows
from onrecord.claims.resolving import resolved
from onrecord.claims.tree import Tree, span_of
from onrecord.model import Actor

_MATERIAL = frozenset(
    {
        "humanitarian",
        "financial",
        "material",
        "military",
        "medical",
        "logistical",
        "emergency",
        "relief",
        "economic",
        "technical",
    }
)
"""Support of these kinds is help; support as such is more often a word of praise."""
_MONEY = frozenset({"$", "£", "€"})


@cache
def aid_words(name: str) -> frozenset[str]:
    """The words of ``vocab/aid_words.csv`` in a class (give, send, item, helper ...)."""
    return frozenset(row["lemma"] for row in rows("aid_words.csv") if row["class"] == name)


@cache
def aid_classes() -> dict[str, frozenset[str]]:
    """The classes of ``vocab/aid_words.csv`` that each word is in."""
    classes: dict[str, frozenset[str]] = {}
    for row in rows("aid_words.csv"):
        classes[row["lemma"]] = classes.get(row["lemma"], frozenset()) | {row["class"]}
    return classes


def is_praise(tree: Tree, noun: int) -> bool:
    """Whether a noun is support that nothing says to be material."""
    told = {tree.lemma(child) for child in tree.deps(noun, "amod", "compound")}
    return tree.lemma(noun) == "support" and not told & _MATERIAL


def is_help(cast: Cast, noun: int) -> bool:
    """Whether a noun, or what it is a measure or a team of, is money, goods, arms, helpers or help itself."""
    tree = cast.tree
    for each in tree.conjuncts(noun):
        if is_praise(tree, each):
            continue
        entity = cast.entity(each)
        if entity is not None and entity.type in {"PER", "ORG", "LOC"}:
            continue
        if any(_is_of_relief(tree, noun) for noun in (each, *tree.obliques(each, "of"))):
            return True
        if is_money(cast, each) or any(
            tree.lemma(each) in aid_words(name) for name in ("item", "arms", "helper", "force", "carrier")
        ):
            return True
        inner = [*tree.obliques(each, "of", "with", "in"), *tree.deps(each, "compound")]
        if any(is_money(cast, below) or tree.lemma(below) in aid_words("item") | aid_words("helper") for below in inner):
            return True
    return False


def _is_of_relief(tree: Tree, noun: int) -> bool:
    """ "Relief goods", "humanitarian cargo": things that are help by what they are called."""
    said = {tree.lemma(child) for child in tree.deps(noun, "amod", "compound")}
    return tree.lemma(noun) in {"goods", "good", "item", "material"} and bool(
        said & {"relief", "aid", "humanitarian", "emergency"}
    )


def is_money(cast: Cast, noun: int) -> bool:
    tree = cast.tree
    money = tree.tokens[noun].text in _MONEY or cast.is_a(noun, "money")
    return money or any(cast.is_a(each, "money") or tree.tokens[each].text in _MONEY for each in tree.deps(noun, "nummod"))


def is_force(cast: Cast, item: int) -> bool:
    """Soldiers, police, arms' carriers and vehicles: help only where the clause tells of relief."""
    tree = cast.tree
    return tree.lemma(item) in aid_words("force") | aid_words("carrier") | {"team", "staff", "personnel", "crew", "worker"}


def for_relief(tree: Tree, verb: int) -> bool:
    sentence = tree.reading.sentences[tree.tokens[verb].sentence]
    return any(tree.lemma(each) in aid_words("relief") for each in range(sentence.first, sentence.last) if each != verb)


def actors_at(cast: Cast, heads: Sequence[int]) -> tuple[Actor, ...]:
    return tuple(actor for head in heads for actor in resolved(cast, parties_at(cast, head)))


def party_at(cast: Cast, head: int) -> Actor | None:
    """Whom help goes to: a body, a country, or people in need with the place where they are."""
    tree = cast.tree
    found = resolved(cast, parties_at(cast, head)[:1])
    if not found and tree.lemma(head) not in aid_words("needy"):
        return None
    if tree.tokens[head].upos != "NOUN" or cast.entity(head) is not None or (found and not is_party(cast, head)):
        return None if found and _only_describes(tree, head, found[0]) else found[0] if found else None
    leave = frozenset({"acl:relcl", "acl", "appos", "case", "parataxis", "advcl", "conj", "cc", "punct"})
    members = sorted(
        {
            head,
            *(each for child in tree.children[head] if tree.tokens[child].deprel not in leave for each in tree.subtree(child)),
        }
    )
    span = span_of(tree, members)
    text = tree.reading.text[span.start : span.end]
    countries = {entity.country for each in members if (entity := cast.entity(each)) is not None and entity.country}
    known = found[0] if found else Actor(text, text, None, "CVL")
    country = known.country or (countries.pop() if len(countries) == 1 else None)
    return replace(known, text=text, name=text, country=country, start=span.start, end=span.end)


def _only_describes(tree: Tree, head: int, actor: Actor) -> bool:
    """Whether a name only tells where something unnamed lies: "a Caribbean island", "the African nation"."""
    token = tree.tokens[head]
    return actor.country is None and actor.end <= token.start and tree.lemma(head) in aid_words("land")
