"""The command line as a person or a script uses it: real processes, the real model."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from index.sources import CORPUS

ROOT = Path(__file__).parents[1]


def summit_bot(
    *arguments: str, cwd: Path, given: bytes = b"", **variables: str
) -> subprocess.CompletedProcess[bytes]:
    """Run `summit-bot` in `cwd`, with `variables` beside an environment that sets nothing of it."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(cwd)}
    return subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd,
        input=given,
        capture_output=True,
        timeout=240,
        check=False,
        env=environment | variables,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the default index has been built, by the first question."""
    folder = tmp_path_factory.mktemp("home")
    done = summit_bot("ask", "--json", "How many countries signed the declaration?", cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    (folder / "first.json").write_bytes(done.stdout)
    return folder


def objects(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_an_answer_has_every_documented_field_and_quotes_its_source_exactly(home: Path) -> None:
    told = json.loads((home / "first.json").read_text())
    assert told["question"] == "How many countries signed the declaration?"
    assert told["kind"] == "answer"
    assert "61 countries" in told["text"]
    assert told.keys() == {
        "question", "kind", "text", "citations", "lead", "probability", "disagreement", "notes",
        "hits", "elapsed_ms",
    }  # fmt: skip
    assert told["lead"] is None
    assert 0.0 < told["probability"] <= 1.0
    assert told["elapsed_ms"] > 0
    assert told["disagreement"] == "how many signed the Statement"
    places = [(one["source"]["id"], one["paragraph"]) for one in told["citations"]]
    assert places[0] == ("techcrunch-2025-02-11", 5)
    assert places[1:] == [("statement", number) for number in range(34, 45)]
    for number, citation in enumerate(told["citations"], 1):
        assert citation["number"] == number
        text = (CORPUS / f"{citation['source']['id']}.md").read_bytes().decode()
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert all(one["url"] for one in citation["references"])
        assert citation["speaker"] == citation["subject"] == ""
        assert all(
            citation["start"] <= start < end <= citation["end"] for start, end in citation["marks"]
        )
        assert citation["source"].keys() == {"id", "title", "url"}
    scores = [hit["score"] for hit in told["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert all(hit.keys() == {"paragraph", "score", "cosine", "bm25"} for hit in told["hits"])


def test_the_default_index_is_built_where_it_is_missing(home: Path) -> None:
    assert (home / "var" / "index" / "CURRENT").exists()


def test_a_batch_gives_one_line_for_each_line_whatever_it_holds(home: Path) -> None:
    lines = [
        b"Did Bolivia sign?",
        b"",
        b"x" * 5000,
        "🎉🎉🎉".encode(),
        b"who\0signed?",
        "who \u202esigned?".encode(),
        b"\xff\xfe",
        b"Did Japan sign?",
    ]
    done = summit_bot("ask", "--json", "-", cwd=home, given=b"\n".join(lines) + b"\n")
    told = objects(done)
    assert [one["kind"] for one in told] == ["abstention", *["error"] * 6, "answer"]
    assert told[0]["reason"] == "unknown_name"
    assert told[0]["citations"] == []
    assert told[0]["contradiction"] is None
    assert all(one["text"] for one in told)
    assert done.returncode == 2
    assert done.stderr.count(b"Error: ") == 6
    assert b"Traceback" not in done.stderr


def test_a_conversation_goes_on_from_the_question_before(home: Path) -> None:
    given = b"Did Japan sign the declaration?\nAnd Canada?\nAnd Bolivia?\n"
    told = objects(summit_bot("chat", "--json", cwd=home, given=given))
    assert [one["kind"] for one in told] == ["answer", "answer", "abstention"]
    assert [one["question"] for one in told][1] == "And Canada?"
    assert told[1]["citations"][0]["paragraph"] == 5


def test_the_shipped_reader_needs_no_warning_and_no_note(home: Path) -> None:
    done = summit_bot("ask", "--json", "Did Japan sign the declaration?", cwd=home)
    (told,) = objects(done)
    assert told["notes"] == []
    assert done.stderr == b""


def test_without_a_trained_reader_there_is_one_warning_and_a_note_under_every_reply(
    home: Path, tmp_path: Path
) -> None:
    given = b"How many countries signed the declaration?\nDid Bolivia sign?\n"
    done = summit_bot("ask", "--json", "-", cwd=home, given=given, READER_DIR=str(tmp_path))
    assert done.returncode == 0
    (warning,) = done.stderr.decode().splitlines()
    assert f"The reader's reader.json in {tmp_path} cannot be read" in warning
    assert warning.endswith("Until then the bot reads by simpler rules.")
    answer, refusal = objects(done)
    assert (answer["kind"], refusal["kind"]) == ("answer", "abstention")
    assert "61 countries" in answer["text"]
    assert answer["notes"] == refusal["notes"]
    (note,) = answer["notes"]
    assert "trained reader could not be loaded" in note


def test_text_for_people_shows_the_quotation_and_where_it_stands(home: Path) -> None:
    done = summit_bot("ask", "How many countries signed the declaration?", cwd=home)
    text = done.stdout.decode()
    assert text.startswith(
        "Sources disagree on how many signed the Statement:\n“In all, 61 countries"
    )
    assert "[1] TechCrunch" in text
    assert "¶5 (in our own words)" in text
    assert "https://techcrunch.com/2025/02/11/" in text
    assert "    after Computer Weekly, " in text


def test_files_given_as_sources_are_indexed_and_quoted(home: Path, tmp_path: Path) -> None:
    source = tmp_path / "note.txt"
    source.write_bytes(b"The canteen serves soup on Friday.\n\nThe garden has nine pear trees.\n")
    into = str(tmp_path / "index")
    built = summit_bot("index", "build", "--source", str(source), "--into", into, cwd=home)
    assert built.returncode == 0, built.stderr.decode()
    assert "2 passages of 1 source, 2 embedded, 0 unchanged" in built.stdout.decode()
    again = summit_bot("index", "build", "--source", str(source), "--into", into, cwd=home)
    assert "0 embedded, 2 unchanged" in again.stdout.decode()
    (told,) = objects(
        summit_bot("ask", "--json", "--index", into, "How many pear trees are there?", cwd=home)
    )
    assert told["citations"][0]["quote"] == "The garden has nine pear trees."
    assert told["citations"][0]["paragraph"] == 2


def test_a_file_is_added_beside_the_briefings_read_again_and_gone_after_a_rollback(
    home: Path, tmp_path: Path
) -> None:
    shutil.copytree(home / "var", tmp_path / "var")
    note = tmp_path / "note.txt"
    note.write_text("The canteen serves soup on Friday.\n\nThe garden has nine pear trees.\n")
    added = summit_bot("index", "add", "note.txt", cwd=tmp_path).stdout.decode()
    assert re.fullmatch(r"note-[0-9a-f]{6} “note”: 2 passages, 2 embedded, 0 unchanged\.\n", added)
    note.write_text("The canteen serves soup on Friday.\n\nThe garden has ten\u200b pear trees.\n")
    again = summit_bot("index", "refresh", cwd=tmp_path).stdout.decode()
    assert "2 passages, 1 embedded, 1 unchanged" in again
    assert "Left out, as nobody can see it: 1 " in again
    (told,) = objects(summit_bot("ask", "--json", "How many pear trees are there?", cwd=tmp_path))
    assert told["citations"][0]["quote"] == "The garden has ten pear trees."
    note.unlink()
    gone = summit_bot("index", "refresh", cwd=tmp_path)
    assert gone.returncode == 1
    assert "There is no file" in gone.stderr.decode()
    for _ in range(2):
        assert summit_bot("index", "rollback", cwd=tmp_path).returncode == 0
    listed = objects(summit_bot("index", "list", "--json", cwd=tmp_path))
    assert {source["origin"] for source in listed} == {"shipped"}


def _damaged(home: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "damaged"
    shutil.copytree(home / "var" / "index", copy)
    (file,) = copy.glob("generation-*/segment-*/vectors.f32")
    vectors = bytearray(file.read_bytes())
    vectors[len(vectors) // 2] ^= 1
    file.write_bytes(vectors)
    return copy


@pytest.mark.parametrize(
    ("arguments", "variables", "sentence"),
    [
        (("ask", "   "), {}, "The question is empty"),
        (("ask", "x" * 5000), {}, "5,000 characters"),
        (("ask", "🎉🎉"), {}, "no words"),
        (("ask", "who \u202esigned?"), {}, "direction of writing"),
        (("ask", "--index", "nowhere", "who signed?"), {}, "There is no index in nowhere"),
        (("ask", "who signed?"), {"INDEX_DIR": "elsewhere"}, "There is no index in elsewhere"),
        (("index", "build", "--source", "absent.txt"), {}, "There is no file absent.txt"),
        (("run",), {"DISCORD_TOKEN": "not a token"}, "DISCORD_TOKEN is no bot token"),
        (("ask", "who signed?"), {"ANSWER_QUEUE": "many"}, "ANSWER_QUEUE is set to “many”"),
    ],
)
def test_bad_input_gets_a_sentence_and_exit_status_2(
    arguments: tuple[str, ...], variables: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    done = summit_bot(*arguments, cwd=tmp_path, given=b"", **variables)
    error = done.stderr.decode()
    assert sentence in error
    assert done.returncode == 2
    assert "Traceback" not in error
    assert done.stdout == b""


def test_a_damaged_index_is_refused_with_the_command_that_mends_it(
    home: Path, tmp_path: Path
) -> None:
    folder = str(_damaged(home, tmp_path))
    done = summit_bot("ask", "--index", folder, "Who signed?", cwd=home)
    assert done.returncode == 2
    assert (
        "vectors.f32 of generation-000001 is absent, cut short or altered" in done.stderr.decode()
    )
    assert f"summit-bot index build --into {folder}" in done.stderr.decode()


def test_a_failed_build_leaves_the_index_as_it_was(home: Path, tmp_path: Path) -> None:
    copy = tmp_path / "index"
    shutil.copytree(home / "var" / "index", copy)
    before = sorted(path.name for path in copy.iterdir())
    empty = tmp_path / "empty.md"
    empty.touch()
    done = summit_bot("index", "build", "--source", str(empty), "--into", str(copy), cwd=home)
    assert done.returncode == 2
    assert "empty.md is empty" in done.stderr.decode()
    assert sorted(path.name for path in copy.iterdir()) == before
