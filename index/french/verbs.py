"""A French verb with all that clings to it, in English: as a question, a statement, an order."""

from __future__ import annotations

from dataclasses import dataclass

from index.french.inflection import gerund, participle, past, third_person
from index.french.senses import Form

#: Pronouns that go with "do" and "are".
MANY = frozenset({"I", "you", "we", "they"})


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """The units `[start, end)`: auxiliaries, negation, small pronouns, adverbs and the verb.

    `english` is the base form ("sign", "be"), `complement` what belongs to it ("born"). `subject`
    is a pronoun behind the verb ("a-t-il"), `objects` those before it. `of` is what "de" becomes.
    `agrees` is true where the participle shows that an object stands before the verb.
    """

    start: int
    end: int
    english: str
    tense: Form
    plural: bool = False
    passive: bool = False
    exists: bool = False
    modal: str = ""
    negation: str = ""
    subject: str = ""
    objects: str = ""
    adverbs: str = ""
    complement: str = ""
    of: str = ""
    agrees: bool = False

    def asked(self, subject: str, *, plural: bool | None = None) -> str:
        """The clause with its auxiliary first: "did Japan not sign"."""
        many = self.plural if plural is None else plural
        many = many or subject in MANY
        auxiliary, verb = self._parts(many)
        if self.exists:
            subject = "there"
        elif subject == "I" and auxiliary == "is":
            auxiliary = "am"
        return _joined(auxiliary, subject, self.negation, self.adverbs, verb, self._behind)

    def told(self) -> str:
        """The clause behind its subject: "did not sign", "signed it"."""
        auxiliary, verb = self._parts(self.plural)
        if self.negation or self.modal or self.passive or self.is_copula or verb == "":
            subject = "there" if self.exists else ""
            return _joined(subject, auxiliary, self.negation, self.adverbs, verb, self._behind)
        match self.tense:
            case Form.PAST:
                verb = past(self.english)
            case Form.PRESENT:
                verb = self.english if self.plural else third_person(self.english)
            case _:
                verb = _joined(auxiliary, verb)
        return _joined(self.adverbs, verb, self._behind)

    def ordered(self) -> str:
        """The clause as an order: "sign it"."""
        return _joined("do not" if self.negation else "", self.english, self._behind)

    def bare(self) -> str:
        """The clause behind "to": "not sign it"."""
        verb = f"be {participle(self.english)}" if self.passive else self.english
        return _joined(self.negation, self.adverbs, _ABLE.get(verb, verb), self._behind)

    def doing(self) -> str:
        """The clause behind a preposition: "signing it"."""
        return _joined(self.negation, gerund(self.english), self._behind)

    @property
    def is_copula(self) -> bool:
        return self.english == "be" and not self.modal

    @property
    def _behind(self) -> str:
        return _joined(self.complement, self.objects)

    def _parts(self, many: bool) -> tuple[str, str]:  # noqa: FBT001 - private, and read as a word
        """The auxiliary, and what is left of the verb."""
        rest = f"be {participle(self.english)}" if self.passive else self.english
        if self.modal:
            return self.modal, rest
        if self.tense is Form.FUTURE:
            return "will", rest
        if self.tense is Form.CONDITIONAL:
            return "would", rest
        if rest == "be" or self.passive:
            be = ("were" if many else "was") if self.tense is Form.PAST else "are" if many else "is"
            return be, rest.removeprefix("be").strip()
        if self.tense is Form.PAST:
            return "did", rest
        return ("do" if many else "does"), rest


_ABLE = {"can": "be able", "must": "have"}


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
