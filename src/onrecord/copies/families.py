"""Families: reports that are copies of one text, each verified against the family's root.

1. Candidates by sampled shingles (`candidates.pairs`); texts with the same words in the same order count as one from here on.
2. Verified exactly: at least ``COPY`` of the shorter text's five-word shingles stand in the other.
3. Vetoed where the aligned sentences have other facts (`templates`): a form filled in anew is another report.
4. In every connected group the root is the report with the most verified links; then the earliest, the longest, the smallest
   id. Its family is the reports that are verified against it *themselves*; what is left of the group finds its own root.

Each step looks at pairs of reports and at nothing else, so that the order of arrival, the chunks in which reports come, and
what was read before make no difference: the families of a set of reports are a function of the set.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from onrecord.copies import templates
from onrecord.copies.align import Alignment, Passage, align, garbled, maybe_garbled, passages
from onrecord.copies.candidates import LEAST_WORDS, counted, pairs, verified
from onrecord.copies.dates import day_number, hours_between, stretch
from onrecord.copies.fingerprint import I64, Shingles, shingles
from onrecord.copies.lineage import compare, edge
from onrecord.model import Edge, Family, Report, Span

COPY = 0.8
"""Share of the shorter text's five-word shingles from which on two texts are copies (the usual line for Reuters-21578)."""

_GARBLED_SHARE = 0.35
"""A longer text below ``COPY`` but not below this is looked at for misread and misspelled words (`align.garbled`)."""
SHORT = 24
"""Words below which a text (under 20 shingles) is a notice that may agree with another by chance; the headline then counts."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two reports (ids in order) that share enough to be copies, and what was decided."""

    first: str
    second: str
    containment: float
    template: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Families:
    """All families of a set of reports, and every decision behind them.

    ``families`` holds each report once, a report without copies as a family of its own, sorted by id. ``vetoes`` are the links
    that were refused as recurring forms. ``weakest`` gives the decisions nearest to the line first.
    """

    families: tuple[Family, ...]
    vetoes: tuple[Link, ...] = ()

    def weakest(self) -> tuple[Edge, ...]:
        """All edges, the one with the least containment first: what to look at when in doubt."""
        edges = [edge for family in self.families for edge in family.edges]
        return tuple(sorted(edges, key=lambda e: (e.containment, e.parent, e.child)))


def find_families(reports: Iterable[Report]) -> tuple[Family, ...]:
    """The families of a set of reports, every report in exactly one, sorted by id: `group` without the vetoes."""
    return group(reports).families


def group(reports: Iterable[Report]) -> Families:
    """Find the families of a set of reports and keep the refusals. The order of ``reports`` makes no difference."""
    unique = sorted({report.id: report for report in reports}.values(), key=lambda report: report.id)
    work = _Work(unique)
    families: list[Family] = []
    for members in work.groups():
        families += _families_of(work, members)
    vetoes = sorted(work.vetoes.values(), key=lambda link: (link.first, link.second))
    return Families(tuple(sorted(families, key=lambda family: family.id)), tuple(vetoes))


def links(reports: Iterable[Report]) -> tuple[Link, ...]:
    """Every two reports that share enough to be copies, with the verdict, sorted: for audits and measurements.

    Texts with the same words stand as their first by id, as in `group`.
    """
    work = _Work(sorted({report.id: report for report in reports}.values(), key=lambda report: report.id))
    out: list[Link] = []
    for a, b in sorted((a, b) for a, others in work.links.items() for b in others if a < b):
        if work.is_copy(a, b):
            out.append(Link(work.reports[a].id, work.reports[b].id, work.links[a][b]))
        else:
            out.append(work.vetoes[a, b])
    return tuple(out)


def family_id(root: str) -> str:
    """The id of the family whose root is the report ``root``."""
    return "family:" + hashlib.sha256(root.encode()).hexdigest()[:16]


@lru_cache(maxsize=1024)
def _passages(text: str, captions: tuple[Span, ...]) -> tuple[Passage, ...]:
    """The sentences of a text; kept for a while, since one text is held against many."""
    return passages(Report("", text, captions=captions))


