"""Which sentences of the found passages answer, and which of their words.

`Reader` is the seam for a trained reader; `HeuristicReader` judges by words, names, cosines and the
kind of answer that is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.names import names_in
from index.question import Asked, Question
from index.types import Hit, Span
from index.words import Word, form_of, is_content, rarity, terms, weight_known, words_of


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence of a hit, read with a question in mind.

    `score` orders readings, in [0, 1]; `cosine` is the sentence's; `covered` is the share, by
    rarity, of the question's content words that the sentence or its context holds, and
    `covered_nearby` that of its whole passage; `named` the share of the question's names in the
    passage or its context; `fit` how well the sentence holds the kind of answer asked for, where
    `marks` are the words that do.
    """

    hit: Hit
    sentence: Span
    marks: tuple[Span, ...]
    score: float
    cosine: float
    covered: float
    covered_nearby: float
    named: float
    fit: float


class Reader(Protocol):
    """Reads passages with a question in mind."""

    def read(self, question: Question, hits: Sequence[Hit]) -> tuple[Reading, ...]:
        """The sentences of `hits`, each with how well it answers, best first."""
        ...


class HeuristicReader:
    """A reader without a model of its own."""

    def read(self, question: Question, hits: Sequence[Hit]) -> tuple[Reading, ...]:
        readings = [reading for hit in hits for reading in _readings(question, hit)]
        return tuple(sorted(readings, key=lambda reading: -reading.score))


def _readings(question: Question, hit: Hit) -> Iterator[Reading]:
    passage = hit.passage
    about = terms(passage.context)
    nearby = frozenset([*terms(passage.text), *about])
    cosines = hit.sentence_cosines or (hit.cosine,) * len(passage.sentences)
    for sentence, cosine in zip(passage.sentences, cosines, strict=True):
        text = passage.words(sentence)
        own = frozenset([*terms(text), *about])
        covered = weight_known(question.words, own)
        covered_nearby = weight_known(question.words, nearby)
        in_sentence = weight_known(question.names, own)
        in_passage = weight_known(question.names, nearby)
        fit, marks = _fit(question, text, passage.context)
        yield Reading(
            hit=hit,
            sentence=sentence,
            marks=tuple(Span(sentence.start + a, sentence.start + b) for a, b in marks),
            score=(
                0.30 * max(cosine, 0.0)
                + 0.15 * hit.score
                + 0.25 * covered
                + 0.05 * covered_nearby
                + 0.10 * in_sentence
                + 0.15 * fit
            ),
            cosine=cosine,
            covered=covered,
            covered_nearby=covered_nearby,
            named=min(in_passage, (in_sentence + in_passage) / 2),
            fit=fit,
        )


_Marks = list[tuple[int, int]]

_FIGURE = re.compile(
    r"\b\d[\d,.]*(?:\s(?:million|billion|trillion|thousand|percent|per cent)|%)?(?=\W|$)"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundreds?|thousands?|millions?|billions?|dozens?|one single|single)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:(?:on |earlier (?:on )?|last |next )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|(?:\d{1,2} )?(?:January|February|March|April|June|July|August|September|October"
    r"|November|December)\b(?: \d{1,2},)?(?: \d{4})?|(?:in |since )?\b(?:19|20)\d\d\b"
    r"|in the (?:hours|days|weeks|months|years)\b[^.,;]*|during the [^.,;]*|early in [^.,;]*"
    r"|in the early days of [^.,;]*|when (?:he|she|they) (?:was|were) \d+|at the closing ceremony)",
)
_PLACE = re.compile(
    r"\b(?:in|at|from|to|near|into|across)\s(?:the\s)?[A-Z][\w.-]*(?:\s(?:of\s|the\s)*[A-Z][\w.-]*)*"
)
_BECAUSE = re.compile(
    r"\b(?:because|since|due to|in order to|so that|as a result|thanks to|reasons?|therefore|purpose"
    r"|in the interest of|(?:is|was) a (?:matter|question) of|that is why|for fear|to avoid)\b",
    re.IGNORECASE,
)


def _fit(question: Question, text: str, context: str) -> tuple[float, _Marks]:
    """How well `text` holds the kind of answer asked for, in [0, 1], and the words that do."""
    match question.asked:
        case Asked.NUMBER:
            return _number(question, text)
        case Asked.TIME:
            return _found(_DATE, text)
        case Asked.PLACE:
            return _place(question, text)
        case Asked.PERSON:
            return _person(question, text, context)
        case Asked.REASON:
            return (1.0 if _BECAUSE.search(text) else 0.0), []
        case Asked.LIST:
            return (1.0 if len(re.findall(r",|\band\b", text)) >= 2 else 0.4), []
        case _:
            return 1.0, []


def _found(pattern: re.Pattern[str], text: str) -> tuple[float, _Marks]:
    marks = [match.span() for match in pattern.finditer(text)]
    return (1.0 if marks else 0.0), marks[:1]


def _number(question: Question, text: str) -> tuple[float, _Marks]:
    """A figure; best one beside the thing that is counted."""
    figures = [match.span() for match in _FIGURE.finditer(text)]
    if not figures:
        return 0.0, []
    counted = _counted(question)
    if counted is None:
        return 1.0, figures[:1]
    words = words_of(text)
    for start, end in figures:
        behind = [word for word in words if word.start >= end][:3]
        for word in behind:
            if word.form == counted.form:
                return 1.0, [(start, word.end)]
    return 0.4, figures[:1]


def _counted(question: Question) -> Word | None:
    """The noun behind "how many", where there is one."""
    asked = re.search(r"\b(?:how (?:many|much)|number of)\b", question.text, re.IGNORECASE)
    if not asked:
        return None
    behind = [word for word in words_of(question.text) if word.start >= asked.end()][:4]
    return next((word for word in behind if is_content(word)), None)


def _place(question: Question, text: str) -> tuple[float, _Marks]:
    asked = {word.form for word in question.words}
    for match in _PLACE.finditer(text):
        if not {word.form for word in words_of(match.group()) if is_content(word)} & asked:
            return 1.0, [match.span()]
    return 0.0, []


def _person(question: Question, text: str, context: str) -> tuple[float, _Marks]:
    asked = {word.form for word in question.words}
    for name in names_in(text):
        forms = {form_of(part) for part in name.text.split()}
        if not forms & asked and len(name.text.split()) > 1:
            return 1.0, [(name.start, name.end)]
    if any(True for _ in names_in(context)) and not {*terms(context)} & asked:
        return 0.8, []
    for name in names_in(text):
        if not {form_of(part) for part in name.text.split()} & asked and rarity(name.text) > 0.5:
            return 0.6, [(name.start, name.end)]
    return 0.2, []
