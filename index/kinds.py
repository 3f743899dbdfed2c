"""Whether a sentence holds the kind of answer that is asked for, and which of its words do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from index.names import SAYING, is_introduced, is_thing, names_in
from index.places import NATION_FORMS
from index.question import Asked, Question
from index.words import Word, fold, form_of, is_content, rarity, terms, words_of

Marks = list[tuple[int, int]]
Closeness = Callable[[Word, Mapping[str, str]], float]
# Kinds whose own pattern does not say what kind of thing is asked for.
NAMED_BY_NOUN = frozenset({Asked.LIST, Asked.POSITION, Asked.OTHER})

_FIGURE = re.compile(
    r"\b\d+(?:[.,]\d+)*(?:\s(?:million|billion|trillion|thousand|percent|per cent)|%)?(?=\W|$)"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundreds?|thousands?|millions?|billions?|dozens?)\b",
    re.IGNORECASE,
)
_AMOUNT_ASKED = re.compile(r"\bhow much\b", re.IGNORECASE)
_AMOUNT = re.compile(
    r"[$€£¥]\s?\d[\d.,]*(?:\s(?:million|billion|trillion))?|\d[\d.,]*\s?(?:%|percent|per cent)"
    r"|\b\d[\d.,]*\s(?:million |billion |trillion )?(?:dollars|euros|pounds|yen|yuan|tons)\b",
    re.IGNORECASE,
)
_AGE_ASKED = re.compile(r"\bhow old\b|\b(?:what|which) age\b", re.IGNORECASE)
_AGE = re.compile(
    r"\bwhen (?:he|she|they) (?:was|were) \d+|\b(?:aged?|at the age of|at) \d+\b|\b\d+ years old\b"
)
_DATE = re.compile(
    r"\b(?:(?:on |earlier (?:on )?|last |next )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|(?:\d{1,2} )?(?:January|February|March|April|June|July|August|September|October"
    r"|November|December)\b(?: \d{1,2},)?(?: \d{4})?|(?:in |since )?\b(?:19|20)\d\d\b"
    r"|(?:in|at) the (?:early|late|first|last|opening|closing|hours|days|weeks|months)\b[^.,;]*"
    r"|during the [^.,;]*|(?:early|late) in [^.,;]*|when (?:he|she|they) (?:was|were) \d+)",
)
_PLACE = re.compile(
    r"\b(?:in|at|from|to|near|into|across)\s(?:the\s)?[A-Z][\w.-]*(?:\s(?:of\s|the\s)*[A-Z][\w.-]*)*"
)
_BECAUSE = re.compile(
    r"\b(?:because|since|due to|in order to|so that|as a result|thanks to|reasons?|therefore"
    r"|purpose|in the interest of|(?:is|was) a (?:matter|question) of|that is why"
    r"|for fear|to avoid)\b",
    re.IGNORECASE,
)


def fit_of(
    question: Question, text: str, context: str, closeness: Closeness
) -> tuple[float, Marks]:
    """How well `text` holds the kind of answer asked for, in [0, 1], and the words that do."""
    match question.asked:
        case Asked.NUMBER:
            return _number(question, text, closeness)
        case Asked.TIME:
            return _found(_DATE, text)
        case Asked.PLACE:
            return _place(question, text)
        case Asked.PERSON:
            return _person(question, text, context)
        case Asked.REASON:
            return (1.0 if _BECAUSE.search(text) else 0.5 if _speaks(text) else 0.0), []
        case Asked.LIST:
            return (1.0 if len(re.findall(r",|\band\b", text)) >= 2 else 0.4), []
        case Asked.POSITION:
            return _said(text, context), []
        case _:
            return 1.0, []


def _said(text: str, context: str) -> float:
    """Whether somebody speaks in `text`, or acts so that a position shows."""
    return 1.0 if _speaks(text) else 0.5 if context else 0.2


def _speaks(text: str) -> bool:
    words = {fold(word.written) for word in words_of(text)}
    return bool(words & SAYING) or any(mark in text for mark in '“”"«»')


def _found(pattern: re.Pattern[str], text: str) -> tuple[float, Marks]:
    marks = [match.span() for match in pattern.finditer(text)]
    return (1.0 if marks else 0.0), marks[:1]


def _number(question: Question, text: str, closeness: Closeness) -> tuple[float, Marks]:
    """A figure; best one beside the thing that is counted."""
    if _AGE_ASKED.search(question.text):
        return _found(_AGE, text)
    figures = [match.span() for match in _FIGURE.finditer(text)]
    if not figures:
        return 0.0, []
    counted = question.sought
    if counted is None and _AMOUNT_ASKED.search(question.text):
        return _found(_AMOUNT, text)
    if counted is None:
        return 1.0, figures[:1]
    words = words_of(text)
    scored = []
    for start, end in figures:
        behind = [word for word in words if word.start >= end and is_content(word)][:3]
        near = [(closeness(counted, {word.form: fold(word.written)}), word.end) for word in behind]
        score, last = max(near, default=(0.0, end))
        scored.append((score, (start, last if score else end)))
    score, mark = max(scored, key=lambda pair: pair[0])
    return 0.2 + 0.8 * score, [mark]


def _place(question: Question, text: str) -> tuple[float, Marks]:
    asked = {word.form for word in question.words}
    for match in _PLACE.finditer(text):
        words = [word for word in words_of(match.group()) if is_content(word)]
        if not {word.form for word in words} & asked and not all(
            w.written.isupper() for w in words
        ):
            end = match.end() - match.group().endswith(".")
            return 1.0, [(match.start(), end)]
    return 0.0, []


def _person(question: Question, text: str, context: str) -> tuple[float, Marks]:
    asked = {word.form for word in question.words}
    if _IDENTITY.match(question.text) and question.names and not question.topic:
        return _identity(asked, text)
    for name in names_in(text):
        forms = {form_of(part) for part in name.text.split()}
        # Countries act as persons do: they sign, refuse, host.
        acts = not is_thing(name) and (len(name.text.split()) > 1 or bool(forms & NATION_FORMS))
        if acts and not forms & asked:
            return 1.0, [(name.start, name.end)]
    if any(True for _ in names_in(context)) and not {*terms(context)} & asked:
        return 0.8, []
    for name in names_in(text):
        if not {form_of(part) for part in name.text.split()} & asked and rarity(name.text) > 0.5:
            return 0.6, [(name.start, name.end)]
    return 0.2, []


_IDENTITY = re.compile(r"who(?:['’]s| is| was) (?:the )?[\w’' -]+\?*$", re.IGNORECASE)


def _identity(asked: set[str], text: str) -> tuple[float, Marks]:
    """Whether `text` says what somebody is, by a title at the name or behind it."""
    for name in names_in(text):
        if {form_of(part) for part in name.text.split()} & asked:
            title = name.titled != name.text or is_introduced(text, name)
            if title:
                return 1.0, [(name.end - len(name.titled), name.end)]
    return 0.4, []
