"""How the benchmarks take times, and the lines in which they tell them."""

from __future__ import annotations

import time
from collections.abc import Callable

#: Characters of a figure's name.
NAME = 44


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return sorted(values)[int(0.95 * (len(values) - 1))]


def row(name: str, plain: float, ours: float, unit: str, wanted: str) -> None:
    """A figure of ours beside a plain one, their ratio, and what is wanted."""
    both = f"{plain:7.1f} {unit:3}{ours:8.1f} {unit:3}"
    print(f"{name:{NAME}}{both}{ours / plain:12.2f}   {wanted}".rstrip(), flush=True)
