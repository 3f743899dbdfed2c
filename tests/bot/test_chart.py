"""The picture of what was asked, read by its pixels, and the times to answer."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.image import imread

from bot.chart import chart, percentile
from bot.records import Usage

LABELS = ("Answered", "Refused")
GROUND = (0x2B, 0x2D, 0x31)
GREEN = (0x2F, 0x9E, 0x6E)
GREY = (0xC7, 0xCC, 0xD1)

Pixels = npt.NDArray[np.int_]


def usage(*days: tuple[int, int]) -> Usage:
    first = date(2025, 2, 10)
    by_day = tuple((first + timedelta(days=at), *day) for at, day in enumerate(days))
    answered, refused = sum(day[0] for day in days), sum(day[1] for day in days)
    return Usage(answered + refused, answered, refused, 0, 0, (), by_day)


def day(when: date) -> str:
    return f"{when.day} {when:%b}"


def drawn(*days: tuple[int, int]) -> Pixels:
    pixels = imread(io.BytesIO(chart(usage(*days), LABELS, day)), format="png")
    return np.asarray(pixels[:, :, :3] * 255).round().astype(int)


def heights(pixels: Pixels, colour: tuple[int, int, int]) -> list[int]:
    """The height of each bar of `colour`, from left to right, the legend left out."""
    below_legend = pixels[80:]
    columns = (np.abs(below_legend - colour).sum(axis=2) < 6).sum(axis=0)
    return list(_runs(columns))


def _runs(columns: npt.NDArray[np.int_]) -> Iterator[int]:
    wide: list[int] = []
    for column in [*columns, 0]:
        if column > 3:
            wide.append(int(column))
        elif len(wide) > 3:
            yield int(np.median(wide))
            wide = []
        else:
            wide = []


def test_each_day_has_a_bar_as_high_as_what_was_answered_and_refused() -> None:
    pixels = drawn((4, 2), (8, 0), (0, 6), (2, 2))
    greens, greys = heights(pixels, GREEN), heights(pixels, GREY)
    one = greens[1] / 8
    assert greens == pytest.approx([4 * one, 8 * one, 2 * one], abs=3)
    assert greys == pytest.approx([2 * one, 6 * one, 2 * one], abs=3)


def test_the_picture_is_small_and_dark_to_its_edges() -> None:
    picture = chart(usage(*[(5, 2)] * 90), LABELS, day)
    assert len(picture) < 60_000
    pixels = drawn((5, 2))
    assert pixels.shape == (510, 960, 3)
    for row, column in ((0, 0), (0, -1), (-1, 0), (-1, -1)):
        assert tuple(pixels[row, column]) == GROUND


def test_one_day_does_not_fill_the_picture() -> None:
    pixels = drawn((1, 0))
    green = (np.abs(pixels[80:] - GREEN).sum(axis=2) < 6).any(axis=0)
    assert green.sum() < 0.25 * len(green)


@pytest.mark.parametrize("days", [1, 2, 7, 30, 90, 365])
def test_the_bars_of_any_period_fill_the_same_width(days: int) -> None:
    green = (np.abs(drawn(*[(1, 1)] * days)[80:] - GREEN).sum(axis=2) < 40).any(axis=0)
    [columns] = np.nonzero(green)
    share = (columns[-1] - columns[0]) / len(green)
    assert share == pytest.approx(min(days / 5, 0.92), abs=0.08)


@pytest.mark.parametrize(("length", "fewest"), [(3, 5), (12, 3), (40, 1)])
def test_names_of_days_do_not_run_into_each_other(length: int, fewest: int) -> None:
    picture = chart(usage(*[(1, 1)] * 90), LABELS, lambda _: "m" * length)
    names = imread(io.BytesIO(picture), format="png")[-45:-5, :, :3]
    inked = "".join("m" if column else " " for column in (names.sum(axis=2) > 1.5).any(axis=0))
    # Between the letters of a name there is less than that.
    assert len(inked.strip().split(" " * 15)) >= fewest


def test_days_without_a_question_and_many_questions_can_be_drawn() -> None:
    assert heights(drawn((0, 0), (0, 0)), GREEN) == []
    assert len(heights(drawn((1_234_567, 5), (900_000, 100_000)), GREEN)) == 2


def test_signs_of_mathematics_in_a_name_are_drawn_as_they_are() -> None:
    assert chart(usage((1, 1)), ("$a_b$", "^{"), lambda _: "$x").startswith(b"\x89PNG")


def test_the_same_figures_give_the_same_bytes_in_any_thread_and_style() -> None:
    figures = usage((4, 2), (8, 0))
    plain = chart(figures, LABELS, day)
    before = dict(mpl.rcParams)
    with ThreadPoolExecutor(4) as threads:
        pictures = set(threads.map(lambda _: chart(figures, LABELS, day), range(8)))
    assert pictures == {plain}
    assert dict(mpl.rcParams) == before


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50), st.integers(1, 100))
def test_a_percentile_is_the_nearest_rank(elapsed: list[float], percent: int) -> None:
    rank = math.ceil(len(elapsed) * percent / 100)
    assert percentile(tuple(elapsed), percent) == sorted(elapsed)[rank - 1]


def test_of_no_times_the_percentile_is_nought() -> None:
    assert percentile((), 95) == 0.0
