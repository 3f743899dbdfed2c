"""`python -m tests.bench` prints every figure; `python -m tests.bench answers` only that one."""

from __future__ import annotations

import sys

from index.embedding import SentenceTransformerEmbedder
from tests.bench import acknowledge, answers, retrieval, speed

PARTS = {
    "answers": answers.run,
    "retrieval": retrieval.run,
    "speed": speed.run,
    "acknowledge": acknowledge.run,
}


def main(names: list[str]) -> None:
    unknown = set(names) - PARTS.keys()
    if unknown:
        sys.exit(f"There is no {', '.join(sorted(unknown))}; choose of {', '.join(PARTS)}.")
    embedder = SentenceTransformerEmbedder.load()
    for name in names or PARTS:
        PARTS[name](embedder)


main(sys.argv[1:])
