"""The commands that look after an index: each says what it did, and what it could not do."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.indexing import add_all, refresh_all
from index import curating
from index.acquiring import Acquired, Read
from index.errors import FetchError
from index.library import Library, build, sources_in
from tests.index.fakes import BagOfWords, document

GAZETTE = "https://gazette.example.org/river"
TIMES = "https://times.example.org/bridge"


@dataclass
class Web:
    """What `curating` acquires from: a few pages, of which any may be gone."""

    pages: dict[str, tuple[str, ...]]
    dropped: tuple[tuple[str, int], ...] = ()
    asked: list[str] = field(default_factory=list)

    def __call__(self, place: str, *, read: Read) -> Acquired:
        self.asked.append(place)
        if place not in self.pages:
            raise FetchError("The page is not there (any more). Check the address.")
        made = document(*self.pages[place], identity=place.split("//")[1].split(".")[0])
        source = replace(
            made.source,
            sha256=sha256(made.text.encode()).hexdigest(),
            origin=place,
            added="2026-11-30T08:00:00+00:00",
            media_type="text/plain",
        )
        return Acquired(replace(made, source=source), self.dropped)

    def add(self, places: tuple[str, ...], into: Path) -> bool:
        return add_all(places, into, BagOfWords(), partial(curating.add, acquire=self))

    def refresh(self, into: Path) -> bool:
        embedder = BagOfWords()
        return refresh_all(
            sources_in(into), into, embedder, partial(curating.refresh, acquire=self)
        )


@pytest.fixture
def web() -> Web:
    return Web({GAZETTE: ("The river rose.", "Nobody was hurt."), TIMES: ("The bridge fell.",)})


@pytest.fixture
def into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an index that is to be made, within a working folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "index"


def summit_bot(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def texts(folder: Path) -> list[str]:
    return [passage.text for passage in Library.open(folder, BagOfWords()).passages]


def test_each_source_that_is_added_is_named_with_what_was_done(
    web: Web, into: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert web.add((GAZETTE, TIMES), into)
    assert capsys.readouterr().out.splitlines() == [
        "gazette “The gazette”: 2 passages, 2 embedded, 0 unchanged.",
        "times “The times”: 1 passage, 1 embedded, 0 unchanged.",
    ]
    assert texts(into) == ["The river rose.", "Nobody was hurt.", "The bridge fell."]


def test_what_was_left_out_of_a_source_is_told(
    web: Web, into: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    web.dropped = (("bidirectional controls", 3), ("hidden HTML", 2))
    web.add((TIMES,), into)
    _, told = capsys.readouterr().out.splitlines()
    assert told == "    Left out, as nobody can see it: 3 bidirectional controls, 2 hidden HTML."


def test_one_source_that_cannot_be_added_does_not_keep_out_the_others(
    web: Web, into: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not web.add(("https://gone.example.org/", TIMES), into)
    told = capsys.readouterr()
    assert told.err.startswith(
        "Error: https://gone.example.org/: The page is not there (any more). Check the address.\n"
    )
    assert told.out.startswith("times “The times”: 1 passage")


def test_a_source_is_refreshed_with_only_what_is_new_embedded(
    web: Web, into: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    web.add((GAZETTE, TIMES), into)
    web.pages[GAZETTE] = ("The river rose.", "One was hurt.", "It rains.")
    capsys.readouterr()
    assert web.refresh(into)
    assert capsys.readouterr().out.splitlines() == [
        "gazette “The gazette”: 3 passages, 2 embedded, 1 unchanged.",
        "times “The times”: 1 passage, unchanged.",
    ]
    assert sorted(texts(into)) == [
        "It rains.", "One was hurt.", "The bridge fell.", "The river rose.",
    ]  # fmt: skip


def test_a_source_that_cannot_be_refreshed_stays_as_it_was(
    web: Web, into: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    web.add((GAZETTE, TIMES), into)
    del web.pages[GAZETTE]
    web.pages[TIMES] = ("The bridge stands.",)
    capsys.readouterr()
    assert not web.refresh(into)
    told = capsys.readouterr()
    assert told.err.startswith("Error: gazette: The page is not there")
    assert told.out == "times “The times”: 1 passage, 1 embedded, 0 unchanged.\n"
    assert sorted(texts(into)) == ["Nobody was hurt.", "The bridge stands.", "The river rose."]


def test_the_list_tells_what_came_when_from_where(web: Web, into: Path) -> None:
    web.add((GAZETTE, TIMES), into)
    assert summit_bot("index", "list", "--into", into).output.splitlines() == [
        "gazette “The gazette”",
        f"    2 passages, added 2026-11-30T08:00:00+00:00, from {GAZETTE}",
        "times “The times”",
        f"    1 passage, added 2026-11-30T08:00:00+00:00, from {TIMES}",
    ]
    lines = summit_bot("index", "list", "--json", "--into", into).output.splitlines()
    assert [json.loads(line) for line in lines] == [
        {
            "id": name,
            "title": f"The {name}",
            "passages": passages,
            "added": "2026-11-30T08:00:00+00:00",
            "origin": origin,
        }
        for name, passages, origin in (("gazette", 2, GAZETTE), ("times", 1, TIMES))
    ]


def test_a_title_cannot_steer_the_terminal(into: Path) -> None:
    made = document("The river rose.")
    titled = replace(made, source=replace(made.source, title="a\x1b[2Jb\u202ec"))
    build((titled,), into, BagOfWords())
    assert summit_bot("index", "list", "--into", into).output.startswith("gazette “a[2Jbc”\n")


def test_a_source_is_removed_and_named(web: Web, into: Path) -> None:
    web.add((GAZETTE, TIMES), into)
    removed = summit_bot("index", "remove", "gazette", "--into", into)
    assert (removed.exit_code, removed.output) == (0, "Removed: gazette “The gazette”\n")
    assert texts(into) == ["The bridge fell."]


def test_of_several_sources_none_is_removed_where_one_is_unknown(web: Web, into: Path) -> None:
    web.add((GAZETTE, TIMES), into)
    refused = summit_bot("index", "remove", "gazette", "nosuch", "--into", into)
    assert refused.exit_code == 2
    assert "has no source nosuch" in refused.output
    assert len(sources_in(into)) == 2


def test_a_rollback_undoes_one_change_after_the_other(web: Web, into: Path) -> None:
    web.add((GAZETTE,), into)
    web.add((TIMES,), into)
    summit_bot("index", "remove", "gazette", "--into", into)
    once = summit_bot("index", "rollback", "--into", into)
    assert once.output == f"{into}: generation-000002 serves again.\n"
    assert [source.id for source in sources_in(into)] == ["gazette", "times"]
    summit_bot("index", "rollback", "--into", into)
    assert [source.id for source in sources_in(into)] == ["gazette"]
    assert summit_bot("index", "rollback", "--into", into).exit_code == 2


def test_the_index_of_a_server_is_in_a_folder_of_its_own(web: Web, into: Path) -> None:
    web.add((TIMES,), Path("var/guilds/42"))
    assert "times" in summit_bot("index", "list", "--guild", "42").output
    summit_bot("index", "remove", "times", "--guild", "42")
    assert summit_bot("index", "list", "--guild", "42").output == ""
    assert not into.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("list", "--guild", "1", "--into", "x"), "Give one of them"),
        (("list", "--guild", "0"), "0 is not in the range"),
        (("list",), "There is no index in var/index"),
        (("list", "--guild", "7"), "The server 7 has no sources of its own"),
        (("rollback", "--guild", "7"), "summit-bot index add --guild 7 PATH_OR_URL"),
        (("remove",), "Missing argument"),
        (("add",), "Missing argument"),
        (("refresh", "nosuch", "--into", "there"), "there has no source nosuch"),
        (("refresh", "briefing", "--into", "there"), "briefing ships with the bot"),
    ],
)
def test_a_mistake_gets_a_sentence_and_exit_status_2(
    into: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    made = document("The river rose.", identity="briefing")
    shipped = replace(made, source=replace(made.source, origin="shipped"))
    build((shipped,), Path("there"), BagOfWords())
    done = summit_bot("index", *arguments)
    assert done.exit_code == 2
    assert sentence in done.output


def test_where_nothing_was_added_there_is_nothing_to_refresh(into: Path) -> None:
    made = document("The river rose.", identity="briefing")
    build((replace(made, source=replace(made.source, origin="shipped")),), into, BagOfWords())
    done = summit_bot("index", "refresh", "--into", into)
    assert (done.exit_code, done.output) == (0, f"{into}: no source that could be read again.\n")


def test_a_briefing_is_not_removed_from_the_default_index_which_would_take_it_up_again(
    into: Path,
) -> None:
    made = document("The river rose.", identity="briefing")
    shipped = replace(made, source=replace(made.source, origin="shipped"))
    build((shipped,), Path("var/index"), BagOfWords())
    refused = summit_bot("index", "remove", "briefing")
    assert refused.exit_code == 2
    assert "briefing ships with the bot, which would take it up again" in refused.output
    assert len(sources_in(Path("var/index"))) == 1
