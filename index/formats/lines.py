"""Lines as they stand on pages, joined into paragraphs."""

from __future__ import annotations

import itertools
import math
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.formats.blocks import Block

_ENDS = re.compile(r"[.!?:…][»”’\")\]]*(?:\d{1,3})?$")
_ITEM = re.compile(r"(?:[•◦▪‣·–—*-]|\(?(?:\d{1,2}|[a-z])[.)])\s")
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–—\[]?\s*(\d{1,4})\s*(?:(?:/|of|sur)\s*\d{1,4})?\s*[-–—\]]?", re.IGNORECASE
)
_WORD = re.compile(r"\w+(?:-\w+)*")
_HYPHENATED = re.compile(r"(\w+)[-\u2010\xad]$")
_EDGE = 2  # lines at the top and the foot of a page may be repeated on others
_COUNTING = 2  # pages whose numbers are as far apart as they are count
_LEADING = 1.3  # of the usual distance between lines: what is farther is another paragraph
_SAME_SIZE = 0.1
_LARGE = 1.15  # of the usual size: a heading's
_LONGEST_HEADING = 150  # characters


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, from 1: where it begins and how large its letters are, in points."""

    text: str
    page: int
    x: float
    y: float
    size: float


def paragraphs_of(lines: Iterable[Line]) -> Iterator[Block]:
    """The paragraphs that the lines make, in their order, without headers, footers and hyphens.

    What is set larger than the rest is a paragraph like others, and the heading of what follows.
    """
    kept = _without_edges(list(lines))
    words = Counter(word.lower() for line in kept for word in _WORD.findall(line.text))
    leading, full, usual = _leading(kept), _full(kept), _usual_size(kept)
    headings: dict[float, str] = {}
    paragraphs: list[list[Line]] = []
    for line in kept:
        if paragraphs and not _parted(paragraphs[-1][-1], line, leading, full):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    for paragraph in paragraphs:
        first, *rest = paragraph
        text = first.text
        for line in rest:
            text = _joined(text, line.text, words)
        yield Block(text, " › ".join(headings.values()), first.page)
        if first.size > _LARGE * usual and len(text) <= _LONGEST_HEADING:
            headings = {size: name for size, name in headings.items() if size > first.size * 1.05}
            headings[first.size] = text


def _without_edges(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that stand at the edge of most pages, and without page numbers."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges: dict[int, set[int]] = {}
    seen: Counter[str] = Counter()
    counts: Counter[int] = Counter()
    for number, page in pages.items():
        heights = sorted({round(line.y) for line in page})
        edges[number] = {*heights[:_EDGE], *heights[-_EDGE:]}
        edge = [line for line in page if round(line.y) in edges[number]]
        seen.update({shape for line in edge for shape in _shapes(line)})
        counts.update({ahead for line in edge if (ahead := _ahead(line)) is not None})
    # Left and right pages often differ, so two in five are most.
    often = max(3, math.ceil(0.4 * len(pages)))

    def stays(line: Line) -> bool:
        if round(line.y) not in edges[line.page]:
            return True
        if any(seen[shape] >= often for shape in _shapes(line)):
            return False
        ahead = _ahead(line)
        return ahead is None or (ahead != 0 and counts[ahead] < _COUNTING)

    return [line for line in lines if stays(line)]


def _shapes(line: Line) -> Iterator[str]:
    """The line as it is, and with any one of its numbers left open where it is more than one."""
    text = line.text.lower()
    yield text
    if _PAGE_NUMBER.fullmatch(text):
        return
    for number in re.finditer(r"\d+", text):
        yield f"{text[: number.start()]}#{text[number.end() :]}"


def _ahead(line: Line) -> int | None:
    """How far the number that is the whole line is ahead of the page's, where it is one."""
    match = _PAGE_NUMBER.fullmatch(line.text)
    return int(match.group(1)) - line.page if match else None


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance between lines, in sizes of their letters."""
    steps = [
        (above.y - below.y) / above.size
        for above, below in itertools.pairwise(lines)
        if above.page == below.page and above.y > below.y and _same_size(above, below)
    ]
    return statistics.median_low(steps) if steps else 1.2


def _full(lines: Sequence[Line]) -> float:
    """How many characters a full line has."""
    lengths = sorted(len(line.text) for line in lines)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _usual_size(lines: Sequence[Line]) -> float:
    """The size in which most characters are set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=sizes.__getitem__) if sizes else 0


def _parted(above: Line, below: Line, leading: float, full: float) -> bool:
    """Whether a new paragraph begins with the line `below`."""
    ended = bool(_ENDS.search(above.text))
    if not _same_size(above, below) or _ITEM.match(below.text):
        return True
    if above.page != below.page or below.y > above.y:  # the next page or column
        return ended or not below.text[0].islower()
    if above.y - below.y > _LEADING * leading * above.size:
        return True
    indented = below.x - above.x > 0.8 * below.size and not _ITEM.match(above.text)
    return ended and (indented or len(above.text) < 0.7 * full)


def _same_size(above: Line, below: Line) -> bool:
    return abs(above.size - below.size) <= _SAME_SIZE * above.size


def _joined(above: str, below: str, words: Counter[str]) -> str:
    """Two lines as one text: a word that was parted at the end of a line is made whole."""
    parted = _HYPHENATED.search(above)
    rest = re.match(r"\w+", below)
    if not parted or not rest or not rest.group()[0].islower():
        return f"{above} {below}"
    whole = f"{parted.group(1)}{rest.group()}".lower()
    compound = f"{parted.group(1)}-{rest.group()}".lower()
    keeps = words[compound] > words[whole]  # where the text writes it with a hyphen elsewhere
    return above[: parted.end(1)] + ("-" if keeps else "") + below
