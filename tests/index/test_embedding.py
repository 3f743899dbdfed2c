"""The model that the project ships with, against sentence-transformers itself."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer

from index import weights
from index.chunking import Chunking
from index.embedding import DEFAULT_MODEL, Embedded, SentenceTransformerEmbedder
from index.errors import ModelError
from index.types import Passage, Span
from tests.index.fakes import document, passage

Model = SentenceTransformerEmbedder


@pytest.fixture(scope="module")
def oracle() -> SentenceTransformer:
    return SentenceTransformer(str(weights.packaged()), device="cpu")


@pytest.fixture(scope="module")
def embedded(model: Model, corpus: tuple[Passage, ...]) -> Embedded:
    return model.embed_passages(corpus)


def test_the_model_says_which_it_is(model: Model) -> None:
    assert (model.name, model.fingerprint) == (DEFAULT_MODEL, weights.OFFICIAL)
    assert model.dimension == 384


def test_a_passage_is_embedded_as_its_context_and_its_text(
    oracle: SentenceTransformer, corpus: tuple[Passage, ...], embedded: Embedded
) -> None:
    texts = [f"{p.context}. {p.text}" if p.context else p.text for p in corpus]
    assert sum(text != p.text for text, p in zip(texts, corpus, strict=True)) >= 10
    expected = oracle.encode(texts, normalize_embeddings=True)
    assert embedded.passages.dtype == np.float32
    assert np.sum(embedded.passages * expected, axis=1).min() > 0.9999


def test_a_question_is_embedded_as_sentence_transformers_does(
    oracle: SentenceTransformer, model: Model
) -> None:
    question = "How many countries signed?"
    expected = oracle.encode(question, normalize_embeddings=True)
    vector = model.embed_question(question)
    assert vector.shape == (384,)
    assert float(vector @ expected) > 0.9999


def test_the_sentence_of_a_passage_of_one_is_the_passage(model: Model) -> None:
    # Both are the mean of tokens; the passage's has the two that frame it as well.
    both = model.embed_passages([passage("The river flooded the old bridge twice last spring.")])
    assert float(both.passages[0] @ both.sentences[0]) > 0.95


def test_a_sentence_is_the_mean_of_its_tokens_within_its_passage(
    oracle: SentenceTransformer, corpus: tuple[Passage, ...], embedded: Embedded
) -> None:
    expected = []
    for p in corpus:
        text = f"{p.context}. {p.text}" if p.context else p.text
        tokens = np.asarray(oracle.encode(text, output_value="token_embeddings"))
        pieces = oracle.tokenizer(text)
        for sentence in p.sentences:
            start, end = (at - p.end + len(text) for at in (sentence.start, sentence.end))
            inside = {pieces.char_to_token(place) for place in range(start, end)} - {None}
            expected.append(tokens[sorted(inside)].mean(axis=0))
    oracles = np.stack([vector / np.linalg.norm(vector) for vector in expected])
    assert embedded.sentences.shape == oracles.shape
    assert np.sum(embedded.sentences * oracles, axis=1).min() > 0.9999
    np.testing.assert_allclose(np.linalg.norm(embedded.sentences, axis=1), 1.0, atol=1e-5)


def test_every_sentence_is_near_to_what_it_means_alone(
    oracle: SentenceTransformer, corpus: tuple[Passage, ...], embedded: Embedded
) -> None:
    texts = [p.words(sentence) for p in corpus for sentence in p.sentences]
    alone = np.asarray(oracle.encode(texts, normalize_embeddings=True))
    cosines = embedded.sentences @ alone.T
    assert np.diag(cosines).min() > 0.5
    assert np.diag(cosines).mean() > cosines.mean() + 0.3


def test_a_sentence_that_says_she_knows_who_she_is(model: Model) -> None:
    text = "She praised the old bridge."
    question = model.embed_question("What did Ursula von der Leyen praise?")
    near, far = (
        float(model.embed_passages([passage(text, context=context)]).sentences[0] @ question)
        for context in ("EU president Ursula von der Leyen", "")
    )
    assert near > far + 0.05


def test_a_vector_depends_on_no_other_passage_and_on_no_order(
    model: Model, corpus: tuple[Passage, ...], embedded: Embedded
) -> None:
    backwards = model.embed_passages(corpus[::-1])
    np.testing.assert_allclose(backwards.passages[::-1], embedded.passages, atol=1e-5)
    alone = model.embed_passages([corpus[4]])
    first = sum(len(p.sentences) for p in corpus[:4])
    np.testing.assert_allclose(alone.passages[0], embedded.passages[4], atol=1e-5)
    np.testing.assert_allclose(
        alone.sentences, embedded.sentences[first : first + len(alone.sentences)], atol=1e-5
    )


def test_sentences_beyond_the_models_window_take_the_passages_vector(model: Model) -> None:
    long = document("The river flooded the old bridge twice. " * 60)
    (whole,) = Chunking(10_000).passages(long)
    both = model.embed_passages([whole])
    np.testing.assert_array_equal(both.sentences[-1], both.passages[0])
    assert not np.array_equal(both.sentences[0], both.passages[0])
    np.testing.assert_allclose(np.linalg.norm(both.sentences, axis=1), 1.0, atol=1e-5)


@pytest.mark.parametrize("text", ["\u200b", "😀", "\u202e", "ﾞ", "x" * 5000])
def test_text_that_the_model_has_no_words_for_still_has_a_unit_vector(
    model: Model, text: str
) -> None:
    odd = Passage(passage("a").source, 0, len(text), text, 1, sentences=(Span(0, len(text)),))
    both = model.embed_passages([odd])
    for vector in (both.passages[0], both.sentences[0], model.embed_question(text)):
        assert float(np.linalg.norm(vector)) == pytest.approx(1.0, abs=1e-5)


def test_nothing_to_embed_gives_no_rows_and_progress_adds_up(model: Model) -> None:
    nothing = model.embed_passages([])
    assert (nothing.passages.shape, nothing.sentences.shape) == ((0, 384), (0, 384))
    told: list[int] = []
    model.embed_passages([passage(f"Number {number}.") for number in range(40)], told.append)
    assert sum(told) == 40
    assert len(told) > 1


def test_words_alike_in_meaning_are_near_without_context(model: Model) -> None:
    def cosine(one: str, other: str) -> float:
        return float(model.embed_word(one) @ model.embed_word(other))

    assert cosine("nation", "nation") == pytest.approx(1.0, abs=1e-5)
    assert cosine("nation", "country") > 0.4 > cosine("nation", "bread")
    assert not model.embed_word("").any()


def test_questions_and_builds_run_on_the_threads_they_were_given(model: Model) -> None:
    # A model of its own, so that the one shared by other tests keeps its threads.
    other = SentenceTransformerEmbedder.load(query_threads=2, build_threads=3)
    other.embed_question("Who?")
    assert torch.get_num_threads() == 2
    other.embed_passages([passage("One.")])
    assert torch.get_num_threads() == 3
    model.embed_question("Who?")
    assert torch.get_num_threads() == 1


def test_in_the_background_the_same_weights_embed_the_same_on_one_thread(model: Model) -> None:
    beside = model.in_background()
    assert (beside.name, beside.fingerprint) == (model.name, model.fingerprint)
    every = [passage("Sixty-one countries signed."), passage("Two did not. They said why.")]
    found, expected = beside.embed_passages(every), model.embed_passages(every)
    assert found.passages == pytest.approx(expected.passages, abs=1e-6)
    assert found.sentences == pytest.approx(expected.sentences, abs=1e-6)
    beside.embed_passages(every)
    assert torch.get_num_threads() == 1


def test_a_model_that_does_not_exist_is_said_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match=r"'/no/such/model' cannot be loaded .*EMBEDDING_MODEL"):
        SentenceTransformerEmbedder.load("/no/such/model")


def test_a_model_from_a_folder_is_known_by_its_weights(model: Model) -> None:
    folder = str(weights.packaged())
    same = SentenceTransformerEmbedder.load(folder)
    assert same.name == folder
    assert same.fingerprint == SentenceTransformerEmbedder.load(folder).fingerprint
    assert len(same.fingerprint) == 64
    question = "Who signed?"
    assert float(same.embed_question(question) @ model.embed_question(question)) > 0.9999
