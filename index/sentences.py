"""Where the sentences of a stretch of text stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sentencex

from index.types import Span

_EXOTIC_SPACE = re.compile(r"[^\S \t\r\n]")


def sentences_of(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The sentences of `text[start:end]` in order, without the white space around them.

    Found by sentencex, which knows abbreviations and keeps quoted speech together. Every character
    that is not white space lies in exactly one of them.
    """
    return tuple(_trimmed(text, start, end))


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    position = start
    # The library panics on white space beyond ASCII behind an initial ("A.\u00a0B"), so it is shown
    # plain spaces there: as many characters, so the offsets stay those of the text.
    plain = _EXOTIC_SPACE.sub(" ", text[start:end])
    for segment in sentencex.segment("en", plain):
        last = position + len(segment)
        first, position = position, last
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first < last:
            yield Span(first, last)
