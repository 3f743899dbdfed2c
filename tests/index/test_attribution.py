"""Who speaks in a sentence that does not say so itself."""

from __future__ import annotations

import pytest

from index.attribution import cited, speaker_of
from index.chunking import Chunking
from index.reading import Reading
from index.types import Passage, Quotation
from tests.index import fakes
from tests.index.fakes import document, telling

BYRON = "Mayor Ada Byron, the head of the council, said that tolls must be low."


def reading(passage: Passage, begins: str) -> Reading:
    (sentence,) = (s for s in passage.sentences if passage.words(s).startswith(begins))
    return telling(passage, sentence)


def made(sentence: str, context: str, behind: str = "") -> Passage:
    return fakes.passage(sentence + behind, sentence, context=context)


def speaker(begins: str, *paragraphs: str) -> str:
    """Who speaks in the sentence of the last paragraph that `begins` so."""
    return speaker_of(reading(Chunking().passages(document(*paragraphs))[-1], begins))


@pytest.mark.parametrize(
    "sentence",
    [
        "She added that the ferry is too dear.",
        "Then, in her speech, she praised the bridge.",
        "“We need the ferry,” she added.",
        "“The ferry is too dear.” She added this on Monday.",
        "“The old bridge will stand,” the mayor said, since she likes it.",
    ],
)
def test_she_is_whom_the_paragraph_before_has_named(sentence: str) -> None:
    begins = sentence.split(".”")[-1].strip()[:12]
    assert speaker(begins, BYRON, sentence) == "Mayor Ada Byron, the head of the council"


def test_she_is_whom_a_sentence_before_in_the_same_paragraph_has_named() -> None:
    assert speaker("She", f"{BYRON} She added that.") == "Mayor Ada Byron, the head of the council"
    assert speaker("He", BYRON, "Bob Cray said no. He added that.") == "Bob Cray"


def test_a_name_that_stands_on_two_lines_of_its_source_is_given_on_one() -> None:
    assert speaker("She", "Then Ada\nByron said no. She left.") == "Ada Byron"


def test_a_surname_in_the_same_paragraph_is_given_in_full() -> None:
    assert speaker("Her", "Ada Byron said no.", "Byron left early. Her friends stayed.") == (
        "Ada Byron"
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Byron added that the ferry is too dear, as she knows.",
        "As she left, Byron praised the bridge.",
        "“She is right,” Bob Cray said.",
        "Bob Cray said that she is right.",
    ],
)
def test_a_sentence_that_names_its_speaker_needs_nobody(sentence: str) -> None:
    assert speaker(sentence, BYRON, f"{sentence} She went home.") == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "The river flooded the fair.",
        "Critics called it “a farce”.",
        "“A farce,” the critics said.",
        "They added that tolls must be high.",
    ],
)
def test_what_others_do_or_say_is_not_put_down_to_the_person_named_last(sentence: str) -> None:
    assert speaker(sentence, BYRON, f"{sentence} She went home.") == ""


@pytest.mark.parametrize(
    "speech",
    [
        "“Tolls must be low.”",
        "“Tolls must be low. Ferries must run.”",
        "“Tolls must be low, and ferries must run",
        "«Tolls must be low»",
        '"Tolls must be low."',
    ],
)
def test_a_sentence_that_is_all_speech_is_said_by_the_person_named_last(speech: str) -> None:
    passage = made(speech, context="Ada Byron", behind=" She said so twice.")
    assert speaker_of(reading(passage, speech)) == "Ada Byron"


def test_speech_behind_a_closed_quotation_is_no_speech() -> None:
    assert speaker("The", BYRON, "“Tolls must be low,” she said. The ferry sank.") == ""


@pytest.mark.parametrize(
    ("sentence", "person"),
    [
        ("She added that the ferry is too dear.", "Ada Byron"),
        ("She promised, once more, a bridge.", "Ada Byron"),
        ("“The ferry is too dear.”", "Ada Byron"),
        ("She has built three bridges.", "About Ada Byron"),
        ("Her career began on a ferry.", "About Ada Byron"),
        ("The mayor paused before she defended the tolls.", "About Ada Byron"),
        ("The river flooded the fair.", ""),
    ],
)
def test_what_somebody_says_is_told_from_what_is_told_of_somebody(
    sentence: str, person: str
) -> None:
    whole = made(sentence, context="Ada Byron", behind=" So she said.")
    said = cited(1, Quotation.of(whole, whole.sentences[0]), reading(whole, sentence))
    assert said.person == person


def test_nobody_speaks_where_nobody_was_named() -> None:
    assert speaker("She", "The river flooded.", "She added that tolls must be low.") == ""


@pytest.mark.parametrize("heading", ["Old Bridge Guild", "River Stories", "Tolls", "News › Rivers"])
def test_a_heading_or_a_thing_is_no_speaker(heading: str) -> None:
    assert speaker_of(reading(made("“No one.”", context=heading), "“No")) == ""


def test_a_person_behind_a_heading_is_found() -> None:
    passage = made("She added that.", context="Old Bridge Guild › Tolls. Mayor Ada Byron")
    assert speaker_of(reading(passage, "She")) == "Mayor Ada Byron"


def test_in_the_shipped_briefing_nobody_is_named_twice_or_wrongly(
    corpus: tuple[Passage, ...],
) -> None:
    speakers = {
        passage.paragraph: [
            speaker_of(reading(passage, passage.words(s))).split(",")[0] for s in passage.sentences
        ]
        for passage in corpus
    }
    assert speakers[3] == ["", "JD Vance"]
    assert speakers[4] == [""]
    assert speakers[6] == ["", "", "Dario Amodei"]
    assert speakers[9] == ["", ""]
    assert speakers[10] == ["EU president Ursula von der Leyen"]
    assert speakers[17] == ["", "Romain Dillet"]
    assert not any(speakers[number][0] for number in (1, 2, 5, 7, 15, 16))
