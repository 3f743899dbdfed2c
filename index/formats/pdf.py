"""PDF: the text of each page, with the page's number, and what the file says of itself."""

from __future__ import annotations

import io
import math
import re
from collections import Counter
from collections.abc import Iterator

from pypdf import DocumentInformation, PageObject, PdfReader, PdfWriter
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

from index.errors import SourceError
from index.extracted import Extracted
from index.formats.blocks import assembled, raised
from index.formats.detecting import Format
from index.formats.ink import Ink
from index.formats.lines import Line, paragraphs_of

MOST_PAGES = 500
UNSEEN = "text too small or off the page"

# Letters that are set as one, with the private codes that some programs give them.
_LIGATURES = str.maketrans(
    {
        "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
        "\ufb05": "st", "\ufb06": "st", "\uf001": "fi", "\uf002": "fl",
    }
)  # fmt: skip
_LEAST_SIZE = 1.0  # points
_MARGIN = 20.0  # points around the page: what is farther out is not on it
# What is set above the line is this much smaller than the line and this much higher.
_SMALLER = 0.85
_ABOVE = 0.1
_PROGRAM = re.compile(r"^Microsoft (?:Word|PowerPoint|Excel) - ")
_NO_TITLE = re.compile(
    r"\.(?:docx?|pptx?|xlsx?|pdf|indd|tex|dvi|html?|qxd)$|^untitled|^\W*$|^\W*anonymous\W*$",
    re.IGNORECASE,
)


def extract(content: bytes, label: str, dropped: Counter[str]) -> Extracted:
    """What the PDF `content` says; SourceError where it has a password or too many pages."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileNotDecryptedError  # noqa: TRY301 (the library finds the same in other places)
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise SourceError(
                f"{label} has {count:,} pages, more than {MOST_PAGES}. Give the part that matters."
            )
        lines = [
            line
            for number, page in enumerate(reader.pages, 1)
            for line in _lines(page, number, dropped)
        ]
        about = reader.metadata or DocumentInformation()
    except (DependencyError, FileNotDecryptedError):
        raise SourceError(
            f"{label} is protected by a password. Give a copy without protection."
        ) from None
    except LimitReachedError:
        raise SourceError(
            f"{label} unpacks to more than can be read. Give its text as a file."
        ) from None
    text, paragraphs = assembled(paragraphs_of(lines), label, dropped)
    title = _PROGRAM.sub("", str(about.title or ""))
    return Extracted(
        title="" if _NO_TITLE.search(title) else title,
        author="" if _NO_TITLE.search(author := str(about.author or "")) else author,
        publisher="",
        date=_date(about),
        url="",
        text=text,
        paragraphs=paragraphs,
        media_type=Format.PDF,
        dropped=tuple(sorted((+dropped).items())),
    )


def preload() -> None:
    """Have imported what the library would import when it first needs it."""
    made = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(width=72, height=72)
    writer.add_metadata({"/CreationDate": "D:20250211"})
    writer.write(made)
    reader = PdfReader(made)
    reader.pages[0].extract_text()
    _date(reader.metadata or DocumentInformation())


def _date(about: DocumentInformation) -> str:
    try:
        made = about.creation_date or about.modification_date
    except ValueError:  # what stands there is no date
        return ""
    return made.date().isoformat() if made else ""


def _lines(page: PageObject, number: int, dropped: Counter[str]) -> Iterator[Line]:
    """The lines of a page in the order in which they were set."""
    pieces: list[Line] = []
    box = page.mediabox

    def visit(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        points = abs(size) * math.sqrt(
            abs((tm[0] * tm[3] - tm[1] * tm[2]) * (cm[0] * cm[3] - cm[1] * cm[2]))
        )
        if not text.strip():
            if pieces:
                pieces.append(Line(" ", number, pieces[-1].x, pieces[-1].y, pieces[-1].size))
            return
        inside = (
            box.left - _MARGIN <= x <= box.right + _MARGIN
            and box.bottom - _MARGIN <= y <= box.top + _MARGIN
        )
        if points < _LEAST_SIZE or not inside:
            dropped[UNSEEN] += 1
            return
        for offset, part in enumerate(text.translate(_LIGATURES).strip("\n").split("\n")):
            pieces.append(Line(part, number, x, y - offset * 1.2 * points, points))

    ink = Ink(page, dropped)
    page.extract_text(
        visitor_operand_before=ink.before, visitor_operand_after=ink.after, visitor_text=visit
    )
    line: list[Line] = []
    for piece in pieces:
        if line and abs(piece.y - line[0].y) > 0.4 * max(piece.size, line[0].size):
            yield from _line(line)
            line = []
        line.append(piece)
    yield from _line(line)


def _line(pieces: list[Line]) -> Iterator[Line]:
    # A footnote's mark or a bullet is set smaller than the words of its line.
    longest = max(pieces, key=lambda piece: len(piece.text.strip()), default=None)
    if longest is None:
        return
    parts = (
        raised(piece.text)
        if piece.size < _SMALLER * longest.size and piece.y > longest.y + _ABOVE * longest.size
        else piece.text
        for piece in pieces
    )
    if text := "".join(parts).strip():
        yield Line(text, longest.page, pieces[0].x, longest.y, longest.size)
