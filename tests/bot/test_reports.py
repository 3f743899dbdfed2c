"""What administrators are shown: sources, figures, gaps."""

from __future__ import annotations

from datetime import UTC, date, datetime

import discord
import pytest
from discord import ui

from bot.gaps import Gap
from bot.records import Fault, Usage
from bot.reports import GAPS_FILE, STATS_FILE, gaps, stats
from bot.wording import Language
from index.types import Reason
from tests.bot.shown import live, texts

NOON = datetime(2025, 2, 11, 12, tzinfo=UTC)
USAGE = Usage(5, 3, 2, 4, 1, (10.0, 20.4, 30.0, 40.0, 900.0), ((date(2025, 2, 11), 3, 2),))
LANGUAGES: tuple[Language, ...] = ("en", "fr")


def gap(question: str, count: int = 1, *reasons: str) -> Gap:
    told = reasons or ("off_topic",)
    return Gap(question, count, tuple((reason, count) for reason in told), NOON)


def test_the_figures_stand_above_the_picture() -> None:
    view = stats(USAGE, 7, "en")
    [text] = texts(view)
    assert text.split("\n") == [
        "**The last 7 days**",
        "Questions: 5",
        "Answered: 3 · refused: 2",
        "👍 4 · 👎 1",
        "Time to answer: median 30 ms, 95th percentile 900 ms",
    ]
    [gallery] = [item for item in view.walk_children() if isinstance(item, ui.MediaGallery)]
    assert [item.media.url for item in gallery.items] == [f"attachment://{STATS_FILE}"]
    assert gallery.items[0].description


def test_the_commonest_ten_gaps_are_shown_above_the_file_with_all() -> None:
    view = gaps([gap(f"Question {n}?", 20 - n) for n in range(12)], 30, "en")
    head, lines = texts(view)
    assert head == "**What I could not answer well in the last 30 days**"
    assert lines.split("\n")[:2] == ["20 × Question 0?", "-# about something else"]
    assert "11 × Question 9?" in lines
    assert "Question 10?" not in lines
    [file] = [item for item in view.walk_children() if isinstance(item, ui.File)]
    assert isinstance(file.media, discord.UnfurledMediaItem)
    assert file.media.url == f"attachment://{GAPS_FILE}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_gaps_fit_into_a_message(language: Language) -> None:
    every = [reason.value for reason in Reason] + [fault.value for fault in Fault]
    _, lines = texts(gaps([gap("*" * 500, 1000, *every)] * 10, 90, language))
    assert lines.count("1000 × ") == 10


def test_a_question_cannot_format_what_is_shown_of_it() -> None:
    rude = "# @everyone\n> **[x](https://x.example)** <@1> ```"
    _, lines = texts(gaps([gap(rude)], 7, "en"))
    assert not live(lines)
    assert lines.count("\n") == 1


@pytest.mark.parametrize("reason", [*Reason, *Fault])
def test_every_reason_and_every_fault_is_told_in_words(reason: Reason | Fault) -> None:
    _, english = texts(gaps([gap("Why?", 1, reason.value)], 7, "en"))
    _, french = texts(gaps([gap("Why?", 1, reason.value)], 7, "fr"))
    assert "_" not in english
    assert f"-# {reason.value}" not in english
    assert english != french
