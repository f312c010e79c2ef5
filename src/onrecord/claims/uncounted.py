"""Figures without a number: "nobody was hurt", "houses were swept away"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.claims.figureframes import Figure, clause_around
from onrecord.claims.predicates import Predicate, listed_under, predicates
from onrecord.claims.tolls import metric_by
from onrecord.claims.tollwords import lexicon, names, thing
from onrecord.claims.tree import Tree

_NO_MEASURE = frozenset({"as", "how", "so", "too", "not", "that"})
_LARGELY = frozenset(
    {"deaths", "injured", "missing", "displaced", "evacuated", "homeless", "sheltered", "trapped", "hospital_treated",
     "homes_destroyed", "homes_damaged", "buildings_destroyed", "buildings_damaged", "infrastructure_damaged", "detained"}
)  # fmt: skip
_NOBODY = frozenset({"nobody", "none", "no-one"})


def nobody(tree: Tree) -> Iterator[Figure]:
    """ "No one was killed": a count of zero."""
    for index, token in enumerate(tree.tokens):
        word = token.text.lower()
        no_one = word == "one" and index > 0 and tree.tokens[index - 1].text.lower() == "no"
        if not (no_one or word in _NOBODY) or token.deprel not in {"nsubj:pass", "nsubj"}:
            continue
        if len(tree.deps(token.head, "nsubj", "nsubj:pass")) > 1:
            # "Eleven people, none of them foreigners, died".
            continue
        for predicate in predicates(tree, index):
            metric = metric_by(tree, predicate, "person")
            if metric in {"deaths", "injured", "missing", "ill"}:
                start = tree.tokens[index - 1].start if no_one else token.start
                end = max(token.end, tree.tokens[predicate.token].end)
                yield Figure(
                    start, end, clause_around(tree, index), token.sentence, index, metric, 0.0, 0.0, 0.0, None, "people",
                    "none", tree.reading.text[start:end], 0.8,
                )  # fmt: skip
                break


def uncounted(tree: Tree) -> Iterator[Figure]:
    """Damage without any number: "flooding homes and roads", "houses were swept away". One figure a metric and coordination."""
    harm = lexicon()["vague_harm"]
    for index, token in enumerate(tree.tokens):
        if token.upos != "VERB" or tree.reading.sentences[token.sentence].segment in {"furniture", "byline", "dateline"}:
            continue
        if not any(name in harm for name in names(tree, index)) or (tree.deps(index, "mark") and _is_unreal(tree, index)):
            continue
        if tree.is_passive(index):
            objects = tree.deps(index, "nsubj:pass") or ((token.head,) if token.deprel == "acl" else ())
            nouns = [noun for first in objects for noun in tree.conjuncts(first)]
        else:
            nouns = [noun for first in tree.deps(index, "obj") for noun in tree.conjuncts(first)]
            nouns += [noun for noun in _listed(tree, index) if noun not in nouns]
        done: dict[str, list[int]] = {}
        for noun in sorted(nouns):
            metric = metric_by(tree, Predicate(index, "patient"), thing(tree, noun))
            if metric and _is_uncounted(tree, noun):
                done.setdefault(metric, []).append(noun)
        for metric, harmed in done.items():
            yield _vague(tree, index, metric, harmed)


def many(tree: Tree) -> Iterator[Figure]:
    """ "Many are living in shelters", "much of the population has fled": a toll that is only said to be large."""
    for index, token in enumerate(tree.tokens):
        word = token.text.lower()
        if word not in {"many", "much"} or tree.reading.sentences[token.sentence].segment not in {"body", "caption"}:
            continue
        if index and tree.tokens[index - 1].text.lower() in _NO_MEASURE:
            continue
        head = token.head if token.deprel in {"amod", "det"} and token.head > index else index
        whole = next(iter(tree.obliques(head, "of")), head)
        if word == "much" and tree.lemma(whole) not in {"population", "city", "town", "village"}:
            continue
        what = thing(tree, whole) or ("person" if whole == index or tree.lemma(whole) == "population" else None)
        for predicate in predicates(tree, head):
            metric = metric_by(tree, predicate, "person" if word == "much" and what != "place" else what)
            if metric in _LARGELY and not _is_open(tree, predicate.token):
                start, end = token.start, max(tree.tokens[whole].end, token.end)
                yield Figure(
                    start, end, clause_around(tree, head), token.sentence, head, metric, None, None, None, None,
                    tree.tokens[whole].text if whole != index else "people", "vague", tree.reading.text[start:end], 0.5,
                )  # fmt: skip
                break


def _is_open(tree: Tree, verb: int) -> bool:
    """Whether something is only possible or denied: "many could be trapped", "many were not hurt"."""
    told = {tree.tokens[child].text.lower() for child in tree.deps(verb, "aux", "advmod", "mark")}
    return bool(told & {"could", "may", "might", "would", "can", "should", "not", "n't", "n’t", "never", "if", "unless"})


def _listed(tree: Tree, verb: int) -> Iterator[int]:
    """Nouns in the list of objects that begins after a verb, where the tree has lost them."""
    last = tree.reading.sentences[tree.tokens[verb].sentence].last
    for index in range(verb + 1, min(verb + 30, last)):
        opens = tree.tokens[index - 1].text.lower() in {",", "and", "or"} or index == verb + 1
        if opens and listed_under(tree, index) == verb:
            at = index
            while at + 1 < last and tree.tokens[at].upos == "ADJ":
                at += 1
            while at + 1 < last and tree.tokens[at + 1].upos == "NOUN":
                at += 1
            if tree.tokens[at].upos == "NOUN":
                yield at


def _is_unreal(tree: Tree, verb: int) -> bool:
    return any(tree.tokens[child].text.lower() in {"if", "unless", "to"} for child in tree.deps(verb, "mark"))


def _is_uncounted(tree: Tree, noun: int) -> bool:
    """A plural or a mass noun with no number and no owner or article that makes it one certain thing."""
    token = tree.tokens[noun]
    if tree.deps(noun, "nummod") or any(tree.tokens[child].upos in {"NUM", "PRON"} for child in tree.children[noun]):
        return False
    if any(tree.tokens[child].text.lower() in {"several", "numerous", "no", "this", "that"} for child in tree.children[noun]):
        return False
    if thing(tree, noun) == "person" or tree.lemma(noun) in lexicon()["carrier"]:
        return False
    plural = token.xpos in {"NNS", "NNPS"}
    mass = tree.lemma(noun) in {
        "farmland",
        "cropland",
        "livestock",
        "cattle",
        "infrastructure",
        "housing",
        "power",
        "electricity",
    }
    return token.upos in {"NOUN"} and (plural or mass)


def _vague(tree: Tree, verb: int, metric: str, nouns: list[int]) -> Figure:
    tokens, text = tree.tokens, tree.reading.text
    phrase = [index for noun in nouns for index in (noun, *tree.deps(noun, "amod", "compound"))]
    first, last = min(phrase), max(nouns)
    start, end = min(tokens[verb].start, tokens[first].start), max(tokens[verb].end, tokens[last].end)
    if first - verb > 4 or verb > first:
        start, end = tokens[first].start, tokens[last].end
    return Figure(
        start, end, clause_around(tree, nouns[0]), tokens[verb].sentence, nouns[0], metric, None, None, None, None,
        text[tokens[first].start : tokens[last].end], "vague", text[start:end], 0.6,
    )  # fmt: skip
