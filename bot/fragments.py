"""Links that scroll to a quotation: URL text fragments.

The syntax is that of https://wicg.github.io/scroll-to-text-fragment/:
`#:~:text=[prefix-,]start[,end][,-suffix]`, each term percent-encoded, "-", "," and "&" included.
A browser takes the first place that matches. A term must match within one block of the page;
blanks may stand between the terms, and anything between start and end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from bot.markdown import URL_UNITS, safe_url
from index.types import Source

#: Words of a quotation that are written out; a longer one is given by its first and last words.
_WHOLE = 10
_EDGES = (4, 6, 8, 3, 2, 1)
#: Words before and after that tell one place from another.
_CONTEXTS = ((0, 0), (3, 0), (0, 3), (3, 3), (6, 6), (12, 12))

# Within a word these part nothing: "l'Europe", "1,000", "e.g.a".
_INNER = "'’.,:;·"


@dataclass(frozen=True, slots=True)
class Directive:
    """What a browser is to look for; empty where there is nothing to say."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def encoded(self) -> str:
        """As it stands in an address."""
        terms = (
            f"{_encoded(self.prefix)}-" if self.prefix else "",
            _encoded(self.start),
            _encoded(self.end),
            f"-{_encoded(self.suffix)}" if self.suffix else "",
        )
        return ",".join(term for term in terms if term)

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """Where `text` has it, the first place first."""
        # Where a term is next to another, it need not begin or end with a whole word.
        pattern = _pattern(
            self.start, opens=not self.prefix, closes=bool(self.end or not self.suffix)
        )
        if self.end:
            pattern += r"[\s\S]*?" + _pattern(self.end, closes=not self.suffix)
        pattern = f"(?P<told>{pattern})"
        if self.prefix:
            pattern = _pattern(self.prefix, closes=False) + r"\s*" + pattern
        if self.suffix:
            pattern += r"\s*" + _pattern(self.suffix, opens=False)
        wanted = re.compile(pattern, re.IGNORECASE)
        at = 0
        while match := wanted.search(text, at):
            yield match.span("told")
            at = match.start() + 1


def link_to(
    source: Source, quotation: str, before: str = "", after: str = "", page: int = 0
) -> str:
    """The address of `source`, such that a browser scrolls to `quotation`; empty where it has none.

    A `page`, of a PDF, is opened as such (RFC 8118): text fragments are not known there.

    `before` and `after` are what is known of the source around the quotation. The plain address is
    given where the page has other words than the source, and where no directive within Discord's
    bound leads to the quotation before it leads elsewhere.
    """
    plain = safe_url(source.url)
    if not plain or source.restates:
        return plain
    resource, _, fragment = plain.partition("#")
    if page:
        return f"{resource}#page={page}"
    address = f"{resource}#{fragment.partition(':~:')[0]}:~:text="
    try:
        told = _directive(quotation, before, after, URL_UNITS - len(address))
    except UnicodeEncodeError:  # half of a pair that stands for one character
        return plain
    return address + told if told else plain


def _directive(quotation: str, before: str, after: str, room: int) -> str:
    """The first directive that leads to the quotation alone, or else the first that leads there."""
    text = before + quotation + after
    start, end = _whole_words(text, len(before), len(before) + len(quotation))
    leading = ""
    for directive in _directives(text[start:end], text[:start], text[end:]):
        encoded = directive.encoded()
        if len(encoded) > room:
            continue
        places = directive.found(text)
        if next(places, None) != (start, end):
            continue
        if next(places, None) is None:
            return encoded
        leading = leading or encoded
    return leading


def _directives(quotation: str, before: str, after: str) -> Iterator[Directive]:
    """Ways to tell where `quotation` stands, the shortest that will mostly do first."""
    # A line may be a block of the page, and no term reaches from one block into another.
    lines = [line.split() for line in quotation.splitlines() if line.strip()]
    if not lines:
        return
    ends = []
    first, last = lines[0], lines[-1]
    if len(lines) == 1 and len(first) <= _WHOLE:
        ends.append((" ".join(first), ""))
    ends += [
        (" ".join(first[:words]), " ".join(last[-words:]))
        for words in _EDGES
        if len(lines) > 1 or 2 * words <= len(first)
    ]
    above = before.rstrip().rpartition("\n")[2].split()
    below = after.lstrip().partition("\n")[0].split()
    for left, right in _CONTEXTS:
        prefix = " ".join(above[-left:]) if left else ""
        suffix = " ".join(below[:right])
        for start, end in ends:
            yield Directive(start, end, prefix, suffix)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """`[start, end)` without blanks at its edges, and with the whole of each word it cuts."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    while start < end and _within_word(text, start):
        start -= 1
    while start < end and _within_word(text, end):
        end += 1
    return start, end


def _within_word(text: str, at: int) -> bool:
    """Whether the characters before and behind `at` belong to one word."""
    left, right = text[max(at - 2, 0) : at][::-1], text[at : at + 2]
    if not left or not right:
        return False
    if _of_word(left[0]) and _of_word(right[0]):
        return True
    if right[0] in _INNER and _of_word(left[0]):
        return _of_word(right[1:])
    return left[0] in _INNER and _of_word(left[1:]) and _of_word(right[0])


def _of_word(character: str) -> bool:
    return re.fullmatch(r"[\w\u0300-\u036f]", character) is not None


def _pattern(term: str, *, opens: bool = True, closes: bool = True) -> str:
    pattern = r"\s+".join(re.escape(word) for word in term.split())
    before = r"(?<!\w)" if opens and _of_word(term[0]) else ""
    behind = r"(?!\w)" if closes and _of_word(term[-1]) else ""
    return before + pattern + behind


def _encoded(term: str) -> str:
    return quote(term, safe="").replace("-", "%2D")
