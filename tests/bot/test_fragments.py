"""Links to a quotation, against a small reading of the specification of text fragments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import markdown
from bot.fragments import link_to
from index.types import Source
from tests.bot.fakes import BRIEFING, GAZETTE

URL = GAZETTE.url


def leads_to(address: str, page: str) -> tuple[int, int] | None:
    """What a browser marks in `page`, whose lines are its blocks; None where it marks nothing.

    https://wicg.github.io/scroll-to-text-fragment/#finding-ranges-in-a-document
    """
    told = address.split(":~:text=")[1]
    prefix = suffix = ""
    terms = told.split(",")
    if terms[0].endswith("-"):
        prefix = unquote(terms.pop(0)[:-1])
    if terms[-1].startswith("-"):
        suffix = unquote(terms.pop()[1:])
    assert 1 <= len(terms) <= 2, told
    assert not any(set(term) & set("-&") for term in terms), told
    start, end = (*map(unquote, terms), "")[:2]
    for at, stop in _begins(page, prefix, start, alone=not suffix or bool(end)):
        if not end:
            if not suffix or _follows(page, stop, suffix):
                return at, stop
            continue
        for _, last in _found(page, end, stop, opens=True, closes=not suffix):
            if not suffix or _follows(page, last, suffix):
                return at, last
    return None


def _begins(page: str, prefix: str, start: str, *, alone: bool) -> Iterator[tuple[int, int]]:
    if not prefix:
        yield from _found(page, start, 0, opens=True, closes=alone)
        return
    for _, stop in _found(page, prefix, 0, opens=True, closes=False):
        at = _next_word(page, stop)
        for span in _found(page, start, at, opens=False, closes=alone):
            if span[0] == at:
                yield span


def _follows(page: str, stop: int, suffix: str) -> bool:
    at = _next_word(page, stop)
    return any(span[0] == at for span in _found(page, suffix, at, opens=False, closes=True))


def _next_word(page: str, at: int) -> int:
    return at + len(page[at:]) - len(page[at:].lstrip())


def _found(
    page: str, term: str, begin: int, *, opens: bool, closes: bool
) -> Iterator[tuple[int, int]]:
    wanted = re.compile(r"[^\S\n]+".join(map(re.escape, term.split(" "))), re.IGNORECASE)
    at = begin
    while match := wanted.search(page, at):
        at = match.start() + 1
        if (not opens or _bound(page, match.start())) and (not closes or _bound(page, match.end())):
            yield match.span()


def _bound(page: str, at: int) -> bool:
    """Whether no word goes on across `at`, as Unicode bounds words."""
    around = f"  {page}  "[at : at + 4]  # two characters on each side
    return not re.match(r".\w\w|\w[’.,]\w|.\w[’.,]\w", around, re.DOTALL)


WORDS = st.sampled_from(
    """In all all 61 countries signed. Yes. yes No, no, R&D state-of-the-art l’Europe “so said”
    (that) is 50% é ça 中文 so also A, 1,5 - & , #:~:text= über""".split()
)
BLOCKS = st.lists(st.lists(WORDS, min_size=1, max_size=30).map(" ".join), min_size=1, max_size=4)


@st.composite
def quotations(draw: st.DrawFn) -> tuple[str, int, int]:
    """A page and where the words of a quotation stand in it."""
    page = "\n".join(draw(BLOCKS))
    words = [match.span() for match in re.finditer(r"\S+", page)]
    first = draw(st.integers(0, len(words) - 1))
    last = draw(st.integers(first, min(len(words) - 1, first + 40)))
    return page, words[first][0], words[last][1]


@given(quotations())
def test_a_browser_marks_the_quotation_and_nothing_else(quoted: tuple[str, int, int]) -> None:
    page, start, end = quoted
    words = page[start:end]
    address = link_to(GAZETTE, words, page[:start], page[end:])
    assert len(address) <= 512
    assert markdown.safe_url(address) == address
    if address != URL:
        assert leads_to(address, page) == (start, end)
    elif "\n" not in words:
        again = re.findall(f"(?={re.escape(words)})", page, re.IGNORECASE)
        assert len(again) > 1, "words that stand there once can be told"


