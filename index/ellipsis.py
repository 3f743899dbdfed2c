"""What a question leaves out because everybody knows it: "Why did Japan refuse?"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_BARE_REFUSAL = re.compile(
    r"\b(?P<verb>refuse|refuses|refused|refusing|decline|declines|declined)(?=\s*[?.!]*$)",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:refus|declin)(?:e|es|ed|ing)\s+to\s+(?P<what>[a-z]{3,})\b", re.IGNORECASE
)


def refusals_in(texts: Iterable[str]) -> Counter[str]:
    """What `texts` speak of as refused, verbs, and how often."""
    return Counter(match["what"].lower() for text in texts for match in _REFUSED.finditer(text))


def most_refused(verbs: Counter[str]) -> str:
    """The verb that is told of most often, the first by name of several; empty of none."""
    return min(verbs, key=lambda verb: (-verbs[verb], verb), default="")


def refused_in(texts: Iterable[str]) -> str:
    """What `texts` most often speak of as refused, a verb ("sign"); empty where nothing is."""
    return most_refused(refusals_in(texts))


def name_refused(question: str, verb: str) -> str:
    """`question` with what was refused, where it ends without: "Why did Japan refuse?"."""
    if not verb:
        return question
    return _BARE_REFUSAL.sub(lambda found: f"{found['verb']} to {verb}", question, count=1)
