"""What an amount measures: money by what it is for, lengths and areas by what they describe."""

from __future__ import annotations

from collections.abc import Iterable, Set

from onrecord.claims.tollwords import base_forms, lexicon, names
from onrecord.claims.tree import Tree
from onrecord.model import Quantity

_DONATED = frozenset({"donate", "donated"})


def money(tree: Tree, quantity: Quantity, head: int, bodies: Set[int] = frozenset()) -> str:
    """Aid, loss or other money: by what the money is ("in aid", "a loan"), by the noun it measures, by the verb.

    ``bodies`` are the tokens of states and of organisations that serve no trade: what they give is aid. Loss of business is no
    loss of the happening: a sentence about earnings gives "money_other".
    """
    table = lexicon()
    verbs = _verbs(tree, head)
    own = _own(tree, quantity, head)
    if tree.tokens[head].deprel == "conj":
        # "20 million euros in aid for Chad and 5 million for Niger".
        own |= _forms(tree, tree.deps(tree.top_of_coordination(head), "nmod")) & table["aid_noun"].keys()
    near = own | _context(tree, head)
    sentence = tree.reading.sentences[tree.tokens[head].sentence]
    told = _forms(tree, range(sentence.first, sentence.last))
    business = not told.isdisjoint(table["business"])
    given = any(verb in table["give_money"] for verb in verbs)
    if given and not business and own.isdisjoint({"damage", "loss", "destruction"}):
        return "aid_value"
    if not business and _is_gift(tree, head, bodies):
        return "aid_value"
    if near & table["loss_noun"].keys() and not business:
        return "economic_loss"
    if any(verb in table["loss_verb"] for verb in verbs) and told & table["loss_scene"].keys() and not business:
        return "economic_loss"
    if own & table["aid_noun"].keys():
        return "aid_value"
    asked = any(verb in table["give"] or verb in table["seek"] for verb in verbs)
    return "aid_value" if asked and not business and near_need(tree, head) else "money_other"


def _is_gift(tree: Tree, head: int, bodies: Set[int]) -> bool:
    """Whether a state or a body for the common good gives the money: "Britain gave 2 million pounds"."""
    verb = next((above for above in tree.ancestors(head) if tree.tokens[above].upos == "VERB"), None)
    if verb is None or lexicon()["body_gives"].keys().isdisjoint(names(tree, verb)):
        return False
    top = tree.top_of_coordination(verb)
    while tree.tokens[top].deprel == "xcomp":
        top = tree.tokens[top].head
    subjects = [*tree.deps(verb, "nsubj"), *tree.obliques(verb, "by")] or [*tree.deps(top, "nsubj")]
    if tree.tokens[top].deprel == "ccomp" and any(tree.tokens[each].text.lower() in {"it", "they"} for each in subjects):
        # "Norway said that it would give": who says so gives.
        subjects = [*tree.deps(tree.tokens[top].head, "nsubj")]
    return any(each in bodies or not bodies.isdisjoint(tree.children[each]) for each in subjects)


def near_need(tree: Tree, head: int) -> bool:
    """Whether the clause around a token tells of people or a purpose that relief is for: victims, refugees, rebuilding."""
    top = head
    for above in tree.ancestors(head):
        top = above
        if tree.tokens[above].upos == "VERB":
            break
    return not _forms(tree, tree.subtree(top, leave=frozenset({"parataxis", "ccomp"}))).isdisjoint(lexicon()["need_word"])


def _forms(tree: Tree, indices: Iterable[int]) -> set[str]:
    return {form for index in indices for form in base_forms(tree, index)}


def _verbs(tree: Tree, head: int) -> set[str]:
    """The names of the nearest verb above, and of the verb it serves: "agreed to lend"."""
    found: set[str] = set()
    for above in tree.ancestors(head):
        if tree.tokens[above].upos == "VERB":
            found.update(names(tree, above))
            found.update(f"{form} {case}" for form in base_forms(tree, above) for case in tree.cases(head))
            if tree.tokens[above].deprel != "xcomp":
                break
    return found


