"""What people may know of the bot and of their own data, and that they can be rid of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import simcord

from bot.records import Exchange, Verdict, Vote
from tests.bot.asked import DOWN
from tests.bot.cabinet import PAGE, Cabinet
from tests.bot.fakes import Recorder, answer
from tests.bot.pressed import Person, ask, key_of, press, restart, told
from tests.bot.world import World, shown, world

SURE = "Delete my data"
UNREACHABLE = "What was kept cannot be reached at the moment. Please try again in a minute."


async def use(here: World, person: Person, command: str) -> simcord.ResponseMessage:
    """What a command shows to `person` alone; a user in place of a member is in direct messages."""
    if isinstance(person, simcord.MemberActor):
        result = await person.slash(here.channel, command)
    else:
        result = await person.slash(command)
    assert result.response is not None
    assert result.response.ephemeral
    return result.response


async def data_of(here: World, person: Person) -> dict[str, Any]:
    """What stands in the file that /mydata sends."""
    [file] = (await use(here, person, "mydata")).attachments
    assert file.filename == "mydata.json"
    told_: dict[str, Any] = json.loads(await file.read())
    return told_


async def forget(here: World, person: Person) -> str:
    """What is said once a person has confirmed that they want to be forgotten."""
    asked = await use(here, person, "forgetme")
    result = await press(person, asked, SURE)
    assert result.response is not None
    return shown(result.response)


async def both_ask(here: World) -> tuple[Exchange, Exchange]:
    """What the member and the administrator have asked; each has voted on the other's answer."""
    mine = await ask(here, "mine?")
    result = await here.admin.slash(here.channel, "ask", question="theirs?", private=False)
    assert result.response is not None
    theirs = result.response
    await press(here.admin, mine, "👍")
    await press(here.member, theirs, "👍")
    found = [await here.state.exchange(key_of(each)) for each in (mine, theirs)]
    assert found[0] is not None
    assert found[1] is not None
    return found[0], found[1]


async def test_about_says_what_it_is_and_what_it_answers_from() -> None:
    async with world(Recorder()) as here:
        for person in (here.member, here.member.user):
            text = shown(await use(here, person, "about"))
            assert "I am an automated program, version 0." in text
            assert "[What was signed in Paris](https://gazette.example/2025/signed)" in text
            assert "What I keep of you: /privacy" in text


async def test_privacy_says_how_long_is_kept_and_how_to_be_rid_of_it() -> None:
    async with world(Recorder()) as here:
        assert here.state.keep_days == 30
        for person in (here.member, here.member.user):
            text = shown(await use(here, person, "privacy"))
            assert "30 days. Then it is deleted." in text
            assert "/mydata" in text
            assert "/forgetme" in text


async def test_whoever_has_asked_nothing_gets_an_empty_file() -> None:
    async with world(Recorder()) as here:
        assert shown(await use(here, here.member, "mydata")) == "I keep nothing of you."
        empty = {
            "person": str(here.member.id),
            "questions": [],
            "votes": [],
            "additions": [],
        }
        assert await data_of(here, here.member) == empty


async def test_the_file_holds_all_of_a_person_s_data_and_nobody_else_s() -> None:
    async with world(Recorder()) as here:
        mine, theirs = await both_ask(here)
        data = await data_of(here, here.member)
        text = shown(await use(here, here.member, "mydata"))
    assert text == "I keep 2 questions, votes and added sources of yours. They are in the file."
    [question] = data["questions"]
    assert (question["key"], question["question"]) == (mine.key, "mine?")
    assert question["channel"] == str(here.channel.id)
    assert question["reply"]["text"] == answer().text
    [vote] = data["votes"]
    assert (vote["key"], vote["verdict"]) == (theirs.key, "up")
    assert "theirs?" not in json.dumps(data)
    assert str(here.admin.id) not in json.dumps(data)


async def test_forgetme_asks_first_and_deletes_nothing_by_itself() -> None:
    async with world(Recorder()) as here:
        mine, _ = await both_ask(here)
        text = shown(await use(here, here.member, "forgetme"))
        assert "cannot be brought back" in text
        assert await here.state.exchange(mine.key) == mine


