"""The process of the embedded engine. Run by `engine_start` as a script; it ends with its last user.

It imports nothing of vectorm, so that it starts fast and its memory holds only the engine. It reads one line of JSON
from stdin (an `Order`), writes one line to stdout (`{"ready": true}` or `{"error": ..., "reason": ...}`) and logs to
stderr. Users hold a connection to its control socket; the kernel closes it when a user dies, whatever the cause. When
no connection is left for `IDLE_SECONDS`, the engine closes its data and exits.

The lock file decides who may start, join or end the engine of a path: whoever does one of these holds it.
"""

import json
import os
import selectors
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, TypedDict

IDLE_SECONDS = 1.0
WORKERS = 16
GRACE_SECONDS = 5.0
WRITES = (
    "Insert", "Upsert", "Delete", "Flush", "CreateCollection", "DropCollection", "TruncateCollection",
    "RenameCollection", "CreatePartition", "DropPartition",
)  # fmt: skip
READS = ("Query", "Search", "HybridSearch", "GetCollectionStatistics", "GetPartitionStatistics")


class Order(TypedDict):
    """What the starter asks for.

    Attributes:
        path: Data folder.
        socket: Path of the gRPC unix socket; "" serves on a loopback port.
        control: Path of the control socket; where there are no unix sockets, a file that takes the control port.
        lock: Lock file.
        log: File that takes what is printed; removed at the end if nothing was.
        sys_path: The starter's import path.
    """

    path: str
    socket: str
    control: str
    lock: str
    log: str
    sys_path: list[str]


