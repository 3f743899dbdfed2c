"""The files of a folder: what is learnt from, and what is held out to be measured on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.errors import SourceError
from index.training.squad import CHOSEN_ON, REPORTED, Article, read_articles

#: The share of a file's answerable questions that a pass takes, where it is not all: reviews and
#: comments would otherwise outweigh the encyclopaedia, which is nearer to what the bot reads.
SHARES = {"squadshifts-amazon.json": 0.3, "squadshifts-reddit.json": 0.3}


@dataclass(frozen=True, slots=True)
class File:
    """A file of questions: its name and hash, the share that a pass takes, and what it holds."""

    name: str
    sha256: str
    share: float
    articles: int
    answerable: int
    unanswerable: int


@dataclass(frozen=True, slots=True)
class Data:
    """What is learnt from, each article with its share, and the two sets that are held out.

    `reported` is what figures are given on, `chosen_on` what choices are made on.
    """

    files: tuple[File, ...]
    taught: tuple[tuple[Article, float], ...]
    reported: tuple[Article, ...]
    chosen_on: tuple[Article, ...]


def read_data(folder: Path) -> Data:
    """Every `*.json` in `folder`, in the order of their names.

    Raises SourceError where there is none, where one is malformed, and where a set of held-out
    articles has no question with an answer.
    """
    if not folder.is_dir():
        raise SourceError(f"There is no folder {folder}. Give the one that holds the SQuAD files.")
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise SourceError(
            f"There is no JSON file in {folder}. Put files in SQuAD 2.0's format there."
        )
    read = [(path, SHARES.get(path.name, 1.0), read_articles(path)) for path in paths]
    articles = [(article, share) for _, share, own in read for article in own]
    taught = tuple(pair for pair in articles if pair[0].title not in REPORTED | CHOSEN_ON)
    return Data(
        files=tuple(_file(path, share, own) for path, share, own in read),
        taught=taught,
        reported=_held_out([article for article, _ in articles], REPORTED, folder),
        chosen_on=_held_out([article for article, _ in articles], CHOSEN_ON, folder),
    )


def _held_out(
    articles: Iterable[Article], titles: frozenset[str], folder: Path
) -> tuple[Article, ...]:
    found = tuple(article for article in articles if article.title in titles)
    if not _count(found)[0]:
        raise SourceError(
            f"{folder} holds no answerable question of {', '.join(sorted(titles))}, on which the "
            "reader is measured. Add the file that has them."
        )
    return found


def _file(path: Path, share: float, articles: tuple[Article, ...]) -> File:
    answerable, unanswerable = _count(articles)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return File(path.name, digest, share, len(articles), answerable, unanswerable)


def _count(articles: Iterable[Article]) -> tuple[int, int]:
    """How many questions have an answer, and how many have none."""
    asked = [q for article in articles for p in article.paragraphs for q in p.qas]
    told = sum(bool(question.answers) for question in asked)
    return told, len(asked) - told