async def test_who_is_forgotten_has_no_data_and_others_keep_theirs() -> None:
    async with world(Recorder()) as here:
        mine, theirs = await both_ask(here)
        kept = await data_of(here, here.admin)
        said = await forget(here, here.member)
        assert said == "Done: 3 questions and votes of yours are deleted."
        data = await data_of(here, here.member)
        assert (data["questions"], data["votes"]) == ([], [])
        assert here.bot.consultant.recent.get(mine.key) is None
        assert await here.bot.consultant.find(mine.key, here.guild.id) is None
        # The administrator's vote went with the answer that it was on.
        assert await data_of(here, here.admin) == {**kept, "votes": []}
        assert here.bot.consultant.recent.get(theirs.key) is not None
        assert await here.state.vote_of(theirs.key, here.member.id) is None


async def test_who_is_forgotten_twice_is_told_that_nothing_was_kept() -> None:
    async with world(Recorder()) as here:
        await both_ask(here)
        first, second = [await use(here, here.member, "forgetme") for _ in range(2)]
        await press(here.member, first, SURE)
        await press(here.member, second, SURE)
        assert shown(second) == "I kept nothing of you."


async def test_the_buttons_under_a_forgotten_answer_end_in_a_sentence() -> None:
    async with world(Recorder()) as here:
        mine = await ask(here, "mine?")
        await forget(here, here.member)
        for label in ("Sources", "👍"):
            sentence = told(await press(here.admin, mine, label))
            assert sentence == "I no longer have this answer. Please ask again."


async def test_in_direct_messages_the_same_data_is_told_and_deleted() -> None:
    recorder = Recorder()
    async with world(recorder) as here:
        user = here.member.user
        await user.send_dm("how many?")
        await both_ask(here)
        data = await data_of(here, user)
        assert [one["question"] for one in data["questions"]] == ["how many?", "mine?"]
        assert data["questions"][0]["guild"] is None
        assert (await forget(here, user)).startswith("Done: 4 ")
        assert (await data_of(here, here.member))["questions"] == []
        await user.send_dm("and then?")
    assert recorder.histories[-1] == ()


async def test_a_confirmation_works_after_a_restart() -> None:
    async with world(Recorder()) as here:
        await both_ask(here)
        asked = await use(here, here.member, "forgetme")
        await restart(here)
        await press(here.member, asked, SURE)
        assert shown(asked).startswith("Done: 3 ")
        assert (await data_of(here, here.member))["questions"] == []


async def test_who_presses_another_s_confirmation_deletes_their_own_data_alone() -> None:
    async with world(Recorder()) as here:
        mine, theirs = await both_ask(here)
        asked = await use(here, here.member, "forgetme")
        with pytest.raises(simcord.SetupError, match="not visible"):
            await press(here.admin, asked, SURE)
        await here.state.vote(Vote(mine.key, here.admin.id, Verdict.DOWN))
        await forget(here, here.admin)
        assert await here.state.exchange(mine.key) is not None
        assert await here.state.vote_of(mine.key, here.admin.id) is None
        assert await here.state.exchange(theirs.key) is None


async def test_while_the_database_is_down_nothing_is_claimed() -> None:
    async with world(Recorder(), database=DOWN) as here:
        assert shown(await use(here, here.member, "mydata")) == UNREACHABLE
        asked = await use(here, here.member, "forgetme")
        assert told(await press(here.member, asked, SURE)) == UNREACHABLE
        assert "Done" not in shown(asked)
        assert "30 days" in shown(await use(here, here.member, "privacy"))
        assert "automated" in shown(await use(here, here.member, "about"))


async def test_what_a_person_added_is_theirs_to_see_and_to_be_taken_off() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        await here.admin.slash(here.channel, "sources add", link=PAGE)
        [source] = cabinet.own(here.guild.id)
        text = shown(await use(here, here.admin, "mydata"))
        assert text == "I keep 1 question, vote or added source of yours. It is in the file."
        [addition] = (await data_of(here, here.admin))["additions"]
        assert addition["person"] == str(here.admin.id)
        assert addition["guild"] == str(here.guild.id)
        assert (addition["source"], addition["origin"]) == (source.id, PAGE)
        assert (await data_of(here, here.member))["additions"] == []
        said = await forget(here, here.admin)
        assert said == "That you added 1 source is no longer kept; the source stays."
        assert (await data_of(here, here.admin))["additions"] == []
        listed = shown(await use(here, here.admin, "sources list"))
    assert "; by whom is no longer known, from https" in listed
    assert str(here.admin.id) not in listed
    assert cabinet.own(here.guild.id) == (source,)
