"""Where the embedded engines of a user meet: a private folder with a lock, a log and two sockets per data folder."""

import hashlib
import os
import socket
import stat
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from vectorm.errors import EmbeddedEngineError
from vectorm.records import dataclass
from vectorm.transport.lite_server import try_lock, unlock

HAS_UNIX_SOCKETS = hasattr(socket, "AF_UNIX") and os.name == "posix"

_UNAVAILABLE = 14
_LONGEST_SOCKET_PATH = 100  # bytes; macOS allows 103, Linux 107
_LOCK_POLL_SECONDS = 0.02
_LONGEST_LOG_TAIL = 2000


@dataclass(frozen=True, slots=True)
class EnginePlace:
    """Files of the engine of one data folder.

    Attributes:
        path: The data folder.
        lock: Held by whoever starts, joins or ends an engine.
        log: What the engine prints.
        control: Control socket, or the file with the control port.
        socket: gRPC socket; "" where there are no unix sockets.
    """

    path: str
    lock: str
    log: str
    control: str
    socket: str

    @contextmanager
    def locked(self, seconds: float) -> Generator[None]:
        """Hold the lock.

        Raises:
            EmbeddedEngineError: Another process holds it all that time.
        """
        end = time.monotonic() + seconds
        descriptor = self._take_lock()
        while descriptor is None:
            if time.monotonic() >= end:
                raise refuse(self.path, f"its engine was still starting or closing after {seconds:.3g} s")
            time.sleep(_LOCK_POLL_SECONDS)
            descriptor = self._take_lock()
        try:
            yield
        except BaseException:
            Path(self.lock).unlink(missing_ok=True)  # no engine will do it
            raise
        finally:
            unlock(descriptor)
            os.close(descriptor)

    def _take_lock(self) -> int | None:
        """Lock the file without waiting. An engine that ends removes it: a removed file's lock is void."""
        descriptor = os.open(self.lock, os.O_RDWR | os.O_CREAT, 0o600)
        if try_lock(descriptor):
            with suppress(OSError):
                if os.path.samestat(os.fstat(descriptor), os.stat(self.lock)):  # noqa: PTH116
                    return descriptor
        os.close(descriptor)
        return None

    def log_tail(self) -> str:
        """The last lines that the engine printed."""
        try:
            text = Path(self.log).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        return text[-_LONGEST_LOG_TAIL:].strip()


def place_of(path: str) -> EnginePlace:
    """The place of a data folder, given by its real path.

    Raises:
        EmbeddedEngineError: The private folder cannot be made, or another user can write to it.
    """
    key = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    base = Path(tempfile.gettempdir())
    if HAS_UNIX_SOCKETS and len(os.fsencode(base)) > _LONGEST_SOCKET_PATH - 40:
        base = Path("/tmp")  # noqa: S108
    folder = _private_folder(base, path)

    def file(suffix: str) -> str:
        return str(folder / (key + suffix))

    return EnginePlace(
        path=path,
        lock=file(".lock"),
        log=file(".log"),
        control=file(".ctl" if HAS_UNIX_SOCKETS else ".port"),
        socket=file(".sock") if HAS_UNIX_SOCKETS else "",
    )


def refuse(path: str, reason: str, hint: str = "") -> EmbeddedEngineError:
    """The error of a database that cannot be opened."""
    message = f"cannot open the Milvus Lite database {path}: {reason}"
    return EmbeddedEngineError(_UNAVAILABLE, message, hint=hint)


def _private_folder(base: Path, path: str) -> Path:
    """A folder that only this user can enter: Milvus Lite has no authentication."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = base / f"vectorm-{user}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise refuse(path, f"the folder {folder} for its socket cannot be made: {error.strerror}") from None
    if hasattr(os, "getuid") and (found.st_uid != user or not stat.S_ISDIR(found.st_mode)):
        raise refuse(path, f"{folder} belongs to another user", "set TMPDIR to a folder of your own")
    if os.name == "posix" and stat.S_IMODE(found.st_mode) & 0o077:
        folder.chmod(0o700)
    return folder
