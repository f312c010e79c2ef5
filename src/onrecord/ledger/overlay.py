"""The corrections that people made, laid over what was read. The originals stay in ``readings``."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.contract import claim_line, claim_record
from onrecord.model import Claim, EventClaim

REVIEW_STATE = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "add": "by hand"}
"""What a claim's ``review`` says after each action."""


def overlaid(
    connection: sqlite3.Connection, claims: Sequence[Claim], contents: Sequence[str]
) -> list[tuple[Claim, str | None]]:
    """Each claim as people left it, with the state of its review (None where nobody looked at it).

    Corrections are found by the claims' content ids, which are made from the words of the evidence: they hold for the same
    words in every copy, and after the reports are read again. Corrections of one claim lie over one another in their order.
    """
    corrections = _active(connection, list(contents))
    return [_corrected(claim, corrections.get(content, [])) for claim, content in zip(claims, contents, strict=True)]


def apart_reports(connection: sqlite3.Connection) -> frozenset[frozenset[str]]:
    """Pairs of ids of reports that a person has set apart."""
    found = connection.execute("SELECT subject, other FROM corrections WHERE action = 'apart' AND undone IS NULL")
    return frozenset(frozenset(pair) for pair in found)


def apart_claims(connection: sqlite3.Connection) -> frozenset[frozenset[str]]:
    """Pairs of ids of claims that a person has set apart."""
    found = connection.execute(
        "SELECT a.id, b.id FROM corrections x CROSS JOIN claims a ON a.content = x.subject CROSS JOIN claims b "
        "ON b.content = x.other WHERE x.action = 'apart' AND x.undone IS NULL"
    )
    return frozenset(frozenset(pair) for pair in found)


def contents(merged: Sequence[Claim], own: Mapping[str, Sequence[Claim]]) -> list[str]:
    """The content id of each merged claim: the id that it has among its reports' own claims (``own``, by report id).

    The id of a merged claim changes when its family turns out to be larger; that of its content never does. KeyError where a
    merged claim is of none of the reports.
    """
    by_place: dict[tuple[str, int, int], list[tuple[Claim, str]]] = {}
    for claims in own.values():
        for claim in claims:
            said = _said(claim)
            for e in claim.evidence:
                by_place.setdefault((e.report, e.start, e.end), []).append((said, claim.id))
    return [_content(claim, by_place) for claim in merged]


def _content(claim: Claim, by_place: Mapping[tuple[str, int, int], Sequence[tuple[Claim, str]]]) -> str:
    said = _said(claim)
    for e in claim.evidence:
        for own, identity in by_place.get((e.report, e.start, e.end), ()):
            if own == said:
                return identity
    raise KeyError(claim.id)


def _said(claim: Claim) -> Claim:
    """A claim without what it has from its report's company: ids, carriers, family and story."""
    bare = replace(claim, id="", evidence=(), reports=(), origins=1, family=None, story=None)
    return replace(bare, contradicts=()) if isinstance(bare, EventClaim) else bare


def _active(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, list[tuple[str, str | None]]]:
    """What stands about these claims, in order. A claim put on record by hand and taken back counts as rejected."""
    if not connection.execute("SELECT 1 FROM corrections LIMIT 1").fetchone():
        return {}
    found: dict[str, list[tuple[str, str | None]]] = {}
    for begin in range(0, len(ids), 500):
        block = ids[begin : begin + 500]
        for subject, action, after in connection.execute(
            "SELECT subject, CASE WHEN undone IS NULL THEN action ELSE 'reject' END, after FROM corrections "
            f"WHERE subject IN ({', '.join('?' * len(block))}) AND (action = 'add' OR (undone IS NULL "
            "AND action IN ('accept', 'correct', 'reject'))) ORDER BY n",
            tuple(block),
        ):
            found.setdefault(subject, []).append((action, after))
    return found


def _corrected(claim: Claim, corrections: Sequence[tuple[str, str | None]]) -> tuple[Claim, str | None]:
    state = None
    for action, after in corrections:
        state = REVIEW_STATE[action]
        if action == "correct" and after:
            claim = claim_record(claim_line(claim) | json.loads(after))
    return claim, state
