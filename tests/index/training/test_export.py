"""The forms in which the trained tensors may ship."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from index.checkpoint import SCALE, unpacked
from index.training.export import FORMS, Form, low_rank, packed, stated, untrained
from index.training.measure import Figures


def matrix(seed: int, rows: int, columns: int) -> torch.Tensor:
    return torch.randn(rows, columns, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("form", [*FORMS[:2], FORMS[-1]], ids=lambda form: form.label)
def test_every_form_of_the_whole_reader_is_small_enough_to_ship(form: Form) -> None:
    state = untrained()
    made = packed(state, form, state)
    assert sum(tensor.nbytes for tensor in made.values()) < 25_000_000
    assert unpacked(made, state).keys() == state.keys()


def test_the_forms_have_names_of_their_own() -> None:
    labels = [form.label for form in FORMS]
    assert labels == ["float16", "int8", "low-rank-16", "low-rank-64", "low-rank-128"]


@given(st.integers(0, 1000), st.integers(16, 40), st.integers(1, 40), st.floats(1e-6, 1e6))
def test_int8_is_off_by_half_a_step_of_its_row_at_the_most(
    seed: int, rows: int, columns: int, scale: float
) -> None:
    # Rows of very different sizes, one of them of nothing.
    sizes = torch.logspace(-3, 3, rows)[:, None]
    whole = matrix(seed, rows, columns) * sizes * scale
    whole[0] = 0
    made = packed({"encoder.m": whole}, Form("int8"), {})
    assert made["encoder.m"].dtype == torch.int8
    assert made["encoder.m" + SCALE].shape == (rows,)
    assert int(made["encoder.m"].abs().max()) == 127
    steps = (whole.abs().amax(dim=1) / 127).numpy()
    error = (unpacked(made, {})["encoder.m"] - whole).abs().amax(dim=1).numpy()
    assert (error <= steps * 0.5001).all()
    assert error[0] == 0


def test_an_outlier_in_one_row_costs_the_others_nothing() -> None:
    whole = matrix(3, 16, 64)
    alone = unpacked(packed({"encoder.m": whole}, Form("int8"), {}), {})["encoder.m"]
    whole[5, 5] = 1000.0
    beside = unpacked(packed({"encoder.m": whole}, Form("int8"), {}), {})["encoder.m"]
    assert torch.equal(alone[:5], beside[:5])
    assert torch.equal(alone[6:], beside[6:])


@pytest.mark.parametrize(("rows", "columns"), [(20, 20), (40, 24), (24, 40)])
@pytest.mark.parametrize("rank", [1, 7, 20])
def test_low_rank_is_numpys_truncated_decomposition(rows: int, columns: int, rank: int) -> None:
    whole = matrix(rows, rows, columns)
    left, right = low_rank(whole, rank)
    assert (left.shape, right.shape) == ((rows, rank), (rank, columns))
    u, values, v = np.linalg.svd(whole.double().numpy(), full_matrices=False)
    expected = u[:, :rank] * values[:rank] @ v[:rank]
    np.testing.assert_allclose((left @ right).numpy(), expected, atol=1e-4)
    # Eckart and Young: what is lost is the singular values that were cut off.
    lost = np.linalg.norm((left @ right - whole).numpy())
    assert lost == pytest.approx(np.sqrt((values[rank:] ** 2).sum()), abs=1e-3)


def test_a_difference_of_low_rank_is_kept_whole() -> None:
    base = {"encoder.m": matrix(1, 64, 48)}
    change = matrix(2, 64, 3) @ matrix(3, 3, 48)
    made = packed({"encoder.m": base["encoder.m"] + change}, Form("low-rank", 4), base)
    found = unpacked(made, base)["encoder.m"] - base["encoder.m"]
    assert float((found - change).abs().max()) < 0.01 * float(change.abs().max())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.label)
def test_vectors_and_heads_stay_as_they_are(form: Form) -> None:
    state = {"bias": torch.tensor([1e-9, 70000.0, 1 / 3]), "head": matrix(4, 2, 384)}
    made = packed(state, form, {})
    assert made.keys() == state.keys()
    assert all(torch.equal(made[name], state[name]) for name in state)


def test_figures_are_stated_rounded_and_without_what_is_not_a_number() -> None:
    figures = Figures(12, 10, 2 / 3, 1.0, float("nan"), 0.5)
    assert stated(figures) == {
        "questions": 12,
        "answerable": 10,
        "exact": 0.6667,
        "f1": 1.0,
        "adversarial": None,
        "hidden": 0.5,
    }


def test_heads_are_kept_as_they_are() -> None:
    whole = matrix(7, 64, 48)
    for form in FORMS:
        assert packed({"first.weight": whole}, form, {}).keys() == {"first.weight"}
