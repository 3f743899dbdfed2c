"""The files of a folder, and what is held out of them."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from index.errors import SourceError
from index.training.data import File, read_data
from index.training.squad import CHOSEN_ON, REPORTED, Article
from tests.index.training.material import HARBOUR, article, write

HELD_OUT = [article(title, *HARBOUR.paragraphs) for title in sorted(REPORTED | CHOSEN_ON)]


def named(title: str) -> Article:
    return article(title, HARBOUR.paragraphs[0])


def test_files_come_in_the_order_of_their_names_with_their_shares(tmp_path: Path) -> None:
    write(tmp_path / "squadshifts-reddit.json", [named("c")])
    write(tmp_path / "squad2.json", [named("a"), *HELD_OUT, named("b")])
    path = write(tmp_path / "squadshifts-amazon.json", [named("d")])
    (tmp_path / "notes.txt").write_text("not read")
    data = read_data(tmp_path)
    assert [(one.title, share) for one, share in data.taught] == [
        ("a", 1.0),
        ("b", 1.0),
        ("d", 0.3),
        ("c", 0.3),
    ]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert data.files[1] == File("squadshifts-amazon.json", digest, 0.3, 1, 3, 1)
    assert (data.files[0].articles, data.files[0].answerable) == (6, 3 + 4 * 10 + 3)


def test_articles_that_are_held_out_are_not_learnt_from_whichever_file_has_them(
    tmp_path: Path,
) -> None:
    for number, one in enumerate(HELD_OUT):
        write(tmp_path / f"{number}.json", [one, named(f"own {number}")])
    data = read_data(tmp_path)
    assert {one.title for one, _ in data.taught} == {f"own {n}" for n in range(len(HELD_OUT))}
    assert {one.title for one in data.reported} == REPORTED
    assert {one.title for one in data.chosen_on} == CHOSEN_ON


def test_an_absent_folder_and_one_without_files_are_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"There is no folder .*absent"):
        read_data(tmp_path / "absent")
    with pytest.raises(SourceError, match="There is no JSON file in"):
        read_data(tmp_path)


@pytest.mark.parametrize("missing", [REPORTED, CHOSEN_ON])
def test_data_without_the_articles_to_measure_on_is_refused(
    tmp_path: Path, missing: frozenset[str]
) -> None:
    write(tmp_path / "a.json", [HARBOUR, *(one for one in HELD_OUT if one.title not in missing)])
    with pytest.raises(
        SourceError, match=f"no answerable question of .*{sorted(map(re.escape, missing))[-1]}"
    ):
        read_data(tmp_path)
