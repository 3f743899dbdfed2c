"""The command line."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

import click

from bot import terminal
from bot.client import checked_token, run_bot
from bot.composing import Opened, open_bot
from bot.evaluate import evaluate
from bot.feedback import feedback
from bot.indexing import index_group
from bot.settings import load_settings
from index.conversation import MEMORY
from index.errors import QuestionError, SummitError
from index.question import clean
from index.types import Turn


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
main.add_command(index_group)

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
        opened = open_bot(settings, folder)
        run_bot(ask=opened.ask, holdings=opened.holdings, settings=settings)
        return
    from bot.preview import run_preview  # simcord is not needed on Discord

    with tempfile.TemporaryDirectory() as passing:  # what is added there ends with the preview
        opened = open_bot(settings, folder, Path(passing))
        run_preview(ask=opened.ask, holdings=opened.holdings, settings=settings)


@main.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@_index_option
def ask(*, question: str, as_json: bool, folder: Path | None) -> None:
    """Answer QUESTION; with - read one question a line from standard input."""
    if question != "-":
        clean(question)  # before seconds of loading
    opened = open_bot(load_settings(), folder)
    if question != "-":
        _answer(opened, question, (), as_json=as_json)
        return
    failed = False
    for line in _lines(sys.stdin.buffer):
        try:
            _answer(opened, line, (), as_json=as_json)
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
    opened = open_bot(load_settings(), folder)
    history: tuple[Turn, ...] = ()
    if as_json:
        lines = _lines(sys.stdin.buffer)
    else:
        click.echo("Ask about the AI Action Summit. An empty line ends.")
        lines = _typed()
    failed = False
    for line in lines:
        try:
            turn = _answer(opened, line, history, as_json=as_json)
        except QuestionError as error:
            failed = True
            _tell(line, error, as_json=as_json)
            continue
        history = (*history, turn)[-MEMORY:]
    if failed and as_json:
        sys.exit(2)


def _answer(opened: Opened, question: str, history: tuple[Turn, ...], *, as_json: bool) -> Turn:
    begun = time.perf_counter()
    reply = opened.ask(question, history)
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
