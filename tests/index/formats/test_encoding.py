"""Bytes into text: marks, what is declared, what fits; and what is no text."""

from __future__ import annotations

import codecs

import pytest

from index.errors import SourceError
from index.formats.encoding import decoded

FRENCH = "Il a plu à Bléville, où l’on a reçu les délégués de cent communes."
RUSSIAN = "Делегаты ста городов встретились у реки на два дня и говорили о мостах."
GREEK = "Οι αντιπρόσωποι εκατό πόλεων συναντήθηκαν δίπλα στο ποτάμι για δύο ημέρες."
JAPANESE = "百の町の代表が川のほとりで二日間会合し、橋と通行料について話し合った。"
CHINESE = "一百个城镇的代表在河边会面两天，谈论桥梁、通行费和将要消失的渡船。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"),
        (FRENCH, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (GREEK, "cp1253"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
    ],
)
def test_an_encoding_that_nobody_declares_is_found(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding), "x") == text


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-be-sig", "utf-32-be-sig"]
)
def test_a_byte_order_mark_decides_and_is_no_text(encoding: str) -> None:
    marks = {"utf-16-be-sig": codecs.BOM_UTF16_BE, "utf-32-be-sig": codecs.BOM_UTF32_BE}
    raw = marks.get(encoding, b"") + FRENCH.encode(
        encoding.removesuffix("-sig") if encoding in marks else encoding
    )
    assert decoded(raw, "x", charset="cp1251") == FRENCH


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("Windows-1251", "cp1251"),
        (" utf-8 ", "utf-8"),
        ("iso-8859-5", "iso8859_5"),
        ("cp1252", "koi8_r"),  # wrong, but every byte fits: what is declared is believed
    ],
)
def test_what_is_declared_is_believed_where_it_fits(charset: str, encoding: str) -> None:
    raw = RUSSIAN.encode(encoding)
    expected = RUSSIAN if encoding != "koi8_r" else raw.decode("cp1252")
    assert decoded(raw, "x", charset=charset) == expected


@pytest.mark.parametrize(
    "charset",
    ["rot13", "zlib", "base64", "unicode_escape", "idna", "punycode", "utf-7", "no\0such", "é"],
)  # fmt: skip
def test_what_is_no_encoding_of_documents_is_not_used(charset: str) -> None:
    text = "plain \\u200b +AGEAbg- words"
    assert decoded(text.encode(), "x", charset=charset) == text


def test_windows_letters_that_are_called_latin_1_are_read_as_browsers_do() -> None:
    assert decoded("l’euro €".encode("cp1252"), "x", charset="ISO-8859-1") == "l’euro €"
    page = b"<meta charset=latin1>" + "l’euro €".encode("cp1252")
    assert decoded(page, "x", html=True) == "<meta charset=latin1>l’euro €"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "x is empty"),
        (b" \r\n", "x is empty"),
        (b"abc\0def", "x is a binary file"),
        (codecs.BOM_UTF8 + b"\xff\xff\xff", "x is not the UTF-8 that it says"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00", "x is not the UTF-16 that it says"),
        (bytes(range(1, 256)) * 40, "x is in an encoding that cannot be told"),
    ],
)
def test_what_cannot_be_decoded_is_said(raw: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        decoded(raw, "x")


@pytest.mark.parametrize("declared", ["utf-16", "UTF-16LE", "utf-32"])
@pytest.mark.parametrize("end", ["", " "])
def test_what_is_said_to_be_of_wide_letters_without_any_is_not(declared: str, end: str) -> None:
    page = f"<meta charset={declared}>{FRENCH}{end}"
    assert decoded(page.encode(), "x", html=True) == page
    assert decoded(page.encode(), "x", charset=declared) == page
