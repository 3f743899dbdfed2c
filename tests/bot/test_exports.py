"""Files of exported exchanges, out of which people can be taken."""

from __future__ import annotations

import json
from pathlib import Path

from bot import exports


def line(key: str, question: str = "Who?") -> str:
    return json.dumps({"id": f"{exports.ID}{key}", "question": question}, ensure_ascii=False) + "\n"


def test_a_file_is_for_its_owner_alone_and_nothing_stays_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "new" / "feedback.jsonl"
    exports.write(file, [line("a")])
    assert file.read_text("utf-8") == line("a")
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_the_lines_of_some_exchanges_are_taken_out_and_the_others_stay(tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    others = ["no json\n", "[1]\n", line("b"), line("c").rstrip()]
    exports.write(file, [line("a"), *others])
    assert exports.remove(file, {"a"})
    assert file.read_text("utf-8") == "".join(others)


def test_what_other_programs_take_for_the_end_of_a_line_hides_nothing(tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    for separator in "\u2028\u2029\x85\x0b\x0c\x1c\r":
        exports.write(file, [line("a", f"Who{separator}signed?"), line("b")])
        assert exports.remove(file, {"a"})
        assert file.read_text("utf-8") == line("b")


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    assert not exports.remove(tmp_path / "gone.jsonl", {"a"})


def test_bytes_that_are_no_text_are_left_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    file.write_bytes(b"\xff\xfe\n" + line("a").encode())
    assert exports.remove(file, {"a"})
    assert file.read_bytes() == b"\xff\xfe\n"
