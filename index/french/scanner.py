"""A verb's small words, read on the way to the verb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.french.senses import Form, Kind, Sense
from index.french.unit import Unit

#: The first half of a negation.
NE = frozenset({"ne", "n"})


@dataclass(slots=True)
class Scanner:
    """Reads one verb group, unit by unit, and keeps the small words that it passes."""

    units: Sequence[Unit]
    place: int
    negation: str = ""
    clitics: list[str] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)
    adverbs: list[str] = field(default_factory=list)

    @property
    def unit(self) -> Unit | None:
        """The unit that comes next."""
        return self.units[self.place] if self.place < len(self.units) else None

    def cling(self) -> None:
        """Take the small words before a verb: "ne", "se", "la"."""
        while (unit := self.unit) and (unit.kind is Kind.OBJECT or unit.key in NE):
            self._take(unit)

    def verb(self, form: Form, *, ending: str = "") -> Sense | None:
        """Take the next verb if it is in that form, with the small words before it.

        Where there is none only a negation is taken: it belongs to the verb before.
        """
        end = self.place
        while end < len(self.units) and (
            self.units[end].kind in {Kind.NEGATION, Kind.ADVERB, Kind.OBJECT}
        ):
            end += 1
        verb = self.units[end] if end < len(self.units) else None
        if verb and verb.is_verb() and verb.form is form and verb.key.endswith(ending):
            for passed in self.units[self.place : end]:
                self._take(passed)
            self.place += 1
            return verb.sense
        while (unit := self.unit) and unit.kind is Kind.NEGATION:
            self._take(unit)
        return None

    def tail(self, keys: str) -> bool:
        """Take the words of an idiom behind its verb, and adverbs before them, if they are next."""
        for start in range(self.place, len(self.units)):
            for end in range(start + 1, min(len(self.units), start + len(keys.split())) + 1):
                if " ".join(unit.key for unit in self.units[start:end]) == keys:
                    for unit in self.units[self.place : start]:
                        self._take(unit)
                    self.place = end
                    return True
            if self.units[start].kind is not Kind.ADVERB:
                break
        return False

    @property
    def is_reflexive(self) -> bool:
        return bool({"se", "s"} & set(self.clitics))

    def _take(self, unit: Unit) -> None:
        english = unit.english
        if unit.kind is Kind.OBJECT:
            self.clitics.append(unit.key)
        if unit.kind is Kind.ADVERB:
            self.adverbs.append(english)
        elif english in {"nothing", "nobody"}:
            self.negation = "not"
            self.objects.append("anything" if english == "nothing" else "anybody")
        elif unit.kind is Kind.NEGATION and english != "-":
            self.negation = english
        elif english != "-":
            self.objects.append(english)
        self.place += 1
