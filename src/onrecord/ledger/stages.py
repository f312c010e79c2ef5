"""The pure stages that the ledger calls, as a record of functions, and those that the program ships.

The shipped ones are imported late: asking a ledger needs none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from onrecord.ledger.fuse import words
from onrecord.model import Claim, Family, Report, Story

if TYPE_CHECKING:
    from onrecord.copies.stories import Grown, Piece, Standing


@dataclass(frozen=True, slots=True)
class Stages:
    """The pure functions that decide.

    ``sketch`` gives the sampled shingle hashes of a report; ``families`` the families of some reports; ``merge`` the claims of
    families from their reports' own claims. ``piece`` is a family as it takes part in stories, from its reports by id;
    ``stories`` gives the stories that are new or grow by new families, from their pieces, the stories that stand, the families
    that stand, and pairs of families to keep apart; ``headline`` the title and the summary of a story from the roots of its
    families, the most central first. ``reach``: days after which nothing joins a story; None where it may at any time.
    ``shared``: copies share at least this part of the hashes of the one that has fewer.
    """

    sketch: Callable[[Report], Sequence[int]]
    families: Callable[[Sequence[Report]], tuple[Family, ...]]
    piece: Callable[[Family, Mapping[str, Report]], Piece]
    stories: Callable[[Sequence[Piece], Sequence[Standing], Sequence[Piece], Iterable[tuple[str, str]]], tuple[Grown, ...]]
    headline: Callable[[Sequence[Report]], tuple[str, str]]
    merge: Callable[[Mapping[str, Sequence[Claim]], Sequence[Family], Sequence[Story]], tuple[Claim, ...]]
    reach: int | None = None
    shared: float = 0.0


@cache
def default_stages() -> Stages:
    """Copies, stories and the merging of claims as the program ships them."""
    from onrecord.claims.merge import merge_claims
    from onrecord.copies.candidates import SHARE
    from onrecord.copies.families import find_families
    from onrecord.copies.headline import headline
    from onrecord.copies.stories import grow, piece, reach

    return Stages(_hashes, find_families, piece, grow, headline, merge_claims, reach(), SHARE)


def _hashes(report: Report) -> list[int]:
    """The sampled shingles of a report, and one hash over all its words: short texts have no other."""
    from onrecord.copies.index import Index

    whole = blake2b(" ".join(words(report.text)).encode(), digest_size=8).digest()
    return [*(value for value, _, _ in Index.rows(report)), int.from_bytes(whole, "big")]
