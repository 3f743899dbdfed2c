"""The address of a web page, taken apart strictly.

Only the forms that a person copies from a browser are taken: what two programs could read
differently is refused. A host that is written as a number in
an unusual way, or in letters that stand for others, is brought to its plain form before it is
judged, and it is the plain form that is resolved, connected to and sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote, urljoin

import idna

from index.errors import FetchError

_LONGEST = 2048  # characters
_PORTS = {"http": 80, "https": 443}
_URL = re.compile(r"(https?)://([^/?#]*)([^#]*)", re.IGNORECASE)
_AUTHORITY = re.compile(r"(\[[^\[\]]*\]|[^:\[\]]*)(?::(.*))?")
_NAME = re.compile(r"(?=.{1,253}\Z)(?:(?:\A|\.)(?!-)[a-z0-9_-]{1,63}(?<!-))+")
# A host whose last part is a number is an address, whatever stands before it (so do browsers).
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)", re.DOTALL)
# Names that are answered within a machine or a network, and never by the public one.
_INNER = (
    ".alt", ".corp", ".home", ".home.arpa", ".internal", ".intranet", ".invalid", ".lan", ".local",
    ".localdomain", ".localhost", ".onion", ".private", ".test",
)  # fmt: skip
_KEPT = "!#$%&'()*+,/:;=?@[]~"  # what `quote` leaves as it is beside letters, digits and _.-


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked of whom. `host` is a lower-case ASCII name, or an address without brackets."""

    scheme: str
    host: str
    path: str

    @classmethod
    def of(cls, url: str) -> Target:
        """Take `url` apart; a FetchError says why it may not be fetched."""
        _check_characters(url)
        match = _URL.fullmatch(url.partition("#")[0])
        if not match:
            raise FetchError(
                "That is not the address of a web page. Give one that begins with https:// or "
                "http://, as a browser shows it."
            )
        scheme, authority, path = match.groups()
        path = quote(path, safe=_KEPT)
        return cls(
            scheme.lower(),
            _host(authority, _PORTS[scheme.lower()]),
            path if path.startswith("/") else f"/{path}",
        )

    def redirected(self, location: str) -> Target:
        """Where `location`, relative or not, leads from here; checked as a fresh address is.

        What was asked for under encryption is not fetched without: anybody on the way could put
        words into the source, and the citation would still name the page that was trusted.
        """
        try:
            _check_characters(location)  # before any are lost on joining
            new = Target.of(urljoin(self.url, location))
        except ValueError:
            raise _malformed() from None
        except FetchError as error:
            raise FetchError(f"{self.host} leads on to another address. {error}") from None
        if (self.scheme, new.scheme) == ("https", "http"):
            raise FetchError(
                f"{self.host} leads on to a page that is not encrypted (http). Give the address "
                "of that page itself if you trust it."
            )
        return new

    @property
    def is_address(self) -> bool:
        """Whether the host is an IP address; whether that is public is still to be judged."""
        return ":" in self.host or bool(_NUMBER.fullmatch(self.host))

    @property
    def port(self) -> int:
        return _PORTS[self.scheme]

    @property
    def netloc(self) -> str:
        """The host as a URL and the Host header have it."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.netloc}{self.path}"


def inner(host: str) -> FetchError:
    """The refusal of a host that is not public.

    It is the same where the name does not exist: whoever may add sources shall not learn the names
    and addresses of the network that the bot runs in.
    """
    return FetchError(
        f"{host} was not found in the public internet, and nothing else is fetched. Check the "
        "address, or save the page and add the file."
    )


def _check_characters(url: str) -> None:
    if len(url) > _LONGEST:
        raise FetchError(
            f"The address is longer than {_LONGEST:,} characters. Give a shorter one, or save the "
            "page and add the file."
        )
    # Control characters, spaces of all kinds, invisible characters and halves of characters.
    if "\\" in url or " " in url or not url.isprintable():
        raise FetchError(
            "The address holds a space, a backslash or a character that cannot be seen. Copy it "
            "again from the browser's address bar."
        )


def _host(authority: str, usual: int) -> str:
    if "@" in authority:
        raise FetchError(
            "The address holds a user name or a password before the “@”, which are never sent. "
            "Give the address without them."
        )
    match = _AUTHORITY.fullmatch(authority)
    if not match:
        raise _malformed()
    host, port = match.groups()
    if port is not None and port != str(usual):
        raise FetchError(
            f"Pages are fetched from the usual ports only, here {usual}. Give an address without "
            "a port, or save the page and add the file."
        )
    return _bracketed(host[1:-1]) if host.startswith("[") else _plain(host)


def _bracketed(host: str) -> str:
    if "%" in host:  # the zone of an address that is not public
        raise _malformed()
    try:
        return IPv6Address(host).compressed
    except ValueError:
        raise _malformed() from None


def _plain(host: str) -> str:
    try:
        # Letters of other scripts become what names are registered in; full-width digits, digits.
        name = host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError:
        raise _malformed() from None
    name = name.lower().removesuffix(".")
    if _NUMBER.fullmatch(name):
        try:
            return str(IPv4Address(name))
        except ValueError:
            raise FetchError(
                "The host is a number that can be read in several ways. Give the name of the site."
            ) from None
    if not _NAME.fullmatch(name):
        raise _malformed()
    if "." not in name or name.endswith(_INNER):
        raise inner(name)
    return name


def _malformed() -> FetchError:
    return FetchError(
        "The name of the site in the address is malformed. Copy the address again from the "
        "browser's address bar."
    )
