"""One `AsyncMilvusClient` in many event loops, and what happens to a call whose task is cancelled."""

import asyncio
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.fix_engines import Engine
from tests.support.recording_proxy import RecordingProxy
from vectorm import AsyncMilvusClient, MilvusClient
from vectorm.errors import ConnectionNotExistException

LOOPS = 3
SOON = 10.0
"""Seconds that a call may take at most to be gone from the server. It takes milliseconds."""


async def use(client: AsyncMilvusClient, name: str) -> tuple[list[str], int]:
    """Several calls, at the same time too."""
    listing = asyncio.create_task(client.list_collections())
    found = await asyncio.gather(*(client.query(name, "id >= 0", limit=9) for _ in range(4)))
    assert {len(rows) for rows in found} == {len(found[0])}
    return await listing, len(found[0])


@pytest.fixture
def collection(sync_client: MilvusClient, name: str) -> str:
    sync_client.create_collection(name, dimension=2, consistency_level="Strong")
    sync_client.insert(name, [{"id": number, "vector": [0.0, 1.0]} for number in range(3)])
    return name


def test_one_client_in_three_event_loops_one_after_another(engine: Engine, collection: str) -> None:
    client = AsyncMilvusClient(engine.uri)  # there is no running loop
    for _ in range(LOOPS):
        names, rows = asyncio.run(use(client, collection))
        assert collection in names
        assert rows == 3
    asyncio.run(client.close())


def test_one_client_in_three_event_loops_at_the_same_time(engine: Engine, collection: str) -> None:
    client = AsyncMilvusClient(engine.uri)
    meeting = threading.Barrier(LOOPS)

    async def work() -> list[int]:
        rows: list[int] = []
        for _ in range(3):
            await asyncio.to_thread(meeting.wait, 60)  # all loops run now, and call at the same moment
            rows.append((await use(client, collection))[1])
        return rows

    with ThreadPoolExecutor(LOOPS) as pool:
        found = [future.result(90) for future in [pool.submit(asyncio.run, work()) for _ in range(LOOPS)]]
    assert found == [[3, 3, 3]] * LOOPS
    asyncio.run(client.close())


def test_async_with_connects_and_closes(engine: Engine, collection: str) -> None:
    async def work() -> AsyncMilvusClient:
        async with AsyncMilvusClient(engine.uri) as client:
            assert (await use(client, collection))[1] == 3
        return client

    client = asyncio.run(work())
    with pytest.raises(ConnectionNotExistException, match="is closed"):
        asyncio.run(use(client, collection))


def test_closing_one_client_leaves_another_of_the_same_loop(engine: Engine, collection: str) -> None:
    async def work() -> int:
        other = AsyncMilvusClient(engine.uri)
        async with AsyncMilvusClient(engine.uri) as client:
            await use(client, collection)
        try:
            return (await use(other, collection))[1]
        finally:
            await other.close()

    assert asyncio.run(work()) == 3


@pytest.fixture
def proxy(milvus: Engine) -> Iterator[RecordingProxy]:
    with RecordingProxy(milvus.uri.removeprefix("http://")) as recording:
        yield recording


@pytest.mark.engines("milvus")
@pytest.mark.parametrize("method", ["Search", "Query", "Insert", "Delete", "LoadCollection"])
def test_cancelling_a_task_ends_its_call_on_the_server(method: str, proxy: RecordingProxy, collection: str) -> None:
    async def call(client: AsyncMilvusClient) -> object:
        calls: dict[str, Callable[[], Awaitable[object]]] = {
            "Search": lambda: client.search(collection, [[0.0, 1.0]]),
            "Query": lambda: client.query(collection, "id >= 0"),
            "Insert": lambda: client.insert(collection, [{"id": 9, "vector": [0.0, 1.0]}]),
            "Delete": lambda: client.delete(collection, ids=[1]),
            "LoadCollection": lambda: client.load_collection(collection),
        }
        return await calls[method]()

    async def work() -> str:
        async with AsyncMilvusClient(proxy.uri) as client:
            proxy.held = {method}
            task = asyncio.create_task(call(client))
            assert await asyncio.to_thread(proxy.kept.get, timeout=60) == method
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            gone = await asyncio.to_thread(proxy.given_up.get, timeout=SOON)
            proxy.held = set()
            assert (await use(client, collection))[1] == 3  # the client goes on
            return gone

    assert asyncio.run(work()) == method


@pytest.mark.engines("milvus")
def test_a_timeout_around_a_call_ends_it_on_the_server(proxy: RecordingProxy, collection: str) -> None:
    async def work() -> str:
        async with AsyncMilvusClient(proxy.uri) as client:
            proxy.held = {"Query"}
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(client.query(collection, "id >= 0"), 0.5)
            return await asyncio.to_thread(proxy.given_up.get, timeout=SOON)

    assert asyncio.run(work()) == "Query"


@pytest.mark.engines("lite")
def test_embedded_database_in_two_loops(engine: Engine) -> None:
    client = AsyncMilvusClient(engine.uri)
    first = asyncio.run(client.get_server_version())
    assert asyncio.run(client.get_server_version()) == first
    asyncio.run(client.close())


@pytest.mark.engines("lite", "milvus")
@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.10 does not tell of cancellations")
def test_no_cancellation_is_lost_however_early_it_comes(engine: Engine, collection: str) -> None:
    async def cancelled_after(turns: int) -> bool:
        async with AsyncMilvusClient(engine.uri) as client:
            task = asyncio.create_task(client.query(collection, filter="id >= 0"))
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            return task.cancelled()

    assert [asyncio.run(cancelled_after(turns)) for turns in range(6)] == [True] * 6
