"""Pages are fetched as a browser would; nothing inside, nothing endless, nothing enormous."""

from __future__ import annotations

import gzip
import re
import socket
import ssl
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import trustme

from index.connecting import MAX_BYTES, MAX_SECONDS, resolve
from index.errors import FetchError
from index.fetching import MEDIA_TYPES, Fetched, fetch
from tests.index.website import Answer, Names, Website, Wire, leading_to, page

PUBLIC, OTHER = "93.184.215.14", "2606:4700:4700::1111"
NAMES = {"example.org.": ((PUBLIC,),), "other.org.": ((OTHER,),)}


class Visit:
    """A website, the wire to it, and the names that lead there."""

    def __init__(self, site: Website, *, dead: tuple[str, ...] = ()) -> None:
        self.site = site
        self.wire = Wire(site.port, dead=dead)
        self.names = Names(NAMES)

    def fetch(self, url: str, *, seconds: float = MAX_SECONDS) -> Fetched:
        return fetch(url, resolver=self.names, network=self.wire, seconds=seconds)


@contextmanager
def visiting(
    answers: dict[str, Answer], *, tls: ssl.SSLContext | None = None, dead: tuple[str, ...] = ()
) -> Iterator[Visit]:
    with Website(answers, tls).open() as site:
        yield Visit(site, dead=dead)


def fetched(answer: Answer, *, seconds: float = MAX_SECONDS) -> Fetched:
    with visiting({"/": answer}) as visit:
        return visit.fetch("http://example.org/", seconds=seconds)


def chunked(*chunks: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"".join(b"%x\r\n%b\r\n" % (len(one), one) for one in chunks) + b"0\r\n\r\n"


# What a page is.


def test_a_page_is_fetched_with_its_media_type_and_charset() -> None:
    got = fetched(page(b"<p>caf\xe9", 'Text/HTML; a=b; Charset="ISO-8859-1"'))
    assert got == Fetched("http://example.org/", b"<p>caf\xe9", "text/html", "iso-8859-1")


def test_the_address_of_the_host_is_connected_to_while_its_name_is_asked_for() -> None:
    with visiting({"/a%20b?c": page()}) as visit:
        got = visit.fetch("http://Example.org/a%20b?c#d")
    assert got.url == "http://example.org/a%20b?c"
    assert visit.names.asked == ["example.org."]
    assert visit.wire.connected == [(PUBLIC, 80)]
    (request,) = visit.site.requests
    first, *headers = request.decode().split("\r\n")
    assert first == "GET /a%20b?c HTTP/1.1"
    named = dict(line.split(": ", 1) for line in headers if line)
    assert named.keys() == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert named["Host"] == "example.org"
    assert re.fullmatch(r"summit-bot/[\d.]+( \(\+https://\S+\))?", named["User-Agent"])
    assert named["Accept-Encoding"] == "gzip"


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with visiting({"/": page()}) as visit:
        visit.fetch("http://example.org/")
    assert visit.wire.connected == [(PUBLIC, 80)]
    assert b"authorization" not in visit.site.requests[0].lower()


def test_cookies_are_not_sent_back() -> None:
    first = leading_to("/b").replace(b"\r\n\r\n", b"\r\nSet-Cookie: a=b\r\n\r\n")
    with visiting({"/": first, "/b": page()}) as visit:
        visit.fetch("http://example.org/")
    assert len(visit.site.requests) == 2
    assert b"cookie" not in visit.site.requests[1].lower()


def test_nothing_that_a_page_refers_to_is_fetched() -> None:
    body = b"""<link rel=stylesheet href=/a.css><img src=/b.png><script src=/c.js></script>
        <iframe src=/d></iframe><meta http-equiv=refresh content="0;url=/e">"""
    with visiting(
        {"/": page(body, "text/html", "Refresh: 0; url=/f", "Link: </g>; rel=preload")}
    ) as visit:
        assert visit.fetch("http://example.org/").content == body
    assert visit.site.connections == 1


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_every_kind_that_can_be_indexed_is_taken(media_type: str) -> None:
    assert fetched(page(b"x", media_type)).media_type == media_type


@pytest.mark.parametrize(
    ("media_type", "told"),
    [
        ("image/png", "of the type image/png"),
        ("application/json", "of the type application/json"),
        ("application/octet-stream", "of the type application/octet-stream"),
        ("video/mp4; x=text/html", "of the type video/mp4"),
        ("", "of unknown type"),
        ("text", "of unknown type"),
        ("text/html, image/png", "of unknown type"),
    ],
)
def test_what_cannot_be_indexed_is_refused_by_its_kind(media_type: str, told: str) -> None:
    with pytest.raises(FetchError, match=f"sent something {told}. Web pages, plain text"):
        fetched(page(b"x", media_type))


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        ("404 Not Found", "status 404. The page is not there"),
        ("403 Forbidden", "status 403. It may want a login"),
        ("401 Unauthorized", "status 401. It may want a login"),
        ("500 Oops", "status 500. Try again later"),
        ("204 No Content", "status 204. Try again later"),
        ("206 Partial Content", "status 206. Try again later"),
        ("304 Not Modified", "status 304. Try again later"),
        ("300 Multiple Choices", "status 300. Try again later"),
    ],
)
def test_any_status_but_success_is_told(status: str, advice: str) -> None:
    with pytest.raises(FetchError, match=rf"example\.org answered with the {advice}"):
        fetched(page(b"", "text/html", status=status))


