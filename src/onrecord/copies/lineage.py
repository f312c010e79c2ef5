"""How one report came from another: the relation, and the sentences kept, changed, dropped and added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.copies.align import Alignment, Passage, WordChange, align, passages, word_changes
from onrecord.copies.candidates import containment
from onrecord.copies.credits import agency_of
from onrecord.copies.dates import earlier
from onrecord.copies.fingerprint import shingles
from onrecord.model import Edge, Evidence, Relation, Report, Segment

_UNDATED = "no date says which came first"
_EXCERPT = 0.5  # a child that has at most this share of its parent's words, and nothing else, is an excerpt


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence of a report with its segment: the words, and where they stand."""

    evidence: Evidence
    segment: Segment


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence in its two versions and the words that were replaced."""

    before: Part
    after: Part
    words: tuple[WordChange, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """Two reports side by side, from ``before`` to ``after``.

    ``directed``: the dates say that ``before`` came first. ``containment``: share of the shorter text's five-word shingles that
    the other has. ``moved``: how many of the kept sentences stand in another order. ``reason`` says all of it in one line.
    ``relation`` describes the change whether or not the two are copies: it is None where they share no sentence.
    """

    before: str
    after: str
    relation: Relation | None
    containment: float
    directed: bool
    kept: tuple[tuple[Part, Part], ...]
    changed: tuple[Change, ...]
    dropped: tuple[Part, ...]
    added: tuple[Part, ...]
    moved: int
    reason: str


def diff(before: Report, after: Report) -> Diff:
    """Compare two reports; ``before`` is taken as the earlier one unless the dates say otherwise (then they change places)."""
    if earlier(after.published, before.published):
        before, after = after, before
    batch = shingles([before.text, after.text], sample=1)
    return compare(before, passages(before), after, passages(after), containment(batch.of(0), batch.of(1)))


def compare(
    before: Report, old: Sequence[Passage], after: Report, new: Sequence[Passage], share: float, laid: Alignment | None = None
) -> Diff:
    """`diff` for reports whose passages, containment and perhaps alignment are known already. Keeps the order given."""
    laid = align(old, new) if laid is None else laid
    kept = tuple((_part(before, old[i]), _part(after, new[j])) for i, j in laid.kept)
    changed = tuple(
        Change(_part(before, old[i]), _part(after, new[j]), word_changes(old[i], new[j], before.text, after.text))
        for i, j in laid.changed
    )
    dropped = tuple(_part(before, old[i]) for i in laid.dropped)
    added = tuple(_part(after, new[j]) for j in laid.added)
    relation = _relation(laid, sum(len(p.words) for p in old), sum(len(p.words) for p in new))
    directed = earlier(before.published, after.published)
    order = "" if directed else "the latter bears the earlier date" if earlier(after.published, before.published) else _UNDATED
    reason = _reason(laid, old, new, share, order)
    credit = _credit_change(before, after)
    return Diff(before.id, after.id, relation, share, directed, kept, changed, dropped, added, laid.moved, reason + credit)


def edge(found: Diff) -> Edge:
    """The lineage edge of a family that a comparison gives; where two copies share words and no sentence, a revision."""
    return Edge(
        parent=found.before,
        child=found.after,
        relation=found.relation or "revised",
        containment=round(found.containment, 4),
        dropped=tuple(part.evidence for part in found.dropped),
        added=tuple(part.evidence for part in found.added),
        changed=tuple((change.before.evidence, change.after.evidence) for change in found.changed),
        directed=found.directed,
        reason=found.reason,
    )


def first_carriers(members: Sequence[Report], texts: Mapping[str, Sequence[Passage]]) -> dict[tuple[str, ...], Evidence]:
    """For each sentence of a family, in normal form, where it stood first. ``members`` come in order of publication."""
    first: dict[tuple[str, ...], Evidence] = {}
    for report in members:
        for passage in texts[report.id]:
            first.setdefault(
                passage.words, Evidence(report.id, passage.start, passage.end, report.text[passage.start : passage.end])
            )
    return first


def _part(report: Report, passage: Passage) -> Part:
    words = report.text[passage.start : passage.end]
    return Part(Evidence(report.id, passage.start, passage.end, words), passage.segment)


def _relation(laid: Alignment, words_before: int, words_after: int) -> Relation | None:
    if not laid.kept and not laid.changed:
        return None
    if laid.dropped and laid.added:
        return "revised"
    if laid.dropped:
        return "excerpt" if words_after <= _EXCERPT * words_before else "cut"
    if laid.added:
        return "extended"
    return "edited" if laid.changed or laid.moved else "identical"


def _reason(laid: Alignment, old: Sequence[Passage], new: Sequence[Passage], share: float, order: str) -> str:
    parts = [f"{share:.0%} of the shorter text's five-word sequences stand in the other", f"{_sentences(len(laid.kept))} kept"]
    if laid.changed:
        parts.append(f"{len(laid.changed)} changed{_segments([old[i] for i, _ in laid.changed])}")
    if laid.dropped:
        parts.append(f"{len(laid.dropped)} dropped{_segments([old[i] for i in laid.dropped])}")
    if laid.added:
        parts.append(f"{len(laid.added)} added{_segments([new[j] for j in laid.added])}")
    if laid.moved:
        parts.append(f"{laid.moved} moved")
    if order:
        parts.append(order)
    return "; ".join(parts)


def _sentences(count: int) -> str:
    return f"{count} sentence{'' if count == 1 else 's'}"


def _segments(found: Sequence[Passage]) -> str:
    """ " (1 caption, 2 datelines)" for what is not body."""
    counts: dict[str, int] = {}
    for passage in found:
        if passage.segment != "body":
            counts[passage.segment] = counts.get(passage.segment, 0) + 1
    if not counts:
        return ""
    named = ", ".join(f"{n} {kind if n == 1 or kind == 'furniture' else kind + 's'}" for kind, n in sorted(counts.items()))
    return f" ({named})"


def _credit_change(before: Report, after: Report) -> str:
    old, new = agency_of(before), agency_of(after)
    if old == new:
        return ""
    if old is None:
        return f"; agency credit {new} added"
    return f"; agency credit {old} dropped" if new is None else f"; agency credit {old} became {new}"
