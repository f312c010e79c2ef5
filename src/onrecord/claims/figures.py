"""Figures: the quantities that measure a happening's toll, damage, response, money or scale, each with its metric.

Every quantity of ``onrecord.claims.quantities`` is asked what it counts (``onrecord.claims.tolls``); ages, dates, durations,
ranks and distances of travel fall out. Added to them are damage with no number at all ("sweeping away houses": a vague figure)
and "nobody was hurt". A number told twice is one figure; an amount converted in brackets is one figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from onrecord.claims.predicates import Predicate, listed_under, predicates
from onrecord.claims.tolls import count_metric, is_bare, metric_by, metric_of
from onrecord.claims.tollwords import lexicon, names, thing
from onrecord.claims.tree import Tree, plant, span_of
from onrecord.claims.units import dimension
from onrecord.model import Entity, Qualifier, Quantity, Reading, Span, Time

_UNITS_OUT = frozenset({"time", "temperature", "data", "frequency", "score", "angle", "power", "energy", "electric", "sound"})
_NOBODY = frozenset({"nobody", "none", "no-one"})
_TOLLS = frozenset(
    {"deaths", "missing", "injured", "abducted", "detained", "released", "rescued", "trapped", "hospital_treated"}
)
_PARTS = frozenset({"including", "among", "amongst", "of", "included", "include"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the record as seen in one text.

    ``start`` and ``end`` are the evidence: the number and the thing counted. ``clause`` is the span of the clause that tells
    it, ``sentence`` an index into the reading's sentences, ``head`` the token of the counted noun (or of the number).
    ``low`` and ``high`` are the bounds that the words give, None where they give none. ``part_of`` is the index, in the same
    tuple, of the total that this figure is a part of.
    """

    start: int
    end: int
    clause: Span
    sentence: int
    head: int
    metric: str
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    item: str | None
    qualifier: Qualifier
    text: str
    confidence: float
    part_of: int | None = None


def find_figures(
    reading: Reading, quantities: Sequence[Quantity], times: Sequence[Time] = (), entities: Sequence[Entity] = ()
) -> tuple[Figure, ...]:
    """The figures of a reading, in the order of the text, each told once.

    ``quantities`` are those of ``find_quantities`` for the same reading. Offsets count code points of ``reading.text``. Pure.
    """
    tree = plant(reading)
    dated = [(time.start, time.end) for time in times if time.type != "DURATION"]
    named = {index for entity in entities for index in _tokens_in(reading, entity.start, entity.end)}
    found: list[Figure] = []
    previous: Quantity | None = None
    for quantity in quantities:
        if previous is not None and _is_conversion(reading.text, previous, quantity):
            continue
        previous = quantity
        if any(start <= quantity.start and quantity.end <= end for start, end in dated):
            continue
        found += _figures_of(tree, quantity, found, named)
    found += _nobody(tree)
    taken = {figure.head for figure in found}
    for figure in _uncounted(tree):
        again = any(figure.metric == one.metric and one.start < figure.end and figure.start < one.end for one in found)
        if figure.head not in taken and not again:
            found.append(figure)
    return _linked(tree, _once(tree, sorted(found, key=lambda figure: (figure.start, figure.end))))


# ------------------------------------------------------------------------------------------------------ counted figures


def _tokens_in(reading: Reading, start: int, end: int) -> list[int]:
    """Indices of the tokens that lie in a span."""
    low, high = 0, len(reading.tokens)
    while low < high:
        middle = (low + high) // 2
        if reading.tokens[middle].end <= start:
            low = middle + 1
        else:
            high = middle
    inside = []
    while low < len(reading.tokens) and reading.tokens[low].start < end:
        inside.append(low)
        low += 1
    return inside


def _head(tree: Tree, quantity: Quantity) -> int | None:
    """The topmost token of a quantity: the counted noun, the unit, or the number."""
    inside = _tokens_in(tree.reading, quantity.start, quantity.end)
    tops = [
        index
        for index in inside
        if tree.tokens[index].head not in inside and tree.tokens[index].upos not in {"PUNCT", "ADV", "ADP"}
    ]
    nouns = [index for index in tops if tree.tokens[index].upos in {"NOUN", "PROPN", "SYM", "NUM", "ADJ"}]
    if quantity.item and dimension(quantity.unit) is None:
        last = [index for index in inside if tree.tokens[index].upos in {"NOUN", "PROPN"}]
        if last:
            return last[-1]
    chosen = nouns or tops or inside
    return chosen[-1] if chosen else None


