"""What every command that answers loads first, with a word on the terminal meanwhile."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from bot.settings import Settings
from index.embedding import Embedder, SentenceTransformerEmbedder


def load_embedder(settings: Settings) -> Embedder:
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
