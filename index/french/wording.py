"""Units of a French question in English words, one after another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.french.articles import (
    ARTICLES,
    DAYS,
    OF,
    TO,
    at,
    behind_verb,
    determiner,
    is_noun,
    is_plural,
    preposition,
)
from index.french.inflection import participle, plural
from index.french.predicates import group_at, infinitive_at
from index.french.senses import Form, Kind
from index.french.unit import Unit
from index.french.verbs import MANY

_PURPOSE = OF | TO | {"pour", "afin de", "afin d"}
# These stand behind their noun in English too.
_BEHIND = frozenset({"based", "ready", "able", "opposed", "in favour", "in agreement"})
_TITLED = frozenset({"presidency", "administration", "government", "team"})
_HEADS = frozenset({"guy", "chief executive", "founder", "co-founder", "head"})
_DEGREES = frozenset({"plus", "moins", "tres", "trop", "aussi", "si", "assez"})
_COMPARED = {"big": "bigger", "clear": "clearer", "easy": "easier", "fast": "faster",
             "free": "freer", "light": "lighter", "long": "longer", "old": "older",
             "safe": "safer", "small": "smaller", "strict": "stricter", "strong": "stronger",
             "young": "younger"}  # fmt: skip
_UNCOUNTED = frozenset("money time electricity energy influence experience power".split())
# Joins a word to the one before; it cannot stand in a question.
_TIE = "\x00"


def in_order(units: Sequence[Unit]) -> list[Unit]:
    """The units with adjectives before their nouns: "une IA ouverte" is "an open AI"."""
    ordered: list[Unit] = []
    place = 0
    while place < len(units):
        noun = units[place]
        end = place + 1
        if noun.sense and is_noun(noun):
            end = _adjectives_end(units, end)
        if noun.english in _TITLED and end < len(units) and units[end].sense is None:
            end += 1  # "la présidence Trump"
        adjectives = list(units[place + 1 : end])
        owner = at(units, end + 1)
        if noun.english in _HEADS and owner and not owner.sense and units[end].key in OF:
            ordered.append(owner)  # "le patron d'Anthropic"
            end += 2
        if all(unit.kind is Kind.ADJECTIVE for unit in adjectives):
            adjectives.reverse()  # "accords commerciaux internationaux"
        ordered += [*adjectives, noun]
        place = end
    return ordered


def _adjectives_end(units: Sequence[Unit], start: int) -> int:
    """Where the adjectives that begin at `start` end; at `start` where there are none."""
    end = place = start
    while place < len(units):
        unit = units[place]
        if unit.kind is Kind.ADJECTIVE and unit.english not in _BEHIND:
            end = place + 1
        elif unit.key not in _DEGREES and not (end > start and unit.key in {"et", "ou", ","}):
            break
        place += 1
    # "une déclaration plus ambitieuse que" stays together.
    compared = end < len(units) and units[end].key in {"que", "qu"}
    return start if compared and _DEGREES & {unit.key for unit in units[start:end]} else end


def worded(units: Sequence[Unit], of: str = "") -> str:
    """The units in English, verbs among them as in a statement; `of` is a leading "de"."""
    words: list[str] = []
    place = 0
    while place < len(units):
        if group := group_at(units, place):
            led = at(units, place - 1)
            many = group.plural or (led is not None and led.english in MANY)
            words.append(replace(group, plural=many).told())
            place, of = group.end, group.of
            if place < len(units) and units[place].key in OF and not _infinitive(units, place):
                words.append(behind_verb(units, place, of))
                place += 1
        elif found := _infinitive(units, place):
            words.append(found[0])
            place = found[1]
        else:
            leading = place == 0 and units[0].key in OF
            words.append(behind_verb(units, 0, of) if leading else _word(units, place))
            place += 1
    return _spaced(" ".join(word for word in words if word))


def _infinitive(units: Sequence[Unit], place: int) -> tuple[str, int] | None:
    """An infinitive or gerund with the preposition before it, and where it ends."""
    lead = units[place] if units[place].kind is Kind.PREPOSITION else None
    group = infinitive_at(units, place + 1 if lead else place)
    if group is None:
        return None
    if lead is None or lead.key in _PURPOSE:
        return (group.doing() if group.tense is Form.GERUND else f"to {group.bare()}"), group.end
    return f"{'by' if lead.key == 'en' else lead.english} {group.doing()}", group.end


def _word(units: Sequence[Unit], place: int) -> str:
    unit, before, after = units[place], at(units, place - 1), at(units, place + 1)
    match unit.kind:
        case Kind.NAME:
            return _name(unit, before)
        case Kind.DETERMINER:
            return determiner(units, place)
        case Kind.PREPOSITION:
            return preposition(units, place)
        case Kind.NOUN:
            return _noun(units, place)
        case Kind.ADJECTIVE if before and before.key == "les" and not is_noun(after):
            return plural(unit.english) if unit.english.endswith("an") else unit.english
        case Kind.VERB if unit.form is Form.PARTICIPLE:
            return participle(unit.english).removeprefix("been ")
        case Kind.SUBORDINATOR if unit.key in {"que", "qu"}:
            return _than(units, place)
        case Kind.ASK_DET if after and after.english in _UNCOUNTED:
            return unit.english.replace("how many", "how much")
        case Kind.OPEN:
            return ""
        case _:
            return "" if unit.english in {"-", "?", "!"} else unit.english


def _name(unit: Unit, before: Unit | None) -> str:
    if unit.sense is None:
        tied = unit.joint and before and before.sense is None
        return f"{_TIE}{unit.joint}{unit.typed}" if tied else unit.typed
    # "position usa" is no sentence that an article belongs into.
    led = before is not None and (before.key in ARTICLES or before.kind is Kind.PREPOSITION)
    return unit.english if led else unit.english.removeprefix("the ")


def _noun(units: Sequence[Unit], place: int) -> str:
    unit, before = units[place], at(units, place - 1)
    noun = plural(unit.english) if is_plural(units, place) else unit.english
    led = before is not None and before.kind in _BEFORE_DAY
    return f"on {noun}" if noun in DAYS and not led else noun


_BEFORE_DAY = frozenset({Kind.PREPOSITION, Kind.CONJUNCTION, Kind.ASK_DET, Kind.NOUN})


def _than(units: Sequence[Unit], place: int) -> str:
    near = {unit.key for unit in units[max(0, place - 5) : place]}
    if "aussi" in near:
        return "as"
    return "than" if near & {"plus", "moins", "mieux"} else "that"


def tidy(text: str) -> str:
    """`text` on one line, marks where they belong, "an" before vowels."""
    return _spaced(text).strip(" ,;:")


def _spaced(text: str) -> str:
    text = re.sub(rf"\s*{_TIE}", "", text)
    text = re.sub(r"\s+([,.;:)»”])", r"\1", re.sub(r"\s+", " ", text))
    text = re.sub(r"([(«“])\s+", r"\1", text)
    text = re.sub(r"\bmore (\w+)", lambda found: _COMPARED.get(found[1], found[0]), text)
    return re.sub(r"\ba (?=[aeio])", "an ", text).strip()
