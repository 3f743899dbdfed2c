"""The README's pictures: the real bot in a simulated Discord, drawn by Chromium.

`make screenshots` writes them to `docs/`: they show what the bot of this checkout does, with
today's date below the chart.
"""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import discord
import simcord
from PIL import Image, ImageChops

from bot.client import SummitBot
from bot.composing import Opened, open_bot
from bot.desk import Desk
from bot.preview import BOT_NAME, CHANNEL, GUILD
from bot.settings import Settings
from bot.state import State

FOLDER = Path(__file__).parents[2] / "docs"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

ANSWERED = "What does von der Leyen say about the AI Act?"
REFUSED = "What did Macron say about copyright?"
DISPUTED = "How many countries took part in the summit?"
ASKED_BEFORE = (
    "How many countries signed the declaration?",
    "What did Vance say about American AI?",
    "Where will the next summit take place?",
    "What did Dario Amodei say about the statement?",
    "How much did the summit cost?",
    "Why did the UK refuse to sign?",
    "What does Macron want Europe to do?",
)

# The page at its narrowest is a phone; twice the pixels, so that letters stay sharp.
WIDTH, HEIGHT, SCALE = 600, 1400, 2
MARGIN = 16 * SCALE


@dataclass(frozen=True)
class Stage:
    """A simulated Discord with one member, who may manage the guild."""

    env: simcord.Env
    channel: simcord.ChannelHandle
    member: simcord.MemberActor
    browser: str

    async def shoot(self, name: str) -> None:
        """Write a picture of the newest message that the member sees to `docs/<name>.png`."""
        async with self.env.preview(
            self.channel,
            viewers=[self.member],
            layout="message",
            display="fixed",
            width=WIDTH - 40,
            height=HEIGHT,
        ) as preview:
            drawn = await asyncio.to_thread(_drawn, self.browser, preview.url)
        path = FOLDER / f"{name}.png"
        _trimmed(drawn).save(path, optimize=True)
        print(f"Written: {path}")


def _drawn(browser: str, url: str) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.png"
        subprocess.run(  # noqa: S603 (a browser that is installed here)
            [
                browser,
                "--headless=new",
                *(["--no-sandbox"] if os.geteuid() == 0 else []),
                "--hide-scrollbars",
                f"--force-device-scale-factor={SCALE}",
                "--virtual-time-budget=8000",
                f"--user-data-dir={folder}/profile",
                f"--screenshot={file}",
                f"--window-size={WIDTH},{HEIGHT}",
                url,
            ],
            check=True,
            timeout=120,
            capture_output=True,
        )
        return Image.open(io.BytesIO(file.read_bytes())).convert("RGB")


def _trimmed(page: Image.Image) -> Image.Image:
    """`page` without its toolbar and without the empty ground around the message."""
    edge = [page.getpixel((page.width - 4, y)) for y in range(page.height)]
    ground = max(set(edge), key=edge.count)
    top = 1 + max((y for y in range(page.height // 2) if edge[y] != ground), default=-1)
    below = page.crop((0, top, page.width, page.height))
    difference = Image.new("RGB", below.size, ground)
    shade = ImageChops.difference(below, difference).convert("L").point(lambda v: 255 * (v > 12))
    left, first, right, last = shade.getbbox() or (0, 0, *below.size)
    return below.crop(
        (
            max(0, left - MARGIN),
            max(0, first - MARGIN),
            min(below.width, right + MARGIN),
            min(below.height, last + MARGIN),
        )
    )


async def _play(opened: Opened, browser: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with State(f"sqlite:///{folder}/state.sqlite3") as state, Desk(opened.ask) as desk:
            bot = SummitBot(desk=desk, state=state, holdings=opened.holdings)
            async with simcord.run(bot, approved_intents=discord.Intents.none()) as env:
                await _scenes(await _stage(env, bot, browser))


async def _stage(env: simcord.Env, bot: SummitBot, browser: str) -> Stage:
    if bot.user is None:
        raise RuntimeError("the simulated Discord has not let the bot in")
    await bot.user.edit(username=BOT_NAME)
    guild = env.create_guild(GUILD)
    keepers = guild.create_role("keepers", permissions=discord.Permissions(manage_guild=True))
    member = guild.add_member(env.create_user("visitor", global_name="You"), roles=[keepers])
    return Stage(env, guild.create_text_channel(CHANNEL), member, browser)


async def _scenes(stage: Stage) -> None:
    channel, member = stage.channel, stage.member
    for question in ASKED_BEFORE:
        await member.slash(channel, "ask", question=question)
    refused = await member.slash(channel, "ask", question=REFUSED)
    await stage.shoot("refusal")
    await member.slash(channel, "ask", question=DISPUTED)
    await stage.shoot("disagreement")
    answered = await member.slash(channel, "ask", question=ANSWERED)
    await stage.shoot("answer")
    await _press(stage, answered, "up")
    await _press(stage, refused, "up")
    await _press(stage, answered, "sources")
    await stage.shoot("sources")
    await member.slash(channel, "stats")
    await stage.shoot("stats")


async def _press(stage: Stage, reply: simcord.InteractionResult, action: str) -> None:
    """Press the button of a reply that does `action`."""
    if reply.response is None:
        raise RuntimeError("the question was not answered")
    message = reply.response.message
    [name] = [
        name
        for row in message.components
        for button in getattr(row, "children", ())
        if (name := getattr(button, "custom_id", None) or "").startswith(f"v1:{action}:")
    ]
    await stage.member.click(message, custom_id=name)


def main() -> None:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("Chromium is needed to draw the pictures. On Debian: apt-get install chromium")
    asyncio.run(_play(open_bot(Settings()), browser))


main()
