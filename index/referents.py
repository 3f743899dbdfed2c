"""Whom and what the turns of a conversation speak of: what a later pronoun may stand for.

The latest turn counts first. Heuristics over names and articles, no model. Names that the sources
have used in the conversation are known in lower case too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.known import Known, is_country, is_full, told
from index.names import People, is_role, is_thing, names_in
from index.places import NATION_FORMS
from index.types import Answer, Citation, Passage, Turn
from index.words import STOPWORDS, Word, fold, words_of

_SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_HE = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)
# "the new treaty", "this summit": up to three words behind each article.
_DEFINITE = re.compile(r"\b(?:the|this|that) (?=((?:[\w’'-]+ ){0,2}[\w’'-]+))", re.IGNORECASE)
_PARTICIPLE = re.compile(r"\w+(?:ed|ing)|held|made|given|done|taken|written|meant", re.IGNORECASE)
_ABOUT = re.compile(r"\babout (?P<what>[^?!.,]+?)(?: (?:in|at|on|during|to) .*)?[?!. ]*$", re.I)
_WHAT_IS = re.compile(r"what (?:is|are) (?P<what>(?!the\b|an?\b)[a-z]+ [a-z]+)[?. ]*$", re.I)
_NO_NAMES = frozenset({"ai"})


def person_in(history: Sequence[Turn], pronoun: str = "", but: Sequence[str] = ()) -> str:
    """The person whom `pronoun` means, by the name that the turn or its source uses; or empty.

    Whom a source calls "he" throughout is no "she", and the other way round. `but` are words of
    names that are not meant.
    """
    known = Known.of(history)
    # What is cited for a remark may be about anybody.
    telling = [turn for turn in history if not _says_little(turn, known)]
    for turn in (*reversed(telling), *(turn for turn in reversed(history) if turn not in telling)):
        for name, passage in _persons(turn, known, last=turn is history[-1]):
            meant = not pronoun or _may_be(pronoun, passage)
            if meant and not {fold(part) for part in name.split()} & set(but):
                return name
    return ""


_ASKED = re.compile(
    r"\b(?:who|whom|whose|which|what|when|where|why|how|some(?:one|body)|any(?:one|body)|author"
    r"|reporter|journalist|writer)\b|^(?:did|do|does|is|are|was|were|has|have|had|can|could|will)\b",
    re.IGNORECASE,
)


def _says_little(turn: Turn, known: Known) -> bool:
    """Whether the question of a turn neither asks in full nor names anybody."""
    named = any(
        known.is_person(name.text) or name.start > 0 or is_country(name.text)
        for name in names_in(turn.question)
        if name.text != "I"
    )
    if _OF_ME.search(turn.question):
        return True
    return not named and not _ASKED.search(turn.question)


_OF_ME = re.compile(r"\b(?:am i|should i|do i)\b", re.IGNORECASE)


def _may_be(pronoun: str, passage: Passage | None) -> bool:
    if passage is None:
        return True
    female, male = bool(_SHE.search(passage.text)), bool(_HE.search(passage.text))
    if female is male:
        return True
    return female if _SHE.fullmatch(pronoun) else male


def _persons(turn: Turn, known: Known, *, last: bool) -> Iterator[tuple[str, Passage | None]]:
    """The persons of a turn: of its question where it is about one, then of its quotations."""
    cited = turn.reply.citations if isinstance(turn.reply, Answer) else ()
    here = People()
    for text in (told(citation.passage) for citation in cited):
        here.meet(text, 0, len(text))
    unsure: list[str] = []
    for name in names_in(turn.question):
        if is_country(name.text) or fold(name.text) in _NO_NAMES or is_thing(name):
            continue
        where = (citation.passage for citation in cited if name.text in told(citation.passage))
        of = next(where, None) or known.where(name.text)
        if " " in name.text or here.knows(name.text) or known.is_person(name.text):
            yield name.text, of
        elif name.start > 0 and not known.is_named(name.text):
            unsure.append(name.text)
    for citation in cited:
        yield from ((name, citation.passage) for name in _spoken_of(citation, here))
    if here.last:
        yield here.last, cited[-1].passage
    if last:  # further back it may be anything
        yield from ((name, None) for name in unsure)


def _spoken_of(citation: Citation, known: People) -> Iterator[str]:
    """Whom a citation tells as its speaker or subject, then whom its own words name."""
    person = citation.person.removeprefix("About ")
    yield from (name.text for name in names_in(person) if is_full(name))
    yield from (name.text for name in names_in(citation.quotation.text) if known.knows(name.text))


def thing_in(history: Sequence[Turn]) -> str:
    """What "it" means: a thing that a question before names, else one with an article; or empty."""
    for turn in reversed(history):
        named = [name for name in names_in(turn.question) if is_thing(name) and name.start > 0]
        if named and not _only_day(named[-1].text):
            return f"the {named[-1].text}"
        for found in reversed(list(_DEFINITE.finditer(turn.question))):
            what = _noun(found[1], subject=_DOES.search(turn.question[: found.start()]) is not None)
            if what and not _is_somebody(what.split()[-1]) and not is_country(what):
                return f"the {what}"
    return ""


def _only_day(name: str) -> bool:
    return name.lower().endswith("day")


_DOES = re.compile(r"\b(?:do|does|did|will|can|could|should|would|must|may) $", re.IGNORECASE)


def _is_somebody(word: str) -> bool:
    return is_role(word) or word.lower() in {"boss", "guy", "man", "woman", "lady", "person"}


def _noun(words: str, *, subject: bool = False) -> str:
    """`words` up to the first that begins something else; behind a `subject` its verb does."""
    kept: list[str] = []
    for word in words.split():
        if fold(word) in STOPWORDS or (
            kept and (_PARTICIPLE.fullmatch(word) or (word.isupper() and kept[0].islower()))
        ):
            break
        kept.append(word)
    return " ".join(kept[:-1] if subject and len(kept) > 1 else kept)


def subject_in(history: Sequence[Turn]) -> str:
    """What the last question asks about ("What did she say about bias?"), or empty."""
    asked = history[-1].question if history else ""
    found = _ABOUT.search(asked) or _WHAT_IS.match(asked)
    return found["what"].strip() if found else ""


_AT = re.compile(r"\bat (?:the )?(?P<name>[A-Z][\w&-]*(?: [A-Z][\w&-]*)*)")


def body_in(history: Sequence[Turn]) -> str:
    """The organisation or publication of the latest turn that names one; or empty."""
    known = Known.of(history)
    for turn in reversed(history[-2:]):
        for name in names_in(turn.question):
            somebody = known.is_person(name.text) or is_country(name.text) or is_thing(name)
            if known.is_named(name.text) and not somebody:
                return name.text
        cited = turn.reply.citations if isinstance(turn.reply, Answer) else ()
        for citation in cited:
            if at := _AT.search(citation.quotation.text):
                return at["name"]
    return ""


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
