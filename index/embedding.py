"""Embedding models behind one protocol; sentence-transformers is imported when one is loaded."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np
import numpy.typing as npt

from index import weights
from index.errors import ModelError
from index.types import Passage

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import PreTrainedModel

#: float32, one unit vector a row.
Vectors = npt.NDArray[np.float32]
Progress = Callable[[int], None]

#: The model that the project is measured with; its weights come with a package.
DEFAULT_MODEL = "all-MiniLM-L6-v2"
_BATCH = 32
# Where sentence-transformers keeps the words with which a model wants documents introduced.
_DOCUMENT_PROMPTS = ("document", "passage", "corpus")


@dataclass(frozen=True, slots=True)
class Embedded:
    """The vectors of passages, (n, d), and of all their sentences in order, (m, d)."""

    passages: Vectors
    sentences: Vectors


class Embedder(Protocol):
    """Turns text into unit vectors of one dimension; questions and passages share the space."""

    @property
    def name(self) -> str:
        """The model's name, as the settings give it."""
        ...

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the weights: vectors of two models must never meet."""
        ...

    @property
    def dimension(self) -> int: ...

    def embed_question(self, question: str) -> Vectors:
        """The question's vector, (d,)."""
        ...

    def embed_passages(
        self, passages: Sequence[Passage], progress: Progress | None = None
    ) -> Embedded:
        """The vectors of `passages` and of their sentences; `progress` is told each count done."""
        ...

    def embed_word(self, word: str) -> Vectors:
        """The vector of a single word out of any context, (e,): near for words alike in meaning.

        A space of its own, not to be mixed with the other vectors.
        """
        ...


