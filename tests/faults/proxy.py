"""A TCP proxy that can break the link to a real server in every way a network can."""

import contextlib
import selectors
import socket
import struct
import threading
from dataclasses import dataclass, field
from enum import Enum, auto


class Fault(Enum):
    """What happens to bytes on their way."""

    NONE = auto()
    SWALLOW_REPLIES = auto()
    """The server gets everything, the client hears nothing."""
    SWALLOW_ALL = auto()
    """A black hole: connections stay open and silent."""
    RESET_ON_REPLY = auto()
    """The first byte of a reply ends the connection with a TCP reset."""
    CUT_REPLY = auto()
    """Half of a reply arrives, then the connection is closed."""
    HALF_CLOSE = auto()
    """In the place of a reply the client hears that the server sends no more; its own side stays open."""
    DELAY = auto()
    """Replies arrive `delay` seconds late."""


ENDING = frozenset({Fault.RESET_ON_REPLY, Fault.CUT_REPLY, Fault.HALF_CLOSE})
"""Faults that end the connection: they happen `times` times."""

ANSWER_FRAMES = frozenset({0, 1})
"""DATA and HEADERS of HTTP/2."""


@dataclass
class Proxy:
    """Listens on a port of 127.0.0.1 and forwards to a TCP port or a unix socket.

    Attributes:
        target: `host:port` or `unix:/path`.
        fault: What to do now; may be changed at any time.
        times: How often a fault that ends a connection happens before the proxy works again.
        delay: Seconds that a late reply takes.
        lost: Replies that did not arrive, or too late.
    """

    target: str
    fault: Fault = Fault.NONE
    times: int = 1
    delay: float = 0.5
    port: int = 0
    lost: int = 0
    _pairs: list[tuple[socket.socket, socket.socket]] = field(default_factory=list[tuple[socket.socket, socket.socket]])
    _listener: socket.socket | None = None
    _stopping: threading.Event = field(default_factory=threading.Event)

    def start(self) -> "Proxy":
        """Listen."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()
        return self

    def refuse(self) -> None:
        """Close the port and all connections."""
        if self._listener is not None:
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
        self.cut()

    def cut(self) -> None:
        """End all connections with a reset."""
        for pair in list(self._pairs):
            for end in pair:
                reset(end)

    def close(self) -> None:
        """End."""
        self._stopping.set()
        self.refuse()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                try:
                    server = dial(self.target)
                except OSError:  # the server is down, and may come back
                    reset(client)
                    continue
                self._pairs.append((client, server))
                threading.Thread(target=self._pump, args=(client, server), daemon=True).start()

    def _pump(self, client: socket.socket, server: socket.socket) -> None:
        self._forward_all(client, server)
        for end in (client, server):
            end.close()
        with contextlib.suppress(ValueError):
            self._pairs.remove((client, server))

    def _forward_all(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError), selectors.DefaultSelector() as selector:
            selector.register(client, selectors.EVENT_READ)
            selector.register(server, selectors.EVENT_READ)
            while not self._stopping.is_set() and -1 not in (client.fileno(), server.fileno()):
                for key, _ in selector.select(timeout=0.1):
                    source = client if key.fileobj is client else server
                    data = source.recv(65536)
                    if not data or not self._forward(data, client, server, is_reply=source is server):
                        return

    def _forward(self, data: bytes, client: socket.socket, server: socket.socket, *, is_reply: bool) -> bool:
        """Forward or not; False ends the connection."""
        fault = self.fault
        if fault is not Fault.NONE and is_reply and has_answer(data):
            self.lost += 1
            if fault in ENDING:
                self._end(fault, data, client, server)
                return False
            if fault is Fault.DELAY:
                self._stopping.wait(self.delay)
        if fault is Fault.SWALLOW_ALL or (is_reply and fault is Fault.SWALLOW_REPLIES):
            return True
        (client if is_reply else server).sendall(data)
        return True

    def _end(self, fault: Fault, data: bytes, client: socket.socket, server: socket.socket) -> None:
        self.times -= 1
        if self.times == 0:
            self.fault = Fault.NONE
        if fault is Fault.HALF_CLOSE:
            client.shutdown(socket.SHUT_WR)
            client.settimeout(5)
            while client.recv(65536):  # until the client closes its side too
                pass
        elif fault is Fault.CUT_REPLY:
            client.sendall(data[: len(data) // 2])
            client.close()
        reset(client)
        reset(server)


def has_answer(data: bytes) -> bool:
    """Whether bytes of HTTP/2 hold part of an answer; acknowledgements come before the call is done."""
    start = 0
    while start + 9 <= len(data):  # a frame: length, type, flags, stream
        if data[start + 3] in ANSWER_FRAMES:
            return True
        start += 9 + int.from_bytes(data[start : start + 3], "big")
    return False


def reset(end: socket.socket) -> None:
    """Close with a TCP reset instead of a friendly FIN."""
    with contextlib.suppress(OSError):
        if end.family != socket.AF_UNIX:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    end.close()


def dial(target: str) -> socket.socket:
    if target.startswith("unix:"):
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            server.connect(target.removeprefix("unix:"))
        except OSError:
            server.close()
            raise
        return server
    host, _, port = target.rpartition(":")
    return socket.create_connection((host, int(port)))
