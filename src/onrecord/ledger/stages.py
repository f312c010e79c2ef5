"""The stages that the ledger calls, taken from where they live. Imported late: asking a ledger needs none of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b

from onrecord.ledger.fuse import words
from onrecord.ledger.write import Stages
from onrecord.model import Family, Report, Story


@cache
def default_stages() -> Stages:
    """Copies, stories and the merging of claims as the program ships them."""
    from onrecord.copies import families
    from onrecord.pipeline import merge_claims

    return Stages(sketch=_hashes, families=families.find_families, stories=_stories, merge=merge_claims)


def _hashes(report: Report) -> list[int]:
    """The sampled shingles of a report, and one hash over all its words: short texts have no other."""
    from onrecord.copies.index import Index

    whole = blake2b(" ".join(words(report.text)).encode(), digest_size=8).digest()
    return [*(value for value, _, _ in Index.rows(report)), int.from_bytes(whole, "big")]


def _stories(families: Sequence[Family], reports: Sequence[Report]) -> tuple[Story, ...]:
    from onrecord.copies.stories import find_stories

    return find_stories(families, reports)
