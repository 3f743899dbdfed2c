"""Articles, prepositions and number, which French and English do not set alike.

"Du sommet" is "of the summit" but "du Japon" is "of Japan"; "les pays" are "the countries" though
"pays" looks the same when it is one.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.french.senses import Form, Kind
from index.french.unit import Unit

#: "de" in all its forms.
OF = frozenset({"de", "du", "d", "des"})
#: "à" in all its forms.
TO = frozenset({"a", "au", "aux"})
#: The articles that a name has in French and not in English, or brings along.
ARTICLES = frozenset({"le", "la", "les", "l"})
DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
_MONTHS = frozenset(
    """January February March April May June July August September October November
    December""".split()
)
_MANY = frozenset(
    """les des ces mes tes ses nos vos leurs aux quels quelles lesquels lesquelles plusieurs
    quelques certains certaines deux""".split()
)
_MANY_OF = frozenset(
    ("how many", "many", "other", "few", "fewer", "all the", "both", "most of the")
)
_CONTRACTED = frozenset({"du", "au", "aux", "des"})


def at(units: Sequence[Unit], place: int) -> Unit | None:
    """The unit at `place`, or None beyond either end."""
    return units[place] if 0 <= place < len(units) else None


def is_noun(unit: Unit | None) -> bool:
    return unit is not None and unit.kind in {Kind.NOUN, Kind.NAME}


def determiner(units: Sequence[Unit], place: int) -> str:
    """The determiner at `place` in English; empty before a name."""
    unit, after = units[place], at(units, place + 1)
    if unit.english == "more" and after and after.kind is Kind.NUMBER:
        return "more than"
    if unit.key not in ARTICLES or after is None:
        return unit.english
    behind = at(units, place + 2)
    if after.kind is Kind.NAME and not (behind and behind.kind is Kind.NOUN):
        # English names bring their own article where they have one.
        bare = after.sense or after.typed[0].isupper() or unit.key == "l"
        return "" if bare else unit.english
    if after.english in DAYS:
        return ""
    dated = after.kind is Kind.NUMBER and behind is not None and behind.english in _MONTHS
    return "on" if dated else unit.english


def behind_verb(units: Sequence[Unit], place: int, of: str) -> str:
    """What "de" becomes behind a verb; "des" there is mostly the plural of "un"."""
    return "" if units[place].key == "des" and not of else preposition(units, place, of or "of")


def preposition(units: Sequence[Unit], place: int, of: str = "of") -> str:
    """The preposition at `place` with the article in it; `of` is "de", "-" for nothing."""
    unit, after = units[place], at(units, place + 1)
    named = after is not None and (after.kind in {Kind.NAME, Kind.MARK} or after.english in DAYS)
    contracted = unit.key.split()[-1] in _CONTRACTED
    return " ".join(
        part
        for part in (
            _led(unit, after, of).removeprefix("-"),
            "the" if contracted and not named else "",
        )
        if part
    )


def _led(unit: Unit, after: Unit | None, of: str) -> str:
    if unit.key in OF:
        return of
    if unit.key in TO and after is not None:
        if after.kind is Kind.NAME and after.sense:
            return "in"
        if after.kind in {Kind.NOUN, Kind.DETERMINER, Kind.ADJECTIVE}:
            return "at"
    return unit.english


def is_plural(units: Sequence[Unit], place: int) -> bool:
    """Whether the noun at `place` is many; "pays" shows it by what stands before it."""
    unit = units[place]
    if unit.form is Form.PLURAL:
        return True
    if not unit.key.endswith(("s", "x", "z")):
        return False
    for near in reversed(units[max(0, place - 3) : place]):
        if near.kind in {Kind.DETERMINER, Kind.ASK_DET} or near.key in _MANY:
            return near.key in _MANY or near.english in _MANY_OF
        if near.kind is Kind.NUMBER:
            return near.key not in {"1", "premier", "dernier"}
        if near.kind is not Kind.ADJECTIVE or near.form is Form.PLURAL:
            return near.kind is Kind.ADJECTIVE
    return False
