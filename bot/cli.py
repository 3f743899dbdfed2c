"""The command line, where an index, an embedder and the bot are put together."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

import click

from bot import terminal
from bot.client import checked_token, run_bot
from bot.evaluate import evaluate
from bot.feedback import feedback
from bot.knowledge import Knowledge
from bot.loading import load_embedder, waiting
from bot.settings import Settings, load_settings
from index.answering import Answerer
from index.chunking import Chunking
from index.conversation import MEMORY
from index.embedding import Embedder
from index.errors import IndexMissing, QuestionError, SummitError
from index.library import Built, Library, build, read_documents
from index.question import clean
from index.reading import Reader, open_reader
from index.types import Document, Turn

_log = logging.getLogger(__name__)


class _Failure(click.ClickException):
    exit_code = 2


class _Commands(click.Group):
    """Every error of ours ends as one sentence on standard error and exit status 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except SummitError as error:
            raise _Failure(str(error)) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("summit-bot"))
def main() -> None:
    """Answer questions about the AI Action Summit with quotations from the sources."""


main.add_command(evaluate)
main.add_command(feedback)

_index_option = click.option(
    "--index",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the index; otherwise INDEX_DIR, which is var/index unless set.",
)


@main.command()
@click.option("--preview", is_flag=True, help="Start the simulated Discord even with a token.")
@_index_option
def run(*, preview: bool, folder: Path | None) -> None:
    """Start the bot on Discord; without DISCORD_TOKEN, in a simulated Discord in the browser."""
    settings = load_settings()
    on_discord = bool(settings.discord_token.get_secret_value()) and not preview
    if on_discord:
        checked_token(settings.discord_token.get_secret_value())  # before seconds of loading
    answerer, knowledge = open_bot(settings, folder)
    if on_discord:
        run_bot(ask=answerer.ask, knowledge=knowledge, settings=settings)
        return
    from bot.preview import run_preview  # simcord is not needed on Discord

    run_preview(ask=answerer.ask, knowledge=knowledge, settings=settings)


@main.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@_index_option
def ask(*, question: str, as_json: bool, folder: Path | None) -> None:
    """Answer QUESTION; with - read one question a line from standard input."""
    if question != "-":
        clean(question)  # before seconds of loading
    answerer, _ = open_bot(load_settings(), folder)
    if question != "-":
        _answer(answerer, question, (), as_json=as_json)
        return
    failed = False
    for line in _lines(sys.stdin.buffer):
        try:
            _answer(answerer, line, (), as_json=as_json)
        except QuestionError as error:
            failed = True
            _tell(line, error, as_json=as_json)
    if failed:
        sys.exit(2)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Read lines, print one JSON object a line.")
@_index_option
def chat(*, as_json: bool, folder: Path | None) -> None:
    """Talk in the terminal; a question may go on from the one before."""
    answerer, _ = open_bot(load_settings(), folder)
    history: tuple[Turn, ...] = ()
    if as_json:
        lines = _lines(sys.stdin.buffer)
    else:
        click.echo("Ask about the AI Action Summit. An empty line ends.")
        lines = _typed()
    failed = False
    for line in lines:
        try:
            turn = _answer(answerer, line, history, as_json=as_json)
        except QuestionError as error:
            failed = True
            _tell(line, error, as_json=as_json)
            continue
        history = (*history, turn)[-MEMORY:]
    if failed and as_json:
        sys.exit(2)


@main.group(name="index")
def index_group() -> None:
    """Make and look after the index."""


@index_group.command(name="build")
@click.option(
    "--source",
    "sources",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A .txt or .md file; may be given again. Without any, the shipped briefings.",
)
@click.option(
    "--into",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the index; otherwise INDEX_DIR, which is var/index unless set.",
)
def build_index(*, sources: tuple[Path, ...], folder: Path | None) -> None:
    """Build the index from the shipped briefings, or from files."""
    settings = load_settings()
    documents = read_documents(sources)
    into = folder or settings.index_dir
    built = _build(documents, into, load_embedder(settings))
    click.echo(
        f"{into}: {built.passages} passages of {len(built.sources)} "
        f"{'source' if len(built.sources) == 1 else 'sources'}, {built.embedded} embedded, "
        f"{built.kept} unchanged."
    )


