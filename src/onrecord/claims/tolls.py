"""What a figure measures: its metric, from the noun that is counted and the words that govern it.

``vocab/metrics.csv`` says which verb, in which position ("patient": object, passive subject or described noun; "agent":
subject), which state, and which noun gives which metric; what a thing is (a home, a road, livestock) turns harm to it into its
own metric. The metrics are those of the project's vocabulary. A count for which nothing speaks is "count_other", or None where
it measures nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from onrecord.claims.tree import Tree
from onrecord.claims.units import dimension
from onrecord.model import Quantity

# Nouns that only carry a number: the governing words of what they measure are above them.
_NOT = frozenset({"not", "n't", "n’t", "never"})
_IN_LISTS = frozenset({",", "and", "or", "of", "as", "well", "away", "out", "down", "off", "-", "'s", "’s"})
_BE = frozenset({"were", "was", "been", "be", "being", "are", "is"})
_CLASS_METRICS = {
    ("home", "destroyed"): "homes_destroyed",
    ("home", "damaged"): "homes_damaged",
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
    ("household", "damaged"): "households_affected",
    ("household", "destroyed"): "households_affected",
}


class Predicate(NamedTuple):
    """A token that says what happens to those counted, and in which role they stand to it."""

    token: int
    role: str


@lru_cache(maxsize=1)
def lexicon() -> Mapping[str, Mapping[str, str]]:
    """Role to word to metric (or class, or kind of harm), from ``vocab/metrics.csv``."""
    table: dict[str, dict[str, str]] = {}
    for row in csv.DictReader((files("onrecord.vocab") / "metrics.csv").read_text(encoding="utf-8").splitlines()):
        table.setdefault(row["role"], {}).setdefault(row["word"], row["metric"])
    return table


def thing(tree: Tree, index: int) -> str | None:
    """The class of a counted noun: home, building, infrastructure, crop, livestock, household, vehicle, person; or None.

    Services, lines and networks are infrastructure only where they are of power, water, telephones and the like.
    """
    table = lexicon()
    forms = base_forms(tree, index)
    if any(form in table["utility_noun"] for form in forms):
        before = {tree.tokens[near].text.lower() for near in range(max(0, index - 6), index)}
        return "infrastructure" if before & table["utility"].keys() else None
    return next((table["class"][form] for form in forms if form in table["class"]), None)


def metric_of(tree: Tree, quantity: Quantity, head: int) -> str | None:
    """The metric of a quantity whose topmost word is ``head``, or None where it measures nothing of a happening."""
    kind = dimension(quantity.unit)
    if kind == "money":
        return _money(tree, quantity, head)
    if quantity.unit == "magnitude":
        return "magnitude"
    if kind is not None:
        return _measure(tree, quantity, head, kind)
    return count_metric(tree, head, quantity)


def count_metric(tree: Tree, head: int, quantity: Quantity | None = None) -> str | None:
    """The metric of a count of people or things, from the noun's predicates and from the noun itself."""
    table = lexicon()
    forms = base_forms(tree, head)
    strong = next((table["strong"][form] for form in forms if form in table["strong"]), None)
    if strong and tree.tokens[head].upos != "NUM":
        return strong
    what = thing(tree, head) or ("person" if _is_personal(tree, head) else None)
    found = [*_before(tree, head, quantity), *predicates(tree, head)]
    for predicate in found:
        metric = metric_by(tree, predicate, what)
        if metric:
            return _of_household(metric, what)
    for predicate in () if found and what is None else _beside(tree, head, quantity):
        metric = metric_by(tree, predicate, what)
        if metric:
            return _of_household(metric, what)
    default = next((table["default"][form] for form in forms if form in table["default"]), None)
    if default:
        return default
    token = tree.tokens[head]
    bare = token.upos == "NUM" or (quantity is not None and quantity.unit is None and quantity.item is None)
    if bare and token.deprel.startswith("nmod") and token.head >= 0 and tree.lemma(token.head) in table["body"]:
        return "personnel"
    if what in {"home", "building", "infrastructure"} or any(form in table["nothing"] for form in forms):
        return "count_other" if what in {"home", "building", "infrastructure"} else None
    if any(form in table["goods"] for form in forms) and any(tree.lemma(one.token) in table["give"] for one in found):
        return "aid_goods"
    if bare and quantity is not None and quantity.unit is None:
        return None
    return "count_other"


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


