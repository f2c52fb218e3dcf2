"""Milvus limits the rate of calls: each case has a server with limits of its own."""

from functools import partial

from tests.faults.catalogue.case import Verdict, case
from tests.faults.catalogue.own_milvus import own_milvus
from tests.faults.catalogue.world import World, require

limited = partial(case, "limits", ways=["client", "async", "session"], engines=["milvus"], seconds=120)
QUERIES = {"QUOTAANDLIMITS_DQL_ENABLED": "true", "QUOTAANDLIMITS_DQL_QUERYRATE_MAX": "4"}
WRITES = {"QUOTAANDLIMITS_DML_ENABLED": "true", "QUOTAANDLIMITS_DML_INSERTRATE_MAX": "0.1"}
"""Queries a second; megabytes a second."""


@limited()
def limited_rate_of_queries(world: World) -> None:
    """The server allows four queries a second: twenty wait for their turn, or say what limits them."""
    with own_milvus(world, QUERIES):
        way = world.connect(filled=3)
        for _ in range(20):
            found: list[object] = []
            error = world.attempt(lambda: found.extend(way.query("number >= 0", timeout=15)), timeout=15)  # noqa: B023
            if error is not None:
                world.explains(error, ["rate|limit"], "RateLimited")
            else:
                require(len(found) == 3, Verdict.LOSS, f"{len(found)} rows instead of 3")


@limited()
def limited_rate_of_inserts(world: World) -> None:
    """The server takes 0.1 MB a second: ten inserts of 60 kB are stored once, or refused and not stored."""
    with own_milvus(world, WRITES):
        way = world.connect()
        acknowledged: list[int] = []
        for number in range(10):
            rows = world.rows(1, start=number)
            rows[0]["text"] = "x" * 60_000
            error = world.attempt(partial(way.insert, rows, timeout=15), timeout=15)
            if error is not None:
                world.explains(error, ["rate|limit"], "RateLimited")
            else:
                acknowledged.append(number)
        world.check_stored(acknowledged)