def open_bot(settings: Settings, folder: Path | None = None) -> tuple[Answerer, Knowledge]:
    """The answerer over the index in `folder`, or in the folder that is set, and what it holds.

    The default index is built from the shipped briefings where it is missing, and again where they
    have changed since; any other is taken as it is.
    """
    embedder = load_embedder(settings)
    place = folder or settings.index_dir
    default = place == Path(Settings.model_fields["index_dir"].default)
    try:
        library = Library.open(place, embedder, chunking=Chunking())
    except IndexMissing:
        if not default:
            raise
        library = None
    shipped = read_documents() if default else ()
    if default and (library is None or _outdated(library, shipped)):
        _build(shipped, place, embedder)
        library = Library.open(place, embedder)
    assert library is not None  # noqa: S101 (built just now where it was missing)
    reader, notes = _load_reader(embedder, settings.reader_dir)
    knowledge = Knowledge(library.generation, library.sources, library.passages)
    return Answerer(library, reader, notes=notes), knowledge


#: Under every reply while the trained reader is not at hand.
WITHOUT_READER = "The trained reader could not be loaded: answers are found by simpler rules today."


def _load_reader(embedder: Embedder, folder: Path | None) -> tuple[Reader, tuple[str, ...]]:
    """The trained reader; where it cannot be had, the rules alone, with a warning and a note."""
    with waiting("Loading the reader …"):
        reader, error = open_reader(embedder, folder)
    if error is None:
        return reader, ()
    _log.warning("%s Until then the bot reads by simpler rules.", error)
    return reader, (WITHOUT_READER,)


def _outdated(library: Library, shipped: tuple[Document, ...]) -> bool:
    """Whether the index was made from the shipped briefings, but from an earlier state of them."""
    indexed = {source.id: source for source in library.sources if source.restates}
    current = {document.source.id: document.source for document in shipped}
    return (
        indexed.keys() == current.keys()
        and len(indexed) == len(library.sources)
        and indexed != current
    )


def _build(documents: tuple[Document, ...], into: Path, embedder: Embedder) -> Built:
    with ExitStack() as shown:
        bars: list[Callable[[int], None]] = []

        def started(count: int) -> None:
            if count:  # otherwise there is nothing to wait for
                bar = click.progressbar(length=count, label="Embedding passages", file=sys.stderr)
                bars.append(shown.enter_context(bar).update)

        return build(
            documents, into, embedder, started=started, progress=lambda done: bars[0](done)
        )


def _answer(answerer: Answerer, question: str, history: tuple[Turn, ...], *, as_json: bool) -> Turn:
    begun = time.perf_counter()
    reply = answerer.ask(question, history)
    elapsed_ms = (time.perf_counter() - begun) * 1000
    click.echo(
        terminal.as_json(question, reply, elapsed_ms) if as_json else terminal.as_text(reply) + "\n"
    )
    return Turn(reply.question, reply)


def _tell(question: str, error: QuestionError, *, as_json: bool) -> None:
    if as_json:
        click.echo(terminal.error_as_json(question, error))
    click.echo(f"Error: {error}", err=True)


def _lines(stream: BinaryIO) -> Iterator[str]:
    """The lines of a binary stream; bytes that are not UTF-8 become marks that `clean` rejects."""
    for raw in stream:
        yield raw.decode("utf-8", errors="replace").rstrip("\r\n")


def _typed() -> Iterator[str]:
    while True:
        try:
            line = input("> ")
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return
        if not line.strip():
            return
        yield line
