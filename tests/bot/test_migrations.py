"""A database that an earlier version has made, taken over with what it holds."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text

import bot
from bot import database
from bot.schema import metadata
from bot.state import State
from tests.bot.test_state import addition, exchange


def upgraded(address: str, revision: str) -> None:
    """Bring an empty database to a revision."""
    engine = database.engine_for(address)
    if engine.dialect.name == "sqlite":
        Path(engine.url.database or "").parent.mkdir(parents=True, exist_ok=True)
    config = Config()
    config.set_main_option("script_location", str(Path(bot.__file__).parent / "migrations"))
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


async def test_what_the_first_version_has_kept_is_still_there(address: str) -> None:
    upgraded(address, "0001")
    asked = exchange()
    engine = database.engine_for(address)
    row = {column.name: getattr(asked, column.name) for column in metadata.tables["exchanges"].c}
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(metadata.tables["exchanges"].insert().values(row))
    engine.dispose()
    async with State(address) as state:
        assert await state.exchange(asked.key) == asked
        await state.note_addition(addition())
        assert await state.additions(31) == {"news-1": addition()}


def test_the_revisions_make_the_tables_that_the_code_knows(address: str) -> None:
    upgraded(address, "head")
    engine = database.engine_for(address)
    with engine.connect() as connection:
        assert (
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "0002"
        )
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()
