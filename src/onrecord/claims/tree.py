"""A reading's dependency trees with the questions that claims ask of them.

Indices are positions in ``Reading.tokens``; spans are half-open offsets into ``Reading.text``. Every function is pure and,
for a given sentence, linear in its length; damaged trees (heads outside the text, cycles) never hang: walks stop at a token
seen before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from onrecord.model import Reading, Span, Token

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass"})
CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "advcl:relcl", "acl", "acl:relcl", "parataxis", "csubj", "csubj:pass", "root"})
_PARTED = {"cease-fire": "ceasefire", "air-strike": "airstrike", "land-mine": "landmine", "war-plane": "warplane"}
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET"})


BEFORE_LISTS = frozenset({"both", "either", "neither"})
"""Words that are told apart as conjunctions and belong to the list behind them."""
_DECISIONS = frozenset(
    """ability agreement attempt bid decision desire effort failure intention move offer plan pledge promise proposal readiness
    refusal right threat vow willingness wish""".split()
)


@dataclass(frozen=True, slots=True)
class Tree:
    """A reading with what is asked of its tokens most, by token: children, relation, bare relation, lemma in lower case."""

    reading: Reading
    children: tuple[tuple[int, ...], ...]
    tokens: tuple[Token, ...] = field(repr=False, compare=False)
    starts: tuple[int, ...] = field(repr=False, compare=False)
    """Where each token starts, for bisection."""
    _relations: tuple[str, ...] = field(repr=False, compare=False)
    _bare: tuple[str, ...] = field(repr=False, compare=False)
    _lemmas: tuple[str, ...] = field(repr=False, compare=False)
    _cases: dict[int, tuple[str, ...]] = field(repr=False, compare=False, default_factory=dict)
    """What ``cases`` has said so far."""

    def deps(self, index: int, *deprels: str) -> tuple[int, ...]:
        """The dependents of a token with one of these relations (a bare relation also covers its subtypes)."""
        children = self.children[index]
        if not children:
            return ()
        whole, bare = self._relations, self._bare
        return tuple([child for child in children if whole[child] in deprels or bare[child] in deprels])

    def first(self, index: int, *deprels: str) -> int | None:
        """The first such dependent, or None."""
        found = self.deps(index, *deprels)
        return found[0] if found else None

    def lemma(self, index: int) -> str:
        return self._lemmas[index]

    def subtree(self, index: int, leave: frozenset[str] = frozenset()) -> list[int]:
        """The token and all below it, in order; branches whose relation is in ``leave`` are left out."""
        tokens = self.tokens
        seen = {index}
        stack = [index]
        while stack:
            for child in self.children[stack.pop()]:
                if child not in seen and tokens[child].deprel not in leave:
                    seen.add(child)
                    stack.append(child)
        return sorted(seen)

    def ancestors(self, index: int) -> Iterator[int]:
        """The heads above a token, nearest first."""
        tokens = self.tokens
        seen = {index}
        head = tokens[index].head
        while 0 <= head < len(tokens) and head not in seen:
            yield head
            seen.add(head)
            head = tokens[head].head

    def cases(self, index: int) -> tuple[str, ...]:
        """The prepositions (or markers) of a noun or clause, lower case, fixed expressions joined by spaces."""
        found = self._cases.get(index)
        if found is None:
            found = self._cases[index] = tuple([self.phrase(child) for child in self.deps(index, "case", "mark")])
        return found

    def phrase(self, index: int) -> str:
        """A function word with its fixed continuation: "because of", "in order to"."""
        words = [index, *self.deps(index, "fixed", "goeswith")]
        return " ".join([self.tokens[word].text.lower() for word in sorted(words)])

    def obliques(self, index: int, *prepositions: str) -> tuple[int, ...]:
        """Dependents of a verb or noun that are marked by one of these prepositions."""
        bare = self._bare
        return tuple(
            [
                child
                for child in self.children[index]
                if bare[child] not in {"nsubj", "csubj", "parataxis", "punct"}
                and (cases := self.cases(child))
                and any(case in prepositions for case in cases)
            ]
        )

    def conjuncts(self, index: int) -> tuple[int, ...]:
        """The token and those coordinated with it below, in order."""
        return (index, *self.deps(index, "conj"))

    def top_of_coordination(self, index: int) -> int:
        """The first conjunct of the coordination that a token stands in."""
        tokens = self.tokens
        seen: set[int] = set()
        while tokens[index].deprel == "conj" and 0 <= tokens[index].head < len(tokens) and index not in seen:
            seen.add(index)
            index = tokens[index].head
        return index

    def is_passive(self, index: int) -> bool:
        """Whether a verb stands in the passive (also as a bare past participle under a noun)."""
        if self.deps(index, "aux:pass"):
            return True
        token = self.tokens[index]
        if token.xpos == "VBN" and self.deps(index, "cop"):
            # "is prepared to"
            return True
        had = any(self.tokens[child].lemma == "have" for child in self.deps(index, "aux"))
        if self.deps(index, "nsubj:pass", "csubj:pass") and not had:
            return True
        if token.deprel == "conj":
            top = self.top_of_coordination(index)
            own = self.deps(index, "nsubj", "aux")
            if not own and token.xpos == "VBN" and top != index and self.is_passive(top):
                return True
            # "four were killed and nine wounded"
            before = self.tokens[index - 1] if index else token
            beside = before.upos == "NUM" or before.text.lower() in {"many", "several", "others", "dozens", "hundreds"}
            return beside and token.xpos in {"VBD", "VBN"} and not self.deps(index, "obj", "aux") and self.is_passive(top)
        if token.deprel in {"xcomp", "ccomp"} and token.xpos == "VBN" and self.lemma(token.head) == "leave":
            # "left 31 guards killed"
            return not self.deps(index, "obj", "aux")
        return token.xpos == "VBN" and token.deprel in {"acl", "amod", "advcl"} and not self.deps(index, "obj", "aux")

    def subject(self, index: int) -> int | None:
        """The grammatical subject of a verb: its own, its coordination's, its controller's, or the noun it describes.

        Relative pronouns are taken back to their antecedent. None where nothing tells (or the clause is impersonal).
        """
        return self._subject(index, 0)

    def _subject(self, index: int, depth: int) -> int | None:
        tokens = self.tokens
        named = self.deps(index, "nsubj", "nsubj:pass", "nsubj:outer")
        # "urged the Council (KCR) to act": a short form in brackets behind the verb was hung on it.
        own = tuple(each for each in named if each < index or tokens[each - 1].text != "(") or self._misnamed_subject(index)
        if own:
            # Of several (only a damaged tree has them) the nearest before the verb.
            before = [each for each in own if each < index]
            return self.antecedent(before[-1] if before else own[0])
        token = tokens[index]
        if token.upos == "ADJ" and (empty := self.deps(index, "expl")):
            # "said it was willing": the parser took the pronoun for an empty one.
            return empty[0]
        head = token.head
        if depth > 8 or not 0 <= head < len(tokens):
            return None
        relation = token.deprel
        if relation == "conj":
            # "A halted work, and B closed its border and ruled out camps": B did.
            return self._subject(head, depth + 1)
        if relation == "acl" and index < head and token.xpos == "VBN" and index and tokens[index - 1].upos in NOMINAL:
            # "the men flown home were miners": a participle describes what stands before it, whatever it was hung on.
            return index - 1
        if relation in {"acl", "amod"} and tokens[head].upos in NOMINAL and token.xpos in {"VBG", "VBN"}:
            return head
        if relation == "acl" and token.xpos == "VB" and (decided := self._decided_by(head)) is not None:
            return decided
        if relation in {"acl", "advcl", "xcomp"} and token.xpos == "VB" and self.is_ranked(head):
            # "was the first country to recognise the islands"
            return self._subject(head, depth + 1)
        if relation == "advcl" and "as" in self.cases(index) and self._lemmas[head] in {"cite", "quote"}:
            # "the agency quoted him as saying": he says it.
            return self.first(head, "obj", "nsubj:pass")
        if relation in {"acl", "advcl"} and token.xpos == "VB" and self.deps(head, "cop") and self.cases(head):
            # "was in the capital to hold talks"
            return self._subject(head, depth + 1)
        if relation == "acl" and tokens[head].head >= 0 and tokens[head].deprel in {"obl", "obj"}:
            # "engaged in a drive to vaccinate": who is engaged vaccinates.
            return self._subject(tokens[head].head, depth + 1)
        early = [each for each in self.deps(head, "nsubj") if each < index < head]
        if relation == "ccomp" and early and tokens[head].upos == "VERB":
            # "forces have detained miners, the group said": the parser gave the first subject to the verb of saying.
            return self.antecedent(early[0])
        seen = [each for each in self.deps(head, "obj", "iobj") if head < each < index]
        if relation == "ccomp" and seen and not self.deps(index, "aux", "mark"):
            # "saw guards beat the driver": whom they saw, did it.
            return self.antecedent(seen[-1])
        if relation == "ccomp" and self.deps(index, "aux"):
            siblings = [each for each in self.deps(head, "ccomp") if each < index and self.deps(each, "nsubj")]
            return self._subject(siblings[-1], depth + 1) if siblings else None
        if relation in {"acl:relcl", "advcl:relcl"}:
            # A relative clause without an overt subject of its own describes its head, unless the head is its object.
            return head
        if relation in {"xcomp", "csubj:pass"}:
            controller = self.first(head, "obj", "iobj")
            if controller is not None and self.lemma(head) not in {"promise", "threaten", "vow", "offer"}:
                return self.antecedent(controller)
            if controller is None and self.is_passive(head):
                return self._subject(head, depth + 1)
            return self._subject(head, depth + 1)
        if relation in {"advcl", "ccomp"} and token.xpos == "VBG" and set(self.cases(index)) & {"of", "for", "from", "with"}:
            # "accused the mayor of taking bribes": what the gerund tells is the object's doing.
            blamed = self.first(head, "obj", "iobj", "nsubj:pass")
            if blamed is not None:
                return self.antecedent(blamed)
        shared = relation == "advcl" or (relation in {"ccomp", "parataxis"} and token.xpos in {"VBG", "VBN", "VB"})
        if (
            shared
            and tokens[head].upos in {"VERB", "ADJ", "AUX", "NOUN"}
            and not any(tokens[child].deprel == "aux" for child in self.children[index])
        ):
            return self._subject(head, depth + 1)
        return None

    def is_ranked(self, word: int) -> bool:
        """Whether a predicate is "the first", "the only state" and the like: who is that does what its infinitive tells."""
        ranks = {self.tokens[each].text.lower() for each in (word, *self.deps(word, "amod"))}
        return bool(ranks & {"first", "last", "latest", "only"}) and bool(self.deps(word, "cop"))

    def _decided_by(self, noun: int) -> int | None:
        """Whose a decision or plan is: "a decision by the council to withdraw its guards", "the council's plan to sell"."""
        for child in self.obliques(noun, "by"):
            if child > noun and self.tokens[child].upos in {"NOUN", "PROPN", "PRON"}:
                return child
        owner = self.first(noun, "nmod:poss")
        return owner if owner is not None and self.lemma(noun) in _DECISIONS else None

    def _misnamed_subject(self, index: int) -> tuple[int, ...]:
        """A bare name or noun before a finite verb that the parser hung on it under a relation that no verb has."""
        tokens = self.tokens
        if tokens[index].upos != "VERB":
            return ()
        before = index - 1
        if before >= 0 and tokens[before].sentence == tokens[index].sentence and tokens[before].head > index:
            # "A mob lynched two men": a noun that was hung across the finite verb right after it.
            across = tokens[before].upos in {"NOUN", "PROPN"} and tokens[before].deprel in {"compound", "nmod", "nsubj"}
            if across and tokens[index].xpos in {"VBD", "VBZ", "VBP"}:
                return (before,)
        if before >= 0 and tokens[before].deprel == "nsubj" and tokens[before].head < before:
            # "fell, an envoy said, as the mayor urged calm": a second subject of a verb that has one before it.
            rivals = self.deps(tokens[before].head, "nsubj")
            if rivals and rivals[0] < tokens[before].head and tokens[index].xpos in {"VBD", "VBZ", "VBP"}:
                return (before,)
        return tuple(
            child
            for child in self.children[index]
            if child < index
            and tokens[child].deprel in {"flat", "appos", "dep", "compound", "nmod", "nmod:desc"}
            and tokens[child].upos in {"NOUN", "PROPN"}
            and not self.deps(child, "case")
        )

    def antecedent(self, index: int) -> int:
        """The noun that a relative pronoun stands for, or the token itself."""
        tokens = self.tokens
        token = tokens[index]
        if token.text.lower() not in {"who", "which", "that", "whom", "whose"} or token.upos not in {"PRON", "DET", "SCONJ"}:
            return index
        for above in self.ancestors(index):
            if tokens[above].deprel in {"acl:relcl", "acl", "advcl:relcl"} and 0 <= tokens[above].head < len(tokens):
                whole = tokens[above].head
                if tokens[whole].upos != "VERB" or token.text.lower() not in {"who", "whom"}:
                    return whole
                # "called Ana Rey on Monday, who told": a clause is nobody.
                met = self.first(whole, "obj")
                return met if met is not None and met < index else index
        return index


def is_infinitive(tree: Tree, index: int) -> bool:
    """Whether a clause is an infinitive without a subject of its own ("to help", "to be ready")."""
    bare = tree.tokens[index].xpos == "VB" and not tree.deps(index, "aux")
    marked = any(tree.tokens[child].text.lower() == "to" for child in tree.deps(index, "mark"))
    return (bare or marked) and not tree.deps(index, "nsubj")


def plant(reading: Reading) -> Tree:
    """The tree of a reading."""
    tokens = reading.tokens
    children: list[tuple[int, ...]] = [()] * len(tokens)
    for index, token in enumerate(tokens):
        if 0 <= token.head < len(children) and token.head != index:
            children[token.head] += (index,)
    relations = tuple([token.deprel for token in tokens])
    bare = tuple([relation.partition(":")[0] for relation in relations])
    starts = tuple([token.start for token in tokens])
    lemmas = [token.lemma.lower() for token in tokens]
    for index in range(2, len(tokens)):
        if tokens[index - 1].text == "-" and tokens[index - 1].end == tokens[index].start:
            # "cease-fire" is one word, whatever it was cut into.
            lemmas[index] = _PARTED.get(f"{lemmas[index - 2]}-{lemmas[index]}", lemmas[index])
    return Tree(reading, tuple(children), tokens, starts, relations, bare, tuple(lemmas))


def span_of(tree: Tree, indices: Iterable[int]) -> Span:
    """The smallest span that covers the tokens, without punctuation at its edges (quotation marks and brackets too)."""
    kept = sorted(indices)
    tokens = tree.tokens
    while len(kept) > 1 and (
        tokens[kept[0]].upos == "PUNCT"
        or (tokens[kept[0]].upos == "CCONJ" and tokens[kept[0]].text.lower() not in BEFORE_LISTS)
    ):
        kept.pop(0)
    while len(kept) > 1 and tokens[kept[-1]].upos == "PUNCT":
        kept.pop()
    return Span(tokens[kept[0]].start, tokens[kept[-1]].end)
