"""A French question in English order: what asks in front, then the auxiliary, then the subject.

"Macron a-t-il dit …", "Que dit Macron …", "Est-ce que …", "Il a dit quoi": what comes out is plain
English, good enough to search with and to tell what is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from index.french.articles import OF, is_plural
from index.french.asking import Asking, asking_in, fitted, is_object, what_is
from index.french.phrases import noun_phrase, set_before
from index.french.predicates import group_at
from index.french.senses import Kind
from index.french.unit import Unit
from index.french.units import units_of
from index.french.verbs import VerbGroup
from index.french.wording import in_order, tidy, worded
from index.question import LONGEST

_STOPS = frozenset({"?", "!", ".", ";"})
_NAMED = frozenset({Kind.NOUN, Kind.NAME, Kind.ADJECTIVE})
_OWN = frozenset({"son", "sa", "ses", "leur", "leurs"})
_THAT = frozenset({"qui", "que", "qu"})
# "Que pense Macron de l'IA": what is thought of, and nothing of Macron's.
_OPEN_ENDED = frozenset({"think", "say", "know", "talk", "want", "expect", "do"})
_SPEAKING = frozenset("say talk think write speak know ask respond explain declare".split())
_Units = Sequence[Unit]


@lru_cache(maxsize=1024)
def in_english(question: str) -> str:
    """The French `question` in English, on one line; unknown words stay as they are.

    English that is longer than a question may be loses its last words.
    """
    sentences: list[str] = []
    rest: _Units = units_of(question)
    while rest:
        end = next((p for p, unit in enumerate(rest) if unit.key in _STOPS), len(rest))
        sentences.append(_sentence(in_order(rest[:end])))
        rest = rest[end + 1 :]
    text = "? ".join(sentence for sentence in sentences if sentence)
    asked = f"{text}?" if text and "?" in question else text or question.strip()
    return asked if len(asked) <= LONGEST else asked[:LONGEST].rpartition(" ")[0]


def _sentence(units: _Units) -> str:
    lead = 0
    while lead < len(units) and units[lead].kind in {Kind.CONJUNCTION, Kind.MARK}:
        lead += 1
    clause = [unit for unit in units[lead:] if unit.kind is not Kind.OPEN]
    return tidy(f"{worded(units[:lead])} {_clause([_fitting(unit, clause) for unit in clause])}")


def _fitting(unit: Unit, clause: _Units) -> Unit:
    """The unit with the English that goes with the rest of its clause."""
    if unit.sense is None:
        return unit
    english = unit.english
    before = clause[: clause.index(unit)]
    if unit.kind is Kind.DETERMINER and unit.key in _OWN and any(_is_name(u) for u in before):
        english = "the"  # "his" would be looked up in the conversation
    elif unit.key == "sur" and any(u.is_verb() and u.english in _SPEAKING for u in clause):
        english = "about"
    return replace(unit, sense=replace(unit.sense, english=english))


def _is_name(unit: Unit) -> bool:
    return unit.kind is Kind.NAME


def _clause(units: _Units) -> str:
    main = _main(units)
    asking = asking_in(units, main.of if main else "")
    if asking is None:
        return _claim(units, main)
    start, end = asking.start, asking.end
    if asking.word.kind is Kind.ASK_BE:
        return what_is(asking, units)
    if end < len(units) and units[end].key in _THAT and asking.word.kind is not Kind.ASK:
        return _clause([*units[start:end], *units[end + 1 :]])  # "c'est quels pays qui ont signé"
    if main is None:
        verb = "is" if asking.word.key.startswith("qu est ce") and not start else ""
        return f"{asking.words} {verb} {worded(units[end:])} {_tail(units[:start])}"
    if main.end > start:
        return _asked(asking, main, units[:start], units[end : main.start], units[main.end :])
    if not (main.start or main.subject or main.exists):
        return _clause(units[start:])  # "explique pourquoi"
    return _asked(asking, main, (), units[: main.start], [*units[main.end : start], *units[end:]])


def _main(units: _Units) -> VerbGroup | None:
    """The verb of the main clause: the first that no "qui", "que" or "si" stands before."""
    place, subordinate = 0, False
    while place < len(units):
        subordinate = subordinate or units[place].kind is Kind.SUBORDINATOR
        group = group_at(units, place)
        if group and not subordinate:
            return group
        if group:
            subordinate = False
        place = group.end if group else place + 1
    return None


def _asked(asking: Asking, main: VerbGroup, before: _Units, between: _Units, rest: _Units) -> str:
    """The question of `asking`: `before` it, `between` it and the verb, and the `rest`."""
    aside, between = set_before(between)
    asking, rest = fitted(asking, main, rest, alone=not between)
    if asking.words == "how old" and main.english == "have":
        main = replace(main, english="be")
    topic = bool(before) and before[0].kind in {Kind.DETERMINER, Kind.NAME}
    if topic and (between or main.subject) and not _is_named(between):
        between, before = before, ()  # "le Japon, pourquoi il a signé ?"
    tail = f"{_tail(aside)} {_tail(before)}"
    subject = _subject(between)
    counts = asking.is_count and asking.may_be_subject and main.subject == "they"
    if not subject and not counts:
        subject = _pronoun(main, rest)
    if not subject and not main.exists:
        if asking.may_be_subject and not is_object(asking, main, rest):
            return f"{asking.words} {main.told()} {worded(rest, main.of)} {tail}"
        subject, rest = _inverted(main, rest)
    clause = main.asked(subject, plural=asking.is_count if main.exists else None)
    return f"{asking.words} {clause} {worded(rest, main.of)} {tail}"


def _inverted(main: VerbGroup, rest: _Units) -> tuple[str, _Units]:
    """The subject behind its verb, and the units without it."""
    start = 0
    if main.is_copula:  # "où est basé Dillet": what he is stands before him
        start = next((p for p, unit in enumerate(rest) if unit.kind is not Kind.ADJECTIVE), 0)
    end = noun_phrase(rest, start, of=main.english not in _OPEN_ENDED)
    return worded(rest[start:end]), [*rest[:start], *rest[end:]]


def _claim(units: _Units, main: VerbGroup | None) -> str:
    """A question for yes or no, an order, or a few words."""
    if main is None:
        return worded(units)
    aside, between = set_before(units[: main.start])
    rest = units[main.end :]
    subject = _subject(between) or _pronoun(main, rest)
    if main.exists:
        noun = next((p for p, unit in enumerate(rest[:5]) if unit.kind is Kind.NOUN), None)
        clause = main.asked("there", plural=noun is not None and is_plural(rest, noun))
    else:
        clause = main.asked(subject) if subject else main.ordered()
    return f"{clause} {worded(rest, main.of)} {_tail(aside)}"


def _is_named(units: _Units) -> bool:
    return any(unit.kind in _NAMED for unit in units)


def _subject(units: _Units) -> str:
    """The subject before its verb; "Macron, il" is Macron alone."""
    if _is_named(units):
        units = [unit for unit in units if unit.kind not in {Kind.SUBJECT, Kind.MARK}]
    return worded(units)


def _pronoun(main: VerbGroup, rest: _Units) -> str:
    """The pronoun behind the verb; "il" of "est-il difficile de" is nobody."""
    adjective = bool(rest) and rest[0].kind is Kind.ADJECTIVE
    open_ended = adjective and any(unit.key in OF | _THAT for unit in rest[1:2])
    nobody = open_ended and main.is_copula and main.subject == "he"
    return "it" if nobody else main.subject


def _tail(units: _Units) -> str:
    words = tidy(worded(units))
    if len(units) > 1 and units[0].key == "pour" and units[1].kind is Kind.NAME:
        words = f"according to {worded(units[1:])}"
    return f", {words}" if words else ""
