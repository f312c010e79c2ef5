"""Figures: the quantities that measure a happening's toll, damage, response, money or scale, each with its metric.

Every quantity of ``onrecord.claims.quantities`` is asked what it counts (``onrecord.claims.tolls``); ages, dates, durations,
ranks and distances of travel fall out. Added to them are damage with no number at all ("sweeping away houses": a vague figure)
and "nobody was hurt". A number told twice is one figure; an amount converted in brackets is one figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from onrecord import vocab
from onrecord.claims.contexts import hazard_behind
from onrecord.claims.figureframes import Figure as Figure
from onrecord.claims.figureframes import clause_around
from onrecord.claims.predicates import predicates
from onrecord.claims.toldonce import PARTS, linked, once
from onrecord.claims.tolls import count_metric, is_bare, metric_by, metric_of
from onrecord.claims.tollwords import base_forms, lexicon, thing
from onrecord.claims.tree import Tree, plant, span_of
from onrecord.claims.uncounted import many, nobody, uncounted
from onrecord.claims.units import dimension
from onrecord.claims.unrealised import is_unrealised
from onrecord.claims.worth import is_worth, telling
from onrecord.model import Entity, Quantity, Reading, Time

_UNITS_OUT = frozenset({"time", "temperature", "data", "frequency", "score", "angle", "power", "energy", "electric", "sound"})
_PERIODS = frozenset({"minute", "hour", "day", "night", "week", "month", "year"})
_UNHARMED = frozenset(
    {"money_other", "count_other", "protesters", "detained", "abducted", "released", "troops", "weapons", "expelled"}
)
_CAPTIVITY = frozenset(
    {"captive", "hostage", "kidnap", "kidnapper", "abduct", "abductor", "captor", "hijack", "hijacker", "ransom"}
)
_GIVEN_UP = frozenset({"hand", "turn", "give", "free", "release"})
_TOLLS = frozenset(
    {"deaths", "missing", "injured", "abducted", "detained", "released", "rescued", "trapped", "hospital_treated"}
)


def find_figures(
    reading: Reading,
    quantities: Sequence[Quantity],
    times: Sequence[Time] = (),
    entities: Sequence[Entity] = (),
    tree: Tree | None = None,
) -> tuple[Figure, ...]:
    """The figures of a reading, in the order of the text, each told once.

    ``quantities`` are those of ``find_quantities`` for the same reading; ``tree`` is the reading's, if there is one already.
    Offsets count code points of ``reading.text``. Pure.
    """
    tree = tree or plant(reading)
    dated = [(time.start, time.end) for time in times if time.type != "DURATION"]
    named = {index for entity in entities for index in _tokens_in(reading, entity.start, entity.end)}
    bodies = {
        index
        for entity in entities
        if entity.country is not None and (entity.type == "LOC" or entity.sector == "GOV" or _serves(entity))
        for index in _tokens_in(reading, entity.start, entity.end)
    }
    found: list[Figure] = []
    previous: Quantity | None = None
    for quantity in quantities:
        if previous is not None and _is_conversion(reading.text, previous, quantity):
            continue
        previous = quantity
        if any(start <= quantity.start and quantity.end <= end for start, end in dated):
            continue
        found += _figures_of(tree, quantity, found, named, bodies)
    found += nobody(tree)
    taken = {figure.head for figure in found}
    for figure in (*uncounted(tree), *many(tree)):
        again = any((figure.metric, figure.sentence) == (one.metric, one.sentence) for one in found)
        if figure.head not in taken and not again:
            found.append(figure)
    kept = once(tree, sorted(telling(tree, found), key=lambda figure: (figure.start, figure.end)))
    harmed = [one if one.metric in _UNHARMED else replace(one, hazard=hazard_behind(tree, one.sentence)) for one in kept]
    return linked(tree, harmed)


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


def _serves(entity: Entity) -> bool:
    """Whether an organisation is one of states or for the common good."""
    return (
        entity.type == "ORG" and entity.sector not in {"BUS", "JRN", "MED"} and entity.country in {"IGO", "NGO", "UNO", "EUR"}
    )


def _figures_of(tree: Tree, quantity: Quantity, before: Sequence[Figure], named: set[int], bodies: set[int]) -> list[Figure]:
    if dimension(quantity.unit) in _UNITS_OUT or quantity.unit in {"percentage_point", "basis_point", "point"}:
        return []
    head = _head(tree, quantity)
    if head is None:
        return []
    whole = _whole(tree, quantity)
    kin = thing(tree, whole) if whole is not None else _kin(tree, head, before)
    if whole is not None and kin == "place":
        # "Six of the nine districts": where, not how much.
        return []
    of_arms = whole is not None and kin == "object"
    metric = "count_other" if of_arms else metric_of(tree, quantity, head, kin, bodies)
    if metric in {None, "count_other"}:
        metric = (
            _inherited(tree, quantity, head, before)
            or (None if whole is None else _metric_of_whole(tree, whole))
            or _estimated(tree, quantity, head, before)
            or metric
        )
    if metric == "detained" and _in_hostage_taking(tree, head):
        metric = "abducted"
    if metric in {"expelled", "detained", "abducted"} and _handed_back(tree, head):
        metric = "released"
    if metric == "protesters" and (quantity.unit == "percent" or {"voter", "elector"} & {*base_forms(tree, head)}):
        metric = "count_other"
    share = quantity.value is not None and 0 < quantity.value < 1
    if (
        (whole is not None or share)
        and kin is None
        and metric in _TOLLS
        and not _are_people(tree, head if whole is None else whole)
    ):
        # "School meals swallow two thirds of the fund".
        metric = "count_other"
    if metric is not None and ((metric in _TOLLS and _is_rate(tree, head)) or is_unrealised(tree, quantity, head, metric)):
        return []
    if metric is None or not is_worth(tree, quantity, head, metric, named, before):
        return []
    figure = _figure(tree, _as_percent(quantity), head, metric)
    if whole is not None and figure.item is None:
        figure = replace(figure, item=tree.tokens[whole].text)
    also = [replace(figure, **_one(tree, other)) for other in _joined_by_one(tree, figure)]
    if quantity.qualifier == "none":
        for other in tree.deps(head, "conj"):
            second = count_metric(tree, other)
            if second in {"deaths", "injured", "missing"}:
                also.append(replace(figure, metric=second, head=other, item=tree.tokens[other].text))
    return [figure, *also]


def _are_people(tree: Tree, noun: int) -> bool:
    """Whether a noun, as far as the vocabularies know it, is one for people."""
    told = any(form in lexicon()["default"] for form in base_forms(tree, noun))
    return told or tree.tokens[noun].upos != "NOUN" or vocab.role(tree.lemma(noun)) is not None


def _is_rate(tree: Tree, head: int) -> bool:
    """ "Two people a day", "40 every month": how fast, not how many."""
    verb = _verb_above(tree, head)
    close = [index for index in range(head + 1, min(head + 3, len(tree.tokens))) if tree.tokens[index].xpos == "NN"]
    below = tree.deps(verb, "obl:unmarked", "obl:tmod", "obl:npmod", "obl", "nmod:unmarked") if verb is not None else []
    for period in (*close, *below):
        each = {tree.tokens[child].text.lower() for child in tree.deps(period, "det", "case")}
        follows = tree.tokens[period + 1].text.lower() if period + 1 < len(tree.tokens) else ""
        if follows in {"earlier", "ago", "before", "later", "after", "old", "long"}:
            continue
        if tree.lemma(period) in _PERIODS and each & {"a", "an", "every", "each", "per"} and not each & {"in", "for", "within"}:
            return True
    return False


def _whole(tree: Tree, quantity: Quantity) -> int | None:
    """The noun of the whole that a bare number is a part of: "17 of the 28 refugees", "six of the country's 14 provinces"."""
    if not is_bare(quantity):
        return None
    at = _tokens_in(tree.reading, quantity.start, quantity.end)[-1] + 1
    last = tree.reading.sentences[tree.tokens[at - 1].sentence].last
    if at >= last or tree.tokens[at].text.lower() != "of":
        return None
    for index in range(at + 1, min(at + 7, last)):
        if tree.tokens[index].deprel == "nummod":
            return tree.tokens[index].head
        if tree.tokens[index].upos not in {"DET", "PRON", "NOUN", "PROPN", "ADJ", "PART", "NUM"}:
            return None
    return None


def _metric_of_whole(tree: Tree, whole: int) -> str | None:
    metric = count_metric(tree, whole)
    return metric if metric is not None or thing(tree, whole) is None else "count_other"


def _in_hostage_taking(tree: Tree, head: int) -> bool:
    """Whether those held are held by captors: the sentence tells of hostages."""
    sentence = tree.reading.sentences[tree.tokens[head].sentence]
    told = {tree.lemma(index) for index in range(sentence.first, sentence.last)}
    verb = _verb_above(tree, head)
    return bool(told & _CAPTIVITY) and verb is not None and tree.lemma(verb) in {"hold", "seize", "take", "capture", "keep"}


def _handed_back(tree: Tree, head: int) -> bool:
    """Whether those handed over were held until then: "handed over six soldiers they had held for 11 days"."""
    sentence = tree.reading.sentences[tree.tokens[head].sentence]
    told = {tree.lemma(index) for index in range(sentence.first, sentence.last)}
    verb = _verb_above(tree, head)
    return verb is not None and tree.lemma(verb) in _GIVEN_UP and bool(told & (_CAPTIVITY | {"hold", "captivity"}))


def _estimated(tree: Tree, quantity: Quantity, head: int, before: Sequence[Figure]) -> str | None:
    """The metric of another estimate of what was just counted: "the church says the number is closer to 40,000"."""
    last = before[-1] if before else None
    if last is None or not is_bare(quantity) or not quantity.value or (last.unit is not None and dimension(last.unit)):
        return None
    near = 0 <= tree.tokens[head].sentence - last.sentence <= 1
    alike = last.value is not None and 0.1 <= quantity.value / max(last.value, 1.0) <= 10
    clause = clause_around(tree, head)
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
    if last.sentence == tree.tokens[head].sentence and PARTS - {"of"} & set(part) and last.metric != "magnitude":
        return last.metric
    if last.sentence != tree.tokens[head].sentence or last.metric in {"money_other", "count_other", "magnitude"}:
        return None
    item = (quantity.item or "").lower()
    following = [word.strip(".,;:") for word in tree.reading.text[quantity.end : quantity.end + 14].lower().split()]
    theirs = following[:1] == ["of"] and following[1:2] in (["them"], ["whom"], ["these"], ["those"])
    if item in {"others", "other", "more"} or (is_bare(quantity) and following and following[0] in {"of", "more", "others"}):
        what = thing(tree, last.head)
        for predicate in predicates(tree, head):
            metric = metric_by(tree, predicate, what)
            if metric:
                return metric
        if (
            theirs
            and tree.tokens[last.head].deprel.startswith("nsubj")
            and tree.tokens[last.head].head == _verb_above(tree, head)
        ):
            # "Volunteers moved 8,000 of them": others than those who act.
            return None
        return last.metric if theirs or _verb_above(tree, head) == _verb_above(tree, last.head) else None
    return None


def _verb_above(tree: Tree, index: int) -> int | None:
    return next((above for above in tree.ancestors(index) if tree.tokens[above].upos == "VERB"), None)


def _figure(tree: Tree, quantity: Quantity, head: int, metric: str) -> Figure:
    text = tree.reading.text
    start, end = quantity.start, quantity.end
    if quantity.unit is None or metric in {"rainfall", "crops_damaged", "aid_goods"}:
        end = _reach(tree, quantity, head)
    item = quantity.item or (text[quantity.end : end].strip() or None)
    return Figure(
        start=start,
        end=end,
        clause=clause_around(tree, head),
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
