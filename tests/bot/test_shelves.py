"""The indexes on disk behind the bot: each guild has what all have, and what it added."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.holdings import Holdings, Step, Upload
from bot.knowledge import Knowledge, holds, text_around
from bot.shelves import Shelves
from index import library
from index.errors import SourceError
from tests.index.fakes import BagOfWords, document


def shelves(folder: Path) -> Shelves:
    """Everybody is answered from one source of two paragraphs."""
    shared = folder / "index"
    if not shared.exists():
        shared_document = document("Sixty signed.", "Two did not.", identity="gazette")
        library.build((shared_document,), shared, BagOfWords())
    return Shelves(shared, folder / "guilds", BagOfWords(), adding=BagOfWords())


def notes(text: str = "The hall was full.\n\nMany came.\n", name: str = "notes.txt") -> Upload:
    return Upload(name, text.encode())


def titles(knowledge: Knowledge) -> list[str]:
    return [source.title for source in knowledge.sources]


def test_what_is_added_for_a_guild_is_there_at_once_and_for_that_guild_alone(
    tmp_path: Path,
) -> None:
    here: Holdings = shelves(tmp_path)
    told: list[Step] = []
    added = here.add(7, notes(), told.append)
    assert (added.passages, added.unchanged) == (2, False)
    assert told == [
        Step("reading"), Step("indexing"), Step("indexing", 0, 2), Step("indexing", 2, 2)
    ]  # fmt: skip
    assert titles(here.knowledge(7)) == ["The gazette", "notes"]
    for guild in (8, None):
        assert titles(here.knowledge(guild)) == ["The gazette"]
        assert "full" not in {word for one in here.knowledge(guild).passages for word in [one.text]}
    assert [source.id for source in here.own(7)] == [added.source.id]
    assert (here.own(8), here.problem(7)) == ((), "")
    assert here.add(7, notes(), told.append).unchanged


def test_its_passages_are_found_again_with_all_of_the_text_around_them(tmp_path: Path) -> None:
    here = shelves(tmp_path)
    added = here.add(7, notes(), lambda _: None)
    knowledge = here.knowledge(7)
    first, second = [one for one in knowledge.passages if one.source.id == added.source.id]
    assert holds(knowledge, second)
    assert knowledge.around(first) == (None, second)
    assert "".join([*text_around(knowledge, second)]).startswith("The hall was full.")
    assert knowledge.count(added.source.id) == 2
    assert not holds(here.knowledge(8), second)


def test_what_is_removed_is_gone_and_the_rest_stays(tmp_path: Path) -> None:
    here = shelves(tmp_path)
    added = here.add(7, notes(), lambda _: None)
    other = here.add(7, notes("It rained.", "weather.txt"), lambda _: None)
    here.remove(7, added.source.id)
    assert titles(here.knowledge(7)) == ["The gazette", "weather"]
    with pytest.raises(SourceError):
        here.remove(7, added.source.id)
    with pytest.raises(SourceError):
        here.remove(7, "gazette")
    here.remove(7, other.source.id)
    assert titles(here.knowledge(7)) == ["The gazette"]
    assert here.own(7) == ()
    assert not here.add(7, notes(), lambda _: None).unchanged


def test_of_a_guild_that_is_left_the_folder_is_deleted(tmp_path: Path) -> None:
    here = shelves(tmp_path)
    here.add(7, notes(), lambda _: None)
    assert here.served() == {7}
    here.leave(7)
    here.leave(8)
    assert here.served() == frozenset()
    assert list((tmp_path / "guilds").iterdir()) == []
    assert titles(here.knowledge(7)) == ["The gazette"]


def test_a_damaged_index_of_a_guild_is_told_and_the_shared_one_serves(tmp_path: Path) -> None:
    shelves(tmp_path).add(7, notes(), lambda _: None)
    for file in (tmp_path / "guilds" / "7").rglob("manifest.json"):
        file.write_bytes(b"{}")
    here = shelves(tmp_path)
    assert titles(here.knowledge(7)) == ["The gazette"]
    assert here.problem(7) != ""
    assert here.own(7) == ()
    assert here.problem(8) == ""


def test_what_another_process_changes_is_there_for_the_next_question(tmp_path: Path) -> None:
    here, other = shelves(tmp_path), shelves(tmp_path)
    before = here.knowledge(7)
    other.add(7, notes(), lambda _: None)
    library.add((document("It is new.", identity="fresh"),), tmp_path / "index", BagOfWords())
    assert titles(before) == ["The gazette"]
    assert titles(here.knowledge(7)) == ["The gazette", "The fresh", "notes"]
    library.rollback(tmp_path / "index")
    assert titles(here.knowledge(7)) == ["The gazette", "notes"]
