"""The triggers of acts: which words of a report name an act, and under which row of the lexicon.

Besides the lexicon's own verbs, nouns, adjectives and states: a demand told with "must", a refusal told with "will not", and
those who are sent in order to help or to inquire. What an offer, a demand or a refusal is about is not told a second time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from onrecord.claims.arguments import Cast, is_party, parties_at, undergoer
from onrecord.claims.certainty import governors, is_negated
from onrecord.claims.lexicon import Entry
from onrecord.claims.matching import matching_verb, violent_context
from onrecord.claims.nominals import THREATS, matching_adjective, matching_noun, matching_state
from onrecord.claims.resolving import is_known
from onrecord.claims.tree import Tree, is_infinitive
from onrecord.claims.undergone import is_naming

# Acts whose content is not told a second time.
_CONTENT_TAKERS = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "CONCEDE", "SUPPORT"})
# Acts of speech, which a statement or a ruling may perform.
_SPEAKING = frozenset({"ACCUSE", "REQUEST", "REJECT", "SUPPORT", "AGREE", "THREATEN", "SANCTION", "COERCE", "CONCEDE"})
_IN_PASSING = frozenset({"AID", "SUPPORT", "AGREE", "CONSULT", "MOBILIZE", "COOPERATE"})
_PROMISING = frozenset({"pledge", "promise", "swear", "undertake", "vow"})
_LITIGATING = frozenset({"appeal", "litigate", "persevere", "persist"})
_SENDING = frozenset({"MOBILIZE", "CONSULT"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trigger that met a row of the lexicon, before its parties and certainty are asked for."""

    trigger: int
    entry: Entry
    light: int | None = None
    extra: tuple[int, ...] = ()

    @property
    def place(self) -> int:
        return self.trigger if self.light is None else self.light


MUST = Entry(
    "must", "REQUEST", "change", ("subj",), ("clause",), frozenset(), (), frozenset(), frozenset(), frozenset(), frozenset(), 1
)  # fmt: skip

WILL_NOT = Entry(
    "not", "REJECT", None, ("subj",), ("obj", "to", "with", "from"), frozenset(), (), frozenset(), frozenset(), frozenset(),
    frozenset(), 1,
)  # fmt: skip

NOT_LET = Entry(
    "not", "COERCE", "restrict", ("subj",), ("obj",), frozenset(), (), frozenset(), frozenset(), frozenset(), frozenset(), 1
)  # fmt: skip


def find_candidates(cast: Cast) -> list[Candidate]:
    """The triggers of a report in order, without those that only stand inside what another act is about."""
    return _not_content(cast, _purposes(cast, _candidates(cast)))


