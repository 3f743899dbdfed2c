"""What comes from the process that reads is checked before it is believed."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from index.extracted import Extracted
from index.types import Claim, Paragraph, Reference, Span

FOUND = Extracted(
    title="Fair",
    author="",
    publisher="Gazette",
    date="2025-02-11",
    url="",
    text="One toll.\n\nTwo.",
    paragraphs=(
        Paragraph(
            Span(0, 9),
            1,
            "Tolls",
            (Reference("Gazette", "Towns", "2025", "https://gazette.example/"),),
            (Claim("tolls", "how many tolls there are", Span(0, 8)),),
            7,
        ),
        Paragraph(Span(11, 15), 2),
    ),
    media_type="text/plain",
    dropped=(("soft hyphens", 2),),
    id="fair",
    precedence=3,
    restates=True,
)


def fields() -> Any:  # noqa: ANN401 (it is altered at will)
    return json.loads(json.dumps(asdict(FOUND)))


def test_it_comes_back_as_it_was() -> None:
    assert Extracted.of(fields()) == FOUND


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (["title"], 7),
        (["title"], None),
        (["text"], "short"),
        (["text"], "half \ud800"),
        (["precedence"], True),
        (["precedence"], "3"),
        (["restates"], 1),
        (["dropped"], [["soft hyphens", "2"]]),
        (["dropped"], 4),
        (["paragraphs"], {}),
        (["paragraphs", 0], []),
        (["paragraphs", 0, "span"], {"start": 9, "end": 9}),
        (["paragraphs", 0, "span"], {"start": -1, "end": 9}),
        (["paragraphs", 0, "span"], {"start": 0, "end": 9.0}),
        (["paragraphs", 1, "span"], {"start": 5, "end": 15}),
        (["paragraphs", 1, "span"], {"start": 11, "end": 16}),
        (["paragraphs", 0, "claims", 0, "span", "end"], 10),
        (["paragraphs", 0, "references", 0, "title"], ""),
        (["paragraphs", 0, "heading"], ["Tolls"]),
        (["paragraphs", 0, "page"], "7"),
        (["title"], "a" * 301),
        (["date"], "a" * 301),
        (["url"], "https://gazette.example/" + "a" * 2000),
        (["paragraphs", 0, "heading"], "a" * 301),
        (["paragraphs", 0, "references", 0, "title"], "a" * 301),
        (["paragraphs", 0, "references", 0, "url"], "a" * 2001),
        (["paragraphs", 0, "references"], [asdict(FOUND.paragraphs[0].references[0])] * 51),
        (["paragraphs", 0, "claims", 0, "about"], "a" * 301),
    ],
)
def test_what_does_not_fit_is_refused(place: list[str | int], value: object) -> None:
    altered = fields()
    inner = altered
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    with pytest.raises(ValueError, match=r"."):
        Extracted.of(altered)


@pytest.mark.parametrize("whole", [None, 7, [], {}, {"title": "Fair"}])
def test_what_is_no_extracted_text_is_refused(whole: object) -> None:
    with pytest.raises(ValueError, match="no extracted text"):
        Extracted.of(whole)
