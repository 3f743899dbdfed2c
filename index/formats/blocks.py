"""Stretches of text that a format has found, made into one text and its paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from index.errors import SourceError
from index.sanitizing import clean
from index.sources import BOILERPLATE
from index.types import Paragraph, Span

LONGEST = 3_000_000  # characters of one source: a thousand pages
MOST = 3_000  # paragraphs of one source

_BETWEEN = "\n\n"
# No-break and narrow spaces are typography and stay.
_SPACE = re.compile("[ \t\r\n\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_FIGURE = re.compile(r"\s*[+−-]?[0-9][0-9,]*\s*")


@dataclass(frozen=True, slots=True)
class Block:
    """What may be a paragraph: its lines, the headings above it, the page on which it begins."""

    text: str
    heading: str = ""
    page: int = 0


def squeezed(text: str) -> str:
    """`text` on one line, with one space where there was white space."""
    return _SPACE.sub(" ", text).strip()


def raised(text: str) -> str:
    """What is set above the line: beside a figure, the digits of another would change it."""
    return text.translate(_RAISED) if _FIGURE.fullmatch(text) else text


def assembled(
    blocks: Iterable[Block], label: str, dropped: Counter[str]
) -> tuple[str, tuple[Paragraph, ...]]:
    """The blocks that hold words, cleaned, with blank lines between; and where each stands.

    `label` names the source in the SourceError that says that there is nothing, or too much.
    """
    parts, paragraphs, start = list[str](), list[Paragraph](), 0
    for block in blocks:
        lines = (squeezed(clean(line, dropped)) for line in block.text.split("\n"))
        text = "\n".join(filter(None, lines))
        if not any(map(str.isalnum, text)) or BOILERPLATE.fullmatch(text):
            continue
        heading = squeezed(clean(block.heading, Counter()))
        span = Span(start, start + len(text))
        parts.append(text)
        paragraphs.append(Paragraph(span, len(parts), heading, page=block.page))
        start = span.end + len(_BETWEEN)
        check_size(len(parts), span.end, label)
    if not parts:
        raise nothing_in(label)
    return _BETWEEN.join(parts), tuple(paragraphs)


def check_size(paragraphs: int, length: int, label: str) -> None:
    """SourceError where a source has more paragraphs or characters than one may have."""
    if paragraphs > MOST or length > LONGEST:
        limit = f"{MOST:,} paragraphs" if paragraphs > MOST else f"{LONGEST:,} characters"
        raise SourceError(f"{label} has more than {limit}. Give the part of it that matters.")


def nothing_in(label: str) -> SourceError:
    """The error for a source without words."""
    return SourceError(
        f"{label} holds no text to index. Pages that ask for a subscription or need JavaScript, "
        "and scanned pictures of text, cannot be read: give the text itself, as a file."
    )
