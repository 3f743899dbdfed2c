"""Files meant to do harm, and broken ones: each ends in one clear sentence, and soon."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict

import docx
import pytest
from pypdf import PdfWriter

from index.confinement import Limits
from index.errors import SourceError
from index.sandbox import End, launch, read
from tests.index.formats.made import column, pages, pdf, saved, set_pdf, text_page, with_part

PROSE = "The toll is due on the second day of the fair."
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body>%s</w:body></w:document>"
)

BROKEN = "is broken. Give another copy of it, or its text."
NO_TEXT = "holds no text to index."
NESTED = "has deeper or longer parts than can be read. Give its text as a file."
PASSWORD = "is protected by a password. Give a copy without protection."
TOO_LONG = "has more than 3,000,000 characters. Give the part of it that matters."
TOO_MANY = "has more than 3,000 paragraphs. Give the part of it that matters."
UNPACKS = "unpacks to more than can be read. Give its text as a file."


def deflated(piece: bytes, times: int) -> Iterator[bytes]:
    packer = zlib.compressobj(9)
    for _ in range(times):
        yield packer.compress(piece)
    yield packer.flush()


def bomb(piece: bytes, times: int) -> bytes:
    packed = b"".join(deflated(piece, times))
    head = b"<< /Length %d /Filter /FlateDecode >>" % len(packed)
    return pages(b"%b\nstream\n%b\nendstream" % (head, packed))


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph(PROSE)
    return saved(document)


def body(inner: str, before: str = "") -> bytes:
    return with_part(word(), "word/document.xml", (before + BODY % inner).encode())


def run(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def laughs() -> str:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY a0 "lol ">{levels}]>'


def many_parts() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("word/document.xml", *map(str, range(6000))):
            archive.writestr(name, "")
    return out.getvalue()


def encrypted(user: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(set_pdf(column(PROSE))))
    writer.encrypt(user, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def strong() -> bytes:
    """A PDF with the strongest encryption there is, whose password nobody knows."""
    keys = b" ".join(
        b"/%b (%b)" % (name, b"k" * length)
        for name, length in ((b"U", 48), (b"O", 48), (b"UE", 32), (b"OE", 32), (b"Perms", 16))
    )
    return pages(
        text_page(column(PROSE)),
        trailer=b"/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -4 %b /CF << /StdCF << "
        b"/CFM /AESV3 /Length 32 >> >> /StmF /StdCF /StrF /StdCF >> /ID [(a)(a)]" % keys,
    )


PDFS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a stream of 1 GiB": (lambda: bomb(bytes(1 << 20), 1024), UNPACKS),
    "501 pages": (lambda: set_pdf(*[column(PROSE)] * 501), "has 501 pages, more than 500. Give"),
    "pages that hold themselves": (
        lambda: pdf([CATALOGUE, b"<< /Type /Pages /Kids [ 2 0 R 2 0 R ] /Count 2 >>"]), BROKEN),
    "an object that is itself": (lambda: pdf([CATALOGUE, b"3 0 R", b"2 0 R"]), BROKEN),
    "arrays in arrays": (lambda: pdf([CATALOGUE, b"[" * 100_000]), BROKEN),
    "the first half": (lambda: (whole := set_pdf(column(PROSE)))[: len(whole) // 2], BROKEN),
    "a password": (lambda: encrypted("secret"), PASSWORD),
    "a password for strong encryption": (strong, PASSWORD),
    "no text, as in a scan": (lambda: pages(b"q 612 0 0 792 0 0 cm Q"), NO_TEXT),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "is a picture, which cannot be read."),
    "nothing": (lambda: b"", "is empty. Give a source with at least one paragraph."),
}  # fmt: skip
DOCXES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a part of 200 MiB": (lambda: with_part(word(), "word/x.bin", bytes(200 << 20)), UNPACKS),
    "a text of 80 MB": (lambda: body(run("toll " * 16_000_000)), BROKEN),
    "a text of 4 MB": (lambda: body(run("toll " * 800_000)), TOO_LONG),
    "6,000 parts": (many_parts, UNPACKS),
    "100,000 paragraphs": (lambda: body(run("a") * 100_000), TOO_MANY),
    "elements in elements": (lambda: body("<w:p>" * 100_000), BROKEN),
    "a cell over 900,000,000 columns": (
        lambda: body('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="900000000"/></w:tcPr><w:p/>'
                     "</w:tc></w:tr></w:tbl>"), "needs more memory than it may. Give part of it."),
    "a billion laughs": (lambda: body(run("&a9;"), laughs()), BROKEN),
    "the first half": (lambda: (whole := word())[: len(whole) // 2], BROKEN),
}  # fmt: skip
TEXTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "deep.html": (lambda: b"<html><body>" + b"<div>" * 100_000 + b"<p>Toll", NESTED),
    "bold.html": (lambda: b"<html><body>" + b"<b>" * 100_000 + b"<p>Toll", NESTED),
    "tables.html": (lambda: b"<html><body>" + b"<table><tr><td>" * 100_000 + b"Toll", NESTED),
    "line.html": (lambda: b"<html><body><p>" + b"toll " * 2_097_000, NESTED),
    "line.txt": (lambda: b"toll " * 2_097_152, TOO_LONG),
    "line.md": (lambda: b"toll " * 2_097_152, TOO_LONG),
    "paragraphs.txt": (lambda: b"a\n\n" * 100_000, TOO_MANY),
    "paragraphs.md": (lambda: b"a\n\n" * 20_000, TOO_MANY),
    "quotes.md": (lambda: b">" * 1_000_000 + b" toll", NO_TEXT),
    "binary.txt": (lambda: b"toll\0" * 99, "is a binary file."),
}


def sentence(content: bytes, name: str) -> str:
    with pytest.raises(SourceError) as raised:
        read(content, name=name)
    return str(raised.value)


@pytest.mark.parametrize("what", PDFS)
def test_a_pdf_that_would_do_harm_is_refused(what: str) -> None:
    make, why = PDFS[what]
    assert sentence(make(), "fair.pdf").startswith(f"fair.pdf {why}")


@pytest.mark.parametrize("what", DOCXES)
def test_a_docx_file_that_would_do_harm_is_refused(what: str) -> None:
    make, why = DOCXES[what]
    assert sentence(make(), "fair.docx").startswith(f"fair.docx {why}")


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_or_page_that_would_do_harm_is_refused(name: str) -> None:
    make, why = TEXTS[name]
    assert sentence(make(), name).startswith(f"{name} {why}")


def test_what_stands_in_other_files_is_not_fetched() -> None:
    entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    assert read(body(run("The toll &a;"), entity), name="fair.docx").text == "The toll"


def test_a_pdf_that_anybody_may_open_is_read() -> None:
    assert read(encrypted(""), name="fair.pdf").text == PROSE


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("fair.pdf", set_pdf(column(PROSE), column(PROSE), info={"Title": "The fair"})),
        ("fair.pdf", encrypted("")),
        ("fair.docx", word()),
        ("fair.html", f"<html><body><article><p>{PROSE * 3}</p></article></body></html>".encode()),
    ],
)
def test_200_broken_variants_of_a_file_end_neither_the_process_nor_its_time(
    name: str, sound: bytes
) -> None:
    limits = Limits(seconds=60)
    request = {"name": name, "variants": 200, "limits": asdict(limits)}
    ended = launch(
        "tests.index.formats.fuzzed", json.dumps(request).encode() + b"\n" + sound, limits
    )
    assert ended.end is End.WELL
    came = json.loads(ended.output)
    assert sum(came.values()) == 200
    assert came.keys() <= {"read", "refused", "broken"}
