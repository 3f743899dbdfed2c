"""The briefings that ship with the bot, in an index that holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.loading import embedding_bar
from index.embedding import Embedder
from index.errors import IndexMissing
from index.library import add, build, read_documents, remove, sources_in
from index.sources import SHIPPED
from index.types import Document, Source


def keep_briefings(place: Path, embedder: Embedder) -> None:
    """Build the index at `place` where there is none, and else take up how the briefings are now.

    What was added beside them stays. An index without any of them was made of other sources on
    purpose, and is left as it is.
    """
    documents = dated(read_documents())
    try:
        sources = sources_in(place)
    except IndexMissing:
        with embedding_bar() as (started, progress):
            build(documents, place, embedder, started=started, progress=progress)
        return
    held = {source.id: _content(source) for source in sources if source.origin == SHIPPED}
    if not held:
        return
    current = {document.source.id: document for document in documents}
    changed = tuple(
        document for key, document in current.items() if held.get(key) != _content(document.source)
    )
    if changed:
        with embedding_bar() as (started, progress):
            add(changed, place, embedder, started=started, progress=progress)
    if gone := held.keys() - current.keys():
        remove(tuple(sorted(gone)), place)


def dated(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The same documents, as added now."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return tuple(replace(each, source=replace(each.source, added=now)) for each in documents)


def _content(source: Source) -> Source:
    """All of a source but when it was indexed."""
    return replace(source, added="")
