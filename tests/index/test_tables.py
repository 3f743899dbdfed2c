"""The tables, word for word."""

from __future__ import annotations

import pytest

from index.proof import Reading
from index.tables import Table, answered, as_text, premises, quoted, read, searched, tables
from tests.index.proofs import SEARCHED, made_up

ANSWERED = """\
Answers and refusals
                        good   95 % interval   right   rightly refused   wrongly refused   wrong
  plain              100.0 %     21 to 100 %       1                 ·                 ·       ·
  list                 0.0 %       0 to 66 %       ·                 ·                 1       1
  near miss            0.0 %       0 to 79 %       ·                 ·                 ·       1
  off topic          100.0 %     21 to 100 %       ·                 1                 ·       ·

  all answerable      33.3 %       6 to 79 %       1                 ·                 1       1
  all unanswerable    50.0 %       9 to 91 %       ·                 1                 ·       1"""


def test_outcomes_stand_by_kind_with_their_sums_below() -> None:
    assert as_text((answered(made_up().answers),)) == ANSWERED


SEARCHES = """\
Searches
                    hit@1   hit@3   MRR@10
  dense only        0.250   0.500    0.438
  lexical only      0.750   0.750    0.750
  fused             0.750   1.000    0.875
  somebody else's       –       –        –"""


def test_ways_of_searching_stand_side_by_side() -> None:
    table = searched("Searches", SEARCHED)
    assert as_text((table,)) == SEARCHES
    assert table.note == (
        "4 questions, 2 paragraphs. somebody else's: not installed; "
        "pip install 'summit-bot[peers]' brings it."
    )


def test_shares_of_nothing_have_no_value() -> None:
    rows = premises(made_up().answers).rows
    assert rows[-1] == ("false premise named, with what contradicts it", "0", "0")
    assert quoted(made_up()).rows[0] == (
        "verbatim at their place in the source", "100.0 %", "3", "3",
    )  # fmt: skip


def test_reading_tells_on_which_articles_or_why_not() -> None:
    proof = made_up(squad=True)
    assert proof.squad is not None
    table = read("squad.json", proof.squad.reading)
    assert table.rows[0] == ("exact match", "0.700")
    assert "30 questions on A town." in table.note
    absent = read("squad.json", Reading(("A_town",), None, "There is none. Train one."))
    assert absent.rows == (("not measured", "–"),)
    assert absent.note == "There is none. Train one."


def test_a_squad_file_adds_two_tables() -> None:
    titles = [table.title for table in tables(made_up(squad=True))]
    assert titles[-2:] == ["Retrieval on squad.json", "Reading on squad.json"]
    assert [table.title for table in tables(made_up())] == titles[:-2]


def test_a_row_has_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="a cell for each column"):
        Table("x", ("", "a"), (("b",),))
