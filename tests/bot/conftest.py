"""Databases that nobody has used, of both kinds that the bot can keep its state in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pytest

from bot.state import State
from tests.bot.servers import Server, postgres

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with postgres() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that nobody has used."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/kept/state.sqlite3"
    running: Server = request.getfixturevalue("server")
    return running.database(f"state{next(_NUMBERS)}")


@pytest.fixture
async def state(address: str) -> AsyncIterator[State]:
    async with State(address, keep_days=30) as opened:
        yield opened
