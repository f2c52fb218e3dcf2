"""Optimizing on real engines, and what they lack is refused."""

import asyncio
import time
from collections.abc import Callable

import pytest

from tests.fix_engines import Engine
from vectorm import AsyncMilvusClient, DataType, MilvusClient
from vectorm.client.optimize import OptimizeResult
from vectorm.errors import CollectionNotExistException, Unsupported

STAGES = [
    "initializing",
    "waiting for indexes",
    "compacting",
    "waiting for compaction",
    "waiting for index rebuild",
    "refreshing load",
]

LACKED: list[Callable[[MilvusClient], object]] = [
    lambda client: client.add_collection_field("docs", "year", DataType.INT64, nullable=True),
    lambda client: client.drop_collection_field("docs", "year"),
    lambda client: client.alter_collection_field("docs", "year", {"mmap.enabled": True}),
    lambda client: client.run_analyzer("a text"),
    lambda client: client.create_snapshot("s", "docs"),
    lambda client: client.list_snapshots(),
    lambda client: client.list_file_resources(),
    lambda client: client.refresh_external_collection("docs"),
    lambda client: client.get_replicate_configuration(),
    lambda client: client.compact("docs", is_l0=True),
    lambda client: client.compact("docs", target_size=512),
    lambda client: client.optimize("docs", target_size="1gb"),
]


def fill(client: MilvusClient, name: str) -> None:
    client.create_collection(name, dimension=2, metric_type="L2", consistency_level="Strong")
    client.insert(name, [{"id": i, "vector": [0.0, float(i)]} for i in range(20)])
    client.flush(name)
    client.delete(name, ids=[3])


def test_optimize(client: MilvusClient, name: str) -> None:
    fill(client, name)
    result = client.optimize(name)
    assert isinstance(result, OptimizeResult)
    assert (result.status, result.collection_name, result.target_size) == ("success", name, None)
    assert result.progress == STAGES
    (hits,) = client.search(name, data=[[0.0, 3.0]], limit=2)
    assert sorted(hit["id"] for hit in hits) == [2, 4]
    with pytest.raises(CollectionNotExistException):
        client.optimize("t_missing")


def test_optimize_in_the_background(sync_client: MilvusClient, name: str) -> None:
    fill(sync_client, name)
    task = sync_client.optimize(name, wait=False)
    assert not isinstance(task, OptimizeResult)
    while not task.done():
        time.sleep(0.05)
    assert task.result().progress == STAGES
    assert task.progress() == "refreshing load"


def test_optimize_beside_other_coroutines(engine: Engine, sync_client: MilvusClient, name: str) -> None:
    fill(sync_client, name)

    async def main() -> None:
        async with AsyncMilvusClient(engine.uri) as client:
            task = await client.optimize(name, wait=False)
            assert not isinstance(task, OptimizeResult)
            assert len(await client.query(name, filter="id > 10")) == 9
            assert (await task.result(timeout=60)).progress == STAGES

    asyncio.run(main())


@pytest.mark.parametrize("call", LACKED)
def test_what_both_engines_lack(client: MilvusClient, call: Callable[[MilvusClient], object]) -> None:
    with pytest.raises(Unsupported, match="nothing was sent"):
        call(client)


def test_reads_of_another_cluster(sync_client: MilvusClient, name: str) -> None:
    fill(sync_client, name)
    session = sync_client.session("west")
    with pytest.raises(Unsupported, match="it would read its own"):
        session.query(name, filter="id > 3")
    session.close()
    assert len(sync_client.query(name, filter="id > 3")) == 16


@pytest.mark.needs("segments")
def test_segments_of_any_state(client: MilvusClient, name: str) -> None:
    fill(client, name)
    assert sum(segment.num_rows for segment in client.list_segments(name)) == 20
