"""Documents are made a segment by parts; it is the one that they would be at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.chunking import Chunking
from index.files import contents_of
from index.making import BLOCK, blocks, segment_of
from index.segments import Segment
from index.types import Document
from tests.index.fakes import ByLength, document

SIZES = st.lists(st.sampled_from([0, 1, 99, BLOCK // 2, BLOCK - 1, BLOCK, 3 * BLOCK]), min_size=1)


@given(SIZES)
def test_blocks_are_all_documents_in_order_and_no_larger_than_need_be(sizes: list[int]) -> None:
    parts = [sizes[block] for block in blocks(sizes)]
    assert [size for part in parts for size in part] == sizes
    for part, following in pairwise(parts):
        assert sum(part) <= BLOCK or len([size for size in part if size]) == 1
        assert sum(part) + following[0] > BLOCK


def made(documents: Sequence[Document], *there: Segment) -> tuple[Segment, int]:
    """The segment of documents, and how many of its passages were embedded."""
    started: list[int] = []
    done: list[int] = []
    passages = [Chunking().passages(each) for each in documents]
    segment, fresh = segment_of(documents, passages, there, ByLength(), started.append, done.append)
    assert started == [fresh] == [sum(done)]
    return segment, fresh


def test_many_documents_are_the_segment_that_their_passages_would_be_at_once() -> None:
    paragraphs = [f"River {number % 40}" for number in range(BLOCK // 2 + 1)]
    documents = [document(*paragraphs, identity=f"source {number}") for number in range(2)]
    whole, fresh = made(documents)
    assert fresh == len(whole) > BLOCK
    passages = [Chunking().passages(each) for each in documents]
    embedded = ByLength().embed_passages([each for some in passages for each in some])
    assert contents_of(whole) == contents_of(Segment.of(documents, passages, embedded))


def test_what_other_segments_have_is_not_embedded_again() -> None:
    old, _ = made([document("The river.", "The bridge.")])
    town = document("The bridge.", "The ferry.", identity="town")
    new, fresh = made([town], old)
    assert fresh == 1
    assert contents_of(new) == contents_of(made([town])[0])
