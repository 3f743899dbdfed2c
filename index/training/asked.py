"""Questions that were written for this training, beside the published data.

`asked/questions.jsonl` holds a question a line, with what it asks of which paragraphs; a paragraph
is known by the hash of its text, so that no text needs to be repeated. What a person may want to
know about them stands in `asked/README.md`.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from index.chunking import Chunking
from index.errors import SourceError
from index.training.squad import Answer, Article, Asked, Paragraph
from index.types import Document, Stance

FOLDER = Path(__file__).parent / "asked"
QUESTIONS = FOLDER / "questions.jsonl"
SUMMIT, DOCUMENTS = FOLDER / "summit.txt", FOLDER / "documents.txt"


class Line(BaseModel, frozen=True):
    """A question and, for each paragraph it was written for, the characters that answer.

    `of` names paragraphs by `name_of`, each with the first and the end of the answer's characters,
    or None where it has none. `claim` marks a question for yes or no. `perhaps` are paragraphs that
    may answer as well: they are never held up as ones that do not.
    """

    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, Field(min_length=1)]
    stance: Stance
    claim: bool = False
    of: Annotated[dict[str, tuple[int, int] | None], Field(min_length=1)]
    perhaps: tuple[str, ...] = ()


_LINE = TypeAdapter(Line)


def name_of(text: str) -> str:
    """What a paragraph is called: the first 16 digits of the SHA-256 of its text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Own:
    """Articles with the questions written for them, and how many had none of their paragraphs.

    `counts` says how many questions there are of each stance; `sha256` is that of their file.
    """

    articles: tuple[Article, ...]
    counts: Mapping[str, int]
    homeless: int
    sha256: str

    @property
    def questions(self) -> int:
        return sum(self.counts.values())


def read_own(articles: Iterable[Article], questions: Path = QUESTIONS) -> Own:
    """The questions of the file, each with its paragraph among those of `articles`.

    Raises SourceError, naming file and line, where one is malformed.
    """
    raw = _read(questions)
    lines = [
        _line(questions, number, text)
        for number, text in enumerate(raw.split("\n"), 1)  # a question may hold other line ends
        if text.strip()
    ]
    asked: dict[str, list[tuple[str, Line]]] = defaultdict(list)
    for number, line in enumerate(lines, 1):
        for name in line.of:
            asked[name].append((f"own-{number}-{name}", line))
    pool = [(one, [(_name(p), p) for p in one.paragraphs]) for one in articles]
    contexts = {name: p.context for _, named in pool for name, p in named}
    homeless = sum(not (line.of.keys() & contexts.keys()) for line in lines)
    made = []
    for article, named in pool:
        paragraphs = tuple(
            Paragraph(
                context=p.context,
                head=p.head,
                qas=tuple(
                    _asked(key, line, line.of[name], p, contexts)
                    for key, line in asked.get(name, ())
                ),
            )
            for name, p in named
        )
        if any(p.qas for p in paragraphs):
            made.append(Article(title=article.title, paragraphs=paragraphs))
    counts = Counter[str](line.stance for line in lines)
    return Own(tuple(made), counts, homeless, hashlib.sha256(raw.encode()).hexdigest())


def read_texts(path: Path) -> tuple[Article, ...]:
    """Texts in our own words: a paragraph a line, and an empty line between two texts."""
    texts = [
        [line.strip() for line in text.splitlines() if line.strip()]
        for text in _read(path).split("\n\n")
    ]
    return tuple(
        Article(
            title=f"{path.stem}-{number}",
            paragraphs=tuple(Paragraph(context=line, qas=()) for line in lines),
        )
        for number, lines in enumerate(texts, 1)
        if lines
    )


def as_article(document: Document) -> Article:
    """A document as it is read for a question: its passages, each behind what it is about."""
    paragraphs = tuple(
        Paragraph(context=passage.head + passage.text, head=len(passage.head), qas=())
        for passage in Chunking().passages(document)
    )
    return Article(title=document.source.id, paragraphs=paragraphs)


def _asked(
    key: str,
    line: Line,
    span: tuple[int, int] | None,
    paragraph: Paragraph,
    contexts: Mapping[str, str],
) -> Asked:
    # The words that deny what another question takes for granted are no answer to it.
    answers: tuple[Answer, ...] = ()
    if span and (line.claim or line.stance == "tells"):
        start, end = (paragraph.head + place for place in span)
        answers = (Answer(text=paragraph.context[start:end], answer_start=start),)
    return Asked(
        id=key,
        question=line.question,
        answers=answers,
        is_impossible=not answers,
        stance=line.stance,
        perhaps=tuple(contexts[name] for name in line.perhaps if name in contexts),
    )


def _name(paragraph: Paragraph) -> str:
    return name_of(paragraph.context[paragraph.head :])


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read as UTF-8 text: {error}.") from error


def _line(path: Path, number: int, text: str) -> Line:
    try:
        return _LINE.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SourceError(
            f"{path}, line {number} is no question to learn from: {where}: {first['msg']}. "
            f"Correct the line; {FOLDER.name}/README.md describes the fields."
        ) from None
