"""A web page to a report: trafilatura finds the main text; title, outlet, date and language come from the page's own markup.

Figure captions are kept where they stand and told by their spans. Time and share buttons, navigation, comments and tables are
left out. The page's headline is put before the text where the extractor left it away. ``published`` is taken only from what
the page says about itself (metadata, JSON-LD, a ``time`` element), never guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html
from trafilatura import extract

from onrecord.errors import InputError
from onrecord.model import Refusal, Report, Span
from onrecord.sources.dates import normalise_date
from onrecord.sources.encoding import decode
from onrecord.sources.limits import Limits
from onrecord.sources.make import make_report

_DROPPED = ("script", "style", "noscript", "nav", "footer", "aside", "form", "button", "iframe", "svg", "template", "dialog")
_DROPPED_CLASS = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|newsletter|subscribe|related|promo|advert|advertisement|ad|breadcrumbs?|cookie|comments?"
    r"|byline|author|dateline-time|timestamp|published|meta|tags|read-?more|most-?read|recommended)(?:$|[\s_-])",
    re.IGNORECASE,
)
# What is longer is no widget or caption, whatever its class says, in characters.
_LONGEST_WIDGET = 300
_LONGEST_CAPTION = 1500
_CAPTION_CLASS = re.compile(r"(?:^|[\s_-])caption(?:$|[\s_-])", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,3}=\s{0,3}[\"']?\s{0,3}([\w-]{2,40})", re.IGNORECASE)
_DATE_KEYS = ("article:published_time", "og:published_time", "datePublished", "date", "dc.date", "dc.date.issued", "pubdate")


def read_html(
    data: bytes,
    where: str,
    published: str | None,
    limits: Limits,
    *,
    url: str | None = None,
    extra: dict[str, Any] | None = None,
) -> Report | Refusal:
    """The report of a page, or why it has none. Raises ``InputError`` where it is no page or over a bound."""
    tree = _tree(data, limits)
    about = _About(tree)
    title = about.title()
    captions = _mark_captions(tree)
    _drop(tree)
    text = extract(tree, include_comments=False, include_tables=False, favor_precision=False, output_format="txt") or ""
    text = _blank_lines(text)
    if not text:
        return Refusal(where, "no main text found in the page", "give the text of the report")
    if title and not _starts_with(text, title):
        text = f"{title}\n\n{text}"
    metadata = dict(extra or {})
    if author := about.author():
        metadata["author"] = author
    stated = about.published()
    return make_report(
        text,
        where,
        limits,
        title=title,
        published=stated,
        default_published=published,
        outlet=about.outlet(),
        url=url or about.url(),
        language=about.language(),
        captions=_find(text, captions),
        metadata=metadata,
    )


def fragment_text(markup: str) -> str:
    """The words of a piece of HTML as feeds carry it: one paragraph a block, blank lines between them."""
    if "<" not in markup:
        return lxml_html.fromstring(f"<p>{markup}</p>").text_content() if "&" in markup else markup
    root = lxml_html.fragment_fromstring(markup, create_parent="div")
    _drop(root)
    for element in root.iter("p", "div", "br", "li", "h1", "h2", "h3", "h4", "blockquote", "figcaption", "tr"):
        element.tail = "\n\n" + (element.tail or "")
        element.text = ("\n\n" if element.tag != "br" else "") + (element.text or "")
    blocks = re.split(r"\n\s*\n", root.text_content())
    return "\n\n".join(" ".join(block.split()) for block in blocks if block.strip())


def _tree(data: bytes, limits: Limits) -> Any:
    if len(data) > limits.html_bytes:
        raise InputError(
            f"a page of {len(data):,} bytes, the limit is {limits.html_bytes:,}", "give its text, or raise html_bytes"
        )
    text = _decode_page(data)
    if not text.strip():
        raise InputError("empty: there is no text in it", "give the page as it was published")
    # The declaration would contradict the text, which is decoded by now.
    text = re.sub(r"^\s*<\?xml[^>]{0,200}>", "", text)
    try:
        tree = lxml_html.document_fromstring(text)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"not HTML: {str(error)[:100]}", "give the page as it was published") from error
    count = depth = deepest = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        count += event == "start" and isinstance(element.tag, str)
    if count > limits.html_elements or deepest > limits.html_depth:
        raise InputError(
            f"a page of {count:,} elements, {deepest} deep; the limits are {limits.html_elements:,} and {limits.html_depth}",
            "give its text",
        )
    return tree


def _decode_page(data: bytes) -> str:
    """The page's own ``charset`` counts where it fits and the bytes are not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    declared = _META_CHARSET.search(data[:4096])
    if declared:
        try:
            return data.decode(declared.group(1).decode("ascii", "replace"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def _mark_captions(tree: Any) -> list[str]:
    """The texts of the captions; each is put back as a paragraph of its own, so that it stays where it stood."""
    captions: list[str] = []
    for figure in list(tree.iter("figure")):
        texts = [_words(element) for element in figure.iter("figcaption")] or [
            _words(element) for element in figure.iter("div", "p", "span") if _CAPTION_CLASS.search(element.get("class") or "")
        ]
        _replace(figure, [text for text in texts if text][:1], captions)
    for element in list(tree.iter("figcaption", "div", "p", "span")):
        if element.tag == "figcaption" or _CAPTION_CLASS.search(element.get("class") or ""):
            text = _words(element)
            if element.getparent() is not None and 0 < len(text) < _LONGEST_CAPTION:
                _replace(element, [text], captions)
    return captions


def _replace(element: Any, texts: list[str], captions: list[str]) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if texts:
        paragraph = etree.Element("p")
        paragraph.text = texts[0]
        paragraph.tail = element.tail
        parent.replace(element, paragraph)
        captions.append(texts[0])
    else:
        element.drop_tree()


def _drop(tree: Any) -> None:
    """Take away what is of the page and not of the report."""
    for element in list(tree.iter(*_DROPPED)):
        if element.getparent() is not None:
            element.drop_tree()
    for element in list(tree.iter("div", "ul", "ol", "section", "p", "span", "a", "address", "time")):
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.getparent() is None or not _DROPPED_CLASS.search(named[:500]):
            continue
        if len(_words(element, _LONGEST_WIDGET)) < _LONGEST_WIDGET and next(element.iter("h1"), None) is None:
            element.drop_tree()


def _find(text: str, captions: Iterable[str]) -> tuple[Span, ...]:
    """Spans of the captions that are a paragraph of their own in ``text``."""
    spans: list[Span] = []
    wanted = set(captions)
    at = 0
    for line in text.split("\n"):
        if line.strip() in wanted:
            start = at + len(line) - len(line.lstrip())
            spans.append(Span(start, start + len(line.strip())))
        at += len(line) + 1
    return tuple(spans)


def _blank_lines(text: str) -> str:
    """Trafilatura gives a paragraph a line; a blank line between them tells paragraphs for certain."""
    return "\n\n".join(line.strip() for line in text.split("\n") if line.strip())


def _starts_with(text: str, title: str) -> bool:
    return " ".join(text[: len(title) + 40].split()).casefold().startswith(title.casefold())


def _words(element: Any, limit: int = _LONGEST_CAPTION) -> str:
    """The element's text on one line; cut soon after ``limit`` characters, so that nested elements do not cost a square."""
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        parts.append(part[: limit + 1])
        length += len(parts[-1])
        if length > limit:
            break
    return " ".join("".join(parts).split())


class _About:
    """What a page says about itself."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self._meta: dict[str, str] = {}
        for element in tree.iter("meta"):
            key = element.get("property") or element.get("name") or element.get("itemprop") or ""
            if key and (content := (element.get("content") or "").strip()):
                self._meta.setdefault(key.lower(), content)
        self._linked = list(_json_ld(tree))

    def title(self) -> str | None:
        """The only ``h1`` of the article or page, else ``og:title``, else ``title`` without the outlet's name."""
        for path in ("//article//h1", "//main//h1", "//h1"):
            found = [words for element in self._tree.xpath(path) if (words := _words(element))]
            if len(found) == 1:
                return found[0]
        title = self._meta.get("og:title") or next((_words(element) for element in self._tree.iter("title")), None)
        if not title:
            return None
        head, mark, tail = title.rpartition(" | ") if " | " in title else title.rpartition(" - ")
        outlet = self.outlet()
        return head if mark and head and (tail == outlet or (mark == " | " and outlet is None)) else title

    def outlet(self) -> str | None:
        """``og:site_name``, or the publisher in the JSON-LD."""
        return self._meta.get("og:site_name") or _name(self._linked, "publisher") or self._meta.get("application-name")

    def published(self) -> str | None:
        """The first full date among metadata, JSON-LD and ``time`` elements; else the first thing said, for the record."""
        said = [self._meta[key.lower()] for key in _DATE_KEYS if key.lower() in self._meta]
        said += [item["datePublished"] for item in self._linked if isinstance(item.get("datePublished"), str)]
        said += [stamp for element in self._tree.iter("time") if (stamp := element.get("datetime"))]
        return next((value for value in said if normalise_date(value)), said[0] if said else None)

    def author(self) -> str | None:
        """Who wrote it, as the metadata say; never read as text."""
        return self._meta.get("author") or _name(self._linked, "author")

    def url(self) -> str | None:
        """The canonical address."""
        links = self._tree.xpath("//link[@rel='canonical']/@href")
        return str(links[0]) if links else self._meta.get("og:url")

    def language(self) -> str | None:
        """The ``lang`` of the page; None where it is missing."""
        said: str | None = self._tree.get("lang") or self._tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        return said


def _json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    for element in tree.xpath("//script[@type='application/ld+json']"):
        try:
            found = json.loads(element.text or "")
        except (json.JSONDecodeError, RecursionError):
            continue
        items = found if isinstance(found, list) else found.get("@graph", [found]) if isinstance(found, dict) else []
        yield from (item for item in items if isinstance(item, dict))


def _name(items: Iterable[dict[str, Any]], key: str) -> str | None:
    for item in items:
        value = item.get(key)
        value = value[0] if isinstance(value, list) and value else value
        name = value.get("name") if isinstance(value, dict) else value
        if isinstance(name, str) and name.strip():
            return name
    return None
