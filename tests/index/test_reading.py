"""Which sentences answer, and how well each does."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given

from index.errors import QuestionError
from index.question import understand
from index.reading import HeuristicReader, Reading
from index.types import Hit
from index.words import rarity
from tests.index.fakes import TEXTS, BagOfWords, hit, passage

FAIR = passage(
    "The fair drew 300 visitors. Mayor Ada Byron praised the bridge. She left on Monday.",
    "The fair drew 300 visitors.",
    "Mayor Ada Byron praised the bridge.",
    "She left on Monday.",
    paragraph=2,
    start=50,
)
TOLLS = passage("Tolls paid for the ferry.", paragraph=3, context="Bob Cray")
HITS = (
    Hit(FAIR, score=0.6, cosine=0.5, bm25=3.0, sentence_cosines=(0.1, 0.7, -0.2)),
    Hit(TOLLS, score=0.3, cosine=0.2, bm25=0.0, sentence_cosines=(0.2,)),
)


def read(question: str, *hits: Hit) -> tuple[Reading, ...]:
    return HeuristicReader(BagOfWords()).read(understand(question), hits or HITS)


def texts(readings: tuple[Reading, ...]) -> list[str]:
    return [reading.hit.passage.words(reading.sentence) for reading in readings]


def of(readings: tuple[Reading, ...], begins: str) -> Reading:
    (reading,) = (r for r in readings if r.hit.passage.words(r.sentence).startswith(begins))
    return reading


def test_every_sentence_of_every_hit_is_read_once_best_first() -> None:
    readings = read("Who praised the bridge?")
    assert sorted(texts(readings)) == sorted(
        [*(FAIR.words(s) for s in FAIR.sentences), "Tolls paid for the ferry."]
    )
    scores = [reading.score for reading in readings]
    assert scores == sorted(scores, reverse=True)
    assert texts(readings)[0] == "Mayor Ada Byron praised the bridge."


@pytest.mark.parametrize(
    ("question", "first", "marked"),
    [
        ("How many visitors came?", "The fair drew 300 visitors.", ["300 visitors"]),
        ("Who praised the bridge?", "Mayor Ada Byron praised the bridge.", ["Ada Byron"]),
        ("When did the mayor leave?", "She left on Monday.", ["on Monday"]),
    ],
)
def test_the_kind_of_answer_decides_and_its_words_are_marked_at_their_offsets(
    question: str, first: str, marked: list[str]
) -> None:
    even = dataclasses.replace(HITS[0], sentence_cosines=(0.3, 0.3, 0.3))
    best = read(question, even)[0]
    assert FAIR.words(best.sentence) == first
    assert [FAIR.words(mark) for mark in best.marks] == marked
    assert all(best.sentence.holds(mark) for mark in best.marks)


def test_cosines_are_those_of_the_sentences_and_never_negative() -> None:
    readings = read("Who praised the bridge?")
    assert of(readings, "The fair").cosine == 0.1
    assert of(readings, "Mayor").cosine == 0.7
    assert of(readings, "She").cosine == 0.0
    assert of(readings, "Tolls").cosine == 0.2


def test_a_hit_without_sentence_cosines_lends_each_sentence_its_own() -> None:
    readings = read("Who praised the bridge?", hit(FAIR, cosine=0.4))
    assert [reading.cosine for reading in readings] == [0.4, 0.4, 0.4]


def test_what_is_told_is_the_share_of_the_topic_by_rarity() -> None:
    readings = read("bridge castle monday")
    bridge, castle, monday = (rarity(word) for word in ("bridge", "castle", "monday"))
    everything = bridge + castle + monday
    assert of(readings, "Mayor").told == pytest.approx(bridge / everything)
    assert of(readings, "She").told == pytest.approx(monday / everything)
    assert of(readings, "Tolls").told == 0.0
    for begins in ("Mayor", "She", "The fair"):
        nearby = of(readings, begins).told_nearby
        assert nearby == pytest.approx((bridge + monday) / everything)


def test_the_gap_is_the_weight_of_the_most_telling_word_that_is_missing() -> None:
    for question, begins, gap in (
        ("bridge castle", "Mayor", rarity("castle")),
        ("bridge castle", "Tolls", max(rarity("castle"), rarity("bridge"))),
        ("bridge fair", "She", 0.0),
    ):
        assert of(read(question), begins).gap == pytest.approx(gap)


def test_names_are_looked_for_in_the_sentence_its_context_and_its_passage() -> None:
    readings = read("When did somebody see Byron and Cray?")
    byron, cray = rarity("Byron"), rarity("Cray")
    mayor, she, tolls = (of(readings, begins) for begins in ("Mayor", "She", "Tolls"))
    assert mayor.named_nearby == she.named_nearby == pytest.approx(byron / (byron + cray))
    assert mayor.named == pytest.approx(mayor.named_nearby)
    assert she.named == pytest.approx(she.named_nearby / 2)
    assert tolls.named == tolls.named_nearby == pytest.approx(cray / (byron + cray))
    assert {reading.named for reading in read("what is it")} == {1.0}  # none is asked for


def test_a_passage_without_the_subject_is_not_about_it() -> None:
    readings = read("Did the ferry pay?")
    assert of(readings, "Tolls").about_subject
    assert not of(readings, "Mayor").about_subject


@given(TEXTS)
def test_any_question_gives_shares_and_marks_within_their_sentences(raw: str) -> None:
    try:
        readings = read(raw)
    except QuestionError:
        return
    assert len(readings) == 4
    for reading in readings:
        for share in (reading.cosine, reading.told, reading.told_nearby, reading.gap,
                      reading.named, reading.named_nearby, reading.fit):  # fmt: skip
            assert 0.0 <= share <= 1.0 + 1e-6
        assert all(reading.sentence.holds(mark) for mark in reading.marks)
