"""A program that is confined as the reader is, and then tries what it was told to try.

It writes what came of it as JSON: {"did": …} where it succeeded, {"failed": the error's name}.
"""

from __future__ import annotations

import codecs
import ctypes
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from index.confinement import Limits, confine, limit

codecs.lookup("idna")  # as names of hosts are looked up with it
library = ctypes.CDLL(None, use_errno=True)


def connect(port: str) -> object:
    return socket.create_connection(("127.0.0.1", int(port)), 2).getpeername()


def listen(_: str) -> object:
    return socket.socket(socket.AF_UNIX).fileno()


def resolve(_: str) -> object:
    return socket.getaddrinfo("localhost", 80)[0][4]


def read_file(path: str) -> object:
    return Path(path).read_text(encoding="utf-8")


def write_file(path: str) -> object:
    return Path(path).write_text("gotcha", encoding="utf-8")


def remove_file(path: str) -> None:
    Path(path).unlink()


def make_folder(path: str) -> None:
    Path(path).mkdir()


def environment(_: str) -> object:
    library.getenv.restype = ctypes.c_char_p
    return [*os.environ, (library.getenv(b"DISCORD_TOKEN") or b"").decode()]


def arguments(_: str) -> object:
    return [*sys.argv, os.sep]


def fork(_: str) -> object:
    if os.fork() == 0:
        os._exit(0)
    return os.wait()[1]


def program(_: str) -> object:
    return subprocess.run(["/bin/true"], check=True).returncode


def replace_itself(_: str) -> None:
    os.execv("/bin/true", ["true"])  # noqa: S606


def thread(_: str) -> object:
    started = threading.Thread(target=print)
    started.start()
    return started.ident


def end_another(number: str) -> None:
    os.kill(int(number), signal.SIGTERM)


def raise_limits(_: str) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def system_call(number: str) -> object:
    if (done := library.syscall(int(number), 0, 0, 0, 0, 0, 0)) < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return done


def memory(_: str) -> object:
    return len(bytearray(2 << 30))


def endless_memory(_: str) -> object:
    kept = []
    while True:
        kept.append(bytearray(b"x") * (16 << 20))


def endless_loop(_: str) -> object:
    while True:
        pass


def endless_sleep(_: str) -> object:
    while True:
        time.sleep(1)


def endless_output(_: str) -> object:
    while True:
        sys.stdout.write("x" * 65536)


def silent_loop(_: str) -> object:
    os.close(1)
    return endless_loop("")


def crash(_: str) -> object:
    return ctypes.string_at(0)


def chatter(_: str) -> None:
    sys.stderr.write("a secret path\n")


ATTEMPTS: dict[str, Callable[[str], object]] = {
    each.__name__: each
    for each in (
        connect, listen, resolve, read_file, write_file, remove_file, make_folder, environment,
        arguments, fork, program, replace_itself, thread, end_another, raise_limits, system_call,
        memory, endless_memory, endless_loop, endless_sleep, endless_output, silent_loop, crash,
        chatter,
    )
}  # fmt: skip


def main() -> None:
    request = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**request["limits"])
    limit(limits)
    sys.stdin.buffer.read()
    confine()
    try:
        came = {"did": ATTEMPTS[request["attempt"]](request["of"])}
    except Exception as error:
        came = {"failed": type(error).__name__}
    sys.stdout.write(json.dumps(came))


if __name__ == "__main__":
    main()
