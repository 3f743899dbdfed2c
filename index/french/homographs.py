"""Which of its senses a French word has in a question: "a" for "à", "signe" for "signé", "que".

Told by the neighbours: words before with their senses already chosen, words behind with all they
could be.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.french.senses import FINITE, Form, Kind, Sense
from index.french.unit import Candidate, Unit

_NE = frozenset({"ne", "n"})
_NOMINAL = (Kind.NOUN, Kind.ADJECTIVE, Kind.NAME, Kind.NUMBER)
_WORDS = (*_NOMINAL, Kind.ADVERB, Kind.DETERMINER)
_ANY = frozenset(Form)
_BEFORE_VERB = frozenset({Kind.SUBJECT, Kind.OBJECT, Kind.ASKER, Kind.NEGATION})
_FUNCTION = frozenset({Kind.PREPOSITION, Kind.CONJUNCTION, Kind.DETERMINER})
_PARTICIPLE, _BASE = frozenset({Form.PARTICIPLE}), frozenset({Form.BASE, Form.GERUND})
_VERB = (Kind.VERB,)
_Wanted = list[tuple[tuple[Kind, ...], frozenset[Form]]]


def sense_of(
    unit: Candidate, before: Sequence[Unit], after: Sequence[Candidate], *, accented: bool
) -> Sense | None:
    """The sense that fits between its neighbours."""
    senses = unit.senses
    if len(senses) < 2:
        return senses[0] if senses else None
    for kinds, forms in _wanted(unit, before, after, accented=accented):
        for sense in senses:
            if sense.kind in kinds and (sense.kind is not Kind.VERB or sense.form in forms):
                return sense
    return senses[0]


def _wanted(
    unit: Candidate, before: Sequence[Unit], after: Sequence[Candidate], *, accented: bool
) -> _Wanted:
    """The kinds that fit best, in order."""
    clause = next((p for p in range(len(before), 0, -1) if _opens(before[p - 1])), 0)
    told = any(one.is_finite for one in before[clause:])
    following = after[0] if after else None
    usual = _usual(unit, before, following, told=told)
    if unit.key == "a":
        has = _has(before, after, accented=accented, told=told)
        return [(_VERB if has else (Kind.PREPOSITION,), _ANY)]
    if unit.may_be(Kind.ASK, Kind.ASKER) and unit.may_be(Kind.SUBORDINATOR):
        asks = _asks(unit, before, after, told=told)
        return [((Kind.ASK, Kind.ASKER) if asks else (Kind.CONJUNCTION, Kind.SUBORDINATOR), _ANY)]
    return [(_small(unit, before, following), _ANY), *usual]


def _opens(unit: Unit) -> bool:
    return unit.kind is Kind.SUBORDINATOR


def _small(
    unit: Candidate, before: Sequence[Unit], following: Candidate | None
) -> tuple[Kind, ...]:
    """What a small word most likely is; nothing where `unit` is none."""
    last = before[-1].kind if before else None
    verb_next = following is not None and _verb_alone(following)
    negated = any(one.key in _NE for one in before[-6:])
    negated = negated or (following is not None and following.key in _NE)
    if unit.key in _NE:
        return (Kind.NEGATION,)
    if unit.key == "si":
        good = following is not None and following.may_be(Kind.ADJECTIVE, Kind.ADVERB)
        return (Kind.ADVERB,) if good else (Kind.SUBORDINATOR,)
    if unit.may_be(Kind.OBJECT) and unit.may_be(Kind.DETERMINER, Kind.PREPOSITION):
        return (Kind.OBJECT,) if verb_next else (Kind.DETERMINER, Kind.PREPOSITION)
    if unit.may_be(Kind.SUBJECT) and unit.may_be(Kind.DETERMINER):  # "ce"
        stands = verb_next or unit.joint == "-" or (following and following.key in _NE)
        return (Kind.SUBJECT,) if stands else (Kind.DETERMINER,)
    if unit.may_be(Kind.OBJECT) and unit.may_be(Kind.SUBJECT):  # "nous", "lui"
        is_object = last in {Kind.SUBJECT, Kind.NEGATION} or (unit.key == "lui" and verb_next)
        return (Kind.OBJECT,) if is_object else (Kind.SUBJECT,)
    if unit.may_be(Kind.NEGATION):  # "plus", "rien"
        return (Kind.NEGATION, Kind.SUBJECT) if negated else (Kind.ADVERB, Kind.NOUN)
    if unit.may_be(Kind.SUBJECT) and unit.may_be(Kind.NOUN):  # "personne"
        return (Kind.SUBJECT,) if negated else (Kind.NOUN,)
    first = unit.senses[0].kind
    # The others are what they are, whatever else is spelt so.
    return (first,) if first in _FUNCTION and last not in _BEFORE_VERB else ()


def _usual(
    unit: Candidate, before: Sequence[Unit], following: Candidate | None, *, told: bool
) -> _Wanted:
    """What follows most words of a kind."""
    if auxiliary := _auxiliary(before):
        state: _Wanted = [((Kind.ADJECTIVE, Kind.ADVERB), _ANY), (_VERB, _PARTICIPLE)]
        return [*(state if auxiliary.is_verb("etre") else reversed(state)), (_VERB, _BASE)]
    last = before[-1].kind if before else None
    finite = (_VERB, FINITE)
    if last is None and following is not None and following.may_be(Kind.DETERMINER):
        return [finite]  # "résume le texte"
    if last in {Kind.DETERMINER, Kind.NUMBER, Kind.ASK_DET}:
        more = following is not None and following.may_be(Kind.NOUN)
        likely = (Kind.ADJECTIVE, Kind.NUMBER) if more else (Kind.NOUN, Kind.NAME)
        return [(likely, _ANY), (_NOMINAL, _ANY), (_VERB, _BASE), (_VERB, _PARTICIPLE)]
    if last in {Kind.SUBJECT, Kind.OBJECT, Kind.ASKER} or (before and before[-1].key in _NE):
        return [finite, (_VERB, _ANY)]
    if last is Kind.PREPOSITION:
        return [((Kind.NOUN, Kind.NAME), _ANY), (_WORDS, _ANY), (_VERB, _BASE)]
    if last in {Kind.NOUN, Kind.NAME}:
        acts = following is not None and following.may_be(Kind.DETERMINER, Kind.NAME)
        if acts and not told:
            return [finite, ((Kind.ADJECTIVE,), _ANY)]
        first = (_VERB, _PARTICIPLE) if told else finite
        return [((Kind.ADJECTIVE,), _ANY), first, (_VERB, _PARTICIPLE), (_NOMINAL, _ANY)]
    if last is Kind.VERB:
        return [((Kind.ADVERB, Kind.PREPOSITION), _ANY), (_VERB, _BASE), (_NOMINAL, _ANY)]
    if last is Kind.ADJECTIVE:
        return [((Kind.NOUN,), _ANY), (_NOMINAL, _ANY)]
    if last in {Kind.ASK, Kind.SUBORDINATOR, Kind.NEGATION}:
        return [finite, (_VERB, _ANY)]
    if last is Kind.ADVERB:
        return [((Kind.ADJECTIVE, Kind.ADVERB), _ANY), (_VERB, _PARTICIPLE)]
    return []


def _auxiliary(before: Sequence[Unit]) -> Unit | None:
    """The "avoir" or "être" that stands before, with nothing but small words between."""
    for unit in reversed(before):
        if unit.kind in {Kind.NEGATION, Kind.ADVERB, Kind.SUBJECT, Kind.OBJECT}:
            continue
        return unit if unit.is_verb("avoir", "etre") else None
    return None


def _verb_alone(unit: Candidate) -> bool:
    """Whether the unit can be a verb, and nothing that an article stands before."""
    if unit.key == "a":
        return "à" not in unit.typed
    return unit.may_have(*FINITE, Form.BASE) and not unit.may_be(*_NOMINAL)


_BEHIND_HAS = frozenset(
    "t ete eu il elle on pas deja bien toujours jamais aussi encore rien".split()
)


def _has(before: Sequence[Unit], after: Sequence[Candidate], *, accented: bool, told: bool) -> bool:
    """Whether "a" is the verb; without its accent it may be the preposition."""
    last = before[-1].kind if before else None
    if not after:
        return last is Kind.OBJECT
    following = after[0]
    if last in _BEFORE_VERB or (before and before[-1].key == "qui"):
        return True
    done = following.may_have(Form.PARTICIPLE) and not following.may_be(Kind.NOUN, Kind.DETERMINER)
    if done or following.key in _BEHIND_HAS:
        return True
    if not before or told:
        return False
    # "combien d'habitants a l'UE": nothing else can be the verb.
    asked = before[0].kind is Kind.ASK_DET and not any(one.may_have(*FINITE) for one in after)
    named = last in {Kind.NOUN, Kind.NAME} and (accented or asked)
    return named or following.may_have(Form.BASE)


def _asks(
    unit: Candidate, before: Sequence[Unit], after: Sequence[Candidate], *, told: bool
) -> bool:
    """Whether "qui", "que", "quand" or "où" asks, and does not begin a subordinate clause."""
    if not after or after[0].may_be(Kind.MARK):
        return True
    if unit.typed == "ou" and after[0].may_be(Kind.PREPOSITION):  # "avant ou après"
        return False
    if told:  # "il habite où, Dillet"
        return unit.key not in _THAT and not any(one.may_have(*FINITE) for one in after)
    if unit.key in _THAT:
        acts = after[0].may_have(*FINITE) or after[0].key in {"ne", "n", "a"}
        return acts or all(one.kind in _LEADING for one in before)
    return unit.key == "quand" or not before or before[-1].kind in _LEADING


_THAT = frozenset({"que", "qu"})
_LEADING = frozenset({Kind.CONJUNCTION, Kind.MARK, Kind.PREPOSITION, Kind.OPEN})
