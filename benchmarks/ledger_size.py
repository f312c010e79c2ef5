"""How quick the ledger stays: reading new and known reports, and every question, in a ledger of many invented reports.

    python benchmarks/ledger_size.py --reports 100000 --ledger /tmp/big.db

The reports are invented from word lists, about 120 words each: a third are copies of earlier ones (some cut), stories run over
days, and each carries some ten claims of all kinds. The reading model takes no part: what is timed is copies, stories, merging,
writing and asking. Prints one line a measurement; times are wall clock, of this process alone.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from onrecord.ledger import Filter, Ledger
from onrecord.ledger.intake import take_in
from onrecord.ledger.stages import default_stages
from onrecord.model import Actor, AidClaim, Claim, EventClaim, Evidence, FigureClaim, QuoteClaim, Report, Source, When, Where

COUNTRIES = ("NOR", "SWE", "FRA", "DEU", "USA", "PRK", "KOR", "RUS", "KEN", "PHL", "PER", "IND", "BRA", "TUR", "UKR", "IDN")
TYPES = ("AGREE", "CONSULT", "SUPPORT", "AID", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "COERCE", "ASSAULT")
METRICS = ("deaths", "injured", "missing", "displaced", "evacuated", "homes_damaged", "homes_destroyed", "protesters")
PER_DAY = 280


def vocabulary(size: int = 20_000) -> list[str]:
    chance = random.Random(1)
    parts = [consonant + vowel for consonant in "bdklmnrt" for vowel in "aeiou"]
    return ["".join(chance.choices(parts, k=chance.randint(2, 4))) for _ in range(size)]


def reports(count: int) -> Iterator[Report]:
    """Invented reports in order of publication; the same every time."""
    chance = random.Random(7)
    words = vocabulary()
    weights = [1 / (rank + 5) for rank in range(len(words))]
    recent: list[Report] = []
    stories: list[tuple[str, list[str]]] = []
    for number in range(count):
        day = (date(2031, 1, 1) + timedelta(days=number // PER_DAY)).isoformat()
        if recent and chance.random() < 0.33:
            source = chance.choice(recent[-2 * PER_DAY :])
            sentences = source.text.split("\n\n")
            kept = sentences if chance.random() < 0.5 else sentences[: max(2, len(sentences) - chance.randint(1, 3))]
            title, text = source.title or "", "\n\n".join(kept)
        else:
            if not stories or chance.random() < 0.3:
                topic = [w.capitalize() for w in chance.sample(words, 12)]
                stories.append((f"{topic[0]} {topic[1]} {topic[2]}", topic))
            title, topic = stories[-1 - int(chance.paretovariate(0.7)) % min(len(stories), 400)]
            text = "\n\n".join(_sentence(chance, words, weights, topic) for _ in range(8))
        report = _report(title, text, day, f"Outlet {chance.randrange(300)}")
        recent = [*recent[-2 * PER_DAY :], report]
        yield report


def _sentence(chance: random.Random, words: list[str], weights: list[float], topic: list[str]) -> str:
    body = chance.choices(words, weights, k=11)
    return " ".join([*chance.sample(topic, 3), *body, str(chance.randint(2, 900))]).capitalize() + "."


def _report(title: str, text: str, day: str, outlet: str) -> Report:
    digest = hashlib.sha256(f"{title}{text}{day}{outlet}".encode()).hexdigest()
    return Report(f"sha256:{digest}", text, title=title, published=day, outlet=outlet, language="en", path=f"{digest[:12]}.txt")


def claims_of(report: Report) -> list[Claim]:
    """Some ten claims of a report, made from its sentences: the same sentence gives the same claims in every copy."""
    found: list[Claim] = []
    at = 0
    for sentence in report.text.split("\n\n"):
        evidence = (Evidence(report.id, at, at + len(sentence), sentence),)
        found += _claims(sentence, evidence, report)
        at += len(sentence) + 2
    return found


def _claims(sentence: str, evidence: tuple[Evidence, ...], report: Report) -> list[Claim]:
    seed = hashlib.sha256(sentence.encode()).hexdigest()
    chance = random.Random(seed)
    words = sentence.rstrip(".").split()
    country = chance.choices(COUNTRIES, range(len(COUNTRIES), 0, -1))[0]
    source = (Source(words[3], f"{words[3]} {words[4]}".title(), "statement", country, "GOV"),) if chance.random() < 0.6 else ()
    shared = {"evidence": evidence, "source": source, "reports": (report.id,), "confidence": 0.8,
              "when": When("then", None, report.published, "published"),
              "where": Where(words[1], words[1], country, None, 1.0, 2.0, "country")}  # fmt: skip
    actor = Actor(words[0], words[0], country, chance.choice(("GOV", "MIL", None)))
    other = Actor(words[2], words[2], chance.choice(COUNTRIES), None)
    number = float(words[-1]) if words[-1].isdigit() else 3.0
    act = {
        "type": chance.choice(TYPES),
        "mode": None,
        "contexts": (),
        "trigger": words[5],
        "actor": (actor,),
        "recipient": (other,),
    }
    event = EventClaim(id=f"e{seed[:20]}", **shared, **act, polarity="affirmed", modality="asserted")  # type: ignore[arg-type]
    kind = chance.random()
    if kind < 0.3:
        counted = {"metric": chance.choice(METRICS), "value": number, "low": number, "high": number, "qualifier": "exactly"}
        figure = FigureClaim(id=f"f{seed[:20]}", **shared, **counted, unit=None, item="people", text=words[-1])  # type: ignore[arg-type]
        return [event, figure]
    if kind < 0.4:
        return [event, QuoteClaim(id=f"q{seed[:20]}", **shared, text=sentence, speaker=actor)]  # type: ignore[arg-type]
    if kind < 0.45:
        offer = {"item": words[6], "amount": number, "currency": None, "status": "offered", "reply": None}
        return [event, AidClaim(id=f"a{seed[:20]}", **shared, **offer, donor=actor, recipient=other)]  # type: ignore[arg-type]
    return [event]


def timed(name: str, ask: Callable[[], object], times: int = 5) -> None:
    """Print the median and the worst of some runs, in milliseconds."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        ask()
        took.append(1000 * (time.perf_counter() - begun))
    print(f"{name:44s} median {statistics.median(took):8.1f} ms   worst {max(took):8.1f} ms")