def _is_conversion(text: str, first: Quantity, second: Quantity) -> bool:
    """ "461 mm (18 inches)", "25 million pounds ($39 million)": the same amount told again in another unit."""
    between = text[first.end : second.start].strip()
    if between not in {"(", "[", ", or", "/", "- or", "(about", "(around", "(some", "or"} or first.unit == second.unit:
        return False
    kinds = dimension(first.unit), dimension(second.unit)
    return kinds[0] is not None and kinds[0] == kinds[1]


def _figures_of(tree: Tree, quantity: Quantity, before: Sequence[Figure], named: set[int]) -> list[Figure]:
    if dimension(quantity.unit) in _UNITS_OUT or quantity.unit in {"percentage_point", "basis_point", "point"}:
        return []
    head = _head(tree, quantity)
    if head is None:
        return []
    metric = metric_of(tree, quantity, head, _kin(tree, head, before))
    if metric in {None, "count_other"}:
        metric = (
            _inherited(tree, quantity, head, before)
            or _of_whole(tree, quantity, head)
            or _estimated(tree, quantity, head, before)
            or metric
        )
    if metric is None or not _is_worth(tree, quantity, head, metric, named, before):
        return []
    figure = _figure(tree, _as_percent(quantity), head, metric)
    also = [replace(figure, **_one(tree, other)) for other in _joined_by_one(tree, figure)]
    if quantity.qualifier == "none":
        for other in tree.deps(head, "conj"):
            second = count_metric(tree, other)
            if second in {"deaths", "injured", "missing"}:
                also.append(replace(figure, metric=second, head=other, item=tree.tokens[other].text))
    return [figure, *also]


def _of_whole(tree: Tree, quantity: Quantity, head: int) -> str | None:
    """The metric of the whole that a bare number is a part of: "17 of the 28 refugees expelled on Friday"."""
    if not is_bare(quantity):
        return None
    inside = _tokens_in(tree.reading, quantity.start, quantity.end)
    after = range(inside[-1] + 1, min(inside[-1] + 4, len(tree.tokens)))
    if not after or tree.tokens[after[0]].text.lower() != "of":
        return None
    whole = next((tree.tokens[each].head for each in after if tree.tokens[each].deprel == "nummod"), None)
    metric = None if whole is None else count_metric(tree, whole)
    return None if metric == "count_other" else metric


def _estimated(tree: Tree, quantity: Quantity, head: int, before: Sequence[Figure]) -> str | None:
    """The metric of another estimate of what was just counted: "the church says the number is closer to 40,000"."""
    last = before[-1] if before else None
    if last is None or not is_bare(quantity) or not quantity.value or (last.unit is not None and dimension(last.unit)):
        return None
    near = 0 <= tree.tokens[head].sentence - last.sentence <= 1
    alike = last.value is not None and 0.1 <= quantity.value / max(last.value, 1.0) <= 10
    clause = _clause(tree, head)
    words = {tree.lemma(each) for each in _tokens_in(tree.reading, clause.start, clause.end)}
    return last.metric if near and alike and words & {"number", "figure", "toll", "total", "estimate", "count"} else None


def _joined_by_one(tree: Tree, figure: Figure) -> list[int]:
    """Single people beside those counted: "three women and a child drowned"."""
    if figure.metric not in _TOLLS or figure.value is None or thing(tree, figure.head) != "person":
        return []
    top = tree.top_of_coordination(figure.head)
    return [
        noun
        for noun in (top, *tree.deps(top, "conj"))
        if noun != figure.head
        and tree.tokens[noun].xpos == "NN"
        and thing(tree, noun) == "person"
        and any(tree.tokens[child].text.lower() in {"a", "an"} for child in tree.deps(noun, "det"))
    ]


def _one(tree: Tree, noun: int) -> dict[str, Any]:
    """What a figure of one person has of its own."""
    span = span_of(tree, [noun, *tree.deps(noun, "det", "amod", "compound")])
    text, item = tree.reading.text[span.start : span.end], tree.tokens[noun].text
    exact: dict[str, Any] = {"value": 1.0, "low": 1.0, "high": 1.0, "qualifier": "exactly"}
    return exact | {"start": span.start, "end": span.end, "head": noun, "unit": tree.lemma(noun), "item": item, "text": text}


def _kin(tree: Tree, head: int, before: Sequence[Figure]) -> str | None:
    """The class of what the same sentence counted last."""
    last = before[-1] if before else None
    return thing(tree, last.head) if last is not None and last.sentence == tree.tokens[head].sentence else None


def _as_percent(quantity: Quantity) -> Quantity:
    """ "A quarter of citizens" as 25 percent: the record holds shares in percent."""
    if quantity.unit is None and quantity.value is not None and 0 < quantity.value < 1:
        low, high = (None if bound is None else round(100 * bound, 4) for bound in (quantity.low, quantity.high))
        return replace(quantity, value=round(100 * quantity.value, 4), low=low, high=high, unit="percent")
    return quantity


