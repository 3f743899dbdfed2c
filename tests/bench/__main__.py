"""`python -m tests.bench` prints every figure; `python -m tests.bench answers` only that one.

`python -m tests.bench million` draws the curve of an index up to a million passages.
"""

from __future__ import annotations

import sys

from index.embedding import SentenceTransformerEmbedder
from tests.bench import acknowledge, answers, curve, index, retrieval, speed

PARTS = {
    "answers": answers.run,
    "retrieval": retrieval.run,
    "speed": speed.run,
    "acknowledge": acknowledge.run,
    "index": index.run,
    "curve": curve.run,
}
# What takes too long to be part of all.
ASKED_FOR = {"million": curve.large}


def main(names: list[str]) -> None:
    parts = PARTS | ASKED_FOR
    unknown = set(names) - parts.keys()
    if unknown:
        sys.exit(f"There is no {', '.join(sorted(unknown))}; choose of {', '.join(parts)}.")
    embedder = SentenceTransformerEmbedder.load()
    for name in names or PARTS:
        parts[name](embedder)


main(sys.argv[1:])
