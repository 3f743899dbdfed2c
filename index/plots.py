"""Curves as SVG that takes its colours and its type from the page around it.

Drawn by matplotlib's SVG backend without its global state; the same figures give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from index.curves import Reliability, RiskCoverage

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# matplotlib knows no CSS: what is drawn in one of these is given the page's colour afterwards.
_INK, _LINE, _CURVE, _CHOSEN = "#010101", "#020202", "#030303", "#040404"
_COLOURS = {
    _INK: "var(--ink)",
    _LINE: "var(--line)",
    _CURVE: "var(--good)",
    _CHOSEN: "var(--wrong)",
}
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text: it is read aloud, and takes the page's type
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # comes with matplotlib
    "font.size": 10,
    "text.color": _INK,
    "axes.edgecolor": _LINE,
    "axes.labelcolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": _LINE,
    "grid.linewidth": 0.6,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
}


def risk_coverage_svg(curve: RiskCoverage) -> str:
    """The curve of refusing, the best that the same answers allow, and where the bot stands."""
    return _drawn("risk-coverage", partial(_risk_coverage, curve))


def reliability_svg(trust: Reliability) -> str:
    """Predicted against observed, with 95 % intervals, over how many answers stand behind each."""
    return _drawn("reliability", partial(_reliability, trust))


def _risk_coverage(curve: RiskCoverage, figure: Figure) -> None:
    axes = figure.subplots()
    across = [point.coverage for point in curve.points]
    up = [point.risk for point in curve.points]
    highest = max([*up, curve.risk.value if curve.risk.whole else 0.0, 0.1])
    if across:
        # All right answers first, then all wrong ones: no order of the same answers is better.
        best, right = across[-1], curve.right / curve.questions
        ideal = [right + (best - right) * step / 50 for step in range(51)]
        axes.plot(
            [0, *ideal], [0, *(1 - right / c if c else 0 for c in ideal)], "--", color=_INK, lw=1
        )
        axes.plot(across, up, color=_CURVE, lw=2)
        axes.fill_between(across, up, color=_CURVE, alpha=0.12, lw=0)
    if curve.coverage.part:
        at = (curve.coverage.value, curve.risk.value)
        axes.plot(*at, "o", color=_CHOSEN, markersize=9, clip_on=False, zorder=3)
        answered, wrong = (f"{100 * share:.0f} %" for share in at)
        axes.annotate(
            f"as the bot answers:\n{answered} answered,\n{wrong} of these wrong",
            at,
            xytext=(0.03, 0.97),
            textcoords="axes fraction",
            verticalalignment="top",
            arrowprops={"arrowstyle": "-", "color": _CHOSEN, "shrinkB": 5},
        )
    axes.set(xlim=(0, 1), ylim=(0, min(1.0, 1.15 * highest)))
    _percent(axes, "questions that are answered", "answers that are wrong")


def _reliability(trust: Reliability, figure: Figure) -> None:
    above, below = figure.subplots(2, sharex=True, height_ratios=(3, 1))
    above.plot([0, 1], [0, 1], "--", color=_INK, lw=1)
    for one in trust.bins:
        above.plot([one.predicted] * 2, one.right.interval, color=_CURVE, lw=2, alpha=0.5)
        above.plot(one.predicted, one.right.value, "o", color=_CURVE, markersize=8, clip_on=False)
        middle, count = (one.low + one.high) / 2, one.right.whole
        below.bar(middle, count, width=0.9 * (one.high - one.low), color=_CURVE, alpha=0.7)
        below.annotate(
            str(count), (middle, count), xytext=(0, 2), textcoords="offset points", ha="center"
        )
    above.set(xlim=(0, 1), ylim=(0, 1))
    _percent(above, "", "share that is right")
    below.set(ylim=(0, 1.5 * max((one.right.whole for one in trust.bins), default=1)))
    _percent(below, "predicted probability of being right", "answers")
    below.set(yticks=[])
    below.grid(visible=False)


def _percent(axes: Axes, across: str, up: str) -> None:
    from matplotlib.ticker import PercentFormatter

    axes.xaxis.set_major_formatter(PercentFormatter(xmax=1, decimals=0, symbol=" %"))
    axes.yaxis.set_major_formatter(PercentFormatter(xmax=1, decimals=0, symbol=" %"))
    axes.set(xlabel=across, ylabel=up)


def _drawn(name: str, draw: Callable[[Figure], None]) -> str:
    """What `draw` puts on a figure, as an inline SVG element whose ids begin with `name`."""
    import matplotlib as mpl  # a second to import
    from matplotlib.figure import Figure

    out = io.StringIO()
    with mpl.rc_context(_STYLE | {"svg.hashsalt": name}):
        figure = Figure(figsize=(5.2, 4.2), layout="constrained")
        draw(figure)
        unsaid = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(out, format="svg", transparent=True, metadata=unsaid)
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :]  # an HTML page wants neither prologue nor document type
    svg = re.sub(
        r"<svg [^>]*?(viewBox=\"[^\"]*\")[^>]*>", r'<svg \1 aria-hidden="true">', svg, count=1
    )
    svg = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", svg, count=1, flags=re.DOTALL)
    svg = re.sub(r'( id="|href="#|url\(#)', rf"\g<1>{name}-", svg.replace("xlink:href", "href"))
    for drawn, wanted in _COLOURS.items():
        svg = svg.replace(drawn, wanted)
    return svg
