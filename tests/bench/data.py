"""Where the benchmarks find what they measure with; nothing of it is part of the repository."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from sentence_transformers import SentenceTransformer

from index import weights

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
ARTICLE = SHARED / "article" / "techcrunch-2025-02-11.txt"
QUESTIONS = ROOT / "tests" / "data"


@lru_cache(maxsize=1)
def plain_model() -> SentenceTransformer:
    """The same weights as anybody would load them."""
    return SentenceTransformer(str(weights.packaged()), device="cpu")


def paragraphs(count: int) -> list[str]:
    """The first `count` different paragraphs of `shared/qa`, by file name."""
    found: dict[str, None] = {}
    for path in sorted((SHARED / "qa").glob("*.json")):
        for paragraph in _paragraphs(path):
            found[paragraph["context"]] = None
            if len(found) == count:
                return list(found)
    return list(found)


def asked() -> list[str]:
    """Every different question of `shared/qa`, by file name."""
    found: dict[str, None] = {}
    for path in sorted((SHARED / "qa").glob("*.json")):
        for paragraph in _paragraphs(path):
            found.update((each["question"], None) for each in paragraph["qas"])
    return list(found)


def _paragraphs(path: Path) -> Iterator[dict[str, Any]]:
    for article in json.loads(path.read_text("utf-8"))["data"]:
        yield from article["paragraphs"]
