"""What a scope is answered from: always the newest, and never another's."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index import library as libraries
from index.errors import IndexDamaged, IndexMismatch, IndexMissing
from index.holdings import OPEN, Holdings
from index.library import Library, add, build, remove
from tests.index.fakes import BagOfWords, document

FAIR = document("Nobody sold bread at the fair.", "The bridge was praised.")
TOWN = document("Tolls paid for the ferry.", identity="town")
CASTLE = document("A castle was sold.", identity="castle")


@pytest.fixture
def holdings(tmp_path: Path) -> Holdings:
    build([FAIR], tmp_path / "index", BagOfWords())
    return Holdings(tmp_path / "index", tmp_path / "guilds", BagOfWords())


def ids(library: Library) -> list[str]:
    return [source.id for source in library.sources]


def test_a_scope_has_what_all_share_and_its_own(tmp_path: Path, holdings: Holdings) -> None:
    add([TOWN], tmp_path / "guilds" / "1", BagOfWords())
    add([CASTLE], tmp_path / "guilds" / "2", BagOfWords())
    assert ids(holdings.library()) == ["gazette"]
    assert ids(holdings.library("1")) == ["gazette", "town"]
    assert ids(holdings.library("2")) == ["gazette", "castle"]
    assert ids(holdings.library("3")) == ["gazette"]
    assert [holdings.problem(scope) for scope in ("", "1", "3")] == ["", "", ""]


def test_nothing_is_opened_again_while_nothing_changes(tmp_path: Path, holdings: Holdings) -> None:
    add([TOWN], tmp_path / "guilds" / "1", BagOfWords())
    assert holdings.library() is holdings.library()
    assert holdings.library("1") is holdings.library("1")


def test_the_next_question_is_asked_of_what_was_built_meanwhile(
    tmp_path: Path, holdings: Holdings
) -> None:
    before = holdings.library("1")
    add([TOWN], tmp_path / "guilds" / "1", BagOfWords())
    assert ids(before) == ["gazette"]
    assert ids(holdings.library("1")) == ["gazette", "town"]
    add([CASTLE], tmp_path / "index", BagOfWords())
    assert ids(holdings.library("1")) == ["gazette", "castle", "town"]
    assert ids(holdings.library()) == ["gazette", "castle"]
    remove(["town"], tmp_path / "guilds" / "1")
    assert ids(holdings.library("1")) == ["gazette", "castle"]
    libraries.rollback(tmp_path / "index")
    assert ids(holdings.library("1")) == ["gazette"]


def test_what_all_share_is_held_once(tmp_path: Path, holdings: Holdings) -> None:
    for scope in ("1", "2"):
        add([TOWN], tmp_path / "guilds" / scope, BagOfWords())
    one, two = holdings.library("1"), holdings.library("2")
    assert one.passages[0] is two.passages[0]


def test_a_scopes_damaged_index_is_left_out_and_told_of_once(
    tmp_path: Path, holdings: Holdings, caplog: pytest.LogCaptureFixture
) -> None:
    add([TOWN], tmp_path / "guilds" / "1", BagOfWords())
    next((tmp_path / "guilds" / "1").glob("*/*/texts.txt")).unlink()
    for _ in range(3):
        assert ids(holdings.library("1")) == ["gazette"]
    assert "index build --into" in holdings.problem("1")
    assert caplog.messages == [holdings.problem("1")]
    assert holdings.problem() == ""
    build([TOWN], tmp_path / "guilds" / "1", BagOfWords())
    assert ids(holdings.library("1")) == ["gazette", "town"]
    assert holdings.problem("1") == ""


def test_a_scopes_index_of_another_model_is_left_out(tmp_path: Path, holdings: Holdings) -> None:
    add([TOWN], tmp_path / "guilds" / "1", BagOfWords(fingerprint="1" * 64))
    assert ids(holdings.library("1")) == ["gazette"]
    assert "was made with the model" in holdings.problem("1")


def test_where_the_generation_before_serves_the_problem_is_told(
    tmp_path: Path, holdings: Holdings, caplog: pytest.LogCaptureFixture
) -> None:
    build([TOWN], tmp_path / "index", BagOfWords())
    next((tmp_path / "index" / "generation-000002").glob("*/texts.txt")).unlink()
    for _ in range(3):
        assert ids(holdings.library()) == ["gazette"]
    assert "index rollback --into" in holdings.problem()
    assert len(caplog.messages) == 1
    libraries.rollback(tmp_path / "index")
    holdings.library()
    assert holdings.problem() == ""


def test_what_was_open_goes_on_serving_where_what_comes_next_cannot_be_opened(
    tmp_path: Path, holdings: Holdings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    holdings.library()
    build([TOWN], tmp_path / "index", BagOfWords(fingerprint="1" * 64))
    assert ids(holdings.library()) == ["gazette"]
    assert "was made with the model" in holdings.problem()


def test_a_shared_index_that_cannot_be_opened_is_an_error_each_time(tmp_path: Path) -> None:
    holdings = Holdings(tmp_path / "index", tmp_path / "guilds", BagOfWords())
    for _ in range(2):
        with pytest.raises(IndexMissing):
            holdings.library("1")
    build([FAIR], tmp_path / "index", BagOfWords(fingerprint="1" * 64))
    for _ in range(2):
        with pytest.raises(IndexMismatch):
            holdings.library()
    build([FAIR], tmp_path / "index", BagOfWords())
    assert ids(holdings.library()) == ["gazette"]


def test_a_shared_index_that_is_damaged_for_good_is_an_error(tmp_path: Path) -> None:
    build([FAIR], tmp_path / "index", BagOfWords())
    next((tmp_path / "index").glob("*/*/texts.txt")).unlink()
    with pytest.raises(IndexDamaged):
        Holdings(tmp_path / "index", tmp_path / "guilds", BagOfWords()).library()


@pytest.mark.parametrize("scope", ["../index", "a/b", "..", ".", ".hidden", "/etc"])
def test_a_scope_is_no_way_out_of_its_folder(holdings: Holdings, scope: str) -> None:
    with pytest.raises(ValueError, match="a scope is the name of a folder"):
        holdings.library(scope)


def test_only_so_many_scopes_are_kept_open(tmp_path: Path, holdings: Holdings) -> None:
    add([TOWN], tmp_path / "guilds" / "1", BagOfWords())
    first = holdings.library("1")
    for number in range(2, OPEN + 2):
        holdings.library(str(number))
    again = holdings.library("1")
    assert again is not first
    assert ids(again) == ids(first)


def test_many_threads_may_ask_while_another_builds(tmp_path: Path, holdings: Holdings) -> None:
    def ask(number: int) -> list[str]:
        return ids(holdings.library(str(number % 3)))

    with ThreadPoolExecutor(8) as threads:
        asked = threads.map(ask, range(200))
        for _ in range(5):
            add([TOWN], tmp_path / "guilds" / "1", BagOfWords())
            add([CASTLE], tmp_path / "index", BagOfWords())
        for found in asked:
            assert found[0] == "gazette"
            assert set(found) <= {"gazette", "castle", "town"}
    assert ids(holdings.library("1")) == ["gazette", "castle", "town"]


def test_what_all_share_by_now_is_no_longer_taken_from_the_scope(
    tmp_path: Path, holdings: Holdings
) -> None:
    add([TOWN, CASTLE], tmp_path / "guilds" / "1", BagOfWords())
    add([document("The ferry is free.", identity="town")], tmp_path / "index", BagOfWords())
    library = holdings.library("1")
    assert ids(library) == ["gazette", "town", "castle"]
    assert library.count("town") == 1
    [ferry, castle] = library.passages[-2:]
    assert (ferry.text, castle.text) == ("The ferry is free.", "A castle was sold.")
    for passage in (ferry, castle):
        place = passage.source.id, passage.source.sha256, passage.start, passage.end
        assert library.find(*place) == passage
    assert {hit.passage.text for hit in library.search("ferry")} == {
        passage.text for passage in library.passages
    }
