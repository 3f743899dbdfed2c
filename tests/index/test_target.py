"""An address is taken apart as a browser would, or refused; never read in two ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import FetchError
from index.target import Target


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://example.org", Target("https", "example.org", "/")),
        ("HTTPS://Example.ORG/A", Target("https", "example.org", "/A")),
        ("http://example.org:80/a?b=c&d#e", Target("http", "example.org", "/a?b=c&d")),
        ("https://example.org:443?q", Target("https", "example.org", "/?q")),
        ("https://example.org./x", Target("https", "example.org", "/x")),
        ("https://a_b.example.org/%7Ex", Target("https", "a_b.example.org", "/%7Ex")),
        ("https://bücher.example.org/é", Target("https", "xn--bcher-kva.example.org", "/%C3%A9")),
        ("https://élysée.fr/«a»", Target("https", "xn--lyse-9oad.fr", "/%C2%ABa%C2%BB")),
        ("https://例え。jp/", Target("https", "xn--r8jz45g.jp", "/")),
        ("https://example.org/@user", Target("https", "example.org", "/@user")),
        ("https://example.org/http://127.0.0.1/", Target("https", "example.org", "/http://127.0.0.1/")),
        ("https://8.8.8.8/", Target("https", "8.8.8.8", "/")),
        ("https://８.８.８.８/", Target("https", "8.8.8.8", "/")),
        ("https://8.8.8.8./", Target("https", "8.8.8.8", "/")),
        ("https://[2606:4700:4700:0::1111]/", Target("https", "2606:4700:4700::1111", "/")),
        ("https://127.0.0.1.example.org/", Target("https", "127.0.0.1.example.org", "/")),
    ],
)  # fmt: skip
def test_an_address_is_taken_apart_and_brought_to_its_plain_form(url: str, target: Target) -> None:
    assert Target.of(url) == target


def test_an_address_is_put_together_again_as_it_is_requested() -> None:
    assert Target.of("HTTP://Example.org:80#x").url == "http://example.org/"
    six = Target.of("https://[2606:4700:4700::1111]:443/a")
    assert (six.netloc, six.port, six.is_address) == ("[2606:4700:4700::1111]", 443, True)
    assert six.url == "https://[2606:4700:4700::1111]/a"
    assert not Target.of("https://example.org").is_address


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "is not the address of a web page"),
        ("example.org", "is not the address of a web page"),
        ("ftp://example.org/", "is not the address of a web page"),
        ("file:///etc/passwd", "is not the address of a web page"),
        ("https:/example.org", "is not the address of a web page"),
        ("https:example.org", "is not the address of a web page"),
        ("//example.org", "is not the address of a web page"),
        ("https://example.org/" + "a" * 2048, "longer than 2,048 characters"),
        ("https://exam ple.org", "a space, a backslash or a character that cannot be seen"),
        ("https://example.org\\@evil.org/", "a space, a backslash"),
        ("https://example.org/\r\nHost: evil.org", "a space, a backslash"),
        ("https://exa\u00admple.org/", "a space, a backslash"),
        ("https://exa\ud800mple.org/", "a space, a backslash"),
        ("https://me@example.org/", "a user name or a password"),
        ("https://me:secret@example.org/", "a user name or a password"),
        ("https://example.org:8443/", "usual ports only, here 443"),
        ("http://example.org:443/", "usual ports only, here 80"),
        ("https://example.org:/", "usual ports only"),
        ("https://example.org:443:443/", "usual ports only"),
        ("https://example.org:0443/", "usual ports only"),
        ("https://example.org:٤٤٣/", "usual ports only"),
        ("https:///path", "malformed"),
        ("https://./", "malformed"),
        ("https://example..org/", "malformed"),
        ("https://example.org../", "malformed"),
        ("https://-example.org/", "malformed"),
        ("https://ex%61mple.org/", "malformed"),
        ("https://exa<mple.org/", "malformed"),
        ("https://" + "a" * 64 + ".org/", "malformed"),
        ("https://" + "a." * 127 + "org/", "malformed"),
        ("https://[::1/", "malformed"),
        ("https://::1]/", "usual ports only"),
        ("https://[8.8.8.8]/", "malformed"),
        ("https://[2606:4700::1%25eth0]/", "malformed"),
        ("https://[2606:4700::1]x/", "malformed"),
        ("https://\u0338a.org/", "malformed"),
        ("https://1.2.3/", "can be read in several ways"),
        ("https://example.0x1/", "can be read in several ways"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_address_is_said(url: str, words: str) -> None:
    with pytest.raises(FetchError, match=words):
        Target.of(url)


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "LOCALHOST.", "a.localhost", "router", "printer.local", "nas.home.arpa",
        "metadata.google.internal", "x.lan", "x.corp", "x.onion", "ｌｏｃａｌｈｏｓｔ",
    ],
)  # fmt: skip
def test_a_name_of_a_machine_or_a_network_is_not_even_resolved(host: str) -> None:
    with pytest.raises(FetchError, match="not found in the public internet"):
        Target.of(f"https://{host}/")


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("https://other.org/x", "https://other.org/x"),
        ("//other.org/x", "https://other.org/x"),
        ("/x", "https://example.org/x"),
        ("x?y#z", "https://example.org/a/x?y"),
        ("../x", "https://example.org/x"),
        ("", "https://example.org/a/b"),
    ],
)
def test_a_redirect_is_followed_from_where_it_was_met(location: str, url: str) -> None:
    assert Target.of("https://example.org/a/b").redirected(location).url == url


@pytest.mark.parametrize("location", ["/a b", "/a\tb", "\\\\evil.org", "https://me@evil.org/"])
def test_a_redirect_to_what_is_no_address_tells_who_led_there(location: str) -> None:
    with pytest.raises(FetchError, match=r"example\.org leads on to another address\. The address"):
        Target.of("https://example.org/").redirected(location)


def test_a_redirect_out_of_encryption_is_not_followed() -> None:
    with pytest.raises(FetchError, match="not encrypted"):
        Target.of("https://example.org/").redirected("http://example.org/")
    assert Target.of("http://example.org/").redirected("https://example.org/").port == 443


@given(st.text(max_size=40), st.sampled_from(["http://", "https://", "http://a.org/", ""]))
def test_whatever_is_given_is_plain_ascii_afterwards_or_refused(text: str, before: str) -> None:
    try:
        target = Target.of(before + text)
    except FetchError:
        return
    assert target.url.isascii()
    assert not set(target.url) & set(" \\\r\n\t\0")
    assert target.path.startswith("/")
    assert Target.of(target.url) == target
