"""Whether a word of the text meets the conditions of a row of the event lexicon."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.claims.arguments import Cast, has_misnamed_particle, is_party, parties_at, parties_of, undergoer
from onrecord.claims.kinds import is_one, measured, of_kind
from onrecord.claims.lexicon import Entry
from onrecord.claims.noact import is_opinion, is_reticence
from onrecord.claims.tree import Tree, is_infinitive

_PARTICLE = frozenset({"compound:prt", "advmod", "xcomp", "obl", "obl:tmod", "case", "ccomp", "amod", "obj"})
_FIGHTERS = frozenset({"MIL", "COP", "REB", "UAF", "PRM", "OPP", "SPY", "GOV", "CRM"})
_MOVING = frozenset({"drive", "force", "kick", "order", "pull", "push", "throw"})
_RULERS = frozenset({"GOV", "LEG", "JUD", "MIL", "COP"})
_MEETS = frozenset({"answer", "greet", "meet", "repay"})
_FORCE = frozenset({"#arms", "blow", "fire", "force", "reprisal", "response", "retaliation", "strike", "violence", "war"})
_UNHURTING = frozenset({"asthma", "bear", "bee", "crocodile", "dog", "elephant", "heart", "lion", "panic", "shark", "wolf"})
"""What an attack is of that nobody makes."""
_HELPING = frozenset({"aid", "assist", "donate", "finance", "fund", "help"})
_KIND = frozenset({"AGREE", "AID", "CONSULT", "COOPERATE", "SUPPORT", "CONCEDE", "RETREAT"})
_INQUIRING = frozenset({"assess", "examine", "inspect", "investigate", "look", "probe", "verify"})
_RUNG_FOR = frozenset(
    {"apologise", "apologize", "ask", "complain", "inform", "inquire", "report", "say", "speak", "talk", "tell"}
)


def matching_verb(cast: Cast, index: int) -> Entry | None:
    """The most specific row that a verb meets, or None: also where the row says that it names no act."""
    for lemma in _verb_lemmas(cast.tree, index):
        for entry in cast.lexicon.verbs.get(lemma, ()):
            if _verb_meets(cast, index, entry):
                return entry if entry.type else None
    return None


def _verb_lemmas(tree: Tree, index: int) -> tuple[str, ...]:
    """A verb's lemma, before it the whole of one that the tokeniser parted at its hyphen ("test-fired")."""
    lemma = tree.lemma(index)
    if index >= 2 and tree.tokens[index - 1].text == "-" and tree.tokens[index - 1].end == tree.tokens[index].start:
        return (f"{tree.tokens[index - 2].text.lower()}-{lemma}", lemma)
    return (lemma,)


def _verb_meets(cast: Cast, index: int, entry: Entry) -> bool:
    tree = cast.tree
    if entry.particles and not _has_particle(tree, index, entry.particles):
        return False
    if not all(_has_marked(tree, index, each) for each in entry.prepositions):
        return False
    if entry.objects:
        thing = undergoer(tree, index)
        if thing is None or not of_kind(cast, thing, entry.objects):
            return False
    if entry.subjects and not _subject_of_kind(cast, index, entry.subjects):
        return False
    if entry.modifiers:
        thing = undergoer(tree, index)
        if thing is None or not {tree.lemma(each) for each in tree.deps(thing, "amod", "compound", "advmod")} & entry.modifiers:
            return False
    if not all(has_phrase(cast, index, *each) for each in entry.phrases):
        return False
    if "told" in entry.tests:
        parties = parties_of(cast, index, entry)
        # Who is merely "told to" or "asked to" something is asked by nobody in the text.
        if not parties.recipient or (entry.type == "REQUEST" and not parties.actor and tree.is_passive(index)):
            return False
    return all(_TESTS[test](cast, index) for test in entry.tests)


