"""The slash commands are told to Discord when they have changed, and only then."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest

from bot.registration import register
from tests.bot.fakes import Recorder
from tests.bot.world import World, world


def synced(here: World) -> int:
    return len(here.requests("PUT", "/commands"))


async def test_commands_are_synced_once_and_again_only_when_they_changed(tmp_path: Path) -> None:
    remembered = tmp_path / "var" / "commands.sha256"
    async with world(Recorder(), commands_file=remembered) as here:
        assert synced(here) == 1
        assert len(remembered.read_text().strip()) == 64
    async with world(Recorder(), commands_file=remembered) as here:
        assert synced(here) == 0
    remembered.write_text("of other commands\n")
    async with world(Recorder(), commands_file=remembered) as here:
        assert synced(here) == 1


async def test_without_a_place_to_remember_commands_are_always_synced() -> None:
    for _ in range(2):
        async with world(Recorder()) as here:
            assert synced(here) == 1


async def test_a_damaged_or_unwritable_memory_costs_no_more_than_a_sync(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    damaged = tmp_path / "damaged"
    damaged.write_bytes(b"\xff\xfe")
    for remembered in (damaged, tmp_path):
        async with world(Recorder(), commands_file=remembered) as here:
            assert synced(here) == 1
    assert "registered again at the next start" in caplog.text


async def test_a_sync_that_fails_is_logged_and_not_remembered(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    remembered = tmp_path / "commands.sha256"
    async with world(Recorder()) as here:
        here.env.inject_error("PUT", "/applications/*/commands", status=500)
        assert not await register(here.bot.tree, remembered)
        assert not remembered.exists()
        assert await register(here.bot.tree, remembered)
    assert "could not be registered" in caplog.text


async def test_ask_takes_500_characters_everywhere_and_for_everybody() -> None:
    async with world(Recorder()) as here:
        [commands] = here.requests("PUT", "/commands")
    [command] = [command for command in commands if command["name"] == "ask"]
    assert command["contexts"] == [0, 1, 2]
    assert command["integration_types"] == [0, 1]
    question, private = command["options"]
    assert (question["name"], question["required"]) == ("question", True)
    assert (question["min_length"], question["max_length"]) == (1, 500)
    assert question["autocomplete"]
    assert (private["name"], private.get("required", False)) == ("private", False)


async def test_what_is_for_administrators_is_hidden_from_others_and_from_direct_messages() -> None:
    async with world(Recorder()) as here:
        [commands] = here.requests("PUT", "/commands")
    manage_guild = discord.Permissions(manage_guild=True).value
    hidden = {
        command["name"]
        for command in commands
        if int(command["default_member_permissions"] or 0) == manage_guild
        and command["contexts"] == [0]
    }
    assert hidden == {"settings", "sources", "stats", "gaps"}


async def test_every_command_comes_with_its_french() -> None:
    async with world(Recorder()) as here:
        [commands] = here.requests("PUT", "/commands")
    assert {command["name"] for command in commands} >= {"ask", "about", "privacy", "forgetme"}
    for command in commands:
        if command["type"] == discord.AppCommandType.chat_input.value:
            assert command["description_localizations"]["fr"] != command["description"]
