"""The embedded engine: Milvus Lite in a process of its own, shared by all that open its path.

`join` connects to the engine of a path and starts one where none runs. The engine ends about a second after its last
user has closed its connection or died, and has then written everything to disk. A killed engine is started again by the
next call (`Channel` asks `is_alive`); acknowledged rows are in its log.
"""

import json
import os
import socket
import time
from pathlib import Path
from typing import Any
from weakref import WeakSet

from vectorm.errors import EmbeddedEngineError
from vectorm.transport.engine_place import EnginePlace, place_of, refuse
from vectorm.transport.engine_start import lock_holder, start

_SHORTEST_WAIT = 0.05  # a socket's timeout of 0 means something else


class Engine:
    """A user's hold on a running engine: the engine lives while one of these is open.

    Attributes:
        target: gRPC target of the engine.
        pid: Its process.
    """

    def __init__(self, control: socket.socket, target: str, pid: int) -> None:
        self.target = target
        self.pid = pid
        self._control = control
        _open_engines.add(self)

    def is_alive(self) -> bool:
        """Whether the engine's process still runs."""
        try:
            return bool(self._control.recv(1))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def close(self) -> None:
        """Let go. May be called again."""
        self._control.close()

    def __del__(self) -> None:
        control = getattr(self, "_control", None)  # names of this module may be gone at the end of the interpreter
        if control is not None:
            control.close()


def join(path: str, seconds: float) -> Engine:
    """Connect to the engine of a data folder; start it if it does not run.

    Args:
        path: Real path of the data folder.
        seconds: Time for all of it.

    Raises:
        EmbeddedEngineError: The path cannot be opened, the extra `vectorm[lite]` is not installed, or time is over.
    """
    end = time.monotonic() + seconds
    place = place_of(path)
    silent = False
    with place.locked(seconds):
        try:
            engine = _dial(place, end)
            if engine is None:
                start(place, max(end - time.monotonic(), 0))
                engine = _dial(place, end)
        except TimeoutError:  # not raised in here: the lock file stays, for it is the running engine's as well
            engine, silent = None, True
    if silent:
        raise _does_not_answer(path, seconds)
    if engine is None:
        raise refuse(path, f"its engine ended at once: {place.log_tail() or 'it printed nothing'}")
    return engine


def _does_not_answer(path: str, seconds: float) -> EmbeddedEngineError:
    pid = lock_holder(path)
    process = f" (pid {pid})" if pid else ""
    hint = "it may be stopped or overloaded: continue or end it, or pass a longer timeout="
    return refuse(path, f"its engine{process} runs but did not answer within {round(seconds, 1):g} s", hint)


def _dial(place: EnginePlace, end: float) -> Engine | None:
    """Connect to a running engine and read its greeting; None where none runs.

    Raises:
        TimeoutError: It did not greet until `end`, a time of the monotonic clock.
    """
    timeout = max(end - time.monotonic(), _SHORTEST_WAIT)
    try:
        control = _connect(place, timeout)
    except TimeoutError:
        raise
    except (OSError, ValueError):
        return None
    try:
        with control.makefile("rb") as stream:
            greeting: dict[str, Any] = json.loads(stream.readline())
        if greeting["path"] != place.path:
            raise ValueError
        control.setblocking(False)  # noqa: FBT003
        return Engine(control, str(greeting["target"]), int(greeting["pid"]))
    except TimeoutError:
        control.close()
        raise
    except (OSError, ValueError, KeyError):
        control.close()
        return None


def _connect(place: EnginePlace, timeout: float) -> socket.socket:
    if not place.socket:
        port = int(Path(place.control).read_text(encoding="ascii"))
        return socket.create_connection(("127.0.0.1", port), timeout=timeout)
    control = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    control.settimeout(timeout)
    try:
        control.connect(place.control)
    except OSError:
        control.close()
        raise
    return control


_open_engines: "WeakSet[Engine]" = WeakSet()


def _let_go_in_child() -> None:
    """A forked child holds copies of its parent's connections; it joins by itself when it uses them."""
    for engine in list(_open_engines):
        engine.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go_in_child)
