"""A small picture of what was asked, day by day. Pure."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from bot.records import Usage

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Discord's dark ground. Green and pale grey differ in lightness, so that they are told apart
# without colours too.
_GROUND = "#2b2d31"
_INK = "#dbdee1"
_LINE = "#4e5058"
_ANSWERED = "#2f9e6e"
_REFUSED = "#c7ccd1"

# Discord shows a picture about 550 points wide, a phone 350: the type is chosen for the latter.
_INCHES = (6.4, 3.4)
_DOTS_PER_INCH = 150
_FAMILY = "DejaVu Sans"  # comes with matplotlib
_SIZE = 13
#: Characters that have room along the days.
_ROOM = 44
#: Days that the picture is wide enough for, at least.
_FEWEST = 5


def chart(usage: Usage, labels: tuple[str, str], day: Callable[[date], str]) -> bytes:
    """A PNG with a bar for each day, answered below and refused above, named by `labels`.

    The same figures give the same bytes. Nothing of matplotlib's global state is used or changed,
    since this runs in a thread beside others.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # a second to import
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.patches import Patch

    days = [row[0] for row in usage.by_day]
    answered = np.array([row[1] for row in usage.by_day])
    refused = np.array([row[2] for row in usage.by_day])
    places = np.arange(len(days))
    figure = Figure(figsize=_INCHES, dpi=_DOTS_PER_INCH, facecolor=_GROUND, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(facecolor=_GROUND)
    # With many days a gap between bars would be wider than they are.
    width = 0.8 if len(days) <= 31 else 0.9
    axes.bar(places, answered, width, color=_ANSWERED, linewidth=0)
    axes.bar(places, refused, width, bottom=answered, color=_REFUSED, linewidth=0)
    _name_days(axes, [day(each) for each in days])
    _count_questions(axes, int((answered + refused).max(initial=0)))
    figure.legend(
        [Patch(color=_ANSWERED), Patch(color=_REFUSED)],
        labels,
        loc="outside upper left",
        ncols=2,
        frameon=False,
        labelcolor=_INK,
        prop=FontProperties(family=_FAMILY, size=_SIZE),
        handlelength=1,
        columnspacing=1.5,
    )
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", metadata={"Software": None})
    return drawn.getvalue()


def percentile(elapsed_ms: Sequence[float], percent: float) -> float:
    """The smallest of `elapsed_ms` that `percent` % are at most (nearest rank); 0 of none."""
    if not elapsed_ms:
        return 0.0
    return float(np.percentile(elapsed_ms, percent, method="inverted_cdf"))


def _name_days(axes: Axes, names: Sequence[str]) -> None:
    """The last day, and as many before it, evenly apart, as can be read."""
    longest = max(map(len, names), default=0)
    step = math.ceil(len(names) / max(_ROOM // (longest + 2), 1)) or 1
    named = range(len(names) - 1, -1, -step)[::-1]
    axes.set_xticks(
        named,
        [names[place] for place in named],
        color=_INK,
        parse_math=False,
        family=_FAMILY,
        size=_SIZE,
    )
    # A bar that is alone does not fill the picture.
    beside = max(_FEWEST - len(names), 0) / 2
    axes.set_xlim(-0.6 - beside, len(names) - 0.4 + beside)
    axes.tick_params(axis="x", length=0, pad=6)


def _count_questions(axes: Axes, most: int) -> None:
    """A scale of whole questions, four steps at most."""
    step = next(
        step
        for power in range(12)
        for step in (10**power, 2 * 10**power, 5 * 10**power)
        if 4 * step >= most
    )
    marks = range(0, 4 * step + 1, step)
    # A thin space parts thousands in every language.
    names = [f"{mark:,}".replace(",", "\u2009") for mark in marks]
    axes.set_yticks(marks, names, color=_INK, family=_FAMILY, size=_SIZE)
    axes.set_ylim(0, 1.05 * max(most, step))
    axes.tick_params(axis="y", length=0, pad=6)
    axes.grid(axis="y", color=_LINE, linewidth=0.8)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
