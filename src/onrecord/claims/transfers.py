"""Help told by its own words: who gives, sends, promises, asks for or turns down something that helps, read from the tree.

A transfer is a verb of giving (sending, promising, deciding, asking, thanking, answering ...) with a thing that helps: money,
goods, helpers, the word "aid" itself. Its parties stand where the verb puts them, or inside what is given ("Cuban doctors",
"an offer of help from Norway"). The words stand in ``vocab/aid_words.csv``. The stage is the verb's, lowered by what governs
it: "agreed to lend" is decided, "is ready to send" only offered, "will send" a promise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord import vocab
from onrecord.claims.aidrows import is_state, state_of
from onrecord.claims.aidthings import actors_at, aid_classes, aid_words, for_relief, is_force, is_help, is_money, party_at
from onrecord.claims.arguments import Cast, at_role, nationalities, parties_at, undergoer
from onrecord.claims.certainty import Certainty, certainty_of
from onrecord.claims.resolving import resolved
from onrecord.claims.settings import evidence_span
from onrecord.claims.tree import Tree
from onrecord.model import Actor, Attribution, Span

_READ = frozenset({"body", "headline", "caption"})
_UNTOLD = frozenset({"alleged", "hypothetical", "forecast"})
_PROVIDED = frozenset({"if", "provided", "unless", "once"})
_SHARES = frozenset({"part", "some", "third", "half", "quarter", "portion", "most"})
_LIGHTLY = frozenset({"xcomp", "ccomp", "advcl", "acl"})
_VERBS = vocab.wordset("give send deploy offer pledge decide ask thank accept decline arrive leave help feed get use")
"""The classes of verbs that tell a transfer."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One telling of help. ``donor`` or ``recipient`` is None where the words around the verb do not name them.

    ``item`` is the token of the thing given. ``stage`` is the status before amounts are looked at: "promised" stands for a
    future without a word of promise. ``reply`` is the answer that the words themselves are.
    """

    verb: int
    donor: tuple[Actor, ...]
    recipient: Actor | None
    item: int | None
    stage: str
    evidence: Span
    reply: str | None = None


def find_transfers(cast: Cast, attributions: Sequence[Attribution] = ()) -> tuple[Transfer, ...]:
    """The transfers of a reading in the order of the text; those told as negated, alleged, feared or supposed are left out."""
    found: list[Transfer] = []
    for index, token in enumerate(cast.tree.tokens):
        if token.upos not in {"VERB", "ADJ"} or cast.tree.reading.sentences[token.sentence].segment not in _READ:
            continue
        kinds = _kinds(cast.tree, index)
        if not kinds or is_ruled_out(cast.tree, index):
            continue
        governed = _stage_above(cast.tree, index) is not None
        certainty = certainty_of(cast.tree, token.head if governed else index, tuple(attributions))
        if certainty.modality in _UNTOLD or not certainty.real:
            continue
        if certainty.polarity == "negated":
            found += _turning_down(cast, index, kinds)
        else:
            found += _at(cast, index, certainty, kinds)
    return tuple(found)


def _at(cast: Cast, verb: int, certainty: Certainty, kinds: set[str]) -> Iterator[Transfer]:
    if kinds & {"give", "send", "deploy", "offer", "pledge", "decide", "feed"}:
        yield from _giving(cast, verb, certainty, kinds)
    if "help" in kinds and _stage_above(cast.tree, verb) is not None:
        yield from _helping(cast, verb)
    if "ask" in kinds and certainty.modality == "asserted":
        yield from _asking(cast, verb)
    if "thank" in kinds and certainty.modality == "asserted":
        yield from _thanking(cast, verb)
    if "decline" in kinds or ("accept" in kinds and (certainty.modality == "asserted" or certainty.own_plan)):
        yield from _answering(cast, verb, "declined" if "decline" in kinds else "accepted")
    if "get" in kinds:
        yield from _getting(cast, verb, certainty)
    if kinds & {"arrive", "leave"} and certainty.modality == "asserted":
        yield from _travelling(cast, verb, kinds)


def _kinds(tree: Tree, verb: int) -> set[str]:
    """The classes of a verb, with its particle if it has one."""
    lemma = tree.lemma(verb)
    particles = [tree.tokens[child].text.lower() for child in tree.deps(verb, "compound:prt", "advmod")]
    names = [lemma, *(f"{lemma} {particle}" for particle in particles)]
    return {kind for name in names for kind in aid_classes().get(name, ()) if kind in _VERBS}


# ------------------------------------------------------------------------------------------------------------ giving


def _giving(cast: Cast, verb: int, certainty: Certainty, kinds: set[str]) -> Iterator[Transfer]:
    tree = cast.tree
    thing = _thing(cast, verb)
    if thing is None or tree.tokens[thing].upos == "VERB":
        return
    item = thing if is_help(cast, thing) else None
    fed = not kinds.isdisjoint({"feed"})
    if item is None and not fed:
        return
    if item is not None and tree.lemma(verb) == "pay" and not _is_called_help(cast, item):
        # Bills, damages and fines are paid too.
        payers = [state_of(actor) for actor in actors_at(cast, at_role(cast, verb, "subj"))]
        if not any(is_state(each) or each.country in {"IGO", "NGO", "UNO", "EUR"} for each in payers):
            return
    if item is not None and is_force(cast, item) and not for_relief(tree, verb):
        return
    donor = _donors(cast, verb, item)
    recipient = _recipient(cast, verb, item) if not fed else party_at(cast, thing)
    stage = _stage(cast, verb, certainty, kinds, item)
    if stage is not None and (donor or recipient):
        yield Transfer(verb, donor, recipient, item, stage, evidence_span(tree, verb))


def _is_called_help(cast: Cast, item: int) -> bool:
    tree = cast.tree
    near = [item, *tree.obliques(item, "in", "of", "for"), *tree.deps(item, "compound")]
    return any(tree.lemma(each) in aid_words("aid") for each in near)


def _thing(cast: Cast, verb: int) -> int | None:
    """What is given: the second of two objects ("promised Jamaica 400 tents"), else the one."""
    objects = [each for each in cast.tree.deps(verb, "obj", "iobj") if each > verb]
    if len(objects) == 2 and not cast.tree.is_passive(verb) and parties_at(cast, objects[0]):
        return objects[1]
    return undergoer(cast.tree, verb)


def _stage(cast: Cast, verb: int, certainty: Certainty, kinds: set[str], item: int | None) -> str | None:
    above = _stage_above(cast.tree, verb)
    if above is not None:
        return above
    if "offer" in kinds:
        return "offered"
    if "pledge" in kinds:
        return "pledged"
    if "decide" in kinds:
        return "committed"
    if certainty.modality == "planned":
        return "promised"
    if "send" in kinds:
        return "dispatched"
    if "deploy" in kinds:
        return "deployed"
    token = cast.tree.tokens[verb]
    if cast.tree.reading.sentences[token.sentence].segment == "headline" and token.xpos in {"VBZ", "VBP", "VB"}:
        # A headline tells in the present what was only promised.
        return "promised"
    if item is not None and is_money(cast, item) and cast.tree.lemma(verb) in aid_words("money_verb"):
        return "paid"
    return "delivered"


def _stage_above(tree: Tree, verb: int) -> str | None:
    """What governs the verb: "agreed to", "offered to", "is ready to"; None where nothing of the kind does."""
    head = tree.tokens[verb].head
    if head < 0 or tree.tokens[verb].deprel.partition(":")[0] not in _LIGHTLY:
        return None
    if tree.tokens[verb].xpos not in {"VB", "VBG"}:
        return None
    lemma = tree.lemma(head)
    if lemma in aid_words("ready") or lemma in aid_words("offer") or lemma in {"readiness", "willingness", "willing"}:
        return "offered"
    if lemma in aid_words("pledge"):
        return "pledged"
    return "committed" if lemma in aid_words("decide") else None


def _helping(cast: Cast, verb: int) -> Iterator[Transfer]:
    """ "Ready to help the islands", "offered to assist Peru": no more than an offer."""
    stage = _stage_above(cast.tree, verb)
    thing = undergoer(cast.tree, verb)
    recipient = None if thing is None else party_at(cast, thing)
    donor = actors_at(cast, at_role(cast, verb, "subj"))
    if stage is not None and donor and recipient is not None:
        yield Transfer(verb, donor, recipient, None, stage, evidence_span(cast.tree, cast.tree.tokens[verb].head))


def _donors(cast: Cast, verb: int, item: int | None) -> tuple[Actor, ...]:
    found = actors_at(cast, at_role(cast, verb, "subj"))
    if found or item is None:
        return found
    return source_of(cast, item)


def source_of(cast: Cast, item: int, verb: int | None = None) -> tuple[Actor, ...]:
    """Whose help it is: "Norwegian aid", "help from Norway", "Norway's offer", "Cuban doctors", "federal money"."""
    tree = cast.tree
    places = [item, *tree.obliques(item, "of", "in"), *tree.deps(item, "acl")]
    if verb is not None:
        # "2 million dollars in federal aid": the parser may hang what the money is on the verb.
        places += [each for each in tree.children[verb] if item < each < item + 9 and "in" in tree.cases(each)]
    for place in places:
        for noun in (*tree.obliques(place, "from", "by"), *tree.deps(place, "nmod:poss")):
            if tree.tokens[noun].upos != "PRON":
                found = actors_at(cast, (noun,))
                if found:
                    return found
        named = nationalities(cast, place)
        if named:
            return tuple(_named_for_state(actor) for actor in resolved(cast, named[:1]))
        for child in tree.deps(place, "amod"):
            if tree.lemma(child) in aid_words("wide"):
                word = tree.tokens[child]
                return (Actor(word.text, word.text, None, None, word.start, word.end),)
    return ()


def _named_for_state(actor: Actor) -> Actor:
    """ "Israeli" stands for Israel."""
    country = vocab.countries().get(actor.country or "")
    return replace(actor, name=country.name) if country is not None and actor.name == actor.text else actor


def _recipient(cast: Cast, verb: int, item: int | None) -> Actor | None:
    tree = cast.tree
    objects = [each for each in tree.deps(verb, "obj", "iobj") if each > verb]
    if len(objects) == 2 and objects[1] == item:
        return party_at(cast, objects[0])
    roles = ["iobj", "to", "for"]
    roles += list(aid_words("channel")) if tree.lemma(verb) in {"distribute", "hand", "give", "deliver", "provide"} else []
    for role in roles:
        for head in at_role(cast, verb, role):
            found = party_at(cast, head)
            if found is not None:
                return found
    for head in tree.obliques(verb, "to"):
        # "to flood victims" read as an infinitive: those helped are its object.
        below = tree.deps(head, "obj")
        if tree.tokens[head].upos == "VERB" and below and tree.lemma(below[0]) in aid_words("needy"):
            return party_at(cast, below[0])
    for place in () if item is None else (item, *tree.obliques(item, "of", "in")):
        for noun in (*tree.obliques(place, "to", "for"), *_given(cast, place)):
            found = party_at(cast, noun)
            if found is not None:
                return found
    return _addressee(cast, verb)


def _addressee(cast: Cast, verb: int) -> Actor | None:
    """Who is spoken to: "called his counterpart to offer help", "told the president that rescue teams were ready"."""
    tree = cast.tree
    for above in tree.ancestors(verb):
        if tree.lemma(above) in aid_words("speak"):
            heads = [*tree.deps(above, "obj", "iobj"), *tree.obliques(above, "to")]
            return next((found for head in heads if (found := party_at(cast, head))), None)
        if tree.tokens[above].deprel == "root":
            break
    return None


def _given(cast: Cast, item: int) -> list[int]:
    """ "Grant Jordan 20 million dollars": a name before the amount is whom it goes to."""
    tree = cast.tree
    numbers = tree.deps(item, "nummod")
    return [
        child
        for child in tree.deps(item, "compound", "nmod:unmarked", "nmod:desc")
        if numbers and child < min(numbers) and cast.entity(child) is not None
    ]


# ------------------------------------------------------------------------------------- asking, thanking, answering


def _asking(cast: Cast, verb: int) -> Iterator[Transfer]:
    """Help asked for: who asks receives, unless others are named for whom it is asked."""
    tree = cast.tree
    roles = ("for", "obj") if tree.lemma(verb) in {"request", "seek", "solicit", "beg", "ask"} else ("for",)
    item = next(
        (noun for role in roles for noun in at_role(cast, verb, role) if is_help(cast, noun)),
        None,
    )
    asked = [head for role in ("obj", "to", "from", "on") for head in at_role(cast, verb, role) if head != item]
    if item is None:
        # "Appealed to the islands for food": what is asked for may hang on who is asked.
        item = next((noun for head in asked for noun in tree.obliques(head, "for") if is_help(cast, noun)), None)
    if item is None:
        return
    donor = actors_at(cast, asked) or source_of(cast, item)
    own = actors_at(cast, at_role(cast, verb, "subj"))
    named = [
        found
        for place in (verb, item, *asked, *tree.obliques(item, "in", "of"))
        for head in tree.obliques(place, "for")
        if head != item and (found := party_at(cast, head))
    ]
    recipient = named[0] if named else own[0] if own else None
    if donor and recipient is not None:
        yield Transfer(verb, donor, recipient, item, "requested", evidence_span(tree, verb))


def _thanking(cast: Cast, verb: int) -> Iterator[Transfer]:
    """Thanks for help: it has come."""
    tree = cast.tree
    item = next((noun for noun in at_role(cast, verb, "for") if is_help(cast, noun)), None)
    thing = undergoer(tree, verb)
    if item is None or thing is None or tree.lemma(item) == "support":
        return
    donor, recipient = actors_at(cast, (thing,)), actors_at(cast, at_role(cast, verb, "subj"))
    if donor and recipient:
        yield Transfer(verb, donor, recipient[0], item, "delivered", evidence_span(tree, verb))


def _answering(cast: Cast, verb: int, reply: str) -> Iterator[Transfer]:
    """ "Iceland accepted an offer of help from Norway": the offer and its answer in one."""
    tree = cast.tree
    thing = undergoer(tree, verb)
    if thing is None or tree.deps(verb, "xcomp"):
        return
    if tree.lemma(thing) in {"offer", "proposal"}:
        if not _is_offer_of_help(cast, thing):
            return
    elif not is_help(cast, thing) and not any(is_help(cast, part) for part in tree.obliques(thing, "of")):
        return
    recipient = actors_at(cast, at_role(cast, verb, "subj"))
    donor = source_of(cast, thing, verb) or actors_at(cast, at_role(cast, verb, "from"))
    if not recipient and not (donor and tree.is_passive(verb) and tree.lemma(thing) == "offer"):
        return
    if reply == "declined" and any(tree.lemma(each) in _SHARES for each in (thing, *tree.children[thing])):
        reply = "accepted_in_part"
    if reply == "accepted" and any(set(tree.cases(each)) & _PROVIDED for each in tree.deps(verb, "advcl")):
        reply = "accepted_with_conditions"
    yield Transfer(verb, donor, next(iter(recipient), None), thing, "offered", evidence_span(tree, verb), reply)


def _turning_down(cast: Cast, verb: int, kinds: set[str]) -> Iterator[Transfer]:
    """ "Will not accept the aid", "won't spend the federal money"."""
    if kinds & {"accept", "use"}:
        yield from (told for told in _answering(cast, verb, "declined") if told.donor)


def _getting(cast: Cast, verb: int, certainty: Certainty) -> Iterator[Transfer]:
    """ "The province received 2 million dollars in federal aid", "is to get a loan from the bank"."""
    tree = cast.tree
    thing = undergoer(tree, verb)
    if thing is None or not is_help(cast, thing):
        return
    donor = source_of(cast, thing, verb) or actors_at(cast, at_role(cast, verb, "from"))
    recipient = actors_at(cast, at_role(cast, verb, "subj"))
    if not donor or not recipient:
        return
    to_come = certainty.modality == "planned" or any(tree.tokens[each].text.lower() == "to" for each in tree.deps(verb, "mark"))
    stage = "committed" if to_come else "paid" if is_money(cast, thing) else "delivered"
    yield Transfer(verb, donor, recipient[0], thing, stage, evidence_span(tree, verb))


def _is_offer_of_help(cast: Cast, offer: int) -> bool:
    tree = cast.tree
    nouns = [*tree.obliques(offer, "of"), *tree.deps(offer, "compound", "amod")]
    clauses = [each for clause in tree.deps(offer, "acl") for each in (clause, *tree.deps(clause, "obj"))]
    return any(is_help(cast, noun) or tree.lemma(noun) in aid_words("relief") for noun in (*nouns, *clauses))


def _travelling(cast: Cast, verb: int, kinds: set[str]) -> Iterator[Transfer]:
    """ "A shipment of tents from China arrived in Laos", "a Qatari plane carrying medicine left for Lebanon"."""
    tree = cast.tree
    subject = tree.subject(verb)
    if subject is None or tree.tokens[subject].upos not in {"NOUN", "PROPN"} or cast.entity(subject) is not None:
        return
    loaded = [noun for clause in tree.deps(subject, "acl") for noun in tree.deps(clause, "obj")]
    loaded += [*tree.obliques(subject, "of", "with")]
    carrier = tree.lemma(subject) in aid_words("carrier")
    goods = any(is_help(cast, noun) for noun in loaded) or (not carrier and is_help(cast, subject))
    helpers = not carrier and is_force(cast, subject)
    if not goods or (helpers and not for_relief(tree, verb)):
        return
    donor = tuple(each for each in source_of(cast, subject) if each.text.lower() not in aid_words("wide"))
    roles = ("in", "at", "to", "obj") if "arrive" in kinds else ("for", "to")
    places = [head for role in roles for head in at_role(cast, verb, role)]
    recipient = next((found for head in places if (found := party_at(cast, head))), None)
    if donor and recipient is not None:
        stage = "delivered" if "arrive" in kinds else "dispatched"
        yield Transfer(verb, donor, recipient, subject, stage, evidence_span(tree, verb))


def told_later(cast: Cast, verb: int) -> Actor | None:
    """Whom money or goods go to by one of the next two sentences: "The funds will go to refugees in Chad"; None if untold."""
    tree = cast.tree
    here = tree.tokens[verb].sentence
    for sentence in tree.reading.sentences[here + 1 : here + 3]:
        for index in range(sentence.first, sentence.last):
            if tree.tokens[index].upos != "VERB" or tree.lemma(index) not in aid_words("reach"):
                continue
            subject = tree.subject(index)
            if subject is None or tree.lemma(subject) not in aid_words("sum"):
                continue
            heads = [head for role in ("to", "for", "obj") for head in at_role(cast, index, role)]
            found = next((found for head in heads if (found := party_at(cast, head))), None)
            if found is not None:
                return found
    return None


def is_ruled_out(tree: Tree, verb: int) -> bool:
    """Whether giving is what somebody else orders or asks for, or what nobody plans: "ordered to pay", "no plans to send"."""
    head = tree.tokens[verb].head
    if head < 0 or tree.tokens[verb].deprel.partition(":")[0] not in _LIGHTLY:
        return False
    bidden = tree.lemma(head) in aid_words("bid") and bool(tree.deps(head, "obj", "nsubj:pass", "iobj"))
    return bidden or any(tree.tokens[child].text.lower() == "no" for child in tree.deps(head, "det"))
