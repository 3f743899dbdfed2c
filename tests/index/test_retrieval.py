"""Ranks of right paragraphs, against cosines and scores computed in another way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.errors import SourceError
from index.library import Library, build
from index.retrieval import Ranked, Sought, beside, of_cases, of_squad, ours, retrieval
from index.types import Document
from tests.index.fakes import BagOfWords, bag, document
from tests.index.proofs import case, squad_file

FAIR = document(
    "The fair drew many visitors. Nobody sold bread.",
    "Tolls paid for the ferry, which crosses the river twice a day.",
    "The bridge over the river is old.",
    "Bread and cheese were sold at the bridge.",
)
QUESTIONS = ("Who sold bread at the bridge?", "What crosses the river?", "Where is Atlantis?")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return opened(tmp_path, FAIR)


def opened(folder: Path, *documents: Document) -> Library:
    build(documents, folder, BagOfWords())
    return Library.open(folder, BagOfWords())


def right(question: str, *paragraphs: int) -> Sought:
    return Sought(question, frozenset((FAIR.source.id, number) for number in paragraphs))


@pytest.mark.parametrize("question", QUESTIONS)
def test_cosines_alone_order_all_passages(library: Library, question: str) -> None:
    dense, _ = library.ranked(question, 10)
    vectors = BagOfWords().embed_passages(library.passages).passages
    order = np.argsort(-(vectors @ bag(question)), kind="stable")
    assert dense == tuple(library.passages[place] for place in order)


def test_words_alone_find_only_what_holds_one_of_them(library: Library) -> None:
    _, lexical = library.ranked("Who sold bread at the bridge?", 10)
    # Three of its words, then two, then one; the ferry has none.
    assert [passage.paragraph for passage in lexical] == [4, 1, 3]
    assert library.ranked("Who sold bread at the bridge?", 2)[1] == lexical[:2]
    assert library.ranked("Where is Atlantis?", 10)[1] == ()


def test_a_rank_is_that_of_the_first_right_paragraph(library: Library) -> None:
    sought = [right("Who sold bread at the bridge?", 3), right("Where is Atlantis?", 1)]
    dense, lexical, fused = ours(library, sought)
    assert (dense.name, lexical.name, fused.name) == ("dense only", "lexical only", "fused")
    assert lexical.ranks == (3, None)
    for way, found in ((dense, library.ranked(QUESTIONS[0], 10)[0]),):
        assert way.ranks is not None
        assert way.ranks[0] == [passage.paragraph for passage in found].index(3) + 1
    hits = [hit.passage.paragraph for hit in library.search(QUESTIONS[0], 10)]
    assert fused.ranks is not None
    assert fused.ranks[0] == hits.index(3) + 1


def test_a_long_paragraph_that_is_found_in_parts_takes_one_rank(tmp_path: Path) -> None:
    long = " ".join(f"Ferry number {n} crosses the river slowly." for n in range(40))
    town = document(long, "The river is wide.", identity="town")
    library = opened(tmp_path, town)
    assert sum(passage.paragraph == 1 for passage in library.passages) > 1
    sought = [Sought("Which ferry crosses the river?", frozenset({("town", 2)}))]
    assert ours(library, sought)[1].ranks == (2,)


def test_figures_are_over_all_questions() -> None:
    way = Ranked("x", (1, 2, None, 4))
    assert (way.hit_at_1, way.hit_at_3) == (0.25, 0.5)
    assert way.mrr == pytest.approx((1 + 1 / 2 + 1 / 4) / 4)


def test_only_answerable_cases_are_searched_for() -> None:
    other = document("A town.", identity="town")
    cases = (case("A?", 2, 3), case("B?"))
    keys = frozenset((name, number) for name in ("gazette", "town") for number in (2, 3))
    assert of_cases(cases, [FAIR, other]) == (Sought("A?", keys),)


def test_a_squad_file_is_documents_and_questions_on_their_paragraphs(tmp_path: Path) -> None:
    (town,), sought = of_squad(squad_file(tmp_path))
    assert town.source.title == "A_town"
    assert [town.text[p.span.start : p.span.end] for p in town.paragraphs] == [
        "The fair drew many visitors.",
        "Tolls paid for the ferry.",
    ]
    assert sought == (
        Sought("What drew visitors?", frozenset({("squad-0", 1)})),
        Sought("Who sank the ferry?", frozenset({("squad-0", 2)}), answerable=False),
    )


def test_another_file_is_no_squad_file(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"data": 1}')
    with pytest.raises(SourceError, match=r"x\.json, line 1"):
        of_squad(tmp_path / "x.json")


def test_peers_search_the_same_paragraphs(library: Library) -> None:
    sought = [right("Who sold bread at the bridge?", 4)]
    found = retrieval(library, [FAIR], sought, peers=True)
    assert (found.questions, found.paragraphs) == (1, 4)
    assert found.ways == (*ours(library, sought), *beside([FAIR], sought))
    assert [way.ranks for way in found.ways[3:5]] == [(1,), (1,)]
    assert retrieval(library, [FAIR], sought, peers=False).ways == ours(library, sought)
