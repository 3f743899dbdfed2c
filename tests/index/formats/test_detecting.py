"""Which format bytes are of, whatever they are called."""

from __future__ import annotations

import time

import pytest

from index.errors import SourceError
from index.formats.detecting import Format, format_of

PDF = b"%PDF-1.4\n..."
DOCX = b"PK\x03\x04....word/document.xml"
PAGE = b"<!DOCTYPE html><html><body>Toll</body></html>"
WORDS = b"The toll is due."


@pytest.mark.parametrize(
    ("content", "name", "media_type", "expected"),
    [
        (PDF, "a.pdf", "", Format.PDF),
        (PDF, "a.txt", "text/plain", Format.PDF),
        (b"junk\n" + PDF, "", "application/octet-stream", Format.PDF),
        (DOCX, "a.docx", "", Format.DOCX),
        (DOCX, "", "application/zip", Format.DOCX),
        (PAGE, "a.txt", "", Format.HTML),
        (PAGE, "", "text/html; charset=utf-8", Format.HTML),
        (b"\xef\xbb\xbf\n <!-- x -->\n<HTML>", "", "", Format.HTML),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html>', "", "", Format.HTML),
        (b"<p>Toll</p>", "", "text/html", Format.HTML),
        (b"<p>Toll</p>", "a.md", "", Format.MARKDOWN),
        (b"<p>Toll</p>", "", "application/xhtml+xml", Format.HTML),
        (WORDS, "a.md", "", Format.MARKDOWN),
        (WORDS, "README.Markdown", "text/plain", Format.MARKDOWN),
        (WORDS, "a.txt", "text/markdown", Format.MARKDOWN),
        (WORDS, "a.html", "text/plain", Format.TEXT),
        (WORDS, "a.HTM", "", Format.HTML),
        (WORDS, "README", "", Format.TEXT),
        (WORDS, "", "", Format.TEXT),
        (b"MZ is a place, BM another, and ID3 none", "a.txt", "", Format.TEXT),
        (b"", "a.pdf", "", Format.PDF),
    ],
)
def test_content_decides_and_then_what_is_said_of_it(
    content: bytes, name: str, media_type: str, expected: Format
) -> None:
    assert format_of(content, "x", name=name, media_type=media_type) is expected


def test_many_comments_and_no_page_behind_them_take_no_time() -> None:
    begun = time.process_time()
    assert format_of(b"<!-- a --> " * 190, "x", name="a.txt") is Format.TEXT
    assert time.process_time() - begun < 1  # it was more than half a minute
    assert format_of(b"<!-- a --> " * 9 + PAGE, "x", name="a.txt") is Format.HTML


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"RIFF\0\1\n\0WEBPVP8 ", "a picture"),
        (b"ID3\3\0", "a sound recording"),
        (b"\0\0\0\x20ftypisom", "a film"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office file of the old kind or with a password"),
        (b"{\\rtf1", "an RTF file"),
        (b"PK\x03\x04....xl/workbook.xml", "an archive"),
        (b"\x1f\x8b\x08", "an archive"),
        (b"\x7fELF\2", "a program"),
        (b"MZ\x90\0\3", "a program"),
    ],
)
@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.html", "a.md", "a"])
def test_what_is_something_else_is_named(content: bytes, what: str, name: str) -> None:
    with pytest.raises(SourceError, match=f"^x is {what}, which cannot be read. Give"):
        format_of(content, "x", name=name)


@pytest.mark.parametrize(
    ("content", "name", "media_type", "message"),
    [
        (WORDS, "a.pdf", "", "x is said to be a PDF file but is none"),
        (PAGE, "a", "application/pdf", "x is said to be a PDF file but is none"),
        (WORDS, "a.docx", "", "x is said to be a DOCX file but is none"),
        (WORDS, "a.csv", "", r"x is of a format that is not read \(\.csv\)"),
        (WORDS, "a.exe", "application/json", r"x is of a format that is not read \(\.exe\)"),
    ],
)
def test_what_is_not_what_it_is_called_is_refused(
    content: bytes, name: str, media_type: str, message: str
) -> None:
    with pytest.raises(SourceError, match=message):
        format_of(content, "x", name=name, media_type=media_type)
