"""A whole run over a made-up library, with an answerer that says what it is told to."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from index.errors import SourceError
from index.library import Library, build
from index.proof import File, on_squad, prove, reading
from index.scoring import Share
from tests.index.fakes import BagOfWords
from tests.index.proofs import GAZETTE, SCRIPT, Scripted, made_up, squad_file


def test_a_run_asks_every_case_once_and_measures_all_of_it(tmp_path: Path) -> None:
    build([GAZETTE], tmp_path, BagOfWords())
    done: list[int] = []
    proof = prove(
        [one for one, _ in SCRIPT],
        File("cases.jsonl", "a" * 64),
        [GAZETTE],
        Library.open(tmp_path, BagOfWords()),
        Scripted({one.question: weighed for one, weighed in SCRIPT}),
        embedder="bag-of-words",
        reader="scripted",
        progress=done.append,
    )
    assert done == [1] * len(SCRIPT)
    wanted = made_up()
    assert proof.answers == wanted.answers
    assert proof.citations == wanted.citations
    assert (proof.curve, proof.reliability) == (wanted.curve, wanted.reliability)
    assert proof.citations.verbatim == Share(3, 3)
    assert [way.name for way in proof.retrieval.ways] == ["dense only", "lexical only", "fused"]
    assert (proof.retrieval.questions, proof.retrieval.paragraphs) == (3, 2)
    assert proof.sources == (GAZETTE.source,)
    assert proof.squad is None


def test_a_file_is_known_by_its_name_and_hash(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_bytes(b"{}\n")
    assert File.at(tmp_path / "x.jsonl") == File("x.jsonl", hashlib.sha256(b"{}\n").hexdigest())
    with pytest.raises(SourceError, match="Check the path"):
        File.at(tmp_path / "y.jsonl")


def test_without_a_trained_network_the_reason_is_told(tmp_path: Path) -> None:
    found = reading(squad_file(tmp_path), tmp_path / "nowhere")
    assert found.articles == ("A_town",)
    assert found.figures is None
    assert "nowhere" in found.missing


def test_a_file_without_answers_has_nothing_to_read(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"data": []}')
    assert "no question with an answer" in reading(tmp_path / "x.json").missing


def test_a_squad_file_is_searched_in_an_index_of_its_own(tmp_path: Path) -> None:
    path = squad_file(tmp_path)
    found = on_squad(path, BagOfWords(), reader=tmp_path / "nowhere")
    assert found.file == File.at(path)
    assert (found.retrieval.questions, found.retrieval.paragraphs) == (2, 2)
    # "Who sank the ferry?" shares a word with its own paragraph alone.
    assert [way.ranks for way in found.retrieval.ways] == [(1, 1)] * 3
