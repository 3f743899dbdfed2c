"""The usual tricks that lead a fetcher inside: not one connection to an inner address is made.

Every name that is not known here leads inside, and whatever address is connected to, a real server
answers, which counts its connections. So a trick that gets through is seen three times over.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.errors import FetchError
from index.fetching import fetch
from tests.index.website import Names, Website, Wire, leading_to, page

PUBLIC = "93.184.215.14"

# Loopback, private, link-local with the clouds' metadata, shared, unspecified.
INNER_4 = (
    "127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.100.100.200", "192.0.0.192", "168.63.129.16", "0.0.0.0",  # noqa: S104 (refused)
)  # fmt: skip
INNER_6 = (
    "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1",
    "100::1", "2001::1", "2001:10::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "3fff::1", "5f00::1",
)  # fmt: skip


def numbers(address: str) -> tuple[int, int, int, int]:
    a, b, c, d = map(int, address.split("."))
    return a, b, c, d


def disguises(address: str) -> Iterator[str]:
    """The ways to write an IPv4 address that some program or other understands."""
    a, b, c, d = numbers(address)
    whole = a << 24 | b << 16 | c << 8 | d
    yield address
    yield f"{address}."
    yield str(whole)
    yield f"{whole}."
    yield hex(whole)
    yield f"0X{whole:08X}"
    yield f"0{whole:o}"
    yield str(whole + 2**32)
    yield f"{a:#x}.{b:#x}.{c:#x}.{d:#x}"
    yield f"0{a:o}.0{b:o}.0{c:o}.0{d:o}"
    yield f"0000{a:o}.{b}.{c}.{d}"
    yield f"{a:#x}.{b}.{c}.0{d:o}"
    yield f"{a}.{b}.{c << 8 | d}"
    yield f"{a}.{b << 16 | c << 8 | d}"
    yield f"{a:03}.{b:03}.{c:03}.{d:03}"
    yield "".join(chr(ord(char) + 0xFEE0) if char.isdigit() else char for char in address)
    yield address.replace(".", "\u3002")
    yield address.replace(".", "\uff0e")
    yield address.replace(".", "%2e")
    yield "".join(f"%{ord(char):02x}" for char in address)
    yield f"[::ffff:{address}]"
    yield f"[::ffff:{a << 8 | b:x}:{c << 8 | d:x}]"
    yield f"[::{address}]"
    yield f"[64:ff9b::{address}]"
    yield f"[64:ff9b:1::{address}]"
    yield f"[::ffff:0:{address}]"
    yield f"[2002:{a << 8 | b:x}:{c << 8 | d:x}::1]"
    yield f"[2001:0:0:0:0:0:{(a << 8 | b) ^ 0xFFFF:x}:{(c << 8 | d) ^ 0xFFFF:x}]"
    yield f"[2a00:1450::5efe:{address}]"


NAMES_INSIDE = (
    "localhost", "LOCALHOST", "localhost.", "LocalHost.LocalDomain", "localhost6",
    "ip6-localhost", "a.localhost", "foo.LOCALHOST.", "router", "intranet", "wpad", "db",
    "printer.local", "metadata.google.internal", "metadata.internal", "instance-data",
    "host.docker.internal", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
    "nas.lan", "nas.home", "nas.home.arpa", "server.corp", "server.private", "server.intranet",
    "a.onion", "a.test", "a.invalid",
    # Public names that lead inside.
    "localtest.me", "127.0.0.1.nip.io", "a.127.0.0.1.sslip.io", "7f000001.nip.io",
    "169.254.169.254.xip.io", "spoofed.example.org",
    # Letters that stand for others.
    "ｌｏｃａｌｈｏｓｔ", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "𝐥𝐨𝐜𝐚𝐥𝐡𝐨𝐬𝐭", "loc\u00adalhost", "local\u200bhost",
    "①②⑦.⓪.⓪.①", "١٢٧.٠.٠.١", "१२७.०.०.१", "1²7.0.0.1", "localhoſt", "loℂalhost", "xn--a",
    "loc%61lhost",
)  # fmt: skip

URLS = (
    # Who is asked, and who is not: user names, ports, fragments, backslashes.
    "http://example.org@127.0.0.1/", "http://example.org:80@127.0.0.1/",
    "http://127.0.0.1@example.org/", "http://example.org%40127.0.0.1/",
    "http://example.org#@127.0.0.1/x y", "http://127.0.0.1#@example.org/",
    "http://127.0.0.1?@example.org/", "http://127.0.0.1\\@example.org/",
    "http://example.org\\@127.0.0.1/", "http://example.org\\.127.0.0.1/",
    "http:\\\\127.0.0.1\\", "http:/\\127.0.0.1/", "http:///127.0.0.1/", "http:////127.0.0.1/",
    "http:127.0.0.1", "http:/127.0.0.1", "//127.0.0.1/", "127.0.0.1", "127.0.0.1:80/",
    "http://example.org&@127.0.0.1#@example.org/", "http://a:b@c@127.0.0.1/",
    "http://@127.0.0.1/", "http://:@127.0.0.1/", "http://127.0.0.1:80@/", "http://127.0.0.1:/",
    "http://127.0.0.1:80:80/", "http://127.0.0.1:00080/", "http://127.0.0.1:+80/",
    "http://127.0.0.1: 80/", "http://127.0.0.1:8080/", "http://127.0.0.1:22/",
    "http://127.0.0.1:65616/", "http://example.org:22/", "http://example.org:6379/",
    "https://example.org:80/", "http://example.org:11211:80/", "http://example.org:-80/",
    # Characters that one program drops and another does not.
    "http://127.0.0.1\t/", "http://127.0.0.1\r\n/", "http://127.\n0.0.1/", "ht\ntp://127.0.0.1/",
    "http://127.0.0.1\0.example.org/", "http://127.0.0.1%00.example.org/",
    "http://127.0.0.1%0d%0a.example.org/", "http://127.0.0.1%09/", "http://127.0.0.1%20/",
    "http://127.0.0.1 .example.org/", " http://127.0.0.1/", "\x01http://127.0.0.1/",
    "http://127.0.0.1\u200b/", "http://127.0.0.1\u2028/", "http://127.0.0.1\ufeff/",
    "http://127.0.0.1\u202e/", "http://\u200b127.0.0.1/", "http://127.0.0.1\x7f/",
    "http://example.org\r\nHost: 127.0.0.1\r\n\r\n/", "http://127.0.0.1\u2100/",
    "http://127.0.0.1\uff0f@example.org/", "http://127.0.0.1\uff03@example.org/",
    "http://127.0.0.1\uff1a80/", "http://127.0.0.1\u2488/", "http://evil.c\u2100.example.org/",
    # Brackets and zones.
    "http://[::1]/", "http://[::1]:80/", "http://[0:0:0:0:0:0:0:1]/", "http://[::1%25lo]/",
    "http://[::1%lo]/", "http://[fe80::1%25eth0]/", "http://[::1]@example.org/",
    "http://[::1].example.org/", "http://[::1", "http://::1/", "http://::1]/", "http://[[::1]]/",
    "http://[127.0.0.1]/", "http://[localhost]/", "http://[v1.127.0.0.1]/", "http://[]/",
    "http://[::FFFF:7F00:1]/", "http://[0000::0001]/", "http://[::0.0.0.1]/",
    "http://[%3a%3a1]/", "http://[::1]:22/",
    # Other schemes.
    "file:///etc/passwd", "file://127.0.0.1/etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:25/x",
    "dict://127.0.0.1:11211/stat", "ldap://127.0.0.1/", "tftp://127.0.0.1/", "jar:http://127.0.0.1!/",
    "data:text/html,x", "javascript:alert(1)", "view-source:http://127.0.0.1/",
    "unix:///var/run/docker.sock", "http+unix://%2Fvar%2Frun%2Fdocker.sock/", "ws://127.0.0.1/",
    "netdoc:///etc/passwd", "urn:x", "about:blank", "blob:http://127.0.0.1/", "sftp://127.0.0.1/",
    "http", "http:", "http://", "https://", "://127.0.0.1/", "", "/", "?", "#",
)  # fmt: skip

TRICKS = tuple(
    dict.fromkeys(
        [
            *(f"http://{host}/" for address in INNER_4 for host in disguises(address)),
            *(f"https://{host}/" for host in INNER_4),
            *(f"http://[{address}]/" for address in INNER_6),
            *(f"http://{name}/" for name in NAMES_INSIDE),
            *URLS,
        ]
    )
)


@pytest.fixture(scope="module")
def site() -> Iterator[Website]:
    with Website({"/": page(b"the secret")}).open() as inside:
        yield inside


def test_there_are_more_than_four_hundred_tricks() -> None:
    assert len(TRICKS) > 400


@pytest.mark.parametrize("url", TRICKS)
def test_a_trick_connects_to_nothing(url: str, site: Website) -> None:
    wire = Wire(site.port)
    with pytest.raises(FetchError) as refused:
        fetch(url, resolver=Names(), network=wire)
    assert wire.connected == []
    assert site.connections == 0
    assert str(refused.value).endswith(".")


# A blank line ends the headers, so that what is behind it is none of the redirect.
@pytest.mark.parametrize(
    "location", [url for url in TRICKS if url != "/" and "\r\n\r\n" not in url]
)
def test_a_redirect_by_a_trick_connects_to_nothing_further(location: str) -> None:
    # What a browser would read as a path of the very host that leads there is not found there.
    sent = location.encode().decode("latin-1")
    with Website({"/start": leading_to(sent), "/": page(b"the secret")}).open() as outside:
        wire = Wire(outside.port)
        names = Names({"example.org.": ((PUBLIC,),)})
        with pytest.raises(FetchError):
            fetch("http://example.org/start", resolver=names, network=wire)
    assert {address for address, _ in wire.connected} == {PUBLIC}


@pytest.mark.parametrize("inner", [*INNER_4, *INNER_6, "::ffff:10.0.0.1", "64:ff9b::10.0.0.1"])
def test_a_name_with_an_inner_address_among_public_ones_is_refused(
    inner: str, site: Website
) -> None:
    for addresses in ((inner,), (PUBLIC, inner), (inner, PUBLIC), ("2606:4700::1", PUBLIC, inner)):
        wire = Wire(site.port)
        with pytest.raises(FetchError, match="not found in the public internet"):
            fetch(
                "https://example.org/", resolver=Names({"example.org.": (addresses,)}), network=wire
            )
        assert wire.connected == []
    assert site.connections == 0


@pytest.mark.parametrize("inner", [*INNER_4, *INNER_6])
def test_a_name_that_leads_inside_the_second_time_is_not_asked_a_second_time(inner: str) -> None:
    with Website({"/": page(b"public")}).open() as outside:
        wire = Wire(outside.port)
        names = Names({"example.org.": ((PUBLIC,), (inner,))})
        assert fetch("http://example.org/", resolver=names, network=wire).content == b"public"
    assert wire.connected == [(PUBLIC, 80)]
    assert names.asked == ["example.org."]


@pytest.mark.parametrize("inner", [*INNER_4, *INNER_6])
def test_a_name_that_leads_inside_by_the_time_of_a_redirect_is_refused(inner: str) -> None:
    with Website({"/": leading_to("/secret"), "/secret": page(b"the secret")}).open() as outside:
        wire = Wire(outside.port)
        names = Names({"example.org.": ((PUBLIC,), (inner,))})
        with pytest.raises(FetchError, match="not found in the public internet"):
            fetch("http://example.org/", resolver=names, network=wire)
    assert wire.connected == [(PUBLIC, 80)]


def test_a_name_with_no_address_and_a_name_that_is_not_known_are_told_as_an_inner_one_is() -> None:
    def unknown(name: str) -> tuple[str, ...]:
        raise OSError("no such name")

    told = []
    for resolver in (unknown, Names({"example.org.": ((),)}), Names()):
        with pytest.raises(FetchError) as refused:
            fetch("http://example.org/", resolver=resolver, network=Wire(0))
        told.append(str(refused.value))
    assert len(set(told)) == 1


@pytest.mark.parametrize(
    "answer",
    ["localhost", "127.1", "0x7f000001", "8.8.8.8/0", "8.8.8.8 10.0.0.1", "", "fe80::1%lo"],
)
def test_a_resolver_that_tells_what_is_no_address_is_not_believed(
    answer: str, site: Website
) -> None:
    wire = Wire(site.port)
    with pytest.raises(FetchError):
        fetch("http://example.org/", resolver=Names({"example.org.": ((answer,),)}), network=wire)
    assert wire.connected == []
