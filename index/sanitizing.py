"""Take out of a text what nobody sees: it could hide words from people and show them to programs.

What is left is put into the normal form C, in which "é" is one character however it was typed:
canonically equivalent texts look the same by definition, and words are told apart by letters, which
a loose accent is not. The compatibility forms stay ("x²" is not "x2").
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

BIDI = "bidirectional controls"
CONTROL = "control characters"
INTERLINEAR = "interlinear annotation marks"
OTHER = "other invisible characters"
SELECTOR = "variation selectors"
SOFT_HYPHEN = "soft hyphens"
TAG = "tag characters"
ZERO_WIDTH = "zero-width characters"

# The code points that Unicode calls Default_Ignorable_Code_Point, the controls without the line
# ends and the tab, the interlinear marks, what is no character, and halves of surrogate pairs.
_KINDS = {
    BIDI: "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    CONTROL: "\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff",
    INTERLINEAR: "\ufff9-\ufffb",
    SELECTOR: "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef",
    SOFT_HYPHEN: "\xad",
    TAG: "\U000e0000-\U000e007f",
    ZERO_WIDTH: "\u180e\u200b-\u200d\u2060\ufeff",
    OTHER: (
        "\u034f\u115f\u1160\u17b4\u17b5\u2061-\u2065\u206a-\u206f\u2800\u3164\uffa0\ufff0-\ufff8"
        "\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0080-\U000e00ff"
        "\U000e01f0-\U000e0fff"
    ),
}
_KIND = {kind: re.compile(f"[{those}]") for kind, those in _KINDS.items()}
_INVISIBLE = re.compile(f"[{''.join(_KINDS.values())}]+")
_SPACES = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2800]")

# Scripts in which a joiner between letters decides how they are written: from Arabic to Arabic
# Extended-A, the Indic ones, Myanmar, Khmer and Mongolian, and the forms of Arabic.
_JOINING = re.compile("[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufefc]")
_VIRAMA = 9  # its canonical combining class
_EMOJI = re.compile(
    "[\u203c\u2049\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_KEYCAP = re.compile("[0-9#*]\ufe0f\u20e3")
_MONGOLIAN = re.compile("[\u1820-\u18aa]")
_IDEOGRAPH = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]")
_FLAG = "\U0001f3f4"  # black; tags behind it name one of these, and nothing else is in use
_COUNTRIES = tuple(
    "".join(chr(0xE0000 + ord(letter)) for letter in name) + "\U000e007f"
    for name in ("gbeng", "gbsct", "gbwls")
)


def clean(text: str, dropped: Counter[str]) -> str:
    """`text` without invisible characters, in normal form C; `dropped` counts them by kind.

    What writing needs is kept: joiners between letters of the scripts that have them, the sequences
    of emoji, one variation selector behind an ideograph. A control that parts words leaves a space.
    """
    return unicodedata.normalize("NFC", _INVISIBLE.sub(lambda run: _kept(run, dropped), text))


def _kept(run: re.Match[str], dropped: Counter[str]) -> str:
    marks, text = run.group(), run.string
    before = text[run.start() - 1] if run.start() else ""
    if _belongs(marks, before, text[run.end() : run.end() + 1]):
        return marks
    for kind, pattern in _KIND.items():
        if count := len(pattern.findall(marks)):
            dropped[kind] += count
    if run.start() == 0 and marks[0] == "\ufeff":  # the byte order mark has done its work
        dropped[ZERO_WIDTH] -= 1
    return " " if _SPACES.search(marks) else ""


def _belongs(marks: str, before: str, after: str) -> bool:
    """Whether these invisible characters are how something visible is written."""
    if not before:
        return False
    if marks in {"\u200c", "\u200d"} and _JOINING.match(before):
        return bool(_JOINING.match(after)) or unicodedata.combining(before) == _VIRAMA
    if marks in {"\u200d", "\ufe0f\u200d"}:
        return bool(_EMOJI.match(before) and _EMOJI.match(after))
    if marks in {"\ufe0e", "\ufe0f"}:
        return bool(
            _EMOJI.match(before) or before in "\xa9\xae" or _KEYCAP.match(before + marks + after)
        )
    if len(marks) == 1 and _KIND[SELECTOR].match(marks):
        return bool((_MONGOLIAN if marks < "\u1900" else _IDEOGRAPH).match(before))
    return before == _FLAG and marks in _COUNTRIES
