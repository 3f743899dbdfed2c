"""What a French word can be: parts of speech, forms, senses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from index.words import fold


class Kind(StrEnum):
    """The part of speech; the values are the headings of the glossary's file."""

    ASK = "ask"  # "why", "what": asks, and is no subject
    ASKER = "asker"  # "who": may be the subject
    ASK_DET = "askdet"  # "which", "how many": asks with a noun behind it
    ASK_BE = "askbe"  # "what is": asks with its verb
    OPEN = "open"  # "est-ce que"
    POLITE = "polite"  # says nothing
    PREPOSITION = "prep"
    DETERMINER = "det"
    SUBJECT = "subject"
    OBJECT = "object"
    NEGATION = "neg"
    SUBORDINATOR = "sub"
    CONJUNCTION = "conj"
    ADVERB = "adv"
    NUMBER = "num"
    NOUN = "noun"
    ADJECTIVE = "adj"
    NAME = "name"
    VERB = "verb"
    MARK = "mark"  # punctuation


class Form(StrEnum):
    """What form of its base a word is."""

    BASE = "base"  # of a verb: the infinitive; of a noun: the singular
    PLURAL = "plural"
    PRESENT = "present"
    PAST = "past"
    FUTURE = "future"
    CONDITIONAL = "conditional"
    PARTICIPLE = "participle"
    GERUND = "gerund"


#: The forms of a verb that can be a sentence's.
FINITE = frozenset({Form.PRESENT, Form.PAST, Form.FUTURE, Form.CONDITIONAL})


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a French word or phrase can be.

    `spelling` is the word with its accents, `base` the base form without any, `english` the base
    form in English. Of verbs, `moves` is true where the past is made with "être", and `of` is what
    "de" behind the verb becomes.
    """

    kind: Kind
    english: str
    spelling: str
    base: str
    form: Form = Form.BASE
    moves: bool = False
    of: str = ""


_PLAIN = str.maketrans("àâäçéèêëîïôöùûü-'.‐‑’", "aaaceeeeiioouuu      ", "")


def key_of(text: str) -> str:
    """`text` without accents, with spaces for hyphens and apostrophes."""
    plain = text.lower().replace("œ", "oe").translate(_PLAIN)
    return " ".join((plain if plain.isascii() else fold(plain)).split())
