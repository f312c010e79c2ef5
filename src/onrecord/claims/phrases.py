"""The words of a noun phrase around its head, and the members of a list."""

from __future__ import annotations

from onrecord import vocab
from onrecord.claims.tree import Tree, plant
from onrecord.model import Reading, Span

_CUT = vocab.wordset(
    """
    acl acl:relcl advcl advcl:relcl parataxis conj cc appos ccomp xcomp dep punct discourse orphan reparandum cop
    nsubj aux mark advmod obl list dislocated csubj expl vocative
    """
)
TIGHT = frozenset({"of", "for", "in", "at", "from", "'s", "’s", "'", "’"})


def np_span(reading: Reading, head: int) -> Span:
    """The span of the phrase headed by a token: without relative clauses, appositions, other conjuncts and loose additions."""
    first, last = phrase(plant(reading), head)
    return Span(reading.tokens[first].start, reading.tokens[last - 1].end)


def split_coordination(reading: Reading, head: int) -> list[int]:
    """The heads of the phrases that are coordinated with the one headed by ``head``, itself first."""
    return conjuncts(plant(reading), head)


def conjuncts(tree: Tree, head: int) -> list[int]:
    found: list[int] = []
    queue = [head]
    while queue:
        index = queue.pop(0)
        if index not in found:
            found.append(index)
            queue += [child for child in tree.deps(index, "conj") if tree.tokens[child].upos not in {"VERB", "AUX"}]
    return sorted(found)


def phrase(tree: Tree, head: int) -> tuple[int, int]:
    """The token range ``[first, last)`` of the phrase headed by a token (see ``np_span``); always holds the head."""
    tokens = tree.tokens
    keep = {head}
    stack = [head]
    while stack:
        index = stack.pop()
        for child in tree.children[index]:
            if child not in keep and _stays(tree, index, child, head):
                keep.add(child)
                stack.append(child)
    first = last = head
    while first - 1 in keep or (first - 2 in keep and tokens[first - 1].text in "-‑/&"):
        first -= 1
    while last + 1 in keep or (last + 2 in keep and tokens[last + 1].text in "-‑/&"):
        last += 1
    while first and tokens[first - 1].upos in {"ADJ", "PROPN"} and vocab.adjective_country(tokens[first - 1].text):
        first -= 1
    while first < head and (tokens[first].upos in {"ADP", "CCONJ", "SCONJ"} or tokens[first].text in ",“\"'‘("):
        first += 1
    # "told Harbour Radio the government ...": with an article inside the phrase another begins.
    first = next((at for at in range(head - 1, first, -1) if _begins_anew(tree, first, at)), first)
    if 0 < first < head and tokens[first].text.lower() in {"least", "most"} and tokens[first - 1].text.lower() == "at":
        # "at least nine people" are nine people.
        first += 1
    while last > head and (tokens[last].upos in {"ADP", "PUNCT"} or tokens[last].text in {"'s", "’s", "'", "’"}):
        last -= 1
    return first, last + 1


def _begins_anew(tree: Tree, first: int, article: int) -> bool:
    before = tree.tokens[article - 1]
    return tree.tokens[article].text in {"the", "a", "an"} and before.upos == "PROPN" and tree.tokens[first].upos == "PROPN"


def _stays(tree: Tree, parent: int, child: int, head: int) -> bool:
    tokens = tree.tokens
    relation = tokens[child].deprel
    if relation == "appos" and child > parent:
        return child - head <= 6 and not any(t.text in ",(–—-:" for t in tokens[parent + 1 : child]) and parent == head
    if relation in _CUT:
        if parent == head or relation in {"appos", "acl:relcl", "parataxis"}:
            return (
                relation == "advmod" and child < parent and tokens[child].text.lower() in {"then", "former", "around", "about"}
            )
        return relation in {"conj", "cc", "advmod", "punct"} and tokens[child].upos != "VERB" and child < head
    if relation == "case" and parent == head:
        return False
    if relation.startswith("nmod") and child > parent:
        cases = tree.cases(child)
        if not cases:
            return True
        return cases[0] in TIGHT and not any(t.text == "," for t in tokens[parent + 1 : child]) and not _of_time(tree, child)
    return True


def _of_time(tree: Tree, index: int) -> bool:
    word = tree.tokens[index]
    return word.text.isdigit() or tree.lemma(index) in {"year", "month", "week", "day", "time", "case", "return", "exchange"}
