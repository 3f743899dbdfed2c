"""What several tests of the index need and what takes seconds to make."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from index import sources
from index.answering import Answerer
from index.chunking import Chunking
from index.embedding import SentenceTransformerEmbedder
from index.library import Library, build, read_documents
from index.reading import HeuristicReader
from index.sources import read_source
from index.types import Document, Passage

# A slow machine is no failure.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ARTICLE = Path(__file__).parents[2].parent / "shared" / "article" / "techcrunch-2025-02-11.txt"


@pytest.fixture(scope="session")
def article() -> Document:
    """The original, which is not ours to ship."""
    if not ARTICLE.exists():
        pytest.skip(f"the original article is not at {ARTICLE}")
    return read_source(ARTICLE)


def restated() -> tuple[Document, ...]:
    """The shipped briefing that restates the article."""
    return read_documents(sources.restated())


@pytest.fixture(scope="session")
def corpus() -> tuple[Passage, ...]:
    """The passages of the restated article."""
    return tuple(p for document in restated() for p in Chunking().passages(document))


@pytest.fixture(scope="session")
def model() -> SentenceTransformerEmbedder:
    """The model that the project ships with."""
    return SentenceTransformerEmbedder.load(build_threads=1)


@pytest.fixture(scope="session")
def briefings(
    model: SentenceTransformerEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> Library:
    """The restated article, indexed with that model."""
    folder = tmp_path_factory.mktemp("briefings")
    build(restated(), folder, model)
    return Library.open(folder, model)


@pytest.fixture(scope="session")
def whole(model: SentenceTransformerEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """All that is shipped, indexed with that model."""
    folder = tmp_path_factory.mktemp("whole")
    build(read_documents(), folder, model)
    return Library.open(folder, model)


@pytest.fixture(scope="session")
def answerer(briefings: Library, model: SentenceTransformerEmbedder) -> Answerer:
    return Answerer(briefings, HeuristicReader(model))
