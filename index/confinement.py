"""Take from this process what it does not need for reading: files, network, children, memory.

Two fences: limits of the operating system, under which nothing can be opened, and on Linux a list
of the system calls that are left (seccomp), which stops also what needs nothing open, such as
removing a file or ending a process. Where a system has neither (Windows), the parent's limits on
time and output remain, and the empty environment.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys
from dataclasses import dataclass

if sys.platform != "win32":
    import resource


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one source may cost: bytes of memory, seconds, bytes of output."""

    memory: int = 1 << 30
    seconds: int = 30
    output: int = 75_000_000


# By machine: its number for the audit, and the numbers of the system calls that are left: to read
# and write what is open, to get memory and the time, to handle signals, to end.
_CALLS = {
    "x86_64": (0xC000003E, (
        0, 1, 3, 5, 8,  # read, write, close, fstat, lseek
        9, 10, 11, 12, 25, 28,  # mmap, mprotect, munmap, brk, mremap, madvise
        13, 14, 15, 131, 219,  # rt_sigaction, -procmask, -return, sigaltstack, restart_syscall
        24, 39, 96, 98, 100, 186, 202,  # sched_yield, getpid, gettimeofday, getrusage, times,
        228, 230, 318,  # gettid, futex, clock_gettime, clock_nanosleep, getrandom
        60, 231,  # exit, exit_group
    )),
    "aarch64": (0xC00000B7, (
        63, 64, 57, 80, 62,
        222, 226, 215, 214, 216, 233,
        134, 135, 139, 132, 128,
        124, 172, 169, 165, 153, 178, 98,
        113, 115, 278,
        93, 94,
    )),
}  # fmt: skip
_LOAD, _EQUALS, _RETURN = 0x20, 0x15, 0x06  # instructions of the filter
_ALLOWED, _REFUSED = 0x7FFF0000, 0x00050001  # the latter fails with EPERM
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2


def limit(limits: Limits) -> None:
    """Bound this process's memory and time, and let it write no file, before it reads anything."""
    if sys.platform == "win32":
        return
    _lower(resource.RLIMIT_AS, limits.memory)
    # At the lower one the process is told why it ends, at the higher one it is just ended.
    _lower(resource.RLIMIT_CPU, limits.seconds, limits.seconds + 1)
    for what in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC):
        _lower(what, 0)


def confine() -> None:
    """Let this process open nothing and start nothing from now on. What is open stays so."""
    if sys.platform == "win32":
        return
    _lower(resource.RLIMIT_NOFILE, 0)
    if sys.platform == "linux" and platform.machine() in _CALLS:
        _filter_calls(*_CALLS[platform.machine()])


def _lower(what: int, most: int, hard: int | None = None) -> None:
    try:
        resource.setrlimit(what, (most, most if hard is None else hard))
    except (OSError, ValueError):  # a system that does not know this limit, or has a lower one
        return


def _filter_calls(machine: int, calls: tuple[int, ...]) -> None:
    """Refuse every system call but `calls`; nothing where the kernel offers no such filter."""
    program = [
        (_LOAD, 0, 0, 4),  # the machine whose calls these are
        (_EQUALS, 0, len(calls) + 1, machine),
        (_LOAD, 0, 0, 0),  # the call's number
        *((_EQUALS, len(calls) - place, 0, call) for place, call in enumerate(calls)),
        (_RETURN, 0, 0, _REFUSED),
        (_RETURN, 0, 0, _ALLOWED),
    ]
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in program)
    kept = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("HxxxxxxQ" if struct.calcsize("P") == 8 else "HxxI", len(program),
                         ctypes.addressof(kept))  # fmt: skip
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0:
        library.prctl(_SET_SECCOMP, _FILTER, ctypes.create_string_buffer(header, len(header)), 0, 0)
