"""The slash commands as Discord knows them: told again only when they have changed."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

log = logging.getLogger(__name__)


async def register(tree: app_commands.CommandTree[Any], remembered: Path | None) -> bool:
    """Sync `tree` with Discord unless `remembered` says that it already is; whether it was synced.

    `remembered` holds the digest of what was last synced, for this application; None syncs always.
    Discord limits how often commands may be created, and a sync at every start would spend that. A
    sync that fails is logged and not remembered: mentions work without it.
    """
    digest = await _digest(tree)
    if remembered is not None and _read(remembered) == digest:
        return False
    try:
        await tree.sync()
    except discord.HTTPException as error:
        log.warning("The slash commands could not be registered: %s", error)
        return False
    if remembered is not None:
        _write(remembered, digest)
    return True


async def _digest(tree: app_commands.CommandTree[Any]) -> str:
    """What Discord would be told, translations included."""
    translator = tree.translator
    commands = [
        await command.get_translated_payload(tree, translator)
        if translator
        else command.to_dict(tree)
        for command in tree.get_commands()
    ]
    known = {"application": tree.client.application_id, "commands": commands}
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()


def _read(remembered: Path) -> str:
    try:
        return remembered.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _write(remembered: Path, digest: str) -> None:
    try:
        remembered.parent.mkdir(parents=True, exist_ok=True)
        remembered.write_text(digest + "\n", "ascii")
    except OSError as error:
        log.warning("The slash commands will be registered again at the next start: %s", error)
