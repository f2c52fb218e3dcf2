"""`_async=True` of `Collection` and `Partition`: what PyMilvus's futures do."""

from collections.abc import Iterator
from typing import Any, cast

import numpy as np
import pytest

from tests.fix_engines import Engine
from vectorm import (
    AnnSearchRequest,
    Collection,
    CollectionSchema,
    DataType,
    FieldSchema,
    MutationResult,
    Partition,
    RRFRanker,
    SearchResult,
    connections,
    utility,
)
from vectorm.client.future import CreateIndexFuture, FlushFuture, MutationFuture, SearchFuture
from vectorm.errors import DataNotMatchException, MilvusException

VECTORS = np.random.default_rng(5).random((20, 4), dtype=np.float32)
L2: dict[str, Any] = {"metric_type": "L2", "params": {}}


@pytest.fixture
def alias(engine: Engine) -> Iterator[str]:
    connections.connect("futures", uri=engine.uri)
    yield "futures"
    connections.remove_connection("futures")


@pytest.fixture
def collection(alias: str, name: str) -> Collection:
    """Twenty rows, written, indexed and loaded through futures."""
    schema = CollectionSchema(
        [FieldSchema("id", DataType.INT64, is_primary=True), FieldSchema("v", DataType.FLOAT_VECTOR, dim=4)]
    )
    made = Collection(name, schema, using=alias, consistency_level="Strong")
    heard: list[object] = []
    keys = list(range(20))
    future = cast("MutationFuture", made.insert([keys, VECTORS], _async=True, _callback=heard.append))
    keys.clear()
    assert isinstance(future, MutationFuture)
    result = future.result()
    assert isinstance(result, MutationResult)
    assert (result.insert_count, result.primary_keys[-1]) == (20, 19)
    assert heard == [result]
    index = made.create_index("v", {"index_type": "FLAT", "metric_type": "L2"}, _async=True)
    assert isinstance(index, CreateIndexFuture)
    assert index.done()
    made.load()
    return made


def test_searches_writes_and_flushes(collection: Collection) -> None:
    heard: list[object] = []
    futures = [
        cast("SearchFuture", collection.search([vector], "v", L2, 3, _async=True, _callback=heard.append))
        for vector in VECTORS[:5]
    ]
    found = [future.result() for future in futures]
    assert [hits[0].ids[0] for hits in found] == [0, 1, 2, 3, 4]
    assert heard == found
    assert found[0] == collection.search([VECTORS[0]], "v", L2, 3)

    gone = cast("MutationFuture", collection.delete("id in [0, 1]", _async=True))
    assert gone.done()
    back = cast("MutationFuture", collection.upsert([[1, 2], VECTORS[:2]], _async=True))
    assert back.result().upsert_count == 2
    rows = collection.query("id < 4", output_fields=["id"])
    assert [row["id"] for row in sorted(rows, key=lambda row: int(row["id"]))] == [1, 2, 3]

    collection.flush(_async=True)
    flushed = utility.flush_all(using=collection.using, _async=True)
    assert isinstance(flushed, FlushFuture)
    assert flushed.done()


def test_rows_and_nothing_to_search(collection: Collection) -> None:
    result = collection.insert([{"id": 50, "v": VECTORS[0]}], _async=True)
    assert isinstance(result, MutationResult), "as in PyMilvus: rows are written at once"
    empty = cast("SearchFuture", collection.search([], "v", L2, 3, _async=True))
    assert empty.result() == SearchResult()


def test_errors(collection: Collection) -> None:
    with pytest.raises(DataNotMatchException):
        collection.insert([[1], [["x"]]], _async=True)
    future = cast("SearchFuture", collection.search([VECTORS[0]], "v", L2, 3, expr="no such field > 1", _async=True))
    assert isinstance(future, SearchFuture)
    with pytest.raises(MilvusException):
        future.result()
    assert future.done()


@pytest.mark.engines("lite")
def test_hybrid_search_and_partition(collection: Collection) -> None:
    partition = Partition(collection, "part")
    stored = cast("MutationFuture", partition.insert([[70], VECTORS[:1]], _async=True))
    assert stored.result().insert_count == 1
    found = cast("SearchFuture", partition.search([VECTORS[0]], "v", L2, 3, _async=True))
    assert found.result()[0].ids == [70]
    arms = [AnnSearchRequest([VECTORS[0]], "v", L2, 3)] * 2
    both = cast("SearchFuture", collection.hybrid_search(arms, RRFRanker(), 3, _async=True))
    assert len(both.result()[0]) == 3
