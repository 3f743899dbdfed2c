"""Fetch one web page, and nothing but public ones, within bounds.

A name is resolved once. All addresses that it has must be public, and the connection is made to one
of these very addresses, while TLS and the request go on naming the host: whoever answers the next
question about the name differently gains nothing. Redirects are followed by hand, each one checked
as the first address was. There is no proxy, no cookie and no password, whatever the environment
says, and what a page refers to is not fetched.
"""

from __future__ import annotations

import re
import ssl
import zlib
from dataclasses import dataclass
from importlib.metadata import metadata

import httpcore2

from index.connecting import (
    MAX_BYTES,
    MAX_SECONDS,
    Deadline,
    Door,
    Resolver,
    late,
    public_addresses,
    resolve,
    too_large,
)
from index.errors import FetchError
from index.target import Target

MAX_REDIRECTS = 3

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA_TYPES = (
    "text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown",
    "application/pdf", _DOCX,
)  # fmt: skip

_REDIRECTS = (301, 302, 303, 307, 308)
_MEDIA_TYPE = re.compile(r"\s*([\w.+-]{1,100}/[\w.+-]{1,100})\s*(?:;|\Z)")
_CHARSET = re.compile(r""";\s*charset\s*=\s*["']?([\w.:+-]{1,40})""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page: where it was in the end, its unpacked bytes, and what the server says they are.

    `media_type` is one of MEDIA_TYPES; `charset` is empty where the server does not tell.
    """

    url: str
    content: bytes
    media_type: str
    charset: str


def fetch(
    url: str,
    *,
    resolver: Resolver = resolve,
    network: httpcore2.NetworkBackend | None = None,
    trust: ssl.SSLContext | None = None,
    seconds: float = MAX_SECONDS,
) -> Fetched:
    """The page at `url`; a FetchError says why there is none, and what to do.

    Blocks for at most `seconds`. `network` connects to addresses, `trust` says whose certificates
    are believed: the system's, unless given.
    """
    target = Target.of(url)
    time_left = Deadline(seconds)
    for _ in range(MAX_REDIRECTS + 1):
        addresses = public_addresses(target, resolver, time_left)
        door = Door(addresses, network or httpcore2.SyncBackend(), time_left)
        answer = _ask(target, door, trust)
        if isinstance(answer, Fetched):
            return answer
        target = target.redirected(answer)
    raise FetchError(
        f"The address leads on more than {MAX_REDIRECTS} times, lastly to {target.host}. Give the "
        "address of the page itself."
    )


def _ask(target: Target, door: Door, trust: ssl.SSLContext | None) -> Fetched | str:
    """The page, or where it is instead."""
    url = httpcore2.URL(scheme=target.scheme, host=target.host, target=target.path)
    headers = (
        ("Host", target.netloc),
        ("User-Agent", _user_agent()),
        ("Accept", ", ".join(MEDIA_TYPES)),
        ("Accept-Encoding", "gzip"),
        ("Connection", "close"),
    )
    try:
        with (
            httpcore2.HTTPConnection(url.origin, trust, network_backend=door) as connection,
            connection.stream("GET", url, headers=headers) as response,
        ):
            told = {name.lower(): value for name, value in reversed(response.headers)}
            if response.status in _REDIRECTS and b"location" in told:
                return told[b"location"].decode("utf-8", "replace")
            _check_status(response.status, target)
            media_type, charset = _kind(told.get(b"content-type", b""), target)
            content = _content(response, told)
    except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
        raise _unreachable(target, error) from None
    except httpcore2.TimeoutException:
        raise late() from None
    except (httpcore2.NetworkError, httpcore2.ProtocolError):
        raise FetchError(
            f"{target.host} broke off, or answered with what is no web page. Try again later, or "
            "save the page and add the file."
        ) from None
    return Fetched(target.url, content, media_type, charset)


def _user_agent() -> str:
    """Who asks, and where whoever is asked can read what it is, if the package says so."""
    package = metadata("summit-bot")
    agent = f"{package['Name']}/{package['Version']}"
    for entry in package.get_all("Project-URL") or ():
        name, _, address = entry.partition(", ")
        if name.casefold() == "source" and re.fullmatch(r"https?://[!#-'*-~]+", address):
            return f"{agent} (+{address})"
    return agent


def _check_status(status: int, target: Target) -> None:
    if status == 200:
        return
    if status in (401, 402, 403, 407, 451):
        advice = "It may want a login, or no programs. Save the page and add the file."
    elif status in (404, 410):
        advice = "The page is not there (any more). Check the address."
    else:
        advice = "Try again later, or save the page and add the file."
    raise FetchError(f"{target.host} answered with the status {status}. {advice}")


def _kind(header: bytes, target: Target) -> tuple[str, str]:
    """The media type and the charset that a Content-Type header names."""
    told = header.decode("latin-1")
    named = _MEDIA_TYPE.match(told)
    media_type = named.group(1).lower() if named else ""
    if media_type not in MEDIA_TYPES:
        what = f"something of the type {media_type}" if media_type else "something of unknown type"
        raise FetchError(
            f"{target.host} sent {what}. Web pages, plain text, Markdown, PDF and DOCX can be "
            "indexed; save anything else as one of these and add the file."
        )
    charset = _CHARSET.search(told)
    return media_type, charset.group(1).lower() if charset else ""


def _content(response: httpcore2.Response, told: dict[bytes, bytes]) -> bytes:
    length = told.get(b"content-length", b"")
    if length.isdigit() and int(length) > MAX_BYTES:
        raise too_large()
    coding = told.get(b"content-encoding", b"identity").strip().lower()
    if coding not in (b"identity", b"gzip", b"x-gzip"):
        raise FetchError(
            "The page is packed in a way that was not asked for. Save it and add the file."
        )
    whole = bytearray()
    unpack = None if coding == b"identity" else _Gzip()
    for chunk in response.iter_stream():
        # One byte more than is allowed tells that there is more; a bomb is not unpacked further.
        room = MAX_BYTES - len(whole) + 1
        whole += unpack.some(chunk, room) if unpack else chunk
        if len(whole) > MAX_BYTES:
            raise too_large()
    if unpack:
        unpack.end()
    return bytes(whole)


class _Gzip:
    """Unpacks no more than it is told to at a time."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)

    def some(self, packed: bytes, room: int) -> bytes:
        """What `packed` holds, but at most `room` bytes of it."""
        if self._stream.eof:
            raise self._damaged()
        try:
            unpacked = self._stream.decompress(packed, room)
        except zlib.error:
            raise self._damaged() from None
        if self._stream.unused_data:
            raise self._damaged()
        return unpacked

    def end(self) -> None:
        """To be called behind the last byte."""
        if not self._stream.eof:
            raise self._damaged()

    def _damaged(self) -> FetchError:
        return FetchError(
            "The page arrived damaged: it cannot be unpacked. Try again later, or save the page "
            "and add the file."
        )


def _unreachable(target: Target, error: Exception) -> FetchError:
    if isinstance(error.__cause__, ssl.SSLCertVerificationError):
        return FetchError(
            f"The certificate of {target.host} cannot be trusted, so the page may not be its own. "
            "Check the address, or save the page and add the file."
        )
    return FetchError(
        f"{target.host} cannot be reached. Try again later, or save the page and add the file."
    )
