"""The page: whole in itself, the same each time, and safe to open."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

from index.curves import Reliability, RiskCoverage
from index.page import page
from index.plots import reliability_svg, risk_coverage_svg
from index.scoring import Share
from tests.index.proofs import SCRIPT, made_up


class _Parsed(HTMLParser):
    """The ids, links and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.linked: list[str] = []
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in {"href", "src", "xlink:href"}:
                self.linked.append(value or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_needs_nothing_beside_itself() -> None:
    text = page(made_up(squad=True))
    parsed = _Parsed(text)
    assert parsed.tags.isdisjoint({"script", "link", "img", "iframe", "object"})
    assert {link[:1] for link in parsed.linked} == {"#"}
    assert {link[1:] for link in parsed.linked} <= set(parsed.ids)
    assert len(set(parsed.ids)) == len(parsed.ids)
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(parsed.ids)
    assert "@import" not in text


def test_the_page_is_the_same_each_time() -> None:
    assert page(made_up(squad=True)) == page(made_up(squad=True))


def test_the_page_tells_every_table_and_no_question() -> None:
    words = " ".join(" ".join(_Parsed(page(made_up(squad=True))).words).split())
    for told in (
        "33.3 % answered rightly 1 of 3 questions",
        "50.0 % refused rightly",
        "66.7 % of the answers are wrong 2 of 3 answers given",
        "100.0 % of the quotations are verbatim",
        "Retrieval on squad.json",
        "30 questions on A town",
        "cases.jsonl aaaaaaaaaaaaaaaa",
    ):
        assert told in words, told
    assert not any(case.question in words for case, _ in SCRIPT)


def test_what_a_source_is_called_is_text_and_no_markup() -> None:
    text = page(made_up(title="<script>alert(1)</script> & so on"))
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; so on" in text


def test_the_plots_are_whole_and_take_the_pages_colours() -> None:
    proof = made_up()
    for svg in (risk_coverage_svg(proof.curve), reliability_svg(proof.reliability)):
        assert ElementTree.fromstring(svg).tag == "svg"  # noqa: S314 (drawn by ourselves)
        assert set(re.findall(r"var\((--\w+)\)", svg)) >= {"--ink", "--line", "--good"}
        assert not re.search(r"#[0-9a-f]{6}\b", svg), "a colour that no theme can change"
        assert "date" not in svg.lower()


def test_the_chosen_point_is_marked_and_named() -> None:
    svg = risk_coverage_svg(made_up().curve)
    assert "60 % answered," in svg
    assert "67 % of these wrong" in svg
    assert "var(--wrong)" in svg


def test_nothing_to_draw_is_drawn_as_nothing() -> None:
    none = Share(0, 4)
    curve = RiskCoverage((), none, Share(0, 0), float("nan"), float("nan"), 0, 4)
    assert "answered," not in risk_coverage_svg(curve)
    assert reliability_svg(Reliability((), float("nan"), float("nan"))).startswith("<svg")
