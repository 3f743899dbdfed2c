"""Which sentences of the found passages answer, and which of their words.

`HeuristicReader` judges by words, names, cosines and the kind of answer that is asked for;
`SpanReader` adds what a trained network makes of the passages. `Reader` is what they share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index import checkpoint
from index.embedding import Vectors
from index.errors import ModelError
from index.kinds import NAMED_BY_NOUN, fit_of
from index.polarity import agrees
from index.question import Question
from index.types import Extract, Hit, Passage, Span
from index.words import Word, fold, is_content, rarity, weighed, weight_known, words_of

if TYPE_CHECKING:
    from index.extraction import SpanNetwork, Tokens


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence of a hit, read with a question in mind. All figures lie in [0, 1].

    `score` orders readings. `cosine` is the sentence's. `told` is the share, by rarity, of the
    words of the question's topic that the sentence or its context holds, in the same form or in
    one near in meaning; `told_nearby` that of its whole passage; `gap` the weight of the most
    telling word that the passage lacks. `named` is the share of the question's names, the mean of
    sentence and passage; `named_nearby` that of the passage; `about_subject` whether the passage
    holds what the question is about at all; `agrees` whether the sentence negates what the
    question negates and nothing else of it. `fit` is how well the sentence holds the kind of
    answer asked for, and `marks` are the words that do.
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
    agrees: bool
    fit: float
    extract: Extract | None = None


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
    """A reader without a model: words, names, cosines, and the kind of answer asked for."""

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
        topic, sought = question.topic, question.sought
        near = [self._closeness(word, nearby) for word in topic]
        weights = [rarity(word.written) for word in topic]
        told_nearby = weighed(zip(weights, near, strict=True))
        gap = max((w * (1 - n) for w, n in zip(weights, near, strict=True)), default=0.0)
        subject = question.subject
        about_it = subject is None or self._closeness(subject, nearby) > 0
        about_it = about_it and all(word.form in nearby for word in question.pointing)
        in_passage = weight_known(question.names, frozenset(nearby))
        cosines = hit.sentence_cosines or (hit.cosine,) * len(passage.sentences)
        for sentence, cosine in zip(passage.sentences, cosines, strict=True):
            text = passage.words(sentence)
            own = {**self._words_in(text), **about}
            told = weighed(
                (weight, self._closeness(word, own))
                for weight, word in zip(weights, topic, strict=True)
            )
            in_sentence = weight_known(question.names, frozenset(own))
            fit, marks = fit_of(question, text, passage.context, self._closeness)
            if sought and question.asked in NAMED_BY_NOUN:
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
                agrees=agrees(topic, question.text, text),
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


#: Passages that the network reads: those that the rules hold for the best.
READ = 8


class SpanReader:
    """A trained network on top of the heuristics: it finds the words that answer.

    It reads the passages of the best sentences so far, with what they are about in front, a long
    one in windows that overlap, and gives each sentence the best words within it.
    """

    def __init__(self, base: Reader, network: SpanNetwork, tokens: Tokens) -> None:
        self._base = base
        self._network = network
        self._tokens = tokens

    def read(self, question: Question, hits: Sequence[Hit]) -> tuple[Reading, ...]:
        readings = self._base.read(question, hits)
        chosen = _worth_reading(readings)
        if not chosen:
            return readings
        from index.extraction import extract_within  # torch is loaded by now

        texts = [passage.head + passage.text for passage in chosen]
        shifts = [passage.start - len(passage.head) for passage in chosen]
        regions = [
            [(s.start - shift, s.end - shift) for s in passage.sentences]
            for passage, shift in zip(chosen, shifts, strict=True)
        ]
        windows = self._tokens.windows([question.text] * len(texts), texts)
        found: dict[tuple[int, Span], Extract] = {}
        for passage, shift, extracts in zip(
            chosen, shifts, extract_within(self._network, windows, regions), strict=True
        ):
            for sentence, one in zip(passage.sentences, extracts, strict=True):
                moved = replace(one, start=one.start + shift, end=one.end + shift)
                found[id(passage), sentence] = moved if one.end else one
        return tuple(
            replace(reading, extract=found.get((id(reading.hit.passage), reading.sentence)))
            for reading in readings
        )


def _worth_reading(readings: Sequence[Reading]) -> list[Passage]:
    """The passages of the best readings, each once."""
    best = {id(reading.hit.passage): reading.hit.passage for reading in readings}
    return list(best.values())[:READ]


def open_reader(words: WordSpace, folder: Path | None = None) -> tuple[Reader, ModelError | None]:
    """The trained reader in `folder`, otherwise the shipped one.

    Where it cannot be had, the heuristic one, with what went wrong.
    """
    heuristic = HeuristicReader(words)
    try:
        network, tokens = checkpoint.load(folder)
    except ModelError as error:
        return heuristic, error
    from index.extraction import quickened

    return SpanReader(heuristic, quickened(network), tokens), None
