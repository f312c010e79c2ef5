"""The pure stages that the ledger calls, as a record of functions, and those that the program ships.

The shipped ones are imported late: asking a ledger needs none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

from onrecord.ledger.fuse import words
from onrecord.model import Claim, Family, Report, Story


@dataclass(frozen=True, slots=True)
class Stages:
    """The pure functions that decide.

    ``sketch`` gives the sampled shingle hashes of a report; ``families`` the families of some reports; ``stories`` the stories
    of some families, given their reports; ``merge`` the claims of families from their reports' own claims.
    """

    sketch: Callable[[Report], Sequence[int]]
    families: Callable[[Sequence[Report]], tuple[Family, ...]]
    stories: Callable[[Sequence[Family], Sequence[Report]], tuple[Story, ...]]
    merge: Callable[[Mapping[str, Sequence[Claim]], Sequence[Family], Sequence[Story]], tuple[Claim, ...]]


@cache
def default_stages() -> Stages:
    """Copies, stories and the merging of claims as the program ships them."""
    from onrecord.claims.merge import merge_claims
    from onrecord.copies.families import find_families
    from onrecord.copies.stories import find_stories

    return Stages(sketch=_hashes, families=find_families, stories=find_stories, merge=merge_claims)


def _hashes(report: Report) -> list[int]:
    """The sampled shingles of a report, and one hash over all its words: short texts have no other."""
    from onrecord.copies.index import Index

    whole = blake2b(" ".join(words(report.text)).encode(), digest_size=8).digest()
    return [*(value for value, _, _ in Index.rows(report)), int.from_bytes(whole, "big")]
