"""Bytes into text: what the byte order mark says, what is declared, what else fits."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from index.errors import SourceError

_MARKS = (  # UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,400}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_META_WITHIN = 4096  # bytes; browsers look at the first 1,024
# These are how Python stores text, or take quadratic time, and are no encodings of documents.
_NEVER = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf_7", "undefined"}
# Without a mark and without a zero byte, which every line's end has in them, these are not meant;
# yet almost any bytes would make some text of Chinese letters.
_NEVER |= {f"utf_{bits}{order}" for bits in (16, 32) for order in ("", "_le", "_be")}
# What calls itself so is in fact the Windows code page: browsers read it as that.
_REALLY = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030"}
# What browsers know beside Unicode, without what the Macintosh wrote long ago: short texts look
# like anything.
_GUESSED = [
    "ascii", "big5", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "cp1258", "cp866", "cp874", "cp932", "cp949", "euc_jp", "gb18030", "iso2022_jp", "iso8859_2",
    "iso8859_5", "iso8859_7", "iso8859_15", "koi8_r", "koi8_u",
]  # fmt: skip


def decoded(raw: bytes, label: str, *, charset: str = "", html: bool = False) -> str:
    """The text that `raw` holds, without a byte order mark.

    `charset` is what whoever sent it declares; a page (`html`) may declare it as well. Raises
    SourceError where no encoding fits.
    """
    if not raw.strip():
        raise SourceError(f"{label} is empty. Give a source with at least one paragraph.")
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _strictly(raw, name, label).removeprefix("\ufeff")
    if b"\0" in raw:
        raise SourceError(
            f"{label} is a binary file. Give a page, a PDF, a DOCX file, Markdown or plain text."
        )
    for name in (charset, _declared(raw) if html else "", "utf-8"):
        if (codec := _codec(name)) and (text := _attempt(raw, codec)) is not None:
            return text
    if not (matches := from_bytes(raw, cp_isolation=_GUESSED)):
        raise SourceError(f"{label} is in an encoding that cannot be told. Save it as UTF-8.")
    # Latin letters often fit several: then Western Europe's are the likeliest.
    best = min(matches, key=lambda fit: (fit.chaos, -fit.coherence, fit.encoding != "cp1252"))
    return _strictly(raw, best.encoding, label)


def preload() -> None:
    """Import every codec, which Python otherwise does when one is first asked for."""
    from encodings.aliases import aliases

    for name in {"charmap", "utf_8_sig", *aliases.values()}:
        _codec(name)
    from_bytes("Il a plu à Bléville, où l’on va.".encode("cp1252"), cp_isolation=_GUESSED).best()


def _declared(raw: bytes) -> str:
    match = _META.search(raw[:_META_WITHIN])
    return match.group(1).decode("ascii", "ignore") if match else ""


def _codec(name: str) -> str:
    """The encoding to use where `name` is declared; empty where it is none for documents."""
    try:
        known = codecs.lookup(name.strip()).name if name.strip().isascii() else ""
    except (LookupError, ValueError):
        return ""
    return "" if known.replace("-", "_") in _NEVER else _REALLY.get(known, known)


def _attempt(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except (LookupError, ValueError):  # a codec that is none of text, or does not fit
        return None


def _strictly(raw: bytes, codec: str, label: str) -> str:
    if (text := _attempt(raw, codec)) is None:
        raise SourceError(f"{label} is not the {codec.upper()} that it says. Save it as UTF-8.")
    return text
