"""Plain text and Markdown: read as `index.sources` reads them, once nothing invisible is left."""

from __future__ import annotations

from collections import Counter

from index.errors import SourceError
from index.extracted import Extracted
from index.formats.blocks import check_size
from index.formats.detecting import Format
from index.formats.markup import without_hidden_html
from index.sanitizing import clean
from index.sources import read_text

_UNNAMED = "\0unnamed"


def extract(text: str, label: str, kind: Format, dropped: Counter[str]) -> Extracted:
    """What `text`, which is Markdown or not by its `kind`, says; SourceError as `read_text`."""
    text = clean(text, dropped)
    check_size(0, len(text), label)
    if kind is Format.MARKDOWN:
        text = without_hidden_html(text, dropped)
    # Its name is not told, so that what the text does not say of itself is left open.
    try:
        document = read_text(text, _UNNAMED, sha256="", markdown=kind is Format.MARKDOWN)
    except SourceError as error:
        raise SourceError(str(error).replace(_UNNAMED, label, 1)) from None
    check_size(len(document.paragraphs), len(text), label)
    source = document.source
    return Extracted(
        title="" if source.title == _UNNAMED else source.title,
        author=source.author,
        publisher=source.publisher,
        date=source.date,
        url=source.url,
        text=document.text,
        paragraphs=document.paragraphs,
        media_type=kind,
        dropped=tuple(sorted((+dropped).items())),
        id="" if source.id == _UNNAMED else source.id,
        precedence=source.precedence,
        restates=source.restates,
    )
