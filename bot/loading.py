"""What every command that answers loads first, with a word on the terminal meanwhile."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import click

from bot.settings import Settings
from index.embedding import Progress, SentenceTransformerEmbedder
from index.library import Started


def load_embedder(settings: Settings) -> SentenceTransformerEmbedder:
    """The embedding model that is set, with as many threads as are set."""
    with waiting("Loading the embedding model …"):
        return SentenceTransformerEmbedder.load(
            settings.embedding_model,
            query_threads=settings.query_threads,
            build_threads=settings.build_threads,
        )


@contextmanager
def waiting(message: str) -> Iterator[None]:
    """Show `message` on a terminal while the body runs, then take it away."""
    shown = sys.stderr.isatty()
    if shown:
        click.echo(message, err=True, nl=False)
    try:
        yield
    finally:
        if shown:
            click.echo("\r\033[K", err=True, nl=False)


@contextmanager
def embedding_bar() -> Iterator[tuple[Started, Progress]]:
    """What to hand to `library.build` as `started` and `progress`, to show them as a bar."""
    with ExitStack() as shown:
        bars: list[Callable[[int], None]] = []

        def started(count: int) -> None:
            if count:  # otherwise there is nothing to wait for
                bar = click.progressbar(length=count, label="Embedding passages", file=sys.stderr)
                bars.append(shown.enter_context(bar).update)

        yield started, lambda done: bars[0](done)
