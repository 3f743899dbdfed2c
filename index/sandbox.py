"""Read a source in a process of its own, which has no secrets, no network and little time.

What is read comes from anywhere. The process gets an empty environment and the source's bytes,
gives back text, and is ended where it takes too long, needs too much memory or says too much.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import asdict, dataclass
from enum import Enum, auto
from pathlib import Path
from typing import IO

from index.confinement import Limits
from index.errors import SourceError
from index.extracted import Extracted
from index.sanitizing import clean

LARGEST = 10 << 20  # bytes of a source
READER = "index.formats"

_ROOT = Path(__file__).parents[1]
# The folder is named, for an interpreter that is shut off knows no working directory or PYTHONPATH.
_START = "import runpy, sys; sys.path.append(sys.argv[1]); " \
         "runpy.run_module(sys.argv.pop(), run_name='__main__')"  # fmt: skip
# Windows cannot start a program without it.
_KEPT = ("SYSTEMROOT",)
_PIECE = 1 << 16
_GRACE = 5.0  # seconds to end in, once everything is said
_LONGEST_MESSAGE = 500  # characters
_LONGEST_NAME = 1000  # its end tells the format
_AT_ONCE = threading.BoundedSemaphore(2)  # processes; each may need a lot of memory


class End(Enum):
    """How the process ended."""

    WELL = auto()
    BADLY = auto()
    LATE = auto()
    TALKATIVE = auto()


@dataclass(frozen=True, slots=True)
class Run:
    """What a process wrote, and how it ended."""

    output: bytes
    end: End


def read(
    content: bytes, *, name: str, media_type: str = "", charset: str = "", url: str = ""
) -> Extracted:
    """Read `content`, which is called `name` or stands at `url`; to be called from any thread.

    It takes half a second at least and `Limits.seconds` at most, and more where others are being
    read. Raises SourceError where it cannot be read.
    """
    limits = Limits()
    label = _shown(url or name)
    if not content.strip():
        raise SourceError(f"{label} is empty. Give a source with at least one paragraph.")
    if len(content) > LARGEST:
        raise SourceError(
            f"{label} is larger than {LARGEST >> 20} MiB. Give the part of it that matters."
        )
    request = {
        "name": _shown(name, _LONGEST_NAME),
        "media_type": media_type,
        "charset": charset,
        "url": url,
    }
    line = json.dumps({**request, "limits": asdict(limits)})
    with _AT_ONCE:
        run = launch(READER, line.encode() + b"\n" + content, limits)
    match run.end:
        case End.LATE:
            raise SourceError(
                f"{label} takes longer than {limits.seconds} s to read. Give part of it, or its "
                "text as a file."
            )
        case End.TALKATIVE:
            raise SourceError(f"{label} holds more text than can be taken. Give part of it.")
        case End.BADLY:
            raise SourceError(
                f"{label} is broken or needs too much memory. Give another copy of it, or its text."
            )
        case End.WELL:
            return _understood(run.output, label)


def launch(module: str, request: bytes, limits: Limits) -> Run:
    """Run `module` as a program in a process of its own that is told `request` and nothing else."""
    process = subprocess.Popen(  # noqa: S603 (this interpreter, and nothing of the request)
        [sys.executable, "-I", "-c", _START, str(_ROOT), module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
        start_new_session=True,
    )
    assert process.stdin is not None  # noqa: S101 (both are pipes)
    assert process.stdout is not None  # noqa: S101
    output = bytearray()
    # Each in a thread of its own: a process that neither reads nor writes holds nobody up.
    told = threading.Thread(target=_tell, args=(process.stdin, request), daemon=True)
    heard = threading.Thread(
        target=_hear, args=(process.stdout, output, limits.output), daemon=True
    )
    told.start()
    heard.start()
    heard.join(limits.seconds)
    late, talkative = heard.is_alive(), len(output) > limits.output
    if late or talkative:
        _end(process)
    try:
        code = process.wait(_GRACE)
    except subprocess.TimeoutExpired:  # it has shut its output and goes on
        late = True
        _end(process)
        code = process.wait()
    if late or (code < 0 and -code == getattr(signal, "SIGXCPU", 0)):
        return Run(b"", End.LATE)
    if talkative:
        return Run(b"", End.TALKATIVE)
    return Run(bytes(output), End.BADLY if code else End.WELL)


def _tell(pipe: IO[bytes], request: bytes) -> None:
    try:
        with pipe:
            pipe.write(request)
    except OSError:  # it has ended before it had heard everything
        return


def _hear(pipe: IO[bytes], output: bytearray, most: int) -> None:
    with pipe:
        while len(output) <= most and (piece := os.read(pipe.fileno(), _PIECE)):
            output += piece


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it may have started."""
    if sys.platform == "win32":
        process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _understood(output: bytes, label: str) -> Extracted:
    try:
        reply = json.loads(output)
        if "error" in reply:
            raise SourceError(_shown(str(reply["error"]), _LONGEST_MESSAGE))
        return Extracted.of(reply["extracted"])
    except (TypeError, KeyError, ValueError, RecursionError):
        raise SourceError(f"{label} could not be read. Give its text as a file.") from None


def _shown(text: str, longest: int = 200) -> str:
    """`text` on one line and without what nobody sees, as it is said to people."""
    return " ".join(clean(text, Counter()).split())[:longest]
