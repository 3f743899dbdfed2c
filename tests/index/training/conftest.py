"""What several tests of the training need and what takes a while to make."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.index.training.material import tiny_encoder


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_encoder(tmp_path_factory.mktemp("tiny"))
