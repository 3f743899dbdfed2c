"""English words of one origin with French ones, by the endings that answer to each other."""

from __future__ import annotations

import re
from dataclasses import replace

import simplemma

from index.french.conjugation import first_group
from index.french.senses import Form, Kind, Sense, key_of
from index.words import fold, zipf

# Endings that French and English words of one origin have, and what they are then.
_COGNATES = tuple(
    (ending, english.split(), Kind(kind))
    for ending, english, kind in (
        ("iquement", "ically", "adv"),
        ("ellement", "ally", "adv"),
        ("ablement", "ably", "adv"),
        ("ement", "ely ly", "adv"),
        ("ite", "ity", "noun"),
        ("isme", "ism", "noun"),
        ("iste", "ist", "noun"),
        ("ateur", "ator er", "noun"),
        ("eur", "or er", "noun"),
        ("tion", "tion", "noun"),
        ("sion", "sion", "noun"),
        ("logie", "logy", "noun"),
        ("ance", "ance", "noun"),
        ("ence", "ence ency", "noun"),
        ("ique", "ic ical", "adj"),
        ("euse", "ous", "adj"),
        ("eux", "ous", "adj"),
        ("aire", "ary", "adj"),
        ("elle", "al", "adj"),
        ("el", "al", "adj"),
        ("able", "able", "adj"),
        ("ible", "ible", "adj"),
        ("ive", "ive", "adj"),
        ("if", "ive", "adj"),
        ("al", "al", "adj"),
    )
)


def cognates(word: str) -> tuple[Sense, ...]:
    """What `word`, in lower case, is in English; empty where English has no such word."""
    return _by_ending(fold(word)) or _verb(word)


def _by_ending(word: str) -> tuple[Sense, ...]:
    """The English word of the same origin, where an ending shows it and English has it."""
    form = Form.PLURAL if word.endswith("s") else Form.BASE
    stem = word.removesuffix("s")
    for ending, english, kind in _COGNATES:
        if stem.endswith(ending) and len(stem) > len(ending) + 2:
            for other in english:
                guess = stem[: -len(ending)] + other
                if zipf(guess) > 0:
                    return (Sense(kind, guess, word, stem, form),)
    return ()


_VERB_ENDING = re.compile(r"(?:er|ées?|és?|ee?s?|ent|ai[st]|aient|ant|era|eront)$")


def _verb(word: str) -> tuple[Sense, ...]:
    """A verb in "-er" that English has too: "contester", "valider", "clarifier"."""
    ending = _VERB_ENDING.search(word)
    if not ending or len(word) - len(ending.group()) < 4:
        return ()
    stem = word[: ending.start()]
    if not simplemma.is_known(f"{stem}er", lang="fr"):
        return ()
    plain = fold(stem)
    guesses = (f"{plain}e", plain, f"{plain}ate", re.sub("i$", "y", plain))
    english = next((guess for guess in guesses if zipf(guess) > 0), None)
    if english is None:
        return ()
    verb = Sense(Kind.VERB, english, f"{stem}er", f"{plain}er")
    forms = (replace(verb, spelling=s, form=f) for f, s in first_group(stem))
    return tuple(dict.fromkeys(
        sense for sense in (verb, *forms) if key_of(sense.spelling) == key_of(word)
    ))  # fmt: skip
