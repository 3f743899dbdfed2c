"""Where the sentences of a stretch of text stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sentencex

from index.types import Span

_EXOTIC_SPACE = re.compile(r"[^\S \t\r\n]")
# Characters that the library is shown at once: it takes time with their square, and meanwhile
# nothing else of the process runs.
_WINDOW = 3000
_LOOKAHEAD = 1000  # characters in which speech that has begun may end


def sentences_of(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The sentences of `text[start:end]` in order, without the white space around them.

    Found by sentencex, which knows abbreviations and keeps quoted speech together. Every character
    that is not white space lies in exactly one of them.
    """
    return tuple(_trimmed(text, start, end))


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    position = start
    for last in _ends(text, start, end):
        first, position = position, last
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first < last:
            yield Span(first, last)


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where each sentence of `text[start:end]` and the white space behind it end."""
    while end - start > _WINDOW:
        ends = list(_ends_within(text, start, start + _WINDOW))
        # What is near the end of what was shown may be parted otherwise with more behind it.
        sure = [each for each in ends if each <= start + _WINDOW - _LOOKAHEAD] or ends[:1]
        if sure[-1] == start + _WINDOW:  # no sentence has ended
            sure = [_behind_a_word(text, start, start + _WINDOW)]
        yield from sure
        start = sure[-1]
    yield from _ends_within(text, start, end)


def _ends_within(text: str, start: int, end: int) -> Iterator[int]:
    # The library panics on white space beyond ASCII behind an initial ("A.\u00a0B"), so it is shown
    # plain spaces there: as many characters, so the offsets stay those of the text.
    plain = _EXOTIC_SPACE.sub(" ", text[start:end])
    for segment in sentencex.segment("en", plain):
        start += len(segment)
        yield start


def _behind_a_word(text: str, start: int, end: int) -> int:
    cut = end
    while cut > start and not text[cut - 1].isspace():
        cut -= 1
    return cut if text[start:cut].strip() else end
