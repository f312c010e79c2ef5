"""What people decide about claims: accept, correct, reject, add by hand, set apart, move; with a reason, and it can be undone.

The original stays: a decision is a row in ``corrections``, laid over what was read whenever claims are written. It is about a
content, not a row: a content's id is made from the words of the evidence, so that a decision holds in every copy and after
reading again. Every decision is logged in ``changes``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from onrecord.contract import claim_line, claim_record, evidence_json
from onrecord.errors import NotFoundError, OnRecordError
from onrecord.ledger.grouping import regroup_reports
from onrecord.ledger.log import log_change, mark_changed
from onrecord.ledger.merged import count_support, write_claims
from onrecord.ledger.query import Correction, Ledger
from onrecord.ledger.schema import now, transaction
from onrecord.ledger.select import Filter
from onrecord.ledger.stages import Stages
from onrecord.ledger.telling import move_family, move_to_own
from onrecord.ledger.write import put_by_hand
from onrecord.model import Claim, Evidence, Report

REASONS = ("redundant", "too old", "anecdotal", "outlier", "wrong reading", "other")
_FIXED = frozenset({"record", "id", "kind", "story", "family", "reports", "origins", "evidence", "contradicts"})
"""Fields that say what a claim is and where it stands; to change them is to make another claim."""


def accept(ledger: Ledger, claim: str, stages: Stages, *, note: str = "", person: str = "") -> Claim:
    """Put on record that a person agrees with a claim."""
    return _decide(ledger, "accept", claim, "other", note, person, None, stages)


def reject(ledger: Ledger, claim: str, reason: str, stages: Stages, *, note: str = "", person: str = "") -> Claim:
    """Take a claim out of what is shown and counted. It stays in the ledger, marked ``rejected``."""
    return _decide(ledger, "reject", claim, reason, note, person, None, stages)


def correct(
    ledger: Ledger, claim: str, fields: Mapping[str, Any], reason: str, stages: Stages, *, note: str = "", person: str = ""
) -> Claim:
    """Put other values over some fields of a claim. OnRecordError where a field or a value is not one of the contract's."""
    return _decide(ledger, "correct", claim, reason, note, person, fields, stages)


def _decide(
    ledger: Ledger,
    action: str,
    claim: str,
    reason: str,
    note: str,
    person: str,
    fields: Mapping[str, Any] | None,
    stages: Stages,
) -> Claim:
    _valid_reason(reason)
    found = ledger.claim(claim)
    content = ledger.content_of(found.id)
    line = claim_line(found)
    after = _checked(line, fields) if fields is not None else None
    before = {name: line[name] for name in after} if after is not None else None
    with transaction(ledger.connection):
        _record(ledger, action, content, None, reason, note, person, before, after)
        _rewrite(ledger, content, stages)
    return ledger.claim(found.id)


def _valid_reason(reason: str) -> None:
    if reason not in REASONS:
        raise OnRecordError(f"invalid reason {reason!r}", f"valid are: {', '.join(REASONS)}")


def _checked(line: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields to change, complete and valid: a figure's value alone sets its bounds too."""
    from pydantic import ValidationError

    from onrecord.contract_schema import validate

    allowed = [name for name in line if name not in _FIXED]
    for name in fields:
        if name not in allowed:
            raise OnRecordError(
                f"a claim of kind {line['kind']} has no field {name!r} to correct", f"valid are: {', '.join(allowed)}"
            )
    after = dict(fields)
    if "value" in after and not {"low", "high"} & set(after):
        after |= {"low": after["value"], "high": after["value"]}
    try:
        validate({**line, **after})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:])
        raise OnRecordError(
            f"invalid value for {where}: {first['msg']}", "docs/schema/claim.schema.json describes every field"
        ) from error
    return after


