"""All that is measured in one run."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.curves import Reliability, RiskCoverage, reliability, risk_coverage
from index.embedding import Embedder
from index.errors import ModelError, SourceError
from index.evaluation import Case, Weigher, judge
from index.library import Library, build
from index.retrieval import Retrieval, of_cases, of_squad, retrieval
from index.tally import Answers, Citations, answers, citations
from index.types import Document, Source

if TYPE_CHECKING:
    from index.training.measure import Figures


@dataclass(frozen=True, slots=True)
class File:
    """A file that was measured with; `sha256` is that of its bytes."""

    name: str
    sha256: str

    @classmethod
    def at(cls, path: Path) -> File:
        """The file at `path`; SourceError where it cannot be read."""
        try:
            return cls(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
        except OSError as error:
            raise SourceError(f"{path} cannot be read: {error.strerror}. Check the path.") from None


@dataclass(frozen=True, slots=True)
class Reading:
    """How well the trained network reads `articles`; without one, `missing` says what to do."""

    articles: tuple[str, ...]
    figures: Figures | None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class OnSquad:
    """What was measured on a SQuAD file."""

    file: File
    retrieval: Retrieval
    reading: Reading


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything that `summit-bot eval` tells; `embedder` and `reader` say which they were."""

    questions: File
    sources: tuple[Source, ...]
    embedder: str
    reader: str
    retrieval: Retrieval
    answers: Answers
    citations: Citations
    curve: RiskCoverage
    reliability: Reliability
    squad: OnSquad | None = None


def prove(
    cases: Sequence[Case],
    questions: File,
    documents: Sequence[Document],
    library: Library,
    weigher: Weigher,
    *,
    embedder: str,
    reader: str,
    peers: bool = False,
    squad: OnSquad | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Proof:
    """Ask every case of `questions`, answered from `library`, which is built of `documents`.

    `progress` is told each count of cases done.
    """
    judged = []
    for case in cases:
        judged.append(judge(case, weigher))
        progress(1)
    return Proof(
        questions=questions,
        sources=library.sources,
        embedder=embedder,
        reader=reader,
        retrieval=retrieval(library, documents, of_cases(cases, documents), peers=peers),
        answers=answers(judged),
        citations=citations(judged, {one.source.id: one for one in documents}),
        curve=risk_coverage(judged),
        reliability=reliability(judged),
        squad=squad,
    )


def on_squad(
    path: Path, embedder: Embedder, *, peers: bool = False, reader: Path | None = None
) -> OnSquad:
    """Measure on the SQuAD file at `path`; SourceError where it is no such file.

    `reader` is the folder of the trained network, otherwise the shipped one is measured.
    """
    file = File.at(path)
    documents, sought = of_squad(path)
    # The network reads first: afterwards torch is set to the few threads of a question.
    found = reading(path, reader)
    with tempfile.TemporaryDirectory() as folder:
        build(documents, Path(folder), embedder)
        library = Library.open(Path(folder), embedder)
        return OnSquad(file, retrieval(library, documents, sought, peers=peers), found)


def reading(path: Path, reader: Path | None = None) -> Reading:
    """Measure the trained network on the articles that are kept for reporting.

    On all articles where the SQuAD file at `path` holds none of these.
    """
    from index import checkpoint  # torch takes seconds to import
    from index.training.measure import measure
    from index.training.squad import REPORTED, read_articles

    every = read_articles(path)
    articles = [one for one in every if one.title in REPORTED] or list(every)
    titles = tuple(one.title for one in articles)
    if not any(asked.answers for one in articles for p in one.paragraphs for asked in p.qas):
        return Reading(titles, None, "The file holds no question with an answer. Give another.")
    try:
        network, tokens = checkpoint.load(reader)
    except ModelError as error:
        return Reading(titles, None, str(error))
    return Reading(titles, measure(network, tokens, articles))
