"""What a figure measures: its metric, from the noun that is counted and the words that govern it.

``vocab/metrics.csv`` says which verb, in which position ("patient": object, passive subject or described noun; "agent":
subject), which state, and which noun gives which metric; what a thing is (a home, a road, livestock) turns harm to it into its
own metric. The metrics are those of the project's vocabulary. A count for which nothing speaks is "count_other", or None where
it measures nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from onrecord import vocab
from onrecord.claims.amounts import measure, money, near_need
from onrecord.claims.predicates import Predicate, before, beside, has_counted_members, is_whole, numbered, predicates
from onrecord.claims.tollwords import base_forms, lexicon, names, thing
from onrecord.claims.tree import Tree
from onrecord.claims.units import dimension
from onrecord.model import Quantity

_NOT = frozenset({"not", "n't", "n’t", "never"})
_FATES = {
    **dict.fromkeys(("dead", "killed", "died", "slain"), "deaths"),
    **dict.fromkeys(("injured", "wounded", "hurt", "maimed"), "injured"),
    **dict.fromkeys(("captured", "arrested", "detained"), "detained"),
    "missing": "missing",
}
_SERVING = frozenset(
    """apprentice customer employee engineer executive graduate guest hire lawmaker manager member nurse officer official player
    pupil recruit shareholder staff staffer student subscriber teacher user volunteer voter worker""".split()
)
_THINGS = frozenset({"home", "building", "infrastructure", "crop", "livestock", "vehicle"})
_CLASS_METRICS = {
    ("home", "destroyed"): "homes_destroyed",
    ("home", "damaged"): "homes_damaged",
    ("home", "unsupplied"): "households_affected",
    ("building", "destroyed"): "buildings_destroyed",
    ("building", "damaged"): "buildings_damaged",
    ("infrastructure", "destroyed"): "infrastructure_damaged",
    ("infrastructure", "damaged"): "infrastructure_damaged",
    ("crop", "destroyed"): "crops_damaged",
    ("crop", "damaged"): "crops_damaged",
    ("livestock", "destroyed"): "livestock_lost",
    ("livestock", "damaged"): "livestock_lost",
    ("vehicle", "destroyed"): "count_other",
    ("vehicle", "damaged"): "count_other",
}
_FEW = 3
"""Fewer officers, doctors or advisers than these are no force sent to a happening."""
_COURT = frozenset(
    {"court", "judge", "lawsuit", "prosecutor", "trial", "murder", "rape", "abuse", "theft", "fraud", "violence"}
)
_TOPIC = 3
"""Sentences at the beginning of a report that tell what it is about."""
_NEAR = 2
"""Sentences before the present one in which a disease may have been named."""


def metric_of(tree: Tree, quantity: Quantity, head: int, kin: str | None = None, bodies: Set[int] = frozenset()) -> str | None:
    """The metric of a quantity whose topmost word is ``head``, or None where it measures nothing of a happening.

    ``kin`` is the class of the thing that the sentence counted just before, which a bare number goes on counting ("damaged 350
    houses and destroyed 40"). ``bodies`` are the tokens of states and bodies that give.
    """
    kind = dimension(quantity.unit)
    if kind == "money":
        return money(tree, quantity, head, bodies)
    if quantity.unit == "magnitude":
        return "magnitude"
    if kind is not None:
        what = _measured_thing(quantity) if kind == "length" else None
        harmed = count_metric(tree, head, quantity, what) if what else None
        return harmed if harmed not in {None, "count_other"} else measure(tree, quantity, head, kind)
    if kin is not None and is_bare(quantity):
        metric = count_metric(tree, head, quantity, kin)
        if metric not in {None, "count_other"}:
            return metric
    return count_metric(tree, head, quantity)


def _measured_thing(quantity: Quantity) -> str | None:
    """The class of what a length is of: "40 kilometres of road" are infrastructure."""
    words = (quantity.item or "").lower().split()
    kinds = [lexicon()["class"].get(form) for word in words for form in (word, word.removesuffix("s"), word.removesuffix("es"))]
    return next((kind for kind in kinds if kind in {"infrastructure", "crop"}), None)


def is_bare(quantity: Quantity) -> bool:
    """Whether only the number is there, or "12 more", "20 others": what is counted was named before."""
    return quantity.unit is None and (quantity.item or "others").lower() in {"others", "other", "more"}


def count_metric(tree: Tree, head: int, quantity: Quantity | None = None, kin: str | None = None) -> str | None:
    """The metric of a count of people or things, from the noun's predicates and from the noun itself."""
    table = lexicon()
    forms = base_forms(tree, head)
    noun = tree.tokens[head].upos != "NUM"
    strong = next((table["strong"][form] for form in forms if form in table["strong"]), None)
    if strong and noun:
        return strong
    if noun and any(form in table["case_noun"] for form in forms):
        return "ill" if _is_of_disease(tree, head) else "count_other"
    what = kin or thing(tree, head) or ("person" if _is_personal(tree, head) else None)
    whole = is_whole(tree, head) or has_counted_members(tree, head)
    bare = tree.tokens[head].upos == "NUM" or (quantity is not None and quantity.unit is None and quantity.item is None)
    found = [*before(tree, head, quantity), *predicates(tree, head), *(numbered(tree, head) if bare else ())]
    for predicate in found:
        metric = metric_by(tree, predicate, what)
        if metric in _FATES.values() and _is_of_either(tree, head):
            # How many of each is not told.
            return "count_other"
        if metric == "evacuated" and any(form in table["envoy"] for form in forms):
            return "expelled"
        role = vocab.role(tree.lemma(head)) if metric == "protesters" and what != "person" else None
        if role is not None and role.kind != "person":
            # "two firms struck": they are no two people.
            continue
        if metric:
            return _of_household(metric, what)
    for predicate in () if whole or (found and what is None) else beside(tree, head, quantity):
        metric = metric_by(tree, predicate, what)
        if metric:
            return _of_household(metric, what)
    default = next((table["default"][form] for form in forms if form in table["default"]), None)
    if default:
        few = default == "personnel" and quantity is not None and (quantity.value or _FEW) < _FEW
        return "count_other" if few else default
    group = _group(tree, head, quantity)
    if group:
        return group
    token = tree.tokens[head]
    part = quantity is not None and quantity.value is not None and quantity.value < 1
    if what == "place" and not part and set(tree.cases(head)) & {"in", "across", "from", "of", "throughout", "for", "between"}:
        return None
    if bare and token.deprel.startswith("nmod") and token.head >= 0 and tree.lemma(token.head) in table["body"]:
        return "personnel"
    if token.upos == "NUM" and token.deprel == "nummod" and 0 <= token.head < head:
        # "Put the number of demonstrators at 45,000".
        counted = next((table["default"][form] for form in base_forms(tree, token.head) if form in table["default"]), None)
        if counted:
            return counted
    if bare and token.head >= 0 and tree.lemma(token.head) == "number" and tree.tokens[token.head].upos == "VERB":
        # "The dead numbered 213".
        verb = token.head
        those = tree.tokens[verb].head if tree.tokens[verb].deprel == "acl" else tree.subject(verb)
        forms = () if those is None else base_forms(tree, those)
        return next(
            (table[role][form] for role in ("strong", "default", "state") for form in forms if form in table[role]),
            "count_other",
        )
    if what == "person" and _at_protest(tree, head):
        return "protesters"
    if what in {"home", "building", "infrastructure"} or any(form in table["nothing"] for form in forms):
        return "count_other" if what in {"home", "building", "infrastructure"} else None
    verbs = {name for one in found for name in names(tree, one.token)}
    given = not verbs.isdisjoint(table["give"]) or (what == "vehicle" and _comes_with_goods(tree, head))
    goods = any(form in table["goods"] for form in (*forms, *_compound_forms(tree, head)))
    if given and (goods or (what == "vehicle" and (near_need(tree, head) or _comes_with_goods(tree, head)))):
        return "aid_goods"
    if bare and quantity is not None and quantity.unit is None:
        return None
    return "count_other"


def _comes_with_goods(tree: Tree, head: int) -> bool:
    """Whether vehicles bring relief goods: "two helicopters landed with rice"."""
    verb = tree.tokens[head].head
    if tree.tokens[head].deprel != "nsubj" or tree.lemma(verb) not in {"land", "arrive", "come", "reach", "return"}:
        return False
    brought = [*tree.obliques(verb, "with"), *(each for below in tree.deps(verb, "advcl") for each in tree.deps(below, "obj"))]
    loads = [noun for first in brought for each in tree.conjuncts(first) for noun in (each, *tree.obliques(each, "of"))]
    return any(form in lexicon()["goods"] for noun in loads for form in base_forms(tree, noun))


def _group(tree: Tree, head: int, quantity: Quantity | None) -> str | None:
    """The metric of a group's size, "a 3,500-strong force", "a 40-member search team", or None."""
    words = {tree.lemma(head), *((quantity.item or "").lower().split()[:1] if quantity is not None else ())}
    if not words & {"strong", "member", "man", "person"}:
        return None
    places = [head, tree.tokens[head].head] if tree.tokens[head].head >= 0 else [head]
    table = lexicon()
    return next((table["group"][form] for each in places for form in base_forms(tree, each) if form in table["group"]), None)


def _at_protest(tree: Tree, head: int) -> bool:
    """Whether people come together, "150,000 turned out", where a protest is told of in the sentence or shortly before."""
    table = lexicon()
    verb = tree.tokens[head].head
    if tree.tokens[head].deprel != "nsubj" or table["assemble"].keys().isdisjoint(names(tree, verb)):
        return False
    here = tree.tokens[head].sentence
    last = tree.reading.sentences[here].last
    told = {
        form for index in range(tree.reading.sentences[max(0, here - _NEAR)].first, last) for form in base_forms(tree, index)
    }
    return any(table["group"].get(form) == "protesters" or table["default"].get(form) == "protesters" for form in told)


def _compound_forms(tree: Tree, head: int) -> list[str]:
    return [form for child in tree.deps(head, "compound") for form in base_forms(tree, child)]


def _is_of_disease(tree: Tree, head: int) -> bool:
    """Whether cases are of a disease: named with them, or, where nothing is, in the sentence or shortly before."""
    table = lexicon()["disease"]

    def names_disease(indices: list[int]) -> bool:
        return any(form in table for index in indices for form in base_forms(tree, index))

    described = [index for child in tree.deps(head, "nmod", "compound", "amod") for index in tree.subtree(child)]
    if names_disease(described):
        return True
    if tree.obliques(head, "of"):
        return False
    sentences, here = tree.reading.sentences, tree.tokens[head].sentence
    if names_disease(list(range(sentences[max(0, here - _NEAR)].first, sentences[here].last))):
        return True
    # A report of an outbreak counts its cases to the end; those of courts are others.
    words = {tree.lemma(index) for index in range(sentences[here].first, sentences[here].last)}
    return not words & _COURT and names_disease(list(range(sentences[min(_TOPIC, len(sentences)) - 1].last)))


def _is_personal(tree: Tree, head: int) -> bool:
    """Whether what is counted are people: by the noun, by a plural name of a people, or because only the number is there."""
    token, table = tree.tokens[head], lexicon()
    if any(table["default"].get(form, "weapons") != "weapons" for form in base_forms(tree, head)):
        return True
    return (
        token.upos in {"NUM", "ADJ", "PRON"}
        or (token.upos == "PROPN" and token.text.endswith("s"))
        or token.text.lower() == "others"
    )


def _of_household(metric: str, what: str | None) -> str:
    return "households_affected" if what == "household" and metric == "affected" else metric


def _tells_something_else(tree: Tree, verb: int, role: str) -> bool:
    """Arrows of which "three struck the gate" are no strikers, and homes that are broken into are not damaged."""
    forms = base_forms(tree, verb)
    following = tree.tokens[verb + 1].text.lower() if verb + 1 < len(tree.tokens) else ""
    struck = role == "agent" and "strike" in forms and tree.first(verb, "obj") is not None
    return struck or ("break" in forms and following == "into")


def metric_by(tree: Tree, predicate: Predicate, what: str | None) -> str | None:
    """The metric that one predicate gives to a class of things, or None."""
    table = lexicon()
    index, role = predicate
    if tree.tokens[index].upos in {"VERB", "ADJ"} and any(
        tree.tokens[each].text.lower() in _NOT for each in tree.deps(index, "advmod")
    ):
        return None
    if _tells_something_else(tree, index, role):
        return None
    words = names(tree, index)
    if role.startswith("patient "):
        words = tuple(f"{word} {role.removeprefix('patient ')}" for word in base_forms(tree, index))
        role = "patient"
    if what in {"object", "place"}:
        return None
    if role == "counted":
        return next((table[kind][word] for kind in ("strong", "default") for word in words if word in table[kind]), None)
    if role == "phrase":
        words = tuple(word for word in words if " " in word)
        role = "state"
    if what == "life":
        return next((table["life"][word] for word in words if word in table["life"]), None)
    if what == "livestock" and any(word in table["patient"] or word in table["agent"] for word in words):
        return "livestock_lost"
    if what in {"home", "building"} and role == "agent" and _frame(tree, index, table["frame_harm"], words):
        return _CLASS_METRICS.get((what, "unsupplied"))
    if what in _THINGS:
        source = {"patient": "harm", "agent": "harm_self", "nominal": "harm_nominal", "state": "harm_state"}[role]
        harm = next((table[source][word] for word in words if word in table[source]), None)
        return _CLASS_METRICS.get((what, harm)) if harm else None
    if what == "household" and role in {"patient", "state"} and any(word in table["harm"] for word in words):
        told = next((table["patient"][word] for word in words if word in table["patient"]), "affected")
        return told if told != "deaths" else None
    if what is None and any(word in table["ambiguous"] for word in words):
        return None
    if role == "nominal" and what == "person" and "loss" in words:
        # "with the loss of 90 troops"
        return "deaths"
    if role == "nominal":
        return next((table["nominal"][word] for word in words if word in table["nominal"]), None)
    if role == "state":
        return next((table["state"][word] for word in words if word in table["state"]), None)
    if role == "patient" and "lose" in words and _left_in_life(tree, index):
        return None
    if "claim" in words and (
        tree.tokens[index].upos == "NOUN" or (role == "patient" and _is_somebody(tree, tree.subject(index)))
    ):
        # "asylum claims over 8,000", "a club that claims 900 members": only a disaster claims lives.
        return None
    if role == "patient" and any(word in table["by_people"] for word in words) and _by_people(tree, index):
        return next(table["by_people"][word] for word in words if word in table["by_people"])
    framed = _frame(tree, index, table[f"frame_{role}"], words)
    if framed is not None:
        # An idiom that harms or moves nobody ("lifted out of poverty") has a frame without a metric.
        return framed or None
    return next((table[role][word] for word in words if word in table[role]), None)


def _is_of_either(tree: Tree, head: int) -> bool:
    """Whether words of two tolls stand joined by "or" beside a counted noun: "dead or missing", "killed or wounded 400"."""
    sentence = tree.reading.sentences[tree.tokens[head].sentence]
    for index in range(max(sentence.first + 1, head - 7), min(head + 6, sentence.last - 1)):
        if tree.tokens[index].text.lower() == "or":
            one, two = (_FATES.get(tree.tokens[each].text.lower()) for each in (index - 1, index + 1))
            if one and two and one != two:
                return True
    return False


def _left_in_life(tree: Tree, verb: int) -> bool:
    """Whether somebody loses people who work or play for him, and they their post: an army's soldiers fall, a mill's workers
    go.
    """
    lost = (noun for each in tree.deps(verb, "obj") for noun in tree.conjuncts(each))
    return any(form in _SERVING for noun in lost for form in base_forms(tree, noun))


def _is_somebody(tree: Tree, subject: int | None) -> bool:
    return subject is not None and (
        tree.tokens[subject].upos in {"PROPN", "PRON"} or vocab.role(tree.lemma(subject)) is not None
    )


def _by_people(tree: Tree, verb: int) -> bool:
    """Whether people do it: villagers bury their dead, mud buries the living."""
    subject = tree.subject(verb)
    if subject is None or tree.is_passive(verb):
        return False
    return tree.tokens[subject].text.lower() in {"we", "i", "they", "he", "she"} or thing(tree, subject) == "person"


def _frame(tree: Tree, index: int, frames: Mapping[str, str], words: tuple[str, ...]) -> str | None:
    """ "taken to hospital", "left homeless", "forced to flee", "driven out of": a verb with a second word of its clause."""
    below = tree.deps(index, "obl", "xcomp", "obj", "advmod", "amod", "conj", "ccomp", "advcl", "compound", "dep", "acl")
    found: list[str | None] = []
    for child in below:
        if tree.tokens[child].deprel == "obj" and tree.deps(child, "conj"):
            # "Sent a field hospital and 85 technicians" sent nobody to hospital.
            continue
        if child < index and tree.tokens[child].upos == "PRON":
            # "The raids in which 121 people were taken".
            continue
        kinds = (form for each in tree.deps(child, "compound") for form in base_forms(tree, each))
        seconds = (*names(tree, child), *(word for case in tree.cases(child) for word in case.split()), *kinds)
        for second in seconds:
            for verb in words:
                found.append(frames.get(f"{verb}>{second}"))
    told = [metric for metric in found if metric is not None]
    return "" if "" in told else next(iter(told), None)
