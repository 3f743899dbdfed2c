"""Bytes of any format into text, paragraphs and what the source says of itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from index.extracted import LONGEST_ADDRESS, LONGEST_FIELD, MOST_OF_A_PARAGRAPH, Extracted
from index.formats import encoding, pdf, plain, web, word
from index.formats.blocks import squeezed
from index.formats.detecting import Format, format_of
from index.sanitizing import clean
from index.types import Paragraph

_LONGEST_LABEL = 200  # characters
_UNSEEN = "?"  # in place of a name that holds nothing to see


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
        url=_address(found.url),
        paragraphs=tuple(map(_paragraph, found.paragraphs)),
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
    # What cannot be seen is no reason to lose a title, and no reason to clean a book of it.
    return squeezed(clean(value[: 10 * LONGEST_FIELD], Counter()))[:LONGEST_FIELD].strip()


def _address(value: str) -> str:
    """Half an address leads nowhere: a longer one is left out."""
    return value if len(value) <= LONGEST_ADDRESS else ""


def _paragraph(paragraph: Paragraph) -> Paragraph:
    """The same with short fields: each passage carries its heading, each answer its references."""
    references = (
        replace(
            each,
            publisher=_field(each.publisher) or _UNSEEN,
            title=_field(each.title) or _UNSEEN,
            date=_field(each.date),
            url=_address(each.url),
        )
        for each in paragraph.references[:MOST_OF_A_PARAGRAPH]
    )
    claims = (
        replace(each, topic=_field(each.topic) or _UNSEEN, about=_field(each.about) or _UNSEEN)
        for each in paragraph.claims[:MOST_OF_A_PARAGRAPH]
    )
    return replace(
        paragraph,
        heading=_field(paragraph.heading),
        references=tuple(references),
        claims=tuple(claims),
    )
