"""Question-answering data in SQuAD's JSON format, checked while it is read.

The format: Rajpurkar, Jia, Liang, "Know What You Don't Know: Unanswerable Questions for SQuAD"
(2018, arXiv 1806.03822).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import json_source_map
from json_source_map.errors import BaseError as JsonMapError
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from index.errors import SourceError
from index.types import Stance


class Answer(BaseModel, frozen=True):
    """An answer's words and where they start in the paragraph, in characters."""

    text: Annotated[str, Field(min_length=1)]
    answer_start: Annotated[int, Field(ge=0)]

    @property
    def end(self) -> int:
        return self.answer_start + len(self.text)


class Asked(BaseModel, frozen=True):
    """A question with every reference answer; none where the paragraph does not tell."""

    id: str
    question: Annotated[str, Field(min_length=1)]
    answers: tuple[Answer, ...]
    is_impossible: bool = False
    #: What the paragraph does to the question, where that is known beyond its having an answer.
    stance: Stance | None = None
    #: Contexts of paragraphs that may answer as well, though nobody has said so.
    perhaps: tuple[str, ...] = ()


class Paragraph(BaseModel, frozen=True):
    context: Annotated[str, Field(min_length=1)]
    #: How many of the first characters say what it is about and are not of the text itself.
    head: int = 0
    qas: tuple[Asked, ...]


class Article(BaseModel, frozen=True):
    """An article: the unit by which data is split, since its questions share names and words."""

    title: str
    paragraphs: tuple[Paragraph, ...]


class _File(BaseModel, frozen=True):
    data: tuple[Article, ...]


_FILE = TypeAdapter(_File)

#: Articles kept for measuring, named before anything was trained; no choice is made on them.
REPORTED = frozenset({"Yuan_dynasty", "Immune_system", "French_and_Indian_War"})
#: An article kept for choosing: what ships, and from which score on a span is believed.
CHOSEN_ON = frozenset({"Spectre_(2015_film)"})


def read_articles(path: Path) -> tuple[Article, ...]:
    """The articles of a SQuAD file.

    Raises SourceError, naming file and line, where it is no such file.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read as UTF-8 text: {error}.") from error
    try:
        articles = _FILE.validate_json(text).data
    except ValidationError as error:
        first = error.errors()[0]
        where = _line(text, first["loc"])
        raise SourceError(
            f"{path}, line {where}: not in SQuAD's format: {_path(first['loc'])}: {first['msg']}. "
            "Correct the file or leave it out."
        ) from error
    for a, article in enumerate(articles):
        for p, paragraph in enumerate(article.paragraphs):
            for q, asked in enumerate(paragraph.qas):
                if wrong := _wrong(asked, paragraph.context):
                    loc = ("data", a, "paragraphs", p, "qas", q)
                    raise SourceError(
                        f"{path}, line {_line(text, loc)}: question {asked.id!r}: {wrong}. "
                        "Correct the file or leave it out."
                    )
    return articles


def _wrong(asked: Asked, context: str) -> str:
    if asked.is_impossible and asked.answers:
        return "it is marked as impossible, but has answers"
    if not asked.is_impossible and not asked.answers:
        return "it has no answer and is not marked as impossible"
    for answer in asked.answers:
        if context[answer.answer_start : answer.end] != answer.text:
            return f"the answer {answer.text!r} does not stand at {answer.answer_start}"
    return ""


def _path(loc: Iterable[int | str]) -> str:
    return ".".join(str(part) for part in loc) or "the whole"


def _line(text: str, loc: Iterable[int | str]) -> int:
    """The line, from 1, of the innermost thing on the way to `loc` that is there."""
    try:
        json.loads(text)
        places = json_source_map.calculate(text)
    except json.JSONDecodeError as error:
        return error.lineno
    except (JsonMapError, RecursionError):  # not what Python takes for JSON, or nested too deep
        return 1
    line, pointer = 1, ""
    for part in loc:
        pointer += f"/{part}"
        if pointer not in places:
            break
        line = places[pointer].value_start.line + 1
    return line
