"""The clause that states an act, and the time and place that it is told with."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from onrecord import vocab
from onrecord.claims.scene import SPEECH
from onrecord.claims.tree import BEFORE_LISTS, SUBJECTS, Tree, span_of
from onrecord.model import Place, Span, Time

_OUTSIDE = frozenset({"parataxis", "conj", "cc", "discourse", "vocative", "punct", "mark", "dislocated", "list"})
_SCENE = frozenset(
    {"in", "at", "near", "outside", "inside", "around", "across", "off", "from", "to", "on", "within", "throughout", "along"}
)
_CLAUSES = frozenset({"acl", "advcl", "ccomp", "csubj"})
_BELONGS = frozenset({"acl", "xcomp", "advcl", "obl", "obj", "nmod", "conj", "nsubj"})
_JOINED = frozenset({"conj", "parataxis"})
_WHEN = frozenset({"advcl", "acl"})
_MODIFIERS = frozenset({"nmod", "compound", "amod", "flat", "appos", "conj", "nummod"})
_ENDS = frozenset({"until", "till", "through"})
_FUTURE = frozenset({"will", "would", "'ll", "’ll", "wo", "shall"})
_PARTS_OF_TIME = frozenset({"morning", "afternoon", "evening", "night", "day", "week", "month", "year", "time", "weekend"})
_ABROAD = vocab.wordset(
    "embassy consulate mission base compound ship vessel frigate warship destroyer carrier submarine tanker freighter trawler "
    "ferry jet plane aircraft airliner helicopter drone convoy tank missile rocket satellite citizen national tourist passport"
)
"""What belongs to a country and may be anywhere."""


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
            (token.deprel == "conj" and token.upos != "VERB" and tokens[place].upos != "VERB")
            or (token.deprel == "cc" and token.text.lower() in BEFORE_LISTS)
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
    """The index of the time that the clause is told with: inside the clause, else in the clauses that it belongs to.

    Durations date nothing; nor does a time in a clause of its own ("which was declared on 21 August") or one that only
    describes a noun ("the 1994 treaty"). What somebody says he will do is dated by the saying.
    """
    dated = {k: _token_at(tree, time) for k, time in enumerate(times) if time.type in ("DATE", "TIME")}
    below = place
    for level in (place, *tree.ancestors(place)) if dated else ():
        inside = _clause_offsets(tree, level, below)
        found = [k for k, token in dated.items() if token in inside and not _describes(tree, token, level)]
        if level != place:
            # "Schools stay shut until May and troops have been deployed": an end is only its own clause's.
            found = [k for k in found if not set(tree.cases(dated[k])) & _ENDS]
        if found:
            return min(found, key=lambda k: (abs(times[k].start - tree.tokens[place].start), k))
        intended = tree.tokens[level].deprel == "ccomp" and any(
            tree.tokens[aux].text.lower() in _FUTURE for aux in tree.deps(level, "aux")
        )
        if tree.tokens[level].deprel not in _BELONGS and not intended:
            break
        below = level
    return None


def told_time(tree: Tree, span: Span, times: tuple[Time, ...]) -> int | None:
    """The index of the time that words of a sentence are told with: of their own clause, else of the clauses around it, the
    saying last, else of what is coordinated with them. Times in other clauses of the sentence say nothing of them.
    """
    dated = {k: _token_at(tree, time) for k, time in enumerate(times) if time.type in ("DATE", "TIME")}
    for level, inside in _outwards(tree, head_of(tree, span), (frozenset(), _JOINED)) if dated else ():
        found = [k for k, token in dated.items() if token in inside and not _describes(tree, token, level)]
        if found:
            return min(found, key=lambda k: max(times[k].start - span.end, span.start - times[k].end))
    return None


def told_place(tree: Tree, span: Span, places: tuple[Place, ...]) -> int | None:
    """The index of the place that words of a sentence are told of: as for times, and else of the clauses that tell when or
    how; but no party of the clause is its scene, and where somebody speaks is not where it happened.
    """
    told = head_of(tree, span)
    heads = {k: head_of(tree, Span(p.start, p.end)) for k, p in enumerate(places) if p.country or p.geonameid}
    for level, inside in _outwards(tree, told, (frozenset(), _JOINED | _WHEN)) if heads else ():
        if tree.lemma(level) in SPEECH and level != told:
            continue
        found = [
            k
            for k, token in heads.items()
            if token in inside and not _is_party(tree, token, told) and not _is_owner(tree, token, places[k])
        ]
        if found:
            return min(found, key=lambda k: max(places[k].start - span.end, span.start - places[k].end))
    return None


def _outwards(tree: Tree, token: int, reach: Sequence[frozenset[str]]) -> Iterator[tuple[int, set[int]]]:
    """The clauses that a token stands in, from the inside out, each with its tokens; once for every set of relations whose
    clauses are taken in.
    """
    for taken in reach:
        below = token
        for level in (token, *tree.ancestors(token)):
            yield level, _clause_offsets(tree, level, below, taken)
            below = level


def head_of(tree: Tree, span: Span) -> int:
    """The token of a span that the others hang on."""
    first = bisect_left(tree.starts, span.start)
    last = max(first + 1, bisect_left(tree.starts, span.end))
    inside = range(min(first, len(tree.tokens) - 1), min(last, len(tree.tokens)))
    return next((each for each in inside if tree.tokens[each].head not in inside), inside[0])


def _place_head(tree: Tree, place: Place) -> int:
    return head_of(tree, Span(place.start, place.end))


def _is_party(tree: Tree, token: int, told: int) -> bool:
    """Whether a place acts or is acted on in its clause ("Japan gave", "the government of Japan", "to Japan"), and is not
    where something happens ("hit Japan" tells where). A place in the phrase of what is told ("residents of Goma") is its scene.
    """
    top, inner = token, True
    while inner:
        if top == told:
            return False
        cases = set(tree.cases(top))
        below = tree.tokens[top].deprel.partition(":")[0] in _MODIFIERS
        acting = below and vocab.sector_of(tree.lemma(tree.tokens[top].head)) not in (None, "CVL")
        inner = below and (acting or not cases & (_SCENE - {"from", "to"}))
        top = tree.tokens[top].head if inner else top
    if top != token and tree.tokens[top].deprel in SUBJECTS:
        return vocab.sector_of(tree.lemma(top)) is not None
    return not cases & _SCENE and tree.tokens[top].deprel != "obj"


def _is_owner(tree: Tree, token: int, place: Place) -> bool:
    """Whether a country only tells whose a body or a craft is that may be anywhere: "the U.S. embassy", "a French frigate"."""
    word = tree.tokens[token]
    if word.deprel.partition(":")[0] not in {"compound", "amod"} and word.deprel != "nmod:poss":
        return False
    owned = tree.lemma(word.head)
    return vocab.country_of(place.name) is not None and (owned in _ABROAD or vocab.sector_of(owned) not in (None, "CVL"))


def _token_at(tree: Tree, time: Time) -> int:
    """The last token of a time expression, which heads it or hangs right on what heads it."""
    return max(0, bisect_left(tree.starts, time.end) - 1)


def _clause_offsets(tree: Tree, level: int, below: int, taken: frozenset[str] = frozenset()) -> set[int]:
    """The tokens of a clause without the clauses inside it, but for the one that was come from and those of the relations
    ``taken``; what is coordinated and has a subject of its own stays apart, unless it has its auxiliaries from that.
    """
    verb = tree.tokens[level].upos == "VERB"
    kept, stack = {level}, [level]
    while stack:
        for child in tree.children[stack.pop()]:
            relation = tree.tokens[child].deprel
            # "accused of having opened the gates on Saturday": what is told behind a preposition has its own time.
            own = relation == "xcomp" and any(tree.tokens[each].text.lower() != "to" for each in tree.deps(child, "mark"))
            apart = own or relation.partition(":")[0] in _CLAUSES or (verb and relation in _JOINED)
            alone = relation == "conj" and bool(tree.deps(child, "nsubj", "nsubj:pass")) and not _is_gapped(tree, child)
            shared = relation in taken and not alone
            if child not in kept and (not apart or child == below or shared):
                kept.add(child)
                stack.append(child)
    return kept


def _is_gapped(tree: Tree, joined: int) -> bool:
    """Whether a clause takes its auxiliaries from the one before: in "38 have been killed and 52,000 forced out by floods in
    the north" both happened there.
    """
    before = tree.tokens[joined].head
    return tree.tokens[joined].xpos == "VBN" and tree.is_passive(before) and not tree.deps(joined, "aux", "cop")


def _describes(tree: Tree, token: int, level: int) -> bool:
    """Whether a time stands as the modifier of a noun other than the one that is dated: "their 1980-88 war"."""
    for above in (token, *tree.ancestors(token)):
        relation = tree.tokens[above].deprel.partition(":")[0]
        if above == level or relation not in {"amod", "compound", "nummod", "flat", "nmod", "punct"}:
            return False
        head = tree.tokens[above].head
        if (
            relation in {"amod", "compound", "nummod"}
            and head != level
            and head not in (token, level)
            and tree.tokens[head].upos == "NOUN"
        ):
            return tree.tokens[head].text.lower() not in _PARTS_OF_TIME
    return False


def place_of(tree: Tree, place: int, places: tuple[Place, ...], taken: tuple[int, ...]) -> int | None:
    """The index of the place that the clause is told with: after a preposition of place, and not one of the act's parties."""
    parties = [tree.tokens[each].start for each in taken]
    for level in (place, *tree.ancestors(place)):
        for child in tree.children[level]:
            relation = tree.tokens[child].deprel.partition(":")[0]
            if relation not in {"obl", "nmod", "obj"} or not (set(tree.cases(child)) & _SCENE):
                continue
            inside = {tree.tokens[each].start for each in tree.subtree(child)}
            for k, named in enumerate(places):
                if named.start not in inside or any(named.start <= party < named.end for party in parties):
                    continue
                if not _is_owner(tree, _place_head(tree, named), named):
                    return k
        if tree.tokens[level].upos == "VERB":
            break
    return None
