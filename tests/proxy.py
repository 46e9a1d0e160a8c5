"""A network between a program and a server that can be cut at a chosen message."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType


class Proxy:
    """Passes connections on to a port of this machine, until the message that it is to be cut at.

    What arrives from a program in one go counts as one message. cut_at: after so many, or at the first one with
    these words in it. arrives: whether the server still gets the message at
    which the network is cut, and only its answer is lost.
    """

    def __init__(
        self, port: int, *, cut_at: int | bytes | None = None, arrives: bool = False
    ) -> None:
        self.cut = False
        self._port, self._cut_at, self._arrives = port, cut_at, arrives
        self._seen = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self.port: int = self._listening.getsockname()[1]

    def __enter__(self) -> Self:
        self._go(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._drop()
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        while True:
            try:
                program, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self._port))
            except OSError:
                return
            self._open += [program, server]
            self._go(self._there, program, server)
            self._go(self._back, server, program)

    def _there(self, program: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := program.recv(1 << 20):
                self._seen += 1
                if self._due(data):
                    self.cut = True
                    if self._arrives:
                        server.sendall(data)
                        return  # the answer meets the cut in _back
                    break
                server.sendall(data)
        self._end(program, server)

    def _due(self, data: bytes) -> bool:
        if isinstance(self._cut_at, bytes):
            return self._cut_at in data
        return self._cut_at is not None and self._seen > self._cut_at

    def _back(self, server: socket.socket, program: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(1 << 20):
                if self.cut:
                    break
                program.sendall(data)
        self._end(program, server)

    def _end(self, *connection: socket.socket) -> None:
        """One connection has ended; a network that is cut takes all others along."""
        self._drop(() if self.cut else connection)

    def _drop(self, connection: Iterable[socket.socket] = ()) -> None:
        """As a broken network does it: at once, in the middle of whatever is under way. Without a connection: all."""
        for one in connection or self._open:
            with contextlib.suppress(OSError):
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _go(self, target: object, *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)  # type: ignore[arg-type]  # one of ours
        self._threads.append(thread)
        thread.start()
