"""`summit-bot feedback`: votes against answers, as cases that an evaluation can hold them to."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from bot import exports
from bot.errors import BotError
from bot.recollection import spans_of
from bot.records import Complaint, Exchange, Fault
from bot.settings import load_settings
from bot.state import State


@click.group()
def feedback() -> None:
    """Look after what people said of answers."""


@feedback.command()
@click.option(
    "--to",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("var/feedback.jsonl"),
    show_default=True,
    help="Where to write the cases.",
)
def export(*, file: Path) -> None:
    """Write each vote against an answer as a case for `summit-bot eval --questions`.

    The file holds what people asked. Whoever has their data deleted is taken out of it, as long as
    it stays where it is.
    """
    settings = load_settings()
    cases = asyncio.run(_export(settings.database_url.get_secret_value(), settings.keep_days, file))
    click.echo(f"{file}: {cases} {'case' if cases == 1 else 'cases'}.")


async def _export(url: str, keep_days: int, file: Path) -> int:
    async with State(url, keep_days=keep_days) as state:
        written: list[str] | None = None
        while True:
            # Noted first, and read again after writing: what is forgotten meanwhile must not stay.
            await state.note_export(file)
            lines = await _lines(state)
            if lines == written:
                return len(lines)
            _write(file, lines)
            written = lines


async def _lines(state: State) -> list[str]:
    lines = []
    for complaint in _one_each(await state.complaints()):
        chain = await state.chain(complaint.exchange.key)
        # A line goes when its asker is forgotten, so nothing that others asked may stand in it.
        if {earlier.asker for earlier in chain} == {complaint.exchange.asker}:
            lines.append(json.dumps(case(complaint, chain[:-1]), ensure_ascii=False))
    return lines


def _one_each(complaints: Iterable[Complaint]) -> Iterator[Complaint]:
    """For each exchange what was found wrong with it most often: a case says one thing."""
    of: dict[str, list[Complaint]] = {}
    for one in complaints:
        of.setdefault(one.exchange.key, []).append(one)
    for found in of.values():
        faults = Counter(one.fault for one in found)
        yield max(found, key=lambda one: faults[one.fault])


def case(complaint: Complaint, before: tuple[Exchange, ...]) -> dict[str, Any]:
    """A complaint in the format of the evaluation's question files.

    What would have been right nobody has said, so the case holds the bot to what must not be again,
    see `index.evaluation.Case`: the same quotations, or an answer where it should have refused.
    """
    exchange = complaint.exchange
    fault = complaint.fault or Fault.OTHER
    return {
        "id": f"{exports.ID}{exchange.key}",
        "question": exchange.question,
        "kind": "feedback",
        "answerable": fault is not Fault.SHOULD_REFUSE,
        "paragraphs": [],
        "evidence": [],
        "before": [earlier.question for earlier in before],
        "origin": {
            "version": exchange.version,
            "spans": [list(span) for span in spans_of(exchange.reply)],
            "fault": fault.value,
            "comment": complaint.comment,
        },
    }


def _write(file: Path, lines: list[str]) -> None:
    try:
        exports.write(file, (f"{line}\n" for line in lines))
    except OSError as error:
        raise BotError(
            f"{file} cannot be written: {error.strerror}. Free space, or name another with --to."
        ) from error
