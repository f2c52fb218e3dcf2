"""The state of another process; stopping it, and letting it go on (Linux)."""

import os
import signal
import time
from pathlib import Path


def is_running(pid: int) -> bool:
    """Whether a process is there, and no zombie."""
    return _state(pid) not in {"", "Z"}


def freeze(pid: int) -> None:
    """SIGSTOP; return when the process has stopped: one with threads goes on for a moment."""
    os.kill(pid, signal.SIGSTOP)
    end = time.monotonic() + 10
    while _state(pid) not in {"", "T"}:
        if time.monotonic() > end:
            raise TimeoutError(f"process {pid} has not stopped within 10 s")
        time.sleep(0.01)


def thaw(pid: int) -> None:
    """SIGCONT."""
    os.kill(pid, signal.SIGCONT)


def _state(pid: int) -> str:
    """The letter of `ps`; "" where there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""
