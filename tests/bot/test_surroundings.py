"""A cited passage between its neighbours: all of it, or what there is room for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.surroundings import shown, since, where
from index.types import Citation, Reference
from tests.bot.fakes import (
    BRIEFING,
    GAZETTE,
    KNOWLEDGE,
    REFUSED,
    SIGNED,
    Shelf,
    citation,
    passage,
)
from tests.bot.shown import links, live, read, utf16
from tests.bot.test_markdown import SYNTAX

CITED = citation(2, passage(SIGNED, paragraph=5, start=100), "Two did not.")


def test_a_passage_is_shown_between_its_neighbours_with_the_quotation_in_bold() -> None:
    assert shown(CITED, KNOWLEDGE, 1000, "en") == (
        "**[2]** The Gazette, [What was signed in Paris]"
        "(https://gazette.example/2025/signed#:~:text=Two%20did%20not.), 11 Feb 2025, paragraph 5\n"
        "-# The hall was full.\n"
        "> In all, 61 countries signed. **Two did not.**\n"
        "-# The ferry is old. She raised the tolls."
    )


def test_a_restatement_says_so_and_links_to_the_page_as_a_whole() -> None:
    cited = citation(1, passage(REFUSED, BRIEFING), "", "refused")
    other = citation(1, passage(REFUSED, replace(BRIEFING, origin="/home/a.md")), "", "refused")
    assert where(other, KNOWLEDGE, "en").endswith("(what follows is a restatement of it)")
    told = where(cited, KNOWLEDGE, "en")
    assert told.endswith("paragraph 1 (what follows is our restatement of it)")
    assert [url for _, url in links(told)] == ["https://wire.example/two_%28refuse%29"]


def test_french_readers_get_french_around_the_words_of_the_source() -> None:
    told = shown(CITED, KNOWLEDGE, 1000, "fr")
    assert "11 févr. 2025" in told
    assert "paragraph 5" not in told
    assert "**Two did not.**" in told


def test_a_long_neighbour_is_cut_on_the_side_away_from_the_passage() -> None:
    long = " ".join(f"word{number}" for number in range(60))
    before, cited, after = passage(long), passage(SIGNED, start=1000), passage(long, start=2000)
    knowledge = Shelf("v", (GAZETTE,), (before, cited, after))
    lines = shown(citation(1, cited), knowledge, 2000, "en").split("\n")
    assert lines[1].startswith("-# …word")
    assert lines[1].endswith("word58 word59")
    assert lines[3].startswith("-# word0 word1 word2")
    assert lines[3].endswith("…")
    assert max(map(utf16, (lines[1], lines[3]))) <= 170


def long_passage(words: str) -> Citation:
    filler = " ".join(f"filler{number}" for number in range(200))
    return citation(1, passage(f"{filler} {words} {filler}"), words)


def test_the_passage_is_cut_around_the_quotation_after_whole_words() -> None:
    text = shown(long_passage("It is so."), KNOWLEDGE, 700, "en")
    assert utf16(text) <= 700
    quoted = text.split("\n> ")[1]
    left, bold, right = quoted.split("**")
    assert bold == "It is so."
    assert left.startswith("…filler")
    assert right.endswith("…")
    assert min(len(left), len(right)) > 80
    assert {*left.strip("… ").split(), *right.strip("… ").split()} <= {
        f"filler{number}" for number in range(200)
    }


def test_where_there_is_little_room_the_quotation_stays_and_the_link_goes() -> None:
    words = "The quotation itself is what survives the cutting here."
    text = shown(long_passage(words), KNOWLEDGE, 100, "en")
    assert utf16(text) <= 100
    assert f"**{words}**" in text
    assert links(text) == []


def test_lines_of_a_passage_stay_within_the_block_quote() -> None:
    cited = citation(1, passage("One line,\nand another."), "line,\nand")
    text = shown(cited, KNOWLEDGE, 1000, "en")
    assert text.split("\n", 1)[1] == "> One **line,**\n> **and** another."


@given(SYNTAX, SYNTAX, SYNTAX, SYNTAX, st.integers(70, 1500))
def test_nothing_of_a_source_is_live_and_all_fits(
    before: str, words: str, after: str, title: str, limit: int
) -> None:
    source = replace(GAZETTE, title=title or "-", publisher=title, date=after)
    whole = passage(before + (words or "so") + after, source, start=300)
    cited = citation(1, whole, words or "so")
    knowledge = Shelf(
        "v",
        (source,),
        (passage(before or "-", source), whole, passage(after or "-", source, start=2000)),
    )
    text = shown(cited, knowledge, limit, "en")
    assert utf16(text) <= limit
    assert live(text) == []
    assert len(links(text)) <= 1


@given(st.text("abc é,.-", min_size=1, max_size=300), st.data())
def test_the_bold_words_are_those_of_the_quotation(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    whole = passage(text)
    cited = citation(1, whole, text[start:end])
    limit = data.draw(st.integers(200, 900))
    told = shown(cited, KNOWLEDGE, limit, "en").split("\n> ")[1]
    bold = read("".join(told.split("**")[1:2]))
    quotation = cited.quotation.text.strip()
    assert quotation.startswith(bold)
    assert bold == quotation or told.endswith("…")


def now_reads(text: str, sha256: str = "9" * 64) -> Shelf:
    """What is indexed after the source of `CITED` has changed to `text`."""
    source = replace(GAZETTE, sha256=sha256)
    return Shelf("gen-2", (source,), (passage(text, source),))


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (KNOWLEDGE, ""),
        (now_reads("Indeed.\n\nIn all,\n 61 countries signed. Nobody else."), "still stand in it."),
        (now_reads("In all, 64 countries signed."), "no longer stand in it."),
        (now_reads("It is cut in other pieces.", GAZETTE.sha256), ""),
        (Shelf("gen-2", (BRIEFING,), ()), "The source was removed since this answer."),
    ],
)
def test_what_has_become_of_the_source_is_told(now: Shelf, told: str) -> None:
    cited = citation(1, passage(SIGNED, paragraph=5, start=100), "In all, 61 countries signed.")
    assert since(cited, now, "en").endswith(told)
    assert bool(since(cited, now, "en")) is bool(told)
    lines = shown(cited, now, 1000, "en").split("\n")
    assert lines[0].startswith("**[1]** The Gazette, [What was signed in Paris](")
    assert (lines[1] == f"⚠ {since(cited, now, 'en')}") is bool(told)
    assert "> **In all, 61 countries signed.** Two did not." in lines


def test_what_somebody_has_added_is_told_to_rest_on_something_but_not_to_be_ours() -> None:
    crier = Reference("Crier", "Cries", "2025-02", "https://crier.example/1")
    whole = replace(passage(SIGNED), references=(crier,))
    told = where(citation(1, whole), KNOWLEDGE, "en")
    assert told.endswith(" (after Crier, [Cries](https://crier.example/1), Feb 2025)")
    ours = replace(whole, source=replace(GAZETTE, origin="shipped"))
    assert "(our briefing, after Crier, " in where(citation(1, ours), KNOWLEDGE, "en")


def test_what_is_missing_while_an_index_is_damaged_was_not_removed() -> None:
    gone = Shelf("gen-2", (BRIEFING,), ())
    told = "The source cannot be reached at the moment."
    assert since(CITED, gone, "en", problem=True) == told
    assert f"⚠ {told}" in shown(CITED, gone, 1000, "en", problem=True)
    assert since(CITED, KNOWLEDGE, "en", problem=True) == ""
