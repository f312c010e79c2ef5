"""Clauses that the parser hung where English grammar has no room for them, hung where they belong.

Mended are a finite past verb coordinated with an infinitive or a gerund ("accused Alda of backing the rebels and cut ties"; in
the training parts of EWT and GUM four of some nine hundred such coordinations are annotated so; the others here were read in
news, not counted), an infinitive that describes whom somebody orders or asks ("ordered the two parties to disarm"), a bare noun
right after a verb hung on the verb before ("closed the road and massed troops") or on the clause behind it ("would impose
sanctions should Alda cheat"), "dead" before those who were shot dead, what somebody is accused of, a subject on the participle
behind it ("the envoy, sacked after the coup, has been detained"), a noun between two prepositions, an object with a preposition
("warned of floods"), the subject of a verb with a hyphen that was hung on its first part ("Alda test-fired"), and participles
taken for finite verbs or for people ("to evacuate wounded").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord import vocab
from onrecord.model import Token

_DIRECTING = vocab.wordset("ask beg command direct force instruct invite order persuade press pressure tell urge warn compel")
_FINITE = frozenset({"VBD", "VBP", "VBZ"})
_CHARGING = frozenset({"accuse", "acquit", "convict", "suspect"})
_HURT = frozenset({"wounded", "injured"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_TRANSITIVE = vocab.wordset(
    "abduct abuse acquit arrest behead beat blindfold bury capture charge convict deport detain evacuate execute expel fine "
    "free gag hang hold hospitalise hospitalize imprison indict jail kidnap kill lynch maim murder question rape release "
    "rescue rob sentence shoot stab strangle torture transfer wound injure"
)
_STAYING = frozenset({"become", "lie", "remain", "stay"})
_CAPTIVE = frozenset({"hostage", "captive", "prisoner"})
_WITHIN_PHRASES = frozenset({"ADJ", "ADV", "DET", "NOUN", "NUM", "PROPN", "SYM"})
_SHARING = frozenset({"exchange", "give", "hand", "pass", "share", "supply", "swap"})
_ADVERBS = frozenset({"ahead", "aside", "away", "back", "down", "forward", "home", "off", "out", "together", "up"})
_TELLING = frozenset({"data", "evidence", "fact", "file", "finding", "information", "intelligence", "list", "note", "view"})
_MARKS = frozenset({"against", "for", "from", "of", "with"})
"""Prepositions that no verb takes as its particle: what they mark is no object."""


def rehung(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens with such clauses hung anew; the same objects where nothing is wrong."""
    out = list(tokens)
    supported = {token.head for token in tokens if token.deprel.partition(":")[0] in {"aux", "cop"}}
    subjects = {token.head for token in tokens if token.deprel.startswith(("nsubj", "csubj"))}
    marked = {token.head for token in tokens if token.deprel == "mark" and token.lemma == "to"}
    for index, token in enumerate(tokens):
        head = token.head
        if head < 0 or token.upos != "VERB":
            continue
        if token.deprel == "conj" and token.xpos == "VBD" and index not in subjects and index not in supported:
            above = _finite_above(tokens, head, supported)
            if tokens[head].xpos in {"VB", "VBG"} and head not in supported and above is not None:
                out[index] = replace(token, head=above)
        elif token.xpos == "VBD" and index not in subjects and (token.deprel, head) in {("acl", index - 1), ("xcomp", head)}:
            # "met a swimmer hailed as a saviour", "left 31 guards killed": no finite verb stands there.
            out[index] = replace(token, xpos="VBN")
        elif token.deprel == "xcomp" and token.xpos == "VBN" and token.text in _HURT and head == index - 1:
            # "to evacuate wounded from the camp"
            out[index] = replace(token, upos="NOUN", xpos="NNS", lemma=token.text, deprel="obj")
        elif token.deprel == "acl" and token.xpos == "VB" and index in marked and tokens[head].deprel == "obj":
            verb = tokens[head].head
            if verb >= 0 and tokens[verb].lemma in _DIRECTING:
                out[index] = replace(token, head=verb, deprel="xcomp")
    _marked(tokens, out)
    _before_hyphens(tokens, out)
    _between_two_marks(tokens, out)
    _shared(tokens, out)
    _doubled(tokens, out)
    _beside_adverbs(tokens, out)
    _before_when(tokens, out)
    _staying(tokens, out)
    _undergone(tokens, out, subjects, supported)
    _reduced(tokens, out, subjects, supported)
    _charges(tokens, out)
    _agents(tokens, out)
    _subjects(tokens, out, subjects, supported)
    _objects(tokens, out)
    return tuple(out)


