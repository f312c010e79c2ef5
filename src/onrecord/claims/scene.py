"""A report as those who ask who is meant look at it: its names among its tokens, its quotations, its speakers, its clauses.

Indices are positions in ``Reading.tokens``. Nothing here resolves anything; ``actors`` does, with these questions.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace

from onrecord import vocab
from onrecord.claims.mentions import Mention, find_mentions
from onrecord.claims.phrases import phrase
from onrecord.claims.tree import SUBJECTS, Tree, plant
from onrecord.model import Entity, Reading, Span
from onrecord.text.quotation_marks import paragraphs, quotations

_FORMS = {
    "he": "he him his himself", "she": "she her hers herself", "it": "it its itself",
    "they": "they them their theirs themselves", "I": "i me my mine myself", "we": "we us our ours ourselves",
}  # fmt: skip
_PRONOUNS = {form: name for name, forms in _FORMS.items() for form in forms.split()}
SPEECH = vocab.wordset("say tell add state announce declare report warn claim insist note explain ask write")


class Scene:
    """One report. ``mentions`` are its names, ``at`` gives the one that a token stands in, ``sources`` are the heads of all
    whom the reading model marks as speakers.
    """

    def __init__(self, reading: Reading, entities: tuple[Entity, ...], tree: Tree | None = None) -> None:
        self.reading = reading
        self.entities = entities
        self.tree = tree or plant(reading)
        self.mentions = _located(reading, entities)
        self.at = {t: i for i, m in enumerate(self.mentions) for t in range(m.first, m.last)}
        self._quotes = self._quoted([quoted.span for quoted in quotations(reading.text, paragraphs(reading))])
        self._told = self._narrated()
        self.sources = {self.head_of(span) for spans in reading.attributions for span in spans.source}

    def head_of(self, span: Span) -> int:
        """The token that heads the words of a span: a noun or pronoun whose own head lies outside; -1 if the span
        covers none.
        """
        tokens = self.reading.tokens
        first = bisect_right(tokens, span.start, key=lambda token: token.end)
        inside = range(first, bisect_left(self.tree.starts, span.end))
        tops = [i for i in inside if tokens[i].head not in inside] or inside
        nouns = [i for i in tops if tokens[i].upos in {"NOUN", "PROPN", "PRON"}] or tops
        return max(nouns, key=lambda i: (len(self.tree.children[i]), -i)) if nouns else -1

    def span_of(self, head: int) -> Span:
        """The span of the phrase headed by a token, as ``np_span`` has it."""
        first, last = phrase(self.tree, head)
        return Span(self.reading.tokens[first].start, self.reading.tokens[last - 1].end)

    def pronoun(self, index: int) -> str | None:
        """ "he", "she", "it", "they", "I" or "we" for a token that is any form of it; None for other words."""
        token = self.reading.tokens[index]
        if token.upos not in {"PRON", "DET", "X"} and not token.xpos.startswith("PRP"):
            return None
        return _PRONOUNS.get(token.text.lower()) if token.text not in {"US", "IT"} else None

    def speaks(self, index: int) -> bool:
        """Whether a pronoun is a source, or the subject of a verb of saying."""
        token = self.reading.tokens[index]
        if index in self.sources:
            return True
        verb = next(self.tree.ancestors(index), None)
        return token.deprel.startswith("nsubj") and verb is not None and self.tree.lemma(verb) in SPEECH

    def whose_words(self, index: int) -> frozenset[int]:
        """The people whose quoted words a token stands in: "he" there is not the speaker."""
        if self.quote_at(index) is None:
            return frozenset()
        at = self.reading.tokens[index].start
        heads = {
            self.head_of(source)
            for spans in self.reading.attributions
            if any(content.start <= at < content.end for content in spans.content)
            for source in spans.source
        }
        return frozenset(self.mentions[i].entity.cluster for head in heads if (i := self.at.get(head)) is not None)

    def named_in_words(self, index: int) -> frozenset[int]:
        """The people whom the quoted words name that a token is the source of: few speak of themselves by name."""
        at = self.reading.tokens[index].start
        spans = [a for a in self.reading.attributions if any(source.start <= at < source.end for source in a.source)]
        contents = [content for each in spans for content in each.content]
        if not contents:
            return frozenset()
        return frozenset(
            mention.entity.cluster
            for mention in self.mentions
            if mention.entity.type == "PER"
            and self.quote_at(mention.first) is not None
            and any(content.start <= mention.entity.start < content.end for content in contents)
        )

    def is_quoted(self, index: int) -> bool:
        """Whether a token stands in double quotation marks."""
        return self.quote_at(index) is not None

    def quote_at(self, index: int) -> Span | None:
        """The quotation that a token stands in."""
        return self._quotes[index]

    def _quoted(self, spans: list[Span]) -> list[Span | None]:
        """For each token the quotation that it stands in; the spans are in order."""
        out: list[Span | None] = []
        at = -1
        for token in self.reading.tokens:
            while at + 1 < len(spans) and spans[at + 1].start <= token.start:
                at += 1
            out.append(spans[at] if at >= 0 and token.end <= spans[at].end else None)
        return out

    def hidden(self, party: int, index: int) -> bool:
        """Whether a party is named in quoted words and the token is not quoted: what people say in a quotation introduces
        nobody to the report's own words.
        """
        return self._quotes[index] is None and self._quotes[party] is not None

    def distance(self, party: int, index: int) -> int:
        """How many sentences lie between two tokens, those left out that stand wholly in quotation marks."""
        here, there = self.reading.tokens[index].sentence, self.reading.tokens[party].sentence
        return here - there if self._quotes[index] is not None else self._told[here] - self._told[there]

    def _narrated(self) -> list[int]:
        """For each sentence, how many up to it have words outside quotation marks."""
        out: list[int] = []
        for sentence in self.reading.sentences:
            words = range(sentence.first, sentence.last)
            told = any(self.quote_at(i) is None for i in words if self.reading.tokens[i].text[:1].isalnum())
            out.append((out[-1] if out else 0) + told)
        return out

    def inside(self, index: int, head: int) -> bool:
        """Whether a token stands in the phrase headed by another."""
        first, last = phrase(self.tree, head)
        return first <= index < last

    def root(self, index: int) -> int:
        """The root of the sentence's tree above a token."""
        return next(reversed([index, *self.tree.ancestors(index)]))

    def clause(self, index: int) -> int:
        """The verb (or predicate) whose clause a token stands in."""
        tokens = self.reading.tokens
        at = index
        for above in self.tree.ancestors(index):
            if tokens[at].deprel.partition(":")[0] not in {"nmod", "conj", "compound", "flat", "appos", "amod", "det"}:
                return above
            at = above
        return at

    def is_subject(self, index: int) -> bool:
        """Whether a token, or the list that it stands in, is the subject of a verb."""
        return self.reading.tokens[self.tree.top_of_coordination(index)].deprel in SUBJECTS


def _located(reading: Reading, entities: Iterable[Entity]) -> list[Mention]:
    linked = {(entity.start, entity.end): entity for entity in entities}
    bare = replace(reading, entities=tuple(linked.values()))
    found = []
    for mention in find_mentions(bare):
        entity = linked.get((mention.entity.start, mention.entity.end))
        if entity is not None:
            found.append(replace(mention, entity=entity))
    return found
