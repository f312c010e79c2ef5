"""The words that say what happens to those counted: found around the number, above it, and beside it.

Trees are used where they stand; where they are wrong, the words right beside the number are read from left to right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from onrecord.claims.tollwords import base_forms, lexicon, thing
from onrecord.claims.tree import Tree
from onrecord.model import Quantity

_IN_LISTS = frozenset({",", "and", "or", "of", "as", "well", "away", "out", "down", "off", "-", "'s", "’s"})
_OPINE = frozenset({"claim", "say", "believe", "think", "suspect", "know", "call", "describe", "consider", "regard"})
_REACHES = frozenset({"to", "at", "from", "by", "above", "past", "beyond", "over", "around", "near", "as", "of", "than"})
"""How a count stands to the verb of its measure: "the toll rose to 30 from 20", "put the dead at 12"."""
_BESIDES = frozenset({"along", "along with", "together", "together with"})
_BE = frozenset({"were", "was", "been", "be", "being", "are", "is"})


_PARTS = frozenset({"half", "third", "quarter", "most", "many", "some", "few", "majority", "several", "none", "all", "each"})
_NUMBERS = frozenset({"number", "total", "count", "tally", "toll"})
_FAR = 14
"""Words between "the number of ..." and its number at most."""


class Predicate(NamedTuple):
    """A token that says what happens to those counted, and in which role they stand to it."""

    token: int
    role: str


def predicates(tree: Tree, head: int) -> Iterator[Predicate]:
    """The words that say what happens to the noun ``head``, the likeliest to name a toll first.

    Of a whole, "eight of the 12 rebels were killed", only its own words do: the verb speaks of the part.
    """
    yield from _around(tree, head)
    if is_whole(tree, head) or has_counted_members(tree, head):
        yield from _attributes(tree, head)
        return
    yield from _above(tree, head)
    yield from _attributes(tree, head)


def is_whole(tree: Tree, head: int) -> bool:
    """Whether a counted noun is the whole that a number before it takes a part of."""
    token = tree.tokens[head]
    part = (
        token.deprel.startswith("nmod")
        and 0 <= token.head < head
        and (tree.tokens[token.head].upos == "NUM" or tree.lemma(token.head) in _PARTS)
    )
    return (part and "of" in tree.cases(head) and bool(tree.deps(head, "nummod"))) or _follows_part(tree, head)


def _follows_part(tree: Tree, head: int) -> bool:
    """The same read from right to left, where the tree hangs both numbers on the noun: "9 of 34 patients"."""
    tokens, at = tree.tokens, head - 1
    first = tree.reading.sentences[tokens[head].sentence].first
    while at > first and tokens[at].upos in {"ADJ", "NOUN"}:
        at -= 1
    if at <= first or tokens[at].upos != "NUM":
        return False
    while at > first and (tokens[at].upos in {"NUM", "DET"} or tokens[at].deprel == "nmod:poss"):
        at -= 1
    return tokens[at].text.lower() == "of" and at > first and tokens[at - 1].upos == "NUM"


def has_counted_members(tree: Tree, head: int) -> bool:
    """ "Five members of one family drowned": what is told of those counted is not told of the groups that they are of."""
    token = tree.tokens[head]
    if not (token.deprel.startswith("nmod") and 0 <= token.head < head and thing(tree, head) in {"household", "place"}):
        return False
    return bool(tree.deps(head, "nummod")) and bool(tree.deps(token.head, "nummod"))


def _around(tree: Tree, head: int) -> Iterator[Predicate]:
    """States and participles that describe the noun itself: "30 dead", "60 injured", "people displaced by", "who died"."""
    tokens = tree.tokens
    token = tokens[head]
    if token.deprel.partition(":")[0] in {"nummod", "amod", "det"} and 0 <= token.head < len(tokens):
        yield Predicate(token.head, "state")
        yield Predicate(token.head, "patient")
    if token.upos in {"ADJ", "VERB", "NOUN"}:
        yield Predicate(head, "state")
    for child in tree.deps(head, "nmod", "obl"):
        # "Three of the wounded"; "children in need", "families without shelter".
        yield Predicate(child, "state" if token.upos == "NUM" and "of" in tree.cases(child) else "phrase")
    for child in tree.deps(head, "acl", "amod", "advcl", "parataxis", "appos", "dep"):
        if tokens[child].deprel == "amod" and child < head:
            continue
        if tokens[child].deprel in {"acl:relcl", "advcl:relcl"}:
            yield from _relative(tree, head, child)
        elif tokens[child].upos == "ADJ":
            yield Predicate(child, "state")
        elif tokens[child].xpos in {"VBN", "VBD"} or tree.is_passive(child):
            yield Predicate(child, "patient")
            yield Predicate(child, "state")
        elif tokens[child].xpos == "VBG":
            yield Predicate(child, "agent")


def _attributes(tree: Tree, head: int) -> Iterator[Predicate]:
    """What stands before the noun, "displaced families", "14 missing hikers": it yields to what the clause says of them."""
    for child in tree.deps(head, "amod"):
        if child < head:
            yield Predicate(child, "patient")
            yield Predicate(child, "state")


def _relative(tree: Tree, head: int, verb: int) -> Iterator[Predicate]:
    if any(
        tree.tokens[at].text.lower() in {"whom", "which"} and tree.tokens[at - 1].text.lower() == "of" and at - 1 > head + 1
        for at in range(head + 2, verb)
    ):
        # "60 migrants, 22 of whom drowned": it speaks of the part.
        return
    if tree.tokens[verb].upos in {"ADJ", "NOUN"}:
        yield Predicate(verb, "state")
    elif tree.is_passive(verb):
        yield Predicate(verb, "patient")
    elif tree.subject(verb) in {head, None}:
        yield Predicate(verb, "agent")
    elif not tree.deps(verb, "ccomp") and tree.lemma(verb) not in _OPINE:
        # Of "four members of a ring they claim is linked to ..." nobody claims the members.
        yield Predicate(verb, "patient")
    for second in tree.deps(verb, "conj", "xcomp"):
        yield Predicate(second, "patient" if tree.is_passive(second) else "agent")


def _above(tree: Tree, head: int) -> Iterator[Predicate]:
    """Verbs and nouns above: "killed 30", "30 were hurt", "the evacuation of 60", "the death toll rose to 30"."""
    tokens = tree.tokens
    index = head
    for _ in range(6):
        token = tokens[index]
        relation, up = token.deprel.partition(":")[0], token.head
        if not 0 <= up < len(tokens):
            return
        if relation == "obj" and tree.lemma(up) == "include" and tree.deps(up, "nsubj"):
            # "The dead included three nurses".
            for subject in tree.deps(up, "nsubj"):
                yield Predicate(subject, "nominal")
                yield Predicate(subject, "state")
            return
        if _is_part(tree, index, up):
            # "30 people, including five children": what happened to the whole happened to the part.
            yield from _around(tree, up)
            index = up
            continue
        if token.deprel == "nsubj:pass":
            yield from _verb(tree, up, "state" if tokens[up].upos == "ADJ" else "patient")
            return
        if relation == "nsubj":
            yield from _verb(tree, up, _subject_role(tree, up))
            return
        if relation in {"obj", "iobj"}:
            yield from _verb(tree, up, "patient")
            return
        if relation in {"obl", "nmod"}:
            if relation == "nmod" and tokens[up].text.lower() in {"those", "these"}:
                index = up
                continue
            yield from _oblique(tree, index, up)
            if relation == "obl" or not _is_carrier(tree, up):
                return
        elif relation == "conj":
            yield from _inverted(tree, min((up, *tree.deps(up, "nummod", "advmod", "amod"))))
        elif relation not in {"appos", "nummod", "compound", "flat", "dep", "list", "amod", "parataxis"}:
            return
        index = up


def _is_part(tree: Tree, index: int, up: int) -> bool:
    marked = set(tree.cases(index)) & {"including", "among", "amongst", "with"} and tree.tokens[up].upos in {
        "NOUN",
        "PROPN",
        "NUM",
    }
    return tree.tokens[up].text.lower() in {"including", "included"} or bool(marked and tree.tokens[index].deprel != "obl")


def _is_carrier(tree: Tree, index: int) -> bool:
    """Nouns that only carry a number ("a total of 160 people"): what governs them governs what is counted."""
    return tree.lemma(index) in lexicon()["carrier"] or tree.tokens[index].upos == "NUM"


def before(tree: Tree, head: int, quantity: Quantity | None) -> Iterator[Predicate]:
    """The verb right beside the number: "wounding three others", "30 people were killed" hold even where the tree is wrong."""
    tokens = tree.tokens
    first = tree.reading.sentences[tokens[head].sentence].first
    start = (
        head if quantity is None else next((i for i in range(head, first - 1, -1) if tokens[i].start <= quantity.start), head)
    )
    if start > first and tokens[start - 1].upos == "VERB" and not tree.deps(start - 1, "aux:pass"):
        yield Predicate(start - 1, "patient")
    yield from _inverted(tree, start)
    at, be = head + 1, False
    last = tree.reading.sentences[tokens[head].sentence].last
    if at + 1 < last and tokens[at].text.lower() == "of" and tokens[at + 1].text.lower() in {"whom", "which", "them", "these"}:
        at += 2
    while at < last and tokens[at].upos in {"AUX", "ADV", "PART"} and at < head + 5:
        be = be or tokens[at].text.lower() in _BE
        at += 1
    if at >= last or (at > head + 1 and is_whole(tree, head)) or has_counted_members(tree, head):
        return
    if tokens[at].upos == "VERB" and tokens[at].xpos == "VBG":
        yield Predicate(at, "agent")
    elif tokens[at].upos in {"VERB", "ADJ"} and (be or tokens[at].xpos == "VBN") and not tree.deps(at, "obj"):
        yield Predicate(at, "patient")
        yield Predicate(at, "state")
    elif tokens[at].upos == "VERB" and not be:
        yield Predicate(at, "agent")
    if at > head + 1 and tokens[at].xpos == "VBN" and not be:
        # "Have died": what they do themselves.
        yield Predicate(at, "agent")
    if at == head + 1 and tokens[at].text.lower() in lexicon()["state"] and not tree.deps(at, "obj"):
        yield Predicate(at, "state")


def _inverted(tree: Tree, start: int) -> Iterator[Predicate]:
    """ "Among the dead were five members": the state before the verb, the count from ``start`` after it."""
    first = tree.reading.sentences[tree.tokens[start].sentence].first
    after_be = start > first + 1 and tree.tokens[start - 1].text.lower() in _BE
    if after_be and tree.tokens[start - 2].text.lower() in lexicon()["state"]:
        yield Predicate(start - 2, "state")


def numbered(tree: Tree, head: int) -> Iterator[Predicate]:
    """What a bare number numbers, read from right to left: "put the number of displaced at 1,900", "the number of wounded has
    reached 210", "bringing the number of refugees there to 518,000".
    """
    tokens = tree.tokens
    first = tree.reading.sentences[tokens[head].sentence].first
    for at in range(head - 1, max(first, head - _FAR), -1):
        if tokens[at].upos == "NUM" or tokens[at].text in {";", ":"}:
            return
        if tokens[at].text.lower() == "of" and at > first and tree.lemma(at - 1) in _NUMBERS:
            if not any(tokens[index].upos in {"VERB", "AUX"} for index in range(first, head)):
                return
            for index in range(at + 1, head):
                if index > at + 1 and tokens[index].upos in {"ADP", "AUX", "ADV", "CCONJ", "SCONJ"}:
                    return
                yield Predicate(index, "counted")
                yield Predicate(index, "state")
            return


def beside(tree: Tree, head: int, quantity: Quantity | None) -> Iterator[Predicate]:
    """What stands right beside the number where the tree tells nothing: "hurt 300 people", "15 people were hurt"."""
    tokens = tree.tokens
    sentence = tree.reading.sentences[tokens[head].sentence]
    passive = False
    for index in range(head + 1, min(head + 6, sentence.last)):
        token = tokens[index]
        if token.upos == "VERB" or (token.upos == "ADJ" and passive):
            yield Predicate(index, "patient" if (passive and token.xpos != "VBG") or token.xpos == "VBN" else "agent")
            if not tree.deps(index, "obj"):
                yield Predicate(index, "state")
            break
        if token.upos not in {"AUX", "ADV", "PART"} and token.text.lower() not in {
            "who",
            "that",
            "which",
            "were",
            "been",
            "be",
        }:
            break
        passive = passive or token.text.lower() in _BE
    start = (
        head
        if quantity is None
        else next((i for i in range(head, sentence.first - 1, -1) if tokens[i].start <= quantity.start), head)
    )
    verb = listed_under(tree, start)
    if verb is not None and (verb == start - 1 or thing(tree, head) not in {None, "person", "household"}):
        yield Predicate(verb, "patient")
    elif start > sentence.first + 1 and tokens[start - 1].text.lower() == "of" and tokens[start - 2].upos == "NOUN":
        yield Predicate(start - 2, "nominal")


def listed_under(tree: Tree, start: int) -> int | None:
    """The verb to whose list of objects the phrase at ``start`` belongs, read from right to left, or None.

    Only nouns, their modifiers, commas, "and", "or" and "of" may stand between: trees of long lists are often wrong.
    """
    tokens = tree.tokens
    first = tree.reading.sentences[tokens[start].sentence].first
    for index in range(start - 1, max(first, start - 30) - 1, -1):
        token = tokens[index]
        if (token.upos == "VERB" and token.xpos not in {"VBN", "VB"}) or (
            token.upos == "VERB" and token.deprel not in {"amod", "compound"}
        ):
            return None if tree.deps(index, "aux:pass", "nsubj:pass") else index
        if (
            token.upos not in {"NOUN", "PROPN", "ADJ", "NUM", "DET", "ADV", "SYM", "VERB"}
            and token.text.lower() not in _IN_LISTS
        ):
            return None
    return None


def _subject_role(tree: Tree, verb: int) -> str:
    if tree.tokens[verb].upos in {"ADJ", "NOUN", "PROPN", "PRON", "NUM"} or tree.deps(verb, "cop"):
        return "state"
    return "patient" if tree.is_passive(verb) else "agent"


def _verb(tree: Tree, verb: int, role: str) -> Iterator[Predicate]:
    """A verb with what it shares: "shot and wounded", "was forced to flee", "left homeless", "remain in hospital"."""
    yield Predicate(verb, role)
    if tree.lemma(verb) in lexicon()["light"]:
        for child in tree.deps(verb, "obl"):
            yield Predicate(child, "phrase")
    if role == "agent" and tree.tokens[verb].xpos in {"VBN", "VBD"} and not tree.deps(verb, "obj"):
        # Headlines leave out "were": "30 killed in storm".
        yield Predicate(verb, "state")
    for child in tree.deps(verb, "xcomp", "ccomp"):
        if tree.deps(child, "nsubj", "nsubj:pass"):
            # "Two diplomats said talks would be held": others stand in it.
            continue
        if tree.tokens[child].upos in {"ADJ", "NOUN"}:
            yield Predicate(child, "state")
        else:
            yield Predicate(child, "patient" if tree.is_passive(child) or tree.tokens[child].xpos == "VBN" else "agent")
    for child in tree.deps(verb, "conj"):
        if not tree.deps(child, "obj", "nsubj") and tree.tokens[child].upos in {"VERB", "ADJ"}:
            yield Predicate(child, role if tree.tokens[child].upos == "VERB" else "state")
    top = tree.top_of_coordination(verb)
    if top != verb and tree.tokens[top].upos == "VERB" and not tree.deps(verb, "nsubj") and not tree.deps(top, "obj"):
        yield Predicate(top, role)


def _oblique(tree: Tree, index: int, up: int) -> Iterator[Predicate]:
    cases = set(tree.cases(index))
    if tree.tokens[up].upos in {"NOUN", "PROPN"} and cases & {"of", "to", "for", "at"}:
        yield Predicate(up, "nominal")
        yield Predicate(up, "state")
        for modifier in tree.deps(up, "compound", "amod", "nmod"):
            yield Predicate(modifier, "nominal")
            yield Predicate(modifier, "state")
        return
    if "by" in cases and lexicon()["group"].get(tree.lemma(up)) == "protesters":
        # "A walkout by 8,000 workers".
        yield Predicate(up, "nominal")
    if cases & {"of"} or (cases & _BESIDES and tree.is_passive(up)):
        # "Eleven guests were killed, along with five guards".
        yield Predicate(up, "patient")
    for case in sorted(cases & {"for", "into", "through", "to"}):
        # "Looking for 12 people", "poured into 430 homes".
        yield Predicate(up, f"patient {case}")
    for noun in tree.deps(up, "nsubj", "obj") if not cases or cases & _REACHES else ():
        # "The death toll rose to 30", "put the number of injured at 60", "brought the dead to 12".
        if _is_measure(tree, noun):
            for below in (noun, *tree.deps(noun, "compound", "nmod", "amod")):
                yield Predicate(below, "nominal")
                yield Predicate(below, "state")
                yield Predicate(below, "counted")


def _is_measure(tree: Tree, noun: int) -> bool:
    """Whether a noun is a count of something, or the loss itself, and no party that acts."""
    table = lexicon()
    return any(
        form in table[role] for form in base_forms(tree, noun) for role in ("carrier", "nominal", "strong", "state", "measure")
    )
