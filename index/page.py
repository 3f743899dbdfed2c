"""A proof as one HTML page that needs nothing beside itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.plots import reliability_svg, risk_coverage_svg
from index.proof import Proof
from index.scoring import Share
from index.tables import percent, tables

_TEMPLATE = Path(__file__).with_name("page.html")


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure that is seen first: what it says, how much, and of how many."""

    label: str
    value: str
    detail: str


def page(proof: Proof) -> str:
    """The page, the same for the same proof."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    answered, *others = tables(proof)
    return template.render(
        proof=proof,
        tiles=tiles(proof),
        answered=answered,
        outcomes=[counts for _, counts in proof.answers.by_kind]
        + [proof.answers.answerable, proof.answers.unanswerable],
        others=others,
        # Our own drawing of numbers: nothing in it comes from a source or a question.
        risk_coverage=Markup(risk_coverage_svg(proof.curve)),  # noqa: S704
        reliability=Markup(reliability_svg(proof.reliability)),  # noqa: S704
    )


def tiles(proof: Proof) -> tuple[Tile, ...]:
    """The promises, each in one figure."""
    answers = proof.answers
    return (
        _tile("answered rightly", answers.answerable.good, "questions that the sources answer"),
        _tile("refused rightly", answers.unanswerable.good, "questions that they do not"),
        _tile("of the answers are wrong", proof.curve.risk, "answers given"),
        _tile("of the quotations are verbatim", proof.citations.verbatim, "quotations"),
    )


def _tile(label: str, share: Share, of: str) -> Tile:
    return Tile(label, percent(share), f"{share.part} of {share.whole} {of}")
