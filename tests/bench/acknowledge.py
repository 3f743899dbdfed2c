"""How soon the bot acknowledges interactions while its answers keep a processor busy.

`python -m tests.bench.acknowledge` runs it on its own; other benchmarks call `measure`. The bot
talks HTTP and gateway to a stand-in for Discord in a process of its own, whose clock counts: from
the dispatch of an interaction until its acknowledgement has arrived.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import yarl
from aiohttp import WSMsgType, web
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.client import SummitBot
from bot.desk import Ask, Desk
from bot.state import State
from index.answering import Answerer
from index.embedding import Embedder
from index.library import Library, build, read_documents
from index.reading import HeuristicReader
from index.types import Reply, Turn
from tests.bot.cabinet import Cabinet
from tests.bot.fakes import answer

COUNT = 2000
RATE = 200.0
BUSY_SECONDS = 0.05
# An interaction's token lives longer, but a run that takes this long has failed anyway.
PATIENCE_SECONDS = 60.0

BOT = {"id": "100", "username": "bench", "discriminator": "0", "avatar": None, "bot": True}
PERSON = {"id": "200", "username": "person", "discriminator": "0", "avatar": None}
APPLICATION = {
    "id": "100", "name": "bench", "icon": None, "description": "", "bot_public": False,
    "bot_require_code_grant": False, "verify_key": "0", "owner": PERSON, "team": None, "flags": 0,
}  # fmt: skip
MESSAGE: Mapping[str, object] = {
    "id": "300", "channel_id": "400", "author": BOT, "content": "", "embeds": [], "mentions": [],
    "timestamp": "2025-02-11T00:00:00+00:00", "edited_timestamp": None, "attachments": [],
    "mention_roles": [], "mention_everyone": False, "components": [], "pinned": False,
    "tts": False, "type": 20,
}  # fmt: skip


class StandIn:
    """As much of Discord as a bot with one command needs, and a stopwatch."""

    def __init__(self, count: int, rate: float) -> None:
        self.count = count
        self.rate = rate
        self.dispatched: dict[str, float] = {}
        self.acknowledged: dict[str, float] = {}
        self.answered = 0
        self.busy = 0
        self.finished = asyncio.Event()
        self._sending: asyncio.Task[None] | None = None

    def application(self) -> web.Application:
        app = web.Application()
        app.add_routes(
            [
                web.get("/users/@me", self._json(BOT)),
                web.get("/oauth2/applications/@me", self._json(APPLICATION)),
                web.put("/applications/100/commands", self._json([])),
                web.post("/interactions/{id}/{token}/callback", self._acknowledge),
                web.patch("/webhooks/100/{token}/messages/@original", self._edit),
                web.get("/gateway/", self._gateway),
            ]
        )
        return app

    @staticmethod
    def _json(body: object) -> Any:  # noqa: ANN401, aiohttp's handler types are wider than needed
        async def handle(_: web.Request) -> web.Response:
            return _reply(body)

        return handle

    async def _acknowledge(self, request: web.Request) -> web.Response:
        interaction = request.match_info["id"]
        self.acknowledged[interaction] = time.monotonic()
        return _reply({"interaction": {"id": interaction, "type": 2}})

    async def _edit(self, request: web.Request) -> web.Response:
        body = await request.text()
        if "Too many people" in body:
            self.busy += 1
        else:
            self.answered += 1
        if self.answered + self.busy == self.count:
            self.finished.set()
        return _reply(MESSAGE)

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41250}})
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            operation = json.loads(frame.data)["op"]
            if operation == 1:
                await socket.send_json({"op": 11})
            elif operation == 2:
                ready = {
                    "v": 10, "user": BOT, "guilds": [], "session_id": "bench", "shard": [0, 1],
                    "application": APPLICATION, "resume_gateway_url": str(request.url),
                }  # fmt: skip
                await socket.send_json({"op": 0, "t": "READY", "s": 1, "d": ready})
                self._sending = asyncio.create_task(self._dispatch(socket))
        return socket

    async def _dispatch(self, socket: web.WebSocketResponse) -> None:
        begin = time.monotonic()
        for number in range(self.count):
            await asyncio.sleep(max(0.0, begin + number / self.rate - time.monotonic()))
            interaction = str(1000 + number)
            self.dispatched[interaction] = time.monotonic()
            event = _interaction(interaction)
            await socket.send_json(
                {"op": 0, "t": "INTERACTION_CREATE", "s": 2 + number, "d": event}
            )

    def figures(self) -> dict[str, float]:
        """Seconds from dispatch to acknowledgement; one never acknowledged counts as infinite."""
        delays = np.array(
            [self.acknowledged.get(key, np.inf) - at for key, at in self.dispatched.items()]
        )
        return {
            "count": self.count,
            "acknowledged": len(self.acknowledged),
            "answered": self.answered,
            "busy": self.busy,
            "p50_s": float(np.quantile(delays, 0.5, method="higher")),
            "p99_s": float(np.quantile(delays, 0.99, method="higher")),
            "max_s": float(delays.max()),
        }


def _reply(body: object) -> web.Response:
    # With a charset in the header discord.py takes the body for text.
    return web.Response(
        body=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )


def _interaction(number: str) -> Mapping[str, object]:
    option = {"name": "question", "type": 3, "value": f"How many countries signed? ({number})"}
    return {
        "id": number, "application_id": "100", "type": 2, "token": f"token{number}", "version": 1,
        # Everybody asks once: nobody is to be told to wait.
        "channel_id": f"4{number}", "channel": {"id": f"4{number}", "type": 1},
        "user": {**PERSON, "id": f"2{number}"}, "context": 1,
        "locale": "en-US", "app_permissions": "0", "entitlements": [], "attachment_size_limit": 1,
        "authorizing_integration_owners": {},
        "data": {"id": "500", "name": "ask", "type": 1, "options": [option]},
    }  # fmt: skip


async def _stand_in(count: int, rate: float) -> None:
    """Serve at a free port, print it, then print the figures once every interaction is over."""
    stand_in = StandIn(count, rate)
    runner = web.AppRunner(stand_in.application())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stand_in.finished.wait(), count / rate + PATIENCE_SECONDS)
    print(json.dumps(stand_in.figures()), flush=True)
    # The bot is stopped next; it must not meet a closed server before.
    await asyncio.to_thread(sys.stdin.read)


@contextlib.asynccontextmanager
async def _state() -> AsyncIterator[State]:
    """A database on the disk, as the bot has it by default."""
    with tempfile.TemporaryDirectory() as folder:
        async with State(f"sqlite:///{folder}/state.sqlite3") as state:
            yield state


async def _measure(ask: Ask, count: int, rate: float) -> dict[str, float]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.acknowledge", str(count), str(rate),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    address = f"127.0.0.1:{int(await process.stdout.readline())}"
    kept = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = f"http://{address}"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{address}/gateway/")
    try:
        async with (
            _state() as state,
            Desk(ask) as desk,
            SummitBot(desk=desk, state=state, holdings=Cabinet()) as bot,
        ):
            running = asyncio.create_task(bot.start("a.b.c"))
            reading = asyncio.create_task(process.stdout.readline())
            await asyncio.wait([running, reading], return_when=asyncio.FIRST_COMPLETED)
            await bot.close()
            await running
            figures: dict[str, float] = json.loads(await reading)
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = kept
        process.kill()
        await process.wait()
    return figures


def measure(ask: Ask, count: int = COUNT, rate: float = RATE) -> dict[str, float]:
    """Send `count` interactions, `rate` a second, to the bot that answers with `ask`.

    The delays `p50_s`, `p99_s` and `max_s` are in seconds. `answered` and `busy` count how the
    interactions ended: with a reply, or turned away since too many were waiting.
    """
    return asyncio.run(_measure(ask, count, rate))


def matrix_work(question: str, history: tuple[Turn, ...], guild: int | None) -> Reply:
    """An answer that keeps a processor busy for 50 ms, as a model does."""
    matrix = np.random.default_rng(0).random((192, 192))
    until = time.monotonic() + BUSY_SECONDS
    while time.monotonic() < until:
        matrix = matrix @ matrix
        matrix /= matrix.max()
    return answer(question)


def python_work(question: str, history: tuple[Turn, ...], guild: int | None) -> Reply:
    """An answer that takes 50 ms of Python code, which keeps the event loop from its turn."""
    until = time.monotonic() + BUSY_SECONDS
    while time.monotonic() < until:
        sum(range(50))
    return answer(question)


def run(embedder: Embedder) -> None:
    """Measure with the real answerer, busy with as many questions as it is let to hold."""
    with tempfile.TemporaryDirectory() as folder:
        build(read_documents(), Path(folder), embedder)
        library = Library.open(Path(folder), embedder)
    answerer = Answerer(library, HeuristicReader(embedder))
    print("\nAcknowledgement while the embedder is busy, at most 1 s wanted")
    main(lambda question, history, _: answerer.ask(question, history))
    main()


def main(ask: Ask | None = None) -> None:
    """Measure with `ask`, or with both kinds of work in turn, and print the figures."""
    for work in (ask,) if ask else (matrix_work, python_work):
        print(
            "{name}: {count} interactions, {acknowledged} acknowledged, {answered} answered, "
            "{busy} told that too many are asking; from dispatch to acknowledgement "
            "p50 {p50_s:.3f} s, p99 {p99_s:.3f} s, max {max_s:.3f} s".format(
                name=getattr(work, "__name__", "work"), **measure(work)
            )
        )


if __name__ == "__main__":
    if sys.argv[1:]:
        asyncio.run(_stand_in(int(sys.argv[1]), float(sys.argv[2])))
    else:
        main()
