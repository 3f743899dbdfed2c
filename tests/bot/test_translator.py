"""Commands in French, as Discord is told of them."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import app_commands

from bot.translator import Translator


@app_commands.command(description="Ask about the AI Action Summit in Paris, 2025.")
@app_commands.describe(question="Your question, in plain words", teapot="A teapot")
async def ask(
    interaction: discord.Interaction[discord.Client],
    question: str,
    teapot: str = "",
) -> None: ...


@app_commands.context_menu(name="Answer from the summit sources")
async def answer_from(
    interaction: discord.Interaction[discord.Client], message: discord.Message
) -> None: ...


async def told(
    command: app_commands.Command[Any, ..., Any] | app_commands.ContextMenu,
) -> dict[str, Any]:
    """What Discord would be told of `command`."""
    tree = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))
    await tree.set_translator(Translator())
    assert tree.translator is not None
    return await command.get_translated_payload(tree, tree.translator)


async def test_a_command_has_its_name_and_description_in_french() -> None:
    payload = await told(ask)
    assert payload["name_localizations"] == {"fr": "demander"}
    [description] = payload["description_localizations"].values()
    assert description.startswith("Posez une question sur le Sommet")


async def test_so_has_an_option() -> None:
    question = (await told(ask))["options"][0]
    assert question["description_localizations"] == {"fr": "Votre question, en mots simples"}


async def test_what_has_no_french_stays_english() -> None:
    teapot = (await told(ask))["options"][1]
    assert "fr" not in teapot.get("name_localizations", {})
    assert "fr" not in teapot.get("description_localizations", {})


async def test_an_entry_of_the_context_menu_may_have_spaces() -> None:
    payload = await told(answer_from)
    assert payload["name_localizations"] == {"fr": "Répondre d’après les sources"}


@pytest.mark.parametrize("locale", [each for each in discord.Locale if each.value != "fr"])
async def test_no_other_language_is_touched(locale: discord.Locale) -> None:
    context: app_commands.TranslationContextTypes = app_commands.TranslationContext(
        app_commands.TranslationContextLocation.command_name, ask
    )
    assert await Translator().translate(app_commands.locale_str("ask"), locale, context) is None
