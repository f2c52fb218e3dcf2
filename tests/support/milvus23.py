"""Milvus 2.3.5 standalone for the tests: started once, on ports that no other test run uses."""

import fcntl
import importlib.util
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from tests.support.milvus_server import PORT_COUNT

VERSION = "2.3.5"
FIRST_PORT = 21000
SLOTS = 30
PORTS_PER_SLOT = 20


class Missing(Exception):
    """The server cannot run here; the text says why."""


class Milvus23:
    """A running server. `settings` are keys of Milvus's configuration: `authorization_enabled="true"`."""

    def __init__(self, data: Path, unpacked: Path, settings: dict[str, str] | None = None) -> None:
        if importlib.util.find_spec("milvus") is None:
            raise Missing(f"the package milvus=={VERSION} is not installed (it exists for Linux x86-64 only)")
        self._slot, first_port = take_slot()
        share_binaries(data, unpacked)
        extra = [f"{key}={value}" for key, value in (settings or {}).items()]
        self._command = [sys.executable, "-m", "tests.support.milvus_server", str(data), str(first_port), *extra]
        self._data = data
        self._start()

    def _start(self) -> None:
        self._supervisor = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parent.parent.parent,
            text=True,
        )
        assert self._supervisor.stdout
        line = self._supervisor.stdout.readline().split()
        if not line:
            self.close()
            raise RuntimeError(f"Milvus {VERSION} did not start:\n{log_tail(self._data)}")
        self.port, self.pid = int(line[0]), int(line[1])

    @property
    def uri(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def restart(self) -> None:
        """Kill it, unless it is dead already, and start it on the same data and ports."""
        self._stop()
        self._start()

    def close(self) -> None:
        self._stop()
        self._slot.close()

    def _stop(self) -> None:
        if self._supervisor.stdin:
            self._supervisor.stdin.close()
        self._supervisor.wait(30)
        if self._supervisor.stdout:
            self._supervisor.stdout.close()


def log_tail(data: Path) -> str:
    """The last lines that the server printed."""
    log = data / "logs" / "milvus.log"
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else "it has no log"


def take_slot() -> tuple[IO[str], int]:
    """A lock on a set of ports, and its first port."""
    for slot in range(SLOTS):
        first_port = FIRST_PORT + slot * PORTS_PER_SLOT
        lock = (Path(tempfile.gettempdir()) / f"vectorm-test-ports-{first_port}.lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            continue
        if all(is_free(port) for port in range(first_port, first_port + PORT_COUNT)):
            return lock, first_port
        lock.close()
    raise Missing(f"no free ports between {FIRST_PORT} and {FIRST_PORT + SLOTS * PORTS_PER_SLOT}")


def is_free(port: int) -> bool:
    """Whether a server could listen on the port, on all interfaces."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError:
            return False
        return True


def share_binaries(data: Path, unpacked: Path) -> None:
    """Unpack the 246 MB of binaries once for all test runs, not once for each."""
    data.mkdir(parents=True, exist_ok=True)
    unpacked.mkdir(parents=True, exist_ok=True)
    (data / "bin").symlink_to(unpacked, target_is_directory=True)
