"""To whom or what a verb is done: its object, wherever the parser hung it."""

from __future__ import annotations

from onrecord.claims.tree import Tree

_NAMING = frozenset({"brand", "call", "consider", "describe", "dub", "label", "regard", "see", "term", "view"})
_PARTICLES = frozenset({"off", "up", "out", "down", "over", "away", "back", "in"})


def undergoer(tree: Tree, trigger: int) -> int | None:
    """The object of a verb, whether it stands as object, as subject of the passive, or before a relative clause; what it is
    called stands for "what" in "condemned what he called a raid by guards".
    """
    found = _undergoer(tree, trigger)
    return found if found is None or tree.tokens[found].text.lower() != "what" else _called(tree, found)


def is_naming(tree: Tree, verb: int) -> bool:
    """Whether a verb only says what somebody calls the thing that another verb is about: "denounced what he called a raid"."""
    token = tree.tokens[verb]
    under = token.deprel == "acl:relcl" and token.head >= 0 and tree.tokens[token.head].text.lower() == "what"
    return under and tree.lemma(verb) in _NAMING


def _called(tree: Tree, what: int) -> int:
    for verb in tree.deps(what, "acl:relcl"):
        names = [each for each in (*tree.deps(verb, "xcomp", "obj"), *tree.obliques(verb, "as")) if each > verb]
        nouns = [each for each in names if tree.tokens[each].upos in {"NOUN", "PROPN"}]
        if is_naming(tree, verb) and nouns:
            return nouns[-1]
    return what


def _undergoer(tree: Tree, trigger: int) -> int | None:
    token = tree.tokens[trigger]
    if tree.is_passive(trigger):
        kept = tree.first(trigger, "obj")
        return kept if kept is not None else tree.subject(trigger)
    bare = [
        each for each in tree.deps(trigger, "obj", "iobj") if not tree.deps(each, "case") or has_misnamed_particle(tree, each)
    ]
    direct = [each for each in bare if tree.tokens[each].deprel == "obj"] or bare or _misnamed_object(tree, trigger)
    if direct:
        return tree.antecedent(direct[0])
    if token.deprel == "conj" and token.upos == "VERB":
        # "arrested and jailed three men": the object of a coordination may hang on its last verb, or on its first.
        top = tree.top_of_coordination(trigger)
        shared = tree.first(top, "obj")
        if shared is not None and shared > trigger and not tree.deps(trigger, "obl", "xcomp", "ccomp"):
            return shared
    for sibling in tree.deps(trigger, "conj"):
        shared = tree.first(sibling, "obj")
        if (
            shared is not None
            and tree.tokens[sibling].upos == "VERB"
            and not tree.deps(sibling, "nsubj")
            and sibling - trigger <= 3
        ):
            return shared
    off = [each for each in tree.deps(trigger, "obl") if has_misnamed_particle(tree, each) and "off" in tree.cases(each)]
    if off:
        # "fought off the pirates"
        return off[0]
    if token.deprel == "acl:relcl" and tree.deps(trigger, "nsubj") and token.head >= 0:
        subject = tree.deps(trigger, "nsubj")[0]
        owned = any(tree.tokens[each].text.lower() == "whose" for each in tree.deps(subject, "nmod:poss"))
        if tree.antecedent(subject) != token.head and not owned:
            return token.head
    return None


def has_misnamed_particle(tree: Tree, thing: int) -> bool:
    """Whether a particle right after the verb was read as its object's preposition: "sealed off the district"."""
    head = tree.tokens[thing].head
    marks = tree.deps(thing, "case")
    return len(marks) == 1 and marks[0] == head + 1 and tree.tokens[marks[0]].text.lower() in _PARTICLES


def _misnamed_object(tree: Tree, trigger: int) -> list[int]:
    """A bare noun right after a verb that the parser hung on it under a relation that takes a preposition or none, or on a
    clause that begins only after the noun ("accused neighbouring Alda of letting").
    """
    tokens = tree.tokens
    early = [
        child
        for clause in tree.deps(trigger, "advcl", "xcomp", "ccomp")
        for child in tree.deps(clause, "obj")
        if trigger < child < min(tree.deps(clause, "mark"), default=0)
    ]
    return (
        early
        or _coordinated_object(tree, trigger)
        or [
            child
            for child in tree.children[trigger]
            if trigger < child <= trigger + 6
            and tokens[child].deprel in {"obl", "xcomp", "nmod", "flat", "dep", "nsubj", "appos", "nmod:desc", "compound"}
            and tokens[child].upos in {"NOUN", "PROPN"}
            and not tree.deps(child, "case", "cop", "mark")
        ]
    )


def _coordinated_object(tree: Tree, trigger: int) -> list[int]:
    """A bare noun right after a coordinated verb that the parser set beside it: "recall its envoy and suspend talks"."""
    tokens, following = tree.tokens, trigger + 1
    if tokens[trigger].deprel != "conj" or tokens[trigger].upos != "VERB" or following >= len(tokens):
        return []
    beside = tokens[following].deprel == "conj" and tokens[following].head in {trigger, tokens[trigger].head}
    return [following] if beside and tokens[following].upos == "NOUN" and not tree.deps(following, "cc", "case") else []
