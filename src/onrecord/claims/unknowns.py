"""What a report says is not known: "the cause is unclear", "no word on survivors", "declined to say how many".

An unknown is told by a predicate that denies knowledge, by a source that withholds it, or by a noun of information under
"no". A count of none ("no injuries were reported") is a figure and no unknown. The words stand in
``vocab/unknown_words.csv``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord import vocab
from onrecord.claims.certainty import is_negated
from onrecord.claims.lemmas import planted
from onrecord.claims.lexicon import rows
from onrecord.claims.settings import evidence_span
from onrecord.claims.tree import Tree, span_of
from onrecord.model import Reading, Span

_QUESTIONS = frozenset({"how", "who", "whom", "whose", "what", "when", "where", "why", "which", "whether", "if"})
_WITHHOLDING = frozenset({"decline", "refuse", "fail", "neglect"})
_PENDING = frozenset({"yet", "remain", "have"})
_UNREAD = frozenset({"byline", "dateline", "furniture"})
_OTHERS = frozenset({"claim", "little", "mystery", "available", "responsibility"})


@dataclass(frozen=True, slots=True)
class UnknownFrame:
    """Something that the report says is not known: the clause that says so, and what about (verbatim where the tree tells)."""

    evidence: Span
    about: str
    sentence: int
    confidence: float = 0.8


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(row["lemma"] for row in rows("unknown_words.csv") if row["class"] == name)


@cache
def _telling() -> frozenset[str]:
    """The lemmas by which ``_at`` finds anything."""
    named = ("unknown", "known", "tell", "information", "looked_into")
    return frozenset(_OTHERS.union(*map(_words, named)))


def find_unknowns(reading: Reading, tree: Tree | None = None) -> tuple[UnknownFrame, ...]:
    """What the report says is not known, in order of the text, at most one for a clause; ``tree`` as in ``find_figures``."""
    tree = tree or planted(reading)
    telling = _telling()
    found: list[UnknownFrame] = []
    for index, token in enumerate(tree.tokens):
        if tree.lemma(index) not in telling or reading.sentences[token.sentence].segment in _UNREAD:
            continue
        frame = _at(tree, index)
        if frame is not None and all(not _overlap(frame.evidence, other.evidence) for other in found):
            found.append(frame)
    return tuple(found)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _at(tree: Tree, index: int) -> UnknownFrame | None:
    lemma, token = tree.lemma(index), tree.tokens[index]
    if lemma in _words("unknown"):
        return _unknown_adjective(tree, index)
    if lemma in _words("known") and token.upos in {"VERB", "ADJ", "AUX"} and _denied(tree, index):
        frame = _unknown_predicate(tree, index)
        if frame is not None or lemma not in _words("tell"):
            return frame
    if lemma in _words("tell") and token.upos == "VERB" and (_denied(tree, index) or _withheld(tree, index)):
        return _withheld_answer(tree, index)
    if lemma in _words("information") and token.upos == "NOUN" and _none_of(tree, index):
        return _no_information(tree, index)
    if lemma == "claim" and token.upos == "NOUN" and _none_of(tree, index):
        answers = any(tree.lemma(child) == "responsibility" for child in tree.obliques(index, "of"))
        return _no_information(tree, index) if answers else None
    if lemma == "little" and token.deprel in {"nsubj:pass", "nsubj"} and tree.lemma(token.head) == "know":
        return _frame(tree, token.head, _complement(tree, token.head))
    if lemma == "mystery" and token.deprel in {"root", "xcomp", "ccomp"}:
        remains = token.deprel == "xcomp" and tree.lemma(token.head) == "remain"
        if remains or tree.deps(index, "cop", "nsubj"):
            return _frame(tree, token.head if remains else index, _about(tree, index))
    if lemma == "available" and token.upos == "ADJ" and is_negated(tree, index):
        return _unavailable(tree, index)
    if lemma in _words("looked_into") and (token.upos == "VERB" or "under" in tree.cases(index)):
        return _looked_into(tree, index)
    if lemma == "responsibility" and token.deprel == "obj" and tree.lemma(token.head) in {"claim", "admit", "take"}:
        nobody = any(_none_of(tree, each) or _nobody(tree, each) for each in tree.deps(token.head, "nsubj"))
        return _frame(tree, token.head, _text(tree, tree.subtree(index))) if nobody else None
    return None


def _unavailable(tree: Tree, index: int) -> UnknownFrame | None:
    """ "Details were not available", "no figures were available"."""
    subject = tree.subject(index)
    if subject is None or tree.lemma(subject) not in _words("information") | _words("measured"):
        return None
    return _frame(tree, index, _text(tree, tree.subtree(subject)))


def _looked_into(tree: Tree, index: int) -> UnknownFrame | None:
    """What is still sought: "the cause is under investigation", "the extent of the damage is being assessed"."""
    subject = tree.subject(index)
    if subject is None or tree.lemma(subject) not in _words("measured"):
        return None
    going_on = tree.tokens[index].upos != "VERB" or any(
        tree.tokens[child].text.lower() in {"being", "still"} for child in tree.children[index]
    )
    return _frame(tree, index, _text(tree, tree.subtree(subject))) if going_on else None


def _nobody(tree: Tree, index: int) -> bool:
    return tree.tokens[index].text.lower() in {"nobody", "none"} or (
        tree.lemma(index) == "one" and tree.tokens[index - 1].text.lower() == "no"
    )


def _of_mind(tree: Tree, index: int) -> bool:
    """Whether an adjective tells a person's state of mind ("voters are uncertain") and asks nothing."""
    subject = tree.subject(index)
    if subject is None or tree.lemma(index) not in {"certain", "uncertain", "clear", "unclear"} or _question(tree, index):
        return False
    token = tree.tokens[subject]
    role = vocab.role(token.lemma)
    return token.text.lower() in {"i", "you", "he", "she", "we", "they", "who"} or (role is not None and role.kind == "person")


