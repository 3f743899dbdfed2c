"""The network that reads: its windows, its spans, and the best of them."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from index import weights
from index.extraction import (
    LONGEST_ANSWER,
    OVERLAP,
    WINDOW,
    Scored,
    SpanNetwork,
    Tokens,
    _best,
    against_the_rest,
    extract,
    trainable,
)
from tests.index.fakes import TEXTS
from tests.index.training.material import tiny_encoder

TEXT = " ".join(f"On day {number} the keeper saw ship {number * 7}." for number in range(400))


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return Tokens(weights.packaged())


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> SpanNetwork:
    """A random one: where it points is of no meaning, but has to be somewhere in the text."""
    return SpanNetwork.over(tiny_encoder(tmp_path_factory.mktemp("tiny"))).eval()


def test_a_short_text_is_read_in_one_window(tokens: Tokens) -> None:
    windows = tokens.windows(["Who came?"], ["Anna Berg came."])
    assert windows.of.tolist() == [0]
    words = ["Anna Berg came."[a:b] for a, b in windows.offsets[0][windows.readable[0]]]
    assert words == ["Anna", "Berg", "came", "."]


def test_a_long_text_is_read_whole_in_windows_that_overlap(tokens: Tokens) -> None:
    windows = tokens.windows(["Which ship?", "Who?"], [TEXT, "Nobody."])
    assert windows.batch["input_ids"].shape[1] == WINDOW
    rows = np.flatnonzero(windows.of == 0)
    assert len(rows) > 10
    spans = [windows.offsets[row][windows.readable[row]] for row in rows]
    for before, after in pairwise(spans):
        shared = np.flatnonzero(before[:, 0] == after[0, 0])
        assert len(before) - shared[0] == OVERLAP
        np.testing.assert_array_equal(before[shared[0] :], after[:OVERLAP])
    covered = np.zeros(len(TEXT), dtype=bool)
    for start, end in np.concatenate(spans):
        covered[start:end] = True
    assert "".join(np.array(list(TEXT))[~covered]).strip() == ""


def test_windows_may_be_narrower_and_overlap_by_a_quarter(tokens: Tokens) -> None:
    windows = tokens.windows(["Which ship?"], [TEXT], 64)
    assert windows.batch["input_ids"].shape[1] == 64
    one, two = (windows.offsets[row][windows.readable[row]] for row in (0, 1))
    np.testing.assert_array_equal(one[-16:], two[:16])


def test_a_very_long_question_leaves_room_for_the_text(tokens: Tokens) -> None:
    question = "Who " + "really " * 2000 + "came?"
    windows = tokens.windows([question], ["Anna Berg came."])
    words = ["Anna Berg came."[a:b] for a, b in windows.offsets[0][windows.readable[0]]]
    assert words == ["Anna", "Berg", "came", "."]


def test_an_answer_in_any_window_of_a_long_text_is_found_at_its_place(tokens: Tokens) -> None:
    # A network of no layers whose heads see nothing but which word a token is.
    class Pointing(SpanNetwork):
        def __init__(self, word: int) -> None:
            super().__init__(torch.nn.Identity(), 1)
            self._word = word

        def forward(self, batch: dict[str, torch.Tensor]) -> Scored:
            here = (batch["input_ids"] == self._word).float()
            told = here.amax(dim=1)
            stances = torch.stack([told, torch.full_like(told, -100.0), torch.zeros_like(told)], 1)
            pairs = torch.zeros(*here.shape, here.shape[1])
            return Scored(torch.stack([here, here], dim=-1) * 9, pairs, stances)

    (piece,) = tokens.windows([""], ["lighthouse"]).batch["input_ids"][0][2:-1].tolist()
    for place in (0, 4_000, 9_000, len(TEXT)):
        text = f"{TEXT[:place]} lighthouse {TEXT[place:]}"
        (found,) = extract(Pointing(piece), tokens.windows(["Which?"], [text]))
        assert text[found.start : found.end] == "lighthouse"
        assert (found.span, found.null, found.verdict) == (18.0, 0.0, 1.0)
        assert found.margin == 10.0


@settings(max_examples=60)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4))
def test_a_span_lies_in_its_text_whatever_the_text(
    network: SpanNetwork, tokens: Tokens, pairs: list[tuple[str, str]]
) -> None:
    windows = tokens.windows([q for q, _ in pairs], [text for _, text in pairs])
    found = extract(network, windows)
    assert len(found) == len(pairs)
    for (_, text), one in zip(pairs, found, strict=True):
        assert 0 <= one.start <= one.end <= len(text)
        assert (one.start == one.end) == (not text[one.start : one.end].strip())


def test_a_text_of_nothing_has_no_words_and_a_hopeless_margin(
    network: SpanNetwork, tokens: Tokens
) -> None:
    one, other = extract(network, tokens.windows(["Who?", "Who?"], ["", "Anna Berg came."]))
    assert (one.start, one.end) == (0, 0)
    assert one.margin <= -15
    assert other.end > other.start


def test_pairs_do_not_see_each_other(network: SpanNetwork, tokens: Tokens) -> None:
    pairs = [("Who came?", "Anna Berg came."), ("When?", TEXT[:3000]), ("Why?", "It rained.")]
    together = extract(network, tokens.windows([q for q, _ in pairs], [t for _, t in pairs]))
    for (question, text), one in zip(pairs, together, strict=True):
        (alone,) = extract(network, tokens.windows([question], [text]))
        assert (one.start, one.end) == (alone.start, alone.end)
        assert one.margin == pytest.approx(alone.margin, abs=1e-4)


@given(st.integers(0, 2**32 - 1), st.integers(1, 80))
def test_the_best_span_is_that_of_a_search_through_all(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    # Few different scores, so that there are ties.
    scores = rng.integers(-3, 4, (count, 2)).astype(np.float32)
    pairs = rng.integers(-2, 3, (count, count)).astype(np.float32)
    readable = rng.random(count) < 0.7
    offsets = np.stack([np.arange(count) * 3, np.arange(count) * 3 + 2], axis=1)
    stances = np.array([0.5, -1.5, 2.0], dtype=np.float32)
    found = _best(scores, pairs, stances, offsets, readable)
    places = [n for n in range(count) if readable[n]]
    sums = {
        (first, last): float(scores[first, 0] + scores[last, 1] + pairs[first, last])
        for first in places
        for last in places
        if first <= last < first + LONGEST_ANSWER
    }
    if not sums:
        assert found is None
        return
    assert found is not None
    assert found.span == max(sums.values())
    assert sums[found.start // 3, (found.end - 2) // 3] == found.span
    assert found.null == float(scores[0].sum() + pairs[0, 0])
    assert (found.verdict, found.denial) == (0.5, -1.5)


def test_no_pair_of_ends_is_preferred_before_training(network: SpanNetwork, tokens: Tokens) -> None:
    scored = network(tokens.windows(["Who?"], ["Anna Berg came."]).batch)
    assert scored.pairs.shape == (*scored.ends.shape[:2], scored.ends.shape[1])
    assert not scored.pairs.any()


def test_a_pair_is_scored_by_what_its_two_tokens_are(tokens: Tokens) -> None:
    # One feature a token: it is 1 for "Anna" and 2 for "Bern", and 0 for all others.
    class Told(torch.nn.Module):
        def forward(self, input_ids: torch.Tensor, **_: torch.Tensor) -> object:
            anna, bern = tokens.windows([""], ["Anna Bern"]).batch["input_ids"][0][2:4].tolist()
            states = (input_ids == anna).float() + 2 * (input_ids == bern).float()
            return SimpleNamespace(last_hidden_state=states[:, :, None])

    network = SpanNetwork(Told(), 1)
    with torch.no_grad():
        network.first.weight.fill_(0.5)
        network.last.weight.fill_(0.25)
    windows = tokens.windows(["Who?"], ["Anna saw Bern"])
    scored = network(windows.batch)
    one, _, other = np.flatnonzero(windows.readable[0])
    features = len(network.first.weight)
    assert scored.pairs[0, one, other].item() == pytest.approx(0.5 * 0.25 * 1 * 2 * features)
    assert scored.pairs[0, one, one].item() == pytest.approx(0.5 * 0.25 * 1 * 1 * features)


def test_each_stance_is_weighed_against_the_two_others_together() -> None:
    shares = torch.tensor([[0.7, 0.2, 0.1], [1 / 3, 1 / 3, 1 / 3]])
    found = against_the_rest(shares.log() + 5.0)
    expected = (shares / (1 - shares)).log()
    assert torch.allclose(found, expected, atol=1e-5)


def test_what_is_trained_is_all_but_the_word_pieces(network: SpanNetwork) -> None:
    left = set(network.state_dict()) - set(trainable(network))
    assert left == {"encoder.embeddings.word_embeddings.weight"}