def _candidates(cast: Cast) -> list[Candidate]:
    """Every trigger in the text; a noun that is carried by a verb which is itself a trigger counts with that verb."""
    tokens = cast.tree.tokens
    found: list[Candidate] = []
    verbs: dict[int, Entry] = {}
    for index, token in enumerate(tokens):
        segment = cast.tree.reading.sentences[token.sentence].segment
        if segment in {"byline", "dateline", "furniture"}:
            continue
        if token.upos == "VERB" and token.deprel.partition(":")[0] not in {"amod", "compound", "case", "mark", "fixed", "aux"}:
            entry = matching_verb(cast, index)
            if (
                entry is not None
                and _can_act(cast, index, entry)
                and not (_aside(cast, index) or _in_passing(cast, index, entry) or _denial(cast, index, entry))
                and not (_is_visitor(cast, index) or _is_vowed(cast, index) or is_naming(cast.tree, index))
                and not _is_counted(cast.tree, index)
            ):
                found.append(_of_promise(cast, Candidate(index, entry)))
                verbs[index] = found[-1].entry
            elif entry is None and (spoken := _unlisted(cast, index)) is not None:
                found.append(spoken)
    found = [each for each in found if not _is_of_an_order(cast, each, verbs)]
    for index, token in enumerate(tokens):
        if token.upos in {"NOUN", "PROPN"} or token.xpos == "VBG":
            noun = matching_noun(cast, index)
            if noun is None or index in verbs:
                continue
            entry, light = noun
            if entry.type == "REQUEST" and any(each in verbs for each in cast.tree.deps(index, "acl")):
                # "an order barring the mill": what it orders is the act.
                continue
            if (
                token.head in verbs
                and token.deprel.partition(":")[0] in {"obj", "nsubj"}
                and _same_act(cast, index, verbs[token.head], entry)
            ):
                if entry.type == verbs[token.head].type and entry.mode is not None and not verbs[token.head].phrases:
                    # "staged a strike": the noun names the act, and so its mode, unless the row asks for more words.
                    at = next(k for k, each in enumerate(found) if each.trigger == token.head)
                    found[at] = replace(found[at], entry=replace(found[at].entry, mode=entry.mode))
                continue
            if light is not None and light in verbs:
                if verbs[light].type == entry.type:
                    carrier = next((k for k, each in enumerate(found) if each.trigger == light), None)
                    if carrier is not None and entry.mode is not None and verbs[light].mode == "demo":
                        # "began a second day of a hunger strike"
                        found[carrier] = replace(found[carrier], entry=replace(found[carrier].entry, mode=entry.mode))
                    continue
                if verbs[light].type == "PROTEST" and entry.type == "ASSAULT":
                    # "began a third day of air strikes"
                    found = [each for each in found if each.trigger != light]
                else:
                    light = None
            found.append(Candidate(index, entry, light))
        elif (token.upos == "ADJ" or (token.xpos == "VBN" and index not in verbs)) and not _is_counted(cast.tree, index):
            adjective = matching_adjective(cast, index)
            if adjective is not None:
                found.append(Candidate(index, adjective))
    for index, token in enumerate(tokens):
        if token.upos in {"NOUN", "ADV", "PROPN"}:
            state = matching_state(cast, index)
            if state is not None and all(each.trigger != index for each in found) and token.head not in verbs:
                found.append(Candidate(index, state))
    return sorted(found, key=lambda each: each.trigger)


def _is_of_an_order(cast: Cast, candidate: Candidate, verbs: Mapping[int, Entry]) -> bool:
    """Whether a verb only issues an order that a clause tells: "issued an order barring the mill"."""
    thing = undergoer(cast.tree, candidate.trigger) if candidate.entry.type == "REQUEST" else None
    if thing is None or cast.tree.lemma(thing) not in {"order", "injunction", "warrant"}:
        return False
    return any(each in verbs and verbs[each].type in {"COERCE", "SANCTION"} for each in cast.tree.deps(thing, "acl"))


def _is_visitor(cast: Cast, index: int) -> bool:
    """Whether "visiting" only describes who follows: "the mayor and visiting Foreign Minister Ida Holm agreed"."""
    tree = cast.tree
    bare = tree.lemma(index) == "visit" and tree.tokens[index].xpos == "VBG" and not tree.deps(index, "aux", "mark")
    guest = undergoer(tree, index) if bare else None
    return guest is not None and (entity := cast.entity(guest)) is not None and entity.type == "PER"


def _aside(cast: Cast, index: int) -> bool:
    """A bare aside that names no act of its own: "as promised", "when asked"."""
    tree = cast.tree
    bare = (
        tree.tokens[index].deprel == "advcl"
        and tree.tokens[index].xpos == "VBN"
        and not tree.deps(index, "nsubj", "obl", "obj")
    )
    return bare and bool(set(tree.cases(index)) & {"as", "when", "if", "than", "though", "unless"})


def _is_counted(tree: Tree, index: int) -> bool:
    """Whether a participle only names those counted, who came to harm elsewhere: "received 700 wounded"."""
    before = tree.tokens[index - 1] if index else None
    if before is None or before.upos != "NUM" or tree.deps(index, "aux:pass"):
        return False
    return before.deprel in {"obj", "obl"} or (before.deprel == "nummod" and before.head == index)


def _denial(cast: Cast, index: int, entry: Entry) -> bool:
    """A denial tells no act besides the one that it denies: "rejected claims that it had shelled the harbour"."""
    thing = undergoer(cast.tree, index) if entry.type == "REJECT" else None
    if thing is None or governors().get(f"{cast.tree.lemma(thing)}/n") != "allege":
        return False
    return any(matching_verb(cast, clause) is not None for clause in cast.tree.deps(thing, "acl", "ccomp"))