def _inherited(tree: Tree, quantity: Quantity, head: int, before: Sequence[Figure]) -> str | None:
    """The metric of a bare number from the figure that it takes up: "80 houses ... and 20 others", "17 of the 28"."""
    if dimension(quantity.unit) is not None or not before:
        return None
    last = before[-1]
    part = re.findall(r"\w+", tree.reading.text[max(0, quantity.start - 30) : quantity.start].lower())[-4:]
    if last.sentence == tree.tokens[head].sentence and _PARTS - {"of"} & set(part) and last.metric != "magnitude":
        return last.metric
    if last.sentence != tree.tokens[head].sentence or last.metric in {"money_other", "count_other", "magnitude"}:
        return None
    item = (quantity.item or "").lower()
    following = tree.reading.text[quantity.end : quantity.end + 12].split()
    if item in {"others", "other", "more"} or (following and following[0].lower() in {"of", "more", "others"}):
        what = thing(tree, last.head)
        for predicate in predicates(tree, head):
            metric = metric_by(tree, predicate, what)
            if metric:
                return metric
        return last.metric if _verb_above(tree, head) == _verb_above(tree, last.head) else None
    return None


def _is_share(tree: Tree, quantity: Quantity, head: int) -> bool:
    """Whether a percentage is a share of something counted, not a rate, a price or a change of one."""
    return bool(quantity.item) or not any(
        tree.lemma(above) in lexicon()["rate"] for above in (*islice(tree.ancestors(head), 2), *tree.children[head])
    )


def _goes_on(tree: Tree, head: int, before: Sequence[Figure]) -> bool:
    """Whether a percentage takes up the share told just before: "the year before it was forty percent"."""
    last = before[-1] if before else None
    pronoun = any(tree.tokens[child].text.lower() in {"it", "this", "that"} for child in tree.deps(head, "nsubj"))
    return last is not None and last.unit == "percent" and pronoun and 0 <= tree.tokens[head].sentence - last.sentence <= 1


def _verb_above(tree: Tree, index: int) -> int | None:
    return next((above for above in tree.ancestors(index) if tree.tokens[above].upos == "VERB"), None)


def _is_worth(tree: Tree, quantity: Quantity, head: int, metric: str, named: set[int], before: Sequence[Figure]) -> bool:
    """Whether a count measures the happening: small counts of nothing in particular do not."""
    if metric != "count_other":
        return quantity.value != 0 or (
            quantity.qualifier == "none" and metric in {"deaths", "injured", "missing", "ill", "count_other"}
        )
    if quantity.value == 0:
        return False
    token = tree.tokens[head]
    if quantity.qualifier == "vague" and quantity.low is None:
        # "Several" and "a number of" are figures where they tell harm, not where they only mean more than one.
        return False
    if quantity.unit == "percent":
        return _is_share(tree, quantity, head) or _goes_on(tree, head, before)
    if quantity.unit is None and quantity.value is not None and 0 < quantity.value < 1:
        return True
    words = tree.reading.text[quantity.start : quantity.end] if quantity.item else ""
    if token.xpos == "NN" and re.search(r"\d ?[-‑] ?\w|^\w+-[a-z]", words):
        return False
    small = quantity.value is not None and quantity.value <= 1
    first = _tokens_in(tree.reading, quantity.start, quantity.end)[0]
    definite = any(
        tree.tokens[child].text.lower() in {"the", "these", "those", "both", "last", "first", "past", "next", "other"}
        for child in tree.children[head]
        if child < first or child < head
    )
    return not small and not (definite and (quantity.value or 9) < 10) and token.deprel != "compound" and first not in named


def _figure(tree: Tree, quantity: Quantity, head: int, metric: str) -> Figure:
    text = tree.reading.text
    start, end = quantity.start, quantity.end
    if quantity.unit is None or metric in {"rainfall", "crops_damaged", "aid_goods"}:
        end = _reach(tree, quantity, head)
    item = quantity.item or (text[quantity.end : end].strip() or None)
    return Figure(
        start=start,
        end=end,
        clause=_clause(tree, head),
        sentence=tree.tokens[head].sentence,
        head=head,
        metric=metric,
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        unit=quantity.unit,
        item=item,
        qualifier=quantity.qualifier,
        text=text[start:end],
        confidence=quantity.confidence * (0.6 if metric in {"count_other", "money_other"} else 0.9),
    )


