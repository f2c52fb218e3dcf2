"""The clients send what their arguments say, and shape what comes back."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from tests.unit.ops.support import context
from vectorm import AsyncMilvusClient, Collection, DataType, Index, LoadState, MilvusClient, Partition, db, utility
from vectorm.client.timestamps import hybridts_to_datetime, hybridts_to_unixtime, mkts_from_datetime, mkts_from_hybridts
from vectorm.connection.registry import connections
from vectorm.errors import AlreadyExists, DatabaseNotExistException, IndexNotExistException, MilvusException, ParamError
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.transport.recorded import Recorded
from vectorm.wire import messages as m

OK = m.Status().SerializeToString()


def collection_reply() -> bytes:
    reply = m.DescribeCollectionResponse(collection_name="docs", collectionID=5, shards_num=2, consistency_level=2)
    fields = reply.schema.fields
    fields.add(name="id", data_type=5, is_primary_key=True, fieldID=100)
    fields.add(name="v", data_type=101, fieldID=101, type_params=[m.KeyValuePair(key="dim", value="2")])
    reply.aliases.append("other")
    return reply.SerializeToString()


def index_reply(*names: str, field: str = "v") -> bytes:
    reply = m.DescribeIndexResponse()
    for name in names:
        params = {"index_type": "HNSW", "metric_type": "L2", "params": '{"M": 8}'}
        pairs = [m.KeyValuePair(key=key, value=value) for key, value in params.items()]
        reply.index_descriptions.add(index_name=name, field_name=field, params=pairs, state=3, total_rows=4)
    return reply.SerializeToString()


def flag(value: bool) -> bytes:
    return m.BoolResponse(value=value).SerializeToString()


def mutation(delete_cnt: int) -> bytes:
    return m.MutationResult(delete_cnt=delete_cnt).SerializeToString()


class FakeConnection:
    """Runs operations against scripted replies."""

    def __init__(self, replies: Mapping[str, Sequence[bytes | MilvusException]]) -> None:
        self.recorded = Recorded(replies)
        self.ctx = context()
        self.timeouts: list[float | None] = []
        self.closed = False
        self.database = ""

    def run(self, start: Callable[[Context], Op[Any]], *, timeout: float | None = None) -> Any:
        self.timeouts.append(timeout)
        return self.recorded.run(start(self.ctx))

    def with_database(self, name: str) -> "FakeConnection":
        other = FakeConnection({})
        other.database = name
        return other

    def close(self) -> None:
        self.closed = True

    def request(self, number: int = -1) -> bytes:
        return self.recorded.sent[number].request


class AsyncFakeConnection(FakeConnection):
    """The same for the async client."""

    async def run(self, start: Callable[[Context], Op[Any]], *, timeout: float | None = None) -> Any:
        return super().run(start, timeout=timeout)


def client_of(replies: Mapping[str, Sequence[bytes | MilvusException]]) -> tuple[MilvusClient, FakeConnection]:
    client = MilvusClient.__new__(MilvusClient)
    connection = FakeConnection(replies)
    setattr(client, "_connection", connection)  # noqa: B010  # no server to connect to
    return client, connection


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> Callable[[Mapping[str, Sequence[bytes]]], FakeConnection]:
    """Puts a scripted connection behind every alias."""

    def connect(replies: Mapping[str, Sequence[bytes]]) -> FakeConnection:
        connection = FakeConnection(replies)
        monkeypatch.setattr(connections, "get", lambda _alias="default": connection)
        return connection

    return connect


def test_quick_set_up() -> None:
    client, connection = client_of({
        "CreateCollection": [OK],
        "CreateIndex": [OK],
        "AllocTimestamp": [m.AllocTimestampResponse(timestamp=9).SerializeToString()],
        "DescribeIndex": [index_reply("i", field="vector")],
        "LoadCollection": [OK],
        "GetLoadingProgress": [m.GetLoadingProgressResponse(progress=100).SerializeToString()],
    })  # fmt: skip
    client.create_collection("docs", 8, id_type="str", metric_type="L2", max_length=20, consistency_level="Strong")
    request = m.CreateCollectionRequest.FromString(connection.request(0))
    schema = m.CollectionSchema.FromString(request.schema)
    assert request.consistency_level == 0
    assert schema.enable_dynamic_field
    assert [(field.name, field.data_type) for field in schema.fields] == [("id", 21), ("vector", 101)]
    assert [{pair.key: pair.value for pair in field.type_params} for field in schema.fields] == [
        {"max_length": "20"},
        {"dim": "8"},
    ]
    created = m.CreateIndexRequest.FromString(connection.request(1))
    assert {pair.key: pair.value for pair in created.extra_params} == {"index_type": "AUTOINDEX", "metric_type": "L2"}
    assert connection.timeouts == [600.0]


def test_without_index_params_a_collection_is_only_created() -> None:
    client, connection = client_of({"CreateCollection": [OK]})
    schema = client.create_schema(auto_id=True).add_field("id", DataType.INT64, is_primary=True)
    client.create_collection("docs", schema=schema.add_field("v", DataType.FLOAT_VECTOR, dim=2), num_partitions=4)
    assert connection.recorded.methods == ["CreateCollection"]
    assert m.CreateCollectionRequest.FromString(connection.request()).num_partitions == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "create collection docs: give a dimension or a schema"),
        ({"dimension": 0}, "dimension must be an int of at least 1, not 0"),
        ({"dimension": 2, "id_type": "float"}, "id_type is 'int' or 'str', not 'float'"),
    ],
)
def test_collections_that_are_refused(arguments: dict[str, Any], message: str) -> None:
    client, connection = client_of({})
    with pytest.raises(ParamError, match=message):
        client.create_collection("docs", **arguments)
    assert connection.recorded.methods == []


def test_describe_collection() -> None:
    client, _ = client_of({"DescribeCollection": [collection_reply()]})
    found = client.describe_collection("docs")
    assert found["fields"] == [
        {"field_id": 100, "name": "id", "description": "", "type": DataType.INT64, "params": {}, "is_primary": True},
        {"field_id": 101, "name": "v", "description": "", "type": DataType.FLOAT_VECTOR, "params": {"dim": 2}},
    ]
    assert (found["collection_id"], found["num_shards"], found["aliases"]) == (5, 2, ["other"])
    assert (found["consistency_level"], found["consistency_level_name"]) == (2, "Bounded")


def test_describe_index() -> None:
    client, _ = client_of({"DescribeIndex": [index_reply("i"), index_reply(), index_reply("i", "j")]})
    assert client.describe_index("docs", "i") == {
        "index_type": "HNSW",
        "metric_type": "L2",
        "params": {"M": 8},
        "field_name": "v",
        "index_name": "i",
        "total_rows": 4,
        "indexed_rows": 0,
        "pending_index_rows": 0,
        "state": "Finished",
    }
    assert client.describe_index("docs", "i") is None
    with pytest.raises(ParamError, match="docs has several indexes: i, j"):
        client.describe_index("docs", "")


def test_delete_by_keys_and_by_filter() -> None:
    clock = m.AllocTimestampResponse(timestamp=9).SerializeToString()
    replies = {
        "DescribeCollection": [collection_reply()],
        "Delete": [mutation(delete_cnt=2)] * 3,
        "AllocTimestamp": [clock] * 3,
    }
    client, connection = client_of(replies)
    assert client.delete("docs", [1, 2]) == {"delete_count": 2, "cost": 0}
    assert deleted(connection).expr == "id in [1, 2]"
    client.delete("docs", pks=3)
    assert deleted(connection).expr == "id in [3]"
    client.delete("docs", filter="a == {x}", filter_params={"x": "y"}, partition_name="p")
    request = deleted(connection)
    assert (request.expr, request.partition_name) == ('a == "y"', "p")
    with pytest.raises(ParamError, match="either a filter or ids"):
        client.delete("docs", [1], filter="a")
    with pytest.raises(ParamError, match="either a filter or ids"):
        client.delete("docs")
    with pytest.raises(ParamError, match="key 0 of id is of type str"):
        client.delete("docs", ["1"])
    assert client.delete("docs", []) == {"delete_count": 0, "cost": 0}


def deleted(connection: FakeConnection) -> m.DeleteRequest:
    (*_, last) = (rpc for rpc in connection.recorded.sent if rpc.method == "Delete")
    return m.DeleteRequest.FromString(last.request)


def test_nothing_to_write_sends_nothing() -> None:
    client, connection = client_of({})
    assert client.insert("docs", []) == {"insert_count": 0, "ids": []}
    assert client.upsert("docs", []) == {"upsert_count": 0, "ids": []}
    assert client.get("docs", []) == []
    wrong: Any = "rows"
    with pytest.raises(TypeError, match="rows for docs must be a dict or a list of dicts, not str"):
        client.insert("docs", wrong)
    assert connection.recorded.methods == []


def test_a_bad_row_names_collection_field_row_and_type() -> None:
    client, connection = client_of({"DescribeCollection": [collection_reply()] * 2})
    with pytest.raises(ParamError, match=r"field docs\.id, row 1: .*str"):
        client.insert("docs", [{"id": 1, "v": [1.0, 2.0]}, {"id": "x", "v": [1.0, 2.0]}])
    assert "Insert" not in connection.recorded.methods


def test_timeouts_are_passed_on() -> None:
    client, connection = client_of(
        {"ReleaseCollection": [OK] * 2, "Flush": [m.FlushResponse().SerializeToString()] * 2}
    )
    client.release_collection("docs")
    client.release_collection("docs", timeout=3)
    client.flush("docs")
    client.flush("docs", timeout=4)
    assert connection.timeouts == [None, 3, 600.0, 4]


def test_load_options() -> None:
    done = m.GetLoadingProgressResponse(progress=100, refresh_progress=100).SerializeToString()
    client, connection = client_of(
        {"LoadCollection": [OK] * 3, "GetLoadingProgress": [done] * 2, "LoadPartitions": [OK]}
    )
    client.load_collection("docs", replica_number=2, load_fields=["v"], _async=True)
    request = m.LoadCollectionRequest.FromString(connection.request())
    assert (request.replica_number, list(request.load_fields)) == (2, ["v"])
    client.refresh_load("docs")
    assert m.LoadCollectionRequest.FromString(connection.request(1)).refresh
    client.load_partitions("docs", "p")
    assert list(m.LoadPartitionsRequest.FromString(connection.request(3)).partition_names) == ["p"]


def test_load_state() -> None:
    loading, loaded = (m.GetLoadStateResponse(state=state).SerializeToString() for state in (2, 3))
    progress = m.GetLoadingProgressResponse(progress=40).SerializeToString()
    client, _ = client_of({"GetLoadState": [loading, loaded], "GetLoadingProgress": [progress]})
    assert client.get_load_state("docs") == {"state": LoadState.Loading, "progress": 40}
    assert str(client.get_load_state("docs")) == "{'state': <LoadState: Loaded>}"


def test_use_database() -> None:
    names = m.ListDatabasesResponse(db_names=["default", "mine"]).SerializeToString()
    client, before = client_of({"ListDatabases": [names] * 2})
    with pytest.raises(DatabaseNotExistException, match="there is no database 'nope'"):
        client.use_database("nope")
    assert not before.closed
    client.using_database("mine")
    assert before.closed
    assert getattr(client, "_connection").database == "mine"  # noqa: B009


def test_the_async_client_does_the_same() -> None:
    names = m.ShowCollectionsResponse(collection_names=["a"]).SerializeToString()
    client = AsyncMilvusClient("http://localhost:1")
    setattr(client, "_connection", AsyncFakeConnection({"ShowCollections": [names]}))  # noqa: B010  # no server
    assert asyncio.run(_listed(client)) == ["a"]


async def _listed(client: AsyncMilvusClient) -> list[str]:
    return await client.list_collections()


def test_a_collection(connected: Callable[[Mapping[str, Sequence[bytes]]], FakeConnection]) -> None:
    empty = m.GetCollectionStatisticsResponse(stats=[m.KeyValuePair(key="row_count", value="0")])
    connection = connected({
        "HasCollection": [flag(True)],
        "DescribeCollection": [collection_reply()] * 3,
        "GetCollectionStatistics": [empty.SerializeToString()] * 2,
        "GetLoadState": [m.GetLoadStateResponse(state=1).SerializeToString()],
        "DescribeIndex": [index_reply("i"), index_reply("i"), index_reply(), index_reply()],
        "HasPartition": [flag(True), flag(False), flag(True)],
        "ShowPartitions": [m.ShowPartitionsResponse(partition_names=["_default"]).SerializeToString()],
        "DropIndex": [OK],
        "CreateIndex": [OK],
    })  # fmt: skip
    docs = Collection("docs")
    assert (docs.name, docs.is_empty, docs.num_entities, docs.num_shards) == ("docs", True, 0, 2)
    assert (docs.aliases, docs.is_loaded, docs.description) == (["other"], False, "")
    assert docs.primary_field.name == "id"
    (index,) = docs.indexes
    assert (index.field_name, index.index_name, index.index_type, index.collection_name) == ("v", "i", "HNSW", "docs")
    assert index.params == {"index_type": "HNSW", "metric_type": "L2", "params": {"M": 8}}
    assert index == docs.index(index_name="i")
    index.drop()
    assert not docs.has_index()
    with pytest.raises(IndexNotExistException, match="collection docs has no index j"):
        docs.index(index_name="j")
    assert docs.create_index("v", {"index_type": "FLAT"}, sync=False) == 0
    assert docs.partition("p") is not None
    assert docs.partition("q") is None
    with pytest.raises(AlreadyExists, match="docs has a partition p already"):
        docs.create_partition("p")
    (part,) = docs.partitions
    assert repr(part) == '{"name":"_default","collection_name":"docs","description":""}'
    assert str(docs).startswith(
        "<Collection>:\n-------------\n<name>: docs\n<description>: \n<schema>: {'auto_id': False"
    )
    assert connection.recorded.left == 0


def test_an_index_is_created_by_its_constructor(
    connected: Callable[[Mapping[str, Sequence[bytes]]], FakeConnection],
) -> None:
    connected({
        "HasCollection": [flag(True)],
        "DescribeCollection": [collection_reply()],
        "CreateIndex": [OK],
        "AllocTimestamp": [m.AllocTimestampResponse(timestamp=9).SerializeToString()],
        "DescribeIndex": [index_reply("named")] * 2,
    })  # fmt: skip
    made = Index(Collection("docs"), "v", {"index_type": "HNSW", "params": {"M": 8}})
    assert made.index_name == "named"
    wrong: Any = "docs"
    with pytest.raises(ParamError, match="an Index needs a Collection, not str"):
        Index(wrong, "v", {})


def test_a_partition_is_created_when_it_is_not_there(
    connected: Callable[[Mapping[str, Sequence[bytes]]], FakeConnection],
) -> None:
    connection = connected({
        "HasCollection": [flag(True)],
        "DescribeCollection": [collection_reply()],
        "HasPartition": [flag(False)],
        "CreatePartition": [OK],
    })  # fmt: skip
    assert Partition("docs", "p", "of mine").description == "of mine"
    assert connection.recorded.methods[-1] == "CreatePartition"


def test_utility(connected: Callable[[Mapping[str, Sequence[bytes]]], FakeConnection]) -> None:
    connected({
        "GetLoadingProgress": [m.GetLoadingProgressResponse(progress=100).SerializeToString()] * 2,
        "DescribeIndex": [index_reply("i")] * 3 + [index_reply(), index_reply("i", "j")],
        "AllocTimestamp": [m.AllocTimestampResponse(timestamp=9).SerializeToString()],
        "ListAliases": [m.ListAliasesResponse(aliases=["a"]).SerializeToString()],
        "ListDatabases": [m.ListDatabasesResponse(db_names=["default"]).SerializeToString()],
    })  # fmt: skip
    assert utility.loading_progress("docs") == {"loading_progress": "100%"}
    utility.wait_for_loading_complete("docs")
    assert utility.index_building_progress("docs")["total_rows"] == 4
    assert utility.wait_for_index_building_complete("docs") is True
    with pytest.raises(IndexNotExistException, match="docs has no index i"):
        utility.index_building_progress("docs", "i")
    assert utility.list_indexes("docs") == ["i", "j"]
    assert utility.list_aliases("docs") == ["a"]
    assert db.list_database() == ["default"]


def test_timestamps() -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=timezone.utc)
    stamp = mkts_from_datetime(moment)
    assert hybridts_to_datetime(stamp, timezone.utc) == moment
    later = mkts_from_hybridts(stamp, 1.0, timedelta(seconds=2))
    assert hybridts_to_unixtime(later) - hybridts_to_unixtime(stamp) == pytest.approx(2.001)
    assert mkts_from_hybridts(stamp | 5) == stamp | 5
