"""Complete a follow-up from the turns before it.

Rules for the commonest forms: "And the British?", "What about Macron?", "Who said that?", "Why did
she say so?". What they cannot resolve is asked as it stands, and the gate decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.names import People, names_in
from index.places import NATION_FORMS
from index.question import understand
from index.types import Answer, Source, Turn
from index.words import form_of, is_content, words_of

#: Turns that are looked back on.
MEMORY = 6

_AND = re.compile(
    r"^(?:and|or|but|(?:and |but )?what about|how about|also)\s+(?P<rest>.+?)[?.! ]*$", re.I
)
_ASKS_ITSELF = re.compile(
    r"^(?:what|who|whom|whose|which|when|where|why|how|did|do|does|is|are|was|were|has|have|can"
    r"|could|will|would|should)\b(?! about\b)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(he|she|they|him|her|them|his|their|it|its)\b", re.I)
_POINTING = re.compile(r"\b(that|this|those|these|ones?|so)\b", re.I)


def complete(question: str, history: Sequence[Turn]) -> str:
    """`question` with what it leaves out, taken from the last turns of `history`."""
    if not history:
        return question
    last = history[-1]
    if short := _AND.match(question.strip()):
        if _ASKS_ITSELF.search(short["rest"]):
            return complete(short["rest"] + "?", history)
        return _with_other_subject(last.question, short["rest"], question)
    content = [word for word in words_of(question) if is_content(word)]
    if _PRONOUN.search(question) and (who := _person_in(last)):
        return _PRONOUN.sub(lambda found: _inflected(found, who), question, count=1)
    if len(content) <= 1 or (_POINTING.search(question) and len(content) <= 2):
        return f"{question.rstrip(' ?!.')} ({last.question})?"
    return question


_PIECE = r"(?:article|piece|story|text|report)"
_WROTE = re.compile(
    rf"\bwho\s+(?:wrote|authored|has written)\s+"
    rf"(?:(?:this|the|that)\s+{_PIECE}\b|(?:this|it)(?=\W*$))",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"\b(?:the|this|its)\s+"
    rf"(?:(?:author|writer|journalist|reporter)\s+of\s+(?:the|this)\s+{_PIECE}\b"
    r"|(?:author|writer|journalist)\b(?!\s+of\b)"
    rf"|(?:guy|man|person|woman|one)\s+(?:behind|who\s+(?:wrote|did))\s+(?:the|this)\s+{_PIECE}\b)",
    re.IGNORECASE,
)


def name_author(question: str, sources: Sequence[Source]) -> str:
    """`question` with the author's name for "the author" or "who wrote this".

    Unchanged where the sources have several authors or none.
    """
    authors = {source.author for source in sources}
    if len(authors) != 1 or not (author := authors.pop()):
        return question
    # A name is no pattern: as a function's value it goes in as it is.
    named = _WROTE.sub(lambda _: f"who is {author}", question)
    return _AUTHOR.sub(lambda _: author, named)


def _with_other_subject(before: str, rest: str, question: str) -> str:
    """The question before, about somebody else: "Did Japan sign?", "And Canada?"."""
    names = understand(before).names
    if len(words_of(rest)) > 4 or not names:
        return question
    first, last = names[0].start, names[0].end
    for name in names[1:]:  # "Ursula von der Leyen" is one subject
        if name.start - last > 9:
            break
        last = name.end
    if before[:first].lower().endswith("the "):
        first -= len("the ")
    return before[:first] + rest + before[last:]


def _person_in(turn: Turn) -> str:
    """The person whom the last turn was about: named in the question, else in the answer."""
    for name in names_in(turn.question):
        forms = {form_of(word) for word in name.text.split()}
        if name.start > 0 and not forms & _NO_PERSONS:
            return name.text
    people = People()
    if isinstance(turn.reply, Answer):
        for citation in turn.reply.citations:
            passage = citation.passage
            people.meet(passage.text, 0, len(passage.text))
            people.last = people.last or passage.context
    return people.last


_NO_PERSONS = NATION_FORMS | {"ai", "act", "summit"}


def _inflected(pronoun: re.Match[str], who: str) -> str:
    """The name in the pronoun's place: "her view" is somebody's, "ask her" is not."""
    word = pronoun.group().lower()
    before_noun = re.match(r"\s+[\w’'-]+", pronoun.string[pronoun.end() :]) is not None
    possessive = word in {"his", "their", "its"} or (word == "her" and before_noun)
    return f"{who}’s" if possessive else who
