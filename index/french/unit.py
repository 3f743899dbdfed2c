"""One word or phrase of a French question."""

from __future__ import annotations

from dataclasses import dataclass

from index.french.senses import FINITE, Form, Kind, Sense


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or phrase of the question.

    `typed` is as it stands there, `key` without accents; `joint` is the hyphen or apostrophe that
    ties it to the word before, or empty. `sense` is None where the word is in no list: a name, or
    a word that English shares.
    """

    typed: str
    key: str
    joint: str
    sense: Sense | None

    @property
    def kind(self) -> Kind:
        return self.sense.kind if self.sense else Kind.NAME

    @property
    def english(self) -> str:
        """The base form in English, or the word as typed."""
        return self.sense.english if self.sense else self.typed

    @property
    def form(self) -> Form:
        return self.sense.form if self.sense else Form.BASE

    def is_verb(self, *bases: str) -> bool:
        """Whether it is a form of one of these verbs, of any where none is named."""
        return self.kind is Kind.VERB and (
            not bases or (self.sense is not None and self.sense.base in bases)
        )

    @property
    def is_finite(self) -> bool:
        return self.kind is Kind.VERB and self.form in FINITE


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit whose sense is still to be chosen, see `Unit`."""

    typed: str
    key: str
    joint: str
    senses: tuple[Sense, ...]

    def may_be(self, *kinds: Kind) -> bool:
        return any(sense.kind in kinds for sense in self.senses)

    def may_have(self, *forms: Form) -> bool:
        return any(s.kind is Kind.VERB and s.form in forms for s in self.senses)
