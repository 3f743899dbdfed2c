"""The words of a French question that ask, and whether they are its subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.french.articles import OF
from index.french.inflection import plural
from index.french.phrases import noun_phrase
from index.french.senses import Form, Kind
from index.french.unit import Unit
from index.french.verbs import VerbGroup
from index.french.wording import worded

_ASKING = frozenset({Kind.ASK, Kind.ASKER, Kind.ASK_DET, Kind.ASK_BE})
# Who does things, among what "which" is asked of.
_ACTING = frozenset(
    """country nation state government leader minister president politician journalist reporter
    expert person people man woman guy company organization party official member signatory startup
    delegation speaker body group researcher agency""".split()
)
_TIMES = frozenset("day date year month week time moment hour".split())


@dataclass(frozen=True, slots=True)
class Asking:
    """The units `[start, end)` that ask: "combien de pays", "dans quelle ville".

    `words` are their English, `word` the one among them that makes it a question, and
    `may_be_subject` is false where a preposition leads them.
    """

    start: int
    end: int
    word: Unit
    words: str
    units: Sequence[Unit]
    may_be_subject: bool

    @property
    def is_count(self) -> bool:
        return self.words.startswith("how many")


def asking_in(units: Sequence[Unit], of: str) -> Asking | None:
    """The first words that ask, None where none do; `of` is what a leading "de" becomes."""
    place = next((p for p, unit in enumerate(units) if unit.kind in _ASKING), None)
    if place is None:
        return None
    word = units[place]
    led = place > 0 and units[place - 1].kind is Kind.PREPOSITION
    end = place + 1
    if word.kind is Kind.ASK_DET:
        end = noun_phrase(units, end, apposition=False)
    elif word.kind is Kind.ASKER and end < len(units) and units[end].key in {*OF, "parmi"}:
        end = noun_phrase(units, end + 1)
    found = units[place - led : end]
    may_be_subject = word.kind in {Kind.ASKER, Kind.ASK_DET} and not led
    return Asking(place - led, end, word, worded(found, of), found, may_be_subject)


def fitted(
    asking: Asking, main: VerbGroup, rest: Sequence[Unit], *, alone: bool
) -> tuple[Asking, Sequence[Unit]]:
    """`asking` as the verb wants it, and what is left of `rest`, the units behind the verb.

    "Which is" becomes "what is"; "combien" is "how many" where it counts. `alone` is true where
    nothing stands between `asking` and the verb.
    """
    if asking.word.kind is Kind.ASK_DET and len(asking.units) == 1 and main.is_copula:
        return replace(asking, words=asking.words.replace("which", "what")), rest
    if asking.word.key != "combien":
        return asking, rest
    if rest and rest[0].key in {"de", "d"}:  # "combien y a-t-il de pays"
        end = noun_phrase(rest, 1)
        counted = worded(rest[1:end])
        many = any(unit.form is Form.PLURAL for unit in rest[1:end])
        words = f"how many {counted if many else plural(counted)}"
        return replace(asking, words=words), rest[end:]
    if main.plural and alone and (main.is_copula or not main.subject):
        return replace(asking, words="how many", may_be_subject=True), rest
    return asking, rest


def is_object(asking: Asking, main: VerbGroup, rest: Sequence[Unit]) -> bool:
    """Whether "quel" asks for the object, as in "quels pays cite Macron"; the order does not tell.

    The verb tells where it agrees with one of the two only, else what is asked for: times and
    things seldom do anything.
    """
    if asking.word.kind is not Kind.ASK_DET or main.is_copula or main.passive:
        return False
    many = asking.word.key in {"quels", "quelles"} or asking.is_count
    nouns = {unit.english for unit in asking.units if unit.kind is Kind.NOUN}
    lead = 1 if rest and rest[0].kind is Kind.DETERMINER else 0
    named = any(unit.kind is Kind.NAME for unit in rest[lead : lead + 1])
    thing = named and not main.plural and not nouns & _ACTING
    return bool(nouns & _TIMES) or main.agrees or many is not main.plural or thing


def what_is(asking: Asking, units: Sequence[Unit]) -> str:
    """What asks with its verb: "c'est quoi l'AI Act", "l'AI Act c'est quoi"."""
    before = (unit for unit in units[: asking.start] if unit.kind is not Kind.MARK)
    rest = [*units[asking.end :], *before]
    words = asking.words
    if any(unit.form is Form.PLURAL for unit in rest[:2]):
        words = words.replace(" is", " are").replace(" was", " were")
    return f"{words} {worded(rest) or 'it'}"
