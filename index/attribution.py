"""Who speaks in a sentence that does not say so itself, or whom it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.names import SAYING, People, is_role, is_thing, names_in
from index.reading import Reading
from index.types import Citation, Passage, Quotation

_PRONOUN = re.compile(r"\b(?:he|she|his|her|him|hers)\b", re.IGNORECASE)
# Speech, also where its sentence ends before it does.
_SPEECH = re.compile(r"“[^”]*(?:”|$)|«[^»]*(?:»|$)|\"[^\"]*(?:\"|$)")


def cited(number: int, quotation: Quotation, first: Reading) -> Citation:
    """A citation whose quotation begins with the sentence of `first`."""
    person = speaker_of(first)
    words = first.hit.passage.words(first.sentence)
    says = _SPEECH.search(words) or (
        SAYING & set(words.lower().replace(",", " ").split()) and not _by_office(words)
    )
    return Citation(number, quotation, **{"speaker" if says else "subject": person})


def _by_office(words: str) -> bool:
    """Whether a sentence has its person by the office: "The mayor recalled that she …"."""
    pronoun = _PRONOUN.search(words)
    return pronoun is not None and any(map(is_role, words[: pronoun.start()].split()))


def speaker_of(reading: Reading) -> str:
    """The person whose words or doings a sentence reports without the name; empty where it has it.

    "She added that …" belongs to whoever was named last: before it in its passage, else in the
    paragraphs before, which the passage's context tells. So does a sentence that is all speech. One
    that names its speaker, or says that somebody else speaks ("critics called it …"), has its own.
    """
    passage = reading.hit.passage
    told = _SPEECH.sub("", passage.words(reading.sentence))
    pronoun = _PRONOUN.search(told)
    if not pronoun and any(char.isalnum() for char in told):
        return ""
    if pronoun and any(_full_names(told[: pronoun.start()])):
        return ""
    people = People()
    people.meet(passage.text, 0, reading.sentence.start - passage.start)
    name, described = people.last, people.described(people.last)
    if not name:
        name, described = _introduced(passage)
    named = {part for own in names_in(told) for part in own.text.split()}
    # A name may stand on two lines of its source.
    return "" if named & set(name.split()) else " ".join(described.split())


def _introduced(passage: Passage) -> tuple[str, str]:
    """The person whom the context of `passage` tells: the name, and as it is described there.

    A heading is context too, so the person must fit: by a pronoun or a part of the name.
    """
    own = {piece for found in names_in(passage.text) for piece in found.text.split()}
    for part in reversed(passage.context.split(". ")):
        name = next(_full_names(part), "")
        if name and (_PRONOUN.search(passage.text) or own & set(name.split())):
            return name, part
    return "", ""


def _full_names(text: str) -> Iterator[str]:
    """The names of two words and more that may be those of persons."""
    return (n.text for n in names_in(text) if " " in n.text and not is_thing(n))
