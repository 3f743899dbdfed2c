"""SQuAD files: read as they are, or refused with the file and the line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.errors import SourceError
from index.training.squad import CHOSEN_ON, REPORTED, Answer, read_articles
from tests.index.training.material import HARBOUR, write

# Line 6 is the paragraph, 10 and 19 the questions.
TEXT = """\
{
 "version": "v2.0",
 "data": [
  {
   "title": "Harbour",
   "paragraphs": [{
    "context": "The old harbour was opened in 1871.",
    "qas": [

     {
      "id": "one",
      "question": "When was it opened?",
      "answers": [
       {"text": "1871", "answer_start": 30},
       {"text": "in 1871", "answer_start": 27}
      ],
      "is_impossible": false
     },
     {
      "id": "two",
      "question": "Who opened it?",
      "answers": [],
      "plausible_answers": [{"text": "1871", "answer_start": 30}],
      "is_impossible": true
     }
    ]
   }]
  }
 ]
}
"""


def refusal(tmp_path: Path, text: str) -> str:
    """What is said of a file with this text, after its own name."""
    path = tmp_path / "part.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_articles(path)
    assert str(caught.value).startswith(f"{path}, line ")
    assert str(caught.value).endswith("Correct the file or leave it out.")
    return str(caught.value).removeprefix(f"{path}, line ")


def altered(change: Callable[[Any], object]) -> str:
    """The file after `change` of its first paragraph, still with many lines."""
    fields = json.loads(TEXT)
    change(fields["data"][0]["paragraphs"][0])
    return json.dumps(fields, indent=1)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_articles_questions_and_every_reference_answer_are_read(tmp_path: Path) -> None:
    path = tmp_path / "part.json"
    path.write_text(TEXT, encoding="utf-8")
    (article,) = read_articles(path)
    (paragraph,) = article.paragraphs
    one, two = paragraph.qas
    assert (article.title, paragraph.context) == ("Harbour", "The old harbour was opened in 1871.")
    assert one.answers == (
        Answer(text="1871", answer_start=30),
        Answer(text="in 1871", answer_start=27),
    )
    assert [answer.end for answer in one.answers] == [34, 34]
    assert (two.question, two.answers, two.is_impossible) == ("Who opened it?", (), True)


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    assert read_articles(write(tmp_path / "part.json", [HARBOUR, HARBOUR])) == (HARBOUR, HARBOUR)


def test_text_that_is_no_json_is_refused_at_the_line_where_it_breaks(tmp_path: Path) -> None:
    broken = TEXT.replace('"id": "two",', '"id": "two"')
    # Where the next name begins without a comma before it.
    assert refusal(tmp_path, broken).startswith(
        "21: not in SQuAD's format: the whole: Invalid JSON"
    )


@pytest.mark.parametrize("text", ["", "nul", '{"data": [', "\ufeff{}", "[" * 100_000, "[1, 2]"])
def test_text_that_is_no_squad_at_all_is_refused_at_its_first_line(
    tmp_path: Path, text: str
) -> None:
    assert refusal(tmp_path, text).startswith("1: not in SQuAD's format: ")


@pytest.mark.parametrize("field", ["id", "question", "answers"])
def test_a_missing_field_is_named_with_the_line_of_what_misses_it(
    tmp_path: Path, field: str
) -> None:
    lines = TEXT.splitlines(keepends=True)
    (place,) = [n for n, line in enumerate(lines) if n > 18 and line.startswith(f'      "{field}"')]
    text = "".join(lines[:place] + lines[place + 1 :])
    said = refusal(tmp_path, text)
    assert said.startswith(f"19: not in SQuAD's format: data.0.paragraphs.0.qas.1.{field}: Field")


def test_a_field_of_the_wrong_kind_is_named_with_its_own_line(tmp_path: Path) -> None:
    text = TEXT.replace('"Who opened it?"', "null")
    said = refusal(tmp_path, text)
    assert said.startswith("21: not in SQuAD's format: data.0.paragraphs.0.qas.1.question: Input")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (
            lambda p: p["qas"][0]["answers"][1].update(answer_start=26),
            "question 'one': the answer 'in 1871' does not stand at 26",
        ),
        (
            lambda p: p["qas"][0]["answers"][0].update(answer_start=99),
            "question 'one': the answer '1871' does not stand at 99",
        ),
        (
            lambda p: p["qas"][0].update(is_impossible=True),
            "question 'one': it is marked as impossible, but has answers",
        ),
        (
            lambda p: p["qas"][1].update(is_impossible=False),
            "question 'two': it has no answer and is not marked as impossible",
        ),
        (
            lambda p: p["qas"][1].pop("is_impossible"),
            "question 'two': it has no answer and is not marked as impossible",
        ),
    ],
)
def test_a_question_at_odds_with_itself_is_named_with_its_line(
    tmp_path: Path, change: Callable[[Any], object], complaint: str
) -> None:
    text = altered(change)
    name = complaint.split("'")[1]
    # The brace that opens the question is on the line before its id.
    line = line_of(text, f'"id": "{name}"') - 1
    assert refusal(tmp_path, text).startswith(f"{line}: {complaint}")


def test_a_negative_place_is_no_place(tmp_path: Path) -> None:
    text = altered(lambda p: p["qas"][0]["answers"][0].update(answer_start=-5))
    line = line_of(text, '"answer_start": -5')
    assert refusal(tmp_path, text).startswith(f"{line}: not in SQuAD's format")


def test_an_absent_file_and_one_that_is_not_utf8_are_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"absent\.json cannot be read as UTF-8 text: .*No such"):
        read_articles(tmp_path / "absent.json")
    (tmp_path / "latin.json").write_bytes('{"data": "é"}'.encode("latin-1"))
    with pytest.raises(SourceError, match=r"latin\.json cannot be read as UTF-8 text"):
        read_articles(tmp_path / "latin.json")


def test_what_is_reported_on_and_what_is_chosen_on_are_apart() -> None:
    assert not REPORTED & CHOSEN_ON
