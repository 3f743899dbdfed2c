"""The default index follows the shipped briefings, and keeps what was added beside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.briefings import keep_briefings
from index.library import add, build, read_documents, sources_in
from index.types import Document
from tests.index.fakes import BagOfWords, document


def shipped(*paragraphs: str, identity: str) -> Document:
    made = document(*paragraphs, identity=identity)
    return replace(made, source=replace(made.source, origin="shipped"))


def ids(folder: Path) -> set[str]:
    return {source.id for source in sources_in(folder)}


CURRENT = {briefing.source.id for briefing in read_documents()}


def test_the_index_is_built_of_the_briefings_where_there_is_none(tmp_path: Path) -> None:
    keep_briefings(tmp_path / "index", BagOfWords())
    sources = sources_in(tmp_path / "index")
    assert {source.id for source in sources} == CURRENT
    assert {source.origin for source in sources} == {"shipped"}
    assert all(source.added.endswith("+00:00") for source in sources)


def test_an_index_that_is_up_to_date_is_not_written_again(tmp_path: Path) -> None:
    keep_briefings(tmp_path, BagOfWords())
    before = (tmp_path / "CURRENT").read_bytes()
    embedder = BagOfWords()
    keep_briefings(tmp_path, embedder)
    assert (tmp_path / "CURRENT").read_bytes() == before
    assert embedder.embedded == []


def test_changed_new_and_gone_briefings_are_taken_up_and_what_was_added_stays(
    tmp_path: Path,
) -> None:
    first, *others = read_documents()
    changed = replace(first, source=replace(first.source, sha256="0" * 64))
    old = shipped("It was said.", identity="gone")
    build((changed, old, *others[1:]), tmp_path, BagOfWords())  # and others[0] is new
    add((document("The river rose."),), tmp_path, BagOfWords())
    embedder = BagOfWords()
    keep_briefings(tmp_path, embedder)
    assert ids(tmp_path) == {*CURRENT, "gazette"}
    assert first.source in [replace(source, added="") for source in sources_in(tmp_path)]
    new = {passage.source.id for passage in embedder.embedded}
    assert new == {others[0].source.id}  # the words of the changed one are known


def test_an_index_of_other_sources_is_left_as_it_is(tmp_path: Path) -> None:
    build((document("The river rose."),), tmp_path, BagOfWords())
    keep_briefings(tmp_path, BagOfWords())
    assert ids(tmp_path) == {"gazette"}
