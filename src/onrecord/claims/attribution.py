"""Who says so: the reading model's marks resolved to speakers, kinds and directness, and the sources of any stretch of text.

The model marks source, cue and content; here the source's words become a name (the fullest of the report), and the cue and the
source tell the kind: a report by a medium, a belief, an anonymous source, or a statement. A claim's sources are those of every
attribution whose content holds it, innermost first; "X quoted Y as saying" adds X behind Y.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onrecord import vocab
from onrecord.claims.actors import Resolver
from onrecord.model import Actor, Attribution, AttributionSpans, Reading, Source, SourceKind, Span

_MARKS = '"“”«»'


@dataclass(frozen=True, slots=True)
class Said:
    """An attribution with its speakers: ``speakers`` innermost first, each with its kind; empty where nobody is named."""

    attribution: Attribution
    speakers: tuple[tuple[Actor, SourceKind], ...]


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["lemma"] for row in vocab.rows("attribution_words.csv") if row["class"] == kind)


def find_attributions(reading: Reading, resolver: Resolver) -> tuple[Said, ...]:
    """The attributions of a report with their speakers, in order of the text."""
    found = []
    for spans in reading.attributions:
        speakers = _speakers(reading, resolver, spans)
        kind = speakers[0][1] if speakers else _kind_of_cue(reading, resolver, spans) or "anonymous"
        name = speakers[0][0].name if speakers else None
        direct = bool(spans.content) and all(is_quoted(reading.text, span) for span in spans.content)
        attribution = Attribution(spans.source, spans.cue, spans.content, kind, direct, name, spans.confidence)
        found.append(Said(attribution, speakers))
    return tuple(found)


def is_quoted(text: str, span: Span) -> bool:
    """Whether the words stand in quotation marks, their own first and last characters or the ones just outside."""
    inner = text[span.start : span.end].strip(" .,;")
    opens = inner[:1] in _MARKS or text[max(0, span.start - 1) : span.start] in tuple(_MARKS)
    closes = inner[-1:] in _MARKS or text[span.end : span.end + 1] in tuple(_MARKS)
    return opens and (closes or "”" in text[span.end : span.end + 3])


def sources_of(said: Sequence[Said], span: Span) -> tuple[Source, ...]:
    """Who says what stands in ``span``, innermost (smallest content) first; empty where the report tells it itself."""
    holding = []
    for one in said:
        size = sum(c.end - c.start for c in one.attribution.content)
        if any(c.start <= span.start and span.end <= c.end for c in one.attribution.content):
            holding.append((size, one))
    out: list[Source] = []
    for _, one in sorted(holding, key=lambda pair: pair[0]):
        for actor, kind in one.speakers:
            if all(actor.name != other.name for other in out):
                out.append(Source(actor.text, actor.name, kind, actor.country, actor.sector))
        if not one.speakers and one.attribution.kind == "belief" and one.attribution.cue:
            cue = one.attribution.cue[0]
            words = _cue_words(one, cue)
            out.append(Source(words, words, "belief"))
    return tuple(out)


def _cue_words(one: Said, cue: Span) -> str:
    return one.attribution.name or "unnamed"


def _speakers(reading: Reading, resolver: Resolver, spans: AttributionSpans) -> tuple[tuple[Actor, SourceKind], ...]:
    out: list[tuple[Actor, SourceKind]] = []
    for span in spans.source:
        head = resolver.head_of(span)
        if head < 0:
            continue
        for actor in resolver.resolve_all(head):
            inside = span.start <= actor.start and actor.end <= span.end
            if not inside:
                actor = Actor(
                    reading.text[span.start : span.end], actor.name, actor.country, actor.sector, span.start, span.end
                )
            if all(actor.name != other.name for other, _ in out):
                out.append((actor, kind_of(reading, resolver, spans, actor, head)))
    return tuple(_quoted_through(reading, resolver, spans, out))


def _quoted_through(
    reading: Reading, resolver: Resolver, spans: AttributionSpans, speakers: list[tuple[Actor, SourceKind]]
) -> list[tuple[Actor, SourceKind]]:
    """ "X quoted Y as saying": the speaker is Y, then X."""
    tree = resolver.tree
    for index in _tokens(reading, spans.cue):
        if tree.lemma(index) not in _words("quote") or reading.tokens[index].upos != "VERB":
            continue
        quoted = tree.first(index, "obj")
        quoting = tree.first(index, "nsubj")
        if (
            quoted is None
            or quoting is None
            or not any(tree.tokens[c].text == "as" for d in tree.children[index] for c in tree.children[d])
        ):
            continue
        inner, outer = resolver.resolve(quoted), resolver.resolve(quoting)
        pair = [(actor, kind_of(reading, resolver, spans, actor, head)) for actor, head in ((inner, quoted), (outer, quoting))]
        return pair + [s for s in speakers if s[0].name not in {inner.name, outer.name}]
    return speakers


def kind_of(reading: Reading, resolver: Resolver, spans: AttributionSpans, actor: Actor, head: int) -> SourceKind:
    """The kind of a source: a belief by its cue, a report by its medium, anonymous where only unnamed people speak."""
    cue = _kind_of_cue(reading, resolver, spans)
    if cue is not None:
        return cue
    if vocab.media(actor.name) or actor.sector == "JRN":
        return "report"
    token = reading.tokens[head]
    role = vocab.role(token.lemma)
    if token.upos == "NOUN" and (role is None or role.kind == "person") and token.lemma in _words("anonymous"):
        named = any(e.start < actor.end and actor.start < e.end and e.type == "PER" for e in resolver.entities)
        if not named and token.xpos == "NNS":
            return "anonymous"
    return "statement"


def _kind_of_cue(reading: Reading, resolver: Resolver, spans: AttributionSpans) -> SourceKind | None:
    lemmas = {resolver.tree.lemma(i) for i in _tokens(reading, spans.cue)}
    return "belief" if lemmas & _words("belief") and not lemmas & _words("speech") else None


def _tokens(reading: Reading, spans: Sequence[Span]) -> list[int]:
    return [i for i, t in enumerate(reading.tokens) if any(s.start <= t.start and t.end <= s.end for s in spans)]
