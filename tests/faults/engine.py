"""An engine of one's own: started, killed with SIGKILL, and started again on its data."""

import os
import signal
from abc import ABC, abstractmethod
from importlib.metadata import version
from pathlib import Path

from tests.support.milvus23 import VERSION, Milvus23
from tests.support.process import is_running
from vectorm.transport.embedded import join

ROOT = Path(__file__).parent.parent.parent
NAMES = ("lite", "milvus")


class OwnEngine(ABC):
    """A running engine.

    Attributes:
        label: Name and version.
    """

    label: str

    @property
    @abstractmethod
    def uri(self) -> str:
        """The address that a user gives."""

    @property
    @abstractmethod
    def target(self) -> str:
        """Where it listens, as `Proxy` takes it."""

    @property
    @abstractmethod
    def pid(self) -> int:
        """Its process."""

    @abstractmethod
    def restart(self) -> None:
        """Start it on its data again, after a kill."""

    @abstractmethod
    def close(self) -> None:
        """End it."""

    def is_alive(self) -> bool:
        """Whether its process runs."""
        return is_running(self.pid)

    def kill(self) -> None:
        """SIGKILL."""
        os.kill(self.pid, signal.SIGKILL)


class OwnLite(OwnEngine):
    """Milvus Lite in its process, as vectorm starts it."""

    def __init__(self, folder: Path) -> None:
        self.label = f"Milvus Lite {version('milvus-lite')}"
        self._path = str(folder.resolve() / "own.db")
        self._engine = join(self._path, 60)

    @property
    def uri(self) -> str:
        return self._path

    @property
    def target(self) -> str:
        return self._engine.target

    @property
    def pid(self) -> int:
        return self._engine.pid

    def restart(self) -> None:
        self._engine.close()
        self._engine = join(self._path, 60)  # a client may have started it already

    def close(self) -> None:
        self._engine.close()


class OwnMilvus(OwnEngine):
    """Milvus standalone."""

    def __init__(self, folder: Path) -> None:
        self.label = f"Milvus {VERSION}"
        self._server = Milvus23(folder / "milvus", ROOT / ".cache" / f"milvus-{VERSION}")

    @property
    def uri(self) -> str:
        return self._server.uri

    @property
    def target(self) -> str:
        return f"127.0.0.1:{self._server.port}"

    @property
    def pid(self) -> int:
        return self._server.pid

    def restart(self) -> None:
        self._server.restart()

    def close(self) -> None:
        self._server.close()


def start(name: str, folder: Path) -> OwnEngine:
    """Start "lite" or "milvus" with its data in a folder."""
    return OwnLite(folder) if name == "lite" else OwnMilvus(folder)