def has_phrase(cast: Cast, index: int, prepositions: frozenset[str], heads: frozenset[str]) -> bool:
    """Whether a phrase of these prepositions, with one of these words as its head, hangs on a word or on its object."""
    tree = cast.tree
    places = (index, *tree.deps(index, "obj"))
    return any(is_one(cast, child, heads) for place in places for child in tree.obliques(place, *prepositions))


def _subject_of_kind(cast: Cast, index: int, kinds: frozenset[str]) -> bool:
    tree = cast.tree
    if tree.is_passive(index):
        agents = (*tree.deps(index, "obl:agent"), *tree.obliques(index, "by"))
        return any(of_kind(cast, agent, kinds) for agent in agents)
    subject = tree.subject(index)
    if subject is None:
        return False
    if of_kind(cast, subject, kinds):
        return True
    if tree.tokens[subject].upos == "PRON" and kinds & {"#force", "#official", "#collective", "#country"}:
        return _stands_for(cast, subject, kinds)
    # "a group of rebels"
    return cast.is_a(subject, "partitive") and any(is_one(cast, each, kinds) for each in parties_at(cast, subject))


def _stands_for(cast: Cast, pronoun: int, kinds: frozenset[str]) -> bool:
    """Whether a pronoun stands for somebody of one of these kinds: those who fight, who govern, or a country."""
    actor, word = cast.resolver.resolve(pronoun), cast.tree.tokens[pronoun].text.lower()
    if "#force" in kinds and word == "they" and actor.sector in _FIGHTERS:
        return True
    if kinds & {"#official", "#collective"} and word in {"he", "she", "they", "who"} and actor.sector in _RULERS:
        return True
    return "#country" in kinds and word in {"it", "they", "which"} and actor.country is not None and actor.sector is None


def _has_particle(tree: Tree, index: int, particles: frozenset[str]) -> bool:
    following = tree.tokens[index + 1] if index + 1 < len(tree.tokens) else tree.tokens[index]
    if following.text.lower() in particles and following.deprel == "amod" and following.head in tree.deps(index, "obj"):
        # "set free the sailors", read as "free sailors"
        return True
    return any(
        tree.tokens[child].text.lower() in particles
        and (tree.tokens[child].deprel in _PARTICLE or tree.tokens[child].upos in {"ADP", "ADV"})
        for child in tree.children[index]
    ) or any(
        case.split(" ")[0] in particles
        for child in tree.deps(index, "obl", "xcomp", "obj")
        for case in tree.cases(child)
        if " " in case
        or (has_misnamed_particle(tree, child) and (case != "in" or tree.lemma(index) != "give"))
        or _has_two_marks(tree, index, child, case)
    )


def _has_two_marks(tree: Tree, verb: int, child: int, case: str) -> bool:
    """Whether a particle was read as the first of two prepositions: "pulled out of the town", "pulled them out of the town"."""
    marks = tree.deps(child, "case")
    if len(marks) != 2 or tree.tokens[marks[0]].text.lower() != case:
        return False
    moved = tree.lemma(verb) in _MOVING and verb < marks[0] == marks[1] - 1
    return marks[0] == verb + 1 or (moved and tree.tokens[marks[1]].text.lower() == "of")


def _has_marked(tree: Tree, index: int, prepositions: frozenset[str]) -> bool:
    if "on" in prepositions:
        prepositions |= {"upon"}
    if tree.obliques(index, *prepositions):
        return True
    # "pulled out of the town", whose two words may be one preposition to the parser
    if any(case.rpartition(" ")[2] in prepositions for child in tree.deps(index, "obl") for case in tree.cases(child)):
        return True
    thing = undergoer(tree, index)
    if thing is not None and any(tree.tokens[each].upos != "VERB" for each in tree.obliques(thing, *prepositions)):
        # "made a call to the envoy", not "made the call to close the bridge"
        return True
    return any(
        tree.tokens[child].text.lower() in prepositions and tree.tokens[child].upos in {"ADP", "ADJ", "NOUN", "ADV"}
        for child in tree.children[index]
    )