def _is_vowed(cast: Cast, index: int) -> bool:
    """Whether a vow is one to appeal to a court, which promises nobody anything and is no appeal yet: verb or its clause."""
    tree = cast.tree
    if tree.lemma(index) in _LITIGATING:
        head = tree.tokens[index].head
        return tree.tokens[index].deprel == "xcomp" and head >= 0 and tree.lemma(head) in _PROMISING
    return tree.lemma(index) in _PROMISING and any(tree.lemma(each) in _LITIGATING for each in tree.deps(index, "xcomp"))


def _of_promise(cast: Cast, promise: Candidate) -> Candidate:
    """A promise after what is promised: harm is a threat, a refusal or a lawsuit is told with the promise."""
    index, entry = promise.trigger, promise.entry
    if entry.type != "AGREE" or cast.tree.lemma(index) not in _PROMISING:
        return promise
    for clause in cast.tree.deps(index, "xcomp", "ccomp"):
        other = matching_verb(cast, clause)
        if other is not None and other.type in THREATS:
            return replace(promise, entry=replace(entry, type="THREATEN", mode=THREATS[other.type]))
        announced = governors().get(cast.tree.lemma(index)) == "plan"
        if announced and other is not None and other.type in {"ACCUSE", "REJECT"} and other.mode != "investigate":
            return Candidate(clause, replace(other, actor=("subj",)), None, (index,))
    return promise


def _unlisted(cast: Cast, index: int) -> Candidate | None:
    """An act that no row of the lexicon tells: a demand, a refusal, something not allowed."""
    return _demand(cast, index) or _refusal(cast, index) or _not_let(cast, index)


def _not_let(cast: Cast, index: int) -> Candidate | None:
    """People kept from what they would do: "women were not allowed to vote"."""
    tree = cast.tree
    if tree.lemma(index) not in {"allow", "permit"} or not is_negated(tree, index) or not tree.deps(index, "xcomp"):
        return None
    kept = undergoer(tree, index)
    return Candidate(index, NOT_LET) if kept is not None and cast.is_a(kept, "people") else None


def _demand(cast: Cast, index: int) -> Candidate | None:
    """What somebody says that another must do is a demand: "the union said the mills must reopen"."""
    tree = cast.tree
    if governors().get(tree.lemma(index)) != "speech" or tree.is_passive(index):
        return None
    speaker = tree.subject(index)
    if speaker is None or not is_party(cast, speaker):
        return None
    for clause in tree.deps(index, "ccomp"):
        must = {tree.tokens[child].text.lower() for child in tree.deps(clause, "aux")} & {"must", "should"}
        other = tree.first(clause, "nsubj", "nsubj:pass")
        if not must or other is None or tree.tokens[other].upos == "PRON" or not _can_be_asked(cast, clause):
            continue
        if "'s" in tree.cases(other) or "’s" in tree.cases(other):
            # "its price fell, and the islands' should rise"
            continue
        named = any(_is_body(cast, each) for each in parties_at(cast, other)) and not tree.is_passive(clause)
        if named or ("must" in must and parties_at(cast, other)):
            return Candidate(index, MUST, None, (clause,))
    return None


def _can_be_asked(cast: Cast, clause: int) -> bool:
    """Whether a clause is of something that one can do when asked, and not of how things stand or turn out."""
    return cast.tree.tokens[clause].upos == "VERB" and not cast.tree.deps(clause, "cop") and not cast.is_a(clause, "idle")


def _is_body(cast: Cast, index: int) -> bool:
    entity = cast.entity(index)
    return entity.type != "PER" if entity is not None else cast.is_a(index, "collective")


def _refusal(cast: Cast, index: int) -> Candidate | None:
    """What somebody says of himself that he will not do is a refusal: "the mayor said he would not attend"."""
    tree = cast.tree
    token = tree.tokens[index]
    subject = tree.first(index, "nsubj")
    if subject is None or not _can_be_asked(cast, index) or not is_negated(tree, index) or tree.is_passive(index):
        return None
    will = {tree.tokens[child].text.lower() for child in tree.deps(index, "aux")} & {"will", "wo", "would"}
    told_after = token.deprel == "ccomp" and token.head > index and governors().get(tree.lemma(token.head)) == "speech"
    if (token.deprel in {"root", "conj"} or told_after) and cast.entity(subject) is not None:
        # "Alda will not attend", "Alda will not attend, its minister said"
        return Candidate(index, WILL_NOT) if will & {"will", "wo"} else None
    if (
        token.deprel != "ccomp"
        or not will
        or governors().get(tree.lemma(token.head)) != "speech"
        or tree.is_passive(token.head)
    ):
        return None
    speaker = tree.subject(token.head)
    if speaker is None or not is_party(cast, speaker) or tree.tokens[subject].text.lower() not in {"he", "she", "it", "they"}:
        return None
    return Candidate(index, WILL_NOT)


