"""Who speaks in quotation marks: our quotations against the sources that PolNeAR's annotators marked.

    python -m evals.speakers --data FOLDER [--part dev|train] [--first N] [--cache FOLDER] [--errors]

A gold quotation is a stretch in double marks most of which lies in the content of an annotated attribution; of several such
contents the smallest tells. It is right where the record has it and its speaker is the annotated source: the speaker's mention
lies in the source's words, or the speaker's name shares a word with them (titles and small words aside), or, where the source
is a pronoun, the speaker has a name of that gender and number. A gold quotation whose attribution has no source is right where
the speaker is open. ``precision``: right of all quotations on record; ``recall``: right of the gold ones; ``speaker``: right of
the gold ones that are on record.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from training import data

from evals.calibration import Read, reading
from onrecord.claims.actors import Resolver
from onrecord.claims.attribution import find_attributions, find_beliefs
from onrecord.claims.entities import link_entities
from onrecord.claims.lemmas import planted
from onrecord.claims.quotes import Quotation, find_quotes
from onrecord.model import Span
from onrecord.text.quotation_marks import paragraphs, quotations

_SMALL = frozenset("the a an of and in for to s mr mrs ms dr president".split())
_SINGULAR, _PLURAL, _OTHER = frozenset({"he", "she"}), frozenset({"they", "we"}), frozenset({"it", "i", "you", "who"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A gold quotation (``source`` empty where nobody is told), what the record has for it, and whether that is right; or one
    on record that is no gold quotation (``gold`` false).
    """

    span: Span
    gold: bool
    source: tuple[Span, ...]
    found: Quotation | None
    right: bool


def judged(article: data.Brat, read: Read) -> Iterator[Judged]:
    """Every quotation of an article that is gold or on record."""
    seen = planted(read(article.text)).reading
    resolver = Resolver(seen, link_entities(seen))
    said = (*find_attributions(seen, resolver), *find_beliefs(seen, resolver))
    found = {quote.span: quote for quote in find_quotes(seen, resolver, said)}
    people = {entity.name for entity in resolver.entities if entity.type == "PER"}
    for span in sorted({*found, *(each.span for each in quotations(article.text, paragraphs(seen)))}):
        quote = found.get(span)
        told = _innermost(article, span)
        if told is None:
            if quote is not None:
                yield Judged(span, False, (), quote, False)
            continue
        yield Judged(span, True, told, quote, quote is not None and _agrees(article.text, quote, told, people))


def _innermost(article: data.Brat, span: Span) -> tuple[Span, ...] | None:
    """The source of the smallest content that most of a quotation lies in; None where there is no such content."""
    holding = []
    for roles in article.attributions:
        content = roles.get("content", [])
        shared = sum(max(0, min(b, span.end) - max(a, span.start)) for a, b in content)
        if shared > (span.end - span.start) / 2:
            holding.append((sum(b - a for a, b in content), tuple(Span(a, b) for a, b in roles.get("source", []))))
    return min(holding)[1] if holding else None


def _agrees(text: str, quote: Quotation, source: Sequence[Span], people: set[str]) -> bool:
    speaker = quote.speaker
    if not source or speaker is None:
        return not source and speaker is None
    told = " ".join(text[a:b] for a, b in source).lower()
    pronoun = _words(told) & (_SINGULAR | _PLURAL | _OTHER) if len(_words(told)) == 1 else set()
    if _words(speaker.name) <= _SINGULAR | _PLURAL | _OTHER:
        return False
    if any(speaker.start < b and a < speaker.end for a, b in source):
        return True
    if pronoun:
        return not (pronoun & _SINGULAR) or speaker.name in people
    return bool((_words(speaker.name) | _words(speaker.text)) & _words(told) - _SMALL)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def score(rows: Sequence[Judged]) -> dict[str, float]:
    """Shares in percent, and the counts behind them."""
    gold = [each for each in rows if each.gold]
    kept = [each for each in rows if each.found is not None]
    right = sum(each.right for each in rows)
    both = sum(each.found is not None for each in gold)
    return {
        "precision": round(100 * right / max(1, len(kept)), 1),
        "recall": round(100 * right / max(1, len(gold)), 1),
        "f1": round(200 * right / max(1, len(kept) + len(gold)), 1),
        "speaker": round(100 * right / max(1, both), 1),
        "found": round(100 * both / max(1, len(gold)), 1),
        "gold": len(gold),
        "on_record": len(kept),
    }


def _shown(text: str, each: Judged) -> str:
    a, b = each.span
    speaker = each.found.speaker if each.found else None
    told = "UNTOLD" if speaker is None else f"{speaker.name} [{speaker.text}]"
    verdict = "extra" if not each.gold else "missed" if each.found is None else "wrong"
    source = " / ".join(text[c:d] for c, d in each.source) or "nobody"
    around = " ".join(f"{text[max(0, a - 200) : a]}>>{text[a:b]}<<{text[b : b + 120]}".split())
    return f"{verdict}: {told} | gold: {source}\n    {around}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", choices=["dev", "train"], default="dev")
    parser.add_argument("--first", type=int, default=None, help="articles to read, spread evenly over the part")
    parser.add_argument("--cache", type=Path, default=None)
    parser.add_argument("--errors", action="store_true", help="show what is wrong (of the training part only)")
    args = parser.parse_args()
    articles = list(data.brat(args.data / "attribution/polnear" / args.part))
    step = max(1, len(articles) // args.first) if args.first else 1
    read, rows = reading(args.cache), []
    for article in islice(articles, 0, None, step):
        here = list(judged(article, read))
        rows += here
        if args.errors and args.part == "train":
            for each in here:
                if not each.right:
                    print(f"{article.name}: {_shown(article.text, each)}")
    print(score(rows))


if __name__ == "__main__":
    main()
