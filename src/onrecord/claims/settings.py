"""The clause that states an act, and the time and place that it is told with."""

from __future__ import annotations

from onrecord.claims.tree import Tree, span_of
from onrecord.model import Place, Span, Time

_OUTSIDE = frozenset({"parataxis", "conj", "cc", "discourse", "vocative", "punct", "mark", "dislocated", "list"})
_SCENE = frozenset(
    {"in", "at", "near", "outside", "inside", "around", "across", "off", "from", "to", "on", "within", "throughout", "along"}
)


def evidence_span(tree: Tree, trigger: int, light: int | None = None, extra: tuple[int, ...] = ()) -> Span:
    """The clause that states the act: the verb with all that depends on it, but not what is coordinated or set beside it.

    For a noun without a light verb its own phrase, or the clause around it where the phrase is under four words.
    """
    tokens = tree.tokens
    place = trigger if light is None else light
    kept = _clause(tree, place)
    if tokens[place].upos not in {"VERB", "AUX", "ADJ"} and len(kept) < 4:
        for above in tree.ancestors(place):
            if tokens[above].upos in {"VERB", "AUX", "ADJ"} or tokens[above].deprel == "root":
                kept = _clause(tree, above)
                break
    kept = sorted({*kept, trigger, *extra})
    return span_of(tree, _same_sentence(tree, kept, trigger))


def _clause(tree: Tree, place: int) -> list[int]:
    """The tokens of a clause; a coordinated verb without a subject of its own does not reach back for it."""
    tokens = tree.tokens
    kept = [place]
    for child in tree.children[place]:
        token = tokens[child]
        if token.deprel.partition(":")[0] in _OUTSIDE and not (
            token.deprel == "conj" and token.upos != "VERB" and tokens[place].upos != "VERB"
        ):
            continue
        if token.deprel == "advcl" and tokens[child].xpos in {"VBD", "VBZ", "VBP"} and child < place:
            continue
        kept.extend(tree.subtree(child))
    return sorted(kept)


def _same_sentence(tree: Tree, kept: list[int], trigger: int) -> list[int]:
    sentence = tree.tokens[trigger].sentence
    return [each for each in kept if tree.tokens[each].sentence == sentence]


def time_of(tree: Tree, place: int, times: tuple[Time, ...]) -> int | None:
    """The index of the time expression that the clause is told with: inside the clause, durations last, the nearest first."""
    if not times:
        return None
    for level in (place, *tree.ancestors(place)):
        inside = _offsets(tree, level)
        found = [
            (times[k].type == "DURATION", abs(times[k].start - tree.tokens[place].start), k)
            for k in range(len(times))
            if any(start <= times[k].start < end for start, end in inside)
        ]
        if found:
            return min(found)[2]
        if tree.tokens[level].deprel not in {"acl", "xcomp", "advcl", "obl", "obj", "nmod", "conj", "nsubj"}:
            break
    return None


def place_of(tree: Tree, place: int, places: tuple[Place, ...], taken: tuple[int, ...]) -> int | None:
    """The index of the place that the clause is told with: after a preposition of place, and not one of the act's parties."""
    starts = {tree.tokens[each].start for each in taken}
    for level in (place, *tree.ancestors(place)):
        for child in tree.children[level]:
            relation = tree.tokens[child].deprel.partition(":")[0]
            if relation not in {"obl", "nmod", "obj"} or not (set(tree.cases(child)) & _SCENE):
                continue
            inside = {tree.tokens[each].start for each in tree.subtree(child)}
            for k, named in enumerate(places):
                if named.start in inside and named.start not in starts:
                    return k
        if tree.tokens[level].upos == "VERB":
            break
    return None


def _offsets(tree: Tree, level: int) -> list[tuple[int, int]]:
    leave = frozenset({"conj", "parataxis"}) if tree.tokens[level].upos == "VERB" else frozenset()
    return [(tree.tokens[each].start, tree.tokens[each].end) for each in tree.subtree(level, leave)]
