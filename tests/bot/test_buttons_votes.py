"""👍 and 👎 under an answer, pressed by members in a simulated Discord."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from bot.records import Fault, Verdict, Vote
from tests.bot.fakes import Recorder, Shelf, abstention, answer
from tests.bot.pressed import ask, key_of, press, restart, told
from tests.bot.world import World, world


async def votes(here: World, key: str) -> list[Vote | None]:
    """What the member and the administrator have voted."""
    return [await here.state.vote_of(key, person.id) for person in (here.member, here.admin)]


async def test_a_thumb_up_is_kept_and_thanked_for_in_private() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        thanks = told(await press(here.member, answered, "👍"))
        [vote, other] = await votes(here, key_of(answered))
    assert thanks == "Thanks, noted as a good answer. Press 👎 to change that."
    assert vote is not None
    assert (vote.verdict, vote.fault, vote.comment) == (Verdict.UP, None, "")
    assert other is None


async def test_a_thumb_down_asks_what_was_wrong_and_keeps_it() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        asked = await press(here.member, answered, "👎")
        assert await votes(here, key_of(answered)) == [None, None]
        values = {"fault": ["incomplete"], "comment": " Names are missing. "}
        thanks = told(await here.member.submit_modal(asked, values))
        [vote, _] = await votes(here, key_of(answered))
    assert thanks == "Thanks, noted. Press 👍 to change that."
    assert vote is not None
    assert (vote.verdict, vote.fault) == (Verdict.DOWN, Fault.INCOMPLETE)
    assert vote.comment == "Names are missing."


async def test_the_modal_offers_each_fault_and_room_for_a_comment() -> None:
    async with world(Recorder()) as here:
        shown = (await press(here.member, await ask(here), "👎")).modal
    assert shown is not None
    [fault, comment] = [label["component"] for label in shown["components"]]
    assert [option["value"] for option in fault["options"]] == list(Fault)
    assert (comment["max_length"], comment["required"]) == (300, False)


async def test_a_modal_that_is_closed_leaves_the_vote_as_it_was() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        await press(here.member, answered, "👍")
        await press(here.member, answered, "👎")
        [vote, _] = await votes(here, key_of(answered))
    assert vote is not None
    assert vote.verdict is Verdict.UP


async def test_everybody_has_one_vote_and_may_change_it() -> None:
    async with world(Recorder([abstention()])) as here:
        answered = await ask(here)
        for person in (here.member, here.admin):
            await press(person, answered, "👍")
            await press(person, answered, "👍")
        asked = await press(here.member, answered, "👎")
        await here.member.submit_modal(asked, {"fault": ["should_answer"]})
        [changed, kept] = await votes(here, key_of(answered))
        await press(here.member, answered, "👍")
        [back, _] = await votes(here, key_of(answered))
    assert changed is not None
    assert kept is not None
    assert back is not None
    assert (changed.verdict, changed.fault) == (Verdict.DOWN, Fault.SHOULD_ANSWER)
    assert (kept.verdict, back.verdict, back.fault) == (Verdict.UP, Verdict.UP, None)


async def test_votes_are_taken_after_a_restart_from_modals_opened_before_it_too() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        opened = await press(here.admin, answered, "👎")
        await restart(here)
        assert "Thanks" in told(await press(here.member, answered, "👍"))
        assert "Thanks" in told(await here.admin.submit_modal(opened, {"fault": ["wrong"]}))
        [up, down] = await votes(here, key_of(answered))
    assert up is not None
    assert down is not None
    assert (up.verdict, down.verdict) == (Verdict.UP, Verdict.DOWN)


async def test_two_people_may_have_the_same_modal_open() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        first = await press(here.member, answered, "👎")
        second = await press(here.admin, answered, "👎")
        await here.member.submit_modal(first, {"fault": ["wrong"]})
        await here.admin.submit_modal(second, {"fault": ["other"]})
        faults = [vote.fault for vote in await votes(here, key_of(answered)) if vote]
    assert faults == [Fault.WRONG, Fault.OTHER]


async def test_a_modal_that_is_sent_late_still_counts() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        opened = await press(here.member, answered, "👎")
        await here.env.advance_time(20 * 60)
        assert "Thanks" in told(await here.member.submit_modal(opened, {"fault": ["wrong"]}))
        [vote, _] = await votes(here, key_of(answered))
    assert vote is not None


@pytest.mark.parametrize("label", ["👍", "👎"])
async def test_a_vote_on_an_answer_that_is_no_longer_kept_is_not_taken(label: str) -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        await here.bot.consultant.remove(key_of(answered))
        pressed = await press(here.member, answered, label)
        assert told(pressed) == "I no longer have this answer. Please ask again."


async def test_an_answer_that_is_forgotten_while_the_modal_is_open_is_not_voted_on() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        opened = await press(here.admin, answered, "👎")
        await here.bot.consultant.forget(here.member.id)
        sent = await here.admin.submit_modal(opened, {"fault": ["wrong"]})
        assert told(sent) == "I no longer have this answer. Please ask again."


async def test_a_vote_that_the_database_cannot_keep_is_not_thanked_for() -> None:
    async with world(Recorder(), database="sqlite:////dev/null/state.sqlite3") as here:
        answered = await ask(here)
        sentence = "What was kept cannot be reached at the moment. Please try again in a minute."
        assert told(await press(here.member, answered, "👍")) == sentence
        opened = await press(here.member, answered, "👎")
        sent = await here.member.submit_modal(opened, {"fault": ["wrong"]})
        assert told(sent) == sentence
        await restart(here)
        assert told(await press(here.member, answered, "👎")) == sentence


async def test_an_answer_whose_sources_have_changed_can_still_be_voted_on() -> None:
    async with world(Recorder([answer()])) as here:
        answered = await ask(here)
        await restart(here, knowledge=Shelf("gen-2", (), ()))
        opened = await press(here.member, answered, "👎")
        assert "Thanks" in told(await here.member.submit_modal(opened, {"fault": ["wrong"]}))
        assert "Thanks" in told(await press(here.admin, answered, "👍"))


async def test_an_interaction_that_was_answered_already_is_no_incident(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        for label in ("👍", "👎"):
            here.env.inject_error(
                "POST", "/interactions/*/callback", status=400, code=40060, message="Acknowledged"
            )
            pressed = await press(here.member, answered, label)
            assert told(pressed) == "This is being answered already."
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("code", [10062, 50027])
async def test_what_discord_no_longer_takes_is_no_incident(
    code: int, caplog: pytest.LogCaptureFixture
) -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        fault: dict[str, Any] = {"status": 404, "code": code, "message": "Unknown"}
        here.env.inject_error("POST", "/interactions/*/callback", **fault)
        here.env.inject_error("POST", "/webhooks/*", **fault)
        pressed = await press(here.member, answered, "👍")
        assert not pressed.acknowledged
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_an_unforeseen_error_is_told_to_the_one_who_pressed_alone() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        here.env.inject_error("PATCH", "/webhooks/*/messages/@original", status=400, code=50035)
        pressed = await press(here.admin, answered, "👍")
        assert "Something went wrong on my side" in told(pressed)
        assert pressed.ephemeral
