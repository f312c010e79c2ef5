"""The scorer of segments: what it takes from its data, and that it counts what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evals import segments

from onrecord.model import Span

ITEM = """<REUTERS LEWISSPLIT="{split}" NEWID="1">
<TEXT>&#2;
<TITLE>{title}</TITLE>
<AUTHOR>    By Ana Belk, Northbank News</AUTHOR>
<DATELINE>    OSTREL, Aug 24 - </DATELINE><BODY>The river Tarn burst its banks near
Ostrel on Tuesday, and 14 people drowned.
    Soldiers cleared the road &lt;A7>.
</BODY></TEXT>
</REUTERS>
"""


def test_items_of_the_wire_are_put_together_as_they_were_sent(tmp_path: Path) -> None:
    items = (("TRAIN", "FLOODS KILL 14 IN RIVER TOWN"), ("TEST", "RIVER FALLS"), ("TRAIN", ""))
    (tmp_path / "a.sgm").write_text(
        "".join(ITEM.format(split=split, title=title) for split, title in items), encoding="latin-1"
    )
    (item,) = segments.wire(tmp_path)
    assert {kind: item.text[slice(*span)] for kind, span in item.spans.items()} == {
        "headline": "FLOODS KILL 14 IN RIVER TOWN",
        "byline": "By Ana Belk, Northbank News",
        "dateline": "OSTREL, Aug 24 -",
    }
    assert item.text.endswith("14 people drowned.\n\nSoldiers cleared the road <A7>.")
    misses: list[segments.Miss] = []
    found = segments.wire_score(iter([item]), misses)
    assert found == {"items": 1, "headline": 100.0, "byline": 100.0, "dateline": 100.0, "body": 100.0}
    assert not misses


def test_an_item_with_a_second_dateline_is_wrong() -> None:
    text = "NEWS IN BRIEF\n\nOSTREL - Floods rise in the town. MARN (NNA) - Rain.\n\nMARN (NNA) - Boats are sent to Ostrel."
    misses: list[segments.Miss] = []
    found = segments.wire_score(iter([segments.Item(text, {"dateline": Span(15, 23)})]), misses)
    assert found["dateline"] == 0.0
    assert [miss.gold for miss in misses] == ["dateline"]


def test_pages_count_what_is_missed_and_what_is_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = "The river Tarn burst its banks near Ostrel on Tuesday, and 14 people drowned there, the governor said."
    lines = ["Floods kill 14 in river town", lead, "Refugees", "Read more:", "Boats came too late for the mill.", "Follow us"]
    (tmp_path / "one.txt").write_text("\n\n".join(lines), encoding="utf-8")
    at = [sum(len(line) + 2 for line in lines[:i]) for i in range(len(lines))]
    wanted = ["headline", "body", "any", "byline|furniture", "furniture", "body"]
    parts = [[a, a + len(line), kind] for a, line, kind in zip(at, lines, wanted, strict=True) if kind != "body"]
    judged = tmp_path / "judged.jsonl"
    judged.write_text(json.dumps({"report": "one.txt", "parts": parts}) + "\n", encoding="utf-8")
    monkeypatch.setattr(segments, "JUDGED", judged)
    misses: list[segments.Miss] = []
    assert segments.page_score(tmp_path, misses) == {
        "headline": {"gold": 1, "precision": 100.0, "recall": 100.0},
        "byline": {"gold": 1, "precision": 100.0, "recall": 100.0},
        "furniture": {"gold": 1, "precision": 0.0, "recall": 0.0},
    }
    assert [(miss.gold, miss.found) for miss in misses] == [("furniture", "body"), ("body", "furniture")]
