"""Start the process of the embedded engine, and say why it cannot be started."""

import json
import os
import re
import selectors
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, cast

from vectorm.errors import EmbeddedEngineError
from vectorm.transport import lite_server
from vectorm.transport.engine_place import EnginePlace, refuse

_INSTALL = "pip install 'vectorm[lite]'"
_PACKAGES = ("milvus_lite", "pymilvus")  # milvus-lite's server needs pymilvus's stubs and does not declare it


def check_extra(path: str) -> None:
    """Make sure that the engine is installed.

    Raises:
        EmbeddedEngineError: It is not.
    """
    missing = [name for name in _PACKAGES if find_spec(name) is None]
    if missing:
        reason = f"the embedded engine is not installed ({' and '.join(missing)} missing)"
        raise refuse(path, reason, _INSTALL)


def check_folder(path: str) -> None:
    """Make sure that Milvus Lite can keep its data there.

    Raises:
        EmbeddedEngineError: There is no such parent folder, no permission, or something else stands there.
    """
    place = Path(path)
    if not place.parent.is_dir():
        raise refuse(path, f"the folder {place.parent} does not exist", "make the folder first")
    if place.is_dir():
        if not os.access(place, os.R_OK | os.W_OK | os.X_OK):
            raise refuse(path, "permission denied", "check owner and mode of the folder")
        names = {entry.name for entry in place.iterdir()}
        if names and not names & {"LOCK", "collections", "databases"}:
            raise refuse(path, "the folder holds other files than a Milvus Lite database", "choose a new folder")
    elif place.exists():
        hint = "databases of Milvus Lite 2.x are files and cannot be opened by 3.x: choose a new path"
        raise refuse(path, "it is a file, and Milvus Lite keeps its data in a folder", hint)
    elif not os.access(place.parent, os.W_OK | os.X_OK):
        raise refuse(path, "permission denied", f"check owner and mode of {place.parent}")


def start(place: EnginePlace, seconds: float) -> None:
    """Start an engine and wait until it serves. The caller holds the lock of the place.

    Raises:
        EmbeddedEngineError: It cannot open the data, or did not start in time.
    """
    check_extra(place.path)
    check_folder(place.path)
    if not sys.executable:
        raise refuse(place.path, "this Python has no executable to start the engine with")
    order: lite_server.Order = {
        "path": place.path,
        "socket": place.socket,
        "control": place.control,
        "lock": place.lock,
        "log": place.log,
        "sys_path": [os.path.abspath(entry) for entry in sys.path],  # noqa: PTH100 - "" is the current folder
    }
    with Path(place.log).open("wb") as log, _spawn(log) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.close()
        status = _read_status(process.stdout, seconds)
    if status is None:
        raise refuse(place.path, f"its engine did not start within {seconds:.3g} s", "pass a longer timeout=")
    if "ready" not in status:
        raise _why(place, str(status.get("error", "")), str(status.get("reason", "")))


def _spawn(log: IO[bytes]) -> "subprocess.Popen[bytes]":
    """Start the script, away from the terminal: Ctrl-C for the user's program is not meant for the engine."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    return subprocess.Popen(  # noqa: S603
        [sys.executable, lite_server.__file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        start_new_session=True,
        creationflags=flags,
    )


def _read_status(stream: IO[bytes], seconds: float) -> dict[str, Any] | None:
    """What the engine tells of its start, {} when it ends without a word; None when the time is over."""
    end = time.monotonic() + seconds
    text = b""
    with selectors.DefaultSelector() as selector:
        if os.name == "posix":  # pipes cannot be polled elsewhere; a hung start ends with the process there
            selector.register(stream, selectors.EVENT_READ)
        while True:
            if selector.get_map() and not selector.select(timeout=max(end - time.monotonic(), 0)):
                return None
            chunk = os.read(stream.fileno(), 4096)
            text += chunk
            status = _status_in(text)
            if status:
                return status
            if not chunk:
                return {"reason": f"its process printed {text[:200]!r}, which is not its status"} if text else {}


def _status_in(text: bytes) -> dict[str, Any]:
    """The engine's status among the lines printed; {} if it is not there. A `sitecustomize` may print lines before."""
    for line in text.splitlines(keepends=True):
        try:
            status: Any = json.loads(line) if line.endswith(b"\n") else None
        except ValueError:
            continue
        if isinstance(status, dict) and ("ready" in status or "error" in status):
            return cast("dict[str, Any]", status)
    return {}


def _why(place: EnginePlace, kind: str, reason: str) -> EmbeddedEngineError:
    if kind == "locked":
        holder = lock_holder(place.path)
        by = f" (pid {holder})" if holder else ""
        hint = "it was opened by something else than vectorm: close it there; vectorm processes share one engine"
        return refuse(place.path, f"it is in use by another process{by}", hint)
    if kind == "import":
        return refuse(place.path, f"the embedded engine cannot be imported: {reason}", _INSTALL)
    if not reason:
        reason = f"its engine ended at the start: {place.log_tail() or 'it printed nothing'}"
    return refuse(place.path, reason)


def lock_holder(path: str) -> int | None:
    """The process that has a data folder open, where the system tells (Linux)."""
    lock = Path(path) / "LOCK"
    try:
        inode = lock.stat().st_ino
        table = Path("/proc/locks").read_text(encoding="ascii")
    except OSError:
        return None
    match = re.search(rf"FLOCK\s+\S+\s+WRITE\s+(\d+)\s+\S+:{inode}\s", table)
    return int(match[1]) if match else None