def _marked(tokens: Sequence[Token], out: list[Token]) -> None:
    """Make an object with a preposition right behind its verb an oblique: "warned of floods"."""
    for index, token in enumerate(tokens):
        if token.upos != "ADP" or token.deprel != "case" or token.text not in _MARKS or token.head < index or index == 0:
            continue
        thing = tokens[token.head]
        if thing.deprel == "obj" and thing.head == index - 1 and tokens[index - 1].upos == "VERB":
            out[token.head] = replace(thing, deprel="obl")


def _before_hyphens(tokens: Sequence[Token], out: list[Token]) -> None:
    """Give a verb with a hyphen the subject that was hung on its first part: "Alda test-fired a rocket"."""
    for index, token in enumerate(tokens):
        part = token.head
        if part < 0 or token.deprel not in _SUBJECTS or tokens[part].deprel != "compound":
            continue
        if tokens[part].head == part + 2 and tokens[part + 1].text == "-" and tokens[part + 2].upos == "VERB":
            out[index] = replace(token, head=part + 2)


def _between_two_marks(tokens: Sequence[Token], out: list[Token]) -> None:
    """Give a noun between two prepositions the first of them: "shared maps with Alda about mines" is with Alda."""
    marks: dict[int, list[int]] = {}
    for index, token in enumerate(tokens):
        if token.deprel == "case" and token.head > index:
            marks.setdefault(token.head, []).append(index)
    for noun, (first, *others) in marks.items():
        head = tokens[noun].head
        if not others or head < 0:
            continue
        inner = others[0] - 1
        between = tokens[inner]
        if first < inner not in marks and between.head == noun and between.deprel == "nmod" and between.upos in _NOMINAL:
            out[inner] = replace(between, head=head, deprel="obl" if tokens[head].upos in {"VERB", "ADJ"} else "nmod")
            out[first] = replace(tokens[first], head=inner)


def _doubled(tokens: Sequence[Token], out: list[Token]) -> None:
    """Make the first of two objects of one verb its indirect one, also a name hung as if it were of the verb's own words: "lent
    Alda 40 trucks".
    """
    objects: dict[int, list[int]] = {}
    for index, token in enumerate(tokens):
        name = token.deprel == "flat" and token.upos == "PROPN"
        if (token.deprel == "obj" or name) and 0 <= token.head < index and tokens[token.head].upos == "VERB":
            objects.setdefault(token.head, []).append(index)
    for found in objects.values():
        given = tokens[found[0]].upos in {"NOUN", "PROPN"} or tokens[found[0]].xpos == "PRP"
        between = tokens[found[0] + 1 : found[-1]]
        if len(found) == 2 and given and all(each.upos in _WITHIN_PHRASES for each in between):
            out[found[0]] = replace(out[found[0]], deprel="iobj")


def _beside_adverbs(tokens: Sequence[Token], out: list[Token]) -> None:
    """Hang a phrase behind a verb's adverb on the verb: "stayed away from the talks"."""
    for index, token in enumerate(tokens):
        above = tokens[token.head] if token.head >= 0 else token
        if token.deprel in {"obl", "nmod"} and above.upos == "ADV" and above.deprel == "advmod" and token.head < index:
            verb = above.head
            if verb == token.head - 1 and tokens[verb].upos == "VERB" and above.text in _ADVERBS:
                out[index] = replace(token, head=verb, deprel="obl")