def metric_by(tree: Tree, predicate: Predicate, what: str | None) -> str | None:
    """The metric that one predicate gives to a class of things, or None."""
    table = lexicon()
    index, role = predicate
    if tree.tokens[index].upos in {"VERB", "ADJ"} and any(
        tree.tokens[each].text.lower() in _NOT for each in tree.deps(index, "advmod")
    ):
        return None
    words = names(tree, index)
    if what in {"home", "building", "infrastructure", "crop", "livestock", "vehicle"}:
        if what == "livestock" and any(word in table["patient"] or word in table["agent"] for word in words):
            return "livestock_lost"
        source = {"patient": "harm", "agent": "harm", "nominal": "harm_nominal", "state": "harm_state"}[role]
        harm = next((table[source][word] for word in words if word in table[source]), None)
        if role == "agent" and harm and not {"collapse", "burn", "sink"} & set(words):
            return None
        return _CLASS_METRICS[what, harm] if harm else None
    if what is None and any(word in table["ambiguous"] for word in words):
        return None
    if role == "nominal":
        return next((table["nominal"][word] for word in words if word in table["nominal"]), None)
    if role == "state":
        return next((table["state"][word] for word in words if word in table["state"]), None)
    framed = _frame(tree, index, table[f"frame_{role}"], words)
    if framed:
        return framed
    return next((table[role][word] for word in words if word in table[role]), None)


def names(tree: Tree, index: int) -> tuple[str, ...]:
    """The forms under which a word may stand in the lexicon: with its particle, its lemma, itself."""
    plain = base_forms(tree, index)
    particles = [tree.tokens[child].text.lower() for child in (*tree.deps(index, "compound:prt"), *tree.deps(index, "advmod"))]
    if index + 1 < len(tree.tokens) and tree.tokens[index + 1].text.lower() in {"away", "out", "off", "down", "up", "back"}:
        particles.append(tree.tokens[index + 1].text.lower())
    return (*(f"{form} {particle}" for particle in particles for form in plain), *plain)


def base_forms(tree: Tree, index: int) -> tuple[str, ...]:
    """A word's lemma and itself, with the regular endings taken off in case the lemma is wrong."""
    text = tree.tokens[index].text.lower()
    forms = [tree.lemma(index), text]
    for ending, instead in (
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ied", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
    ):
        if text.endswith(ending) and len(text) > len(ending) + 2:
            stem = text.removesuffix(ending) + instead
            forms += [stem, stem[:-1]] if stem[-1] == stem[-2] else [stem]
    return tuple(dict.fromkeys(forms))


def _frame(tree: Tree, index: int, frames: Mapping[str, str], words: tuple[str, ...]) -> str | None:
    """ "taken to hospital", "left homeless", "forced to flee": a verb with a second word of its clause."""
    below = tree.deps(index, "obl", "xcomp", "obj", "advmod", "amod", "conj", "ccomp", "advcl", "compound")
    for child in below:
        for second in base_forms(tree, child):
            for verb in words:
                if f"{verb}>{second}" in frames:
                    return frames[f"{verb}>{second}"]
    return None


# ------------------------------------------------------------------------------------------------------------ predicates


def predicates(tree: Tree, head: int) -> Iterator[Predicate]:
    """The words that say what happens to the noun ``head``, the likeliest to name a toll first."""
    yield from _around(tree, head)
    yield from _above(tree, head)