def _in_passing(cast: Cast, index: int, entry: Entry) -> bool:
    """A bare participle that only tells which thing is meant: "the kite rescued from the roof", "a choir backed by drums"."""
    token = cast.tree.tokens[index]
    bare = token.deprel == "acl" and token.xpos == "VBN" and not cast.tree.deps(index, "nsubj", "aux")
    return bare and entry.type in _IN_PASSING


def _same_act(cast: Cast, noun: int, verb: Entry, entry: Entry) -> bool:
    """Whether a noun under a verb only names the verb's own act: "launched an attack"; not what a refusal answers."""
    answered = verb.type == "REJECT" and entry.type in {"REQUEST", "AGREE"} and bool(cast.tree.deps(noun, "nmod:poss"))
    return (bool(verb.objects) or verb.type == entry.type) and not answered


def _can_act(cast: Cast, index: int, entry: Entry) -> bool:
    """Whether the verb's subject can be an actor; weather, accidents and things cannot."""
    tree = cast.tree
    if "subj" in entry.recipient and "subj" not in entry.actor:
        # "came under fire", "face charges": the subject is whom it befalls, and may be a thing; no "dollar came under attack".
        befallen = tree.subject(index)
        return befallen is not None and not (cast.is_a(befallen, "market") or cast.is_a(befallen, "tender"))
    if tree.is_passive(index):
        agents = (*tree.deps(index, "obl:agent"), *tree.obliques(index, "by"))
        if agents and all(cast.is_a(agent, "hazard") and not cast.is_a(agent, "violence") for agent in agents):
            return False
        if agents and not any(parties_at(cast, agent) or cast.is_a(agent, "violence") for agent in agents):
            return entry.type in _SPEAKING and any(cast.is_a(agent, "speech") for agent in agents)
        subject = tree.subject(index)
        return subject is not None or tree.tokens[index].deprel in {"acl", "root"}
    subject = tree.subject(index)
    if subject is None:
        return False
    if is_party(cast, subject):
        return tree.tokens[subject].text.lower() not in {"it", "itself"} or entry.type != "ASSAULT" or is_known(cast, subject)
    if (cast.is_a(subject, "partitive") or cast.is_a(subject, "numbers")) and parties_at(cast, subject):
        return True
    if cast.is_a(subject, "hazard") and not cast.is_a(subject, "violence"):
        return False
    if cast.is_a(subject, "relation"):
        return bool(entry.subjects) and bool(parties_at(cast, subject))
    if entry.type == "ASSAULT" and tree.lemma(subject) in entry.subjects and cast.is_a(subject, "arms"):
        # "a rocket landed near the port"
        return True
    if entry.type in {"ASSAULT", "MOBILIZE"} and (cast.is_a(subject, "vehicle") or cast.is_a(subject, "arms")):
        return bool(parties_at(cast, subject))
    if entry.type == "ASSAULT":
        return cast.is_a(subject, "violence") or (violent_context(cast, index) and cast.is_a(subject, "accident"))
    if entry.type in _SPEAKING and cast.is_a(subject, "speech"):
        # "the decision threatens to split the party" is nobody's threat
        return entry.type != "THREATEN" or bool(parties_at(cast, subject, doer=True))
    return entry.type in {"AID", "MOBILIZE", "CONSULT"} and bool(parties_at(cast, subject)) and cast.is_a(subject, "vehicle")


