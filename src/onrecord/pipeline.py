"""Reports to the record: the same functions for one report, a folder and a stream."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from onrecord import __version__
from onrecord.claims import Seen, extract, see
from onrecord.claims.merge import merge_claims
from onrecord.model import Annotations, Claim, Family, Refusal, Report, Span, Story
from onrecord.reader import Reader
from onrecord.reader.network import weights_digest

READER = f"{__version__}+{weights_digest()}"
"""Name of the way of reading, rules and weights: a ledger reads a report again when this changes."""

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Record:
    """All that came of some inputs. ``words`` counts the words of each report that was read."""

    reports: tuple[Report, ...]
    refusals: tuple[Refusal, ...]
    families: tuple[Family, ...]
    stories: tuple[Story, ...]
    claims: tuple[Claim, ...]


@cache
def reader() -> Reader:
    """The process's reader. Raises ``ModelError``."""
    return Reader.load()


def see_reports(reports: Iterable[Report]) -> Iterator[Seen]:
    """What is seen in each report, in order; the next are read while the claims of one are looked for."""
    waiting = iter(reports)
    if (first := next(waiting, None)) is None:
        return
    begun: deque[Report] = deque()

    def texts() -> Iterator[tuple[str, Sequence[Span]]]:
        for report in chain([first], waiting):
            begun.append(report)
            yield report.text, report.captions

    for reading in reader().read_ahead(texts()):
        yield see(begun.popleft(), reading)


def annotate_reports(reports: Iterable[Report]) -> Iterator[Annotations]:
    """The annotations of each report, in order."""
    return (seen.annotations for seen in see_reports(reports))


def annotate_report(report: Report) -> Annotations:
    """The annotations of one report."""
    return next(annotate_reports([report]))


def claims_of_reports(reports: Iterable[Report]) -> Iterator[tuple[Report, tuple[Claim, ...]]]:
    """Each report with its own claims, in order."""
    return ((seen.annotations.report, extract(seen)) for seen in see_reports(reports))


def claims_of_report(report: Report) -> tuple[Claim, ...]:
    """The claims of one report."""
    return next(claims_of_reports([report]))[1]


def read_reports(inputs: Iterable[Report | Refusal], progress: Progress | None = None) -> Record:
    """The whole record of some inputs, in memory. ``progress`` is called with the number of reports read so far.

    A report that came in twice (equal id) is read once.
    """
    from onrecord.copies import find_families
    from onrecord.copies.stories import find_stories

    refusals: list[Refusal] = []
    reports: dict[str, Report] = {}

    def readable() -> Iterator[Report]:
        for item in inputs:
            if isinstance(item, Refusal):
                refusals.append(item)
            elif item.id not in reports:
                reports[item.id] = item
                yield item

    claims: dict[str, Sequence[Claim]] = {}
    for report, found in claims_of_reports(readable()):
        claims[report.id] = found
        if progress is not None:
            progress(len(claims))
    everything = tuple(reports.values())
    families = find_families(everything)
    stories = find_stories(families, everything)
    return Record(everything, tuple(refusals), families, stories, merge_claims(claims, families, stories))


__all__ = [
    "READER",
    "Record",
    "annotate_report",
    "annotate_reports",
    "claims_of_report",
    "claims_of_reports",
    "merge_claims",
    "read_reports",
    "see_reports",
]