def _before_when(tokens: Sequence[Token], out: list[Token]) -> None:
    """Hang on the verb before it what stands before a clause's own "when": "were hurt on Monday when lightning struck"."""
    opened = {token.head: index for index, token in enumerate(tokens) if token.text.lower() == "when" and token.head > index}
    for index, token in enumerate(tokens):
        if token.deprel != "obl" or index >= opened.get(token.head, -1) or tokens[token.head].deprel != "advcl":
            continue
        verb = next((k for k in range(index - 1, max(-1, index - 8), -1) if tokens[k].upos == "VERB"), None)
        if verb is not None and tokens[verb].sentence == token.sentence:
            out[index] = replace(token, head=verb)


def _staying(tokens: Sequence[Token], out: list[Token]) -> None:
    """Hang what somebody stays or becomes on that verb, where it was set beside it: "remained displaced within the islands"."""
    for index, token in enumerate(tokens):
        close = token.deprel == "parataxis" and token.head == index - 1 and tokens[index - 1].lemma in _STAYING
        if close and token.xpos in {"VBN", "JJ"}:
            out[index] = replace(token, deprel="xcomp")


def _undergone(tokens: Sequence[Token], out: list[Token], subjects: set[int], supported: set[int]) -> None:
    """Read a past form that is joined to a passive as one, where it harms or saves somebody and has no object: "was seized in
    May, held for a year and tortured".
    """
    passive = {token.head for token in tokens if token.deprel == "aux:pass"}
    having = {token.head for token in tokens if token.deprel == "obj" and token.text not in _CAPTIVE}
    for index, token in enumerate(tokens):
        joined = token.deprel == "conj" and token.head in passive and token.xpos == "VBD" and token.lemma in _TRANSITIVE
        if joined and index not in subjects and index not in supported and index not in having:
            out[index] = replace(token, xpos="VBN")


def _shared(tokens: Sequence[Token], out: list[Token]) -> None:
    """Hang with whom something is shared on the sharing: "shared evidence of the plot with Alda" is with Alda."""
    for index, token in enumerate(tokens):
        mark = token.text if token.deprel == "case" and token.head > index else ""
        if mark not in {"to", "with"} or tokens[token.head].deprel != "nmod":
            continue
        above = tokens[tokens[token.head].head]
        thing = tokens[above.head] if above.deprel == "nmod" and above.head >= 0 else above
        told = thing.deprel == "obj" and thing.lemma in _TELLING and tokens[thing.head].lemma in _SHARING
        if told and thing is not above:
            out[token.head] = replace(tokens[token.head], head=thing.head, deprel="obl")


def _reduced(tokens: Sequence[Token], out: list[Token], subjects: set[int], supported: set[int]) -> None:
    """Hang a bare past form right behind a noun on it where the governor has its clause already: "let in most farmers ordered
    out of Alda, but was refusing villagers, police said".
    """
    for index, token in enumerate(tokens):
        if token.xpos != "VBD" or token.deprel != "ccomp" or index in subjects or index in supported or index == 0:
            continue
        before = tokens[index - 1]
        clauses = [
            at for at in range(index) if tokens[at].head == token.head and tokens[at].deprel == "ccomp" and at in subjects
        ]
        if token.head <= index or before.upos not in {"NOUN", "PROPN"} or before.head == index or not clauses:
            continue
        out[index] = replace(token, head=index - 1, deprel="acl", xpos="VBN")
        for at, other in enumerate(tokens):
            if other.head == index and other.deprel == "conj" and at in supported:
                out[at] = replace(other, head=clauses[-1])


def _charges(tokens: Sequence[Token], out: list[Token]) -> None:
    """Hang what somebody is accused of on the accusing: "accused the council of waste", not "the council of waste"."""
    of_what = {token.head for token in tokens if token.text == "of" and token.deprel in {"case", "mark"}}
    charged = {tokens[index].head for index in of_what if tokens[index].deprel in {"obl", "advcl", "ccomp"}}
    for index, token in enumerate(tokens):
        blamed = tokens[token.head] if token.head >= 0 else token
        verb = blamed.head
        if token.deprel != "nmod" or blamed.deprel not in {"obj", "nsubj:pass"} or verb < 0 or index not in of_what:
            continue
        if tokens[verb].lemma in _CHARGING and verb not in charged:
            out[index] = replace(token, head=verb, deprel="obl")


