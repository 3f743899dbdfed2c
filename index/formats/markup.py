"""Take out of Markdown the HTML in it that is not shown where the Markdown is."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

from markdown_it import MarkdownIt

from index.formats.hidden import COMMENTS, HIDDEN, INERT, hides_itself

_INERT = {"noscript", "script", "style", "template"}
_VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
}  # fmt: skip
_ATTRIBUTE = r"\s+([^\s\"'<>/=]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?"
_TAG = rf"<(?P<end>/?)(?P<tag>[a-z][a-z0-9-]*)(?P<attributes>(?:{_ATTRIBUTE})*)\s*/?>"
_COMMENT = r"(?P<comment><!--(?:-?>|.*?-->))"
# What begins first is what it is; what is escaped is text.
_WITHIN_TEXT = re.compile(
    rf"\\.|(?P<ticks>`+)(?:.*?[^`])??(?P=ticks)(?!`)|`+|{_COMMENT}|{_TAG}",
    re.DOTALL | re.IGNORECASE,
)
_WITHIN_HTML = re.compile(
    rf"{_COMMENT}|(?P<unended><!--.*)|{_TAG}", re.DOTALL | re.IGNORECASE
)  # fmt: skip


def without_hidden_html(text: str, dropped: Counter[str]) -> str:
    """`text` without comments and without elements that hide themselves; `dropped` counts them.

    What stands in code is shown as it is.
    """
    if "<" not in text:
        return text
    parts, end = [], 0
    for start, stop, kind in _hidden(text):
        words = re.sub(r"<[^>]*>", "", text[start:stop])
        if kind == COMMENTS or any(map(str.isalnum, words)):
            dropped[kind] += 1
        parts.append(text[end:start])
        end = stop
    return "".join([*parts, text[end:]])


def _hidden(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind of what is hidden, the outermost alone.

    An element that is never ended hides all that follows it.
    """
    within, kind, start, depth = "", "", 0, 0
    for mark in _marks(text):
        tag = (mark["tag"] or "").lower()
        if within:
            depth += 0 if tag != within else -1 if mark["end"] else 1
            if depth == 0:
                yield start, mark.end(), kind
                within = ""
        elif not tag:
            yield mark.start(), mark.end(), COMMENTS
        elif not mark["end"] and tag not in _VOID and (kind := _kind(tag, mark["attributes"])):
            within, start, depth = tag, mark.start(), 1
    if within:
        yield start, len(text), kind


def _kind(tag: str, attributes: str) -> str:
    if tag in _INERT:
        return INERT
    told = {
        name.lower(): html.unescape(value.strip("\"'"))
        for name, value in re.findall(_ATTRIBUTE, attributes)
    }
    return HIDDEN if hides_itself(told) else ""


def _marks(text: str) -> Iterator[re.Match[str]]:
    """The comments and tags of a Markdown text that are such, and not text or code."""
    starts = [0, *(end.end() for end in re.finditer(r"\r\n|\r|\n", text)), len(text)]
    behind = 0
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.map is None or token.map[0] < behind:
            continue
        if token.type not in {"html_block", "inline", "table_open"}:
            continue
        first, behind = token.map
        pattern = _WITHIN_HTML if token.type == "html_block" else _WITHIN_TEXT
        for mark in pattern.finditer(text, starts[first], starts[behind]):
            found = mark.groupdict()
            if found["comment"] or found["tag"] or found.get("unended"):
                yield mark