def _unknown_adjective(tree: Tree, index: int) -> UnknownFrame | None:
    token = tree.tokens[index]
    if token.deprel == "amod" and tree.lemma(token.head) in _words("measured"):
        phrase = span_of(tree, tree.subtree(token.head))
        return UnknownFrame(phrase, tree.reading.text[phrase.start : phrase.end], token.sentence, 0.6)
    predicate = token.deprel in {"root", "ccomp", "conj", "xcomp", "advcl", "parataxis", "acl:relcl", "advcl:relcl"}
    if not predicate or is_negated(tree, index) or _of_mind(tree, index):
        return None
    place = token.head if token.deprel == "xcomp" and token.head >= 0 else index
    if token.deprel == "conj" and not tree.deps(index, "nsubj", "cop", "csubj"):
        return None
    return _frame(tree, place, _about(tree, index))


def _unknown_predicate(tree: Tree, index: int) -> UnknownFrame | None:
    """A negated "known", "clear", "confirmed": said of something, or asked with a question word."""
    token = tree.tokens[index]
    if token.upos == "ADJ" or tree.is_passive(index):
        lemma = tree.lemma(index)
        if lemma == "know" and (tree.obliques(index, "for", "as") or tree.deps(index, "xcomp")):
            # "not known for his patience", "not known to be armed": what people are like is told, by what they are not.
            return None
        if _of_mind(tree, index):
            return None
        if lemma == "clear" and not tree.deps(index, "csubj", "ccomp", "expl", "advcl"):
            subject = tree.subject(index)
            if subject is None or tree.lemma(subject) not in _words("measured") | _words("information") | {"it", "this"}:
                return None
        head = token.head
        held_open = token.deprel == "xcomp" and head >= 0 and tree.lemma(head) in _PENDING
        return _frame(tree, head if held_open else index, _about(tree, index))
    clause = _question(tree, index)
    if clause is not None or (
        tree.lemma(index) in {"confirm", "verify", "corroborate", "determine", "establish"} and tree.deps(index, "obj", "ccomp")
    ):
        return _frame(tree, index, clause or _complement(tree, index))
    return None


def _withheld_answer(tree: Tree, index: int) -> UnknownFrame | None:
    """A source that does not tell: with a question ("would not say how many") or a thing kept back ("declined to name him")."""
    clause = _question(tree, index)
    lemma = tree.lemma(index)
    thing = tree.first(index, "obj")
    if clause is None and not (thing is not None and lemma in _words("disclose")):
        return None
    place = index
    if _withheld(tree, index):
        place = tree.tokens[index].head
    if (
        clause is None
        and lemma in {"give", "provide", "offer", "release"}
        and thing is not None
        and tree.lemma(thing) not in _words("information") | _words("measured") | {"name"}
    ):
        return None
    if clause is None and thing is not None and tree.tokens[thing].upos == "PROPN" and lemma in {"name", "identify"}:
        # "without naming Alda": who is meant is told.
        return None
    about = clause or (_text(tree, tree.subtree(thing)) if thing is not None else "")
    return _frame(tree, place, about)


