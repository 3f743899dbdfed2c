"""What the bot could not answer, or answered badly, grouped where it is alike. Pure."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.likeness import Likeness, content_words
from bot.records import Missed

# What a spreadsheet would take for a formula, full-width signs included:
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that are alike: the commonest wording, how often, why, and when last.

    A question that was refused and whose refusal was voted down has two reasons and counts once.
    """

    question: str
    count: int
    reasons: tuple[tuple[str, int], ...]
    last: datetime


def grouped(
    missed: Sequence[Missed], words: Callable[[str], Sequence[str]] = content_words
) -> tuple[Gap, ...]:
    """`missed` in groups, the most frequent first, then the most recent.

    `words` are those of a question that tell what it is about, in the form in which they compare.
    """
    same: dict[frozenset[str], list[Missed]] = {}
    for one in missed:
        # A question without such words (signs, or "Who did it?") is alike to itself alone.
        about = frozenset(words(one.question)) or frozenset({_line(one.question)})
        same.setdefault(about, []).append(one)
    # What many have asked gathers what few have asked, so that a rare wording joins no two groups.
    ordered = sorted(same.items(), key=lambda item: (-len(item[1]), sorted(item[0])))
    likeness = Likeness([about for about, _ in ordered], words)
    groups: dict[int, list[Missed]] = {}
    for about, asked in ordered:
        groups.setdefault(likeness.group(about), []).extend(asked)
    gaps = (_gap(group) for group in groups.values())
    return tuple(sorted(gaps, key=lambda gap: (-gap.count, -gap.last.timestamp(), gap.question)))


def as_file(gaps: Iterable[Gap]) -> bytes:
    """The groups as CSV in UTF-8, with a mark that spreadsheets know it by."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(["question", "count", "reasons", "last asked (UTC)"])
    for gap in gaps:
        reasons = ", ".join(f"{reason} {count}" for reason, count in gap.reasons)
        last = gap.last.isoformat(timespec="minutes")
        table.writerow([_cell(gap.question), gap.count, _cell(reasons), last])
    return written.getvalue().encode("utf-8-sig", errors="replace")


def _gap(group: Sequence[Missed]) -> Gap:
    last: dict[str, datetime] = {}
    for one in group:
        wording = _line(one.question)
        last[wording] = max(one.asked_at, last.get(wording, one.asked_at))
    wordings = Counter(wording for wording, _ in {(_line(one.question), one.key) for one in group})
    reasons = Counter(one.why for one in group)
    return Gap(
        question=max(last, key=lambda wording: (wordings[wording], last[wording], wording)),
        count=len({one.key for one in group}),
        reasons=tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
        last=max(last.values()),
    )


def _line(question: str) -> str:
    return " ".join(question.split())


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
