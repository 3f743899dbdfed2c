"""How often the bot answers rightly and refuses rightly, on questions kept aside from tuning.

`summit-bot eval` tells the same of one index, and much more.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from index.answering import Answerer
from index.embedding import Embedder
from index.evaluation import judge, read_cases
from index.library import Library, build, read_documents
from index.reading import open_reader
from index.sources import restated
from index.tables import answered, as_text
from index.tally import Answers, answers
from tests.bench.data import ARTICLE, QUESTIONS

SUMMIT = QUESTIONS / "summit-report.jsonl"
REPORTED = QUESTIONS / "questions-report.jsonl"


def measure(embedder: Embedder, sources: tuple[Path, ...], cases: Path) -> Answers:
    """The outcomes of `cases`, answered from an index of `sources`, or of all shipped briefings."""
    with tempfile.TemporaryDirectory() as folder:
        build(read_documents(sources), Path(folder), embedder)
        library = Library.open(Path(folder), embedder)
    reader, _ = open_reader(embedder)
    answerer = Answerer(library, reader)
    return answers([judge(case, answerer) for case in read_cases(cases)])


def run(embedder: Embedder) -> None:
    """Print tables: all briefings, the restated article, and itself where it is at hand."""
    indexed: list[tuple[str, tuple[Path, ...], Path]] = [
        ("the shipped briefings", (), SUMMIT),
        ("the restated article alone", restated(), REPORTED),
    ]
    if ARTICLE.exists():
        indexed.append(("the article itself", (ARTICLE,), REPORTED))
    for name, sources, cases in indexed:
        print(f"\nIndexed: {name}; questions: tests/data/{cases.name}")
        print(as_text((answered(measure(embedder, sources, cases)),)))
