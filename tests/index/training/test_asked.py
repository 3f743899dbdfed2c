"""The questions that were written for the training, and the paragraphs they belong to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.errors import SourceError
from index.library import read_documents
from index.sources import restated
from index.training.asked import (
    DOCUMENTS,
    QUESTIONS,
    SUMMIT,
    Line,
    as_article,
    name_of,
    read_own,
    read_texts,
)
from index.training.examples import OWN_MIX, Curriculum
from index.training.squad import Article, Asked
from tests.index.fakes import document
from tests.index.training.material import article, paragraph

PORT = "The port opened in 1871. Bern did not pay for it."
MUSEUM = "The museum was opened by Ada."
POOL = [article("Town", paragraph(PORT), paragraph(MUSEUM), paragraph("It rains."))]


def written(folder: Path, *lines: object) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def line(question: str, stance: str, words: str | None, text: str = PORT, **more: object) -> object:
    span = None if words is None else (text.index(words), text.index(words) + len(words))
    return {"question": question, "stance": stance, "of": {name_of(text): span}, **more}


def asked_in(articles: tuple[Article, ...]) -> list[Asked]:
    return [asked for one in articles for p in one.paragraphs for asked in p.qas]


def test_a_question_comes_to_its_paragraph_with_the_words_that_answer(tmp_path: Path) -> None:
    own = read_own(
        POOL,
        written(
            tmp_path,
            line("When did it open?", "tells", "1871"),
            line("Did Bern pay?", "denies", "Bern did not pay", claim=True),
            line("Why did Bern pay?", "denies", "Bern did not pay"),
            line("What did Bern say?", "silent", None),
        ),
    )
    (town,) = own.articles
    assert [p.context for p in town.paragraphs] == [PORT, MUSEUM, "It rains."]
    assert [len(p.qas) for p in town.paragraphs] == [4, 0, 0]
    told = [(q.question, q.stance, [a.text for a in q.answers]) for q in asked_in(own.articles)]
    assert told == [
        ("When did it open?", "tells", ["1871"]),
        ("Did Bern pay?", "denies", ["Bern did not pay"]),
        # Denying what a question takes for granted is no answer to it.
        ("Why did Bern pay?", "denies", []),
        ("What did Bern say?", "silent", []),
    ]
    assert (own.questions, own.homeless) == (4, 0)
    assert own.counts == {"tells": 1, "denies": 2, "silent": 1}


def test_what_a_passage_is_about_stands_before_it_and_the_words_move_along(tmp_path: Path) -> None:
    told = "She left in May."
    town = document("Mayor Ada Byron, the head of the council, spoke.", told)
    pool = [as_article(town)]
    own = read_own(pool, written(tmp_path, line("When did she leave?", "tells", "in May", told)))
    (asked,) = asked_in(own.articles)
    context = own.articles[0].paragraphs[1].context
    assert context.endswith(told)
    assert len(context) > len(told)
    (answer,) = asked.answers
    assert context[answer.answer_start : answer.end] == "in May"


def test_a_paragraph_that_may_answer_too_is_never_held_up_as_one_that_does_not(
    tmp_path: Path,
) -> None:
    asked = line("Who opened the port?", "tells", "The port", perhaps=[name_of(MUSEUM)])
    open_too = line("Who opened the port?", "tells", "The port")
    for question, shown in ((asked, {PORT}), (open_too, {PORT, MUSEUM})):
        own = read_own(POOL, written(tmp_path, question))
        drawn = Curriculum([(one, 1.0) for one in own.articles], OWN_MIX)
        contexts = {e.context for turn in range(20) for e in drawn.examples(str(turn))}
        assert contexts == shown


def test_questions_whose_paragraph_is_not_given_are_left_out_and_counted(tmp_path: Path) -> None:
    own = read_own(
        POOL,
        written(
            tmp_path, line("When?", "tells", "1871"), line("Who?", "tells", "Zoe", "Zoe did it.")
        ),
    )
    assert [asked.question for asked in asked_in(own.articles)] == ["When?"]
    assert (own.questions, own.homeless) == (2, 1)


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        ("{", "line 2 is no question"),
        ('{"question": "Who?", "stance": "tells"}', "of"),
        ('{"question": "Who?", "stance": "maybe", "of": {"a": null}}', "stance"),
        ('{"question": "", "stance": "silent", "of": {"a": null}}', "question"),
        ('{"question": "Who?", "stance": "silent", "of": {"a": null}, "off": 1}', "off"),
    ],
)
def test_a_malformed_line_is_refused_with_its_file_and_number(
    tmp_path: Path, bad: str, what: str
) -> None:
    path = written(tmp_path, line("When?", "tells", "1871"))
    path.write_text(path.read_text("utf-8") + bad + "\n", encoding="utf-8")
    with pytest.raises(SourceError, match=what) as told:
        read_own(POOL, path)
    assert f"{path}, line 2" in str(told.value)


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"absent\.jsonl"):
        read_own(POOL, tmp_path / "absent.jsonl")


def test_texts_are_a_paragraph_a_line_and_apart_by_an_empty_line(tmp_path: Path) -> None:
    path = tmp_path / "two.txt"
    path.write_text("One.\n Two. \n\n\nThree.\n", encoding="utf-8")
    found = read_texts(path)
    assert [one.title for one in found] == ["two-1", "two-2"]
    assert [[p.context for p in one.paragraphs] for one in found] == [["One.", "Two."], ["Three."]]


# The questions that are in the repository.


def test_every_question_on_our_own_paragraphs_points_to_words_in_them() -> None:
    ours = [*read_texts(SUMMIT), *read_texts(DOCUMENTS)]
    pool = [*map(as_article, read_documents(restated())), *ours]
    own = read_own(pool)
    assert {one.title for one in own.articles} == {one.title for one in pool}
    contexts = [p.context for one in own.articles for p in one.paragraphs if p.qas]
    assert len(set(contexts)) == len(contexts) == 21 + sum(len(one.paragraphs) for one in ours)
    for one in own.articles:
        for p in one.paragraphs:
            for asked in p.qas:
                for answer in asked.answers:
                    assert p.context[answer.answer_start : answer.end] == answer.text
                    assert answer.text.strip() == answer.text != ""


def test_no_question_of_the_evaluation_is_learnt_from() -> None:
    taught = {
        _plain(Line.model_validate_json(text).question)
        for text in QUESTIONS.read_text("utf-8").splitlines()
    }
    for name in ("tune", "report", "unseen"):
        path = Path(__file__).parents[2] / "data" / f"questions-{name}.jsonl"
        asked = {_plain(json.loads(text)["question"]) for text in path.read_text().splitlines()}
        assert len(taught & asked) == 0  # and nobody is shown which


def _plain(question: str) -> str:
    return "".join(letter for letter in question.lower() if letter.isalnum())
