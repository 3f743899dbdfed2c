"""What the project ships with, and the article that it restates."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import yaml

from index.chunking import Chunking
from index.library import Library, read_documents
from index.sources import CORPUS
from index.types import Document, Passage
from tests.index.conftest import ARTICLE, restated

RESTATED = CORPUS / "techcrunch-2025-02-11.md"
BRIEFINGS = [document for document in read_documents() if not document.source.restates]


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a paragraph speaks of without saying the whole name."""

    paragraph: int
    person: str


MEANT = [
    Meant(4, "JD Vance"),
    Meant(10, "Ursula von der Leyen"),
    Meant(12, "Emmanuel Macron"),
    Meant(17, "Romain Dillet"),
    Meant(18, "Romain Dillet"),
]


def numbered(document: Document) -> list[tuple[int, str]]:
    return [(p.number, document.text[p.span.start : p.span.end]) for p in document.paragraphs]


def test_the_briefing_restates_every_paragraph_of_the_article_once() -> None:
    (document,) = restated()
    assert document.text == RESTATED.read_bytes().decode()
    assert [number for number, _ in numbered(document)] == list(range(1, 22))
    assert not any("¶" in text for _, text in numbered(document))
    assert document.source.restates
    assert document.source.url.startswith("https://techcrunch.com/2025/02/11/")


def test_every_paragraph_of_the_briefing_is_one_exact_passage(corpus: tuple[Passage, ...]) -> None:
    (document,) = restated()
    assert [(passage.paragraph, passage.text) for passage in corpus] == numbered(document)
    assert all(document.text[p.start : p.end] == p.text for p in corpus)


def test_the_article_has_its_21_paragraphs_and_no_advertisement(article: Document) -> None:
    assert article.text == ARTICLE.read_bytes().decode()
    lines = [line.strip() for line in article.text.splitlines()]
    expected = [line for line in lines if line and line != "ARTICLE AD"]
    assert numbered(article) == list(enumerate(expected, 1))
    assert len(expected) == 21


def test_the_article_is_described_by_the_briefing_of_its_name(article: Document) -> None:
    (original,) = read_documents([ARTICLE])
    (briefing,) = restated()
    assert original.text == article.text
    assert original.source.title == briefing.source.title
    assert original.source.url == briefing.source.url
    assert not original.source.restates


@pytest.mark.parametrize("meant", MEANT, ids=lambda meant: f"{meant.paragraph}")
def test_a_briefing_paragraph_carries_the_person_it_means(
    corpus: tuple[Passage, ...], meant: Meant
) -> None:
    (passage,) = (passage for passage in corpus if passage.paragraph == meant.paragraph)
    assert meant.person in passage.context
    assert meant.person not in passage.text


@pytest.mark.parametrize("meant", MEANT, ids=lambda meant: f"{meant.paragraph}")
def test_an_article_paragraph_carries_the_person_it_means(article: Document, meant: Meant) -> None:
    passages = Chunking().passages(article)
    (passage,) = (passage for passage in passages if passage.paragraph == meant.paragraph)
    assert meant.person in passage.context
    assert meant.person not in passage.text


def test_paragraphs_that_mean_nobody_have_no_person_for_context(
    article: Document, corpus: tuple[Passage, ...]
) -> None:
    for passages in (Chunking().passages(article), corpus):
        without = [passage.paragraph for passage in passages if not passage.context]
        assert without == [1, 2, 3, 5, 6, 7, 8, 11, 15, 16]


@pytest.mark.parametrize("briefing", BRIEFINGS, ids=lambda briefing: briefing.source.id)
def test_each_paragraph_of_a_briefing_names_what_it_rests_on(briefing: Document) -> None:
    assert [number for number, _ in numbered(briefing)] == list(
        range(1, len(briefing.paragraphs) + 1)
    )
    for paragraph in briefing.paragraphs:
        assert paragraph.references, paragraph.number
        assert paragraph.heading, paragraph.number
    assert "[^" not in "".join(text for _, text in numbered(briefing))
    assert "{" not in "".join(text for _, text in numbered(briefing))


@pytest.mark.parametrize("briefing", BRIEFINGS, ids=lambda briefing: briefing.source.id)
def test_a_briefing_uses_every_reference_that_it_declares(briefing: Document) -> None:
    declared = yaml.safe_load(briefing.text.split("---\n")[1])["references"]
    used = {reference.title for p in briefing.paragraphs for reference in p.references}
    assert {" ".join(str(one["title"]).split()) for one in declared.values()} == used


def test_what_is_disputed_has_several_sides_and_is_called_the_same_everywhere() -> None:
    claims = [
        (claim, document.text[claim.span.start : claim.span.end])
        for document in read_documents()
        for paragraph in document.paragraphs
        for claim in paragraph.claims
    ]
    topics = {claim.topic for claim, _ in claims}
    assert {"signatories", "vance-speech", "participants"} <= topics
    for topic in topics:
        assert len({words for claim, words in claims if claim.topic == topic}) > 1, topic
        assert len({claim.about for claim, _ in claims if claim.topic == topic}) == 1, topic


def test_the_index_finds_every_side_and_the_article_first(whole: Library) -> None:
    sides = whole.claims("signatories")
    assert sides[0].source.restates
    assert len(sides) == 12
    assert {side.source.id for side in sides[1:]} == {"statement"}
    assert all(side.references for side in sides[1:])