def _record(
    ledger: Ledger,
    action: str,
    subject: str,
    other: str | None,
    reason: str,
    note: str,
    person: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> int:
    cursor = ledger.connection.execute(
        "INSERT INTO corrections(action, subject, other, reason, note, before, after, person, added) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (action, subject, other, reason, note, *(_json(x) for x in (before, after)), person, now()),
    )
    log_change(ledger.connection, action, subject, other, f"{reason}: {note}" if note else reason)
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _json(data: Mapping[str, Any] | None) -> str | None:
    return None if data is None else json.dumps(data, ensure_ascii=False, sort_keys=True)


def _rewrite(ledger: Ledger, content: str, stages: Stages) -> None:
    found = ledger.connection.execute("SELECT DISTINCT family FROM claims WHERE content = ?", (content,)).fetchall()
    write_claims(ledger.connection, [family for (family,) in found], stages)
    told = ledger.connection.execute("SELECT DISTINCT story FROM claims WHERE content = ?", (content,)).fetchall()
    mark_changed(ledger.connection, [story for (story,) in told if story is not None])


# ---------------------------------------------------------------------------------------------------------------- by hand


def add(
    ledger: Ledger,
    kind: str,
    said: str,
    fields: Mapping[str, Any],
    stages: Stages,
    *,
    story: str | None = None,
    published: str | None = None,
    note: str = "",
    person: str = "",
) -> Claim:
    """Put a claim on record that no report carries (heard by telephone, say). ``said`` are the words it rests on.

    The words become a report of their own, marked as made by hand; ``fields`` are the contract's for this kind of claim,
    missing ones empty; ``source`` should say who said so. Without ``story`` it starts or finds its own.
    """
    words = said.strip()
    if not words:
        raise OnRecordError("nothing was said", "give the words that the claim rests on")
    digest = hashlib.sha256("\x1f".join(("by hand", words, published or "", person)).encode()).hexdigest()
    report = Report(
        id=f"sha256:{digest}",
        text=words,
        title=words[:80],
        published=published,
        language="en",
        metadata={"by hand": person or True},
    )
    evidence = Evidence(report.id, 0, len(words), words)
    empty = {**_EMPTY[kind], "text": words} if kind in ("figure", "quote") else _EMPTY.get(kind)
    if empty is None:
        raise OnRecordError(f"invalid kind {kind!r}", f"valid are: {', '.join(_EMPTY)}")
    shared = {"record": "claim", "kind": kind, "story": None, "family": None, "reports": [report.id], "origins": 1}
    line = {**shared, "evidence": [evidence_json(evidence)], **_SHARED, **empty}
    identity = hashlib.sha256((_json(dict(fields)) or "").encode() + digest.encode() + kind.encode()).hexdigest()[:24]
    line["id"] = identity
    line |= _checked(line, fields)
    claim = claim_record(line)
    home = ledger.find_story(story).id if story else None
    with transaction(ledger.connection):
        _record(ledger, "add", identity, home, "other", note, person, None, line)
        put_by_hand(ledger.connection, report, claim, home, stages)
    return ledger.claims_of_content(identity)[0]


_SHARED: dict[str, Any] = {"source": [], "when": None, "where": None, "main": True, "confidence": 1.0, "segment": "body"}
_EMPTY: dict[str, dict[str, Any]] = {
    "event": {"type": "", "mode": None, "contexts": [], "trigger": "", "actor": [], "recipient": [], "polarity": "affirmed",
              "modality": "asserted", "hazard": None},
    "figure": {"metric": "count_other", "value": None, "low": None, "high": None, "unit": None, "item": None,
               "qualifier": "exactly", "hazard": None},
    "quote": {"speaker": None, "direct": True, "partial": False},
    "aid": {"donor": None, "recipient": None, "item": None, "amount": None, "currency": None,
            "status": "offered", "reply": None},
    "unknown": {"about": ""},
}  # fmt: skip


# ------------------------------------------------------------------------------------------------------ apart, move, undo


def set_apart(ledger: Ledger, one: str, other: str, stages: Stages, *, note: str = "", person: str = "") -> None:
    """Say that two claims are not of one event, or that two reports are not copies: they are not put together again."""
    if one.startswith("sha256:"):
        first, second = ledger.report(one).id, ledger.report(other).id
    else:
        first, second = ledger.content_of(one), ledger.content_of(other)
    if first == second:
        raise OnRecordError(f"{one!r} and {other!r} are the same", "name two claims, or two reports")
    with transaction(ledger.connection):
        _record(ledger, "apart", first, second, "other", note, person)
        _regroup_pair(ledger, first, second, stages)


def _regroup_pair(ledger: Ledger, first: str, second: str, stages: Stages) -> None:
    if first.startswith("sha256:"):
        regroup_reports(ledger.connection, (first, second), stages)
        return
    for claim in (first, second):
        found = ledger.connection.execute("SELECT DISTINCT story, key FROM claims WHERE content = ?", (claim,)).fetchall()
        for story, key in found:
            if story is not None:
                count_support(ledger.connection, story, [key])
                mark_changed(ledger.connection, (story,))


def move(ledger: Ledger, family: str, story: str | None, *, note: str = "", person: str = "") -> str:
    """Put a family into another story, or, where ``story`` is None, into one of its own, where it stays; the story's id.

    OnRecordError where it is in that story, or is to be set apart from nothing.
    """
    found, target = ledger.family(family), ledger.find_story(story).id if story is not None else None
    before, origins = ledger.connection.execute(
        "SELECT s.id, s.origins FROM families f JOIN stories s ON s.n = f.story WHERE f.id = ?", (found.id,)
    ).fetchone()
    if before == target or (target is None and origins < 2):
        raise OnRecordError(
            "it is in that story already" if target else "it is the only origin of its story", "name another story"
        )
    with transaction(ledger.connection):
        if target is None:
            target = move_to_own(ledger.connection, found.id)
        else:
            move_family(ledger.connection, found.id, target)
        _record(ledger, "move", found.id, target, "other", note, person, {"story": before}, {"story": target})
    return target


def undo(ledger: Ledger, number: int, stages: Stages) -> Correction:
    """Take a decision back. NotFoundError where there is none of that number, or it was taken back already."""
    found = [c for c in ledger.corrections() if c.number == number]
    if not found:
        raise NotFoundError(f"no decision {number} to take back in {ledger.path}", "onrecord review log lists them")
    (decision,) = found
    with transaction(ledger.connection):
        ledger.connection.execute("UPDATE corrections SET undone = ? WHERE n = ?", (now(), number))
        log_change(ledger.connection, "undone", decision.subject, decision.other, f"decision {number} ({decision.action})")
        if decision.action == "apart" and decision.other:
            _regroup_pair(ledger, decision.subject, decision.other, stages)
        elif decision.action == "move":
            move_family(ledger.connection, decision.subject, json.loads(decision.before or "{}")["story"])
        else:
            _rewrite(ledger, decision.subject, stages)
    return decision


# ------------------------------------------------------------------------------------------------------------------- gold


def gold(ledger: Ledger) -> Iterator[dict[str, Any]]:
    """One record a report that somebody reviewed, as evaluation and training read it: what was accepted or corrected, as it
    should be read, and under ``rejected`` what should not have been read. Claims that nobody looked at are left out."""
    reviewed = [c for state in ("accepted", "corrected", "rejected") for c in ledger.claims(Filter(review=state, limit=None))]
    states = ledger.review_states(c.id for c in reviewed)
    for report in sorted({r for c in reviewed for r in c.reports}):
        text = ledger.report(report)
        lists: dict[str, list[Any]] = {"events": [], "figures": [], "unknowns": [], "aid": [], "quotes": [], "rejected": []}
        for claim in reviewed:
            if report in claim.reports:
                name = "rejected" if states[claim.id] == "rejected" else _LISTS[claim.kind]
                lists[name].append(_gold_line(claim, report))
        yield {"doc": report, "published": text.published, "text": text.text, **lists}


_LISTS = {"event": "events", "figure": "figures", "unknown": "unknowns", "aid": "aid", "quote": "quotes"}


def _gold_line(claim: Claim, report: str) -> dict[str, Any]:
    line = claim_line(claim)
    own = {name: value for name, value in line.items() if name not in _FIXED | {"confidence", "segment", "when", "where"}}
    words: Sequence[str] = [e.text for e in claim.evidence if e.report == report]
    when, where = claim.when, claim.where
    place = where.text if where else None
    time = {"when": (when.resolved or when.value) if when else None, "when_text": when.text if when else None}
    return {"kind": claim.kind, "evidence": " ".join(words), **own, **time, "where": place}
