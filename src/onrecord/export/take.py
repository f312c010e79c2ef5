"""Out of the ledger into a file: which claims, with what the ledger knows about them, in which format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from onrecord.contract import claim_line, dumps, family_line, report_line, story_line
from onrecord.export.columns import Carrier, Row, Told, row
from onrecord.export.geo import write_geojson
from onrecord.export.plover import is_done, records_of, write_plover
from onrecord.export.table import write_csv
from onrecord.ledger.fuse import FusedEvent
from onrecord.ledger.load import load_claims
from onrecord.ledger.query import Ledger
from onrecord.ledger.select import Filter, claims_query, numbers
from onrecord.model import Claim

TEXT_FORMATS = ("csv", "hxl", "jsonl", "geojson", "plover")
FILE_FORMATS = ("parquet", "bundle")
FORMATS = (*TEXT_FORMATS, *FILE_FORMATS)

_BLOCK = 500


def claims_of(ledger: Ledger, wanted: Filter) -> Iterator[list[Claim]]:
    """All claims that are asked for, some hundred at a time, so that a large ledger needs little memory."""
    found = numbers(ledger.connection, *claims_query(replace(wanted, limit=None)))
    for begin in range(0, len(found), _BLOCK):
        yield load_claims(ledger.connection, found[begin : begin + _BLOCK])


class Carriers:
    """Title, outlet, agency, date and address of reports, by id."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.of = lru_cache(maxsize=10_000)(self._of)

    def _of(self, report: str) -> Carrier:
        sql = "SELECT title, outlet, agency, published, url FROM reports WHERE id = ?"
        found = self._ledger.connection.execute(sql, (report,)).fetchone()
        return Carrier(*found) if found else Carrier()

    def first_published(self, claim: Claim) -> str | None:
        """The first publication date of the reports that carry a claim."""
        return min((date for report in claim.reports if (date := self.of(report).published)), default=None)


def told(ledger: Ledger, wanted: Filter) -> Iterator[Told]:
    """The claims asked for, each with its carrier, story title, origins and state of review."""
    carriers = Carriers(ledger)
    titles = dict(ledger.connection.execute("SELECT id, title FROM stories").fetchall())
    for claims in claims_of(ledger, wanted):
        origins, states = ledger.origins(claims), ledger.review_states(claim.id for claim in claims)
        for claim in claims:
            carrier = carriers.of(claim.evidence[0].report) if claim.evidence else Carrier()
            first = carriers.first_published(claim)
            yield Told(claim, carrier, titles.get(claim.story), first, origins.get(claim.id), states.get(claim.id))


def rows(ledger: Ledger, wanted: Filter) -> Iterator[Row]:
    """The claims asked for as rows of a table."""
    return (row(one) for one in told(ledger, wanted))


def write_jsonl(ledger: Ledger, wanted: Filter, out: TextIO) -> int:
    """The lines of the contract: reports, families and stories that the claims name, then the claims; how many claims."""
    reports: dict[str, None] = {}
    families: dict[str, None] = {}
    stories: dict[str, None] = {}
    for claims in claims_of(ledger, wanted):
        for claim in claims:
            reports.update(dict.fromkeys(claim.reports))
            families.update({claim.family: None} if claim.family else {})
            stories.update({claim.story: None} if claim.story else {})
    for identity in reports:
        out.write(dumps(report_line(ledger.report(identity))) + "\n")
    for identity in families:
        out.write(dumps(family_line(ledger.family(identity))) + "\n")
    for identity in stories:
        out.write(dumps(story_line(ledger.story(identity))) + "\n")
    written = 0
    for claims in claims_of(ledger, wanted):
        for claim in claims:
            out.write(dumps(claim_line(claim)) + "\n")
            written += 1
    return written


def write_text(ledger: Ledger, wanted: Filter, format: str, out: TextIO) -> int:
    """Write one of ``TEXT_FORMATS``; how many claims, features or events there were."""
    if format == "jsonl":
        return write_jsonl(ledger, wanted, out)
    if format == "geojson":
        return write_geojson(rows(ledger, wanted), out)
    if format == "plover":
        return write_plover(_plover(ledger, wanted), out)
    return write_csv(rows(ledger, wanted), out, hxl=format == "hxl")


def _plover(ledger: Ledger, wanted: Filter) -> Iterator[dict[str, object]]:
    carriers = Carriers(ledger)

    def stories() -> Iterator[tuple[str, tuple[FusedEvent, ...]]]:
        for story in ledger.stories(replace(wanted, words=None, limit=None, offset=0)):
            yield story.id, ledger.fused(story.id, replace(wanted, kind="event", limit=None, offset=0)).events

    def published(event: FusedEvent) -> str | None:
        return min((date for claim in event.claims if (date := carriers.first_published(claim))), default=None)

    keep = (lambda event: True) if wanted.certainty else is_done
    return records_of(stories(), carriers.of, published, keep)


def write_file(ledger: Ledger, wanted: Filter, format: str, path: Path, *, date: str | None = None) -> int:
    """Write one of ``FILE_FORMATS`` to a path; how many claims, or files of a bundle, there were."""
    if format == "parquet":
        from onrecord.export.parquet import write_parquet

        return write_parquet(rows(ledger, wanted), path)
    from onrecord.export.bundle import bundle_files, write_bundle
    from onrecord.report import gather

    own = replace(wanted, limit=None, offset=0)
    materials = (gather(ledger, story, own) for story in ledger.stories(own))
    return write_bundle(bundle_files(materials, date=date), path)
