"""What the bot knows of the index: passages found again, and what stands around them."""

from __future__ import annotations

from dataclasses import replace

from bot.knowledge import holds, text_around
from tests.bot.fakes import GAZETTE, KNOWLEDGE, SIGNED, TOLLS, passage

HALL, CITED, LATER, OTHER = KNOWLEDGE.passages


def test_a_passage_is_held_as_long_as_its_source_its_place_and_its_words_are() -> None:
    assert holds(KNOWLEDGE, CITED)
    source = replace(GAZETTE, sha256="f" * 64)
    assert not holds(KNOWLEDGE, replace(CITED, source=source))
    assert not holds(KNOWLEDGE, replace(CITED, source=replace(GAZETTE, id="chronicle")))
    assert not holds(KNOWLEDGE, passage(SIGNED, start=101))
    assert not holds(KNOWLEDGE, replace(CITED, text=SIGNED.replace("61", "60")))


def test_all_of_the_text_stands_around_a_passage() -> None:
    before, after = text_around(KNOWLEDGE, CITED)
    assert before == KNOWLEDGE.text("gazette")[:100]
    assert before.split() == HALL.text.split()
    assert after.split() == TOLLS.split()
    assert text_around(KNOWLEDGE, OTHER) == ("", "")


def test_what_is_not_indexed_has_nothing_around_it() -> None:
    assert text_around(KNOWLEDGE, passage("Not there.", start=900)) == ("", "")


def test_what_is_written_down_here_is_what_the_bot_asks_of_an_index() -> None:
    assert KNOWLEDGE.around(HALL) == (None, CITED)
    assert KNOWLEDGE.around(CITED) == (HALL, LATER)
    assert KNOWLEDGE.around(LATER) == (CITED, None)
    assert [KNOWLEDGE.count(source.id) for source in KNOWLEDGE.sources] == [3, 1]
