"""A web server on this machine, and a network on which every public address leads to it."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpcore2

#: What is sent for a path, with its headers; or what is done with the connection.
Answer = bytes | Callable[[socket.socket], None]


def page(
    body: bytes = b"Hello.", media_type: str = "text/plain", *headers: str, status: str = "200 OK"
) -> bytes:
    """A whole response."""
    head = [
        f"HTTP/1.1 {status}",
        f"Content-Type: {media_type}",
        f"Content-Length: {len(body)}",
        *headers,
    ]
    return "\r\n".join([*head, "", ""]).encode("latin-1") + body


def leading_to(location: str, status: str = "302 Found") -> bytes:
    """A redirect."""
    return page(b"", "text/html", f"Location: {location}", status=status)


_MISSING = page(b"", status="404 Not Found")


@dataclass
class Website:
    """Answers what it is told to for each path, 404 elsewhere, and notes what it was asked.

    `connections` counts the connections that were accepted, whatever became of them.
    """

    answers: Mapping[str, Answer]
    tls: ssl.SSLContext | None = None
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    @contextmanager
    def open(self) -> Iterator[Website]:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.port = listening.getsockname()[1]
            thread = threading.Thread(target=self._serve, args=(listening,), daemon=True)
            thread.start()
            yield self
            listening.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
            thread.join(10)

    def _serve(self, listening: socket.socket) -> None:
        while True:
            try:
                plain, _ = listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(plain,), daemon=True).start()

    def _talk(self, plain: socket.socket) -> None:
        connection = plain
        try:
            if self.tls:
                connection = self.tls.wrap_socket(plain, server_side=True)
            asked = b""
            while b"\r\n\r\n" not in asked:
                more = connection.recv(65_536)
                if not more:
                    return
                asked += more
            self.requests.append(asked)
            answer = self.answers.get(asked.split()[1].decode(), _MISSING)
            if callable(answer):
                answer(connection)
            else:
                connection.sendall(answer)
        except OSError:  # the client has had enough
            pass
        finally:
            connection.close()


@dataclass
class Wire(httpcore2.NetworkBackend):
    """Notes every address that is to be connected to, and connects to the website instead."""

    port: int
    connected: list[tuple[str, int]] = field(default_factory=list)
    dead: tuple[str, ...] = ()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        self.connected.append((host, port))
        if host in self.dead:
            raise httpcore2.ConnectError("nobody answers")
        return httpcore2.SyncBackend().connect_tcp("127.0.0.1", self.port, timeout)


@dataclass
class Names:
    """A resolver that tells what it is told to; of a name it does not know, that it leads inside.

    Where a name has several answers they are given one after the other, the last again and again.
    """

    answers: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, name: str) -> tuple[str, ...]:
        answers = self.answers.get(name, (("127.0.0.1",),))
        answer = answers[min(self.asked.count(name), len(answers) - 1)]
        self.asked.append(name)
        return answer
