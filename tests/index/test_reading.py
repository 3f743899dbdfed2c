"""Which sentences answer, and how well each does."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import pytest
from hypothesis import given

from index import weights
from index.chunking import Chunking
from index.errors import QuestionError
from index.extraction import WINDOW, Tokens
from index.question import understand
from index.reading import (
    READ,
    HeuristicReader,
    Reading,
    SpanReader,
    open_reader,
)
from index.types import Extract, Hit
from index.words import rarity
from tests.index.fakes import TEXTS, BagOfWords, document, hit, passage
from tests.index.pointing import Pointing, network_of

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


# The reader with a network, whose scores are set by hand.


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return Tokens(weights.packaged())


def spans(tokens: Tokens, encoder: Pointing, *hits: Hit, asked: str = "Who?") -> list[Reading]:
    """The readings of `hits`, in the order of the passages and their sentences."""
    reader = SpanReader(HeuristicReader(BagOfWords()), network_of(encoder), tokens)
    readings = reader.read(understand(asked), hits)
    places = [one.passage for one in hits]
    return sorted(readings, key=lambda r: (places.index(r.hit.passage), r.sentence.start))


def words(reading: Reading) -> str:
    """What the network chose, by the offsets of the document."""
    assert reading.extract is not None
    text = "\0" * reading.hit.passage.start + reading.hit.passage.text
    return text[reading.extract.start : reading.extract.end]


@pytest.mark.parametrize("context", ["", "Ada Byron. News › 300 visitors on Monday"])
def test_each_sentence_has_the_best_words_within_it_at_the_offsets_of_the_document(
    tokens: Tokens, context: str
) -> None:
    encoder = Pointing(
        {"300": 6.0, "bridge": 3.0, "on": 1.5},
        {"visitors": 5.0, "bridge": 3.0, "monday": 1.0},
        null=2.0,
        verdict=1.5,
        denial=-0.5,
    )
    fair, bridge, monday = spans(tokens, encoder, hit(dataclasses.replace(FAIR, context=context)))
    assert fair.extract
    # Telling against denial and silence together, and denial against telling and silence.
    told = 1.5 - math.log(math.exp(-0.5) + 1)
    denied = -0.5 - math.log(math.exp(1.5) + 1)
    expected = dataclasses.asdict(Extract(50 + 14, 50 + 26, 11.0, 2.0, told, denied))
    assert dataclasses.asdict(fair.extract) == pytest.approx(expected)
    assert [words(one) for one in (fair, bridge, monday)] == ["300 visitors", "bridge", "on Monday"]
    assert bridge.extract == dataclasses.replace(
        fair.extract, start=bridge.sentence.end - 7, end=bridge.sentence.end - 1, span=6.0
    )


def test_beside_its_extracts_a_reading_is_what_the_heuristics_make_of_it(tokens: Tokens) -> None:
    question = understand("Who praised the bridge?")
    heuristic = HeuristicReader(BagOfWords())
    read_too = SpanReader(heuristic, network_of(Pointing({}, {})), tokens).read(question, HITS)
    assert all(reading.extract for reading in read_too)
    assert tuple(dataclasses.replace(reading, extract=None) for reading in read_too) == (
        heuristic.read(question, HITS)
    )


def test_the_network_reads_the_passages_whose_sentences_the_rules_hold_for_the_best(
    tokens: Tokens,
) -> None:
    asked = "Who praised the old bridge?"
    texts = ["Ulm signed.", *(f"The old bridge {n}." for n in range(READ - 1)), "Bern met."]
    texts.append("Ada praised the bridge.")
    hits = [hit(passage(text, paragraph=number)) for number, text in enumerate(texts, 1)]
    best = HeuristicReader(BagOfWords()).read(understand(asked), hits)[:READ]
    assert {one.hit.passage.text for one in best} == set(texts) - {"Ulm signed.", "Bern met."}
    readings = spans(tokens, Pointing({"the": 1.0}, {"the": 1.0}), *hits, asked=asked)
    assert [reading.extract is not None for reading in readings] == [
        text not in {"Ulm signed.", "Bern met."} for text in texts
    ]


def test_where_the_network_cannot_be_had_the_heuristics_read_and_it_is_told_why(
    tmp_path: Path,
) -> None:
    reader, error = open_reader(BagOfWords(), tmp_path)
    assert isinstance(reader, HeuristicReader)
    assert str(tmp_path) in str(error)
    question = understand("Who praised the bridge?")
    assert reader.read(question, HITS) == HeuristicReader(BagOfWords()).read(question, HITS)


def test_without_hits_nothing_is_read(tokens: Tokens) -> None:
    assert spans(tokens, Pointing({}, {})) == []


def test_a_passage_that_is_too_long_for_the_network_is_read_in_windows(tokens: Tokens) -> None:
    middle = [f"So {number} towns met." for number in range(100, 200)]
    text = " ".join(["Ulm signed.", *middle, "Bern refused."])
    encoder = Pointing({"ul": 4.0, "bern": 3.0, "150": 2.0}, {"##m": 4.0, "bern": 3.0, "150": 2.0})
    readings = spans(tokens, encoder, hit(passage(text, "Ulm signed.", *middle, "Bern refused.")))
    assert len(encoder.read) > 1
    assert max(encoder.read) == WINDOW
    assert words(readings[0]) == "Ulm"
    assert words(readings[51]) == "150"
    assert words(readings[-1]) == "Bern"
    assert [r.extract.span for r in (readings[0], readings[51], readings[-1]) if r.extract] == [
        8.0, 4.0, 6.0,
    ]  # fmt: skip


def test_a_sentence_in_which_the_network_sees_no_word_gets_no_words(tokens: Tokens) -> None:
    odd = passage("\u200b\u200b Ulm signed.", "\u200b\u200b", "Ulm signed.")
    nothing, signed = spans(tokens, Pointing({"ul": 1.0}, {"signed": 1.0}), hit(odd))
    assert nothing.extract
    assert nothing.extract.start == nothing.extract.end
    assert nothing.extract.margin < -10
    assert words(signed) == "Ulm signed"


@given(TEXTS, TEXTS)
def test_whatever_is_read_the_words_lie_within_their_sentence(
    tokens: Tokens, text: str, context: str
) -> None:
    passages = Chunking(longest=120).passages(document(text)) if text else ()
    hits = [hit(dataclasses.replace(one, context=context)) for one in passages]
    for reading in spans(tokens, Pointing({"he": 1.0}, {"she": 1.0}), *hits):
        if reading.extract and reading.extract.start < reading.extract.end:
            assert reading.sentence.start <= reading.extract.start
            assert reading.extract.end <= reading.sentence.end
