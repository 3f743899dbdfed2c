"""Segments as files: back to the last bit, whole or not at all, and never two of one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.chunking import Chunking
from index.files import checked, contents_of, digest_of, name_of, segment_of, take_over
from index.segments import Segment
from index.types import Document
from tests.index.fakes import DIMENSION, BagOfWords, document

GAZETTE = document("The river flooded the old bridge. Nobody was hurt.", "naïve 😀")
NAME = Path("segment") / "texts.txt"
CONTENT = b"The river rose."


def segment(*documents: Document) -> Segment:
    passages = [Chunking().passages(each) for each in documents]
    return Segment.of(documents, passages, BagOfWords().embed_passages(sum(passages, ())))


def test_a_segment_comes_back_to_the_last_bit() -> None:
    before = segment(GAZETTE, document("Tolls.", identity="town"))
    contents, table = contents_of(before)
    views = {name: memoryview(bytes(content)) for name, content in contents.items()}
    after = segment_of(before.sources, views, table, DIMENSION)
    again, same = contents_of(after)
    assert {name: bytes(content) for name, content in again.items()} == {
        name: bytes(content) for name, content in contents.items()
    }
    assert same == table
    assert [after.passage(at) for at in range(3)] == [before.passage(at) for at in range(3)]
    assert after.vectors.search(before.vectors.rows[1], 1)[0].tolist() == [1]


@pytest.mark.parametrize("file", ["texts.txt", "passages.jsonl", "vectors.f32", "sentences.f16"])
def test_files_that_do_not_fit_each_other_are_refused(file: str) -> None:
    of = segment(GAZETTE)
    contents, table = contents_of(of)
    shorter = {**contents, file: bytes(contents[file])[: -4 * DIMENSION]}
    with pytest.raises(ValueError, match="do not fit"):
        segment_of(of.sources, shorter, table, DIMENSION)


def test_a_segment_is_named_for_its_content_and_its_sources() -> None:
    digests = {"texts.txt": digest_of(b"a")}
    assert name_of(digests, ["one"]) == name_of(dict(digests), ["one"])
    others = {name_of({"texts.txt": digest_of(b"b")}, ["one"]), name_of(digests, ["two"])}
    assert len(others - {name_of(digests, ["one"])}) == 2


@pytest.mark.parametrize("size", [0, 1000, 65 * 2**20])
def test_a_file_is_read_where_it_is_what_its_digest_was_taken_of(tmp_path: Path, size: int) -> None:
    content = np.random.default_rng(0).bytes(size)
    path = tmp_path / "file"
    path.write_bytes(content)
    found = checked(path, digest_of(content))
    assert found is not None
    assert bytes(found) == content
    for other in (content + b"x", content[:-1] + b"x", content[1:]):
        if other != content:
            path.with_name("other").write_bytes(other)
            assert checked(path.with_name("other"), digest_of(content)) is None
    assert checked(tmp_path / "absent", digest_of(content)) is None
    assert checked(tmp_path, digest_of(content)) is None


def generation(folder: Path, name: str, content: bytes | None) -> Path:
    path = folder / name
    (path / NAME.parent).mkdir(parents=True)
    if content is not None:
        (path / NAME).write_bytes(content)
    return path


def test_a_file_is_linked_from_another_generation_and_never_from_the_last(tmp_path: Path) -> None:
    last, other, new = (generation(tmp_path, n, CONTENT) for n in ("last", "other", "new"))
    (new / NAME).unlink()
    assert take_over(NAME, digest_of(CONTENT), last=last, others=[other], into=new)
    assert (new / NAME).samefile(other / NAME)
    assert not (new / NAME).samefile(last / NAME)


@pytest.mark.parametrize("damage", [None, b"The river fell.", b"The river"])
def test_a_file_that_no_other_has_whole_is_copied_from_the_last(
    tmp_path: Path, damage: bytes | None
) -> None:
    last, other = generation(tmp_path, "last", CONTENT), generation(tmp_path, "other", damage)
    new = generation(tmp_path, "new", None)
    assert take_over(NAME, digest_of(CONTENT), last=last, others=[other], into=new)
    assert (new / NAME).read_bytes() == CONTENT
    assert not (new / NAME).samefile(last / NAME)


def test_a_file_that_is_the_same_in_another_generation_and_in_the_last_is_copied(
    tmp_path: Path,
) -> None:
    last, other = generation(tmp_path, "last", CONTENT), generation(tmp_path, "other", None)
    (other / NAME).hardlink_to(last / NAME)
    new = generation(tmp_path, "new", None)
    assert take_over(NAME, digest_of(CONTENT), last=last, others=[other], into=new)
    assert (new / NAME).stat().st_nlink == 1


def test_a_file_that_is_whole_nowhere_is_not_taken_over(tmp_path: Path) -> None:
    last = generation(tmp_path, "last", b"x")
    other, new = generation(tmp_path, "other", None), generation(tmp_path, "new", None)
    (other / NAME).mkdir()
    assert not take_over(NAME, digest_of(CONTENT), last=last, others=[other], into=new)
    assert list((new / NAME.parent).iterdir()) == []
