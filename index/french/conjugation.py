"""The regular forms of French words: plurals, feminines, and the three groups of verbs.

Forms that nobody asks a question with (the simple past of most verbs, the subjunctive) are left out
where they differ from the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.french.senses import Form
from index.words import fold

_SMALL = frozenset("de du des d à au aux en sur pour et l la le les".split())


def plurals(noun: str) -> Iterator[str]:
    """The plural of a word or phrase; of a phrase also with its first noun alone in the plural."""
    words = re.split(r"([ '-])", noun)
    nouns = [place for place in range(0, len(words), 2) if words[place] not in _SMALL]
    # "accords commerciaux" and "prises de position"
    for places in (nouns, nouns[:1]):
        yield "".join(_plural(w) if p in places else w for p, w in enumerate(words))


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "z")):
        return word
    if word.endswith("al"):
        return f"{word[:-2]}aux"
    return f"{word}x" if word.endswith(("eau", "eu")) else f"{word}s"


_FEMININE = (("eux", "euse"), ("if", "ive"), ("er", "ère"), ("en", "enne"),
             ("el", "elle"), ("et", "ète"), ("c", "que"), ("e", "e"))  # fmt: skip


def feminines(adjective: str) -> Iterator[str]:
    """The feminine of an adjective."""
    for ending, feminine in _FEMININE:
        if adjective.endswith(ending):
            yield adjective[: -len(ending)] + feminine
            return
    yield f"{adjective}e"


_TENSES = (
    (Form.PAST, "ais ait ions iez aient"),
    (Form.FUTURE, "rai ras ra rons rez ront"),
    (Form.CONDITIONAL, "rais rait raient"),
)


def conjugated(verb: str, notes: Sequence[str]) -> Iterator[tuple[Form, str]]:
    """The forms of `verb` other than its infinitive; `notes` are those of the glossary's file."""
    participles = [note[1:] for note in notes if note.startswith("+")]
    for form in notes:
        if not form.startswith(("+", "de=")) and form != "être":
            yield tense_of(form), form
    if verb.endswith("er") and not (participles and verb == "aller"):
        yield from first_group(verb[:-2])
    elif verb.endswith(("ir", "re")) and not participles:
        yield from _second_group(verb[:-2]) if verb.endswith("ir") else _third_group(verb[:-2])
    for participle in participles:
        plain = participle.replace("û", "u")  # "dû", "due"
        masculine = (participle,) if participle.endswith("s") else (participle, f"{plain}s")
        for spelling in (*masculine, f"{plain}e", f"{plain}es"):
            yield Form.PARTICIPLE, spelling
        if participle.endswith(("it", "int")):  # "il dit", "il craint"
            yield Form.PRESENT, participle


def first_group(stem: str) -> Iterator[tuple[Form, str]]:
    """The forms of a verb in "-er"."""
    # "préférer" and "mener", but "préfère" and "mène"
    stressed = {stem, re.sub("[eé](?=[^aeiouyé]+$)", "è", stem)}
    if stem.endswith(("oy", "uy", "ay")):
        stressed.add(f"{stem[:-1]}i")
    if stem.endswith(("el", "et")):
        stressed.add(f"{stem}{stem[-1]}")
    for one in stressed:
        yield from ((Form.PRESENT, one + ending) for ending in ("e", "es", "ent"))
        for form, endings in _TENSES[1:]:
            yield from ((form, f"{one}e{ending}") for ending in endings.split())
    soft = f"{stem}e" if stem.endswith("g") else stem
    for ending in ("ons", "ez"):
        yield Form.PRESENT, (soft if ending == "ons" else stem) + ending
    for ending in ("ais", "ait", "aient", "a"):
        yield Form.PAST, soft + ending
    yield Form.PAST, f"{stem}èrent"
    yield Form.GERUND, f"{soft}ant"
    yield from ((Form.PARTICIPLE, stem + ending) for ending in ("é", "ée", "és", "ées"))


def _second_group(stem: str) -> Iterator[tuple[Form, str]]:
    yield from ((Form.PRESENT, stem + e) for e in ("is", "it", "issons", "issez", "issent"))
    yield from ((Form.PAST, f"{stem}iss{e}") for e in ("ais", "ait", "aient"))
    for form, endings in _TENSES[1:]:
        yield from ((form, f"{stem}i{e}") for e in endings.split())
    yield Form.GERUND, f"{stem}issant"
    yield from ((Form.PARTICIPLE, stem + e) for e in ("i", "ie", "is", "ies"))


def _third_group(stem: str) -> Iterator[tuple[Form, str]]:
    yield from ((Form.PRESENT, stem + e) for e in ("s", "", "ons", "ez", "ent"))
    yield from ((Form.PAST, stem + e) for e in ("ais", "ait", "aient", "it", "irent"))
    for form, endings in _TENSES[1:]:
        yield from ((form, stem + e) for e in endings.split())
    yield Form.GERUND, f"{stem}ant"
    yield from ((Form.PARTICIPLE, stem + e) for e in ("u", "ue", "us", "ues"))


# The ending belongs to their stem.
_NOT_PAST = frozenset(
    """fais fait sais sait vais nais nait plais plait tais tait connais connait reconnais reconnait
    parais parait apparais apparait satisfait refait defait""".split()
)


def tense_of(word: str) -> Form:
    """The tense that the ending of an irregular verb shows."""
    plain = fold(word)
    if re.search(r"(?:ait|aient|ais|ions|iez)$", plain) and plain not in _NOT_PAST:
        return Form.CONDITIONAL if re.search(r"r(?:ait|aient|ais)$", plain) else Form.PAST
    if re.search(r"r(?:a|ai|as|ont|ez|ons)$", plain):
        return Form.FUTURE
    return Form.GERUND if plain.endswith("ant") else Form.PRESENT
