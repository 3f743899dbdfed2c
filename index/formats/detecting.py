"""Which format some bytes are of: their content decides, and what is said of them comes second."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePosixPath

from index.errors import SourceError


class Format(StrEnum):
    """The formats that are read, by their media types."""

    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    HTML = "text/html"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


_MEDIA_TYPES = {
    **{each.value: each for each in Format},
    "application/xhtml+xml": Format.HTML,
    "text/x-markdown": Format.MARKDOWN,
}
_SUFFIXES = {
    "": Format.TEXT,
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
}
_GIVE = "Give a page, a PDF, a DOCX file, Markdown or plain text."
# What the first bytes give away, for the sentence that says what was given instead.
_FOREIGN = tuple(
    (re.compile(signs, re.DOTALL), what)
    for signs, what in (
        (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|BM....\0\0\0\0|II\*\0|MM\0\*|RIFF....WEBP", "a picture"),
        (rb"ID3[\2-\4]|\xff\xfb|OggS\0|fLaC\0|RIFF....WAVE", "a sound recording"),
        (rb"\0\0\0.ftyp|\x1aE\xdf\xa3|RIFF....AVI ", "a film"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office file of the old kind or with a password"),
        (rb"\{\\rtf", "an RTF file"),
        (rb"PK[\3\5]|\x1f\x8b|BZh\d1AY|\xfd7zXZ|7z\xbc\xaf|Rar!\x1a", "an archive"),
        (rb"\x7fELF|MZ[^\0]{0,60}\0|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe", "a program"),
    )
)
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml.{0,200}?\?>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*){0,9}+"
    rb"<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def format_of(content: bytes, label: str, *, name: str = "", media_type: str = "") -> Format:
    """The format of `content`, which is called `name` and is said to be of `media_type`.

    Raises SourceError where it is none that is read, or is not what it is called.
    """
    said = _said(label, name, media_type)
    if b"%PDF-" in content[:1024]:
        return Format.PDF
    if content.startswith(b"PK\x03\x04") and b"word/document.xml" in content:
        return Format.DOCX
    foreign = next((what for signs, what in _FOREIGN if re.match(signs, content)), "")
    if foreign:
        raise SourceError(f"{label} is {foreign}, which cannot be read. {_GIVE}")
    if content and said in {Format.PDF, Format.DOCX}:
        raise SourceError(f"{label} is said to be a {said.name} file but is none. {_GIVE}")
    return Format.HTML if _HTML.match(content) else said


def _said(label: str, name: str, media_type: str) -> Format:
    declared = media_type.partition(";")[0].strip().lower()
    suffix = PurePosixPath(name).suffix.lower()
    by_name = _SUFFIXES.get(suffix)
    if declared == Format.TEXT and by_name is Format.MARKDOWN:  # servers seldom know Markdown
        return Format.MARKDOWN
    if declared in _MEDIA_TYPES:
        return _MEDIA_TYPES[declared]
    if by_name is None:
        raise SourceError(f"{label} is of a format that is not read ({suffix}). {_GIVE}")
    return by_name
