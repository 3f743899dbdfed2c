"""A real PostgreSQL server for the tests, from Debian's packages, in a folder of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

#: Set where its absence is a failure and no reason to skip.
REQUIRED = "POSTGRES_REQUIRED"


@dataclass(frozen=True)
class Server:
    """A running server; `database` makes an empty database and tells its address."""

    programs: Path
    folder: Path
    port: int

    def database(self, name: str) -> str:
        self._call("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", name)
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        log = str(self.folder / "log")
        data = str(self.folder / "data")
        self._call("pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start")

    def stop(self) -> None:
        self._call("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def initialise(self) -> None:
        data = str(self.folder / "data")
        self._call("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")

    def _call(self, program: str, *arguments: str) -> None:
        # The server refuses to run as root; Debian's package brings a user for it.
        user = "postgres" if os.geteuid() == 0 else None
        done = subprocess.run(  # noqa: S603 (Debian's programs, our arguments)
            [str(self.programs / program), *arguments],
            user=user,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            # The server keeps what it inherits open, so that a pipe would never end.
            stdout=(output := (self.folder / "output").open("a+")),
            stderr=output,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            check=False,
        )
        output.seek(0)
        told = output.read()
        output.close()
        assert done.returncode == 0, f"{program}: {told}"


@contextmanager
def postgres() -> Iterator[Server]:
    """A server until the end of the block; the test is skipped where none is installed."""
    programs = _programs()
    if programs is None:
        if os.environ.get(REQUIRED):
            pytest.fail("PostgreSQL is required here and not installed")
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    folder.chmod(0o755)
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server(programs, folder, port)
    try:
        server.initialise()
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    """Where the server's programs are: on the path, or where Debian keeps those of a version."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return versions[-1].parent if versions else None
