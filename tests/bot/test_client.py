"""Starting on Discord: tokens that cannot be used, and a Discord that cannot be reached."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from discord.http import Route
from pydantic import SecretStr

from bot.client import SummitBot, checked_token, run_bot
from bot.desk import Desk
from bot.errors import BotError, TokenError, Unreachable
from bot.settings import Settings
from bot.state import State
from tests.bot.cabinet import Cabinet
from tests.bot.fakes import Recorder

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.not-a-real-secret_0"


def settings(tmp_path: Path, token: str = TOKEN) -> Settings:
    return Settings(
        discord_token=SecretStr(token),
        index_dir=tmp_path / "var" / "index",
        database_url=SecretStr(f"sqlite:///{tmp_path}/state.sqlite3"),
    )


@contextmanager
def discord_that_says(status: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A server in Discord's place that answers every request with `status`; what was requested."""
    requested: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requested.append(self.path)
            body = json.dumps({"message": "no", "code": 0}).encode()
            self.send_response(status)
            # With a charset behind it discord.py takes the body for text.
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002, the name is the base class's
            """Nothing: the tests' output is no access log."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{server.server_port}")
        try:
            yield requested
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("token", ["", "  "])
def test_without_a_token_one_is_told_where_to_get_it_and_where_to_put_it(token: str) -> None:
    with pytest.raises(TokenError, match=r"There is no.*developers/applications.*\.env"):
        checked_token(token)


@pytest.mark.parametrize(
    "token",
    ["abc", "a.b", "a.b.c.d", "a..c", f"Bot {TOKEN}", f'"{TOKEN}"', "a.b.ç", TOKEN + "\n"],
)
def test_a_malformed_token_is_refused_without_being_repeated(token: str, tmp_path: Path) -> None:
    with pytest.raises(TokenError, match="is no bot token") as caught:
        checked_token(token)
    assert token not in str(caught.value)
    if token.strip() == token:
        with pytest.raises(TokenError):
            run_bot(ask=Recorder(), holdings=Cabinet(), settings=settings(tmp_path, token))


def test_a_token_that_discord_refuses_ends_the_bot_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        discord_that_says(401, monkeypatch) as requested,
        pytest.raises(TokenError, match="Discord refused the token") as caught,
    ):
        run_bot(ask=Recorder(), holdings=Cabinet(), settings=settings(tmp_path))
    assert requested == ["/users/@me"]
    assert TOKEN not in str(caught.value)


def test_a_discord_that_answers_strangely_ends_the_bot_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        discord_that_says(403, monkeypatch),
        pytest.raises(Unreachable, match="Check the network"),
    ):
        run_bot(ask=Recorder(), holdings=Cabinet(), settings=settings(tmp_path))


def test_a_discord_that_cannot_be_reached_ends_the_bot_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{port}")
    with pytest.raises(Unreachable, match="Check the network") as caught:
        run_bot(ask=Recorder(), holdings=Cabinet(), settings=settings(tmp_path))
    assert isinstance(caught.value, BotError)


@pytest.mark.parametrize("hears", [False, True])
async def test_the_bot_asks_for_no_privileged_intent_it_is_not_given_and_pings_nobody(
    *,
    hears: bool,
) -> None:
    async with Desk(Recorder()) as desk, State("sqlite://") as state:
        bot = SummitBot(desk=desk, state=state, holdings=Cabinet(), hears=hears)
    assert dict(bot.intents).keys() >= {"members", "presences", "message_content"}
    wanted = {"guilds", "guild_messages", "dm_messages"} | ({"message_content"} if hears else set())
    assert {name for name, value in bot.intents if value} == wanted
    mentions = bot.allowed_mentions
    assert mentions is not None
    assert not any((mentions.everyone, mentions.users, mentions.roles, mentions.replied_user))