if sys.platform == "win32":
    import msvcrt

    def _lock_now(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def unlock(descriptor: int) -> None:
        """Give the lock back."""
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock_now(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def unlock(descriptor: int) -> None:
        """Give the lock back, also for the copy of the descriptor that a forked child may have."""
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def try_lock(descriptor: int) -> bool:
    """Take the lock of an open file without waiting."""
    try:
        _lock_now(descriptor)
    except OSError:
        return False
    return True


class Gate:
    """Lets in one writer, or any number of readers.

    Milvus Lite does not guard its log: two writes at a time mix their bytes, and what comes after is lost when the
    engine is killed (1,670 acknowledged rows of one kill, tried with 3.2.2). While it moves rows from memory to a
    file, reads do not find them.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._readers = 0
        self._waiting = 0

    @contextmanager
    def reading(self) -> Generator[None]:
        """Wait for writers, those that wait too."""
        with self._changed:
            while self._waiting:
                self._changed.wait()
            self._readers += 1
        try:
            yield
        finally:
            with self._changed:
                self._readers -= 1
                self._changed.notify_all()

    @contextmanager
    def writing(self) -> Generator[None]:
        """Wait until nobody reads or writes."""
        with self._changed:
            self._waiting += 1
            while self._readers:
                self._changed.wait()
            self._waiting -= 1
            try:
                yield
            finally:
                self._changed.notify_all()


def guard(servicer: Any) -> Any:
    """A servicer whose calls go through a gate. Those that nobody waits for any more are not carried out."""
    gate = Gate()
    for names, enter in ((WRITES, gate.writing), (READS, gate.reading)):
        for name in names:
            setattr(servicer, name, _within(enter, getattr(servicer, name)))
    return servicer


def _within(enter: Callable[[], AbstractContextManager[None]], method: Callable[[Any, Any], Any]) -> Any:
    def call(request: Any, context: Any) -> Any:
        with enter():
            if not context.is_active():  # an engine that is behind would never catch up
                context.abort(import_module("grpc").StatusCode.CANCELLED, "the caller has given up")
            return method(request, context)

    return call


def open_once(database: Any) -> Any:
    """A database that opens each collection once, however many calls ask for it at a time.

    Milvus Lite opens a collection when it is first asked for, which takes a while after a crash. Two calls that meet
    there got a collection each, both with the same log file: what was acknowledged by one of them was lost (tried
    with 3.2.2).
    """
    alone, get_collection = threading.RLock(), database.get_collection

    def get_one(*args: Any, **options: Any) -> Any:
        with alone:
            return get_collection(*args, **options)

    database.get_collection = get_one
    return database


class EngineProcess:
    """Milvus Lite, its gRPC server and its control socket."""

    def __init__(self, order: Order) -> None:
        grpc: Any = import_module("grpc")
        adapter: Any = import_module("milvus_lite.adapter.grpc.server")
        servicer: Any = import_module("milvus_lite.adapter.grpc.servicer")
        database: Any = import_module("milvus_lite.db")

        self._order = order
        self._data = open_once(database.MilvusLite(order["path"]))
        options = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
        self._server = grpc.server(ThreadPoolExecutor(max_workers=WORKERS), options=options)
        serving = guard(servicer.MilvusServicer(self._data))
        adapter.milvus_pb2_grpc.add_MilvusServiceServicer_to_server(serving, self._server)
        if order["socket"]:
            Path(order["socket"]).unlink(missing_ok=True)
            self._target = f"unix:{order['socket']}"
            self._server.add_insecure_port(self._target)
        else:
            self._target = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        self._server.start()
        self._listener = _listen(order)
        self._stopping = False

    def supervise(self) -> None:
        """Greet users until the last has gone."""
        signal.signal(signal.SIGTERM, self._stop)
        greeting = {"target": self._target, "pid": os.getpid(), "path": self._order["path"]}
        message = json.dumps(greeting).encode() + b"\n"
        lock = os.open(self._order["lock"], os.O_RDWR | os.O_CREAT, 0o600)
        users: set[socket.socket] = set()
        last_seen = time.monotonic()
        with selectors.DefaultSelector() as selector:
            selector.register(self._listener, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select(timeout=IDLE_SECONDS / 4):
                    if key.fileobj is self._listener:
                        user, _ = self._listener.accept()
                        selector.register(user, selectors.EVENT_READ)
                        users.add(user)
                        with suppress(OSError):
                            user.sendall(message)
                    elif isinstance(key.fileobj, socket.socket) and _has_gone(key.fileobj):
                        selector.unregister(key.fileobj)
                        users.discard(key.fileobj)
                        key.fileobj.close()
                if users:
                    last_seen = time.monotonic()
                over = not users and time.monotonic() - last_seen >= IDLE_SECONDS
                # Whoever is joining holds the lock until it was greeted, so nobody is turned away half-way. It is
                # released by the end of this process: the next engine opens the data after this one has closed it.
                if (over or self._stopping) and try_lock(lock):
                    return

    def close(self) -> None:
        """Finish running calls, write everything to disk, remove the sockets."""
        self._listener.close()
        for path in filter(None, (self._order["control"], self._order["socket"])):
            Path(path).unlink(missing_ok=True)
        self._server.stop(GRACE_SECONDS).wait()
        self._data.close()
        log = Path(self._order["log"])
        if log.exists() and not log.stat().st_size:
            log.unlink()
        Path(self._order["lock"]).unlink(missing_ok=True)  # still held: see `EnginePlace.locked`

    def _stop(self, *_: object) -> None:
        self._stopping = True


def _listen(order: Order) -> socket.socket:
    if order["socket"]:
        Path(order["control"]).unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(order["control"])
        listener.listen()
        return listener
    listener = socket.create_server(("127.0.0.1", 0))
    Path(order["control"]).write_text(str(listener.getsockname()[1]), encoding="ascii")
    return listener


def _has_gone(user: socket.socket) -> bool:
    try:
        return not user.recv(64)
    except OSError:
        return True


def _failure(error: BaseException) -> dict[str, str]:
    kind = type(error).__name__
    if isinstance(error, ImportError):
        return {"error": "import", "reason": str(error)}
    if kind == "DataDirLockedError":
        return {"error": "locked", "reason": str(error)}
    if isinstance(error, OSError) and error.strerror:
        return {"error": "os", "reason": error.strerror}
    return {"error": "engine", "reason": f"{kind}: {error}"}


def main() -> None:
    """Read the order, serve, end."""
    order: Order = json.loads(sys.stdin.readline())
    status = os.dup(1)
    os.dup2(2, 1)  # what the engine prints goes to the log
    if hasattr(os, "fork") and os.fork():
        os._exit(0)  # the engine is nobody's child: no zombie stays behind in the process that started it
    sys.path[:] = order["sys_path"]
    try:
        engine = EngineProcess(order)
    except BaseException as error:
        _report(status, _failure(error))
        raise
    _report(status, {"ready": True})
    engine.supervise()
    engine.close()


def _report(descriptor: int, status: dict[str, Any]) -> None:
    with suppress(OSError), os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(json.dumps(status) + "\n")


if __name__ == "__main__":
    main()
