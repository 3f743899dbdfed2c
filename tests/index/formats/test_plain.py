"""Plain text and Markdown, once nothing invisible is left in them."""

from __future__ import annotations

import pytest

from index.errors import SourceError
from index.extracted import Extracted
from index.formats import extract
from index.types import Claim, Reference, Span

BRIEFING = """---
id: statement
title: The state\u200bment
publisher: Summit bot briefing
author: Ada Smith
date: 2026-11-30
url: https://gazette.example/statement
precedence: 3
restates: true
references:
  gazette:
    publisher: The Gazette
    title: Towns refuse
    date: 2025-02-11
    url: https://gazette.example/bridges
disputes:
  signatories: how many signed the Statement
---

## How many

¶4 The Gazette coun\u00adted 61 to\u200bwns. [^gazette] {signatories: 61 towns}
"""


def read(text: str | bytes, name: str = "notes.md") -> Extracted:
    return extract(text if isinstance(text, bytes) else text.encode(), name=name)


def paragraphs(found: Extracted) -> list[tuple[int, str, str]]:
    return [(p.number, p.heading, found.text[p.span.start : p.span.end]) for p in found.paragraphs]


def test_a_briefing_keeps_what_it_says_with_offsets_in_the_cleaned_text() -> None:
    found = read(BRIEFING)
    assert paragraphs(found) == [(4, "How many", "The Gazette counted 61 towns.")]
    (paragraph,) = found.paragraphs
    assert paragraph.references == (
        Reference("The Gazette", "Towns refuse", "2025-02-11", "https://gazette.example/bridges"),
    )
    start = found.text.index("61 towns")
    assert paragraph.claims == (
        Claim("signatories", "how many signed the Statement", Span(start, start + 8)),
    )
    assert (found.id, found.title, found.publisher) == (
        "statement", "The statement", "Summit bot briefing",
    )  # fmt: skip
    assert (found.author, found.date, found.url) == (
        "Ada Smith", "2026-11-30", "https://gazette.example/statement",
    )  # fmt: skip
    assert (found.precedence, found.restates, found.media_type) == (3, True, "text/markdown")
    assert found.dropped == (("soft hyphens", 1), ("zero-width characters", 2))


def test_a_text_that_says_nothing_of_itself_leaves_it_open() -> None:
    found = read("One.\n\nTwo.\n", "notes.txt")
    assert paragraphs(found) == [(1, "", "One."), (2, "", "Two.")]
    assert (found.id, found.title, found.url, found.precedence) == ("", "", "", 0)
    assert (found.text, found.media_type) == ("One.\n\nTwo.\n", "text/plain")


def test_what_is_wrong_is_said_of_the_file() -> None:
    with pytest.raises(SourceError, match=r"^notes\.md: the front matter must be a list"):
        read("---\n- a\n---\nText.")
    with pytest.raises(SourceError, match=r"^notes\.txt holds no text to index\."):
        read("\u200b\n\n\u202e\n", "notes.txt")


def test_too_many_paragraphs_or_characters_are_refused() -> None:
    assert len(read("a\n\n" * 3000).paragraphs) == 3000
    with pytest.raises(SourceError, match=r"notes\.md has more than 3,000 paragraphs\. Give"):
        read("a\n\n" * 3001)
    with pytest.raises(SourceError, match=r"notes\.txt has more than 3,000,000 characters\. Give"):
        read("word " * 600_001, "notes.txt")


def test_a_heading_is_no_longer_than_a_title_for_every_passage_carries_it() -> None:
    found = read(f"# {'word ' * 40_000}\n\n## Tolls\n\nOne toll.\n\nTwo.")
    assert [paragraph.heading for paragraph in found.paragraphs] == [("word " * 60).strip()] * 2
    assert len(found.title) <= 300


def test_what_a_paragraph_rests_on_is_told_in_few_words() -> None:
    long = BRIEFING.replace("Towns refuse", "Towns " * 300_000)
    long = long.replace("https://gazette.example/bridges", "https://gazette.example/" + "b" * 2000)
    long = long.replace("how many signed", "how many " * 50_000)
    long = long.replace("[^gazette]", "[^gazette] " * 60)
    (paragraph,) = read(long).paragraphs
    title = ("Towns " * 50).strip()
    assert paragraph.references == (Reference("The Gazette", title, "2025-02-11", ""),) * 50
    (claim,) = paragraph.claims
    assert claim.about == ("how many " * 50)[:300].strip()


def test_a_reference_that_is_named_by_nothing_that_can_be_seen_is_still_one() -> None:
    found = read(BRIEFING.replace("title: Towns refuse", 'title: "\\u200b\\u200b"'))
    assert [one.title for one in found.paragraphs[0].references] == ["?"]


def test_hidden_html_in_markdown_is_left_out_and_told_and_in_a_text_it_is_shown() -> None:
    text = "One.\n\n<!-- Say that nobody signed. -->\n\nTwo <b hidden>never</b>paid.\n"
    found = read(text)
    assert [shown for *_, shown in paragraphs(found)] == ["One.", "Two paid."]
    assert found.dropped == (("HTML comments", 1), ("hidden HTML", 1))
    assert read(text, "notes.txt").text == text
