"""Bytes of any format into text, paragraphs and what the source says of itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from index.extracted import Extracted
from index.formats import encoding, pdf, plain, web, word
from index.formats.blocks import squeezed
from index.formats.detecting import Format, format_of
from index.sanitizing import clean

_LONGEST_LABEL = 200  # characters
_LONGEST_FIELD = 300  # characters of a title, a name, a date


def extract(
    content: bytes, *, name: str, media_type: str = "", charset: str = "", url: str = ""
) -> Extracted:
    """What `content` says, which is called `name` or stands at `url`.

    Raises SourceError where it is of no format that is read, has too much or no text, or is locked;
    the libraries raise errors of many kinds where it is broken.
    """
    label = label_of(name, url)
    kind = format_of(content, label, name=name, media_type=media_type)
    dropped: Counter[str] = Counter()
    if kind is Format.PDF:
        found = pdf.extract(content, label, dropped)
    elif kind is Format.DOCX:
        found = word.extract(content, label, dropped)
    else:
        html = kind is Format.HTML
        text = encoding.decoded(content, label, charset=charset, html=html)
        if html:
            found = web.extract(text, label, url, dropped)
        else:
            found = plain.extract(text, label, kind, dropped)
    return replace(
        found,
        title=_field(found.title),
        author=_field(found.author),
        publisher=_field(found.publisher),
        date=_field(found.date),
    )


def label_of(name: str, url: str) -> str:
    """How a source is called in what is said of it."""
    return (url or name)[:_LONGEST_LABEL]


def preload() -> None:
    """Import and read from files now what is otherwise fetched when it is first needed."""
    for each in (encoding, pdf, web, word):
        each.preload()


def _field(value: str) -> str:
    """A word on the source, on one line."""
    return squeezed(clean(value, Counter()))[:_LONGEST_FIELD].strip()
