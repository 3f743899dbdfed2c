"""A connection to a host that is public, and that ends in time and in size.

A name is resolved once, all of its addresses must be public, and one of these very addresses is
connected to.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future

import httpcore2

from index.addresses import is_public
from index.errors import FetchError
from index.target import Target, inner

MAX_BYTES = 10 * 1024 * 1024  # of the body, as it is sent and as it is unpacked
MAX_SECONDS = 20.0  # from the first name resolved to the last byte, redirects included

_FRAMING = 256 * 1024  # bytes of headers and chunk lengths that may come on top of a body
_CONNECT_SECONDS = 5.0  # to one address, so that there is time left for the next

#: The addresses of a name, which is given with its last dot; OSError where there are none.
Resolver = Callable[[str], Sequence[str]]


def resolve(name: str) -> tuple[str, ...]:
    """The addresses that the system's resolver gives for `name`, each once."""
    found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


class Deadline:
    """The moment at which a fetch must have ended."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left; FetchError where there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise late()
        return left


def public_addresses(target: Target, resolver: Resolver, time_left: Deadline) -> tuple[str, ...]:
    """The addresses of the host; one that is not public is enough to refuse it."""
    if target.is_address:
        addresses: tuple[str, ...] = (target.host,)
    else:
        # The last dot keeps the system from trying the name within its own domain.
        addresses = _resolved(f"{target.host}.", resolver, time_left)
    if not addresses or not all(map(is_public, addresses)):
        raise inner(target.host)
    return addresses


def _resolved(name: str, resolver: Resolver, time_left: Deadline) -> tuple[str, ...]:
    answer: Future[Sequence[str]] = Future()

    def work() -> None:
        try:
            answer.set_result(resolver(name))
        except Exception as error:  # raised where it is waited for
            answer.set_exception(error)

    # The system's resolver knows no time limit, and cannot be interrupted.
    threading.Thread(target=work, name="resolving", daemon=True).start()
    try:
        return tuple(answer.result(time_left.left()))
    except TimeoutError:
        raise late() from None
    except (OSError, UnicodeError):
        return ()


class Door(httpcore2.NetworkBackend):
    """Connects to given addresses, whatever name it is asked for."""

    def __init__(
        self, addresses: Sequence[str], network: httpcore2.NetworkBackend, time_left: Deadline
    ) -> None:
        self._addresses = addresses
        self._network = network
        self._time_left = time_left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        failure: Exception = httpcore2.ConnectError()
        for address in self._addresses:
            patience = min(self._time_left.left(), _CONNECT_SECONDS)
            try:
                stream = self._network.connect_tcp(address, port, patience)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _Watched(stream, self._time_left)
        raise failure


class _Watched(httpcore2.NetworkStream):
    """A connection that ends at the deadline, and where more comes than a page may have."""

    def __init__(self, stream: httpcore2.NetworkStream, time_left: Deadline) -> None:
        self._stream = stream
        self._time_left = time_left
        self._room = MAX_BYTES + _FRAMING

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._time_left.left())
        self._room -= len(data)
        if self._room < 0:
            raise too_large()
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._time_left.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        left = self._time_left.left()
        return _Watched(self._stream.start_tls(ssl_context, server_hostname, left), self._time_left)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def late() -> FetchError:
    """The refusal of what takes too long."""
    return FetchError(
        f"The page did not arrive within {MAX_SECONDS:.0f} seconds. Try again later, or save the "
        "page and add the file."
    )


def too_large() -> FetchError:
    """The refusal of what is too large."""
    return FetchError(
        f"The page is larger than {MAX_BYTES // 1024**2} MiB. Give a smaller one, or only the "
        "part that matters as a file."
    )
