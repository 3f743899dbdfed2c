"""What the tests that break an index compare it with, and how often they try."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from functools import lru_cache
from pathlib import Path

from index import store
from index.chunking import Chunking
from index.library import Library, add, build
from index.types import Document
from tests.index.fakes import BagOfWords, document

#: How often things are broken at random; 1000 takes a while.
TORTURE = int(os.environ.get("TORTURE", "100"))
#: Seconds within which an index opens, whatever happened to it.
OPENING = 5.0

_QUESTIONS = ("Who flooded the bridge?", "river toll", "edition 2")


def chance_of(seed: int) -> random.Random:
    """Chance that is the same in every run."""
    return random.Random(seed)  # noqa: S311 (no secret)


def tale(name: str, *, edition: int = 1, paragraphs: int = 2) -> Document:
    """A short document that is like no other."""
    told = (
        f"The {name} flooded the bridge. Mayor Ada Byron wept.",
        f"Nobody paid the {name} toll in edition {edition}.",
    )
    return document(*(told * paragraphs)[:paragraphs], identity=name)


RIVER, LAKE, FERRY, MILL, TOWN = (tale(name) for name in ("river", "lake", "ferry", "mill", "town"))
#: What `three_generations` holds, and held before.
NEWEST, BEFORE = (RIVER, LAKE, FERRY, MILL), (RIVER, LAKE, FERRY)


def three_generations(folder: Path) -> Path:
    """An index of three segments, of which the first generation has one and the second another."""
    build((RIVER, LAKE), folder, BagOfWords())
    add((FERRY,), folder, BagOfWords())
    add((MILL,), folder, BagOfWords())
    return folder


def holds(folder: Path, *either: tuple[Document, ...]) -> tuple[tuple[Document, ...], str]:
    """Which of some contents an index has, to the last bit, and what problem it tells of.

    AssertionError where it has none of them, or takes long to open.
    """
    begun = time.perf_counter()
    stored = store.read(folder, BagOfWords(), Chunking())
    library = Library.of([stored], BagOfWords())
    took = time.perf_counter() - begun
    assert took < OPENING, f"opening took {took:.1f} s"
    found = content(library)
    for documents in either:
        if found == oracle(documents):
            return documents, stored.problem
    raise AssertionError(f"{folder} holds {[source.id for source in library.sources]}")


def is_cleared_up_by_an_addition(folder: Path, held: tuple[Document, ...]) -> None:
    """Assert that the next addition works, and leaves nothing of what was broken; `folder` goes."""
    fresh = tale("fresh")
    add((fresh,), folder, BagOfWords())
    assert holds(folder, (*held, fresh))[1] == ""
    left = {path.name for path in folder.iterdir() if not path.name.startswith("generation-")}
    assert left == {".lock", "CURRENT"}
    assert len(list(folder.glob("generation-*"))) <= 3
    shutil.rmtree(folder)


def content(library: Library) -> tuple[object, ...]:
    """All that an index tells, comparable."""
    return (
        library.sources,
        tuple(library.passages),
        tuple(library.text(source.id) for source in library.sources),
        tuple(library.search(question, 10) for question in _QUESTIONS),
    )


@lru_cache(maxsize=1024)
def oracle(documents: tuple[Document, ...]) -> tuple[object, ...]:
    """The content of an index of `documents`, as they tell it and as one built at once finds it."""
    searches: object = ((),) * len(_QUESTIONS)
    if documents:
        with tempfile.TemporaryDirectory() as folder:
            build(documents, Path(folder), BagOfWords())
            searches = content(Library.open(Path(folder), BagOfWords()))[-1]
    return (
        tuple(each.source for each in documents),
        tuple(passage for each in documents for passage in Chunking().passages(each)),
        tuple(each.text for each in documents),
        searches,
    )
