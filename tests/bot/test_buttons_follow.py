"""The button and the modal for the next question, used by members in a simulated Discord."""

from __future__ import annotations

import simcord

from index.errors import QuestionError
from tests.bot.fakes import Recorder, Shelf, abstention, answer
from tests.bot.pressed import Message, Person, ask, key_of, labels, press, restart, told
from tests.bot.world import shown, world


async def follow(
    person: Person, message: Message, question: str = "And the British?"
) -> simcord.InteractionResult:
    """What comes of pressing the button and sending the modal."""
    opened = await press(person, message, "Follow up")
    return await person.submit_modal(opened, {"question": question})


async def test_a_follow_up_goes_on_from_its_answer_and_shows_what_was_asked() -> None:
    recorder = Recorder([answer(), abstention("And the British?")])
    async with world(recorder) as here:
        answered = await ask(here)
        followed = await follow(here.member, answered)
        assert followed.response is not None
        assert not followed.ephemeral
        assert shown(followed.response).startswith("-# And the British?\nMy sources never mention")
        assert labels(followed.response) == ["👍", "👎", "Follow up", "Delete"]
        exchange = await here.state.exchange(key_of(followed.response))
    assert recorder.questions == ["How many signed?", "And the British?"]
    assert [turn.question for turn in recorder.histories[1]] == ["How many signed?"]
    assert exchange is not None
    assert exchange.parent == key_of(answered)
    assert exchange.message == followed.response.id


async def test_a_follow_up_of_a_follow_up_remembers_both() -> None:
    recorder = Recorder()
    async with world(recorder) as here:
        second = await follow(here.member, await ask(here))
        assert second.response is not None
        await follow(here.admin, second.response, "Why?")
    assert [len(history) for history in recorder.histories] == [0, 1, 2]


async def test_a_private_answer_is_followed_up_in_private() -> None:
    async with world(Recorder()) as here:
        followed = await follow(here.member, await ask(here, private=True))
        assert followed.response is not None
        assert followed.ephemeral
        assert labels(followed.response)[-1] == "Share with the channel"


async def test_a_follow_up_works_after_a_restart_and_from_a_modal_opened_before_it() -> None:
    recorder = Recorder()
    async with world(recorder) as here:
        answered = await ask(here)
        opened = await press(here.member, answered, "Follow up")
        await restart(here)
        await follow(here.admin, answered, "Why?")
        await here.env.advance_time(20 * 60)
        late = await here.member.submit_modal(opened, {"question": "Who?"})
        assert late.response is not None
    assert recorder.questions[1:] == ["Why?", "Who?"]
    assert all(len(history) == 1 for history in recorder.histories[1:])


async def test_a_follow_up_in_a_direct_message() -> None:
    recorder = Recorder()
    async with world(recorder) as here:
        answered = await here.member.user.slash("ask", question="How many signed?")
        assert answered.response is not None
        followed = await follow(here.member.user, answered.response)
        assert followed.response is not None
        assert shown(followed.response).startswith("-# And the British?\n")
    assert len(recorder.histories[1]) == 1


async def test_nothing_is_typed_in_vain_after_an_answer_that_is_no_longer_kept() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        await here.bot.consultant.remove(key_of(answered))
        pressed = await press(here.member, answered, "Follow up")
        assert pressed.modal is None
        assert told(pressed) == "I no longer have this answer. Please ask again."


async def test_an_answer_from_sources_that_have_changed_is_not_gone_on_from() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        await restart(here, knowledge=Shelf("gen-2", (), ()))
        pressed = await press(here.member, answered, "Follow up")
        assert told(pressed) == "My sources have changed since this answer. Please ask again."


async def test_a_follow_up_that_cannot_be_taken_is_refused_with_its_reason() -> None:
    async with world(Recorder([answer(), QuestionError("The question has no words.")])) as here:
        followed = await follow(here.member, await ask(here), "???")
        assert followed.response is not None
        assert shown(followed.response) == "The question has no words."


async def test_follow_ups_count_towards_the_limit_and_are_refused_in_private() -> None:
    recorder = Recorder()
    async with world(recorder) as here:
        answered = await ask(here)
        for _ in range(9):
            await follow(here.member, answered)
        refused = await follow(here.member, answered)
        assert "You are asking faster than I may answer." in told(refused)
    assert len(recorder.questions) == 10


async def test_a_follow_up_whose_place_is_gone_by_then_ends_with_a_sentence() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        here.env.inject_error(
            "PATCH", "/webhooks/*/messages/@original", status=404, code=10008, message="Unknown"
        )
        followed = await follow(here.member, answered)
        assert followed.response is not None
        assert shown(followed.response) == (
            "This came too late: what it belongs to is gone. Please ask again."
        )
