"""The French glossary: what each French word and phrase can be, and its English.

The glossary's file holds base forms; regular forms are made from them when it is loaded, irregular
ones are led back to them by simplemma. Accents decide only where they are typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import simplemma
from rapidfuzz.distance import OSA

from index.french.cognates import cognates
from index.french.conjugation import conjugated, feminines, plurals, tense_of
from index.french.senses import Form, Kind, Sense, key_of
from index.words import zipf

FILE = Path(__file__).parent / "glossary.tsv"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All senses by their spelling without accents: a word, or the words of a phrase.

    `reach` is the number of words in the longest phrase that begins with a word. `idioms` are
    verbs of several words, by the first: the words behind it, and the sense of the whole.
    `reflexive` are verbs that mean something else with "se".
    """

    senses: dict[str, tuple[Sense, ...]]
    reach: dict[str, int]
    idioms: dict[str, tuple[tuple[str, Sense], ...]]
    reflexive: dict[str, Sense]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The glossary, read once."""
    senses: dict[str, list[Sense]] = {}
    idioms: dict[str, list[tuple[str, Sense]]] = {}
    reflexive: dict[str, Sense] = {}
    derived: list[Sense] = []
    alone: list[Sense] = []
    for base, notes in _entries(FILE.read_text(encoding="utf-8")):
        first, _, behind = base.base.partition(" ")
        if base.kind is Kind.VERB and first in {"se", "s"}:
            reflexive[behind] = base
            # "l'Europe engagée" has no "se".
            plain = replace(base, spelling=re.sub("^(?:se |s')", "", base.spelling), base=behind)
            alone += [plain, *_forms(plain, notes)]
        elif base.kind is Kind.VERB and behind:
            idioms.setdefault(first, []).append((behind, base))
        else:
            senses.setdefault(base.base, []).append(base)
            derived += _forms(base, notes)
    verbs = {sense.base for sense in derived if sense.kind is Kind.VERB}
    for form in (*derived, *(sense for sense in alone if sense.base not in verbs)):
        key = key_of(form.spelling)
        known = senses.setdefault(key, [])
        if not any((s.kind, s.form, s.spelling) == (form.kind, form.form, form.spelling)
                   for s in known):  # fmt: skip
            known.append(form)
    reach: dict[str, int] = {}
    for key in senses:
        words = key.split()
        reach[words[0]] = max(reach.get(words[0], 1), len(words))
    return Lexicon(
        {key: tuple(found) for key, found in senses.items()},
        reach,
        {key: tuple(sorted(found, key=lambda i: -len(i[0]))) for key, found in idioms.items()},
        reflexive,
    )


def _entries(text: str) -> Iterator[tuple[Sense, list[str]]]:
    kind = Kind.MARK
    for line in text.splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            kind = Kind(heading[1])
        elif line and not line.startswith("#"):
            spellings, english, *rest = line.split("\t")
            notes = " ".join(rest).split()
            of = next((note[3:] for note in notes if note.startswith("de=")), "")
            for spelling in spellings.split(", "):
                base = key_of(spelling)
                yield Sense(kind, english, spelling, base, moves="être" in notes, of=of), notes


def _forms(base: Sense, notes: list[str]) -> Iterator[Sense]:
    """The regular forms of a word, and those that its notes name."""
    if base.kind is Kind.VERB:
        for form, spelling in conjugated(base.spelling, notes):
            yield replace(base, spelling=spelling, form=form)
    elif base.kind is Kind.NOUN:
        for spelling in plurals(base.spelling):
            yield replace(base, spelling=spelling, form=Form.PLURAL)
    elif base.kind is Kind.ADJECTIVE or base.kind is Kind.NUMBER:
        for feminine in feminines(base.spelling):
            yield replace(base, spelling=feminine)
        for one in (base.spelling, *feminines(base.spelling)):
            for spelling in plurals(one):
                yield replace(base, spelling=spelling, form=Form.PLURAL)


@lru_cache(maxsize=16_384)
def senses_of(word: str) -> tuple[Sense, ...]:
    """What `word` can be, as typed; empty where nothing is known, which mostly is a name.

    The senses that are spelt just so come first; with an accent typed they are all there is.
    """
    lower = word.lower().replace("œ", "oe")
    found = lexicon().senses.get(key_of(word), ())
    exact = tuple(sense for sense in found if sense.spelling == lower)
    if exact and not lower.isascii():
        return exact
    if not found and not word[:1].isupper():
        found = _by_lemma(lower) or cognates(lower) or _mended(lower)
    return (*exact, *(sense for sense in found if sense not in exact))


def _by_lemma(word: str) -> tuple[Sense, ...]:
    """The senses of the base form of `word`, one accent restored where that is needed."""
    accented = (
        word[:place] + with_accent + word[place + 1 :]
        for place, letter in enumerate(word)
        for with_accent in _ACCENTS.get(letter, "")
    )
    for spelling in (word, *accented) if len(word) <= _LONGEST else ():
        if not simplemma.is_known(spelling, lang="fr"):
            continue
        lemma = key_of(simplemma.lemmatize(spelling, lang="fr"))
        if bases := lexicon().senses.get(lemma):
            return tuple(
                replace(base, spelling=spelling, form=_form_of(base, spelling))
                for base in bases
                if base.form is Form.BASE
            )
    return ()


def _mended(word: str) -> tuple[Sense, ...]:
    """The senses of the only known word that is a letter away; names in lower case are none."""
    if len(word) < 6 or not word.isalpha() or zipf(word) > 0 or simplemma.is_known(word, "fr"):
        return ()
    key = key_of(word)
    alike = [
        other
        for other in _by_start().get(key[:2], ())
        if abs(len(other) - len(key)) <= 1 and OSA.distance(key, other, score_cutoff=1) <= 1
    ]
    meanings = {sense.english for other in alike for sense in lexicon().senses[other]}
    return lexicon().senses[alike[0]] if len(meanings) == 1 else ()


@lru_cache(maxsize=1)
def _by_start() -> dict[str, tuple[str, ...]]:
    """The single words of the glossary by their first two letters."""
    found: dict[str, list[str]] = {}
    for key in lexicon().senses:
        if " " not in key:
            found.setdefault(key[:2], []).append(key)
    return {start: tuple(keys) for start, keys in found.items()}


# Letters; "internationalisation" has twenty.
_LONGEST = 30
_ACCENTS = {"e": "éèê", "i": "îï", "a": "àâ", "u": "ûù", "o": "ô", "c": "ç"}


def _form_of(base: Sense, spelling: str) -> Form:
    if base.kind is Kind.VERB:
        return Form.BASE if key_of(spelling) == base.base else tense_of(spelling)
    return Form.PLURAL if spelling.endswith(("s", "x")) else Form.BASE
