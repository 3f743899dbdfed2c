"""What is remembered, on SQLite and on a real PostgreSQL server alike."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.records import (
    Addition,
    Exchange,
    Fault,
    Forgotten,
    GuildSettings,
    Verdict,
    Vote,
    new_key,
)
from bot.state import State

NOW = datetime(2025, 2, 11, 12, 30, tzinfo=UTC)


def exchange(
    question: str = "How many signed?",
    *,
    asker: int = 11,
    guild: int | None = 31,
    parent: str | None = None,
    asked_at: datetime = NOW,
    answered: bool = True,
) -> Exchange:
    return Exchange(
        key=new_key(),
        asked_at=asked_at,
        asker=asker,
        channel=21,
        guild=guild,
        question=question,
        reply='{"citations": []}',
        answered=answered,
        reason="" if answered else "off_topic",
        elapsed_ms=12.5,
        version="gen-1",
        parent=parent,
    )


async def test_an_exchange_is_found_by_its_key_its_message_and_its_channel(state: State) -> None:
    asked = exchange()
    await state.remember(asked)
    assert await state.exchange(asked.key) == asked
    await state.sent(asked.key, 2**60, channel=22)
    shown = replace(asked, message=2**60, channel=22)
    assert await state.exchange_of(2**60) == shown
    assert await state.latest_in(22) == shown
    assert await state.latest_in(21) is None
    assert await state.exchange("A" * 12) is None


async def test_what_only_the_asker_sees_is_nothing_to_go_on_from_in_the_channel(
    state: State,
) -> None:
    public = exchange()
    private = replace(exchange(asked_at=NOW + timedelta(minutes=1)), private=True)
    for one in (public, private):
        await state.remember(one)
    assert await state.latest_in(21) == public
    await state.sent(private.key, 5, private=False)
    assert await state.latest_in(21) == replace(private, message=5, private=False)


async def test_a_chain_goes_back_to_its_beginning_or_as_far_as_is_wanted(state: State) -> None:
    chain: list[Exchange] = []
    for number in range(4):
        chain.append(exchange(f"{number}?", parent=chain[-1].key if chain else None))
        await state.remember(chain[-1])
    assert await state.chain(chain[-1].key) == tuple(chain)
    assert await state.chain(chain[-1].key, limit=2) == tuple(chain[-2:])
    await state.remove(chain[1].key)
    later = await state.chain(chain[-1].key)
    assert [one.question for one in later] == ["2?", "3?"]
    assert later[0].parent is None


async def test_a_person_has_one_vote_on_an_answer_and_may_change_it(state: State) -> None:
    asked = exchange()
    await state.remember(asked)
    assert await state.vote(Vote(asked.key, 1, Verdict.UP, at=NOW))
    down = Vote(asked.key, 1, Verdict.DOWN, Fault.INCOMPLETE, "One is missing.", NOW)
    assert await state.vote(down)
    assert await state.vote(Vote(asked.key, 2, Verdict.UP, at=NOW))
    assert await state.vote_of(asked.key, 1) == down
    usage = await state.usage(31, NOW - timedelta(days=1), NOW + timedelta(days=1))
    assert (usage.up, usage.down) == (1, 1)
    [complaint] = await state.complaints()
    assert complaint.exchange == asked
    assert (complaint.fault, complaint.comment) == (Fault.INCOMPLETE, "One is missing.")


async def test_a_vote_on_what_is_not_kept_is_not_kept_either(state: State) -> None:
    assert not await state.vote(Vote("A" * 12, 1, Verdict.UP))
    assert await state.vote_of("A" * 12, 1) is None
    assert state.lost == 0


async def test_a_guild_s_settings_are_kept_until_the_bot_leaves_it(state: State) -> None:
    assert await state.guild(31) == GuildSettings()
    changed = GuildSettings(frozenset({2**60, 7}), True, "fr", 3, 9)
    await state.change_guild(31, GuildSettings(threads=True))
    await state.change_guild(31, changed)
    assert await state.guild(31) == changed
    assert await state.guild(32) == GuildSettings()
    asked = exchange()
    await state.remember(asked)
    await state.leave_guild(31)
    assert await state.guild(31) == GuildSettings()
    assert await state.exchange(asked.key) is None


async def test_usage_counts_a_guild_s_questions_day_by_day(state: State) -> None:
    for answered, day, guild in ((True, 0, 31), (False, 0, 31), (True, 2, 31), (True, 2, 32)):
        when = NOW + timedelta(days=day)
        await state.remember(exchange(answered=answered, asked_at=when, guild=guild))
    usage = await state.usage(31, NOW, NOW + timedelta(days=3))
    assert (usage.questions, usage.answered, usage.refused) == (3, 2, 1)
    assert usage.elapsed_ms == (12.5,) * 3
    days = [NOW.date() + timedelta(days=day) for day in range(4)]
    assert usage.by_day == tuple(zip(days, (1, 0, 1, 0), (1, 0, 0, 0), strict=True))


async def test_what_was_refused_or_voted_down_is_told_newest_first(state: State) -> None:
    refused = exchange("What is for lunch?", answered=False)
    disliked = exchange("Who signed?", asked_at=NOW + timedelta(hours=1))
    liked = exchange("Who refused?")
    for one in (refused, disliked, liked):
        await state.remember(one)
    await state.vote(Vote(disliked.key, 1, Verdict.DOWN, Fault.WRONG))
    await state.vote(Vote(liked.key, 1, Verdict.UP))
    missed = await state.missed(31, NOW - timedelta(days=1))
    assert [(one.question, one.why) for one in missed] == [
        ("Who signed?", "wrong"),
        ("What is for lunch?", "off_topic"),
    ]
    assert await state.missed(32, NOW - timedelta(days=1)) == ()


async def test_a_person_s_data_is_all_of_theirs_and_nobody_else_s(state: State) -> None:
    mine, other = exchange("Mine?", asker=11), exchange("Theirs?", asker=12)
    for one in (mine, other):
        await state.remember(one)
    await state.vote(Vote(other.key, 11, Verdict.DOWN, Fault.OTHER, "my words"))
    await state.vote(Vote(mine.key, 12, Verdict.UP))
    data = await state.data_of(11)
    assert json.loads(json.dumps(data)) == data
    assert [one["question"] for one in data["questions"]] == ["Mine?"]
    assert data["questions"][0]["asker"] == "11"
    assert [one["comment"] for one in data["votes"]] == ["my words"]


async def test_who_is_forgotten_leaves_nothing_and_others_keep_theirs(
    state: State, tmp_path: Path
) -> None:
    mine, other = exchange("Mine?", asker=11), exchange("Theirs?", asker=12)
    later = exchange("Later?", asker=12, parent=mine.key)
    for one in (mine, other, later):
        await state.remember(one)
    await state.vote(Vote(other.key, 11, Verdict.DOWN, comment="my words"))
    await state.vote(Vote(mine.key, 12, Verdict.UP))
    export = tmp_path / "feedback.jsonl"
    await state.note_export(export)
    keys = (mine.key, later.key, other.key, "unrelated")
    lines = [json.dumps({"id": f"feedback-{key}"}) + "\n" for key in keys]
    export.write_text("".join(lines), "utf-8")
    assert (await state.forget(11)).rows == 3
    assert await state.data_of(11) == {
        "person": "11",
        "questions": [],
        "votes": [],
        "additions": [],
    }
    assert await state.exchange(later.key) == replace(later, parent=None)
    assert await state.vote_of(other.key, 11) is None
    # Of the others, one went on from a question of theirs, and one has their comment.
    assert export.read_text("utf-8") == lines[-1]
    assert (await state.forget(11)).rows == 0


async def test_what_goes_on_from_what_is_deleted_stays_and_leaves_the_exports(
    state: State, tmp_path: Path
) -> None:
    first = exchange("First?")
    second = exchange("Second?", parent=first.key)
    third = exchange("Third?", parent=second.key)
    for one in (first, second, third):
        await state.remember(one)
    export = tmp_path / "feedback.jsonl"
    await state.note_export(export)
    lines = [json.dumps({"id": f"feedback-{key}"}) + "\n" for key in (third.key, "other")]
    export.write_text("".join(lines), "utf-8")
    await state.remove(first.key)
    assert await state.exchange(third.key) == third
    assert export.read_text("utf-8") == lines[1]


async def test_what_is_older_than_is_kept_goes_with_its_votes(state: State) -> None:
    old = exchange(asked_at=NOW - timedelta(days=31))
    young = exchange(asked_at=NOW - timedelta(days=29))
    for one in (old, young):
        await state.remember(one)
        await state.vote(Vote(one.key, 1, Verdict.UP))
    assert await state.expire(NOW) == 1
    assert await state.exchange(old.key) is None
    assert await state.vote_of(old.key, 1) is None
    assert await state.exchange(young.key) == young
    assert await state.expire(NOW) == 0


async def test_what_was_kept_is_there_after_a_restart(address: str) -> None:
    asked = exchange()
    async with State(address) as before:
        await before.remember(asked)
    async with State(address) as after:
        assert await after.exchange(asked.key) == asked


def _write(address: str, first: int, number: int) -> None:
    async def work() -> None:
        async with State(address) as state:
            for one in range(number):
                await state.remember(exchange(asker=first + one))
            assert state.lost == 0

    asyncio.run(work())


async def test_eight_processes_that_start_and_write_at_once_lose_nothing(address: str) -> None:
    processes, each = 8, 25
    spawn = multiprocessing.get_context("spawn")
    writers = [
        spawn.Process(target=_write, args=(address, 1000 * number, each))
        for number in range(processes)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        await asyncio.to_thread(writer.join, 120)
    assert [writer.exitcode for writer in writers] == [0] * processes
    async with State(address) as state:
        usage = await state.usage(31, NOW, NOW + timedelta(days=1))
    assert usage.questions == processes * each


def addition(source: str = "news-1", *, guild: int = 31, person: int | None = 11) -> Addition:
    return Addition(guild, source, "The news", "https://news.example", NOW, person)


async def test_who_added_a_source_is_kept_until_it_is_removed_or_added_anew(state: State) -> None:
    for one in (addition(), addition("news-2"), addition(guild=2**60)):
        await state.note_addition(one)
    assert await state.additions(31) == {"news-1": addition(), "news-2": addition("news-2")}
    await state.note_addition(addition(person=12))
    await state.remove_addition(31, "news-2")
    assert await state.additions(31) == {"news-1": addition(person=12)}
    assert await state.additions(2**60) == {"news-1": addition(guild=2**60)}
    assert await state.additions(5) == {}


async def test_who_is_forgotten_is_taken_off_what_they_added(state: State) -> None:
    await state.note_addition(addition())
    await state.note_addition(addition("news-2", person=12))
    [told] = (await state.data_of(11))["additions"]
    assert (told["source"], told["guild"], told["person"]) == ("news-1", "31", "11")
    assert await state.forget(11) == Forgotten(0, 1)
    assert (await state.data_of(11))["additions"] == []
    assert await state.additions(31) == {
        "news-1": addition(person=None),
        "news-2": addition("news-2", person=12),
    }
    assert await state.forget(11) == Forgotten(0, 0)


async def test_of_a_guild_that_is_left_no_additions_stay(state: State) -> None:
    await state.note_addition(addition())
    await state.note_addition(addition(guild=32))
    await state.leave_guild(31)
    assert await state.additions(31) == {}
    assert len(await state.additions(32)) == 1
