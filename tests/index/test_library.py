"""Building an index, opening it, searching it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from index import ranking
from index.chunking import Chunking
from index.errors import IndexMissing, SourceError
from index.generations import exclusive
from index.lexical import LexicalIndex
from index.library import Library, build, read_documents
from index.sources import read_source
from index.types import Document, Passage
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


def test_a_build_tells_what_it_did(tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    built = build(
        [document(*FAIR)],
        tmp_path,
        BagOfWords(),
        started=lambda count: told.append(("started", count)),
        progress=lambda count: told.append(("progress", count)),
    )
    assert (built.passages, built.embedded, built.kept) == (4, 4, 0)
    assert built.generation == "generation-000001"
    assert built.sources == (document(*FAIR).source,)
    assert told == [("started", 4), ("progress", 4)]


def test_what_was_built_is_what_is_opened(tmp_path: Path) -> None:
    documents = (document(*FAIR), document("A town.", identity="town"))
    library = opened(tmp_path, *documents)
    assert library.sources == tuple(each.source for each in documents)
    assert library.passages == passages_of(*documents)
    assert library.generation == "generation-000001"
    # Whom "she" means is a word of the passage too, for those who search for it.
    assert {"byron", "praised", "mayor"} <= library.written
    assert library.vocabulary == {
        term for p in library.passages for term in terms(f"{p.context}\n{p.text}")
    }


def test_unchanged_passages_are_not_embedded_again(tmp_path: Path) -> None:
    build([document(*FAIR)], tmp_path, BagOfWords())
    again = BagOfWords()
    built = build([document(*FAIR)], tmp_path, again)
    assert (built.passages, built.embedded, built.kept) == (4, 0, 4)
    assert again.embedded == []
    assert built.generation == "generation-000002"


def test_only_the_paragraph_that_changed_is_embedded_though_all_others_move(
    tmp_path: Path,
) -> None:
    build([document(*FAIR)], tmp_path / "one", BagOfWords())
    changed = document("A new beginning.", *FAIR[:2], FAIR[2].replace("twice", "thrice"), FAIR[3])
    embedder = BagOfWords()
    built = build([changed], tmp_path / "one", embedder)
    assert [passage.text for passage in embedder.embedded] == [
        "A new beginning.",
        FAIR[2].replace("twice", "thrice"),
    ]
    assert (built.passages, built.embedded, built.kept) == (5, 2, 3)
    # The vectors that were kept belong to the right passages.
    fresh = opened(tmp_path / "two", changed)
    for question in ("bridge", "ferry river", "bread", "beginning"):
        assert Library.open(tmp_path / "one", embedder).search(question) == fresh.search(question)


def test_a_passage_whose_meaning_changed_is_embedded_again(tmp_path: Path) -> None:
    build([document(*FAIR)], tmp_path, BagOfWords())
    embedder = BagOfWords()
    build([document(FAIR[0].replace("Ada Byron", "Bob Cray"), *FAIR[1:])], tmp_path, embedder)
    assert [(p.context, p.text) for p in embedder.embedded][1:] == [
        ("Mayor Bob Cray", "She praised the bridge.")
    ]


def test_another_model_embeds_everything_again(tmp_path: Path) -> None:
    build([document(*FAIR)], tmp_path, BagOfWords())
    built = build([document(*FAIR)], tmp_path, BagOfWords(fingerprint="1" * 64))
    assert (built.embedded, built.kept) == (4, 0)


def test_a_damaged_index_is_built_anew(tmp_path: Path) -> None:
    build([document(*FAIR)], tmp_path, BagOfWords())
    (tmp_path / "CURRENT").write_text("nonsense")
    assert build([document(*FAIR)], tmp_path, BagOfWords()).embedded == 4
    assert len(Library.open(tmp_path, BagOfWords()).passages) == 4


def test_nothing_to_index_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nothing to index"):
        build([], tmp_path / "index", BagOfWords())
    with pytest.raises(IndexMissing):
        Library.open(tmp_path / "index", BagOfWords())
    with exclusive(tmp_path / "index"):
        pass


@pytest.mark.parametrize(
    "question", ["Who praised the bridge?", "river ferry", "Byron", "castle", "what is it?"]
)
def test_the_raw_scores_of_a_hit_are_numpys_cosine_and_bm25(tmp_path: Path, question: str) -> None:
    library = opened(tmp_path, document(*FAIR))
    every = [f"{passage.context}\n{passage.text}" for passage in library.passages]
    bm25 = LexicalIndex.build(every).scores(terms(question))
    hits = library.search(question, 10)
    assert len(hits) == len(FAIR)
    for hit in hits:
        place = library.passages.index(hit.passage)
        assert hit.cosine == pytest.approx(float(bag(every[place]) @ bag(question)), abs=1e-6)
        assert hit.bm25 == pytest.approx(float(bm25[place]))
        assert hit.sentence_cosines == pytest.approx(
            [float(bag(hit.passage.words(s)) @ bag(question)) for s in hit.passage.sentences],
            abs=1e-6,
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