def _no_information(tree: Tree, index: int) -> UnknownFrame | None:
    token = tree.tokens[index]
    inner = _text(tree, [each for child in tree.deps(index, "nmod", "acl") for each in tree.subtree(child)])
    head = token.head
    if tree.lemma(index) in {"report", "sign", "indication", "description"} and not inner:
        return None
    if head >= 0 and token.deprel in {"obj", "nsubj:pass", "nsubj"} and tree.tokens[head].upos in {"VERB", "ADJ"}:
        return _frame(tree, head, inner or tree.reading.text[token.start : token.end])
    return _frame(tree, index, inner or tree.reading.text[token.start : token.end])


def _denied(tree: Tree, index: int) -> bool:
    """Negated here, or held open: "is not known", "could not be confirmed", "has yet to be determined", "nobody knows"."""
    if is_negated(tree, index):
        return True
    head = tree.tokens[index].head
    if tree.tokens[index].deprel == "xcomp" and head >= 0:
        if tree.lemma(head) in _PENDING and (tree.lemma(head) == "remain" or _yet(tree, head) or _yet(tree, index)):
            return True
        return tree.lemma(head) in {"possible", "able"} and is_negated(tree, head)
    marked = any(tree.tokens[child].text.lower() == "to" for child in tree.deps(index, "mark"))
    return _yet(tree, index) and (tree.tokens[index].xpos == "VB" or marked)


def _yet(tree: Tree, index: int) -> bool:
    return any(tree.tokens[child].text.lower() == "yet" for child in tree.children[index])


def _withheld(tree: Tree, index: int) -> bool:
    head = tree.tokens[index].head
    return tree.tokens[index].deprel == "xcomp" and head >= 0 and tree.lemma(head) in _WITHHOLDING


def _none_of(tree: Tree, index: int) -> bool:
    return any(tree.tokens[child].text.lower() in {"no", "few", "little"} for child in tree.deps(index, "det", "amod"))


def _question(tree: Tree, index: int) -> str | None:
    """The words of the dependent question, or None."""
    # No relative clause hangs on an adjective.
    asked = ("ccomp", "xcomp", "advcl", "obj", "csubj", "obl", *(["acl:relcl"] if tree.tokens[index].upos == "ADJ" else []))
    for clause in tree.deps(index, *asked):
        members = tree.subtree(clause)
        first = [each for each in members if tree.tokens[each].upos != "PUNCT"][:2]
        if any(tree.tokens[each].text.lower() in _QUESTIONS for each in first):
            return _text(tree, members)
    return None


def _complement(tree: Tree, index: int) -> str:
    return _text(tree, [each for child in tree.deps(index, "ccomp", "obj", "obl", "nmod") for each in tree.subtree(child)])


def _taken_up(tree: Tree, index: int) -> str:
    """The sentence before, which "this could not be confirmed" takes up; empty where there is none in the same part."""
    number = tree.tokens[index].sentence
    if number == 0:
        return ""
    before, here = tree.reading.sentences[number - 1], tree.reading.sentences[number]
    near = before.segment == here.segment and here.paragraph - before.paragraph <= 1
    return tree.reading.text[before.start : before.end].strip().rstrip(".") if near else ""


def _about(tree: Tree, index: int) -> str:
    """What a predicate is said of: its clause, else its subject."""
    for child in tree.deps(index, "csubj", "ccomp", "advcl"):
        return _text(tree, tree.subtree(child))
    if tree.tokens[index].upos == "ADJ" and (asked := _question(tree, index)):
        return asked
    subject = tree.subject(index)
    if subject is not None and tree.tokens[subject].text.lower() not in {"it", "this", "that"}:
        return _text(tree, tree.subtree(subject))
    pointing = subject is not None and tree.tokens[subject].text.lower() in {"this", "that"}
    return _complement(tree, index) or (_taken_up(tree, index) if pointing else "")


def _text(tree: Tree, indices: list[int]) -> str:
    kept = sorted(indices)
    while len(kept) > 1 and (tree.tokens[kept[0]].text.lower() == "no" or tree.tokens[kept[0]].upos == "ADP"):
        kept.pop(0)
    if not kept:
        return ""
    if kept[0] > 0 and tree.tokens[kept[0] - 1].xpos in {"WP", "WDT", "WRB"}:
        # "What caused the crash": the parser may hang the question's word elsewhere.
        kept.insert(0, kept[0] - 1)
    span = span_of(tree, kept)
    return tree.reading.text[span.start : span.end]


def _frame(tree: Tree, place: int, about: str) -> UnknownFrame:
    evidence = evidence_span(tree, place)
    return UnknownFrame(evidence, about or tree.reading.text[evidence.start : evidence.end], tree.tokens[place].sentence)
