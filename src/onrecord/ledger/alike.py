"""What claims are about, as keys that can be compared: who, what, where and when; and who says so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from onrecord.ledger.rows import first_day
from onrecord.model import Actor, AidClaim, Claim, EventClaim, FigureClaim, QuoteClaim, Source, UnknownClaim

Apart = Collection[frozenset[str]]
"""Pairs of ids of claims that a person has set apart."""
_Kind = TypeVar("_Kind", bound=Claim)
_WORD = re.compile(r"[^\W_]+")
_SAYS_NOTHING = frozenset(
    {"people", "person", "man", "men", "resident", "victim", "live", "life", "human", "individual", "house", "home", "dwelling",
     "residence", "building", "structure", "unit", "dead", "killed", "death", "wounded", "injured", "missing", "other", "more",
     "the", "a", "an", "some", "another", "of"}
)  # fmt: skip
"""Words that name only what a metric says already; any other ("children", "school") makes a figure of its own."""
_PREPOSITIONS = frozenset({"of", "in", "from", "at", "on", "who", "that", "with", "by", "for"})


def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case."""
    return tuple(_WORD.findall(text.casefold()))


def identity(actor: Actor | Source | None) -> str:
    """Who a party is, for comparison: country and sector where the country is known (a government stands for its country)."""
    if actor is None:
        return ""
    if actor.country and actor.country not in ("IGO", "NGO", "EUR", "UNO"):
        return actor.country + ("" if actor.sector in (None, "GOV") else f".{actor.sector}")
    return _plain(actor.name)


def _plain(name: str) -> str:
    return " ".join(word for word in words(name) if word not in ("the", "a", "an"))


def _identities(actors: Iterable[Actor]) -> str:
    return "+".join(sorted({identity(a) for a in actors}))


def counted_thing(item: str | None) -> str:
    """What is counted, in the singular, '' where the words say no more than the metric; not what follows a preposition."""
    found = words(item or "")
    until = next((i for i, word in enumerate(found) if i and word in _PREPOSITIONS), len(found))
    singles = [_singular(word) for word in found[:until] if not word.isdigit()]
    return " ".join(word for word in singles if word not in _SAYS_NOTHING)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def place_key(claim: Claim) -> str:
    """Where it is said to be: the place's country and name in lower case, '' where no place is told."""
    return f"{claim.where.country or ''}/{claim.where.name.casefold()}" if claim.where else ""


def key(claim: Claim) -> str:
    """What a claim is about. Claims of a story that are about the same thing have the same key; other kinds never do."""
    if isinstance(claim, EventClaim):
        actors, recipients = _identities(claim.actor), _identities(claim.recipient)
        named = "" if actors and recipients else " ".join(words(claim.trigger))
        return f"event|{claim.type}|{actors}|{recipients}|{named}"
    if isinstance(claim, FigureClaim):
        unit = counted_thing(claim.unit.replace("_", " ")) if claim.unit else ""
        thing = counted_thing(claim.item)
        if not thing and (claim.metric.endswith("_other") or claim.metric == "aid_value"):
            # Nothing says that two such counts, or gifts, are of one thing, unless they are the same.
            thing = f"{claim.low}-{claim.high}"
        return f"figure|{claim.metric}|{place_key(claim)}|{thing}|{unit}"
    if isinstance(claim, QuoteClaim):
        return f"quote|{identity(claim.speaker)}|{' '.join(words(claim.text))}"
    if isinstance(claim, AidClaim):
        return f"aid|{identity(claim.donor)}|{identity(claim.recipient)}"
    if isinstance(claim, UnknownClaim):
        return f"unknown|{' '.join(words(claim.about))}"
    raise TypeError(f"a claim of no known kind: {claim!r}")


def families_of(claims: Iterable[Claim]) -> int:
    return len({claim.family for claim in claims})


def sources_of(claims: Iterable[Claim]) -> tuple[Source, ...]:
    """Who says so, each once, in the order of the claims."""
    seen = {(identity(s), s.kind, s.name): s for claim in claims for s in claim.source}
    return tuple(seen.values())


def told(claim: Claim, published: Mapping[str, str]) -> str | None:
    """The day on which a claim was first published, where a report that carries it has a date."""
    days = [day for report in claim.reports if (day := first_day(published.get(report)))]
    return min(days, default=None)


def exact_day(claim: Claim) -> str | None:
    """The day of a claim where its time is resolved to a day."""
    resolved = claim.when.resolved if claim.when else None
    return resolved[:10] if resolved and re.fullmatch(r"\d{4}-\d\d-\d\d", resolved[:10]) else None


def days_agree(a: str | None, b: str | None) -> bool:
    return a is None or b is None or abs((date.fromisoformat(a) - date.fromisoformat(b)).days) <= 1


def voices(claims: Iterable[Claim]) -> set[str]:
    """Whose figures or statements these are: the innermost source, else the family's own voice."""
    return {identity(c.source[0]) if c.source else f"family {c.family}" for c in claims}


def under_one_name(claims: Iterable[Claim]) -> dict[str, str]:
    """Voices told without a country ("the government") that are those of the one country that the name is told with elsewhere
    among the claims, by what each is counted under.
    """
    told: dict[str, set[str]] = {}
    for source in (claim.source[0] for claim in claims if claim.source):
        told.setdefault(_plain(source.name), set()).add(identity(source))
    return {name: next(iter(each - {name})) for name, each in told.items() if name in each and len(each) == 2}


def kin(about: str) -> tuple[str, str]:
    """Beginning and end of the keys of claims that may stand together with those of a key: figures of any place."""
    parts = about.split("|")
    return (f"figure|{parts[1]}|", f"|{parts[-2]}|{parts[-1]}") if parts[0] == "figure" else (about, about)


def kept_apart(claims: Sequence[_Kind], apart: Apart) -> list[list[_Kind]]:
    """Claims of one key in as few groups as hold no two that a person has set apart."""
    if not apart:
        return [list(claims)]
    groups: list[list[_Kind]] = []
    for claim in sorted(claims, key=place_in_text):
        fits = (g for g in groups if not any(frozenset((claim.id, other.id)) in apart for other in g))
        home = next(fits, None)
        if home is None:
            groups.append([claim])
        else:
            home.append(claim)
    return groups


def place_in_text(claim: Claim) -> tuple[int, str]:
    """Order of the text, so that what is matched does not depend on the order in which claims come."""
    return (claim.evidence[0].start if claim.evidence else 0, claim.id)
