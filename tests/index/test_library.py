"""Opening an index, searching it, looking things up in it; several as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import ranking, store
from index.chunking import Chunking
from index.ellipsis import refused_in
from index.embedding import Embedder
from index.errors import SourceError
from index.initials import initials_in
from index.lexical import LexicalIndex
from index.library import Library, add, build, read_documents, remove
from index.postings import Postings
from index.sources import read_source
from index.types import Claim, Document, Passage, Reference, Span
from index.words import is_content, terms, weight_known, words_of
from tests.index.fakes import TEXTS, BagOfWords, bag, document

FAIR = [
    "The fair drew many visitors. Mayor Ada Byron said the river was calm.",
    "She praised the bridge.",
    "Tolls paid for the ferry, which crosses the river twice a day.",
    "Nobody sold bread.",
]


def passages_of(*documents: Document) -> tuple[Passage, ...]:
    return tuple(passage for each in documents for passage in Chunking().passages(each))


def opened(folder: Path, *documents: Document) -> Library:
    build(documents, folder, BagOfWords())
    return Library.open(folder, BagOfWords())


def test_what_was_built_is_what_is_opened(tmp_path: Path) -> None:
    documents = (document(*FAIR), document("A town.", identity="town"))
    library = opened(tmp_path, *documents)
    assert library.sources == tuple(each.source for each in documents)
    assert tuple(library.passages) == passages_of(*documents)
    assert library.generation == "generation-000001"
    # Whom "she" means is a word of the passage too, for those who search for it.
    assert {"byron", "praised", "mayor"} <= library.written
    assert library.vocabulary == {
        term for p in library.passages for term in terms(f"{p.context}\n{p.text}")
    }


@pytest.mark.parametrize(
    "question", ["Who praised the bridge?", "river ferry", "Byron", "castle", "what is it?"]
)
def test_the_raw_scores_of_a_hit_are_numpys_cosine_and_bm25(tmp_path: Path, question: str) -> None:
    library = opened(tmp_path, document(*FAIR))
    every = [f"{passage.context}\n{passage.text}" for passage in library.passages]
    bm25 = LexicalIndex([Postings.of([library.passages])]).scores(terms(question))
    hits = library.search(question, 10)
    assert len(hits) == len(FAIR)
    for hit in hits:
        place = library.passages.index(hit.passage)
        assert hit.cosine == pytest.approx(float(bag(every[place]) @ bag(question)), abs=1e-6)
        assert hit.bm25 == pytest.approx(float(bm25[place]))
        assert hit.sentence_cosines == pytest.approx(
            [float(bag(hit.passage.words(s)) @ bag(question)) for s in hit.passage.sentences],
            abs=1e-3,
        )


@pytest.mark.parametrize("question", ["Who praised the bridge?", "river ferry", "calm visitors"])
def test_hits_come_by_the_fused_score_of_vectors_words_and_the_fullest_sentence(
    tmp_path: Path, question: str
) -> None:
    library = opened(tmp_path, document(*FAIR))
    hits = library.search(question, 10)
    asked = [word for word in words_of(question) if is_content(word)]
    coverage = [
        max(
            weight_known(asked, frozenset(terms(f"{hit.passage.words(s)} {hit.passage.context}")))
            for s in hit.passage.sentences
        )
        for hit in hits
    ]
    fused = ranking.fuse(
        np.array([hit.cosine for hit in hits], dtype=np.float32),
        np.array([max(hit.sentence_cosines) for hit in hits], dtype=np.float32),
        np.array([hit.bm25 for hit in hits], dtype=np.float32),
        np.array(coverage, dtype=np.float32),
    )
    assert [hit.score for hit in hits] == pytest.approx(fused.tolist(), abs=1e-6)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert library.search(question, 2) == hits[:2]


def test_a_passage_is_found_by_the_person_it_does_not_name(tmp_path: Path) -> None:
    library = opened(tmp_path, document(*FAIR))
    assert library.search("What did Ada Byron praise?", 1)[0].passage.text == FAIR[1]


@given(TEXTS)
def test_any_text_can_be_searched_for(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "searched"
    if not folder.exists():
        build([document(*FAIR)], folder, BagOfWords())
    hits = Library.open(folder, BagOfWords()).search(text, 4)
    assert {hit.passage.text for hit in hits} == set(FAIR)
    assert all(0.0 <= hit.score <= 1.0 + 1e-6 for hit in hits)


def test_the_same_source_twice_and_two_of_one_id_are_refused(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a/fair.txt", "b/fair.txt", "c/other.md")]
    for path, text in zip(paths, ["One.", "Two.", "---\nid: fair\n---\nThree."], strict=True):
        path.parent.mkdir()
        path.write_text(text)
    with pytest.raises(SourceError, match=r"a/fair\.txt was given twice"):
        read_documents([paths[0], paths[0]])
    for second in paths[1:]:
        with pytest.raises(SourceError, match=f"the id 'fair', {second} is the second"):
            read_documents([paths[0], second])
    assert read_documents([paths[1]]) == (read_source(paths[1]),)


TOWN = document("Tolls paid for the ferry. Tolls pay for all.", identity="town")
CASTLE = document("A castle stands above the river.", "It was sold.", identity="castle")


def test_passages_are_a_sequence_that_parses_what_is_asked_for(tmp_path: Path) -> None:
    build([document(*FAIR)], tmp_path, BagOfWords())
    add([TOWN], tmp_path, BagOfWords())
    passages = Library.open(tmp_path, BagOfWords()).passages
    expected = passages_of(document(*FAIR), TOWN)
    assert len(passages) == 5
    assert tuple(passages) == expected
    assert [passages[place] for place in range(-5, 5)] == [*expected, *expected]
    assert passages[1:4:2] == expected[1:4:2]
    assert passages.index(expected[4]) == 4
    for place in (5, -6):
        with pytest.raises(IndexError):
            passages[place]


WORDS = ["river", "bridge", "ferry", "tolls", "the", "U.S.", "Ada Byron", "she", "refused to sign"]
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(
    lambda words: " ".join(words).capitalize() + "."
)
DOCUMENTS = st.lists(
    st.lists(st.lists(SENTENCES, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=3),
    min_size=1,
    max_size=6,
).map(
    lambda each: [
        document(*paragraphs, identity=f"source {number}") for number, paragraphs in enumerate(each)
    ]
)
QUESTIONS = st.lists(st.sampled_from([*WORDS, "castle"]), min_size=1, max_size=4).map(" ".join)


def told(library: Library, questions: Sequence[str]) -> object:
    """All that a library tells."""
    return (
        library.sources,
        tuple(library.passages),
        set(library.vocabulary),
        set(library.written),
        library.initials,
        library.refused,
        [library.search(question, 8) for question in questions],
        [library.ranked(question, 8) for question in questions],
    )


@given(DOCUMENTS, st.lists(QUESTIONS, min_size=1, max_size=3), st.data())
@settings(max_examples=50)
def test_a_library_of_several_segments_and_folders_is_that_of_all_at_once(
    tmp_path_factory: pytest.TempPathFactory,
    documents: list[Document],
    questions: list[str],
    data: st.DataObject,
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    embedder = BagOfWords()
    build(documents, folder / "once", embedder)
    cuts = [*sorted(data.draw(st.sets(st.integers(1, len(documents)), max_size=3))), None]
    groups = [documents[a:b] for a, b in zip([0, *cuts], cuts, strict=False) if documents[a:b]]
    shared = data.draw(st.integers(1, len(groups)))
    for place, group in enumerate(groups):
        add(group, folder / ("shared" if place < shared else "own"), embedder)
    parts = [
        store.read(folder / name, embedder)
        for name in ("shared", "own")[: 1 + (shared < len(groups))]
    ]
    once = Library.open(folder / "once", embedder)
    assert told(Library.of(parts, embedder), questions) == told(once, questions)


@given(DOCUMENTS, st.lists(QUESTIONS, min_size=1, max_size=3), st.data())
@settings(max_examples=50)
def test_what_was_removed_leaves_no_trace(
    tmp_path_factory: pytest.TempPathFactory,
    documents: list[Document],
    questions: list[str],
    data: st.DataObject,
) -> None:
    folder = tmp_path_factory.mktemp("removed")
    embedder = BagOfWords()
    cut = data.draw(st.integers(1, len(documents)))
    build(documents[:cut], folder / "index", embedder)
    if documents[cut:]:
        add(documents[cut:], folder / "index", embedder)
    gone = data.draw(st.sets(st.integers(0, len(documents) - 1), max_size=len(documents) - 1))
    remove([documents[place].source.id for place in gone], folder / "index")
    build([d for at, d in enumerate(documents) if at not in gone], folder / "once", embedder)
    opened_ = Library.open(folder / "index", embedder)
    assert told(opened_, questions) == told(Library.open(folder / "once", embedder), questions)


def test_what_is_told_of_all_texts_is_that_of_all_texts(tmp_path: Path) -> None:
    texts = [
        "The Early World Health Fund refused to pay.",
        "EWHF and Old River Board declined to pay.",
    ]
    build([document(texts[0])], tmp_path, BagOfWords())
    add([document(texts[1], identity="town")], tmp_path, BagOfWords())
    library = Library.open(tmp_path, BagOfWords())
    assert library.initials == initials_in(texts)
    assert "ORB" in library.initials
    assert library.refused == refused_in(texts) == "pay"


def test_a_scope_never_tells_another_scopes_passages(tmp_path: Path) -> None:
    embedder: Embedder = BagOfWords()
    for name, each in (("shared", document(*FAIR)), ("one", TOWN), ("two", CASTLE)):
        build([each], tmp_path / name, embedder)
    shared, one, two = (store.read(tmp_path / name, embedder) for name in ("shared", "one", "two"))
    libraries = {
        "town": Library.of([shared, one], embedder),
        "castle": Library.of([shared, two], embedder),
    }
    for name, library in libraries.items():
        hits = library.search("Who sold the castle by the river for ferry tolls?", 50)
        assert {hit.passage.source.id for hit in hits} == {"gazette", name}
        assert {passage.source.id for passage in library.passages} == {"gazette", name}
    assert "castl" in libraries["castle"].vocabulary
    assert "castl" not in libraries["town"].vocabulary
    assert libraries["town"].find(*where(passages_of(CASTLE)[0])) is None
    assert libraries["town"].count("castle") == 0


def where(passage: Passage) -> tuple[str, str, int, int]:
    return passage.source.id, passage.source.sha256, passage.start, passage.end


def test_a_passage_is_found_by_its_source_and_offsets_and_has_its_neighbours(
    tmp_path: Path,
) -> None:
    build([document(*FAIR)], tmp_path, BagOfWords())
    add([CASTLE], tmp_path, BagOfWords())
    library = Library.open(tmp_path, BagOfWords())
    fair, castle = passages_of(document(*FAIR)), passages_of(CASTLE)
    for each in (fair, castle):
        for place, passage in enumerate(each):
            assert library.find(*where(passage)) == passage
            assert library.around(passage) == (
                each[place - 1] if place else None,
                each[place + 1] if place + 1 < len(each) else None,
            )
    identity, sha256, start, end = where(fair[1])
    assert library.find(identity, "0" * 64, start, end) is None
    assert library.find(identity, sha256, start, end - 1) is None
    assert library.find("absent", sha256, start, end) is None
    other = replace(fair[1].source, sha256="0" * 64)
    assert library.around(replace(fair[1], source=other)) == (None, None)
    assert library.around(passages_of(TOWN)[0]) == (None, None)


def test_texts_and_counts_are_those_of_each_source(tmp_path: Path) -> None:
    library = opened(tmp_path, document(*FAIR), CASTLE)
    for one in (document(*FAIR), CASTLE):
        assert library.text(one.source.id) == one.text
        assert library.count(one.source.id) == len(one.paragraphs)
    assert library.count("absent") == 0
    with pytest.raises(SourceError, match="No source has the id absent"):
        library.text("absent")


def ranked(one: Document, precedence: int) -> Document:
    return replace(one, source=replace(one.source, precedence=precedence))


def claiming(one: Document, *topics: str) -> Document:
    """`one`, whose first paragraph is one side on `topics`, with a reference."""
    first, *rest = one.paragraphs
    span = Span(first.span.start, first.span.start + 3)
    claims = tuple(Claim(topic, f"about {topic}", span) for topic in topics)
    references = (Reference("Gazette", "A title"),)
    first = replace(first, claims=claims, references=references)
    return replace(one, paragraphs=(first, *rest))


def test_claims_come_by_falling_precedence_and_then_in_order(tmp_path: Path) -> None:
    low = claiming(document(*FAIR), "price", "date")
    high = ranked(claiming(CASTLE, "price"), 2)
    build([low], tmp_path, BagOfWords())
    add([claiming(TOWN, "price", "price"), high], tmp_path, BagOfWords())
    library = Library.open(tmp_path, BagOfWords())
    found = library.claims("price")
    assert [passage.source.id for passage in found] == ["castle", "gazette", "town"]
    assert found[1] == passages_of(low)[0]
    assert [passage.source.id for passage in library.claims("date")] == ["gazette"]
    assert library.claims("absent") == ()


def test_what_takes_precedence_is_searched_as_if_it_were_alone(tmp_path: Path) -> None:
    first, second = ranked(document(*FAIR), 2), ranked(CASTLE, 2)
    build([first, ranked(TOWN, 1)], tmp_path / "all", BagOfWords())
    add([second], tmp_path / "all", BagOfWords())
    library = Library.open(tmp_path / "all", BagOfWords())
    alone = opened(tmp_path / "alone", first, second)
    question = "Who paid tolls for the ferry on the river?"
    assert library.precedent
    assert told(library.precedent, [question]) == told(alone, [question])
    assert library.precedent.search(question) == alone.search(question)
    assert library.search(question) != alone.search(question)


def test_where_no_source_takes_precedence_or_all_do_there_is_no_part_of_it(
    tmp_path: Path,
) -> None:
    library = opened(tmp_path / "none", document(*FAIR))
    assert library.precedent is None
    library = opened(tmp_path / "all", ranked(document(*FAIR), 1))
    assert library.precedent is None


def test_a_library_stays_as_it_is_while_the_index_is_built_anew(tmp_path: Path) -> None:
    library = opened(tmp_path, document(*FAIR))
    before = library.search("ferry")
    for _ in range(4):
        build([TOWN], tmp_path, BagOfWords())
    assert not (tmp_path / library.generation).exists()
    assert library.search("ferry") == before
    assert library.text("gazette") == document(*FAIR).text
