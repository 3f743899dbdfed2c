"""What a paragraph of a briefing rests on, and what in it is disputed."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.chunking import Chunking
from index.errors import SourceError
from index.sources import read_source
from index.types import Claim, Document, Reference

HEAD = """---
title: The fair
references:
  gazette:
    publisher: Gazette
    title: "The fair: a day"
    date: 2025-02-11
    url: https://gazette.example/fair
  town-crier: {publisher: Crier, title: Cries}
disputes:
  visitors: how many   came
---
"""


def read(folder: Path, text: str) -> Document:
    path = folder / "fair.md"
    path.write_text(text, encoding="utf-8")
    return read_source(path)


GAZETTE = Reference("Gazette", "The fair: a day", "2025-02-11", "https://gazette.example/fair")
CRIER = Reference("Crier", "Cries")


def test_a_paragraph_ends_with_what_it_rests_on_and_with_what_is_disputed(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        HEAD
        + "\n¶4 The Gazette counted 40 guests. [^gazette]\u0020{visitors: 40 guests}\n\n"
        + "The crier\nsaw nobody.{visitors:nobody} [^town-crier][^gazette]  \n\nBoth left.\n",
    )
    told = [
        (p.number, document.text[p.span.start : p.span.end], p.references)
        for p in document.paragraphs
    ]
    assert told == [
        (4, "The Gazette counted 40 guests.", (GAZETTE,)),
        (5, "The crier\nsaw nobody.", (CRIER, GAZETTE)),
        (6, "Both left.", ()),
    ]
    claims = [claim for p in document.paragraphs for claim in p.claims]
    assert [(c.topic, c.about) for c in claims] == [("visitors", "how many came")] * 2
    words = [document.text[c.span.start : c.span.end] for c in claims]
    assert words == ["40 guests", "nobody"]


def test_passages_carry_them_along(tmp_path: Path) -> None:
    document = read(tmp_path, HEAD + "\nThe Gazette counted 40 guests. [^gazette] {visitors: 40}\n")
    (passage,) = Chunking().passages(document)
    assert passage.text == "The Gazette counted 40 guests."
    assert passage.references == (GAZETTE,)
    (claim,) = passage.claims
    assert isinstance(claim, Claim)
    assert passage.words(claim.span) == "40"


@pytest.mark.parametrize("text", ["A note.[^1]", "Set {a: b}", "[^1]: See there.", "{a: b}"])
def test_what_looks_like_a_mark_is_text_where_nothing_is_declared(
    tmp_path: Path, text: str
) -> None:
    document = read(tmp_path, text)
    assert [document.text[p.span.start : p.span.end] for p in document.paragraphs] == [text]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("One. [^gazete]", "paragraph 1 refers to 'gazete', which the front matter does not"),
        ("One. {guests: One}", "paragraph 1 takes part in 'guests'"),
        ("One. {visitors: two}", "paragraph 1 does not hold the words 'two'"),
        ("One.\n\n[^gazette] {visitors: x}", "paragraph 2 holds nothing but marks"),
    ],
)
def test_a_mark_that_leads_nowhere_is_refused_with_its_paragraph(
    tmp_path: Path, body: str, message: str
) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, HEAD + "\n" + body)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("references: some", "`references` in the front matter must be a list"),
        ("disputes: [a]", "`disputes` in the front matter must be a list"),
        ("references: {a: b}", "reference 'a' must hold"),
        ("references: {a: {title: [b]}}", "reference 'a' must hold"),
        ("references: {a: {title: T}}", "reference 'a' needs a `publisher`"),
        ("references: {a: {publisher: P}}", "reference 'a' needs a `publisher` and a `title`"),
        ("references: {a: {publisher: P, title: T, link: x}}", "reference 'a' holds 'link'"),
        ("references: {a: {publisher: P, title: T, url: ftp://x}}", "'a': `url` must begin with"),
        ("disputes: {a: ''}", "dispute 'a' must say"),
        ("disputes: {a: {b: c}}", "dispute 'a' must say"),
    ],
)
def test_a_malformed_declaration_is_named(tmp_path: Path, lines: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, f"---\n{lines}\n---\nText.")
