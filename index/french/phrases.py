"""Stretches of a French question that belong together: noun phrases and what is set before."""

from __future__ import annotations

from collections.abc import Sequence

from index.french.articles import OF
from index.french.senses import Kind
from index.french.unit import Unit

_NOMINAL = frozenset({Kind.NOUN, Kind.NAME, Kind.SUBJECT})
# These stand for a noun too: "les Américains", "sur 61".
_ALONE = frozenset({Kind.ADJECTIVE, Kind.NUMBER})
_BEFORE_NOUN = frozenset({Kind.DETERMINER, Kind.NUMBER, Kind.ADJECTIVE, Kind.ADVERB})


def noun_phrase(
    units: Sequence[Unit], start: int, *, of: bool = True, apposition: bool = True
) -> int:
    """Where the noun phrase that begins at `start` ends; at `start` where there is none."""
    place = start
    while place < len(units) and units[place].kind in _BEFORE_NOUN:
        place += 1
    if place < len(units) and units[place].kind in _NOMINAL:
        noun = units[place]
        place += 1
        if noun.kind is Kind.NAME or apposition:
            while place < len(units) and units[place].sense is None:
                place += 1
        titled = noun.kind is Kind.NAME and units[start].kind is Kind.DETERMINER
        if titled and place < len(units) and units[place].kind is Kind.NOUN:
            place += 1  # "the Anthropic guy"
    elif place == start or units[place - 1].kind not in _ALONE:
        return start
    # "la fin du sommet", "Macron et Vance"
    while place < len(units):
        joins = units[place].key in {"et", "ou"} or (
            of
            and units[place - 1].kind is Kind.NOUN
            and (units[place].key in OF or _on_ai(units[place : place + 3]))
        )
        end = noun_phrase(units, place + 1, of=of, apposition=apposition) if joins else place
        if end <= place + 1:
            break
        place = end
    return place


def _on_ai(units: Sequence[Unit]) -> bool:
    """Whether `units` begin with "sur l'IA": "le sommet sur l'IA" is one thing."""
    return units[0].key == "sur" and any(unit.english.startswith("AI") for unit in units)


def set_before(units: Sequence[Unit]) -> tuple[Sequence[Unit], Sequence[Unit]]:
    """What is set before the subject ("selon Macron, …"), and what is left without it."""
    first = next((p for p, unit in enumerate(units) if unit.kind is not Kind.MARK), 0)
    if first >= len(units) or units[first].kind is not Kind.PREPOSITION:
        return (), units[first:]
    comma = next((p for p, u in enumerate(units) if p > first and u.kind is Kind.MARK), None)
    end = comma if comma is not None else noun_phrase(units, first + 1)
    left = [unit for unit in units[end:] if unit.kind is not Kind.MARK]
    return units[first:end], left
