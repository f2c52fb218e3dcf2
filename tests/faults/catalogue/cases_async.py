"""Event loops: cancelling, several loops, clients made outside of one, many calls at once."""

import asyncio
import contextlib
import gc
import time
import warnings
from functools import partial
from typing import Any

from tests.faults.catalogue.case import Verdict, case
from tests.faults.catalogue.world import TOKEN, World, require
from tests.faults.proxy import Fault

in_a_loop = partial(case, "async", ways=["async"], engines=["lite"])


def client_of(world: World) -> Any:
    """A client, made outside of any loop."""
    return world.lib.AsyncMilvusClient(uri=world.uri, token=TOKEN)


async def count(world: World, client: Any, **options: Any) -> int:
    """Rows that a query gives."""
    return len(await client.query(world.collection, filter="number >= 0", output_fields=["number"], **options))


def filled(world: World) -> None:
    world.create()
    world.truth.insert(world.collection, world.rows(3))


@in_a_loop()
def made_outside_of_a_loop(world: World) -> None:
    """A client is made where no loop runs, and used in one."""
    filled(world)
    client = client_of(world)

    async def use() -> int:
        return await count(world, client)

    found = asyncio.run(use())
    require(found == 3, Verdict.LOSS, f"{found} rows")


@in_a_loop()
def used_in_three_loops(world: World) -> None:
    """One client in three loops, one after the other."""
    filled(world)
    client = client_of(world)

    async def use() -> int:
        return await count(world, client, timeout=10)

    found = [asyncio.run(use()) for _ in range(3)]
    require(found == [3, 3, 3], Verdict.LOSS, f"{found}")


@in_a_loop()
def sixty_four_at_once(world: World) -> None:
    """Sixty-four queries at once give what one gives."""
    filled(world)

    async def use() -> list[int]:
        client = client_of(world)
        found = await asyncio.gather(*(count(world, client) for _ in range(64)))
        await client.close()
        return found

    found = asyncio.run(use())
    require(found == [3] * 64, Verdict.LOSS, f"{found}")


@in_a_loop()
def cancelled_call(world: World) -> None:
    """A task that waits on a silent link is cancelled: it ends within a second, and the client works on."""
    filled(world)

    async def use() -> tuple[float, int]:
        client = client_of(world)
        await count(world, client)
        world.proxy.fault = Fault.SWALLOW_ALL
        task = asyncio.create_task(count(world, client, timeout=20))
        await asyncio.sleep(0.5)
        started = time.monotonic()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        took = time.monotonic() - started
        world.proxy.fault = Fault.NONE
        world.proxy.cut()
        return took, await count(world, client, timeout=10)

    took, found = asyncio.run(use())
    require(took < 1, Verdict.HANG, f"took {took:.1f} s")
    require(found == 3, Verdict.LOSS, f"{found} rows")


@in_a_loop()
def wait_for_a_silent_link(world: World) -> None:
    """`asyncio.wait_for` of one second around a call on a silent link."""
    filled(world)

    async def use() -> float:
        client = client_of(world)
        await count(world, client)
        world.proxy.fault = Fault.SWALLOW_ALL
        started = time.monotonic()
        try:
            await asyncio.wait_for(count(world, client), 1)
        except asyncio.TimeoutError:
            return time.monotonic() - started
        return 99

    took = asyncio.run(use())
    require(took < 2, Verdict.HANG, f"took {took:.1f} s")


@in_a_loop()
def timeout_of_a_call(world: World) -> None:
    """`timeout=2` on a silent link."""
    filled(world)

    async def use() -> Exception | None:
        client = client_of(world)
        await count(world, client)
        world.proxy.fault = Fault.SWALLOW_REPLIES
        try:
            await count(world, client, timeout=2)
        except Exception as error:  # noqa: BLE001  # judged
            return error
        return None

    started = time.monotonic()
    error = asyncio.run(use())
    took = time.monotonic() - started
    require(error is not None, Verdict.FAIL, "no error")
    assert error is not None
    require(took < 4, Verdict.HANG, f"took {took:.1f} s")
    world.must_be_ours(error)
    world.explains(error, ["deadline|timeout|timed out"], "DeadlineExceeded")


@in_a_loop()
def closed_while_calls_wait(world: World) -> None:
    """The client is closed while a call waits: the call ends with an error that says so."""
    filled(world)

    async def use() -> object:
        client = client_of(world)
        await count(world, client)
        world.proxy.fault = Fault.SWALLOW_ALL
        task = asyncio.create_task(count(world, client, timeout=8))
        await asyncio.sleep(0.3)
        await client.close()
        done, _ = await asyncio.wait([task], timeout=3)
        if not done:
            task.cancel()
            return "hang"
        return task.exception()

    error = asyncio.run(use())
    require(error != "hang", Verdict.HANG, "the call still waits after 3 s")
    if isinstance(error, Exception):
        world.must_be_ours(error)
        world.explains(error, ["clos"])


@in_a_loop()
def a_failed_call_of_many(world: World) -> None:
    """One of ten calls fails: the other nine give their rows."""
    filled(world)

    async def use() -> list[Any]:
        client = client_of(world)
        calls = [count(world, client) for _ in range(9)]
        bad = client.query("no_such_collection", filter="id >= 0")
        return await asyncio.gather(*calls, bad, return_exceptions=True)

    found = asyncio.run(use())
    require(found[:9] == [3] * 9, Verdict.LOSS, f"{found[:9]}")
    world.must_be_ours(found[9])


@in_a_loop()
def no_warning_of_unawaited_things(world: World) -> None:
    """A client that is never closed leaves no warning when its loop ends."""
    filled(world)

    async def use() -> int:
        return await count(world, client_of(world))

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        asyncio.run(use())
        gc.collect()
    mine = [
        str(each.message) for each in caught if world.lib.__name__ in str(each.filename) or "await" in str(each.message)
    ]
    require(not mine, Verdict.OBSCURE, f"warned: {mine[:2]}")