def _own(tree: Tree, quantity: Quantity, head: int) -> set[str]:
    """Forms of the nouns that say what the money is: "in aid", "worth of damage", "a 300,000-dollar grant"."""
    token = tree.tokens[head]
    found: set[str] = {form for word in (quantity.item or "").lower().split() for form in (word, word.removesuffix("s"))}
    if token.head >= 0 and token.deprel.partition(":")[0] in {"compound", "nmod", "nummod"}:
        found.update(base_forms(tree, token.head))
        found |= _forms(tree, tree.deps(token.head, "compound", "amod")) & {"aid", "relief", "humanitarian"}
    for child in tree.deps(head, "nmod", "compound"):
        found.update(base_forms(tree, child))
    at = head
    while at + 1 < len(tree.tokens) and tree.tokens[at].start < quantity.end:
        at += 1
    following = [tree.tokens[index].text.lower() for index in range(at, min(at + 5, len(tree.tokens)))]
    if following[:1] in (["in"], ["worth"], ["of"]):
        # Through modifiers only: "worth of damage", "in emergency aid".
        for index in range(at + 1, min(at + 5, len(tree.tokens))):
            if tree.tokens[index].upos == "NOUN":
                found.update(base_forms(tree, index))
            elif tree.tokens[index].upos not in {"ADJ", "ADP", "DET"}:
                break
    return found


def _context(tree: Tree, head: int) -> set[str]:
    """Forms of what governs a noun and of what hangs close below."""
    near = _forms(tree, tree.children[head])
    for child in tree.deps(head, "nmod", "compound", "amod", "obl", "acl"):
        near |= _forms(tree, (child, *tree.children[child]))
    for steps, above in enumerate(tree.ancestors(head)):
        near.update(base_forms(tree, above))
        if steps < 2:
            near |= _forms(tree, tree.deps(above, "compound", "amod", "nmod", "obj", "nsubj", "obl"))
        if tree.tokens[above].upos == "VERB" or steps > 2:
            break
    return near


_FAR = frozenset({"kilometer", "mile", "nautical_mile"})
_TALL = frozenset({"meter", "foot", "yard"})


def _is_distance(tree: Tree, quantity: Quantity, head: int) -> bool:
    """ "150 km west of", "50 metres from": where something lies, not how much there was."""
    at = head
    while at + 1 < len(tree.tokens) and tree.tokens[at].end < quantity.end:
        at += 1
    following = [tree.tokens[index].text.lower() for index in range(at + 1, min(at + 5, len(tree.tokens)))]
    if following[:1] == ["("]:
        following = following[3:]
    return bool(following) and following[0] in lexicon()["direction"]


def measure(tree: Tree, quantity: Quantity, head: int, kind: str) -> str | None:
    """The metric of an amount in a unit of measure; lengths that only tell where something lies give None."""
    table = lexicon()
    near = _context(tree, head) | {
        form for word in (quantity.item or "").lower().split() for form in (word, word.removesuffix("s"))
    }
    nature = {table["nature"][word] for word in near if word in table["nature"]}
    if kind == "speed":
        return "wind_speed" if "wind_speed" in nature else None
    if kind == "length":
        if _is_distance(tree, quantity, head):
            return None
        if quantity.unit in _FAR:
            # Neither rain nor a river's level is told in kilometres.
            nature -= {"rainfall", "water_level"}
        elif quantity.unit in _TALL and "water_level" in nature:
            # "the river rose three metres after heavy rain"
            nature -= {"rainfall"}
        return next((metric for metric in ("rainfall", "distance_area", "water_level") if metric in nature), None)
    if kind == "area":
        crops = any(table["class"].get(word) == "crop" for word in near)
        return "crops_damaged" if crops else "distance_area"
    if kind in {"mass", "volume"}:
        given = near & _DONATED or (near & table["goods"].keys() and near & table["give"].keys())
        return "aid_goods" if given else "weapons" if near & {"explosive", "tnt", "dynamite"} else "count_other"
    return "count_other" if quantity.unit == "percent" else None
