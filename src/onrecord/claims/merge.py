"""Claims of single reports to claims of families: what copies carry together is one claim, with one origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b

from onrecord.model import Claim, EventClaim, Family, Story


def merge_claims(
    claims: Mapping[str, Sequence[Claim]], families: Sequence[Family], stories: Sequence[Story]
) -> tuple[Claim, ...]:
    """One claim for each content that a family carries.

    ``claims`` are the claims of each report by report id. The family's root tells a claim where it carries it, else the first
    of the family's reports that does; every carrier gives its evidence. Ids depend on the family and the content alone.
    Sorted by family (in the order given), then by place in the text of the telling report.
    """
    story_of = {family: story.id for story in stories for family in story.families}
    out: list[Claim] = []
    for family in families:
        order = [family.root, *(r for r in family.reports if r != family.root)]
        told: dict[str, list[Claim]] = {}
        for report in order:
            for claim in claims.get(report, ()):
                told.setdefault(claim.id, []).append(claim)
        rank = {report: i for i, report in enumerate(order)}
        merged = [
            _readdressed(_merged(group, family.id, story_of.get(family.id)), group, family.id, set(told))
            for group in told.values()
        ]
        out += sorted(merged, key=lambda c: (rank[c.evidence[0].report], c.evidence[0].start, c.evidence[0].end, c.kind, c.id))
    return tuple(out)


def _address(family: str, content: str) -> str:
    """The id of a family's claim, from the id of its content."""
    digest = blake2b(f"{family}\x1f{content}".encode(), digest_size=12).hexdigest()
    return f"claim:{digest}"


def _readdressed(claim: Claim, group: Sequence[Claim], family: str, told: set[str]) -> Claim:
    """A claim with its opposites in any of the copies, named by the ids that they have in the family."""
    if not isinstance(claim, EventClaim):
        return claim
    against = dict.fromkeys(each for own in group if isinstance(own, EventClaim) for each in own.contradicts if each in told)
    return replace(claim, contradicts=tuple(_address(family, each) for each in against))


def _merged(group: Sequence[Claim], family: str, story: str | None) -> Claim:
    first = group[0]
    return replace(
        first,
        id=_address(family, first.id),
        evidence=tuple(e for claim in group for e in claim.evidence),
        reports=tuple(dict.fromkeys(r for claim in group for r in claim.reports)),
        family=family,
        story=story,
        origins=1,
    )
