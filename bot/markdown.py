"""Text made harmless in Discord's markdown, cut to a length, and linked.

Lengths are in UTF-16 code units: Discord counts some fields in them and some in code points, and a
text that is short enough in units is short enough in either.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from urllib.parse import quote, urlsplit

URL_UNITS = 512
ELLIPSIS = "…"

_BOLD = "**"

# Directional overrides and isolates reorder what surrounds them, our own words included.
_BIDI = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# Within a line. "<" and "@" disarm mentions, timestamps, command, channel and guild links, custom
# emoji and bracketed addresses; the colon before two slashes disarms a bare address.
_INLINE = re.compile(r"[\\*_~|`\[\]<>@]|:(?=//)|&(?=#?\w+;)")

# At the start of a line: headings, subtext, lists, rules, underlined headings, numbered lists.
_LINE_START = re.compile(r"^(?:\d+(?=[.)])|(?=[-+=#]))(.)", re.MULTILINE)

# Discord shows a masked link as raw text where its label holds an address.
_SCHEME = re.compile(r"\w+://")

# Discord matches a label's brackets without regard to backslashes, and one that is left over breaks
# the link.
_ROUND = str.maketrans("[]", "()")

_JOINERS = frozenset("\u200d\ufe0e\ufe0f\u20e3")


def units(text: str) -> int:
    """The length of `text` in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def escape(text: str) -> str:
    """`text` as Discord shows it to the letter: nothing in it formats, links or mentions.

    Control and directional characters are left out, and so are blank lines and indentation, which
    Discord would read as layout.
    """
    return _join(_escaped(text), [], "\n")


def fit(text: str, limit: int, marks: Iterable[range] = (), newline: str = "\n") -> str:
    """`text` escaped, the characters under `marks` in bold, in at most `limit` UTF-16 units.

    What does not fit is cut after a word, with an ellipsis; escapes and bold stay whole. `newline`
    is what a line break becomes, so that a block quote can go on.
    """
    atoms = _escaped(text)
    bold = _bold(atoms, marks)
    whole = _join(atoms, bold, newline)
    if units(whole) <= limit:
        return whole
    lengths = [units(newline if atom == "\n" else atom) for atom in atoms]
    for piece in bold:
        lengths[piece.start] += 2 * len(_BOLD)
    room = bisect_right(list(accumulate(lengths)), limit - units(ELLIPSIS))
    kept = atoms[: _word_end(text, room)]
    return _join(kept, _bold(kept, bold), newline) + ELLIPSIS


def link(label: str, url: str, limit: int) -> str:
    """A masked link, its label in at most `limit` units; the label alone where `url` is no link."""
    shown = fit(" ".join(_SCHEME.sub("", label).translate(_ROUND).split()), limit)
    address = safe_url(url)
    return f"[{shown}]({address})" if address and shown else shown


def safe_url(url: str) -> str:
    """`url` such that it can stand in a masked link; empty where it must not be linked.

    Only http and https, without credentials, at most 512 units; what would end the link or break
    it (parentheses, spaces, brackets of tags, anything beyond ASCII) is percent-encoded.
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return ""
    if not re.fullmatch(r"[\w.:\[\]-]+", parts.netloc, re.ASCII):
        return ""
    try:
        address = quote(parts.geturl(), safe="/:?#[]@!$&'+,;=%-._~")
    except UnicodeEncodeError:
        return ""
    return address if len(address) <= URL_UNITS else ""


def _escaped(text: str) -> list[str]:
    """What each character of `text` becomes; the empty string where it is left out."""
    cleaned = _cleaned(text)
    kept = [index for index, character in enumerate(cleaned) if character]
    plain = "".join(cleaned)
    hazards = {match.start() for match in _INLINE.finditer(plain)}
    hazards.update(match.start(1) for match in _LINE_START.finditer(plain))
    for position in hazards:
        cleaned[kept[position]] = "\\" + plain[position]
    return cleaned


def _cleaned(text: str) -> list[str]:
    cleaned = []
    previous = "\n"
    for index, character in enumerate(text):
        clean = character
        if character == "\r":
            clean = "" if text[index + 1 : index + 2] == "\n" else "\n"
        elif character != "\n" and character.isspace():
            clean = " "
        elif character in _BIDI or (character != "\n" and unicodedata.category(character) == "Cc"):
            clean = ""
        elif "\ud800" <= character <= "\udfff":
            clean = "\ufffd"
        if previous == "\n" and clean in (" ", "\n"):
            clean = ""
        previous = clean or previous
        cleaned.append(clean)
    return cleaned


def _bold(atoms: list[str], marks: Iterable[range]) -> list[range]:
    """`marks` merged, cut to `atoms`, split where a line ends, without blanks at their edges."""
    covered = bytearray(len(atoms))
    for mark in marks:
        for index in range(mark.start, min(mark.stop, len(atoms))):
            covered[index] = atoms[index] != "\n"
    for index, atom in enumerate(atoms):
        if not atom and index:
            # What is left out must not part two marks: "****" would be shown as it is.
            covered[index] = covered[index - 1]
    return [
        piece
        for run in re.finditer(rb"\x01+", covered)
        if (piece := _trimmed(atoms, range(*run.span())))
    ]


def _trimmed(atoms: list[str], piece: range) -> range:
    start, stop = piece.start, piece.stop
    while start < stop and not atoms[start].strip():
        start += 1
    while start < stop and not atoms[stop - 1].strip():
        stop -= 1
    return range(start, stop)


def _join(atoms: list[str], bold: list[range], newline: str) -> str:
    parts: list[str] = []
    at = 0
    for piece in bold:
        parts += *atoms[at : piece.start], _BOLD, *atoms[piece.start : piece.stop], _BOLD
        at = piece.stop
    parts += atoms[at : _trimmed(atoms, range(len(atoms))).stop]
    return "".join(newline if part == "\n" else part for part in parts)


def _word_end(text: str, end: int) -> int:
    """Where to cut `text` at `end` or before: behind a word, or else between characters."""
    at = end
    while at > 0 and not text[at].isspace():
        at -= 1
    if text[:at].strip():
        return at
    while end > 0 and (unicodedata.combining(text[end]) or {text[end], text[end - 1]} & _JOINERS):
        end -= 1
    return end
