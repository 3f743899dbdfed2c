"""Text in Discord's markdown: harmless, whole, within its length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import markdown
from tests.bot.shown import links, live, read, utf16

# Pieces of Discord's syntax, so that chance puts them together more often than letters would.
SYNTAX = st.lists(
    st.one_of(
        st.text(max_size=5),
        st.sampled_from(
            [
                *"\\*_~|`[]()<>@#&:/-+=.!\n\r\t 0189",
                "**", "__", "||", "```", "](", "http://", "https://a.b", "<t:1>", "</x:1>", "<#1>",
                "<@1>", "<@&1>", "@everyone", "@here", "<:e:1>", "<id:home>", "-# ", "> ", ">>> ",
                "# ", "- ", "1. ", "12) ", "\n", "\u202e", "\u200d", "😀", "é", "e\u0301", "\x00",
                "\ud800", "\u2028", "&amp;",
            ]
        ),
    ),
    max_size=25,
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "[one](http://a.b) and [two](https://c.d)",
        "<t:1739232000:R> </ask:1> <#1> <@1> <@!1> <@&1> <id:customize> <:smile:1> <a:smile:1>",
        "@everyone and @here",
        "https://a.b/c and <https://a.b> and steam://run",
        "# heading\n## heading\n### heading\n-# small\n- item\n* item\n+ item\n1. item\n2) item",
        "> quote\n>>> quote\n--- \n===",
        "**b** *i* __u__ _i_ ~~s~~ ||spoiler|| `code`\n```py\ncode\n```",
        "\\*\\*escaped\\*\\* and \\\\*twice*",
        "http:\u202e//a.b",
    ],
)
def test_what_discord_would_act_on_is_shown_to_the_letter(text: str) -> None:
    escaped = markdown.escape(text)
    assert live(escaped) == []
    assert links(escaped) == []
    assert read(escaped) == text.replace("\u202e", "")


def test_ordinary_prose_stays_as_it_is() -> None:
    prose = "Macron said (on Tuesday, 10:30): 50% of AT&T's – “rules” – cost $5-6m; it's #1/2! 3.5?"
    assert markdown.escape(prose) == prose


def test_blank_lines_indentation_and_controls_are_left_out() -> None:
    assert markdown.escape("  a\r\n\r\n    b\x00\tc\u2028d\n") == "a\nb c d"


@given(SYNTAX)
def test_nothing_in_any_text_is_live(text: str) -> None:
    assert live(markdown.escape(text)) == []


@given(SYNTAX, st.integers(1, 80), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))))
def test_a_cut_text_is_within_its_length_and_whole(
    text: str, limit: int, pairs: list[tuple[int, int]]
) -> None:
    marks = [range(start, stop) for start, stop in pairs if start < stop <= len(text)]
    cut = markdown.fit(text, limit, marks)
    assert utf16(cut) <= limit
    assert live(cut) == []
    whole = read(markdown.escape(text))
    shown = read(cut)
    assert shown == whole or whole.startswith(shown.removesuffix("…"))


@given(SYNTAX)
def test_what_fits_is_not_cut(text: str) -> None:
    assert markdown.fit(text, 10_000) == markdown.escape(text)


@pytest.mark.parametrize(
    ("limit", "shown"),
    [(30, "one **two three** four"), (18, "one **two three**…"), (17, "one **two**…"), (5, "one…")],
)
def test_a_text_is_cut_after_a_word_and_bold_is_closed(limit: int, shown: str) -> None:
    assert markdown.fit("one two three four", limit, [range(4, 13)]) == shown


@pytest.mark.parametrize(
    ("marks", "shown"),
    [
        ([range(4)], "**one** two\n> three"),
        ([range(2), range(2, 3)], "**one** two\n> three"),
        ([range(4, 13)], "one **two**\n> **three**"),
        ([range(3, 4)], "one two\n> three"),
    ],
)
def test_bold_is_merged_split_at_lines_and_freed_of_blanks(marks: list[range], shown: str) -> None:
    assert markdown.fit("one two\nthree", 100, marks, newline="\n> ") == shown


def test_a_family_of_joined_emoji_is_cut_as_one() -> None:
    family = "👩\u200d👩\u200d👧"
    assert markdown.fit("ab" + family, 8) == "ab…"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.b/c_(d) e", "https://a.b/c_%28d%29%20e"),
        ("http://a.b:80/?q=1&r=2#f", "http://a.b:80/?q=1&r=2#f"),
        ("https://a.b/%C3%A9/é", "https://a.b/%C3%A9/%C3%A9"),
        ("https://a.b/<x>\"'\\`", "https://a.b/%3Cx%3E%22'%5C%60"),
        ("javascript:alert(1)", ""),
        ("ftp://a.b", ""),
        ("https://", ""),
        ("https://user:pass@a.b", ""),
        ("https://[a", ""),
        ("https://a b.c", ""),
        ("https://a.b/" + "x" * 500, "https://a.b/" + "x" * 500),
        ("https://a.b/" + "x" * 501, ""),
        ("https://a.b/\ud800", ""),
        ("", ""),
    ],
)
def test_only_plain_web_addresses_are_linked(url: str, safe: str) -> None:
    assert markdown.safe_url(url) == safe


def test_a_label_with_brackets_or_an_address_does_not_break_its_link() -> None:
    linked = markdown.link("On [AI]:\nhttps://a.b *now*", "https://c.d/(e)", 100)
    assert linked == "[On (AI): a.b \\*now\\*](https://c.d/%28e%29)"
    assert live(linked) == []


@given(SYNTAX, SYNTAX, st.integers(1, 60))
def test_any_link_is_whole_or_no_link(label: str, url: str, limit: int) -> None:
    linked = markdown.link(label, "https://a.b/" + url, limit)
    assert live(linked) == []
    assert linked.startswith("[") == bool(links(linked))
