"""The process that reads can do nothing but read, and ends whatever happens in it."""

from __future__ import annotations

import json
import os
import platform
import socket
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from index.confinement import Limits
from index.errors import SourceError
from index.sandbox import LARGEST, End, Run, launch, read

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")

FILTERED = sys.platform == "linux" and platform.machine() in {"x86_64", "aarch64"}
needs_filter = pytest.mark.skipif(not FILTERED, reason="the list of calls is Linux's")

TOLL = b"The toll is due on the second day of the fair."


def attempt(what: str, of: object = "", limits: Limits | None = None) -> Run:
    limits = limits or Limits(seconds=10)
    request = {"attempt": what, "of": str(of), "limits": asdict(limits)}
    return launch("tests.index.hostile", json.dumps(request).encode() + b"\n" + TOLL, limits)


def came_of(what: str, of: object = "") -> dict[str, object]:
    run = attempt(what, of)
    assert run.end is End.WELL
    came: dict[str, object] = json.loads(run.output)
    return came


@pytest.mark.parametrize("what", ["connect", "listen", "resolve"])
def test_it_reaches_no_network(what: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        came = came_of(what, server.getsockname()[1])
        assert came.keys() == {"failed"}
        with pytest.raises(TimeoutError):
            server.accept()


def test_it_reads_no_file_and_writes_none(tmp_path: Path) -> None:
    secret, fresh = tmp_path / "secret", tmp_path / "fresh"
    secret.write_text("token", encoding="utf-8")
    assert came_of("read_file", secret).keys() == {"failed"}
    assert came_of("write_file", secret).keys() == {"failed"}
    assert came_of("write_file", fresh).keys() == {"failed"}
    assert (secret.read_text(encoding="utf-8"), fresh.exists()) == ("token", False)


@needs_filter
def test_it_changes_no_folder(tmp_path: Path) -> None:
    kept, fresh = tmp_path / "kept", tmp_path / "fresh"
    kept.touch()
    assert came_of("remove_file", kept) == {"failed": "PermissionError"}
    assert came_of("make_folder", fresh) == {"failed": "PermissionError"}
    assert (kept.exists(), fresh.exists()) == (True, False)


def test_it_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISCORD_TOKEN", "DATABASE_URL", "PYTHONPATH", "HTTPS_PROXY", "HOME"):
        monkeypatch.setenv(name, "secret")
    known = came_of("environment")["did"]
    assert isinstance(known, list)
    # The C library and Python may set how text is encoded; nothing is handed on.
    assert set(known) <= {"", "LC_CTYPE"}
    assert "secret" not in json.dumps(came_of("arguments"))


@needs_filter
@pytest.mark.parametrize("what", ["fork", "program", "replace_itself", "thread", "raise_limits"])
def test_it_starts_nothing_and_keeps_its_limits(what: str) -> None:
    assert came_of(what).keys() == {"failed"}


@needs_filter
def test_it_ends_no_other_process() -> None:
    assert came_of("end_another", os.getpid()) == {"failed": "PermissionError"}


@needs_filter
@pytest.mark.parametrize("number", [101, 165, 272, 310, 317, 319, 321, 425, 435, 1 << 30])
def test_a_system_call_that_reading_does_not_need_is_refused(number: int) -> None:
    """Among them ptrace, mount, unshare, seccomp, memfd_create, bpf, io_uring, clone3, x32's."""
    if platform.machine() == "aarch64" and number in {101, 165}:
        pytest.skip("another call there")
    assert came_of("system_call", number) == {"failed": "PermissionError"}


def test_it_gets_no_more_memory_than_it_may() -> None:
    assert came_of("memory") == {"failed": "MemoryError"}
    assert came_of("endless_memory") == {"failed": "MemoryError"}


@pytest.mark.parametrize("what", ["endless_loop", "endless_sleep", "silent_loop"])
def test_it_is_ended_when_its_time_is_up(what: str) -> None:
    began = time.monotonic()
    assert attempt(what, limits=Limits(seconds=1)) == Run(b"", End.LATE)
    assert time.monotonic() - began < 8


def test_it_is_ended_where_it_says_too_much() -> None:
    began = time.monotonic()
    limits = Limits(seconds=20, output=1_000_000)
    assert attempt("endless_output", limits=limits) == Run(b"", End.TALKATIVE)
    assert time.monotonic() - began < 15


def test_its_crash_is_its_own() -> None:
    assert attempt("crash") == Run(b"", End.BADLY)


def test_what_it_says_on_the_side_is_not_heard(capfd: pytest.CaptureFixture[str]) -> None:
    assert came_of("chatter") == {"did": None}
    assert capfd.readouterr() == ("", "")


def test_what_it_opens_in_this_process_is_closed_again() -> None:
    if not Path("/proc/self/fd").exists():
        pytest.skip("this system does not tell what is open")
    attempt("environment")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for what in ("environment", "crash"):
        attempt(what)
    attempt("endless_loop", limits=Limits(seconds=1))
    deadline = time.monotonic() + 5
    while len(list(Path("/proc/self/fd").iterdir())) > before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(list(Path("/proc/self/fd").iterdir())) <= before


def test_sources_are_read_from_several_threads_at_once() -> None:
    found: dict[int, str] = {}

    def one(number: int) -> None:
        found[number] = read(b"Toll %d is due." % number, name="toll.txt").text

    threads = [threading.Thread(target=one, args=(number,)) for number in range(5)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == {number: f"Toll {number} is due." for number in range(5)}


def test_a_source_that_is_empty_or_too_large_is_refused_at_once() -> None:
    with pytest.raises(SourceError, match=r"^toll\.txt is empty\."):
        read(b" \n", name="toll.txt")
    with pytest.raises(SourceError, match=r"^toll\.txt is larger than 10 MiB\. Give the part"):
        read(b"x" * (LARGEST + 1), name="toll.txt")


def test_a_name_that_would_deceive_is_cleaned_where_it_is_shown() -> None:
    with pytest.raises(SourceError) as raised:
        read(b"\x89PNG", name="toll\u202egnp\n\x1b[31m.pdf")
    assert str(raised.value).startswith("tollgnp [31m.pdf is a picture, which cannot be read. Give")
