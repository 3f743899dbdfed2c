"""What is deleted is gone from everything that was kept or made of it, on both databases."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import StateUnavailable
from bot.recollection import pack
from bot.records import Exchange, Verdict, Vote
from bot.state import State
from tests.bot.fakes import answer
from tests.bot.test_state import NOW, exchange

SECRET = "Why does the lighthouse blink at 0417?"


async def exported(state: State, file: Path, *kept: Exchange, **more: str) -> None:
    """Write a line for each of these exchanges, as they are exported."""
    await state.note_export(file)
    _write(file, *kept, **more)


def _write(file: Path, *kept: Exchange, **more: str) -> None:
    lines = [
        json.dumps({"id": f"feedback-{one.key}", "question": one.question} | more) for one in kept
    ]
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _within(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_a_follow_up_of_another_person_no_longer_tells_what_it_followed(
    state: State, tmp_path: Path
) -> None:
    """A follow-up is kept with the question that it was understood to be."""
    first = exchange(SECRET, asker=11)
    understood = pack(answer(f"And the British ({SECRET})?"))
    second = replace(exchange("And the British?", asker=12, parent=first.key), reply=understood)
    third = replace(exchange("And Canada?", asker=13, parent=second.key), reply=understood)
    for one in (first, second, third):
        await state.remember(one)
    file = tmp_path / "feedback.jsonl"
    await exported(state, file, second, third, before=SECRET)
    await state.forget(11)
    kept = await state.chain(third.key)
    assert [one.question for one in kept] == ["And the British?", "And Canada?"]
    assert [one.reply for one in kept] == [pack(answer(one.question)) for one in kept]
    assert SECRET not in json.dumps([await state.data_of(12), await state.data_of(13)])
    assert file.read_text("utf-8") == ""


async def test_what_a_deletion_leaves_behind_in_an_export_is_others_lines(
    state: State, tmp_path: Path
) -> None:
    file = tmp_path / "feedback.jsonl"
    left = exchange("Left?", guild=32, asker=1)
    removed, old = exchange("Removed?"), exchange("Old?", asked_at=NOW - timedelta(days=31))
    stays = exchange("Stays?")
    for one in (left, removed, old, stays):
        await state.remember(one)
    await exported(state, file, left, removed, old, stays)
    await state.leave_guild(32)
    assert "Left?" not in file.read_text("utf-8")
    await state.remove(removed.key)
    assert "Removed?" not in file.read_text("utf-8")
    await state.expire(NOW)
    [line] = file.read_text("utf-8").splitlines()
    assert json.loads(line)["question"] == "Stays?"
    assert {one.name for one in _within(tmp_path)} <= {"kept", file.name}


async def test_the_end_of_a_line_is_not_looked_for_within_a_question(
    state: State, tmp_path: Path
) -> None:
    file = tmp_path / "feedback.jsonl"
    asked = exchange("One\u2028two\x85three")
    await state.remember(asked)
    await state.note_export(file)
    line = json.dumps({"id": f"feedback-{asked.key}", "q": asked.question}, ensure_ascii=False)
    file.write_bytes(b"\xff not ours\n" + line.encode() + b"\n")
    await state.forget(asked.asker)
    assert file.read_bytes() == b"\xff not ours\n"


async def test_an_export_that_is_gone_is_no_longer_looked_for(state: State, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    file = folder / "feedback.jsonl"
    asked = exchange()
    await state.remember(asked)
    await exported(state, file, asked)
    file.unlink()
    folder.rmdir()
    folder.write_text("a file where the folder was")
    assert (await state.forget(asked.asker)).rows == 1
    folder.unlink()
    folder.mkdir()
    line = json.dumps({"id": f"feedback-{asked.key}"})
    file.write_text(line, "utf-8")
    await state.forget(asked.asker)
    assert file.read_text("utf-8") == line


async def test_what_cannot_be_taken_out_of_an_export_is_not_deleted_by_half(
    state: State, tmp_path: Path
) -> None:
    file = tmp_path / "feedback.jsonl"
    asked = exchange()
    await state.remember(asked)
    await exported(state, file, asked)
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(file)  # which nobody can read
    with pytest.raises(StateUnavailable):
        await state.forget(asked.asker)
    assert await state.exchange(asked.key) == asked
    (tmp_path / "elsewhere").rename(file)
    assert (await state.forget(asked.asker)).rows == 1
    assert file.read_text("utf-8") == ""


async def test_a_person_who_has_asked_very_much_can_be_forgotten(state: State) -> None:
    """More than a statement may have parameters in the end; here, more than one batch."""
    asked = [exchange(f"{number}?") for number in range(1100)]
    await state.remember(asked[0])
    for one in asked[1:]:
        await state.remember(replace(one, parent=asked[0].key))
    await state.vote(Vote(asked[-1].key, 5, Verdict.UP))
    assert (await state.forget(11)).rows == 1101
    assert (await state.data_of(11))["questions"] == []
