"""A report and its reading to annotations: every part resolved once, in the order in which one needs the other."""

from __future__ import annotations

from dataclasses import dataclass, replace

from onrecord.claims.actors import Resolver
from onrecord.claims.attribution import Said, find_attributions, find_beliefs
from onrecord.claims.calibration import calibrated
from onrecord.claims.coins import in_local_money
from onrecord.claims.entities import link_entities
from onrecord.claims.events import find_events
from onrecord.claims.frames import EventFrame
from onrecord.claims.lemmas import planted
from onrecord.claims.places import find_places
from onrecord.claims.quantities import find_quantities
from onrecord.claims.times import find_times, is_vague
from onrecord.model import Annotations, Reading, Report, Time


@dataclass(frozen=True, slots=True)
class Seen:
    """The annotations of a report with the working parts that claims need besides."""

    annotations: Annotations
    resolver: Resolver
    said: tuple[Said, ...]
    frames: tuple[EventFrame, ...]


def see(report: Report, reading: Reading) -> Seen:
    """Everything seen in one report. Times are anchored on the report's own publication date, if it has one."""
    tree = planted(reading)
    reading = tree.reading
    entities = link_entities(reading)
    resolver = Resolver(reading, entities, tree)
    said = find_attributions(reading, resolver)
    attributions = tuple(one.attribution for one in said)
    # TimeML's "now" and "recently" are annotations, but date no claim.
    times = find_times(reading, report.published, vague=True)
    dated = tuple(time for time in times if not is_vague(time))
    places = find_places(reading, entities, report.outlet)
    quantities = in_local_money(reading, find_quantities(reading, dated), entities, places)
    frames = _reindexed(find_events(reading, entities, attributions, dated, places, resolver), dated, times)
    annotations = Annotations(
        report,
        reading,
        calibrated("entities", entities),
        calibrated("times", times),
        calibrated("places", places),
        calibrated("quantities", quantities),
        calibrated("attributions", attributions),
        tuple(frame.event for frame in frames),
    )
    return Seen(annotations, resolver, (*said, *find_beliefs(reading, resolver)), frames)


def _reindexed(frames: tuple[EventFrame, ...], dated: tuple[Time, ...], times: tuple[Time, ...]) -> tuple[EventFrame, ...]:
    """Frames whose ``when`` counted the dated times only, counting all of them."""
    place = {time: index for index, time in enumerate(times)}
    return tuple(
        frame if frame.event.when is None else replace(frame, event=replace(frame.event, when=place[dated[frame.event.when]]))
        for frame in frames
    )


def annotate(report: Report, reading: Reading) -> Annotations:
    """The annotations of one report: what ``onrecord annotate`` prints."""
    return see(report, reading).annotations
