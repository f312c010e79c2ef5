"""Made-up reports for the tests of copies and stories."""

from __future__ import annotations

import hashlib
import random

from hypothesis import strategies as st

from onrecord.model import Report


def report(
    *paragraphs: str,
    published: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    agency: str | None = None,
) -> Report:
    text = "\n\n".join(paragraphs)
    name = hashlib.sha256("|".join(map(str, (title, text, published, outlet))).encode()).hexdigest()
    return Report(id=f"sha256:{name}", text=text, published=published, title=title, outlet=outlet, agency=agency)


_NOUNS = "mayor court river bridge mine ferry market valley school tower cabinet nurses farmers pilots"
_VERBS = "closed opened blocked repaired praised inspected left guarded painted crossed measured sold counted"
_PLACES = "Arvo Belmont Corrin Dalby Esk Fenwick Hollis Ilse Jarrow Kestrel Linden Marrow Norby Orlend Peel"


def sentence(seed: int) -> str:
    """A sentence of its own for every number."""
    pick = random.Random(seed)
    a, b, c, d = (pick.choice(_NOUNS.split()) for _ in range(4))
    return (
        f"The {a} of {pick.choice(_PLACES.split())} {pick.choice(_VERBS.split())} the {b} near "
        f"{pick.choice(_PLACES.split())} while the {c} {pick.choice(_VERBS.split())} a {d} in {pick.choice(_PLACES.split())}."
    )


@st.composite
def archives(draw: st.DrawFn) -> list[Report]:
    """A few base texts, each with versions that drop, add or reorder sentences, on a few days or without a date."""
    out = []
    for base in range(draw(st.integers(1, 3))):
        lines = [sentence(100 * base + k) for k in range(7)]
        for _ in range(draw(st.integers(1, 4))):
            chosen = [line for line in lines if draw(st.booleans())] or lines
            extra = [sentence(draw(st.integers(1000, 1010))) for _ in range(draw(st.integers(0, 1)))]
            day = draw(st.sampled_from([None, "2031-05-05", "2031-05-05T09:30:00", "2031-05-06", "2031-05-20"]))
            out.append(report(*chosen, *extra, published=day, outlet=draw(st.sampled_from(["Bay News", "Herald"]))))
    return out
