"""The server goes away and comes back: each case has a Milvus of its own."""

import threading
import time
from functools import partial

from tests.faults.catalogue.case import CORE, EVERY_WAY, Verdict, case
from tests.faults.catalogue.own_milvus import own_milvus
from tests.faults.catalogue.world import World, require
from tests.support.process import freeze, thaw

restarting = partial(case, "restart", engines=["milvus"], seconds=240)


@restarting(ways=EVERY_WAY)
def killed_and_started_while_idle(world: World) -> None:
    """The server is killed and started again: the same connection works, the rows are there."""
    with own_milvus(world) as server:
        way = world.connect(filled=100)
        server.kill()
        server.restart()
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
