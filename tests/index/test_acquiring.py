"""A path, an address or an attachment becomes a document, and says where it is from."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.acquiring import Acquired, acquire, acquire_bytes
from index.errors import FetchError, SourceError
from index.extracted import Extracted
from index.fetching import Fetched
from index.types import Claim, Paragraph, Reference, Source, Span

NOW = "2026-11-30T09:00:00+00:00"
TEXT = "One toll.\n\nTwo."
PLAIN = Extracted(
    title="",
    author="",
    publisher="",
    date="",
    url="",
    text=TEXT,
    paragraphs=(Paragraph(Span(0, 9), 1, "Tolls › Of towns"), Paragraph(Span(11, 15), 2)),
    media_type="text/plain",
    dropped=(("soft hyphens", 2),),
)
TOLD = replace(
    PLAIN,
    title="The fair",
    author="Ada Smith",
    publisher="Gazette",
    date="2025-02-11",
    url="https://gazette.example/elsewhere",
    id="statement",
    precedence=3,
    restates=True,
)


@dataclass
class Reading:
    """Reads everything as the same, and notes what it was given."""

    found: Extracted = PLAIN
    given: list[tuple[object, ...]] = field(default_factory=list)

    def __call__(
        self, content: bytes, *, name: str, media_type: str = "", charset: str = "", url: str = ""
    ) -> Extracted:
        self.given.append((content, name, media_type, charset, url))
        return self.found


@dataclass
class Fetching:
    """Finds the same page at the end of every address."""

    url: str = "https://www.gazette.example/2025/bridges"
    fetched: list[str] = field(default_factory=list)

    def __call__(self, url: str) -> Fetched:
        self.fetched.append(url)
        return Fetched(self.url, b"<html>", "text/html", "utf-8")


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def identity(slug: str, origin: str) -> str:
    return f"{slug}-{digest(origin.encode())[:6]}"


def source(acquired: Acquired) -> Source:
    return acquired.document.source


def test_a_file_is_named_by_its_first_heading_and_found_again_at_its_path(tmp_path: Path) -> None:
    path = tmp_path / "The Fair (été).txt"
    path.write_bytes(b"raw bytes")
    read = Reading()
    acquired = acquire(str(path), read=read, now=NOW)
    assert read.given == [(b"raw bytes", path.name, "", "", "")]
    assert source(acquired) == Source(
        id=identity("the-fair-ete", str(path)),
        title="Tolls",
        sha256=digest(b"raw bytes"),
        origin=str(path),
        added=NOW,
        media_type="text/plain",
        text_sha256=digest(TEXT.encode()),
    )
    assert acquired.document.text == TEXT
    assert acquired.document.paragraphs == PLAIN.paragraphs
    assert acquired.dropped == (("soft hyphens", 2),)


def test_a_file_of_the_operators_own_keeps_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes(b"raw")
    assert source(acquire(str(path), read=Reading(TOLD), now=NOW)) == Source(
        id="statement",
        title="The fair",
        sha256=digest(b"raw"),
        publisher="Gazette",
        author="Ada Smith",
        date="2025-02-11",
        url="https://gazette.example/elsewhere",
        restates=True,
        precedence=3,
        origin=str(path),
        added=NOW,
        media_type="text/plain",
        text_sha256=digest(TEXT.encode()),
    )


@pytest.mark.parametrize("odd", ["../statement", "a b", "", "-x", "x" * 200, "état"])
def test_an_id_that_would_be_no_name_is_not_taken(tmp_path: Path, odd: str) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes(b"raw")
    acquired = acquire(str(path), read=Reading(replace(TOLD, id=odd)))
    assert source(acquired).id == identity("notes", str(path))


def test_without_a_title_or_a_heading_a_source_is_called_as_its_file(tmp_path: Path) -> None:
    path = tmp_path / "notes.of\u200b the fair.txt"
    path.write_bytes(b"raw")
    bare = replace(PLAIN, paragraphs=(Paragraph(Span(0, 9), 1),))
    assert source(acquire(str(path), read=Reading(bare))).title == "notes.of the fair"


def test_a_page_is_cited_where_it_was_found_whatever_it_says_of_itself() -> None:
    fetch, read = Fetching(), Reading(TOLD)
    origin = "https://gazette.example/2025/02/Bridges_and-tolls.html"
    found = source(acquire(f"{origin}#tolls", fetch=fetch, read=read, now=NOW))
    assert fetch.fetched == [origin]
    assert read.given == [(b"<html>", "bridges", "text/html", "utf-8", fetch.url)]
    assert found.url == "https://www.gazette.example/2025/bridges"
    assert found.origin == origin
    assert found.id == identity("gazette-example-bridges-and-tolls", origin)
    assert (found.precedence, found.restates) == (0, False)
    assert (found.title, found.publisher) == ("The fair", "Gazette")


def test_the_same_origin_gives_the_same_id_and_another_one_another() -> None:
    def found(place: str, title: str = "") -> str:
        read = Reading(replace(PLAIN, title=title))
        return source(acquire(place, fetch=Fetching(), read=read)).id

    assert found("https://a.example/x", "One") == found("https://a.example/x#y", "Two")
    assert found("https://a.example/x") != found("https://a.example/x?page=2")
    assert found("https://a.example/") == identity("a-example", "https://a.example/")
    assert found("https://a.example/" + "long-" * 40).startswith("a-example-long-long-")
    assert found("HTTPS://\u4f8b.example/\u6a4b") == identity(
        "example", "HTTPS://\u4f8b.example/\u6a4b"
    )


def test_a_page_that_names_nobody_is_published_by_its_host() -> None:
    found = source(acquire("https://a.example/", fetch=Fetching(), read=Reading()))
    assert (found.publisher, found.title) == ("gazette.example", "Tolls")


def test_an_attachment_chooses_neither_its_id_nor_its_rank_and_restates_nobody() -> None:
    read = Reading(TOLD)
    acquired = acquire_bytes(b"raw", "notes.md", origin="attachment by 7", read=read, now=NOW)
    assert read.given == [(b"raw", "notes.md", "", "", "")]
    found = source(acquired)
    assert found.id == identity("notes", "attachment by 7")
    assert (found.precedence, found.origin, found.added) == (0, "attachment by 7", NOW)
    assert (found.url, found.restates) == ("https://gazette.example/elsewhere", False)


CITED = replace(
    TOLD,
    paragraphs=(
        Paragraph(
            Span(0, 9), 1, "", (Reference("Élysée", "Aims", "", "https://elysee.example/"),),
            (Claim("signatories", "how many signed", Span(0, 3)),),
        ),
        Paragraph(Span(11, 15), 2),
    ),
)  # fmt: skip


def test_only_a_file_of_the_operators_cites_others_and_takes_a_side(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes(b"raw")
    bare = (Paragraph(Span(0, 9), 1), Paragraph(Span(11, 15), 2))
    read = Reading(CITED)
    assert acquire(str(path), read=read).document.paragraphs == CITED.paragraphs
    page = acquire("https://a.example/notes.md", fetch=Fetching(), read=read)
    assert page.document.paragraphs == bare
    handed = acquire_bytes(b"raw", "notes.md", origin="attachment by 7", read=read)
    assert handed.document.paragraphs == bare


@pytest.mark.parametrize(
    "place", ["http://[#a", "https://a]b/#x", "http://ex\u2100mple.example/#x"]
)
def test_an_address_with_a_malformed_host_is_refused_in_a_sentence(place: str) -> None:
    with pytest.raises(FetchError, match=r"\.$"):
        acquire(place, read=Reading())


def test_nothing_is_lost_from_an_address_before_it_is_looked_at() -> None:
    fetch = Fetching()
    acquire("http://a\tb.example/#x", fetch=fetch, read=Reading())
    assert fetch.fetched == ["http://a\tb.example/"]


def test_when_a_source_was_added_is_told_in_utc() -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    added = source(acquire_bytes(b"raw", "a.txt", origin="a", read=Reading())).added
    assert before <= datetime.fromisoformat(added) <= datetime.now(UTC)
    assert added.endswith("+00:00")


def test_what_goes_wrong_is_passed_on() -> None:
    def refused(url: str) -> Fetched:
        raise FetchError(f"{url} may not be fetched.")

    def broken(content: bytes, **_: str) -> Extracted:
        raise SourceError("broken")

    for place in ("http://10.0.0.1/", "ftp://a.example/", "file:///etc/passwd"):
        with pytest.raises(FetchError, match="may not be fetched"):
            acquire(place, fetch=refused, read=Reading())
    with pytest.raises(SourceError, match="broken"):
        acquire("https://a.example/", fetch=Fetching(), read=broken)


def test_a_path_that_is_no_file_is_said(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place, message in (
        (tmp_path / "absent.txt", "There is no file .*absent.txt"),
        (tmp_path, "is a folder. Give the files in it."),
        (tmp_path / "pipe", "is no file. Give a file."),
        (f"{tmp_path}/half\udcff", "half.* cannot be read: its name holds what no name may"),
        (f"{tmp_path}/nul\0", "cannot be read: its name holds what no name may"),
        (f"{tmp_path}/{'x' * 300}", "cannot be read: File name too long"),
    ):
        with pytest.raises(SourceError, match=message):
            acquire(str(place), read=Reading())


def test_a_file_is_acquired_through_the_process_that_reads(tmp_path: Path) -> None:
    path = tmp_path / "fair.md"
    path.write_text("# The fair\n\nThe tol\u200bl is due.\n", encoding="utf-8")
    acquired = acquire(str(path))
    document = acquired.document
    (paragraph,) = document.paragraphs
    assert document.text[paragraph.span.start : paragraph.span.end] == "The toll is due."
    assert (document.source.title, document.source.media_type) == ("The fair", "text/markdown")
    assert acquired.dropped == (("zero-width characters", 1),)
