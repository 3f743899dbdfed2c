"""The bot in the simulated Discord that a newcomer gets: it starts, answers and ends cleanly."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import simcord

from bot.errors import PortTaken
from bot.preview import BOT_NAME, Visitor, run_preview
from bot.settings import Settings
from tests.bot.cabinet import Cabinet
from tests.bot.fakes import Recorder
from tests.bot.world import world

ROOT = Path(__file__).parents[2]

PROGRAM = """
import signal

from bot.preview import run_preview
from bot.settings import Settings
from tests.bot.cabinet import Cabinet
from tests.bot.fakes import Recorder
# What a shell starts in the background takes no notice of SIGINT otherwise.
signal.signal(signal.SIGINT, signal.default_int_handler)
run_preview(ask=Recorder(), holdings=Cabinet(), settings=Settings(_env_file=None, preview_port=0))
"""


@contextmanager
def previewing() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The preview as a program of its own, and the address that it has printed."""
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM]
    with subprocess.Popen(  # noqa: S603, nothing in the command comes from outside
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        try:
            _, _, address = process.stdout.readline().rpartition(" ")
            yield process, address.strip()
        finally:
            process.kill()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_preview_prints_its_address_serves_it_and_ends_cleanly(stop: signal.Signals) -> None:
    with previewing() as (process, address):
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(address, timeout=10) as page:  # noqa: S310, the scheme was checked
            assert page.status == 200
        process.send_signal(stop)
        _, complaints = process.communicate(timeout=20)
        assert process.returncode == 0
        assert "Traceback" not in complaints


def test_a_port_in_use_is_named_with_how_to_choose_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"Port {port} .*already in use.*PREVIEW_PORT="):
            run_preview(ask=Recorder(), holdings=Cabinet(), settings=Settings(preview_port=port))


@pytest.mark.parametrize("name", ["@Summit Bot", "@summit bot", "@SummitBot"])
async def test_the_visitor_may_type_the_bot_s_name_as_a_mention(name: str) -> None:
    ask = Recorder()
    async with world(ask) as here:
        visitor = Visitor(here.env, here.guild, here.member.user, here.mention)
        await visitor.send(here.channel, f"{name} how many signed?")
        await visitor.send(here.channel, f"{name}ical thoughts")
        assert len(here.replies()) == 1
    assert ask.questions == ["how many signed?"]
    assert BOT_NAME == "Summit Bot"


async def test_the_visitor_can_answer_a_message() -> None:
    ask = Recorder()
    async with world(ask) as here:
        visitor = Visitor(here.env, here.guild, here.member.user, here.mention)
        await visitor.send(here.channel, f"{here.mention} how many?")
        last = here.channel.last_message
        assert isinstance(visitor, simcord.MemberActor)
        await visitor.send(here.channel, "and who refused?", reply_to=last)
    assert ask.questions == ["how many?", "and who refused?"]
