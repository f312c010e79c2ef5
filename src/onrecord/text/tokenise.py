"""Text to paragraphs, sentences and words, with offsets kept exactly.

Words follow the conventions of the English Universal Dependencies treebanks (EWT, GUM): clitics apart ("do|n't", "Kim|'s"),
hyphenated compounds apart ("north|-|western") except after a bound prefix ("pre-war"), numbers whole ("4,100", "10:55").
Sentences follow newswire: initials, titles and month abbreviations do not end one; a closing quotation mark belongs to the
sentence that it closes.

All functions are pure, linear in the text, and give spans of code points; no character but white space is left out.
"""

from __future__ import annotations

import re

from onrecord.model import Span

# Abbreviations that are followed by more of the same sentence (titles, months, units, corporate forms before a name).
_NEVER_END = frozenset(
    """mr mrs ms dr prof gen lt col maj capt cmdr sgt cpl pvt adm brig gov sen rep reps sens rev fr msgr hon pres amb atty supt
    det insp st ste mt ft sr jr messrs mme mlle jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs
    fri no nos rs vs v fig figs vol art sec pp op al cf viz approx est dept univ ca""".split()
)
# Abbreviations that may end a sentence: they do when a capitalised word that is not a likely continuation follows.
_MAY_END = frozenset(
    "inc corp co ltd plc llc bros etc u.s u.n u.k e.u u.s.s.r a.m p.m d.c ph.d b.c a.d jr sr est pct i.e e.g".split()
)
# After these the next capitalised word starts a sentence only if it is one of the usual starters.
_STARTERS = frozenset(
    """the a an this that these those he she it they we i you his her its their our my in on at for by with from to of but
    and or yet so if when while after before since as although though despite however meanwhile earlier later last there
    here what who which how why where not no one two three some many most several such both each every all another other
    others mr mrs ms dr officials police authorities according also once until under during among between through over
    about against""".split()
)
# Prefixes that EWT and GUM leave joined to what follows the hyphen.
_PREFIXES = frozenset(
    """non re co ex pre post anti pro e de un sub multi semi bi tri counter inter intra pan ultra neo trans mis""".split()
)

_WORD = re.compile(
    r"""
    (?P<url>(?:https?://|www\.)[^\s<>"”’]*[^\s<>"”’.,;:!?)\]])
  | (?P<mail>[\w.+-]{1,64}+@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})
  | (?P<hash>[@\#][A-Za-z_]\w*)
  | (?P<abbr>(?:[^\W\d_]\.){2,}(?:[^\W\d_](?=\W|$))?)             # U.S., a.m., J.K.
  | (?P<num>\d+(?:[.,:]\d+)*(?:(?:s|st|nd|rd|th|S|ST|ND|RD|TH)(?![^\W_]))?)
  | (?P<money>(?<![^\W\d_])(?:US|CA?|AU?|NZ|HK|NT|EC|TT|BZ|[RSJ])[$](?=[ ]?\d))  # US$ 5, as EWT and GUM have it
  | (?P<coin>(?<![^\W_])(?:KShs?|Kshs?|TShs?|UShs?|Shs|Rs|Rp|RM|Tk|USD|EUR|GBP|KES|AUD|CAD|INR|PKR|ZAR)(?=\d))  # KSh500
  | (?P<word>[^\W\d_]+\d*(?:[.]?\d+)?(?:&[^\W\d_]+)*(?:['’](?=[^\W\d_])[^\W\d_]+)*)
  | (?P<dots>\.{2,}|…+)
  | (?P<dash>-{2,}|[–—]+)
  | (?P<quote>''|``)
  | (?P<under>_+|\*+|=+|~+)
  | (?P<other>\S)
    """,
    re.VERBOSE,
)
_CLITIC = re.compile(r"(?:n['’]t|['’](?:s|re|ve|ll|d|m|S|RE|VE|LL|D|M))$")
_KEEP_APOSTROPHE = re.compile(r"^(?:o|d|l|m|mc|al|ma|n|j|qu|t|c)['’]", re.IGNORECASE)

_CLOSERS = "\"'”’)]»"
_END = re.compile(r"(?:[.!?…]+)(?:[\"'”’)\]»]|'')*(?=\s|$)|[.!?]+[\"”’)\]»]+(?=[A-Z“\"])|[.!?]+[\"”](?=\S)")

_AFTER = re.compile(r"\s*([\"'“‘(\[«`]*)(\S+)")
_BEFORE = re.compile(r"(?:^|[\s(\[\"“‘'’/-])((?:[^\W\d_]\.)*[^\W_]+)$")