def violent_context(cast: Cast, index: int) -> bool:
    """Whether the clause around a verb of harm tells of deliberate violence and not of an accident or the weather."""
    tree = cast.tree
    near = set(tree.subtree(index))
    for above in tree.ancestors(index):
        if tree.tokens[above].deprel in {"root", "parataxis"} and tree.lemma(above) in {"say", "report", "tell"}:
            break
        near.update(each for each in tree.subtree(above))
        break
    lemmas = {tree.lemma(each) for each in near if each != index}
    return any(cast.lexicon.is_a(lemma, "violence") for lemma in lemmas) and not any(
        cast.lexicon.is_a(lemma, "hazard") for lemma in lemmas
    )


def _violent(cast: Cast, index: int) -> bool:
    tree = cast.tree
    if tree.is_passive(index):
        agents = (*tree.deps(index, "obl:agent"), *tree.obliques(index, "by"))
        if agents:
            return any(is_party(cast, agent) or cast.is_a(agent, "violence") for agent in agents)
        return violent_context(cast, index)
    subject = tree.subject(index)
    if subject is None:
        return False
    if cast.is_a(subject, "violence"):
        # "a heart attack killed the mayor"
        return not any(tree.lemma(child) in _UNHURTING for child in tree.deps(subject, "compound", "amod"))
    if is_party(cast, subject):
        return cast.tree.tokens[subject].text.lower() not in {"it", "itself"}
    return any(cast.is_a(child, "violence") for child in tree.deps(subject, "compound", "amod"))


def _insult(cast: Cast, index: int) -> bool:
    """A naming verb with an abusive name: "called the council a disgrace", "branded them liars"."""
    tree = cast.tree
    names = [*tree.deps(index, "xcomp", "obj", "iobj"), *tree.obliques(index, "as")]
    return any(cast.is_a(each, "insult") for name in names for each in tree.subtree(name))


def _with_clause(cast: Cast, index: int) -> bool:
    return bool(cast.tree.deps(index, "ccomp", "xcomp"))


def _with_infinitive(cast: Cast, index: int) -> bool:
    tree = cast.tree
    return any(
        is_infinitive(tree, clause)
        and (tree.tokens[clause].deprel == "xcomp" or "to" in tree.cases(clause))
        and not _resumes_quotation(cast, index, clause)
        for clause in tree.deps(index, "xcomp", "ccomp", "advcl")
    )


def _resumes_quotation(cast: Cast, verb: int, clause: int) -> bool:
    """Whether a clause only goes on with quoted words: '"We sail on," she told the press, "to find the mill."'"""
    words, told = cast.resolver.quote_at(clause), cast.resolver.quote_at(verb)
    return words is not None and words != told and cast.tree.reading.text[: words.start].rstrip(' "“').endswith(",")


def _who(cast: Cast, index: int) -> bool:
    thing = undergoer(cast.tree, index)
    return thing is not None and bool(parties_at(cast, thing))


def _may(cast: Cast, index: int) -> bool:
    """A ruling that lets somebody do something: its clause has "may", "can" or is about what is legal or allowed."""
    tree = cast.tree
    for clause in tree.deps(index, "ccomp"):
        words = {tree.tokens[each].text.lower() for each in tree.deps(clause, "aux", "aux:pass")}
        if words & {"may", "can", "could"} or tree.lemma(clause) in {
            "legal",
            "lawful",
            "free",
            "entitled",
            "allow",
            "permit",
            "innocent",
        }:
            return not any(tree.tokens[each].text.lower() in {"not", "n't"} for each in tree.deps(clause, "advmod"))
    return False


def _violent_clause(cast: Cast, index: int) -> bool:
    for clause in cast.tree.deps(index, "xcomp", "ccomp"):
        entry = matching_verb(cast, clause)
        if entry is not None and entry.type == "ASSAULT":
            return True
        if cast.is_a(clause, "vengeance"):
            return True
    return False


