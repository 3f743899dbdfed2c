"""Where a French clause has its verb, with auxiliaries, negation and small pronouns around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.french.lexicon import lexicon
from index.french.scanner import Scanner
from index.french.senses import Form, Kind, Sense
from index.french.unit import Unit
from index.french.verbs import MANY, VerbGroup

# "Must" is asked with "should".
_MODALS = {"pouvoir": "can", "devoir": "should", "falloir": "should"}
_CLITICS = frozenset({"il", "elle", "on", "ils", "elles", "ce"})


def group_at(units: Sequence[Unit], start: int) -> VerbGroup | None:
    """The verb group that begins at `start`, or None where none does."""
    scanner = Scanner(units, start)
    scanner.cling()
    head = scanner.unit
    if head is None or head.sense is None or not head.is_finite:
        return None
    scanner.place += 1
    subject = _subject(scanner)
    plain = VerbGroup(start, start, head.sense.english, head.form, of=head.sense.of)
    group, verb = _completed(scanner, head.sense, plain)
    group = _idiomatic(scanner, group, verb)
    if subject == "me":  # "dis-moi"
        subject = ""
        scanner.objects.append("me")
    exists = verb.base == "avoir" and "y" in scanner.clitics
    # "il n'y a pas de règles"
    none = scanner.negation and not group.of and (exists or not group.is_copula)
    return replace(
        group,
        end=scanner.place,
        of="-" if none else group.of,
        plural=_is_plural(head, "we" if head.sense.base == "falloir" else subject),
        exists=exists,
        negation=scanner.negation,
        subject="we" if head.sense.base == "falloir" else subject,
        objects=" ".join(scanner.objects),
        adverbs=" ".join(scanner.adverbs),
    )


def infinitive_at(units: Sequence[Unit], start: int) -> VerbGroup | None:
    """The infinitive or gerund that begins at `start` with its small words, or None."""
    scanner = Scanner(units, start)
    verb = scanner.verb(Form.BASE) or scanner.verb(Form.GERUND)
    if verb is None:
        return None
    plain = VerbGroup(start, start, verb.english, verb.form)
    group = _idiomatic(scanner, _infinitive(scanner, verb, plain)[0], verb)
    return replace(
        group,
        end=scanner.place,
        negation=scanner.negation,
        objects=" ".join(scanner.objects),
        adverbs=" ".join(scanner.adverbs),
    )


def _is_plural(head: Unit, subject: str) -> bool:
    """Whether the verb is a plural one; "contient" is none, for all its ending."""
    if subject in MANY:
        return True
    if head.sense and head.sense.base.endswith("enir"):
        return head.key.endswith(("nnent", "aient", "ront"))
    return head.key.endswith(("ent", "ont"))


def _subject(scanner: Scanner) -> str:
    """A pronoun that stands behind its verb, in English; empty where none does."""
    start = scanner.place
    if scanner.unit and scanner.unit.key == "t":
        scanner.place += 1
    unit = scanner.unit
    if unit and unit.sense and unit.kind is Kind.SUBJECT and (unit.joint or unit.key in _CLITICS):
        scanner.place += 1
        return unit.sense.english
    scanner.place = start
    return ""


def _completed(scanner: Scanner, head: Sense, group: VerbGroup) -> tuple[VerbGroup, Sense]:
    """The group with what its auxiliary makes of it, and the verb that carries the meaning."""
    if head.base in _MODALS:
        remote = head.form in {Form.PAST, Form.CONDITIONAL}
        modal = _MODALS[head.base].replace("can", "could" if remote else "can")
        if verb := scanner.verb(Form.BASE):
            return _infinitive(scanner, verb, replace(group, modal=modal))
        # "il faut des règles", "le peut-il ?"
        english = "need" if head.base == "falloir" else "do"
        return replace(group, english=english, modal="" if english == "need" else modal), head
    if head.base == "aller" and head.form in {Form.PRESENT, Form.PAST}:
        if verb := scanner.verb(Form.BASE):
            tense = Form.FUTURE if head.form is Form.PRESENT else Form.CONDITIONAL
            return _infinitive(scanner, verb, replace(group, tense=tense))
    elif head.base == "venir" and scanner.unit and scanner.unit.key in {"de", "d"}:
        scanner.place += 1
        if verb := scanner.verb(Form.BASE):
            return _infinitive(scanner, verb, replace(group, tense=Form.PAST))
        scanner.place -= 1
    elif head.base in {"avoir", "etre"}:
        verb = scanner.verb(Form.PARTICIPLE)
        if not verb and head.base == "avoir":  # "qui a signer" is a common slip
            verb = scanner.verb(Form.BASE, ending="er")
        if verb:
            return _perfect(scanner, head, verb, group)
    else:
        scanner.verb(Form.PARTICIPLE, ending="-")  # takes a negation
        following = scanner.unit
        knows = head.base == "savoir" and following is not None and following.is_verb()
        if knows and following and following.form is Form.BASE:
            return replace(group, complement="how"), head
    return group, head


def _infinitive(scanner: Scanner, verb: Sense, group: VerbGroup) -> tuple[VerbGroup, Sense]:
    if verb.base == "etre" and (inner := scanner.verb(Form.PARTICIPLE)):
        return replace(group, english=inner.english, of=inner.of, passive=not inner.moves), inner
    return replace(group, english=verb.english, of=verb.of), verb


def _perfect(
    scanner: Scanner, head: Sense, verb: Sense, group: VerbGroup
) -> tuple[VerbGroup, Sense]:
    """What a participle makes: "a signé", "est venu", "est signé", "a été signé", "a pu signer"."""
    over = Form.PAST if head.form in {Form.PRESENT, Form.PAST} else head.form
    group = replace(group, english=verb.english, tense=over, of=verb.of)
    if verb.base == "etre":
        if inner := scanner.verb(Form.PARTICIPLE):
            return replace(group, english=inner.english, of=inner.of, passive=True), inner
        return group, verb
    if verb.base in _MODALS and (inner := scanner.verb(Form.BASE)):
        if verb.base == "pouvoir":
            return _infinitive(scanner, inner, replace(group, modal="could"))
        return replace(group, english="have", complement=f"to {inner.english}"), inner
    if head.base == "avoir" and not scanner.clitics:
        group = replace(group, agrees=verb.spelling.endswith(_AGREEING))
    if head.base == "etre" and not verb.moves and not scanner.is_reflexive:
        return replace(group, passive=True, tense=head.form), verb
    return group, verb


# Of a participle with "avoir": what was done stands before the verb, and is no man or one thing.
_AGREEING = ("ée", "ées", "és", "ie", "ue", "te", "tes", "ise")


def _idiomatic(scanner: Scanner, group: VerbGroup, verb: Sense) -> VerbGroup:
    """The group with the meaning of the whole: "se retirer", "avoir lieu", "naître"."""
    whole = lexicon().reflexive.get(verb.base) if scanner.is_reflexive else None
    for tail, sense in lexicon().idioms.get(verb.base, ()):
        if scanner.tail(tail):
            whole = sense
            break
    if whole:
        group = replace(group, english=whole.english, of=whole.of)
    if "y" in scanner.clitics and verb.base == "avoir":
        return replace(group, english="be")
    first, _, rest = group.english.partition(" ")
    return replace(group, english="be", complement=rest) if first == "be" and rest else group
