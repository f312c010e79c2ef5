"""The merged claims of families, written anew whenever a family grows or a person decides something."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from onrecord.ledger import rows
from onrecord.ledger.alike import key, kin
from onrecord.ledger.fuse import support
from onrecord.ledger.load import load_claims, load_families
from onrecord.ledger.log import mark_changed
from onrecord.ledger.overlay import apart_claims, contents, overlaid
from onrecord.ledger.stages import Stages
from onrecord.model import Claim, EventClaim, Story


def write_claims(connection: sqlite3.Connection, families: Sequence[int], stages: Stages) -> None:
    """Merge the claims of these families anew from their reports' own, lay the corrections over them, and write them."""
    for n, family in load_families(connection, families).items():
        members = connection.execute(
            "SELECT r.n, r.id, r.published, r.added, g.claims FROM reports r JOIN readings g ON g.report = r.n "
            "WHERE r.family = ? ORDER BY r.place_in_family",
            (n,),
        ).fetchall()
        by_report = {identity: rows.unpack_claims(packed) for _, identity, _, _, packed in members}
        story_n, story = _story_of(connection, n)
        merged = stages.merge(by_report, (family,), (story,) if story else ())
        had = connection.execute("SELECT key, content, review FROM claims WHERE family = ?", (n,)).fetchall()
        before = {about for about, _, _ in had}
        members_by_id = {identity: (number, published, added) for number, identity, published, added, _ in members}
        content = contents(merged, by_report)
        laid = [(*pair, c) for pair, c in zip(overlaid(connection, merged, content), content, strict=True)]
        after = _replace_claims(connection, n, story_n, laid, members_by_id)
        if story_n is not None:
            count_support(connection, story_n, before | after)
            if {(identity, review) for _, identity, review in had} != {(identity, review) for _, review, identity in laid}:
                mark_changed(connection, (story_n,))


def _story_of(connection: sqlite3.Connection, family: int) -> tuple[int | None, Story | None]:
    cursor = connection.execute(
        "SELECT s.*, f.id AS family_id FROM families f JOIN stories s ON s.n = f.story WHERE f.n = ?", (family,)
    )
    cursor.row_factory = sqlite3.Row
    row = cursor.fetchone()
    if row is None:
        return None, None
    reports = connection.execute("SELECT id FROM reports WHERE family = ? ORDER BY place_in_family", (family,))
    return row["n"], rows.story_record(row, (row["family_id"],), (r for (r,) in reports))


def _replace_claims(
    connection: sqlite3.Connection,
    family: int,
    story: int | None,
    claims: Sequence[tuple[Claim, str | None, str]],
    members: Mapping[str, tuple[int, str | None, str]],
) -> set[str]:
    """Write a family's claims in place of those it had and give their keys. ``members``: number, published, added by report."""
    connection.execute("DELETE FROM claims WHERE family = ?", (family,))
    first = connection.execute("SELECT coalesce(max(n), 0) + 1 FROM claims").fetchone()[0]
    values, parties, evidence, countries, dyads = [], [], [], set(), set()
    keys = set()
    for n, (claim, review, content) in enumerate(claims, first):
        of = [members[report] for report in claim.reports]
        published = min((date for _, date, _ in of if date), default=None)
        about = key(claim)
        keys.add(about)
        row = rows.claim_values(claim, about, review, published, min(added for _, _, added in of))
        values.append((n, family, story, content, *row))
        involved = rows.claim_parties(claim)
        parties += [(n, *party) for party in involved]
        evidence += [(n, i, members[e.report][0], e.start, e.end, e.text) for i, e in enumerate(claim.evidence)]
        named = {country for _, _, _, country, _, _, _ in involved if country}
        day = row[rows.CLAIM_COLUMNS.index("day")] or ""
        if isinstance(claim, EventClaim):
            ends = [{a.country for a in actors if a.country} for actors in (claim.actor, claim.recipient)]
            dyads |= {(one, other, day, n) for one in ends[0] for other in ends[1]}
        countries |= {(c, day, n) for c in named | ({claim.where.country} if claim.where and claim.where.country else set())}
    columns = ", ".join(("n", "family", "story", "content", *rows.CLAIM_COLUMNS))
    marks = ", ".join("?" * (len(rows.CLAIM_COLUMNS) + 4))
    connection.executemany(f"INSERT INTO claims({columns}) VALUES ({marks})", values)
    party = _party_numbers(connection, {(name, country, sector) for _, _, _, name, country, sector, _, _ in parties})
    connection.executemany(
        "INSERT INTO claim_parties(claim, role, ordinal, party, text, kind) VALUES (?, ?, ?, ?, ?, ?)",
        [(n, role, i, party[name, country, sector], text, kind) for n, role, i, name, country, sector, text, kind in parties],
    )
    connection.executemany("INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?)", evidence)
    connection.executemany("INSERT INTO claim_countries VALUES (?, ?, ?)", sorted(countries))
    connection.executemany("INSERT INTO claim_dyads VALUES (?, ?, ?, ?)", sorted(dyads))
    connection.executemany("INSERT INTO denials VALUES (?, ?)", sorted(_denials(claims, first)))
    return keys


def _denials(claims: Sequence[tuple[Claim, str | None, str]], first: int) -> set[tuple[int, int]]:
    """Pairs of numbers, each both ways, of claims that deny one another and still do after what people decided about them."""
    standing = {
        claim.id: (n, claim)
        for n, (claim, review, _) in enumerate(claims, first)
        if isinstance(claim, EventClaim) and review != "rejected"
    }
    found = set()
    for n, claim in standing.values():
        for m, other in (standing[each] for each in claim.contradicts if each in standing):
            if claim.polarity != other.polarity:
                found |= {(n, m), (m, n)}
    return found


def _party_numbers(connection: sqlite3.Connection, parties: set[tuple[str, str, str]]) -> dict[tuple[str, str, str], int]:
    connection.executemany("INSERT OR IGNORE INTO parties(name, country, sector) VALUES (?, ?, ?)", sorted(parties))
    return {
        party: connection.execute("SELECT n FROM parties WHERE (name, country, sector) = (?, ?, ?)", party).fetchone()[0]
        for party in parties
    }


def count_support(connection: sqlite3.Connection, story: int, keys: Iterable[str]) -> None:
    """Count anew how many origins of a story tell the same, for the claims of these keys and those that may stand with them."""
    for begin, end in {kin(about) for about in keys}:
        found = connection.execute(
            "SELECT n, family, support, key FROM claims WHERE story = ? AND key BETWEEN ? AND ? AND review IS NOT 'rejected' "
            "ORDER BY n",
            (story, begin, begin + _LAST),
        ).fetchall()
        found = [row for row in found if kin(row[3]) == (begin, end)]
        if len({family for _, family, _, _ in found}) < 2:
            counted = {n: 1 for n, _, _, _ in found}
        else:
            claims = load_claims(connection, [n for n, _, _, _ in found])
            by_claim = support(claims, apart_claims(connection))
            counted = {row[0]: by_claim[f"{claim.family}/{claim.id}"] for row, claim in zip(found, claims, strict=True)}
        changed = [(counted[n], n) for n, _, had, _ in found if counted[n] != had]
        connection.executemany("UPDATE claims SET support = ? WHERE n = ?", changed)
        connection.execute(
            "UPDATE claims SET support = 1 WHERE story = ? AND key BETWEEN ? AND ? AND review = 'rejected' AND support <> 1",
            (story, begin, begin + _LAST),
        )


_LAST = "\U0010ffff"
"""Sorts behind whatever may follow in a key."""
