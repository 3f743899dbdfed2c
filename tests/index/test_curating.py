"""One source added at a time: what is new, unchanged, too much, or in another's place."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from index import curating, library
from index.acquiring import Acquired, Read
from index.curating import Added, Bounds, Stage, add, add_bytes, can_refresh, refresh
from index.errors import FetchError, SourceError
from index.extracted import Extracted
from index.types import Document, Paragraph, Source, Span
from tests.index.fakes import BagOfWords, document

URL = "https://news.example/summit"


def extracted(content: bytes, title: str = "Minutes", media_type: str = "text/plain") -> Extracted:
    """A paragraph for each line."""
    text = content.decode()
    paragraphs, at = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        paragraphs.append(Paragraph(Span(at, at + len(line)), number))
        at += len(line) + 1
    return Extracted(title, "", "", "", "", text, tuple(paragraphs), media_type,
                     (("soft hyphens", 2),))  # fmt: skip


def reading(
    content: bytes, *, name: str, media_type: str = "", charset: str = "", url: str = ""
) -> Extracted:
    return extracted(content)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Places:
    """What stands at places, read with the reader that is handed in or without one."""

    def __init__(self) -> None:
        self.pages = {URL: "The hall was full.\nMany came."}
        self.media_type = "text/html"
        self.salt = ""
        self.title = "Summit"

    def __call__(self, place: str, *, read: Read) -> Acquired:
        if place not in self.pages:
            raise FetchError("It is not there. Check the address.")
        text = self.pages[place]
        told = document(*text.split("\n"), identity="x")
        sha256 = digest(text + self.salt)
        source = Source(
            "news-1", self.title, sha256, url=place, origin=place, media_type=self.media_type,
            added=f"2026-11-30T08:00:00+00:00{self.salt}", text_sha256=digest(told.text),
        )  # fmt: skip
        return Acquired(Document(source, told.text, told.paragraphs), (("hidden HTML", 1),))


def test_a_page_is_added_and_what_happens_is_told(tmp_path: Path) -> None:
    told: list[object] = []
    embedder = BagOfWords()
    done = add(
        URL, tmp_path, embedder, acquire=Places(), step=told.append, started=told.append,
        progress=told.append,
    )  # fmt: skip
    [source] = library.sources_in(tmp_path)
    assert done == Added(source, 2, 2, 0, (("hidden HTML", 1),))
    assert told == ["fetching", "indexing", 2, 2]
    opened = library.Library.open(tmp_path, embedder)
    assert [passage.text for passage in opened.passages] == ["The hall was full.", "Many came."]


def test_a_file_is_read_and_added_under_its_name(tmp_path: Path) -> None:
    told: list[Stage] = []
    done = add_bytes(
        b"They met.\nThey ate.", "notes.txt", tmp_path, BagOfWords(), read=reading,
        step=told.append,
    )  # fmt: skip
    assert told == ["reading", "indexing"]
    assert done.source.origin == "attachment:notes.txt"
    assert done.dropped == (("soft hyphens", 2),)
    again = add_bytes(b"They met.\nThey slept.", "notes.txt", tmp_path, BagOfWords(), read=reading)
    assert (again.passages, again.embedded, again.kept) == (2, 1, 1)
    assert (done.replaced, again.replaced) == (False, True)
    assert [source.id for source in library.sources_in(tmp_path)] == [done.source.id]


def test_what_is_there_unchanged_is_not_touched(tmp_path: Path) -> None:
    places, told = Places(), list[Stage]()
    first = add(URL, tmp_path, BagOfWords(), acquire=places)
    generation = (tmp_path / "CURRENT").read_bytes()
    again = add(URL, tmp_path, BagOfWords(), acquire=places, step=told.append)
    assert again == replace(first, embedded=0, kept=2, unchanged=True)
    assert told == ["fetching"]
    assert (tmp_path / "CURRENT").read_bytes() == generation


@pytest.mark.parametrize(
    ("media_type", "title", "unchanged"),
    [("text/html", "Summit", True), ("text/html", "New", False), ("text/plain", "Summit", False)],
)
def test_a_page_that_differs_in_what_nobody_sees_is_unchanged(
    tmp_path: Path, media_type: str, title: str, *, unchanged: bool
) -> None:
    places = Places()
    places.media_type = media_type
    add(URL, tmp_path, BagOfWords(), acquire=places)
    places.salt, places.title = "!", title
    done = add(URL, tmp_path, BagOfWords(), acquire=places)
    assert done.unchanged is unchanged


def test_a_source_with_the_id_of_another_does_not_take_its_place(tmp_path: Path) -> None:
    places = Places()
    places.pages["https://other.example"] = "Something else."
    add(URL, tmp_path, BagOfWords(), acquire=places)
    with pytest.raises(SourceError, match=r"Another source has the id news-1 already\. Give"):
        add("https://other.example", tmp_path, BagOfWords(), acquire=places)
    assert [source.origin for source in library.sources_in(tmp_path)] == [URL]


def test_what_everybody_is_answered_from_need_not_be_added(tmp_path: Path) -> None:
    bounds = Bounds(taken=frozenset({"news-1"}))
    with pytest.raises(SourceError, match="among those that everybody is answered from"):
        add(URL, tmp_path, BagOfWords(), acquire=Places(), bounds=bounds)
    assert not (tmp_path / "CURRENT").exists()


def test_so_many_sources_and_passages_a_folder_may_hold(tmp_path: Path) -> None:
    bounds = Bounds(sources=2, passages=5)

    def file(name: str, content: bytes) -> Added:
        return add_bytes(content, name, tmp_path, BagOfWords(), read=reading, bounds=bounds)

    file("a.txt", b"One.\nTwo.\nThree.")
    with pytest.raises(SourceError, match=r"would be 6 passages, the most is 5\. Remove another"):
        file("b.txt", b"Four.\nFive.\nSix.")
    file("b.txt", b"Four.\nFive.")
    with pytest.raises(SourceError, match=r"There are 2 sources already.* Remove one first"):
        file("c.txt", b"Six.")
    # In place of its earlier state there is room.
    assert file("b.txt", b"Seven.\nEight.").embedded == 2


def test_a_source_has_so_many_passages_at_most(tmp_path: Path) -> None:
    whole = "\n".join(f"Line {number}." for number in range(curating.MOST_OF_A_SOURCE + 1))
    with pytest.raises(SourceError, match=r"has 3,001 passages, the most is 3,000\. Add the part"):
        add_bytes(whole.encode(), "long.txt", tmp_path, BagOfWords(), read=reading)


def test_whoever_raises_while_they_are_told_ends_it_with_nothing_changed(tmp_path: Path) -> None:
    add(URL, tmp_path, BagOfWords(), acquire=(places := Places()))
    before = (tmp_path / "CURRENT").read_bytes()
    places.pages[URL] = "All is new."

    def enough(_: object) -> None:
        raise InterruptedError

    for told in ("step", "started", "progress"):
        with pytest.raises(InterruptedError):
            add(URL, tmp_path, BagOfWords(), acquire=places, **{told: enough})  # type: ignore[arg-type]
    assert (tmp_path / "CURRENT").read_bytes() == before
    assert sorted(path.name for path in tmp_path.glob("building-*")) == []


def test_a_source_is_had_again_from_where_it_was_had_under_its_id(tmp_path: Path) -> None:
    places = Places()
    kept = add(URL, tmp_path, BagOfWords(), acquire=places).source
    assert refresh(kept, tmp_path, BagOfWords(), acquire=places).unchanged
    places.pages[URL] = "The hall was full.\nFew came."
    done = refresh(replace(kept, id="news-1"), tmp_path, BagOfWords(), acquire=places)
    assert (done.embedded, done.kept, done.source.id) == (1, 1, "news-1")
    del places.pages[URL]
    with pytest.raises(FetchError):
        refresh(kept, tmp_path, BagOfWords(), acquire=places)
    assert library.sources_in(tmp_path) == (done.source,)


@pytest.mark.parametrize(
    ("origin", "can"),
    [(URL, True), ("/home/notes.txt", True), ("attachment:a", False), ("shipped", False),
     ("", False)],
)  # fmt: skip
def test_what_was_handed_over_or_shipped_cannot_be_had_again(
    tmp_path: Path, origin: str, *, can: bool
) -> None:
    source = Source("a", "A", "0" * 64, origin=origin)
    assert can_refresh(source) is can
    if not can:
        with pytest.raises(SourceError, match=r"no place to read it from again\. Add the new file"):
            refresh(source, tmp_path, BagOfWords(), acquire=Places())
