"""`python -m index.training DATA`: from SQuAD files to the reader that ships, in one command."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from pydantic import TypeAdapter

from index import checkpoint, weights
from index.errors import SummitError
from index.extraction import SpanNetwork, Tokens
from index.library import read_documents
from index.sources import restated
from index.training.asked import DOCUMENTS, QUESTIONS, SUMMIT, Own, as_article, read_own, read_texts
from index.training.card import Facts, card
from index.training.data import Data, read_data
from index.training.export import FORMS, Compared, Form, compare, ship, stated
from index.training.measure import measure
from index.training.squad import CHOSEN_ON, REPORTED, Article
from index.training.train import FIRST, SECOND, Course, train

_COURSES = TypeAdapter(tuple[Course, ...])


class _Failure(click.ClickException):
    exit_code = 2


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("data", type=click.Path(path_type=Path))
@click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/training"),
    show_default=True,
    help="What is needed to go on after a break is kept here.",
)
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write the reader to; otherwise that of the one that ships.",
)
@click.option(
    "--format",
    "label",
    type=click.Choice([form.label for form in FORMS]),
    default="int8",
    show_default=True,
    help="How the weights are packed.",
)
@click.option(
    "--text",
    "texts",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A text, beside the shipped briefings, that questions were written for. May be repeated.",
)
@click.option(
    "--own",
    "questions",
    type=click.Path(path_type=Path, dir_okay=False),
    default=QUESTIONS,
    help="The questions that were written for this training; otherwise those that come with it.",
)
@click.option(
    "--start",
    type=click.Path(path_type=Path, file_okay=False),
    help="A reader that has been through the first course: only the second is gone through.",
)
@click.option("--measure-only", is_flag=True, help="Measure the reader that is there; train none.")
def main(
    *,
    data: Path,
    work: Path,
    into: Path | None,
    label: str,
    texts: tuple[Path, ...],
    questions: Path,
    start: Path | None,
    measure_only: bool,
) -> None:
    """Train the reader on the SQuAD files (*.json) in DATA, measure it and write it.

    A first course goes over the files alone, a second over them and the questions that were written
    for this training. Takes about three hours on two cores. Where it is stopped, the same command
    goes on.
    """
    logging.basicConfig(format="%(message)s")
    logging.getLogger("index").setLevel(logging.INFO)
    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it tells of every article otherwise
    try:
        read = read_data(data)
        if measure_only:
            _measure(read, into)
        else:
            _train(
                read, _own(read, texts, questions), work, into or checkpoint.SHIPPED, label, start
            )
    except SummitError as error:
        raise _Failure(str(error)) from error


def _own(data: Data, texts: tuple[Path, ...], questions: Path) -> Own:
    documents = (*read_documents(restated()), *(read_documents(texts) if texts else ()))
    pool = [article for article, _ in data.taught]
    texts_of_ours = (*read_texts(SUMMIT), *read_texts(DOCUMENTS))
    own = read_own([*pool, *map(as_article, documents), *texts_of_ours], questions)
    if own.homeless:
        click.echo(
            f"{own.homeless} of {own.questions} questions of our own are left out: their "
            "paragraphs are in no file that was given.",
            err=True,
        )
    return own


def _train(data: Data, own: Own, work: Path, into: Path, label: str, start: Path | None) -> None:
    courses: tuple[Course, ...]
    if start:
        begun, _ = checkpoint.load(start)
        courses = _COURSES.validate_python(checkpoint.manifest(start).recipe.get("courses", ()))
    else:
        first = train(data.taught, work / "first", FIRST)
        begun, courses = first.network, (first.course,)
    trained = train(data.taught, work / "second", SECOND, own=own.articles, start=begun)
    tokens = Tokens(weights.packaged())
    form = next(form for form in FORMS if form.label == label)
    facts = Facts(
        form=form,
        files=data.files,
        own=own,
        courses=(*courses, trained.course),
        chosen_on=_compared("Chosen on", CHOSEN_ON, data.chosen_on, trained.network, tokens),
        reported=_compared(
            "Reported on", REPORTED, data.reported, trained.network, tokens, (form,)
        ),
    )
    _write(trained.network, facts, into)
    click.echo(f"{into}: the reader as {label}, {facts.shipped.megabytes:.1f} MB, with its card.")


def _compared(
    what: str,
    titles: frozenset[str],
    articles: Sequence[Article],
    network: SpanNetwork,
    tokens: Tokens,
    forms: Sequence[Form] = FORMS,
) -> tuple[Compared, ...]:
    """The comparison, each row shown as soon as it is there."""
    click.echo(f"{what} {', '.join(sorted(titles))}:")
    rows = []
    for row in compare(network, tokens, articles, forms):
        click.echo(f"  {row.label:<13}{row.megabytes:5.1f} MB  {_said(stated(row.figures))}")
        rows.append(row)
    return tuple(rows)


def _write(network: SpanNetwork, facts: Facts, into: Path) -> None:
    ship(
        network,
        facts.form,
        into,
        figures={
            name: next(row.figures for row in rows if row.label == facts.form.label)
            for name, rows in (("reported", facts.reported), ("chosen_on", facts.chosen_on))
        },
        recipe={
            "courses": [asdict(course) for course in facts.courses],
            "own_questions_sha256": facts.own.sha256,
            "files": {
                file.name: {"sha256": file.sha256, "share": file.share} for file in facts.files
            },
            "held_out": {"reported": sorted(REPORTED), "chosen_on": sorted(CHOSEN_ON)},
        },
    )
    (into / "CARD.md").write_text(card(facts), encoding="utf-8")


def _measure(data: Data, folder: Path | None) -> None:
    said = checkpoint.manifest(folder)
    network, tokens = checkpoint.load(folder)
    for name, titles, articles in (
        ("reported", REPORTED, data.reported),
        ("chosen_on", CHOSEN_ON, data.chosen_on),
    ):
        found = stated(measure(network, tokens, articles))
        click.echo(f"On {', '.join(sorted(titles))}:")
        click.echo(f"  measured  {_said(found)}")
        click.echo(f"  stated    {_said(said.figures.get(name, {}))}")


def _said(figures: dict[str, float | None]) -> str:
    return "  ".join(
        f"{name} {'–' if value is None else f'{value:g}'}" for name, value in figures.items()
    )


if __name__ == "__main__":
    main()
