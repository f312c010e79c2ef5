"""Who says the words of a quotation: a sieve of signs, the surest first.

A cue that stands right behind the closing mark ("...," said X; "...," X wrote; "..." - X) tells it of whole sentences. Words
that are part of a sentence belong to the subject of the verb or the noun of saying that they hang on, else to the source of
the attribution that holds them. Then come the sentence before that ends in a colon, and the person whom the sentence before is
about. Sieves of this kind are due to Muzny et al. (2017). A cue or a source inside the quotation never speaks it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord import vocab
from onrecord.claims.actors import Resolver
from onrecord.claims.attribution import Said, attribution_words, author_of, names_somebody, voice_of
from onrecord.claims.tree import SUBJECTS
from onrecord.model import Actor, Reading, Span, Token

_MARKS = frozenset('"“”«»') | {"``", "''"}
_DASHES = frozenset("-–—―") | {"--"}
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_NOBODY = vocab.wordset("anybody anyone nobody somebody someone everybody everyone something nothing anything everything")
_RIGHT_AFTER = 5
_REACH = 14
"""Words behind a quotation within which its cue stands."""


@dataclass(frozen=True, slots=True)
class Words:
    """A quotation among the tokens: its span, ``tokens[first:last]``, and whether it is a part of a sentence only."""

    span: Span
    first: int
    last: int
    partial: bool


def verbs_of_saying() -> frozenset[str]:
    """Lemmas of the verbs whose subject says what stands in quotation marks."""
    return attribution_words("speech") | attribution_words("voice")


def speaker_of(reading: Reading, resolver: Resolver, said: Sequence[Said], words: Words) -> tuple[Actor | None, float]:
    """Who says the words, and how sure that is: None with 0 where neither the sentence nor the one before it
    tells, None and more than 0 where the sentence keeps the speaker to itself ("accused of being ...").
    """
    if not words.partial:
        beside = _behind(reading, resolver, words)
        if beside is not None:
            return voice_of(reading, resolver, beside), 0.95
    owner = _in_words_of(reading, resolver, words)
    if owner is not None:
        return voice_of(reading, resolver, owner), 0.8
    found = _attributed(reading, resolver, said, words)
    if found[0] is None and _after_colon(reading, words):
        found = _announced(reading, resolver, said, words)
    return found


def told_behind(reading: Reading, resolver: Resolver, words: Words) -> bool:
    """Whether a cue right behind the closing mark tells who says the words."""
    return _behind(reading, resolver, words) is not None


def led_in(reading: Reading, resolver: Resolver, words: Words) -> Actor | None:
    """The person who is the subject of the narrated sentence just before a quotation that has no cue."""
    before = _sentence_before(reading, words.first)
    if before is None:
        return None
    first, last = before
    if any(reading.tokens[i].text in _MARKS or resolver.is_quoted(i) for i in range(first, last)):
        return None
    root = next((i for i in range(first, last) if not first <= reading.tokens[i].head < last), first)
    subject = resolver.tree.first(root, "nsubj")
    if subject is None or not _is_person(reading, resolver, subject):
        return None
    actor = voice_of(reading, resolver, subject)
    return actor if reading.tokens[subject].upos != "PRON" or actor.name != actor.text else None


# ----------------------------------------------------------------------------------------------------- behind the mark


def _behind(reading: Reading, resolver: Resolver, words: Words) -> int | None:
    """The head of whoever a cue right behind the closing mark names."""
    tokens, text = reading.tokens, reading.text
    at = words.last
    parted = text[words.span.end : words.span.end + 1] == ","
    while at < len(tokens) and (tokens[at].text in _MARKS or tokens[at].text == ","):
        parted = parted or tokens[at].text == ","
        at += 1
    last = tokens[words.last - 1]
    if at == words.last or at >= len(tokens) or _paragraph(reading, at) != _paragraph(reading, words.last - 1):
        return None
    if tokens[at].text in _DASHES:
        return _signed(reading, resolver, at + 1)
    if (under := _signed_under(reading, resolver, words, at)) is not None:
        return under
    ended = last.text[-1:] in "?!…—–-" or last.text.endswith("...")
    if tokens[at].sentence != last.sentence and not ended:
        return None
    cue = _first_verb(reading, at)
    if cue is None or tokens[at].upos in {"SCONJ", "ADP", "CCONJ"} or tokens[at].xpos in {"WP", "WDT", "WRB", "WP$"}:
        return None
    if tokens[at].sentence != last.sentence and _says_more(resolver, cue):
        return None
    subject = _beside_verb(reading, resolver, at, cue)
    if subject is None or not (parted or ended or cue < subject):
        return None
    return subject


def _first_verb(reading: Reading, at: int) -> int | None:
    """The first verb from a token on, in its sentence, if it is one of saying and no mark stands before it."""
    for place in range(at, min(len(reading.tokens), at + _REACH)):
        token = reading.tokens[place]
        if token.sentence != reading.tokens[at].sentence or token.text in _MARKS:
            return None
        if token.upos == "VERB":
            saying = token.lemma.lower() in verbs_of_saying() and token.xpos not in {"VBG", "VB"}
            return place if saying else None
    return None


def _says_more(resolver: Resolver, verb: int) -> bool:
    """Whether a verb has words of its own to say ("he said that ..."), so that it is no cue of what stands before."""
    return any(child > verb for child in resolver.tree.deps(verb, "ccomp", "obj", "parataxis"))


def _beside_verb(reading: Reading, resolver: Resolver, at: int, verb: int) -> int | None:
    """The subject of a verb of saying that follows a quotation; it stands right before or right behind the verb."""
    tokens = reading.tokens
    own = [i for i in resolver.tree.deps(verb, "nsubj") if i >= at]
    if not own and verb > at:
        own = [i for i in range(at, verb) if tokens[i].upos in _NOMINAL and tokens[i].head not in range(at, verb)][-1:]
    if not own and verb - at <= 1:
        behind = range(verb + 1, min(len(tokens), verb + 8))
        own = [i for i in behind if tokens[i].head == verb and tokens[i].upos in _NOMINAL][:1]
    if not own:
        return None
    # Of two before the verb, which only a damaged tree has, the nearer.
    subject = max((i for i in own if i < verb), default=own[0])
    if subject > verb and verb - at > 1:
        return None
    return subject if tokens[subject].text.lower() not in _NOBODY else None


def _signed(reading: Reading, resolver: Resolver, at: int) -> int | None:
    """The name that a dash sets behind a quotation, as under a letter."""
    tokens = reading.tokens
    for entity in resolver.entities:
        if at < len(tokens) and entity.type in {"PER", "ORG"} and entity.start == tokens[at].start:
            return resolver.head_of(Span(entity.start, entity.end))
    return None


def _signed_under(reading: Reading, resolver: Resolver, words: Words, at: int) -> int | None:
    """Whom a paragraph that begins with a quotation names behind it, without a verb: "(quotation)" Jane Roe, a neighbour."""
    tokens = reading.tokens
    number = _paragraph(reading, at)
    if words.first and any(
        tokens[i].text[:1].isalnum() and _paragraph(reading, i) == number for i in range(max(0, words.first - 3), words.first)
    ):
        return None
    rest = [i for i in range(at, min(len(tokens), at + _REACH)) if _paragraph(reading, i) == number]
    outside = [i for i in rest if not resolver.is_quoted(i)]
    ends = not rest or rest[-1] + 1 >= len(tokens) or _paragraph(reading, rest[-1] + 1) != number
    if not ends or any(tokens[i].upos in {"VERB", "AUX"} for i in outside):
        return None
    heads = [i for i in outside if tokens[i].upos in _NOMINAL and _can_speak(reading, resolver, i)]
    return heads[0] if heads and heads[0] - at <= 3 else None


# ------------------------------------------------------------------------------------------------------ attributions


def _attributed(reading: Reading, resolver: Resolver, said: Sequence[Said], words: Words) -> tuple[Actor | None, float]:
    """The speaker of the attribution whose content the words are; but where the content also holds the verb that they hang on
    (an agency reports that a leader "deplored" something), the subject of that verb.
    """
    first, last, span = words.first, words.last, words.span
    best: tuple[float, Said, Span] | None = None
    for one in said:
        if not one.speakers or _spoken_inside(one, span):
            continue
        for content in one.attribution.content:
            shared = min(content.end, span.end) - max(content.start, span.start)
            if shared > 0:
                score = shared / (content.end - content.start) + shared / (span.end - span.start)
                if best is None or score > best[0]:
                    best = (score, one, content)
    if best is None:
        start = _sentence_start(reading, first)
        found = _subject_above(reading, resolver, first, last, None)
        found = found or _subject_before(reading, resolver, first, Span(start, span.start))
        return (found, 0.65) if found is not None else (None, 0.0)
    _, one, content = best
    if _told_by_nobody(resolver, words):
        return None, 0.7
    carried = one.speakers[0][1] == "report"
    inner = _conveying(reading, resolver, words) if carried else None
    inner = inner or _subject_above(reading, resolver, first, last, (content, one.attribution.cue))
    if inner is None and reading.tokens[first].sentence == reading.tokens[max(first - 2, 0)].sentence:
        start = min(c.start for c in one.attribution.content)
        inner = _subject_before(reading, resolver, first, Span(max(start, _sentence_start(reading, first)), content.end))
    if inner is not None:
        return inner, 0.75
    return one.speakers[0][0], max(0.6, one.attribution.confidence)


def _told_by_nobody(resolver: Resolver, words: Words) -> bool:
    """Whether the words hang on a passive of accusing or naming that says by whom nowhere ("accused of being ..."), or are what
    a text by nobody says ("a message stating ...").
    """
    tree = resolver.tree
    head = next((i for i in range(words.first, words.last) if not words.first <= tree.tokens[i].head < words.last), words.first)
    for place in list(tree.ancestors(head))[:2]:
        above = tree.tokens[place].head
        says = tree.tokens[place].xpos == "VBG" and tree.lemma(place) in verbs_of_saying()
        if says and 0 <= above == place - 1 and tree.lemma(above) in attribution_words("document"):
            return author_of(tree.reading, resolver, above) is None
        if tree.tokens[place].upos == "VERB" and tree.lemma(place) in attribution_words("naming"):
            return tree.is_passive(place) and not tree.obliques(place, "by")
    return False


def _conveying(reading: Reading, resolver: Resolver, words: Words) -> Actor | None:
    """Who stands right before words that begin with his own saying, where a medium only carries them: the envoy "extended deep
    sympathy", the agency reports.
    """
    verb = reading.tokens[words.first]
    subject = resolver.tree.first(words.first, "nsubj")
    if not words.partial or verb.upos != "VERB" or verb.lemma not in verbs_of_saying() or subject is None:
        return None
    near = words.first - 6 <= subject < words.first and _is_person(reading, resolver, subject)
    return voice_of(reading, resolver, subject) if near else None


def _spoken_inside(one: Said, span: Span) -> bool:
    """Whether the cue or the source of an attribution lies in the quoted words: it then tells of somebody quoted in them."""
    inside = [part for part in (*one.attribution.cue, *one.attribution.source) if span.start <= part.start < span.end]
    return bool(inside)


def _subject_above(
    reading: Reading, resolver: Resolver, first: int, last: int, inside: tuple[Span, Sequence[Span]] | None
) -> Actor | None:
    """The person or body that is the subject of the verb, or the owner of the noun of saying, on which tokens ``first`` to
    ``last`` hang.

    ``inside`` gives the content and the cue of an attribution: the verb must then stand in the content, or between it and the
    cue and be one of speech ("saying the mayor told the council: ...").
    """
    tree, tokens = resolver.tree, reading.tokens
    head = next((i for i in range(first, last) if not first <= tokens[i].head < last), first)
    for place in list(tree.ancestors(head))[: 4 if inside is None else 3]:
        token = tokens[place]
        if token.upos not in ("VERB", "AUX", "NOUN") or first <= place < last:
            continue
        outside = inside is not None and not _covers(inside[0], token)
        if outside and (_is_cue(inside, token) or token.lemma not in attribution_words("speech")):
            return None
        if token.upos == "NOUN":
            owner = tree.first(place, "nmod:poss")
            # "her claim that ...", but not 'called her remarks "..."', which are another's words.
            own = token.lemma in attribution_words("saying") and token.deprel != "obj"
            if own and owner is not None and _can_speak(reading, resolver, owner):
                return resolver.resolve(owner)
            continue
        if token.lemma not in verbs_of_saying():
            continue
        for child in tree.children[place]:
            if first <= child < last:
                continue
            subject = tokens[child].deprel in SUBJECTS and tokens[child].deprel != "nsubj:pass"
            # A name right before the verb that the parser took for its object.
            subject = subject or (tokens[child].deprel in {"iobj", "obj"} and child == place - 1)
            agent = tokens[child].deprel.startswith("obl") and "by" in tree.cases(child)
            if (subject or agent) and _can_speak(reading, resolver, child):
                return voice_of(reading, resolver, child)
    return None


def _is_cue(inside: tuple[Span, Sequence[Span]] | None, token: Token) -> bool:
    return inside is not None and any(_covers(cue, token) for cue in inside[1])


def _subject_before(reading: Reading, resolver: Resolver, first: int, content: Span) -> Actor | None:
    """The subject of the last verb of speech between the beginning of the content and a quotation that a colon opens."""
    tokens = reading.tokens
    if first < 3 or not any(tokens[i].text == ":" for i in (first - 1, first - 2)):
        return None
    for place in range(first - 2, 0, -1):
        if tokens[place].start < content.start:
            return None
        if tokens[place].upos == "VERB" and tokens[place].lemma in attribution_words("speech"):
            subject = resolver.tree.first(place, "nsubj")
            before = place - 1 if subject is None or subject > place else subject
            return voice_of(reading, resolver, before) if _can_speak(reading, resolver, before) else None
    return None


# ------------------------------------------------------------------------------------------------------- what leads in


def _in_words_of(reading: Reading, resolver: Resolver, words: Words) -> int | None:
    """Whom "in the words of the mayor", "in Orla's words" before a quotation of the same sentence, or right after it, names."""
    tree, tokens = resolver.tree, reading.tokens
    sentence = reading.sentences[tokens[words.first].sentence]
    behind = range(words.last, min(words.last + _RIGHT_AFTER, sentence.last))
    for place in (*range(sentence.first, words.first), *behind):
        if tokens[place].lemma == "word" and tokens[place].upos == "NOUN" and "in" in tree.cases(place):
            owners = (*tree.obliques(place, "of"), *tree.deps(place, "nmod:poss"))
            before = [each for each in owners if place >= words.last or each < words.first]
            # "one of its engineers" speaks as the engineers can.
            return next(
                (i for i in before if any(_can_speak(reading, resolver, each) for each in (i, *tree.obliques(i, "of")))), None
            )
    return None


def _after_colon(reading: Reading, words: Words) -> bool:
    before = reading.text[: words.span.start].rstrip().rstrip("\"“«`'").rstrip()
    return before.endswith(":")


def _announced(reading: Reading, resolver: Resolver, said: Sequence[Said], words: Words) -> tuple[Actor | None, float]:
    """Who speaks in the sentence before, which ends in a colon: its last attribution's source, else its last verb's subject."""
    before = _sentence_before(reading, words.first)
    if before is None:
        return None, 0.0
    first, last = before
    start, end = reading.tokens[first].start, reading.tokens[last - 1].end
    cues = [one for one in said if one.speakers and any(start <= cue.start < end for cue in one.attribution.cue)]
    if cues:
        return max(cues, key=lambda one: one.attribution.cue[-1].start).speakers[0][0], 0.8
    for place in range(last - 1, first - 1, -1):
        token = reading.tokens[place]
        if token.upos == "VERB" and token.lemma in verbs_of_saying():
            subject = resolver.tree.subject(place)
            if subject is not None and _can_speak(reading, resolver, subject):
                return voice_of(reading, resolver, subject), 0.7
    return None, 0.0


def _sentence_before(reading: Reading, first: int) -> tuple[int, int] | None:
    """The tokens of the sentence that ends before a quotation's first token, in its paragraph or the one before."""
    number = reading.tokens[first].sentence
    if any(reading.tokens[i].text[:1].isalnum() for i in range(reading.sentences[number].first, first)) or number == 0:
        return None
    here, before = reading.sentences[number], reading.sentences[number - 1]
    if before.segment != here.segment or here.paragraph - before.paragraph > 1 or before.first >= before.last:
        return None
    return before.first, before.last


