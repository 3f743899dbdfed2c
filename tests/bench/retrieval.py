"""Which retrieval finds the right paragraph: ours beside what one would otherwise use."""

from __future__ import annotations

import tempfile
from pathlib import Path

from index.embedding import Embedder
from index.library import Library, build
from index.retrieval import of_squad, retrieval
from index.scoring import hit_at
from index.tables import as_text, searched
from tests.bench.data import SHARED

FILE = "squad2-part-a.json"


def run(embedder: Embedder) -> None:
    """Print hit@1, hit@3 and MRR@10 of each way, and hit@1 on the answerable questions alone."""
    path = SHARED / "qa" / FILE
    if not path.exists():
        print(f"\nRetrieval: skipped, ../shared/qa/{FILE} is absent")
        return
    documents, sought = of_squad(path)
    with tempfile.TemporaryDirectory() as folder:
        build(documents, Path(folder), embedder)
        found = retrieval(Library.open(Path(folder), embedder), documents, sought, peers=True)
    print("\n" + as_text((searched(f"Retrieval on {FILE}", found),)))
    print("hit@1 on the answerable questions:")
    for way in found.ways:
        if way.ranks is not None:
            pairs = zip(sought, way.ranks, strict=True)
            ranks = [rank for one, rank in pairs if one.answerable]
            print(f"  {way.name}: {hit_at(1, ranks):.3f} ({len(ranks)})")
