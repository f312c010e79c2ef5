"""One text to its reading: segments, sentences, words, what the model says of them, and the attributions joined up."""

from __future__ import annotations

import ctypes
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from itertools import islice
from sys import intern
from threading import Lock
from typing import cast, get_args

from onrecord.model import Entity, EntityType, Reading, Sentence, Span, Token
from onrecord.reader import features
from onrecord.reader.attributions import Marks, join
from onrecord.reader.network import Network, Words
from onrecord.text import tokenise
from onrecord.text.segments import segment

_KEPT = 20_000
"""Sentences remembered, so that one that many reports carry is read once; bounds the memory."""
_TOGETHER = 32
"""Texts whose new sentences are read in common batches. What a text gets does not depend on it."""
_AHEAD = 2
"""Such batches of texts read ahead: while the model is at one, the words of the next are made ready."""
_TYPES = get_args(EntityType)

Text = tuple[str, Sequence[Span]]
"""A text, and the spans of it that the source's markup says are captions."""
_Key = tuple[tuple[str, ...], bool]


class Reader:
    """Reads texts. The same text gives the same reading, alone or among a million, with or without memory of earlier ones."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._known: OrderedDict[_Key, Words] = OrderedDict()
        self._lock = Lock()

    @staticmethod
    def load(threads: int = 0) -> Reader:
        """A reader with the packaged model; ``threads`` as in ``Network.load``. Raises ``ModelError``."""
        return Reader(Network.load(threads))

    def read(self, text: str, captions: Sequence[Span] = ()) -> Reading:
        """The reading of one text; ``captions`` are spans that the source's markup says are captions."""
        return self.read_many([(text, captions)])[0]

    def read_many(self, texts: Sequence[Text]) -> list[Reading]:
        """Readings of several texts, their new sentences read in common batches (quicker than one by one)."""
        drafts = [Draft(text, captions) for text, captions in texts]
        wanted = list(dict.fromkeys(key for draft in drafts for key in draft.keys))
        with self._lock:
            seen = {key: self._known[key] for key in wanted if key in self._known}
        new = [key for key in wanted if key not in seen]
        seen.update(zip(new, self._network.read(new), strict=True))
        with self._lock:
            for key in wanted:
                self._known[key] = seen[key]
                self._known.move_to_end(key)
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        _give_back()
        return [draft.finish([seen[key] for key in draft.keys]) for draft in drafts]

    def read_ahead(self, texts: Iterable[Text]) -> Iterator[Reading]:
        """Readings of texts in order, those that come next being read while one is looked at."""
        waiting = iter(texts)
        begun: deque[Future[list[Reading]]] = deque()
        with ThreadPoolExecutor(_AHEAD) as pool:

            def begin() -> None:
                while len(begun) < _AHEAD and (batch := list(islice(waiting, _TOGETHER))):
                    begun.append(pool.submit(self.read_many, batch))

            begin()
            while begun:
                done = begun.popleft().result()
                begin()
                yield from done


@cache
def _trim() -> Callable[[int], int] | None:
    """The C library's way to give memory back, where it has one (glibc)."""
    try:
        return cast(Callable[[int], int], ctypes.CDLL(None).malloc_trim)
    except (AttributeError, OSError, TypeError):
        return None


def _give_back() -> None:
    """Give the memory of batches that are done back to the system: glibc would keep what several threads have let go."""
    trim = _trim()
    if trim is not None:
        trim(0)


class Draft:
    """A text cut into sentences and words, waiting for what the model says."""

    def __init__(self, text: str, captions: Sequence[Span]) -> None:
        self.text = text
        self.sentences: list[Sentence] = []
        self.spans: list[list[Span]] = []
        self.keys: list[_Key] = []
        count = 0
        last_paragraph, inside = -1, False
        for part in segment(text, captions):
            if part.paragraph != last_paragraph:
                inside = False
            last_paragraph = part.paragraph
            for start, end in tokenise.sentences(text, part.start, part.end):
                spans = tokenise.words(text, start, end)
                words = tuple([intern(text[a:b]) for a, b in spans])
                if "$" in text[start:end]:
                    words = tuple(["$" if word[-1] == "$" and len(word) <= 3 else word for word in words])
                self.sentences.append(Sentence(start, end, part.segment, part.paragraph, count, count + len(spans)))
                self.spans.append(spans)
                self.keys.append((words, inside))
                _, inside = features.quote_states(words, inside)
                count += len(spans)

    def finish(self, read: Sequence[Words]) -> Reading:
        """The reading, given what the model says of each sentence."""
        text = self.text
        tokens: list[Token] = []
        entities: list[Entity] = []
        times: list[tuple[Span, float]] = []
        marks: list[Marks] = []
        for number, (sentence, spans, words) in enumerate(zip(self.sentences, self.spans, read, strict=True)):
            base = len(tokens)
            heads = [head if head < 0 else head + base for head in words.heads]
            columns = zip(spans, words.lemmas, words.upos, words.xpos, heads, words.rels, words.fact, words.events, strict=True)
            tokens += [
                Token(start, end, text[start:end], lemma, upos, xpos, head, rel, number, fact, event)
                for (start, end), lemma, upos, xpos, head, rel, fact, event in columns
            ]
            for kind, label, first, last, probability in words.spans:
                span = Span(spans[first].start, spans[last - 1].end)
                if kind == "ner" and label in _TYPES:
                    name = self.text[span.start : span.end]
                    entities.append(Entity(*span, cast(EntityType, label), name, confidence=probability))
                elif kind == "time":
                    times.append((span, probability))
            marks.append(Marks(sentence, tuple(spans), words))
        return Reading(
            self.text,
            tuple(self.sentences),
            tuple(tokens),
            tuple(entities),
            join(self.text, marks),
            tuple(times),
        )