@dataclass(slots=True)
class _Work:
    """What is known of the reports at hand. Positions are those in ``reports``; ``twins`` have the same words in order."""

    reports: list[Report]
    lengths: list[int] = field(init=False)
    twins: dict[int, list[int]] = field(init=False)
    links: dict[int, dict[int, float]] = field(init=False)
    texts: dict[int, tuple[Passage, ...]] = field(init=False, default_factory=dict)
    vetoes: dict[tuple[int, int], Link] = field(init=False, default_factory=dict)
    verdicts: dict[tuple[int, int], bool] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        batch = shingles([report.text for report in self.reports])
        self.lengths = batch.words.tolist()
        self.twins = _twins(batch, self.reports)
        heads = np.array(sorted(self.twins), dtype=np.int64)
        self.links = {int(head): {} for head in heads}
        texts = [self.reports[i].text for i in heads]
        first, second, shares = verified(texts, pairs(batch.take(heads)), _GARBLED_SHARE)
        for a, b, share in zip(heads[first].tolist(), heads[second].tolist(), shares.tolist(), strict=True):
            if share >= COPY or self._garbled(a, b):
                self.links[a][b] = self.links[b][a] = share

    def _garbled(self, i: int, j: int) -> bool:
        """Whether two texts below ``COPY`` are one text with misspelled words."""
        one, two = self.reports[i], self.reports[j]
        if min(self.lengths[i], self.lengths[j]) < templates.NOTICE or not maybe_garbled(one.text, two.text):
            return False
        old, new = self.passages(i), self.passages(j)
        return garbled(old, new, align(old, new))

    def groups(self) -> list[list[int]]:
        """Connected groups of heads, each sorted."""
        seen: set[int] = set()
        out: list[list[int]] = []
        for start in self.links:
            if start in seen:
                continue
            stack, members = [start], []
            seen.add(start)
            while stack:
                at = stack.pop()
                members.append(at)
                fresh = [other for other in self.links[at] if other not in seen]
                seen.update(fresh)
                stack += fresh
            out.append(sorted(members))
        return out

    def passages(self, i: int) -> tuple[Passage, ...]:
        if i not in self.texts:
            self.texts[i] = _passages(self.reports[i].text, self.reports[i].captions)
        return self.texts[i]

    def is_copy(self, a: int, b: int) -> bool:
        """Whether a linked pair stands after the veto; the verdict is kept."""
        key = (min(a, b), max(a, b))
        if key not in self.verdicts:
            self.verdicts[key] = not self._vetoed(*key)
        return self.verdicts[key]

    def _vetoed(self, a: int, b: int) -> bool:
        one, two = self.reports[a], self.reports[b]
        old, new = self.passages(a), self.passages(b)
        laid = align(old, new)
        found = templates.facts(old, new, laid, one.text, two.text)
        corrected = templates.says_corrected(one.title, one.text) or templates.says_corrected(two.title, two.text)
        hours = hours_between(one.published, two.published)
        if not _shares_prose(old, new, laid):
            self.vetoes[a, b] = Link(one.id, two.id, self.links[a][b], True, "only page furniture is shared")
            return True
        if min(self.lengths[a], self.lengths[b]) < SHORT and not templates.same_headline(one.title, two.title):
            self.vetoes[a, b] = Link(
                one.id, two.id, self.links[a][b], True, "template: a short notice under different headlines"
            )
            return True
        whole = not (laid.dropped or laid.added)
        apart = "dates unknown" if hours is None else f"{hours:.0f} hours apart"
        if whole and hours is not None and hours > templates.WHILE and self.lengths[a] < templates.NOTICE:
            self.vetoes[a, b] = Link(one.id, two.id, self.links[a][b], True, f"template: a short notice issued anew, {apart}")
            return True
        if not templates.is_template(found, hours, whole, corrected):
            return False
        shown = "; ".join(f"{old} / {new}" for old, new in found.examples)
        reason = f"template: {found.disagreeing} of {found.total} facts in aligned sentences disagree ({shown}), {apart}"
        self.vetoes[a, b] = Link(one.id, two.id, round(self.links[a][b], 4), True, reason)
        return True

    def rank(self, i: int) -> tuple[float, int, str]:
        return reading_order(self.reports[i])


def reading_order(report: Report) -> tuple[float, int, str]:
    """Key to sort reports by: earliest first, undated last; then the longest; then by id."""
    when = stretch(report.published)
    return (when.start if when else float("inf"), -len(report.text), report.id)


def _shares_prose(old: Sequence[Passage], new: Sequence[Passage], laid: Alignment) -> bool:
    return any(old[i].segment != "furniture" or new[j].segment != "furniture" for i, j in laid.kept + laid.changed)