def _around(tree: Tree, head: int) -> Iterator[Predicate]:
    """States and participles that describe the noun itself: "30 dead", "60 injured", "people displaced by", "who died"."""
    tokens = tree.tokens
    token = tokens[head]
    if token.deprel.partition(":")[0] in {"nummod", "amod", "det"} and 0 <= token.head < len(tokens):
        yield Predicate(token.head, "state")
        yield Predicate(token.head, "patient")
    if token.upos in {"ADJ", "VERB", "NOUN"}:
        yield Predicate(head, "state")
    for child in tree.deps(head, "acl", "amod", "advcl", "parataxis", "appos", "dep"):
        if tokens[child].deprel in {"acl:relcl", "advcl:relcl"}:
            yield from _relative(tree, head, child)
        elif tokens[child].upos == "ADJ":
            yield Predicate(child, "state")
        elif tokens[child].xpos in {"VBN", "VBD"} or tree.is_passive(child):
            yield Predicate(child, "patient")
            yield Predicate(child, "state")
        elif tokens[child].xpos == "VBG":
            yield Predicate(child, "agent")


def _relative(tree: Tree, head: int, verb: int) -> Iterator[Predicate]:
    if tree.tokens[verb].upos in {"ADJ", "NOUN"}:
        yield Predicate(verb, "state")
    elif tree.is_passive(verb):
        yield Predicate(verb, "patient")
    elif tree.subject(verb) in {head, None}:
        yield Predicate(verb, "agent")
    else:
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
        if _is_part(tree, index, up):
            # "30 people, including five children": what happened to the whole happened to the part.
            yield from _around(tree, up)
            index = up
            continue
        if token.deprel == "nsubj:pass":
            yield from _verb(tree, up, "patient")
            return
        if relation == "nsubj":
            yield from _verb(tree, up, _subject_role(tree, up))
            return
        if relation in {"obj", "iobj"}:
            for subject in tree.deps(up, "nsubj") if tree.lemma(up) == "include" else ():
                yield Predicate(subject, "nominal")
                yield Predicate(subject, "state")
            yield from _verb(tree, up, "patient")
            return
        if relation in {"obl", "nmod"}:
            yield from _oblique(tree, index, up)
            if relation == "obl" or not _is_carrier(tree, up):
                return
        elif relation not in {"conj", "appos", "nummod", "compound", "flat", "dep", "list", "amod", "parataxis"}:
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


def _before(tree: Tree, head: int, quantity: Quantity | None) -> Iterator[Predicate]:
    """The verb right beside the number: "wounding three others", "30 people were killed" hold even where the tree is wrong."""
    tokens = tree.tokens
    first = tree.reading.sentences[tokens[head].sentence].first
    start = (
        head if quantity is None else next((i for i in range(head, first - 1, -1) if tokens[i].start <= quantity.start), head)
    )
    if start > first and tokens[start - 1].upos == "VERB" and not tree.deps(start - 1, "aux:pass"):
        yield Predicate(start - 1, "patient")
    if start > first + 1 and tokens[start - 1].text.lower() in _BE and tokens[start - 2].text.lower() in lexicon()["state"]:
        # "Among the dead were five members ..."
        yield Predicate(start - 2, "state")
    at, be = head + 1, False
    last = tree.reading.sentences[tokens[head].sentence].last
    while at < last and tokens[at].upos in {"AUX", "ADV", "PART"} and at < head + 5:
        be = be or tokens[at].text.lower() in _BE
        at += 1
    if at >= last:
        return
    if tokens[at].upos in {"VERB", "ADJ"} and (be or tokens[at].xpos == "VBN") and not tree.deps(at, "obj"):
        yield Predicate(at, "patient")
        yield Predicate(at, "state")
    elif tokens[at].upos == "VERB" and not be:
        yield Predicate(at, "agent")
    if at == head + 1 and tokens[at].text.lower() in lexicon()["state"]:
        yield Predicate(at, "state")