def paragraphs(text: str) -> list[Span]:
    """Spans of the paragraphs, white space trimmed, in order.

    A blank line always parts paragraphs. A single line break parts them unless the text is hard-wrapped there: the lines of
    the block are short (at most 120 characters), the line is about as long as the block's longest, and the sentence runs on.
    """
    spans: list[Span] = []
    for block in re.finditer(r"[^\n]+(?:\n(?![^\S\n]*\n)[^\n]+)*", text):
        lines = list(re.finditer(r"[^\n]+", block.group()))
        longest = max(len(line.group().strip()) for line in lines)
        start: int | None = None
        for i, line in enumerate(lines):
            words = line.group().strip()
            if not words:
                continue
            if start is None:
                start = block.start() + line.start()
            following = lines[i + 1].group().strip() if i + 1 < len(lines) else ""
            wrapped = bool(following) and longest <= 120 and len(words) >= 0.6 * longest and not _ends_sentence(words)
            if not wrapped:
                spans.append(_trim(text, start, block.start() + line.end()))
                start = None
    return [span for span in spans if span.end > span.start]


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the sentences within ``text[start:end]`` (one paragraph), white space trimmed, in order."""
    end = len(text) if end is None else end
    spans: list[Span] = []
    last = start
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if stop >= end or not _is_boundary(text, match.start(), stop, end, last):
            continue
        span = _trim(text, last, stop)
        if span.end > span.start:
            spans.append(span)
        last = stop
    span = _trim(text, last, end)
    if span.end > span.start:
        spans.append(span)
    return spans


def words(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the words and marks within ``text[start:end]``, in order; between two of them stands only white space."""
    end = len(text) if end is None else end
    spans: list[Span] = []
    for match in _WORD.finditer(text, start, end):
        span = Span._make(match.span())
        if match.lastgroup == "word" and (parts := _parts(match[0], span)):
            spans += parts
        else:
            spans.append(span)
    return _join_periods(text, _join_prefixes(text, spans))


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _ends_sentence(line: str) -> bool:
    bare = line.rstrip(_CLOSERS)
    if not bare or bare[-1] not in ".!?:;…":
        return False
    word = re.search(r"([\w.]+)\.$", bare)
    return not (word and word.group(1).lower() in _NEVER_END)


def _is_boundary(text: str, mark: int, stop: int, end: int, last: int) -> bool:
    """Whether the end mark at ``mark`` (with closers up to ``stop``) ends the sentence that began at ``last``."""
    after = _AFTER.match(text, stop, end)
    if after is None:
        return True
    opener, following = after.group(1), after.group(2)
    first = following[0]
    ended = text[mark:stop]
    closed = ended.rstrip(_CLOSERS) != ended
    lower = first.islower()
    if ended.startswith("…") or ended.startswith(".."):
        return (not lower and not closed) or bool(opener)
    if ended[0] in "!?":
        return not lower or (opener != "" and not closed)
    if lower and not opener:
        return False
    if first in ",;:-–—)" and not opener:
        return False
    before = _BEFORE.search(text[max(last, mark - 24) : mark])
    if before is None or closed:
        return True
    word = before.group(1).lower()
    bare = following.strip(".,;:!?\"'”’)").lower()
    if len(word) == 1 and before.group(1).isupper() and word != "i":
        return False if not opener else bare in _STARTERS
    if word in _NEVER_END:
        return word in {"no", "sec", "mar", "art", "fig", "v", "al", "sr", "jr", "sun", "st"} and (
            bare in _STARTERS or bool(opener)
        )
    if "." in word or word in _MAY_END:
        return bare in _STARTERS or bool(opener) or word == "etc"
    return True


def _parts(word: str, span: Span) -> tuple[Span, ...]:
    """The parts of a word that is two: clitics off ("didn't" to "did", "n't"), "cannot" to "can", "not"; else nothing."""
    cut = 3 if len(word) == 6 and word.lower() == "cannot" else 0
    if "'" in word or "’" in word:
        clitic = _CLITIC.search(word)
        if clitic and not (_KEEP_APOSTROPHE.match(word) and len(word) <= 2):
            cut = clitic.start()
    return (Span(span.start, span.start + cut), Span(span.start + cut, span.end)) if cut else ()


def _join_prefixes(text: str, spans: list[Span]) -> list[Span]:
    """ "non" "-" "violent" back to "non-violent", as the treebanks have it; other hyphens stay words of their own.

    Changes the list that it is given.
    """
    hyphens = [i for i, (a, b) in enumerate(spans) if b - a == 1 and text[a] in "-‑"]
    joined = 0
    for i in hyphens:
        at = i - 2 * joined
        if not 0 < at < len(spans) - 1:
            continue
        (a, b), hyphen, after = spans[at - 1 : at + 2]
        if b == hyphen.start and after.start == hyphen.end and text[after.start].isalpha() and text[a:b].lower() in _PREFIXES:
            spans[at - 1 : at + 2] = [Span(a, after.end)]
            joined += 1
    return spans


def _join_periods(text: str, spans: list[Span]) -> list[Span]:
    """The period of an abbreviation ("Mr.", "Inc.", "J.") belongs to its word; changes the list that it is given."""
    periods = [i for i, (a, b) in enumerate(spans) if b - a == 1 and text[a] == "." and i]
    for i in reversed(periods):
        start, end = spans[i - 1]
        if end == spans[i].start and _takes_period(text[start:end], i == len(spans) - 1):
            spans[i - 1 : i + 1] = [Span(start, end + 1)]
    return spans


def _takes_period(word: str, last: bool) -> bool:
    """Whether the period after a word belongs to it; ``last``: it ends the sentence."""
    lower = word.lower()
    if lower in {"inc", "corp", "co", "ltd", "bros", "etc", "est", "jr", "sr"} and word != "CO":
        return True
    if lower in _NEVER_END and (len(word) > 2 or word[0].isupper() or lower in {"v", "vs"}):
        return not (last and lower in {"no", "art", "sec", "mar", "fig"})
    return len(word) == 1 and word.isupper() and not last and word != "I"