def _agents(tokens: Sequence[Token], out: list[Token]) -> None:
    """Hang whoever stands after "by" on the participle right before it: "a raid on a camp held by its guards"."""
    for index, token in enumerate(tokens):
        by, head = index - 1, token.head
        if index < 1 or token.text.lower() != "by" or tokens[by].xpos != "VBN" or token.deprel != "case" or head < index:
            continue
        if tokens[by].deprel == "acl" and tokens[head].deprel == "nmod" and tokens[head].head not in {by, -1}:
            out[head] = replace(tokens[head], head=by, deprel="obl:agent")


def _subjects(tokens: Sequence[Token], out: list[Token], subjects: set[int], supported: set[int]) -> None:
    """Give a finite verb the subject before it that was hung on a bare participle between them: "the envoy, sacked after the
    coup, has been detained".
    """
    for index, token in enumerate(tokens):
        verb = token.head
        if token.xpos not in {"VBN", "VBG"} or token.deprel != "advcl" or index in supported or index not in subjects:
            continue
        if verb <= index or verb in subjects or not (verb in supported or tokens[verb].xpos in _FINITE):
            continue
        own = [at for at in range(max(0, index - 30), index) if tokens[at].head == index and tokens[at].deprel in _SUBJECTS]
        if own and tokens[index - 1].text == "," and any(tokens[at].text == "," for at in range(index, verb)):
            for at in own:
                out[at] = replace(out[at], head=verb)
            out[index] = replace(out[index], head=own[-1], deprel="acl")


def _objects(tokens: Sequence[Token], out: list[Token]) -> None:
    """Give each verb the bare noun phrase right behind it that was hung on the verb above, and "dead" to the verb before it."""
    marked = {token.head for token in tokens if token.deprel == "case"}
    taken = {(token.head, token.deprel) for token in tokens}
    for index, token in enumerate(tokens):
        if token.upos == "ADJ" and token.text == "dead" and index and tokens[index - 1].upos == "VERB" and token.head > index:
            out[index] = replace(token, head=index - 1, deprel="xcomp")
        if token.upos != "NOUN" or index in marked or token.deprel not in {"obj", "obl", "nsubj"}:
            continue
        first = index
        while first and tokens[first - 1].head == index and tokens[first - 1].upos in {"DET", "ADJ", "NUM", "NOUN"}:
            first -= 1
        verb = first - 1
        if verb < 0 or tokens[verb].upos != "VERB" or (verb, "obj") in taken:
            continue
        if token.deprel == "nsubj":
            # "would impose sanctions should Alda cheat": the clause behind has its own subject after "should".
            own = [at for at in range(index + 1, max(token.head, index)) if tokens[at].head == token.head]
            second = any(tokens[at].deprel == "nsubj" for at in own) and own and tokens[own[0]].deprel == "aux"
            if second and token.head > index and tokens[token.head].head == verb:
                out[index] = replace(token, head=verb, deprel="obj")
            continue
        if tokens[verb].head != token.head:
            continue
        joined = tokens[verb].deprel == "conj" and token.deprel == "obj" and tokens[verb].xpos in {"VBD", "VBG", "VB"}
        by_doing = tokens[verb].xpos == "VBG" and tokens[verb].deprel == "advcl" and token.deprel == "obl"
        earlier = any(other.head == token.head and other.deprel == "obj" for other in tokens[max(0, verb - 15) : verb])
        if (joined and earlier) or by_doing:
            out[index] = replace(token, head=verb, deprel="obj")


def _finite_above(tokens: Sequence[Token], start: int, supported: set[int]) -> int | None:
    """The nearest finite verb above a token, through coordinations and clauses without a subject."""
    at = tokens[start].head
    for _ in range(6):
        if at < 0:
            return None
        if tokens[at].upos == "VERB" and (tokens[at].xpos in _FINITE or at in supported):
            return at
        at = tokens[at].head
    return None
