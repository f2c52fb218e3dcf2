"""The server goes away and comes back: each case has a Milvus of its own."""

import os
import signal
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial

from tests.faults.catalogue.case import CORE, EVERY_WAY, Verdict, case
from tests.faults.catalogue.run import ROOT
from tests.faults.catalogue.world import TOKEN, World, freeze, require, thaw
from tests.support.milvus23 import VERSION, Milvus23
from vectorm import MilvusClient, MilvusException

restarting = partial(case, "restart", engines=["milvus"], seconds=240)


class OwnMilvus:
    """A server that can be killed and started again on its data."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.server = Milvus23(world.folder / "milvus", ROOT / ".cache" / f"milvus-{VERSION}")
        world.proxy.target = f"127.0.0.1:{self.server.port}"
        world.truth.close()
        world.truth = MilvusClient(uri=self.server.uri, token=TOKEN)

    def kill(self) -> None:
        """SIGKILL."""
        os.kill(self.server.pid, signal.SIGKILL)
        self.world.proxy.cut()

    def restart(self) -> None:
        """Start on the same data and ports."""
        self.server.restart()


@contextmanager
def own_milvus(world: World) -> Generator[OwnMilvus]:
    """A server for one case."""
    made = OwnMilvus(world)
    try:
        yield made
    finally:
        made.server.close()


@restarting(ways=EVERY_WAY)
def killed_and_started_while_idle(world: World) -> None:
    """The server is killed and started again: the same connection works, the rows are there."""
    with own_milvus(world) as server:
        way = world.connect(filled=100)
        server.kill()
        server.restart()
        load_again(world)
        found = way.query("number >= 0", timeout=60)
        require(len(found) == 100, Verdict.LOSS, f"{len(found)} of 100 rows")


@restarting(ways=CORE)
def killed_under_writes(world: World) -> None:
    """The server is killed while rows are written: acknowledged <= stored <= acknowledged or unknown."""
    with own_milvus(world) as server:
        way = world.connect()
        threading.Timer(1.0, server.kill).start()
        acknowledged: list[int] = []
        unknown: list[int] = []
        end = time.monotonic() + 2
        start = 0
        while time.monotonic() < end:
            rows = world.rows(20, start=start)
            start += 20
            error = world.attempt(partial(way.insert, rows, timeout=2), timeout=2)
            (unknown if error else acknowledged).extend(row["number"] for row in rows)
        server.restart()
        load_again(world)
        world.check_stored(acknowledged, unknown)


@restarting(ways=EVERY_WAY)
def frozen_server(world: World) -> None:
    """The server is stopped with SIGSTOP: a call ends with its timeout; thawed, it works."""
    with own_milvus(world) as server:
        way = world.connect(filled=3)
        freeze(server.server.pid)
        try:
            world.must_fail(lambda: way.query("number >= 0", timeout=2), says=["deadline|timeout|timed out"], timeout=2)
        finally:
            thaw(server.server.pid)
        require(len(way.query("number >= 0", timeout=30)) == 3, Verdict.LOSS, "rows are missing")


@restarting(ways=["client"])
def dead_server(world: World) -> None:
    """The server is killed and stays away: calls fail in time, with the address."""
    with own_milvus(world) as server:
        way = world.connect(filled=1)
        server.kill()
        address = f"127.0.0.1:{world.proxy.port}"
        world.must_fail(lambda: way.query("number >= 0", timeout=3), says=[address], timeout=3)


def load_again(world: World) -> None:
    """A Milvus that started again may load its collections first."""
    end = time.monotonic() + 120
    while True:
        try:
            world.truth.load_collection(world.collection, timeout=60)
            return
        except MilvusException:  # noqa: PERF203  # it polls
            if time.monotonic() > end:
                raise
            time.sleep(0.5)