def fill(path: Path, count: int) -> None:
    begun = time.perf_counter()
    mark = begun
    done = 0

    def seen(_: object) -> None:
        nonlocal done, mark
        done += 1
        if done % 5000 == 0:
            now = time.perf_counter()
            print(f"{done:>7,} reports, the last 5,000 at {5000 / (now - mark):.0f} a second", flush=True)
            mark = now

    def read(some: Sequence[Report]) -> list[tuple[Report, Sequence[Claim]]]:
        return [(report, claims_of(report)) for report in some]

    with Ledger.open(path, write=True) as ledger:
        intake = take_in(ledger, reports(count), read, default_stages(), reader="bench", seen=seen)  # type: ignore[arg-type]
    took = time.perf_counter() - begun
    print(f"new: {intake.new:,} of {count:,} in {took:.1f} s, {count / took:.0f} a second; {path.stat().st_size / 1e6:.0f} MB")


def known(path: Path, count: int) -> None:
    with Ledger.open(path, write=True) as ledger:
        begun = time.perf_counter()
        again = list(reports(min(count, 5000)))
        made = time.perf_counter() - begun
        begun = time.perf_counter()
        take_in(ledger, again, lambda some: [], default_stages(), reader="bench")
        took = time.perf_counter() - begun
        print(
            f"known: {len(again):,} again in {took:.2f} s, {len(again) / took:.0f} a second (inventing them took {made:.1f} s)"
        )


def ask(path: Path) -> None:
    with Ledger.open(path) as ledger:
        print(ledger.counts())
        story = max(ledger.stories(Filter(limit=500)), key=lambda s: len(s.reports))
        party = ledger.connection.execute("SELECT name FROM parties ORDER BY n LIMIT 1 OFFSET 1000").fetchone()
        name = party[0] if party else "ba"
        day = ledger.connection.execute("SELECT max(day) FROM claims").fetchone()[0]
        page = Filter(limit=50)
        timed("stories", lambda: ledger.stories(page))
        timed("stories --country PRK", lambda: ledger.stories(replace(page, country="PRK")))
        timed("stories --min-origins 5", lambda: ledger.stories(replace(page, min_origins=5)))
        timed(f"show ({len(story.reports)} reports)", lambda: ledger.fused(story.id))
        timed("figures", lambda: ledger.claims(replace(page, kind="figure")))
        timed("figures --type deaths", lambda: ledger.claims(replace(page, kind="figure", type="deaths")))
        timed(
            "figures --country BRA --type deaths",
            lambda: ledger.claims(replace(page, kind="figure", type="deaths", country="BRA")),
        )
        timed("figures --since, last day", lambda: ledger.claims(replace(page, kind="figure", since=day)))
        timed("figures --min-origins 2", lambda: ledger.claims(replace(page, kind="figure", min_origins=2)))
        timed("figures --offset 5000", lambda: ledger.claims(replace(page, kind="figure", offset=5000)))
        timed("aid", lambda: ledger.claims(replace(page, kind="aid")))
        timed("quotes --story", lambda: ledger.claims(replace(page, kind="quote", story=story.id)))
        timed("events --certainty forecast (none)", lambda: ledger.claims(replace(page, certainty="forecast")))
        timed(f"who {name!r}", lambda: ledger.said_by(name, page))
        timed("between PRK RUS", lambda: ledger.relations("PRK", "RUS", page))
        timed("search (two words)", lambda: ledger.search(" ".join(story.title.split()[:2]), page))
        timed("search (a common word)", lambda: ledger.search(vocabulary()[0], page))
        timed("copies", lambda: ledger.families(replace(page, min_origins=2)))
        timed("one report", lambda: ledger.report(story.reports[0]))
        begun = time.perf_counter()
        problems = sum(1 for _ in ledger.check())
        print(f"check: {problems} problems, {time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--ledger", type=Path, default=Path("big.db"))
    parser.add_argument("--ask-only", action="store_true")
    given = parser.parse_args()
    if not given.ask_only:
        fill(given.ledger, given.reports)
        known(given.ledger, given.reports)
    ask(given.ledger)
