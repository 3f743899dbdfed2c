"""Where the benchmarks find what they measure with; nothing of it is part of the repository."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sentence_transformers import SentenceTransformer

from index import weights
from index.types import Document, Paragraph, Source, Span

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
ARTICLE = SHARED / "article" / "techcrunch-2025-02-11.txt"
QUESTIONS = ROOT / "tests" / "data"


@lru_cache(maxsize=1)
def plain_model() -> SentenceTransformer:
    """The same weights as anybody would load them."""
    return SentenceTransformer(str(weights.packaged()), device="cpu")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the paragraph `paragraph` of the document `document`."""

    text: str
    document: str
    paragraph: int
    answerable: bool


def squad(name: str) -> tuple[list[Document], list[Asked]]:
    """A file of `shared/qa` as documents, an article each, and the questions on them."""
    documents, questions = [], []
    data = json.loads((SHARED / "qa" / name).read_text("utf-8"))["data"]
    for place, article in enumerate(data):
        identity = f"{name}-{place}"
        text = ""
        paragraphs = []
        for number, paragraph in enumerate(article["paragraphs"], 1):
            start = len(text)
            text += paragraph["context"] + "\n\n"
            span = Span(start, start + len(paragraph["context"]))
            paragraphs.append(Paragraph(span, number))
            questions += [
                Asked(q["question"], identity, number, not q.get("is_impossible", False))
                for q in paragraph["qas"]
            ]
        source = Source(identity, article["title"], "0" * 64)
        documents.append(Document(source, text, tuple(paragraphs)))
    return documents, questions


def paragraphs(count: int) -> list[str]:
    """The first `count` different paragraphs of `shared/qa`, by file name."""
    found: dict[str, None] = {}
    for path in sorted((SHARED / "qa").glob("*.json")):
        for text in _contexts(path):
            found[text] = None
            if len(found) == count:
                return list(found)
    return list(found)


def _contexts(path: Path) -> Iterator[str]:
    for article in json.loads(path.read_text("utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            yield paragraph["context"]
