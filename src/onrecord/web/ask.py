"""What an address asks for: its query string read into a ``Filter``, every value checked and bounded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from onrecord.errors import OnRecordError
from onrecord.ledger.select import CERTAINTIES, KINDS, Filter
from onrecord.vocab import countries

PAGE, LARGEST_PAGE, LARGEST_OFFSET = 40, 200, 100_000
LONGEST_WORDS = 200
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z", re.ASCII)
_CODE = re.compile(r"[A-Za-z_]{1,40}\Z")
SPECIAL = ("KOS", "IGO", "NGO", "UNO", "EUR")
"""Codes for parties that belong to no country of ISO 3166."""


class BadRequestError(OnRecordError):
    """An address asks for something that cannot be."""


@dataclass(frozen=True, slots=True)
class Ask:
    """The question of one address. ``given`` are its parameters as they came, empty ones left out, unknown ones too."""

    wanted: Filter
    given: Mapping[str, str]

    def address(self, path: str, **changed: str | int | None) -> str:
        """The same question at ``path`` with some parameters changed; None takes one away."""
        merged = {**self.given, **{name: str(value) for name, value in changed.items() if value is not None}}
        kept = {name: value for name, value in merged.items() if name not in changed or changed[name] is not None}
        return f"{path}?{urlencode(kept)}" if kept else path

    @property
    def narrowed(self) -> bool:
        """Whether anything but the page is asked for."""
        return bool(set(self.given) - {"limit", "offset", "order"})


NAMES = ("q", "country", "type", "kind", "since", "until", "source", "certainty", "origins", "order", "limit", "offset")
ORDERS = ("change", "told")
"""Stories: newest change first, or those told last."""


def read_ask(query: Mapping[str, str]) -> Ask:
    """The question of a query string. BadRequestError where a value cannot be; empty values ask for nothing."""
    given = {name: query[name].strip() for name in NAMES if query.get(name, "").strip()}
    return Ask(
        Filter(
            words=_words(given.get("q"), "q"),
            country=read_country(given.get("country")),
            type=_code(given.get("type")),
            kind=_among(given.get("kind"), "kind", KINDS),
            since=read_day(given.get("since"), "since"),
            until=read_day(given.get("until"), "until"),
            source=_words(given.get("source"), "source"),
            certainty=_among(given.get("certainty"), "certainty", CERTAINTIES),
            min_origins=number(given.get("origins"), "origins", 1, 1, 1000),
            limit=number(given.get("limit"), "limit", PAGE, 1, LARGEST_PAGE),
            offset=number(given.get("offset"), "offset", 0, 0, LARGEST_OFFSET),
            by_change=_among(given.get("order"), "order", ORDERS) != "told",
        ),
        given,
    )


def number(text: str | None, name: str, default: int, least: int, most: int) -> int:
    """A whole number of a query string, within its bounds."""
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        raise BadRequestError(f"invalid {name} {text[:40]!r}", f"valid are whole numbers from {least} to {most}")
    return int(text)


def _words(text: str | None, name: str) -> str | None:
    if text is not None and ("\x00" in text or len(text) > LONGEST_WORDS):
        raise BadRequestError(f"invalid {name}", f"give at most {LONGEST_WORDS} letters, none of them a null")
    return text


def read_country(text: str | None) -> str | None:
    """A country's code by its code or name; BadRequestError where there is none such."""
    if text is None:
        return None
    code = text.upper()
    if code in countries() or code in SPECIAL:
        return code
    named = next((land.code for land in countries().values() if text.casefold() == land.name.casefold()), None)
    if named is None:
        raise BadRequestError(
            f"invalid country {text[:40]!r}", "valid are names, ISO 3166 alpha-3 codes, KOS, IGO, NGO, UNO and EUR"
        )
    return named


def _code(text: str | None) -> str | None:
    if text is not None and not _CODE.match(text):
        raise BadRequestError(f"invalid type {text[:40]!r}", "valid are event types, metrics, and the states of aid")
    return text


def _among(text: str | None, name: str, valid: tuple[str, ...]) -> str | None:
    if text is not None and text not in valid:
        raise BadRequestError(f"invalid {name} {text[:40]!r}", f"valid are: {', '.join(valid)}")
    return text


def read_day(text: str | None, name: str) -> str | None:
    """A day, month or year as it came; BadRequestError where it is none."""
    if text is not None and not _DAY.match(text):
        raise BadRequestError(f"invalid {name} {text[:40]!r}", "valid are days, months and years as 2031-05-02, 2031-05, 2031")
    return text