def test_a_redirect_without_a_place_is_told() -> None:
    with pytest.raises(FetchError, match="status 302"):
        fetched(page(b"", "text/html", status="302 Found"))


# Size.


def test_a_page_of_the_largest_size_is_taken_whole() -> None:
    assert fetched(page(b"x" * MAX_BYTES)).content == b"x" * MAX_BYTES


def announced(connection: socket.socket) -> None:
    """A page that is said to be large, of which nothing comes."""
    connection.sendall(
        page(b"", "text/plain").replace(b"Length: 0", b"Length: %d" % (MAX_BYTES + 1))
    )
    connection.recv(1)


def endless(connection: socket.socket) -> None:
    """A page that never ends, and does not say how long it is."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65_536)


def endless_crumbs(connection: socket.socket) -> None:
    """The same in chunks of one byte with much ado: the transfer is larger than the page."""
    connection.sendall(chunked().removesuffix(b"0\r\n\r\n"))
    while True:
        connection.sendall(b"1;%b\r\nx\r\n" % (b"y" * 5000))


@pytest.mark.parametrize(
    "answer",
    [
        page(b"x" * (MAX_BYTES + 1)),
        chunked(*[b"x" * 1024**2] * 10, b"x"),
        announced,
        endless,
        endless_crumbs,
        page(gzip.compress(b"x" * (MAX_BYTES + 1)), "text/plain", "Content-Encoding: gzip"),
        page(gzip.compress(b"\0" * 2**27, 9), "text/html", "Content-Encoding: GZIP"),
    ],
    ids=["long", "in chunks", "announced", "endless", "crumbs", "packed", "bomb"],
)
def test_a_larger_page_is_refused(answer: Answer) -> None:
    with pytest.raises(FetchError, match="larger than 10 MiB"):
        fetched(answer)


def test_a_bomb_takes_no_more_memory_than_a_page() -> None:
    bomb = page(gzip.compress(b"\0" * 2**27, 9), "text/html", "Content-Encoding: gzip")
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match="larger than 10 MiB"):
            fetched(bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * MAX_BYTES


def test_a_packed_page_is_unpacked() -> None:
    body = "Où est-ce ?".encode() * 1000
    for coding in ("gzip", "x-gzip", " GZip "):
        got = fetched(page(gzip.compress(body), "text/plain", f"Content-Encoding: {coding}"))
        assert got.content == body


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(b"x" * 5000)[:-1],
        gzip.compress(b"x" * 5000)[:20],
        gzip.compress(b"x") + b"y",
        gzip.compress(b"x") + gzip.compress(b"y"),
        zlib.compress(b"x"),
        b"not packed at all",
        b"",
    ],
)
def test_a_page_that_cannot_be_unpacked_is_refused(packed: bytes) -> None:
    with pytest.raises(FetchError, match="arrived damaged"):
        fetched(page(packed, "text/plain", "Content-Encoding: gzip"))


@pytest.mark.parametrize("coding", ["br", "deflate", "zstd", "gzip, gzip", "compress", "x"])
def test_a_page_packed_in_another_way_is_refused(coding: str) -> None:
    with pytest.raises(FetchError, match="packed in a way that was not asked for"):
        fetched(page(zlib.compress(b"x"), "text/plain", f"Content-Encoding: {coding}"))


def many_headers(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X: y\r\n" * 1000)


def one_long_header(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        connection.sendall(b"y" * 10_000)


@pytest.mark.parametrize(
    "answer",
    [
        many_headers,
        one_long_header,
        b"",
        b"HTTP/1.1 200 OK\r\n",
        b"220 mail.example.org ESMTP\r\n",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        page(b"half").replace(b"Length: 4", b"Length: 8"),
        chunked(b"half").removesuffix(b"0\r\n\r\n"),
        chunked(b"x").replace(b"1\r\nx", b"zz\r\nx"),
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
    ],
)
def test_what_is_no_whole_answer_is_refused(answer: Answer) -> None:
    with pytest.raises(
        FetchError, match=r"broke off, or answered with|answered with the status 101"
    ):
        fetched(answer)


# Time.


def dripping(before: bytes) -> Callable[[socket.socket], None]:
    """A byte every 50 ms, for as long as anybody listens."""

    def drip(connection: socket.socket) -> None:
        connection.sendall(before)
        while True:
            time.sleep(0.05)
            connection.sendall(b"x")

    return drip


def silent(connection: socket.socket) -> None:
    connection.recv(1)


def going_on(connection: socket.socket) -> None:
    """Says again and again that the answer is to come."""
    while True:
        time.sleep(0.02)
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n")


@pytest.mark.parametrize(
    "answer",
    [
        silent,
        going_on,
        dripping(b"HTTP/1.1 200 OK\r\nX: "),
        dripping(page(b"").replace(b"Length: 0", b"Length: 1000")),
        dripping(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"),
    ],
    ids=["silent", "going on", "header", "body", "body without end"],
)
def test_a_page_that_comes_too_slowly_is_given_up(answer: Answer) -> None:
    begun = time.monotonic()
    with pytest.raises(FetchError, match="did not arrive within 20 seconds"):
        fetched(answer, seconds=0.4)
    assert time.monotonic() - begun < 2


def test_the_time_counts_over_redirects() -> None:
    def slow(connection: socket.socket) -> None:
        time.sleep(0.3)
        connection.sendall(leading_to("/"))

    begun = time.monotonic()
    with pytest.raises(FetchError, match="did not arrive within 20 seconds"):
        fetched(slow, seconds=0.5)
    assert time.monotonic() - begun < 2


def test_a_name_that_is_not_resolved_in_time_is_given_up() -> None:
    def never(name: str) -> tuple[str, ...]:
        time.sleep(3)
        return (PUBLIC,)

    begun = time.monotonic()
    with pytest.raises(FetchError, match="did not arrive within 20 seconds"):
        fetch("http://example.org/", resolver=never, network=Wire(0), seconds=0.2)
    assert time.monotonic() - begun < 2


def test_a_handshake_that_never_ends_is_given_up() -> None:
    begun = time.monotonic()
    with visiting({}) as visit, pytest.raises(FetchError, match="cannot be reached"):
        visit.fetch("https://example.org/", seconds=0.4)
    assert time.monotonic() - begun < 2


# Connections.


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    with visiting({"/": page()}, dead=(PUBLIC,)) as visit:
        visit.names.answers = {"example.org.": ((PUBLIC, OTHER),)}
        assert visit.fetch("http://example.org/").content == b"Hello."
    assert visit.wire.connected == [(PUBLIC, 80), (OTHER, 80)]


def test_a_host_that_does_not_answer_at_all_is_told() -> None:
    with (
        visiting({}, dead=(PUBLIC,)) as visit,
        pytest.raises(FetchError, match="cannot be reached"),
    ):
        visit.fetch("http://example.org/")


def test_an_address_is_fetched_from_without_asking_for_a_name() -> None:
    with visiting({"/": page()}) as visit:
        assert visit.fetch(f"http://[{OTHER}]/").url == f"http://[{OTHER}]/"
        visit.fetch(f"http://{PUBLIC}/")
    assert visit.names.asked == []
    assert visit.wire.connected == [(OTHER, 80), (PUBLIC, 80)]
    assert f"\r\nHost: [{OTHER}]\r\n".encode() in visit.site.requests[0]


def test_the_system_resolver_tells_each_address_once() -> None:
    addresses = resolve("localhost")
    assert len(addresses) == len(set(addresses)) > 0
    assert set(addresses) <= {"127.0.0.1", "::1"}


# TLS.


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def serving(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_over_tls_the_name_is_asked_for_and_verified(authority: trustme.CA) -> None:
    asked: list[str | None] = []
    tls = serving(authority, "example.org")
    tls.sni_callback = lambda _, name, __: asked.append(name)
    with visiting({"/": page()}, tls=tls) as visit:
        got = fetch(
            "https://example.org/",
            resolver=visit.names,
            network=visit.wire,
            trust=trusting(authority),
        )
    assert got.url == "https://example.org/"
    assert asked == ["example.org"]
    assert visit.wire.connected == [(PUBLIC, 443)]


def test_the_certificate_of_another_name_is_not_accepted(authority: trustme.CA) -> None:
    with visiting({"/": page()}, tls=serving(authority, "other.org")) as visit:
        with pytest.raises(FetchError, match=r"certificate of example\.org cannot be trusted"):
            fetch(
                "https://example.org/",
                resolver=visit.names,
                network=visit.wire,
                trust=trusting(authority),
            )
        assert visit.site.requests == []


def test_a_certificate_that_nobody_vouches_for_is_not_accepted(authority: trustme.CA) -> None:
    with visiting({"/": page()}, tls=serving(authority, "example.org")) as visit:
        with pytest.raises(FetchError, match=r"certificate of example\.org cannot be trusted"):
            visit.fetch("https://example.org/")
        assert visit.site.requests == []


def test_a_page_larger_than_allowed_is_refused_over_tls_too(authority: trustme.CA) -> None:
    with (
        visiting({"/": endless}, tls=serving(authority, "example.org")) as visit,
        pytest.raises(FetchError, match="larger than 10 MiB"),
    ):
        fetch(
            "https://example.org/",
            resolver=visit.names,
            network=visit.wire,
            trust=trusting(authority),
        )


# Redirects.


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"]
)
def test_a_redirect_is_followed_and_the_last_address_is_told(status: str) -> None:
    with visiting({"/": leading_to("http://other.org/x", status), "/x": page()}) as visit:
        assert visit.fetch("http://example.org/").url == "http://other.org/x"
    assert visit.wire.connected == [(PUBLIC, 80), (OTHER, 80)]
    assert b"\r\nHost: other.org\r\n" in visit.site.requests[1]


def test_three_redirects_are_followed_and_no_more() -> None:
    answers: dict[str, Answer] = {
        "/": leading_to("/1"),
        "/1": leading_to("/2"),
        "/2": leading_to("/3"),
        "/3": page(b"there"),
        "/0": leading_to("/"),
    }
    with visiting(answers) as visit:
        assert visit.fetch("http://example.org/").content == b"there"
        with pytest.raises(FetchError, match="leads on more than 3 times"):
            visit.fetch("http://example.org/0")
    assert visit.site.connections == 4 + 4


def test_a_redirect_to_itself_ends() -> None:
    with visiting({"/": leading_to("/")}) as visit:
        with pytest.raises(FetchError, match="leads on more than 3 times"):
            visit.fetch("http://example.org/")
        assert visit.site.connections == 4


def test_a_page_over_tls_that_leads_to_one_without_is_refused(authority: trustme.CA) -> None:
    with visiting(
        {"/": leading_to("http://example.org/")}, tls=serving(authority, "example.org")
    ) as visit:
        with pytest.raises(FetchError, match="not encrypted"):
            fetch(
                "https://example.org/",
                resolver=visit.names,
                network=visit.wire,
                trust=trusting(authority),
            )
        assert visit.wire.connected == [(PUBLIC, 443)]
