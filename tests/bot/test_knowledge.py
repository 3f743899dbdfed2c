"""What the bot knows of the index: passages found again, and what stands around them."""

from __future__ import annotations

from bot.knowledge import Knowledge
from tests.bot.fakes import BRIEFING, GAZETTE, KNOWLEDGE, SIGNED, passage

HALL, CITED, TOLLS, OTHER = KNOWLEDGE.passages


def test_a_passage_is_found_by_its_place() -> None:
    found = KNOWLEDGE.passage("gazette", GAZETTE.sha256, 100, 100 + len(SIGNED))
    assert found is CITED


def test_a_passage_is_gone_with_its_source_its_words_or_its_place() -> None:
    end = 100 + len(SIGNED)
    assert KNOWLEDGE.passage("chronicle", GAZETTE.sha256, 100, end) is None
    assert KNOWLEDGE.passage("gazette", BRIEFING.sha256, 100, end) is None
    assert KNOWLEDGE.passage("gazette", GAZETTE.sha256, 100, end - 1) is None


def test_neighbours_are_those_of_the_same_source() -> None:
    assert KNOWLEDGE.around(HALL) == (None, CITED)
    assert KNOWLEDGE.around(CITED) == (HALL, TOLLS)
    assert KNOWLEDGE.around(TOLLS) == (CITED, None)
    assert KNOWLEDGE.around(OTHER) == (None, None)


def test_all_of_the_source_stands_around_a_passage() -> None:
    assert KNOWLEDGE.text_around(CITED) == (HALL.text, TOLLS.text)
    assert KNOWLEDGE.text_around(TOLLS) == (f"{HALL.text}\n{SIGNED}", "")
    assert KNOWLEDGE.text_around(OTHER) == ("", "")


def test_what_is_not_indexed_has_nothing_around_it() -> None:
    stranger = passage("Not there.", start=900)
    assert KNOWLEDGE.around(stranger) == (None, None)
    assert KNOWLEDGE.text_around(stranger) == ("", "")


def test_passages_are_counted_for_each_source() -> None:
    assert [KNOWLEDGE.count(source) for source in KNOWLEDGE.sources] == [3, 1]
    assert Knowledge("none", (GAZETTE,), ()).count(GAZETTE) == 0
