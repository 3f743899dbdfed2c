"""The command, from files to a reader that can be loaded."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from click.testing import CliRunner, Result

from index import checkpoint
from index.training.__main__ import main
from index.training.asked import name_of
from index.training.squad import CHOSEN_ON, REPORTED
from tests.index.training.material import HARBOUR, article, write

HELD_OUT = [article(title, *HARBOUR.paragraphs[:2]) for title in sorted(REPORTED | CHOSEN_ON)]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_training_writes_a_reader_with_its_figures_and_its_card(tmp_path: Path) -> None:
    data, work, into = (tmp_path / name for name in ("data", "work", "into"))
    data.mkdir()
    write(data / "squad2-own.json", [article("Own", *HARBOUR.paragraphs[:2]), *HELD_OUT])
    own = tmp_path / "own.jsonl"
    text = HARBOUR.paragraphs[0].context
    span = [text.index("1871"), text.index("1871") + 4]
    asked = {"question": "When did it open?", "stance": "tells", "of": {name_of(text): span}}
    lost = {"question": "Who paid?", "stance": "silent", "of": {"0" * 16: None}}
    own.write_text(f"{json.dumps(asked)}\n{json.dumps(lost)}\n", encoding="utf-8")
    packed = ("--into", into, "--format", "low-rank-16")
    trained = run(data, "--own", own, "--work", work, *packed)
    assert trained.exit_code == 0, trained.output
    assert f"{into}: the reader as low-rank-16, " in trained.output
    assert [path.name for path in sorted(into.iterdir())] == [
        "CARD.md",
        "reader.json",
        "reader.safetensors",
    ]
    said = checkpoint.manifest(into)
    assert (said.format, said.rank) == ("low-rank", 16)
    assert said.recipe["files"]["squad2-own.json"]["share"] == 1.0
    assert "1 of 2 questions of our own are left out" in trained.stderr
    courses = said.recipe["courses"]
    assert [one["steps"] for one in courses] == [3, 1]
    assert [one["recipe"]["own"] for one in courses] == [0, 2]
    assert said.recipe["own_questions_sha256"] == hashlib.sha256(own.read_bytes()).hexdigest()
    assert (said.figures["reported"]["questions"], said.figures["chosen_on"]["questions"]) == (
        21,
        7,
    )
    # All forms and the network as trained on the one set, what ships and the network on the other.
    assert len([line for line in trained.output.splitlines() if " MB  questions " in line]) == 8
    assert "| low-rank-16 |" in (into / "CARD.md").read_text(encoding="utf-8")

    # What was trained is kept, so that another form costs no training.
    kept = (work / "second" / "checkpoint.pt").read_bytes()
    measured = run(data, "--into", into, "--measure-only")
    assert measured.exit_code == 0, measured.output
    assert (work / "second" / "checkpoint.pt").read_bytes() == kept
    figures = [line.split(maxsplit=1) for line in measured.stdout.splitlines() if line[0] == " "]
    assert [name for name, _ in figures] == ["measured", "stated"] * 2
    assert figures[0][1] == figures[1][1]
    assert figures[2][1] == figures[3][1]
    assert json.loads((into / "reader.json").read_text())["figures"] == said.figures


def test_what_is_wrong_ends_in_one_sentence_and_status_2(tmp_path: Path) -> None:
    absent = run(tmp_path / "absent")
    assert (absent.exit_code, absent.stdout) == (2, "")
    assert "Error: There is no folder" in absent.stderr
    (tmp_path / "part.json").write_text('{\n "data": 7}')
    malformed = run(tmp_path)
    assert malformed.exit_code == 2
    assert f"Error: {tmp_path / 'part.json'}, line 2: not in SQuAD's format" in malformed.stderr


def test_a_folder_with_nothing_but_what_is_held_out_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "part.json", HELD_OUT)
    ended = run(tmp_path, "--work", tmp_path / "work", "--into", tmp_path / "into")
    assert ended.exit_code == 2
    assert "Error: Nothing is left to train on" in ended.stderr
    assert not (tmp_path / "into").exists()


def test_measuring_without_a_reader_says_what_to_do(tmp_path: Path) -> None:
    write(tmp_path / "part.json", HELD_OUT)
    ended = run(tmp_path, "--into", tmp_path / "none", "--measure-only")
    assert ended.exit_code == 2
    assert "reader.json" in ended.stderr
    assert "train a reader" in ended.stderr
