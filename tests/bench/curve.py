"""What an index of a hundred to a million passages costs, as a table and a picture."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from index.embedding import Embedder
from index.generations import serving
from tests.bench import pool
from tests.bench.data import ROOT
from tests.bench.grown import Grown, grown

SIZES = (100, 1_000, 10_000, 100_000)
LARGE = (*SIZES, 300_000, 1_000_000)
PICTURE = ROOT / "var" / "bench-index.png"


@dataclass(frozen=True, slots=True)
class Point:
    """What one size cost: seconds to open, milliseconds a question, bytes, and the exact index."""

    built: Grown
    disk: int
    opening: float
    first: float
    p50: float
    p95: float
    resident: int
    mapped: int
    dense: float
    exact: float
    recall: float


def run(embedder: Embedder) -> None:
    """Print the curve up to a hundred thousand passages."""
    _draw([_measured(count, embedder) for count in SIZES])


def large(embedder: Embedder) -> None:
    """Print the curve up to a million passages: an hour, 16 GB of memory and 20 GB of disk."""
    _draw([_measured(count, embedder) for count in LARGE])


def _measured(count: int, embedder: Embedder) -> Point:
    pool.vectors(pool.singles(), embedder)
    pool.vectors(pool.questions(), embedder)
    built = grown(count)
    done = subprocess.run(  # noqa: S603 (ourselves)
        [sys.executable, "-m", "tests.bench.opened", str(built.folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    files = serving(built.folder).path.rglob("*")
    disk = sum(path.stat().st_size for path in files if path.is_file())
    return Point(built, disk, **json.loads(done.stdout))


def _draw(points: list[Point]) -> None:
    print(
        f"\n{'passages':>10}{'build':>9}{'peak':>9}{'disk':>9}{'open':>8}{'resident':>10}"
        f"{'mapped':>9}{'first':>9}{'question':>10}{'p95':>9}{'dense':>9}{'exact':>9}{'recall@10':>11}"
    )
    for of in points:
        print(
            f"{of.built.passages:10,}{of.built.seconds:7.1f} s{of.built.peak / 2**20:6,.0f} MB"
            f"{of.disk / 2**20:6,.0f} MB{of.opening:6.2f} s{of.resident / 2**20:7,.0f} MB"
            f"{of.mapped / 2**20:6,.0f} MB{of.first:6.1f} ms{of.p50:7.2f} ms{of.p95:6.2f} ms"
            f"{of.dense:6.2f} ms{of.exact:6.2f} ms{of.recall:11.4f}",
            flush=True,
        )
    _picture(points, PICTURE)
    print(f"drawn: {PICTURE.relative_to(ROOT)}")


def _picture(points: list[Point], path: Path) -> None:
    from matplotlib.figure import Figure

    sizes = [of.built.passages for of in points]
    figure = Figure(figsize=(10, 7), layout="constrained")
    (time, space), (opening, asking) = figure.subplots(2, 2)
    time.plot(sizes, [of.built.seconds for of in points], "o-", label="build, without the model")
    time.set_ylabel("seconds")
    space.plot(sizes, [of.disk / 2**20 for of in points], "o-", label="on disk")
    space.plot(sizes, [of.resident / 2**20 for of in points], "o-", label="resident")
    anonymous = [(of.resident - of.mapped) / 2**20 for of in points]
    space.plot(sizes, anonymous, "o--", label="resident, but for mapped files")
    space.set_ylabel("MiB")
    opening.plot(sizes, [of.opening for of in points], "o-", label="opening")
    opening.set_ylabel("seconds")
    asking.plot(sizes, [of.p50 for of in points], "o-", label="question, median")
    asking.plot(sizes, [of.p95 for of in points], "o--", label="question, 95th percentile")
    asking.plot(sizes, [of.dense for of in points], "s-", label="its vectors, ours")
    asking.plot(sizes, [of.exact for of in points], "s--", label="its vectors, exact")
    asking.set_ylabel("milliseconds")
    for axes in (time, space, opening, asking):
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("passages")
        axes.grid(alpha=0.3)
        axes.legend()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=130)