def _hostile_clause(cast: Cast, index: int) -> bool:
    """A warning of what somebody means to do to another, and not of floods or delays."""
    for clause in cast.tree.deps(index, "ccomp", "xcomp"):
        auxiliaries = {cast.tree.tokens[each].text.lower() for each in cast.tree.deps(clause, "aux")}
        entry = matching_verb(cast, clause)
        hostile = entry is not None and entry.type in {"ASSAULT", "COERCE", "SANCTION", "MOBILIZE"}
        forced = cast.tree.lemma(clause) in _MEETS and has_phrase(cast, clause, frozenset({"with"}), _FORCE)
        if auxiliaries & {"will", "would", "'ll"} and (hostile or forced or cast.is_a(clause, "reprisal")):
            return True
    return False


def _kind_clause(cast: Cast, index: int) -> bool:
    """A clause about what the subject itself may do for another: "hopes to resume talks", "hinted that it might yield"."""
    tree = cast.tree
    for clause in tree.deps(index, "ccomp", "xcomp", "advcl"):
        subject = tree.first(clause, "nsubj", "nsubj:pass")
        if subject is not None and tree.tokens[subject].upos != "PRON":
            continue
        if is_kind(cast, clause):
            return True
    return False


def is_kind(cast: Cast, clause: int) -> bool:
    """Whether a verb is of what is done for or with another: an act of the friendly kinds, or "talk", "listen", "return"."""
    entry = matching_verb(cast, clause)
    return cast.is_a(clause, "goodwill") if entry is None else entry.type in _KIND


def _wish_clause(cast: Cast, index: int) -> bool:
    """A clause about what another should do: "insisted that the mill close", "insists they must leave"."""
    tree = cast.tree
    for clause in tree.deps(index, "ccomp"):
        should = {tree.tokens[each].text.lower() for each in tree.deps(clause, "aux")} & {"should", "must"}
        subject = tree.first(clause, "nsubj", "nsubj:pass")
        bare = tree.tokens[clause].xpos == "VB" and not tree.deps(clause, "aux")
        if (should or bare) and subject is not None and tree.tokens[subject].text.lower() not in {"i", "we", "it", "he", "she"}:
            return True
    return False


def _bare_object(cast: Cast, index: int) -> bool:
    """An object without an article or an owner: "left office", not "left the council's offices"."""
    thing = undergoer(cast.tree, index)
    return thing is not None and not cast.tree.deps(thing, "det", "nmod:poss", "compound", "nummod")


def _aid_clause(cast: Cast, index: int) -> bool:
    """An infinitive of what helps people: "appealed to the islands to send food", "urged donors to fund the clinic"."""
    tree = cast.tree
    clauses = [each for each in tree.deps(index, "xcomp", "ccomp", "advcl") if is_infinitive(tree, each)]
    acts = (matching_verb(cast, each) for each in clauses)
    return any(tree.lemma(each) in _HELPING for each in clauses) or any(act is not None and act.type == "AID" for act in acts)


def _done_by_somebody(cast: Cast, index: int) -> bool:
    """An act that somebody does: "were displaced" alone may be the work of a flood."""
    tree = cast.tree
    if not tree.is_passive(index):
        return True
    return any(is_party(cast, agent) for agent in (*tree.deps(index, "obl:agent"), *tree.obliques(index, "by")))


def _clause_with_party(cast: Cast, index: int) -> bool:
    """A clause whose own subject is somebody: "wants the mills to reopen" is not, "wants the union to yield" is."""
    tree = cast.tree
    subjects = (each for clause in tree.deps(index, "ccomp", "xcomp") for each in tree.deps(clause, "nsubj"))
    return any(tree.tokens[each].upos != "PRON" and parties_at(cast, each) for each in subjects)


def _joint(cast: Cast, index: int) -> bool:
    thing = undergoer(cast.tree, index)
    if thing is None:
        return False
    thing = measured(cast, thing)
    if any(cast.tree.lemma(child) in {"joint", "combined", "war"} for child in cast.tree.deps(thing, "amod", "compound")):
        return True
    subject = cast.tree.subject(index)
    if subject is None:
        return False
    listed = len(cast.tree.conjuncts(subject)) > 1
    sides = any(len(cast.tree.conjuncts(child)) > 1 for child in cast.tree.deps(subject, "amod"))
    return listed or sides or bool(cast.tree.obliques(index, "with"))


