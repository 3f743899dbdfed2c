"""DOCX: the paragraphs and tables of the body, under their headings, as they are shown."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import docx
from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from index.errors import SourceError
from index.extracted import Extracted
from index.formats.blocks import Block, assembled, raised
from index.formats.detecting import Format
from index.formats.looks import Looks

HIDDEN = "hidden text"

_LARGEST = 100 << 20  # bytes when unpacked
_MOST_PARTS = 5_000
# When the library's own template was: what is made from it keeps that.
_TEMPLATE_MADE = datetime(2013, 12, 23, 23, 15, tzinfo=UTC)
_HEADING = re.compile(r"(?:heading|titre|überschrift|title)\s*(\d?)", re.IGNORECASE)
# Deleted and moved text is not shown; what older programs are to show instead would stand twice.
_NOT_SHOWN = {
    qn("w:del"),
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}


def extract(content: bytes, label: str, dropped: Counter[str]) -> Extracted:
    """What the file `content` says; SourceError where it unpacks to too much."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST:
            raise SourceError(f"{label} unpacks to more than can be read. Give its text as a file.")
    document = docx.Document(io.BytesIO(content))
    text, paragraphs = assembled(_blocks(document, dropped), label, dropped)
    title, author, date = _about(document)
    return Extracted(
        title=title,
        author=author,
        publisher="",
        date=date,
        url="",
        text=text,
        paragraphs=paragraphs,
        media_type=Format.DOCX,
        dropped=tuple(sorted((+dropped).items())),
    )


def _about(document: Word) -> tuple[str, str, str]:
    """Title, author and date, of which the library makes some up where the file is silent."""
    try:
        document.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)
    except KeyError:
        return "", "", ""
    about = document.core_properties
    made = about.created or about.modified
    date = made.date().isoformat() if made and made != _TEMPLATE_MADE else ""
    return about.title, about.author if about.author != "python-docx" else "", date


def preload() -> None:
    """Have read what the library would read from files when it first needs it."""
    nothing = io.BytesIO()
    docx.Document().save(nothing)
    docx.Document(nothing)


def _blocks(document: Word, dropped: Counter[str]) -> Iterator[Block]:
    headings: dict[int, str] = {}
    looks = Looks(document)
    body = document.element.body
    # Not `iter_inner_content`, which leaves out content controls and text boxes.
    for element in body.iter(qn("w:p"), qn("w:tbl")):
        if next(element.iterancestors(qn("w:tbl")), None) is not None or not _is_shown(element):
            continue
        path = " › ".join(headings.values())
        if element.tag == qn("w:tbl"):
            yield Block(_table(Table(element, document), looks, dropped), path)
            continue
        paragraph = Paragraph(element, document)
        text = _shown(paragraph, looks, dropped)
        style = looks.style_of(paragraph)
        name = (style.name or "") if style else ""
        if name.lower().startswith("toc "):
            continue
        if (level := _HEADING.match(name)) and text.strip():
            depth = int(level.group(1) or 0)
            headings = {key: title for key, title in headings.items() if key < depth}
            headings[depth] = " ".join(text.split())
        else:
            yield Block(text, path)


def _table(table: Table, looks: Looks, dropped: Counter[str]) -> str:
    """A line for each row; a cell that spans several rows or columns is told once."""
    told: set[object] = set()
    rows = []
    for row in table.rows:
        cells = [cell._tc for cell in row.cells]
        texts = []
        for cell in dict.fromkeys(cells):
            if cell not in told:
                within = (Paragraph(each, table) for each in cell.iter(qn("w:p")))
                texts.append(" ".join(_shown(each, looks, dropped) for each in within))
        told.update(cells)
        rows.append(" | ".join(filter(None, (" ".join(text.split()) for text in texts))))
    return "\n".join(rows)


def _shown(paragraph: Paragraph, looks: Looks, dropped: Counter[str]) -> str:
    """The paragraph's text, with what was inserted and without what was deleted or is hidden."""
    parts = []
    for element in paragraph._p.iter(qn("w:r")):
        # What stands in a text box is a paragraph of its own.
        if next(element.iterancestors(qn("w:p"))) is not paragraph._p or not _is_shown(element):
            continue
        run, text = Run(element, paragraph), "".join(map(_text, element))
        if text.strip() and looks.is_hidden(run, paragraph):
            dropped[HIDDEN] += 1
        else:
            parts.append(raised(text) if run.font.superscript else text)
    return "".join(parts)


def _is_shown(element: BaseOxmlElement) -> bool:
    return all(above.tag not in _NOT_SHOWN for above in element.iterancestors())


def _text(element: BaseOxmlElement) -> str:
    return element.text or "" if element.tag == qn("w:t") else _BREAKS.get(str(element.tag), "")
