"""Whom and what the turns of a conversation speak of: what a later pronoun may stand for.

The latest turn counts first. Heuristics over names and articles, no model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.names import Name, People, is_thing, names_in
from index.places import NATION_FORMS
from index.types import Answer, Citation, Passage, Turn
from index.words import STOPWORDS, Word, fold, words_of

_SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_HE = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)
# "the new treaty", "this summit": up to three words behind each article.
_DEFINITE = re.compile(r"\b(?:the|this|that) (?=((?:[\w’'-]+ ){0,2}[\w’'-]+))", re.IGNORECASE)
_PARTICIPLE = re.compile(r"\w+(?:ed|ing)|held|made|given|done|taken|written|meant", re.IGNORECASE)
_ABOUT = re.compile(r"\babout (?P<what>[^?!.,]+?)(?: (?:in|at|on|during|to) .*)?[?!. ]*$", re.I)
_NO_NAMES = frozenset({"ai"})


def person_in(history: Sequence[Turn], pronoun: str = "") -> str:
    """The person whom `pronoun` means, by the name that the turn or its source uses; or empty.

    Whom a source calls "he" throughout is no "she", and the other way round.
    """
    for turn in reversed(history):
        for name, passage in _persons(turn, last=turn is history[-1]):
            if not pronoun or _may_be(pronoun, passage):
                return name
    return ""


def _may_be(pronoun: str, passage: Passage | None) -> bool:
    if passage is None:
        return True
    female, male = bool(_SHE.search(passage.text)), bool(_HE.search(passage.text))
    if female is male:
        return True
    return female if _SHE.fullmatch(pronoun) else male


def _persons(turn: Turn, *, last: bool) -> Iterator[tuple[str, Passage | None]]:
    """The persons of a turn: of its question where it is about one, then of its quotations."""
    cited = turn.reply.citations if isinstance(turn.reply, Answer) else ()
    known = People()
    for told in (_told(citation.passage) for citation in cited):
        known.meet(told, 0, len(told))
    unsure: list[str] = []
    for name in names_in(turn.question):
        if _is_country(name.text) or fold(name.text) in _NO_NAMES or is_thing(name):
            continue
        where = (citation.passage for citation in cited if name.text in _told(citation.passage))
        of = next(where, None)
        if " " in name.text or known.knows(name.text):
            yield name.text, of
        elif name.start > 0:
            unsure.append(name.text)
    for citation in cited:
        yield from ((name, citation.passage) for name in _spoken_of(citation, known))
    if known.last:
        yield known.last, cited[-1].passage
    if last:  # further back it may be anything
        yield from ((name, None) for name in unsure)


def _told(passage: Passage) -> str:
    """The text of a passage behind what it is about."""
    return f"{passage.context}. {passage.text}"


def _spoken_of(citation: Citation, known: People) -> Iterator[str]:
    """Whom a citation tells as its speaker or subject, then whom its own words name."""
    told = citation.person.removeprefix("About ")
    yield from (name.text for name in names_in(told) if _full(name))
    yield from (name.text for name in names_in(citation.quotation.text) if known.knows(name.text))


def _full(name: Name) -> bool:
    return " " in name.text and not is_thing(name) and not _is_country(name.text)


def _is_country(name: str) -> bool:
    return any(word.form in NATION_FORMS for word in words_of(name))


def thing_in(history: Sequence[Turn]) -> str:
    """What "it" means: a thing that a question before names, else one with an article; or empty."""
    for turn in reversed(history):
        named = [name for name in names_in(turn.question) if is_thing(name) and name.start > 0]
        if named:
            return f"the {named[-1].text}"
        for found in reversed(list(_DEFINITE.finditer(turn.question))):
            if what := _noun(found[1]):
                return f"the {what}"
    return ""


def _noun(words: str) -> str:
    """`words` up to the first that begins something else."""
    kept: list[str] = []
    for word in words.split():
        if fold(word) in STOPWORDS or (kept and _PARTICIPLE.fullmatch(word)):
            break
        kept.append(word)
    return " ".join(kept)


def subject_in(history: Sequence[Turn]) -> str:
    """What the last question asks about ("What did she say about bias?"), or empty."""
    found = _ABOUT.search(history[-1].question) if history else None
    return found["what"].strip() if found else ""


def countries_in(history: Sequence[Turn]) -> str:
    """The countries that "they" means: those that the last question with any names; or empty."""
    for turn in reversed(history):
        named = [word for word in words_of(turn.question) if word.form in NATION_FORMS]
        if named:
            return " and ".join(_with_article(word, turn.question) for word in named)
    return ""


def _with_article(word: Word, text: str) -> str:
    """The country as it stands in `text`: "the British", but "Japan"."""
    article = text[: word.start].lower().endswith("the ")
    return f"the {word.written}" if article else word.written