def _together(cast: Cast, index: int) -> bool:
    """Several who speak for states or bodies as the subject: "the two presidents discussed"."""
    speaking = frozenset({"#official", "#country", "#collective"})
    return all(_subject_of_kind(cast, index, kinds) for kinds in (speaking, frozenset({"#plural"})))


def _rescue(cast: Cast, index: int) -> bool:
    thing = undergoer(cast.tree, index)
    return thing is not None and any(
        cast.tree.lemma(child) in {"rescue", "relief", "aid", "evacuation", "humanitarian", "search", "emergency"}
        for child in cast.tree.deps(thing, "amod", "compound")
    )


def _intransitive(cast: Cast, index: int) -> bool:
    """A verb with no object, nor "what" before it, nor a name that it gives: "called it a sham", "what he called"."""
    tree = cast.tree
    given = any(tree.tokens[each].upos in {"NOUN", "PROPN", "ADJ"} for each in tree.deps(index, "xcomp"))
    token = tree.tokens[index]
    what = token.deprel == "acl:relcl" and token.head >= 0 and tree.tokens[token.head].text.lower() == "what"
    given = given or (what and tree.first(index, "nsubj") not in {None, token.head})
    # "calling for the union to yield": an object with a preposition is none.
    bare = any(not tree.deps(each, "case") for each in tree.deps(index, "obj"))
    return not bare and not given and not tree.is_passive(index)


def _always(cast: Cast, index: int) -> bool:
    return True


def _with_object(cast: Cast, index: int) -> bool:
    return undergoer(cast.tree, index) is not None


def _rings(cast: Cast, index: int) -> bool:
    """Somebody is called by phone: "called the police to report a theft", "called her by phone"."""
    tree = cast.tree
    clauses = tree.deps(index, "xcomp", "ccomp", "advcl")
    return "phone" in {tree.lemma(each) for each in tree.obliques(index, "by", "on")} or any(
        is_infinitive(tree, each) and tree.lemma(each) in _RUNG_FOR for each in clauses
    )


def _unaimed(cast: Cast, index: int) -> bool:
    """Fired at nothing but the sea: "fired two missiles", "fired a rocket into the sea"."""
    aims = cast.tree.obliques(index, "at", "on", "against", "into", "towards", "toward")
    return not any(is_party(cast, each) or cast.is_a(each, "place") or cast.is_a(each, "property") for each in aims)


_TESTS: dict[str, Callable[[Cast, int], bool]] = {
    ">": _with_clause,
    ">inf": _with_infinitive,
    "!obj": _intransitive,
    "obj": _with_object,
    "who": _who,
    "violent": _violent,
    "insult": _insult,
    "may": _may,
    "violentclause": _violent_clause,
    "hostileclause": _hostile_clause,
    "active": lambda cast, index: not cast.tree.is_passive(index),
    "passive": lambda cast, index: cast.tree.is_passive(index),
    "joint": _joint,
    "rescue": _rescue,
    "together": _together,
    "args": _always,
    "told": _always,
    "opinion": is_opinion,
    "reticence": is_reticence,
    "kindclause": _kind_clause,
    "wishclause": _wish_clause,
    "aidclause": _aid_clause,
    "bareobject": _bare_object,
    "done": _done_by_somebody,
    "unaimed": _unaimed,
    "rings": _rings,
    "inquiring": lambda cast, index: any(
        cast.tree.lemma(each) in _INQUIRING for each in cast.tree.deps(index, "xcomp", "ccomp", "advcl")
    ),
    "clausesubj": _clause_with_party,
    "leaveclause": lambda cast, index: any(
        cast.tree.lemma(each) in {"leave", "quit", "depart"} for each in cast.tree.deps(index, "xcomp", "ccomp", "advcl")
    ),
}
