"""`python -m index.training DATA`: from SQuAD files to the reader that ships, in one command."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from index import checkpoint, weights
from index.errors import SummitError
from index.extraction import SpanNetwork, Tokens
from index.training.card import Facts, card
from index.training.data import Data, read_data
from index.training.examples import Mix
from index.training.export import FORMS, Compared, Form, compare, ship, stated
from index.training.measure import measure
from index.training.squad import CHOSEN_ON, REPORTED, Article
from index.training.train import Recipe, train


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
@click.option("--measure-only", is_flag=True, help="Measure the reader that is there; train none.")
def main(*, data: Path, work: Path, into: Path | None, label: str, measure_only: bool) -> None:
    """Train the reader on the SQuAD files (*.json) in DATA, measure it and write it.

    Takes about an hour and a half on two cores. Where it is stopped, the same command goes on.
    """
    logging.basicConfig(format="%(message)s")
    logging.getLogger("index").setLevel(logging.INFO)
    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it tells of every article otherwise
    try:
        read = read_data(data)
        if measure_only:
            _measure(read, into)
        else:
            _train(read, work, into or checkpoint.SHIPPED, label)
    except SummitError as error:
        raise _Failure(str(error)) from error


def _train(data: Data, work: Path, into: Path, label: str) -> None:
    recipe, mix = Recipe(), Mix()
    trained = train(data.taught, work, recipe, mix)
    tokens = Tokens(weights.packaged())
    form = next(form for form in FORMS if form.label == label)
    facts = Facts(
        form=form,
        files=data.files,
        recipe=recipe,
        mix=mix,
        steps=trained.steps,
        passes=trained.passes,
        examples_sha256=trained.sha256,
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
            "recipe": asdict(facts.recipe),
            "mix": asdict(facts.mix),
            "steps": facts.steps,
            "examples_sha256": facts.examples_sha256,
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
