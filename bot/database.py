"""The database behind what is remembered: opened, brought up to date, wiped clean.

SQLite is set up such that a write that was acknowledged survives a power cut (write-ahead log,
synced at each commit), that writers wait for each other, and that what is deleted is overwritten:
https://sqlite.org/pragma.html. Migrations are Alembic's.
"""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import ArgumentError, DatabaseError

from bot.schema import metadata

#: How long a writer waits for the others, and how long a server may take to let us in.
BUSY_SECONDS = 10
CONNECT_SECONDS = 5

#: Names this bot's lock among a server's advisory locks: any number does that nobody else uses.
_MIGRATION_LOCK = 0x5355_4D4D_4954

#: The drivers' words for it, unless the address says otherwise. Without the last one a network that
#: has gone silent would be waited for a quarter of an hour.
_PATIENCE = {
    "sqlite": {"timeout": BUSY_SECONDS},
    "postgresql": {"connect_timeout": CONNECT_SECONDS, "tcp_user_timeout": BUSY_SECONDS * 1000},
}

_UPGRADING = Lock()

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
)


def engine_for(address: str) -> Engine:
    """An engine for `address`, which nothing is asked of yet; ArgumentError for no address."""
    url = _with_driver(make_url(address))
    backend = url.get_backend_name()
    if backend not in _PATIENCE:
        raise ArgumentError("a database of another kind")
    patience = {name: it for name, it in _PATIENCE[backend].items() if name not in url.query}
    if backend == "sqlite":
        engine = create_engine(url, hide_parameters=True, connect_args=patience)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        url,
        hide_parameters=True,  # they are what people asked
        pool_pre_ping=True,
        connect_args=patience,
    )


def _with_driver(url: URL) -> URL:
    """Hosts hand out "postgres://" and "postgresql://", without a driver."""
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    return url


def migrate(engine: Engine) -> None:
    """Bring the database to the schema of this version; processes that start together wait."""
    if engine.dialect.name == "sqlite":
        _make(engine.url.database or ":memory:")
    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    head = ScriptDirectory.from_config(config).get_current_head()
    # What Alembic's revisions speak to is one for the whole process.
    with (
        _UPGRADING,
        engine.connect().execution_options(writing=True) as connection,
        connection.begin(),
    ):
        if engine.dialect.name == "postgresql":
            connection.execute(
                text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK}
            )
        if _version(connection) != head:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _make(name: str) -> None:
    """Make the file where there is none, for its owner alone; SQLite's journals follow it."""
    if name.startswith((":memory:", "file:")):
        raise ArgumentError("in memory each thread would have a database of its own")
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def wipe(engine: Engine) -> None:
    """Leave nothing of deleted rows: neither in the database's file nor in its journal."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            try:
                # Past SQLAlchemy, which would begin a transaction.
                cursor = connection.connection.cursor()
                cursor.execute("VACUUM")
                _truncate(cursor)
            except sqlite3.Error as error:
                raise DatabaseError("VACUUM", None, error) from error
        return
    tables = ", ".join(table.name for table in metadata.sorted_tables)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"VACUUM {tables}"))


def _truncate(cursor: DBAPICursor) -> None:
    """Empty the write-ahead log; whoever still reads from it is waited for."""
    # That SQLite does by itself, but not while another process does the same.
    deadline = time.monotonic() + cursor.execute("PRAGMA busy_timeout").fetchone()[0] / 1000
    while cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        if time.monotonic() > deadline:
            raise sqlite3.OperationalError("the journal is in use and could not be emptied")
        time.sleep(0.05)


def _set_up_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says
    cursor = connection.cursor()
    deadline = time.monotonic() + BUSY_SECONDS
    for pragma in _PRAGMAS:
        while True:
            try:
                cursor.execute(f"PRAGMA {pragma}")
                break
            except sqlite3.OperationalError as error:
                # Two that turn a new file's journal on at once do not wait for each other.
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that begins by reading could not wait for others when it comes to write.
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