@given(st.text(max_size=40), st.text(max_size=200), st.text(max_size=40))
def test_any_text_gives_a_link_that_can_be_shown(before: str, words: str, after: str) -> None:
    address = link_to(GAZETTE, words, before, after)
    assert address.startswith(URL)
    assert markdown.safe_url(address) == address
    assert re.fullmatch(r"[!-~]+", address)
    assert not set(address) & set("()<>[]\"'* ")


@pytest.mark.parametrize(
    ("before", "words", "after", "told"),
    [
        ("", "In all, 61 signed.", " Two did not.", "In%20all%2C%2061%20signed."),
        ("", "R&D, state-of-the-art", "", "R%26D%2C%20state%2Dof%2Dthe%2Dart"),
        # Long: its first and its last words.
        (
            "",
            "one two three four five six seven eight nine ten eleven twelve",
            "",
            "one%20two%20three%20four,nine%20ten%20eleven%20twelve",
        ),
        # Twice: what stands before tells them apart, or else what stands behind.
        ("Two did not. He: ", "It is so.", " It is so.", "did%20not.%20He%3A-,It%20is%20so."),
        ("It is so. ", "It is so.", "", "It%20is%20so.-,It%20is%20so."),
        ("", "It is so.", " It is so. End", "It%20is%20so.,-It%20is%20so."),
        # Blanks count for nothing, and a line's end parts terms.
        ("", " In \t all ", "", "In%20all"),
        ("", "In all\n61 countries", "", "In%20all,61%20countries"),
        # Whole words.
        ("In all, 6", "1 countries sig", "ned.", "61%20countries%20signed"),
        ("dans l’", "Europe", " entière", "l%E2%80%99Europe"),
        # The part of a word is no word.
        ("He also ", "so", " said", "so"),
    ],
)  # fmt: skip
def test_a_quotation_is_told_in_few_words(before: str, words: str, after: str, told: str) -> None:
    assert link_to(GAZETTE, words, before, after) == f"{URL}#:~:text={told}"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://a.b/c", "https://a.b/c#:~:text=so"),
        ("https://a.b/c#part", "https://a.b/c#part:~:text=so"),
        ("https://a.b/c#", "https://a.b/c#:~:text=so"),
        ("https://a.b/c#:~:text=old", "https://a.b/c#:~:text=so"),
        ("https://a.b/c#part:~:text=old", "https://a.b/c#part:~:text=so"),
        ("https://a.b/c?q=:~:", "https://a.b/c?q=:~:#:~:text=so"),
        ("https://a.b/" + "c" * 500, "https://a.b/" + "c" * 500),
        ("", ""),
        ("file:///etc/passwd", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_the_directive_goes_behind_any_address(url: str, address: str) -> None:
    assert link_to(replace(GAZETTE, url=url), "so") == address


def test_a_page_with_other_words_is_linked_as_a_whole() -> None:
    assert link_to(BRIEFING, "refused to sign") == markdown.safe_url(BRIEFING.url)


def test_words_that_cannot_be_told_leave_the_plain_address() -> None:
    assert link_to(GAZETTE, " \n ") == URL
    assert link_to(GAZETTE, "half \ud83d of it") == URL
    assert link_to(GAZETTE, "é" * 200) == URL


def test_long_words_are_told_by_fewer_of_them() -> None:
    words = " ".join(f"{'é' * 18}{number}" for number in range(10))
    address = link_to(GAZETTE, words)
    assert len(address) <= 512
    assert leads_to(address, words) == (0, len(words))


def test_a_source_without_a_page_has_no_link() -> None:
    assert link_to(Source("notes", "Notes", "2" * 64), "so") == ""