def _reach(tree: Tree, quantity: Quantity, head: int) -> int:
    """The end of the evidence where the number names no noun: through "dead", "injured", "of rain" right after it."""
    inside = _tokens_in(tree.reading, quantity.start, quantity.end)
    at = inside[-1] + 1
    last = tree.reading.sentences[tree.tokens[head].sentence].last
    if at < last and tree.lemma(at) in {*lexicon()["state"], *lexicon()["patient"]}:
        return tree.tokens[at].end
    if quantity.item:
        found = tree.reading.text.find(quantity.item, quantity.end, quantity.end + len(quantity.item) + 12)
        return found + len(quantity.item) if found >= 0 else quantity.end
    return quantity.end


def _clause(tree: Tree, head: int) -> Span:
    """The span of the smallest clause around a token."""
    top = head
    for above in tree.ancestors(head):
        top = above
        if tree.tokens[above].upos in {"VERB", "AUX"}:
            break
    inside = tree.subtree(top, leave=frozenset({"parataxis", "ccomp", "punct"}))
    inside = [index for index in inside if tree.tokens[index].sentence == tree.tokens[head].sentence] or [head]
    return Span(
        min(tree.tokens[index].start for index in (*inside, head)), max(tree.tokens[index].end for index in (*inside, head))
    )


# ---------------------------------------------------------------------------------------------------- uncounted figures


def _nobody(tree: Tree) -> Iterator[Figure]:
    """ "No one was killed": a count of zero."""
    for index, token in enumerate(tree.tokens):
        word = token.text.lower()
        no_one = word == "one" and index > 0 and tree.tokens[index - 1].text.lower() == "no"
        if not (no_one or word in _NOBODY) or token.deprel not in {"nsubj:pass", "nsubj"}:
            continue
        for predicate in predicates(tree, index):
            metric = metric_by(tree, predicate, "person")
            if metric in {"deaths", "injured", "missing", "ill"}:
                start = tree.tokens[index - 1].start if no_one else token.start
                end = max(token.end, tree.tokens[predicate.token].end)
                yield Figure(
                    start, end, _clause(tree, index), token.sentence, index, metric, 0.0, 0.0, 0.0, None, "people", "none",
                    tree.reading.text[start:end], 0.8,
                )  # fmt: skip
                break


def _uncounted(tree: Tree) -> Iterator[Figure]:
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
        start, end, _clause(tree, nouns[0]), tokens[verb].sentence, nouns[0], metric, None, None, None, None,
        text[tokens[first].start : tokens[last].end], "vague", text[start:end], 0.6,
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------------ told once, parts


def _once(tree: Tree, figures: Sequence[Figure]) -> list[Figure]:
    """One entry for a figure told twice: body before headline, bounds that say more, then the first."""
    kept: list[Figure] = []
    for figure in figures:
        twin = next((index for index, other in enumerate(kept) if _same(tree, figure, other)), None)
        if twin is None:
            kept.append(figure)
        elif _rank(tree, figure) > _rank(tree, kept[twin]):
            kept[twin] = figure
    return sorted(kept, key=lambda figure: (figure.start, figure.end))


def _rank(tree: Tree, figure: Figure) -> tuple[int, int]:
    return int(tree.reading.sentences[figure.sentence].segment == "body"), int(figure.qualifier != "exactly")


def _same(tree: Tree, one: Figure, other: Figure) -> bool:
    if one.metric != other.metric or one.value != other.value:
        return False
    # Thirty prisoners and thirty refugees are the same thirty; three of each need not be.
    alike = one.unit == other.unit or None in {one.unit, other.unit}
    if not alike and ((one.value or 0) < 13 or one.metric in {"count_other", "money_other", "aid_value", "economic_loss"}):
        return False
    if one.value is None:
        return (one.low, one.high) == (other.low, other.high) and tree.lemma(one.head) == tree.lemma(other.head)
    headline = "headline" in {tree.reading.sentences[each.sentence].segment for each in (one, other)}
    if (one.low, one.high) != (other.low, other.high):
        return headline
    return headline or one.sentence != other.sentence or tree.lemma(one.head) == tree.lemma(other.head)


def _linked(tree: Tree, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Parts know their total: "30 dead, among them five children", "17 of the 28"."""
    linked: list[Figure] = []
    for position, figure in enumerate(figures):
        total = next(
            (
                index
                for index in range(position - 1, -1, -1)
                if figures[index].metric == figure.metric and figure.sentence - figures[index].sentence <= 2
            ),
            None,
        )
        lead = tree.reading.text[max(0, figure.start - 40) : figure.start].lower().split()
        is_part = any(word.strip(",;(") in _PARTS - {"of"} for word in lead[-4:]) or tree.reading.text[figure.end :].startswith(
            " of the"
        )
        if total is not None and is_part and (figure.value or 0) < (figures[total].value or figures[total].low or 0):
            figure = replace(figure, part_of=total)
        linked.append(figure)
    return tuple(linked)
