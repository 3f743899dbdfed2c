"""Where an index, a reader and the bot are put together."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from bot.composing import take_up_briefings
from index.errors import LibraryError
from index.library import build, read_documents, sources_in
from tests.index.fakes import BagOfWords


def test_an_index_of_earlier_briefings_still_answers_where_the_disk_refuses(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first, *others = read_documents()
    old = replace(first, source=replace(first.source, sha256="0" * 64))
    build((old, *others), tmp_path, BagOfWords())
    lock = tmp_path / ".lock"
    lock.unlink()
    lock.mkdir()  # so that even root cannot write
    with caplog.at_level(logging.WARNING):
        take_up_briefings(tmp_path, BagOfWords())
    assert "cannot be written" in caplog.text
    assert "0" * 64 in {source.sha256 for source in sources_in(tmp_path)}


def test_where_there_is_none_and_none_can_be_made_that_is_the_error(tmp_path: Path) -> None:
    (tmp_path / ".lock").mkdir()
    with pytest.raises(LibraryError, match="cannot be written"):
        take_up_briefings(tmp_path, BagOfWords())
