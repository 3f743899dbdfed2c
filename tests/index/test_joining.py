"""Segments that were cut and joined against those of the same documents at once, byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.chunking import Chunking
from index.files import contents_of
from index.joining import Part, joined, without
from index.segments import Segment
from index.types import Claim, Document, Reference, Span
from tests.index.fakes import BagOfWords, document

TEXTS = st.lists(
    st.sampled_from(
        [
            "The river flooded the old bridge. Nobody was hurt.",
            "Mayor Ada Byron refused to sign.",
            "She left with the Early World Health Organization.",
            "WHO knows? Émile, naïve 😀.",
        ]
    ),
    min_size=1,
    max_size=3,
)
REFERENCES = st.lists(
    st.sampled_from([Reference("Gazette", f"Part {number}") for number in range(4)]), max_size=2
)


def cited(one: Document, references: Sequence[Reference], *, claiming: bool) -> Document:
    """`one`, of which every paragraph cites, and begins with what others deny."""
    return replace(
        one,
        paragraphs=tuple(
            replace(
                p,
                references=tuple(references),
                claims=(Claim("river", "how high it was", Span(p.span.start, p.span.start + 3)),)
                if claiming
                else (),
                page=p.number,
            )
            for p in one.paragraphs
        ),
    )


DOCUMENTS = st.lists(st.tuples(TEXTS, REFERENCES, st.booleans()), min_size=1, max_size=4).map(
    lambda each: [
        cited(document(*texts, identity=f"source {number}"), references, claiming=claiming)
        for number, (texts, references, claiming) in enumerate(each)
    ]
)


def segment(documents: Sequence[Document]) -> Segment:
    passages = [Chunking().passages(each) for each in documents]
    return Segment.of(documents, passages, BagOfWords().embed_passages(sum(passages, ())))


def content(of: Segment) -> object:
    return of.sources, contents_of(of)


@given(DOCUMENTS, st.data())
def test_segments_joined_are_the_segment_of_all(
    documents: list[Document], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(documents) - 1))
    parts = [documents[:cut], documents[cut:]]
    segments = [segment(each) for each in parts if each]
    whole = joined([Part(each, 0, len(each.sources)) for each in segments])
    assert content(whole) == content(segment(documents))


@given(DOCUMENTS, st.data())
def test_a_segment_without_some_sources_is_the_segment_of_the_others(
    documents: list[Document], data: st.DataObject
) -> None:
    number = st.integers(0, len(documents) - 1)
    unwanted = {documents[place].source.id for place in data.draw(st.sets(number))}
    left = [each for each in documents if each.source.id not in unwanted]
    parts = without(segment(documents), unwanted)
    if left:
        assert content(joined(parts)) == content(segment(left))
    else:
        assert parts == ()


def test_neighbours_that_stay_are_one_part() -> None:
    of = segment([document("A river.", identity=name) for name in "abcde"])
    assert without(of, {"c"}) == (Part(of, 0, 2), Part(of, 3, 5))
    assert without(of, {"absent"}) == (Part(of, 0, 5),)
