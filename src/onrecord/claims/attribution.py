"""Who says so: the reading model's marks resolved to speakers, kinds and directness, and the sources of any stretch of text.

The model marks source, cue and content; here the source's words become a name (the fullest of the report), and the cue and the
source tell the kind: a report by a medium, a belief, an anonymous source, or a statement. A claim's sources are those of every
attribution whose content holds it, innermost first; "X quoted Y as saying" adds X behind Y.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter

from onrecord import vocab
from onrecord.claims.actors import Resolver
from onrecord.model import Actor, Attribution, AttributionSpans, Entity, Reading, Source, SourceKind, Span

_MARKS = '"“”«»'
_DOER = re.compile(r"\w{2,}(?:er|or|ist|ian|eer|man|woman|person)")
"""Endings of nouns for people by what they do (Quirk et al., 1985, appendix I.33 to I.37)."""
_NO_DOER = vocab.wordset(
    "paper newspaper number matter letter newsletter order disorder power water river winter summer quarter corner "
    "center theater chapter border danger disaster shelter fever cancer liver flower tower feather weather layer "
    "register chamber timber amber cover answer offer transfer encounter computer server router printer "
    "factor error terror sector floor door mirror corridor motor tractor reactor color colour labor labour favor favour "
    "humor humour honor honour rumor rumour harbor harbour behavior behaviour endeavor endeavour vapor interior exterior "
    "banner container counter meter liter finger shoulder bumper folder header gender wonder thunder slander surrender"
)
_POSTED = vocab.wordset("write admit reply claim post complain ask suggest joke argue answer comment tweet note agree recall")
"""What a poster does who is a person; a placard only says, reads and shows."""
_NET = vocab.wordset("forum blog blogger newsgroup subreddit reddit username chatroom")
_SHOWN = vocab.wordset("read show proclaim declare urge warn")
_TITLED = 8
"""Words of offices that may stand between an adjective and the name of whoever holds them."""
_TAKEN_UP = 8
"""Sentences back to which "the statement" may take up a statement."""


@dataclass(frozen=True, slots=True)
class Said:
    """An attribution with its speakers: ``speakers`` innermost first, each with its kind; empty where nobody is named.

    ``tells`` is False for what somebody is only set on ("ordered police to clear the square"): that says nothing of the facts.
    """

    attribution: Attribution
    speakers: tuple[tuple[Actor, SourceKind], ...]
    tells: bool = True


@cache
def attribution_words(kind: str) -> frozenset[str]:
    """Lemmas of one class of ``attribution_words.csv``."""
    return frozenset(row["lemma"] for row in vocab.rows("attribution_words.csv") if row["class"] == kind)


def find_attributions(reading: Reading, resolver: Resolver) -> tuple[Said, ...]:
    """The attributions of a report with their speakers, in order of the text."""
    found = []
    for spans in reading.attributions:
        speakers = _speakers(reading, resolver, spans) or _held(reading, resolver, spans)
        kind = speakers[0][1] if speakers else _kind_of_cue(reading, resolver, spans) or "anonymous"
        name = speakers[0][0].name if speakers else None
        direct = bool(spans.content) and all(is_quoted(reading.text, span) for span in spans.content)
        attribution = Attribution(spans.source, spans.cue, spans.content, kind, direct, name, spans.confidence)
        found.append(Said(attribution, speakers, not _is_intention(reading, resolver, spans)))
    return tuple(found)


def _is_intention(reading: Reading, resolver: Resolver, spans: AttributionSpans) -> bool:
    """Whether the cue is to order, to decide or to be set on something, and the content an infinitive."""
    tree = resolver.tree
    marked = bool(spans.content) and reading.text[spans.content[0].start :].lower().startswith("to ")
    return any(
        tree.lemma(cue) in attribution_words("intention")
        and (marked or (bool(tree.deps(cue, "xcomp")) and not tree.deps(cue, "ccomp")))
        for cue in _tokens(reading, spans.cue)
    )


def find_beliefs(reading: Reading, resolver: Resolver) -> tuple[Said, ...]:
    """What a noun of belief says is held true ("a widespread belief that ..."), which the model marks only with a verb."""
    tree, out = resolver.tree, []
    for index, token in enumerate(reading.tokens):
        if token.upos != "NOUN" or tree.lemma(index) not in attribution_words("belief"):
            continue
        for child in tree.children[index]:
            if reading.tokens[child].deprel not in ("acl", "ccomp") or not any(
                reading.tokens[mark].text.lower() == "that" for mark in tree.children[child]
            ):
                continue
            below = tree.subtree(child)
            content = Span(reading.tokens[below[0]].start, reading.tokens[below[-1]].end)
            start, end = resolver.span_of(index)
            holder = Actor(reading.text[start:end], reading.text[start:end], None, None, start, end)
            attribution = Attribution((), (Span(token.start, token.end),), (content,), "belief", False, None, 0.7)
            out.append(Said(attribution, ((holder, "belief"),)))
    return tuple(out)


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
        if one.tells and any(c.start <= span.start and span.end <= c.end for c in one.attribution.content):
            holding.append((sum(c.end - c.start for c in one.attribution.content), one))
    out: list[Source] = []
    for _, one in sorted(holding, key=lambda pair: pair[0]):
        for actor, kind in one.speakers:
            if all(actor.name != other.name for other in out):
                out.append(Source(actor.text, actor.name, kind, actor.country, actor.sector))
    return tuple(out)


def _speakers(reading: Reading, resolver: Resolver, spans: AttributionSpans) -> tuple[tuple[Actor, SourceKind], ...]:
    out: list[tuple[Actor, SourceKind]] = []
    for span in _apposed(reading, resolver, spans.source):
        head = resolver.head_of(span)
        if head < 0 or reading.tokens[head].deprel == "det":
            continue
        head = _led(reading, resolver, spans, head)
        author = author_of(reading, resolver, head)
        for actor in resolver.resolve_all(head) if author is None else (voice_of(reading, resolver, head),):
            inside = span.start <= actor.start and actor.end <= span.end
            if not inside:
                actor = Actor(
                    reading.text[span.start : span.end], actor.name, actor.country, actor.sector, span.start, span.end
                )
            if all(actor.name != other.name for other, _ in out):
                out.append((actor, kind_of(reading, resolver, spans, actor, head)))
    if not spans.source:
        # The model marked nobody: the subject of the cue's verb speaks, if it has one.
        for index in _tokens(reading, spans.cue):
            subject = resolver.tree.first(index, "nsubj") if reading.tokens[index].upos == "VERB" else None
            if subject is not None and not any(c.start <= reading.tokens[subject].start < c.end for c in spans.content):
                actor = voice_of(reading, resolver, subject)
                out.append((actor, kind_of(reading, resolver, spans, actor, subject)))
                break
    return tuple(_quoted_through(reading, resolver, spans, out))


def _led(reading: Reading, resolver: Resolver, spans: AttributionSpans, head: int) -> int:
    """Of "..., which led Orla to write ..." the one who writes, where the model marked the relative pronoun; else the head."""
    if reading.tokens[head].text.lower() not in {"which", "that"}:
        return head
    for index in _tokens(reading, spans.cue):
        subject = resolver.tree.subject(index) if reading.tokens[index].deprel == "xcomp" else None
        if subject is not None and _is_party(reading, resolver, subject):
            return subject
    return head


def _apposed(reading: Reading, resolver: Resolver, pieces: Sequence[Span]) -> list[Span]:
    """Pieces of one source; of those that only a comma parts ("the mayor, / Ines Korta") the one that names a person."""
    out: list[Span] = []
    for span in sorted(pieces):
        if out and not reading.text[out[-1].end : span.start].strip(" ,"):
            if any(e.type == "PER" and span.start <= e.start and e.end <= span.end for e in resolver.entities):
                out[-1] = span
        else:
            out.append(span)
    return out


def _held(reading: Reading, resolver: Resolver, spans: AttributionSpans) -> tuple[tuple[Actor, SourceKind], ...]:
    """A belief that nobody in particular is said to hold ("widespread suspicion that ...") is its own source."""
    for index in _tokens(reading, spans.cue):
        if reading.tokens[index].upos == "NOUN" and resolver.tree.lemma(index) in attribution_words("belief"):
            start, end = resolver.span_of(index)
            words = reading.text[start:end]
            return ((Actor(words, words, None, None, start, end), "belief"),)
    return ()


def _quoted_through(
    reading: Reading, resolver: Resolver, spans: AttributionSpans, speakers: list[tuple[Actor, SourceKind]]
) -> list[tuple[Actor, SourceKind]]:
    """The speaker behind the one who passes it on: "X quoted Y as saying ...", "X said, citing Y": Y, then X."""
    tree = resolver.tree
    near = set(_tokens(reading, (*spans.cue, *spans.source)))
    for _ in range(2):
        near |= {child for index in near for child in tree.children[index]}
    for index in sorted(near):
        if tree.lemma(index) not in attribution_words("quote") or reading.tokens[index].upos != "VERB":
            continue
        quoted = _object(reading, resolver, index)
        if quoted is None or not _is_party(reading, resolver, quoted):
            continue
        quoting = tree.first(index, "nsubj")
        if quoting is None and reading.tokens[index].deprel in ("acl", "advcl"):
            above = reading.tokens[index].head
            quoting = tree.first(above, "nsubj") if reading.tokens[above].upos == "VERB" else above
        inner = resolver.resolve(quoted)
        chain = [(inner, kind_of(reading, resolver, spans, inner, quoted))]
        if quoting is not None and quoting != quoted:
            outer = resolver.resolve(quoting)
            chain.append((outer, kind_of(reading, resolver, spans, outer, quoting)))
        names = {actor.name for actor, _ in chain}
        return chain + [s for s in speakers if s[0].name not in names]
    return speakers


def _object(reading: Reading, resolver: Resolver, verb: int) -> int | None:
    """Whom "quoted" or "cited" takes: its object, or what follows without a preposition, whatever it was hung on as."""
    tree, tokens = resolver.tree, reading.tokens
    bare = (i for i in tree.children[verb] if i > verb and tokens[i].deprel in {"obj", "iobj", "obl"} and not tree.cases(i))
    return next((i for i in bare if _is_party(reading, resolver, i)), tree.first(verb, "obj"))


def voice_of(reading: Reading, resolver: Resolver, head: int) -> Actor:
    """Whoever the phrase headed by a token names; for a text that speaks ("the statement said") whoever wrote it, if told."""
    head = _titled(reading, resolver, head)
    actor = resolver.resolve(head)
    author = author_of(reading, resolver, head)
    return actor if author is None else replace(actor, name=author.name, country=author.country, sector=author.sector)


def _titled(reading: Reading, resolver: Resolver, head: int) -> int:
    """The person whom a word of the office before his name was taken for ("Ruritanian Interior Minister Jan Orla said"), or
    a noun that no vocabulary has ("coauthor Jan Orla"); else the head.
    """
    tokens = reading.tokens
    named = next((e for e in resolver.entities if e.type in {"PER", "ORG"} and e.start <= tokens[head].start < e.end), None)
    if named is not None:
        return head if named.type == "PER" else _officer(reading, resolver, head, named)
    beside = (i for i in resolver.tree.deps(head, "appos") if i > head and tokens[head].xpos not in {"NNS", "NNPS"})
    for place in beside:
        if any(e.type == "PER" and e.start <= tokens[place].start < e.end for e in resolver.entities):
            return place
    for place in range(head + 1, min(len(tokens), head + _TITLED)):
        if tokens[place].sentence != tokens[head].sentence or tokens[place].upos not in {"NOUN", "PROPN", "ADJ"}:
            return head
        if any(e.type == "PER" and e.start == tokens[place].start for e in resolver.entities):
            return place if tokens[head].xpos not in {"NNS", "NNPS"} else head
    return head


def _officer(reading: Reading, resolver: Resolver, head: int, body: Entity) -> int:
    """The person whose office a body's name only begins to tell ("Red Cross delegate Paula Orla"); else the body's own word."""
    tokens, office = reading.tokens, False
    for place in range(head + 1, min(len(tokens), head + _TITLED + 2)):
        token = tokens[place]
        if token.start < body.end:
            continue
        if token.sentence != tokens[head].sentence or token.upos not in {"NOUN", "PROPN", "ADJ"}:
            return head
        if any(e.type == "PER" and e.start == token.start for e in resolver.entities):
            return place if office else head
        told = vocab.role(token.lemma.lower())
        office = office or (told is not None and told.kind == "person" and token.xpos == "NN")
    return head


def is_carrier(reading: Reading, resolver: Resolver, head: int) -> bool:
    """Whether a noun names what words stand on (a banner, a tombstone); a poster who writes, or one of a report about the net
    ("a third poster said"), is a person.
    """
    tree, token = resolver.tree, reading.tokens[head]
    if token.upos not in {"NOUN", "PROPN"} or token.lemma not in attribution_words("carrier"):
        return False
    if token.lemma != "poster":
        return True
    verb = token.head if token.deprel == "nsubj" else -1
    told = tree.lemma(verb) if verb >= 0 else ""
    online = told not in _SHOWN and any(each.lemma.lower() in _NET for each in reading.tokens)
    return told not in _POSTED and not online


def author_of(reading: Reading, resolver: Resolver, head: int) -> Actor | None:
    """Who wrote the text that a noun names ("the mayor's letter", "a report by the bank", "the statement" taken up again), or
    whose words a noun of saying tells ("her remarks").
    """
    noun = reading.tokens[head]
    if noun.upos != "NOUN" or noun.lemma not in attribution_words("document") | attribution_words("saying"):
        return None
    own = _beside(reading, resolver, head)
    if own is not None or not any(reading.tokens[d].text.lower() == "the" for d in resolver.tree.deps(head, "det")):
        return own
    for place in range(head - 1, -1, -1):
        token = reading.tokens[place]
        if noun.sentence - token.sentence > _TAKEN_UP:
            return None
        if token.lemma == noun.lemma and token.upos == "NOUN":
            found = _beside(reading, resolver, place) or _issuer(reading, resolver, place)
            if found is not None:
                return found
    return None


def _beside(reading: Reading, resolver: Resolver, head: int) -> Actor | None:
    """The possessor of a text, or whoever "by" or "from" sets beside it, also behind "published by"."""
    tree = resolver.tree
    tokens = reading.tokens
    near = [*tree.deps(head, "nmod:poss"), *tree.obliques(head, "by", "from")]
    if head + 1 < len(tokens) and tokens[head + 1].text == "by" and tokens[head + 1].head > head:
        near.append(tokens[head + 1].head)
    for clause in tree.deps(head, "acl"):
        if tree.lemma(clause) in attribution_words("issue"):
            near += tree.obliques(clause, "by", "from")
    party = next((child for child in near if _is_party(reading, resolver, child)), None)
    return None if party is None else resolver.resolve(party)


def _issuer(reading: Reading, resolver: Resolver, head: int) -> Actor | None:
    """The subject of the verb that puts a text out ("issued a statement") or says something in it ("said in a statement")."""
    tokens, tree = reading.tokens, resolver.tree
    verb = tokens[head].head
    if verb < 0 or tokens[verb].upos != "VERB":
        return None
    relation = tokens[head].deprel.partition(":")[0]
    lemma = tree.lemma(verb)
    said = relation == "obl" and lemma in attribution_words("speech") | attribution_words("voice")
    put_out = relation == "obj" and lemma in attribution_words("issue")
    subject = tree.subject(verb) if said or put_out else None
    return resolver.resolve(subject) if subject is not None and _is_party(reading, resolver, subject) else None


def _is_party(reading: Reading, resolver: Resolver, index: int) -> bool:
    """Whether a token names somebody who can speak: a name, a pronoun for a person or body, or a noun for one."""
    token = reading.tokens[index]
    if token.upos == "PRON":
        return True
    if any(e.start <= token.start < e.end and e.type != "MISC" for e in resolver.entities):
        return True
    return token.upos in {"NOUN", "PROPN"} and names_somebody(token.lemma)


def names_somebody(lemma: str) -> bool:
    """Whether a noun names a person or body: by the vocabulary, or as one who does something ("poster", "bather")."""
    if lemma in attribution_words("document"):
        return False
    return vocab.role(lemma) is not None or (_DOER.fullmatch(lemma.lower()) is not None and lemma.lower() not in _NO_DOER)


def kind_of(reading: Reading, resolver: Resolver, spans: AttributionSpans, actor: Actor, head: int) -> SourceKind:
    """The kind of a source: a belief by its cue, a report by its medium, anonymous where only unnamed people speak."""
    cue = _kind_of_cue(reading, resolver, spans)
    if cue is not None:
        return cue
    if vocab.media(actor.name) or actor.sector == "JRN":
        return "report"
    token = reading.tokens[head]
    role = vocab.role(token.lemma)
    if token.upos == "NOUN" and (role is None or role.kind == "person") and token.lemma in attribution_words("anonymous"):
        named = any(e.start < actor.end and actor.start < e.end and e.type == "PER" for e in resolver.entities)
        if not named and token.xpos == "NNS":
            return "anonymous"
    return "statement"


def _kind_of_cue(reading: Reading, resolver: Resolver, spans: AttributionSpans) -> SourceKind | None:
    lemmas = {resolver.tree.lemma(i) for i in _tokens(reading, spans.cue)}
    return "belief" if lemmas & attribution_words("belief") and not lemmas & attribution_words("speech") else None


def _tokens(reading: Reading, spans: Sequence[Span]) -> list[int]:
    """The tokens that lie in the spans, in order."""
    found: set[int] = set()
    for span in spans:
        at = bisect_left(reading.tokens, span.start, key=attrgetter("start"))
        while at < len(reading.tokens) and reading.tokens[at].end <= span.end:
            found.add(at)
            at += 1
    return sorted(found)
