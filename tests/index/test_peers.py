"""Other libraries, each against what it should find."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np

from index.embedding import SentenceTransformerEmbedder
from index.peers import PEERS, dense, hybrid, lexical

TEXTS = ("The ferry crosses the river.", "Bread is sold in the market.", "The mayor resigned.")
ASKED = ("Who resigned?", "Where can I buy bread?")


def test_dense_orders_by_the_cosines_of_the_same_model(model: SentenceTransformerEmbedder) -> None:
    texts = np.stack([model.embed_question(text) for text in TEXTS])
    for question, found in zip(ASKED, dense(TEXTS, ASKED, 10), strict=True):
        assert found == np.argsort(-(texts @ model.embed_question(question))).tolist()


def test_lexical_finds_the_words_and_no_more_than_asked_for() -> None:
    assert [row[0] for row in lexical(TEXTS, ASKED, 10)] == [2, 1]
    assert [len(row) for row in lexical(TEXTS, ASKED, 2)] == [2, 2]


def test_hybrid_finds_both_or_says_that_it_is_not_there() -> None:
    found = hybrid(TEXTS, ASKED, 2)
    if find_spec("txtai") is None:
        assert found is None
    else:
        assert found is not None
        assert [row[0] for row in found] == [2, 1]


def test_a_peer_is_named_by_what_it_is() -> None:
    assert tuple(PEERS) == ("sentence-transformers + FAISS", "bm25s", "txtai, hybrid")
