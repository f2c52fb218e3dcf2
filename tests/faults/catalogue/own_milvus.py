"""A Milvus that belongs to one run: it may be killed, or have settings of its own."""

import os
import signal
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from tests.faults.catalogue.run import ROOT
from tests.faults.catalogue.world import TOKEN, World
from tests.support.milvus23 import VERSION, Milvus23
from vectorm import MilvusClient, MilvusException


class OwnMilvus:
    """A server that can be killed and started again on its data.

    Args:
        world: Its proxy and its truth go to this server from now on.
        settings: Keys of Milvus's configuration.
        address: How the truth reaches the server, if not by its plain URI; `{port}` in it is the server's.
    """

    def __init__(self, world: World, settings: dict[str, str] | None = None, **address: Any) -> None:
        self.world = world
        self.server = Milvus23(world.folder / "milvus", ROOT / ".cache" / f"milvus-{VERSION}", settings)
        world.proxy.target = f"127.0.0.1:{self.server.port}"
        world.truth.close()
        uri = str(address.pop("uri", self.server.uri)).format(port=self.server.port)
        world.truth = MilvusClient(uri, token=TOKEN, **address)

    def kill(self) -> None:
        """SIGKILL."""
        os.kill(self.server.pid, signal.SIGKILL)
        self.world.proxy.cut()

    def restart(self) -> None:
        """Start on the same data and ports, and load the collection, unless Milvus did it first."""
        self.server.restart()
        end = time.monotonic() + 120
        while True:
            try:
                self.world.truth.load_collection(self.world.collection, timeout=60)
                return
            except MilvusException:  # noqa: PERF203  # it polls
                if time.monotonic() > end:
                    raise
                time.sleep(0.5)


@contextmanager
def own_milvus(world: World, settings: dict[str, str] | None = None, **address: Any) -> Generator[OwnMilvus]:
    """A server for one run."""
    made = OwnMilvus(world, settings, **address)
    try:
        yield made
    finally:
        made.server.close()
