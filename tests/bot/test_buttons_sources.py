"""The button that opens what an answer quotes, pressed by members in a simulated Discord."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import simcord

from index.types import Answer, Reply
from tests.bot.cabinet import Cabinet, shelf_of
from tests.bot.fakes import GAZETTE, KNOWLEDGE, Recorder, Shelf, citation, passage, premise
from tests.bot.pressed import ask, buttons, key_of, labels, press, restart, told
from tests.bot.shown import links, live
from tests.bot.world import shown, world


def shown_in(result: simcord.InteractionResult) -> str:
    assert result.response is not None
    return shown(result.response)


def long_answer(count: int) -> tuple[Reply, Shelf]:
    """`count` quotations from long passages of one source, and what is indexed for it."""
    whole = [
        passage(f"Passage {number}. " + "It goes on and on. " * 50, paragraph=number, start=start)
        for number, start in ((number, number * 5000) for number in range(1, count + 1))
    ]
    cited = tuple(
        citation(number, one, f"Passage {number}.") for number, one in enumerate(whole, 1)
    )
    return Answer("?", "!", cited), Shelf("gen-1", (GAZETTE,), tuple(whole))


async def test_sources_show_each_quotation_in_its_passage_to_that_person_alone() -> None:
    async with world(Recorder()) as here:
        opened = await press(here.admin, await ask(here), "Sources")
        assert opened.ephemeral
        assert opened.response is not None
        text = shown(opened.response)
        public = "".join(here.replies()[:1])
    assert "> **In all, 61 countries signed.** Two did not." in text
    assert "> In all, 61 countries signed. **Two did not.**" in text
    assert "-# The hall was full." in text
    assert "The Gazette, [What was signed in Paris](" in text
    assert "11 Feb 2025, paragraph 5" in text
    assert "our restatement" in text
    assert text not in public


async def test_a_link_scrolls_to_the_words_where_the_page_has_them() -> None:
    async with world(Recorder()) as here:
        opened = await press(here.member, await ask(here), "Sources")
        assert opened.response is not None
        found = dict(links(shown(opened.response)))
    assert found["What was signed in Paris"].startswith(
        "https://gazette.example/2025/signed#:~:text="
    )
    assert "#" not in found["Two refuse (updated)"]


async def test_sources_of_a_false_premise_are_what_denies_it() -> None:
    async with world(Recorder([premise()])) as here:
        opened = await press(here.member, await ask(here, "Why did they sign?"), "Sources")
        assert opened.response is not None
        text = shown(opened.response)
    assert "The United States and the United Kingdom refused to sign." in text
    assert text.count("**[1]**") == 1


async def test_sources_open_after_a_restart() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        await restart(here)
        opened = await press(here.member, answered, "Sources")
        assert opened.response is not None
        assert "61 countries" in shown(opened.response)


@pytest.mark.parametrize("restarted", [True, False])
async def test_an_answer_from_sources_that_have_changed_shows_them_as_they_were(
    *,
    restarted: bool,
) -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        answered = await ask(here)
        before = shown_in(await press(here.member, answered, "Sources"))
        changed = replace(GAZETTE, sha256="9" * 64)
        cabinet.shared = Shelf("gen-2", (changed,), (passage("In all, 61 countries signed.",
                                                             changed, start=3),))  # fmt: skip
        if restarted:
            await restart(here)
        now = shown_in(await press(here.member, answered, "Sources"))
    assert "since this answer" not in before
    assert "> **In all, 61 countries signed.** Two did not." in now
    assert now.count("The source has changed since this answer") == 2
    assert "⚠ The source has changed since this answer; the quoted words still stand in it." in now
    assert "⚠ The source has changed since this answer; the quoted words no longer stand" in now
    assert "⚠ The source was removed since this answer." in now
    assert "Wire, [Two refuse (updated)](" in now


async def test_one_cannot_go_on_from_or_share_what_the_sources_no_longer_say() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        public, private = await ask(here), await ask(here, private=True)
        cabinet.shared = Shelf("gen-2", (), ())
        for message, label in ((public, "Follow up"), (private, "Share with the channel")):
            sentence = told(await press(here.member, message, label))
            assert sentence == "My sources have changed since this answer. Please ask again."


async def test_an_answer_that_an_earlier_version_kept_from_sources_that_have_changed_says_so() -> (
    None
):
    async with world(Recorder()) as here:
        answered = await ask(here)
        exchange = await here.state.exchange(key_of(answered))
        assert exchange is not None
        kept = json.loads(exchange.reply)
        del kept["passages"]
        await here.state.remove(exchange.key)
        await here.state.remember(replace(exchange, reply=json.dumps(kept)))
        changed = tuple(
            replace(one, source=replace(one.source, sha256="9" * 64)) for one in KNOWLEDGE.passages
        )
        await restart(here, knowledge=Shelf("gen-2", KNOWLEDGE.sources, changed))
        opened = await press(here.member, answered, "Sources")
        assert told(opened) == "My sources have changed since this answer. Please ask again."


async def test_an_answer_that_is_no_longer_kept_says_so() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        await here.bot.consultant.remove(key_of(answered))
        opened = await press(here.member, answered, "Sources")
        assert told(opened) == "I no longer have this answer. Please ask again."


async def test_while_the_database_is_down_recent_answers_still_open() -> None:
    async with world(Recorder(), database="sqlite:////dev/null/state.sqlite3") as here:
        answered = await ask(here)
        opened = await press(here.member, answered, "Sources")
        assert opened.response is not None
        assert "61 countries" in shown(opened.response)
        await restart(here)
        assert "cannot be reached" in told(await press(here.member, answered, "Sources"))


@pytest.mark.parametrize("count", [1, 4, 9])
async def test_many_quotations_are_paged_within_what_discord_takes(count: int) -> None:
    reply, knowledge = long_answer(count)
    async with world(Recorder([reply]), knowledge=knowledge) as here:
        opened = await press(here.member, await ask(here), "Sources")
        seen = ""
        pages = 0
        while True:
            pages += 1
            assert opened.response is not None
            text = shown(opened.response)
            assert len(text.replace("\n", "")) <= 4000
            assert live(text) == []
            seen += text
            if "▶" not in labels(opened.response):
                break
            assert f"-# Page {pages} of " in text
            opened = await press(here.member, opened.response, "▶")
        for number in range(1, count + 1):
            assert seen.count(f"**Passage {number}.**") == 1
        assert (pages > 1) is (count > 3)
        if pages > 1:
            assert labels(opened.response) == ["◀"]
            opened = await press(here.member, opened.response, "◀")
            assert opened.response is not None
            assert f"-# Page {pages - 1} of {pages}" in shown(opened.response)


async def test_pages_turn_after_a_restart() -> None:
    reply, knowledge = long_answer(5)
    async with world(Recorder([reply]), knowledge=knowledge) as here:
        opened = await press(here.member, await ask(here), "Sources")
        assert opened.response is not None
        await restart(here, knowledge=knowledge)
        turned = await press(here.member, opened.response, "▶")
        assert turned.response is not None
        assert "**Passage 5.**" in shown(turned.response)


async def test_a_turned_page_whose_answer_is_gone_leaves_what_is_shown() -> None:
    reply, knowledge = long_answer(5)
    async with world(Recorder([reply]), knowledge=knowledge) as here:
        answered = await ask(here)
        opened = await press(here.member, answered, "Sources")
        assert opened.response is not None
        await here.bot.consultant.remove(key_of(answered))
        turned = await press(here.member, opened.response, "▶")
        assert told(turned) == "I no longer have this answer. Please ask again."
        assert "**Passage 1.**" in shown(opened.response)
        assert len(buttons(opened.response)) == 1


async def test_a_damaged_index_of_the_server_does_not_say_that_its_sources_were_removed() -> None:
    cabinet = Cabinet()
    own = shelf_of("own", Notes="The hall was full.")
    [whole] = own.passages
    reply = Answer("?", "!", (citation(1, whole),))
    async with world(Recorder([reply]), holdings=cabinet) as here:
        cabinet.guilds[here.guild.id] = own
        answered = await ask(here)
        cabinet.guilds.clear()
        cabinet.damaged.add(here.guild.id)
        opened = await press(here.member, answered, "Sources")
        assert opened.response is not None
        assert "⚠ The source cannot be reached at the moment." in shown(opened.response)