def _beside(tree: Tree, head: int, quantity: Quantity | None) -> Iterator[Predicate]:
    """What stands right beside the number where the tree tells nothing: "hurt 300 people", "15 people were hurt"."""
    tokens = tree.tokens
    sentence = tree.reading.sentences[tokens[head].sentence]
    passive = False
    for index in range(head + 1, min(head + 6, sentence.last)):
        token = tokens[index]
        if token.upos == "VERB" or (token.upos == "ADJ" and passive):
            yield Predicate(index, "patient" if passive or token.xpos == "VBN" else "agent")
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
    """A verb with what it shares: "shot and wounded", "was forced to flee", "left homeless"."""
    yield Predicate(verb, role)
    if role == "agent" and tree.tokens[verb].xpos in {"VBN", "VBD"}:
        # Headlines leave out "were": "30 killed in storm".
        yield Predicate(verb, "state")
    for child in tree.deps(verb, "xcomp", "ccomp"):
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
    if cases & {"of"}:
        yield Predicate(up, "patient")
    for subject in tree.deps(up, "nsubj"):
        # "The death toll rose to 30", "the number of injured has climbed to 60".
        for below in (subject, *tree.deps(subject, "compound", "nmod", "amod")):
            yield Predicate(below, "nominal")
            yield Predicate(below, "state")


# ------------------------------------------------------------------------------------------------------ money and measures


def _context(tree: Tree, head: int) -> set[str]:
    """Lemmas of what governs a noun and of what hangs close below."""
    near = {form for child in tree.children[head] for form in base_forms(tree, child)}
    for child in tree.deps(head, "nmod", "compound", "amod", "obl", "acl"):
        near |= {tree.lemma(below) for below in (child, *tree.children[child])}
    for steps, above in enumerate(tree.ancestors(head)):
        near.update(base_forms(tree, above))
        if steps < 2:
            near |= {tree.lemma(child) for child in tree.deps(above, "compound", "amod", "nmod", "obj", "nsubj", "obl")}
        if tree.tokens[above].upos == "VERB" or steps > 2:
            break
    return near


def _money(tree: Tree, quantity: Quantity, head: int) -> str:
    """Aid, loss or other money: by what the money is ("in aid", "a loan"), by the noun it measures, by the verb."""
    table = lexicon()
    near = _context(tree, head)
    item = set((quantity.item or "").lower().split())
    if (near | item) & table["loss_noun"].keys() and not near & {"repay", "profit", "net", "quarter", "share", "earnings"}:
        return "economic_loss"
    token = tree.tokens[head]
    governed = (
        {tree.lemma(token.head)}
        if token.head >= 0 and token.deprel.partition(":")[0] in {"compound", "nmod", "nummod"}
        else set()
    )
    if token.head >= 0 and governed:
        governed |= {tree.lemma(child) for child in tree.deps(token.head, "compound", "amod")} & {
            "aid",
            "relief",
            "humanitarian",
        }
    below = {tree.lemma(child) for child in tree.deps(head, "nmod", "compound")}
    if (item | governed | below) & table["aid_noun"].keys() or near & {"donate", "pledge", "donation"}:
        return "aid_value"
    return "money_other"


def _is_distance(tree: Tree, quantity: Quantity, head: int) -> bool:
    """ "150 km west of", "50 metres from": where something lies, not how much there was."""
    at = head
    while at + 1 < len(tree.tokens) and tree.tokens[at].end < quantity.end:
        at += 1
    following = [tree.tokens[index].text.lower() for index in range(at + 1, min(at + 5, len(tree.tokens)))]
    if following[:1] == ["("]:
        following = following[3:]
    return bool(following) and following[0] in lexicon()["direction"]


def _measure(tree: Tree, quantity: Quantity, head: int, kind: str) -> str | None:
    """The metric of an amount in a unit of measure; lengths that only tell where something lies give None."""
    table = lexicon()
    near = _context(tree, head) | set((quantity.item or "").lower().split())
    nature = [table["nature"][word] for word in near if word in table["nature"]]
    if kind == "speed":
        return "wind_speed" if "wind_speed" in nature else None
    if kind == "length" and _is_distance(tree, quantity, head):
        return None
    if kind == "length":
        if "rainfall" in nature:
            return "rainfall"
        return "water_level" if "water_level" in nature else None
    if kind == "area":
        crops = any(table["class"].get(form) == "crop" for word in near for form in (word, word.removesuffix("s")))
        return "crops_damaged" if crops else "distance_area"
    if kind in {"mass", "volume"}:
        given = near & table["goods"].keys() and near & table["give"].keys()
        return "aid_goods" if given else "weapons" if near & {"explosive", "tnt", "dynamite"} else "count_other"
    return "count_other" if quantity.unit == "percent" else None