def _twins(batch: Shingles, reports: Sequence[Report]) -> dict[int, list[int]]:
    """Positions by the first that has the same words; a text too short to be copied stays alone."""
    heads: dict[tuple[int, int, str, int | None], int] = {}
    twins: dict[int, list[int]] = {}
    for i, (whole, words) in enumerate(zip(batch.whole.tolist(), batch.words.tolist(), strict=True)):
        headline = (reports[i].title or "") if words < SHORT else ""
        day = day_number(reports[i].published) if words < templates.NOTICE else None
        head = heads.setdefault((whole, words, headline, day), i) if words >= LEAST_WORDS else i
        twins.setdefault(head, []).append(i)
    return twins


def _families_of(work: _Work, members: list[int]) -> list[Family]:
    """Split one connected group into families, root by root."""
    left = set(members)
    weight = {i: len(work.twins[i]) for i in members}
    best = {i: min(work.rank(k) for k in work.twins[i]) for i in members}
    out: list[Family] = []
    while left:
        root = min(left, key=lambda i: (-weight[i] - sum(weight[k] for k in work.links[i] if k in left), best[i]))
        own = {root} | {i for i in work.links[root] if i in left and work.is_copy(root, i)}
        left -= own
        out.append(_family(work, root, sorted(own)))
    return out


def _family(work: _Work, root: int, heads: list[int]) -> Family:
    everyone = sorted((i for head in heads for i in work.twins[head]), key=work.rank)
    first_root = min(work.twins[root], key=work.rank)
    ids = tuple(work.reports[i].id for i in everyone)
    name = work.reports[first_root].id
    return Family(family_id(name), name, ids, _edges(work, root, heads, everyone))


def _edges(work: _Work, root: int, heads: list[int], everyone: list[int]) -> tuple[Edge, ...]:
    """One edge for every member but the first: from the earlier member that shares most with it.

    Sharing most: the most shingles in common, then the fewest that only one of the two has; then the earliest. Two excerpts of
    one text may share nothing: the one that shares nothing with any earlier member comes from ``root``, whatever its date, and
    the root then from the first.
    """
    if len(everyone) == 1:
        return ()
    head_of = {i: head for head in heads for i in work.twins[head]}
    leaders = sorted((min(work.twins[head], key=work.rank) for head in heads), key=work.rank)
    parents = _parents(work, leaders, min(work.twins[root], key=work.rank))
    leader_of = {head_of[i]: i for i in leaders}
    out: list[Edge] = []
    for i in everyone[1:]:
        leader = leader_of[head_of[i]]
        parent, share = parents[i] if i == leader else (leader, 1.0)
        out.append(_edge(work, parent, i, share))
    return tuple(out)


def _edge(work: _Work, parent: int, child: int, share: float) -> Edge:
    return edge(compare(work.reports[parent], work.passages(parent), work.reports[child], work.passages(child), share))


def _parents(work: _Work, leaders: list[int], root: int) -> dict[int, tuple[int, float]]:
    """For each report but the first, in order: the earlier one that shares most (or the root), and the containment."""
    full = shingles([work.reports[i].text for i in leaders], sample=1)
    sizes = np.diff(full.starts)
    out: dict[int, tuple[int, float]] = {}
    at, apart = leaders.index(root), False
    for place in range(1, len(leaders)):
        before = np.arange(place)
        shared = counted(full, before, np.full(place, place))
        differing = sizes[before] + sizes[place] - 2 * shared
        choice = int(np.lexsort((before, differing, -shared))[0])
        if not shared[choice] and place != at:
            choice, apart = at, True
        elif place == at and apart:
            choice = 0
        out[leaders[place]] = (leaders[choice], _share(full, sizes, choice, place))
    return out


def _share(full: Shingles, sizes: I64, one: int, two: int) -> float:
    """The share of the smaller one's shingles that two texts have in common."""
    common = counted(full, np.array([one]), np.array([two]))[0]
    return float(common / max(1, min(int(sizes[one]), int(sizes[two]))))


def explain(found: Families, family: Family) -> tuple[tuple[str, float, str], ...]:
    """(child, containment, reason) for each edge of a family, the weakest first; then the refusals that touch its members."""
    edges = sorted(family.edges, key=lambda e: (e.containment, e.child))
    touched = set(family.reports)
    vetoes = [link for link in found.vetoes if link.first in touched or link.second in touched]
    return tuple((e.child, e.containment, f"{e.relation}: {e.reason}") for e in edges) + tuple(
        (link.second if link.first in touched else link.first, link.containment, link.reason) for link in vetoes
    )
