"""How often the bot answers rightly and refuses rightly, on questions kept aside from tuning."""

from __future__ import annotations

import tempfile
from pathlib import Path

from index.answering import Answerer
from index.embedding import Embedder
from index.evaluation import Report, judge, read_cases, report
from index.library import Library, build, read_documents
from index.reading import HeuristicReader
from tests.bench.data import ARTICLE, QUESTIONS

REPORTED = QUESTIONS / "questions-report.jsonl"


def measure(embedder: Embedder, sources: tuple[Path, ...], cases: Path = REPORTED) -> Report:
    """The report on `cases`, answered from an index of `sources`, or of the shipped briefing."""
    with tempfile.TemporaryDirectory() as folder:
        build(read_documents(sources), Path(folder), embedder)
        answerer = Answerer(Library.open(Path(folder), embedder), HeuristicReader(embedder))
        return report(judge(case, answerer.ask(case.question)) for case in read_cases(cases))


def run(embedder: Embedder) -> None:
    """Print a table: the shipped briefing, and the article itself where it is at hand."""
    print("\nAnswers and refusals on tests/data/questions-report.jsonl")
    print(
        f"{'indexed':22}{'answered rightly':>20}{'refused rightly':>20}{'hit@1':>12}{'hit@3':>12}"
    )
    indexed: list[tuple[str, tuple[Path, ...]]] = [("shipped briefing", ())]
    if ARTICLE.exists():
        indexed.append(("the article itself", (ARTICLE,)))
    for name, sources in indexed:
        found = measure(embedder, sources)
        print(
            f"{name:22}{_share(found.answered_rightly):>20}{_share(found.refused_rightly):>20}"
            f"{_share(found.hit_at_1):>12}{_share(found.hit_at_3):>12}"
        )
        kinds = ", ".join(f"{kind} {right}/{of}" for kind, (right, of) in found.by_kind.items())
        print(f"  by kind: {kinds}")


def _share(counts: tuple[int, int]) -> str:
    right, of = counts
    return f"{right}/{of} {right / of:.0%}" if of else "-"
