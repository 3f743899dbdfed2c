"""A French question as units: words and phrases, each with the one sense that it has there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from index.french.homographs import sense_of
from index.french.lexicon import lexicon, senses_of
from index.french.senses import Kind, Sense, key_of
from index.french.unit import Candidate, Unit

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,\u202f\u00a0]\d+)*%?(?![^\W\d_])|[^\W_]+|[^\w\s]")
_JOINTS = frozenset("-‐‑'’")


def units_of(text: str) -> list[Unit]:
    """The units of a question, politeness left out."""
    found = _segmented(_tokens(text))
    accented = any(not unit.typed.isascii() for unit in found)
    chosen: list[Unit] = []
    for place, unit in enumerate(found):
        sense = sense_of(unit, chosen, found[place + 1 :], accented=accented)
        if sense and sense.kind is Kind.POLITE:
            continue
        chosen.append(Unit(unit.typed, unit.key, unit.joint, sense))
    while chosen and chosen[0].kind is Kind.MARK:
        chosen.pop(0)
    return chosen


def _tokens(text: str) -> list[tuple[str, str]]:
    """The words and marks of `text`, each with what ties it to the word before."""
    plain = unicodedata.normalize("NFC", text.lower() if text.isupper() else text)
    found: list[tuple[str, str]] = []
    joint = ""
    matches = list(_TOKEN.finditer(plain))
    for place, match in enumerate(matches):
        word = match.group()
        if word in _JOINTS:
            tied = place > 0 and matches[place - 1].end() == match.start()
            joint = word if tied and plain[match.end() : match.end() + 1].strip() else ""
            continue
        found.append((word, joint))
        joint = ""
    return found


_NE = frozenset({"ne", "n"})
_PRONOUNS = frozenset({"il", "elle", "on", "y", "qui", "l", "t"})


def _segmented(tokens: Sequence[tuple[str, str]]) -> list[Candidate]:
    """The longest phrases that the glossary has, else single words."""
    glossary = lexicon()
    keys = [key_of(word) or word for word, _ in tokens]
    found: list[Candidate] = []
    place = 0
    while place < len(tokens):
        longest = glossary.reach.get(keys[place], 1)
        if keys[place] == "a" and place and keys[place - 1] in _PRONOUNS:
            longest = 1  # "il a quel âge" is not "à quel âge"
        if keys[place] == "plus" and _NE & set(keys[max(0, place - 5) : place]):
            longest = 1  # nor "ne veut plus de" "plus de"
        for length in range(min(longest, len(tokens) - place), 1, -1):
            key = " ".join(keys[place : place + length])
            if senses := glossary.senses.get(key):
                typed = " ".join(word for word, _ in tokens[place : place + length])
                found.append(Candidate(typed, key, tokens[place][1], senses))
                place += length
                break
        else:
            word, joint = tokens[place]
            senses = _senses(word, keys[place])
            if joint and word[0].isupper() and found and not found[-1].senses:
                senses = ()  # "Open-Source"
            elif not senses and not found:  # any first word has a capital
                senses = tuple(s for s in senses_of(word.lower()) if s.kind is Kind.VERB)
            found.append(Candidate(word, keys[place], joint, senses))
            place += 1
    return found


def _senses(word: str, key: str) -> tuple[Sense, ...]:
    if not word[0].isalnum():
        return (Sense(Kind.MARK, word, word, key),)
    if word[0].isdigit():
        return (Sense(Kind.NUMBER, word, word, key),)
    if word.isupper() and len(word) > 1:  # "EU" and "AI" are no forms of "avoir"
        return tuple(s for s in senses_of(word.lower()) if s.kind is not Kind.VERB)
    return senses_of(word)
