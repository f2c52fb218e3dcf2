"""milvus-lite 2.5.1: the older engine with the C++ core of Milvus 2.5, run as a server of its own.

It has the package name of milvus-lite 3, so it is installed aside, into a folder that test runs share. It needs none of
its Python files: the binary takes a database file, an address, a log level and a lock file, and ends by itself when
the lock is released, also when the test run is killed.
"""

import fcntl
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

VERSION = "2.5.1"
START_TIMEOUT = 20.0


class InstallFailed(Exception):
    """pip could not provide the package."""


def install(folder: Path) -> Path:
    """The binary inside `folder`, installed there if it is not yet."""
    binary = folder / "milvus_lite" / "lib" / "milvus"
    if not binary.exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder)]
        run = subprocess.run([*command, f"milvus-lite=={VERSION}"], capture_output=True, text=True, check=False)
        if run.returncode or not binary.exists():
            raise InstallFailed(run.stderr.strip().splitlines()[-1] if run.stderr.strip() else "pip gave no reason")
    return binary


class Lite25:
    """A running engine on a loopback port."""

    def __init__(self, binary: Path, data: Path) -> None:
        data.mkdir(parents=True, exist_ok=True)
        lock_path = data / ".lite25.lock"
        self._lock: IO[str] = lock_path.open("a")
        fcntl.lockf(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self.port = free_port()
        command = [str(binary), str(data / "lite25.db"), f"127.0.0.1:{self.port}", "ERROR", str(lock_path)]
        environment = {**os.environ, "LD_LIBRARY_PATH": str(binary.parent)}
        self._process = subprocess.Popen(command, env=environment, cwd=data)
        self._wait()

    @property
    def uri(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _wait(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError(f"milvus-lite {VERSION} ended with code {self._process.returncode}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError(f"milvus-lite {VERSION} did not start within {START_TIMEOUT:.0f} s")

    def close(self) -> None:
        self._lock.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(5)


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
