"""A path, an address or an attachment into a `Document` that can be indexed."""

from __future__ import annotations

import hashlib
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import unquote, urlsplit

from index import fetching, sandbox
from index.errors import SourceError
from index.extracted import Extracted
from index.fetching import Fetched
from index.sanitizing import clean
from index.types import Document, Source

_LONGEST_SLUG = 60
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}", re.IGNORECASE)


class Read(Protocol):
    """What reads bytes: `sandbox.read`, or a test's stand-in."""

    def __call__(
        self, content: bytes, *, name: str, media_type: str = "", charset: str = "", url: str = ""
    ) -> Extracted: ...


Fetch = Callable[[str], Fetched]


@dataclass(frozen=True, slots=True)
class Acquired:
    """A document, and how many invisible things of each kind were left out of it."""

    document: Document
    dropped: tuple[tuple[str, int], ...] = ()


def acquire(
    place: str, *, fetch: Fetch = fetching.fetch, read: Read = sandbox.read, now: str = ""
) -> Acquired:
    """The source at `place`, a path or an address; SourceError where it cannot be had or read.

    `now` is when (ISO 8601, UTC); the present where it is empty.
    """
    if not re.match(r"[a-z][a-z0-9+.-]*://", place, re.IGNORECASE):
        path = Path(place).expanduser().absolute()
        content = _content_of(path)
        found = read(content, name=path.name)
        return _acquired(found, content, str(path), path.name, now, trusted=True)
    origin = place.partition("#")[0]
    fetched = fetch(origin)
    parts = urlsplit(fetched.url)
    name = PurePosixPath(unquote(parts.path)).name
    found = read(
        fetched.content,
        name=name,
        media_type=fetched.media_type,
        charset=fetched.charset,
        url=fetched.url,
    )
    return _acquired(found, fetched.content, origin, name, now, url=fetched.url)


def acquire_bytes(
    content: bytes, name: str, *, origin: str, read: Read = sandbox.read, now: str = ""
) -> Acquired:
    """The source that was handed over as a file called `name`; see `acquire`."""
    return _acquired(read(content, name=name), content, origin, name, now)


def _content_of(path: Path) -> bytes:
    shown = str(path).encode("utf-8", "replace").decode()
    try:
        str(path).encode()
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise SourceError(f"{shown} is a folder. Give the files in it.")
        if not stat.S_ISREG(about.st_mode):
            raise SourceError(f"{shown} is no file. Give a file.")
        with path.open("rb") as file:
            return file.read(sandbox.LARGEST + 1)  # one more, so that the reader sees it is larger
    except FileNotFoundError:
        raise SourceError(f"There is no file {shown}. Check the path.") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "its name holds what no name may"
        raise SourceError(f"{shown} cannot be read: {why}. Check the path.") from error


def _acquired(
    found: Extracted,
    content: bytes,
    origin: str,
    name: str,
    now: str,
    *,
    url: str = "",
    trusted: bool = False,
) -> Acquired:
    """The document. A page is cited at the `url` where it was found, whatever it says of itself.

    Only a `trusted` source chooses its id and its rank, restates another, cites others as what it
    rests on, and takes a side where sources disagree.
    """
    name = " ".join(clean(name, Counter()).split())
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    first = next((p.heading for p in found.paragraphs if p.heading), "").split(" › ")[0]
    title = found.title or first or PurePosixPath(name).stem or host or "Untitled"
    given = found.id if trusted and _ID.fullmatch(found.id) else ""
    source = Source(
        id=given or _identity(name, origin),
        title=title,
        sha256=hashlib.sha256(content).hexdigest(),
        publisher=found.publisher or host,
        author=found.author,
        date=found.date,
        url=url or found.url,
        restates=found.restates and trusted,
        precedence=found.precedence if trusted else 0,
        origin=origin,
        added=now or datetime.now(UTC).isoformat(timespec="seconds"),
        media_type=found.media_type,
        text_sha256=hashlib.sha256(found.text.encode()).hexdigest(),
    )
    paragraphs = found.paragraphs
    if not trusted:
        paragraphs = tuple(replace(each, references=(), claims=()) for each in paragraphs)
    return Acquired(Document(source, found.text, paragraphs), found.dropped)


def _identity(name: str, origin: str) -> str:
    """A name that people can read and type, with six digits of the origin's hash.

    Nothing of what a page says is in it: a headline may change, and it is the same source.
    """
    address = urlsplit(origin) if "://" in origin else None
    last = PurePosixPath(unquote(address.path) if address else name).stem
    words = f"{(address.hostname or '').removeprefix('www.')} {last}" if address else last
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_SLUG].strip("-")
    digest = hashlib.sha256(origin.encode("utf-8", "surrogateescape")).hexdigest()[:6]
    return f"{slug or 'source'}-{digest}"
