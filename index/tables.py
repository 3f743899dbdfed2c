"""A proof as tables: the same rows for the terminal and for the page."""

from __future__ import annotations

import math
from dataclasses import dataclass

from index.peers import ABSENT
from index.proof import Proof, Reading
from index.retrieval import Retrieval
from index.scoring import Share
from index.tally import Answers, Counts

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; the first cell of each names the row, the others are figures.

    The last `sums` rows sum up. `note` says what the figures are.
    """

    title: str
    columns: Row
    rows: tuple[Row, ...]
    note: str = ""
    sums: int = 0

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row has a cell for each column")


def tables(proof: Proof) -> tuple[Table, ...]:
    """Every table of a proof, in order."""
    told = [
        answered(proof.answers),
        premises(proof.answers),
        quoted(proof),
        refusing(proof),
        searched("Retrieval on the answerable questions", proof.retrieval),
    ]
    if proof.squad:
        told += [
            searched(f"Retrieval on {proof.squad.file.name}", proof.squad.retrieval),
            read(proof.squad.file.name, proof.squad.reading),
        ]
    return tuple(told)


def answered(answers: Answers) -> Table:
    """What became of the questions, by kind and in sum."""
    sums = (("all answerable", answers.answerable), ("all unanswerable", answers.unanswerable))
    rows = [_counted(_NAMES.get(kind, kind.replace("_", " ")), n) for kind, n in answers.by_kind]
    return Table(
        "Answers and refusals",
        ("", "good", "95 % interval", "right", "rightly refused", "wrongly refused", "wrong"),
        (*rows, *(_counted(name, counts) for name, counts in sums)),
        "An answer is right if it quotes the right paragraph with the words that answer; an answer "
        "to what the sources do not tell is wrong. Good are right answers and right refusals. "
        "Intervals are Wilson's.",
        sums=len(sums),
    )


_NAMES = {"yesno": "yes or no", "french": "in French"}


def _counted(name: str, counts: Counts) -> Row:
    numbers = (counts.right, counts.rightly_refused, counts.wrongly_refused, counts.wrong)
    good = counts.good
    return (name, percent(good), _interval(good), *(str(number or "·") for number in numbers))


def premises(answers: Answers) -> Table:
    """Leads and false premises: counts in words, since there are few."""
    leads = answers.leads
    count = leads.agreeing.whole + leads.refused
    return Table(
        "Yes, no and false premises",
        ("", "", "of"),
        (
            ("“Yes” or “No” in front, rightly", str(leads.agree), str(count)),
            ("“Yes” or “No” in front, wrongly", str(leads.contradict), str(count)),
            ("answered without either", str(leads.absent), str(count)),
            ("refused", str(leads.refused), str(count)),
            ("false premise named, with what contradicts it", *_of(answers.premises)),
        ),
        "An answer that begins with the wrong one is wrong.",
    )


def quoted(proof: Proof) -> Table:
    """What the quotations are worth."""
    found = proof.citations
    return Table(
        "Quotations",
        ("", "share", "", "of"),
        (
            ("verbatim at their place in the source", *_share(found.verbatim)),
            ("precision: citations that carry the answer", *_share(found.precision)),
            ("recall: evidence that is quoted", *_share(found.recall)),
        ),
        "Every quotation that was shown is looked up in its source. Precision and recall are over "
        "the answers to answerable questions.",
    )


def refusing(proof: Proof) -> Table:
    """Risk, coverage and calibration."""
    curve, trust = proof.curve, proof.reliability
    return Table(
        "Refusing",
        ("", ""),
        (
            ("coverage: questions answered", percent(curve.coverage)),
            ("risk: answers that are wrong", percent(curve.risk)),
            ("mean risk along the curve", decimal(curve.area)),
            ("AUROC of the probability, right against wrong", decimal(curve.discrimination)),
            ("expected calibration error", decimal(trust.error)),
            ("Brier score", decimal(trust.brier)),
        ),
        "Over the best answer to each question, given or not.",
    )


def searched(title: str, found: Retrieval) -> Table:
    """Ways of searching, side by side."""
    absent = [way.name for way in found.ways if way.ranks is None]
    return Table(
        title,
        ("", "hit@1", "hit@3", "MRR@10"),
        tuple(
            (way.name, decimal(way.hit_at_1), decimal(way.hit_at_3), decimal(way.mrr))
            for way in found.ways
        ),
        f"{found.questions:,} questions, {found.paragraphs:,} paragraphs."
        + "".join(f" {name}: {ABSENT}." for name in absent),
    )


def read(file: str, found: Reading) -> Table:
    """The trained network on articles that it has not learnt from."""
    about = ", ".join(title.replace("_", " ") for title in found.articles)
    title = f"Reading on {file}"
    if found.figures is None:
        return Table(title, ("", ""), (("not measured", "–"),), found.missing)
    figures = found.figures
    return Table(
        title,
        ("", ""),
        (
            ("exact match", decimal(figures.exact)),
            ("F1", decimal(figures.f1)),
            ("AUROC, questions that only look answerable", decimal(figures.adversarial)),
            ("AUROC, right paragraph hidden", decimal(figures.hidden)),
        ),
        f"{figures.questions:,} questions on {about}. Exact match and F1, as SQuAD defines them, "
        f"are over the {figures.answerable:,} answerable ones.",
    )


def percent(share: Share) -> str:
    return f"{share.value:.1%}".replace("%", " %") if share.whole else "–"


def _interval(share: Share) -> str:
    low, high = share.interval
    return f"{100 * low:.0f} to {100 * high:.0f} %"


def _of(share: Share) -> tuple[str, str]:
    return str(share.part), str(share.whole)


def _share(share: Share) -> tuple[str, str, str]:
    return (percent(share), *_of(share))


def decimal(value: float) -> str:
    return f"{value:.3f}" if math.isfinite(value) else "–"


def as_text(told: tuple[Table, ...]) -> str:
    """The tables for a terminal: one under the other, columns of one width in each."""
    return "\n\n".join(map(_block, told))


def _block(table: Table) -> str:
    rows = [table.columns, *table.rows]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.columns))]
    lines = [_line(row, widths) for row in rows if any(row)]
    if table.sums:
        lines.insert(len(lines) - table.sums, "")
    return "\n".join([table.title, *lines])


def _line(row: Row, widths: list[int]) -> str:
    name, *cells = (
        cell.ljust(width) if place == 0 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  " + "   ".join([name, *cells]).rstrip()
