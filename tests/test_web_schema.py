"""The pages' own description held against what they answer, by schemathesis: statuses and shapes as described, what should be
refused refused, nothing that breaks. Passed over where schemathesis is not installed (it is in the extra: dev)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

pytest.importorskip("starlette", reason="the pages need the extra: web")
from web_world import STAGES, build

from onrecord.ledger import Filter, Ledger
from onrecord.web import create_app
from onrecord.web.openapi import openapi

schemathesis: Any = pytest.importorskip("schemathesis", reason="pip install schemathesis")
checks: Any = pytest.importorskip("schemathesis.specs.openapi.checks", reason="pip install schemathesis")

TOKEN = "a-token-for-the-schema"
BRINGS = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/json", "Host": "127.0.0.1:8765"}
GOOD, BAD = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE
READS = sorted(path for path, found in openapi()["paths"].items() if "get" in found)
WRITES = sorted(path for path, found in openapi()["paths"].items() if "post" in found)
EXAMPLES = 8
"""For each address and each way, the same every time: some seconds in all."""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("schema") / "a.db")


@pytest.fixture(scope="module")
def described(ledger: Path) -> Iterator[Any]:
    raw = openapi()
    # The token goes with every request; that nobody comes in without it is tested elsewhere.
    del raw["security"], raw["components"]["securitySchemes"]
    schema = schemathesis.openapi.from_dict(raw)
    schema.app = create_app(ledger, token=TOKEN, stages=lambda: STAGES, annotate=lambda report: None)
    schema.config.checks.negative_data_rejection.expected_statuses.append("414")  # An address that is too long is refused so.
    yield schema


def held(operation: Any, way: Any, hold: Callable[[Any], Any]) -> None:
    """Hold some invented requests of one address against the description."""
    quick = settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )

    def asked(case: Any) -> None:
        hold(case)

    quick(given(case=operation.as_strategy(generation_mode=way))(asked))()


@pytest.mark.parametrize("path", READS)
def test_questions_as_described(described: Any, path: str) -> None:
    held(described[path]["GET"], GOOD, lambda case: case.call_and_validate(headers=BRINGS))


@pytest.mark.parametrize("path", [path for path in READS if openapi()["paths"][path]["get"]["parameters"]])
def test_questions_not_as_described(described: Any, path: str) -> None:
    held(described[path]["GET"], BAD, lambda case: case.call_and_validate(headers=BRINGS))


@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize("way", [GOOD, BAD], ids=["as described", "not as described"])
def test_writes(described: Any, path: str, way: Any) -> None:
    # Which fields a kind of line or a decision needs stands in words: what the description allows may still be refused.
    left_out = [checks.positive_data_acceptance]
    held(described[path]["POST"], way, lambda case: case.call_and_validate(headers=BRINGS, excluded_checks=left_out))


def test_records_that_are_there(described: Any, ledger: Path) -> None:
    with Ledger.open(ledger) as opened:
        story = max(opened.stories(), key=lambda s: s.origins)
        claim = opened.claims(Filter(story=story.id))[0]
    for path, identity in (
        ("/stories/{id}.json", story.id), ("/claims/{id}.json", claim.id), ("/reports/{id}.json", claim.reports[0]),
        ("/families/{id}.json", claim.family),
    ):  # fmt: skip
        case = described[path]["GET"].Case(path_parameters={"id": identity})
        assert case.call_and_validate(headers=BRINGS).status_code == 200
