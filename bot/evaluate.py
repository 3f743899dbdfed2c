"""`summit-bot eval`: measures the bot, tells the figures and holds them against stored ones."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import click

from bot.errors import BotError
from bot.loading import load_embedder
from bot.settings import load_settings
from index import baseline, checkpoint, page, proof, tables
from index.answering import Answerer
from index.evaluation import read_cases
from index.figures import as_json
from index.library import Library, build, read_documents
from index.reading import open_reader

_file = click.Path(path_type=Path, dir_okay=False)


@click.command("eval")
@click.option(
    "--questions",
    type=_file,
    default=Path("tests/data/summit-report.jsonl"),
    show_default=True,
    help="Questions with what is right, one JSON object a line.",
)
@click.option(
    "--source",
    "sources",
    type=_file,
    multiple=True,
    help="A file to answer from; may be given again. Without any, the shipped briefings.",
)
@click.option("--squad", type=_file, help="A SQuAD 2.0 file: measure searching and reading on it.")
@click.option("--peers", is_flag=True, help="Search with other libraries too, side by side.")
@click.option(
    "--page",
    "page_file",
    type=_file,
    default=Path("var/eval.html"),
    show_default=True,
    help="Where to write the page.",
)
@click.option("--json", "json_file", type=_file, help="Where to write all figures as JSON.")
@click.option(
    "--baseline",
    "baseline_file",
    type=_file,
    help="Figures to compare with; exit status 1 where one has got worse by more than "
    f"{baseline.TOLERANCE}.",
)
@click.option("--write-baseline", "written", type=_file, help="Where to store today's figures.")
def evaluate(
    *,
    questions: Path,
    sources: tuple[Path, ...],
    squad: Path | None,
    peers: bool,
    page_file: Path,
    json_file: Path | None,
    baseline_file: Path | None,
    written: Path | None,
) -> None:
    """Measure answers, refusals and quotations on questions with known answers.

    Needs neither a key nor the network, and tells the same on every run. Exit status 1 means that
    a quotation does not stand in its source, or that a figure has got worse than the baseline.
    """
    cases = read_cases(questions)
    asked = proof.File.at(questions)
    before = baseline.read_baseline(baseline_file) if baseline_file else None
    if before and baseline_file:  # before minutes of measuring
        told = proof.File.at(squad) if squad else None
        baseline.comparable(before, asked, told, baseline_file)
    documents = read_documents(sources)
    settings = load_settings()
    embedder = load_embedder(settings)
    folder = settings.reader_dir
    if squad:
        click.echo(f"Reading and searching {squad.name}: this takes minutes", err=True)
    on_squad = proof.on_squad(squad, embedder, peers=peers, reader=folder) if squad else None
    with tempfile.TemporaryDirectory() as place:
        build(documents, Path(place), embedder)
        library = Library.open(Path(place), embedder)
    reader, missing = open_reader(embedder, folder)
    with click.progressbar(length=len(cases), label="Asking", file=sys.stderr) as bar:
        found = proof.prove(
            cases,
            asked,
            documents,
            library,
            Answerer(library, reader),
            embedder=f"{embedder.name} ({embedder.fingerprint[:16]})",
            reader=f"rules alone. {missing}" if missing else _named(checkpoint.manifest(folder)),
            peers=peers,
            squad=on_squad,
            progress=bar.update,
        )
    click.echo(tables.as_text(tables.tables(found)))
    click.echo(f"\nEmbedding model: {found.embedder}. Reader: {found.reader}")
    _write(page_file, page.page(found))
    if json_file:
        _write(json_file, json.dumps(as_json(found), indent=2, allow_nan=False) + "\n")
    if written:
        _write(written, baseline.written(found))
    worse = (*found.citations.failures, *(baseline.fallen(before, found) if before else ()))
    for sentence in worse:
        click.echo(f"Error: {sentence}", err=True)
    if worse:
        sys.exit(1)


def _named(reader: checkpoint.Manifest) -> str:
    return f"trained, {reader.format} ({reader.sha256[:16]})"


def _write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BotError(
            f"{path} cannot be written: {error.strerror}. Free space, or name another file."
        ) from error
    click.echo(f"Written: {path}", err=True)
