"""A segment tells what it was made of, without reading it again."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from index.chunking import Chunking
from index.ellipsis import refusals_in
from index.embedding import Embedded
from index.initials import capitals_in
from index.segments import Segment, keys_of
from index.types import Claim, Document, Passage, Reference, Span
from tests.index.fakes import BagOfWords, direction, document, passage

GAZETTE = document(
    "The river flooded the old bridge. Nobody was\u2028hurt.\x85It rained.",
    "Mayor Ada Byron refused to sign.",
    "She “never” left, naïve as she was: 😀.",
)
TOWN = document("Tolls paid for the ferry. The Early World Health Fund paid.", identity="town")


def cut(*documents: Document) -> list[tuple[Passage, ...]]:
    return [Chunking().passages(each) for each in documents]


def made(*documents: Document) -> Segment:
    passages = cut(*documents)
    return Segment.of(documents, passages, BagOfWords().embed_passages(sum(passages, ())))


def told(one: Document) -> Document:
    """`one` with all that a paragraph can tell of itself."""
    first, *rest = one.paragraphs
    span = Span(first.span.start + 4, first.span.start + 9)
    first = replace(
        first,
        references=(Reference("Gazette", "Floods", "2025-02", "https://a.example"),) * 2,
        claims=(Claim("flood", "what flooded", span), Claim("when", "when it did", span)),
        page=3,
    )
    return replace(one, paragraphs=(first, *rest))


def test_passages_come_back_equal() -> None:
    documents = (told(GAZETTE), TOWN)
    of = made(*documents)
    expected = sum(cut(*documents), ())
    assert len(of) == len(expected) == 4
    assert tuple(of.passage(place) for place in range(len(of))) == expected
    assert of.passage(0).claims[1].topic == "when"
    assert of.sources == (GAZETTE.source, TOWN.source)
    assert [of.source_at(place) for place in range(4)] == [0, 0, 0, 1]
    assert (of.count(0), of.count(1)) == (3, 1)
    assert of.columns.claiming.tolist() == [0]


def test_a_passage_is_parsed_once() -> None:
    of = made(GAZETTE)
    assert of.passage(1) is of.passage(1)


def test_a_passage_is_found_by_its_offsets_within_its_source() -> None:
    of = made(GAZETTE, TOWN)
    for place in range(len(of)):
        one = of.passage(place)
        assert of.place_of(of.source_at(place), one.start, one.end) == place
    first = of.passage(0)
    assert of.place_of(1, first.start, first.end) is None
    assert of.place_of(0, first.start, first.end - 1) is None


def test_texts_are_kept_with_their_hash() -> None:
    bare = replace(TOWN, source=replace(TOWN.source, text_sha256=""))
    of = made(GAZETTE, bare)
    assert (of.text(0), of.text(1)) == (GAZETTE.text, TOWN.text)
    assert of.sources[1].text_sha256 == hashlib.sha256(TOWN.text.encode()).hexdigest()
    assert of.altered() == ""
    other = bytes(of.texts).replace(b"ferry", b"barge")
    assert replace(of, texts=other).altered() == "town"


def test_a_text_of_another_hash_is_refused() -> None:
    with pytest.raises(ValueError, match="the text of town is not"):
        made(replace(TOWN, source=replace(TOWN.source, text_sha256="0" * 64)))


def test_vectors_are_those_that_were_given_and_sentences_nearly_so() -> None:
    passages = cut(GAZETTE, TOWN)
    embedded = BagOfWords().embed_passages(sum(passages, ()))
    of = Segment.of((GAZETTE, TOWN), passages, embedded)
    assert_array_equal(of.vectors.rows, embedded.passages)
    places = np.array([0, 3])
    sentences, ends = of.of_sentences(places)
    lengths = [len(of.passage(place).sentences) for place in places]
    assert ends.tolist() == [0, *np.cumsum(lengths).tolist()]
    every = np.split(embedded.sentences, np.cumsum([len(p.sentences) for p in sum(passages, ())]))
    expected = np.concatenate([every[0], every[3]])
    np.testing.assert_allclose(sentences, expected, atol=5e-4)


def test_vectors_that_are_not_of_unit_length_are_refused() -> None:
    sound, double = direction("a")[np.newaxis], 2 * direction("a")[np.newaxis]
    tolls = document("Tolls paid.")
    for embedded in (Embedded(double, sound), Embedded(sound, double)):
        with pytest.raises(ValueError, match="unit length"):
            Segment.of([tolls], cut(tolls), embedded)


def test_traits_are_those_of_each_sources_texts() -> None:
    of = made(GAZETTE, TOWN)
    for traits, passages in zip(of.traits, cut(GAZETTE, TOWN), strict=True):
        texts = [each.text for each in passages]
        assert traits.capitals == capitals_in(texts)
        assert traits.refused == refusals_in(texts)
    assert of.traits[0].refused == {"sign": 1}
    assert "WHF" in of.traits[1].capitals.names


def test_a_key_is_of_what_vectors_depend_on_and_of_nothing_else() -> None:
    one = passage("It rained. Nobody left.", "It rained.", "Nobody left.", context="Byron")
    same = passage(
        "It rained. Nobody left.",
        "It rained.",
        "Nobody left.",
        context="Byron",
        start=9,
        paragraph=3,
    )
    others = (
        replace(one, context=""),
        passage("It rained. Nobody left.", context="Byron"),
        passage("It rained. Nobody lift.", "It rained.", "Nobody lift.", context="Byron"),
    )
    keys = keys_of([one, same, *others]).tolist()
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4


def test_parts_that_do_not_fit_each_other_are_refused() -> None:
    of, other = made(GAZETTE), made(TOWN)
    for field in ("sources", "lines", "texts", "columns", "postings", "vectors", "sentences"):
        change = {field: getattr(other, field)} if field != "sources" else {"sources": ()}
        with pytest.raises(ValueError, match="do not fit each other"):
            dataclasses.replace(of, **change)
