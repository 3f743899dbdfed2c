"""Where an index, a reader and what was learnt of both are put together to answer."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.briefings import keep_briefings
from bot.loading import load_embedder, waiting
from bot.settings import Settings
from bot.shelves import Shelves
from index.answering import Answerer
from index.embedding import Embedder
from index.errors import LibraryError
from index.evidence import Policy, policy_for
from index.library import sources_in
from index.reading import Reader, SpanReader, open_reader
from index.types import Reply, Turn

_log = logging.getLogger(__name__)

#: Under every reply while the trained reader is not at hand.
WITHOUT_READER = "The trained reader could not be loaded: answers are found by simpler rules today."


@dataclass(frozen=True, slots=True)
class Opened:
    """All that answers: what `holdings` have at the moment of a question, read by `reader`."""

    holdings: Shelves
    reader: Reader
    policy: Policy
    notes: tuple[str, ...] = ()

    def ask(self, question: str, history: Sequence[Turn] = (), guild: int | None = None) -> Reply:
        """The reply to `question` after `history`, for a guild from its own sources too."""
        library = self.holdings.knowledge(guild)
        return Answerer(library, self.reader, self.policy, self.notes).ask(question, history)


def open_bot(settings: Settings, folder: Path | None = None, guilds: Path | None = None) -> Opened:
    """What answers from the index in `folder`, or in the folder that is set.

    The default index is built from the shipped briefings where it is missing, and takes up how they
    are now; any other is taken as it is. What is added for guilds is kept in `guilds`, or in the
    folder that is set.
    """
    embedder = load_embedder(settings)
    place = folder or settings.index_dir
    if place == Path(Settings.model_fields["index_dir"].default):
        take_up_briefings(place, embedder)
    holdings = Shelves(
        place, guilds or settings.guilds_dir, embedder, adding=embedder.in_background()
    )
    holdings.knowledge(None)  # where that cannot be opened, it is told before anybody asks
    reader, notes = _load_reader(embedder, settings.reader_dir)
    policy = policy_for(trained=isinstance(reader, SpanReader))
    return Opened(holdings, reader, policy, notes)


def take_up_briefings(place: Path, embedder: Embedder) -> None:
    """Bring the index up to date; where the disk refuses, that of earlier briefings answers."""
    try:
        keep_briefings(place, embedder)
    except LibraryError as error:
        try:
            sources_in(place)
        except LibraryError:
            raise error from None
        _log.warning("%s", error)


def _load_reader(embedder: Embedder, folder: Path | None) -> tuple[Reader, tuple[str, ...]]:
    """The trained reader; where it cannot be had, the rules alone, with a warning and a note."""
    with waiting("Loading the reader …"):
        reader, error = open_reader(embedder, folder)
    if error is None:
        return reader, ()
    _log.warning("%s Until then the bot reads by simpler rules.", error)
    return reader, (WITHOUT_READER,)
