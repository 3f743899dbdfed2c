"""Small files of the formats that are read, made by hand."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence

import docx

# A line of a page: where it begins, from the left and from the foot, the size, the words.
Set = tuple[float, float, float, str]


def pdf(objects: Sequence[bytes], *, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out, places = io.BytesIO(b"%PDF-1.4\n"), list[int]()
    out.seek(0, io.SEEK_END)
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %b >>\n" % (len(objects) + 1, trailer))
    out.write(b"startxref\n%d\n%%%%EOF" % table)
    return out.getvalue()


def stream(content: bytes, *, entries: bytes = b"") -> bytes:
    """An object that is a stream, compressed."""
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode %b >>\nstream\n%b\nendstream" % (
        len(packed), entries, packed,
    )  # fmt: skip


def pages(*contents: bytes, info: Mapping[str, str] | None = None, trailer: bytes = b"") -> bytes:
    """A PDF whose pages, of 612 by 792 points, have these content streams."""
    kids = b" ".join(b"%d 0 R" % (5 + 2 * place) for place in range(len(contents)))
    about = b" ".join(b"/%b (%b)" % (k.encode(), v.encode()) for k, v in (info or {}).items())
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [ %b ] /Count %d >>" % (kids, len(contents)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< %b >>" % about,
    ]
    for place, content in enumerate(contents):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (6 + 2 * place),
            content if content.startswith(b"<<") else stream(content),
        ]
    return pdf(objects, trailer=b"/Info 4 0 R " + trailer)


def text_page(lines: Sequence[Set]) -> bytes:
    """The content stream of a page with these lines."""
    return b"\n".join(
        b"BT /F1 %g Tf 1 0 0 1 %g %g Tm (%b) Tj ET" % (size, x, y, _escaped(words))
        for x, y, size, words in lines
    )


def set_pdf(*of_pages: Sequence[Set], info: Mapping[str, str] | None = None) -> bytes:
    """A PDF with these lines on its pages."""
    return pages(*map(text_page, of_pages), info=info)


def column(words: str, *, top: float = 700, left: float = 72, size: float = 11) -> list[Set]:
    """The lines of `words`, one below the other."""
    return [
        (left, top - 1.2 * size * place, size, line) for place, line in enumerate(words.split("\n"))
    ]


def saved(document: docx.document.Document) -> bytes:
    """The bytes of a DOCX file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The DOCX file `content` with one of its parts exchanged, or with one more."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, part)
    return out.getvalue()


def without_part(content: bytes, name: str, relation: bytes) -> bytes:
    """The DOCX file `content` without one of its parts, which is related as a `relation`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            part = old.read(each)
            if each.endswith(".rels"):
                part = re.sub(rb"<Relationship [^>]*%b[^>]*/>" % relation, b"", part)
            if each == "[Content_Types].xml":
                part = re.sub(rb"<Override [^>]*%b[^>]*/>" % name.encode(), b"", part)
            if each != name:
                new.writestr(each, part)
    return out.getvalue()


def _escaped(words: str) -> bytes:
    return words.encode("cp1252").translate(None).replace(b"\\", b"\\\\").replace(
        b"(", b"\\("
    ).replace(b")", b"\\)")  # fmt: skip