def _purposes(cast: Cast, candidates: list[Candidate]) -> list[Candidate]:
    """Those who are sent in order to help, or to inquire, do that: "divers were sent to rescue the crew"."""
    by_trigger = {each.trigger: each for each in candidates}
    out: list[Candidate] = []
    for candidate in candidates:
        verb = candidate.trigger
        if cast.tree.tokens[verb].upos == "VERB" and (candidate.entry.type in _SENDING or _sends(cast, verb)):
            helps = [
                clause
                for clause in cast.tree.deps(verb, "advcl", "xcomp", "acl")
                if cast.tree.tokens[clause].xpos == "VB" and "to" in cast.tree.cases(clause)
            ]
            ends = [by_trigger[clause] for clause in helps if clause in by_trigger and _is_errand(by_trigger[clause].entry)]
            if ends and candidate.entry.type != "AID":
                out.append(Candidate(verb, replace(ends[0].entry, actor=("subj", "obj")), None, (ends[0].trigger,)))
                continue
        out.append(candidate)
    return out


def _is_errand(entry: Entry) -> bool:
    return entry.type == "AID" or (entry.type == "ACCUSE" and entry.mode == "investigate")


def _sends(cast: Cast, verb: int) -> bool:
    if cast.tree.lemma(verb) == "call":
        # "called in divers to rescue", not "called on the council to inquire"
        return bool(cast.tree.deps(verb, "compound:prt")) or cast.tree.is_passive(verb)
    return cast.tree.lemma(verb) in {"send", "deploy", "dispatch", "rush", "mobilise", "mobilize"}


def _not_content(cast: Cast, candidates: list[Candidate]) -> list[Candidate]:
    """Without the acts that stand inside what another act offers, asks, refuses or threatens."""
    takers = {each.place for each in candidates if each.entry.type in _CONTENT_TAKERS}
    refused = {each.place for each in candidates if each.entry.type == "REJECT"}
    keepers = {each.place for each in candidates if each.entry.type == "COERCE" or each.entry.mode == "access"}
    spent = {index for each in candidates for index in each.extra}
    out: list[Candidate] = []
    for candidate in candidates:
        if candidate.trigger in spent or _is_kept_from(cast, candidate.place, keepers) or _is_worded(cast, candidate, refused):
            continue
        if not _inside_taker(cast.tree, candidate.place, takers - {candidate.trigger, candidate.place}):
            out.append(candidate)
    return out


def _is_kept_from(cast: Cast, place: int, keepers: set[int]) -> bool:
    """Whether an act is only what somebody is kept from, or let do: "barred the team from visiting", "let monitors visit"."""
    token = cast.tree.tokens[place]
    if token.head not in keepers or token.upos != "VERB":
        return False
    kept = "from" in cast.tree.cases(place) and token.xpos == "VBG"
    return kept or (token.deprel in {"xcomp", "ccomp"} and cast.tree.lemma(token.head) in {"allow", "let", "permit"})


def _is_worded(cast: Cast, candidate: Candidate, refused: set[int]) -> bool:
    """Whether an act is only what a paper says that is refused: "vetoed a resolution condemning the raid"."""
    tree = cast.tree
    token = tree.tokens[candidate.place]
    if token.deprel != "acl" or token.xpos != "VBG" or not cast.is_a(token.head, "speech"):
        return False
    return tree.tokens[token.head].deprel in {"obj", "nsubj:pass"} and tree.tokens[token.head].head in refused


def _inside_taker(tree: Tree, place: int, takers: set[int]) -> bool:
    below = place
    came_by_clause = is_infinitive(tree, place)
    for above in tree.ancestors(place):
        token = tree.tokens[below]
        relation = token.deprel.partition(":")[0]
        if token.deprel == "acl:relcl" or relation in {"parataxis"}:
            return False
        if relation == "advcl" and (token.xpos != "VB" and not tree.cases(below)):
            return False
        if above in takers:
            if relation in {"xcomp", "ccomp"} or (relation in {"advcl", "acl"} and token.xpos in {"VB", "VBG"}):
                return True
            scene = relation == "obl" and bool(
                set(tree.cases(below)) & {"during", "after", "in", "at", "before", "following", "on"}
            )
            if scene and below == place:
                return False
            owned = relation == "obj" and below == place and bool(tree.deps(place, "nmod:poss"))
            if relation in {"obj", "obl", "nmod"} and token.upos == "NOUN" and (below == place or came_by_clause) and not owned:
                return True
        elif relation in {"obl", "nsubj"} and tree.tokens[below].upos in {"NOUN", "PROPN"} and below != place:
            return False
        below = above
    return False
