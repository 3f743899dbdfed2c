"""What nobody sees is taken out of a text, and what writing needs stays."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import sanitizing
from index.sanitizing import clean

ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


def cleaned(text: str) -> tuple[str, dict[str, int]]:
    dropped: Counter[str] = Counter()
    return clean(text, dropped), {kind: count for kind, count in dropped.items() if count}


@pytest.mark.parametrize(
    ("text", "left", "dropped"),
    [
        ("bri\u200bdge\u2060s", "bridges", {sanitizing.ZERO_WIDTH: 2}),
        ("bri\u00addge", "bridge", {sanitizing.SOFT_HYPHEN: 1}),
        ("toll\ufeff free", "toll free", {sanitizing.ZERO_WIDTH: 1}),
        ("\ufefffree", "free", {}),
        ("no\u200cjoin\u200der", "nojoiner", {sanitizing.ZERO_WIDTH: 2}),
        ("pay \u202eyortiart\u202c now", "pay yortiart now", {sanitizing.BIDI: 2}),
        ("a\u2066b\u2069\u200e\u061c", "ab", {sanitizing.BIDI: 4}),
        ("toll\U000e0069\U000e0067\U000e006e", "toll", {sanitizing.TAG: 3}),
        ("a\ufe0f\ufe01\U000e0100", "a", {sanitizing.SELECTOR: 3}),
        ("\ufff9kanji\ufffakana\ufffb", "kanjikana", {sanitizing.INTERLINEAR: 3}),
        ("a\x00b\x1b[31mred\x7f", "ab[31mred", {sanitizing.CONTROL: 3}),
        ("one\x0ctwo\x85three", "one two three", {sanitizing.CONTROL: 2}),
        ("half \ud83d alone", "half  alone", {sanitizing.CONTROL: 1}),
        ("a\u034fb\u3164c\u2800d", "abc d", {sanitizing.OTHER: 3}),
        ("x\u200b\u202e\u00ady", "xy",
         {sanitizing.ZERO_WIDTH: 1, sanitizing.BIDI: 1, sanitizing.SOFT_HYPHEN: 1}),
        # An emoji, and a message in the selectors behind it.
        ("\U0001f600\ufe0f\U000e0120\U000e0121", "\U0001f600", {sanitizing.SELECTOR: 3}),
        ("\U0001f3f4" + ENGLAND[1:-1] + "\U000e0068\U000e007f", "\U0001f3f4", {sanitizing.TAG: 7}),
    ],
)  # fmt: skip
def test_what_nobody_sees_is_dropped_and_counted_by_kind(
    text: str, left: str, dropped: dict[str, int]
) -> None:
    assert cleaned(text) == (left, dropped)


@pytest.mark.parametrize(
    "text",
    [
        "tabs\tand\nlines\r\nstay",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian: a non-joiner between letters
        "\u0915\u094d\u200d\u0937",  # Devanagari: a joiner behind a virama
        "\u0d28\u0d4d\u200d ",  # Malayalam: the same at the end of a word
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # a family
        "\u2764\ufe0f\u200d\U0001f525",  # a heart on fire
        "\U0001f3f3\ufe0f\u200d\U0001f308",
        "\U0001f937\U0001f3fd\u200d\u2640\ufe0f",  # a skin tone, a joiner, a selector
        "7\ufe0f\u20e3 \u2600\ufe0f \xa9\ufe0f",
        ENGLAND,
        "\u8fbb\U000e0100",  # an ideograph in one of its forms
        "narrow\u202f% and no\xa0break",
        "x\xb2 \ufb01ne \u212b"[:-1],
    ],
)
def test_what_writing_needs_stays(text: str) -> None:
    assert cleaned(text) == (text, {})


def test_a_loose_accent_is_joined_to_its_letter() -> None:
    assert cleaned("Elyse\u0301e") == ("Elys\xe9e", {})
    assert cleaned("e\u200b\u0301") == ("\xe9", {sanitizing.ZERO_WIDTH: 1})


@given(st.text())
def test_cleaning_again_changes_nothing_and_leaves_utf8(text: str) -> None:
    once, _ = cleaned(text)
    assert cleaned(once) == (once, {})
    assert once.encode().decode() == once


@given(st.characters(categories=["L", "N", "P", "S", "Zs"]))
def test_what_is_seen_is_never_dropped(character: str) -> None:
    invisible = {"\u115f", "\u1160", "\u3164", "\uffa0", "\u2800", "\ufffc"}
    if character not in invisible:
        assert cleaned(character) == (unicodedata.normalize("NFC", character), {})
