"""Web pages: the main text without what surrounds it, and what the page says of itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import external

from index.errors import SourceError
from index.extracted import Extracted
from index.formats.blocks import Block, assembled, nothing_in, raised
from index.formats.detecting import Format
from index.formats.hidden import without_hidden

_LEAST = 80  # characters; a page with fewer holds a notice in place of its text
_BLOCKS = {"ab", "body", "div", "fw", "item", "list", "p", "quote"}
_PARTING = _BLOCKS | {"cell", "head", "lb", "row"}
_SAMPLE = (
    "<html><head><title>Toll</title></head><body><article><p>The toll is due.</p></article>"
    "<aside>Other</aside></body></html>"
)


def extract(text: str, label: str, url: str, dropped: Counter[str]) -> Extracted:
    """What the page `text`, fetched from `url`, says; SourceError where it holds (almost) nothing.

    `url` is not taken from the page: it could name another one's.
    """
    page = _parsed(text, label)
    without_hidden(page, dropped)
    # A guess from any date on the page is worse than none.
    dates = {"extensive_search": False, "original_date": True}
    about = trafilatura.extract_metadata(page, url or None, dates, extensive=False)
    _as_read(page)
    found = trafilatura.bare_extraction(page, url=url or None, include_comments=False)
    if found is None or isinstance(found, dict) or found.body is None:
        raise nothing_in(label)
    body, paragraphs = assembled(_blocks(found.body), label, dropped)
    if len(body) < _LEAST:
        raise nothing_in(label)
    return Extracted(
        title=about.title or "",
        author=about.author or "",
        publisher=about.sitename or urlsplit(url).hostname or "",
        date=about.date or "",
        url="",
        text=body,
        paragraphs=paragraphs,
        media_type=Format.HTML,
        dropped=tuple(sorted((+dropped).items())),
    )


def preload() -> None:
    """Have read what the libraries would read from files when they first need it."""
    external.jt_stoplist_init()
    trafilatura.bare_extraction(_SAMPLE, url="https://example.org/toll", with_metadata=True)


def _parsed(text: str, label: str) -> HtmlElement:
    # As bytes, so that what the page declares of its encoding, which is done with, is overruled.
    parser = HTMLParser(encoding="utf-8")
    try:
        page = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # nothing but comments or white space
        raise nothing_in(label) from None
    if any(re.search("depth|limit", entry.message) for entry in parser.error_log):
        raise SourceError(
            f"{label} has deeper or longer parts than can be read. Give its text as a file."
        )
    return page


def _as_read(page: HtmlElement) -> None:
    """Put into the text what a browser shows by other means, and take out what it never shows."""
    # Where little is seen, the library would take the text from there.
    for element in list(page.iter("script")):
        element.drop_tree()
    for element in page.iter("div"):
        element.attrib.pop("data-preloaded", None)
    for element in page.iter("sup"):
        shown = element.text_content()
        if (above := raised(shown)) != shown:
            element[:] = []
            element.text = above
    for element in list(page.iter("q")):
        element.text = f"“{element.text or ''}"
        if len(element):
            element[-1].tail = f"{element[-1].tail or ''}”"
        else:
            element.text += "”"
        element.drop_tag()


def _blocks(body: etree._Element) -> Iterator[Block]:
    """The paragraphs, items and tables of an extracted body, each under its headings."""
    headings: dict[str, str] = {}
    parts: list[str] = []
    skipped = None
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if skipped is not None and element is not skipped:
            continue
        tag = element.tag
        if tag in _BLOCKS or tag in {"head", "table"}:
            yield Block("".join(parts), _path(headings))
            parts = []
        if tag in {"head", "table"}:
            skipped = element if event == "start" else None
            if event == "start" and tag == "table":
                yield Block(_table(element), _path(headings))
            elif event == "start":
                level = element.get("rend") or "h2"
                headings = {key: name for key, name in headings.items() if key < level}
                headings[level] = _words(element)
        elif event == "start":
            parts += ["\n"] if tag == "lb" else [_line(element.text)]
        if event == "end" and element is not body:
            parts.append(_line(element.tail))
    yield Block("".join(parts), _path(headings))


def _path(headings: dict[str, str]) -> str:
    return " › ".join(filter(None, headings.values()))


def _table(table: etree._Element) -> str:
    rows = ([_words(cell) for cell in row.iter("cell")] for row in table.iter("row"))
    return "\n".join(" | ".join(filter(None, row)) for row in rows)


def _words(element: etree._Element) -> str:
    """All that stands in an element, on one line, with a space where it has lines or blocks."""
    parts: list[str] = []
    for event, each in etree.iterwalk(element, events=("start", "end")):
        if each.tag in _PARTING:
            parts.append(" ")
        parts.append(
            (each.text if event == "start" else each.tail if each is not element else "") or ""
        )
    return " ".join("".join(parts).split())


def _line(text: str | None) -> str:
    return (text or "").replace("\n", " ").replace("\r", " ")