# ---------------------------------------------------------------------------------------------------------------- words


def _paragraph(reading: Reading, index: int) -> int:
    return reading.sentences[reading.tokens[index].sentence].paragraph


def _sentence_start(reading: Reading, index: int) -> int:
    return reading.sentences[reading.tokens[index].sentence].start


def _covers(span: Span, token: Token) -> bool:
    return span.start <= token.start and token.end <= span.end


def _is_person(reading: Reading, resolver: Resolver, index: int) -> bool:
    token = reading.tokens[index]
    if token.upos == "PRON":
        return token.text.lower() in ("he", "she")
    if any(e.start <= token.start < e.end and e.type == "PER" for e in resolver.entities):
        return True
    role = vocab.role(token.lemma)
    return token.upos == "NOUN" and token.xpos == "NN" and role is not None and role.kind == "person"


def _can_speak(reading: Reading, resolver: Resolver, index: int) -> bool:
    index = resolver.tree.antecedent(index)
    token = reading.tokens[index]
    if token.upos == "PRON":
        return token.text.lower() in ("he", "she", "they", "i", "we", "who")
    if token.text.lower() in _NOBODY:
        return False
    if any(e.start <= token.start < e.end and e.type != "MISC" for e in resolver.entities):
        return True
    return token.upos in ("NOUN", "PROPN") and names_somebody(token.lemma)
