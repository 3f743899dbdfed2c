"""What the bot says of itself and of what it keeps, with few sources and with many."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version

import pytest

from bot.about import about, privacy
from bot.wording import Language
from tests.bot.fakes import BRIEFING, GAZETTE, KNOWLEDGE, Shelf
from tests.bot.shown import links, live, read, texts, utf16


def test_about_says_that_it_is_automated_in_which_version_and_how_it_answers() -> None:
    head, _, more = texts(about(KNOWLEDGE, "en"))
    assert head.startswith(f"I am an automated program, version {version('summit-bot')}.")
    assert "I write nothing of my own into an answer." in head
    assert "I use no language-model service." in head
    assert "/privacy" in more


def test_about_names_each_source_with_its_date_and_what_is_a_restatement() -> None:
    _, sources, _ = texts(about(KNOWLEDGE, "en"))
    title, first, second = sources.split("\n")
    assert title == "**My sources**"
    assert links(first) == [(GAZETTE.title, GAZETTE.url)]
    assert read(first).startswith("The Gazette, ")
    assert first.endswith(", 11 Feb 2025")
    assert second.endswith(", 12 Feb 2025, restated in our own words")
    other = replace(BRIEFING, origin="/home/notes.md")
    _, sources, _ = texts(about(Shelf("gen-1", (other,), ()), "en"))
    assert sources.endswith(", 12 Feb 2025, restated in other words")


def test_no_address_of_the_code_is_made_up() -> None:
    assert "My code" not in "".join(texts(about(KNOWLEDGE, "en")))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("padding", [0, 60, 480])
def test_of_many_sources_as_many_are_named_as_have_room_and_the_rest_is_counted(
    padding: int, language: Language
) -> None:
    address = f"https://wire.example/{'x' * padding}"
    many = tuple(replace(BRIEFING, id=str(number), url=address) for number in range(50))
    _, sources, _ = texts(about(Shelf("gen-1", many, ()), language))
    _, *named, more = sources.split("\n")
    assert 2 < len(named) <= 20
    assert str(50 - len(named)) in more


def test_twenty_sources_are_no_more_than_are_shown() -> None:
    twenty = tuple(replace(GAZETTE, id=str(number), url="") for number in range(20))
    _, sources, _ = texts(about(Shelf("gen-1", twenty, ()), "en"))
    assert "more" not in sources
    assert sources.count("The Gazette") == 20


def test_a_source_cannot_format_what_is_said_of_it() -> None:
    rude = replace(GAZETTE, title="**@everyone**", publisher="<@1> _x_", url="javascript:alert(1)")
    _, sources, _ = texts(about(Shelf("gen-1", (rude,), ()), "en"))
    assert not live(sources)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_privacy_is_short_and_says_how_long(language: Language) -> None:
    text = "\n".join(texts(privacy(7, language)))
    assert utf16(text) <= 2000
    assert ("7 days" if language == "en" else "7 jours") in text
    assert "/mydata" in text or language == "fr"


def test_one_day_is_one_day() -> None:
    assert "1 day. Then it is deleted." in "\n".join(texts(privacy(1, "en")))
