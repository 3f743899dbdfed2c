"""Initials that stand for a name of several words: "WHO" for what the sources spell out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_RUN = re.compile(r"\b[A-Z][\w-]+(?: (?:of |for |and |the )*[A-Z][\w-]+)+")
_AND = re.compile(r" and (?:the )?")
_CAPITALISED = re.compile(r"(?<![\w-])[A-Z][\w-]+")
_CAPITALS = re.compile(r"\b[A-Z]{2,6}\b")
#: Initials have at least so many letters: two stand for too much.
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Capitals:
    """What texts write in capitals: names of three and more words by their initials, and initials.

    It adds up: that of two texts is what both hold.
    """

    names: Mapping[str, frozenset[str]]
    used: frozenset[str]


def capitals_in(texts: Iterable[str]) -> Capitals:
    """The names of several capitalised words in `texts`, and the initials that they use."""
    found: dict[str, set[str]] = {}
    used: set[str] = set()
    for text in texts:
        used |= set(_CAPITALS.findall(text))
        for match in _RUN.finditer(text):
            # "and" stands within names and between them.
            for run in {match.group(), *_AND.split(match.group())}:
                words = list(_CAPITALISED.finditer(run))
                for place, word in enumerate(words):  # "Early World Health Organization"
                    short = "".join(other.group()[0] for other in words[place:])
                    if len(short) >= _SHORTEST:
                        found.setdefault(short, set()).add(run[word.start() :])
    return Capitals({short: frozenset(names) for short, names in found.items()}, frozenset(used))


def initials_of(parts: Iterable[Capitals]) -> dict[str, str]:
    """The names by their initials; those that two names share, or that are used, stand for none."""
    found: dict[str, set[str]] = {}
    used: set[str] = set()
    for part in parts:
        used |= part.used
        for short, names in part.names.items():
            found.setdefault(short, set()).update(names)
    return {
        short: next(iter(names))
        for short, names in found.items()
        if len(names) == 1 and short not in used
    }


def initials_in(texts: Iterable[str]) -> dict[str, str]:
    """The names of three and more capitalised words in `texts`, by their initials.

    Initials that two names share, or that some text uses itself, stand for neither.
    """
    return initials_of([capitals_in(texts)])


def spelled_out(question: str, initials: Mapping[str, str]) -> str:
    """`question` with initials replaced by the name that the sources use; the same if it shouts.

    A question that begins with "WHO" asks for somebody.
    """
    if question.isupper():
        return question
    return _CAPITALS.sub(
        lambda found: (
            found.group()
            if found.start() == 0 and found.group() == "WHO"
            else initials.get(found.group(), found.group())
        ),
        question,
    )
