"""One row of input, however it came, to a ``Report`` or a ``Refusal``. The boundary: here input is validated."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from onrecord.errors import InputError
from onrecord.model import Refusal, Report, Span
from onrecord.sources.dates import normalise_date
from onrecord.sources.encoding import unify_line_ends
from onrecord.sources.head import agency_of, date_of
from onrecord.sources.language import FEWEST_WORDS, is_not_english
from onrecord.sources.limits import Limits

_SURROGATE = re.compile("[\ud800-\udfff]")


class Row(BaseModel):
    """A report as a row of JSON lines or of a table. Keys that are not named here become metadata."""

    model_config = ConfigDict(extra="allow", str_strip_whitespace=False)

    text: str
    id: str | None = Field(default=None, coerce_numbers_to_str=True)
    title: str | None = None
    published: str | date | datetime | None = Field(default=None, union_mode="left_to_right")
    outlet: str | None = None
    agency: str | None = None
    url: str | None = None
    language: str | None = None

    @field_validator("title", "published", "outlet", "agency", "url", "language", "id", mode="before")
    @classmethod
    def _blank_is_none(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value


def from_row(row: Mapping[str, Any], where: str, published: str | None, limits: Limits) -> Report | Refusal:
    """The report of one row, or why it is refused; ``where`` names the row for people ("file.jsonl, line 3")."""
    try:
        valid = Row.model_validate(dict(row))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "row"
        given = row.get("id")
        return Refusal(
            where, f"'{field}': {first['msg'].lower()}", "give each report a 'text'", None if given is None else str(given)
        )
    return make_report(
        valid.text,
        where,
        limits,
        title=valid.title,
        published=valid.published,
        default_published=published,
        outlet=valid.outlet,
        agency=valid.agency,
        url=valid.url,
        language=valid.language,
        input_id=valid.id,
        metadata=valid.model_extra or {},
    )


def make_report(
    text: str,
    where: str,
    limits: Limits,
    *,
    title: str | None = None,
    published: object = None,
    default_published: str | None = None,
    outlet: str | None = None,
    agency: str | None = None,
    url: str | None = None,
    language: str | None = None,
    input_id: str | None = None,
    captions: Sequence[Span] = (),
    metadata: Mapping[str, Any] | None = None,
) -> Report | Refusal:
    """The report, or why its text is refused: empty, binary, too long, not English.

    ``published`` is normalised; a value that is no full date goes to ``metadata["published"]`` and is not used. Where none is
    given, a date stamp at the top of the text counts, then ``default_published``. A dateline's credit tells the agency.
    """
    text = _clean(unify_line_ends(text))
    if reason := _fault(text, limits):
        return Refusal(where, *reason, input_id)
    extra = dict(metadata or {})
    when = normalise_date(published)
    if when is None and published is not None:
        extra["published"] = str(published)
    when = when or date_of(text) or default_published
    title, outlet, url = (_line(value) for value in (title, outlet, url))
    return Report(
        id=report_id(text, title, when, outlet, url),
        text=text,
        title=title,
        published=when,
        outlet=outlet,
        agency=_line(agency) or agency_of(text),
        url=url,
        language=_line(language) or ("en" if len(text.split()) >= FEWEST_WORDS else None),
        path=where,
        input_id=input_id,
        captions=tuple(captions),
        metadata=extra,
    )


def report_id(text: str, title: str | None, published: str | None, outlet: str | None, url: str | None) -> str:
    """``sha256:`` and the hex digest of the canonical JSON of the five values: keys sorted, no spaces, UTF-8, not escaped."""
    content = {"text": text, "title": title, "published": published, "outlet": outlet, "url": url}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def default_date(published: str | None) -> str | None:
    """The date that stands in for a missing one, normalised; raises ``InputError`` where it is no full date."""
    if published is None:
        return None
    when = normalise_date(published)
    if when is None:
        raise InputError(f"'{published}' is not a full date", "give it as YYYY-MM-DD")
    return when


def _fault(text: str, limits: Limits) -> tuple[str, str] | None:
    if "\0" in text:
        return "binary, not text (it has null characters)", "give the text of the report"
    if not text.strip():
        return "empty: there is no text in it", "give the text of the report"
    if len(text) > limits.report_chars:
        return (
            f"too long: {len(text):,} characters, the limit is {limits.report_chars:,}",
            "give one report a file, or raise the limit",
        )
    if is_not_english(text):
        return "not English", "give English text: On Record reads no other language"
    return None


def _clean(text: str) -> str:
    """Lone surrogates cannot be written as UTF-8; each becomes one U+FFFD, so that offsets stay."""
    return _SURROGATE.sub("\ufffd", text)


def _line(value: str | None) -> str | None:
    """A value of metadata on one line, None where it is blank."""
    return None if value is None else _clean(" ".join(value.split())) or None
