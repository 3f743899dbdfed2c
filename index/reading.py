"""Which sentences of the found passages answer, and which of their words.

`Reader` is the seam for a trained reader; `HeuristicReader` judges by words, names, cosines and the
kind of answer that is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from index.embedding import Vectors
from index.names import SAYING, names_in
from index.question import Asked, Question
from index.types import Hit, Span
from index.words import (
    Word,
    fold,
    form_of,
    is_content,
    rarity,
    terms,
    weighed,
    weight_known,
    words_of,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence of a hit, read with a question in mind. All but the spans lie in [0, 1].

    `score` orders readings. `cosine` is the sentence's. `told` is the share, by rarity, of the words
    of the question's topic that the sentence or its context holds, in the same form or in one near
    in meaning; `told_nearby` that of its whole passage; `gap` the weight of the most telling word
    that the passage lacks. `named` is the share of the question's names, `named_nearby` that of its
    whole passage; `about_subject` whether
    the passage holds what the question is about at all. `fit` is how well the
    sentence holds the kind of answer asked for, and `marks` are the words that do.
    """

    hit: Hit
    sentence: Span
    marks: tuple[Span, ...]
    score: float
    cosine: float
    told: float
    told_nearby: float
    gap: float
    named: float
    named_nearby: float
    about_subject: bool
    fit: float


class Reader(Protocol):
    """Reads passages with a question in mind."""

    def read(self, question: Question, hits: Sequence[Hit]) -> tuple[Reading, ...]:
        """The sentences of `hits`, each with how well it answers, best first."""
        ...


class WordSpace(Protocol):
    """Vectors of single words; an embedder has them."""

    def embed_word(self, word: str) -> Vectors: ...


# Cosines of single words below the first say nothing; from the second on they mean the same.
_UNLIKE, _ALIKE = 0.28, 0.55
#: What a word near in meaning counts, beside 1 for the same word.
_SYNONYM = 0.8


class HeuristicReader:
    """A reader without a model of its own: words, names, cosines, and the kind of answer asked for."""

    def __init__(self, words: WordSpace) -> None:
        self._vector_of = lru_cache(maxsize=16_384)(words.embed_word)
        self._words_in = lru_cache(maxsize=4096)(self._content)

    def read(self, question: Question, hits: Sequence[Hit]) -> tuple[Reading, ...]:
        readings = [reading for hit in hits for reading in self._readings(question, hit)]
        return tuple(sorted(readings, key=lambda reading: -reading.score))

    def _readings(self, question: Question, hit: Hit) -> Iterator[Reading]:
        passage = hit.passage
        about = self._words_in(passage.context)
        nearby = {**self._words_in(passage.text), **about}
        sought = question.sought
        near = [self._closeness(word, nearby) for word in question.topic]
        weights = [rarity(word.written) for word in question.topic]
        told_nearby = weighed(zip(weights, near, strict=True))
        gap = max((w * (1 - n) for w, n in zip(weights, near, strict=True)), default=0.0)
        subject = question.subject
        about_it = not subject or self._closeness(subject, nearby) > 0
        in_passage = weight_known(question.names, frozenset(nearby))
        cosines = hit.sentence_cosines or (hit.cosine,) * len(passage.sentences)
        for sentence, cosine in zip(passage.sentences, cosines, strict=True):
            text = passage.words(sentence)
            own = {**self._words_in(text), **about}
            told = weighed(
                (weight, self._closeness(word, own))
                for weight, word in zip(weights, question.topic, strict=True)
            )
            in_sentence = weight_known(question.names, frozenset(own))
            fit, marks = fit_of(question, text, passage.context, self._closeness)
            if sought and question.asked in _KINDS_OF_THING:
                fit *= 0.3 + 0.7 * self._closeness(sought, nearby)
            yield Reading(
                hit=hit,
                sentence=sentence,
                marks=tuple(Span(sentence.start + a, sentence.start + b) for a, b in marks),
                score=(
                    0.30 * max(cosine, 0.0)
                    + 0.15 * hit.score
                    + 0.25 * told
                    # A sentence may go on about whom the one before has named.
                    + 0.15 * max(in_sentence, 0.8 * in_passage)
                    + 0.15 * fit
                ),
                cosine=max(cosine, 0.0),
                told=told,
                told_nearby=told_nearby,
                gap=gap,
                named=(in_sentence + in_passage) / 2,
                named_nearby=in_passage,
                about_subject=about_it,
                fit=fit,
            )

    @staticmethod
    def _content(text: str) -> dict[str, str]:
        """The content words of `text`: their form, and one way in which it is written."""
        return {word.form: fold(word.written) for word in words_of(text) if is_content(word)}

    def _closeness(self, word: Word, others: Mapping[str, str]) -> float:
        """1 where `others` hold the word, less where they hold one near in meaning."""
        if word.form in others:
            return 1.0
        if not others or not word.written.isalpha():
            return 0.0
        vector = self._vector_of(fold(word.written))
        nearest = max(float(self._vector_of(written) @ vector) for written in others.values())
        return _SYNONYM * min(max((nearest - _UNLIKE) / (_ALIKE - _UNLIKE), 0.0), 1.0)


_Marks = list[tuple[int, int]]
Closeness = Callable[[Word, Mapping[str, str]], float]
# Kinds whose own pattern does not say what kind of thing is asked for.
_KINDS_OF_THING = frozenset({Asked.LIST, Asked.POSITION, Asked.OTHER})

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


def fit_of(
    question: Question, text: str, context: str, closeness: Closeness
) -> tuple[float, _Marks]:
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
            return (1.0 if _BECAUSE.search(text) else 0.0), []
        case Asked.LIST:
            return (1.0 if len(re.findall(r",|\band\b", text)) >= 2 else 0.4), []
        case Asked.POSITION:
            return _said(text, context), []
        case _:
            return 1.0, []


def _said(text: str, context: str) -> float:
    """Whether somebody speaks in `text`, or acts so that a position shows."""
    words = {fold(word.written) for word in words_of(text)}
    if words & SAYING or re.search('[“”"«»]', text):
        return 1.0
    return 0.5 if context else 0.2


def _found(pattern: re.Pattern[str], text: str) -> tuple[float, _Marks]:
    marks = [match.span() for match in pattern.finditer(text)]
    return (1.0 if marks else 0.0), marks[:1]


def _number(question: Question, text: str, closeness: Closeness) -> tuple[float, _Marks]:
    """A figure; best one beside the thing that is counted."""
    figures = [match.span() for match in _FIGURE.finditer(text)]
    if not figures:
        return 0.0, []
    counted = question.sought
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


def _place(question: Question, text: str) -> tuple[float, _Marks]:
    asked = {word.form for word in question.words}
    for match in _PLACE.finditer(text):
        words = [word for word in words_of(match.group()) if is_content(word)]
        if not {word.form for word in words} & asked and not all(
            w.written.isupper() for w in words
        ):
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