class SentenceTransformerEmbedder:
    """An embedder over a sentence-transformers model with mean or CLS pooling.

    Sentences are embedded by late chunking (Günther et al., 2024, arXiv 2409.04701): the passage
    goes through the model once, and each sentence's vector is the mean over its own tokens, which
    have seen the whole passage and its context. So a sentence that says "he" knows who he is, and
    no text is run twice.

    `query_threads` and `build_threads` are torch's intra-operator threads; 0 means every core. A
    single question gains next to nothing from a second thread, and loses much when another process
    holds that core, so questions run on one by default.
    """

    def __init__(
        self,
        model: SentenceTransformer,
        *,
        name: str,
        fingerprint: str,
        query_threads: int = 1,
        build_threads: int = 0,
    ) -> None:
        self._model = model
        self._name = name
        self._fingerprint = fingerprint
        self._query_threads = query_threads
        self._build_threads = build_threads or os.cpu_count() or 1
        layer = cast("PreTrainedModel", model[0].model).get_input_embeddings()
        self._word_table = cast("torch.Tensor", layer.weight).detach().numpy()

    @classmethod
    def load(
        cls, name: str = DEFAULT_MODEL, *, query_threads: int = 1, build_threads: int = 0
    ) -> SentenceTransformerEmbedder:
        """Load the model called `name`: the default from its package, any other from a path or hub.

        Raises ModelError where it cannot be had, or where the default's weights are not the
        official ones.
        """
        folder = weights.packaged() if name == DEFAULT_MODEL else None
        if folder:
            fingerprint = weights.official(folder)
            os.environ.setdefault("HF_HUB_OFFLINE", "1")  # nothing is to be fetched for it
        from sentence_transformers import SentenceTransformer  # seconds to import

        _quiet_loading()
        try:
            model = SentenceTransformer(str(folder or name), device="cpu")
        except Exception as error:  # the hub's client raises its own, unrelated classes
            raise ModelError(
                f"The embedding model {name!r} cannot be loaded ({type(error).__name__}). Check "
                f"EMBEDDING_MODEL and the network, or leave it at {DEFAULT_MODEL}."
            ) from error
        if not folder:
            fingerprint = weights.of(model)
        return cls(
            model,
            name=name,
            fingerprint=fingerprint,
            query_threads=query_threads,
            build_threads=build_threads,
        )

    def in_background(self) -> SentenceTransformerEmbedder:
        """The same weights for a thread that embeds passages while this answers questions.

        It keeps to one thread, and has a tokenizer of its own: that is set anew for each call, and
        two calls at once would set it for each other.
        """
        weights_of = chain(self._model.parameters(), self._model.buffers())
        model = copy.deepcopy(self._model, {id(tensor): tensor for tensor in weights_of})
        return SentenceTransformerEmbedder(
            model, name=self._name, fingerprint=self._fingerprint, build_threads=1
        )

    @property
    def name(self) -> str:
        return self._name

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    @property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    def embed_question(self, question: str) -> Vectors:
        self._use_threads(self._query_threads)
        encoded = self._model.encode_query(
            question, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(encoded, dtype=np.float32)

    def embed_passages(
        self, passages: Sequence[Passage], progress: Progress | None = None
    ) -> Embedded:
        self._use_threads(self._build_threads)
        whole = np.zeros((len(passages), self.dimension), dtype=np.float32)
        parts: list[Vectors] = [np.zeros((0, self.dimension), dtype=np.float32)] * len(passages)
        # Neighbours in length share a batch, so that little is padded.
        order = sorted(range(len(passages)), key=lambda place: -len(passages[place].text))
        for first in range(0, len(order), _BATCH):
            batch = order[first : first + _BATCH]
            for place, (vector, sentences) in zip(
                batch, self._embed_batch([passages[place] for place in batch]), strict=True
            ):
                whole[place] = vector
                parts[place] = sentences
            if progress:
                progress(len(batch))
        return Embedded(whole, np.concatenate(parts) if parts else whole)

    def _embed_batch(self, passages: Sequence[Passage]) -> list[tuple[Vectors, Vectors]]:
        known = self._model.prompts
        prompt = next((known[key] or "" for key in _DOCUMENT_PROMPTS if key in known), "")
        prefixes = [passage.head for passage in passages]
        texts = [prefix + passage.text for prefix, passage in zip(prefixes, passages, strict=True)]
        outputs = cast(
            "list[dict[str, torch.Tensor]]",
            self._model.encode(
                texts,
                prompt=prompt or None,
                batch_size=_BATCH,
                output_value=None,
                show_progress_bar=False,
            ),
        )
        offsets = self._model.tokenizer(
            [prompt + text for text in texts],
            truncation=True,
            max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
        )["offset_mapping"]
        results = []
        for passage, prefix, output, pairs in zip(
            passages, prefixes, outputs, offsets, strict=True
        ):
            vector = _unit(output["sentence_embedding"].numpy())
            tokens = output["token_embeddings"][output["attention_mask"].bool()].numpy()
            shift = len(prompt) + len(prefix)
            results.append((vector, _pooled(passage, shift, vector, tokens, np.asarray(pairs))))
        return results

    def embed_word(self, word: str) -> Vectors:
        # The model's input embeddings: no pass through the layers, so a word costs microseconds.
        pieces = self._model.tokenizer(word, add_special_tokens=False)["input_ids"]
        if not pieces:
            return np.zeros(self._word_table.shape[1], dtype=np.float32)
        return _unit(self._word_table[pieces].mean(axis=0))

    def _use_threads(self, threads: int) -> None:
        import torch  # loaded with the model

        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)


def _pooled(
    passage: Passage, shift: int, whole: Vectors, tokens: Vectors, pairs: npt.NDArray[np.int64]
) -> Vectors:
    """The mean of each sentence's tokens, (sentences, d); the whole's where the model read none."""
    rows = np.empty((len(passage.sentences), whole.shape[0]), dtype=np.float32)
    starts, ends = pairs[:, 0] - shift, pairs[:, 1] - shift
    for row, sentence in enumerate(passage.sentences):
        first, last = sentence.start - passage.start, sentence.end - passage.start
        inside = (starts >= first) & (ends <= last) & (ends > starts)
        if not inside.any():  # beyond the model's window
            rows[row] = whole
            continue
        rows[row] = _unit(tokens[inside].mean(axis=0))
    return rows


def _unit(vector: npt.NDArray[Any]) -> Vectors:
    return (vector / max(float(np.linalg.norm(vector)), 1e-12)).astype(np.float32)


def _quiet_loading() -> None:
    """Keep transformers' own progress bar off a person's terminal."""
    from transformers.utils import logging as hub_logging

    hub_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
