"""Tolls that nothing came of: threatened, foreseen, prevented, denied.

A figure has no modality, so a toll of what did not happen ("a bomb that could have killed hundreds") would stand on record as
one that did. What is given or sent is told by its status instead, and needs and counts of other things are no acts: all those
stay. What may have happened ("as many as 70,000 may have fled") is an estimate, what is announced ("will free 1,200 inmates")
the size of the happening: they stay too, and so do counts of nobody.
"""

from __future__ import annotations

from onrecord.claims.certainty import certainty_of
from onrecord.claims.predicates import before, predicates
from onrecord.claims.tolls import metric_by
from onrecord.claims.tollwords import thing
from onrecord.claims.tree import Tree
from onrecord.model import Quantity

_SUFFERED = frozenset(
    """deaths missing injured hospital_treated ill displaced evacuated homeless detained abducted released rescued trapped
    households_affected homes_damaged homes_destroyed buildings_damaged buildings_destroyed infrastructure_damaged crops_damaged
    livestock_lost expelled sheltered""".split()
)
_DONE = frozenset({"evacuated", "released", "detained", "expelled", "rescued", "sheltered", "hospital_treated"})
"""What somebody may announce of his own will; the rest can only be foreseen."""
_PAST = frozenset({"VBD", "VBN"})
_BEFORE = frozenset({"was", "were", "had"})
_ENOUGH = frozenset({"enough", "sufficient", "capable", "able", "about", "set", "poised"})


def is_unrealised(tree: Tree, quantity: Quantity, head: int, metric: str) -> bool:
    """Whether what a toll counts did not happen, or not yet. Pure; looks at the sentence."""
    if metric not in _SUFFERED or quantity.value == 0:
        return False
    what = thing(tree, head) or "person"
    told = (
        one.token for one in (*before(tree, head, quantity), *predicates(tree, head)) if metric_by(tree, one, what) == metric
    )
    acts = [index for index in told if tree.tokens[index].upos == "VERB"][:1]
    above = next((index for index in tree.ancestors(head) if tree.tokens[index].upos == "VERB"), None)
    acts += [above] if above is not None and above not in acts else []
    return any(_came_to_nothing(tree, act, metric) for act in acts)


def _came_to_nothing(tree: Tree, act: int, metric: str) -> bool:
    passive = {tree.tokens[child].text.lower() for child in tree.deps(act, "aux:pass")}
    auxiliaries = {tree.tokens[child].text.lower() for child in tree.deps(act, "aux")}
    if auxiliaries & {"may", "might"} and "have" in auxiliaries:
        return False
    above = tree.tokens[act].head
    governed = above >= 0 and tree.tokens[act].deprel in {"xcomp", "advcl", "acl"}
    if governed and (tree.lemma(above) in _ENOUGH or tree.lemma(above) == "threaten"):
        return True
    if governed and any(above < each < act and tree.lemma(each) in _ENOUGH for each in tree.deps(above, "amod", "advmod")):
        # "medicines, enough to treat 20,000"
        return True
    if (
        above >= 0
        and tree.lemma(above) == "fear"
        and tree.tokens[act].xpos in _PAST
        and not auxiliaries & {"will", "would", "could"}
    ):
        # "Officials fear that 30 were buried": an estimate.
        return False
    certainty = certainty_of(tree, act)
    # Those whose fate "is not known" are missing for all that.
    beside = any(tree.tokens[child].text.lower() in {"none", "nobody", "neither"} for child in tree.deps(act, "nsubj"))
    denied = certainty.polarity == "negated" and metric != "missing" and not beside
    # "Plans to rebuild where homes were destroyed": what is planned is not what was done.
    done = metric in _DONE or (tree.tokens[act].xpos in _PAST and bool(auxiliaries & _BEFORE or passive & _BEFORE))
    return denied or certainty.modality in ("forecast", "hypothetical", *(() if done else ("planned",)))


__all__ = ["is_unrealised"]
